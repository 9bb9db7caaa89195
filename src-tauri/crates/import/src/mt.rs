//! MT940 (customer statement) and MT942 (interim report) of SWIFT.
//!
//! Fields follow the SWIFT standards' category 9, "Cash Management and Customer Status": `:25:` account, `:60a:` and `:62a:`
//! balances, `:61:` a movement, `:86:` what the bank says of it. Reversals: `RC` takes a credit back (money out), `RD` a
//! debit (money in). Field 86 is free text that countries structure in their own ways, see [`info`]. Files come with or
//! without the blocks of a SWIFT message around the fields, and with every kind of line end.
//!
//! Dates have two digits for the year. A value date that no calendar has (the 30th of February of the 30-day bank month)
//! is left out when an entry date is given, and is else the month's last day.

mod fields;
mod info;
mod movement;
mod reader;

use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Row};
use crate::text;

/// The format.
pub(crate) struct Mt;

impl Format for Mt {
    fn id(&self) -> &'static str {
        "mt940"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> Confidence {
        let Some(decoded) = text::decode(head, None) else {
            return Confidence::No;
        };
        let mut seen = [false; 4];
        for line in decoded.text.split(['\n', '\r']) {
            let Some((tag, _)) = fields::tag(line) else {
                continue;
            };
            match tag {
                "20" => seen[0] = true,
                "25" => seen[1] = true,
                "60F" | "60M" | "34F" | "13D" | "13" => seen[2] = true,
                "61" | "62F" | "62M" | "90C" | "90D" => seen[3] = true,
                _ => {}
            }
        }
        match seen.into_iter().filter(|one| *one).count() {
            0 => Confidence::No,
            1 if !seen[3] => Confidence::Maybe,
            1 | 2 => Confidence::Likely,
            _ => Confidence::Certain,
        }
    }

    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        let Some(decoded) = text::decode(bytes, None) else {
            return Parsed::refused("mt940", "not_text", "The file is no text.");
        };
        reader::read(&decoded, profile, visit)
    }
}

#[cfg(test)]
mod tests;
