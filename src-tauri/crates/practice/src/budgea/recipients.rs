//! To whom money may be sent: own accounts, and others after a code by SMS and a pause.

use axum::http::{Method, StatusCode};

use super::accounts::{self, Found};
use super::catalogue::{Field, OTP};
use super::connectors;
use super::form::Form;
use super::kinds::currency;
use super::paris::{stamp, written};
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::state::{FIRST_CONNECTION, FIRST_USER, State};
use super::tokens::LIFE_SECONDS;
use super::{Call, nothing};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::household::Household;
use crate::household::account::{CHECKING, COUPLE, LIVRET};
use crate::json::Json;

/// Milliseconds that a bank waits before money goes to somebody new.
const PAUSE: i64 = 3_600_000;

/// The code that comes by SMS when money is to go somewhere.
pub(crate) const SMS: Field = Field { name: "sms", ..OTP };

/// One recipient of an account's money.
#[derive(Debug, Clone)]
pub(crate) struct Recipient {
    pub(crate) user: u64,
    /// The account's number on the wire.
    pub(crate) account: u64,
    /// The own account it is, a place in the household's list.
    pub(crate) target: Option<usize>,
    pub(crate) label: String,
    pub(crate) iban: Option<String>,
    category: String,
    /// Money may go there from this moment on.
    pub(crate) enabled_at: Option<i64>,
    /// The code must have come by this moment.
    expire: Option<i64>,
    changed: i64,
}

/// The recipients that the household's connection knows from the beginning.
pub(crate) fn first(state: &mut State, home: &Household) {
    let now = home.clock();
    let account = FIRST_CONNECTION * 1_000 + CHECKING as u64;
    let own = [LIVRET, COUPLE].map(|index| {
        let own = &home.accounts()[index];
        (Some(index), own.name.clone(), own.number.clone(), "Interne")
    });
    let other = (
        None,
        "Luthier Savoyard".to_owned(),
        Some("FR7617999000010000000012345".to_owned()),
        "Externe",
    );
    for (target, label, iban, category) in own.into_iter().chain([other]) {
        let id = state.number();
        state.recipients.insert(
            id,
            Recipient {
                user: FIRST_USER,
                account,
                target,
                label,
                iban,
                category: category.to_owned(),
                enabled_at: Some(now - 30 * 86_400_000),
                expire: None,
                changed: now,
            },
        );
    }
}

/// The recipient with a number, within a scope.
pub(crate) fn find(bank: &Bank, scope: &Scope, id: &str) -> Result<(u64, Recipient), Refusal> {
    let number: u64 = id.parse().map_err(|_| Refusal::unknown("recipient"))?;
    let now = bank.household.clock();
    bank.budgea
        .recipients
        .get(&number)
        .filter(|recipient| recipient.user == scope.user)
        .filter(|recipient| {
            scope
                .account
                .is_none_or(|account| account == recipient.account)
        })
        .filter(|recipient| recipient.expire.is_none_or(|end| now < end))
        .map(|recipient| (number, recipient.clone()))
        .ok_or_else(|| Refusal::unknown("recipient"))
}

/// Answers below `recipients`.
pub(crate) fn answer(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    route: &[&str],
) -> Result<Answer, Refusal> {
    match (&call.ask.method, route) {
        (&Method::GET, [_]) => {
            let items = bank
                .budgea
                .recipients
                .keys()
                .filter_map(|id| find(bank, scope, &id.to_string()).ok())
                .map(|(id, recipient)| json(bank, id, &recipient))
                .collect();
            Ok(Answer::json(listed(call.ask, "recipients", items)?))
        }
        (&Method::GET, [_, id]) => {
            let (id, recipient) = find(bank, scope, id)?;
            Ok(Answer::json(json(bank, id, &recipient)))
        }
        (&Method::POST, [_]) => create(bank, call, scope),
        (&Method::POST | &Method::PUT, [_, id]) => confirm(bank, call, scope, id),
        (&Method::DELETE, [_, id]) => {
            let (id, _) = find(bank, scope, id)?;
            bank.budgea.recipients.remove(&id);
            Ok(nothing())
        }
        _ => Err(Refusal::method()),
    }
}

