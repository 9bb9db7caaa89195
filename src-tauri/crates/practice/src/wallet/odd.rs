//! What Wallet's contract allows and nobody expects, served under the scenario `odd` only.
//!
//! These rows are no part of the household's truth.

use super::listing::Entry;
use super::{accounts, categories};
use crate::bank::Bank;
use crate::calendar::minus;
use crate::clock::instant;
use crate::household::{Category, stamp};
use crate::json::Json;
use crate::random::wire_id;

/// Accounts with an empty currency, no balance, an unknown type and too many decimals.
pub(crate) fn accounts(bank: &Bank) -> Vec<Entry> {
    let created = stamp(bank.household.start(), 900);
    let account = |number: u64, name: &str, kind: &str, currency: &str, balance: Json| {
        let id = wire_id(bank.household.seed(), "wallet-odd-account", number);
        let json = Json::object([
            ("id", id.as_str().into()),
            ("name", name.into()),
            ("accountType", kind.into()),
            ("currencyCode", currency.into()),
            ("excludeFromStats", true.into()),
            ("isBankSync", false.into()),
            ("isInvestmentAccount", (number == 3).into()),
            ("createdAt", instant(created).into()),
            ("updatedAt", instant(created).into()),
            ("balance", balance),
            ("recordStats", Json::Null),
        ]);
        Entry {
            id,
            name: name.to_owned(),
            created,
            updated: created,
            json,
        }
    };
    let exact = |initial: &str, current: &str, mode: &str| {
        Json::object([
            ("initial", Json::Number(initial.to_owned())),
            ("currentBalance", Json::Number(current.to_owned())),
            ("rawCurrentBalance", Json::Number(current.to_owned())),
            ("currencyCode", "EUR".into()),
            ("balanceMode", mode.into()),
        ])
    };
    let mut only_an_id = account(6, "", "", "", Json::Null);
    only_an_id.json = Json::object([("id", only_an_id.id.as_str().into())]);
    vec![
        account(
            1,
            "No currency",
            "General",
            "",
            exact("10", "10", "standard"),
        ),
        account(2, "No balance", "Cash", "EUR", Json::Null),
        account(
            3,
            "Unheard of",
            "CryptoVault",
            "EUR",
            exact("0.12345678", "0.12345678", "standard"),
        ),
        account(
            4,
            "Three decimals",
            "General",
            "KWD",
            exact("12.345", "12.345", "standard"),
        ),
        account(
            5,
            "Upside down",
            "CreditCard",
            "EUR",
            exact("0", "120.5", "creditCardManualInverse"),
        ),
        only_an_id,
    ]
}

/// A record that is no row of the household.
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) at: i64,
    pub(crate) json: Json,
}

/// Records with unknown states, no category, too many decimals, a zero, and a time near midnight.
pub(crate) fn records(bank: &Bank) -> Vec<Record> {
    let home = &bank.household;
    let seed = home.seed();
    let joint = accounts::id(bank, 0);
    let record = |number: u64, minute: u32, value: &str, state: &str, changes: &[(&str, Json)]| {
        let id = wire_id(seed, "wallet-odd-record", number);
        let at = stamp(minus(bank.today(), 10 + number), minute);
        let mut json = Json::object([
            ("id", id.as_str().into()),
            ("accountId", joint.as_str().into()),
            (
                "amount",
                Json::object([
                    ("value", Json::Number(value.to_owned())),
                    ("currencyCode", "EUR".into()),
                ]),
            ),
            ("category", categories::embed(seed, Category::Groceries)),
            ("note", format!("odd record {number}").into()),
            ("recordDate", instant(at).into()),
            ("recordState", state.into()),
            (
                "recordType",
                if value.starts_with('-') {
                    "expense"
                } else {
                    "income"
                }
                .into(),
            ),
            ("source", "missing".into()),
            ("transfer", Json::Null),
            ("createdAt", instant(at).into()),
            ("updatedAt", instant(at).into()),
        ]);
        for (name, value) in changes {
            json.set(name, value.clone());
        }
        Record { id, at, json }
    };
    vec![
        record(1, 600, "-12.5", "void", &[]),
        record(2, 600, "-7.25", "waitForAssign", &[]),
        record(3, 600, "-3", "quarantined", &[]),
        record(4, 600, "-1.2345", "cleared", &[]),
        record(5, 600, "-80.37651341559103", "cleared", &[]),
        record(6, 600, "0", "cleared", &[("recordType", "expense".into())]),
        record(
            7,
            600,
            "-4.5",
            "cleared",
            &[("category", Json::Null), ("note", Json::Null)],
        ),
        // The next day, for most of the people who use it.
        record(8, 23 * 60 + 30, "-9.9", "cleared", &[]),
        record(9, 600, "1e2", "cleared", &[]),
        record(
            10,
            600,
            "-6.6",
            "cleared",
            &[
                ("counterParty", "<b>Bold</b> & \u{202e}drawkcab".into()),
                ("labels", Json::Null),
                (
                    "unheardOf",
                    Json::object([("deep", Json::List(vec![Json::Null]))]),
                ),
                ("accountName", Json::Null),
                (
                    "place",
                    Json::object([
                        ("address", "1 Invented Street".into()),
                        ("latitude", Json::Number("46.2".into())),
                        ("longitude", Json::Number("6.15".into())),
                    ]),
                ),
            ],
        ),
    ]
}
