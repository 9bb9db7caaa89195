//! The price of encryption, and of a page of a sync: the store alone, with and without its cipher.
//!
//! A store without a cipher exists for this only: the feature `plain` of the store, which no program that people run asks for.

use std::time::Instant;

use anyhow::{Context as _, Result, anyhow};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::account::AccountKind;
use domain::budget::Month;
use domain::connection::Upstream;
use domain::feed::{FeedAccount, FeedTransaction, Page};
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use secrets::SessionOnly;
use store::{Book, NewAccount, Origin, OriginKind, Statement, Store, Unlock};

use crate::Bench;
use crate::household::{ACCOUNTS, FIRST_YEAR, MONTHS};
use crate::imports::Books;
use crate::process::{median, own_processor};
use crate::reports::{ms, today};
use crate::table::Table;

const RUNS: usize = 5;
/// Pages of a sync, and records of one.
const PAGES: u64 = 60;
const RECORDS: u64 = 100;

fn now() -> DateTime<Utc> {
    today().and_hms_opt(12, 0, 0).unwrap_or_default().and_utc()
}

/// Milliseconds of an import and of the reports after it.
#[derive(Default)]
struct Cost {
    import: Vec<f64>,
    reports: Vec<f64>,
}

pub(crate) fn measure(bench: &Bench, books: &Books, table: &mut Table) -> Result<()> {
    Table::head(&format!("The store alone, median of {RUNS}"));
    let rows = parse(books)?;
    let (mut coded, mut plain) = (Cost::default(), Cost::default());
    let mut pages = Pages::default();
    for turn in 0..RUNS {
        let folder = bench.folder.path().join(format!("price-{turn}"));
        let keychain = SessionOnly::new();
        let book = Book::create(&folder.join("coded"), Unlock::Keychain(&keychain), now())
            .map_err(|error| anyhow!("{error}"))?;
        take(book.store(), &rows, &mut coded)?;
        if turn == 0 {
            pages = sync(book.store())?;
        }
        drop(book);
        let store =
            Store::plain(&folder.join("plain"), now()).map_err(|error| anyhow!("{error}"))?;
        take(&store, &rows, &mut plain)?;
        drop(store);
        std::fs::remove_dir_all(&folder)?;
    }
    table.times(
        "import with the cipher, by the same without",
        (median(coded.import), median(plain.import)),
        1.25,
        "ms",
        "plain",
    );
    table.times(
        "reports with the cipher, by the same without",
        (median(coded.reports), median(plain.reports)),
        1.25,
        "ms",
        "plain",
    );
    table.limited(
        &format!(
            "page of 100 records of a sync, stored (processor {:.1})",
            pages.processor
        ),
        pages.page,
        5.0,
        "ms",
    );
    table.told(
        "the same, waiting for the disk",
        format!("{:.2} ms", pages.on_disk),
    );
    table.told(
        "smallest change on this disk, for comparison",
        format!("{:.2} ms", pages.least),
    );
    Ok(())
}

type Rows = Vec<(Currency, Vec<FeedTransaction>)>;

fn parse(books: &Books) -> Result<Rows> {
    let mut all = Vec::new();
    for (account, file) in ACCOUNTS.iter().zip(&books.files) {
        let currency = Currency::parse(account.currency).map_err(|error| anyhow!("{error}"))?;
        let bytes = std::fs::read(file)?;
        let mut rows = Vec::new();
        let profile = import::Profile::default();
        import::parse_streaming(account.file, &bytes, &profile, &mut |_, row| {
            rows.extend(row.into_feed("", currency));
        });
        all.push((currency, rows));
    }
    Ok(all)
}

