//! What investments are held against: any instrument of the book with prices, in the currency of totals at each day's rate.
//!
//! Both are growth without the weight of what was put in when: ours time-weighted, theirs price by price, dividends of the
//! benchmark not counted unless its prices count them. The line of the benchmark begins where ours is on the first day that
//! both are known, and the two returns that stand beside each other are of the days since then. Before its first price there
//! is no line.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::types::{Benchmark, BenchmarkReq, Change, GrowthPoint, NoReturn, ReturnRate};
use domain::budget::Month;
use domain::ids::InstrumentId;
use engine::invest::{self, SubPeriod};
use engine::networth::Rates;
use money::Money;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use store::View;

use super::answer::{Work, percent_text};
use super::portfolio::at_rate;
use crate::{App, Failure, dto};

/// The setting that holds the choice.
const KEY: &str = "benchmark";
/// A price this old is told of: longer than a month between two month ends.
const OLD_DAYS: i64 = 35;

pub(crate) async fn benchmark_set(app: &App, request: BenchmarkReq) -> Result<Change, Failure> {
    let id: Option<InstrumentId> = request
        .instrument
        .as_deref()
        .map(|id| dto::id("instrument", id))
        .transpose()?;
    if let Some(id) = id {
        let known = app.read(|view| view.instruments()).await?;
        if !known.iter().any(|one| one.id == id && !one.removed) {
            return Err(Failure::NotFound("instrument"));
        }
    }
    let written = app
        .write(app.person("benchmark_chosen"), move |writing| {
            writing.put_setting(KEY, id.map(|id| id.0.to_string()).as_deref())
        })
        .await?;
    Ok(crate::commands::journal::change(
        written.batch,
        1,
        "benchmark_chosen",
    ))
}

/// What was chosen.
pub(super) fn chosen(view: &View<'_>) -> store::Result<Option<InstrumentId>> {
    Ok(view
        .setting(KEY)?
        .and_then(|text| text.parse().ok())
        .map(InstrumentId))
}

/// What one was worth on a day.
#[derive(Clone, Copy)]
struct Unit {
    value: Decimal,
    old: bool,
}

const fn none(reason: NoReturn) -> ReturnRate {
    ReturnRate {
        percent: None,
        yearly: None,
        since: None,
        reason: Some(reason),
    }
}

fn rate_over(whole: f64, since: NaiveDate, today: NaiveDate) -> ReturnRate {
    ReturnRate {
        percent: percent_text(whole),
        yearly: percent_text(invest::annualised(whole, (today - since).num_days())),
        since: Some(since.to_string()),
        reason: None,
    }
}

fn hundredths(rate: f64) -> Option<String> {
    let percent = rate * 100.0;
    (percent.is_finite() && percent.abs() < 1e9).then(|| {
        let text = format!("{percent:.2}");
        if text == "-0.00" {
            "0.00".to_owned()
        } else {
            text
        }
    })
}

