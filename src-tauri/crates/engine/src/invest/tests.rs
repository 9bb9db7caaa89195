#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use chrono::{Days, NaiveDate};
use domain::ids::{AccountId, InstrumentId, TradeId};
use money::Currency;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

const HELD: Position = Position {
    account: AccountId(1),
    instrument: InstrumentId(7),
};

fn trade(id: i64, date: &str, kind: Kind, quantity: &str, amount: i64, fee: i64) -> Trade {
    Trade {
        id: TradeId(id),
        position: HELD,
        date: day(date),
        kind,
        quantity: dec(quantity),
        currency: Currency::EUR,
        amount,
        fee,
        tax: 0,
        lots: Vec::new(),
        note: None,
    }
}

/// HM Revenue & Customs, helpsheet HS284, example 3: a pool at its average cost. In whole pounds there, gains of £329 and £300
/// and a pool of 1,500 shares for £6,280; in pence here.
#[test]
fn average_cost_follows_the_tax_offices_example() {
    let trades = [
        trade(1, "2015-04-01", Kind::Buy, "1000", 400_000, 15_000),
        trade(2, "2018-09-01", Kind::Buy, "500", 205_000, 8_000),
        trade(3, "2023-05-01", Kind::Sell, "700", 336_000, 10_000),
        trade(4, "2024-02-01", Kind::Sell, "400", 208_000, 10_500),
    ];
    let done = replay(&trades, Method::Average, day("2024-12-31"));
    let sold: Vec<(i64, i64, i64)> = done
        .realised
        .iter()
        .map(|sale| (sale.proceeds, sale.cost, sale.gain()))
        .collect();
    // 6,280 × 700 / 1,500 = 2,930.67 and the rest 3,349.33 × 400 / 800 = 1,674.67.
    assert_eq!(
        sold,
        [(326_000, 293_067, 32_933), (197_500, 167_466, 30_034)]
    );
    assert_eq!(done.quantity(HELD), dec("400"));
    assert_eq!(done.cost(HELD), 167_467);
}

#[test]
fn first_in_first_out_takes_the_oldest_lots_and_keeps_the_rest() {
    let trades = [
        trade(1, "2024-01-10", Kind::Buy, "100", 100_000, 0),
        trade(2, "2024-03-10", Kind::Buy, "100", 150_000, 0),
        trade(3, "2024-06-10", Kind::Sell, "150", 270_000, 1_000),
    ];
    let done = replay(&trades, Method::Fifo, day("2024-12-31"));
    let parts: Vec<(i64, i64)> = done
        .realised
        .iter()
        .map(|part| (part.cost, part.proceeds))
        .collect();
    assert_eq!(parts, [(100_000, 179_333), (75_000, 89_667)]);
    assert_eq!(done.cost(HELD), 75_000);
}

#[test]
fn a_sale_that_names_its_lots_takes_those() {
    let mut sale = trade(3, "2024-06-10", Kind::Sell, "10", 2_000, 0);
    sale.lots = vec![(TradeId(2), dec("10"))];
    let trades = [
        trade(1, "2024-01-10", Kind::Buy, "10", 1_000, 0),
        trade(2, "2024-03-10", Kind::Buy, "10", 1_500, 0),
        sale.clone(),
    ];
    let done = replay(&trades, Method::Specific, day("2024-12-31"));
    assert_eq!(done.realised[0].gain(), 500);
    assert_eq!(done.lots[&HELD][0].by, TradeId(1));
    sale.lots = vec![(TradeId(9), dec("10"))];
    let wrong = replay(
        &[trades[0].clone(), trades[1].clone(), sale],
        Method::Specific,
        day("2024-12-31"),
    );
    assert_eq!(wrong.problems[0].fault, Fault::LotsDoNotMatch);
    assert_eq!(wrong.quantity(HELD), dec("20"));
}

#[test]
fn selling_more_than_held_is_listed_and_changes_nothing() {
    let trades = [
        trade(1, "2024-01-10", Kind::Buy, "10", 1_000, 0),
        trade(2, "2024-02-10", Kind::Sell, "11", 2_000, 0),
    ];
    let done = replay(&trades, Method::Fifo, day("2024-12-31"));
    assert_eq!(
        done.problems[0].fault,
        Fault::SoldMoreThanHeld {
            held: dec("10"),
            sold: dec("11")
        }
    );
    assert_eq!((done.quantity(HELD), done.realised.len()), (dec("10"), 0));
}

