//! What kind of shop or service a name stands for, from a built-in list of chains and trade words by country and language.
//!
//! The list is common knowledge about names, so that a book without any correction is not helpless. It says a *trade*; which of
//! a person's categories that is, [`super::labels`] tells from their names.

use std::collections::HashMap;
use std::sync::OnceLock;

mod british;
mod dutch;
mod french;
mod german;
mod italian;
mod nordic;
mod polish;
mod spanish;
mod states;
mod wide;

/// Kinds of shops, services and flows of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[rustfmt::skip]
pub(super) enum Trade {
    Supermarket, FoodShop, Restaurant, FastFood, Coffee, Bar, Drinks, Tobacco,
    Fuel, Charging, Rail, Transit, Taxi, Parking, Toll, Garage, Motoring, CarHire, Bicycle,
    Airline, Hotel, Travel, Ferry,
    Energy, Water, Waste, Internet, Phone, Streaming, Software, Broadcast,
    Insurance, BankFee, Interest, Tax, Government, VehicleTax, Legal,
    Doctor, Pharmacy, Optician, CareGoods, Vet, PetShop, Gym, Beauty, Drugstore,
    Clothing, Sportswear, Jeweller, Department, Marketplace, Bargains, Electronics,
    Diy, Builders, Furniture, Garden, Cleaning, Laundry, Locksmith, Security,
    Books, News, Stationery, Office, Toys, Crafts, Music, Games, Cinema, Attraction, Tickets, Betting, Sport,
    School, Childcare, Training, Charity, Gifts, Post, Printing, Conference, Advertising, Storage,
    Salary, Pension, Benefits, Dividends, Refund, Rent, Mortgage, Loan,
    Transfer, CardPayment, Savings, Brokerage, Cash,
}

/// How telling a word is: a chain outweighs a trade word that stands beside it, a qualifier outweighs both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Force {
    /// Part of a longer word, or the beginning of one that was cut off.
    Part,
    /// A word that many names of the trade hold.
    Word,
    /// The name of a chain or brand.
    Chain,
    /// Words that settle it, whoever's name stands beside them.
    Settles,
}

/// Entries: trade, force, and names parted by blanks. Within a name `_` stands for a blank; `*` in front or behind means that
/// the word may begin or go on with other letters.
pub(super) type Entries = &'static [(Trade, Force, &'static str)];

const LISTS: &[Entries] = &[
    wide::LIST,
    british::LIST,
    states::LIST,
    german::LIST,
    french::LIST,
    spanish::LIST,
    italian::LIST,
    dutch::LIST,
    nordic::LIST,
    polish::LIST,
];

/// What the list says of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) force: Force,
    pub(super) trade: Trade,
}

