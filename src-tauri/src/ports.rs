//! What this host lends the core: events to the page, dialogs, the browser.

use std::path::PathBuf;

use app::ports::{Dialogs, Events, FileKind};
use contract::{CHANGED, Changed, FILES_OFFERED, FilesOffered, LOCKED, Locked};
use tauri::{AppHandle, Emitter};
use tauri_plugin_dialog::DialogExt;

/// Speaks to the page of the main window.
pub(crate) struct Page(pub(crate) AppHandle);

impl Events for Page {
    // A page that cannot be reached learns the state when it loads again.
    fn changed(&self, changed: Changed) {
        drop(self.0.emit(CHANGED, changed));
    }

    fn locked(&self, locked: Locked) {
        drop(self.0.emit(LOCKED, locked));
    }

    fn files_offered(&self, files: FilesOffered) {
        drop(self.0.emit(FILES_OFFERED, files));
    }
}

/// The system's dialogs. The page never sees a path.
pub(crate) struct SystemDialogs(pub(crate) AppHandle);

impl Dialogs for SystemDialogs {
    fn pick_files(&self) -> Vec<PathBuf> {
        self.0
            .dialog()
            .file()
            .add_filter(
                "Bank files",
                &["ofx", "qfx", "csv", "tsv", "txt", "OFX", "QFX", "CSV"],
            )
            .add_filter("All files", &["*"])
            .blocking_pick_files()
            .unwrap_or_default()
            .into_iter()
            .filter_map(|file| file.into_path().ok())
            .collect()
    }

    fn save_file(&self, name: &str, kind: FileKind) -> Option<PathBuf> {
        let (label, extension) = match kind {
            FileKind::Svg => ("SVG", "svg"),
            FileKind::Png => ("PNG", "png"),
        };
        self.0
            .dialog()
            .file()
            .set_file_name(name)
            .add_filter(label, &[extension])
            .blocking_save_file()
            .and_then(|file| file.into_path().ok())
    }

    fn open_link(&self, url: &str) -> bool {
        let (program, leading): (&str, &[&str]) = if cfg!(target_os = "macos") {
            ("open", &[])
        } else if cfg!(target_os = "windows") {
            ("rundll32", &["url.dll,FileProtocolHandler"])
        } else {
            ("xdg-open", &[])
        };
        std::process::Command::new(program)
            .args(leading)
            .arg(url)
            .spawn()
            .is_ok()
    }
}
