//! Whatever the numbers and the size, nothing is drawn off the sheet.

use charts::{
    Ahead, AheadMonth, Axis, BarsLimit, BudgetBurnup, Chart, Earlier, FlowBars, Fog, ForecastBand,
    ForecastDay, Ink, Known, LineArea, Mark, Range, Series, Sheet, Side, Sparkline, StackedArea,
};
use proptest::prelude::*;

use crate::samples::{SAMPLES, TODAY, sheet};

/// All coordinates of a path written with M, l, h, v and z.
fn path_points(data: &str) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut here = (0.0, 0.0);
    let mut rest = data;
    while let Some(command) = rest.chars().next() {
        rest = &rest[1..];
        let end = rest
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let (numbers, after) = rest.split_at(end);
        rest = after;
        let spaced = numbers.replace('-', " -");
        let numbers: Vec<f64> = spaced
            .split_whitespace()
            .map(|n| n.parse().expect("a number"))
            .collect();
        here = match (command, numbers.as_slice()) {
            ('M', [x, y]) => (*x, *y),
            ('l', [dx, dy]) => (here.0 + dx, here.1 + dy),
            ('h', [dx]) => (here.0 + dx, here.1),
            ('v', [dy]) => (here.0, here.1 + dy),
            ('z', []) => here,
            other => panic!("unexpected path piece {other:?}"),
        };
        points.push(here);
    }
    points
}

/// Every place something is drawn at.
fn places(svg: &str) -> Vec<(f64, f64)> {
    let document = roxmltree::Document::parse(svg).expect("well-formed");
    let mut places = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let number = |name: &str| -> f64 {
            node.attribute(name)
                .and_then(|text| text.parse().ok())
                .unwrap_or(f64::NAN)
        };
        match node.tag_name().name() {
            "path" => places.extend(path_points(node.attribute("d").expect("data"))),
            "circle" => places.push((number("cx"), number("cy"))),
            "text" => places.push((number("x"), number("y"))),
            "rect" => {
                let (x, y) = (number("x"), number("y"));
                places.extend([(x, y), (x + number("width"), y + number("height"))]);
            }
            "svg" | "g" | "title" | "desc" => {}
            other => panic!("unexpected element {other}"),
        }
    }
    places
}

fn inside(chart: &Chart) {
    let (width, height) = (chart.geometry.width, chart.geometry.height);
    // Relative pieces are rounded one by one from absolute hundredths: no drift beyond one.
    let slack = 0.011;
    for (x, y) in places(&chart.svg) {
        assert!(
            (-slack..=width + slack).contains(&x),
            "x {x} on {width}\n{}",
            chart.svg
        );
        assert!(
            (-slack..=height + slack).contains(&y),
            "y {y} on {height}\n{}",
            chart.svg
        );
    }
    let geometry = &chart.geometry;
    assert_eq!(geometry.x.len(), geometry.y.len());
    assert!(geometry.points.is_empty() || geometry.points.len() == geometry.x.len());
    assert!(geometry.x.windows(2).all(|pair| pair[0] <= pair[1]));
    for (x, ys) in geometry.x.iter().zip(&geometry.y) {
        assert_eq!(ys.len(), geometry.series.len());
        assert!((0.0..=width).contains(x));
        assert!(
            ys.iter()
                .flatten()
                .all(|y| (-slack..=height + slack).contains(y))
        );
    }
    let columns = geometry.table.head.len();
    assert!(geometry.table.rows.iter().all(|row| row.len() == columns));
}

#[test]
fn the_samples_stay_on_the_sheet_at_every_size() {
    for (name, usual, paint) in SAMPLES {
        for (width, height) in [*usual, (240, 90), (400, 220), (1_600, 900)] {
            let chart = paint(&sheet(width, height, name)).expect(name);
            if !chart.svg.is_empty() {
                inside(&chart);
            }
        }
    }
}

#[test]
fn a_sheet_below_the_least_size_gets_the_table_alone() {
    for (name, _, paint) in SAMPLES.iter().filter(|sample| sample.0 != "sparkline") {
        let chart = paint(&sheet(239, 300, name)).expect(name);
        assert_eq!(chart.svg, "", "{name}");
        assert!(!chart.geometry.table.rows.is_empty(), "{name}");
        assert!(!chart.geometry.summary.is_empty(), "{name}");
    }
}

fn named(name: &str, ink: Ink, values: Vec<Option<i64>>) -> Series {
    Series {
        id: name.to_owned(),
        name: name.to_owned(),
        ink,
        values,
    }
}

