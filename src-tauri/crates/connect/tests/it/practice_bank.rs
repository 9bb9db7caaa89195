//! Both connectors against the practice bank, in every scenario it has, compared with its truth.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use connect::{
    Access, Budgea, CancelFlag, Connector, ConnectorError, ErrorKind, FinWise, Http, Keeper, Retry,
    Settings, Timeouts, Wallet, ecb,
};
use domain::feed::{Entity, FeedAccount, FeedTransaction, Page};
use money::Money;
use practice::household::Upstream as Served;
use practice::{Options, Running, Scenario, Switches, serve};
use secrets::Secret;

use crate::client::{FakePause, http, http_with, pull, pull_some, resume, today};

/// A book that stores pages as a book does.
#[derive(Debug, Default)]
pub struct Book {
    pub accounts: BTreeMap<String, FeedAccount>,
    pub rows: BTreeMap<String, FeedTransaction>,
    /// Rows met since the pass began; none when no pass is under way.
    seen: Option<HashSet<String>>,
    pub missing: Vec<String>,
    pub cursor: Option<String>,
    pub notices: Vec<&'static str>,
    pub categories: usize,
    pub budgets: usize,
    pub goals: usize,
    pub planned: usize,
}

impl Book {
    pub fn store(&mut self, page: Page) {
        if page.begin_pass.contains(&Entity::Transaction) {
            self.seen = Some(HashSet::new());
        }
        for account in page.accounts {
            self.accounts.insert(account.source_id.clone(), account);
        }
        for row in page.transactions {
            let id = row.source_id.clone().unwrap();
            assert!(
                self.accounts.contains_key(&row.account_source_id),
                "an account comes first"
            );
            self.seen.iter_mut().for_each(|seen| {
                seen.insert(id.clone());
            });
            self.rows.insert(id, row);
        }
        let present = page.present.into_iter().map(|(_, id)| id);
        self.seen
            .iter_mut()
            .for_each(|seen| seen.extend(present.clone()));
        if page.complete.contains(&Entity::Transaction) {
            let seen = self.seen.take().expect("a pass that ends has begun");
            self.missing = self
                .rows
                .keys()
                .filter(|id| !seen.contains(*id))
                .cloned()
                .collect();
        }
        self.notices
            .extend(page.notices.iter().map(|notice| notice.code));
        self.categories = self.categories.max(page.categories.len());
        self.budgets = self.budgets.max(page.budgets.len());
        self.goals = self.goals.max(page.goals.len());
        self.planned = self.planned.max(page.planned.len());
        self.cursor = page.cursor.or(self.cursor.take());
    }

    /// Rows that count.
    pub fn living(&self) -> impl Iterator<Item = &FeedTransaction> {
        let replaced: HashSet<&String> = self
            .rows
            .values()
            .filter_map(|row| row.replaces.as_ref())
            .collect();
        self.rows.values().filter(move |row| {
            !row.deleted && !row.excluded && !replaced.contains(row.source_id.as_ref().unwrap())
        })
    }
}

fn connector(served: Served) -> (&'static dyn Connector, &'static str, &'static str) {
    match served {
        Served::Wallet => (&Wallet, "wallet", "token"),
        Served::Finwise => (&FinWise, "finwise", "api_key"),
        Served::Budgea => (&Budgea, "budgea", "user_token"),
        Served::File => panic!("no connector reads files"),
    }
}

fn way_in(bank: &Running, served: Served, http: Http) -> Access {
    let (_, name, key) = connector(served);
    let line = bank.first_line();
    let entry = &line["upstreams"][name];
    Access {
        http,
        base_url: entry["base_url"].as_str().unwrap().to_owned(),
        secrets: BTreeMap::from([(key.to_owned(), Secret::new(entry[key].as_str().unwrap()))]),
        settings: BTreeMap::new(),
        keeper: Keeper::default(),
    }
}

