//! The second source of rates, in the layout of Narodowy Bank Polski: złoty for one of a currency, table A every working day,
//! table B of the less common ones on Wednesdays. The rates are invented, and agree with the first source's.

use axum::http::{Method, StatusCode};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::calendar::{is_working, minus, working_until};
use crate::exchange::{Answer, Ask};
use crate::json::Json;
use crate::rates;

/// Where the source lives.
pub(crate) const PREFIX: &str = "/nbp";

/// Most days of one request.
const WINDOW: i64 = 93;

const DAILY: [&str; 5] = ["EUR", "USD", "CHF", "GBP", "UAH"];
const WEEKLY: [&str; 5] = ["AED", "KES", "MAD", "RSD", "VND"];

/// Answers one request below [`PREFIX`].
pub(crate) fn answer(today: NaiveDate, ask: &Ask) -> Answer {
    if ask.method != Method::GET {
        return Answer::text(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "GET only");
    }
    match ask.below(PREFIX).as_deref() {
        Some(["exchangerates", "tables", table]) => match codes(table) {
            Some(codes) => Answer::json(newest(table, codes, today)),
            None => missing(),
        },
        Some(["exchangerates", "rates", table, code, from, to]) => {
            let (Ok(from), Ok(to)) = (from.parse::<NaiveDate>(), to.parse::<NaiveDate>()) else {
                return bad();
            };
            if to > today || from > to || (to - from).num_days() >= WINDOW {
                return bad();
            }
            let known = codes(table)
                .and_then(|codes| codes.iter().find(|have| have.eq_ignore_ascii_case(code)));
            match known {
                Some(code) => series(table, code, from, to),
                None => missing(),
            }
        }
        _ => missing(),
    }
}

fn missing() -> Answer {
    Answer::text(
        StatusCode::NOT_FOUND,
        "text/plain",
        "404 NotFound - Not Found - Brak danych",
    )
}

fn bad() -> Answer {
    Answer::text(StatusCode::BAD_REQUEST, "text/plain", "400 BadRequest")
}

fn codes(table: &str) -> Option<&'static [&'static str]> {
    match table.to_ascii_lowercase().as_str() {
        "a" => Some(&DAILY),
        "b" => Some(&WEEKLY),
        _ => None,
    }
}

/// Whether a table comes out on a day.
fn is_out(table: &str, day: NaiveDate) -> bool {
    is_working(day) && (table.eq_ignore_ascii_case("a") || day.weekday() == Weekday::Wed)
}

/// Złoty for one of a currency, as many decimals as four significant digits need, at least four.
fn mid(code: &str, day: NaiveDate) -> Option<Decimal> {
    let zloty = rates::published("PLN", day)?;
    let per_euro = rates::published(code, day).or_else(|| rates::less_common(code, day))?;
    let digits = if per_euro > Decimal::ONE_THOUSAND {
        8
    } else {
        4
    };
    Some(
        zloty
            .checked_div(per_euro)?
            .round_dp_with_strategy(digits, RoundingStrategy::MidpointNearestEven),
    )
}

fn newest(table: &str, codes: &[&str], today: NaiveDate) -> Json {
    let mut day = working_until(today);
    while !is_out(table, day) {
        day = minus(day, 1);
    }
    let rows = codes.iter().filter_map(|code| {
        Some(Json::object([
            ("currency", format!("invented: {code}").into()),
            ("code", (*code).into()),
            ("mid", mid(code, day)?.into()),
        ]))
    });
    Json::list([Json::object([
        ("table", table.to_ascii_uppercase().into()),
        ("no", number(table, day).into()),
        ("effectiveDate", day.to_string().into()),
        ("rates", Json::list(rows)),
    ])])
}

fn number(table: &str, day: NaiveDate) -> String {
    let table = table.to_ascii_uppercase();
    format!("{:03}/{table}/NBP/{}", day.ordinal(), day.year())
}

fn series(table: &str, code: &str, from: NaiveDate, to: NaiveDate) -> Answer {
    let rows: Vec<Json> = from
        .iter_days()
        .take_while(|day| *day <= to)
        .filter(|day| is_out(table, *day))
        .filter_map(|day| {
            Some(Json::object([
                ("no", number(table, day).into()),
                ("effectiveDate", day.to_string().into()),
                ("mid", mid(code, day)?.into()),
            ]))
        })
        .collect();
    if rows.is_empty() {
        return missing();
    }
    Answer::json(Json::object([
        ("table", table.to_ascii_uppercase().into()),
        ("currency", format!("invented: {code}").into()),
        ("code", code.into()),
        ("rates", rows.into()),
    ]))
}
