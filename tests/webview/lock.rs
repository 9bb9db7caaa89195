//! Locking, and what opens the book again.

use anyhow::Result;

use crate::beginning::{PASSPHRASE, empty_book};
use crate::window::{Key, story};

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
