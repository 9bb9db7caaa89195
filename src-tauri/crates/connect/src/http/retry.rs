//! When to try again.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// Longest that an upstream's wish to be left alone is believed: a typo must not silence it for ever.
const LONGEST_WISH: i64 = 7 * 24 * 3600;

/// The pause after the `tries`th try (from 1): one second, then double, up to thirty. There is no jitter: one person's
/// app is one client.
pub(super) fn backoff(tries: u32) -> Duration {
    Duration::from_secs((1_u64 << tries.saturating_sub(1).min(5)).min(30))
}

/// The instant that a `Retry-After` names: seconds from now, or a date by the server's clock, which may differ from ours.
pub(super) fn retry_at(
    text: &str,
    server_date: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let seconds = if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        text.parse::<i64>().unwrap_or(LONGEST_WISH)
    } else {
        (http_date(text)? - server_date.unwrap_or(now)).num_seconds()
    };
    now.checked_add_signed(TimeDelta::seconds(seconds.clamp(0, LONGEST_WISH)))
}

/// Reads a date as HTTP writes it (RFC 9110, 5.6.7: the preferred form and the two obsolete ones).
pub(super) fn http_date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    // The zone is always GMT and spelled out, so it is matched as plain text.
    [
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    ]
    .into_iter()
    .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
    .map(|date| date.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a date")
    }

    #[test]
    fn pauses_double_and_level_off() {
        let seconds: Vec<u64> = (1..9).map(|tries| backoff(tries).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 30, 30, 30]);
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        let now = at("2026-01-15T10:00:00Z");
        assert_eq!(retry_at("37", None, now), Some(at("2026-01-15T10:00:37Z")));
        assert_eq!(
            retry_at(
                "Thu, 15 Jan 2026 12:00:30 GMT",
                Some(at("2026-01-15T12:00:00Z")),
                now
            ),
            Some(at("2026-01-15T10:00:30Z")),
            "a date counts from the server's clock"
        );
        assert_eq!(
            retry_at("Thursday, 15-Jan-26 10:01:00 GMT", None, now),
            Some(at("2026-01-15T10:01:00Z"))
        );
        assert_eq!(
            retry_at("Thu Jan 15 10:01:00 2026", None, now),
            Some(at("2026-01-15T10:01:00Z"))
        );
        assert_eq!(retry_at("soon", None, now), None);
        assert_eq!(retry_at("-5", None, now), None);
        assert_eq!(
            retry_at("99999999999999999999", None, now),
            Some(at("2026-01-22T10:00:00Z")),
            "a wish is believed for a week"
        );
        assert_eq!(
            retry_at("Thu, 15 Jan 2026 09:00:00 GMT", None, now),
            Some(now)
        );
    }
}
