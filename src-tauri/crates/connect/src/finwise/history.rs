//! Balance histories: of accounts whose value is not the sum of their rows, and of others to compare the sum with.

use chrono_tz::Tz;
use domain::feed::FeedStatedBalance;
use money::Currency;
use serde_json::value::RawValue;

use super::account::Accounts;
use crate::day;
use crate::delivery::Notices;
use crate::json::Record;

/// One stated balance of one of `accounts`; none for what is archived, of another account, or has no amount.
pub(super) fn read(
    row: &RawValue,
    zone: Tz,
    accounts: &Accounts,
    notices: &mut Notices,
) -> Option<FeedStatedBalance> {
    let record = Record::read(row)?;
    if record.raw("archivedAt").is_some() {
        return None;
    }
    let account_source_id = record.id("accountId")?;
    let facts = accounts.get(&account_source_id)?;
    let date = day::booking_day(&record.text("date")?, zone)?;
    let sum = record.object("amount")?;
    let currency = sum
        .text("currencyCode")
        .and_then(|code| Currency::parse(&code).ok())
        .or(facts.currency);
    let amount = notices.optional(&account_source_id, "balance", sum.raw("amount"), currency)?;
    let amount = if facts.turned {
        amount.negated().ok()?
    } else {
        amount
    };
    Some(FeedStatedBalance {
        account_source_id,
        date,
        amount,
    })
}
