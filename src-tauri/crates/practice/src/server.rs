//! From sockets to dialects: reads a request, lets the scenario have its say, writes the answer.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::bank::{Bank, Door};
use crate::exchange::{Answer, Ask, Content};
use crate::faults::{Fault, fault, wrong_types};
use crate::json::Json;
use crate::wire::{Breaker, Wires};
use crate::{budgea, control, ecb, finwise, nbp, qard, wallet, wallet_app};

/// The largest request body taken, in bytes.
const LARGEST_ASK: usize = 4 << 20;
/// How late a slow answer comes.
const LATE: Duration = Duration::from_millis(1_500);
/// The size of the huge body, in chunks of [`CHUNK`] bytes.
const CHUNKS: usize = 200;
const CHUNK: usize = 1 << 20;

/// What all connections share.
#[derive(Clone)]
pub(crate) struct Counter {
    pub(crate) bank: Arc<Mutex<Bank>>,
    pub(crate) address: SocketAddr,
    pub(crate) closing: watch::Receiver<bool>,
    pub(crate) flight: Arc<Flight>,
}

/// Requests that are being answered.
#[derive(Default)]
pub(crate) struct Flight {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Flight {
    /// Most of them at one time so far.
    pub(crate) fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }

    fn enter(self: &Arc<Self>) -> InFlight {
        let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(now, Ordering::Relaxed);
        InFlight(Arc::clone(self))
    }
}

/// One request under way; gone when it is answered or broken off.
struct InFlight(Arc<Flight>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Counter {
    /// The bank's memory; a panic elsewhere does not close the bank.
    pub(crate) fn bank(&self) -> MutexGuard<'_, Bank> {
        self.bank.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until the closing signal.
pub(crate) async fn run(listener: TcpListener, counter: Counter) -> io::Result<()> {
    let mut closing = counter.closing.clone();
    let router = Router::new().fallback(serve_one).with_state(counter);
    axum::serve(
        Wires(listener),
        router.into_make_service_with_connect_info::<Breaker>(),
    )
    .with_graceful_shutdown(async move {
        // A closed channel means the owner is gone: close as well.
        drop(closing.wait_for(|closing| *closing).await);
    })
    .await
}

async fn serve_one(
    State(counter): State<Counter>,
    ConnectInfo(breaker): ConnectInfo<Breaker>,
    request: Request,
) -> Response {
    let _in_flight = counter.flight.enter();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_ASK).await else {
        return status(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let Ok(Query(query)) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri) else {
        return status(StatusCode::BAD_REQUEST);
    };
    let ask = Ask {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query,
        headers: parts.headers,
        body: body.to_vec(),
    };
    let door = Door::of(&ask.path);
    let (number, fault, answer) = {
        let mut bank = counter.bank();
        let number = bank.note(door, &ask);
        let count = bank.count(door);
        let fault = fault(bank.scenario, door, count);
        let answer = match &fault {
            Fault::Instead(_, answer) => Some(answer.as_ref().clone()),
            Fault::Reset | Fault::Hang | Fault::HugeBody | Fault::Redirect => None,
            Fault::None
            | Fault::Truncated
            | Fault::Malformed
            | Fault::Slow
            | Fault::WrongTypes(_) => Some(dialect(&mut bank, door, &ask)),
        };
        let seen = answer.as_ref().map_or(0, |answer| answer.status.as_u16());
        bank.note_answer(number, seen, fault.name());
        (number, fault, answer)
    };
    let response = match (&fault, answer) {
        (Fault::Reset, _) => {
            breaker.trip();
            status(StatusCode::OK)
        }
        (Fault::Hang, _) => {
            let mut closing = counter.closing.clone();
            // Either way of closing ends the wait; nothing is answered before it.
            drop(closing.wait_for(|closing| *closing).await);
            breaker.trip();
            status(StatusCode::SERVICE_UNAVAILABLE)
        }
        (Fault::HugeBody, _) => huge_body(),
        (Fault::Redirect, _) => redirect(counter.address, &ask),
        (Fault::Slow, Some(answer)) => {
            tokio::time::sleep(LATE).await;
            written(answer, Cut::Nothing)
        }
        (Fault::Truncated, Some(answer)) => written(answer, Cut::Body),
        (Fault::Malformed, Some(answer)) => written(answer, Cut::Json),
        (Fault::WrongTypes(turn), Some(mut answer)) => {
            answer.body = wrong_types(answer.body, *turn);
            written(answer, Cut::Nothing)
        }
        (_, Some(answer)) => written(answer, Cut::Nothing),
        (_, None) => status(StatusCode::INTERNAL_SERVER_ERROR),
    };
    if matches!(fault, Fault::HugeBody | Fault::Redirect) {
        counter
            .bank()
            .note_answer(number, response.status().as_u16(), fault.name());
    }
    response
}

/// The dialect behind a door.
fn dialect(bank: &mut Bank, door: Door, ask: &Ask) -> Answer {
    match door {
        Door::Wallet => wallet::answer(bank, ask),
        Door::Finwise => finwise::answer(bank, ask),
        Door::WalletApp => wallet_app::answer(bank, ask),
        Door::Qard => qard::answer(bank, ask),
        Door::Budgea | Door::Pages => budgea::answer(bank, ask),
        Door::Ecb => ecb::answer(bank.today(), ask),
        Door::Nbp => nbp::answer(bank.today(), ask),
        Door::Control => control::answer(bank, ask),
        Door::Elsewhere => Answer::json(Json::object([("accounts", Json::List(Vec::new()))])),
        Door::Nowhere => Answer::status(
            StatusCode::NOT_FOUND,
            Json::object([("message", "no Route matched with those values".into())]),
        ),
    }
}

/// What is missing from the body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Nothing,
    /// The second half, though the length announces more than the whole.
    Body,
    /// The last third, and the length agrees.
    Json,
}

fn written(answer: Answer, cut: Cut) -> Response {
    let (media, mut bytes) = match answer.body {
        Content::Json(document) => ("application/json; charset=utf-8", document.render()),
        Content::Text(media, text) => (media, text),
    };
    let whole = bytes.len();
    let keep = match cut {
        Cut::Nothing => whole,
        Cut::Body => whole / 2,
        Cut::Json => whole * 2 / 3,
    };
    bytes.truncate(bytes.floor_char_boundary(keep));
    let body = if cut == Cut::Body {
        Body::from_stream(stream::iter([Ok::<_, io::Error>(bytes)]))
    } else {
        Body::from(bytes)
    };
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    if cut == Cut::Body {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(whole + 4_096));
    }
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

fn status(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Valid JSON that never seems to end: an opening, then 200 MB of blanks, made as they are sent.
fn huge_body() -> Response {
    let blanks = stream::iter((0..CHUNKS).map(|_| Ok::<_, io::Error>(vec![b' '; CHUNK])));
    let opening = stream::iter([Ok(br#"{"accounts":["#.to_vec())]);
    let body = Body::from_stream(futures_util::StreamExt::chain(opening, blanks));
    let mut response = Response::new(body);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// To another host name that leads back here, so that the log shows who followed.
fn redirect(address: SocketAddr, ask: &Ask) -> Response {
    let target = format!(
        "http://localhost:{}{}{}",
        address.port(),
        control::ELSEWHERE,
        ask.path
    );
    let mut response = status(StatusCode::FOUND);
    if let Ok(target) = HeaderValue::from_str(&target) {
        response.headers_mut().insert(LOCATION, target);
    }
    response
}
