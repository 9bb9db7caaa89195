//! The book's door: protection, damage, versions, locks, backups.

use std::fs;

use secrets::{Secret, SecretError, SecretStore, SessionOnly, Status};
use store::{Book, OpenError, Presence, Protection, Unlock, probe};

use crate::support::*;

struct Broken(fn() -> SecretError);

impl SecretStore for Broken {
    fn get(&self, _: &str) -> Result<Option<Secret>, SecretError> {
        Err((self.0)())
    }
    fn put(&self, _: &str, _: &Secret) -> Result<(), SecretError> {
        Err((self.0)())
    }
    fn delete(&self, _: &str) -> Result<(), SecretError> {
        Err((self.0)())
    }
    fn clear(&self) -> Result<bool, SecretError> {
        Err((self.0)())
    }
    fn status(&self) -> Status {
        Status::Missing
    }
    fn is_lasting(&self) -> bool {
        true
    }
}

#[test]
fn a_passphrase_opens_and_only_the_right_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("b");
    assert_eq!(probe(&path).unwrap(), Presence::NotThere);
    let (right, wrong) = (Secret::new("correct horse"), Secret::new("incorrect horse"));
    let book = Book::create(&path, Unlock::Passphrase(&right), now()).unwrap();
    assert!(matches!(
        Book::open(&path, Unlock::Passphrase(&right), now()),
        Err(OpenError::Busy)
    ));
    assert_eq!(book.store().info().unwrap().key_derivations, 1);
    let keychain = SessionOnly::new();
    drop(book);
    assert!(matches!(
        probe(&path).unwrap(),
        Presence::Locked {
            protection: Protection::Passphrase,
            ..
        }
    ));
    assert!(matches!(
        Book::create(&path, Unlock::Passphrase(&right), now()),
        Err(OpenError::AlreadyThere)
    ));
    let before = fs::read(path.join("book.db")).unwrap();
    assert!(matches!(
        Book::open(&path, Unlock::Passphrase(&wrong), now()),
        Err(OpenError::WrongPassphrase)
    ));
    assert!(matches!(
        Book::open(&path, Unlock::Keychain(&keychain), now()),
        Err(OpenError::OtherProtection(Protection::Passphrase))
    ));
    assert_eq!(
        before,
        fs::read(path.join("book.db")).unwrap(),
        "nothing may be touched"
    );
    let header = fs::read_to_string(path.join("book.json")).unwrap();
    assert!(!header.contains("horse"));
    let book = Book::open(&path, Unlock::Passphrase(&right), now()).unwrap();
    book.change_protection(Unlock::Passphrase(&right), Unlock::Keychain(&keychain))
        .unwrap();
    assert!(matches!(
        book.change_protection(Unlock::Passphrase(&right), Unlock::Passphrase(&wrong)),
        Err(OpenError::OtherProtection(Protection::Keychain))
    ));
    drop(book);
    let book = Book::open(&path, Unlock::Keychain(&keychain), now()).unwrap();
    assert!(book.store().read(|r| r.verify()).unwrap().is_sound());
}

#[test]
fn a_keychain_that_lost_the_key_is_locked_or_is_not_there_is_told_apart() {
    let mut world = World::new();
    world.book = None;
    let path = world.path();
    let open = |keychain: &dyn SecretStore| Book::open(&path, Unlock::Keychain(keychain), now());
    assert!(matches!(
        open(&SessionOnly::new()),
        Err(OpenError::KeyMissing)
    ));
    assert!(matches!(
        open(&Broken(|| SecretError::Locked)),
        Err(OpenError::KeychainLocked)
    ));
    assert!(matches!(
        open(&Broken(|| SecretError::NoKeychain)),
        Err(OpenError::Keychain(SecretError::NoKeychain))
    ));
    assert!(matches!(
        open(&Broken(|| SecretError::Denied)),
        Err(OpenError::Keychain(SecretError::Denied))
    ));
    world.reopen();
    world.assert_sound();
}

#[test]
fn a_keychain_that_refuses_leaves_no_half_book() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("b");
    let broken = Broken(|| SecretError::NoKeychain);
    assert!(matches!(
        Book::create(&path, Unlock::Keychain(&broken), now()),
        Err(OpenError::Keychain(SecretError::NoKeychain))
    ));
    assert_eq!(probe(&path).unwrap(), Presence::NotThere);
    let keychain = SessionOnly::new();
    Book::create(&path, Unlock::Keychain(&keychain), now()).unwrap();
}

