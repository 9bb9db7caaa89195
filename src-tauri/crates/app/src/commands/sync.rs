//! Syncs: the connector reads ahead while the book stores, page by page, each with its cursor.

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use chrono::NaiveDate;
use connect::{CancelFlag, Connector, ConnectorError, Meter, PullSummary, Resume};
use contract::types::{
    ConnectionState as WireState, Login, LoginAction, SyncNotice, SyncOutcome, SyncPhase,
    SyncProgress, SyncReport, SyncReq,
};
use contract::{Changed, Tag};
use domain::connection::ConnectionState;
use domain::feed::{Notice, Page};
use domain::ids::ConnectionId;
use store::{IngestCounts, Origin, OriginKind, RunEnd, RunId};

use super::outbox;
use crate::failure::instant;
use crate::jobs::By;
use crate::{App, Failure, Report, dto};

/// More missing rows than these are not asked for one by one.
const MOST_ASKED: usize = 1_000;
/// Pages fetched ahead of the one being stored.
const AHEAD: usize = 2;

pub(crate) async fn sync_run(
    app: &App,
    request: SyncReq,
    report: Report<SyncProgress>,
) -> Result<SyncReport, Failure> {
    run(app, request, true, report).await
}

/// A sync that a person began, or one by the plan.
pub(crate) async fn run(
    app: &App,
    request: SyncReq,
    by_person: bool,
    report: Report<SyncProgress>,
) -> Result<SyncReport, Failure> {
    let by = if by_person { By::Person } else { By::Plan };
    let place = app
        .inner
        .jobs
        .enter_sync(report.job(), by, app.now())
        .await?;
    let wanted: Vec<ConnectionId> = request
        .connections
        .iter()
        .map(|id| dto::id("connection", id))
        .collect::<Result<_, _>>()?;
    let all = app.read(|view| view.connections()).await?;
    if let Some(missing) = wanted
        .iter()
        .find(|id| all.iter().all(|known| known.id != **id))
    {
        return Err(store::Error::NotFound {
            what: "connection",
            id: missing.0,
        }
        .into());
    }
    let mut outcomes = Vec::new();
    for known in all
        .into_iter()
        .filter(|known| wanted.is_empty() || wanted.contains(&known.id))
    {
        if place.is_cancelled() {
            break;
        }
        let asking = Asking {
            full: request.full,
            named: !wanted.is_empty(),
            by_person,
        };
        outcomes.push(one(app, known, asking, place.cancelled(), &report).await?);
    }
    if place.is_cancelled() {
        return Err(Failure::Cancelled);
    }
    // The practice bank brings its own rates: nothing leaves the computer, so there is nothing to ask.
    if app.settings().await?.fetch_rates || app.only_practice().await? {
        // A sync that worked is not undone by a rate feed that does not answer; its status says so.
        drop(super::rates::rates_refresh(app, contract::types::Nothing {}).await);
    }
    Ok(SyncReport {
        connections: outcomes,
    })
}

/// What has come in so far.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) counts: IngestCounts,
    /// By the source's ids: one account may come in several pages.
    pub(crate) accounts: HashSet<String>,
    pub(crate) transactions: u32,
    expected: Option<u32>,
    back_to: Option<NaiveDate>,
    pub(crate) notices: BTreeMap<(String, String), u32>,
    guarded: bool,
}

