//! Where a pull stands, account by account.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::listing::Next;
use super::paris;
use crate::access::Resume;

/// Days between two readings of the last months, whatever was said to have changed.
const REVIEW_EVERY: i64 = 7;
/// Days that such a reading goes back.
pub(super) const REVIEW_DAYS: i64 = 90;
/// Days after which a pass that was broken off is begun anew rather than gone on with.
const STALE: i64 = 2;

/// The cursor: opaque to everybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Version of this form.
    v: u32,
    /// By account.
    accounts: BTreeMap<String, Place>,
    /// How the logins stood when everything was last read, and on what day.
    #[serde(default)]
    seen: Option<(u64, NaiveDate)>,
    /// Day of the last review.
    reviewed: Option<NaiveDate>,
}

/// Where reading stands at one account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Changes from here on were not read yet; the server's own text.
    since: Option<String>,
    /// Purchases whose debit comes at the end of the month were met on this very account.
    pub(super) deferred: bool,
    /// The pass under way.
    pub(super) pass: Option<Pass>,
    /// Day on which it was last reviewed.
    reviewed: Option<NaiveDate>,
}

/// What a pass asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// Every row.
    Everything,
    /// What changed since the last pass.
    Changes,
    /// The last months.
    Review,
}

/// A pass through the rows of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pass {
    pub(super) kind: Kind,
    started: NaiveDate,
    /// The next page.
    pub(super) next: Option<Next>,
    /// The newest stamp met.
    pub(super) newest: Option<String>,
    /// Rows that the server counted, and rows met.
    pub(super) total: Option<u64>,
    pub(super) met: u64,
    /// Which time through the list.
    pub(super) sweep: u32,
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
        for place in cursor.accounts.values_mut() {
            let stale = |pass: &Pass| (resume.today - pass.started).num_days().abs() > STALE;
            if place.pass.as_ref().is_some_and(stale) {
                place.pass = None;
            }
        }
        cursor
    }

    /// Whether everything was read on this day, and no bank was read since.
    pub(super) fn is_current(&self, stand: u64, today: NaiveDate) -> bool {
        self.seen == Some((stand, today))
            && self.accounts.values().all(|place| place.pass.is_none())
    }

    /// Notes that everything was read.
    pub(super) fn read_all(&mut self, stand: u64, today: NaiveDate) {
        self.seen = Some((stand, today));
    }

    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Forgets accounts that are not shared any more: shared again, they are read from the beginning.
    pub(super) fn keep_only(&mut self, shared: impl Fn(&str) -> bool) {
        self.accounts.retain(|account, _| shared(account));
    }

    /// The place at an account.
    pub(super) fn place(&mut self, account: &str) -> &mut Place {
        self.accounts.entry(account.to_owned()).or_default()
    }
}

impl Place {
    /// The pass under way, or the one that is due.
    pub(super) fn pass(&mut self, resume: &Resume) -> Pass {
        if let Some(pass) = self.pass.take() {
            return pass;
        }
        let reviewed_lately = self
            .reviewed
            .is_some_and(|day| (resume.today - day).num_days() < REVIEW_EVERY);
        let kind = match (&self.since, reviewed_lately) {
            (None, _) => Kind::Everything,
            (Some(_), true) => Kind::Changes,
            (Some(_), false) => Kind::Review,
        };
        Pass {
            kind,
            started: resume.today,
            next: None,
            newest: None,
            total: None,
            met: 0,
            sweep: 1,
        }
    }

    /// The filter on changes.
    pub(super) fn changed_after(&self) -> Option<String> {
        self.since.as_deref().map(paris::asked_from)
    }

    /// Notes a finished pass. A review did not ask for changes of older rows, so it leaves the cursor where it was, and
    /// the changes are asked for next.
    pub(super) fn finish(&mut self, pass: Pass, resume: &Resume) {
        match pass.kind {
            Kind::Everything | Kind::Changes => {
                self.since = paris::later(self.since.take(), pass.newest);
            }
            Kind::Review => {}
        }
        if pass.kind != Kind::Changes {
            self.reviewed = Some(resume.today);
        }
        self.pass = None;
    }
}

impl Pass {
    /// Goes through the list once more: it moved while it was read.
    pub(super) fn begin_again(&mut self) {
        self.next = None;
        self.total = None;
        self.met = 0;
        self.sweep += 1;
    }
}
