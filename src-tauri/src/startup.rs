//! Start: paths, log, window, and the watch over idleness and sleep.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::ports::{Ports, SystemClock};
use tauri::{DragDropEvent, Manager, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::ports::{Page, SystemDialogs};

/// How often idleness is looked at.
const WATCH: Duration = Duration::from_secs(15);
/// How often it is looked whether a sync is due.
const SYNC_WATCH: Duration = Duration::from_mins(1);
/// By then the first view is drawn, with what it asked for before anything changes the book.
const DRAWN: Duration = Duration::from_secs(5);
/// How often it is looked whether the day's forecasts are kept.
const DAY_WATCH: Duration = Duration::from_mins(5);

pub(crate) fn run() {
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(
            |handle, _arguments, _folder| {
                if let Some(window) = handle.get_webview_window("main") {
                    // Best effort: a window manager may refuse focus.
                    drop(window.unminimize());
                    drop(window.set_focus());
                }
            },
        ))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(crate::commands::handle)
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(event) = event {
                dropped(&window.state::<App>(), event);
            }
        })
        .setup(|tauri| {
            let handle = tauri.handle().clone();
            let folder = book_folder(tauri)?;
            let app = App::new(Ports {
                clock: Arc::new(SystemClock),
                events: Arc::new(Page(handle.clone())),
                dialogs: Arc::new(SystemDialogs(handle.clone())),
                secrets: app::ports::system_secrets(&folder, is_default_folder()),
                folder,
            });
            tauri.manage(app.clone());
            // While the web view starts, the keychain is asked for the key and the book is opened.
            let opening = app.opening();
            tauri::async_runtime::spawn(async move { opening.open().await });
            open_window(tauri)?;
            watch(app);
            Ok(())
        })
        .run(tauri::generate_context!());
    if let Err(error) = built {
        tracing::error!(%error, "the window could not be opened");
        std::process::exit(1);
    }
}

/// Opens the window that the configuration describes.
fn open_window(tauri: &tauri::App) -> tauri::Result<()> {
    for config in &tauri.config().app.windows {
        let mut window = WebviewWindowBuilder::from_config(tauri, config)?;
        if std::env::var_os("COFFER_MARK").is_some() {
            window = window.on_document_title_changed(|window, title| mark(&window, &title));
        }
        window.build()?;
    }
    Ok(())
}

/// For measurements: says on standard error when the first view has been painted with what it shows. The page takes the view's
/// name as its title when there is something to show; two frames later that is on the screen.
#[expect(clippy::print_stderr, reason = "only where it is asked for")]
fn mark(window: &WebviewWindow, title: &str) {
    const PAINTED: &str = "content painted";
    if title == PAINTED {
        eprintln!("{PAINTED}");
    } else if title != "Coffer" {
        let told = format!("document.title = '{PAINTED}'");
        drop(window.eval(format!(
            "requestAnimationFrame(() => requestAnimationFrame(() => ({told})))"
        )));
    }
}

/// The folder of the book: `COFFER_STORE` when set, else the platform's data folder.
fn book_folder(tauri: &tauri::App) -> Result<PathBuf, tauri::Error> {
    match std::env::var_os("COFFER_STORE") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(tauri.path().app_data_dir()?.join("book")),
    }
}

fn is_default_folder() -> bool {
    std::env::var_os("COFFER_STORE").is_none()
}

fn dropped(app: &App, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { paths, .. } => app.announce_files(paths),
        DragDropEvent::Drop { paths, .. } => drop(app.offer_files(paths)),
        DragDropEvent::Leave => app.announce_files(&[]),
        _ => {}
    }
}

fn watch(app: App) {
    let idle = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut tick = tokio::time::interval(WATCH);
        loop {
            tick.tick().await;
            idle.lock_when_idle().await;
        }
    });
    let syncing = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut tick = tokio::time::interval_at(tokio::time::Instant::now() + DRAWN, SYNC_WATCH);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            syncing.wake_watch();
            syncing.sync_due().await;
        }
    });
    let landing = app.clone();
    tauri::async_runtime::spawn(async move { landing.watch_folder().await });
    let keeping = app.clone();
    tauri::async_runtime::spawn(async move {
        // Not while the window is being drawn.
        let mut tick = tokio::time::interval_at(tokio::time::Instant::now() + DAY_WATCH, DAY_WATCH);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            keeping.keep_day().await;
        }
    });
    #[cfg(target_os = "linux")]
    tauri::async_runtime::spawn(crate::sleep::lock_before_sleep(app));
    #[cfg(not(target_os = "linux"))]
    drop(app);
}
