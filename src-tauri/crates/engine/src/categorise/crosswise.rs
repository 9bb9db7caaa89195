//! Teaching the linear parts, and hearing what they would have said before they knew.

use super::linear::Linear;
use super::traits::{Seen, Texts, mix};

/// Parts into which the past is cut.
const PARTS: usize = 3;

/// Trains on all rows; says of each part of the past but the first what the parts before it would have said, nothing of the
/// first.
pub(super) fn ahead(
    linear: &mut Linear,
    known: &[(Seen, u16)],
    texts: &Texts,
    passes: usize,
) -> Vec<Vec<f32>> {
    let rows: Vec<Vec<(u32, f32)>> = (known.iter())
        .map(|(seen, _)| linear.features_learnt(seen, texts.get(seen.text)))
        .collect();
    let mut said: Vec<Vec<f32>> = vec![Vec::new(); known.len()];
    let mut scratch = Vec::new();
    for part in 1..=PARTS {
        let start = known.len() * part / PARTS;
        let order = shuffled(start);
        let mut taught = linear.clone();
        for _ in 0..passes {
            for at in &order {
                taught.learn(&rows[*at], known[*at].1, &mut scratch);
            }
        }
        if part == PARTS {
            *linear = taught;
            break;
        }
        for at in start..known.len() * (part + 1) / PARTS {
            taught.ask(&rows[at], &mut said[at]);
        }
    }
    said
}

/// All places in an order without rhyme, the same every time.
fn shuffled(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|at| mix(99, *at as u64));
    order
}

/// Trains on all rows; says of each row what the rows of about half of all accounts, not its own, would have said.
pub(super) fn without_account(
    linear: &mut Linear,
    known: &[(Seen, u16)],
    texts: &Texts,
    passes: usize,
) -> Vec<Vec<f32>> {
    let rows: Vec<Vec<(u32, f32)>> = (known.iter())
        .map(|(seen, _)| linear.features_learnt(seen, texts.get(seen.text)))
        .collect();
    let half = |seen: &Seen| mix(77, u64::from(seen.account)) % 2;
    let order = shuffled(known.len());
    let mut said: Vec<Vec<f32>> = vec![Vec::new(); known.len()];
    let mut scratch = Vec::new();
    for part in 0..2 {
        let mut taught = linear.clone();
        for _ in 0..passes {
            for at in order.iter().filter(|at| half(&known[**at].0) != part) {
                taught.learn(&rows[*at], known[*at].1, &mut scratch);
            }
        }
        for (at, (seen, _)) in known.iter().enumerate() {
            if half(seen) == part {
                taught.ask(&rows[at], &mut said[at]);
            }
        }
    }
    for _ in 0..passes {
        for at in &order {
            linear.learn(&rows[*at], known[*at].1, &mut scratch);
        }
    }
    said
}
