//! Charts are read by keyboard, by mouse and as a table.

use anyhow::{Result, ensure};

use crate::beginning::{currency, go, household};
use crate::window::{Key, Window, story};

/// What a screen reader says of the point that is being read.
async fn point(window: &Window) -> Result<String> {
    window
        .text_of("return document.activeElement.getAttribute('aria-valuetext') ?? ''")
        .await
}

/// Reads a chart in every way there is.
async fn is_read(window: &Window, chart: &str, name: &str) -> Result<()> {
    // By mouse: the words of the point stand beside it.
    let over = window.see("slider", chart).await?.rectangle().await?;
    let (x, y, width, height) = over;
    window.point_at(x + width * 0.6, y + height / 2.0).await?;
    let tip = "return document.querySelector('.chart .tip')?.innerText ?? ''";
    let hovered = window.text_of(tip).await?;
    ensure!(
        hovered.contains('€'),
        "{chart}: the mouse reads “{hovered}”"
    );
    window.picture(&format!("{name}-hover")).await?;
    window.point_at(x + width * 0.2, y + height / 2.0).await?;
    let elsewhere = window.text_of(tip).await?;
    ensure!(elsewhere != hovered, "{chart}: everywhere “{hovered}”");

    window.click("slider", chart).await?;
    window.press(&[], Key::End).await?;
    let last = point(window).await?;
    window.press(&[], Key::Left).await?;
    let before = point(window).await?;
    window.press(&[], Key::Home).await?;
    let first = point(window).await?;
    for said in [&last, &before, &first] {
        ensure!(
            said.contains('€'),
            "{chart}: a point says its amount: “{said}”"
        );
    }
    ensure!(
        last != before && before != first,
        "{chart}: “{last}”, “{before}”, “{first}”"
    );
    // What is said is shown as well.
    let day = first
        .split(['.', ',', ':'])
        .next()
        .unwrap_or_default()
        .to_owned();
    window.reads(&day).await?;
    window.picture(name).await?;

    window.click("button", "Read as table").await?;
    window.see("table", "…").await?;
    window.see("button", "Hide table").await?;
    window.rests().await?;
    window.picture(&format!("{name}-table")).await?;
    window.is_accessible(name).await?;
    window.click("button", "Hide table").await?;
    window.gone("button", "Hide table").await
}

#[tokio::test(flavor = "multi_thread")]
async fn net_worth_and_forecast_are_read_by_keyboard_and_as_a_table() -> Result<()> {
    story("charts", |window| async move {
        household(&window).await?;
        go(&window, "Net worth").await?;
        is_read(&window, "Net worth,…", "net-worth-read").await?;
        go(&window, "Forecast").await?;
        is_read(&window, "Forecast balance of…", "forecast-read").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_charts_of_a_budget_are_read_by_mouse_and_keyboard() -> Result<()> {
    story("budget-charts", |window| async move {
        household(&window).await?;
        go(&window, "Budgets").await?;
        window.click("button", "Budget").await?;
        window.see("dialog", "New budget").await?;
        window.rests().await?;
        currency(&window, "Category", "Groceries…").await?;
        window.fill("Limit", "600").await?;
        window.click("button", "Add budget").await?;
        window.gone("dialog", "New budget").await?;
        window.rests().await?;
        window.click("button", "Groceries").await?;
        is_read(&window, "Groceries, spent so far in…", "budget-read").await?;
        window.click("slider", "Groceries, past months…").await?;
        window.press(&[], Key::Home).await?;
        let first = point(&window).await?;
        window.press(&[], Key::End).await?;
        let last = point(&window).await?;
        ensure!(
            first.contains('€') && last.contains('€') && first != last,
            "“{first}”, “{last}”"
        );
        Ok(())
    })
    .await
}
