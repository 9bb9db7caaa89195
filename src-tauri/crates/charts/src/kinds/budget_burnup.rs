//! What a budget has spent so far in its period, beside an even pace and the period before.

use crate::canvas::{Anchor, Canvas, Spot};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PointText, Row, SeriesKey, Table};
use crate::ink::Ink;
use crate::kinds::{Frame, Gutters, LEAST, extremes, fits, joined, only_table, unit};
use crate::reduce::kept;
use crate::scale::{Domain, Pad, Scale};
use crate::sheet::{Axis, Sheet, Side};

/// The same budget one period earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its name: "April, same day".
    pub name: String,
    /// Spent by the end of each day, counted from that period's first.
    pub spent: Vec<i64>,
}

/// Spending of one budget, day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetBurnup {
    /// The caller's id.
    pub id: String,
    /// Colour of the line.
    pub ink: Ink,
    /// First day of the period.
    pub start: i32,
    /// Days in the period, at least one.
    pub days: u32,
    /// Spent by the end of each day so far, in minor units.
    pub spent: Vec<i64>,
    /// What may be spent, with what was carried in.
    pub limit: i64,
    /// The period before.
    pub earlier: Option<Earlier>,
}

impl BudgetBurnup {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let days = self.days as usize;
        let words = &sheet.labels.words;
        if days == 0 {
            return Err(ChartError::Empty);
        }
        if self.spent.len() > days {
            let series = words.spent.clone();
            return Err(ChartError::Length {
                series,
                expected: days,
                found: self.spent.len(),
            });
        }
        let numbers = self.numbers()?;
        let labels = Axis::Days.labels(&numbers, sheet)?;
        let table = self.table(sheet, &labels);
        if !fits(sheet, LEAST) {
            return Ok(only_table(sheet, table));
        }

        let earlier: &[i64] = self.earlier.as_ref().map_or(&[], |earlier| &earlier.spent);
        let earlier = &earlier[..earlier.len().min(days)];
        let reach = || {
            self.spent
                .iter()
                .chain(earlier)
                .copied()
                .chain([0, self.limit])
        };
        let low = i128::from(reach().min().unwrap_or(0));
        // Room above the limit for its name.
        let above = i128::from(self.limit) + i128::from(self.limit.max(0)) / 12;
        let high = i128::from(reach().max().unwrap_or(0)).max(above);
        let pad = if low < 0 { Pad::DATA } else { Pad::GROUNDED };
        let domain = Domain::new(low, high, pad, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 8.0,
            top: 14.0,
            bottom: 22.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, Side::Left);
        let x = frame.x(0.0, (days.max(2) - 1) as f64);
        let spots = |values: &[i64]| -> Vec<Spot> {
            let place = |(at, value): (usize, &i64)| (x.at(at as f64), frame.height_of(*value));
            values.iter().enumerate().map(place).collect()
        };

        let canvas = Canvas::new(sheet.width, sheet.height);
        frame.draw_grid(&canvas)?;
        self.draw_days(&canvas, &frame, x)?;
        let line = spots(&self.spent);
        canvas.group("pace", || {
            let earlier = spots(earlier);
            if earlier.len() > 1 {
                canvas.path(&joined(&earlier, Axis::Days), Ink::Chart8, 1.5, 0.8)?;
            }
            let ends = [0, days - 1].map(|at| (x.at(at as f64), frame.y.at(self.pace(at) as f64)));
            canvas.dashed(&ends, Ink::Label, 1.0, (2, 3))
        })?;
        let text = format!("{} {}", words.limit, sheet.money_if_any(self.limit));
        frame.draw_level(&canvas, self.limit, &text, &line)?;
        canvas.group("series", || {
            let Some(last) = line.last() else {
                return Ok(());
            };
            let steps = joined(&line, Axis::Days);
            if steps.len() > 1 {
                let mut area = steps.clone();
                area.extend([(last.0, frame.ground()), (line[0].0, frame.ground())]);
                canvas.area(area, self.ink, 0.1)?;
                canvas.path(&steps, self.ink, 2.0, 1.0)?;
            }
            canvas.haloed(*last, 3.5, 5.0, self.ink)
        })?;

