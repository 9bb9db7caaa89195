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

mod assets_and_change {
    use domain::ids::AssetId;
    use domain::wealth::{Asset, AssetKind, Tier, Wear};
    use money::Money;

    use super::super::{Apart, Explained, Moved, Nature, apart, explain, worth_of};
    use super::*;

    fn car(wear: Wear) -> Asset {
        Asset {
            id: AssetId(1),
            name: "Car".into(),
            kind: AssetKind::Vehicle,
            currency: Currency::EUR,
            owed: false,
            owner: None,
            institution: None,
            tier: Tier::Locked,
            wear,
            until: Some(day("2030-01-01")),
            off_net_worth: false,
            note: None,
            valuations: vec![(day("2024-01-01"), Money::new(20_000_00, Currency::EUR))],
        }
    }

    #[test]
    fn an_asset_counts_from_its_first_valuation_until_it_is_gone() {
        let kept = car(Wear::None);
        let at = |date: &str| worth_of(&kept, day(date));
        assert_eq!(at("2023-12-31"), None);
        assert_eq!(at("2024-01-01"), Some(20_000_00));
        assert_eq!(at("2029-12-31"), Some(20_000_00));
        assert_eq!(at("2030-01-01"), None);
        let owed = Asset { owed: true, ..kept };
        assert_eq!(worth_of(&owed, day("2025-01-01")), Some(-20_000_00));
    }

    #[test]
    fn straight_lines_end_at_their_rest_and_falling_parts_fall_each_year() {
        let line = car(Wear::Line {
            months: 48,
            rest: 5_360_00,
        });
        // 1,461 days from 2024 to 2028: 14,640 at 10.0205… a day, 731 of them by 2026.
        assert_eq!(worth_of(&line, day("2024-01-01")), Some(20_000_00));
        assert_eq!(
            worth_of(&line, day("2026-01-01")),
            Some(20_000_00 - 7_325_01)
        );
        assert_eq!(worth_of(&line, day("2028-01-01")), Some(5_360_00));
        assert_eq!(worth_of(&line, day("2029-01-01")), Some(5_360_00));
        let part = car(Wear::Part { permille: 200 });
        assert_eq!(worth_of(&part, day("2025-01-01")), Some(16_000_00));
        assert_eq!(worth_of(&part, day("2026-01-01")), Some(12_800_00));
        assert_eq!(
            worth_of(&part, day("2024-07-01")),
            Some(20_000_00 - 1_989_07)
        );
    }

    fn nature() -> impl Strategy<Value = Nature> {
        prop_oneof![
            Just(Nature::Money),
            Just(Nature::Asset),
            (-9_000_i64..9_000).prop_map(|rows| Nature::Holding { rows }),
            (-9_000_i64..9_000).prop_map(|put_in| Nature::Position { put_in }),
        ]
    }

    /// With a franc of 1.10 on the last day.
    fn taken_apart(moved: &[Moved], income: i64, spent: i64) -> Explained {
        let things: Vec<Apart> = moved
            .iter()
            .map(|one| apart(one, |money| Some(money.minor * 11 / 10)))
            .collect();
        for (one, apart) in moved.iter().zip(&things) {
            assert_eq!(
                apart.rows + apart.market + apart.valuation + apart.exchange,
                one.after - one.before,
                "{one:?}"
            );
        }
        explain(&things, income, spent)
    }

    proptest! {
        /// Whatever there is, the parts are the whole.
        #[test]
        fn a_change_is_the_sum_of_its_parts(
            things in prop::collection::vec((-90_000_i64..90_000, -90_000_i64..90_000, -90_000_i64..90_000, -90_000_i64..90_000, nature()), 0..12),
            income in 0_i64..50_000, spent in 0_i64..50_000,
        ) {
            let moved: Vec<Moved> = things.iter().map(|(own_before, own_after, before, after, nature)| Moved {
                own_before: Money::new(*own_before, Currency::CHF),
                own_after: Money::new(*own_after, Currency::CHF),
                before: *before, after: *after, nature: *nature,
            }).collect();
            let explained = taken_apart(&moved, income, spent);
            let change: i64 = moved.iter().map(|one| one.after - one.before).sum();
            prop_assert_eq!(explained.change(), change);
        }
    }

    #[test]
    fn what_rates_did_stands_apart_from_what_was_kept() {
        // 100 francs stayed 100 francs and 50 came to them; a franc was 1.00 and is 1.10 euros.
        let moved = [Moved {
            own_before: Money::new(100_00, Currency::CHF),
            own_after: Money::new(150_00, Currency::CHF),
            before: 100_00,
            after: 165_00,
            nature: Nature::Money,
        }];
        let explained = taken_apart(&moved, 55_00, 0);
        assert_eq!(
            (explained.exchange, explained.came_in, explained.other),
            (10_00, 55_00, 0)
        );
    }
}
