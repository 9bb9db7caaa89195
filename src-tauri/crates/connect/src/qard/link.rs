//! Setting up: the key, the provider, the user, and the consent in the browser.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::connection::{LoginCondition, Upstream};
use reqwest::Method;
use secrets::Secret;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::connection::{DataConnection, Status};
use super::{PROVIDER, connection, listing, object, settings, sync, user, users};
use crate::access::{Access, LinkInfo};
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, Expect, Session};
use crate::json::Record;
use crate::steps::{
    AskField, AskKind, AskReason, Choice, LinkAnswer, LinkProgress, LinkStep, LinkTask, Linked,
    StepContext, StopReason, WaitsFor,
};

/// Between two looks at a consent that is in progress, and how long it is looked at.
const POLL: Duration = Duration::from_secs(5);
const POLL_FOR: TimeDelta = TimeDelta::minutes(5);

/// What is picked when no user is the right one.
const NEW_PERSON: &str = "new-natural";
const NEW_COMPANY: &str = "new-legal";

/// Where a task stands between two steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    /// The person picks a user.
    Choosing,
    /// The person enters who a new user is.
    Person,
    /// The same for a company.
    Company,
    /// The person is on the page of a data connection, since then.
    Consent {
        login: String,
        since: DateTime<Utc>,
        connecting: bool,
    },
}

/// Fails unless the key opens a client account.
pub(super) async fn check_key(session: &mut Session<'_>) -> Result<(), ConnectorError> {
    object(session, "/api/v6/clients").await.map(drop)
}

/// Gives the provider its credentials, when they were entered, and switches it on. They can be written and never read.
pub(super) async fn set_up_provider(
    session: &mut Session<'_>,
    access: &Access,
) -> Result<(), ConnectorError> {
    let secret = access.secret(Upstream::Qard, "client_secret").ok();
    let entered = (
        access.setting("domain"),
        access.setting("client_id"),
        secret,
    );
    let (domain, client_id, client_secret) = match entered {
        // The secret is not kept, so the other two alone say that it was done before.
        (_, _, None) => return Ok(()),
        (Some(domain), Some(client_id), Some(secret)) => (domain, client_id, secret),
        (None, _, Some(_)) => return Err(settings("domain is missing")),
        (_, None, Some(_)) => return Err(settings("client_id is missing")),
    };
    let path = format!("/api/v6/providers/{PROVIDER}");
    let mut body = json!({"credentials": {
        "domain": domain,
        "client_id": client_id,
        "client_secret": client_secret.expose(),
    }})
    .to_string();
    let body = Secret::taking(&mut body);
    put(session, &format!("{path}/credentials"), body.expose()).await?;
    let body = json!({"auto_connect": true}).to_string();
    put(session, &format!("{path}/settings"), &body).await?;
    // The request says "enable" where the answer says "enabled".
    put(session, &path, &json!({"enable": true}).to_string()).await
}

async fn put(session: &mut Session<'_>, path: &str, body: &str) -> Result<(), ConnectorError> {
    let ask = Ask::json(Method::PUT, path, body)
        .repeatable()
        .expecting(Expect::Anything);
    session.send(&ask).await.map(drop)
}

/// Whether the provider can be used; one that is not listed is tried all the same.
async fn is_available(session: &mut Session<'_>) -> Result<bool, ConnectorError> {
    let rows = listing::whole(session, "/api/v6/providers").await?;
    let provider = rows
        .iter()
        .filter_map(|row| Record::read(row))
        .find(|record| record.text("name").as_deref() == Some(PROVIDER));
    Ok(provider.is_none_or(|record| {
        record.flag("available") != Some(false) && record.flag("enabled") != Some(false)
    }))
}

pub(super) async fn begin(
    session: &mut Session<'_>,
    access: &Access,
    task: &LinkTask,
    around: &StepContext,
) -> Result<LinkProgress, ConnectorError> {
    match task {
        LinkTask::Connect => {
            check_key(session).await?;
            set_up_provider(session, access).await?;
            if access.setting("user_id").is_some() {
                let id = user(access)?;
                users::known(session, id).await?;
                return Ok(connected(id));
            }
            let mut options: Vec<Choice> = users::all(session)
                .await?
                .iter()
                .map(users::User::choice)
                .collect();
            options.extend([NEW_PERSON, NEW_COMPANY].map(|value| Choice {
                value: value.to_owned(),
                label: String::new(),
            }));
            Ok(progress(
                LinkStep::Choose {
                    what: "user",
                    options,
                },
                &State::Choosing,
            ))
        }
        LinkTask::AddLogin { .. } => {
            if !is_available(session).await? {
                let why = StopReason::Login(LoginCondition::NotSupported);
                return Ok(stopped(why));
            }
            let made = connection::create(session, user(access)?).await?;
            visit(session, access, made, around.now).await
        }
        LinkTask::Repair { login, .. } | LinkTask::ChangeCredentials { login, .. } => {
            match connection::renew(session, user(access)?, login).await? {
                Some(one) => visit(session, access, one, around.now).await,
                None => Ok(stopped(StopReason::Login(LoginCondition::Unknown))),
            }
        }
        LinkTask::Manage | LinkTask::Payment { .. } => {
            Err(settings("this upstream has no pages of its own for that"))
        }
    }
}

