//! What the app computes, asked in the way the page asks, and the first answer of a process.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow};
use app::ports::{FixedClock, Headless, Ports};
use app::{App, Report, dispatch};
use chrono::NaiveDate;
use domain::budget::Month;
use money::Currency;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use store::{Book, DayRate, Origin, ReportScope, Unlock};

use crate::household::{FIRST_YEAR, MONTHS, decimal, month_end, rate};
use crate::imports::{self, Books};
use crate::process::{Ran, median, own_processor, run};
use crate::table::Table;
use crate::{Bench, PASSPHRASE, TODAY};

/// How often a warm answer is taken.
const WARM: usize = 9;
/// How often a process is started.
const STARTS: usize = 9;
/// What is typed into the search field, letter by letter.
const TYPED: [&str; 3] = ["noodle bar", "hotel alpha 0140", "weekly"];

pub(crate) fn today() -> NaiveDate {
    TODAY.parse().unwrap_or_default()
}

/// Milliseconds of one call.
pub(crate) fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// First and warm milliseconds of a question, and its answer.
fn timed<T>(mut ask: impl FnMut() -> Result<T>) -> Result<(f64, f64, T)> {
    let start = Instant::now();
    let mut answer = ask()?;
    let first = ms(start);
    let mut warm = Vec::new();
    for _ in 0..WARM {
        let start = Instant::now();
        answer = ask()?;
        warm.push(ms(start));
    }
    Ok((first, median(warm), answer))
}

/// Opens a book by its key in the keychain, past the app.
fn open(folder: &Path) -> Result<Book> {
    let keychain = app::ports::system_secrets(folder, false);
    let now = today().and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    Book::open(folder, Unlock::Keychain(&*keychain), now).map_err(|error| anyhow!("{error}"))
}

pub(crate) fn measure(bench: &Bench, size: &str, books: &Books, table: &mut Table) -> Result<()> {
    Table::head(&format!(
        "Answers, {size}: warm, median of {WARM} (first in brackets)"
    ));
    put_rates(&books.ofx)?;
    imports::balances(bench, books, table)?;
    by_category(books, table)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(through_app(books, table))?;
    starts(bench, books, table)
}

/// Month ends' rates of the two foreign currencies.
fn put_rates(folder: &Path) -> Result<()> {
    let book = open(folder)?;
    let mut rates = Vec::new();
    for at in 0..MONTHS {
        for currency in ["USD", "GBP"] {
            rates.push(DayRate {
                date: month_end(at),
                currency: Currency::parse(currency).map_err(|error| anyhow!("{error}"))?,
                per_euro: Decimal::new(rate(currency, at), 4),
                source: store::RateSource::Ecb,
            });
        }
    }
    let now = today().and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    book.store()
        .write(Origin::person("rates", now), move |change| {
            change.put_rates(&rates)
        })?;
    Ok(())
}

