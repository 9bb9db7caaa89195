//! A process killed in the middle of writing, again and again: the book opens, is sound, and holds whole units only.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use secrets::{Secret, SecretError, SecretStore, Status};
use store::{Book, Presence, TransactionFilter, Unlock, probe};

use crate::support::*;

/// One at a time: between its fork and its exec a child holds the files of the test beside it, the lock of a book too.
static TURN: Mutex<()> = Mutex::new(());

/// Rows of every unit that the child writes.
const UNIT: u64 = 60;
/// Kills while writing, and while making a book. Thirty more hit a migration, in that module's own tests.
const KILLS: u64 = 130;
const BIRTHS: u64 = 40;

struct Keys(PathBuf);

impl SecretStore for Keys {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        Ok(std::fs::read_to_string(self.0.join(name))
            .ok()
            .map(Secret::new))
    }
    fn put(&self, name: &str, secret: &Secret) -> Result<(), SecretError> {
        std::fs::write(self.0.join(name), secret.expose())
            .map_err(|error| SecretError::Failed(Box::new(error)))
    }
    fn delete(&self, _: &str) -> Result<(), SecretError> {
        Ok(())
    }
    fn clear(&self) -> Result<bool, SecretError> {
        Ok(false)
    }
    fn status(&self) -> Status {
        Status::Ready
    }
    fn is_lasting(&self) -> bool {
        true
    }
}

/// The child beside this test's own program.
fn child() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let built = own.parent().unwrap().parent().unwrap();
    let child = built.join("examples").join("crash_child");
    assert!(
        child.exists(),
        "build the examples first: cargo test -p store"
    );
    child
}

/// Runs the child until it has told of `ticks` stretches and a little longer, then kills it.
fn kill_after(what: &str, dir: &Path, keys: &Path, ticks: usize, spins: u64) {
    let mut child = Command::new(child())
        .args([what.as_ref(), dir.as_os_str(), keys.as_os_str()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = vec![0_u8; ticks];
    let _read = child.stdout.as_mut().unwrap().read_exact(&mut told);
    // A moment between two ticks, without asking the clock.
    for spin in 0..spins {
        std::hint::black_box(spin);
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A fixed sequence of numbers that look random.
fn next(state: &mut u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn a_killed_writer_leaves_whole_units_and_a_sound_book() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut chance = 7;
    let mut written = 0;
    let mut world: Option<(tempfile::TempDir, PathBuf)> = None;
    for round in 0..KILLS {
        if round % 8 == 0 {
            let dir = tempfile::tempdir().unwrap();
            let book = dir.path().join("book");
            let keys = Keys(dir.path().to_owned());
            drop(Book::create(&book, Unlock::Keychain(&keys), now()).unwrap());
            world = Some((dir, book));
        }
        let (dir, path) = world.as_ref().unwrap();
        let keys = Keys(dir.path().to_owned());
        let ticks = 1 + next(&mut chance) % 14;
        kill_after(
            "work",
            path,
            &keys.0,
            ticks as usize,
            next(&mut chance) % 3_000_000,
        );
        let book = Book::open(path, Unlock::Keychain(&keys), now()).unwrap();
        let (sound, batches) = book
            .store()
            .read(|r| Ok((r.verify()?, r.batches(None, 10_000)?)))
            .unwrap();
        assert!(sound.is_sound(), "round {round}: {:?}", sound.findings);
        for batch in &batches {
            assert!(
                batch.added == 0 || batch.added == UNIT,
                "round {round}: {batch:?}"
            );
        }
        let rows = book
            .store()
            .read(|r| r.transaction_summary(&TransactionFilter::default()))
            .unwrap();
        assert_eq!(rows.count % UNIT, 0, "round {round}");
        written += rows.count;
    }
    assert!(written > 0, "the child never wrote anything");
}

#[test]
fn a_book_killed_while_it_is_made_is_there_whole_or_not_at_all() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut chance = 11;
    let (mut absent, mut there) = (0, 0);
    for round in 0..BIRTHS {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book");
        let keys = Keys(dir.path().to_owned());
        let ticks = if round % 8 == 7 { 2 } else { 1 };
        kill_after(
            "create",
            &path,
            &keys.0,
            ticks,
            next(&mut chance) % 20_000_000,
        );
        match probe(&path).unwrap() {
            Presence::NotThere => {
                absent += 1;
                drop(Book::create(&path, Unlock::Keychain(&keys), now()).unwrap());
            }
            Presence::Locked { .. } => there += 1,
            Presence::Unusable => panic!("round {round}: half a book"),
        }
        let book = Book::open(&path, Unlock::Keychain(&keys), now()).unwrap();
        assert!(book.store().read(|r| r.verify()).unwrap().is_sound());
    }
    assert!(
        absent > 0 && there > 0,
        "{absent} absent, {there} there: no kill hit the middle"
    );
}
