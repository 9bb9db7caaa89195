//! The rows of one file, statement after statement, from a single reading of it.
//!
//! Another thread reads the file once, from the first row that is asked for. Rows of statements whose turn has not come wait;
//! where too many would have to, as in a table of several accounts in the order of days, those statements are read for again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use domain::feed::FeedTransaction;
use money::Currency;

use super::reading::{LOT, Reading, parse_until};

/// How many lots of rows may wait to be taken.
const LOTS: usize = 4;
/// How many rows may wait for the turn of their statement: some tens of megabytes.
const WAITING: usize = 50_000;

/// A row as it was met; nothing where it cannot be one of its account.
struct Met {
    place: usize,
    row: Option<FeedTransaction>,
}

/// The statements' rows in turn.
pub(super) struct Turns<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    reading: &'env Reading,
    /// Of each statement.
    currencies: Vec<Currency>,
    most: usize,
    stream: Option<Receiver<Vec<Met>>>,
    lot: std::vec::IntoIter<Met>,
    waiting: BTreeMap<usize, VecDeque<Option<FeedTransaction>>>,
    held: usize,
    /// Statements whose turn has come.
    taken: BTreeSet<usize>,
    /// Statements that are read for again.
    again: BTreeSet<usize>,
}

impl Reading {
    /// Lets `take` ask for the rows of each statement, in any order, each once.
    pub(super) fn in_turn<T>(
        &self,
        currencies: Vec<Currency>,
        take: impl FnOnce(&mut Turns<'_, '_>) -> T,
    ) -> T {
        self.in_turn_holding(WAITING, currencies, take)
    }

    fn in_turn_holding<T>(
        &self,
        most: usize,
        currencies: Vec<Currency>,
        take: impl FnOnce(&mut Turns<'_, '_>) -> T,
    ) -> T {
        std::thread::scope(|scope| {
            take(&mut Turns {
                scope,
                reading: self,
                currencies,
                most,
                stream: None,
                lot: Vec::new().into_iter(),
                waiting: BTreeMap::new(),
                held: 0,
                taken: BTreeSet::new(),
                again: BTreeSet::new(),
            })
        })
    }

