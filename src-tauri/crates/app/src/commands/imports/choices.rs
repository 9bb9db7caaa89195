//! What the person decides about rows: for many at once, then for single ones.

use std::collections::BTreeMap;

use contract::types::{PreviewChoice, PreviewMany, RowChoice, RowShow};
use domain::feed::FeedTransaction;
use domain::ids::TransactionId;
use store::{Decision, RowVerdict};

use super::PreparedFile;
use crate::{Failure, dto};

/// What becomes of a row that nobody decides about.
pub(super) const fn proposed(verdict: RowVerdict) -> RowChoice {
    match verdict {
        RowVerdict::New | RowVerdict::Twin { .. } => RowChoice::Add,
        RowVerdict::Matched { .. } => RowChoice::Link,
        RowVerdict::Duplicate { .. }
        | RowVerdict::Skipped
        | RowVerdict::Covered
        | RowVerdict::Rejected => RowChoice::Skip,
    }
}

/// What can become of a row when something is asked for: one that cannot be taken stays out, one that is like no other
/// cannot be linked.
pub(super) const fn possible(verdict: RowVerdict, asked: RowChoice) -> RowChoice {
    match (verdict, asked) {
        (RowVerdict::New | RowVerdict::Covered, RowChoice::Link) => proposed(verdict),
        // The bank's own id says that it is there.
        (RowVerdict::Rejected, _)
        | (
            RowVerdict::Duplicate {
                reason: store::DuplicateReason::ProviderId,
                ..
            },
            RowChoice::Add,
        )
        | (RowVerdict::Duplicate { .. }, RowChoice::Link) => RowChoice::Skip,
        _ => asked,
    }
}

/// Whether a row can be said to be any row of the account: not one that cannot be taken, nor one whose bank's own id the
/// book has.
const fn linkable(verdict: RowVerdict) -> bool {
    !matches!(
        verdict,
        RowVerdict::Rejected
            | RowVerdict::Duplicate {
                reason: store::DuplicateReason::ProviderId,
                ..
            }
    )
}

pub(super) fn is_shown(verdict: RowVerdict, show: RowShow) -> bool {
    match show {
        RowShow::All => true,
        RowShow::New => matches!(verdict, RowVerdict::New | RowVerdict::Twin { .. }),
        RowShow::Here => matches!(
            verdict,
            RowVerdict::Duplicate { .. } | RowVerdict::Matched { .. }
        ),
        RowShow::Asking => matches!(
            verdict,
            RowVerdict::Matched { .. } | RowVerdict::Twin { .. } | RowVerdict::Covered
        ),
    }
}

/// Words to look for in rows.
pub(super) struct Wanted {
    words: Vec<String>,
}

impl Wanted {
    pub(super) fn of(text: &str) -> Self {
        Self {
            words: text
                .to_lowercase()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
        }
    }

    pub(super) const fn is_all(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn has(&self, row: &FeedTransaction) -> bool {
        if self.is_all() {
            return true;
        }
        let amount = row.amount.decimal_text();
        let told =
            format!("{}\n{}\n{amount}\n{}", row.payee, row.description, row.note).to_lowercase();
        self.words.iter().all(|word| told.contains(word.as_str()))
    }
}

/// What was decided about the rows of one statement, in one place.
#[derive(Default)]
pub(super) struct Decided {
    choices: BTreeMap<u32, RowChoice>,
    /// Rows that the person said are these of the book.
    into: BTreeMap<u32, TransactionId>,
}

impl Decided {
    pub(super) fn of(
        file: &PreparedFile,
        place: usize,
        many: &[PreviewMany],
        choices: &[PreviewChoice],
    ) -> Result<Self, Failure> {
        let mut decided = Self::default();
        let Some(weighed) = file.weighed.get(place) else {
            decided.single(file, place, choices)?;
            return Ok(decided);
        };
        for one in many {
            if one.token != file.token || one.statement as usize != place {
                continue;
            }
            let wanted = Wanted::of(&one.text);
            let shown = |row: usize| {
                let verdict = weighed.verdicts.get(row).copied();
                verdict.filter(|verdict| is_shown(*verdict, one.show))
            };
            if wanted.is_all() {
                for row in 0..weighed.verdicts.len() {
                    if shown(row).is_some() {
                        decided.choices.insert(row as u32, one.choice);
                    }
                }
                continue;
            }
            let currency = file.targets[place].currency;
            file.reading.with_rows(place, currency, |rows| {
                for (row, found) in rows.enumerate() {
                    if shown(row).is_some() && wanted.has(&found) {
                        decided.choices.insert(row as u32, one.choice);
                    }
                }
            });
        }
        decided.single(file, place, choices)?;
        Ok(decided)
    }

    fn single(
        &mut self,
        file: &PreparedFile,
        place: usize,
        choices: &[PreviewChoice],
    ) -> Result<(), Failure> {
        for one in choices {
            if one.token != file.token || one.statement as usize != place {
                continue;
            }
            self.choices.insert(one.row, one.choice);
            if let (RowChoice::Link, Some(id)) = (one.choice, &one.into) {
                let id = dto::id("into", id)?;
                if self.into.values().any(|taken| *taken == id) {
                    return Err(Failure::invalid("into", "twice"));
                }
                self.into.insert(one.row, id);
            }
        }
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// The row of the book that the person said a row is.
    pub(super) fn linked_to(&self, row: usize, verdict: RowVerdict) -> Option<TransactionId> {
        self.into
            .get(&(row as u32))
            .copied()
            .filter(|_| linkable(verdict))
    }

    /// What becomes of a row.
    pub(super) fn choice(&self, row: usize, verdict: RowVerdict) -> RowChoice {
        if self.linked_to(row, verdict).is_some() {
            return RowChoice::Link;
        }
        self.choices
            .get(&(row as u32))
            .map_or_else(|| proposed(verdict), |asked| possible(verdict, *asked))
    }

    /// The decisions for the book; those that change nothing are left out.
    pub(super) fn decisions(&self, file: &PreparedFile, place: usize) -> BTreeMap<u32, Decision> {
        let verdicts = file.weighed.get(place).map(|weighed| &weighed.verdicts);
        let mut decisions = BTreeMap::new();
        for (row, asked) in &self.choices {
            let verdict = verdicts.and_then(|all| all.get(*row as usize)).copied();
            if let Some(id) = self.into.get(row)
                && verdict.is_none_or(linkable)
            {
                decisions.insert(*row, Decision::Into(*id));
                continue;
            }
            let choice = verdict.map_or(*asked, |verdict| possible(verdict, *asked));
            if verdict.is_some_and(|verdict| proposed(verdict) == choice) {
                continue;
            }
            let decision = match (choice, verdict) {
                (RowChoice::Add, _) => Decision::Add,
                (RowChoice::Link, Some(RowVerdict::Twin { of })) => Decision::Into(of),
                (RowChoice::Skip | RowChoice::Link, _) => Decision::Skip,
            };
            decisions.insert(*row, decision);
        }
        decisions
    }
}
