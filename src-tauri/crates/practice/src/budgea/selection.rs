//! Which movements a client asks for.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::form::flag;
use super::paris;
use super::refusal::Refusal;
use crate::calendar::{minus_months, month_end};
use crate::exchange::Ask;

/// The most that one page holds.
const MOST: usize = 1_000;

/// Whether deleted and disabled things are wanted as well: the word alone says so.
pub(crate) fn everything(ask: &Ask) -> bool {
    ask.first("all")
        .is_some_and(|text| flag(text) != Some(false))
}

/// A span of days; a day, a month or a year is written on either side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) from: Option<NaiveDate>,
    pub(crate) until: Option<NaiveDate>,
}

impl Days {
    pub(crate) fn of(ask: &Ask) -> Result<Self, Refusal> {
        let side = |name: &str, last: bool| {
            ask.first(name)
                .filter(|text| !text.is_empty())
                .map(|text| day(text, last).ok_or_else(|| Refusal::invalid(name)))
                .transpose()
        };
        Ok(Self {
            from: side("min_date", false)?,
            until: side("max_date", true)?,
        })
    }

    pub(crate) fn hold(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day <= until)
    }
}

fn day(text: &str, last: bool) -> Option<NaiveDate> {
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(day);
    }
    if let Ok(first) = format!("{text}-01").parse::<NaiveDate>() {
        return Some(if last { month_end(first) } else { first });
    }
    let year: i32 = text.parse().ok()?;
    if last {
        NaiveDate::from_ymd_opt(year, 12, 31)
    } else {
        NaiveDate::from_ymd_opt(year, 1, 1)
    }
    .filter(|day| (1900..=2200).contains(&day.year()))
}

/// The filters of a listing of movements.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    pub(crate) limit: Option<usize>,
    pub(crate) offset: usize,
    pub(crate) days: Days,
    /// The days are those of booking, not those of budgeting.
    pub(crate) by_booking: bool,
    /// Changed later than this.
    pub(crate) since: Option<i64>,
    pub(crate) all: bool,
    pub(crate) deleted: Option<bool>,
    pub(crate) income: Option<bool>,
    pub(crate) wording: Option<String>,
    pub(crate) search: Option<String>,
    pub(crate) least: Option<Decimal>,
    pub(crate) most: Option<Decimal>,
    value: Option<Wanted>,
}

/// The value that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Exactly(Decimal),
    Either(Decimal),
}

/// What the filters look at.
#[derive(Debug, Clone)]
pub(crate) struct Looked<'a> {
    pub(crate) date: NaiveDate,
    pub(crate) budgeted: NaiveDate,
    pub(crate) changed: i64,
    pub(crate) deleted: bool,
    pub(crate) value: Option<Decimal>,
    pub(crate) texts: [&'a str; 2],
}

impl Selection {
    pub(crate) fn of(ask: &Ask, legacy: bool, today: NaiveDate) -> Result<Self, Refusal> {
        let text = |name: &str| ask.first(name).filter(|text| !text.is_empty());
        let decimal = |name: &str| {
            text(name)
                .map(|text| text.parse().map_err(|_| Refusal::invalid(name)))
                .transpose()
        };
        let switch = |name: &str| {
            text(name)
                .map(|text| flag(text).ok_or_else(|| Refusal::invalid(name)))
                .transpose()
        };
        let limit = text("limit")
            .map(|text| text.parse().map_err(|_| Refusal::invalid("limit")))
            .transpose()?;
        if limit.is_none() && !legacy {
            return Err(Refusal::missing("limit"));
        }
        if limit.is_some_and(|limit| limit > MOST || limit == 0) {
            return Err(Refusal::invalid("limit"));
        }
        let mut days = Days::of(ask)?;
        let since = text("last_update")
            .map(|text| paris::read(text).ok_or_else(|| Refusal::invalid("last_update")))
            .transpose()?;
        // The older service shows the last month to who names no days.
        if legacy && days == Days::default() && since.is_none() {
            days.from = Some(minus_months(today, 1));
        }
        Ok(Self {
            limit,
            offset: text("offset")
                .map(|text| text.parse().map_err(|_| Refusal::invalid("offset")))
                .transpose()?
                .unwrap_or(0),
            days,
            by_booking: match text("filter") {
                None | Some("application_date") => false,
                Some("date") => true,
                Some(_) => return Err(Refusal::invalid("filter")),
            },
            since,
            all: everything(ask),
            deleted: switch("deleted")?,
            income: switch("income")?,
            wording: text("wording").map(str::to_lowercase),
            search: text("search").map(str::to_lowercase),
            least: decimal("min_value")?,
            most: decimal("max_value")?,
            value: text("value").map(wanted).transpose()?,
        })
    }

