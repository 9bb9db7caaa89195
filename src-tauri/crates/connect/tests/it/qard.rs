//! The Qard connector, member by member and state by state, against a scripted server.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect::steps::{
    LinkAnswer, LinkProgress, LinkStep, LinkTask, StepContext, StopReason, WaitsFor, Way,
};
use connect::{Access, CancelFlag, Connector, ErrorKind, Keeper, Qard};
use domain::account::AccountKind;
use domain::connection::LoginCondition;
use domain::feed::Entity;
use money::{Currency, Money};
use secrets::Secret;

use crate::client::{FakePause, Pulled, http, now, pull, resume};
use crate::server::{Reply, Seen, Server};

const USER: &str = "7a1d0000-0000-4000-8000-000000000001";
const CONNECTION: &str = "7a1d0000-0000-4000-8000-000000000010";
const ACCOUNT: &str = "7a1d0000-0000-4000-8000-000000000100";

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn access(base: &str, pause: &Arc<FakePause>) -> Access {
    Access {
        http: http(pause),
        base_url: base.to_owned(),
        secrets: BTreeMap::from([("api_key".to_owned(), Secret::new("qk-very-secret"))]),
        settings: BTreeMap::from([("user_id".to_owned(), USER.to_owned())]),
        keeper: Keeper::default(),
    }
}

/// A small Qard. JSON text, so that amounts keep their digits.
#[derive(Debug, Clone)]
struct Bank {
    status: &'static str,
    redirect: Option<&'static str>,
    /// What `sync/latest` says, look by look; the last word stays.
    looks: Vec<&'static str>,
    looked: usize,
    /// Identifies the newest synchronisation.
    sync: u32,
    running: bool,
    accounts: Vec<String>,
    rows: Vec<String>,
    /// Rows of a page; none switches pages off.
    page: Option<usize>,
    envelope: Option<&'static str>,
    /// Says how many rows there are.
    counts: bool,
    users: Vec<String>,
    gone: bool,
    cash_flow: Option<&'static str>,
    insights: Option<&'static str>,
}

impl Default for Bank {
    fn default() -> Self {
        Self {
            status: "CONNECTED",
            redirect: None,
            looks: vec!["SUCCESS"],
            looked: 0,
            sync: 0,
            running: false,
            accounts: vec![account("")],
            rows: Vec::new(),
            page: None,
            envelope: None,
            counts: true,
            users: vec![format!(
                r#"{{"id":"{USER}","type":"NATURAL","name":"One"}}"#
            )],
            gone: false,
            cash_flow: None,
            insights: None,
        }
    }
}

type Shared = Arc<Mutex<Bank>>;

fn account(more: &str) -> String {
    format!(
        r#"{{"id":"{ACCOUNT}","name":"Daily account","account_number":"00012345678","account_type":"CHECKING","balance":1893.07,"currency":"EUR","iban":"FR7600000000000000000000097","bic":"AAAAFRPPXXX","bank_name":"Example Bank","last_update":"2026-01-14 23:30:00","last_transaction":"2026-01-12","provider_name":"budget_insight","data_connection_id":"{CONNECTION}","owners":[]{more}}}"#
    )
}

fn row(id: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","account_id":"{ACCOUNT}","amount":-23.4,"currency":"EUR","initiated_at":"2026-01-10","value_date":"2026-01-12","description":"CARTE 10/01 GREENGROCER","transaction_type":"CARD","provider_name":"budget_insight","data_connection_id":"{CONNECTION}"{more}}}"#
    )
}

