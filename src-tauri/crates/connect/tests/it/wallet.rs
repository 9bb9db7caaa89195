//! The Wallet connector.

use std::collections::HashSet;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use connect::{CancelFlag, Connector, ErrorKind, Resume, Retry, Tz, Wallet};
use domain::account::AccountKind;
use domain::category::CategoryKind::{Expense, Income, Transfer};
use domain::feed::{BudgetPeriod, Entity};
use domain::planned::Cadence;
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use secrets::Secret;

use crate::client::{FakePause, Pulled, access, now, pull, resume};
use crate::server::{Reply, Seen, Server};
use crate::wallet_bank::{Bank, Shared, account, record, script};

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

async fn pulled(bank: Bank) -> Pulled {
    pulled_from(&bank.share(), resume(None)).await.0
}

async fn pulled_from(bank: &Shared, resume: Resume) -> (Pulled, Vec<Seen>) {
    let server = Server::start(script(bank)).await;
    let base = format!("{}/wallet", server.url());
    let pulled = pull(
        &Wallet,
        &access(&base, &Arc::new(FakePause::default())),
        resume,
    )
    .await;
    (pulled, server.seen())
}

fn ids(pulled: &Pulled) -> HashSet<String> {
    pulled
        .transactions()
        .into_iter()
        .filter_map(|t| t.source_id)
        .collect()
}

fn records(seen: &[Seen]) -> Vec<&Seen> {
    seen.iter()
        .filter(|seen| seen.path.ends_with("/records"))
        .collect()
}

#[tokio::test]
async fn a_first_run_reads_everything_and_can_tell_what_is_missing() {
    let (pulled, seen) = pulled_from(&Bank::filled(450, 200).share(), resume(None)).await;
    assert_eq!(ids(&pulled).len(), 450);
    let summary = pulled.summary();
    assert!(summary.complete && !summary.unchanged);
    assert_eq!(summary.requests, seen.len() as u64);
    assert_eq!(summary.rate.remaining, Some(250));
    for entity in [
        Entity::Account,
        Entity::Transaction,
        Entity::Budget,
        Entity::Goal,
        Entity::Planned,
    ] {
        assert!(pulled.completes(entity), "{entity:?}");
    }
    assert_eq!(pulled.pages[1].begin_pass, [Entity::Transaction]);
    assert_eq!(pulled.pages[1].expected_transactions, Some(450));
    for page in records(&seen) {
        assert_eq!(
            page.query("recordDate"),
            Some("gte.2000-01-01"),
            "the window is always wide"
        );
        assert!(
            page.raw_query.contains("sortBy=%2BcreatedAt"),
            "{}",
            page.raw_query
        );
        assert_eq!(
            (page.query("limit"), page.query("agentHints")),
            (Some("200"), None)
        );
    }
}

#[tokio::test]
async fn an_unchanged_revision_ends_the_run_at_the_probe() {
    let bank = Bank::filled(3, 200).share();
    let (first, _) = pulled_from(&bank, resume(None)).await;
    let (second, seen) = pulled_from(&bank, resume(first.cursor())).await;
    assert!(second.summary().unchanged && second.pages.is_empty());
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].path.as_str(), seen[0].query("limit")),
        ("/wallet/v1/api/accounts", Some("1"))
    );

    bank.lock().unwrap().syncing = true;
    let (third, _) = pulled_from(&bank, resume(first.cursor())).await;
    assert!(!third.summary().unchanged, "more may follow");
    assert!(
        third
            .notices()
            .iter()
            .any(|notice| notice.code == "sync_in_progress")
    );
    let (again, _) = pulled_from(
        &bank,
        Resume {
            full: true,
            ..resume(first.cursor())
        },
    )
    .await;
    assert_eq!(ids(&again).len(), 3);
    assert!(
        !again.completes(Entity::Transaction),
        "not while rows are still arriving"
    );
}

