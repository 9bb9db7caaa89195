//! The desktop shell: a window, the ports of this host, and the commands of the contract.
//!
//! It holds no logic. Deliberately absent: money, the store, HTTP.

mod commands;
mod ports;
#[cfg(target_os = "linux")]
mod sleep;
mod startup;

/// Opens the window and serves it until it closes.
pub fn run() {
    startup::run();
}
