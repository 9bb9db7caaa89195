//! Budgea, now Powens: one connection is one user there, with a login at each of the person's banks.
//!
//! Two eras of the API differ in many small ways, and both are read: states under two names, categories as numbers or as
//! codes, lists by offset or by links, types as texts or as objects. What the vendor's pages do not promise is never
//! relied on.
//!
//! The logins are the probe: when nobody asked, everything was read that day and no bank was read since, that is all that
//! is asked for.
//!
//! Changes are asked for account by account, by the server's own stamps of last change ([`paris`]); deletions come as
//! stamps on the rows. What an account once delivered stays in the book when the person no longer shares it there.
//!
//! Deliberately absent: the administration of a domain.

mod account;
mod category;
mod cluster;
mod cursor;
mod directory;
mod history;
mod holding;
mod link;
mod listing;
mod paris;
mod paying;
mod pull;
mod refresh;
mod sharing;
mod state;
mod token;
mod transaction;
mod transfer;
mod webhook;

use domain::connection::Upstream;
use domain::feed::Entity;

use crate::access::{Access, Descriptor, Field, LinkInfo, PullSummary, Resume, Revoked};
use crate::cancel::CancelFlag;
use crate::delivery::{Delivery, plain_word};
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::{Answer, Judgement, Session};
use crate::json::Record;
use crate::paying::Paying;
use crate::steps::{
    BankConnector, LinkAnswer, LinkProgress, LinkStep, LinkTask, Linked, OfferedAccount,
    StepContext,
};
use crate::webhook::Webhook;
use crate::{Connector, PageSink, Work};

use cursor::Cursor;
use link::Task;
use pull::Pull;
use state::Login;

const SERVICE: Service = Service::Upstream(Upstream::Budgea);
/// The path of the API's version, which people paste along.
const VERSION: &str = "/2.0";

static DESCRIPTOR: Descriptor = Descriptor {
    upstream: Upstream::Budgea,
    name: "Powens (Budgea)",
    fields: &[
        Field {
            key: "client_id",
            label_key: "connect.budgea.client_id",
            help_key: "connect.budgea.client_id.help",
            secret: false,
            default: None,
            optional: true,
        },
        Field {
            key: "client_secret",
            label_key: "connect.budgea.client_secret",
            help_key: "connect.budgea.client_secret.help",
            secret: true,
            default: None,
            optional: true,
        },
        Field {
            key: "user_token",
            label_key: "connect.budgea.user_token",
            help_key: "connect.budgea.user_token.help",
            secret: true,
            default: None,
            optional: true,
        },
        Field {
            key: link::WEBVIEW,
            label_key: "connect.budgea.webview_url",
            help_key: "connect.budgea.webview_url.help",
            secret: false,
            default: None,
            optional: true,
        },
        Field {
            key: webhook::KEY,
            label_key: "connect.budgea.webhook_key",
            help_key: "connect.budgea.webhook_key.help",
            secret: true,
            default: None,
            optional: true,
        },
    ],
    default_base_url: "https://your-domain.biapi.pro/2.0",
    docs_url: "https://docs.powens.com",
    gives: &[
        Entity::Account,
        Entity::Transaction,
        Entity::Category,
        Entity::Planned,
        Entity::Holding,
    ],
    experimental: false,
    logins: true,
    lists_banks: true,
    own_address: true,
    rate_note_key: "connect.budgea.rate",
};

/// The connector of Budgea.
#[derive(Debug, Clone, Copy)]
pub struct Budgea;

impl Connector for Budgea {
    fn describe(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn link<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        Box::pin(async move {
            if has_token(access) {
                return self.test(access, cancel).await;
            }
            let mut session = anonymous(access, cancel)?;
            token::new_user(&mut session, access).await
        })
    }

    fn test<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, LinkInfo> {
        Box::pin(async move {
            let (mut session, _) = enter(access, cancel).await?;
            let mut accounts = 0;
            let path = "/2.0/users/me/accounts";
            let counted = listing::each(&mut session, path, &["accounts"], &[], |_| accounts += 1);
            counted.await?;
            Ok(LinkInfo {
                accounts: Some(accounts),
                settings: whose(&mut session).await,
                ..LinkInfo::default()
            })
        })
    }

