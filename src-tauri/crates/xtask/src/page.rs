//! The page: its packages and its build.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result};

use crate::{sh, system};

fn folder() -> PathBuf {
    sh::root().join("ui")
}

fn npm(words: &[&str]) -> Result<()> {
    sh::run(system::npm(words).current_dir(folder()))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|about| about.modified()).ok()
}

/// Installs the page's packages where they are missing or older than their lock file.
pub(crate) fn packages() -> Result<()> {
    // npm writes this file last, so an interrupted install is seen as none.
    let installed = changed(&folder().join("node_modules/.package-lock.json"));
    let locked = changed(&folder().join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])
}

/// Builds the page where the build is missing or older than a source.
pub(crate) fn build() -> Result<()> {
    packages()?;
    let built = changed(&folder().join("dist/index.html"));
    if built.is_some() && built >= newest(&folder())? {
        return Ok(());
    }
    npm(&["run", "build"])
}

/// The page's own tests.
pub(crate) fn test() -> Result<()> {
    npm(&["test"])
}

/// When the newest source was changed.
fn newest(folder: &Path) -> Result<Option<SystemTime>> {
    let mut newest = None;
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with('.') || name == "node_modules" || name.starts_with("dist") {
            continue;
        }
        newest = newest.max(if path.is_dir() {
            self::newest(&path)?
        } else {
            changed(&path)
        });
    }
    Ok(newest)
}
