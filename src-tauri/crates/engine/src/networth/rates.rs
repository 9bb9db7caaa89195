//! The last rate known on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use money::{Currency, Rate};
use rust_decimal::Decimal;

/// A rate and the day it was fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The rate.
    pub rate: Rate,
    /// Its day; of a cross rate the older of both.
    pub day: NaiveDate,
}

/// Where rates come from.
pub trait Rates {
    /// The last rate known on or before `date`, never one from after it.
    fn at(&self, from: Currency, to: Currency, date: NaiveDate) -> Option<Dated>;
}

impl<F: Fn(Currency, Currency, NaiveDate) -> Option<Dated>> Rates for F {
    fn at(&self, from: Currency, to: Currency, date: NaiveDate) -> Option<Dated> {
        self(from, to, date)
    }
}

/// Rates quoted per unit of one reference currency, as the European Central Bank quotes them per euro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateTable {
    reference: Currency,
    quotes: HashMap<Currency, Vec<(NaiveDate, Decimal)>>,
}

impl RateTable {
    /// A table of `(currency, day, units for one of the reference)`, in any order. Of two quotes for one day the later in the list
    /// counts; one that is not positive is no quote.
    pub fn new(
        reference: Currency,
        quotes: impl IntoIterator<Item = (Currency, NaiveDate, Decimal)>,
    ) -> Self {
        let mut table: HashMap<Currency, Vec<(NaiveDate, Decimal)>> = HashMap::new();
        for (currency, day, value) in quotes {
            if value > Decimal::ZERO {
                table.entry(currency).or_default().push((day, value));
            }
        }
        for days in table.values_mut() {
            days.sort_by_key(|(day, _)| *day);
        }
        Self {
            reference,
            quotes: table,
        }
    }

    /// Units of `currency` for one of the reference, and the day that was quoted.
    fn quote(&self, currency: Currency, date: NaiveDate) -> Option<(NaiveDate, Decimal)> {
        if currency == self.reference {
            return Some((date, Decimal::ONE));
        }
        let days = self.quotes.get(&currency)?;
        let known = days.partition_point(|(day, _)| *day <= date);
        days.get(known.checked_sub(1)?).copied()
    }
}

impl Rates for RateTable {
    fn at(&self, from: Currency, to: Currency, date: NaiveDate) -> Option<Dated> {
        let (from_day, from_value) = self.quote(from, date)?;
        let (to_day, to_value) = self.quote(to, date)?;
        Some(Dated {
            rate: Rate::cross(from, from_value, to, to_value).ok()?,
            day: from_day.min(to_day),
        })
    }
}
