//! Net worth over time, and the exchange rates it needs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use contract::types::{
    NetWorth, NetWorthAccount, NetWorthClass, NetWorthPoint, NetWorthReq, RealTerms, Step,
};
use domain::account::AccountKind;
use domain::budget::Month;
use domain::ids::AccountId;
use domain::wealth::Asset;
use engine::networth::{self, Point, RateTable};
use money::{Currency, Money};
use rust_decimal::{Decimal, RoundingStrategy};
use store::{BalanceSeries, DayRate, View};

mod ahead;
mod explain;
mod holders;
mod index_file;
mod real;
mod working;

pub(crate) use ahead::{net_worth_ahead, net_worth_ahead_keep};
pub(crate) use explain::net_worth_explain;
pub(crate) use holders::Holder;
pub(crate) use real::{price_index_import, price_index_remove, price_indexes, price_rate_set};

use crate::commands::investments::{Portfolio, UNINVESTED, at_rate};
use crate::commands::rates::first_day;
use crate::freshness::Freshness;
use crate::{App, Failure, dto};

/// Rates this old at the end of a series are marked: longer than a weekend with a holiday.
const STALE_AFTER_DAYS: i64 = 4;

/// Longest series of days; more is asked for by month.
const MOST_DAYS: i64 = 3 * 366;

/// What a series is computed over.
pub(crate) struct Span {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) step: networth::Step,
    pub(crate) currency: Currency,
    /// Only these days of it.
    pub(crate) only: Option<Vec<NaiveDate>>,
}

/// Net worth with what is needed to show it.
pub(crate) struct Worth {
    pub(crate) currency: Currency,
    pub(crate) points: Vec<Point>,
    pub(crate) accounts: Vec<Holder>,
    /// The rates it was converted at.
    pub(crate) rates: RateTable,
    pub(crate) freshness: Freshness,
    /// How amounts were turned into today's money, where they were.
    pub(crate) real: Option<RealTerms>,
}

impl Worth {
    /// The points that are known: none after the last day that every source was read on. A month or year that is not over
    /// is known as far as that.
    pub(crate) fn known(&self, point: &Point, by: Step) -> bool {
        let Some(until) = self.freshness.known_until() else {
            return true;
        };
        match by {
            Step::Day | Step::Week => point.date <= until,
            Step::Month => Month::of(point.date) <= Month::of(until),
            Step::Year => point.date.year() <= until.year(),
        }
    }
}

const fn step_of(step: Step) -> networth::Step {
    match step {
        Step::Day => networth::Step::Day,
        Step::Week => networth::Step::Week,
        Step::Month => networth::Step::Month,
        Step::Year => networth::Step::Year,
    }
}

/// Class key and colour slot of a kind, assets and debts in the order of the design.
pub(crate) const fn class(kind: AccountKind) -> (&'static str, u32) {
    match kind {
        AccountKind::Checking | AccountKind::Cash => ("cash", 2),
        AccountKind::Savings => ("savings", 7),
        AccountKind::CreditCard => ("cards", 8),
        AccountKind::Loan => ("loans", 5),
        AccountKind::Mortgage => ("home_loan", 4),
        AccountKind::Investment => ("investments", 3),
        AccountKind::Retirement | AccountKind::Insurance => ("pension", 6),
        AccountKind::Other => ("other", 8),
    }
}

impl App {
    /// The span a request asks for: the whole book up to today unless it says otherwise.
    pub(crate) async fn span(
        &self,
        from: Option<&str>,
        to: Option<&str>,
        by: Step,
        currency: Option<&str>,
    ) -> Result<Span, Failure> {
        let currency = match currency {
            Some(code) => dto::currency("currency", code)?,
            None => self.base_currency().await?,
        };
        let to = dto::optional_date("to", to)?.unwrap_or_else(|| self.today());
        let first = self.read(first_day).await?;
        let from = dto::optional_date("from", from)?
            .or(first)
            .unwrap_or(to)
            .min(to);
        if by == Step::Day && (to - from).num_days() > MOST_DAYS {
            return Err(Failure::invalid("by", "too_many_days"));
        }
        Ok(Span {
            from,
            to,
            step: step_of(by),
            currency,
            only: None,
        })
    }

