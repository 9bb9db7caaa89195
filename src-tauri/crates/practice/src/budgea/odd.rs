//! What Budgea's contract allows and nobody expects, served under the scenario `odd` only.
//!
//! These accounts and movements are no part of the household's truth.

use super::accounts::Found;
use super::kinds::currency;
use super::paris::written;
use super::routes::Scope;
use super::selection::Selection;
use crate::bank::Bank;
use crate::calendar::minus;
use crate::json::Json;

/// Accounts of unheard-of types, without a balance, with a flag where a stamp should be.
pub(crate) fn accounts(bank: &Bank, scope: &Scope) -> Vec<Json> {
    let Some(connection) = bank
        .budgea
        .connections
        .values()
        .find(|connection| connection.user == scope.user)
        .filter(|connection| scope.connection.is_none_or(|id| id == connection.id))
    else {
        return Vec::new();
    };
    let id = |number: u64| (connection.id * 1_000 + 900 + number) as i64;
    let account = |number: u64, name: &str, changes: &[(&str, Json)]| {
        let mut json = Json::object([
            ("id", id(number).into()),
            ("id_connection", (connection.id as i64).into()),
            ("id_user", (connection.user as i64).into()),
            ("id_source", Json::Null),
            ("id_parent", Json::Null),
            ("id_type", Json::from(1_i64)),
            ("type", "unknown".into()),
            ("number", Json::Null),
            ("original_name", name.into()),
            ("name", name.into()),
            ("balance", Json::Number("12.5".to_owned())),
            ("coming", Json::Null),
            ("currency", currency("EUR")),
            ("iban", Json::Null),
            ("display", true.into()),
            ("bookmarked", Json::from(0_i64)),
            ("last_update", connection.last_update.map(written).into()),
            ("deleted", Json::Null),
            ("disabled", Json::Null),
            ("error", Json::Null),
            ("usage", Json::Null),
            ("loan", Json::Null),
        ]);
        for (name, value) in changes {
            json.set(name, value.clone());
        }
        json
    };
    let object = Json::object([
        ("id", Json::from(77_i64)),
        ("name", "metaverse_plot".into()),
        ("is_invest", true.into()),
    ]);
    let coin = Json::object([
        ("id", "XBT".into()),
        ("symbol", "₿".into()),
        ("prefix", true.into()),
        ("crypto", true.into()),
        ("precision", Json::from(8_i64)),
    ]);
    vec![
        account(1, "Type en objet", &[("type", object)]),
        account(2, "Type inconnu", &[("type", "metaverse_plot".into())]),
        account(
            3,
            "Sans solde",
            &[("balance", Json::Null), ("currency", Json::Null)],
        ),
        account(
            4,
            "Monnaie numérique",
            &[
                ("balance", Json::Number("0.00012345".to_owned())),
                ("currency", coin),
            ],
        ),
        account(5, "En panne", &[("error", "websiteUnavailable".into())]),
        account(
            6,
            "Drapeaux",
            &[("disabled", false.into()), ("bookmarked", false.into())],
        ),
    ]
}

/// Movements without value, without date, of unheard-of types and states.
pub(crate) fn movements(bank: &Bank, found: &Found, selection: &Selection) -> Vec<Json> {
    if selection.since.is_some() {
        return Vec::new();
    }
    let day = minus(bank.today(), 6);
    if !selection.days.hold(day) {
        return Vec::new();
    }
    let at = written(crate::household::stamp(day, 300));
    let movement = |number: u64, changes: &[(&str, Json)]| {
        let mut json = Json::object([
            (
                "id",
                ((found.connection * 10_000_000 + 8_000_000 + number) as i64).into(),
            ),
            ("id_account", (found.number as i64).into()),
            ("date", day.to_string().into()),
            ("rdate", day.to_string().into()),
            ("vdate", Json::Null),
            ("application_date", day.to_string().into()),
            ("value", Json::Number("-7.25".to_owned())),
            ("type", "card".into()),
            ("original_wording", format!("ODD MOVEMENT {number}").into()),
            (
                "simplified_wording",
                format!("ODD MOVEMENT {number}").into(),
            ),
            ("wording", format!("ODD MOVEMENT {number}").into()),
            ("date_scraped", at.clone()),
            ("coming", false.into()),
            ("active", true.into()),
            ("last_update", at.clone()),
            ("deleted", Json::Null),
            ("state", "parsed".into()),
            ("categories", Json::Null),
        ]);
        for (name, value) in changes {
            json.set(name, value.clone());
        }
        json
    };
    vec![
        movement(1, &[("value", Json::Null), ("coming", true.into())]),
        movement(2, &[("type", "barter".into()), ("state", "dreamt".into())]),
        movement(3, &[("date", Json::Null), ("application_date", Json::Null)]),
        movement(4, &[("value", Json::Number("-1.005".to_owned()))]),
        movement(
            5,
            &[
                ("original_value", Json::Number("-900".to_owned())),
                ("original_currency", "JPY".into()),
            ],
        ),
        movement(6, &[("wording", Json::Null), ("counterparty", "X".into())]),
        movement(
            7,
            &[
                ("active", false.into()),
                ("categories", Json::List(Vec::new())),
            ],
        ),
        movement(
            8,
            &[
                ("value", Json::Number("-3.5e1".to_owned())),
                ("last_update", Json::Null),
            ],
        ),
    ]
}
