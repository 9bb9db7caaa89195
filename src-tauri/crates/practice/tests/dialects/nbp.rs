//! The second source of rates.

use practice::Scenario;
use rust_decimal::Decimal;
use serde_json::Value;

use super::support::{read, visit};

#[tokio::test]
async fn the_second_source_quotes_in_zloty_what_the_first_does_not() {
    let visit = visit(Scenario::Calm).await;
    let fetch = async |path: &str| {
        read(
            visit
                .http
                .get(format!("{}/nbp/exchangerates{path}", visit.base)),
        )
        .await
        .unwrap()
    };
    let of = async |path: &str| -> Value {
        let answer = fetch(path).await;
        assert_eq!(answer.status, 200, "{path}");
        serde_json::from_str(&answer.text).unwrap()
    };
    let daily = of("/tables/A").await;
    assert_eq!(daily[0]["effectiveDate"], "2026-11-20");
    let weekly = of("/tables/b").await;
    assert_eq!(weekly[0]["effectiveDate"], "2026-11-18", "a Wednesday");
    let codes: Vec<&Value> = weekly[0]["rates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["code"])
        .collect();
    assert!(codes.contains(&&Value::from("RSD")), "{codes:?}");

    let days = of("/rates/a/eur/2026-11-16/2026-11-20").await;
    assert_eq!(days["rates"].as_array().unwrap().len(), 5);
    let mid: Decimal = days["rates"][0]["mid"].to_string().parse().unwrap();
    let zloty = practice::rates::published("PLN", "2026-11-16".parse().unwrap()).unwrap();
    assert_eq!(mid, zloty);
    for (path, status) in [
        ("/rates/a/XXX/2026-11-16/2026-11-20", 404),
        ("/rates/a/eur/2026-11-14/2026-11-15", 404),
        ("/rates/a/eur/2026-01-01/2026-11-20", 400),
        ("/rates/a/eur/2026-11-16/2027-01-01", 400),
        ("/tables/z", 404),
    ] {
        assert_eq!(fetch(path).await.status, status, "{path}");
    }
}
