//! One file as it was read: its facts, and its rows again whenever they are needed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::feed::FeedTransaction;
use domain::ids::AccountId;
use import::{Parsed, Profile, Row, Statement};
use money::Currency;

use super::papers;
use crate::Failure;

/// Rows handed over at once. Between two such lots a job can be stopped.
pub(super) const LOT: usize = 512;

/// Lines shown beside a mapping.
const SAMPLE: usize = 12;

pub(super) struct Reading {
    pub(super) name: String,
    pub(super) bytes: Arc<Vec<u8>>,
    pub(super) hash: [u8; 32],
    profile: Profile,
    /// Everything but the rows.
    pub(super) parsed: Parsed,
    pub(super) statements: Vec<StatementFacts>,
    /// First lines as cells, for delimited files.
    pub(super) sample: Vec<Vec<String>>,
    /// Tells files of one layout from others.
    pub(super) layout: String,
    /// Statements for accounts of which an upstream tells the holdings and the balance: their trades move no money.
    explaining: BTreeSet<usize>,
}

/// What is known of a statement without its rows.
pub(super) struct StatementFacts {
    pub(super) statement: Statement,
    /// With those that trades make.
    pub(super) rows: usize,
    /// Those of the file.
    pub(super) read: usize,
    first_row: Option<Row>,
    pub(super) first: Option<NaiveDate>,
    pub(super) last: Option<NaiveDate>,
    /// The one currency of its rows, when they name one.
    pub(super) row_currency: Option<Currency>,
}

#[derive(Default)]
struct Seen {
    rows: usize,
    first_row: Option<Row>,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    currencies: BTreeSet<Currency>,
}

impl Seen {
    fn see(&mut self, row: Row) {
        self.rows += 1;
        self.first = Some(self.first.map_or(row.date, |day| day.min(row.date)));
        self.last = self.last.max(Some(row.date));
        self.currencies.extend(row.currency);
        self.first_row.get_or_insert(row);
    }
}

impl Reading {
    /// Reads a file; `stop` is asked between lots of rows.
    pub(super) fn of(
        name: &str,
        bytes: Arc<Vec<u8>>,
        profile: Profile,
        stop: &dyn Fn() -> bool,
    ) -> Result<Self, Failure> {
        let mut seen: BTreeMap<usize, Seen> = BTreeMap::new();
        let mut rows = 0_usize;
        let parsed = parse_until(name, &bytes, &profile, &mut |place, row: Row| {
            seen.entry(place).or_default().see(row);
            rows += 1;
            if rows.is_multiple_of(LOT) && stop() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })
        .ok_or(Failure::Cancelled)?;
        let statements = parsed
            .statements
            .iter()
            .enumerate()
            .map(|(place, statement)| {
                let mut seen = seen.remove(&place).unwrap_or_default();
                let read = seen.rows;
                for (row, _) in statement.trades.iter().filter_map(papers::cash_row) {
                    seen.see(row);
                }
                StatementFacts {
                    statement: statement.clone(),
                    rows: seen.rows,
                    read,
                    first_row: seen.first_row,
                    first: seen.first,
                    last: seen.last,
                    row_currency: match seen.currencies.len() {
                        1 => seen.currencies.into_iter().next(),
                        _ => None,
                    },
                }
            })
            .collect();
        let sample = match &parsed.mapping {
            Some(mapping) => super::mapping::sample(&bytes, mapping, SAMPLE),
            None => Vec::new(),
        };
        let layout = layout(&parsed);
        let hash = *blake3::hash(&bytes).as_bytes();
        Ok(Self {
            name: name.to_owned(),
            bytes,
            hash,
            profile,
            parsed,
            statements,
            sample,
            layout,
            explaining: BTreeSet::new(),
        })
    }

    /// The account of a statement has its holdings and its balance told by an upstream: trades only explain them.
    pub(super) fn only_explain(&mut self, place: usize) {
        let facts = &mut self.statements[place];
        let made = facts.statement.trades.iter().filter_map(papers::cash_row);
        if self.explaining.insert(place) {
            facts.rows -= made.count();
        }
    }

    /// Rows of the whole file.
    pub(super) fn rows(&self) -> usize {
        self.statements.iter().map(|facts| facts.rows).sum()
    }

    /// A statement as the book takes it.
    pub(super) fn statement(
        &self,
        place: usize,
        account: Option<AccountId>,
        currency: Currency,
    ) -> store::Statement {
        let stated = &self.statements[place].statement;
        // What is held stands beside the money of the account, which then is the balance.
        let papers = !(stated.trades.is_empty() && stated.positions.is_empty());
        let closing = match (papers, self.explaining.contains(&place)) {
            (_, true) => None,
            (true, false) => stated.available,
            (false, false) => stated.closing,
        };
        store::Statement {
            account: account.unwrap_or(AccountId(0)),
            opening: super::feed_balance(stated.opening, currency).map(|balance| balance.amount),
            closing: super::feed_balance(closing, currency),
            decisions: BTreeMap::new(),
        }
    }

