//! Tokens and users: who calls, and what lets them in.

use axum::http::{Method, StatusCode};

use super::form::Form;
use super::refusal::Refusal;
use super::{Call, nothing};
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;
use crate::scenario::Scenario;

/// How long temporary tokens and codes live.
pub(crate) const LIFE_SECONDS: i64 = 1_800;

/// A user's token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) user: u64,
    /// Dead at this moment.
    pub(crate) expires: Option<i64>,
    /// Good for one exchange only.
    pub(crate) single: bool,
}

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller {
    /// The owner of the domain.
    Manager,
    /// One of its users.
    User(u64),
}

impl Caller {
    /// The user that a path is about.
    pub(crate) fn user(self, bank: &Bank, segment: &str) -> Result<u64, Refusal> {
        let wanted = segment.parse::<u64>().ok();
        match (self, wanted) {
            (Self::User(id), None) if segment == "me" => Ok(id),
            (Self::User(id), Some(wanted)) if wanted == id => Ok(id),
            (Self::Manager, Some(wanted)) if bank.budgea.users.contains_key(&wanted) => Ok(wanted),
            (Self::Manager, Some(_)) => Err(Refusal::unknown("user")),
            _ => Err(Refusal::forbidden()),
        }
    }

    /// Passes the owner of the domain only.
    pub(crate) fn manager(self) -> Result<(), Refusal> {
        if self == Self::Manager {
            Ok(())
        } else {
            Err(Refusal::forbidden())
        }
    }
}

/// Who comes with this request.
pub(crate) fn caller(bank: &mut Bank, ask: &Ask) -> Result<Caller, Refusal> {
    let word = ask
        .header("authorization")
        .and_then(|text| text.strip_prefix("Bearer "))
        .map(str::trim)
        .ok_or_else(Refusal::unauthorised)?;
    if bank.scenario == Scenario::BadToken {
        return Err(Refusal::unauthorised());
    }
    if word == bank.budgea.manage_token {
        return Ok(Caller::Manager);
    }
    let user = holder(bank, word)?;
    if bank
        .budgea
        .tokens
        .get(word)
        .is_some_and(|token| token.single)
    {
        bank.budgea.tokens.remove(word);
    }
    Ok(Caller::User(user))
}

/// Whose token or code it is, if it is alive.
pub(crate) fn holder(bank: &Bank, word: &str) -> Result<u64, Refusal> {
    let now = bank.household.clock();
    bank.budgea
        .tokens
        .get(word)
        .filter(|token| token.expires.is_none_or(|end| now < end))
        .map(|token| token.user)
        .ok_or_else(Refusal::unauthorised)
}

/// Takes away dead tokens, and users who never got a permanent one, with their data.
pub(crate) fn forget_expired(bank: &mut Bank) {
    let now = bank.household.clock();
    bank.budgea
        .tokens
        .retain(|_, token| token.expires.is_none_or(|end| now < end));
    let gone: Vec<u64> = bank
        .budgea
        .users
        .iter()
        .filter(|(_, user)| user.expires.is_some_and(|end| now >= end))
        .map(|(id, _)| *id)
        .collect();
    for id in gone {
        bank.budgea.forget_user(id);
    }
}

/// A code that opens a user's data for half an hour.
pub(crate) fn code(bank: &mut Bank, user: u64, single: bool) -> String {
    let code = bank.budgea.draw("code");
    let expires = Some(bank.household.clock() + LIFE_SECONDS * 1_000);
    bank.budgea.tokens.insert(
        code.clone(),
        Token {
            user,
            expires,
            single,
        },
    );
    code
}

/// A user whom nobody knows yet, and who is gone in half an hour unless a code is exchanged.
pub(crate) fn anonymous(bank: &mut Bank) -> u64 {
    let now = bank.household.clock();
    bank.budgea.user(now, Some(now + LIFE_SECONDS * 1_000))
}

fn permanent(bank: &mut Bank, user: u64) -> String {
    let token = bank.budgea.draw("token");
    if let Some(user) = bank.budgea.users.get_mut(&user) {
        user.expires = None;
    }
    bank.budgea.tokens.insert(
        token.clone(),
        Token {
            user,
            expires: None,
            single: false,
        },
    );
    token
}

/// Whether the form carries the domain's own credentials.
fn client(bank: &Bank, form: &Form) -> Result<(), Refusal> {
    let matches = form.required("client_id")? == bank.budgea.client_id
        && form.required("client_secret")? == bank.budgea.client_secret;
    if matches && bank.scenario != Scenario::BadToken {
        Ok(())
    } else {
        Err(Refusal::unauthorised())
    }
}

