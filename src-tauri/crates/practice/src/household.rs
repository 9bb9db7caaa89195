//! One family's money over three years and on, deterministic for a seed and a present day.
//!
//! There is no clock and no float. Every day is played once, in order, by the script; what a day
//! holds depends on the seed, the day and the balances so far, so that living on within a month
//! gives the rows that a later present would have given. Rows are never taken out of the list: a
//! row that vanished is marked, and its number is not used again.

pub(crate) mod account;
mod category;
mod changes;
mod extras;
mod holdings;
mod orders;
mod row;
mod script;
mod truth;

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};

pub use account::{Account, Kind, Upstream};
pub use category::{Category, Nature};
pub use extras::{Budget, Goal, Label, Period};
pub use holdings::Holding;
pub use orders::{Order, Rule, Shift};
pub use row::{Operation, Row};
pub use truth::{
    AccountTruth, ByCurrency, Counts, DatedBalance, HoldingTruth, NetWorthTruth, PlannedTruth,
    Truth,
};

pub(crate) use category::group;
pub(crate) use script::MORTGAGE_RATE;

use crate::calendar::{minus, minus_months, month_end, month_start, plus};
pub(crate) use row::Draft;

/// How many months of history a household has on the day it is met.
pub const MONTHS: u32 = 36;

/// One family's accounts, rows and plans.
#[derive(Debug, Clone)]
pub struct Household {
    seed: u64,
    start: NaiveDate,
    met: NaiveDate,
    today: NaiveDate,
    accounts: Vec<Account>,
    rows: Vec<Row>,
    orders: Vec<Order>,
    /// Legs and refunds that arrive on a later day.
    arriving: BTreeMap<NaiveDate, Vec<Draft>>,
    /// Rows by the number of their transfer.
    legs: HashMap<u64, Vec<usize>>,
    /// Month-end values of accounts without rows: account, day, minor units.
    valuations: Vec<(usize, NaiveDate, i64)>,
    /// Balance of every account after the rows so far, pending ones included.
    running: Vec<i64>,
    /// What the market values the accounts that are worth more than their rows.
    holdings: Vec<Holding>,
    /// The card debts to be settled next.
    statements: HashMap<usize, i64>,
    next_transfer: u64,
    /// Changes since the household was met.
    changes: u64,
    /// Milliseconds that Budgea's clock ran on since nine in the evening of the present day.
    elapsed: i64,
    /// True once the household lives on before the eyes of a client.
    live: bool,
    joint_shared: bool,
}

impl Household {
    /// The household of a seed as it stands at the end of `today`.
    pub fn new(seed: u64, today: NaiveDate) -> Self {
        let start = month_start(minus_months(today, MONTHS));
        let accounts = account::cast(seed, start);
        let mut household = Self {
            seed,
            start,
            met: today,
            today: minus(start, 1),
            running: accounts
                .iter()
                .map(|account| account.opening_minor)
                .collect(),
            accounts,
            rows: Vec::new(),
            orders: orders::orders(start, today),
            arriving: BTreeMap::new(),
            legs: HashMap::new(),
            valuations: Vec::new(),
            holdings: holdings::held(start),
            statements: HashMap::new(),
            next_transfer: 1,
            changes: 0,
            elapsed: 0,
            live: false,
            joint_shared: false,
        };
        household
            .valuations
            .push((account::BROKERAGE, minus(start, 1), 2_250_000));
        while household.today < today {
            household.live_a_day();
        }
        household.live = true;
        household
    }

    /// Lives on: new rows appear and pending ones are booked.
    pub fn advance(&mut self, days: u32) {
        for _ in 0..days {
            self.live_a_day();
        }
        if days > 0 {
            self.changes += 1;
        }
    }

    fn live_a_day(&mut self) {
        self.today = plus(self.today, 1);
        self.post_due();
        for draft in self.arriving.remove(&self.today).unwrap_or_default() {
            self.enter(draft);
        }
        script::play(self, self.today);
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The first day with rows.
    pub fn start(&self) -> NaiveDate {
        self.start
    }

    /// The household's present: the last day with rows.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// All accounts.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// All rows there ever were, vanished ones included, in the order they were written.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows that count.
    pub fn living(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.counts())
    }

