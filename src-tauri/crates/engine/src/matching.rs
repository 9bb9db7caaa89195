//! Which rows belong together: the two sides of a transfer, and rows that may be the same payment told twice.
//!
//! Both work on candidates that the caller has narrowed down. Where two answers are equally good there is none: a wrong pair
//! hides spending, a wrong duplicate loses a payment.

mod duplicates;
mod transfers;

pub use domain::text::{fold, similarity, similarity_folded};
pub use duplicates::{Told, likeness};
pub use transfers::{Candidate, MAX_DAYS, Pair, transfers};

#[cfg(test)]
mod tests;
