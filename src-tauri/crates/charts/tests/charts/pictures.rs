//! The pictures themselves, as text. A difference is looked at before it is accepted.

use crate::samples::{SAMPLES, sheet};

#[test]
fn every_kind_is_painted_as_before() {
    for (name, (width, height), paint) in SAMPLES {
        let chart = paint(&sheet(*width, *height, name)).expect(name);
        if *name == "line-area-decade" {
            continue; // Its size is checked below; nobody reads thirty kilobytes of path.
        }
        // One element a line, so that a difference points at what changed.
        insta::assert_snapshot!(*name, chart.svg.replace("><", ">\n<"));
    }
}

#[test]
fn a_picture_stays_small() {
    for (name, (width, height), paint) in SAMPLES {
        let chart = paint(&sheet(*width, *height, name)).expect(name);
        let most = if *name == "line-area-decade" {
            60_000
        } else {
            40_000
        };
        assert!(
            chart.svg.len() < most,
            "{name} has {} bytes",
            chart.svg.len()
        );
    }
}

#[test]
fn no_style_no_script_no_colour_by_value() {
    for (name, (width, height), paint) in SAMPLES {
        let svg = paint(&sheet(*width, *height, name)).expect(name).svg;
        let document = roxmltree::Document::parse(&svg).expect(name);
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            assert!(node.attribute("style").is_none(), "{name}");
            assert_ne!(node.tag_name().name(), "script", "{name}");
            for paint in ["fill", "stroke"]
                .iter()
                .filter_map(|paint| node.attribute(*paint))
            {
                assert!(
                    paint == "none" || paint.starts_with("var(--"),
                    "{name}: {paint}"
                );
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_picture() {
    for (name, (width, height), paint) in SAMPLES {
        let sheet = sheet(*width, *height, name);
        assert_eq!(paint(&sheet).expect(name), paint(&sheet).expect(name));
    }
}
