//! A household in numbers: the same every time.

use charts::{
    Axis, BarsLimit, BudgetBurnup, Chart, ChartError, Earlier, FlowBars, Fog, ForecastBand,
    ForecastDay, ForecastEvent, Ink, Known, LineArea, Range, Series, Sheet, Side, Sparkline,
    StackedArea,
};

/// 18 May 2026.
pub const TODAY: i32 = 20_591;
/// May 2026.
pub const THIS_MONTH: i32 = 2026 * 12 + 4;

/// Numbers that look alive and are the same on every machine.
pub fn wobble(seed: u64, at: u64, reach: i64) -> i64 {
    let mixed = (at + 1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(seed << 32);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed >> 33) as i64 % (2 * reach + 1) - reach
}

pub fn series(id: &str, name: &str, ink: Ink, values: impl IntoIterator<Item = i64>) -> Series {
    Series {
        id: id.to_owned(),
        name: name.to_owned(),
        ink,
        values: values.into_iter().map(Some).collect(),
    }
}

pub fn sheet(width: u32, height: u32, title: &str) -> Sheet {
    Sheet {
        title: title.to_owned(),
        summary: format!("{title}, in short."),
        ..Sheet::new(width, height)
    }
}

pub fn net_worth_months() -> LineArea {
    let values = (0..24).map(|at| 15_200_000 + at * 360_000 + wobble(1, at as u64, 180_000));
    LineArea {
        axis: Axis::Months,
        xs: (THIS_MONTH - 23..=THIS_MONTH).collect(),
        series: series("net", "Net worth", Ink::Chart1, values),
        side: Side::Right,
    }
}

/// A balance of `days` days: pay in, rent out, something every day.
pub fn balance(days: usize) -> Vec<i64> {
    let mut balance = 210_000_i64;
    (0..days as u64)
        .map(|at| {
            balance -= 2_600 + wobble(2, at, 2_400);
            if at % 30 == 3 {
                balance += 248_600;
            }
            if at % 30 == 12 {
                balance -= 141_200;
            }
            balance += if balance < 20_000 { 60_000 } else { 0 };
            balance
        })
        .collect()
}

pub fn balance_days(days: usize) -> LineArea {
    LineArea {
        axis: Axis::Days,
        xs: (TODAY - days as i32 + 1..=TODAY).collect(),
        series: series("current", "Joint current", Ink::Chart1, balance(days)),
        side: Side::Left,
    }
}

pub fn with_gaps() -> LineArea {
    let mut chart = balance_days(60);
    for at in [10, 11, 12, 13, 30, 32, 58, 59] {
        chart.series.values[at] = None;
    }
    chart
}

pub fn stack() -> StackedArea {
    let line = |seed: u64, from: i64, by: i64, reach: i64| {
        (0..24).map(move |at| from + at * by + wobble(seed, at as u64, reach))
    };
    StackedArea {
        axis: Axis::Months,
        xs: (THIS_MONTH - 23..=THIS_MONTH).collect(),
        assets: vec![
            series(
                "home",
                "Property",
                Ink::Chart1,
                line(3, 29_800_000, 62_000, 0),
            ),
            series(
                "funds",
                "Investments",
                Ink::Chart3,
                line(4, 3_350_000, 110_000, 120_000),
            ),
            series(
                "pension",
                "Pension",
                Ink::Chart6,
                line(5, 2_200_000, 48_000, 9_000),
            ),
            series(
                "savings",
                "Savings",
                Ink::Chart7,
                line(6, 900_000, 24_000, 60_000),
            ),
            series(
                "cash",
                "Cash",
                Ink::Chart2,
                line(7, 980_000, 9_000, 190_000),
            ),
        ],
        debts: vec![
            series(
                "loan",
                "Home loan",
                Ink::Chart4,
                line(8, -20_400_000, 77_000, 0),
            ),
            series(
                "car",
                "Car loan",
                Ink::Chart5,
                line(9, -1_270_000, 23_000, 0),
            ),
            series("cards", "Cards", Ink::Chart8, line(10, -140_000, 0, 60_000)),
        ],
        net_id: "net".to_owned(),
    }
}

