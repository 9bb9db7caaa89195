//! The desktop around the window: keyboard focus, and the system's own dialogs, which no web driver reaches.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

/// Gives the window with this title the keyboard; waits until it is there.
pub(crate) fn focus(title: &str) -> Result<()> {
    xdotool(&["search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync"])
}

/// Types a path into the system's file dialog and accepts it.
pub(crate) fn choose_in_dialog(file: &Path) -> Result<()> {
    focus("^(Open|Select|Choose).*")?;
    // A slash opens the line for a path.
    xdotool(&["type", "--delay", "20", &file.to_string_lossy()])?;
    xdotool(&["key", "Return"])
}

/// Keeps a picture of our window as the display shows it; the driver's own waits for a frame that never comes.
pub(crate) fn picture(file: &Path) -> Result<()> {
    run("import", &["-window", "Coffer", &file.to_string_lossy()])
}

fn xdotool(words: &[&str]) -> Result<()> {
    run("xdotool", words)
}

fn run(program: &str, words: &[&str]) -> Result<()> {
    // None of these should outlast a person's patience.
    let output = Command::new("timeout").arg("30").arg(program).args(words).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{program} {} ({}): {said}", words.join(" "), output.status);
    }
    Ok(())
}
