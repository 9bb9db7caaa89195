//! Opening one connection to the encrypted file.

use std::path::Path;
use std::time::Duration;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::Result;
use crate::text::fold;

/// The raw key of a book: 256 random bits.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The one that writes.
    Write,
    /// One of those that read.
    Read,
}

/// Stands for no cipher at all; a book's key is drawn and never this.
#[cfg(feature = "plain")]
pub(crate) const NO_KEY: [u8; 32] = [0; 32];

/// Hands the raw key to a connection: no derivation takes place.
pub(crate) fn hand_key(db: &Connection, key: &Key) -> Result<()> {
    #[cfg(feature = "plain")]
    if **key == NO_KEY {
        return Ok(());
    }
    // The cipher would write to standard error of its own accord; what fails is an error value here.
    db.execute_batch("PRAGMA cipher_log_level = NONE")?;
    let mut pragma = Zeroizing::new(String::with_capacity(96));
    pragma.push_str("PRAGMA key = \"x'");
    push_hex(&mut pragma, &**key);
    pragma.push_str("'\"");
    db.execute_batch(&pragma)?;
    Ok(())
}

/// Appends the hexadecimal form.
pub(crate) fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// Opens the file with its raw key and checks that it can be read.
pub(crate) fn open(file: &Path, key: &Key, purpose: Purpose) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags)?;
    hand_key(&db, key)?;
    prepare(&db, purpose)?;
    Ok(db)
}

/// Settings of a connection that has its key.
pub(crate) fn prepare(db: &Connection, purpose: Purpose) -> Result<()> {
    db.busy_timeout(Duration::from_secs(5))?;
    db.set_prepared_statement_cache_capacity(256);
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    match purpose {
        Purpose::Write => {
            // The checkpoint is left to the writer thread, after it has answered.
            db.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                 PRAGMA temp_store = MEMORY; PRAGMA cache_size = -49152; PRAGMA wal_autocheckpoint = 0;
                 PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
            )?;
        }
        Purpose::Read => {
            db.execute_batch(
                "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;
                 PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
            )?;
        }
    }
    db.create_scalar_function(
        "fold",
        1,
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC,
        |context| Ok(fold(context.get_raw(0).as_str().unwrap_or_default())),
    )?;
    Ok(())
}
