//! Pages by offset, in an envelope.

use serde_json::value::RawValue;

use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Answer, Expect, Session};
use crate::json::Record;

/// Rows asked for at once since version 1.3; it halves what a sync takes from the hourly allowance.
pub(super) const LARGE: u64 = 200;
/// The most that older versions give.
const SMALL: u64 = 100;

/// One listing.
pub(super) struct Listing<'n> {
    path: &'static str,
    /// Names its rows go by, by version.
    names: &'n [&'static str],
    limit: u64,
}

/// One page of it.
pub(super) struct Part<'n> {
    answer: Answer,
    names: &'n [&'static str],
    /// Where the next page begins; none after the last.
    pub(super) next: Option<u64>,
    /// Rows in the whole listing, when the server counts them.
    pub(super) total: Option<u64>,
}

impl<'n> Listing<'n> {
    pub(super) fn new(path: &'static str, names: &'n [&'static str], limit: u64) -> Self {
        Self { path, names, limit }
    }

    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    /// Gets the page that begins at `offset`.
    pub(super) async fn page(
        &mut self,
        session: &mut Session<'_>,
        offset: u64,
        query: &[(&str, &str)],
    ) -> Result<Part<'n>, ConnectorError> {
        let answer = match self.ask(session, offset, query).await {
            Err(error) if error.http_status == Some(400) && self.limit > SMALL => {
                self.limit = SMALL;
                self.ask(session, offset, query).await?
            }
            other => other?,
        };
        let no_envelope = || session.error(ErrorKind::Protocol, "the answer is no envelope");
        let body = Record::of_body(&answer.body).ok_or_else(no_envelope)?;
        let rows = rows(&body, self.names).ok_or_else(no_envelope)?.len() as u64;
        // A next page that does not lie further on, or follows an empty one, would be read for ever.
        let next = body
            .count("nextOffset")
            .filter(|next| *next > offset && rows > 0);
        // Some deployments count nothing and say zero.
        let total = body
            .count("total")
            .filter(|total| *total >= rows && *total > 0);
        Ok(Part {
            names: self.names,
            next,
            total: total.or((rows == 0 && offset == 0).then_some(0)),
            answer,
        })
    }

    async fn ask(
        &self,
        session: &mut Session<'_>,
        offset: u64,
        query: &[(&str, &str)],
    ) -> Result<Answer, ConnectorError> {
        let (limit, offset) = (self.limit.to_string(), offset.to_string());
        let mut whole = vec![("limit", limit.as_str()), ("offset", offset.as_str())];
        whole.extend_from_slice(query);
        session.get(self.path, &whole, Expect::Json).await
    }
}

impl Part<'_> {
    /// The rows as they came.
    pub(super) fn rows(&self, session: &Session<'_>) -> Result<Vec<&RawValue>, ConnectorError> {
        Record::of_body(&self.answer.body)
            .and_then(|body| rows(&body, self.names))
            .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer is no envelope"))
    }
}

fn rows<'b>(body: &Record<'b>, names: &[&str]) -> Option<Vec<&'b RawValue>> {
    names.iter().find_map(|name| body.list(name))
}
