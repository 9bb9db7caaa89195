//! The logins of a user: as they stand, read anew, and waited for.

use std::time::Duration;

use domain::connection::LoginCondition;
use domain::feed::Page;
use reqwest::Method;

use super::SERVICE;
use super::listing;
use super::state::{self, Login};
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, Session};
use crate::json::Record;

/// First and longest pause between two looks at a bank that is being read.
const FIRST_LOOK: Duration = Duration::from_secs(2);
const LONGEST_LOOK: Duration = Duration::from_secs(15);
/// How long a bank that was read before is waited for.
const REREAD: Duration = Duration::from_mins(1);

/// All logins of the user, with their banks' names where the server says them.
pub(super) async fn logins(session: &mut Session<'_>) -> Result<Vec<Login>, ConnectorError> {
    let path = "/2.0/users/me/connections";
    let whole = [("expand", "connector,sources")];
    match read_list(session, path, &whole).await {
        // An older server that does not know one of the expansions.
        Err(error) if error.http_status == Some(400) => {
            match read_list(session, path, &[("expand", "connector")]).await {
                Err(error) if error.http_status == Some(400) => read_list(session, path, &[]).await,
                other => other,
            }
        }
        other => other,
    }
}

async fn read_list(
    session: &mut Session<'_>,
    path: &str,
    query: &[(&str, &str)],
) -> Result<Vec<Login>, ConnectorError> {
    let mut logins: Vec<Login> = Vec::new();
    listing::each(session, path, &["connections"], query, |row| {
        if let Some(login) = Record::read(row).as_ref().and_then(state::read)
            && logins.iter().all(|known| known.id() != login.id())
        {
            logins.push(login);
        }
    })
    .await?;
    Ok(logins)
}

/// Fills in the names of banks that did not come with their logins.
pub(super) async fn name_banks(session: &mut Session<'_>, logins: &mut [Login]) {
    for login in logins {
        let (None, Some(connector)) = (&login.feed.institution, login.connector.clone()) else {
            continue;
        };
        for path in ["connectors", "banks"] {
            let path = format!("/2.0/{path}/{}", super::segment(&connector));
            let Ok(answer) = session.get(&path, &[], crate::http::Expect::Json).await else {
                continue;
            };
            login.feed.institution =
                Record::of_body(&answer.body).and_then(|bank| bank.text("name"));
            break;
        }
    }
}

/// Has the upstream read those banks anew that it can, without asking the person anything in passing. A bank that fails
/// says so in its state; only what stops all of them is an error.
pub(super) async fn refresh(
    session: &mut Session<'_>,
    logins: &[Login],
) -> Result<bool, ConnectorError> {
    let now = session.now();
    let mut any = false;
    for login in logins
        .iter()
        .filter(|login| state::may_be_refreshed(login, now))
    {
        any = true;
        let path = format!("/2.0/users/me/connections/{}", super::segment(login.id()));
        let query = [("psu_requested", "false")];
        let mut ask = Ask::json(Method::PUT, &path, "{}")
            .with(&query)
            .slow()
            .accepting(&[400, 409]);
        ask.body = None;
        match session.send(&ask).await {
            Ok(_) => {}
            Err(error) if stops_all(&error) => return Err(error),
            Err(error) => {
                tracing::info!(service = SERVICE.as_str(), %error, "a bank could not be read anew");
            }
        }
    }
    Ok(any)
}

fn stops_all(error: &ConnectorError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Credentials
            | ErrorKind::Insecure
            | ErrorKind::Settings
            | ErrorKind::Cancelled
            | ErrorKind::ReceiverGone
    )
}

/// Waits for banks that are being read: as long as there is patience for those never read before, and a minute for the
/// others. Answers how they stand then, with a page for every change on the way.
pub(super) async fn settle(
    session: &mut Session<'_>,
    mut logins: Vec<Login>,
    changed: &mut Vec<Page>,
) -> Result<Vec<Login>, ConnectorError> {
    let mut look = FIRST_LOOK;
    let mut waited = Duration::ZERO;
    loop {
        let waits = logins.iter().any(|login| {
            login.is_new() || (login.condition() == LoginCondition::Syncing && waited < REREAD)
        });
        if !waits || !session.wait(look).await? {
            return Ok(logins);
        }
        waited += look;
        look = (look * 2).min(LONGEST_LOOK);
        let now = self::logins(session).await?;
        let stand = |logins: &[Login]| -> Vec<(String, LoginCondition)> {
            logins
                .iter()
                .map(|login| (login.id().to_owned(), login.condition()))
                .collect()
        };
        if stand(&now) != stand(&logins) {
            changed.push(Page {
                logins: now.iter().map(|login| login.feed.clone()).collect(),
                ..Page::default()
            });
        }
        logins = now;
    }
}
