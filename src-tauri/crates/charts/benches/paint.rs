//! How long a picture takes: a year of days, ten years, and the export.

use std::hint::black_box;

use charts::{Caption, Theme, export_png};
use criterion::{Criterion, criterion_group, criterion_main};

#[path = "../tests/charts/samples.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod samples;

fn paint(criterion: &mut Criterion) {
    let year = samples::balance_days(365);
    let decade = samples::balance_days(3_650);
    let sheet = samples::sheet(656, 186, "Joint current");
    criterion.bench_function("a year of days", |bench| {
        bench.iter(|| black_box(&year).paint(&sheet).map(|chart| chart.svg.len()));
    });
    criterion.bench_function("ten years of days", |bench| {
        bench.iter(|| {
            black_box(&decade)
                .paint(&sheet)
                .map(|chart| chart.svg.len())
        });
    });
    let forecast = samples::forecast(90);
    criterion.bench_function("a forecast of 90 days", |bench| {
        bench.iter(|| {
            black_box(&forecast)
                .paint(&sheet)
                .map(|chart| chart.svg.len())
        });
    });
    let stack = samples::stack();
    let wide = samples::sheet(760, 380, "Net worth");
    criterion.bench_function("a stack of eight classes", |bench| {
        bench.iter(|| black_box(&stack).paint(&wide).map(|chart| chart.svg.len()));
    });
    let painted = year.paint(&sheet);
    criterion.bench_function("export as PNG", |bench| {
        bench.iter(|| {
            let chart = painted.as_ref().expect("paints");
            export_png(chart, Theme::Light, &Caption::default(), 2.0).map(|png| png.len())
        });
    });
}

criterion_group!(benches, paint);
criterion_main!(benches);
