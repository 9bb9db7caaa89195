//! Mutates the fixtures and reads what comes out: `cargo run -p import --example fuzz -- MINUTES [TARGET…]`.
//!
//! Every parser is a target of its own, with its fixtures as seeds and the words of its format as dictionary, and gets so many
//! minutes; without a target all are run, one after the other. `archives` is all fixtures in gzip and zip.
//!
//! Works with the stable toolchain. A mutant keeps to the structure of its format most of the time: whole lines, tags and
//! fields are doubled, dropped, exchanged, taken from another seed, and words are replaced by words of the dictionary;
//! bytes are changed besides. It goes through the whole reader and through the target's own. A panic, an answer that
//! contradicts itself, or a reading that takes far longer than its size explains ends the target with the mutant written to a
//! file. Build it with overflow checks (`CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true`) for speed and suspicion together.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::io::{Cursor, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use import::{Format, Outcome, Profile};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A parser and what it is fed with.
struct Target {
    name: &'static str,
    /// Its seeds: a folder of the fixtures, or one file of it.
    seeds: &'static str,
    /// The format's own word.
    format: &'static str,
    words: &'static [&'static str],
}

const fn target(
    name: &'static str,
    seeds: &'static str,
    format: &'static str,
    words: &'static [&'static str],
) -> Target {
    Target {
        name,
        seeds,
        format,
        words,
    }
}

const TABLE: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "\"\"",
    "=\"",
    "Date",
    "Datum",
    "Amount",
    "Betrag",
    "Balance",
    "Saldo",
    "Currency",
    "EUR",
    "CR",
    "DR",
    "-",
    "(1.00)",
    "1,234.56",
    "1.234,56",
    "1'234.56",
    "31/02/2024",
    "02/03/04",
    "2024-02-29",
    "20240229",
    "29 Feb 2024",
    "=SUM(A1)",
    "Total",
    "pending",
    "true",
    "INCOME",
    "(SPLIT 1 OF 2) ",
    "Split (1/2) ",
];
const MARKUP: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "&amp;",
    "&#0;",
    "&#x10FFFF;",
    "&x;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "<?xml version=\"1.0\"?>",
];

