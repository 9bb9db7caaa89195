//! Categories. The API does not say which are for income; groups have an id but no name.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::category::CategoryKind;
use domain::feed::FeedCategory;
use serde_json::value::RawValue;

use crate::day;
use crate::delivery::Notices;
use crate::json::Record;

/// What a category's flags do to its transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flags {
    /// They are between own accounts.
    pub(super) transfers: bool,
    /// They are left out of budgets.
    pub(super) off_budget: bool,
    /// What is left of its budget goes on to the next month, from this day on.
    pub(super) rolls_over_from: Option<NaiveDate>,
    /// Money in and out of it are set against each other in its budget.
    pub(super) consolidated: bool,
}

/// Since when a budget rolls over whose category does not say.
const ALWAYS: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of the calendar");

/// Reads one category, what its flags do, and the id of its group.
pub(super) fn read(
    row: &RawValue,
    zone: Tz,
    notices: &mut Notices,
) -> Option<(FeedCategory, Flags, Option<String>)> {
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
    let flags = Flags {
        transfers: is_transfer,
        off_budget: record
            .flag("excludeTransactionsFromBudget")
            .unwrap_or(false),
        rolls_over_from: record.flag("enableRollover").unwrap_or(false).then(|| {
            record
                .text("rolloverFromDate")
                .and_then(|text| day::booking_day(&text, zone))
                .unwrap_or(ALWAYS)
        }),
        consolidated: record.flag("consolidateInBudget").unwrap_or(false),
    };
    Some((category, flags, record.id("transactionCategoryGroupId")))
}

/// Whether a text is `#rrggbb`.
pub(crate) fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
