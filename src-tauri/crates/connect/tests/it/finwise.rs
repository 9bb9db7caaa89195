//! The FinWise connector.

use std::sync::Arc;

use connect::{CancelFlag, Connector, ErrorKind, FinWise, Resume, Tz, connector};
use domain::account::AccountKind;
use domain::category::CategoryKind;
use domain::connection::Upstream;
use domain::feed::{BudgetPeriod, Entity};
use domain::planned::Cadence;
use domain::transaction::TransactionStatus;
use money::{Currency, Money};

use crate::client::{FakePause, Pulled, SECRET, access, pull, resume, today};
use crate::finwise_bank::{Bank, Shared, account, script, transaction};
use crate::server::{Reply, Server};

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

async fn pulled(bank: Bank) -> Pulled {
    pulled_from(&bank.share(), resume(None)).await.0
}

async fn pulled_from(bank: &Shared, resume: Resume) -> (Pulled, Vec<crate::server::Seen>) {
    let server = Server::start(script(bank)).await;
    let pause = Arc::new(FakePause::default());
    let pulled = pull(&FinWise, &access(&server.url(), &pause), resume).await;
    (pulled, server.seen())
}

fn filter(seen: &crate::server::Seen, name: &str) -> serde_json::Value {
    serde_json::from_str::<serde_json::Value>(seen.query("filters").unwrap()).unwrap()[name].clone()
}

#[tokio::test]
async fn a_first_run_reads_everything_and_can_tell_what_is_missing() {
    let bank = Bank::filled(1201, 1000).share();
    let (pulled, seen) = pulled_from(&bank, resume(None)).await;
    assert_eq!(pulled.transactions().len(), 1201);
    assert!(pulled.summary().complete);
    for entity in [Entity::Account, Entity::Transaction] {
        assert!(pulled.completes(entity), "{entity:?}");
    }
    assert!(
        !pulled.completes(Entity::Budget),
        "there are no budgets to complete"
    );
    assert!(
        pulled
            .notices()
            .iter()
            .any(|n| (n.code, n.entity) == ("not_available", Entity::Budget))
    );
    assert_eq!(pulled.pages[1].begin_pass, [Entity::Transaction]);
    assert_eq!(pulled.pages[1].expected_transactions, Some(1201));
    let pages: Vec<_> = seen
        .iter()
        .filter(|seen| seen.path == "/transactions")
        .collect();
    assert_eq!(pages.len(), 3);
    for page in pages {
        assert_eq!(
            filter(page, "excludeArchived"),
            false,
            "archived rows are asked for by name"
        );
        assert!(filter(page, "fromDate").is_null());
        assert_eq!(page.header("authorization"), Some(SECRET), "the bare key");
    }
    let archived: Vec<_> = seen
        .iter()
        .filter(|s| s.path == "/accounts")
        .map(|s| filter(s, "isArchived"))
        .collect();
    assert_eq!(archived, [false, true]);
}

#[tokio::test]
async fn later_runs_reach_back_sixty_days_and_weekly_to_the_start() {
    let bank = Bank::filled(3, 100).share();
    let (first, _) = pulled_from(&bank, resume(None)).await;
    let from = |day: &str, cursor: Option<String>| {
        let bank = Arc::clone(&bank);
        let day = day.parse().unwrap();
        async move {
            let (pulled, seen) = pulled_from(
                &bank,
                Resume {
                    today: day,
                    ..resume(cursor)
                },
            )
            .await;
            let first = seen
                .iter()
                .find(|seen| seen.path == "/transactions")
                .unwrap();
            (filter(first, "fromDate"), pulled)
        }
    };
    let (asked, second) = from("2026-01-18", first.cursor()).await;
    assert_eq!(asked, "2025-11-16T00:00:00.000Z");
    assert!(!second.summary().complete && !second.completes(Entity::Transaction));
    let (asked, third) = from("2026-01-22", second.cursor()).await;
    assert!(asked.is_null() && third.summary().complete);

    let (pulled, seen) = pulled_from(
        &bank,
        Resume {
            full: true,
            ..resume(third.cursor())
        },
    )
    .await;
    assert!(pulled.summary().complete);
    assert!(filter(seen.last().unwrap(), "fromDate").is_null());
}

