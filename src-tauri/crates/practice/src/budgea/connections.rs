//! Connections of users to banks: their state on the wire, and the routes that change it.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;

use super::catalogue::{self, Connector, Field};
use super::expand::Expand;
use super::form::Form;
use super::lifecycle::{self, Waiting};
use super::logs::Log;
use super::paris::written;
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::{Call, accounts, connectors, deliveries, moves, nothing, transfers};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::json::Json;
use crate::scenario::Scenario;

/// Days for which a bank's consent holds.
const CONSENT_DAYS: i64 = 180;
const DAY: i64 = 86_400_000;

/// One connection.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) id: u64,
    pub(crate) user: u64,
    pub(crate) connector: u64,
    pub(crate) state: Option<&'static str>,
    pub(crate) message: Option<&'static str>,
    /// What the bank wants to know.
    pub(crate) wanted: Vec<Field>,
    pub(crate) waiting: Waiting,
    pub(crate) created: i64,
    pub(crate) last_update: Option<i64>,
    pub(crate) next_try: Option<i64>,
    /// The consent ends.
    pub(crate) access_expires: i64,
    pub(crate) active: bool,
    /// The source was switched off by a person.
    pub(crate) source_disabled: Option<i64>,
    /// The accounts that the person agreed to share.
    pub(crate) enabled: BTreeSet<usize>,
    /// When an account was switched off; since the beginning for those never shared.
    pub(crate) disabled: BTreeMap<usize, i64>,
    pub(crate) logs: Vec<Log>,
    /// The scenario in force has not been met yet, and what it did is gone with it.
    pub(crate) meets: Option<Scenario>,
    pub(crate) from_scenario: bool,
    /// Movements were read to the last page since the last change.
    pub(crate) read_through: bool,
    pub(crate) changed: bool,
}

impl Connection {
    pub(crate) fn new(id: u64, user: u64, connector: u64, now: i64) -> Self {
        Self {
            id,
            user,
            connector,
            state: None,
            message: None,
            wanted: Vec::new(),
            waiting: Waiting::Nothing,
            created: now,
            last_update: None,
            next_try: None,
            access_expires: now + CONSENT_DAYS * DAY,
            active: true,
            source_disabled: None,
            enabled: BTreeSet::new(),
            disabled: BTreeMap::new(),
            logs: Vec::new(),
            meets: None,
            from_scenario: false,
            read_through: false,
            changed: false,
        }
    }

    pub(crate) fn bank(&self) -> &'static Connector {
        catalogue::numbered(self.connector)
    }

    /// Meets a scenario at the next synchronisation; what the one before did is over.
    pub(crate) fn scenario_set(&mut self, scenario: Scenario, now: i64) {
        if std::mem::take(&mut self.from_scenario) {
            synced(self, now);
        }
        self.changed = false;
        self.meets = Some(scenario);
    }
}

/// The bank was read without trouble.
pub(crate) fn synced(connection: &mut Connection, now: i64) {
    connection.state = None;
    connection.message = None;
    connection.wanted.clear();
    connection.waiting = Waiting::Nothing;
    connection.last_update = Some(now);
    connection.next_try = Some(now + DAY);
    connection.access_expires = connection.access_expires.max(now + 30 * DAY);
    let log = Log::new(connection, now);
    connection.logs.push(log);
}

/// The connections of a user, brought up to date.
pub(crate) fn of_user(bank: &mut Bank, user: u64) -> Vec<u64> {
    let ids: Vec<u64> = bank
        .budgea
        .connections
        .values()
        .filter(|connection| connection.user == user)
        .map(|connection| connection.id)
        .collect();
    for id in &ids {
        lifecycle::settle(bank, *id);
    }
    ids
}

/// `GET /users/{u}/connections`
pub(crate) fn list(bank: &mut Bank, call: &Call, user: u64) -> Result<Answer, Refusal> {
    let expand = Expand::read(call.ask.first("expand").unwrap_or_default());
    let ids = of_user(bank, user);
    let items = ids
        .iter()
        .map(|id| json(bank, call, &bank.budgea.connections[id], &expand))
        .collect();
    Ok(Answer::json(listed(call.ask, "connections", items)?))
}

