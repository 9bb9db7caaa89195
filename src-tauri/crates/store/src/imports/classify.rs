//! What each row of a statement is to the book.
//!
//! Passes of falling certainty: the bank's own id; then same account, day, amount and payee; then, only against rows that
//! came from elsewhere, same amount within three days and a payee alike. Only rows that were there before the statement
//! count, and each is taken once, so that two equal rows of a file stay two. A row that only the last pass could place
//! waits for the end of the file, so that it cannot take what a later row fits better; so does one of an unknown id that the
//! book has under another, until it is known what the file's ids are worth. What no pass can place is new, unless a sync
//! delivers the days around it: what is there is the sync's, and a file adds older and newer rows.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use chrono::NaiveDate;
use domain::feed::FeedTransaction;
use domain::ids::{AccountId, TransactionId};
use money::Currency;
use rusqlite::{OptionalExtension, params};

use super::renewed::Renewal;
use super::{Decision, DuplicateReason, ImportPlan, RowVerdict, Settling, Statement};
use crate::accounts::{BY_FILE, BY_NOBODY, BY_UPSTREAM};
use crate::days::{date_of, day_of};
use crate::text::{fold, likeness};
use crate::{Error, Result, View};

/// Days between the dates that two sources give one payment.
const NEAR_DAYS: i32 = 3;
/// Payees less alike than this are not the same payment.
const ALIKE: u8 = 50;

/// A statement being classified.
pub(super) struct Classifier<'s> {
    statement: &'s Statement,
    currency: Currency,
    /// Rows with greater numbers were added by this statement.
    last_before: i64,
    /// First and last day of the account before the statement.
    span: Option<(i32, i32)>,
    /// First and last day that a sync has delivered.
    synced: Option<(i32, i32)>,
    /// Rows that were there and are taken by a row of the file.
    claimed: HashSet<i64>,
    /// Ids that the file has shown, by their hashes, with the amounts they stood for.
    shown: HashMap<u64, i64>,
    hasher: RandomState,
    renewal: Renewal,
}

/// A row's place, as far as it is known.
pub(super) enum Place {
    /// Decided. The id is the one to store.
    Known {
        verdict: RowVerdict,
        external_id: Option<String>,
    },
    /// There are rows it may be, if no other row of the file fits them better.
    Waits(Waits),
}

/// What is kept of a row that waits.
pub(super) struct Waits {
    /// The id to store.
    pub external_id: Option<String>,
    /// The row of another id that it equals.
    twin: Option<i64>,
    /// It is that row if the file's ids are renewed.
    resembles: bool,
}

struct Candidate {
    id: i64,
    day: i32,
    external_id: Option<String>,
    folded: String,
    /// The person gave it another payee.
    renamed: bool,
}

impl View<'_> {
    /// What every row of a statement is to the book. Reads only; the rows are streamed.
    pub fn plan_import<I>(&self, statement: &Statement, rows: I) -> Result<ImportPlan>
    where
        I: IntoIterator<Item = FeedTransaction>,
    {
        let mut classifier = Classifier::new(self, statement)?;
        let mut plan = ImportPlan::default();
        let mut waiting: Vec<(usize, FeedTransaction, Waits)> = Vec::new();
        for (place, row) in rows.into_iter().enumerate() {
            let verdict = match classifier.place(self, place as u32, &row)? {
                Place::Known { verdict, .. } => verdict,
                Place::Waits(waits) => {
                    waiting.push((place, row, waits));
                    RowVerdict::New
                }
            };
            plan.verdicts.push(verdict);
        }
        let renewed =
            classifier.renewed(self, waiting.iter().map(|(_, row, waits)| (row, waits)))?;
        for (at, (place, row, waits)) in waiting.into_iter().enumerate() {
            plan.verdicts[place] =
                classifier.settle(self, &row, &waits, renewed.get(&at).copied())?;
        }
        for verdict in &plan.verdicts {
            plan.counts.count(*verdict);
        }
        Ok(plan)
    }
}

