//! What the system has to provide, and how it is asked to.

use std::process::Command;

use anyhow::{Result, bail};

use crate::sh;

/// What is to be done on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// Build and open the window.
    Run,
    /// Run the tests.
    Test,
    /// Drive the real window.
    Window,
}

/// The web view's libraries, the compiler, and what OpenSSL's build asks for.
const DEBIAN_RUN: &[&str] = &[
    "build-essential",
    "pkg-config",
    "perl",
    "make",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libdbus-1-dev",
];
/// A bus and a keychain of the tests' own, and Python for the client's tests.
const DEBIAN_TEST: &[&str] = &[
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "python3",
    "python3-venv",
];
/// A driver, a display, and the font the screenshots are taken with.
const DEBIAN_WINDOW: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "fonts-inter",
    "xdotool",
    "imagemagick",
];

const FEDORA: &str = "gcc gcc-c++ make perl pkgconf-pkg-config webkit2gtk4.1-devel libxdo-devel \
                      libappindicator-gtk3-devel librsvg2-devel dbus-devel";
const FEDORA_TEST: &str = "dbus-daemon dbus-x11 gnome-keyring python3 webkit2gtk4.1 xorg-x11-server-Xvfb xdotool rsms-inter-fonts";
const ARCH: &str = "base-devel perl webkit2gtk-4.1 xdotool libappindicator-gtk3 librsvg dbus";
const ARCH_TEST: &str = "gnome-keyring python xorg-server-xvfb xorg-xauth inter-font";

/// Sees to it that what is needed is there: installs it, or says what to install.
pub(crate) fn provide(what: For) -> Result<()> {
    node()?;
    if !cfg!(target_os = "linux") {
        // macOS and Windows bring their web view, their keychain and their display along.
        return Ok(());
    }
    if sh::has("apt-get") && sh::has("dpkg-query") {
        debian(what)
    } else {
        other(what)
    }
}

/// Node builds the page. It is not installed for anybody: distributions ship old ones, and
/// people have their own ways.
fn node() -> Result<()> {
    const NEEDED: (u32, u32) = (20, 19);
    let Some(version) = sh::answer(Command::new("node").arg("--version")) else {
        bail!("Node is missing. Install Node 20.19 or newer from https://nodejs.org, with npm.");
    };
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse().ok());
    let found = (numbers.next().flatten(), numbers.next().flatten());
    match found {
        (Some(major), Some(minor)) if (major, minor) >= NEEDED => {}
        _ => bail!("Node {version} is too old. Install 20.19 or newer from https://nodejs.org."),
    }
    if sh::answer(&mut npm(&["--version"])).is_none() {
        bail!("npm is missing. It comes with Node from https://nodejs.org.");
    }
    Ok(())
}

/// npm, which on Windows is a script and not a program.
pub(crate) fn npm(words: &[&str]) -> Command {
    let mut npm = if cfg!(windows) {
        let mut shell = sh::command("cmd");
        shell.args(["/C", "npm"]);
        shell
    } else {
        sh::command("npm")
    };
    npm.args(words);
    npm
}

fn debian(what: For) -> Result<()> {
    let mut wanted = DEBIAN_RUN.to_vec();
    if what != For::Run {
        wanted.extend(DEBIAN_TEST);
    }
    if what == For::Window {
        wanted.extend(DEBIAN_WINDOW);
    }
    let missing: Vec<&str> = wanted
        .into_iter()
        .filter(|package| !installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing system packages: {}", missing.join(" "));
    let root = sh::answer(Command::new("id").arg("-u")).as_deref() == Some("0");
    if !root && sh::answer(Command::new("sudo").args(["-n", "true"])).is_none() {
        bail!(
            "they need the administrator. Run this, then try again:\n\n  \
             sudo apt-get install --no-install-recommends {}",
            missing.join(" ")
        );
    }
    let apt = || {
        let mut apt = if root {
            sh::command("apt-get")
        } else {
            let mut sudo = sh::command("sudo");
            sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            sudo
        };
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    sh::run(apt().args(["update", "--quiet"]))?;
    sh::run(
        apt()
            .args([
                "install",
                "--yes",
                "--quiet",
                "--no-install-recommends",
                "--option=Dpkg::Use-Pty=0",
            ])
            .args(&missing),
    )
}

fn installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    sh::answer(&mut query).as_deref() == Some("installed")
}

/// Elsewhere the parts themselves are looked for, and the names are given.
fn other(what: For) -> Result<()> {
    let mut missing = Vec::new();
    for library in ["webkit2gtk-4.1", "librsvg-2.0", "dbus-1"] {
        if sh::answer(Command::new("pkg-config").args(["--exists", library])).is_none() {
            missing.push(library);
        }
    }
    let programs: &[&str] = match what {
        For::Run => &["cc", "make", "perl"],
        For::Test => &[
            "cc",
            "make",
            "perl",
            "dbus-run-session",
            "gnome-keyring-daemon",
            "python3",
        ],
        For::Window => &[
            "cc",
            "make",
            "perl",
            "dbus-run-session",
            "gnome-keyring-daemon",
            "python3",
            "WebKitWebDriver",
            "Xvfb",
            "xvfb-run",
        ],
    };
    missing.extend(programs.iter().filter(|program| !sh::has(program)));
    if missing.is_empty() {
        return Ok(());
    }
    let tests = what != For::Run;
    let and = |extra: &str| {
        if tests {
            format!(" {extra}")
        } else {
            String::new()
        }
    };
    bail!(
        "missing here: {}\n\n  Fedora:  sudo dnf install {FEDORA}{}\n  Arch:    sudo pacman -S --needed {ARCH}{}\n\
         \nOn another system, install its packages of the same names and try again.",
        missing.join(", "),
        and(FEDORA_TEST),
        and(ARCH_TEST),
    );
}
