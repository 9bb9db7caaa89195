//! The practice bank: every upstream's dialect from one scripted household.

#![warn(unreachable_pub)]

mod bank;
mod calendar;
mod clock;
mod control;
mod ecb;
mod exchange;
mod faults;
mod finwise;
pub mod household;
mod json;
mod random;
pub mod rates;
mod scenario;
mod server;
mod wallet;
mod wire;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use bank::{Authorization, Door, RequestSeen};
pub use household::Truth;
pub use scenario::{Scenario, UnknownScenario};

use bank::Bank;
use server::Counter;

/// How the bank is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; port 0 lets the system choose. Loopback only, see `allow_remote`.
    pub bind: SocketAddr,
    /// Which household: the same seed and `today` give the same bytes.
    pub seed: u64,
    /// The scenario in force at first.
    pub scenario: Scenario,
    /// The household's present.
    pub today: NaiveDate,
    /// Lets `bind` be an address that others can reach. The bank has no secrets worth the name,
    /// but its faults and its control routes are nobody else's business.
    pub allow_remote: bool,
    /// Variants of the dialects.
    pub switches: Switches,
}

impl Options {
    /// A calm bank for seed 1 on a free loopback port.
    pub fn new(today: NaiveDate) -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 1,
            scenario: Scenario::Calm,
            today,
            allow_remote: false,
            switches: Switches::default(),
        }
    }
}

/// Variants of the dialects, also set by `POST /__practice/switches`; what is not named is default.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Wallet speaks its version before 1.3: `limit` up to 100, `payee` and `payer`,
    /// `/records/by-id`, `transferRecord`, `items` for standing order items, `paymentType`.
    pub wallet_legacy: bool,
    /// Wallet says that more changes may follow.
    pub wallet_sync_in_progress: bool,
    /// Wallet's token bucket; the scenario decides when absent.
    pub wallet_bucket: Option<Bucket>,
    /// FinWise wraps its errors in an `error` member.
    pub finwise_wrapped_errors: bool,
    /// FinWise has budgets; 404 otherwise.
    pub finwise_budgets: bool,
    /// FinWise takes the create bodies of third-party clients as well as its own.
    pub finwise_lenient: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            wallet_legacy: false,
            wallet_sync_in_progress: false,
            wallet_bucket: None,
            finwise_wrapped_errors: false,
            finwise_budgets: true,
            finwise_lenient: false,
        }
    }
}

/// A token bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Bucket {
    /// Tokens when full.
    pub capacity: u32,
    /// Tokens that come back in an hour.
    pub per_hour: u32,
}

/// Why the bank could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// `bind` is not loopback and `allow_remote` was not set.
    #[error("{0} is not a loopback address")]
    NotLoopback(SocketAddr),
    /// The address could not be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
}

/// Opens the bank on the current tokio runtime.
pub async fn serve(options: Options) -> Result<Running, ServeError> {
    if !options.bind.ip().is_loopback() && !options.allow_remote {
        return Err(ServeError::NotLoopback(options.bind));
    }
    let failed = |source| ServeError::Listen {
        address: options.bind,
        source,
    };
    let listener = TcpListener::bind(options.bind).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (close, closing) = watch::channel(false);
    let counter = Counter {
        bank: Arc::new(Mutex::new(Bank::open(&options))),
        address,
        closing,
    };
    let task = tokio::spawn(server::run(listener, counter.clone()));
    Ok(Running {
        counter,
        close,
        task,
    })
}

/// An open bank. Dropping it closes it.
pub struct Running {
    counter: Counter,
    close: watch::Sender<bool>,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.counter.address
    }

    /// The document for the first line of `coffer practice-bank`: where each dialect is and with
    /// which invented credentials it lets one in.
    pub fn first_line(&self) -> Value {
        let base = format!("http://{}", self.addr());
        let bank = self.counter.bank();
        json!({
            "base": base,
            "upstreams": {
                "wallet": {
                    "base_url": format!("{base}{}", wallet::PREFIX),
                    "token": bank.wallet.token(),
                },
                "finwise": {
                    "base_url": format!("{base}{}", finwise::PREFIX),
                    "api_key": bank.finwise.api_key(),
                },
            },
            "ecb": { "base_url": format!("{base}{}", ecb::PREFIX) },
            "control": format!("{base}{}/scenario", control::PREFIX),
            "truth": format!("{base}{}/truth", control::PREFIX),
            "seed": bank.household.seed(),
            "today": bank.today().to_string(),
        })
    }

    /// Puts a scenario in force and starts its script from the beginning.
    pub fn set_scenario(&self, scenario: Scenario) {
        self.counter.bank().set_scenario(scenario);
    }

    /// Sets the variants of the dialects.
    pub fn set_switches(&self, switches: Switches) {
        let mut bank = self.counter.bank();
        bank.switches = switches;
        let scenario = bank.scenario;
        let Bank {
            wallet, switches, ..
        } = &mut *bank;
        wallet.scenario_set(scenario, switches);
    }

    /// Lets the household live on for some days.
    pub fn advance(&self, days: u32) {
        self.counter.bank().household.advance(days);
    }

    /// The household's present.
    pub fn today(&self) -> NaiveDate {
        self.counter.bank().today()
    }

    /// What the household really has, earns and spends, for comparison.
    pub fn truth(&self) -> Truth {
        self.counter.bank().household.truth()
    }

    /// The requests seen so far, oldest first.
    pub fn requests(&self) -> Vec<RequestSeen> {
        self.counter.bank().requests()
    }

    /// Closes the bank: no new connections, those under way get a second to end.
    pub async fn shutdown(mut self) {
        // The receiver lives as long as the task.
        let _ = self.close.send(true);
        if tokio::time::timeout(Duration::from_secs(1), &mut self.task)
            .await
            .is_err()
        {
            self.task.abort();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.close.send(true);
    }
}