/// Words that follow each other, and what they say.
type Phrase = (Vec<&'static str>, Force, Trade);

struct Index {
    /// Words and phrases, by their first word.
    whole: HashMap<&'static str, Vec<Phrase>>,
    /// Phrases written as one word, as addresses of web shops are.
    joined: HashMap<String, (Force, Trade)>,
    /// Beginnings of words.
    starts: Vec<(&'static str, Force, Trade)>,
    /// Ends of words.
    ends: Vec<(&'static str, Force, Trade)>,
    /// All single words in order, to find the one that a cut-off name began.
    sorted: Vec<(&'static str, Force, Trade)>,
}

/// Trade words of this length may stand within longer words.
const WITHIN: usize = 5;

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index = Index {
            whole: HashMap::new(),
            joined: HashMap::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            sorted: Vec::new(),
        };
        for (trade, force, names) in LISTS.iter().copied().flatten() {
            for name in names.split_whitespace() {
                if let Some(end) = name.strip_prefix('*') {
                    index.ends.push((end, *force, *trade));
                    continue;
                }
                if let Some(start) = name.strip_suffix('*')
                    && !start.contains('_')
                {
                    index.starts.push((start, *force, *trade));
                    continue;
                }
                let words: Vec<&str> = name.trim_end_matches('*').split('_').collect();
                if let [word] = words.as_slice() {
                    index.sorted.push((word, *force, *trade));
                } else {
                    index
                        .joined
                        .entry(words.concat())
                        .or_insert((*force, *trade));
                }
                if let Some(first) = words.first() {
                    index
                        .whole
                        .entry(first)
                        .or_default()
                        .push((words, *force, *trade));
                }
            }
        }
        index.sorted.sort_by_key(|(word, _, _)| *word);
        index
    })
}

/// The trade that a name's words stand for: what settles it, else the chain, else the trade word; of equals the longer phrase,
/// then the earlier one.
pub(super) fn trade_of(words: &[&str]) -> Option<Found> {
    let index = index();
    let mut best: Option<(Force, usize, Trade)> = None;
    let mut found = |force: Force, length: usize, trade: Trade| {
        if best.is_none_or(|(known, long, _)| (force, length) > (known, long)) {
            best = Some((force, length, trade));
        }
    };
    for (at, word) in words.iter().enumerate() {
        let last = at + 1 == words.len();
        let singular = word.strip_suffix('s').filter(|stem| stem.len() >= 3);
        for first in [Some(*word), singular].into_iter().flatten() {
            for (phrase, force, trade) in index.whole.get(first).into_iter().flatten() {
                if goes_on(&words[at + 1..], &phrase[1..]) {
                    found(*force, phrase.iter().map(|word| word.len()).sum(), *trade);
                }
            }
        }
        if let Some((force, trade)) = index.joined.get(*word) {
            found(*force, word.len(), *trade);
        }
        for (start, force, trade) in &index.starts {
            if word.starts_with(start) {
                found(*force, start.len(), *trade);
            }
        }
        for (end, force, trade) in &index.ends {
            if word.ends_with(end) || singular.is_some_and(|stem| stem.ends_with(end)) {
                found(*force, end.len(), *trade);
            }
        }
        if word.len() > WITHIN + 1 {
            // A web address runs words together; what it ends with says more than what it begins with.
            for (cut, more) in (1..=word.len() - WITHIN)
                .filter(|cut| word.is_char_boundary(*cut))
                .map(|cut| (&word[cut..], 0))
            {
                for (_, force, trade) in exact(&index.sorted, cut) {
                    if *force != Force::Settles {
                        found(Force::Part, cut.len() + more, *trade);
                    }
                }
            }
            for cut in (WITHIN..word.len()).filter(|cut| word.is_char_boundary(*cut)) {
                for (_, force, trade) in exact(&index.sorted, &word[..cut]) {
                    if *force != Force::Settles {
                        found(Force::Part, cut - 1, *trade);
                    }
                }
            }
        }
        if last && word.len() >= WITHIN {
            // Banks cut long names off.
            let from = index.sorted.partition_point(|(known, _, _)| known < word);
            for (_, force, trade) in index.sorted[from..]
                .iter()
                .take_while(|(known, _, _)| known.starts_with(word))
            {
                found((*force).min(Force::Part), word.len(), *trade);
            }
        }
    }
    best.map(|(force, _, trade)| Found { force, trade })
}

/// Whether the words go on as the phrase does; the last may be cut off.
fn goes_on(words: &[&str], phrase: &[&str]) -> bool {
    phrase.iter().enumerate().all(|(at, wanted)| {
        words.get(at).is_some_and(|word| {
            word == wanted
                || word.strip_suffix('s') == Some(wanted)
                || (at + 1 == words.len() && wanted.starts_with(word))
        })
    })
}

fn exact<'a>(
    sorted: &'a [(&'static str, Force, Trade)],
    word: &str,
) -> &'a [(&'static str, Force, Trade)] {
    let from = sorted.partition_point(|(known, _, _)| *known < word);
    let to = sorted[from..].partition_point(|(known, _, _)| *known == word);
    &sorted[from..from + to]
}

impl From<Trade> for u64 {
    fn from(trade: Trade) -> Self {
        Self::from(trade as u8) + 1
    }
}
