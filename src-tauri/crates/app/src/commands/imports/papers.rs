//! Trades and positions of an investment statement, taken into the book's own investments.
//!
//! The account's balance is its money; what it holds is what its trades come to. The quantities that the statement tells are the
//! proof: what trades do not explain is brought in (or let go) at the statement's price and told, so that net worth has it
//! once. Accounts whose holdings an upstream tells keep to that: trades then only explain, and no money moves.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Days, NaiveDate};
use domain::ids::{AccountId, InstrumentId, TradeId};
use domain::wealth::{
    Instrument, InstrumentClass, MOVED_IN, MOVED_OUT, Position, Price, Trade, TradeKind,
};
use engine::invest::{Method, replay};
use import::{Row, Security, SecurityTrade, TradeAct};
use money::Currency;
use rust_decimal::Decimal;
use store::{View, Writing};

use super::reading::StatementFacts;

/// How the note of a trade begins that stands for what a statement told and no trade explains.
const TOLD: &str = "As the statement of ";

/// What the securities of a statement would do, or did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PaperCounts {
    /// Trades that the book has not.
    pub(super) trades: usize,
    /// Trades that it has.
    pub(super) here: usize,
    /// Positions that the statement tells.
    pub(super) positions: usize,
    /// Of these, positions that trades alone do not explain.
    pub(super) unexplained: usize,
    /// Trades that cannot be taken: of a position in another currency, or of an amount that nothing tells.
    pub(super) rejected: usize,
}

/// The plan for a statement's securities. Instruments are places in `instruments` until they are in the book.
#[derive(Default)]
pub(super) struct Papers {
    pub(super) counts: PaperCounts,
    /// In the book, or to be added.
    instruments: Vec<Instrument>,
    trades: Vec<Trade>,
    changed: Vec<Trade>,
    removed: Vec<TradeId>,
    prices: Vec<Price>,
}

/// The row that a trade's money makes, and whether it is neither income nor spending.
pub(super) fn cash_row(trade: &SecurityTrade) -> Option<(Row, bool)> {
    if trade.cash.is_zero() {
        return None;
    }
    let mut row = Row::new(trade.line, trade.date, trade.cash);
    row.payee.clone_from(&trade.security.name);
    if row.payee.is_empty() {
        row.payee.clone_from(&trade.text);
    } else {
        row.description.clone_from(&trade.text);
    }
    row.id.clone_from(&trade.id);
    let moved = matches!(
        trade.act,
        TradeAct::Buy
            | TradeAct::Sell
            | TradeAct::In
            | TradeAct::Out
            | TradeAct::Short
            | TradeAct::Split { .. }
    );
    Some((row, moved))
}

/// Whether the balance of an account counts what it holds, because an upstream tells both.
pub(super) fn told_elsewhere(view: &View<'_>, account: AccountId) -> store::Result<bool> {
    Ok(!view.holdings(account)?.is_empty())
}

fn same(one: Option<&str>, two: Option<&str>) -> Option<bool> {
    Some(one?.eq_ignore_ascii_case(two?))
}

/// Whether an instrument is what a file names: by code, else by symbol, else by name.
fn is_it(one: &Instrument, security: &Security) -> bool {
    let code = same(one.code.as_deref(), security.code.as_deref());
    let symbol = same(one.symbol.as_deref(), security.symbol.as_deref());
    code.or(symbol)
        .unwrap_or_else(|| one.name.eq_ignore_ascii_case(security.name.trim()))
}

fn minor(amount: Decimal, currency: Currency) -> Option<i64> {
    money::rounded_minor(amount, currency)
        .ok()
        .map(|money| money.minor)
}

/// What is being put together.
struct Planner {
    papers: Papers,
    account: AccountId,
    /// Trades of the account that the book has.
    there: Vec<Trade>,
    /// Of these, those that no trade of the file was found to be.
    free: Vec<usize>,
    next: i64,
}

impl Planner {
    fn instrument(&mut self, security: &Security, currency: Currency) -> InstrumentId {
        let known = &mut self.papers.instruments;
        if let Some(one) = known
            .iter()
            .find(|one| !one.removed && is_it(one, security))
        {
            return one.id;
        }
        // Numbers below zero stand for what is not in the book yet.
        let id = InstrumentId(-i64::try_from(known.len()).unwrap_or(i64::MAX) - 1);
        known.push(Instrument {
            id,
            name: security.name.clone(),
            code: security.code.clone(),
            symbol: security.symbol.clone(),
            currency,
            class: security.class.unwrap_or(InstrumentClass::Other),
            region: None,
            removed: false,
        });
        id
    }

    fn position(&self, instrument: InstrumentId) -> Position {
        Position {
            account: self.account,
            instrument,
        }
    }

