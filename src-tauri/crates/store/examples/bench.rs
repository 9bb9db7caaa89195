//! Measures the store on a folder of OFX files: `bench --data FOLDER [--work FOLDER]`.
//!
//! Prints one JSON line a measurement: the import into an empty book, the same again, the first and the warm answers of
//! the reports and of search, the size on disk and the peak of memory. Reading the files is part of the import.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::redundant_closure_for_method_calls,
    reason = "a measuring tool that prints and fails loudly"
)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::AccountKind;
use domain::budget::Month;
use domain::connection::Upstream;
use domain::feed::{FeedAccount, FeedBalance, FeedTransaction, Page};
use domain::ids::AccountId;
use domain::transaction::TransactionStatus;
use money::{Currency, Money, decimal, exact_minor};
use secrets::SessionOnly;
use store::{
    Book, ManyEdit, NewAccount, OnConflict, Origin, OriginKind, ReportScope, Statement, Store,
    TransactionFilter, Unlock,
};

/// Pages of the sync.
const PAGES: u64 = 200;

struct Statements {
    currency: Currency,
    closing: Option<FeedBalance>,
}

fn value<'t>(block: &'t str, tag: &str) -> Option<&'t str> {
    let start = block.find(tag)? + tag.len();
    let rest = &block[start..];
    Some(rest[..rest.find(['<', '\n'])?].trim_end())
}

fn date(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(&text[..8], "%Y%m%d").unwrap()
}

fn amount(text: &str, currency: Currency) -> Money {
    exact_minor(decimal(text).unwrap(), currency).unwrap()
}

fn head(text: &str) -> Statements {
    let currency = Currency::parse(value(text, "<CURDEF>").unwrap()).unwrap();
    let closing = text.find("<LEDGERBAL>").map(|at| FeedBalance {
        amount: amount(value(&text[at..], "<BALAMT>").unwrap(), currency),
        date: Some(date(value(&text[at..], "<DTASOF>").unwrap())),
    });
    Statements { currency, closing }
}

/// Rows of a file, one at a time.
struct Rows {
    text: String,
    at: usize,
    currency: Currency,
}

impl Iterator for Rows {
    type Item = FeedTransaction;
    fn next(&mut self) -> Option<FeedTransaction> {
        let start = self.at + self.text[self.at..].find("<STMTTRN>")? + 9;
        let end = start + self.text[start..].find("</STMTTRN>")?;
        self.at = end;
        let (mut id, mut day, mut minor, mut name, mut memo, mut transfer) =
            (None, None, None, "", "", false);
        for line in self.text[start..end].lines() {
            let Some((tag, text)) = line.strip_prefix('<').and_then(|line| line.split_once('>'))
            else {
                continue;
            };
            match tag {
                "FITID" => id = Some(text.to_owned()),
                "DTPOSTED" => day = Some(date(text)),
                "TRNAMT" => minor = Some(amount(text, self.currency)),
                "NAME" => name = text,
                "MEMO" => memo = text,
                "TRNTYPE" => transfer = text == "XFER",
                _ => {}
            }
        }
        Some(FeedTransaction {
            source_id: id,
            account_source_id: String::new(),
            date: day?,
            value_date: None,
            amount: minor?,
            original_amount: None,
            payee: name.replace("&amp;", "&"),
            description: memo.replace("&amp;", "&"),
            note: String::new(),
            category_source_id: None,
            category_name: None,
            tags: Vec::new(),
            status: TransactionStatus::Posted,
            is_transfer: transfer,
            transfer_key: None,
            replaces: None,
            excluded: false,
            off_reports: false,
            needs_review: false,
            deleted: false,
            running_balance: None,
            updated_at: None,
            details: None,
            raw: None,
        })
    }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("ofx"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

fn import(store: &Store, files: &[PathBuf], accounts: &mut Vec<AccountId>) -> (u64, u64, u64) {
    let (mut new, mut duplicate, mut transfers) = (0, 0, 0);
    for (place, file) in files.iter().enumerate() {
        let text = std::fs::read_to_string(file).unwrap();
        let head = head(&text);
        if place == accounts.len() {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let account = NewAccount::new(&name, AccountKind::Checking, head.currency);
            accounts.push(
                store
                    .write(Origin::person("add", now()), move |w| {
                        w.add_account(&account)
                    })
                    .unwrap()
                    .value,
            );
        }
        let statement = Statement {
            account: accounts[place],
            opening: None,
            closing: head.closing,
            decisions: std::collections::BTreeMap::new(),
        };
        let rows = Rows {
            text,
            at: 0,
            currency: head.currency,
        };
        let imported = store
            .write(
                Origin::new(OriginKind::Import, "import_file", now()),
                move |w| w.import_statement(&statement, rows, now().date_naive()),
            )
            .unwrap()
            .value;
        new += imported.counts.new;
        duplicate += imported.counts.duplicate;
        transfers += imported.transfers;
    }
    (new, duplicate, transfers)
}

fn timed<T>(name: &str, mut ask: impl FnMut() -> T) -> T {
    let start = Instant::now();
    let answer = ask();
    let first = ms(start);
    let mut warm: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(ask());
            ms(start)
        })
        .collect();
    warm.sort_by(f64::total_cmp);
    println!(
        "{{\"what\":\"{name}\",\"first_ms\":{first:.3},\"warm_ms\":{:.3}}}",
        warm[4]
    );
    answer
}

