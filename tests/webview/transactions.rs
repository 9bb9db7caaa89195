//! Finding transactions, by keyboard.

use anyhow::{Context as _, Result, ensure};

use crate::beginning::{go, household};
use crate::window::{Key, Window, story};

/// The row under the keyboard, as it reads.
async fn row(window: &Window) -> Result<String> {
    window
        .text_of("return document.activeElement.closest('[role=row]')?.innerText ?? ''")
        .await
}

/// How many transactions the list says there are.
async fn found(window: &Window) -> Result<u32> {
    let words = window.words().await?;
    let line = words
        .lines()
        .find(|line| line.contains(" transaction"))
        .context("the list says how many there are")?;
    let digits: String = line
        .chars()
        .take_while(|c| *c != ' ')
        .filter(char::is_ascii_digit)
        .collect();
    Ok(digits.parse()?)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_narrows_the_list_and_the_keyboard_goes_from_it_into_the_rows() -> Result<()> {
    story("transactions", |window| async move {
        household(&window).await?;
        go(&window, "Transactions").await?;
        let all = found(&window).await?;
        ensure!(
            all > 1000,
            "three years of a household are {all} transactions"
        );
        window.picture("transactions-all").await?;

        window.press(&[], '/').await?;
        window.write("amount:<0 amount:>-30").await?;
        window.press(&[], Key::Enter).await?;
        window.see("button", "Remove filter: amount…").await?;
        window.rests().await?;
        window.picture("transactions-search").await?;
        let some = found(&window).await?;
        ensure!(some > 0 && some < all, "{some} of {all} were found");

        window.press(&[], Key::Down).await?;
        let before = row(&window).await?;
        ensure!(!before.is_empty(), "the list has the keyboard");
        Ok(())
    })
    .await
}
