//! What services send by themselves: taken like a page of a sync, when it is theirs.

use connect::Resume;
use connect::webhook::{Delivered, Sender, Webhook};
use contract::types::{
    Nothing, SyncNotice, WebhookListenReq, WebhookListener, WebhookReport, WebhookReq,
    WebhookSender,
};
use domain::connection::ConnectionState;
use domain::ids::ConnectionId;
use serde::{Deserialize, Serialize};
use store::{Origin, OriginKind, RunEnd};

use super::connections::{connector_of, reach};
use super::sync::Tally;
use crate::jobs::By;
use crate::{App, Failure, dto, locked};

/// The setting of the listener.
const KEY: &str = "webhook_listener";
/// The port it listens on unless another was picked.
const PORT: u16 = 47_113;

/// What the book says of the listener.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) on: bool,
    pub(crate) port: u16,
}

pub(crate) async fn wanted(app: &App) -> Result<Wanted, Failure> {
    let stored = app.read(|view| view.setting(KEY)).await?;
    Ok(stored
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or(Wanted {
            on: false,
            port: PORT,
        }))
}

/// Connections whose deliveries are signed with a key that is here.
async fn keyed(app: &App) -> Result<Vec<String>, Failure> {
    let mut keyed = Vec::new();
    for known in app.read(|view| view.connections()).await? {
        let connector = connector_of(known.upstream)?;
        let Some(webhook) = connector.webhook() else {
            continue;
        };
        let secrets = app.connection_secrets(known.id, connector).await?;
        if secrets.contains_key(webhook.key()) {
            keyed.push(known.id.to_string());
        }
    }
    Ok(keyed)
}

pub(crate) async fn webhook_listener(app: &App, _: Nothing) -> Result<WebhookListener, Failure> {
    let wanted = wanted(app).await?;
    app.settle_listener().await;
    let address = app.inner.listening.lock().await.address();
    let address = address.filter(|_| wanted.on);
    Ok(WebhookListener {
        on: wanted.on,
        port: wanted.port.into(),
        taken: wanted.on && address.is_none(),
        keyed: keyed(app).await?,
        address: address.map(|address| format!("http://{address}")),
        recent: locked(&app.inner.arrivals).iter().cloned().collect(),
    })
}

pub(crate) async fn webhook_listen(
    app: &App,
    request: WebhookListenReq,
) -> Result<WebhookListener, Failure> {
    let port = u16::try_from(request.port)
        .ok()
        .filter(|port| *port >= 1_024)
        .ok_or_else(|| Failure::invalid("port", "out_of_range"))?;
    let wanted = Wanted {
        on: request.on,
        port,
    };
    let json = serde_json::to_string(&wanted).map_err(Failure::internal)?;
    app.write(app.person("settings"), move |writing| {
        writing.put_setting(KEY, Some(&json))
    })
    .await?;
    webhook_listener(app, Nothing {}).await
}

/// The connection that a delivery is for, and how it is understood.
async fn addressee(
    app: &App,
    named: Option<ConnectionId>,
    delivered: &Delivered,
) -> Result<(store::Connection, &'static dyn Webhook), Failure> {
    let all = app.read(|view| view.connections()).await?;
    let mut fitting = Vec::new();
    for known in all {
        if named.is_some_and(|id| id != known.id) {
            continue;
        }
        let Some(webhook) = connector_of(known.upstream)?.webhook() else {
            continue;
        };
        let whose = webhook.user(delivered);
        let own = reach(&known).fields.get("user_id").cloned();
        // Somebody else's data is never taken, whoever signed it.
        if whose.is_none() || own.is_none() || whose == own {
            fitting.push((known, webhook));
        }
    }
    match fitting.len() {
        0 => Err(Failure::NotFound("connection")),
        1 => fitting.pop().ok_or(Failure::NotFound("connection")),
        _ => Err(Failure::invalid("connection", "several")),
    }
}

pub(crate) async fn webhook_take(app: &App, request: WebhookReq) -> Result<WebhookReport, Failure> {
    let named = request
        .connection
        .as_deref()
        .map(|id| dto::id("connection", id))
        .transpose()?;
    let delivered = Delivered {
        headers: request
            .headers
            .into_iter()
            .map(|header| (header.key.to_ascii_lowercase(), header.value))
            .collect(),
        path: request.path,
        body: request.body.into_bytes(),
    };
    let (known, webhook) = addressee(app, named, &delivered).await?;
    let access = app.access(&known).await?;
    let now = app.now();
    let sender = webhook.sender(&delivered, &access.secrets, (!request.kept).then_some(now));
    let sender = match sender {
        Sender::Upstream => WebhookSender::Service,
        Sender::Unsaid if request.vouched => WebhookSender::Unsaid,
        Sender::Unsaid => return Err(Failure::invalid("signature", "missing")),
        Sender::Other => return Err(Failure::invalid("signature", "wrong")),
    };
    // One thing at a time reads from upstreams.
    let job = uuid::Uuid::new_v4().to_string();
    let _place = app.inner.jobs.enter_sync(&job, By::Person, now).await?;
    let resume = Resume {
        cursor: known.cursor.clone(),
        full: false,
        asked: false,
        today: app.today(),
        now,
        zone: app.ports().clock.zone(),
    };
    let told = webhook.read(&delivered, &resume)?;
    let mut tally = Tally::default();
    if !told.pages.is_empty() {
        store(app, &known, told.pages, &mut tally).await?;
        tally.counts.matched += super::offering::join_chosen(app, &known).await?;
        crate::filing::file_new_rows(app, crate::learning::Age::Fresh).await;
    }
    Ok(WebhookReport {
        connection: known.id.to_string(),
        label: known.label,
        sender,
        accounts: dto::length(tally.accounts.len()),
        transactions: tally.transactions,
        new: dto::count(tally.counts.new),
        changed: dto::count(tally.counts.changed),
        removed: dto::count(tally.counts.removed),
        matched: dto::count(tally.counts.matched),
        notices: tally
            .notices
            .into_iter()
            .map(|((code, entity), count)| SyncNotice {
                code,
                entity,
                count,
            })
            .collect(),
    })
}

async fn store(
    app: &App,
    known: &store::Connection,
    pages: Vec<domain::feed::Page>,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let (id, today) = (known.id, app.today());
    let label = serde_json::json!({"subject": known.label});
    let origin =
        |word: &str| Origin::new(OriginKind::Sync, word, app.now()).with_params(label.clone());
    let run = app
        .write(origin("sync"), move |writing| writing.begin_delivery(id))
        .await?
        .value;
    for page in pages {
        tally.page(&page);
        let ingested = app
            .write(origin("sync_page"), move |writing| {
                writing.ingest_page(id, run, &page, today)
            })
            .await?
            .value;
        tally.counts += ingested.counts;
    }
    let logins = app.read(move |view| view.logins(Some(id))).await?;
    let (state, retry_after) = match known.state {
        // What keeps Coffer from asking is not mended by being told.
        ConnectionState::Credentials
        | ConnectionState::Forbidden
        | ConnectionState::Insecure
        | ConnectionState::RateLimited => (known.state, known.retry_after),
        _ => super::logins::state_of(&logins),
    };
    let end = RunEnd {
        retry_after,
        ..RunEnd::new(state, 0)
    };
    app.write(origin("sync"), move |writing| writing.finish_run(run, &end))
        .await?;
    Ok(())
}
