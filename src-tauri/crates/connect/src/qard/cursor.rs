//! Where a pull stands.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::sync::{Ids, Pending};
use crate::access::Resume;

/// Days after which a pass that was broken off is begun anew rather than gone on with.
const STALE: i64 = 7;

/// The cursor: opaque to everybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Version of this form.
    v: u32,
    /// A synchronisation that was asked for and is not known to be done.
    pub(super) pending: Option<Pending>,
    /// The synchronisations whose data was read, by data type and connection.
    pub(super) read: Ids,
    /// Accounts met, with the data connection they came through.
    pub(super) accounts: BTreeMap<String, Option<String>>,
    /// The pass under way.
    pub(super) pass: Option<Pass>,
}

/// A pass through the accounts' rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pass {
    started: NaiveDate,
    /// The synchronisations whose data is read.
    pub(super) of: Ids,
    /// Nothing was delivered yet.
    pub(super) begins: bool,
    /// Accounts that are done, each with the first day it returned rows of, unless it cannot be told what is missing.
    pub(super) done: BTreeMap<String, Option<NaiveDate>>,
    /// The account that is being read.
    pub(super) at: Option<Place>,
}

/// A place in one account's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) account: String,
    /// The next page.
    pub(super) page: u64,
    /// First day of the rows so far.
    pub(super) from: Option<NaiveDate>,
    /// Rows that the server counted.
    pub(super) total: Option<u64>,
    /// Rows met.
    pub(super) met: u64,
    /// Every row had an id, and nothing moved.
    pub(super) steady: bool,
    /// Which time through the rows.
    pub(super) sweep: u32,
}

impl Cursor {
    /// The cursor to go on from; a fresh one when there is none or it is foreign.
    pub(super) fn read(resume: &Resume) -> Self {
        let mut cursor: Self = resume
            .cursor
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .filter(|cursor: &Self| cursor.v == 1)
            .unwrap_or_default();
        cursor.v = 1;
        if resume.full {
            cursor.read.clear();
            cursor.pass = None;
        }
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
    pub(super) fn new(resume: &Resume, of: Ids) -> Self {
        Self {
            started: resume.today,
            of,
            begins: true,
            done: BTreeMap::new(),
            at: None,
        }
    }
}

impl Place {
    pub(super) fn new(account: &str) -> Self {
        Self {
            account: account.to_owned(),
            page: 1,
            from: None,
            total: None,
            met: 0,
            steady: true,
            sweep: 1,
        }
    }

    /// The rows are gone through once more from the first page.
    pub(super) fn begin_again(&mut self) {
        *self = Self {
            sweep: self.sweep + 1,
            ..Self::new(&self.account)
        };
    }
}
