//! The bank's memory: the household, the scenario in force, and what was asked so far.

use std::collections::VecDeque;

use chrono::NaiveDate;
use serde::Serialize;

use crate::exchange::Ask;
use crate::household::{Household, Upstream};
use crate::scenario::Scenario;
use crate::{Options, Switches, budgea, finwise, qard, wallet, wallet_app};

/// How many requests the log remembers.
const LOG: usize = 50_000;

/// How many doors there are.
const DOORS: usize = Door::Nowhere as usize + 1;

/// Query parameters that open something.
const SECRETS: [&str; 6] = [
    "code",
    "token",
    "session",
    "client_secret",
    "home",
    "password",
];

/// Which part of the bank a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// The Wallet REST dialect.
    Wallet,
    /// The FinWise dialect.
    Finwise,
    /// The dialect of Wallet's app.
    WalletApp,
    /// The Qard dialect, its page of consent included.
    Qard,
    /// The Budgea dialect.
    Budgea,
    /// Budgea's pages for people, and the bank's own.
    Pages,
    /// The exchange rate feed.
    Ecb,
    /// The second source of rates.
    Nbp,
    /// The control routes.
    Control,
    /// Where the scenario `redirect` points: nobody should come here.
    Elsewhere,
    /// No route at all.
    Nowhere,
}

impl Door {
    /// The door a path leads to.
    pub(crate) fn of(path: &str) -> Self {
        let within = |prefix: &str| {
            path.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if within(wallet::PREFIX) {
            Self::Wallet
        } else if within(finwise::PREFIX) {
            Self::Finwise
        } else if within(wallet_app::PREFIX) {
            Self::WalletApp
        } else if within(qard::PREFIX) {
            Self::Qard
        } else if budgea::is_page(path) {
            Self::Pages
        } else if within(budgea::PREFIX) {
            Self::Budgea
        } else if within(crate::ecb::PREFIX) {
            Self::Ecb
        } else if within(crate::nbp::PREFIX) {
            Self::Nbp
        } else if within(crate::control::ELSEWHERE) {
            Self::Elsewhere
        } else if within(crate::control::PREFIX) {
            Self::Control
        } else {
            Self::Nowhere
        }
    }

    /// Whether a bank is behind the door, as opposed to the rate feed and the control routes.
    pub(crate) fn is_bank(self) -> bool {
        matches!(
            self,
            Self::Wallet | Self::Finwise | Self::WalletApp | Self::Qard | Self::Budgea
        )
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// One request as the bank saw it. Credentials are described, never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestSeen {
    /// Counts from 1 over the bank's life.
    pub number: u64,
    /// Where it went.
    pub door: Door,
    /// The HTTP method.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The query, form-decoded.
    pub query: Vec<(String, String)>,
    /// The `Host` header.
    pub host: String,
    /// The shape of the `Authorization` header.
    pub authorization: Authorization,
    /// The status answered; 0 when the connection was broken or never answered.
    pub status: u16,
    /// The scenario in force.
    pub scenario: &'static str,
    /// What the scenario did to the answer, in a word; empty for nothing.
    pub fault: &'static str,
}

/// The shape of an `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authorization {
    /// There was none.
    Absent,
    /// One bare word.
    Bare,
    /// `Bearer` and a word.
    Bearer,
    /// Anything else.
    Other,
}

impl Authorization {
    fn of(ask: &Ask) -> Self {
        match ask.header("authorization").map(str::trim) {
            None => Self::Absent,
            Some(text) if text.starts_with("Bearer ") => Self::Bearer,
            Some(text) if !text.contains(' ') => Self::Bare,
            Some(_) => Self::Other,
        }
    }
}

/// The whole state behind the server.
pub(crate) struct Bank {
    pub(crate) household: Household,
    pub(crate) scenario: Scenario,
    pub(crate) switches: Switches,
    pub(crate) wallet: wallet::State,
    pub(crate) finwise: finwise::State,
    pub(crate) wallet_app: wallet_app::State,
    pub(crate) qard: qard::State,
    pub(crate) budgea: budgea::State,
    counts: [u64; DOORS],
    number: u64,
    log: VecDeque<RequestSeen>,
}

impl Bank {
    pub(crate) fn open(options: &Options) -> Self {
        let household = Household::new(options.seed, options.today);
        let mut bank = Self {
            wallet: wallet::State::new(options.seed, options.today, &options.switches),
            finwise: finwise::State::new(options.seed),
            wallet_app: wallet_app::State::new(options.seed),
            qard: qard::State::new(options.seed),
            budgea: budgea::State::new(&household),
            household,
            scenario: Scenario::Calm,
            switches: options.switches.clone(),
            counts: [0; DOORS],
            number: 0,
            log: VecDeque::new(),
        };
        bank.set_scenario(options.scenario);
        bank
    }

