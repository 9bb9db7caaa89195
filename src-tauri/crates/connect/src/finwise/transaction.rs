//! Transactions.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::feed::{Entity, FeedTransaction, Page};
use domain::transaction::TransactionStatus;
use money::Currency;
use serde_json::value::RawValue;

use super::account::Accounts;
use super::category::Flags;
use super::cursor::Pass;
use crate::day;
use crate::delivery::{Notices, fingerprint};
use crate::json::Record;

/// Parents of splits remembered in the cursor at most.
const MOST_PARENTS: usize = 200;

/// Reads the rows of a run, and knows which it has met.
pub(super) struct Reader<'a> {
    /// The accounts that were delivered.
    pub(super) accounts: Accounts,
    categories: &'a HashMap<String, Flags>,
    zone: Tz,
    /// Fingerprints of ids met in this sweep, each with that of the stamp it was delivered with.
    seen: HashMap<u64, u64>,
    /// Fingerprints of ids met in the sweeps before.
    earlier: HashSet<u64>,
    /// Rows met before this process took over the run.
    met_before: u64,
    /// Rows created since the run before, the newest creation of it, and of this one.
    fresh: u64,
    newest_before: Option<DateTime<Utc>>,
    newest: Option<DateTime<Utc>>,
    /// Rows that this sweep was the first to meet.
    new_in_sweep: u64,
    sweep: u32,
    count: Option<u64>,
    steady: bool,
    /// Every row met had an id.
    nameable: bool,
    /// Rows of this sweep that had none; the server counts them too.
    nameless: u64,
    /// Parents that a part has named.
    parents: HashSet<String>,
    /// Parents that were delivered as such.
    settled: HashSet<u64>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        accounts: Accounts,
        categories: &'a HashMap<String, Flags>,
        zone: Tz,
        pass: &Pass,
    ) -> Self {
        Self {
            accounts,
            categories,
            zone,
            seen: HashMap::new(),
            earlier: HashSet::new(),
            met_before: pass.met,
            fresh: pass.fresh,
            newest_before: pass.newest_before,
            newest: pass.newest,
            new_in_sweep: 0,
            sweep: pass.sweep.saturating_sub(u32::from(pass.page == 1)),
            count: pass.count,
            steady: pass.steady,
            nameable: true,
            nameless: 0,
            parents: pass.parents.iter().cloned().collect(),
            settled: HashSet::new(),
        }
    }

    /// The listing is gone through from its start. Rows of an earlier sweep may be gone since, so all that are still
    /// there are delivered again.
    pub(super) fn sweep_begins(&mut self) {
        self.earlier.extend(self.seen.drain().map(|(id, _)| id));
        if self.sweep > 0 {
            (self.met_before, self.fresh) = (0, 0);
        }
        self.settled.clear();
        self.sweep += 1;
        self.new_in_sweep = 0;
        self.nameless = 0;
        self.steady = true;
        self.count = None;
    }

    /// Takes note of how many rows the server counts.
    pub(super) fn counted(&mut self, count: Option<u64>) {
        if self.count.is_some() && count != self.count {
            self.steady = false;
        }
        self.count = count;
    }

    /// Whether rows speak of accounts that were not delivered: opened since, or not ready when they were asked for.
    pub(super) fn speaks_of_others(&self, rows: &[&RawValue]) -> bool {
        rows.iter()
            .filter_map(|row| Record::read(row)?.id("accountId"))
            .any(|account| self.accounts.get(&account).is_none())
    }

    /// Different rows met so far, and new ones among them.
    pub(super) fn progress(&self) -> (u64, u64) {
        (self.met(), self.fresh)
    }

    /// Different rows met so far.
    fn met(&self) -> u64 {
        self.met_before + self.seen.len() as u64
    }

    /// Whether rows that were not met can be told to be missing.
    pub(super) fn can_tell_missing(&self) -> bool {
        self.nameable && self.met() > 0
    }

    /// Whether nothing moved and just the rows counted were met, or a second look found nothing new.
    pub(super) fn is_whole(&self) -> bool {
        let all = self
            .count
            .is_none_or(|count| self.met() + self.nameless == count);
        self.steady && (all || (self.sweep > 1 && self.new_in_sweep == 0))
    }

    /// Writes into the cursor what going on needs to know.
    pub(super) fn note_progress(&self, pass: &mut Pass, before_page: (u64, u64)) {
        (pass.met, pass.fresh) = before_page;
        pass.newest = self.newest;
        pass.count = self.count;
        pass.steady = self.steady;
        pass.parents = self.parents_to_amend();
        pass.parents.truncate(MOST_PARENTS);
    }

    /// Parents of splits that were not delivered as such.
    pub(super) fn parents_to_amend(&self) -> Vec<String> {
        let mut parents: Vec<String> = self
            .parents
            .iter()
            .filter(|id| !self.settled.contains(&fingerprint(id)))
            .cloned()
            .collect();
        parents.sort();
        parents
    }

    /// Reads the rows of one page; those delivered before and unchanged since are left out.
    pub(super) fn read(&mut self, rows: &[&RawValue]) -> Page {
        let mut notices = Notices::of(Entity::Transaction);
        let records: Vec<(&RawValue, Option<Record<'_>>)> =
            rows.iter().map(|row| (*row, Record::read(row))).collect();
        for (_, record) in &records {
            if let Some(record) = record
                && record.raw("archivedAt").is_none()
                && let Some(parent) = record.id("parentTransactionId")
            {
                self.parents.insert(parent);
            }
        }
        let mut page = Page::default();
        for (row, record) in &records {
            let Some((record, id)) = record.as_ref().and_then(|r| r.id("id").map(|id| (r, id)))
            else {
                notices.unreadable(None, "the row has no id");
                self.nameless += 1;
                continue;
            };
            let is_parent = self.parents.contains(&id)
                || record.list("splits").is_some_and(|parts| !parts.is_empty());
            if self.is_known(&id, record, is_parent) {
                continue;
            }
            match self.transaction(row, record, &id, is_parent, &mut notices) {
                Ok(transaction) => page.transactions.push(transaction),
                Err(Unread::NoAmount) => notices.without_amount(&id),
                Err(Unread::Because(why)) => notices.unreadable(Some(&id), why),
            }
        }
        self.nameable &= notices.put_on(&mut page);
        page
    }

    /// Whether a row was delivered as it is; takes note of it.
    fn is_known(&mut self, id: &str, record: &Record<'_>, is_parent: bool) -> bool {
        let key = fingerprint(id);
        let settles = is_parent && self.settled.insert(key);
        let stamp = fingerprint(record.raw("updatedAt").map_or("", RawValue::get));
        if let Some(before) = self.seen.insert(key, stamp) {
            before == stamp && !settles
        } else {
            self.new_in_sweep += u64::from(!self.earlier.contains(&key));
            let created = record
                .text("createdAt")
                .and_then(|text| day::instant(&text));
            self.newest = self.newest.max(created);
            self.fresh += u64::from(created > self.newest_before);
            false
        }
    }

    fn transaction(
        &self,
        row: &RawValue,
        record: &Record<'_>,
        id: &str,
        is_parent: bool,
        notices: &mut Notices,
    ) -> Result<FeedTransaction, Unread> {
        let account_id = record
            .id("accountId")
            .ok_or(Unread::Because("the row has no account"))?;
        let account = self
            .accounts
            .get(&account_id)
            .ok_or(Unread::Because("the row's account is not listed"))?;
        let day = |name: &str| {
            record
                .text(name)
                .and_then(|text| day::booking_day(&text, self.zone))
        };
        let date = day("date").ok_or(Unread::Because("the row has no date"))?;
        let sum = record.object("amount").ok_or(match record.raw("amount") {
            None => Unread::NoAmount,
            Some(_) => Unread::Because("the amount is no sum with a currency"),
        })?;
        let value = sum.raw("amount").ok_or(Unread::NoAmount)?;
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
        let shown = record.text("description");
        let original = record.text("originalDescription");
        let payee = shown.or_else(|| original.clone()).unwrap_or_default();
        let category = ["transactionCategoryId", "originalTransactionCategoryId"]
            .into_iter()
            .find_map(|name| record.id(name));
        let flags = category.as_ref().and_then(|id| self.categories.get(id));
        let by_category = flags.is_some_and(|flags| flags.transfers);
        let is_transfer = by_category || record.flag("isTransfer").unwrap_or(false);
        let pending = record.flag("isPending").unwrap_or(false);
        Ok(FeedTransaction {
            source_id: Some(id.to_owned()),
            account_source_id: account_id,
            date,
            value_date: day("effectiveDate"),
            amount,
            original_amount: None,
            description: original.filter(|text| *text != payee).unwrap_or_default(),
            payee,
            note: record.text("notes").unwrap_or_default(),
            category_source_id: category,
            category_name: None,
            tags: tags(record),
            status: if pending {
                TransactionStatus::Pending
            } else {
                TransactionStatus::Posted
            },
            is_transfer,
            transfer_key: None,
            replaces: record.id("pendingTransactionId"),
            excluded: is_parent || account.excludes_transactions,
            // A transfer is in no budget anyway, and may be a leg of a pair.
            off_reports: !is_transfer && flags.is_some_and(|flags| flags.off_budget),
            needs_review: record.flag("needsReview").unwrap_or(false),
            deleted: record.raw("archivedAt").is_some(),
            running_balance: None,
            updated_at: record.text("updatedAt"),
            details: None,
            raw: Some(record.kept(row, &["fileRecords"])),
        })
    }
}

/// Why a row could not be taken.
enum Unread {
    NoAmount,
    Because(&'static str),
}

/// Tags: their form is not published, so texts and things with a name are taken.
fn tags(record: &Record<'_>) -> Vec<String> {
    record
        .list("transactionTags")
        .unwrap_or_default()
        .into_iter()
        .filter_map(|tag| match Record::read(tag) {
            Some(tag) => tag.text("name"),
            None => serde_json::from_str::<String>(tag.get()).ok(),
        })
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty() && name.len() <= 256)
        .collect()
}
