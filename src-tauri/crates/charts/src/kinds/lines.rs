//! Several lines over time, the first one with an area down to the second: value and cost, spending and its moving mean, a rate.

use crate::canvas::{Canvas, Spot};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PointText, Row, SeriesKey, Table};
use crate::kinds::{Frame, Gutters, LEAST, extremes, fits, only_table, stretches, unit};
use crate::reduce::kept;
use crate::scale::{Domain, Pad};
use crate::sheet::{Axis, Series, Sheet, Side, check};

/// Lines that share their points. Values are joined straight: they are means and month ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// What `xs` counts.
    pub axis: Axis,
    /// The days or months, ascending.
    pub xs: Vec<i32>,
    /// The lines, the main one first.
    pub series: Vec<Series>,
    /// Zero belongs to the picture.
    pub from_zero: bool,
}

impl Lines {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let lengths: Vec<_> = self
            .series
            .iter()
            .map(|one| (one.name.as_str(), one.values.len()))
            .collect();
        check(&self.xs, &lengths)?;
        let known = || {
            self.series
                .iter()
                .flat_map(|one| one.values.iter().flatten().copied())
        };
        let (Some(low), Some(high)) = (known().min(), known().max()) else {
            return Err(ChartError::Empty);
        };
        let labels = self.axis.labels(&self.xs, sheet)?;
        let no_data = &sheet.labels.words.no_data;
        let text =
            |value: Option<i64>| value.map_or_else(|| no_data.clone(), |value| sheet.money(value));
        let table = Table {
            head: std::iter::once(self.axis.head(sheet))
                .chain(self.series.iter().map(|one| one.name.clone()))
                .collect(),
            rows: labels
                .iter()
                .enumerate()
                .map(|(at, label)| {
                    std::iter::once(label.clone())
                        .chain(self.series.iter().map(|one| text(one.values[at])))
                        .collect()
                })
                .collect(),
        };
        if !fits(sheet, LEAST) {
            return Ok(only_table(sheet, table));
        }
        let (mut low, mut high) = (i128::from(low), i128::from(high));
        if self.from_zero || (high - low) * 5 >= low.abs().max(high.abs()) * 2 {
            (low, high) = (low.min(0), high.max(0));
        }
        let domain = Domain::new(low, high, Pad::DATA, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 12.0,
            top: 10.0,
            bottom: 22.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, Side::Left);
        let span = (self.xs[0], self.xs[self.xs.len() - 1]);
        let x = frame.x(f64::from(span.0), f64::from(span.1));
        let main = self
            .series
            .first()
            .map(|one| one.values.as_slice())
            .unwrap_or_default();
        let kept = kept(main, (frame.plot.right - frame.plot.left) as usize);
        let xs: Vec<f64> = kept
            .iter()
            .map(|at| x.at(f64::from(self.xs[*at])))
            .collect();
        let spots = |one: &Series| -> Vec<Option<Spot>> {
            kept.iter()
                .zip(&xs)
                .map(|(at, x)| one.values[*at].map(|value| (*x, frame.height_of(value))))
                .collect()
        };
        let lines: Vec<Vec<Option<Spot>>> = self.series.iter().map(spots).collect();
        let canvas = Canvas::new(sheet.width, sheet.height);
        frame.draw_grid(&canvas)?;
        frame.draw_time(&canvas, self.axis, span, x)?;
        canvas.group("series", || {
            if let [first, second, ..] = lines.as_slice() {
                // Only where both are known there is anything between them.
                let both: Vec<Option<(Spot, Spot)>> =
                    first.iter().zip(second).map(|(a, b)| a.zip(*b)).collect();
                for run in both.split(Option::is_none).filter(|run| run.len() > 1) {
                    let upper = run.iter().flatten().map(|(a, _)| *a);
                    let lower = run.iter().flatten().rev().map(|(_, b)| *b);
                    canvas.area(upper.chain(lower).collect(), self.series[0].ink, 0.1)?;
                }
            }
            for (one, line) in self.series.iter().zip(&lines).rev() {
                let width = if one.id == self.series[0].id {
                    2.0
                } else {
                    1.5
                };
                for stretch in stretches(line) {
                    match stretch.as_slice() {
                        [alone] => canvas.dot(*alone, 1.5, one.ink)?,
                        points => canvas.path(points, one.ink, width, 1.0)?,
                    }
                }
            }
            match lines.first().and_then(|line| line.iter().flatten().last()) {
                Some(last) => canvas.haloed(*last, 3.5, 5.0, self.series[0].ink),
                None => Ok(()),
            }
        })?;
        let (lowest, highest) = extremes(kept.iter().map(|at| main[*at]));
        let points = kept
            .iter()
            .map(|at| PointText {
                at: self.xs[*at],
                label: labels[*at].clone(),
                rows: self
                    .series
                    .iter()
                    .map(|one| Row::new(&one.name, text(one.values[*at]), one.ink))
                    .collect(),
            })
            .collect();
        let geometry = Geometry {
            plot: frame.plot,
            y: (0..kept.len())
                .map(|place| {
                    lines
                        .iter()
                        .map(|line| line[place].map(|spot| spot.1))
                        .collect()
                })
                .collect(),
            x: xs,
            series: self.series.iter().map(SeriesKey::from).collect(),
            points,
            lowest,
            highest,
            ..Geometry::of(sheet, table)
        };
        Ok(canvas.finish(sheet, geometry))
    }
}
