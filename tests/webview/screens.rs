//! Every screen at three sizes in both themes: nothing axe finds serious, no broken policy, a picture of each.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::beginning::{go, household};
use crate::window::{Key, Window, story};

const SIZES: [(u32, u32); 3] = [(1280, 800), (1024, 700), (1600, 1000)];
const THEMES: [&str; 2] = ["Light", "Dark"];
const VIEWS: [&str; 16] = [
    "Overview",
    "Transactions",
    "Budgets",
    "Forecast",
    "Net worth",
    "Investments",
    "Recurring",
    "Reports",
    "Goals",
    "Debts",
    "Alerts",
    "Connections",
    "Review",
    "Payees",
    "Rules and categories",
    "Settings",
];
/// A view, what is clicked there one after the other, and the dialog that is there then.
type Opening = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);
const DIALOGS: [Opening; 3] = [
    (
        "Rules and categories",
        &[("button", "Usual in a country")],
        "Usual in a country",
    ),
    (
        "Rules and categories",
        &[("button", "New category")],
        "New category",
    ),
    (
        "Connections",
        &[
            ("button", "Practice bank, FinWise…"),
            ("button", "Categories"),
        ],
        "Categories of…",
    ),
];
const SECTIONS: [&str; 4] = ["Currency and formats", "Security", "History", "About"];

/// Nothing is cut off at the side: the page is as wide as the window.
async fn fits(window: &Window, place: &str) -> Result<()> {
    let over = window
        .script(
            "return document.documentElement.scrollWidth - innerWidth",
            vec![],
        )
        .await?;
    ensure!(
        over == json!(0),
        "{place} is {over} pixels wider than the window"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_accessible_in_all_sizes_and_both_themes() -> Result<()> {
    story("screens", |window| async move {
        household(&window).await?;
        let mut wrong = Vec::new();
        for theme in THEMES {
            go(&window, "Settings").await?;
            window.click("link", "Appearance").await?;
            window.click("radio", theme).await?;
            for (width, height) in SIZES {
                window.resize(width, height).await?;
                let mark = format!("{width}-{}", theme.to_lowercase());
                for view in VIEWS {
                    // Beside the name may stand how many wait there.
                    window.click("link", &format!("{view}…")).await?;
                    window.see("heading", view).await?;
                    window.rests().await?;
                    let name = view.to_lowercase().replace(' ', "-");
                    window.picture(&format!("{name}-{mark}")).await?;
                    let place = format!("{view} at {width}×{height}, {theme}");
                    wrong.extend(window.is_accessible(&place).await.err());
                    wrong.extend(fits(&window, &place).await.err());
                }
                for section in SECTIONS {
                    window.click("link", section).await?;
                    window.see("heading", section).await?;
                    window.rests().await?;
                    let name = section.to_lowercase().replace(' ', "-");
                    window.picture(&format!("settings-{name}-{mark}")).await?;
                    let place = format!("{section} at {width}×{height}, {theme}");
                    wrong.extend(window.is_accessible(&place).await.err());
                    wrong.extend(fits(&window, &place).await.err());
                }
            }
        }
        ensure!(wrong.is_empty(), "{wrong:#?}");
        Ok(())
    })
    .await
}

/// What opens over a view, at the smallest and the largest window in both themes.
#[tokio::test(flavor = "multi_thread")]
async fn what_opens_over_a_view_fits_and_is_accessible() -> Result<()> {
    story("dialogs", |window| async move {
        household(&window).await?;
        let mut wrong = Vec::new();
        for (view, opener, dialog) in DIALOGS {
            go(&window, view).await?;
            for way in opener {
                let (role, name) = way;
                window.click(role, name).await?;
                window.rests().await?;
            }
            window.see("dialog", dialog).await?;
            for (width, height) in [SIZES[1], SIZES[2]] {
                window.resize(width, height).await?;
                for theme in ["light", "dark"] {
                    window.wear(theme).await?;
                    let place = format!("{dialog} at {width}×{height}, {theme}");
                    let name = dialog.to_lowercase().replace([' ', '…'], "-");
                    window
                        .picture(&format!("dialog-{name}-{width}-{theme}"))
                        .await?;
                    wrong.extend(window.is_accessible(&place).await.err());
                    wrong.extend(fits(&window, &place).await.err());
                }
            }
            window.press(&[], Key::Escape).await?;
            window.gone("dialog", dialog).await?;
        }
        ensure!(wrong.is_empty(), "{wrong:#?}");
        Ok(())
    })
    .await
}
