//! Categories, budgets, goals and standing orders of the first description.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::category::CategoryKind;
use domain::feed::{BudgetPeriod, FeedBudget, FeedCategory, FeedGoal, FeedPlanned};
use domain::planned::Cadence;
use money::{Currency, Money};
use serde_json::value::RawValue;

use super::account::currency;
use crate::day;
use crate::delivery::{Notices, plain_word};
use crate::finwise::is_color;
use crate::json::Record;
use crate::wallet::recurrence;

fn identified<'a>(row: &'a RawValue, notices: &mut Notices) -> Option<(Record<'a>, String)> {
    let found = Record::read(row).and_then(|record| record.id("id").map(|id| (record, id)));
    if found.is_none() {
        notices.unreadable(None, "the row has no id");
    }
    found
}

/// Reads one category.
pub(super) fn category(row: &RawValue, notices: &mut Notices) -> Option<FeedCategory> {
    let (record, id) = identified(row, notices)?;
    let kind = match record.text("kind").as_deref() {
        Some("income") => Some(CategoryKind::Income),
        Some("expense") => Some(CategoryKind::Expense),
        Some("both") | None => None,
        Some(unknown) => {
            notices.unknown(&id, "category kind", unknown);
            None
        }
    };
    Some(FeedCategory {
        name: record.text("name").unwrap_or_else(|| id.clone()),
        group: None,
        parent_source_id: record.id("parentId"),
        kind,
        color: record.text("color").filter(|text| is_color(text)),
        archived: record.flag("archived").unwrap_or(false),
        system_key: None,
        source_id: id,
    })
}

/// Reads one budget. It names no currency: `currency` is taken.
pub(super) fn budget(
    row: &RawValue,
    currency: Option<Currency>,
    notices: &mut Notices,
) -> Option<FeedBudget> {
    let (record, id) = identified(row, notices)?;
    let period = match record.text("period").unwrap_or_default().as_str() {
        "weekly" => BudgetPeriod::Week,
        "monthly" => BudgetPeriod::Month,
        "yearly" => BudgetPeriod::Year,
        "custom" => BudgetPeriod::Custom,
        unknown => {
            notices.unknown(&id, "budget period", unknown);
            return None;
        }
    };
    let currency = self::currency(&record, "currency").or(currency);
    let limit = notices.optional(&id, "limit", record.raw("limit"), currency);
    let spent = notices.optional(&id, "spent", record.raw("spent"), currency);
    Some(plain_budget(&id, record.text("name"), period, limit, spent))
}

/// A budget that counts everything.
pub(super) fn plain_budget(
    id: &str,
    name: Option<String>,
    period: BudgetPeriod,
    limit: Option<Money>,
    spent: Option<Money>,
) -> FeedBudget {
    FeedBudget {
        source_id: id.to_owned(),
        name: name.unwrap_or_else(|| id.to_owned()),
        period,
        limit,
        overrides: Vec::new(),
        from: None,
        to: None,
        category_source_ids: Vec::new(),
        account_source_ids: Vec::new(),
        labels: Vec::new(),
        rolls_over_from: None,
        consolidated: false,
        spent,
        is_income: false,
        closed: false,
    }
}

/// Reads one goal.
pub(super) fn goal(
    row: &RawValue,
    fallback: Option<Currency>,
    zone: Tz,
    notices: &mut Notices,
) -> Option<FeedGoal> {
    let (record, id) = identified(row, notices)?;
    let currency = currency(&record, "currency").or(fallback);
    let Some(target) = notices.optional(&id, "target", record.raw("target"), currency) else {
        notices.unreadable(Some(&id), "the goal has no target");
        return None;
    };
    Some(FeedGoal {
        name: record.text("name").unwrap_or_else(|| id.clone()),
        target,
        initial: notices.optional(&id, "saved", record.raw("saved"), currency),
        due: record
            .text("deadline")
            .and_then(|text| day::booking_day(&text, zone)),
        state: plain_word(&record.text("state").unwrap_or_else(|| "active".to_owned())),
        note: String::new(),
        source_id: id,
    })
}

/// Reads one standing order. A positive amount says nothing of its direction unless its type or its category does.
pub(super) fn order(
    row: &RawValue,
    kinds: &HashMap<String, CategoryKind>,
    zone: Tz,
    today: NaiveDate,
    notices: &mut Notices,
) -> Option<FeedPlanned> {
    let (record, id) = identified(row, notices)?;
    let currency = currency(&record, "currency");
    let Some(amount) = notices.optional(&id, "amount", record.raw("amount"), currency) else {
        notices.unreadable(Some(&id), "the order has no amount");
        return None;
    };
    let category = record.id("categoryId");
    let kind = category.as_ref().and_then(|id| kinds.get(id).copied());
    let amount = match (record.text("type").as_deref(), kind) {
        _ if amount.minor < 0 => Some(amount),
        (Some("income"), _) | (None, Some(CategoryKind::Income)) => Some(amount),
        (Some("expense"), _) | (None, Some(CategoryKind::Expense)) => amount.negated().ok(),
        _ => None,
    };
    let Some(amount) = amount else {
        let why = "which way the money goes is not said";
        notices.undelivered("direction_unknown", Some(&id), why);
        return None;
    };
    let next = ["nextDate", "dueDate"]
        .into_iter()
        .find_map(|name| day::booking_day(&record.text(name)?, zone));
    let Some(next) = next else {
        notices.unreadable(Some(&id), "the order has no date");
        return None;
    };
    let text = record.text("recurrence");
    let rule = text
        .as_deref()
        .and_then(|text| recurrence::parse(text, next, zone));
    if text.is_some() && rule.as_ref().is_none_or(|rule| !rule.exact) {
        notices.add(
            "recurrence_simplified",
            Some(&id),
            "the nearest cadence was taken",
        );
    }
    let until = rule.as_ref().and_then(|rule| rule.until);
    let name = record.text("name");
    let payee = record.text("payee");
    Some(FeedPlanned {
        name: name
            .clone()
            .or_else(|| payee.clone())
            .unwrap_or_else(|| id.clone()),
        payee: payee.or(name).unwrap_or_default(),
        account_source_id: record.id("accountId"),
        category_source_id: category,
        amount,
        next_date: next,
        cadence: rule
            .as_ref()
            .map_or(Cadence::Once, |rule| rule.cadence.clone()),
        until,
        count: rule.and_then(|rule| rule.count),
        closed: until.is_some_and(|until| until < today),
        source_id: id,
    })
}
