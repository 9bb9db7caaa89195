//! The command line as a host: folder, clock, secrets, unlocking.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use app::App;
use app::ports::{Clock, FixedClock, Headless, Ports, SystemClock};
use contract::types::{AppStatus, BookState, BookUnlockReq, Nothing, Protection};

use crate::args::Common;
use crate::output::Ended;

/// The core over the command line's ports.
pub(crate) fn app(common: &Common) -> Result<App, Ended> {
    let named = named(common.store.clone(), std::env::var_os("COFFER_STORE"));
    // The window keeps the keys of a book that is named so in the same place.
    let is_default = named.is_none();
    let folder = match named {
        Some(folder) => folder,
        None => default_folder()?,
    };
    Ok(App::new(Ports {
        clock: clock(common),
        secrets: app::ports::system_secrets(&folder, is_default),
        events: Arc::new(Headless),
        dialogs: Arc::new(Headless),
        folder,
    }))
}

pub(crate) fn clock(common: &Common) -> Arc<dyn Clock> {
    match common.today {
        Some(day) => Arc::new(FixedClock(day)),
        None => Arc::new(SystemClock),
    }
}

/// The book's folder where one is named: `--store`, else `COFFER_STORE`.
fn named(store: Option<PathBuf>, environment: Option<OsString>) -> Option<PathBuf> {
    store.or_else(|| environment.map(Into::into))
}

/// The folder that the desktop app uses.
fn default_folder() -> Result<PathBuf, Ended> {
    dirs::data_dir()
        .map(|folder| folder.join("app.coffer.desktop").join("book"))
        .ok_or_else(|| Ended::usage("This system names no folder for data; give one with --store."))
}

/// The core with its book open.
pub(crate) async fn open(common: &Common) -> Result<App, Ended> {
    let app = app(common)?;
    let status = app::api::app_status(&app, Nothing {}).await?;
    unlock(&app, &status, common).await?;
    Ok(app)
}

async fn unlock(app: &App, status: &AppStatus, common: &Common) -> Result<(), Ended> {
    if status.book == BookState::Open {
        return Ok(());
    }
    if let (BookState::Broken, Some(problem)) = (status.book, &status.problem) {
        return Err(problem.clone().into());
    }
    let passphrase = match status.protection {
        Some(Protection::Passphrase) => Some(passphrase(common, false)?),
        Some(Protection::Keychain) | None => None,
    };
    app::api::book_unlock(app, BookUnlockReq { passphrase }).await?;
    Ok(())
}

/// The passphrase from a file or the environment.
pub(crate) fn given_passphrase(common: &Common) -> Result<Option<String>, Ended> {
    if let Some(file) = &common.passphrase_file {
        let text = fs::read_to_string(file)?;
        return Ok(Some(text.lines().next().unwrap_or_default().to_owned()));
    }
    Ok(std::env::var("COFFER_PASSPHRASE").ok())
}

/// The passphrase: from a file, the environment, or a prompt on a terminal. A new one is asked for twice.
pub(crate) fn passphrase(common: &Common, new: bool) -> Result<String, Ended> {
    if let Some(given) = given_passphrase(common)? {
        return Ok(given);
    }
    if !io::stdin().is_terminal() {
        return Err(contract::ErrorCode::Locked.into());
    }
    let first = rpassword::prompt_password("Passphrase: ")?;
    if new && rpassword::prompt_password("The same again: ")? != first {
        return Err(Ended::usage("The two passphrases differ."));
    }
    Ok(first)
}

/// The value of a `KEY=FILE|-` setting: the first line of the file or of standard input.
pub(crate) fn setting(text: &str) -> Result<(String, String), Ended> {
    let (key, source) = text
        .split_once('=')
        .ok_or_else(|| Ended::usage("--set takes KEY=FILE, or KEY=- for standard input."))?;
    let value = if source == "-" {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        line
    } else {
        fs::read_to_string(source)?
    };
    Ok((
        key.to_owned(),
        value.lines().next().unwrap_or_default().trim().to_owned(),
    ))
}

/// The value of a `KEY=FILE|-` setting that is a whole document.
pub(crate) fn document(text: &str) -> Result<(String, String), Ended> {
    let (key, source) = text
        .split_once('=')
        .ok_or_else(|| Ended::usage("--set takes KEY=FILE, or KEY=- for standard input."))?;
    let value = if source == "-" {
        io::read_to_string(io::stdin().lock())?
    } else {
        fs::read_to_string(source)?
    };
    Ok((key.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_named_in_the_environment_is_as_named_as_one_on_the_line() {
        let folder = || Some(PathBuf::from("/a/book"));
        let elsewhere = || Some(OsString::from("/another"));
        assert_eq!(named(folder(), None), folder());
        assert_eq!(named(folder(), elsewhere()), folder());
        assert_eq!(named(None, Some("/a/book".into())), folder());
        assert_eq!(named(None, None), None);
    }
}
