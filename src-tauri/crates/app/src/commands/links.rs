//! Linking in steps: what the connector asks, what the person answers, and the browser in between.
//!
//! A link under way lives in memory only and ends with the program; the bank's own state says where to go on then.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect::steps::{
    self, AskField, LinkAnswer, LinkProgress, LinkStep, LinkTask, StepContext, StopReason,
    WaitsFor, Way, first_fault,
};
use connect::{CancelFlag, LinkInfo};
use contract::types as wire;
use contract::types::{Link, LinkAnswerReq, LinkBeginReq, LinkReq, Nothing};
use domain::connection::LoginCondition;
use domain::feed::FeedLogin;
use domain::ids::ConnectionId;
use secrets::Secret;

use super::connections::{connector_of, reach};
use crate::failure::instant;
use crate::loopback::Loopback;
use crate::session::blocking;
use crate::{App, Failure, dto, locked};

/// How long a browser is waited for.
const BROWSER: Duration = Duration::from_mins(15);
/// Most links under way; the oldest gives way.
const MOST: usize = 16;

/// Links under way.
#[derive(Default)]
pub(crate) struct Links(Mutex<HashMap<String, Arc<Slot>>>);

struct Slot {
    order: u64,
    cancel: CancelFlag,
    /// Ends a wait without an answer.
    nudge: tokio::sync::Notify,
    /// The page to visit now.
    page: Mutex<Option<String>>,
    /// One step at a time.
    flow: tokio::sync::Mutex<Flow>,
}

struct Flow {
    id: String,
    connection: ConnectionId,
    language: String,
    loopback: Option<Loopback>,
    progress: LinkProgress,
    /// Nobody came back in time.
    timed_out: bool,
}

impl Links {
    fn find(&self, id: &str) -> Result<Arc<Slot>, Failure> {
        locked(&self.0)
            .get(id)
            .cloned()
            .ok_or(Failure::NotFound("link"))
    }

    fn add(&self, id: String, flow: Flow, cancel: CancelFlag) {
        let mut links = locked(&self.0);
        let page = Mutex::new(flow.page());
        let order = links.values().map(|slot| slot.order).max().unwrap_or(0) + 1;
        if links.len() >= MOST
            && let Some(oldest) = links
                .iter()
                .min_by_key(|(_, slot)| slot.order)
                .map(|(id, _)| id.clone())
            && let Some(slot) = links.remove(&oldest)
        {
            slot.cancel.cancel();
        }
        links.insert(
            id,
            Arc::new(Slot {
                order,
                cancel,
                nudge: tokio::sync::Notify::new(),
                page,
                flow: tokio::sync::Mutex::new(flow),
            }),
        );
    }

    fn end(&self, id: &str) {
        if let Some(slot) = locked(&self.0).remove(id) {
            slot.cancel.cancel();
        }
    }
}

impl Flow {
    fn page(&self) -> Option<String> {
        match &self.progress.step {
            LinkStep::Browser { url, .. } => Some(url.clone()),
            _ => None,
        }
    }
}

fn task(request: &LinkBeginReq) -> Result<LinkTask, Failure> {
    let way = match request.way {
        wire::LinkWay::Form => Way::Form,
        wire::LinkWay::Browser => Way::Browser,
    };
    let login = || {
        request
            .login
            .clone()
            .filter(|login| !login.is_empty())
            .ok_or_else(|| Failure::invalid("login", "missing"))
    };
    Ok(match request.kind {
        wire::LinkKind::Add => LinkTask::AddLogin {
            connector: request.bank.clone().filter(|bank| !bank.is_empty()),
            way,
        },
        wire::LinkKind::Repair => LinkTask::Repair {
            login: login()?,
            way,
        },
        wire::LinkKind::Credentials => LinkTask::ChangeCredentials {
            login: login()?,
            way,
        },
        wire::LinkKind::Manage => LinkTask::Manage,
        wire::LinkKind::Payment => LinkTask::Payment { order: login()? },
        wire::LinkKind::Connect => LinkTask::Connect,
    })
}

fn around(app: &App, language: &str, loopback: Option<&Loopback>) -> StepContext {
    StepContext {
        redirect: loopback.map(Loopback::redirect),
        language: language.to_owned(),
        now: app.now(),
    }
}

