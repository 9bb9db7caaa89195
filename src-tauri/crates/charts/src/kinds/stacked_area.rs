//! What is owned above zero, what is owed below, and the line that is left.

use crate::canvas::{Canvas, Spot};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PointText, Row, SeriesKey, Table};
use crate::ink::Ink;
use crate::kinds::{Frame, Gutters, LEAST_STACK, extremes, fits, joined, only_table, unit};
use crate::reduce::kept;
use crate::scale::{Domain, Pad};
use crate::sheet::{Axis, Series, Sheet, Side, check};

/// Classes shown by themselves; the smaller rest of a side is drawn as one.
const CLASSES: usize = 7;

/// Assets and debts over time. A value stands on the side of its own sign, so an overdrawn
/// asset hangs below zero. A gap is a class that did not exist then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackedArea {
    /// What `xs` counts.
    pub axis: Axis,
    /// The days or months, ascending.
    pub xs: Vec<i32>,
    /// What is owned, the class nearest to zero first.
    pub assets: Vec<Series>,
    /// What is owed, as negative amounts, the class nearest to zero first.
    pub debts: Vec<Series>,
    /// The caller's id for the net line.
    pub net_id: String,
}

impl StackedArea {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let lengths: Vec<_> = self
            .assets
            .iter()
            .chain(&self.debts)
            .map(|class| (class.name.as_str(), class.values.len()))
            .collect();
        check(&self.xs, &lengths)?;
        let classes: Vec<Series> = [&self.assets, &self.debts]
            .into_iter()
            .flat_map(|side| folded(side, &sheet.labels.words.other))
            .collect();
        let net = net(&classes, self.xs.len());
        let labels = self.axis.labels(&self.xs, sheet)?;
        let table = self.table(sheet, &labels, &classes, &net);
        if !fits(sheet, LEAST_STACK) {
            return Ok(only_table(sheet, table));
        }

        let (low, high) = reach(&classes, self.xs.len());
        let domain = Domain::new(low, high, Pad::STACK, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 12.0,
            top: 12.0,
            bottom: 24.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, Side::Left);
        let span = (self.xs[0], self.xs[self.xs.len() - 1]);
        let x = frame.x(f64::from(span.0), f64::from(span.1));
        // Each class is drawn along every column three times: keep the picture small.
        let columns = ((frame.plot.right - frame.plot.left) as usize)
            .min((480 / (classes.len() + 1)).max(48));
        let clamped: Vec<Option<i64>> = net.iter().map(|net| Some(saturated(*net))).collect();
        let kept = kept(&clamped, columns);
        let xs: Vec<f64> = kept
            .iter()
            .map(|at| x.at(f64::from(self.xs[*at])))
            .collect();

        let canvas = Canvas::new(sheet.width, sheet.height);
        frame.draw_grid(&canvas)?;
        frame.draw_time(&canvas, self.axis, span, x)?;
        self.draw_classes(&canvas, &frame, &classes, &kept, &xs)?;
        frame.draw_zero(&canvas)?;
        let line: Vec<Spot> = kept
            .iter()
            .zip(&xs)
            .map(|(at, x)| (*x, frame.y.at(net[*at] as f64)))
            .collect();
        canvas.group("net", || {
            let steps = joined(&line, self.axis);
            canvas.path(&steps, Ink::Surface, 5.0, 1.0)?;
            canvas.path(&steps, Ink::Text, 2.0, 1.0)?;
            canvas.haloed(line[line.len() - 1], 4.0, 5.5, Ink::Text)
        })?;

