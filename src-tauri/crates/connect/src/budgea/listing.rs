//! Lists, page by page: by links where the server hands them out, else by offsets.

use serde_json::value::RawValue;

use super::VERSION;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Answer, Expect, Session};
use crate::json::Record;

/// Rows asked for at once, and the most that is allowed.
pub(super) const LIMIT: u64 = 1000;
/// More pages than any list has.
const MOST_PAGES: u32 = 100_000;

/// Where the next page is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Next {
    /// Behind a link of the server's.
    Link(String),
    /// So many rows further on.
    Offset(u64),
}

/// One page.
pub(super) struct Part {
    answer: Answer,
    names: &'static [&'static str],
    /// Rows in the whole list, when the server counts them.
    pub(super) total: Option<u64>,
    /// What follows.
    pub(super) next: Option<Next>,
}

impl Part {
    /// The rows as they came.
    pub(super) fn rows(&self, session: &Session<'_>) -> Result<Vec<&RawValue>, ConnectorError> {
        rows(&self.answer, self.names)
            .ok_or_else(|| session.error(ErrorKind::Protocol, "the answer holds no list"))
    }
}

fn rows<'b>(answer: &'b Answer, names: &[&str]) -> Option<Vec<&'b RawValue>> {
    if let Some(items) = crate::json::items(&answer.body) {
        return Some(items);
    }
    let envelope = Record::of_body(&answer.body)?;
    names.iter().find_map(|name| envelope.list(name))
}

/// Gets one page of a list whose envelope calls it by one of `names`. With `limit` the page is asked for in that size.
pub(super) async fn page(
    session: &mut Session<'_>,
    path: &str,
    names: &'static [&'static str],
    query: &[(&str, &str)],
    limit: Option<u64>,
    at: Option<&Next>,
) -> Result<Part, ConnectorError> {
    let answer = match at {
        Some(Next::Link(link)) => {
            let (path, pairs) = session.below(link, VERSION).ok_or_else(|| {
                session.error(
                    ErrorKind::Protocol,
                    "the next page is behind no usable link",
                )
            })?;
            let pairs: Vec<(&str, &str)> = pairs
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            session.get(&path, &pairs, Expect::Json).await?
        }
        other => {
            let limit_text = limit.map(|limit| limit.to_string());
            let offset_text = match other {
                Some(Next::Offset(offset)) if *offset > 0 => Some(offset.to_string()),
                _ => None,
            };
            let mut query = query.to_vec();
            if let Some(limit) = &limit_text {
                query.push(("limit", limit));
            }
            if let Some(offset) = &offset_text {
                query.push(("offset", offset));
            }
            session.get(path, &query, Expect::Json).await?
        }
    };
    let envelope = Record::of_body(&answer.body).unwrap_or_default();
    let count = rows(&answer, names).map_or(0, |rows| rows.len() as u64);
    let total = envelope.count("total");
    let links = envelope.object("_links");
    let link = links
        .as_ref()
        .and_then(|links| links.object("next"))
        .and_then(|next| next.text("href"));
    let offset = match at {
        Some(Next::Offset(offset)) => *offset,
        _ => 0,
    };
    let next = match (link, &links, limit) {
        (Some(link), _, _) => (count > 0).then_some(Next::Link(link)),
        // A server that hands out links and has none more is at the end.
        (None, Some(links), _) if links.has("next") => None,
        (None, _, Some(limit)) => {
            let end = offset + count;
            let more = total.map_or(count >= limit, |total| end < total);
            (more && count > 0).then_some(Next::Offset(end))
        }
        (None, _, None) => {
            let end = offset + count;
            let more = total.is_some_and(|total| end < total);
            (more && count > 0).then_some(Next::Offset(end))
        }
    };
    Ok(Part {
        answer,
        names,
        total,
        next,
    })
}

/// Goes through a short list from end to end.
pub(super) async fn each(
    session: &mut Session<'_>,
    path: &str,
    names: &'static [&'static str],
    query: &[(&str, &str)],
    mut take: impl FnMut(&RawValue) + Send,
) -> Result<(), ConnectorError> {
    let mut at = None;
    for _ in 0..MOST_PAGES {
        let part = page(session, path, names, query, None, at.as_ref()).await?;
        part.rows(session)?.into_iter().for_each(&mut take);
        match part.next {
            Some(next) => at = Some(next),
            None => return Ok(()),
        }
    }
    Err(session.error(ErrorKind::Protocol, "the list does not end"))
}
