//! The dialects over real HTTP, against the household's truth and each scenario's script.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod budgea;
mod ecb;
mod finwise;
mod nbp;
mod qard;
mod scenarios;
mod statement;
mod support;
mod wallet;
mod wallet_app;
