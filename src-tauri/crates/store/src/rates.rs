//! Exchange rates, per euro: the person's own, those of the European Central Bank, and those of a second source for what it
//! does not quote. Of one day they count in this order; of different days the newest counts, whoever it is from.

use chrono::NaiveDate;
use money::{Currency, Rate};
use rusqlite::{OptionalExtension, Row, params};
use rust_decimal::Decimal;

use crate::days::{date_of, day_of};
use crate::door::{Table, int, text};
use crate::{Error, Result, View, Writing};

/// Who said a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RateSource {
    /// The person.
    Own,
    /// The European Central Bank.
    Ecb,
    /// Narodowy Bank Polski.
    Nbp,
}

/// The stable word of a source in the database; none is the European Central Bank.
const NBP: &str = "nbp";
const OWN: &str = "own";

impl RateSource {
    fn from_word(word: Option<&str>) -> Option<Self> {
        match word {
            None => Some(Self::Ecb),
            Some(OWN) => Some(Self::Own),
            Some(NBP) => Some(Self::Nbp),
            Some(_) => None,
        }
    }

    const fn word(self) -> Option<&'static str> {
        match self {
            Self::Own => Some(OWN),
            Self::Ecb => None,
            Self::Nbp => Some(NBP),
        }
    }
}

/// A rate as the person gave it: on a day one of a currency was worth so many of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnRate {
    /// The day.
    pub date: NaiveDate,
    /// The currency; never the euro.
    pub currency: Currency,
    /// Units of it for one euro; positive.
    pub per_euro: Decimal,
    /// What one was worth; positive.
    pub stated: Decimal,
    /// In this currency.
    pub stated_in: Currency,
}

/// Units of a currency for one euro on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRate {
    /// The day it was published for.
    pub date: NaiveDate,
    /// The currency.
    pub currency: Currency,
    /// Units for one euro; positive.
    pub per_euro: Decimal,
    /// Who said so.
    pub source: RateSource,
}

fn read(currency: Currency, row: &Row<'_>) -> Result<DayRate> {
    let day: i32 = row.get(0)?;
    let text: String = row.get(1)?;
    let corrupt = || Error::Corrupt {
        table: "rates",
        row: i64::from(day),
    };
    let source: Option<String> = row.get(2)?;
    Ok(DayRate {
        date: date_of(day)?,
        currency,
        per_euro: text.parse().map_err(|_| corrupt())?,
        source: RateSource::from_word(source.as_deref()).ok_or_else(corrupt)?,
    })
}

impl View<'_> {
    /// The last rate known on `day`, and its own day. The euro's is 1 on any day.
    pub fn rate_on(&self, currency: Currency, day: NaiveDate) -> Result<Option<DayRate>> {
        if currency == Currency::EUR {
            return Ok(Some(DayRate {
                date: day,
                currency,
                per_euro: Decimal::ONE,
                source: RateSource::Ecb,
            }));
        }
        let mut statement = self.db.prepare_cached(
            "SELECT day, per_euro, source FROM (
               SELECT * FROM (SELECT day, per_euro, source, 1 AS place FROM rates
                 WHERE currency = ?1 AND day <= ?2 ORDER BY day DESC LIMIT 1)
               UNION ALL
               SELECT * FROM (SELECT day, per_euro, 'own', 0 FROM own_rates
                 WHERE currency = ?1 AND day <= ?2 ORDER BY day DESC, id DESC LIMIT 1))
             ORDER BY day DESC, place LIMIT 1",
        )?;
        let mut rows = statement.query(params![currency.code(), day_of(day)])?;
        rows.next()?.map(|row| read(currency, row)).transpose()
    }

    /// The rate from one currency to another with what is known on `day`, and the older of the two rates' days.
    pub fn cross_rate(
        &self,
        from: Currency,
        to: Currency,
        day: NaiveDate,
    ) -> Result<Option<(Rate, NaiveDate)>> {
        if from == to {
            return Ok(Some((Rate::identity(from), day)));
        }
        let (Some(left), Some(right)) = (self.rate_on(from, day)?, self.rate_on(to, day)?) else {
            return Ok(None);
        };
        let rate =
            Rate::cross(from, left.per_euro, to, right.per_euro).map_err(|_| Error::Overflow)?;
        Ok(Some((rate, left.date.min(right.date))))
    }

    /// Every rate of a currency in a range, oldest first, led by the last one before the range.
    pub fn rates_between(
        &self,
        currency: Currency,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<DayRate>> {
        let mut rates = Vec::new();
        if currency == Currency::EUR {
            rates.extend(self.rate_on(currency, from)?);
            return Ok(rates);
        }
        if let Some(before) = from.pred_opt() {
            rates.extend(self.rate_on(currency, before)?);
        }
        let mut statement = self.db.prepare_cached(
            "SELECT day, per_euro, source FROM rates r WHERE currency = ?1 AND day BETWEEN ?2 AND ?3
               AND NOT EXISTS (SELECT 1 FROM own_rates o WHERE o.currency = r.currency AND o.day = r.day)
             UNION ALL
             SELECT day, per_euro, 'own' FROM own_rates WHERE currency = ?1 AND day BETWEEN ?2 AND ?3
             ORDER BY 1",
        )?;
        let mut rows = statement.query(params![currency.code(), day_of(from), day_of(to)])?;
        while let Some(row) = rows.next()? {
            rates.push(read(currency, row)?);
        }
        Ok(rates)
    }

    /// The newest day with rates of the European Central Bank.
    pub fn newest_rate_day(&self) -> Result<Option<NaiveDate>> {
        self.db
            .prepare_cached("SELECT max(day) FROM rates WHERE source IS NULL")?
            .query_row([], |row| row.get::<_, Option<i32>>(0))
            .optional()?
            .flatten()
            .map(date_of)
            .transpose()
    }

    /// The first and last day with rates of a currency by a source.
    pub fn rate_span(
        &self,
        currency: Currency,
        source: RateSource,
    ) -> Result<Option<(NaiveDate, NaiveDate)>> {
        let table = match source {
            RateSource::Own => "own_rates WHERE currency = ?1 AND ?2 = 'own'",
            RateSource::Ecb | RateSource::Nbp => "rates WHERE currency = ?1 AND source IS ?2",
        };
        let days: (Option<i32>, Option<i32>) = self
            .db
            .prepare_cached(&format!("SELECT min(day), max(day) FROM {table}"))?
            .query_row(params![currency.code(), source.word()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        match days {
            (Some(first), Some(last)) => Ok(Some((date_of(first)?, date_of(last)?))),
            _ => Ok(None),
        }
    }

    /// The person's own rates, the newest first.
    pub fn own_rates(&self) -> Result<Vec<OwnRate>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, currency, day, per_euro, stated, stated_in FROM own_rates ORDER BY day DESC, currency",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let corrupt = || Error::Corrupt {
                table: "own_rates",
                row: id,
            };
            let number = |text: String| text.parse::<Decimal>().map_err(|_| corrupt());
            let code = |text: String| Currency::parse(&text).map_err(|_| corrupt());
            all.push(OwnRate {
                currency: code(row.get(1)?)?,
                date: date_of(row.get(2)?)?,
                per_euro: number(row.get(3)?)?,
                stated: number(row.get(4)?)?,
                stated_in: code(row.get(5)?)?,
            });
        }
        Ok(all)
    }
}

