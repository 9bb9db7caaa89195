//! Records: Wallet's word for transactions.

use std::collections::HashMap;

use chrono_tz::Tz;
use domain::feed::{Entity, FeedTransaction, Page};
use domain::transaction::TransactionStatus;
use money::Currency;
use serde_json::value::RawValue;

use super::account::AccountFacts;
use super::cursor::Pass;
use super::{local_day, system};
use crate::day;
use crate::delivery::{Notices, fingerprint};
use crate::json::Record;

/// Rows by which two pages overlap.
const OVERLAP: usize = 5;
/// Most steps back before one page, and in one run: a server that does not sort must not be walked for ever.
const STEPS_HERE: u32 = 2;
const STEPS_IN_ALL: u32 = 20;

/// Reads the rows of a run, and knows which it has met.
pub(super) struct Reader {
    /// The accounts that were delivered.
    pub(super) accounts: HashMap<String, AccountFacts>,
    zone: Tz,
    /// Fingerprints of ids, each with that of the stamp it was delivered with.
    seen: HashMap<u64, u64>,
    /// Every row met had an id.
    nameable: bool,
}

/// Why a row could not be taken.
enum Unread {
    NoAmount,
    Because(&'static str),
}

impl Reader {
    pub(super) fn new(accounts: HashMap<String, AccountFacts>, zone: Tz, pass: &Pass) -> Self {
        // The rows of the overlap were counted before the run was broken off.
        let seen = pass.tail.iter().map(|id| (fingerprint(id), 0)).collect();
        Self {
            accounts,
            zone,
            seen,
            nameable: true,
        }
    }

    /// The listing is gone through from its start, and all that is still there delivered again.
    pub(super) fn sweep_begins(&mut self) {
        self.seen.clear();
    }

    /// Whether rows speak of accounts that were not delivered: opened since the run began.
    pub(super) fn speaks_of_others(&self, rows: &[&RawValue]) -> bool {
        rows.iter()
            .filter_map(|row| Record::read(row)?.id("accountId"))
            .any(|account| !self.accounts.contains_key(&account))
    }

    /// Whether rows that were not met can be told to be missing.
    pub(super) fn can_tell_missing(&self) -> bool {
        self.nameable
    }

    /// Reads the rows of one page; those delivered before and unchanged since are left out.
    pub(super) fn read(&mut self, rows: &[&RawValue], pass: &mut Pass) -> Page {
        let mut notices = Notices::of(Entity::Transaction);
        let mut page = Page::default();
        let mut ids = Vec::with_capacity(rows.len());
        for row in rows {
            let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id)))
            else {
                notices.unreadable(None, "the row has no id");
                // The server counts it too.
                pass.met += 1;
                continue;
            };
            let stamp = |name: &str| record.text(name).and_then(|text| day::instant(&text));
            let version = fingerprint(record.raw("updatedAt").map_or("", RawValue::get));
            let before = self.seen.insert(fingerprint(&id), version);
            pass.stamp(stamp("createdAt"), stamp("updatedAt"), before.is_none());
            if before != Some(version) {
                match self.transaction(row, &record, &id, &mut notices) {
                    Ok(transaction) => page.transactions.push(transaction),
                    Err(Unread::NoAmount) => notices.without_amount(&id),
                    Err(Unread::Because(why)) => notices.unreadable(Some(&id), why),
                }
            }
            ids.push(id);
        }
        pass.tail = ids.split_off(ids.len().saturating_sub(OVERLAP));
        self.nameable &= notices.put_on(&mut page);
        page
    }

    fn transaction(
        &self,
        row: &RawValue,
        record: &Record<'_>,
        id: &str,
        notices: &mut Notices,
    ) -> Result<FeedTransaction, Unread> {
        let account_id = record
            .id("accountId")
            .ok_or(Unread::Because("the row has no account"))?;
        let account = self
            .accounts
            .get(&account_id)
            .ok_or(Unread::Because("the row's account is not listed"))?;
        let date = local_day(record, "recordDate", self.zone)
            .ok_or(Unread::Because("the row has no date"))?;
        let sum = record.object("amount").ok_or(match record.raw("amount") {
            None => Unread::NoAmount,
            Some(_) => Unread::Because("the amount is no sum with a currency"),
        })?;
        let value = sum.raw("value").ok_or(Unread::NoAmount)?;
        let own = sum
            .text("currencyCode")
            .and_then(|code| Currency::parse(&code).ok());
        let accounts = account.currency;
        let currency = own
            .or(accounts)
            .ok_or(Unread::Because("the amount has no currency"))?;
        if accounts.is_some_and(|accounts| accounts != currency) {
            notices.unknown(id, "currency other than the account's", currency.code());
        }
        let amount = notices
            .essential(id, value, currency)
            .map_err(Unread::Because)?;
        let counterparty = ["counterParty", "payee", "payer"]
            .into_iter()
            .find_map(|name| record.text(name));
        let text = record.text("note").unwrap_or_default();
        let bank_fed = record.flag("accountIsBankSync").unwrap_or(account.bank_fed);
        let (payee, description, note) = match counterparty {
            Some(counterparty) if bank_fed => (counterparty, text, String::new()),
            Some(counterparty) => (counterparty, String::new(), text),
            None => (text, String::new(), String::new()),
        };
        let category = record
            .object("category")
            .and_then(|category| category.id("id"));
        let transfer = record
            .object("transfer")
            .or_else(|| record.object("transferRecord"));
        let transfer_key = transfer.and_then(|transfer| transfer.id("transferId"));
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
            is_transfer: transfer_key.is_some()
                || category.as_deref().is_some_and(system::is_transfer),
            category_source_id: category,
            category_name: None,
            tags: record
                .list("labels")
                .unwrap_or_default()
                .into_iter()
                .filter_map(|label| Record::read(label)?.text("name"))
                .collect(),
            status: status(record, id, notices),
            transfer_key,
            replaces: None,
            excluded: false,
            off_reports: false,
            needs_review: false,
            deleted: false,
            running_balance: None,
            updated_at: record.text("updatedAt"),
            // Links to pictures run out within the hour.
            details: None,
            raw: Some(record.kept(row, &["photos"])),
        })
    }
}

/// Whether none of the rows that the last page ended with is on this one, so that rows before them were deleted and
/// others slipped past.
pub(super) fn has_lost_its_place(rows: &[&RawValue], pass: &Pass) -> bool {
    if pass.tail.is_empty()
        || pass.offset == 0
        || pass.steps_here >= STEPS_HERE
        || pass.steps_back >= STEPS_IN_ALL
    {
        return false;
    }
    !rows
        .iter()
        .filter_map(|row| Record::read(row)?.id("id"))
        .any(|id| pass.tail.contains(&id))
}

fn status(record: &Record<'_>, id: &str, notices: &mut Notices) -> TransactionStatus {
    match record.text("recordState").unwrap_or_default().as_str() {
        "uncleared" | "waitForAssign" => TransactionStatus::Pending,
        "cleared" | "" => TransactionStatus::Posted,
        "reconciled" => TransactionStatus::Reconciled,
        "void" => TransactionStatus::Void,
        unknown => {
            notices.unknown(id, "record state", unknown);
            TransactionStatus::Posted
        }
    }
}
