//! Rules that the person's own corrections ask for.

use std::collections::{BTreeMap, HashMap};

use domain::ids::CategoryId;
use domain::text::fold;

/// A row whose category the person chose.
#[derive(Debug, Clone, Copy)]
pub struct Correction<'a> {
    /// The payee as shown.
    pub payee: &'a str,
    /// What the person chose.
    pub category: CategoryId,
}

/// A rule worth having: payees that contain these words belong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The words, folded: what `contains` is asked with.
    pub words: String,
    /// Where the rows belong.
    pub category: CategoryId,
    /// Corrections that say so; none says otherwise.
    pub corrections: usize,
    /// Distinct payees among them.
    pub payees: usize,
}

/// So many corrections speak for a rule.
const ENOUGH: usize = 3;
/// Shorter words are in too many names.
const TELLING: usize = 4;
/// Most proposals at once.
const MOST: usize = 12;

/// Finds rules in corrections: the longest beginning that several payees share and that was always filed alike. The same
/// payee over and over needs no rule, since its last choice is remembered; so at least two names must share the words.
pub fn propose(corrections: &[Correction<'_>]) -> Vec<Proposal> {
    let mut heads: BTreeMap<String, HashMap<CategoryId, usize>> = BTreeMap::new();
    let mut names: BTreeMap<String, std::collections::BTreeSet<&str>> = BTreeMap::new();
    for correction in corrections {
        let folded = fold(correction.payee);
        let words: Vec<&str> = folded.split(' ').collect();
        for count in 1..=words.len().min(3) {
            let head = words[..count].join(" ");
            if head.chars().filter(|sign| sign.is_alphabetic()).count() < TELLING {
                continue;
            }
            *heads
                .entry(head.clone())
                .or_default()
                .entry(correction.category)
                .or_default() += 1;
            names.entry(head).or_default().insert(correction.payee);
        }
    }
    let mut found: Vec<Proposal> = heads
        .into_iter()
        .filter_map(|(words, said)| {
            let payees = names.get(&words).map_or(0, std::collections::BTreeSet::len);
            let [(category, corrections)] = said.into_iter().collect::<Vec<_>>()[..] else {
                return None;
            };
            (corrections >= ENOUGH && payees >= 2).then_some(Proposal {
                words,
                category,
                corrections,
                payees,
            })
        })
        .collect();
    // Longer words that say no more than shorter ones are not needed.
    let all = found.clone();
    found.retain(|one| {
        !all.iter().any(|other| {
            other.words != one.words
                && other.category == one.category
                && one.words.starts_with(&format!("{} ", other.words))
        })
    });
    found.sort_by(|a, b| {
        b.corrections
            .cmp(&a.corrections)
            .then_with(|| a.words.cmp(&b.words))
    });
    found.truncate(MOST);
    found
}
