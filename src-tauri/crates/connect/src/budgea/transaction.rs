//! Transactions.

use chrono::NaiveDate;
use domain::feed::{Entity, FeedTransaction, Page};
use domain::transaction::TransactionStatus;
use money::Currency;
use serde_json::value::RawValue;

use super::account::{self, Accounts, Facts};
use super::category::Codes;
use super::cursor::Pass;
use super::paris;
use super::state::said;
use crate::delivery::Notices;
use crate::json::Record;

/// Members that are of no use here.
const NOT_KEPT: &[&str] = &["formatted_value", "attachments", "account"];
/// Days between an announced row and the one that takes its place.
const CLOSE_DAYS: i64 = 10;
/// Percent of likeness of two texts about the same payment.
const ALIKE: u8 = 50;

/// A row, and what it says beside itself.
struct Row {
    feed: FeedTransaction,
    /// It was announced, not booked, when the server last looked.
    coming: bool,
    /// The day of the purchase: a deferred card announces it for the day of its debit.
    bought: Option<NaiveDate>,
}

/// Reads the rows of one account.
pub(super) struct Reader<'r> {
    pub(super) account: &'r str,
    pub(super) facts: &'r Facts,
    pub(super) accounts: &'r Accounts,
    pub(super) codes: &'r mut Codes,
    /// Purchases whose debit comes at the end of the month were met on this very account.
    pub(super) deferred: bool,
}

impl Reader<'_> {
    /// Reads a page of rows.
    pub(super) fn read(&mut self, rows: &[&RawValue], pass: &mut Pass) -> Page {
        let mut notices = Notices::of(Entity::Transaction);
        if !self.facts.is_card {
            self.deferred |= rows.iter().any(|row| {
                Record::read(row).is_some_and(|record| {
                    kind(&record) == "deferred_card" && !record.is_set("deleted")
                })
            });
        }
        let mut read: Vec<Row> = Vec::with_capacity(rows.len());
        for row in rows {
            pass.met += 1;
            if let Some(row) = self.row(row, pass, &mut notices) {
                read.push(row);
            }
        }
        succeed(&mut read);
        // What is gone makes room before what takes its place.
        read.sort_by_key(|row| !row.feed.deleted);
        let mut page = Page {
            transactions: read.into_iter().map(|row| row.feed).collect(),
            categories: self.codes.take(),
            ..Page::default()
        };
        notices.put_on(&mut page);
        page
    }

    fn row(&mut self, row: &RawValue, pass: &mut Pass, notices: &mut Notices) -> Option<Row> {
        let Some(record) = Record::read(row) else {
            notices.unreadable(None, "the row is no object");
            return None;
        };
        let Some(id) = record.key("id") else {
            notices.unreadable(None, "the row has no id");
            return None;
        };
        let updated_at = record.text("last_update");
        pass.newest = paris::later(pass.newest.take(), updated_at.clone());
        let deleted = record.is_set("deleted");
        let account = record
            .key("id_account")
            .unwrap_or_else(|| self.account.to_owned());
        let Some(date) = ["date", "rdate", "application_date"]
            .into_iter()
            .find_map(|name| paris::date(&record, name))
        else {
            notices.unreadable(Some(&id), "the row has no day");
            return None;
        };
        let Some(currency) = self.facts.currency else {
            notices.unreadable(Some(&id), "the account has no currency");
            return None;
        };
        let Some(value) = record.raw("value") else {
            notices.without_amount(&id);
            return None;
        };
        let amount = match notices.essential(&id, value, currency) {
            Ok(amount) => amount,
            Err(why) => {
                notices.unreadable(Some(&id), why);
                return None;
            }
        };
        let kind = kind(&record);
        if !is_known(&kind) {
            notices.unknown(&id, "transaction type", &kind);
        }
        let is_summary = matches!(kind.as_str(), "summary_card" | "card_summary");
        let is_transfer_of_card = is_summary && self.accounts.has_card(self.account);
        let is_double = is_summary && !is_transfer_of_card && self.deferred;
        let coming = record.flexible_flag("coming").unwrap_or(false);
        let description = text(&record, "original_wording");
        let payee = counterparty(&record)
            .or_else(|| {
                ["wording", "simplified_wording", "original_wording"]
                    .into_iter()
                    .map(|name| text(&record, name))
                    .find(|text| !text.is_empty())
            })
            .unwrap_or_else(|| kind.clone());
        let original = account::currency(&record, "original_currency")
            .filter(|original: &Currency| *original != currency);
        let feed = FeedTransaction {
            source_id: Some(id.clone()),
            account_source_id: account,
            date,
            value_date: paris::date(&record, "vdate"),
            amount,
            original_amount: original.and_then(|original| {
                notices.optional(
                    &id,
                    "original_value",
                    record.raw("original_value"),
                    Some(original),
                )
            }),
            description: if description == payee {
                String::new()
            } else {
                description
            },
            payee,
            note: text(&record, "comment"),
            category_source_id: self.codes.of(&record),
            category_name: None,
            tags: Vec::new(),
            status: if coming {
                TransactionStatus::Pending
            } else {
                TransactionStatus::Posted
            },
            is_transfer: kind == "transfer" || is_transfer_of_card,
            transfer_key: None,
            replaces: None,
            excluded: is_double,
            off_reports: is_transfer_of_card || record.flexible_flag("active") == Some(false),
            needs_review: false,
            deleted,
            running_balance: None,
            updated_at,
            details: None,
            raw: Some(record.kept(row, NOT_KEPT)),
        };
        Some(Row {
            feed,
            coming,
            bought: paris::date(&record, "rdate"),
        })
    }
}

