//! Data connections and their consent.

use axum::http::StatusCode;

use super::providers::{DATA_TYPES, NAME};
use super::{PREFIX, Refusal, body, envelope, stamp};
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;
use crate::random::wire_id;
use crate::scenario::Scenario;

/// Looks that a given consent takes to become a connection.
const CONNECTING: u32 = 1;

/// How a data connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    AuthRequired,
    /// After so many more looks it is connected.
    Connecting(u32),
    Connected,
    AuthError,
    Disconnected,
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::AuthRequired => "AUTH_REQUIRED",
            Self::Connecting(_) => "CONNECTING",
            Self::Connected => "CONNECTED",
            Self::AuthError => "AUTH_ERROR",
            Self::Disconnected => "DISCONNECTED",
        }
    }
}

/// A data connection.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) id: String,
    /// The household's user for the first one.
    pub(super) user: String,
    pub(super) status: Status,
    /// A scenario took the consent away.
    taken: bool,
    requested: Vec<String>,
    created: i64,
}

/// The household's own, which works.
pub(super) fn household(seed: u64) -> Connection {
    Connection {
        id: wire_id(seed, "qard-connection", 1),
        user: wire_id(seed, "qard-user", 1),
        status: Status::Connected,
        taken: false,
        requested: DATA_TYPES.map(str::to_owned).to_vec(),
        created: 0,
    }
}

impl Connection {
    pub(super) fn scenario_set(&mut self, scenario: Scenario) {
        if self.taken {
            self.taken = false;
            self.status = Status::Connected;
        }
        let taken = match scenario {
            Scenario::ConsentExpired | Scenario::SecondFactor => Status::AuthRequired,
            Scenario::WrongPassword => Status::AuthError,
            _ => return,
        };
        if self.status == Status::Connected {
            self.taken = true;
            self.status = taken;
        }
    }

    /// The person allowed it.
    pub(super) fn allow(&mut self) {
        self.taken = false;
        self.status = Status::Connecting(CONNECTING);
    }

    /// The person refused.
    pub(super) fn refuse(&mut self) {
        self.status = Status::AuthError;
    }

    fn json(&self, host: &str) -> Json {
        let mut json = Json::object([
            ("id", self.id.as_str().into()),
            ("provider_name", NAME.into()),
            ("status", self.status.word().into()),
            (
                "requested_data_types",
                Json::list(self.requested.iter().map(|name| Json::from(name.as_str()))),
            ),
            ("created_at", stamp(self.created).into()),
            ("updated_at", stamp(self.created).into()),
        ]);
        if matches!(self.status, Status::AuthRequired | Status::AuthError) {
            let page = format!("http://{host}{PREFIX}/consent/{}", self.id);
            json.set("redirect_url", page);
        }
        json
    }
}

fn host(ask: &Ask) -> String {
    ask.header("host").unwrap_or_default().to_owned()
}

/// `GET …/data-connections`: each look moves a consent on.
pub(super) fn list(bank: &mut Bank, user: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let host = host(ask);
    let mut rows = Vec::new();
    for connection in bank
        .qard
        .connections
        .iter_mut()
        .filter(|connection| connection.user == user)
    {
        rows.push(connection.json(&host));
        if let Status::Connecting(looks) = connection.status {
            connection.status = match looks.checked_sub(1) {
                None | Some(0) => Status::Connected,
                Some(left) => Status::Connecting(left),
            };
        }
    }
    envelope::list(bank, ask, rows)
}

/// `POST …/data-connections`
pub(super) fn create(bank: &mut Bank, user: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let body = body(ask)?;
    match body["provider_name"].as_str() {
        Some(NAME) => {}
        Some(_) => return Err(Refusal::unknown("The provider")),
        None => return Err(Refusal::field("provider_name", "is required")),
    }
    if !bank.qard.provider.enabled {
        let refusal = "The provider is not enabled";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, refusal));
    }
    let requested: Option<Vec<String>> = body["requested_data_types"].as_array().map(|names| {
        names
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect()
    });
    let requested = requested
        .filter(|names| {
            !names.is_empty() && names.iter().all(|name| DATA_TYPES.contains(&name.as_str()))
        })
        .ok_or_else(|| Refusal::field("requested_data_types", "must name data types"))?;
    let number = bank.qard.connections.len() as u64 + 1;
    let connection = Connection {
        id: wire_id(bank.household.seed(), "qard-connection", number),
        user: user.to_owned(),
        status: Status::AuthRequired,
        taken: false,
        requested,
        created: bank.household.now(),
    };
    let json = connection.json(&host(ask));
    bank.qard.connections.push(connection);
    Ok(Answer::status(StatusCode::CREATED, json))
}

fn position(bank: &Bank, user: &str, id: &str) -> Result<usize, Refusal> {
    bank.qard
        .connections
        .iter()
        .position(|connection| connection.user == user && connection.id == id)
        .ok_or_else(|| Refusal::unknown("The data connection"))
}

/// `PATCH …/data-connections/{id}`
pub(super) fn patch(bank: &mut Bank, user: &str, id: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let body = body(ask)?;
    let position = position(bank, user, id)?;
    let connection = &mut bank.qard.connections[position];
    match body["status"].as_str() {
        None => {}
        Some("DISCONNECTED") => connection.status = Status::Disconnected,
        Some("AUTH_REQUIRED") => connection.status = Status::AuthRequired,
        Some(_) => return Err(Refusal::field("status", "cannot be set")),
    }
    Ok(Answer::json(connection.json(&host(ask))))
}

/// `DELETE …/data-connections/{id}`: it goes, and its data with it.
pub(super) fn delete(bank: &mut Bank, user: &str, id: &str) -> Result<Answer, Refusal> {
    let position = position(bank, user, id)?;
    bank.qard.connections.remove(position);
    Ok(Answer::text(StatusCode::NO_CONTENT, "text/plain", ""))
}
