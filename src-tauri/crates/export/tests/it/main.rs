//! What is written, read again: by our own import, by hledger and beancount, cell by cell.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod columns;
mod common;
mod programs;
mod round_trips;
mod tables;
