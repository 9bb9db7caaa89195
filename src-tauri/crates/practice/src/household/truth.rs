//! What the household really has, earns and spends, summed straight from its rows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::category::Nature;
use super::{Household, Row, Upstream};
use crate::calendar::{month_name, plus};
use crate::json::text;
use crate::rates;

/// Sums by currency, as decimal text in major units.
pub type ByCurrency = BTreeMap<String, String>;

/// The household's figures for comparison. Amounts are decimal text in major units; money out is
/// negative, except under `spending`, where what was spent is positive and refunds lower it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Truth {
    /// The seed of the household.
    pub seed: u64,
    /// Its present.
    pub today: NaiveDate,
    /// The currency of `net_worth`.
    pub base_currency: &'static str,
    /// Every account.
    pub accounts: Vec<AccountTruth>,
    /// Month (`YYYY-MM`), category, currency. Transfers and income are left out.
    pub spending: BTreeMap<String, BTreeMap<&'static str, ByCurrency>>,
    /// Month, currency.
    pub income: BTreeMap<String, ByCurrency>,
    /// At every month end, and on the present day.
    pub net_worth: Vec<NetWorthTruth>,
    /// What is held in accounts that live from the market, on the present day.
    pub holdings: Vec<HoldingTruth>,
    /// Payments that fall due in the next 90 days and have not happened yet.
    pub planned: Vec<PlannedTruth>,
    /// How many of everything.
    pub counts: Counts,
}

/// One account's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountTruth {
    /// The household's short name.
    pub key: String,
    /// The name on the wire.
    pub name: String,
    /// Who serves it.
    pub upstream: Upstream,
    /// ISO 4217.
    pub currency: String,
    /// The balance its upstream shows: Wallet with pending rows, the others without.
    pub current: String,
    /// Booked rows only.
    pub booked: String,
    /// The sum of pending rows.
    pub pending: String,
    /// Before the first row.
    pub opening: String,
    /// Rows that count, pending ones included.
    pub rows: usize,
    /// Closed or archived.
    pub archived: bool,
    /// At every month end, and on the present day, counted as `current` is.
    pub month_ends: Vec<DatedBalance>,
}

/// One security or fund on the present day. Amounts in euro.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HoldingTruth {
    /// The account's short name.
    pub account: String,
    /// Its name.
    pub label: &'static str,
    /// The ISIN or another code.
    pub code: String,
    /// How many units.
    pub quantity: String,
    /// What a unit is worth, to four decimals.
    pub unit_value: String,
    /// What it is worth altogether.
    pub valuation: String,
    /// What was paid for it.
    pub cost: String,
}

/// A balance at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatedBalance {
    /// The day.
    pub date: NaiveDate,
    /// In major units.
    pub balance: String,
}

/// Net worth at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetWorthTruth {
    /// The day.
    pub date: NaiveDate,
    /// In euro: each currency's total at the rate in force that day, rounded half to even to the
    /// cent, then summed.
    pub eur: String,
    /// Exact totals by currency.
    pub by_currency: ByCurrency,
}

/// A payment to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedTruth {
    /// The standing order.
    pub name: &'static str,
    /// The account's short name.
    pub account: String,
    /// The day it falls due by its rule.
    pub due: NaiveDate,
    /// The day it will be booked.
    pub booked: NaiveDate,
    /// Signed.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// The other side is an own account.
    pub transfer: bool,
}

/// How many of everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Accounts, archived ones included.
    pub accounts: usize,
    /// Rows that count.
    pub transactions: usize,
    /// Of these, pending.
    pub pending: usize,
    /// Transfers of which both legs are there.
    pub paired_transfers: usize,
    /// Transfers of which one leg is there.
    pub unpaired_transfers: usize,
    /// Rows that count, by upstream.
    pub wallet_transactions: usize,
    /// Rows that count, by upstream.
    pub finwise_transactions: usize,
    /// Rows that count, by upstream.
    pub budgea_transactions: usize,
}

impl Household {
    /// Sums everything up that is shared with any upstream.
    pub fn truth(&self) -> Truth {
        self.truth_of(&Upstream::ALL)
    }

