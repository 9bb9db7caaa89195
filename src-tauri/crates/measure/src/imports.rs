//! Files taken in through the `coffer` command, beside the limit of the machine in the same minute.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::formats;
use crate::household::{ACCOUNTS, Household, decimal};
use crate::process::{Ran, median, run};
use crate::table::Table;
use crate::{Bench, Size};

/// Times of the limit that an import may take.
pub(crate) const IMPORT: f64 = 4.0;
/// Times of the limit that the same files again may take.
pub(crate) const AGAIN: f64 = 3.0;
/// Times of the files' size that the book may take.
const ON_DISK: f64 = 2.0;
/// Memory that an import may hold beside twice its largest file, in MB.
pub(crate) const MEMORY: f64 = 150.0;

/// The books that were made, for what is asked of them.
pub(crate) struct Books {
    /// From OFX.
    pub(crate) ofx: PathBuf,
    /// From CSV, with categories.
    pub(crate) csv: PathBuf,
    pub(crate) household: Household,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) csv_files: Vec<PathBuf>,
    /// All accounts in one table.
    pub(crate) all_csv: PathBuf,
    /// Seconds that a line took, first and again.
    pub(crate) per_line: (f64, f64),
}

/// Runs of an import and of the same again, each beside the limit of the same minute.
#[derive(Default)]
pub(crate) struct Pace {
    pub(crate) limit: Vec<Ran>,
    pub(crate) import: Vec<Ran>,
    pub(crate) limit_again: Vec<Ran>,
    pub(crate) again: Vec<Ran>,
}

impl Pace {
    /// The lines of the table: wall against its limit, processor beside it.
    pub(crate) fn told(&self, format: &str, import: f64, again: f64, table: &mut Table) {
        let pairs = [
            ("import", &self.import, &self.limit, import, "L"),
            ("the same again", &self.again, &self.limit_again, again, "D"),
        ];
        for (what, own, limit, most, name) in pairs {
            table.times(
                &format!("{format}: {what}, wall"),
                (wall(own), wall(limit)),
                most,
                "s",
                name,
            );
            table.told(
                &format!("{format}: {what}, processor"),
                format!(
                    "{:.2} s, {name} {:.2} s: {:.1} x",
                    cpu(own),
                    cpu(limit),
                    cpu(own) / cpu(limit)
                ),
            );
        }
    }
}

fn wall(all: &[Ran]) -> f64 {
    median(all.iter().map(|ran| ran.wall).collect())
}

fn cpu(all: &[Ran]) -> f64 {
    median(all.iter().map(|ran| ran.cpu).collect())
}

