//! What the upstream says of its connections, which are logins here.

use chrono::{DateTime, Utc};
use domain::connection::LoginCondition;
use domain::feed::FeedLogin;

use super::paris;
use crate::delivery::plain_word;
use crate::json::Record;

/// Longest message of a bank's that is kept.
const LONGEST_MESSAGE: usize = 500;

/// Reads a state's word, in the spelling of either era.
pub(super) fn condition(word: &str) -> LoginCondition {
    match word.to_ascii_lowercase().as_str() {
        "" => LoginCondition::Ok,
        "validating" => LoginCondition::Syncing,
        "scarequired" => LoginCondition::AuthenticationDue,
        "additionalinformationneeded" => LoginCondition::FieldsNeeded,
        "decoupled" => LoginCondition::ApprovalNeeded,
        "webauthrequired" => LoginCondition::BrowserNeeded,
        "wrongpass" => LoginCondition::WrongCredentials,
        "passwordexpired" => LoginCondition::PasswordExpired,
        "actionneeded" => LoginCondition::ActionAtBank,
        "ratelimiting" => LoginCondition::RateLimited,
        "websiteunavailable" => LoginCondition::BankUnavailable,
        "bug" | "internalservererror" => LoginCondition::UpstreamFailed,
        "notsupported" => LoginCondition::NotSupported,
        _ => LoginCondition::Unknown,
    }
}

/// A connection as it came, taken apart as far as logins go.
#[derive(Debug, Clone)]
pub(super) struct Login {
    pub(super) feed: FeedLogin,
    /// The last time that the bank was read in full, as the server wrote it.
    pub(super) last_update: Option<String>,
    /// The upstream's number of the bank, to look its name up.
    pub(super) connector: Option<String>,
}

impl Login {
    pub(super) fn id(&self) -> &str {
        &self.feed.source_id
    }

    pub(super) fn condition(&self) -> LoginCondition {
        self.feed.condition
    }

    /// The bank was never read in full.
    pub(super) fn is_new(&self) -> bool {
        self.last_update.is_none()
            && matches!(
                self.feed.condition,
                LoginCondition::Ok | LoginCondition::Syncing
            )
    }
}

/// Reads one connection; none when it has no id.
pub(super) fn read(record: &Record<'_>) -> Option<Login> {
    let source_id = record.key("id")?;
    let sources: Vec<Record<'_>> = record
        .list("sources")
        .unwrap_or_default()
        .into_iter()
        .filter_map(Record::read)
        .filter(|source| !source.is_set("disabled"))
        .collect();
    let own = ["state", "error"]
        .into_iter()
        .find_map(|name| record.text(name));
    let word = own
        .or_else(|| sources.iter().find_map(|source| source.text("state")))
        .unwrap_or_default();
    let mut feed_condition = condition(&word);
    let is_off = record.flexible_flag("active") == Some(false);
    if is_off && feed_condition == LoginCondition::Ok {
        feed_condition = LoginCondition::SwitchedOff;
    }
    let last_update = record.text("last_update");
    let bank = ["connector", "bank", "provider"]
        .into_iter()
        .find_map(|name| record.object(name));
    let institution = bank.as_ref().and_then(|bank| bank.text("name"));
    let connector = ["connector_uuid", "id_connector", "id_bank", "id_provider"]
        .into_iter()
        .find_map(|name| record.key(name));
    let consent = |source: &Record<'_>| {
        ["access_expire", "expire"]
            .into_iter()
            .find_map(|name| paris::stamp(source, name))
    };
    Some(Login {
        feed: FeedLogin {
            institution,
            connector: connector.clone(),
            condition: feed_condition,
            upstream_state: (!word.is_empty()).then(|| plain_word(&word)),
            message: record.text("error_message").map(|text| said(&text)),
            consent_until: paris::stamp(record, "expire")
                .or_else(|| sources.iter().filter_map(consent).min()),
            next_try: paris::stamp(record, "next_try"),
            last_sync: last_update.as_deref().and_then(paris::instant),
            withheld_accounts: 0,
            source_id,
        },
        last_update,
        connector,
    })
}

