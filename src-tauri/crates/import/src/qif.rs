//! QIF, the Quicken Interchange Format.
//!
//! Sections and letters follow the specification that Intuit published with Quicken ("Quicken Interchange Format (QIF)
//! files"): `!Type:Bank`, `Cash`, `CCard`, `Oth A`, `Oth L` hold transactions, `!Account` says whose the next ones are,
//! `!Type:Invst` holds actions on securities, the others (`Cat`, `Class`, `Security`, `Memorized`, `Prices`, …) hold lists
//! that are no transactions. A record ends with `^`.
//!
//! The format names no currency and writes dates and amounts as the program's country did; their order and marks are
//! settled by evidence across the file, and asked where it gives none. Of investment actions those that move cash
//! alone are rows; trades stand beside the rows of their statement.

mod paper;
mod reader;
mod record;

use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Row};
use crate::text;

/// The format.
pub(crate) struct Qif;

impl Format for Qif {
    fn id(&self) -> &'static str {
        "qif"
    }

    fn sniff(&self, name: &str, head: &[u8]) -> Confidence {
        let Some(decoded) = text::decode(head, None) else {
            return Confidence::No;
        };
        let marked = decoded.text.split(['\n', '\r']).take(200).any(|line| {
            let line = line.trim_start_matches(['\u{feff}', ' ']);
            let lower = line.get(..line.len().min(8)).map(str::to_ascii_lowercase);
            lower.is_some_and(|lower| {
                ["!type:", "!account", "!option:", "!clear:"]
                    .iter()
                    .any(|mark| lower.starts_with(mark))
            })
        });
        let named = name.to_ascii_lowercase().ends_with(".qif");
        match (marked, named) {
            (true, _) => Confidence::Certain,
            (false, true) => Confidence::Likely,
            (false, false) => Confidence::No,
        }
    }

    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        let Some(decoded) = text::decode(bytes, None) else {
            return Parsed::refused("qif", "not_text", "The file is no text.");
        };
        reader::read(&decoded, profile, visit)
    }
}

#[cfg(test)]
mod tests;
