//! The connector of Wallet's app against the practice bank, in every scenario, compared with its truth.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect::{
    Access, CancelFlag, Connector, ConnectorError, ErrorKind, Http, Keep, Keeper, Retry, WalletApp,
};
use domain::feed::Entity;
use practice::household::Upstream as Served;
use practice::{Options, Running, Scenario, Switches, serve};
use secrets::Secret;

use crate::client::{FakePause, http, http_with, pull, pull_some, resume, today};
use crate::practice_bank::{Book, compare, open};

/// A place for secrets, as the app's.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<BTreeMap<String, Secret>>>);

impl Keep for Kept {
    fn keep(
        &self,
        secrets: BTreeMap<String, Secret>,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + '_>> {
        self.0.lock().unwrap().extend(secrets);
        Box::pin(std::future::ready(true))
    }
}

/// One connection as the app keeps it: tokens and settings, never the password.
struct Connection {
    kept: Kept,
    base_url: String,
    username: String,
}

impl Connection {
    fn access(&self, http: Http) -> Access {
        Access {
            http,
            base_url: self.base_url.clone(),
            secrets: self.kept.0.lock().unwrap().clone(),
            settings: BTreeMap::from([("username".to_owned(), self.username.clone())]),
            keeper: Keeper::new(self.kept.clone()),
        }
    }
}

fn way_in(bank: &Running, http: Http) -> Access {
    let line = bank.first_line();
    let entry = &line["upstreams"]["wallet-app"];
    let text = |key: &str| entry[key].as_str().unwrap().to_owned();
    Access {
        http,
        base_url: text("base_url"),
        secrets: BTreeMap::from([("password".to_owned(), Secret::new(text("password")))]),
        settings: BTreeMap::from([("username".to_owned(), text("username"))]),
        keeper: Keeper::default(),
    }
}

fn client() -> Http {
    http(&Arc::new(FakePause::default()))
}

async fn linked(bank: &Running) -> Result<Connection, ConnectorError> {
    let access = way_in(bank, client());
    let info = WalletApp.link(&access, &CancelFlag::new()).await?;
    assert!(!info.keep.contains_key("password"));
    let kept = Kept::default();
    kept.0.lock().unwrap().extend(info.keep);
    Ok(Connection {
        kept,
        base_url: access.base_url.clone(),
        username: access.settings["username"].clone(),
    })
}

/// One sync as the app does it: pull, store, go on where it broke off. What is missing twice in a row is gone.
async fn sync(connection: &Connection, book: &mut Book) -> Result<(), ConnectorError> {
    let missing_before = std::mem::take(&mut book.missing);
    for attempt in 0.. {
        let access = connection.access(client());
        let pulled = pull(&WalletApp, &access, resume(book.cursor.clone())).await;
        pulled.pages.into_iter().for_each(|page| book.store(page));
        match pulled.outcome {
            Ok(_) => break,
            Err(error) if attempt < 8 && matches!(error.retry(), Retry::At(_) | Retry::Later) => {}
            Err(error) => return Err(error),
        }
    }
    for id in &book.missing {
        if missing_before.contains(id) {
            book.rows.remove(id);
        }
    }
    Ok(())
}

fn calm(switches: Switches) -> Options {
    Options {
        switches,
        ..Options::new(today())
    }
}

#[tokio::test]
async fn what_can_be_read_in_the_end_is_read_to_the_minor_unit() {
    for scenario in [
        Scenario::Calm,
        Scenario::FirstSync,
        Scenario::RateLimited,
        Scenario::Flaky,
        Scenario::LatePosting,
        Scenario::Deletions,
        Scenario::MovingPages,
        Scenario::SameBankTwice,
    ] {
        let bank = open(Scenario::Calm).await;
        let connection = linked(&bank).await.unwrap();
        bank.set_scenario(scenario);
        let mut book = Book::default();
        // Three in a row, and one more for rows that have to be missed twice.
        for turn in 0..4 {
            sync(&connection, &mut book)
                .await
                .unwrap_or_else(|e| panic!("{scenario}, sync {turn}: {e:?}"));
        }
        let stocks = book.accounts.remove("stocks:EUR").unwrap();
        assert_eq!(stocks.balance.unwrap().amount.minor, 156_474, "{scenario}");
        compare(&bank, Served::Wallet, &book, scenario);
        assert!(
            book.categories > 10 && book.budgets > 0 && book.goals > 0 && book.planned > 3,
            "{scenario}"
        );
        bank.shutdown().await;
    }
}

#[tokio::test]
async fn a_household_that_lives_on_is_followed() {
    let bank = open(Scenario::Calm).await;
    let connection = linked(&bank).await.unwrap();
    let mut book = Book::default();
    for days in [0, 1, 3, 10, 40] {
        bank.advance(days);
        sync(&connection, &mut book).await.unwrap();
        compare(&bank, Served::Wallet, &book, Scenario::Calm);
    }
}