    /// Sums up what these upstreams know: what somebody sees who linked no others.
    pub fn truth_of(&self, upstreams: &[Upstream]) -> Truth {
        let known: Vec<bool> = self
            .accounts
            .iter()
            .map(|account| account.shared && upstreams.contains(&account.upstream))
            .collect();
        let rows: Vec<&Row> = self.living().filter(|row| known[row.account]).collect();
        let ends = self.month_ends();
        let balances = self.balances_at(&ends);
        Truth {
            seed: self.seed,
            today: self.today,
            base_currency: "EUR",
            accounts: self.account_truths(&known, &ends, &balances),
            spending: self.spending(&rows),
            income: self.income(&rows),
            net_worth: self.net_worth(&known, &ends, &balances),
            holdings: self.holding_truths(&known),
            planned: self.planned(&known),
            counts: self.counts(&known, &rows),
        }
    }

    /// Balances of every account at the end of each of the ascending `days`, in one pass.
    pub(crate) fn balances_at(&self, days: &[NaiveDate]) -> Vec<Vec<i64>> {
        let mut sums = vec![vec![0_i64; self.accounts.len()]; days.len()];
        for row in self.living() {
            if row.pending && !self.accounts[row.account].upstream.counts_pending() {
                continue;
            }
            let slot = days.partition_point(|day| *day < row.date);
            if let Some(sum) = sums.get_mut(slot) {
                sum[row.account] += row.minor;
            }
        }
        let mut running: Vec<i64> = self
            .accounts
            .iter()
            .map(|account| account.opening_minor)
            .collect();
        for (sum, day) in sums.iter_mut().zip(days) {
            for (account, minor) in sum.iter_mut().enumerate() {
                running[account] += *minor;
                *minor = if self.accounts[account].valued {
                    self.balance(account, *day)
                } else {
                    running[account]
                };
            }
        }
        sums
    }

    fn account_truths(
        &self,
        known: &[bool],
        ends: &[NaiveDate],
        balances: &[Vec<i64>],
    ) -> Vec<AccountTruth> {
        let mut rows = vec![0; self.accounts.len()];
        let mut pending = vec![0; self.accounts.len()];
        for row in self.living() {
            rows[row.account] += 1;
            if row.pending {
                pending[row.account] += row.minor;
            }
        }
        let last = &balances[balances.len() - 1];
        self.accounts
            .iter()
            .enumerate()
            .filter(|(index, _)| known[*index])
            .map(|(index, account)| {
                let plain = |minor: i64| text(minor, &account.currency);
                let current = last[index];
                let booked = if account.upstream.counts_pending() {
                    current - pending[index]
                } else {
                    current
                };
                AccountTruth {
                    key: account.key.clone(),
                    name: account.name.clone(),
                    upstream: account.upstream,
                    currency: account.currency.clone(),
                    current: plain(current),
                    booked: plain(booked),
                    pending: plain(pending[index]),
                    opening: plain(account.opening_minor),
                    rows: rows[index],
                    archived: account.closed.is_some(),
                    month_ends: ends
                        .iter()
                        .zip(balances)
                        .map(|(date, all)| DatedBalance {
                            date: *date,
                            balance: plain(all[index]),
                        })
                        .collect(),
                }
            })
            .collect()
    }

    fn holding_truths(&self, known: &[bool]) -> Vec<HoldingTruth> {
        self.holdings()
            .iter()
            .filter(|held| known[held.account])
            .map(|held| HoldingTruth {
                account: self.accounts[held.account].key.clone(),
                label: held.label,
                code: held.code.clone(),
                quantity: held.quantity(self.today).normalize().to_string(),
                unit_value: held.unit_value(self.today).to_string(),
                valuation: text(held.valuation(self.today), "EUR"),
                cost: text(held.cost(self.today), "EUR"),
            })
            .collect()
    }

