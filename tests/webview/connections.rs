//! A connection entered by hand.

use anyhow::{Context as _, Result};

use crate::beginning::{empty_book, go, today};
use crate::window::story;

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_refused_says_so_and_the_right_one_reads_everything() -> Result<()> {
    story("connections", |window| async move {
        let bank = practice::serve(practice::Options::new(today())).await?;
        let line = bank.first_line();
        let field = |name: &str| {
            line["upstreams"]["finwise"][name]
                .as_str()
                .context("the bank tells how to get in")
        };
        empty_book(&window).await?;
        go(&window, "Connections").await?;
        window.picture("connections-none").await?;
        window.click("button", "Add connection").await?;
        window.see("dialog", "Add a connection").await?;
        window.rests().await?;
        window.picture("connections-source").await?;
        window.is_accessible("the choice of a service").await?;
        window.click("radio", "FinWise…").await?;
        window.click("button", "Continue").await?;
        window.see("dialog", "Sign in to FinWise").await?;
        window.click("button", "Advanced").await?;
        window
            .fill("Address of the service", field("base_url")?)
            .await?;
        window.fill("API key", "not-the-key").await?;
        window.picture("connections-sign-in").await?;
        window.is_accessible("the sign-in").await?;
        window.click("button", "Allow reading").await?;
        window.reads("The key was not accepted.").await?;
        window.reads("Check the key and try again.").await?;
        window.rests().await?;
        window.picture("connections-refused").await?;
        window.is_accessible("the refused key").await?;

        window.fill("API key", field("api_key")?).await?;
        window.click("button", "Allow reading").await?;
        window.see_at_last("dialog", "First sync done").await?;
        let rows = bank.truth().counts.finwise_transactions;
        window.reads("new transactions in").await?;
        let words = window.words().await?.replace(',', "");
        anyhow::ensure!(
            words.contains(&rows.to_string()),
            "{rows} rows were to be read: {words}"
        );
        window.click("button", "See connections").await?;
        window.reads("Up to date").await?;

        // The key is revoked there: the row says what is wrong and what to do.
        bank.set_scenario(practice::Scenario::BadToken);
        window.click("button", "Sync all").await?;
        window.reads("Key not accepted").await?;
        window.see("button", "Enter a new key").await?;
        window.rests().await?;
        window.picture("connections-key").await?;
        window
            .is_accessible("a connection that needs a key")
            .await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_asks_to_slow_down_is_waited_for_and_says_so() -> Result<()> {
    story("connections-slow", |window| async move {
        let bank = practice::serve(practice::Options {
            switches: practice::Switches {
                // A few requests, and then hardly any more.
                wallet_bucket: Some(practice::Bucket {
                    capacity: 6,
                    per_hour: 12,
                }),
                ..practice::Switches::default()
            },
            ..practice::Options::new(today())
        })
        .await?;
        let line = bank.first_line();
        let field = |name: &str| {
            line["upstreams"]["wallet"][name]
                .as_str()
                .context("the bank tells how to get in")
        };
        empty_book(&window).await?;
        go(&window, "Connections").await?;
        window.click("button", "Add connection").await?;
        window.see("dialog", "Add a connection").await?;
        window.click("radio", "Wallet by BudgetBakers…").await?;
        window.click("button", "Continue").await?;
        window
            .see("dialog", "Sign in to Wallet by BudgetBakers")
            .await?;
        window.click("button", "Advanced").await?;
        window
            .fill("Address of the service", field("base_url")?)
            .await?;
        window.fill("API token", field("token")?).await?;
        window.click("button", "Allow reading").await?;
        window.reads("Slowed down until").await?;
        window.rests().await?;
        window.picture("connections-slow").await?;
        window.is_accessible("a service that asks to wait").await
    })
    .await
}
