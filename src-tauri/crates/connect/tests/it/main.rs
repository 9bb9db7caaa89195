//! The connectors against scripted servers on this machine, and against the practice bank.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a test that cannot go on should stop"
)]

mod budgea;
mod budgea_links;
mod client;
mod finwise;
mod finwise_bank;
mod http;
mod polite;
mod practice_bank;
mod qard;
mod qard_practice;
mod rates;
mod resume;
mod second_rates;
mod server;
mod wallet;
mod wallet_app;
mod wallet_app_practice;
mod wallet_bank;
mod write_back;
