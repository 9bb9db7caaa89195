//! The desktop shell: a window, the ports of this host, and the commands of the contract.
//!
//! It holds no logic. Deliberately absent: money, the store, HTTP.
#![expect(
    clippy::needless_pass_by_value,
    clippy::used_underscore_binding,
    reason = "Tauri hands state and requests to commands by value"
)]

mod commands;
mod ports;
#[cfg(target_os = "linux")]
mod sleep;
mod startup;

/// Opens the window and serves it until it closes.
pub fn run() {
    startup::run();
}
