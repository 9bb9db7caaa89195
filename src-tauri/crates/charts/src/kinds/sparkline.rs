//! A line the size of a word. It has no axis, so it never stands alone.

use crate::canvas::{Canvas, Spot};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PlotRect, SeriesKey, Table};
use crate::kinds::{extremes, stretches};
use crate::reduce::kept;
use crate::scale::Scale;
use crate::sheet::{Series, Sheet};

/// A small line on its own scale, for tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sparkline {
    /// The values, evenly apart.
    pub series: Series,
    /// Whether the area under the line is tinted.
    pub fill: bool,
    /// Whether the newest value has a dot.
    pub dot: bool,
}

impl Sparkline {
    /// Paints the chart. Its geometry has places but no texts: the row it stands in speaks.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let values = &self.series.values;
        let known = || values.iter().flatten().copied();
        let (Some(low), Some(high)) = (known().min(), known().max()) else {
            return Err(ChartError::Empty);
        };
        let (width, height) = (
            f64::from(sheet.width.max(8)),
            f64::from(sheet.height.max(8)),
        );
        let x = Scale::new((0.0, (values.len() - 1) as f64), (2.0, width - 3.0));
        let y = Scale::new((low as f64, high as f64), (height - 3.0, 3.0));
        let kept = kept(values, width as usize);
        let spots: Vec<Option<Spot>> = kept
            .iter()
            .map(|at| values[*at].map(|value| (x.at(*at as f64), y.at(value as f64))))
            .collect();
        let ink = self.series.ink;
        let canvas = Canvas::new(width as u32, height as u32);
        for stretch in stretches(&spots) {
            if self.fill {
                let mut area = stretch.clone();
                area.extend([
                    (stretch[stretch.len() - 1].0, height),
                    (stretch[0].0, height),
                ]);
                canvas.area(area, ink, 0.1)?;
            }
            match stretch.as_slice() {
                [alone] => canvas.dot(*alone, 1.0, ink)?,
                line => canvas.path(line, ink, 1.5, 1.0)?,
            }
        }
        if self.dot
            && let Some(last) = spots.iter().flatten().last()
        {
            canvas.dot(*last, 2.0, ink)?;
        }
        let (lowest, highest) = extremes(kept.iter().map(|at| values[*at]));
        let geometry = Geometry {
            width,
            height,
            plot: PlotRect {
                left: 2.0,
                right: width - 3.0,
                top: 3.0,
                bottom: height - 3.0,
            },
            x: kept.iter().map(|at| x.at(*at as f64)).collect(),
            y: spots
                .iter()
                .map(|spot| vec![spot.map(|spot| spot.1)])
                .collect(),
            series: vec![SeriesKey::from(&self.series)],
            points: Vec::new(),
            lowest,
            highest,
            ..Geometry::of(sheet, Table::default())
        };
        Ok(canvas.finish(sheet, geometry))
    }
}