    /// Every trade of a position as it would be, oldest first.
    fn all(&self, position: Position) -> Vec<&Trade> {
        let gone = &self.papers.removed;
        let there = self.there.iter().map(|trade| {
            let changed = self.papers.changed.iter();
            changed
                .clone()
                .find(|one| one.id == trade.id)
                .unwrap_or(trade)
        });
        let mut all: Vec<&Trade> = there
            .chain(&self.papers.trades)
            .filter(|trade| trade.position == position && !gone.contains(&trade.id))
            .collect();
        all.sort_by_key(|trade| (trade.date, trade.id));
        all
    }

    fn held(&self, position: Position, until: NaiveDate) -> Decimal {
        let all: Vec<Trade> = self.all(position).into_iter().cloned().collect();
        replay(&all, Method::Fifo, until).quantity(position)
    }

    fn add(&mut self, mut trade: Trade) {
        trade.id = TradeId(self.next);
        self.next += 1;
        self.papers.trades.push(trade);
    }

    /// Takes a trade of the file, unless the book has it.
    fn trade(&mut self, found: &SecurityTrade, own: Currency) {
        if found.security.name.trim().is_empty() {
            return;
        }
        let kind = match found.act {
            TradeAct::Buy | TradeAct::In => TradeKind::Buy,
            TradeAct::Sell | TradeAct::Out => TradeKind::Sell,
            TradeAct::Income => TradeKind::Dividend,
            TradeAct::Expense => TradeKind::Fee,
            TradeAct::Split { new, old } => TradeKind::Split { new, old },
            // Its money is a row; nothing is held.
            TradeAct::Short => return,
        };
        let currency = found.currency.unwrap_or(own);
        let instrument = self.instrument(&found.security, currency);
        let position = self.position(instrument);
        let stated = match found.act {
            TradeAct::Split { .. } => Some(0),
            _ => found.amount.and_then(|amount| minor(amount, currency)),
        };
        let (fee, tax) = (minor(found.fee, currency), minor(found.tax, currency));
        let (Some(fee), Some(tax)) = (fee, tax) else {
            self.papers.counts.rejected += 1;
            return;
        };
        let known = self.free.iter().position(|place| {
            let one = &self.there[*place];
            one.position == position
                && one.date == found.date
                && one.kind == kind
                && one.quantity == found.quantity
                && one.currency == currency
                && (one.fee, one.tax) == (fee, tax)
                && stated.is_none_or(|amount| amount == one.amount)
        });
        if let Some(known) = known {
            self.free.swap_remove(known);
            self.papers.counts.here += 1;
            return;
        }
        let other = self
            .all(position)
            .first()
            .is_some_and(|first| first.currency != currency);
        let mut trade = Trade {
            id: TradeId(self.next),
            position,
            date: found.date,
            kind,
            quantity: found.quantity,
            currency,
            amount: stated.unwrap_or_default(),
            fee,
            tax,
            lots: Vec::new(),
            note: match found.act {
                TradeAct::In => Some(MOVED_IN.to_owned()),
                TradeAct::Out => Some(MOVED_OUT.to_owned()),
                _ => None,
            },
        };
        if stated.is_none() {
            if found.act != TradeAct::Out || other {
                // What is brought in at no stated cost comes with the position, at its price.
                self.papers.counts.rejected += 1;
                return;
            }
            // It leaves at what it cost: nothing is gained by taking it elsewhere.
            trade.amount = self.cost_of(&trade);
        }
        if other {
            self.papers.counts.rejected += 1;
            return;
        }
        self.papers.counts.trades += 1;
        self.add(trade);
    }

    fn cost_of(&self, sale: &Trade) -> i64 {
        let mut all: Vec<Trade> = self.all(sale.position).into_iter().cloned().collect();
        all.push(sale.clone());
        replay(&all, Method::Fifo, sale.date)
            .realised
            .iter()
            .filter(|part| part.trade == sale.id)
            .map(|part| part.cost)
            .sum()
    }

