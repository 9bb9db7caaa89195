//! What the person decided about repeating payments: a document each in the book, so that it is journaled and can be taken back.
//!
//! A found series has no number of its own. A decision keeps the rows it was made on, and holds for the series that has most of
//! them; where none of them are left, for the one of the same payee, direction and rhythm at a like amount.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use contract::types::{RecurringKind, RecurringVerdict, WeekendShift};
use engine::recurring::Period;
use serde::{Deserialize, Serialize};
use store::View;

/// Kind of the documents.
pub(crate) const DOCUMENTS: &str = "recurring";

/// Rows that a decision remembers, the newest.
const ROWS: usize = 36;

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Decision {
    pub(crate) verdict: RecurringVerdict,
    /// What it was made on.
    pub(crate) account: i64,
    pub(crate) payee: String,
    pub(crate) shown: String,
    pub(crate) minor: i64,
    /// The word of the rhythm; empty for what is planned.
    pub(crate) period: String,
    pub(crate) rows: Vec<i64>,
    /// What the person chose instead of what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<RecurringKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) every: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shift: Option<WeekendShift>,
    /// Days before that it is told as due; 0 is never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) remind: Option<u32>,
    #[serde(default)]
    pub(crate) leaving: bool,
}

impl Decision {
    /// The chosen rhythm.
    pub(crate) fn every(&self) -> Option<Period> {
        self.every.as_deref().and_then(Period::from_word)
    }

    /// The chosen next day.
    pub(crate) fn next(&self) -> Option<NaiveDate> {
        self.next.as_deref()?.parse().ok()
    }

    /// The chosen last day.
    pub(crate) fn until(&self) -> Option<NaiveDate> {
        self.until.as_deref()?.parse().ok()
    }

    /// Remembers the newest of the rows.
    pub(crate) fn remember(&mut self, rows: impl DoubleEndedIterator<Item = i64>) {
        self.rows = rows.rev().take(ROWS).collect();
        self.rows.reverse();
    }
}

/// What a decision is compared with.
pub(crate) struct Trait<'a> {
    pub(crate) account: i64,
    pub(crate) payee: &'a str,
    pub(crate) minor: i64,
    pub(crate) period: Period,
    pub(crate) rows: BTreeSet<i64>,
}

/// Every decision by its key. One that another version wrote and this one cannot read is left alone.
pub(crate) fn all(view: &View<'_>) -> store::Result<Vec<(String, Decision)>> {
    Ok(view
        .documents(DOCUMENTS)?
        .into_iter()
        .filter_map(|(key, body)| Some((key, serde_json::from_str(&body).ok()?)))
        .collect())
}

/// By series the place of the decision that holds for it; a decision holds for one series, and a series has one.
pub(crate) fn assign(series: &[Trait<'_>], decisions: &[(String, Decision)]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (place, (_, decision)) in decisions.iter().enumerate() {
        let shared = |one: &Trait<'_>| {
            decision
                .rows
                .iter()
                .filter(|row| one.rows.contains(row))
                .count()
        };
        let by_rows = series.iter().any(|one| shared(one) > 0);
        for (at, one) in series.iter().enumerate() {
            let worth = if by_rows {
                shared(one) * 2
            } else {
                usize::from(is_like(one, decision))
            };
            if worth > 0 {
                pairs.push((worth, at, place));
            }
        }
    }
    pairs.sort_by_key(|(worth, at, place)| (std::cmp::Reverse(*worth), *at, *place));
    let mut held = vec![None; series.len()];
    let mut taken = BTreeSet::new();
    for (_, at, place) in pairs {
        if held[at].is_none() && taken.insert(place) {
            held[at] = Some(place);
        }
    }
    held
}

fn is_like(one: &Trait<'_>, decision: &Decision) -> bool {
    let (a, b) = (one.minor, decision.minor);
    one.account == decision.account
        && !one.payee.is_empty()
        && one.payee == decision.payee
        && one.period.as_str() == decision.period
        && (a < 0) == (b < 0)
        && u128::from(a.abs_diff(b)) * 5 <= u128::from(b.unsigned_abs()) * 2
}

#[cfg(test)]
mod tests {
    use super::{Decision, Period, RecurringVerdict, Trait, assign};

    fn decision(rows: &[i64], payee: &str, minor: i64) -> (String, Decision) {
        let decision = Decision {
            verdict: RecurringVerdict::Confirmed,
            account: 1,
            payee: payee.to_owned(),
            shown: String::new(),
            minor,
            period: "monthly".to_owned(),
            rows: rows.to_vec(),
            name: None,
            kind: None,
            every: None,
            amount: None,
            next: None,
            until: None,
            shift: None,
            remind: None,
            leaving: false,
        };
        (format!("t{rows:?}"), decision)
    }

    fn series<'a>(rows: &[i64], payee: &'a str, minor: i64) -> Trait<'a> {
        Trait {
            account: 1,
            payee,
            minor,
            period: Period::Monthly,
            rows: rows.iter().copied().collect(),
        }
    }

    #[test]
    fn a_decision_follows_its_rows_through_a_new_name_and_price() {
        let decisions = [decision(&[1, 2, 3], "gym", -2_000)];
        let found = [
            series(&[7, 8, 9], "gym", -2_000),
            series(&[2, 3, 4], "sports club", -2_900),
        ];
        assert_eq!(assign(&found, &decisions), [None, Some(0)]);
    }

    #[test]
    fn without_its_rows_it_holds_for_what_is_like_it_and_for_nothing_else() {
        let decisions = [decision(&[1, 2, 3], "gym", -2_000)];
        assert_eq!(
            assign(&[series(&[7, 8], "gym", -2_400)], &decisions),
            [Some(0)]
        );
        assert_eq!(assign(&[series(&[7, 8], "gym", 2_000)], &decisions), [None]);
        assert_eq!(
            assign(&[series(&[7, 8], "gym", -9_000)], &decisions),
            [None]
        );
        assert_eq!(
            assign(&[series(&[7, 8], "pool", -2_000)], &decisions),
            [None]
        );
    }

    #[test]
    fn two_at_one_merchant_keep_their_own() {
        let decisions = [
            decision(&[1, 3], "store", -99),
            decision(&[2, 4], "store", -999),
        ];
        let found = [
            series(&[2, 4, 6], "store", -999),
            series(&[1, 3, 5], "store", -99),
        ];
        assert_eq!(assign(&found, &decisions), [Some(1), Some(0)]);
    }
}
