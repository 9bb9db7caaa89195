//! Connections: linking, changing and taking out; the practice bank to try it all with.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use connect::{Access, CancelFlag, Connector, Descriptor, Http, Keep, Keeper};
use contract::ErrorCode;
use contract::types::{
    Allowance, BalanceDifference, Change, Connection, ConnectionAccount, ConnectionAddReq,
    ConnectionRemoveReq, ConnectionReq, ConnectionUpdateReq, FieldKind, FieldValue, LinkOpenReq,
    Login, Nothing, PracticeBank, PracticeStartReq, PracticeUpstream, Revocation, SecretsPlace,
    SyncRun, SyncRunsReq, TransactionRow, UpstreamField, UpstreamInfo,
};
use domain::connection::{ConnectionState, Upstream};
use domain::feed::Entity;
use domain::ids::ConnectionId;
use secrets::Secret;
use serde::{Deserialize, Serialize};
use store::View;

use crate::failure::instant;
use crate::ports::ConnectorPause;
use crate::session::blocking;
use crate::unattended::next_sync;
use crate::{App, Failure, dto, locked};

/// Runs shown for a connection.
const RUNS: u32 = 10;

/// What the book remembers of how to reach an upstream. Never a secret.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Reach {
    /// Address of the API.
    pub(crate) base_url: String,
    /// It is the practice bank, whose address changes with each start.
    #[serde(default)]
    pub(crate) practice: bool,
    /// Fields that are no secrets.
    #[serde(default)]
    pub(crate) fields: BTreeMap<String, String>,
    /// What may be written back there, by its words; nothing unless the person has switched it on. The book reads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) write_back: Vec<String>,
}

pub(crate) fn reach(connection: &store::Connection) -> Reach {
    serde_json::from_value(connection.settings.clone()).unwrap_or_default()
}

pub(crate) fn connector_of(upstream: Upstream) -> Result<&'static dyn Connector, Failure> {
    connect::connector(upstream).ok_or_else(|| Failure::invalid("upstream", "not_available"))
}

/// Whether something is still to be asked before a connection can be read.
pub(crate) fn is_unfinished(known: &store::Connection, reach: &Reach) -> bool {
    connect::connector(known.upstream).is_some_and(|connector| !connector.is_ready(&reach.fields))
}

pub(crate) async fn upstreams_list(app: &App, _: Nothing) -> Result<Vec<UpstreamInfo>, Failure> {
    // Without an open book there are no settings, and nothing is switched on.
    let experiments = app
        .settings()
        .await
        .is_ok_and(|settings| settings.experimental_services);
    Ok(Upstream::ALL
        .into_iter()
        .filter_map(connect::connector)
        .map(|found| info(found.describe(), experiments))
        .collect())
}

fn gives(descriptor: &Descriptor) -> Vec<String> {
    let mut gives: Vec<String> = descriptor
        .gives
        .iter()
        .map(|entity| match entity {
            Entity::Account => "accounts",
            Entity::Transaction => "transactions",
            Entity::Category => "categories",
            Entity::Budget => "budgets",
            Entity::Goal => "goals",
            Entity::Planned => "planned",
            Entity::Holding => "holdings",
            Entity::Login => "logins",
        })
        .map(ToOwned::to_owned)
        .collect();
    if gives.iter().any(|word| word == "accounts") {
        gives.insert(1, "balances".to_owned());
    }
    gives
}

fn info(descriptor: &Descriptor, experiments: bool) -> UpstreamInfo {
    UpstreamInfo {
        id: descriptor.upstream.as_str().to_owned(),
        name: descriptor.name.to_owned(),
        fields: descriptor
            .fields
            .iter()
            .map(|field| UpstreamField {
                key: field.key.to_owned(),
                kind: if field.secret {
                    FieldKind::Secret
                } else {
                    FieldKind::Text
                },
                optional: field.optional,
            })
            .collect(),
        base_url: descriptor.default_base_url.to_owned(),
        docs_url: descriptor.docs_url.to_owned(),
        gives: gives(descriptor),
        experimental: descriptor.experimental,
        available: experiments || !descriptor.experimental,
        logins: descriptor.logins,
        lists_banks: descriptor.lists_banks,
        own_address: descriptor.own_address,
    }
}

