//! What the page is told: places, texts, tables.

use charts::{
    Ahead, AheadMonth, Axis, ChartError, Ink, Known, LineArea, Mark, Range, Series, Sheet, Side,
};

use crate::samples::{
    TODAY, balance_days, bars, burnup, flows, forecast, net_worth_months, series, sheet, stack,
    with_gaps,
};

fn rows(point: &charts::PointText) -> Vec<(&str, &str)> {
    point
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.value.as_str()))
        .collect()
}

#[test]
fn a_line_tells_each_point_to_the_cent() {
    let chart = LineArea {
        axis: Axis::Days,
        xs: vec![TODAY - 2, TODAY - 1, TODAY],
        series: series(
            "joint",
            "Joint current",
            Ink::Chart1,
            [120_005, 99_950, 310_000],
        ),
        side: Side::Left,
    };
    let geometry = chart
        .paint(&sheet(400, 200, "Balance"))
        .expect("paints")
        .geometry;
    assert_eq!(
        (geometry.points[1].at, geometry.points[1].label.as_str()),
        (TODAY - 1, "Sun 17 May")
    );
    assert_eq!(rows(&geometry.points[1]), [("Joint current", "€999.50")]);
    assert_eq!((geometry.lowest, geometry.highest), (Some(1), Some(2)));
    assert_eq!(geometry.x[0].to_bits(), geometry.plot.left.to_bits());
    assert_eq!(geometry.x[2].to_bits(), geometry.plot.right.to_bits());
    assert_eq!(geometry.table.head, ["Date", "Joint current"]);
    assert_eq!(geometry.table.rows[2], ["Mon 18 May", "€3,100.00"]);
    assert_eq!(geometry.summary, "Balance, in short.");
    assert_eq!(geometry.series[0].id, "joint");
}

#[test]
fn zero_is_left_out_only_where_a_line_would_look_flat() {
    let svg = |chart: &LineArea| chart.paint(&sheet(640, 220, "Line")).expect("paints").svg;
    assert!(!svg(&net_worth_months()).contains(">€0<"));
    assert!(svg(&balance_days(365)).contains(">€0<"));
}

#[test]
fn a_gap_breaks_the_line_and_says_so() {
    let chart = with_gaps().paint(&sheet(420, 180, "Gaps")).expect("paints");
    assert_eq!(chart.geometry.y[10], [None]);
    assert_eq!(
        rows(&chart.geometry.points[10]),
        [("Joint current", "No data")]
    );
    // Two stretches of a line and one lone day, which is a dot.
    assert_eq!(
        chart
            .svg
            .matches("fill=\"none\" stroke=\"var(--chart-1)\"")
            .count(),
        3
    );
    assert_eq!(chart.svg.matches("r=\"1.5\"").count(), 1);
}

#[test]
fn a_long_line_keeps_its_peaks_and_its_whole_table() {
    let mut chart = balance_days(3_650);
    chart.series.values[1_234] = Some(-7_777_777);
    chart.series.values[2_345] = Some(99_999_999);
    let geometry = chart
        .paint(&sheet(640, 260, "Ten years"))
        .expect("paints")
        .geometry;
    assert!(geometry.x.len() < 640 * 4 && geometry.table.rows.len() == 3_650);
    let at = |index: Option<usize>| {
        rows(&geometry.points[index.expect("a point")])[0]
            .1
            .to_owned()
    };
    assert_eq!(at(geometry.lowest), "−€77,777.77");
    assert_eq!(at(geometry.highest), "€999,999.99");
}

#[test]
fn a_stack_names_its_net_first_and_folds_what_is_small() {
    let geometry = stack()
        .paint(&sheet(760, 380, "Stack"))
        .expect("paints")
        .geometry;
    let first = &geometry.points[0];
    assert!(first.rows[0].total && first.rows[0].ink == Some(Ink::Text));
    assert_eq!(first.rows.len(), 9);

    let mut many = stack();
    many.assets = (0..10)
        .map(|at| {
            series(
                "x",
                &format!("Class {at}"),
                Ink::slot(at),
                vec![1_000 << at; 24],
            )
        })
        .collect();
    let geometry = many
        .paint(&sheet(760, 380, "Stack"))
        .expect("paints")
        .geometry;
    let names: Vec<_> = geometry.table.head.iter().map(String::as_str).collect();
    assert_eq!(
        names[2..10],
        [
            "Class 3", "Class 4", "Class 5", "Class 6", "Class 7", "Class 8", "Class 9", "Other"
        ]
    );
    assert_eq!(geometry.table.rows[0][9], "€70.00");
}

