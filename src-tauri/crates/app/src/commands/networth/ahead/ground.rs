//! What the book knows of net worth ahead: what is there by class, what follows terms of its own, and what was added.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use contract::types::AheadTerms;
use domain::account::AccountKind;
use domain::budget::Month;
use domain::ids::AccountId;
use domain::wealth::{Asset, Wear};
use engine::forecast::Posting;
use engine::invest::Method;
use engine::networth::ahead::{Class, Followed};
use engine::networth::{self, growth};
use money::{Currency, Money};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use store::{ReportScope, View};

use super::super::{Holder, Span, value_of};
use super::month_after;
use crate::commands::debts;
use crate::commands::forecast::{rate, terms};
use crate::commands::investments::{Portfolio, at_rate};
use crate::{App, Failure};

/// Full months that are learned from.
const MONTHS: i32 = 12;
/// Below so many nothing is proposed.
const LEAST: i32 = 3;

/// Something that follows terms of its own.
pub(super) struct Following {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) class: Class,
    pub(super) terms: AheadTerms,
    pub(super) percent: Option<Decimal>,
    /// Now and after each month, in the base currency.
    pub(super) values: Vec<i64>,
    /// The day of the last payment of a debt, within the horizon.
    pub(super) last_payment: Option<NaiveDate>,
    /// What is paid a month until then, in the base currency.
    pub(super) payment: Option<i64>,
}

/// What is known.
pub(super) struct Ground {
    pub(super) today: NaiveDate,
    pub(super) base: Currency,
    /// By class, what follows no terms of its own.
    pub(super) starts: [i64; 4],
    pub(super) followed: Vec<Following>,
    /// Debts and things that stay as they are, by name.
    pub(super) still: Vec<String>,
    /// What the last months added, on average.
    pub(super) proposed: [Option<i64>; 4],
    pub(super) months_seen: u32,
    /// Left out for want of a rate, by name.
    pub(super) without_rate: Vec<String>,
    /// By account its class, and the factor of a month where it has stated interest.
    pub(super) accounts: BTreeMap<AccountId, (Class, Option<Decimal>)>,
}

/// What an account counts in: a debt that is owed, else by its kind. What is overdrawn is less cash.
const fn class_of(kind: AccountKind, minor: i64) -> Class {
    if kind.is_liability() {
        return if minor > 0 { Class::Cash } else { Class::Debts };
    }
    match kind {
        AccountKind::Investment | AccountKind::Retirement | AccountKind::Insurance
            if minor >= 0 =>
        {
            Class::Investments
        }
        _ => Class::Cash,
    }
}

/// How often interest is booked a year.
const fn times(posting: Posting) -> u32 {
    match posting {
        Posting::Monthly => 12,
        Posting::Quarterly => 4,
        Posting::Yearly => 1,
    }
}

/// What the book knows beside today's worth.
struct Facts {
    kinds: BTreeMap<AccountId, AccountKind>,
    terms: BTreeMap<AccountId, engine::forecast::Terms>,
    debts: Vec<debts::Known>,
    assets: Vec<Asset>,
    /// In the base currency, by currency: what one amount of it is.
    rates: BTreeMap<Currency, money::Rate>,
    added: BTreeMap<AccountId, i64>,
    months_seen: u32,
}

