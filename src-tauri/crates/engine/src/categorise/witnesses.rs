//! Who is heard about a row: situations whose tallies are kept, words, and the built-in list.

use super::Because;
use super::blend::{Blend, Hearing, WITNESSES};
use super::traits::{Seen, Text, mix};

/// Witnesses of the row's own account.
pub(super) const OWN: usize = 12;
/// How much of older corrections stays with each new one in the same situation.
pub(super) const KEEP: [f32; OWN] = [
    0.98, 0.9, 0.95, 0.95, 0.97, 0.98, 0.995, 0.8, 0.9, 0.7, 0.95, 0.8,
];
/// Witnesses of all other accounts.
const OTHERS: usize = 8;
pub(super) const ALIKE: usize = OWN + OTHERS;
pub(super) const LINEAR: usize = ALIKE + 2;
pub(super) const USUAL: usize = LINEAR + 1;
pub(super) const LIST: usize = USUAL + 1;

/// What the witnesses are believed before anything is known.
pub(super) const START: [f32; WITNESSES] = [
    0.5, 0.2, 0.2, 0.1, 0.1, 0.05, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1, // own
    0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.0, // others
    0.2, 0.1, // alike
    0.5, 0.5, 1.0,
];

/// What stands behind each witness, in words that a person can be told.
const BEHIND: [Because; WITNESSES] = [
    Because::Payee,
    Because::PayeeAndAmount,
    Because::SimilarPayee,
    Because::SimilarPayee,
    Because::Trade,
    Because::Amount,
    Because::Account,
    Because::Account,
    Because::Amount,
    Because::Payee,
    Because::PayeeAndAmount,
    Because::SimilarPayee,
    Because::OtherAccounts,
    Because::OtherAccounts,
    Because::OtherAccounts,
    Because::SimilarPayee,
    Because::SimilarPayee,
    Because::Trade,
    Because::Trade,
    Because::Amount,
    Because::OtherAccounts,
    Because::OtherAccounts,
    Because::Words,
    Because::Account,
    Because::KnownName,
];

pub(super) fn own_scopes(seen: &Seen, text: &Text) -> [u64; OWN] {
    let account = u64::from(seen.account);
    let of = |tag: u64, value: u64| mix(mix(tag, account), value);
    let amount = seen.minor.cast_unsigned();
    [
        of(31, text.key),
        of(32, mix(text.key, amount)),
        of(33, text.head),
        of(34, text.pair),
        text.trade.map_or(0, |trade| of(35, u64::from(trade))),
        of(36, seen.bucket()),
        of(37, 0),
        of(38, 0),
        of(39, amount),
        of(40, text.key),
        of(41, mix(text.key, seen.bucket())),
        of(42, text.head),
    ]
}

pub(super) fn shared_scopes(seen: &Seen, text: &Text) -> [u64; OTHERS] {
    let trade = text.trade.map(u64::from);
    [
        mix(51, text.key),
        mix(52, mix(text.key, seen.bucket())),
        mix(53, mix(text.key, seen.minor.cast_unsigned())),
        mix(54, text.head),
        mix(55, text.pair),
        trade.map_or(0, |trade| mix(56, trade)),
        trade.map_or(0, |trade| mix(57, mix(trade, seen.bucket()))),
        mix(58, mix(seen.bucket(), seen.roundness())),
    ]
}

/// How much the account said of the name, and how much a witness has to go by.
pub(super) fn cell(own: f32, evidence: f32) -> u8 {
    let own = match own {
        none if none < 0.5 => 0,
        once if once < 1.2 => 1,
        twice if twice < 2.7 => 2,
        _ => 3,
    };
    let evidence = match evidence {
        few if few <= 1.2 => 0,
        few if few < 3.0 => 1,
        some if some < 6.0 => 2,
        many if many < 20.0 => 3,
        _ => 4,
    };
    own * 5 + evidence
}

/// The grounds that speak most for the winner against the others.
pub(super) fn because(
    blend: &Blend,
    hearing: &Hearing,
    shares: &[f32],
    winner: usize,
) -> Vec<Because> {
    let mut grounds: Vec<(Because, f32)> = Vec::new();
    for (witness, behind) in BEHIND.iter().enumerate() {
        let weight = blend.weight(witness, hearing.cells[witness]);
        let others: f32 = (hearing.said.iter().zip(shares).enumerate())
            .filter(|(at, _)| *at != winner)
            .map(|(_, (said, share))| said[witness] * share)
            .sum();
        let rest = (1.0 - shares[winner]).max(1e-3);
        let ground = weight * (hearing.said[winner][witness] - others / rest);
        match grounds.iter_mut().find(|(known, _)| known == behind) {
            Some((_, sum)) => *sum += ground,
            None => grounds.push((*behind, ground)),
        }
    }
    grounds.sort_by(|a, b| b.1.total_cmp(&a.1));
    grounds.retain(|(_, ground)| *ground > 0.1);
    grounds.truncate(3);
    grounds.into_iter().map(|(behind, _)| behind).collect()
}
