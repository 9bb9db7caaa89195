//! What happens to a connection: by its bank's temper, by what the person gives, by the scenario.

use axum::http::StatusCode;

use super::catalogue::{Connector, Field, OTP, Temper};
use super::connections::{Connection, synced};
use super::form::Form;
use super::refusal::Refusal;
use crate::bank::Bank;
use crate::scenario::Scenario;

/// Seconds between a person's approval and the end of the first reading.
const VALIDATING: i64 = 5;
/// Seconds that a call blocks which waits for the person's approval.
const BLOCKED: u32 = 30;
const HOUR: i64 = 3_600_000;

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    Nothing,
    /// A code from an SMS.
    Code,
    /// The person's approval in the bank's app.
    Approval,
    /// The end of the first reading, at this moment.
    Reading(i64),
    /// The person's visit to the bank's page.
    Visit,
    /// Credentials that are right.
    Credentials,
}

/// Opens a connection; a bank that does not let one in leaves none behind.
pub(crate) fn open(
    bank: &mut Bank,
    user: u64,
    connector: &'static Connector,
    form: &Form,
) -> Result<u64, Refusal> {
    let now = bank.household.clock();
    if bank.scenario == Scenario::BankDown || connector.temper == Temper::Down {
        return Err(closed());
    }
    if connector.temper != Temper::Webauth {
        for field in connector.fields {
            form.required(field.name)?;
        }
        if !right(bank, connector, form) {
            return Err(wrong_pass());
        }
    }
    let id = bank.budgea.connection_number();
    let mut connection = Connection::new(id, user, connector.id, now);
    connection.meets = None;
    match (connector.temper, bank.scenario) {
        (Temper::Otp, _) | (Temper::Happy, Scenario::SecondFactor) => ask_code(&mut connection),
        (Temper::Decoupled, _) => {
            connection.state = Some("decoupled");
            connection.waiting = Waiting::Approval;
        }
        (Temper::Webauth, _) => {
            connection.state = Some("webauthRequired");
            connection.waiting = Waiting::Visit;
        }
        (Temper::RateLimited, _) => {
            connection.state = Some("rateLimiting");
            connection.next_try = Some(now + HOUR);
        }
        (Temper::ActionNeeded, _) => {
            connection.state = Some("actionNeeded");
            connection.message = Some("Veuillez accepter les nouvelles conditions générales.");
        }
        (_, Scenario::FirstSync) => {
            connection.state = Some("validating");
            connection.waiting = Waiting::Reading(now + VALIDATING * 1_000);
        }
        _ => synced(&mut connection, now),
    }
    bank.budgea.connections.insert(id, connection);
    Ok(id)
}

/// Brings a connection to the present: the scenario is met, what was waited for has come.
pub(crate) fn settle(bank: &mut Bank, id: u64) {
    let (now, today) = (bank.household.clock(), bank.household.now());
    let Some(connection) = bank.budgea.connections.get_mut(&id) else {
        return;
    };
    if let Some(scenario) = connection.meets.take() {
        meet(connection, scenario, now);
    }
    if let Waiting::Reading(until) = connection.waiting
        && now >= until
    {
        connection.from_scenario = false;
        synced(connection, now);
    }
    // Once a day the service reads the bank by itself.
    if connection.state.is_none() && connection.last_update.is_some_and(|last| last < today) {
        synced(connection, now);
    }
}

fn meet(connection: &mut Connection, scenario: Scenario, now: i64) {
    if connection.state.is_some() {
        return;
    }
    connection.from_scenario = true;
    match scenario {
        Scenario::SecondFactor => connection.state = Some("SCARequired"),
        Scenario::ConsentExpired => {
            connection.state = Some("SCARequired");
            connection.access_expires = now - 24 * HOUR;
        }
        Scenario::WrongPassword => refuse(connection),
        Scenario::BankDown => {
            connection.state = Some("websiteUnavailable");
            connection.message = Some("Site en maintenance.");
            connection.next_try = Some(now + 2 * HOUR);
        }
        Scenario::FirstSync => {
            connection.state = Some("validating");
            connection.last_update = None;
            connection.waiting = Waiting::Reading(now + VALIDATING * 1_000);
        }
        _ => connection.from_scenario = false,
    }
}

