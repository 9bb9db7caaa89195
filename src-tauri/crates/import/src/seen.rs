//! Ids met before.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};

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

    /// Forgets them all.
    pub(crate) fn clear(&mut self) {
        self.hashes.clear();
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
