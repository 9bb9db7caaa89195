//! Rules for filing records by keywords.

use domain::feed::FeedRule;
use serde_json::value::RawValue;

use crate::json::Record;

/// Most keywords taken of one rule, and the longest of them.
const MOST: usize = 200;
const LONGEST: usize = 256;

/// Reads one rule; none for a row without an id.
pub(super) fn read(row: &RawValue) -> Option<FeedRule> {
    let record = Record::read(row)?;
    let id = record.id("id")?;
    let keywords: Vec<String> = record
        .list("keywords")
        .unwrap_or_default()
        .into_iter()
        .filter_map(|word| serde_json::from_str::<String>(word.get()).ok())
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty() && word.len() <= LONGEST)
        .take(MOST)
        .collect();
    let labels = record
        .list("labels")
        .unwrap_or_default()
        .into_iter()
        .filter_map(|label| Record::read(label)?.text("name"))
        .collect();
    let name = record
        .text("name")
        .or_else(|| keywords.first().cloned())
        .unwrap_or_else(|| id.clone());
    Some(FeedRule {
        name,
        keywords,
        category_source_id: record
            .object("category")
            .and_then(|category| category.id("id")),
        labels,
        from_account_source_id: record.id("fromAccountId"),
        to_account_source_id: record.id("toAccountId"),
        source_id: id,
    })
}