fn create(bank: &mut Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let number = match scope.account {
        Some(number) => number.to_string(),
        None => form.required("id_account")?.to_owned(),
    };
    let found = accounts::find(bank, scope, &number)?;
    may_pay(bank, &found)?;
    let iban: String = form
        .required("iban")?
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if !sound(&iban) {
        return Err(Refusal::invalid("iban"));
    }
    let now = bank.household.clock();
    let recipient = Recipient {
        user: scope.user,
        account: found.number,
        target: None,
        label: form.required("label")?.to_owned(),
        iban: Some(iban),
        category: form.get("category").unwrap_or("Externe").to_owned(),
        enabled_at: None,
        expire: Some(now + LIFE_SECONDS * 1_000),
        changed: now,
    };
    let id = bank.budgea.number();
    let answer = json(bank, id, &recipient);
    bank.budgea.recipients.insert(id, recipient);
    Ok(Answer::status(StatusCode::ACCEPTED, answer))
}

fn confirm(bank: &mut Bank, call: &Call, scope: &Scope, id: &str) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let (id, mut recipient) = find(bank, scope, id)?;
    if recipient.enabled_at.is_none() {
        match form.get(SMS.name) {
            Some(code) if code == SMS.right => {
                let now = bank.household.clock();
                recipient.enabled_at = Some(now + PAUSE);
                recipient.expire = None;
                recipient.changed = now;
            }
            Some(_) => return Err(Refusal::invalid(SMS.name)),
            None => {
                let answer = json(bank, id, &recipient);
                return Ok(Answer::status(StatusCode::ACCEPTED, answer));
            }
        }
    }
    let answer = json(bank, id, &recipient);
    bank.budgea.recipients.insert(id, recipient);
    Ok(Answer::json(answer))
}

/// Passes accounts from which money may be sent.
pub(crate) fn may_pay(bank: &Bank, found: &Found) -> Result<(), Refusal> {
    if accounts::can_transfer(bank, found) {
        Ok(())
    } else {
        Err(Refusal::invalid("id_account"))
    }
}

/// ISO 13616: two letters, two digits, and a remainder of one.
fn sound(iban: &str) -> bool {
    if iban.len() < 15 || iban.len() > 34 || !iban.is_ascii() {
        return false;
    }
    let (head, body) = iban.split_at(4);
    let letters = head.chars().take(2).all(|c| c.is_ascii_uppercase());
    let rest = body.chars().chain(head.chars()).try_fold(0_u32, |rest, c| {
        let value = c.to_digit(36)?;
        Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
    });
    letters && rest == Some(1)
}

/// A recipient on the wire.
pub(crate) fn json(bank: &Bank, id: u64, recipient: &Recipient) -> Json {
    let connection = recipient.account / 1_000;
    let connector = bank
        .budgea
        .connections
        .get(&connection)
        .map(super::connections::Connection::bank);
    let waits = recipient.enabled_at.is_none();
    let mut json = Json::object([
        ("id", (id as i64).into()),
        ("id_account", (recipient.account as i64).into()),
        (
            "id_target_account",
            recipient
                .target
                .map(|index| (connection * 1_000 + index as u64) as i64)
                .into(),
        ),
        ("label", recipient.label.as_str().into()),
        ("iban", recipient.iban.clone().into()),
        ("bic", recipient.iban.as_ref().map(|_| "BDCHFRP1XXX").into()),
        (
            "bank_name",
            connector.map(|connector| connector.name).into(),
        ),
        ("category", recipient.category.as_str().into()),
        ("enabled_at", recipient.enabled_at.map(stamp).into()),
        ("expire", recipient.expire.map(stamp).into()),
        ("add_verified", (!waits).into()),
        (
            "state",
            waits.then_some("additionalInformationNeeded").into(),
        ),
        ("error", Json::Null),
        ("webid", format!("r{id}").into()),
        ("time_scraped", written(recipient.changed)),
        ("last_update", written(recipient.changed)),
        ("deleted", Json::Null),
        ("currency", currency("EUR")),
    ]);
    if let Some(connector) = connector.filter(|_| waits) {
        json.set("fields", connectors::fields(connector, &[SMS]));
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_has_its_remainder() {
        assert!(sound("FR1420041010050500013M02606"));
        assert!(!sound("FR1520041010050500013M02606"));
        assert!(!sound("nonsense"));
    }
}
