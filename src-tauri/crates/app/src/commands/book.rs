//! The book: making, opening, shutting, protecting and checking it.

use std::sync::Arc;

use contract::types::{
    AppStatus, BookCounts, BookCreateReq, BookProtectReq, BookState, BookUnlockReq, KeychainState,
    Nothing, Protection, SecretsPlace, SettingsUpdateReq, VerifyFinding, VerifyReport,
};
use contract::{ApiError, ErrorCode};
use domain::chart::STYLES;
use secrets::{Secret, SecretStore, Status};
use store::{Book, Finding, Presence, Unlock};

use crate::session::blocking;
use crate::{App, Failure, dto};

/// Fewest characters of a passphrase; the page asks for as many. What it recommends is four words or more.
const SHORTEST_PASSPHRASE: usize = 10;

/// The setting that says where tokens are kept.
const SECRETS_PLACE: &str = "secrets_place";

pub(crate) async fn app_status(app: &App, _: Nothing) -> Result<AppStatus, Failure> {
    app.opened_at_start().await;
    status(app).await
}

async fn status(app: &App) -> Result<AppStatus, Failure> {
    let keychain_port = app.ports().secrets.clone();
    let folder = app.ports().folder.clone();
    let (keychain, presence) = blocking(move || {
        let keychain = match keychain_port.status() {
            Status::Ready => KeychainState::Available,
            Status::Locked | Status::Denied => KeychainState::Locked,
            Status::Missing => KeychainState::Unavailable,
        };
        Ok((keychain, store::probe(&folder)))
    })
    .await?;
    let mut status = AppStatus {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: std::env::consts::OS.to_owned(),
        book: BookState::None,
        protection: None,
        problem: None,
        keychain,
        secrets: if keychain == KeychainState::Available {
            SecretsPlace::Keychain
        } else {
            SecretsPlace::Book
        },
        store_path: app.ports().folder.display().to_string(),
        cipher: None,
        schema: None,
        base_currency: None,
        today: app.today().to_string(),
        counts: None,
        chart_styles: STYLES
            .iter()
            .map(|style| style.country.to_owned())
            .collect(),
    };
    if let Ok(open) = app.open() {
        return opened(app, status, &open).await;
    }
    match presence {
        Ok(Presence::NotThere) => {}
        Ok(Presence::Locked { protection, .. }) => {
            status.book = BookState::Locked;
            status.protection = Some(protection_word(protection));
        }
        Ok(Presence::Unusable) => {
            status.book = BookState::Broken;
            status.problem = Some(problem_of(app).await);
        }
        Err(error) => {
            status.book = BookState::Broken;
            status.problem = Some(Failure::from(error).cross("app_status"));
        }
    }
    Ok(status)
}

/// Opening says why a book cannot be used.
async fn problem_of(app: &App) -> ApiError {
    let folder = app.ports().folder.clone();
    let secrets = app.ports().secrets.clone();
    let now = app.now();
    let failure = blocking(move || {
        Book::open(&folder, Unlock::Keychain(secrets.as_ref()), now)
            .map(drop)
            .map_err(Failure::from)
    })
    .await;
    match failure {
        Err(failure) => failure.cross("app_status"),
        Ok(()) => Failure::Code(ErrorCode::BookDamaged {
            what: "header".into(),
        })
        .cross("app_status"),
    }
}

async fn opened(
    app: &App,
    mut status: AppStatus,
    open: &crate::session::Open,
) -> Result<AppStatus, Failure> {
    let today = app.today();
    let (accounts, transactions, connections, batches) = app
        .read(move |view| {
            let accounts = view.accounts(today)?;
            let transactions: u64 = accounts.iter().map(|account| account.transactions).sum();
            let batches = view.batches(None, 1)?.first().map_or(0, |batch| batch.id.0);
            Ok((
                accounts.len(),
                transactions,
                view.connections()?.len(),
                batches,
            ))
        })
        .await?;
    let info = open.book.store().info()?;
    status.book = BookState::Open;
    status.protection = Some(protection_word(open.book.protection()));
    status.secrets = open.secrets_place;
    status.cipher = Some(info.cipher);
    status.schema = Some(info.schema);
    status.base_currency = Some(app.settings().await?.base_currency);
    status.counts = Some(BookCounts {
        accounts: dto::length(accounts),
        transactions: dto::count(transactions),
        connections: dto::length(connections),
        batches: u32::try_from(batches).unwrap_or(u32::MAX),
    });
    Ok(status)
}

