//! Use cases: what a person can have done, one function a command, over the book, the connectors and the engine.
//!
//! [`App`] is cheap to clone and holds the ports of its host. [`api`] holds one function for each line of the contract;
//! it runs the use case, logs a failure once, and tells the page what became stale. [`answer`] is the same by name and
//! JSON: what a window, tests and scripts call.
//!
//! Deliberately absent: Tauri, windows, the words that people read.

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a path to a method is of one lifetime, the store asks for all"
)]

pub mod api;
mod commands;
mod deliveries;
mod dto;
mod failure;
mod filing;
mod freshness;
mod jobs;
mod learning;
mod loopback;
mod naming;
mod planner;
pub mod ports;
mod report;
mod session;
mod unattended;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use api::{answer, dispatch};
pub use commands::book::Opening;
pub use commands::charts::english_labels;
pub use commands::imports::Into as ImportInto;
pub use failure::Failure;
pub use report::Report;

use ports::Ports;

/// The core of the program.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    ports: Ports,
    session: session::Session,
    jobs: jobs::Jobs,
    /// Held while the program starts.
    opening: Arc<tokio::sync::Mutex<()>>,
    offered: Mutex<HashMap<String, PathBuf>>,
    previews: Mutex<HashMap<String, Arc<commands::imports::Prepared>>>,
    watched: commands::imports::Watched,
    practice: tokio::sync::Mutex<Option<practice::Running>>,
    rates: Mutex<commands::rates::RatesTry>,
    links: commands::links::Links,
    banks: Mutex<commands::logins::Banks>,
    listening: tokio::sync::Mutex<deliveries::Listening>,
    arrivals: Mutex<std::collections::VecDeque<contract::types::WebhookArrival>>,
}

impl App {
    /// The core over the ports of this host. Opens nothing yet.
    pub fn new(ports: Ports) -> Self {
        let session = session::Session::new(ports.clock.now());
        Self {
            inner: Arc::new(Inner {
                ports,
                session,
                jobs: jobs::Jobs::default(),
                opening: Arc::default(),
                offered: Mutex::default(),
                previews: Mutex::default(),
                watched: commands::imports::Watched::default(),
                practice: tokio::sync::Mutex::default(),
                rates: Mutex::default(),
                links: commands::links::Links::default(),
                banks: Mutex::default(),
                listening: tokio::sync::Mutex::default(),
                arrivals: Mutex::default(),
            }),
        }
    }

    pub(crate) fn ports(&self) -> &Ports {
        &self.inner.ports
    }

    pub(crate) fn today(&self) -> chrono::NaiveDate {
        self.inner.ports.clock.today()
    }

    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.inner.ports.clock.now()
    }
}

/// A lock whose holder never panics while holding it; should it happen, the value is still whole.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