pub(crate) async fn link_begin(app: &App, mut request: LinkBeginReq) -> Result<Link, Failure> {
    let connection: ConnectionId = dto::id("connection", &request.connection)?;
    if request.kind == wire::LinkKind::Payment {
        let payment = request.login.take().unwrap_or_default();
        request.login = super::payments::order_of(app, connection, &payment).await?;
    }
    let task = task(&request)?;
    let known = app.read(move |view| view.connection(connection)).await?;
    let connector = connector_of(known.upstream)?;
    if !connector.describe().logins {
        return Err(Failure::invalid("connection", "no_logins"));
    }
    let access = app.access(&known).await?;
    let loopback = Loopback::open().await?;
    let cancel = CancelFlag::new();
    let language: String = request.language.chars().take(2).collect();
    let around = around(app, &language, Some(&loopback));
    let progress = connector.begin(&access, &task, &around, &cancel).await?;
    let mut flow = Flow {
        id: uuid::Uuid::new_v4().to_string(),
        connection,
        language,
        loopback: Some(loopback),
        progress,
        timed_out: false,
    };
    note(app, &mut flow).await?;
    let link = told(&flow);
    app.inner.links.add(flow.id.clone(), flow, cancel);
    Ok(link)
}

pub(crate) async fn link_answer(app: &App, request: LinkAnswerReq) -> Result<Link, Failure> {
    let slot = app.inner.links.find(&request.link)?;
    slot.nudge.notify_waiters();
    let mut flow = slot.flow.lock().await;
    let answer = match &flow.progress.step {
        LinkStep::Ask { fields, .. } => LinkAnswer::Fields(entered(fields, request.fields)?),
        LinkStep::Choose { options, .. } => {
            let choice = request
                .choice
                .filter(|choice| options.iter().any(|option| option.value == *choice))
                .ok_or_else(|| Failure::invalid("choice", "not_offered"))?;
            LinkAnswer::Choice(choice)
        }
        // "I am done there": look how it stands.
        LinkStep::Browser { .. } | LinkStep::Approve { .. } => LinkAnswer::Poll,
        LinkStep::Done(_) | LinkStep::Stopped { .. } => return Ok(told(&flow)),
    };
    go_on(app, &slot, &mut flow, answer).await
}

pub(crate) async fn link_wait(app: &App, request: LinkReq) -> Result<Link, Failure> {
    let slot = app.inner.links.find(&request.link)?;
    let mut flow = slot.flow.lock().await;
    let answer = match &flow.progress.step {
        LinkStep::Browser {
            waits_for: WaitsFor::Callback,
            ..
        } => {
            let brought = match &flow.loopback {
                Some(loopback) => tokio::select! {
                    brought = loopback.wait(&slot.cancel, BROWSER) => brought,
                    () = slot.nudge.notified() => return Ok(told(&flow)),
                },
                None => None,
            };
            match brought {
                Some(brought) => LinkAnswer::Callback(brought),
                None if slot.cancel.is_cancelled() => return Err(Failure::Cancelled),
                None => {
                    flow.timed_out = true;
                    return Ok(told(&flow));
                }
            }
        }
        LinkStep::Browser {
            waits_for: WaitsFor::Poll,
            ..
        } => {
            rest(app, &slot.cancel, Duration::from_secs(3)).await?;
            LinkAnswer::Poll
        }
        LinkStep::Approve { poll_after, .. } => {
            rest(app, &slot.cancel, *poll_after).await?;
            LinkAnswer::Poll
        }
        LinkStep::Ask { .. }
        | LinkStep::Choose { .. }
        | LinkStep::Done(_)
        | LinkStep::Stopped { .. } => return Ok(told(&flow)),
    };
    app.touch();
    go_on(app, &slot, &mut flow, answer).await
}

async fn rest(app: &App, cancel: &CancelFlag, how_long: Duration) -> Result<(), Failure> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(Failure::Cancelled),
        () = app.ports().clock.pause(how_long) => Ok(()),
    }
}

