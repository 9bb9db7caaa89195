//! Charts: plain numbers and labels in, SVG and a geometry record out.
//!
//! Drawing goes through plotters into a back end of our own: sixteen drawing units
//! to a CSS pixel, so lines are smooth although plotters counts in whole units, and a closed
//! set of inks, so that a theme is the page's business and not the picture's.
//!
//! Invariants
//! - Every colour in a painted chart is `var(--token)` in a presentation attribute. There is
//!   no `style` attribute and no script, so a strict content policy holds.
//! - Every length in a [`Geometry`] is in CSS pixels of the size that was asked for.
//! - Amounts are whole minor units. They become floating point only as positions on the
//!   sheet; every text is formatted from the integer.
//! - Text from outside is escaped by the back end; no caller hands over markup.
//! - Same input, same text: nothing here reads a clock, a locale or a file.
//!
//! Deliberately absent: currencies and money types (a caller gives minor units and a
//! [`LabelFormat`]), hover and keyboard (the page reads the [`Geometry`]), smoothing (a curve
//! invents data), and summaries (the caller writes the sentence, the chart carries it).

mod calendar;
mod canvas;
mod error;
mod export;
mod geometry;
mod ink;
mod kinds;
mod label;
mod reduce;
mod scale;
mod sheet;
mod svg;

pub use error::ChartError;
pub use export::{Caption, export_png, export_svg};
pub use geometry::{Chart, Geometry, PlotRect, PointText, Row, SeriesKey, Table};
pub use ink::{Ink, Theme};
pub use kinds::ahead::{Ahead, AheadMonth, Mark};
pub use kinds::bars_limit::BarsLimit;
pub use kinds::budget_burnup::{BudgetBurnup, Earlier};
pub use kinds::flow_bars::FlowBars;
pub use kinds::forecast_band::{Fog, ForecastBand, ForecastDay, ForecastEvent, Known, Range};
pub use kinds::line_area::LineArea;
pub use kinds::lines::Lines;
pub use kinds::parts::{CalendarHeat, Flow, Part, Treemap, Waterfall};
pub use kinds::sparkline::Sparkline;
pub use kinds::stacked_area::StackedArea;
pub use label::{LabelFormat, Words};
pub use sheet::{Axis, Series, Sheet, Side};
