use crate::ink::UnknownInk;

/// Why a chart was not painted or exported.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// There is no point to draw; the page shows its empty state instead.
    #[error("there is nothing to draw")]
    Empty,
    /// A series does not have one value for each point.
    #[error("series {series:?} has {found} values for {expected} points")]
    Length {
        /// Name of the series.
        series: String,
        /// How many values it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// Points must stand in ascending order, each day or month once.
    #[error("the points are not in ascending order")]
    Order,
    /// A day or month number no calendar has.
    #[error("day or month number {0} is outside the calendar")]
    Calendar(i32),
    /// A colour that is no token: a mistake in this crate.
    #[error(transparent)]
    Ink(#[from] UnknownInk),
    /// The drawing library refused.
    #[error("drawing failed: {0}")]
    Drawing(String),
    /// The picture could not be turned into an image file.
    #[error("export failed: {0}")]
    Export(String),
}
