//! Other programs read what is written, and agree on every balance.
//!
//! `hledger` is looked for on the path, `bean-check` too and else fetched by `pip` into a virtual environment in a temporary
//! folder. Where a program cannot be had, the test says so and passes: the round trips hold without it.
#![expect(clippy::print_stderr, reason = "a skipped test says why")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::common::{Made, Seed, book, written};
use export::DocumentFormat;

const BEANCOUNT: &str = "beancount==3.2.0";

fn run(program: &Path, arguments: &[&str]) -> Option<Output> {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()
}

fn bean_check(folder: &Path) -> Result<PathBuf, String> {
    let here = PathBuf::from("bean-check");
    if run(&here, &["--version"]).is_some() {
        return Ok(here);
    }
    let venv = folder.join("venv");
    let target = venv.to_string_lossy().into_owned();
    let made = run(Path::new("python3"), &["-m", "venv", &target]);
    if !made.is_some_and(|output| output.status.success()) {
        return Err("python3 -m venv does not run".to_owned());
    }
    let scripts = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let arguments = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--timeout",
        "15",
        "--retries",
        "1",
        BEANCOUNT,
    ];
    let fetched =
        run(&scripts.join("python"), &arguments).ok_or_else(|| "pip does not run".to_owned())?;
    if fetched.status.success() {
        Ok(scripts.join("bean-check"))
    } else {
        Err(String::from_utf8_lossy(&fetched.stderr).trim().to_owned())
    }
}

fn seed(day: u64, account: usize, minor: i64) -> Seed {
    Seed {
        day,
        account,
        minor,
        payee: "Corner shop".into(),
        text: String::new(),
        note: String::new(),
        category: Some(1),
        tag: false,
        to: None,
        parts: false,
    }
}

/// Several currencies, transfers of one day and of two, parts, and words that mean something to the programs.
fn hostile() -> Made {
    let mut seeds = vec![
        Seed {
            to: Some((2, 0, 16_000)),
            ..seed(3, 0, -10_000)
        },
        Seed {
            to: Some((1, 0, 0)),
            ..seed(4, 0, -2_500)
        },
        Seed {
            to: Some((1, 2, 0)),
            ..seed(5, 0, -700)
        },
        Seed {
            to: Some((3, 1, 1_234)),
            ..seed(6, 4, -5_000)
        },
        Seed {
            parts: true,
            ..seed(7, 0, -10_001)
        },
        Seed {
            category: None,
            ..seed(8, 3, 1_001)
        },
        Seed {
            category: None,
            ..seed(8, 2, -7)
        },
        seed(9, 4, 0),
    ];
    for (day, text) in [
        "; comment",
        "\"quoted\" \\ back\\",
        "line\nbreak\r\n2020-01-01 * \"x\"",
        "=1+1",
        "* star ! (code) | pipe",
        "date:2020-13-45 [2020-99-99] tag:",
        "@@ {5 EUR} @ 3",
        "  two  blanks\t",
        "#tag ^link",
        "\u{0}\u{1b}[31m",
        "日本 ŝ ß",
        "include /etc/passwd",
        "end comment",
        "Assets:Giro  -5 EUR",
        "%",
    ]
    .into_iter()
    .enumerate()
    {
        seeds.push(Seed {
            payee: text.into(),
            text: text.into(),
            note: text.into(),
            tag: day % 2 == 0,
            category: Some(day % 4),
            ..seed(20 + day as u64, day % 5, -(day as i64) * 37 + 5)
        });
    }
    let mut made = book(
        &seeds,
        [123_456, -2_000, 0, 1_234_567, -900_000],
        [
            "Giro: main; (old)",
            "Giro- main- (old)",
            "日本円 口座",
            "\"Cash\"  [x]",
            "…",
        ],
    );
    for row in &mut made.rows {
        if !row.tags.is_empty() {
            row.tags = vec!["été 2024".into(), ":a:b:".into(), "#".into()];
        }
    }
    // Worth more than its rows add up to.
    let ends = made.book.accounts[4].ends.as_mut().unwrap();
    ends.stated = Some(money::Money::new(
        ends.closing.minor + 4_321,
        ends.closing.currency,
    ));
    made
}