impl<'s> Classifier<'s> {
    pub(super) fn new(view: &View<'_>, statement: &'s Statement) -> Result<Self> {
        let currency = view.currency_of(statement.account)?;
        let last_before = view
            .db
            .prepare_cached("SELECT ifnull(max(id), 0) FROM transactions")?
            .query_row([], |row| row.get(0))?;
        let (first, last): (Option<i32>, Option<i32>) = view
            .db
            .prepare_cached(
                "SELECT (SELECT min(day) FROM transactions WHERE account_id = ?1),
                 (SELECT max(day) FROM transactions WHERE account_id = ?1)",
            )?
            .query_row([statement.account.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self {
            statement,
            currency,
            last_before,
            span: first.zip(last),
            synced: view.synced_days(statement.account)?,
            claimed: HashSet::new(),
            shown: HashMap::new(),
            hasher: RandomState::new(),
            renewal: Renewal::default(),
        })
    }

    /// Places a row by the person's word, its id or its content.
    pub(super) fn place(
        &mut self,
        view: &View<'_>,
        place: u32,
        row: &FeedTransaction,
    ) -> Result<Place> {
        let known = |verdict| {
            Ok(Place::Known {
                verdict,
                external_id: None,
            })
        };
        if row.amount.currency != self.currency {
            return known(RowVerdict::Rejected);
        }
        let decision = self.statement.decisions.get(&place).copied();
        if decision == Some(Decision::Skip) {
            return known(RowVerdict::Skipped);
        }
        let given = row
            .source_id
            .as_deref()
            .map(str::trim)
            .filter(|id| !id.is_empty());
        let mut external_id = None;
        if let Some(id) = given {
            let (found, free) = self.by_id(view, id, row)?;
            let lasts = found.is_some_and(|id| id > 0 && id <= self.last_before);
            self.renewal.met(row, lasts);
            if let Some(found) = found {
                self.claimed.insert(found);
                return known(RowVerdict::Duplicate {
                    of: TransactionId(found),
                    reason: DuplicateReason::ProviderId,
                });
            }
            external_id = Some(free);
        }
        match decision {
            Some(Decision::Add) => {
                return Ok(Place::Known {
                    verdict: RowVerdict::New,
                    external_id,
                });
            }
            Some(Decision::Into(id)) => {
                let own: bool = view
                    .db
                    .prepare_cached(
                        "SELECT EXISTS (SELECT 1 FROM transactions WHERE id = ?1 AND account_id = ?2 AND deleted = 0)",
                    )?
                    .query_row(params![id.0, self.statement.account.0], |row| row.get(0))?;
                if !own {
                    return Err(Error::Refused {
                        rule: "link_elsewhere",
                    });
                }
                if !self.claimed.insert(id.0) {
                    return Err(Error::Refused { rule: "link_twice" });
                }
                return Ok(Place::Known {
                    verdict: RowVerdict::Matched { of: id, score: 100 },
                    external_id,
                });
            }
            Some(Decision::Skip) | None => {}
        }
        let day = day_of(row.date);
        let apart = self
            .span
            .is_none_or(|(first, last)| day < first - NEAR_DAYS || day > last + NEAR_DAYS);
        if apart {
            return Ok(Place::Known {
                verdict: RowVerdict::New,
                external_id,
            });
        }
        self.by_content(view, row, day, external_id)
    }

    /// The row of the same id, or the id to store this one under. Some banks use an id again for another payment; then the
    /// day and the amount become part of it.
    fn by_id(
        &mut self,
        view: &View<'_>,
        id: &str,
        row: &FeedTransaction,
    ) -> Result<(Option<i64>, String)> {
        let account = self.statement.account.0;
        let mut candidate = id.to_owned();
        for _ in 0..2 {
            let shown = match self.shown.entry(self.hasher.hash_one(&candidate)) {
                Entry::Occupied(shown) => Some(*shown.get()),
                Entry::Vacant(place) => {
                    place.insert(row.amount.minor);
                    None
                }
            };
            let stored: Option<(i64, i64)> = if shown.is_some() || self.span.is_some() {
                view.db
                    .prepare_cached(
                        "SELECT id, minor FROM transactions WHERE account_id = ?1 AND external_id = ?2 AND deleted <> 7",
                    )?
                    .query_row(params![account, candidate], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })
                    .optional()?
            } else {
                None
            };
            // In a plan nothing of the file is stored yet, so what the file has shown has to be enough.
            let stored = stored.or(shown.map(|minor| (0, minor)));
            match stored {
                Some((found, minor)) if minor == row.amount.minor => {
                    return Ok((Some(found), candidate));
                }
                None => return Ok((None, candidate)),
                Some(_) => {
                    candidate = format!("{id}|{}|{}", row.date, row.amount.minor);
                }
            }
        }
        Ok((None, candidate))
    }