pub(super) async fn read(app: &App, base: Currency, months: u32) -> Result<Ground, Failure> {
    let today = app.today();
    let worth = app
        .worth(Span {
            from: today,
            to: today,
            step: networth::Step::Day,
            currency: base,
            only: Some(vec![today]),
        })
        .await?;
    let counted: BTreeSet<AccountId> = worth
        .accounts
        .iter()
        .filter(|holder| !holder.is_asset())
        .map(|holder| holder.id)
        .collect();
    let facts = app
        .read(move |view| facts(view, base, today, &counted))
        .await?;
    let mut ground = Ground {
        today,
        base,
        starts: [0; 4],
        followed: Vec::new(),
        still: Vec::new(),
        proposed: [None; 4],
        months_seen: facts.months_seen,
        without_rate: Vec::new(),
        accounts: BTreeMap::new(),
    };
    let point = worth.points.last();
    for holder in &worth.accounts {
        let there = point.is_some_and(|point| {
            point
                .accounts
                .iter()
                .any(|value| value.account == holder.id)
        });
        if !there {
            continue;
        }
        let Some(value) = value_of(point, holder.id) else {
            ground.without_rate.push(holder.name.clone());
            continue;
        };
        if holder.is_asset() {
            ground.take_asset(holder, value, &facts, months);
        } else {
            let plain = point.is_some_and(|point| {
                let of = point.accounts.iter().filter(|one| one.account == holder.id);
                of.count() == 1
            });
            ground.take_account(holder, value, plain, &facts, months);
        }
    }
    ground.propose(&facts);
    Ok(ground)
}

fn facts(
    view: &View<'_>,
    base: Currency,
    today: NaiveDate,
    counted: &BTreeSet<AccountId>,
) -> store::Result<Facts> {
    let accounts = view.accounts(today)?;
    let assets = view.assets()?;
    let debts = debts::all(view, today)?;
    let terms = terms::all(view)?;
    let mut rates = BTreeMap::new();
    let currencies: BTreeSet<Currency> = accounts
        .iter()
        .map(|account| account.currency)
        .chain(assets.iter().map(|asset| asset.currency))
        .collect();
    for currency in currencies {
        if let Some(found) = rate(view, currency, base, today)? {
            rates.insert(currency, found);
        }
    }
    let now = Month::of(today);
    let first = accounts
        .iter()
        .filter(|account| counted.contains(&account.id))
        .filter_map(|account| account.span.map(|(first, _)| first))
        .min();
    // The month of the first row is seldom a whole one.
    let full = first.map_or(0, |first| now.index() - Month::of(first).index() - 1);
    let seen = full.clamp(0, MONTHS);
    let mut added: BTreeMap<AccountId, i64> = BTreeMap::new();
    if seen >= LEAST {
        let (from, to) = (now.plus(-seen - 1).last_day(), now.plus(-1).last_day());
        for account in &accounts {
            if !counted.contains(&account.id) || account.mirror_of.is_some() {
                continue;
            }
            let mut rows = view.rows_between(account.id, from, to)?;
            // Interest that is stated comes by its terms: learnt from the past as well it would count twice.
            if terms
                .get(&account.id)
                .is_some_and(|one| one.earned.is_some())
            {
                rows = rows.saturating_sub(booked_interest(view, account.id, from, to)?);
            }
            if let Some(rate) = rates.get(&account.currency)
                && let Ok(there) = rate.convert(Money::new(rows, account.currency))
            {
                added.insert(account.id, there.minor);
            }
        }
        let portfolio = Portfolio::read(view, today, Method::Fifo)?;
        let own: BTreeSet<_> = portfolio.own_positions().into_iter().collect();
        if !own.is_empty() {
            let rates = portfolio.rates(view, base)?;
            for trade in &portfolio.trades {
                if trade.date <= from || trade.date > to || !own.contains(&trade.position) {
                    continue;
                }
                // What went out of the account's money for it went into what it holds.
                let cash = Money::new(trade.cash(), trade.currency);
                if let Some(cash) = at_rate(cash, base, trade.date, &rates)
                    && let Some(sum) = added.get_mut(&trade.position.account)
                {
                    *sum = sum.saturating_sub(cash);
                }
            }
        }
    }
    Ok(Facts {
        kinds: accounts
            .iter()
            .map(|account| (account.id, account.kind))
            .collect(),
        terms,
        debts,
        assets,
        rates,
        added,
        months_seen: seen.unsigned_abs(),
    })
}

