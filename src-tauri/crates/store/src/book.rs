//! The book: a folder with one encrypted database and a header that says how its key is protected.
//!
//! `book.db` is the database, `book.json` the header, `book.lock` is locked while a process has the book open, and
//! `backups` holds the copies made before migrations, `set-aside` the books that a restored one took the place of. The header is written last and by renaming, so a book is there as
//! soon as its header is.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use secrets::{Secret, SecretStore};
use zeroize::Zeroizing;

use crate::migrate::{SCHEMA, copy_checked, migrate};
use crate::sql::{self, Key, Purpose};
use crate::store::log_of;
use crate::{Error, OpenError, Origin, OriginKind, Store};

mod header;
#[cfg(feature = "plain")]
mod plain;
mod portable;
mod removal;

pub use portable::backup_protection;
pub use removal::erase;

use header::Header;

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
    header: std::sync::Mutex<Header>,
    /// Held for as long as the book is open; dropped after the store.
    _held: File,
}

/// Bytes of a page, as SQLCipher lays them out by itself.
const PAGE: u64 = 4096;
const DATABASE: &str = "book.db";
const HEADER: &str = "book.json";
const LOCK: &str = "book.lock";

/// What lies in a folder.
pub fn probe(dir: &Path) -> Result<Presence, OpenError> {
    portable::finish_restore(dir)?;
    match Header::read(&dir.join(HEADER)) {
        Ok(header) => Ok(Presence::Locked {
            protection: header.protection(),
            id: header.id.clone(),
        }),
        Err(OpenError::NotThere) => Ok(Presence::NotThere),
        Err(OpenError::Io(error)) => Err(OpenError::Io(error)),
        Err(_) => Ok(Presence::Unusable),
    }
}

impl Book {
    /// Makes a book in a folder, which may be missing. A crash leaves either no book or a whole one.
    pub fn create(dir: &Path, unlock: Unlock<'_>, now: DateTime<Utc>) -> Result<Self, OpenError> {
        fs::create_dir_all(dir)?;
        let lock = lock(dir)?;
        refuse_present(dir)?;
        clear_unfinished(dir)?;
        let key = random_key()?;
        let header = Header::new(&key, unlock, now)?;
        let file = dir.join(DATABASE);
        drop(File::create_new(&file)?);
        restrict(&file)?;
        let mut db = sql::open(&file, &key, Purpose::Write)?;
        migrate(&mut db, &key, dir, now)?;
        let mut store = Store::start(&file, &key, db)?;
        store.key_derivations = 1;
        store
            .write(Origin::new(OriginKind::System, "create_book", now), |w| {
                w.seed_categories()
            })
            .map_err(OpenError::from)?;
        store.with_writer(|state| {
            state
                .db
                .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
                .map_err(Error::from)
        })?;
        File::options().write(true).open(&file)?.sync_all()?;
        header.keep_key(&key, unlock)?;
        header.write(&dir.join(HEADER))?;
        Ok(Self {
            store,
            dir: dir.to_owned(),
            header: std::sync::Mutex::new(header),
            _held: lock,
        })
    }

    /// Opens a book, migrating it first when this program is newer (after a verified backup).
    pub fn open(dir: &Path, unlock: Unlock<'_>, now: DateTime<Utc>) -> Result<Self, OpenError> {
        portable::finish_restore(dir)?;
        let header = Header::read(&dir.join(HEADER))?;
        header.check_format()?;
        let file = dir.join(DATABASE);
        check_shape(&file)?;
        let lock = lock(dir)?;
        // Read again under the lock: another process may just have changed the protection.
        let header_again = Header::read(&dir.join(HEADER))?;
        let header = if header_again == header {
            header
        } else {
            header_again
        };
        let key = header.unlock(unlock)?;
        let mut db = sql::open(&file, &key, Purpose::Write).map_err(|error| match error {
            // The first page is whole and speaks of more pages than there are.
            Error::Corrupt { table: "file", .. } => OpenError::Truncated,
            other => OpenError::from(other),
        })?;
        check_length(&db, &file)?;
        migrate(&mut db, &key, dir, now)?;
        let mut store = Store::start(&file, &key, db)?;
        store.key_derivations = 1;
        Ok(Self {
            store,
            dir: dir.to_owned(),
            header: std::sync::Mutex::new(header),
            _held: lock,
        })
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
        self.header().protection()
    }

