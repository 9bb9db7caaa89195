//! Reports of what came in and went out, and the rows behind each figure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Days, Months, NaiveDate};
use contract::types as wire;
use contract::types::{
    FlowReport, ReportAgainst, ReportBefore, ReportBy, ReportDay, ReportFlow, ReportFlowKind,
    ReportLine, ReportPeriod, ReportReq, ReportRows, ReportRowsReq, ReportSide, Step,
};
use domain::budget::Month;
use domain::category::CategoryKind;
use domain::ids::{AccountId, CategoryId, PayeeId, TransactionId};
use engine::networth::{RateTable, Rates};
use engine::report::{
    Gathering, Line, Periods, Side, Source, Totals, Use, change, converted, flow, moving_average,
    share, together,
};
use money::Currency;
use rust_decimal::Decimal;
use store::{Fact, ReportScope, View};

use crate::{App, Failure, dto};

/// Most periods of a report.
const MOST_PERIODS: usize = 1200;
/// Periods of a moving average.
const WINDOW: usize = 3;
/// Most rows behind a figure at once.
const MOST_ROWS: u32 = 500;
/// Colour slot of what has none of its own.
const NO_SLOT: u32 = 11;

/// What a line is of; none is rows without one.
type Key = Option<String>;

/// A request that makes sense.
#[derive(Debug, Clone)]
struct Asked {
    by: ReportBy,
    from: NaiveDate,
    to: NaiveDate,
    periods: Periods,
    scope: ReportScope,
    currency: Currency,
    against: Option<(NaiveDate, NaiveDate)>,
}

/// First days of the periods from `from` to `to`.
fn periods(from: NaiveDate, to: NaiveDate, step: Step) -> Result<Periods, Failure> {
    let too_many = || Failure::invalid("step", "too_many_periods");
    let mut starts = vec![from];
    while let Some(last) = starts.last() {
        let next = match step {
            Step::Day => last.succ_opt(),
            Step::Week => {
                let left = 7 - u64::from(last.weekday().num_days_from_monday());
                last.checked_add_days(Days::new(left))
            }
            Step::Month => Some(Month::of(*last).plus(1).first_day()),
            Step::Year => NaiveDate::from_ymd_opt(last.year() + 1, 1, 1),
        };
        match next.filter(|next| *next <= to) {
            Some(_) if starts.len() == MOST_PERIODS => return Err(too_many()),
            Some(next) => starts.push(next),
            None => break,
        }
    }
    Ok(Periods { starts, last: to })
}

/// The days that these are held against.
fn earlier(
    from: NaiveDate,
    to: NaiveDate,
    against: ReportAgainst,
) -> Option<(NaiveDate, NaiveDate)> {
    match against {
        ReportAgainst::YearBefore => Some((
            from.checked_sub_months(Months::new(12))?,
            if to == Month::of(to).last_day() {
                Month::of(to).plus(-12).last_day()
            } else {
                to.checked_sub_months(Months::new(12))?
            },
        )),
        ReportAgainst::Before => {
            let last = from.pred_opt()?;
            let whole = from.day() == 1 && to == Month::of(to).last_day();
            let first = if whole {
                let months = Month::of(to).index() - Month::of(from).index() + 1;
                Month::of(from).plus(-months).first_day()
            } else {
                let length = u64::try_from((to - from).num_days()).ok()?;
                last.checked_sub_days(Days::new(length))?
            };
            Some((first, last))
        }
    }
}

async fn asked(app: &App, request: &ReportReq) -> Result<Asked, Failure> {
    let base = app.base_currency().await?;
    let currency = match &request.currency {
        Some(code) => dto::currency("currency", code)?,
        None => base,
    };
    let to = dto::optional_date("to", request.to.as_deref())?.unwrap_or(app.today());
    let from = dto::optional_date("from", request.from.as_deref())?
        .unwrap_or(Month::of(to).plus(-11).first_day());
    if from > to {
        return Err(Failure::invalid("to", "before_from"));
    }
    let account: Option<AccountId> = request
        .account
        .as_deref()
        .map(|id| dto::id("account", id))
        .transpose()?;
    Ok(Asked {
        by: request.by,
        from,
        to,
        periods: periods(from, to, request.step)?,
        scope: ReportScope {
            accounts: account.into_iter().collect(),
            with_pending: true,
        },
        currency,
        against: request
            .against
            .and_then(|against| earlier(from, to, against)),
    })
}

/// What is known of the book beside its rows.
struct Known {
    kinds: HashMap<CategoryId, CategoryKind>,
    chart: HashMap<CategoryId, store::Category>,
    rates: RateTable,
    tags: HashMap<TransactionId, Vec<String>>,
    owners: HashMap<AccountId, String>,
}

