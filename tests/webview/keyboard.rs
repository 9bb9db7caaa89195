//! Connections with the keyboard alone: nobody touches the mouse here.

use anyhow::{Context as _, Result, bail, ensure};
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::beginning::{empty_book, today};
use crate::window::{Key, Window, story};

/// More steps of the Tab key than any page of Coffer has stops.
const STOPS: usize = 120;

/// A wording that would do harm if it were taken for markup, and turns what comes after it if it is not kept to itself.
const HOSTILE: &str =
    "Zwetschge <img src=x onerror=alert(1)><b data-x>bold</b> \u{202e}drawkcab\u{7}";

/// Whether this is what has the keyboard.
async fn is_at(window: &Window, wanted: &Element) -> Result<bool> {
    let wanted = serde_json::to_value(wanted)?;
    let at = window
        .script(
            "return document.activeElement === arguments[0]",
            vec![wanted],
        )
        .await?;
    Ok(at == json!(true))
}

/// Goes on with the Tab key until this has the keyboard.
async fn tab_to(window: &Window, role: &str, name: &str) -> Result<()> {
    let wanted = window.see(role, name).await?;
    for _ in 0..STOPS {
        if is_at(window, &wanted).await? {
            return Ok(());
        }
        window.press(&[], Key::Tab).await?;
    }
    bail!("the Tab key does not come to the {role} “{name}”")
}

/// Goes there and presses it.
async fn enter_at(window: &Window, role: &str, name: &str) -> Result<()> {
    tab_to(window, role, name).await?;
    window.press(&[], Key::Enter).await
}

/// Goes there and types over what it holds.
async fn type_into(window: &Window, name: &str, text: &str) -> Result<()> {
    tab_to(window, "textbox", name).await?;
    window.press(&[Key::Control], 'a').await?;
    window.write(text).await
}

/// Goes to the choice of a service and down with the arrows until this one is chosen.
async fn choose(window: &Window, name: &str) -> Result<()> {
    let wanted = window.see("radio", name).await?;
    for _ in 0..STOPS {
        let on_one = window
            .script("return document.activeElement?.type === 'radio'", vec![])
            .await?;
        if on_one == json!(true) {
            break;
        }
        window.press(&[], Key::Tab).await?;
    }
    for _ in 0..8 {
        if is_at(window, &wanted).await? {
            return Ok(());
        }
        window.press(&[], Key::Down).await?;
    }
    bail!("the arrows do not come to “{name}”")
}

/// From the list of connections to the sign-in of a service.
async fn sign_in_of(window: &Window, service: &str, title: &str) -> Result<()> {
    enter_at(window, "button", "Add connection").await?;
    window.see("dialog", "Add a connection").await?;
    window.rests().await?;
    choose(window, service).await?;
    window.press(&[], Key::Enter).await?;
    enter_at_unless_there(window, title).await
}

/// Enter in a list of choices may go on by itself; else the button does.
async fn enter_at_unless_there(window: &Window, title: &str) -> Result<()> {
    let there = window
        .script(
            "return [...document.querySelectorAll('[role=dialog] h2, [role=dialog] [id]')]
                .some((one) => one.textContent.trim() === arguments[0])",
            vec![json!(title)],
        )
        .await?;
    if there != json!(true) {
        enter_at(window, "button", "Continue").await?;
    }
    window.see("dialog", title).await?;
    window.rests().await
}

async fn is_in_dialog(window: &Window) -> Result<()> {
    let inside = window
        .script(
            "return document.activeElement?.closest('[role=dialog],[role=alertdialog]') !== null",
            vec![],
        )
        .await?;
    if inside != json!(true) {
        bail!("the keyboard is not in the dialog");
    }
    Ok(())
}

/// A picture in each theme, at the place where the story is.
async fn pictures(window: &Window, name: &str) -> Result<()> {
    window.rests().await?;
    is_in_dialog(window).await?;
    for theme in ["light", "dark"] {
        window.wear(theme).await?;
        window.picture(&format!("keyboard-{name}-{theme}")).await?;
    }
    window.wear("light").await?;
    window.is_accessible(name).await
}

fn text<'a>(line: &'a Value, upstream: &str, name: &str) -> Result<&'a str> {
    line["upstreams"][upstream][name]
        .as_str()
        .context("the bank tells how to get in")
}

async fn connections(window: &Window) -> Result<()> {
    empty_book(window).await?;
    enter_at(window, "link", "Connections").await?;
    window.see("heading", "Connections").await?;
    window.rests().await
}

