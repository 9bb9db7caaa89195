//! iCalendar recurrence rules (RFC 5545, 3.3.10), as far as a cadence can say them.

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;
use domain::planned::{self, Cadence};
use domain::workday::{Calendar, Shift};

use crate::day;

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recurrence {
    pub(crate) cadence: Cadence,
    /// Last occurrence allowed.
    pub(crate) until: Option<NaiveDate>,
    /// Occurrences allowed in all.
    pub(crate) count: Option<u32>,
    /// The cadence says just what the rule says; otherwise it is the nearest there is.
    pub(crate) exact: bool,
}

/// Reads a rule whose occurrence `first` is known; none when it says nothing usable.
pub(crate) fn parse(text: &str, first: NaiveDate, zone: Tz) -> Option<Recurrence> {
    let line = text
        .lines()
        .find(|line| line.to_ascii_uppercase().contains("FREQ="))?
        .trim();
    let upper = line.to_ascii_uppercase();
    let rule = upper.strip_prefix("RRULE:").unwrap_or(&upper);
    let part = |name: &str| {
        rule.split(';').find_map(|part| {
            let (key, value) = part.split_once('=')?;
            (key.trim() == name).then_some(value.trim())
        })
    };
    let known = [
        "FREQ",
        "INTERVAL",
        "BYMONTHDAY",
        "BYMONTH",
        "BYDAY",
        "UNTIL",
        "COUNT",
        "WKST",
    ];
    let mut exact = rule
        .split(';')
        .filter_map(|part| part.split_once('='))
        .all(|(key, _)| known.contains(&key.trim()));
    let every = match part("INTERVAL").map(str::parse::<u32>) {
        None => 1,
        Some(Ok(every @ 1..=1000)) => every,
        Some(_) => {
            exact = false;
            1
        }
    };
    let mut month_day = || match part("BYMONTHDAY") {
        None => first.day(),
        Some(days) => {
            let mut days = days
                .split(',')
                .filter_map(|day| day.trim().parse::<i32>().ok());
            let day = days.next();
            exact &= days.next().is_none();
            match day {
                Some(day @ 1..=31) => day as u32,
                // The last day; a month that has no 31st takes its last.
                Some(-1) => 31,
                Some(day @ -31..=-2) => {
                    exact = false;
                    (32 + day) as u32
                }
                _ => {
                    exact = false;
                    first.day()
                }
            }
        }
    };
    let cadence = match part("FREQ")? {
        "DAILY" => Cadence::Days(every),
        "WEEKLY" => Cadence::Days(every * 7),
        "MONTHLY" => Cadence::Months {
            every,
            day: month_day(),
        },
        "YEARLY" => Cadence::Months {
            every: every * 12,
            day: month_day(),
        },
        _ => return None,
    };
    let by_days = part("BYDAY").map(|days| days.split(',').map(weekday).collect::<Vec<_>>());
    let by_month = part("BYMONTH").map(str::parse::<u32>);
    exact &= match (part("FREQ")?, by_days.as_deref(), by_month) {
        (_, None, None) => true,
        ("WEEKLY", Some([Some(only)]), None) => *only == first.weekday(),
        ("YEARLY", None, Some(Ok(month))) => month == first.month(),
        _ => false,
    };
    // What no plain rhythm says is kept as the rule that it is; its end is told apart from it.
    let whole: Vec<&str> = rule
        .split(';')
        .map(str::trim)
        .filter(|part| !part.starts_with("UNTIL=") && !part.starts_with("COUNT="))
        .collect();
    let cadence =
        match planned::Recurrence::read(&whole.join(";"), first, Shift::None, Calendar::Weekends) {
            Ok(rule) if !exact => {
                exact = true;
                Cadence::Rule(rule)
            }
            Ok(_) | Err(_) => cadence,
        };
    Some(Recurrence {
        cadence,
        until: part("UNTIL").and_then(|text| until(text, zone)),
        count: part("COUNT").and_then(|text| text.parse().ok()),
        exact,
    })
}

