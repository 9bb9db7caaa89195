//! Where a pull stands.

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::pull::Freshness;
use crate::access::Resume;

/// How far before the last run changes are asked for again.
const OVERLAP: TimeDelta = TimeDelta::minutes(5);
/// From this many records on, everything is read weekly instead of daily: the hourly allowance is a few hundred requests.
const MANY: u64 = 20_000;
/// Days after which a pass that was broken off is begun anew rather than gone on with.
const STALE: i64 = 7;

/// The cursor: opaque to everybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Version of this form.
    v: u32,
    /// Revision that the last finished run read.
    revision: Option<String>,
    /// Revision that the last run through everything read.
    full_revision: Option<String>,
    /// Day of the last run through everything.
    last_full: Option<NaiveDate>,
    /// Changes from here on were not read yet.
    since: Option<DateTime<Utc>>,
    /// The newest creation that was delivered.
    newest: Option<DateTime<Utc>>,
    /// Records there should be now.
    pub(super) expected: Option<u64>,
    /// The run under way.
    pub(super) pass: Option<Pass>,
}

/// What a run asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// Every record.
    Everything,
    /// Those changed since the last run.
    Changes,
}

/// A run through records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pass {
    pub(super) kind: Kind,
    started: NaiveDate,
    since: Option<DateTime<Utc>>,
    /// The creations newer than this are new records.
    newest_before: Option<DateTime<Utc>>,
    /// Revision and state of the data when it began.
    revision: Option<String>,
    changed_at: Option<DateTime<Utc>>,
    pub(super) syncing: bool,
    /// Nothing was delivered yet.
    pub(super) begins: bool,
    /// Where the next page begins, less the rows of overlap.
    pub(super) offset: u64,
    /// The last rows delivered: at least one of them has to be met again on the next page.
    pub(super) tail: Vec<String>,
    /// Different rows met.
    pub(super) met: u64,
    /// New records among them.
    pub(super) fresh: u64,
    /// Which time through the listing.
    pub(super) sweep: u32,
    /// Steps back in all, and before the page at hand.
    pub(super) steps_back: u32,
    pub(super) steps_here: u32,
    pub(super) newest_change: Option<DateTime<Utc>>,
    pub(super) newest_creation: Option<DateTime<Utc>>,
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
        if let Some(pass) = cursor.pass.as_mut().filter(|pass| pass.sweep > 1) {
            // What the earlier sweeps met is no longer known, so this one has to meet every row.
            pass.begin_again();
            pass.sweep -= 1;
        }
        cursor
    }

    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether the data is known to be what was read last.
    pub(super) fn is_current(&self, revision: Option<&str>, resume: &Resume) -> bool {
        let same = |known: &Option<String>| revision.is_some() && known.as_deref() == revision;
        self.pass.is_none()
            && same(&self.revision)
            && (same(&self.full_revision) || !self.is_full_due(resume))
    }

    fn is_full_due(&self, resume: &Resume) -> bool {
        let every = if self.expected.is_some_and(|rows| rows > MANY) {
            7
        } else {
            1
        };
        self.since.is_none()
            || self
                .last_full
                .is_none_or(|day| (resume.today - day).num_days() >= every)
    }

    /// Notes a finished run.
    pub(super) fn finish(&mut self, pass: &Pass, total: Option<u64>, resume: &Resume) {
        self.pass = None;
        // Rows that changed while the run went on carry later stamps than it began with; rows that the server stamped
        // later than it says its data is, are older than they claim.
        let read = match (pass.changed_at, pass.newest_change) {
            (Some(began), Some(newest)) => Some(began.min(newest)),
            (Some(began), None) if pass.kind == Kind::Everything => Some(began),
            (None, newest) => newest,
            (Some(_), None) => None,
        };
        self.since = self.since.max(read);
        self.newest = self.newest.max(pass.newest_creation);
        self.revision = pass.revision.clone().filter(|_| !pass.syncing);
        match pass.kind {
            Kind::Everything => {
                self.expected = total.or(Some(pass.met));
                self.last_full = Some(resume.today);
                self.full_revision = self.revision.clone();
            }
            Kind::Changes => self.expected = self.expected.map(|rows| rows + pass.fresh),
        }
    }
}

impl Pass {
    /// The run that is due.
    pub(super) fn due(cursor: &Cursor, resume: &Resume, fresh: &Freshness) -> Self {
        let mut pass = Self::everything(resume, fresh);
        if !cursor.is_full_due(resume) {
            pass.kind = Kind::Changes;
            pass.since = cursor.since;
            pass.newest_before = cursor.newest;
        }
        pass
    }

    /// A run through everything.
    pub(super) fn everything(resume: &Resume, fresh: &Freshness) -> Self {
        Self {
            kind: Kind::Everything,
            started: resume.today,
            since: None,
            newest_before: None,
            revision: fresh.revision.clone(),
            changed_at: fresh.changed_at,
            syncing: fresh.syncing,
            begins: true,
            offset: 0,
            tail: Vec::new(),
            met: 0,
            fresh: 0,
            sweep: 1,
            steps_back: 0,
            steps_here: 0,
            newest_change: None,
            newest_creation: None,
        }
    }

    /// Goes through the listing once more. Rows met before may be gone since, so all that are still there count anew.
    pub(super) fn begin_again(&mut self) {
        self.sweep += 1;
        (self.offset, self.met, self.fresh) = (0, 0, 0);
        self.begins = true;
        self.tail.clear();
    }

    /// The filter on changes, with its overlap.
    pub(super) fn since_filter(&self) -> Option<String> {
        let since = (self.since? - OVERLAP).to_rfc3339_opts(SecondsFormat::Millis, true);
        Some(format!("gte.{since}"))
    }

    /// Takes note of a record's stamps.
    pub(super) fn stamp(
        &mut self,
        created: Option<DateTime<Utc>>,
        changed: Option<DateTime<Utc>>,
        is_first_time: bool,
    ) {
        self.newest_change = self.newest_change.max(changed);
        self.newest_creation = self.newest_creation.max(created);
        if is_first_time {
            self.met += 1;
            self.fresh += u64::from(created > self.newest_before);
        }
    }
}
