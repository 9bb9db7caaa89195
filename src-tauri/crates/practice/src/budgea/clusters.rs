//! Movements that come again: the household's planned payments, as the service found them.

use axum::http::{Method, StatusCode};

use super::accounts::{self, Found};
use super::categories;
use super::form::Form;
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::{Call, nothing};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::household::{Row, Rule};
use crate::json::{Json, number};

/// A connection's clusters are numbered from here.
const SPAN: u64 = 10_000;

/// The cluster that a movement belongs to.
pub(crate) fn of(found: &Found, row: &Row) -> Option<i64> {
    row.order
        .map(|(order, _)| (found.connection * SPAN + order as u64) as i64)
}

fn days(rule: Rule) -> i64 {
    match rule {
        Rule::Monthly(_) => 30,
        Rule::Quarterly(..) => 91,
        Rule::Yearly(..) => 365,
        Rule::Once(_) => 0,
    }
}

fn entries(bank: &Bank, scope: &Scope) -> Vec<(u64, Json)> {
    let home = &bank.household;
    let mut list = Vec::new();
    for found in accounts::within(bank, scope) {
        if !found.enabled {
            continue;
        }
        for (index, order) in home.orders().iter().enumerate() {
            if order.account != found.index {
                continue;
            }
            let open = order.open(home.today(), 400);
            let next = open
                .first()
                .map(|due| order.shift.aligned(*due).to_string());
            let id = found.connection * SPAN + index as u64;
            let currency = &home.accounts()[found.index].currency;
            let amount = order.amount_on(home.today());
            list.push((
                id,
                Json::object([
                    ("id", (id as i64).into()),
                    ("id_account", (found.number as i64).into()),
                    ("id_category", categories::number(order.category).into()),
                    ("mean_amount", number(amount, currency)),
                    ("median_increment", days(order.rule).into()),
                    ("next_date", next.into()),
                    ("wording", order.payee.to_uppercase().into()),
                    ("enabled", true.into()),
                    ("created_by", "auto".into()),
                ]),
            ));
        }
    }
    list
}

/// `GET …/transactionsclusters[/{id}]`; what the service found cannot be made or changed here.
pub(crate) fn answer(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    route: &[&str],
) -> Result<Answer, Refusal> {
    let list = entries(bank, scope);
    match (&call.ask.method, route) {
        (&Method::GET, [_]) => {
            let items = list.into_iter().map(|(_, json)| json).collect();
            Ok(Answer::json(listed(
                call.ask,
                "transactionsclusters",
                items,
            )?))
        }
        (&Method::GET, [_, id]) => list
            .into_iter()
            .find(|(have, _)| have.to_string() == *id)
            .map(|(_, json)| Answer::json(json))
            .ok_or_else(|| Refusal::unknown("cluster")),
        (&Method::PUT, [_, id]) => {
            let form = Form::of(call.ask)?;
            let (_, mut json) = list
                .into_iter()
                .find(|(have, _)| have.to_string() == *id)
                .ok_or_else(|| Refusal::unknown("cluster"))?;
            if let Some(enabled) = form.flag("enabled")? {
                json.set("enabled", enabled);
            }
            Ok(Answer::json(json))
        }
        (&Method::DELETE, [_, _]) => Ok(nothing()),
        _ => Err(Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "methodNotAllowed",
            "clusters are found by the service",
        )),
    }
}
