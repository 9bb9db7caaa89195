//! One request and one answer, free of the web framework, as the dialects see them.

use axum::http::{HeaderMap, Method, StatusCode};

use crate::json::Json;

/// A request after its body was read.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    /// The whole path as it came.
    pub(crate) path: String,
    /// Form-decoded query, in order, repeats kept.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    /// The path below a prefix, cut at its slashes; `None` outside of the prefix.
    pub(crate) fn below(&self, prefix: &str) -> Option<Vec<&str>> {
        let rest = self.path.strip_prefix(prefix)?;
        if !(rest.is_empty() || rest.starts_with('/')) {
            return None;
        }
        Some(
            rest.split('/')
                .filter(|segment| !segment.is_empty())
                .collect(),
        )
    }

    /// The first value of a query parameter.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(have, _)| have == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a query parameter.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query
            .iter()
            .filter(move |(have, _)| have == name)
            .map(|(_, value)| value.as_str())
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether the client comes with one of the JSON methods that change things.
    pub(crate) fn writes(&self) -> bool {
        self.method != Method::GET && self.method != Method::HEAD
    }
}

/// What a dialect answers.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Content,
}

/// The body of an answer.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Json(Json),
    /// Media type and text.
    Text(&'static str, String),
}

impl Answer {
    /// JSON with status 200.
    pub(crate) fn json(body: Json) -> Self {
        Self::status(StatusCode::OK, body)
    }

    /// JSON with a status.
    pub(crate) fn status(status: StatusCode, body: Json) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Content::Json(body),
        }
    }

    /// Text of a media type.
    pub(crate) fn text(status: StatusCode, media: &'static str, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Content::Text(media, body.into()),
        }
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
