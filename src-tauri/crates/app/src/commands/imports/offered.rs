//! Files as the person offers them: the page knows them by token, never by path.

use std::path::PathBuf;

use contract::FilesOffered;
use contract::types::{Nothing, OfferedFile};

use crate::session::blocking;
use crate::{App, Failure, locked};

impl App {
    /// Files the person dropped: the page hears of them by token.
    pub fn offer_files(&self, paths: &[PathBuf]) -> Vec<OfferedFile> {
        let offered: Vec<OfferedFile> = paths.iter().filter_map(|path| self.offer(path)).collect();
        self.ports().events.files_offered(FilesOffered {
            files: offered.clone(),
            hovering: false,
            landed: false,
        });
        offered
    }

    /// Files that hover over the window; none when they left.
    pub fn announce_files(&self, paths: &[PathBuf]) {
        let files = paths
            .iter()
            .map(|path| OfferedFile {
                token: String::new(),
                name: file_name(path),
                bytes: 0,
            })
            .collect::<Vec<_>>();
        let hovering = !files.is_empty();
        self.ports().events.files_offered(FilesOffered {
            files,
            hovering,
            landed: false,
        });
    }

    pub(crate) fn offer(&self, path: &PathBuf) -> Option<OfferedFile> {
        let facts = std::fs::metadata(path)
            .ok()
            .filter(std::fs::Metadata::is_file)?;
        let token = uuid::Uuid::new_v4().simple().to_string();
        locked(&self.inner.offered).insert(token.clone(), path.clone());
        let bytes = u32::try_from(facts.len()).unwrap_or(u32::MAX);
        Some(OfferedFile {
            token,
            name: file_name(path),
            bytes,
        })
    }

    pub(crate) fn offered_path(&self, token: &str) -> Result<PathBuf, Failure> {
        locked(&self.inner.offered)
            .get(token)
            .cloned()
            .ok_or(Failure::NotFound("file"))
    }
}

pub(crate) fn file_name(path: &std::path::Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

pub(crate) async fn import_pick(app: &App, _: Nothing) -> Result<Vec<OfferedFile>, Failure> {
    app.open()?;
    let dialogs = app.ports().dialogs.clone();
    let paths = blocking(move || Ok(dialogs.pick_files())).await?;
    Ok(paths.iter().filter_map(|path| app.offer(path)).collect())
}