pub(super) async fn go_on(
    session: &mut Session<'_>,
    access: &Access,
    state: &str,
    answer: LinkAnswer,
    around: &StepContext,
) -> Result<LinkProgress, ConnectorError> {
    let state: State = serde_json::from_str(state)
        .map_err(|_| session.error(ErrorKind::Protocol, "the task is not known"))?;
    match (state, answer) {
        (State::Choosing, LinkAnswer::Choice(value)) => match value.as_str() {
            NEW_PERSON => Ok(ask(
                &State::Person,
                &[("first_name", true), ("last_name", true)],
            )),
            NEW_COMPANY => Ok(ask(&State::Company, &[("name", true), ("siren", false)])),
            id => {
                if !super::is_id(id) {
                    return Err(settings("user_id is no id"));
                }
                users::known(session, id).await?;
                Ok(connected(id))
            }
        },
        (State::Person, LinkAnswer::Fields(fields)) => {
            let (first, last) = (
                wanted(&fields, "first_name")?,
                wanted(&fields, "last_name")?,
            );
            let made = users::create_natural(session, first, last).await?;
            Ok(connected(&made.id))
        }
        (State::Company, LinkAnswer::Fields(fields)) => {
            let name = wanted(&fields, "name")?;
            let siren = wanted(&fields, "siren").ok();
            let made = users::create_legal(session, name, siren).await?;
            Ok(connected(&made.id))
        }
        (
            State::Consent {
                login,
                since,
                connecting,
            },
            _,
        ) => {
            let all = connection::all(session, user(access)?).await?;
            match all.into_iter().find(|one| one.id == login) {
                Some(one) => {
                    let since = if one.status == Status::Connecting && !connecting {
                        around.now
                    } else {
                        since
                    };
                    stands(session, access, one, since, around.now, false).await
                }
                None => Ok(stopped(StopReason::Login(LoginCondition::Unknown))),
            }
        }
        _ => Err(session.error(ErrorKind::Protocol, "the answer is not to this question")),
    }
}

/// The first step of a consent.
async fn visit(
    session: &mut Session<'_>,
    access: &Access,
    one: DataConnection,
    now: DateTime<Utc>,
) -> Result<LinkProgress, ConnectorError> {
    stands(session, access, one, now, now, true).await
}

/// What the status of a data connection means for its consent. A page that failed is only offered again when the task
/// begins anew.
async fn stands(
    session: &mut Session<'_>,
    access: &Access,
    one: DataConnection,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    begins: bool,
) -> Result<LinkProgress, ConnectorError> {
    let state = State::Consent {
        login: one.id.clone(),
        since,
        connecting: one.status == Status::Connecting,
    };
    let browser = |url| LinkStep::Browser {
        url,
        waits_for: WaitsFor::Poll,
    };
    Ok(match (one.status, one.page) {
        (Status::Connected, _) => {
            // The bank's data is on its way from here on; a pull waits for it.
            sync::ask(session, user(access)?).await?;
            let linked = Linked {
                login: Some(one.id),
                first_sync: true,
                ..Linked::default()
            };
            progress(LinkStep::Done(linked), &state)
        }
        (Status::Connecting, _) if now - since > POLL_FOR => {
            stopped(StopReason::Login(LoginCondition::Syncing))
        }
        (Status::Connecting, _) => progress(
            LinkStep::Approve {
                approved: true,
                message: None,
                poll_after: POLL,
            },
            &state,
        ),
        (Status::AuthRequired, Some(url)) => progress(browser(url), &state),
        (Status::AuthError | Status::Unknown, Some(url)) if begins => {
            progress(browser(url), &state)
        }
        (Status::AuthError, _) if !begins => stopped(StopReason::Refused),
        (Status::Disconnected, _) => stopped(StopReason::Login(LoginCondition::SwitchedOff)),
        (Status::AuthRequired | Status::AuthError | Status::Unknown, _) => {
            stopped(StopReason::PageFailed)
        }
    })
}

fn connected(id: &str) -> LinkProgress {
    let settings = BTreeMap::from([("user_id".to_owned(), id.to_owned())]);
    progress(
        LinkStep::Done(Linked {
            info: LinkInfo {
                settings,
                ..LinkInfo::default()
            },
            ..Linked::default()
        }),
        &State::Choosing,
    )
}

fn ask(state: &State, fields: &[(&str, bool)]) -> LinkProgress {
    let fields = fields
        .iter()
        .map(|(name, required)| AskField {
            name: (*name).to_owned(),
            label: String::new(),
            kind: AskKind::Text,
            required: *required,
            regex: (*name == "siren").then(|| "^[0-9]{9}$".to_owned()),
            values: Vec::new(),
        })
        .collect();
    progress(
        LinkStep::Ask {
            reason: AskReason::Credentials,
            message: None,
            fields,
        },
        state,
    )
}

fn wanted<'f>(fields: &'f BTreeMap<String, Secret>, name: &str) -> Result<&'f str, ConnectorError> {
    fields
        .get(name)
        .map(|value| value.expose().trim())
        .filter(|value| !value.is_empty())
        .ok_or_else(|| settings(format!("{name} is missing")))
}

fn progress(step: LinkStep, state: &State) -> LinkProgress {
    LinkProgress {
        step,
        state: serde_json::to_string(state).unwrap_or_default(),
    }
}

fn stopped(why: StopReason) -> LinkProgress {
    LinkProgress {
        step: LinkStep::Stopped {
            why,
            message: None,
            retry_at: None,
        },
        state: String::new(),
    }
}
