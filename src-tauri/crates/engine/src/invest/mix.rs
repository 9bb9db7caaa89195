//! How a whole is made up, and how far that is from what the person wants.

use crate::arith::{narrow, total};

/// Tenths of a percent of each part in the whole; they add up to 1000 unless the whole is nothing. Parts below zero count as
/// nothing.
pub fn shares(parts: &[i64]) -> Vec<u32> {
    divide(1000, parts)
        .into_iter()
        .map(|share| u32::try_from(share).unwrap_or(0))
        .collect()
}

/// Divides an amount in proportion to `weights`, to the last unit: each part rounded down, the rest given to the largest
/// remainders, the first of equals first.
fn divide(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i128 = weights.iter().map(|part| i128::from((*part).max(0))).sum();
    if whole == 0 {
        return vec![0; weights.len()];
    }
    let exact = |part: &i64| i128::from(amount) * i128::from((*part).max(0));
    let mut given: Vec<i64> = weights
        .iter()
        .map(|part| narrow(exact(part).div_euclid(whole)))
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(exact(&weights[*place]).rem_euclid(whole)));
    let rest = narrow(i128::from(amount) - i128::from(total(given.iter().copied())));
    for place in order.into_iter().take(usize::try_from(rest).unwrap_or(0)) {
        given[place] += 1;
    }
    given
}

/// A part, its target, and what to do about the difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The part.
    pub key: String,
    /// Worth now.
    pub value: i64,
    /// Share now, tenths of a percent.
    pub share: u32,
    /// Share wanted, tenths of a percent.
    pub target: u32,
    /// To buy (positive) or sell for the shares to be as wanted. All of them add up to what is put in.
    pub to_trade: i64,
}

/// Compares parts with targets in tenths of a percent. `added` is new money that goes in with it. None unless the targets add
/// up to the whole.
pub fn drift(
    values: &[(String, i64)],
    targets: &[(String, u32)],
    added: i64,
) -> Option<Vec<Drift>> {
    if targets
        .iter()
        .map(|(_, share)| u64::from(*share))
        .sum::<u64>()
        != 1000
    {
        return None;
    }
    let mut keys: Vec<&String> = values.iter().map(|(key, _)| key).collect();
    for (key, _) in targets {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let of = |key: &String| {
        total(
            values
                .iter()
                .filter(|(one, _)| one == key)
                .map(|(_, value)| *value),
        )
    };
    let now: Vec<i64> = keys.iter().map(|key| of(key)).collect();
    let wanted_shares: Vec<i64> = keys
        .iter()
        .map(|key| {
            targets
                .iter()
                .filter(|(one, _)| one == *key)
                .map(|(_, share)| i64::from(*share))
                .sum()
        })
        .collect();
    let wanted = divide(total(now.iter().copied().chain([added])), &wanted_shares);
    let shares = shares(&now);
    Some(
        keys.into_iter()
            .enumerate()
            .map(|(place, key)| Drift {
                key: key.clone(),
                value: now[place],
                share: shares[place],
                target: u32::try_from(wanted_shares[place]).unwrap_or(0),
                to_trade: narrow(i128::from(wanted[place]) - i128::from(now[place])),
            })
            .collect(),
    )
}