impl Known {
    fn of(view: &View<'_>, asked: &Asked, today: NaiveDate) -> store::Result<Self> {
        let chart: HashMap<CategoryId, store::Category> = view
            .categories()?
            .into_iter()
            .map(|category| (category.id, category))
            .collect();
        let first = asked
            .against
            .map_or(asked.from, |(from, _)| from.min(asked.from));
        let accounts = view.accounts(today)?;
        let mut currencies: BTreeSet<Currency> =
            accounts.iter().map(|account| account.currency).collect();
        let mut quotes = Vec::new();
        // With one currency no rate is needed.
        if currencies
            .iter()
            .any(|currency| *currency != asked.currency)
        {
            currencies.insert(asked.currency);
            for currency in currencies {
                for rate in view.rates_between(currency, first, asked.to)? {
                    quotes.push((currency, rate.date, rate.per_euro));
                }
            }
        }
        Ok(Self {
            kinds: chart
                .iter()
                .map(|(id, category)| (*id, category.kind))
                .collect(),
            chart,
            rates: RateTable::new(Currency::EUR, quotes),
            tags: if asked.by == ReportBy::Tag {
                view.tags_between(first, asked.to)?
            } else {
                HashMap::new()
            },
            owners: accounts
                .into_iter()
                .filter_map(|account| Some((account.id, account.owner?)))
                .collect(),
        })
    }

    /// The row's amount in the report's currency; none without a rate.
    fn value(&self, fact: &Fact, currency: Currency) -> Option<i64> {
        if fact.amount.currency == currency {
            return Some(fact.amount.minor);
        }
        let rate = self.rates.at(fact.amount.currency, currency, fact.date)?;
        converted(Some(rate.rate), fact.amount)
    }

    fn side(&self, fact: &Fact) -> Option<Side> {
        let kind = fact.category.and_then(|id| self.kinds.get(&id).copied());
        Side::of(kind, fact.amount.minor)
    }

    /// The lines a row stands in.
    fn keys(&self, by: ReportBy, fact: &Fact) -> Vec<Key> {
        match by {
            ReportBy::Category => vec![fact.category.map(|id| id.to_string())],
            ReportBy::Group => {
                let category = fact.category.and_then(|id| self.chart.get(&id));
                vec![category.map(|one| one.parent.unwrap_or(one.id).to_string())]
            }
            ReportBy::Payee => vec![Some(fact.payee.to_string())],
            ReportBy::Account => vec![Some(fact.account.to_string())],
            ReportBy::Owner => vec![self.owners.get(&fact.account).cloned()],
            ReportBy::Need => {
                let category = fact.category.and_then(|id| self.chart.get(&id));
                let need = category.and_then(|category| category.need);
                vec![need.map(|need| need.as_str().to_owned())]
            }
            ReportBy::Tag => match self.tags.get(&fact.id) {
                Some(tags) if !tags.is_empty() => tags.iter().cloned().map(Some).collect(),
                _ => vec![None],
            },
        }
    }
}

/// Sums of a range of days.
#[derive(Default)]
struct Sums {
    lines: Vec<Line<Key>>,
    periods: Vec<Totals>,
    days: BTreeMap<NaiveDate, Totals>,
    overlapping: bool,
    without_rate: BTreeSet<Currency>,
    rows_without_rate: u64,
}

fn sums(view: &View<'_>, asked: &Asked, known: &Known, periods: &Periods) -> store::Result<Sums> {
    let Some(from) = periods.starts.first().copied() else {
        return Ok(Sums::default());
    };
    let count = periods.starts.len();
    let mut lines: Gathering<Key> = Gathering::new(count);
    let mut totals: Gathering<()> = Gathering::new(count);
    let mut days: BTreeMap<NaiveDate, [i128; 2]> = BTreeMap::new();
    let mut sums = Sums::default();
    view.each_fact(from, periods.last, &asked.scope, &mut |fact| {
        let (Some(side), Some(period)) = (known.side(&fact), periods.of(fact.date)) else {
            return;
        };
        let Some(minor) = known.value(&fact, asked.currency) else {
            sums.without_rate.insert(fact.amount.currency);
            sums.rows_without_rate += 1;
            return;
        };
        totals.add((), side, period, minor);
        let day = days.entry(fact.date).or_default();
        match side {
            Side::Income => day[0] += i128::from(minor),
            Side::Spending => day[1] -= i128::from(minor),
        }
        let keys = known.keys(asked.by, &fact);
        sums.overlapping |= keys.len() > 1;
        for key in keys {
            lines.add(key, side, period, minor);
        }
    })?;
    sums.lines = lines.finish().0;
    sums.periods = totals.finish().1;
    let narrow = |wide: i128| i64::try_from(wide).map_err(|_| store::Error::Overflow);
    for (day, [income, spent]) in days {
        let totals = Totals {
            income: narrow(income)?,
            spent: narrow(spent)?,
        };
        sums.days.insert(day, totals);
    }
    Ok(sums)
}