    fn by_content(
        &mut self,
        view: &View<'_>,
        row: &FeedTransaction,
        day: i32,
        external_id: Option<String>,
    ) -> Result<Place> {
        let folded = fold(&row.payee);
        let near = self.candidates(view, day, row.amount.minor)?;
        let mut twin = None;
        let resembles = external_id.is_some()
            && self.renewal.is_open()
            && near.iter().any(|candidate| {
                let alike = candidate.folded == folded || candidate.renamed;
                candidate.day == day && candidate.external_id.is_some() && alike
            });
        for candidate in &near {
            if candidate.day != day || candidate.folded != folded {
                continue;
            }
            match (&external_id, &candidate.external_id) {
                // Two ids of the bank's are two payments.
                (Some(_), Some(_)) => {
                    twin.get_or_insert(candidate.id);
                }
                (_, _) if self.claimed.contains(&candidate.id) => {}
                (Some(_), None) => {
                    self.claimed.insert(candidate.id);
                    return Ok(Place::Known {
                        verdict: RowVerdict::Matched {
                            of: TransactionId(candidate.id),
                            score: 100,
                        },
                        external_id,
                    });
                }
                (None, _) => {
                    self.claimed.insert(candidate.id);
                    return Ok(Place::Known {
                        verdict: RowVerdict::Duplicate {
                            of: TransactionId(candidate.id),
                            reason: DuplicateReason::SameContent,
                        },
                        external_id,
                    });
                }
            }
        }
        let likely = self
            .best(view, &near, day, &folded, external_id.is_some())?
            .is_some();
        if external_id.is_some() && !resembles {
            self.renewal.stranger(day);
        }
        if likely || resembles {
            return Ok(Place::Waits(Waits {
                external_id,
                twin,
                resembles,
            }));
        }
        Ok(Place::Known {
            verdict: self.missing(day, twin),
            external_id,
        })
    }

    /// A row that the book has not: new, a twin, or of days that a sync delivers whole. The days where its history begins
    /// and ends may be partial.
    fn missing(&self, day: i32, twin: Option<i64>) -> RowVerdict {
        match self.synced {
            Some((first, last)) if first < day && day < last => RowVerdict::Covered,
            _ => new_or_twin(twin),
        }
    }