    /// Holds what the statement tells of a position against what its trades come to.
    fn prove(
        &mut self,
        instrument: InstrumentId,
        told: Decimal,
        price: Option<Decimal>,
        day: NaiveDate,
        own: Currency,
    ) {
        let position = self.position(instrument);
        let all = self.all(position);
        let currency = all.first().map_or(own, |first| first.currency);
        let before: Vec<&&Trade> = all.iter().filter(|trade| trade.date <= day).collect();
        // What was held before the first trade, so that after the last one there is what the statement tells.
        let (sum, ratio) = before.iter().fold(
            (Decimal::ZERO, Decimal::ONE),
            |(sum, ratio), trade| match trade.kind {
                TradeKind::Buy => (sum + trade.quantity, ratio),
                TradeKind::Sell => (sum - trade.quantity, ratio),
                TradeKind::Split { new, old } => {
                    let times = new.checked_div(old).unwrap_or(Decimal::ONE);
                    (
                        sum.checked_mul(times).unwrap_or(sum),
                        ratio.checked_mul(times).unwrap_or(ratio),
                    )
                }
                TradeKind::Dividend
                | TradeKind::Fee
                | TradeKind::Tax
                | TradeKind::Merger { .. } => (sum, ratio),
            },
        );
        if self.held(position, day) == told {
            return;
        }
        let first = before.first().map(|trade| trade.date);
        let fresh = before.iter().all(|trade| trade.id.0 >= self.first_new());
        let opening = (told - sum).checked_div(ratio).unwrap_or_default();
        let (date, quantity) = if fresh && opening > Decimal::ZERO {
            let date = first.and_then(|first| first.checked_sub_days(Days::new(1)));
            (date.unwrap_or(day), opening)
        } else {
            (day, told - self.held(position, day))
        };
        if quantity.is_zero() {
            return;
        }
        let one = price.or_else(|| {
            let paid = before.iter().rev().find(|trade| {
                matches!(trade.kind, TradeKind::Buy | TradeKind::Sell) && !trade.quantity.is_zero()
            })?;
            money::Money::new(paid.amount, paid.currency)
                .to_decimal()
                .checked_div(paid.quantity)
        });
        // Shares before a split are worth what they became.
        let times = if date < day { ratio } else { Decimal::ONE };
        let worth = one
            .filter(|_| currency == own || price.is_none())
            .and_then(|one| one.checked_mul(times)?.checked_mul(quantity.abs()))
            .and_then(|worth| minor(worth, currency));
        self.papers.counts.unexplained += 1;
        let Some(amount) = worth else {
            // Without a price nothing can be said of its worth: the difference is told and stays.
            return;
        };
        self.add(Trade {
            id: TradeId(0),
            position,
            date,
            kind: if quantity.is_sign_negative() {
                TradeKind::Sell
            } else {
                TradeKind::Buy
            },
            quantity: quantity.abs(),
            currency,
            amount,
            fee: 0,
            tax: 0,
            lots: Vec::new(),
            note: Some(format!("{TOLD}{day} says")),
        });
        self.papers.counts.trades += 1;
    }

    /// The number of the first trade that is not in the book yet.
    fn first_new(&self) -> i64 {
        self.there
            .iter()
            .map(|trade| trade.id.0 + 1)
            .max()
            .unwrap_or(1)
    }

    /// Older trades explain what a later statement had to bring in: that becomes less.
    fn explain_later(&mut self) {
        let brought: Vec<Trade> = self
            .there
            .iter()
            .filter(|trade| {
                trade.kind == TradeKind::Buy
                    && trade
                        .note
                        .as_deref()
                        .is_some_and(|note| note.starts_with(TOLD))
            })
            .cloned()
            .collect();
        for trade in brought {
            let added = self
                .papers
                .trades
                .iter()
                .any(|one| one.position == trade.position && one.date <= trade.date);
            let earlier = self.there.iter().any(|one| {
                one.position == trade.position && (one.date, one.id) < (trade.date, trade.id)
            });
            if !added || earlier {
                continue;
            }
            let whole = self.held(trade.position, trade.date);
            let explained = (whole - trade.quantity).max(Decimal::ZERO);
            let left = trade.quantity - explained;
            if left <= Decimal::ZERO {
                self.papers.removed.push(trade.id);
            } else if left < trade.quantity {
                let amount = Decimal::from(trade.amount)
                    .checked_mul(left)
                    .and_then(|part| part.checked_div(trade.quantity))
                    .and_then(|part| i64::try_from(part.round_dp(0)).ok());
                self.papers.changed.push(Trade {
                    quantity: left,
                    amount: amount.unwrap_or(trade.amount),
                    ..trade
                });
            }
        }
    }
}