/// Takes all rows in as one change, and asks for the reports.
fn take(store: &Store, rows: &Rows, cost: &mut Cost) -> Result<()> {
    let rows = rows.clone();
    let start = Instant::now();
    store.write(
        Origin::new(OriginKind::Import, "import_file", now()),
        move |change| {
            for ((currency, rows), account) in rows.into_iter().zip(&ACCOUNTS) {
                let new = NewAccount::new(account.file, AccountKind::Checking, currency);
                let statement = Statement {
                    account: change.add_account(&new)?,
                    opening: None,
                    closing: None,
                    decisions: std::collections::BTreeMap::new(),
                };
                change.import_statement(&statement, rows, today())?;
            }
            Ok(())
        },
    )?;
    cost.import.push(ms(start));
    let from = Month::new(FIRST_YEAR, 1).context("a month")?;
    let to = from.plus(MONTHS as i32 - 1);
    let start = Instant::now();
    for _ in 0..20 {
        store.read(|view| {
            view.accounts(today())?;
            view.month_end_balances(from, to)?;
            view.category_months(from, to, &store::ReportScope::default())
        })?;
    }
    cost.reports.push(ms(start) / 20.0);
    Ok(())
}

/// Milliseconds of a page of a sync.
#[derive(Default)]
struct Pages {
    /// As a sync stores it: the disk is waited for at the end of the run.
    page: f64,
    /// Of processor, for one.
    processor: f64,
    /// On the disk when it is answered.
    on_disk: f64,
    /// The smallest change there is, on the disk when it is answered.
    least: f64,
}

/// Pages of a sync, each a change of its own.
fn sync(store: &Store) -> Result<Pages> {
    let connection = store
        .write(Origin::person("connect", now()), |change| {
            change.add_connection(Upstream::FinWise, "F", &serde_json::Value::Null)
        })?
        .value;
    let run = store
        .write(Origin::new(OriginKind::Sync, "run", now()), move |change| {
            change.begin_run(connection, true)
        })?
        .value;
    let mut least = Vec::new();
    for unit in 0..PAGES {
        let start = Instant::now();
        store.write(Origin::person("setting", now()), move |change| {
            change.put_setting("measured", Some(&unit.to_string()))
        })?;
        least.push(ms(start));
    }
    let origin = || Origin::new(OriginKind::Sync, "page", now());
    let (mut took, mut on_disk) = (Vec::new(), Vec::new());
    for number in 0..PAGES {
        let page = page(number);
        let start = Instant::now();
        store.write(origin(), move |change| {
            change.ingest_page(connection, run, &page, now().date_naive())
        })?;
        on_disk.push(ms(start));
    }
    let before = own_processor();
    for number in PAGES..2 * PAGES {
        let page = page(number);
        let start = Instant::now();
        store.write_refetchable(origin(), move |change| {
            change.ingest_page(connection, run, &page, now().date_naive())
        })?;
        took.push(ms(start));
    }
    Ok(Pages {
        page: median(took),
        processor: (own_processor() - before) / PAGES as f64,
        on_disk: median(on_disk),
        least: median(least),
    })
}

fn page(number: u64) -> Page {
    let account = "measured".to_owned();
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap_or_default();
    let transactions = (0..RECORDS)
        .map(|record| FeedTransaction {
            source_id: Some(format!("{number}-{record}")),
            account_source_id: account.clone(),
            date: first + Days::new(number * 3 + record % 3),
            value_date: None,
            amount: Money::new(-(record as i64) - 100, Currency::EUR),
            original_amount: None,
            payee: format!("SHOP {} {number}", record % 40),
            description: format!("CARD 1234 {record}"),
            note: String::new(),
            category_source_id: None,
            category_name: None,
            tags: Vec::new(),
            status: TransactionStatus::Posted,
            is_transfer: false,
            transfer_key: None,
            replaces: None,
            excluded: false,
            off_reports: false,
            needs_review: false,
            deleted: false,
            running_balance: None,
            updated_at: None,
            details: None,
            raw: Some("{\"id\":1,\"text\":\"about as long as such a record is\"}".repeat(6)),
        })
        .collect();
    Page {
        accounts: vec![FeedAccount {
            source_id: account,
            name: "Measured".to_owned(),
            kind: AccountKind::Checking,
            currency: Some(Currency::EUR),
            iban: None,
            number: None,
            institution: None,
            balance: None,
            available: None,
            opening: None,
            closed: false,
            exclude_from_budget: false,
            pending_in_balance: false,
            exclude_from_net_worth: false,
            login_source_id: None,
            parent_source_id: None,
            withheld: false,
            loan: None,
            raw: None,
        }],
        transactions,
        cursor: Some(number.to_string()),
        ..Page::default()
    }
}
