//! Connecting a bank, and mending a connection.

use super::html::{self, button, complaint, escaped, form, inputs, refuse, tick};
use super::{Visit, bankside, see_other};
use crate::bank::Bank;
use crate::budgea::accounts::{self, Found};
use crate::budgea::catalogue::{self, ALL, Connector};
use crate::budgea::connections;
use crate::budgea::consent;
use crate::budgea::kinds::formatted;
use crate::budgea::lifecycle;
use crate::budgea::refusal::Refusal;
use crate::budgea::tokens;
use crate::exchange::Answer;

/// The words between commas of a parameter.
fn words<'a>(visit: &'a Visit, name: &str) -> Option<Vec<&'a str>> {
    visit
        .form
        .get(name)
        .map(|text| text.split(',').map(str::trim).collect())
}

/// The banks that the application lets one choose from.
fn choices(visit: &Visit) -> Result<Vec<&'static Connector>, Refusal> {
    let named = match (
        words(visit, "connector_ids"),
        words(visit, "connector_uuids"),
    ) {
        (Some(_), Some(_)) => return Err(Refusal::invalid("connector_uuids")),
        (ids, uuids) => ids.or(uuids),
    };
    let capabilities = words(visit, "connector_capabilities").unwrap_or_else(|| vec!["bank"]);
    let list: Vec<_> = match named {
        Some(names) => names
            .into_iter()
            .map(|name| catalogue::find(name).ok_or_else(|| Refusal::invalid("connector_ids")))
            .collect::<Result<_, _>>()?,
        None => ALL
            .iter()
            .filter(|connector| {
                capabilities
                    .iter()
                    .all(|wanted| *wanted == connector.capability())
            })
            .collect(),
    };
    Ok(list)
}

/// `…/connect`
pub(super) fn connect(bank: &mut Bank, visit: &Visit) -> Result<Answer, Refusal> {
    visit.must_return()?;
    if let Some(connection) = visit.form.get("connection") {
        let id = under_way(bank, visit, connection)?;
        return go_on(bank, visit, id, "connect");
    }
    let choices = choices(visit)?;
    let chosen = match visit.form.get("bank") {
        Some(id) => choices
            .iter()
            .find(|connector| connector.id.to_string() == id)
            .copied(),
        None if choices.len() == 1 => choices.first().copied(),
        None => None,
    };
    match chosen {
        None => Ok(choose(visit, &choices)),
        Some(connector) if visit.form.has("given") || connector.fields.is_empty() => {
            let user = match visit.user {
                Some(user) => user,
                None => tokens::anonymous(bank),
            };
            match lifecycle::open(bank, user, connector, &visit.form) {
                Ok(id) => {
                    let visit = visit.known(bank, user);
                    step(bank, &visit, id, "connect", None)
                }
                Err(refusal) => {
                    if visit.user.is_none() {
                        bank.budgea.forget_user(user);
                    }
                    let text = refusal.message.unwrap_or(refusal.description);
                    Ok(ask_fields(visit, connector, Some(&text), None))
                }
            }
        }
        Some(connector) => Ok(ask_fields(visit, connector, None, None)),
    }
}

/// `…/reconnect`
pub(super) fn reconnect(bank: &mut Bank, visit: &Visit) -> Result<Answer, Refusal> {
    visit.must_return()?;
    let user = visit.user()?;
    let id = if let Some(id) = visit.form.get("connection") {
        under_way(bank, visit, id)?
    } else {
        let id = visit.form.whole("connection_id")?;
        let id = id.ok_or_else(|| Refusal::missing("connection_id"))?;
        connections::find(bank, user, id)?
    };
    lifecycle::settle(bank, id);
    let begun = visit.form.has("connection");
    let reset = visit.form.flag("reset_credentials")? == Some(true);
    let connector = bank.budgea.connections[&id].bank();
    if begun {
        return go_on(bank, visit, id, "reconnect");
    }
    if reset && !connector.fields.is_empty() {
        return Ok(ask_fields(visit, connector, None, Some(id)));
    }
    // Whatever is due is asked for at once.
    lifecycle::told(bank, id, &crate::budgea::form::Form::default()).ok();
    step(bank, visit, id, "reconnect", None)
}

