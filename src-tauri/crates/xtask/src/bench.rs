//! `cargo xtask bench`: every line of speed and size, measured through the real programs.
//!
//! The programs are built as people get them and measured in a session of their own, so that books open by a real keychain.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::check::workspace::Workspace;
use crate::{page, session, sh, system};

/// `[--size 10k|100k|1m] [--window]`, `--syncs` for syncs alone, or `--crates` for what single crates measure of themselves.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (mut size, mut window, mut syncs) = ("100k", false, false);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--size" => size = words.next().context("--size wants 10k, 100k or 1m")?,
            "--window" => window = true,
            "--syncs" => syncs = true,
            "--crates" => return crates(),
            other => bail!("`bench` knows no {other}"),
        }
    }
    system::provide(if window {
        system::For::Window
    } else {
        system::For::Test
    })?;
    build(&["-p", "cli", "--bin", "coffer"])?;
    build(&["-p", "measure"])?;
    let built = sh::target().join("release");
    let program = |name: &str| built.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut measure = Command::new(program("measure"));
    measure.arg("--coffer").arg(program("coffer"));
    measure.args(["--size", size]);
    if syncs {
        measure.arg("--syncs");
    }
    if window {
        page::build()?;
        let shell = [
            "-p",
            "coffer-desktop",
            "--features",
            "tauri/custom-protocol",
        ];
        build(&[&shell[..], &["--bin", "coffer-desktop"]].concat())?;
        build(&[&shell[..], &["--example", "bare-window"]].concat())?;
        measure.arg("--window").arg(program("coffer-desktop"));
        measure.arg(built.join("examples").join("bare-window"));
    }
    session::run(&measure, window)
}

fn build(what: &[&str]) -> Result<()> {
    sh::run(sh::cargo().args(["build", "--release"]).args(what))
}

/// Each bench target of a crate: figures of single parts, without judgement.
fn crates() -> Result<()> {
    let workspace = Workspace::read()?;
    for member in &workspace.members {
        for bench in member.targets("bench") {
            sh::run(sh::cargo().args(["bench", "-p", &member.name, "--bench", bench]))?;
        }
    }
    Ok(())
}
