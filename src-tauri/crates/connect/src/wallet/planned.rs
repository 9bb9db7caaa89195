//! Standing orders and which of their occurrences are settled.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::feed::FeedPlanned;
use domain::planned::Cadence;
use money::Currency;
use serde_json::value::RawValue;

use super::{local_day, recurrence};
use crate::delivery::Notices;
use crate::json::Record;

/// Most occurrences stepped over when looking for the next one that is open.
const MOST_STEPS: usize = 1000;

/// Occurrences that were paid or dismissed, by standing order.
#[derive(Default)]
pub(super) struct Settled(HashMap<String, HashSet<NaiveDate>>);

impl Settled {
    /// Takes note of one item.
    pub(super) fn note(&mut self, row: &RawValue, zone: Tz) {
        let Some(record) = Record::read(row) else {
            return;
        };
        let done = record.raw("paidDate").is_some() || record.flag("dismissed") == Some(true);
        if let (true, Some(order), Some(day)) = (
            done,
            record.id("standingOrderId"),
            local_day(&record, "originalDate", zone),
        ) {
            self.0.entry(order).or_default().insert(day);
        }
    }

    fn is(&self, order: &str, day: NaiveDate) -> bool {
        self.0.get(order).is_some_and(|days| days.contains(&day))
    }

    fn count(&self, order: &str) -> u32 {
        self.0.get(order).map_or(0, |days| days.len() as u32)
    }
}

/// Reads one standing order.
pub(super) fn read(
    row: &RawValue,
    settled: &Settled,
    zone: Tz,
    today: NaiveDate,
    notices: &mut Notices,
) -> Option<FeedPlanned> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    match order(&record, &id, settled, zone, today, notices) {
        Ok(order) => Some(order),
        Err(why) => {
            notices.unreadable(Some(&id), why);
            None
        }
    }
}

fn order(
    record: &Record<'_>,
    id: &str,
    settled: &Settled,
    zone: Tz,
    today: NaiveDate,
    notices: &mut Notices,
) -> Result<FeedPlanned, &'static str> {
    let currency = record
        .text("currencyCode")
        .and_then(|code| Currency::parse(&code).ok())
        .ok_or("the amount has no currency")?;
    let value = record.raw("amount").ok_or("the amount is missing")?;
    let amount = notices.essential(id, value, currency)?;
    // The amount is positive and the type gives it its direction.
    let amount = match record.text("type").as_deref() {
        Some("expense") => amount.negated().map_err(|_| "the amount is out of range")?,
        Some("income") => amount,
        _ => return Err("the order says neither income nor expense"),
    };
    let due = local_day(record, "dueDate", zone)
        .or_else(|| local_day(record, "generateFromDate", zone))
        .ok_or("the order has no date")?;
    let text = record.text("recurrenceRule");
    let rule = text
        .as_deref()
        .and_then(|text| recurrence::parse(text, due, zone));
    if text.is_some() && rule.as_ref().is_none_or(|rule| !rule.exact) {
        notices.add(
            "recurrence_simplified",
            Some(id),
            "the nearest cadence was taken",
        );
    }
    let cadence = rule
        .as_ref()
        .map_or(Cadence::Once, |rule| rule.cadence.clone());
    let until = rule.as_ref().and_then(|rule| rule.until);
    let count = rule
        .and_then(|rule| rule.count)
        .map(|count| count.saturating_sub(settled.count(id)));
    let next = (0..MOST_STEPS).try_fold(due, |day, _| {
        if settled.is(id, day) {
            cadence.next_after(due, day).ok_or(None)
        } else {
            Err(Some(day))
        }
    });
    let open = match next {
        Err(open) => open,
        Ok(day) => Some(day),
    };
    let ended = open.is_none()
        || count == Some(0)
        || until.is_some_and(|until| until < today || open.is_some_and(|day| day > until));
    let name = record.text("name");
    let payee = record.text("counterParty");
    Ok(FeedPlanned {
        source_id: id.to_owned(),
        name: name
            .clone()
            .or_else(|| payee.clone())
            .unwrap_or_else(|| id.to_owned()),
        payee: payee.or(name).unwrap_or_default(),
        account_source_id: record.id("accountId"),
        category_source_id: record.id("categoryId"),
        amount,
        next_date: open.unwrap_or(due),
        cadence,
        until,
        count,
        closed: ended,
    })
}
