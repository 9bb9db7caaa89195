//! Backups as one file: a line that names the form, the length of a header, the header, the database.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{
    Book, DATABASE, HEADER, Header, Unlock, clear_unfinished, copy_checked, lock, refuse_present,
    restrict, sync_dir,
};
use crate::{Error, OpenError};

/// First bytes of a backup.
const MAGIC: &[u8; 16] = b"coffer backup 1\n";
/// A header is never longer.
const MOST_HEADER: u32 = 64 * 1024;

impl Book {
    /// Writes the whole book to one encrypted file that opens by `unlock`, checked before it takes its name.
    pub fn backup_to(&self, file: &Path, unlock: Unlock<'_>) -> Result<(), OpenError> {
        let key = self.store.key().clone();
        let header = self.header().rewrapped(&key, unlock)?;
        header.keep_key(&key, unlock)?;
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

    /// Makes a book in a folder without one from a backup file; `unlock` is the backup's and becomes the book's.
    pub fn restore(
        file: &Path,
        dir: &Path,
        unlock: Unlock<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, OpenError> {
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
        // Proves the right to open it before anything is written.
        let key = header.unlock(unlock)?;
        let body = whole
            .checked_sub(20 + u64::from(length) + 32)
            .ok_or(OpenError::Truncated)?;

        fs::create_dir_all(dir)?;
        let held = lock(dir)?;
        refuse_present(dir)?;
        clear_unfinished(dir)?;
        let database = dir.join(DATABASE);
        let outcome = (|| {
            let mut target = File::create_new(&database)?;
            restrict(&database)?;
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
            header.keep_key(&key, unlock)?;
            header.write(&dir.join(HEADER))
        })();
        drop(held);
        if let Err(error) = outcome {
            clear_unfinished(dir)?;
            return Err(error);
        }
        Self::open(dir, unlock, now)
    }
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