pub fn forecast(ahead: usize) -> ForecastBand {
    let past = balance(22);
    let mut value = past[21];
    let days = (0..=ahead).map(|at| {
        if at > 0 {
            value -= 3_400;
            value += if at % 30 == 17 { 340_000 } else { 0 };
            value -= if at % 30 == 10 { 196_000 } else { 0 };
        }
        let wide = (6_600.0 * (at as f64).sqrt()) as i64;
        let range = |share: i64| Range {
            low: value - wide * share / 100,
            high: value + wide * share * 92 / 10_000,
        };
        let events = if at % 30 == 10 {
            vec![ForecastEvent {
                name: "Rent & heating".to_owned(),
                amount: -196_000,
            }]
        } else {
            Vec::new()
        };
        let day = TODAY + at as i32;
        ForecastDay {
            day,
            value,
            half: range(52),
            likely: range(100),
            events,
        }
    });
    let expected = days.collect();
    ForecastBand {
        id: "joint".to_owned(),
        ink: Ink::Chart1,
        past: past
            .iter()
            .enumerate()
            .map(|(at, value)| Known {
                day: TODAY - 21 + at as i32,
                value: *value,
            })
            .collect(),
        expected,
        today: TODAY,
        floor: Some(50_000),
        baseline: None,
        fog: None,
    }
}

pub fn scenario() -> ForecastBand {
    let mut chart = forecast(90);
    chart.baseline = Some(
        chart
            .expected
            .iter()
            .map(|day| day.value - 30_000 - i64::from(day.day % 7) * 900)
            .collect(),
    );
    chart.fog = Some(Fog {
        from: TODAY + 62,
        to: TODAY + 90,
        text: "Too little history".to_owned(),
    });
    chart
}

pub fn bars() -> BarsLimit {
    let values = (0..12).map(|at| 38_000 + wobble(11, at, 14_000));
    BarsLimit {
        months: (THIS_MONTH - 11..=THIS_MONTH).collect(),
        series: series("food", "Spent", Ink::Chart2, values),
        limits: (0..12)
            .map(|at| Some(if at < 5 { 40_000 } else { 42_500 }))
            .collect(),
        expected: Some(9_000),
    }
}

pub fn burnup() -> BudgetBurnup {
    let spent = |seed: u64, days: u64| {
        (0..days)
            .scan(0_i64, move |sum, at| {
                *sum += (wobble(seed, at, 3_000)).max(0) + if at % 7 == 5 { 6_100 } else { 400 };
                Some(*sum)
            })
            .collect::<Vec<_>>()
    };
    BudgetBurnup {
        id: "food".to_owned(),
        ink: Ink::Chart1,
        start: TODAY - 17,
        days: 31,
        spent: spent(12, 18),
        limit: 62_000,
        earlier: Some(Earlier {
            name: "April, same day".to_owned(),
            spent: spent(13, 30),
        }),
    }
}

pub fn flows() -> FlowBars {
    FlowBars {
        months: (THIS_MONTH - 11..=THIS_MONTH).collect(),
        money_in: (0..12)
            .map(|at| {
                if at == 11 {
                    310_000
                } else {
                    640_000 + wobble(14, at, 40_000)
                }
            })
            .collect(),
        money_out: (0..12)
            .map(|at| {
                if at == 11 {
                    -280_000
                } else {
                    -560_000 + wobble(15, at, 160_000)
                }
            })
            .collect(),
        expected: Some((330_000, -220_000)),
    }
}

pub fn spark() -> Sparkline {
    let values = (0..12).map(|at| 900_000 + at * 24_000 + wobble(16, at as u64, 60_000));
    Sparkline {
        series: series("savings", "Savings", Ink::Chart7, values),
        fill: true,
        dot: true,
    }
}

/// A painter by name, with the sizes it is usually shown at.
pub type Sample = (
    &'static str,
    (u32, u32),
    fn(&Sheet) -> Result<Chart, ChartError>,
);

/// Every kind with lifelike data.
pub const SAMPLES: &[Sample] = &[
    ("line-area-months", (640, 220), |sheet| {
        net_worth_months().paint(sheet)
    }),
    ("line-area-days", (640, 220), |sheet| {
        balance_days(365).paint(sheet)
    }),
    ("line-area-gaps", (420, 180), |sheet| {
        with_gaps().paint(sheet)
    }),
    ("line-area-decade", (640, 260), |sheet| {
        balance_days(3_650).paint(sheet)
    }),
    ("stacked-area", (760, 380), |sheet| stack().paint(sheet)),
    ("forecast-band", (760, 300), |sheet| {
        forecast(90).paint(sheet)
    }),
    ("forecast-month", (420, 186), |sheet| {
        forecast(30).paint(sheet)
    }),
    ("forecast-scenario", (760, 300), |sheet| {
        scenario().paint(sheet)
    }),
    ("bars-limit", (420, 180), |sheet| bars().paint(sheet)),
    ("budget-burnup", (420, 220), |sheet| burnup().paint(sheet)),
    ("flow-bars", (640, 240), |sheet| flows().paint(sheet)),
    ("sparkline", (84, 20), |sheet| spark().paint(sheet)),
];
