//! Rows, and how they come into the household's books.

use chrono::NaiveDate;

use super::category::Category;
use super::extras::Label;
use super::{Household, Upstream, stamp};
use crate::calendar::plus;

/// Days a card purchase stays pending.
const PENDING_DAYS: u64 = 4;

/// What a bank calls a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Operation {
    Transfer,
    Order,
    Check,
    Deposit,
    Payback,
    Withdrawal,
    LoanRepayment,
    Bank,
    Card,
    DeferredCard,
    CardSummary,
    Unknown,
    MarketOrder,
    MarketFee,
    Arbitrage,
    Profit,
    Refund,
    Payout,
    Payment,
    Fee,
}

/// One movement on one account.
#[derive(Debug, Clone)]
pub struct Row {
    /// Counts from 1, never used twice.
    pub id: u64,
    /// The account, an index into the household's list.
    pub account: usize,
    /// The booking day.
    pub date: NaiveDate,
    /// Minute of that day, UTC.
    pub minute: u32,
    /// Signed amount in minor units of the account's currency.
    pub minor: i64,
    /// Payee or payer.
    pub payee: String,
    /// The text of the bank.
    pub wording: String,
    /// What the bank calls it.
    pub operation: Operation,
    /// What was asked for abroad: minor units and currency, with the sign of `minor`.
    pub original: Option<(i64, &'static str)>,
    /// What it is about.
    pub category: Category,
    /// Labels a person put on it.
    pub labels: Vec<Label>,
    /// The number that both legs of a transfer share.
    pub transfer: Option<u64>,
    /// The standing order it comes from, and the day that fell due.
    pub order: Option<(usize, NaiveDate)>,
    /// The day it is booked, for what was pending at first.
    pub posts_on: Option<NaiveDate>,
    /// Not yet booked.
    pub pending: bool,
    /// Was booked while a client could watch.
    pub(crate) posted_live: bool,
    /// The booked row says which pending row it replaces.
    pub(crate) linked: bool,
    /// Archived at this moment, in milliseconds since 1970.
    pub(crate) archived: Option<i64>,
    /// Vanished without a trace.
    pub(crate) gone: bool,
    /// Written at this moment.
    pub(crate) created: i64,
    /// Last changed at this moment.
    pub(crate) changed: i64,
}

impl Row {
    /// Whether it still counts.
    pub fn counts(&self) -> bool {
        !self.gone && self.archived.is_none()
    }
}

/// A row to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) account: usize,
    pub(crate) minor: i64,
    pub(crate) payee: String,
    pub(crate) category: Category,
    minute: Option<u32>,
    wording: Option<String>,
    labels: Vec<Label>,
    transfer: Option<u64>,
    order: Option<(usize, NaiveDate)>,
    purchase: bool,
    operation: Option<Operation>,
    original: Option<(i64, &'static str)>,
    posts_on: Option<NaiveDate>,
}

impl Draft {
    pub(crate) fn new(account: usize, minor: i64, payee: &str, category: Category) -> Self {
        Self {
            account,
            minor,
            payee: payee.to_owned(),
            category,
            minute: None,
            wording: None,
            labels: Vec::new(),
            transfer: None,
            order: None,
            purchase: false,
            operation: None,
            original: None,
            posts_on: None,
        }
    }

