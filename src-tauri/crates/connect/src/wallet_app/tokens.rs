//! The tokens: had for a password, renewed by themselves.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::connection::Upstream;
use reqwest::Method;
use secrets::Secret;
use serde_json::json;

use crate::access::{Access, Keeper};
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Answer, Ask, Expect, Session};
use crate::json::Record;

pub(super) const PASSWORD: &str = "password";
pub(super) const ACCESS: &str = "access_token";
pub(super) const REFRESH: &str = "refresh_token";

/// A token is renewed this long before its end, or after half of its life if that is less.
const MARGIN: TimeDelta = TimeDelta::seconds(30);
/// Longest life of a token that is believed.
const LONGEST_LIFE: u64 = 366 * 24 * 3600;

/// A session whose token renews itself.
pub(super) struct Client<'a> {
    session: Session<'a>,
    keeper: Keeper,
    access: Option<Secret>,
    refresh: Option<Secret>,
    /// When the token at hand is to be renewed; it is used at least once.
    renew_at: Option<DateTime<Utc>>,
    used: bool,
}

impl<'a> Client<'a> {
    /// Exchanges name and password for tokens.
    pub(super) async fn login(
        session: Session<'a>,
        access: &Access,
    ) -> Result<Self, ConnectorError> {
        let password = access.secret(Upstream::WalletApp, PASSWORD)?;
        let username = access
            .setting("username")
            .ok_or_else(|| session.error(ErrorKind::Settings, "username is missing"))?;
        let mut body = json!({"username": username, "password": password.expose()}).to_string();
        let body = Secret::taking(&mut body);
        let mut client = Self::of(session, access);
        client.exchange("/auth/authenticate", &body).await?;
        Ok(client)
    }

    /// Goes on with the tokens that were kept.
    pub(super) fn resume(session: Session<'a>, access: &Access) -> Result<Self, ConnectorError> {
        let mut client = Self::of(session, access);
        let kept = |key: &str| access.secret(Upstream::WalletApp, key).ok().cloned();
        client.refresh = kept(REFRESH);
        client.access = kept(ACCESS);
        match &client.access {
            Some(token) => {
                client.renew_at = crate::jwt::expiry(token.expose()).map(|end| end - MARGIN);
                client
                    .session
                    .authorize(&format!("Bearer {}", token.expose()))?;
                client.used = true;
                Ok(client)
            }
            None if client.refresh.is_some() => {
                client.renew_at = Some(client.session.now());
                client.used = true;
                Ok(client)
            }
            None => Err(client.error(ErrorKind::Credentials, "there is no session to go on with")),
        }
    }

    fn of(session: Session<'a>, access: &Access) -> Self {
        Self {
            session,
            keeper: access.keeper.clone(),
            access: None,
            refresh: None,
            renew_at: None,
            used: false,
        }
    }

    /// The tokens as they stand.
    pub(super) fn tokens(&self) -> BTreeMap<String, Secret> {
        [(ACCESS, &self.access), (REFRESH, &self.refresh)]
            .into_iter()
            .filter_map(|(key, token)| Some((key.to_owned(), token.clone()?)))
            .collect()
    }

    /// Gets a path, with a new token when the one at hand is due or is refused.
    pub(super) async fn get(
        &mut self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Answer, ConnectorError> {
        let due = self.used && self.renew_at.is_some_and(|at| at <= self.session.now());
        if due && self.refresh.is_some() {
            self.renew().await?;
        }
        self.used = true;
        match self.session.get(path, query, Expect::Json).await {
            Err(error) if error.http_status == Some(401) && self.refresh.is_some() => {
                self.renew().await?;
                self.used = true;
                self.session.get(path, query, Expect::Json).await
            }
            other => other,
        }
    }

    pub(super) fn session(&self) -> &Session<'a> {
        &self.session
    }

    pub(super) fn error(&self, kind: ErrorKind, detail: &str) -> ConnectorError {
        self.session.error(kind, detail)
    }

    /// A new pair of tokens for the refresh token. It works once, so the new one is kept before anything else happens.
    async fn renew(&mut self) -> Result<(), ConnectorError> {
        let Some(refresh) = self.refresh.take() else {
            return Err(self.error(ErrorKind::Credentials, "the session has ended"));
        };
        let mut body = json!({"refresh_token": refresh.expose()}).to_string();
        let body = Secret::taking(&mut body);
        self.refresh = Some(refresh);
        match self.exchange("/auth/refresh", &body).await {
            Ok(()) => {}
            // Whatever the reason, the password is needed again.
            Err(mut error) if matches!(error.http_status, Some(400 | 403 | 404 | 422)) => {
                error.kind = ErrorKind::Credentials;
                "the session has ended".clone_into(&mut error.detail);
                return Err(error);
            }
            Err(error) => return Err(error),
        }
        if !self.keeper.keep(self.tokens()).await {
            let nowhere = "the new session could not be kept";
            return Err(self.error(ErrorKind::Unavailable { retry_at: None }, nowhere));
        }
        Ok(())
    }

    async fn exchange(&mut self, path: &str, body: &Secret) -> Result<(), ConnectorError> {
        let ask = Ask::json(Method::POST, path, body.expose());
        let answer = self.session.send(&ask).await?;
        let record = Record::of_body(&answer.body).unwrap_or_default();
        let Some(access) = record.secret(ACCESS) else {
            // A second factor, or a login through somebody else: this version knows neither.
            let detail = "the login asks for more than a password";
            return Err(self.error(ErrorKind::Forbidden, detail));
        };
        self.session
            .authorize(&format!("Bearer {}", access.expose()))?;
        let life = record
            .count("expires_in")
            .map(|seconds| TimeDelta::seconds(seconds.min(LONGEST_LIFE) as i64));
        self.renew_at = life.map(|life| self.session.now() + life - MARGIN.min(life / 2));
        self.access = Some(access);
        if let Some(refresh) = record.secret(REFRESH) {
            self.refresh = Some(refresh);
        }
        self.used = false;
        Ok(())
    }
}
