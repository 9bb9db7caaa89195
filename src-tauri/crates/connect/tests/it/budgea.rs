//! The Budgea connector's pull, in both dialects.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use connect::{Budgea, Connector, ErrorKind, Resume};
use domain::account::AccountKind;
use domain::connection::LoginCondition;
use domain::feed::Entity;
use domain::planned::Cadence;
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use secrets::Secret;

use crate::client::{FakePause, Pulled, access, pull, resume};
use crate::server::{Reply, Seen, Server};

/// What a server of ours answers, by method and path; anything else is not there.
#[derive(Clone, Default)]
pub struct Bank(pub BTreeMap<String, Vec<Reply>>);

impl Bank {
    /// Answers `route` (`GET /2.0/…`) so, the last answer for ever.
    #[must_use]
    pub fn on(mut self, route: &str, reply: Reply) -> Self {
        self.0.entry(route.to_owned()).or_default().push(reply);
        self
    }

    #[must_use]
    pub fn json(self, route: &str, body: &str) -> Self {
        self.on(route, Reply::json(body))
    }

    pub async fn start(self) -> Server {
        let mut routes = self.0;
        Server::start(move |seen: &Seen| {
            let route = format!("{} {}", seen.method, seen.path);
            match routes.get_mut(&route) {
                Some(replies) if replies.len() > 1 => replies.remove(0),
                Some(replies) => replies[0].clone(),
                None => Reply::status(404, r#"{"code":"notFound"}"#),
            }
        })
        .await
    }
}

pub fn way_in(url: &str, pause: &Arc<FakePause>) -> connect::Access {
    let mut access = access(&format!("{url}/2.0"), pause);
    access.secrets = BTreeMap::from([("user_token".to_owned(), Secret::new("tok-1"))]);
    access.settings = BTreeMap::from([("client_id".to_owned(), "71".to_owned())]);
    access
}

const CONNECTION: &str = r#"{"id":21,"id_user":3,"id_connector":40,"connector_uuid":"u-40","state":null,"error":null,
    "error_message":null,"last_update":"2026-01-14 04:12:09","created":"2025-11-02 10:00:00","active":true,
    "expire":"2026-06-30 12:00:00","next_try":"2026-01-16 04:12:09","connector":{"id":40,"name":"Banque Rive"}}"#;
const CURRENCY: &str = r#"{"id":"EUR","symbol":"€","prefix":false,"crypto":false,"precision":2}"#;

fn connections(list: &str) -> String {
    format!(r#"{{"connections":[{list}],"total":1}}"#)
}

fn account(id: u32, kind: &str, more: &str) -> String {
    format!(
        r#"{{"id":{id},"id_connection":21,"id_user":3,"id_type":2,"type":"{kind}","number":"000{id}",
        "original_name":"COMPTE {id}","name":"Account {id}","balance":100.1,"coming":null,"display":true,"bookmarked":0,
        "last_update":"2026-01-14 04:12:09","deleted":null,"disabled":null,"currency":{CURRENCY}{more}}}"#
    )
}

fn row(id: u32, account: u32, value: &str, more: &str) -> String {
    format!(
        r#"{{"id":{id},"id_account":{account},"date":"2026-01-12","rdate":"2026-01-10","vdate":"2026-01-13",
        "value":{value},"type":"card","original_wording":"CARTE 10/01 GREENGROCER","simplified_wording":"GREENGROCER",
        "wording":"Greengrocer","coming":false,"active":true,"last_update":"2026-01-12 04:12:09","deleted":null{more}}}"#
    )
}

fn transactions(rows: &[String]) -> String {
    format!(
        r#"{{"transactions":[{}],"total":{}}}"#,
        rows.join(","),
        rows.len()
    )
}

