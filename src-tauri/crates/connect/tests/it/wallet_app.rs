//! The connector of Wallet's app, member by member, against a scripted server.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::{Access, CancelFlag, Connector, ErrorKind, Keeper, WalletApp};
use domain::account::AccountKind;
use domain::category::CategoryKind;
use domain::feed::{BudgetPeriod, Entity};
use domain::planned::Cadence;
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use secrets::Secret;

use crate::client::{FakePause, Pulled, http, pull, resume};
use crate::server::{Reply, Seen, Server};

const TOKENS: &str =
    r#"{"access_token":"aaa.eyJzdWIiOiJwLTcifQ.ccc","refresh_token":"r-0001","expires_in":3600}"#;
const ACCOUNT: &str = r#"{"id":"acc_1","name":"Everyday","type":"CurrentAccount","currency":"EUR","balance":1893.07,"lastSynced":"2026-01-14T05:00:00Z","archived":false}"#;

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn access(base: &str) -> Access {
    Access {
        http: http(&Arc::new(FakePause::default())),
        base_url: base.to_owned(),
        secrets: BTreeMap::from([
            ("access_token".to_owned(), Secret::new("aaa.e30.ccc")),
            ("refresh_token".to_owned(), Secret::new("r-0000")),
        ]),
        settings: BTreeMap::new(),
        keeper: Keeper::default(),
    }
}