#[tokio::test]
async fn a_count_that_disagrees_brings_a_pass_through_everything() {
    let bank = Bank::filled(5, 100).share();
    let (first, _) = pulled_from(&bank, resume(None)).await;
    let created = r#","createdAt":"2026-01-15T08:00:00.000Z""#;
    bank.lock()
        .unwrap()
        .transactions
        .push(transaction("new", "-1", created));
    let (second, _) = pulled_from(&bank, resume(first.cursor())).await;
    assert!(!second.summary().complete, "one more is what was delivered");
    bank.lock().unwrap().transactions.remove(2);
    let (third, _) = pulled_from(&bank, resume(second.cursor())).await;
    assert!(third.summary().complete && third.completes(Entity::Transaction));
    let old = transaction("old", "-1", created).replace("2026-01-12T00", "2024-01-12T00");
    bank.lock().unwrap().transactions.push(old);
    let (fourth, _) = pulled_from(&bank, resume(third.cursor())).await;
    assert_eq!(
        fourth.transaction("old").date.to_string(),
        "2024-01-12",
        "dated before the window"
    );
    let (fifth, _) = pulled_from(&bank, resume(fourth.cursor())).await;
    assert!(!fifth.summary().complete);
}

#[tokio::test]
async fn accounts_that_were_not_ready_are_asked_for_again() {
    let bank = Bank::with(vec![
        transaction("t", "-1", ""),
        transaction("x", "-1", "").replace("acc-1", "never"),
    ])
    .share();
    let mut answer = script(&bank);
    let mut calls = 0;
    let server = Server::start(move |seen| {
        calls += u32::from(seen.path == "/accounts");
        if seen.path == "/accounts" && calls <= 2 {
            Reply::json("[]")
        } else {
            answer(seen)
        }
    })
    .await;
    let pause = Arc::new(FakePause::default());
    let pulled = pull(&FinWise, &access(&server.url(), &pause), resume(None)).await;
    assert!(pulled.pages[0].accounts.is_empty());
    assert_eq!(
        (pulled.pages[1].accounts.len(), pulled.transactions().len()),
        (1, 1)
    );
    assert_eq!(
        pulled.notice("x"),
        Some("row_unreadable"),
        "its account is listed nowhere"
    );
    assert!(
        !pulled.completes(Entity::Account),
        "an empty list is not believed"
    );
}

#[tokio::test]
async fn a_foreign_cursor_is_no_cursor() {
    for cursor in [
        "",
        "{}",
        "[1]",
        r#"{"v":9,"last_full":"2026-01-15"}"#,
        "nonsense",
    ] {
        let bank = Bank::filled(2, 100).share();
        let (pulled, _) = pulled_from(&bank, resume(Some(cursor.to_owned()))).await;
        assert!(pulled.summary().complete, "{cursor}");
        assert_eq!(pulled.transactions().len(), 2, "{cursor}");
    }
}

#[tokio::test]
async fn without_page_facts_a_short_page_is_the_last() {
    let mut bank = Bank::filled(1000, 500);
    bank.without_headers = true;
    let pulled = pulled(bank).await;
    assert_eq!(pulled.transactions().len(), 1000);
    assert!(pulled.summary().complete);
}

#[tokio::test]
async fn a_server_that_refuses_large_pages_is_asked_for_small_ones() {
    let bank = Bank::filled(250, 1000).share();
    let mut answer = script(&bank);
    let server = Server::start(move |seen| {
        if seen.query("pagination").unwrap_or("").contains("500") {
            return Reply::status(
                400,
                r#"{"name":"BadRequestError","message":"","errors":[]}"#,
            );
        }
        answer(seen)
    })
    .await;
    let pause = Arc::new(FakePause::default());
    let pulled = pull(&FinWise, &access(&server.url(), &pause), resume(None)).await;
    assert_eq!(pulled.transactions().len(), 250);
}

