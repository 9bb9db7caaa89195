//! Sending money: made, confirmed with a code, and found again among the movements.

use axum::http::{Method, StatusCode};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::accounts;
use super::connectors;
use super::form::Form;
use super::kinds::{currency, formatted};
use super::paris::written;
use super::recipients::{self, Recipient, SMS};
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::{Call, nothing};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::household::{Category, Draft};
use crate::json::{Json, major, number};

/// One transfer.
#[derive(Debug, Clone)]
pub(crate) struct Transfer {
    user: u64,
    account: u64,
    recipient: u64,
    to: Recipient,
    /// In cents, positive.
    minor: i64,
    label: String,
    exec_date: NaiveDate,
    registered: i64,
    state: &'static str,
    /// The code has been asked for.
    asked: bool,
    /// The movement it became, by its number on the wire.
    movement: Option<u64>,
}

/// `…/recipients/{r}/transfers[/{t}]`
pub(crate) fn below_recipient(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    recipient: &str,
    rest: &[&str],
) -> Result<Answer, Refusal> {
    let (id, to) = recipients::find(bank, scope, recipient)?;
    match (&call.ask.method, rest) {
        (&Method::POST, []) => create(bank, call, scope, id, to),
        (&Method::GET, []) => list(bank, call, scope, Some(id)),
        (_, [transfer]) => one(bank, call, scope, transfer),
        _ => Err(Refusal::method()),
    }
}

/// `…/transfers[/{t}]`
pub(crate) fn answer(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    route: &[&str],
) -> Result<Answer, Refusal> {
    match (&call.ask.method, route) {
        (&Method::GET, [_]) => list(bank, call, scope, None),
        (&Method::POST, [_]) => {
            let form = Form::of(call.ask)?;
            let (id, to) = recipients::find(bank, scope, form.required("id_recipient")?)?;
            create(bank, call, scope, id, to)
        }
        (_, [_, transfer]) => one(bank, call, scope, transfer),
        _ => Err(Refusal::method()),
    }
}

fn list(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    recipient: Option<u64>,
) -> Result<Answer, Refusal> {
    let items = bank
        .budgea
        .transfers
        .iter()
        .filter(|(_, transfer)| transfer.user == scope.user)
        .filter(|(_, transfer)| scope.account.is_none_or(|id| id == transfer.account))
        .filter(|(_, transfer)| recipient.is_none_or(|id| id == transfer.recipient))
        .map(|(id, transfer)| json(bank, *id, transfer))
        .collect();
    Ok(Answer::json(listed(call.ask, "transfers", items)?))
}

fn create(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    recipient: u64,
    to: Recipient,
) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let id = make(bank, &form, scope.user, recipient, to)?;
    Ok(Answer::json(json(bank, id, &bank.budgea.transfers[&id])))
}

/// Writes a transfer down; nothing moves yet.
pub(crate) fn make(
    bank: &mut Bank,
    form: &Form,
    user: u64,
    recipient: u64,
    to: Recipient,
) -> Result<u64, Refusal> {
    let now = bank.household.clock();
    if to.enabled_at.is_none_or(|from| now < from) {
        return Err(Refusal::conflict(
            "invalidValue",
            "the recipient is not enabled yet",
        ));
    }
    let amount = form
        .decimal("amount")?
        .ok_or_else(|| Refusal::missing("amount"))?;
    let most: Decimal = bank
        .budgea
        .config
        .get("transfer.max_amount")
        .and_then(|text| text.parse().ok())
        .unwrap_or(Decimal::ONE_THOUSAND);
    let cents = amount.round_dp(2);
    if cents != amount || amount <= Decimal::ZERO || amount > most {
        return Err(Refusal::invalid("amount"));
    }
    let mut whole = cents;
    whole.rescale(2);
    let exec_date = form.day("exec_date")?.unwrap_or(bank.today());
    if exec_date < bank.today() {
        return Err(Refusal::invalid("exec_date"));
    }
    let id = bank.budgea.number();
    let transfer = Transfer {
        user,
        account: to.account,
        recipient,
        to,
        minor: i64::try_from(whole.mantissa()).map_err(|_| Refusal::invalid("amount"))?,
        label: form.required("label")?.to_owned(),
        exec_date,
        registered: now,
        state: "created",
        asked: false,
        movement: None,
    };
    bank.budgea.transfers.insert(id, transfer);
    Ok(id)
}

fn one(bank: &mut Bank, call: &Call, scope: &Scope, id: &str) -> Result<Answer, Refusal> {
    let id = find(bank, scope.user, id)?;
    match call.ask.method {
        Method::GET => Ok(Answer::json(json(bank, id, &bank.budgea.transfers[&id]))),
        Method::POST | Method::PUT => {
            let form = Form::of(call.ask)?;
            if form.flag("validated")? != Some(true) && !form.has(SMS.name) {
                return Err(Refusal::missing("validated"));
            }
            let done = validate(bank, id, form.get(SMS.name))?;
            let status = if done {
                StatusCode::OK
            } else {
                StatusCode::ACCEPTED
            };
            Ok(Answer::status(
                status,
                json(bank, id, &bank.budgea.transfers[&id]),
            ))
        }
        Method::DELETE => {
            let transfer = bank.budgea.transfers.get_mut(&id);
            match transfer.filter(|transfer| transfer.state == "created") {
                Some(transfer) => {
                    transfer.state = "canceled";
                    Ok(nothing())
                }
                None => Err(Refusal::conflict(
                    "invalidValue",
                    "only a transfer that is merely created can be cancelled",
                )),
            }
        }
        _ => Err(Refusal::method()),
    }
}

