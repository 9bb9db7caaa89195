//! No floating point where money is kept, read or added up.

use std::fs;

use anyhow::Result;

use crate::check::source::{code, files, is_test, shown};
use crate::sh;

/// Crates that hold amounts: none of their code may name a float.
const CRATES: &[&str] = &[
    "money", "domain", "engine", "export", "import", "store", "connect",
];

/// Statistics on counts and scaled values, where amounts do not pass through: forecasts'
/// ranges and those of net worth ahead, likenesses of names, confidence, rates of return.
const STATISTICS: &[&str] = &[
    "src-tauri/crates/engine/src/forecast",
    "src-tauri/crates/engine/src/recurring",
    "src-tauri/crates/engine/src/categorise",
    "src-tauri/crates/engine/src/invest/returns",
    "src-tauri/crates/engine/src/networth/ahead/worlds",
    // A workbook's cells are doubles by the format; which amounts may be one is said and tested there.
    "src-tauri/crates/export/src/xlsx",
];

/// Places where a float is named.
pub(crate) fn check() -> Result<Vec<String>> {
    let mut found = Vec::new();
    for name in CRATES {
        let folder = sh::root().join("src-tauri/crates").join(name).join("src");
        for file in files(&folder, ".rs")? {
            let shown = shown(&file);
            if is_test(&file) || STATISTICS.iter().any(|part| shown.starts_with(part)) {
                continue;
            }
            for (line, code) in code(&fs::read_to_string(&file)?) {
                if names_float(code) {
                    found.push(format!("{shown}:{line}: {}", code.trim()));
                }
            }
        }
    }
    Ok(found)
}

fn names_float(code: &str) -> bool {
    let part_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    ["f32", "f64"].iter().any(|float| {
        code.match_indices(float).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + float.len()..].chars().next();
            !before.is_some_and(part_of_name) && !after.is_some_and(part_of_name)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_is_a_word_of_its_own() {
        assert!(names_float("let x: f64 = 1.0;") && names_float("x as f32"));
        assert!(!names_float("fn buf64(of32: u8)"));
    }
}
