//! Charts of reports, of a change in net worth, and of investments.

use std::collections::BTreeMap;

use charts::{
    Axis, CalendarHeat, ChartError, Flow, Ink, Lines, Part, Series, Sheet, Treemap, Waterfall,
};
use chrono::NaiveDate;
use contract::types::{
    ChangeReason, ChartReq, FlowReport, GrowthPoint, Investments, InvestmentsReq,
    NetWorthExplainReq, ReportBy, ReportFlow, ReportFlowKind, ReportReq, ReportSide, Step,
};
use domain::budget::Month;
use money::{Currency, Money};

use super::{Painted, day_number, painted, sheet};
use crate::{App, Failure, dto};

/// Parts of a map or a flow side that are drawn by themselves; the smaller rest is one.
const MOST_PARTS: usize = 24;

async fn report(app: &App, request: &ChartReq, by: ReportBy) -> Result<FlowReport, Failure> {
    let asked = ReportReq {
        by,
        from: request.from.clone(),
        to: request.to.clone(),
        step: Step::Month,
        account: request.account.clone(),
        currency: request.currency.clone(),
        against: None,
    };
    super::super::reports::report_get(app, asked).await
}

fn minor(text: &str, currency: Currency) -> i64 {
    Money::parse(text, currency).map_or(0, |money| money.minor)
}

/// What a part is opened by: its side and its line's key; empty for what has no rows of its own.
fn key_of(side: Option<ReportSide>, key: Option<&str>) -> String {
    match side {
        Some(ReportSide::Income) => format!("income/{}", key.unwrap_or_default()),
        Some(ReportSide::Spending) => format!("spending/{}", key.unwrap_or_default()),
        None => String::new(),
    }
}

fn ink_of(slot: u32) -> Ink {
    Ink::slot((slot as usize).saturating_sub(1))
}

/// The parts with a box of their own, and the rest as one that opens nothing.
fn most(mut parts: Vec<Part>, other: &str) -> Vec<Part> {
    parts.retain(|part| part.value > 0);
    parts.sort_by_key(|part| std::cmp::Reverse(part.value));
    if parts.len() > MOST_PARTS {
        let rest: i64 = parts[MOST_PARTS - 1..].iter().map(|part| part.value).sum();
        parts.truncate(MOST_PARTS - 1);
        parts.push(Part {
            id: String::new(),
            name: other.to_owned(),
            value: rest,
            ink: Ink::Chart8,
        });
    }
    parts
}

/// Paints a chart of boxes and notes what each of them opens.
async fn boxes<F>(
    keys: Vec<String>,
    dates: Vec<NaiveDate>,
    empty: bool,
    work: F,
) -> Result<Painted, Failure>
where
    F: FnOnce() -> Result<charts::Chart, ChartError> + Send + 'static,
{
    let mut painted = painted(Axis::Days, dates, empty, work).await?;
    painted.keys = keys;
    Ok(painted)
}

pub(super) async fn flow(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let report = report(app, &request, ReportBy::Group).await?;
    let currency = dto::currency("currency", &report.currency)?;
    let words = &request.format.words;
    let part = |end: &ReportFlow| Part {
        id: key_of(end.side, end.key.as_deref()),
        name: match end.kind {
            ReportFlowKind::Kept => words.kept.clone(),
            ReportFlowKind::Reserves => words.reserves.clone(),
            ReportFlowKind::Line if end.name.is_empty() => words.without.clone(),
            ReportFlowKind::Line => end.name.clone(),
        },
        value: minor(&end.value, currency),
        ink: match end.kind {
            ReportFlowKind::Kept => Ink::In,
            ReportFlowKind::Reserves => Ink::Limit,
            ReportFlowKind::Line => ink_of(end.slot),
        },
    };
    let side = |ends: &[ReportFlow]| most(ends.iter().map(part).collect(), &words.other);
    let kind = Flow {
        sources: side(&report.sources),
        uses: side(&report.uses),
    };
    let keys = kind
        .sources
        .iter()
        .chain(&kind.uses)
        .map(|part| part.id.clone())
        .collect();
    let sheet = sheet(&request, currency, &words.spent)?;
    boxes(keys, Vec::new(), false, move || kind.paint(&sheet)).await
}

