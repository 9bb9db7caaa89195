//! `cargo xtask journeys`: the app as people get it, in a real window, driven from outside.
//!
//! The tests find the app in `COFFER_APP` and the driver's address in `COFFER_DRIVER`.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::{page, session, sh, system, testing};

/// The driver's version, held so that a run today is a run tomorrow.
const DRIVER: &str = "~2.1";

const TESTS: [&str; 6] = [
    "--package",
    "acceptance",
    "--features",
    "webview",
    "--test",
    "webview",
];

/// Every story, or those whose names hold one of the words.
pub(crate) fn run(only: &[&str]) -> Result<()> {
    if cfg!(target_os = "macos") {
        bail!("macOS has no driver for its web view; the journeys run on Linux and Windows");
    }
    system::provide(system::For::Window)?;
    page::build()?;
    let build = [
        "build",
        "-p",
        "coffer-desktop",
        "--features",
        "tauri/custom-protocol",
    ];
    sh::run(sh::cargo().args(build))?;
    let app = format!("coffer-desktop{}", std::env::consts::EXE_SUFFIX);
    let app = sh::target().join("debug").join(app);
    let driver = driver()?;
    // Compiled before anything waits for them.
    sh::run(sh::cargo().args(["test", "--no-run"]).args(TESTS))?;

    let mut inside = Command::new(std::env::current_exe()?);
    inside
        .arg("journeys-inside")
        .args(only)
        .env("COFFER_APP", app)
        .env("COFFER_TAURI_DRIVER", driver);
    // A virtual display has no graphics card to share buffers with.
    inside.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    session::run(&inside, true)
}

/// The part that runs inside the session: the driver, and the tests that talk to it.
pub(crate) fn inside(only: &[&str]) -> Result<()> {
    let driver = std::env::var_os("COFFER_TAURI_DRIVER").context("this is a part of `journeys`")?;
    let (port, native) = (free_port()?, free_port()?);
    let mut command = Command::new(&driver);
    command.args([
        "--port",
        &port.to_string(),
        "--native-port",
        &native.to_string(),
    ]);
    if let Some(native) = sh::found("WebKitWebDriver") {
        command.arg("--native-driver").arg(native);
    }
    let child = command
        .spawn()
        .with_context(|| format!("cannot start {}", driver.display()))?;
    let mut driver = Driver(child);
    driver.answers(port)?;
    let mut tests = sh::cargo();
    if testing::nextest() {
        tests
            .args(["nextest", "run", "--profile", "window"])
            .args(TESTS)
            .args(only);
    } else {
        tests
            .arg("test")
            .args(TESTS)
            .args(["--", "--test-threads=1"])
            .args(only);
    }
    sh::run(tests.env("COFFER_DRIVER", format!("http://127.0.0.1:{port}")))
}

/// The running driver; stopped when the tests are over, however they ended.
struct Driver(Child);

impl Driver {
    #[expect(clippy::disallowed_methods, reason = "a port has no event to wait for")]
    fn answers(&mut self, port: u16) -> Result<()> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let since = Instant::now();
        while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
            if let Some(status) = self.0.try_wait()? {
                bail!("the driver ended by itself ({status})");
            }
            if since.elapsed() > Duration::from_secs(30) {
                bail!("the driver does not answer on {address}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to end, it takes the native driver with it; killed, it would leave that behind.
        if cfg!(unix) {
            drop(Command::new("kill").arg(self.0.id().to_string()).status());
        } else {
            drop(self.0.kill());
        }
        drop(self.0.wait());
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// The driver: the one on the path, or one built into the target folder.
fn driver() -> Result<PathBuf> {
    if let Some(driver) = sh::found("tauri-driver") {
        return Ok(driver);
    }
    let folder = sh::target().join("tools");
    let driver = folder
        .join("bin")
        .join(format!("tauri-driver{}", std::env::consts::EXE_SUFFIX));
    if !driver.is_file() {
        let install = [
            "install",
            "tauri-driver",
            "--locked",
            "--version",
            DRIVER,
            "--root",
        ];
        sh::run(sh::cargo().args(install).arg(&folder))?;
    }
    Ok(driver)
}
