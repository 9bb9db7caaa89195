//! How long the engine takes on ten years of a busy household, 100,000 rows: `cargo run --release -p engine --example timing`.

use std::collections::HashMap;
use std::io::Write;
use std::time::Instant;

use chrono::{Datelike, Days, NaiveDate};
use domain::budget::Month;
use domain::ids::{AccountId, BudgetId, TransactionId};
use domain::workday::Calendar;
use engine::{budget, categorise, forecast, matching, networth, recurring};
use money::{Currency, Money};

const ROWS: u64 = 100_000;
const DAYS: u64 = 3_650;

/// Numbers without rhyme, the same each run (splitmix64).
fn noise(seed: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn median<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() -> std::io::Result<()> {
    let today = NaiveDate::from_ymd_opt(2025, 12, 31).unwrap_or_default();
    let first = today - Days::new(DAYS);
    let names: Vec<String> = (0..22_000)
        .map(|shop| format!("shop number {shop}"))
        .collect();
    let bills: Vec<String> = (0..60).map(|bill| format!("bill {bill}")).collect();
    let mut rows: Vec<recurring::Row<'_>> = Vec::new();
    for (bill, name) in bills.iter().enumerate() {
        for date in first.iter_days().take(DAYS as usize) {
            if date.day() == bill as u32 % 28 + 1 {
                rows.push(recurring::Row {
                    date,
                    minor: -2_000 - 100 * bill as i64,
                    payee: name,
                });
            }
        }
    }
    for k in rows.len() as u64..ROWS {
        let random = noise(k);
        // Few shops see most payments.
        let shop = (random % 148).pow(2) as usize + (random >> 40) as usize % 97;
        rows.push(recurring::Row {
            date: first + Days::new((random >> 16) % DAYS),
            minor: -100 - (random >> 32) as i64 % 20_000,
            payee: &names[shop.min(names.len() - 1)],
        });
    }
    let series = recurring::detect(&rows, today, Calendar::Weekends);
    let detect = median(|| recurring::detect(&rows, today, Calendar::Weekends));

    let mut by_day: HashMap<NaiveDate, i64> = HashMap::new();
    for row in &rows {
        *by_day.entry(row.date).or_default() += row.minor;
    }
    let history: Vec<forecast::DayFlow> = by_day
        .into_iter()
        .map(|(date, minor)| forecast::DayFlow { date, minor })
        .collect();
    let repeating: Vec<forecast::Repeating> = series
        .iter()
        .filter(|series| !series.ended)
        .map(|series| forecast::Repeating {
            label: String::new(),
            payee: rows[series.rows[0]].payee.to_owned(),
            minor: series.minor,
            period: series.period,
            anchor: series.anchor,
            next_date: series.next_date,
            until: None,
            booked: (series.rows.iter().map(|row| &rows[*row]))
                .map(|row| forecast::DayFlow {
                    date: row.date,
                    minor: row.minor,
                })
                .collect(),
        })
        .collect();
    let input = forecast::Input {
        today,
        horizon_days: 365,
        start: 500_000,
        history: &history,
        planned: &[],
        repeating: &repeating,
        floor: Some(0),
    };
    let year_ahead = median(|| forecast::project(&input));

    let lines: Vec<budget::Budget> = (0..50)
        .map(|id| budget::Budget {
            id: BudgetId(id),
            limits: vec![budget::Limit {
                from: Month::of(first),
                minor: 50_000,
                carry: budget::CarryOver {
                    surplus: true,
                    overspending: true,
                },
            }],
            until: None,
        })
        .collect();
    let spent: Vec<budget::Row> = rows
        .iter()
        .zip(0_i64..)
        .map(|(row, at)| budget::Row {
            date: row.date,
            budget: Some(BudgetId(at % 55)),
            minor: row.minor,
        })
        .collect();
    let ten_years = median(|| {
        budget::months(&budget::Input {
            today,
            first: Month::of(first),
            last: Month::of(today),
            budgets: &lines,
            moves: &[],
            rows: &spent,
        })
    });

    let accounts: Vec<networth::Account> = (0..10)
        .map(|id| networth::Account {
            id: AccountId(id),
            currency: if id % 3 == 0 {
                Currency::USD
            } else {
                Currency::EUR
            },
            balances: (0..DAYS)
                .map(|day| (first + Days::new(day), noise(day) as i64 % 1_000_000))
                .collect(),
            until: None,
        })
        .collect();
    let rates = networth::RateTable::new(
        Currency::EUR,
        (0..DAYS).map(|day| {
            (
                Currency::USD,
                first + Days::new(day),
                rust_decimal::Decimal::new(110, 2),
            )
        }),
    );
    let ends = networth::dates(first, today, networth::Step::Month);
    let worth = median(|| networth::series(&accounts, Currency::EUR, &ends, &rates));

    let candidates: Vec<matching::Candidate> = rows
        .iter()
        .zip(0_i64..)
        .map(|(row, id)| matching::Candidate {
            id: TransactionId(id),
            account: AccountId(id % 10),
            date: row.date,
            amount: Money::new(
                if noise(id as u64).is_multiple_of(5) {
                    -row.minor
                } else {
                    row.minor
                },
                Currency::EUR,
            ),
        })
        .collect();
    let pairing = median(|| matching::transfers(&candidates));

    let categories: Vec<String> = (0..60).map(|at| format!("category {at}")).collect();
    let filed: Vec<(categorise::Row<'_>, Option<u16>)> = rows
        .iter()
        .zip(0_u64..)
        .map(|(row, id)| {
            // Shops have a usual category that one row in ten leaves.
            let shop = row.payee.bytes().fold(0_u64, |sum, byte| {
                sum.wrapping_mul(31).wrapping_add(u64::from(byte))
            });
            let usual = if noise(id).is_multiple_of(10) {
                id
            } else {
                shop
            };
            let asked = categorise::Row {
                account: id as u32 % 10,
                date: row.date,
                minor: row.minor,
                text: row.payee,
            };
            (asked, Some((usual % 60) as u16))
        })
        .collect();
    let start = Instant::now();
    let mut model = categorise::Model::train(&categories, &filed);
    let train = start.elapsed().as_secs_f64() * 1000.0;
    let start = Instant::now();
    let answered = (filed.iter())
        .filter(|(row, _)| model.suggest(row).is_some())
        .count();
    let ask = start.elapsed().as_secs_f64() * 1000.0;
    let start = Instant::now();
    for (row, category) in filed.iter().take(1_000) {
        model.learn(row, category.unwrap_or_default());
    }
    let learn = start.elapsed().as_secs_f64();

    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} rows, {} series; medians of 9 runs in ms",
        rows.len(),
        series.len()
    )?;
    writeln!(out, "detect series            {detect:8.2}")?;
    writeln!(out, "forecast 365 days        {year_ahead:8.2}")?;
    writeln!(out, "budgets, 50 × 120 months {ten_years:8.2}")?;
    writeln!(out, "net worth, {} ends       {worth:8.2}", ends.len())?;
    writeln!(out, "transfers                {pairing:8.2}")?;
    writeln!(out, "learner, once: train     {train:8.2}")?;
    writeln!(out, "ask {answered} rows          {ask:8.2}")?;
    writeln!(out, "learn one correction     {learn:8.4}")
}
