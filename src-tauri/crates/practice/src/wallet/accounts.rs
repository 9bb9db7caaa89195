//! Wallet's accounts.

use super::filter::{flag, ids};
use super::listing::{Entry, short};
use super::{Refusal, odd};
use crate::bank::Bank;
use crate::clock::instant;
use crate::exchange::{Answer, Ask};
use crate::household::{Account, Kind, Upstream, stamp};
use crate::json::{Json, number};
use crate::random::wire_id;
use crate::scenario::Scenario;

/// The identifier of an account. The oldest one still has the shape of old identifiers.
pub(crate) fn id(bank: &Bank, account: usize) -> String {
    let id = wire_id(bank.household.seed(), "wallet-account", account as u64 + 1);
    if bank.household.accounts()[account].key == "old-savings" {
        format!("-Account_{id}")
    } else {
        id
    }
}

/// What an account's rows amount to.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    rows: i64,
    income: i64,
    expense: i64,
    first: Option<i64>,
    last: Option<i64>,
    first_created: Option<i64>,
    last_created: Option<i64>,
    changed: i64,
}

/// `GET /accounts`
pub(crate) fn list(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let home = &bank.household;
    let mut sums = vec![Sums::default(); home.accounts().len()];
    for row in home.living() {
        let sum = &mut sums[row.account];
        let at = stamp(row.date, row.minute);
        sum.rows += 1;
        if row.minor < 0 {
            sum.expense -= row.minor;
        } else {
            sum.income += row.minor;
        }
        sum.first = Some(sum.first.map_or(at, |first| first.min(at)));
        sum.last = Some(sum.last.map_or(at, |last| last.max(at)));
        sum.first_created = Some(
            sum.first_created
                .map_or(row.created, |c| c.min(row.created)),
        );
        sum.last_created = Some(sum.last_created.map_or(row.created, |c| c.max(row.created)));
        sum.changed = sum.changed.max(row.changed);
    }
    let mut served: Vec<(usize, &Account)> = home
        .accounts()
        .iter()
        .enumerate()
        .filter(|(index, _)| home.serves(Upstream::Wallet, *index))
        .collect();
    if let Some(wanted) = ask.first("accountType") {
        served.retain(|(_, account)| account_type(account.kind).eq_ignore_ascii_case(wanted));
    }
    if let Some(wanted) = ask.first("currencyCode") {
        served.retain(|(_, account)| account.currency.eq_ignore_ascii_case(wanted));
    }
    if let Some(wanted) = flag(ask, "archived")? {
        served.retain(|(_, account)| account.closed.is_some() == wanted);
    }
    if ids(ask, "budgetId", 1)?.is_some() {
        // No budget of this household is tied to accounts.
        served.clear();
    }
    let mut entries: Vec<Entry> = served
        .iter()
        .map(|(index, account)| entry(bank, *index, account, sums[*index]))
        .collect();
    if bank.scenario == Scenario::Odd {
        entries.extend(odd::accounts(bank));
    }
    short(bank, ask, "accounts", entries)
}

fn entry(bank: &Bank, index: usize, account: &Account, sums: Sums) -> Entry {
    let created = stamp(account.opened, 8 * 60);
    let updated = account.changed.max(sums.changed);
    let money = |minor: i64| number(minor, &account.currency);
    let current = account.opening_minor + sums.income - sums.expense;
    let initial = money(account.opening_minor);
    let mut json = Json::object([
        ("id", id(bank, index).into()),
        ("name", account.name.as_str().into()),
        ("accountType", account_type(account.kind).into()),
        ("archived", account.closed.is_some().into()),
        (
            "bankAccountNumber",
            account.number.as_deref().unwrap_or_default().into(),
        ),
        ("color", color(account.kind).into()),
        ("currencyCode", account.currency.as_str().into()),
        ("excludeFromStats", false.into()),
        ("isBankSync", account.bank_fed.into()),
        ("isInvestmentAccount", false.into()),
        ("createdAt", instant(created).into()),
        ("updatedAt", instant(updated).into()),
    ]);
    let mut balance = Json::object([
        ("initial", initial.clone()),
        ("currentBalance", money(current)),
        ("rawCurrentBalance", money(current)),
        ("currencyCode", account.currency.as_str().into()),
        ("balanceMode", "standard".into()),
        ("balanceModeFormula", "initial + incomes - expenses".into()),
        ("balanceDisplayOption", "balance".into()),
        ("availableCredit", Json::Null),
    ]);
    if account.kind == Kind::CreditCard {
        let limit = 400_000;
        balance.set("balanceMode", "creditCardBank");
        balance.set("balanceModeFormula", "as told by the bank");
        balance.set("creditLimit", money(limit));
        balance.set("creditBalance", money(-current));
        balance.set("availableCredit", money(limit + current));
    }
    if account.number.is_none() {
        json.remove("bankAccountNumber");
        // Purses never say whether they are archived.
        json.remove("archived");
    }
    if bank.switches.wallet_legacy {
        balance.remove("initial");
        if account.kind != Kind::Cash {
            let opening = Json::object([
                ("value", initial),
                ("currencyCode", account.currency.as_str().into()),
            ]);
            json.set("initialBalance", opening.clone());
            json.set("initialBaseBalance", opening);
        }
    }
    json.set("balance", balance);
    let between = |first: Option<i64>, last: Option<i64>| {
        Json::object([
            ("min", first.map(instant).into()),
            ("max", last.map(instant).into()),
        ])
    };
    json.set(
        "recordStats",
        Json::object([
            ("recordCount", sums.rows.into()),
            ("recordDate", between(sums.first, sums.last)),
            ("createdAt", between(sums.first_created, sums.last_created)),
            ("totalIncomes", money(sums.income)),
            ("totalExpenses", money(sums.expense)),
            ("lastUpdatedAt", instant(updated).into()),
        ]),
    );
    Entry {
        id: id(bank, index),
        name: account.name.clone(),
        created,
        updated,
        json,
    }
}

fn account_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Current => "CurrentAccount",
        Kind::Savings => "SavingAccount",
        Kind::CreditCard => "CreditCard",
        Kind::Cash => "Cash",
        Kind::Loan => "Loan",
        Kind::Investment => "Investment",
        Kind::Other => "General",
    }
}

fn color(kind: Kind) -> &'static str {
    match kind {
        Kind::Current => "#0a6ebd",
        Kind::Savings => "#16a085",
        Kind::CreditCard => "#c0392b",
        Kind::Cash => "#f1c40f",
        Kind::Loan => "#7f8c8d",
        Kind::Investment => "#8e44ad",
        Kind::Other => "#95a5a6",
    }
}
