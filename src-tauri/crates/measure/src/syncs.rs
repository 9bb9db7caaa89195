//! A sync of each upstream's many transactions, through the app, beside what the server alone and the book alone take.
//!
//! The practice bank stands in this process, and every measured thing in one of its own: the sync (connected, read, read once
//! more), and its parts: the same requests asked again by a client that looks at nothing, the connector whose pages nobody
//! keeps, and the book that is handed pages already read. Pauses that an upstream wishes for pass at once.

use std::collections::BTreeMap;
use std::future::Future;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use app::ports::{Clock, Headless, Ports};
use app::{App, Report, dispatch};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use connect::{Access, CancelFlag, Connector, ErrorKind, Http, Keeper, Pause, Resume, Tz};
use domain::connection::{ConnectionState, Upstream};
use domain::feed::Page;
use practice::household::Upstream as Served;
use practice::{Bucket, Options, Running, Scenario, Switches};
use secrets::{Secret, SessionOnly};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Book, Origin, OriginKind, RunEnd, Unlock};

use crate::PASSPHRASE;
use crate::process::{field, load, own_processor, run};
use crate::reports::{ms, today};
use crate::table::Table;

/// Transactions of an upstream.
const SIZES: [(&str, usize); 2] = [("10k", 10_000), ("100k", 100_000)];
/// Each upstream, whose transactions it shows, and of ten transactions of the household how many those are.
const UPSTREAMS: [(&str, Served, usize); 5] = [
    ("wallet", Served::Wallet, 6),
    ("wallet-app", Served::Wallet, 6),
    ("budgea", Served::Budgea, 2),
    ("qard", Served::Budgea, 2),
    ("finwise", Served::Finwise, 2),
];
/// A sync may take so many times the slower of its server and its book.
const MOST: f64 = 1.5;
/// Memory at a hundred thousand beside that at ten thousand.
const FLAT: f64 = 1.25;

/// One request of a sync, as it is asked again.
#[derive(Serialize, Deserialize)]
struct Asked {
    method: String,
    target: String,
}

/// What a sync told of itself.
#[derive(Default, Serialize, Deserialize)]
struct Synced {
    /// Milliseconds, all attempts together.
    took: f64,
    processor: f64,
    /// How often an upstream that wished to be asked again was.
    attempts: u64,
    requests: u64,
    rows: u64,
    /// Most memory held meanwhile, in MB.
    peak: f64,
    /// The next one by the plan, when nothing has changed.
    again: f64,
    again_requests: u64,
}

/// What its parts take, in milliseconds.
#[derive(Serialize, Deserialize)]
struct Parts {
    server: f64,
    read: f64,
    read_processor: f64,
    book: f64,
    book_processor: f64,
}

/// A clock on which nobody waits; so many hours after noon.
#[derive(Clone, Default)]
struct AtOnce(Arc<AtomicI64>);

impl Clock for AtOnce {
    fn now(&self) -> DateTime<Utc> {
        let noon = today().and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
        noon + TimeDelta::hours(self.0.load(Ordering::Relaxed))
    }

    fn today(&self) -> NaiveDate {
        today()
    }

    fn zone(&self) -> Tz {
        Tz::UTC
    }

    fn pause(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::task::yield_now())
    }
}

impl Pause for AtOnce {
    fn now(&self) -> DateTime<Utc> {
        Clock::now(self)
    }

    fn pause(&self, how_long: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Clock::pause(self, how_long)
    }
}

pub(crate) fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let mut peaks: BTreeMap<&str, f64> = BTreeMap::new();
    for (size, rows) in SIZES {
        Table::head(&format!("Syncs of {size} transactions, load {}", load()));
        for (name, served, of_ten) in UPSTREAMS {
            let bank = runtime.block_on(bank(rows * 10 / of_ten))?;
            let here = folder.join(format!("{name}-{size}"));
            let peak = one(&bank, name, served, &here, table)?;
            let before = peaks.insert(name, peak);
            if let Some(before) = before {
                let what = format!("{name}: most memory, beside a tenth of the transactions");
                table.times(&what, (peak, before), FLAT, "MB", "at 10k");
            }
            runtime.block_on(bank.shutdown());
        }
    }
    Ok(())
}