#[tokio::test]
async fn later_runs_ask_for_changes_with_an_overlap() {
    let bank = Bank::filled(300, 200).share();
    let (first, _) = pulled_from(&bank, resume(None)).await;
    {
        let mut bank = bank.lock().unwrap();
        bank.change("2026-01-15T09:00:00.000Z");
        let posted = record("r-7", 7, "-9", "").replace(
            "\"updatedAt\":\"2026-01-10T00:00:07",
            "\"updatedAt\":\"2026-01-15T09:00:00",
        );
        bank.records[7] = posted;
        bank.records
            .push(record("new", 1, "5", "").replace("2026-01-10T00:00:01", "2026-01-15T08:59:00"));
    }
    let (second, seen) = pulled_from(&bank, resume(first.cursor())).await;
    let asked = records(&seen)[0];
    // The newest change seen was 00:04:59; less five minutes.
    assert_eq!(
        asked.query("updatedAt"),
        Some("gte.2026-01-09T23:59:59.000Z")
    );
    assert_eq!(asked.query("recordDate"), Some("gte.2000-01-01"));
    assert!(asked.raw_query.contains("sortBy=%2BupdatedAt"));
    assert_eq!(second.transaction("r-7").amount, eur(-900));
    assert!(ids(&second).contains("new"));
    assert!(
        !second.summary().complete,
        "the count agrees, so no pass through everything"
    );

    bank.lock().unwrap().change("2026-01-15T09:30:00.000Z");
    let (third, seen) = pulled_from(&bank, resume(second.cursor())).await;
    assert_eq!(
        records(&seen)[0].query("updatedAt"),
        Some("gte.2026-01-15T08:55:00.000Z")
    );
    assert_eq!(ids(&third).len(), 2, "the overlap is read again");
}

#[tokio::test]
async fn a_count_that_disagrees_or_a_new_day_brings_a_pass_through_everything() {
    let bank = Bank::filled(300, 200).share();
    let (first, _) = pulled_from(&bank, resume(None)).await;
    {
        let mut bank = bank.lock().unwrap();
        bank.records.remove(10);
        bank.change("2026-01-15T09:00:00.000Z");
    }
    let (second, _) = pulled_from(&bank, resume(first.cursor())).await;
    assert!(second.summary().complete && second.completes(Entity::Transaction));
    assert_eq!(ids(&second).len(), 299);
    assert!(!ids(&second).contains("r-10"));

    let tomorrow = || Resume {
        today: "2026-01-16".parse().unwrap(),
        ..resume(second.cursor())
    };
    let (same, _) = pulled_from(&bank, tomorrow()).await;
    assert!(
        same.summary().unchanged,
        "what did not change need not be read again"
    );
    bank.lock().unwrap().change("2026-01-16T09:00:00.000Z");
    let (daily, _) = pulled_from(&bank, tomorrow()).await;
    assert!(daily.summary().complete);
}

#[tokio::test]
async fn a_count_of_zero_means_that_nobody_counted() {
    let mut bank = Bank::filled(300, 200);
    bank.without_total = true;
    let bank = bank.share();
    let (first, _) = pulled_from(&bank, resume(None)).await;
    assert!(first.summary().complete);
    bank.lock().unwrap().change("2026-01-15T09:00:00.000Z");
    let (second, _) = pulled_from(&bank, resume(first.cursor())).await;
    assert!(!second.summary().complete && second.outcome.is_ok());
}

#[tokio::test]
async fn an_empty_book_is_complete_in_nothing() {
    let pulled = pulled(Bank {
        accounts: vec![],
        ..Bank::new()
    })
    .await;
    assert!(pulled.outcome.is_ok());
    assert!(!pulled.completes(Entity::Account) && !pulled.completes(Entity::Transaction));
}