    /// How it is to be read.
    pub(super) const fn profile(&self) -> &Profile {
        &self.profile
    }

    pub(super) fn source(&self, place: usize) -> String {
        let stated = &self.statements[place].statement.account;
        stated
            .iban
            .clone()
            .or_else(|| stated.number.clone())
            .unwrap_or_default()
    }

    /// The first row of a statement.
    pub(super) fn first_row(&self, place: usize, currency: Currency) -> Option<FeedTransaction> {
        let row = self.statements[place].first_row.clone()?;
        row.into_feed(&self.source(place), currency).ok()
    }

    /// The rows that trades make, behind those of the file.
    pub(super) fn cash_of_trades(&self, place: usize, currency: Currency) -> Vec<FeedTransaction> {
        if self.explaining.contains(&place) {
            return Vec::new();
        }
        let source = self.source(place);
        let trades = &self.statements[place].statement.trades;
        trades
            .iter()
            .filter_map(papers::cash_row)
            .filter_map(|(row, moved)| {
                let mut row = row.into_feed(&source, currency).ok()?;
                // Money that became shares is not spent.
                row.off_reports = moved;
                Some(row)
            })
            .collect()
    }

    /// The rows at the places given.
    pub(super) fn pick(
        &self,
        place: usize,
        currency: Currency,
        wanted: &[usize],
    ) -> BTreeMap<usize, FeedTransaction> {
        let places: BTreeSet<usize> = wanted.iter().copied().collect();
        let Some(last) = places.last().copied() else {
            return BTreeMap::new();
        };
        self.with_rows(place, currency, |rows| {
            rows.take(last + 1)
                .enumerate()
                .filter(|(row, _)| places.contains(row))
                .collect()
        })
    }
}

/// What unwinds out of a reader that is stopped.
struct Stopped;

/// Reads a file until `visit` says that it is enough; nothing then. Readers know no way to be stopped from within a row, and
/// every row of a large file would pay for one: a stop unwinds out of them instead, without a word of panic, and ends here.
pub(super) fn parse_until(
    name: &str,
    bytes: &[u8],
    profile: &Profile,
    visit: &mut dyn FnMut(usize, Row) -> ControlFlow<()>,
) -> Option<Parsed> {
    let read = || {
        import::parse_streaming(name, bytes, profile, &mut |place, row| {
            if visit(place, row).is_break() {
                resume_unwind(Box::new(Stopped));
            }
        })
    };
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(parsed) => Some(parsed),
        Err(why) if why.is::<Stopped>() => None,
        Err(why) => resume_unwind(why),
    }
}

/// Format and headings of a file: what files of one bank and account kind have in common.
fn layout(parsed: &Parsed) -> String {
    let mut layout = parsed.format.to_owned();
    if let Some(mapping) = &parsed.mapping {
        layout.push(mapping.delimiter);
        for head in super::mapping::heads(mapping) {
            layout.push('|');
            layout.push_str(&head.to_lowercase());
        }
    }
    layout
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::cell::Cell;
    use std::fmt::Write as _;

    use super::*;

    fn table(rows: usize) -> Arc<Vec<u8>> {
        let mut text = String::from("date,payee,amount\n");
        for row in 0..rows {
            writeln!(text, "2026-01-{:02},Kiosk {row},-1.00", row % 28 + 1).unwrap();
        }
        Arc::new(text.into_bytes())
    }

    #[test]
    fn a_stop_ends_the_reading_within_a_lot() {
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() == 2
        };
        let stopped = Reading::of("a.csv", table(50 * LOT), Profile::default(), &stop);
        assert!(matches!(stopped, Err(Failure::Cancelled)));
        // Asked once for each lot, and never again after it said stop.
        assert_eq!(asked.get(), 2);
    }

    #[test]
    fn a_taker_that_has_enough_stops_the_reader() {
        let reading = Reading::of("a.csv", table(50 * LOT), Profile::default(), &|| false).unwrap();
        let taken = reading.with_rows(0, Currency::EUR, |rows| rows.take(3).count());
        assert_eq!(taken, 3);
        let mut visited = 0_usize;
        let enough = parse_until("a.csv", &reading.bytes, &reading.profile, &mut |_, _| {
            visited += 1;
            if visited == LOT {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        assert_eq!((enough, visited), (None, LOT));
    }
}