    fn spending(&self, rows: &[&Row]) -> BTreeMap<String, BTreeMap<&'static str, ByCurrency>> {
        let mut sums: BTreeMap<String, BTreeMap<&'static str, BTreeMap<String, i64>>> =
            BTreeMap::new();
        for row in rows
            .iter()
            .filter(|row| row.category.nature() == Nature::Spending)
        {
            *sums
                .entry(month_name(row.date))
                .or_default()
                .entry(row.category.key())
                .or_default()
                .entry(self.accounts[row.account].currency.clone())
                .or_default() -= row.minor;
        }
        sums.into_iter()
            .map(|(month, categories)| {
                (
                    month,
                    categories
                        .into_iter()
                        .map(|(key, sums)| (key, plain(sums)))
                        .collect(),
                )
            })
            .collect()
    }

    fn income(&self, rows: &[&Row]) -> BTreeMap<String, ByCurrency> {
        let mut sums: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
        for row in rows
            .iter()
            .filter(|row| row.category.nature() == Nature::Income)
        {
            *sums
                .entry(month_name(row.date))
                .or_default()
                .entry(self.accounts[row.account].currency.clone())
                .or_default() += row.minor;
        }
        sums.into_iter()
            .map(|(month, sums)| (month, plain(sums)))
            .collect()
    }

    fn net_worth(
        &self,
        known: &[bool],
        ends: &[NaiveDate],
        balances: &[Vec<i64>],
    ) -> Vec<NetWorthTruth> {
        ends.iter()
            .zip(balances)
            .map(|(date, all)| {
                let mut totals: BTreeMap<String, i64> = BTreeMap::new();
                let counted = self.accounts.iter().zip(all).zip(known);
                for ((account, minor), _) in counted.filter(|(_, known)| **known) {
                    *totals.entry(account.currency.clone()).or_default() += minor;
                }
                let eur = totals
                    .iter()
                    .map(|(code, minor)| rates::convert(*minor, code, "EUR", *date).unwrap_or(0))
                    .sum();
                NetWorthTruth {
                    date: *date,
                    eur: text(eur, "EUR"),
                    by_currency: plain(totals),
                }
            })
            .collect()
    }

    fn planned(&self, known: &[bool]) -> Vec<PlannedTruth> {
        let mut planned: Vec<PlannedTruth> = self
            .orders
            .iter()
            .filter(|order| known[order.account])
            .flat_map(|order| {
                order
                    .open(self.today, 90)
                    .into_iter()
                    .map(|due| PlannedTruth {
                        name: order.name,
                        account: self.accounts[order.account].key.clone(),
                        due,
                        booked: order.shift.aligned(due),
                        amount: text(
                            order.amount_on(self.today),
                            &self.accounts[order.account].currency,
                        ),
                        currency: self.accounts[order.account].currency.clone(),
                        transfer: order.to.is_some(),
                    })
            })
            .filter(|payment| payment.due <= plus(self.today, 90))
            .collect();
        planned.sort_by_key(|payment| (payment.due, payment.name));
        planned
    }

    fn counts(&self, known: &[bool], living: &[&Row]) -> Counts {
        let upstream = |which| {
            living
                .iter()
                .filter(|row| self.accounts[row.account].upstream == which)
                .count()
        };
        let mut legs: BTreeMap<u64, usize> = BTreeMap::new();
        for transfer in living.iter().filter_map(|row| row.transfer) {
            *legs.entry(transfer).or_default() += 1;
        }
        Counts {
            accounts: known.iter().filter(|known| **known).count(),
            transactions: living.len(),
            pending: living.iter().filter(|row| row.pending).count(),
            paired_transfers: legs.values().filter(|legs| **legs == 2).count(),
            unpaired_transfers: legs.values().filter(|legs| **legs == 1).count(),
            wallet_transactions: upstream(Upstream::Wallet),
            finwise_transactions: upstream(Upstream::Finwise),
            budgea_transactions: upstream(Upstream::Budgea),
        }
    }
}

fn plain(sums: BTreeMap<String, i64>) -> ByCurrency {
    sums.into_iter()
        .map(|(code, minor)| (code.clone(), text(minor, &code)))
        .collect()
}
