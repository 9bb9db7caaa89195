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

fn xdotool(words: &[&str]) -> Result<()> {
    let output = Command::new("timeout")
        .args(["30", "xdotool"])
        .args(words)
        .output()?;
    if !output.status.success() {
        bail!("xdotool {}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
