//! One module a noun; one function a command.
#![expect(
    clippy::unused_async,
    reason = "a command is async whether or not this one waits for anything"
)]

pub(crate) mod accounts;
pub(crate) mod alerts;
pub(crate) mod assets;
pub(crate) mod attachments;
pub(crate) mod backups;
pub(crate) mod book;
pub(crate) mod budgets;
pub(crate) mod categories;
pub(crate) mod charts;
pub(crate) mod connections;
pub(crate) mod consents;
pub(crate) mod debts;
pub(crate) mod derived;
pub(crate) mod export;
pub(crate) mod forecast;
pub(crate) mod goals;
pub(crate) mod imports;
pub(crate) mod insight;
pub(crate) mod investments;
pub(crate) mod journal;
pub(crate) mod links;
pub(crate) mod logins;
pub(crate) mod many;
pub(crate) mod merging;
pub(crate) mod mirrors;
pub(crate) mod networth;
pub(crate) mod offering;
pub(crate) mod outbox;
pub(crate) mod overview;
pub(crate) mod payees;
pub(crate) mod payments;
pub(crate) mod rates;
pub(crate) mod reconciling;
pub(crate) mod recurring;
pub(crate) mod reports;
pub(crate) mod review;
pub(crate) mod rules;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod splitting;
pub(crate) mod sums;
pub(crate) mod sync;
pub(crate) mod transactions;
pub(crate) mod views;
pub(crate) mod webhooks;