impl Tally {
    pub(crate) fn page(&mut self, page: &Page) {
        // What exists there but is not shared is not read.
        let accounts = page
            .accounts
            .iter()
            .filter(|account| !account.withheld)
            .map(|account| account.source_id.clone());
        self.accounts.extend(accounts);
        self.transactions += dto::length(page.transactions.len());
        if let Some(expected) = page.expected_transactions {
            self.expected = Some(dto::count(expected));
        }
        let oldest = page.transactions.iter().map(|row| row.date).min();
        self.back_to = match (self.back_to, oldest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        for Notice { code, entity, .. } in &page.notices {
            *self
                .notices
                .entry(((*code).to_owned(), entity.as_str().to_owned()))
                .or_default() += 1;
        }
    }
}

/// How a sync was asked for.
#[derive(Debug, Clone, Copy)]
struct Asking {
    /// Everything anew.
    full: bool,
    /// This connection by name: it does not matter that it would rather wait.
    named: bool,
    /// A person is there.
    by_person: bool,
}

async fn one(
    app: &App,
    known: store::Connection,
    asking: Asking,
    cancel: CancelFlag,
    report: &Report<SyncProgress>,
) -> Result<SyncOutcome, Failure> {
    let began = Instant::now();
    let now = app.now();
    // Who asked too often waits. What was down or not ready is tried again when a person asks: it costs one request.
    let waits = !asking.named && (!asking.by_person || known.state == ConnectionState::RateLimited);
    if let Some(until) = known.retry_after.filter(|until| *until > now && waits) {
        return skipped(app, &known, known.state, Some(instant(until))).await;
    }
    let Some(connector) = connect::connector(known.upstream) else {
        return skipped(app, &known, ConnectionState::Forbidden, None).await;
    };
    if super::connections::is_unfinished(&known, &super::connections::reach(&known)) {
        return skipped(app, &known, ConnectionState::UserAction, None).await;
    }
    let meter = Meter::default();
    let progress = Progress {
        app,
        known: &known,
        report,
        meter: &meter,
    };
    progress.step(SyncPhase::Connecting, &Tally::default());
    let mut access = app.access(&known).await?;
    access.http = access.http.metered(&meter);
    let id = known.id;
    let origin = Origin::new(OriginKind::Sync, "sync", now)
        .with_params(serde_json::json!({"subject": known.label}));
    let run = app
        .write(origin, move |writing| {
            writing.begin_run(id, asking.by_person)
        })
        .await?
        .value;
    let resume = Resume {
        cursor: known.cursor.clone(),
        full: asking.full,
        asked: asking.by_person,
        today: app.today(),
        now,
        zone: app.ports().clock.zone(),
    };
    let (sender, mut pages) = tokio::sync::mpsc::channel(AHEAD);
    let stop = cancel.clone();
    let mut sent = outbox::send(app, &known, connector, &access, &cancel).await?;
    let stopped = sent.stopped.take();
    let reading = access.clone();
    let pull = tokio::spawn(async move {
        match stopped {
            // An upstream that takes nothing now is not asked for more either.
            Some(error) => Err(error),
            None => connector.pull(&reading, resume, sender, &stop).await,
        }
    });
    let mut tally = Tally::default();
    let stored = store_pages(app, &mut pages, id, run, &mut tally, &progress).await;
    if stored.is_err() {
        cancel.cancel();
        pages.close();
    }
    let pulled = pull.await.map_err(Failure::internal)?;
    if sent.until_booked && pulled.is_ok() && stored.is_ok() {
        // What waited for a booking may be booked now.
        let again = outbox::send(app, &known, connector, &access, &cancel).await?;
        sent.written += again.written;
        sent.refused += again.refused;
    }
    let stored = match (stored, &pulled) {
        (Ok(()), Ok(_)) => {
            let asked = Asked {
                connector,
                meter: &meter,
                cancel: &cancel,
            };
            settle_missing(app, &known, run, asked, &mut tally).await
        }
        (stored, _) => stored,
    };
    if pulled.is_ok() && stored.is_ok() {
        super::payments::refresh(app, &known, connector, &access, &cancel).await?;
    }
    progress.step(SyncPhase::Finishing, &tally);
    tally.counts.matched += super::offering::join_chosen(app, &known).await?;
    crate::filing::file_new_rows(app, crate::learning::Age::Fresh).await;
    let mut ended = Ended::of(&pulled, stored.is_err(), tally.guarded);
    if ended.state == ConnectionState::Ok && pulled.is_ok() {
        let logins = app.read(move |view| view.logins(Some(id))).await?;
        (ended.state, ended.retry_at) = super::logins::state_of(&logins);
    }
    let stopped = matches!(&pulled, Err(error) if error.kind == connect::ErrorKind::Cancelled);
    if stopped && stored.is_ok() {
        // Nothing new is known of how the connection stands.
        (ended.state, ended.retry_at) = (known.state, known.retry_after);
    }
    // Counted where they are sent, so that those of a run that failed are known too.
    let metered = meter.read();
    let requests = metered.requests;
    let end = RunEnd {
        state: ended.state,
        detail: ended.request_id.clone(),
        retry_after: ended.retry_at,
        requests,
        http_status: ended.http_status,
        reason: ended.reason.clone(),
        request_ids: metered.request_ids,
        allowance: metered
            .rate
            .remaining
            .map(|remaining| (metered.rate.limit, remaining)),
        stopped,
    };
    let origin = Origin::new(OriginKind::Sync, "sync", app.now())
        .with_params(serde_json::json!({"subject": known.label}));
    app.write(origin, move |writing| writing.finish_run(run, &end))
        .await?;
    stored?;
    let unchanged = pulled.as_ref().is_ok_and(|summary| summary.unchanged);
    if ended.state == ConnectionState::Ok && !unchanged {
        let differing = app
            .read(move |view| view.balance_differences(id, 1))
            .await?
            .len();
        if differing > 0 {
            let told = ("balance_differs".to_owned(), "account".to_owned());
            tally.notices.insert(told, dto::length(differing));
        }
    }
    let logins = logins_of(app, known.id).await?;
    Ok(SyncOutcome {
        id: known.id.to_string(),
        label: known.label.clone(),
        upstream: known.upstream.as_str().to_owned(),
        state: dto::state(ended.state),
        action: action(ended.state, &logins),
        skipped: unchanged,
        accounts: dto::length(tally.accounts.len()),
        new: dto::count(tally.counts.new),
        changed: dto::count(tally.counts.changed),
        removed: dto::count(tally.counts.removed),
        matched: dto::count(tally.counts.matched),
        written: dto::count(sent.written),
        refused: dto::count(sent.refused),
        requests: dto::count(requests),
        millis: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
        retry_at: ended.retry_at.map(instant),
        request_id: ended.request_id,
        notices: tally
            .notices
            .into_iter()
            .map(|((code, entity), count)| SyncNotice {
                code,
                entity,
                count,
            })
            .collect(),
        logins,
    })
}

/// The one thing that the person does about a connection, or nothing.
fn action(state: ConnectionState, logins: &[Login]) -> LoginAction {
    match state {
        ConnectionState::Ok => LoginAction::None,
        ConnectionState::Credentials => LoginAction::ReEnterCredentials,
        ConnectionState::Preparing
        | ConnectionState::RateLimited
        | ConnectionState::Unavailable => LoginAction::WaitUntil,
        ConnectionState::Forbidden | ConnectionState::Protocol | ConnectionState::Insecure => {
            LoginAction::Contact
        }
        ConnectionState::DeletionGuard => LoginAction::Confirm,
        ConnectionState::UserAction => logins
            .iter()
            .map(|login| login.action)
            .find(|action| !matches!(action, LoginAction::None | LoginAction::WaitUntil))
            .unwrap_or(LoginAction::Confirm),
    }
}

/// The logins of a connection, and what each needs.
async fn logins_of(app: &App, id: ConnectionId) -> Result<Vec<Login>, Failure> {
    let now = app.now();
    app.read(move |view| {
        Ok(view
            .logins(Some(id))?
            .iter()
            .map(|one| super::connections::login(one, now))
            .collect())
    })
    .await
}

async fn store_pages(
    app: &App,
    pages: &mut tokio::sync::mpsc::Receiver<Page>,
    id: ConnectionId,
    run: RunId,
    tally: &mut Tally,
    progress: &Progress<'_>,
) -> Result<(), Failure> {
    let today = app.today();
    while let Some(page) = pages.recv().await {
        tally.page(&page);
        let origin = Origin::new(OriginKind::Sync, "sync_page", app.now())
            .with_params(serde_json::json!({"subject": progress.known.label}));
        let wrote = !page.transactions.is_empty() || !page.accounts.is_empty();
        let ingested = app
            .write_refetchable(origin, move |writing| {
                writing.ingest_page(id, run, &page, today)
            })
            .await?
            .value;
        tally.counts += ingested.counts;
        tally.guarded |= !ingested.guarded.is_empty();
        progress.step(SyncPhase::Pulling, tally);
        if wrote {
            app.ports().events.changed(Changed {
                tags: vec![Tag::Accounts, Tag::Transactions],
                origin: "sync_run".to_owned(),
            });
        }
    }
    Ok(())
}

/// Rows that complete passes left out: the upstream is asked for them before any is deleted. What an earlier run left
/// unasked is asked now, whether or not this one read anything.
async fn settle_missing(
    app: &App,
    known: &store::Connection,
    run: RunId,
    asked: Asked<'_>,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let id = known.id;
    let (missing, waiting) = app
        .read(move |view| Ok((view.missing_rows(id)?, view.deletion_guards(id)?)))
        .await?;
    if missing.is_empty() && waiting.is_empty() {
        return Ok(());
    }
    let gone = if missing.len() > MOST_ASKED {
        // That many were not deleted one by one: passes speak for them, and the person is asked.
        None
    } else if missing.is_empty() {
        Some(Vec::new())
    } else {
        // The pull may have been handed new secrets.
        let mut access = app.access(known).await?;
        access.http = access.http.metered(asked.meter);
        let gone = asked.connector.gone(&access, &missing, asked.cancel);
        match gone.await {
            Ok(gone) => gone,
            Err(error) => {
                // They stay, and the next run asks again.
                tracing::info!(%error, "missing rows could not be asked for");
                return Ok(());
            }
        }
    };
    let today = app.today();
    let origin = Origin::new(OriginKind::Sync, "sync", app.now())
        .with_params(serde_json::json!({"subject": known.label}));
    let settled = app
        .write(origin, move |writing| {
            writing.settle_missing(id, run, gone.as_deref(), today)
        })
        .await?
        .value;
    tally.counts += settled.counts;
    tally.guarded |= !settled.guarded.is_empty();
    Ok(())
}

/// How an upstream is asked once its pages are in.
#[derive(Clone, Copy)]
struct Asked<'a> {
    connector: &'static dyn Connector,
    meter: &'a Meter,
    cancel: &'a CancelFlag,
}

