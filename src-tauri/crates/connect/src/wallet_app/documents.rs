//! Documents of the second description. Nothing says what they hold: the names are those of the app's own store, where
//! amounts are whole hundredths of the major unit.

use chrono_tz::Tz;
use domain::account::AccountKind;
use domain::feed::{BudgetPeriod, FeedAccount, FeedBudget, FeedCategory, FeedGoal};
use money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::account::{Facts, currency, plain};
use super::plans::plain_budget;
use crate::amount;
use crate::day;
use crate::delivery::Notices;
use crate::finwise::is_color;
use crate::json::Record;

/// A document's id and what is in it.
fn opened<'a>(row: &'a RawValue, notices: &mut Notices) -> Option<(Record<'a>, String)> {
    let Some((whole, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the document has no id");
        return None;
    };
    let data = whole.object("data");
    if data.is_none() {
        notices.unreadable(Some(&id), "the document is empty");
    }
    data.map(|data| (data, id))
}

/// Hundredths of the major unit, whatever the currency's own minor unit is.
fn hundredths(
    id: &str,
    what: &str,
    value: Option<&RawValue>,
    currency: Option<Currency>,
    notices: &mut Notices,
) -> Option<Money> {
    let value = value?;
    let read = amount::number(value)
        .ok()
        .and_then(|number| number.checked_div(Decimal::ONE_HUNDRED))
        .zip(currency)
        .and_then(|(number, currency)| money::exact_minor(number, currency).ok());
    if read.is_none() {
        notices.add(
            "unknown_value",
            Some(id),
            format!("{what}: no amount in a known currency"),
        );
    }
    read
}

/// Reads one account. Its balance is not said.
pub(super) fn account(row: &RawValue, notices: &mut Notices) -> Option<(FeedAccount, Facts)> {
    let (data, id) = opened(row, notices)?;
    let currency = currency(&data, "currencyCode").or_else(|| currency(&data, "currencyId"));
    if currency.is_none() {
        notices.add("unknown_value", Some(&id), "the account has no currency");
    }
    let kind = match data.raw("accountType").map(RawValue::get) {
        Some("0" | "2" | "10") => AccountKind::Checking,
        Some("1") => AccountKind::Cash,
        Some("3") => AccountKind::CreditCard,
        Some("4" | "5") => AccountKind::Savings,
        Some("6") => AccountKind::Insurance,
        Some("7") => AccountKind::Investment,
        Some("8") => AccountKind::Loan,
        Some("9") => AccountKind::Mortgage,
        None => AccountKind::Other,
        Some(other) => {
            notices.unknown(&id, "account type", other);
            AccountKind::Other
        }
    };
    let account = FeedAccount {
        opening: currency.and_then(|currency| {
            let value = data.raw("initAmount");
            hundredths(&id, "opening balance", value, Some(currency), notices)
        }),
        closed: data.flag("archived").unwrap_or(false),
        raw: Some(row.get().to_owned()),
        ..plain(&id, data.text("name").as_deref(), kind, currency)
    };
    let facts = Facts {
        currency,
        bank_fed: false,
    };
    Some((account, facts))
}

/// Reads one category.
pub(super) fn category(row: &RawValue, notices: &mut Notices) -> Option<FeedCategory> {
    let (data, id) = opened(row, notices)?;
    Some(FeedCategory {
        name: data.text("name").unwrap_or_else(|| id.clone()),
        group: None,
        parent_source_id: data.id("parentId"),
        kind: None,
        color: data.text("color").filter(|text| is_color(text)),
        archived: data.flag("archived").unwrap_or(false),
        system_key: None,
        source_id: id,
    })
}

/// Reads one budget.
pub(super) fn budget(
    row: &RawValue,
    fallback: Option<Currency>,
    notices: &mut Notices,
) -> Option<FeedBudget> {
    let (data, id) = opened(row, notices)?;
    let period = match data.raw("type").map_or("", RawValue::get) {
        "0" => BudgetPeriod::Week,
        "1" => BudgetPeriod::Month,
        "2" => BudgetPeriod::Year,
        "4" => BudgetPeriod::Custom,
        unknown => {
            notices.unknown(&id, "budget period", unknown);
            return None;
        }
    };
    let currency = currency(&data, "currencyCode").or(fallback);
    let limit = hundredths(&id, "limit", data.raw("amount"), currency, notices);
    Some(plain_budget(&id, data.text("name"), period, limit, None))
}

/// Reads one goal.
pub(super) fn goal(
    row: &RawValue,
    fallback: Option<Currency>,
    zone: Tz,
    notices: &mut Notices,
) -> Option<FeedGoal> {
    let (data, id) = opened(row, notices)?;
    let currency = currency(&data, "currencyCode").or(fallback);
    let Some(target) = hundredths(&id, "target", data.raw("targetAmount"), currency, notices)
    else {
        notices.unreadable(Some(&id), "the goal has no target");
        return None;
    };
    let state = match data.raw("state").map(RawValue::get) {
        Some("0") | None => "active",
        Some("1") => "paused",
        Some("2") => "reached",
        Some(unknown) => {
            notices.unknown(&id, "goal state", unknown);
            "active"
        }
    };
    Some(FeedGoal {
        name: data.text("name").unwrap_or_else(|| id.clone()),
        target,
        initial: hundredths(&id, "saved", data.raw("savedAmount"), currency, notices),
        due: data
            .text("desiredDate")
            .and_then(|text| day::booking_day(&text, zone)),
        state: state.to_owned(),
        note: String::new(),
        source_id: id,
    })
}
