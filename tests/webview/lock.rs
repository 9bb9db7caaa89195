//! Locking, and what opens the book again.

use anyhow::{Context as _, Result};

use crate::beginning::{PASSPHRASE, empty_book, go};
use crate::window::{Key, Window, story};

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_book_opens_with_the_passphrase_and_with_nothing_else() -> Result<()> {
    story("lock", |window| async move {
        empty_book(&window).await?;
        window.press(&[Key::Control], 'l').await?;
        window.see("heading", "Coffer is locked").await?;
        window.rests().await?;
        window.picture("lock").await?;
        window.is_accessible("the lock").await?;
        window.fill("Passphrase", "four words and a lake").await?;
        window.click("button", "Unlock").await?;
        window.reads("That is not the passphrase.").await?;
        window.reads("Nothing was changed.").await?;
        window.picture("lock-refused").await?;
        window.fill("Passphrase", PASSPHRASE).await?;
        window.press(&[], Key::Enter).await?;
        window.see("heading", "Nothing here yet").await?;

        window.reopen().await?;
        window.see("heading", "Coffer is locked").await?;
        window.write(PASSPHRASE).await?;
        window.press(&[], Key::Enter).await?;
        window.see("heading", "Nothing here yet").await?;
        Ok(())
    })
    .await
}

/// Chooses when the book locks by itself.
async fn lock_after(window: &Window, wanted: &str) -> Result<()> {
    go(window, "Settings").await?;
    window.click("link", "Security").await?;
    window.click("combobox", "Lock after").await?;
    window.see("option", wanted).await?;
    window.rests().await?;
    window.click("option", wanted).await?;
    window.rests().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_nobody_looks_at_locks_itself() -> Result<()> {
    story("lock-idle", |window| async move {
        empty_book(&window).await?;
        lock_after(&window, "1 minute").await?;
        window.see_at_last("heading", "Coffer is locked").await?;
        window.rests().await?;
        window.picture("lock-idle").await?;
        window.write(PASSPHRASE).await?;
        window.press(&[], Key::Enter).await?;
        window.see("heading", "Settings").await?;
        Ok(())
    })
    .await
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_book_is_locked_before_the_computer_sleeps() -> Result<()> {
    let computer = crate::computer::Computer::with_system_bus().await?;
    crate::window::story_on(computer, "lock-sleep", |window| async move {
        empty_book(&window).await?;
        window.computer().system_bus()?.sleep(true).await?;
        window.see("heading", "Coffer is locked").await?;
        window.computer().system_bus()?.sleep(false).await?;
        window.write(PASSPHRASE).await?;
        window.press(&[], Key::Enter).await?;
        window.see("heading", "Nothing here yet").await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_that_something_else_changed_is_not_opened_and_says_so() -> Result<()> {
    story("lock-broken", |window| async move {
        empty_book(&window).await?;
        let folder = window.computer().book();
        window
            .reopen_after(|| {
                // The largest file is the book itself; a stretch of it is overwritten.
                let mut files: Vec<_> = std::fs::read_dir(&folder)?
                    .filter_map(|entry| entry.ok())
                    .filter_map(|entry| Some((entry.metadata().ok()?.len(), entry.path())))
                    .collect();
                files.sort();
                let (_, book) = files.pop().context("there is a book")?;
                let mut bytes = std::fs::read(&book)?;
                let half = bytes.len() / 2;
                for byte in bytes.iter_mut().skip(40).take(half) {
                    *byte ^= 0x55;
                }
                std::fs::write(&book, bytes)?;
                Ok(())
            })
            .await?;
        window.see("heading", "Coffer is locked").await?;
        window.write(PASSPHRASE).await?;
        window.press(&[], Key::Enter).await?;
        window
            .reads("Coffer stopped before writing anything, so the file is as it was found.")
            .await?;
        window.rests().await?;
        window.picture("lock-broken").await?;
        window.is_accessible("a book that does not open").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_of_a_newer_program_is_left_alone_and_says_so() -> Result<()> {
    story("lock-newer", |window| async move {
        empty_book(&window).await?;
        let header = window.computer().book().join("book.json");
        window
            .reopen_after(|| {
                let mut book: serde_json::Value = serde_json::from_slice(&std::fs::read(&header)?)?;
                book["format"] = serde_json::json!(9);
                std::fs::write(&header, serde_json::to_vec_pretty(&book)?)?;
                Ok(())
            })
            .await?;
        window
            .reads("This book was written by a newer Coffer.")
            .await?;
        window.reads("It was not touched.").await?;
        window.rests().await?;
        window.picture("lock-newer").await?;
        window.is_accessible("a book of a newer program").await
    })
    .await
}
