//! The painter: CSS pixels and inks in, plotters elements out.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, IntoFont, ShapeStyle, TextStyle};
use plotters_backend::DrawingErrorKind;

use crate::error::ChartError;
use crate::geometry::{Chart, Geometry};
use crate::ink::{Ink, UnknownInk};
use crate::sheet::Sheet;
use crate::svg::{Document, SvgBackend, TEXT_SIZE, UNITS, escape};

/// A place on the sheet in CSS pixels.
pub(crate) type Spot = (f64, f64);

/// How text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A sheet being painted.
pub(crate) struct Canvas {
    area: DrawingArea<SvgBackend, Shift>,
    document: Rc<RefCell<Document>>,
    size: (u32, u32),
}

fn units(css: f64) -> i32 {
    (css * f64::from(UNITS)).round() as i32
}

fn at(spot: Spot) -> (i32, i32) {
    (units(spot.0), units(spot.1))
}

/// The middle of the pixel a hairline falls in, so that it covers one row and not two halves.
pub(crate) fn crisp(css: f64) -> f64 {
    css.floor() + 0.5
}

impl Canvas {
    pub(crate) fn new(width: u32, height: u32) -> Self {
        let document = Rc::new(RefCell::new(Document::default()));
        let backend = SvgBackend::new(Rc::clone(&document), (width, height));
        Self {
            area: backend.into_drawing_area(),
            document,
            size: (width, height),
        }
    }

    fn draw<E>(&self, element: &E) -> Result<(), ChartError>
    where
        for<'a> &'a E: PointCollection<'a, (i32, i32)>,
        E: Drawable<SvgBackend>,
    {
        self.area.draw(element).map_err(failure)
    }

    /// Everything `paint` draws stands in a group of this class.
    pub(crate) fn group(
        &self,
        class: &str,
        paint: impl FnOnce() -> Result<(), ChartError>,
    ) -> Result<(), ChartError> {
        let _ = write!(self.document.borrow_mut().body, "<g class=\"{class}\">");
        paint()?;
        self.document.borrow_mut().body.push_str("</g>");
        Ok(())
    }

    pub(crate) fn path(
        &self,
        points: &[Spot],
        ink: Ink,
        width: f64,
        alpha: f64,
    ) -> Result<(), ChartError> {
        let style = ShapeStyle {
            color: ink.sentinel().mix(alpha),
            filled: false,
            stroke_width: units(width) as u32,
        };
        let points: Vec<_> = points.iter().copied().map(at).collect();
        self.draw(&PathElement::new(points, style))
    }

    /// A hairline along a row or a column of pixels.
    pub(crate) fn hairline(&self, from: Spot, to: Spot, ink: Ink) -> Result<(), ChartError> {
        let (from, to) = if (from.1 - to.1).abs() < f64::EPSILON {
            ((from.0, crisp(from.1)), (to.0, crisp(to.1)))
        } else {
            ((crisp(from.0), from.1), (crisp(to.0), to.1))
        };
        self.path(&[from, to], ink, 1.0, 1.0)
    }

    pub(crate) fn dashed(
        &self,
        points: &[Spot],
        ink: Ink,
        width: f64,
        dash: (u32, u32),
    ) -> Result<(), ChartError> {
        self.document.borrow_mut().dash = Some(dash);
        let drawn = self.path(points, ink, width, 1.0);
        self.document.borrow_mut().dash = None;
        drawn
    }

    pub(crate) fn area(&self, points: Vec<Spot>, ink: Ink, alpha: f64) -> Result<(), ChartError> {
        let points: Vec<_> = points.into_iter().map(at).collect();
        self.draw(&Polygon::new(points, ink.sentinel().mix(alpha)))
    }

    /// A filled box between two corners; one without height is left out.
    pub(crate) fn bar(&self, a: Spot, b: Spot, ink: Ink, alpha: f64) -> Result<(), ChartError> {
        if units(a.0) == units(b.0) || units(a.1) == units(b.1) {
            return Ok(());
        }
        self.draw(&Rectangle::new(
            [at(a), at(b)],
            ink.sentinel().mix(alpha).filled(),
        ))
    }

