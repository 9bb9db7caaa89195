//! Linking a bank, and getting an ailing login going again, step by step.
//!
//! What is between two steps is a [`Stand`]: ids, a phase, and the word by which a browser's return is known. What the
//! person enters goes to the upstream and nowhere else.

mod browser;
mod stand;

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::Method;
use secrets::Secret;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::directory;
use super::{refresh, segment, token};
use crate::access::Access;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Ask, Expect, Session};
use crate::json::Record;
use crate::steps::{
    AskField, AskReason, Choice, LinkAnswer, LinkProgress, LinkStep, LinkTask, Linked, StepContext,
    Way,
};

/// The setting that says where the upstream's own pages are.
pub(super) const WEBVIEW: &str = "webview_url";
/// Pause between two looks at a bank that is at work.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// Where a task stands; free of secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Stand {
    /// Version of this form.
    v: u32,
    phase: Phase,
    /// The bank, for a new login.
    connector: Option<String>,
    /// The login, once there is one.
    login: Option<String>,
    /// The word that a browser has to bring back.
    nonce: Option<String>,
    /// Logins before the browser was opened, to tell the new one.
    known: Vec<String>,
    /// Strong authentication was begun.
    begun: bool,
    /// The bank's app was asked already.
    resumed: bool,
    /// The payment, for its page.
    #[serde(default)]
    payment: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Phase {
    /// A bank is to be picked.
    #[default]
    Bank,
    /// Credentials are to be entered.
    Credentials,
    /// What the bank asked is to be entered.
    Answer,
    /// The bank is at work, or waits for its app.
    Wait,
    /// The bank's page is open.
    BankPage,
    /// The upstream's page is open.
    Webview,
    /// The upstream's page about everything is open.
    Manage,
    /// The upstream's page about a payment is open.
    Payment,
}

impl Stand {
    fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn next(&self, step: LinkStep) -> LinkProgress {
        LinkProgress {
            step,
            state: self.write(),
        }
    }
}

/// One task under way.
pub(super) struct Task<'a, 's> {
    pub(super) session: &'a mut Session<'s>,
    pub(super) access: &'a Access,
    pub(super) around: &'a StepContext,
}

impl Task<'_, '_> {
    /// Begins.
    pub(super) async fn begin(mut self, task: &LinkTask) -> Result<LinkProgress, ConnectorError> {
        let mut stand = Stand {
            v: 1,
            ..Stand::default()
        };
        match task {
            // Not a task of logins; the connector links by itself.
            LinkTask::Connect => Err(self.session.error(ErrorKind::Settings, "no such task")),
            LinkTask::AddLogin {
                connector,
                way: Way::Browser,
            } => {
                stand.connector.clone_from(connector);
                self.webview(stand, "connect", false).await
            }
            LinkTask::AddLogin {
                connector: None,
                way: Way::Form,
            } => {
                let banks = directory::all(self.session).await?;
                let options = banks
                    .into_iter()
                    .filter(|bank| !bank.restricted)
                    .map(|bank| Choice {
                        value: bank.id,
                        label: bank.name,
                    })
                    .collect();
                Ok(stand.next(LinkStep::Choose {
                    what: "connector",
                    options,
                }))
            }
            LinkTask::AddLogin {
                connector: Some(bank),
                way: Way::Form,
            } => self.bank(stand, bank).await,
            LinkTask::Repair { login, way } => {
                stand.login = Some(login.clone());
                match way {
                    Way::Browser => self.webview(stand, "reconnect", false).await,
                    Way::Form => self.look(stand, true).await,
                }
            }
            LinkTask::ChangeCredentials { login, way } => {
                stand.login = Some(login.clone());
                match way {
                    Way::Browser => self.webview(stand, "reconnect", true).await,
                    Way::Form => {
                        let fields = self.fields_of(&stand, Vec::new()).await?;
                        stand.phase = Phase::Credentials;
                        Ok(stand.next(ask(AskReason::Credentials, None, fields)))
                    }
                }
            }
            LinkTask::Manage => self.webview(stand, "manage", false).await,
            LinkTask::Payment { order } => {
                stand.payment = Some(order.clone());
                self.webview(stand, "transfer", false).await
            }
        }
    }

    /// Goes on.
    pub(super) async fn go_on(
        mut self,
        state: &str,
        answer: LinkAnswer,
    ) -> Result<LinkProgress, ConnectorError> {
        let stand: Stand = serde_json::from_str(state)
            .ok()
            .filter(|stand: &Stand| stand.v == 1)
            .ok_or_else(|| {
                self.session.error(
                    ErrorKind::Settings,
                    "the task is not one of this connector's",
                )
            })?;
        match (stand.phase, answer) {
            (Phase::Bank, LinkAnswer::Choice(bank)) => self.bank(stand, &bank).await,
            (Phase::Credentials | Phase::Answer, LinkAnswer::Fields(fields)) => {
                self.send(stand, &fields).await
            }
            (
                Phase::BankPage | Phase::Webview | Phase::Manage | Phase::Payment,
                LinkAnswer::Callback(brought),
            ) => self.returned(stand, &brought).await,
            (Phase::Payment, LinkAnswer::Poll) => Ok(stand.next(LinkStep::Done(Linked::default()))),
            (Phase::Webview | Phase::Manage, LinkAnswer::Poll) if stand.login.is_none() => {
                self.new_login(stand).await
            }
            (_, LinkAnswer::Poll) if stand.login.is_some() => self.look(stand, false).await,
            _ => Err(self.session.error(
                ErrorKind::Settings,
                "the answer does not belong to the step",
            )),
        }
    }

