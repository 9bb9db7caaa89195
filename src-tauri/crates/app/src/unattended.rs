//! Syncs that nobody asked for.
//!
//! The host calls [`App::sync_due`] every now and then while the program runs. Nothing is timed here: what is due is
//! planned anew at each call from what the book remembers, so that a computer that slept, or a program that was closed,
//! catches up at the next call. A locked book is left alone.

use chrono::{DateTime, TimeDelta, Utc};
use contract::types::{JobKind, SyncReq};
use contract::{Changed, Tag};
use store::View;

use crate::commands::sync;
use crate::planner::{self, Allowance, Known, Next};
use crate::{App, Failure, Report, api};

/// Runs looked back at for failures in a row; more change nothing, since the pause grows no further.
const LOOKED_AT: u32 = 8;

impl App {
    /// Syncs the connections that are due by the plan, if any, as a job of its own.
    ///
    /// A sync that runs already, a locked book and a failure to read it end the call without a word: the next call
    /// finds the same things due. What went wrong at an upstream is kept with its connection as ever.
    pub async fn sync_due(&self) {
        self.settle_listener().await;
        let Ok(due) = self.due().await else {
            return;
        };
        if due.is_empty()
            || self
                .inner
                .jobs
                .list()
                .iter()
                .any(|job| job.kind == JobKind::Sync)
        {
            return;
        }
        self.ports().events.changed(Changed {
            tags: vec![Tag::Connections, Tag::Jobs],
            origin: "sync_due".to_owned(),
        });
        let request = SyncReq {
            connections: due,
            full: false,
        };
        // Nobody is there to answer a bank.
        let answer = sync::run(self, request, false, Report::named(drop)).await;
        drop(api::finish(
            self,
            "sync_run",
            api::writes("sync_run"),
            answer,
        ));
    }

    /// Keeps the day's forecasts once what is to be read of the day is read. A locked book is left alone.
    pub async fn keep_day(&self) {
        if self.due().await.is_ok_and(|due| due.is_empty()) {
            self.keep_forecasts().await;
        }
    }

    async fn due(&self) -> Result<Vec<String>, Failure> {
        let every = self.sync_every().await?;
        let now = self.now();
        self.read(move |view| {
            let mut due = Vec::new();
            for known in view.connections()? {
                if next_sync(view, &known, every)?.is_some_and(|at| at <= now) {
                    due.push(known.id.to_string());
                }
            }
            Ok(due)
        })
        .await
    }

    /// How often connections are read by themselves; none is never.
    pub(crate) async fn sync_every(&self) -> Result<Option<TimeDelta>, Failure> {
        let hours = self.settings().await?.sync_hours;
        Ok((hours > 0).then(|| TimeDelta::hours(hours.into())))
    }
}

/// When a connection is synced by itself; none when it is not.
pub(crate) fn next_sync(
    view: &View<'_>,
    connection: &store::Connection,
    every: Option<TimeDelta>,
) -> store::Result<Option<DateTime<Utc>>> {
    let runs = view.sync_runs(Some(connection.id), LOOKED_AT)?;
    let failures = runs
        .iter()
        .take_while(|run| run.state.is_none_or(ends_badly))
        .count();
    let known = Known {
        id: connection.id.0,
        automatic: connection.automatic,
        state: connection.state,
        created: connection.created_at,
        last_attempt: connection.last_attempt,
        retry_after: connection.retry_after,
        failures: u32::try_from(failures).unwrap_or(u32::MAX),
        allowance: connection.allowance.map(|said| Allowance {
            limit: said.limit,
            remaining: said.remaining,
            seen_at: said.seen_at,
        }),
        cost: runs.first().map_or(0, |run| run.requests),
    };
    Ok(match planner::next(&known, every) {
        Next::At(instant) => Some(instant),
        Next::Never => None,
    })
}

fn ends_badly(state: domain::connection::ConnectionState) -> bool {
    use domain::connection::ConnectionState as S;
    !matches!(state, S::Ok | S::DeletionGuard | S::Preparing)
}
