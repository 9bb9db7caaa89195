//! One test of a rule: read once, asked of many rows.

use chrono::NaiveDate;
use domain::category::CategoryKind;
use domain::ids::{AccountId, CategoryId, ConnectionId};
use domain::text::plain_words;
use regex::{Regex, RegexBuilder};
use rust_decimal::Decimal;

use super::{FaultKind, Field, Op, Seen, Source, TestSpec};

/// Most letters of a value.
pub const LONGEST_VALUE: usize = 300;
/// Most values of a test.
pub const MOST_VALUES: usize = 50;
/// Most letters of a pattern.
pub const LONGEST_PATTERN: usize = 500;
/// Bytes that a pattern may need once it is compiled, and while it runs.
const PATTERN_BYTES: usize = 256 * 1024;
/// Brackets within brackets.
const PATTERN_DEPTH: u32 = 40;
/// Bytes of a text that patterns look at; no bank writes as much.
const PATTERN_TEXT: usize = 4096;

/// A test, ready to be asked.
#[derive(Debug, Clone)]
pub struct Test {
    check: Check,
    not: bool,
}

#[derive(Debug, Clone)]
enum Check {
    Text(Text, How),
    Amount(Option<Decimal>, Option<Decimal>, Edges),
    Date(Option<NaiveDate>, Option<NaiveDate>, Edges),
    Account(Vec<AccountId>),
    Source(Vec<Source>),
    Category(Vec<CategoryId>),
    NoCategory,
    Kind(Vec<CategoryKind>),
    In(bool),
    Tag(Vec<String>),
    NoTags,
}

/// Whether bounds belong to the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edges {
    In,
    Out,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    Any,
    Payee,
    Bank,
    Note,
    Reference,
    Counterparty,
}

#[derive(Debug, Clone)]
enum How {
    Contains(Vec<String>),
    Is(Vec<String>),
    Starts(Vec<String>),
    Ends(Vec<String>),
    Matches(Vec<Regex>),
    Empty,
}

type Refused = (FaultKind, String);

fn refused(kind: FaultKind) -> Refused {
    (kind, String::new())
}

impl Test {
    pub(super) fn new(spec: &TestSpec) -> Result<Self, Refused> {
        if spec.op != Op::Empty && spec.values.is_empty() {
            return Err(refused(FaultKind::ValueEmpty));
        }
        if spec.values.len() > MOST_VALUES {
            return Err(refused(FaultKind::ValueLong));
        }
        let text = match spec.field {
            Field::Text => Some(Text::Any),
            Field::Payee => Some(Text::Payee),
            Field::BankText => Some(Text::Bank),
            Field::Note => Some(Text::Note),
            Field::Reference => Some(Text::Reference),
            Field::Counterparty => Some(Text::Counterparty),
            _ => None,
        };
        let check = match (text, spec.field, spec.op) {
            (Some(text), _, op) => Check::Text(text, how(text, op, &spec.values)?),
            (None, Field::Amount, op) => {
                let (from, to, edges) = bounds(op, &spec.values, |value| {
                    let amount = money::decimal(value).map_err(|_| refused(FaultKind::Amount))?;
                    Ok(amount.abs())
                })?;
                Check::Amount(from, to, edges)
            }
            (None, Field::Date, op) => {
                let (from, to, edges) = bounds(op, &spec.values, |value| {
                    NaiveDate::parse_from_str(value, "%Y-%m-%d")
                        .map_err(|_| refused(FaultKind::Date))
                })?;
                Check::Date(from, to, edges)
            }
            (None, Field::Account, Op::Is) => Check::Account(each(&spec.values, |value| {
                value.parse().map(AccountId).ok()
            })?),
            (None, Field::Source, Op::Is) => {
                Check::Source(each(&spec.values, |value| match value {
                    "file" => Some(Source::File),
                    "hand" => Some(Source::Hand),
                    id => id.parse().map(ConnectionId).map(Source::Connection).ok(),
                })?)
            }
            (None, Field::Category, Op::Is) => Check::Category(each(&spec.values, |value| {
                value.parse().map(CategoryId).ok()
            })?),
            (None, Field::Category, Op::Empty) => Check::NoCategory,
            (None, Field::Kind, Op::Is) => {
                Check::Kind(each(&spec.values, CategoryKind::from_word)?)
            }
            (None, Field::Direction, Op::Is) => match spec.values.as_slice() {
                [one] if one == "in" => Check::In(true),
                [one] if one == "out" => Check::In(false),
                _ => return Err(refused(FaultKind::Unknown)),
            },
            (None, Field::Tag, Op::Is) => {
                let tags: Vec<String> = spec.values.iter().map(|tag| plain_words(tag)).collect();
                if tags.iter().any(String::is_empty) {
                    return Err(refused(FaultKind::ValueEmpty));
                }
                Check::Tag(tags)
            }
            (None, Field::Tag, Op::Empty) => Check::NoTags,
            (None, ..) => return Err(refused(FaultKind::Operator)),
        };
        Ok(Self {
            check,
            not: spec.not,
        })
    }

