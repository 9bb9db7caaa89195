//! What the accounts that live from the market hold, and what it is worth on any day.
//!
//! A unit's value depends on its code and the day alone, as the exchange rates do, and on the
//! revaluations that a client's synchronisations brought. Values have four decimals; a valuation is
//! rounded half to even to the cent, and an account is worth the sum of its rounded valuations and
//! of its cash, which is the sum of its rows.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use super::Household;
use super::account::{LIFE, PEA};
use crate::calendar::working_until;
use crate::random::Dice;

/// Days between the knots of the slow walk.
const KNOT: i64 = 60;

/// One security or fund in an account.
#[derive(Debug, Clone)]
pub struct Holding {
    /// The account, an index into the household's list.
    pub account: usize,
    /// Its name.
    pub label: &'static str,
    /// The ISIN, or another code of the bank.
    pub code: String,
    /// `code` is an ISIN.
    pub isin: bool,
    /// The currency it is quoted in.
    pub quoted: &'static str,
    /// What was bought when: day, quantity, cost in euro cents.
    pub lots: Vec<(NaiveDate, Decimal, i64)>,
    /// Value of a unit at the beginning of 2020, in ten-thousandths of a euro.
    base: i64,
    /// Growth in a year and swing around it, in millionths.
    growth: i64,
    swing: i64,
    /// Revaluations since the household was met: the day, and millionths to add.
    revalued: Vec<(NaiveDate, i64)>,
}

impl Holding {
    /// The value of one unit in euro at the end of a day.
    pub fn unit_value(&self, day: NaiveDate) -> Decimal {
        let on = working_until(day);
        let days = i64::from(on.num_days_from_ce());
        let since = days - 737_425;
        let (knot, into) = (days.div_euclid(KNOT), days.rem_euclid(KNOT));
        let at = |number: i64| {
            Dice::numbered(0, &self.code, number.unsigned_abs()).between(-self.swing, self.swing)
        };
        let slow = (at(knot) * (KNOT - into) + at(knot + 1) * into) / KNOT;
        let noise = Dice::of(2, &self.code, on).between(-self.swing / 20, self.swing / 20);
        let revalued: i64 = self
            .revalued
            .iter()
            .filter(|(from, _)| *from <= day)
            .map(|(_, millionths)| millionths)
            .sum();
        let millionths =
            (1_000_000 + since * self.growth / 365 + slow + noise + revalued).max(50_000);
        let units = (i128::from(self.base) * i128::from(millionths) + 500_000) / 1_000_000;
        Decimal::from_i128_with_scale(units, 4)
    }

    /// How much of it there was at the end of a day.
    pub fn quantity(&self, day: NaiveDate) -> Decimal {
        self.bought(day).map(|(_, quantity, _)| *quantity).sum()
    }

    /// What was paid for it until the end of a day, in cents.
    pub fn cost(&self, day: NaiveDate) -> i64 {
        self.bought(day).map(|(_, _, cost)| *cost).sum()
    }

    /// What it was worth at the end of a day, in cents.
    pub fn valuation(&self, day: NaiveDate) -> i64 {
        cents(self.quantity(day) * self.unit_value(day))
    }

    /// The average price of a unit in euro, to four decimals.
    pub fn unit_price(&self, day: NaiveDate) -> Option<Decimal> {
        Decimal::new(self.cost(day), 2)
            .checked_div(self.quantity(day))
            .map(|price| price.round_dp_with_strategy(4, RoundingStrategy::MidpointNearestEven))
    }

    fn bought(&self, day: NaiveDate) -> impl Iterator<Item = &(NaiveDate, Decimal, i64)> {
        self.lots.iter().filter(move |(on, ..)| *on <= day)
    }
}

/// Whole cents, rounded half to even.
fn cents(amount: Decimal) -> i64 {
    let rounded = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven);
    i64::try_from((rounded * Decimal::ONE_HUNDRED).trunc().mantissa_at_zero()).unwrap_or(0)
}

/// The mantissa of a whole number.
trait Whole {
    fn mantissa_at_zero(self) -> i128;
}

impl Whole for Decimal {
    fn mantissa_at_zero(mut self) -> i128 {
        self.rescale(0);
        self.mantissa()
    }
}