#[test]
fn a_split_changes_quantities_and_no_cost_a_merger_moves_both() {
    let other = InstrumentId(8);
    let trades = [
        trade(1, "2024-01-10", Kind::Buy, "10", 1_000, 0),
        trade(2, "2024-02-10", Kind::Buy, "5", 700, 0),
        trade(
            3,
            "2024-03-01",
            Kind::Split {
                new: dec("1"),
                old: dec("3"),
            },
            "0",
            0,
            0,
        ),
        trade(
            4,
            "2024-04-01",
            Kind::Merger {
                into: other,
                new: dec("2"),
                old: dec("1"),
            },
            "0",
            300,
            0,
        ),
    ];
    let split = replay(&trades[..3], Method::Fifo, day("2024-12-31"));
    assert_eq!((split.quantity(HELD), split.cost(HELD)), (dec("5"), 1_700));
    let merged = replay(&trades, Method::Fifo, day("2024-12-31"));
    let now = Position {
        instrument: other,
        ..HELD
    };
    assert_eq!(merged.quantity(HELD), Decimal::ZERO);
    assert_eq!((merged.quantity(now), merged.cost(now)), (dec("10"), 1_400));
    assert_eq!(merged.realised[0].gain(), 0);
}

proptest! {
    /// Whatever is bought, sold and split: no share and no cent appears or goes.
    #[test]
    fn quantity_and_cost_are_conserved(
        moves in prop::collection::vec((0..4_u8, 1..500_000_i64, 1..9_000_000_i64, 0..900_i64), 1..60),
        method in prop::sample::select(vec![Method::Fifo, Method::Average, Method::Specific]),
    ) {
        let start = day("2020-01-01");
        let trades: Vec<Trade> = moves.iter().enumerate().map(|(place, (kind, quantity, amount, fee))| Trade {
            id: TradeId(place as i64 + 1),
            position: HELD,
            date: start.checked_add_days(Days::new(place as u64)).unwrap(),
            kind: if *kind == 0 { Kind::Sell } else { Kind::Buy },
            quantity: Decimal::new(*quantity, 4),
            currency: Currency::EUR,
            amount: *amount,
            fee: *fee,
            tax: 0,
            lots: Vec::new(),
            note: None,
        }).collect();
        let done = replay(&trades, method, day("2030-01-01"));
        let refused: Vec<TradeId> = done.problems.iter().map(|problem| problem.trade).collect();
        let of = |kind: Kind| trades.iter().filter(move |trade| trade.kind == kind)
            .filter(|trade| !refused.contains(&trade.id)).collect::<Vec<_>>();
        let bought: Decimal = of(Kind::Buy).iter().map(|trade| trade.quantity).sum();
        let sold: Decimal = of(Kind::Sell).iter().map(|trade| trade.quantity).sum();
        prop_assert_eq!(done.quantity(HELD), bought - sold);
        let paid: i64 = of(Kind::Buy).iter().map(|trade| trade.amount + trade.fee).sum();
        let left: i64 = done.realised.iter().map(|part| part.cost).sum();
        prop_assert_eq!(done.cost(HELD) + left, paid);
        let got: i64 = of(Kind::Sell).iter().map(|trade| trade.amount - trade.fee).sum();
        prop_assert_eq!(done.realised.iter().map(|part| part.proceeds).sum::<i64>(), got);
        prop_assert!(done.lots[&HELD].iter().all(|lot| lot.quantity > Decimal::ZERO));
    }

    /// Sums handed out to buy and sell are nothing in all, and shares are the whole.
    #[test]
    fn rebalancing_moves_money_and_makes_none(values in prop::collection::vec(0..1_000_000_000_i64, 3..8), cut in 0..1000_u32) {
        let named: Vec<(String, i64)> = values.iter().enumerate().map(|(place, value)| (place.to_string(), *value)).collect();
        let targets = vec![("0".to_owned(), cut), ("1".to_owned(), 1000 - cut)];
        let plan = drift(&named, &targets, 0).unwrap();
        prop_assert_eq!(plan.iter().map(|one| one.to_trade).sum::<i64>(), 0);
        if values.iter().any(|value| *value > 0) {
            prop_assert_eq!(plan.iter().map(|one| one.share).sum::<u32>(), 1000);
        }
    }

    /// The rate found discounts to next to nothing.
    #[test]
    fn a_rate_found_is_a_root(flows in prop::collection::vec((0..4000_u64, -100_000..100_000_i64), 2..60)) {
        let start = day("2015-01-01");
        let flows: Vec<Flow> = flows.iter().map(|(at, minor)| Flow {
            date: start.checked_add_days(Days::new(*at)).unwrap(), minor: *minor,
        }).collect();
        if let Ok(rate) = money_weighted(&flows) {
            let first = flows.iter().map(|flow| flow.date).min().unwrap();
            let terms: Vec<f64> = flows.iter().map(|flow| {
                flow.minor as f64 * (1.0 + rate).powf(-((flow.date - first).num_days() as f64) / 365.0)
            }).collect();
            let size: f64 = terms.iter().map(|term| term.abs()).sum();
            prop_assert!((terms.iter().sum::<f64>() / size).abs() < 1e-6, "{} at {}", terms.iter().sum::<f64>(), rate);
        }
    }
}

