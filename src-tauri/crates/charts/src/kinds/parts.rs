//! Charts of parts: a flow from sources to uses, a map of areas, a calendar of days, a waterfall.
//!
//! Their points are boxes, not places along a line: [`Geometry::boxes`] says where each one is.

use crate::calendar;
use crate::canvas::{Anchor, Canvas, Spot};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PlotRect, PointText, Row, Table};
use crate::ink::Ink;
use crate::kinds::{Frame, Gutters, fits, only_table, unit};
use crate::label::text_width;
use crate::scale::{Domain, Pad};
use crate::sheet::{Axis, Sheet, Side};

/// Least size of a flow.
const LEAST_FLOW: (u32, u32) = (480, 220);
/// Least size of the others.
const LEAST_PARTS: (u32, u32) = (240, 120);
/// Width of a node of a flow.
const NODE: f64 = 10.0;
/// Room between nodes.
const GAP: f64 = 9.0;
/// Places along an edge of a flow.
const SAMPLES: usize = 40;

/// A part of a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The caller's id.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// How much, positive.
    pub value: i64,
    /// Its colour.
    pub ink: Ink,
}

fn positive(parts: &[Part]) -> Vec<&Part> {
    parts.iter().filter(|part| part.value > 0).collect()
}

fn whole(parts: &[&Part]) -> f64 {
    parts.iter().map(|part| part.value as f64).sum()
}

/// Text cut to a width, with an ellipsis.
fn cut(text: &str, width: f64) -> String {
    if text_width(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for sign in text.chars() {
        kept.push(sign);
        if text_width(&kept) + 8.0 > width {
            kept.pop();
            break;
        }
    }
    if kept.is_empty() {
        kept
    } else {
        format!("{}…", kept.trim_end())
    }
}

fn table(sheet: &Sheet, parts: &[&Part]) -> Table {
    Table {
        head: vec![String::new(), sheet.labels.words.balance.clone()],
        rows: parts
            .iter()
            .map(|part| vec![part.name.clone(), sheet.money(part.value)])
            .collect(),
    }
}

fn point(at: usize, part: &Part, sheet: &Sheet, share: f64) -> PointText {
    let percent = format!("{:.1}%", share * 100.0);
    PointText {
        at: i32::try_from(at).unwrap_or(i32::MAX),
        label: part.name.clone(),
        rows: vec![
            Row::new(&part.name, sheet.money(part.value), part.ink),
            Row::new(&percent, String::new(), None),
        ],
    }
}

/// Money from its sources through one node to its uses (a Sankey diagram). Both sides add up to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Where it came from, the greatest first.
    pub sources: Vec<Part>,
    /// Where it went.
    pub uses: Vec<Part>,
}

