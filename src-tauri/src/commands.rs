//! The Tauri commands, one for each line of the contract.
#![allow(
    clippy::wildcard_imports,
    reason = "the list names every type of the wire"
)]

use app::App;
use contract::ApiError;
use contract::types::*;
use tauri::State;
use tauri::ipc::Channel;

macro_rules! command {
    (call $name:ident $request:ident ($response:ty)) => {
        #[tauri::command]
        pub(crate) async fn $name(
            app: State<'_, App>,
            request: $request,
        ) -> Result<$response, ApiError> {
            app::api::$name(&app, request).await
        }
    };
    (stream $name:ident $request:ident ($response:ty) $progress:ident) => {
        #[tauri::command]
        pub(crate) async fn $name(
            app: State<'_, App>,
            request: $request,
            progress: Channel<$progress>,
        ) -> Result<$response, ApiError> {
            // A page that is gone no longer wants progress; the job itself goes on.
            let report = app::Report::named(move |step| drop(progress.send(step)));
            app::api::$name(&app, request, report).await
        }
    };
}

macro_rules! commands {
    ($($kind:ident $name:ident($request:ident) -> $response:ty $(, emits $progress:ident)?; $effect:ident [$($tag:ident),*];)*) => {
        $(command!($kind $name $request ($response) $($progress)?);)*

        /// Answers what the page asks.
        pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name),*]
        }
    };
}

contract::with_commands!(commands);
