//! One run of a program: how long, how much of a processor, how much memory.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Ticks of a processor in a second, as Linux counts them for everybody.
const TICKS: f64 = 100.0;

/// What a run took.
#[derive(Clone)]
pub(crate) struct Ran {
    pub(crate) wall: f64,
    /// Seconds of processor, in user and in system.
    pub(crate) cpu: f64,
    /// Most memory held at once, in MB.
    pub(crate) peak: f64,
    pub(crate) out: String,
}

/// Runs a program to its end.
#[expect(
    clippy::disallowed_methods,
    reason = "memory is looked at now and then"
)]
pub(crate) fn run(command: &mut Command) -> Result<Ran> {
    let before = children();
    let start = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    let status = format!("/proc/{}/status", child.id());
    let (over, peak) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(0)),
    );
    let watch = {
        let (over, peak) = (Arc::clone(&over), Arc::clone(&peak));
        std::thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                if let Some(now) = field(&status, "VmHWM:") {
                    peak.fetch_max(now, Ordering::Relaxed);
                }
                std::thread::sleep(Duration::from_millis(4));
            }
        })
    };
    let output = child.wait_with_output()?;
    let wall = start.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    let cpu = children() - before;
    if watch.join().is_err() {
        bail!("the watch over memory ended early");
    }
    if !output.status.success() {
        bail!(
            "{} ended with {}: {}{}",
            command.get_program().display(),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(Ran {
        wall,
        cpu,
        peak: peak.load(Ordering::Relaxed) as f64 / 1024.0,
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
    })
}

/// Seconds of processor that ended children took.
fn children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in brackets: state is the first, the children's times are the 14th and 15th.
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .map(|(_, rest)| rest.split_whitespace().collect())
        .unwrap_or_default();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or_default()
    };
    (ticks(13) + ticks(14)) / TICKS
}

/// A number of kilobytes in a file of `/proc`.
pub(crate) fn field(file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// How many tasks want a processor, over the last minute.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("?").to_owned()
}

/// The middle one.
pub(crate) fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    match all.len() {
        0 => f64::NAN,
        some if some % 2 == 1 => all[some / 2],
        some => f64::midpoint(all[some / 2 - 1], all[some / 2]),
    }
}

/// Milliseconds of processor that this process has taken, all threads that still are.
pub(crate) fn own_processor() -> f64 {
    let nanoseconds: u64 = fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("schedstat")).ok())
        .filter_map(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .sum();
    nanoseconds as f64 / 1e6
}
