//! The practice bank: every upstream's dialect over real HTTP, from one scripted household.
//!
//! It is the demo, the place to learn, and the double in tests: one thing, not three. [`serve`]
//! opens it on loopback; `coffer practice-bank` prints [`Running::first_line`] and waits.
//!
//! # The household
//!
//! A family between Geneva and the French side of the lake ([`household::Household`]): three years
//! of rows up to a `today` that is an argument, a function of the seed and that day alone. There is
//! no clock in it and no float: amounts are `i64` minor units of ISO 4217 currencies.
//!
//! | Account | Served by | What happens there |
//! |---|---|---|
//! | `joint` EUR | Wallet | rent, utilities, insurance, taxes, groceries, a second salary, benefits |
//! | `savings` EUR | Wallet | a monthly standing order in, interest in December |
//! | `card` EUR | Wallet | daily purchases and subscriptions (one price rise); settled each month |
//! | `cash` EUR | Wallet | small purchases, filled from the joint account when it runs low |
//! | `loan` EUR | Wallet | the instalment comes in, the month's interest goes out, the debt shrinks |
//! | `yen` JPY | Wallet | one summer in Japan: a currency without decimals |
//! | `old-savings` EUR | Wallet | closed in the first year |
//! | `salary` CHF | FinWise | the salary on a working day, a thirteenth in December, lunches |
//! | `dollars` USD | FinWise | invoices now and then, exchanged to francs each quarter |
//! | `dollar-card` USD | FinWise | software and books, settled each month |
//! | `brokerage` CHF | FinWise | no rows, only a value at each month's end |
//! | `student` GBP | FinWise | archived in the first year |
//! | `checking` EUR | Budgea | a salary, a rent, daily purchases at home and abroad, cheques, fees |
//! | `deferred-card` EUR | Budgea | purchases that stay announced until one debit pays them at the month's end |
//! | `livret` EUR | Budgea | a monthly standing order in, interest in December |
//! | `pea` EUR | Budgea | shares: bought each quarter, worth what the market says, and some cash |
//! | `life` EUR | Budgea | a life insurance with a fund in euro and another in units |
//! | `mortgage` EUR | Budgea | a studio's loan with its conditions |
//! | `couple` EUR | Budgea | a joint account |
//! | `young` EUR | Budgea | vanished from the bank in the second year |
//! | `workshop` EUR | Budgea | not shared: no part of the truth until a person agrees |
//! | `choir` EUR | a file | `GET /__practice/statement.ofx` and `.csv`, for practising an import |
//!
//! There are honest twins (same day, payee and amount), refunds, rows without a category, card
//! purchases that stay pending for four days, standing orders that give way to weekends, budgets
//! (one with an exception for a month), goals and labels. Every month francs become euros: that
//! transfer has its legs in two upstreams and a day between them. The quarterly transfer to the
//! brokerage has one leg only.
//!
//! [`Running::advance`] lets the family live on: new rows appear, pending ones are booked.
//! [`Running::truth`] sums everything up straight from the rows, to be compared with to the cent.
//! [`Running::truth_of`] does it for somebody who linked some of the upstreams only. Wallet counts
//! pending rows in its balances, the others do not, and neither does the truth.
//!
//! # The dialects
//!
//! One module each, over the same household: `wallet` (REST, below `/wallet/v1/api`), `finwise`
//! (below `/finwise`), `wallet_app` (what Wallet's app itself asks, below `/wallet-app`: Wallet's
//! accounts a second time), `budgea` (below `/budgea/2.0`, with its pages for people), `qard` (below
//! `/qard`: Budgea's accounts a second time), `ecb` (the reference rate feed, below `/ecb`),
//! `nbp` (a second source of rates, below `/nbp`). What
//! Budgea shows of the household is in `aggregated`, for other dialects that stand on it. A dialect is a function from
//! a request to an answer; sockets and faults are dealt with around it. [`Switches`] choose between
//! variants that are seen in the wild. JSON numbers are written from decimal text.
//!
//! # The scenarios
//!
//! | Name | What happens |
//! |---|---|
//! | `calm` | nothing |
//! | `first-sync` | Wallet answers 409 three times; FinWise 503 twice, then twice nothing; Budgea's connections are `validating` for five seconds of its clock, without accounts; then all is there; Wallet's app 503 twice; a synchronisation of Qard takes nine looks |
//! | `sibling-token` | Wallet answers 403 in plain text |
//! | `bad-token` | every bank answers 401 |
//! | `wrong-password`, `consent-expired` | Wallet and FinWise answer 401; Budgea's connections get the state `wrongpass` or `SCARequired` at their next synchronisation, until a person mends it or another scenario is set; Qard's data connection wants a new consent |
//! | `second-factor` | Wallet's app asks for a second factor at login, Budgea's connections want a code by SMS, Qard's data connection wants a new consent; the others, which ask in their own apps, are calm |
//! | `bank-down` | the banks answer 503 with a page of HTML, but Budgea's API stays up: its connections are `websiteUnavailable` |
//! | `rate-limited` | Wallet's bucket holds 8 calls and gets 2 back a second; FinWise refuses every fifth call, saying when to come back in a header, not at all, or in the body; so does Budgea, saying it every other time |
//! | `flaky` | each third call to a door fails, in eight ways by turns: 500, a TCP reset, a body cut short of its length, half a JSON document, HTML, a late answer, 502, 503 |
//! | `late-posting` | pending rows are booked: the same record on Wallet; on FinWise a new row that names the one it replaces, or, every other time, does not; on Budgea the same row, or, every other time, a new row while the announced one is marked as deleted |
//! | `deletions` | four rows vanish: without trace on Wallet; on FinWise two of them are archived; on Budgea all are marked as deleted |
//! | `mass-deletions` | every third plain row vanishes without trace |
//! | `moving-pages` | before each of the first four later pages a row goes or comes |
//! | `same-bank-twice` | FinWise and Budgea serve the joint account as well, under the same IBAN |
//! | `huge` | a stall and two shops bring the count to 100,000; they stay when another scenario is set |
//! | `odd` | rows and accounts that the contracts allow and nobody expects; no part of the truth |
//! | `html`, `huge-body`, `redirect`, `hang`, `wrong-types` | every answer is hostile |
//!
//! Budgea's calm is calm as well: a synchronisation moves its stamps and nothing else. With
//! [`Switches::budgea_moves`] it books announced rows in both ways, brings new ones, takes one away
//! and values the holdings anew, after every complete reading.
//!
//! `late-posting`, `deletions` and `mass-deletions` change an upstream's rows once, when its accounts are asked for
//! and its rows were read to the last page before, in this scenario or an earlier one: the next
//! synchronisation sees the change. Scripts count requests, never time, except for Wallet's bucket (unless
//! [`Switches::pauses_are_instant`]).
//!
//! # The control routes
//!
//! `POST /__practice/scenario {"scenario": NAME}`, `POST /__practice/advance {"days": N}`,
//! `POST /__practice/switches {…}`, `POST /__practice/clock {"seconds": N}` (Budgea's clock, which
//! also runs on by a second with each of its requests), `GET /__practice/truth`,
//! `GET /__practice/requests` (shapes of credentials only, never the credentials),
//! `GET /__practice/deliveries` (what webhooks would have been sent, signed), and the statements.
//!
//! # Deliberately absent
//!
//! Writing to Wallet (403), accounts made by hand on Budgea, TLS, persistence: closing the bank
//! forgets what clients wrote. Nobody is called: webhooks are kept, not sent.

