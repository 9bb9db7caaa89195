//! Planned payments: standing orders of an upstream, bills that repeat, one-off dues.

use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};
use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};

use crate::workday::{Calendar, Shift};

/// How often something repeats.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// Only once.
    Once,
    /// Every `n` days; 7 is weekly, 14 fortnightly.
    Days(u32),
    /// Every `n` months on `day` of the month (1 to 31; a shorter month takes its last day).
    Months {
        /// Months between two occurrences.
        every: u32,
        /// Day of the month.
        day: u32,
    },
    /// As a rule says.
    Rule(Recurrence),
}

impl Cadence {
    /// The plain rhythm it is, moved or not; none for a rule that says something else.
    pub fn plain(&self) -> Option<Self> {
        match self {
            Self::Rule(rule) => rule.plain(),
            Self::Once | Self::Days(_) | Self::Months { .. } => Some(self.clone()),
        }
    }

    /// The first occurrence after `after`, counted from the anchor `first`; nothing for a past one-off.
    pub fn next_after(&self, first: NaiveDate, after: NaiveDate) -> Option<NaiveDate> {
        if let Self::Rule(rule) = self {
            return rule.next_after(first, after);
        }
        if first > after {
            return Some(first);
        }
        match self {
            Self::Once | Self::Rule(_) => None,
            Self::Days(days) => {
                let days = i64::from((*days).max(1));
                let steps = (after - first).num_days() / days + 1;
                first.checked_add_signed(chrono::TimeDelta::days(steps * days))
            }
            Self::Months { every, day } => {
                let every = (*every).max(1);
                let start = NaiveDate::from_ymd_opt(first.year(), first.month(), 1)?;
                let gap = (after.year() - first.year()) * 12 + after.month() as i32
                    - first.month() as i32;
                let mut steps = (gap.max(0) as u32) / every;
                loop {
                    let month = start.checked_add_months(Months::new(steps * every))?;
                    let date = clamp_day(month, *day)?;
                    if date > after {
                        return Some(date);
                    }
                    steps += 1;
                }
            }
        }
    }
}

impl Cadence {
    /// The days after `after` up to `to`, ascending, counted from the anchor `first`.
    pub fn days(&self, first: NaiveDate, after: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        if let Self::Rule(rule) = self {
            return rule.days(first, after, to);
        }
        let mut days = Vec::new();
        let mut last = after;
        while let Some(day) = self.next_after(first, last)
            && day <= to
            && day > last
        {
            days.push(day);
            last = day;
        }
        days
    }
}

fn clamp_day(month_start: NaiveDate, day: u32) -> Option<NaiveDate> {
    let last = month_start.checked_add_months(Months::new(1))?.pred_opt()?;
    month_start.with_day(day.clamp(1, last.day()))
}

/// A recurrence rule (RFC 5545, 3.3.10) of whole days, and where its days go that are no working days.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recurrence {
    text: Arc<str>,
    shift: Shift,
    calendar: Calendar,
}

/// Why a rule is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// It is not a rule that can be read.
    #[error("the recurrence rule cannot be read")]
    Syntax,
    /// It repeats within a day.
    #[error("the recurrence rule repeats within a day")]
    TooOften,
    /// None of its days ever comes.
    #[error("the recurrence rule has no day")]
    Never,
}

impl Recurrence {
    /// Longest text, bytes.
    const LONGEST: usize = 200;
    /// Days that a payment is moved at most.
    const MOVED: u64 = 14;

    /// Reads a rule, with or without its name before it, for a payment that begins on `first`.
    pub fn read(
        text: &str,
        first: NaiveDate,
        shift: Shift,
        calendar: Calendar,
    ) -> Result<Self, RecurrenceError> {
        let upper = text.trim().to_ascii_uppercase();
        let plain = upper.strip_prefix("RRULE:").unwrap_or(&upper);
        let is_plain = |sign: char| sign.is_ascii_alphanumeric() || ";=,-+:".contains(sign);
        if plain.len() > Self::LONGEST || !plain.chars().all(is_plain) {
            return Err(RecurrenceError::Syntax);
        }
        let parsed: RRule<Unvalidated> =
            (dated(plain).parse()).map_err(|_| RecurrenceError::Syntax)?;
        let of_days = matches!(
            parsed.get_freq(),
            Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly
        );
        let has_times = ["BYHOUR", "BYMINUTE", "BYSECOND"]
            .iter()
            .any(|part| plain.contains(part));
        if !of_days || has_times {
            return Err(RecurrenceError::TooOften);
        }
        let rule = Self {
            text: plain.into(),
            shift,
            calendar,
        };
        rule.set(first).ok_or(RecurrenceError::Syntax)?;
        let before = first.pred_opt().ok_or(RecurrenceError::Never)?;
        rule.next_after(first, before)
            .ok_or(RecurrenceError::Never)?;
        Ok(rule)
    }