pub(super) async fn map(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let report = report(app, &request, ReportBy::Category).await?;
    let currency = dto::currency("currency", &report.currency)?;
    let words = &request.format.words;
    let parts = report
        .lines
        .iter()
        .filter(|line| line.side == ReportSide::Spending)
        .map(|line| Part {
            id: key_of(Some(line.side), line.key.as_deref()),
            name: if line.name.is_empty() {
                words.without.clone()
            } else {
                line.name.clone()
            },
            value: minor(&line.total, currency),
            ink: ink_of(line.slot),
        })
        .collect();
    let kind = Treemap {
        parts: most(parts, &words.other),
    };
    let keys = kind.order().into_iter().map(ToOwned::to_owned).collect();
    let sheet = sheet(&request, currency, &words.spent)?;
    boxes(keys, Vec::new(), false, move || kind.paint(&sheet)).await
}

pub(super) async fn calendar(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let report = report(app, &request, ReportBy::Category).await?;
    let currency = dto::currency("currency", &report.currency)?;
    let (from, to) = (
        dto::date("from", &report.from)?,
        dto::date("to", &report.to)?,
    );
    let days: BTreeMap<i32, i64> = report
        .days
        .iter()
        .filter_map(|day| {
            let date: NaiveDate = day.date.parse().ok()?;
            Some((day_number(date), minor(&day.spent, currency)))
        })
        .filter(|(_, spent)| *spent > 0)
        .collect();
    let empty = days.is_empty();
    let kind = CalendarHeat {
        span: (day_number(from), day_number(to)),
        days: days.into_iter().collect(),
        ink: Ink::slot(0),
    };
    let dates: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).collect();
    let keys = dates.iter().map(|day| format!("day/{day}")).collect();
    let sheet = sheet(&request, currency, &request.format.words.spent)?;
    boxes(keys, dates, empty, move || kind.paint(&sheet)).await
}

pub(super) async fn change(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let from = match &request.from {
        Some(from) => from.clone(),
        None => Month::of(app.today())
            .plus(-11)
            .first_day()
            .pred_opt()
            .unwrap_or(app.today())
            .to_string(),
    };
    let why = super::super::networth::net_worth_explain(
        app,
        NetWorthExplainReq {
            from,
            to: request.to.clone(),
            currency: request.currency.clone(),
        },
    )
    .await?;
    let currency = dto::currency("currency", &why.before.currency)?;
    let words = &request.format.words;
    let parts: Vec<Part> = why
        .parts
        .iter()
        .map(|part| {
            let (id, name) = match part.reason {
                ChangeReason::CameIn => ("came_in", &words.money_in),
                ChangeReason::Spent => ("spent", &words.spent),
                ChangeReason::Market => ("market", &words.market),
                ChangeReason::Exchange => ("exchange", &words.exchange),
                ChangeReason::Valuation => ("valuation", &words.valuation),
                ChangeReason::Other => ("other", &words.other),
            };
            Part {
                id: format!("reason/{id}"),
                name: name.clone(),
                value: minor(&part.value.amount, currency),
                ink: Ink::In,
            }
        })
        .filter(|part| part.value != 0)
        .collect();
    let keys = std::iter::once(String::new())
        .chain(parts.iter().map(|part| part.id.clone()))
        .chain([String::new()])
        .collect();
    let kind = Waterfall {
        start: (
            day_number(dto::date("from", &why.from)?),
            minor(&why.before.amount, currency),
        ),
        parts,
        end: day_number(dto::date("to", &why.to)?),
    };
    let sheet = sheet(&request, currency, &words.net_worth)?;
    boxes(keys, Vec::new(), false, move || kind.paint(&sheet)).await
}

/// The months of a report with their numbers and days.
fn months(report: &FlowReport) -> (Vec<i32>, Vec<NaiveDate>) {
    report
        .periods
        .iter()
        .filter_map(|period| period.from.parse::<NaiveDate>().ok())
        .map(|day| (Month::of(day).index(), day))
        .unzip()
}

fn line(id: &str, name: &str, ink: Ink, values: Vec<Option<i64>>) -> Series {
    Series {
        id: id.to_owned(),
        name: name.to_owned(),
        ink,
        values,
    }
}

pub(super) async fn trend(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let report = report(app, &request, ReportBy::Category).await?;
    let currency = dto::currency("currency", &report.currency)?;
    let words = &request.format.words;
    let (xs, dates) = months(&report);
    let of = |text: &str| Some(minor(text, currency));
    let periods = &report.periods;
    let kind = Lines {
        axis: Axis::Months,
        xs,
        series: vec![
            line(
                "spent",
                &words.spent,
                Ink::slot(0),
                periods.iter().map(|one| of(&one.spent)).collect(),
            ),
            line(
                "average",
                &words.average,
                Ink::Chart2,
                periods
                    .iter()
                    .map(|one| of(one.spent_average.as_deref()?))
                    .collect(),
            ),
        ],
        from_zero: true,
    };
    let sheet = sheet(&request, currency, &words.spent)?;
    painted(Axis::Months, dates, periods.is_empty(), move || {
        kind.paint(&sheet)
    })
    .await
}