/// Measures the import of one size.
pub(crate) fn measure(bench: &Bench, size: Size, table: &mut Table) -> Result<Books> {
    let folder = bench.folder.path().join(size.name);
    let household = Household::of(size.lines)?;
    let sources = folder.join("ofx");
    let files = household.write_ofx(&sources)?;
    let csv_files = household.write_csv(&folder.join("csv"))?;
    let bytes: u64 = files.iter().map(|file| length(file)).sum();
    let largest = files
        .iter()
        .map(|file| length(file))
        .max()
        .unwrap_or_default() as f64
        / 1e6;
    Table::head(&format!(
        "Import through `coffer`, {} lines of OFX ({:.1} MB), median of {}",
        size.name,
        bytes as f64 / 1e6,
        size.runs
    ));

    let mut times = Pace::default();
    let (mut first, mut second) = (Value::Null, Value::Null);
    let (database, book) = (folder.join("limit.db"), folder.join("book"));
    for _ in 0..size.runs {
        for file in ["limit.db", "limit.db-wal", "limit.db-shm"] {
            drop(fs::remove_file(folder.join(file)));
        }
        times
            .limit
            .push(run(&mut Bench::limit(&sources, &database))?);
        let inserted = times.limit.last().map_or("", |ran| ran.out.trim());
        ensure!(
            inserted == household.len().to_string(),
            "the limit took {inserted} lines"
        );
        bench.new_book(&book, "keychain")?;
        let ran = run(bench.coffer(&book).arg("import").args(&files))?;
        first = serde_json::from_str(&ran.out)?;
        times.import.push(ran);
        times
            .limit_again
            .push(run(&mut Bench::limit(&sources, &database))?);
        let ran = run(bench.coffer(&book).arg("import").args(&files))?;
        second = serde_json::from_str(&ran.out)?;
        times.again.push(ran);
    }

    times.told("OFX", IMPORT, AGAIN, table);
    let lines = household.len();
    table.exact(
        "rows added",
        &count(&first, "new").to_string(),
        &lines.to_string(),
    );
    table.exact(
        "rows added by the same again",
        &count(&second, "new").to_string(),
        "0",
    );
    table.exact(
        "the same again writes no batch",
        &second["batch"].to_string(),
        "null",
    );
    table.exact(
        &format!(
            "rows in the book, {} genuine twins among them",
            household.twins()
        ),
        &rows(bench, &book)?.to_string(),
        &lines.to_string(),
    );
    let peak = median(times.import.iter().map(|ran| ran.peak).collect());
    table.limited(
        "most memory of the import",
        peak,
        MEMORY + 2.0 * largest,
        "MB",
    );
    table.times(
        "book on disk, times the files",
        (on_disk(&book) as f64 / 1e6, bytes as f64 / 1e6),
        ON_DISK,
        "MB",
        "the OFX",
    );

    let csv = folder.join("csv-book");
    bench.new_book(&csv, "keychain")?;
    let mut took = 0.0;
    for (account, file) in ACCOUNTS.iter().zip(&csv_files) {
        let mut command = bench.coffer(&csv);
        command
            .arg("import")
            .args(["--new-account", account.file])
            .arg(file);
        took += run(&mut command)?.wall;
    }
    table.told(
        "ten CSV files with categories, one process each",
        format!("{took:.2} s"),
    );
    table.exact(
        "rows in the book from CSV",
        &rows(bench, &csv)?.to_string(),
        &lines.to_string(),
    );
    formats::measure(bench, size, &household, &sources, table)?;
    let per_line = (
        wall(&times.import) / lines as f64,
        wall(&times.again) / lines as f64,
    );
    Ok(Books {
        ofx: book,
        csv,
        household,
        files,
        csv_files,
        all_csv: formats::all_csv(bench, size),
        per_line,
    })
}

/// Time a line at a greater size against a smaller one.
pub(crate) fn growth(small: &Books, large: &Books, table: &mut Table) {
    Table::head("Growth, from 10k to the size measured");
    let micro = |seconds: f64| seconds * 1e6;
    let pairs = [
        ("import", small.per_line.0, large.per_line.0),
        ("the same again", small.per_line.1, large.per_line.1),
    ];
    for (what, small, large) in pairs {
        table.times(
            &format!("{what}, time a line"),
            (micro(large), micro(small)),
            2.0,
            "us",
            "at 10k",
        );
    }
}

/// The books' balances against the household's own sums.
pub(crate) fn balances(bench: &Bench, books: &Books, table: &mut Table) -> Result<()> {
    let ran = run(bench.coffer(&books.ofx).arg("accounts"))?;
    let document: Value = serde_json::from_str(&ran.out)?;
    let mut found: Vec<String> = accounts(&document)
        .filter_map(|account| account["balance"]["amount"].as_str())
        .map(ToOwned::to_owned)
        .collect();
    let mut wanted: Vec<String> = books
        .household
        .balances()
        .into_iter()
        .map(decimal)
        .collect();
    found.sort();
    wanted.sort();
    let right = found
        .iter()
        .zip(&wanted)
        .filter(|(found, wanted)| found == wanted)
        .count();
    table.exact(
        "balances equal to the cent",
        &right.to_string(),
        &wanted.len().to_string(),
    );
    Ok(())
}

fn accounts(document: &Value) -> impl Iterator<Item = &Value> {
    document["accounts"].as_array().into_iter().flatten()
}

pub(crate) fn rows(bench: &Bench, book: &Path) -> Result<u64> {
    let ran = run(bench.coffer(book).arg("accounts"))?;
    let document: Value = serde_json::from_str(&ran.out).context("accounts --json")?;
    Ok(accounts(&document)
        .filter_map(|account| account["transactions"].as_u64())
        .sum())
}

/// A count of the import's document, over all files and accounts.
pub(crate) fn count(document: &Value, what: &str) -> u64 {
    document["files"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|file| file["accounts"].as_array())
        .flatten()
        .filter_map(|account| account[what].as_u64())
        .sum()
}

pub(crate) fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |file| file.len())
}

fn on_disk(book: &Path) -> u64 {
    fs::read_dir(book)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .filter(fs::Metadata::is_file)
        .map(|file| file.len())
        .sum()
}