    /// The standing orders and other planned payments.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// How many rows count and are shared.
    pub fn count(&self) -> usize {
        self.living()
            .filter(|row| self.accounts[row.account].shared)
            .count()
    }

    /// Changes since the household was met; each one is a new revision upstream.
    pub(crate) fn revision(&self) -> u64 {
        self.changes
    }

    /// Offers the joint account through both upstreams, or through its own alone.
    pub(crate) fn share_joint_account(&mut self, shared: bool) {
        self.joint_shared = shared;
    }

    /// Whether an upstream serves the account.
    pub(crate) fn serves(&self, upstream: Upstream, account: usize) -> bool {
        self.accounts[account].upstream == upstream
            || (self.joint_shared && account == account::JOINT)
    }

    /// The moment of the last change, in milliseconds since 1970: nine in the evening of the
    /// present day, and a second for each change since the household was met.
    pub(crate) fn now(&self) -> i64 {
        stamp(self.today, 21 * 60) + i64::try_from(self.changes).unwrap_or(0) * 1_000
    }

    /// The moment it is for Budgea: [`now`](Self::now), and what its clock ran on since.
    pub(crate) fn clock(&self) -> i64 {
        self.now() + self.elapsed
    }

    /// Lets Budgea's clock run on.
    pub(crate) fn tick(&mut self, seconds: u32) {
        self.elapsed += i64::from(seconds) * 1_000;
    }

    /// The other leg of a row's transfer, if the household has it.
    pub fn other_leg(&self, row: &Row) -> Option<&Row> {
        let legs = self.legs.get(&row.transfer?)?;
        legs.iter()
            .map(|&index| &self.rows[index])
            .find(|leg| leg.id != row.id && leg.counts())
    }

    /// An account's balance at the end of a day, as its upstream counts: Wallet with pending rows,
    /// the others without. In minor units.
    pub fn balance(&self, account: usize, day: NaiveDate) -> i64 {
        if self.holdings.iter().any(|held| held.account == account) {
            let cash: i64 = self
                .living()
                .filter(|row| row.account == account && row.date <= day && !row.pending)
                .map(|row| row.minor)
                .sum();
            return self.accounts[account].opening_minor + cash + self.held_value(account, day);
        }
        if self.accounts[account].valued {
            return self
                .valuations
                .iter()
                .rev()
                .find(|(valued, on, _)| *valued == account && *on <= day)
                .map_or(self.accounts[account].opening_minor, |(_, _, minor)| *minor);
        }
        let with_pending = self.accounts[account].upstream.counts_pending();
        self.accounts[account].opening_minor
            + self
                .living()
                .filter(|row| row.account == account && row.date <= day)
                .filter(|row| with_pending || !row.pending)
                .map(|row| row.minor)
                .sum::<i64>()
    }

    /// The sum of an account's pending rows, in minor units.
    pub fn pending(&self, account: usize) -> i64 {
        self.living()
            .filter(|row| row.account == account && row.pending)
            .map(|row| row.minor)
            .sum()
    }

    /// What is still to be settled on a card, positive, in minor units.
    pub(crate) fn card_debt_due(&self, account: usize) -> i64 {
        self.statements.get(&account).copied().unwrap_or(0).max(0)
    }

    /// The moment one of an account's rows changed last.
    pub(crate) fn last_change(&self, account: usize) -> i64 {
        let of_account = self.rows.iter().filter(|row| row.account == account);
        of_account.map(|row| row.changed).max().unwrap_or(0)
    }

    /// Every month end from the first month to the present day, which closes the list.
    pub fn month_ends(&self) -> Vec<NaiveDate> {
        let mut ends: Vec<NaiveDate> = self
            .start
            .iter_days()
            .take_while(|day| *day < self.today)
            .filter(|day| *day == month_end(*day))
            .collect();
        ends.push(self.today);
        ends
    }

    /// Which year of the household's life a day lies in, from 0.
    fn year_of_life(&self, day: NaiveDate) -> i32 {
        day.year() - self.start.year()
    }
}

/// Milliseconds since 1970 of a minute of a day, UTC.
pub(crate) fn stamp(day: NaiveDate, minute: u32) -> i64 {
    let days = i64::from(day.num_days_from_ce()) - 719_163;
    (days * 86_400 + i64::from(minute) * 60) * 1_000
}

#[cfg(test)]
mod tests;
