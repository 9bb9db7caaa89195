//! Users: people and companies whose data the key opens.

use axum::http::StatusCode;
use serde_json::Value;

use super::{Refusal, body, envelope};
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;
use crate::random::wire_id;

/// A user.
#[derive(Debug)]
pub(super) struct User {
    pub(super) id: String,
    legal: bool,
    pub(super) name: String,
    first_name: Option<String>,
    last_name: Option<String>,
    siren: Option<String>,
    group: String,
    pub(super) return_url: Option<String>,
}

/// The household itself.
pub(super) fn household(seed: u64) -> User {
    User {
        id: wire_id(seed, "qard-user", 1),
        legal: false,
        name: "Practice household".to_owned(),
        first_name: None,
        last_name: None,
        siren: None,
        group: "default".to_owned(),
        return_url: None,
    }
}

fn json(user: &User) -> Json {
    let mut json = Json::object([
        ("id", user.id.as_str().into()),
        ("type", if user.legal { "LEGAL" } else { "NATURAL" }.into()),
        ("name", user.name.as_str().into()),
        ("group", user.group.as_str().into()),
    ]);
    if user.legal {
        json.set("siren", user.siren.as_deref());
    } else {
        json.set("first_name", user.first_name.as_deref());
        json.set("last_name", user.last_name.as_deref());
    }
    json
}

/// The users that there are by the switches: the household is the first one of the seed.
fn known(bank: &Bank) -> impl Iterator<Item = &User> {
    let hidden = usize::from(bank.switches.qard_first_use);
    bank.qard.users.iter().skip(hidden)
}

/// The user with an identifier.
pub(super) fn find<'b>(bank: &'b Bank, id: &str) -> Result<&'b User, Refusal> {
    known(bank)
        .find(|user| user.id == id)
        .ok_or_else(|| Refusal::unknown("The user"))
}

/// `GET /users`
pub(super) fn list(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    envelope::list(bank, ask, known(bank).map(json).collect())
}

/// `GET /users/{id}`
pub(super) fn one(bank: &Bank, id: &str) -> Result<Answer, Refusal> {
    Ok(Answer::json(json(find(bank, id)?)))
}

/// `POST /users/natural`, `POST /users/legal`
pub(super) fn create(bank: &mut Bank, kind: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let body = body(ask)?;
    let text = |name: &str| {
        body[name]
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let required =
        |name: &'static str| text(name).ok_or_else(|| Refusal::field(name, "is required"));
    let legal = kind == "legal";
    let siren = text("siren");
    if siren
        .as_ref()
        .is_some_and(|siren| siren.len() != 9 || !siren.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(Refusal::field("siren", "must have nine digits"));
    }
    let (name, first_name, last_name) = if legal {
        (required("name")?, None, None)
    } else {
        let (first, last) = (required("first_name")?, required("last_name")?);
        (format!("{first} {last}"), Some(first), Some(last))
    };
    let number = bank.qard.users.len() as u64 + 1;
    let user = User {
        id: wire_id(bank.household.seed(), "qard-user", number),
        legal,
        name,
        first_name,
        last_name,
        siren,
        group: text("group").unwrap_or_else(|| "default".to_owned()),
        return_url: body
            .get("return_url")
            .and_then(Value::as_str)
            .map(str::to_owned),
    };
    let json = json(&user);
    bank.qard.users.push(user);
    Ok(Answer::status(StatusCode::CREATED, json))
}
