//! Pages of transactions, one of them, and what is known of payees.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::ids::{AccountId, BatchId, CategoryId, ConnectionId, PayeeId, TransactionId};
use money::{Currency, Money};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::details::read_details;
use super::filter::words;
use super::{
    CategoryBy, Mirrored, PageKey, Payee, PlainTransaction, Source, Transaction, TransactionFilter,
    TransactionPage, TransactionSummary, reason_of, status_of,
};
use crate::days::{date_of, day_of};
use crate::parts::{KeptPieces, kept_between};
use crate::text::fold;
use crate::totals::{Counted, PENDING};
use crate::{Error, Result, View};

/// The columns that [`read`] takes, in its order.
pub(super) const COLUMNS: &str = "t.id, t.account_id, t.day, t.minor, ifnull(p.display, p.name), t.payee_id, t.category_id,
    t.category_by, t.status, t.deleted, d.text, n.text, t.transfer_id, t.excluded, t.off_reports, t.value_day,
    t.original_minor, t.original_currency, t.tags, a.currency, t.mirror, t.details";
/// How many they are.
pub(super) const COLUMN_COUNT: usize = 22;

fn fields() -> String {
    format!(
        "SELECT {COLUMNS} FROM transactions t JOIN payees p ON p.id = t.payee_id JOIN accounts a ON a.id = t.account_id
         LEFT JOIN texts d ON d.id = t.description_id LEFT JOIN texts n ON n.id = t.note_id WHERE t.id = ?1"
    )
}

/// Categories that are asked for.
pub(super) struct Wanted {
    these: Option<HashSet<i64>>,
    none: bool,
}

impl Wanted {
    /// Whether a category is asked for, or rows without one.
    pub(super) fn has(&self, category: Option<i64>) -> bool {
        match (&self.these, category) {
            (Some(these), Some(category)) => these.contains(&category),
            (Some(_), None) => self.none,
            (None, category) => category.is_none() || !self.none,
        }
    }

    /// Whether everything is.
    pub(super) fn is_all(&self) -> bool {
        self.these.is_none() && !self.none
    }
}

/// What decides whether and how a row is summed.
const COUNTED: &str = "SELECT t.account_id, t.minor, t.status, t.deleted, t.excluded OR t.mirror IS NOT NULL, t.id FROM transactions t";

pub(super) fn read(row: &Row<'_>) -> Result<Transaction> {
    let id: i64 = row.get(0)?;
    let corrupt = || Error::Corrupt {
        table: "transactions",
        row: id,
    };
    let currency = |place: usize| -> Result<Option<Currency>> {
        row.get_ref(place)?
            .as_str_or_null()
            .map_err(|_| corrupt())?
            .map(|code| Currency::parse(code).map_err(|_| corrupt()))
            .transpose()
    };
    let own = currency(19)?.ok_or_else(corrupt)?;
    let original = row
        .get::<_, Option<i64>>(16)?
        .zip(currency(17)?)
        .map(|(minor, currency)| Money::new(minor, currency));
    let tags = match row.get_ref(18)?.as_str_or_null().map_err(|_| corrupt())? {
        Some(json) => serde_json::from_str(json).map_err(|_| corrupt())?,
        None => Vec::new(),
    };
    Ok(Transaction {
        id: TransactionId(id),
        account: AccountId(row.get(1)?),
        date: date_of(row.get(2)?)?,
        value_date: row.get::<_, Option<i32>>(15)?.map(date_of).transpose()?,
        amount: Money::new(row.get(3)?, own),
        original,
        payee: row.get(4)?,
        payee_id: PayeeId(row.get(5)?),
        description: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
        note: row.get::<_, Option<String>>(11)?.unwrap_or_default(),
        category: row.get::<_, Option<i64>>(6)?.map(CategoryId),
        category_by: CategoryBy::from_number(row.get(7)?).ok_or_else(corrupt)?,
        tags,
        status: status_of(row.get(8)?).ok_or_else(corrupt)?,
        transfer: row.get::<_, Option<i64>>(12)?.map(TransactionId),
        excluded: row.get(13)?,
        off_reports: row.get(14)?,
        deleted: reason_of(row.get(9)?),
        mirror: match row.get::<_, Option<i64>>(20)? {
            None => None,
            Some(0) => Some(Mirrored::Uncovered),
            Some(ruling) => Some(Mirrored::By(TransactionId(ruling))),
        },
        details: row
            .get_ref(21)?
            .as_str_or_null()
            .map_err(|_| corrupt())?
            .map(|json| read_details(json, own).ok_or_else(corrupt))
            .transpose()?,
        running_balance: None,
        share: None,
    })
}