/// Microsoft, documentation of the function XIRR: 37.34 percent (0.373362535).
#[test]
fn the_money_weighted_rate_is_the_spreadsheets() {
    let flows: Vec<Flow> = [
        ("2008-01-01", -10_000),
        ("2008-03-01", 2_750),
        ("2008-10-30", 4_250),
        ("2009-02-15", 3_250),
        ("2009-04-01", 2_750),
    ]
    .into_iter()
    .map(|(date, whole)| Flow {
        date: day(date),
        minor: whole * 100,
    })
    .collect();
    assert!((money_weighted(&flows).unwrap() - 0.373_362_535).abs() < 1e-8);
}

#[test]
fn no_rate_and_several_rates_say_so() {
    let flows = |list: &[(&str, i64)]| -> Vec<Flow> {
        list.iter()
            .map(|(date, minor)| Flow {
                date: day(date),
                minor: *minor,
            })
            .collect()
    };
    // The textbook case of two rates: -1,600, then 10,000, then -10,000 a year later (25 and 400 percent; Lorie and Savage, 1955).
    let pump = flows(&[
        ("2021-01-01", -1_600),
        ("2022-01-01", 10_000),
        ("2023-01-01", -10_000),
    ]);
    assert_eq!(money_weighted(&pump), Err(NoRate::SeveralRoots));
    let never = flows(&[
        ("2021-01-01", 100),
        ("2022-01-01", -100),
        ("2023-01-01", 100),
    ]);
    assert_eq!(money_weighted(&never), Err(NoRate::NoRoot));
    assert_eq!(
        money_weighted(&flows(&[("2021-01-01", -5), ("2022-01-01", -5)])),
        Err(NoRate::OneSided)
    );
    assert_eq!(
        money_weighted(&flows(&[("2021-01-01", -5), ("2021-01-01", 6)])),
        Err(NoRate::NoTime)
    );
    assert_eq!(money_weighted(&[]), Err(NoRate::OneSided));
}

/// The example that Investopedia gives under "Time-Weighted Rate of Return": 1,000,000 grows to 1,162,484, 100,000 is added,
/// 1,192,328 is left; the second person takes 100,000 out and has 1,003,440 left. Both did 9.79 percent.
#[test]
fn the_time_weighted_rate_does_not_depend_on_what_was_put_in() {
    let period = |date: &str, value: i64, put_in: i64| SubPeriod {
        date: day(date),
        value,
        put_in,
    };
    let first = [
        period("2022-12-31", 1_000_000, 1_000_000),
        period("2023-08-15", 1_262_484, 100_000),
        period("2023-09-30", 1_192_328, 0),
    ];
    let second = [
        period("2022-12-31", 1_000_000, 1_000_000),
        period("2023-08-15", 1_062_484, -100_000),
        period("2023-09-30", 1_003_440, 0),
    ];
    for periods in [first, second] {
        let rate = time_weighted(&periods).unwrap();
        assert!((rate - 0.0979).abs() < 5e-5, "{rate}");
    }
    assert!((annualised(0.21, 730) - 0.1).abs() < 1e-12);
}

#[test]
fn a_price_is_the_last_one_known_and_before_the_first_the_first() {
    let quote = |date: &str, price: &str| Quote {
        day: day(date),
        price: dec(price),
        currency: Currency::EUR,
    };
    let list = PriceList::new(
        [
            quote("2024-02-01", "10"),
            quote("2024-03-01", "11"),
            quote("2024-04-01", "0"),
        ],
        [quote("2024-01-15", "9"), quote("2024-03-01", "99")],
    );
    let at = |date: &str| {
        list.at(day(date))
            .map(|seen| (seen.quote.price, seen.early))
            .unwrap()
    };
    assert_eq!(at("2024-01-01"), (dec("9"), true));
    assert_eq!(at("2024-02-20"), (dec("10"), false));
    assert_eq!(at("2024-05-20"), (dec("11"), false));
    assert_eq!(
        value_of(dec("0.333"), list.last().unwrap()).unwrap().minor,
        366
    );
}

#[test]
fn a_price_a_hundred_times_off_is_called_out_unless_there_was_a_split() {
    let quote = |date: &str, price: &str| Quote {
        day: day(date),
        price: dec(price),
        currency: Currency::GBP,
    };
    let list = PriceList::new(
        [
            quote("2024-01-01", "1.20"),
            quote("2024-01-02", "121"),
            quote("2024-01-03", "1.22"),
        ],
        [],
    );
    let found = jumps(&list, &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].quote.price, dec("121"));
    assert!(jumps(&list, &[day("2024-01-02")]).is_empty());
}

#[test]
fn dividends_are_expected_a_year_later_for_what_is_held() {
    let trades = [
        trade(1, "2023-01-10", Kind::Buy, "10", 1_000, 0),
        trade(2, "2023-06-01", Kind::Dividend, "0", 500, 0),
        trade(3, "2024-03-01", Kind::Dividend, "0", 600, 0),
        trade(4, "2024-04-01", Kind::Buy, "5", 900, 0),
    ];
    let today = day("2024-07-01");
    let done = replay(&trades, Method::Fifo, today);
    let next = expected(&trades, &done, today);
    assert_eq!(next.len(), 1);
    assert_eq!((next[0].date, next[0].amount), (day("2025-03-01"), 900));
}
