//! Folding: how texts are compared and searched.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The comparable form of a text: lower case, without accents, apostrophes dropped, every run of other punctuation or
/// blanks one blank.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        push_folded(&mut folded, text.chars());
    } else {
        push_folded(
            &mut folded,
            text.nfkd().filter(|letter| !is_combining_mark(*letter)),
        );
    }
    folded
}

fn push_folded(folded: &mut String, letters: impl Iterator<Item = char>) {
    let mut gap = false;
    for letter in letters {
        if letter.is_ascii_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            match letter {
                'ß' => folded.push_str("ss"),
                'ø' | 'Ø' => folded.push('o'),
                'ł' | 'Ł' => folded.push('l'),
                'æ' | 'Æ' => folded.push_str("ae"),
                'œ' | 'Œ' => folded.push_str("oe"),
                other => folded.extend(other.to_lowercase()),
            }
        } else if !matches!(letter, '\'' | '’' | '`') {
            gap = true;
        }
    }
}

/// How alike two folded texts are, 0 to 100: the share of their words that both have, numbers apart. Banks append dates,
/// cities and card numbers, so words count and their order does not.
pub(crate) fn likeness(left: &str, right: &str) -> u8 {
    if left == right {
        return 100;
    }
    let words = |text: &str| {
        let mut words: Vec<String> = text
            .split(' ')
            .filter(|word| word.len() > 1 && !word.bytes().all(|byte| byte.is_ascii_digit()))
            .map(str::to_owned)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (left, right) = (words(left), words(right));
    if left.is_empty() || right.is_empty() {
        return 0;
    }
    let shared = left
        .iter()
        .filter(|word| right.binary_search(word).is_ok())
        .count();
    // Against the shorter text: "REWE" and "REWE SAGT DANKE 4711" are the same shop.
    (shared * 99 / left.len().min(right.len())) as u8
}

/// Words that banks use for money moved between own accounts or for paying off a card.
const TRANSFER_WORDS: &[&str] = &[
    "transfer",
    "xfer",
    "virement",
    "vir",
    "uberweisung",
    "umbuchung",
    "traspaso",
    "transferencia",
    "bonifico",
    "giroconto",
    "przelew",
    "autopay",
    "withdrawal",
    "retrait",
    "abhebung",
    "contribution",
    "einzahlung",
    "dauerauftrag",
    "remboursement",
    "epargne",
    "sparen",
];
/// The same as pairs of words.
const TRANSFER_PHRASES: &[&str] = &[
    "card payment",
    "online payment",
    "payment thank you",
    "credit crd",
    "to savings",
    "from savings",
    "to checking",
    "from checking",
    "own account",
    "standing order",
];

/// Whether a folded payee reads like money moved between own accounts.
pub(crate) fn reads_like_transfer(folded: &str) -> bool {
    folded.split(' ').any(|word| TRANSFER_WORDS.contains(&word))
        || TRANSFER_PHRASES
            .iter()
            .any(|phrase| folded.contains(phrase))
}

#[cfg(test)]
mod tests;
