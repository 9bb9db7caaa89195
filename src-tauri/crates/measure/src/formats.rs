//! The household in the formats of banks and programs other than OFX, each taken in through `coffer` beside the limit.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::household::{ACCOUNTS, Account, Household, Line, decimal};
use crate::imports::{AGAIN, IMPORT, MEMORY, Pace, count, length, rows};
use crate::process::{median, run};
use crate::table::Table;
use crate::{Bench, Size};

/// A format and how a household is written in it.
type Writer = fn(&Household) -> Result<Vec<(String, String)>>;
const FORMATS: [(&str, Writer); 4] = [
    ("CSV", csv),
    ("QIF", qif),
    ("CAMT.053", camt),
    ("MT940", mt940),
];

/// Measures the import of every format but OFX, and the same again.
pub(crate) fn measure(
    bench: &Bench,
    size: Size,
    household: &Household,
    ofx: &Path,
    table: &mut Table,
) -> Result<()> {
    Table::head(&format!(
        "Import of other formats through `coffer`, {} lines, median of {}",
        size.name, size.runs
    ));
    let folder = bench.folder.path().join(format!("{}-formats", size.name));
    for (name, write) in FORMATS {
        let files = written(&folder.join(name), write(household)?)?;
        let largest = files
            .iter()
            .map(|file| length(file))
            .max()
            .unwrap_or_default() as f64
            / 1e6;
        let (database, book) = (folder.join("limit.db"), folder.join("book"));
        let mut pace = Pace::default();
        let (mut first, mut second) = (Value::Null, Value::Null);
        for _ in 0..size.runs {
            for file in ["limit.db", "limit.db-wal", "limit.db-shm"] {
                drop(fs::remove_file(folder.join(file)));
            }
            pace.limit.push(run(&mut Bench::limit(ofx, &database))?);
            bench.new_book(&book, "keychain")?;
            let ran = run(bench.coffer(&book).arg("import").args(&files))?;
            first = serde_json::from_str(&ran.out)?;
            pace.import.push(ran);
            pace.limit_again
                .push(run(&mut Bench::limit(ofx, &database))?);
            let ran = run(bench.coffer(&book).arg("import").args(&files))?;
            second = serde_json::from_str(&ran.out)?;
            pace.again.push(ran);
        }
        pace.told(name, IMPORT, AGAIN, table);
        table.exact(
            &format!("{name}: rows in the book"),
            &rows(bench, &book)?.to_string(),
            &household.len().to_string(),
        );
        ensure!(count(&first, "new") > 0, "{name} added nothing");
        table.exact(
            &format!("{name}: rows added by the same again"),
            &count(&second, "new").to_string(),
            "0",
        );
        table.exact(
            &format!("{name}: the same again writes no batch"),
            &second["batch"].to_string(),
            "null",
        );
        let peak = median(pace.import.iter().map(|ran| ran.peak).collect());
        table.limited(
            &format!("{name}: most memory of the import"),
            peak,
            MEMORY + 2.0 * largest,
            "MB",
        );
    }
    Ok(())
}

/// The table of all accounts, where it was written.
pub(crate) fn all_csv(bench: &Bench, size: Size) -> PathBuf {
    let folder = bench.folder.path().join(format!("{}-formats", size.name));
    folder.join("CSV").join("all.csv")
}

fn written(folder: &Path, files: Vec<(String, String)>) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    files
        .into_iter()
        .map(|(name, text)| {
            let file = folder.join(name);
            fs::write(&file, text)?;
            Ok(file)
        })
        .collect()
}

fn accounts(household: &Household) -> impl Iterator<Item = (&'static Account, &Vec<Line>)> {
    ACCOUNTS.iter().zip(&household.lines)
}

/// One table of all accounts.
fn csv(household: &Household) -> Result<Vec<(String, String)>> {
    let mut text = String::from("Date,Account,Payee,Amount,Currency,Category,Note\n");
    for (account, lines) in accounts(household) {
        for line in lines {
            writeln!(
                text,
                "{},{},{},{},{},{},\"{}\"",
                line.day,
                account.file,
                line.payee,
                decimal(line.minor),
                account.currency,
                line.category.unwrap_or_default(),
                line.note
            )?;
        }
    }
    Ok(vec![("all.csv".to_owned(), text)])
}