/// Names the announced row that a booked one of the same page takes the place of: gone in the same breath, of the same
/// amount, close in time and alike in words, and the only one of its kind.
fn succeed(rows: &mut [Row]) {
    let gone: Vec<(FeedTransaction, Option<NaiveDate>)> = rows
        .iter()
        .filter(|row| row.feed.deleted && row.coming)
        .map(|row| (row.feed.clone(), row.bought))
        .collect();
    let mut taken: Vec<Option<String>> = Vec::new();
    for row in rows
        .iter_mut()
        .filter(|row| !row.feed.deleted && !row.coming)
    {
        let near = |one: NaiveDate, other: NaiveDate| (one - other).num_days().abs() <= CLOSE_DAYS;
        let mut candidates = gone.iter().filter(|(old, bought)| {
            let same_purchase = row.bought.zip(*bought).is_some_and(|(a, b)| near(a, b));
            !taken.contains(&old.source_id)
                && old.amount == row.feed.amount
                && (same_purchase || near(row.feed.date, old.date))
                && alike(old, &row.feed)
        });
        if let (Some((old, _)), None) = (candidates.next(), candidates.next()) {
            row.feed.replaces.clone_from(&old.source_id);
            taken.push(old.source_id.clone());
        }
    }
}

fn alike(one: &FeedTransaction, other: &FeedTransaction) -> bool {
    domain::text::similarity(&one.payee, &other.payee) >= ALIKE
        || domain::text::similarity(&one.description, &other.description) >= ALIKE
}

/// The type's code; some servers wrap it in an object.
fn kind(record: &Record<'_>) -> String {
    record
        .text("type")
        .or_else(|| {
            let kind = record.object("type")?;
            kind.text("name").or_else(|| kind.text("code"))
        })
        .unwrap_or_else(|| "unknown".to_owned())
        .to_ascii_lowercase()
}

fn is_known(kind: &str) -> bool {
    matches!(
        kind,
        "transfer"
            | "order"
            | "check"
            | "deposit"
            | "payback"
            | "withdrawal"
            | "loan_repayment"
            | "loan_payment"
            | "bank"
            | "card"
            | "deferred_card"
            | "summary_card"
            | "card_summary"
            | "unknown"
            | "market_order"
            | "market_fee"
            | "arbitrage"
            | "profit"
            | "refund"
            | "payout"
            | "payment"
            | "fee"
    )
}

/// The counterparty: an object with a label, or a plain text.
fn counterparty(record: &Record<'_>) -> Option<String> {
    let name = record
        .object("counterparty")
        .and_then(|party| party.text("label"))
        .or_else(|| record.text("counterparty"))?;
    Some(said(&name)).filter(|name| !name.is_empty())
}

fn text(record: &Record<'_>, name: &str) -> String {
    record
        .text(name)
        .map(|text| said(&text))
        .unwrap_or_default()
}