#[tokio::test]
async fn tokens_renew_themselves_and_the_new_ones_are_kept() {
    let bank = serve(calm(Switches {
        wallet_app_calls_per_token: Some(3),
        ..Switches::default()
    }))
    .await
    .unwrap();
    let connection = linked(&bank).await.unwrap();
    let first = connection.kept.0.lock().unwrap().clone();
    let mut book = Book::default();
    for _ in 0..3 {
        sync(&connection, &mut book).await.unwrap();
    }
    compare(&bank, Served::Wallet, &book, Scenario::Calm);
    let last = connection.kept.0.lock().unwrap().clone();
    assert_eq!(
        last.keys().collect::<Vec<_>>(),
        ["access_token", "refresh_token"]
    );
    assert_ne!(first["refresh_token"], last["refresh_token"]);
    let refreshed = bank
        .requests()
        .iter()
        .filter(|seen| seen.path.ends_with("/auth/refresh"))
        .count();
    assert!(refreshed > 5, "{refreshed}");
    // A refresh token that was used once leads nowhere any more.
    let stale = Connection {
        kept: Kept(Arc::new(Mutex::new(first))),
        ..linked(&bank).await.unwrap()
    };
    let error = sync(&stale, &mut Book::default()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Credentials);
}

#[tokio::test]
async fn tokens_that_last_seconds_are_renewed_before_they_end() {
    let bank = serve(calm(Switches {
        wallet_app_expires_in: 4,
        ..Switches::default()
    }))
    .await
    .unwrap();
    let connection = linked(&bank).await.unwrap();
    // Without a token at hand, it begins with a new one, whose life is known.
    connection.kept.0.lock().unwrap().remove("access_token");
    let pause = Arc::new(FakePause::default());
    let mut settings = connect::Settings::new(pause.clone());
    settings.pace_on_loopback = true;
    let access = connection.access(Http::new(settings).unwrap());
    let pulled = pull(&WalletApp, &access, resume(None)).await;
    let requests = pulled.summary().requests;
    let seen = bank.requests();
    let seen = &seen[seen.len() - requests as usize..];
    assert!(
        seen.iter().all(|seen| seen.status == 200),
        "no token was used past its end"
    );
    let refreshed = seen
        .iter()
        .filter(|seen| seen.path.ends_with("/auth/refresh"));
    assert!(refreshed.count() > 3);
    let pauses = pause.seconds();
    assert_eq!(
        pauses.len() as u64,
        requests - 1,
        "one request a second, and no faster"
    );
    assert!(pauses.iter().all(|seconds| *seconds == 1), "{pauses:?}");
}

#[tokio::test]
async fn a_pull_that_is_killed_goes_on() {
    let bank = open(Scenario::Calm).await;
    let connection = linked(&bank).await.unwrap();
    for kill in 1..6 {
        let mut book = Book::default();
        let access = connection.access(client());
        let first = pull_some(&WalletApp, &access, resume(None), kill).await;
        first.pages.into_iter().for_each(|page| book.store(page));
        let before = bank.requests().len();
        let second = pull(&WalletApp, &access, resume(book.cursor.clone())).await;
        assert!(second.completes(Entity::Transaction));
        second.pages.into_iter().for_each(|page| book.store(page));
        compare(&bank, Served::Wallet, &without_stocks(book), Scenario::Calm);
        let offsets: Vec<String> = bank.requests()[before..]
            .iter()
            .filter(|seen| seen.path.ends_with("get-records"))
            .filter_map(|seen| Some(seen.query.iter().find(|(n, _)| n == "offset")?.1.clone()))
            .collect();
        // In the middle of a pass the first asks for one row to see which description is spoken, and the second goes on
        // behind the stored page. Before a pass the first page says both.
        let (place, expected) = if kill == 1 {
            (0, 0)
        } else {
            (1, (kill - 1) * 295)
        };
        assert_eq!(offsets[place], expected.to_string(), "killed after {kill}");
    }
}

fn without_stocks(mut book: Book) -> Book {
    book.accounts.remove("stocks:EUR");
    book
}

