//! Numbered pages, with filters and paging as JSON in the query.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::delivery::fingerprint_of;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Answer, Expect, Session};
use crate::json;

/// Rows asked for at once; the most that is allowed is not published.
const LARGE: u32 = 500;
/// The page size of the vendor's own pages, for a server that refuses more.
const SMALL: u32 = 100;
/// More pages than any listing has: a server that never says "last" is not followed for ever.
const MOST_PAGES: u32 = 100_000;

/// One listing with its filters.
pub(super) struct Listing {
    path: &'static str,
    filters: String,
    size: u32,
}

/// One page of a listing.
pub(super) struct Part {
    answer: Answer,
    /// Rows in the whole listing, when the server counts them.
    pub(super) count: Option<u64>,
    /// Whether another page follows.
    pub(super) more: bool,
}

impl Listing {
    pub(super) fn new(path: &'static str, filters: BTreeMap<&str, Value>) -> Self {
        let filters = Value::Object(
            filters
                .into_iter()
                .map(|(k, v)| (k.to_owned(), v))
                .collect(),
        );
        Self {
            path,
            filters: filters.to_string(),
            size: LARGE,
        }
    }

    /// With another page size, if it is a usable one.
    pub(super) fn sized(mut self, size: u32) -> Self {
        if (1..=LARGE).contains(&size) {
            self.size = size;
        }
        self
    }

    pub(super) fn size(&self) -> u32 {
        self.size
    }

    /// Gets one page, counted from 1.
    pub(super) async fn page(
        &mut self,
        session: &mut Session<'_>,
        number: u32,
    ) -> Result<Part, ConnectorError> {
        if number > MOST_PAGES {
            return Err(session.error(ErrorKind::Protocol, "the listing does not end"));
        }
        let answer = match self.ask(session, number).await {
            Err(error) if error.http_status == Some(400) && number == 1 && self.size > SMALL => {
                self.size = SMALL;
                self.ask(session, number).await?
            }
            other => other?,
        };
        let rows = json::items(&answer.body)
            .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer is no list"))?
            .len() as u64;
        let size = answer.count("x-page-size").filter(|size| *size > 0);
        let more = answer
            .flag("x-has-next-page")
            .unwrap_or_else(|| rows >= size.unwrap_or_else(|| u64::from(self.size)));
        let count = answer.count("x-count");
        Ok(Part {
            count,
            more: more && rows > 0,
            answer,
        })
    }

    async fn ask(&self, session: &mut Session<'_>, number: u32) -> Result<Answer, ConnectorError> {
        let paging = format!(r#"{{"pageNumber":{number},"pageSize":{}}}"#, self.size);
        let query = [
            ("filters", self.filters.as_str()),
            ("pagination", paging.as_str()),
        ];
        session.get(self.path, &query, Expect::Json).await
    }
}

impl Part {
    /// Tells whether the page is as it was: a fingerprint of what came, and of how many rows there are.
    pub(super) fn print(&self) -> u64 {
        let count = self.count.unwrap_or_default().to_le_bytes();
        fingerprint_of(&[&self.answer.body, &count])
    }

    /// The rows as they came.
    pub(super) fn rows(&self, session: &Session<'_>) -> Result<Vec<&RawValue>, ConnectorError> {
        json::items(&self.answer.body)
            .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer is no list"))
    }
}
