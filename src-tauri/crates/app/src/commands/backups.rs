//! Copies of the whole book: written, restored, and the end of the book.

use std::path::{Path, PathBuf};

use contract::types::{
    AppStatus, BackupFacts, BackupOffer, BackupPicked, BackupRestoreReq, BackupStatus,
    BackupWriteReq, BackupWritten, BookEraseReq, EraseReport, ErasedConnection, KeptAccess,
    Nothing, Protection,
};
use contract::{ApiError, ErrorCode};
use secrets::{Secret, SecretError};
use store::{Book, OpenError};

use super::book::{app_status, checked_passphrase, key_of, protection_word};
use crate::failure::instant;
use crate::ports::FileKind;
use crate::session::blocking;
use crate::{App, Failure, dto};

/// The setting that remembers the last backup.
const LAST: &str = "last_backup";
/// The word without which nothing is erased.
const ERASE: &str = "erase";

impl App {
    /// Writes the book to a backup at a path, for hosts without dialogs.
    pub async fn backup_to(
        &self,
        file: PathBuf,
        passphrase: Option<String>,
    ) -> Result<BackupFacts, ApiError> {
        write(self, file, passphrase)
            .await
            .map_err(|failure| failure.cross("backup_write"))
    }

    /// Makes the book from a backup at a path, for hosts without dialogs.
    pub async fn restore_from(
        &self,
        file: PathBuf,
        passphrase: Option<String>,
        replace: bool,
    ) -> Result<AppStatus, ApiError> {
        restore(self, file, passphrase, replace)
            .await
            .map_err(|failure| failure.cross("backup_restore"))
    }

    /// What a backup at a path opens by.
    pub async fn backup_opens_by(&self, file: PathBuf) -> Result<Protection, ApiError> {
        blocking(move || store::backup_protection(&file).map_err(of_backup))
            .await
            .map(protection_word)
            .map_err(|failure| failure.cross("backup_pick"))
    }
}

pub(crate) async fn backup_status(app: &App, _: Nothing) -> Result<BackupStatus, Failure> {
    let last = app.read(|view| view.setting(LAST)).await?;
    Ok(BackupStatus {
        last: last.and_then(|json| serde_json::from_str(&json).ok()),
    })
}

pub(crate) async fn backup_write(
    app: &App,
    request: BackupWriteReq,
) -> Result<BackupWritten, Failure> {
    app.open()?;
    let name = format!("Coffer {}.coffer", app.today());
    let dialogs = app.ports().dialogs.clone();
    let file = blocking(move || Ok(dialogs.save_file(&name, FileKind::Backup))).await?;
    let backup = match file {
        Some(file) => Some(write(app, file, request.passphrase).await?),
        None => None,
    };
    Ok(BackupWritten { backup })
}

async fn write(
    app: &App,
    file: PathBuf,
    passphrase: Option<String>,
) -> Result<BackupFacts, Failure> {
    let open = app.open()?;
    let passphrase = match passphrase {
        Some(text) => Some(checked_passphrase(Some(text))?),
        None => None,
    };
    if is_inside(&file, &app.ports().folder) {
        // A backup must not take the place of the book's own files, nor go when they go.
        return Err(Failure::invalid("file", "inside_book"));
    }
    let (today, at) = (app.today(), instant(app.now()));
    let facts = blocking(move || {
        let (accounts, transactions) = open.book.store().read(|view| {
            let accounts = view.accounts(today)?;
            let rows: u64 = accounts.iter().map(|account| account.transactions).sum();
            Ok((accounts.len(), rows))
        })?;
        open.book.backup_to(&file, passphrase.as_ref())?;
        let protection = match passphrase {
            Some(_) => Protection::Passphrase,
            None => protection_word(open.book.protection()),
        };
        Ok(BackupFacts {
            file: super::imports::file_name(&file),
            at,
            bytes: std::fs::metadata(&file)?.len().to_string(),
            accounts: dto::length(accounts),
            transactions: dto::count(transactions),
            protection,
        })
    })
    .await?;
    let json = serde_json::to_string(&facts).map_err(Failure::internal)?;
    app.write(app.system("backup"), move |writing| {
        writing.put_setting(LAST, Some(&json))
    })
    .await?;
    Ok(facts)
}

/// Whether a file would lie in the book's folder, links and all.
fn is_inside(file: &Path, folder: &Path) -> bool {
    let beside = file.parent().filter(|dir| !dir.as_os_str().is_empty());
    let dir = beside.unwrap_or(Path::new("."));
    match (dir.canonicalize(), folder.canonicalize()) {
        (Ok(dir), Ok(folder)) => dir.starts_with(folder),
        _ => false,
    }
}

pub(crate) async fn backup_pick(app: &App, _: Nothing) -> Result<BackupPicked, Failure> {
    let dialogs = app.ports().dialogs.clone();
    let Some(file) = blocking(move || Ok(dialogs.pick_backup())).await? else {
        return Ok(BackupPicked { offer: None });
    };
    let offered = app.offer(&file).ok_or(Failure::NotFound("file"))?;
    let protection = blocking(move || store::backup_protection(&file).map_err(of_backup)).await?;
    Ok(BackupPicked {
        offer: Some(BackupOffer {
            token: offered.token,
            name: offered.name,
            protection: protection_word(protection),
        }),
    })
}