async fn bank(rows: usize) -> Result<Running> {
    let mut options = Options::new(today());
    options.switches = Switches {
        pauses_are_instant: true,
        wallet_bucket: Some(Bucket {
            capacity: 1_000_000,
            per_hour: 1_000_000,
        }),
        ..Switches::default()
    };
    let bank = practice::serve(options)
        .await
        .map_err(|error| anyhow!("{error}"))?;
    bank.grow_to(rows);
    // Its aggregator finds the accounts that came with them.
    bank.set_scenario(Scenario::Calm);
    Ok(bank)
}

/// This program again, as one part.
fn child(part: &str, upstream: &str, line: &Path, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap_or_default());
    command.arg(part).arg(upstream).arg(line).arg(folder);
    command
}

/// One upstream; the most memory that the sync held.
fn one(
    bank: &Running,
    name: &str,
    served: Served,
    folder: &Path,
    table: &mut Table,
) -> Result<f64> {
    std::fs::create_dir_all(folder)?;
    let line = folder.join("line.json");
    std::fs::write(&line, bank.first_line().to_string())?;
    let ran = run(&mut child("sync", name, &line, folder))?;
    let synced: Synced = serde_json::from_str(&ran.out).context("what a sync told")?;
    let most_at_once = bank.most_at_once();
    let seen = bank.requests();
    let end = seen.len().saturating_sub(synced.again_requests as usize);
    let begin = end.saturating_sub(synced.requests as usize);
    let asked: Vec<Asked> = seen[begin..end]
        .iter()
        // What has the service read its banks anew is work of the service too; a key is not asked for again.
        .filter(|seen| !seen.path.contains("/auth"))
        .map(|seen| Asked {
            method: seen.method.clone(),
            target: target(&seen.path, &seen.query),
        })
        .collect();
    std::fs::write(folder.join("asked.json"), serde_json::to_vec(&asked)?)?;
    let parts = run(&mut child("parts", name, &line, folder))?;
    let parts: Parts = serde_json::from_str(&parts.out).context("what the parts told")?;

    let counts = bank.truth_of(&[served]).counts;
    let told = match served {
        Served::Wallet => counts.wallet_transactions,
        Served::Finwise => counts.finwise_transactions,
        Served::Budgea | Served::File => counts.budgea_transactions,
    };
    let slower = parts.server.max(parts.book);
    let what = format!(
        "{name}: sync (server {:.0}, book {:.0}, read and dropped {:.0} ms)",
        parts.server, parts.book, parts.read
    );
    table.times(
        &what,
        (synced.took, slower),
        MOST,
        "ms",
        "the slower of both",
    );
    table.told(
        &format!("{name}: processor of the sync (reading alone, the book alone)"),
        format!(
            "{:.0} ms ({:.0}, {:.0})",
            synced.processor, parts.read_processor, parts.book_processor
        ),
    );
    table.told(
        &format!("{name}: transactions of {told}, requests, attempts"),
        format!("{}, {}, {}", synced.rows, synced.requests, synced.attempts),
    );
    table.limited(
        &format!("{name}: requests at once"),
        most_at_once as f64,
        6.0,
        "",
    );
    table.limited(
        &format!("{name}: unchanged, by the plan, {:.0} ms", synced.again),
        synced.again_requests as f64,
        2.0,
        "requests",
    );
    table.told(
        &format!("{name}: most memory while it syncs"),
        format!("{:.0} MB", synced.peak),
    );
    Ok(synced.peak)
}

fn target(path: &str, query: &[(String, String)]) -> String {
    let mut target = path.to_owned();
    let plain = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    char::from(byte).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    for (at, (name, value)) in query.iter().enumerate() {
        target.push(if at == 0 { '?' } else { '&' });
        target.push_str(&plain(name));
        target.push('=');
        target.push_str(&plain(value));
    }
    target
}

/// A part, in a process of its own.
pub(crate) fn part(what: &str, upstream: &str, line: &Path, folder: &Path) -> Result<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let line: Value = serde_json::from_slice(&std::fs::read(line)?)?;
    let entry = &line["upstreams"][upstream];
    if what == "sync" {
        let synced = runtime.block_on(sync(upstream, entry, folder.join("book")))?;
        return Ok(serde_json::to_string(&synced)?);
    }
    let base = line["base"].as_str().context("where the bank is")?;
    let parts = runtime.block_on(parts(upstream, entry, base, folder))?;
    Ok(serde_json::to_string(&parts)?)
}

async fn call(app: &App, name: &str, request: Value) -> Result<Value> {
    dispatch(app, name, request, Report::named(|_| {}))
        .await
        .map_err(|error| anyhow!("{name}: {error:?}"))
}