pub(crate) async fn link_browse(app: &App, request: LinkReq) -> Result<Nothing, Failure> {
    let slot = app.inner.links.find(&request.link)?;
    // The address never comes from the page.
    let url = locked(&slot.page)
        .clone()
        .ok_or_else(|| Failure::invalid("link", "no_page"))?;
    let dialogs = app.ports().dialogs.clone();
    blocking(move || {
        if dialogs.open_link(&url) {
            Ok(Nothing {})
        } else {
            Err(Failure::Code(contract::ErrorCode::FileSystem {
                what: "other".into(),
            }))
        }
    })
    .await
}

pub(crate) async fn link_cancel(app: &App, request: LinkReq) -> Result<Nothing, Failure> {
    app.inner.links.end(&request.link);
    Ok(Nothing {})
}

/// What was entered, if it is what was asked for. Hidden fields go back as they came.
fn entered(
    fields: &[AskField],
    values: Vec<wire::FieldValue>,
) -> Result<BTreeMap<String, Secret>, Failure> {
    let mut given: BTreeMap<String, Secret> = BTreeMap::new();
    for mut value in values {
        if fields.iter().all(|field| field.name != value.key) {
            return Err(Failure::invalid(&value.key, "unknown_field"));
        }
        given.insert(value.key, Secret::taking(&mut value.value));
    }
    for field in fields {
        if field.kind == steps::AskKind::Hidden
            && let Some(choice) = field.values.first()
        {
            given
                .entry(field.name.clone())
                .or_insert_with(|| Secret::new(choice.value.clone()));
        }
    }
    if let Some((field, fault)) = first_fault(fields, &given) {
        return Err(Failure::invalid(field, fault.as_str()));
    }
    given.retain(|_, value| !value.is_empty());
    Ok(given)
}

async fn go_on(
    app: &App,
    slot: &Slot,
    flow: &mut Flow,
    answer: LinkAnswer,
) -> Result<Link, Failure> {
    let connection = flow.connection;
    let known = app.read(move |view| view.connection(connection)).await?;
    let connector = connector_of(known.upstream)?;
    let access = app.access(&known).await?;
    let around = around(app, &flow.language, flow.loopback.as_ref());
    flow.progress = connector
        .go_on(&access, &flow.progress.state, answer, &around, &slot.cancel)
        .await?;
    *locked(&slot.page) = flow.page();
    note(app, flow).await?;
    Ok(told(flow))
}

/// Keeps what a finished link brought for the connection itself, such as whose data is read.
async fn keep(app: &App, connection: ConnectionId, info: &LinkInfo) -> Result<(), Failure> {
    if info.settings.is_empty() {
        return Ok(());
    }
    let new = info.settings.clone();
    app.write(app.person("connection_edited"), move |writing| {
        let known = writing.connection(connection)?;
        let mut reach = reach(&known);
        reach.fields.extend(new);
        let settings = serde_json::to_value(&reach).unwrap_or_else(|_| known.settings.clone());
        let edit = store::ConnectionEdit {
            settings: Some(settings),
            ..store::ConnectionEdit::default()
        };
        writing.edit_connection(connection, &edit)?;
        super::logins::settle_state(writing, connection)
    })
    .await?;
    Ok(())
}

/// Keeps what a finished link showed, so that the connection's card tells it before the next sync does.
async fn note(app: &App, flow: &mut Flow) -> Result<(), Failure> {
    if let LinkStep::Done(linked) = &flow.progress.step {
        keep(app, flow.connection, &linked.info).await?;
    }
    let (login, condition) = match &flow.progress.step {
        LinkStep::Done(linked) => {
            flow.loopback = None;
            let condition = if linked.first_sync {
                LoginCondition::Syncing
            } else {
                LoginCondition::Ok
            };
            (linked.login.clone(), condition)
        }
        LinkStep::Stopped { .. } => {
            flow.loopback = None;
            return Ok(());
        }
        LinkStep::Ask { .. }
        | LinkStep::Browser { .. }
        | LinkStep::Approve { .. }
        | LinkStep::Choose { .. } => return Ok(()),
    };
    let Some(login) = login else {
        return Ok(());
    };
    let connection = flow.connection;
    app.write(app.system("login_linked"), move |writing| {
        let before = writing
            .logins(Some(connection))?
            .into_iter()
            .find(|known| known.feed.source_id == login)
            .map(|known| known.feed);
        let now = FeedLogin {
            condition,
            upstream_state: None,
            message: None,
            ..before.unwrap_or(FeedLogin {
                source_id: login,
                institution: None,
                connector: None,
                condition,
                upstream_state: None,
                message: None,
                consent_until: None,
                next_try: None,
                last_sync: None,
                withheld_accounts: 0,
            })
        };
        writing.put_logins(connection, &[now])?;
        super::logins::settle_state(writing, connection)
    })
    .await?;
    Ok(())
}