impl Work<'_> {
    /// What one of an instrument was worth in the currency of totals; none before its first price and without a rate.
    fn unit(&self, instrument: InstrumentId, day: NaiveDate) -> Option<Unit> {
        let worth = self.portfolio.worth(instrument, Decimal::ONE, day)?;
        if worth.early {
            return None;
        }
        let (from, to) = (worth.money.currency, self.asked.currency);
        let rate = if from == to {
            Decimal::ONE
        } else {
            self.rates.at(from, to, day)?.rate.value()
        };
        Some(Unit {
            value: worth.price.checked_mul(rate)?,
            old: (day - worth.day).num_days() > OLD_DAYS,
        })
    }

    /// Growth at month ends and today, and the benchmark's beside it.
    pub(super) fn growth(
        &self,
        chosen: Option<InstrumentId>,
    ) -> (Option<Benchmark>, Vec<GrowthPoint>) {
        let today = self.asked.today;
        let chosen = chosen
            .and_then(|id| self.portfolio.instruments.get(&id))
            .filter(|one| !one.removed);
        let prices = chosen.and_then(|one| self.portfolio.prices.get(&one.id));
        let days = |quote: Option<invest::Quote>| quote.map(|quote| quote.day.to_string());
        let mut told = chosen.map(|one| Benchmark {
            instrument: one.id.to_string(),
            name: one.name.clone(),
            since: None,
            theirs: none(NoReturn::NoValue),
            ours: none(NoReturn::NoTrades),
            ahead: None,
            first_price: days(prices.and_then(|list| list.all().first().copied())),
            last_price: days(prices.and_then(invest::PriceList::last)),
            missing: 0,
            old: 0,
        });
        let Some(cash) = self.flows() else {
            return (told, Vec::new());
        };
        let Some(first) = cash.keys().next().copied() else {
            return (told, Vec::new());
        };
        let mut dates: Vec<NaiveDate> = (Month::of(first).index()..Month::of(today).index())
            .map(|index| Month::from_index(index).last_day())
            .collect();
        dates.push(today);
        // The first day that both are known.
        let since = chosen.and_then(|one| {
            let begin = if self.unit(one.id, first).is_some() {
                first
            } else {
                prices?.all().iter().map(|quote| quote.day).find(|day| {
                    *day >= first && *day <= today && self.unit(one.id, *day).is_some()
                })?
            };
            Some((begin, self.unit(one.id, begin)?.value))
        });
        let ours = self.grown(
            &cash,
            dates.iter().copied().chain(since.map(|(day, _)| day)),
        );
        let at = |day: NaiveDate| ours.get(&day).copied().flatten();
        // On the first day of all both begin at nothing, whatever the first purchase cost in fees.
        let level = since.and_then(|(day, _)| {
            if day == first {
                Some(1.0)
            } else {
                at(day).map(|grown| 1.0 + grown)
            }
        });
        let theirs = |day: NaiveDate| -> Option<(f64, bool)> {
            let (begin, from) = since?;
            if day < begin {
                return None;
            }
            let unit = self.unit(chosen?.id, day)?;
            Some((unit.value.checked_div(from)?.to_f64()?, unit.old))
        };
        let mut points = Vec::with_capacity(dates.len());
        for date in dates {
            let found = theirs(date);
            if let Some(told) = &mut told {
                told.missing += u32::from(found.is_none());
                told.old += u32::from(found.is_some_and(|(_, old)| old));
            }
            points.push(GrowthPoint {
                date: date.to_string(),
                ours: at(date).and_then(hundredths),
                theirs: found
                    .zip(level)
                    .and_then(|((ratio, _), level)| hundredths(level.mul_add(ratio, -1.0))),
            });
        }
        if let (Some(told), Some((begin, _))) = (&mut told, since) {
            told.since = Some(begin.to_string());
            let their_whole = theirs(today).map(|(ratio, _)| ratio - 1.0);
            let our_whole = at(today)
                .zip(level)
                .filter(|(_, level)| *level > 0.0)
                .map(|(grown, level)| (1.0 + grown) / level - 1.0);
            told.theirs = their_whole.map_or(none(NoReturn::NoValue), |whole| {
                rate_over(whole, begin, today)
            });
            told.ours = our_whole.map_or(none(NoReturn::NoValue), |whole| {
                rate_over(whole, begin, today)
            });
            told.ahead = our_whole
                .zip(their_whole)
                .and_then(|(ours, theirs)| percent_text(ours - theirs));
        }
        (told, points)
    }

    /// What was got out of trades by day, negative where it was put in; none where a rate is missing.
    fn flows(&self) -> Option<BTreeMap<NaiveDate, i64>> {
        let positions = self.positions();
        let mut cash: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        for trade in self.trades() {
            if !positions.contains(&trade.position) {
                continue;
            }
            let amount = Money::new(trade.cash(), trade.currency);
            let amount = at_rate(amount, self.asked.currency, trade.date, self.rates)?;
            *cash.entry(trade.date).or_default() += amount;
        }
        Some(cash)
    }

    /// Time-weighted growth up to each of the days. A day of a flow whose value is not known ends it.
    fn grown(
        &self,
        cash: &BTreeMap<NaiveDate, i64>,
        days: impl Iterator<Item = NaiveDate>,
    ) -> BTreeMap<NaiveDate, Option<f64>> {
        let positions = self.positions();
        let mut all: BTreeMap<NaiveDate, Option<i64>> =
            cash.iter().map(|(day, sum)| (*day, Some(*sum))).collect();
        for day in days {
            all.entry(day).or_insert(None);
        }
        let mut periods = Vec::new();
        for (date, flow) in all {
            match (self.worth_on(&positions, date), flow) {
                (Some(value), flow) => periods.push(SubPeriod {
                    date,
                    value,
                    put_in: -flow.unwrap_or(0),
                }),
                (None, Some(_)) => break,
                (None, None) => {}
            }
        }
        periods
            .iter()
            .map(|period| period.date)
            .zip(invest::growth(&periods))
            .collect()
    }
}
