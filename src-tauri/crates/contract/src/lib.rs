//! What crosses between the page and the core: commands, their types, error codes, cache tags and events.
//!
//! [`with_commands!`] is the one list. From it come the permission file of the window (shell), the JSON dispatcher
//! that the window, tests and scripts call (app), the names tested (tests) and the TypeScript (feature `ts`).
//!
//! Rules of the wire: one request struct a command; camelCase; unknown fields refused; enumerations by stable words; dates
//! `YYYY-MM-DD`; instants RFC 3339 UTC; ids and amounts are text; no 64-bit number crosses; no map with meaningful keys.
//!
//! Deliberately absent: the domain, Tauri, and any computation.

mod commands;
mod errors;
mod events;
pub mod types;

#[cfg(feature = "ts")]
pub mod ts;

pub use commands::{COMMANDS, CommandInfo, Kind, NAMES, Tag};
pub use errors::{ApiError, ErrorCode};
pub use events::{CHANGED, Changed, FILES_OFFERED, FilesOffered, LOCKED, Locked};