pub(super) const fn protection_word(protection: store::Protection) -> Protection {
    match protection {
        store::Protection::Keychain => Protection::Keychain,
        store::Protection::Passphrase => Protection::Passphrase,
    }
}

/// What opens the book: the passphrase where there is one, else the keychain.
pub(super) fn key_of<'a>(
    passphrase: Option<&'a Secret>,
    keychain: &'a dyn SecretStore,
) -> Unlock<'a> {
    passphrase.map_or(Unlock::Keychain(keychain), Unlock::Passphrase)
}

pub(super) fn checked_passphrase(text: Option<String>) -> Result<Secret, Failure> {
    let mut text = text.ok_or_else(|| Failure::invalid("passphrase", "missing"))?;
    if text.chars().count() < SHORTEST_PASSPHRASE {
        let least = dto::length(SHORTEST_PASSPHRASE);
        return Err(Failure::Code(ErrorCode::PassphraseTooShort { least }));
    }
    Ok(Secret::taking(&mut text))
}

pub(crate) async fn book_create(app: &App, request: BookCreateReq) -> Result<AppStatus, Failure> {
    let base = dto::currency("baseCurrency", &request.base_currency)?;
    let passphrase = match request.protection {
        Protection::Passphrase => Some(checked_passphrase(request.passphrase)?),
        Protection::Keychain => None,
    };
    let style = match request.chart_style.as_deref() {
        None => None,
        Some(country) => Some(
            super::categories::style(country)
                .ok_or_else(|| Failure::invalid("chartStyle", "unknown"))?,
        ),
    };
    app.await_shut().await?;
    let folder = app.ports().folder.clone();
    let secrets = app.ports().secrets.clone();
    let now = app.now();
    let book = blocking(move || {
        let unlock = key_of(passphrase.as_ref(), secrets.as_ref());
        Book::create(&folder, unlock, now).map_err(Failure::from)
    })
    .await?;
    app.set_open(book, request.secrets);
    let place = serde_json::to_string(&request.secrets).map_err(Failure::internal)?;
    app.write(app.system("book_created"), move |writing| {
        writing.put_setting(SECRETS_PLACE, Some(&place))
    })
    .await?;
    let update = SettingsUpdateReq {
        base_currency: Some(base.code().to_owned()),
        fetch_rates: Some(request.fetch_rates),
        ..SettingsUpdateReq::default()
    };
    super::settings::change(app, update, app.system("settings")).await?;
    if let Some(style) = style {
        app.write(app.person("chart_style_added"), move |writing| {
            writing.add_style(style)
        })
        .await?;
    }
    app_status(app, Nothing {}).await
}

pub(crate) async fn book_unlock(app: &App, request: BookUnlockReq) -> Result<AppStatus, Failure> {
    app.opened_at_start().await;
    if app.open().is_err() {
        unlock(app, request).await?;
    }
    status(app).await
}

async fn unlock(app: &App, request: BookUnlockReq) -> Result<(), Failure> {
    app.await_shut().await?;
    let passphrase = request.passphrase.map(|mut text| Secret::taking(&mut text));
    let folder = app.ports().folder.clone();
    let secrets = app.ports().secrets.clone();
    let now = app.now();
    let (book, place) = blocking(move || {
        let unlock = key_of(passphrase.as_ref(), secrets.as_ref());
        let book = Book::open(&folder, unlock, now)?;
        let place = secrets_place(&book)?;
        Ok((book, place))
    })
    .await?;
    app.set_open(book, place);
    super::outbox::renew(app).await
}

/// Where a book says that tokens are kept.
pub(super) fn secrets_place(book: &Book) -> Result<SecretsPlace, Failure> {
    let place = book.store().read(|view| view.setting(SECRETS_PLACE))?;
    Ok(place
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or(SecretsPlace::Book))
}

