//! One answer, read to its end, and the facts in its headers.

use chrono::{DateTime, Utc};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap};

use super::retry;

/// An answer: its status, headers and whole body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// What an upstream says of how often it may still be asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RateFacts {
    /// Requests in a full allowance.
    pub limit: Option<u64>,
    /// Requests left of it.
    pub remaining: Option<u64>,
}

impl Answer {
    /// A header's text; none when it is absent or not plain text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
    }

    /// A header that holds a count.
    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        self.header(name)?.parse().ok()
    }

    /// A header that holds `true` or `false`.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.header(name)? {
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// The upstream's name for the request: printable, and of a sane length.
    pub(crate) fn request_id(&self) -> Option<String> {
        ["request-id", "x-request-id"]
            .into_iter()
            .find_map(|name| self.header(name))
            .filter(|id| (1..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic()))
            .map(str::to_owned)
    }

    /// The allowance, by any of the names in use.
    pub(crate) fn rate(&self) -> RateFacts {
        let first = |names: [&str; 2]| names.into_iter().find_map(|name| self.count(name));
        RateFacts {
            limit: first(["x-ratelimit-limit", "x-ratelimit-limit-hour"]),
            remaining: first(["x-ratelimit-remaining", "x-ratelimit-remaining-hour"]),
        }
    }

    /// When the server sent it, by its own clock.
    pub(crate) fn date(&self) -> Option<DateTime<Utc>> {
        retry::http_date(self.headers.get(DATE)?.to_str().ok()?)
    }

    /// The instant that `Retry-After` names, counted from `now`.
    pub(crate) fn retry_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        retry::retry_at(self.header("retry-after")?, self.date(), now)
    }

    /// The media type without its parameters, in small letters; none when absent.
    pub(crate) fn media_type(&self) -> Option<String> {
        let text = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        Some(
            text.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
        )
    }

    /// Whether the media type says JSON.
    pub(crate) fn says_json(&self) -> bool {
        self.media_type().is_some_and(|media| is_json(&media))
    }
}

pub(super) fn is_json(media: &str) -> bool {
    matches!(media, "application/json" | "text/json") || media.ends_with("+json")
}
