//! The kinds of chart, and what they share: gutters, grid, axis labels.

pub(crate) mod ahead;
pub(crate) mod bars_limit;
pub(crate) mod budget_burnup;
pub(crate) mod flow_bars;
pub(crate) mod forecast_band;
pub(crate) mod line_area;
pub(crate) mod lines;
pub(crate) mod parts;
pub(crate) mod sparkline;
pub(crate) mod stacked_area;

use crate::canvas::{Anchor, Canvas, Spot, crisp};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PlotRect, Table};
use crate::ink::Ink;
use crate::label::text_width;
use crate::scale::{Domain, Scale};
use crate::sheet::{Axis, Sheet, Side};

/// Space around the plot that does not depend on labels, in CSS pixels.
#[derive(Clone, Copy)]
pub(crate) struct Gutters {
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// The plot, its vertical scale and the side its amounts stand on.
pub(crate) struct Frame<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) plot: PlotRect,
    pub(crate) y: Scale,
    ticks: Vec<(i128, String)>,
    side: Side,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(sheet: &'a Sheet, domain: &Domain, gutters: Gutters, side: Side) -> Self {
        let ticks: Vec<_> = domain
            .ticks
            .iter()
            .map(|tick| (*tick, sheet.short(*tick)))
            .collect();
        let widest = ticks
            .iter()
            .map(|(_, text)| text_width(text))
            .fold(0.0, f64::max);
        let labels = (widest + 10.0).ceil();
        let (width, height) = (f64::from(sheet.width), f64::from(sheet.height));
        // However long a currency calls itself, most of the sheet is the plot.
        let labels = labels.min(width * 0.4);
        let plot = match side {
            Side::Left => PlotRect {
                left: labels.max(40.0),
                right: width - gutters.right,
                top: gutters.top,
                bottom: height - gutters.bottom,
            },
            Side::Right => PlotRect {
                left: 0.0,
                right: width - labels.max(44.0),
                top: gutters.top,
                bottom: height - gutters.bottom,
            },
        };
        let y = Scale::new((domain.low, domain.high), (plot.bottom, plot.top));
        Self {
            sheet,
            plot,
            y,
            ticks,
            side,
        }
    }

    /// A scale along x between two numbers. With amounts at the right the line keeps a little
    /// off both edges, so that its last dot is whole.
    pub(crate) fn x(&self, first: f64, last: f64) -> Scale {
        let (left, right) = match self.side {
            Side::Left => (self.plot.left, self.plot.right),
            Side::Right => (self.plot.left + 2.0, self.plot.right - 6.0),
        };
        Scale::new((first, last), (left, right))
    }

    pub(crate) fn height_of(&self, minor: i64) -> f64 {
        self.y.at(minor as f64)
    }

    /// The height where areas and bars begin: zero, or the nearest edge of the plot.
    pub(crate) fn ground(&self) -> f64 {
        self.y.at(0.0).clamp(self.plot.top, self.plot.bottom)
    }

    pub(crate) fn shows_zero(&self) -> bool {
        let zero = self.y.at(0.0);
        (self.plot.top - 1e-6..=self.plot.bottom + 1e-6).contains(&zero)
    }

    /// Grid lines, the zero line and the amounts.
    pub(crate) fn draw_grid(&self, canvas: &Canvas) -> Result<(), ChartError> {
        canvas.group("grid", || {
            for (tick, text) in &self.ticks {
                let y = self.y.at(*tick as f64);
                let ink = if *tick == 0 { Ink::Zero } else { Ink::Grid };
                canvas.hairline((self.plot.left, y), (self.plot.right, y), ink)?;
                let (x, anchor) = match self.side {
                    Side::Left => (self.plot.left - 8.0, Anchor::End),
                    Side::Right => (self.plot.right + 8.0, Anchor::Start),
                };
                canvas.label((x, crisp(y) + 3.5), text, Ink::Label, anchor)?;
            }
            Ok(())
        })
    }

    /// The zero line once more, over what covers it.
    pub(crate) fn draw_zero(&self, canvas: &Canvas) -> Result<(), ChartError> {
        let zero = self.y.at(0.0);
        canvas.hairline((self.plot.left, zero), (self.plot.right, zero), Ink::Zero)
    }

    /// Labels under the plot. One that is nearer than 10 px to an edge of the plot or 12 px
    /// to the label before it is left out.
    pub(crate) fn draw_x_labels(
        &self,
        canvas: &Canvas,
        labels: impl IntoIterator<Item = (f64, String)>,
        tick_marks: bool,
    ) -> Result<(), ChartError> {
        let baseline = f64::from(self.sheet.height) - 6.0;
        canvas.group("axis", || {
            let mut free_from = f64::MIN;
            for (x, text) in labels {
                let half = text_width(&text) / 2.0;
                let outside = x < self.plot.left + 10.0
                    || x > self.plot.right - 10.0
                    || x - half < 0.0
                    || x + half > f64::from(self.sheet.width);
                if outside || x - half < free_from {
                    continue;
                }
                free_from = x + half + 12.0;
                if tick_marks {
                    let bottom = self.plot.bottom;
                    canvas.hairline((x, bottom), (x, bottom + 4.0), Ink::Zero)?;
                }
                canvas.label((x, baseline), &text, Ink::Label, Anchor::Middle)?;
            }
            Ok(())
        })
    }

    /// Labels of a time axis between its first and last point.
    pub(crate) fn draw_time(
        &self,
        canvas: &Canvas,
        axis: Axis,
        span: (i32, i32),
        x: Scale,
    ) -> Result<(), ChartError> {
        let width = self.plot.right - self.plot.left;
        let ticks = crate::calendar::ticks(axis, span.0, span.1, width, &self.sheet.labels)?;
        let labels = ticks
            .into_iter()
            .map(|tick| (x.at(f64::from(tick.at)), tick.text));
        self.draw_x_labels(canvas, labels, self.shows_zero())
    }

    /// A dashed level with its name, written at the side where the line keeps further away.
    pub(crate) fn draw_level(
        &self,
        canvas: &Canvas,
        minor: i64,
        text: &str,
        beside: &[Spot],
    ) -> Result<(), ChartError> {
        let y = crisp(self.height_of(minor));
        canvas.group("level", || {
            let line = [(self.plot.left, y), (self.plot.right, y)];
            canvas.dashed(&line, Ink::Limit, 1.5, (3, 3))?;
            let width = text_width(text) + 4.0;
            let clear = |from: f64, to: f64| {
                let near = beside.iter().filter(|spot| (from..=to).contains(&spot.0));
                near.map(|spot| (spot.1 - (y - 9.0)).abs())
                    .fold(f64::MAX, f64::min)
            };
            let left = clear(self.plot.left, self.plot.left + width);
            let right = clear(self.plot.right - width, self.plot.right);
            if right > left {
                let spot = (self.plot.right, y - 5.0);
                canvas.label(spot, text, Ink::WarnText, Anchor::End)
            } else {
                let spot = (self.plot.left + 4.0, y - 5.0);
                canvas.label(spot, text, Ink::WarnText, Anchor::Start)
            }
        })
    }
}