impl Flow {
    /// Paints the chart. Points are the sources, then the uses.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let (sources, uses) = (positive(&self.sources), positive(&self.uses));
        if sources.is_empty() || uses.is_empty() {
            return Err(ChartError::Empty);
        }
        let all: Vec<&Part> = sources.iter().chain(&uses).copied().collect();
        let table = table(sheet, &all);
        if !fits(sheet, LEAST_FLOW) {
            return Ok(only_table(sheet, table));
        }
        let (width, height) = (f64::from(sheet.width), f64::from(sheet.height));
        let through = whole(&sources).max(whole(&uses));
        let most = sources.len().max(uses.len()) as f64;
        // Nodes never take more room than the gaps between them leave.
        let gap = GAP.min((height - 16.0) / (most * 3.0));
        let scale = (height - 16.0 - gap * (most - 1.0)) / through;
        let label = (width * 0.24).min(190.0);
        let middle = width / 2.0 - NODE / 2.0;
        let sides = [
            (&sources, label, middle, true),
            (&uses, width - label - NODE, middle + NODE, false),
        ];
        let canvas = Canvas::new(sheet.width, sheet.height);
        let mut points = Vec::new();
        let mut boxes = Vec::new();
        let top = |parts: &[&Part]| {
            let used = whole(parts) * scale + gap * (parts.len() as f64 - 1.0);
            (height - used) / 2.0
        };
        let middle_top = (height - through * scale) / 2.0;
        canvas.group("flow", || {
            for (parts, x, inner, left) in sides {
                let mut y = top(parts);
                let mut at_middle = middle_top;
                for part in parts {
                    let tall = part.value as f64 * scale;
                    let outer = if left { x + NODE } else { x };
                    canvas.area(ribbon((outer, y), (inner, at_middle), tall), part.ink, 0.2)?;
                    canvas.bar((x, y), (x + NODE, y + tall.max(1.0)), part.ink, 1.0)?;
                    y += tall + gap;
                    at_middle += tall;
                }
            }
            canvas.bar(
                (middle, middle_top),
                (middle + NODE, middle_top + through * scale),
                Ink::Text,
                1.0,
            )
        })?;
        canvas.group("names", || {
            for (parts, x, _, left) in sides {
                let mut y = top(parts);
                // A name needs its own line; where nodes are thinner, some go without.
                let mut free = f64::MIN;
                for part in parts {
                    let tall = part.value as f64 * scale;
                    let line = y + tall / 2.0 + 4.0;
                    let (from, to, edge, anchor) = if left {
                        (0.0, x + NODE, x - 8.0, Anchor::End)
                    } else {
                        (x, width, x + NODE + 8.0, Anchor::Start)
                    };
                    boxes.push(PlotRect {
                        left: from,
                        right: to,
                        top: y - gap / 2.0,
                        bottom: y + tall + gap / 2.0,
                    });
                    points.push(point(
                        points.len(),
                        part,
                        sheet,
                        part.value as f64 / through,
                    ));
                    if line - free >= 13.0 {
                        let amount = sheet.whole(part.value);
                        let room = label - 12.0 - text_width(&amount) - 6.0;
                        let name = format!("{} {amount}", cut(&part.name, room.max(24.0)));
                        canvas.label((edge, line), name.trim(), Ink::Text, anchor)?;
                        free = line;
                    }
                    y += tall + gap;
                }
            }
            Ok(())
        })?;
        Ok(canvas.finish(
            sheet,
            Geometry {
                points,
                boxes,
                ..Geometry::of(sheet, table)
            },
        ))
    }
}

/// A band between two edges, of one height, that leaves and arrives level.
fn ribbon(from: Spot, to: Spot, tall: f64) -> Vec<Spot> {
    let place = |step: usize| {
        let t = step as f64 / SAMPLES as f64;
        let eased = t * t * (3.0 - 2.0 * t);
        (
            from.0 + (to.0 - from.0) * t,
            from.1 + (to.1 - from.1) * eased,
        )
    };
    let upper: Vec<Spot> = (0..=SAMPLES).map(place).collect();
    let lower = upper.iter().rev().map(|(x, y)| (*x, y + tall));
    upper.iter().copied().chain(lower).collect()
}

/// Parts as areas of one rectangle (a treemap), as near to squares as can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Treemap {
    /// The parts, the greatest first.
    pub parts: Vec<Part>,
}

