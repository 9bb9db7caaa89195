//! Reference exchange rates, per euro, as published by the European Central Bank.

use chrono::NaiveDate;
use money::{Currency, Rate};
use rusqlite::{OptionalExtension, Row, params};
use rust_decimal::Decimal;

use crate::days::{date_of, day_of};
use crate::{Error, Result, View, Writing};

/// Units of a currency for one euro on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRate {
    /// The day it was published for.
    pub date: NaiveDate,
    /// The currency.
    pub currency: Currency,
    /// Units for one euro; positive.
    pub per_euro: Decimal,
}

fn read(currency: Currency, row: &Row<'_>) -> Result<DayRate> {
    let day: i32 = row.get(0)?;
    let text: String = row.get(1)?;
    let per_euro: Decimal = text.parse().map_err(|_| Error::Corrupt {
        table: "rates",
        row: i64::from(day),
    })?;
    Ok(DayRate {
        date: date_of(day)?,
        currency,
        per_euro,
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
            }));
        }
        let mut statement = self.db.prepare_cached(
            "SELECT day, per_euro FROM rates WHERE currency = ?1 AND day <= ?2 ORDER BY day DESC LIMIT 1",
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
            "SELECT day, per_euro FROM rates WHERE currency = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",
        )?;
        let mut rows = statement.query(params![currency.code(), day_of(from), day_of(to)])?;
        while let Some(row) = rows.next()? {
            rates.push(read(currency, row)?);
        }
        Ok(rates)
    }

    /// The newest day with rates.
    pub fn newest_rate_day(&self) -> Result<Option<NaiveDate>> {
        self.db
            .prepare_cached("SELECT max(day) FROM rates")?
            .query_row([], |row| row.get::<_, Option<i32>>(0))
            .optional()?
            .flatten()
            .map(date_of)
            .transpose()
    }
}

impl Writing<'_> {
    /// Keeps rates, in place of those of the same day and currency; answers how many were new or different. Not in the
    /// journal: they are public reference data.
    pub fn put_rates(&mut self, rates: &[DayRate]) -> Result<u64> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO rates (currency, day, per_euro) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET per_euro = excluded.per_euro WHERE per_euro <> excluded.per_euro",
        )?;
        let mut changed = 0;
        for rate in rates {
            if rate.per_euro <= Decimal::ZERO {
                return Err(Error::Refused {
                    rule: "rate_not_positive",
                });
            }
            changed += statement.execute(params![
                rate.currency.code(),
                day_of(rate.date),
                rate.per_euro.normalize().to_string()
            ])? as u64;
        }
        Ok(changed)
    }
}
