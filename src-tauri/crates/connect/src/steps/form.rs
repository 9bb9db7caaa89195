//! Checking what was entered before it is sent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fancy_regex::RegexBuilder;
use secrets::Secret;

use super::{AskField, AskKind};

/// Steps that matching may take: far more than any field needs, and a few milliseconds.
const STEPS: usize = 100_000;
/// Bytes of a compiled pattern.
const SIZE: usize = 1 << 20;
/// Longest pattern and longest value that are looked at.
const LONGEST: usize = 4096;

/// What is wrong with something entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// It is missing.
    Missing,
    /// It does not look as the bank wants it.
    Malformed,
    /// It is none of those to pick from.
    NotOffered,
    /// It is too long.
    TooLong,
}

impl FieldFault {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::NotOffered => "not_offered",
            Self::TooLong => "too_long",
        }
    }
}

impl AskField {
    /// What is wrong with `value`, if anything. A pattern that cannot be read, or that takes too long, is no obstacle: the
    /// bank will say.
    pub fn fault(&self, value: &str) -> Option<FieldFault> {
        if value.is_empty() {
            return self.required.then_some(FieldFault::Missing);
        }
        if value.len() > LONGEST {
            return Some(FieldFault::TooLong);
        }
        match self.kind {
            AskKind::List if !self.values.is_empty() => self
                .values
                .iter()
                .all(|choice| choice.value != value)
                .then_some(FieldFault::NotOffered),
            AskKind::Date if self.regex.is_none() => {
                // The form of the field is the bank's, but an ISO day is what our own form gives.
                let given = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d%m%Y"];
                given
                    .iter()
                    .all(|form| NaiveDate::parse_from_str(value, form).is_err())
                    .then_some(FieldFault::Malformed)
            }
            AskKind::Text | AskKind::Password | AskKind::List | AskKind::Date | AskKind::Hidden => {
                self.regex
                    .as_deref()
                    .is_some_and(|pattern| !fits(pattern, value))
                    .then_some(FieldFault::Malformed)
            }
        }
    }
}

/// The first field at fault, and why.
pub fn first_fault<'f>(
    fields: &'f [AskField],
    entered: &BTreeMap<String, Secret>,
) -> Option<(&'f str, FieldFault)> {
    fields.iter().find_map(|field| {
        let value = entered.get(&field.name).map_or("", Secret::expose);
        field.fault(value).map(|fault| (field.name.as_str(), fault))
    })
}

/// Whether the pattern, read as the upstream does (from the beginning), fits; true when that cannot be told.
fn fits(pattern: &str, value: &str) -> bool {
    if pattern.len() > LONGEST {
        return true;
    }
    let compiled = RegexBuilder::new(pattern)
        .backtrack_limit(STEPS)
        .delegate_size_limit(SIZE)
        .build();
    match compiled {
        Ok(regex) => match regex.find(value) {
            Ok(Some(found)) => found.start() == 0,
            Ok(None) => false,
            Err(_) => true,
        },
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Choice;
    use super::*;

    fn field(regex: Option<&str>) -> AskField {
        AskField {
            name: "login".into(),
            label: "Login".into(),
            kind: AskKind::Text,
            required: true,
            regex: regex.map(str::to_owned),
            values: Vec::new(),
        }
    }

    #[test]
    fn a_pattern_of_the_banks_is_heeded() {
        let six = field(Some("^[0-9]{6}$"));
        assert_eq!(six.fault("123456"), None);
        assert_eq!(six.fault("12345"), Some(FieldFault::Malformed));
        assert_eq!(six.fault("x123456"), Some(FieldFault::Malformed));
        assert_eq!(six.fault(""), Some(FieldFault::Missing));
        let ahead = field(Some(r"(?=.*\d)(?=.*[a-z]).{8,}"));
        assert_eq!(ahead.fault("secret12"), None);
        assert_eq!(ahead.fault("secretly"), Some(FieldFault::Malformed));
    }

    #[test]
    fn a_pattern_that_cannot_be_read_or_takes_for_ever_is_no_obstacle() {
        for pattern in ["(?P<", "[z-a]", "(?{ code })", "a{1000000000}"] {
            assert_eq!(field(Some(pattern)).fault("whatever"), None, "{pattern}");
        }
        let began = std::time::Instant::now();
        let evil = field(Some(r"^(?=((a+)+)\1)(a+)+\1$"));
        let _either = evil.fault(&format!("{}b", "a".repeat(60)));
        assert!(began.elapsed().as_secs() < 5);
    }

    #[test]
    fn lists_and_days() {
        let mut list = field(None);
        list.kind = AskKind::List;
        list.values = vec![Choice {
            value: "1".into(),
            label: "One".into(),
        }];
        assert_eq!(list.fault("1"), None);
        assert_eq!(list.fault("2"), Some(FieldFault::NotOffered));
        let mut day = field(None);
        day.kind = AskKind::Date;
        assert_eq!(day.fault("1980-02-29"), None);
        assert_eq!(day.fault("29/02/1980"), None);
        assert_eq!(day.fault("1981-02-29"), Some(FieldFault::Malformed));
    }

    #[test]
    fn an_optional_field_may_stay_empty_and_a_novel_is_refused() {
        let mut field = field(Some("^x"));
        field.required = false;
        assert_eq!(field.fault(""), None);
        assert_eq!(field.fault(&"x".repeat(5000)), Some(FieldFault::TooLong));
    }
}
