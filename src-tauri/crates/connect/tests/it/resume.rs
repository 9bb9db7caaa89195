//! A pull that is killed at any page, any number of times, and goes on from its last stored cursor, delivers the rows of
//! a pull that was left alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::{Connector, FinWise, Wallet};
use domain::feed::{Entity, Page};
use proptest::prelude::*;

use crate::client::{FakePause, access, pull_some, resume};
use crate::server::Server;
use crate::{finwise_bank, wallet_bank};

/// What a book would hold after pages: rows by id, and whether it may tell what is missing.
#[derive(Debug, Default, PartialEq)]
struct Book {
    rows: BTreeMap<String, (String, i64)>,
    complete: bool,
    passes: usize,
}

impl Book {
    fn store(&mut self, pages: &[Page]) {
        for page in pages {
            self.passes += usize::from(page.begin_pass.contains(&Entity::Transaction));
            for row in &page.transactions {
                let id = row.source_id.clone().unwrap();
                self.rows
                    .insert(id, (row.date.to_string(), row.amount.minor));
            }
            self.complete |= page.complete.contains(&Entity::Transaction);
        }
    }
}

/// Pulls, killed after so many pages each time, until a pull ends by itself.
async fn with_kills(connector: &dyn Connector, base: &str, kills: &[usize]) -> Book {
    let access = access(base, &Arc::new(FakePause::default()));
    let mut book = Book::default();
    let mut cursor = None;
    for pages in kills.iter().copied().chain([usize::MAX]) {
        let pulled = pull_some(connector, &access, resume(cursor.clone()), pages).await;
        book.store(&pulled.pages);
        cursor = pulled.cursor().or(cursor);
        // A pull that ended well may have left pages in the channel that nobody stored.
        if pulled
            .outcome
            .is_ok_and(|summary| summary.pages == pulled.pages.len() as u64)
        {
            break;
        }
    }
    book
}

fn on_a_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finwise_delivers_the_same_rows(
        rows in 0_usize..90,
        page in 3_usize..20,
        kills in prop::collection::vec(0_usize..9, 0..5),
    ) {
        on_a_runtime(async {
            let bank = finwise_bank::Bank::filled(rows, page).share();
            let server = Server::start(finwise_bank::script(&bank)).await;
            let whole = with_kills(&FinWise, &server.url(), &[]).await;
            let pieces = with_kills(&FinWise, &server.url(), &kills).await;
            prop_assert_eq!(whole.rows.len(), rows);
            prop_assert_eq!(&pieces.rows, &whole.rows);
            prop_assert_eq!(pieces.complete, rows > 0);
            Ok(())
        })?;
    }

    #[test]
    fn wallet_delivers_the_same_rows(
        rows in 0_usize..90,
        page in 7_usize..20,
        kills in prop::collection::vec(0_usize..9, 0..5),
    ) {
        on_a_runtime(async {
            let bank = wallet_bank::Bank::filled(rows, page).share();
            let server = Server::start(wallet_bank::script(&bank)).await;
            let base = format!("{}/wallet", server.url());
            let whole = with_kills(&Wallet, &base, &[]).await;
            let pieces = with_kills(&Wallet, &base, &kills).await;
            prop_assert_eq!(whole.rows.len(), rows);
            prop_assert_eq!(&pieces.rows, &whole.rows);
            prop_assert_eq!(pieces.complete, rows > 0);
            Ok(())
        })?;
    }

    /// Rows deleted while the pull was down pull later rows up; none of those that remain may be missed.
    #[test]
    fn wallet_misses_nothing_that_remains(
        kill in 1_usize..6,
        gone in prop::collection::btree_set(0_usize..80, 0..30),
    ) {
        on_a_runtime(async {
            let bank = wallet_bank::Bank::filled(80, 12).share();
            let server = Server::start(wallet_bank::script(&bank)).await;
            let base = format!("{}/wallet", server.url());
            let access = access(&base, &Arc::new(FakePause::default()));
            let mut book = Book::default();
            let first = pull_some(&Wallet, &access, resume(None), kill).await;
            book.store(&first.pages);
            let mut position = 0;
            bank.lock().unwrap().records.retain(|_| {
                position += 1;
                !gone.contains(&(position - 1))
            });
            let second = pull_some(&Wallet, &access, resume(first.cursor()), usize::MAX).await;
            book.store(&second.pages);
            for n in (0..80).filter(|n| !gone.contains(n)) {
                prop_assert!(book.rows.contains_key(&format!("r-{n}")), "r-{n}");
            }
            Ok(())
        })?;
    }
}
