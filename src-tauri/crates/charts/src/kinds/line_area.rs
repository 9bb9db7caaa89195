//! Value over time: one line with an area under it.

use crate::canvas::{Canvas, Spot};
use crate::error::ChartError;
use crate::geometry::{Chart, Geometry, PointText, Row, SeriesKey, Table};
use crate::kinds::{Frame, Gutters, LEAST, extremes, fits, joined, only_table, stretches, unit};
use crate::reduce::kept;
use crate::scale::{Domain, Pad};
use crate::sheet::{Axis, Series, Sheet, Side, check};

/// A value over time, such as net worth or one balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineArea {
    /// What `xs` counts.
    pub axis: Axis,
    /// The days or months, ascending.
    pub xs: Vec<i32>,
    /// The values; gaps break the line.
    pub series: Series,
    /// Where the amounts stand.
    pub side: Side,
}

impl LineArea {
    /// Paints the chart.
    pub fn paint(&self, sheet: &Sheet) -> Result<Chart, ChartError> {
        let values = &self.series.values;
        check(&self.xs, &[(&self.series.name, values.len())])?;
        let known = || values.iter().flatten().copied();
        let (Some(low), Some(high)) = (known().min(), known().max()) else {
            return Err(ChartError::Empty);
        };
        let labels = self.axis.labels(&self.xs, sheet)?;
        let table = self.table(sheet, &labels);
        if !fits(sheet, LEAST) {
            return Ok(only_table(sheet, table));
        }

        let (mut low, mut high) = (i128::from(low), i128::from(high));
        // Zero may be left out of a line, but only where the line would otherwise look flat.
        if (high - low) * 5 >= low.abs().max(high.abs()) * 2 {
            (low, high) = (low.min(0), high.max(0));
        }
        let domain = Domain::new(low, high, Pad::DATA, sheet.height, unit(sheet));
        let gutters = Gutters {
            right: 12.0,
            top: 10.0,
            bottom: 22.0,
        };
        let frame = Frame::new(sheet, &domain, gutters, self.side);
        let span = (self.xs[0], self.xs[self.xs.len() - 1]);
        let x = frame.x(f64::from(span.0), f64::from(span.1));
        let kept = kept(values, (frame.plot.right - frame.plot.left) as usize);
        let xs: Vec<f64> = kept
            .iter()
            .map(|at| x.at(f64::from(self.xs[*at])))
            .collect();
        let spots: Vec<Option<Spot>> = kept
            .iter()
            .zip(&xs)
            .map(|(at, x)| values[*at].map(|value| (*x, frame.height_of(value))))
            .collect();

        let canvas = Canvas::new(sheet.width, sheet.height);
        frame.draw_grid(&canvas)?;
        frame.draw_time(&canvas, self.axis, span, x)?;
        self.draw_line(&canvas, &frame, &spots)?;

        let kept_values = kept.iter().map(|at| values[*at]);
        let (lowest, highest) = extremes(kept_values);
        let no_data = &sheet.labels.words.no_data;
        let points = kept
            .iter()
            .map(|at| {
                let value = values[*at].map_or_else(|| no_data.clone(), |value| sheet.money(value));
                let rows = vec![Row::new(&self.series.name, value, self.series.ink)];
                PointText {
                    at: self.xs[*at],
                    label: labels[*at].clone(),
                    rows,
                }
            })
            .collect();
        let geometry = Geometry {
            plot: frame.plot,
            x: xs,
            y: spots
                .iter()
                .map(|spot| vec![spot.map(|spot| spot.1)])
                .collect(),
            series: vec![SeriesKey::from(&self.series)],
            points,
            lowest,
            highest,
            ..Geometry::of(sheet, table)
        };
        Ok(canvas.finish(sheet, geometry))
    }

    fn draw_line(
        &self,
        canvas: &Canvas,
        frame: &Frame<'_>,
        spots: &[Option<Spot>],
    ) -> Result<(), ChartError> {
        let ink = self.series.ink;
        let ground = frame.ground();
        let stretches = stretches(spots);
        canvas.group("series", || {
            for stretch in &stretches {
                let line = joined(stretch, self.axis);
                let mut area = line.clone();
                area.extend([(line[line.len() - 1].0, ground), (line[0].0, ground)]);
                canvas.area(area, ink, 0.1)?;
            }
            for stretch in &stretches {
                match stretch.as_slice() {
                    [alone] => canvas.dot(*alone, 1.5, ink)?,
                    points => canvas.path(&joined(points, self.axis), ink, 2.0, 1.0)?,
                }
            }
            match spots.iter().flatten().last() {
                Some(last) => canvas.haloed(*last, 3.5, 5.0, ink),
                None => Ok(()),
            }
        })
    }

    fn table(&self, sheet: &Sheet, labels: &[String]) -> Table {
        let no_data = &sheet.labels.words.no_data;
        let rows = labels
            .iter()
            .zip(&self.series.values)
            .map(|(label, value)| {
                vec![
                    label.clone(),
                    value.map_or_else(|| no_data.clone(), |value| sheet.money(value)),
                ]
            });
        Table {
            head: vec![self.axis.head(sheet), self.series.name.clone()],
            rows: rows.collect(),
        }
    }
}