    /// A bank was picked: what it wants to know, or its page.
    async fn bank(&mut self, mut stand: Stand, id: &str) -> Result<LinkProgress, ConnectorError> {
        let bank = directory::one(self.session, id).await?;
        stand.connector = Some(id.to_owned());
        if bank.browser {
            return self.bank_page(stand).await;
        }
        stand.phase = Phase::Credentials;
        Ok(stand.next(ask(AskReason::Credentials, None, bank.fields)))
    }

    /// Sends what was entered.
    async fn send(
        &mut self,
        stand: Stand,
        entered: &BTreeMap<String, Secret>,
    ) -> Result<LinkProgress, ConnectorError> {
        let mut body = Map::new();
        for (name, value) in entered {
            body.insert(name.clone(), json!(value.expose()));
        }
        let path = if let Some(login) = &stand.login {
            format!("/2.0/users/me/connections/{}", segment(login))
        } else {
            let bank = stand.connector.as_deref().unwrap_or_default();
            let (name, value) = bank_reference(bank);
            body.insert(name.to_owned(), value);
            "/2.0/users/me/connections".to_owned()
        };
        self.post(stand, &path, Value::Object(body), &[]).await
    }

    /// Posts to a login and goes on from what comes of it. Never sent twice.
    async fn post(
        &mut self,
        stand: Stand,
        path: &str,
        body: Value,
        query: &[(&str, &str)],
    ) -> Result<LinkProgress, ConnectorError> {
        let body = Secret::new(body.to_string());
        let ask = Ask::json(Method::POST, path, body.expose())
            .with(query)
            .slow()
            .accepting(&[400, 409]);
        let answer = self.session.send(&ask).await?;
        let record = Record::of_body(&answer.body).unwrap_or_default();
        Box::pin(self.answered(stand, answer.status, &record)).await
    }

    /// Looks how the login stands and goes on from there. Only someone who is there `acts`.
    async fn look(&mut self, stand: Stand, acts: bool) -> Result<LinkProgress, ConnectorError> {
        let login = stand.login.clone().unwrap_or_default();
        let path = format!("/2.0/users/me/connections/{}", segment(&login));
        let answer = match self
            .session
            .get(&path, &[("expand", "connector,sources")], Expect::Json)
            .await
        {
            Err(error) if error.http_status == Some(400) => {
                self.session.get(&path, &[], Expect::Json).await?
            }
            other => other?,
        };
        let record = Record::of_body(&answer.body).unwrap_or_default();
        self.stands(stand, &record, acts).await
    }

    /// What a login's bank wants to know: from the login itself, else from the bank.
    async fn fields_of(
        &mut self,
        stand: &Stand,
        told: Vec<AskField>,
    ) -> Result<Vec<AskField>, ConnectorError> {
        if !told.is_empty() {
            return Ok(told);
        }
        let bank = match (&stand.connector, &stand.login) {
            (Some(bank), _) => Some(bank.clone()),
            (None, Some(login)) => refresh::logins(self.session)
                .await?
                .into_iter()
                .find(|known| known.id() == login)
                .and_then(|known| known.connector),
            (None, None) => None,
        };
        match bank {
            Some(bank) => Ok(directory::one(self.session, &bank).await?.fields),
            None => Ok(Vec::new()),
        }
    }

    /// The only new login since the browser was opened.
    async fn new_login(&mut self, mut stand: Stand) -> Result<LinkProgress, ConnectorError> {
        let fresh: Vec<String> = refresh::logins(self.session)
            .await?
            .iter()
            .map(|login| login.id().to_owned())
            .filter(|id| !stand.known.contains(id))
            .collect();
        match &fresh[..] {
            [only] => {
                stand.login = Some(only.clone());
                self.look(stand, false).await
            }
            _ => Ok(stand.next(LinkStep::Approve {
                approved: false,
                message: None,
                poll_after: LOOK_AGAIN,
            })),
        }
    }

    async fn code(&mut self) -> Result<Secret, ConnectorError> {
        token::code(self.session).await
    }
}

/// A bank as the API names it: by number or by stable id.
fn bank_reference(id: &str) -> (&'static str, Value) {
    match id.parse::<u64>() {
        Ok(number) => ("id_connector", json!(number)),
        Err(_) => ("connector_uuid", json!(id)),
    }
}

fn ask(reason: AskReason, message: Option<String>, fields: Vec<AskField>) -> LinkStep {
    LinkStep::Ask {
        reason,
        message,
        fields,
    }
}
