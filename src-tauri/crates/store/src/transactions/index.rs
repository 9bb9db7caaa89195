//! What search goes through, held in memory: every live row newest first in a few numbers, every name folded once.
//!
//! A letter typed is then a walk over arrays, and the count and the sum over everything found come with it, exact. It holds
//! one state of the book, by its last batch, and catches up by the journal: rows of the batches since are read again, nothing
//! else. It is read on request only ([`crate::Store::prepare_search`]): a single question is answered sooner by SQL, as are
//! questions within a change, whose rows are in no batch yet.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::CategoryId;
use memchr::memmem::Finder;
use money::Currency;
use rusqlite::{Connection, Row, params};

use super::facts::Reported;
use super::filter::words;
use super::payees::Listed;
use super::{PageKey, TransactionFilter, status_number};
use crate::days::day_of;
use crate::door::Table;
use crate::mirrors::mirrors_settled;
use crate::parts::kept_between;
use crate::text::fold;
use crate::totals::{Counted, PENDING, VOID};
use crate::{Result, View};

/// A book with more rows is searched by SQL: memory stays bounded.
const MOST_ROWS: i64 = 3_000_000;
/// After more changes than these, all is read anew.
const MOST_CHANGES: usize = 20_000;
/// Numbers of names may have gaps, as long as a bit for each stays cheap.
const SPARSE: u32 = 1 << 22;
/// Ends a name; folded texts hold letters, digits and single blanks.
const END: char = '\n';
/// Stands between the bank's name and the person's own.
const OR: char = '\u{1f}';

const FIELDS: &str = "SELECT id, day, minor, account_id, payee_id, description_id, note_id, category_id, category_by,
    status, excluded OR mirror IS NOT NULL, transfer_id IS NOT NULL, ifnull(mirror, 0) > 0, off_reports FROM transactions WHERE deleted = 0";

/// The index of a store, when there is one.
#[derive(Default)]
pub(crate) struct Shared(Mutex<Slot>);

#[derive(Default)]
enum Slot {
    #[default]
    Empty,
    Ready(Arc<Index>),
    /// The book is not one that it can hold.
    Unfit,
}

#[derive(Clone)]
pub(super) struct Index {
    batch: i64,
    /// How often mirrors were settled.
    mirrors: i64,
    rows: Vec<Held>,
    payees: Names,
    texts: Names,
    /// Pieces of split rows, live or not.
    pieces: HashMap<i64, Vec<HeldPiece>>,
}

/// A piece of a split row; 0 is no category and no note.
#[derive(Clone, Copy)]
struct HeldPiece {
    minor: i64,
    category: u32,
    note: u32,
}

/// A live row; 0 is no text and no category.
#[derive(Clone, Copy)]
struct Held {
    id: i64,
    minor: i64,
    day: i32,
    account: u32,
    payee: u32,
    description: u32,
    note: u32,
    category: u32,
    category_by: u8,
    status: u8,
    excluded: bool,
    transfer: bool,
    off_reports: bool,
    /// A row of a ruling source tells it as well.
    told_twice: bool,
    /// It counts as its pieces.
    split: bool,
}

impl Held {
    /// None for numbers too large to be held.
    fn read(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let small = |place: usize| -> rusqlite::Result<Option<u32>> {
            let id: Option<i64> = row.get(place)?;
            Ok(u32::try_from(id.unwrap_or(0)).ok())
        };
        let (Some(account), Some(payee), Some(description), Some(note), Some(category)) =
            (small(3)?, small(4)?, small(5)?, small(6)?, small(7)?)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            id: row.get(0)?,
            day: row.get(1)?,
            minor: row.get(2)?,
            account,
            payee,
            description,
            note,
            category,
            category_by: row.get(8)?,
            status: row.get(9)?,
            excluded: row.get(10)?,
            transfer: row.get(11)?,
            told_twice: row.get(12)?,
            off_reports: row.get(13)?,
            split: false,
        }))
    }

    const fn key(&self) -> PageKey {
        PageKey {
            day: self.day,
            id: self.id,
        }
    }
}

/// Folded names one after the other, by their numbers.
#[derive(Clone, Default)]
struct Names {
    ids: Vec<u32>,
    ends: Vec<usize>,
    text: String,
}

