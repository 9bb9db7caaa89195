//! Categories. The API does not say which are for income; groups have an id but no name.

use domain::category::CategoryKind;
use domain::feed::FeedCategory;
use serde_json::value::RawValue;

use crate::delivery::Notices;
use crate::json::Record;

/// Reads one category and the id of its group.
pub(super) fn read(
    row: &RawValue,
    notices: &mut Notices,
) -> Option<(FeedCategory, Option<String>)> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let is_transfer = record.flag("markTransactionsAsTransfers").unwrap_or(false);
    let category = FeedCategory {
        name: record.text("name").unwrap_or_else(|| id.clone()),
        group: None,
        parent_source_id: None,
        kind: is_transfer.then_some(CategoryKind::Transfer),
        color: record.text("color").filter(|text| is_color(text)),
        archived: record.raw("archivedAt").is_some(),
        system_key: None,
        source_id: id,
    };
    Some((category, record.id("transactionCategoryGroupId")))
}

/// Whether a text is `#rrggbb`.
pub(crate) fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
