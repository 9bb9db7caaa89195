//! Mutates the fixtures and reads what comes out: `cargo run -p import --example fuzz -- MINUTES [TARGET…]`.
//!
//! A target is a folder of fixtures (`ofx`, `qif`, `mt940`, `camt`, `csv`, `apps`, `books`), or `archives`: all of them in gzip and
//! zip. Without one all of them are mixed.
//!
//! Works with the stable toolchain. Every mutant goes through the whole reader and through each format by itself. A panic, an
//! answer that contradicts itself, or a reading that takes far longer than its size explains ends the run with the mutant
//! written to a file.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use import::{Outcome, Profile};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// xorshift64*: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            return 0;
        }
        usize::try_from(self.roll() % bound as u64).unwrap_or(0)
    }
}

/// Pieces that parsers trip over.
const PIECES: [&[u8]; 28] = [
    b"\0",
    b"\r",
    b"\n",
    b"\r\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\"",
    b"'",
    b";",
    b",",
    b"<",
    b">",
    b"</",
    b"&#x110000;",
    b"&amp",
    b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b":61:",
    b":86:",
    b"^\n",
    b"!Type:",
    b"99999999999999999999999999999999",
    b"-0.000000000000000000000000000001",
    b"2024-02-30",
    b"31/02/0000",
    b"\xf0\x9f\x92\xb8",
    b"{{{{",
    b"((((((((((((((((",
];

fn mutate(dice: &mut Dice, seeds: &[(String, Vec<u8>)], bytes: &mut Vec<u8>) {
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(9) {
            0 => bytes.truncate(at),
            1 => {
                let piece = PIECES[dice.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            2 if !bytes.is_empty() => {
                let at = at.min(bytes.len() - 1);
                bytes[at] = u8::try_from(dice.below(256)).unwrap_or(0);
            }
            3 => {
                let end = (at + dice.below(200)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                let end = (at + dice.below(300)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                for _ in 0..=dice.below(20) {
                    bytes.splice(at..at, part.iter().copied());
                }
            }
            5 => {
                // A piece of another file.
                let other = &seeds[dice.below(seeds.len())].1;
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(400)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            6 => {
                for byte in bytes.iter_mut().filter(|byte| byte.is_ascii_digit()) {
                    if dice.below(40) == 0 {
                        *byte = b'0' + u8::try_from(dice.below(10)).unwrap_or(0);
                    }
                }
            }
            7 => {
                for byte in bytes.iter_mut().filter(|byte| **byte == b'\n') {
                    *byte = b'\r';
                }
            }
            _ => {
                let end = bytes.len();
                let cut = at.min(end);
                bytes.rotate_left(cut);
            }
        }
        if bytes.len() > 256 * 1024 {
            bytes.truncate(256 * 1024);
        }
    }
}

fn check(name: &str, bytes: &[u8]) -> Result<(), String> {
    let start = Instant::now();
    let parsed = import::parse(name, bytes, &Profile::default());
    for format in import::formats() {
        drop(format.parse(bytes, &Profile::default()));
    }
    // Ten formats, unoptimised: far more than any of them needs.
    let allowed = Duration::from_secs(5)
        + Duration::from_micros(200) * u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    if start.elapsed() > allowed {
        return Err(format!("took {:?}", start.elapsed()));
    }
    if parsed.error.is_some() != (parsed.outcome == Outcome::Error) {
        return Err("error and outcome contradict each other".to_owned());
    }
    let rows = parsed
        .statements
        .iter()
        .flat_map(|statement| &statement.transactions);
    for row in rows {
        // The whole of a split is what its parts add up to.
        let parts: rust_decimal::Decimal = row.splits.iter().map(|split| split.amount).sum();
        if !row.splits.is_empty() && parts != row.amount {
            return Err("parts do not add up".to_owned());
        }
    }
    Ok(())
}

/// The file in both kinds of containers.
fn packed(name: &str, bytes: &[u8]) -> std::io::Result<[(String, Vec<u8>); 2]> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes)?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default())?;
    zip.write_all(bytes)?;
    Ok([
        (format!("{name}.gz"), gzip.finish()?),
        (format!("{name}.zip"), zip.finish()?.into_inner()),
    ])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let minutes: f64 = arguments.next().ok_or("say how many minutes")?.parse()?;
    let only: Vec<String> = arguments.collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&root)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && !path.ends_with("expected"))
        .collect();
    folders.sort();
    let mut seeds = Vec::new();
    let archives = only.is_empty() || only.iter().any(|name| name == "archives");
    for folder in folders {
        let named = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let wanted = only.is_empty() || named.is_some_and(|name| only.contains(&name));
        if !wanted && !archives {
            continue;
        }
        for entry in std::fs::read_dir(folder)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let bytes = std::fs::read(entry.path())?;
            if archives {
                seeds.extend(packed(&name, &bytes)?);
            }
            if wanted {
                seeds.push((name, bytes));
            }
        }
    }
    seeds.sort();
    let seed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)?
        .as_secs()
        | 1;
    let mut dice = Dice(seed);
    let end = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let mut runs = 0_u64;
    println!("{} files, seed {seed}, {minutes} minutes", seeds.len());
    while Instant::now() < end {
        let (name, bytes) = &seeds[dice.below(seeds.len())];
        let mut bytes = bytes.clone();
        mutate(&mut dice, &seeds, &mut bytes);
        let found = std::panic::catch_unwind(|| check(name, &bytes))
            .unwrap_or_else(|_| Err("it panicked".to_owned()));
        if let Err(why) = found {
            let kept = std::env::temp_dir().join(format!("import-fuzz-{seed}-{runs}-{name}"));
            std::fs::write(&kept, &bytes)?;
            println!("{why}: {}", kept.display());
            return Err(why.into());
        }
        runs += 1;
    }
    println!("{runs} files read, nothing found");
    Ok(())
}
