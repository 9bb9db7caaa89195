//! The closed set of inks. plotters paints in RGB, so each ink has a sentinel colour that no
//! chart uses otherwise; the back end turns it into the name of a design token.

use plotters::style::RGBColor;

/// A colour by its meaning. The page, or the export, decides what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Series colour 1 (lapis), also the single series.
    Chart1,
    /// Series colour 2 (amber).
    Chart2,
    /// Series colour 3 (teal).
    Chart3,
    /// Series colour 4 (clay).
    Chart4,
    /// Series colour 5 (plum).
    Chart5,
    /// Series colour 6 (sky).
    Chart6,
    /// Series colour 7 (moss).
    Chart7,
    /// Series colour 8 (stone): "Other", last period.
    Chart8,
    /// Money coming in.
    In,
    /// Money going out.
    Out,
    /// Floor and limit lines.
    Limit,
    /// Grid lines.
    Grid,
    /// The zero line, the today line and axis ticks.
    Zero,
    /// Axis labels.
    Label,
    /// The ground the chart stands on; casings and halos.
    Surface,
    /// Full-strength text: net lines.
    Text,
    /// Softer text: subtitles of exports.
    Text2,
    /// Labels of floor and limit lines.
    WarnText,
    /// Over a limit, below a floor.
    Neg,
    /// Better than asked for.
    Pos,
}

/// Which set of colours an export is painted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on white.
    Light,
    /// Light ink on near-black.
    Dark,
}

/// A colour reached the back end that belongs to no token.
#[derive(Debug, thiserror::Error)]
#[error("colour #{0:02X}{1:02X}{2:02X} belongs to no design token")]
pub struct UnknownInk(pub u8, pub u8, pub u8);

/// Ink, token, hex in the light theme, hex in the dark theme.
const INKS: [(Ink, &str, &str, &str); 20] = [
    (Ink::Chart1, "chart-1", "#2E4F9D", "#618CEC"),
    (Ink::Chart2, "chart-2", "#C38707", "#DFA02C"),
    (Ink::Chart3, "chart-3", "#067875", "#3FC4B5"),
    (Ink::Chart4, "chart-4", "#A83A12", "#D2602F"),
    (Ink::Chart5, "chart-5", "#6B2A5F", "#A554A3"),
    (Ink::Chart6, "chart-6", "#489DC6", "#93D3EE"),
    (Ink::Chart7, "chart-7", "#618451", "#B9CF7C"),
    (Ink::Chart8, "chart-8", "#99938A", "#857F76"),
    (Ink::In, "chart-in", "#2B8A66", "#4FB58A"),
    (Ink::Out, "chart-out", "#7E786E", "#8E887E"),
    (Ink::Limit, "chart-limit", "#B97E12", "#D9A036"),
    (Ink::Grid, "chart-grid", "#ECE9E2", "#2B2926"),
    (Ink::Zero, "chart-zero", "#BDB7AC", "#58534C"),
    (Ink::Label, "chart-label", "#67625A", "#9B958B"),
    (Ink::Surface, "chart-surface", "#FFFFFF", "#1B1A18"),
    (Ink::Text, "text", "#1E1C19", "#EEEBE6"),
    (Ink::Text2, "text-2", "#55514A", "#B5AFA6"),
    (Ink::WarnText, "warn-text", "#7D5206", "#E8BA5C"),
    (Ink::Neg, "neg", "#C7482F", "#E3745C"),
    (Ink::Pos, "pos", "#2B8A66", "#4FB58A"),
];

impl Ink {
    /// Every ink there is.
    pub fn all() -> impl Iterator<Item = Self> {
        INKS.iter().map(|row| row.0)
    }

    /// Series ink by its slot, counted from 0; slots beyond the seventh are stone.
    pub fn slot(index: usize) -> Self {
        INKS[index.min(7)].0
    }

    /// Name of the design token, for `var(--…)` and for the page's swatches.
    pub fn token(self) -> &'static str {
        INKS[self as usize].1
    }

    /// The token's value in a theme, as `#RRGGBB`.
    pub fn hex(self, theme: Theme) -> &'static str {
        let row = &INKS[self as usize];
        match theme {
            Theme::Light => row.2,
            Theme::Dark => row.3,
        }
    }

    pub(crate) fn sentinel(self) -> RGBColor {
        RGBColor(254, 1, self as u8)
    }

    pub(crate) fn from_rgb((red, green, blue): (u8, u8, u8)) -> Result<Self, UnknownInk> {
        match (red, green) {
            (254, 1) => INKS.get(usize::from(blue)).map(|row| row.0),
            _ => None,
        }
        .ok_or(UnknownInk(red, green, blue))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_names() {
        for (at, ink) in Ink::all().enumerate() {
            assert_eq!(ink as usize, at, "{ink:?}");
            let RGBColor(r, g, b) = ink.sentinel();
            assert_eq!(Ink::from_rgb((r, g, b)).ok(), Some(ink));
        }
    }

    #[test]
    fn a_colour_without_a_token_is_refused() {
        for colour in [(0, 0, 0), (255, 255, 255), (254, 1, 20), (254, 2, 0)] {
            assert!(Ink::from_rgb(colour).is_err(), "{colour:?}");
        }
    }
}
