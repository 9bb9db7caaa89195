//! `cargo xtask test`: every test but the real window's.

use anyhow::Result;

use crate::{page, session, sh, system};

/// Everything, or only what the words after `test` ask of the runner: `-p secrets`.
pub(crate) fn run(only: &[&str]) -> Result<()> {
    system::provide(system::For::Test)?;
    // The window's crate takes the built page in, so it cannot be compiled without one.
    page::build()?;
    if only.is_empty() {
        page::test()?;
        sh::run(sh::cargo().args(["test", "--workspace", "--doc"]))?;
    }
    let all = if only.is_empty() {
        &["--workspace"]
    } else {
        only
    };
    let mut tests = sh::cargo();
    if nextest() {
        tests.args(["nextest", "run"]).args(all);
    } else {
        println!("\ncargo-nextest is not installed; running the tests with cargo itself.");
        tests.arg("test").args(all);
        if only.is_empty() {
            tests.args(["--lib", "--bins", "--tests"]);
        }
    }
    // Last, so that the closing line is the last thing seen.
    session::run(&tests, false)
}

/// Whether cargo has nextest.
pub(crate) fn nextest() -> bool {
    sh::answer(sh::cargo().args(["nextest", "--version"])).is_some()
}
