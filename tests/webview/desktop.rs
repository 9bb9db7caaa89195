//! The desktop around the window: keyboard focus, and the system's own dialogs, which no web driver reaches.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

/// Gives the window with this title the keyboard; waits until it is there.
pub(crate) fn focus(title: &str) -> Result<()> {
    xdotool(&[
        "search",
        "--sync",
        "--onlyvisible",
        "--name",
        title,
        "windowfocus",
        "--sync",
    ])
}

/// Title of the system's file dialog.
const FILE_DIALOG: &str = "^(Open|Select|Choose).*";

/// Types a path into the system's file dialog and accepts it.
pub(crate) fn choose_in_dialog(file: &Path) -> Result<()> {
    // The dialog is on screen before it listens, so what it did not hear is said again.
    const TRIES: usize = 8;
    for _ in 0..TRIES {
        focus(FILE_DIALOG)?;
        // A slash opens the line for a path; what is on the line already is typed over.
        xdotool(&["key", "--clearmodifiers", "ctrl+a"])?;
        xdotool(&["type", "--delay", "25", &file.to_string_lossy()])?;
        xdotool(&["key", "Return"])?;
        if closes(FILE_DIALOG) {
            return focus("^Coffer$");
        }
    }
    bail!("the file dialog does not take {}", file.display())
}

/// Whether a window goes away within some looks at it.
fn closes(title: &str) -> bool {
    const LOOKS: usize = 25;
    (0..LOOKS).any(|_| {
        let gone = xdotool(&["search", "--onlyvisible", "--name", title]).is_err();
        gone || xdotool(&["sleep", "0.1"]).is_err()
    })
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
    let output = Command::new("timeout")
        .arg("30")
        .arg(program)
        .args(words)
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{program} {} ({}): {said}", words.join(" "), output.status);
    }
    Ok(())
}