#[tokio::test]
async fn the_second_description_gives_rows_only_with_their_direction() {
    for directions in [true, false] {
        let bank = serve(calm(Switches {
            wallet_app_docs: true,
            wallet_app_directions: directions,
            ..Switches::default()
        }))
        .await
        .unwrap();
        let connection = linked(&bank).await.unwrap();
        let mut book = Book::default();
        for _ in 0..3 {
            sync(&connection, &mut book).await.unwrap();
        }
        let truth = bank.truth();
        assert_eq!(
            book.accounts.len(),
            truth
                .accounts
                .iter()
                .filter(|account| account.upstream == Served::Wallet)
                .count()
        );
        assert!(
            book.accounts
                .values()
                .all(|account| account.balance.is_none())
        );
        assert!(book.categories > 10 && book.budgets > 0 && book.goals > 0);
        if directions {
            assert_eq!(book.living().count(), truth.counts.wallet_transactions);
            for account in truth
                .accounts
                .iter()
                .filter(|a| a.upstream == Served::Wallet)
            {
                let found = book
                    .accounts
                    .values()
                    .find(|found| found.name == account.name)
                    .unwrap();
                let sum: i64 = book
                    .living()
                    .filter(|row| row.account_source_id == found.source_id)
                    .map(|row| row.amount.minor)
                    .sum();
                let currency = account.currency.parse().unwrap();
                let current = money::Money::parse(&account.current, currency).unwrap();
                assert_eq!(
                    found.opening.unwrap().minor + sum,
                    current.minor,
                    "{}",
                    account.key
                );
            }
        } else {
            assert!(book.rows.is_empty());
            assert!(book.missing.is_empty(), "what is left out is not missing");
            let untold = book
                .notices
                .iter()
                .filter(|code| **code == "direction_unknown");
            assert_eq!(untold.count(), 3 * truth.counts.wallet_transactions);
        }
        bank.shutdown().await;
    }
}

#[tokio::test]
async fn what_nobody_can_read_ends_with_the_right_kind_of_error() {
    for scenario in [
        Scenario::BadToken,
        Scenario::WrongPassword,
        Scenario::ConsentExpired,
        Scenario::BankDown,
        Scenario::Hang,
        Scenario::Html,
        Scenario::HugeBody,
        Scenario::Redirect,
        Scenario::SecondFactor,
    ] {
        let bank = open(Scenario::Calm).await;
        let connection = linked(&bank).await.unwrap();
        bank.set_scenario(scenario);
        let is = |kind: ErrorKind, linking: bool| match scenario {
            Scenario::BadToken | Scenario::WrongPassword | Scenario::ConsentExpired => {
                kind == ErrorKind::Credentials
            }
            Scenario::BankDown => matches!(kind, ErrorKind::Unavailable { retry_at: Some(_) }),
            Scenario::Hang => matches!(kind, ErrorKind::Unavailable { .. }),
            Scenario::Html | Scenario::HugeBody => kind == ErrorKind::Protocol,
            Scenario::SecondFactor => linking && kind == ErrorKind::Forbidden,
            _ => kind == ErrorKind::Insecure,
        };
        let patience = Duration::from_millis(if scenario == Scenario::Hang {
            300
        } else {
            10_000
        });
        let slow = || http_with(&Arc::new(FakePause::default()), patience);
        let access = way_in(&bank, slow());
        let error = WalletApp
            .link(&access, &CancelFlag::new())
            .await
            .unwrap_err();
        assert!(is(error.kind, true), "{scenario}: {error:?}");
        let pulled = pull(&WalletApp, &connection.access(slow()), resume(None)).await;
        if scenario == Scenario::SecondFactor {
            assert!(pulled.outcome.is_ok(), "a session that stands goes on");
        } else {
            let error = pulled.outcome.unwrap_err();
            assert!(is(error.kind, false), "{scenario}: {error:?}");
            assert!(pulled.pages.is_empty(), "{scenario}: nothing was delivered");
        }
        bank.set_scenario(Scenario::Calm);
        let mut book = Book::default();
        sync(&connection, &mut book)
            .await
            .unwrap_or_else(|e| panic!("after {scenario}: {e:?}"));
    }
}

#[tokio::test]
async fn odd_rows_and_wrong_types_are_told_and_cost_nothing_else() {
    for docs in [false, true] {
        for scenario in [Scenario::Odd, Scenario::WrongTypes] {
            let bank = serve(calm(Switches {
                wallet_app_docs: docs,
                wallet_app_directions: true,
                ..Switches::default()
            }))
            .await
            .unwrap();
            let connection = linked(&bank).await.unwrap();
            bank.set_scenario(scenario);
            let mut book = Book::default();
            let outcome = sync(&connection, &mut book).await;
            if scenario == Scenario::WrongTypes {
                if let Err(error) = outcome {
                    assert_eq!(error.kind, ErrorKind::Protocol, "{error:?}");
                }
                continue;
            }
            outcome.unwrap();
            let truth = bank.truth().counts.wallet_transactions;
            if docs {
                assert!(book.notices.contains(&"direction_unknown"));
                assert_eq!(book.living().count(), truth);
            } else {
                for code in ["unknown_value", "row_unreadable", "row_without_amount"] {
                    assert!(book.notices.contains(&code), "{code}");
                }
                // Of the odd ones, two can be read, and one more is deleted.
                assert_eq!(book.living().count(), truth + 2);
                assert!(book.rows["rec_odd_7"].deleted);
                let hostile = &book.rows["rec_odd_8"];
                assert_eq!(hostile.payee, "<script>x</script> \u{202e}drawkcab");
            }
        }
    }
}
