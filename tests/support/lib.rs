//! The world the stories happen in: a folder, a clock that stands still, a keychain of its own, and the practice bank.
//!
//! Commands run through the same JSON dispatcher that the page's commands mirror. Nothing here touches the network
//! beyond loopback or the machine's keychain.
#![expect(
    clippy::missing_panics_doc,
    reason = "a test that cannot set its stage fails"
)]
#![expect(clippy::expect_used, reason = "a test that cannot set its stage fails")]

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::ports::{Clock, Dialogs, Events, FileKind, FixedClock, Ports};
use app::{App, Report, dispatch};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use contract::{ApiError, Changed, ErrorCode, FilesOffered, Locked};
use secrets::{SecretStore, SessionOnly};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The passphrase of every book in the stories.
pub const PASSPHRASE: &str = "four words and a river";

/// The day of every story.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 18).expect("a day of the calendar")
}

/// What the page was told.
#[derive(Default)]
pub struct Heard {
    changed: Mutex<Vec<Changed>>,
    locked: Mutex<Vec<Locked>>,
    offered: Mutex<Vec<FilesOffered>>,
}

impl Heard {
    /// Names of the commands that told of a change, in order.
    pub fn changes(&self) -> Vec<String> {
        self.changed
            .lock()
            .expect("nobody panics here")
            .iter()
            .map(|c| c.origin.clone())
            .collect()
    }

    /// Names of the files that landed in the watched folder.
    pub fn landed(&self) -> Vec<String> {
        let offered = self.offered.lock().expect("nobody panics here");
        let landed = offered.iter().filter(|told| told.landed);
        landed
            .flat_map(|told| told.files.iter().map(|file| file.name.clone()))
            .collect()
    }

    /// Reasons for which the book was locked.
    pub fn locks(&self) -> Vec<String> {
        self.locked
            .lock()
            .expect("nobody panics here")
            .iter()
            .map(|l| l.reason.clone())
            .collect()
    }
}

impl Events for Heard {
    fn changed(&self, changed: Changed) {
        self.changed
            .lock()
            .expect("nobody panics here")
            .push(changed);
    }

    fn locked(&self, locked: Locked) {
        self.locked.lock().expect("nobody panics here").push(locked);
    }

    fn files_offered(&self, files: FilesOffered) {
        self.offered.lock().expect("nobody panics here").push(files);
    }
}

/// A clock that moves when a story says so.
struct StoryClock(Mutex<DateTime<Utc>>);

impl StoryClock {
    /// Noon of the stories' day.
    fn new() -> Self {
        Self(Mutex::new(FixedClock(today()).now()))
    }
}

impl Clock for StoryClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("nobody panics here")
    }

    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    fn zone(&self) -> connect::Tz {
        connect::Tz::UTC
    }

    /// Time stands still for the story: whoever waits has waited.
    fn pause(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::task::yield_now())
    }
}

/// A person who picks these files and saves to this folder.
pub struct Person {
    picks: Mutex<Vec<PathBuf>>,
    notices: Mutex<Vec<String>>,
    saves_to: PathBuf,
}

impl Dialogs for Person {
    fn pick_files(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.picks.lock().expect("nobody panics here"))
    }

    fn pick_backup(&self) -> Option<PathBuf> {
        self.pick_files().pop()
    }

    fn save_file(&self, name: &str, _kind: FileKind) -> Option<PathBuf> {
        Some(self.saves_to.join(name))
    }

    fn pick_folder(&self) -> Option<PathBuf> {
        Some(self.saves_to.clone())
    }

    fn open_link(&self, _url: &str) -> bool {
        true
    }

    fn show_notice(&self, title: &str, body: &str) -> bool {
        self.notices
            .lock()
            .expect("nobody panics here")
            .push(format!("{title}: {body}"));
        true
    }
}

/// One computer with one book.
pub struct World {
    folder: TempDir,
    secrets: Arc<dyn SecretStore>,
    /// What the page was told.
    pub heard: Arc<Heard>,
    person: Arc<Person>,
    clock: Arc<StoryClock>,
    /// The program.
    pub app: App,
}

