//! Which accounts are like which, told from what they buy where.

use std::collections::HashMap;

use super::traits::{Mix, Seen, Texts, mix};

/// Accounts compared at most; the likeness of more than these would take longer than it helps.
const ACCOUNTS: usize = 5_000;

/// Names, trades and amounts of each account, weighed by how few accounts share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Profiles {
    /// Of each account: what and how much, sorted, of length one.
    vectors: Vec<Vec<(u64, f32)>>,
}

impl Profiles {
    pub(super) fn new(rows: &[Seen], texts: &Texts) -> Self {
        let accounts = rows
            .iter()
            .map(|row| row.account as usize + 1)
            .max()
            .unwrap_or(0);
        let mut counts: Vec<HashMap<u64, f32, Mix>> =
            vec![HashMap::default(); accounts.min(ACCOUNTS)];
        for row in rows {
            let text = texts.get(row.text);
            let Some(own) = counts.get_mut(row.account as usize) else {
                continue;
            };
            *own.entry(text.key).or_default() += 1.0;
            *own.entry(text.head).or_default() += 0.5;
            if let Some(trade) = text.trade {
                *own.entry(mix(61, u64::from(trade))).or_default() += 0.7;
            }
            *own.entry(mix(62, row.magnitude())).or_default() += 0.3;
        }
        let mut spread: HashMap<u64, f32, Mix> = HashMap::default();
        for what in counts.iter().flat_map(HashMap::keys) {
            *spread.entry(*what).or_default() += 1.0;
        }
        let vectors = counts
            .into_iter()
            .map(|own| {
                let mut vector: Vec<(u64, f32)> = own
                    .into_iter()
                    .map(|(what, count)| {
                        let shared = spread.get(&what).copied().unwrap_or(1.0);
                        (
                            what,
                            (1.0 + count).ln() * ((accounts as f32 + 1.0) / shared).ln(),
                        )
                    })
                    .collect();
                vector.sort_by_key(|(what, _)| *what);
                let length = vector
                    .iter()
                    .map(|(_, w)| w * w)
                    .sum::<f32>()
                    .sqrt()
                    .max(1e-6);
                for (_, weight) in &mut vector {
                    *weight /= length;
                }
                vector
            })
            .collect();
        Self { vectors }
    }

    /// The cosine between two accounts' profiles.
    pub(super) fn likeness(&self, a: u32, b: u32) -> f32 {
        let of = |account: u32| {
            self.vectors
                .get(account as usize)
                .map_or(&[][..], Vec::as_slice)
        };
        let (mut a, mut b) = (of(a), of(b));
        let mut sum = 0.0;
        while let ([(x, v), rest_a @ ..], [(y, w), rest_b @ ..]) = (a, b) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => a = rest_a,
                std::cmp::Ordering::Greater => b = rest_b,
                std::cmp::Ordering::Equal => {
                    sum += v * w;
                    (a, b) = (rest_a, rest_b);
                }
            }
        }
        sum
    }
}