#![warn(unreachable_pub)]

mod aggregated;
mod bank;
mod budgea;
mod calendar;
mod clock;
mod control;
mod ecb;
mod exchange;
mod faults;
mod finwise;
pub mod household;
mod json;
mod nbp;
mod qard;
mod random;
pub mod rates;
mod scenario;
mod server;
mod statement;
mod wallet;
mod wallet_app;
mod wire;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use bank::{Authorization, Door, RequestSeen};
pub use household::Truth;
pub use qard::{Envelope, SyncEnds};
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
    /// Who is told to wait counts as having waited when it comes back: for tests, whose pauses take no time.
    pub pauses_are_instant: bool,
    /// So many records that a client writes to Wallet fail by the server's own fault, before it works again.
    pub wallet_write_trouble: u32,
    /// Wallet has a budget that counts one label alone.
    pub wallet_label_budget: bool,
    /// FinWise wants rows looked at that nobody sorted, and each fortieth, and its categories roll over and are consolidated.
    pub finwise_flags: bool,
    /// FinWise wraps its errors in an `error` member.
    pub finwise_wrapped_errors: bool,
    /// FinWise has budgets; 404 otherwise.
    pub finwise_budgets: bool,
    /// FinWise takes the create bodies of third-party clients as well as its own.
    pub finwise_lenient: bool,
    /// Wallet's app speaks the second of its two descriptions: `transactions`, `documents`, positive amounts.
    pub wallet_app_docs: bool,
    /// In that description, rows say their account and their direction.
    pub wallet_app_directions: bool,
    /// Seconds that an access token of Wallet's app lasts.
    pub wallet_app_expires_in: u32,
    /// Data calls that such a token is good for; no limit when absent.
    pub wallet_app_calls_per_token: Option<u32>,
    /// How Qard wraps its lists.
    pub qard_envelope: Envelope,
    /// Qard gives lists in pages.
    pub qard_pages: bool,
    /// Qard's key opens nobody's data yet: the first user is to be made, and the first bank linked.
    pub qard_first_use: bool,
    /// Looks that one of Qard's synchronisations takes.
    pub qard_looks: u32,
    /// How Qard's synchronisations end.
    pub qard_sync_ends: SyncEnds,
    /// Budgea speaks its dialect of 2020: `/banks`, numbered categories, 202 for what is missing.
    pub budgea_legacy: bool,
    /// Budgea speaks the older dialect as its generated Python client wants it: what would be null
    /// is left out, and words that the client does not know are replaced.
    pub budgea_strict: bool,
    /// Budgea finds something changed at every synchronisation that follows a complete reading:
    /// announced rows booked in both ways, new rows, one taken away, holdings valued anew.
    pub budgea_moves: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            wallet_legacy: false,
            wallet_sync_in_progress: false,
            wallet_bucket: None,
            pauses_are_instant: false,
            wallet_write_trouble: 0,
            wallet_label_budget: false,
            finwise_flags: false,
            finwise_wrapped_errors: false,
            finwise_budgets: true,
            finwise_lenient: false,
            wallet_app_docs: false,
            wallet_app_directions: false,
            wallet_app_expires_in: 3_600,
            wallet_app_calls_per_token: None,
            qard_envelope: Envelope::Result,
            qard_pages: true,
            qard_first_use: false,
            qard_looks: 2,
            qard_sync_ends: SyncEnds::Success,
            budgea_legacy: false,
            budgea_strict: false,
            budgea_moves: false,
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
    /// The household cannot live then.
    #[error("{0} is not between 2005 and 2100")]
    Today(NaiveDate),
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
    if !(2005..=2100).contains(&options.today.year()) {
        return Err(ServeError::Today(options.today));
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
        flight: Arc::default(),
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
    /// which invented credentials it lets one in. One that shows the accounts of another once more says
    /// `same_as` which: who links everything links one of the two.
    pub fn first_line(&self) -> Value {
        let base = format!("http://{}", self.addr());
        let bank = self.counter.bank();
        let (username, password) = bank.wallet_app.login();
        let budgea = format!("{base}{}", budgea::PREFIX);
        let (connector, login) = budgea::way_in();
        json!({
            "base": base,
            "upstreams": {
                "wallet": {
                    "base_url": format!("{base}{}", wallet::PREFIX),
                    "token": bank.wallet.token(),
                },
                "wallet-app": {
                    "base_url": format!("{base}{}", wallet_app::PREFIX),
                    "username": username,
                    "password": password,
                    "same_as": "wallet",
                },
                "qard": {
                    "base_url": format!("{base}{}/api/v6", qard::PREFIX),
                    "api_key": bank.qard.api_key(),
                    "user_id": bank.qard.user_id(),
                    "same_as": "budgea",
                },
                "finwise": {
                    "base_url": format!("{base}{}", finwise::PREFIX),
                    "api_key": bank.finwise.api_key(),
                },
                "budgea": {
                    "base_url": format!("{budgea}/2.0"),
                    "client_id": bank.budgea.client_id,
                    "client_secret": bank.budgea.client_secret,
                    "manage_token": bank.budgea.manage_token,
                    "user_token": bank.budgea.user_token,
                    "connector_login": { "id_connector": connector, "fields": login },
                    "dialects": {
                        "current": format!("{budgea}/current/2.0"),
                        "legacy": format!("{budgea}/legacy/2.0"),
                        "strict": format!("{budgea}/strict/2.0"),
                    },
                },
            },
            "ecb": { "base_url": format!("{base}{}", ecb::PREFIX) },
            "nbp": { "base_url": format!("{base}{}", nbp::PREFIX) },
            "control": format!("{base}{}/scenario", control::PREFIX),
            "truth": format!("{base}{}/truth", control::PREFIX),
            "statements": [
                format!("{base}{}/statement.ofx", control::PREFIX),
                format!("{base}{}/statement.csv", control::PREFIX),
            ],
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

    /// Has a stall and two shops bring the household to so many transactions, as `huge` does.
    pub fn grow_to(&self, transactions: usize) {
        self.counter.bank().household.grow_to(transactions);
    }

    /// Lets the household live on for some days.
    pub fn advance(&self, days: u32) {
        self.counter.bank().household.advance(days);
    }

    /// Gives the newest booked row of every upstream a wording of one's own, such as no bank would send.
    pub fn write_wording(&self, text: &str) {
        let mut bank = self.counter.bank();
        for upstream in [
            household::Upstream::Wallet,
            household::Upstream::Finwise,
            household::Upstream::Budgea,
        ] {
            bank.household.write_wording(upstream, text);
        }
    }

    /// The household's present.
    pub fn today(&self) -> NaiveDate {
        self.counter.bank().today()
    }

    /// What the household really has, earns and spends, for comparison.
    pub fn truth(&self) -> Truth {
        self.counter.bank().household.truth()
    }

    /// As [`truth`](Self::truth), for somebody who linked these upstreams only.
    pub fn truth_of(&self, upstreams: &[household::Upstream]) -> Truth {
        self.counter.bank().household.truth_of(upstreams)
    }

    /// The statement of the account that comes as a file: its name, and the file in OFX.
    pub fn statement(&self) -> (String, String) {
        let bank = self.counter.bank();
        (statement::name(&bank), statement::ofx_text(&bank))
    }

    /// The requests seen so far, oldest first.
    pub fn requests(&self) -> Vec<RequestSeen> {
        self.counter.bank().requests()
    }

    /// Most requests that were being answered at one time so far.
    pub fn most_at_once(&self) -> usize {
        self.counter.flight.most()
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
