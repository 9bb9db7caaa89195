//! `coffer eval`: questions of a yardstick as JSON lines in, answers as JSON lines out. Needs no book.
//!
//! Amounts are JSON numbers here and nowhere else. They are read as decimals from their own digits, never as floating point.

use std::fmt;
use std::io::{BufRead, Write};

use chrono::NaiveDate;
use domain::workday::Calendar;
use engine::eval::{Interval, Row, StandingOrder};
use engine::forecast::MAX_HORIZON_DAYS;
use money::{Currency, Money, decimal, rounded_minor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[path = "eval/categorise.rs"]
mod categorise;

#[cfg(test)]
#[path = "eval/tests.rs"]
mod tests;

/// Why there are not as many answers as questions.
#[derive(Debug)]
pub enum EvalError {
    /// The command was used wrongly: nothing was read.
    Usage(String),
    /// Lines that could not be answered; all others were.
    Lines {
        /// Number of the first of them, from one.
        first: usize,
        /// What was wrong with it.
        reason: String,
        /// How many there are.
        count: usize,
    },
    /// Reading or writing failed.
    Io(std::io::Error),
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) => f.write_str(text),
            Self::Lines {
                first,
                reason,
                count,
            } => {
                write!(f, "{count} lines not answered; line {first}: {reason}")
            }
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for EvalError {}

impl From<std::io::Error> for EvalError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// Answers every line of `input` on `output`. A line that cannot be read does not keep the others from their answers.
pub fn run(kind: &str, input: impl BufRead, mut output: impl Write) -> Result<(), EvalError> {
    let answer: fn(&str) -> Result<String, String> = match kind {
        "forecast" => forecast,
        "recurring" => recurring,
        "categorise" => categorise::answer,
        _ => {
            return Err(EvalError::Usage(
                "eval takes: forecast, recurring, categorise".into(),
            ));
        }
    };
    let mut failed: Option<(usize, String, usize)> = None;
    for (index, line) in input.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match answer(&line) {
            Ok(answer) => writeln!(output, "{answer}")?,
            Err(reason) => failed.get_or_insert((index + 1, reason, 0)).2 += 1,
        }
    }
    output.flush()?;
    match failed {
        None => Ok(()),
        Some((first, reason, count)) => Err(EvalError::Lines {
            first,
            reason,
            count,
        }),
    }
}

#[derive(Deserialize)]
struct Transaction<'a> {
    #[serde(borrow)]
    tid: &'a RawValue,
    date: NaiveDate,
    #[serde(borrow)]
    amount: &'a RawValue,
    description: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    counterparty: Option<String>,
}

#[derive(Deserialize)]
struct Order<'a> {
    counterparty: Option<String>,
    #[serde(borrow)]
    amount: &'a RawValue,
    interval: Option<String>,
}

#[derive(Deserialize)]
struct ForecastQuestion<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    currency: String,
    origin: NaiveDate,
    horizon_days: u32,
    #[serde(borrow)]
    balance: &'a RawValue,
    #[serde(borrow)]
    transactions: Vec<Transaction<'a>>,
    #[serde(borrow, default)]
    standing_orders: Option<Vec<Order<'a>>>,
}

#[derive(Deserialize)]
struct RecurringQuestion<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    currency: String,
    as_of: NaiveDate,
    #[serde(borrow)]
    transactions: Vec<Transaction<'a>>,
}

#[derive(Serialize)]
struct ForecastAnswer<'a> {
    id: &'a RawValue,
    p10: Vec<Box<RawValue>>,
    p50: Vec<Box<RawValue>>,
    p90: Vec<Box<RawValue>>,
}

#[derive(Serialize)]
struct SeriesAnswer<'a> {
    tids: Vec<&'a RawValue>,
    period: &'static str,
    amount: Box<RawValue>,
    next_date: NaiveDate,
    confidence: Box<RawValue>,
}

#[derive(Serialize)]
struct RecurringAnswer<'a> {
    id: &'a RawValue,
    series: Vec<SeriesAnswer<'a>>,
}

