//! House tasks: set-up, run, test, checks, generated files, measurements.
//!
//! `cargo xtask TASK`. Nothing here is linked into the app. The two that matter on a fresh
//! machine are `run` and `test`: each installs what is missing through the system's own
//! package manager, or says exactly what to install.
//!
//! Deliberately absent: ways to do half a task. Each does the one thing its name says, the
//! same way on every machine, so that the answer to "how do I" is never longer than a line.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to the person who ran it"
)]

use std::process::ExitCode;

use anyhow::{Result, bail};

mod bench;
mod bindings;
mod check;
mod journeys;
mod page;
mod session;
mod sh;
mod start;
mod system;
mod testing;

const USAGE: &str = "\
cargo xtask run                 set up what is missing, build, open the window (a demo without a display)
cargo xtask test                set up what is missing, run every test but the real window's
cargo xtask test -p CRATE …     the same set-up, and only these tests
cargo xtask journeys            drive the real window, on a display of its own
cargo xtask journeys WORD …     the same, and only the stories whose names hold a word
cargo xtask check               the house rules a compiler does not know
cargo xtask bindings [--check]  write the page's types, or fail where they differ
cargo xtask bench               measure every line of speed and size; --size 10k|100k|1m, --window, --syncs, or --crates
cargo xtask setup               install what the tests need, and nothing else";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match task(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn task(words: &[&str]) -> Result<()> {
    match words {
        ["run"] => start::run(),
        ["test", only @ ..] => testing::run(only),
        ["journeys", only @ ..] => journeys::run(only),
        // Started by `journeys` within its session.
        ["journeys-inside", only @ ..] => journeys::inside(only),
        ["check"] => check::run(),
        ["bindings"] => bindings::write(),
        ["bindings", "--check"] => bindings::check(),
        ["bench", how @ ..] => bench::run(how),
        ["setup"] => {
            system::provide(system::For::Window)?;
            page::packages()
        }
        [] | ["help" | "-h" | "--help"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("there is no task {:?}\n\n{USAGE}", words.join(" ")),
    }
}
