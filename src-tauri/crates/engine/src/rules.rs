//! Rules: what the person wants done with rows that look a certain way.
//!
//! A rule is tests and actions. Rules are asked from top to bottom. Every rule sees the row as it came, not what a rule
//! before it made of it, so the order of rules decides who wins and nothing else: the first rule that sets a field wins it,
//! tags of all of them add up, and a rule that stops keeps the later ones from being asked.
//!
//! Patterns are run by an engine whose time is linear in the text; their size is limited when they are read, and what is
//! refused is named by a [`Fault`].
//!
//! Deliberately absent: where rules are kept, who may overrule them (the store's matter), and words for people.

use chrono::NaiveDate;
use domain::category::CategoryKind;
use domain::ids::{AccountId, CategoryId, ConnectionId};
use money::Money;

mod propose;
mod test;
#[cfg(test)]
mod tests;

pub use propose::{Correction, Proposal, propose};
pub use test::{LONGEST_PATTERN, LONGEST_VALUE, MOST_VALUES, Test};

/// What a test looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Payee, bank text and note, whichever has it.
    Text,
    /// The payee as shown.
    Payee,
    /// The bank's own text.
    BankText,
    /// The note.
    Note,
    /// The other side's reference, cheque number or creditor reference.
    Reference,
    /// IBAN or number of the other side's account.
    Counterparty,
    /// The amount without its sign, in the account's currency.
    Amount,
    /// The booking date.
    Date,
    /// The account.
    Account,
    /// Where it came from.
    Source,
    /// The category; a group stands for its own.
    Category,
    /// Income, expense or transfer.
    Kind,
    /// Money in or out.
    Direction,
    /// A tag.
    Tag,
}

/// How a test compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// Has one of the values in it.
    Contains,
    /// Is one of the values.
    Is,
    /// Begins with one of the values.
    Starts,
    /// Ends with one of the values.
    Ends,
    /// One of the patterns is found in it.
    Matches,
    /// More than the value, or after the day.
    Over,
    /// Less than the value, or before the day.
    Under,
    /// From the first value to the second, both included.
    Between,
    /// Says nothing.
    Empty,
}

/// A test as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestSpec {
    /// What it looks at.
    pub field: Field,
    /// How it compares.
    pub op: Op,
    /// What with. Amounts are decimal text without a sign, dates `YYYY-MM-DD`, accounts and categories their numbers, sources
    /// `file`, `hand` or a connection's number, kinds and directions their words.
    pub values: Vec<String>,
    /// Holds when the comparison does not.
    pub not: bool,
}

/// Why a rule cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The rule asks nothing.
    NoTests,
    /// The rule does nothing.
    NoActions,
    /// The field cannot be compared so.
    Operator,
    /// A value is missing, or empty once punctuation is off.
    ValueEmpty,
    /// A value is longer than [`LONGEST_VALUE`], or there are more than [`MOST_VALUES`].
    ValueLong,
    /// No amount.
    Amount,
    /// No date.
    Date,
    /// The second bound is below the first.
    Bounds,
    /// No such word or number.
    Unknown,
    /// The pattern is not written properly.
    PatternSyntax,
    /// The pattern would need too much memory.
    PatternBig,
    /// The pattern is longer than [`LONGEST_PATTERN`].
    PatternLong,
}

/// Where a rule cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule refused: {kind:?}")]
pub struct Fault {
    /// The test's place; none when it is the rule as a whole.
    pub test: Option<usize>,
    /// Why.
    pub kind: FaultKind,
    /// For patterns, what is wrong and where, in English, on one line.
    pub detail: String,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Action {
    /// Files the row.
    Category(CategoryId),
    /// Files the row as money moved between own accounts.
    Transfer,
    /// Splits the row.
    Split(Vec<Share>),
    /// Renames the payee.
    Payee(String),
    /// Writes a note where there is none.
    Note(String),
    /// Adds a tag.
    Tag(String),
    /// Leaves the row out of budgets and reports.
    Ignore,
    /// Leaves the row for the person to look at.
    Ask,
}

/// A share of a row that is split.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Share {
    /// Millionths of the row's amount.
    pub millionths: u32,
    /// Its category.
    pub category: Option<CategoryId>,
    /// What it is for.
    pub note: String,
}

/// A rule, ready to be asked.
#[derive(Debug, Clone)]
pub struct Rule {
    tests: Vec<Test>,
    any: bool,
    actions: Vec<Action>,
    stop: bool,
}

