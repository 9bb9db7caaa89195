//! Net worth ahead, after the months that led here.

use charts::{Ahead, AheadMonth, Axis, Ink, Known, Mark, Range};
use chrono::NaiveDate;
use contract::types::{AheadPoint, ChartReq, NetWorthAheadReq, Step};
use domain::budget::Month;
use money::Currency;

use super::{Painted, painted, sheet};
use crate::{App, Failure, dto};

/// Months of the past that are drawn, at most: a third of what lies ahead, five years at the longest.
const MOST_PAST: i32 = 60;

pub(super) async fn paint(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let found = crate::commands::networth::net_worth_ahead(
        app,
        NetWorthAheadReq {
            years: request.years,
            plan: request.ahead.clone(),
            real: request.real,
        },
    )
    .await?;
    let base = dto::currency("currency", &found.currency)?;
    let today = dto::date("today", &found.today)?;
    let now = Month::of(today);
    let back = (found.plan.years as i32 * 4).min(MOST_PAST);
    let mut span = app.span(None, None, Step::Month, Some(base.code())).await?;
    // Before the first balance there is nothing to know.
    span.from = span.from.max(now.plus(-back).last_day()).min(span.to);
    let worth = app.worth_in(span, request.real).await?;
    let past: Vec<(NaiveDate, i64)> = worth
        .points
        .iter()
        .filter(|point| Month::of(point.date) < now)
        .map(|point| (point.date, point.net))
        .collect();
    let ahead: Vec<(NaiveDate, AheadMonth)> = found
        .points
        .iter()
        .map(|point| month(point, base))
        .collect::<Result<_, Failure>>()?;
    let dates = past
        .iter()
        .map(|(day, _)| *day)
        .chain(ahead.iter().map(|(day, _)| *day))
        .collect();
    let kind = Ahead {
        id: "net".into(),
        ink: Ink::slot(0),
        name: request.format.words.net_worth.clone(),
        put_in: request.format.words.put_in.clone(),
        past: past
            .iter()
            .map(|(day, value)| Known {
                day: Month::of(*day).index(),
                value: *value,
            })
            .collect(),
        ahead: ahead.into_iter().map(|(_, month)| month).collect(),
        marks: found
            .goals
            .iter()
            .filter(|goal| goal.mark.is_some())
            .filter_map(|goal| {
                let due: NaiveDate = goal.due.as_deref()?.parse().ok()?;
                Some(Mark {
                    // The mark stands at the last whole month before its date.
                    month: now.index() + months_between(today, due),
                    name: goal.name.clone(),
                    text: goal.of_ten.map_or_else(String::new, |count| {
                        format!("{count} {}", request.format.words.of_ten)
                    }),
                })
            })
            .collect(),
    };
    let sheet = sheet(&request, base, &request.format.words.net_worth)?;
    let empty = found.classes.iter().all(|class| {
        class
            .now
            .amount
            .chars()
            .all(|sign| !('1'..='9').contains(&sign))
            && class.end.amount == class.now.amount
    });
    painted(Axis::Months, dates, empty, move || kind.paint(&sheet)).await
}

fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let months = Month::of(to).index() - Month::of(from).index();
    let before = from
        .checked_add_months(chrono::Months::new(months.max(0).unsigned_abs()))
        .is_some_and(|day| day > to);
    months - i32::from(before)
}

fn month(point: &AheadPoint, base: Currency) -> Result<(NaiveDate, AheadMonth), Failure> {
    let date = dto::date("date", &point.date)?;
    let minor = |text: &str| dto::amount("amount", text, base).map(|money| money.minor);
    Ok((
        date,
        AheadMonth {
            month: Month::of(date).index(),
            value: minor(&point.likely)?,
            half: Range {
                low: minor(&point.half_low)?,
                high: minor(&point.half_high)?,
            },
            likely: Range {
                low: minor(&point.low)?,
                high: minor(&point.high)?,
            },
            put_in: minor(&point.put_in)?,
        },
    ))
}
