//! A connector's surroundings in a test: a clock that only pauses move, and a receiver that stores.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use connect::{
    Access, CancelFlag, Connector, ConnectorError, Http, Keeper, Pause, PullSummary, Resume,
    Settings, Timeouts, Tz,
};
use domain::feed::{Entity, FeedTransaction, Notice, Page};
use secrets::Secret;

pub const SECRET: &str = "aaaa.bbbb-very-secret.cccc";

pub fn now() -> DateTime<Utc> {
    "2026-01-15T10:00:00Z".parse().unwrap()
}

/// Time that stands still but for the pauses.
#[derive(Default)]
pub struct FakePause(Mutex<Vec<Duration>>);

impl FakePause {
    pub fn seconds(&self) -> Vec<u64> {
        self.0
            .lock()
            .unwrap()
            .iter()
            .map(Duration::as_secs)
            .collect()
    }
}

impl Pause for FakePause {
    fn now(&self) -> DateTime<Utc> {
        let passed: Duration = self.0.lock().unwrap().iter().sum();
        now() + TimeDelta::from_std(passed).unwrap()
    }

    fn pause(&self, how_long: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.lock().unwrap().push(how_long);
        Box::pin(std::future::ready(()))
    }
}

/// A client that gives up on a silence after `read`.
pub fn http_with(pause: &Arc<FakePause>, read: Duration) -> Http {
    let mut settings = Settings::new(pause.clone());
    settings.timeouts = Timeouts {
        connect: Duration::from_secs(5),
        read,
        total: Duration::from_secs(20),
        slow: Duration::from_secs(20),
    };
    Http::new(settings).unwrap()
}

pub fn http(pause: &Arc<FakePause>) -> Http {
    http_with(pause, Duration::from_secs(10))
}

pub fn access(base_url: &str, pause: &Arc<FakePause>) -> Access {
    let secret = || Secret::new(SECRET);
    Access {
        http: http(pause),
        base_url: base_url.to_owned(),
        secrets: BTreeMap::from([("token".into(), secret()), ("api_key".into(), secret())]),
        settings: BTreeMap::new(),
        keeper: Keeper::default(),
    }
}

pub fn resume(cursor: Option<String>) -> Resume {
    Resume {
        cursor,
        full: false,
        asked: false,
        today: today(),
        now: now(),
        zone: Tz::Europe__Paris,
    }
}

pub fn today() -> NaiveDate {
    "2026-01-15".parse().unwrap()
}

/// What came of a pull.
pub struct Pulled {
    pub pages: Vec<Page>,
    pub outcome: Result<PullSummary, ConnectorError>,
}

impl Pulled {
    pub fn summary(&self) -> PullSummary {
        *self.outcome.as_ref().unwrap()
    }

    pub fn error(&self) -> &ConnectorError {
        self.outcome.as_ref().unwrap_err()
    }

    pub fn cursor(&self) -> Option<String> {
        self.pages.iter().rev().find_map(|page| page.cursor.clone())
    }

    pub fn transactions(&self) -> Vec<FeedTransaction> {
        self.pages
            .iter()
            .flat_map(|page| page.transactions.clone())
            .collect()
    }

    pub fn transaction(&self, id: &str) -> FeedTransaction {
        let all = self.transactions();
        all.into_iter()
            .rfind(|t| t.source_id.as_deref() == Some(id))
            .unwrap()
    }

    pub fn notices(&self) -> Vec<Notice> {
        self.pages
            .iter()
            .flat_map(|page| page.notices.clone())
            .collect()
    }

    pub fn notice(&self, id: &str) -> Option<&'static str> {
        self.notices()
            .iter()
            .find(|n| n.source_id.as_deref() == Some(id))
            .map(|n| n.code)
    }

    pub fn completes(&self, entity: Entity) -> bool {
        self.pages
            .iter()
            .any(|page| page.complete.contains(&entity))
    }
}

/// Pulls to the end.
pub async fn pull(connector: &dyn Connector, access: &Access, resume: Resume) -> Pulled {
    pull_some(connector, access, resume, usize::MAX).await
}

/// Pulls until `pages` pages are stored, and then falls over as a process does that is killed.
pub async fn pull_some(
    connector: &dyn Connector,
    access: &Access,
    resume: Resume,
    pages: usize,
) -> Pulled {
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<Page>(2);
    let cancel = CancelFlag::new();
    let storing = async move {
        let mut stored = Vec::new();
        while stored.len() < pages
            && let Some(page) = receiver.recv().await
        {
            // A page without one would leave the book without a place to go on from.
            assert!(page.cursor.is_some(), "every page carries its cursor");
            stored.push(page);
        }
        stored
    };
    let pulling = connector.pull(access, resume, sender, &cancel);
    let (outcome, pages) = tokio::join!(pulling, storing);
    Pulled { pages, outcome }
}
