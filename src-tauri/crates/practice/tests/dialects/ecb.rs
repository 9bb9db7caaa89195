//! The rate feed.

use std::collections::BTreeMap;

use practice::Scenario;
use rust_decimal::Decimal;

use super::support::{amount, read, visit};

#[tokio::test]
async fn the_feed_has_three_documents_of_working_days() {
    let visit = visit(Scenario::Calm).await;
    let fetch = async |name: &str| {
        read(visit.http.get(format!("{}/ecb/{name}", visit.base)))
            .await
            .unwrap()
    };
    let daily = fetch("eurofxref-daily.xml").await;
    assert_eq!(
        (daily.status, daily.header("content-type")),
        (200, "text/xml")
    );
    assert_eq!(daily.text.matches("<Cube time='").count(), 1);
    assert!(daily.text.contains("<Cube time='2026-11-20'>"));
    for code in ["USD", "GBP", "CHF", "JPY", "CZK"] {
        let rate = practice::rates::published(code, super::support::today())
            .unwrap()
            .normalize();
        assert!(
            daily
                .text
                .contains(&format!("<Cube currency='{code}' rate='{rate}'/>")),
            "{code}"
        );
    }
    let ninety = fetch("eurofxref-hist-90d.xml").await;
    assert!((60..66).contains(&ninety.text.matches("<Cube time='").count()));
    let history = fetch("eurofxref-hist.xml").await;
    assert!(history.text.matches("<Cube time='").count() > 1_200);
    assert!(history.text.contains("<Cube time='2026-11-20'>"));
    assert!(
        !history.text.contains("<Cube time='2026-11-21'>"),
        "a Saturday"
    );
    assert_eq!(fetch("other.xml").await.status, 404);
}

#[tokio::test]
async fn the_feed_does_not_close_with_the_banks() {
    let visit = visit(Scenario::BankDown).await;
    let url = format!("{}/ecb/eurofxref-daily.xml", visit.base);
    assert_eq!(read(visit.http.get(url)).await.unwrap().status, 200);
}

/// The rate of a currency in a document of the feed.
fn rate(document: &str, code: &str) -> Decimal {
    if code == "EUR" {
        return Decimal::ONE;
    }
    let (_, rest) = document
        .split_once(&format!("currency='{code}' rate='"))
        .unwrap();
    rest.split_once('\'').unwrap().0.parse().unwrap()
}

#[tokio::test]
async fn accounts_and_rates_over_the_wire_give_the_true_net_worth() {
    let visit = visit(Scenario::Calm).await;
    let url = format!("{}/ecb/eurofxref-daily.xml", visit.base);
    let document = read(visit.http.get(url)).await.unwrap().text;
    let mut totals: BTreeMap<String, Decimal> = BTreeMap::new();
    for account in visit.all("accounts", "/accounts").await {
        let balance = &account["balance"];
        let code = balance["currencyCode"].as_str().unwrap().to_owned();
        *totals.entry(code).or_default() += amount(&balance["currentBalance"]);
    }
    for account in visit.finwise("/accounts").await.json().as_array().unwrap() {
        let balance = &account["currentBalance"];
        let code = balance["currencyCode"].as_str().unwrap().to_owned();
        *totals.entry(code).or_default() += amount(&balance["amount"]);
    }
    let euros: Decimal = totals
        .iter()
        .map(|(code, total)| (total / rate(&document, code)).round_dp(2))
        .sum();
    let truth = visit.elder_truth();
    let now = truth.net_worth.last().unwrap();
    assert_eq!(
        (now.date, now.eur.parse().unwrap()),
        (super::support::today(), euros)
    );
    for (code, total) in &totals {
        assert_eq!(
            now.by_currency[code].parse::<Decimal>().unwrap(),
            *total,
            "{code}"
        );
    }
}