/// Ten thousand rows edited at once and taken back: category, note and a tag, three times.
fn many(store: &Store) {
    let filter = TransactionFilter::default();
    let mut ids = store.read(|r| r.matching(&filter)).unwrap();
    ids.truncate(10_000);
    let category = store
        .read(|r| r.category_by_key("groceries"))
        .unwrap()
        .unwrap();
    let (mut edits, mut undos) = (Vec::new(), Vec::new());
    for round in 0..3 {
        let asked = ids.clone();
        let edit = ManyEdit {
            category: Some(Some(category)),
            note: Some(format!("round {round}")),
            add_tags: vec!["bench".to_owned()],
            ..ManyEdit::default()
        };
        let start = Instant::now();
        let done = store
            .write(Origin::person("edited", now()), move |w| {
                w.edit_many(&asked, &edit)
            })
            .unwrap();
        edits.push(ms(start));
        let start = Instant::now();
        if let Some(batch) = done.batch {
            store
                .write(Origin::person("undo", now()), move |w| {
                    w.undo(batch, OnConflict::Refuse)
                })
                .unwrap();
        }
        undos.push(ms(start));
    }
    edits.sort_by(f64::total_cmp);
    undos.sort_by(f64::total_cmp);
    println!(
        "{{\"what\":\"edit_many\",\"rows\":{},\"median_ms\":{:.1},\"undo_median_ms\":{:.1}}}",
        ids.len(),
        edits[1],
        undos[1]
    );
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1))
        .and_then(|kb| kb.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let option = |name: &str| {
        arguments
            .iter()
            .position(|argument| argument == name)
            .and_then(|place| arguments.get(place + 1))
            .map(PathBuf::from)
    };
    let data = option("--data").expect("--data FOLDER");
    let work = option("--work").unwrap_or_else(|| std::env::temp_dir().join("coffer-bench"));
    let _gone = std::fs::remove_dir_all(&work);
    let keychain = SessionOnly::new();
    let start = Instant::now();
    let book = Book::create(&work, Unlock::Keychain(&keychain), now()).unwrap();
    println!("{{\"what\":\"create\",\"ms\":{:.1}}}", ms(start));
    let files = files(&data);
    let mut accounts = Vec::new();
    let start = Instant::now();
    let (new, duplicate, transfers) = import(book.store(), &files, &mut accounts);
    println!(
        "{{\"what\":\"import\",\"ms\":{:.1},\"new\":{new},\"duplicate\":{duplicate},\"transfers\":{transfers}}}",
        ms(start)
    );
    println!("{{\"what\":\"peak\",\"mb\":{:.1}}}", peak_mb());
    let start = Instant::now();
    let (new, duplicate, _) = import(book.store(), &files, &mut accounts);
    println!(
        "{{\"what\":\"reimport\",\"ms\":{:.1},\"new\":{new},\"duplicate\":{duplicate}}}",
        ms(start)
    );
    drop(book);
    let size: u64 = std::fs::read_dir(&work)
        .unwrap()
        .filter_map(|entry| entry.unwrap().metadata().ok())
        .map(|file| file.len())
        .sum();
    println!("{{\"what\":\"size\",\"mb\":{:.2}}}", size as f64 / 1e6);

    let start = Instant::now();
    let book = Book::open(&work, Unlock::Keychain(&keychain), now()).unwrap();
    let balances = book
        .store()
        .read(|r| r.accounts(now().date_naive()))
        .unwrap();
    println!("{{\"what\":\"open_and_balances\",\"ms\":{:.2}}}", ms(start));
    for account in &balances {
        println!(
            "{{\"what\":\"balance\",\"account\":\"{}\",\"balance\":\"{}\",\"rows\":{}}}",
            account.name,
            account.balance.decimal_text(),
            account.transactions
        );
    }
    questions(book.store(), &accounts);
    many(book.store());
    sync(book.store());
    let start = Instant::now();
    let report = book.store().read(|r| r.verify()).unwrap();
    println!(
        "{{\"what\":\"verify\",\"ms\":{:.0},\"findings\":\"{:?}\"}}",
        ms(start),
        report.findings
    );
    println!("{{\"what\":\"peak_all\",\"mb\":{:.1}}}", peak_mb());
}

