//! Pure computation over domain values: budgets, repeating payments, cash forecast, filing by itself, net worth, investments, matching.
//!
//! Invariants: functions from snapshots to values; the same input gives the same output, bit for bit; the current day is an
//! argument; amounts are integers of minor units of one currency within a call unless they carry their own; sums widen to 128
//! bits. Floating point stands in `forecast::stats` and its neighbours below `forecast`, where a value is an estimate of what
//! nobody knows yet and becomes minor units once, at the end; in `invest::returns`, where a rate is sought; and below
//! `categorise`, where likelihoods are weighed and no amount is made.
//!
//! Deliberately absent: input and output, the clock, serialisation, knowledge of where rows are kept.

pub mod alerts;
pub mod budget;
pub mod categorise;
pub mod debts;
pub mod eval;
pub mod forecast;
pub mod goals;
pub mod insight;
pub mod invest;
pub mod matching;
pub mod networth;
pub mod payee;
pub mod reconcile;
pub mod recurring;
pub mod report;
pub mod rules;

mod arith;
