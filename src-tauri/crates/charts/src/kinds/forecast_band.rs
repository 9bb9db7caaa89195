//! A balance known until today and expected from then on, with the ranges it may take.

mod parts;

pub use parts::{Fog, ForecastDay, ForecastEvent, Known, Range};

use crate::canvas::{Anchor, Canvas, Spot, crisp};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PlotRect, PointText, Row, SeriesKey, Table};
use crate::ink::Ink;
use crate::kinds::{Frame, Gutters, LEAST, extremes, fits, joined, only_table, unit};
use crate::label::text_width;
use crate::reduce::kept;
use crate::scale::{Domain, Pad, Scale};
use crate::sheet::{Axis, Sheet, Side, check};

/// A balance and its forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastBand {
    /// The caller's id.
    pub id: String,
    /// Colour of the line and its ranges.
    pub ink: Ink,
    /// Known balances up to and including today, ascending.
    pub past: Vec<Known>,
    /// Expected balances from today or tomorrow on, ascending.
    pub expected: Vec<ForecastDay>,
    /// Today's day number.
    pub today: i32,
    /// The lowest wanted balance.
    pub floor: Option<i64>,
    /// The expected balances were nothing changed, one for each day of `expected`.
    pub baseline: Option<Vec<i64>>,
    /// Where nothing is known.
    pub fog: Option<Fog>,
}

/// Whether a level belongs into the picture of amounts from `low` to `high`: not when the way to it would take more than
/// three fifths of the height, which leaves the line flat.
fn is_near(level: i128, low: i128, high: i128) -> bool {
    let away = (low - level).max(level - high).max(0);
    (high - low) * 3 >= away * 2
}

/// A point of the whole line: known or expected.
enum Moment<'a> {
    Past(Known),
    Ahead(usize, &'a ForecastDay),
}

impl Moment<'_> {
    fn day(&self) -> i32 {
        match self {
            Self::Past(known) => known.day,
            Self::Ahead(_, day) => day.day,
        }
    }

    fn value(&self) -> i64 {
        match self {
            Self::Past(known) => known.value,
            Self::Ahead(_, day) => day.value,
        }
    }
}

impl ForecastBand {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let moments = self.moments();
        let days: Vec<i32> = moments.iter().map(Moment::day).collect();
        check(&days, &[])?;
        if let Some(baseline) = &self.baseline
            && baseline.len() != self.expected.len()
        {
            return Err(ChartError::Length {
                series: sheet.labels.words.unchanged.clone(),
                expected: self.expected.len(),
                found: baseline.len(),
            });
        }
        let labels = Axis::Days.labels(&days, sheet)?;
        let table = table(sheet, &labels, &moments);
        if !fits(sheet, LEAST) {
            return Ok(only_table(sheet, table));
        }

        let (low, high) = self.reach(&moments);
        let domain = Domain::new(low, high, Pad::DATA, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 12.0,
            top: 18.0,
            bottom: 24.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, Side::Left);
        let span = (days[0], days[days.len() - 1]);
        let x = frame.x(f64::from(span.0), f64::from(span.1));
        // The range is drawn along every column four times: keep the picture small.
        let values: Vec<Option<i64>> = moments.iter().map(|moment| Some(moment.value())).collect();
        let columns = ((frame.plot.right - frame.plot.left) as usize).min(320);
        let mut kept = kept(&values, columns);
        if let Some(first) = moments.iter().position(|moment| moment.day() >= self.today) {
            kept.push(first);
            kept.sort_unstable();
            kept.dedup();
        }
        let moments: Vec<_> = kept.iter().map(|at| &moments[*at]).collect();
        let spots: Vec<Spot> = moments
            .iter()
            .map(|moment| {
                (
                    x.at(f64::from(moment.day())),
                    frame.height_of(moment.value()),
                )
            })
            .collect();

        let canvas = Canvas::new(sheet.width, sheet.height);
        self.draw_fog(&canvas, &frame, x, span)?;
        frame.draw_grid(&canvas)?;
        frame.draw_time(&canvas, Axis::Days, span, x)?;
        self.draw_ranges(&canvas, &frame, x, &moments)?;
        let words = &sheet.labels.words;
        if (low..=high).contains(&0) && low < 0 {
            frame.draw_zero(&canvas)?;
        }
        if let Some(floor) = self
            .floor
            .filter(|floor| (low..=high).contains(&i128::from(*floor)))
        {
            let text = format!("{} {}", words.floor, sheet.money_if_any(floor));
            frame.draw_level(&canvas, floor, &text, &spots)?;
        }
        self.draw_today(&canvas, &frame, x, span)?;
        self.draw_lines(&canvas, &frame, x, &moments, &spots)?;

