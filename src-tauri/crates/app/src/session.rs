//! The open book: who may ask it, and when it shuts by itself.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use contract::Locked;
use contract::types::SecretsPlace;
use secrets::Secret;
use store::{Book, Origin, View, Writing, Written};

use crate::{App, Failure, locked};

/// How long an unlock waits for the work of the session before to let go of the book.
const PATIENCE: Duration = Duration::from_secs(15);
const STEP: Duration = Duration::from_millis(20);

pub(crate) struct Session {
    open: Mutex<Option<Arc<Open>>>,
    /// The book that was open last; work under way may still hold it.
    before: Mutex<Weak<Open>>,
    active: Mutex<DateTime<Utc>>,
}

/// What a forecast is made from, once it is gathered.
type Gathered = Arc<tokio::sync::OnceCell<Arc<crate::commands::forecast::Basis>>>;

/// An open book and what lives only as long as it is open.
pub(crate) struct Open {
    pub(crate) book: Book,
    pub(crate) secrets_place: SecretsPlace,
    /// Secrets kept in memory only, by connection and field.
    pub(crate) session_secrets: Mutex<HashMap<String, Secret>>,
    /// What forecasts are made from, as of a batch.
    pub(crate) basis: Mutex<HashMap<String, Gathered>>,
    /// The learner, once something asked for it.
    pub(crate) learner: Mutex<Option<crate::learning::Learner>>,
    /// Whether pages of transactions were asked for before.
    pub(crate) paged: AtomicBool,
}

impl Session {
    pub(crate) fn new(now: DateTime<Utc>) -> Self {
        Self {
            open: Mutex::new(None),
            before: Mutex::new(Weak::new()),
            active: Mutex::new(now),
        }
    }
}

impl App {
    /// The open book.
    pub(crate) fn open(&self) -> Result<Arc<Open>, Failure> {
        locked(&self.inner.session.open)
            .clone()
            .ok_or(Failure::Locked)
    }

    pub(crate) fn set_open(&self, book: Book, secrets_place: SecretsPlace) {
        let open = Arc::new(Open {
            book,
            secrets_place,
            session_secrets: Mutex::default(),
            basis: Mutex::default(),
            learner: Mutex::default(),
            paged: AtomicBool::new(false),
        });
        *locked(&self.inner.session.before) = Arc::downgrade(&open);
        *locked(&self.inner.session.open) = Some(open);
        self.touch();
    }

    /// Waits until nobody holds the book that was open before.
    pub(crate) async fn await_shut(&self) -> Result<(), Failure> {
        let mut waited = Duration::ZERO;
        while locked(&self.inner.session.before).strong_count() > 0 {
            if locked(&self.inner.session.open).is_some() || waited >= PATIENCE {
                return Ok(());
            }
            tokio::time::sleep(STEP).await;
            waited += STEP;
        }
        Ok(())
    }

    /// Shuts the book. Running jobs stop between two units of work and let go of it.
    pub(crate) fn shut(&self, reason: &str) {
        self.inner.jobs.cancel_all();
        locked(&self.inner.previews).clear();
        let was_open = locked(&self.inner.session.open).take().is_some();
        if was_open {
            self.ports().events.locked(Locked {
                reason: reason.to_owned(),
            });
        }
    }

    /// The person did something.
    pub(crate) fn touch(&self) {
        *locked(&self.inner.session.active) = self.now();
    }

    /// Shuts the book when the person was away for as long as the settings say and no job runs.
    pub async fn lock_when_idle(&self) {
        let Ok(settings) = self.settings().await else {
            return;
        };
        let Some(minutes) = settings.lock_after_minutes else {
            return;
        };
        let idle = self.now() - *locked(&self.inner.session.active);
        if idle >= TimeDelta::minutes(i64::from(minutes)) && !self.inner.jobs.is_any() {
            self.shut("idle");
        }
    }

    /// Shuts the book because the computer is about to sleep, if the settings say so.
    pub async fn lock_for_sleep(&self) {
        if self
            .settings()
            .await
            .is_ok_and(|settings| settings.lock_on_suspend)
        {
            self.shut("suspend");
        }
    }

    /// Asks the book, off the async workers.
    pub(crate) async fn read<T, F>(&self, ask: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&View<'_>) -> store::Result<T> + Send + 'static,
    {
        let open = self.open()?;
        blocking(move || open.book.store().read(ask).map_err(Failure::from)).await
    }

    /// Has search prepared beside what goes on, from the second page of transactions on: a command asks for one and ends,
    /// a window goes on asking.
    pub(crate) fn prepare_search(&self) -> Result<(), Failure> {
        let open = self.open()?;
        let again = open.paged.swap(true, Ordering::Relaxed);
        if again && !open.book.store().is_search_prepared() {
            tokio::task::spawn_blocking(move || {
                if let Err(error) = open.book.store().prepare_search() {
                    tracing::warn!(%error, "search is not prepared");
                }
            });
        }
        Ok(())
    }

    /// Changes the book, off the async workers.
    pub(crate) async fn write<T, F>(&self, origin: Origin, change: F) -> Result<Written<T>, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut Writing<'_>) -> store::Result<T> + Send + 'static,
    {
        let open = self.open()?;
        blocking(move || {
            open.book
                .store()
                .write(origin, change)
                .map_err(Failure::from)
        })
        .await
    }

    /// Stores what is fetched again if a power cut takes it, off the async workers and without waiting for the disk.
    pub(crate) async fn write_refetchable<T, F>(
        &self,
        origin: Origin,
        change: F,
    ) -> Result<Written<T>, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut Writing<'_>) -> store::Result<T> + Send + 'static,
    {
        let open = self.open()?;
        blocking(move || {
            open.book
                .store()
                .write_refetchable(origin, change)
                .map_err(Failure::from)
        })
        .await
    }

    /// The person as the origin of a change.
    pub(crate) fn person(&self, label: &str) -> Origin {
        Origin::person(label, self.now())
    }
}

/// Runs work that blocks its thread. A panic in it is a failure, not the end.
pub(crate) async fn blocking<T, F>(work: F) -> Result<T, Failure>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Failure> + Send + 'static,
{
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Failure::internal)?
}