    fn pull<'a>(
        &'a self,
        access: &'a Access,
        resume: Resume,
        pages: PageSink,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PullSummary> {
        Box::pin(async move {
            let (session, logins) = enter(access, cancel).await?;
            let pull = Pull {
                session,
                delivery: Delivery::new(pages, SERVICE, cancel),
                cursor: Cursor::read(&resume),
                resume,
            };
            pull.run(logins).await
        })
    }

    fn gone<'a>(
        &'a self,
        _access: &'a Access,
        _source_ids: &'a [String],
        _cancel: &'a CancelFlag,
    ) -> Work<'a, Option<Vec<String>>> {
        // Deletions come as stamps on the rows themselves.
        Box::pin(std::future::ready(Ok(None)))
    }

    fn paying(&self) -> Option<&'static dyn Paying> {
        Some(&paying::Transfers)
    }

    fn webhook(&self) -> Option<&'static dyn Webhook> {
        Some(&webhook::Deliveries)
    }

    fn begin<'a>(
        &'a self,
        access: &'a Access,
        task: &'a LinkTask,
        around: &'a StepContext,
        cancel: &'a CancelFlag,
    ) -> Work<'a, LinkProgress> {
        Box::pin(async move {
            if *task == LinkTask::Connect {
                let info = self.link(access, cancel).await?;
                return Ok(LinkProgress {
                    step: LinkStep::Done(Linked {
                        info,
                        ..Linked::default()
                    }),
                    state: String::new(),
                });
            }
            let (mut session, _) = enter(access, cancel).await?;
            let task_under_way = Task {
                session: &mut session,
                access,
                around,
            };
            task_under_way.begin(task).await
        })
    }

    fn go_on<'a>(
        &'a self,
        access: &'a Access,
        state: &'a str,
        answer: LinkAnswer,
        around: &'a StepContext,
        cancel: &'a CancelFlag,
    ) -> Work<'a, LinkProgress> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            let task = Task {
                session: &mut session,
                access,
                around,
            };
            task.go_on(state, answer).await
        })
    }

    fn connectors<'a>(
        &'a self,
        access: &'a Access,
        cancel: &'a CancelFlag,
    ) -> Work<'a, Option<Vec<BankConnector>>> {
        Box::pin(async move {
            // The list needs no token, and a server may be strict about tokens that it does not need.
            let mut session = anonymous(access, cancel)?;
            directory::all(&mut session).await.map(Some)
        })
    }

    fn offered_accounts<'a>(
        &'a self,
        access: &'a Access,
        login: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, Vec<OfferedAccount>> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            sharing::offered(&mut session, login).await
        })
    }

    fn share<'a>(
        &'a self,
        access: &'a Access,
        accounts: &'a [String],
        shared: bool,
        cancel: &'a CancelFlag,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            sharing::share(&mut session, accounts, shared).await
        })
    }

    fn remove_login<'a>(
        &'a self,
        access: &'a Access,
        login: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            let mut session = with_token(access, cancel)?;
            sharing::remove(&mut session, login).await
        })
    }

    fn revokes(&self) -> bool {
        true
    }

    fn revoke<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag) -> Work<'a, Revoked> {
        Box::pin(async move {
            let (mut session, logins) = enter(access, cancel).await?;
            let mut revoked = Revoked::default();
            for login in logins {
                match sharing::remove(&mut session, login.id()).await {
                    Ok(()) => revoked.logins += 1,
                    Err(error) if error.kind == ErrorKind::Cancelled => return Err(error),
                    Err(_) => revoked.left.push(login.id().to_owned()),
                }
            }
            // Without its token nobody could take out the rest.
            if revoked.left.is_empty() {
                // The client's own id and secret would open it again, and are the person's to end.
                let ended = token::end(&mut session).await?;
                revoked.access = ended && token::client(access).is_none();
            }
            Ok(revoked)
        })
    }
}

fn has_token(access: &Access) -> bool {
    access
        .secrets
        .get("user_token")
        .is_some_and(|token| !token.is_empty())
}

/// A session without credentials.
fn anonymous<'a>(access: &Access, cancel: &'a CancelFlag) -> Result<Session<'a>, ConnectorError> {
    let address = address(&access.base_url);
    Session::open(&access.http, SERVICE, &address, VERSION, judge, cancel)
}

