//! The rate feed.

use practice::Scenario;

use super::support::{read, visit};

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
