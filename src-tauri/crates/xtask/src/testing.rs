//! `cargo xtask test`: every test but the real window's.

use anyhow::Result;

use crate::{page, session, sh, system};

pub(crate) fn run() -> Result<()> {
    system::provide(system::For::Test)?;
    // The window's crate takes the built page in, so it cannot be compiled without one.
    page::build()?;
    page::test()?;
    sh::run(sh::cargo().args(["test", "--workspace", "--doc"]))?;
    let mut tests = sh::cargo();
    if nextest() {
        tests.args(["nextest", "run", "--workspace"]);
    } else {
        println!("\ncargo-nextest is not installed; running the tests with cargo itself.");
        tests.args(["test", "--workspace", "--lib", "--bins", "--tests"]);
    }
    // Last, so that the closing line is the last thing seen.
    session::run(&tests, false)
}

/// Whether cargo has nextest.
pub(crate) fn nextest() -> bool {
    sh::answer(sh::cargo().args(["nextest", "--version"])).is_some()
}
