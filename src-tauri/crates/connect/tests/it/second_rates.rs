//! The second source of rates over HTTP.

use std::sync::Arc;

use connect::nbp::{self, Wanted};
use connect::{CancelFlag, ErrorKind};
use money::Currency;

use crate::client::{FakePause, http};
use crate::server::{Reply, Server};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn json(body: &str) -> Reply {
    Reply::text(200, "application/json", body)
}

const TABLE_A: &str = r#"[{"table":"A","no":"010/A/NBP/2026","effectiveDate":"2026-01-16","rates":[
    {"currency":"euro","code":"EUR","mid":4.2000},{"currency":"hrywna (Ukraina)","code":"UAH","mid":0.0840}]}]"#;
const TABLE_B: &str = r#"[{"table":"B","no":"002/B/NBP/2026","effectiveDate":"2026-01-14","rates":[
    {"currency":"dirham ZEA","code":"AED","mid":0.9800},{"currency":"?","code":"X1","mid":1}]}]"#;
const EURO: &str = r#"{"table":"A","currency":"euro","code":"EUR","rates":[
    {"no":"1","effectiveDate":"2026-01-07","mid":4.2100},{"no":"2","effectiveDate":"2026-01-13","mid":4.2140},
    {"no":"3","effectiveDate":"2026-01-16","mid":4.2000}]}"#;
const HRYVNIA: &str = r#"{"table":"A","code":"UAH","rates":[
    {"no":"1","effectiveDate":"2026-01-07","mid":0.0842},{"no":"2","effectiveDate":"2026-01-13","mid":"n/a"},
    {"no":"3","effectiveDate":"2026-01-16","mid":8.4E-02},{"no":"4","mid":0.1},{"no":"5","effectiveDate":"2026-01-15","mid":0}]}"#;
const DIRHAM: &str =
    r#"{"table":"B","code":"AED","rates":[{"no":"1","effectiveDate":"2026-01-14","mid":0.9800}]}"#;

fn answer(path: &str) -> Reply {
    let missing = || Reply::text(404, "text/plain", "404 NotFound - Not Found - Brak danych");
    // What is older than the newest window is not there.
    let newest = path.ends_with("/2026-01-16") || path.ends_with("/2026-01-14");
    match path {
        "/exchangerates/tables/a" => json(TABLE_A),
        "/exchangerates/tables/b" => json(TABLE_B),
        _ if !newest => missing(),
        _ if path.contains("/rates/a/EUR/") => json(EURO),
        _ if path.contains("/rates/a/UAH/") => json(HRYVNIA),
        _ if path.contains("/rates/b/AED/") => json(DIRHAM),
        _ => missing(),
    }
}

async fn fetch(
    wanted: &[(&str, Option<&str>)],
    oldest: &str,
) -> (Vec<(String, String, String)>, Vec<String>) {
    let server = Server::start(|seen| {
        let path = seen.path.split('?').next().unwrap_or_default();
        answer(path)
    })
    .await;
    let http = http(&Arc::new(FakePause::default()));
    let wanted: Vec<Wanted> = wanted
        .iter()
        .map(|(code, known)| Wanted {
            currency: currency(code),
            known: known.map(day),
        })
        .collect();
    let rates = nbp::fetch(
        &http,
        &server.url(),
        &wanted,
        day(oldest),
        &CancelFlag::new(),
    )
    .await
    .unwrap()
    .into_iter()
    .map(|rate| {
        (
            rate.currency.code().to_owned(),
            rate.day.to_string(),
            rate.per_euro.normalize().to_string(),
        )
    })
    .collect();
    let paths = server
        .seen()
        .into_iter()
        .map(|seen| seen.path.split('?').next().unwrap_or_default().to_owned())
        .collect();
    (rates, paths)
}

fn rates(list: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    list.iter()
        .map(|(code, day, rate)| ((*code).to_owned(), (*day).to_owned(), (*rate).to_owned()))
        .collect()
}

#[tokio::test]
async fn rates_in_zloty_become_rates_for_a_euro_of_the_same_day() {
    let (found, paths) = fetch(&[("UAH", None), ("AED", None), ("KES", None)], "2025-09-01").await;
    // 4.21 ÷ 0.0842, 4.2 ÷ 0.084, and 4.214 ÷ 0.98 by the euro of the day before.
    assert_eq!(
        found,
        rates(&[
            ("UAH", "2026-01-07", "50"),
            ("UAH", "2026-01-16", "50"),
            ("AED", "2026-01-14", "4.3")
        ])
    );
    // No window is longer than 93 days, and none is asked for behind an empty one.
    assert!(
        paths.contains(&"/exchangerates/rates/a/UAH/2025-10-16/2026-01-16".to_owned()),
        "{paths:?}"
    );
    assert!(
        paths.contains(&"/exchangerates/rates/a/UAH/2025-09-01/2025-10-15".to_owned()),
        "{paths:?}"
    );
    assert!(paths.iter().all(|path| !path.contains("KES")), "{paths:?}");
}

#[tokio::test]
async fn only_what_is_newer_is_asked_for() {
    let (found, paths) = fetch(
        &[("UAH", Some("2026-01-13")), ("AED", Some("2026-01-14"))],
        "2020-01-01",
    )
    .await;
    assert_eq!(found, rates(&[("UAH", "2026-01-16", "50")]));
    assert!(
        paths.contains(&"/exchangerates/rates/a/UAH/2026-01-14/2026-01-16".to_owned())
            && paths.iter().all(|path| !path.contains("/b/")),
        "{paths:?}"
    );
    let (found, paths) = fetch(&[], "2020-01-01").await;
    assert!(found.is_empty() && paths.is_empty());
}

#[tokio::test]
async fn what_is_no_table_gives_no_rates() {
    for reply in [
        Reply::text(200, "text/html", "<h1>Przerwa</h1>"),
        json("{}"),
        json("[]"),
        json(r#"[{"effectiveDate":"soon","rates":[]}]"#),
        Reply::text(400, "text/plain", "400 BadRequest"),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let http = http(&Arc::new(FakePause::default()));
        let wanted = [Wanted {
            currency: currency("UAH"),
            known: None,
        }];
        let result = nbp::fetch(
            &http,
            &server.url(),
            &wanted,
            day("2026-01-01"),
            &CancelFlag::new(),
        )
        .await;
        assert_eq!(result.unwrap_err().kind, ErrorKind::Protocol);
    }
}