fn forecast(line: &str) -> Result<String, String> {
    let question: ForecastQuestion<'_> = serde_json::from_str(line).map_err(said)?;
    if question.horizon_days > MAX_HORIZON_DAYS {
        return Err(format!("a horizon of more than {MAX_HORIZON_DAYS} days"));
    }
    let currency = Currency::parse(&question.currency).map_err(said)?;
    let rows = rows(&question.transactions, currency)?;
    let orders = question
        .standing_orders
        .iter()
        .flatten()
        .map(|order| {
            Ok(StandingOrder {
                counterparty: order.counterparty.clone().unwrap_or_default(),
                minor: minor(order.amount, currency)?,
                interval: interval(order.interval.as_deref())?,
            })
        })
        .collect::<Result<Vec<_>, String>>()?;
    let start = minor(question.balance, currency)?;
    let forecast = engine::eval::forecast(
        &rows,
        &orders,
        question.origin,
        question.horizon_days,
        start,
        Calendar::of(currency),
    );
    let curve = |of: fn(&engine::forecast::Day) -> i64| {
        forecast
            .days
            .iter()
            .map(|day| number(of(day), currency))
            .collect::<Result<Vec<_>, _>>()
    };
    serde_json::to_string(&ForecastAnswer {
        id: question.id,
        // Where the forecast abstains from a range, it has one value to give.
        p10: curve(|day| day.band.map_or(day.expected, |band| band.p10))?,
        p50: curve(|day| day.expected)?,
        p90: curve(|day| day.band.map_or(day.expected, |band| band.p90))?,
    })
    .map_err(said)
}

fn recurring(line: &str) -> Result<String, String> {
    let question: RecurringQuestion<'_> = serde_json::from_str(line).map_err(said)?;
    let currency = Currency::parse(&question.currency).map_err(said)?;
    let rows = rows(&question.transactions, currency)?;
    let series = engine::eval::recurring(&rows, question.as_of, Calendar::of(currency))
        .into_iter()
        .map(|series| {
            Ok(SeriesAnswer {
                tids: series
                    .rows
                    .iter()
                    .filter_map(|index| question.transactions.get(*index))
                    .map(|transaction| transaction.tid)
                    .collect(),
                // The yardstick knows no four weeks: months are nearest.
                period: match series.period {
                    Interval::Fourweekly => Interval::Monthly.as_str(),
                    period => period.as_str(),
                },
                amount: number(series.minor, currency)?,
                next_date: series.next_date,
                confidence: raw(format!("0.{:02}", series.confidence.min(99)))?,
            })
        })
        .collect::<Result<Vec<_>, String>>()?;
    serde_json::to_string(&RecurringAnswer {
        id: question.id,
        series,
    })
    .map_err(said)
}

fn rows(transactions: &[Transaction<'_>], currency: Currency) -> Result<Vec<Row>, String> {
    transactions
        .iter()
        .map(|transaction| {
            Ok(Row {
                date: transaction.date,
                minor: minor(transaction.amount, currency)?,
                description: transaction.description.clone().unwrap_or_default(),
                kind: transaction.kind.clone().unwrap_or_default(),
                counterparty: transaction.counterparty.clone().unwrap_or_default(),
            })
        })
        .collect()
}

/// A JSON number in minor units. Balances of questions are computed sums, so digits beyond the currency's are rounded.
fn minor(number: &RawValue, currency: Currency) -> Result<i64, String> {
    rounded_minor(decimal(number.get()).map_err(said)?, currency)
        .map(|money| money.minor)
        .map_err(said)
}

fn number(minor: i64, currency: Currency) -> Result<Box<RawValue>, String> {
    raw(Money::new(minor, currency).decimal_text())
}

fn raw(text: String) -> Result<Box<RawValue>, String> {
    RawValue::from_string(text).map_err(said)
}

fn interval(word: Option<&str>) -> Result<Interval, String> {
    word.map_or(Ok(Interval::default()), |word| {
        Interval::from_word(word).ok_or_else(|| format!("unknown interval {word:?}"))
    })
}

fn said(error: impl fmt::Display) -> String {
    error.to_string()
}
