//! Wallet's query language: prefixed conditions, at most two for a field.

use rust_decimal::Decimal;

use super::Refusal;
use crate::clock::{Written, read};
use crate::exchange::Ask;
use crate::household::stamp;

/// Most conditions for one field.
const CONDITIONS: usize = 2;

const TEXT: [&str; 3] = ["eq.", "contains-i.", "contains."];
const RANGE: [&str; 5] = ["eq.", "gte.", "gt.", "lte.", "lt."];

/// A condition on text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Texts(Vec<(&'static str, String)>);

impl Texts {
    /// Reads the conditions for a field.
    pub(crate) fn of(ask: &Ask, field: &str) -> Result<Self, Refusal> {
        conditions(ask, field, &TEXT).map(Self)
    }

    /// Whether a text meets all conditions.
    pub(crate) fn meets(&self, text: &str) -> bool {
        self.0.iter().all(|(prefix, wanted)| match *prefix {
            "eq." => text == wanted,
            "contains." => text.contains(wanted),
            _ => text.to_lowercase().contains(&wanted.to_lowercase()),
        })
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Conditions on a moment, as half-open ranges in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moments {
    ranges: Vec<(i64, i64)>,
    /// As they were asked, for the echo.
    pub(crate) asked: Vec<String>,
}

impl Moments {
    /// Reads the conditions for a field. A plain date means the whole day, UTC.
    pub(crate) fn of(ask: &Ask, field: &str) -> Result<Self, Refusal> {
        let mut ranges = Vec::new();
        let mut asked = Vec::new();
        for (prefix, text) in conditions(ask, field, &RANGE)? {
            let (from, until) = match read(&text) {
                Some(Written::Day(day)) => (stamp(day, 0), stamp(day, 24 * 60)),
                Some(Written::Moment(at)) => (at, at + 1),
                None => return Err(Refusal::bad(format!("{field}: {text:?} is not a date"))),
            };
            ranges.push(match prefix {
                "gt." => (until, i64::MAX),
                "gte." => (from, i64::MAX),
                "lt." => (i64::MIN, from),
                "lte." => (i64::MIN, until),
                _ => (from, until),
            });
            asked.push(format!("{prefix}{text}"));
        }
        Ok(Self { ranges, asked })
    }

    /// From a moment on.
    pub(crate) fn from(at: i64) -> Self {
        Self {
            ranges: vec![(at, i64::MAX)],
            asked: vec![format!("gte.{}", crate::clock::instant(at))],
        }
    }

    /// Whether a moment meets all conditions.
    pub(crate) fn meets(&self, at: i64) -> bool {
        self.ranges
            .iter()
            .all(|(from, until)| (*from..*until).contains(&at))
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

/// Conditions on an amount in major units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amounts(Vec<(&'static str, Decimal)>);

impl Amounts {
    /// Reads the conditions for a field.
    pub(crate) fn of(ask: &Ask, field: &str) -> Result<Self, Refusal> {
        conditions(ask, field, &RANGE)?
            .into_iter()
            .map(|(prefix, text)| match text.parse() {
                Ok(amount) => Ok((prefix, amount)),
                Err(_) => Err(Refusal::bad(format!("{field}: {text:?} is not a number"))),
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether an amount meets all conditions.
    pub(crate) fn meets(&self, amount: Decimal) -> bool {
        self.0.iter().all(|(prefix, wanted)| match *prefix {
            "gt." => amount > *wanted,
            "gte." => amount >= *wanted,
            "lt." => amount < *wanted,
            "lte." => amount <= *wanted,
            _ => amount == *wanted,
        })
    }
}

/// The conditions for a field, repeated or joined by commas, each with one of the prefixes.
fn conditions(
    ask: &Ask,
    field: &str,
    prefixes: &[&'static str],
) -> Result<Vec<(&'static str, String)>, Refusal> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for value in ask.all(field) {
        for (position, part) in value.split(',').enumerate() {
            match prefixes.iter().find(|prefix| part.starts_with(**prefix)) {
                Some(prefix) => found.push((*prefix, part[prefix.len()..].to_owned())),
                // A comma inside of a text is part of it.
                None if position > 0 && prefixes.len() == TEXT.len() => {
                    if let Some((_, text)) = found.last_mut() {
                        text.push(',');
                        text.push_str(part);
                    }
                }
                None => {
                    let known = prefixes.join(", ");
                    return Err(Refusal::bad(format!(
                        "{field}: a value needs one of the prefixes {known}"
                    )));
                }
            }
        }
    }
    if found.len() > CONDITIONS {
        return Err(Refusal::bad(format!(
            "{field}: at most {CONDITIONS} conditions are allowed"
        )));
    }
    Ok(found)
}

/// A comma-joined list of identifiers, no longer than `most`; `None` when the field is absent.
pub(crate) fn ids(ask: &Ask, field: &str, most: usize) -> Result<Option<Vec<String>>, Refusal> {
    let values: Vec<&str> = ask.all(field).collect();
    if values.is_empty() {
        return Ok(None);
    }
    let ids: Vec<String> = values
        .iter()
        .flat_map(|value| value.split(','))
        .map(|id| id.trim().to_owned())
        .collect();
    if ids.len() > most {
        return Err(Refusal::bad(format!(
            "{field}: at most {most} values are allowed"
        )));
    }
    let clean = |id: &String| {
        !id.is_empty()
            && id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    if !ids.iter().all(clean) {
        return Err(Refusal::bad(format!(
            "{field}: an identifier has unexpected characters"
        )));
    }
    Ok(Some(ids))
}

/// A flag; absent is `None`.
pub(crate) fn flag(ask: &Ask, field: &str) -> Result<Option<bool>, Refusal> {
    match ask.first(field).map(str::to_lowercase).as_deref() {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(Refusal::bad(format!("{field} must be true or false"))),
    }
}
