//! What a host lends the core: a clock, a place for secrets, a way to speak to the page, dialogs.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use contract::{Changed, FilesOffered, Locked};
use secrets::SecretStore;

/// The ports of a host.
#[derive(Clone)]
pub struct Ports {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where secrets are kept outside of the book.
    pub secrets: Arc<dyn SecretStore>,
    /// The way to the page.
    pub events: Arc<dyn Events>,
    /// The system's dialogs.
    pub dialogs: Arc<dyn Dialogs>,
    /// Folder of the book.
    pub folder: PathBuf,
}

/// What time it is.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> DateTime<Utc>;

    /// The day it is for the person.
    fn today(&self) -> NaiveDate;

    /// The person's time zone: an upstream's instants become booking days in it.
    fn zone(&self) -> connect::Tz;

    /// Ends after `how_long`: what a connector waits before it asks again. A clock that a story moves ends it at once.
    fn pause(&self, how_long: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(how_long))
    }
}

/// A host's clock as the connectors meet it.
pub(crate) struct ConnectorPause(pub(crate) Arc<dyn Clock>);

impl connect::Pause for ConnectorPause {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    fn pause(&self, how_long: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.pause(how_long)
    }
}

/// The computer's clock and zone.
pub struct SystemClock;

#[expect(clippy::disallowed_methods, reason = "this is the host's clock")]
impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn today(&self) -> NaiveDate {
        chrono::Local::now().date_naive()
    }

    fn zone(&self) -> connect::Tz {
        iana_time_zone::get_timezone()
            .ok()
            .and_then(|name| name.parse().ok())
            .unwrap_or(connect::Tz::UTC)
    }
}

/// A clock that stands still, for demonstrations of a given day and for tests.
pub struct FixedClock(pub NaiveDate);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.and_time(chrono::NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12)
    }

    fn today(&self) -> NaiveDate {
        self.0
    }

    fn zone(&self) -> connect::Tz {
        connect::Tz::UTC
    }
}

/// The way to the page.
pub trait Events: Send + Sync {
    /// Something was written.
    fn changed(&self, changed: Changed);

    /// The book was locked.
    fn locked(&self, locked: Locked);

    /// Files were dropped, or hover.
    fn files_offered(&self, files: FilesOffered);
}

/// Kind of a file to save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// SVG.
    Svg,
    /// PNG.
    Png,
    /// A backup of the book.
    Backup,
    /// Whatever its name says.
    Any,
    /// A file for another program.
    Data {
        /// What it is, for people.
        label: &'static str,
        /// Its ending.
        extension: &'static str,
    },
}

/// The system's dialogs. Called off the async workers, since they wait for the person.
pub trait Dialogs: Send + Sync {
    /// Files the person picks; none when the dialog was closed.
    fn pick_files(&self) -> Vec<PathBuf>;

    /// Files of any kind the person picks; none when the dialog was closed.
    fn pick_any_files(&self) -> Vec<PathBuf> {
        self.pick_files()
    }

    /// The backup the person picks; none when the dialog was closed.
    fn pick_backup(&self) -> Option<PathBuf>;

    /// Where to save a file.
    fn save_file(&self, name: &str, kind: FileKind) -> Option<PathBuf>;

    /// A folder the person picks.
    fn pick_folder(&self) -> Option<PathBuf>;

    /// Opens a page in the person's browser.
    fn open_link(&self, url: &str) -> bool;

    /// Has the system show a notice beside its other ones; false where it cannot.
    fn show_notice(&self, _title: &str, _body: &str) -> bool {
        false
    }
}

/// A host without a page and without dialogs, such as the command line.
pub struct Headless;

impl Events for Headless {
    fn changed(&self, _changed: Changed) {}

    fn locked(&self, _locked: Locked) {}

    fn files_offered(&self, _files: FilesOffered) {}
}

impl Dialogs for Headless {
    fn pick_files(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    fn pick_backup(&self) -> Option<PathBuf> {
        None
    }

    fn save_file(&self, _name: &str, _kind: FileKind) -> Option<PathBuf> {
        None
    }

    fn pick_folder(&self) -> Option<PathBuf> {
        None
    }

    fn open_link(&self, _url: &str) -> bool {
        false
    }
}

/// The system's keychain for the book in `folder`. Development builds and books elsewhere keep their secrets apart.
pub fn system_secrets(folder: &Path, is_default: bool) -> Arc<dyn SecretStore> {
    let namespace = if !is_default {
        secrets::Namespace::other_book(&folder_tag(folder))
    } else if cfg!(debug_assertions) {
        secrets::Namespace::development()
    } else {
        secrets::Namespace::default_book()
    };
    Arc::new(secrets::Keychain::new(namespace))
}

/// Tells folders apart without telling their names. FNV-1a: stable, and nothing depends on its strength.
fn folder_tag(folder: &Path) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let hash = folder
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}
