//! Writes every kind as PNG and SVG, in both themes, into the folder named on the command
//! line: `cargo run --release -p charts --example gallery -- FOLDER`.

use std::path::PathBuf;
use std::{env, fs};

use charts::{Caption, Theme, export_png, export_svg};

#[path = "../tests/charts/samples.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("which folder?")?);
    fs::create_dir_all(&folder)?;
    for (name, (width, height), paint) in samples::SAMPLES {
        let chart = paint(&samples::sheet(*width, *height, name))?;
        let caption = Caption {
            title: (*name).to_owned(),
            span: "June 2024 to May 2026".to_owned(),
            source: "Coffer, 18 May 2026".to_owned(),
        };
        for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let svg = export_svg(&chart, theme, &caption)?;
            fs::write(folder.join(format!("{name}.{suffix}.svg")), svg)?;
            let png = export_png(&chart, theme, &caption, 2.0)?;
            fs::write(folder.join(format!("{name}.{suffix}.png")), png)?;
        }
    }
    Ok(())
}