pub(crate) async fn connections_list(app: &App, _: Nothing) -> Result<Vec<Connection>, Failure> {
    let shown = app.shown().await?;
    let syncing = app
        .inner
        .jobs
        .list()
        .iter()
        .any(|job| job.kind == contract::types::JobKind::Sync);
    app.read(move |view| {
        let connections = view.connections()?;
        connections
            .iter()
            .map(|known| wire(view, known, shown, syncing))
            .collect()
    })
    .await
}

async fn one(app: &App, id: ConnectionId) -> Result<Connection, Failure> {
    let shown = app.shown().await?;
    app.read(move |view| wire(view, &view.connection(id)?, shown, false))
        .await
}

/// What is shown of a connection besides what the book holds of it.
#[derive(Clone, Copy)]
struct Shown {
    now: DateTime<Utc>,
    today: NaiveDate,
    zone: connect::Tz,
    place: SecretsPlace,
    every: Option<TimeDelta>,
}

impl App {
    async fn shown(&self) -> Result<Shown, Failure> {
        Ok(Shown {
            now: self.now(),
            today: self.today(),
            zone: self.ports().clock.zone(),
            place: self.open()?.secrets_place,
            every: self.sync_every().await?,
        })
    }
}

fn wire(
    view: &View<'_>,
    known: &store::Connection,
    shown: Shown,
    syncing: bool,
) -> store::Result<Connection> {
    let reach = reach(known);
    let runs = view.sync_runs(Some(known.id), RUNS)?;
    let descriptor = connect::connector(known.upstream).map(Connector::describe);
    let guarded: u64 = view
        .deletion_guards(known.id)?
        .iter()
        .map(|guard| guard.missing)
        .sum();
    let unfinished = is_unfinished(known, &reach);
    let state = if known.last_attempt.is_none() && !unfinished {
        contract::types::ConnectionState::New
    } else {
        dto::state(known.state)
    };
    let ties = view.account_ties()?;
    let logins = view.logins(Some(known.id))?;
    let accounts = view.accounts(shown.today)?;
    let fresh = crate::freshness::known_until(view, &accounts, shown.zone)?;
    let labels: HashMap<ConnectionId, String> = view
        .connections()?
        .into_iter()
        .map(|one| (one.id, one.label))
        .collect();
    let named = |id: domain::ids::AccountId| {
        accounts
            .iter()
            .find(|account| account.id == id)
            .map(|account| super::mirrors::account_name(account, &labels))
    };
    Ok(Connection {
        id: known.id.to_string(),
        upstream: known.upstream.as_str().to_owned(),
        upstream_name: descriptor
            .map_or(known.upstream.as_str(), |found| found.name)
            .to_owned(),
        label: known.label.clone(),
        base_url: reach.base_url,
        practice: reach.practice,
        state,
        needs_person: unfinished || (known.last_attempt.is_some() && known.state.needs_person()),
        retry_at: known.retry_after.map(instant),
        request_id: known.detail.clone(),
        last_success: known.last_success.map(instant),
        syncing,
        automatic: known.automatic,
        next_sync: next_sync(view, known, shown.every)?.map(instant),
        secret_place: shown.place,
        accounts: accounts
            .iter()
            .filter(|account| account.connection == Some(known.id))
            .map(|account| ConnectionAccount {
                id: account.id.to_string(),
                name: account.name.clone(),
                balance: dto::money(account.balance),
                transactions: dto::count(account.transactions),
                login: ties
                    .get(&account.id)
                    .and_then(|tie| tie.login)
                    .map(|login| login.to_string()),
                detached: ties.get(&account.id).is_some_and(|tie| tie.detached),
                ruled_by: account.mirror_of.and_then(named),
                rules: accounts
                    .iter()
                    .filter(|other| other.mirror_of == Some(account.id))
                    .filter_map(|other| named(other.id))
                    .collect(),
                known_until: fresh.get(&account.id).map(ToString::to_string),
            })
            .collect(),
        has_logins: descriptor.is_some_and(|found| found.logins),
        lists_banks: descriptor.is_some_and(|found| found.lists_banks),
        unfinished,
        has_report: view.has_derived(known.id)?,
        logins: logins.iter().map(|one| login(one, shown.now)).collect(),
        gives: descriptor.map(gives).unwrap_or_default(),
        pays: connector_of(known.upstream).is_ok_and(|connector| connector.paying().is_some()),
        revokes: connector_of(known.upstream).is_ok_and(Connector::revokes),
        delivers: connector_of(known.upstream).is_ok_and(|connector| connector.webhook().is_some()),
        runs: runs.iter().map(run).collect(),
        guarded_rows: dto::count(guarded),
        allowance: known.allowance.map(|said| Allowance {
            limit: said.limit.map(dto::count),
            remaining: dto::count(said.remaining),
            seen_at: instant(said.seen_at),
        }),
        access_until: known.access_until.map(instant),
        write_back: super::outbox::write_back(view, known)?,
    })
}

