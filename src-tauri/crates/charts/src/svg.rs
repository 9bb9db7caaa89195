//! The back end: plotters draws on a canvas of sixteen units to the CSS pixel, and what comes
//! out is compact SVG in CSS pixels whose only colours are design tokens.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use crate::ink::{Ink, UnknownInk};

/// Drawing units to a CSS pixel.
pub(crate) const UNITS: i32 = 16;

/// Size of the text that carries no size of its own, in CSS pixels.
pub(crate) const TEXT_SIZE: f64 = 11.0;

/// What the painter and the back end share: the document so far, and the two things SVG can
/// do that plotters has no word for.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Elements written so far.
    pub(crate) body: String,
    /// Dash and gap in CSS pixels for the strokes that follow.
    pub(crate) dash: Option<(u32, u32)>,
    /// While set, strokes gather here as one path instead of one element each.
    pub(crate) gathered: Option<String>,
}

/// The back end. It writes into a document that the painter keeps.
pub(crate) struct SvgBackend {
    document: Rc<RefCell<Document>>,
    size: (u32, u32),
}

impl SvgBackend {
    /// `size` is in CSS pixels.
    pub(crate) fn new(document: Rc<RefCell<Document>>, size: (u32, u32)) -> Self {
        Self { document, size }
    }
}

type Drawn = Result<(), DrawingErrorKind<UnknownInk>>;

/// The ink of a colour; `None` when it is fully transparent and nothing is to be drawn.
fn ink(colour: BackendColor) -> Result<Option<Ink>, DrawingErrorKind<UnknownInk>> {
    if colour.alpha <= 0.0 {
        return Ok(None);
    }
    Ink::from_rgb(colour.rgb)
        .map(Some)
        .map_err(DrawingErrorKind::DrawingError)
}

/// A length in drawing units as hundredths of a CSS pixel.
fn hundredths(units: i32) -> i64 {
    (i64::from(units) * 100 + i64::from(UNITS) / 2).div_euclid(i64::from(UNITS))
}

/// Hundredths as the shortest decimal: "12", "12.5", "-0.06".
pub(crate) fn write_number(out: &mut String, hundredths: i64) {
    if hundredths < 0 {
        out.push('-');
    }
    let size = hundredths.unsigned_abs();
    let (whole, part) = (size / 100, size % 100);
    // Writing to a String cannot fail.
    let _ = match (part, part % 10) {
        (0, _) => write!(out, "{whole}"),
        (_, 0) => write!(out, "{whole}.{}", part / 10),
        _ => write!(out, "{whole}.{part:02}"),
    };
}

fn attribute(out: &mut String, name: &str, units: i32) {
    let _ = write!(out, " {name}=\"");
    write_number(out, hundredths(units));
    out.push('"');
}

fn paint(out: &mut String, name: &str, ink: Ink) {
    let _ = write!(out, " {name}=\"var(--{})\"", ink.token());
}

fn opacity(out: &mut String, alpha: f64) {
    if alpha < 1.0 {
        out.push_str(" opacity=\"");
        write_number(out, (alpha * 100.0).round() as i64);
        out.push('"');
    }
}

/// Escapes text for content and attributes, and leaves out what XML cannot hold.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{FFFE}' | '\u{FFFF}') => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Path data: absolute start, then relative moves. Level and upright pieces take one number,
/// and level pieces that go on are joined, which halves a step line.
fn path_data(out: &mut String, points: impl IntoIterator<Item = BackendCoord>, close: bool) {
    let mut points = points
        .into_iter()
        .map(|(x, y)| (hundredths(x), hundredths(y)));
    let Some(start) = points.next() else { return };
    out.push('M');
    write_number(out, start.0);
    out.push(' ');
    write_number(out, start.1);
    let mut here = start;
    let mut level = 0_i64;
    let mut moved = false;
    let flush = |out: &mut String, level: &mut i64| {
        if *level != 0 {
            out.push('h');
            write_number(out, *level);
            *level = 0;
        }
    };
    for next in points {
        let (dx, dy) = (next.0 - here.0, next.1 - here.1);
        here = next;
        if dx == 0 && dy == 0 {
            continue;
        }
        moved = true;
        if dy == 0 && (level == 0 || (level > 0) == (dx > 0)) {
            level += dx;
            continue;
        }
        flush(out, &mut level);
        if dy == 0 {
            level = dx;
        } else if dx == 0 {
            out.push('v');
            write_number(out, dy);
        } else {
            out.push('l');
            write_number(out, dx);
            if dy >= 0 {
                out.push(' ');
            }
            write_number(out, dy);
        }
    }
    flush(out, &mut level);
    if !moved {
        out.push_str("h0");
    }
    if close {
        out.push('z');
    }
}

