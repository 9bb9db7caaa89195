//! Prices by day.

use chrono::NaiveDate;
use money::{Currency, Money, rounded_minor};
use rust_decimal::Decimal;

/// What one was worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// The day.
    pub day: NaiveDate,
    /// For one, positive.
    pub price: Decimal,
    /// In this currency.
    pub currency: Currency,
}

/// A price found for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The price.
    pub quote: Quote,
    /// It is from after the day asked for: none is known from before.
    pub early: bool,
}

/// The prices of one instrument, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceList {
    quotes: Vec<Quote>,
}

impl PriceList {
    /// A list of `known` prices, with those `implied` by trades on days that have no other. A price that is not positive is
    /// no price.
    pub fn new(
        known: impl IntoIterator<Item = Quote>,
        implied: impl IntoIterator<Item = Quote>,
    ) -> Self {
        let mut quotes: Vec<(u8, Quote)> = known
            .into_iter()
            .map(|quote| (0, quote))
            .chain(implied.into_iter().map(|quote| (1, quote)))
            .filter(|(_, quote)| quote.price > Decimal::ZERO)
            .collect();
        quotes.sort_by_key(|(rank, quote)| (quote.day, *rank));
        quotes.dedup_by_key(|(_, quote)| quote.day);
        Self {
            quotes: quotes.into_iter().map(|(_, quote)| quote).collect(),
        }
    }

    /// The last price known on a day; before the first, the first.
    pub fn at(&self, day: NaiveDate) -> Option<Seen> {
        let known = self.quotes.partition_point(|quote| quote.day <= day);
        match known.checked_sub(1) {
            Some(place) => self.quotes.get(place).map(|quote| Seen {
                quote: *quote,
                early: false,
            }),
            None => self.quotes.first().map(|quote| Seen {
                quote: *quote,
                early: true,
            }),
        }
    }

    /// The newest price.
    pub fn last(&self) -> Option<Quote> {
        self.quotes.last().copied()
    }

    /// The price before the newest.
    pub fn before_last(&self) -> Option<Quote> {
        self.quotes.iter().rev().nth(1).copied()
    }

    /// Every price, oldest first.
    pub fn all(&self) -> &[Quote] {
        &self.quotes
    }
}

/// A price far off its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jump {
    /// The price.
    pub quote: Quote,
    /// The one before it, or after it for the first.
    pub neighbour: Quote,
}

/// How many times its neighbours a price may be before it is called out: pence read as pounds are a hundred times off, and no
/// market does that from one price to the next without a split.
const FAR: i64 = 30;

/// Prices at least thirty times above or below both neighbours (or the only one), unless the instrument was split on one of
/// the days between.
pub fn jumps(list: &PriceList, splits: &[NaiveDate]) -> Vec<Jump> {
    let quotes = list.all();
    let far = |a: &Quote, b: &Quote| {
        let (first, last) = (a.day.min(b.day), a.day.max(b.day));
        let split = splits.iter().any(|day| *day >= first && *day <= last);
        let (small, large) = (a.price.min(b.price), a.price.max(b.price));
        a.currency == b.currency
            && !split
            && small
                .checked_mul(Decimal::from(FAR))
                .is_some_and(|edge| large >= edge)
    };
    let last = quotes.len().saturating_sub(1);
    // Of the first and the last the neighbour must be sound itself, by its own other neighbour. Of two prices that disagree
    // it cannot be known which is wrong: the newer is shown.
    let off = |place: usize| match place {
        0 => last > 1 && far(&quotes[0], &quotes[1]) && !far(&quotes[1], &quotes[2]),
        _ if place == last => {
            far(&quotes[last], &quotes[last - 1])
                && (last == 1 || !far(&quotes[last - 1], &quotes[last - 2]))
        }
        _ => far(&quotes[place], &quotes[place - 1]) && far(&quotes[place], &quotes[place + 1]),
    };
    (0..quotes.len())
        .filter(|place| last > 0 && off(*place))
        .map(|place| Jump {
            quote: quotes[place],
            neighbour: quotes[if place == 0 { 1 } else { place - 1 }],
        })
        .collect()
}

/// What a quantity is worth at a price, to the nearest minor unit; none beyond what an amount holds.
pub fn value_of(quantity: Decimal, quote: Quote) -> Option<Money> {
    let value = quantity.checked_mul(quote.price)?;
    rounded_minor(value, quote.currency).ok()
}
