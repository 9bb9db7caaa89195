//! The store through its public face.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed unwrap fails the test"
)]

mod crashing;
mod importing;
mod journalling;
mod protecting;
mod reporting;
mod support;
mod syncing;
