//! Ids met before.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};

/// Counts ids that stand more than once. Keeps a keyed hash of each and looks at them together: one after the other they
/// are written where the last one was, where a set would touch memory all over.
pub(crate) struct Repeats {
    hashes: Vec<u64>,
    key: u64,
}

impl Default for Repeats {
    fn default() -> Self {
        Self {
            hashes: Vec::new(),
            key: RandomState::new().hash_one(0),
        }
    }
}

impl Repeats {
    /// Adds an id.
    pub(crate) fn add(&mut self, id: &str) {
        let mut hash = fold(self.key, id.len() as u64 ^ ODD);
        let (words, rest) = id.as_bytes().as_chunks::<8>();
        for word in words {
            hash = fold(hash ^ u64::from_le_bytes(*word), ODD);
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.hashes
            .push(fold(hash ^ u64::from_le_bytes(last), ODD ^ self.key));
    }

    /// How many ids another one preceded. Forgets them all.
    pub(crate) fn take_repeated(&mut self) -> usize {
        self.hashes.sort_unstable();
        let repeated = self
            .hashes
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .count();
        self.hashes.clear();
        repeated
    }
}

/// The fraction of the golden ratio: an odd number whose bits look drawn.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Multiplies and folds the upper half of the product into the lower.
fn fold(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    (product >> 64) as u64 ^ product as u64
}

/// Remembers ids by their keyed hash, which is already as good as random: the set need not hash again.
#[derive(Default)]
pub(crate) struct Seen {
    hashes: HashSet<u64, BuildHasherDefault<AsIs>>,
    keyed: RandomState,
}

impl Seen {
    /// Whether the id is new.
    pub(crate) fn insert(&mut self, id: impl Hash) -> bool {
        self.hashes.insert(self.keyed.hash_one(id))
    }
}

/// Gives back the one number it gets.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_counted_once_more_for_each_time_they_come_again() {
        let mut seen = Repeats::default();
        for id in [
            "a",
            "b",
            "a",
            "",
            "a",
            "12345678",
            "123456789",
            "12345678\0",
        ] {
            seen.add(id);
        }
        assert_eq!(seen.take_repeated(), 2);
        assert_eq!(seen.take_repeated(), 0);
        for id in 0..50_000 {
            seen.add(&format!("{id:012}"));
        }
        assert_eq!(seen.take_repeated(), 0);
    }
}
