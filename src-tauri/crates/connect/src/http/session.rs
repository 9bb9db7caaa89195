//! The requests of one pull: one address, one credential, one budget of patience.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::value::RawValue;

use super::answer::{RateFacts, is_json};
use super::{Answer, BaseUrl, Http, retry};
use crate::cancel::CancelFlag;
use crate::error::{ConnectorError, ErrorKind, Service};

/// What an answer has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    Json,
    Xml,
    /// Whatever it is: the status says it all.
    Anything,
}

/// One request.
#[derive(Clone)]
pub(crate) struct Ask<'r> {
    pub(crate) method: Method,
    pub(crate) path: &'r str,
    pub(crate) query: &'r [(&'r str, &'r str)],
    /// A JSON document to send along. May hold credentials: it is never logged.
    pub(crate) body: Option<&'r str>,
    pub(crate) expect: Expect,
    /// Sending it twice does no more than sending it once, so that it may be repeated when the answer was lost.
    pub(crate) repeatable: bool,
    /// The other end answers when it is done with something that may take minutes.
    pub(crate) slow: bool,
    /// Statuses that are no failure: their JSON says more than the status.
    pub(crate) accepts: &'static [u16],
}

impl<'r> Ask<'r> {
    /// A GET.
    pub(crate) fn get(path: &'r str, query: &'r [(&'r str, &'r str)], expect: Expect) -> Self {
        Self {
            method: Method::GET,
            path,
            query,
            body: None,
            expect,
            repeatable: true,
            slow: false,
            accepts: &[],
        }
    }

    /// A request with a JSON body, which is not repeated once it may have arrived.
    pub(crate) fn json(method: Method, path: &'r str, body: &'r str) -> Self {
        Self {
            method,
            path,
            query: &[],
            body: Some(body),
            expect: Expect::Json,
            repeatable: false,
            slow: false,
            accepts: &[],
        }
    }

    /// With the word that repeating it does no harm.
    pub(crate) fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// With the patience for an answer that may take minutes.
    pub(crate) fn slow(mut self) -> Self {
        self.slow = true;
        self
    }

    /// With statuses that are no failure if they come with JSON.
    pub(crate) fn accepting(mut self, statuses: &'static [u16]) -> Self {
        self.accepts = statuses;
        self
    }

    /// With a query.
    pub(crate) fn with(mut self, query: &'r [(&'r str, &'r str)]) -> Self {
        self.query = query;
        self
    }

    /// With another answer than JSON.
    pub(crate) fn expecting(mut self, expect: Expect) -> Self {
        self.expect = expect;
        self
    }
}

/// What a dialect makes of an answer that is no success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) kind: ErrorKind,
    /// In our own words; never the upstream's.
    pub(crate) detail: String,
    /// Tries that are worth making in all.
    pub(crate) tries: u32,
}

/// How a dialect judges; none leaves it to the general rule.
pub(crate) type Judge = fn(&Answer, DateTime<Utc>) -> Option<Judgement>;

/// The requests of one pull.
pub(crate) struct Session<'a> {
    http: Http,
    service: Service,
    base: BaseUrl,
    /// Headers of every request: credentials.
    headers: HeaderMap,
    judge: Judge,
    cancel: &'a CancelFlag,
    patience: Duration,
    /// Least time from one request to the next, and when the last one was sent.
    pace: Option<Duration>,
    last_sent: Option<DateTime<Utc>>,
    requests: u64,
    rate: RateFacts,
}

/// A failed try.
struct Miss {
    error: ConnectorError,
    tries: u32,
    /// The other end may have done what it was asked.
    arrived: bool,
}

impl<'a> Session<'a> {
    /// Opens the requests to `base_url`, from which a pasted `version` path is taken off.
    pub(crate) fn open(
        http: &Http,
        service: Service,
        base_url: &str,
        version: &str,
        judge: Judge,
        cancel: &'a CancelFlag,
    ) -> Result<Self, ConnectorError> {
        let base = BaseUrl::parse(base_url, version).map_err(|error| {
            let kind = match error {
                super::address::AddressError::PlainHttp => ErrorKind::Insecure,
                super::address::AddressError::Malformed | super::address::AddressError::Surplus => {
                    ErrorKind::Settings
                }
            };
            ConnectorError::new(service, kind, error.to_string())
        })?;
        Ok(Self {
            http: http.clone(),
            service,
            base,
            headers: HeaderMap::new(),
            judge,
            cancel,
            patience: http.settings().patience,
            pace: None,
            last_sent: None,
            requests: 0,
            rate: RateFacts::default(),
        })
    }

