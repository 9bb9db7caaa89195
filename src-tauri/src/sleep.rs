//! Sleep: Linux tells it over the system bus, through the login manager.

use app::App;
use futures_util::StreamExt;

#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1"
)]
trait LoginManager {
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
}

/// Locks the book each time the computer is about to sleep. Ends at once where no login manager answers.
pub(crate) async fn lock_before_sleep(app: App) {
    if let Err(error) = listen(&app).await {
        tracing::info!(%error, "no login manager tells of sleep");
    }
}

async fn listen(app: &App) -> zbus::Result<()> {
    let bus = zbus::Connection::system().await?;
    let manager = LoginManagerProxy::new(&bus).await?;
    let mut signals = manager.receive_prepare_for_sleep().await?;
    while let Some(signal) = signals.next().await {
        if signal.args()?.start {
            app.lock_for_sleep().await;
        }
    }
    Ok(())
}
