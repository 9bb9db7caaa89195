//! Rates that the person gives, one by one or from a CSV text.
//!
//! A rate says what one of a currency was worth in another on a day. It is kept as it was given, and as units of the currency for
//! one euro by what was known of the other one then.

use chrono::NaiveDate;
use contract::types::{
    Change, Nothing, OwnRate, OwnRatePutReq, RatesImportReq, RatesImported, RejectedPrice,
};
use money::Currency;
use rust_decimal::Decimal;
use store::View;

use crate::commands::investments::csv_text::{cells, day, delimiter_of, number};
use crate::commands::journal::change;
use crate::{App, Failure, dto};

/// Largest text, bytes.
const LARGEST: usize = 20_000_000;
/// Rejected lines that are named.
const MOST_NAMED: usize = 100;

pub(crate) async fn own_rates_list(app: &App, _: Nothing) -> Result<Vec<OwnRate>, Failure> {
    let all = app.read(|view| view.own_rates()).await?;
    Ok(all
        .into_iter()
        .map(|one| OwnRate {
            currency: one.currency.code().to_owned(),
            rate: one.stated.to_string(),
            per: one.stated_in.code().to_owned(),
            date: one.date.to_string(),
        })
        .collect())
}

/// The rate as it is kept; none where nothing is known of the currency it is in.
fn kept(
    view: &View<'_>,
    currency: Currency,
    stated: Decimal,
    stated_in: Currency,
    date: NaiveDate,
) -> store::Result<Option<store::OwnRate>> {
    let other = view.rate_on(stated_in, date)?;
    Ok(other
        .and_then(|other| other.per_euro.checked_div(stated))
        .filter(|per_euro| *per_euro > Decimal::ZERO)
        .map(|per_euro| store::OwnRate {
            date,
            currency,
            per_euro,
            stated,
            stated_in,
        }))
}

/// The currency of a rate: not the euro, which everything is kept in, and not the one that the rate is in.
fn of(code: &str, per: Currency) -> Result<Currency, Failure> {
    let currency = dto::currency("currency", code)?;
    if currency == Currency::EUR {
        return Err(Failure::invalid("currency", "euro"));
    }
    if currency == per {
        return Err(Failure::invalid("per", "same"));
    }
    Ok(currency)
}

async fn per_of(app: &App, code: Option<&str>) -> Result<Currency, Failure> {
    match code {
        Some(code) => dto::currency("per", code),
        None => app.base_currency().await,
    }
}

pub(crate) async fn own_rate_put(app: &App, request: OwnRatePutReq) -> Result<Change, Failure> {
    let per = per_of(app, request.per.as_deref()).await?;
    let currency = of(&request.currency, per)?;
    let date = dto::date("date", &request.date)?;
    let Some(text) = request.rate else {
        let written = app
            .write(app.person("own_rate_removed"), move |writing| {
                writing.remove_own_rate(currency, date)
            })
            .await?;
        return Ok(change(written.batch, 1, "own_rate_removed"));
    };
    let stated = money::decimal(text.trim())
        .ok()
        .filter(|rate| *rate > Decimal::ZERO)
        .ok_or_else(|| Failure::invalid("rate", "not_positive"))?;
    let rate = app
        .read(move |view| kept(view, currency, stated, per, date))
        .await?
        .ok_or_else(|| Failure::invalid("per", "no_rate"))?;
    let written = app
        .write(app.person("own_rate_put"), move |writing| {
            writing.put_own_rates(&[rate])
        })
        .await?;
    Ok(change(written.batch, 1, "own_rate_put"))
}

/// Which column holds what.
#[derive(Debug, Clone, Copy)]
struct Columns {
    date: usize,
    currency: usize,
    rate: usize,
    per: Option<usize>,
}

fn columns(head: &[String]) -> Option<Columns> {
    let place = |words: &[&str]| {
        words.iter().find_map(|word| {
            head.iter()
                .position(|cell| cell.trim().eq_ignore_ascii_case(word))
        })
    };
    Some(Columns {
        date: place(&["date", "day", "datum", "fecha"])?,
        currency: place(&["currency", "from", "ccy", "währung", "devise", "moneda"])?,
        rate: place(&["rate", "value", "kurs", "cours", "taux", "tipo"])?,
        per: place(&["per", "to", "in", "base"]),
    })
}

/// A line as it was read: currency, rate, what it is in, day.
type Given = (Currency, Decimal, Currency, NaiveDate);

fn line(cells: &[String], columns: Columns, usual: Currency) -> Result<Given, &'static str> {
    let cell = |place: usize| cells.get(place).map(|cell| cell.trim()).ok_or("columns");
    let date = day(cell(columns.date)?).ok_or("date")?;
    let currency = Currency::parse(cell(columns.currency)?).map_err(|_| "currency")?;
    let rate = number(cell(columns.rate)?)
        .filter(|rate| *rate > Decimal::ZERO)
        .ok_or("price")?;
    let per = match columns.per.map(cell).transpose()? {
        Some(code) if !code.is_empty() => Currency::parse(code).map_err(|_| "currency")?,
        _ => usual,
    };
    if currency == Currency::EUR || currency == per {
        return Err("currency");
    }
    Ok((currency, rate, per, date))
}

pub(crate) async fn rates_import(
    app: &App,
    request: RatesImportReq,
) -> Result<RatesImported, Failure> {
    if request.text.len() > LARGEST {
        return Err(Failure::invalid("text", "too_large"));
    }
    let usual = per_of(app, request.per.as_deref()).await?;
    let text = request.text.trim_start_matches('\u{feff}');
    let mark = delimiter_of(text.lines().next().unwrap_or_default());
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(place, line)| (dto::length(place + 1), cells(line, mark)));
    let (_, head) = lines
        .next()
        .ok_or_else(|| Failure::invalid("text", "empty"))?;
    let columns = columns(&head).ok_or_else(|| Failure::invalid("text", "columns"))?;
    let mut given: Vec<(u32, Given)> = Vec::new();
    let mut rejected = Vec::new();
    let mut reject = |line: u32, reason: &str| {
        rejected.push(RejectedPrice {
            line,
            reason: reason.to_owned(),
        });
    };
    for (place, cells) in lines {
        match line(&cells, columns, usual) {
            Ok(one) => given.push((place, one)),
            Err(reason) => reject(place, reason),
        }
    }
    let found = app
        .read(move |view| {
            given
                .into_iter()
                .map(|(place, (currency, rate, per, date))| {
                    Ok((place, kept(view, currency, rate, per, date)?))
                })
                .collect::<store::Result<Vec<_>>>()
        })
        .await?;
    let mut rates = Vec::new();
    for (place, rate) in found {
        match rate {
            Some(rate) => rates.push(rate),
            None => reject(place, "no_rate"),
        }
    }
    rejected.sort_by_key(|one| one.line);
    rejected.truncate(MOST_NAMED);
    let read = dto::length(rates.len());
    let written = app
        .write(app.person("rates_imported"), move |writing| {
            writing.put_own_rates(&rates)
        })
        .await?;
    Ok(RatesImported {
        read,
        changed: dto::count(written.value),
        rejected,
        change: change(written.batch, written.value, "rates_imported"),
    })
}
