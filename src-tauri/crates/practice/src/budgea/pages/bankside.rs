//! The bank's own page, where a person signs in when the service may not ask for credentials.

use axum::http::{Method, StatusCode};

use super::html::{self, button, escaped, form, refuse};
use super::{see_other, sound, with_query};
use crate::bank::Bank;
use crate::budgea::catalogue::{self, Connector, Temper};
use crate::budgea::form::Form;
use crate::budgea::refusal::Refusal;
use crate::budgea::{Call, connections, lifecycle, tokens};
use crate::exchange::{Answer, Ask};
use crate::json::Json;

/// Where the bank's page is for a connection, and where it leads back to.
pub(super) fn address(bank: &mut Bank, user: u64, connection: u64, home: &str) -> String {
    let session = tokens::code(bank, user, false);
    with_query(
        "/budgea/bank/authorise",
        &[
            ("connection", &connection.to_string()),
            ("session", &session),
            ("home", home),
        ],
    )
}

/// What both ways of asking for the bank's page have in common.
struct Wanted {
    user: u64,
    connection: Option<u64>,
    connector: &'static Connector,
}

fn wanted(bank: &mut Bank, form: &Form, user: u64) -> Result<Wanted, Refusal> {
    if form.required("client_id")? != bank.budgea.client_id {
        return Err(Refusal::invalid("client_id"));
    }
    let redirect = form.required("redirect_uri")?;
    if redirect.contains('?') || !sound(redirect) {
        return Err(Refusal::invalid("redirect_uri"));
    }
    if let Some(id) = form.whole("id_connection")? {
        let id = connections::find(bank, user, id)?;
        lifecycle::settle(bank, id);
        let connection = &bank.budgea.connections[&id];
        if connection.state.is_none() {
            return Err(Refusal::conflict(
                "invalidValue",
                "the connection is up to date",
            ));
        }
        return Ok(Wanted {
            user,
            connection: Some(id),
            connector: connection.bank(),
        });
    }
    let connector = form
        .get("id_connector")
        .and_then(catalogue::find)
        .ok_or_else(|| Refusal::missing("id_connector"))?;
    if connector.temper != Temper::Webauth {
        return Err(Refusal::invalid("id_connector"));
    }
    Ok(Wanted {
        user,
        connection: None,
        connector,
    })
}

/// `GET /webauth-url`
pub(crate) fn webauth_url(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    let tokens::Caller::User(user) = tokens::caller(bank, call.ask)? else {
        return Err(Refusal::forbidden());
    };
    let form = Form::of(call.ask)?;
    wanted(bank, &form, user)?;
    let token = tokens::code(bank, user, false);
    let mut parameters: Vec<(&str, &str)> = [
        "client_id",
        "redirect_uri",
        "id_connector",
        "id_connection",
        "source",
        "state",
    ]
    .into_iter()
    .filter_map(|name| Some((name, form.get(name)?)))
    .collect();
    parameters.push(("token", &token));
    let host = call.ask.header("host").unwrap_or("localhost");
    let path = call.ask.path.replace("webauth-url", "webauth");
    let url = with_query(&format!("http://{host}{path}"), &parameters);
    Ok(Answer::json(Json::object([("url", url.into())])))
}

/// `GET /webauth`: a browser on its way to the bank.
pub(crate) fn webauth(bank: &mut Bank, call: &Call) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let user = tokens::holder(bank, form.required("token")?)?;
    let wanted = wanted(bank, &form, user)?;
    let id = match wanted.connection {
        Some(id) => id,
        None => lifecycle::open(bank, wanted.user, wanted.connector, &form)?,
    };
    let redirect = form.required("redirect_uri")?;
    let mut parameters = vec![("id_connection", id.to_string())];
    if let Some(state) = form.get("state") {
        parameters.push(("state", state.to_owned()));
    }
    let pairs: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let home = with_query(redirect, &pairs);
    let fresh = if wanted.connection.is_none() { "1" } else { "" };
    let address = with_query(&address(bank, user, id, &home), &[("fresh", fresh)]);
    Ok(Answer::text(
        StatusCode::TEMPORARY_REDIRECT,
        "text/plain; charset=utf-8",
        "",
    )
    .with("location", address))
}

/// `/budgea/bank/authorise`: the bank asks its customer.
pub(super) fn authorise(bank: &mut Bank, ask: &Ask, given: &Form) -> Result<Answer, Refusal> {
    let user = tokens::holder(bank, given.required("session")?)?;
    let id = given
        .whole("connection")?
        .ok_or_else(|| Refusal::missing("connection"))?;
    let id = connections::find(bank, user, id)?;
    let home = given.required("home")?.to_owned();
    // Either the application's own address, or the page that this one was opened from.
    if !(sound(&home) || home.starts_with("/budgea/")) {
        return Err(Refusal::invalid("home"));
    }
    let connector = bank.budgea.connections[&id].bank();
    if ask.method == Method::POST {
        if given.has("refuse") {
            if given.get("fresh").is_some() {
                bank.budgea.connections.remove(&id);
            }
            let refused = [
                ("error", "access_denied"),
                ("error_description", "the person refused"),
                ("refuse", "1"),
            ];
            let told = if home.starts_with('/') {
                &refused[2..]
            } else {
                &refused[..2]
            };
            return Ok(see_other(&with_query(&home, told)));
        }
        lifecycle::visited(bank, id);
        return Ok(see_other(&home));
    }
    let carried: Vec<(&'static str, String)> = ["session", "connection", "home", "fresh"]
        .into_iter()
        .filter_map(|name| Some((name, given.get(name)?.to_owned())))
        .collect();
    let tongue = super::spoken(ask);
    let inner = format!(
        "<p>{}: {}</p>{}{}",
        escaped(connector.name),
        tongue.say(
            "an application asks to read your accounts for 180 days.",
            "une application demande à lire vos comptes pendant 180 jours.",
        ),
        button("allow", "1", tongue.say("Allow", "Autoriser"), true),
        refuse(tongue),
    );
    Ok(html::page(
        tongue,
        tongue.say("The bank's own page", "Espace client de la banque"),
        &form("/budgea/bank/authorise", &carried, &inner),
    ))
}
