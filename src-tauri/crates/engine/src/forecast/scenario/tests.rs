//! What if: exact steps, nothing else moves, and advice that holds.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use chrono::{Days, NaiveDate};
use domain::planned::Cadence;
use proptest::prelude::*;

use super::{Change, Fix, advise, keeps, with_changes};
use crate::forecast::{DayFlow, Forecast, Input, Planned, Source, project};

const TODAY: &str = "2026-05-18";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plan(label: &str, minor: i64, first: &str) -> Planned {
    use chrono::Datelike;
    let first = day(first);
    Planned {
        label: label.into(),
        payee: label.to_lowercase(),
        minor,
        first,
        cadence: Cadence::Months {
            every: 1,
            day: first.day(),
        },
        until: None,
    }
}

/// Pay on the 29th, rent on the 1st, a loan on the 20th; 1,000 today, and a past of daily shopping.
fn base(floor: i64) -> Forecast {
    ahead(floor, 90)
}

fn ahead(floor: i64, horizon_days: u32) -> Forecast {
    let planned = [
        plan("Pay", 200_000, "2026-05-29"),
        plan("Rent", -90_000, "2026-06-01"),
        plan("Loan", -95_000, "2026-05-20"),
    ];
    let history: Vec<DayFlow> = (0..200)
        .map(|back| DayFlow {
            date: day(TODAY) - Days::new(back),
            minor: if back % 5 == 0 { -2_000 } else { 350 },
        })
        .collect();
    project(&Input {
        today: day(TODAY),
        horizon_days,
        start: 100_000,
        history: &history,
        planned: &planned,
        repeating: &[],
        floor: Some(floor),
    })
}

fn expected(forecast: &Forecast, date: &str) -> i64 {
    forecast
        .days
        .iter()
        .find(|one| one.date == day(date))
        .unwrap()
        .expected
}

#[test]
fn an_addition_moves_the_days_from_its_first_by_its_amount() {
    let base = base(0);
    let add = Change::Add {
        label: "Flat".into(),
        minor: -50_000,
        first: day("2026-06-03"),
        cadence: Cadence::Months { every: 1, day: 3 },
        until: Some(day("2026-07-31")),
    };
    let made = with_changes(&base, Some(0), &[add]);
    assert_eq!(made.unmatched, [] as [usize; 0]);
    for (date, off) in [
        ("2026-06-02", 0),
        ("2026-06-03", -50_000),
        ("2026-07-02", -50_000),
        ("2026-07-03", -100_000),
        ("2026-08-10", -100_000),
    ] {
        assert_eq!(
            expected(&made.forecast, date),
            expected(&base, date) + off,
            "{date}"
        );
    }
    assert_eq!(
        made.forecast.totals.known_out,
        base.totals.known_out - 100_000
    );
    assert_eq!(made.forecast.totals.everyday, base.totals.everyday);
    let event = &made
        .forecast
        .days
        .iter()
        .find(|one| one.date == day("2026-06-03"))
        .unwrap()
        .events[0];
    assert_eq!(event.source, Source::Scenario(0));
    let widths = |forecast: &Forecast| -> Vec<i64> {
        forecast
            .days
            .iter()
            .filter_map(|one| one.band)
            .map(|band| band.p90 - band.p10)
            .collect()
    };
    assert_eq!(widths(&made.forecast), widths(&base));
}

#[test]
fn what_stops_or_changes_is_found_by_its_name_whatever_its_case() {
    let base = base(0);
    let changes = [
        Change::Stop {
            item: "RENT".into(),
            from: day("2026-07-01"),
        },
        Change::Amount {
            item: "pay".into(),
            minor: 210_000,
            from: day("2026-06-01"),
        },
        Change::Stop {
            item: "Gym".into(),
            from: day("2026-06-01"),
        },
    ];
    let made = with_changes(&base, Some(0), &changes);
    assert_eq!(made.unmatched, [2]);
    assert_eq!(
        expected(&made.forecast, "2026-06-28"),
        expected(&base, "2026-06-28")
    );
    assert_eq!(
        expected(&made.forecast, "2026-06-29"),
        expected(&base, "2026-06-29") + 10_000
    );
    assert_eq!(
        expected(&made.forecast, "2026-07-01"),
        expected(&base, "2026-07-01") + 100_000
    );
}

