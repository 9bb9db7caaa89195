//! Logins at banks: which banks there are, which accounts are shared, and taking a login out.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use connect::CancelFlag;
use connect::steps::BankConnector;
use contract::types::{
    Bank, BankSearchReq, Change, LoginRemoveReq, LoginReq, LoginShareReq, OfferedAccount,
};
use domain::connection::{ConnectionState, LoginState};
use domain::ids::{AccountId, ConnectionId, LoginId};
use store::Writing;

use super::connections::{connector_of, is_unfinished, reach};
use super::offering::{self, Offer};
use crate::{App, Failure, dto, locked};

/// How long a list of banks is good for.
const FRESH: TimeDelta = TimeDelta::days(1);
/// Most banks answered at once.
const MOST: usize = 200;

/// Lists of banks by connection, and when they were read.
pub(crate) type Banks = HashMap<ConnectionId, (DateTime<Utc>, Arc<Vec<BankConnector>>)>;

async fn banks(app: &App, id: ConnectionId) -> Result<Arc<Vec<BankConnector>>, Failure> {
    let now = app.now();
    if let Some((read, banks)) = locked(&app.inner.banks).get(&id)
        && (*read..*read + FRESH).contains(&now)
    {
        return Ok(Arc::clone(banks));
    }
    let known = app.read(move |view| view.connection(id)).await?;
    let connector = connector_of(known.upstream)?;
    let access = app.access(&known).await?;
    let found = connector
        .connectors(&access, &CancelFlag::new())
        .await?
        .unwrap_or_default();
    let found = Arc::new(found);
    locked(&app.inner.banks).insert(id, (now, Arc::clone(&found)));
    Ok(found)
}