    /// Which of the waiting rows are rows of the book under a renewed id, by their places.
    pub(super) fn renewed<'r>(
        &self,
        view: &View<'_>,
        waiting: impl Iterator<Item = (&'r FeedTransaction, &'r Waits)>,
    ) -> Result<HashMap<usize, i64>> {
        let rows: Vec<(usize, &FeedTransaction)> = waiting
            .enumerate()
            .filter(|(_, (_, waits))| waits.resembles)
            .map(|(place, (row, _))| (place, row))
            .collect();
        self.renewal
            .judge(view, self.statement.account, self.last_before, &rows)
    }

    /// Places a row that waited, now that every other row of the file has what fits it. `renewed` is the row that it is
    /// under another id.
    pub(super) fn settle(
        &mut self,
        view: &View<'_>,
        row: &FeedTransaction,
        waits: &Waits,
        renewed: Option<i64>,
    ) -> Result<RowVerdict> {
        if let Some(id) = renewed {
            self.claimed.insert(id);
            return Ok(RowVerdict::Duplicate {
                of: TransactionId(id),
                reason: DuplicateReason::SameContent,
            });
        }
        let day = day_of(row.date);
        let folded = fold(&row.payee);
        let near = self.candidates(view, day, row.amount.minor)?;
        let has_id = waits.external_id.is_some();
        Ok(match self.best(view, &near, day, &folded, has_id)? {
            Some((id, score)) => {
                self.claimed.insert(id);
                RowVerdict::Matched {
                    of: TransactionId(id),
                    score,
                }
            }
            None => self.missing(day, waits.twin),
        })
    }

    /// Rows that were there before, of the same amount and about the same day.
    fn candidates(&self, view: &View<'_>, day: i32, minor: i64) -> Result<Vec<Candidate>> {
        // Seven exact probes of the index: a range of days would walk every row of them.
        let mut statement = view.db.prepare_cached(
            "SELECT t.id, t.day, t.external_id, p.folded, t.held & 2 FROM transactions t INDEXED BY transactions_by_account
             JOIN payees p ON p.id = t.payee_id
             WHERE t.account_id = ?1 AND t.minor = ?2 AND t.day IN (?3, ?3 - 1, ?3 + 1, ?3 - 2, ?3 + 2, ?3 - 3, ?3 + 3)
             AND t.deleted <> 7 AND t.id <= ?4",
        )?;
        let rows = statement.query_map(
            params![self.statement.account.0, minor, day, self.last_before],
            |row| {
                Ok(Candidate {
                    id: row.get(0)?,
                    day: row.get(1)?,
                    external_id: row.get(2)?,
                    folded: row.get(3)?,
                    renamed: row.get(4)?,
                })
            },
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The likeliest row from elsewhere that is still free.
    fn best(
        &self,
        view: &View<'_>,
        near: &[Candidate],
        day: i32,
        folded: &str,
        has_id: bool,
    ) -> Result<Option<(i64, u8)>> {
        let mut best: Option<(u8, i32, i64)> = None;
        for candidate in near {
            if self.claimed.contains(&candidate.id) || (has_id && candidate.external_id.is_some()) {
                continue;
            }
            let alike = likeness(folded, &candidate.folded);
            if alike < ALIKE {
                continue;
            }
            let distance = (candidate.day - day).abs();
            let from_file = is_from_file(view, candidate.id)?;
            // Another form of the same statement keeps its dates; a bank's feed and the person's own entry may not.
            let other_form = has_id != candidate.external_id.is_some();
            if from_file && (distance > 0 || !other_form) {
                continue;
            }
            let score = alike.saturating_sub(u8::try_from(distance * 10).unwrap_or(100));
            let better = best.is_none_or(|(than, apart, _)| (score, -distance) > (than, -apart));
            if better {
                best = Some((score, distance, candidate.id));
            }
        }
        Ok(best.map(|(score, _, id)| (id, score)))
    }
}

impl View<'_> {
    /// First and last day of what syncs have delivered of an account and still stands; none for one that no sync fills.
    pub(super) fn synced_days(&self, account: AccountId) -> Result<Option<(i32, i32)>> {
        let linked: bool = self
            .db
            .prepare_cached("SELECT connection_id IS NOT NULL FROM accounts WHERE id = ?1")?
            .query_row([account.0], |row| row.get(0))
            .optional()?
            .unwrap_or(false);
        if !linked {
            return Ok(None);
        }
        let end = |order: &str| -> Result<Option<i32>> {
            Ok(self
                .db
                .prepare_cached(&format!(
                    "SELECT t.day FROM transactions t INDEXED BY transactions_by_account
                     WHERE t.account_id = ?1 AND t.deleted = 0
                     AND EXISTS (SELECT 1 FROM sources s WHERE s.entity = 2 AND s.local_id = t.id AND s.gone = 0)
                     ORDER BY t.day {order} LIMIT 1"
                ))?
                .query_row([account.0], |row| row.get(0))
                .optional()?)
        };
        Ok(end("ASC")?.zip(end("DESC")?))
    }

    /// The days of an account that a sync delivers, first and last; none for one that no sync fills.
    pub fn synced_span(&self, account: AccountId) -> Result<Option<(NaiveDate, NaiveDate)>> {
        self.synced_days(account)?
            .map(|(first, last)| Ok((date_of(first)?, date_of(last)?)))
            .transpose()
    }

    /// What decides the balance of an account once a statement is taken in whose first row is of `first_day`.
    pub fn settling(
        &self,
        statement: &Statement,
        first_day: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<Settling> {
        let account = statement.account.0;
        let by: i64 = self
            .db
            .prepare_cached("SELECT opening_by FROM accounts WHERE id = ?1")?
            .query_row([account], |row| row.get(0))?;
        let newest = |from_upstream: bool| -> Result<Option<i32>> {
            Ok(self
                .db
                .prepare_cached(
                    "SELECT max(day) FROM anchors WHERE account_id = ?1 AND from_upstream = ?2",
                )?
                .query_row(params![account, from_upstream], |row| row.get(0))?)
        };
        let (fixed, stated) = match by {
            BY_UPSTREAM => (newest(true)?, None),
            BY_NOBODY | BY_FILE => {
                let opening = statement
                    .opening
                    .zip(first_day)
                    .map(|(amount, day)| (day_of(day) - 1, amount));
                let closing = statement
                    .closing
                    .map(|closing| (day_of(closing.date.unwrap_or(today)), closing.amount));
                let own = opening
                    .into_iter()
                    .chain(closing)
                    .max_by_key(|(day, _)| *day);
                match (newest(false)?, own) {
                    (known, Some((day, amount))) if known.is_none_or(|known| known <= day) => {
                        (Some(day), Some(amount))
                    }
                    (known, _) => (known, None),
                }
            }
            _ => (None, None),
        };
        Ok(Settling {
            fixed: fixed.map(date_of).transpose()?,
            stated,
        })
    }
}

fn new_or_twin(twin: Option<i64>) -> RowVerdict {
    twin.map_or(RowVerdict::New, |of| RowVerdict::Twin {
        of: TransactionId(of),
    })
}

fn is_from_file(view: &View<'_>, id: i64) -> Result<bool> {
    let synced: bool = view
        .db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM sources WHERE entity = 2 AND local_id = ?1)")?
        .query_row([id], |row| row.get(0))?;
    let imported: bool = view
        .db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM ranges r JOIN batches b ON b.id = r.batch_id
             WHERE r.act = 0 AND r.first_id <= ?1 AND r.last_id >= ?1 AND b.kind = 'import')",
        )?
        .query_row([id], |row| row.get(0))?;
    Ok(imported && !synced)
}
