use super::*;

fn texts(axis: Axis, first: i32, last: i32, width: f64) -> Vec<String> {
    let ticks = ticks(axis, first, last, width, &LabelFormat::default());
    ticks
        .expect("a span in the calendar")
        .into_iter()
        .map(|tick| tick.text)
        .collect()
}

#[test]
fn day_and_month_numbers_are_dates() {
    let first = day(0).expect("the epoch");
    assert_eq!(
        first,
        Civil {
            year: 1970,
            month: 0,
            day: 1,
            weekday: 3
        }
    );
    let winter = day(20_512).expect("a day");
    assert_eq!((winter.year, winter.month, winter.day), (2026, 1, 28));
    assert_eq!(month(2026 * 12 + 4).expect("a month").year, 2026);
    assert!(day(i32::MAX).is_err() && day(i32::MIN).is_err());
    assert!(month(i32::MAX).is_err());
}

#[test]
fn an_axis_names_as_many_dates_as_it_has_room_for() {
    // 27 April to 1 June 2026 is fewer than 45 days.
    assert_eq!(
        texts(Axis::Days, 20_570, 20_605, 600.0),
        ["1 May", "15 May", "1 Jun"]
    );
    assert_eq!(
        texts(Axis::Days, 20_570, 20_681, 600.0),
        ["May", "Jun", "Jul", "Aug"]
    );
    assert_eq!(
        texts(Axis::Days, 20_226, 20_591, 600.0),
        ["Jul", "Oct", "2026", "Apr"]
    );
    let decade = texts(Axis::Days, 16_941, 20_591, 600.0);
    assert_eq!(decade.first().map(String::as_str), Some("2017"));
    assert_eq!(decade.len(), 10);
    assert_eq!(
        texts(Axis::Days, 16_941, 20_591, 200.0),
        ["2018", "2020", "2022", "2024", "2026"]
    );
}

#[test]
fn months_are_all_named_up_to_fourteen() {
    let may = 2026 * 12 + 4;
    let months = texts(Axis::Months, may - 13, may, 600.0);
    assert_eq!(months.len(), 14);
    assert_eq!(months[9], "2026");
    assert_eq!(
        texts(Axis::Months, may - 23, may, 600.0),
        ["Jul", "Oct", "2025", "Apr", "Jul", "Oct", "2026", "Apr"]
    );
}