/// Most runs listed at once.
const MOST_RUNS: u32 = 500;

pub(crate) async fn sync_runs(app: &App, request: SyncRunsReq) -> Result<Vec<SyncRun>, Failure> {
    let connection: Option<ConnectionId> = request
        .connection
        .as_deref()
        .map(|id| dto::id("connection", id))
        .transpose()?;
    let limit = request.limit.clamp(1, MOST_RUNS);
    app.read(move |view| {
        if let Some(id) = connection {
            view.connection(id)?;
        }
        Ok(view.sync_runs(connection, limit)?.iter().map(run).collect())
    })
    .await
}

/// A login as it crosses. Where the bank's clock is ahead, it was read just now.
pub(crate) fn login(known: &store::Login, now: DateTime<Utc>) -> Login {
    let feed = &known.feed;
    let condition = feed.condition;
    Login {
        id: known.id.to_string(),
        source_id: feed.source_id.clone(),
        institution: feed
            .institution
            .clone()
            .unwrap_or_else(|| feed.source_id.clone()),
        state: dto::login_state(condition.state()),
        message: dto::login_message(condition),
        action: dto::login_action(condition.action()),
        needs_person: condition.needs_person(),
        upstream_state: feed.upstream_state.clone(),
        bank_says: feed.message.clone(),
        consent_until: feed.consent_until.map(instant),
        next_try: feed.next_try.map(instant),
        last_sync: feed.last_sync.map(|at| instant(at.min(now))),
        accounts: dto::count(known.accounts),
        withheld_accounts: feed.withheld_accounts,
    }
}

fn run(run: &store::SyncRun) -> SyncRun {
    let millis = run
        .finished_at
        .map_or(0, |end| (end - run.started_at).num_milliseconds());
    SyncRun {
        id: run.id.0.to_string(),
        connection: run.connection.to_string(),
        finished: run.finished_at.is_some(),
        by_person: run.by_person,
        accounts: dto::count(run.counts.accounts),
        matched: dto::count(run.counts.matched),
        rejected: dto::count(run.counts.rejected),
        http_status: run.http_status,
        reason: run.reason.clone(),
        request_ids: run.request_ids.clone(),
        at: instant(run.started_at),
        state: dto::state(run.state.unwrap_or(ConnectionState::Unavailable)),
        new: dto::count(run.counts.new),
        changed: dto::count(run.counts.changed),
        removed: dto::count(run.counts.removed),
        millis: u32::try_from(millis).unwrap_or(u32::MAX),
        requests: dto::count(run.requests),
    }
}

/// What was entered, sorted by what the descriptor says of it.
struct Entered {
    secrets: BTreeMap<String, Secret>,
    fields: BTreeMap<String, String>,
}