fn connection(bank: &Bank) -> String {
    let redirect = bank
        .redirect
        .map(|url| format!(r#","redirect_url":"{url}""#))
        .unwrap_or_default();
    format!(
        r#"{{"id":"{CONNECTION}","provider_name":"budget_insight","status":"{}","requested_data_types":["BANK_ACCOUNT"]{redirect}}}"#,
        bank.status
    )
}

fn list(bank: &Bank, seen: &Seen, rows: &[String]) -> Reply {
    let number: usize = seen.query("page").unwrap_or("1").parse().unwrap();
    let (shown, facts) = match bank.page {
        None => (rows.to_vec(), String::new()),
        Some(size) => {
            let shown: Vec<String> = rows
                .iter()
                .skip((number - 1) * size)
                .take(size)
                .cloned()
                .collect();
            let facts = if bank.counts {
                format!(
                    r#","page":{number},"per_page":{size},"total":{},"total_pages":{}"#,
                    rows.len(),
                    rows.len().div_ceil(size)
                )
            } else {
                String::new()
            };
            (shown, facts)
        }
    };
    let shown = shown.join(",");
    Reply::json(match bank.envelope {
        None => format!("[{shown}]"),
        Some(name) => format!(r#"{{"{name}":[{shown}]{facts}}}"#),
    })
}

fn script(bank: &Shared) -> impl FnMut(&Seen) -> Reply + Send + 'static {
    let bank = Arc::clone(bank);
    move |seen| answer(&mut bank.lock().unwrap(), seen)
}

fn answer(bank: &mut Bank, seen: &Seen) -> Reply {
    if seen.header("x-api-key") != Some("qk-very-secret") {
        return Reply::status(401, r#"{"message":"bad key"}"#);
    }
    let path = seen.path.strip_prefix("/api/v6").unwrap_or("nowhere");
    let of_user = path.strip_prefix(&format!("/users/{USER}"));
    match (seen.method.as_str(), path, of_user) {
        ("GET", "/clients", _) => Reply::json(r#"{"name":"x"}"#),
        ("GET", "/providers", _) => list(
            bank,
            seen,
            &[r#"{"name":"budget_insight","enabled":true,"available":true}"#.to_owned()],
        ),
        ("PUT", _, _) => Reply::json("{}"),
        ("GET", "/users", _) => list(bank, seen, &bank.users.clone()),
        ("POST", "/users/natural" | "/users/legal", _) => {
            Reply::status(201, format!(r#"{{"id":"{USER}","name":"New"}}"#))
        }
        (_, _, Some("")) => Reply::json(&*bank.users[0]),
        ("GET", _, Some("/data-connections")) => {
            let all = if bank.gone {
                Vec::new()
            } else {
                vec![connection(bank)]
            };
            list(bank, seen, &all)
        }
        ("POST", _, Some("/data-connections")) => Reply::status(201, connection(bank)),
        ("PATCH" | "DELETE", _, Some(_)) => Reply::json("{}"),
        ("POST", _, Some("/sync")) => {
            if bank.running {
                return Reply::status(409, r#"{"message":"running"}"#);
            }
            bank.sync += 1;
            bank.looked = 0;
            Reply::status(201, "[]")
        }
        ("GET", _, Some("/sync/latest")) => {
            let word = bank.looks[bank.looked.min(bank.looks.len() - 1)];
            bank.looked += 1;
            let rows: Vec<String> = ["BANK_ACCOUNT", "BANK_TRANSACTION", "CASHFLOW"]
                .into_iter()
                .map(|kind| {
                    format!(
                        r#"{{"id":"s-{}-{kind}","data_type":"{kind}","provider_name":"budget_insight","status":"{word}","data_connection_id":"{CONNECTION}","requested_at":"2026-01-14 06:00:00","completed_at":"2026-01-14 06:03:21"}}"#,
                        bank.sync
                    )
                })
                .collect();
            list(bank, seen, &rows)
        }
        ("GET", _, Some("/banking-accounts")) => list(bank, seen, &bank.accounts.clone()),
        ("GET", _, Some(rest)) if rest.ends_with("/transactions") => {
            list(bank, seen, &bank.rows.clone())
        }
        ("GET", _, Some("/banking-cashflow")) if bank.cash_flow.is_some() => {
            Reply::json(bank.cash_flow.unwrap())
        }
        ("GET", _, Some("/banking-credit-insights")) if bank.insights.is_some() => {
            Reply::json(bank.insights.unwrap())
        }
        _ => Reply::status(404, r#"{"message":"not found"}"#),
    }
}

async fn served(bank: Bank) -> (Shared, Server) {
    let bank = Arc::new(Mutex::new(bank));
    let server = Server::start(script(&bank)).await;
    (bank, server)
}

async fn pulled(bank: Bank) -> Pulled {
    let (_, server) = served(bank).await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    pull(&Qard, &access, resume(None)).await
}

fn condition(pulled: &Pulled) -> LoginCondition {
    pulled.pages.last().map_or(LoginCondition::Unknown, |_| {
        let all = pulled.pages.iter().flat_map(|page| &page.logins);
        all.last().unwrap().condition
    })
}

/// Each member of a transaction: what becomes of the row when it is null, absent or of another kind.
#[tokio::test]
async fn every_member_of_a_transaction_is_read_as_described() {
    let table: &[(&str, &str, Option<&str>)] = &[
        ("plain", "", None),
        ("amount_text", r#","amount":"-23.40""#, None),
        ("amount_zero", r#","amount":0"#, None),
        (
            "amount_null",
            r#","amount":null"#,
            Some("row_without_amount"),
        ),
        ("amount_flag", r#","amount":false"#, Some("row_unreadable")),
        ("amount_long", r#","amount":-1.234"#, Some("row_unreadable")),
        (
            "amount_tail",
            r#","amount":-23.399999999999999"#,
            Some("amount_tail"),
        ),
        ("amount_huge", r#","amount":1e30"#, Some("row_unreadable")),
        (
            "currency_odd",
            r#","currency":"EURO""#,
            Some("row_unreadable"),
        ),
        ("currency_null", r#","currency":null"#, None),
        (
            "currency_other",
            r#","currency":"CHF""#,
            Some("unknown_value"),
        ),
        (
            "account_other",
            r#","account_id":"x""#,
            Some("row_unreadable"),
        ),
        ("account_null", r#","account_id":null"#, None),
        ("order_null", r#","initiated_at":null"#, None),
        ("value_null", r#","value_date":null"#, None),
        (
            "days_null",
            r#","value_date":null,"initiated_at":null"#,
            Some("row_unreadable"),
        ),
        (
            "day_odd",
            r#","value_date":"12/01/2026","initiated_at":3"#,
            Some("row_unreadable"),
        ),
        ("text_null", r#","description":null"#, None),
        ("text_hostile", r#","description":"<b>x</b>\u202e\n""#, None),
        ("type_null", r#","transaction_type":null"#, None),
        ("type_bank", r#","transaction_type":"BANK""#, None),
        ("type_check", r#","transaction_type":"CHECK""#, None),
        ("type_order", r#","transaction_type":"ORDER""#, None),
        ("type_transfer", r#","transaction_type":"TRANSFER""#, None),
        (
            "type_withdrawal",
            r#","transaction_type":"WITHDRAWAL""#,
            None,
        ),
        (
            "type_odd",
            r#","transaction_type":"BARTER""#,
            Some("unknown_value"),
        ),
    ];
    let pulled = pulled(Bank {
        rows: table.iter().map(|(id, more, _)| row(id, more)).collect(),
        ..Bank::default()
    })
    .await;
    pulled.summary();
    for (id, _, code) in table {
        assert_eq!(pulled.notice(id), *code, "{id}");
        let found = pulled
            .transactions()
            .iter()
            .any(|row| row.source_id.as_deref() == Some(*id));
        let lost = matches!(code, Some("row_unreadable" | "row_without_amount"));
        assert_eq!(found, !lost, "{id}");
        let present = pulled
            .pages
            .iter()
            .any(|page| page.present.iter().any(|(_, have)| have == id));
        assert_eq!(present, lost, "{id}");
    }
    let plain = pulled.transaction("plain");
    assert_eq!(plain.amount, eur(-2340));
    assert_eq!(plain.date.to_string(), "2026-01-12");
    assert_eq!(plain.value_date.unwrap().to_string(), "2026-01-12");
    assert_eq!(plain.payee, "CARTE 10/01 GREENGROCER");
    assert_eq!(
        pulled.transaction("value_null").date.to_string(),
        "2026-01-10"
    );
    assert!(!pulled.transaction("type_transfer").is_transfer);
    assert!(
        pulled
            .transaction("text_hostile")
            .payee
            .starts_with("<b>x</b>")
    );
}

#[tokio::test]
async fn every_member_of_an_account_is_read_as_described() {
    let id = |n: u32| format!(r#","id":"a-{n}""#);
    let pulled = pulled(Bank {
        accounts: vec![
            account(""),
            account(&format!(r#"{},"account_type":"SAVINGS","name":null"#, id(1))),
            account(&format!(r#"{},"account_type":"CREDIT_CARD","iban":null"#, id(2))),
            account(&format!(r#"{},"account_type":"LOAN","balance":null"#, id(3))),
            account(&format!(r#"{},"account_type":"UNKNOWN","last_update":null"#, id(4))),
            account(&format!(
                r#"{},"account_type":"CRYPTO","name":null,"bank_name":null,"last_update":"2026-01-13""#,
                id(5)
            )),
            account(&format!(r#"{},"currency":null"#, id(6))),
            account(&format!(r#"{},"account_number":null,"iban":"FR00""#, id(7))),
            account(r#","id":"../clients""#),
            "7".to_owned(),
        ],
        ..Bank::default()
    })
    .await;
    let all: Vec<_> = pulled
        .pages
        .iter()
        .flat_map(|p| p.accounts.clone())
        .collect();
    let find = |id: &str| all.iter().find(|a| a.source_id == id).unwrap();
    let first = find(ACCOUNT);
    assert_eq!(first.kind, AccountKind::Checking);
    assert_eq!(first.institution.as_deref(), Some("Example Bank"));
    assert_eq!(first.iban.as_deref(), Some("FR7600000000000000000000097"));
    assert_eq!(first.number.as_deref(), Some("00012345678"));
    assert_eq!(first.login_source_id.as_deref(), Some(CONNECTION));
    let balance = first.balance.unwrap();
    assert_eq!(balance.amount, eur(189_307));
    // 23:30 of the upstream's clock, UTC, is the next day in Paris.
    assert_eq!(balance.date.unwrap().to_string(), "2026-01-15");
    assert_eq!(
        (find("a-1").kind, find("a-1").name.as_str()),
        (AccountKind::Savings, "Example Bank")
    );
    assert_eq!(find("a-2").kind, AccountKind::CreditCard);
    assert_eq!(find("a-2").iban, None);
    assert!(find("a-3").kind == AccountKind::Loan && find("a-3").balance.is_none());
    assert!(find("a-4").kind == AccountKind::Other && find("a-4").balance.unwrap().date.is_none());
    assert_eq!(find("a-5").name, "a-5");
    assert_eq!(
        find("a-5").balance.unwrap().date.unwrap().to_string(),
        "2026-01-13"
    );
    assert_eq!(pulled.notice("a-5"), Some("unknown_value"));
    assert!(find("a-6").currency.is_none() && find("a-6").balance.is_none());
    assert_eq!(find("a-7").iban, None);
    assert_eq!(all.len(), 8);
    assert!(
        !pulled.completes(Entity::Account),
        "a row without an id was met"
    );
}

#[tokio::test]
async fn every_envelope_and_paging_gives_the_same_rows() {
    let rows: Vec<String> = (0..230).map(|n| row(&format!("t-{n}"), "")).collect();
    for envelope in [None, Some("result"), Some("data")] {
        for (page, counts) in [
            (None, true),
            (Some(7), true),
            (Some(100), false),
            (Some(100), true),
        ] {
            if envelope.is_none() && page == Some(7) {
                continue; // A bare list that is cut at an unknown length cannot be told from a whole one.
            }
            let pulled = pulled(Bank {
                rows: rows.clone(),
                envelope,
                page,
                counts,
                ..Bank::default()
            })
            .await;
            let summary = pulled.summary();
            assert_eq!(
                pulled.transactions().len(),
                230,
                "{envelope:?} {page:?} {counts}"
            );
            assert!(summary.complete);
            let spans: Vec<_> = pulled
                .pages
                .iter()
                .flat_map(|p| p.complete_spans.clone())
                .collect();
            assert_eq!(spans.len(), 1);
            assert_eq!(spans[0].from.to_string(), "2026-01-12");
        }
    }
}

#[tokio::test]
async fn a_server_that_heeds_no_pages_is_read_once() {
    // Exactly as many rows as are asked for at once, whatever page is asked for.
    let rows: Vec<String> = (0..100).map(|n| row(&format!("t-{n}"), "")).collect();
    let pulled = pulled(Bank {
        rows,
        ..Bank::default()
    })
    .await;
    assert_eq!(pulled.transactions().len(), 100);
    pulled.summary();
}

#[tokio::test]
async fn a_synchronisation_is_waited_for_with_growing_pauses() {
    let (_, server) = served(Bank {
        looks: vec!["QUEUED", "FETCHING", "FETCHING", "SUCCESS"],
        rows: vec![row("t-1", "")],
        ..Bank::default()
    })
    .await;
    let pause = Arc::new(FakePause::default());
    let pulled = pull(&Qard, &access(&server.url(), &pause), resume(None)).await;
    pulled.summary();
    assert_eq!(pause.seconds(), [2, 4, 8]);
    assert_eq!(pulled.transactions().len(), 1);
    assert_eq!(condition(&pulled), LoginCondition::Ok);
    let login = pulled.pages.iter().flat_map(|p| &p.logins).last().unwrap();
    assert_eq!(
        login.last_sync.unwrap().to_rfc3339(),
        "2026-01-14T06:03:21+00:00"
    );
}

#[tokio::test]
async fn a_long_synchronisation_is_left_alone_and_found_again() {
    let (bank, server) = served(Bank {
        looks: vec!["QUEUED"],
        rows: vec![row("t-1", "")],
        ..Bank::default()
    })
    .await;
    let pause = Arc::new(FakePause::default());
    let access = access(&server.url(), &pause);
    let first = pull(&Qard, &access, resume(None)).await;
    assert_eq!(
        pause.seconds(),
        [2, 4, 8, 16, 32],
        "then the person is not kept waiting"
    );
    assert!(matches!(first.error().kind, ErrorKind::Preparing { .. }));
    assert!(first.transactions().is_empty());
    assert_eq!(condition(&first), LoginCondition::Syncing);
    let cursor = first.cursor().unwrap();
    assert!(
        cursor.contains("s-1-BANK_ACCOUNT"),
        "the ids are kept: {cursor}"
    );
    bank.lock().unwrap().looks = vec!["SUCCESS"];
    let before = server.seen().len();
    let second = pull(&Qard, &access, resume(Some(cursor))).await;
    second.summary();
    assert_eq!(second.transactions().len(), 1);
    let asked = server.seen()[before..]
        .iter()
        .filter(|seen| seen.method == "POST")
        .count();
    assert_eq!(asked, 0, "it was asked for already");
}

#[tokio::test]
async fn one_that_runs_already_is_as_good() {
    let pulled = pulled(Bank {
        running: true,
        looks: vec!["FETCHING", "SUCCESS"],
        rows: vec![row("t-1", "")],
        ..Bank::default()
    })
    .await;
    pulled.summary();
    assert_eq!(pulled.transactions().len(), 1);
}

/// Each way a synchronisation ends, and what it makes of the login.
#[tokio::test]
async fn every_end_of_a_synchronisation_leads_to_its_state() {
    for (word, expected) in [
        ("SUCCESS", LoginCondition::Ok),
        ("AUTH_ERROR", LoginCondition::BrowserNeeded),
        ("FETCH_ERROR", LoginCondition::BankUnavailable),
        ("INTERNAL_ERROR", LoginCondition::UpstreamFailed),
        ("POSTPONED", LoginCondition::UpstreamFailed),
    ] {
        let pulled = pulled(Bank {
            looks: vec!["QUEUED", word],
            rows: vec![row("t-1", "")],
            ..Bank::default()
        })
        .await;
        let summary = pulled.summary();
        assert_eq!(condition(&pulled), expected, "{word}");
        let good = word == "SUCCESS";
        assert_eq!(pulled.transactions().len(), usize::from(good), "{word}");
        assert_eq!(
            (summary.complete, summary.unchanged),
            (good, false),
            "{word}"
        );
    }
}

/// Each status of a data connection, and what a pull makes of it.
#[tokio::test]
async fn every_status_of_a_connection_leads_to_its_state() {
    for (word, expected) in [
        ("AUTH_REQUIRED", LoginCondition::BrowserNeeded),
        ("CONNECTING", LoginCondition::Syncing),
        ("AUTH_ERROR", LoginCondition::BrowserNeeded),
        ("DISCONNECTED", LoginCondition::SwitchedOff),
        ("HIBERNATING", LoginCondition::BrowserNeeded),
    ] {
        let (_, server) = served(Bank {
            status: word,
            ..Bank::default()
        })
        .await;
        let access = access(&server.url(), &Arc::new(FakePause::default()));
        let pulled = pull(&Qard, &access, resume(None)).await;
        pulled.summary();
        assert_eq!(condition(&pulled), expected, "{word}");
        assert!(
            server.seen().iter().all(|seen| seen.method == "GET"),
            "{word}"
        );
    }
}

#[tokio::test]
async fn what_was_read_is_not_read_again_until_it_is_new() {
    let (bank, server) = served(Bank {
        rows: vec![row("t-1", "")],
        ..Bank::default()
    })
    .await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let first = pull(&Qard, &access, resume(None)).await;
    assert!(first.summary().complete);
    // The next one is another synchronisation, so everything is read anew.
    let second = pull(&Qard, &access, resume(first.cursor())).await;
    assert!(second.summary().complete);
    // One that nobody could start is the same as before.
    bank.lock().unwrap().running = true;
    let third = pull(&Qard, &access, resume(second.cursor())).await;
    assert!(third.summary().unchanged);
    assert!(third.transactions().is_empty());
    let mut everything = resume(second.cursor());
    everything.full = true;
    let fourth = pull(&Qard, &access, everything).await;
    assert_eq!(fourth.transactions().len(), 1);
}

#[tokio::test]
async fn accounts_of_a_connection_that_is_gone_are_left_to_the_book() {
    let (bank, server) = served(Bank {
        rows: vec![row("t-1", "")],
        ..Bank::default()
    })
    .await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let first = pull(&Qard, &access, resume(None)).await;
    for gone in [true, false] {
        {
            let mut bank = bank.lock().unwrap();
            bank.gone = gone;
            bank.status = "DISCONNECTED";
            bank.accounts.clear();
            bank.rows.clear();
        }
        let second = pull(&Qard, &access, resume(first.cursor())).await;
        second.summary();
        let accounts: Vec<_> = second.pages.iter().flat_map(|p| &p.accounts).collect();
        assert!(
            accounts
                .iter()
                .all(|a| a.withheld && a.source_id == ACCOUNT)
        );
        assert_eq!(accounts.len(), 1);
        assert!(!second.completes(Entity::Account) && !second.completes(Entity::Transaction));
        assert!(second.pages.iter().all(|p| p.complete_spans.is_empty()));
    }
}

#[tokio::test]
async fn stamps_are_of_the_zone_that_is_set() {
    let (_, server) = served(Bank::default()).await;
    let mut access = access(&server.url(), &Arc::new(FakePause::default()));
    access
        .settings
        .insert("zone".to_owned(), "Europe/Paris".to_owned());
    let pulled = pull(&Qard, &access, resume(None)).await;
    let accounts: Vec<_> = pulled.pages.iter().flat_map(|p| &p.accounts).collect();
    assert_eq!(
        accounts[0].balance.unwrap().date.unwrap().to_string(),
        "2026-01-14"
    );
    access
        .settings
        .insert("zone".to_owned(), "Atlantis".to_owned());
    let pulled = pull(&Qard, &access, resume(None)).await;
    assert_eq!(pulled.error().kind, ErrorKind::Settings);
}

#[tokio::test]
async fn errors_are_told_apart_and_name_no_secrets() {
    for (reply, kind) in [
        (
            Reply::status(401, r#"{"message":"x"}"#),
            ErrorKind::Credentials,
        ),
        (
            Reply::status(403, r#"{"message":"x"}"#),
            ErrorKind::Forbidden,
        ),
        (
            Reply::status(404, r#"{"message":"x"}"#),
            ErrorKind::Protocol,
        ),
        (
            Reply::status(422, r#"{"message":"x","errors":{"siren":["bad"]}}"#),
            ErrorKind::Protocol,
        ),
        (Reply::json("[1,2"), ErrorKind::Protocol),
        (Reply::text(200, "text/html", "<html>"), ErrorKind::Protocol),
        (Reply::json("17"), ErrorKind::Protocol),
        (
            Reply::status(500, "{}"),
            ErrorKind::Unavailable { retry_at: None },
        ),
        (Reply::Long(40 << 20), ErrorKind::Protocol),
        (
            Reply::Truncated(b"[]        ".to_vec()),
            ErrorKind::Unavailable { retry_at: None },
        ),
    ] {
        let script = reply.clone();
        let server = Server::start(move |_| script.clone()).await;
        let access = access(&server.url(), &Arc::new(FakePause::default()));
        let pulled = pull(&Qard, &access, resume(None)).await;
        let error = pulled.error();
        assert_eq!(error.kind, kind, "{reply:?}");
        let told = format!("{error:?} {error}");
        assert!(
            !told.contains("very-secret") && !told.contains(USER),
            "{told}"
        );
    }
}

fn around() -> StepContext {
    StepContext {
        redirect: None,
        language: "en".to_owned(),
        now: now(),
    }
}

async fn go_on(access: &Access, progress: &LinkProgress, answer: LinkAnswer) -> LinkProgress {
    let cancel = CancelFlag::new();
    Qard.go_on(access, &progress.state, answer, &around(), &cancel)
        .await
        .unwrap()
}

fn add() -> LinkTask {
    LinkTask::AddLogin {
        connector: None,
        way: Way::Browser,
    }
}

#[tokio::test]
async fn a_consent_goes_through_the_browser_and_is_polled() {
    let (bank, server) = served(Bank {
        status: "AUTH_REQUIRED",
        redirect: Some("https://consent.example.com/1"),
        ..Bank::default()
    })
    .await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let begun = Qard
        .begin(&access, &add(), &around(), &CancelFlag::new())
        .await
        .unwrap();
    let LinkStep::Browser { url, waits_for } = &begun.step else {
        panic!("{begun:?}");
    };
    assert_eq!(url, "https://consent.example.com/1");
    assert_eq!(*waits_for, WaitsFor::Poll);
    assert!(!begun.state.contains("secret"));
    let still = go_on(&access, &begun, LinkAnswer::Poll).await;
    assert!(matches!(still.step, LinkStep::Browser { .. }));
    bank.lock().unwrap().status = "CONNECTING";
    let connecting = go_on(&access, &still, LinkAnswer::Poll).await;
    let LinkStep::Approve { poll_after, .. } = connecting.step else {
        panic!("{connecting:?}");
    };
    assert_eq!(poll_after, Duration::from_secs(5));
    bank.lock().unwrap().status = "CONNECTED";
    let done = go_on(&access, &connecting, LinkAnswer::Poll).await;
    let LinkStep::Done(linked) = &done.step else {
        panic!("{done:?}");
    };
    assert_eq!(linked.login.as_deref(), Some(CONNECTION));
    assert!(linked.first_sync);
    assert_eq!(
        bank.lock().unwrap().sync,
        1,
        "the data is asked for at once"
    );
}

#[tokio::test]
async fn a_consent_that_is_refused_or_takes_too_long_ends() {
    let (bank, server) = served(Bank {
        status: "AUTH_REQUIRED",
        redirect: Some("https://consent.example.com/1"),
        ..Bank::default()
    })
    .await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let cancel = CancelFlag::new();
    let begun = Qard
        .begin(&access, &add(), &around(), &cancel)
        .await
        .unwrap();
    for (status, why) in [
        ("AUTH_ERROR", StopReason::Refused),
        (
            "DISCONNECTED",
            StopReason::Login(LoginCondition::SwitchedOff),
        ),
    ] {
        bank.lock().unwrap().status = status;
        let ended = go_on(&access, &begun, LinkAnswer::Poll).await;
        assert!(
            matches!(ended.step, LinkStep::Stopped { why: found, .. } if found == why),
            "{ended:?}"
        );
    }
    bank.lock().unwrap().status = "CONNECTING";
    let connecting = go_on(&access, &begun, LinkAnswer::Poll).await;
    let later = StepContext {
        now: now() + chrono::TimeDelta::minutes(6),
        ..around()
    };
    let ended = Qard
        .go_on(
            &access,
            &connecting.state,
            LinkAnswer::Poll,
            &later,
            &cancel,
        )
        .await
        .unwrap();
    assert!(matches!(
        ended.step,
        LinkStep::Stopped {
            why: StopReason::Login(LoginCondition::Syncing),
            ..
        }
    ));
    bank.lock().unwrap().gone = true;
    let ended = go_on(&access, &begun, LinkAnswer::Poll).await;
    assert!(matches!(ended.step, LinkStep::Stopped { .. }));
    // A page that no browser should open is not opened.
    {
        let mut bank = bank.lock().unwrap();
        bank.gone = false;
        bank.status = "AUTH_REQUIRED";
        bank.redirect = Some("javascript:alert(1)");
    }
    let ended = Qard
        .begin(&access, &add(), &around(), &cancel)
        .await
        .unwrap();
    assert!(matches!(
        ended.step,
        LinkStep::Stopped {
            why: StopReason::PageFailed,
            ..
        }
    ));
}

#[tokio::test]
async fn an_ailing_login_is_sent_to_the_page_again() {
    let (_, server) = served(Bank {
        status: "AUTH_ERROR",
        redirect: Some("https://consent.example.com/2"),
        ..Bank::default()
    })
    .await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let task = LinkTask::Repair {
        login: CONNECTION.to_owned(),
        way: Way::Browser,
    };
    let begun = Qard
        .begin(&access, &task, &around(), &CancelFlag::new())
        .await
        .unwrap();
    assert!(matches!(begun.step, LinkStep::Browser { .. }), "{begun:?}");
    let seen = server.seen();
    let patch = seen.iter().find(|seen| seen.method == "PATCH").unwrap();
    assert_eq!(patch.body, r#"{"status":"AUTH_REQUIRED"}"#);
    Qard.remove_login(&access, CONNECTION, &CancelFlag::new())
        .await
        .unwrap();
    assert_eq!(server.seen().last().unwrap().method, "DELETE");
}

#[tokio::test]
async fn the_user_is_chosen_or_made() {
    let (_, server) = served(Bank::default()).await;
    let mut access = access(&server.url(), &Arc::new(FakePause::default()));
    access.settings.clear();
    let cancel = CancelFlag::new();
    // The only user there is needs no choice.
    let info = Qard.link(&access, &cancel).await.unwrap();
    assert_eq!(info.settings["user_id"], USER);
    let begun = Qard
        .begin(&access, &LinkTask::Connect, &around(), &cancel)
        .await
        .unwrap();
    let LinkStep::Choose { what, options } = &begun.step else {
        panic!("{begun:?}");
    };
    assert_eq!(*what, "user");
    let values: Vec<_> = options.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!(values, [USER, "new-natural", "new-legal"]);
    let picked = go_on(&access, &begun, LinkAnswer::Choice(USER.to_owned())).await;
    assert!(
        matches!(&picked.step, LinkStep::Done(linked) if linked.info.settings["user_id"] == USER)
    );
    for (kind, fields, path, body) in [
        (
            "new-natural",
            vec![("first_name", "A"), ("last_name", "B")],
            "/api/v6/users/natural",
            r#"{"first_name":"A","group":"default","last_name":"B"}"#,
        ),
        (
            "new-legal",
            vec![("name", "C"), ("siren", "123456789")],
            "/api/v6/users/legal",
            r#"{"group":"default","name":"C","siren":"123456789"}"#,
        ),
    ] {
        let asked = go_on(&access, &begun, LinkAnswer::Choice(kind.to_owned())).await;
        let LinkStep::Ask { fields: wanted, .. } = &asked.step else {
            panic!("{asked:?}");
        };
        assert_eq!(wanted.len(), 2);
        let entered = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Secret::new(*value)))
            .collect();
        let done = go_on(&access, &asked, LinkAnswer::Fields(entered)).await;
        assert!(matches!(done.step, LinkStep::Done(_)));
        let last = server.seen().last().unwrap().clone();
        assert_eq!((last.path.as_str(), last.body.as_str()), (path, body));
    }
    let asked = go_on(&access, &begun, LinkAnswer::Choice("new-legal".to_owned())).await;
    let entered = BTreeMap::from([
        ("name".to_owned(), Secret::new("C")),
        ("siren".to_owned(), Secret::new("12")),
    ]);
    let refused = Qard
        .go_on(
            &access,
            &asked.state,
            LinkAnswer::Fields(entered),
            &around(),
            &cancel,
        )
        .await
        .unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Settings);
}

#[tokio::test]
async fn the_provider_is_set_up_when_its_credentials_are_entered() {
    let (_, server) = served(Bank::default()).await;
    let mut access = access(&server.url(), &Arc::new(FakePause::default()));
    for (key, value) in [("domain", "mine.biapi.pro"), ("client_id", "7")] {
        access.settings.insert(key.to_owned(), value.to_owned());
    }
    access
        .secrets
        .insert("client_secret".to_owned(), Secret::new("shh"));
    Qard.link(&access, &CancelFlag::new()).await.unwrap();
    let puts: Vec<(String, String)> = server
        .seen()
        .into_iter()
        .filter(|seen| seen.method == "PUT")
        .map(|seen| (seen.path, seen.body))
        .collect();
    let path = "/api/v6/providers/budget_insight";
    assert_eq!(
        puts,
        [
            (
                format!("{path}/credentials"),
                r#"{"credentials":{"client_id":"7","client_secret":"shh","domain":"mine.biapi.pro"}}"#
                    .to_owned()
            ),
            (
                format!("{path}/settings"),
                r#"{"auto_connect":true}"#.to_owned()
            ),
            (path.to_owned(), r#"{"enable":true}"#.to_owned()),
        ]
    );
    assert_eq!(
        Qard.kept(),
        ["api_key"],
        "the provider's secret is not kept"
    );
    access.settings.remove("domain");
    let refused = Qard.link(&access, &CancelFlag::new()).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Settings);
}

#[tokio::test]
async fn derived_reports_are_read_in_their_three_types_and_stay_reports() {
    let (bank, server) = served(Bank {
        cash_flow: Some(
            r#"{"currency":"EUR","periods":[{"period":"2026-01","incoming":2100.0,"outgoing":-780.25,"net":1319.75,"balance_start":null,"balance_end":"12.30","transactions_count":3},{"period":"2025-12","incoming":"odd"},{"period":"soon"}]}"#,
        ),
        insights: Some(
            r#"{"result":{"cash_flows":[{"type":"EXPENSE","category":"HOUSING","label_root":"RENT","label":"RENT JANUARY","total_amount":"-780.00","calendar":[],"transactions":[]}],"loans":{"repayments":[1,2],"drawdowns":[]},"risks":{"incidents":[{"type":"R","total_amount":45,"total_fees_amount":20}],"overdraft":{"duration":2,"fees":8},"heavy_failures":[]}}}"#,
        ),
        ..Bank::default()
    })
    .await;
    let access = access(&server.url(), &Arc::new(FakePause::default()));
    let found = pull(&Qard, &access, resume(None)).await;
    found.summary();
    let page = found.pages.last().unwrap();
    let months = page.month_sums.as_ref().unwrap();
    assert_eq!(months.len(), 2, "a period that is no month is none");
    assert_eq!(months[0].incoming, Some(eur(210_000)));
    assert_eq!(months[0].outgoing, Some(eur(-78_025)));
    assert_eq!(months[0].net, Some(eur(131_975)));
    assert_eq!(months[0].balance_start, None);
    assert_eq!(months[0].balance_end, Some(eur(1_230)));
    assert_eq!(months[0].rows, Some(3));
    assert_eq!(months[1].incoming, None);
    assert_eq!(page.notices.len(), 1);
    let insights = page.insights.as_ref().unwrap();
    assert_eq!(insights.flows[0].total.unwrap().to_string(), "-780.00");
    assert_eq!((insights.repayments, insights.drawdowns), (2, 0));
    assert_eq!(insights.overdraft_days, Some(2));
    assert_eq!(insights.overdraft_fees.unwrap().to_string(), "8");
    assert_eq!(insights.incidents[0].total.unwrap().to_string(), "45");
    assert_eq!(insights.incidents[0].fees.unwrap().to_string(), "20");
    // A report that is no document stops nothing, and the rows are there.
    bank.lock().unwrap().insights = Some("<html>");
    let found = pull(&Qard, &access, resume(None)).await;
    found.summary();
    assert!(found.pages.iter().all(|page| page.insights.is_none()));
    assert!(found.pages.iter().any(|page| !page.accounts.is_empty()));
}
