//! What a client sent, whichever way it wrote it: JSON, a form, or multipart with every value as
//! text and flags spelled `True` and `False`.

use axum::http::StatusCode;
use rust_decimal::Decimal;
use serde_json::Value;

use super::refusal::Refusal;
use crate::exchange::Ask;

/// The members of a body, in order. Nested JSON keeps its text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the body of a request; the query fills in what the body lacks.
    pub(crate) fn of(ask: &Ask) -> Result<Self, Refusal> {
        let media = ask.header("content-type").unwrap_or_default().to_owned();
        let kind = media.split(';').next().unwrap_or_default().trim();
        let mut members = match kind {
            _ if ask.body.is_empty() => Vec::new(),
            "application/json" => json(&ask.body)?,
            "multipart/form-data" => {
                multipart(&media, &ask.body).ok_or_else(|| unreadable("multipart"))?
            }
            "application/x-www-form-urlencoded" | "" => {
                form_urlencoded::parse(&ask.body).into_owned().collect()
            }
            other => {
                return Err(Refusal::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "invalidValue",
                    format!("a body cannot be {other}"),
                ));
            }
        };
        for (name, value) in &ask.query {
            if !members.iter().any(|(have, _)| have == name) {
                members.push((name.clone(), value.clone()));
            }
        }
        Ok(Self(members))
    }

    /// A member that says something.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(have, _)| have == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Whether the member is there, even if it says nothing.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(have, _)| have == name)
    }

    /// All values of a member, as check boxes send them.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(have, _)| have == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::missing(name))
    }

    pub(crate) fn whole(&self, name: &str) -> Result<Option<u64>, Refusal> {
        self.get(name)
            .map(|text| text.parse().map_err(|_| Refusal::invalid(name)))
            .transpose()
    }

    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.get(name)
            .map(|text| flag(text).ok_or_else(|| Refusal::invalid(name)))
            .transpose()
    }

    pub(crate) fn decimal(&self, name: &str) -> Result<Option<Decimal>, Refusal> {
        self.get(name)
            .map(|text| text.parse().map_err(|_| Refusal::invalid(name)))
            .transpose()
    }

    pub(crate) fn day(&self, name: &str) -> Result<Option<chrono::NaiveDate>, Refusal> {
        self.get(name)
            .map(|text| text.parse().map_err(|_| Refusal::invalid(name)))
            .transpose()
    }
}

/// `True`, `true`, `1` and their opposites.
pub(crate) fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

fn unreadable(kind: &str) -> Refusal {
    Refusal::new(
        StatusCode::BAD_REQUEST,
        "invalidValue",
        format!("the {kind} body cannot be read"),
    )
}

fn json(body: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    let Ok(Value::Object(members)) = serde_json::from_slice::<Value>(body) else {
        return Err(unreadable("JSON"));
    };
    Ok(members
        .into_iter()
        .filter_map(|(name, value)| {
            let text = match value {
                Value::Null => return None,
                Value::String(text) => text,
                other => other.to_string(),
            };
            Some((name, text))
        })
        .collect())
}

/// The text parts of a multipart body (RFC 7578); a part with a file is left out.
fn multipart(media: &str, body: &[u8]) -> Option<Vec<(String, String)>> {
    let boundary = media
        .split(';')
        .find_map(|part| part.trim().strip_prefix("boundary="))?
        .trim_matches('"');
    let text = std::str::from_utf8(body).ok()?;
    let mut members = Vec::new();
    for part in text.split(&format!("--{boundary}")).skip(1) {
        if part.starts_with("--") {
            return Some(members);
        }
        let (head, value) = part.split_once("\r\n\r\n")?;
        let value = value.strip_suffix("\r\n")?;
        let disposition = head.lines().find(|line| {
            line.to_ascii_lowercase()
                .starts_with("content-disposition:")
        })?;
        if disposition.contains("filename=") {
            continue;
        }
        let name = disposition
            .split(';')
            .find_map(|piece| piece.trim().strip_prefix("name="))?
            .trim_matches('"');
        members.push((name.to_owned(), value.to_owned()));
    }
    // The closing boundary never came.
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multipart_is_read_as_clients_write_it() {
        let body = "--x1\r\nContent-Disposition: form-data; name=\"disabled\"\r\n\r\nFalse\r\n\
                    --x1\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Type: text/plain\r\n\r\n\
                    two\r\nlines\r\n--x1--\r\n";
        let members =
            multipart("multipart/form-data; boundary=x1", body.as_bytes()).unwrap_or_default();
        assert_eq!(
            members,
            [("disabled", "False"), ("name", "two\r\nlines")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert_eq!(flag("False"), Some(false));
        let cut = &body[..body.len() - 6];
        assert!(multipart("multipart/form-data; boundary=x1", cut.as_bytes()).is_none());
    }
}