impl Names {
    /// Adds the names behind the last one; false when they cannot be held.
    fn read(&mut self, db: &Connection, sql: &str) -> Result<bool> {
        let last = self.ids.last().copied().unwrap_or(0);
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([last])?;
        while let Some(row) = rows.next()? {
            let Ok(id) = u32::try_from(row.get::<_, i64>(0)?) else {
                return Ok(false);
            };
            self.text.push_str(row.get_ref(1)?.as_str().unwrap_or(""));
            if let Ok(Some(own)) = row.get_ref(2)?.as_str_or_null() {
                self.text.push(OR);
                self.text.push_str(&fold(own));
            }
            self.text.push(END);
            self.ids.push(id);
            self.ends.push(self.text.len());
        }
        let last = self.ids.last().copied().unwrap_or(0);
        Ok(last <= SPARSE || last as usize / 4 <= self.ids.len())
    }

    /// Those that a word occurs in.
    fn with(&self, word: &str) -> Bits {
        let mut found = Bits::up_to(self.ids.last().copied().unwrap_or(0));
        let finder = Finder::new(word);
        let bytes = self.text.as_bytes();
        let (mut from, mut name) = (0, 0);
        while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + at;
            while self.ends.get(name).is_some_and(|end| *end <= at) {
                name += 1;
            }
            let (Some(id), Some(end)) = (self.ids.get(name), self.ends.get(name)) else {
                break;
            };
            found.set(*id);
            from = *end;
        }
        found
    }
}

/// A set of small numbers. 0, which stands for none, is never in it.
struct Bits(Vec<u64>);

impl Bits {
    fn up_to(last: u32) -> Self {
        Self(vec![0; last as usize / 64 + 1])
    }

    fn set(&mut self, id: u32) {
        if let Some(word) = self.0.get_mut(id as usize / 64) {
            *word |= 1 << (id % 64);
        }
    }

    fn has(&self, id: u32) -> bool {
        self.0
            .get(id as usize / 64)
            .is_some_and(|word| word >> (id % 64) & 1 == 1)
    }
}

/// A filter made ready to be asked of many rows.
pub(super) struct Test {
    accounts: Option<BTreeSet<u32>>,
    categories: Option<BTreeSet<u32>>,
    category_by: Vec<u8>,
    uncategorised: bool,
    days: (i32, i32),
    minor: (i64, i64),
    min_abs: Option<i64>,
    max_abs: Option<i64>,
    status: Vec<u8>,
    transfer: Option<bool>,
    off_reports: Option<bool>,
    split: Option<bool>,
    payees: Option<std::collections::HashSet<u32>>,
    /// Rows that a ruling source tells as well.
    told_twice: bool,
    /// For each word the payees and the texts it occurs in.
    words: Vec<(Bits, Bits)>,
    only: Option<std::collections::HashSet<i64>>,
    without: Vec<Test>,
}

impl Test {
    fn passes(&self, row: &Held, pieces: &[HeldPiece]) -> bool {
        self.words.iter().all(|(payees, texts)| {
            payees.has(row.payee)
                || texts.has(row.description)
                || texts.has(row.note)
                || pieces.iter().any(|piece| texts.has(piece.note))
        }) && self.passes_but_words(row, pieces)
            && !self
                .without
                .iter()
                .any(|without| without.passes(row, pieces))
    }

    fn passes_but_words(&self, row: &Held, pieces: &[HeldPiece]) -> bool {
        (self.days.0..=self.days.1).contains(&row.day)
            && self.only.as_ref().is_none_or(|only| only.contains(&row.id))
            && (self.minor.0..=self.minor.1).contains(&row.minor)
            && self
                .min_abs
                .is_none_or(|least| row.minor >= least || row.minor <= least.saturating_neg())
            && self
                .max_abs
                .is_none_or(|most| (most.saturating_neg()..=most).contains(&row.minor))
            && self
                .accounts
                .as_ref()
                .is_none_or(|all| all.contains(&row.account))
            && if pieces.is_empty() {
                self.passes_category(row.category)
            } else {
                pieces
                    .iter()
                    .any(|piece| self.passes_category(piece.category))
            }
            && self.split.is_none_or(|wanted| row.split == wanted)
            && (self.category_by.is_empty() || self.category_by.contains(&row.category_by))
            && (self.status.is_empty() || self.status.contains(&row.status))
            && self.transfer.is_none_or(|wanted| row.transfer == wanted)
            && self
                .off_reports
                .is_none_or(|wanted| row.off_reports == wanted)
            && self
                .payees
                .as_ref()
                .is_none_or(|payees| payees.contains(&row.payee))
            && (self.told_twice || !row.told_twice)
    }

