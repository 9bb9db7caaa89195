//! Banks behind an aggregator, linked and repaired in the window.

use anyhow::{Context as _, Result, ensure};

use crate::beginning::{empty_book, go, today};
use crate::window::{Key, Window, story};

/// Opens the list of banks and takes the one whose name begins so.
async fn found(window: &Window, name: &str) -> Result<()> {
    window.see("dialog", "Find your bank").await?;
    window
        .fill_role("combobox", "Name of the bank", name)
        .await?;
    window.see("option", &format!("{name}…")).await?;
    window.rests().await?;
    window.press(&[], Key::Enter).await
}

/// A sign-in that the practice bank takes.
async fn signed_in(window: &Window) -> Result<()> {
    window.fill("Identifiant", "12345678").await?;
    window.fill("Code secret", "123456").await?;
    window.click("button", "Sign in and allow reading").await
}

/// Another bank for the connection whose panel is open.
async fn another(window: &Window) -> Result<()> {
    window.click("button", "Link a bank").await?;
    window.see("dialog", "Find your bank").await?;
    Ok(())
}

async fn closed(window: &Window, button: &str, dialog: &str) -> Result<()> {
    window.click("button", button).await?;
    window.gone("dialog", dialog).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_is_linked_with_a_code_and_helped_when_it_ails() -> Result<()> {
    story("banks", |window| async move {
        let bank = practice::serve(practice::Options::new(today())).await?;
        let line = bank.first_line();
        let field = |name: &str| {
            line["upstreams"]["budgea"][name]
                .as_str()
                .context("the bank tells how to get in")
        };
        empty_book(&window).await?;
        go(&window, "Connections").await?;
        window.click("button", "Add connection").await?;
        window.see("dialog", "Add a connection").await?;
        window.rests().await?;
        window.click("radio", "Powens…").await?;
        window.click("button", "Continue").await?;
        window.see("dialog", "Sign in to Powens (Budgea)").await?;
        window.picture("banks-service").await?;
        window.is_accessible("the service of banks").await?;
        window.fill("Domain", field("base_url")?).await?;
        window.fill("Client ID", field("client_id")?).await?;
        window
            .fill("Client secret", field("client_secret")?)
            .await?;
        window.click("button", "Allow reading").await?;

        // The directory is searched, the bank's own form filled in, the code entered, the accounts picked.
        window.see("dialog", "Find your bank").await?;
        window.rests().await?;
        window.picture("banks-directory").await?;
        window.is_accessible("the directory of banks").await?;
        found(&window, "Caisse des Dranses").await?;
        window
            .see("dialog", "Sign in to Caisse des Dranses")
            .await?;
        window.see("textbox", "Identifiant").await?;
        window.rests().await?;
        window.picture("banks-form").await?;
        window.is_accessible("the form of a bank").await?;
        window.click("combobox", "Type de compte").await?;
        window.see("option", "Particuliers").await?;
        window.rests().await?;
        window.click("option", "Particuliers").await?;
        signed_in(&window).await?;
        window.see("dialog", "Confirm it is you").await?;
        window.picture("banks-code").await?;
        window.is_accessible("the code").await?;
        window.fill("Code reçu par SMS", "424242").await?;
        window.press(&[], Key::Enter).await?;
        window.see("dialog", "Pick accounts").await?;
        window.see("button", "Start first sync").await?;
        window.rests().await?;
        window.picture("banks-accounts").await?;
        window.is_accessible("the accounts of a bank").await?;
        window.click("button", "Start first sync").await?;
        window.see_at_last("dialog", "First sync done").await?;
        window.picture("banks-first-sync").await?;
        window.click("button", "See connections").await?;
        window.reads("Up to date").await?;

        // Each temper of a bank in its own words.
        window.click("button", "Powens (Budgea)…").await?;
        another(&window).await?;
        found(&window, "Banque Méfiante").await?;
        signed_in(&window).await?;
        window.reads("Sign-in failed.").await?;
        window.rests().await?;
        window.picture("banks-wrong").await?;
        window.is_accessible("a refused sign-in").await?;
        window.click("button", "Back").await?;
        found(&window, "Banque en Travaux").await?;
        signed_in(&window).await?;
        window.reads("is not answering").await?;
        window.rests().await?;
        window.picture("banks-down").await?;
        window.is_accessible("a bank that is down").await?;
        window.click("button", "Other bank").await?;
        found(&window, "Banque Ouverte du Léman").await?;
        window.see("button", "Open the browser").await?;
        window.rests().await?;
        window.picture("banks-browser").await?;
        window.is_accessible("the way into the browser").await?;
        closed(&window, "Close", "Sign in to Banque Ouverte du Léman").await?;

        // A bank asks for a code again: the inbox names it and helps it, by keyboard alone.
        bank.set_scenario(practice::Scenario::SecondFactor);
        window.click("button", "Sync all").await?;
        window.see("button", "Confirm, Caisse des Dranses").await?;
        window.rests().await?;
        window.picture("banks-ailing").await?;
        window.is_accessible("a bank that needs a code").await?;
        window
            .see("button", "Confirm, Caisse des Dranses")
            .await?
            .send_keys(&char::from(Key::Enter).to_string())
            .await?;
        window.see("textbox", "Code reçu par SMS").await?;
        window.rests().await?;
        window.write("424242").await?;
        window.press(&[], Key::Enter).await?;
        window.gone("dialog", "Confirm it is you").await?;
        window.gone("button", "Confirm, Caisse des Dranses").await?;
        ensure!(
            !window.words().await?.contains("424242"),
            "a code is never shown again"
        );
        Ok(())
    })
    .await
}
