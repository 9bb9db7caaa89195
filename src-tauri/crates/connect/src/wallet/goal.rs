//! Goals.

use chrono_tz::Tz;
use domain::feed::FeedGoal;
use money::Currency;
use serde_json::value::RawValue;

use super::local_day;
use crate::delivery::{Notices, plain_word};
use crate::json::Record;

/// Reads one goal. What was saved since its start is not told by the API.
pub(super) fn read(row: &RawValue, zone: Tz, notices: &mut Notices) -> Option<FeedGoal> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let mut sum = |name: &str| {
        let sum = record.object(name)?;
        let currency = sum
            .text("currencyCode")
            .and_then(|code| Currency::parse(&code).ok());
        notices.optional(&id, name, sum.raw("value"), currency)
    };
    let Some(target) = sum("targetAmount") else {
        notices.unreadable(Some(&id), "the goal has no target");
        return None;
    };
    let initial = sum("initialAmount");
    Some(FeedGoal {
        name: record.text("name").unwrap_or_else(|| id.clone()),
        target,
        initial,
        due: local_day(&record, "desiredDate", zone),
        state: plain_word(&record.text("state").unwrap_or_else(|| "active".to_owned())),
        note: record.text("note").unwrap_or_default(),
        source_id: id,
    })
}
