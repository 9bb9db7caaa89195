//! `cargo xtask check`: the house rules a compiler does not know.

use anyhow::{Result, bail};

mod commands;
mod floats;
mod layers;
mod registered;
mod sizes;
mod source;
pub(crate) mod workspace;

use workspace::Workspace;

/// Runs every check and reports all they found, not only the first.
pub(crate) fn run() -> Result<()> {
    let workspace = Workspace::read()?;
    let checks: [(&str, Vec<String>); 4] = [
        ("layers", layers::check(&workspace)),
        ("commands without a test", commands::check()?),
        ("files no build sees", registered::check(&workspace)?),
        ("floating point near money", floats::check()?),
    ];
    let long = sizes::check(&workspace)?;
    if !long.is_empty() {
        println!("Long files, to be split by noun when next touched:");
        list(&long);
    }
    let mut found = 0;
    for (name, problems) in checks {
        if problems.is_empty() {
            println!("{name}: none found");
            continue;
        }
        found += problems.len();
        println!("{name}:");
        list(&problems);
    }
    if found > 0 {
        bail!("{found} house rules are broken");
    }
    Ok(())
}

fn list(lines: &[String]) {
    for line in lines {
        println!("  {line}");
    }
}
