//! Filing by itself: which category a row most likely has, how sure that is, and why.
//!
//! Witnesses are heard: what this account said of the name, of its beginning, of its trade, of the amount; what other accounts
//! said; what words and runs of letters say (logistic regression); and a built-in list of chains and trade words. A conditional
//! logit, learnt on the book's own past as if its corrections had come month by month, weighs them by how much each has to go
//! by, so that confidence is about as often right as it says. One more correction is counted at once.
//!
//! Amounts are only compared and put into classes by size here; no sum of money is made, and nothing is kept.

use chrono::NaiveDate;

use self::traits::{Seen, Texts};

mod blend;
mod crosswise;
mod labels;
mod linear;
mod model;
mod profiles;
mod tally;
mod trade;
mod traits;
mod witnesses;

pub use model::Model;

#[cfg(test)]
mod tests;

/// A row as the learner sees it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Which account, counted from nought.
    pub account: u32,
    /// Booking date.
    pub date: NaiveDate,
    /// Signed amount, minor units.
    pub minor: i64,
    /// Text of the bank, or the payee where there is one.
    pub text: &'a str,
}

impl Row<'_> {
    fn seen(&self, texts: &mut Texts) -> Seen {
        Seen::new(self.account, texts.of(self.text), self.date, self.minor)
    }
}

/// What speaks for a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// This account filed the same payee so.
    Payee,
    /// The same payee with the same amount, or one of its size.
    PayeeAndAmount,
    /// Payees whose name begins alike.
    SimilarPayee,
    /// Shops of the same trade.
    Trade,
    /// Rows of this amount or size.
    Amount,
    /// What this account is mostly used for.
    Account,
    /// Other accounts filed the payee so.
    OtherAccounts,
    /// Words and parts of words in the text.
    Words,
    /// The built-in list knows the name or the trade.
    KnownName,
}

/// What the learner would file a row under.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Place of the category in the names that the model was given.
    pub category: u16,
    /// How often such a suggestion is right, nought to one.
    pub confidence: f32,
    /// The grounds, the strongest first, three at most.
    pub because: Vec<Because>,
}