/// Ends a closed shape: filled, or with a line of this many units around it.
fn fill_or_stroke(out: &mut String, ink: Ink, units: Option<i32>, alpha: f64) {
    if let Some(units) = units {
        out.push_str(" fill=\"none\"");
        paint(out, "stroke", ink);
        attribute(out, "stroke-width", units);
    } else {
        paint(out, "fill", ink);
    }
    opacity(out, alpha);
    out.push_str("/>");
}

impl Document {
    /// One stroked path of this data, with the dash in force.
    pub(crate) fn stroke(&mut self, data: &str, ink: Ink, units: i32, alpha: f64) {
        let dash = self.dash;
        let out = &mut self.body;
        out.push_str("<path fill=\"none\"");
        paint(out, "stroke", ink);
        attribute(out, "stroke-width", units);
        opacity(out, alpha);
        if let Some((on, off)) = dash {
            let _ = write!(out, " stroke-dasharray=\"{on} {off}\"");
        }
        let _ = write!(out, " d=\"{data}\"/>");
    }
}

impl DrawingBackend for SvgBackend {
    type ErrorType = UnknownInk;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0 * UNITS as u32, self.size.1 * UNITS as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let colour = style.color();
        let Some(ink) = ink(colour)? else {
            return Ok(());
        };
        let mut document = self.document.borrow_mut();
        if let Some(gathered) = &mut document.gathered {
            path_data(gathered, path, false);
            return Ok(());
        }
        let mut data = String::new();
        path_data(&mut data, path, false);
        document.stroke(&data, ink, style.stroke_width() as i32, colour.alpha);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let colour = style.color();
        let Some(ink) = ink(colour)? else {
            return Ok(());
        };
        let mut document = self.document.borrow_mut();
        let out = &mut document.body;
        out.push_str("<rect");
        attribute(out, "x", upper_left.0.min(bottom_right.0));
        attribute(out, "y", upper_left.1.min(bottom_right.1));
        attribute(out, "width", (bottom_right.0 - upper_left.0).abs());
        attribute(out, "height", (bottom_right.1 - upper_left.1).abs());
        let units = (!fill).then(|| style.stroke_width() as i32);
        fill_or_stroke(out, ink, units, colour.alpha);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let colour = style.color();
        let Some(ink) = ink(colour)? else {
            return Ok(());
        };
        let mut document = self.document.borrow_mut();
        let out = &mut document.body;
        out.push_str("<circle");
        attribute(out, "cx", center.0);
        attribute(out, "cy", center.1);
        attribute(out, "r", radius as i32);
        let units = (!fill).then(|| style.stroke_width() as i32);
        fill_or_stroke(out, ink, units, colour.alpha);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        let colour = style.color();
        let Some(ink) = ink(colour)? else {
            return Ok(());
        };
        let mut document = self.document.borrow_mut();
        let out = &mut document.body;
        out.push_str("<path");
        paint(out, "fill", ink);
        opacity(out, colour.alpha);
        out.push_str(" d=\"");
        path_data(out, points, true);
        out.push_str("\"/>");
        Ok(())
    }

    /// Text stands on its baseline: the vertical anchor is not used.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let colour = style.color();
        let Some(ink) = ink(colour)? else {
            return Ok(());
        };
        let mut document = self.document.borrow_mut();
        let out = &mut document.body;
        out.push_str("<text");
        attribute(out, "x", at.0);
        attribute(out, "y", at.1);
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => out.push_str(" text-anchor=\"middle\""),
            HPos::Right => out.push_str(" text-anchor=\"end\""),
        }
        let size = style.size().round() as i32;
        if size != (TEXT_SIZE * f64::from(UNITS)) as i32 {
            attribute(out, "font-size", size);
        }
        if matches!(style.style(), FontStyle::Bold) {
            out.push_str(" font-weight=\"600\"");
        }
        paint(out, "fill", ink);
        opacity(out, colour.alpha);
        let _ = write!(out, ">{}</text>", escape(text));
        Ok(())
    }
}