pub(crate) async fn book_lock(app: &App, _: Nothing) -> Result<AppStatus, Failure> {
    app.shut("asked");
    app_status(app, Nothing {}).await
}

pub(crate) async fn book_protect(app: &App, request: BookProtectReq) -> Result<AppStatus, Failure> {
    let open = app.open()?;
    let current = request
        .current_passphrase
        .map(|mut text| Secret::taking(&mut text));
    let new = match request.protection {
        Protection::Passphrase => Some(checked_passphrase(request.new_passphrase)?),
        Protection::Keychain => None,
    };
    let secrets = app.ports().secrets.clone();
    blocking(move || {
        let current = key_of(current.as_ref(), secrets.as_ref());
        let new = key_of(new.as_ref(), secrets.as_ref());
        open.book
            .change_protection(current, new)
            .map_err(Failure::from)
    })
    .await?;
    app_status(app, Nothing {}).await
}

pub(crate) async fn book_verify(app: &App, _: Nothing) -> Result<VerifyReport, Failure> {
    let found = app.read(|view| view.verify()).await?;
    Ok(VerifyReport {
        ok: found.is_sound(),
        batches: dto::count(found.batches),
        transactions: dto::count(found.transactions),
        findings: found.findings.iter().map(finding).collect(),
    })
}

fn finding(finding: &Finding) -> VerifyFinding {
    let (what, batch, detail) = match finding {
        Finding::Pages(detail) => ("structure", None, detail.clone()),
        Finding::Reference { table, row } => ("references", None, format!("{table} {row}")),
        Finding::Chain { batch } => ("chain", Some(*batch), String::new()),
        Finding::Row { table, row, batch } => ("rows", *batch, format!("{table} {row}")),
        Finding::Range { batch } => ("rows", Some(*batch), String::new()),
        Finding::Total { account, month } => {
            let month = domain::budget::Month::from_index(*month);
            ("totals", None, format!("account {account}, {month}"))
        }
    };
    VerifyFinding {
        what: what.to_owned(),
        batch: batch.map(|batch| batch.to_string()),
        detail,
    }
}

pub(crate) async fn activity_seen(app: &App, _: Nothing) -> Result<Nothing, Failure> {
    app.touch();
    Ok(Nothing {})
}

/// The start of a program with a window: until it is over, questions about the book's state wait.
pub struct Opening {
    app: App,
    under_way: Option<tokio::sync::OwnedMutexGuard<()>>,
}

impl Opening {
    /// Opens a book whose key an unlocked keychain holds. Any other book waits for the person, and so does one that cannot be
    /// opened: the page asks again and hears why.
    pub async fn open(self) {
        let app = &self.app;
        let folder = app.ports().folder.clone();
        let secrets = app.ports().secrets.clone();
        let by_keychain = blocking(move || {
            let presence = store::probe(&folder);
            let keyed = matches!(
                presence,
                Ok(Presence::Locked {
                    protection: store::Protection::Keychain,
                    ..
                })
            );
            Ok(keyed && secrets.status() == Status::Ready)
        });
        if matches!(by_keychain.await, Ok(true)) && app.open().is_err() {
            let request = BookUnlockReq { passphrase: None };
            if let Err(failure) = unlock(app, request).await {
                // Logged here; the page tries again and tells the person.
                drop(failure.cross("book_unlock"));
            }
        }
        drop(self.under_way);
    }
}

impl App {
    /// Begins the start of a program with a window. To be called before the page can ask.
    pub fn opening(&self) -> Opening {
        let gate = Arc::clone(&self.inner.opening);
        Opening {
            app: self.clone(),
            under_way: gate.try_lock_owned().ok(),
        }
    }

    /// Waits until the start is over.
    async fn opened_at_start(&self) {
        drop(self.inner.opening.lock().await);
    }

    pub(crate) fn system(&self, label: &str) -> store::Origin {
        store::Origin::new(store::OriginKind::System, label, self.now())
    }
}