/// What a line is called: name, group, colour slot.
type Named = (String, Option<String>, u32);

fn names(
    view: &View<'_>,
    by: ReportBy,
    known: &Known,
    lines: &[Line<Key>],
) -> store::Result<HashMap<String, Named>> {
    let keys: BTreeSet<&String> = lines.iter().filter_map(|line| line.key.as_ref()).collect();
    let plain = |name: String| (name, None, NO_SLOT);
    Ok(match by {
        ReportBy::Category | ReportBy::Group => keys
            .into_iter()
            .filter_map(|key| {
                let category = known.chart.get(&CategoryId(key.parse().ok()?))?;
                let group = category.parent.and_then(|id| known.chart.get(&id));
                let named = (
                    category.name.clone(),
                    group.map(|group| group.name.clone()),
                    u32::from(category.slot),
                );
                Some((key.clone(), named))
            })
            .collect(),
        ReportBy::Payee => {
            let payees = keys.iter().filter_map(|key| key.parse().ok().map(PayeeId));
            view.payee_names(payees)?
                .into_iter()
                .map(|(id, name)| (id.to_string(), plain(name)))
                .collect()
        }
        ReportBy::Account => view
            .account_names()?
            .into_iter()
            .map(|(id, name)| (id.to_string(), plain(name)))
            .collect(),
        ReportBy::Tag | ReportBy::Owner | ReportBy::Need => keys
            .into_iter()
            .map(|tag| (tag.clone(), plain(tag.clone())))
            .collect(),
    })
}

const fn side(side: Side) -> ReportSide {
    match side {
        Side::Income => ReportSide::Income,
        Side::Spending => ReportSide::Spending,
    }
}

fn percent(value: Option<Decimal>) -> Option<String> {
    value.map(|value| format!("{value:.1}"))
}

fn line(
    asked: &Asked,
    line: &Line<Key>,
    named: &Named,
    of: Totals,
    before: Option<i64>,
) -> ReportLine {
    let text = |minor: i64| dto::text(minor, asked.currency);
    let whole = match line.side {
        Side::Income => of.income,
        Side::Spending => of.spent,
    };
    ReportLine {
        key: line.key.clone(),
        name: named.0.clone(),
        group: named.1.clone(),
        slot: named.2,
        side: side(line.side),
        total: text(line.total),
        share: percent(share(line.total, whole)),
        count: dto::count(line.count),
        values: line.values.iter().map(|value| text(*value)).collect(),
        before: before.map(text),
        change_percent: before.and_then(|before| percent(change(line.total, before).percent)),
    }
}