/// A bank's message as it may be shown: one line of plain text without control characters.
pub(super) fn said(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !is_direction_mark(*c))
        .take(LONGEST_MESSAGE)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks that turn the direction of text around, with which a message could show what it does not say.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the upstream should be asked to read the bank anew: it can, and did not just do so.
pub(super) fn may_be_refreshed(login: &Login, now: DateTime<Utc>) -> bool {
    let rested = login
        .feed
        .last_sync
        .is_none_or(|last| (now - last).num_minutes().abs() >= 15);
    let allowed = login.feed.next_try.is_none_or(|next| next <= now);
    match login.condition() {
        LoginCondition::Ok => rested && !login.is_new(),
        LoginCondition::BankUnavailable
        | LoginCondition::UpstreamFailed
        | LoginCondition::RateLimited => rested && allowed,
        // Never again with a secret that was refused, and nothing that would ask the person in passing.
        LoginCondition::Syncing
        | LoginCondition::AuthenticationDue
        | LoginCondition::FieldsNeeded
        | LoginCondition::ApprovalNeeded
        | LoginCondition::BrowserNeeded
        | LoginCondition::WrongCredentials
        | LoginCondition::PasswordExpired
        | LoginCondition::ActionAtBank
        | LoginCondition::NotSupported
        | LoginCondition::SwitchedOff
        | LoginCondition::Unknown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(json: &str) -> Login {
        read(&Record::of_body(json.as_bytes()).expect("an object")).expect("a login")
    }

    #[test]
    fn both_eras_say_the_same() {
        for (word, wanted) in [
            ("SCARequired", LoginCondition::AuthenticationDue),
            ("wrongpass", LoginCondition::WrongCredentials),
            ("wrongPass", LoginCondition::WrongCredentials),
            ("websiteUnavailable", LoginCondition::BankUnavailable),
            ("rateLimiting", LoginCondition::RateLimited),
            ("quantumEntangled", LoginCondition::Unknown),
        ] {
            for name in ["state", "error"] {
                let found = login(&format!(r#"{{"id":1,"{name}":"{word}"}}"#));
                assert_eq!(found.condition(), wanted, "{name} {word}");
            }
        }
    }

    #[test]
    fn a_connection_is_read_leniently() {
        let found = login(
            r#"{"id":"21","state":null,"error":null,"id_bank":40,"bank":{"name":"Rive"},"active":true,
               "last_update":"2026-01-10 04:12:09","expire":"2026-06-01 00:00:00"}"#,
        );
        assert_eq!(found.id(), "21");
        assert_eq!(found.condition(), LoginCondition::Ok);
        assert_eq!(found.connector.as_deref(), Some("40"));
        assert_eq!(found.feed.institution.as_deref(), Some("Rive"));
        assert!(!found.is_new());
        assert!(login(r#"{"id":1}"#).is_new());
        assert_eq!(
            login(r#"{"id":1,"active":false}"#).condition(),
            LoginCondition::SwitchedOff
        );
        assert_eq!(
            login(r#"{"id":1,"sources":[{"state":"SCARequired"}]}"#).condition(),
            LoginCondition::AuthenticationDue
        );
    }

    #[test]
    fn what_a_bank_says_is_one_plain_line() {
        assert_eq!(
            said("Please\n visit\u{202e} us\t now "),
            "Please visit us now"
        );
        assert_eq!(said(&"é".repeat(900)).chars().count(), 500);
    }

    #[test]
    fn a_refused_secret_is_never_tried_again() {
        let now = "2026-01-15T10:00:00Z".parse().expect("an instant");
        let old = r#""last_update":"2026-01-10 04:12:09""#;
        assert!(may_be_refreshed(
            &login(&format!(r#"{{"id":1,{old}}}"#)),
            now
        ));
        assert!(!may_be_refreshed(
            &login(&format!(r#"{{"id":1,"state":"wrongpass",{old}}}"#)),
            now
        ));
        assert!(!may_be_refreshed(
            &login(r#"{"id":1,"last_update":"2026-01-15 10:50:00"}"#),
            now
        ));
        assert!(!may_be_refreshed(
            &login(&format!(
                r#"{{"id":1,"state":"rateLimiting","next_try":"2026-01-15 12:00:00",{old}}}"#
            )),
            now
        ));
    }
}