    /// The rule of a plain rhythm, for one whose days are moved; none where nothing repeats.
    pub fn text_of(cadence: &Cadence) -> Option<String> {
        Some(match cadence {
            Cadence::Once => return None,
            Cadence::Rule(rule) => rule.text().to_owned(),
            Cadence::Days(days) => format!("FREQ=DAILY;INTERVAL={days}"),
            // A month that has no such day takes its last.
            Cadence::Months { every, day } if *day > 28 => {
                let days: Vec<String> = (28..=*day).map(|day| day.to_string()).collect();
                let days = days.join(",");
                format!("FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={days};BYSETPOS=-1")
            }
            Cadence::Months { every, day } => {
                format!("FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={day}")
            }
        })
    }

    /// The plain rhythm that the rule says, if it says one in the words of [`Recurrence::text_of`].
    pub fn plain(&self) -> Option<Cadence> {
        let part = |name: &str| {
            let mut parts = self.text.split(';').filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        let every = part("INTERVAL")?.parse().ok()?;
        let cadence = match part("FREQ")? {
            "DAILY" => Cadence::Days(every),
            "MONTHLY" => Cadence::Months {
                every,
                day: part("BYMONTHDAY")?.rsplit(',').next()?.parse().ok()?,
            },
            _ => return None,
        };
        (Self::text_of(&cadence).as_deref() == Some(self.text())).then_some(cadence)
    }

    /// The rule without its name, in capitals.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What days that are no working days do.
    pub const fn shift(&self) -> Shift {
        self.shift
    }

    /// Which days those are.
    pub const fn calendar(&self) -> Calendar {
        self.calendar
    }

    fn set(&self, first: NaiveDate) -> Option<RRuleSet> {
        let start = first
            .and_time(NaiveTime::MIN)
            .and_utc()
            .with_timezone(&Tz::UTC);
        let parsed: RRule<Unvalidated> = dated(&self.text).parse().ok()?;
        Some(RRuleSet::new(start).rrule(parsed.validate(start).ok()?))
    }

    /// Shows the days that the rule has from `first` on, moved to where they are paid, from about `after` on, until told to stop.
    fn visit(
        &self,
        first: NaiveDate,
        after: NaiveDate,
        mut goes_on: impl FnMut(NaiveDate) -> bool,
    ) {
        // A day of the rule may be moved past `after` from before it.
        let from = after.checked_sub_days(Days::new(Self::MOVED));
        let from = from.unwrap_or(after).max(first);
        let from = (from.and_time(NaiveTime::MIN).and_utc()).with_timezone(&Tz::UTC);
        // A rule that has no day stops looking after a hundred thousand.
        let Some(set) = self.set(first).map(|set| set.after(from).limit()) else {
            return;
        };
        for at in &set {
            if !goes_on(self.shift.of(at.date_naive(), self.calendar)) {
                break;
            }
        }
    }

    fn next_after(&self, first: NaiveDate, after: NaiveDate) -> Option<NaiveDate> {
        let mut found = None;
        self.visit(first, after, |day| {
            found = Some(day).filter(|day| *day > after);
            found.is_none()
        });
        found
    }

    fn days(&self, first: NaiveDate, after: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let mut days = Vec::new();
        self.visit(first, after, |day| {
            // Two of the rule's days may be paid on one.
            if day > after && day <= to && days.last() != Some(&day) {
                days.push(day);
            }
            day <= to
        });
        days
    }
}

/// The rule with its end as the first moment of a day in UTC, as its days are: people and calendars write a day alone or a
/// local time as well, which the standard allows only beside a beginning of the same form.
fn dated(text: &str) -> String {
    let parts = text.split(';').map(|part| {
        let day = part.strip_prefix("UNTIL=").and_then(|end| end.get(..8));
        day.map_or_else(|| part.to_owned(), |day| format!("UNTIL={day}T000000Z"))
    });
    parts.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::{Cadence, Recurrence, RecurrenceError};
    use crate::workday::{Calendar, Shift};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The first days of a rule from `first` on.
    fn days(text: &str, first: &str, shift: Shift, count: usize) -> Vec<String> {
        let first = day(first);
        let rule = Recurrence::read(text, first, shift, Calendar::Target).unwrap();
        let cadence = Cadence::Rule(rule);
        let mut after = first.pred_opt().unwrap();
        let mut found = Vec::new();
        while let Some(next) = cadence.next_after(first, after)
            && found.len() < count
        {
            found.push(next.to_string());
            after = next;
        }
        found
    }

    #[test]
    fn a_rule_ends_with_its_last_day_however_that_is_written() {
        for end in [
            "20260718",
            "20260718T235959",
            "20260718T000000Z",
            "20260719T000000Z",
        ] {
            let found = days(
                &format!("FREQ=MONTHLY;UNTIL={end}"),
                "2026-05-18",
                Shift::None,
                9,
            );
            assert_eq!(found, ["2026-05-18", "2026-06-18", "2026-07-18"], "{end}");
        }
        let first = day("2026-05-18");
        for end in ["2026", "2026-07-18", "20261332", "ABCDEFGH"] {
            let text = format!("FREQ=MONTHLY;UNTIL={end}");
            let read = Recurrence::read(&text, first, Shift::None, Calendar::Target);
            assert_eq!(read, Err(RecurrenceError::Syntax), "{end}");
        }
    }

    #[test]
    fn a_plain_rhythm_is_known_again_in_the_rule_that_says_it() {
        let first = day("2026-05-31");
        let plain = [7, 14, 28].map(Cadence::Days).into_iter();
        let months = [1, 2, 3, 6, 12].into_iter();
        let months =
            months.flat_map(|every| (1..=31).map(move |day| Cadence::Months { every, day }));
        for cadence in plain.chain(months) {
            let text = Recurrence::text_of(&cadence).unwrap();
            let rule = Recurrence::read(&text, first, Shift::After, Calendar::Target).unwrap();
            assert_eq!(rule.plain(), Some(cadence), "{text}");
        }
        for text in [
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            "FREQ=WEEKLY;BYDAY=MO",
            "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1,15",
        ] {
            let rule = Recurrence::read(text, first, Shift::None, Calendar::Target).unwrap();
            assert_eq!(rule.plain(), None, "{text}");
        }
    }

    #[test]
    fn rules_say_what_no_plain_rhythm_can() {
        assert_eq!(
            days("FREQ=WEEKLY;BYDAY=MO,TH", "2026-05-18", Shift::None, 4),
            ["2026-05-18", "2026-05-21", "2026-05-25", "2026-05-28"]
        );
        assert_eq!(
            days(
                "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15",
                "2026-05-18",
                Shift::None,
                3
            ),
            ["2026-06-01", "2026-06-15", "2026-07-01"]
        );
        assert_eq!(
            days("freq=monthly;byday=-1fr", "2026-05-01", Shift::None, 3),
            ["2026-05-29", "2026-06-26", "2026-07-31"]
        );
        // The last working day, as rules alone can say it.
        assert_eq!(
            days(
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                "2026-05-01",
                Shift::None,
                2
            ),
            ["2026-05-29", "2026-06-30"]
        );
        assert_eq!(
            days(
                "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=20",
                "2026-05-01",
                Shift::None,
                3
            ),
            ["2026-09-20", "2027-03-20", "2027-09-20"]
        );
    }

    #[test]
    fn days_move_over_weekends_and_holidays_and_none_is_lost() {
        // 1 May 2026 is a holiday and a Friday; 1 August a Saturday.
        assert_eq!(
            days("FREQ=MONTHLY;BYMONTHDAY=1", "2026-04-01", Shift::Before, 5),
            [
                "2026-04-01",
                "2026-04-30",
                "2026-06-01",
                "2026-07-01",
                "2026-07-31"
            ]
        );
        assert_eq!(
            days("FREQ=MONTHLY;BYMONTHDAY=1", "2026-04-01", Shift::After, 5),
            [
                "2026-04-01",
                "2026-05-04",
                "2026-06-01",
                "2026-07-01",
                "2026-08-03"
            ]
        );
    }

    #[test]
    fn a_rule_ends_when_it_says_so() {
        assert_eq!(
            days("FREQ=DAILY;COUNT=2", "2026-05-18", Shift::None, 9),
            ["2026-05-18", "2026-05-19"]
        );
        assert_eq!(
            days(
                "FREQ=WEEKLY;UNTIL=20260601T000000Z",
                "2026-05-18",
                Shift::None,
                9
            ),
            ["2026-05-18", "2026-05-25", "2026-06-01"]
        );
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        let read =
            |text: &str| Recurrence::read(text, day("2026-05-18"), Shift::None, Calendar::Target);
        for text in [
            "",
            "monthly",
            "FREQ=SOMETIMES",
            "FREQ=MONTHLY;BYMONTHDAY=40",
            "FREQ=DAILY\nX",
        ] {
            assert_eq!(read(text), Err(RecurrenceError::Syntax), "{text}");
        }
        for text in ["FREQ=HOURLY", "FREQ=DAILY;BYHOUR=3,4", "FREQ=SECONDLY"] {
            assert_eq!(read(text), Err(RecurrenceError::TooOften), "{text}");
        }
        assert_eq!(
            read("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"),
            Err(RecurrenceError::Never)
        );
    }

    proptest! {
        /// A rule that says no more than a plain rhythm gives the same days.
        #[test]
        fn rules_and_rhythms_agree(start in 0_u64..4_000, ahead in 0_u64..4_000, weeks in 1_u32..9) {
            let first = day("2020-01-01") + chrono::Days::new(start);
            let after = first + chrono::Days::new(ahead);
            let text = format!("FREQ=WEEKLY;INTERVAL={weeks}");
            let rule = Recurrence::read(&text, first, Shift::None, Calendar::Weekends).unwrap();
            prop_assert_eq!(
                Cadence::Rule(rule).next_after(first, after),
                Cadence::Days(weeks * 7).next_after(first, after)
            );
        }
    }
}