/// Mostly the size of real balances, sometimes anything an amount can be.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![6 => -9_000_000_i64..90_000_000, 1 => any::<i64>(), 1 => Just(0)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_line_stays_on_the_sheet(
        values in prop::collection::vec(prop::option::weighted(0.9, amount()), 1..700),
        days: bool, right: bool, from in -20_000_i32..40_000,
        width in 240_u32..1_400, height in 90_u32..700,
    ) {
        prop_assume!(values.iter().any(Option::is_some));
        let axis = if days { Axis::Days } else { Axis::Months };
        let from = if days { from } else { 23_000 };
        let chart = LineArea {
            axis,
            xs: (from..).take(values.len()).collect(),
            series: named("Value", Ink::Chart1, values),
            side: if right { Side::Right } else { Side::Left },
        };
        inside(&chart.paint(&Sheet::new(width, height)).expect("paints"));
    }

    #[test]
    fn any_stack_stays_on_the_sheet(
        rows in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.9, amount()), 12), 1..12),
        owed in 0_usize..6, width in 400_u32..1_400, height in 220_u32..700,
    ) {
        let classes: Vec<Series> = rows
            .into_iter()
            .enumerate()
            .map(|(at, values)| named(&format!("Class {at}"), Ink::slot(at), values))
            .collect();
        let (debts, assets) = classes.split_at(owed.min(classes.len()));
        let chart = StackedArea {
            axis: Axis::Months,
            xs: (24_300..24_312).collect(),
            assets: assets.to_vec(),
            debts: debts.to_vec(),
            net_id: "net".to_owned(),
        };
        inside(&chart.paint(&Sheet::new(width, height)).expect("paints"));
    }

    #[test]
    fn any_bars_stay_on_the_sheet(
        months in prop::collection::vec((amount(), amount(), prop::option::of(amount())), 1..40),
        expected in prop::option::of((amount(), amount())),
        width in 240_u32..1_400, height in 90_u32..700,
    ) {
        let numbers: Vec<i32> = (24_300..).take(months.len()).collect();
        let sheet = Sheet::new(width, height);
        let bars = BarsLimit {
            months: numbers.clone(),
            series: named("Spent", Ink::Chart2, months.iter().map(|month| Some(month.0)).collect()),
            limits: months.iter().map(|month| month.2).collect(),
            expected: expected.map(|more| more.0),
        };
        inside(&bars.paint(&sheet).expect("paints"));
        let flows = FlowBars {
            months: numbers,
            money_in: months.iter().map(|month| month.0).collect(),
            money_out: months.iter().map(|month| month.1).collect(),
            expected,
        };
        inside(&flows.paint(&sheet).expect("paints"));
    }

    #[test]
    fn any_forecast_stays_on_the_sheet(
        past in prop::collection::vec(amount(), 0..40),
        ahead in prop::collection::vec((amount(), any::<[u32; 4]>()), 0..220),
        floor in prop::option::of(amount()), with_baseline: bool, fog in prop::option::of(-60_i32..260),
        width in 240_u32..1_400, height in 90_u32..700,
    ) {
        prop_assume!(!past.is_empty() || !ahead.is_empty());
        let range = |value: i64, low: u32, high: u32| Range {
            low: value.saturating_sub(i64::from(low)),
            high: value.saturating_add(i64::from(high)),
        };
        let first = TODAY + 1 - past.len() as i32;
        let expected: Vec<ForecastDay> = ahead
            .iter()
            .zip(TODAY..)
            .map(|((value, wide), day)| ForecastDay {
                day,
                value: *value,
                half: range(*value, wide[0], wide[1]),
                likely: range(*value, wide[2], wide[3]),
                events: Vec::new(),
            })
            .collect();
        let chart = ForecastBand {
            id: "any".to_owned(),
            ink: Ink::Chart1,
            past: past.iter().zip(first..).map(|(value, day)| Known { day, value: *value }).collect(),
            baseline: with_baseline.then(|| expected.iter().map(|day| day.value / 2).collect()),
            expected,
            today: TODAY,
            floor,
            fog: fog.map(|from| Fog { from: TODAY + from, to: TODAY + from + 30, text: "None".to_owned() }),
        };
        inside(&chart.paint(&Sheet::new(width, height)).expect("paints"));
    }

    #[test]
    fn anything_ahead_stays_on_the_sheet(
        past in prop::collection::vec(amount(), 0..40),
        ahead in prop::collection::vec((amount(), any::<[u32; 4]>(), amount()), 1..482),
        marks in prop::collection::vec((-5_i32..500, "[ -~]{0,60}"), 0..8),
        width in 240_u32..1_400, height in 90_u32..700,
    ) {
        let range = |value: i64, low: u32, high: u32| Range {
            low: value.saturating_sub(i64::from(low)),
            high: value.saturating_add(i64::from(high)),
        };
        let now = 2_026 * 12 + 4;
        let chart = Ahead {
            id: "any".to_owned(),
            ink: Ink::Chart1,
            name: "Net worth".to_owned(),
            put_in: "Put in".to_owned(),
            past: past.iter().zip(now - past.len() as i32..).map(|(value, day)| Known { day, value: *value }).collect(),
            ahead: ahead
                .iter()
                .zip(now..)
                .map(|((value, wide, put_in), month)| AheadMonth {
                    month,
                    value: *value,
                    half: range(*value, wide[0], wide[1]),
                    likely: range(*value, wide[2], wide[3]),
                    put_in: *put_in,
                })
                .collect(),
            marks: marks
                .into_iter()
                .map(|(after, name)| Mark { month: now + after, name, text: "9 of 10".to_owned() })
                .collect(),
        };
        inside(&chart.paint(&Sheet::new(width, height)).expect("paints"));
    }

    #[test]
    fn any_budget_stays_on_the_sheet(
        spent in prop::collection::vec(amount(), 0..366),
        before in prop::option::of(prop::collection::vec(amount(), 0..366)),
        more in 1_u32..40, limit in amount(),
        width in 240_u32..1_400, height in 90_u32..700,
    ) {
        let chart = BudgetBurnup {
            id: "any".to_owned(),
            ink: Ink::Chart3,
            start: TODAY,
            days: spent.len() as u32 + more,
            spent,
            limit,
            earlier: before.map(|spent| Earlier { name: "Before".to_owned(), spent }),
        };
        inside(&chart.paint(&Sheet::new(width, height)).expect("paints"));
    }

    #[test]
    fn any_sparkline_stays_in_its_cell(
        values in prop::collection::vec(prop::option::of(any::<i64>()), 1..400),
        width in 8_u32..200, height in 8_u32..60,
    ) {
        prop_assume!(values.iter().any(Option::is_some));
        let chart = Sparkline { series: named("Any", Ink::Chart7, values), fill: true, dot: true };
        inside(&chart.paint(&Sheet::new(width, height)).expect("paints"));
    }
}