/// A user with one login and these accounts.
fn bank(accounts: &[String]) -> Bank {
    Bank::default()
        .json("GET /2.0/users/me/connections", &connections(CONNECTION))
        .json(
            "GET /2.0/users/me/accounts",
            &format!(r#"{{"accounts":[{}],"balances":{{}}}}"#, accounts.join(",")),
        )
}

async fn pulled_by(bank: Bank, resume: Resume) -> (Pulled, Vec<Seen>) {
    let server = bank.start().await;
    let pause = Arc::new(FakePause::default());
    let pulled = pull(&Budgea, &way_in(&server.url(), &pause), resume).await;
    (pulled, server.seen())
}

async fn pulled(bank: Bank) -> Pulled {
    pulled_by(bank, resume(None)).await.0
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn asked<'s>(seen: &'s [Seen], path: &str) -> Vec<&'s Seen> {
    seen.iter().filter(|seen| seen.path == path).collect()
}

const ROWS: &str = "/2.0/users/me/accounts/501/transactions";

#[tokio::test]
async fn a_first_pull_reads_logins_accounts_and_every_row() {
    let rows = [
        row(
            1,
            501,
            "-23.40",
            r#","comment":"for lunch","categories":[{"code":"groceries","parent_code":"food"}]"#,
        ),
        row(
            2,
            501,
            "1893.07",
            r#","type":"transfer","counterparty":{"label":"ACME SA","type":"debtor"},"id_category":12"#,
        ),
        row(
            3,
            501,
            "-10",
            r#","original_value":-1200,"original_currency":{"id":"JPY"},"coming":true"#,
        ),
        row(4, 501, "null", ""),
        row(5, 501, "-1.005", ""),
        row(6, 501, "-2", r#","type":"quantumSwap""#),
    ];
    let bank = bank(&[account(501, "checking", r#","iban":"FR7630006000011234567890189","coming":-10"#)])
        .json(&format!("GET {ROWS}"), &transactions(&rows))
        .json(
            "GET /2.0/categories",
            r#"{"categories":[{"id":2,"name":"Food","id_parent_category":2,"color":"00aa11","income":null},
               {"id":12,"name":"Salary","id_parent_category":2,"income":true},{"id":9998,"name":"Indéfini","id_parent_category":9998}]}"#,
        )
        .json(
            "GET /2.0/users/me/transactionsclusters",
            r#"{"transactionsclusters":[{"id":8,"id_account":501,"mean_amount":-19.994,"median_increment":30,
               "next_date":"2026-02-05","wording":"Streaming","enabled":true}]}"#,
        )
        .json(
            "GET /2.0/users/me/transfers",
            r#"{"transfers":[{"id":22,"id_account":501,"amount":10,"currency":{"id":"EUR"},"exec_date":"2026-02-01",
               "label":"Rent","state":"scheduled"},{"id":23,"id_account":501,"amount":10,"exec_date":"2026-01-01","state":"done"}]}"#,
        );
    let (pulled, seen) = pulled_by(bank, resume(None)).await;
    let summary = pulled.summary();
    assert!(summary.complete);
    assert_eq!(seen[0].header("authorization"), Some("Bearer tok-1"));

    let page = pulled
        .pages
        .iter()
        .find(|page| !page.logins.is_empty())
        .unwrap();
    let login = &page.logins[0];
    assert_eq!(login.institution.as_deref(), Some("Banque Rive"));
    assert_eq!(login.condition, LoginCondition::Ok);
    assert_eq!(
        login.last_sync.unwrap().to_rfc3339(),
        "2026-01-14T03:12:09+00:00",
        "Paris, in winter"
    );
    assert_eq!(
        login.consent_until.unwrap().to_rfc3339(),
        "2026-06-30T10:00:00+00:00",
        "Paris, in summer"
    );
    assert!(page.complete.contains(&Entity::Login) && page.complete.contains(&Entity::Account));
    let account = &page.accounts[0];
    assert_eq!(account.login_source_id.as_deref(), Some("21"));
    assert_eq!(account.institution.as_deref(), Some("Banque Rive"));
    assert_eq!(account.balance.unwrap().amount, eur(10010));
    assert_eq!(account.balance.unwrap().date, Some(day("2026-01-14")));
    assert_eq!(account.available, Some(eur(9010)), "balance and coming");
    assert_eq!(account.iban.as_deref(), Some("FR7630006000011234567890189"));

    let one = pulled.transaction("1");
    assert_eq!(one.amount, eur(-2340));
    assert_eq!(one.payee, "Greengrocer");
    assert_eq!(one.description, "CARTE 10/01 GREENGROCER");
    assert_eq!(one.note, "for lunch");
    assert_eq!(one.value_date, Some(day("2026-01-13")));
    assert_eq!(one.category_source_id.as_deref(), Some("code:groceries"));
    assert_eq!(one.status, TransactionStatus::Posted);
    let two = pulled.transaction("2");
    assert_eq!((two.payee.as_str(), two.is_transfer), ("ACME SA", true));
    assert_eq!(two.category_source_id.as_deref(), Some("12"));
    let three = pulled.transaction("3");
    assert_eq!(three.status, TransactionStatus::Pending);
    assert_eq!(
        three.original_amount,
        Some(Money::new(-1200, Currency::parse("JPY").unwrap()))
    );
    assert_eq!(pulled.notice("4"), Some("row_without_amount"));
    assert_eq!(
        pulled.notice("5"),
        Some("row_unreadable"),
        "half a cent is no amount"
    );
    assert_eq!(pulled.notice("6"), Some("unknown_value"));
    assert_eq!(pulled.transactions().len(), 4);

    let categories: Vec<_> = pulled
        .pages
        .iter()
        .flat_map(|page| &page.categories)
        .collect();
    let named = |id: &str| *categories.iter().find(|c| c.source_id == id).unwrap();
    assert_eq!(named("12").parent_source_id.as_deref(), Some("2"));
    assert_eq!(named("2").parent_source_id, None);
    assert_eq!(named("2").color.as_deref(), Some("#00aa11"));
    assert_eq!(
        named("code:groceries").parent_source_id.as_deref(),
        Some("code:food")
    );
    assert_eq!(named("9998").system_key.as_deref(), Some("uncategorised"));
    let planned: Vec<_> = pulled.pages.iter().flat_map(|page| &page.planned).collect();
    assert_eq!(planned[0].amount, eur(-1999), "a mean is rounded");
    assert_eq!(planned[0].cadence, Cadence::Months { every: 1, day: 5 });
    assert_eq!(
        (planned[1].amount, planned[1].cadence.clone()),
        (eur(-1000), Cadence::Once)
    );
    assert_eq!(planned.len(), 2, "what is done is planned no more");

    let first = asked(&seen, ROWS)[0];
    assert_eq!(first.query("limit"), Some("1000"));
    assert_eq!(first.query("all"), Some(""));
    assert_eq!(first.query("min_date"), Some("1970-01-01"));
    assert_eq!(first.query("last_update"), None);
}