        let values: Vec<Option<i64>> = self.spent.iter().copied().map(Some).collect();
        let kept = kept(&values, (frame.plot.right - frame.plot.left) as usize);
        let (lowest, highest) = extremes(kept.iter().map(|at| values[*at]));
        let geometry = Geometry {
            plot: frame.plot,
            x: kept.iter().map(|at| line[*at].0).collect(),
            y: kept.iter().map(|at| vec![Some(line[*at].1)]).collect(),
            series: vec![SeriesKey::new(&self.id, &words.spent, self.ink)],
            points: kept
                .iter()
                .map(|at| PointText {
                    at: numbers[*at],
                    label: labels[*at].clone(),
                    rows: self.rows(sheet, *at),
                })
                .collect(),
            lowest,
            highest,
            today: kept.len().checked_sub(1),
            ..Geometry::of(sheet, table)
        };
        Ok(canvas.finish(sheet, geometry))
    }

    /// Day numbers of the whole period.
    fn numbers(&self) -> Result<Vec<i32>, ChartError> {
        let numbers: Option<Vec<i32>> = (0..self.days)
            .map(|at| {
                i32::try_from(at)
                    .ok()
                    .and_then(|at| self.start.checked_add(at))
            })
            .collect();
        numbers.ok_or(ChartError::Calendar(self.start))
    }

    /// What an even pace has spent by the end of a day, to the nearest minor unit.
    fn pace(&self, at: usize) -> i128 {
        let (limit, days) = (i128::from(self.limit), i128::from(self.days));
        let doubled = 2 * limit * (at as i128 + 1);
        (doubled + days * doubled.signum()) / (2 * days)
    }

    /// In a month the days 1, 8, 15, 22, 29 of the period; in a week every day; in anything
    /// longer what a time axis shows.
    fn draw_days(&self, canvas: &Canvas, frame: &Frame<'_>, x: Scale) -> Result<(), ChartError> {
        let days = self.days as usize;
        if days > 45 {
            let last = self.start.saturating_add(days as i32 - 1);
            let shifted = Scale::new(
                (f64::from(self.start), f64::from(last)),
                (x.at(0.0), x.at((days - 1) as f64)),
            );
            return frame.draw_time(canvas, Axis::Days, (self.start, last), shifted);
        }
        let every = if days <= 14 { 1 } else { 7 };
        let baseline = f64::from(frame.sheet.height) - 6.0;
        canvas.group("axis", || {
            for at in (0..days).step_by(every) {
                let day = Axis::Days
                    .civil(self.start.saturating_add(at as i32))?
                    .day
                    .to_string();
                let anchor = if at == 0 {
                    Anchor::Start
                } else {
                    Anchor::Middle
                };
                canvas.label((x.at(at as f64), baseline), &day, Ink::Label, anchor)?;
            }
            Ok(())
        })
    }

    fn rows(&self, sheet: &Sheet, at: usize) -> Vec<Row> {
        let words = &sheet.labels.words;
        let mut rows = vec![
            Row::new(&words.spent, sheet.money(self.spent[at]), self.ink),
            Row::new(&words.even_pace, sheet.money(self.pace(at)), None),
        ];
        if let Some(earlier) = &self.earlier
            && let Some(value) = earlier.spent.get(at)
        {
            rows.push(Row::new(&earlier.name, sheet.money(*value), Ink::Chart8));
        }
        rows
    }

    fn table(&self, sheet: &Sheet, labels: &[String]) -> Table {
        let words = &sheet.labels.words;
        let mut head = vec![
            words.date.clone(),
            words.spent.clone(),
            words.even_pace.clone(),
        ];
        head.extend(self.earlier.iter().map(|earlier| earlier.name.clone()));
        let rows = labels.iter().enumerate().map(|(at, label)| {
            let amount = |value: Option<&i64>| value.map_or_else(String::new, |v| sheet.money(*v));
            let mut row = vec![
                label.clone(),
                amount(self.spent.get(at)),
                sheet.money(self.pace(at)),
            ];
            row.extend(
                self.earlier
                    .iter()
                    .map(|earlier| amount(earlier.spent.get(at))),
            );
            row
        });
        Table {
            head,
            rows: rows.collect(),
        }
    }
}
