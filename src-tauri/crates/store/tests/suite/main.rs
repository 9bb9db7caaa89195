//! The store through its public face.
#![allow(
    clippy::unwrap_used,
    clippy::redundant_closure_for_method_calls,
    reason = "a failed unwrap fails the test, and closures read alike"
)]

mod crashing;
mod filing;
mod importing;
mod journalling;
mod logins;
mod many;
mod merging;
mod mirroring;
mod protecting;
mod renewing;
mod reporting;
mod searching;
mod splitting;
mod support;
mod syncing;
mod wealth;
mod writing_back;
