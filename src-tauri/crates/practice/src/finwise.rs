//! FinWise.
use axum::http::StatusCode;

use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;

pub(crate) const PREFIX: &str = "/finwise";

pub(crate) struct State {
    api_key: String,
}

impl State {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            api_key: format!("practice-{seed}-key"),
        }
    }
    pub(crate) fn api_key(&self) -> &str {
        &self.api_key
    }
    pub(crate) fn scenario_set(&mut self) {}
}

pub(crate) fn answer(_bank: &mut Bank, _ask: &Ask) -> Answer {
    Answer::status(StatusCode::NOT_FOUND, Json::Null)
}