    /// Evaluates a span.
    pub(crate) async fn worth(&self, span: Span) -> Result<Worth, Failure> {
        let today = self.today();
        let zone = self.ports().clock.zone();
        self.read(move |view| {
            let all = view.accounts(today)?;
            let freshness =
                Freshness::of(view, &all, today, zone, |account| !account.off_net_worth)?;
            let mut dates = networth::dates(span.from, span.to, span.step);
            if let Some(only) = &span.only {
                dates.clone_from(only);
            }
            // A line by weeks ends on the last day that is known, not on the Sunday before.
            if let Some(until) = freshness.known_until()
                && span.step == networth::Step::Week
                && (span.from..span.to).contains(&until)
                && let Err(place) = dates.binary_search(&until)
            {
                dates.insert(place, until);
            }
            let (mut accounts, balances, rates) = gather(view, &span, today, &dates, all)?;
            let points = networth::series(&balances, span.currency, &dates, &rates);
            for (side, point) in [points.first(), points.last()].into_iter().enumerate() {
                let Some(point) = point else { continue };
                let told = view.worth_coded(UNINVESTED, point.date)?;
                for holder in accounts.iter_mut().filter(|holder| holder.sold_first) {
                    holder.money[side] =
                        money_in(holder, point, &balances, &told, span.currency, &rates);
                }
            }
            Ok(Worth {
                currency: span.currency,
                points,
                accounts,
                rates,
                freshness,
                real: None,
            })
        })
        .await
    }
}

/// What of a securities account is money: what is told of it, or what is on it beside positions of trades.
fn money_in(
    holder: &Holder,
    point: &Point,
    series: &[networth::Account],
    told: &[(AccountId, Money)],
    to: Currency,
    rates: &RateTable,
) -> i64 {
    if value_of(Some(point), holder.id).is_none() {
        return 0;
    }
    let of_told: i64 = told
        .iter()
        .filter(|(account, _)| *account == holder.id)
        .filter_map(|(_, money)| at_rate(*money, to, point.date, rates))
        .sum();
    let mut own = series.iter().filter(|one| one.id == holder.id);
    // The account's own money comes first, positions of trades beside it.
    let beside = own.next().is_some_and(|money| !money.balances.is_empty()) && own.next().is_some();
    if !beside {
        return of_told;
    }
    point
        .accounts
        .iter()
        .find(|value| value.account == holder.id)
        .and_then(|value| value.base)
        .unwrap_or(0)
}

type Gathered = (Vec<Holder>, Vec<networth::Account>, RateTable);