    /// The schema this program writes.
    pub const fn schema() -> u32 {
        SCHEMA
    }

    /// Protects the key in another way, or by another passphrase. `current` proves that the person may.
    pub fn change_protection(&self, current: Unlock<'_>, new: Unlock<'_>) -> Result<(), OpenError> {
        let mut header = self.header();
        let key = header.unlock(current)?;
        let changed = header.rewrapped(&key, new)?;
        // The new protection is complete before the header names it; the old one goes last.
        changed.keep_key(&key, new)?;
        changed.write(&self.dir.join(HEADER))?;
        if let (Protection::Keychain, Protection::Passphrase, Unlock::Keychain(keychain)) =
            (header.protection(), changed.protection(), current)
        {
            // The book opens by its passphrase whether or not the keychain lets go.
            let _forgotten = keychain.delete(&header.keychain_name());
        }
        *header = changed;
        Ok(())
    }

    fn header(&self) -> std::sync::MutexGuard<'_, Header> {
        self.header
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn refuse_present(dir: &Path) -> Result<(), OpenError> {
    if dir.join(HEADER).exists() {
        return Err(OpenError::AlreadyThere);
    }
    Ok(())
}

/// Removes what a creation that did not finish left behind: without a header it never was a book.
fn clear_unfinished(dir: &Path) -> Result<(), OpenError> {
    let file = dir.join(DATABASE);
    for name in [
        log_of(&file),
        dir.join("book.db-shm"),
        file,
        dir.join("book.json.part"),
    ] {
        remove_if_there(&name)?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> Result<(), OpenError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(OpenError::from(error)),
    }
}

/// Takes the lock of the folder for this process.
fn lock(dir: &Path) -> Result<File, OpenError> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(dir.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Busy),
        Err(TryLockError::Error(error)) => Err(OpenError::from(error)),
    }
}

fn random_key() -> Result<Key, OpenError> {
    let mut key = Zeroizing::new([0_u8; 32]);
    random(&mut *key)?;
    Ok(key)
}

fn random(bytes: &mut [u8]) -> Result<(), OpenError> {
    getrandom::fill(bytes).map_err(|error| OpenError::Io(std::io::Error::other(error.to_string())))
}

/// What can be told without the key: the file is there and made of whole pages.
fn check_shape(file: &Path) -> Result<(), OpenError> {
    let length = match fs::metadata(file) {
        Ok(file) => file.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(OpenError::Truncated);
        }
        Err(error) => return Err(OpenError::from(error)),
    };
    if length == 0 || !length.is_multiple_of(PAGE) {
        return Err(OpenError::Truncated);
    }
    let mut start = [0_u8; 16];
    std::io::Read::read_exact(&mut File::open(file)?, &mut start)?;
    if &start == b"SQLite format 3\0" {
        return Err(OpenError::NotABook);
    }
    Ok(())
}

/// Pages at the end may be missing although the first ones are whole.
fn check_length(db: &Connection, file: &Path) -> Result<(), OpenError> {
    let log = fs::metadata(log_of(file)).map_or(0, |log| log.len());
    let pages: i64 = db.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    if log == 0 && fs::metadata(file)?.len() < pages.unsigned_abs() * PAGE {
        return Err(OpenError::Truncated);
    }
    Ok(())
}

/// Writes a file so that it is there whole or as it was: beside it, synced, renamed, the folder synced.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), OpenError> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file = File::create(&part)?;
    restrict(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&part, path)?;
    if let Some(dir) = path.parent() {
        sync_dir(dir)?;
    }
    Ok(())
}

/// Makes renames within a folder last.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

/// Only the person's own user may read it.
fn restrict(path: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
