//! Delimited exports of other programs, whose columns are known: Mint, YNAB, Monarch, Wallet by BudgetBakers, Firefly III,
//! Actual.
//!
//! Each is recognised by the names in its first line and brings what it has: several accounts in one file, categories, tags,
//! parts of a split transaction (which the programs write on lines of their own) and the other account of a transfer. What
//! is not known for sure is asked as for any other file: the currency where none is named, the order of dates where the
//! program writes them as the person likes.

mod layouts;

use std::collections::HashMap;

use money::Currency;
use rust_decimal::Decimal;

use crate::day_order::{Evidence, Order};
use crate::format::{Confidence, Format, Profile};
use crate::iban;
use crate::model::{Parsed, Problem, Question, Row, Split, Statement, StatementAccount};
use crate::number::{MarkEvidence, Marks};
use crate::text::{self, Lines};

use super::records::{Cells, Records};
use super::sheet::clean;

/// The format.
pub(crate) struct Apps;

/// A program whose export is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum App {
    Mint,
    Ynab,
    Monarch,
    Wallet,
    Firefly,
    Actual,
}

/// Names that the first line must hold.
const MARKS_OF: [(App, &[&str]); 6] = [
    (
        App::Mint,
        &[
            "date",
            "description",
            "original description",
            "amount",
            "transaction type",
            "account name",
        ],
    ),
    (
        App::Ynab,
        &[
            "account", "date", "payee", "memo", "outflow", "inflow", "cleared",
        ],
    ),
    (
        App::Monarch,
        &[
            "date",
            "merchant",
            "category",
            "account",
            "original statement",
            "amount",
        ],
    ),
    (
        App::Wallet,
        &[
            "account",
            "category",
            "currency",
            "amount",
            "ref_currency_amount",
            "type",
            "date",
            "transfer",
        ],
    ),
    (
        App::Firefly,
        &[
            "journal_id",
            "type",
            "amount",
            "currency_code",
            "date",
            "source_name",
            "destination_name",
        ],
    ),
    (
        App::Actual,
        &[
            "account",
            "date",
            "payee",
            "notes",
            "category",
            "amount",
            "split_amount",
            "cleared",
        ],
    ),
];

impl App {
    const fn word(self) -> &'static str {
        match self {
            Self::Mint => "app:mint",
            Self::Ynab => "app:ynab",
            Self::Monarch => "app:monarch",
            Self::Wallet => "app:wallet",
            Self::Firefly => "app:firefly",
            Self::Actual => "app:actual",
        }
    }
}

/// Where the columns of an export stand.
struct Header {
    app: App,
    delimiter: u8,
    columns: HashMap<String, usize>,
}

impl Header {
    /// Recognises the export by its first line.
    fn of(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
        let end = text.find(['\n', '\r']).unwrap_or(text.len());
        let line = &text[..end];
        if line.len() > 4096 {
            return None;
        }
        [b',', b';', b'\t'].into_iter().find_map(|delimiter| {
            let mut first = Records::new(line, delimiter, true);
            let record = first.next()?;
            let mut columns = HashMap::new();
            for (at, name) in record.iter().enumerate() {
                columns.entry(clean(name).to_lowercase()).or_insert(at);
            }
            let (app, _) = MARKS_OF
                .iter()
                .find(|(_, names)| names.iter().all(|name| columns.contains_key(*name)))?;
            Some(Self {
                app: *app,
                delimiter,
                columns,
            })
        })
    }

    fn cell<'r>(&self, record: Cells<'r>, name: &str) -> &'r str {
        self.columns
            .get(name)
            .and_then(|at| record.get(*at))
            .map_or("", clean)
    }
}

impl Format for Apps {
    fn id(&self) -> &'static str {
        "app"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> Confidence {
        match text::decode(head, None) {
            Some(decoded) if Header::of(&decoded.text).is_some() => Confidence::Certain,
            _ => Confidence::No,
        }
    }

    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        // Read once more by a mapping of the person's own, the file is a table like any other.
        if profile.mapping.is_some() {
            return super::Csv.parse_streaming(bytes, profile, visit);
        }
        let Some(decoded) = text::decode(bytes, None) else {
            return Parsed::refused("csv", "not_text", "The file is no text.");
        };
        let Some(header) = Header::of(&decoded.text) else {
            return Parsed::refused(
                "csv",
                "not_this_format",
                "The first line is not that of a known program.",
            );
        };
        let mut export = Export::new(header, profile, visit);
        if decoded.replaced {
            export.parsed.warnings.push(decoded.told());
        }
        export.look(&decoded.text);
        export.read(&decoded.text);
        export.finish(profile)
    }
}