impl Writing<'_> {
    /// Keeps published rates, in place of those of the same day; answers how many were new or different. A second source's
    /// rate does not take the place of one of the European Central Bank. Not in the journal: they are public reference data.
    pub fn put_rates(&mut self, rates: &[DayRate]) -> Result<u64> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO rates (currency, day, per_euro, source) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET per_euro = excluded.per_euro, source = excluded.source
             WHERE (per_euro <> excluded.per_euro OR source IS NOT excluded.source)
               AND (excluded.source IS NULL OR source IS NOT NULL)",
        )?;
        let mut changed = 0;
        for rate in rates {
            if rate.per_euro <= Decimal::ZERO {
                return Err(Error::Refused {
                    rule: "rate_not_positive",
                });
            }
            if rate.source == RateSource::Own {
                return Err(Error::Refused {
                    rule: "own_rate_unjournalled",
                });
            }
            changed += statement.execute(params![
                rate.currency.code(),
                day_of(rate.date),
                rate.per_euro.normalize().to_string(),
                rate.source.word(),
            ])? as u64;
        }
        Ok(changed)
    }

    /// Keeps the person's own rates, in place of those of the same day; answers how many were new or different.
    pub fn put_own_rates(&mut self, rates: &[OwnRate]) -> Result<u64> {
        let mut changed = 0;
        for rate in rates {
            if rate.per_euro <= Decimal::ZERO || rate.stated <= Decimal::ZERO {
                return Err(Error::Refused {
                    rule: "rate_not_positive",
                });
            }
            if rate.currency == Currency::EUR {
                return Err(Error::Refused {
                    rule: "rate_of_the_euro",
                });
            }
            let fields = [
                ("currency", text(rate.currency.code())),
                ("day", int(day_of(rate.date))),
                ("per_euro", text(&rate.per_euro.normalize().to_string())),
                ("stated", text(&rate.stated.normalize().to_string())),
                ("stated_in", text(rate.stated_in.code())),
            ];
            let known = self.own_rate_ids(rate.currency, rate.date)?;
            changed += u64::from(if let Some(id) = known.last() {
                self.update(Table::OwnRates, *id, &fields)?
            } else {
                self.insert(Table::OwnRates, &fields)?;
                true
            });
        }
        Ok(changed)
    }

    /// Takes an own rate out; answers whether there was one.
    pub fn remove_own_rate(&mut self, currency: Currency, date: NaiveDate) -> Result<bool> {
        let ids = self.own_rate_ids(currency, date)?;
        for id in &ids {
            self.remove(Table::OwnRates, *id)?;
        }
        Ok(!ids.is_empty())
    }

    fn own_rate_ids(&self, currency: Currency, date: NaiveDate) -> Result<Vec<i64>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT id FROM own_rates WHERE currency = ?1 AND day = ?2 ORDER BY id",
            )?
            .query_map(params![currency.code(), day_of(date)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}
