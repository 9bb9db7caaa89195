//! Every line of speed and size that Coffer promises, measured through the real programs: the `coffer` command, the app's
//! dispatcher, the desktop window.
//!
//! `cargo xtask bench` builds the programs and runs this in a session of its own. It prints figures and judges them; it is not
//! a test and ends well whatever they are. Walls depend on what else the machine does, so that everything with a yardstick is
//! told as a multiple of it, both taken in turn within the same minute, and processor time stands beside.
//!
//! Deliberately absent: other programs. What they take is a matter of the day and of their version.

#![expect(
    clippy::print_stdout,
    reason = "a measurement is read by the person who ran it"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};

mod formats;
mod household;
mod imports;
mod limit;
mod parsing;
mod price;
mod process;
mod reports;
mod syncs;
mod table;
mod window;

use process::run;
use table::Table;

/// The day it is for the programs: the last of the household's.
const TODAY: &str = "2025-12-31";
/// Opens the books that a passphrase protects; they hold nothing of anybody's.
const PASSPHRASE: &str = "seven lamps by the water";

/// A size by its name, and how often it is measured.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) name: &'static str,
    pub(crate) lines: usize,
    pub(crate) runs: usize,
}

const SIZES: [Size; 3] = [
    Size {
        name: "10k",
        lines: 10_000,
        runs: 7,
    },
    Size {
        name: "100k",
        lines: 100_000,
        runs: 5,
    },
    Size {
        name: "1m",
        lines: 1_000_000,
        runs: 3,
    },
];

/// The programs and a folder to work in.
pub(crate) struct Bench {
    program: PathBuf,
    pub(crate) folder: tempfile::TempDir,
    passphrase: PathBuf,
}

impl Bench {
    /// The command on a book, asked for JSON.
    pub(crate) fn coffer(&self, book: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("--json")
            .args(["--today", TODAY])
            .arg("--store")
            .arg(book)
            .arg("--passphrase-file")
            .arg(&self.passphrase);
        command
    }

    /// This program, as the machine's limit.
    pub(crate) fn limit(files: &Path, database: &Path) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap_or_default());
        command.arg("limit").arg(files).arg(database);
        command
    }

    /// This program, as one derivation of a key from a passphrase.
    pub(crate) fn derivation() -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap_or_default());
        command.arg("derive");
        command
    }

    /// A new book where one may have been.
    pub(crate) fn new_book(&self, book: &Path, protect: &str) -> Result<()> {
        if book.exists() {
            std::fs::remove_dir_all(book)?;
        }
        run(self.coffer(book).args(["init", "--protect", protect]))?;
        Ok(())
    }
}

/// What was asked for.
struct Asked {
    coffer: PathBuf,
    size: Size,
    window: Option<(PathBuf, PathBuf)>,
    /// Syncs alone.
    syncs: bool,
}

fn asked(words: &[String]) -> Result<Asked> {
    let mut asked = Asked {
        coffer: PathBuf::new(),
        size: SIZES[1],
        window: None,
        syncs: false,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .with_context(|| format!("{word} wants a value"))
        };
        match word.as_str() {
            "--coffer" => asked.coffer = value()?.into(),
            "--size" => {
                let name = value()?;
                let known = SIZES.iter().find(|size| size.name == name.as_str());
                asked.size = *known.context("the sizes are 10k, 100k and 1m")?;
            }
            "--syncs" => asked.syncs = true,
            "--window" => asked.window = Some((value()?.into(), value()?.into())),
            _ => bail!("there is no {word}; start this by `cargo xtask bench`"),
        }
    }
    Ok(asked)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.as_slice() {
        [word, files, database] if word == "limit" => {
            limit::run(files.as_ref(), database.as_ref()).map(|new| println!("{new}"))
        }
        [word, passphrase] if word == "derive" => limit::derive(passphrase),
        [part, upstream, line, folder] if ["sync", "parts"].contains(&part.as_str()) => {
            let told = syncs::part(part, upstream, line.as_ref(), folder.as_ref());
            told.map(|told| println!("{told}"))
        }
        words => asked(words).and_then(measure),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure(asked: Asked) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let passphrase = folder.path().join("passphrase");
    std::fs::write(&passphrase, PASSPHRASE)?;
    let bench = Bench {
        program: asked.coffer,
        folder,
        passphrase,
    };
    let mut table = Table::default();
    println!(
        "Load of the machine before: {} tasks on {} processors.",
        process::load(),
        std::thread::available_parallelism().map_or(0, std::num::NonZero::get)
    );
    if asked.syncs {
        syncs::measure(bench.folder.path(), &mut table)?;
        return end(&table);
    }
    let small = imports::measure(&bench, SIZES[0], &mut table)?;
    let own = if asked.size.lines == SIZES[0].lines {
        None
    } else {
        Some(imports::measure(&bench, asked.size, &mut table)?)
    };
    if let Some(large) = &own {
        imports::growth(&small, large, &mut table);
    }
    let books = own.as_ref().unwrap_or(&small);
    parsing::measure(&books.files, &books.csv_files, &mut table)?;
    reports::measure(&bench, asked.size.name, books, &mut table)?;
    price::measure(&bench, books, &mut table)?;
    if let Some((app, bare)) = &asked.window {
        let mut shown = vec![("10k", &small)];
        shown.extend(own.as_ref().map(|books| (asked.size.name, books)));
        window::measure(&bench, app, bare, &shown, &mut table)?;
    }
    syncs::measure(bench.folder.path(), &mut table)?;
    end(&table)
}

fn end(table: &Table) -> Result<()> {
    println!("\nLoad of the machine after: {}.", process::load());
    table.end();
    if let Some(file) = std::env::var_os("COFFER_BENCH_JSON") {
        std::fs::write(file, serde_json::to_vec_pretty(&table.json())?)?;
    }
    Ok(())
}
