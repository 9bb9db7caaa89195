//! The page's types, generated from the contract and committed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::sh;

fn committed() -> PathBuf {
    sh::root().join("ui/src/lib/backend/generated")
}

/// Writes the files the page imports.
pub(crate) fn write() -> Result<()> {
    generate(&committed())
}

/// Fails where the committed files are not what would be written now.
pub(crate) fn check() -> Result<()> {
    let fresh = sh::target().join("bindings");
    if fresh.is_dir() {
        fs::remove_dir_all(&fresh)?;
    }
    generate(&fresh)?;
    let (committed, fresh) = (files(&committed())?, files(&fresh)?);
    let mut different: Vec<&str> = Vec::new();
    for name in committed.keys().chain(fresh.keys()) {
        if committed.get(name) != fresh.get(name) && !different.contains(&name.as_str()) {
            different.push(name);
        }
    }
    if !different.is_empty() {
        bail!(
            "{} differ from the contract: run `cargo xtask bindings`",
            different.join(", ")
        );
    }
    println!("The page's types are those of the contract.");
    Ok(())
}

fn generate(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let bin = [
        "run",
        "--quiet",
        "-p",
        "contract",
        "--features",
        "ts",
        "--bin",
        "bindings",
        "--",
    ];
    sh::run(sh::cargo().args(bin).arg(folder))
}

fn files(folder: &Path) -> Result<BTreeMap<String, String>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    entries
        .map(|entry| {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // A checkout may have given the lines other endings.
            Ok((
                name,
                fs::read_to_string(entry.path())?.replace("\r\n", "\n"),
            ))
        })
        .collect()
}
