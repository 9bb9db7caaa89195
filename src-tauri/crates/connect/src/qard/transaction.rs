//! Bank transactions.

use chrono::NaiveDate;
use domain::feed::FeedTransaction;
use domain::transaction::TransactionStatus;
use money::Currency;
use serde_json::value::RawValue;

use super::account::Zones;
use crate::delivery::Notices;
use crate::json::Record;

/// Words for how money moved that are known; others are possible and cost nothing.
const TYPES: [&str; 6] = ["BANK", "CARD", "CHECK", "ORDER", "TRANSFER", "WITHDRAWAL"];

/// Why a row could not be taken.
enum Unread {
    NoAmount,
    Because(&'static str),
}

/// The day of a row that could not be delivered, as far as it says one: the span reaches back to it all the same.
pub(super) fn day(row: &RawValue, zones: Zones) -> Option<NaiveDate> {
    let record = Record::read(row)?;
    booked(&record, zones)
}

/// The day it was booked: its value date, else that of the order.
fn booked(record: &Record<'_>, zones: Zones) -> Option<NaiveDate> {
    ["value_date", "initiated_at"]
        .into_iter()
        .find_map(|name| zones.day(&record.text(name)?))
}

/// Reads one row of an account.
pub(super) fn read(
    row: &RawValue,
    account: &str,
    own: Option<Currency>,
    zones: Zones,
    notices: &mut Notices,
) -> Option<FeedTransaction> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    match transaction(row, &record, &id, account, own, zones, notices) {
        Ok(transaction) => Some(transaction),
        Err(Unread::NoAmount) => {
            notices.without_amount(&id);
            None
        }
        Err(Unread::Because(why)) => {
            notices.unreadable(Some(&id), why);
            None
        }
    }
}

fn transaction(
    row: &RawValue,
    record: &Record<'_>,
    id: &str,
    account: &str,
    own: Option<Currency>,
    zones: Zones,
    notices: &mut Notices,
) -> Result<FeedTransaction, Unread> {
    if record
        .id("account_id")
        .is_some_and(|named| named != account)
    {
        return Err(Unread::Because("the row is of another account"));
    }
    let date = booked(record, zones).ok_or(Unread::Because("the row has no date"))?;
    let stated = record
        .text("currency")
        .and_then(|code| Currency::parse(&code).ok());
    if stated.is_none() && record.raw("currency").is_some() {
        return Err(Unread::Because("the currency is not known"));
    }
    let currency = stated
        .or(own)
        .ok_or(Unread::Because("the amount has no currency"))?;
    if own.is_some_and(|own| own != currency) {
        notices.unknown(id, "currency other than the account's", currency.code());
    }
    let value = record.raw("amount").ok_or(Unread::NoAmount)?;
    let amount = notices
        .essential(id, value, currency)
        .map_err(Unread::Because)?;
    if let Some(word) = record.text("transaction_type")
        && !TYPES.contains(&word.as_str())
    {
        notices.unknown(id, "transaction type", &word);
    }
    Ok(FeedTransaction {
        source_id: Some(id.to_owned()),
        account_source_id: account.to_owned(),
        date,
        value_date: record.text("value_date").and_then(|text| zones.day(&text)),
        amount,
        original_amount: None,
        payee: record.text("description").unwrap_or_default(),
        description: String::new(),
        note: String::new(),
        category_source_id: None,
        category_name: None,
        tags: Vec::new(),
        status: TransactionStatus::Posted,
        // A transfer may go to anybody: whether both ends are the person's own is found out by matching.
        is_transfer: false,
        transfer_key: None,
        replaces: None,
        excluded: false,
        off_reports: false,
        needs_review: false,
        deleted: false,
        running_balance: None,
        updated_at: None,
        details: None,
        raw: Some(record.kept(row, &[])),
    })
}