#[tokio::test]
async fn accounts_are_read_with_their_kinds_balances_and_flags() {
    let mut bank = Bank::new();
    let of = |id: &str, kind: &str, sub: &str, more: &str| {
        format!(
            r#"{{"id":"{id}","name":"n","displayName":null,"friendlyName":"Shown","type":"{kind}","subType":{sub},"currentBalance":{{"amount":-3432,"currencyCode":"EUR"}},"updatedAt":"2026-01-14T23:30:00.000Z"{more}}}"#
        )
    };
    bank.accounts = vec![
        of(
            "card",
            "credit",
            "\"credit card\"",
            r#","amountDue":{"amount":120.5,"currencyCode":"EUR"},"lastPaymentDate":"2025-12-31T00:00:00.000Z""#,
        ),
        of(
            "turned",
            "credit",
            "null",
            r#","invertAmounts":true,"accountNumber":"GB82 WEST 1234 5698 7654 32""#,
        ),
        of("home", "loan", "\"mortgage\"", ""),
        of(
            "old",
            "depository",
            "\"savings\"",
            r#","archivedAt":"2024-04-29T00:03:34""#,
        ),
        of(
            "apart",
            "investment",
            "\"roth 401k\"",
            r#","excludeTransactions":true,"excludeFromNetWorth":true"#,
        ),
        of("new", "crypto-wallet", "null", ""),
        of("tail", "depository", "\"checking\"", "").replace("-3432", "1893.0699999999999"),
        of("odd", "depository", "\"checking\"", "").replace("-3432", "-80.37651341559103"),
        r#"{"id":"bare","type":"other"}"#.to_owned(),
        "17".to_owned(),
    ];
    let pulled = pulled(bank).await;
    let accounts = &pulled.pages[0].accounts;
    let get = |id: &str| accounts.iter().find(|a| a.source_id == id).unwrap();
    let card = get("card");
    assert_eq!(
        (card.kind, card.name.as_str()),
        (AccountKind::CreditCard, "Shown")
    );
    let balance = card.balance.unwrap();
    assert_eq!(balance.amount, eur(-343_200));
    assert_eq!(
        balance.date.unwrap().to_string(),
        "2026-01-15",
        "23:30Z is the next day in Paris"
    );
    assert_eq!(
        get("turned").balance.unwrap().amount,
        eur(343_200),
        "balances are turned once"
    );
    assert_eq!(
        get("turned").iban.as_deref(),
        Some("GB82WEST12345698765432")
    );
    assert_eq!(get("home").kind, AccountKind::Mortgage);
    assert!(get("old").closed && get("old").kind == AccountKind::Savings);
    assert!(get("apart").exclude_from_budget && get("apart").exclude_from_net_worth);
    assert_eq!(get("apart").kind, AccountKind::Retirement);
    assert_eq!(pulled.notice("apart"), Some("transactions_excluded"));
    assert_eq!(get("new").kind, AccountKind::Other);
    assert_eq!(pulled.notice("new"), Some("unknown_value"));
    assert_eq!(get("tail").balance.unwrap().amount, eur(189_307));
    assert_eq!(pulled.notice("tail"), Some("amount_tail"));
    assert_eq!(
        get("odd").balance,
        None,
        "surplus digits are not rounded away"
    );
    assert_eq!(pulled.notice("odd"), Some("unknown_value"));
    assert_eq!((get("bare").currency, get("bare").balance), (None, None));
    assert!(
        !pulled.completes(Entity::Account),
        "a row without an id could be any account"
    );

    let planned = &pulled.pages[0].planned;
    assert_eq!(planned.len(), 1);
    assert_eq!(planned[0].amount, eur(-12_050));
    assert_eq!(planned[0].next_date.to_string(), "2026-01-31");
    assert_eq!(planned[0].cadence, Cadence::Months { every: 1, day: 31 });
}