impl Treemap {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let mut parts = positive(&self.parts);
        if parts.is_empty() {
            return Err(ChartError::Empty);
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.value));
        let table = table(sheet, &parts);
        if !fits(sheet, LEAST_PARTS) {
            return Ok(only_table(sheet, table));
        }
        let total = whole(&parts);
        let area = PlotRect {
            left: 0.0,
            top: 0.0,
            right: f64::from(sheet.width),
            bottom: f64::from(sheet.height),
        };
        let sizes: Vec<f64> = parts
            .iter()
            .map(|part| part.value as f64 / total * area.right * area.bottom)
            .collect();
        let boxes = squarified(&sizes, area);
        let canvas = Canvas::new(sheet.width, sheet.height);
        canvas.group("map", || {
            for (part, place) in parts.iter().zip(&boxes) {
                let (a, b) = (
                    (place.left + 1.0, place.top + 1.0),
                    (place.right - 1.0, place.bottom - 1.0),
                );
                if b.0 > a.0 && b.1 > a.1 {
                    canvas.bar(a, b, part.ink, 0.24)?;
                    canvas.bar(a, (a.0 + 3.0, b.1), part.ink, 1.0)?;
                }
            }
            Ok(())
        })?;
        canvas.group("names", || {
            for (part, place) in parts.iter().zip(&boxes) {
                let (wide, tall) = (place.right - place.left, place.bottom - place.top);
                let name = cut(&part.name, wide - 18.0);
                if tall < 20.0 || name.is_empty() {
                    continue;
                }
                let spot = (place.left + 10.0, place.top + 16.0);
                canvas.label(spot, &name, Ink::Text, Anchor::Start)?;
                let amount = sheet.whole(part.value);
                if tall >= 36.0 && text_width(&amount) <= wide - 18.0 {
                    canvas.label((spot.0, spot.1 + 15.0), &amount, Ink::Text2, Anchor::Start)?;
                }
            }
            Ok(())
        })?;
        let points = parts
            .iter()
            .enumerate()
            .map(|(at, part)| point(at, part, sheet, part.value as f64 / total))
            .collect();
        Ok(canvas.finish(
            sheet,
            Geometry {
                points,
                boxes,
                ..Geometry::of(sheet, table)
            },
        ))
    }

    /// The ids in the order of the points.
    pub fn order(&self) -> Vec<&str> {
        let mut parts = positive(&self.parts);
        parts.sort_by_key(|part| std::cmp::Reverse(part.value));
        parts.into_iter().map(|part| part.id.as_str()).collect()
    }
}

/// Rows of boxes along the shorter side, each row ended where the next box would make it longer than wide (Bruls, Huizing and
/// van Wijk, "Squarified treemaps", 2000).
fn squarified(sizes: &[f64], mut area: PlotRect) -> Vec<PlotRect> {
    let mut boxes = Vec::with_capacity(sizes.len());
    let mut rest = sizes;
    while !rest.is_empty() {
        let (wide, tall) = (area.right - area.left, area.bottom - area.top);
        let short = wide.min(tall).max(1e-6);
        let worst = |row: &[f64]| {
            let sum: f64 = row.iter().sum();
            let depth = sum / short;
            row.iter()
                .map(|size| (size / depth / depth).max(depth * depth / size))
                .fold(0.0, f64::max)
        };
        let mut count = 1;
        while count < rest.len() && worst(&rest[..=count]) <= worst(&rest[..count]) {
            count += 1;
        }
        let (row, after) = rest.split_at(count);
        let depth = row.iter().sum::<f64>() / short;
        let mut along = if wide >= tall { area.top } else { area.left };
        for size in row {
            let length = size / depth.max(1e-9);
            boxes.push(if wide >= tall {
                PlotRect {
                    left: area.left,
                    right: area.left + depth,
                    top: along,
                    bottom: along + length,
                }
            } else {
                PlotRect {
                    left: along,
                    right: along + length,
                    top: area.top,
                    bottom: area.top + depth,
                }
            });
            along += length;
        }
        if wide >= tall {
            area.left += depth;
        } else {
            area.top += depth;
        }
        rest = after;
    }
    boxes
}

/// Days as squares of weeks, the more the darker (a calendar heat map).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarHeat {
    /// First and last day, days since 1970.
    pub span: (i32, i32),
    /// Days with a value above nothing, ascending.
    pub days: Vec<(i32, i64)>,
    /// Its colour.
    pub ink: Ink,
}

/// Steps of darkness.
const STEPS: usize = 5;

