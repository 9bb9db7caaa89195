//! Small statistics over estimates.

/// The `q` quantile of sorted values, linear between neighbours (type 7 of Hyndman and Fan 1996); nought of none.
pub(crate) fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(top) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let at = q.clamp(0.0, 1.0) * top as f64;
    let (low, part) = (at.floor() as usize, at.fract());
    let value = |index: usize| sorted.get(index.min(top)).copied().unwrap_or_default();
    value(low) + (value(low + 1) - value(low)) * part
}

/// The mean; nought of none.
pub(super) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        0.0
    } else {
        values.iter().sum::<f64>() / values.len() as f64
    }
}