impl Rule {
    /// Reads a rule; `any` lets one test suffice, `stop` keeps later rules from being asked.
    pub fn new(
        tests: &[TestSpec],
        any: bool,
        actions: Vec<Action>,
        stop: bool,
    ) -> Result<Self, Fault> {
        let whole = |kind| Fault {
            test: None,
            kind,
            detail: String::new(),
        };
        if tests.is_empty() {
            return Err(whole(FaultKind::NoTests));
        }
        if actions.is_empty() && !stop {
            return Err(whole(FaultKind::NoActions));
        }
        let tests = tests
            .iter()
            .enumerate()
            .map(|(place, spec)| {
                Test::new(spec).map_err(|(kind, detail)| Fault {
                    test: Some(place),
                    kind,
                    detail,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            tests,
            any,
            actions,
            stop,
        })
    }

    /// Whether the rule is for this row.
    pub fn matches(&self, row: &Seen<'_>) -> bool {
        if self.any {
            self.tests.iter().any(|test| test.holds(row))
        } else {
            self.tests.iter().all(|test| test.holds(row))
        }
    }

    /// Whether it asks where rows came from, which is dear to find out.
    pub fn asks_source(&self) -> bool {
        self.tests.iter().any(Test::asks_source)
    }
}

/// Where a row came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A connection.
    Connection(ConnectionId),
    /// A file.
    File,
    /// Entered by hand.
    Hand,
}

/// A row as rules see it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The payee as shown.
    pub payee: &'a str,
    /// The bank's own text.
    pub bank_text: &'a str,
    /// The note.
    pub note: &'a str,
    /// The other side's reference.
    pub reference: &'a str,
    /// The other side's account.
    pub counterparty: &'a str,
    /// Signed amount in the account's currency.
    pub amount: Money,
    /// Booking date.
    pub date: NaiveDate,
    /// Its account.
    pub account: AccountId,
    /// Where it came from.
    pub source: Source,
    /// Its category, and the category's group.
    pub category: Option<(CategoryId, Option<CategoryId>)>,
    /// Income, expense or transfer.
    pub kind: CategoryKind,
    /// Its tags.
    pub tags: &'a [String],
}

/// A row whose texts are folded once, when the first test asks for them.
pub struct Seen<'a> {
    /// The row.
    pub row: Row<'a>,
    folded: [std::cell::OnceCell<String>; 3],
}

impl<'a> Seen<'a> {
    /// A row about to be asked about.
    pub fn new(row: Row<'a>) -> Self {
        Self {
            row,
            folded: Default::default(),
        }
    }
}

/// What rules make of a row. Numbers are places of rules in the list that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The rules that are for this row and were asked.
    pub matched: Vec<usize>,
    /// The first that files it, and how.
    pub filed: Option<(usize, Filed)>,
    /// The first that splits it, and how.
    pub split: Option<(usize, Vec<Share>)>,
    /// The first that renames the payee.
    pub payee: Option<(usize, String)>,
    /// The first that has a note.
    pub note: Option<(usize, String)>,
    /// Tags added, each by the first that adds it.
    pub tags: Vec<(usize, String)>,
    /// The first that leaves it out of reports.
    pub ignore: Option<usize>,
    /// The first that wants the person to look.
    pub ask: Option<usize>,
    /// The rule that stopped.
    pub stopped: Option<usize>,
}

/// How a row is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filed {
    /// Under a category.
    Category(CategoryId),
    /// As money moved between own accounts.
    Transfer,
}

/// Asks rules about a row, in their order.
pub fn apply<'r>(rules: impl IntoIterator<Item = &'r Rule>, row: &Seen<'_>) -> Outcome {
    let mut out = Outcome::default();
    for (place, rule) in rules.into_iter().enumerate() {
        if !rule.matches(row) {
            continue;
        }
        out.matched.push(place);
        for action in &rule.actions {
            match action {
                Action::Category(id) => {
                    out.filed.get_or_insert((place, Filed::Category(*id)));
                }
                Action::Transfer => {
                    out.filed.get_or_insert((place, Filed::Transfer));
                }
                Action::Split(shares) => {
                    out.split.get_or_insert_with(|| (place, shares.clone()));
                }
                Action::Payee(name) => {
                    out.payee.get_or_insert_with(|| (place, name.clone()));
                }
                Action::Note(note) => {
                    out.note.get_or_insert_with(|| (place, note.clone()));
                }
                Action::Tag(tag) => {
                    if out.tags.iter().all(|(_, known)| known != tag) {
                        out.tags.push((place, tag.clone()));
                    }
                }
                Action::Ignore => {
                    out.ignore.get_or_insert(place);
                }
                Action::Ask => {
                    out.ask.get_or_insert(place);
                }
            }
        }
        if rule.stop {
            out.stopped = Some(place);
            break;
        }
    }
    out
}