#[tokio::test]
async fn later_pulls_ask_for_changes_from_an_hour_before_the_newest_stamp() {
    let with = |rows: &[String]| {
        bank(&[account(501, "checking", "")]).json(&format!("GET {ROWS}"), &transactions(rows))
    };
    let first = pulled(with(&[
        row(1, 501, "-5", ""),
        row(2, 501, "-6", r#","last_update":"2026-01-14 04:12:09""#),
    ]))
    .await;
    let gone = row(
        1,
        501,
        "-5",
        r#","deleted":"2026-01-15 03:00:00","last_update":"2026-01-15 03:00:00""#,
    );
    // The same day, when no bank was read since, there would be nothing to ask for.
    let tomorrow = Resume {
        today: day("2026-01-16"),
        ..resume(first.cursor())
    };
    let (second, seen) = pulled_by(with(&[gone]), tomorrow).await;
    assert_eq!(
        asked(&seen, ROWS)[0].query("last_update"),
        Some("2026-01-14 03:12:09")
    );
    assert!(second.transaction("1").deleted);
    assert!(
        !second.completes(Entity::Transaction),
        "deletions are told, not missed"
    );

    // A week on, the last months are read again, and then the changes.
    let later = Resume {
        today: day("2026-01-23"),
        ..resume(second.cursor())
    };
    let (_, seen) = pulled_by(with(&[]), later).await;
    let asked = asked(&seen, ROWS);
    assert_eq!(asked[0].query("min_date"), Some("2025-10-25"));
    assert_eq!(asked[0].query("last_update"), None);
    assert_eq!(asked[1].query("last_update"), Some("2026-01-15 02:00:00"));

    let everything = Resume {
        full: true,
        ..resume(second.cursor())
    };
    let (_, seen) = pulled_by(with(&[]), everything).await;
    assert_eq!(
        crate::budgea::asked(&seen, ROWS)[0].query("last_update"),
        None
    );
}

#[tokio::test]
async fn lists_go_on_by_link_or_by_offset() {
    let linked = bank(&[account(501, "checking", "")])
        .json(
            &format!("GET {ROWS}"),
            &format!(
                r#"{{"transactions":[{}],"_links":{{"self":{{"href":"x"}},"prev":null,
                   "next":{{"href":"https://elsewhere.example/2.0/next/page?cursor=a%2Bb"}}}}}}"#,
                row(1, 501, "-5", "")
            ),
        )
        .json(
            "GET /2.0/next/page",
            &format!(
                r#"{{"transactions":[{}],"_links":{{"next":null}}}}"#,
                row(2, 501, "-6", "")
            ),
        );
    let (pulled, seen) = pulled_by(linked, resume(None)).await;
    assert_eq!(pulled.transactions().len(), 2);
    let next = asked(&seen, "/2.0/next/page")[0];
    assert_eq!(
        next.query("cursor"),
        Some("a+b"),
        "asked of this server alone"
    );

    let part = |ids: std::ops::Range<u32>| {
        let rows: Vec<String> = ids.map(|id| row(id, 501, "-5", "")).collect();
        Reply::json(format!(
            r#"{{"transactions":[{}],"total":1500}}"#,
            rows.join(",")
        ))
    };
    let offset = bank(&[account(501, "checking", "")])
        .on(&format!("GET {ROWS}"), part(0..1000))
        .on(&format!("GET {ROWS}"), part(1000..1500));
    let (pulled, seen) = pulled_by(offset, resume(None)).await;
    assert_eq!(pulled.transactions().len(), 1500);
    assert_eq!(asked(&seen, ROWS)[1].query("offset"), Some("1000"));
}