impl CalendarHeat {
    /// Paints the chart. Points are the days of the span.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let (first, last) = self.span;
        if last < first || last - first > 3_700 {
            return Err(ChartError::Order);
        }
        let days: Vec<i32> = (first..=last).collect();
        let labels = Axis::Days.labels(&days, sheet)?;
        let value = |day: i32| {
            self.days
                .binary_search_by_key(&day, |(day, _)| *day)
                .map_or(0, |place| self.days[place].1)
        };
        let table = Table {
            head: vec![Axis::Days.head(sheet), sheet.labels.words.spent.clone()],
            rows: days
                .iter()
                .zip(&labels)
                .filter(|(day, _)| value(**day) > 0)
                .map(|(day, label)| vec![label.clone(), sheet.money(value(*day))])
                .collect(),
        };
        if !fits(sheet, LEAST_PARTS) {
            return Ok(only_table(sheet, table));
        }
        // 1 January 1970 was a Thursday.
        let weekday = |day: i32| (day + 3).rem_euclid(7);
        let begin = first - weekday(first);
        let weeks = (last - begin) / 7 + 1;
        let (left, top) = (34.0, 20.0);
        let cell = ((f64::from(sheet.width) - left) / f64::from(weeks))
            .min((f64::from(sheet.height) - top) / 7.0);
        let canvas = Canvas::new(sheet.width, sheet.height);
        let mut ranked: Vec<i64> = self
            .days
            .iter()
            .map(|(_, value)| *value)
            .filter(|value| *value > 0)
            .collect();
        ranked.sort_unstable();
        // Fifths of the days, so that one great day does not make all others pale.
        let step = |value: i64| {
            let below = ranked.partition_point(|other| *other < value);
            below * STEPS / ranked.len().max(1)
        };
        let mut boxes = Vec::with_capacity(days.len());
        canvas.group("days", || {
            for day in &days {
                let column = f64::from((day - begin) / 7);
                let row = f64::from(weekday(*day));
                let place = PlotRect {
                    left: left + column * cell,
                    right: left + (column + 1.0) * cell,
                    top: top + row * cell,
                    bottom: top + (row + 1.0) * cell,
                };
                let amount = value(*day);
                let (ink, alpha) = if amount > 0 {
                    (
                        self.ink,
                        0.16 + 0.84 * step(amount) as f64 / (STEPS - 1) as f64,
                    )
                } else {
                    (Ink::Grid, 1.0)
                };
                let inset = (cell * 0.08).max(0.5);
                canvas.bar(
                    (place.left + inset, place.top + inset),
                    (place.right - inset, place.bottom - inset),
                    ink,
                    alpha,
                )?;
                boxes.push(place);
            }
            Ok(())
        })?;
        canvas.group("axis", || {
            for (row, name) in sheet.labels.weekdays.iter().enumerate().step_by(2) {
                let y = top + (row as f64 + 0.5) * cell + 4.0;
                canvas.label((left - 6.0, y), name, Ink::Label, Anchor::End)?;
            }
            let mut free = f64::MIN;
            for day in &days {
                let civil = Axis::Days.civil(*day)?;
                let x = left + f64::from((day - begin) / 7) * cell;
                let name = sheet.labels.day_text("{month}", civil);
                let fits = x + text_width(&name) <= f64::from(sheet.width);
                if civil.day == 1 && x >= free && fits {
                    canvas.label((x, 12.0), &name, Ink::Label, Anchor::Start)?;
                    free = x + text_width(&name) + 12.0;
                }
            }
            Ok(())
        })?;
        let points = days
            .iter()
            .zip(labels)
            .map(|(day, label)| PointText {
                at: *day,
                rows: vec![Row::new(
                    &sheet.labels.words.spent,
                    sheet.money(value(*day)),
                    self.ink,
                )],
                label,
            })
            .collect();
        Ok(canvas.finish(
            sheet,
            Geometry {
                points,
                boxes,
                ..Geometry::of(sheet, table)
            },
        ))
    }
}

/// From one total to another, part by part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waterfall {
    /// The first total: its day, in days since 1970, and its amount.
    pub start: (i32, i64),
    /// What was added or taken, in order; the value is signed.
    pub parts: Vec<Part>,
    /// Day of the last total, which is the first with all parts.
    pub end: i32,
}

