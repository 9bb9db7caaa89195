//! What the service remembers of its domain: its users, their tokens and connections, and what
//! they wrote.

use std::collections::{BTreeMap, HashMap};

use super::categories::Own;
use super::connections::Connection;
use super::edits::{Edit, Information, Written};
use super::recipients::Recipient;
use super::tokens::Token;
use super::transfers::Transfer;
use super::webhooks::Hooks;
use super::{catalogue, connections, recipients};
use crate::aggregated;
use crate::household::Household;
use crate::json::Json;
use crate::random::Dice;
use crate::scenario::Scenario;

/// The user whom the household's connection belongs to.
pub(crate) const FIRST_USER: u64 = 3;
/// The household's connection.
pub(crate) const FIRST_CONNECTION: u64 = 21;

/// One user of the domain.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) created: i64,
    /// Gone at this moment unless a permanent token is made before.
    pub(crate) expires: Option<i64>,
}

/// The service's memory.
pub(crate) struct State {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) manage_token: String,
    pub(crate) user_token: String,
    seed: u64,
    drawn: u64,
    pub(crate) users: BTreeMap<u64, User>,
    pub(crate) tokens: HashMap<String, Token>,
    pub(crate) connections: BTreeMap<u64, Connection>,
    next_user: u64,
    next_connection: u64,
    next_number: u64,
    /// Requests ever, and data requests since the scenario was set.
    pub(crate) calls: u64,
    pub(crate) counted: u64,
    /// Rows moved between pages so far.
    pub(crate) moved: u32,
    /// What people changed on movements, by the movement's number on the wire.
    pub(crate) edits: HashMap<u64, Edit>,
    pub(crate) informations: HashMap<u64, Vec<Information>>,
    /// Movements that people wrote by hand.
    pub(crate) written: Vec<Written>,
    /// What people changed on accounts, by the account's number on the wire.
    pub(crate) renamed: HashMap<u64, Vec<(String, Json)>>,
    pub(crate) recipients: BTreeMap<u64, Recipient>,
    pub(crate) transfers: BTreeMap<u64, Transfer>,
    pub(crate) categories: Own,
    pub(crate) hooks: Hooks,
    pub(crate) config: BTreeMap<String, String>,
}

impl State {
    pub(crate) fn new(household: &Household) -> Self {
        let seed = household.seed();
        let mut state = Self {
            client_id: (10_000_000 + Dice::numbered(seed, "budgea-client", 0).below(80_000_000))
                .to_string(),
            client_secret: String::new(),
            manage_token: String::new(),
            user_token: String::new(),
            seed,
            drawn: 0,
            users: BTreeMap::new(),
            tokens: HashMap::new(),
            connections: BTreeMap::new(),
            next_user: FIRST_USER + 1,
            next_connection: FIRST_CONNECTION + 1,
            next_number: 900,
            calls: 0,
            counted: 0,
            moved: 0,
            edits: HashMap::new(),
            informations: HashMap::new(),
            written: Vec::new(),
            renamed: HashMap::new(),
            recipients: BTreeMap::new(),
            transfers: BTreeMap::new(),
            categories: Own::default(),
            hooks: Hooks::default(),
            config: super::config::defaults(),
        };
        state.client_secret = state.draw("secret");
        state.manage_token = state.draw("manage");
        state.user_token = state.draw("user");
        let now = household.clock();
        state.users.insert(
            FIRST_USER,
            User {
                created: now,
                expires: None,
            },
        );
        state.tokens.insert(
            state.user_token.clone(),
            Token {
                user: FIRST_USER,
                expires: None,
                single: false,
            },
        );
        let mut connection = Connection::new(
            FIRST_CONNECTION,
            FIRST_USER,
            catalogue::HAPPY,
            now - 86_400_000,
        );
        connection.enabled = aggregated::accounts(household)
            .into_iter()
            .filter(|index| household.accounts()[*index].shared)
            .collect();
        connections::synced(&mut connection, now);
        state.connections.insert(FIRST_CONNECTION, connection);
        recipients::first(&mut state, household);
        state
    }

    /// A fresh secret.
    pub(crate) fn draw(&mut self, kind: &str) -> String {
        self.drawn += 1;
        let mut dice = Dice::numbered(self.seed, &format!("budgea-{kind}"), self.drawn);
        format!("practice-{kind}-{:016x}{:016x}", dice.next(), dice.next())
    }

    /// A fresh number for whatever a person makes.
    pub(crate) fn number(&mut self) -> u64 {
        self.next_number += 1;
        self.next_number
    }

    /// A fresh user.
    pub(crate) fn user(&mut self, now: i64, expires: Option<i64>) -> u64 {
        let id = self.next_user;
        self.next_user += 1;
        self.users.insert(
            id,
            User {
                created: now,
                expires,
            },
        );
        id
    }

    /// A number for a fresh connection.
    pub(crate) fn connection_number(&mut self) -> u64 {
        self.next_connection += 1;
        self.next_connection - 1
    }

    /// Forgets a user and all that is theirs.
    pub(crate) fn forget_user(&mut self, id: u64) {
        self.users.remove(&id);
        self.tokens.retain(|_, token| token.user != id);
        self.connections
            .retain(|_, connection| connection.user != id);
    }

    /// What would have been sent to webhooks, oldest first.
    pub(crate) fn deliveries(&self) -> impl Iterator<Item = Json> {
        self.hooks
            .deliveries
            .iter()
            .map(super::deliveries::Delivery::json)
    }

    /// Starts a scenario's script: every connection meets it at its next synchronisation.
    pub(crate) fn scenario_set(&mut self, scenario: Scenario, now: i64) {
        self.counted = 0;
        self.moved = 0;
        for connection in self.connections.values_mut() {
            connection.scenario_set(scenario, now);
        }
    }
}