#[tokio::test]
async fn a_list_that_moves_is_gone_through_again() {
    let part = |ids: std::ops::Range<u32>, total: u32| {
        let rows: Vec<String> = ids.map(|id| row(id, 501, "-5", "")).collect();
        Reply::json(format!(
            r#"{{"transactions":[{}],"total":{total}}}"#,
            rows.join(",")
        ))
    };
    let route = format!("GET {ROWS}");
    let moving = bank(&[account(501, "checking", "")])
        .on(&route, part(0..1000, 1200))
        // One row was taken out before the second page was asked for: row 1000 slipped.
        .on(&route, part(1001..1200, 1199))
        .on(&route, part(0..1000, 1199))
        .on(&route, part(1000..1199, 1199));
    let (pulled, _) = pulled_by(moving, resume(None)).await;
    assert_eq!(pulled.transaction("1000").amount, eur(-500));
}

#[tokio::test]
async fn every_kind_of_account_finds_its_place() {
    let loan = r#","loan":{"total_amount":200000,"used_amount":null,"rate":1.85,"maturity_date":"2041-03-01 00:00:00",
        "next_payment_amount":850.25,"next_payment_date":"2026-02-01","nb_payments_left":181,"type":"mortgage"}"#;
    let accounts = [
        account(1, "checking", ""),
        account(2, "livret_a", ""),
        account(3, "card", r#","id_parent":1"#),
        account(4, "loan", loan).replace(r#""balance":100.1"#, r#""balance":150000.00"#),
        account(5, "pea", ""),
        account(6, "per", ""),
        account(7, "lifeinsurance", ""),
        account(8, "moonbase", ""),
        account(9, "checking", r#","disabled":"2026-01-01 00:00:00""#),
        account(10, "checking", r#","deleted":"2026-01-01 00:00:00""#),
        account(11, "", "").replace(
            r#""type":"""#,
            r#""type":{"id":9,"name":"savings","is_invest":false}"#,
        ),
    ];
    let investments = r#"{"investments":[{"id":70,"id_account":5,"label":"World fund","code":"FR0000000001",
        "code_type":"ISIN","quantity":12.345678,"unitprice":80.1,"unitvalue":92.55,"valuation":1142.53,"diff":153.7,
        "diff_percent":0.1554,"vdate":"2026-01-13","deleted":null}],"valuation":1142.53}"#;
    let logs = r#"{"accountlogs":[{"id":1,"id_account":5,"balance":900.5,"timestamp":"2025-12-31 23:30:00","error":null},
        {"id":2,"id_account":5,"balance":null,"timestamp":"2025-12-30 23:30:00","error":"bug"}]}"#;
    let pulled = pulled(
        bank(&accounts)
            .json("GET /2.0/users/me/accounts/5/investments", investments)
            .json("GET /2.0/users/me/accounts/5/logs", logs),
    )
    .await;
    let page = pulled
        .pages
        .iter()
        .find(|page| !page.accounts.is_empty())
        .unwrap();
    let kinds: Vec<AccountKind> = page.accounts.iter().map(|account| account.kind).collect();
    assert_eq!(
        kinds,
        [
            AccountKind::Checking,
            AccountKind::Savings,
            AccountKind::CreditCard,
            AccountKind::Mortgage,
            AccountKind::Investment,
            AccountKind::Retirement,
            AccountKind::Insurance,
            AccountKind::Other,
            AccountKind::Checking,
            AccountKind::Checking,
            AccountKind::Savings,
        ]
    );
    assert_eq!(page.accounts[2].parent_source_id.as_deref(), Some("1"));
    let mortgage = &page.accounts[3];
    assert_eq!(
        mortgage.balance.unwrap().amount,
        eur(-15_000_000),
        "what is owed is a debt, whichever sign it came with"
    );
    let loan = mortgage.loan.as_ref().unwrap();
    assert_eq!(loan.matures, Some(day("2041-03-01")));
    assert_eq!(loan.rate.unwrap().to_string(), "1.85");
    let repayment = &page.planned[0];
    assert_eq!(
        (repayment.amount, repayment.count),
        (eur(-85025), Some(181))
    );
    assert!(page.accounts[8].withheld && page.accounts[9].closed);
    assert_eq!(page.logins[0].withheld_accounts, 1);
    assert_eq!(pulled.notice("8"), Some("unknown_value"));
    let holdings: Vec<_> = pulled
        .pages
        .iter()
        .flat_map(|page| &page.holdings)
        .collect();
    assert_eq!(holdings[0].quantity.unwrap().to_string(), "12.345678");
    assert_eq!(holdings[0].valuation, Some(eur(114_253)));
    assert!(pulled.pages.iter().any(|page| page.holdings_of == ["5"]));
    let stated: Vec<_> = pulled
        .pages
        .iter()
        .flat_map(|page| &page.balances)
        .collect();
    assert_eq!(stated.len(), 1, "a reading that failed states nothing");
    assert_eq!(
        (stated[0].date, stated[0].amount),
        (day("2025-12-31"), eur(90050))
    );
}

