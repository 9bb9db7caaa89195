//! One HTTP client for every upstream: what it refuses, limits, repeats and forgets.
//!
//! - HTTPS only; plain HTTP to this machine alone, where the practice bank lives. Redirects are followed within one origin
//!   and never to another host or down to plain HTTP, so credentials stay where they were given for.
//! - Answers are read up to a cap, as they arrive after decompression; a longer one is cut off early.
//! - Trouble that passes (no answer, 5xx, a broken body) is repeated a few times with growing pauses; `Retry-After` is
//!   honoured, and when it asks for more than a short wait the caller gets the instant instead.
//! - Bodies, credentials and queries are neither logged nor kept in errors.

mod address;
mod answer;
mod meter;
mod retry;
mod session;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::redirect::{Attempt, Policy};

pub(crate) use address::BaseUrl;
pub(crate) use answer::Answer;
pub use answer::RateFacts;
pub use meter::{Meter, Metered};
pub(crate) use session::{Ask, Expect, Judgement, Session};

/// Most redirects followed within one origin.
const REDIRECTS: usize = 3;

/// Time as the client meets it, so that tests need not wait.
pub trait Pause: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
    /// Ends after `how_long`.
    fn pause(&self, how_long: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// Real pauses on tokio's timer, with the clock of whoever makes it.
#[derive(Debug, Clone, Copy)]
pub struct TokioPause(
    /// Reads the clock.
    pub fn() -> DateTime<Utc>,
);

impl Pause for TokioPause {
    fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }

    fn pause(&self, how_long: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(how_long))
    }
}

/// How long to wait for the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the next bytes.
    pub read: Duration,
    /// For the whole answer.
    pub total: Duration,
    /// For the whole answer of what may take minutes; it may be silent until then.
    pub slow: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            read: Duration::from_secs(30),
            total: Duration::from_mins(2),
            slow: Duration::from_mins(10),
        }
    }
}

/// How the client behaves.
#[derive(Clone)]
pub struct Settings {
    /// Waiting for the other end.
    pub timeouts: Timeouts,
    /// Most bytes of one answer, decompressed.
    pub max_body: usize,
    /// Most tries of one request that meets passing trouble.
    pub tries: u32,
    /// Longest single pause before trying again; an upstream that asks for more ends the pull.
    pub longest_pause: Duration,
    /// Longest that all pauses of one pull may take together.
    pub patience: Duration,
    /// An upstream's wish to be asked slowly holds for this machine's own services too.
    pub pace_on_loopback: bool,
    /// Clock and pauses.
    pub pause: Arc<dyn Pause>,
    /// What it calls itself.
    pub user_agent: String,
}

impl Settings {
    /// The settings of the app: a 32 MB cap, four tries, at most a minute of one pause and five in all.
    pub fn new(pause: Arc<dyn Pause>) -> Self {
        Self {
            timeouts: Timeouts::default(),
            max_body: 32 << 20,
            tries: 4,
            longest_pause: Duration::from_mins(1),
            patience: Duration::from_mins(5),
            pace_on_loopback: false,
            pause,
            user_agent: concat!("Coffer/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("timeouts", &self.timeouts)
            .field("max_body", &self.max_body)
            .field("tries", &self.tries)
            .finish_non_exhaustive()
    }
}

/// The client. Cheap to clone; connections are pooled behind it.
#[derive(Debug, Clone)]
pub struct Http {
    inner: Arc<Inner>,
    meter: Option<Meter>,
}

#[derive(Debug)]
struct Inner {
    /// For the world, through the system's proxy if there is one.
    remote: reqwest::Client,
    /// For this machine: never through a proxy.
    local: reqwest::Client,
    /// The same two, with the patience for answers that take minutes.
    slow_remote: reqwest::Client,
    slow_local: reqwest::Client,
    settings: Settings,
}

/// The client could not be made: the TLS library found no usable set-up.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client could be made")]
pub struct NoClient(#[source] reqwest::Error);

impl Http {
    /// Makes the client.
    pub fn new(settings: Settings) -> Result<Self, NoClient> {
        // An error only says that the process has a provider already, which is as good.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let all = |trusting: bool| -> Result<[reqwest::Client; 4], reqwest::Error> {
            let one = |slow: bool, local: bool| {
                let mut builder = builder(&settings, slow);
                if local {
                    builder = builder.no_proxy();
                }
                if !trusting {
                    builder = builder.tls_certs_only([]);
                }
                builder.build()
            };
            Ok([
                one(false, false)?,
                one(false, true)?,
                one(true, false)?,
                one(true, true)?,
            ])
        };
        // A machine without any root certificate: HTTPS will trust nobody, and say so; this machine's own services still
        // work.
        let [remote, local, slow_remote, slow_local] =
            all(true).or_else(|_| all(false)).map_err(NoClient)?;
        Ok(Self {
            inner: Arc::new(Inner {
                remote,
                local,
                slow_remote,
                slow_local,
                settings,
            }),
            meter: None,
        })
    }

    /// The same client, whose requests are counted by `meter`, those of work that fails included.
    #[must_use]
    pub fn metered(&self, meter: &Meter) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            meter: Some(meter.clone()),
        }
    }

    fn meter(&self) -> Option<&Meter> {
        self.meter.as_ref()
    }

    fn client(&self, loopback: bool, slow: bool) -> &reqwest::Client {
        match (loopback, slow) {
            (true, false) => &self.inner.local,
            (false, false) => &self.inner.remote,
            (true, true) => &self.inner.slow_local,
            (false, true) => &self.inner.slow_remote,
        }
    }

    fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.inner.settings.pause.now()
    }
}

fn builder(settings: &Settings, slow: bool) -> reqwest::ClientBuilder {
    let timeouts = settings.timeouts;
    let builder = reqwest::Client::builder()
        .user_agent(&settings.user_agent)
        .connect_timeout(timeouts.connect)
        .redirect(Policy::custom(same_origin))
        .referer(false)
        .pool_max_idle_per_host(2);
    if slow {
        builder.timeout(timeouts.slow)
    } else {
        builder.read_timeout(timeouts.read).timeout(timeouts.total)
    }
}

/// Follows within one origin; anything else is handed back as the redirect it is, unfollowed.
fn same_origin(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let stays = attempt
        .previous()
        .first()
        .is_some_and(|first| first.origin() == attempt.url().origin());
    if stays && attempt.previous().len() <= REDIRECTS {
        attempt.follow()
    } else {
        attempt.stop()
    }
}
