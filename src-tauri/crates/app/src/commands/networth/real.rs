//! Prices of a currency over time, and net worth in today's money.
//!
//! What is known of a currency's prices is a document of the book under its code: the index as it was read, a level a month,
//! and the yearly rate that the person states for what lies beyond it. An index that is read takes the place of the one
//! before, since offices put a new base under old months. How amounts are turned is told in [`engine::networth::real`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::types::{
    Change, Nothing, PriceBasis, PriceIndex, PriceIndexImportReq, PriceIndexImported,
    PriceIndexReq, PriceRateReq, RealPoint, RealTerms,
};
use domain::budget::Month;
use engine::networth::growth;
use engine::networth::real::{Basis, Prices, gaps, mean_yearly};
use money::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use store::View;

use super::{Worth, index_file};
use crate::commands::journal::change;
use crate::{App, Failure, dto};

/// Kind of the documents.
const DOCUMENTS: &str = "price index";
const LONGEST_NAME: usize = 120;
/// Digits after the point of a yearly rate.
const RATE_DIGITS: u32 = 6;

/// A currency's prices as they stand in their document; numbers are decimal text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    yearly: Option<String>,
    /// By month, `YYYY-MM`.
    #[serde(default)]
    months: BTreeMap<String, String>,
}

/// What the book keeps of a currency's prices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Kept {
    name: Option<String>,
    yearly: Option<Decimal>,
    months: BTreeMap<Month, Decimal>,
}

impl Kept {
    /// Reads a document; none when a single number of it cannot be read.
    fn read(body: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(body).ok()?;
        Some(Self {
            name: written.name,
            yearly: match written.yearly {
                Some(text) => Some(money::decimal(&text).ok()?),
                None => None,
            },
            months: written
                .months
                .iter()
                .map(|(month, level)| Some((Month::parse(month)?, money::decimal(level).ok()?)))
                .collect::<Option<_>>()?,
        })
    }

    fn text(&self) -> store::Result<String> {
        let written = Written {
            name: self.name.clone(),
            yearly: self.yearly.map(|rate| rate.normalize().to_string()),
            months: self
                .months
                .iter()
                .map(|(month, level)| (month.to_string(), level.normalize().to_string()))
                .collect(),
        };
        serde_json::to_string(&written).map_err(|_| store::Error::Overflow)
    }

    fn wire(&self, currency: &str) -> PriceIndex {
        let index = &self.months;
        let ends = |end: Option<(&Month, &Decimal)>| end.map(|(month, _)| month.to_string());
        PriceIndex {
            currency: currency.to_owned(),
            name: self.name.clone(),
            months: dto::length(index.len()),
            first: ends(index.first_key_value()),
            last: ends(index.last_key_value()),
            last_index: index
                .last_key_value()
                .map(|(_, level)| level.normalize().to_string()),
            gaps: gaps(index).iter().map(ToString::to_string).collect(),
            risen: mean_yearly(index).map(|percent| format!("{percent:.2}")),
            yearly: self.yearly.map(|rate| rate.normalize().to_string()),
        }
    }
}

/// Every currency's prices by its code. What another version wrote and this one cannot read is left alone.
fn all(view: &View<'_>) -> store::Result<BTreeMap<String, Kept>> {
    Ok(view
        .documents(DOCUMENTS)?
        .into_iter()
        .filter_map(|(key, body)| Some((key, Kept::read(&body)?)))
        .collect())
}

/// What is known of one currency's prices.
pub(crate) struct Known {
    kept: Kept,
    prices: Option<Prices>,
    today: NaiveDate,
}

impl Known {
    pub(crate) fn of(view: &View<'_>, currency: Currency, today: NaiveDate) -> store::Result<Self> {
        let kept = all(view)?.remove(currency.code()).unwrap_or_default();
        Ok(Self {
            prices: Prices::new(kept.months.clone(), kept.yearly, today),
            kept,
            today,
        })
    }

    /// An amount of a day in today's money, the level of prices that day and where it comes from.
    pub(crate) fn real(&self, minor: i64, date: NaiveDate) -> (i64, Option<Decimal>, PriceBasis) {
        let Some(prices) = &self.prices else {
            return (minor, None, PriceBasis::Unknown);
        };
        let real = prices.real(minor, date);
        let basis = match real.basis {
            Basis::Published => PriceBasis::Published,
            Basis::Between => PriceBasis::Between,
            Basis::Stated => PriceBasis::Stated,
            Basis::Unknown => PriceBasis::Unknown,
        };
        (real.minor, real.level, basis)
    }

    /// What is said of it, with the working of each point: its day, the amount as it was and as it became.
    pub(crate) fn terms(&self, currency: Currency, points: &[(NaiveDate, i64, i64)]) -> RealTerms {
        let reference = self.prices.as_ref().map(Prices::reference);
        let points: Vec<RealPoint> = points
            .iter()
            .map(|(date, nominal, value)| {
                let (_, index, basis) = self.real(0, *date);
                RealPoint {
                    date: date.to_string(),
                    nominal: dto::text(*nominal, currency),
                    index: index.map(level_text),
                    basis,
                    value: dto::text(*value, currency),
                }
            })
            .collect();
        RealTerms {
            day: reference.map_or(self.today, |(day, _)| day).to_string(),
            index: reference.map(|(_, level)| level_text(level.index)),
            name: self.kept.name.clone(),
            last: self
                .kept
                .months
                .last_key_value()
                .map(|(month, _)| month.to_string()),
            yearly: self.kept.yearly.map(|rate| rate.normalize().to_string()),
            unknown: dto::length(
                points
                    .iter()
                    .filter(|point| point.basis == PriceBasis::Unknown)
                    .count(),
            ),
            points,
        }
    }
}

