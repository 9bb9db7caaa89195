//! `demo`: the main job without a window, with the practice household.

use std::path::{Path, PathBuf};

use app::{App, ImportInto, Report, api};
use contract::types::{
    BookCreateReq, BudgetSuggestReq, BudgetsBeginReq, BudgetsMonthReq, CategoryLimit,
    ConnectionAddReq, FieldValue, ForecastReq, NetWorthReq, Nothing, Protection, SecretsPlace,
    Step,
};
use practice::Options;
use serde_json::{Value, json};

use crate::args::{Common, Drawing, Ground};
use crate::output::{Answer, Ended, Output};
use crate::reports::{self, Wanted};
use crate::{budgets, connections, forecasts, host};

/// Budgets that the demonstration sets from history.
const BUDGETS: usize = 8;

/// File beside the demonstration's book with its passphrase: invented data needs no secret, and people may look around.
const PASSPHRASE: &str = "passphrase.txt";

/// The bank file that the demonstration imports, left there to be imported again.
const STATEMENT: &str = "statement.ofx";

pub(crate) async fn run(
    common: &Common,
    output: Output,
    out: Option<PathBuf>,
    seed: u64,
) -> Answer {
    let folder = out.unwrap_or_else(|| {
        std::env::temp_dir().join(format!("coffer-demo-{}", std::process::id()))
    });
    if folder.exists() && folder.read_dir()?.next().is_some() {
        return Err(Ended::usage(format!("{} is not empty.", folder.display())));
    }
    std::fs::create_dir_all(&folder)?;
    let today = host::clock(common).today();
    let options = Options {
        seed,
        ..Options::new(today)
    };
    let bank = practice::serve(options)
        .await
        .map_err(|error| Ended::usage(error.to_string()))?;
    let book = Common {
        store: Some(folder.join("book")),
        json: common.json,
        passphrase_file: Some(folder.join(PASSPHRASE)),
        today: common.today,
    };
    output.note(
        "Making a book protected by a passphrase, linking the practice bank, reading three years.",
    );
    let app = new_book(&book, &folder).await?;
    link_all(&app, &bank.first_line()).await?;
    let synced = connections::run_sync(&app, output, Vec::new(), false).await?;
    let imported = import_statement(&app, &folder, &bank.statement()).await?;
    let base = bank.first_line()["base"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    app.rates_from(format!("{base}/ecb")).await?;
    set_budgets(&app).await?;
    let document = show(&app, output, &folder, &synced, imported).await?;
    if output.json {
        output.document(&document)?;
    }
    bank.shutdown().await;
    Ok(connections::status(&synced))
}

async fn new_book(common: &Common, folder: &Path) -> Result<App, Ended> {
    let passphrase = format!("practice {}", uuid::Uuid::new_v4().simple());
    std::fs::write(folder.join(PASSPHRASE), &passphrase)?;
    let app = host::app(common)?;
    let request = BookCreateReq {
        protection: Protection::Passphrase,
        passphrase: Some(passphrase),
        secrets: SecretsPlace::Book,
        base_currency: "EUR".into(),
        fetch_rates: false,
        chart_style: None,
    };
    api::book_create(&app, request).await?;
    Ok(app)
}

/// Links every upstream that the practice bank speaks and this version reads, save those that are switched off, or show the accounts of another.
async fn link_all(app: &App, line: &Value) -> Result<(), Ended> {
    let all = api::upstreams_list(app, Nothing {}).await?;
    for upstream in all.into_iter().filter(|upstream| upstream.available) {
        let entry = &line["upstreams"][&upstream.id];
        if !entry["same_as"].is_null() {
            continue;
        }
        let Some(base_url) = entry["base_url"].as_str() else {
            continue;
        };
        let fields = upstream
            .fields
            .iter()
            .filter_map(|field| {
                let value = entry[&field.key].as_str()?.to_owned();
                Some(FieldValue {
                    key: field.key.clone(),
                    value,
                })
            })
            .collect();
        let request = ConnectionAddReq {
            upstream: upstream.id.clone(),
            label: String::new(),
            base_url: base_url.to_owned(),
            fields,
        };
        api::connection_add(app, request).await?;
    }
    Ok(())
}

/// Takes in the statement of the account that no upstream serves, as a newcomer takes in a file of the own bank.
async fn import_statement(
    app: &App,
    folder: &Path,
    (name, ofx): &(String, String),
) -> Result<Value, Ended> {
    let file = folder.join(STATEMENT);
    std::fs::write(&file, ofx)?;
    let into = ImportInto::Named(name.clone());
    let (preview, done) = app
        .import_paths(
            std::slice::from_ref(&file),
            into,
            None,
            false,
            Report::silent("demo"),
        )
        .await?;
    Ok(crate::files::document(&preview, done.as_ref()))
}

/// Monthly limits for what was spent most on, as a newcomer would take them over.
async fn set_budgets(app: &App) -> Result<(), Ended> {
    let suggestions = api::budget_suggest(app, BudgetSuggestReq { months: 6 }).await?;
    let request = BudgetsBeginReq {
        from: String::new(),
        limits: suggestions
            .into_iter()
            .take(BUDGETS)
            .map(|suggestion| CategoryLimit {
                category: suggestion.category,
                limit: suggestion.suggested.amount,
            })
            .collect(),
    };
    api::budgets_begin(app, request).await?;
    Ok(())
}

async fn show(
    app: &App,
    output: Output,
    folder: &Path,
    synced: &contract::types::SyncReport,
    imported: Value,
) -> Result<Value, Ended> {
    let accounts = api::accounts_list(app, Nothing {}).await?;
    let planned = api::budgets_month(
        app,
        BudgetsMonthReq {
            month: String::new(),
        },
    )
    .await?;
    let forecast = api::forecast_get(
        app,
        ForecastReq {
            days: 90,
            account: None,
        },
    )
    .await?;
    let worth = api::net_worth_get(
        app,
        NetWorthReq {
            from: None,
            to: None,
            by: Step::Month,
            currency: None,
            real: false,
        },
    )
    .await?;
    let verified = api::book_verify(app, Nothing {}).await?;
    let charts = draw(
        app,
        folder,
        planned.lines.first().and_then(|line| line.category.clone()),
    )
    .await?;
    if !output.json {
        output.text(&format!("\nSynced\n{}", connections::told(synced)))?;
        output.text(&format!(
            "\nImported {STATEMENT}: {} new transactions\n",
            imported["files"][0]["accounts"]
                .as_array()
                .map_or(0, |accounts| accounts
                    .iter()
                    .filter_map(|account| account["new"].as_u64())
                    .sum::<u64>())
        ))?;
        output.text(&format!("\nBudgets\n{}", budgets::budgets_told(&planned)))?;
        output.text(&format!(
            "\nForecast, 90 days\n{}",
            forecasts::forecast_told(&forecast)
        ))?;
        output.text(&format!("\nNet worth\n{}", reports::net_worth_told(&worth)))?;
        output.text("\nCharts\n")?;
        for chart in &charts {
            output.text(&format!("  {chart}\n"))?;
        }
        output.text(&format!(
            "\nThe book is in {} (passphrase in {PASSPHRASE}); look around with\n  coffer transactions --store {} --passphrase-file {}\n",
            folder.join("book").display(),
            folder.join("book").display(),
            folder.join(PASSPHRASE).display()
        ))?;
    }
    Ok(json!({
        "store": folder.join("book").display().to_string(),
        "passphrase_file": folder.join(PASSPHRASE).display().to_string(),
        "sync": synced, "import": imported, "accounts": accounts, "budgets": planned, "forecast": forecast,
        "net_worth": worth, "verify": verified, "charts": charts,
    }))
}

async fn draw(app: &App, folder: &Path, category: Option<String>) -> Result<Vec<String>, Ended> {
    let mut files = Vec::new();
    let names = [
        (Drawing::NetWorth, "net-worth"),
        (Drawing::NetWorthStack, "net-worth-stack"),
        (Drawing::Forecast, "forecast"),
        (Drawing::Budgets, "budgets"),
        (Drawing::CashFlow, "cash-flow"),
    ];
    for (name, stem) in names {
        if name == Drawing::Budgets && category.is_none() {
            continue;
        }
        for ending in ["svg", "png"] {
            let file = folder.join(format!("{stem}.{ending}"));
            let category = category.clone();
            let wanted = Wanted {
                name,
                width: 900,
                height: 420,
                category,
                days: 90,
            };
            reports::write(app, &wanted, &file, Ground::Light).await?;
            files.push(file.display().to_string());
        }
    }
    Ok(files)
}
