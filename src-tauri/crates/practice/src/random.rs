//! Dice that fall the same way for the same seed, theme and day.
//!
//! A day's rows must not depend on how many days were played before it, so every theme of the
//! script throws its own dice, seeded from (seed, theme, day). `SplitMix64` is small, well mixed
//! and will never change under us; nothing here needs to be unguessable.

use chrono::{Datelike, NaiveDate};

/// One theme's dice for one day.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice for a theme on a day.
    pub(crate) fn of(seed: u64, theme: &str, day: NaiveDate) -> Self {
        Self::numbered(
            seed,
            theme,
            u64::from(day.num_days_from_ce().unsigned_abs()),
        )
    }

    /// Dice for a theme and any number.
    pub(crate) fn numbered(seed: u64, theme: &str, number: u64) -> Self {
        // FNV-1a over the theme, then the seed and the number folded in.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in theme.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut dice = Self(hash ^ seed.rotate_left(17));
        dice.0 = dice.next() ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        dice.next();
        dice
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..n`; zero for an empty range.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.next() % n }
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or(0) + 1;
        low + self.below(span) as i64
    }

    /// True in `percent` of a hundred throws.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the choices.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }
}

/// An identifier in the shape of a version 4 UUID whose last twelve digits are `number`.
///
/// The first part comes from seed and kind, so the number can be read back by [`wire_number`].
pub(crate) fn wire_id(seed: u64, kind: &str, number: u64) -> String {
    let prefix = wire_prefix(seed, kind);
    format!("{prefix}{number:012x}")
}

/// The number inside an identifier made by [`wire_id`] for the same seed and kind.
pub(crate) fn wire_number(seed: u64, kind: &str, id: &str) -> Option<u64> {
    let digits = id.strip_prefix(wire_prefix(seed, kind).as_str())?;
    if digits.len() == 12 {
        u64::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

/// The part of [`wire_id`] that all identifiers of a kind share.
pub(crate) fn wire_prefix(seed: u64, kind: &str) -> String {
    let bits = Dice::numbered(seed, kind, 0).next();
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-",
        bits >> 32,
        (bits >> 16) & 0xffff,
        bits & 0x0fff,
        0x8000 | ((bits >> 12) & 0x3fff),
    )
}