#[tokio::test]
async fn balances_stay_as_delivered_when_the_setting_says_so() {
    let mut bank = Bank::new();
    bank.accounts = vec![account("acc-1", r#","invertAmounts":true"#)];
    let server = Server::start(script(&bank.share())).await;
    let mut access = access(&server.url(), &Arc::new(FakePause::default()));
    let turned = pull(&FinWise, &access, resume(None)).await;
    assert_eq!(
        turned.pages[0].accounts[0].balance.unwrap().amount,
        eur(-189_307)
    );
    access
        .settings
        .insert("invert_amounts".into(), "ignore".into());
    let left = pull(&FinWise, &access, resume(None)).await;
    assert_eq!(
        left.pages[0].accounts[0].balance.unwrap().amount,
        eur(189_307)
    );
}

#[tokio::test]
async fn transactions_are_read_with_all_they_say() {
    let mut bank = Bank::with(vec![
        transaction(
            "full",
            "-23.4",
            r#","originalDescription":"CARD 1001 GREENGROCER","transactionCategoryId":null,"originalTransactionCategoryId":"cat-1","notes":"for Sunday","effectiveDate":"2026-01-13T00:00:00.000Z","isTransfer":null,"pendingTransactionId":"pend","transactionTags":[{"name":"food"},"plain",7]"#,
        ),
        transaction(
            "pend",
            "-23.4",
            r#","isPending":true,"archivedAt":"2024-04-29T00:03:34""#,
        ),
        transaction("moved", "200", r#","isTransfer":true,"notes":true"#),
        transaction("bycat", "200", r#","transactionCategoryId":"cat-2""#),
        transaction("late", "0", r#","description":null"#)
            .replace("12T00:00:00.000Z\",\"up", "12T23:30:00.000Z\",\"up"),
    ]);
    bank.categories = vec![
        r##"{"id":"cat-1","name":"Groceries","color":"#e67e22"}"##.to_owned(),
        r#"{"id":"cat-2","name":"Between","color":"red","markTransactionsAsTransfers":true,"archivedAt":"2024-04-29T00:03:34"}"#.to_owned(),
    ];
    let pulled = pulled(bank).await;
    let full = pulled.transaction("full");
    assert_eq!(full.amount, eur(-2340));
    assert_eq!(
        (full.payee.as_str(), full.description.as_str()),
        ("Greengrocer", "CARD 1001 GREENGROCER")
    );
    assert_eq!(full.note, "for Sunday");
    assert_eq!(full.category_source_id.as_deref(), Some("cat-1"));
    assert_eq!(full.replaces.as_deref(), Some("pend"));
    assert_eq!(
        (full.date.to_string(), full.value_date.unwrap().to_string()),
        ("2026-01-12".into(), "2026-01-13".into())
    );
    assert_eq!(full.tags, ["food", "plain"]);
    assert_eq!(full.status, TransactionStatus::Posted);
    assert!(!full.is_transfer && !full.deleted && !full.excluded);
    assert!(
        full.raw.unwrap().contains("\"amount\":-23.4,"),
        "digits are kept as they came"
    );
    let pend = pulled.transaction("pend");
    assert!(pend.deleted && pend.status == TransactionStatus::Pending);
    assert!(pulled.transaction("moved").is_transfer && pulled.transaction("moved").note.is_empty());
    assert!(pulled.transaction("bycat").is_transfer);
    let late = pulled.transaction("late");
    assert_eq!(
        (late.date.to_string().as_str(), late.amount),
        ("2026-01-13", eur(0))
    );

    let categories = &pulled.pages[0].categories;
    assert_eq!(categories[0].color.as_deref(), Some("#e67e22"));
    assert_eq!(
        (categories[1].color.as_deref(), categories[1].kind),
        (None, Some(CategoryKind::Transfer))
    );
    assert!(categories[1].archived);
}

#[tokio::test]
async fn rows_that_cannot_be_read_are_told_and_are_not_missing() {
    let rows = vec![
        transaction("good", "-1", ""),
        transaction("null", "null", ""),
        transaction("none", "1", "").replace(
            r#""amount":{"amount":1,"currencyCode":"EUR"}"#,
            r#""amount":null"#,
        ),
        transaction("digits", "-80.37651341559103", ""),
        transaction("comma", "\"12,50\"", ""),
        transaction("huge", "1e400", ""),
        transaction("list", "1", "").replace(r#"{"amount":1,"currencyCode":"EUR"}"#, "[1,\"EUR\"]"),
        transaction("undated", "1", "").replace("2026-01-12T00:00:00.000Z\",\"up", "soon\",\"up"),
        transaction("orphan", "1", "").replace("\"acc-1\"", "null"),
        transaction("tail", "12.340000000001", ""),
    ];
    let pulled = pulled(Bank::with(rows)).await;
    let ids: Vec<_> = pulled
        .transactions()
        .into_iter()
        .filter_map(|t| t.source_id)
        .collect();
    assert_eq!(ids, ["good", "tail"]);
    assert_eq!(pulled.transaction("tail").amount, eur(1234));
    for (id, code) in [
        ("null", "row_without_amount"),
        ("none", "row_without_amount"),
        ("digits", "row_unreadable"),
        ("comma", "row_unreadable"),
        ("huge", "row_unreadable"),
        ("list", "row_unreadable"),
        ("undated", "row_unreadable"),
        ("orphan", "row_unreadable"),
        ("tail", "amount_tail"),
    ] {
        assert_eq!(pulled.notice(id), Some(code), "{id}");
        let present = &pulled.pages[1].present;
        assert_eq!(
            present.contains(&(Entity::Transaction, id.to_owned())),
            id != "tail",
            "{id}"
        );
    }
    assert!(
        pulled
            .notices()
            .iter()
            .all(|n| !n.detail.contains("80") && !n.detail.contains("12"))
    );
    assert!(
        pulled.completes(Entity::Transaction),
        "all that could not be read had an id"
    );
}

#[tokio::test]
async fn a_row_without_an_id_forbids_to_say_what_is_missing() {
    let rows = vec![
        transaction("a", "1", ""),
        transaction("x", "1", "").replace("\"x\"", "17"),
        "7".to_owned(),
    ];
    let pulled = pulled(Bank::with(rows)).await;
    assert_eq!(pulled.transactions().len(), 1);
    assert!(!pulled.completes(Entity::Transaction) && !pulled.summary().complete);
}

#[tokio::test]
async fn the_parent_of_a_split_is_not_counted_wherever_it_stands() {
    let mut bank = Bank::with(vec![
        transaction("early", "-30", ""),
        transaction("said", "-9", r#","splits":["x"]"#),
        transaction("fill", "1", ""),
        transaction("part", "-10", r#","parentTransactionId":"early""#),
        transaction("late-part", "-5", r#","parentTransactionId":"late""#),
        transaction("late", "-5", ""),
        transaction(
            "gone-part",
            "-5",
            r#","parentTransactionId":"fill","archivedAt":"2024-04-29T00:03:34""#,
        ),
    ]);
    bank.page = 3;
    let pulled = pulled(bank).await;
    for (id, excluded) in [
        ("early", true),
        ("said", true),
        ("late", true),
        ("fill", false),
        ("part", false),
        ("late-part", false),
    ] {
        assert_eq!(pulled.transaction(id).excluded, excluded, "{id}");
    }
}

#[tokio::test]
async fn rows_of_an_excluded_account_are_delivered_but_not_counted() {
    let mut bank = Bank::with(vec![transaction("t", "-1", "")]);
    bank.accounts = vec![account("acc-1", r#","excludeTransactions":true"#)];
    assert!(pulled(bank).await.transaction("t").excluded);
}

#[tokio::test]
async fn budgets_cover_a_category_or_a_group() {
    let mut bank = Bank::new();
    let category = |id: &str| {
        format!(r#"{{"id":"{id}","name":"Name {id}","transactionCategoryGroupId":"grp"}}"#)
    };
    bank.categories = vec![category("c1"), category("c2")];
    let budget = |id: &str, more: &str| {
        format!(
            r#"{{"id":"{id}","amount":{{"amount":400,"currencyCode":"EUR"}},"appliesFromBudgetPeriod":"2026-01","appliesToBudgetPeriod":"2026-02-28T00:00:00.000Z"{more}}}"#
        )
    };
    bank.budgets = Some(vec![
        budget(
            "one",
            r#","transactionCategoryId":"c1","transactionType":"debit""#,
        ),
        budget(
            "group",
            r#","transactionCategoryGroupId":"grp","transactionType":"credit""#,
        ),
        budget("lost", r#","transactionCategoryGroupId":"other""#),
    ]);
    let pulled = pulled(bank).await;
    let budgets = &pulled.pages[0].budgets;
    assert_eq!(budgets.len(), 2);
    assert_eq!(
        (budgets[0].name.as_str(), budgets[0].limit),
        ("Name c1", Some(eur(40_000)))
    );
    assert_eq!(
        (budgets[0].period, budgets[0].is_income),
        (BudgetPeriod::Month, false)
    );
    assert_eq!(budgets[0].from.unwrap().to_string(), "2026-01-01");
    assert_eq!(budgets[0].to.unwrap().to_string(), "2026-02-28");
    assert_eq!(budgets[1].category_source_ids, ["c1", "c2"]);
    assert!(budgets[1].is_income);
    assert_eq!(
        pulled.notice("lost"),
        Some("row_unreadable"),
        "it must not count everything"
    );
    assert!(pulled.completes(Entity::Budget));
}

#[tokio::test]
async fn rows_that_move_between_pages_are_all_met() {
    // Before the second page one row is added and two are deleted at the top: two rows slip from page 2 to page 1.
    let mut bank = Bank::filled(30, 10);
    bank.between = Some(|bank, number| {
        if number == 2 && bank.transactions.len() == 30 {
            bank.transactions.drain(..2);
            bank.transactions.push(transaction("added", "1", ""));
        }
    });
    let bank = bank.share();
    let (pulled, _) = pulled_from(&bank, resume(None)).await;
    let ids: std::collections::HashSet<_> = pulled
        .transactions()
        .into_iter()
        .filter_map(|t| t.source_id)
        .collect();
    for n in 2..30 {
        assert!(ids.contains(&format!("t-{n}")), "t-{n}");
    }
    assert!(ids.contains("added"));
    assert!(pulled.summary().complete, "the second look was steady");
    let begins = |page: &domain::feed::Page| page.begin_pass.contains(&Entity::Transaction);
    let last = pulled.pages.iter().rposition(begins).unwrap();
    let met: std::collections::HashSet<_> = pulled.pages[last..]
        .iter()
        .flat_map(|page| &page.transactions)
        .filter_map(|row| row.source_id.as_deref())
        .collect();
    assert_eq!(
        met.len(),
        29,
        "the last look has what is there, and not the two that went"
    );
    assert!(!met.contains("t-0") && !met.contains("t-1"));
}

#[tokio::test]
async fn a_listing_that_never_holds_still_is_delivered_but_not_called_complete() {
    let mut bank = Bank::filled(30, 10);
    bank.between = Some(|bank, _| {
        let next = bank.transactions.len();
        bank.transactions
            .insert(0, transaction(&format!("new-{next}"), "1", ""));
    });
    let pulled = pulled(bank).await;
    assert!(!pulled.completes(Entity::Transaction));
    let ids: std::collections::HashSet<_> = pulled
        .transactions()
        .into_iter()
        .filter_map(|t| t.source_id)
        .collect();
    assert!((0..30).all(|n| ids.contains(&format!("t-{n}"))));
}

#[tokio::test]
async fn both_envelopes_of_errors_name_the_fields_at_fault() {
    let plain = r#"{"name":"BadRequestError","message":"12 Jan","errors":[{"code":"invalid_type","message":"x","path":["fromDate"],"received":"12 Jan"}]}"#;
    for body in [plain.to_owned(), format!("{{\"error\":{plain}}}")] {
        let server = Server::start(move |_| Reply::status(422, body.clone())).await;
        let access = access(&server.url(), &Arc::new(FakePause::default()));
        let error = FinWise.test(&access, &CancelFlag::new()).await.unwrap_err();
        assert!(
            error.detail.contains("fromDate (invalid_type)"),
            "{}",
            error.detail
        );
        assert!(!error.detail.contains("12 Jan"));
    }
}

#[tokio::test]
async fn a_wait_may_stand_in_the_body_and_a_conflict_is_tried_once_more() {
    let mut replies = vec![
        Reply::json("[]").with("x-count", 2),
        Reply::status(429, r#"{"error":{"retryAfter":7}}"#),
        Reply::status(409, r#"{"name":"ConflictError"}"#),
    ];
    let server = Server::start(move |_| replies.pop().unwrap()).await;
    let pause = Arc::new(FakePause::default());
    let access = access(&server.url(), &pause);
    // The conflict's second try meets the limit, whose wait is kept.
    assert_eq!(
        FinWise
            .test(&access, &CancelFlag::new())
            .await
            .unwrap()
            .accounts,
        Some(2)
    );
    assert_eq!(pause.seconds(), [1, 7]);

    let server = Server::start(|_| Reply::status(409, r#"{"name":"ConflictError"}"#)).await;
    let access = crate::client::access(&server.url(), &Arc::new(FakePause::default()));
    let error = FinWise.test(&access, &CancelFlag::new()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable { retry_at: None });
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn rows_that_are_gone_are_told_from_those_that_are_not() {
    let bank = Bank::filled(80, 1000).share();
    let server = Server::start(script(&bank)).await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let ids: Vec<String> = (40..120).map(|n| format!("t-{n}")).collect();
    let gone = FinWise
        .gone(&access, &ids, &CancelFlag::new())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(gone, ids[40..]);

    let deaf = Server::start(|_| Reply::json(format!("[{}]", transaction("t-1", "1", "")))).await;
    let access = crate::client::access(&deaf.url(), &Arc::new(FakePause::default()));
    assert_eq!(
        FinWise
            .gone(&access, &ids, &CancelFlag::new())
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn an_answer_that_is_no_list_ends_the_pull() {
    for body in ["{}", "17", "null", "\"x\""] {
        let server = Server::start(move |_| Reply::json(body)).await;
        let pause = Arc::new(FakePause::default());
        let pulled = pull(&FinWise, &access(&server.url(), &pause), resume(None)).await;
        assert_eq!(pulled.error().kind, ErrorKind::Protocol, "{body}");
        assert!(pulled.pages.is_empty());
    }
}

#[test]
fn upstreams_with_a_connector_describe_themselves() {
    for upstream in Upstream::ALL {
        let Some(connector) = connector(upstream) else {
            continue;
        };
        let descriptor = connector.describe();
        assert_eq!(descriptor.upstream, upstream);
        assert!(descriptor.default_base_url.starts_with("https://"));
        assert!(descriptor.fields.iter().any(|field| field.secret));
        assert!(descriptor.gives.contains(&Entity::Transaction));
    }
    assert!(connector(Upstream::FinWise).is_some() && connector(Upstream::Wallet).is_some());
    assert_eq!(
        (today().to_string().as_str(), Tz::UTC.name()),
        ("2026-01-15", "UTC")
    );
}

#[tokio::test]
async fn a_look_at_two_pages_is_enough_when_nothing_changed_today() {
    let bank = Bank::filled(700, 1000).share();
    let (first, _) = pulled_from(&bank, resume(None)).await;
    let (second, seen) = pulled_from(&bank, resume(first.cursor())).await;
    let paths: Vec<&str> = seen.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["/accounts", "/transactions"]);
    assert!(second.summary().unchanged);
    assert!(second.pages.is_empty(), "and the place stays as it is");

    // A stamp among the newest, a row more anywhere, a balance: each is seen.
    let change = |what: fn(&mut Bank)| {
        let bank = Arc::clone(&bank);
        let cursor = first.cursor();
        async move {
            what(&mut bank.lock().unwrap());
            let (pulled, _) = pulled_from(&bank, resume(cursor)).await;
            assert!(!pulled.summary().unchanged);
            pulled
        }
    };
    let pulled = change(|bank| {
        bank.transactions[3] = bank.transactions[3].replace("05:00:00", "06:00:00");
    })
    .await;
    assert_eq!(
        pulled.transaction("t-3").updated_at.as_deref(),
        Some("2026-01-12T06:00:00.000Z")
    );
    change(|bank| bank.transactions.push(transaction("t-new", "-1.5", ""))).await;
    change(|bank| bank.accounts[0] = bank.accounts[0].replace("1893.07", "1893.08")).await;

    // The next day everything of the last weeks is read again, and so it is when the person asks for all of it.
    let tomorrow = Resume {
        today: "2026-01-16".parse().unwrap(),
        ..resume(first.cursor())
    };
    assert!(!pulled_from(&bank, tomorrow).await.0.summary().unchanged);
    let full = Resume {
        full: true,
        ..resume(first.cursor())
    };
    assert!(!pulled_from(&bank, full).await.0.summary().unchanged);
}

#[tokio::test]
async fn loans_and_categories_left_out_of_budgets_are_read() {
    let mut bank = Bank::new();
    bank.accounts.push(account("loan-1", r#","type":"loan","subType":"auto","originalLoanAmount":{"amount":12000,"currencyCode":"EUR"},"interestRate":3.75,"originationDate":"2024-03-01T00:00:00.000Z","lastPaymentDate":"2026-01-05T00:00:00.000Z","lastPaymentAmount":{"amount":250.5,"currencyCode":"EUR"},"amountDue":{"amount":250.5,"currencyCode":"EUR"}"#).replacen(r#""type":"depository","subType":"checking","#, "", 1));
    bank.categories = vec![
        r#"{"id":"off","name":"Reimbursed","excludeTransactionsFromBudget":true,"consolidateInBudget":true,"enableRollover":true}"#.to_owned(),
        r#"{"id":"moves","name":"Moves","markTransactionsAsTransfers":true,"excludeTransactionsFromBudget":true}"#.to_owned(),
    ];
    bank.transactions = vec![
        transaction("plain", "-1.5", ""),
        transaction("off", "-2.5", r#","transactionCategoryId":"off""#),
        transaction("moved", "-3.5", r#","transactionCategoryId":"moves""#),
    ];
    let pulled = pulled(bank).await;
    let loan = pulled.pages[0]
        .accounts
        .iter()
        .find(|account| account.source_id == "loan-1")
        .unwrap();
    assert_eq!(loan.kind, AccountKind::Loan);
    let facts = loan.loan.as_ref().unwrap();
    assert_eq!(facts.total, Some(eur(1_200_000)));
    assert_eq!(facts.rate.unwrap().to_string(), "3.75");
    assert_eq!(facts.last_payment, Some(eur(25_050)));
    assert_eq!(facts.starts, Some("2024-03-01".parse().unwrap()));
    assert!(
        pulled.pages[0]
            .accounts
            .iter()
            .any(|account| account.loan.is_none())
    );
    let flags = |id: &str| {
        let row = pulled.transaction(id);
        (row.off_reports, row.is_transfer)
    };
    assert_eq!(flags("plain"), (false, false));
    assert_eq!(flags("off"), (true, false));
    assert_eq!(flags("moved"), (false, true));
}
