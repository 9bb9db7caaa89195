//! A sum known by month until now and what it may come to, with ranges, what is put in, and marks on the way.

use crate::canvas::{Anchor, Canvas, Spot, crisp};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PlotRect, PointText, Row, SeriesKey, Table};
use crate::ink::Ink;
use crate::kinds::forecast_band::{Known, Range};
use crate::kinds::{Frame, Gutters, LEAST, extremes, fits, only_table, unit};
use crate::label::text_width;
use crate::reduce::kept;
use crate::scale::{Domain, Pad, Scale};
use crate::sheet::{Axis, Sheet, Side, check};

/// What a month ahead may come to; amounts in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AheadMonth {
    /// Month number, as [`Axis::Months`] counts.
    pub month: i32,
    /// The likely value.
    pub value: i64,
    /// Half of outcomes lie in it.
    pub half: Range,
    /// Four of five lie in it.
    pub likely: Range,
    /// What is put in until then.
    pub put_in: i64,
}

/// Something to be read at a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Month number.
    pub month: i32,
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub text: String,
}

/// A sum and what it may come to. The first month ahead is the present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The caller's id.
    pub id: String,
    /// Colour of the line and its ranges.
    pub ink: Ink,
    /// Name of the line.
    pub name: String,
    /// Name of what is put in.
    pub put_in: String,
    /// Known values before the present month, ascending; `day` counts months.
    pub past: Vec<Known>,
    /// The present month and those that follow, ascending.
    pub ahead: Vec<AheadMonth>,
    /// Marks; those of no month that is drawn are left out.
    pub marks: Vec<Mark>,
}

/// A point of the whole line.
#[derive(Clone, Copy)]
enum Moment<'a> {
    Past(Known),
    Ahead(&'a AheadMonth),
}

impl Moment<'_> {
    fn month(self) -> i32 {
        match self {
            Self::Past(known) => known.day,
            Self::Ahead(one) => one.month,
        }
    }

    fn value(self) -> i64 {
        match self {
            Self::Past(known) => known.value,
            Self::Ahead(one) => one.value,
        }
    }
}

impl Ahead {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let moments: Vec<Moment<'_>> = self
            .past
            .iter()
            .copied()
            .map(Moment::Past)
            .chain(self.ahead.iter().map(Moment::Ahead))
            .collect();
        let months: Vec<i32> = moments.iter().map(|one| one.month()).collect();
        check(&months, &[])?;
        let Some(present) = self.ahead.first().map(|one| one.month) else {
            return Err(ChartError::Empty);
        };
        let labels = Axis::Months.labels(&months, sheet)?;
        let table = self.table(sheet, &labels, &moments);
        if !fits(sheet, LEAST) {
            return Ok(only_table(sheet, table));
        }
        let (low, high) = reach(&moments);
        let domain = Domain::new(low, high, Pad::DATA, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 12.0,
            top: 22.0,
            bottom: 24.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, Side::Left);
        let span = (months[0], months[months.len() - 1]);
        let x = frame.x(f64::from(span.0), f64::from(span.1));
        let values: Vec<Option<i64>> = moments.iter().map(|one| Some(one.value())).collect();
        let columns = ((frame.plot.right - frame.plot.left) as usize).min(320);
        let mut kept = kept(&values, columns);
        // The present and every mark can be pointed at.
        let needed =
            |month: i32| month == present || self.marks.iter().any(|mark| mark.month == month);
        kept.extend((0..moments.len()).filter(|at| needed(months[*at])));
        kept.sort_unstable();
        kept.dedup();
        let shown: Vec<Moment<'_>> = kept.iter().map(|at| moments[*at]).collect();
        let spots: Vec<Spot> = shown
            .iter()
            .map(|one| (x.at(f64::from(one.month())), frame.height_of(one.value())))
            .collect();

        let canvas = Canvas::new(sheet.width, sheet.height);
        frame.draw_grid(&canvas)?;
        frame.draw_time(&canvas, Axis::Months, span, x)?;
        draw_ranges(&canvas, &frame, x, &shown, self.ink)?;
        if low < 0 && high > 0 {
            frame.draw_zero(&canvas)?;
        }
        draw_present(&canvas, &frame, x.at(f64::from(present)))?;
        self.draw_lines(&canvas, &frame, x, &shown, &spots)?;
        self.draw_marks(&canvas, &frame, &shown, &spots)?;