impl World {
    /// A computer without a book.
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let secrets: Arc<dyn SecretStore> = Arc::new(SessionOnly::new());
        let person = Arc::new(Person {
            picks: Mutex::default(),
            notices: Mutex::default(),
            saves_to: folder.path().to_owned(),
        });
        let heard = Arc::new(Heard::default());
        let clock = Arc::new(StoryClock::new());
        let app = start(folder.path(), &secrets, &heard, &person, &clock);
        Self {
            folder,
            secrets,
            heard,
            person,
            clock,
            app,
        }
    }

    /// A computer with an open book that a passphrase protects.
    pub async fn with_book() -> Self {
        let world = Self::new();
        world
            .ok(
                "book_create",
                json!({"protection": "passphrase", "passphrase": PASSPHRASE, "secrets": "book",
                       "baseCurrency": "EUR", "fetchRates": false}),
            )
            .await;
        world
    }

    /// The program ends and starts again; the keychain and the folder stay.
    pub async fn restart(&mut self) {
        self.ok("book_lock", json!({})).await;
        self.app = start(
            self.folder.path(),
            &self.secrets,
            &self.heard,
            &self.person,
            &self.clock,
        );
    }

    /// Time passes.
    pub fn later(&self, by: TimeDelta) {
        *self.clock.0.lock().expect("nobody panics here") += by;
    }

    /// Folder for this computer's files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The keychain of this computer.
    pub fn secrets(&self) -> &dyn SecretStore {
        self.secrets.as_ref()
    }

    /// Folder of the book.
    pub fn book_folder(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    /// The next file dialog answers with these.
    pub fn will_pick(&self, files: Vec<PathBuf>) {
        *self.person.picks.lock().expect("nobody panics here") = files;
    }

    /// What the system showed beside the window, oldest first.
    pub fn notices(&self) -> Vec<String> {
        self.person
            .notices
            .lock()
            .expect("nobody panics here")
            .clone()
    }

    /// Writes a file for the person to pick.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("the temporary folder takes files");
        path
    }

    /// Runs a command; progress goes nowhere.
    pub async fn call(&self, name: &str, request: Value) -> Result<Value, ApiError> {
        // As large as the largest command: on the heap, so that no story carries it about.
        Box::pin(dispatch(&self.app, name, request, Report::named(|_| {}))).await
    }

    /// Runs a command that must work.
    pub async fn ok(&self, name: &str, request: Value) -> Value {
        match self.call(name, request.clone()).await {
            Ok(answer) => answer,
            Err(error) => panic!("{name} {request}: {error:?}"),
        }
    }

    /// Runs a command that must fail, and gives the code's word.
    pub async fn refused(&self, name: &str, request: Value) -> String {
        match self.call(name, request.clone()).await {
            Ok(answer) => panic!("{name} {request} worked: {answer}"),
            Err(error) => word(&error),
        }
    }

    /// Runs a command that must refuse what a field says; gives the field and the reason.
    pub async fn refused_at(&self, name: &str, request: Value) -> (String, String) {
        let error = match self.call(name, request.clone()).await {
            Ok(answer) => panic!("{name} {request} worked: {answer}"),
            Err(error) => error,
        };
        match error.code {
            ErrorCode::InvalidRequest { field, reason } => (field, reason),
            other => panic!("{name} {request}: {other:?}"),
        }
    }

    /// The id of the account of a name.
    pub async fn account(&self, name: &str) -> String {
        let all = self.ok("accounts_list", json!({})).await;
        let found = all["groups"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|group| group["accounts"].as_array().into_iter().flatten())
            .find(|account| account["name"] == name)
            .and_then(|account| account["id"].as_str());
        found
            .unwrap_or_else(|| panic!("no {name} in {all}"))
            .to_owned()
    }

    /// Imports a delimited file in euros into a new account of a name; gives its id.
    pub async fn import_csv_as(&self, name: &str, csv: &str) -> String {
        self.import_csv_in("EUR", name, csv).await
    }

    /// Imports a delimited file in a currency into a new account of a name; gives its id.
    pub async fn import_csv_in(&self, currency: &str, name: &str, csv: &str) -> String {
        self.import_into(
            csv,
            json!({"statement": 0, "newName": name, "currency": currency}),
        )
        .await;
        self.account(name).await
    }

    /// Imports a delimited file in euros, into an account or, without one, into a new one called Everyday.
    pub async fn import_csv(&self, csv: &str, account: Option<&Value>) -> Value {
        let target = match account {
            Some(id) => json!({"statement": 0, "account": id, "currency": "EUR"}),
            None => json!({"statement": 0, "newName": "Everyday", "currency": "EUR"}),
        };
        self.import_into(csv, target).await
    }

    async fn import_into(&self, csv: &str, target: Value) -> Value {
        self.will_pick(vec![self.file("rows.csv", csv.as_bytes())]);
        let offered = self.ok("import_pick", json!({})).await;
        let files = json!([{"token": offered[0]["token"], "accounts": [target]}]);
        let preview = self.ok("import_preview", json!({"files": files})).await;
        let commit = json!({"preview": preview["id"], "choices": []});
        self.ok("import_commit", commit).await
    }

    /// The id of the category of a name.
    pub async fn category(&self, name: &str) -> String {
        let all = self.ok("categories_list", json!({})).await;
        let found = all
            .as_array()
            .into_iter()
            .flatten()
            .find(|one| one["name"] == name)
            .and_then(|one| one["id"].as_str());
        found
            .unwrap_or_else(|| panic!("no {name} in {all}"))
            .to_owned()
    }

    /// Links the upstreams of a practice bank, of those that show the same accounts one; gives their ids.
    pub async fn link(&self, bank: &practice::Running) -> Vec<String> {
        self.link_some(bank, |_| true).await
    }

    /// Links those upstreams of a practice bank that are wanted; gives their ids.
    pub async fn link_some(
        &self,
        bank: &practice::Running,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let line = bank.first_line();
        let mut ids = Vec::new();
        for upstream in self
            .ok("upstreams_list", json!({}))
            .await
            .as_array()
            .into_iter()
            .flatten()
        {
            let name = upstream["id"].as_str().unwrap_or_default();
            let entry = &line["upstreams"][name];
            if !wanted(name) {
                continue;
            }
            if entry.is_null() || !entry["same_as"].is_null() {
                continue;
            }
            let fields: Vec<Value> = upstream["fields"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|field| entry[field["key"].as_str().unwrap_or_default()].is_string())
                .map(|field| {
                    let key = field["key"].as_str().unwrap_or_default();
                    json!({"key": key, "value": entry[key]})
                })
                .collect();
            let request = json!({"upstream": upstream["id"], "label": "", "baseUrl": entry["base_url"],
                                 "fields": fields});
            let added = self.ok("connection_add", request).await;
            ids.push(added["id"].as_str().expect("an id").to_owned());
        }
        ids
    }

    /// Syncs everything.
    pub async fn sync(&self) -> Value {
        self.ok("sync_run", json!({"connections": [], "full": false}))
            .await
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

fn start(
    folder: &Path,
    secrets: &Arc<dyn SecretStore>,
    heard: &Arc<Heard>,
    person: &Arc<Person>,
    clock: &Arc<StoryClock>,
) -> App {
    App::new(Ports {
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        secrets: Arc::clone(secrets),
        events: Arc::clone(heard) as Arc<dyn Events>,
        dialogs: Arc::clone(person) as Arc<dyn Dialogs>,
        folder: folder.join("book"),
    })
}

/// The stable word of an error.
pub fn word(error: &ApiError) -> String {
    serde_json::to_value(&error.code).expect("codes are words")["code"]
        .as_str()
        .expect("codes are words")
        .to_owned()
}

/// What the household has, as far as the upstreams know it that this version reads and the practice bank serves.
pub fn truth(bank: &practice::Running) -> practice::Truth {
    use domain::connection::Upstream as Read;
    use practice::household::Upstream as Served;
    let pairs = [
        (Read::Wallet, Served::Wallet),
        (Read::FinWise, Served::Finwise),
        (Read::Budgea, Served::Budgea),
    ];
    let line = bank.first_line();
    let known: Vec<Served> = pairs
        .into_iter()
        .filter(|(read, _)| {
            connect::connector(*read).is_some() && !line["upstreams"][read.as_str()].is_null()
        })
        .map(|(_, served)| served)
        .collect();
    bank.truth_of(&known)
}

/// The practice bank on the stories' day.
pub async fn bank() -> practice::Running {
    let mut options = practice::Options::new(today());
    options.switches.pauses_are_instant = true;
    practice::serve(options)
        .await
        .expect("a free loopback port")
}
