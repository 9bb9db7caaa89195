//! Running jobs: listed so that a page loaded anew finds them, and cancelled between two units of work.

use std::sync::Mutex;

use chrono::{DateTime, SecondsFormat, Utc};
use connect::CancelFlag;
use contract::types::{Job, JobKind};
use tokio::sync::Notify;

use crate::failure::Failure;
use crate::locked;

#[derive(Default)]
pub(crate) struct Jobs {
    running: Mutex<Vec<Running>>,
    /// Told whenever a job ends.
    ended: Notify,
}

/// Who began a job.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// Somebody who waits for its end.
    Person,
    /// The plan, at a time nobody chose.
    Plan,
}

struct Running {
    id: String,
    kind: JobKind,
    by: By,
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
    /// Enters a job that a person began. One sync runs at a time.
    pub(crate) fn enter(
        &self,
        id: &str,
        kind: JobKind,
        started: DateTime<Utc>,
    ) -> Result<Place<'_>, Failure> {
        self.place(id, kind, By::Person, started)
    }

    fn place(
        &self,
        id: &str,
        kind: JobKind,
        by: By,
        started: DateTime<Utc>,
    ) -> Result<Place<'_>, Failure> {
        let mut running = locked(&self.running);
        // What the plan began is not the person's doing: theirs is listed beside it, and waits.
        let taken = running.iter().any(|job| {
            job.id == id
                || (job.kind == JobKind::Sync
                    && kind == JobKind::Sync
                    && (by == By::Plan || job.by == By::Person))
        });
        if taken {
            return Err(Failure::AlreadyRunning);
        }
        let cancelled = CancelFlag::new();
        running.push(Running {
            id: id.to_owned(),
            kind,
            by,
            started,
            cancelled: cancelled.clone(),
        });
        Ok(Place {
            jobs: self,
            id: id.to_owned(),
            cancelled,
        })
    }

    /// Enters a sync. A person's waits for the end of one by the plan, which is not made to stop: what it reads is not
    /// read again. Two of a person's are refused.
    pub(crate) async fn enter_sync(
        &self,
        id: &str,
        by: By,
        started: DateTime<Utc>,
    ) -> Result<Place<'_>, Failure> {
        let place = self.place(id, JobKind::Sync, by, started)?;
        loop {
            let ended = self.ended.notified();
            let planned = locked(&self.running)
                .iter()
                .any(|job| job.id != id && job.kind == JobKind::Sync && job.by == By::Plan);
            if place.is_cancelled() {
                return Err(Failure::Cancelled);
            }
            if !planned {
                return Ok(place);
            }
            tokio::select! {
                () = ended => {}
                () = place.cancelled.cancelled() => {}
            }
        }
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
        self.jobs.ended.notify_waiters();
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap fails the test")]
mod tests {
    use std::pin::pin;
    use std::task::Poll;

    use super::*;

    async fn is_waiting<T>(future: &mut (impl Future<Output = T> + Unpin)) -> bool {
        std::future::poll_fn(|context| {
            Poll::Ready(std::pin::Pin::new(&mut *future).poll(context).is_pending())
        })
        .await
    }

    #[tokio::test]
    async fn a_persons_sync_waits_for_the_plans_and_a_second_of_theirs_is_refused() {
        let jobs = Jobs::default();
        let now = DateTime::UNIX_EPOCH;
        let plan = jobs.enter_sync("plan", By::Plan, now).await.unwrap();
        let mut mine = pin!(jobs.enter_sync("mine", By::Person, now));
        assert!(is_waiting(&mut mine).await);
        assert_eq!(jobs.list().len(), 2, "what waits can be seen and stopped");
        let second = jobs.enter_sync("second", By::Person, now).await;
        assert!(matches!(second, Err(Failure::AlreadyRunning)));
        let planned = jobs.enter_sync("another", By::Plan, now).await;
        assert!(matches!(planned, Err(Failure::AlreadyRunning)));
        drop(plan);
        let mine = mine.await.unwrap();
        assert!(!mine.is_cancelled());
        drop(mine);
        assert!(!jobs.is_any());
    }

    #[tokio::test]
    async fn a_sync_that_waits_can_be_stopped() {
        let jobs = Jobs::default();
        let now = DateTime::UNIX_EPOCH;
        let _plan = jobs.enter_sync("plan", By::Plan, now).await.unwrap();
        let mut mine = pin!(jobs.enter_sync("mine", By::Person, now));
        assert!(is_waiting(&mut mine).await);
        jobs.cancel("mine");
        assert!(matches!(mine.await, Err(Failure::Cancelled)));
        assert_eq!(jobs.list().len(), 1, "the plan goes on");
    }
}
