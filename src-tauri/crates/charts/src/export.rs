//! Pictures that leave the app: colours by value, a title above, the source below.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::error::ChartError;
use crate::geometry::Chart;
use crate::ink::{Ink, Theme};
use crate::label::text_width;
use crate::svg::escape;

/// What stands around an exported chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// Title, 15 px.
    pub title: String,
    /// The span of time shown, 11 px.
    pub span: String,
    /// Where the figures come from, below the chart, 11 px.
    pub source: String,
}

/// Space around the chart in CSS pixels.
const MARGIN: f64 = 16.0;
const HEAD: f64 = 52.0;
const FOOT: f64 = 28.0;
/// Words never make a picture wider than this.
const MOST_WORDS: f64 = 960.0;

/// The chart as a file that stands alone, in the colours of a theme. A chart whose picture is
/// empty (its sheet was too small) cannot be exported.
pub fn export_svg(chart: &Chart, theme: Theme, caption: &Caption) -> Result<String, ChartError> {
    if chart.svg.is_empty() {
        return Err(ChartError::Empty);
    }
    let (width, height) = (chart.geometry.width, chart.geometry.height);
    // A small chart is given room for the words around it.
    let words = (text_width(&caption.title) * 1.45)
        .max(text_width(&caption.span))
        .max(text_width(&caption.source));
    let full_width = (width.max(words.min(MOST_WORDS)) + 2.0 * MARGIN).ceil();
    let full_height = height + HEAD + FOOT;
    let mut svg = String::with_capacity(chart.svg.len() + 1200);
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{full_width}\" height=\"{full_height}\" \
         viewBox=\"0 0 {full_width} {full_height}\" font-family=\"Inter\">\
         <title>{}</title><rect width=\"{full_width}\" height=\"{full_height}\" fill=\"{}\"/>",
        escape(&caption.title),
        Ink::Surface.hex(theme),
    );
    let mut line = |y: f64, size: u32, weight: u32, ink: Ink, text: &str| {
        let _ = write!(
            svg,
            "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" \
             fill=\"{}\">{}</text>",
            ink.hex(theme),
            escape(text),
        );
    };
    line(24.0, 15, 600, Ink::Text, &caption.title);
    line(40.0, 11, 400, Ink::Text2, &caption.span);
    line(full_height - 12.0, 11, 400, Ink::Label, &caption.source);
    // The inner document keeps its own view box; only its place is new.
    let place = format!("<svg x=\"{MARGIN}\" y=\"{HEAD}\" xmlns");
    svg.push_str(&in_theme(
        &chart.svg.replacen("<svg xmlns", &place, 1),
        theme,
    ));
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// Tokens to values. Only whole attributes are replaced: a label that happens to read like a
/// token has its quotes escaped and stays as it is.
fn in_theme(svg: &str, theme: Theme) -> String {
    Ink::all().fold(svg.to_owned(), |svg, ink| {
        let token = format!("=\"var(--{})\"", ink.token());
        svg.replace(&token, &format!("=\"{}\"", ink.hex(theme)))
    })
}

/// The two cuts of Inter a picture needs, so that it looks the same on every machine.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../fonts/Inter-Regular.otf").to_vec());
    fonts.load_font_data(include_bytes!("../fonts/Inter-SemiBold.otf").to_vec());
    fonts.set_sans_serif_family("Inter");
    Arc::new(fonts)
});

/// The chart as a PNG of `scale` pixels to the CSS pixel.
pub fn export_png(
    chart: &Chart,
    theme: Theme,
    caption: &Caption,
    scale: f32,
) -> Result<Vec<u8>, ChartError> {
    let svg = export_svg(chart, theme, caption)?;
    let options = Options {
        font_family: "Inter".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let failed = |error: &dyn std::fmt::Display| ChartError::Export(error.to_string());
    let tree = Tree::from_str(&svg, &options).map_err(|error| failed(&error))?;
    let size = tree.size();
    let (width, height) = (size.width() * scale, size.height() * scale);
    let mut pixels = Pixmap::new(width.ceil() as u32, height.ceil() as u32)
        .ok_or_else(|| ChartError::Export("the picture has no or too large a size".to_owned()))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().map_err(|error| failed(&error))
}