const TARGETS: &[Target] = &[
    target(
        "ofx",
        "ofx",
        "ofx",
        &[
            "<OFX>",
            "</OFX>",
            "<STMTTRN>",
            "</STMTTRN>",
            "<STMTRS>",
            "<INVSTMTRS>",
            "<CCSTMTRS>",
            "<BANKTRANLIST>",
            "<TRNAMT>",
            "<DTPOSTED>",
            "<FITID>",
            "<NAME>",
            "<MEMO>",
            "<PAYEE>",
            "<CURRENCY>",
            "<CURSYM>XXX",
            "<CURRATE>0",
            "<LEDGERBAL>",
            "<BALAMT>",
            "<DTASOF>",
            "<BUYSTOCK>",
            "<SELLOPT>",
            "<CLOSUREOPT>",
            "<REINVEST>",
            "<SPLIT>",
            "<NUMERATOR>0",
            "<UNITS>-",
            "<UNITPRICE>",
            "<TOTAL>",
            "<INVPOS>",
            "<MKTVAL>",
            "<SECLIST>",
            "<STOCKINFO>",
            "<STATUS>",
            "<SEVERITY>ERROR",
            "CHARSET:1252",
            "00000000",
            "20240229120000[-5:EST]",
            "&amp;",
            "<![CDATA[",
            "<!--",
            "-->",
        ],
    ),
    target(
        "qif",
        "qif",
        "qif",
        &[
            "!Type:Bank",
            "!Type:Invst",
            "!Type:Prices",
            "!Type:Security",
            "!Account",
            "!Option:AutoSwitch",
            "!Clear:",
            "^",
            "D1/ 1' 0",
            "D31/12/99",
            "T-1,234.56",
            "T1.234,56",
            "U",
            "$",
            "S",
            "E",
            "L[Account]/Class",
            "NBuyX",
            "NShtSell",
            "NCvrShrt",
            "NStkSplit",
            "NReinvDiv",
            "NExercis",
            "NVest",
            "Q0",
            "I1/2",
            "O",
            "YAcme",
            "\"A\",1 1/0,\"1/1'24\"",
        ],
    ),
    target(
        "mt940",
        "mt940",
        "mt940",
        &[
            ":20:",
            ":21:",
            ":25:",
            ":28C:",
            ":60F:",
            ":60M:",
            ":61:",
            ":62F:",
            ":64:",
            ":65:",
            ":86:",
            ":34F:",
            ":90D:",
            ":13D:",
            "C240229EUR",
            "RD",
            "RC",
            "ED",
            "NTRF",
            "NONREF//",
            "?00",
            "?20",
            "?32",
            "/EREF/",
            "/REMI/",
            "SVWZ+",
            "{1:F01",
            "-}",
            "000000",
            "991231",
            ",00",
            "1234567,89",
        ],
    ),
    target(
        "camt",
        "camt",
        "camt",
        &[
            "<Ntry>",
            "</Ntry>",
            "<NtryDtls>",
            "<TxDtls>",
            "<Btch>",
            "<NbOfTxs>2",
            "<Amt Ccy=\"EUR\">",
            "<CdtDbtInd>DBIT",
            "<RvslInd>true",
            "<Sts>PDNG",
            "<BookgDt>",
            "<Dt>2024-02-30",
            "<DtTm>",
            "<Bal>",
            "<Cd>OPBD",
            "<TxsSummry>",
            "<Chrgs>",
            "<CcyXchg>",
            "<XchgRate>0",
            "<Ustrd>",
            "<IBAN>",
            "<EndToEndId>NOTPROVIDED",
            "xmlns=\"",
            "</",
            "/>",
            "&lt;",
            "&#0;",
            "<![CDATA[",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>",
            "<!--",
        ],
    ),
    target("csv", "csv", "csv", TABLE),
    target("mint", "apps/mint.csv", "app", TABLE),
    target("ynab", "apps/ynab.csv", "app", TABLE),
    target("monarch", "apps/monarch.csv", "app", TABLE),
    target("wallet", "apps/wallet.csv", "app", TABLE),
    target("firefly", "apps/firefly.csv", "app", TABLE),
    target("actual", "apps/actual.csv", "app", TABLE),
    target("gnucash", "books/household.gnucash", "app:gnucash", MARKUP),
    target("homebank", "books/purse.xhb", "app:homebank", MARKUP),
    target(
        "beancount",
        "books/house.beancount",
        "app:beancount",
        &[
            "open",
            "close",
            "balance",
            "pad",
            "price",
            "txn",
            "*",
            "!",
            "#tag",
            "^link",
            "{",
            "}",
            "{{",
            "@",
            "@@",
            "(1 / 0)",
            "1e9",
            "pushtag",
            "poptag",
            "include \"x\"",
            "option \"",
            "Assets:A",
            "Income:B",
            "\"",
            "\\\"",
            "2024-02-30",
        ],
    ),
    target(
        "ledger",
        "books/house.journal",
        "app:ledger",
        &[
            "~ monthly",
            "= expr",
            "comment",
            "end comment",
            "account ",
            "alias a=b",
            "apply account x",
            "end apply account",
            "commodity ",
            "P 2024-01-01 X $1",
            "include x",
            "Y2024",
            "*",
            "!",
            "(code)",
            "| ",
            "; tag: value",
            "{$1}",
            "@",
            "@@",
            "(1/0)",
            "= $0",
            "$-1",
            "1.000,00 EUR",
            "\"A B\" 1",
            "2024/02/30",
            "02-29",
            "[2024-01-01]",
            "(virtual)",
            "[bal]",
        ],
    ),
    target(
        "archives",
        "",
        "",
        &["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "\u{1f}"],
    ),
];

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

/// Where the text can be taken apart: at the ends of lines, at tags, between fields.
fn joints(bytes: &[u8], dice: &mut Dice) -> Vec<usize> {
    let marks: &[u8] = match dice.below(3) {
        0 => b"\n\r",
        1 => b"<\n",
        _ => b",;\t|:? ",
    };
    let mut all = vec![0];
    all.extend(
        bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| marks.contains(byte))
            .map(|(at, byte)| at + usize::from(*byte != b'<')),
    );
    all.push(bytes.len());
    all
}

/// A stretch between two joints that are not far from each other.
fn stretch(bytes: &[u8], dice: &mut Dice) -> (usize, usize) {
    let joints = joints(bytes, dice);
    let from = dice.below(joints.len());
    let to = (from + 1 + dice.below(4)).min(joints.len() - 1);
    (joints[from.min(to)], joints[to])
}

/// Changes whole pieces of the structure.
fn rearrange(dice: &mut Dice, seeds: &[(String, Vec<u8>)], words: &[&str], bytes: &mut Vec<u8>) {
    let (from, to) = stretch(bytes, dice);
    match dice.below(7) {
        0 => {
            bytes.drain(from..to);
        }
        1 => {
            let piece = bytes[from..to].to_vec();
            for _ in 0..=dice.below(12) {
                bytes.splice(to..to, piece.iter().copied());
            }
        }
        2 => {
            // Elsewhere.
            let piece: Vec<u8> = bytes.drain(from..to).collect();
            let (at, _) = stretch(bytes, dice);
            bytes.splice(at..at, piece);
        }
        3 => {
            let other = &seeds[dice.below(seeds.len())].1;
            let (start, end) = stretch(other, dice);
            bytes.splice(from..to, other[start..end].iter().copied());
        }
        4 | 5 if !words.is_empty() => {
            // A word of the format, beside a word of the file or instead of it.
            let word = words[dice.below(words.len())].as_bytes();
            let end = if dice.below(2) == 0 { from } else { to };
            bytes.splice(from..end, word.iter().copied());
        }
        _ => {
            // A number becomes another.
            let digits = |byte: &u8| byte.is_ascii_digit();
            let start = bytes[from..].iter().position(digits).map(|at| from + at);
            if let Some(start) = start {
                let length = bytes[start..]
                    .iter()
                    .take_while(|byte| digits(byte))
                    .count();
                let numbers: [&[u8]; 8] = [
                    b"0",
                    b"-1",
                    b"00",
                    b"9999999999999999999",
                    b"340282366920938463463374607431768211456",
                    b"1e400",
                    b".",
                    b"12345678901234567890123456789.123456789",
                ];
                let number = numbers[dice.below(numbers.len())];
                bytes.splice(start..start + length, number.iter().copied());
            }
        }
    }
}