/// Joins points: straight between month ends; a step where a balance holds until its day.
pub(crate) fn joined(points: &[Spot], axis: Axis) -> Vec<Spot> {
    match axis {
        Axis::Months => points.to_vec(),
        Axis::Days => {
            let mut steps = Vec::with_capacity(points.len() * 2);
            for (index, spot) in points.iter().enumerate() {
                if index > 0 {
                    steps.push((spot.0, points[index - 1].1));
                }
                steps.push(*spot);
            }
            steps
        }
    }
}

/// The unbroken stretches of a line with gaps.
pub(crate) fn stretches(points: &[Option<Spot>]) -> Vec<Vec<Spot>> {
    points
        .split(Option::is_none)
        .map(|run| run.iter().flatten().copied().collect::<Vec<_>>())
        .filter(|run| !run.is_empty())
        .collect()
}

/// What is left of a chart on a sheet too small for it: the table and the sentence.
pub(crate) fn only_table(sheet: &Sheet, table: Table) -> Chart {
    Chart {
        svg: String::new(),
        geometry: Geometry::of(sheet, table),
    }
}

/// Least size of a line or bar chart.
pub(crate) const LEAST: (u32, u32) = (240, 90);
/// Least size of a stack.
pub(crate) const LEAST_STACK: (u32, u32) = (400, 220);

pub(crate) fn fits(sheet: &Sheet, least: (u32, u32)) -> bool {
    sheet.width >= least.0 && sheet.height >= least.1
}

/// One whole unit in minor units.
pub(crate) fn unit(sheet: &Sheet) -> i128 {
    10_i128.pow(sheet.digits())
}

/// Index of the first lowest and the first highest value.
pub(crate) fn extremes<V: Ord + Copy>(
    values: impl Iterator<Item = Option<V>> + Clone,
) -> (Option<usize>, Option<usize>) {
    let known = values
        .enumerate()
        .filter_map(|(at, value)| value.map(|value| (at, value)));
    let lowest = known
        .clone()
        .min_by_key(|(at, value)| (*value, *at))
        .map(|found| found.0);
    let highest = known
        .min_by_key(|(at, value)| (std::cmp::Reverse(*value), *at))
        .map(|found| found.0);
    (lowest, highest)
}