    /// The household's present.
    pub(crate) fn today(&self) -> NaiveDate {
        self.household.today()
    }

    /// Puts a scenario in force and starts its script from the beginning.
    pub(crate) fn set_scenario(&mut self, scenario: Scenario) {
        self.scenario = scenario;
        self.counts = [0; DOORS];
        self.wallet.scenario_set(scenario, &self.switches);
        self.finwise.scenario_set();
        self.wallet_app.scenario_set();
        self.qard.scenario_set(scenario);
        if scenario == Scenario::Huge {
            self.household.grow_to(100_000);
        }
        self.household
            .share_joint_account(scenario == Scenario::SameBankTwice);
        let now = self.household.clock();
        self.budgea.scenario_set(scenario, now);
        budgea::accounts_came_or_went(self);
    }

    /// Numbers a request; the count is per door since the scenario was set, from 0.
    pub(crate) fn count(&mut self, door: Door) -> u64 {
        let count = self.counts[door.index()];
        self.counts[door.index()] += 1;
        count
    }

    /// Writes a request into the log and returns its number.
    pub(crate) fn note(&mut self, door: Door, ask: &Ask) -> u64 {
        self.number += 1;
        if self.log.len() == LOG {
            self.log.pop_front();
        }
        self.log.push_back(RequestSeen {
            number: self.number,
            door,
            method: ask.method.to_string(),
            path: ask.path.clone(),
            query: ask
                .query
                .iter()
                .map(|(name, value)| {
                    let secret = SECRETS.contains(&name.as_str());
                    let value = if secret { "…" } else { value.as_str() };
                    (name.clone(), value.to_owned())
                })
                .collect(),
            host: ask.header("host").unwrap_or_default().to_owned(),
            authorization: Authorization::of(ask),
            status: 0,
            scenario: self.scenario.name(),
            fault: "",
        });
        self.number
    }

    /// Completes the entry of a request.
    pub(crate) fn note_answer(&mut self, number: u64, status: u16, fault: &'static str) {
        if let Some(seen) = self.log.iter_mut().rev().find(|seen| seen.number == number) {
            seen.status = status;
            seen.fault = fault;
        }
    }

    /// The log, oldest first.
    pub(crate) fn requests(&self) -> Vec<RequestSeen> {
        self.log.iter().cloned().collect()
    }

    /// What a scenario does to an upstream's rows when a new pass over them begins.
    ///
    /// A dialect calls this when its accounts are asked for; `read_through` says that a complete
    /// pass over the rows was served before, so that a client has something to compare with.
    pub(crate) fn pass_begins(
        &mut self,
        upstream: Upstream,
        read_through: bool,
        done: bool,
    ) -> bool {
        if done || !read_through {
            return done;
        }
        match self.scenario {
            Scenario::LatePosting => self.household.post_everything(upstream),
            Scenario::Deletions => self.household.delete_some(upstream),
            Scenario::MassDeletions => self.household.delete_many(upstream),
            _ => return false,
        }
        true
    }
}