/// The connection that the page is in the middle of.
fn under_way(bank: &Bank, visit: &Visit, id: &str) -> Result<u64, Refusal> {
    let id = id.parse().map_err(|_| Refusal::invalid("connection"))?;
    connections::find(bank, visit.user()?, id)
}

/// A form about a connection came back.
fn go_on(bank: &mut Bank, visit: &Visit, id: u64, verb: &str) -> Result<Answer, Refusal> {
    lifecycle::settle(bank, id);
    if visit.form.has("share") {
        let wanted: Vec<&str> = visit.form.all("account").collect();
        for found in offered(bank, visit, id) {
            let given = wanted.contains(&found.number.to_string().as_str());
            consent::consent(bank, &found, given);
        }
        return Ok(finish(bank, visit, id, verb));
    }
    if visit.form.has("done") {
        return Ok(finish(bank, visit, id, verb));
    }
    let mut problem = None;
    if visit.form.has("given")
        && let Err(refusal) = lifecycle::told(bank, id, &visit.form)
    {
        problem = Some(refusal.message.unwrap_or(refusal.description));
    }
    step(bank, visit, id, verb, problem.as_deref())
}

/// The next page for a connection, by its state.
fn step(
    bank: &mut Bank,
    visit: &Visit,
    id: u64,
    verb: &str,
    problem: Option<&str>,
) -> Result<Answer, Refusal> {
    lifecycle::settle(bank, id);
    let connection = &bank.budgea.connections[&id];
    let (connector, message) = (connection.bank(), connection.message);
    let mut carried = visit.carried();
    carried.push(("connection", id.to_string()));
    let problem = problem.or(message);
    let content = match connection.state {
        None if verb == "connect" => return Ok(share(bank, visit, id)),
        None => {
            let button = button("done", "1", visit.tongue.say("Done", "Terminer"), true);
            let words = visit
                .tongue
                .say("The connection works.", "La connexion fonctionne.");
            let inner = format!("<p>{words}</p>{button}");
            form(&visit.action, &carried, &inner)
        }
        Some("additionalInformationNeeded") => {
            let fields = inputs(visit.tongue, &connection.wanted);
            let go = button("given", "1", visit.tongue.say("Confirm", "Valider"), true);
            let inner = format!("{}{fields}{go}{}", complaint(problem), refuse(visit.tongue));
            form(&visit.action, &carried, &inner)
        }
        Some("decoupled") => {
            carried.push(("resume", "true".to_owned()));
            let go = button(
                "given",
                "1",
                visit.tongue.say(
                    "I have approved it in the app",
                    "J'ai approuvé dans l'application",
                ),
                true,
            );
            let ask = visit.tongue.say(
                "Approve the request in your bank's app, then come back here.",
                "Approuvez la demande dans l'application de votre banque, puis revenez ici.",
            );
            let inner = format!("<p>{ask}</p>{go}{}", refuse(visit.tongue));
            form(&visit.action, &carried, &inner)
        }
        Some("webauthRequired") => {
            let mut parameters = carried;
            parameters.push(("visited", "1".to_owned()));
            let pairs: Vec<(&str, &str)> = parameters
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let home = super::with_query(&visit.action, &pairs);
            return Ok(see_other(&bankside::address(
                bank,
                visit.user()?,
                id,
                &home,
            )));
        }
        Some("wrongpass") => return Ok(ask_fields(visit, connector, problem, Some(id))),
        Some(other) => {
            let words = problem.unwrap_or(other);
            let again = button("given", "1", visit.tongue.say("Go on", "Continuer"), true);
            let done = button("done", "1", visit.tongue.say("Done", "Terminer"), false);
            let inner = format!(
                "<p>{}</p>{again}{done}{}",
                escaped(words),
                refuse(visit.tongue)
            );
            form(&visit.action, &carried, &inner)
        }
    };
    Ok(html::page(visit.tongue, connector.name, &content))
}

