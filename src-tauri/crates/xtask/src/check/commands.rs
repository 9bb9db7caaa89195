//! Every command the page can give has a test that gives it.

use std::fs;

use anyhow::{Result, bail};

use crate::check::source::files;
use crate::sh;

/// Commands of the contract that no file under `tests/` names.
pub(crate) fn check() -> Result<Vec<String>> {
    let list = fs::read_to_string(sh::root().join("src-tauri/crates/contract/src/commands.rs"))?;
    let names = names(&list);
    if names.is_empty() {
        bail!("the contract's list of commands was not found where it used to be");
    }
    let mut tests = String::new();
    for file in files(&sh::root().join("tests"), ".rs")? {
        tests += &fs::read_to_string(file)?;
    }
    Ok(names
        .into_iter()
        .filter(|name| !tests.contains(&format!("\"{name}\"")))
        .collect())
}

/// The names in lines like `call accounts_list(Nothing) -> …`.
fn names(list: &str) -> Vec<String> {
    list.lines()
        .filter_map(|line| {
            let line = line.trim();
            let rest = line
                .strip_prefix("call ")
                .or_else(|| line.strip_prefix("stream "))?;
            let (name, _) = rest.split_once('(')?;
            name.chars()
                .all(|c| c.is_ascii_lowercase() || c == '_')
                .then(|| name.to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_the_list() {
        let list = "/// A line is `call name(Request)`\n    call app_status(Nothing) -> A; reads [];\n    stream sync_run(Req) -> B;";
        assert_eq!(names(list), ["app_status", "sync_run"]);
    }
}
