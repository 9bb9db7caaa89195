//! A system bus of the story's own, on which it plays the login manager and sends the computer to sleep.

use std::path::Path;
use std::process::{Child, Command};

use anyhow::{Context as _, Result};
use zbus::connection::Builder;

const LOGIN_MANAGER: &str = "org.freedesktop.login1";

/// The bus, and the login manager's place on it.
pub(crate) struct SystemBus {
    address: String,
    daemon: Child,
    manager: Option<zbus::Connection>,
}

impl SystemBus {
    /// Starts a bus in a folder and takes the login manager's name.
    pub(crate) async fn start(folder: &Path) -> Result<Self> {
        let socket = folder.join("system-bus");
        let address = format!("unix:path={}", socket.display());
        let daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile"])
            .arg(format!("--address={address}"))
            .spawn()
            .context("dbus-daemon starts")?;
        let mut bus = Self {
            address,
            daemon,
            manager: None,
        };
        for _ in 0..100 {
            let manager = Builder::address(bus.address.as_str())?
                .name(LOGIN_MANAGER)?
                .build()
                .await;
            if let Ok(manager) = manager {
                bus.manager = Some(manager);
                return Ok(bus);
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        anyhow::bail!("the bus of the story does not answer")
    }

    /// Where programs find it.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Says that the computer is about to sleep (`true`) or is awake again.
    pub(crate) async fn sleep(&self, start: bool) -> Result<()> {
        let manager = self.manager.as_ref().context("the bus runs")?;
        manager
            .emit_signal(
                None::<&str>,
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager",
                "PrepareForSleep",
                &start,
            )
            .await?;
        Ok(())
    }
}

impl Drop for SystemBus {
    fn drop(&mut self) {
        drop(self.daemon.kill());
        drop(self.daemon.wait());
    }
}
