#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Outcome, Profile};

const QIF: &str = "!Type:Bank\nD2024-05-01\nT-5.00\nPA\n^\n";
const CSV: &str =
    "Date,Description,Amount,Currency\n2024-05-01,B,-7.00,EUR\n2024-05-02,C,8.00,EUR\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_packed_file_reads_as_the_file_itself() {
    let plain = crate::parse("a.qif", QIF.as_bytes(), &Profile::default());
    let packed = crate::parse("a.qif.gz", &gzip(QIF.as_bytes()), &Profile::default());
    assert_eq!(plain, packed);
    let packed = crate::parse(
        "a.zip",
        &zip(&[("x/a.qif", QIF.as_bytes())]),
        &Profile::default(),
    );
    assert_eq!(plain, packed);
}

#[test]
fn the_files_of_an_archive_are_read_one_after_the_other() {
    let archive = zip(&[
        ("a.qif", QIF.as_bytes()),
        ("__MACOSX/a.qif", b"x"),
        ("readme.md", b"hello"),
        ("b.csv", CSV.as_bytes()),
    ]);
    let parsed = crate::parse("a.zip", &archive, &Profile::default());
    assert_eq!(parsed.statements.len(), 2);
    assert_eq!(parsed.statements[0].transactions.len(), 1);
    assert_eq!(parsed.statements[1].transactions.len(), 2);
    assert_eq!(parsed.outcome, Outcome::Ask);
    let told: Vec<&str> = parsed.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(told, ["file_not_read"]);
    assert!(parsed.problems[0].detail.contains("readme.md"));
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let bomb = gzip(&vec![b'0'; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    for (name, bytes) in [
        ("a.gz", bomb.clone()),
        ("a.zip", zip(&[("a", &vec![b'0'; 64 << 20])])),
    ] {
        let parsed = crate::parse(name, &bytes, &Profile::default());
        assert_eq!(parsed.error.unwrap().code, "too_large");
    }
    // A container within a container stays closed.
    let parsed = crate::parse("a.gz", &gzip(&gzip(QIF.as_bytes())), &Profile::default());
    assert_eq!(parsed.outcome, Outcome::Error);
}

#[test]
fn a_damaged_archive_is_refused() {
    let mut bytes = gzip(QIF.as_bytes());
    bytes.truncate(bytes.len() / 2);
    let parsed = crate::parse("a.gz", &bytes, &Profile::default());
    assert_eq!(parsed.error.unwrap().code, "archive_unreadable");
    let parsed = crate::parse("a.zip", b"PK\x03\x04rest", &Profile::default());
    assert_eq!(parsed.error.unwrap().code, "archive_unreadable");
}
