//! The watched folder: files that land in it are offered for import, once they are whole.
//!
//! The system's word that something changed only wakes a look at the folder; what counts is what the look finds. A file is
//! offered when its size and its stamp stood still for a while and its beginning is a bank file's, and not again once the
//! book has taken in its bytes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use contract::FilesOffered;
use contract::types::{Nothing, OfferedFile, WatchFolder};
use import::Confidence;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::offered::file_name;
use crate::session::blocking;
use crate::{App, Failure, locked};

/// The setting that holds the folder.
const KEY: &str = "import_folder";

/// How long a file must stand still to be whole.
const STILL: TimeDelta = TimeDelta::seconds(2);

/// Between two looks while a file still moves.
const AGAIN: Duration = Duration::from_secs(1);

/// Files that are looked at, the newest ones, and how large they may be.
const MOST: usize = 40;
const LARGEST: u64 = 256 << 20;

/// Bytes in which a format shows itself.
const HEAD: usize = 16 * 1024;

/// Endings of files that a program is still writing.
const UNFINISHED: [&str; 6] = ["part", "partial", "crdownload", "download", "tmp", "swp"];

/// What the program knows of the watched folder while it runs.
#[derive(Default)]
pub(crate) struct Watched {
    /// Wakes the look.
    changed: Arc<Notify>,
    system: Mutex<Option<(PathBuf, RecommendedWatcher)>>,
    known: Mutex<HashMap<PathBuf, Known>>,
}

/// A file as it was at the last look.
#[derive(Debug, Clone)]
struct Known {
    stamp: Stamp,
    since: DateTime<Utc>,
    /// Its content and its token, once it stood still and is a bank file.
    offer: Option<([u8; 32], OfferedFile)>,
    looked_into: bool,
    told: bool,
}

type Stamp = (u64, Option<SystemTime>);

/// What one look found.
struct Look {
    waiting: Vec<OfferedFile>,
    /// Of these, not told before.
    fresh: Vec<OfferedFile>,
    /// A file still moves.
    moving: bool,
}

impl App {
    /// Looks at the watched folder now; says whether a file in it still moves, so that another look is due soon.
    pub async fn look_at_watched(&self) -> bool {
        match self.look().await {
            Ok(look) => {
                if !look.fresh.is_empty() {
                    self.ports().events.files_offered(FilesOffered {
                        files: look.fresh,
                        hovering: false,
                        landed: true,
                    });
                }
                look.moving
            }
            // A locked book has no folder; one that cannot be read is told where it is chosen.
            Err(_) => false,
        }
    }

    /// Watches for as long as the program runs: looks when the system says that something changed, and until it stands
    /// still.
    pub async fn watch_folder(&self) {
        let changed = Arc::clone(&self.inner.watched.changed);
        loop {
            while self.look_at_watched().await {
                tokio::time::sleep(AGAIN).await;
            }
            changed.notified().await;
        }
    }

    /// Wakes the look: the book was opened, or some time has passed.
    pub fn wake_watch(&self) {
        self.inner.watched.changed.notify_one();
    }

    async fn watched_folder(&self) -> Result<Option<PathBuf>, Failure> {
        let kept = self.read(|view| view.setting(KEY)).await?;
        Ok(kept
            .and_then(|json| serde_json::from_str::<String>(&json).ok())
            .map(PathBuf::from))
    }

    async fn look(&self) -> Result<Look, Failure> {
        let folder = self.watched_folder().await?;
        self.follow(folder.as_deref());
        let Some(folder) = folder else {
            locked(&self.inner.watched.known).clear();
            return Ok(Look {
                waiting: Vec::new(),
                fresh: Vec::new(),
                moving: false,
            });
        };
        let found = blocking(move || Ok(listed(&folder)?)).await?;
        let moving = self.note(&found);
        self.look_into(&found).await?;
        let hashes: Vec<[u8; 32]> = locked(&self.inner.watched.known)
            .values()
            .filter_map(|known| known.offer.as_ref().map(|(hash, _)| *hash))
            .collect();
        let taken = self
            .read(move |view| {
                let mut taken = Vec::new();
                for hash in hashes {
                    if view.known_file(&hash)?.is_some() {
                        taken.push(hash);
                    }
                }
                Ok(taken)
            })
            .await?;
        let (mut waiting, mut fresh) = (Vec::new(), Vec::new());
        let mut known = locked(&self.inner.watched.known);
        for (path, _) in &found {
            let Some(one) = known.get_mut(path) else {
                continue;
            };
            if let Some((hash, file)) = &one.offer
                && !taken.contains(hash)
            {
                waiting.push(file.clone());
                if !one.told {
                    one.told = true;
                    fresh.push(file.clone());
                }
            }
        }
        Ok(Look {
            waiting,
            fresh,
            moving,
        })
    }