    /// Sends `text` as the `Authorization` of every request.
    pub(crate) fn authorize(&mut self, text: &str) -> Result<(), ConnectorError> {
        self.authorize_by(AUTHORIZATION, text)
    }

    /// Sends a credential in a header of the upstream's own with every request.
    pub(crate) fn authorize_by(
        &mut self,
        header: HeaderName,
        text: &str,
    ) -> Result<(), ConnectorError> {
        let mut value = HeaderValue::from_str(text).map_err(|_| {
            self.error(
                ErrorKind::Credentials,
                "the key holds characters that no key has",
            )
        })?;
        value.set_sensitive(true);
        self.headers.insert(header, value);
        Ok(())
    }

    /// Leaves at least this much time between two requests. This machine's own services are asked as fast as they
    /// answer, unless the client's settings say otherwise.
    pub(crate) fn pace(&mut self, least: Duration) {
        if !self.base.is_loopback() || self.http.settings().pace_on_loopback {
            self.pace = Some(least);
        }
    }

    /// Where this upstream is.
    pub(crate) fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The whole address of a path, for a browser. May hold a code: it belongs in no log.
    pub(crate) fn address_of(&self, path: &str, query: &[(&str, &str)]) -> String {
        self.base.join(path, query).into()
    }

    /// Whether a browser may be sent to an address that the other end named.
    pub(crate) fn may_be_visited(address: &str) -> bool {
        BaseUrl::may_be_visited(address)
    }

    /// Path and query, below the base address, of a link that the other end handed out. A link elsewhere is taken for a
    /// name of the same thing here: from `version` on its path is asked of the base address, and of no other host.
    pub(crate) fn below(
        &self,
        link: &str,
        version: &str,
    ) -> Option<(String, Vec<(String, String)>)> {
        self.base.below(link, version)
    }

