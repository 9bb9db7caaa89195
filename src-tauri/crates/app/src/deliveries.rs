//! A listener for what services send by themselves, while the person wants it: loopback only, so that a server of the
//! household hands on what reached it.
//!
//! Nothing is taken without a signature or a token that is right. What cannot be taken now is answered in a way that has
//! it sent again. Only POST with a length is heard, bodies are capped, and nothing of them is logged.

use std::net::SocketAddr;
use std::time::Duration;

use contract::types::{FieldValue, WebhookArrival, WebhookReport, WebhookReq};
use contract::{ApiError, Changed, ErrorCode, Tag};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::failure::instant;
use crate::{App, Failure, api, locked};

/// Longest head and body of a request.
const LONGEST_HEAD: usize = 32 * 1024;
const LONGEST_BODY: usize = 32 << 20;
/// How long a request may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
/// Most visitors at a time.
const AT_ONCE: usize = 8;

/// Arrivals remembered.
const SHOWN: usize = 20;

/// What came, or the status that it is refused with.
type Heard = Result<WebhookReq, u16>;

impl App {
    /// Listens for deliveries for as long as the future is held. Says where through `bound`.
    pub async fn listen_for_deliveries(
        &self,
        bind: SocketAddr,
        bound: impl FnOnce(SocketAddr),
    ) -> Result<(), Failure> {
        if !bind.ip().is_loopback() {
            return Err(Failure::invalid("bind", "not_loopback"));
        }
        let listener = TcpListener::bind(bind).await?;
        bound(listener.local_addr()?);
        let places = std::sync::Arc::new(Semaphore::new(AT_ONCE));
        // Ends with this future, and whoever is being served with it.
        let mut visitors = tokio::task::JoinSet::new();
        loop {
            while visitors.try_join_next().is_some() {}
            let place = std::sync::Arc::clone(&places)
                .acquire_owned()
                .await
                .map_err(Failure::internal)?;
            let Ok((socket, _)) = listener.accept().await else {
                continue;
            };
            let app = self.clone();
            visitors.spawn(async move {
                let served = serve(&app, socket).await;
                drop(place);
                if let Err(error) = served {
                    tracing::debug!(%error, "a delivery broke off");
                }
            });
        }
    }
}

/// The listener that the book is to have, while the program runs.
#[derive(Default)]
pub(crate) struct Listening {
    /// Ends with this.
    task: tokio::task::JoinSet<()>,
    /// The port it was asked to listen on; none is switched off.
    port: Option<u16>,
    /// Where it listens.
    address: Option<SocketAddr>,
}

impl Listening {
    /// Where it listens, if it does.
    pub(crate) const fn address(&self) -> Option<SocketAddr> {
        self.address
    }
}

impl App {
    /// Listens as the open book says, or no longer. A locked book says nothing: what comes meanwhile is answered in a way
    /// that has it sent again.
    pub async fn settle_listener(&self) {
        let Ok(wanted) = crate::commands::webhooks::wanted(self).await else {
            return;
        };
        let port = wanted.on.then_some(wanted.port);
        let mut listening = self.inner.listening.lock().await;
        let runs = listening.address.is_some() && !listening.task.is_empty();
        if listening.port == port && (port.is_none() || runs) {
            return;
        }
        // Waited for: whoever is told that it is off finds the port free.
        listening.task.shutdown().await;
        *listening = Listening::default();
        listening.port = port;
        let Some(port) = port else {
            return;
        };
        let bind = SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, port));
        let (tell, told) = tokio::sync::oneshot::channel();
        let app = self.clone();
        listening.task.spawn(async move {
            let heard = app.listen_for_deliveries(bind, |address| {
                // Whoever asked may be gone.
                let _ = tell.send(address);
            });
            if let Err(failure) = heard.await {
                tracing::warn!(?failure, "deliveries cannot be listened for");
            }
        });
        listening.address = told.await.ok();
    }

    fn arrived(&self, status: u16, report: Option<&WebhookReport>) {
        let arrival = WebhookArrival {
            at: instant(self.now()),
            status,
            label: report.map(|report| report.label.clone()),
            new: report.map_or(0, |report| report.new),
            changed: report.map_or(0, |report| report.changed),
        };
        let mut arrivals = locked(&self.inner.arrivals);
        arrivals.push_front(arrival);
        arrivals.truncate(SHOWN);
        drop(arrivals);
        self.ports().events.changed(Changed {
            tags: vec![Tag::Connections],
            origin: "webhook_take".to_owned(),
        });
    }
}

