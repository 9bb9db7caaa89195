//! Finding and filing transactions, by keyboard.

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

/// Gives the row at a place of the list the keyboard.
async fn take(window: &Window, place: u32) -> Result<()> {
    window
        .script(
            "document.querySelector(`[data-index=\"${arguments[0]}\"]`).focus()",
            vec![place.into()],
        )
        .await?;
    ensure!(
        !row(window).await?.is_empty(),
        "row {place} has the keyboard"
    );
    Ok(())
}

/// Types a category into the list that is open and takes it.
async fn choose(window: &Window, category: &str) -> Result<()> {
    window.see("combobox", "Find a category").await?;
    window.rests().await?;
    window.write(category).await?;
    window.see("option", category).await?;
    window.press(&[], Key::Enter).await?;
    window.gone("combobox", "Find a category").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_is_given_by_keyboard_and_taken_back() -> Result<()> {
    story("filing", |window| async move {
        household(&window).await?;
        // Through another view, as a person comes here.
        go(&window, "Budgets").await?;
        go(&window, "Transactions").await?;
        window.press(&[], '/').await?;
        window.write("bio verger").await?;
        window.press(&[], Key::Enter).await?;
        window.see("button", "Remove filter: word bio").await?;
        window.rests().await?;
        take(&window, 0).await?;
        ensure!(row(&window).await?.contains("Groceries"), "it is groceries");

        window.press(&[], 'c').await?;
        choose(&window, "Gifts").await?;
        window.reads("1 transaction categorised").await?;
        window.see("row", "…").await?;
        window.see("button", "Gifts").await?;
        window.picture("transactions-filed").await?;
        let now = row(&window).await?;
        ensure!(
            now.contains("Gifts"),
            "the row still has the keyboard: {now}"
        );

        window.press(&[Key::Control], 'z').await?;
        window.gone("button", "Gifts").await?;
        let back = row(&window).await?;
        ensure!(back.contains("Groceries"), "it is taken back: {back}");

        // The same in the panel beside the list.
        take(&window, 0).await?;
        window.press(&[], Key::Enter).await?;
        window.see("tab", "Details").await?;
        window.rests().await?;
        window
            .script(
                "document.querySelector('[data-region=panel] [aria-haspopup=listbox]').click()",
                vec![],
            )
            .await?;
        choose(&window, "Gifts").await?;
        window.rests().await?;
        let panel = window
            .text_of("return document.querySelector('[data-region=panel]').innerText")
            .await?;
        ensure!(panel.contains("Gifts"), "the panel shows it: {panel}");
        window.see("button", "Gifts").await?;
        window.click("tab", "History").await?;
        window.reads("Groceries").await?;
        window.picture("transactions-filed-panel").await?;
        window.is_accessible("the panel of a transaction").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn words_and_what_is_left_out_are_chips_that_can_be_taken_away() -> Result<()> {
    story("chips", |window| async move {
        household(&window).await?;
        go(&window, "Transactions").await?;
        let all = found(&window).await?;
        window.press(&[], '/').await?;
        window
            .write("caf\u{e9} -category:groceries -molard")
            .await?;
        window.press(&[], Key::Enter).await?;
        window.see("button", "Remove filter: not molard").await?;
        window
            .see("button", "Remove filter: not category groceries")
            .await?;
        window.rests().await?;
        let few = found(&window).await?;
        ensure!(few > 0 && few < all, "{few} of {all}");
        let words = window.words().await?;
        ensure!(!words.contains("Molard"), "what is left out is not listed");
        window.picture("transactions-chips").await?;
        window.is_accessible("a search in chips").await?;
        window.click("button", "Remove filter: not molard").await?;
        window.reads("Molard").await?;
        let more = found(&window).await?;
        ensure!(more > few, "{more} after {few}");
        window
            .click("button", "Remove filter: word caf\u{e9}")
            .await?;
        window
            .click("button", "Remove filter: not category groceries")
            .await?;
        window.rests().await?;
        ensure!(found(&window).await? == all, "everything is back");
        Ok(())
    })
    .await
}