    /// A one-pixel frame inside a box and 45° hatching in it: what is over a limit, or only
    /// expected.
    pub(crate) fn hatched(&self, a: Spot, b: Spot, ink: Ink, alpha: f64) -> Result<(), ChartError> {
        const GAP: f64 = 4.0;
        let (left, right) = (a.0.min(b.0), a.0.max(b.0));
        let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
        let (width, height) = (right - left, bottom - top);
        if width < 2.0 || height < 0.5 {
            return self.bar(a, b, ink, alpha);
        }
        self.document.borrow_mut().gathered = Some(String::new());
        let mut offset = -height;
        while offset < width {
            let (from, to) = (offset.max(0.0), (offset + height).min(width));
            if to > from {
                let line = [
                    (left + from, bottom - (from - offset)),
                    (left + to, bottom - (to - offset)),
                ];
                self.path(&line, ink, 1.0, alpha)?;
            }
            offset += GAP;
        }
        {
            let mut document = self.document.borrow_mut();
            let data = document.gathered.take().unwrap_or_default();
            document.stroke(&data, ink, UNITS, alpha);
        }
        if height < 1.5 {
            return Ok(());
        }
        let frame = ShapeStyle {
            color: ink.sentinel().to_rgba(),
            filled: false,
            stroke_width: UNITS as u32,
        };
        let corners = [at((left + 0.5, top + 0.5)), at((right - 0.5, bottom - 0.5))];
        self.draw(&Rectangle::new(corners, frame))
    }

    pub(crate) fn dot(&self, spot: Spot, radius: f64, ink: Ink) -> Result<(), ChartError> {
        self.draw(&Circle::new(
            at(spot),
            units(radius),
            ink.sentinel().filled(),
        ))
    }

    /// A dot on a halo of the ground.
    pub(crate) fn haloed(
        &self,
        spot: Spot,
        radius: f64,
        halo: f64,
        ink: Ink,
    ) -> Result<(), ChartError> {
        self.dot(spot, halo, Ink::Surface)?;
        self.dot(spot, radius, ink)
    }

    /// A ring on a ground-coloured disc.
    pub(crate) fn ring(&self, spot: Spot, ink: Ink) -> Result<(), ChartError> {
        self.dot(spot, 6.0, Ink::Surface)?;
        let style = ShapeStyle {
            color: ink.sentinel().to_rgba(),
            filled: false,
            stroke_width: 32,
        };
        self.draw(&Circle::new(at(spot), units(4.5), style))
    }

    /// Text at the size of axis labels, standing on its baseline.
    pub(crate) fn label(
        &self,
        spot: Spot,
        text: &str,
        ink: Ink,
        anchor: Anchor,
    ) -> Result<(), ChartError> {
        self.text(spot, text, ink, anchor, TEXT_SIZE, false)
    }

    pub(crate) fn text(
        &self,
        spot: Spot,
        text: &str,
        ink: Ink,
        anchor: Anchor,
        size: f64,
        bold: bool,
    ) -> Result<(), ChartError> {
        let anchor = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let weight = if bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let font = (FontFamily::SansSerif, size * f64::from(UNITS), weight).into_font();
        let colour = ink.sentinel();
        let style = TextStyle::from(font)
            .color(&colour)
            .pos(Pos::new(anchor, VPos::Bottom));
        self.draw(&Text::new(text.to_owned(), at(spot), style))
    }

    /// The painted chart.
    pub(crate) fn finish(self, sheet: &Sheet, geometry: Geometry) -> Chart {
        let svg = self.document(sheet);
        Chart { svg, geometry }
    }

    /// The finished document. Its title and description are for whoever opens it as a file;
    /// in the page it is hidden from assistive technology, which reads the figure instead,
    /// and takes no pointer, so that the title never pops up as a tooltip.
    fn document(&self, sheet: &Sheet) -> String {
        let (width, height) = self.size;
        let body = &self.document.borrow().body;
        let mut svg = String::with_capacity(body.len() + 400);
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"Inter\" \
             font-size=\"{TEXT_SIZE}\" stroke-linejoin=\"round\" aria-hidden=\"true\" \
             focusable=\"false\" pointer-events=\"none\"><title>{}</title><desc>{}</desc>{body}</svg>",
            escape(&sheet.title),
            escape(&sheet.summary),
        );
        svg
    }
}

fn failure(error: DrawingAreaErrorKind<UnknownInk>) -> ChartError {
    match error {
        DrawingAreaErrorKind::BackendError(DrawingErrorKind::DrawingError(ink)) => ink.into(),
        other => ChartError::Drawing(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
