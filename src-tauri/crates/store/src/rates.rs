//! Reference exchange rates, per euro, as published by the European Central Bank.

use chrono::NaiveDate;
use money::{Currency, Rate};
use rust_decimal::Decimal;

use crate::{Result, View, Writing};

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

impl View<'_> {
    /// The last rate known on `day`, and its own day. The euro's is 1 on any day.
    pub fn rate_on(&self, currency: Currency, day: NaiveDate) -> Result<Option<DayRate>> {
        let _ = (currency, day);
        Err(crate::unfinished())
    }

    /// The rate from one currency to another with what is known on `day`, and the older of the two rates' days.
    pub fn cross_rate(
        &self,
        from: Currency,
        to: Currency,
        day: NaiveDate,
    ) -> Result<Option<(Rate, NaiveDate)>> {
        let _ = (from, to, day);
        Err(crate::unfinished())
    }

    /// Every rate of a currency in a range, oldest first, led by the last one before the range.
    pub fn rates_between(
        &self,
        currency: Currency,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<DayRate>> {
        let _ = (currency, from, to);
        Err(crate::unfinished())
    }

    /// The newest day with rates.
    pub fn newest_rate_day(&self) -> Result<Option<NaiveDate>> {
        Err(crate::unfinished())
    }
}

impl Writing<'_> {
    /// Keeps rates, in place of those of the same day and currency. Not in the journal: they are public reference data.
    pub fn put_rates(&mut self, rates: &[DayRate]) -> Result<u64> {
        let _ = rates;
        Err(crate::unfinished())
    }
}
