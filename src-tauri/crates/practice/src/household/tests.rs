use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::calendar::date;
use crate::json::text;

/// The upstreams with purchases that wait for their booking.
const SERVED: [Upstream; 3] = [Upstream::Wallet, Upstream::Finwise, Upstream::Budgea];

fn home() -> Household {
    Household::new(1, date(2026, 11, 20))
}

#[test]
fn the_same_seed_and_day_give_the_same_truth() {
    let (first, second) = (home().truth(), home().truth());
    assert_eq!(
        serde_json::to_string(&first).unwrap_or_default(),
        serde_json::to_string(&second).unwrap_or_default()
    );
    assert_ne!(first, Household::new(2, date(2026, 11, 20)).truth());
}

#[test]
fn the_books_hold_everything_a_family_does() {
    let home = home();
    let truth = home.truth();
    assert!(
        (2_500..6_000).contains(&truth.counts.transactions),
        "{:?}",
        truth.counts
    );
    assert!(truth.counts.paired_transfers > 150);
    assert!(truth.counts.unpaired_transfers >= 10);
    let months: Vec<_> = truth.spending.keys().collect();
    assert_eq!(months.len(), 37);
    for category in Category::ALL {
        let seen = home.living().any(|row| row.category == category);
        assert!(seen, "no row is about {}", category.key());
    }
    let mut twins: BTreeMap<(usize, NaiveDate, i64, &str), usize> = BTreeMap::new();
    for row in home.living() {
        *twins
            .entry((row.account, row.date, row.minor, row.payee.as_str()))
            .or_default() += 1;
    }
    assert!(
        twins.values().filter(|count| **count == 2).count() > 10,
        "honest twins"
    );
    for upstream in SERVED {
        let pending = home
            .living()
            .filter(|row| row.pending && home.serves(upstream, row.account))
            .count();
        assert!(pending > 0, "{upstream:?} has nothing pending");
    }
}

#[test]
fn something_is_pending_in_every_upstream_on_any_day() {
    let mut home = home();
    for _ in 0..40 {
        home.advance(1);
        for upstream in SERVED {
            let pending = home
                .living()
                .filter(|row| row.pending && home.serves(upstream, row.account))
                .count();
            // The others need two: one will be linked to its booked row, one will not.
            let least = if upstream == Upstream::Wallet { 1 } else { 2 };
            assert!(
                pending >= least,
                "{pending} in {upstream:?} on {}",
                home.today()
            );
        }
    }
}

#[test]
fn one_subscription_has_one_price_rise() {
    let home = home();
    let mut prices: Vec<i64> = home
        .living()
        .filter(|row| row.payee == "Lumière Plus")
        .map(|row| row.minor)
        .collect();
    assert!(prices.len() >= 35);
    prices.dedup();
    assert_eq!(prices, [-1_199, -1_399]);
}

#[test]
fn salaries_and_rents_fall_on_working_days() {
    for row in home().living() {
        if matches!(row.category, Category::Salary | Category::Rent) {
            assert!(
                crate::calendar::is_working(row.date),
                "{} on {}",
                row.payee,
                row.date
            );
        }
    }
}

#[test]
fn truth_is_the_sum_of_the_rows() {
    let home = home();
    let truth = home.truth();
    for (index, account) in home.accounts().iter().enumerate() {
        let Some(told) = truth.accounts.iter().find(|told| told.key == account.key) else {
            assert_eq!(account.key, "workshop", "shared with nobody");
            continue;
        };
        let mut sum = account.opening_minor;
        let mut booked = account.opening_minor;
        for row in home
            .rows()
            .iter()
            .filter(|row| row.account == index && row.counts())
        {
            sum += row.minor;
            if !row.pending {
                booked += row.minor;
            }
        }
        if account.valued {
            continue;
        }
        assert_eq!(
            told.booked,
            text(booked, &account.currency),
            "{}",
            account.key
        );
        let shown = if account.upstream == Upstream::Wallet {
            sum
        } else {
            booked
        };
        assert_eq!(
            told.current,
            text(shown, &account.currency),
            "{}",
            account.key
        );
        assert_eq!(
            told.month_ends.last().map(|end| end.balance.clone()),
            Some(told.current.clone())
        );
        assert_eq!(home.balance(index, home.today()), shown);
    }
    let spent: i64 = home
        .living()
        .filter(|row| row.category == Category::Groceries && row.date >= date(2026, 10, 1))
        .filter(|row| row.date <= date(2026, 10, 31))
        .map(|row| -row.minor)
        .sum();
    assert_eq!(
        truth.spending["2026-10"]["groceries"]["EUR"],
        text(spent, "EUR")
    );
}

