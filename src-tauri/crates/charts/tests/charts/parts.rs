//! Charts of parts: boxes do not overlap, fill what they stand for, and every part is in the table.

use charts::{
    Axis, CalendarHeat, ChartError, Flow, Ink, Lines, Part, Series, Sheet, Treemap, Waterfall,
};

fn part(name: &str, value: i64) -> Part {
    Part {
        id: name.into(),
        name: name.into(),
        value,
        ink: Ink::Chart1,
    }
}

#[test]
fn a_map_fills_its_sheet_in_proportion() {
    let values = [500, 300, 120, 50, 20, 10];
    let map = Treemap {
        parts: values
            .iter()
            .map(|value| part(&value.to_string(), *value))
            .collect(),
    };
    let chart = map.paint(&Sheet::new(600, 300)).expect("it is painted");
    let boxes = &chart.geometry.boxes;
    let size = |at: usize| (boxes[at].right - boxes[at].left) * (boxes[at].bottom - boxes[at].top);
    for (at, value) in values.iter().enumerate() {
        assert!(
            (size(at) - f64::from(*value as i32) * 180.0).abs() < 1e-3,
            "{at}: {}",
            size(at)
        );
    }
    for a in 0..boxes.len() {
        for b in a + 1..boxes.len() {
            let wide = boxes[a].right.min(boxes[b].right) - boxes[a].left.max(boxes[b].left);
            let tall = boxes[a].bottom.min(boxes[b].bottom) - boxes[a].top.max(boxes[b].top);
            assert!(wide < 1e-6 || tall < 1e-6, "{a} and {b} overlap");
        }
    }
    assert_eq!(map.order(), ["500", "300", "120", "50", "20", "10"]);
}

#[test]
fn a_flow_names_both_sides_and_escapes_what_it_is_told() {
    let flow = Flow {
        sources: vec![part("Salary <b>", 300_000), part("Interest", 2_000)],
        uses: vec![
            part("Home", 120_000),
            part("Kept", 182_000),
            part("Nothing", 0),
        ],
    };
    let chart = flow.paint(&Sheet::new(900, 380)).expect("it is painted");
    assert_eq!(
        (chart.geometry.points.len(), chart.geometry.boxes.len()),
        (4, 4)
    );
    assert!(
        chart.svg.contains("Salary &lt;b&gt;") && !chart.svg.contains("<b>"),
        "{}",
        chart.svg
    );
    assert!(chart.svg.len() < 60_000);
    let none = Flow {
        sources: Vec::new(),
        uses: Vec::new(),
    };
    assert!(matches!(
        none.paint(&Sheet::new(900, 380)),
        Err(ChartError::Empty)
    ));
}

#[test]
fn a_calendar_has_a_box_for_every_day_of_a_leap_year() {
    let heat = CalendarHeat {
        span: (19_723, 20_088),
        days: vec![(19_723, 5_000), (19_800, 90)],
        ink: Ink::Out,
    };
    let chart = heat.paint(&Sheet::new(900, 160)).expect("it is painted");
    assert_eq!(chart.geometry.boxes.len(), 366);
    assert_eq!(chart.geometry.table.rows.len(), 2);
    assert!(chart.svg.len() < 60_000, "{}", chart.svg.len());
    // Monday 1 January 2024 stands at the top of the first week.
    assert!((chart.geometry.boxes[0].top - 20.0).abs() < 1e-9);
}

#[test]
fn a_waterfall_ends_where_its_parts_lead() {
    let fall = Waterfall {
        start: (20_453, 100_000),
        parts: vec![part("In", 50_000), part("Out", -30_000)],
        end: 20_543,
    };
    let chart = fall.paint(&Sheet::new(600, 260)).expect("it is painted");
    assert_eq!(chart.geometry.points.len(), 4);
    assert!(
        chart.geometry.table.rows[3][1].contains("1,200"),
        "{:?}",
        chart.geometry.table
    );
    assert_eq!(chart.geometry.points[0].label, "31 Dec 2025");
    assert_eq!(chart.geometry.points[3].label, "31 Mar 2026");
    assert!(chart.svg.contains("31 Mar 2026"), "{}", chart.svg);
}

#[test]
fn lines_share_their_points_and_may_have_gaps() {
    let line = |id: &str, values: Vec<Option<i64>>| Series {
        id: id.into(),
        name: id.into(),
        ink: Ink::Chart1,
        values,
    };
    let lines = Lines {
        axis: Axis::Months,
        xs: vec![24_300, 24_301, 24_302],
        series: vec![
            line("value", vec![Some(100), Some(300), Some(200)]),
            line("mean", vec![None, Some(200), Some(200)]),
        ],
        from_zero: true,
    };
    let chart = lines.paint(&Sheet::new(600, 240)).expect("it is painted");
    assert_eq!(chart.geometry.y[0][1], None);
    assert_eq!(chart.geometry.series.len(), 2);
}