    /// What of a row is filed under the categories asked for: all of it unless it is split.
    fn share(&self, row: &Held, pieces: &[HeldPiece]) -> i64 {
        if pieces.is_empty() || (self.categories.is_none() && !self.uncategorised) {
            return row.minor;
        }
        pieces
            .iter()
            .filter(|piece| self.passes_category(piece.category))
            .fold(0_i64, |sum, piece| sum.saturating_add(piece.minor))
    }

    fn passes_category(&self, category: u32) -> bool {
        let none = category == 0;
        match &self.categories {
            Some(_) if none => self.uncategorised,
            Some(these) => these.contains(&category),
            None => none || !self.uncategorised,
        }
    }
}

impl Index {
    fn read(db: &Connection) -> Result<Option<Self>> {
        let batch = last_batch(db)?;
        let count: i64 = db
            .prepare_cached("SELECT ifnull(max(id), 0) FROM transactions")?
            .query_row([], |row| row.get(0))?;
        if count > MOST_ROWS {
            return Ok(None);
        }
        let mut index = Self {
            batch,
            mirrors: mirrors_settled(db)?,
            rows: Vec::new(),
            payees: Names::default(),
            texts: Names::default(),
            pieces: HashMap::new(),
        };
        if !index.read_names(db)? || !index.read_pieces(db, i64::MIN, i64::MAX)? {
            return Ok(None);
        }
        let mut statement = db.prepare_cached(FIELDS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Some(mut held) = Held::read(row)? else {
                return Ok(None);
            };
            held.split = index.is_split(held.id);
            index.rows.push(held);
        }
        index.sort();
        Ok(Some(index))
    }

    fn read_names(&mut self, db: &Connection) -> Result<bool> {
        Ok(self.payees.read(
            db,
            "SELECT id, folded, display FROM payees WHERE id > ?1 ORDER BY id",
        )? && self.texts.read(
            db,
            "SELECT id, folded, NULL FROM texts WHERE id > ?1 ORDER BY id",
        )?)
    }

    /// Adds the pieces of split rows of a range; false when they cannot be held.
    fn read_pieces(&mut self, db: &Connection, first: i64, last: i64) -> Result<bool> {
        for (id, pieces) in kept_between(db, first, last)? {
            let mut held = Vec::with_capacity(pieces.len());
            for (minor, category, note) in pieces {
                let (Ok(category), Ok(note)) = (
                    u32::try_from(category.unwrap_or(0)),
                    u32::try_from(note.unwrap_or(0)),
                ) else {
                    return Ok(false);
                };
                held.push(HeldPiece {
                    minor,
                    category,
                    note,
                });
            }
            self.pieces.insert(id, held);
        }
        Ok(true)
    }

    fn is_split(&self, id: i64) -> bool {
        !self.pieces.is_empty() && self.pieces.contains_key(&id)
    }

    fn pieces_of(&self, row: &Held) -> &[HeldPiece] {
        if row.split {
            self.pieces.get(&row.id).map_or(&[], Vec::as_slice)
        } else {
            &[]
        }
    }

    fn passes(&self, test: &Test, row: &Held) -> bool {
        test.passes(row, self.pieces_of(row))
    }

    fn sort(&mut self) {
        // Stable, because what is almost sorted is sorted almost at once.
        self.rows.sort_by_key(|row| std::cmp::Reverse(row.key()));
    }

    /// Reads again what the batches up to this one touched; none when that cannot be held.
    fn catch_up(mut self, db: &Connection, batch: i64) -> Result<Option<Self>> {
        if self.mirrors != mirrors_settled(db)? {
            return Self::read(db);
        }
        let touched = |table: Table| -> Result<BTreeSet<i64>> {
            let mut statement = db.prepare_cached(
                "SELECT row_id FROM changes WHERE batch_id > ?1 AND entity = ?2 LIMIT ?3",
            )?;
            let rows = statement.query_map(
                params![self.batch, table.number(), MOST_CHANGES as i64],
                |row| row.get(0),
            )?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        let single = touched(Table::Transactions)?;
        if single.len() >= MOST_CHANGES {
            return Self::read(db);
        }
        let renamed = !touched(Table::Payees)?.is_empty();
        let mut spans: Vec<(i64, i64)> = db
            .prepare_cached("SELECT first_id, last_id FROM ranges WHERE batch_id > ?1")?
            .query_map([self.batch], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        if spans.len() >= MOST_CHANGES {
            return Self::read(db);
        }
        let within = |spans: &[(i64, i64)], id: i64| {
            let before = spans.partition_point(|(first, _)| *first <= id);
            spans[..before].last().is_some_and(|(_, last)| id <= *last)
        };
        // Spans that overlap become one, so that no row is read twice.
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let joined = next.0 <= kept.1;
            if joined {
                kept.1 = kept.1.max(next.1);
            }
            joined
        });
        self.rows
            .retain(|row| !single.contains(&row.id) && !within(&spans, row.id));
        self.pieces
            .retain(|id, _| !single.contains(id) && !within(&spans, *id));
        spans.extend(
            single
                .iter()
                .filter(|id| !within(&spans, **id))
                .map(|id| (*id, *id))
                .collect::<Vec<_>>(),
        );
        let mut statement =
            db.prepare_cached(&format!("{FIELDS} AND id BETWEEN ?1 AND ?2 ORDER BY id"))?;
        for (first, last) in spans {
            if !self.read_pieces(db, first, last)? {
                return Ok(None);
            }
            let mut rows = statement.query([first, last])?;
            while let Some(row) = rows.next()? {
                let Some(mut held) = Held::read(row)? else {
                    return Ok(None);
                };
                held.split = self.is_split(held.id);
                self.rows.push(held);
            }
        }
        if renamed {
            self.payees = Names::default();
        }
        if !self.read_names(db)? {
            return Ok(None);
        }
        self.sort();
        self.batch = batch;
        Ok(Some(self))
    }

