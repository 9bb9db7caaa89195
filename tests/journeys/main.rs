//! Whole-app stories through the JSON dispatcher, on a fixed day.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod assets;
mod banks;
mod book;
mod booking;
mod budgets;
mod chart;
mod copies;
mod deciding;
mod deletions;
mod drawing;
mod exports;
mod files;
mod forecast;
mod health;
mod investing;
mod ledger;
mod main_job;
mod payments;
mod qard;
mod recurring;
mod reporting;
mod review;
mod rules;
mod scenarios;
mod silence;
mod sources;
mod splitting;
mod steady;
mod templates;
mod unattended;
mod undo;
mod wallet_app;
mod watching;
mod webhooks;
mod write_back;