/// The user's transfer with this number.
pub(crate) fn find(bank: &Bank, user: u64, id: &str) -> Result<u64, Refusal> {
    let number: u64 = id.parse().map_err(|_| Refusal::unknown("transfer"))?;
    bank.budgea
        .transfers
        .get(&number)
        .filter(|transfer| transfer.user == user)
        .map(|_| number)
        .ok_or_else(|| Refusal::unknown("transfer"))
}

/// The person confirms; says whether the bank is content.
pub(crate) fn validate(bank: &mut Bank, id: u64, code: Option<&str>) -> Result<bool, Refusal> {
    let today = bank.today();
    let Some(transfer) = bank.budgea.transfers.get_mut(&id) else {
        return Err(Refusal::unknown("transfer"));
    };
    if !matches!(transfer.state, "created" | "validating") {
        return Ok(true);
    }
    match code {
        Some(code) if code == SMS.right => {
            transfer.asked = false;
            transfer.state = if transfer.exec_date > today {
                "scheduled"
            } else {
                "pending"
            };
            Ok(true)
        }
        Some(_) => Err(Refusal::invalid(SMS.name)),
        None => {
            transfer.asked = true;
            transfer.state = "validating";
            Ok(false)
        }
    }
}

/// A synchronisation finds the confirmed transfers of a connection among its movements.
pub(crate) fn found_again(bank: &mut Bank, connection: u64) {
    let today = bank.today();
    let due: Vec<u64> = bank
        .budgea
        .transfers
        .iter()
        .filter(|(_, transfer)| transfer.account / 1_000 == connection)
        .filter(|(_, transfer)| matches!(transfer.state, "pending" | "scheduled"))
        .filter(|(_, transfer)| transfer.exec_date <= today)
        .map(|(id, _)| *id)
        .collect();
    for id in due {
        let transfer = bank.budgea.transfers[&id].clone();
        let from = (transfer.account % 1_000) as usize;
        let number = if let Some(target) = transfer.to.target {
            bank.household.change();
            let (out, into) = bank.household.move_money(from, target, transfer.minor);
            bank.household.touch(out);
            bank.household.touch(into);
            bank.household.rows()[out].id
        } else {
            let draft = Draft::new(
                from,
                -transfer.minor,
                &transfer.to.label,
                Category::Uncategorised,
            )
            .called(crate::household::Operation::Transfer)
            .worded(format!("VIR {}", transfer.label.to_uppercase()));
            bank.household.write_by_hand(today, draft)
        };
        if let Some(transfer) = bank.budgea.transfers.get_mut(&id) {
            transfer.state = "done";
            transfer.movement = Some(connection * 10_000_000 + number * 2);
        }
    }
}

/// A transfer on the wire.
pub(crate) fn json(bank: &Bank, id: u64, transfer: &Transfer) -> Json {
    let home = &bank.household;
    let index = (transfer.account % 1_000) as usize;
    let iban = home
        .accounts()
        .get(index)
        .and_then(|own| own.number.clone());
    let balance = accounts_balance(bank, index);
    let mut json = Json::object([
        ("id", (id as i64).into()),
        ("id_account", (transfer.account as i64).into()),
        ("id_user", (transfer.user as i64).into()),
        ("id_recipient", (transfer.recipient as i64).into()),
        (
            "id_transaction",
            transfer.movement.map(|id| id as i64).into(),
        ),
        ("amount", number(transfer.minor, "EUR")),
        ("currency", currency("EUR")),
        ("formatted_amount", formatted(transfer.minor, "EUR").into()),
        ("label", transfer.label.as_str().into()),
        ("exec_date", transfer.exec_date.to_string().into()),
        ("register_date", written(transfer.registered)),
        (
            "fees",
            (!matches!(transfer.state, "created" | "validating"))
                .then(|| number(0, "EUR"))
                .into(),
        ),
        ("account_iban", iban.into()),
        ("recipient_iban", transfer.to.iban.clone().into()),
        ("account_balance", balance),
        ("beneficiary_label", transfer.to.label.as_str().into()),
        ("beneficiary_number", transfer.to.iban.clone().into()),
        (
            "beneficiary_type",
            if transfer.to.iban.is_some() {
                "iban"
            } else {
                "recipient"
            }
            .into(),
        ),
        ("validate_mechanism", "credentials".into()),
        ("state", transfer.state.into()),
        (
            "webid",
            (transfer.state != "created")
                .then(|| format!("v{id}"))
                .into(),
        ),
        ("error", Json::Null),
    ]);
    if transfer.asked
        && let Some(connection) = bank.budgea.connections.get(&(transfer.account / 1_000))
    {
        json.set("fields", connectors::fields(connection.bank(), &[SMS]));
    }
    json
}

fn accounts_balance(bank: &Bank, index: usize) -> Json {
    let home = &bank.household;
    if index >= home.accounts().len() {
        return Json::Null;
    }
    let minor = crate::aggregated::balance(home, index, home.today());
    Json::from(major(minor, "EUR").normalize())
}

/// The accounts of a user from which money may be sent.
pub(crate) fn payers(bank: &Bank, scope: &Scope) -> Vec<accounts::Found> {
    accounts::within(bank, scope)
        .into_iter()
        .filter(|found| accounts::can_transfer(bank, found))
        .collect()
}
