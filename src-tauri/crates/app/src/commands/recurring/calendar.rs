//! Payments to come as iCalendar text (RFC 5545). Each day is an event of its own, since a rule cannot say what weekends do.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use contract::types::RecurringState;
use icalendar::{Calendar, Component, Event, EventLike, Property};

use super::known::Known;
use crate::dto;

/// Days ahead that are written.
const DAYS: i64 = 366;

/// The payments of a year ahead.
pub(super) fn text<'a>(
    items: impl Iterator<Item = &'a Known>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> String {
    let mut calendar = Calendar::new();
    let last = today + TimeDelta::days(DAYS);
    for known in items.filter(|known| known.item.state != RecurringState::Silent) {
        let amount = dto::minor(known.minor, known.currency);
        for day in known.days(today, last) {
            let event = Event::new()
                // The same day of the same item is the same event when it is read in again.
                .uid(&format!("{}-{day}@coffer", known.item.id))
                .timestamp(now)
                .summary(&format!(
                    "{} {} {}",
                    known.item.name, amount.amount, amount.currency
                ))
                .all_day(day)
                // It makes nobody busy.
                .append_property(Property::new("TRANSP", "TRANSPARENT"))
                .done();
            calendar.push(event);
        }
    }
    calendar.to_string()
}
