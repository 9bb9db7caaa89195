//! Events: the few things the core tells the page unasked.

use serde::{Deserialize, Serialize};

use crate::Tag;
use crate::types::OfferedFile;

/// Name of the event that carries [`Changed`].
pub const CHANGED: &str = "changed";
/// Name of the event that carries [`Locked`].
pub const LOCKED: &str = "locked";
/// Name of the event that carries [`FilesOffered`].
pub const FILES_OFFERED: &str = "files-offered";

/// Something was written, after it was committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// What became stale.
    pub tags: Vec<Tag>,
    /// Which command wrote.
    pub origin: String,
}

/// The book was locked, and why: `asked`, `idle` or `suspend`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Locked {
    /// The reason's word.
    pub reason: String,
}

/// Files were dropped on the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FilesOffered {
    /// The files, by token.
    pub files: Vec<OfferedFile>,
    /// The pointer still holds them over the window; nothing was dropped yet.
    pub hovering: bool,
    /// They landed in the watched folder: nobody asked for them yet.
    pub landed: bool,
}
