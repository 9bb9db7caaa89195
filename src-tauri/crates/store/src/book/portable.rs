//! Backups as one file: a line that names the form, the length of a header, the header, the database, a hash of it.
//!
//! A restored book is made whole in a folder of its own inside the book's folder, then takes the place; a book that was there
//! is set aside, never removed.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use secrets::Secret;

use super::{
    Book, DATABASE, HEADER, Header, Protection, Unlock, clear_unfinished, copy_checked, lock,
    refuse_present, restrict, sync_dir, write_whole,
};
use crate::{Error, OpenError};

/// First bytes of a backup.
const MAGIC: &[u8; 16] = b"coffer backup 1\n";
/// A header is never longer.
const MOST_HEADER: u32 = 64 * 1024;
/// Folder in which a restored book is made.
pub(super) const RESTORING: &str = "restoring";
/// Folder of the books that a restored one took the place of.
pub(super) const SET_ASIDE: &str = "set-aside";
/// Written inside [`RESTORING`] when the book there is whole: from then on it takes the place, even after a crash.
const WHOLE: &str = "whole";

impl Book {
    /// Writes the whole book to one encrypted file, checked before it takes its name. It opens by `passphrase`, or without one
    /// as the book itself does: one whose key the keychain holds then opens on this computer only.
    pub fn backup_to(&self, file: &Path, passphrase: Option<&Secret>) -> Result<(), OpenError> {
        let key = self.store.key().clone();
        let header = match passphrase {
            Some(passphrase) => self
                .header()
                .rewrapped(&key, Unlock::Passphrase(passphrase))?,
            None => self.header().clone(),
        };
        let copy = beside(file, "copy");
        let part = beside(file, "part");
        let outcome = (|| {
            let target = copy.clone();
            self.store
                .with_writer(move |state| {
                    copy_checked(&state.db, &key, &target).map_err(|error| match error {
                        OpenError::Io(error) => Error::Io(error),
                        OpenError::Full => Error::Full,
                        OpenError::Store(error) => error,
                        _ => Error::Corrupt {
                            table: "file",
                            row: 0,
                        },
                    })
                })
                .map_err(OpenError::from)?;
            let head = header.to_bytes()?;
            let mut out = File::create(&part)?;
            restrict(&part)?;
            out.write_all(MAGIC)?;
            out.write_all(&(head.len() as u32).to_le_bytes())?;
            out.write_all(&head)?;
            let mut hash = blake3::Hasher::new();
            let mut source = File::open(&copy)?;
            let mut chunk = vec![0_u8; 1 << 20];
            loop {
                let read = source.read(&mut chunk)?;
                if read == 0 {
                    break;
                }
                hash.update(&chunk[..read]);
                out.write_all(&chunk[..read])?;
            }
            out.write_all(hash.finalize().as_bytes())?;
            out.sync_all()?;
            fs::rename(&part, file)?;
            if let Some(dir) = file.parent().filter(|dir| !dir.as_os_str().is_empty()) {
                sync_dir(dir)?;
            }
            Ok(())
        })();
        let _gone = fs::remove_file(&copy);
        if outcome.is_err() {
            let _gone = fs::remove_file(&part);
        }
        outcome
    }

    /// Whether `unlock` opens a backup file, by its head alone.
    pub fn try_backup(file: &Path, unlock: Unlock<'_>) -> Result<(), OpenError> {
        head_of(file)?.1.unlock(unlock).map(drop)
    }

    /// Makes the book of a folder from a backup file; `unlock` is the backup's and becomes the book's. A book that is there is
    /// refused, or set aside when `replace` says so. Until the backup has proved whole and opened nothing changes.
    pub fn restore(
        file: &Path,
        dir: &Path,
        unlock: Unlock<'_>,
        replace: bool,
        now: DateTime<Utc>,
    ) -> Result<Self, OpenError> {
        let (mut source, header, body) = head_of(file)?;
        // Proves the right to open it before anything is written.
        let key = header.unlock(unlock)?;
        finish_restore(dir)?;
        if !replace {
            refuse_present(dir)?;
        }
        fs::create_dir_all(dir)?;
        let held = lock(dir)?;
        let making = dir.join(RESTORING);
        if making.exists() {
            fs::remove_dir_all(&making)?;
        }
        fs::create_dir(&making)?;
        let outcome = (|| {
            copy_body(&mut source, body, &making.join(DATABASE))?;
            header.keep_key(&key, unlock)?;
            header.write(&making.join(HEADER))?;
            let made = Self::open(&making, unlock, now)?;
            if !made.store.read(|view| Ok(view.verify()?.is_sound()))? {
                return Err(OpenError::Tampered);
            }
            drop(made);
            let _gone = fs::remove_file(making.join(super::LOCK));
            write_whole(&making.join(WHOLE), stamp(now).as_bytes())
        })();
        if let Err(error) = outcome {
            let _gone = fs::remove_dir_all(&making);
            return Err(error);
        }
        take_place(dir)?;
        drop(held);
        Self::open(dir, unlock, now)
    }
}