/// The user's connection with this number.
pub(crate) fn find(bank: &Bank, user: u64, id: u64) -> Result<u64, Refusal> {
    bank.budgea
        .connections
        .get(&id)
        .filter(|connection| connection.user == user)
        .map(|connection| connection.id)
        .ok_or_else(|| Refusal::unknown("connection"))
}

/// `GET /users/{u}/connections/{c}`
pub(crate) fn one(bank: &mut Bank, call: &Call, user: u64, id: u64) -> Result<Answer, Refusal> {
    let id = find(bank, user, id)?;
    lifecycle::settle(bank, id);
    Ok(Answer::json(shown(bank, call, id)))
}

fn shown(bank: &Bank, call: &Call, id: u64) -> Json {
    let expand = Expand::read(call.ask.first("expand").unwrap_or_default());
    json(bank, call, &bank.budgea.connections[&id], &expand)
}

/// The bank that a form names in any of the eras' ways.
pub(crate) fn wanted_bank(form: &Form) -> Result<&'static Connector, Refusal> {
    let reference = ["id_connector", "connector_uuid", "id_bank", "id_provider"]
        .iter()
        .find_map(|name| form.get(name))
        .ok_or_else(|| Refusal::missing("id_connector"))?;
    catalogue::find(reference).ok_or_else(|| Refusal::invalid("id_connector"))
}

/// `POST /users/{u}/connections`
pub(crate) fn create(bank: &mut Bank, call: &Call, user: u64) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let connector = wanted_bank(&form)?;
    let id = lifecycle::open(bank, user, connector, &form)?;
    let waits = bank.budgea.connections[&id].state.is_some();
    let status = match (call.dialect.legacy, waits) {
        (_, true) => StatusCode::ACCEPTED,
        (true, false) => StatusCode::OK,
        (false, false) => StatusCode::CREATED,
    };
    Ok(Answer::status(status, shown(bank, call, id)))
}

/// `POST /users/{u}/connections/{c}`
pub(crate) fn update(bank: &mut Bank, call: &Call, user: u64, id: u64) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let id = find(bank, user, id)?;
    lifecycle::settle(bank, id);
    lifecycle::told(bank, id, &form)?;
    let waits = bank.budgea.connections[&id].state.is_some();
    let status = if waits {
        StatusCode::ACCEPTED
    } else {
        StatusCode::OK
    };
    Ok(Answer::status(status, shown(bank, call, id)))
}

/// `PUT /users/{u}/connections/{c}` and, without a number, all of them.
pub(crate) fn sync(
    bank: &mut Bank,
    call: &Call,
    user: u64,
    id: Option<u64>,
) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let present = form.flag("psu_requested")?.unwrap_or(true);
    let ids = match id {
        Some(id) => vec![find(bank, user, id)?],
        None => of_user(bank, user),
    };
    for id in &ids {
        lifecycle::settle(bank, *id);
        if bank.budgea.connections[id].state == Some("validating") {
            return Err(Refusal::conflict(
                "connectionLocked",
                "the connection is being synchronised",
            ));
        }
    }
    for id in &ids {
        let fine = lifecycle::sync(bank, *id, present);
        if fine {
            moves::synchronised(bank, *id);
            transfers::found_again(bank, *id);
            deliveries::synced(bank, call, *id);
        }
    }
    match id {
        Some(id) => Ok(Answer::json(shown(bank, call, id))),
        None => list(bank, call, user),
    }
}

/// `DELETE /users/{u}/connections/{c}`
pub(crate) fn delete(bank: &mut Bank, user: u64, id: u64) -> Result<Answer, Refusal> {
    let id = find(bank, user, id)?;
    bank.budgea.connections.remove(&id);
    deliveries::deleted(bank, user, id);
    Ok(nothing())
}

