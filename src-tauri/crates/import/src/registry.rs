//! Which formats there are, and whose a file is.

use crate::camt::Camt;
use crate::csv::Csv;
use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Row};
use crate::mt::Mt;
use crate::ofx::Ofx;
use crate::qif::Qif;

/// How much of a file the formats see when they are asked.
const HEAD: usize = 16 * 1024;

/// Every format, the more particular ones first: on equal confidence the earlier one wins.
static FORMATS: &[&dyn Format] = &[&Ofx, &Camt, &Mt, &Qif, &Csv];

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

/// Reads a file of any known format.
pub fn parse(name: &str, bytes: &[u8], profile: &Profile) -> Parsed {
    match choose(name, bytes) {
        Ok(format) => format.parse(bytes, &named(name, profile)),
        Err(refused) => *refused,
    }
}

/// Reads a file of any known format, row by row; see [`Format::parse_streaming`].
pub fn parse_streaming(
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
