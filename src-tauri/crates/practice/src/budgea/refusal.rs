//! Refusals, in the words of either era.

use axum::http::StatusCode;

use super::Dialect;
use crate::exchange::Answer;
use crate::json::Json;

/// A refusal with Budgea's members.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// Today's word; the older dialect has another for some.
    pub(crate) code: &'static str,
    pub(crate) description: String,
    /// What the bank itself says to the person.
    pub(crate) message: Option<String>,
}

impl Refusal {
    pub(crate) fn new(
        status: StatusCode,
        code: &'static str,
        description: impl Into<String>,
    ) -> Self {
        Self {
            status,
            code,
            description: description.into(),
            message: None,
        }
    }

    pub(crate) fn missing(name: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "missingParameter",
            format!("the parameter {name} is missing"),
        )
    }

    pub(crate) fn invalid(name: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "invalidValue",
            format!("the parameter {name} has no valid value"),
        )
    }

    pub(crate) fn unknown(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "notFound",
            format!("there is no such {what}"),
        )
    }

    pub(crate) fn unauthorised() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "the token is missing, unknown or has expired",
        )
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "the token does not allow this",
        )
    }

    pub(crate) fn method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "methodNotAllowed",
            "the resource knows no such method",
        )
    }

    pub(crate) fn conflict(code: &'static str, description: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, description)
    }

    pub(crate) fn answer(&self, dialect: Dialect, number: u64) -> Answer {
        if dialect.legacy {
            let (status, code) = match (self.status, self.code) {
                (StatusCode::UNAUTHORIZED, _) => (StatusCode::FORBIDDEN, "invalidToken"),
                (status, "wrongPass") => (status, "wrongpass"),
                (status, code) => (status, code),
            };
            let text = self.message.as_ref().unwrap_or(&self.description);
            let mut body = Json::object([("code", code.into()), ("message", text.as_str().into())]);
            if matches!(code, "wrongpass" | "websiteUnavailable") {
                body.set("error", code);
            }
            return Answer::status(status, body);
        }
        Answer::status(
            self.status,
            Json::object([
                ("code", self.code.into()),
                ("description", self.description.as_str().into()),
                ("message", self.message.clone().into()),
                ("request_id", format!("r-{number}").into()),
            ]),
        )
    }
}