/// Answers below `/auth`.
pub(crate) fn auth(bank: &mut Bank, call: &Call, route: &[&str]) -> Result<Answer, Refusal> {
    match (&call.ask.method, route) {
        (&Method::POST, ["init"]) => init(bank, call),
        (&Method::GET | &Method::POST, ["token", "code"]) => give_code(bank, call),
        (&Method::POST, ["token", "access"]) => exchange(bank, call),
        (&Method::POST, ["renew"]) => renew(bank, call),
        (&Method::DELETE, ["token"]) => {
            caller(bank, call.ask)?;
            let word = call.ask.header("authorization").unwrap_or_default();
            let word = word.trim_start_matches("Bearer ").trim().to_owned();
            bank.budgea.tokens.remove(&word);
            Ok(nothing())
        }
        (&Method::POST, ["jwt"]) => Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "this domain signs no tokens of its own",
        )),
        (&Method::POST, ["token"]) => service(bank, call),
        (_, ["init" | "renew" | "jwt" | "token"] | ["token", "code" | "access"]) => {
            Err(Refusal::method())
        }
        _ => Err(Refusal::unknown("resource")),
    }
}

fn init(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    if bank.scenario == Scenario::BadToken {
        return Err(Refusal::unauthorised());
    }
    let known = form.has("client_id") || form.has("client_secret");
    if known {
        client(bank, &form)?;
    }
    let user = anonymous(bank);
    let (token, kind, life) = if known {
        (permanent(bank, user), "permanent", Json::Null)
    } else {
        let life = Json::from(LIFE_SECONDS);
        (code(bank, user, false), "temporary", life)
    };
    let mut answer = Json::object([
        ("auth_token", token.into()),
        ("type", kind.into()),
        ("id_user", (user as i64).into()),
        ("expires_in", life),
    ]);
    if call.dialect.legacy {
        answer.remove("id_user");
    }
    Ok(Answer::json(answer))
}

fn give_code(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    let Caller::User(user) = caller(bank, call.ask)? else {
        return Err(Refusal::forbidden());
    };
    let form = Form::of(call.ask)?;
    let single = match form.get("type") {
        None | Some("requestAccess") => false,
        Some("singleAccess") => true,
        Some(_) => return Err(Refusal::invalid("type")),
    };
    let code = code(bank, user, single);
    Ok(Answer::json(Json::object([
        ("code", code.into()),
        ("type", "temporary".into()),
        ("access", if single { "single" } else { "standard" }.into()),
        ("expires_in", LIFE_SECONDS.into()),
    ])))
}

fn exchange(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    client(bank, &form)?;
    if form
        .get("grant_type")
        .is_some_and(|kind| kind != "authorization_code")
    {
        return Err(Refusal::invalid("grant_type"));
    }
    let code = form.required("code")?.to_owned();
    let user = holder(bank, &code).map_err(|_| Refusal::invalid("code"))?;
    let temporary = bank
        .budgea
        .tokens
        .get(&code)
        .is_some_and(|token| token.expires.is_some());
    if !temporary {
        return Err(Refusal::invalid("code"));
    }
    // A code is good for one exchange.
    bank.budgea.tokens.remove(&code);
    let token = permanent(bank, user);
    Ok(bearer(token))
}

fn renew(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    client(bank, &form)?;
    if form
        .get("grant_type")
        .is_some_and(|kind| kind != "client_credentials")
    {
        return Err(Refusal::invalid("grant_type"));
    }
    let user = match form.whole("id_user")? {
        Some(id) if bank.budgea.users.contains_key(&id) => id,
        Some(_) => return Err(Refusal::unknown("user")),
        None => anonymous(bank),
    };
    if form.flag("revoke_previous")? == Some(true) {
        bank.budgea
            .tokens
            .retain(|_, token| token.user != user || token.expires.is_some());
    }
    let token = permanent(bank, user);
    Ok(bearer(token))
}

fn bearer(token: String) -> Answer {
    Answer::json(Json::object([
        ("access_token", token.into()),
        ("token_type", "Bearer".into()),
    ]))
}

/// A service token belongs to the payments product, which this domain has not.
fn service(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    client(bank, &form)?;
    Err(Refusal::forbidden())
}

/// `POST /users/{id}/token`: the domain's owner makes a token for a user.
pub(crate) fn for_user(bank: &mut Bank, caller: Caller, user: u64) -> Result<Answer, Refusal> {
    caller.manager()?;
    let token = permanent(bank, user);
    Ok(Answer::json(Json::object([("token", token.into())])))
}

/// `GET /users/{id}`
pub(crate) fn user(bank: &Bank, id: u64) -> Result<Answer, Refusal> {
    let user = bank
        .budgea
        .users
        .get(&id)
        .ok_or_else(|| Refusal::unknown("user"))?;
    Ok(Answer::json(Json::object([
        ("id", (id as i64).into()),
        ("signin", super::paris::written(user.created)),
        ("platform", "sharedAccess".into()),
    ])))
}
