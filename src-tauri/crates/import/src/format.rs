//! What a format has to be able to do.

use chrono::NaiveDate;
use money::Currency;

use crate::mapping::Mapping;
use crate::model::{Parsed, Row};

/// How sure a format is that a file is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Not this format.
    No,
    /// Could be, if nobody else wants it.
    Maybe,
    /// Looks like it.
    Likely,
    /// Carries the format's own mark.
    Certain,
}

/// What the person (or the account the file goes to) has already settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The file's name, for formats that differ by ending only.
    pub name: String,
    /// Reading of a delimited file, proposed earlier and confirmed or corrected. Settles columns, sign and date order.
    pub mapping: Option<Mapping>,
    /// Currency to take where the file names none.
    pub currency: Option<Currency>,
    /// Answer to the sign question: positive amounts are money out.
    pub positive_is_out: Option<bool>,
    /// Answer to the date question: the day stands before the month.
    pub day_first: Option<bool>,
    /// The file is of the past: dates after this day count against a reading, never for it.
    pub today: Option<NaiveDate>,
}

/// A file format.
pub trait Format: Sync {
    /// The stable word of the format or its family.
    fn id(&self) -> &'static str;

    /// How sure it is, from the name and the first bytes (at least 4096 where there are so many).
    fn sniff(&self, name: &str, head: &[u8]) -> Confidence;

    /// Reads the bytes and gives every row to `visit` with the index of its statement in the result, in file order. The
    /// result's statements hold no rows.
    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed;

    /// Reads the bytes into statements with their rows.
    fn parse(&self, bytes: &[u8], profile: &Profile) -> Parsed {
        let mut rows: Vec<Vec<Row>> = Vec::new();
        let mut parsed = self.parse_streaming(bytes, profile, &mut |statement, row| {
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
}
