//! Invented exchange rates near reality, in the European Central Bank's layout.
//!
//! A rate is units of the currency for one euro, given on working days only. It depends on the
//! currency and the day alone: the same day has the same rate for every seed and every `today`,
//! as history should. Integer arithmetic throughout: a slow walk between quarterly knots, and a
//! little daily noise, both in millionths.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::calendar::{self, working_until};
use crate::json::{decimals, major};
use crate::random::Dice;

/// Code, rate in units of its last decimal, decimals, swing in millionths.
const TABLE: [(&str, i64, u32, i64); 29] = [
    ("USD", 11_024, 4, 40_000),
    ("JPY", 16_851, 2, 45_000),
    ("CZK", 24_812, 3, 20_000),
    ("DKK", 74_572, 4, 700),
    ("GBP", 84_310, 5, 22_000),
    ("HUF", 39_140, 2, 30_000),
    ("PLN", 43_060, 4, 18_000),
    ("RON", 50_180, 4, 9_000),
    ("SEK", 111_900, 4, 26_000),
    ("CHF", 9_418, 4, 18_000),
    ("ISK", 14_620, 2, 15_000),
    ("NOK", 116_350, 4, 25_000),
    ("TRY", 411_205, 4, 60_000),
    ("AUD", 16_870, 4, 30_000),
    ("BRL", 60_230, 4, 50_000),
    ("CAD", 15_240, 4, 25_000),
    ("CNY", 78_950, 4, 25_000),
    ("HKD", 86_120, 4, 38_000),
    ("IDR", 1_782_040, 2, 30_000),
    ("ILS", 39_870, 4, 35_000),
    ("INR", 939_610, 4, 30_000),
    ("KRW", 151_230, 2, 28_000),
    ("MXN", 207_350, 4, 50_000),
    ("MYR", 48_730, 4, 28_000),
    ("NZD", 18_690, 4, 30_000),
    ("PHP", 63_245, 3, 28_000),
    ("SGD", 14_580, 4, 15_000),
    ("THB", 37_905, 3, 25_000),
    ("ZAR", 199_870, 4, 40_000),
];

/// Currencies that the European Central Bank does not quote: what the second source has of them.
const LESS_COMMON: [(&str, i64, u32, i64); 6] = [
    ("AED", 404_870, 5, 40_000),
    ("KES", 1_421_300, 4, 40_000),
    ("MAD", 107_420, 4, 15_000),
    ("RSD", 1_171_500, 4, 2_000),
    ("UAH", 451_320, 4, 45_000),
    ("VND", 27_911_000, 3, 35_000),
];

/// Days between the knots of the slow walk.
const KNOT: i64 = 91;

/// The codes of all currencies in the feed, in its order. The euro is not among them.
pub fn currencies() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(code, ..)| *code)
}

/// Units of `code` for one euro as published on `day`; `None` for an unknown currency or a day
/// without rates. The euro is always 1.
pub fn published(code: &str, day: NaiveDate) -> Option<Decimal> {
    if code == "EUR" {
        return Some(Decimal::ONE);
    }
    if !calendar::is_working(day) {
        return None;
    }
    let entry = TABLE.iter().find(|(have, ..)| *have == code)?;
    Some(walked(entry, day))
}

/// Units of a currency for one euro on a working day, of those that the European Central Bank does not quote.
pub fn less_common(code: &str, day: NaiveDate) -> Option<Decimal> {
    if !calendar::is_working(day) {
        return None;
    }
    let entry = LESS_COMMON.iter().find(|(have, ..)| *have == code)?;
    Some(walked(entry, day))
}

fn walked((code, base, scale, swing): &(&str, i64, u32, i64), day: NaiveDate) -> Decimal {
    let days = i64::from(day.num_days_from_ce());
    let (knot, into) = (days.div_euclid(KNOT), days.rem_euclid(KNOT));
    let at = |number: i64| Dice::numbered(0, code, number.unsigned_abs()).between(-swing, *swing);
    let slow = (at(knot) * (KNOT - into) + at(knot + 1) * into) / KNOT;
    let noise = Dice::of(1, code, day).between(-swing / 25, swing / 25);
    let millionths = i128::from(1_000_000 + slow + noise);
    let units = (i128::from(*base) * millionths + 500_000) / 1_000_000;
    Decimal::from_i128_with_scale(units, *scale)
}

/// The rate in force on `day`: that day's, or the last one published before it.
pub fn in_force(code: &str, day: NaiveDate) -> Option<Decimal> {
    published(code, working_until(day))
}

/// Converts minor units by the rates in force on `day`, through the euro, rounded once at the end,
/// half to even. `None` when a currency is not in the feed.
pub fn convert(minor: i64, from: &str, to: &str, day: NaiveDate) -> Option<i64> {
    if from == to {
        return Some(minor);
    }
    let value = major(minor, from) / in_force(from, day)? * in_force(to, day)?;
    let mut rounded =
        value.round_dp_with_strategy(decimals(to), RoundingStrategy::MidpointNearestEven);
    rounded.rescale(decimals(to));
    i64::try_from(rounded.mantissa()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::date;

    #[test]
    fn rates_appear_on_working_days_only_and_stay_near_reality() {
        let day = date(2026, 3, 4);
        let usd = published("USD", day).unwrap_or_default();
        assert!(
            usd > Decimal::new(100, 2) && usd < Decimal::new(120, 2),
            "{usd}"
        );
        assert_eq!(usd.scale(), 4);
        assert_eq!(published("USD", date(2026, 3, 7)), None);
        assert_eq!(
            in_force("USD", date(2026, 3, 8)),
            published("USD", date(2026, 3, 6))
        );
        assert_eq!(published("XXX", day), None);
        assert_eq!(published("EUR", date(2026, 3, 7)), Some(Decimal::ONE));
    }

    #[test]
    fn neighbouring_days_differ_by_little() {
        for code in currencies() {
            let mut last: Option<Decimal> = None;
            for offset in 0..800 {
                let day = calendar::plus(date(2024, 1, 1), offset);
                if let Some(rate) = published(code, day) {
                    if let Some(before) = last {
                        let step = ((rate - before) / before).abs();
                        assert!(step < Decimal::new(12, 3), "{code} {day} {before} {rate}");
                    }
                    last = Some(rate);
                }
            }
        }
    }

    #[test]
    fn converting_keeps_the_currency_exponent() {
        let day = date(2026, 3, 4);
        let yen = convert(10_000, "EUR", "JPY", day).unwrap_or_default();
        assert!((15_000..20_000).contains(&yen), "{yen} yen for 100 euro");
        assert_eq!(convert(123, "EUR", "EUR", day), Some(123));
        assert_eq!(convert(123, "EUR", "XAU", day), None);
    }
}