    /// Hands a statement's rows to `take` while another thread reads the file.
    pub(super) fn with_rows<T>(
        &self,
        place: usize,
        currency: Currency,
        take: impl FnOnce(&mut dyn Iterator<Item = FeedTransaction>) -> T,
    ) -> T {
        let (sender, receiver) = sync_channel(LOTS);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                self.send(&|found| (found == place).then_some(currency), &sender);
            });
            let rows = receiver.into_iter().flatten();
            let rows = rows.filter_map(|met: Met| met.row);
            take(&mut rows.chain(self.cash_of_trades(place, currency)))
        })
    }

    /// Reads the file and sends the rows of the statements that have a currency, until nobody listens.
    fn send(&self, currency: &dyn Fn(usize) -> Option<Currency>, sender: &SyncSender<Vec<Met>>) {
        let sources: Vec<String> = (0..self.statements.len())
            .map(|place| self.source(place))
            .collect();
        let mut lot = Vec::with_capacity(LOT);
        let whole = parse_until(
            &self.name,
            &self.bytes,
            self.profile(),
            &mut |place, row| {
                let (Some(currency), Some(source)) = (currency(place), sources.get(place)) else {
                    return ControlFlow::Continue(());
                };
                lot.push(Met {
                    place,
                    row: row.into_feed(source, currency).ok(),
                });
                if lot.len() == LOT {
                    let full = std::mem::replace(&mut lot, Vec::with_capacity(LOT));
                    // A taker that stopped early no longer listens.
                    if sender.send(full).is_err() {
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            },
        );
        if whole.is_some() {
            drop(sender.send(lot));
        }
    }
}

impl<'env> Turns<'_, 'env> {
    /// Hands a statement's rows to `take`.
    pub(super) fn rows<T>(
        &mut self,
        place: usize,
        take: impl FnOnce(&mut dyn Iterator<Item = FeedTransaction>) -> T,
    ) -> T {
        let (reading, currency) = (self.reading, self.currencies[place]);
        self.taken.insert(place);
        if self.again.contains(&place) {
            return reading.with_rows(place, currency, take);
        }
        let mut left = reading.statements[place].read;
        let rows = std::iter::from_fn(|| {
            left = left.checked_sub(1)?;
            self.next_of(place)
        });
        let rows = rows.filter_map(|met| met.row);
        take(&mut rows.chain(reading.cash_of_trades(place, currency)))
    }

    fn next_of(&mut self, place: usize) -> Option<Met> {
        if let Some(row) = self
            .waiting
            .get_mut(&place)
            .and_then(|rows| rows.pop_front())
        {
            self.held -= 1;
            return Some(Met { place, row });
        }
        loop {
            match self.lot.next() {
                Some(met) if met.place == place => return Some(met),
                Some(met) => self.keep(met),
                None => self.lot = self.receive()?.into_iter(),
            }
        }
    }

    fn receive(&mut self) -> Option<Vec<Met>> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.start(),
        };
        let lot = stream.recv().ok();
        self.stream = Some(stream);
        lot
    }

    fn start(&self) -> Receiver<Vec<Met>> {
        let (sender, receiver) = sync_channel(LOTS);
        let (reading, currencies): (&'env Reading, _) = (self.reading, self.currencies.clone());
        self.scope.spawn(move || {
            reading.send(&|place| currencies.get(place).copied(), &sender);
        });
        receiver
    }

    /// A row of another statement than the one whose turn it is.
    fn keep(&mut self, met: Met) {
        if self.taken.contains(&met.place) || self.again.contains(&met.place) {
            return;
        }
        if self.held == self.most {
            self.again
                .extend(std::mem::take(&mut self.waiting).into_keys());
            self.again.insert(met.place);
            self.held = 0;
            return;
        }
        self.waiting
            .entry(met.place)
            .or_default()
            .push_back(met.row);
        self.held += 1;
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::fmt::Write as _;
    use std::sync::Arc;

    use import::Profile;

    use super::*;

    /// Two accounts, one after the other or day by day, of `rows` rows each.
    fn table(rows: usize, mixed: bool) -> Reading {
        let mut text = String::from("Date,Account,Payee,Amount\n");
        let accounts = ["Giro", "Card"];
        for at in 0..2 * rows {
            let (account, row) = if mixed {
                (at % 2, at / 2)
            } else {
                (at / rows, at % rows)
            };
            let (account, day) = (accounts[account], row % 28 + 1);
            writeln!(text, "2026-01-{day:02},{account},{account} {row},-1.00").unwrap();
        }
        let bytes = Arc::new(text.into_bytes());
        Reading::of("a.csv", bytes, Profile::default(), &|| false).unwrap()
    }

    fn payees(reading: &Reading, most: usize, order: [usize; 2]) -> [Vec<String>; 2] {
        let currencies = vec![Currency::EUR; 2];
        reading.in_turn_holding(most, currencies, |turns| {
            order.map(|place| turns.rows(place, |rows| rows.map(|row| row.payee).collect()))
        })
    }

    #[test]
    fn every_statement_gets_its_rows_in_their_order_whatever_stands_between_them() {
        let rows = 3 * LOT + 7;
        for mixed in [false, true] {
            let reading = table(rows, mixed);
            assert_eq!(reading.statements.len(), 2);
            let expected = [0, 1].map(|place| {
                reading.with_rows(place, Currency::EUR, |rows| {
                    rows.map(|row| row.payee).collect::<Vec<_>>()
                })
            });
            assert_eq!(expected.each_ref().map(Vec::len), [rows; 2]);
            for most in [0, 1, LOT, WAITING] {
                assert_eq!(payees(&reading, most, [0, 1]), expected, "{mixed} {most}");
                let [card, giro] = payees(&reading, most, [1, 0]);
                assert_eq!(
                    [giro, card],
                    expected,
                    "{mixed} {most}, the other way round"
                );
            }
        }
    }

    #[test]
    fn a_taker_that_has_enough_leaves_the_others_theirs() {
        let reading = table(2 * LOT, true);
        let (some, all) = reading.in_turn(vec![Currency::EUR; 2], |turns| {
            let some = turns.rows(0, |rows| rows.take(3).count());
            (some, turns.rows(1, |rows| rows.count()))
        });
        assert_eq!((some, all), (3, 2 * LOT));
    }
}