/// The address of the practice bank, behind the disclosure that hides it.
async fn address(window: &Window, base: &str) -> Result<()> {
    let open = window
        .see("button", "Advanced")
        .await
        .context("the disclosure of the address")?;
    for _ in 0..STOPS {
        if is_at(window, &open).await? {
            break;
        }
        window.press(&[], Key::Tab).await?;
    }
    window.press(&[], Key::Enter).await?;
    type_into(window, "Address of the service", base).await
}

/// Where accounts go is asked as soon as the book has some; they stay new ones here.
async fn new_accounts(window: &Window, name: &str) -> Result<()> {
    window.see("dialog", "Where accounts go").await?;
    window.see("columnheader", "Goes into").await?;
    pictures(window, &format!("{name}-accounts")).await?;
    enter_at(window, "button", "Start first sync").await
}

/// Reads the result and goes back to the list.
async fn synced(window: &Window, name: &str) -> Result<()> {
    window.see_at_last("dialog", "First sync done").await?;
    pictures(window, &format!("{name}-synced")).await?;
    enter_at(window, "button", "See connections").await?;
    window.gone("dialog", "First sync done").await?;
    window.rests().await
}

#[tokio::test(flavor = "multi_thread")]
async fn finwise_and_wallet_are_added_and_a_key_is_renewed_by_keyboard() -> Result<()> {
    story("keyboard-keys", |window| async move {
        let bank = practice::serve(practice::Options::new(today())).await?;
        bank.write_wording(HOSTILE);
        let line = bank.first_line();
        connections(&window).await?;

        // Escape leaves the dialog and gives the keyboard back to what opened it.
        enter_at(&window, "button", "Add connection").await?;
        window.see("dialog", "Add a connection").await?;
        pictures(&window, "source").await?;
        window.press(&[], Key::Escape).await?;
        window.gone("dialog", "Add a connection").await?;

        sign_in_of(&window, "FinWise…", "Sign in to FinWise").await?;
        pictures(&window, "finwise-sign-in").await?;
        address(&window, text(&line, "finwise", "base_url")?).await?;
        type_into(&window, "API key", "not-the-key").await?;
        window.press(&[], Key::Enter).await?;
        window.reads("The key was not accepted.").await?;
        pictures(&window, "finwise-refused").await?;
        type_into(&window, "API key", text(&line, "finwise", "api_key")?).await?;
        window.press(&[], Key::Enter).await?;
        synced(&window, "finwise").await?;

        sign_in_of(
            &window,
            "Wallet by BudgetBakers…",
            "Sign in to Wallet by BudgetBakers",
        )
        .await?;
        address(&window, text(&line, "wallet", "base_url")?).await?;
        type_into(&window, "API token", text(&line, "wallet", "token")?).await?;
        window.press(&[], Key::Enter).await?;
        new_accounts(&window, "wallet").await?;
        synced(&window, "wallet").await?;

        // The keys are refused from now on: each connection is a card with one thing to do.
        bank.set_scenario(practice::Scenario::BadToken);
        enter_at(&window, "button", "Sync all").await?;
        window.reads("Key not accepted").await?;
        window.reads("2 connections are not up to date").await?;
        window.rests().await?;
        window.picture("keyboard-cards").await?;
        bank.set_scenario(practice::Scenario::Calm);
        enter_at(&window, "button", "Enter a new key").await?;
        window.see("dialog", "New key for…").await?;
        pictures(&window, "new-key").await?;
        let asked = window.words().await?;
        let (field, key) = if asked.contains("New key for FinWise") {
            ("API key", text(&line, "finwise", "api_key")?)
        } else {
            ("API token", text(&line, "wallet", "token")?)
        };
        type_into(&window, field, key).await?;
        window.press(&[], Key::Enter).await?;
        window.gone("dialog", "New key for…").await?;
        window.reads("Up to date").await?;

        // What the services said is text, whatever it looks like.
        enter_at(&window, "link", "Transactions").await?;
        window.see("heading", "Transactions").await?;
        window.reads("Zwetschge <img src=x").await?;
        window.rests().await?;
        window.picture("keyboard-hostile").await?;
        let made = window
            .script(
                "return document.querySelectorAll('img[src=x], b[data-x]').length",
                vec![],
            )
            .await?;
        ensure!(
            made == json!(0),
            "markup of a bank became a part of the page"
        );
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_apps_sign_in_qard_and_a_bank_are_linked_by_keyboard() -> Result<()> {
    story("keyboard-banks", |window| async move {
        let bank = practice::serve(practice::Options::new(today())).await?;
        let line = bank.first_line();
        connections(&window).await?;

        // A bank behind Powens: its directory, its form, its code, its accounts.
        sign_in_of(&window, "Powens…", "Sign in to Powens (Budgea)").await?;
        type_into(&window, "Domain", text(&line, "budgea", "base_url")?).await?;
        type_into(&window, "Client ID", text(&line, "budgea", "client_id")?).await?;
        type_into(
            &window,
            "Client secret",
            text(&line, "budgea", "client_secret")?,
        )
        .await?;
        window.press(&[], Key::Enter).await?;
        window.see("dialog", "Find your bank").await?;
        pictures(&window, "directory").await?;
        tab_to(&window, "combobox", "Name of the bank").await?;
        window.write("Caisse des Dranses").await?;
        window.see("option", "Caisse des Dranses…").await?;
        window.rests().await?;
        window.press(&[], Key::Enter).await?;
        window
            .see("dialog", "Sign in to Caisse des Dranses")
            .await?;
        window.see("textbox", "Identifiant").await?;
        pictures(&window, "bank-form").await?;
        tab_to(&window, "combobox", "Type de compte").await?;
        window.press(&[], Key::Enter).await?;
        window.see("option", "Particuliers").await?;
        window.rests().await?;
        window.press(&[], Key::Enter).await?;
        window.gone("option", "Particuliers").await?;
        type_into(&window, "Identifiant", "12345678").await?;
        type_into(&window, "Code secret", "123456").await?;
        window.press(&[], Key::Enter).await?;
        window.see("dialog", "Confirm it is you").await?;
        pictures(&window, "code").await?;
        type_into(&window, "Code reçu par SMS", "424242").await?;
        window.press(&[], Key::Enter).await?;
        window.see("dialog", "Pick accounts").await?;
        window.see("button", "Start first sync").await?;
        pictures(&window, "accounts").await?;
        enter_at(&window, "button", "Start first sync").await?;
        synced(&window, "bank").await?;

        // Qard asks for its consent in the browser, where the keyboard leaves this story.
        sign_in_of(&window, "Qard…", "Sign in to Qard").await?;
        pictures(&window, "qard-sign-in").await?;
        address(&window, text(&line, "qard", "base_url")?).await?;
        type_into(&window, "API key", text(&line, "qard", "api_key")?).await?;
        window.press(&[], Key::Enter).await?;
        window.gone("dialog", "Sign in to Qard").await?;
        window.rests().await?;
        pictures(&window, "qard-next").await?;
        window.press(&[], Key::Escape).await?;
        window.rests().await?;

        // The app's own sign-in is not offered before it was switched on.
        enter_at(&window, "button", "Add connection").await?;
        window.see("dialog", "Add a connection").await?;
        window.reads_no_more("Wallet app login").await?;
        window.press(&[], Key::Escape).await?;
        window.gone("dialog", "Add a connection").await?;
        enter_at(&window, "link", "Settings").await?;
        window.see("heading", "Settings").await?;
        window.rests().await?;
        enter_at(&window, "link", "Security").await?;
        window.see("heading", "Security").await?;
        window.rests().await?;
        tab_to(&window, "switch", "Experimental services").await?;
        window.press(&[], ' ').await?;
        window.rests().await?;
        enter_at(&window, "link", "Connections").await?;
        window.see("heading", "Connections").await?;
        window.rests().await?;
        sign_in_of(&window, "Wallet app login…", "Sign in to Wallet app login").await?;
        pictures(&window, "app-sign-in").await?;
        address(&window, text(&line, "wallet-app", "base_url")?).await?;
        type_into(&window, "User name", text(&line, "wallet-app", "username")?).await?;
        type_into(&window, "Password", text(&line, "wallet-app", "password")?).await?;
        window.press(&[], Key::Enter).await?;
        new_accounts(&window, "app").await?;
        synced(&window, "app").await?;
        window.reads("Up to date").await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_bank_is_opened_by_keyboard() -> Result<()> {
    story("keyboard-practice", |window| async move {
        connections(&window).await?;
        enter_at(&window, "button", "Add connection").await?;
        window.see("dialog", "Add a connection").await?;
        window.rests().await?;
        choose(&window, "The practice bank…").await?;
        enter_at(&window, "button", "Continue").await?;
        synced(&window, "practice").await?;
        window.reads("Up to date").await?;
        Ok(())
    })
    .await
}
