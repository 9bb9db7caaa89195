//! How often each category was given in one situation.

use std::collections::HashMap;

use super::traits::{Mix, mix};

/// Weights of the categories seen in one situation.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Category and weight, in the order in which they were first seen.
    pub(super) seen: Vec<(u16, f32)>,
    /// Sum of the weights.
    pub(super) total: f32,
}

impl Tally {
    pub(super) fn add(&mut self, category: u16, weight: f32) {
        match self.seen.iter_mut().find(|(known, _)| *known == category) {
            Some((_, sum)) => *sum += weight,
            None => self.seen.push((category, weight)),
        }
        self.total += weight;
    }

    /// Older corrections fade by `keep`, then a new one counts one.
    pub(super) fn fade_and_add(&mut self, category: u16, keep: f32) {
        for (_, sum) in &mut self.seen {
            *sum *= keep;
        }
        self.total *= keep;
        self.add(category, 1.0);
    }

    pub(super) fn weight(&self, category: u16) -> f32 {
        self.seen
            .iter()
            .find(|(known, _)| *known == category)
            .map_or(0.0, |(_, weight)| *weight)
    }
}

/// Tallies of many situations over all accounts, in which no account weighs more than a few corrections, and one account can
/// be left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    all: HashMap<u64, Tally, Mix>,
    own: HashMap<u64, Tally, Mix>,
    /// Situations and accounts counted but not yet summed up over all accounts, in the order in which they came.
    open: Vec<(u64, u64)>,
}

/// As many corrections of one account in one situation count at most.
const CAP: f32 = 4.0;

/// What one account's `total` corrections count for together, as a share of their number.
fn share(total: f32) -> f32 {
    1.0 / (1.0 + total / CAP)
}

impl Shared {
    /// Counts one of many; [`Self::sum_up`] makes them known.
    pub(super) fn count(&mut self, scope: u64, account: u32, category: u16) {
        let key = mix(scope, u64::from(account));
        let own = self.own.entry(key).or_default();
        if own.seen.is_empty() {
            self.open.push((scope, key));
        }
        own.add(category, 1.0);
    }

    /// Sums up over all accounts what was counted.
    pub(super) fn sum_up(&mut self) {
        for (scope, key) in std::mem::take(&mut self.open) {
            if let Some(own) = self.own.get(&key) {
                let all = self.all.entry(scope).or_default();
                let part = share(own.total);
                for (category, weight) in &own.seen {
                    all.add(*category, weight * part);
                }
            }
        }
    }

    /// One more, known at once.
    pub(super) fn add(&mut self, scope: u64, account: u32, category: u16) {
        let own = self.own.entry(mix(scope, u64::from(account))).or_default();
        let all = self.all.entry(scope).or_default();
        let before = share(own.total);
        for (known, weight) in &own.seen {
            all.add(*known, -weight * before);
        }
        own.add(category, 1.0);
        let after = share(own.total);
        for (known, weight) in &own.seen {
            all.add(*known, weight * after);
        }
    }

    /// What all accounts but this one say.
    pub(super) fn others(&self, scope: u64, account: u32) -> Tally {
        let mut into = Tally::default();
        let Some(all) = self.all.get(&scope) else {
            return into;
        };
        let own = self.own.get(&mix(scope, u64::from(account)));
        let part = own.map_or(0.0, |own| share(own.total));
        for (category, weight) in &all.seen {
            let left = weight - own.map_or(0.0, |own| own.weight(*category) * part);
            if left > 0.01 {
                into.seen.push((*category, left));
                into.total += left;
            }
        }
        into
    }

    /// What one account alone said, unfaded.
    pub(super) fn of(&self, scope: u64, account: u32) -> Option<&Tally> {
        self.own.get(&mix(scope, u64::from(account)))
    }
}
