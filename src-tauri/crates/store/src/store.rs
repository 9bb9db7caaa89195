//! The writer thread and the readers.

use crate::{Error, Origin, Result, View, Writing, Written};

/// The open database: one thread that writes, a few connections that read. Shared by reference; every call blocks its
/// thread until it is answered, so async callers use a blocking task.
pub struct Store {}

/// What the store can say about its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreInfo {
    /// The cipher and its version.
    pub cipher: String,
    /// Which migration the book is at.
    pub schema: u32,
    /// Bytes on disk.
    pub bytes: u64,
    /// How often a key was derived or unwrapped since the start.
    pub key_derivations: u32,
}

impl Store {
    /// Asks. The view is one consistent state of the book for as long as the closure runs.
    pub fn read<T>(&self, ask: impl FnOnce(&View<'_>) -> Result<T>) -> Result<T> {
        let _ = ask;
        Err(crate::unfinished())
    }

    /// Changes, in one transaction and one batch of the journal: all of it, or nothing when the closure fails.
    pub fn write<T, F>(&self, origin: Origin, change: F) -> Result<Written<T>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Writing<'_>) -> Result<T> + Send + 'static,
    {
        let _ = (origin, change);
        Err::<_, Error>(crate::unfinished())
    }

    /// The cipher, the schema and the size.
    pub fn info(&self) -> Result<StoreInfo> {
        Err(crate::unfinished())
    }
}