    pub(crate) fn meets(&self, looked: &Looked) -> bool {
        let day = if self.by_booking {
            looked.date
        } else {
            looked.budgeted
        };
        let alive = match self.deleted {
            Some(deleted) => looked.deleted == deleted,
            None => self.all || !looked.deleted,
        };
        let holds = |part: &Option<String>| {
            part.as_ref().is_none_or(|part| {
                looked
                    .texts
                    .iter()
                    .any(|text| text.to_lowercase().contains(part.as_str()))
            })
        };
        let value = |test: &dyn Fn(Decimal) -> bool| looked.value.is_some_and(test);
        alive
            && self.days.hold(day)
            // A stamp has no fractions: what happened within its second is not later.
            && self
                .since
                .is_none_or(|since| looked.changed.div_euclid(1_000) > since.div_euclid(1_000))
            && self
                .income
                .is_none_or(|income| value(&|value| (value > Decimal::ZERO) == income))
            && holds(&self.wording)
            && holds(&self.search)
            && self.least.is_none_or(|least| value(&|value| value >= least))
            && self.most.is_none_or(|most| value(&|value| value <= most))
            && self.value.is_none_or(|wanted| {
                value(&|value| match wanted {
                    Wanted::Exactly(amount) => value == amount,
                    Wanted::Either(amount) => value.abs() == amount.abs(),
                })
            })
    }
}

/// `12.5`, `±12.5`, `12.5|-12.5`; the client may have escaped the bar, the query is decoded.
fn wanted(text: &str) -> Result<Wanted, Refusal> {
    let read = |text: &str| {
        text.trim()
            .parse::<Decimal>()
            .map_err(|_| Refusal::invalid("value"))
    };
    if let Some(amount) = text.strip_prefix('±') {
        return read(amount).map(Wanted::Either);
    }
    match text.split_once('|') {
        Some((one, other)) => {
            let (one, other) = (read(one)?, read(other)?);
            if one == -other {
                Ok(Wanted::Either(one))
            } else {
                Err(Refusal::invalid("value"))
            }
        }
        None => read(text).map(Wanted::Exactly),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::date;

    #[test]
    fn a_day_a_month_or_a_year_is_a_side() {
        assert_eq!(day("2026-02-03", true), Some(date(2026, 2, 3)));
        assert_eq!(day("2026-02", false), Some(date(2026, 2, 1)));
        assert_eq!(day("2024-02", true), Some(date(2024, 2, 29)));
        assert_eq!(day("2024", true), Some(date(2024, 12, 31)));
        assert_eq!(day("soon", true), None);
    }

    #[test]
    fn a_value_has_either_sign_when_it_says_so() {
        let amount = Decimal::new(125, 1);
        assert_eq!(wanted("12.5").ok(), Some(Wanted::Exactly(amount)));
        assert_eq!(wanted("12.5|-12.5").ok(), Some(Wanted::Either(amount)));
        assert_eq!(wanted("±12.5").ok(), Some(Wanted::Either(amount)));
        assert!(wanted("12|13").is_err());
    }
}