    /// The newest rows before `after` that pass, at most `limit`, newest first.
    pub(super) fn newest(&self, test: &Test, after: Option<PageKey>, limit: usize) -> Vec<PageKey> {
        let start = after.map_or(0, |after| {
            self.rows.partition_point(|row| row.key() >= after)
        });
        self.rows[start..]
            .iter()
            .filter(|row| self.passes(test, row))
            .map(Held::key)
            .take(limit)
            .collect()
    }

    /// Gives the rows that reports may count of a range of days, newest first.
    pub(super) fn each_reported(&self, from: i32, to: i32, visit: &mut dyn FnMut(Reported)) {
        let first = self.rows.partition_point(|row| row.day > to);
        for row in self.rows[first..].iter().take_while(|row| row.day >= from) {
            if row.excluded || row.off_reports || row.transfer || row.status == VOID {
                continue;
            }
            let whole = Reported {
                id: row.id,
                day: row.day,
                minor: row.minor,
                account: i64::from(row.account),
                payee: i64::from(row.payee),
                category: i64::from(row.category),
                pending: row.status == PENDING,
            };
            if !row.split {
                visit(whole);
                continue;
            }
            for piece in self.pieces_of(row) {
                visit(Reported {
                    minor: piece.minor,
                    category: i64::from(piece.category),
                    ..whole
                });
            }
        }
    }

    /// Gives every row that lists show once, newest first.
    pub(super) fn each_listed(&self, visit: &mut dyn FnMut(Listed)) {
        for row in self.rows.iter().filter(|row| !row.told_twice) {
            visit(Listed {
                payee: i64::from(row.payee),
                account: i64::from(row.account),
                day: row.day,
                minor: row.minor,
                counted: !row.excluded && row.status != VOID,
                transfer: row.transfer,
            });
        }
    }

    /// How many rows pass, and the sums of those that count, by account.
    pub(super) fn sums(&self, test: &Test) -> (u64, BTreeMap<i64, i128>) {
        let mut count = 0;
        let mut sums: BTreeMap<u32, i128> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| self.passes(test, row)) {
            count += 1;
            let counted = Counted {
                account: i64::from(row.account),
                day: row.day,
                minor: test.share(row, self.pieces_of(row)),
                category: None,
                status: row.status,
                deleted: 0,
                excluded: row.excluded,
                off_reports: false,
                parts: Vec::new(),
            };
            if counted.bucket().is_some() {
                *sums.entry(row.account).or_default() += i128::from(counted.minor);
            }
        }
        let sums = sums
            .into_iter()
            .map(|(account, sum)| (i64::from(account), sum))
            .collect();
        (count, sums)
    }
}

fn last_batch(db: &Connection) -> Result<i64> {
    Ok(db
        .prepare_cached("SELECT ifnull(max(id), 0) FROM batches")?
        .query_row([], |row| row.get(0))?)
}

impl Shared {
    /// Whether there is nothing left to prepare.
    pub(crate) fn is_prepared(&self) -> bool {
        // Whoever holds it is preparing it.
        self.0
            .try_lock()
            .map_or(true, |slot| !matches!(*slot, Slot::Empty))
    }
}