    pub(super) fn asks_source(&self) -> bool {
        matches!(self.check, Check::Source(_))
    }

    pub(super) fn holds(&self, seen: &Seen<'_>) -> bool {
        self.check.holds(seen) != self.not
    }
}

impl Check {
    fn holds(&self, seen: &Seen<'_>) -> bool {
        let row = &seen.row;
        match self {
            Self::Text(text, how) => how.holds(*text, seen),
            Self::Amount(from, to, edges) => {
                within(row.amount.to_decimal().abs(), *from, *to, *edges)
            }
            Self::Date(from, to, edges) => within(row.date, *from, *to, *edges),
            Self::Account(all) => all.contains(&row.account),
            Self::Source(all) => all.contains(&row.source),
            Self::Category(all) => row.category.is_some_and(|(own, group)| {
                all.contains(&own) || group.is_some_and(|group| all.contains(&group))
            }),
            Self::NoCategory => row.category.is_none(),
            Self::Kind(all) => all.contains(&row.kind),
            Self::In(wanted) => row.amount.minor != 0 && (row.amount.minor > 0) == *wanted,
            Self::Tag(all) => row.tags.iter().any(|tag| all.contains(&plain_words(tag))),
            Self::NoTags => row.tags.is_empty(),
        }
    }
}

impl How {
    fn holds(&self, text: Text, seen: &Seen<'_>) -> bool {
        match self {
            Self::Matches(patterns) => text.raw(seen).iter().any(|raw| {
                let raw = cut(raw);
                patterns.iter().any(|pattern| pattern.is_match(raw))
            }),
            Self::Empty => text.raw(seen).iter().all(|raw| raw.trim().is_empty()),
            Self::Contains(all) => text.any(seen, |own| all.iter().any(|one| own.contains(one))),
            Self::Is(all) => text.any(seen, |own| all.iter().any(|one| own == one)),
            Self::Starts(all) => text.any(seen, |own| all.iter().any(|one| own.starts_with(one))),
            Self::Ends(all) => text.any(seen, |own| all.iter().any(|one| own.ends_with(one))),
        }
    }
}

impl Text {
    fn raw<'a>(self, seen: &Seen<'a>) -> Vec<&'a str> {
        let row = &seen.row;
        match self {
            Self::Any => vec![row.payee, row.bank_text, row.note],
            Self::Payee => vec![row.payee],
            Self::Bank => vec![row.bank_text],
            Self::Note => vec![row.note],
            Self::Reference => vec![row.reference],
            Self::Counterparty => vec![row.counterparty],
        }
    }

    fn any(self, seen: &Seen<'_>, holds: impl Fn(&str) -> bool) -> bool {
        let row = &seen.row;
        let folded =
            |place: usize, raw: &str| holds(seen.folded[place].get_or_init(|| plain_words(raw)));
        match self {
            Self::Any => folded(0, row.payee) || folded(1, row.bank_text) || folded(2, row.note),
            Self::Payee => folded(0, row.payee),
            Self::Bank => folded(1, row.bank_text),
            Self::Note => folded(2, row.note),
            Self::Reference => holds(&number(row.reference)),
            Self::Counterparty => holds(&number(row.counterparty)),
        }
    }

    /// A value in the form that the field is compared in.
    fn value(self, value: &str) -> String {
        match self {
            Self::Reference | Self::Counterparty => number(value),
            _ => plain_words(value),
        }
    }
}

