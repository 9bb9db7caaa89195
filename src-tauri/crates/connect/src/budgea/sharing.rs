//! Which accounts of a login are shared, and taking a login out.

use reqwest::Method;
use serde_json::json;

use domain::feed::Entity;

use super::{account, listing, segment};
use crate::delivery::Notices;
use crate::error::ConnectorError;
use crate::http::{Ask, Expect, Session};
use crate::steps::OfferedAccount;

/// The accounts of a login, shared or not; those that are gone at the bank are left out.
pub(super) async fn offered(
    session: &mut Session<'_>,
    login: &str,
) -> Result<Vec<OfferedAccount>, ConnectorError> {
    let path = format!("/2.0/users/me/connections/{}/accounts", segment(login));
    let mut notices = Notices::of(Entity::Account);
    let mut found: Vec<OfferedAccount> = Vec::new();
    listing::each(session, &path, &["accounts"], &[("all", "")], |row| {
        let Some(account) = account::read(row, &mut notices) else {
            return;
        };
        let feed = account.feed;
        let is_other = account
            .facts
            .login
            .as_deref()
            .is_some_and(|own| own != login);
        if feed.closed || is_other || found.iter().any(|known| known.source_id == feed.source_id) {
            return;
        }
        found.push(OfferedAccount {
            login_source_id: feed.login_source_id,
            name: feed.name,
            kind: feed.kind,
            number: feed.iban.or(feed.number),
            currency: feed.currency,
            balance: feed.balance.map(|balance| balance.amount),
            shared: account.facts.shared,
            source_id: feed.source_id,
        });
    })
    .await?;
    Ok(found)
}

/// Shares accounts, or no longer. Setting the same twice is the same as once.
pub(super) async fn share(
    session: &mut Session<'_>,
    accounts: &[String],
    shared: bool,
) -> Result<(), ConnectorError> {
    let body = json!({"disabled": !shared}).to_string();
    for id in accounts {
        let path = format!("/2.0/users/me/accounts/{}", segment(id));
        let all = [("all", "")];
        let post = Ask::json(Method::POST, &path, &body)
            .with(&all)
            .expecting(Expect::Anything)
            .repeatable();
        match session.send(&post).await {
            // An older server takes it by PUT.
            Err(error) if matches!(error.http_status, Some(404 | 405)) => {
                let put = Ask::json(Method::PUT, &path, &body)
                    .with(&all)
                    .expecting(Expect::Anything)
                    .repeatable();
                session.send(&put).await?;
            }
            other => drop(other?),
        }
    }
    Ok(())
}

/// Deletes a login there. One that is gone already is as good.
pub(super) async fn remove(session: &mut Session<'_>, login: &str) -> Result<(), ConnectorError> {
    let path = format!("/2.0/users/me/connections/{}", segment(login));
    let mut ask = Ask::json(Method::DELETE, &path, "")
        .expecting(Expect::Anything)
        .repeatable();
    ask.body = None;
    match session.send(&ask).await {
        Err(error) if error.http_status == Some(404) => Ok(()),
        other => other.map(drop),
    }
}