/// One file with a section for each account.
fn qif(household: &Household) -> Result<Vec<(String, String)>> {
    let mut text = String::new();
    for (account, lines) in accounts(household) {
        write!(text, "!Account\nN{}\nTBank\n^\n!Type:Bank\n", account.file)?;
        for line in lines {
            write!(
                text,
                "D{}\nT{}\nP{}\n",
                line.day.format("%m/%d/%Y"),
                decimal(line.minor),
                line.payee
            )?;
            if let Some(category) = line.category {
                writeln!(text, "L{category}")?;
            }
            if !line.note.is_empty() {
                writeln!(text, "M{}", line.note)?;
            }
            text.push_str("^\n");
        }
    }
    Ok(vec![("all.qif".to_owned(), text)])
}

/// One statement an account.
fn camt(household: &Household) -> Result<Vec<(String, String)>> {
    accounts(household)
        .map(|(account, lines)| {
            let currency = account.currency;
            let balance = |code: &str, minor: i64, day: &str| {
                format!(
                    "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"{currency}\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n",
                    decimal(minor.abs()),
                    side(minor)
                )
            };
            let end: i64 = lines.iter().map(|line| line.minor).sum();
            let mut text = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>\n<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-01-01T08:00:00</CreDtTm></GrpHdr>\n<Stmt><Id>1</Id><Acct><Id><Othr><Id>{}</Id></Othr></Id><Ccy>{currency}</Ccy></Acct>\n{}{}",
                account.number,
                balance("OPBD", 0, "2015-12-31"),
                balance("CLBD", end, "2025-12-31"),
            );
            for line in lines {
                let party = if line.minor < 0 { "Cdtr" } else { "Dbtr" };
                write!(
                    text,
                    "<Ntry><Amt Ccy=\"{currency}\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{:012}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><{party}><Pty><Nm>{}</Nm></Pty></{party}></RltdPties>",
                    decimal(line.minor.abs()),
                    side(line.minor),
                    line.id,
                    line.payee,
                    day = line.day,
                )?;
                if !line.note.is_empty() {
                    write!(text, "<RmtInf><Ustrd>{}</Ustrd></RmtInf>", line.note)?;
                }
                text.push_str("</TxDtls></NtryDtls></Ntry>\n");
            }
            text.push_str("</Stmt></BkToCstmrStmt></Document>\n");
            Ok((format!("{}.xml", account.file), text))
        })
        .collect()
}

fn side(minor: i64) -> &'static str {
    if minor < 0 { "DBIT" } else { "CRDT" }
}

/// One statement an account, field 86 as German banks write it.
fn mt940(household: &Household) -> Result<Vec<(String, String)>> {
    let amount = |minor: i64| decimal(minor.abs()).replace('.', ",");
    let mark = |minor: i64| if minor < 0 { 'D' } else { 'C' };
    accounts(household)
        .map(|(account, lines)| {
            let mut text = format!(
                ":20:STARTUMS\n:25:70070010/{}\n:28C:00001/001\n:60F:C151231{}0,00\n",
                account.number, account.currency
            );
            for line in lines {
                writeln!(
                    text,
                    ":61:{}{}{}{}NTRFNONREF//{:012}\n:86:166?00UMSATZ?20{}?32{}",
                    line.day.format("%y%m%d"),
                    line.day.format("%m%d"),
                    mark(line.minor),
                    amount(line.minor),
                    line.id,
                    line.note,
                    line.payee
                )?;
            }
            let end: i64 = lines.iter().map(|line| line.minor).sum();
            writeln!(
                text,
                ":62F:{}251231{}{}\n-",
                mark(end),
                account.currency,
                amount(end)
            )?;
            Ok((format!("{}.sta", account.file), text))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot set its stage fails")]

    use import::Profile;
    use money::Currency;

    use super::*;

    /// What is measured is the household: every format is read back to the same lines.
    #[test]
    fn every_format_holds_every_line() {
        let household = Household::of(6_000).unwrap();
        let profile = Profile {
            currency: Some(Currency::EUR),
            ..Profile::default()
        };
        for (name, write) in FORMATS {
            let mut read: Vec<(String, i64)> = Vec::new();
            for (file, text) in write(&household).unwrap() {
                let parsed = import::parse(&file, text.as_bytes(), &profile);
                assert!(
                    parsed.problems.is_empty() && parsed.error.is_none(),
                    "{name}"
                );
                let rows = parsed.statements.iter().flat_map(|one| &one.transactions);
                read.extend(rows.map(|row| {
                    let minor = row.money(Currency::EUR).unwrap().0.minor;
                    (format!("{} {}", row.date, row.payee), minor)
                }));
            }
            let mut lines: Vec<(String, i64)> = household
                .lines
                .iter()
                .flatten()
                .map(|line| (format!("{} {}", line.day, line.payee), line.minor))
                .collect();
            read.sort();
            lines.sort();
            assert!(read == lines, "{name} holds other lines");
        }
    }
}
