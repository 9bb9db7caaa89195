//! One account told by two sources: one rules, the other one is shown beside it.
//!
//! The account that does not rule keeps its rows. A row of it that a row of the ruling account tells as well, and one on a day
//! that the ruling account covers, is not counted; where the ruling account knows nothing (before its first row, after its
//! last), the other one's rows count. That follows from the rows of both and is found anew whenever they change, so the
//! journal holds only who rules.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::account::AccountKind;
use domain::ids::{AccountId, ConnectionId, TransactionId};
use domain::twins::{self, Told};
use rusqlite::{Connection, OptionalExtension, params};

use crate::door::{Field, Table, int, opt_int, opt_text, text};
use crate::text::{fold, likeness};
use crate::totals::{Counted, PENDING};
use crate::transactions::{CategoryBy, held};
use crate::transfers::Leg;
use crate::{Error, Result, View, Writing};

/// Institutions less alike than this are two.
const ALIKE: u8 = 50;
/// Digits at the end of a number that stand for all of it.
const TAIL: usize = 4;
/// Words less alike than this make a changed row.
const SAME_WORDS: u8 = 50;
/// Kind of the documents that say that two accounts are not the same.
const APART: &str = "accounts_apart";

/// By what two accounts look like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameBy {
    /// The same IBAN.
    Iban,
    /// The same number and currency, at an institution that is the same or not told.
    Number,
}

/// Two accounts of different sources that look like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameAccount {
    /// The one that was there first.
    pub older: AccountId,
    /// The other one.
    pub newer: AccountId,
    /// Why.
    pub by: SameBy,
}

/// How the rows of two accounts compare.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MirrorPlan {
    /// Rows that both tell: the ruling one and the other one.
    pub matched: Vec<(TransactionId, TransactionId)>,
    /// Of those, pairs that differ in day, status or words.
    pub changed: Vec<(TransactionId, TransactionId)>,
    /// Rows that only the ruling account has.
    pub only_ruling: Vec<TransactionId>,
    /// Rows that only the other one has, on days that the ruling one covers: they would not be counted.
    pub uncovered: Vec<TransactionId>,
    /// Rows that only the other one has, before or after all that the ruling one has: they go on counting.
    pub kept: Vec<TransactionId>,
}

/// A row that is not counted because another account rules.
pub(crate) struct OwnRow {
    pub day: i32,
    pub minor: i64,
    pub pending: bool,
}

/// A row of one of the two accounts.
struct Row {
    id: i64,
    day: i32,
    value_day: Option<i32>,
    minor: i64,
    payee: i64,
    category: Option<i64>,
    status: u8,
    off_reports: bool,
    mirror: Option<i64>,
}

/// The payees of rows, folded, by their numbers.
type Names = HashMap<i64, String>;

