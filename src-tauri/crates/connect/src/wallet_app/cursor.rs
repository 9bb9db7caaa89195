//! Where a pull stands.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Resume;

/// Days after which a pass that was broken off is begun anew rather than gone on with.
const STALE: i64 = 7;

/// Hours for which a look at accounts and newest records stands for everything.
const GOOD_FOR: i64 = 20;

/// The cursor: opaque to everybody else. What is remembered is a pass under way, and what the last whole one looked like.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Version of this form.
    v: u32,
    /// The pass under way.
    pub(super) pass: Option<Pass>,
    /// What the last pass that was whole looked like at its start.
    #[serde(default)]
    pub(super) look: Option<Look>,
}

/// Accounts with their balances and the newest records, as one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Look {
    print: u64,
    /// When everything was read.
    at: DateTime<Utc>,
    /// Everything was read twice since it looks so: rows that are missing were missed twice.
    settled: bool,
}

/// A pass through the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pass {
    started: NaiveDate,
    /// Nothing was delivered yet.
    pub(super) begins: bool,
    /// Where the next page begins, less the rows of overlap.
    pub(super) offset: u64,
    /// The last rows met: at least one of them has to be met again on the next page.
    pub(super) tail: Vec<String>,
    /// A row without an id was met: which one is missing cannot be told.
    pub(super) nameless: bool,
    /// Rows met, those of the overlap not counted twice.
    pub(super) met: u64,
    /// The place was lost and not found again.
    pub(super) lost: bool,
    /// Steps back in all, and before the page at hand.
    pub(super) steps_back: u32,
    pub(super) steps_here: u32,
}

impl Cursor {
    /// The cursor to go on from; a fresh one when there is none, it is foreign, or everything is to be read anew.
    pub(super) fn read(resume: &Resume) -> Self {
        let mut cursor: Self = resume
            .cursor
            .as_deref()
            .filter(|_| !resume.full)
            .and_then(|text| serde_json::from_str(text).ok())
            .filter(|cursor: &Self| cursor.v == 1)
            .unwrap_or_default();
        cursor.v = 1;
        let stale = |pass: &Pass| (resume.today - pass.started).num_days().abs() > STALE;
        if cursor.pass.as_ref().is_some_and(stale) {
            cursor.pass = None;
        }
        cursor
    }

    /// Whether everything is as it was when it was read: by what accounts and newest records look like now, and for a while
    /// only, since a change to an old record that moves no balance does not show.
    pub(super) fn is_as_it_was(&self, print: u64, now: DateTime<Utc>) -> bool {
        self.pass.is_none()
            && self.look.as_ref().is_some_and(|look| {
                let age = now - look.at;
                look.settled
                    && look.print == print
                    && (TimeDelta::zero()..TimeDelta::hours(GOOD_FOR)).contains(&age)
            })
    }

    /// Everything was read, and looked so when that began; none when it did not look like anything.
    pub(super) fn note(&mut self, print: Option<u64>, now: DateTime<Utc>) {
        let before = self.look.take();
        self.look = print.map(|print| Look {
            print,
            at: now,
            // The first time there is nothing that could be missing.
            settled: before.is_none_or(|before| before.print == print),
        });
    }

    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Pass {
    /// A pass from the start.
    pub(super) fn new(resume: &Resume) -> Self {
        Self {
            started: resume.today,
            begins: true,
            offset: 0,
            tail: Vec::new(),
            nameless: false,
            met: 0,
            lost: false,
            steps_back: 0,
            steps_here: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_760_000_000, 0).unwrap_or_default() + TimeDelta::hours(hours)
    }

    #[test]
    fn what_changed_is_read_twice_before_a_look_stands_for_it() {
        let mut cursor = Cursor::default();
        assert!(!cursor.is_as_it_was(1, at(0)), "nothing was read yet");
        cursor.note(Some(1), at(0));
        assert!(cursor.is_as_it_was(1, at(1)), "nothing can be missing yet");
        assert!(!cursor.is_as_it_was(2, at(1)), "it looks otherwise");
        assert!(!cursor.is_as_it_was(1, at(20)), "for a while only");
        assert!(!cursor.is_as_it_was(1, at(-1)), "a clock that went back");
        cursor.note(Some(2), at(2));
        assert!(!cursor.is_as_it_was(2, at(3)), "missed once");
        cursor.note(Some(2), at(3));
        assert!(cursor.is_as_it_was(2, at(4)), "missed twice");
        cursor.note(None, at(5));
        assert!(!cursor.is_as_it_was(2, at(6)));
    }
}