/// What a statement's securities would do to an account; to a new one where there is none.
pub(super) fn plan(
    view: &View<'_>,
    facts: &StatementFacts,
    account: Option<AccountId>,
    own: Currency,
    today: NaiveDate,
) -> store::Result<Papers> {
    let statement = &facts.statement;
    let nothing = statement.trades.is_empty() && statement.positions.is_empty();
    if nothing && statement.prices.is_empty() {
        return Ok(Papers::default());
    }
    let there: Vec<Trade> = match account {
        Some(id) => view
            .trades()?
            .into_iter()
            .filter(|trade| trade.position.account == id)
            .collect(),
        None => Vec::new(),
    };
    let mut planner = Planner {
        papers: Papers {
            instruments: view.instruments()?,
            ..Papers::default()
        },
        account: account.unwrap_or(AccountId(0)),
        free: (0..there.len()).collect(),
        next: there.iter().map(|trade| trade.id.0 + 1).max().unwrap_or(1),
        there,
    };
    let mut trades: Vec<&SecurityTrade> = statement.trades.iter().collect();
    // On one day what comes in comes first: files order them as they like.
    trades.sort_by_key(|trade| {
        let out = matches!(trade.act, TradeAct::Sell | TradeAct::Out);
        (trade.date, out)
    });
    for trade in trades {
        planner.trade(trade, own);
    }
    planner.papers.counts.positions = statement.positions.len();
    let told_there = match account {
        Some(id) => told_elsewhere(view, id)?,
        None => false,
    };
    if !told_there && !statement.positions.is_empty() {
        planner.hold_against(statement, own, today);
    }
    planner.explain_later();
    planner.listed_prices(statement, own);
    Ok(planner.papers)
}

impl Planner {
    /// Prices that the file lists, of securities that the book has or gets.
    fn listed_prices(&mut self, statement: &import::Statement, own: Currency) {
        let mut known: HashMap<&str, Option<InstrumentId>> = HashMap::new();
        for listed in &statement.prices {
            let security = &listed.security;
            let key = security.symbol.as_deref().unwrap_or(&security.name);
            let instruments = &self.papers.instruments;
            let found = known.entry(key).or_insert_with(|| {
                instruments
                    .iter()
                    .find(|one| !one.removed && one.currency == own && is_it(one, security))
                    .map(|one| one.id)
            });
            if let Some(instrument) = *found {
                self.papers.prices.push(Price {
                    instrument,
                    date: listed.date,
                    price: listed.price,
                    currency: own,
                });
            }
        }
    }

    /// Proves every position of the statement, and those of the book that it does not tell any more.
    fn hold_against(&mut self, statement: &import::Statement, own: Currency, today: NaiveDate) {
        let last = statement.positions.iter().filter_map(|one| one.date).max();
        let day = last.unwrap_or(today);
        let mut told: BTreeMap<InstrumentId, (Decimal, Option<Decimal>)> = BTreeMap::new();
        for position in &statement.positions {
            let instrument = self.instrument(&position.security, own);
            let entry = told.entry(instrument).or_default();
            entry.0 = entry.0.checked_add(position.quantity).unwrap_or(entry.0);
            entry.1 = entry.1.or(position.price);
            if let Some(price) = position.price.filter(|price| *price > Decimal::ZERO) {
                self.papers.prices.push(Price {
                    instrument,
                    date: position.date.unwrap_or(day),
                    price,
                    currency: own,
                });
            }
        }
        let gone: Vec<InstrumentId> = self
            .there
            .iter()
            .chain(&self.papers.trades)
            .map(|trade| trade.position.instrument)
            .filter(|instrument| !told.contains_key(instrument))
            .collect();
        for instrument in gone {
            told.entry(instrument).or_default();
        }
        for (instrument, (quantity, price)) in told {
            self.prove(instrument, quantity, price, day, own);
        }
    }
}

impl Papers {
    /// Writes it.
    pub(super) fn take(
        self,
        writing: &mut Writing<'_>,
        account: AccountId,
    ) -> store::Result<PaperCounts> {
        let mut ids: BTreeMap<InstrumentId, InstrumentId> = BTreeMap::new();
        let used = |id: InstrumentId| {
            self.trades
                .iter()
                .any(|trade| trade.position.instrument == id)
                || self.prices.iter().any(|price| price.instrument == id)
        };
        for one in &self.instruments {
            let id = if one.id.0 < 0 && used(one.id) {
                writing.add_instrument(one)?
            } else {
                one.id
            };
            ids.insert(one.id, id);
        }
        let real = |id: InstrumentId| ids.get(&id).copied().unwrap_or(id);
        for id in &self.removed {
            writing.remove_trade(*id)?;
        }
        for trade in &self.changed {
            writing.put_trade(trade)?;
        }
        for trade in &self.trades {
            writing.add_trade(&Trade {
                position: Position {
                    account,
                    instrument: real(trade.position.instrument),
                },
                ..trade.clone()
            })?;
        }
        let mut known: HashSet<(InstrumentId, NaiveDate)> = writing
            .prices()?
            .iter()
            .map(|one| (one.instrument, one.date))
            .collect();
        let fresh: Vec<Price> = self
            .prices
            .iter()
            .map(|price| Price {
                instrument: real(price.instrument),
                ..*price
            })
            // What the book has of that day stays: it may be the person's own.
            .filter(|price| known.insert((price.instrument, price.date)))
            .collect();
        writing.put_prices(&fresh)?;
        Ok(self.counts)
    }
}
