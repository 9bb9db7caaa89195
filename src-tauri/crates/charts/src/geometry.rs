//! What the page needs to let a chart be read by pointer, by keyboard and by ear.

use crate::ink::Ink;
use crate::sheet::{Series, Sheet};

/// A painted chart and the record that goes with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// The picture. Empty when the sheet is smaller than the kind's least size: the page
    /// then shows the figure and the table alone.
    pub svg: String,
    /// Everything needed to read it.
    pub geometry: Geometry,
}

/// Positions in CSS pixels, and the texts that belong to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Geometry {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
    /// Where the crosshair may go.
    pub plot: PlotRect,
    /// Position of each point, ascending.
    pub x: Vec<f64>,
    /// For each point, the height of each series in [`Self::series`], where a dot may stand;
    /// `None` in a gap, and for bars, which carry no dot.
    pub y: Vec<Vec<Option<f64>>>,
    /// The series, in the order of the inner lists of [`Self::y`].
    pub series: Vec<SeriesKey>,
    /// What is said of each point.
    pub points: Vec<PointText>,
    /// Where each point is, for charts whose points are boxes and not places along a line; empty for those.
    pub boxes: Vec<PlotRect>,
    /// Index of the point with the lowest value, the earliest of equals.
    pub lowest: Option<usize>,
    /// Index of the point with the highest value, the earliest of equals.
    pub highest: Option<usize>,
    /// Index of today's point, where the kind knows today.
    pub today: Option<usize>,
    /// The sentence the caller gave.
    pub summary: String,
    /// The same numbers as a table: every point, also those no pixel was left for.
    pub table: Table,
}

impl Geometry {
    /// The record of a sheet with nothing on it yet but its sentence and its table.
    pub(crate) fn of(sheet: &Sheet, table: Table) -> Self {
        Self {
            width: f64::from(sheet.width),
            height: f64::from(sheet.height),
            summary: sheet.summary.clone(),
            table,
            ..Self::default()
        }
    }
}

/// The plot without its gutters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlotRect {
    /// Left edge.
    pub left: f64,
    /// Right edge.
    pub right: f64,
    /// Upper edge.
    pub top: f64,
    /// Lower edge.
    pub bottom: f64,
}

/// A series by the caller's id, for legends and swatches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesKey {
    /// The caller's id.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
}

impl SeriesKey {
    pub(crate) fn new(id: &str, name: &str, ink: Ink) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            ink,
        }
    }
}

impl From<&Series> for SeriesKey {
    fn from(series: &Series) -> Self {
        Self::new(&series.id, &series.name, series.ink)
    }
}

/// What is said of one point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointText {
    /// Its day or month number, as the caller gave it.
    pub at: i32,
    /// The day or month.
    pub label: String,
    /// One row a series, more for what else belongs to the point.
    pub rows: Vec<Row>,
}

/// A row of a tooltip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// The amount, formatted.
    pub value: String,
    /// Colour of its swatch, if it has one.
    pub ink: Option<Ink>,
    /// A total or net, set off by a hairline.
    pub total: bool,
}

impl Row {
    pub(crate) fn new(name: &str, value: String, ink: impl Into<Option<Ink>>) -> Self {
        Self {
            name: name.to_owned(),
            value,
            ink: ink.into(),
            total: false,
        }
    }

    pub(crate) fn total(name: &str, value: String, ink: impl Into<Option<Ink>>) -> Self {
        Self {
            total: true,
            ..Self::new(name, value, ink)
        }
    }
}

/// The chart as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Column heads.
    pub head: Vec<String>,
    /// One row a point; as many cells as there are heads.
    pub rows: Vec<Vec<String>>,
}
