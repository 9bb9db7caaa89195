//! Reference exchange rates of the European Central Bank.
//!
//! Three documents of one form: the newest day, the last ninety days, and everything since 1999. The smallest that
//! covers what is missing is fetched. Rates are units of a currency for one euro.

use chrono::{NaiveDate, TimeDelta};
use money::Currency;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

use crate::cancel::CancelFlag;
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::{Expect, Http, Session};

/// Where the feed lives.
pub const DEFAULT_BASE_URL: &str = "https://www.ecb.europa.eu/stats/eurofxref";

/// One rate: units of `currency` for one euro on `day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRate {
    /// The day it was set.
    pub day: NaiveDate,
    /// What one euro is expressed in.
    pub currency: Currency,
    /// How many of it.
    pub per_euro: Decimal,
}

/// The documents of the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// The newest day.
    Daily,
    /// The last ninety days.
    NinetyDays,
    /// Everything.
    History,
}

impl Feed {
    /// The smallest document that holds every day after `known`, the newest day whose rates are at hand. None when
    /// there cannot be a newer one. `today` is the present day.
    pub fn for_gap(known: Option<NaiveDate>, today: NaiveDate) -> Option<Self> {
        let Some(known) = known else {
            return Some(Self::History);
        };
        let newest = last_working_day(today);
        if known >= newest {
            return None;
        }
        // Rates are set in the afternoon, so the daily document holds today or the working day before. With that day at
        // hand it fills the gap either way.
        let before = last_working_day(newest - TimeDelta::days(1));
        if known >= before {
            Some(Self::Daily)
        } else if (today - known).num_days() <= 85 {
            Some(Self::NinetyDays)
        } else {
            Some(Self::History)
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Daily => "/eurofxref-daily.xml",
            Self::NinetyDays => "/eurofxref-hist-90d.xml",
            Self::History => "/eurofxref-hist.xml",
        }
    }
}

/// The last day up to `day` that is not of a weekend. Bank holidays only make a document larger than needed.
fn last_working_day(day: NaiveDate) -> NaiveDate {
    use chrono::{Datelike, Weekday};
    let back = match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
    };
    day - TimeDelta::days(back)
}

/// Gets what is newer than `known`; nothing when nothing newer can exist.
pub async fn fetch(
    http: &Http,
    base_url: &str,
    known: Option<NaiveDate>,
    today: NaiveDate,
    cancel: &CancelFlag,
) -> Result<Vec<DayRate>, ConnectorError> {
    let Some(feed) = Feed::for_gap(known, today) else {
        return Ok(Vec::new());
    };
    let mut session = Session::open(http, Service::Rates, base_url, "/", |_, _| None, cancel)?;
    let answer = session.get(feed.path(), &[], Expect::Xml).await?;
    let mut rates = parse(&answer.body)
        .map_err(|why| session.error(ErrorKind::Protocol, format!("the rates are {why}")))?;
    rates.retain(|rate| known.is_none_or(|known| rate.day > known));
    Ok(rates)
}

/// Reads a document, in the order it has. A currency or rate that is unreadable is an error: rates are few, official and
/// never half wrong.
fn parse(body: &[u8]) -> Result<Vec<DayRate>, &'static str> {
    let mut reader = Reader::from_reader(body);
    let mut rates = Vec::new();
    let mut day = None;
    let mut met_root = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                met_root |= element.local_name().as_ref() == b"Envelope";
                if element.local_name().as_ref() != b"Cube" {
                    continue;
                }
                if let Some(time) = attribute(&element, b"time")? {
                    day = Some(time.parse().map_err(|_| "of an unreadable day")?);
                }
                if let Some(code) = attribute(&element, b"currency")? {
                    let currency =
                        Currency::parse(&code).map_err(|_| "of an unreadable currency")?;
                    let rate = attribute(&element, b"rate")?.ok_or("without a number")?;
                    // Holidays of single currencies stand as "N/A" in some documents.
                    if rate.eq_ignore_ascii_case("n/a") {
                        continue;
                    }
                    let per_euro = money::decimal(&rate)
                        .ok()
                        .filter(|rate| *rate > Decimal::ZERO)
                        .ok_or("no positive numbers")?;
                    rates.push(DayRate {
                        day: day.ok_or("without a day")?,
                        currency,
                        per_euro,
                    });
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Err("not well-formed"),
        }
    }
    if met_root {
        Ok(rates)
    } else {
        Err("of another form")
    }
}

fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Result<Option<String>, &'static str> {
    match element.try_get_attribute(name) {
        Ok(None) => Ok(None),
        Ok(Some(attribute)) => attribute
            .unescape_value()
            .map(|v| Some(v.into_owned()))
            .map_err(|_| "not well-formed"),
        Err(_) => Err("not well-formed"),
    }
}

#[cfg(test)]
mod tests;