        let (lowest, highest) = extremes(shown.iter().map(|one| Some(one.value())));
        let geometry = Geometry {
            plot: PlotRect {
                top: frame.plot.top - 6.0,
                ..frame.plot
            },
            x: spots.iter().map(|spot| spot.0).collect(),
            y: spots.iter().map(|spot| vec![Some(spot.1)]).collect(),
            series: vec![SeriesKey::new(&self.id, &self.name, self.ink)],
            points: kept
                .iter()
                .zip(&shown)
                .map(|(at, one)| self.text(sheet, labels[*at].clone(), *one))
                .collect(),
            lowest,
            highest,
            today: shown.iter().position(|one| one.month() == present),
            ..Geometry::of(sheet, table)
        };
        Ok(canvas.finish(sheet, geometry))
    }

    fn draw_lines(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        x: Scale,
        shown: &[Moment<'_>],
        spots: &[Spot],
    ) -> Result<(), ChartError> {
        let known = shown
            .iter()
            .filter(|one| matches!(one, Moment::Past(_)))
            .count();
        canvas.group("series", || {
            let put_in: Vec<Spot> = shown
                .iter()
                .filter_map(|one| match one {
                    Moment::Past(_) => None,
                    Moment::Ahead(one) => {
                        Some((x.at(f64::from(one.month)), frame.height_of(one.put_in)))
                    }
                })
                .collect();
            if put_in.len() > 1 {
                canvas.dashed(&put_in, Ink::Out, 1.5, (2, 3))?;
            }
            // The known line goes up to the present.
            let past = &spots[..(known + 1).min(spots.len())];
            if past.len() > 1 {
                canvas.path(past, self.ink, 2.0, 1.0)?;
            }
            if spots.len() > known + 1 {
                canvas.path(&spots[known..], self.ink, 1.5, 1.0)?;
            }
            match spots.get(known) {
                Some(present) => canvas.haloed(*present, 3.5, 5.0, self.ink),
                None => Ok(()),
            }
        })
    }

    /// A ring on the line for each mark, and its name above it: in the line of the word for the present, or under it where it
    /// would run into that or into the name before. Where neither has room, it is read at the point.
    fn draw_marks(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        shown: &[Moment<'_>],
        spots: &[Spot],
    ) -> Result<(), ChartError> {
        let mut free_from = [f64::MIN; 2];
        canvas.group("marks", || {
            for (one, spot) in shown.iter().zip(spots) {
                let here = || self.marks.iter().filter(|mark| mark.month == one.month());
                if here().next().is_none() {
                    continue;
                }
                canvas.hairline((spot.0, frame.plot.top), (spot.0, spot.1), Ink::Zero)?;
                canvas.ring(*spot, self.ink)?;
                let names: Vec<&str> = here().map(|mark| mark.name.as_str()).collect();
                let text = shortened(&names.join(", "));
                let width = text_width(&text);
                let right = f64::from(frame.sheet.width) - 2.0;
                if right - width < frame.plot.left {
                    continue;
                }
                let left = (spot.0 - width / 2.0).clamp(frame.plot.left, right - width);
                let by_present = overlaps_present(frame, shown, spots, left, left + width);
                let row = free_from
                    .iter()
                    .enumerate()
                    .position(|(row, free)| left >= *free && !(row == 0 && by_present));
                let Some(row) = row else { continue };
                free_from[row] = left + width + 10.0;
                let y = frame.plot.top - 6.0 + 14.0 * row as f64;
                canvas.label((left, y), &text, Ink::Label, Anchor::Start)?;
            }
            Ok(())
        })
    }

    fn text(&self, sheet: &Sheet, label: String, one: Moment<'_>) -> PointText {
        let words = &sheet.labels.words;
        let mut rows = match one {
            Moment::Past(known) => vec![Row::new(&self.name, sheet.whole(known.value), self.ink)],
            Moment::Ahead(month) => {
                let range = |range: Range| {
                    sheet
                        .labels
                        .range(&sheet.whole(range.low), &sheet.whole(range.high))
                };
                vec![
                    Row::new(&self.name, sheet.whole(month.value), self.ink),
                    Row::new(&words.half_range, range(month.half), None),
                    Row::new(&words.likely_range, range(month.likely), None),
                    Row::new(&self.put_in, sheet.whole(month.put_in), Ink::Out),
                ]
            }
        };
        let here = self.marks.iter().filter(|mark| mark.month == one.month());
        rows.extend(here.map(|mark| Row::new(&mark.name, mark.text.clone(), None)));
        PointText {
            at: one.month(),
            label,
            rows,
        }
    }

    fn table(&self, sheet: &Sheet, labels: &[String], moments: &[Moment<'_>]) -> Table {
        let words = &sheet.labels.words;
        let rows = labels
            .iter()
            .zip(moments)
            .map(|(label, one)| {
                let mut cells = vec![label.clone(), sheet.money(one.value())];
                match one {
                    Moment::Past(_) => cells.extend([const { String::new() }; 3]),
                    Moment::Ahead(month) => {
                        let range = |range: Range| {
                            sheet
                                .labels
                                .range(&sheet.money(range.low), &sheet.money(range.high))
                        };
                        cells.extend([
                            range(month.half),
                            range(month.likely),
                            sheet.money(month.put_in),
                        ]);
                    }
                }
                cells
            })
            .collect();
        Table {
            head: vec![
                words.month.clone(),
                self.name.clone(),
                words.half_range.clone(),
                words.likely_range.clone(),
                self.put_in.clone(),
            ],
            rows,
        }
    }
}

/// A name that leaves room for others.
fn shortened(name: &str) -> String {
    const MOST: usize = 28;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let short: String = name.chars().take(MOST - 1).collect();
    format!("{}…", short.trim_end())
}

fn overlaps_present(
    frame: &Frame<'_>,
    shown: &[Moment<'_>],
    spots: &[Spot],
    left: f64,
    right: f64,
) -> bool {
    let present = shown
        .iter()
        .position(|one| matches!(one, Moment::Ahead(_)))
        .and_then(|at| spots.get(at));
    present.is_some_and(|spot| {
        let width = text_width(&frame.sheet.labels.words.today) + 12.0;
        left < spot.0 + width && right > spot.0 - 6.0
    })
}

/// Lowest and highest amount to show, zero where it is near enough to matter.
fn reach(moments: &[Moment<'_>]) -> (i128, i128) {
    let drawn = moments.iter().flat_map(|one| match one {
        Moment::Past(known) => vec![known.value],
        Moment::Ahead(month) => {
            vec![
                month.value,
                month.half.low,
                month.half.high,
                month.likely.low,
                month.likely.high,
                month.put_in,
            ]
        }
    });
    let (low, high) = drawn
        .map(i128::from)
        .fold((i128::MAX, i128::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    let away = low.max(-high).max(0);
    if (high - low) * 3 >= away * 2 {
        (low.min(0), high.max(0))
    } else {
        (low, high)
    }
}

/// Two flat bands, so that the likelier half stands darker.
fn draw_ranges(
    canvas: &Canvas,
    frame: &Frame<'_>,
    x: Scale,
    shown: &[Moment<'_>],
    ink: Ink,
) -> Result<(), ChartError> {
    let edge = |of: &dyn Fn(&AheadMonth) -> i64| -> Vec<Spot> {
        shown
            .iter()
            .filter_map(|one| match one {
                Moment::Past(_) => None,
                Moment::Ahead(month) => {
                    Some((x.at(f64::from(month.month)), frame.height_of(of(month))))
                }
            })
            .collect()
    };
    let bands: [fn(&AheadMonth) -> Range; 2] = [|one| one.likely, |one| one.half];
    canvas.group("range", || {
        for range in bands {
            let mut outline = edge(&|one| range(one).high);
            outline.extend(edge(&|one| range(one).low).into_iter().rev());
            if outline.len() > 2 {
                canvas.area(outline, ink, 0.11)?;
            }
        }
        Ok(())
    })
}

fn draw_present(canvas: &Canvas, frame: &Frame<'_>, at: f64) -> Result<(), ChartError> {
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
        let spot = (crisp(at) + offset, frame.plot.top - 6.0);
        canvas.label(spot, text, Ink::Label, anchor)
    })
}