#[test]
fn what_is_past_by_now_moves_nothing_and_what_repeats_goes_on() {
    let base = base(0);
    let add = |first: &str, cadence| Change::Add {
        label: "Piano".into(),
        minor: -10_000,
        first: day(first),
        cadence,
        until: None,
    };
    let made = with_changes(
        &base,
        Some(0),
        &[
            add("2026-03-05", Cadence::Once),
            add("2026-03-05", Cadence::Months { every: 1, day: 5 }),
        ],
    );
    assert_eq!(made.unmatched, [0]);
    assert_eq!(
        expected(&made.forecast, "2026-06-04"),
        expected(&base, "2026-06-04")
    );
    assert_eq!(
        expected(&made.forecast, "2026-06-05"),
        expected(&base, "2026-06-05") - 10_000
    );
}

#[test]
fn advice_names_what_weighs_and_changes_that_keep_the_floor() {
    let base = ahead(0, 31);
    let low = base.lowest.unwrap();
    assert!(low.expected < 30_000, "{low:?}");
    let advice = advise(&base, 30_000);
    assert_eq!(advice.income, Some(day("2026-05-29")));
    assert_eq!(advice.drivers[0].label, "Loan");
    let missing = advice.missing.unwrap();
    assert_eq!(missing, 30_000 - low.expected);
    assert!(advice.chance_percent.unwrap() >= 50);
    let Fix::MoveIn { minor, date } = advice.fixes[0] else {
        panic!("{advice:?}");
    };
    assert_eq!((minor, date), (missing, day("2026-05-19")));
    let Fix::Delay {
        item,
        date,
        to,
        minor,
    } = &advice.fixes[1]
    else {
        panic!("{advice:?}");
    };
    assert_eq!(
        (item.as_str(), *minor, *date, *to),
        ("Loan", -95_000, day("2026-05-20"), day("2026-05-30"))
    );
    for fix in &advice.fixes {
        let made = with_changes(&base, Some(30_000), &[fix.change("Help")]);
        assert_eq!(made.unmatched, [] as [usize; 0], "{fix:?}");
        assert!(
            made.forecast.days.iter().all(|one| one.expected >= 30_000),
            "{fix:?}"
        );
    }
    let fine = advise(&base, -10_000_000);
    assert_eq!((fine.missing, fine.fixes), (None, Vec::new()));
}

#[test]
fn a_little_less_a_day_is_offered_where_it_is_enough() {
    let history: Vec<DayFlow> = (0..200)
        .map(|back| DayFlow {
            date: day(TODAY) - Days::new(back),
            minor: if back % 30 == 10 { 90_000 } else { -3_000 },
        })
        .collect();
    let planned = [plan("Pay", 90_000, "2026-06-08")];
    let forecast = project(&Input {
        today: day(TODAY),
        horizon_days: 30,
        start: 70_000,
        history: &history,
        planned: &planned,
        repeating: &[],
        floor: Some(0),
    });
    let floor = forecast.lowest.unwrap().expected + 2_000;
    let advice = advise(&forecast, floor);
    let Some(Fix::Reduce { minor, from, until }) = advice
        .fixes
        .iter()
        .find(|fix| matches!(fix, Fix::Reduce { .. }))
    else {
        panic!("{advice:?}");
    };
    assert_eq!(*from, day("2026-05-19"));
    assert!(*until >= forecast.lowest.unwrap().date);
    assert!((1..2_000).contains(minor), "{minor}");
    let less = Fix::Reduce {
        minor: minor - 1,
        from: *from,
        until: *until,
    };
    assert!(!keeps(&forecast, floor, &less), "a cent less is not enough");
}

proptest! {
    #[test]
    fn a_change_and_its_reverse_leave_the_forecast_as_it_was(minor in -80_000_i64..80_000, at in 1_u64..80) {
        let base = base(0);
        let add = |minor| Change::Add {
            label: "New".into(),
            minor,
            first: day(TODAY) + Days::new(at),
            cadence: Cadence::Days(7),
            until: None,
        };
        let made = with_changes(&base, Some(0), &[add(minor), add(-minor)]);
        let balances = |forecast: &Forecast| -> Vec<i64> { forecast.days.iter().map(|one| one.expected).collect() };
        prop_assert_eq!(balances(&made.forecast), balances(&base));
        prop_assert_eq!(made.forecast.lowest, base.lowest);
        prop_assert_eq!(made.forecast.below_floor, base.below_floor);
    }
}