/// Reads the index, unless it is there.
pub(crate) fn prepare(view: &View<'_>) -> Result<()> {
    let Some(Shared(slot)) = view.index else {
        return Ok(());
    };
    let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
    if matches!(*slot, Slot::Empty) {
        *slot = Index::read(view.db)?.map_or(Slot::Unfit, |index| Slot::Ready(Arc::new(index)));
    }
    Ok(())
}

impl View<'_> {
    /// The index as of this view's state and the filter made ready for it; none when SQL has to answer.
    pub(super) fn held(&self, filter: &TransactionFilter) -> Result<Option<(Arc<Index>, Test)>> {
        if filter.with_deleted || !expressible(filter) {
            return Ok(None);
        }
        let Some(index) = self.current()? else {
            return Ok(None);
        };
        let test = self.test(filter, &index)?;
        Ok(Some((index, test)))
    }

    pub(super) fn current(&self) -> Result<Option<Arc<Index>>> {
        let Some(Shared(slot)) = self.index else {
            return Ok(None);
        };
        // Nobody waits for one that is being read.
        let Ok(mut slot) = slot.try_lock() else {
            return Ok(None);
        };
        let Slot::Ready(index) = &*slot else {
            return Ok(None);
        };
        let batch = last_batch(self.db)?;
        if index.batch == batch && index.mirrors == mirrors_settled(self.db)? {
            return Ok(Some(Arc::clone(index)));
        }
        // Another reader's state is newer than this one's.
        if index.batch > batch {
            return Ok(None);
        }
        let Slot::Ready(index) = std::mem::take(&mut *slot) else {
            return Ok(None);
        };
        let caught_up = Arc::unwrap_or_clone(index)
            .catch_up(self.db, batch)?
            .map(Arc::new);
        *slot = caught_up.clone().map_or(Slot::Unfit, Slot::Ready);
        Ok(caught_up)
    }

    fn test(&self, filter: &TransactionFilter, index: &Index) -> Result<Test> {
        let small = |id: i64| u32::try_from(id).unwrap_or(u32::MAX);
        let mut accounts: Option<BTreeSet<u32>> = (!filter.accounts.is_empty())
            .then(|| filter.accounts.iter().map(|id| small(id.0)).collect());
        if let Some(wanted) = filter.currency {
            let of_currency = self.accounts_in(wanted)?;
            accounts = Some(match accounts {
                Some(these) => &these & &of_currency,
                None => of_currency,
            });
        }
        let categories = if filter.categories.is_empty() {
            None
        } else {
            let all: Vec<CategoryId> = filter.categories.clone();
            Some(self.with_children(&all)?.into_iter().map(small).collect())
        };
        Ok(Test {
            accounts,
            categories,
            category_by: filter.category_by.iter().map(|by| by.number()).collect(),
            uncategorised: filter.uncategorised,
            days: (
                filter.from.map_or(i32::MIN, day_of),
                filter.to.map_or(i32::MAX, day_of),
            ),
            minor: (
                filter.min_minor.unwrap_or(i64::MIN),
                filter.max_minor.unwrap_or(i64::MAX),
            ),
            min_abs: filter.min_abs,
            max_abs: filter.max_abs,
            status: filter
                .status
                .iter()
                .map(|one| status_number(*one))
                .collect(),
            transfer: filter.transfer,
            off_reports: filter.off_reports,
            split: filter.split,
            payees: filter
                .payees
                .as_ref()
                .map(|payees| payees.iter().map(|id| small(id.0)).collect()),
            told_twice: !filter.accounts.is_empty(),
            words: words(filter)
                .iter()
                .map(|word| (index.payees.with(word), index.texts.with(word)))
                .collect(),
            only: filter
                .only
                .as_ref()
                .map(|only| only.iter().map(|id| id.0).collect()),
            without: filter
                .without
                .iter()
                .map(|without| {
                    let test = self.test(without, index)?;
                    Ok(Test {
                        told_twice: true,
                        ..test
                    })
                })
                .collect::<Result<_>>()?,
        })
    }

    fn accounts_in(&self, wanted: Currency) -> Result<BTreeSet<u32>> {
        Ok(self
            .currencies()?
            .into_iter()
            .filter(|(_, currency)| *currency == wanted)
            .filter_map(|(account, _)| u32::try_from(account).ok())
            .collect())
    }
}

/// Whether what is held decides the filter: tags and batches are not held.
fn expressible(filter: &TransactionFilter) -> bool {
    filter.tags.is_empty()
        && filter.batch.is_none()
        && filter.told_by.is_empty()
        && !filter.newest
        && filter.noted.is_none()
        && filter.without.iter().all(expressible)
}
