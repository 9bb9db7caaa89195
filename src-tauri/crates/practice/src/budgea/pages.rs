//! The pages for people: connecting, reconnecting, managing and paying, and the bank's own page.
//!
//! Plain HTML: forms, buttons and links, no script. What a page must remember travels in hidden
//! fields; who may see it is known from a code. Every page has a way out.

mod bankside;
mod connect;
mod html;
mod manage;
mod transfer;

use axum::http::StatusCode;

pub(crate) use bankside::{webauth, webauth_url};
use html::Tongue;
pub(crate) use html::trouble;

use super::form::Form;
use super::refusal::Refusal;
use super::tokens;
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};

/// Answers a request for a page.
pub(crate) fn answer(bank: &mut Bank, ask: &Ask, segments: &[&str]) -> Result<Answer, Refusal> {
    tokens::forget_expired(bank);
    let form = Form::of(ask)?;
    let route = match segments {
        ["bank", "authorise"] => return bankside::authorise(bank, ask, &form),
        ["2.0", "auth", "webview", rest @ ..]
        | [_, "2.0", "auth", "webview", rest @ ..]
        | ["webview", rest @ ..] => rest,
        _ => return Err(Refusal::unknown("page")),
    };
    let (verb, tongue) = match route {
        ["fr", verb] => (*verb, Tongue::French),
        ["en", verb] => (*verb, Tongue::English),
        [verb] => (*verb, spoken(ask)),
        _ => return Err(Refusal::unknown("page")),
    };
    let visit = Visit::of(bank, ask, tongue, form)?;
    if visit.form.has("refuse") {
        return Ok(visit.back(&[
            ("error", "access_denied"),
            ("error_description", "the person refused"),
        ]));
    }
    match verb {
        "connect" => connect::connect(bank, &visit),
        "reconnect" => connect::reconnect(bank, &visit),
        "manage" => manage::manage(bank, &visit),
        "transfer" => transfer::transfer(bank, &visit),
        _ => Err(Refusal::unknown("page")),
    }
}

/// The language that a browser asks for first.
fn spoken(ask: &Ask) -> Tongue {
    let wanted = ask.header("accept-language").unwrap_or_default();
    if wanted.trim_start().to_ascii_lowercase().starts_with("fr") {
        Tongue::French
    } else {
        Tongue::English
    }
}

/// What a page knows of its visitor.
pub(crate) struct Visit {
    pub(crate) form: Form,
    pub(crate) tongue: Tongue,
    /// The page's own address without the query.
    pub(crate) action: String,
    /// Where it leads back to.
    redirect: Option<String>,
    state: Option<String>,
    /// Came with a code of its own.
    pub(crate) with_code: bool,
    /// Whose data it is, once that is known.
    pub(crate) user: Option<u64>,
    /// The code that pages carry on.
    pub(crate) session: Option<String>,
}

impl Visit {
    fn of(bank: &mut Bank, ask: &Ask, tongue: Tongue, form: Form) -> Result<Self, Refusal> {
        if form.required("client_id")? != bank.budgea.client_id {
            return Err(Refusal::invalid("client_id"));
        }
        let redirect = form.get("redirect_uri").map(str::to_owned);
        if redirect.as_ref().is_some_and(|uri| !sound(uri)) {
            return Err(Refusal::invalid("redirect_uri"));
        }
        let session = form
            .get("session")
            .or(form.get("code"))
            .map(|code| code.trim().to_owned());
        let user = match &session {
            Some(code) => Some(tokens::holder(bank, code)?),
            None => None,
        };
        Ok(Self {
            tongue,
            action: ask.path.clone(),
            redirect,
            state: form.get("state").map(str::to_owned),
            with_code: form.has("code"),
            user,
            session,
            form,
        })
    }

    /// Back to the application with these parameters, and its state.
    pub(crate) fn back(&self, parameters: &[(&str, &str)]) -> Answer {
        let mut all = parameters.to_vec();
        if let Some(state) = &self.state {
            all.push(("state", state));
        }
        if let Some(uri) = &self.redirect {
            return see_other(&with_query(uri, &all));
        }
        let words = self.tongue.say(
            "<p>You can close this page.</p>",
            "<p>Vous pouvez fermer cette page.</p>",
        );
        html::page(self.tongue, self.tongue.say("Done", "Terminé"), words)
    }

    pub(crate) fn must_return(&self) -> Result<(), Refusal> {
        if self.redirect.is_some() {
            Ok(())
        } else {
            Err(Refusal::missing("redirect_uri"))
        }
    }

    pub(crate) fn can_return(&self) -> bool {
        self.redirect.is_some()
    }

    pub(crate) fn user(&self) -> Result<u64, Refusal> {
        self.user.ok_or_else(|| Refusal::missing("code"))
    }

    /// The parameters that every form of the page carries on.
    pub(crate) fn carried(&self) -> Vec<(&'static str, String)> {
        const KEPT: [&str; 12] = [
            "client_id",
            "redirect_uri",
            "code",
            "state",
            "connector_ids",
            "connector_uuids",
            "connector_capabilities",
            "account_types",
            "account_usages",
            "connection_id",
            "reset_credentials",
            "transfer_id",
        ];
        let mut kept: Vec<(&'static str, String)> = KEPT
            .into_iter()
            .filter_map(|name| Some((name, self.form.get(name)?.to_owned())))
            .collect();
        if let Some(session) = &self.session {
            kept.push(("session", session.clone()));
        }
        kept
    }
}

/// An absolute address that a browser may be sent to. Never a script.
pub(crate) fn sound(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else {
        return false;
    };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named
        && rest.starts_with("//")
        && rest.len() > 2
        && !matches!(
            scheme.to_ascii_lowercase().as_str(),
            "javascript" | "data" | "vbscript" | "file"
        )
        && uri.chars().all(|c| c.is_ascii_graphic())
}

/// An address with more parameters in its query.
pub(crate) fn with_query(uri: &str, parameters: &[(&str, &str)]) -> String {
    if parameters.is_empty() {
        return uri.to_owned();
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    let (base, fragment) = match uri.split_once('#') {
        Some((base, fragment)) => (base, format!("#{fragment}")),
        None => (uri, String::new()),
    };
    let joint = if base.contains('?') { '&' } else { '?' };
    format!("{base}{joint}{}{fragment}", query.finish())
}

/// Sends a browser elsewhere, to be asked for with GET.
pub(crate) fn see_other(uri: &str) -> Answer {
    Answer::text(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "").with("location", uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_a_script() {
        assert!(sound("http://127.0.0.1:4711/callback"));
        assert!(sound("coffer://callback"));
        assert!(!sound("javascript://%0aalert(1)"));
        assert!(!sound("data:text/html,x"));
        assert!(!sound("/callback"));
        assert!(!sound("http://a/\r\nset-cookie: x"));
    }

    #[test]
    fn parameters_join_those_that_are_there() {
        assert_eq!(
            with_query("http://a/c?x=1#f", &[("state", "a b&c")]),
            "http://a/c?x=1&state=a+b%26c#f"
        );
    }
}