#[test]
fn a_forecast_tells_the_range_and_the_bills_of_the_day() {
    let chart = forecast(30)
        .paint(&sheet(640, 240, "Forecast"))
        .expect("paints");
    let geometry = &chart.geometry;
    let today = geometry.today.expect("today is shown");
    assert_eq!(geometry.points[today].label, "Mon 18 May");
    assert_eq!(rows(&geometry.points[today])[0].0, "Balance");
    let bill = &geometry.points[today + 10];
    assert_eq!(bill.rows[0].name, "Expected");
    assert_eq!(bill.rows[1].name, "Likely range");
    assert_eq!(rows(bill)[2], ("Rent & heating", "−€1,960.00"));
    assert!(geometry.lowest > geometry.today);
    // The lowest point lies below the floor, and is ringed in red.
    assert!(chart.svg.contains("stroke=\"var(--neg)\""));
    assert!(chart.svg.contains(">Floor €500<") && chart.svg.contains(">Today<"));
}

#[test]
fn a_forecast_far_above_zero_is_not_squeezed_flat() {
    let height_used = |lifted: i64| {
        let mut chart = forecast(30);
        for known in &mut chart.past {
            known.value += lifted;
        }
        for day in &mut chart.expected {
            day.value += lifted;
            for range in [&mut day.likely, &mut day.half] {
                range.low += lifted;
                range.high += lifted;
            }
        }
        let chart = chart.paint(&sheet(640, 240, "Forecast")).expect("paints");
        let heights = chart.geometry.y.iter().flatten().flatten().copied();
        let (top, bottom) = heights.fold((f64::MAX, f64::MIN), |(top, bottom), y| {
            (top.min(y), bottom.max(y))
        });
        let plot = chart.geometry.plot;
        ((bottom - top) / (plot.bottom - plot.top), chart.svg)
    };
    // Near zero, zero and the floor are in the picture.
    let (_, near) = height_used(0);
    assert!(near.contains(">€0<") && near.contains(">Floor €500<"));
    // A hundred thousand higher both are far away, and the line keeps its shape.
    let (share, far) = height_used(10_000_000);
    assert!(share > 0.5, "the line takes {share} of the height");
    assert!(!far.contains(">€0<") && !far.contains("Floor"));
    // In debt, zero is the line above.
    let (_, below) = height_used(-1_200_000);
    assert!(!below.contains("Floor"));
}

#[test]
fn bars_budgets_and_flows_tell_their_limits_and_totals() {
    let of_bars = bars()
        .paint(&sheet(420, 180, "Food"))
        .expect("paints")
        .geometry;
    assert_eq!(of_bars.points[11].rows[1].value, "€425.00");
    assert_eq!(of_bars.points[11].rows[2].name, "Expected");
    let of_budget = burnup()
        .paint(&sheet(420, 220, "Food"))
        .expect("paints")
        .geometry;
    assert_eq!(rows(&of_budget.points[17])[1], ("Even pace", "€360.00"));
    assert_eq!(of_budget.points.len(), 18);
    assert_eq!(of_budget.table.rows.len(), 31);
    let of_flows = flows()
        .paint(&sheet(640, 240, "Flow"))
        .expect("paints")
        .geometry;
    assert_eq!(
        rows(&of_flows.points[11]),
        [
            ("In", "+€3,100.00"),
            ("Out", "−€2,800.00"),
            ("Expected", "+€3,300.00"),
            ("Expected", "−€2,200.00"),
            ("Kept", "+€300.00")
        ]
    );
}

