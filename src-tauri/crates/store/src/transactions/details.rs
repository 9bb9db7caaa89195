//! What a source says beyond the columns: kept as JSON, because nothing is found or summed by it.

use domain::transaction::{TransactionDetails, TransactionPart};
use money::{Currency, Money};
use serde_json::{Map, Value, json};

/// As the book keeps them; none when nothing is said. Amounts of parts are in minor units of the account's currency.
pub(crate) fn stored_details(details: Option<&TransactionDetails>) -> Option<String> {
    let details = details.filter(|details| !details.is_empty())?;
    let mut out = Map::new();
    for (key, text) in [
        ("reference", &details.reference),
        ("mandate", &details.mandate),
        ("counterparty_account", &details.counterparty_account),
    ] {
        if let Some(text) = text {
            out.insert(key.to_owned(), text.as_str().into());
        }
    }
    if !details.parts.is_empty() {
        let parts: Vec<Value> = details
            .parts
            .iter()
            .map(|part| {
                json!([
                    part.amount.minor,
                    part.category,
                    part.note,
                    part.transfer_account
                ])
            })
            .collect();
        out.insert("parts".to_owned(), parts.into());
    }
    Some(Value::Object(out).to_string())
}

/// As [`stored_details`] wrote them; none when that is not what they are.
pub(crate) fn read_details(json: &str, currency: Currency) -> Option<Box<TransactionDetails>> {
    let value: Value = serde_json::from_str(json).ok()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let parts = match value.get("parts") {
        None => Vec::new(),
        Some(parts) => parts
            .as_array()?
            .iter()
            .map(|part| {
                Some(TransactionPart {
                    amount: Money::new(part[0].as_i64()?, currency),
                    category: text(&part[1]),
                    note: text(&part[2]).unwrap_or_default(),
                    transfer_account: text(&part[3]),
                })
            })
            .collect::<Option<_>>()?,
    };
    let field = |key: &str| value.get(key).and_then(text);
    Some(Box::new(TransactionDetails {
        reference: field("reference"),
        mandate: field("mandate"),
        counterparty_account: field("counterparty_account"),
        parts,
    }))
}
