//! Wallet.
use axum::http::StatusCode;
use chrono::NaiveDate;

use crate::Switches;
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;
use crate::scenario::Scenario;

pub(crate) const PREFIX: &str = "/wallet";

pub(crate) struct State {
    token: String,
}

impl State {
    pub(crate) fn new(seed: u64, _today: NaiveDate, _switches: &Switches) -> Self {
        Self {
            token: format!("practice.{seed}.token"),
        }
    }
    pub(crate) fn token(&self) -> &str {
        &self.token
    }
    pub(crate) fn scenario_set(&mut self, _scenario: Scenario, _switches: &Switches) {}
}

pub(crate) fn answer(_bank: &mut Bank, _ask: &Ask) -> Answer {
    Answer::status(StatusCode::NOT_FOUND, Json::Null)
}
