//! Everything the book knows of investments, put together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::ids::{AccountId, InstrumentId};
use domain::wealth::{Instrument, Position, Trade, TradeKind};
use engine::invest::{self, Method, PriceList, Quote, Replay};
use engine::networth::{RateTable, Rates};
use money::{Currency, Money};
use rust_decimal::Decimal;
use store::{View, WholeHolding};

/// Holdings, trades and prices.
pub(crate) struct Portfolio {
    pub(crate) instruments: BTreeMap<InstrumentId, Instrument>,
    pub(crate) trades: Vec<Trade>,
    pub(crate) replay: Replay,
    pub(crate) prices: BTreeMap<InstrumentId, PriceList>,
    /// What upstreams say is held.
    pub(crate) told: Vec<WholeHolding>,
    splits: BTreeMap<InstrumentId, Vec<(NaiveDate, Decimal, Decimal)>>,
    today: NaiveDate,
}

/// The code that Budgea gives to money in a securities account that is not invested, beside the ISINs of what is.
pub(crate) const UNINVESTED: &str = "XX-liquidity";

/// Whether what an upstream lists among holdings is money.
pub(crate) fn is_money(held: &WholeHolding) -> bool {
    let code = held.holding.code.as_deref();
    code.is_some_and(|code| code.trim().eq_ignore_ascii_case(UNINVESTED))
}

/// A position's worth on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worth {
    /// In the currency of the price.
    pub(crate) money: Money,
    /// The price, with splits since its day counted in.
    pub(crate) price: Decimal,
    /// Its day.
    pub(crate) day: NaiveDate,
    /// It is from after the day asked for.
    pub(crate) early: bool,
}

impl Portfolio {
    /// Reads it all.
    pub(crate) fn read(view: &View<'_>, today: NaiveDate, method: Method) -> store::Result<Self> {
        let instruments: BTreeMap<InstrumentId, Instrument> = view
            .instruments()?
            .into_iter()
            .map(|one| (one.id, one))
            .collect();
        let trades = view.trades()?;
        let told = view.whole_holdings()?;
        let mut known: BTreeMap<InstrumentId, Vec<Quote>> = BTreeMap::new();
        for holding in &told {
            let (Some(one), Some(currency)) = (named(&instruments, holding), holding.currency)
            else {
                continue;
            };
            let quotes = holding.days.iter().filter_map(|day| {
                Some(Quote {
                    day: day.date,
                    price: day.unit_value?,
                    currency,
                })
            });
            known.entry(one).or_default().extend(quotes);
        }
        // What the person keeps stands before what an upstream says of the same day.
        let mut quotes: BTreeMap<InstrumentId, Vec<Quote>> = BTreeMap::new();
        for price in view.prices()? {
            quotes.entry(price.instrument).or_default().push(Quote {
                day: price.date,
                price: price.price,
                currency: price.currency,
            });
        }
        for (instrument, more) in known {
            quotes.entry(instrument).or_default().extend(more);
        }
        let mut prices = BTreeMap::new();
        for id in instruments.keys() {
            let own = trades
                .iter()
                .filter(|trade| trade.position.instrument == *id);
            let known = quotes.remove(id).unwrap_or_default();
            let (moved, traded): (Vec<&Trade>, Vec<&Trade>) =
                own.partition(|trade| trade.is_moved());
            let mut implied: Vec<Quote> = traded.into_iter().filter_map(implied_price).collect();
            if known.is_empty() && implied.is_empty() {
                // What shares that were moved here had cost is better than nothing.
                implied = moved.into_iter().filter_map(implied_price).collect();
            }
            let list = PriceList::new(known, implied);
            prices.insert(*id, list);
        }
        let mut splits: BTreeMap<InstrumentId, Vec<(NaiveDate, Decimal, Decimal)>> =
            BTreeMap::new();
        for trade in &trades {
            if let TradeKind::Split { new, old } = trade.kind {
                let all = splits.entry(trade.position.instrument).or_default();
                // Entered for each account that holds it, it is one split all the same.
                if !all.iter().any(|(day, ..)| *day == trade.date) {
                    all.push((trade.date, new, old));
                }
            }
        }
        Ok(Self {
            replay: invest::replay(&trades, method, today),
            instruments,
            trades,
            prices,
            told,
            splits,
            today,
        })
    }

    /// Accounts whose balance already counts what they hold, because an upstream says so.
    pub(crate) fn told_accounts(&self) -> BTreeSet<AccountId> {
        self.told
            .iter()
            .map(|holding| holding.holding.account)
            .collect()
    }

    /// The instrument that an upstream's holding is, where the book has it.
    pub(crate) fn instrument_of(&self, holding: &WholeHolding) -> Option<&Instrument> {
        named(&self.instruments, holding).and_then(|id| self.instruments.get(&id))
    }