        let (lowest, highest) = extremes(kept.iter().map(|at| Some(net[*at])));
        let name = &sheet.labels.words.net;
        let points = kept
            .iter()
            .map(|at| {
                let mut rows = vec![Row::total(name, sheet.whole(net[*at]), Ink::Text)];
                rows.extend(classes.iter().filter_map(|class| {
                    let value = class.values[*at]?;
                    Some(Row::new(&class.name, sheet.whole(value), class.ink))
                }));
                PointText {
                    at: self.xs[*at],
                    label: labels[*at].clone(),
                    rows,
                }
            })
            .collect();
        let geometry = Geometry {
            plot: frame.plot,
            y: line.iter().map(|spot| vec![Some(spot.1)]).collect(),
            x: xs,
            series: vec![SeriesKey::new(&self.net_id, name, Ink::Text)],
            points,
            lowest,
            highest,
            ..Geometry::of(sheet, table)
        };
        Ok(canvas.finish(sheet, geometry))
    }

    /// All fills first, then all edges, so that no edge is dimmed by the fill beside it.
    fn draw_classes(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        classes: &[Series],
        kept: &[usize],
        xs: &[f64],
    ) -> Result<(), ChartError> {
        let mut above = vec![0_i128; kept.len()];
        let mut below = vec![0_i128; kept.len()];
        let mut edges = Vec::with_capacity(classes.len());
        canvas.group("stack", || {
            for class in classes {
                let mut outer = Vec::with_capacity(kept.len());
                let mut inner = Vec::with_capacity(kept.len());
                let negative = hangs(class);
                for (index, at) in kept.iter().enumerate() {
                    let value = i128::from(class.values[*at].unwrap_or(0));
                    // A class without a value now keeps to the side it is on otherwise.
                    let total = if value < 0 || (value == 0 && negative) {
                        &mut below[index]
                    } else {
                        &mut above[index]
                    };
                    inner.push((xs[index], frame.y.at(*total as f64)));
                    *total += value;
                    outer.push((xs[index], frame.y.at(*total as f64)));
                }
                let edge = joined(&outer, self.axis);
                let mut area = edge.clone();
                area.extend(joined(&inner, self.axis).into_iter().rev());
                canvas.area(area, class.ink, 0.5)?;
                edges.push((edge, class.ink));
            }
            for (edge, ink) in &edges {
                canvas.path(edge, *ink, 1.25, 1.0)?;
            }
            Ok(())
        })
    }

    fn table(&self, sheet: &Sheet, labels: &[String], classes: &[Series], net: &[i128]) -> Table {
        let mut head = vec![self.axis.head(sheet), sheet.labels.words.net.clone()];
        head.extend(classes.iter().map(|class| class.name.clone()));
        let rows = labels.iter().enumerate().map(|(at, label)| {
            let mut row = vec![label.clone(), sheet.money(net[at])];
            row.extend(classes.iter().map(|class| {
                class.values[at].map_or_else(String::new, |value| sheet.money(value))
            }));
            row
        });
        Table {
            head,
            rows: rows.collect(),
        }
    }
}

fn saturated(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

/// Whether a class lives below zero.
fn hangs(class: &Series) -> bool {
    class
        .values
        .iter()
        .flatten()
        .map(|value| i128::from(*value))
        .sum::<i128>()
        < 0
}

fn net(classes: &[Series], points: usize) -> Vec<i128> {
    (0..points)
        .map(|at| {
            classes
                .iter()
                .filter_map(|class| class.values[at])
                .map(i128::from)
                .sum()
        })
        .collect()
}

/// The lowest total below zero and the highest above it.
fn reach(classes: &[Series], points: usize) -> (i128, i128) {
    (0..points).fold((0, 0), |(low, high), at| {
        let values = || {
            classes
                .iter()
                .filter_map(|class| class.values[at])
                .map(i128::from)
        };
        let below: i128 = values().filter(|value| *value < 0).sum();
        let above: i128 = values().filter(|value| *value > 0).sum();
        (low.min(below), high.max(above))
    })
}

/// At most [`CLASSES`] classes of one side as they are, and the smaller rest as one.
fn folded(side: &[Series], other: &str) -> Vec<Series> {
    if side.len() <= CLASSES {
        return side.to_vec();
    }
    let size = |class: &Series| {
        class
            .values
            .iter()
            .flatten()
            .map(|v| v.unsigned_abs())
            .max()
    };
    let mut by_size: Vec<usize> = (0..side.len()).collect();
    by_size.sort_by_key(|at| std::cmp::Reverse(size(&side[*at])));
    let rest = &by_size[CLASSES..];
    let mut shown: Vec<Series> = side
        .iter()
        .enumerate()
        .filter(|(at, _)| !rest.contains(at))
        .map(|(_, class)| class.clone())
        .collect();
    let points = side[0].values.len();
    let values = (0..points).map(|at| {
        let known = || rest.iter().filter_map(|class| side[*class].values[at]);
        known().next()?;
        Some(saturated(known().map(i128::from).sum()))
    });
    shown.push(Series {
        id: "other".to_owned(),
        name: other.to_owned(),
        ink: Ink::Chart8,
        values: values.collect(),
    });
    shown
}