pub(crate) async fn login_banks(app: &App, request: BankSearchReq) -> Result<Vec<Bank>, Failure> {
    let id: ConnectionId = dto::id("connection", &request.connection)?;
    let banks = banks(app, id).await?;
    let folded = domain::text::fold(&request.text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let country = request.country.map(|country| country.to_ascii_uppercase());
    let mut found: Vec<&BankConnector> = banks
        .iter()
        .filter(|bank| !bank.restricted)
        .filter(|bank| {
            bank.capabilities.is_empty() || bank.capabilities.iter().any(|c| c == "bank")
        })
        .filter(|bank| {
            country
                .as_ref()
                .is_none_or(|country| bank.countries.is_empty() || bank.countries.contains(country))
        })
        .filter(|bank| {
            let name = domain::text::fold(&bank.name);
            words.iter().all(|word| name.contains(word))
        })
        .collect();
    found.sort_by_cached_key(|bank| {
        let name = domain::text::fold(&bank.name);
        let begins = words.first().is_none_or(|word| name.starts_with(word));
        (!begins, name)
    });
    Ok(found
        .into_iter()
        .take(MOST)
        .map(|bank| Bank {
            id: bank.id.clone(),
            name: bank.name.clone(),
            countries: bank.countries.clone(),
            color: bank.color.clone(),
            beta: bank.beta,
            browser: bank.browser,
            months: bank.months,
        })
        .collect())
}

async fn offered(
    app: &App,
    id: ConnectionId,
    login: &str,
) -> Result<Vec<connect::steps::OfferedAccount>, Failure> {
    let known = app.read(move |view| view.connection(id)).await?;
    let connector = connector_of(known.upstream)?;
    let access = app.access(&known).await?;
    Ok(connector
        .offered_accounts(&access, login, &CancelFlag::new())
        .await?)
}

/// The book's accounts of an upstream's accounts.
async fn in_the_book(
    app: &App,
    id: ConnectionId,
    source_ids: Vec<String>,
) -> Result<HashMap<String, AccountId>, Failure> {
    app.read(move |view| {
        let mut found = HashMap::new();
        for source_id in source_ids {
            if let Some(account) = view.account_of_source(id, &source_id)? {
                found.insert(source_id, account);
            }
        }
        Ok(found)
    })
    .await
}

pub(crate) async fn login_accounts(
    app: &App,
    request: LoginReq,
) -> Result<Vec<OfferedAccount>, Failure> {
    let id: ConnectionId = dto::id("connection", &request.connection)?;
    let offered = offered(app, id, &request.login).await?;
    let login = request.login;
    let institution = app
        .read(move |view| {
            let logins = view.logins(Some(id))?;
            let login = logins.into_iter().find(|one| one.feed.source_id == login);
            Ok(login.and_then(|one| one.feed.institution))
        })
        .await?;
    let offers = offered
        .into_iter()
        .map(|account| Offer {
            iban: None,
            institution: institution.clone(),
            account,
        })
        .collect();
    offering::told(app, id, offers).await
}

pub(crate) async fn login_share(app: &App, request: LoginShareReq) -> Result<Change, Failure> {
    let id: ConnectionId = dto::id("connection", &request.connection)?;
    let offered = offered(app, id, &request.login).await?;
    if let Some(unknown) = request
        .accounts
        .iter()
        .find(|wanted| offered.iter().all(|one| one.source_id != **wanted))
    {
        tracing::info!(length = unknown.len(), "an account to share is not offered");
        return Err(Failure::invalid("accounts", "not_offered"));
    }
    let wants = |source_id: &String| request.accounts.contains(source_id);
    let ids = |shared: bool| -> Vec<String> {
        offered
            .iter()
            .filter(|one| one.shared != shared && wants(&one.source_id) == shared)
            .map(|one| one.source_id.clone())
            .collect()
    };
    let (on, off) = (ids(true), ids(false));
    let known = app.read(move |view| view.connection(id)).await?;
    let connector = connector_of(known.upstream)?;
    let access = app.access(&known).await?;
    let cancel = CancelFlag::new();
    if !on.is_empty() {
        connector.share(&access, &on, true, &cancel).await?;
    }
    if !off.is_empty() {
        connector.share(&access, &off, false, &cancel).await?;
    }
    let gone: Vec<AccountId> = in_the_book(app, id, off).await?.into_values().collect();
    let keep = request.keep_data;
    let origin = app
        .person("accounts_shared")
        .with_params(serde_json::json!({"subject": known.label}));
    let written = app
        .write(origin, move |writing| writing.detach_accounts(&gone, keep))
        .await?;
    Ok(super::journal::change(
        written.batch,
        written.value,
        "accounts_shared",
    ))
}

pub(crate) async fn login_remove(app: &App, request: LoginRemoveReq) -> Result<Change, Failure> {
    let id: ConnectionId = dto::id("connection", &request.connection)?;
    let source_id = request.login.clone();
    let (known, login) = app
        .read(move |view| {
            let known = view.connection(id)?;
            let login = view
                .logins(Some(id))?
                .into_iter()
                .find(|login| login.feed.source_id == source_id);
            Ok((known, login))
        })
        .await?;
    let login = login.ok_or(Failure::NotFound("login"))?;
    let connector = connector_of(known.upstream)?;
    let access = app.access(&known).await?;
    connector
        .remove_login(&access, &request.login, &CancelFlag::new())
        .await?;
    let (number, keep): (LoginId, bool) = (login.id, request.keep_data);
    let origin = app
        .person("login_removed")
        .with_params(serde_json::json!({"subject": login.feed.institution}));
    let written = app
        .write(origin, move |writing| {
            let removed = writing.remove_login(number, keep)?;
            settle_state(writing, id)?;
            Ok(removed)
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        written.value,
        "login_removed",
    ))
}

/// A connection whose logins were all helped needs the person no more.
pub(crate) fn settle_state(
    writing: &mut Writing<'_>,
    connection: ConnectionId,
) -> store::Result<()> {
    let waits = writing
        .logins(Some(connection))?
        .iter()
        .any(|login| login.feed.condition.needs_person());
    let known = writing.connection(connection)?;
    let waits = waits || is_unfinished(&known, &reach(&known));
    if !waits && known.state == ConnectionState::UserAction {
        writing.set_connection_state(connection, ConnectionState::Ok, None, None)?;
    }
    Ok(())
}

/// What a connection needs that was read to the end, by how its logins stand: the person, if one does; time, if none
/// could be read.
pub(crate) fn state_of(logins: &[store::Login]) -> (ConnectionState, Option<DateTime<Utc>>) {
    if logins
        .iter()
        .any(|login| login.feed.condition.needs_person())
    {
        return (ConnectionState::UserAction, None);
    }
    let all_wait = !logins.is_empty()
        && logins
            .iter()
            .all(|login| login.feed.condition.state() == LoginState::Temporary);
    if all_wait {
        let next = logins.iter().filter_map(|login| login.feed.next_try).min();
        return (ConnectionState::Unavailable, next);
    }
    (ConnectionState::Ok, None)
}
