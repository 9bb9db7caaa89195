//! Delimited text of any bank, read without help.
//!
//! Encoding, delimiter, header, columns, number and date layout and the way the amount is formed are found from evidence
//! in the file: cells that can be read in one way only, running balances, words of direction. What the evidence leaves
//! open is asked, with the best guess in place. The reading is a [`crate::Mapping`] that can be corrected and handed back.
//!
//! Records are cut in one pass and without holding the rows (see [`records`]).

pub(crate) mod apps;
mod columns;
mod dates;
mod infer;
mod preamble;
mod records;
mod rows;
mod sheet;
mod words;

use encoding_rs::Encoding;

use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Problem, Row};
use crate::text;

/// The format.
pub(crate) struct Csv;

/// Beginnings that belong to other formats.
const FOREIGN: [&str; 10] = [
    "<", "{", "[{", "!type", "!account", "!option", ":20:", "%pdf", "pk\u{3}", "rtf",
];

/// Records that mostly show a table for what it is.
const GLANCE: usize = 16;

impl Format for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn sniff(&self, name: &str, head: &[u8]) -> Confidence {
        let name = name.to_ascii_lowercase();
        let named = [".csv", ".tsv", ".tab"]
            .iter()
            .any(|ending| name.ends_with(ending));
        let Some(decoded) = text::decode(head, None) else {
            return Confidence::No;
        };
        let start: String = decoded
            .text
            .trim_start()
            .chars()
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        let marked = |mark: &str| {
            decoded
                .text
                .lines()
                .take(40)
                .any(|line| line.starts_with(mark))
        };
        if FOREIGN.iter().any(|mark| start.starts_with(mark))
            || (marked(":20:") && marked(":60"))
            || marked(":61:")
        {
            return Confidence::No;
        }
        let table = |looked_at: usize| {
            let delimiter = sheet::delimiter(&decoded.text, looked_at)?;
            let records = sheet::sample(&decoded.text, delimiter, 2 * looked_at);
            let start = columns::start(&records);
            start.map(|_| records.iter().any(sheet::looks_like_row))
        };
        // Most tables show themselves at once.
        match table(GLANCE)
            .filter(|rows| *rows)
            .or_else(|| table(sheet::FIRST))
        {
            Some(true) => Confidence::Likely,
            Some(false) => Confidence::Maybe,
            None if named => Confidence::Maybe,
            None => Confidence::No,
        }
    }

    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        let label = profile
            .mapping
            .as_ref()
            .and_then(|mapping| Encoding::for_label(mapping.encoding.as_bytes()));
        let decoded = match label {
            Some(encoding) => Some(text::as_encoding(bytes, encoding)),
            None => text::decode(bytes, None),
        };
        let Some(decoded) = decoded else {
            return Parsed::refused("csv", "not_text", "The file is no text.");
        };
        let Some(proposal) = infer::propose(&decoded.text, decoded.encoding, profile) else {
            return Parsed::refused(
                "csv",
                "not_this_format",
                "No table with a column of dates and a column of amounts was found.",
            );
        };
        let mut parsed = Parsed::new("csv");
        parsed.questions.clone_from(&proposal.questions);
        parsed.warnings.clone_from(&proposal.warnings);
        if decoded.replaced {
            parsed.warnings.push(Problem::of_file(
                "text_replaced",
                format!(
                    "Some letters cannot be read as {} and were replaced.",
                    decoded.encoding.name()
                ),
            ));
        }
        let count = rows::read(&decoded.text, &proposal, &mut parsed, visit);
        if !proposal.has_records {
            parsed.warnings.clear();
            parsed.questions.clear();
            parsed.warnings.push(Problem::of_file(
                "nothing_to_import",
                "The file has a header but no rows.",
            ));
        }
        parsed.mapping = Some(proposal.mapping);
        parsed.settle(count);
        parsed
    }
}

#[cfg(test)]
mod tests;
