//! A Rust file that no module names is never compiled, and a test in it never fails.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::check::source::{files, shown};
use crate::check::workspace::Workspace;

/// Files that belong to no target.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>> {
    let mut reached = BTreeSet::new();
    let mut all = BTreeSet::new();
    for member in &workspace.members {
        for root in member.roots() {
            follow(root, true, &mut reached)?;
        }
        let root_package = member.name == "coffer-desktop";
        let folders: &[&str] = if root_package {
            &["src-tauri/src"]
        } else {
            &["src", "tests", "benches", "examples"]
        };
        for folder in folders {
            all.extend(files(&member.folder.join(folder), ".rs")?);
        }
        if member.name == "acceptance" {
            all.extend(files(&member.folder, ".rs")?);
        }
    }
    Ok(all.difference(&reached).map(|file| shown(file)).collect())
}

/// Marks a file and the files of the modules it names.
fn follow(file: &Path, is_root: bool, reached: &mut BTreeSet<PathBuf>) -> Result<()> {
    if !file.is_file() || !reached.insert(file.to_owned()) {
        return Ok(());
    }
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let stem = file.file_stem().unwrap_or_default();
    let inner = if is_root || stem == "mod" {
        folder.clone()
    } else {
        folder.join(stem)
    };
    let text = fs::read_to_string(file)?;
    let mut given = None;
    for line in text.lines().map(str::trim) {
        if let Some(path) = line
            .strip_prefix("#[path = \"")
            .and_then(|rest| rest.split('"').next())
        {
            given = Some(path.to_owned());
        } else if let Some(name) = module(line) {
            if let Some(path) = given.take() {
                follow(&plain(&folder.join(path)), true, reached)?;
            } else {
                follow(&inner.join(format!("{name}.rs")), false, reached)?;
                follow(&inner.join(name).join("mod.rs"), false, reached)?;
            }
        }
    }
    Ok(())
}

/// The name in `mod name;`, whoever may see it.
fn module(line: &str) -> Option<&str> {
    let name = line.strip_suffix(';')?;
    let name = match name.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1.trim_start(),
        Some(rest) => rest.trim_start(),
        None => name,
    };
    let name = name.strip_prefix("mod ")?.trim();
    name.chars()
        .all(|c| c.is_alphanumeric() || c == '_')
        .then_some(name)
}

/// The path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_found_whoever_may_see_them() {
        assert_eq!(module("mod a;"), Some("a"));
        assert_eq!(module("pub mod b_c;"), Some("b_c"));
        assert_eq!(module("pub(crate) mod d;"), Some("d"));
        assert_eq!(module("mod tests {"), None);
        assert_eq!(module("use a::mod_b;"), None);
    }

    #[test]
    fn a_path_is_walked_up() {
        assert_eq!(plain(Path::new("/a/b/../c.rs")), Path::new("/a/c.rs"));
    }
}