fn entered(
    descriptor: &Descriptor,
    values: Vec<FieldValue>,
    all: bool,
) -> Result<Entered, Failure> {
    let mut entered = Entered {
        secrets: BTreeMap::new(),
        fields: BTreeMap::new(),
    };
    for FieldValue { key, value } in values {
        let field = descriptor
            .fields
            .iter()
            .find(|field| field.key == key)
            .ok_or_else(|| Failure::invalid(&key, "unknown_field"))?;
        let mut value = value.trim().to_owned();
        if value.is_empty() {
            continue;
        }
        if field.secret {
            entered.secrets.insert(key, Secret::taking(&mut value));
        } else {
            entered.fields.insert(key, value);
        }
    }
    if all {
        let missing = descriptor.fields.iter().find(|field| {
            !field.optional
                && field.default.is_none()
                && !entered.secrets.contains_key(field.key)
                && !entered.fields.contains_key(field.key)
        });
        if let Some(field) = missing {
            return Err(Failure::invalid(field.key, "missing"));
        }
    }
    Ok(entered)
}

impl App {
    /// The HTTP client of this program, which waits by the host's clock.
    pub(crate) fn http(&self) -> Result<Http, Failure> {
        let pause = ConnectorPause(self.ports().clock.clone());
        Http::new(connect::Settings::new(Arc::new(pause))).map_err(Failure::internal)
    }

    /// Keeps a connection's secrets where the book says.
    async fn keep_secrets(
        &self,
        id: ConnectionId,
        secrets: BTreeMap<String, Secret>,
    ) -> Result<(), Failure> {
        let open = self.open()?;
        match open.secrets_place {
            SecretsPlace::Session => {
                let mut kept = locked(&open.session_secrets);
                for (key, secret) in secrets {
                    kept.insert(secret_name(id, &key), secret);
                }
                Ok(())
            }
            SecretsPlace::Keychain => {
                let keychain = self.ports().secrets.clone();
                blocking(move || {
                    for (key, secret) in &secrets {
                        keychain.put(&secret_name(id, key), secret)?;
                    }
                    Ok(())
                })
                .await
            }
            SecretsPlace::Book => self
                .write(self.system("secrets"), move |writing| {
                    for (key, secret) in &secrets {
                        writing.put_connection_secret(id, key, Some(secret))?;
                    }
                    Ok(())
                })
                .await
                .map(drop),
        }
    }

    /// A connection's secrets, by field.
    pub(crate) async fn connection_secrets(
        &self,
        id: ConnectionId,
        connector: &'static dyn Connector,
    ) -> Result<BTreeMap<String, Secret>, Failure> {
        let open = self.open()?;
        let names = connector.kept();
        match open.secrets_place {
            SecretsPlace::Session => {
                let kept = locked(&open.session_secrets);
                Ok(names
                    .into_iter()
                    .filter_map(|key| {
                        kept.get(&secret_name(id, key))
                            .map(|secret| (key.to_owned(), secret.clone()))
                    })
                    .collect())
            }
            SecretsPlace::Keychain => {
                let keychain = self.ports().secrets.clone();
                blocking(move || {
                    let mut found = BTreeMap::new();
                    for key in names {
                        if let Some(secret) = keychain.get(&secret_name(id, key))? {
                            found.insert(key.to_owned(), secret);
                        }
                    }
                    Ok(found)
                })
                .await
            }
            SecretsPlace::Book => {
                self.read(move |view| {
                    let mut found = BTreeMap::new();
                    for key in names {
                        if let Some(secret) = view.connection_secret(id, key)? {
                            found.insert(key.to_owned(), secret);
                        }
                    }
                    Ok(found)
                })
                .await
            }
        }
    }

