//! Money in above zero, money out below, what was kept as a line.

use crate::canvas::{Canvas, Spot};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PointText, Row, SeriesKey, Table};
use crate::ink::Ink;
use crate::kinds::bars_limit::draw_months;
use crate::kinds::{Frame, Gutters, LEAST, extremes, fits, only_table, unit};
use crate::scale::{Domain, Pad, Scale};
use crate::sheet::{Axis, Sheet, Side, check};

/// Income and spending by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowBars {
    /// The months, ascending; the last one is the current one.
    pub months: Vec<i32>,
    /// Money in, in minor units. A month of net refunds to payers may be negative.
    pub money_in: Vec<i64>,
    /// Money out, as negative amounts.
    pub money_out: Vec<i64>,
    /// What is still expected of the last month: in (positive) and out (negative).
    pub expected: Option<(i64, i64)>,
}

impl FlowBars {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let words = &sheet.labels.words;
        let lengths = [
            (words.money_in.as_str(), self.money_in.len()),
            (&words.money_out, self.money_out.len()),
        ];
        check(&self.months, &lengths)?;
        let labels = Axis::Months.labels(&self.months, sheet)?;
        let table = self.table(sheet, &labels);
        if !fits(sheet, LEAST) {
            return Ok(only_table(sheet, table));
        }

        let count = self.months.len();
        let last = count - 1;
        let (more_in, more_out) = self.expected.unwrap_or((0, 0));
        let reach = || {
            let ends = [
                i128::from(self.money_in[last]) + i128::from(more_in),
                i128::from(self.money_out[last]) + i128::from(more_out),
                0,
            ];
            let known = self
                .money_in
                .iter()
                .chain(&self.money_out)
                .copied()
                .map(i128::from);
            known.chain((0..count).map(|at| self.kept(at))).chain(ends)
        };
        let (low, high) = (reach().min().unwrap_or(0), reach().max().unwrap_or(0));
        let domain = Domain::new(low, high, Pad::DATA, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 6.0,
            top: 10.0,
            bottom: 22.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, Side::Left);
        let x = frame.x(-0.5, count as f64 - 0.5);
        let step = (frame.plot.right - frame.plot.left) / count as f64;
        let width = (step * 0.46).min(18.0);

        let canvas = Canvas::new(sheet.width, sheet.height);
        frame.draw_grid(&canvas)?;
        canvas.group("series", || {
            for at in 0..count {
                let (left, right) = (x.at(at as f64) - width / 2.0, x.at(at as f64) + width / 2.0);
                let ground = frame.ground();
                let (to_in, to_out) = (
                    frame.height_of(self.money_in[at]),
                    frame.height_of(self.money_out[at]),
                );
                canvas.bar((left, ground), (right, to_in), Ink::In, 1.0)?;
                canvas.bar((left, ground), (right, to_out), Ink::Out, 0.85)?;
                if at == last {
                    let more = |value: i64, by: i64| {
                        frame.y.at((i128::from(value) + i128::from(by)) as f64)
                    };
                    if more_in > 0 {
                        let end = more(self.money_in[at], more_in);
                        canvas.hatched((left, end), (right, to_in), Ink::In, 0.5)?;
                    }
                    if more_out < 0 {
                        let end = more(self.money_out[at], more_out);
                        canvas.hatched((left, to_out), (right, end), Ink::Out, 0.5)?;
                    }
                }
            }
            Ok(())
        })?;
        frame.draw_zero(&canvas)?;
        self.draw_kept(&canvas, &frame, x)?;
        draw_months(&canvas, &frame, x, &self.months)?;

        let (lowest, highest) = extremes((0..count).map(|at| Some(self.kept(at))));
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
            y: vec![vec![None; 3]; count],
            series: vec![
                SeriesKey::new("in", &words.money_in, Ink::In),
                SeriesKey::new("out", &words.money_out, Ink::Out),
                SeriesKey::new("kept", &words.kept, Ink::Text),
            ],
            points,
            lowest,
            highest,
            ..Geometry::of(sheet, table)
        };
        Ok(canvas.finish(sheet, geometry))
    }

    fn kept(&self, at: usize) -> i128 {
        i128::from(self.money_in[at]) + i128::from(self.money_out[at])
    }

    /// The line ends before the current month, which is not over, unless it is alone.
    fn draw_kept(&self, canvas: &Canvas, frame: &Frame<'_>, x: Scale) -> Result<(), ChartError> {
        let over = if self.months.len() > 1 && self.expected.is_some() {
            self.months.len() - 1
        } else {
            self.months.len()
        };
        let line: Vec<Spot> = (0..over)
            .map(|at| (x.at(at as f64), frame.y.at(self.kept(at) as f64)))
            .collect();
        canvas.group("net", || {
            if line.len() > 1 {
                canvas.path(&line, Ink::Surface, 4.0, 1.0)?;
                canvas.path(&line, Ink::Text, 1.5, 1.0)?;
            }
            for spot in &line {
                canvas.haloed(*spot, 2.25, 3.0, Ink::Text)?;
            }
            Ok(())
        })
    }

    fn rows(&self, sheet: &Sheet, at: usize) -> Vec<Row> {
        let words = &sheet.labels.words;
        let mut rows = vec![
            Row::new(&words.money_in, sheet.signed(self.money_in[at]), Ink::In),
            Row::new(&words.money_out, sheet.signed(self.money_out[at]), Ink::Out),
        ];
        if at + 1 == self.months.len()
            && let Some((more_in, more_out)) = self.expected
        {
            let range = |amount: i64| sheet.signed(amount);
            let both = [more_in, more_out]
                .into_iter()
                .filter(|amount| *amount != 0);
            rows.extend(both.map(|amount| Row::new(&words.expected, range(amount), None)));
        }
        rows.push(Row::total(
            &words.kept,
            sheet.signed(self.kept(at)),
            Ink::Text,
        ));
        rows
    }

    fn table(&self, sheet: &Sheet, labels: &[String]) -> Table {
        let words = &sheet.labels.words;
        let head = [&words.month, &words.money_in, &words.money_out, &words.kept];
        let rows = labels.iter().enumerate().map(|(at, label)| {
            vec![
                label.clone(),
                sheet.money(self.money_in[at]),
                sheet.money(self.money_out[at]),
                sheet.money(self.kept(at)),
            ]
        });
        Table {
            head: head.map(Clone::clone).to_vec(),
            rows: rows.collect(),
        }
    }
}
