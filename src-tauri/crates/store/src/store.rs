//! The writer thread and the readers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;

use crate::sql::{self, Key, Purpose};
use crate::transactions::index::{self, Shared};
use crate::view::Known;
use crate::{Error, Origin, Result, View, Writing, Written};

/// Connections that read at the same time.
const READERS: usize = 4;
/// Bytes of log after which the writer, having answered, moves it into the file.
const LOG_LIMIT: u64 = 4 << 20;

type Job = Box<dyn FnOnce(&mut WriterState) + Send>;

/// What the writing thread owns.
pub(crate) struct WriterState {
    pub(crate) db: Connection,
    known: Known,
    sync: Sync,
}

/// When a change is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sync {
    /// Before its call returns.
    Full,
    /// With the next change that is, or when the log is moved into the file.
    Later,
}

/// The open database: one thread that writes, a few connections that read. Shared by reference; every call blocks its
/// thread until it is answered, so async callers use a blocking task.
pub struct Store {
    jobs: Option<Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    readers: Readers,
    index: Shared,
    file: PathBuf,
    /// How often a key was derived or unwrapped to open this.
    pub(crate) key_derivations: u32,
}

struct Readers {
    idle: Mutex<Pool>,
    freed: Condvar,
    key: Key,
}

struct Pool {
    free: Vec<Connection>,
    opened: usize,
}

/// What the store can say about its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreInfo {
    /// The cipher and its version.
    pub cipher: String,
    /// Which migration the book is at.
    pub schema: u32,
    /// Bytes on disk, the log included.
    pub bytes: u64,
    /// How often a key was derived or unwrapped since the start.
    pub key_derivations: u32,
}

impl Store {
    /// Takes over the writing connection of a migrated file.
    pub(crate) fn start(file: &Path, key: &Key, db: Connection) -> Result<Self> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let log = log_of(file);
        let writer = std::thread::Builder::new()
            .name("book-writer".to_owned())
            .spawn(move || {
                let mut state = WriterState {
                    db,
                    known: Known::default(),
                    sync: Sync::Full,
                };
                while let Ok(job) = inbox.recv() {
                    job(&mut state);
                    let long = std::fs::metadata(&log).is_ok_and(|log| log.len() > LOG_LIMIT);
                    if long {
                        // A reader may hold it back; the next change tries again.
                        let _moved = state.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
                    }
                }
                let _closed = state.db.execute_batch("PRAGMA optimize");
            })?;
        Ok(Self {
            jobs: Some(jobs),
            writer: Some(writer),
            readers: Readers {
                idle: Mutex::new(Pool {
                    free: Vec::new(),
                    opened: 0,
                }),
                freed: Condvar::new(),
                key: key.clone(),
            },
            index: Shared::default(),
            file: file.to_owned(),
            key_derivations: 0,
        })
    }

    /// Asks. The view is one consistent state of the book for as long as the closure runs.
    pub fn read<T>(&self, ask: impl FnOnce(&View<'_>) -> Result<T>) -> Result<T> {
        let lent = self.readers.lend(&self.file)?;
        let db = lent.db();
        db.execute_batch("BEGIN")?;
        let answer = ask(&View {
            db,
            index: Some(&self.index),
        });
        let ended = db.execute_batch("COMMIT");
        let answer = answer?;
        ended?;
        Ok(answer)
    }

    /// Reads what search goes through into memory, so that every question from here on takes milliseconds: some 60 bytes a
    /// row, a few tenths of a second at 100,000 rows. Worth it for whoever asks more than once or twice; answers are the same.
    pub fn prepare_search(&self) -> Result<()> {
        self.read(index::prepare)
    }

    /// Whether search is prepared, or cannot be.
    pub fn is_search_prepared(&self) -> bool {
        self.index.is_prepared()
    }

    /// Changes, in one transaction and one batch of the journal: all of it, or nothing when the closure fails. When it
    /// returns, the change is on the disk.
    pub fn write<T, F>(&self, origin: Origin, change: F) -> Result<Written<T>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Writing<'_>) -> Result<T> + Send + 'static,
    {
        self.with_writer(move |state| state.write(Sync::Full, origin, change))
    }

    /// Changes like [`Self::write`] without waiting for the disk, for what is fetched again if a power cut takes it: a page
    /// and its place in the upstream's history. It is on the disk before any later [`Self::write`] returns; a crash of the
    /// program alone takes nothing.
    pub fn write_refetchable<T, F>(&self, origin: Origin, change: F) -> Result<Written<T>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Writing<'_>) -> Result<T> + Send + 'static,
    {
        self.with_writer(move |state| state.write(Sync::Later, origin, change))
    }

    /// Runs a closure on the writing thread, outside any transaction.
    pub(crate) fn with_writer<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut WriterState) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = mpsc::sync_channel(1);
        let job: Job = Box::new(move |state| {
            let outcome = catch_unwind(AssertUnwindSafe(|| job(state))).unwrap_or_else(|_| {
                state.take_back();
                Err(Error::Panicked)
            });
            // Nobody waits any more when the asking thread is gone.
            let _sent = reply.send(outcome);
        });
        self.jobs
            .as_ref()
            .ok_or(Error::WriterGone)?
            .send(job)
            .map_err(|_| Error::WriterGone)?;
        answer.recv().map_err(|_| Error::WriterGone)?
    }

    /// The cipher, the schema and the size.
    pub fn info(&self) -> Result<StoreInfo> {
        let (cipher, schema) = self.read(|view| {
            let version: String = view
                .db
                .query_row("PRAGMA cipher_version", [], |row| row.get(0))?;
            let schema: u32 = view
                .db
                .query_row("PRAGMA user_version", [], |row| row.get(0))?;
            Ok((format!("SQLCipher {version}"), schema))
        })?;
        let size = |file: &Path| std::fs::metadata(file).map_or(0, |file| file.len());
        Ok(StoreInfo {
            cipher,
            schema,
            bytes: size(&self.file) + size(&log_of(&self.file)),
            key_derivations: self.key_derivations,
        })
    }

    /// The raw key, for backups.
    pub(crate) const fn key(&self) -> &Key {
        &self.readers.key
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(writer) = self.writer.take() {
            let _ended = writer.join();
        }
    }
}