    /// What the bank calls it.
    pub(crate) fn called(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Paid abroad: what was asked for there, in minor units.
    pub(crate) fn abroad(mut self, minor: i64, currency: &'static str) -> Self {
        self.original = Some((minor, currency));
        self
    }

    /// Bought with a card whose debits all come on one day.
    pub(crate) fn deferred_to(mut self, day: NaiveDate) -> Self {
        self.purchase = true;
        self.operation = Some(Operation::DeferredCard);
        self.posts_on = Some(day);
        self
    }

    /// Happens at this minute of the day.
    pub(crate) fn at(mut self, minute: u32) -> Self {
        self.minute = Some(minute);
        self
    }

    /// Paid by card: pending for some days, and worded as terminals do.
    pub(crate) fn by_card(mut self) -> Self {
        self.purchase = true;
        self
    }

    pub(crate) fn worded(mut self, wording: impl Into<String>) -> Self {
        self.wording = Some(wording.into());
        self
    }

    pub(crate) fn labelled(mut self, label: Label) -> Self {
        self.labels.push(label);
        self
    }

    pub(crate) fn leg_of(mut self, transfer: u64) -> Self {
        self.transfer = Some(transfer);
        self
    }

    pub(crate) fn ordered_by(mut self, order: usize, due: NaiveDate) -> Self {
        self.order = Some((order, due));
        self
    }
}

impl Household {
    /// Writes a row on the present day.
    pub(crate) fn enter(&mut self, draft: Draft) -> usize {
        let index = self.rows.len();
        let id = index as u64 + 1;
        // Bank postings early in the morning, purchases through the day; never near midnight, so
        // that a row lies on the same day in every European zone.
        let minute = draft.minute.unwrap_or(if draft.purchase {
            9 * 60 + (id * 37 % 600) as u32
        } else {
            5 * 60 + (id * 7 % 90) as u32
        });
        let posts_on = draft
            .purchase
            .then(|| draft.posts_on.unwrap_or(plus(self.today, PENDING_DAYS)));
        let operation = draft.operation.unwrap_or(if draft.purchase {
            Operation::Card
        } else if draft.minor < 0 && draft.transfer.is_none() {
            Operation::Order
        } else {
            Operation::Transfer
        });
        let seen_by_budgea = self.accounts[draft.account].upstream == Upstream::Budgea;
        let wording = draft.wording.unwrap_or_else(|| {
            let payee = draft.payee.to_uppercase();
            if draft.purchase {
                format!("CARTE {:04} {payee}", 1_000 + self.seed % 9_000)
            } else if draft.minor < 0 {
                format!("PRLV {payee} REF {id:08}")
            } else {
                format!("VIR {payee} REF {id:08}")
            }
        });
        let created = stamp(self.today, minute);
        if let Some(transfer) = draft.transfer {
            self.legs.entry(transfer).or_default().push(index);
        }
        self.running[draft.account] += draft.minor;
        self.rows.push(Row {
            id,
            account: draft.account,
            date: self.today,
            minute,
            minor: draft.minor,
            payee: draft.payee,
            wording,
            operation,
            original: draft.original,
            category: draft.category,
            labels: draft.labels,
            transfer: draft.transfer,
            order: draft.order,
            posts_on,
            pending: draft.purchase,
            posted_live: false,
            // Budgea shows both ways of booking: the row itself, or another row in its place.
            linked: !(seen_by_budgea && id.is_multiple_of(2)),
            archived: None,
            gone: false,
            created,
            changed: self.noticed(draft.account, created),
        });
        index
    }

    /// Keeps a row for a later day.
    pub(crate) fn later(&mut self, day: NaiveDate, draft: Draft) {
        self.arriving.entry(day).or_default().push(draft);
    }

    /// A fresh transfer number.
    pub(crate) fn transfer_number(&mut self) -> u64 {
        self.next_transfer += 1;
        self.next_transfer - 1
    }

    /// Moves money between two accounts of one currency on the present day.
    pub(crate) fn move_money(&mut self, from: usize, to: usize, minor: i64) -> (usize, usize) {
        let transfer = self.transfer_number();
        let (from_name, to_name) = (
            self.accounts[from].name.clone(),
            self.accounts[to].name.clone(),
        );
        let out =
            self.enter(Draft::new(from, -minor, &to_name, Category::Transfer).leg_of(transfer));
        let into =
            self.enter(Draft::new(to, minor, &from_name, Category::Transfer).leg_of(transfer));
        (out, into)
    }

    /// Books what was pending and is due on the present day.
    pub(super) fn post_due(&mut self) {
        let today = self.today;
        self.post_where(|row| row.posts_on.is_some_and(|day| day <= today));
    }

    /// Books the pending rows that are meant.
    pub(super) fn post_where(&mut self, meant: impl Fn(&Row) -> bool) {
        for index in 0..self.rows.len() {
            let row = &self.rows[index];
            if !(row.pending && meant(row)) {
                continue;
            }
            let changed = self.noticed(row.account, stamp(self.today, 4 * 60));
            let live = self.live;
            let row = &mut self.rows[index];
            row.pending = false;
            row.posted_live = live;
            row.changed = changed;
        }
    }

    /// When an upstream notices what happened at a moment. Budgea asks the bank itself and stamps
    /// what it finds with its own clock, which may have run ahead.
    fn noticed(&self, account: usize, at: i64) -> i64 {
        if self.live && self.accounts[account].upstream == Upstream::Budgea {
            at.max(self.clock())
        } else {
            at
        }
    }
}
