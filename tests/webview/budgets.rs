//! Budgets that came with a connection are shown beside what the rows here say.

use anyhow::Result;

use crate::beginning::{go, household};
use crate::window::story;

#[tokio::test(flavor = "multi_thread")]
async fn the_banks_budgets_are_counted_from_the_rows_here() -> Result<()> {
    story("budgets", |window| async move {
        household(&window).await?;
        go(&window, "Budgets").await?;
        window
            .reads("From Practice bank, Wallet by BudgetBakers")
            .await?;
        window.reads("Eating out").await?;
        window.reads("Not in any budget").await?;
        window.picture("budgets-bank").await?;
        window.is_accessible("the budgets of the bank").await?;
        Ok(())
    })
    .await
}