fn choose(visit: &Visit, choices: &[&'static Connector]) -> Answer {
    let list: String = choices
        .iter()
        .map(|connector| button("bank", &connector.id.to_string(), connector.name, false))
        .collect();
    let inner = format!("{list}{}", refuse(visit.tongue));
    html::page(
        visit.tongue,
        visit
            .tongue
            .say("Choose your bank", "Choisissez votre banque"),
        &form(&visit.action, &visit.carried(), &inner),
    )
}

fn ask_fields(
    visit: &Visit,
    connector: &Connector,
    problem: Option<&str>,
    connection: Option<u64>,
) -> Answer {
    let mut carried = visit.carried();
    carried.push(("bank", connector.id.to_string()));
    if let Some(id) = connection {
        carried.push(("connection", id.to_string()));
    }
    let inner = format!(
        "{}{}{}{}",
        complaint(problem),
        inputs(visit.tongue, connector.fields),
        button(
            "given",
            "1",
            visit.tongue.say("Sign in", "Se connecter"),
            true
        ),
        refuse(visit.tongue)
    );
    html::page(
        visit.tongue,
        connector.name,
        &form(&visit.action, &carried, &inner),
    )
}

/// The accounts that the application asks about.
fn offered(bank: &Bank, visit: &Visit, id: u64) -> Vec<Found> {
    let types = words(visit, "account_types");
    let usages = words(visit, "account_usages");
    let home = &bank.household;
    accounts::seen(bank, &bank.budgea.connections[&id])
        .into_iter()
        .filter(|found| home.accounts()[found.index].closed.is_none())
        .filter(|found| {
            let facts = crate::aggregated::facts(home, found.index);
            let usage = if facts.professional { "ORGA" } else { "PRIV" };
            types
                .as_ref()
                .is_none_or(|types| types.contains(&facts.code) || types.contains(&facts.older))
                && usages.as_ref().is_none_or(|usages| usages.contains(&usage))
        })
        .collect()
}

fn share(bank: &Bank, visit: &Visit, id: u64) -> Answer {
    let connector = bank.budgea.connections[&id].bank();
    let mut carried = visit.carried();
    carried.push(("connection", id.to_string()));
    let boxes = boxes(bank, &offered(bank, visit, id), false);
    let ask = visit.tongue.say(
        "Which accounts may the application read?",
        "Quels comptes partager avec l'application ?",
    );
    let inner = format!(
        "<p>{ask}</p>{boxes}{}{}",
        button(
            "share",
            "1",
            visit
                .tongue
                .say("Share these accounts", "Partager ces comptes"),
            true
        ),
        refuse(visit.tongue)
    );
    html::page(
        visit.tongue,
        connector.name,
        &form(&visit.action, &carried, &inner),
    )
}

/// One box for each account; private ones are ticked at first.
pub(super) fn boxes(bank: &Bank, list: &[Found], as_is: bool) -> String {
    let home = &bank.household;
    list.iter()
        .map(|found| {
            let account = &home.accounts()[found.index];
            let facts = crate::aggregated::facts(home, found.index);
            let balance = crate::aggregated::balance(home, found.index, home.today());
            let ticked = if as_is || found.enabled {
                found.enabled
            } else {
                !facts.professional
            };
            tick(
                "account",
                &found.number.to_string(),
                &account.name,
                &formatted(balance, &account.currency),
                ticked,
            )
        })
        .collect()
}

fn finish(bank: &mut Bank, visit: &Visit, id: u64, verb: &str) -> Answer {
    if verb == "reconnect" {
        return visit.back(&[]);
    }
    let id = id.to_string();
    match visit.user {
        Some(user) if !visit.with_code => {
            let code = tokens::code(bank, user, false);
            visit.back(&[("connection_id", &id), ("code", &code)])
        }
        _ => visit.back(&[("connection_id", &id)]),
    }
}

impl Visit {
    /// The same visit once its user is known.
    fn known(&self, bank: &mut Bank, user: u64) -> Self {
        let session = match &self.session {
            Some(session) => session.clone(),
            None => tokens::code(bank, user, false),
        };
        Self {
            form: self.form.clone(),
            tongue: self.tongue,
            action: self.action.clone(),
            redirect: self.redirect.clone(),
            state: self.state.clone(),
            with_code: self.with_code,
            user: Some(user),
            session: Some(session),
        }
    }
}
