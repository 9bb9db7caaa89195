//! The yardstick's questions, answered by the same functions as the screens.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use domain::text::fold;
use domain::workday::Calendar;

use crate::forecast::{self, DayFlow, Forecast, Planned, Repeating};
use crate::recurring::{self, Period, Series};

/// A booked row as a question tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Booking date.
    pub date: NaiveDate,
    /// Signed amount, minor units.
    pub minor: i64,
    /// Text of the bank.
    pub description: String,
    /// Kind of booking, in the bank's words.
    pub kind: String,
    /// Who, or their account.
    pub counterparty: String,
}

impl Row {
    /// Who, as far as anything says so.
    fn payee(&self) -> &str {
        [&self.counterparty, &self.description, &self.kind]
            .into_iter()
            .find(|text| !text.trim().is_empty())
            .map_or("", String::as_str)
    }
}

/// Folds each distinct text once.
fn folded(rows: &[Row]) -> HashMap<&str, String> {
    let mut folded = HashMap::new();
    for row in rows {
        folded
            .entry(row.payee())
            .or_insert_with_key(|text| fold(text));
    }
    folded
}

/// The series among rows, as seen on `as_of`.
pub fn recurring(rows: &[Row], as_of: NaiveDate, calendar: Calendar) -> Vec<Series> {
    let payees = folded(rows);
    let plain: Vec<recurring::Row<'_>> = rows
        .iter()
        .map(|row| recurring::Row {
            date: row.date,
            minor: row.minor,
            payee: payees.get(row.payee()).map_or("", String::as_str),
        })
        .collect();
    recurring::detect(&plain, as_of, calendar)
}

/// How often a standing order is paid.
pub type Interval = Period;

/// A standing order that the bank named. It tells no day: that is taken from its last payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingOrder {
    /// Who, or their account.
    pub counterparty: String,
    /// Signed amount.
    pub minor: i64,
    /// How often.
    pub interval: Interval,
}

/// The balance of the days after `today`, from rows and the standing orders that the bank named.
pub fn forecast(
    rows: &[Row],
    orders: &[StandingOrder],
    today: NaiveDate,
    horizon_days: u32,
    start: i64,
    calendar: Calendar,
) -> Forecast {
    let repeating: Vec<Repeating> = recurring(rows, today, calendar)
        .into_iter()
        .filter(|series| !series.ended)
        .map(|series| repeating(rows, &series))
        .collect();
    let planned: Vec<Planned> = orders
        .iter()
        .filter_map(|order| planned(rows, order, today))
        .collect();
    let history: Vec<DayFlow> = rows.iter().map(flow).collect();
    forecast::project(&forecast::Input {
        today,
        horizon_days,
        start,
        history: &history,
        planned: &planned,
        repeating: &repeating,
        floor: None,
    })
}

fn flow(row: &Row) -> DayFlow {
    DayFlow {
        date: row.date,
        minor: row.minor,
    }
}

fn repeating(rows: &[Row], series: &Series) -> Repeating {
    let booked: Vec<&Row> = series
        .rows
        .iter()
        .filter_map(|index| rows.get(*index))
        .collect();
    let payee = booked
        .last()
        .map(|row| fold(row.payee()))
        .unwrap_or_default();
    Repeating {
        label: payee.clone(),
        payee,
        minor: series.minor,
        period: series.period,
        anchor: series.anchor,
        next_date: series.next_date,
        until: None,
        booked: booked.into_iter().map(flow).collect(),
    }
}

/// The order as a plan, anchored at its last payment; nothing if none was ever made.
fn planned(rows: &[Row], order: &StandingOrder, today: NaiveDate) -> Option<Planned> {
    let payee = fold(&order.counterparty);
    let last = rows
        .iter()
        .filter(|row| row.date <= today && row.minor == order.minor && fold(row.payee()) == payee)
        .max_by_key(|row| row.date)?;
    Some(Planned {
        label: order.counterparty.clone(),
        payee,
        minor: order.minor,
        first: last.date,
        cadence: order.interval.cadence(last.date.day()),
        until: None,
    })
}
