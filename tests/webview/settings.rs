//! Settings act at once, and the history can be checked.

use anyhow::{Result, ensure};

use crate::beginning::{currency, go, household};
use crate::window::{Window, story};

async fn background(window: &Window) -> Result<String> {
    window
        .text_of("return getComputedStyle(document.querySelector('main')).backgroundColor")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_theme_turns_dark_totals_change_currency_and_the_history_is_whole() -> Result<()> {
    story("settings", |window| async move {
        household(&window).await?;
        go(&window, "Settings").await?;
        window.click("radio", "Light").await?;
        window.rests().await?;
        let light = background(&window).await?;
        window.click("radio", "Dark").await?;
        window.rests().await?;
        let dark = background(&window).await?;
        ensure!(light != dark, "dark is as light: {dark}");

        window.click("link", "Currency and formats").await?;
        currency(&window, "Main currency", "US Dollar…").await?;
        window.picture("settings-currency").await?;
        go(&window, "Overview").await?;
        window.reads("$").await?;
        window.picture("overview-dollars").await?;

        go(&window, "Settings").await?;
        window.click("link", "Security").await?;
        window.click("button", "Verify").await?;
        window.reads("The history is whole.").await?;
        window.rests().await?;
        window.picture("settings-verified").await?;
        window.is_accessible("a verified history").await
    })
    .await
}
