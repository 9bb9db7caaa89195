//! Independent clients of the upstreams, against the bank.
//!
//! The clients are fetched by `pip` into a virtual environment in a temporary folder. Where Python,
//! `venv` or the packages cannot be had, the test says so and passes: it needs a package index, and
//! the other tests hold without it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stderr, reason = "a skipped test says why")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chrono::NaiveDate;
use practice::{Authorization, Door, Options, Running, Scenario, Switches, serve};

/// The versions that the bank was written against.
const FINWISE: &str = "finwise-python==3.0.0";
const WALLET: &str = "wallet-rest-cli==0.0.2";
const BUDGEA: &str = "pybudgea==0.1.11";
/// What the Budgea client needs at a version of its time.
const BUDGEA_NEEDS: &str = "marshmallow>=3,<4";

/// Where the scripts of a virtual environment are.
fn scripts(venv: &Path) -> PathBuf {
    venv.join(if cfg!(windows) { "Scripts" } else { "bin" })
}

/// A virtual environment with packages, or why there is none.
fn environment(folder: &Path, packages: &[&str]) -> Result<PathBuf, String> {
    let run = |program: &Path, arguments: &[&str]| -> Result<(), String> {
        let output = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("{} does not run: {error}", program.display()))?;
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
        }
    };
    let venv = folder.join("venv");
    let target = venv.to_string_lossy().into_owned();
    run(Path::new("python3"), &["-m", "venv", &target])
        .or_else(|_| run(Path::new("python"), &["-m", "venv", &target]))?;
    let python = scripts(&venv).join("python");
    let quiet = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    ];
    run(
        &python,
        &[&quiet[..], &["--timeout", "15", "--retries", "1"], packages].concat(),
    )?;
    Ok(venv)
}

/// A bank on a runtime of its own, since the clients block.
struct Opened {
    _runtime: tokio::runtime::Runtime,
    bank: Running,
}

fn open() -> Opened {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let bank = runtime.block_on(serve(Options::new(today))).unwrap();
    Opened {
        _runtime: runtime,
        bank,
    }
}

