//! What the client refuses, limits, repeats and forgets, seen through a connector.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use connect::{CancelFlag, Connector, ConnectorError, ErrorKind, FinWise, LinkInfo, Retry};
use domain::connection::ConnectionState;

use crate::client::{FakePause, SECRET, access, http_with, now, pull, resume};
use crate::server::{Reply, Seen, Server};

/// One try of the credentials against a script, and the pauses it took.
async fn tried(
    script: impl FnMut(&Seen) -> Reply + Send + 'static,
) -> (Result<LinkInfo, ConnectorError>, Vec<u64>, Server) {
    let server = Server::start(script).await;
    let pause = Arc::new(FakePause::default());
    let access = access(&server.url(), &pause);
    let result = FinWise.test(&access, &CancelFlag::new()).await;
    (result, pause.seconds(), server)
}

/// As `tried`, by a client that bears a silence for a short time only.
async fn impatient(reply: Reply) -> (Result<LinkInfo, ConnectorError>, Server) {
    let server = Server::start(in_turn(vec![reply])).await;
    let pause = Arc::new(FakePause::default());
    let mut access = access(&server.url(), &pause);
    access.http = http_with(&pause, Duration::from_millis(300));
    (FinWise.test(&access, &CancelFlag::new()).await, server)
}

/// The same replies in turn, the last one from then on.
fn in_turn(replies: Vec<Reply>) -> impl FnMut(&Seen) -> Reply + Send {
    let mut turn = 0;
    move |_| {
        let reply = replies[turn.min(replies.len() - 1)].clone();
        turn += 1;
        reply
    }
}

fn good() -> Reply {
    Reply::json("[]").with("x-count", 3)
}

#[tokio::test]
async fn trouble_that_passes_is_tried_again_with_growing_pauses() {
    let troubles = [
        ("500", Reply::status(500, "{}")),
        (
            "502 in HTML",
            Reply::text(502, "text/html", "<h1>Bad gateway</h1>"),
        ),
        ("reset", Reply::Reset),
        ("truncated", Reply::Truncated(vec![b' '; 1000])),
    ];
    for (name, trouble) in troubles {
        let (result, pauses, server) = tried(in_turn(vec![
            trouble.clone(),
            trouble.clone(),
            trouble,
            good(),
        ]))
        .await;
        assert_eq!(result.unwrap().accounts, Some(3), "{name}");
        assert_eq!(pauses, [1, 2, 4], "{name}");
        assert_eq!(server.seen().len(), 4, "{name}");
    }
}

#[tokio::test]
async fn trouble_that_stays_ends_after_a_few_tries() {
    let (result, pauses, server) = tried(in_turn(vec![
        Reply::status(503, "{}").with("Request-Id", "req-7"),
    ]))
    .await;
    let error = result.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable { retry_at: None });
    assert_eq!(error.state(), Some(ConnectionState::Unavailable));
    assert_eq!(error.retry(), Retry::Later);
    assert_eq!(error.http_status, Some(503));
    assert_eq!(error.request_id.as_deref(), Some("req-7"));
    assert_eq!((pauses.len(), server.seen().len()), (3, 4));
}

#[tokio::test]
async fn a_success_that_is_no_json_is_a_protocol_error_after_three_tries() {
    for (name, reply) in [
        ("HTML", Reply::text(200, "text/html", "<h1>Welcome</h1>")),
        ("text", Reply::text(200, "text/plain", "[]")),
        ("malformed", Reply::json("[{\"id\":")),
        (
            "not UTF-8",
            Reply::Answer {
                status: 200,
                headers: vec![],
                body: b"[\"\xff\"]".to_vec(),
            },
        ),
        ("empty", Reply::json("")),
    ] {
        let (result, _, server) = tried(in_turn(vec![reply])).await;
        let error = result.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Protocol, "{name}");
        assert_eq!(server.seen().len(), 3, "{name}");
    }
    let (result, ..) = tried(in_turn(vec![
        Reply::text(200, "text/html", "<h1>Just a moment</h1>"),
        good(),
    ]))
    .await;
    assert!(result.is_ok(), "a page of a gateway passes");
}

#[tokio::test]
async fn refusals_are_told_apart_and_not_repeated() {
    for (status, kind) in [
        (401, ErrorKind::Credentials),
        (402, ErrorKind::Forbidden),
        (403, ErrorKind::Forbidden),
        (400, ErrorKind::Protocol),
        (418, ErrorKind::Protocol),
    ] {
        let (result, pauses, server) =
            tried(in_turn(vec![Reply::text(status, "text/plain", "no")])).await;
        let error = result.unwrap_err();
        assert_eq!((error.kind, error.http_status), (kind, Some(status)));
        assert_eq!((server.seen().len(), pauses.len()), (1, 0), "{status}");
    }
}

