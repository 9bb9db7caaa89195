//! What a scenario does to an exchange on its way, decided by counting requests.
//!
//! Nothing here is random: the same requests in the same order meet the same faults. Under `flaky`
//! every third request to a door fails, each time in another way, and the two that follow succeed,
//! so that a client which tries again gets through.

use axum::http::StatusCode;

use crate::bank::Door;
use crate::exchange::{Answer, Content};
use crate::json::Json;
use crate::scenario::Scenario;

/// The fate of one exchange.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The dialect answers.
    None,
    /// This answer comes instead of the dialect's.
    Instead(&'static str, Box<Answer>),
    /// The connection is reset without an answer.
    Reset,
    /// The dialect's answer stops in the middle of the announced length.
    Truncated,
    /// The dialect's answer is cut in the middle, with a length to match.
    Malformed,
    /// The dialect's answer comes late.
    Slow,
    /// No answer ever comes.
    Hang,
    /// 200 MB of JSON come.
    HugeBody,
    /// The dialect's answer has its types mixed up, in one of several ways.
    WrongTypes(u64),
    /// The client is sent to another host.
    Redirect,
}

impl Fault {
    /// A word for the log.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::None => "",
            Self::Instead(name, _) => name,
            Self::Reset => "reset",
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::Slow => "slow",
            Self::Hang => "hang",
            Self::HugeBody => "huge-body",
            Self::WrongTypes(_) => "wrong-types",
            Self::Redirect => "redirect",
        }
    }
}

/// The fault for the request with this count at this door.
pub(crate) fn fault(scenario: Scenario, door: Door, count: u64) -> Fault {
    if !(door.is_bank() || matches!(door, Door::Ecb | Door::Nbp)) {
        return Fault::None;
    }
    match scenario {
        Scenario::Html => instead("html", StatusCode::OK, page("Welcome", "Please sign in.")),
        Scenario::HugeBody => Fault::HugeBody,
        Scenario::Redirect => Fault::Redirect,
        Scenario::Hang => Fault::Hang,
        Scenario::WrongTypes => Fault::WrongTypes(count),
        Scenario::Flaky => flaky(door, count),
        // Budgea stays up and says of its connections that their bank is down.
        Scenario::BankDown if door.is_bank() && door != Door::Budgea => {
            let maintenance = page(
                "Service unavailable",
                "Maintenance, please come back later.",
            );
            Fault::Instead(
                "bank-down",
                Box::new(
                    Answer::text(StatusCode::SERVICE_UNAVAILABLE, "text/html", maintenance)
                        .with("retry-after", "120"),
                ),
            )
        }
        _ => Fault::None,
    }
}

fn flaky(door: Door, count: u64) -> Fault {
    if !count.is_multiple_of(3) {
        return Fault::None;
    }
    match (count / 3) % 8 {
        0 => Fault::Instead(
            "error-500",
            Box::new(trouble(door, StatusCode::INTERNAL_SERVER_ERROR)),
        ),
        1 => Fault::Reset,
        2 => Fault::Truncated,
        3 => Fault::Malformed,
        4 => instead(
            "html",
            StatusCode::OK,
            page("Just a moment", "Checking your browser."),
        ),
        5 => Fault::Slow,
        6 => instead(
            "gateway-502",
            StatusCode::BAD_GATEWAY,
            page("502 Bad Gateway", ""),
        ),
        _ => Fault::Instead(
            "error-503",
            Box::new(trouble(door, StatusCode::SERVICE_UNAVAILABLE)),
        ),
    }
}

fn instead(name: &'static str, status: StatusCode, html: String) -> Fault {
    Fault::Instead(
        name,
        Box::new(Answer::text(status, "text/html; charset=utf-8", html)),
    )
}

/// The way each dialect reports trouble of its own.
fn trouble(door: Door, status: StatusCode) -> Answer {
    let text = "temporary trouble, please try again";
    let body = match door {
        Door::Finwise => Json::object([
            ("name", "InternalServerError".into()),
            ("message", text.into()),
            ("errors", Json::List(Vec::new())),
        ]),
        Door::Budgea => Json::object([
            ("code", "internalServerError".into()),
            ("description", text.into()),
            ("message", Json::Null),
            ("request_id", Json::Null),
        ]),
        _ => Json::object([("error", text.into())]),
    };
    Answer::status(status, body)
}

fn page(title: &str, text: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    )
}

/// Mixes up the types of a body, in the way that `turn` picks.
pub(crate) fn wrong_types(body: Content, turn: u64) -> Content {
    match body {
        Content::Json(document) => Content::Json(mixed_up(document, turn % 4, "")),
        text @ Content::Text(..) => text,
    }
}

fn mixed_up(document: Json, way: u64, name: &str) -> Json {
    match (document, way) {
        (Json::Number(_), 0) => "12,50".into(),
        (Json::Text(_), 1) if name == "id" || name.ends_with("Date") || name == "date" => {
            Json::from(17_i64)
        }
        (Json::Object(members), 2) if !name.is_empty() && members.len() < 6 => {
            Json::List(members.into_iter().map(|(_, value)| value).collect())
        }
        (Json::Number(_), 3) => Json::Number("1e400".into()),
        (Json::Bool(flag), 3) => if flag { "yes" } else { "no" }.into(),
        (Json::List(items), _) => {
            Json::list(items.into_iter().map(|item| mixed_up(item, way, name)))
        }
        (Json::Object(members), _) => Json::Object(
            members
                .into_iter()
                .map(|(member, value)| {
                    let value = mixed_up(value, way, &member);
                    (member, value)
                })
                .collect(),
        ),
        (other, _) => other,
    }
}