    pub(crate) async fn forget_secrets(
        &self,
        id: ConnectionId,
        upstream: Upstream,
    ) -> Result<(), Failure> {
        let open = self.open()?;
        let Some(connector) = connect::connector(upstream) else {
            return Ok(());
        };
        let names = connector.kept();
        for key in &names {
            locked(&open.session_secrets).remove(&secret_name(id, key));
        }
        if open.secrets_place == SecretsPlace::Keychain {
            let keychain = self.ports().secrets.clone();
            blocking(move || {
                for key in names {
                    keychain.delete(&secret_name(id, key))?;
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// The way into a connection. The practice bank's address is looked up anew, since it changes with each start.
    pub(crate) async fn access(&self, known: &store::Connection) -> Result<Access, Failure> {
        let connector = connector_of(known.upstream)?;
        let reach = reach(known);
        let base_url = if reach.practice {
            self.practice_base(known.upstream).await?
        } else {
            reach.base_url
        };
        Ok(Access {
            http: self.http()?,
            base_url,
            secrets: self.connection_secrets(known.id, connector).await?,
            settings: reach.fields,
            keeper: Keeper::new(KeptBy {
                app: self.clone(),
                id: known.id,
            }),
        })
    }

    async fn practice_base(&self, upstream: Upstream) -> Result<String, Failure> {
        start_practice(self, "").await?;
        let running = self.inner.practice.lock().await;
        let line = running
            .as_ref()
            .map(practice::Running::first_line)
            .unwrap_or_default();
        line["upstreams"][upstream.as_str()]["base_url"]
            .as_str()
            .map(ToOwned::to_owned)
            .ok_or(Failure::NotFound("upstream"))
    }

    /// Whether there are connections, and every one is to the practice bank.
    pub(crate) async fn only_practice(&self) -> Result<bool, Failure> {
        self.read(|view| {
            let all = view.connections()?;
            Ok(!all.is_empty() && all.iter().all(|known| reach(known).practice))
        })
        .await
    }

    /// Address of the rate feed: the practice bank's when every connection is to it, else the European Central Bank's.
    pub(crate) async fn rates_url(&self) -> Result<String, Failure> {
        if self.only_practice().await? {
            let bank = start_practice(self, "").await?;
            return Ok(format!("{}/ecb", bank.base));
        }
        Ok(connect::ecb::DEFAULT_BASE_URL.to_owned())
    }

    /// Address of the second source of rates, as [`Self::rates_url`].
    pub(crate) async fn second_rates_url(&self) -> Result<String, Failure> {
        if self.only_practice().await? {
            let bank = start_practice(self, "").await?;
            return Ok(format!("{}/nbp", bank.base));
        }
        Ok(connect::nbp::DEFAULT_BASE_URL.to_owned())
    }
}

/// Keeps what a connector is given in place of older secrets, where the book keeps its secrets.
struct KeptBy {
    app: App,
    id: ConnectionId,
}

impl Keep for KeptBy {
    fn keep(
        &self,
        secrets: BTreeMap<String, Secret>,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + '_>> {
        Box::pin(async move {
            let kept = self.app.keep_secrets(self.id, secrets).await;
            if let Err(failure) = &kept {
                tracing::error!(
                    connection = self.id.0,
                    ?failure,
                    "new secrets were not kept"
                );
            }
            kept.is_ok()
        })
    }
}

/// The other way to the same vendor's data, of which a person uses one.
const fn sibling(upstream: Upstream) -> Option<Upstream> {
    match upstream {
        Upstream::Wallet => Some(Upstream::WalletApp),
        Upstream::WalletApp => Some(Upstream::Wallet),
        Upstream::Budgea | Upstream::Qard | Upstream::FinWise => None,
    }
}

impl App {
    /// Refuses a connection whose person is linked through the vendor's other API already: every row would come twice,
    /// under ids that have nothing in common. Who cannot be told apart counts as the same.
    async fn linked_by_sibling(
        &self,
        upstream: Upstream,
        person: Option<String>,
    ) -> Result<(), Failure> {
        let Some(sibling) = sibling(upstream) else {
            return Ok(());
        };
        let connector = connector_of(sibling)?;
        let all = self.read(|view| view.connections()).await?;
        for known in all.iter().filter(|known| known.upstream == sibling) {
            let theirs = connector.person(&self.access(known).await?);
            if person.is_none() || theirs.is_none() || person == theirs {
                return Err(Failure::invalid("upstream", "linked_through_sibling"));
            }
        }
        Ok(())
    }
}

fn secret_name(id: ConnectionId, key: &str) -> String {
    format!("connection-{id}-{key}")
}

pub(crate) async fn connection_add(
    app: &App,
    request: ConnectionAddReq,
) -> Result<Connection, Failure> {
    let upstream = Upstream::from_word(&request.upstream)
        .ok_or_else(|| Failure::invalid("upstream", "unknown"))?;
    let connector = connector_of(upstream)?;
    let descriptor = connector.describe();
    let Entered { secrets, fields } = entered(descriptor, request.fields, true)?;
    let base_url = match request.base_url.trim() {
        "" if descriptor.own_address => return Err(Failure::invalid("base_url", "missing")),
        "" => descriptor.default_base_url.to_owned(),
        url => url.trim_end_matches('/').to_owned(),
    };
    app.open()?;
    if descriptor.experimental && !app.settings().await?.experimental_services {
        return Err(Failure::invalid("upstream", "experimental_off"));
    }
    let practice = is_practice(app, &base_url).await;
    let access = Access {
        http: app.http()?,
        base_url,
        secrets,
        settings: fields,
        // There is no connection yet; what is to be kept comes back in the answer.
        keeper: Keeper::default(),
    };
    let linked = connector.link(&access, &CancelFlag::new()).await;
    let Access {
        base_url,
        mut secrets,
        settings: mut fields,
        ..
    } = access;
    let kept = connector.kept();
    let mut access_until = None;
    let enough_entered = secrets.keys().all(|key| kept.contains(&key.as_str()));
    match linked {
        Ok(info) => {
            access_until = info.expires_at;
            secrets.extend(info.keep);
            fields.extend(info.settings);
        }
        // The key is good and the data is on its way: the connection waits.
        Err(error)
            if enough_entered
                && matches!(
                    error.kind,
                    connect::ErrorKind::Preparing { .. } | connect::ErrorKind::RateLimited { .. }
                ) => {}
        Err(error) => return Err(error.into()),
    }
    secrets.retain(|key, _| kept.contains(&key.as_str()));
    let access = Access {
        http: app.http()?,
        base_url,
        secrets,
        settings: fields,
        keeper: Keeper::default(),
    };
    app.linked_by_sibling(upstream, connector.person(&access))
        .await?;
    let Access {
        base_url,
        secrets,
        settings: fields,
        ..
    } = access;
    let label = match request.label.trim() {
        "" => descriptor.name.to_owned(),
        label => label.to_owned(),
    };
    let ready = connector.is_ready(&fields);
    let settings = serde_json::to_value(Reach {
        base_url,
        practice,
        fields,
        write_back: Vec::new(),
    })
    .map_err(Failure::internal)?;
    let origin = app
        .person("connection_added")
        .with_params(serde_json::json!({"subject": label}));
    let id = app
        .write(origin, move |writing| {
            let id = writing.add_connection(upstream, &label, &settings)?;
            writing.set_access_until(id, access_until)?;
            if !ready {
                writing.set_connection_state(id, ConnectionState::UserAction, None, None)?;
            }
            Ok(id)
        })
        .await?
        .value;
    app.keep_secrets(id, secrets).await?;
    one(app, id).await
}

pub(crate) async fn connection_update(
    app: &App,
    request: ConnectionUpdateReq,
) -> Result<Connection, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let known = app.read(move |view| view.connection(id)).await?;
    let connector = connector_of(known.upstream)?;
    let new = entered(connector.describe(), request.fields, false)?;
    let mut access = app.access(&known).await?;
    let changed = !new.secrets.is_empty() || !new.fields.is_empty();
    let mut found = BTreeMap::new();
    let mut access_until = None;
    access.secrets.extend(new.secrets.clone());
    access.settings.extend(new.fields.clone());
    if changed {
        let linked = connector.test(&access, &CancelFlag::new()).await;
        match linked {
            Ok(info) => {
                access_until = info.expires_at;
                access.secrets.extend(info.keep);
                found = info.settings;
            }
            Err(error)
                if matches!(
                    error.kind,
                    connect::ErrorKind::Preparing { .. } | connect::ErrorKind::RateLimited { .. }
                ) => {}
            Err(error) => return Err(error.into()),
        }
        let kept = connector.kept();
        access.secrets.retain(|key, _| kept.contains(&key.as_str()));
        app.keep_secrets(id, access.secrets).await?;
    }
    let mut reach = reach(&known);
    reach.fields.extend(new.fields);
    reach.fields.extend(found);
    if let Some(on) = request.write_back {
        reach.write_back = super::outbox::words_of(connector, on)?;
    }
    let writes = !reach.write_back.is_empty();
    let settled = if is_unfinished(&known, &reach) {
        ConnectionState::UserAction
    } else {
        ConnectionState::Ok
    };
    let settings = serde_json::to_value(&reach).map_err(Failure::internal)?;
    let label = request
        .label
        .map(|label| label.trim().to_owned())
        .filter(|label| !label.is_empty());
    app.write(app.person("connection_edited"), move |writing| {
        let edit = store::ConnectionEdit {
            label,
            settings: Some(settings),
            automatic: request.automatic,
        };
        writing.edit_connection(id, &edit)?;
        if !writes {
            writing.drop_whole_outbox(id)?;
        }
        if changed {
            writing.set_connection_state(id, settled, None, None)?;
            writing.set_access_until(id, access_until)?;
        }
        Ok(())
    })
    .await?;
    one(app, id).await
}

/// Ends the access at the service. The book keeps everything, and what the person wants kept of it there is lost: the page
/// asks first.
pub(crate) async fn connection_revoke(
    app: &App,
    request: ConnectionReq,
) -> Result<Revocation, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let known = app.read(move |view| view.connection(id)).await?;
    let connector = connector_of(known.upstream)?;
    revoke(app, &known, connector).await
}

/// Ends an access at its service; what is left there comes back by name.
pub(crate) async fn revoke(
    app: &App,
    known: &store::Connection,
    connector: &'static dyn Connector,
) -> Result<Revocation, Failure> {
    let id = known.id;
    let access = app.access(known).await?;
    let revoked = connector.revoke(&access, &CancelFlag::new()).await?;
    let logins = app.read(move |view| view.logins(Some(id))).await?;
    let name = |source_id: String| {
        logins
            .iter()
            .find(|login| login.feed.source_id == source_id)
            .and_then(|login| login.feed.institution.clone())
            .unwrap_or(source_id)
    };
    Ok(Revocation {
        logins: revoked.logins,
        left: revoked.left.into_iter().map(name).collect(),
        access_ended: revoked.access,
    })
}

pub(crate) async fn connection_remove(
    app: &App,
    request: ConnectionRemoveReq,
) -> Result<Change, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let known = app.read(move |view| view.connection(id)).await?;
    app.forget_secrets(id, known.upstream).await?;
    let origin = app
        .person("connection_removed")
        .with_params(serde_json::json!({"subject": known.label}));
    let written = app
        .write(origin, move |writing| {
            writing.remove_connection(id, request.keep_data)
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        1,
        "connection_removed",
    ))
}

/// Differing balances shown of one account.
const DIFFERENCES: usize = 12;

pub(crate) async fn connection_differences(
    app: &App,
    request: ConnectionReq,
) -> Result<Vec<BalanceDifference>, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    app.read(move |view| {
        view.connection(id)?;
        let names = view.account_names()?;
        view.balance_differences(id, DIFFERENCES)?
            .into_iter()
            .map(|(account, check)| {
                let difference = check
                    .stated
                    .checked_sub(check.computed)
                    .map_err(|_| store::Error::Overflow)?;
                Ok(BalanceDifference {
                    account: account.to_string(),
                    account_name: names.get(&account).cloned().unwrap_or_default(),
                    date: check.date.to_string(),
                    stated: dto::money(check.stated),
                    computed: dto::money(check.computed),
                    difference: dto::money(difference),
                })
            })
            .collect()
    })
    .await
}

/// Rows that wait for the person's word, newest first, at most so many.
const VANISHED: usize = 500;

pub(crate) async fn connection_vanished(
    app: &App,
    request: ConnectionReq,
) -> Result<Vec<TransactionRow>, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    app.read(move |view| {
        let names = view.account_names()?;
        let mut rows = view
            .vanished(id)?
            .into_iter()
            .map(|row| view.transaction(row))
            .collect::<store::Result<Vec<_>>>()?;
        rows.sort_unstable_by_key(|row| std::cmp::Reverse((row.date, row.id)));
        rows.truncate(VANISHED);
        Ok(rows
            .iter()
            .map(|row| super::transactions::wire_row(row, &names))
            .collect())
    })
    .await
}