/// How often mirrors were settled: whoever holds rows in memory reads them anew when it differs.
pub(crate) fn mirrors_settled(db: &Connection) -> Result<i64> {
    let value: Option<String> = db
        .prepare_cached("SELECT value FROM meta WHERE key = 'mirrors'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(value.and_then(|value| value.parse().ok()).unwrap_or(0))
}

/// Letters and digits only, capitals.
pub(crate) fn bare(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The digits at the end of a number, of which some may be hidden.
fn tail(number: &str) -> Option<&str> {
    let start = number.len().checked_sub(TAIL)?;
    number
        .get(start..)
        .filter(|tail| tail.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether two sources may mean one account by these kinds: one that knows few kinds calls a mortgage a loan, and what it has
/// no word for `other`.
fn may_be_one(a: &str, b: &str) -> bool {
    use AccountKind as K;
    let family = |word: &str| match AccountKind::from_word(word).unwrap_or(K::Other) {
        K::Loan | K::Mortgage => Some(K::Loan),
        K::Investment | K::Retirement | K::Insurance => Some(K::Investment),
        K::Other => None,
        kind @ (K::Checking | K::Savings | K::Cash | K::CreditCard) => Some(kind),
    };
    family(a)
        .zip(family(b))
        .is_none_or(|(own, theirs)| own == theirs)
}

/// What an account says of itself.
pub(crate) struct Stated {
    pub id: i64,
    pub connection: Option<i64>,
    pub iban: Option<String>,
    pub number: Option<String>,
    pub institution: Option<String>,
    pub currency: String,
    pub kind: String,
}

impl Stated {
    pub(crate) fn same_as(&self, other: &Self) -> Option<SameBy> {
        let apart = self.connection == other.connection || self.currency != other.currency;
        if apart {
            return None;
        }
        let equal = |a: &Option<String>, b: &Option<String>| {
            a.as_ref().zip(b.as_ref()).map(|(a, b)| a == b)
        };
        match equal(&self.iban, &other.iban) {
            Some(true) => return Some(SameBy::Iban),
            Some(false) => return None,
            None => {}
        }
        // A source may write the IBAN where another one writes a number.
        if equal(&self.iban, &other.number) == Some(true)
            || equal(&self.number, &other.iban) == Some(true)
        {
            return Some(SameBy::Iban);
        }
        let institutions = self
            .institution
            .as_deref()
            .zip(other.institution.as_deref())
            .map(|(a, b)| likeness(&fold(a), &fold(b)) >= ALIKE);
        if institutions == Some(false) || !may_be_one(&self.kind, &other.kind) {
            return None;
        }
        let long = |account: &Self| account.number.clone().or_else(|| account.iban.clone());
        let (own, theirs) = (long(self)?, long(other)?);
        let whole = own == theirs && own.len() > TAIL;
        let tails = tail(&own).is_some() && tail(&own) == tail(&theirs);
        // The end of a number says enough only where the institution says the same.
        (whole || (tails && institutions == Some(true))).then_some(SameBy::Number)
    }
}

impl View<'_> {
    /// Rows of an account that are not counted because another one rules, up to a day.
    pub(crate) fn mirrored_rows(&self, account: i64, until: i32) -> Result<Vec<OwnRow>> {
        let mut statement = self.db.prepare_cached(
            "SELECT day, minor, status = 0 FROM transactions INDEXED BY transactions_uncounted
             WHERE account_id = ?1 AND (excluded = 1 OR status = 3 OR mirror IS NOT NULL)
             AND mirror IS NOT NULL AND excluded = 0 AND status <> 3 AND deleted = 0 AND day <= ?2",
        )?;
        let rows = statement.query_map([account, i64::from(until)], |row| {
            Ok(OwnRow {
                day: row.get(0)?,
                minor: row.get(1)?,
                pending: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(crate) fn is_mirrored(&self, row: i64) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached("SELECT mirror IS NOT NULL FROM transactions WHERE id = ?1")?
            .query_row([row], |row| row.get(0))
            .optional()?
            .unwrap_or(false))
    }

    /// Accounts that another one rules over.
    pub fn mirrors_of_account(&self, ruling: AccountId) -> Result<Vec<AccountId>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM accounts WHERE mirror_of = ?1 AND removed = 0 ORDER BY position, id",
        )?;
        let rows = statement.query_map([ruling.0], |row| row.get(0).map(AccountId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The rows of other sources that tell the same payment as this one of a ruling source.
    pub fn told_also_by(&self, row: TransactionId) -> Result<Vec<TransactionId>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM transactions WHERE mirror = ?1 AND mirror > 0 AND deleted = 0 ORDER BY id",
        )?;
        let rows = statement.query_map([row.0], |row| row.get(0).map(TransactionId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What open accounts that count for themselves say of themselves.
    pub(crate) fn stated_accounts(&self) -> Result<Vec<Stated>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, connection_id, iban, number, institution, currency, kind FROM accounts
             WHERE removed = 0 AND closed = 0 AND mirror_of IS NULL ORDER BY id",
        )?;
        let some = |text: Option<String>| text.filter(|text| !text.is_empty());
        Ok(statement
            .query_map([], |row| {
                let bared = |text: Option<String>| some(text.map(|text| bare(&text)));
                Ok(Stated {
                    id: row.get(0)?,
                    connection: row.get(1)?,
                    iban: bared(row.get(2)?),
                    number: bared(row.get(3)?),
                    institution: some(row.get(4)?),
                    currency: row.get(5)?,
                    kind: row.get(6)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Accounts of different sources that look like one, about which the person has not been asked yet.
    pub fn same_accounts(&self) -> Result<Vec<SameAccount>> {
        let all = self.stated_accounts()?;
        let mut apart = HashSet::new();
        let mut statement = self
            .db
            .prepare_cached("SELECT key FROM documents WHERE kind = ?1")?;
        for key in statement.query_map([APART], |row| row.get::<_, String>(0))? {
            apart.insert(key?);
        }
        let mut found = Vec::new();
        for (place, older) in all.iter().enumerate() {
            for newer in &all[place + 1..] {
                if let Some(by) = older.same_as(newer)
                    && !apart.contains(&pair_key(older.id, newer.id))
                {
                    found.push(SameAccount {
                        older: AccountId(older.id),
                        newer: AccountId(newer.id),
                        by,
                    });
                }
            }
        }
        Ok(found)
    }

    /// How the rows of two accounts would compare if `ruling` ruled over `other`.
    pub fn mirror_plan(&self, ruling: AccountId, other: AccountId) -> Result<MirrorPlan> {
        let mut names = Names::new();
        let ruled = self.rows_of(ruling.0, &mut names)?;
        let others = self.rows_of(other.0, &mut names)?;
        let pairs = paired(&ruled, &others, &names);
        let covered = covered(&ruled);
        let mut plan = MirrorPlan::default();
        let (mut seen, mut seen_other) = (HashSet::new(), HashSet::new());
        for (a, b) in pairs {
            let (left, right) = (&ruled[a], &others[b]);
            seen.insert(a);
            seen_other.insert(b);
            let ids = (TransactionId(left.id), TransactionId(right.id));
            plan.matched.push(ids);
            let words = domain::text::similarity_folded(&names[&left.payee], &names[&right.payee]);
            let differ = left.day != right.day
                || (left.status == PENDING) != (right.status == PENDING)
                || words < SAME_WORDS;
            if differ {
                plan.changed.push(ids);
            }
        }
        for (place, row) in ruled.iter().enumerate() {
            if !seen.contains(&place) {
                plan.only_ruling.push(TransactionId(row.id));
            }
        }
        for (place, row) in others.iter().enumerate() {
            if seen_other.contains(&place) {
                continue;
            }
            if covered.is_some_and(|(first, last)| (first..=last).contains(&row.day)) {
                plan.uncovered.push(TransactionId(row.id));
            } else {
                plan.kept.push(TransactionId(row.id));
            }
        }
        Ok(plan)
    }

    /// The rows of an account that count, or would if it ruled, by day.
    fn rows_of(&self, account: i64, names: &mut Names) -> Result<Vec<Row>> {
        let mut statement = self.db.prepare_cached(
            "SELECT t.id, t.day, t.value_day, t.minor, t.payee_id, t.category_id, t.status, t.off_reports, t.mirror
             FROM transactions t INDEXED BY transactions_by_account
             WHERE t.account_id = ?1 AND t.deleted = 0 AND t.excluded = 0 AND t.status <> 3 ORDER BY t.day, t.id",
        )?;
        let rows: Vec<Row> = statement
            .query_map([account], |row| {
                Ok(Row {
                    id: row.get(0)?,
                    day: row.get(1)?,
                    value_day: row.get(2)?,
                    minor: row.get(3)?,
                    payee: row.get(4)?,
                    category: row.get(5)?,
                    status: row.get(6)?,
                    off_reports: row.get(7)?,
                    mirror: row.get(8)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut name = self
            .db
            .prepare_cached("SELECT name FROM payees WHERE id = ?1")?;
        for row in &rows {
            if let std::collections::hash_map::Entry::Vacant(place) = names.entry(row.payee) {
                let text: String = name.query_row([row.payee], |row| row.get(0))?;
                place.insert(domain::text::fold(&text));
            }
        }
        Ok(rows)
    }

    fn mirror_of(&self, account: AccountId) -> Result<Option<AccountId>> {
        self.currency_of(account)?;
        Ok(self
            .db
            .prepare_cached("SELECT mirror_of FROM accounts WHERE id = ?1")?
            .query_row([account.0], |row| row.get::<_, Option<i64>>(0))?
            .map(AccountId))
    }
}

/// The name of a pair of accounts, whichever comes first.
fn pair_key(a: i64, b: i64) -> String {
    format!("{}-{}", a.min(b), a.max(b))
}

fn paired(ruled: &[Row], others: &[Row], names: &Names) -> Vec<(usize, usize)> {
    let told = |rows: &[Row]| -> Vec<Told<'_>> {
        rows.iter()
            .map(|row| Told {
                day: row.day,
                value_day: row.value_day,
                minor: row.minor,
                payee: names.get(&row.payee).map_or("", String::as_str),
            })
            .collect()
    };
    twins::pair(&told(ruled), &told(others))
}

/// First and last day of an account's rows.
fn covered(rows: &[Row]) -> Option<(i32, i32)> {
    Some((rows.first()?.day, rows.last()?.day))
}

impl Writing<'_> {
    /// Lets `ruling` rule over `other`: both tell one account, which counts once. What the person wrote on rows of the other
    /// one goes to the rows that now count, and budgets and goals on either go on.
    pub fn mirror(&mut self, ruling: AccountId, other: AccountId) -> Result<u64> {
        if ruling == other {
            return Err(Error::Refused {
                rule: "same_account",
            });
        }
        if self.currency_of(ruling)? != self.currency_of(other)? {
            return Err(Error::Refused {
                rule: "currency_mismatch",
            });
        }
        // There are no chains: the ruling one is ruled by nobody, and what the other one ruled over follows.
        if self.mirror_of(ruling)?.is_some() {
            self.unmirror(ruling)?;
        }
        for follower in self.mirrors_of_account(other)? {
            if follower != ruling {
                self.set_mirror(follower, Some(ruling))?;
            }
        }
        self.set_mirror(other, Some(ruling))?;
        let plan = self.mirror_plan(ruling, other)?;
        for (to, from) in &plan.matched {
            self.carry(to.0, from.0)?;
        }
        self.widen_budgets(ruling.0, other.0)?;
        self.settle_mirror(other)?;
        for follower in self.mirrors_of_account(ruling)? {
            if follower != other {
                self.settle_mirror(follower)?;
            }
        }
        Ok(plan.matched.len() as u64)
    }

    /// Makes an account stand for itself again.
    pub fn unmirror(&mut self, account: AccountId) -> Result<()> {
        self.set_mirror(account, None)?;
        self.settle_mirror(account)
    }

    /// The person says that two accounts are not the same; they are not proposed again.
    pub fn keep_apart(&mut self, a: AccountId, b: AccountId) -> Result<()> {
        self.currency_of(a)?;
        self.currency_of(b)?;
        let key = pair_key(a.0, b.0);
        let there: bool = self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM documents WHERE kind = ?1 AND key = ?2)")?
            .query_row([APART, &key], |row| row.get(0))?;
        if !there {
            self.insert(
                Table::Documents,
                &[
                    ("kind", text(APART)),
                    ("key", text(&key)),
                    ("body", text("{}")),
                ],
            )?;
        }
        Ok(())
    }

    fn set_mirror(&mut self, account: AccountId, ruling: Option<AccountId>) -> Result<()> {
        self.update(
            Table::Accounts,
            account.0,
            &[("mirror_of", opt_int(ruling.map(|id| id.0)))],
        )?;
        Ok(())
    }

    /// Gives a row what the person wrote on the one that tells the same, where it holds nothing of the person's.
    fn carry(&mut self, to: i64, from: i64) -> Result<()> {
        type Written = (i64, u8, Option<i64>, Option<String>, Option<String>, i64);
        let mut statement = self.view_written()?;
        let read = |statement: &mut rusqlite::CachedStatement<'_>, id: i64| {
            statement.query_row([id], |row| -> rusqlite::Result<Written> {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                ))
            })
        };
        let (own_hold, own_by, ..) = read(&mut statement, to)?;
        let (hold, by, category, note, tags, off_reports) = read(&mut statement, from)?;
        drop(statement);
        let mut fields: Vec<Field> = Vec::new();
        let person = CategoryBy::Person.number();
        if by == person && own_by != person {
            fields.push(("category_id", opt_int(category)));
            fields.push(("category_by", int(person)));
        }
        let mut held_now = own_hold;
        let takes = |bit: i64| hold & bit != 0 && own_hold & bit == 0;
        if takes(held::NOTE) {
            fields.push(("note", opt_text(note.as_deref())));
            held_now |= held::NOTE;
        }
        if takes(held::TAGS) {
            fields.push(("tags", opt_text(tags.as_deref())));
            held_now |= held::TAGS;
        }
        if off_reports != 0 {
            fields.push(("off_reports", int(1)));
        }
        if fields.is_empty() {
            return Ok(());
        }
        fields.push(("held", int(held_now)));
        self.update(Table::Transactions, to, &fields)?;
        Ok(())
    }

    fn view_written(&self) -> Result<rusqlite::CachedStatement<'_>> {
        Ok(self.db.prepare_cached(
            "SELECT t.held, t.category_by, t.category_id, n.text, t.tags, t.off_reports FROM transactions t
             LEFT JOIN texts n ON n.id = t.note_id WHERE t.id = ?1",
        )?)
    }

    /// A budget or goal on one of two accounts that are one is on both.
    fn widen_budgets(&mut self, ruling: i64, other: i64) -> Result<()> {
        let budgets: Vec<(i64, String)> = {
            let mut statement = self.db.prepare_cached("SELECT id, accounts FROM budgets")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for (id, accounts) in budgets {
            let mut accounts: Vec<i64> = serde_json::from_str(&accounts).unwrap_or_default();
            let has = |accounts: &[i64], account| accounts.contains(&account);
            if has(&accounts, ruling) == has(&accounts, other) {
                continue;
            }
            accounts.push(if has(&accounts, ruling) {
                other
            } else {
                ruling
            });
            let accounts = serde_json::Value::from(accounts).to_string();
            self.update(Table::Budgets, id, &[("accounts", text(&accounts))])?;
        }
        let goals: Vec<i64> = {
            let mut statement = self
                .db
                .prepare_cached("SELECT id FROM goals WHERE account_id = ?1")?;
            let rows = statement.query_map([other], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for goal in goals {
            self.update(Table::Goals, goal, &[("account_id", int(ruling))])?;
        }
        Ok(())
    }

    /// Settles the mirrors among the accounts of a connection, and of those that its accounts rule over.
    pub(crate) fn settle_mirrors_of(&mut self, connection: ConnectionId) -> Result<()> {
        let mirrors: Vec<i64> = {
            let mut statement = self.db.prepare_cached(
                "SELECT m.id FROM accounts m JOIN accounts r ON r.id = m.mirror_of
                 WHERE m.removed = 0 AND (m.connection_id = ?1 OR r.connection_id = ?1)",
            )?;
            let rows = statement.query_map([connection.0], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for mirror in mirrors {
            self.settle_mirror(AccountId(mirror))?;
        }
        Ok(())
    }

    /// Settles the mirrors that the changes so far touch. A sync settles at its end instead: its pages are many.
    pub(crate) fn settle_touched_mirrors(&mut self) -> Result<()> {
        if self.origin.kind == crate::OriginKind::Sync {
            return Ok(());
        }
        let mirrors: Vec<(i64, i64)> = {
            let mut statement = self.db.prepare_cached(
                "SELECT id, mirror_of FROM accounts WHERE mirror_of IS NOT NULL AND removed = 0",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if mirrors.is_empty() {
            return Ok(());
        }
        let touched = self.deltas.accounts();
        for (mirror, ruling) in mirrors {
            if touched.contains(&mirror) || touched.contains(&ruling) {
                self.settle_mirror(AccountId(mirror))?;
            }
        }
        Ok(())
    }

    /// Settles every mirror, and lets the rows of accounts count that are none any more.
    pub(crate) fn settle_every_mirror(&mut self) -> Result<()> {
        let accounts: Vec<i64> = {
            let mut statement = self.db.prepare_cached(
                "SELECT a.id FROM accounts a WHERE a.mirror_of IS NOT NULL
                 OR EXISTS (SELECT 1 FROM transactions t INDEXED BY transactions_uncounted WHERE t.account_id = a.id
                   AND (t.excluded = 1 OR t.status = 3 OR t.mirror IS NOT NULL) AND t.mirror IS NOT NULL)",
            )?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for account in accounts {
            self.settle_mirror(AccountId(account))?;
        }
        Ok(())
    }

    /// Finds anew which rows of an account count, from its rows and those of the account that rules over it.
    fn settle_mirror(&mut self, account: AccountId) -> Result<()> {
        let ruling: Option<i64> = self
            .db
            .prepare_cached("SELECT mirror_of FROM accounts WHERE id = ?1")?
            .query_row([account.0], |row| row.get(0))?;
        let mut names = Names::new();
        let others = self.rows_of(account.0, &mut names)?;
        let ruled = match ruling {
            Some(ruling) => self.rows_of(ruling, &mut names)?,
            None => Vec::new(),
        };
        let by: BTreeMap<usize, i64> = paired(&ruled, &others, &names)
            .into_iter()
            .map(|(a, b)| (b, ruled[a].id))
            .collect();
        let covered = covered(&ruled);
        let mut settled = false;
        let mut now_paired = Vec::new();
        for (place, row) in others.iter().enumerate() {
            let within = covered.is_some_and(|(first, last)| (first..=last).contains(&row.day));
            let mirror = by.get(&place).copied().or(within.then_some(0));
            if mirror == row.mirror {
                continue;
            }
            settled = true;
            self.db
                .prepare_cached("UPDATE transactions SET mirror = ?2 WHERE id = ?1")?
                .execute(params![row.id, mirror])?;
            if mirror.is_some() != row.mirror.is_some() {
                let counted = Counted {
                    account: account.0,
                    day: row.day,
                    minor: row.minor,
                    category: row.category,
                    status: row.status,
                    deleted: 0,
                    excluded: false,
                    off_reports: row.off_reports,
                    parts: crate::parts::kept(self.db, row.id)?,
                };
                if mirror.is_some() {
                    self.deltas.remove(&counted)?;
                } else {
                    self.deltas.add(&counted)?;
                }
            }
            if let Some(ruling) = mirror.filter(|ruling| *ruling > 0) {
                now_paired.push((ruling, row.id));
            }
        }
        for (ruling, other) in now_paired {
            self.hand_over_transfer(ruling, other)?;
        }
        if settled {
            self.db
                .prepare_cached(
                    "INSERT INTO meta (key, value) VALUES ('mirrors', '1')
                     ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1",
                )?
                .execute([])?;
        }
        Ok(())
    }

    /// The other leg of a transfer belongs to the row that counts.
    fn hand_over_transfer(&mut self, ruling: i64, other: i64) -> Result<()> {
        type Side = (i64, i32, i64, Option<i64>, bool);
        let side = |writing: &Self, id: i64| -> Result<Side> {
            Ok(writing
                .db
                .prepare_cached(
                    "SELECT account_id, day, minor, transfer_id, transfer_hint FROM transactions WHERE id = ?1",
                )?
                .query_row([id], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
                })?)
        };
        let (account, day, minor, own, hint) = side(self, ruling)?;
        let (.., partner, _) = side(self, other)?;
        if own.is_some() {
            return Ok(());
        }
        let Some(partner) = partner else {
            // With one row less that looks the same, its counterpart may be plain now.
            if hint {
                self.pair_legs(&[Leg {
                    id: ruling,
                    account,
                    day,
                    minor,
                }])?;
            }
            return Ok(());
        };
        if side(self, partner)?.0 == account {
            return Ok(());
        }
        for leg in [other, partner] {
            self.update(
                Table::Transactions,
                leg,
                &[("transfer_id", rusqlite::types::Value::Null)],
            )?;
        }
        self.pair(ruling, partner)
    }
}
