//! Transfers that are ordered and not yet done, as planned payments.

use domain::feed::FeedPlanned;
use domain::planned::Cadence;
use serde_json::value::RawValue;

use super::account::{self, Accounts};
use super::paris;
use super::state::said;
use crate::delivery::Notices;
use crate::json::Record;

/// Reads one transfer; none when it is over, or not certain yet.
pub(super) fn read(
    row: &RawValue,
    accounts: &Accounts,
    notices: &mut Notices,
) -> Option<FeedPlanned> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.key("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let state = record.text("state").unwrap_or_default();
    if !matches!(state.as_str(), "scheduled" | "pending" | "coming") || record.is_set("deleted") {
        return None;
    }
    let account = record.key("id_account")?;
    let facts = accounts.0.get(&account).filter(|facts| facts.shared)?;
    let currency = account::currency(&record, "currency").or(facts.currency)?;
    let amount = notices.optional(&id, "amount", record.raw("amount"), Some(currency))?;
    // The size of it; money goes out.
    let amount = if amount.minor > 0 {
        amount.negated().ok()?
    } else {
        amount
    };
    let text = |name: &str| record.text(name).map(|text| said(&text));
    let name = text("label").unwrap_or_else(|| id.clone());
    Some(FeedPlanned {
        source_id: format!("transfer:{id}"),
        payee: text("beneficiary_label").unwrap_or_else(|| name.clone()),
        name,
        account_source_id: Some(account),
        category_source_id: None,
        amount,
        next_date: paris::date(&record, "exec_date")?,
        cadence: Cadence::Once,
        until: None,
        count: None,
        closed: false,
    })
}