/// A sheet whose amounts are tenths of a percent.
fn percent_sheet(request: &ChartReq, currency: Currency) -> Result<Sheet, Failure> {
    let mut sheet = sheet(request, currency, &request.format.words.savings_rate)?;
    sheet.minor_digits = 1;
    "%".clone_into(&mut sheet.labels.symbol);
    sheet.labels.symbol_after = true;
    sheet.labels.symbol_space = String::new();
    Ok(sheet)
}

pub(super) async fn savings_rate(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let report = report(app, &request, ReportBy::Category).await?;
    let currency = dto::currency("currency", &report.currency)?;
    let (xs, dates) = months(&report);
    let values: Vec<Option<i64>> = report
        .periods
        .iter()
        .map(|one| {
            let percent = money::decimal(one.savings_rate.as_deref()?).ok()?;
            i64::try_from((percent * rust_decimal::Decimal::TEN).round()).ok()
        })
        .collect();
    let kind = Lines {
        axis: Axis::Months,
        xs,
        series: vec![line(
            "rate",
            &request.format.words.savings_rate,
            Ink::In,
            values,
        )],
        from_zero: true,
    };
    let sheet = percent_sheet(&request, currency)?;
    painted(Axis::Months, dates, false, move || kind.paint(&sheet)).await
}

/// What is held, of the account and in the currency that a chart is asked for.
async fn held(app: &App, request: &ChartReq) -> Result<Investments, Failure> {
    let asked = InvestmentsReq {
        account: request.account.clone(),
        currency: request.currency.clone(),
        method: None,
    };
    super::super::investments::investments_get(app, asked).await
}

pub(super) async fn investments(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let all = held(app, &request).await?;
    let currency = dto::currency("currency", &all.currency)?;
    let words = &request.format.words;
    let (xs, dates): (Vec<i32>, Vec<NaiveDate>) = all
        .points
        .iter()
        .filter_map(|point| point.date.parse::<NaiveDate>().ok())
        .map(|day| (Month::of(day).index(), day))
        .unzip();
    let mut series = vec![line(
        "value",
        &words.value,
        Ink::slot(0),
        all.points
            .iter()
            .map(|point| Some(minor(&point.value, currency)))
            .collect(),
    )];
    if all.points.iter().any(|point| point.paid_in.is_some()) {
        series.push(line(
            "paid_in",
            &words.paid_in,
            Ink::Chart8,
            all.points
                .iter()
                .map(|point| Some(minor(point.paid_in.as_deref()?, currency)))
                .collect(),
        ));
    }
    let kind = Lines {
        axis: Axis::Months,
        xs,
        series,
        from_zero: false,
    };
    let sheet = sheet(&request, currency, &words.investments)?;
    painted(Axis::Months, dates, all.points.is_empty(), move || {
        kind.paint(&sheet)
    })
    .await
}

/// Growth in percent, ours and the benchmark's.
pub(super) async fn growth(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let all = held(app, &request).await?;
    let currency = dto::currency("currency", &all.currency)?;
    let (xs, dates): (Vec<i32>, Vec<NaiveDate>) = all
        .growth
        .iter()
        .filter_map(|point| point.date.parse::<NaiveDate>().ok())
        .map(|day| (Month::of(day).index(), day))
        .unzip();
    // Hundredths of a percent stand in for minor units.
    let hundredths = |text: Option<&String>| {
        let percent = money::decimal(text?).ok()? * rust_decimal::Decimal::ONE_HUNDRED;
        i64::try_from(percent.round()).ok()
    };
    let words = &request.format.words;
    let of = |which: fn(&GrowthPoint) -> Option<&String>| {
        all.growth
            .iter()
            .map(|point| hundredths(which(point)))
            .collect()
    };
    let mut series = vec![line(
        "ours",
        &words.yours,
        Ink::slot(0),
        of(|point| point.ours.as_ref()),
    )];
    if let Some(benchmark) = &all.benchmark {
        let values = of(|point| point.theirs.as_ref());
        series.push(line("theirs", &benchmark.name, Ink::slot(1), values));
    }
    let kind = Lines {
        axis: Axis::Months,
        xs,
        series,
        from_zero: true,
    };
    let mut sheet = percent_sheet(&request, currency)?;
    sheet.minor_digits = 2;
    sheet.title.clone_from(&words.yours);
    painted(Axis::Months, dates, all.growth.is_empty(), move || {
        kind.paint(&sheet)
    })
    .await
}