/// Category by month over ten years: no screen shows so much at once, so the store is asked.
fn by_category(books: &Books, table: &mut Table) -> Result<()> {
    let book = open(&books.csv)?;
    let store = book.store();
    let names: std::collections::HashMap<_, _> = store
        .read(|view: &store::View<'_>| view.categories())?
        .into_iter()
        .map(|category| (category.id, category.name))
        .collect();
    let from = Month::new(FIRST_YEAR, 1).context("a month")?;
    let to = from.plus(MONTHS as i32 - 1);
    let scope = ReportScope::default();
    let (first, warm, cells) =
        timed(|| Ok(store.read(|view| view.category_months(from, to, &scope))?))?;
    table.limited(
        &format!("category x month, 10 years ({first:.1})"),
        warm,
        5.0,
        "ms",
    );
    let wanted = books.household.by_category();
    let right = cells
        .iter()
        .filter(|cell| {
            let name = cell
                .category
                .and_then(|id| names.get(&id))
                .cloned()
                .unwrap_or_default();
            let day = cell.month.first_day();
            let key = (
                chrono::Datelike::year(&day),
                chrono::Datelike::month(&day),
                name,
                cell.sum.currency.code().to_owned(),
            );
            wanted.get(&key) == Some(&cell.sum.minor)
        })
        .count();
    table.exact(
        "cells equal to the cent",
        &right.to_string(),
        &wanted.len().to_string(),
    );
    Ok(())
}

async fn through_app(books: &Books, table: &mut Table) -> Result<()> {
    let app = App::new(Ports {
        clock: Arc::new(FixedClock(today())),
        secrets: app::ports::system_secrets(&books.ofx, false),
        events: Arc::new(Headless),
        dialogs: Arc::new(Headless),
        folder: books.ofx.clone(),
    });
    call(&app, "app_status", json!({})).await?;
    if call(&app, "app_status", json!({})).await?["book"] != "open" {
        call(&app, "book_unlock", json!({"passphrase": null})).await?;
    }
    let found = asked(&app, "accounts_list", json!({})).await?;
    let what = format!("balances, through the app ({})", found.beside());
    table.limited(&what, found.warm, 5.0, "ms");
    let request =
        json!({"from": month_end(0).to_string(), "to": TODAY, "by": "month", "currency": "EUR"});
    let found = asked(&app, "net_worth_get", request).await?;
    let what = format!("net worth, 120 month ends ({})", found.beside());
    table.limited(&what, found.warm, 5.0, "ms");
    let wanted: Vec<String> = books
        .household
        .net_worth()
        .into_iter()
        .map(decimal)
        .collect();
    let points = found.value["points"].as_array().context("points")?;
    let right = points
        .iter()
        .zip(&wanted)
        .filter(|(point, wanted)| point["net"] == wanted.as_str())
        .count();
    table.exact(
        "month ends equal to the cent",
        &right.to_string(),
        &wanted.len().to_string(),
    );
    let found = asked(&app, "forecast_get", json!({"days": 365, "account": null})).await?;
    let what = format!("forecast of 12 months ({})", found.beside());
    table.limited(&what, found.warm, 20.0, "ms");
    let screens = [
        (
            "overview",
            "overview_get",
            json!({"recent": 8, "comingDays": 14}),
        ),
        (
            "budgets of a month",
            "budgets_month",
            json!({"month": "2025-12"}),
        ),
    ];
    for (what, name, request) in screens {
        let found = asked(&app, name, request).await?;
        let figure = format!("{:.1} ms", found.warm);
        table.told(&format!("{what} ({})", found.beside()), figure);
    }
    first_screen(&app, books, table).await?;
    search(&app, table).await?;
    chart(&app, table).await
}

/// Letter by letter, as it is typed.
/// The first rows of a large table, as the page asks for them while the whole of it is read.
async fn first_screen(app: &App, books: &Books, table: &mut Table) -> Result<()> {
    let offered = app.offer_files(std::slice::from_ref(&books.all_csv));
    let token = &offered.first().context("a file that was offered")?.token;
    let found = asked(app, "import_glance", json!({"token": token})).await?;
    let shown = found.value["rows"].as_array().map_or(0, Vec::len);
    let lines = books.household.len();
    table.limited(
        &format!(
            "first {shown} rows of a CSV of {lines} ({})",
            found.beside()
        ),
        found.warm,
        300.0,
        "ms",
    );
    let start = Instant::now();
    let files = json!([{"token": token, "accounts": []}]);
    call(app, "import_preview", json!({"files": files})).await?;
    table.told("the whole of it previewed", format!("{:.0} ms", ms(start)));
    Ok(())
}

async fn search(app: &App, table: &mut Table) -> Result<()> {
    let mut keys = Vec::new();
    for typed in TYPED {
        let ends = typed.char_indices().skip(1).map(|(end, _)| end);
        for end in ends.chain([typed.len()]) {
            let text = &typed[..end];
            let request = json!({"text": text, "account": null, "category": null, "from": null,
                                 "to": null, "filter": null, "after": null, "limit": 100});
            let found = asked(app, "transactions_page", request).await?;
            keys.push((found, text));
        }
    }
    keys.sort_by(|(left, _), (right, _)| left.warm.total_cmp(&right.warm));
    let (slowest, text) = keys.last().context("nothing was typed")?;
    let what = format!(
        "search, slowest keystroke, \"{text}\" ({})",
        slowest.beside()
    );
    table.limited(&what, slowest.warm, 10.0, "ms");
    let middle = &keys[keys.len() / 2].0;
    let what = format!("search, median keystroke ({})", middle.beside());
    table.told(&what, format!("{:.1} ms", middle.warm));
    Ok(())
}

/// A year of days: question and drawing as the page asks, and the drawing alone.
async fn chart(app: &App, table: &mut Table) -> Result<()> {
    let labels = serde_json::to_value(app::english_labels("EUR"))?;
    let request = json!({"kind": "net_worth", "width": 656, "height": 186, "format": labels,
        "from": "2025-01-01", "to": TODAY, "by": "day", "currency": "EUR", "account": null, "category": null,
        "month": null, "days": null, "compact": false});
    let found = asked(app, "chart_render", request).await?;
    let svg = found.value["svg"].as_str().map_or(0, str::len);
    let what = format!("chart of 365 days, asked and drawn ({})", found.beside());
    table.told(&what, format!("{:.1} ms", found.warm));
    table.limited("chart of 365 days, size", svg as f64 / 1e3, 40.0, "kB");
    let days = samples::balance_days(365);
    let sheet = samples::sheet(656, 186, "Joint current");
    let (_, warm, _) = timed(|| {
        let mut svg = 0;
        for _ in 0..20 {
            svg += days
                .paint(&sheet)
                .map_err(|error| anyhow!("{error}"))?
                .svg
                .len();
        }
        Ok(svg)
    })?;
    table.limited(
        "chart of 365 days, the drawing alone",
        warm / 20.0,
        1.0,
        "ms",
    );
    Ok(())
}

#[path = "../../charts/tests/charts/samples.rs"]
#[expect(dead_code, reason = "the drawings' own tests use more of it")]
mod samples;

async fn call(app: &App, name: &str, request: Value) -> Result<Value> {
    dispatch(app, name, request, Report::named(|_| {}))
        .await
        .map_err(|error| anyhow!("{name}: {error:?}"))
}

/// An answer, and the milliseconds of it.
struct Answered {
    first: f64,
    warm: f64,
    /// Of processor, for a warm one.
    processor: f64,
    value: Value,
}

impl Answered {
    fn beside(&self) -> String {
        format!("first {:.1}, processor {:.1}", self.first, self.processor)
    }
}

async fn asked(app: &App, name: &str, request: Value) -> Result<Answered> {
    let start = Instant::now();
    let mut value = call(app, name, request.clone()).await?;
    let first = ms(start);
    let before = own_processor();
    let mut warm = Vec::new();
    for _ in 0..WARM {
        let start = Instant::now();
        value = call(app, name, request.clone()).await?;
        warm.push(ms(start));
    }
    Ok(Answered {
        first,
        warm: median(warm),
        processor: (own_processor() - before) / WARM as f64,
        value,
    })
}

/// Whole processes.
fn starts(bench: &Bench, books: &Books, table: &mut Table) -> Result<()> {
    Table::head(&format!("First answer of a process, median of {STARTS}"));
    let year = [TODAY, "2016-01-31"];
    let questions: [(&str, &[&str]); 3] = [
        ("coffer accounts", &["accounts"]),
        (
            "coffer net-worth, 120 month ends",
            &[
                "net-worth",
                "--to",
                year[0],
                "--from",
                year[1],
                "--by",
                "month",
            ],
        ),
        ("coffer budgets", &["budgets"]),
    ];
    for (what, words) in questions {
        let all = several(|| run(bench.coffer(&books.ofx).args(words)))?;
        let wall = median(all.iter().map(|ran| ran.wall).collect()) * 1e3;
        let cpu = all.iter().map(|ran| ran.cpu).sum::<f64>() / all.len() as f64 * 1e3;
        table.limited(
            &format!("{what} (processor {cpu:.0} ms)"),
            wall,
            100.0,
            "ms",
        );
    }
    derivations(bench, table)
}

fn several(mut one: impl FnMut() -> Result<Ran>) -> Result<Vec<Ran>> {
    (0..STARTS).map(|_| one()).collect()
}

/// How many derivations of a key there are in a start: what a passphrase costs more than a key of the keychain, by what one costs.
fn derivations(bench: &Bench, table: &mut Table) -> Result<()> {
    let (keyed, passphrase) = (
        bench.folder.path().join("keyed"),
        bench.folder.path().join("phrase"),
    );
    bench.new_book(&keyed, "keychain")?;
    bench.new_book(&passphrase, "passphrase")?;
    let (mut without, mut with, mut one) = (0.0, 0.0, 0.0);
    let mut wall = Vec::new();
    for _ in 0..STARTS {
        without += run(bench.coffer(&keyed).arg("accounts"))?.cpu;
        let ran = run(bench.coffer(&passphrase).arg("accounts"))?;
        with += ran.cpu;
        wall.push(ran.wall);
        one += run(Bench::derivation().arg(PASSPHRASE))?.cpu;
    }
    let count = (with - without) / one;
    table.told(
        "start with a passphrase",
        format!("{:.0} ms", median(wall) * 1e3),
    );
    table.exact(
        &format!("derivations of the key in it, by its cost ({count:.2})"),
        &format!("{count:.0}"),
        "1",
    );
    Ok(())
}