fn choice(choice: &steps::Choice) -> wire::AskChoice {
    wire::AskChoice {
        value: choice.value.clone(),
        label: choice.label.clone(),
    }
}

pub(crate) fn field(field: &AskField) -> wire::AskField {
    wire::AskField {
        key: field.name.clone(),
        label: field.label.clone(),
        kind: match field.kind {
            steps::AskKind::Text => wire::AskKind::Text,
            steps::AskKind::Password => wire::AskKind::Password,
            steps::AskKind::List => wire::AskKind::List,
            steps::AskKind::Date => wire::AskKind::Date,
            steps::AskKind::Hidden => wire::AskKind::Hidden,
        },
        required: field.required,
        values: field.values.iter().map(choice).collect(),
    }
}

/// Where a link stands, as it crosses.
fn told(flow: &Flow) -> Link {
    let mut link = Link {
        id: flow.id.clone(),
        connection: flow.connection.to_string(),
        step: wire::LinkStepKind::Working,
        reason: None,
        bank_says: None,
        fields: Vec::new(),
        options: Vec::new(),
        url: None,
        host: None,
        stopped: None,
        message: None,
        retry_at: None,
        login: None,
        first_sync: false,
    };
    if flow.timed_out {
        link.step = wire::LinkStepKind::Stopped;
        link.stopped = Some(wire::LinkStopped::TimedOut);
        return link;
    }
    match &flow.progress.step {
        LinkStep::Done(linked) => {
            link.step = wire::LinkStepKind::Done;
            link.login.clone_from(&linked.login);
            link.first_sync = linked.first_sync;
        }
        LinkStep::Ask {
            reason,
            message,
            fields,
        } => {
            link.step = wire::LinkStepKind::Ask;
            link.reason = Some(match reason {
                steps::AskReason::Credentials => wire::AskReason::Credentials,
                steps::AskReason::WrongCredentials => wire::AskReason::WrongCredentials,
                steps::AskReason::Code => wire::AskReason::Code,
            });
            link.bank_says.clone_from(message);
            link.fields = fields.iter().map(field).collect();
        }
        LinkStep::Browser { url, .. } => {
            link.step = wire::LinkStepKind::Browser;
            link.host = url
                .split("://")
                .nth(1)
                .and_then(|rest| rest.split(['/', '?']).next())
                .map(str::to_owned);
            link.url = Some(url.clone());
        }
        LinkStep::Approve {
            approved, message, ..
        } => {
            link.step = if *approved {
                wire::LinkStepKind::Working
            } else {
                wire::LinkStepKind::Approve
            };
            link.bank_says.clone_from(message);
        }
        LinkStep::Choose { options, .. } => {
            link.step = wire::LinkStepKind::Choose;
            link.options = options.iter().map(choice).collect();
        }
        LinkStep::Stopped {
            why,
            message,
            retry_at,
        } => {
            link.step = wire::LinkStepKind::Stopped;
            link.bank_says.clone_from(message);
            link.retry_at = retry_at.map(instant);
            link.stopped = Some(match why {
                StopReason::Refused => wire::LinkStopped::Refused,
                StopReason::TermsDeclined => wire::LinkStopped::TermsDeclined,
                StopReason::PageFailed => wire::LinkStopped::PageFailed,
                StopReason::ClientIdMissing => wire::LinkStopped::ClientIdMissing,
                StopReason::NotOurs => wire::LinkStopped::NotOurs,
                StopReason::Login(condition) => {
                    link.message = Some(dto::login_message(*condition));
                    wire::LinkStopped::Login
                }
            });
        }
    }
    link
}
