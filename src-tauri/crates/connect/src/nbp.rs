//! Mid rates of Narodowy Bank Polski, for currencies that the European Central Bank does not quote.
//!
//! Chosen because it needs no key, is open to anyone, and quotes some 150 currencies: table A every working day, table B of the
//! less common ones once a week. Its interface is described at <https://api.nbp.pl/en.html>: `/exchangerates/tables/{table}` is
//! the newest table, `/exchangerates/rates/{table}/{code}/{from}/{to}` a currency's past since 2 January 2002, at most 93 days
//! a request, and 404 where there is nothing in them. Rates are złoty for one of a currency; divided into those for a euro of
//! the same day, or the last one before, they become units of the currency for one euro.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use money::Currency;
use rust_decimal::Decimal;

use crate::amount::number;
use crate::cancel::CancelFlag;
use crate::ecb::DayRate;
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::{Expect, Http, Session};
use crate::json::{Record, items};

/// Where the interface lives.
pub const DEFAULT_BASE_URL: &str = "https://api.nbp.pl/api";

/// Most days of one request, both ends counted.
const WINDOW: i64 = 93;
/// A euro's rate from before a rate's own day is used if it is no older: longer than any run of Polish holidays.
const EURO_WITHIN: i64 = 10;

/// A currency whose rates are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Which.
    pub currency: Currency,
    /// The newest day that is at hand.
    pub known: Option<NaiveDate>,
}

/// Gets what is newer than what is known of each currency, back to `oldest` where nothing is. A currency that is not quoted, and a
/// rate that cannot be read or has no euro beside it, is left out.
pub async fn fetch(
    http: &Http,
    base_url: &str,
    wanted: &[Wanted],
    oldest: NaiveDate,
    cancel: &CancelFlag,
) -> Result<Vec<DayRate>, ConnectorError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut session = Session::open(http, Service::Rates, base_url, "/", |_, _| None, cancel)?;
    let mut places: Vec<(Wanted, &str, NaiveDate)> = Vec::new();
    let mut euro_until = None;
    for table in ["a", "b"] {
        let (day, codes) = newest(&mut session, table).await?;
        if table == "a" {
            euro_until = Some(day);
        }
        places.extend(
            wanted
                .iter()
                .filter(|one| one.known.is_none_or(|known| known < day))
                .filter(|one| codes.iter().any(|code| code == one.currency.code()))
                .map(|one| (*one, table, day)),
        );
    }
    let begins = |one: &Wanted| match one.known {
        Some(known) => known + TimeDelta::days(1),
        None => oldest.max(first_day()),
    };
    let (Some(first), Some(euro_until)) =
        (places.iter().map(|(one, ..)| begins(one)).min(), euro_until)
    else {
        return Ok(Vec::new());
    };
    let since = (first - TimeDelta::days(EURO_WITHIN)).max(first_day());
    let euro = series(&mut session, "a", "EUR", since, euro_until).await?;
    let mut rates = Vec::new();
    for (one, table, until) in places {
        let code = one.currency.code();
        for (day, zloty) in series(&mut session, table, code, begins(&one), until).await? {
            let of_euro = euro
                .range(..=day)
                .next_back()
                .filter(|(euro_day, _)| (day - **euro_day).num_days() <= EURO_WITHIN);
            let per_euro = of_euro.and_then(|(_, euro)| euro.checked_div(zloty));
            if let Some(per_euro) = per_euro.filter(|rate| *rate > Decimal::ZERO) {
                rates.push(DayRate {
                    day,
                    currency: one.currency,
                    per_euro,
                });
            }
        }
    }
    Ok(rates)
}

/// The first day there are rates of.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2002, 1, 2).unwrap_or(NaiveDate::MIN)
}

/// Day and codes of the newest table.
async fn newest(
    session: &mut Session<'_>,
    table: &str,
) -> Result<(NaiveDate, Vec<String>), ConnectorError> {
    let path = format!("/exchangerates/tables/{table}");
    let answer = session
        .get(&path, &[("format", "json")], Expect::Json)
        .await?;
    let read = || {
        let tables = items(&answer.body)?;
        let whole = Record::read(tables.first()?)?;
        let day: NaiveDate = whole.text("effectiveDate")?.parse().ok()?;
        let codes = whole
            .list("rates")?
            .into_iter()
            .filter_map(|row| Record::read(row)?.text("code"))
            .collect();
        Some((day, codes))
    };
    read()
        .ok_or_else(|| session.error(ErrorKind::Protocol, "the table of rates is of another form"))
}

/// A currency's rates from a day to another, in złoty. Asked for from the newest back, and no further than there is something.
async fn series(
    session: &mut Session<'_>,
    table: &str,
    code: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeMap<NaiveDate, Decimal>, ConnectorError> {
    let mut all = BTreeMap::new();
    let mut end = to;
    while end >= from {
        let start = (end - TimeDelta::days(WINDOW - 1)).max(from);
        let path = format!("/exchangerates/rates/{table}/{code}/{start}/{end}");
        let answer = match session
            .get(&path, &[("format", "json")], Expect::Json)
            .await
        {
            Ok(answer) => answer,
            Err(error) if error.http_status == Some(404) => break,
            Err(error) => return Err(error),
        };
        let rows = Record::of_body(&answer.body)
            .and_then(|whole| whole.list("rates"))
            .ok_or_else(|| session.error(ErrorKind::Protocol, "the rates are of another form"))?;
        for row in rows {
            let read = || {
                let row = Record::read(row)?;
                let day: NaiveDate = row.text("effectiveDate")?.parse().ok()?;
                let mid = number(row.raw("mid")?).ok()?;
                (mid > Decimal::ZERO && day >= from && day <= to).then_some((day, mid))
            };
            if let Some((day, mid)) = read() {
                all.insert(day, mid);
            } else {
                tracing::info!(code, "a rate that cannot be read is left out");
            }
        }
        end = start - TimeDelta::days(1);
    }
    Ok(all)
}
