//! Budgets of categories: one positive amount a month, from a period on and perhaps until one.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::budget::Month;
use domain::feed::{BudgetPeriod, FeedBudget};
use money::Currency;
use serde_json::value::RawValue;

use super::category::Flags;
use crate::day;
use crate::delivery::Notices;
use crate::json::Record;

/// What a budget needs to know of categories.
pub(super) struct Around<'a> {
    /// Their names.
    pub(super) names: &'a HashMap<String, String>,
    /// Those of each group.
    pub(super) groups: &'a HashMap<String, Vec<String>>,
    /// What their flags say.
    pub(super) flagged: &'a HashMap<String, Flags>,
}

/// Reads one budget. It covers a category, or all those of a group.
pub(super) fn read(
    row: &RawValue,
    zone: Tz,
    around: &Around<'_>,
    notices: &mut Notices,
) -> Option<FeedBudget> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let category = record.id("transactionCategoryId");
    let group = record.id("transactionCategoryGroupId");
    let categories = match (&category, &group) {
        (Some(category), _) => vec![category.clone()],
        (None, Some(group)) => around.groups.get(group).cloned().unwrap_or_default(),
        (None, None) => Vec::new(),
    };
    if categories.is_empty() && group.is_some() {
        // Without its categories it would count everything.
        notices.unreadable(Some(&id), "the budget's group has no categories");
        return None;
    }
    let sum = record.object("amount");
    let limit = sum.as_ref().and_then(|sum| {
        let currency = sum
            .text("currencyCode")
            .and_then(|code| Currency::parse(&code).ok());
        notices.optional(&id, "amount", sum.raw("amount"), currency)
    });
    let name = category
        .as_ref()
        .and_then(|category| around.names.get(category))
        .cloned();
    let flags: Vec<&Flags> = categories
        .iter()
        .filter_map(|id| around.flagged.get(id))
        .collect();
    // A group rolls over where all of it does, from the last of its days on.
    let rolls_over_from = flags
        .iter()
        .map(|flags| flags.rolls_over_from)
        .collect::<Option<Vec<_>>>()
        .and_then(|days| days.into_iter().max());
    let consolidated = !flags.is_empty() && flags.iter().all(|flags| flags.consolidated);
    let is_income = record.text("transactionType").as_deref() == Some("credit");
    Some(FeedBudget {
        name: name.unwrap_or_else(|| "Budget".to_owned()),
        period: BudgetPeriod::Month,
        limit,
        overrides: Vec::new(),
        from: record
            .text("appliesFromBudgetPeriod")
            .and_then(|text| first_day(&text, zone)),
        to: record
            .text("appliesToBudgetPeriod")
            .and_then(|text| last_day(&text, zone)),
        category_source_ids: categories,
        account_source_ids: Vec::new(),
        labels: Vec::new(),
        rolls_over_from,
        consolidated,
        spent: None,
        is_income,
        closed: record.raw("archivedAt").is_some(),
        source_id: id,
    })
}

fn first_day(text: &str, zone: Tz) -> Option<NaiveDate> {
    Month::parse(text)
        .map(Month::first_day)
        .or_else(|| day::booking_day(text, zone))
}

fn last_day(text: &str, zone: Tz) -> Option<NaiveDate> {
    Month::parse(text)
        .map(Month::last_day)
        .or_else(|| day::booking_day(text, zone))
}