/// Interest that was booked on an account in whole months after one day up to another, in its own currency.
fn booked_interest(
    view: &View<'_>,
    account: AccountId,
    after: NaiveDate,
    until: NaiveDate,
) -> store::Result<i64> {
    let interest = view
        .categories()?
        .into_iter()
        .find(|category| category.key.as_deref() == Some("interest"))
        .map(|category| category.id);
    let Some(interest) = interest else {
        return Ok(0);
    };
    let scope = ReportScope {
        accounts: vec![account],
        with_pending: true,
    };
    let months = view.category_months(Month::of(after).plus(1), Month::of(until), &scope)?;
    Ok(months
        .iter()
        .filter(|month| month.category == Some(interest) && month.sum.minor > 0)
        .fold(0, |sum, month| month.sum.minor.saturating_add(sum)))
}

/// Part of a sum, half to even.
fn mean(sum: i64, of: u32) -> Option<i64> {
    Decimal::from(sum)
        .checked_div(Decimal::from(of))?
        .round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven)
        .to_i64()
}

impl Facts {
    fn in_base(&self, minor: i64, currency: Currency) -> Option<i64> {
        let rate = self.rates.get(&currency)?;
        rate.convert(Money::new(minor, currency))
            .ok()
            .map(|amount| amount.minor)
    }
}

impl Ground {
    fn take_account(
        &mut self,
        holder: &Holder,
        value: i64,
        plain: bool,
        facts: &Facts,
        months: u32,
    ) {
        let kind = facts
            .kinds
            .get(&holder.id)
            .copied()
            .unwrap_or(AccountKind::Other);
        let class = class_of(kind, value);
        let earned = facts
            .terms
            .get(&holder.id)
            .and_then(|terms| terms.earned)
            .filter(|_| class == Class::Cash && plain);
        let factor =
            earned.and_then(|yearly| growth::of_periods(yearly.percent, times(yearly.posting)));
        self.accounts.insert(holder.id, (class, factor));
        if class == Class::Debts && value < 0 {
            let key = format!("a{}", holder.id);
            if self.take_debt(holder, &key, class, value, facts, months) {
                return;
            }
            self.still.push(holder.name.clone());
        }
        if let (Some(yearly), Some(factor)) = (earned, factor)
            && value > 0
            && let Some(values) = grown(value, factor, months)
        {
            self.followed.push(Following {
                id: holder.key(),
                name: holder.name.clone(),
                class,
                terms: AheadTerms::Interest,
                percent: Some(yearly.percent),
                values,
                last_payment: None,
                payment: None,
            });
            return;
        }
        self.add(class, value);
    }

    fn take_asset(&mut self, holder: &Holder, value: i64, facts: &Facts, months: u32) {
        let asset = facts
            .assets
            .iter()
            .find(|asset| holder.key() == format!("a{}", asset.id));
        let class = if value < 0 {
            Class::Debts
        } else {
            Class::Things
        };
        let Some(asset) = asset else {
            self.add(class, value);
            return;
        };
        if asset.owed
            && self.take_debt(
                holder,
                &format!("s{}", asset.id),
                class,
                value,
                facts,
                months,
            )
        {
            return;
        }
        if asset.wear != Wear::None {
            // That it goes one day says nothing of what it is sold for.
            let lasting = Asset {
                until: None,
                ..asset.clone()
            };
            let values: Option<Vec<i64>> = (0..=months)
                .map(|month| {
                    let day = month_after(self.today, month);
                    let worth = networth::worth_of(&lasting, day)?;
                    facts.in_base(worth, asset.currency)
                })
                .collect();
            if let Some(values) = values {
                self.followed.push(Following {
                    id: holder.key(),
                    name: holder.name.clone(),
                    class,
                    terms: AheadTerms::Wear,
                    percent: None,
                    values,
                    last_payment: None,
                    payment: None,
                });
                return;
            }
        }
        if asset.owed {
            self.still.push(holder.name.clone());
        }
        self.add(class, value);
    }