/// What the person gives: credentials, a code, an approval, or the wish to go on.
pub(crate) fn told(bank: &mut Bank, id: u64, form: &Form) -> Result<(), Refusal> {
    let (now, scenario) = (bank.household.clock(), bank.scenario);
    let connection = bank
        .budgea
        .connections
        .get(&id)
        .ok_or_else(|| Refusal::unknown("connection"))?;
    let (connector, state) = (connection.bank(), connection.state);
    if scenario == Scenario::BankDown || connector.temper == Temper::Down {
        return Err(closed());
    }
    let given = connector.fields.iter().any(|field| form.has(field.name));
    let credentials = given.then(|| right(bank, connector, form));
    let background = form.flag("background")?.unwrap_or_default();
    let resume = form
        .flag("resume")?
        .or(form.flag("decoupled")?)
        .unwrap_or_default();
    let active = form.flag("active")?;
    let waiting = bank.budgea.connections[&id].waiting;
    if waiting == Waiting::Approval && resume && !background {
        bank.household.tick(BLOCKED);
    }
    let Some(connection) = bank.budgea.connections.get_mut(&id) else {
        return Ok(());
    };
    if let Some(active) = active {
        connection.active = active;
    }
    match (credentials, waiting, state) {
        (Some(false), ..) => {
            refuse(connection);
            return Err(wrong_pass());
        }
        (Some(true), ..) => {
            connection.from_scenario = false;
            match connector.temper {
                Temper::Otp => ask_code(connection),
                Temper::Decoupled => {
                    connection.state = Some("decoupled");
                    connection.waiting = Waiting::Approval;
                }
                _ => synced(connection, now),
            }
        }
        (None, Waiting::Code, _) => match form.get(OTP.name) {
            Some(code) if code == OTP.right => {
                connection.from_scenario = false;
                synced(connection, now);
            }
            Some(_) => connection.message = Some("Le code saisi n'est pas le bon."),
            None => {}
        },
        (None, Waiting::Approval, _) if resume && background => {
            connection.state = Some("validating");
            connection.waiting = Waiting::Reading(now + VALIDATING * 1_000);
        }
        (None, Waiting::Approval, _) if resume => {
            synced(connection, now + i64::from(BLOCKED) * 1_000);
        }
        (None, _, Some("SCARequired")) => confirm(connection),
        (None, _, Some("actionNeeded")) => synced(connection, now),
        (None, _, Some("rateLimiting" | "websiteUnavailable"))
            if connection.next_try.is_some_and(|next| now >= next) =>
        {
            synced(connection, now);
        }
        _ => {}
    }
    Ok(())
}

/// Reads the bank; says whether it went well.
pub(crate) fn sync(bank: &mut Bank, id: u64, present: bool) -> bool {
    let now = bank.household.clock();
    let Some(connection) = bank.budgea.connections.get_mut(&id) else {
        return false;
    };
    if !connection.active {
        return false;
    }
    match connection.state {
        None => {
            synced(connection, now);
            true
        }
        Some("SCARequired") if present => {
            confirm(connection);
            false
        }
        Some("rateLimiting" | "websiteUnavailable")
            if !connection.from_scenario && connection.next_try.is_some_and(|next| now >= next) =>
        {
            synced(connection, now);
            true
        }
        _ => false,
    }
}

/// The person came back from the bank's own page.
pub(crate) fn visited(bank: &mut Bank, id: u64) {
    let now = bank.household.clock();
    if let Some(connection) = bank.budgea.connections.get_mut(&id) {
        connection.from_scenario = false;
        synced(connection, now);
    }
}

/// Whether everything given is what the bank takes, and the bank takes anything at all.
fn right(bank: &Bank, connector: &Connector, form: &Form) -> bool {
    let fits = |field: &Field| {
        form.get(field.name).is_none_or(|value| {
            if field.values.is_empty() {
                value == field.right
            } else {
                field.values.iter().any(|(_, choice)| *choice == value)
            }
        })
    };
    bank.scenario != Scenario::WrongPassword
        && connector.temper != Temper::WrongPass
        && connector.fields.iter().all(fits)
}

fn ask_code(connection: &mut Connection) {
    connection.state = Some("additionalInformationNeeded");
    connection.message = None;
    connection.wanted = vec![OTP];
    connection.waiting = Waiting::Code;
}

/// The bank wants to be sure that it is the person.
fn confirm(connection: &mut Connection) {
    if connection.bank().temper == Temper::Webauth {
        connection.state = Some("webauthRequired");
        connection.waiting = Waiting::Visit;
    } else {
        ask_code(connection);
    }
}

fn refuse(connection: &mut Connection) {
    connection.state = Some("wrongpass");
    connection.message = Some("Identifiant ou code secret incorrect.");
    connection.wanted = connection.bank().fields.to_vec();
    connection.waiting = Waiting::Credentials;
}

fn wrong_pass() -> Refusal {
    Refusal {
        message: Some("Identifiant ou code secret incorrect.".to_owned()),
        ..Refusal::new(
            StatusCode::BAD_REQUEST,
            "wrongPass",
            "the bank refuses the credentials",
        )
    }
}

fn closed() -> Refusal {
    Refusal {
        message: Some("Site en maintenance.".to_owned()),
        ..Refusal::new(
            StatusCode::BAD_REQUEST,
            "websiteUnavailable",
            "the bank's site is unavailable",
        )
    }
}