/// A session with the token as it is kept.
fn with_token<'a>(access: &Access, cancel: &'a CancelFlag) -> Result<Session<'a>, ConnectorError> {
    let mut session = anonymous(access, cancel)?;
    let token = access.secret(Upstream::Budgea, "user_token")?;
    session.authorize(&format!("Bearer {}", token.expose()))?;
    Ok(session)
}

/// A session for the user, and the user's logins, which show that the token is taken. A token that is not is renewed
/// where the client's credentials allow it.
async fn enter<'a>(
    access: &Access,
    cancel: &'a CancelFlag,
) -> Result<(Session<'a>, Vec<Login>), ConnectorError> {
    let mut session = with_token(access, cancel)?;
    match refresh::logins(&mut session).await {
        Ok(logins) => Ok((session, logins)),
        Err(error) if error.kind == ErrorKind::Credentials => {
            let mut renewing = anonymous(access, cancel)?;
            let Some(token) = token::renew(&mut renewing, access).await? else {
                return Err(error);
            };
            session.authorize(&format!("Bearer {}", token.expose()))?;
            let logins = refresh::logins(&mut session).await?;
            Ok((session, logins))
        }
        Err(error) => Err(error),
    }
}

/// The user's number, which a new token is asked for with one day. Not every server tells it.
async fn whose(session: &mut Session<'_>) -> std::collections::BTreeMap<String, String> {
    let answer = session.get("/2.0/users/me", &[], crate::http::Expect::Json);
    match answer.await {
        Ok(answer) => Record::of_body(&answer.body)
            .and_then(|user| user.key("id"))
            .map(|id| [("user_id".to_owned(), id)].into())
            .unwrap_or_default(),
        Err(_) => std::collections::BTreeMap::new(),
    }
}

/// The address of a domain: what was entered, or a bare name of a domain of the vendor's.
fn address(entered: &str) -> String {
    let bare = entered.trim().trim_end_matches('/');
    let is_name = !bare.is_empty()
        && bare.len() <= 63
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if is_name && !bare.eq_ignore_ascii_case("localhost") {
        format!("https://{bare}.biapi.pro")
    } else if !bare.contains("://") && bare.contains('.') {
        format!("https://{bare}")
    } else {
        bare.to_owned()
    }
}

/// An upstream's id as one segment of a path: whatever it holds, it stays within its place.
fn segment(id: &str) -> String {
    id.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect()
}

/// Budgea's own errors: a code in the body, and 403 for a token that is not taken.
fn judge(answer: &Answer, now: chrono::DateTime<chrono::Utc>) -> Option<Judgement> {
    let code = answer
        .says_json()
        .then(|| Record::of_body(&answer.body))
        .flatten()
        .and_then(|body| body.text("code"))
        .map(|code| plain_word(&code))
        .unwrap_or_default();
    let (kind, detail, tries) = match answer.status {
        401 | 403 => (
            ErrorKind::Credentials,
            format!("the token is not accepted ({code})"),
            1,
        ),
        400 | 404 | 405 => (
            ErrorKind::Protocol,
            format!("the request was not taken ({code})"),
            1,
        ),
        409 if code == "connectionLocked" => (
            ErrorKind::Unavailable {
                retry_at: answer.retry_at(now),
            },
            "the bank is being read".to_owned(),
            4,
        ),
        409 => (
            ErrorKind::Protocol,
            format!("it conflicts with how things stand ({code})"),
            1,
        ),
        _ => return None,
    };
    Some(Judgement {
        kind,
        detail,
        tries,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_may_be_entered_by_its_name() {
        assert_eq!(address("demo"), "https://demo.biapi.pro");
        assert_eq!(address("demo.biapi.pro/2.0/"), "https://demo.biapi.pro/2.0");
        assert_eq!(
            address("http://127.0.0.1:8/budgea/2.0"),
            "http://127.0.0.1:8/budgea/2.0"
        );
    }

    #[test]
    fn an_id_stays_within_its_place_in_a_path() {
        assert_eq!(segment("21"), "21");
        assert_eq!(segment("../../config?x=1"), "configx1");
    }
}
