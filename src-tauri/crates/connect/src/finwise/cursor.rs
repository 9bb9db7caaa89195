//! Where a pull stands.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Resume;

/// Days before the last run that are read again, since late changes cannot be asked for.
const OVERLAP: u64 = 60;
/// Days after which everything is read again.
const FULL_EVERY: i64 = 7;
/// From this many transactions on, everything is read at most once a day.
const MANY: u64 = 20_000;
/// Days after which a pass that was broken off is begun anew rather than gone on with.
const STALE: i64 = 7;

/// The cursor: opaque to everybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Version of this form.
    v: u32,
    /// Day of the last finished run.
    pub(super) last_run: Option<NaiveDate>,
    /// Day of the last finished run that read everything.
    pub(super) last_full: Option<NaiveDate>,
    /// Transactions there should be now.
    expected: Option<u64>,
    /// The newest creation that was delivered.
    newest: Option<DateTime<Utc>>,
    /// What the first pages looked like in the last finished run.
    #[serde(default)]
    pub(super) looks: Option<Looks>,
    /// The run under way.
    pub(super) pass: Option<Pass>,
}

/// Fingerprints of the pages that change first when anything does: the accounts with their balances, and the newest
/// transactions with their stamps and their number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Looks {
    pub(super) accounts: u64,
    pub(super) transactions: u64,
    /// What the page of transactions was asked with.
    pub(super) from: Option<NaiveDate>,
    pub(super) size: u32,
}

/// A run through the transactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pass {
    /// First day asked for; everything when none.
    pub(super) from: Option<NaiveDate>,
    /// Nothing was delivered yet.
    pub(super) begins: bool,
    /// The creations newer than this are new transactions.
    pub(super) newest_before: Option<DateTime<Utc>>,
    pub(super) newest: Option<DateTime<Utc>>,
    /// When it began.
    pub(super) started: NaiveDate,
    /// The page last delivered. It is read again when the run goes on, in case rows moved up meanwhile.
    pub(super) page: u32,
    /// Rows of a page.
    pub(super) size: u32,
    /// Which time through the listing.
    pub(super) sweep: u32,
    /// Different rows met before `page`.
    pub(super) met: u64,
    /// New transactions among them.
    pub(super) fresh: u64,
    /// Rows that the server counted last.
    pub(super) count: Option<u64>,
    /// That count never changed in this sweep.
    pub(super) steady: bool,
    /// Parents of splits that were not yet delivered as such.
    pub(super) parents: Vec<String>,
}

impl Cursor {
    /// The cursor to go on from; a fresh one when there is none, it is foreign, or everything is to be read anew.
    pub(super) fn read(resume: &Resume) -> Self {
        let mut cursor: Self = resume
            .cursor
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .filter(|cursor: &Self| cursor.v == 1)
            .unwrap_or_default();
        cursor.v = 1;
        if resume.full {
            cursor.last_full = None;
            cursor.pass = None;
        }
        if cursor.pass.as_ref().is_some_and(|pass| {
            pass.page == 0 || (resume.today - pass.started).num_days().abs() > STALE
        }) {
            cursor.pass = None;
        }
        if let Some(pass) = cursor.pass.as_mut().filter(|pass| pass.sweep > 1) {
            // What the earlier sweeps met is no longer known, so this one has to meet every row.
            (pass.page, pass.met, pass.fresh, pass.begins) = (1, 0, 0, true);
        }
        cursor
    }

    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Notes a finished run.
    pub(super) fn finish(&mut self, pass: &Pass, complete: bool, resume: &Resume) {
        self.pass = None;
        // The day it began: what changed while it ran is read again.
        self.last_run = Some(pass.started);
        self.newest = self.newest.max(pass.newest);
        self.expected = match (pass.from, self.expected) {
            (None, _) => pass.count,
            (Some(_), expected) => expected.map(|rows| rows + pass.fresh),
        };
        if complete {
            self.last_full = Some(resume.today);
        }
    }

    /// What to compare the first pages with, if a look at them is enough: a run ended today, so that older rows and
    /// categories, which it would not show, are at most a day behind.
    pub(super) fn looked_today(&self, resume: &Resume) -> Option<&Looks> {
        let today = self.last_run == Some(resume.today);
        self.looks
            .as_ref()
            .filter(|_| today && self.pass.is_none() && !resume.full)
    }

    /// How many transactions there should be, unless everything was read too recently to do it again for that.
    pub(super) fn expected_today(&self, resume: &Resume) -> Option<u64> {
        self.expected
            .filter(|rows| *rows <= MANY || self.last_full != Some(resume.today))
    }

    /// From which day on the run that is under way or due reads; everything when none.
    pub(super) fn pass_due(&self, resume: &Resume) -> Option<NaiveDate> {
        match &self.pass {
            Some(pass) => pass.from,
            None => self.due(resume).from,
        }
    }

    /// The run that is due.
    pub(super) fn due(&self, resume: &Resume) -> Pass {
        let recent = self
            .last_full
            .is_some_and(|day| (resume.today - day).num_days() < FULL_EVERY);
        let from = self
            .last_run
            .filter(|_| recent)
            .map(|day| day.min(resume.today))
            .and_then(|day| day.checked_sub_days(Days::new(OVERLAP)));
        Pass {
            from,
            ..self.everything(resume)
        }
    }

    /// A run through everything.
    pub(super) fn everything(&self, resume: &Resume) -> Pass {
        Pass {
            from: None,
            begins: true,
            newest_before: self.newest,
            newest: None,
            started: resume.today,
            page: 1,
            size: 0,
            sweep: 1,
            met: 0,
            fresh: 0,
            count: None,
            steady: true,
            parents: Vec::new(),
        }
    }
}