    /// The present instant.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.http.now()
    }

    /// Waits, unless it is longer than there is patience for (then it is false and nothing was waited).
    pub(crate) async fn wait(&mut self, how_long: Duration) -> Result<bool, ConnectorError> {
        if how_long > self.patience {
            return Ok(false);
        }
        self.patience -= how_long;
        self.rest(how_long).await?;
        Ok(true)
    }

    async fn rest(&self, how_long: Duration) -> Result<(), ConnectorError> {
        let waited = self.http.settings().pause.pause(how_long);
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(ConnectorError::cancelled(self.service)),
            () = waited => Ok(()),
        }
    }

    /// Requests sent so far.
    pub(crate) fn requests(&self) -> u64 {
        self.requests
    }

    /// The last allowance that the upstream named.
    pub(crate) fn rate(&self) -> RateFacts {
        self.rate
    }

    pub(crate) fn error(&self, kind: ErrorKind, detail: impl Into<String>) -> ConnectorError {
        ConnectorError::new(self.service, kind, detail)
    }

    /// Gets `path` until it succeeds or trying again is pointless. The body of the answer is well-formed JSON, or
    /// claims to be XML.
    pub(crate) async fn get(
        &mut self,
        path: &str,
        query: &[(&str, &str)],
        expect: Expect,
    ) -> Result<Answer, ConnectorError> {
        self.send(&Ask::get(path, query, expect)).await
    }

    /// Sends a request until it succeeds or trying again is pointless. One that must not arrive twice is repeated only
    /// when it was refused or never left.
    pub(crate) async fn send(&mut self, ask: &Ask<'_>) -> Result<Answer, ConnectorError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let Miss {
                error,
                tries: worth,
                arrived,
            } = match self.try_once(ask).await {
                Ok(answer) => return Ok(answer),
                Err(miss) => miss,
            };
            if tries >= worth.min(self.http.settings().tries) || (arrived && !ask.repeatable) {
                return Err(error);
            }
            let Some(pause) = self.affordable_pause(error.kind, tries) else {
                return Err(error);
            };
            tracing::debug!(
                service = self.service.as_str(),
                path = ask.path,
                tries,
                seconds = pause.as_secs(),
                kind = ?error.kind,
                "trying again after a pause"
            );
            self.patience -= pause;
            self.rest(pause).await?;
        }
    }

    /// How long to wait before the next try; none when it is longer than there is patience for.
    fn affordable_pause(&self, kind: ErrorKind, tries: u32) -> Option<Duration> {
        let wish = match kind {
            ErrorKind::RateLimited { retry_at }
            | ErrorKind::Unavailable {
                retry_at: Some(retry_at),
            } => (retry_at - self.http.now()).to_std().unwrap_or_default(),
            ErrorKind::Credentials
            | ErrorKind::Forbidden
            | ErrorKind::Preparing { .. }
            | ErrorKind::Unavailable { retry_at: None }
            | ErrorKind::Protocol
            | ErrorKind::Insecure
            | ErrorKind::Settings
            | ErrorKind::Cancelled
            | ErrorKind::ReceiverGone => Duration::ZERO,
        };
        let pause = wish.max(retry::backoff(tries));
        (pause <= self.http.settings().longest_pause && pause <= self.patience).then_some(pause)
    }

    async fn try_once(&mut self, ask: &Ask<'_>) -> Result<Answer, Miss> {
        if self.cancel.is_cancelled() {
            return Err(self.hopeless(ErrorKind::Cancelled, "stopped on request"));
        }
        self.keep_pace().await?;
        self.requests += 1;
        if let Some(meter) = self.http.meter() {
            meter.sent();
        }
        let cancel = self.cancel;
        let answer = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(self.hopeless(ErrorKind::Cancelled, "stopped on request")),
            answer = self.exchange(ask) => answer,
        }?;
        let named = answer.rate();
        if named != RateFacts::default() {
            self.rate = named;
        }
        tracing::debug!(
            service = self.service.as_str(),
            path = ask.path,
            status = answer.status,
            bytes = answer.body.len(),
            remaining = self.rate.remaining,
            request_id = answer.request_id(),
            "answered"
        );
        let judgement = self.judgement(&answer, ask);
        if let Some(meter) = self.http.meter() {
            meter.answered(&answer, judgement.is_none());
        }
        if let Some(judgement) = judgement {
            let mut error = self.error(judgement.kind, judgement.detail);
            error.http_status = Some(answer.status);
            error.request_id = answer.request_id();
            // Told to come back later, it was not done.
            let refused = matches!(answer.status, 429 | 503);
            return Err(Miss {
                error,
                tries: judgement.tries,
                arrived: !refused,
            });
        }
        Ok(answer)
    }

    /// Waits until the next request may be sent.
    async fn keep_pace(&mut self) -> Result<(), Miss> {
        if let (Some(pace), Some(last)) = (self.pace, self.last_sent) {
            let passed = (self.now() - last).to_std().unwrap_or_default();
            if let Some(rest) = pace.checked_sub(passed).filter(|rest| !rest.is_zero()) {
                self.rest(rest).await.map_err(|error| Miss {
                    error,
                    tries: 1,
                    arrived: false,
                })?;
            }
        }
        if self.pace.is_some() {
            self.last_sent = Some(self.now());
        }
        Ok(())
    }

    async fn exchange(&self, ask: &Ask<'_>) -> Result<Answer, Miss> {
        let mut headers = self.headers.clone();
        headers.insert(
            ACCEPT,
            HeaderValue::from_static(match ask.expect {
                Expect::Json => "application/json",
                Expect::Xml => "application/xml, text/xml",
                Expect::Anything => "*/*",
            }),
        );
        let mut request = self
            .http
            .client(self.base.is_loopback(), ask.slow)
            .request(ask.method.clone(), self.base.join(ask.path, ask.query));
        if let Some(body) = ask.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            request = request.body(body.to_owned());
        }
        let mut response = request
            .headers(headers)
            .send()
            .await
            .map_err(|error| self.transport(error))?;
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let cap = self.http.settings().max_body;
        let announced = response.content_length().unwrap_or(0);
        let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or(cap).min(1 << 20));
        let mut too_large = announced > cap as u64;
        while !too_large {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > cap => too_large = true,
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => {
                    let mut miss = self.transport(error);
                    miss.error.http_status = Some(status);
                    return Err(miss);
                }
            }
        }
        if too_large {
            let mut miss = self.hopeless(
                ErrorKind::Protocol,
                format!("the answer is longer than {cap} bytes"),
            );
            miss.error.http_status = Some(status);
            return Err(miss);
        }
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    /// What is wrong with an answer; nothing for a good one.
    fn judgement(&self, answer: &Answer, ask: &Ask<'_>) -> Option<Judgement> {
        let now = self.http.now();
        if ask.accepts.contains(&answer.status) && unreadable(answer, ask.expect).is_none() {
            return None;
        }
        if answer.body.is_empty() && answer.status == 204 {
            return None;
        }
        let good = answer.status == 200
            || (ask.method != Method::GET && (200..=299).contains(&answer.status));
        if good {
            return unreadable(answer, ask.expect).map(|detail| Judgement {
                kind: ErrorKind::Protocol,
                detail,
                tries: 3,
            });
        }
        (self.judge)(answer, now).or_else(|| Some(general(answer, now)))
    }

    fn transport(&self, error: reqwest::Error) -> Miss {
        let arrived = !error.is_connect() && !error.is_builder();
        let (kind, detail, tries) = if is_tls(&error) {
            (
                ErrorKind::Insecure,
                "the server's certificate is not to be trusted",
                1,
            )
        } else if error.is_timeout() {
            (
                ErrorKind::Unavailable { retry_at: None },
                "no answer in time",
                2,
            )
        } else if error.is_connect() {
            (
                ErrorKind::Unavailable { retry_at: None },
                "no connection",
                u32::MAX,
            )
        } else if error.is_builder() {
            (ErrorKind::Settings, "the request could not be made", 1)
        } else {
            (
                ErrorKind::Unavailable { retry_at: None },
                "the answer broke off",
                u32::MAX,
            )
        };
        let mut failed = self.error(kind, detail);
        // The address holds the query, and the query may hold ids.
        failed.source = Some(Box::new(error.without_url()));
        Miss {
            error: failed,
            tries,
            arrived,
        }
    }

    fn hopeless(&self, kind: ErrorKind, detail: impl Into<String>) -> Miss {
        Miss {
            error: self.error(kind, detail),
            tries: 1,
            arrived: true,
        }
    }
}