fn gather(
    view: &View<'_>,
    span: &Span,
    today: NaiveDate,
    dates: &[NaiveDate],
    all: Vec<store::Account>,
) -> store::Result<Gathered> {
    let firsts: BTreeMap<AccountId, NaiveDate> = all
        .iter()
        .filter_map(|account| Some((account.id, account.span?.0)))
        .collect();
    // Until the ruling source's first row, what another source tells of the account is all that is known.
    let earlier: Vec<(AccountId, AccountId)> = all
        .iter()
        .filter_map(|account| {
            let ruling = account.mirror_of?;
            let older = firsts.get(&account.id)? < firsts.get(&ruling)?;
            older.then_some((account.id, ruling))
        })
        .collect();
    let accounts: Vec<store::Account> = all
        .into_iter()
        .filter(|account| !account.off_net_worth)
        .collect();
    let mut balances: BTreeMap<AccountId, Vec<(NaiveDate, i64)>> = BTreeMap::new();
    let wanted: BTreeSet<NaiveDate> = dates.iter().copied().collect();
    if span.step == networth::Step::Day || span.step == networth::Step::Week {
        let days = view.daily_balances(&[], span.from, span.to)?;
        add(
            &mut balances,
            days,
            |place| span.from + chrono::TimeDelta::days(place as i64),
            &wanted,
        );
    } else {
        let (first, last) = (Month::of(span.from), Month::of(span.to));
        let months = view.month_end_balances(first, last)?;
        add(
            &mut balances,
            months,
            |place| first.plus(place as i32).last_day(),
            &wanted,
        );
        if !wanted.is_empty() && span.to != last.last_day() {
            let day = view.daily_balances(&[], span.to, span.to)?;
            add(&mut balances, day, |_| span.to, &wanted);
        }
    }
    let mut quotes = Vec::new();
    let mut currencies: BTreeSet<Currency> =
        accounts.iter().map(|account| account.currency).collect();
    currencies.insert(span.currency);
    let held = held(view, today, dates, &accounts)?;
    currencies.extend(held.iter().map(|one| one.currency));
    let assets: Vec<Asset> = view
        .assets()?
        .into_iter()
        .filter(|asset| !asset.off_net_worth)
        .collect();
    currencies.extend(assets.iter().map(|asset| asset.currency));
    if currencies.len() > 1 {
        for currency in currencies {
            for DayRate {
                date,
                currency,
                per_euro,
                ..
            } in view.rates_between(currency, span.from, span.to)?
            {
                quotes.push((currency, date, per_euro));
            }
        }
    }
    for (other, ruling) in &earlier {
        let Some(first) = firsts.get(ruling) else {
            continue;
        };
        if !accounts.iter().any(|account| account.id == *ruling) {
            continue;
        }
        // The same account: before the ruling source's first row by the other one.
        let before: Vec<(NaiveDate, i64)> = balances
            .get(other)
            .into_iter()
            .flatten()
            .filter(|(day, _)| day < first)
            .copied()
            .collect();
        let own = balances.entry(*ruling).or_default();
        own.retain(|(day, _)| day >= first);
        own.splice(0..0, before);
    }
    let mut series: Vec<networth::Account> = accounts
        .iter()
        .map(|account| networth::Account {
            id: account.id,
            currency: account.currency,
            balances: balances.remove(&account.id).unwrap_or_default(),
            until: None,
        })
        .collect();
    series.extend(held);
    let mut holders: Vec<Holder> = accounts.iter().map(Holder::of_account).collect();
    for asset in assets {
        series.push(holders::series_of(&asset, dates));
        holders.push(Holder::of_asset(&asset));
    }
    Ok((holders, series, RateTable::new(Currency::EUR, quotes)))
}

/// What positions entered here are worth on each date, beside the money in their accounts. Accounts that an upstream tells
/// the holdings of count them in their balance.
fn held(
    view: &View<'_>,
    today: NaiveDate,
    dates: &[NaiveDate],
    accounts: &[store::Account],
) -> store::Result<Vec<networth::Account>> {
    if view.trades()?.is_empty() {
        return Ok(Vec::new());
    }
    // Which lots a sale takes changes what was gained, not how many are held.
    let portfolio = Portfolio::read(view, today, engine::invest::Method::Fifo)?;
    let mut sums: BTreeMap<(AccountId, Currency), BTreeMap<NaiveDate, i64>> = BTreeMap::new();
    for position in portfolio.own_positions() {
        if !accounts
            .iter()
            .any(|account| account.id == position.account)
        {
            continue;
        }
        for date in dates {
            let Some(worth) = portfolio.position_worth(position, *date) else {
                continue;
            };
            let days = sums
                .entry((position.account, worth.money.currency))
                .or_default();
            let sum = days.entry(*date).or_default();
            *sum = sum.saturating_add(worth.money.minor);
        }
    }
    Ok(sums
        .into_iter()
        .map(|((id, currency), days)| networth::Account {
            id,
            currency,
            balances: days.into_iter().collect(),
            until: None,
        })
        .collect())
}

fn add(
    balances: &mut BTreeMap<AccountId, Vec<(NaiveDate, i64)>>,
    series: Vec<BalanceSeries>,
    date: impl Fn(usize) -> NaiveDate,
    wanted: &BTreeSet<NaiveDate>,
) {
    for account in series {
        let list = balances.entry(account.account).or_default();
        for (place, minor) in account.minor.iter().enumerate() {
            let day = date(place);
            if wanted.contains(&day) {
                list.push((day, *minor));
            }
        }
    }
}