impl WriterState {
    fn write<T>(
        &mut self,
        sync: Sync,
        origin: Origin,
        change: impl FnOnce(&mut Writing<'_>) -> Result<T>,
    ) -> Result<Written<T>> {
        if self.sync != sync {
            // Small pages one after the other touch little of the book at a time; a file of a million rows touches all of it.
            self.db.execute_batch(match sync {
                Sync::Full => "PRAGMA synchronous = FULL; PRAGMA cache_size = -49152",
                Sync::Later => "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -12288",
            })?;
            self.sync = sync;
        }
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        let outcome = run(self, origin, change).and_then(|written| {
            self.db.execute_batch("COMMIT")?;
            Ok(written)
        });
        if outcome.is_err() {
            self.take_back();
        }
        outcome
    }

    /// Rolls back and forgets what may have been interned by what did not happen.
    fn take_back(&mut self) {
        if !self.db.is_autocommit() {
            let _rolled_back = self.db.execute_batch("ROLLBACK");
        }
        self.known = Known::default();
    }
}

fn run<T>(
    state: &mut WriterState,
    origin: Origin,
    change: impl FnOnce(&mut Writing<'_>) -> Result<T>,
) -> Result<Written<T>> {
    let mut writing = Writing::begin(&state.db, origin, &mut state.known)?;
    let value = change(&mut writing)?;
    writing.settle_touched_mirrors()?;
    let batch = writing.finish()?;
    Ok(Written { value, batch })
}

/// The log beside the file.
pub(crate) fn log_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// A reading connection on loan; it goes back when dropped.
struct Lent<'a> {
    readers: &'a Readers,
    db: Option<Connection>,
}

impl Lent<'_> {
    fn db(&self) -> &Connection {
        self.db
            .as_ref()
            .expect("a loan holds its connection until it is dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(db) = self.db.take() {
            // A closure that failed or panicked may have left its transaction open.
            if !db.is_autocommit() {
                let _rolled_back = db.execute_batch("ROLLBACK");
            }
            self.readers.pool().free.push(db);
            self.readers.freed.notify_one();
        }
    }
}

impl Readers {
    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lend(&self, file: &Path) -> Result<Lent<'_>> {
        let mut pool = self.pool();
        loop {
            if let Some(db) = pool.free.pop() {
                return Ok(Lent {
                    readers: self,
                    db: Some(db),
                });
            }
            if pool.opened < READERS {
                pool.opened += 1;
                break;
            }
            pool = self
                .freed
                .wait(pool)
                .unwrap_or_else(PoisonError::into_inner);
        }
        drop(pool);
        match sql::open(file, &self.key, Purpose::Read) {
            Ok(db) => Ok(Lent {
                readers: self,
                db: Some(db),
            }),
            Err(error) => {
                self.pool().opened -= 1;
                self.freed.notify_one();
                Err(error)
            }
        }
    }
}
