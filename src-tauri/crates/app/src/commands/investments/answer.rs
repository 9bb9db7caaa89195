//! The answer: holdings with what they are worth, and what all of it came to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use contract::types::{
    ExpectedDividend, HoldingSource, InvestmentAccount, InvestmentCash, InvestmentFault,
    InvestmentHolding, InvestmentLot, InvestmentPart, InvestmentPoint, InvestmentProblem,
    InvestmentSale, Investments, LotMethod, NoReturn, ReturnRate,
};
use domain::budget::Month;
use domain::ids::{AccountId, InstrumentId};
use domain::wealth::{self, Position, TradeKind};
use engine::invest::{self, Fault, NoRate, SubPeriod};
use engine::networth::RateTable;
use money::{Currency, Money};
use rust_decimal::{Decimal, RoundingStrategy};
use store::WholeHolding;

use super::portfolio::at_rate;
use super::{Portfolio, class, is_money};
use crate::dto;

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) currency: Currency,
    pub(super) account: Option<AccountId>,
    pub(super) method: LotMethod,
    pub(super) today: NaiveDate,
    pub(super) targets: &'a [(String, u32)],
    pub(super) benchmark: Option<InstrumentId>,
}

/// Tenths of a percent as text with one decimal.
pub(super) fn tenths_text(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A rate as percent with one decimal.
pub(super) fn percent_text(rate: f64) -> Option<String> {
    let percent = rate * 100.0;
    (percent.is_finite() && percent.abs() < 1e9).then(|| {
        let text = format!("{percent:.1}");
        if text == "-0.0" {
            "0.0".to_owned()
        } else {
            text
        }
    })
}

/// `part` of `whole` in percent with one decimal; none of nothing.
fn percent_of(part: i64, whole: i64) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let percent = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole.abs());
    let rounded = percent.round_dp_with_strategy(1, RoundingStrategy::MidpointNearestEven);
    Some(format!("{rounded:.1}"))
}

/// A holding in numbers.
struct Line {
    wire: InvestmentHolding,
    value: Option<i64>,
    cost: Option<i64>,
    gain: Option<i64>,
    last_day: Option<i64>,
    currency: Option<Currency>,
    priced: Option<NaiveDate>,
}

pub(super) struct Work<'a> {
    pub(super) portfolio: &'a Portfolio,
    pub(super) rates: &'a RateTable,
    pub(super) asked: &'a Asked<'a>,
    names: BTreeMap<AccountId, String>,
    without_rate: BTreeSet<String>,
}