pub(crate) async fn net_worth_get(app: &App, request: NetWorthReq) -> Result<NetWorth, Failure> {
    let span = app
        .span(
            request.from.as_deref(),
            request.to.as_deref(),
            request.by,
            request.currency.as_deref(),
        )
        .await?;
    Ok(wire_worth(&app.worth_in(span, request.real).await?))
}

fn wire_point(point: &Point, currency: Currency) -> NetWorthPoint {
    NetWorthPoint {
        date: point.date.to_string(),
        assets: dto::text(point.assets, currency),
        liabilities: dto::text(point.liabilities, currency),
        net: dto::text(point.net, currency),
    }
}

fn wire_worth(worth: &Worth) -> NetWorth {
    let currency = worth.currency;
    let (first, last) = (worth.points.first(), worth.points.last());
    let now = last.map_or(0, |point| point.net);
    let before = first.map_or(0, |point| point.net);
    let rate_days: Vec<NaiveDate> = last
        .map(|point| {
            point
                .accounts
                .iter()
                .filter_map(|value| value.rate_day)
                .collect()
        })
        .unwrap_or_default();
    let oldest = rate_days.iter().min().copied();
    NetWorth {
        currency: currency.code().to_owned(),
        points: worth
            .points
            .iter()
            .map(|point| wire_point(point, currency))
            .collect(),
        now: dto::minor(now, currency),
        change: dto::minor(now - before, currency),
        change_percent: change_percent(before, now),
        highest: worth
            .points
            .iter()
            .rev()
            .max_by_key(|point| point.net)
            .map(|point| wire_point(point, currency)),
        lowest: worth
            .points
            .iter()
            .min_by_key(|point| point.net)
            .map(|point| wire_point(point, currency)),
        classes: classes(worth),
        accounts: accounts(worth),
        groups: holders::groups(worth),
        without_rate: missing_currencies(worth),
        rates_from: oldest.map(|day| day.to_string()),
        rates_stale: match (oldest, last) {
            (Some(day), Some(point)) => (point.date - day).num_days() > STALE_AFTER_DAYS,
            _ => false,
        },
        freshness: worth.freshness.wire(),
        real: worth.real.clone(),
    }
}

/// Change in percent of where it began, one decimal; nothing from zero.
fn change_percent(before: i64, now: i64) -> Option<String> {
    let whole = Decimal::from(before.unsigned_abs());
    if whole.is_zero() {
        return None;
    }
    let change = Decimal::from(now) - Decimal::from(before);
    let percent = change * Decimal::ONE_HUNDRED / whole;
    let rounded = percent.round_dp_with_strategy(1, RoundingStrategy::MidpointNearestEven);
    Some(format!("{rounded:.1}"))
}

fn missing_currencies(worth: &Worth) -> Vec<String> {
    let missing: BTreeSet<String> = worth
        .points
        .last()
        .into_iter()
        .flat_map(|point| &point.accounts)
        .filter(|value| value.base.is_none())
        .map(|value| value.own.currency.code().to_owned())
        .collect();
    missing.into_iter().collect()
}

pub(super) fn value_of(point: Option<&Point>, id: AccountId) -> Option<i64> {
    let mut parts = point?
        .accounts
        .iter()
        .filter(|value| value.account == id)
        .peekable();
    parts.peek()?;
    // Money and what is held beside it; without a rate for one of them the whole is not known.
    parts.map(|value| value.base).sum()
}

