//! `cargo xtask run`: from a fresh checkout to an open window.

use std::env;

use anyhow::Result;

use crate::{page, sh, system};

pub(crate) fn run() -> Result<()> {
    if no_display() {
        // The command line needs a compiler, and neither Node nor the web view.
        println!("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).");
        println!("Running the demo on the command line instead: the same core without a window.");
        return sh::run(sh::cargo().args([
            "run",
            "--release",
            "-p",
            "cli",
            "--bin",
            "coffer",
            "--",
            "demo",
        ]));
    }
    system::provide(system::For::Run)?;
    page::build()?;
    println!("\nBuilding Coffer as people get it, optimised. The first time takes some minutes.");
    sh::run(sh::cargo().args(APP).arg("--release"))
}

/// Without the feature the app looks for the page at the development server.
const APP: [&str; 5] = [
    "run",
    "--package",
    "coffer-desktop",
    "--features",
    "tauri/custom-protocol",
];

fn no_display() -> bool {
    let unset = |name: &str| env::var_os(name).is_none_or(|value| value.is_empty());
    cfg!(target_os = "linux") && unset("DISPLAY") && unset("WAYLAND_DISPLAY")
}
