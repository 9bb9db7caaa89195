//! Where a pull stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Resume;

/// Days after which a pass that was broken off is begun anew rather than gone on with.
const STALE: i64 = 7;

/// The cursor: opaque to everybody else. There is nothing to remember but a pass under way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Version of this form.
    v: u32,
    /// The pass under way.
    pub(super) pass: Option<Pass>,
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