#[tokio::test]
async fn a_short_wait_that_is_asked_for_is_kept_and_a_long_one_is_handed_on() {
    let limited = || Reply::status(429, "{}");
    let (result, pauses, _) = tried(in_turn(vec![limited().with("Retry-After", 37), good()])).await;
    assert!(result.is_ok());
    assert_eq!(pauses, [37]);

    let dated = limited()
        .with("Date", "Thu, 15 Jan 2026 20:00:00 GMT")
        .with("Retry-After", "Thu, 15 Jan 2026 20:00:20 GMT");
    let (result, pauses, _) = tried(in_turn(vec![dated, good()])).await;
    assert!(result.is_ok());
    assert_eq!(pauses, [20]);

    let (result, pauses, _) = tried(in_turn(vec![limited(), limited(), good()])).await;
    assert!(result.is_ok());
    assert_eq!(pauses, [1, 2], "without a wish, the pauses grow");

    let (result, pauses, server) =
        tried(in_turn(vec![limited().with("Retry-After", 3600), good()])).await;
    let error = result.unwrap_err();
    let retry_at = now() + TimeDelta::hours(1);
    assert_eq!(error.kind, ErrorKind::RateLimited { retry_at });
    assert_eq!(error.retry(), Retry::At(retry_at));
    assert_eq!(
        (pauses.len(), server.seen().len()),
        (0, 1),
        "nothing is sent after the refusal"
    );

    let down = Reply::text(503, "text/html", "later").with("Retry-After", 120);
    let (result, ..) = tried(in_turn(vec![down])).await;
    let retry_at = Some(now() + TimeDelta::seconds(120));
    assert_eq!(
        result.unwrap_err().kind,
        ErrorKind::Unavailable { retry_at }
    );
}

#[tokio::test]
async fn no_answer_ends_in_time() {
    let begun = Instant::now();
    let (result, server) = impatient(Reply::Hang).await;
    assert_eq!(
        result.unwrap_err().kind,
        ErrorKind::Unavailable { retry_at: None }
    );
    assert_eq!(server.seen().len(), 2, "a silence is tried once more");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn nobody_listening_is_unavailable() {
    let pause = Arc::new(FakePause::default());
    let result = FinWise
        .test(&access("http://127.0.0.1:1", &pause), &CancelFlag::new())
        .await;
    assert_eq!(
        result.unwrap_err().kind,
        ErrorKind::Unavailable { retry_at: None }
    );
}

#[tokio::test]
async fn an_answer_of_200_megabytes_is_cut_off_early() {
    let begun = Instant::now();
    let (result, _, server) = tried(in_turn(vec![Reply::Long(200 << 20)])).await;
    let error = result.unwrap_err();
    assert_eq!(
        (error.kind, error.http_status),
        (ErrorKind::Protocol, Some(200))
    );
    assert_eq!(server.seen().len(), 1, "it is not asked for again");
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn an_answer_that_unpacks_to_too_much_is_cut_off_too() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let blanks = vec![b' '; 1 << 20];
    (0..64).for_each(|_| packed.write_all(&blanks).unwrap());
    let body = packed.finish().unwrap();
    assert!(body.len() < 1 << 20);
    let headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("content-encoding".to_owned(), "gzip".to_owned()),
    ];
    let (result, ..) = tried(in_turn(vec![Reply::Answer {
        status: 200,
        headers,
        body,
    }]))
    .await;
    assert_eq!(result.unwrap_err().kind, ErrorKind::Protocol);
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let elsewhere = Server::start(|_| good()).await;
    let target = format!("{}/accounts", elsewhere.url());
    let (result, ..) =
        tried(move |_| Reply::status(302, "{}").with("Location", target.clone())).await;
    let error = result.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Insecure);
    assert_eq!(error.state(), Some(ConnectionState::Insecure));
    assert!(
        elsewhere.seen().is_empty(),
        "the other host never hears of it"
    );

    let (result, ..) =
        tried(|_| Reply::status(307, "{}").with("Location", "http://example.com/")).await;
    assert_eq!(result.unwrap_err().kind, ErrorKind::Insecure);

    let (result, _, server) = tried(|seen| match seen.path.as_str() {
        "/accounts" => Reply::status(308, "{}").with("Location", "/v2/accounts"),
        _ => good(),
    })
    .await;
    assert!(result.is_ok(), "within one origin it is");
    assert_eq!(
        server.seen().last().unwrap().header("authorization"),
        Some(SECRET)
    );

    let (result, ..) =
        tried(|seen| Reply::status(302, "{}").with("Location", format!("{}x", seen.path))).await;
    assert_eq!(
        result.unwrap_err().kind,
        ErrorKind::Insecure,
        "and not for ever"
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_signed_is_insecure() {
    let server = Server::start_self_signed(|_| good()).await;
    let pause = Arc::new(FakePause::default());
    let result = FinWise
        .test(&access(&server.url(), &pause), &CancelFlag::new())
        .await;
    let error = result.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Insecure, "{error:?}");
    assert_eq!(error.retry(), Retry::AfterPerson);
    assert!(server.seen().is_empty(), "nothing was sent through it");
}