#[test]
fn damage_is_named_and_repaired_by_nothing() {
    let mut world = World::new();
    let account = world.account("Checking");
    let rows: Vec<_> = (0..500)
        .map(|n| {
            row(
                Some(&format!("{n}")),
                "2026-10-01",
                -n - 1,
                &format!("PAYEE {n}"),
            )
        })
        .collect();
    world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), rows, today())
        })
        .unwrap();
    world.book = None;
    let path = world.path();
    let file = path.join("book.db");
    let whole = fs::read(&file).unwrap();
    let header = fs::read(path.join("book.json")).unwrap();
    let open = || Book::open(&path, Unlock::Keychain(&world.keychain), now());

    fs::write(&file, &whole[..whole.len() / 2 / 4096 * 4096]).unwrap();
    assert!(matches!(open(), Err(OpenError::Truncated)));
    fs::write(&file, &whole[..whole.len() - 100]).unwrap();
    assert!(matches!(open(), Err(OpenError::Truncated)));
    fs::write(&file, b"").unwrap();
    assert!(matches!(open(), Err(OpenError::Truncated)));

    let mut flipped = whole.clone();
    flipped[2000] ^= 1;
    fs::write(&file, &flipped).unwrap();
    assert!(matches!(open(), Err(OpenError::Tampered)));
    let mut flipped = whole.clone();
    let middle = whole.len() / 2 + 777;
    flipped[middle] ^= 1;
    fs::write(&file, &flipped).unwrap();
    if let Ok(book) = open() {
        let verified = book.store().read(|r| r.verify());
        assert!(
            verified.is_err() || !verified.unwrap().is_sound(),
            "a flipped byte must be found"
        );
    }

    let mut plain = b"SQLite format 3\0".to_vec();
    plain.resize(8192, 0);
    fs::write(&file, &plain).unwrap();
    assert!(matches!(open(), Err(OpenError::NotABook)));
    fs::write(&file, &whole).unwrap();

    fs::write(path.join("book.json"), b"hello").unwrap();
    assert!(matches!(open(), Err(OpenError::NotABook)));
    assert_eq!(probe(&path).unwrap(), Presence::Unusable);
    fs::write(path.join("book.json"), &header[..header.len() / 2]).unwrap();
    assert!(matches!(open(), Err(OpenError::Truncated)));
    let newer = String::from_utf8(header.clone())
        .unwrap()
        .replace("\"format\": 1", "\"format\": 9");
    fs::write(path.join("book.json"), newer).unwrap();
    assert!(matches!(
        open(),
        Err(OpenError::TooNew {
            found: 9,
            supported: 1
        })
    ));
    fs::write(path.join("book.json"), &header).unwrap();
    let book = open().unwrap();
    assert!(book.store().read(|r| r.verify()).unwrap().is_sound());
}

#[test]
fn nothing_of_the_book_is_readable_without_its_key() {
    let mut world = World::new();
    let account = world.account("A VERY TELLING NAME");
    let rows = vec![row(Some("1"), "2026-10-01", -1, "A VERY TELLING NAME")];
    world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), rows, today())
        })
        .unwrap();
    for open in [true, false] {
        if !open {
            world.book = None;
        }
        for entry in fs::read_dir(world.path()).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            assert!(!bytes.windows(12).any(|window| window == b"VERY TELLING"));
        }
    }
}

#[test]
fn a_backup_restores_elsewhere_and_says_what_is_wrong_with_it() {
    let world = World::new();
    world.account("Checking");
    let file = world.dir.path().join("out.coffer");
    let passphrase = Secret::new("travel");
    world
        .book
        .as_ref()
        .unwrap()
        .backup_to(&file, Some(&passphrase))
        .unwrap();
    let target = world.dir.path().join("other");
    assert!(matches!(
        Book::restore(
            &file,
            &target,
            Unlock::Passphrase(&Secret::new("x")),
            false,
            now()
        ),
        Err(OpenError::WrongPassphrase)
    ));
    assert!(!exists(&target), "a wrong passphrase writes nothing");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() - 5000]).unwrap();
    assert!(
        Book::restore(
            &file,
            &target,
            Unlock::Passphrase(&passphrase),
            false,
            now()
        )
        .is_err()
    );
    assert_eq!(probe(&target).unwrap(), Presence::NotThere);
    fs::write(&file, &bytes).unwrap();
    let restored = Book::restore(
        &file,
        &target,
        Unlock::Passphrase(&passphrase),
        false,
        now(),
    )
    .unwrap();
    let accounts = restored.store().read(|r| r.accounts(today())).unwrap();
    assert_eq!(accounts[0].name, "Checking");
    assert!(restored.store().read(|r| r.verify()).unwrap().is_sound());
    assert!(matches!(
        Book::restore(
            &file,
            &target,
            Unlock::Passphrase(&passphrase),
            false,
            now()
        ),
        Err(OpenError::Busy | OpenError::AlreadyThere)
    ));
}

