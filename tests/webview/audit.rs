//! Axe, the judge of accessibility, and where pictures are kept.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The workspace's folder.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Axe itself, from the page's packages, as a script that puts it into the page.
pub(crate) fn source() -> Result<String> {
    let file = root().join("ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&file).with_context(|| {
        format!(
            "{} is missing; `cargo xtask setup` installs it",
            file.display()
        )
    })?;
    Ok(format!("if (!window.axe) {{ {axe} }}"))
}
