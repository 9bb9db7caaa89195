//! Spending by period against what was wanted.

use crate::canvas::{Anchor, Canvas};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PointText, Row, SeriesKey, Table};
use crate::ink::Ink;
use crate::kinds::{Frame, Gutters, LEAST, extremes, fits, only_table, unit};
use crate::label::text_width;
use crate::scale::{Domain, Pad, Scale};
use crate::sheet::{Axis, Series, Sheet, Side, check};

/// One bar a month; what goes over the month's limit is framed and hatched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarsLimit {
    /// The months, ascending.
    pub months: Vec<i32>,
    /// What was spent, in minor units; `None` where nothing is known.
    pub series: Series,
    /// The limit of each month; empty when there never was one.
    pub limits: Vec<Option<i64>>,
    /// What is still expected of the last month, on top of its value.
    pub expected: Option<i64>,
}

impl BarsLimit {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let count = self.months.len();
        let words = &sheet.labels.words;
        check(
            &self.months,
            &[(&self.series.name, self.series.values.len())],
        )?;
        if !self.limits.is_empty() {
            check(&self.months, &[(&words.limit, self.limits.len())])?;
        }
        let labels = Axis::Months.labels(&self.months, sheet)?;
        let table = self.table(sheet, &labels);
        if !fits(sheet, LEAST) {
            return Ok(only_table(sheet, table));
        }

        let last = count - 1;
        let whole = |at: usize| {
            let value = i128::from(self.series.values[at].unwrap_or(0));
            let expected = if at == last {
                self.expected.unwrap_or(0).max(0)
            } else {
                0
            };
            value + i128::from(expected)
        };
        let reach = || {
            let values = self.series.values.iter().flatten().copied().map(i128::from);
            let limits = self.limits.iter().flatten().copied().map(i128::from);
            values.chain(limits).chain([0, whole(last)])
        };
        let (low, high) = (reach().min().unwrap_or(0), reach().max().unwrap_or(0));
        let pad = if low < 0 { Pad::DATA } else { Pad::GROUNDED };
        let domain = Domain::new(low, high, pad, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 2.0,
            top: 10.0,
            bottom: 20.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, Side::Left);
        let x = frame.x(-0.5, count as f64 - 0.5);
        let step = (frame.plot.right - frame.plot.left) / count as f64;
        let width = (step * 0.6).min(22.0);

        let canvas = Canvas::new(sheet.width, sheet.height);
        frame.draw_grid(&canvas)?;
        canvas.group("series", || {
            for at in 0..count {
                self.draw_bar(&canvas, &frame, x, width, at)?;
            }
            Ok(())
        })?;
        frame.draw_zero(&canvas)?;
        self.draw_limits(&canvas, &frame, x)?;
        draw_months(&canvas, &frame, x, &self.months)?;

