//! Erasing a book.

use std::fs;
use std::path::Path;

use secrets::{SecretError, SecretStore};

use super::portable::{RESTORING, SET_ASIDE};
use super::{HEADER, Header, LOCK, Protection, clear_unfinished, lock, remove_if_there, sync_dir};
use crate::OpenError;
use crate::migrate::backup_dir;

/// Removes the book of a folder that no process has open, with the copies in its folder and its key in the keychain. No key is
/// needed: whoever forgot the passphrase may still clear the place. Copies elsewhere stay.
///
/// A crash in between leaves unreadable remains, which the next attempt clears.
pub fn erase(dir: &Path, keychain: Option<&dyn SecretStore>) -> Result<(), OpenError> {
    if !dir.exists() {
        return Ok(());
    }
    let held = lock(dir)?;
    let header = dir.join(HEADER);
    // The key first: a keychain that refuses leaves the book as it was.
    if let (Ok(header), Some(keychain)) = (Header::read(&header), keychain)
        && header.protection() == Protection::Keychain
    {
        match keychain.delete(&header.keychain_name()) {
            // A key that nobody can reach protects nothing.
            Ok(()) | Err(SecretError::NoKeychain) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // Without its header there is no book; what remains is unreadable.
    remove_if_there(&header)?;
    sync_dir(dir)?;
    clear_unfinished(dir)?;
    for copies in [backup_dir(dir), dir.join(SET_ASIDE), dir.join(RESTORING)] {
        if copies.exists() {
            fs::remove_dir_all(copies)?;
        }
    }
    drop(held);
    remove_if_there(&dir.join(LOCK))
}
