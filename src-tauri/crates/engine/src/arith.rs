//! Integer arithmetic that budgets and totals share.

/// `a × b ÷ c` rounded to the nearest integer, ties to even, without leaving 128 bits. `c` is positive; a result beyond 64 bits
/// stays at the edge.
pub(crate) fn mul_div(a: i64, b: i64, c: i64) -> i64 {
    let product = i128::from(a) * i128::from(b);
    let c = i128::from(c.max(1));
    let floor = product.div_euclid(c);
    let rest = product.rem_euclid(c) * 2;
    let up = rest > c || (rest == c && floor % 2 != 0);
    narrow(floor + i128::from(up))
}

/// A wide sum as an amount; beyond 64 bits it stays at the edge, which no household reaches.
pub(crate) fn narrow(wide: i128) -> i64 {
    i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}

/// The sum of amounts.
pub(crate) fn total(amounts: impl IntoIterator<Item = i64>) -> i64 {
    narrow(amounts.into_iter().map(i128::from).sum())
}

#[cfg(test)]
mod tests {
    use super::mul_div;

    #[test]
    fn rounds_half_to_even_on_both_sides_of_zero() {
        assert_eq!(mul_div(5, 1, 2), 2);
        assert_eq!(mul_div(7, 1, 2), 4);
        assert_eq!(mul_div(-5, 1, 2), -2);
        assert_eq!(mul_div(-7, 1, 2), -4);
        assert_eq!(mul_div(28_450, 18, 31), 16_519);
        assert_eq!(mul_div(i64::MAX, i64::MAX, 1), i64::MAX);
    }
}
