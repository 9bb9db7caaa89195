//! A computer of the test's own: home, settings, book. Nothing of the machine's is read or written.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::TempDir;

/// The folders that a program asks for its user's things.
const FOLDERS: [(&str, &str); 5] = [
    ("HOME", "home"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_STATE_HOME", "state"),
];

/// Home, settings and book in a folder that goes when the test is over.
pub(crate) struct Computer {
    folder: TempDir,
    /// The system's message bus, where a story needs one of its own.
    #[cfg(target_os = "linux")]
    bus: Option<crate::sleep::SystemBus>,
}

impl Computer {
    pub(crate) fn new() -> Result<Self> {
        let folder = TempDir::new()?;
        for (_, name) in FOLDERS {
            fs::create_dir(folder.path().join(name))?;
        }
        Ok(Self {
            folder,
            #[cfg(target_os = "linux")]
            bus: None,
        })
    }

    /// The same with a system bus of its own, on which the story is the login manager.
    #[cfg(target_os = "linux")]
    pub(crate) async fn with_system_bus() -> Result<Self> {
        let mut computer = Self::new()?;
        computer.bus = Some(crate::sleep::SystemBus::start(computer.folder.path()).await?);
        Ok(computer)
    }

    /// Its system bus.
    #[cfg(target_os = "linux")]
    pub(crate) fn system_bus(&self) -> Result<&crate::sleep::SystemBus> {
        self.bus.as_ref().context("a computer with a system bus")
    }

    /// Writes a file into the home folder.
    pub(crate) fn file(&self, name: &str, content: &[u8]) -> Result<PathBuf> {
        let path = self.folder.path().join("home").join(name);
        fs::write(&path, content)?;
        Ok(path)
    }

    /// The folder of the book.
    pub(crate) fn book(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    /// A program that starts the app on this computer. The driver starts what it is given with its own
    /// surroundings, so the computer's have to be part of the program.
    pub(crate) fn starter(&self) -> Result<PathBuf> {
        let app = std::env::var("COFFER_APP")
            .context("COFFER_APP names the built app; `cargo xtask journeys` sets it")?;
        let mut script = String::from("#!/bin/sh\n");
        for (variable, name) in FOLDERS {
            script.push_str(&export(variable, &self.folder.path().join(name)));
        }
        script.push_str(&export("COFFER_STORE", &self.book()));
        #[cfg(target_os = "linux")]
        if let Some(bus) = &self.bus {
            script.push_str(&export("DBUS_SYSTEM_BUS_ADDRESS", Path::new(bus.address())));
        }
        script.push_str("exec ");
        script.push_str(&quoted(&app));
        script.push_str(" \"$@\"\n");
        let path = self.folder.path().join("start-coffer");
        fs::write(&path, script)?;
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        Ok(path)
    }
}

fn export(variable: &str, folder: &Path) -> String {
    format!("export {variable}={}\n", quoted(&folder.to_string_lossy()))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
