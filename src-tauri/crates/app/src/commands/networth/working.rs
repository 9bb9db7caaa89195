//! What makes up each part of a change in net worth: accounts with both balances and both rates, assets with both valuations,
//! and positions with both prices.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::types::{ChangeHeld, ChangeRate, ChangeReason, ChangeRow};
use domain::ids::AccountId;
use engine::networth::{Apart, Moved, Rates};
use money::{Currency, Money};

use super::Worth;
use super::explain::{Known, Thing};
use crate::commands::investments::Portfolio;
use crate::commands::rates::source;
use crate::dto;

/// Decimals of a rate that is shown.
const RATE_DECIMALS: u32 = 6;

/// A position on both days.
struct OnBoth {
    instrument: String,
    name: String,
    before: i64,
    after: i64,
    put_in: i64,
    priced: [Option<NaiveDate>; 2],
}

/// Positions that count beside the money of their account, by the account and the currency they are priced in.
#[derive(Default)]
pub(super) struct Held(BTreeMap<(AccountId, Currency), Vec<OnBoth>>);

impl Held {
    pub(super) fn of(portfolio: &Portfolio, known: &Known, from: NaiveDate, to: NaiveDate) -> Self {
        let mut all: BTreeMap<(AccountId, Currency), Vec<OnBoth>> = BTreeMap::new();
        for position in portfolio.own_positions() {
            let worth = [from, to].map(|day| portfolio.position_worth(position, day));
            let Some(currency) = worth
                .iter()
                .rev()
                .flatten()
                .map(|one| one.money.currency)
                .next()
            else {
                continue;
            };
            // A price in another currency on the first day counts there, as it does in net worth.
            let own = |at: usize, currency: Currency| {
                worth[at]
                    .filter(|one| one.money.currency == currency)
                    .map_or(0, |one| one.money.minor)
            };
            let name = portfolio
                .instruments
                .get(&position.instrument)
                .map(|one| one.name.clone())
                .unwrap_or_default();
            let mut add = |currency: Currency, put_in: i64| {
                let one = OnBoth {
                    instrument: position.instrument.to_string(),
                    name: name.clone(),
                    before: own(0, currency),
                    after: own(1, currency),
                    put_in,
                    priced: [0, 1].map(|at: usize| {
                        worth[at]
                            .filter(|one| one.money.currency == currency)
                            .map(|one| one.day)
                    }),
                };
                if one.before != 0 || one.after != 0 || one.put_in != 0 {
                    all.entry((position.account, currency))
                        .or_default()
                        .push(one);
                }
            };
            add(currency, known.put_in.get(&position).copied().unwrap_or(0));
            if let Some(before) = worth[0].filter(|one| one.money.currency != currency) {
                add(before.money.currency, 0);
            }
        }
        Self(all)
    }

    fn list(&self, account: AccountId, currency: Currency) -> &[OnBoth] {
        self.0.get(&(account, currency)).map_or(&[], Vec::as_slice)
    }

    /// What was put into the positions of an account that are priced in a currency, in the base currency.
    pub(super) fn put_in(&self, account: AccountId, currency: Currency) -> i64 {
        self.list(account, currency)
            .iter()
            .map(|one| one.put_in)
            .sum()
    }
}

/// A change that was taken apart, with what it was taken from.
pub(super) struct Working<'a> {
    pub(super) worth: &'a Worth,
    pub(super) known: &'a Known,
    pub(super) held: &'a Held,
    pub(super) things: &'a [(Thing, Moved)],
    pub(super) apart: &'a [Apart],
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Working<'_> {
    /// Everything that adds to a part, the greatest first.
    pub(super) fn rows(&self, reason: ChangeReason) -> Vec<ChangeRow> {
        let mut rows: Vec<(i64, ChangeRow)> = self
            .things
            .iter()
            .zip(self.apart)
            .filter_map(|((thing, moved), apart)| {
                let value = match reason {
                    ChangeReason::Market => apart.market,
                    ChangeReason::Exchange => apart.exchange,
                    ChangeReason::Valuation => apart.valuation,
                    ChangeReason::Other => apart.rows,
                    // Their rows are those of the report of the same days.
                    ChangeReason::CameIn | ChangeReason::Spent => 0,
                };
                (value != 0).then(|| (value, self.row(thing, moved, apart, value)))
            })
            .collect();
        rows.sort_by_key(|(value, row)| {
            (std::cmp::Reverse(value.unsigned_abs()), row.name.clone())
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn row(&self, thing: &Thing, moved: &Moved, apart: &Apart, value: i64) -> ChangeRow {
        let base = self.worth.currency;
        let money = |minor: i64| dto::minor(minor, base);
        let holder = self
            .worth
            .accounts
            .iter()
            .find(|one| one.id == thing.account);
        let asset = thing.account.0 < 0;
        let held = if thing.positions {
            self.held.list(thing.account, thing.currency)
        } else {
            &[]
        };
        let stated = |at: usize| {
            let day = if asset {
                let day = [self.from, self.to][at];
                self.known.valued.get(&(-thing.account.0, day)).copied()
            } else {
                held.iter().filter_map(|one| one.priced[at]).min()
            };
            day.map(|day| day.to_string())
        };
        let own = |minor: i64| dto::money(Money::new(minor, thing.currency));
        ChangeRow {
            id: holder.map(super::Holder::key).unwrap_or_default(),
            name: holder.map(|one| one.name.clone()).unwrap_or_default(),
            asset,
            positions: thing.positions,
            before: dto::money(moved.own_before),
            after: dto::money(moved.own_after),
            base_before: money(moved.before),
            base_after: money(moved.after),
            rate_before: self.rate(thing.currency, self.from),
            rate_after: self.rate(thing.currency, self.to),
            by_itself: money(apart.by_itself),
            rows: money(apart.rows),
            stated_before: stated(0),
            stated_after: stated(1),
            held: held
                .iter()
                .map(|one| ChangeHeld {
                    instrument: one.instrument.clone(),
                    name: one.name.clone(),
                    before: own(one.before),
                    after: own(one.after),
                    put_in: money(one.put_in),
                })
                .collect(),
            value: money(value),
        }
    }

    fn rate(&self, currency: Currency, day: NaiveDate) -> Option<ChangeRate> {
        if currency == self.worth.currency {
            return None;
        }
        let found = self.worth.rates.at(currency, self.worth.currency, day)?;
        // The euro is what rates are kept in: nobody says what it is.
        let mut sources: Vec<_> = [currency, self.worth.currency]
            .into_iter()
            .filter(|leg| *leg != Currency::EUR)
            .filter_map(|leg| self.known.said.get(&(leg, day)).copied())
            .collect();
        sources.sort();
        sources.dedup();
        let sources = sources.into_iter().map(source).collect();
        Some(ChangeRate {
            rate: found
                .rate
                .value()
                .round_dp(RATE_DECIMALS)
                .normalize()
                .to_string(),
            date: found.day.to_string(),
            sources,
        })
    }
}
