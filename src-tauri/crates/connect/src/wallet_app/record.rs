//! Records of both descriptions.

use std::collections::{HashMap, HashSet};

use chrono_tz::Tz;
use domain::feed::{Entity, FeedTransaction, Page};
use domain::transaction::TransactionStatus;
use money::Currency;
use serde_json::value::RawValue;

use super::Profile;
use super::account::Facts;
use super::cursor::Pass;
use crate::day;
use crate::delivery::{Notices, fingerprint};
use crate::json::Record;

/// Rows by which two pages overlap.
const OVERLAP: usize = 5;
/// Most steps back before one page, and in one pass: a server that does not sort must not be walked for ever.
const STEPS_HERE: u32 = 2;
const STEPS_IN_ALL: u32 = 20;

/// Reads the rows of a pass, and knows which it has met.
pub(super) struct Reader {
    profile: Profile,
    /// The accounts that were delivered.
    pub(super) accounts: HashMap<String, Facts>,
    zone: Tz,
    seen: HashSet<u64>,
}

/// Why a row could not be taken.
enum Unread {
    NoAmount,
    /// Which way the money went, or on which account, is not said.
    NoDirection,
    Because(&'static str),
}

impl Reader {
    pub(super) fn new(
        profile: Profile,
        accounts: HashMap<String, Facts>,
        zone: Tz,
        pass: &Pass,
    ) -> Self {
        // The rows of the overlap were counted before the pass was broken off.
        let seen = pass.tail.iter().map(|id| fingerprint(id)).collect();
        Self {
            profile,
            accounts,
            zone,
            seen,
        }
    }

    /// Whether rows speak of accounts that were not delivered: opened since the pass began.
    pub(super) fn speaks_of_others(&self, rows: &[&RawValue]) -> bool {
        rows.iter()
            .filter_map(|row| Record::read(row)?.id(self.account_member()))
            .any(|account| !self.accounts.contains_key(&account))
    }

    fn account_member(&self) -> &'static str {
        match self.profile {
            Profile::Items => "accountId",
            Profile::Documents => "account_id",
        }
    }

    /// Reads the rows of one page; those delivered before are left out. The count is of rows not met before.
    pub(super) fn read(&mut self, rows: &[&RawValue], pass: &mut Pass) -> (Page, usize) {
        let mut notices = Notices::of(Entity::Transaction);
        let mut page = Page::default();
        let mut ids = Vec::with_capacity(rows.len());
        let mut fresh = 0;
        for row in rows {
            let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id)))
            else {
                notices.unreadable(None, "the row has no id");
                fresh += 1;
                continue;
            };
            if self.seen.insert(fingerprint(&id)) {
                fresh += 1;
                match self.transaction(row, &record, &id, &mut notices) {
                    Ok(transaction) => page.transactions.push(transaction),
                    Err(Unread::NoAmount) => notices.without_amount(&id),
                    Err(Unread::NoDirection) => notices.undelivered(
                        "direction_unknown",
                        Some(&id),
                        "which way the money went, or on which account, is not said",
                    ),
                    Err(Unread::Because(why)) => notices.unreadable(Some(&id), why),
                }
            }
            ids.push(id);
        }
        pass.met += fresh as u64;
        pass.tail = ids.split_off(ids.len().saturating_sub(OVERLAP));
        pass.nameless |= !notices.put_on(&mut page);
        (page, fresh)
    }

    fn transaction(
        &self,
        row: &RawValue,
        record: &Record<'_>,
        id: &str,
        notices: &mut Notices,
    ) -> Result<FeedTransaction, Unread> {
        let items = self.profile == Profile::Items;
        let missing = if items {
            Unread::Because("the row has no account")
        } else {
            Unread::NoDirection
        };
        let account_id = record.id(self.account_member()).ok_or(missing)?;
        let account = self
            .accounts
            .get(&account_id)
            .ok_or(Unread::Because("the row's account is not listed"))?;
        let date = record
            .text(if items { "date" } else { "record_date" })
            .and_then(|text| day::booking_day(&text, self.zone))
            .ok_or(Unread::Because("the row has no date"))?;
        let stated = record
            .text("currency")
            .and_then(|code| Currency::parse(&code).ok());
        if stated.is_none() && record.raw("currency").is_some() {
            return Err(Unread::Because("the currency is not known"));
        }
        let currency = stated
            .or(account.currency)
            .ok_or(Unread::Because("the amount has no currency"))?;
        if account.currency.is_some_and(|own| own != currency) {
            notices.unknown(id, "currency other than the account's", currency.code());
        }
        let value = record.raw("amount").ok_or(Unread::NoAmount)?;
        let amount = notices
            .essential(id, value, currency)
            .map_err(Unread::Because)?;
        let amount = match (self.profile, record.text("type").as_deref()) {
            (Profile::Items, _) | (Profile::Documents, Some("income")) => amount,
            (Profile::Documents, Some("expense")) => amount
                .negated()
                .map_err(|_| Unread::Because("the amount is out of range"))?,
            (Profile::Documents, _) => return Err(Unread::NoDirection),
        };
        let note = record.text("note").unwrap_or_default();
        let (payee, description, note) = match record.text("payee") {
            Some(payee) if account.bank_fed => (payee, note, String::new()),
            Some(payee) => (payee, String::new(), note),
            None => (note, String::new(), String::new()),
        };
        let transfer_key = record.id("transferId");
        let state = if items { "recordState" } else { "record_state" };
        Ok(FeedTransaction {
            source_id: Some(id.to_owned()),
            account_source_id: account_id,
            date,
            value_date: None,
            amount,
            original_amount: None,
            description: if description == payee {
                String::new()
            } else {
                description
            },
            payee,
            note,
            category_source_id: record.id("categoryId"),
            // The second description has a name in place of an id.
            category_name: record.text("category").filter(|_| !items),
            tags: Vec::new(),
            status: status(&record.text(state).unwrap_or_default(), id, notices),
            is_transfer: transfer_key.is_some(),
            transfer_key,
            replaces: None,
            excluded: false,
            off_reports: false,
            needs_review: false,
            deleted: record.flag("deleted").unwrap_or(false),
            running_balance: None,
            updated_at: record.text("updatedAt"),
            details: None,
            raw: Some(record.kept(row, &["photos"])),
        })
    }
}

/// Whether none of the rows that the last page ended with is on this one, so that rows before them were deleted and
/// others slipped past.
pub(super) fn has_lost_its_place(rows: &[&RawValue], pass: &mut Pass) -> bool {
    if pass.tail.is_empty() || pass.offset == 0 {
        return false;
    }
    let found = rows
        .iter()
        .filter_map(|row| Record::read(row)?.id("id"))
        .any(|id| pass.tail.contains(&id));
    if found {
        return false;
    }
    if pass.steps_here >= STEPS_HERE || pass.steps_back >= STEPS_IN_ALL {
        // What slipped past cannot be told any more.
        pass.lost = true;
        return false;
    }
    true
}

fn status(word: &str, id: &str, notices: &mut Notices) -> TransactionStatus {
    match word {
        "uncleared" | "waitForAssign" => TransactionStatus::Pending,
        "cleared" | "active" | "" => TransactionStatus::Posted,
        "reconciled" => TransactionStatus::Reconciled,
        "void" => TransactionStatus::Void,
        unknown => {
            notices.unknown(id, "record state", unknown);
            TransactionStatus::Posted
        }
    }
}