/// Why the body of a success cannot be used.
fn unreadable(answer: &Answer, expect: Expect) -> Option<String> {
    let media = answer.media_type();
    let fits = media.as_deref().is_none_or(|media| match expect {
        Expect::Json => is_json(media),
        Expect::Xml => matches!(media, "application/xml" | "text/xml") || media.ends_with("+xml"),
        Expect::Anything => true,
    });
    if !fits {
        return Some("the answer is of another media type than asked for".to_owned());
    }
    if expect == Expect::Json
        && let Err(error) = serde_json::from_slice::<&RawValue>(&answer.body)
    {
        // Only the place: the parser's message may quote the text.
        return Some(format!(
            "the answer is not JSON (line {}, column {})",
            error.line(),
            error.column()
        ));
    }
    None
}

/// What a status means wherever nothing else is known.
fn general(answer: &Answer, now: DateTime<Utc>) -> Judgement {
    let (kind, detail, tries) = match answer.status {
        401 => (ErrorKind::Credentials, "the key is not accepted", 1),
        402 | 403 => (ErrorKind::Forbidden, "the key may not do this", 1),
        300..=399 => (ErrorKind::Insecure, "redirected to another address", 1),
        429 => {
            let retry_at = answer.retry_at(now).unwrap_or(now);
            (
                ErrorKind::RateLimited { retry_at },
                "asked too often",
                u32::MAX,
            )
        }
        408 | 500..=599 => {
            let retry_at = answer.retry_at(now);
            (
                ErrorKind::Unavailable { retry_at },
                "trouble at the other end",
                u32::MAX,
            )
        }
        404 => (ErrorKind::Protocol, "there is no such thing", 1),
        _ => (ErrorKind::Protocol, "the request was not understood", 1),
    };
    Judgement {
        kind,
        detail: detail.to_owned(),
        tries,
    }
}

/// Whether TLS refused. The cause may be wrapped in an input/output error, whose `source` skips it.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if cause.is::<rustls::Error>() {
            return true;
        }
        next = match cause
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    false
}
