//! Writing back to an upstream: what became of what was sent.

use domain::outbox::{Outcome, Outgoing, Theirs, Writable};

use crate::error::{ConnectorError, ErrorKind};
use crate::http::{RateFacts, Session};

/// What became of the things that were handed over to be written.
#[derive(Debug, Default)]
pub struct Pushed {
    /// One for each thing that was tried, in the order they were handed over. Those behind the last were not tried.
    pub outcomes: Vec<Outcome>,
    /// Why the rest was not tried: nothing can be written now.
    pub stopped: Option<ConnectorError>,
    /// Requests sent.
    pub requests: u64,
    /// The allowance that the upstream named last.
    pub rate: RateFacts,
}

/// How an upstream is written to.
pub trait WriteBack: Send + Sync {
    /// What can be written.
    fn fields(&self) -> &'static [Writable];

    /// Most things that are worth handing over at once.
    fn at_once(&self) -> usize;

    /// Whether accounts and categories can be made there.
    fn makes(&self) -> bool {
        false
    }

    /// What a record, as it came, says of what can be written; none when it cannot be read.
    fn theirs(&self, raw: &str) -> Option<Theirs>;

    /// Whether the upstream leaves a record alone until it is booked.
    fn waits_for_booking(&self, _raw: &str) -> bool {
        false
    }

    /// Writes. Handing the same over again does no more than once, except for entries, which say that they may be there.
    fn push<'a>(
        &'a self,
        access: &'a crate::Access,
        things: &'a [Outgoing],
        cancel: &'a crate::CancelFlag,
    ) -> crate::Work<'a, Pushed>;
}

/// A refusal with a closed word and, where the upstream gave any, its own words.
pub(crate) fn refused(reason: &'static str, detail: Option<String>) -> Outcome {
    Outcome::Refused {
        reason,
        detail: detail.as_deref().map(shown).unwrap_or_default(),
    }
}

/// It is written, and is no new row.
pub(crate) const fn written() -> Outcome {
    Outcome::Written { source_id: None }
}

/// What an error says of the one thing that was sent, or that nothing can be sent now.
pub(crate) enum Meaning {
    /// This one will not do.
    This(Outcome),
    /// None will do for now; what was sent may have arrived.
    All(ConnectorError),
}

/// What a failed write means, wherever the upstream says no more.
pub(crate) fn meaning(error: ConnectorError) -> Meaning {
    match (error.kind, error.http_status) {
        (ErrorKind::Forbidden, _) => Meaning::This(refused("not_allowed", None)),
        (ErrorKind::Protocol, Some(404 | 410)) => Meaning::This(refused("gone", None)),
        (ErrorKind::Protocol, Some(405 | 501)) => Meaning::This(refused("read_only", None)),
        (ErrorKind::Protocol, Some(400..=499)) => {
            Meaning::This(refused("refused", Some(error.detail)))
        }
        // It was answered, but not in words that can be read: whether it was done, nobody knows.
        (ErrorKind::Protocol, _) => Meaning::This(Outcome::Unknown),
        _ => Meaning::All(error),
    }
}

impl Pushed {
    /// Ends with what the session has come to.
    pub(crate) fn ended(mut self, session: &Session<'_>) -> Self {
        self.requests = session.requests();
        self.rate = session.rate();
        self
    }

    /// Notes a failed write of the thing at hand; false when the rest is not to be tried.
    pub(crate) fn failed(&mut self, error: ConnectorError) -> bool {
        match meaning(error) {
            Meaning::This(outcome) => {
                self.outcomes.push(outcome);
                true
            }
            Meaning::All(error) => {
                self.stop(error, 1);
                false
            }
        }
    }

    /// Nothing more can be written; the last `sent` things may have arrived, unless the upstream said that they did not.
    pub(crate) fn stop(&mut self, error: ConnectorError, sent: usize) {
        let arrived = !matches!(
            (error.kind, error.http_status),
            (
                ErrorKind::Credentials
                    | ErrorKind::RateLimited { .. }
                    | ErrorKind::Preparing { .. }
                    | ErrorKind::Settings
                    | ErrorKind::Insecure,
                _
            ) | (_, Some(503))
        );
        if arrived {
            self.outcomes
                .extend(std::iter::repeat_n(Outcome::Unknown, sent));
        }
        self.stopped = Some(error);
    }
}

/// An upstream's own words as they may be shown: one line without what does not print or turns the direction of text, at
/// most 200 characters.
pub(crate) fn shown(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_direction(*c))
        .collect();
    let mut words = line.split(' ').filter(|word| !word.is_empty());
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
    out.chars().take(200).collect()
}

/// Marks that embed, override or isolate a direction, and those that take no room.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_upstream_are_shown_plain() {
        assert_eq!(
            shown("  The\trecord is\n<b>locked</b>\u{202e}!\u{0} "),
            "The record is <b>locked</b>!"
        );
        assert_eq!(shown(&"x".repeat(500)).len(), 200);
        assert_eq!(shown("\u{feff} \u{200b}"), "");
    }
}
