//! What a source says beyond the columns: kept as JSON. Its parts are what a split row counts as (see `parts`).

use domain::ids::CategoryId;
use domain::transaction::{PartsBy, TransactionDetails, TransactionPart};
use money::{Currency, Money};
use serde_json::{Map, Value, json};

/// As the book keeps them; none when nothing is said. Amounts of parts are in minor units of the account's currency. A part
/// is `[amount, its source's category, note, its source's account]`, and behind it the category it is filed under once it
/// is in the book.
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
                let said = json!([
                    part.amount.minor,
                    part.category,
                    part.note,
                    part.transfer_account
                ]);
                match (said, part.filed) {
                    (Value::Array(mut said), Some(filed)) => {
                        said.push(filed.map(|id| id.0).into());
                        Value::Array(said)
                    }
                    (said, _) => said,
                }
            })
            .collect();
        out.insert("parts".to_owned(), parts.into());
    }
    if details.parts_by != PartsBy::Source {
        out.insert("parts_by".to_owned(), details.parts_by.as_str().into());
    }
    Some(Value::Object(out).to_string())
}

/// Whether stored details may have parts; the index over such rows asks the same.
pub(crate) fn has_parts(json: &str) -> bool {
    json.contains("\"parts\"")
}

/// A part as it is stored.
pub(crate) struct StoredPart {
    pub minor: i64,
    category: Option<String>,
    pub note: String,
    transfer_account: Option<String>,
    /// The category's number; none when it was not filed yet.
    #[expect(
        clippy::option_option,
        reason = "no category is not the same as not filed yet"
    )]
    pub filed: Option<Option<i64>>,
}

fn stored_parts(value: &Value) -> Option<Vec<StoredPart>> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    match value.get("parts") {
        None => Some(Vec::new()),
        Some(parts) => parts
            .as_array()?
            .iter()
            .map(|part| {
                let part = part.as_array()?;
                Some(StoredPart {
                    minor: part.first()?.as_i64()?,
                    category: text(part.get(1)),
                    note: text(part.get(2)).unwrap_or_default(),
                    transfer_account: text(part.get(3)),
                    filed: part.get(4).map(Value::as_i64),
                })
            })
            .collect(),
    }
}

/// The parts of stored details alone.
pub(crate) fn read_parts(json: &str) -> Option<Vec<StoredPart>> {
    stored_parts(&serde_json::from_str(json).ok()?)
}

/// As [`stored_details`] wrote them; none when that is not what they are.
pub(crate) fn read_details(json: &str, currency: Currency) -> Option<Box<TransactionDetails>> {
    let value: Value = serde_json::from_str(json).ok()?;
    let parts = stored_parts(&value)?
        .into_iter()
        .map(|part| TransactionPart {
            amount: Money::new(part.minor, currency),
            category: part.category,
            note: part.note,
            transfer_account: part.transfer_account,
            filed: part.filed.map(|filed| filed.map(CategoryId)),
        })
        .collect();
    let field = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(Box::new(TransactionDetails {
        reference: field("reference"),
        mandate: field("mandate"),
        counterparty_account: field("counterparty_account"),
        parts,
        parts_by: field("parts_by")
            .and_then(|word| PartsBy::from_word(&word))
            .unwrap_or_default(),
    }))
}
