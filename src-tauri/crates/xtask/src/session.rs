//! A desktop session of the tests' own: a message bus and a keychain that is open, so that
//! secrets go through a real Secret Service and never into the person's own keychain.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::sh;

/// Opens the keychain, gives the command the person's own folders back, becomes the command.
/// The keychain is made anew each time and holds nothing; its passphrase guards nothing.
const SCRIPT: &str = r#"set -e
printf 'session' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
if [ -n "$OUTER_DATA_HOME" ]; then export XDG_DATA_HOME="$OUTER_DATA_HOME"; else unset XDG_DATA_HOME; fi
if [ -n "$OUTER_RUNTIME_DIR" ]; then export XDG_RUNTIME_DIR="$OUTER_RUNTIME_DIR"; else unset XDG_RUNTIME_DIR; fi
exec "$@"
"#;

/// Runs the command in such a session, with a display of its own if asked. Elsewhere than on
/// Linux the keychain and the display are part of the system, and the command runs as it is.
pub(crate) fn run(inner: &Command, display: bool) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return sh::run(&mut wrapped(&[], inner));
    }
    // A socket's path may not be long, so the folder is not in the build's.
    let folder = env::temp_dir().join(format!("coffer-session-{}", std::process::id()));
    let (data, runtime) = (folder.join("data"), folder.join("run"));
    private(&data)?;
    private(&runtime)?;

    let mut words: Vec<&str> = Vec::new();
    if display {
        words.extend([
            "xvfb-run",
            "--auto-servernum",
            "--server-args=-screen 0 1600x1000x24",
        ]);
    }
    words.extend(["dbus-run-session", "--", "sh", "-c", SCRIPT, "sh"]);
    let mut command = wrapped(&words, inner);
    let own = |name: &str| env::var_os(name).unwrap_or_default();
    command
        // Promised to the tests, so that those of the keychain fail rather than skip.
        .env("COFFER_KEYCHAIN", "open")
        .env("OUTER_DATA_HOME", own("XDG_DATA_HOME"))
        .env("OUTER_RUNTIME_DIR", own("XDG_RUNTIME_DIR"))
        .env("XDG_DATA_HOME", data)
        .env("XDG_RUNTIME_DIR", &runtime);
    let place = if display {
        "display and session"
    } else {
        "session"
    };
    let said = format!("(in a {place} of its own) {}", sh::said(inner));
    let ran = sh::run_as(&mut command, &said);
    if let Err(error) = remove(&folder, &runtime) {
        // Litter in the folder for temporary files says nothing about what ran.
        eprintln!("{} stays behind: {error}", folder.display());
    }
    ran
}

/// Removes the session's folders. The desktop portal of a session that ended may leave a mount in them that answers nobody.
fn remove(folder: &Path, runtime: &Path) -> io::Result<()> {
    if fs::remove_dir_all(folder).is_ok() {
        return Ok(());
    }
    for unmount in ["fusermount3", "fusermount"] {
        // Only one of the two is there, if any.
        drop(
            Command::new(unmount)
                .args(["-u", "-z", "-q"])
                .arg(runtime.join("doc"))
                .status(),
        );
    }
    fs::remove_dir_all(folder)
}

/// A folder nobody else may look into, as the keychain demands.
fn private(folder: &Path) -> Result<()> {
    let mut make = fs::DirBuilder::new();
    make.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    make.create(folder)
        .with_context(|| format!("cannot make {}", folder.display()))
}

/// The command with words before it, and its own environment.
fn wrapped(before: &[&str], inner: &Command) -> Command {
    let mut words: Vec<OsString> = before.iter().map(OsString::from).collect();
    words.push(inner.get_program().to_owned());
    words.extend(inner.get_args().map(ToOwned::to_owned));
    let mut command = sh::command(&words[0]);
    command.args(&words[1..]);
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}
