//! Net worth: rates by day, rounding, what is left out, and what changes nothing.
#![expect(clippy::unwrap_used, reason = "a test may stop")]
#![expect(clippy::inconsistent_digit_grouping, reason = "cents stand apart")]

use chrono::NaiveDate;
use domain::ids::AccountId;
use money::Currency;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Account, RateTable, Step, dates, series};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn account(id: i64, currency: Currency, balances: &[(&str, i64)]) -> Account {
    Account {
        id: AccountId(id),
        currency,
        balances: balances
            .iter()
            .map(|(date, minor)| (day(date), *minor))
            .collect(),
        until: None,
    }
}

fn table() -> RateTable {
    let quote =
        |currency, date, text: &str| (currency, day(date), text.parse::<Decimal>().unwrap());
    RateTable::new(
        Currency::EUR,
        [
            quote(Currency::CHF, "2026-03-31", "0.9"),
            quote(Currency::CHF, "2026-04-30", "0.95"),
            quote(Currency::USD, "2026-04-30", "1.25"),
            quote(Currency::USD, "2026-05-01", "0"),
        ],
    )
}

#[test]
fn balances_hold_until_the_next_and_take_the_rate_of_their_day() {
    let accounts = [
        account(
            1,
            Currency::EUR,
            &[("2026-03-10", 1_000_00), ("2026-04-02", 900_00)],
        ),
        account(2, Currency::CHF, &[("2026-01-01", 95_00)]),
        account(3, Currency::EUR, &[("2026-04-20", -200_00)]),
    ];
    let at = [day("2026-02-28"), day("2026-03-31"), day("2026-04-30")];
    let points = series(&accounts, Currency::EUR, &at, &table());
    assert_eq!(
        (points[0].net, points[0].missing.as_slice()),
        (0, [AccountId(2)].as_slice())
    );
    // 95 ÷ 0.9 is 105.555…
    assert_eq!(
        (points[1].assets, points[1].liabilities, points[1].net),
        (1_105_56, 0, 1_105_56)
    );
    assert_eq!(
        (points[2].assets, points[2].liabilities, points[2].net),
        (1_000_00, -200_00, 800_00)
    );
    assert_eq!(points[2].accounts[1].rate_day, Some(day("2026-04-30")));
    assert!(!points[2].accounts[1].stale);
}

#[test]
fn cross_rates_old_rates_and_closed_accounts() {
    let mut closed = account(2, Currency::EUR, &[("2026-01-01", 5)]);
    closed.until = Some(day("2026-04-30"));
    let accounts = [account(1, Currency::USD, &[("2026-04-01", 125_00)]), closed];
    let points = series(&accounts, Currency::CHF, &[day("2026-05-20")], &table());
    assert_eq!(points[0].net, 95_00, "125 ÷ 1.25 × 0.95");
    assert_eq!(points[0].accounts.len(), 1, "the closed one is gone");
    assert!(points[0].accounts[0].stale, "the rate is twenty days old");
    assert_eq!(points[0].accounts[0].own.minor, 125_00);
}

#[test]
fn dates_are_the_ends_of_periods_and_the_last_day() {
    let texts = |step| -> Vec<String> {
        dates(day("2026-02-10"), day("2026-04-15"), step)
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(
        texts(Step::Month),
        ["2026-02-28", "2026-03-31", "2026-04-15"]
    );
    assert_eq!(texts(Step::Year), ["2026-04-15"]);
    assert_eq!(texts(Step::Week).first().unwrap(), "2026-02-15");
    assert_eq!(texts(Step::Week).last().unwrap(), "2026-04-15");
    assert_eq!(texts(Step::Day).len(), 65);
    assert!(dates(day("2026-02-10"), day("2026-02-09"), Step::Month).is_empty());
}

proptest! {
    #[test]
    fn a_transfer_changes_no_net_worth(
        one in -1_000_000_i64..1_000_000,
        other in -1_000_000_i64..1_000_000,
        moved in 0_i64..500_000,
    ) {
        let net = |one, other| {
            let accounts = [
                account(1, Currency::EUR, &[("2026-01-01", one)]),
                account(2, Currency::EUR, &[("2026-01-01", other)]),
            ];
            series(&accounts, Currency::EUR, &[day("2026-02-01")], &table())[0].net
        };
        prop_assert_eq!(net(one, other), net(one - moved, other + moved));
    }

    #[test]
    fn accounts_add_up_to_the_net(minors in proptest::collection::vec((-1_000_000_i64..1_000_000, 0_usize..3), 0..8)) {
        let currencies = [Currency::EUR, Currency::CHF, Currency::JPY];
        let accounts: Vec<Account> = minors
            .iter()
            .zip(1..)
            .map(|((minor, currency), id)| account(id, currencies[*currency], &[("2026-01-01", *minor)]))
            .collect();
        let point = &series(&accounts, Currency::EUR, &[day("2026-05-01")], &table())[0];
        prop_assert_eq!(point.net, point.assets + point.liabilities);
        prop_assert_eq!(point.net, point.accounts.iter().filter_map(|value| value.base).sum::<i64>());
        let yen = minors.iter().filter(|(_, currency)| *currency == 2).count();
        prop_assert_eq!(point.missing.len(), yen);
    }
}