fn mutate(dice: &mut Dice, seeds: &[(String, Vec<u8>)], words: &[&str], bytes: &mut Vec<u8>) {
    for _ in 0..=dice.below(8) {
        if dice.below(3) > 0 {
            rearrange(dice, seeds, words, bytes);
        } else {
            scratch(dice, seeds, bytes);
        }
        if bytes.len() > 256 * 1024 {
            bytes.truncate(256 * 1024);
        }
    }
}

/// Changes bytes, whatever they mean.
fn scratch(dice: &mut Dice, seeds: &[(String, Vec<u8>)], bytes: &mut Vec<u8>) {
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
}

fn check(name: &str, bytes: &[u8], own: Option<&dyn Format>) -> Result<(), String> {
    let start = Instant::now();
    let parsed = import::parse(name, bytes, &Profile::default());
    if let Some(format) = own {
        drop(format.parse(bytes, &Profile::default()));
    }
    // Far more than any of them needs, unoptimised and on a busy machine.
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

/// The fixtures of a target.
fn seeds_of(target: &Target, root: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    let place = root.join(target.seeds);
    if place.is_file() {
        files.push(place);
    } else if !target.seeds.is_empty() {
        files.extend(
            std::fs::read_dir(place)?
                .flatten()
                .map(|entry| entry.path()),
        );
    } else {
        for folder in std::fs::read_dir(root)?.flatten().map(|entry| entry.path()) {
            if folder.is_dir() && !folder.ends_with("expected") {
                files.extend(
                    std::fs::read_dir(folder)?
                        .flatten()
                        .map(|entry| entry.path()),
                );
            }
        }
    }
    files.sort();
    let mut seeds = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file)?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if target.seeds.is_empty() {
            seeds.extend(packed(&name, &bytes)?);
        } else {
            seeds.push((name, bytes));
        }
    }
    Ok(seeds)
}

/// Feeds one parser; gives how many mutants it read.
fn run(target: &Target, minutes: f64, root: &Path, seed: u64) -> Result<u64, String> {
    let seeds = seeds_of(target, root).map_err(|error| error.to_string())?;
    let own = import::formats()
        .iter()
        .find(|format| format.id() == target.format)
        .copied();
    if seeds.is_empty() || (own.is_none() && !target.format.is_empty()) {
        return Err("it has no seeds or no format".to_owned());
    }
    let mut dice = Dice(seed);
    let end = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let mut runs = 0_u64;
    while Instant::now() < end {
        let (name, bytes) = &seeds[dice.below(seeds.len())];
        let mut bytes = bytes.clone();
        mutate(&mut dice, &seeds, target.words, &mut bytes);
        let found = catch_unwind(AssertUnwindSafe(|| check(name, &bytes, own)))
            .unwrap_or_else(|_| Err("it panicked".to_owned()));
        if let Err(why) = found {
            let kept = std::env::temp_dir().join(format!("import-fuzz-{seed}-{runs}-{name}"));
            std::fs::write(&kept, &bytes).map_err(|error| error.to_string())?;
            return Err(format!("{why} after {runs}: {}", kept.display()));
        }
        runs += 1;
    }
    Ok(runs)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let minutes: f64 = arguments.next().ok_or("say how many minutes")?.parse()?;
    let only: Vec<String> = arguments.collect();
    let known = |name: &String| TARGETS.iter().any(|target| target.name == name);
    if let Some(other) = only.iter().find(|name| !known(name)) {
        return Err(format!("{other} is no target").into());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let seed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)?
        .as_secs()
        | 1;
    let mut faults = 0;
    for target in TARGETS {
        if !only.is_empty() && !only.iter().any(|name| name == target.name) {
            continue;
        }
        match run(target, minutes, &root, seed) {
            Ok(runs) => println!(
                "{}: {runs} mutants read in {minutes} minutes, nothing found (seed {seed})",
                target.name
            ),
            Err(why) => {
                faults += 1;
                println!("{}: {why}", target.name);
            }
        }
    }
    if faults > 0 {
        return Err("something was found".into());
    }
    Ok(())
}
