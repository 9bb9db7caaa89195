//! What goes to standard output: one JSON document, or tables for people.

use std::io::{self, IsTerminal, Write};

use contract::{ApiError, ErrorCode};
use serde::Serialize;
use serde_json::{Value, json};

use crate::words;

/// How a command ended, when not well.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: u8,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) hint: String,
    pub(crate) details: Value,
}

impl From<ApiError> for Ended {
    fn from(error: ApiError) -> Self {
        let (message, hint) = words::of(&error.code);
        let value = serde_json::to_value(&error.code).unwrap_or_default();
        let mut details = snake(value.get("params").cloned().unwrap_or_else(|| json!({})));
        details["trace"] = json!(error.trace);
        Self {
            status: words::status(&error.code),
            code: words::word(&error.code),
            message,
            hint: hint.to_owned(),
            details,
        }
    }
}

impl From<ErrorCode> for Ended {
    fn from(code: ErrorCode) -> Self {
        Self::from(ApiError {
            code,
            trace: String::new(),
        })
    }
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Self {
            status: 1,
            code: "file_system".into(),
            message: error.to_string(),
            hint: "Check the path and its rights.".into(),
            details: json!({}),
        }
    }
}

impl Ended {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            status: 2,
            code: "usage".into(),
            message: message.into(),
            hint: "See --help.".into(),
            details: json!({}),
        }
    }

    pub(crate) fn document(&self) -> Value {
        json!({"error": {"code": self.code, "message": self.message, "hint": self.hint, "details": self.details}})
    }
}

pub(crate) type Answer = Result<u8, Ended>;

/// Standard output in the manner asked for.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

#[expect(clippy::unused_self, reason = "who prints was asked how to print")]
impl Output {
    /// The one document of a command.
    pub(crate) fn document<T: Serialize>(self, value: &T) -> Result<(), Ended> {
        let value = snake(serde_json::to_value(value).map_err(io::Error::from)?);
        let mut out = io::stdout().lock();
        serde_json::to_writer(&mut out, &value).map_err(io::Error::from)?;
        Ok(out.write_all(b"\n").and_then(|()| out.flush())?)
    }

    /// The document, or else text for people.
    pub(crate) fn either<T: Serialize>(
        self,
        value: &T,
        text: impl FnOnce() -> String,
    ) -> Result<(), Ended> {
        if self.json {
            self.document(value)
        } else {
            self.text(&text())
        }
    }

    /// Text for people.
    pub(crate) fn text(self, text: &str) -> Result<(), Ended> {
        let mut out = io::stdout().lock();
        Ok(out.write_all(text.as_bytes()).and_then(|()| out.flush())?)
    }

    /// A note for people, on standard error. A closed standard error is nobody's loss.
    pub(crate) fn note(self, text: &str) {
        drop(writeln!(io::stderr(), "{text}"));
    }

    /// A line that overwrites itself, where people watch.
    pub(crate) fn progress(self, text: &str) {
        if !self.json && io::stderr().is_terminal() {
            drop(write!(io::stderr(), "\r\x1b[2K{text}"));
        }
    }

    /// Ends the line that overwrites itself.
    pub(crate) fn progress_done(self) {
        self.progress("");
    }
}

/// The wire's `camelCase` as the command line's `snake_case`, keys only.
pub(crate) fn snake(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(key, value)| (snake_key(&key), snake(value)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(snake).collect()),
        other => other,
    }
}

fn snake_key(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// A table for people: the last columns named in `right` are set to the right.
pub(crate) fn table(head: &[&str], right: &[usize], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .chain([head[column].chars().count()])
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &[&str]| {
        let mut text = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let gap = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            if column > 0 {
                text.push_str("  ");
            }
            if right.contains(&column) {
                text.push_str(&gap);
                text.push_str(cell);
            } else {
                text.push_str(cell);
                if column + 1 < cells.len() {
                    text.push_str(&gap);
                }
            }
        }
        text.push('\n');
        text
    };
    let mut out = line(head);
    for row in rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        out.push_str(&line(&cells));
    }
    out
}

/// An amount for people: thousands set apart, the currency after it.
pub(crate) fn money(money: &contract::types::Money) -> String {
    format!("{} {}", grouped(&money.amount), money.currency)
}

/// Decimal text with its thousands set apart.
pub(crate) fn grouped(amount: &str) -> String {
    let (sign, digits) = amount
        .strip_prefix('-')
        .map_or(("", amount), |rest| ("-", rest));
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
