//! Measures reading a bank file: `cargo run --release -p import --example parse_bench -- FILE…`.
//!
//! For each file: rows, milliseconds with the rows visited one by one, milliseconds with all rows kept, and (for
//! delimited text) what the `csv` crate alone needs for the same bytes. The least of five runs each.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use import::Profile;

fn best<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut least: Option<(Duration, T)> = None;
    for _ in 0..5 {
        let start = Instant::now();
        let result = work();
        let taken = start.elapsed();
        if least.as_ref().is_none_or(|(time, _)| taken < *time) {
            least = Some((taken, result));
        }
    }
    least.expect("five runs were made")
}

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let profile = Profile::default();
        let (streamed, rows) = best(|| {
            let mut rows = 0_usize;
            let parsed = import::parse_streaming(&path, &bytes, &profile, &mut |_, row| {
                black_box(&row);
                rows += 1;
            });
            black_box(parsed);
            rows
        });
        let (kept, parsed) = best(|| import::parse(&path, &bytes, &profile));
        let (bare, cells) = best(|| {
            let mut reader = csv::ReaderBuilder::new()
                .flexible(true)
                .from_reader(&bytes[..]);
            let mut record = csv::ByteRecord::new();
            let mut cells = 0_usize;
            while let Ok(true) = reader.read_byte_record(&mut record) {
                cells += record.len();
            }
            cells
        });
        println!(
            "{path}: {} {} rows, {} bytes: streamed {:.1} ms, kept {:.1} ms, csv crate alone {:.1} ms ({cells} cells)",
            parsed.format,
            rows,
            bytes.len(),
            streamed.as_secs_f64() * 1e3,
            kept.as_secs_f64() * 1e3,
            bare.as_secs_f64() * 1e3,
        );
    }
    Ok(())
}
