//! The limit of this machine: the same files put into a bare encrypted SQLite with as little as can be done.
//!
//! Parsed rows, payees interned, one unique index of account and id, one of account and day, one transaction. No duplicates
//! looked for, no balances kept, no journal, no search. What Coffer takes is quoted as a multiple of it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use argon2::{Algorithm, Argon2, Params, Version};
use rusqlite::{Connection, params};

const KEY: &str =
    "PRAGMA key = \"x'5e51d5a0d0c1f1a3b2c4d6e8f0a1b3c5d7e9fb0d1f2e3c4b5a69788796a5b4c3'\";";
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;";
const SCHEMA: &str = "
    CREATE TABLE payees (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE rows (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, day INTEGER NOT NULL, minor INTEGER NOT NULL,
        payee INTEGER NOT NULL, fitid TEXT NOT NULL, memo TEXT, batch INTEGER NOT NULL);
    CREATE UNIQUE INDEX rows_by_id ON rows (account, fitid);
    CREATE INDEX rows_by_day ON rows (account, day);";

/// Inserts, or inserts again into what is there; prints how many rows were new.
pub(crate) fn run(folder: &Path, database: &Path) -> Result<usize> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(fs::read_to_string)
        .collect::<Result<_, _>>()?;
    let fresh = !database.exists();
    let mut db = Connection::open(database)?;
    db.execute_batch(KEY)?;
    db.execute_batch(SETTINGS)?;
    if fresh {
        db.execute_batch(SCHEMA)?;
    }
    let mut new = 0;
    let change = db.transaction()?;
    {
        let mut payees: HashMap<String, i64> = HashMap::new();
        let mut known = change.prepare("SELECT id, name FROM payees")?;
        let mut found = known.query([])?;
        while let Some(row) = found.next()? {
            payees.insert(row.get(1)?, row.get(0)?);
        }
        let mut payee = change.prepare("INSERT INTO payees (name) VALUES (?1)")?;
        let mut insert = change.prepare(
            "INSERT OR IGNORE INTO rows (account, day, minor, payee, fitid, memo, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
        )?;
        for (account, text) in texts.iter().enumerate() {
            for block in text.split("<STMTTRN>").skip(1) {
                let (mut day, mut minor, mut fitid, mut name, mut memo) =
                    (0_i64, 0_i64, "", "", "");
                for line in block.lines() {
                    let Some((tag, value)) =
                        line.strip_prefix('<').and_then(|line| line.split_once('>'))
                    else {
                        continue;
                    };
                    match tag {
                        "DTPOSTED" => day = value[..8].parse()?,
                        "TRNAMT" => minor = value.replace('.', "").parse()?,
                        "FITID" => fitid = value,
                        "NAME" => name = value,
                        "MEMO" => memo = value,
                        "/STMTTRN" => break,
                        _ => {}
                    }
                }
                let id = if let Some(id) = payees.get(name) {
                    *id
                } else {
                    let id = payee.insert([name])?;
                    payees.insert(name.to_owned(), id);
                    id
                };
                let memo = (!memo.is_empty()).then_some(memo);
                new += insert.execute(params![account as i64, day, minor, id, fitid, memo])?;
            }
        }
    }
    change.commit()?;
    db.close()
        .map_err(|(_, error)| error)
        .context("the limit's database does not close")?;
    Ok(new)
}

/// One derivation of a key from a passphrase, as the header of a book asks for it.
pub(crate) fn derive(passphrase: &str) -> Result<()> {
    let params = Params::new(64 * 1024, 3, 1, Some(32)).map_err(|error| anyhow!("{error}"))?;
    let mut key = [0_u8; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &[7; 16], &mut key)
        .map_err(|error| anyhow!("{error}"))?;
    println!("{}", key[0]);
    Ok(())
}
