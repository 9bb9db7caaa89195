//! Prices by hand and from CSV files.
//!
//! A file has a head line that names its columns (`date`, `price` or `close`, and where it tells of several instruments `isin`,
//! `symbol` or `name`; `currency` if it has one), or no head and two columns, day and price. Days are written year first or, with
//! dots, day first; a comma may be the decimal mark where it is not the delimiter.

use contract::types::{
    Change, InstrumentPrice, InstrumentReq, PricePutReq, PricesImportReq, PricesImported,
    RejectedPrice,
};
use domain::ids::InstrumentId;
use domain::wealth::{Instrument, Price};
use engine::invest::{self, Method, PriceList, Quote};
use money::Currency;
use rust_decimal::Decimal;

use super::Portfolio;
use super::csv_text::{cells, day, delimiter_of, number};
use crate::commands::journal::change;
use crate::{App, Failure, dto};

/// Largest file, bytes.
const LARGEST: usize = 20_000_000;
/// Rejected lines that are named.
const MOST_NAMED: usize = 100;

pub(crate) async fn prices_list(
    app: &App,
    request: InstrumentReq,
) -> Result<Vec<InstrumentPrice>, Failure> {
    let id: InstrumentId = dto::id("instrument", &request.id)?;
    let today = app.today();
    app.read(move |view| {
        let portfolio = Portfolio::read(view, today, Method::Fifo)?;
        let quotes = portfolio.prices.get(&id);
        Ok(quotes
            .into_iter()
            .flat_map(|list| list.all().iter().rev())
            .map(|quote| InstrumentPrice {
                date: quote.day.to_string(),
                price: quote.price.normalize().to_string(),
                currency: quote.currency.code().to_owned(),
            })
            .collect())
    })
    .await
}

async fn known(app: &App, id: InstrumentId) -> Result<Instrument, Failure> {
    app.read(move |view| Ok(view.instruments()?.into_iter().find(|one| one.id == id)))
        .await?
        .ok_or(Failure::NotFound("instrument"))
}

pub(crate) async fn price_put(app: &App, request: PricePutReq) -> Result<Change, Failure> {
    let id: InstrumentId = dto::id("instrument", &request.instrument)?;
    let one = known(app, id).await?;
    let date = dto::date("date", &request.date)?;
    let currency = match &request.currency {
        Some(code) => dto::currency("currency", code)?,
        None => one.currency,
    };
    let Some(text) = request.price else {
        let written = app
            .write(app.person("price_removed"), move |writing| {
                writing.remove_price(id, date)
            })
            .await?;
        return Ok(change(written.batch, 1, "price_removed"));
    };
    let price = money::decimal(text.trim())
        .ok()
        .filter(|price| *price > Decimal::ZERO)
        .ok_or_else(|| Failure::invalid("price", "not_positive"))?;
    let price = Price {
        instrument: id,
        date,
        price,
        currency,
    };
    let written = app
        .write(app.person("price_put"), move |writing| {
            writing.put_prices(&[price])
        })
        .await?;
    Ok(change(written.batch, 1, "price_put"))
}

pub(crate) async fn prices_import(
    app: &App,
    request: PricesImportReq,
) -> Result<PricesImported, Failure> {
    if request.text.len() > LARGEST {
        return Err(Failure::invalid("text", "too_large"));
    }
    let instruments = app.read(|view| view.instruments()).await?;
    let only = match &request.instrument {
        Some(id) => {
            let id: InstrumentId = dto::id("instrument", id)?;
            Some(
                instruments
                    .iter()
                    .find(|one| one.id == id)
                    .ok_or(Failure::NotFound("instrument"))?,
            )
        }
        None => None,
    };
    let (prices, mut rejected) = read(&request.text, &instruments, only)?;
    let read = dto::length(prices.len());
    let far_off = far_off(&prices);
    let written = app
        .write(app.person("prices_imported"), move |writing| {
            writing.put_prices(&prices)
        })
        .await?;
    rejected.truncate(MOST_NAMED);
    Ok(PricesImported {
        read,
        changed: dto::count(written.value),
        rejected,
        far_off,
        change: change(written.batch, written.value, "prices_imported"),
    })
}

fn far_off(prices: &[Price]) -> u32 {
    let mut by_instrument: std::collections::BTreeMap<InstrumentId, Vec<Quote>> =
        std::collections::BTreeMap::new();
    for price in prices {
        by_instrument
            .entry(price.instrument)
            .or_default()
            .push(Quote {
                day: price.date,
                price: price.price,
                currency: price.currency,
            });
    }
    let jumps = by_instrument
        .into_values()
        .map(|quotes| invest::jumps(&PriceList::new(quotes, []), &[]).len())
        .sum();
    dto::length(jumps)
}

/// Which column holds what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Columns {
    date: usize,
    price: usize,
    instrument: Option<usize>,
    currency: Option<usize>,
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
        price: place(&[
            "price",
            "close",
            "last",
            "nav",
            "value",
            "kurs",
            "schlusskurs",
            "cours",
            "clôture",
            "valeur",
            "precio",
            "cierre",
        ])?,
        instrument: place(&[
            "isin",
            "code",
            "symbol",
            "ticker",
            "wkn",
            "instrument",
            "name",
        ]),
        currency: place(&["currency", "ccy", "währung", "devise", "moneda"]),
    })
}