pub(crate) async fn connection_approve_deletions(
    app: &App,
    request: ConnectionReq,
) -> Result<Change, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let written = app
        .write(app.person("deletions_approved"), move |writing| {
            writing.approve_deletions(id)
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        written.value,
        "deletions_approved",
    ))
}

pub(crate) async fn connection_decline_deletions(
    app: &App,
    request: ConnectionReq,
) -> Result<Change, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let kept = app
        .write(app.person("deletions_declined"), move |writing| {
            writing.decline_deletions(id)
        })
        .await?
        .value;
    // No row changes, so there is no batch to take back.
    Ok(Change {
        batch: None,
        rows: dto::count(kept),
        label: "deletions_declined".to_owned(),
    })
}

async fn is_practice(app: &App, base_url: &str) -> bool {
    let running = app.inner.practice.lock().await;
    running
        .as_ref()
        .is_some_and(|running| base_url.starts_with(&format!("http://{}", running.addr())))
}

pub(crate) async fn practice_start(
    app: &App,
    request: PracticeStartReq,
) -> Result<PracticeBank, Failure> {
    start_practice(app, &request.scenario).await
}

/// Starts the practice bank if it does not run, and puts the scenario in force.
async fn start_practice(app: &App, scenario: &str) -> Result<PracticeBank, Failure> {
    let mut running = app.inner.practice.lock().await;
    if running.is_none() {
        let options = practice::Options::new(app.today());
        *running = Some(practice::serve(options).await.map_err(Failure::internal)?);
    }
    let bank = running.as_ref().ok_or(Failure::NotFound("practice_bank"))?;
    if !scenario.is_empty() {
        let scenario = scenario
            .parse()
            .map_err(|_| Failure::invalid("scenario", "unknown"))?;
        bank.set_scenario(scenario);
    }
    Ok(ways_in(&bank.first_line()))
}

