//! What the page calls: a command of the contract by its name, on JSON.
//!
//! One handler for all, not a Tauri command for each: the window calls what tests and scripts call, by the same way. The
//! permission file lists the names, so Tauri refuses any other before this.

use app::{App, Report};
use serde_json::Value;
use tauri::Manager;
use tauri::ipc::{Channel, InvokeBody, InvokeError, InvokeResponseBody, JavaScriptChannelId};

/// Takes a call of the page and answers it when the command is done.
pub(crate) fn handle(invoke: tauri::ipc::Invoke) -> bool {
    let tauri::ipc::Invoke {
        message, resolver, ..
    } = invoke;
    let name = message.command().to_owned();
    let app = message.webview_ref().state::<App>().inner().clone();
    let (request, progress) = parts(message.payload());
    let progress: Option<Channel<Value>> = progress
        .and_then(|id| id.parse::<JavaScriptChannelId>().ok())
        .map(|id| id.channel_on(message.webview()));
    let report = Report::named(move |step| {
        if let Some(progress) = &progress {
            // A page that is gone no longer wants progress; the job itself goes on.
            drop(progress.send(step));
        }
    });
    resolver.respond_async_serialized(async move {
        app::answer(&app, &name, request, report)
            .await
            .map(InvokeResponseBody::Json)
            .map_err(InvokeError::from)
    });
    true
}

/// The request, and the id of the channel that hears of progress.
fn parts(payload: &InvokeBody) -> (Value, Option<&str>) {
    let InvokeBody::Json(json) = payload else {
        return (Value::Null, None);
    };
    (
        json.get("request").cloned().unwrap_or_default(),
        json.get("progress").and_then(Value::as_str),
    )
}
