//! What FinWise's contract allows and nobody expects, served under the scenario `odd` only.
//!
//! These rows are no part of the household's truth.

use super::{accounts, user_id};
use crate::bank::Bank;
use crate::calendar::minus;
use crate::clock::{instant, zoneless};
use crate::household::stamp;
use crate::json::Json;
use crate::random::wire_id;

fn account_id(bank: &Bank, number: u64) -> String {
    wire_id(bank.household.seed(), "finwise-odd-account", number)
}

fn money(amount: &str, currency: &str) -> Json {
    Json::object([
        ("amount", Json::Number(amount.to_owned())),
        ("currencyCode", currency.into()),
    ])
}

/// Accounts of unknown types, turned round, left out, without a balance, and with the least.
pub(crate) fn accounts(bank: &Bank) -> Vec<Json> {
    let created = stamp(bank.household.start(), 900);
    let account = |number: u64, name: &str, kind: Json, balance: Json| {
        Json::object([
            ("id", account_id(bank, number).into()),
            ("createdAt", instant(created).into()),
            ("updatedAt", instant(created).into()),
            ("userId", user_id(bank).into()),
            ("name", name.into()),
            ("currentBalance", balance),
            ("type", kind),
            ("subType", Json::Null),
        ])
    };
    let mut inverted = account(1, "Turned round", "credit".into(), money("431.2", "EUR"));
    inverted.set("invertAmounts", true);
    let mut excluded = account(2, "Left out", "depository".into(), money("77", "EUR"));
    for flag in [
        "excludeFromBudget",
        "excludeFromNetWorth",
        "excludeTransactions",
    ] {
        excluded.set(flag, true);
    }
    let mut bare = account(3, "No balance", "depository".into(), Json::Null);
    bare.remove("currentBalance");
    let mut loan = account(5, "Study loan", "loan".into(), money("-8200.5", "GBP"));
    loan.set("originalLoanAmount", money("12000", "GBP"));
    loan.set("interestRate", Json::Number("3.125".into()));
    loan.set("interestRateType", "variable");
    loan.set("lastPaymentDate", "2024-04-29");
    loan.set("amountDue", money("150", "GBP"));
    vec![
        inverted,
        excluded,
        bare,
        account(4, "Unheard of", "hologram".into(), money("0.5", "EUR")),
        loan,
        account(6, "No type", Json::Null, money("-80.37651341559103", "EUR")),
    ]
}

/// A transaction that is no row of the household.
pub(crate) struct Transaction {
    pub(crate) at: i64,
    pub(crate) json: Json,
    pub(crate) is_parent: bool,
    pub(crate) is_excluded: bool,
}

/// Transactions without amount, without account, split, and with tails.
pub(crate) fn transactions(bank: &Bank) -> Vec<Transaction> {
    let seed = bank.household.seed();
    let francs = accounts::id(bank, 7);
    let id = |number: u64| wire_id(seed, "finwise-odd-transaction", number);
    let transaction = |number: u64, amount: Json, changes: &[(&str, Json)]| {
        let at = stamp(minus(bank.today(), 12 + number), 0);
        let mut json = Json::object([
            ("id", id(number).into()),
            ("createdAt", instant(at).into()),
            ("updatedAt", instant(at).into()),
            ("userId", user_id(bank).into()),
            ("accountId", francs.as_str().into()),
            ("description", format!("odd transaction {number}").into()),
            ("amount", amount),
            ("date", instant(at).into()),
            ("isTransfer", false.into()),
            ("isPending", Json::Null),
            ("archivedAt", Json::Null),
            ("transactionTags", Json::List(Vec::new())),
            ("fileRecords", Json::List(Vec::new())),
        ]);
        for (name, value) in changes {
            json.set(name, value.clone());
        }
        Transaction {
            at,
            json,
            is_parent: false,
            is_excluded: false,
        }
    };
    let mut parent = transaction(
        5,
        money("-90", "CHF"),
        &[("splits", Json::list([id(6).into(), id(7).into()]))],
    );
    parent.is_parent = true;
    let mut excluded = transaction(
        9,
        money("-11", "EUR"),
        &[("accountId", account_id(bank, 2).into())],
    );
    excluded.is_excluded = true;
    let late = stamp(minus(bank.today(), 25), 23 * 60);
    vec![
        transaction(1, Json::Null, &[]),
        transaction(2, money("-4.2", "CHF"), &[("isTransfer", Json::Null)]),
        transaction(3, money("-80.37651341559103", "CHF"), &[]),
        transaction(4, money("-7", "CHF"), &[("accountId", Json::Null)]),
        parent,
        transaction(
            6,
            money("-60", "CHF"),
            &[("parentTransactionId", id(5).into())],
        ),
        transaction(
            7,
            money("-30", "CHF"),
            &[("parentTransactionId", id(5).into())],
        ),
        transaction(
            8,
            money("-5", "CHF"),
            &[("archivedAt", zoneless(late).into())],
        ),
        excluded,
        // Local midnight of somebody one hour east of UTC.
        transaction(13, money("-6", "CHF"), &[("date", instant(late).into())]),
        transaction(14, money("1e2", "CHF"), &[("description", Json::Null)]),
    ]
}

/// A balance without an amount.
pub(crate) fn balance(bank: &Bank) -> Json {
    let at = instant(stamp(minus(bank.today(), 3), 0));
    Json::object([
        (
            "id",
            wire_id(bank.household.seed(), "finwise-odd-balance", 1).into(),
        ),
        ("createdAt", at.as_str().into()),
        ("updatedAt", at.as_str().into()),
        ("accountId", account_id(bank, 3).into()),
        ("userId", user_id(bank).into()),
        ("date", at.into()),
        ("amount", Json::Null),
        ("type", "manual".into()),
    ])
}
