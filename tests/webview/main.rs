//! The real window, as a newcomer uses it: found by what is written on it, driven by mouse and keyboard.
//!
//! `cargo xtask journeys` builds the app and starts the driver; alone, these tests find neither.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod audit;
mod computer;
mod desktop;
mod window;

mod probe;
