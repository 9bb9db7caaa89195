//! The table: a line, its figure, its limit, how far from it, and whether it holds.

use serde_json::{Value, json};

/// One line.
struct Line {
    what: String,
    figure: String,
    limit: String,
    /// Figure by limit; more than one does not hold.
    ratio: Option<f64>,
}

/// All lines, printed as they come.
#[derive(Default)]
pub(crate) struct Table {
    lines: Vec<Line>,
}

impl Table {
    /// A section.
    pub(crate) fn head(text: &str) {
        println!("\n{text}");
        println!(
            "{:<68} {:>26} {:>22} {:>8}",
            "line", "figure", "limit", "ratio"
        );
    }

    /// A line whose figure has a limit in the same unit.
    pub(crate) fn limited(&mut self, what: &str, figure: f64, limit: f64, unit: &str) {
        let digits = if figure.abs() < 10.0 { 2 } else { 1 };
        self.put(
            what,
            format!("{figure:.digits$} {unit}"),
            format!("<= {limit:.1} {unit}"),
            Some(figure / limit),
        );
    }

    /// A line whose figure is a multiple of a yardstick, which may be so many times as large.
    pub(crate) fn times(
        &mut self,
        what: &str,
        (figure, yardstick): (f64, f64),
        most: f64,
        unit: &str,
        of: &str,
    ) {
        let digits = if yardstick.abs() < 1.0 { 3 } else { 2 };
        let shown = format!(
            "{figure:.digits$} = {:.2} x {yardstick:.digits$} {unit}",
            figure / yardstick
        );
        self.put(
            what,
            shown,
            format!("<= {most} x {of}"),
            Some(figure / yardstick / most),
        );
    }

    /// A line that is right or wrong.
    pub(crate) fn exact(&mut self, what: &str, found: &str, wanted: &str) {
        let ratio = if found == wanted { 0.0 } else { f64::INFINITY };
        self.put(what, found.to_owned(), format!("= {wanted}"), Some(ratio));
    }

    /// A line that is only told.
    pub(crate) fn told(&mut self, what: &str, figure: String) {
        self.put(what, figure, String::new(), None);
    }

    fn put(&mut self, what: &str, figure: String, limit: String, ratio: Option<f64>) {
        let shown = match ratio {
            None => String::new(),
            Some(0.0) => "ok".to_owned(),
            Some(ratio) if ratio.is_infinite() => "WRONG".to_owned(),
            Some(ratio) if ratio <= 1.0 => format!("{ratio:.2} ok"),
            Some(ratio) => format!("{ratio:.2} OVER"),
        };
        println!("{what:<68} {figure:>26} {limit:>22} {shown:>9}");
        self.lines.push(Line {
            what: what.to_owned(),
            figure,
            limit,
            ratio,
        });
    }

    /// What does not hold.
    pub(crate) fn end(&self) {
        let over: Vec<&Line> = self
            .lines
            .iter()
            .filter(|line| {
                line.ratio
                    .is_some_and(|ratio| ratio.is_nan() || ratio > 1.0)
            })
            .collect();
        let held = self
            .lines
            .iter()
            .filter(|line| line.ratio.is_some())
            .count()
            - over.len();
        println!("\n{held} lines hold, {} do not.", over.len());
        for line in over {
            println!("  over: {} ({}, {})", line.what, line.figure, line.limit);
        }
    }

    /// The same for programs.
    pub(crate) fn json(&self) -> Value {
        self.lines
            .iter()
            .map(|line| {
                json!({"line": line.what, "figure": line.figure, "limit": line.limit,
                       "holds": line.ratio.map(|ratio| ratio <= 1.0)})
            })
            .collect()
    }
}