    /// Follows the schedule of a debt, where it has one.
    fn take_debt(
        &mut self,
        holder: &Holder,
        key: &str,
        class: Class,
        value: i64,
        facts: &Facts,
        months: u32,
    ) -> bool {
        let Some(debt) = facts.debts.iter().find(|debt| debt.id == key) else {
            return false;
        };
        // What is settled at once is spent again as soon.
        if debt.kind == contract::types::DebtKind::Deferred {
            return false;
        }
        let Ok(payments) = debt.payments(self.today) else {
            return false;
        };
        let currency = debt.owed.currency;
        let end = month_after(self.today, months);
        let mut values = vec![value];
        for month in 1..=months {
            let day = month_after(self.today, month);
            let paid = payments.partition_point(|payment| payment.date <= day);
            let left = paid
                .checked_sub(1)
                .and_then(|place| payments.get(place))
                .map_or(debt.owed.minor, |payment| payment.left);
            let Some(left) = facts.in_base(left, currency) else {
                return false;
            };
            values.push(-left);
        }
        self.followed.push(Following {
            id: holder.key(),
            name: holder.name.clone(),
            class,
            terms: AheadTerms::Schedule,
            percent: debt.yearly(),
            values,
            last_payment: payments
                .last()
                .map(|payment| payment.date)
                .filter(|day| *day <= end),
            payment: debt
                .monthly()
                .and_then(|minor| facts.in_base(minor, currency)),
        });
        true
    }

    fn add(&mut self, class: Class, value: i64) {
        let start = &mut self.starts[class as usize];
        *start = start.saturating_add(value);
    }

    /// What the last months added. What a debt's schedule pays back is in the schedule.
    fn propose(&mut self, facts: &Facts) {
        if facts.months_seen < LEAST.unsigned_abs() {
            return;
        }
        let mut sums = [0_i64; 4];
        for (account, added) in &facts.added {
            let class = self.accounts.get(account).map_or_else(
                || {
                    class_of(
                        facts
                            .kinds
                            .get(account)
                            .copied()
                            .unwrap_or(AccountKind::Other),
                        0,
                    )
                },
                |(class, _)| *class,
            );
            let scheduled = self
                .followed
                .iter()
                .any(|one| one.terms == AheadTerms::Schedule && one.id == account.to_string());
            if !scheduled {
                let sum = &mut sums[class as usize];
                *sum = sum.saturating_add(*added);
            }
        }
        for (place, sum) in sums.into_iter().enumerate() {
            // Nobody buys a house a month: what is owned beside accounts is not added to unless the person says so.
            if Class::ALL[place] != Class::Things {
                self.proposed[place] = mean(sum, facts.months_seen);
            }
        }
    }

    pub(super) fn followed_values(&self) -> Vec<Followed> {
        self.followed
            .iter()
            .map(|one| Followed {
                class: one.class,
                values: one.values.clone(),
            })
            .collect()
    }

    /// By month, the payments of debts that are paid off by then: from the month after the last payment on.
    pub(super) fn freed(&self, months: u32) -> Vec<i64> {
        (1..=months)
            .map(|month| {
                let before = month_after(self.today, month - 1);
                self.followed
                    .iter()
                    .filter(|one| one.last_payment.is_some_and(|last| last <= before))
                    .filter_map(|one| one.payment)
                    .fold(0, i64::saturating_add)
            })
            .collect()
    }
}

/// A value and what it grows to, rounded once a month's end and never in between.
fn grown(start: i64, factor: Decimal, months: u32) -> Option<Vec<i64>> {
    let mut value = Decimal::from(start);
    let mut all = vec![start];
    for _ in 0..months {
        value = value.checked_mul(factor)?;
        all.push(
            value
                .round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven)
                .to_i64()?,
        );
    }
    Some(all)
}
