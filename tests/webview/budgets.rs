//! Budgets: a connection's beside one's own, limits from history, for a month or from a month on.

use anyhow::{Result, ensure};

use crate::beginning::{go, household};
use crate::window::{Window, story};

/// The line of a budget in the table of one's own.
async fn line(window: &Window, name: &str) -> Result<String> {
    let script = format!(
        "return [...document.querySelectorAll('table[aria-label=Budgets] tbody tr')]\
           .find((row) => row.innerText.includes('{name}'))?.innerText ?? ''"
    );
    window.text_of(&script).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_banks_budgets_are_shown_and_own_limits_are_offered() -> Result<()> {
    story("budgets", |window| async move {
        household(&window).await?;
        go(&window, "Budgets").await?;
        window
            .reads("From Practice bank, Wallet by BudgetBakers")
            .await?;
        window.reads("Eating out").await?;
        window.reads("Limits of your own").await?;
        window.see("textbox", "Limit for Groceries").await?;
        window.rests().await?;
        window.picture("budgets-bank").await?;
        window.is_accessible("the budgets of the bank").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_of_the_bank_is_made_ones_own() -> Result<()> {
    story("goals", |window| async move {
        household(&window).await?;
        go(&window, "Goals").await?;
        window
            .reads("Goals of Practice bank, Wallet by BudgetBakers")
            .await?;
        window.reads("Cargo bicycle").await?;
        window.reads("\u{20ac}4,200.00").await?;
        window
            .click("button", "Make it mine: Cargo bicycle")
            .await?;
        window.see("dialog", "New goal").await?;
        window.rests().await?;
        window.click("button", "Save").await?;
        window.reads("Pick at least one account.").await?;
        window.picture("goals-dialog").await?;
        window.is_accessible("a new goal").await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_set_for_a_month_and_from_a_month_on() -> Result<()> {
    story("limits", |window| async move {
        household(&window).await?;
        go(&window, "Budgets").await?;
        window.click("button", "Budget").await?;
        window.see("dialog", "New budget").await?;
        window.rests().await?;
        crate::beginning::currency(&window, "Category", "Groceries\u{2026}").await?;
        window.fill("Limit", "1500").await?;
        window.click("button", "Add budget").await?;
        window.gone("dialog", "New budget").await?;
        window.see("button", "Groceries").await?;
        window.reads("left of \u{20ac}1,500").await?;
        ensure!(
            line(&window, "Groceries").await?.contains("\u{20ac}1,500"),
            "a thousand is grouped"
        );

        // This month only.
        window.click("button", "Groceries").await?;
        window.fill("Limit each month", "1800").await?;
        window.click("radio", "In \u{2026}").await?;
        window.rests().await?;
        window.picture("budgets-limit").await?;
        window.is_accessible("a limit").await?;
        window.click("button", "Save limit").await?;
        window.gone("button", "Save limit").await?;
        window.reads("left of \u{20ac}1,800").await?;
        ensure!(
            line(&window, "Groceries").await?.contains("\u{20ac}1,800"),
            "this month"
        );
        window.click("button", "Next month,\u{2026}").await?;
        window.reads("left of \u{20ac}1,500").await?;
        ensure!(
            line(&window, "Groceries").await?.contains("\u{20ac}1,500"),
            "the next keeps its own"
        );

        // From the next month on.
        window.fill("Limit each month", "900").await?;
        window.click("button", "Save limit").await?;
        window.gone("button", "Save limit").await?;
        window.reads("left of \u{20ac}900").await?;
        ensure!(
            line(&window, "Groceries").await?.contains("\u{20ac}900"),
            "from here on"
        );
        window.click("button", "Next month,\u{2026}").await?;
        window.reads("left of \u{20ac}900").await?;
        ensure!(
            line(&window, "Groceries").await?.contains("\u{20ac}900"),
            "and later"
        );
        window.click("button", "Previous month,\u{2026}").await?;
        window.click("button", "Previous month,\u{2026}").await?;
        window.reads("left of \u{20ac}1,800").await?;
        ensure!(
            line(&window, "Groceries").await?.contains("\u{20ac}1,800"),
            "before it nothing changed"
        );
        Ok(())
    })
    .await
}
