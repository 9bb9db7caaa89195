//! The reference rates over HTTP.

use std::sync::Arc;

use connect::{CancelFlag, ErrorKind, ecb};

use crate::client::{FakePause, http, today};
use crate::server::{Reply, Server};

const DOCUMENT: &str = r#"<gesmes:Envelope xmlns:gesmes="x" xmlns="y"><Cube>
<Cube time="2026-01-15"><Cube currency="USD" rate="1.1625"/></Cube>
<Cube time="2026-01-14"><Cube currency="USD" rate="1.1600"/></Cube></Cube></gesmes:Envelope>"#;

async fn fetch(
    known: Option<&str>,
    reply: Reply,
) -> (
    Result<Vec<ecb::DayRate>, connect::ConnectorError>,
    Vec<String>,
) {
    let server = Server::start(move |_| reply.clone()).await;
    let http = http(&Arc::new(FakePause::default()));
    let known = known.map(|day| day.parse().unwrap());
    let result = ecb::fetch(&http, &server.url(), known, today(), &CancelFlag::new()).await;
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| seen.header("authorization").is_none())
    );
    (
        result,
        server.seen().into_iter().map(|seen| seen.path).collect(),
    )
}

#[tokio::test]
async fn only_what_is_missing_is_fetched_and_handed_on() {
    let reply = || Reply::text(200, "text/xml", DOCUMENT);
    let (rates, paths) = fetch(Some("2026-01-14"), reply()).await;
    let rates = rates.unwrap();
    assert_eq!(rates.len(), 1);
    assert_eq!(
        (rates[0].day, rates[0].per_euro.to_string().as_str()),
        (today(), "1.1625")
    );
    assert_eq!(paths, ["/eurofxref-daily.xml"]);

    let (rates, paths) = fetch(None, reply()).await;
    assert_eq!(rates.unwrap().len(), 2);
    assert_eq!(paths, ["/eurofxref-hist.xml"]);

    let (rates, paths) = fetch(Some("2026-01-15"), reply()).await;
    assert!(
        rates.unwrap().is_empty() && paths.is_empty(),
        "nothing newer can exist"
    );
}

#[tokio::test]
async fn what_is_no_feed_gives_no_rates() {
    for reply in [
        Reply::text(200, "text/html", "<h1>Maintenance</h1>"),
        Reply::text(200, "text/xml", "<html/>"),
        Reply::text(200, "text/xml", &DOCUMENT[..DOCUMENT.len() - 20]),
        Reply::text(404, "text/html", "no"),
    ] {
        let (result, _) = fetch(None, reply).await;
        assert_eq!(result.unwrap_err().kind, ErrorKind::Protocol);
    }
}
