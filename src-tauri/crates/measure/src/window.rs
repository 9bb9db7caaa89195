//! The desktop window: from the start of its process to content that is of use, and the memory of all its processes, beside an
//! empty window with the same web view.
//!
//! Both say on standard error when they are there: the empty one when its page is loaded, the app when the overview with its
//! figures is painted (asked for by `COFFER_MARK`). Each start has a home of its own; the programs' files are in the system's
//! cache, as after any start of the day.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::Bench;
use crate::imports::Books;
use crate::process::{field, median};
use crate::table::Table;

const STARTS: usize = 5;
/// Time over the empty window that the app may take, in seconds.
const SLOWER: f64 = 0.35;
/// Memory over the empty window, in MB.
const LARGER: f64 = 60.0;
/// What both print when they are there.
const MARK: &str = "content painted";
/// Memory is looked at when the window has been there for so long.
const SETTLED: Duration = Duration::from_secs(3);

#[derive(Default)]
struct Seen {
    seconds: Vec<f64>,
    memory: Vec<f64>,
    processor: Vec<f64>,
}

pub(crate) fn measure(
    bench: &Bench,
    app: &Path,
    bare: &Path,
    books: &[(&str, &Books)],
    table: &mut Table,
) -> Result<()> {
    Table::head(&format!(
        "The desktop window, median of {STARTS} starts in turn"
    ));
    let mut empty = Seen::default();
    let mut seen: Vec<Seen> = books.iter().map(|_| Seen::default()).collect();
    for turn in 0..=STARTS {
        // The first turn fills the caches and does not count.
        let mut unseen = Seen::default();
        let counts = turn > 0;
        start(
            bench,
            bare,
            None,
            if counts { &mut empty } else { &mut unseen },
        )?;
        for ((_, books), seen) in books.iter().zip(&mut seen) {
            start(
                bench,
                app,
                Some(&books.ofx),
                if counts { seen } else { &mut unseen },
            )?;
        }
    }
    let shell = (median(empty.seconds), median(empty.memory));
    table.told(
        "empty window with a web view",
        format!(
            "{:.2} s, {:.0} MB, processor {:.2} s",
            shell.0,
            shell.1,
            median(empty.processor)
        ),
    );
    let mut memory = Vec::new();
    for ((size, _), seen) in books.iter().zip(seen) {
        let (seconds, mb) = (median(seen.seconds), median(seen.memory));
        table.limited(
            &format!(
                "start to useful content, {size} (processor {:.2} s)",
                median(seen.processor)
            ),
            seconds,
            shell.0 + SLOWER,
            "s",
        );
        table.limited(
            &format!("memory of all processes, {size}"),
            mb,
            shell.1 + LARGER,
            "MB",
        );
        memory.push(mb);
    }
    if let (Some(first), Some(last), true) = (memory.first(), memory.last(), memory.len() > 1) {
        table.times(
            "memory, largest book by 10k",
            (*last, *first),
            1.1,
            "MB",
            "10k",
        );
    }
    Ok(())
}

/// One start, until the window is there and at rest.
#[expect(
    clippy::disallowed_methods,
    reason = "memory is looked at when the window has come to rest"
)]
fn start(bench: &Bench, program: &Path, book: Option<&Path>, seen: &mut Seen) -> Result<()> {
    let home = bench.folder.path().join("home");
    drop(fs::remove_dir_all(&home));
    fs::create_dir_all(&home)?;
    let mut command = Command::new(program);
    command
        .env("COFFER_MARK", "1")
        // A virtual display has no graphics card to share buffers with.
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("HOME", &home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    for name in [
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
    ] {
        command.env(name, home.join(name));
    }
    if let Some(book) = book {
        command.env("COFFER_STORE", book);
    }
    let from = Instant::now();
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let errors = BufReader::new(child.stderr.take().context("standard error")?);
    let mut said = String::new();
    let mut marked = None;
    for line in errors.lines() {
        let line = line?;
        if line.contains(MARK) {
            marked = Some(from.elapsed().as_secs_f64());
            break;
        }
        said.push_str(&line);
        said.push('\n');
    }
    let Some(seconds) = marked else {
        drop(child.kill());
        child.wait()?;
        bail!("{} ended before it was there: {said}", program.display());
    };
    std::thread::sleep(SETTLED);
    let (memory, processor) = family(child.id());
    child.kill()?;
    child.wait()?;
    seen.seconds.push(seconds);
    seen.memory.push(memory);
    seen.processor.push(processor);
    Ok(())
}

/// Memory of a process and all below it, shared pages counted by their share, in MB; and their seconds of processor.
fn family(root: u32) -> (f64, f64) {
    let mut below: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        let Some(parent) = field(&format!("/proc/{id}/status"), "PPid:") else {
            continue;
        };
        below.entry(parent as u32).or_default().push(id);
    }
    let (mut kilobytes, mut ticks) = (0, 0);
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        kilobytes += field(&format!("/proc/{id}/smaps_rollup"), "Pss:").unwrap_or_default();
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let own = stat
            .rsplit_once(')')
            .map(|(_, rest)| rest.split_whitespace());
        ticks += own
            .into_iter()
            .flat_map(|fields| fields.skip(11).take(2))
            .filter_map(|text| text.parse::<u64>().ok())
            .sum::<u64>();
        waiting.extend(below.remove(&id).unwrap_or_default());
    }
    (kilobytes as f64 / 1024.0, ticks as f64 / 100.0)
}