/// Answers lists from JSON text, by `type`; what is not named is not known.
fn lists(
    records: &'static str,
    docs: &'static [(&'static str, &'static str)],
) -> impl FnMut(&Seen) -> Reply + Send + 'static {
    move |seen| {
        if seen.path.ends_with("get-records") {
            return Reply::json(format!(r#"{{"items":[{records}],"nextOffset":null}}"#));
        }
        let kind = seen.query("type").unwrap_or_default();
        let found = docs.iter().find(|(name, _)| *name == kind);
        match found {
            Some((name, rows)) => Reply::json(format!(r#"{{"{name}":[{rows}]}}"#)),
            None => Reply::status(404, r#"{"error":"not_found"}"#),
        }
    }
}

async fn pulled(records: &'static str, docs: &'static [(&'static str, &'static str)]) -> Pulled {
    let server = Server::start(lists(records, docs)).await;
    pull(&WalletApp, &access(&server.url()), resume(None)).await
}

fn record(id: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","accountId":"acc_1","categoryId":"cat_food","amount":-12.40,"currency":"EUR","date":"2026-01-14T11:05:00Z","note":"Lunch"{more}}}"#
    )
}

/// Each member of a record: what it becomes, and what becomes of the row when it is null, absent or of another kind.
#[tokio::test]
async fn every_member_of_a_record_is_read_as_described() {
    // Member replaced, its JSON, and what is expected of the row: delivered, told under a code, or both.
    let rows: &[(&str, &str, Option<&str>)] = &[
        ("plain", "", None),
        ("category_null", r#","categoryId":null"#, None),
        ("note_null", r#","note":null"#, None),
        ("place", r#","location":{"lat":48.85,"lon":2.35}"#, None),
        ("place_null", r#","location":null"#, None),
        ("place_odd", r#","location":"here""#, None),
        ("amount_text", r#","amount":"-12.40""#, None),
        ("amount_zero", r#","amount":0"#, None),
        (
            "amount_null",
            r#","amount":null"#,
            Some("row_without_amount"),
        ),
        ("amount_flag", r#","amount":true"#, Some("row_unreadable")),
        (
            "amount_long",
            r#","amount":-12.345"#,
            Some("row_unreadable"),
        ),
        (
            "amount_tail",
            r#","amount":-12.399999999999999"#,
            Some("amount_tail"),
        ),
        (
            "amount_comma",
            r#","amount":"12,40""#,
            Some("row_unreadable"),
        ),
        ("currency_null", r#","currency":null"#, None),
        (
            "currency_odd",
            r#","currency":"EURO""#,
            Some("row_unreadable"),
        ),
        (
            "currency_other",
            r#","currency":"CHF""#,
            Some("unknown_value"),
        ),
        (
            "account_null",
            r#","accountId":null"#,
            Some("row_unreadable"),
        ),
        (
            "account_number",
            r#","accountId":1"#,
            Some("row_unreadable"),
        ),
        (
            "account_unknown",
            r#","accountId":"acc_9""#,
            Some("row_unreadable"),
        ),
        ("date_null", r#","date":null"#, Some("row_unreadable")),
        (
            "date_odd",
            r#","date":"14/01/2026""#,
            Some("row_unreadable"),
        ),
        ("state_uncleared", r#","recordState":"uncleared""#, None),
        ("state_reconciled", r#","recordState":"reconciled""#, None),
        ("state_void", r#","recordState":"void""#, None),
        (
            "state_odd",
            r#","recordState":"frozen""#,
            Some("unknown_value"),
        ),
        ("payee", r#","payee":"Bistro""#, None),
        ("deleted", r#","deleted":true"#, None),
        ("transfer", r#","transferId":"tr_1""#, None),
    ];
    let text: Vec<String> = rows.iter().map(|(id, more, _)| record(id, more)).collect();
    let text: &'static str = text.join(",").leak();
    let pulled = pulled(text, &[("accounts", ACCOUNT)]).await;
    for (id, _, code) in rows {
        assert_eq!(pulled.notice(id), *code, "{id}");
        let found = pulled
            .transactions()
            .into_iter()
            .any(|row| row.source_id.as_deref() == Some(*id));
        let lost = matches!(code, Some("row_unreadable" | "row_without_amount"));
        assert_eq!(found, !lost, "{id}");
        if lost {
            let present = pulled
                .pages
                .iter()
                .any(|page| page.present.iter().any(|(_, have)| have == id));
            assert!(present, "{id} is not missing");
        }
    }
    let row = pulled.transaction("plain");
    assert_eq!(row.amount, eur(-1240));
    assert_eq!(row.date.to_string(), "2026-01-14");
    assert_eq!(row.payee, "Lunch");
    assert_eq!(row.category_source_id.as_deref(), Some("cat_food"));
    assert_eq!(row.status, TransactionStatus::Posted);
    let with_payee = pulled.transaction("payee");
    assert_eq!(
        (with_payee.payee.as_str(), with_payee.description.as_str()),
        ("Bistro", "Lunch")
    );
    let status = |id: &str| pulled.transaction(id).status;
    assert_eq!(status("state_uncleared"), TransactionStatus::Pending);
    assert_eq!(status("state_reconciled"), TransactionStatus::Reconciled);
    assert_eq!(status("state_void"), TransactionStatus::Void);
    assert!(pulled.transaction("deleted").deleted);
    assert!(pulled.transaction("transfer").is_transfer);
    assert!(pulled.transaction("place").raw.unwrap().contains("48.85"));
    assert!(pulled.completes(Entity::Transaction));
}

#[tokio::test]
async fn every_member_of_a_document_is_read_as_described() {
    let pulled = pulled(
        "",
        &[
            (
                "accounts",
                r#"{"id":"acc_1","name":"Everyday","type":"CurrentAccount","currency":"EUR","balance":1893.07,"lastSynced":"2026-01-14T05:00:00Z","archived":false},
                {"id":"acc_2","name":"By hand","type":"Cash","currency":"EUR","balance":12,"lastSynced":null,"archived":true},
                {"id":"acc_3","name":null,"type":"Vault","currency":null,"balance":5},
                {"id":"acc_4","name":"No figure","type":"Loan","currency":"EUR","balance":null},
                {"name":"no id"}"#,
            ),
            (
                "categories",
                r##"{"id":"cat_1","name":"Food","parentId":null,"color":"#ff0000","kind":"expense"},
                {"id":"cat_2","name":"Pay","parentId":"cat_1","color":"red","kind":"income"},
                {"id":"cat_3","name":"Moves","kind":"both"},
                {"id":"cat_4","kind":"odd"}"##,
            ),
            (
                "budgets",
                r#"{"id":"b_w","name":"W","limit":1.5,"spent":0,"period":"weekly"},
                {"id":"b_m","name":"M","limit":400.00,"spent":151.20,"period":"monthly"},
                {"id":"b_y","name":"Y","limit":1,"period":"yearly"},
                {"id":"b_c","name":"C","limit":1,"spent":null,"period":"custom"},
                {"id":"b_x","name":"X","limit":1,"period":"fortnightly"}"#,
            ),
            (
                "goals",
                r#"{"id":"g_1","name":"Bicycle","target":900.00,"saved":150,"currency":"EUR","deadline":"2026-06-30","state":"active"},
                {"id":"g_2","name":"None","target":null,"currency":"EUR","state":"paused"}"#,
            ),
            (
                "standing-orders",
                r#"{"id":"so_1","name":"Rent","amount":-780.00,"currency":"EUR","accountId":"acc_1","categoryId":null,"nextDate":"2026-02-01","recurrence":"FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1"},
                {"id":"so_2","name":"Pay","amount":2000,"currency":"EUR","categoryId":"cat_2","nextDate":"2026-02-05"},
                {"id":"so_3","name":"Which way","amount":10,"currency":"EUR","categoryId":"cat_3","nextDate":"2026-02-05"},
                {"id":"so_4","name":"Food box","amount":10,"currency":"EUR","categoryId":"cat_1","nextDate":"2026-02-05"},
                {"id":"so_5","name":"Said","amount":10,"currency":"EUR","type":"expense","nextDate":"2026-02-05"},
                {"id":"so_6","name":"Never","amount":-10,"currency":"EUR","nextDate":null}"#,
            ),
            (
                "stocks",
                r#"{"id":"s_1","accountId":null,"ticker":"AAA","units":2,"price":10.5,"value":21,"currency":"EUR","assetClass":"equity","asOf":"2026-01-14T05:00:00Z"},
                {"id":"s_2","accountId":"acc_1","ticker":"BBB","units":1,"price":1,"value":1,"currency":"EUR"},
                {"id":"s_3","accountId":null,"ticker":"CCC","units":1,"price":1,"value":7,"currency":"USD"}"#,
            ),
        ],
    )
    .await;
    let page = &pulled.pages[0];
    let account = |id: &str| page.accounts.iter().find(|a| a.source_id == id).unwrap();
    let first = account("acc_1");
    assert_eq!(first.kind, AccountKind::Checking);
    let balance = first.balance.unwrap();
    assert_eq!(balance.amount, eur(189_307));
    assert_eq!(balance.date.unwrap().to_string(), "2026-01-14");
    assert!(account("acc_2").closed && account("acc_2").balance.unwrap().date.is_none());
    assert_eq!(account("acc_3").kind, AccountKind::Other);
    assert_eq!(account("acc_3").name, "acc_3");
    assert!(account("acc_3").balance.is_none() && account("acc_4").balance.is_none());
    assert_eq!(account("stocks:EUR").balance.unwrap().amount, eur(2100));
    let stocks: Vec<_> = page
        .holdings
        .iter()
        .map(|stock| {
            (
                stock.label.as_str(),
                stock.account_source_id.as_str(),
                stock.quantity.unwrap().to_string(),
                stock.valuation.unwrap().minor,
            )
        })
        .collect();
    assert_eq!(
        stocks,
        [
            ("AAA", "stocks:EUR", "2".to_owned(), 2100),
            ("BBB", "acc_1", "1".to_owned(), 100),
            ("CCC", "stocks:USD", "1".to_owned(), 700)
        ]
    );
    assert_eq!(page.holdings[0].unit_value.unwrap().to_string(), "10.5");
    assert!(page.holdings[0].raw.as_ref().unwrap().contains("equity"));
    assert_eq!(page.holdings_of.len(), page.accounts.len());
    assert_eq!(account("stocks:USD").kind, AccountKind::Investment);
    let kinds: Vec<_> = page.categories.iter().map(|c| c.kind).collect();
    assert_eq!(
        kinds,
        [
            Some(CategoryKind::Expense),
            Some(CategoryKind::Income),
            None,
            None
        ]
    );
    assert_eq!(page.categories[0].color.as_deref(), Some("#ff0000"));
    assert_eq!(page.categories[1].color, None);
    assert_eq!(
        page.categories[1].parent_source_id.as_deref(),
        Some("cat_1")
    );
    let periods: Vec<_> = page.budgets.iter().map(|b| b.period).collect();
    assert_eq!(
        periods,
        [
            BudgetPeriod::Week,
            BudgetPeriod::Month,
            BudgetPeriod::Year,
            BudgetPeriod::Custom
        ]
    );
    // Most accounts are in euro, so budgets are.
    assert_eq!(page.budgets[1].limit, Some(eur(40_000)));
    assert_eq!(page.budgets[1].spent, Some(eur(15_120)));
    assert_eq!(pulled.notice("b_x"), Some("unknown_value"));
    assert_eq!(page.goals.len(), 1);
    assert_eq!(page.goals[0].target, eur(90_000));
    assert_eq!(page.goals[0].due.unwrap().to_string(), "2026-06-30");
    let amounts: Vec<_> = page
        .planned
        .iter()
        .map(|order| (order.source_id.as_str(), order.amount.minor))
        .collect();
    assert_eq!(
        amounts,
        [
            ("so_1", -78_000),
            ("so_2", 200_000),
            ("so_4", -1_000),
            ("so_5", -1_000)
        ]
    );
    assert_eq!(
        page.planned[0].cadence,
        Cadence::Months { every: 1, day: 1 }
    );
    assert_eq!(pulled.notice("so_3"), Some("direction_unknown"));
    assert_eq!(pulled.notice("so_6"), Some("row_unreadable"));
    assert!(
        !pulled.completes(Entity::Transaction),
        "an empty list deletes nothing"
    );
}

#[tokio::test]
async fn a_server_without_lists_gives_what_records_tell() {
    let text: &'static str = record("rec_1", "").leak();
    let pulled = pulled(text, &[]).await;
    assert_eq!(pulled.transaction("rec_1").amount, eur(-1240));
    assert_eq!(pulled.pages[0].accounts[0].source_id, "acc_1");
    assert!(!pulled.completes(Entity::Account));
    let missing = pulled.notices();
    assert!(missing.iter().all(|notice| notice.code == "not_available"));
    assert_eq!(missing.len(), 5);
}

#[tokio::test]
async fn the_password_is_sent_once_and_what_comes_back_is_kept() {
    let mut answers = vec![
        Reply::json(r#"{"items":[],"nextOffset":null}"#),
        Reply::json(TOKENS),
    ];
    let server = Server::start(move |_| answers.pop().unwrap()).await;
    let mut access = access(&server.url());
    access.secrets = BTreeMap::from([("password".to_owned(), Secret::new("p\"w"))]);
    access
        .settings
        .insert("username".to_owned(), "a@example.org".to_owned());
    let info = WalletApp.link(&access, &CancelFlag::new()).await.unwrap();
    assert_eq!(info.keep["refresh_token"].expose(), "r-0001");
    access.secrets = info.keep;
    assert_eq!(WalletApp.person(&access).as_deref(), Some("p-7"));
    let seen = server.seen();
    assert_eq!(seen[0].method, "POST");
    assert_eq!(seen[0].path, "/auth/authenticate");
    assert_eq!(seen[0].header("content-type"), Some("application/json"));
    assert_eq!(
        seen[0].body,
        r#"{"password":"p\"w","username":"a@example.org"}"#
    );
    assert_eq!(
        seen[1].header("authorization"),
        Some("Bearer aaa.eyJzdWIiOiJwLTcifQ.ccc")
    );
    assert!(!WalletApp.kept().contains(&"password"));
}

/// What the login and the renewal may answer, and what it makes of the connection.
#[tokio::test]
async fn every_answer_of_the_login_leads_to_its_state() {
    let cases: [(Reply, ErrorKind, usize); 7] = [
        (
            Reply::status(401, r#"{"error":"invalid_credentials"}"#),
            ErrorKind::Credentials,
            1,
        ),
        (Reply::status(403, "{}"), ErrorKind::Forbidden, 1),
        (Reply::status(400, "{}"), ErrorKind::Protocol, 1),
        (
            Reply::json(r#"{"second_factor":["totp"]}"#),
            ErrorKind::Forbidden,
            1,
        ),
        (Reply::json("<html>"), ErrorKind::Protocol, 1),
        (
            Reply::status(500, "{}"),
            ErrorKind::Unavailable { retry_at: None },
            1,
        ),
        (
            Reply::status(503, "{}"),
            ErrorKind::Unavailable { retry_at: None },
            4,
        ),
    ];
    for (reply, kind, requests) in cases {
        let script = reply.clone();
        let server = Server::start(move |_| script.clone()).await;
        let mut access = access(&server.url());
        access
            .secrets
            .insert("password".to_owned(), Secret::new("x"));
        access
            .settings
            .insert("username".to_owned(), "y".to_owned());
        let error = WalletApp
            .link(&access, &CancelFlag::new())
            .await
            .unwrap_err();
        assert_eq!(error.kind, kind, "{reply:?}");
        assert!(!format!("{error:?}").contains("r-0000"));
        // A password is not sent again when it may have arrived.
        assert_eq!(server.seen().len(), requests, "{reply:?}");
    }
}

#[tokio::test]
async fn a_refused_renewal_asks_for_the_password() {
    for status in [400, 401, 403, 404] {
        let server = Server::start(move |seen| {
            if seen.path == "/auth/refresh" {
                Reply::status(status, r#"{"error":"invalid_credentials"}"#)
            } else {
                Reply::status(401, r#"{"error":"token_expired"}"#)
            }
        })
        .await;
        let pulled = pull(&WalletApp, &access(&server.url()), resume(None)).await;
        assert_eq!(pulled.error().kind, ErrorKind::Credentials, "{status}");
        let refreshes = server.seen();
        let refreshes = refreshes.iter().filter(|seen| seen.path == "/auth/refresh");
        assert_eq!(refreshes.count(), 1);
    }
}

#[tokio::test]
async fn a_server_of_neither_description_is_told() {
    let server = Server::start(|_| Reply::json(r#"{"records":[]}"#)).await;
    let pulled = pull(&WalletApp, &access(&server.url()), resume(None)).await;
    assert_eq!(pulled.error().kind, ErrorKind::Protocol);
    assert!(pulled.pages.is_empty());
}
