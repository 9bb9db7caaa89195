//! Lists in their three envelopes, with pages or without.

use serde::Deserialize;

use super::Refusal;
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;

/// How lists are wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Envelope {
    /// Below `result`.
    #[default]
    Result,
    /// Below `data`.
    Data,
    /// A bare array.
    Bare,
}

/// Rows of a page unless asked otherwise, and at most.
const DEFAULT: usize = 50;
const MOST: usize = 100;

/// The page of rows that was asked for.
pub(super) fn list(bank: &Bank, ask: &Ask, rows: Vec<Json>) -> Result<Answer, Refusal> {
    let number = |name: &'static str, default: usize| match ask.first(name) {
        None => Ok(default),
        Some(text) => text
            .parse::<usize>()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| Refusal::field(name, "must be a whole number from 1")),
    };
    let (page, size) = (number("page", 1)?, number("per_page", DEFAULT)?.min(MOST));
    let total = rows.len();
    let paged = bank.switches.qard_pages;
    let shown = if paged {
        rows.into_iter()
            .skip((page - 1).saturating_mul(size))
            .take(size)
            .collect()
    } else {
        rows
    };
    let name = match bank.switches.qard_envelope {
        Envelope::Bare => return Ok(Answer::json(Json::List(shown))),
        Envelope::Result => "result",
        Envelope::Data => "data",
    };
    let mut body = Json::object([(name, Json::List(shown))]);
    if paged {
        body.set("page", page);
        body.set("per_page", size);
        body.set("total", total);
        body.set("total_pages", total.div_ceil(size));
    }
    Ok(Answer::json(body))
}