fn closings(made: &Made) -> BTreeMap<(usize, String), i64> {
    made.book
        .accounts
        .iter()
        .enumerate()
        .map(|(place, account)| {
            let ends = account.ends.unwrap();
            let closing = ends.stated.unwrap_or(ends.closing);
            ((place, closing.currency.code().to_owned()), closing.minor)
        })
        .filter(|(_, minor)| *minor != 0)
        .collect()
}

#[test]
fn hledger_checks_the_journal_and_has_the_same_balances() {
    let hledger = Path::new("hledger");
    if run(hledger, &["--version"]).is_none() {
        eprintln!("skipped: no hledger here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let made = hostile();
    for (format, name) in [
        (DocumentFormat::Hledger, "a.journal"),
        (DocumentFormat::Ledger, "b.journal"),
    ] {
        let file = folder.path().join(name);
        let bytes = written(format, &made);
        fs::write(&file, &bytes).unwrap();
        let file = file.to_string_lossy().into_owned();
        let checked = run(hledger, &["-f", &file, "check"]).unwrap();
        assert!(
            checked.status.success(),
            "{}\n{}",
            String::from_utf8_lossy(&checked.stderr),
            String::from_utf8_lossy(&bytes)
        );
        let told = run(
            hledger,
            &[
                "-f",
                &file,
                "bal",
                "-N",
                "--flat",
                "-O",
                "csv",
                "--layout=bare",
                "^Assets",
                "^Liabilities",
            ],
        )
        .unwrap();
        assert!(
            told.status.success(),
            "{}",
            String::from_utf8_lossy(&told.stderr)
        );
        let mut found = BTreeMap::new();
        let text = String::from_utf8(told.stdout).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut names = BTreeMap::new();
        for record in reader.records() {
            let record = record.unwrap();
            let currency: money::Currency = record[1].parse().unwrap();
            let money = money::Money::parse(&record[2], currency).unwrap();
            *names
                .entry((record[0].to_owned(), record[1].to_owned()))
                .or_insert(0) += money.minor;
        }
        // By place: the file lists its accounts first.
        let listed: Vec<String> = String::from_utf8(bytes)
            .unwrap()
            .lines()
            .filter_map(|line| line.strip_prefix("account ").map(str::to_owned))
            .collect();
        for ((name, currency), minor) in names {
            let place = listed.iter().position(|one| *one == name).unwrap();
            if minor != 0 {
                found.insert((place, currency), minor);
            }
        }
        assert_eq!(found, closings(&made));
    }
}

#[test]
fn beancount_checks_the_file_and_its_balances() {
    let folder = tempfile::tempdir().unwrap();
    let check = match bean_check(folder.path()) {
        Ok(check) => check,
        Err(reason) => {
            eprintln!("skipped: {reason}");
            return;
        }
    };
    let made = hostile();
    let bytes = written(DocumentFormat::Beancount, &made);
    let file = folder.path().join("a.beancount");
    fs::write(&file, &bytes).unwrap();
    let name = file.to_string_lossy().into_owned();
    let checked = run(&check, &["--no-cache", &name]).unwrap();
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    let text = String::from_utf8(bytes).unwrap();
    assert!(checked.status.success(), "{said}\n{text}");
    assert_eq!(text.matches(" balance ").count(), made.book.accounts.len());
    // A cent off is found: the check is one.
    let line = text
        .lines()
        .find(|line| line.contains(" balance "))
        .unwrap();
    let (head, amount) = line.split_once("  ").unwrap();
    let wrong = text.replace(line, &format!("{head}  0.01 + {amount}"));
    assert_ne!(wrong, text);
    fs::write(&file, wrong).unwrap();
    let checked = run(&check, &["--no-cache", &name]).unwrap();
    assert!(!checked.status.success());
}
