//! Yearly rates as factors of a month, in decimals.

use rust_decimal::Decimal;

/// Lowest and highest yearly rate that is counted with, percent.
pub const LEAST_PERCENT: Decimal = Decimal::from_parts(50, 0, 0, true, 0);
/// See [`LEAST_PERCENT`].
pub const MOST_PERCENT: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// Turns of Newton's method: the digits double with each, and there are twenty-eight.
const TURNS: usize = 64;

/// Whether a yearly rate in percent is one to count with.
pub fn plausible(percent: Decimal) -> bool {
    (LEAST_PERCENT..=MOST_PERCENT).contains(&percent)
}

/// What a month multiplies by at a yearly rate in percent: the twelfth root of `1 + r`. None when the rate is not
/// [`plausible`].
pub fn monthly(percent: Decimal) -> Option<Decimal> {
    of_periods(percent, 1)
}

/// What a month multiplies by when `percent` is the nominal yearly rate and interest is booked `times` a year (1, 4 or 12):
/// the root of order `12 ÷ times` of `1 + r ÷ times`.
pub fn of_periods(percent: Decimal, times: u32) -> Option<Decimal> {
    if !plausible(percent) || times == 0 || !12_u32.is_multiple_of(times) {
        return None;
    }
    let of_period = Decimal::ONE + percent / Decimal::ONE_HUNDRED / Decimal::from(times);
    root(of_period, 12 / times)
}

/// The positive root of order `order` of a positive number, by Newton's method: `x ← x − (xⁿ − a) ÷ (n·xⁿ⁻¹)`.
pub(super) fn root(of: Decimal, order: u32) -> Option<Decimal> {
    if of <= Decimal::ZERO || order == 0 {
        return None;
    }
    let whole = Decimal::from(order);
    let mut found = Decimal::ONE + (of - Decimal::ONE) / whole;
    if found <= Decimal::ZERO {
        found = Decimal::ONE;
    }
    for _ in 0..TURNS {
        let below = power(found, order - 1)?;
        let step = (below.checked_mul(found)? - of).checked_div(whole.checked_mul(below)?)?;
        let next = found - step;
        if next == found || next <= Decimal::ZERO {
            break;
        }
        found = next;
    }
    Some(found)
}

/// A whole power.
pub(super) fn power(base: Decimal, exponent: u32) -> Option<Decimal> {
    let mut square = base;
    let mut rest = exponent;
    let mut product = Decimal::ONE;
    while rest > 0 {
        if rest & 1 == 1 {
            product = product.checked_mul(square)?;
        }
        rest >>= 1;
        if rest > 0 {
            square = square.checked_mul(square)?;
        }
    }
    Some(product)
}