/// How the key inside a backup file is protected, so that the person is asked for the right thing.
pub fn backup_protection(file: &Path) -> Result<Protection, OpenError> {
    Ok(head_of(file)?.1.protection())
}

/// Completes a restore that a crash cut short after the restored book was whole.
pub(super) fn finish_restore(dir: &Path) -> Result<(), OpenError> {
    if !dir.join(RESTORING).join(WHOLE).exists() {
        return Ok(());
    }
    // Whoever holds the folder is at it, or has a book open that is in nobody's way.
    let Ok(held) = lock(dir) else { return Ok(()) };
    take_place(dir)?;
    drop(held);
    Ok(())
}

/// Sets aside what is there and moves the restored book in: the header last, so that a book is there as soon as its header is.
fn take_place(dir: &Path) -> Result<(), OpenError> {
    let making = dir.join(RESTORING);
    let made = making.join(HEADER);
    if made.exists() {
        if dir.join(HEADER).exists() {
            let stamp = fs::read_to_string(making.join(WHOLE))?;
            set_aside(dir, &dir.join(SET_ASIDE).join(stamp))?;
        }
        if making.join(DATABASE).exists() {
            clear_unfinished(dir)?;
            fs::rename(making.join(DATABASE), dir.join(DATABASE))?;
            sync_dir(dir)?;
        }
        fs::rename(made, dir.join(HEADER))?;
        sync_dir(dir)?;
    }
    fs::remove_dir_all(&making)?;
    Ok(())
}

/// Moves the book of a folder, whole or damaged, to another place. The header goes last, so that after a crash the move goes on
/// where it stopped.
fn set_aside(dir: &Path, place: &Path) -> Result<(), OpenError> {
    fs::create_dir_all(place)?;
    for name in ["book.db-wal", "book.db-shm", DATABASE, HEADER] {
        match fs::rename(dir.join(name), place.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    sync_dir(place)?;
    sync_dir(dir)
}

/// Names the place of a book set aside; two within a millisecond would be one.
fn stamp(now: DateTime<Utc>) -> String {
    now.format("%Y-%m-%d %H%M%S%.3f").to_string()
}

/// Opens a backup file: what follows is the database, of so many bytes, and its hash.
fn head_of(file: &Path) -> Result<(File, Header, u64), OpenError> {
    let mut source = File::open(file)?;
    let whole = source.metadata()?.len();
    let mut start = [0_u8; 20];
    source.read_exact(&mut start).map_err(cut_short)?;
    if &start[..16] != MAGIC {
        return Err(OpenError::NotABook);
    }
    let length = u32::from_le_bytes([start[16], start[17], start[18], start[19]]);
    if length > MOST_HEADER {
        return Err(OpenError::NotABook);
    }
    let mut head = vec![0_u8; length as usize];
    source.read_exact(&mut head).map_err(cut_short)?;
    let header = Header::parse(&head)?;
    header.check_format()?;
    let body = whole
        .checked_sub(20 + u64::from(length) + 32)
        .ok_or(OpenError::Truncated)?;
    Ok((source, header, body))
}

fn copy_body(source: &mut File, body: u64, database: &Path) -> Result<(), OpenError> {
    let mut target = File::create_new(database)?;
    restrict(database)?;
    let mut hash = blake3::Hasher::new();
    let mut left = body;
    let mut chunk = vec![0_u8; 1 << 20];
    while left > 0 {
        let want = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        source.read_exact(&mut chunk[..want]).map_err(cut_short)?;
        hash.update(&chunk[..want]);
        target.write_all(&chunk[..want])?;
        left -= want as u64;
    }
    let mut stated = [0_u8; 32];
    source.read_exact(&mut stated).map_err(cut_short)?;
    if hash.finalize().as_bytes() != &stated {
        return Err(OpenError::Tampered);
    }
    target.sync_all()?;
    Ok(())
}

fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

fn cut_short(error: std::io::Error) -> OpenError {
    if error.kind() == std::io::ErrorKind::UnexpectedEof {
        OpenError::Truncated
    } else {
        OpenError::from(error)
    }
}