#[tokio::test]
async fn the_monthly_debit_of_a_card_counts_once() {
    let summary = |more: &str| {
        row(9, 1, "-50", &format!(r#","type":"summary_card"{more}"#))
            .replace(r#""type":"card","#, "")
    };
    let purchase = |account: u32| {
        row(8, account, "-50", r#","type":"deferred_card""#).replace(r#""type":"card","#, "")
    };
    let current = "GET /2.0/users/me/accounts/1/transactions";
    // The card is an account of its own.
    let own = bank(&[
        account(1, "checking", ""),
        account(3, "card", r#","id_parent":1"#),
    ])
    .json(current, &transactions(&[summary("")]))
    .json(
        "GET /2.0/users/me/accounts/3/transactions",
        &transactions(&[purchase(3)]),
    );
    let pulled_own = pulled(own).await;
    let debit = pulled_own.transaction("9");
    assert!(debit.off_reports && debit.is_transfer && !debit.excluded);
    assert!(!pulled_own.transaction("8").off_reports);
    // The purchases are on the current account itself.
    let same = bank(&[account(1, "checking", "")])
        .json(current, &transactions(&[summary(""), purchase(1)]));
    let pulled_same = pulled(same).await;
    assert!(pulled_same.transaction("9").excluded);
    assert!(!pulled_same.transaction("8").excluded);
    // Nobody sees the purchases: the debit is the spending.
    let hidden = bank(&[
        account(1, "checking", ""),
        account(
            3,
            "card",
            r#","id_parent":1,"disabled":"2026-01-01 00:00:00""#,
        ),
    ])
    .json(current, &transactions(&[summary("")]));
    let debit = pulled(hidden).await.transaction("9");
    assert!(!debit.off_reports && !debit.excluded);
}

#[tokio::test]
async fn a_booked_row_takes_the_place_of_the_announced_one() {
    let gone = row(
        1,
        501,
        "-23.40",
        r#","coming":true,"deleted":"2026-01-14 04:12:09""#,
    )
    .replace(r#""coming":false,"#, "");
    let booked = row(2, 501, "-23.40", "");
    let other = row(3, 501, "-99", "");
    let pulled = pulled(bank(&[account(501, "checking", "")]).json(
        &format!("GET {ROWS}"),
        &transactions(&[booked, gone, other]),
    ))
    .await;
    assert_eq!(pulled.transaction("2").replaces.as_deref(), Some("1"));
    assert_eq!(pulled.transaction("3").replaces, None);
    let order: Vec<_> = pulled
        .transactions()
        .into_iter()
        .filter_map(|row| row.source_id)
        .collect();
    assert_eq!(order[0], "1", "what is gone comes first");
}

#[tokio::test]
async fn banks_are_read_anew_when_the_person_asks_and_nothing_stands_in_the_way() {
    let ailing = CONNECTION
        .replace(r#""id":21"#, r#""id":22"#)
        .replace(r#""state":null"#, r#""state":"wrongpass""#);
    let two = connections(&format!("{CONNECTION},{ailing}"));
    let bank = bank(&[account(501, "checking", "")])
        .json(&format!("GET {ROWS}"), &transactions(&[]))
        .json("PUT /2.0/users/me/connections/21", CONNECTION);
    let mut routes = bank.0;
    routes.insert(
        "GET /2.0/users/me/connections".to_owned(),
        vec![Reply::json(two)],
    );
    let asked_for = Resume {
        asked: true,
        ..resume(None)
    };
    let (pulled, seen) = pulled_by(Bank(routes.clone()), asked_for.clone()).await;
    let puts: Vec<&Seen> = seen.iter().filter(|seen| seen.method == "PUT").collect();
    assert_eq!(puts.len(), 1, "a refused password is not tried again");
    assert_eq!(puts[0].query("psu_requested"), Some("false"));
    let logins = &pulled
        .pages
        .iter()
        .find(|page| page.logins.len() == 2)
        .unwrap()
        .logins;
    assert_eq!(logins[1].condition, LoginCondition::WrongCredentials);

    let (_, seen) = pulled_by(Bank(routes.clone()), resume(None)).await;
    assert!(seen.iter().all(|seen| seen.method == "GET"), "nobody asked");

    routes.insert(
        "PUT /2.0/users/me/connections/21".to_owned(),
        vec![Reply::status(409, r#"{"code":"connectionLocked"}"#)],
    );
    let (pulled, _) = pulled_by(Bank(routes), asked_for).await;
    assert!(
        pulled.outcome.is_ok(),
        "a bank that is being read is no failure"
    );
}

#[tokio::test]
async fn a_bank_that_is_read_for_the_first_time_is_waited_for() {
    let fresh = CONNECTION
        .replace(
            r#""last_update":"2026-01-14 04:12:09""#,
            r#""last_update":null"#,
        )
        .replace(r#""state":null"#, r#""state":"validating""#);
    let list = "GET /2.0/users/me/connections";
    let bank = Bank::default()
        .json(list, &connections(&fresh))
        .json(list, &connections(&fresh))
        .json(list, &connections(CONNECTION))
        .json(
            "GET /2.0/users/me/accounts",
            &format!(r#"{{"accounts":[{}]}}"#, account(501, "checking", "")),
        )
        .json(
            &format!("GET {ROWS}"),
            &transactions(&[row(1, 501, "-5", "")]),
        );
    let pulled_late = pulled(bank).await;
    assert_eq!(pulled_late.transactions().len(), 1);
    assert_eq!(
        pulled_late.pages[0].logins[0].condition,
        LoginCondition::Syncing
    );

    let never = Bank::default()
        .json(list, &connections(&fresh))
        .json("GET /2.0/users/me/accounts", r#"{"accounts":[]}"#);
    let pulled_never = pulled(never).await;
    assert!(matches!(
        pulled_never.error().kind,
        ErrorKind::Preparing { .. }
    ));
}

#[tokio::test]
async fn a_refused_token_is_renewed_where_it_can_be() {
    for status in [401, 403] {
        let refused = Bank::default().on(
            "GET /2.0/users/me/connections",
            Reply::status(status, r#"{"code":"unauthorized"}"#),
        );
        assert_eq!(pulled(refused).await.error().kind, ErrorKind::Credentials);
    }
    let server = bank(&[]).on(
        "POST /2.0/auth/renew",
        Reply::json(r#"{"access_token":"tok-2","token_type":"Bearer"}"#),
    );
    let mut routes = server.0;
    routes
        .get_mut("GET /2.0/users/me/connections")
        .unwrap()
        .insert(0, Reply::status(401, r#"{"code":"unauthorized"}"#));
    let server = Bank(routes).start().await;
    let pause = Arc::new(FakePause::default());
    let mut access = way_in(&server.url(), &pause);
    access
        .secrets
        .insert("client_secret".to_owned(), Secret::new("s"));
    access.settings.insert("user_id".to_owned(), "3".to_owned());
    let pulled = pull(&Budgea, &access, resume(None)).await;
    assert!(pulled.outcome.is_ok());
    let last = server.seen().pop().unwrap();
    assert_eq!(last.header("authorization"), Some("Bearer tok-2"));
    let renewal = server
        .seen()
        .into_iter()
        .find(|seen| seen.path == "/2.0/auth/renew")
        .unwrap();
    assert_eq!(renewal.header("authorization"), None);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&renewal.body).unwrap()["id_user"],
        3
    );
}

#[tokio::test]
async fn a_client_makes_its_user_once() {
    let server = Bank::default()
        .json(
            "POST /2.0/auth/init",
            r#"{"auth_token":"tok-9","type":"permanent","id_user":3,"expires_in":null}"#,
        )
        .start()
        .await;
    let pause = Arc::new(FakePause::default());
    let mut access = way_in(&server.url(), &pause);
    access.secrets = BTreeMap::from([("client_secret".to_owned(), Secret::new("s3"))]);
    let cancel = connect::CancelFlag::new();
    let info = Budgea.link(&access, &cancel).await.unwrap();
    assert_eq!(info.keep["user_token"].expose(), "tok-9");
    assert_eq!(info.settings["user_id"], "3");
    access.secrets.clear();
    let error = Budgea.link(&access, &cancel).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Settings);
}

#[tokio::test]
async fn what_a_server_lacks_is_told_and_passed_over() {
    let pulled = pulled(bank(&[account(501, "market", "")]).on(
        &format!("GET {ROWS}"),
        Reply::status(409, r#"{"code":"noAccount"}"#),
    ))
    .await;
    assert!(pulled.outcome.is_ok());
    for entity in [Entity::Category, Entity::Planned, Entity::Holding] {
        assert!(
            pulled
                .notices()
                .iter()
                .any(|notice| (notice.code, notice.entity) == ("not_available", entity)),
            "{entity:?}"
        );
        assert!(!pulled.completes(entity));
    }
}
