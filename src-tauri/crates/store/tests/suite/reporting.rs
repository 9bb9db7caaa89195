//! Questions: kept sums against a plain recount, pages, search, rates.

use std::collections::BTreeMap;

use chrono::Days;
use domain::budget::Month;
use domain::ids::AccountId;
use domain::transaction::TransactionStatus;
use money::Currency;
use proptest::prelude::*;
use rust_decimal::Decimal;
use store::{
    DayRate, OnConflict, OwnRate, PageKey, RateSource, ReportScope, Transaction, TransactionEdit,
    TransactionFilter,
};

use crate::support::*;

fn load(world: &World, account: AccountId, rows: Vec<domain::feed::FeedTransaction>) {
    world
        .store()
        .write(import(), move |w| {
            w.import_statement(&statement(account), rows, today())
        })
        .unwrap();
}

fn all(world: &World, filter: &TransactionFilter, size: u32) -> Vec<Transaction> {
    let mut rows = Vec::new();
    let mut after: Option<PageKey> = None;
    loop {
        let page = world
            .store()
            .read(|r| r.transactions(filter, after, size))
            .unwrap();
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn kept_sums_equal_a_plain_recount(
        rows in prop::collection::vec((0_u64..400, -9_000_i64..9_000, 0_u8..6, 0_u8..3), 1..120),
        edits in prop::collection::vec((0_usize..120, 0_u8..7, -4_000_i64..4_000), 0..40),
    ) {
        let world = World::new();
        let account = world.account("Checking");
        let start = day("2025-11-01");
        let feed: Vec<_> = rows.iter().enumerate().map(|(n, (offset, minor, shop, status))| {
            let mut one = row(Some(&n.to_string()), "2026-01-01", *minor, &format!("SHOP {shop}"));
            one.date = start + Days::new(*offset);
            one.status = match status {
                0 => TransactionStatus::Pending,
                1 => TransactionStatus::Posted,
                _ => TransactionStatus::Void,
            };
            one
        }).collect();
        load(&world, account, feed);
        let present = all(&world, &TransactionFilter::default(), 7);
        prop_assert_eq!(present.len(), rows.len());
        for (place, what, some) in edits {
            let Some(row) = present.get(place) else { continue };
            let id = row.id;
            let rest = row.amount.minor - some;
            // What the state refuses, such as a part of nothing, changes nothing.
            let _refused = world.store().write(person("edit"), move |w| match what {
                // Two categories, one of them for two of the parts, and a part without any.
                3 | 4 => {
                    let groceries = w.category_by_key("groceries")?;
                    let mut parts = vec![part(some, groceries), part(7, groceries), part(rest - 7, None)];
                    if what == 4 {
                        parts.truncate(2);
                        parts[1] = part(rest, w.category_by_key("restaurants")?);
                    }
                    w.split_transaction(id, &parts).map(u64::from)
                }
                5 => w.unsplit_transaction(id).map(u64::from),
                6 => {
                    let removed = w.category_by_key("restaurants")?.unwrap();
                    let into = w.category_by_key("groceries")?;
                    w.remove_category(removed, into)
                }
                0 => w.delete_transactions(&[id]),
                1 => {
                    let category = w.category_by_key("groceries")?;
                    w.edit_transactions(&[id], &TransactionEdit {
                        category: Some(category),
                        ..TransactionEdit::default()
                    })
                }
                _ => w.edit_transactions(&[id], &TransactionEdit {
                    off_reports: Some(true),
                    ..TransactionEdit::default()
                }),
            });
        }
        world.assert_sound();
        let now = all(&world, &TransactionFilter::default(), 11);
        let counted = |row: &&Transaction| row.status == TransactionStatus::Posted;
        let balance: i64 = now.iter().filter(counted).filter(|row| row.date <= today()).map(|row| row.amount.minor).sum();
        prop_assert_eq!(world.balance(account), balance);
        let (from, to) = (Month::new(2025, 11).unwrap(), Month::new(2026, 12).unwrap());
        let mut cells: BTreeMap<_, i64> = BTreeMap::new();
        for row in now.iter().filter(counted).filter(|row| !row.off_reports) {
            let parts = row.parts();
            if parts.is_empty() {
                *cells.entry((Month::of(row.date), row.category)).or_default() += row.amount.minor;
            }
            for part in parts {
                *cells.entry((Month::of(row.date), part.category)).or_default() += part.amount.minor;
            }
        }
        let kept = world.store().read(|r| r.category_months(from, to, &ReportScope::default())).unwrap();
        let kept: BTreeMap<_, i64> = kept.iter().map(|cell| ((cell.month, cell.category), cell.sum.minor)).collect();
        prop_assert_eq!(&cells, &kept);
        let months = world.store().read(|r| r.month_end_balances(from, to)).unwrap();
        let days = world.store().read(|r| r.daily_balances(&[account], from.first_day(), to.last_day())).unwrap();
        for (place, month) in (from.index()..=to.index()).map(Month::from_index).enumerate() {
            let end: i64 = now.iter().filter(counted).filter(|row| row.date <= month.last_day()).map(|row| row.amount.minor).sum();
            prop_assert_eq!(months[0].minor[place], end);
            let day = (month.last_day() - from.first_day()).num_days() as usize;
            prop_assert_eq!(days[0].minor[day], end);
        }
        let list = all(&world, &TransactionFilter { accounts: vec![account], ..TransactionFilter::default() }, 13);
        for (place, row) in list.iter().enumerate() {
            let below: i64 = list[place..].iter().filter(counted).map(|row| row.amount.minor).sum();
            prop_assert_eq!(row.running_balance.unwrap().minor, below, "running balance of row {}", place);
        }
        facts_agree(&world, &now)?;
        whole_rows_agree(&world, &now)?;
    }
}

/// What reports count: by SQL, out of the index, and as a plain recount has it; of all days and of a few.
fn facts_agree(world: &World, rows: &[Transaction]) -> Result<(), TestCaseError> {
    let facts = |from: &str, to: &str, scope: &ReportScope| {
        let mut found = Vec::new();
        world
            .store()
            .read(|r| {
                r.each_fact(day(from), day(to), scope, &mut |fact| {
                    found.push((fact.id, fact.date, fact.amount, fact.payee, fact.category));
                })
            })
            .unwrap();
        found.sort_unstable_by_key(|fact| (fact.0, fact.2.minor, fact.4));
        found
    };
    for prepared in [false, true] {
        if prepared {
            world.store().prepare_search().unwrap();
        }
        prop_assert_eq!(world.store().is_search_prepared(), prepared);
        for (from, to) in [("2020-01-01", "2030-01-01"), ("2026-02-01", "2026-02-28")] {
            for with_pending in [false, true] {
                let scope = ReportScope {
                    with_pending,
                    ..ReportScope::default()
                };
                let mut wanted: Vec<_> = rows
                    .iter()
                    .filter(|row| row.date >= day(from) && row.date <= day(to))
                    .filter(|row| !row.off_reports && row.transfer.is_none())
                    .filter(|row| match row.status {
                        TransactionStatus::Pending => with_pending,
                        TransactionStatus::Void => false,
                        _ => true,
                    })
                    .flat_map(|row| {
                        let mut pieces: Vec<_> = row
                            .parts()
                            .into_iter()
                            .map(|part| (part.amount, part.category))
                            .collect();
                        if pieces.is_empty() {
                            pieces.push((row.amount, row.category));
                        }
                        pieces.into_iter().map(|(amount, category)| {
                            (row.id, row.date, amount, row.payee_id, category)
                        })
                    })
                    .collect();
                wanted.sort_unstable_by_key(|fact| (fact.0, fact.2.minor, fact.4));
                prop_assert_eq!(facts(from, to, &scope), wanted);
            }
        }
    }
    Ok(())
}

/// One by one and oldest first they are the rows of the pages, and those that count make the balance.
fn whole_rows_agree(world: &World, rows: &[Transaction]) -> Result<(), TestCaseError> {
    let mut found = Vec::new();
    let mut sum = 0;
    world
        .store()
        .read(|r| {
            r.each_whole_row(&TransactionFilter::default(), None, &mut |whole| {
                if whole.counted {
                    sum += whole.row.amount.minor;
                }
                found.push(whole.row);
                Ok(true)
            })
        })
        .unwrap();
    found.reverse();
    prop_assert_eq!(&found, rows);
    let counted = rows
        .iter()
        .filter(|row| row.status == TransactionStatus::Posted);
    prop_assert_eq!(sum, counted.map(|row| row.amount.minor).sum::<i64>());
    Ok(())
}

#[test]
fn search_finds_every_word_wherever_it_stands() {
    let world = World::new();
    let account = world.account("Checking");
    let mut rows = vec![
        row(Some("1"), "2026-10-01", -100, "CAFÉ DE FLORE"),
        row(Some("2"), "2026-10-02", -200, "WHOLE FOODS MKT #0012"),
        row(Some("3"), "2026-10-03", -300, "Landlord"),
    ];
    rows[2].description = "Miete Oktober, whole flat".to_owned();
    rows[0].note = "with Sam".to_owned();
    load(&world, account, rows);
    let find = |text: &str| -> Vec<i64> {
        let filter = TransactionFilter {
            text: Some(text.to_owned()),
            ..TransactionFilter::default()
        };
        let found = all(&world, &filter, 2);
        let summary = world
            .store()
            .read(|r| r.transaction_summary(&filter))
            .unwrap();
        assert_eq!(summary.count as usize, found.len(), "{text}");
        found.iter().map(|row| -row.amount.minor / 100).collect()
    };
    assert_eq!(find("cafe"), [1]);
    assert_eq!(find("Flöre sam"), [1]);
    assert_eq!(find("whole"), [3, 2]);
    assert_eq!(find("WHOLE foods"), [2]);
    assert_eq!(find("ho"), [2, 3].map(|n| if n == 2 { 3 } else { 2 }));
    assert_eq!(find("oktober"), [3]);
    assert_eq!(find("landlord miete whole"), [3]);
    assert_eq!(find("mkt 0012"), [2]);
    assert_eq!(
        find("mkt flore"),
        [0_i64; 0],
        "each word somewhere, but not in one row"
    );
    assert_eq!(find("nowhere"), [0_i64; 0]);
    assert_eq!(find("\"' OR 1=1 --"), [0_i64; 0]);
    let payee = world.store().read(|r| r.payees_like("landl", 5)).unwrap()[0].id;
    world
        .store()
        .write(person("name"), move |w| {
            w.name_payees(&[payee], Some("Frau Öztürk"))
        })
        .unwrap();
    assert_eq!(find("ozturk"), [3]);
    // What is left out is left out wherever it stands, and a row without a note has none of its words.
    let without = |words: &[&str], text: Option<&str>| -> Vec<i64> {
        let filter = TransactionFilter {
            text: text.map(str::to_owned),
            without: words
                .iter()
                .map(|word| TransactionFilter {
                    text: Some((*word).to_owned()),
                    ..TransactionFilter::default()
                })
                .collect(),
            ..TransactionFilter::default()
        };
        let found = all(&world, &filter, 2);
        let summary = world
            .store()
            .read(|r| r.transaction_summary(&filter))
            .unwrap();
        assert_eq!(summary.count as usize, found.len(), "{words:?}");
        found.iter().map(|row| -row.amount.minor / 100).collect()
    };
    assert_eq!(without(&["sam"], None), [3, 2]);
    assert_eq!(without(&["MIETE", "flöre"], None), [2]);
    assert_eq!(without(&["foods"], Some("whole")), [3]);
    let without_category = TransactionFilter {
        without: vec![TransactionFilter {
            uncategorised: true,
            ..TransactionFilter::default()
        }],
        ..TransactionFilter::default()
    };
    assert_eq!(all(&world, &without_category, 2).len(), 0);
}

#[test]
fn filters_narrow_by_amount_day_category_tag_and_status() {
    let world = World::new();
    let (one, two) = (world.account("One"), world.account("Two"));
    let mut rows: Vec<_> = (1..=20)
        .map(|n| {
            row(
                Some(&n.to_string()),
                &format!("2026-10-{n:02}"),
                -n * 100,
                "SHOP",
            )
        })
        .collect();
    rows[3].tags = vec!["trip".to_owned(), "a b".to_owned()];
    rows[4].status = TransactionStatus::Pending;
    rows[5].category_name = Some("Groceries".to_owned());
    load(&world, one, rows);
    load(&world, two, vec![row(Some("1"), "2026-10-05", 700, "WORK")]);
    let count = |filter: TransactionFilter| {
        let rows = all(&world, &filter, 3);
        let summary = world
            .store()
            .read(|r| r.transaction_summary(&filter))
            .unwrap();
        assert_eq!(rows.len() as u64, summary.count);
        rows.len()
    };
    let base = TransactionFilter::default;
    assert_eq!(count(base()), 21);
    assert_eq!(
        count(TransactionFilter {
            accounts: vec![two],
            ..base()
        }),
        1
    );
    assert_eq!(
        count(TransactionFilter {
            accounts: vec![one, two],
            ..base()
        }),
        21
    );
    assert_eq!(
        count(TransactionFilter {
            from: Some(day("2026-10-05")),
            to: Some(day("2026-10-06")),
            ..base()
        }),
        3
    );
    assert_eq!(
        count(TransactionFilter {
            min_abs: Some(700),
            max_abs: Some(900),
            ..base()
        }),
        4
    );
    assert_eq!(
        count(TransactionFilter {
            max_minor: Some(-1_900),
            ..base()
        }),
        2
    );
    assert_eq!(
        count(TransactionFilter {
            min_minor: Some(0),
            ..base()
        }),
        1
    );
    assert_eq!(
        count(TransactionFilter {
            tags: vec!["trip".to_owned()],
            ..base()
        }),
        1
    );
    assert_eq!(
        count(TransactionFilter {
            tags: vec!["tri".to_owned()],
            ..base()
        }),
        0
    );
    assert_eq!(
        count(TransactionFilter {
            status: vec![TransactionStatus::Pending],
            ..base()
        }),
        1
    );
    assert_eq!(
        count(TransactionFilter {
            uncategorised: true,
            ..base()
        }),
        20
    );
    assert_eq!(
        count(TransactionFilter {
            currency: Some(Currency::USD),
            ..base()
        }),
        0
    );
    let food = world
        .store()
        .read(|r| r.category_by_key("food"))
        .unwrap()
        .unwrap();
    assert_eq!(
        count(TransactionFilter {
            categories: vec![food],
            ..base()
        }),
        1
    );
    assert_eq!(
        count(TransactionFilter {
            categories: vec![food],
            uncategorised: true,
            ..base()
        }),
        21
    );
    assert_eq!(world.store().read(|r| r.tags()).unwrap(), ["a b", "trip"]);
}

#[test]
fn money_in_and_out_leaves_transfers_out() {
    let world = World::new();
    let (one, two) = (world.account("One"), world.account("Two"));
    load(
        &world,
        one,
        vec![
            row(Some("1"), "2026-10-01", 100_000, "WORK"),
            row(Some("2"), "2026-10-02", -40_000, "RENT"),
            row(Some("3"), "2026-10-03", -10_000, "Transfer to savings"),
        ],
    );
    load(
        &world,
        two,
        vec![row(
            Some("1"),
            "2026-10-03",
            10_000,
            "Transfer from checking",
        )],
    );
    let october = Month::new(2026, 10).unwrap();
    let flows = world
        .store()
        .read(|r| r.flow_months(october, october, &ReportScope::default()))
        .unwrap();
    assert_eq!(flows.len(), 1);
    assert_eq!(
        (flows[0].income, flows[0].expense),
        (eur(100_000), eur(-40_000))
    );
    let top = world
        .store()
        .read(|r| {
            r.payee_sums(
                day("2026-10-01"),
                day("2026-10-31"),
                &ReportScope::default(),
                5,
            )
        })
        .unwrap();
    assert_eq!(top.len(), 2);
    assert_eq!((top[0].name.as_str(), top[0].sum), ("RENT", eur(-40_000)));
}

#[test]
fn a_rate_is_the_last_one_known_on_the_day() {
    let world = World::new();
    let rate = |date: &str, value: &str| DayRate {
        date: day(date),
        currency: Currency::USD,
        per_euro: value.parse::<Decimal>().unwrap(),
        source: store::RateSource::Ecb,
    };
    let rates = vec![rate("2026-10-02", "1.1000"), rate("2026-10-05", "1.2")];
    let again = rates.clone();
    let put = |rates: Vec<DayRate>| {
        world
            .store()
            .write(person("rates"), move |w| w.put_rates(&rates))
            .unwrap()
    };
    assert_eq!(put(rates).value, 2);
    let second = put(again);
    assert_eq!((second.value, second.batch), (0, None));
    let on = |date: &str| {
        world
            .store()
            .read(|r| r.rate_on(Currency::USD, day(date)))
            .unwrap()
    };
    assert_eq!(on("2026-10-01"), None);
    assert_eq!(on("2026-10-04").unwrap().date, day("2026-10-02"));
    assert_eq!(on("2026-12-04").unwrap().per_euro.to_string(), "1.2");
    let (cross, known) = world
        .store()
        .read(|r| r.cross_rate(Currency::USD, Currency::EUR, day("2026-10-06")))
        .unwrap()
        .unwrap();
    assert_eq!(known, day("2026-10-05"));
    assert_eq!(
        cross
            .convert(money::Money::new(120, Currency::USD))
            .unwrap(),
        eur(100)
    );
    let between = world
        .store()
        .read(|r| r.rates_between(Currency::USD, day("2026-10-04"), day("2026-10-31")))
        .unwrap();
    assert_eq!(between.len(), 2);
}

#[test]
fn of_one_day_own_rates_stand_before_published_ones_and_the_first_source_before_the_second() {
    let world = World::new();
    let published = |date: &str, value: &str, source| DayRate {
        date: day(date),
        currency: Currency::USD,
        per_euro: value.parse().unwrap(),
        source,
    };
    let own = |date: &str, value: &str| OwnRate {
        date: day(date),
        currency: Currency::USD,
        per_euro: value.parse().unwrap(),
        stated: "1".parse().unwrap(),
        stated_in: Currency::CHF,
    };
    let put = |rates: Vec<DayRate>| {
        world
            .store()
            .write(person("rates"), move |w| w.put_rates(&rates))
            .unwrap()
            .value
    };
    let on = |date: &str| {
        let rate = world
            .store()
            .read(|r| r.rate_on(Currency::USD, day(date)))
            .unwrap()
            .unwrap();
        (rate.per_euro.to_string(), rate.source)
    };
    let (ecb, nbp) = (RateSource::Ecb, RateSource::Nbp);
    assert_eq!(put(vec![published("2026-10-02", "1.5", nbp)]), 1);
    assert_eq!(on("2026-10-02"), ("1.5".into(), nbp));
    assert_eq!(put(vec![published("2026-10-02", "1.1", ecb)]), 1);
    assert_eq!(put(vec![published("2026-10-02", "1.6", nbp)]), 0);
    assert_eq!(on("2026-10-02"), ("1.1".into(), ecb));
    assert!(
        world
            .store()
            .write(person("rates"), move |w| w.put_rates(&[published(
                "2026-10-02",
                "1.1",
                RateSource::Own
            )]))
            .is_err()
    );
    let batch = world
        .store()
        .write(person("own_rate_put"), move |w| {
            w.put_own_rates(&[own("2026-10-02", "1.2"), own("2026-10-03", "1.3")])
        })
        .unwrap()
        .batch
        .unwrap();
    put(vec![published("2026-10-05", "1.4", ecb)]);
    assert_eq!(on("2026-10-02"), ("1.2".into(), RateSource::Own));
    assert_eq!(on("2026-10-04"), ("1.3".into(), RateSource::Own));
    assert_eq!(on("2026-10-06"), ("1.4".into(), ecb));
    let between: Vec<String> = world
        .store()
        .read(|r| r.rates_between(Currency::USD, day("2026-10-02"), day("2026-10-31")))
        .unwrap()
        .into_iter()
        .map(|rate| format!("{} {} {:?}", rate.date, rate.per_euro, rate.source))
        .collect();
    assert_eq!(
        between,
        [
            "2026-10-02 1.2 Own",
            "2026-10-03 1.3 Own",
            "2026-10-05 1.4 Ecb"
        ]
    );
    world
        .store()
        .write(person("undo"), move |w| w.undo(batch, OnConflict::Refuse))
        .unwrap();
    assert_eq!(on("2026-10-04"), ("1.1".into(), ecb));
}

#[test]
fn names_are_found_before_and_after_they_are_indexed() {
    let world = World::new();
    let account = world.account("Checking");
    let rows = |from: i64, to: i64| -> Vec<_> {
        (from..to)
            .map(|n| {
                row(
                    Some(&n.to_string()),
                    "2026-10-01",
                    -n - 1,
                    &format!("SHOP NUMBER {n:05}"),
                )
            })
            .collect()
    };
    let found = |text: &str| {
        let filter = TransactionFilter {
            text: Some(text.to_owned()),
            ..TransactionFilter::default()
        };
        all(&world, &filter, 500).len()
    };
    let mut there = 0;
    for to in [300, 700, 1_500, 1_600] {
        load(&world, account, rows(there, to));
        there = to;
        assert_eq!(found("number"), there as usize);
        assert_eq!(found(&format!("{:05}", there - 1)), 1);
        assert_eq!(found("00000"), 1);
    }
    world.assert_sound();
}
