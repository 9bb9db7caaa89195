//! What this host lends the core: events to the page, dialogs, the browser.

use std::path::PathBuf;

use app::ports::{Dialogs, Events, FileKind};
use contract::types::Nothing;
use contract::{CHANGED, Changed, FILES_OFFERED, FilesOffered, LOCKED, Locked, Tag};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_notification::NotificationExt;

/// Speaks to the page of the main window.
pub(crate) struct Page(pub(crate) AppHandle);

impl Events for Page {
    // A page that cannot be reached learns the state when it loads again.
    fn changed(&self, changed: Changed) {
        if changed
            .tags
            .iter()
            .any(|tag| matches!(tag, Tag::All | Tag::Settings))
        {
            follow_text_size(self.0.clone());
        }
        drop(self.0.emit(CHANGED, changed));
    }

    fn locked(&self, locked: Locked) {
        drop(self.0.emit(LOCKED, locked));
    }

    fn files_offered(&self, files: FilesOffered) {
        drop(self.0.emit(FILES_OFFERED, files));
    }
}

/// The text size of the settings is the zoom of the web view, so that the page's breakpoints answer.
fn follow_text_size(handle: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let app = handle.state::<app::App>().inner().clone();
        let Ok(settings) = app::api::settings_get(&app, Nothing {}).await else {
            // Locked: the size stays as it was.
            return;
        };
        if let Some(window) = handle.get_webview_window("main") {
            drop(window.set_zoom(f64::from(settings.text_size.clamp(90, 200)) / 100.0));
        }
    });
}

/// Endings of files that banks and finance programs write. Some systems tell capitals from small letters.
#[rustfmt::skip]
const BANK_FILES: &[&str] = &[
    "csv",
    "tsv",
    "txt",
    "ofx",
    "qfx",
    "qbo",
    "qif",
    "xml",
    "camt",
    "sta",
    "mt940",
    "mt942",
    "940",
    "942",
    "swi",
    "gnucash",
    "xhb",
    "beancount",
    "ledger",
    "hledger",
    "journal",
    "zip",
    "gz",
    "CSV",
    "TSV",
    "TXT",
    "OFX",
    "QFX",
    "QBO",
    "QIF",
    "XML",
    "STA",
    "MT940",
    "940",
    "ZIP",
];

/// Ending of backups.
const BACKUP: &str = "coffer";

/// The system's dialogs. The page never sees a path.
pub(crate) struct SystemDialogs(pub(crate) AppHandle);

impl Dialogs for SystemDialogs {
    fn pick_files(&self) -> Vec<PathBuf> {
        self.0
            .dialog()
            .file()
            .add_filter("Bank files", BANK_FILES)
            .add_filter("All files", &["*"])
            .blocking_pick_files()
            .unwrap_or_default()
            .into_iter()
            .filter_map(|file| file.into_path().ok())
            .collect()
    }

    fn pick_any_files(&self) -> Vec<PathBuf> {
        self.0
            .dialog()
            .file()
            .blocking_pick_files()
            .unwrap_or_default()
            .into_iter()
            .filter_map(|file| file.into_path().ok())
            .collect()
    }

    fn pick_backup(&self) -> Option<PathBuf> {
        self.0
            .dialog()
            .file()
            .add_filter("Coffer backup", &[BACKUP])
            .add_filter("All files", &["*"])
            .blocking_pick_file()
            .and_then(|file| file.into_path().ok())
    }

    fn save_file(&self, name: &str, kind: FileKind) -> Option<PathBuf> {
        let (label, extension) = match kind {
            FileKind::Svg => ("SVG", "svg"),
            FileKind::Png => ("PNG", "png"),
            FileKind::Backup => ("Coffer backup", BACKUP),
            FileKind::Data { label, extension } => (label, extension),
            FileKind::Any => ("All files", "*"),
        };
        self.0
            .dialog()
            .file()
            .set_file_name(name)
            .add_filter(label, &[extension])
            .blocking_save_file()
            .and_then(|file| file.into_path().ok())
    }

    fn pick_folder(&self) -> Option<PathBuf> {
        self.0
            .dialog()
            .file()
            .blocking_pick_folder()
            .and_then(|folder| folder.into_path().ok())
    }

    fn show_notice(&self, title: &str, body: &str) -> bool {
        let notice = self.0.notification().builder();
        notice.title(title).body(body).show().is_ok()
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