        // The lowest point is the one with the ring: of what is still to come, if anything is.
        let ahead = moments
            .iter()
            .any(|moment| matches!(moment, Moment::Ahead(..)));
        let (lowest, highest) = extremes(moments.iter().map(|moment| match moment {
            Moment::Past(_) if ahead => None,
            _ => Some(moment.value()),
        }));
        let geometry = Geometry {
            plot: PlotRect {
                top: frame.plot.top - 6.0,
                ..frame.plot
            },
            x: spots.iter().map(|spot| spot.0).collect(),
            y: spots.iter().map(|spot| vec![Some(spot.1)]).collect(),
            series: vec![SeriesKey::new(&self.id, &words.expected, self.ink)],
            points: kept
                .iter()
                .zip(&moments)
                .map(|(at, moment)| self.text(sheet, labels[*at].clone(), moment))
                .collect(),
            lowest,
            highest,
            today: moments.iter().position(|moment| moment.day() == self.today),
            ..Geometry::of(sheet, table)
        };
        Ok(canvas.finish(sheet, geometry))
    }

    /// The past, then what is expected. A day that is both is known.
    fn moments(&self) -> Vec<Moment<'_>> {
        let last_known = self.past.last().map(|known| known.day);
        let ahead = self.expected.iter().enumerate();
        let ahead = ahead.filter(|(_, day)| last_known.is_none_or(|known| day.day > known));
        self.past
            .iter()
            .copied()
            .map(Moment::Past)
            .chain(ahead.map(|(at, day)| Moment::Ahead(at, day)))
            .collect()
    }

    /// Lowest and highest amount to show: everything drawn, and zero and the floor where they are near enough to matter.
    fn reach(&self, moments: &[Moment<'_>]) -> (i128, i128) {
        let drawn = moments
            .iter()
            .flat_map(|moment| match moment {
                Moment::Past(known) => vec![known.value],
                Moment::Ahead(_, day) => vec![
                    day.value,
                    day.likely.low,
                    day.likely.high,
                    day.half.low,
                    day.half.high,
                ],
            })
            .chain(self.baseline.iter().flatten().copied())
            .map(i128::from);
        let (mut low, mut high) = drawn.fold((i128::MAX, i128::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        // Each is judged by what is drawn, not by the other.
        let (near_zero, near_floor) = (
            is_near(0, low, high),
            self.floor
                .map(i128::from)
                .filter(|floor| is_near(*floor, low, high)),
        );
        for level in near_zero.then_some(0).into_iter().chain(near_floor) {
            (low, high) = (low.min(level), high.max(level));
        }
        (low, high)
    }

    fn draw_fog(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        x: Scale,
        span: (i32, i32),
    ) -> Result<(), ChartError> {
        let Some(fog) = &self.fog else { return Ok(()) };
        let (from, to) = (fog.from.max(span.0), fog.to.min(span.1));
        if from > to {
            return Ok(());
        }
        let (left, right) = (x.at(f64::from(from)), x.at(f64::from(to)));
        canvas.group("fog", || {
            canvas.bar(
                (left, frame.plot.top),
                (right, frame.plot.bottom),
                Ink::Grid,
                0.6,
            )?;
            if text_width(&fog.text) + 12.0 > right - left {
                return Ok(());
            }
            let spot = (f64::midpoint(left, right), frame.plot.top + 14.0);
            canvas.label(spot, &fog.text, Ink::Label, Anchor::Middle)
        })
    }

    /// Two flat bands, so that the likelier half stands darker.
    fn draw_ranges(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        x: Scale,
        moments: &[&Moment<'_>],
    ) -> Result<(), ChartError> {
        let edge = |of: &dyn Fn(&ForecastDay) -> i64| {
            let mut points = Vec::new();
            for (index, moment) in moments.iter().enumerate() {
                match moment {
                    // The ranges open at the last known balance.
                    Moment::Past(known)
                        if matches!(moments.get(index + 1), Some(Moment::Ahead(..))) =>
                    {
                        points.push((x.at(f64::from(known.day)), frame.height_of(known.value)));
                    }
                    Moment::Past(_) => {}
                    Moment::Ahead(_, day) => {
                        points.push((x.at(f64::from(day.day)), frame.height_of(of(day))));
                    }
                }
            }
            joined(&points, Axis::Days)
        };
        let bands: [fn(&ForecastDay) -> &Range; 2] = [|day| &day.likely, |day| &day.half];
        canvas.group("range", || {
            for range in bands {
                let mut outline = edge(&|day| range(day).high);
                outline.extend(edge(&|day| range(day).low).into_iter().rev());
                if outline.len() > 2 {
                    canvas.area(outline, self.ink, 0.11)?;
                }
            }
            Ok(())
        })
    }

    fn draw_today(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        x: Scale,
        span: (i32, i32),
    ) -> Result<(), ChartError> {
        if !(span.0..=span.1).contains(&self.today) {
            return Ok(());
        }
        let at = x.at(f64::from(self.today));
        let text = &frame.sheet.labels.words.today;
        canvas.group("today", || {
            let (top, bottom) = (frame.plot.top - 6.0, frame.plot.bottom);
            canvas.hairline((at, top), (at, bottom), Ink::Zero)?;
            let after = at + 5.0 + text_width(text) <= f64::from(frame.sheet.width);
            let (offset, anchor) = if after {
                (5.0, Anchor::Start)
            } else {
                (-5.0, Anchor::End)
            };
            let spot = (crisp(at) + offset, frame.plot.top - 2.0);
            canvas.label(spot, text, Ink::Label, anchor)
        })
    }

    fn draw_lines(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        x: Scale,
        moments: &[&Moment<'_>],
        spots: &[Spot],
    ) -> Result<(), ChartError> {
        let known = moments
            .iter()
            .filter(|moment| matches!(moment, Moment::Past(_)))
            .count();
        canvas.group("series", || {
            if let Some(baseline) = &self.baseline {
                let ahead = moments.iter().filter_map(|moment| match moment {
                    Moment::Past(_) => None,
                    Moment::Ahead(at, day) => {
                        Some((x.at(f64::from(day.day)), frame.height_of(baseline[*at])))
                    }
                });
                let line: Vec<Spot> = spots[..known]
                    .last()
                    .copied()
                    .into_iter()
                    .chain(ahead)
                    .collect();
                if line.len() > 1 {
                    canvas.dashed(&joined(&line, Axis::Days), Ink::Out, 1.5, (2, 3))?;
                }
            }
            if known > 1 {
                canvas.path(&joined(&spots[..known], Axis::Days), self.ink, 2.0, 1.0)?;
            }
            let ahead = &spots[known.saturating_sub(1)..];
            if ahead.len() > 1 {
                canvas.path(&joined(ahead, Axis::Days), self.ink, 1.5, 1.0)?;
            }
            if known > 0 {
                canvas.haloed(spots[known - 1], 3.5, 5.0, self.ink)?;
            }
            let ahead = moments.iter().enumerate().skip(known);
            let lowest = ahead.min_by_key(|(at, moment)| (moment.value(), *at));
            match lowest {
                Some((at, moment)) => {
                    let below = self.floor.is_some_and(|floor| moment.value() < floor);
                    canvas.ring(spots[at], if below { Ink::Neg } else { self.ink })
                }
                None => Ok(()),
            }
        })
    }

    fn text(&self, sheet: &Sheet, label: String, moment: &Moment<'_>) -> PointText {
        let words = &sheet.labels.words;
        let rows = match moment {
            Moment::Past(known) => {
                vec![Row::new(&words.balance, sheet.money(known.value), self.ink)]
            }
            Moment::Ahead(at, day) => {
                let likely = &day.likely;
                let range = sheet
                    .labels
                    .range(&sheet.whole(likely.low), &sheet.whole(likely.high));
                let mut rows = vec![
                    Row::new(&words.expected, sheet.whole(day.value), self.ink),
                    Row::new(&words.likely_range, range, None),
                ];
                if let Some(baseline) = &self.baseline {
                    rows.push(Row::new(
                        &words.unchanged,
                        sheet.whole(baseline[*at]),
                        Ink::Out,
                    ));
                }
                rows.extend(
                    day.events
                        .iter()
                        .map(|event| Row::new(&event.name, sheet.signed(event.amount), None)),
                );
                rows
            }
        };
        PointText {
            at: moment.day(),
            label,
            rows,
        }
    }
}

fn table(sheet: &Sheet, labels: &[String], moments: &[Moment<'_>]) -> Table {
    let words = &sheet.labels.words;
    let head = [
        &words.date,
        &words.balance,
        &words.likely_range,
        &words.half_range,
    ];
    let rows = labels
        .iter()
        .zip(moments)
        .map(|(label, moment)| match moment {
            Moment::Past(known) => {
                vec![
                    label.clone(),
                    sheet.money(known.value),
                    String::new(),
                    String::new(),
                ]
            }
            Moment::Ahead(_, day) => {
                let range = |of: &Range| {
                    sheet
                        .labels
                        .range(&sheet.whole(of.low), &sheet.whole(of.high))
                };
                vec![
                    label.clone(),
                    sheet.whole(day.value),
                    range(&day.likely),
                    range(&day.half),
                ]
            }
        });
    Table {
        head: head.map(Clone::clone).to_vec(),
        rows: rows.collect(),
    }
}