/// One sync as the app does it: pull, store, go on where it broke off, and ask after rows that are missing.
async fn sync(bank: &Running, served: Served, book: &mut Book) -> Result<(), ConnectorError> {
    let access = way_in(bank, served, http(&Arc::new(FakePause::default())));
    let (connector, ..) = connector(served);
    for attempt in 0.. {
        let pulled = pull(connector, &access, resume(book.cursor.clone())).await;
        pulled.pages.into_iter().for_each(|page| book.store(page));
        match pulled.outcome {
            Ok(_) => break,
            Err(error) if attempt < 8 && matches!(error.retry(), Retry::At(_) | Retry::Later) => {}
            Err(error) => return Err(error),
        }
    }
    let missing = std::mem::take(&mut book.missing);
    if !missing.is_empty() {
        let gone = connector
            .gone(&access, &missing, &CancelFlag::new())
            .await?
            .unwrap();
        for id in gone {
            book.rows.remove(&id);
        }
    }
    Ok(())
}

/// The book holds what the household holds, to the minor unit.
pub fn compare(bank: &Running, served: Served, book: &Book, scenario: Scenario) {
    let truth = bank.truth();
    let both = scenario == Scenario::SameBankTwice;
    for account in truth
        .accounts
        .iter()
        .filter(|account| account.upstream == served)
    {
        let named: Vec<_> = book
            .accounts
            .values()
            .filter(|found| found.name == account.name)
            .collect();
        assert_eq!(named.len(), 1, "{scenario}: {}", account.key);
        let found = named[0];
        let currency = account.currency.parse().unwrap();
        let shown = found.balance.unwrap().amount;
        assert_eq!(
            shown,
            Money::parse(&account.current, currency).unwrap(),
            "{}",
            account.key
        );
        assert_eq!(
            found.closed, account.archived,
            "{scenario}: {}",
            account.key
        );
        let rows: Vec<_> = book
            .living()
            .filter(|row| row.account_source_id == found.source_id)
            .collect();
        assert_eq!(
            rows.len(),
            account.rows,
            "{scenario}: rows of {}",
            account.key
        );
        if rows.is_empty() {
            continue;
        }
        let opening = Money::parse(&account.opening, currency).unwrap().minor;
        let pending = Money::parse(&account.pending, currency).unwrap().minor;
        let sum: i64 = rows.iter().map(|row| row.amount.minor).sum();
        let counted = if served == Served::Wallet {
            sum
        } else {
            sum - pending
        };
        assert_eq!(
            opening + counted,
            shown.minor,
            "{scenario}: sum of {}",
            account.key
        );
    }
    let expected = match served {
        Served::Wallet => truth.counts.wallet_transactions,
        Served::Finwise => truth.counts.finwise_transactions,
        Served::Budgea => truth.counts.budgea_transactions,
        Served::File => panic!("no connector reads files"),
    };
    if !(both && served == Served::Finwise) {
        assert_eq!(book.living().count(), expected, "{scenario}");
    }
}

