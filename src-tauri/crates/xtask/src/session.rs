//! A desktop session of the tests' own: a message bus and a keychain that is open, so that
//! secrets go through a real Secret Service and never into the person's own keychain.

use std::ffi::OsString;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::sh;

/// Opens the keychain, then becomes the command. The keychain lives in a folder of the build
/// and is made anew each time; its passphrase guards nothing.
const SCRIPT: &str = r#"# in a session of its own
set -e
rm -rf "$COFFER_SESSION"
mkdir -p "$COFFER_SESSION/data" "$COFFER_SESSION/run"
chmod 700 "$COFFER_SESSION/run"
printf 'session' | env XDG_DATA_HOME="$COFFER_SESSION/data" XDG_RUNTIME_DIR="$COFFER_SESSION/run" \
    gnome-keyring-daemon --unlock --components=secrets >/dev/null
exec "$@"
"#;

/// The command in such a session. Elsewhere than on Linux it is the command itself: there
/// the keychain is part of the system.
pub(crate) fn within(inner: &Command, display: bool) -> Result<Command> {
    if !cfg!(target_os = "linux") {
        return Ok(copy(inner, Vec::new()));
    }
    let folder = sh::target().join("session");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut outer: Vec<OsString> = Vec::new();
    if display {
        outer.extend(
            [
                "xvfb-run",
                "--auto-servernum",
                "--server-args=-screen 0 1600x1000x24",
            ]
            .map(Into::into),
        );
    }
    outer.extend(["dbus-run-session", "--", "sh", "-c", SCRIPT, "sh"].map(Into::into));
    let mut command = copy(inner, outer);
    command.env("COFFER_SESSION", folder);
    Ok(command)
}

fn copy(inner: &Command, mut words: Vec<OsString>) -> Command {
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