/// The practice bank's first line as what the connection dialog enters.
pub(crate) fn ways_in(line: &serde_json::Value) -> PracticeBank {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut upstreams = Vec::new();
    for upstream in Upstream::ALL {
        let entry = &line["upstreams"][upstream.as_str()];
        let Some(connector) = connect::connector(upstream) else {
            continue;
        };
        // Linked beside the one it is the same as, every account would be there twice.
        if entry.is_null() || !entry["same_as"].is_null() {
            continue;
        }
        upstreams.push(PracticeUpstream {
            upstream: upstream.as_str().to_owned(),
            base_url: text(&entry["base_url"]),
            fields: connector
                .describe()
                .fields
                .iter()
                .filter(|field| entry[field.key].is_string())
                .map(|field| FieldValue {
                    key: field.key.to_owned(),
                    value: text(&entry[field.key]),
                })
                .collect(),
        });
    }
    PracticeBank {
        base: text(&line["base"]),
        upstreams,
    }
}

pub(crate) async fn link_open(app: &App, request: LinkOpenReq) -> Result<Nothing, Failure> {
    let known = Upstream::ALL
        .into_iter()
        .filter_map(connect::connector)
        .any(|connector| connector.describe().docs_url == request.url);
    if !known || !request.url.starts_with("https://") {
        return Err(Failure::invalid("url", "not_allowed"));
    }
    let dialogs = app.ports().dialogs.clone();
    blocking(move || {
        if dialogs.open_link(&request.url) {
            Ok(Nothing {})
        } else {
            Err(Failure::Code(ErrorCode::FileSystem {
                what: "other".into(),
            }))
        }
    })
    .await
}