#[tokio::test]
async fn addresses_and_keys_that_cannot_be_used_are_refused_before_anything_is_sent() {
    let pause = Arc::new(FakePause::default());
    for (address, kind) in [
        ("http://example.com", ErrorKind::Insecure),
        ("nonsense", ErrorKind::Settings),
        ("https://user:secret@example.com", ErrorKind::Settings),
    ] {
        let result = FinWise
            .test(&access(address, &pause), &CancelFlag::new())
            .await;
        assert_eq!(result.unwrap_err().kind, kind, "{address}");
    }
    let mut without = access("http://127.0.0.1:1", &pause);
    without.secrets.clear();
    let result = FinWise.test(&without, &CancelFlag::new()).await;
    assert_eq!(result.unwrap_err().kind, ErrorKind::Settings);
}

#[tokio::test]
async fn raising_the_flag_ends_a_request_that_hangs() {
    let server = Server::start(|_| Reply::Hang).await;
    let pause = Arc::new(FakePause::default());
    let access = access(&server.url(), &pause);
    let cancel = CancelFlag::new();
    let raised = cancel.clone();
    let (result, ()) = tokio::join!(FinWise.test(&access, &cancel), async move {
        tokio::task::yield_now().await;
        raised.cancel();
    });
    let error = result.unwrap_err();
    assert_eq!((error.kind, error.state()), (ErrorKind::Cancelled, None));
    assert_eq!(error.retry(), Retry::Never);
}

#[tokio::test]
async fn errors_hold_neither_key_nor_body_nor_query() {
    let leak = "IBAN FR7612345 amount 1234.56";
    let replies = [
        Reply::status(500, format!("{{\"message\":\"{leak} {SECRET}\"}}")),
        Reply::status(
            400,
            format!(
                r#"{{"error":{{"name":"BadRequestError","message":"{leak}","errors":[{{"code":"invalid_type","message":"{leak}","path":["fromDate"],"received":"{SECRET}"}}]}}}}"#
            ),
        ),
        Reply::json(format!("[{{\"payee\":\"{leak}\" {SECRET}")),
        Reply::text(401, "text/html", SECRET),
        Reply::Reset,
        Reply::Hang,
    ];
    for reply in replies {
        let (result, _) = impatient(reply).await;
        let error = result.unwrap_err();
        let told = format!("{error} {error:?}");
        for secret in [
            SECRET,
            "secret",
            "1234.56",
            "IBAN",
            "pageNumber",
            "pagination",
        ] {
            assert!(!told.contains(secret), "{told}");
        }
    }
    let pause = Arc::new(FakePause::default());
    let told = format!("{:?}", access("http://127.0.0.1:1", &pause));
    assert!(!told.contains(SECRET), "{told}");
}

#[tokio::test]
async fn a_request_names_the_app_and_accepts_packed_answers() {
    let (_, _, server) = tried(|_| good()).await;
    let seen = server.seen().remove(0);
    assert!(seen.header("user-agent").unwrap().starts_with("Coffer/"));
    assert!(seen.header("accept-encoding").unwrap().contains("gzip"));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.header("referer"), None);
}

#[tokio::test]
async fn a_receiver_that_is_gone_ends_the_pull() {
    let server = Server::start(|_| good()).await;
    let pause = Arc::new(FakePause::default());
    let access = access(&server.url(), &pause);
    let pulled = crate::client::pull_some(&FinWise, &access, resume(None), 0).await;
    assert_eq!(pulled.error().kind, ErrorKind::ReceiverGone);
    let pulled = pull(&FinWise, &access, resume(None)).await;
    assert!(pulled.outcome.is_ok());
}