fn classes(worth: &Worth) -> Vec<NetWorthClass> {
    let (first, last) = (worth.points.first(), worth.points.last());
    let mut sums: BTreeMap<&'static str, (u32, i64, i64)> = BTreeMap::new();
    for account in &worth.accounts {
        let (key, slot) = account.class;
        let entry = sums.entry(key).or_insert((slot, 0, 0));
        entry.1 += value_of(last, account.id).unwrap_or(0);
        entry.2 += value_of(first, account.id).unwrap_or(0);
    }
    let mut list: Vec<(&str, u32, i64, i64)> = sums
        .into_iter()
        .map(|(key, (slot, now, before))| (key, slot, now, before))
        .collect();
    list.sort_by_key(|(_, _, now, _)| std::cmp::Reverse(now.abs()));
    let shares = |positive: bool| {
        let parts: Vec<i64> = list
            .iter()
            .map(|entry| {
                if (entry.2 >= 0) == positive {
                    entry.2.abs()
                } else {
                    0
                }
            })
            .collect();
        largest_remainder(&parts)
    };
    let (owned, owed) = (shares(true), shares(false));
    list.iter()
        .enumerate()
        .map(|(place, (key, slot, now, before))| NetWorthClass {
            key: (*key).to_owned(),
            slot: *slot,
            value: dto::minor(*now, worth.currency),
            before: dto::minor(*before, worth.currency),
            change: dto::minor(*now - *before, worth.currency),
            change_percent: change_percent(before.abs(), now.abs()),
            share: if *now >= 0 { owned[place] } else { owed[place] },
        })
        .collect()
}

/// Whole percents that add up to 100: each rounded down, the rest given to the largest remainders.
fn largest_remainder(parts: &[i64]) -> Vec<u32> {
    let whole: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let scaled: Vec<(i128, i128)> = parts
        .iter()
        .map(|part| {
            (
                i128::from(*part) * 100 / whole,
                i128::from(*part) * 100 % whole,
            )
        })
        .collect();
    let mut shares: Vec<u32> = scaled.iter().map(|(floor, _)| *floor as u32).collect();
    let given: u32 = shares.iter().sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(scaled[*place].1));
    for place in order
        .into_iter()
        .take(100_usize.saturating_sub(given as usize))
    {
        shares[place] += 1;
    }
    shares
}

fn accounts(worth: &Worth) -> Vec<NetWorthAccount> {
    let (first, last) = (worth.points.first(), worth.points.last());
    let Some(end) = last else { return Vec::new() };
    worth
        .accounts
        .iter()
        .filter_map(|account| {
            let parts: Vec<&networth::Value> = end
                .accounts
                .iter()
                .filter(|value| value.account == account.id)
                .collect();
            let first_part = *parts.first()?;
            let base = value_of(last, account.id);
            let plain = parts
                .iter()
                .all(|part| part.own.currency == account.currency);
            // Parts in several currencies have no amount of their own but the one in the currency asked for.
            let own = if plain {
                Money::new(
                    parts.iter().map(|part| part.own.minor).sum(),
                    account.currency,
                )
            } else {
                base.map_or(first_part.own, |base| Money::new(base, worth.currency))
            };
            // In today's money the amounts of an earlier day are no longer in the ratio of their rate.
            let turned = worth
                .real
                .as_ref()
                .and_then(|real| real.points.last())
                .is_some_and(|point| point.nominal != point.value);
            let rate = base
                .filter(|_| plain && account.currency != worth.currency && !turned)
                .and_then(|base| {
                    let own = own.to_decimal();
                    let base = Money::new(base, worth.currency).to_decimal();
                    base.checked_div(own)
                        .map(|rate| rate.round_dp(4).normalize().to_string())
                });
            Some(NetWorthAccount {
                id: account.key(),
                asset: account.is_asset(),
                owner: account.owner.clone(),
                institution: account.institution.clone(),
                tier: account.tier.as_str().to_owned(),
                name: account.name.clone(),
                class: account.class.0.to_owned(),
                own: dto::money(own),
                value: base.map(|base| dto::minor(base, worth.currency)),
                before: value_of(first, account.id).map(|base| dto::minor(base, worth.currency)),
                rate,
                rate_date: parts
                    .iter()
                    .filter_map(|part| part.rate_day)
                    .min()
                    .map(|day| day.to_string()),
            })
        })
        .collect()
}
