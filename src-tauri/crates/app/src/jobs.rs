//! Running jobs: listed so that a page loaded anew finds them, and cancelled between two units of work.

use std::sync::Mutex;

use chrono::{DateTime, SecondsFormat, Utc};
use connect::CancelFlag;
use contract::types::{Job, JobKind};

use crate::failure::Failure;
use crate::locked;

#[derive(Default)]
pub(crate) struct Jobs {
    running: Mutex<Vec<Running>>,
}

struct Running {
    id: String,
    kind: JobKind,
    started: DateTime<Utc>,
    cancelled: CancelFlag,
}

/// A job's place in the list, given up when it ends.
pub(crate) struct Place<'a> {
    jobs: &'a Jobs,
    id: String,
    cancelled: CancelFlag,
}

impl Jobs {
    /// Enters a job. One sync runs at a time.
    pub(crate) fn enter(
        &self,
        id: &str,
        kind: JobKind,
        started: DateTime<Utc>,
    ) -> Result<Place<'_>, Failure> {
        let mut running = locked(&self.running);
        let taken = running
            .iter()
            .any(|job| job.id == id || (job.kind == JobKind::Sync && kind == JobKind::Sync));
        if taken {
            return Err(Failure::AlreadyRunning);
        }
        let cancelled = CancelFlag::new();
        running.push(Running {
            id: id.to_owned(),
            kind,
            started,
            cancelled: cancelled.clone(),
        });
        Ok(Place {
            jobs: self,
            id: id.to_owned(),
            cancelled,
        })
    }

    pub(crate) fn cancel(&self, id: &str) {
        if let Some(job) = locked(&self.running).iter().find(|job| job.id == id) {
            job.cancelled.cancel();
        }
    }

    pub(crate) fn cancel_all(&self) {
        for job in locked(&self.running).iter() {
            job.cancelled.cancel();
        }
    }

    pub(crate) fn list(&self) -> Vec<Job> {
        locked(&self.running)
            .iter()
            .map(|job| Job {
                id: job.id.clone(),
                kind: job.kind,
                started: job.started.to_rfc3339_opts(SecondsFormat::Secs, true),
            })
            .collect()
    }

    pub(crate) fn is_any(&self) -> bool {
        !locked(&self.running).is_empty()
    }
}

impl Place<'_> {
    /// The flag that says the person wants it to stop.
    pub(crate) fn cancelled(&self) -> CancelFlag {
        self.cancelled.clone()
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.is_cancelled()
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        locked(&self.jobs.running).retain(|job| job.id != self.id);
    }
}