struct Progress<'a> {
    app: &'a App,
    known: &'a store::Connection,
    report: &'a Report<SyncProgress>,
    meter: &'a Meter,
}

impl Progress<'_> {
    fn step(&self, phase: SyncPhase, tally: &Tally) {
        self.app.touch();
        self.report.step(SyncProgress {
            job: self.report.job().to_owned(),
            connection: self.known.id.to_string(),
            label: self.known.label.clone(),
            phase,
            accounts: dto::length(tally.accounts.len()),
            transactions: tally.transactions,
            expected: tally.expected,
            back_to: tally.back_to.map(|day| day.to_string()),
            requests: dto::count(self.meter.read().requests),
            waiting_until: None,
        });
    }
}

/// How a pull ended, for the connection.
struct Ended {
    state: ConnectionState,
    retry_at: Option<chrono::DateTime<chrono::Utc>>,
    request_id: Option<String>,
    http_status: Option<u16>,
    /// In the words of the connector, which hold no secrets.
    reason: Option<String>,
}

impl Ended {
    fn of(pulled: &Result<PullSummary, ConnectorError>, not_stored: bool, guarded: bool) -> Self {
        use connect::ErrorKind as E;
        match pulled {
            // Our own disk failed, not the upstream.
            _ if not_stored => Self {
                reason: Some("what came could not be stored".to_owned()),
                ..Self::in_state(ConnectionState::Unavailable)
            },
            Ok(_) if guarded => Self::in_state(ConnectionState::DeletionGuard),
            Ok(_) => Self::in_state(ConnectionState::Ok),
            Err(error) => {
                tracing::info!(%error, "a sync ended early");
                Self {
                    // Stopped by the person: nothing is wrong with the connection.
                    state: error.state().unwrap_or(ConnectionState::Ok),
                    retry_at: match error.kind {
                        E::Preparing { retry_at } | E::RateLimited { retry_at } => Some(retry_at),
                        E::Unavailable { retry_at } => retry_at,
                        E::Credentials
                        | E::Forbidden
                        | E::Protocol
                        | E::Insecure
                        | E::Settings
                        | E::Cancelled
                        | E::ReceiverGone => None,
                    },
                    request_id: error.request_id.clone(),
                    http_status: error.http_status,
                    reason: Some(error.detail.clone()),
                }
            }
        }
    }

    const fn in_state(state: ConnectionState) -> Self {
        Self {
            state,
            retry_at: None,
            request_id: None,
            http_status: None,
            reason: None,
        }
    }
}

async fn skipped(
    app: &App,
    known: &store::Connection,
    state: ConnectionState,
    retry_at: Option<String>,
) -> Result<SyncOutcome, Failure> {
    let logins = logins_of(app, known.id).await?;
    let action = action(state, &logins);
    let state: WireState = dto::state(state);
    Ok(SyncOutcome {
        id: known.id.to_string(),
        label: known.label.clone(),
        upstream: known.upstream.as_str().to_owned(),
        state,
        action,
        skipped: true,
        accounts: 0,
        new: 0,
        changed: 0,
        removed: 0,
        matched: 0,
        written: 0,
        refused: 0,
        requests: 0,
        millis: 0,
        retry_at,
        request_id: known.detail.clone(),
        notices: Vec::new(),
        logins,
    })
}
