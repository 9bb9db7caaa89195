//! What every kind of chart is given besides its numbers.

use crate::calendar::{self, Civil};
use crate::error::ChartError;
use crate::ink::Ink;
use crate::label::{Decimals, LabelFormat};

/// The sheet a chart is painted on.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// How many minor units make a whole one, as a power of ten: 2 for cents. At most 8.
    pub minor_digits: u32,
    /// Accessible name, and the title of an export.
    pub title: String,
    /// The sentence that says what the chart shows.
    pub summary: String,
    /// Words and number forms.
    pub labels: LabelFormat,
}

impl Sheet {
    /// A sheet of this size with two minor digits and English labels.
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            minor_digits: 2,
            title: String::new(),
            summary: String::new(),
            labels: LabelFormat::default(),
        }
    }

    pub(crate) fn money(&self, minor: impl Into<i128>) -> String {
        self.labels
            .money(minor.into(), self.digits(), Decimals::All)
    }

    pub(crate) fn money_if_any(&self, minor: impl Into<i128>) -> String {
        self.labels
            .money(minor.into(), self.digits(), Decimals::IfAny)
    }

    pub(crate) fn whole(&self, minor: impl Into<i128>) -> String {
        self.labels
            .money(minor.into(), self.digits(), Decimals::None)
    }

    pub(crate) fn signed(&self, minor: impl Into<i128>) -> String {
        self.labels
            .signed_money(minor.into(), self.digits(), Decimals::All)
    }

    pub(crate) fn short(&self, minor: impl Into<i128>) -> String {
        self.labels.short(minor.into(), self.digits())
    }

    pub(crate) fn digits(&self) -> u32 {
        self.minor_digits.min(8)
    }
}

/// What the numbers along x count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Days since 1 January 1970. A balance changes on a day, so lines are steps.
    Days,
    /// Months since January of year 0: `year × 12 + month − 1`. Month-end values are joined
    /// by straight lines.
    Months,
}

impl Axis {
    pub(crate) fn civil(self, at: i32) -> Result<Civil, ChartError> {
        match self {
            Self::Days => calendar::day(at),
            Self::Months => calendar::month(at),
        }
    }

    /// The text of every point, with years when days span more than one.
    pub(crate) fn labels(self, xs: &[i32], sheet: &Sheet) -> Result<Vec<String>, ChartError> {
        let labels = &sheet.labels;
        let span = match (xs.first(), xs.last()) {
            (Some(first), Some(last)) => i64::from(*last) - i64::from(*first),
            _ => 0,
        };
        let pattern = match self {
            Self::Days if span > 330 => &labels.day_with_year,
            Self::Days => &labels.day,
            Self::Months => &labels.month,
        };
        xs.iter()
            .map(|x| Ok(labels.day_text(pattern, self.civil(*x)?)))
            .collect()
    }

    pub(crate) fn head(self, sheet: &Sheet) -> String {
        match self {
            Self::Days => sheet.labels.words.date.clone(),
            Self::Months => sheet.labels.words.month.clone(),
        }
    }
}

/// One series over the shared points of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The caller's id; comes back in the geometry.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// One value a point, in minor units; `None` is a gap.
    pub values: Vec<Option<i64>>,
}

/// On which side of the plot the amounts stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The usual place.
    #[default]
    Left,
    /// Next to the newest value.
    Right,
}

/// Points ascend, each once, and every series has a value (or a gap) for each.
pub(crate) fn check(xs: &[i32], lengths: &[(&str, usize)]) -> Result<(), ChartError> {
    if xs.is_empty() {
        return Err(ChartError::Empty);
    }
    if xs.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(ChartError::Order);
    }
    for (series, found) in lengths {
        if *found != xs.len() {
            let series = (*series).to_owned();
            return Err(ChartError::Length {
                series,
                expected: xs.len(),
                found: *found,
            });
        }
    }
    Ok(())
}
