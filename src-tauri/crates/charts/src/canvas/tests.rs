use plotters::style::RGBColor;

use super::*;

#[test]
fn an_unknown_ink_is_refused() {
    let canvas = Canvas::new(100, 50);
    let line = PathElement::new(vec![(0, 0), (160, 160)], RGBColor(255, 0, 0));
    let error = canvas.draw(&line).expect_err("red is no token");
    assert!(
        matches!(error, ChartError::Ink(UnknownInk(255, 0, 0))),
        "{error}"
    );
}

#[test]
fn a_transparent_stroke_is_left_out() -> Result<(), ChartError> {
    let canvas = Canvas::new(100, 50);
    canvas.path(&[(0.0, 0.0), (10.0, 10.0)], Ink::Chart1, 1.0, 0.0)?;
    canvas.bar((0.0, 0.0), (10.0, 0.0), Ink::Chart1, 1.0)?;
    assert_eq!(canvas.document.borrow().body, "");
    Ok(())
}

#[test]
fn level_pieces_are_joined_and_numbers_are_short() -> Result<(), ChartError> {
    let canvas = Canvas::new(100, 50);
    let points = [
        (0.0, 1.0),
        (10.0, 1.0),
        (20.0, 1.0),
        (20.0, 3.5),
        (22.25, 2.5),
        (22.25, 2.5),
    ];
    canvas.path(&points, Ink::Chart2, 1.5, 1.0)?;
    assert_eq!(
        canvas.document.borrow().body,
        "<path fill=\"none\" stroke=\"var(--chart-2)\" stroke-width=\"1.5\" \
         d=\"M0 1h20v2.5l2.25-1\"/>"
    );
    Ok(())
}

#[test]
fn a_dash_ends_with_its_line() -> Result<(), ChartError> {
    let canvas = Canvas::new(100, 50);
    canvas.dashed(&[(0.0, 1.0), (9.0, 1.0)], Ink::Limit, 1.5, (3, 3))?;
    canvas.hairline((0.0, 4.0), (9.0, 4.0), Ink::Grid)?;
    let document = canvas.document.borrow();
    assert_eq!(document.body.matches("stroke-dasharray=\"3 3\"").count(), 1);
    assert!(document.body.contains("M0 4.5h9"), "{}", document.body);
    Ok(())
}

#[test]
fn text_cannot_become_markup() -> Result<(), ChartError> {
    let canvas = Canvas::new(100, 50);
    let hostile = "\"><script>alert('1')</script>\u{0}\u{1b}&";
    canvas.label((1.0, 2.0), hostile, Ink::Label, Anchor::Start)?;
    let sheet = Sheet {
        title: hostile.to_owned(),
        summary: hostile.to_owned(),
        ..Sheet::new(100, 50)
    };
    let svg = canvas.finish(&sheet, Geometry::default()).svg;
    assert!(!svg.contains("<script"), "{svg}");
    let escaped = "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;";
    assert_eq!(svg.matches(escaped).count(), 3);
    assert!(roxmltree::Document::parse(&svg).is_ok());
    Ok(())
}