/// A row with the account it belongs to.
struct Found {
    account: String,
    iban: Option<String>,
    currency: Option<Currency>,
    row: Row,
    part: Option<Part>,
}

/// A line that is part of a split transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    key: String,
    /// Of how many; none when the program does not say.
    of: Option<usize>,
    /// The whole, before its parts.
    whole: bool,
}

/// One side of a transfer: account, whether money goes out, and the line.
type Leg = (String, bool);

struct Export<'v> {
    header: Header,
    visit: &'v mut dyn FnMut(usize, Row),
    parsed: Parsed,
    marks: Marks,
    order: Order,
    apostrophes: bool,
    answered: Option<bool>,
    dates: Evidence,
    amounts: MarkEvidence,
    /// Transfers by what both their sides have in common.
    legs: HashMap<String, Vec<Leg>>,
    places: HashMap<(String, Option<Currency>), usize>,
    held: Vec<Found>,
    rows: usize,
    unnamed: usize,
    other_names: usize,
}

/// Calls `take` for every record below the header.
fn records(text: &str, delimiter: u8, mut take: impl FnMut(Cells<'_>, u32)) {
    let mut all = Records::new(text, delimiter, true);
    let mut lines = Lines::new(text);
    let mut header = true;
    while let Some(record) = all.next() {
        let line = lines.at(record.start);
        if record.iter().all(|cell| clean(cell).is_empty()) {
            continue;
        }
        if header {
            header = false;
        } else {
            take(record, line);
        }
    }
}

impl<'v> Export<'v> {
    fn new(header: Header, profile: &Profile, visit: &'v mut dyn FnMut(usize, Row)) -> Self {
        Self {
            parsed: Parsed::new(header.app.word()),
            header,
            visit,
            marks: super::sheet::AMERICA,
            order: Order::MonthFirst,
            apostrophes: false,
            answered: profile.day_first,
            dates: Evidence::default(),
            amounts: MarkEvidence::default(),
            legs: HashMap::new(),
            places: HashMap::new(),
            held: Vec::new(),
            rows: 0,
            unnamed: 0,
            other_names: 0,
        }
    }

    /// Goes through the file for what only the whole of it can tell.
    fn look(&mut self, text: &str) {
        let delimiter = self.header.delimiter;
        records(text, delimiter, |record, _| {
            let cell = |name: &str| self.header.cell(record, name);
            self.dates.see(cell("date"));
            let amounts: &[&str] = match self.header.app {
                App::Ynab => &["outflow", "inflow"],
                _ => &["amount"],
            };
            for name in amounts {
                self.amounts
                    .see(cell(name).trim_end_matches(|c: char| !c.is_ascii_digit()));
            }
            let leg = match self.header.app {
                App::Wallet => layouts::wallet_leg(&self.header, record),
                App::Actual => layouts::actual_leg(&self.header, record),
                App::Mint | App::Ynab | App::Monarch | App::Firefly => None,
            };
            if let Some((key, leg)) = leg {
                let legs = self.legs.entry(key).or_default();
                // Two sides make a transfer; more of the same day and amount say nothing.
                if legs.len() < 4 {
                    legs.push(leg);
                }
            }
        });
        // Mint writes dates as its country does; YNAB as the person likes; the others as ISO 8601.
        let (order, guessed) = match self.header.app {
            App::Mint => (Order::MonthFirst, false),
            _ => self.dates.settle_register(self.answered),
        };
        self.order = order;
        self.apostrophes = self.dates.apostrophes;
        if guessed {
            self.parsed.ask(Question::DateOrder);
        }
        self.marks = match self.header.app {
            App::Ynab | App::Wallet | App::Actual => {
                self.amounts.settle().unwrap_or(super::sheet::AMERICA)
            }
            _ => super::sheet::AMERICA,
        };
    }

    fn read(&mut self, text: &str) {
        let delimiter = self.header.delimiter;
        // The closure borrows all of self: records are handed over one at a time.
        records(text, delimiter, |record, line| {
            if record.len() < 3 {
                self.parsed.problems.push(Problem::at(
                    "row_left_out",
                    line,
                    "A line with too few cells was left out.",
                ));
                return;
            }
            match self.found(record, line) {
                Ok(found) => {
                    for found in found {
                        self.hold(found);
                    }
                }
                Err(problem) => self.parsed.problems.push(problem),
            }
        });
        self.release();
    }

    /// Keeps parts of a split transaction together.
    fn hold(&mut self, found: Found) {
        let same = match (self.held.first(), &found.part) {
            (Some(first), Some(part)) => {
                first.account == found.account
                    && !part.whole
                    && first.part.as_ref().is_some_and(|held| held.key == part.key)
            }
            _ => false,
        };
        if !same {
            self.release();
        }
        let part = found.part.clone();
        self.held.push(found);
        let parts = self
            .held
            .iter()
            .filter(|held| held.part.as_ref().is_none_or(|part| !part.whole))
            .count();
        let complete = match part {
            None => true,
            Some(part) => part.of.is_some_and(|of| parts >= of),
        };
        if complete {
            self.release();
        }
    }

    /// Gives what is held: one row, or one made of its parts.
    fn release(&mut self) {
        let mut held = std::mem::take(&mut self.held);
        let whole = held
            .iter()
            .position(|found| found.part.as_ref().is_some_and(|part| part.whole))
            .map(|at| held.remove(at));
        let expected = held.first().and_then(|found| found.part.as_ref()?.of);
        let sum = held.iter().try_fold(Decimal::ZERO, |sum, found| {
            sum.checked_add(found.row.amount)
        });
        let ties = whole
            .as_ref()
            .is_none_or(|whole| Some(whole.row.amount) == sum);
        let all = expected.is_none_or(|expected| expected == held.len());
        if held.len() < 2 || !ties || !all {
            if let Some(whole) = &whole
                && held.is_empty()
                && !whole.row.amount.is_zero()
            {
                self.parsed.problems.push(Problem::at(
                    "splits_do_not_tie",
                    whole.row.line,
                    "The parts of a split transaction are not in the file; it was left out.",
                ));
            }
            for found in held {
                self.give(found);
            }
            return;
        }
        let alike = held
            .iter()
            .all(|found| found.row.description == held[0].row.description);
        let parts = held.into_iter();
        let Some(mut one): Option<Found> = whole.or_else(|| {
            let first = parts.as_slice().first()?;
            Some(Found {
                account: first.account.clone(),
                iban: first.iban.clone(),
                currency: first.currency,
                row: Row {
                    amount: sum.unwrap_or_default(),
                    // The notes are those of the parts.
                    note: String::new(),
                    description: if alike {
                        first.row.description.clone()
                    } else {
                        String::new()
                    },
                    ..first.row.clone()
                },
                part: None,
            })
        }) else {
            return;
        };
        one.row.splits = parts
            .map(|part| Split {
                amount: part.row.amount,
                category: part.row.category,
                note: if part.row.note.is_empty() {
                    part.row.description
                } else {
                    part.row.note
                },
                transfer_account: part.row.transfer_account,
            })
            .collect();
        one.row.category = None;
        one.row.transfer_account = None;
        self.give(one);
    }

    fn give(&mut self, found: Found) {
        let mut row = found.row;
        let next = self.parsed.statements.len();
        let place = *self
            .places
            .entry((found.account.clone(), found.currency))
            .or_insert(next);
        if place == next {
            let iban = found.iban.as_deref().and_then(iban::checked);
            self.parsed.statements.push(Statement {
                account: StatementAccount {
                    id: iban.clone(),
                    number: found.iban.filter(|_| iban.is_none()),
                    iban,
                    name: Some(found.account).filter(|name| !name.is_empty()),
                    ..StatementAccount::default()
                },
                currency: found.currency,
                ..Statement::default()
            });
            // "Savings (EUR)": a name that speaks of another currency than the amounts.
            let named = self.parsed.statements[place]
                .account
                .name
                .as_deref()
                .and_then(|name| name.split(['(', ')']).nth(1))
                .and_then(crate::number::currency_code);
            self.other_names += usize::from(named.is_some() && named != found.currency);
        }
        self.unnamed += usize::from(found.currency.is_none());
        if row.payee.is_empty() {
            row.payee = std::mem::take(&mut row.description);
        }
        if row.description == row.payee {
            row.description.clear();
        }
        self.rows += 1;
        (self.visit)(place, row);
    }

    fn finish(mut self, profile: &Profile) -> Parsed {
        if self.other_names > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "currency_sign_and_name_differ",
                format!(
                    "The names of {} accounts speak of another currency than the sign beside their amounts; the sign was followed.",
                    self.other_names
                ),
            ));
        }
        for statement in &mut self.parsed.statements {
            statement.currency = statement.currency.or(profile.currency);
        }
        if self.unnamed > 0 && profile.currency.is_none() {
            self.parsed.ask(Question::Currency);
        }
        self.parsed.settle(self.rows);
        self.parsed
    }
}

#[cfg(test)]
mod tests;