/// References and account numbers: their letters and digits alone, however they are spaced.
fn number(text: &str) -> String {
    text.chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The beginning of a text, cut between two letters.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(PATTERN_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn how(text: Text, op: Op, values: &[String]) -> Result<How, Refused> {
    let folded = || -> Result<Vec<String>, Refused> {
        values
            .iter()
            .map(|value| {
                if value.chars().count() > LONGEST_VALUE {
                    return Err(refused(FaultKind::ValueLong));
                }
                let folded = text.value(value);
                if folded.is_empty() {
                    return Err(refused(FaultKind::ValueEmpty));
                }
                Ok(folded)
            })
            .collect()
    };
    Ok(match op {
        Op::Contains => How::Contains(folded()?),
        Op::Is => How::Is(folded()?),
        Op::Starts => How::Starts(folded()?),
        Op::Ends => How::Ends(folded()?),
        Op::Matches => How::Matches(
            values
                .iter()
                .map(|value| pattern(value))
                .collect::<Result<_, _>>()?,
        ),
        Op::Empty => How::Empty,
        Op::Over | Op::Under | Op::Between => return Err(refused(FaultKind::Operator)),
    })
}

fn pattern(text: &str) -> Result<Regex, Refused> {
    if text.trim().is_empty() {
        return Err(refused(FaultKind::ValueEmpty));
    }
    if text.chars().count() > LONGEST_PATTERN {
        return Err(refused(FaultKind::PatternLong));
    }
    RegexBuilder::new(text)
        .case_insensitive(true)
        .size_limit(PATTERN_BYTES)
        .dfa_size_limit(PATTERN_BYTES)
        .nest_limit(PATTERN_DEPTH)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => refused(FaultKind::PatternBig),
            other => (FaultKind::PatternSyntax, last_line(&other.to_string())),
        })
}

/// The last line of a parser's message says what is wrong; those before it draw where.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

type Range<T> = (Option<T>, Option<T>, Edges);

fn bounds<T: PartialOrd + Copy>(
    op: Op,
    values: &[String],
    read: impl Fn(&str) -> Result<T, Refused>,
) -> Result<Range<T>, Refused> {
    let read: Vec<T> = values
        .iter()
        .map(|value| read(value.trim()))
        .collect::<Result<_, _>>()?;
    Ok(match (op, read.as_slice()) {
        (Op::Is, [one]) => (Some(*one), Some(*one), Edges::In),
        (Op::Over, [one]) => (Some(*one), None, Edges::Out),
        (Op::Under, [one]) => (None, Some(*one), Edges::Out),
        (Op::Between, [from, to]) => {
            if to < from {
                return Err(refused(FaultKind::Bounds));
            }
            (Some(*from), Some(*to), Edges::In)
        }
        (Op::Is | Op::Over | Op::Under | Op::Between, _) => {
            return Err(refused(FaultKind::ValueEmpty));
        }
        _ => return Err(refused(FaultKind::Operator)),
    })
}

fn within<T: PartialOrd>(value: T, from: Option<T>, to: Option<T>, edges: Edges) -> bool {
    from.is_none_or(|from| value > from || (edges == Edges::In && value == from))
        && to.is_none_or(|to| value < to || (edges == Edges::In && value == to))
}

fn each<T>(values: &[String], read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Refused> {
    values
        .iter()
        .map(|value| read(value.trim()).ok_or_else(|| refused(FaultKind::Unknown)))
        .collect()
}