fn made(view: &View<'_>, asked: &Asked, today: NaiveDate) -> store::Result<FlowReport> {
    let known = Known::of(view, asked, today)?;
    let now = sums(view, asked, &known, &asked.periods)?;
    let before = match asked.against {
        Some((from, to)) => {
            let whole = Periods {
                starts: vec![from],
                last: to,
            };
            Some((from, to, sums(view, asked, &known, &whole)?))
        }
        None => None,
    };
    let named = names(view, asked.by, &known, &now.lines)?;
    let nameless: Named = (String::new(), None, NO_SLOT);
    let name = |key: &Key| {
        key.as_ref()
            .and_then(|key| named.get(key))
            .unwrap_or(&nameless)
    };
    let total = together(&now.periods);
    let money = |minor: i64| dto::minor(minor, asked.currency);
    let text = |minor: i64| dto::text(minor, asked.currency);
    let spent: Vec<i64> = now.periods.iter().map(|one| one.spent).collect();
    let averages = moving_average(&spent, WINDOW);
    let periods = now
        .periods
        .iter()
        .zip(averages)
        .enumerate()
        .filter_map(|(place, (one, average))| {
            let (from, to) = asked.periods.bounds(place)?;
            Some(ReportPeriod {
                from: from.to_string(),
                to: to.to_string(),
                income: text(one.income),
                spent: text(one.spent),
                saved: text(one.saved()),
                savings_rate: percent(one.savings_rate()),
                spent_average: average.map(text),
            })
        })
        .collect();
    let earlier_total = |wanted: &Line<Key>| {
        before.as_ref().map(|(_, _, sums)| {
            sums.lines
                .iter()
                .find(|one| one.side == wanted.side && one.key == wanted.key)
                .map_or(0, |one| one.total)
        })
    };
    let lines = now
        .lines
        .iter()
        .map(|one| line(asked, one, name(&one.key), total, earlier_total(one)))
        .collect();
    let (mut sources, mut uses, mut through) = (Vec::new(), Vec::new(), 0);
    if !now.overlapping {
        let sided: Vec<Line<(Key, Side)>> = now
            .lines
            .iter()
            .map(|one| Line {
                key: (one.key.clone(), one.side),
                side: one.side,
                total: one.total,
                values: Vec::new(),
                count: one.count,
            })
            .collect();
        let flow = flow(&sided);
        through = flow.through;
        let end = |kind, of: Option<&(Key, Side)>, value: i64| ReportFlow {
            kind,
            key: of.and_then(|(key, _)| key.clone()),
            name: of.map_or_else(String::new, |(key, _)| name(key).0.clone()),
            side: of.map(|(_, one)| side(*one)),
            slot: of.map_or(NO_SLOT, |(key, _)| name(key).2),
            value: text(value),
        };
        for (what, value) in &flow.sources {
            sources.push(match what {
                Source::Of(of) => end(ReportFlowKind::Line, Some(of), *value),
                Source::Reserves => end(ReportFlowKind::Reserves, None, *value),
            });
        }
        for (what, value) in &flow.uses {
            uses.push(match what {
                Use::Of(of) => end(ReportFlowKind::Line, Some(of), *value),
                Use::Kept => end(ReportFlowKind::Kept, None, *value),
            });
        }
    }
    let mut without_rate = now.without_rate.clone();
    let mut left_out = now.rows_without_rate;
    if let Some((_, _, sums)) = &before {
        without_rate.extend(&sums.without_rate);
        left_out += sums.rows_without_rate;
    }
    Ok(FlowReport {
        currency: asked.currency.code().to_owned(),
        from: asked.from.to_string(),
        to: asked.to.to_string(),
        income: money(total.income),
        spent: money(total.spent),
        saved: money(total.saved()),
        savings_rate: percent(total.savings_rate()),
        periods,
        lines,
        overlapping: now.overlapping,
        before: before.map(|(from, to, sums)| {
            let total = together(&sums.periods);
            ReportBefore {
                from: from.to_string(),
                to: to.to_string(),
                income: money(total.income),
                spent: money(total.spent),
                saved: money(total.saved()),
            }
        }),
        sources,
        uses,
        through: money(through),
        days: now
            .days
            .iter()
            .map(|(day, of)| ReportDay {
                date: day.to_string(),
                income: text(of.income),
                spent: text(of.spent),
            })
            .collect(),
        without_rate: without_rate
            .into_iter()
            .map(|currency| currency.code().to_owned())
            .collect(),
        rows_without_rate: dto::count(left_out),
    })
}

pub(crate) async fn report_get(app: &App, request: ReportReq) -> Result<FlowReport, Failure> {
    let asked = asked(app, &request).await?;
    let today = app.today();
    app.prepare_search()?;
    app.read(move |view| made(view, &asked, today)).await
}

pub(crate) async fn report_rows(app: &App, request: ReportRowsReq) -> Result<ReportRows, Failure> {
    let asked = asked(app, &request.report).await?;
    let today = app.today();
    let span = match request.period {
        Some(place) => asked
            .periods
            .bounds(place as usize)
            .ok_or(Failure::NotFound("period"))?,
        None => (asked.from, asked.to),
    };
    let limit = request.limit.clamp(1, MOST_ROWS) as usize;
    app.read(move |view| {
        let known = Known::of(view, &asked, today)?;
        let mut found: Vec<(NaiveDate, TransactionId)> = Vec::new();
        let mut sum = 0_i128;
        view.each_fact(span.0, span.1, &asked.scope, &mut |fact| {
            let Some(of) = known.side(&fact) else { return };
            if request.side.is_some_and(|wanted| wanted != side(of)) {
                return;
            }
            if request.keyed && !known.keys(asked.by, &fact).contains(&request.key) {
                return;
            }
            // What has no rate is in no figure.
            if let Some(minor) = known.value(&fact, asked.currency) {
                sum += i128::from(minor);
                found.push((fact.date, fact.id));
            }
        })?;
        found.sort_unstable_by(|a, b| b.cmp(a));
        // Several parts of a row are one row.
        found.dedup();
        let names = view.account_names()?;
        let rows = found
            .iter()
            .take(limit)
            .map(|(_, id)| {
                let row = view.transaction(*id)?;
                Ok(super::transactions::wire_row(&row, &names))
            })
            .collect::<store::Result<Vec<wire::TransactionRow>>>()?;
        Ok(ReportRows {
            rows,
            total: dto::length(found.len()),
            sum: dto::minor(
                i64::try_from(sum).map_err(|_| store::Error::Overflow)?,
                asked.currency,
            ),
        })
    })
    .await
}