        let (lowest, highest) = extremes(self.series.values.iter().copied());
        let points = labels
            .iter()
            .enumerate()
            .map(|(at, label)| PointText {
                at: self.months[at],
                label: label.clone(),
                rows: self.rows(sheet, at),
            })
            .collect();
        let geometry = Geometry {
            plot: frame.plot,
            x: (0..count).map(|at| x.at(at as f64)).collect(),
            y: vec![vec![None]; count],
            series: vec![SeriesKey::from(&self.series)],
            points,
            lowest,
            highest,
            ..Geometry::of(sheet, table)
        };
        Ok(canvas.finish(sheet, geometry))
    }

    fn limit(&self, at: usize) -> Option<i64> {
        self.limits.get(at).copied().flatten()
    }

    fn draw_bar(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        x: Scale,
        width: f64,
        at: usize,
    ) -> Result<(), ChartError> {
        let Some(value) = self.series.values[at] else {
            return Ok(());
        };
        let current = at + 1 == self.months.len();
        let (left, right) = (x.at(at as f64) - width / 2.0, x.at(at as f64) + width / 2.0);
        let within = self
            .limit(at)
            .map_or(value, |limit| value.min(limit.max(0)));
        let alpha = if current { 1.0 } else { 0.55 };
        let top = frame.height_of(within);
        canvas.bar((left, frame.ground()), (right, top), self.series.ink, alpha)?;
        if within < value {
            // A pixel of ground between what was wanted and what went over.
            canvas.hatched(
                (left, frame.height_of(value)),
                (right, top - 1.0),
                Ink::Neg,
                0.8,
            )?;
        }
        if current
            && let Some(expected) = self.expected
            && expected > 0
        {
            let full = frame
                .y
                .at(i128::from(value).saturating_add(i128::from(expected)) as f64);
            let from = frame.height_of(value);
            canvas.hatched((left, full), (right, from), self.series.ink, 0.5)?;
        }
        Ok(())
    }

    /// One dashed line while the limit stays, stepping where it changes.
    fn draw_limits(&self, canvas: &Canvas, frame: &Frame<'_>, x: Scale) -> Result<(), ChartError> {
        canvas.group("level", || {
            let mut from = 0;
            while from < self.limits.len() {
                let limit = self.limits[from];
                let same = self.limits[from..]
                    .iter()
                    .take_while(|other| **other == limit)
                    .count();
                if let Some(limit) = limit {
                    let y = frame.height_of(limit);
                    let ends = [from as f64 - 0.5, (from + same) as f64 - 0.5];
                    let line = ends.map(|end| (x.at(end), y));
                    canvas.dashed(&line, Ink::Limit, 1.5, (3, 3))?;
                }
                from += same;
            }
            Ok(())
        })
    }

    fn rows(&self, sheet: &Sheet, at: usize) -> Vec<Row> {
        let words = &sheet.labels.words;
        let value = self.series.values[at]
            .map_or_else(|| words.no_data.clone(), |value| sheet.money(value));
        let mut rows = vec![Row::new(&self.series.name, value, self.series.ink)];
        if let Some(limit) = self.limit(at) {
            rows.push(Row::new(&words.limit, sheet.money(limit), None));
        }
        if at + 1 == self.months.len()
            && let Some(expected) = self.expected
        {
            rows.push(Row::new(&words.expected, sheet.money(expected), None));
        }
        rows
    }

    fn table(&self, sheet: &Sheet, labels: &[String]) -> Table {
        let words = &sheet.labels.words;
        let mut head = vec![words.month.clone(), self.series.name.clone()];
        if !self.limits.is_empty() {
            head.push(words.limit.clone());
        }
        let rows = labels.iter().enumerate().map(|(at, label)| {
            let value = self.series.values[at]
                .map_or_else(|| words.no_data.clone(), |value| sheet.money(value));
            let mut row = vec![label.clone(), value];
            if !self.limits.is_empty() {
                row.push(
                    self.limit(at)
                        .map_or_else(String::new, |limit| sheet.money(limit)),
                );
            }
            row
        });
        Table {
            head,
            rows: rows.collect(),
        }
    }
}

/// Month names under bars: as many as have room, evenly apart and always the last one;
/// quarters in a series of more than 14 months. January shows the year.
pub(crate) fn draw_months(
    canvas: &Canvas,
    frame: &Frame<'_>,
    x: Scale,
    months: &[i32],
) -> Result<(), ChartError> {
    const APART: f64 = 6.0;
    let names = &frame.sheet.labels.months;
    let mut labels = Vec::with_capacity(months.len());
    for (at, month) in months.iter().enumerate() {
        let civil = Axis::Months.civil(*month)?;
        let text = match civil.month {
            0 => civil.year.to_string(),
            month => names[month].clone(),
        };
        labels.push((at, *month, text));
    }
    let step = x.at(1.0) - x.at(0.0);
    let widest = labels
        .iter()
        .map(|label| text_width(&label.2))
        .fold(0.0, f64::max);
    let fits = |every: i32| f64::from(every) * step >= widest + APART;
    let least = if months.len() > 14 { 3 } else { 1 };
    let steps = [1, 2, 3, 6, 12, 24, 60, 120].into_iter();
    let every = steps
        .filter(|every| *every >= least)
        .find(|every| fits(*every))
        .unwrap_or(240);
    let newest = months[months.len() - 1];
    // Whole years and quarters stand on Januaries; anything closer ends at the newest month.
    let anchor = if every >= 3 { 0 } else { newest };
    let baseline = f64::from(frame.sheet.height) - 6.0;
    canvas.group("axis", || {
        for (at, month, text) in &labels {
            let (at, half) = (x.at(*at as f64), text_width(text) / 2.0);
            let inside = at - half >= 0.0 && at + half <= f64::from(frame.sheet.width);
            if (month - anchor).rem_euclid(every) == 0 && inside {
                canvas.label((at, baseline), text, Ink::Label, Anchor::Middle)?;
            }
        }
        Ok(())
    })
}
