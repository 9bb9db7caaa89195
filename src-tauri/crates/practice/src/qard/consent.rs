//! The page on which a person allows a bank to be read: plain HTML, forms and nothing else.

use axum::http::StatusCode;

use super::connections::Status;
use crate::aggregated;
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};

/// `GET` shows the page, `POST` takes the answer.
pub(super) fn page(bank: &mut Bank, id: &str, ask: &Ask) -> Answer {
    let Some(position) = bank
        .qard
        .connections
        .iter()
        .position(|connection| connection.id == id)
    else {
        return html(
            StatusCode::NOT_FOUND,
            "Unknown",
            "<p>There is no such consent.</p>",
        );
    };
    let form = String::from_utf8_lossy(&ask.body).into_owned();
    let decision = match (ask.first("auto"), ask.writes()) {
        (Some("approve"), _) => Some("allow"),
        (Some("refuse"), _) => Some("refuse"),
        (Some("timeout"), _) => Some("timeout"),
        (_, true) => form
            .split('&')
            .find_map(|pair| pair.strip_prefix("decision=")),
        _ => None,
    };
    let connection = &mut bank.qard.connections[position];
    let user = connection.user.clone();
    let waits = matches!(connection.status, Status::AuthRequired | Status::AuthError);
    let said = match decision {
        _ if !waits => "<p>Nothing is asked here at present.</p>",
        Some("allow") => {
            connection.allow();
            "<p>You allowed it. You can close this page.</p>"
        }
        Some("refuse") => {
            connection.refuse();
            "<p>You refused. Nothing is read. You can close this page.</p>"
        }
        Some("timeout") => "<p>The page waited too long. Nothing was decided.</p>",
        _ => return question(),
    };
    let back = super::users::find(bank, &user)
        .ok()
        .and_then(|user| user.return_url.as_deref())
        .map(|url| format!("<p><a href=\"{}\">Back</a></p>", escaped(url)))
        .unwrap_or_default();
    html(StatusCode::OK, "Thank you", &format!("{said}{back}"))
}

fn question() -> Answer {
    let bank = escaped(aggregated::BANK);
    let form = format!(
        "<p>Practice client asks to read your accounts and transactions at {bank} for 180 days.</p>\
         <form method=\"post\">\
         <button type=\"submit\" name=\"decision\" value=\"allow\">Allow</button> \
         <button type=\"submit\" name=\"decision\" value=\"refuse\">Refuse</button>\
         </form>"
    );
    html(StatusCode::OK, "Allow reading?", &form)
}

fn html(status: StatusCode, title: &str, body: &str) -> Answer {
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>"
    );
    Answer::text(status, "text/html; charset=utf-8", page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