#[test]
fn closed_accounts_end_empty_and_cards_are_settled() {
    let truth = home().truth();
    for account in truth.accounts.iter().filter(|account| account.archived) {
        assert_eq!(account.current, "0.00", "{}", account.key);
    }
    assert_eq!(
        truth
            .accounts
            .iter()
            .filter(|account| account.archived)
            .count(),
        3
    );
    let card = truth.accounts.iter().find(|account| account.key == "card");
    assert!(card.is_some_and(|card| {
        card.month_ends
            .iter()
            .all(|end| end.balance.starts_with('-'))
    }));
}

#[test]
fn a_transfer_between_upstreams_has_its_legs_a_day_apart() {
    let home = home();
    let across = home
        .living()
        .filter(|row| {
            home.other_leg(row).is_some_and(|leg| {
                home.accounts()[leg.account].upstream != home.accounts()[row.account].upstream
            })
        })
        .count();
    assert!(across >= 60, "{across} legs");
}

#[test]
fn living_on_books_what_was_pending_and_keeps_the_past() {
    let mut home = home();
    let before: Vec<Row> = home.rows().to_vec();
    let planned = home.truth().planned;
    home.advance(5);
    assert_eq!(home.today(), date(2026, 11, 25));
    for old in &before {
        let new = &home.rows()[old.id as usize - 1];
        assert_eq!(
            (old.minor, old.date, &old.payee),
            (new.minor, new.date, &new.payee)
        );
        // A deferred purchase waits for the month's end.
        if old.pending && old.operation != Operation::DeferredCard {
            assert!(!new.pending && new.posted_live && new.changed > old.changed);
        }
    }
    assert!(home.rows().len() > before.len());
    // What was planned for those days has happened, to the cent.
    for payment in planned
        .iter()
        .filter(|payment| payment.booked <= home.today())
    {
        if payment.name == "Car loan" {
            continue;
        }
        let happened = home.living().any(|row| {
            row.order.is_some_and(|(order, due)| {
                home.orders()[order].name == payment.name && due == payment.due
            }) && row.date == payment.booked
                && text(row.minor, &payment.currency) == payment.amount
        });
        assert!(happened, "{payment:?}");
    }
}

#[test]
fn living_on_within_a_month_gives_what_a_later_present_would_have_given() {
    let later = home();
    let mut lived = Household::new(1, date(2026, 11, 3));
    lived.advance(17);
    let plain = |home: &Household| -> Vec<(usize, NaiveDate, i64, String, bool)> {
        home.living()
            .map(|row| {
                (
                    row.account,
                    row.date,
                    row.minor,
                    row.payee.clone(),
                    row.pending,
                )
            })
            .collect()
    };
    assert_eq!(plain(&later), plain(&lived));
}

#[test]
fn growing_gives_exactly_as_many_rows_as_asked() {
    let mut home = home();
    home.grow_to(20_000);
    assert_eq!(home.count(), 20_000);
    assert_eq!(home.today(), date(2026, 11, 20));
    home.grow_to(20_000);
    assert_eq!(home.count(), 20_000);
    let shared = home.truth().counts;
    assert!(shared.wallet_transactions > 9_000 && shared.finwise_transactions > 3_500);
    assert!(shared.budgea_transactions > 3_000);
}

#[test]
fn deleting_and_posting_touch_one_upstream_only() {
    let mut home = home();
    let rows = |home: &Household, which| {
        home.living()
            .filter(|row| home.accounts()[row.account].upstream == which)
            .count()
    };
    let finwise = rows(&home, Upstream::Finwise);
    let wallet = rows(&home, Upstream::Wallet);
    home.delete_some(Upstream::Wallet);
    assert_eq!(rows(&home, Upstream::Wallet), wallet - 4);
    assert_eq!(rows(&home, Upstream::Finwise), finwise);
    home.post_everything(Upstream::Finwise);
    assert!(home.living().any(|row| row.pending));
    assert!(
        !home
            .living()
            .any(|row| row.pending && home.accounts()[row.account].upstream == Upstream::Finwise)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_seed_and_day_make_a_sound_household(seed in any::<u64>(), offset in 0_u64..4_000) {
        let today = plus(date(2019, 3, 1), offset);
        let home = Household::new(seed, today);
        prop_assert_eq!(home.today(), today);
        let truth = home.truth();
        prop_assert_eq!(truth.net_worth.len(), home.month_ends().len());
        // A transfer within one currency changes no net worth: its legs cancel out.
        for row in home.living() {
            if let Some(leg) = home.other_leg(row) {
                let one = &home.accounts()[row.account].currency;
                if *one == home.accounts()[leg.account].currency {
                    prop_assert_eq!(row.minor + leg.minor, 0);
                }
            }
        }
        prop_assert!(home.rows().iter().all(|row| row.date <= today && row.minor != 0));
    }
}