fn questions(store: &Store, accounts: &[AccountId]) {
    let (from, to) = (Month::new(2016, 1).unwrap(), Month::new(2025, 12).unwrap());
    let today = now().date_naive();
    timed("balances", || {
        store.read(|r| r.accounts(today)).unwrap().len()
    });
    timed("category_months", || {
        let scope = ReportScope::default();
        store
            .read(|r| r.category_months(from, to, &scope))
            .unwrap()
            .len()
    });
    timed("net_worth_120_months", || {
        store
            .read(|r| r.month_end_balances(from, to))
            .unwrap()
            .len()
    });
    timed("daily_balances_one_year", || {
        let (from, to) = (Month::new(2025, 1).unwrap().first_day(), to.last_day());
        store
            .read(|r| r.daily_balances(&[], from, to))
            .unwrap()
            .len()
    });
    let page = |filter: TransactionFilter| {
        move || {
            store
                .read(|r| r.transactions(&filter, None, 100))
                .unwrap()
                .rows
                .len()
        }
    };
    timed("newest_100", page(TransactionFilter::default()));
    timed(
        "newest_100_of_account",
        page(TransactionFilter {
            accounts: vec![accounts[0]],
            ..TransactionFilter::default()
        }),
    );
    timed("summary", || {
        store
            .read(|r| r.transaction_summary(&TransactionFilter::default()))
            .unwrap()
            .count
    });
    for text in [
        "w",
        "wh",
        "who",
        "whol",
        "whole",
        "whole f",
        "whole foods",
        "b&h photo #0140",
        "zzz",
        "birthday",
    ] {
        let found = timed(
            &format!("search {text}"),
            page(TransactionFilter {
                text: Some(text.to_owned()),
                ..TransactionFilter::default()
            }),
        );
        std::hint::black_box(found);
    }
}

fn sync(store: &Store) {
    let connection = store
        .write(Origin::person("connect", now()), |w| {
            w.add_connection(Upstream::FinWise, "F", &serde_json::Value::Null)
        })
        .unwrap()
        .value;
    let run = store
        .write(Origin::new(OriginKind::Sync, "run", now()), move |w| {
            w.begin_run(connection, true)
        })
        .unwrap()
        .value;
    // What one small change costs on this disk, to set against a page.
    let mut least: Vec<f64> = (0..20)
        .map(|unit| {
            let start = Instant::now();
            store
                .write(Origin::person("setting", now()), move |w| {
                    w.put_setting("bench", Some(&unit.to_string()))
                })
                .unwrap();
            ms(start)
        })
        .collect();
    least.sort_by(f64::total_cmp);
    println!(
        "{{\"what\":\"smallest_change\",\"median_ms\":{:.2}}}",
        least[10]
    );
    let mut times = Vec::new();
    for unit in 0..PAGES {
        let transactions: Vec<FeedTransaction> = (0..100)
            .map(|n| FeedTransaction {
                source_id: Some(format!("{unit}-{n}")),
                account_source_id: "a".to_owned(),
                date: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()
                    + chrono::Days::new(unit * 3 + n % 3),
                value_date: None,
                amount: Money::new(-(n as i64) - 100, Currency::EUR),
                original_amount: None,
                payee: format!("SHOP {} {unit}", n % 40),
                description: format!("CARD 1234 {n}"),
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
        let page = Page {
            accounts: vec![FeedAccount {
                source_id: "a".to_owned(),
                name: "A".to_owned(),
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
            cursor: Some(unit.to_string()),
            ..Page::default()
        };
        let start = Instant::now();
        store
            .write_refetchable(Origin::new(OriginKind::Sync, "page", now()), move |w| {
                w.ingest_page(connection, run, &page, now().date_naive())
            })
            .unwrap();
        times.push(ms(start));
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{{\"what\":\"sync_page_100\",\"median_ms\":{:.2},\"worst_ms\":{:.2}}}",
        times[times.len() / 2],
        times[times.len() - 1]
    );
}
