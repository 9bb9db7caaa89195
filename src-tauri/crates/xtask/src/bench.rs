//! `cargo xtask bench`: every measurement the workspace has.

use anyhow::Result;

use crate::check::workspace::Workspace;
use crate::sh;

/// Runs each bench target, and each example that is called `bench`.
pub(crate) fn run() -> Result<()> {
    let workspace = Workspace::read()?;
    for member in &workspace.members {
        for bench in member.targets("bench") {
            sh::run(sh::cargo().args(["bench", "-p", &member.name, "--bench", bench]))?;
        }
        if member.targets("example").any(|example| example == "bench") {
            let bench = ["run", "--release", "-p", &member.name, "--example", "bench"];
            sh::run(sh::cargo().args(bench))?;
        }
    }
    Ok(())
}