pub(super) fn answer(
    portfolio: &Portfolio,
    accounts: &[store::Account],
    rates: &RateTable,
    asked: &Asked<'_>,
) -> Investments {
    let mut work = Work {
        portfolio,
        rates,
        asked,
        names: accounts
            .iter()
            .map(|account| (account.id, account.name.clone()))
            .collect(),
        without_rate: BTreeSet::new(),
    };
    let mut lines: Vec<Line> = Vec::new();
    for held in &portfolio.told {
        // Money is told with what is held, and shown with the rest of the account's money.
        if !work.wanted(held.holding.account) || is_money(held) {
            continue;
        }
        lines.push(work.told(held));
    }
    for position in work.positions() {
        if portfolio.replay.quantity(position) > Decimal::ZERO {
            lines.push(work.traded(position));
        }
    }
    lines.sort_by_key(|line| (std::cmp::Reverse(line.value), line.wire.name.clone()));
    let cash = work.cash(accounts);
    let mut parts: Vec<i64> = lines.iter().map(|line| line.value.unwrap_or(0)).collect();
    parts.extend(cash.iter().map(|(_, value)| value.unwrap_or(0)));
    let shares = invest::shares(&parts);
    let currency = asked.currency;
    let money = |minor: i64| dto::minor(minor, currency);
    let value: i64 = parts.iter().sum();
    let known_cost: Option<i64> = lines.iter().map(|line| line.cost).sum();
    let costs: i64 = lines.iter().filter_map(|line| line.cost).sum();
    let gains: Vec<i64> = lines.iter().filter_map(|line| line.gain).collect();
    let gain = (!gains.is_empty()).then(|| gains.iter().sum::<i64>());
    let last: Vec<i64> = lines.iter().filter_map(|line| line.last_day).collect();
    let (by_class, by_region, by_currency) = work.parts(&lines, &cash);
    let (money_weighted, time_weighted) = work.returns();
    let points = work.points();
    let (benchmark, growth) = work.growth(asked.benchmark);
    let sales = work.sales();
    let holds: BTreeSet<AccountId> = portfolio
        .trades
        .iter()
        .map(|trade| trade.position.account)
        .chain(portfolio.told_accounts())
        .collect();
    let mut answer = Investments {
        currency: currency.code().to_owned(),
        method: asked.method,
        accounts: accounts
            .iter()
            .filter(|account| holds.contains(&account.id))
            .map(|account| InvestmentAccount {
                id: account.id.to_string(),
                name: account.name.clone(),
            })
            .collect(),
        value: money(value),
        cost: known_cost.filter(|_| !lines.is_empty()).map(money),
        gain: gain.map(money),
        gain_percent: gain.and_then(|gain| percent_of(gain, costs)),
        realised: money(work.realised()),
        dividends: money(work.dividends()),
        last_day: (!last.is_empty()).then(|| money(last.iter().sum())),
        money_weighted,
        time_weighted,
        by_class,
        by_region,
        by_currency,
        has_targets: !asked.targets.is_empty(),
        sales,
        expected: work.expected(),
        problems: work.problems(&lines),
        without_rate: Vec::new(),
        prices_from: lines
            .iter()
            .filter_map(|line| line.priced)
            .min()
            .map(|day| day.to_string()),
        points,
        benchmark,
        growth,
        holdings: Vec::new(),
        cash: Vec::new(),
    };
    for (place, line) in lines.into_iter().enumerate() {
        answer.holdings.push(InvestmentHolding {
            share: tenths_text(shares[place]),
            ..line.wire
        });
    }
    let before = answer.holdings.len();
    for (place, (wire, _)) in cash.into_iter().enumerate() {
        answer.cash.push(InvestmentCash {
            share: tenths_text(shares[before + place]),
            ..wire
        });
    }
    answer.without_rate = work.without_rate.into_iter().collect();
    answer
}

