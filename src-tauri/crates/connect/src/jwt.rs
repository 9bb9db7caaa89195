//! What a JSON Web Token says of itself (RFC 7519). Nothing is verified: that is the server's business.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};

use crate::json::Record;

fn claims(token: &str) -> Option<Vec<u8>> {
    let claims = token.trim().split('.').nth(1)?;
    URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()
}

/// When it runs out, if it says so.
pub(crate) fn expiry(token: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(
        Record::of_body(&claims(token)?)?
            .count("exp")?
            .try_into()
            .ok()?,
        0,
    )
}

/// Whose it is, if it says so.
pub(crate) fn subject(token: &str) -> Option<String> {
    Record::of_body(&claims(token)?)?.id("sub")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_and_owner_are_read_from_the_claims() {
        let claims = URL_SAFE_NO_PAD.encode(r#"{"sub":"x","exp":1768471200}"#);
        let token = format!("e30.{claims}.c2ln");
        assert_eq!(
            expiry(&token).map(|at| at.to_rfc3339()).as_deref(),
            Some("2026-01-15T10:00:00+00:00")
        );
        assert_eq!(subject(&token).as_deref(), Some("x"));
        for none in ["", "abc", "a.b", "e30.e30.x", "a.!!!.c"] {
            assert_eq!(expiry(none), None, "{none}");
            assert_eq!(subject(none), None, "{none}");
        }
    }
}