#[test]
fn what_cannot_be_drawn_is_an_error_and_not_a_panic() {
    let line = |xs: Vec<i32>, values: Vec<Option<i64>>| LineArea {
        axis: Axis::Days,
        xs,
        series: Series {
            id: "a".into(),
            name: "A".into(),
            ink: Ink::Chart1,
            values,
        },
        side: Side::Left,
    };
    let paint = |chart: LineArea| chart.paint(&Sheet::new(300, 120));
    assert!(matches!(
        paint(line(vec![], vec![])),
        Err(ChartError::Empty)
    ));
    assert!(matches!(
        paint(line(vec![1], vec![None])),
        Err(ChartError::Empty)
    ));
    assert!(matches!(
        paint(line(vec![2, 1], vec![Some(1); 2])),
        Err(ChartError::Order)
    ));
    assert!(matches!(
        paint(line(vec![1, 2], vec![Some(1)])),
        Err(ChartError::Length {
            expected: 2,
            found: 1,
            ..
        })
    ));
    assert!(matches!(
        paint(line(vec![i32::MIN, i32::MAX], vec![Some(1); 2])),
        Err(ChartError::Calendar(_))
    ));
}

/// Two months behind and three years ahead, a mark in the second year.
fn outlook() -> Ahead {
    let now = 2_026 * 12 + 4;
    Ahead {
        id: "net".to_owned(),
        ink: Ink::Chart1,
        name: "Net worth".to_owned(),
        put_in: "Put in".to_owned(),
        past: vec![
            Known {
                day: now - 2,
                value: 9_800_000,
            },
            Known {
                day: now - 1,
                value: 9_900_000,
            },
        ],
        ahead: (0..=36)
            .map(|month| {
                let value = 10_000_000 + i64::from(month) * 100_000;
                let wide = |share: i64| Range {
                    low: value - i64::from(month) * share,
                    high: value + i64::from(month) * share,
                };
                AheadMonth {
                    month: now + month,
                    value,
                    half: wide(20_000),
                    likely: wide(40_000),
                    put_in: 10_000_000 + i64::from(month) * 60_000,
                }
            })
            .collect(),
        marks: vec![
            Mark {
                month: now + 18,
                name: "New <roof>".to_owned(),
                text: "8 of 10 futures".to_owned(),
            },
            Mark {
                month: now + 400,
                name: "Too far".to_owned(),
                text: String::new(),
            },
        ],
    }
}

#[test]
fn what_lies_ahead_is_told_with_its_ranges_and_marks() {
    let chart = outlook().paint(&sheet(760, 300, "Ahead")).expect("paints");
    let geometry = chart.geometry;
    // Every month is a point: there is room for all.
    assert_eq!(geometry.points.len(), 39);
    assert_eq!(geometry.today, Some(2));
    assert_eq!(rows(&geometry.points[0]), [("Net worth", "€98,000")]);
    let marked = &geometry.points[20];
    assert_eq!(marked.label, "Nov 2027");
    assert_eq!(
        rows(marked),
        [
            ("Net worth", "€118,000"),
            ("Half of outcomes", "€114,400 to €121,600"),
            ("Likely range", "€110,800 to €125,200"),
            ("Put in", "€110,800"),
            ("New <roof>", "8 of 10 futures"),
        ]
    );
    assert_eq!(
        geometry.table.head,
        [
            "Month",
            "Net worth",
            "Half of outcomes",
            "Likely range",
            "Put in"
        ]
    );
    assert_eq!(geometry.table.rows[1][2..], ["", "", ""]);
    assert_eq!(geometry.table.rows[38][1], "€136,000.00");
    // The name stands on the chart, escaped; what is beyond it does not.
    assert!(chart.svg.contains("New &lt;roof&gt;") && !chart.svg.contains("Too far"));
    assert_eq!(chart.svg.matches("opacity=\"0.11\"").count(), 2);
}

#[test]
fn nothing_ahead_is_no_chart_and_a_small_sheet_is_a_table() {
    let mut chart = outlook();
    let small = chart.paint(&sheet(200, 80, "Ahead")).expect("paints");
    assert!(small.svg.is_empty() && small.geometry.table.rows.len() == 39);
    chart.ahead.clear();
    assert!(matches!(
        chart.paint(&sheet(760, 300, "Ahead")),
        Err(ChartError::Empty)
    ));
}
