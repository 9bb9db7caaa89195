//! Pictures that leave the app.

use charts::{Caption, Theme, export_png, export_svg};

use crate::samples::{SAMPLES, bars, scenario, sheet};

fn caption() -> Caption {
    Caption {
        title: "Food <b>& drink</b>".to_owned(),
        span: "June 2025 to May 2026".to_owned(),
        source: "Coffer, 18 May 2026".to_owned(),
    }
}

#[test]
fn an_export_stands_alone_in_either_theme() {
    for (name, (width, height), paint) in SAMPLES {
        let chart = paint(&sheet(*width, *height, name)).expect(name);
        for (theme, ground) in [(Theme::Light, "#FFFFFF"), (Theme::Dark, "#1B1A18")] {
            let svg = export_svg(&chart, theme, &caption()).expect(name);
            assert!(!svg.contains("var("), "{name}");
            assert!(svg.contains(ground) && !svg.contains("<b>"), "{name}");
            roxmltree::Document::parse(&svg).expect(name);
        }
    }
}

#[test]
fn a_label_that_reads_like_a_token_is_left_alone() {
    let mut chart = scenario();
    if let Some(fog) = &mut chart.fog {
        fog.text = "=\"var(--neg)\"".to_owned();
    }
    let chart = chart.paint(&sheet(760, 300, "Hostile")).expect("paints");
    let svg = export_svg(&chart, Theme::Light, &caption()).expect("exports");
    assert!(svg.contains("=&quot;var(--neg)&quot;"));
}

#[test]
fn a_png_has_its_scale_and_its_text() {
    let chart = bars().paint(&sheet(420, 180, "Food")).expect("paints");
    let png = export_png(&chart, Theme::Light, &caption(), 2.0).expect("exports");
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    let size = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
    assert_eq!((size(16), size(20)), ((420 + 32) * 2, (180 + 52 + 28) * 2));
    // The same picture without words is smaller: the fonts are there and used.
    let silent = export_png(&chart, Theme::Light, &Caption::default(), 2.0).expect("exports");
    assert!(
        silent.len() + 1_000 < png.len(),
        "{} and {}",
        silent.len(),
        png.len()
    );
}

#[test]
fn a_chart_too_small_to_be_painted_is_not_exported() {
    let chart = bars().paint(&sheet(100, 50, "Food")).expect("a table");
    assert!(export_svg(&chart, Theme::Light, &caption()).is_err());
}