async fn sync(upstream: &str, entry: &Value, folder: PathBuf) -> Result<Synced> {
    let clock = AtOnce::default();
    let app = App::new(Ports {
        clock: Arc::new(clock.clone()),
        secrets: Arc::new(SessionOnly::new()),
        events: Arc::new(Headless),
        dialogs: Arc::new(Headless),
        folder,
    });
    let book = json!({"protection": "passphrase", "passphrase": PASSPHRASE, "secrets": "book",
                      "baseCurrency": "EUR", "fetchRates": false});
    call(&app, "book_create", book).await?;
    let on = json!({"experimentalServices": true});
    call(&app, "settings_update", on).await?;
    let known = call(&app, "upstreams_list", json!({})).await?;
    let fields: Vec<Value> = known
        .as_array()
        .into_iter()
        .flatten()
        .filter(|info| info["id"] == upstream)
        .flat_map(|info| info["fields"].as_array().cloned().unwrap_or_default())
        .filter_map(|field| {
            let key = field["key"].as_str()?.to_owned();
            let value = entry[&key].as_str()?;
            Some(json!({"key": key, "value": value}))
        })
        .collect();
    let add =
        json!({"upstream": upstream, "label": "", "baseUrl": entry["base_url"], "fields": fields});
    call(&app, "connection_add", add).await?;
    let all = json!({"connections": [], "full": false});
    let count = |report: &Value, what: &str| report[what].as_u64().unwrap_or_default();
    let mut synced = Synced::default();
    // What the key of the book took is not the sync's.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    let (begun, before) = (Instant::now(), own_processor());
    let mut ended = Value::Null;
    // One that prepares its first data is asked again, as it wishes.
    while synced.attempts < 8 && ended["state"] != "ok" {
        ended = call(&app, "sync_run", all.clone()).await?["connections"][0].clone();
        synced.attempts += 1;
        synced.requests += count(&ended, "requests");
        synced.rows += count(&ended, "new");
    }
    synced.took = ms(begun);
    synced.processor = own_processor() - before;
    synced.peak = field("/proc/self/status", "VmHWM:").unwrap_or_default() as f64 / 1024.0;
    if ended["state"] != "ok" {
        bail!("the sync of {upstream} ended as {ended}");
    }
    clock.0.store(7, Ordering::Relaxed);
    let begun = Instant::now();
    app.sync_due().await;
    synced.again = ms(begun);
    let run = call(&app, "connections_list", json!({})).await?[0]["runs"][0].clone();
    if run["byPerson"] != false || run["state"] != "ok" || run["new"] != 0 || run["changed"] != 0 {
        bail!("the second sync of {upstream} ended as {run}");
    }
    synced.again_requests = count(&run, "requests");
    Ok(synced)
}

async fn parts(upstream: &str, entry: &Value, base: &str, folder: &Path) -> Result<Parts> {
    let kind = Upstream::from_word(upstream).context("an upstream")?;
    let connector = connect::connector(kind).context("a connector")?;
    let access = access(connector, entry).await?;
    let asked: Vec<Asked> = serde_json::from_slice(&std::fs::read(folder.join("asked.json"))?)?;
    let header = header(upstream, &access)?;
    let address = base.trim_start_matches("http://").to_owned();
    let server = tokio::task::spawn_blocking(move || served(&address, &header, &asked)).await??;
    let (begun, before) = (Instant::now(), own_processor());
    drop(pulled(connector, &access, false).await?);
    let (read, read_processor) = (ms(begun), own_processor() - before);
    let pages = pulled(connector, &access, true).await?;
    let (book, book_processor) = stored(kind, pages, &folder.join("alone"))?;
    Ok(Parts {
        server,
        read,
        read_processor,
        book,
        book_processor,
    })
}

/// What the app would have at hand to read.
async fn access(connector: &dyn Connector, entry: &Value) -> Result<Access> {
    let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let (mut secrets, mut settings) = (BTreeMap::new(), BTreeMap::new());
    for field in connector.describe().fields {
        let value = text(field.key);
        if value.is_empty() {
            continue;
        }
        if field.secret {
            secrets.insert(field.key.to_owned(), Secret::new(value));
        } else {
            settings.insert(field.key.to_owned(), value);
        }
    }
    let http =
        Http::new(connect::Settings::new(Arc::new(AtOnce::default()))).context("a client")?;
    let mut access = Access {
        http,
        base_url: text("base_url"),
        secrets,
        settings,
        keeper: Keeper::default(),
    };
    let info = connector
        .link(&access, &CancelFlag::new())
        .await
        .map_err(|error| anyhow!("{error}"))?;
    access.secrets.extend(info.keep);
    Ok(access)
}

