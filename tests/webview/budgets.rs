//! Budgets start from the spending of the past, and a limit counts as soon as it is set.

use anyhow::Result;

use crate::beginning::{go, household};
use crate::window::{Key, story};

#[tokio::test(flavor = "multi_thread")]
async fn budgets_start_from_past_spending_and_a_new_limit_is_counted() -> Result<()> {
    story("budgets", |window| async move {
        household(&window).await?;
        go(&window, "Budgets").await?;
        window.reads("From your last 6 months").await?;
        window.picture("budgets-suggested").await?;
        window.is_accessible("suggested budgets").await?;
        window.click("button", "Start with…").await?;
        window.see("columnheader", "Limit").await?;
        window.rests().await?;
        window.click("button", "Groceries").await?;
        window.see("textbox", "Limit each month").await?;
        window.rests().await?;
        window.fill("Limit each month", "1234").await?;
        window.press(&[], Key::Tab).await?;
        window.click("button", "Save limit").await?;
        window.gone("button", "Save limit").await?;
        window.reads("€1,234").await?;
        window.rests().await?;
        window.picture("budgets-limit").await?;
        window.is_accessible("a budget").await?;
        go(&window, "Overview").await?;
        window.reads_no_more("No budgets yet.").await?;
        window.picture("overview-budgets").await?;
        Ok(())
    })
    .await
}