#[tokio::test]
async fn the_first_synchronisation_says_when_to_come_back() {
    let body = r#"{"error":"init_sync_in_progress","message":"","retry_after_minutes":5}"#;
    let server = Server::start(move |seen| match seen.path.as_str() {
        "/wallet/v1/api/api-usage/stats" => Reply::json("{}"),
        _ => Reply::status(409, body),
    })
    .await;
    let access = access(
        &format!("{}/wallet/v1/api/", server.url()),
        &Arc::new(FakePause::default()),
    );
    let pulled = pull(&Wallet, &access, resume(None)).await;
    let retry_at = now() + TimeDelta::minutes(5);
    assert_eq!(pulled.error().kind, ErrorKind::Preparing { retry_at });
    assert_eq!(pulled.error().retry(), Retry::At(retry_at));
    assert_eq!(server.seen().len(), 1, "it is not asked again at once");
    let info = Wallet.link(&access, &CancelFlag::new()).await.unwrap();
    assert_eq!(
        info.preparing_until,
        Some(retry_at),
        "the token is good, the data not ready"
    );

    let other = Server::start(|_| Reply::status(409, r#"{"error":"else"}"#)).await;
    let access = crate::client::access(&other.url(), &Arc::new(FakePause::default()));
    assert_eq!(
        pull(&Wallet, &access, resume(None)).await.error().kind,
        ErrorKind::Protocol
    );
}

#[tokio::test]
async fn the_token_of_the_sibling_app_is_forbidden_not_wrong() {
    let server = Server::start(|_| Reply::text(403, "text/plain", "This token is for Board")).await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let error = Wallet.test(&access, &CancelFlag::new()).await.unwrap_err();
    assert_eq!(
        (error.kind, error.http_status),
        (ErrorKind::Forbidden, Some(403))
    );
    assert!(error.detail.contains("another app") && !error.detail.contains("Board"));
}

#[tokio::test]
async fn a_token_that_says_when_it_ends_is_believed() {
    let claims = URL_SAFE_NO_PAD.encode(r#"{"sub":"c","exp":1768471200}"#);
    let server = Server::start(|_| Reply::json(r#"{"accounts":[],"total":4}"#)).await;
    let mut access = access(&server.url(), &Arc::new(FakePause::default()));
    access
        .secrets
        .insert("token".into(), Secret::new(format!("e30.{claims}.c2ln")));
    let info = Wallet.test(&access, &CancelFlag::new()).await.unwrap();
    assert_eq!(
        info.expires_at.unwrap().to_rfc3339(),
        "2026-01-15T10:00:00+00:00"
    );
    assert_eq!(info.accounts, Some(4));
}

#[tokio::test]
async fn records_are_read_with_all_they_say() {
    let rows = vec![
        record(
            "bank",
            1,
            "-18.9",
            r#","accountIsBankSync":true,"counterParty":"Corner Market","note":"CB 4412","category":{"id":"5c5c03e8-000a-8000-8000-000000000000","name":"Groceries"},"labels":[{"id":"l","name":"trip"},{"id":"m"}],"photos":[{"temporaryUrl":"https://x/secret-link"}]"#,
        ),
        record(
            "own",
            2,
            "-18.9",
            r#","counterParty":"Corner Market","note":"with Ana""#,
        ),
        record("note", 3, "-18.9", r#","counterParty":"","note":"Kiosk""#),
        record(
            "leg",
            4,
            "-200",
            r#","transfer":{"type":"paired","transferId":"tr-77","mirrorRecord":{"id":"x"}}"#,
        ),
        record(
            "old-leg",
            5,
            "200",
            r#","transferRecord":{"transferId":"tr-78"},"payee":"Old name""#,
        ),
        record(
            "by-category",
            6,
            "-5",
            r#","category":{"id":"5c5c4e21-00c8-8000-8000-000000000000"},"transfer":null"#,
        ),
        record("evening", 7, "0", "")
            .replace("2026-01-10T09:00:00.000Z", "2026-01-10T23:30:00.000Z"),
    ];
    let pulled = pulled(Bank::with(rows)).await;
    let bank = pulled.transaction("bank");
    assert_eq!(
        (bank.amount, bank.payee.as_str()),
        (eur(-1890), "Corner Market")
    );
    assert_eq!(
        (bank.description.as_str(), bank.note.as_str()),
        ("CB 4412", "")
    );
    assert_eq!(
        bank.category_source_id.as_deref(),
        Some("5c5c03e8-000a-8000-8000-000000000000")
    );
    assert_eq!(bank.tags, ["trip"]);
    let raw = bank.raw.unwrap();
    assert!(
        raw.contains("\"value\":-18.9") && !raw.contains("secret-link"),
        "{raw}"
    );
    assert_eq!(pulled.transaction("own").note, "with Ana");
    assert_eq!(
        (
            pulled.transaction("note").payee.as_str(),
            pulled.transaction("note").note.as_str()
        ),
        ("Kiosk", "")
    );
    assert_eq!(
        pulled.transaction("leg").transfer_key.as_deref(),
        Some("tr-77")
    );
    let old = pulled.transaction("old-leg");
    assert_eq!(
        (old.transfer_key.as_deref(), old.payee.as_str()),
        (Some("tr-78"), "Old name")
    );
    let by = pulled.transaction("by-category");
    assert!(by.is_transfer && by.transfer_key.is_none());
    assert_eq!(
        pulled.transaction("evening").date.to_string(),
        "2026-01-11",
        "23:30Z in Paris"
    );
}

#[tokio::test]
async fn the_days_follow_the_persons_zone_through_a_change_of_clocks() {
    let at = |id: &str, n, stamp: &str| {
        record(id, n, "1", "").replace("2026-01-10T09:00:00.000Z", stamp)
    };
    let rows = vec![
        at("before", 1, "2025-10-25T22:30:00.000Z"),
        at("after", 2, "2025-10-26T22:30:00.000Z"),
        at("later", 3, "2025-10-26T23:30:00.000Z"),
    ];
    let bank = Bank::with(rows).share();
    let (paris, _) = pulled_from(&bank, resume(None)).await;
    let days = |pulled: &Pulled| {
        ["before", "after", "later"].map(|id| pulled.transaction(id).date.to_string())
    };
    assert_eq!(days(&paris), ["2025-10-26", "2025-10-26", "2025-10-27"]);
    let (new_york, _) = pulled_from(
        &bank,
        Resume {
            zone: Tz::America__New_York,
            ..resume(None)
        },
    )
    .await;
    assert_eq!(days(&new_york), ["2025-10-25", "2025-10-26", "2025-10-26"]);
}

#[tokio::test]
async fn states_of_records_are_told_apart() {
    use TransactionStatus::{Pending, Posted, Reconciled, Void};
    let states = [
        ("uncleared", Pending),
        ("waitForAssign", Pending),
        ("cleared", Posted),
        ("reconciled", Reconciled),
        ("void", Void),
        ("brand-new", Posted),
    ];
    let rows = states.iter().enumerate().map(|(n, (state, _))| {
        record(state, n, "1", "").replace(
            "\"recordState\":\"cleared\"",
            &format!("\"recordState\":\"{state}\""),
        )
    });
    let pulled = pulled(Bank::with(rows.collect())).await;
    for (state, status) in states {
        assert_eq!(pulled.transaction(state).status, status, "{state}");
    }
    assert_eq!(pulled.notice("brand-new"), Some("unknown_value"));
}

#[tokio::test]
async fn records_that_cannot_be_read_are_told_and_are_not_missing() {
    let rows = vec![
        record("good", 1, "1", ""),
        record("three", 2, "-45.678", ""),
        record("null", 3, "null", ""),
        record("text", 4, "\"12,50\"", ""),
        record("yen", 5, "100", "").replace(
            "\"value\":100,\"currencyCode\":\"EUR\"",
            "\"value\":100,\"currencyCode\":\"\"",
        ),
        record("dateless", 6, "1", "").replace("\"2026-01-10T09:00:00.000Z\"", "17"),
    ];
    let pulled = pulled(Bank::with(rows)).await;
    assert_eq!(
        ids(&pulled),
        HashSet::from(["good".to_owned(), "yen".to_owned()])
    );
    assert_eq!(
        pulled.transaction("yen").amount,
        eur(10_000),
        "the account's currency stands in"
    );
    for (id, code) in [
        ("three", "row_unreadable"),
        ("null", "row_without_amount"),
        ("text", "row_unreadable"),
        ("dateless", "row_unreadable"),
    ] {
        assert_eq!(pulled.notice(id), Some(code), "{id}");
        assert!(
            pulled.pages[1]
                .present
                .contains(&(Entity::Transaction, id.to_owned())),
            "{id}"
        );
    }
    assert!(pulled.completes(Entity::Transaction));
}

#[tokio::test]
async fn accounts_are_read_with_their_kinds_and_balances() {
    let of = |id: &str, kind: &str| account(id, "").replace("CurrentAccount", kind);
    let mut bank = Bank::new();
    bank.accounts = vec![
        of("current", "CurrentAccount"),
        of("card", "CreditCard").replace("\"standard\"", "\"creditCardManualInverse\",\"availableCredit\":500"),
        of("stocks", "General").replace("\"id\"", "\"isInvestmentAccount\":true,\"id\""),
        of("new", "TimeMachine"),
        of("blank", "Cash").replace("\"EUR\"", "\"\""),
        r#"{"id":"nothing","name":"n","accountType":"Cash","currencyCode":"EUR","balance":null,"archived":true,"excludeFromStats":true}"#.to_owned(),
        r#"{"id":"legacy","accountType":"bonus","currencyCode":"eur","initialBalance":{"value":10.005,"currencyCode":"EUR"}}"#.to_owned(),
    ];
    let pulled = pulled(bank).await;
    let accounts = &pulled.pages[0].accounts;
    let get = |id: &str| accounts.iter().find(|a| a.source_id == id).unwrap();
    let current = get("current");
    assert_eq!(current.balance.unwrap().amount, eur(189_307));
    assert_eq!(
        current.balance.unwrap().date.unwrap().to_string(),
        "2026-01-14"
    );
    assert_eq!(current.opening, Some(eur(12_050)));
    assert_eq!(
        get("card").balance.unwrap().amount,
        eur(189_307),
        "as displayed, whatever the mode"
    );
    assert_eq!(get("card").available, Some(eur(50_000)));
    assert_eq!(get("stocks").kind, AccountKind::Investment);
    assert_eq!(
        (get("new").kind, pulled.notice("new")),
        (AccountKind::Other, Some("unknown_value"))
    );
    assert_eq!((get("blank").currency, get("blank").balance), (None, None));
    assert_eq!(pulled.notice("blank"), Some("unknown_value"));
    assert_eq!(
        (get("nothing").balance, pulled.notice("nothing")),
        (None, Some("unknown_value"))
    );
    assert!(get("nothing").closed && get("nothing").exclude_from_budget);
    assert_eq!(
        (get("legacy").opening, get("legacy").kind),
        (None, AccountKind::Savings)
    );
}

#[tokio::test]
async fn categories_carry_what_the_vendors_chart_means() {
    let mut bank = Bank::new();
    bank.categories = vec![
        r##"{"id":"5c5c0bb8-001e-8000-8000-000000000000","name":"Loyer","color":"#e67e22","group":{"id":"housing","name":"Housing"},"systemId":"housing__rent"}"##.to_owned(),
        r#"{"id":"5c5c2710-0064-8000-8000-000000000000","name":"Wage","group":{"id":"income","name":"Income"},"systemId":"income__wage_invoices"}"#.to_owned(),
        r#"{"id":"5c5c4e21-00c8-8000-8000-000000000000","name":"Transfer","group":{"id":"system","name":"System"}}"#.to_owned(),
        r#"{"id":"own","name":"Nursery","customCategory":true,"parentId":"5c5c2710-0064-8000-8000-000000000000","parentName":"Wage","enabled":false}"#.to_owned(),
        r#"{"id":"plain","name":"Odd"}"#.to_owned(),
    ];
    let pulled = pulled(bank).await;
    let found: Vec<_> = pulled.pages[0]
        .categories
        .iter()
        .map(|c| {
            (
                c.name.as_str(),
                c.kind,
                c.system_key.as_deref(),
                c.group.as_deref(),
                c.archived,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("Loyer", Some(Expense), Some("rent"), Some("Housing"), false),
            ("Wage", Some(Income), Some("salary"), Some("Income"), false),
            (
                "Transfer",
                Some(Transfer),
                Some("transfer"),
                Some("System"),
                false
            ),
            ("Nursery", Some(Income), None, Some("Wage"), true),
            ("Odd", None, None, None, false),
        ]
    );
}

#[tokio::test]
async fn budgets_and_goals_are_read() {
    let mut bank = Bank::new();
    bank.budgets = vec![
        r#"{"id":"bud-1","name":"Food","type":"BUDGET_INTERVAL_MONTH","limit":400,"currencyCode":"EUR","accountIds":[],"categoryIds":["c"],"labelIds":[],"closed":false,"limitOverrides":[{"limit":500,"period":"2025-12","periodStart":"2025-12-01","periodCount":1}],"pastLimitOverrides":[{"limit":300,"period":"2025-06","periodCount":1}],"spending":{"current":{"period":"2026-01","periodStart":"2026-01-01","effectiveLimit":400,"spent":151.2}}}"#.to_owned(),
        r#"{"id":"bud-2","name":"Trip","type":"BUDGET_CUSTOM","limit":900,"currencyCode":"EUR","startDate":"2026-01-02","endDate":"2026-01-20","labelIds":["l"],"closed":true}"#.to_owned(),
        r#"{"id":"bud-3","type":"BUDGET_DECADE","limit":null,"currencyCode":""}"#.to_owned(),
    ];
    bank.goals = vec![
        r#"{"id":"g","name":"Bicycle","targetAmount":{"value":900,"currencyCode":"EUR"},"initialAmount":{"value":150,"currencyCode":"EUR"},"desiredDate":"2026-08-31T00:00:00.000Z","state":"active"}"#.to_owned(),
        r#"{"id":"no","name":"Nothing"}"#.to_owned(),
    ];
    let (pulled, seen) = pulled_from(&bank.share(), resume(None)).await;
    let budgets = &pulled.pages[0].budgets;
    assert_eq!(
        (budgets[0].period, budgets[0].limit),
        (BudgetPeriod::Month, Some(eur(40_000)))
    );
    assert_eq!(budgets[0].spent, Some(eur(15_120)));
    let overrides: Vec<_> = budgets[0]
        .overrides
        .iter()
        .map(|(d, m)| (d.to_string(), m.minor))
        .collect();
    assert_eq!(
        overrides,
        [
            ("2025-06-01".to_owned(), 30_000),
            ("2025-07-01".to_owned(), 40_000),
            ("2025-12-01".to_owned(), 50_000),
            ("2026-01-01".to_owned(), 40_000),
        ]
    );
    assert_eq!(budgets[1].period, BudgetPeriod::Custom);
    assert!(budgets[1].closed && budgets[1].to.unwrap().to_string() == "2026-01-20");
    assert_eq!(
        budgets[1].labels,
        ["l"],
        "a label that nobody names counts no row, rather than all"
    );
    assert_eq!(
        (budgets[2].limit, pulled.notice("bud-3")),
        (None, Some("unknown_value"))
    );
    let goals = &pulled.pages[0].goals;
    assert_eq!(
        (goals.len(), goals[0].target, goals[0].initial),
        (1, eur(90_000), Some(eur(15_000)))
    );
    assert_eq!(goals[0].due.unwrap().to_string(), "2026-08-31");
    assert_eq!(pulled.notice("no"), Some("row_unreadable"));
    let asked = seen
        .iter()
        .find(|seen| seen.path.ends_with("/budgets"))
        .unwrap();
    assert_eq!(asked.query("spending"), Some("current"));
}

#[tokio::test]
async fn standing_orders_go_on_from_the_first_open_occurrence() {
    let order = |id: &str, more: &str| {
        format!(
            r#"{{"id":"{id}","name":"Rent","amount":780,"type":"expense","currencyCode":"EUR","accountId":"acc-1","categoryId":"c","dueDate":"2026-02-01T00:00:00.000Z"{more}}}"#
        )
    };
    let mut bank = Bank::new();
    bank.orders = vec![
        order(
            "monthly",
            r#","recurrenceRule":"FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1""#,
        ),
        order("paid", r#","recurrenceRule":"FREQ=MONTHLY;BYMONTHDAY=1""#),
        order(
            "wage",
            r#","counterParty":"Employer","recurrenceRule":"FREQ=MONTHLY;BYDAY=-1FR""#,
        )
        .replace("expense", "income"),
        order(
            "hourly",
            r#","recurrenceRule":"FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=8""#,
        ),
        order("once", ""),
        order("once-paid", ""),
        order("counted", r#","recurrenceRule":"FREQ=WEEKLY;COUNT=2""#),
        order("over", r#","recurrenceRule":"FREQ=WEEKLY;UNTIL=20260110""#),
        order("sideways", "").replace("expense", "sideways"),
    ];
    let item = |order: &str, day: &str, more: &str| {
        format!(r#"{{"id":"i","standingOrderId":"{order}","originalDate":"{day}"{more}}}"#)
    };
    bank.items = vec![
        item("paid", "2026-02-01", r#","paidDate":"2026-01-30""#),
        item("paid", "2026-03-01", r#","dismissed":true"#),
        item("monthly", "2026-02-01", r#","paidDate":null"#),
        item("once-paid", "2026-02-01", r#","paidDate":"2026-01-30""#),
        item("counted", "2026-01-25", r#","paidDate":"2026-01-25""#),
        item("counted", "2026-02-01", r#","paidDate":"2026-02-01""#),
    ];
    for legacy in [false, true] {
        bank.legacy = legacy;
        bank.most = if legacy { 100 } else { 200 };
        let shared = std::mem::take(&mut bank).share();
        let (pulled, _) = pulled_from(&shared, resume(None)).await;
        bank = std::mem::take(&mut shared.lock().unwrap());
        let get = |id: &str| {
            pulled.pages[0]
                .planned
                .iter()
                .find(|order| order.source_id == id)
                .unwrap()
                .clone()
        };
        let monthly = get("monthly");
        assert_eq!(
            (monthly.amount, monthly.next_date.to_string().as_str()),
            (eur(-78_000), "2026-02-01")
        );
        assert_eq!(monthly.cadence, Cadence::Months { every: 1, day: 1 });
        assert_eq!(get("paid").next_date.to_string(), "2026-04-01");
        assert_eq!(
            (get("wage").amount, get("wage").payee.as_str()),
            (eur(78_000), "Employer")
        );
        // The last Friday of the month, as the service says it.
        assert_eq!(pulled.notice("wage"), None);
        let wage = get("wage");
        let first = "2026-02-01".parse().unwrap();
        let days = wage
            .cadence
            .days(first, first, "2026-04-01".parse().unwrap());
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2026-02-27", "2026-03-27"]);
        assert_eq!(pulled.notice("hourly"), Some("recurrence_simplified"));
        assert_eq!(
            (get("once").cadence, get("once").closed),
            (Cadence::Once, false)
        );
        assert!(get("once-paid").closed);
        assert_eq!(
            (get("counted").count, get("counted").closed),
            (Some(0), true)
        );
        assert!(get("over").closed);
        assert_eq!(pulled.notice("sideways"), Some("row_unreadable"));
    }
}

#[tokio::test]
async fn the_older_dialect_is_understood() {
    let mut bank = Bank::filled(250, 100);
    bank.most = 100;
    bank.legacy = true;
    bank.budgets =
        vec![r#"{"id":"b","type":"BUDGET_ALL","limit":1,"currencyCode":"EUR"}"#.to_owned()];
    let (pulled, seen) = pulled_from(&bank.share(), resume(None)).await;
    assert_eq!(ids(&pulled).len(), 250);
    assert!(pulled.summary().complete);
    assert_eq!(
        pulled.pages[0].budgets.len(),
        1,
        "without the spending that it cannot give"
    );
    assert!(
        pulled
            .notices()
            .iter()
            .any(|n| (n.code, n.entity) == ("not_available", Entity::Goal))
    );
    assert!(
        !pulled.completes(Entity::Goal),
        "what it does not have is not empty"
    );
    let refused = seen
        .iter()
        .filter(|seen| seen.query("limit") == Some("200"))
        .count();
    assert_eq!(refused, 1, "the smaller page is remembered");
}

#[tokio::test]
async fn rows_that_slip_past_a_page_are_gone_back_for() {
    // Thirty rows vanish from the first page before the second is read: thirty others slip onto the first.
    let mut bank = Bank::filled(150, 50);
    bank.between = Some(|bank, offset| {
        if offset > 0 && bank.records.len() == 150 {
            bank.records.drain(5..35);
        }
    });
    let pulled = pulled(bank).await;
    let met = ids(&pulled);
    assert!(
        (35..150).all(|n| met.contains(&format!("r-{n}"))),
        "none is missed"
    );
    assert!(pulled.summary().complete);
    let begins = |page: &domain::feed::Page| page.begin_pass.contains(&Entity::Transaction);
    let last = pulled.pages.iter().rposition(begins).unwrap();
    let rows: usize = pulled.pages[last..]
        .iter()
        .map(|page| page.transactions.len())
        .sum();
    assert_eq!(
        rows, 120,
        "the last look has what is there, once, and not what went"
    );
}

#[tokio::test]
async fn a_server_that_does_not_sort_is_not_walked_for_ever() {
    let mut bank = Bank::filled(150, 10);
    bank.between = Some(|bank, _| {
        bank.records.rotate_left(37);
        for (n, row) in bank.records.iter_mut().enumerate() {
            let mut value: serde_json::Value = serde_json::from_str(row).unwrap();
            value["createdAt"] = format!("2026-01-10T00:{:02}:{:02}.000Z", n / 60, n % 60).into();
            *row = value.to_string();
        }
    });
    let (pulled, seen) = pulled_from(&bank.share(), resume(None)).await;
    assert!(pulled.outcome.is_ok());
    assert!(seen.len() < 120, "{}", seen.len());
}

#[tokio::test]
async fn offsets_that_do_not_move_on_end_the_listing() {
    let server = Server::start(|seen| {
        let name = seen.path.rsplit('/').next().unwrap().to_owned();
        let row = match name.as_str() {
            "records" => record("r", 1, "1", ""),
            "accounts" => account("acc-1", ""),
            _ => String::new(),
        };
        let name = match name.as_str() {
            "standing-orders" => "standingOrders",
            other => other,
        };
        Reply::json(format!(
            r#"{{"{name}":[{row}],"limit":1,"offset":0,"nextOffset":0}}"#
        ))
    })
    .await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let pulled = pull(&Wallet, &access, resume(None)).await;
    assert_eq!(pulled.transactions().len(), 1);
}

#[tokio::test]
async fn a_limit_in_the_middle_keeps_what_was_read_and_goes_on_later() {
    let bank = Bank::filled(500, 100).share();
    let mut answer = script(&bank);
    let mut left = 3;
    let server = Server::start(move |seen| {
        if seen.path.ends_with("/records") {
            if left == 0 {
                return Reply::status(429, "{}").with("Retry-After", 1800);
            }
            left -= 1;
        }
        answer(seen)
    })
    .await;
    let base = format!("{}/wallet", server.url());
    let first = pull(
        &Wallet,
        &access(&base, &Arc::new(FakePause::default())),
        resume(None),
    )
    .await;
    assert_eq!(
        first.error().kind,
        ErrorKind::RateLimited {
            retry_at: now() + TimeDelta::minutes(30)
        }
    );
    assert!(first.transactions().len() > 250);
    let (second, seen) = pulled_from(&bank, resume(first.cursor())).await;
    let begins = records(&seen)[0]
        .query("offset")
        .unwrap()
        .parse::<usize>()
        .unwrap();
    assert!(begins > 250, "{begins}");
    assert!(second.summary().complete && second.completes(Entity::Transaction));
    let all: HashSet<_> = ids(&first).union(&ids(&second)).cloned().collect();
    assert_eq!(all.len(), 500);
    assert!(
        second
            .pages
            .iter()
            .all(|page| !page.begin_pass.contains(&Entity::Transaction))
    );
}

#[tokio::test]
async fn records_that_are_gone_are_told_from_those_that_are_not() {
    let server = Server::start(script(&Bank::filled(50, 200).share())).await;
    let base = format!("{}/wallet", server.url());
    let access = access(&base, &Arc::new(FakePause::default()));
    let ids: Vec<String> = (20..90).map(|n| format!("r-{n}")).collect();
    let gone = Wallet
        .gone(&access, &ids, &CancelFlag::new())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(gone, ids[30..]);
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| seen.query("id").unwrap().split(',').count() <= 30)
    );
    let odd = ["a,b".to_owned()];
    assert_eq!(
        Wallet
            .gone(&access, &odd, &CancelFlag::new())
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn an_older_server_is_asked_for_ids_by_its_own_route() {
    let row = |id: &str| format!(r#"{{"id":"{id}"}}"#);
    let ids = ["a".to_owned(), "b".to_owned()];
    let asked = |by_id: Reply| {
        let mut by_id = Some(by_id);
        let all = format!(r#"{{"records":[{},{},{}]}}"#, row("a"), row("x"), row("y"));
        let ids = ids.clone();
        async move {
            let server = Server::start(move |seen| {
                if seen.path.ends_with("/by-id") {
                    by_id.take().unwrap()
                } else {
                    // The filter is not known there, so everything comes.
                    Reply::json(all.clone())
                }
            })
            .await;
            let access = access(&server.url(), &Arc::new(FakePause::default()));
            Wallet
                .gone(&access, &ids, &CancelFlag::new())
                .await
                .unwrap()
        }
    };
    let there = format!(r#"{{"records":[{}]}}"#, row("a"));
    assert_eq!(asked(Reply::json(there)).await, Some(vec!["b".to_owned()]));
    assert_eq!(
        asked(Reply::status(404, r#"{"message":"no Route matched"}"#)).await,
        None,
        "nothing follows from an absence then"
    );
}
