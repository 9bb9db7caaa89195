//! From how a login stands to the next step.

use domain::connection::LoginCondition;
use serde_json::json;

use super::{LOOK_AGAIN, Phase, Stand, Task, ask, directory};
use crate::access::LinkInfo;
use crate::budgea::segment;
use crate::budgea::state::{self, said};
use crate::error::{ConnectorError, ErrorKind};
use crate::json::Record;
use crate::steps::{AskReason, LinkProgress, LinkStep, Linked, StopReason};

impl Task<'_, '_> {
    /// What an answer to a POST means: a login, a question, or a refusal, in the manner of either era.
    pub(super) async fn answered(
        &mut self,
        stand: Stand,
        status: u16,
        record: &Record<'_>,
    ) -> Result<LinkProgress, ConnectorError> {
        if status < 400 {
            return self.stands(stand, record, true).await;
        }
        let word = ["code", "error"]
            .into_iter()
            .find_map(|name| record.text(name))
            .unwrap_or_default();
        let message = ["message", "error_message", "description"]
            .into_iter()
            .find_map(|name| record.text(name))
            .map(|text| said(&text));
        if status == 409 {
            // The bank is being read, or there is nothing to be done.
            return match &stand.login {
                Some(_) => Ok(Stand {
                    phase: Phase::Wait,
                    ..stand
                }
                .next(LinkStep::Approve {
                    approved: true,
                    message,
                    poll_after: LOOK_AGAIN,
                })),
                None => Err(self
                    .session
                    .error(ErrorKind::Unavailable { retry_at: None }, "it conflicts")),
            };
        }
        match state::condition(&word) {
            // A refused request that no state explains.
            LoginCondition::Unknown | LoginCondition::Ok => Err(self.session.error(
                ErrorKind::Protocol,
                format!(
                    "the login was not taken ({})",
                    crate::delivery::plain_word(&word)
                ),
            )),
            condition => {
                let told = directory::fields(record);
                self.by_condition(stand, condition, message, told, None, true)
                    .await
            }
        }
    }

    /// From a login as it came to the next step.
    pub(super) async fn stands(
        &mut self,
        mut stand: Stand,
        record: &Record<'_>,
        acts: bool,
    ) -> Result<LinkProgress, ConnectorError> {
        // Some servers wrap it, and some name the login beside the question.
        let inner = record.object("connection");
        let record = inner.as_ref().unwrap_or(record);
        let login = state::read(record);
        if let Some(id) = login
            .as_ref()
            .map(|login| login.id().to_owned())
            .or_else(|| record.key("id_connection"))
        {
            stand.login = Some(id);
        }
        let told = directory::fields(record);
        let mut condition = login
            .as_ref()
            .map_or(LoginCondition::Ok, state::Login::condition);
        // An older server asks with nothing but the fields.
        if condition == LoginCondition::Ok && !told.is_empty() && record.has("fields") {
            let fresh = login
                .as_ref()
                .is_none_or(|login| login.last_update.is_none());
            if fresh && stand.phase != Phase::Wait {
                condition = LoginCondition::FieldsNeeded;
            }
        }
        if condition == LoginCondition::Ok {
            let Some(id) = stand.login.clone() else {
                return Err(self
                    .session
                    .error(ErrorKind::Protocol, "the answer names no login"));
            };
            return Ok(stand.next(LinkStep::Done(Linked {
                info: LinkInfo::default(),
                login: Some(id),
                first_sync: login.is_none_or(|login| login.is_new()),
            })));
        }
        let message = login.as_ref().and_then(|login| login.feed.message.clone());
        let retry_at = login.and_then(|login| login.feed.next_try);
        self.by_condition(stand, condition, message, told, retry_at, acts)
            .await
    }

    async fn by_condition(
        &mut self,
        mut stand: Stand,
        condition: LoginCondition,
        message: Option<String>,
        told: Vec<crate::steps::AskField>,
        retry_at: Option<chrono::DateTime<chrono::Utc>>,
        acts: bool,
    ) -> Result<LinkProgress, ConnectorError> {
        let path = stand
            .login
            .as_deref()
            .map(|login| format!("/2.0/users/me/connections/{}", segment(login)));
        match (condition, path) {
            (LoginCondition::FieldsNeeded, _) => {
                stand.phase = Phase::Answer;
                Ok(stand.next(ask(AskReason::Code, message, told)))
            }
            (LoginCondition::WrongCredentials, _) => {
                let fields = self.fields_of(&stand, told).await?;
                stand.phase = Phase::Credentials;
                Ok(stand.next(ask(AskReason::WrongCredentials, message, fields)))
            }
            (LoginCondition::Ok | LoginCondition::Syncing, _) => {
                stand.phase = Phase::Wait;
                Ok(stand.next(LinkStep::Approve {
                    approved: true,
                    message,
                    poll_after: LOOK_AGAIN,
                }))
            }
            (LoginCondition::ApprovalNeeded, Some(path)) if !stand.resumed => {
                stand.resumed = true;
                stand.phase = Phase::Wait;
                // The bank's app is asked in the background, so that the person sees what is waited for.
                let background = [("background", "true")];
                self.post(stand, &path, json!({"resume": true}), &background)
                    .await
            }
            (LoginCondition::ApprovalNeeded, _) => {
                stand.phase = Phase::Wait;
                Ok(stand.next(LinkStep::Approve {
                    approved: false,
                    message,
                    poll_after: LOOK_AGAIN,
                }))
            }
            (LoginCondition::BrowserNeeded, _) => self.bank_page(stand).await,
            (LoginCondition::AuthenticationDue, Some(path)) if acts && !stand.begun => {
                stand.begun = true;
                self.post(stand, &path, json!({}), &[]).await
            }
            (LoginCondition::SwitchedOff, Some(path)) if acts && !stand.begun => {
                stand.begun = true;
                self.post(stand, &path, json!({"active": true}), &[]).await
            }
            // Asked to try again, a bank that was away may be back.
            (
                LoginCondition::BankUnavailable
                | LoginCondition::UpstreamFailed
                | LoginCondition::RateLimited,
                Some(path),
            ) if acts
                && !stand.begun
                && retry_at.is_none_or(|retry_at| retry_at <= self.around.now) =>
            {
                stand.begun = true;
                self.post(stand, &path, json!({}), &[]).await
            }
            (condition, _) => Ok(stand.next(LinkStep::Stopped {
                why: StopReason::Login(condition),
                message,
                retry_at,
            })),
        }
    }
}
