//! Lists: three envelopes, with pages or without.

use serde_json::value::RawValue;

use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Answer, Expect, Session};
use crate::json::{self, Record};

/// Rows asked for at once.
const SIZE: u64 = 100;
/// More pages than any list has: a server that never says "last" is not followed for ever.
const MOST_PAGES: u64 = 50_000;

/// One page of a list.
pub(super) struct Part {
    answer: Answer,
    /// Whether another page may follow.
    pub(super) more: bool,
    /// Rows in the whole list, when the server counts them.
    pub(super) total: Option<u64>,
}

/// The rows of a body, by its envelope: a bare list, or one below `result` or `data`.
fn rows(body: &[u8]) -> Option<Vec<&RawValue>> {
    json::items(body).or_else(|| {
        let envelope = Record::of_body(body)?;
        ["result", "data"]
            .into_iter()
            .find_map(|name| envelope.list(name))
    })
}

/// Gets one page, counted from 1.
pub(super) async fn page(
    session: &mut Session<'_>,
    path: &str,
    number: u64,
    query: &[(&str, &str)],
) -> Result<Part, ConnectorError> {
    if number > MOST_PAGES {
        return Err(session.error(ErrorKind::Protocol, "the list does not end"));
    }
    let (page, size) = (number.to_string(), SIZE.to_string());
    let mut whole = vec![("page", page.as_str()), ("per_page", size.as_str())];
    whole.extend_from_slice(query);
    let answer = session.get(path, &whole, Expect::Json).await?;
    let count = rows(&answer.body)
        .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer is no list"))?
        .len() as u64;
    let envelope = Record::of_body(&answer.body);
    let fact = |name: &str| {
        let facts = envelope.as_ref()?;
        facts
            .count(name)
            .or_else(|| facts.object("pagination")?.count(name))
            .or_else(|| facts.object("meta")?.count(name))
    };
    let size = fact("per_page").filter(|size| *size > 0).unwrap_or(SIZE);
    let total = fact("total");
    let more = match (fact("total_pages"), total) {
        (Some(pages), _) => number < pages,
        (None, Some(total)) => number * size < total,
        // Nothing is said of pages: a full one may be cut off, a longer one is everything.
        (None, None) => count == SIZE,
    };
    Ok(Part {
        more: more && count > 0,
        total,
        answer,
    })
}

impl Part {
    /// The rows as they came.
    pub(super) fn rows(&self) -> Vec<&RawValue> {
        rows(&self.answer.body).unwrap_or_default()
    }

    /// The first row's text: a server that does not heed `page` gives the same one again.
    pub(super) fn first(&self) -> Option<&str> {
        self.rows().first().map(|row| row.get())
    }
}

/// Every row of a short list, as text.
pub(super) async fn whole(
    session: &mut Session<'_>,
    path: &str,
) -> Result<Vec<Box<RawValue>>, ConnectorError> {
    let mut all: Vec<Box<RawValue>> = Vec::new();
    let mut number = 1;
    loop {
        let part = page(session, path, number, &[]).await?;
        if number > 1 && part.first() == all.first().map(|row| row.get()) {
            return Ok(all);
        }
        all.extend(part.rows().into_iter().map(ToOwned::to_owned));
        if !part.more {
            return Ok(all);
        }
        number += 1;
    }
}