/// An ISIN for a made-up security: its check digit follows ISO 6166.
fn isin(body: &str) -> String {
    let digits: Vec<u32> = body
        .chars()
        .filter_map(|c| c.to_digit(36))
        .flat_map(|value| {
            if value > 9 {
                vec![value / 10, value % 10]
            } else {
                vec![value]
            }
        })
        .collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let weighted = if place % 2 == 0 { digit * 2 } else { *digit };
            weighted / 10 + weighted % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// What was held on the first day.
pub(super) fn held(start: NaiveDate) -> Vec<Holding> {
    let holding = |account, label, code: &str, isin_code, quoted, base, growth, swing| Holding {
        account,
        label,
        code: if isin_code {
            isin(code)
        } else {
            code.to_owned()
        },
        isin: isin_code,
        quoted,
        lots: Vec::new(),
        base,
        growth,
        swing,
        revalued: Vec::new(),
    };
    let mut list = vec![
        holding(
            PEA,
            "Aravis Monde Actions",
            "FR00PRACT01",
            true,
            "EUR",
            1_483_200,
            58_000,
            70_000,
        ),
        holding(
            PEA,
            "Chablais Eaux SA",
            "FR00PRACT02",
            true,
            "EUR",
            427_500,
            31_000,
            110_000,
        ),
        holding(
            PEA,
            "Northfield Maps ADR",
            "US00PRACT03",
            true,
            "USD",
            893_600,
            44_000,
            90_000,
        ),
        holding(
            LIFE,
            "Fonds euro Sérénité",
            "FONDS-EURO",
            false,
            "EUR",
            10_000,
            21_000,
            0,
        ),
        holding(
            LIFE,
            "Pierre et Lac",
            "FR00PRACT04",
            true,
            "EUR",
            2_051_000,
            12_000,
            25_000,
        ),
    ];
    // Fractions in thousandths, as the funds of such accounts have them.
    let first = [42_615, 85_000, 31_000, 14_250_000, 21_408];
    let bought = crate::calendar::minus(start, 330);
    for (holding, thousandths) in list.iter_mut().zip(first) {
        let quantity = Decimal::new(thousandths, 3).normalize();
        let cost = cents(quantity * holding.unit_value(bought));
        holding.lots.push((bought, quantity, cost));
    }
    list
}

impl Household {
    /// What the accounts hold that live from the market.
    pub fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    /// What an account's holdings were worth at the end of a day, without its cash, in cents.
    pub fn held_value(&self, account: usize, day: NaiveDate) -> i64 {
        self.holdings
            .iter()
            .filter(|holding| holding.account == account)
            .map(|holding| holding.valuation(day))
            .sum()
    }

    /// Buys as many thousandths as a sum in cents pays for today, and gives what they cost.
    pub(super) fn buy(&mut self, holding: usize, cents_at_most: i64) -> i64 {
        let today = self.today;
        let holding = &mut self.holdings[holding];
        let value = holding.unit_value(today);
        let quantity = Decimal::new(cents_at_most, 2)
            .checked_div(value)
            .unwrap_or_default()
            .round_dp_with_strategy(3, RoundingStrategy::ToZero);
        let cost = cents(quantity * value).min(cents_at_most);
        if quantity > Decimal::ZERO {
            holding.lots.push((today, quantity, cost));
        }
        cost
    }

    /// The market moves before the eyes of a client: every security is worth a little more or less.
    pub(crate) fn revalue(&mut self) {
        self.change();
        let (today, seed, turn) = (self.today, self.seed, self.changes);
        for (number, holding) in self.holdings.iter_mut().enumerate() {
            let mut dice = Dice::numbered(seed, &holding.code, turn);
            // Never nothing: a client should see it.
            let step = dice.between(1_500, 9_000)
                * if (turn + number as u64).is_multiple_of(3) {
                    -1
                } else {
                    1
                };
            holding.revalued.push((today, step));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::date;

    #[test]
    fn check_digits_of_securities_follow_the_standard() {
        // The example of the standard's own annex: US 037833100 5.
        assert_eq!(isin("US037833100"), "US0378331005");
    }

    #[test]
    fn a_unit_keeps_its_past() {
        let held = held(date(2023, 11, 1));
        for holding in &held {
            let (one, two) = (date(2025, 1, 4), date(2025, 1, 5));
            // A weekend has the value of the Friday before it.
            assert_eq!(holding.unit_value(one), holding.unit_value(two));
            assert!(holding.unit_value(one) > Decimal::ZERO && holding.valuation(two) > 0);
        }
    }
}
