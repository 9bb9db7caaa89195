//! The requests of one pull: one address, one credential, one budget of patience.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
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
    authorization: Option<HeaderValue>,
    judge: Judge,
    cancel: &'a CancelFlag,
    patience: Duration,
    requests: u64,
    rate: RateFacts,
}

/// A failed try.
struct Miss {
    error: ConnectorError,
    tries: u32,
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
            authorization: None,
            judge,
            cancel,
            patience: http.settings().patience,
            requests: 0,
            rate: RateFacts::default(),
        })
    }

    /// Sends `text` as the `Authorization` of every request.
    pub(crate) fn authorize(&mut self, text: &str) -> Result<(), ConnectorError> {
        let mut value = HeaderValue::from_str(text).map_err(|_| {
            self.error(
                ErrorKind::Credentials,
                "the key holds characters that no key has",
            )
        })?;
        value.set_sensitive(true);
        self.authorization = Some(value);
        Ok(())
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
        let mut tries = 0;
        loop {
            tries += 1;
            let Miss {
                error,
                tries: worth,
            } = match self.try_once(path, query, expect).await {
                Ok(answer) => return Ok(answer),
                Err(miss) => miss,
            };
            if tries >= worth.min(self.http.settings().tries) {
                return Err(error);
            }
            let Some(pause) = self.affordable_pause(error.kind, tries) else {
                return Err(error);
            };
            tracing::debug!(
                service = self.service.as_str(),
                path,
                tries,
                seconds = pause.as_secs(),
                kind = ?error.kind,
                "trying again after a pause"
            );
            self.patience -= pause;
            let waited = self.http.settings().pause.pause(pause);
            tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Err(ConnectorError::cancelled(self.service)),
                () = waited => {}
            }
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

    async fn try_once(
        &mut self,
        path: &str,
        query: &[(&str, &str)],
        expect: Expect,
    ) -> Result<Answer, Miss> {
        if self.cancel.is_cancelled() {
            return Err(self.hopeless(ErrorKind::Cancelled, "stopped on request"));
        }
        self.requests += 1;
        let cancel = self.cancel;
        let answer = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(self.hopeless(ErrorKind::Cancelled, "stopped on request")),
            answer = self.exchange(path, query, expect) => answer,
        }?;
        let named = answer.rate();
        if named != RateFacts::default() {
            self.rate = named;
        }
        tracing::debug!(
            service = self.service.as_str(),
            path,
            status = answer.status,
            bytes = answer.body.len(),
            remaining = self.rate.remaining,
            request_id = answer.request_id(),
            "answered"
        );
        if let Some(judgement) = self.judgement(&answer, expect) {
            let mut error = self.error(judgement.kind, judgement.detail);
            error.http_status = Some(answer.status);
            error.request_id = answer.request_id();
            return Err(Miss {
                error,
                tries: judgement.tries,
            });
        }
        Ok(answer)
    }

    async fn exchange(
        &self,
        path: &str,
        query: &[(&str, &str)],
        expect: Expect,
    ) -> Result<Answer, Miss> {
        let mut headers = HeaderMap::new();
        headers.insert(
            ACCEPT,
            HeaderValue::from_static(match expect {
                Expect::Json => "application/json",
                Expect::Xml => "application/xml, text/xml",
            }),
        );
        if let Some(value) = &self.authorization {
            headers.insert(AUTHORIZATION, value.clone());
        }
        let mut response = self
            .http
            .client(self.base.is_loopback())
            .get(self.base.join(path, query))
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
    fn judgement(&self, answer: &Answer, expect: Expect) -> Option<Judgement> {
        let now = self.http.now();
        if answer.status == 200 {
            return unreadable(answer, expect).map(|detail| Judgement {
                kind: ErrorKind::Protocol,
                detail,
                tries: 3,
            });
        }
        (self.judge)(answer, now).or_else(|| Some(general(answer, now)))
    }

    fn transport(&self, error: reqwest::Error) -> Miss {
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
        }
    }

    fn hopeless(&self, kind: ErrorKind, detail: impl Into<String>) -> Miss {
        Miss {
            error: self.error(kind, detail),
            tries: 1,
        }
    }
}

/// Why the body of a success cannot be used.
fn unreadable(answer: &Answer, expect: Expect) -> Option<String> {
    let media = answer.media_type();
    let fits = media.as_deref().is_none_or(|media| match expect {
        Expect::Json => is_json(media),
        Expect::Xml => matches!(media, "application/xml" | "text/xml") || media.ends_with("+xml"),
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
