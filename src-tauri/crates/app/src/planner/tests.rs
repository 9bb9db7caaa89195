use proptest::prelude::*;

use super::*;

const EVERY: TimeDelta = TimeDelta::hours(6);

fn at(hour: u32) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::hours(hour.into())
}

fn known() -> Known {
    Known {
        id: 3,
        automatic: true,
        state: ConnectionState::Ok,
        created: at(0),
        last_attempt: Some(at(0)),
        retry_after: None,
        failures: 0,
        allowance: None,
        cost: 0,
    }
}

#[test]
fn an_allowance_that_runs_low_waits_until_it_is_full_again() {
    let often = Some(TimeDelta::minutes(10));
    let with = |remaining, cost| Known {
        allowance: Some(Allowance {
            limit: Some(300),
            remaining,
            seen_at: at(0),
        }),
        cost,
        ..known()
    };
    let soon = instant(next(&with(300, 40), often));
    assert!(soon < at(1), "there is plenty");
    // A fifth is the person's: sixty of three hundred.
    assert!(instant(next(&with(100, 40), often)) < at(1));
    assert!(instant(next(&with(99, 40), often)) >= at(1));
    assert!(instant(next(&with(0, 0), often)) >= at(1));
    let unlimited = Known {
        allowance: Some(Allowance {
            limit: None,
            remaining: 1,
            seen_at: at(0),
        }),
        ..known()
    };
    assert!(instant(next(&unlimited, often)) >= at(1));
    // Long past, it is full again and nothing waits.
    let old = Known {
        last_attempt: Some(at(9)),
        ..with(0, 40)
    };
    assert!(instant(next(&old, often)) < at(10));
}

fn instant(next: Next) -> DateTime<Utc> {
    match next {
        Next::At(instant) => instant,
        Next::Never => panic!("it is planned"),
    }
}

#[test]
fn a_new_connection_is_due_once_whoever_set_it_up_had_time_to_read_it() {
    let new = Known {
        last_attempt: None,
        ..known()
    };
    assert_eq!(
        next(&new, Some(EVERY)),
        Next::At(at(0) + TimeDelta::minutes(10))
    );
}

#[test]
fn what_waits_for_a_person_is_left_alone() {
    for state in [
        ConnectionState::Credentials,
        ConnectionState::Forbidden,
        ConnectionState::Insecure,
    ] {
        let ailing = Known { state, ..known() };
        assert_eq!(next(&ailing, Some(EVERY)), Next::Never, "{state:?}");
    }
    let paused = Known {
        automatic: false,
        ..known()
    };
    assert_eq!(next(&paused, Some(EVERY)), Next::Never);
    assert_eq!(next(&known(), None), Next::Never);
    let guarded = Known {
        state: ConnectionState::DeletionGuard,
        ..known()
    };
    assert_ne!(next(&guarded, Some(EVERY)), Next::Never);
}

#[test]
fn the_upstreams_own_instant_is_waited_for_and_is_enough() {
    for hours in [1, 40] {
        let told = Known {
            state: ConnectionState::RateLimited,
            retry_after: Some(at(hours)),
            failures: 1,
            ..known()
        };
        let planned = instant(next(&told, Some(EVERY)));
        assert!(planned >= at(hours) && planned < at(hours) + TimeDelta::minutes(2));
    }
    // An instant from before the last run says nothing of the next.
    let old = Known {
        retry_after: Some(at(0) - TimeDelta::hours(1)),
        ..known()
    };
    assert!(instant(next(&old, Some(EVERY))) >= at(6));
}

#[test]
fn pauses_after_failures_double_up_to_the_usual_pause() {
    let pause = |failures| {
        let failed = Known {
            state: ConnectionState::Unavailable,
            failures,
            ..known()
        };
        (instant(next(&failed, Some(TimeDelta::hours(24)))) - at(0)).num_minutes()
    };
    let base = [15, 30, 60, 120, 240, 480, 480];
    for (failures, least) in (1..).zip(base) {
        let found = pause(failures);
        assert!(
            found >= least && found <= least + least / 10,
            "{failures}: {found}"
        );
    }
}

proptest! {
    #[test]
    fn a_plan_is_never_before_the_last_run_nor_far_after_its_pause(
        id in any::<i64>(), failures in 0_u32..40, hours in 1_i64..200, waits in proptest::option::of(0_u32..500),
    ) {
        let every = TimeDelta::hours(hours);
        let known = Known { id, failures, retry_after: waits.map(at), ..known() };
        let planned = instant(next(&known, Some(every)));
        prop_assert!(planned >= at(0));
        let latest = match waits {
            Some(waits) if waits > 0 => at(waits) + FIRST_PAUSE,
            _ => at(0) + every + every / 10 + TimeDelta::seconds(1),
        };
        prop_assert!(planned <= latest, "{planned} > {latest}");
    }
}
