//! A store without its cipher, to measure what the cipher costs.

use std::fs::{self, File};
use std::path::Path;

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::migrate::migrate;
use crate::sql::{self, Key, Purpose};
use crate::{OpenError, Origin, OriginKind, Store};

impl Store {
    /// A new store over a file that anybody can read, in a folder of its own. It is no book: nothing else opens it.
    pub fn plain(dir: &Path, now: DateTime<Utc>) -> Result<Self, OpenError> {
        fs::create_dir_all(dir)?;
        let file = dir.join("plain.db");
        drop(File::create_new(&file)?);
        let key: Key = Zeroizing::new(sql::NO_KEY);
        let mut db = sql::open(&file, &key, Purpose::Write)?;
        migrate(&mut db, &key, dir, now)?;
        let store = Self::start(&file, &key, db)?;
        store
            .write(Origin::new(OriginKind::System, "create_book", now), |w| {
                w.seed_categories()
            })
            .map_err(OpenError::from)?;
        Ok(store)
    }
}
