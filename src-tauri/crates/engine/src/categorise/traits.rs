//! What a row shows about itself: name, beginning of the name, trade, amount, day.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use chrono::{Datelike, NaiveDate};
use domain::text::fold;

use super::trade::{Force, Trade, trade_of};

/// Keys are hashes already; hashing them again would be waste.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Through(u64);

impl Hasher for Through {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0, u64::from(*byte));
        }
    }
    fn write_u32(&mut self, value: u32) {
        self.0 = mix(7, u64::from(value));
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

pub(super) type Mix = BuildHasherDefault<Through>;

/// One number of two (the finaliser of splitmix64).
pub(super) fn mix(a: u64, b: u64) -> u64 {
    let mut z = a
        .rotate_left(23)
        .wrapping_add(b.wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |sum: u64, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// What a text shows, worked out once for each distinct text.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    /// The whole name.
    pub(super) key: u64,
    /// Its first telling word.
    pub(super) head: u64,
    /// Its first two words.
    pub(super) pair: u64,
    /// The trade that the built-in word list knows it for.
    pub(super) trade: Option<Trade>,
    /// The same, or one that part of a word hints at.
    pub(super) hint: Option<Trade>,
    /// Words and runs of letters, hashed, with their weight.
    pub(super) parts: Vec<(u64, f32)>,
}

/// Words that tell nothing about a shop.
const EMPTY: &[&str] = &[
    "www", "com", "co", "uk", "ltd", "limited", "the", "of", "and", "plc", "http", "https", "de",
    "net", "org", "gb", "eu", "gmbh", "inc", "llc", "sarl", "sas", "fr", "ie", "us", "online",
    "retail", "stores", "store", "int", "intl",
];

impl Text {
    pub(super) fn read(text: &str) -> Self {
        let folded = fold(text);
        let all: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut words: Vec<&str> = all
            .iter()
            .copied()
            .filter(|word| !EMPTY.contains(word))
            .collect();
        if words.is_empty() {
            words.clone_from(&all);
        }
        let name = all.join(" ");
        let first = words.first().copied().unwrap_or_default();
        let second = words.get(1).copied().unwrap_or_default();
        let pair = format!("{first} {second}");
        let head = if first.chars().count() >= 3 {
            first
        } else {
            &pair
        };
        let mut parts = Vec::new();
        for word in &words {
            parts.push((mix(1, hash(word)), 1.0));
        }
        for (a, b) in words.iter().zip(words.iter().skip(1)) {
            parts.push((mix(2, mix(hash(a), hash(b))), 0.7));
        }
        parts.push((mix(3, hash(&name)), 1.5));
        let letters: Vec<char> = format!("^{name}$").chars().collect();
        for width in [4] {
            for run in letters.windows(width) {
                let run: String = run.iter().collect();
                parts.push((mix(4, hash(&run)), 0.4));
            }
        }
        let found = trade_of(&all);
        Self {
            key: mix(11, hash(&words.join(" "))),
            head: mix(12, hash(head)),
            pair: mix(13, hash(&pair)),
            trade: found
                .filter(|found| found.force > Force::Part)
                .map(|found| found.trade),
            hint: found.map(|found| found.trade),
            parts,
        }
    }
}

/// Texts seen so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    index: HashMap<String, u32>,
    all: Vec<Text>,
}

impl Texts {
    pub(super) fn of(&mut self, text: &str) -> u32 {
        if let Some(known) = self.index.get(text) {
            return *known;
        }
        let number = self.all.len() as u32;
        self.all.push(Text::read(text));
        self.index.insert(text.to_owned(), number);
        number
    }

    pub(super) fn get(&self, number: u32) -> &Text {
        &self.all[number as usize]
    }
}

/// One row, ready to be counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) account: u32,
    pub(super) text: u32,
    pub(super) day: i32,
    pub(super) minor: i64,
    pub(super) weekday: u8,
}

impl Seen {
    pub(super) fn new(account: u32, text: u32, date: NaiveDate, minor: i64) -> Self {
        Self {
            account,
            text,
            day: date.num_days_from_ce(),
            minor,
            weekday: date.weekday().num_days_from_monday() as u8,
        }
    }

    /// Sign and size of the amount, in steps of a factor of about 1.6.
    pub(super) fn bucket(&self) -> u64 {
        let size = ((self.minor.unsigned_abs() as f32 + 1.0).ln() * 2.0) as u64;
        size * 2 + u64::from(self.minor > 0)
    }

    /// Coarser: steps of a factor of about seven.
    pub(super) fn magnitude(&self) -> u64 {
        let size = ((self.minor.unsigned_abs() as f32 + 1.0).ln() / 2.0) as u64;
        size * 2 + u64::from(self.minor > 0)
    }

    /// How round the amount is: whole hundreds, whole units, .99, .50 and so on.
    pub(super) fn roundness(&self) -> u64 {
        let cents = self.minor.unsigned_abs();
        match cents % 100 {
            0 if cents.is_multiple_of(1000) => 0,
            0 => 1,
            99 | 95 => 2,
            50 | 49 => 3,
            _ => 4,
        }
    }
}
