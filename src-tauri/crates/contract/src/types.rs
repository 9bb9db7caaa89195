//! The types that cross, one module a noun.

macro_rules! wire {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })*) => {$(
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        $(#[$meta])*
        pub struct $name { $($body)* }
    )*};
}

macro_rules! words {
    ($($(#[$meta:meta])* pub enum $name:ident { $($body:tt)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($body)* }
    )*};
}

mod accounts;
mod ahead;
mod alerts;
mod attachments;
mod backups;
mod book;
mod budgets;
mod charts;
mod connections;
mod debts;
mod editing;
mod export;
mod forecast;
mod goals;
mod imports;
mod insight;
mod investments;
mod journal;
mod logins;
mod merging;
mod networth;
mod outbox;
mod overview;
mod payees;
mod payments;
mod real;
mod reconciling;
mod recurring;
mod reports;
mod review;
mod rules;
mod scenarios;
mod settings;
mod sources;
mod transactions;
mod webhooks;

pub use accounts::*;
pub use ahead::*;
pub use alerts::*;
pub use attachments::*;
pub use backups::*;
pub use book::*;
pub use budgets::*;
pub use charts::*;
pub use connections::*;
pub use debts::*;
pub use editing::*;
pub use export::*;
pub use forecast::*;
pub use goals::*;
pub use imports::*;
pub use insight::*;
pub use investments::*;
pub use journal::*;
pub use logins::*;
pub use merging::*;
pub use networth::*;
pub use outbox::*;
pub use overview::*;
pub use payees::*;
pub use payments::*;
pub use real::*;
pub use reconciling::*;
pub use recurring::*;
pub use reports::*;
pub use review::*;
pub use rules::*;
pub use scenarios::*;
pub use settings::*;
pub use sources::*;
pub use transactions::*;
pub use webhooks::*;

wire! {
    /// No parameters, or no answer.
    #[derive(Default)]
    pub struct Nothing {}

    /// An exact amount.
    pub struct Money {
        /// Canonical decimal text: as many decimals as the currency has, `-` before a negative one.
        pub amount: String,
        /// ISO 4217.
        pub currency: String,
    }

    /// An amount in another currency, and the rate that made it.
    pub struct Converted {
        /// The amount in the other currency.
        pub money: Money,
        /// Units of the other currency for one of the original, decimal text.
        pub rate: String,
        /// The day the rate is of.
        pub rate_date: String,
        /// The rate is older than the day asked for by more than a weekend.
        pub stale: bool,
    }

    /// What a write did.
    pub struct Change {
        /// The batch in the journal; none when nothing changed.
        pub batch: Option<String>,
        /// Rows changed.
        pub rows: u32,
        /// What to call it on the undo button: a message key.
        pub label: String,
    }
}