#[test]
fn a_restored_book_sets_aside_the_one_it_replaces_and_survives_a_crash_between() {
    let mut world = World::new();
    world.account("Checking");
    let file = world.dir.path().join("out.coffer");
    let passphrase = Secret::new("travel");
    world
        .book
        .as_ref()
        .unwrap()
        .backup_to(&file, Some(&passphrase))
        .unwrap();
    world.account("Opened later");
    let dir = world.path();
    world.book = None;
    let names = |book: &Book| {
        let accounts = book.store().read(|r| r.accounts(today())).unwrap();
        accounts.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert!(matches!(
        Book::restore(&file, &dir, Unlock::Passphrase(&passphrase), false, now()),
        Err(OpenError::AlreadyThere)
    ));
    // A damaged file leaves the book that is there as it was.
    let bytes = fs::read(&file).unwrap();
    let mut bent = bytes.clone();
    let middle = bent.len() / 2;
    bent[middle] ^= 1;
    fs::write(&file, bent).unwrap();
    assert!(matches!(
        Book::restore(&file, &dir, Unlock::Passphrase(&passphrase), true, now()),
        Err(OpenError::Tampered)
    ));
    let kept = Book::open(&dir, Unlock::Keychain(&world.keychain), now()).unwrap();
    assert_eq!(names(&kept), ["Checking", "Opened later"]);
    drop(kept);

    fs::write(&file, bytes).unwrap();
    let restored =
        Book::restore(&file, &dir, Unlock::Passphrase(&passphrase), true, now()).unwrap();
    assert_eq!(names(&restored), ["Checking"]);
    drop(restored);
    let aside = fs::read_dir(dir.join("set-aside")).unwrap().next();
    let aside = aside.unwrap().unwrap().path();
    let old = Book::open(&aside, Unlock::Keychain(&world.keychain), now()).unwrap();
    assert_eq!(names(&old), ["Checking", "Opened later"]);
    drop(old);

    // As a crash leaves it: the restored book whole, the one before half set aside.
    let making = dir.join("restoring");
    fs::create_dir(&making).unwrap();
    for name in ["book.db", "book.json"] {
        fs::copy(aside.join(name), making.join(name)).unwrap();
    }
    fs::write(making.join("whole"), "later").unwrap();
    fs::create_dir(dir.join("set-aside").join("later")).unwrap();
    fs::rename(
        dir.join("book.db"),
        dir.join("set-aside").join("later").join("book.db"),
    )
    .unwrap();
    let finished = Book::open(&dir, Unlock::Keychain(&world.keychain), now()).unwrap();
    assert_eq!(names(&finished), ["Checking", "Opened later"]);
    drop(finished);
    let half = dir.join("set-aside").join("later");
    let old = Book::open(&half, Unlock::Passphrase(&passphrase), now()).unwrap();
    assert_eq!(names(&old), ["Checking"]);
}

#[test]
fn erasing_leaves_neither_book_nor_key() {
    let mut world = World::new();
    let path = world.path();
    let Presence::Locked { id, .. } = probe(&path).unwrap() else {
        panic!("a book is there");
    };
    assert!(matches!(
        store::erase(&path, Some(&world.keychain)),
        Err(OpenError::Busy)
    ));
    world.book = None;
    store::erase(&path, Some(&world.keychain)).unwrap();
    assert_eq!(probe(&path).unwrap(), Presence::NotThere);
    assert_eq!(world.keychain.get(&format!("book-{id}")).unwrap(), None);
    assert_eq!(fs::read_dir(&path).unwrap().count(), 0);
}
