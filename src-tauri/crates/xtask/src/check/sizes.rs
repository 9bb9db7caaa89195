//! A file is about one thing; one that grew beyond a few screens is about two.

use std::fs;

use anyhow::Result;

use crate::check::source::{code, files, is_test, shown};
use crate::check::workspace::Workspace;

const LINES: usize = 400;

/// Files with more lines of code than that, tests and comments aside.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>> {
    let mut long = Vec::new();
    for member in &workspace.members {
        let sources = if member.name == "coffer-desktop" {
            "src-tauri/src"
        } else {
            "src"
        };
        for file in files(&member.folder.join(sources), ".rs")? {
            let lines = code(&fs::read_to_string(&file)?).len();
            if lines > LINES && !is_test(&file) {
                long.push(format!("{}: {lines} lines", shown(&file)));
            }
        }
    }
    Ok(long)
}
