//! From the first launch to an overview with figures in it.

use anyhow::{Context as _, Result};

use crate::window::{Key, Window, story};

/// What every book in these stories opens with.
pub(crate) const PASSPHRASE: &str = "four words and a river";

/// From the welcome to the choice where to begin, with a passphrase.
pub(crate) async fn protected(window: &Window) -> Result<()> {
    window.click("button", "Get started").await?;
    window
        .see("heading", "How should Coffer lock your data?")
        .await?;
    window.click("radio", "Passphrase…").await?;
    window.fill("Passphrase", PASSPHRASE).await?;
    window.fill("Again", PASSPHRASE).await?;
    window.click("button", "Continue").await?;
    window.see("heading", "Bring in your money").await?;
    currency(window, "Main currency", "Euro…").await
}

/// Chooses from a list, such as that of currencies.
pub(crate) async fn currency(window: &Window, list: &str, wanted: &str) -> Result<()> {
    window.click("combobox", list).await?;
    window.see("option", wanted).await?;
    window.rests().await?;
    window.click("option", wanted).await?;
    window.rests().await
}

/// A book without anything in it.
pub(crate) async fn empty_book(window: &Window) -> Result<()> {
    protected(window).await?;
    window.click("button", "Start with nothing").await?;
    window.see("heading", "Nothing here yet").await?;
    Ok(())
}

/// A book with the household of the practice bank, shown in the overview.
pub(crate) async fn household(window: &Window) -> Result<()> {
    protected(window).await?;
    window
        .click("button", "Look around with the practice bank…")
        .await?;
    window.see_at_last("dialog", "First sync done").await?;
    window.click("button", "Go to the overview").await?;
    window.see("heading", "Overview").await?;
    window.rests().await
}

/// Opens a view by its name in the sidebar.
pub(crate) async fn go(window: &Window, view: &str) -> Result<()> {
    window.click("link", view).await?;
    window.see("heading", view).await?;
    window.rests().await
}

/// The present, as the app sees it.
pub(crate) fn today() -> chrono::NaiveDate {
    chrono::Utc::now().date_naive()
}

/// A decimal text as English writes it: `-1234.50` is `1,234.50`.
pub(crate) fn written(amount: &str) -> Result<String> {
    let (whole, cents) = amount
        .trim_start_matches('-')
        .split_once('.')
        .context("an amount has cents")?;
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    Ok(format!("{grouped}.{cents}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_reaches_an_overview_whose_figures_are_the_banks() -> Result<()> {
    story("beginning", |window| async move {
        window
            .see("heading", "All your accounts in one quiet place")
            .await?;
        window.rests().await?;
        window.picture("first-1-welcome").await?;
        window.click("button", "Get started").await?;
        window.click("radio", "Passphrase…").await?;
        window.fill("Passphrase", PASSPHRASE).await?;
        window.fill("Again", "four words").await?;
        window.rests().await?;
        window.picture("first-2-protect").await?;
        window.is_accessible("protection").await?;
        window.fill("Again", PASSPHRASE).await?;
        window.click("button", "Continue").await?;
        window.see("heading", "Bring in your money").await?;
        // Any currency is found by name or code.
        window.click("combobox", "Main currency").await?;
        window.see("combobox", "Search name or code").await?;
        window.write("isk").await?;
        window.see("option", "Icelandic Króna…").await?;
        window.gone("option", "Euro…").await?;
        window.picture("first-3-currency").await?;
        window.press(&[], Key::Escape).await?;
        window.rests().await?;
        currency(&window, "Main currency", "Euro…").await?;
        window.picture("first-3-start").await?;
        window.is_accessible("the choice where to begin").await?;
        window
            .click("button", "Look around with the practice bank…")
            .await?;
        window.see("dialog", "First sync…").await?;
        window.picture("first-4-syncing").await?;
        window.see_at_last("dialog", "First sync done").await?;
        window.rests().await?;
        window.picture("first-5-synced").await?;
        window.is_accessible("the first sync").await?;
        window.click("button", "Go to the overview").await?;
        window.rests().await?;

        let bank = practice::serve(practice::Options::new(today())).await?;
        let truth = testkit::truth(&bank);
        let now = truth
            .net_worth
            .last()
            .context("the household has a net worth")?;
        window.reads(&written(&now.eur)?).await?;
        window.see("link", "Net worth").await?;
        window
            .see("slider", "Net worth, the last 12 months…")
            .await?;
        window.see("slider", "Forecast balance of…").await?;
        window.reads("This is the practice bank.").await?;
        window.picture("first-6-overview").await?;
        Ok(())
    })
    .await
}