/// A level with at most four decimals.
pub(crate) fn level_text(level: Decimal) -> String {
    level.round_dp(4).normalize().to_string()
}

impl Worth {
    /// The same in today's money: each account turned and rounded by itself, sums summed anew.
    pub(crate) fn in_todays_money(mut self, known: &Known) -> Self {
        let mut working = Vec::with_capacity(self.points.len());
        for point in &mut self.points {
            let nominal = point.net;
            for value in &mut point.accounts {
                value.base = value.base.map(|minor| known.real(minor, point.date).0);
            }
            let counted = |sign: fn(&i64) -> bool| -> i64 {
                point
                    .accounts
                    .iter()
                    .filter_map(|value| value.base)
                    .filter(sign)
                    .fold(0, i64::saturating_add)
            };
            point.assets = counted(|minor| *minor > 0);
            point.liabilities = counted(|minor| *minor < 0);
            point.net = point.assets.saturating_add(point.liabilities);
            working.push((point.date, nominal, point.net));
        }
        self.real = Some(known.terms(self.currency, &working));
        self
    }
}

impl App {
    /// Net worth in today's money where that is asked for.
    pub(crate) async fn worth_in(&self, span: super::Span, real: bool) -> Result<Worth, Failure> {
        let (currency, today) = (span.currency, self.today());
        let worth = self.worth(span).await?;
        if !real {
            return Ok(worth);
        }
        let known = self
            .read(move |view| Known::of(view, currency, today))
            .await?;
        Ok(worth.in_todays_money(&known))
    }

    async fn currency_or_base(&self, code: Option<&str>) -> Result<Currency, Failure> {
        match code {
            Some(code) => dto::currency("currency", code),
            None => self.base_currency().await,
        }
    }
}

pub(crate) async fn price_indexes(app: &App, _: Nothing) -> Result<Vec<PriceIndex>, Failure> {
    let all = app.read(all).await?;
    Ok(all
        .iter()
        .map(|(currency, kept)| kept.wire(currency))
        .collect())
}

fn name_of(name: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
        return Ok(None);
    };
    if name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Failure::invalid("name", "length"));
    }
    Ok(Some(name.to_owned()))
}

pub(crate) async fn price_index_import(
    app: &App,
    request: PriceIndexImportReq,
) -> Result<PriceIndexImported, Failure> {
    let currency = app.currency_or_base(request.currency.as_deref()).await?;
    let name = name_of(request.name.as_deref())?;
    let file = index_file::read(&request.text)?;
    let months = file.months;
    let written = app
        .write(app.person("price_index_read"), move |writing| {
            let mut kept = writing_kept(writing, currency)?;
            kept.months = months;
            kept.name = name;
            writing.put_document(DOCUMENTS, currency.code(), Some(&kept.text()?))?;
            Ok(kept)
        })
        .await?;
    Ok(PriceIndexImported {
        index: written.value.wire(currency.code()),
        read: file.read,
        repeated: file.repeated,
        rejected: file.rejected,
        change: change(written.batch, 1, "price_index_read"),
    })
}

/// What is kept of a currency while writing.
fn writing_kept(writing: &store::Writing<'_>, currency: Currency) -> store::Result<Kept> {
    Ok(writing
        .document(DOCUMENTS, currency.code())?
        .and_then(|body| Kept::read(&body))
        .unwrap_or_default())
}

/// A yearly rate in percent as the person writes it.
pub(super) fn rate_of(field: &'static str, text: &str) -> Result<Decimal, Failure> {
    money::decimal(&text.trim().replace(',', "."))
        .ok()
        .map(|percent| percent.round_dp(RATE_DIGITS).normalize())
        .filter(|percent| growth::plausible(*percent))
        .ok_or_else(|| Failure::invalid(field, "out_of_range"))
}

pub(crate) async fn price_rate_set(app: &App, request: PriceRateReq) -> Result<Change, Failure> {
    let currency = app.currency_or_base(request.currency.as_deref()).await?;
    let yearly = request
        .yearly
        .as_deref()
        .map(|text| rate_of("yearly", text))
        .transpose()?;
    let written = app
        .write(app.person("price_rate_stated"), move |writing| {
            let mut kept = writing_kept(writing, currency)?;
            kept.yearly = yearly;
            let body = (kept != Kept::default()).then(|| kept.text()).transpose()?;
            writing.put_document(DOCUMENTS, currency.code(), body.as_deref())
        })
        .await?;
    Ok(change(written.batch, 1, "price_rate_stated"))
}

pub(crate) async fn price_index_remove(
    app: &App,
    request: PriceIndexReq,
) -> Result<Change, Failure> {
    let currency = dto::currency("currency", &request.currency)?;
    let kept = app.read(all).await?;
    if !kept.contains_key(currency.code()) {
        return Err(Failure::NotFound("price_index"));
    }
    let written = app
        .write(app.person("price_index_removed"), move |writing| {
            writing.put_document(DOCUMENTS, currency.code(), None)
        })
        .await?;
    Ok(change(written.batch, 1, "price_index_removed"))
}
