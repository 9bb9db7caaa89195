//! The real window, as a newcomer uses it: found by what is written on it, driven by mouse and keyboard.
//!
//! `cargo xtask journeys` builds the app and starts the driver; alone, these tests find neither.

mod audit;
mod computer;
mod desktop;
mod window;

mod banks;
mod beginning;
mod budgets;
mod charts;
mod connections;
mod files;
mod keyboard;
mod lock;
mod screens;
mod settings;
#[cfg(target_os = "linux")]
mod sleep;
mod transactions;
