//! What accounts were worth on past days, for those whose value is not the sum of their rows.

use domain::feed::FeedStatedBalance;
use money::Currency;
use serde_json::value::RawValue;

use super::paris;
use crate::delivery::Notices;
use crate::json::Record;

/// Reads one stated balance; none for a reading that failed or has no balance.
pub(super) fn read(
    row: &RawValue,
    account: &str,
    currency: Option<Currency>,
    notices: &mut Notices,
) -> Option<FeedStatedBalance> {
    let record = Record::read(row)?;
    if record.is_set("error") || record.key("id_account").is_some_and(|id| id != account) {
        return None;
    }
    let at = paris::stamp(&record, "timestamp")?;
    let amount = notices.optional(account, "balance", record.raw("balance"), currency)?;
    Some(FeedStatedBalance {
        account_source_id: account.to_owned(),
        date: paris::day(at),
        amount,
    })
}