impl Work<'_> {
    fn wanted(&self, account: AccountId) -> bool {
        self.names.contains_key(&account) && self.asked.account.is_none_or(|one| one == account)
    }

    pub(super) fn positions(&self) -> Vec<Position> {
        self.portfolio
            .own_positions()
            .into_iter()
            .filter(|position| self.wanted(position.account))
            .collect()
    }

    fn name(&self, account: AccountId) -> String {
        self.names.get(&account).cloned().unwrap_or_default()
    }

    fn base(&mut self, amount: Money, day: NaiveDate) -> Option<i64> {
        let found = at_rate(amount, self.asked.currency, day, self.rates);
        if found.is_none() {
            self.without_rate.insert(amount.currency.code().to_owned());
        }
        found
    }

    /// A holding as an upstream tells it.
    fn told(&mut self, held: &WholeHolding) -> Line {
        let one = &held.holding;
        let known = self.portfolio.instrument_of(held);
        let today = self.asked.today;
        let own = one.valuation.or_else(|| {
            let quote = invest::Quote {
                day: today,
                price: one.unit_value?,
                currency: held.currency?,
            };
            invest::value_of(one.quantity?, quote)
        });
        let cost = one
            .gain
            .zip(own)
            .and_then(|(gain, own)| own.checked_sub(gain).ok())
            .or_else(|| {
                let quote = invest::Quote {
                    day: today,
                    price: one.unit_price?,
                    currency: held.currency?,
                };
                invest::value_of(one.quantity?, quote)
            });
        let gain = own
            .zip(cost)
            .and_then(|(own, cost)| own.checked_sub(cost).ok());
        let value = own.and_then(|own| self.base(own, today));
        let last_day = held
            .days
            .iter()
            .rev()
            .nth(1)
            .zip(held.days.last())
            .and_then(|(before, last)| {
                let change = last.unit_value?.checked_sub(before.unit_value?)?;
                let sign = if change.is_sign_negative() { -1 } else { 1 };
                let quote = invest::Quote {
                    day: last.date,
                    price: change.abs(),
                    currency: held.currency?,
                };
                let amount = invest::value_of(one.quantity?, quote)?;
                Some(Money::new(amount.minor * sign, amount.currency))
            })
            .and_then(|amount| self.base(amount, today));
        let wire = InvestmentHolding {
            key: format!("h{}", one.id),
            account: one.account.to_string(),
            account_name: self.name(one.account),
            instrument: known.map(|known| known.id.to_string()),
            name: known.map_or_else(|| one.label.clone(), |known| known.name.clone()),
            code: one.code.clone(),
            symbol: one.symbol.clone(),
            class: class(known.map_or(wealth::InstrumentClass::Other, |known| known.class)),
            region: known.and_then(|known| known.region.clone()),
            source: HoldingSource::Upstream,
            quantity: one.quantity.map(|number| number.normalize().to_string()),
            bought_at: None,
            price: one.unit_value.map(|price| price.normalize().to_string()),
            price_currency: held.currency.map(|currency| currency.code().to_owned()),
            price_date: one.date.map(|day| day.to_string()),
            price_early: false,
            own: own.map(dto::money),
            value: value.map(|value| dto::minor(value, self.asked.currency)),
            cost: cost.map(dto::money),
            gain: None,
            gain_percent: None,
            share: String::new(),
            lots: Vec::new(),
        };
        let line = Line {
            wire,
            value,
            cost: None,
            gain: None,
            last_day,
            currency: own.map(|own| own.currency),
            priced: one.date,
        };
        self.with_gain(line, cost, gain, one.quantity)
    }

    /// A holding as its trades tell it.
    fn traded(&mut self, position: Position) -> Line {
        let today = self.asked.today;
        let portfolio = self.portfolio;
        let quantity = portfolio.replay.quantity(position);
        let currency = portfolio.currency_of(position);
        let worth = portfolio.position_worth(position, today);
        let cost = currency.map(|currency| Money::new(portfolio.replay.cost(position), currency));
        let one = portfolio.instruments.get(&position.instrument);
        // In the currency of the trades, so that gain is what was received less what was paid.
        let in_currency = worth.zip(currency).and_then(|(worth, currency)| {
            at_rate(worth.money, currency, today, self.rates)
                .map(|minor| Money::new(minor, currency))
        });
        let gain = in_currency
            .zip(cost)
            .and_then(|(worth, cost)| worth.checked_sub(cost).ok());
        let value = worth.and_then(|worth| self.base(worth.money, today));
        let last_day = portfolio
            .prices
            .get(&position.instrument)
            .and_then(|list| Some((list.before_last()?, list.last()?)))
            .filter(|(before, last)| {
                before.currency == last.currency
                    && !portfolio
                        .split_days(position.instrument)
                        .iter()
                        .any(|day| *day > before.day && *day <= last.day)
            })
            .and_then(|(before, last)| {
                let now = invest::value_of(quantity, last)?;
                let then = invest::value_of(quantity, before)?;
                now.checked_sub(then).ok()
            })
            .and_then(|change| self.base(change, today));
        let lots = portfolio
            .replay
            .lots
            .get(&position)
            .into_iter()
            .flatten()
            .filter_map(|lot| {
                Some(InvestmentLot {
                    trade: lot.by.to_string(),
                    date: lot.opened.to_string(),
                    quantity: lot.quantity.normalize().to_string(),
                    cost: dto::minor(lot.cost, currency?),
                })
            })
            .collect();
        let wire = InvestmentHolding {
            key: format!("{}-{}", position.account, position.instrument),
            account: position.account.to_string(),
            account_name: self.name(position.account),
            instrument: Some(position.instrument.to_string()),
            name: one.map(|one| one.name.clone()).unwrap_or_default(),
            code: one.and_then(|one| one.code.clone()),
            symbol: one.and_then(|one| one.symbol.clone()),
            class: class(one.map_or(wealth::InstrumentClass::Other, |one| one.class)),
            region: one.and_then(|one| one.region.clone()),
            source: HoldingSource::Trades,
            quantity: Some(quantity.normalize().to_string()),
            bought_at: None,
            price: worth.map(|worth| worth.price.normalize().to_string()),
            price_currency: worth.map(|worth| worth.money.currency.code().to_owned()),
            price_date: worth.map(|worth| worth.day.to_string()),
            price_early: worth.is_some_and(|worth| worth.early),
            own: worth.map(|worth| dto::money(worth.money)),
            value: value.map(|value| dto::minor(value, self.asked.currency)),
            cost: cost.map(dto::money),
            gain: None,
            gain_percent: None,
            share: String::new(),
            lots,
        };
        let line = Line {
            wire,
            value,
            cost: None,
            gain: None,
            last_day,
            currency: worth.map(|worth| worth.money.currency),
            priced: worth.map(|worth| worth.day),
        };
        self.with_gain(line, cost, gain, Some(quantity))
    }

    /// Fills in what depends on the cost, in the currency of totals at today's rate.
    fn with_gain(
        &mut self,
        mut line: Line,
        cost: Option<Money>,
        gain: Option<Money>,
        quantity: Option<Decimal>,
    ) -> Line {
        let today = self.asked.today;
        line.gain = gain.and_then(|gain| self.base(gain, today));
        line.cost = cost.and_then(|cost| self.base(cost, today));
        line.wire.gain = line.gain.map(|gain| dto::minor(gain, self.asked.currency));
        line.wire.gain_percent = gain
            .zip(cost)
            .and_then(|(gain, cost)| percent_of(gain.minor, cost.minor));
        line.wire.bought_at = cost.zip(quantity).and_then(|(cost, quantity)| {
            let each = Decimal::from(cost.minor).checked_div(quantity)?;
            let minor = i64::try_from(each.round()).ok()?;
            Some(dto::minor(minor, cost.currency))
        });
        line
    }

    /// Money in accounts that hold something. Where an upstream speaks for an account, its balance counts the holdings.
    fn cash(&mut self, accounts: &[store::Account]) -> Vec<(InvestmentCash, Option<i64>)> {
        let told = self.portfolio.told_accounts();
        let own: BTreeSet<AccountId> = self
            .portfolio
            .trades
            .iter()
            .map(|trade| trade.position.account)
            .collect();
        let mut all = Vec::new();
        for account in accounts {
            let counted = told.contains(&account.id);
            if !self.wanted(account.id) || !(counted || own.contains(&account.id)) {
                continue;
            }
            let Some(left) = self.uninvested(account, counted) else {
                continue;
            };
            if left.minor == 0 {
                continue;
            }
            let value = self.base(left, self.asked.today);
            all.push((
                InvestmentCash {
                    account: account.id.to_string(),
                    account_name: account.name.clone(),
                    own: dto::money(left),
                    value: value.map(|value| dto::minor(value, self.asked.currency)),
                    share: String::new(),
                },
                value,
            ));
        }
        all
    }

    /// The money of an account: what its balance has beside what is held. Where something held has no worth, what an upstream
    /// tells of the money itself.
    fn uninvested(&self, account: &store::Account, counted: bool) -> Option<Money> {
        if !counted {
            return Some(account.balance);
        }
        let today = self.asked.today;
        let here = |held: &&WholeHolding| held.holding.account == account.id;
        let of = |worth: Money| at_rate(worth, account.currency, today, self.rates);
        let held: Option<i64> = self
            .portfolio
            .told
            .iter()
            .filter(here)
            .filter(|held| !is_money(held))
            .map(|held| of(held.holding.valuation?))
            .sum();
        let minor = match held {
            Some(held) => account.balance.minor.checked_sub(held)?,
            None => self
                .portfolio
                .told
                .iter()
                .filter(here)
                .filter(|held| is_money(held))
                .map(|held| of(held.holding.valuation?))
                .try_fold(0_i64, |sum, one| sum.checked_add(one?))?,
        };
        Some(Money::new(minor, account.currency))
    }

    fn parts(
        &self,
        lines: &[Line],
        cash: &[(InvestmentCash, Option<i64>)],
    ) -> (
        Vec<InvestmentPart>,
        Vec<InvestmentPart>,
        Vec<InvestmentPart>,
    ) {
        let mut classes: BTreeMap<String, i64> = BTreeMap::new();
        let mut regions: BTreeMap<String, i64> = BTreeMap::new();
        let mut currencies: BTreeMap<String, i64> = BTreeMap::new();
        for line in lines {
            let Some(value) = line.value else { continue };
            *classes
                .entry(super::class_of(line.wire.class).as_str().to_owned())
                .or_default() += value;
            *regions
                .entry(line.wire.region.clone().unwrap_or_default())
                .or_default() += value;
            if let Some(currency) = line.currency {
                *currencies.entry(currency.code().to_owned()).or_default() += value;
            }
        }
        for (wire, value) in cash {
            let Some(value) = value else { continue };
            *classes.entry("cash".to_owned()).or_default() += value;
            *currencies.entry(wire.own.currency.clone()).or_default() += value;
        }
        let classes: Vec<(String, i64)> = classes.into_iter().collect();
        let drift = invest::drift(&classes, self.asked.targets, 0);
        let mut by_class = self.plain(classes);
        for one in drift.into_iter().flatten() {
            let target = Some(tenths_text(one.target));
            let to_trade = Some(dto::minor(one.to_trade, self.asked.currency));
            match by_class.iter_mut().find(|part| part.key == one.key) {
                Some(part) => (part.target, part.to_trade) = (target, to_trade),
                None => by_class.push(InvestmentPart {
                    key: one.key,
                    value: dto::minor(0, self.asked.currency),
                    share: tenths_text(0),
                    target,
                    to_trade,
                }),
            }
        }
        (
            by_class,
            self.plain(regions.into_iter().collect()),
            self.plain(currencies.into_iter().collect()),
        )
    }

    fn plain(&self, mut parts: Vec<(String, i64)>) -> Vec<InvestmentPart> {
        parts.sort_by_key(|(key, value)| (std::cmp::Reverse(*value), key.clone()));
        let values: Vec<i64> = parts.iter().map(|(_, value)| *value).collect();
        parts
            .into_iter()
            .zip(invest::shares(&values))
            .map(|((key, value), share)| InvestmentPart {
                key,
                value: dto::minor(value, self.asked.currency),
                share: tenths_text(share),
                target: None,
                to_trade: None,
            })
            .collect()
    }

    /// Trades of positions that are asked for.
    pub(super) fn trades(&self) -> impl Iterator<Item = &wealth::Trade> {
        self.portfolio.trades.iter().filter(|trade| {
            self.wanted(trade.position.account)
                && trade.date <= self.asked.today
                && !self
                    .portfolio
                    .replay
                    .problems
                    .iter()
                    .any(|problem| problem.trade == trade.id)
        })
    }

    fn realised(&mut self) -> i64 {
        let mut sum = 0;
        for sale in &self.portfolio.replay.realised {
            if self.wanted(sale.position.account)
                && let Some(currency) = self.portfolio.currency_of(sale.position)
                && let Some(gain) = self.base(Money::new(sale.gain(), currency), sale.date)
            {
                sum += gain;
            }
        }
        sum
    }

    fn dividends(&mut self) -> i64 {
        let since = self.asked.today.checked_sub_months(Months::new(12));
        let paid: Vec<(Money, NaiveDate)> = self
            .trades()
            .filter(|trade| {
                trade.kind == TradeKind::Dividend && since.is_some_and(|since| trade.date > since)
            })
            .map(|trade| (Money::new(trade.amount, trade.currency), trade.date))
            .collect();
        paid.into_iter()
            .filter_map(|(amount, day)| self.base(amount, day))
            .sum()
    }

    fn returns(&self) -> (ReturnRate, ReturnRate) {
        let none = |reason: NoReturn| ReturnRate {
            percent: None,
            yearly: None,
            since: None,
            reason: Some(reason),
        };
        // An upstream tells what is held and not what was paid when: no pretence of a return.
        let positions = self.positions();
        let trades: Vec<&wealth::Trade> = self
            .trades()
            .filter(|trade| positions.contains(&trade.position))
            .collect();
        let Some(first) = trades.iter().map(|trade| trade.date).min() else {
            return (none(NoReturn::NoTrades), none(NoReturn::NoTrades));
        };
        let (currency, today) = (self.asked.currency, self.asked.today);
        let mut cash: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        for trade in &trades {
            let amount = Money::new(trade.cash(), trade.currency);
            let Some(amount) = at_rate(amount, currency, trade.date, self.rates) else {
                return (none(NoReturn::NoValue), none(NoReturn::NoValue));
            };
            *cash.entry(trade.date).or_default() += amount;
        }
        let Some(now) = self.worth_on(&positions, today) else {
            return (none(NoReturn::NoValue), none(NoReturn::NoValue));
        };
        let flows = invest::unit_flows(cash.iter().map(|(day, sum)| (*day, *sum)), today, now);
        let since = Some(first.to_string());
        let money_weighted = match invest::money_weighted(&flows) {
            Ok(rate) => ReturnRate {
                percent: percent_text(rate),
                yearly: percent_text(rate),
                since: since.clone(),
                reason: None,
            },
            Err(reason) => none(reason_of(reason)),
        };
        cash.entry(today).or_default();
        let periods: Option<Vec<SubPeriod>> = cash
            .iter()
            .map(|(date, sum)| {
                Some(SubPeriod {
                    date: *date,
                    value: self.worth_on(&positions, *date)?,
                    put_in: -sum,
                })
            })
            .collect();
        let Some(periods) = periods else {
            return (money_weighted, none(NoReturn::NoValue));
        };
        let time_weighted = match invest::time_weighted(&periods) {
            Ok(rate) => ReturnRate {
                percent: percent_text(rate),
                yearly: percent_text(invest::annualised(rate, (today - first).num_days())),
                since,
                reason: None,
            },
            Err(reason) => none(reason_of(reason)),
        };
        (money_weighted, time_weighted)
    }

    pub(super) fn worth_on(&self, positions: &[Position], day: NaiveDate) -> Option<i64> {
        positions
            .iter()
            .filter_map(|position| {
                let step = self.portfolio.replay.at(*position, day)?;
                (step.quantity > Decimal::ZERO).then_some(*position)
            })
            .map(|position| {
                let worth = self.portfolio.position_worth(position, day)?;
                at_rate(worth.money, self.asked.currency, day, self.rates)
            })
            .sum()
    }

    /// Worth and cost at month ends and today. What an upstream tells has no known cost before today.
    fn points(&self) -> Vec<InvestmentPoint> {
        let positions = self.positions();
        let told: Vec<&WholeHolding> = self
            .portfolio
            .told
            .iter()
            .filter(|held| self.wanted(held.holding.account))
            .collect();
        let currency = self.asked.currency;
        let traded = positions
            .iter()
            .filter_map(|position| self.portfolio.replay.steps.get(position)?.first())
            .map(|step| step.date);
        let delivered = told
            .iter()
            .filter_map(|held| held.days.first().map(|day| day.date));
        let Some(first) = traded.chain(delivered).min() else {
            return Vec::new();
        };
        let mut dates: Vec<NaiveDate> = (Month::of(first).index()
            ..Month::of(self.asked.today).index())
            .map(|index| Month::from_index(index).last_day())
            .collect();
        dates.push(self.asked.today);
        dates
            .into_iter()
            .filter_map(|day| {
                let own = self.worth_on(&positions, day)?;
                let upstream: i64 = told
                    .iter()
                    .filter_map(|held| {
                        let known = held.days.partition_point(|one| one.date <= day);
                        let minor = held.days.get(known.checked_sub(1)?)?.valuation?;
                        at_rate(Money::new(minor, held.currency?), currency, day, self.rates)
                    })
                    .sum();
                let paid = told
                    .is_empty()
                    .then(|| self.paid_in(&positions, day))
                    .flatten();
                Some(InvestmentPoint {
                    date: day.to_string(),
                    value: dto::text(own.saturating_add(upstream), currency),
                    paid_in: paid.map(|paid| dto::text(paid, currency)),
                })
            })
            .collect()
    }

    /// Cost of what was held on a day, each purchase and sale at the rate of its own day.
    fn paid_in(&self, positions: &[Position], day: NaiveDate) -> Option<i64> {
        let mut sum = 0_i64;
        for position in positions {
            let currency = self.portfolio.currency_of(*position)?;
            let mut before = 0;
            for step in self
                .portfolio
                .replay
                .steps
                .get(position)
                .into_iter()
                .flatten()
            {
                if step.date > day {
                    break;
                }
                let change = Money::new(step.cost - before, currency);
                before = step.cost;
                sum += at_rate(change, self.asked.currency, step.date, self.rates)?;
            }
        }
        Some(sum)
    }

    fn instrument_name(&self, position: Position) -> String {
        self.portfolio
            .instruments
            .get(&position.instrument)
            .map(|one| one.name.clone())
            .unwrap_or_default()
    }

    fn sales(&self) -> Vec<InvestmentSale> {
        self.portfolio
            .replay
            .realised
            .iter()
            .rev()
            .filter(|sale| self.wanted(sale.position.account))
            .filter_map(|sale| {
                let currency = self.portfolio.currency_of(sale.position)?;
                Some(InvestmentSale {
                    trade: sale.trade.to_string(),
                    date: sale.date.to_string(),
                    opened: sale.opened.to_string(),
                    account_name: self.name(sale.position.account),
                    name: self.instrument_name(sale.position),
                    quantity: sale.quantity.normalize().to_string(),
                    proceeds: dto::minor(sale.proceeds, currency),
                    cost: dto::minor(sale.cost, currency),
                    gain: dto::minor(sale.gain(), currency),
                })
            })
            .collect()
    }

    fn expected(&self) -> Vec<ExpectedDividend> {
        invest::expected(
            &self.portfolio.trades,
            &self.portfolio.replay,
            self.asked.today,
        )
        .into_iter()
        .filter(|one| self.wanted(one.position.account))
        .filter_map(|one| {
            Some(ExpectedDividend {
                date: one.date.to_string(),
                account_name: self.name(one.position.account),
                name: self.instrument_name(one.position),
                amount: dto::minor(one.amount, self.portfolio.currency_of(one.position)?),
            })
        })
        .collect()
    }

    fn problems(&self, lines: &[Line]) -> Vec<InvestmentProblem> {
        let mut all: Vec<InvestmentProblem> = self
            .portfolio
            .replay
            .problems
            .iter()
            .filter(|problem| self.wanted(problem.position.account))
            .map(|problem| {
                let (found, expected) = match problem.fault {
                    Fault::SoldMoreThanHeld { held, sold } => {
                        (Some(held.to_string()), Some(sold.to_string()))
                    }
                    Fault::LotsDoNotMatch | Fault::NothingMoved => (None, None),
                };
                InvestmentProblem {
                    fault: super::entry::fault_of(problem.fault),
                    trade: Some(problem.trade.to_string()),
                    date: Some(problem.date.to_string()),
                    name: self.instrument_name(problem.position),
                    found,
                    expected,
                }
            })
            .collect();
        for (id, list) in &self.portfolio.prices {
            for jump in invest::jumps(list, &self.portfolio.split_days(*id)) {
                all.push(InvestmentProblem {
                    fault: InvestmentFault::PriceFarOff,
                    trade: None,
                    date: Some(jump.quote.day.to_string()),
                    name: self
                        .portfolio
                        .instruments
                        .get(id)
                        .map(|one| one.name.clone())
                        .unwrap_or_default(),
                    found: Some(jump.quote.price.normalize().to_string()),
                    expected: Some(jump.neighbour.price.normalize().to_string()),
                });
            }
        }
        all.extend(
            lines
                .iter()
                .filter(|line| line.wire.own.is_none())
                .map(|line| InvestmentProblem {
                    fault: InvestmentFault::NoPrice,
                    trade: None,
                    date: None,
                    name: line.wire.name.clone(),
                    found: None,
                    expected: None,
                }),
        );
        all
    }
}

const fn reason_of(reason: NoRate) -> NoReturn {
    match reason {
        NoRate::OneSided => NoReturn::OneSided,
        NoRate::NoTime => NoReturn::NoTime,
        NoRate::NoRoot => NoReturn::NoRoot,
        NoRate::SeveralRoots => NoReturn::SeveralRoots,
        NoRate::NoValue => NoReturn::NoValue,
    }
}