/// A connection on the wire.
pub(crate) fn json(bank: &Bank, call: &Call, connection: &Connection, expand: &Expand) -> Json {
    let connector = connection.bank();
    let wanted =
        (!connection.wanted.is_empty()).then(|| connectors::fields(connector, &connection.wanted));
    let (bank_id, provider_id) = if connector.capability() == "bank" {
        (Some(connector.id as i64), None)
    } else {
        (None, Some(connector.id as i64))
    };
    let mut json = Json::object([
        ("id", (connection.id as i64).into()),
        ("id_user", (connection.user as i64).into()),
        ("id_connector", (connector.id as i64).into()),
        ("connector_uuid", connector.uuid.into()),
        ("id_bank", bank_id.into()),
        ("id_provider", provider_id.into()),
        ("state", connection.state.into()),
        ("error", connection.state.into()),
        ("error_message", connection.message.into()),
        ("last_update", connection.last_update.map(written).into()),
        ("created", written(connection.created)),
        ("active", connection.active.into()),
        ("last_push", Json::Null),
        ("expire", written(connection.access_expires)),
        ("next_try", connection.next_try.map(written).into()),
    ]);
    if wanted.is_some() || !call.dialect.legacy {
        json.set("fields", wanted);
    }
    for name in ["connector", "bank"] {
        if let Some(below) = expand.get(name) {
            json.set(name, connectors::json(call, connector, below));
        }
    }
    if let Some(below) = expand.get("accounts") {
        json.set(
            "accounts",
            accounts::of_connection(bank, call, connection, below, false),
        );
    }
    if let Some(below) = expand.get("all_accounts") {
        json.set(
            "all_accounts",
            accounts::of_connection(bank, call, connection, below, true),
        );
    }
    for name in ["subscriptions", "all_subscriptions"] {
        if expand.has(name) {
            json.set(name, Json::List(Vec::new()));
        }
    }
    if expand.has("sources") {
        json.set("sources", Json::list([source(connection)]));
    }
    json
}

fn source(connection: &Connection) -> Json {
    let connector = connection.bank();
    Json::object([
        ("id", ((connection.id * 10 + 1) as i64).into()),
        ("id_connection", (connection.id as i64).into()),
        (
            "id_connector_source",
            ((connector.id * 10 + 1) as i64).into(),
        ),
        ("name", connector.source().into()),
        ("last_update", connection.last_update.map(written).into()),
        ("disabled", connection.source_disabled.map(written).into()),
        ("created", written(connection.created)),
        ("state", connection.state.into()),
        ("access_expire", written(connection.access_expires)),
        ("expire", Json::Null),
        ("next_try", connection.next_try.map(written).into()),
    ])
}

/// `GET …/{c}/sources`
pub(crate) fn sources(bank: &Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let id = scope
        .connection
        .ok_or_else(|| Refusal::unknown("connection"))?;
    let connection = &bank.budgea.connections[&find(bank, scope.user, id)?];
    let every = super::selection::everything(call.ask);
    let items = if connection.source_disabled.is_some() && !every {
        Vec::new()
    } else {
        vec![source(connection)]
    };
    Ok(Answer::json(listed(call.ask, "sources", items)?))
}

/// `POST` or `PUT …/{c}/sources/{s}`
pub(crate) fn switch_source(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    number: &str,
) -> Result<Answer, Refusal> {
    let id = scope
        .connection
        .ok_or_else(|| Refusal::unknown("connection"))?;
    let id = find(bank, scope.user, id)?;
    if number != (id * 10 + 1).to_string() {
        return Err(Refusal::unknown("source"));
    }
    let disabled = Form::of(call.ask)?.flag("disabled")?.unwrap_or_default();
    let now = bank.household.clock();
    let connection = bank
        .budgea
        .connections
        .get_mut(&id)
        .ok_or_else(|| Refusal::unknown("connection"))?;
    connection.source_disabled = disabled.then_some(now);
    Ok(Answer::json(source(connection)))
}