/// A weekday without an ordinal before it.
fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.trim() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

/// `20261231` or `20261231T225959Z`, or the same with hyphens and colons.
fn until(text: &str, zone: Tz) -> Option<NaiveDate> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return Some(day);
    }
    for form in ["%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S"] {
        if let Ok(local) = chrono::NaiveDateTime::parse_from_str(text, form) {
            let is_utc = form.ends_with('Z');
            return Some(if is_utc && local.time() != chrono::NaiveTime::MIN {
                local.and_utc().with_timezone(&zone).date_naive()
            } else {
                local.date()
            });
        }
    }
    day::booking_day(text, zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn read(text: &str) -> Option<Recurrence> {
        // A Sunday.
        parse(text, day("2026-02-01"), Tz::Europe__Paris)
    }

    fn months(every: u32, day: u32) -> Cadence {
        Cadence::Months { every, day }
    }

    #[test]
    fn common_rules_are_read_exactly() {
        for (text, cadence) in [
            ("FREQ=DAILY;INTERVAL=10", Cadence::Days(10)),
            ("FREQ=WEEKLY", Cadence::Days(7)),
            (
                "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=MO",
                Cadence::Days(14),
            ),
            ("FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1", months(1, 1)),
            ("FREQ=MONTHLY;INTERVAL=3", months(3, 1)),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", months(1, 31)),
            (
                "FREQ=YEARLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=1",
                months(12, 1),
            ),
            ("DTSTART:20260201\nRRULE:FREQ=YEARLY", months(12, 1)),
        ] {
            let rule = read(text).expect(text);
            assert_eq!((rule.cadence, rule.exact), (cadence, true), "{text}");
        }
    }

    #[test]
    fn rules_beyond_a_plain_rhythm_are_kept_as_rules() {
        for (text, next) in [
            ("FREQ=WEEKLY;BYDAY=MO,TH", ["2026-02-02", "2026-02-05"]),
            ("FREQ=MONTHLY;BYDAY=2TU", ["2026-02-10", "2026-03-10"]),
            ("FREQ=MONTHLY;BYMONTHDAY=1,15", ["2026-02-15", "2026-03-01"]),
            ("FREQ=MONTHLY;BYMONTHDAY=-3", ["2026-02-26", "2026-03-29"]),
            (
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                ["2026-02-27", "2026-03-31"],
            ),
            ("FREQ=YEARLY;BYMONTH=3,9", ["2026-03-01", "2026-09-01"]),
            (
                "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=1;UNTIL=20260203",
                ["2026-02-02", "2026-02-05"],
            ),
        ] {
            let rule = read(text).expect(text);
            assert!(rule.exact, "{text}");
            let first = day("2026-02-01");
            let days = rule.cadence.days(first, first, day("2026-12-31"));
            assert_eq!(days.get(..2), Some(next.map(day).as_slice()), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_a_rule_takes_the_nearest_and_says_so() {
        let rule = read("FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=3").expect("a rule");
        assert_eq!((rule.cadence, rule.exact), (months(1, 1), false));
        assert_eq!(read("FREQ=SECONDLY"), None);
        assert_eq!(read("every month"), None);
    }

    #[test]
    fn ends_are_read_by_day_in_the_persons_zone() {
        let end = |text| read(text).and_then(|rule| rule.until);
        assert_eq!(end("FREQ=MONTHLY;UNTIL=20261231"), Some(day("2026-12-31")));
        assert_eq!(
            end("FREQ=MONTHLY;UNTIL=20261231T230000Z"),
            Some(day("2027-01-01"))
        );
        assert_eq!(
            end("FREQ=MONTHLY;UNTIL=20261231T000000Z"),
            Some(day("2026-12-31"))
        );
        assert_eq!(
            end("FREQ=MONTHLY;UNTIL=2026-12-31T12:00:00Z"),
            Some(day("2026-12-31"))
        );
        assert_eq!(
            read("FREQ=MONTHLY;COUNT=12").and_then(|rule| rule.count),
            Some(12)
        );
    }
}