/// How a request shows who asks.
fn header(upstream: &str, access: &Access) -> Result<String> {
    let secret = |key: &str| -> Result<&str> {
        let secret = access.secrets.get(key).context("a secret to ask with")?;
        Ok(secret.expose())
    };
    Ok(match upstream {
        "wallet" => format!("Authorization: Bearer {}", secret("token")?),
        "wallet-app" => format!("Authorization: Bearer {}", secret("access_token")?),
        "budgea" => format!("Authorization: Bearer {}", secret("user_token")?),
        "qard" => format!("X-API-KEY: {}", secret("api_key")?),
        _ => format!("Authorization: {}", secret("api_key")?),
    })
}

/// The same requests again, one after another, by a client that looks at nothing; milliseconds.
fn served(address: &str, header: &str, asked: &[Asked]) -> Result<f64> {
    let mut socket = TcpStream::connect(address)?;
    socket.set_nodelay(true)?;
    let mut answers = BufReader::with_capacity(1 << 16, socket.try_clone()?);
    let begun = Instant::now();
    for Asked { method, target } in asked {
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\n{header}\r\n\r\n"
        );
        socket.write_all(request.as_bytes())?;
        let mut length = 0;
        let mut status = String::new();
        answers.read_line(&mut status)?;
        if method == "GET" && !status.contains(" 200") {
            bail!("asked again, {target} answers {status}");
        }
        loop {
            let mut line = String::new();
            answers.read_line(&mut line)?;
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(said) = line.strip_prefix("content-length:") {
                length = said.trim().parse()?;
            }
        }
        std::io::copy(&mut answers.by_ref().take(length), &mut std::io::sink())?;
    }
    Ok(ms(begun))
}

/// Everything an upstream delivers, kept or not.
async fn pulled(
    connector: &'static dyn Connector,
    access: &Access,
    keep: bool,
) -> Result<Vec<Page>> {
    let mut kept = Vec::new();
    for _ in 0..8 {
        let (sender, mut pages) = tokio::sync::mpsc::channel(2);
        let access = access.clone();
        let pull = tokio::spawn(async move {
            let resume = Resume {
                cursor: None,
                full: true,
                asked: true,
                today: today(),
                now: Clock::now(&AtOnce::default()),
                zone: Tz::UTC,
            };
            connector
                .pull(&access, resume, sender, &CancelFlag::new())
                .await
        });
        while let Some(page) = pages.recv().await {
            if keep {
                kept.push(page);
            }
        }
        match pull.await? {
            Ok(_) => return Ok(kept),
            // What prepares itself is asked again.
            Err(error) if matches!(error.kind, ErrorKind::Preparing { .. }) => kept.clear(),
            Err(error) => bail!("the pull alone: {error}"),
        }
    }
    bail!("it is prepared for ever")
}

/// Pages that are there already into a new book; milliseconds, and of processor.
fn stored(upstream: Upstream, pages: Vec<Page>, folder: &Path) -> Result<(f64, f64)> {
    let now = Clock::now(&AtOnce::default());
    let keychain = SessionOnly::new();
    let book = Book::create(folder, Unlock::Keychain(&keychain), now)
        .map_err(|error| anyhow!("{error}"))?;
    let store = book.store();
    let settings = json!({});
    let (connection, run) = store
        .write(Origin::person("connect", now), move |writing| {
            let id = writing.add_connection(upstream, "Alone", &settings)?;
            Ok((id, writing.begin_run(id, true)?))
        })?
        .value;
    let (begun, before) = (Instant::now(), own_processor());
    for page in pages {
        let origin = Origin::new(OriginKind::Sync, "sync_page", now);
        store.write_refetchable(origin, move |writing| {
            writing.ingest_page(connection, run, &page, today())
        })?;
    }
    let origin = Origin::new(OriginKind::Sync, "sync", now);
    store.write(origin, move |writing| {
        writing.finish_run(run, &RunEnd::new(ConnectionState::Ok, 0))
    })?;
    Ok((ms(begun), own_processor() - before))
}
