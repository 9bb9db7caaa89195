//! Which formats there are, and whose a file is.

use crate::books::beancount::Beancount;
use crate::books::gnucash::GnuCash;
use crate::books::homebank::HomeBank;
use crate::books::journal::Journal;
use crate::camt::Camt;
use crate::container::{Unpacked, unpack};
use crate::csv::Csv;
use crate::csv::apps::Apps;
use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Problem, Row};
use crate::mt::Mt;
use crate::ofx::Ofx;
use crate::qif::Qif;

/// How much of a file the formats see when they are asked.
const HEAD: usize = 16 * 1024;

/// Every format, the more particular ones first: on equal confidence the earlier one wins.
static FORMATS: &[&dyn Format] = &[
    &Ofx, &Camt, &GnuCash, &HomeBank, &Mt, &Qif, &Beancount, &Journal, &Apps, &Csv,
];

/// Every format known.
pub fn formats() -> &'static [&'static dyn Format] {
    FORMATS
}

/// The format that claims the file most firmly, with its confidence.
pub fn detect(name: &str, bytes: &[u8]) -> Option<(&'static dyn Format, Confidence)> {
    let head = &bytes[..bytes.len().min(HEAD)];
    FORMATS
        .iter()
        .map(|format| (*format, format.sniff(name, head)))
        .filter(|(_, confidence)| *confidence > Confidence::No)
        .rev()
        .max_by_key(|(_, confidence)| *confidence)
}

/// Reads a file of any known format, packed or not.
pub fn parse(name: &str, bytes: &[u8], profile: &Profile) -> Parsed {
    let mut rows: Vec<Vec<Row>> = Vec::new();
    let mut parsed = parse_streaming(name, bytes, profile, &mut |statement, row| {
        if rows.len() <= statement {
            rows.resize_with(statement + 1, Vec::new);
        }
        if let Some(list) = rows.get_mut(statement) {
            list.push(row);
        }
    });
    for (statement, rows) in parsed.statements.iter_mut().zip(rows) {
        statement.transactions = rows;
    }
    parsed
}

/// Reads a file of any known format, packed or not, row by row; see [`Format::parse_streaming`].
pub fn parse_streaming(
    name: &str,
    bytes: &[u8],
    profile: &Profile,
    visit: &mut dyn FnMut(usize, Row),
) -> Parsed {
    match unpack(name, bytes) {
        None => parse_plain(name, bytes, profile, visit),
        Some(Err(refused)) => *refused,
        Some(Ok(files)) => match files.as_slice() {
            [only] => parse_plain(&only.name, &only.bytes, profile, visit),
            many => parse_many(many, profile, visit),
        },
    }
}

fn parse_plain(
    name: &str,
    bytes: &[u8],
    profile: &Profile,
    visit: &mut dyn FnMut(usize, Row),
) -> Parsed {
    match choose(name, bytes) {
        Ok(format) => format.parse_streaming(bytes, &named(name, profile), visit),
        Err(refused) => *refused,
    }
}

/// The files of an archive, as one: their statements one after the other, everything said with the file's name.
fn parse_many(files: &[Unpacked], profile: &Profile, visit: &mut dyn FnMut(usize, Row)) -> Parsed {
    let mut all = Parsed::new("unknown");
    let mut rows = 0_usize;
    for file in files {
        let before = all.statements.len();
        let parsed = parse_plain(&file.name, &file.bytes, profile, &mut |statement, row| {
            rows += 1;
            visit(before + statement, row);
        });
        if let Some(error) = parsed.error {
            all.problems.push(Problem::of_file(
                "file_not_read",
                format!("{}: {}", file.name, error.message),
            ));
            continue;
        }
        if all.statements.is_empty() {
            all.format = parsed.format;
        }
        for question in parsed.questions {
            all.ask(question);
        }
        let named = |mut problem: Problem| {
            problem.detail = format!("{}: {}", file.name, problem.detail);
            problem
        };
        all.problems.extend(parsed.problems.into_iter().map(named));
        all.warnings.extend(parsed.warnings.into_iter().map(named));
        all.statements.extend(parsed.statements);
    }
    if all.statements.is_empty() {
        return Parsed::refused(
            "unknown",
            "unsupported_format",
            "The archive holds no bank file of a kind that can be read.",
        );
    }
    all.settle(rows);
    all
}

fn named(name: &str, profile: &Profile) -> Profile {
    Profile {
        name: name.to_owned(),
        ..profile.clone()
    }
}

fn choose(name: &str, bytes: &[u8]) -> Result<&'static dyn Format, Box<Parsed>> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Box::new(Parsed::refused(
            "unknown",
            "empty_file",
            "The file is empty.",
        )));
    }
    detect(name, bytes)
        .map(|(format, _)| format)
        .ok_or_else(|| {
            Box::new(Parsed::refused(
                "unknown",
                "unsupported_format",
                "This is no bank file of a kind that can be read.",
            ))
        })
}
