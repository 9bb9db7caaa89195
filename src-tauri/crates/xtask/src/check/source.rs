//! Reading Rust well enough for house rules: files, and code without comments and tests.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::sh;

/// All files below a folder with this ending, sorted; none if there is no such folder.
pub(crate) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with('.') || name == "target" || name == "node_modules" {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A path as the house writes it.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(sh::root())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

/// Whether a file holds tests alone.
pub(crate) fn is_test(path: &Path) -> bool {
    let shown = shown(path);
    path.file_name().is_some_and(|name| name == "tests.rs")
        || shown.starts_with("tests/")
        || ["/tests/", "/benches/", "/examples/"]
            .iter()
            .any(|folder| shown.contains(folder))
}

/// The lines of code with their numbers: no comments, nothing from the tests at the end on.
pub(crate) fn code(text: &str) -> Vec<(usize, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| {
        pair[0].trim() == "#[cfg(test)]" && pair[1].trim_start().starts_with("mod ")
    });
    lines[..tests.unwrap_or(lines.len())]
        .iter()
        .enumerate()
        .map(|(at, line)| (at + 1, line.split("//").next().unwrap_or_default()))
        .filter(|(_, line)| !line.trim().is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_tests_are_no_code() {
        let text =
            "//! f64\nfn a() {} // f64\n\n#[cfg(test)]\nmod tests {\n    fn b(x: f64) {}\n}\n";
        assert_eq!(code(text), [(2, "fn a() {} ")]);
    }
}