    /// Positions from trades in accounts that no upstream speaks for.
    pub(crate) fn own_positions(&self) -> Vec<Position> {
        let told = self.told_accounts();
        self.replay
            .steps
            .keys()
            .filter(|position| !told.contains(&position.account))
            .copied()
            .collect()
    }

    /// The currency of a position's amounts.
    pub(crate) fn currency_of(&self, position: Position) -> Option<Currency> {
        self.trades
            .iter()
            .find(|trade| trade.position == position)
            .map(|trade| trade.currency)
            .or_else(|| {
                self.instruments
                    .get(&position.instrument)
                    .map(|one| one.currency)
            })
    }

    /// What a quantity of an instrument is worth on a day.
    pub(crate) fn worth(
        &self,
        instrument: InstrumentId,
        quantity: Decimal,
        day: NaiveDate,
    ) -> Option<Worth> {
        let seen = self.prices.get(&instrument)?.at(day)?;
        let mut price = seen.quote.price;
        for (split, new, old) in self.splits.get(&instrument).into_iter().flatten() {
            if seen.quote.day < *split && *split <= day {
                price = price.checked_mul(*old)?.checked_div(*new)?;
            } else if day < *split && *split <= seen.quote.day {
                price = price.checked_mul(*new)?.checked_div(*old)?;
            }
        }
        let money = invest::value_of(
            quantity,
            Quote {
                price,
                ..seen.quote
            },
        )?;
        Some(Worth {
            money,
            price,
            day: seen.quote.day,
            early: seen.early,
        })
    }

    /// What a position of trades is worth at the end of a day; none before its first trade and without a price.
    pub(crate) fn position_worth(&self, position: Position, day: NaiveDate) -> Option<Worth> {
        let step = self.replay.at(position, day)?;
        self.worth(position.instrument, step.quantity, day)
    }

    /// The days an instrument was split.
    pub(crate) fn split_days(&self, instrument: InstrumentId) -> Vec<NaiveDate> {
        self.splits
            .get(&instrument)
            .into_iter()
            .flatten()
            .map(|(day, ..)| *day)
            .collect()
    }

    /// The first day anything is known of.
    pub(crate) fn first_day(&self) -> Option<NaiveDate> {
        let traded = self.trades.iter().map(|trade| trade.date).min();
        let told = self
            .told
            .iter()
            .filter_map(|holding| holding.days.first().map(|day| day.date))
            .min();
        [traded, told].into_iter().flatten().min()
    }

    /// Rates between every currency that occurs and another.
    pub(crate) fn rates(&self, view: &View<'_>, to: Currency) -> store::Result<RateTable> {
        let mut currencies: BTreeSet<Currency> = BTreeSet::from([to]);
        currencies.extend(self.trades.iter().map(|trade| trade.currency));
        currencies.extend(self.told.iter().filter_map(|holding| holding.currency));
        for list in self.prices.values() {
            currencies.extend(list.all().iter().map(|quote| quote.currency));
        }
        let accounts = view.accounts(self.today)?;
        currencies.extend(accounts.iter().map(|account| account.currency));
        let mut quotes = Vec::new();
        if currencies.len() > 1 {
            let from = self.first_day().unwrap_or(self.today);
            for currency in currencies {
                for rate in view.rates_between(currency, from, self.today)? {
                    quotes.push((rate.currency, rate.date, rate.per_euro));
                }
            }
        }
        Ok(RateTable::new(Currency::EUR, quotes))
    }
}

/// An amount in another currency at a day's rate; none without one.
pub(crate) fn at_rate(
    amount: Money,
    to: Currency,
    day: NaiveDate,
    rates: &RateTable,
) -> Option<i64> {
    if amount.currency == to {
        return Some(amount.minor);
    }
    let found = rates.at(amount.currency, to, day)?;
    found.rate.convert(amount).ok().map(|money| money.minor)
}

fn named(
    instruments: &BTreeMap<InstrumentId, Instrument>,
    holding: &WholeHolding,
) -> Option<InstrumentId> {
    let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => false,
    };
    let held = &holding.holding;
    instruments
        .values()
        .filter(|one| !one.removed)
        .find(|one| same(&one.code, &held.code))
        .or_else(|| {
            instruments
                .values()
                .filter(|one| !one.removed)
                .find(|one| held.code.is_none() && same(&one.symbol, &held.symbol))
        })
        .map(|one| one.id)
}

/// What one was worth by a purchase or sale.
fn implied_price(trade: &Trade) -> Option<Quote> {
    let priced = matches!(trade.kind, TradeKind::Buy | TradeKind::Sell);
    if !priced || trade.quantity <= Decimal::ZERO || trade.amount == 0 {
        return None;
    }
    let whole = Money::new(trade.amount, trade.currency).to_decimal();
    Some(Quote {
        day: trade.date,
        price: whole.checked_div(trade.quantity)?,
        currency: trade.currency,
    })
}