pub(crate) async fn backup_restore(
    app: &App,
    request: BackupRestoreReq,
) -> Result<AppStatus, Failure> {
    let file = app.offered_path(&request.token)?;
    restore(app, file, request.passphrase, request.replace).await
}

async fn restore(
    app: &App,
    file: PathBuf,
    passphrase: Option<String>,
    replace: bool,
) -> Result<AppStatus, Failure> {
    let passphrase = passphrase.map(|mut text| Secret::taking(&mut text));
    let was_open = app.open().is_ok();
    if was_open && !replace {
        return Err(Failure::Code(ErrorCode::BookExists));
    }
    // A wrong passphrase is found out before the open book is shut for it.
    let (tried, given) = (file.clone(), passphrase.clone());
    let secrets = app.ports().secrets.clone();
    blocking(move || {
        let unlock = key_of(given.as_ref(), secrets.as_ref());
        Book::try_backup(&tried, unlock).map_err(of_backup)
    })
    .await?;
    app.shut("restored");
    app.await_shut().await?;
    let folder = app.ports().folder.clone();
    let secrets = app.ports().secrets.clone();
    let now = app.now();
    let (book, place) = blocking(move || {
        let unlock = key_of(passphrase.as_ref(), secrets.as_ref());
        let book = Book::restore(&file, &folder, unlock, replace, now).map_err(of_backup)?;
        let place = super::book::secrets_place(&book)?;
        Ok((book, place))
    })
    .await?;
    app.set_open(book, place);
    super::outbox::renew(app).await?;
    app_status(app, Nothing {}).await
}

/// What is wrong with a backup is not wrong with the book.
fn of_backup(error: OpenError) -> Failure {
    let what = match &error {
        OpenError::Truncated => "truncated",
        OpenError::Tampered => "tampered",
        OpenError::NotABook => "not_a_backup",
        _ => return error.into(),
    };
    Failure::Code(ErrorCode::BackupUnusable {
        what: what.to_owned(),
    })
}

/// Ends what access can be ended at the services; answers where that did not go.
async fn end_accesses(app: &App, known: &[store::Connection]) -> Result<Vec<KeptAccess>, Failure> {
    let mut kept = Vec::new();
    for connection in known {
        let Some(connector) = connect::connector(connection.upstream).filter(|one| one.revokes())
        else {
            continue;
        };
        // The practice bank ends with the program.
        if super::connections::reach(connection).practice {
            continue;
        }
        let banks = match super::connections::revoke(app, connection, connector).await {
            Ok(revoked) if revoked.left.is_empty() => continue,
            Ok(revoked) => revoked.left,
            Err(error) => {
                tracing::info!(?error, "an access could not be ended");
                Vec::new()
            }
        };
        let descriptor = connector.describe();
        kept.push(KeptAccess {
            upstream: connection.upstream.as_str().to_owned(),
            upstream_name: descriptor.name.to_owned(),
            label: connection.label.clone(),
            banks,
            service_page: Some(descriptor.docs_url.to_owned()),
        });
    }
    Ok(kept)
}

pub(crate) async fn book_erase(app: &App, request: BookEraseReq) -> Result<EraseReport, Failure> {
    if request.word != ERASE {
        return Err(Failure::invalid("word", "unconfirmed"));
    }
    let known = match app.open() {
        Ok(_) => app.read(|view| view.connections()).await?,
        Err(_) => Vec::new(),
    };
    let opened = app.open().is_ok();
    let kept = if request.revoke {
        end_accesses(app, &known).await?
    } else {
        Vec::new()
    };
    if !kept.is_empty() && !request.anyway {
        return Ok(EraseReport {
            erased: false,
            kept,
            connections: Vec::new(),
            tokens_gone: false,
        });
    }
    for connection in &known {
        app.forget_secrets(connection.id, connection.upstream)
            .await?;
    }
    let connections = known
        .into_iter()
        .map(|connection| ErasedConnection {
            upstream: connection.upstream.as_str().to_owned(),
            service_page: connect::connector(connection.upstream)
                .map(|connector| connector.describe().docs_url.to_owned()),
            label: connection.label,
        })
        .collect();
    app.shut("erased");
    app.await_shut().await?;
    let folder = app.ports().folder.clone();
    let secrets = app.ports().secrets.clone();
    let listed = blocking(move || {
        store::erase(&folder, Some(secrets.as_ref()))?;
        match secrets.clear() {
            Ok(listed) => Ok(listed),
            // Where there is no keychain nothing is kept in one.
            Err(SecretError::NoKeychain) => Ok(true),
            Err(error) => Err(error.into()),
        }
    })
    .await?;
    Ok(EraseReport {
        erased: true,
        kept,
        connections,
        tokens_gone: listed || opened,
    })
}