fn from_line(bank: &Running, pointer: &str) -> String {
    bank.first_line()
        .pointer(pointer)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

const BUDGEA_SCRIPT: &str = include_str!("python/budgea_calls.py");
const FINWISE_SCRIPT: &str = include_str!("python/finwise_calls.py");

fn checked(output: &Output) -> String {
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{err}");
    out.into_owned()
}

#[test]
fn the_finwise_client_reads_and_writes() {
    let folder = tempfile::tempdir().unwrap();
    let venv = match environment(folder.path(), &[FINWISE]) {
        Ok(venv) => venv,
        Err(reason) => {
            eprintln!("skipped, {FINWISE} cannot be had: {reason}");
            return;
        }
    };
    let opened = open();
    let bank = &opened.bank;
    bank.set_switches(Switches {
        finwise_lenient: true,
        ..Switches::default()
    });
    let script = folder.path().join("finwise_calls.py");
    std::fs::write(&script, FINWISE_SCRIPT).unwrap();
    let output = Command::new(scripts(&venv).join("python"))
        .arg(&script)
        .env("BANK_URL", from_line(bank, "/upstreams/finwise/base_url"))
        .env("BANK_KEY", from_line(bank, "/upstreams/finwise/api_key"))
        .env("BANK_CONTROL", from_line(bank, "/control"))
        .env("BANK_TRUTH", serde_json::to_string(&bank.truth()).unwrap())
        .env("NO_PROXY", "*")
        .output()
        .unwrap();
    assert!(checked(&output).contains("all said"));
    let seen = bank.requests();
    let asked: Vec<_> = seen
        .iter()
        .filter(|seen| seen.door == Door::Finwise)
        .collect();
    assert!(
        asked
            .iter()
            .all(|seen| seen.authorization == Authorization::Bare)
    );
    assert!(asked.iter().any(|seen| {
        seen.query.iter().any(|(name, value)| {
            name == "filters" && serde_json::from_str::<serde_json::Value>(value).is_ok()
        })
    }));
    // A strict service refuses the bodies of this client.
    bank.set_switches(Switches::default());
    let strict = "import os; from finwise import FinWise\n\
                  FinWise(api_key=os.environ['BANK_KEY'], base_url=os.environ['BANK_URL'], \
                  max_retries=0).accounts.create(name='x', type='depository')";
    let output = Command::new(scripts(&venv).join("python"))
        .args(["-c", strict])
        .env("BANK_URL", from_line(bank, "/upstreams/finwise/base_url"))
        .env("BANK_KEY", from_line(bank, "/upstreams/finwise/api_key"))
        .env("NO_PROXY", "*")
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert_eq!(bank.requests().last().map(|seen| seen.status), Some(400));
}

#[test]
fn the_wallet_client_reads_everything() {
    let folder = tempfile::tempdir().unwrap();
    let venv = match environment(folder.path(), &[WALLET]) {
        Ok(venv) => venv,
        Err(reason) => {
            eprintln!("skipped, {WALLET} cannot be had: {reason}");
            return;
        }
    };
    let opened = open();
    let bank = &opened.bank;
    let base = from_line(bank, "/upstreams/wallet/base_url");
    let run = |arguments: &[&str], base: &str| {
        // The entry point is called through the module, whatever the script is named.
        Command::new(scripts(&venv).join("python"))
            .args(["-c", "from wallet_rest_cli.cli import app; app()"])
            .args(arguments)
            .args(["--base-url", base])
            .env(
                "WALLET_API_TOKEN",
                from_line(bank, "/upstreams/wallet/token"),
            )
            .env("NO_PROXY", "*")
            .env("NO_COLOR", "1")
            .env("PYTHONIOENCODING", "utf-8")
            .output()
            .unwrap()
    };
    let read = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&checked(&run(arguments, &base))).unwrap()
    };
    for (command, collection, count) in [
        ("accounts", "accounts", 7),
        ("budgets", "budgets", 6),
        ("goals", "goals", 4),
        ("labels", "labels", 4),
        ("record-rules", "recordRules", 4),
        ("standing-orders", "standingOrders", 18),
        ("categories", "categories", 30),
    ] {
        let page = read(&[command]);
        assert_eq!(
            page[collection].as_array().map(Vec::len),
            Some(count),
            "{command}"
        );
    }
    let page = read(&["records", "--limit", "5", "--offset", "5"]);
    assert_eq!(page["records"].as_array().map(Vec::len), Some(5));
    assert_eq!(page["nextOffset"], 10);
    assert_eq!(
        read(&["api-usage-stats", "--period", "1days"])["granularity"],
        "daily"
    );
    let last = bank.requests();
    let records = last
        .iter()
        .rev()
        .find(|seen| seen.path.ends_with("/records"))
        .unwrap();
    assert!(
        records
            .query
            .contains(&("sortBy".to_owned(), "-recordDate".to_owned()))
    );

    let failed = |arguments: &[&str], base: &str| -> String {
        let output = run(arguments, base);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let outside = from_line(bank, "/base");
    assert!(failed(&["accounts"], &outside).contains("404"));
    bank.set_scenario(Scenario::FirstSync);
    assert!(failed(&["accounts"], &base).contains("about 5 minutes"));
    bank.set_scenario(Scenario::SiblingToken);
    assert!(failed(&["accounts"], &base).contains("403"));
    bank.set_scenario(Scenario::Calm);
    let bucket = Some(practice::Bucket {
        capacity: 1,
        per_hour: 300,
    });
    bank.set_switches(Switches {
        wallet_bucket: bucket,
        ..Switches::default()
    });
    read(&["accounts"]);
    assert!(failed(&["accounts"], &base).contains("Retry after 12 seconds"));

    bank.set_switches(Switches {
        wallet_legacy: true,
        ..Switches::default()
    });
    let paid = read(&["records", "--payee", "Fibralp"]);
    let found = paid["records"].as_array().unwrap();
    assert!(!found.is_empty());
    let id = found[0]["id"].as_str().unwrap();
    assert_eq!(read(&["records-by-id", id])["records"][0]["id"], id);
}

#[test]
fn the_budgea_client_reads_everything() {
    let folder = tempfile::tempdir().unwrap();
    let venv = match environment(folder.path(), &[BUDGEA, BUDGEA_NEEDS]) {
        Ok(venv) => venv,
        Err(reason) => {
            eprintln!("skipped, {BUDGEA} cannot be had: {reason}");
            return;
        }
    };
    let opened = open();
    let bank = &opened.bank;
    let script = folder.path().join("budgea_calls.py");
    std::fs::write(&script, BUDGEA_SCRIPT).unwrap();
    let entry = |name: &str| from_line(bank, &format!("/upstreams/budgea/{name}"));
    let truth = bank.truth_of(&[practice::household::Upstream::Budgea]);
    let output = Command::new(scripts(&venv).join("python"))
        .arg(&script)
        .env("BANK_URL", entry("dialects/strict"))
        .env("BANK_RAW_URL", entry("base_url"))
        .env("BANK_CLIENT", entry("client_id"))
        .env("BANK_SECRET", entry("client_secret"))
        .env("BANK_TOKEN", entry("user_token"))
        .env("BANK_TRUTH", serde_json::to_string(&truth).unwrap())
        .env("NO_PROXY", "*")
        .output()
        .unwrap();
    assert!(checked(&output).contains("all said"));
    let seen = bank.requests();
    let multipart = seen
        .iter()
        .filter(|seen| seen.door == Door::Budgea && seen.method == "PUT" && seen.status == 200)
        .count();
    assert!(multipart >= 3, "the client wrote its own kind of bodies");
}