pub async fn open(scenario: Scenario) -> Running {
    let switches = Switches {
        pauses_are_instant: true,
        ..Switches::default()
    };
    serve(Options {
        scenario,
        switches,
        ..Options::new(today())
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn what_can_be_read_in_the_end_is_read_to_the_minor_unit() {
    for scenario in [
        Scenario::Calm,
        Scenario::FirstSync,
        Scenario::SecondFactor,
        Scenario::RateLimited,
        Scenario::Flaky,
        Scenario::LatePosting,
        Scenario::Deletions,
        Scenario::MovingPages,
        Scenario::SameBankTwice,
    ] {
        for served in [Served::Wallet, Served::Finwise] {
            let bank = open(scenario).await;
            let mut book = Book::default();
            sync(&bank, served, &mut book)
                .await
                .unwrap_or_else(|e| panic!("{scenario}: {e:?}"));
            // The second finds what the scenario changed after the first, and the third what it still lacks.
            for _ in 0..2 {
                sync(&bank, served, &mut book).await.unwrap();
            }
            compare(&bank, served, &book, scenario);
            assert!(book.categories > 10 && book.budgets > 0, "{scenario}");
            if served == Served::Wallet {
                assert!(book.goals > 0 && book.planned > 3, "{scenario}");
            }
            for notice in &book.notices {
                let known = ["unknown_value", "not_available", "row_without_amount"];
                assert!(known.contains(notice), "{scenario}: {notice}");
            }
            bank.shutdown().await;
        }
    }
}

#[tokio::test]
async fn a_household_that_lives_on_is_followed() {
    for served in [Served::Wallet, Served::Finwise] {
        let bank = open(Scenario::Calm).await;
        let mut book = Book::default();
        for days in [0, 1, 3, 10, 40] {
            bank.advance(days);
            sync(&bank, served, &mut book).await.unwrap();
            if served == Served::Wallet {
                compare(&bank, served, &book, Scenario::Calm);
            }
        }
        bank.shutdown().await;
    }
}

#[tokio::test]
async fn the_older_dialects_give_the_same() {
    let switches = Switches {
        wallet_legacy: true,
        finwise_wrapped_errors: true,
        finwise_budgets: false,
        ..Switches::default()
    };
    for served in [Served::Wallet, Served::Finwise] {
        let bank = serve(Options {
            switches: switches.clone(),
            ..Options::new(today())
        })
        .await
        .unwrap();
        let mut book = Book::default();
        sync(&bank, served, &mut book).await.unwrap();
        compare(&bank, served, &book, Scenario::Calm);
        bank.shutdown().await;
    }
}

#[tokio::test]
async fn what_nobody_can_read_ends_with_the_right_kind_of_error() {
    fn is(scenario: Scenario, served: Served, kind: ErrorKind) -> bool {
        match scenario {
            Scenario::BadToken | Scenario::WrongPassword | Scenario::ConsentExpired => {
                kind == ErrorKind::Credentials
            }
            Scenario::SiblingToken => served == Served::Finwise || kind == ErrorKind::Forbidden,
            Scenario::BankDown => matches!(kind, ErrorKind::Unavailable { retry_at: Some(_) }),
            Scenario::Hang => matches!(kind, ErrorKind::Unavailable { .. }),
            Scenario::Html | Scenario::HugeBody => kind == ErrorKind::Protocol,
            Scenario::Redirect => kind == ErrorKind::Insecure,
            _ => false,
        }
    }
    for scenario in Scenario::ALL {
        for served in [Served::Wallet, Served::Finwise] {
            let hopeless = matches!(
                scenario,
                Scenario::BadToken
                    | Scenario::WrongPassword
                    | Scenario::ConsentExpired
                    | Scenario::BankDown
                    | Scenario::Hang
                    | Scenario::Html
                    | Scenario::HugeBody
                    | Scenario::Redirect
            ) || (scenario == Scenario::SiblingToken && served == Served::Wallet);
            if !hopeless {
                continue;
            }
            let bank = open(scenario).await;
            let (connector, ..) = connector(served);
            let read = Duration::from_millis(if scenario == Scenario::Hang {
                300
            } else {
                10_000
            });
            let client = http_with(&Arc::new(FakePause::default()), read);
            let access = way_in(&bank, served, client);
            let tested = connector
                .test(&access, &CancelFlag::new())
                .await
                .unwrap_err();
            assert!(is(scenario, served, tested.kind), "{scenario}: {tested:?}");
            let pulled = pull(connector, &access, resume(None)).await;
            let kind = pulled.outcome.unwrap_err().kind;
            assert!(is(scenario, served, kind), "{scenario}: {kind:?}");
            assert!(pulled.pages.is_empty(), "{scenario}: nothing was delivered");
        }
    }
}

#[tokio::test]
async fn odd_rows_and_wrong_types_are_told_and_cost_nothing_else() {
    for scenario in [Scenario::Odd, Scenario::WrongTypes] {
        for served in [Served::Wallet, Served::Finwise] {
            let bank = open(scenario).await;
            let mut book = Book::default();
            let outcome = sync(&bank, served, &mut book).await;
            if scenario == Scenario::Odd {
                outcome.unwrap();
                for code in ["unknown_value", "row_unreadable"] {
                    assert!(book.notices.contains(&code), "{code}");
                }
                let plain = if served == Served::Wallet {
                    bank.truth().counts.wallet_transactions
                } else {
                    bank.truth().counts.finwise_transactions
                };
                assert!(
                    book.living().count() >= plain,
                    "the household's own rows are all there"
                );
            } else if let Err(error) = outcome {
                assert_eq!(error.kind, ErrorKind::Protocol, "{error:?}");
            }
            bank.shutdown().await;
        }
    }
}

#[tokio::test]
async fn the_rates_are_read_in_every_size() {
    let bank = open(Scenario::Calm).await;
    let line = bank.first_line();
    let base = line["ecb"]["base_url"].as_str().unwrap();
    let http = http(&Arc::new(FakePause::default()));
    let cancel = CancelFlag::new();
    let mut days = Vec::new();
    for known in [None, Some("2025-12-01"), Some("2026-01-14")] {
        let known = known.map(|day| day.parse().unwrap());
        let rates = ecb::fetch(&http, base, known, today(), &cancel)
            .await
            .unwrap();
        assert!(
            rates
                .iter()
                .all(|rate| known.is_none_or(|known| rate.day > known))
        );
        days.push(
            rates
                .iter()
                .map(|rate| rate.day)
                .collect::<HashSet<_>>()
                .len(),
        );
    }
    assert!(
        days[0] > 1000 && (20..60).contains(&days[1]) && days[2] == 1,
        "{days:?}"
    );
}

/// Killed after any page, a pull goes on where its last stored page ended, and the book is as if nothing had happened.
#[tokio::test]
async fn a_pull_that_is_killed_on_any_page_goes_on() {
    for served in [Served::Wallet, Served::Finwise, Served::Budgea] {
        let bank = open(Scenario::Calm).await;
        let access = way_in(&bank, served, http(&Arc::new(FakePause::default())));
        let (connector, name, _) = connector(served);
        let whole = pull(connector, &access, resume(None)).await;
        let (pages, asked) = (whole.pages.len(), whole.summary().requests);
        assert!(pages > 2, "{name}: {pages} pages");
        let mut left_alone = Book::default();
        whole
            .pages
            .into_iter()
            .for_each(|page| left_alone.store(page));
        for kill in 1..pages {
            let mut book = Book::default();
            let first = pull_some(connector, &access, resume(None), kill).await;
            first.pages.into_iter().for_each(|page| book.store(page));
            let second = pull(connector, &access, resume(book.cursor.clone())).await;
            let summary = second.summary();
            second.pages.into_iter().for_each(|page| book.store(page));
            assert_eq!(
                book.accounts, left_alone.accounts,
                "{name} killed after {kill}"
            );
            assert_eq!(book.rows, left_alone.rows, "{name} killed after {kill}");
            assert!(book.missing.is_empty(), "{name} killed after {kill}");
            assert!(
                summary.requests <= asked,
                "{name} killed after {kill}: {} requests, {asked} for the whole",
                summary.requests
            );
        }
    }
}

/// At most six requests were under way at a time, and none was more than the upstream's headers allowed.
fn polite(bank: &Running) {
    let most = bank.most_at_once();
    assert!((1..=6).contains(&most), "{most} requests at a time");
    let refused = bank
        .requests()
        .into_iter()
        .filter(|seen| seen.status == 429);
    assert_eq!(refused.count(), 0, "asked more often than allowed");
}

/// Every account and row of a household's years, and an upstream that is asked politely.
#[tokio::test]
async fn no_upstream_is_asked_too_much_at_a_time() {
    for served in [Served::Wallet, Served::Finwise] {
        let bank = open(Scenario::Calm).await;
        let access = way_in(&bank, served, http(&Arc::new(FakePause::default())));
        let (connector, _, _) = connector(served);
        for _ in 0..3 {
            pull(connector, &access, resume(None)).await.summary();
        }
        polite(&bank);
    }
}

/// A hundred thousand transactions, in as little memory as a few pages take.
#[tokio::test]
#[ignore = "takes a minute without optimisation"]
async fn a_long_history_is_read_whole() {
    for served in [Served::Wallet, Served::Finwise] {
        let bank = open(Scenario::Huge).await;
        let mut settings = Settings::new(Arc::new(FakePause::default()));
        settings.timeouts = Timeouts {
            read: Duration::from_mins(1),
            ..Timeouts::default()
        };
        let access = way_in(&bank, served, Http::new(settings).unwrap());
        let (connector, name, _) = connector(served);
        let begun = std::time::Instant::now();
        let pulled = pull(connector, &access, resume(None)).await;
        let summary = pulled.summary();
        let passed = begun.elapsed();
        let mut book = Book::default();
        pulled.pages.into_iter().for_each(|page| book.store(page));
        compare(&bank, served, &book, Scenario::Huge);
        polite(&bank);
        tracing::info!(name, ?passed, summary.requests, summary.transactions);
        assert!(
            passed < Duration::from_mins(5),
            "{name}: {passed:?} {summary:?}"
        );
    }
}
