//! The book: a folder with one encrypted database and a header that says how its key is protected.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use secrets::{Secret, SecretStore};

use crate::{OpenError, Store};

/// How the key of a book is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protection {
    /// Kept by the keychain of the operating system.
    Keychain,
    /// Wrapped by a passphrase.
    Passphrase,
}

/// What opens a book.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// The keychain.
    Keychain(&'a dyn SecretStore),
    /// A passphrase.
    Passphrase(&'a Secret),
}

/// What lies in a folder, without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// No book.
    NotThere,
    /// A book that opens with this.
    Locked {
        /// How its key is protected.
        protection: Protection,
        /// The book's own name, random, for the keychain.
        id: String,
    },
    /// A book whose header or file this program cannot use; opening it says why.
    Unusable,
}

/// An open book: its folder, its lock, its key in memory, and the store.
pub struct Book {
    store: Store,
    dir: PathBuf,
}

/// What lies in a folder.
pub fn probe(dir: &Path) -> Result<Presence, OpenError> {
    let _ = dir;
    Err(OpenError::Store(crate::unfinished()))
}

impl Book {
    /// Makes a book in a folder, which may be missing. A crash leaves either no book or a whole one.
    pub fn create(dir: &Path, unlock: Unlock<'_>, now: DateTime<Utc>) -> Result<Self, OpenError> {
        let _ = (dir, unlock, now);
        Err(OpenError::Store(crate::unfinished()))
    }

    /// Opens a book, migrating it first when this program is newer (after a verified backup).
    pub fn open(dir: &Path, unlock: Unlock<'_>, now: DateTime<Utc>) -> Result<Self, OpenError> {
        let _ = (dir, unlock, now);
        Err(OpenError::Store(crate::unfinished()))
    }

    /// The store.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// How the key is protected now.
    pub fn protection(&self) -> Protection {
        Protection::Passphrase
    }

    /// Protects the key in another way, or by another passphrase. `current` proves that the person may.
    pub fn change_protection(&self, current: Unlock<'_>, new: Unlock<'_>) -> Result<(), OpenError> {
        let _ = (current, new);
        Err(OpenError::Store(crate::unfinished()))
    }

    /// Writes the whole book to one encrypted file that opens by `unlock`, checked before it takes its name.
    pub fn backup_to(&self, file: &Path, unlock: Unlock<'_>) -> Result<(), OpenError> {
        let _ = (file, unlock);
        Err(OpenError::Store(crate::unfinished()))
    }

    /// Makes a book in a folder without one from a backup file; `unlock` is the backup's and becomes the book's.
    pub fn restore(
        file: &Path,
        dir: &Path,
        unlock: Unlock<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, OpenError> {
        let _ = (file, dir, unlock, now);
        Err(OpenError::Store(crate::unfinished()))
    }

    /// Closes the book and removes it from its folder with its backups and its key in the keychain.
    pub fn erase(self, keychain: Option<&dyn SecretStore>) -> Result<(), OpenError> {
        let _ = keychain;
        Err(OpenError::Store(crate::unfinished()))
    }
}