impl View<'_> {
    /// A page, newest first; `after` is the last page's `next`.
    pub fn transactions(
        &self,
        filter: &TransactionFilter,
        after: Option<PageKey>,
        limit: u32,
    ) -> Result<TransactionPage> {
        let limit = limit.clamp(1, 10_000) as usize;
        let mut keys = self.page_keys(filter, after, limit + 1)?;
        let more = keys.len() > limit;
        keys.truncate(limit);
        let mut statement = self.db.prepare_cached(&fields())?;
        let mut page = Vec::with_capacity(keys.len());
        for key in &keys {
            let mut rows = statement.query([key.id])?;
            if let Some(row) = rows.next()? {
                page.push(read(row)?);
            }
        }
        if !filter.categories.is_empty() || filter.uncategorised {
            self.add_shares(filter, &mut page)?;
        }
        if let [account] = filter.accounts[..]
            && *filter == of_account(account)
        {
            self.add_running_balances(account, &mut page)?;
        }
        Ok(TransactionPage {
            rows: page,
            next: more.then(|| keys.last().copied()).flatten(),
        })
    }

    /// What of the split rows of a page is filed under the categories asked for.
    fn add_shares(&self, filter: &TransactionFilter, page: &mut [Transaction]) -> Result<()> {
        let wanted = self.wanted_categories(filter)?;
        for row in page {
            let parts = row.parts();
            if parts.is_empty() {
                continue;
            }
            let sum: i128 = parts
                .iter()
                .filter(|part| wanted.has(part.category.map(|id| id.0)))
                .map(|part| i128::from(part.amount.minor))
                .sum();
            let minor = i64::try_from(sum).map_err(|_| Error::Overflow)?;
            row.share = Some(Money::new(minor, row.amount.currency));
        }
        Ok(())
    }

    /// The categories that a filter asks for; all of them when it asks for none.
    pub(super) fn wanted_categories(&self, filter: &TransactionFilter) -> Result<Wanted> {
        Ok(Wanted {
            these: if filter.categories.is_empty() {
                None
            } else {
                Some(
                    self.with_children(&filter.categories)?
                        .into_iter()
                        .collect(),
                )
            },
            none: filter.uncategorised,
        })
    }

    pub(super) fn page_keys(
        &self,
        filter: &TransactionFilter,
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Vec<PageKey>> {
        let words = words(filter);
        if *filter != only_accounts(filter)
            && let Some((index, test)) = self.held(filter)?
        {
            return Ok(index.newest(&test, after, limit));
        }
        let conditions = self.conditions(filter)?;
        if !words.is_empty() {
            let Some(matches) = self.matches(&words)? else {
                return Ok(Vec::new());
            };
            let hits = self.newest_matches(&conditions, &matches, after, limit)?;
            return Ok(hits.into_iter().map(|hit| hit.key).collect());
        }
        let mut sql = format!(
            "SELECT t.day, t.id FROM transactions t {} WHERE {}",
            conditions.index, conditions.sql
        );
        let mut values = conditions.values;
        if let Some(after) = after {
            // The first condition lets the index skip what came before.
            sql.push_str(" AND t.day <= ? AND (t.day, t.id) < (?, ?)");
            values.push(Value::Integer(i64::from(after.day)));
            values.push(Value::Integer(i64::from(after.day)));
            values.push(Value::Integer(after.id));
        }
        sql.push_str(" ORDER BY t.day DESC, t.id DESC LIMIT ?");
        values.push(Value::Integer(limit as i64));
        let mut statement = self.db.prepare_cached(&sql)?;
        let keys = statement
            .query_map(params_from_iter(values), |row| {
                Ok(PageKey {
                    day: row.get(0)?,
                    id: row.get(1)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(keys)
    }

    /// Balances after each row of a page of one account without other filters.
    fn add_running_balances(&self, account: AccountId, page: &mut [Transaction]) -> Result<()> {
        let Some(newest) = page.first() else {
            return Ok(());
        };
        let (opening, with_pending): (i64, bool) = self
            .db
            .prepare_cached("SELECT opening_minor, pending_in_balance FROM accounts WHERE id = ?1")?
            .query_row([account.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let day = day_of(newest.date);
        // Rows of the same day that come after the page's first are not part of its balance.
        let later: i64 = self
            .db
            .prepare_cached(
                "SELECT ifnull(sum(minor), 0) FROM transactions WHERE account_id = ?1 AND day = ?2 AND id > ?3
                 AND deleted = 0 AND excluded = 0 AND status BETWEEN ?4 AND 2",
            )?
            .query_row(
                params![account.0, day, newest.id.0, i64::from(!with_pending)],
                |row| row.get(0),
            )?;
        let mut balance = i128::from(opening) + self.counted_until(account.0, day, with_pending)?
            - i128::from(later);
        for row in page {
            row.running_balance = Some(Money::new(
                i64::try_from(balance).map_err(|_| Error::Overflow)?,
                row.amount.currency,
            ));
            let counted = row.deleted.is_none()
                && !row.excluded
                && match row.status {
                    domain::transaction::TransactionStatus::Posted
                    | domain::transaction::TransactionStatus::Reconciled => true,
                    domain::transaction::TransactionStatus::Pending => with_pending,
                    domain::transaction::TransactionStatus::Void => false,
                };
            if counted {
                balance -= i128::from(row.amount.minor);
            }
        }
        Ok(())
    }

    /// How many rows a filter matches and their sums: from kept totals when nothing but accounts is asked for.
    pub fn transaction_summary(&self, filter: &TransactionFilter) -> Result<TransactionSummary> {
        let mut count: u64 = 0;
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        let only_accounts = only_accounts(filter);
        let currencies = self.currencies()?;
        if *filter == only_accounts {
            // Whatever its categories, a row is counted once.
            let mut statement = self
                .db
                .prepare_cached("SELECT account_id, minor, count FROM month_totals")?;
            let mut rows = statement.query([])?;
            let wanted: HashSet<i64> = filter.accounts.iter().map(|id| id.0).collect();
            while let Some(row) = rows.next()? {
                let account: i64 = row.get(0)?;
                if !wanted.is_empty() && !wanted.contains(&account) {
                    continue;
                }
                if let Some(currency) = currencies.get(&account) {
                    count += row.get::<_, i64>(2)? as u64;
                    *sums.entry(*currency).or_default() += i128::from(row.get::<_, i64>(1)?);
                }
            }
            // Rows that count nowhere are listed all the same.
            let accounts = self.conditions(&only_accounts)?;
            let uncounted: i64 = self
                .db
                .prepare_cached(&format!(
                    "SELECT count(*) FROM transactions t INDEXED BY transactions_uncounted
                     WHERE (t.excluded = 1 OR t.status = 3 OR t.mirror IS NOT NULL) AND {}",
                    accounts.sql
                ))?
                .query_row(params_from_iter(accounts.values), |row| row.get(0))?;
            count += uncounted as u64;
        } else if let Some((index, test)) = self.held(filter)? {
            let (found, by_account) = index.sums(&test);
            count = found;
            for (account, sum) in by_account {
                if let Some(currency) = currencies.get(&account) {
                    *sums.entry(*currency).or_default() += sum;
                }
            }
        } else {
            let wanted = self.wanted_categories(filter)?;
            let pieces = if wanted.is_all() {
                KeptPieces::new()
            } else {
                kept_between(self.db, i64::MIN, i64::MAX)?
            };
            let mut add = |row: &Row<'_>| -> Result<()> {
                count += 1;
                let minor = match pieces.get(&row.get(5)?) {
                    Some(pieces) => share(pieces, &wanted)?,
                    None => row.get(1)?,
                };
                let counted = Counted {
                    account: row.get(0)?,
                    day: 0,
                    minor,
                    category: None,
                    status: row.get(2)?,
                    deleted: row.get(3)?,
                    excluded: row.get(4)?,
                    off_reports: false,
                    parts: Vec::new(),
                };
                if counted.bucket().is_some()
                    && let Some(currency) = currencies.get(&counted.account)
                {
                    *sums.entry(*currency).or_default() += i128::from(counted.minor);
                }
                Ok(())
            };
            let conditions = self.conditions(filter)?;
            let words = words(filter);
            if words.is_empty() {
                let sql = format!("{COUNTED} {} WHERE {}", conditions.index, conditions.sql);
                let mut statement = self.db.prepare_cached(&sql)?;
                let mut rows = statement.query(params_from_iter(conditions.values))?;
                while let Some(row) = rows.next()? {
                    add(row)?;
                }
            } else if let Some(matches) = self.matches(&words)? {
                let mut seen = HashSet::new();
                let mut one = self
                    .db
                    .prepare_cached(&format!("{COUNTED} WHERE t.id = ?1"))?;
                self.each_by_name(&conditions, &matches, None, None, &mut |hit| {
                    if seen.insert(hit.key.id) {
                        let mut rows = one.query([hit.key.id])?;
                        if let Some(row) = rows.next()? {
                            add(row)?;
                        }
                    }
                    Ok(())
                })?;
            }
        }
        let sums = sums
            .into_iter()
            .map(|(currency, minor)| {
                i64::try_from(minor)
                    .map(|minor| Money::new(minor, currency))
                    .map_err(|_| Error::Overflow)
            })
            .collect::<Result<_>>()?;
        Ok(TransactionSummary { count, sums })
    }

    /// Every account's currency, removed ones included.
    pub fn currencies(&self) -> Result<BTreeMap<i64, Currency>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id, currency FROM accounts")?;
        let mut rows = statement.query([])?;
        let mut currencies = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let code: String = row.get(1)?;
            let currency = Currency::parse(&code).map_err(|_| Error::Corrupt {
                table: "accounts",
                row: id,
            })?;
            currencies.insert(id, currency);
        }
        Ok(currencies)
    }

    /// One transaction, deleted or not.
    pub fn transaction(&self, id: TransactionId) -> Result<Transaction> {
        let mut statement = self.db.prepare_cached(&fields())?;
        let mut rows = statement.query([id.0])?;
        rows.next()?.map(read).transpose()?.ok_or(Error::NotFound {
            what: "transaction",
            id: id.0,
        })
    }

    /// Where it came from; several when file and upstream delivered the same one.
    pub fn sources(&self, id: TransactionId) -> Result<Vec<Source>> {
        let mut found = Vec::new();
        let mut statement = self.db.prepare_cached(
            "SELECT s.connection_id, s.source_id, s.updated_at, s.gone, r.raw FROM sources s
             LEFT JOIN source_records r ON r.source_row = s.id WHERE s.entity = 2 AND s.local_id = ?1 ORDER BY s.id",
        )?;
        let mut rows = statement.query([id.0])?;
        while let Some(row) = rows.next()? {
            found.push(Source::Connection {
                connection: ConnectionId(row.get(0)?),
                source_id: row.get(1)?,
                updated_at: row.get(2)?,
                gone: row.get::<_, i64>(3)? != 0,
                raw: row.get(4)?,
            });
        }
        let external: Option<String> = self
            .db
            .prepare_cached("SELECT external_id FROM transactions WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))?;
        let origin: Option<(i64, String)> = self
            .db
            .prepare_cached(
                "SELECT b.id, b.kind FROM ranges r JOIN batches b ON b.id = r.batch_id
                 WHERE r.act = 0 AND r.first_id <= ?1 AND r.last_id >= ?1",
            )?
            .query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?
            .next()
            .transpose()?;
        let imported = origin
            .as_ref()
            .filter(|(_, kind)| kind == "import")
            .map(|(batch, _)| BatchId(*batch));
        if external.is_some() || imported.is_some() {
            found.push(Source::File {
                batch: imported,
                source_id: external,
            });
        }
        if found.is_empty() {
            found.push(Source::Hand);
        }
        Ok(found)
    }

    /// The accounts of transactions.
    pub fn accounts_of(
        &self,
        transactions: impl IntoIterator<Item = TransactionId>,
    ) -> Result<HashMap<TransactionId, AccountId>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT account_id FROM transactions WHERE id = ?1")?;
        let mut found = HashMap::new();
        for id in transactions {
            let account: Option<i64> = statement.query_row([id.0], |row| row.get(0)).optional()?;
            found.extend(account.map(|account| (id, AccountId(account))));
        }
        Ok(found)
    }

    /// Calls `each` for every counted transaction from a day on, oldest first within an account, without holding them.
    pub fn each_transaction(
        &self,
        from: Option<NaiveDate>,
        each: &mut dyn FnMut(PlainTransaction),
    ) -> Result<()> {
        self.each_transaction_of(&|_| true, from, each)
    }

    /// The same for the accounts that `wanted` says.
    pub fn each_transaction_of(
        &self,
        wanted: &dyn Fn(AccountId) -> bool,
        from: Option<NaiveDate>,
        each: &mut dyn FnMut(PlainTransaction),
    ) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, account_id, day, minor, payee_id, category_id, category_by, transfer_id, status, off_reports
             FROM transactions INDEXED BY transactions_by_account
             WHERE account_id = ?1 AND day >= ?2 AND deleted = 0 AND excluded = 0 AND mirror IS NULL AND status <> 3
             ORDER BY account_id, day, id",
        )?;
        let pieces = kept_between(self.db, i64::MIN, i64::MAX)?;
        let mut accounts = self.currencies()?;
        accounts.retain(|account, _| wanted(AccountId(*account)));
        for account in accounts.into_keys() {
            let mut rows =
                statement.query([account, from.map_or(i64::MIN, |day| day_of(day).into())])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                each(PlainTransaction {
                    id: TransactionId(id),
                    account: AccountId(row.get(1)?),
                    date: date_of(row.get(2)?)?,
                    minor: row.get(3)?,
                    payee_id: PayeeId(row.get(4)?),
                    category: row.get::<_, Option<i64>>(5)?.map(CategoryId),
                    category_by: CategoryBy::from_number(row.get(6)?).ok_or(Error::Corrupt {
                        table: "transactions",
                        row: id,
                    })?,
                    transfer: row.get::<_, Option<i64>>(7)?.map(TransactionId),
                    pending: row.get::<_, u8>(8)? == PENDING,
                    off_reports: row.get(9)?,
                    parts: pieces.get(&id).map_or_else(Vec::new, |pieces| {
                        pieces
                            .iter()
                            .map(|(minor, category, _)| (*minor, category.map(CategoryId)))
                            .collect()
                    }),
                });
            }
        }
        Ok(())
    }

    /// Every payee.
    pub fn payees(&self) -> Result<Vec<Payee>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, display, learned_category_id FROM payees ORDER BY id",
        )?;
        let rows = statement.query_map([], read_payee)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Payees whose name has `text` in it, for completion: those that begin with it first.
    pub fn payees_like(&self, text: &str, limit: u32) -> Result<Vec<Payee>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, display, learned_category_id FROM payees
             WHERE instr(folded, ?1) > 0 OR (display IS NOT NULL AND instr(fold(display), ?1) > 0)
             ORDER BY instr(folded, ?1) <> 1, folded LIMIT ?2",
        )?;
        let rows = statement.query_map(params![fold(text), limit], read_payee)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every tag in use, sorted.
    pub fn tags(&self) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT j.value FROM transactions t INDEXED BY transactions_tagged, json_each(t.tags) j
             WHERE t.tags IS NOT NULL AND t.deleted = 0 ORDER BY 1",
        )?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// What of a split row is filed under the categories asked for.
fn share(pieces: &[(i64, Option<i64>, Option<i64>)], wanted: &Wanted) -> Result<i64> {
    let sum: i128 = pieces
        .iter()
        .filter(|(_, category, _)| wanted.has(*category))
        .map(|(minor, _, _)| i128::from(*minor))
        .sum();
    i64::try_from(sum).map_err(|_| Error::Overflow)
}

/// The filter's accounts and nothing else of it.
fn only_accounts(filter: &TransactionFilter) -> TransactionFilter {
    TransactionFilter {
        accounts: filter.accounts.clone(),
        ..TransactionFilter::default()
    }
}

fn of_account(account: AccountId) -> TransactionFilter {
    TransactionFilter {
        accounts: vec![account],
        ..TransactionFilter::default()
    }
}

pub(super) fn read_payee(row: &Row<'_>) -> rusqlite::Result<Payee> {
    Ok(Payee {
        id: PayeeId(row.get(0)?),
        name: row.get(1)?,
        display: row.get(2)?,
        learned: row.get::<_, Option<i64>>(3)?.map(CategoryId),
    })
}