async fn serve(app: &App, mut socket: TcpStream) -> std::io::Result<()> {
    let heard = tokio::time::timeout(PATIENCE, hear(&mut socket)).await;
    let (status, report) = match heard {
        Ok(heard) => match heard? {
            Ok(request) => match api::webhook_take(app, request).await {
                Ok(report) => (204, Some(report)),
                Err(error) => (refusal(&error), None),
            },
            Err(status) => (status, None),
        },
        Err(_) => (408, None),
    };
    app.arrived(status, report.as_ref());
    let (word, more) = match status {
        204 => ("No Content", ""),
        400 => ("Bad Request", ""),
        401 => ("Unauthorized", ""),
        404 => ("Not Found", ""),
        405 => ("Method Not Allowed", "Allow: POST\r\n"),
        408 => ("Request Timeout", ""),
        411 => ("Length Required", ""),
        413 => ("Content Too Large", ""),
        503 => ("Service Unavailable", "Retry-After: 60\r\n"),
        _ => ("Internal Server Error", ""),
    };
    let answer = format!(
        "HTTP/1.1 {status} {word}\r\n{more}Content-Length: 0\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    );
    socket.write_all(answer.as_bytes()).await?;
    socket.shutdown().await
}

/// Reads one request.
async fn hear(socket: &mut TcpStream) -> std::io::Result<Heard> {
    let mut read = Vec::new();
    let mut chunk = [0_u8; 8192];
    let end = loop {
        if let Some(end) = read.windows(4).position(|end| end == b"\r\n\r\n") {
            break end;
        }
        let more = socket.read(&mut chunk).await?;
        if more == 0 || read.len() + more > LONGEST_HEAD + chunk.len() {
            return Ok(Err(400));
        }
        read.extend_from_slice(&chunk[..more]);
    };
    let Some((path, headers)) = std::str::from_utf8(&read[..end]).ok().map(head) else {
        return Ok(Err(400));
    };
    let path = match path {
        Ok(path) => path,
        Err(status) => return Ok(Err(status)),
    };
    let of = |name: &str| {
        let mut all = headers.iter().filter(|header| header.key == name);
        (all.next().map(|header| header.value.as_str()), all.next())
    };
    let length = match of("content-length") {
        (Some(length), None) => length.parse::<usize>().ok(),
        // Two lengths are a trick.
        (Some(_), Some(_)) => return Ok(Err(400)),
        (None, _) => None,
    };
    let Some(length) = length.filter(|_| of("transfer-encoding").0.is_none()) else {
        return Ok(Err(411));
    };
    if length > LONGEST_BODY {
        return Ok(Err(413));
    }
    let mut body = read.split_off(end + 4);
    while body.len() < length {
        let more = socket.read(&mut chunk).await?;
        if more == 0 {
            return Ok(Err(400));
        }
        body.extend_from_slice(&chunk[..more]);
    }
    body.truncate(length);
    Ok(String::from_utf8(body)
        .map(|body| WebhookReq {
            connection: None,
            headers,
            path,
            body,
            vouched: false,
            kept: false,
        })
        .map_err(|_| 400))
}

/// Path and headers of a request's head; a status when it is none that is heard.
fn head(text: &str) -> (Result<String, u16>, Vec<FieldValue>) {
    let mut lines = text.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let path = match (words.next(), words.next(), words.next()) {
        (Some("POST"), Some(target), Some(version)) if version.starts_with("HTTP/1.") => {
            let path = target.split(['?', '#']).next().unwrap_or("/");
            Ok(path.to_owned())
        }
        (Some(_), Some(_), Some(version)) if version.starts_with("HTTP/1.") => Err(405),
        _ => Err(400),
    };
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| FieldValue {
            key: name.trim().to_ascii_lowercase(),
            value: value.trim().to_owned(),
        })
        .collect();
    (path, headers)
}

fn refusal(error: &ApiError) -> u16 {
    match &error.code {
        ErrorCode::InvalidRequest { field, .. } if field == "signature" => 401,
        ErrorCode::NotFound { .. } => 404,
        ErrorCode::Locked | ErrorCode::AlreadyRunning | ErrorCode::BookBusy => 503,
        ErrorCode::InvalidRequest { .. } | ErrorCode::Upstream { .. } => 400,
        _ => 500,
    }
}