type Read = (Vec<Price>, Vec<RejectedPrice>);

fn read(
    text: &str,
    instruments: &[Instrument],
    only: Option<&Instrument>,
) -> Result<Read, Failure> {
    let delimiter = delimiter_of(text.lines().next().unwrap_or_default());
    let lines: Vec<(u32, Vec<String>)> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(place, line)| (dto::length(place + 1), cells(line, delimiter)))
        .collect();
    let Some((_, head)) = lines.first() else {
        return Err(Failure::invalid("text", "empty"));
    };
    let named = columns(head);
    let plain = Columns {
        date: 0,
        price: 1,
        instrument: None,
        currency: None,
    };
    if named.is_none() && day(head.first().map_or("", String::as_str)).is_none() {
        return Err(Failure::invalid("text", "columns"));
    }
    let columns = named.unwrap_or(plain);
    if columns.instrument.is_none() && only.is_none() {
        return Err(Failure::invalid("instrument", "missing"));
    }
    let mut prices = Vec::new();
    let mut rejected = Vec::new();
    for (line, cells) in lines.iter().skip(usize::from(named.is_some())) {
        match price_of(cells, columns, instruments, only) {
            Ok(price) => prices.push(price),
            Err(reason) => rejected.push(RejectedPrice {
                line: *line,
                reason: reason.to_owned(),
            }),
        }
    }
    Ok((prices, rejected))
}

fn price_of(
    cells: &[String],
    columns: Columns,
    instruments: &[Instrument],
    only: Option<&Instrument>,
) -> Result<Price, &'static str> {
    let cell = |place: usize| cells.get(place).map(|cell| cell.trim()).ok_or("columns");
    let date = day(cell(columns.date)?).ok_or("date")?;
    let price = number(cell(columns.price)?)
        .filter(|price| *price > Decimal::ZERO)
        .ok_or("price")?;
    let one = match (only, columns.instrument) {
        (Some(one), _) => one,
        (None, Some(place)) => {
            let word = cell(place)?;
            let same = |known: &Option<String>| {
                known
                    .as_deref()
                    .is_some_and(|known| known.eq_ignore_ascii_case(word))
            };
            instruments
                .iter()
                .filter(|one| !one.removed)
                .find(|one| {
                    same(&one.code) || same(&one.symbol) || one.name.eq_ignore_ascii_case(word)
                })
                .ok_or("instrument")?
        }
        (None, None) => return Err("instrument"),
    };
    let currency = match columns.currency.map(cell).transpose()? {
        Some(code) if !code.is_empty() => Currency::parse(code).map_err(|_| "currency")?,
        _ => one.currency,
    };
    Ok(Price {
        instrument: one.id,
        date,
        price,
        currency,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use domain::wealth::InstrumentClass;

    fn fund() -> Instrument {
        Instrument {
            id: InstrumentId(3),
            name: "World".into(),
            code: Some("IE00B3RBWM25".into()),
            symbol: Some("VWRL".into()),
            currency: Currency::EUR,
            class: InstrumentClass::EquityFund,
            region: None,
            removed: false,
        }
    }

    type Seen = (Vec<(String, String)>, Vec<(u32, String)>);

    fn seen(text: &str, only: bool) -> Seen {
        let one = fund();
        let (prices, rejected) =
            read(text, std::slice::from_ref(&one), only.then_some(&one)).unwrap();
        (
            prices
                .iter()
                .map(|price| (price.date.to_string(), price.price.to_string()))
                .collect(),
            rejected
                .into_iter()
                .map(|line| (line.line, line.reason))
                .collect(),
        )
    }

    #[test]
    fn files_of_both_habits_are_read_and_what_is_no_price_is_named() {
        let (prices, rejected) = seen(
            "Date,Open,Close,Volume\n2024-01-02,1,101.25,5\n2024-01-03,1,-,5\n2024-13-03,1,4,5\n",
            true,
        );
        assert_eq!(prices, [("2024-01-02".into(), "101.25".into())]);
        assert_eq!(rejected, [(3, "price".into()), (4, "date".into())]);
        let (prices, rejected) = seen(
            "Datum;ISIN;Schlusskurs\n02.01.2024;IE00B3RBWM25;1.101,25\n03.01.2024;XX;2,00\n",
            false,
        );
        assert_eq!(prices, [("2024-01-02".into(), "1101.25".into())]);
        assert_eq!(rejected, [(3, "instrument".into())]);
        assert_eq!(
            seen("2024-01-02;3,5\n", true).0,
            [("2024-01-02".into(), "3.5".into())]
        );
    }

    #[test]
    fn a_file_without_columns_it_knows_is_refused() {
        assert!(read("a,b\nc,d\n", &[fund()], Some(&fund())).is_err());
        assert!(read("date,price\n2024-01-02,3\n", &[fund()], None).is_err());
        assert!(read("", &[fund()], Some(&fund())).is_err());
    }
}
