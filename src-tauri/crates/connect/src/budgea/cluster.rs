//! Groups of payments that repeat, as planned payments.

use domain::feed::FeedPlanned;
use domain::planned::Cadence;
use money::Currency;
use serde_json::value::RawValue;

use super::account::Accounts;
use super::paris;
use crate::amount;
use crate::delivery::Notices;
use crate::json::Record;

/// Reads one group. Its amount is a mean and is rounded to the currency's minor unit.
pub(super) fn read(
    row: &RawValue,
    accounts: &Accounts,
    notices: &mut Notices,
) -> Option<FeedPlanned> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.key("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let account = record.key("id_account");
    let facts = account.as_ref().and_then(|id| accounts.0.get(id));
    if facts.is_some_and(|facts| !facts.shared) {
        return None;
    }
    let currency = facts
        .and_then(|facts| facts.currency)
        .or_else(|| super::account::currency(&record, "currency"))
        .unwrap_or(Currency::EUR);
    let Some(next_date) = paris::date(&record, "next_date") else {
        notices.unreadable(Some(&id), "the next day is missing");
        return None;
    };
    let amount = record
        .raw("mean_amount")
        .and_then(|raw| amount::number(raw).ok())
        .and_then(|mean| money::rounded_minor(mean, currency).ok());
    let Some(amount) = amount else {
        notices.without_amount(&id);
        return None;
    };
    let days = amount::number(record.raw("median_increment")?)
        .ok()
        .and_then(|days| u32::try_from(days.round().mantissa()).ok())
        .filter(|days| (1..=800).contains(days))?;
    let name = record.text("wording").unwrap_or_else(|| id.clone());
    Some(FeedPlanned {
        source_id: format!("cluster:{id}"),
        payee: name.clone(),
        name,
        account_source_id: account,
        category_source_id: record
            .key("id_category")
            .filter(|category| category != "9998"),
        amount,
        next_date,
        cadence: cadence(days, next_date),
        until: None,
        count: None,
        closed: record.flexible_flag("enabled") == Some(false),
    })
}

/// A distance in days as a rhythm: what is about a number of months is that many months.
fn cadence(days: u32, next: chrono::NaiveDate) -> Cadence {
    let months = |every| Cadence::Months {
        every,
        day: chrono::Datelike::day(&next),
    };
    match days {
        28..=31 => months(1),
        59..=62 => months(2),
        88..=93 => months(3),
        178..=186 => months(6),
        360..=370 => months(12),
        days => Cadence::Days(days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_read_as_rhythms() {
        let next = chrono::NaiveDate::from_ymd_opt(2026, 2, 5).expect("a day");
        assert_eq!(cadence(7, next), Cadence::Days(7));
        assert_eq!(cadence(30, next), Cadence::Months { every: 1, day: 5 });
        assert_eq!(cadence(365, next), Cadence::Months { every: 12, day: 5 });
    }
}