impl Waterfall {
    /// Paints the chart. Points are the first total, the parts, the last total.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let mut level = i128::from(self.start.1);
        let labels = &sheet.labels;
        let named = |day| Ok::<_, ChartError>(labels.day_text(&labels.date, calendar::day(day)?));
        let mut bars: Vec<(String, i128, i128, i128, Ink)> =
            vec![(named(self.start.0)?, 0, level, level, Ink::Text2)];
        for part in &self.parts {
            let next = level + i128::from(part.value);
            let ink = if part.value < 0 { Ink::Out } else { Ink::In };
            bars.push((part.name.clone(), level, next, i128::from(part.value), ink));
            level = next;
        }
        bars.push((named(self.end)?, 0, level, level, Ink::Text2));
        let table = Table {
            head: vec![String::new(), sheet.labels.words.balance.clone()],
            rows: bars
                .iter()
                .map(|bar| vec![bar.0.clone(), sheet.money(bar.3)])
                .collect(),
        };
        if !fits(sheet, LEAST_PARTS) {
            return Ok(only_table(sheet, table));
        }
        let reach = || bars.iter().flat_map(|bar| [bar.1, bar.2]);
        let inner = || {
            bars[1..bars.len() - 1]
                .iter()
                .flat_map(|bar| [bar.1, bar.2])
        };
        let (mut low, mut high) = (reach().min().unwrap_or(0), reach().max().unwrap_or(0));
        // Steps that are small beside the totals would be slivers: then the axis begins below the lowest of them.
        let (lowest, highest) = (inner().min().unwrap_or(low), inner().max().unwrap_or(high));
        let spread = highest - lowest;
        if lowest > 0 && spread > 0 && spread * 4 < high {
            low = (lowest - spread / 2).max(0);
        }
        if highest < 0 && spread > 0 && spread * 4 < -low {
            high = (highest + spread / 2).min(0);
        }
        let domain = Domain::new(low, high, Pad::DATA, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 12.0,
            top: 16.0,
            bottom: 24.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, Side::Left);
        let canvas = Canvas::new(sheet.width, sheet.height);
        frame.draw_grid(&canvas)?;
        let step = (frame.plot.right - frame.plot.left) / bars.len() as f64;
        let half = (step * 0.3).min(30.0);
        let clamped = |value: i128| {
            frame
                .y
                .at(value as f64)
                .clamp(frame.plot.top, frame.plot.bottom)
        };
        let centre = |at: usize| frame.plot.left + (at as f64 + 0.5) * step;
        canvas.group("steps", || {
            for (at, (_, from, to, _, ink)) in bars.iter().enumerate() {
                let (a, b) = (clamped(*from), clamped(*to));
                let x = centre(at);
                canvas.bar((x - half, a.min(b)), (x + half, a.max(b)), *ink, 0.9)?;
                if at + 1 < bars.len() {
                    canvas.hairline((x + half, b), (centre(at + 1) - half, b), Ink::Zero)?;
                }
            }
            Ok(())
        })?;
        canvas.group("names", || {
            for (at, (name, from, to, amount, _)) in bars.iter().enumerate() {
                let x = centre(at);
                let text = sheet.whole(*amount);
                if text_width(&text) <= step {
                    let y = clamped(*from).min(clamped(*to)) - 5.0;
                    canvas.label((x, y), &text, Ink::Text2, Anchor::Middle)?;
                }
                let name = cut(name, step - 4.0);
                let line = f64::from(sheet.height) - 6.0;
                canvas.label((x, line), &name, Ink::Label, Anchor::Middle)?;
            }
            Ok(())
        })?;
        let boxes = (0..bars.len())
            .map(|at| PlotRect {
                left: centre(at) - step / 2.0,
                right: centre(at) + step / 2.0,
                top: 0.0,
                bottom: f64::from(sheet.height),
            })
            .collect();
        let points = bars
            .iter()
            .enumerate()
            .map(|(at, (name, _, _, amount, ink))| PointText {
                at: i32::try_from(at).unwrap_or(i32::MAX),
                label: name.clone(),
                rows: vec![Row::new(name, sheet.signed(*amount), *ink)],
            })
            .collect();
        Ok(canvas.finish(
            sheet,
            Geometry {
                points,
                boxes,
                plot: frame.plot,
                ..Geometry::of(sheet, table)
            },
        ))
    }
}
