//! Accounts and rows that the contract allows and nobody expects; no part of the truth.

use chrono::NaiveDate;

use crate::json::Json;

const ACCOUNT: &str = "0ddacc00-0000-4000-8000-000000000001";

/// Whether an odd account goes by this identifier.
pub(super) fn has_account(id: &str) -> bool {
    id == ACCOUNT
}

/// Accounts without nearly everything.
pub(super) fn accounts(connection: &str) -> Vec<Json> {
    vec![
        Json::object([
            ("id", ACCOUNT.into()),
            ("name", Json::Null),
            ("account_number", Json::Null),
            ("account_type", "CRYPTO".into()),
            ("balance", Json::Null),
            ("currency", "EUR".into()),
            ("bank_name", "<i>Bank</i>".into()),
            ("data_connection_id", connection.into()),
            ("owners", Json::List(Vec::new())),
        ]),
        Json::object([("id", "../../clients".into()), ("name", "path".into())]),
        Json::from("no object"),
    ]
}

/// Rows of the first account.
pub(super) fn transactions(account: &str, today: NaiveDate) -> Vec<Json> {
    let row = |number: u32, amount: Json, more: &[(&str, Json)]| {
        let mut json = Json::object([
            ("id", format!("0dd00000-0000-4000-8000-{number:012}").into()),
            ("account_id", account.into()),
            ("amount", amount),
            ("currency", "EUR".into()),
            ("initiated_at", Json::Null),
            ("value_date", today.to_string().into()),
            ("description", Json::Null),
            ("transaction_type", Json::Null),
        ]);
        for (name, value) in more {
            json.set(name, value.clone());
        }
        json
    };
    let minus = |text: &str| Json::Number(text.to_owned());
    vec![
        row(1, minus("-12.5"), &[("transaction_type", "BARTER".into())]),
        row(2, Json::Null, &[]),
        row(3, minus("-1.2345"), &[]),
        row(4, minus("-3"), &[("currency", "???".into())]),
        row(5, minus("-4"), &[("value_date", Json::Null)]),
        row(6, "-5.50".into(), &[]),
        row(
            7,
            minus("-7"),
            &[("description", "<b>Bold</b> \u{202e}drawkcab".into())],
        ),
        Json::object([("amount", minus("-1"))]),
    ]
}