    /// Has the system tell of changes in this folder and no other.
    fn follow(&self, folder: Option<&Path>) {
        let mut system = locked(&self.inner.watched.system);
        if system.as_ref().map(|(path, _)| path.as_path()) == folder {
            return;
        }
        *system = None;
        let Some(folder) = folder else { return };
        let changed = Arc::clone(&self.inner.watched.changed);
        let told = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading a file is no change of it, and a look reads.
            let read = event
                .as_ref()
                .is_ok_and(|event| matches!(event.kind, notify::EventKind::Access(_)));
            if !read {
                changed.notify_one();
            }
        });
        let Ok(mut watcher) = told else { return };
        // A folder that cannot be watched is still looked at now and then.
        if watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
            *system = Some((folder.to_owned(), watcher));
        }
    }

    /// Notes what the files are now; says whether one of them still moves.
    fn note(&self, found: &[(PathBuf, Stamp)]) -> bool {
        let now = self.now();
        let mut known = locked(&self.inner.watched.known);
        known.retain(|path, _| found.iter().any(|(there, _)| there == path));
        let mut moving = false;
        for (path, stamp) in found {
            let one = known.entry(path.clone()).or_insert_with(|| Known {
                stamp: *stamp,
                since: now,
                offer: None,
                looked_into: false,
                told: false,
            });
            if one.stamp != *stamp {
                *one = Known {
                    stamp: *stamp,
                    since: now,
                    offer: None,
                    looked_into: false,
                    told: false,
                };
            }
            moving |= now - one.since < STILL;
        }
        moving
    }

    /// Reads the files that stand still and were not read yet.
    async fn look_into(&self, found: &[(PathBuf, Stamp)]) -> Result<(), Failure> {
        let now = self.now();
        for (path, stamp) in found {
            let due = locked(&self.inner.watched.known)
                .get(path)
                .is_some_and(|one| !one.looked_into && now - one.since >= STILL);
            if !due {
                continue;
            }
            let (whole, stood) = (path.clone(), *stamp);
            let hash = blocking(move || Ok(bank_file(&whole, stood).unwrap_or_default())).await?;
            let offer = hash.and_then(|hash| Some((hash, self.offer(path)?)));
            if let Some(one) = locked(&self.inner.watched.known).get_mut(path) {
                one.looked_into = true;
                one.offer = offer;
            }
        }
        Ok(())
    }

    async fn told_watch(&self) -> Result<WatchFolder, Failure> {
        let folder = self.watched_folder().await?;
        let Some(path) = folder else {
            self.follow(None);
            return Ok(WatchFolder {
                folder: None,
                missing: false,
                waiting: Vec::new(),
            });
        };
        let name = path.to_string_lossy().into_owned();
        let look = match self.look().await {
            Ok(look) => look,
            Err(Failure::File(_)) => {
                return Ok(WatchFolder {
                    folder: Some(name),
                    missing: true,
                    waiting: Vec::new(),
                });
            }
            Err(other) => return Err(other),
        };
        if look.moving {
            self.wake_watch();
        }
        Ok(WatchFolder {
            folder: Some(name),
            missing: false,
            waiting: look.waiting,
        })
    }
}

/// The files of a folder that may be whole bank files, the newest first.
fn listed(folder: &Path) -> std::io::Result<Vec<(PathBuf, Stamp)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let Ok(entry) = entry else { continue };
        let path = entry.path();
        let name = file_name(&path);
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        if name.starts_with(['.', '~']) || UNFINISHED.contains(&ending.as_str()) {
            continue;
        }
        // A link could lead out of the folder.
        let Ok(facts) = std::fs::symlink_metadata(&path) else {
            continue;
        };
        if facts.is_file() && (1..=LARGEST).contains(&facts.len()) {
            found.push((path, (facts.len(), facts.modified().ok())));
        }
    }
    found.sort_by(|(a, (_, at)), (b, (_, bt))| bt.cmp(at).then_with(|| a.cmp(b)));
    found.truncate(MOST);
    Ok(found)
}

/// The hash of a bank file that did not move while it was read; none for anything else.
fn bank_file(path: &Path, stood: Stamp) -> std::io::Result<Option<[u8; 32]>> {
    let bytes = std::fs::read(path)?;
    let facts = std::fs::metadata(path)?;
    if (facts.len(), facts.modified().ok()) != stood || bytes.len() as u64 != stood.0 {
        return Ok(None);
    }
    let name = file_name(path);
    let inside = match import::unpack(&name, &bytes) {
        Some(Ok(files)) => files.into_iter().next().map(|file| (file.name, file.bytes)),
        Some(Err(_)) => None,
        None => Some((name, bytes)),
    };
    let Some((name, bytes)) = inside else {
        return Ok(None);
    };
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_one = import::detect(&name, head).is_some_and(|(_, sure)| sure >= Confidence::Likely);
    Ok(is_one.then(|| *blake3::hash(&bytes).as_bytes()))
}

pub(crate) async fn watch_get(app: &App, _: Nothing) -> Result<WatchFolder, Failure> {
    app.told_watch().await
}

pub(crate) async fn watch_choose(app: &App, _: Nothing) -> Result<WatchFolder, Failure> {
    app.open()?;
    let dialogs = app.ports().dialogs.clone();
    if let Some(folder) = blocking(move || Ok(dialogs.pick_folder())).await? {
        let text = folder
            .to_str()
            .ok_or_else(|| Failure::invalid("folder", "name"))?;
        let json = serde_json::to_string(text).map_err(Failure::internal)?;
        keep(app, Some(json)).await?;
        locked(&app.inner.watched.known).clear();
    }
    app.told_watch().await
}

pub(crate) async fn watch_stop(app: &App, _: Nothing) -> Result<WatchFolder, Failure> {
    keep(app, None).await?;
    app.told_watch().await
}

async fn keep(app: &App, json: Option<String>) -> Result<(), Failure> {
    app.write(app.person("settings"), move |writing| {
        writing.put_setting(KEY, json.as_deref())
    })
    .await?;
    Ok(())
}
