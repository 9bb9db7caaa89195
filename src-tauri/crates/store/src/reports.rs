//! Sums by month and balances by day, from kept totals.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::budget::Month;
use domain::ids::{AccountId, CategoryId, PayeeId};
use money::{Currency, Money};
use rusqlite::params;

use crate::days::{date_of, day_of, month_of};
use crate::totals::{CAME_IN, WENT_OUT};
use crate::{Error, Result, View};

/// Which rows a report counts, beside its months.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportScope {
    /// Of these accounts; empty is every account that is not left out of budgets.
    pub accounts: Vec<AccountId>,
    /// Pending rows as well.
    pub with_pending: bool,
}

/// The sum of one category in one month and currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryMonth {
    /// The month.
    pub month: Month,
    /// The category; none for rows without one.
    pub category: Option<CategoryId>,
    /// Signed sum.
    pub sum: Money,
    /// Rows.
    pub count: u64,
}

/// Money in and out of one month and currency, transfers left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowMonth {
    /// The month.
    pub month: Month,
    /// Sum of income categories, and of uncategorised rows that came in.
    pub income: Money,
    /// Sum of expense categories, and of uncategorised rows that went out; negative.
    pub expense: Money,
}

/// An account's balance at the end of consecutive months or days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceSeries {
    /// The account.
    pub account: AccountId,
    /// Its currency.
    pub currency: Currency,
    /// Whether it is left out of net worth.
    pub off_net_worth: bool,
    /// Minor units at the end of each month or day, oldest first.
    pub minor: Vec<i64>,
}

/// The sum of one payee over a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeSum {
    /// The payee.
    pub payee: PayeeId,
    /// Its name as shown.
    pub name: String,
    /// Signed sum.
    pub sum: Money,
    /// Rows.
    pub count: u64,
}

fn amount(minor: i128, currency: Currency) -> Result<Money> {
    i64::try_from(minor)
        .map(|minor| Money::new(minor, currency))
        .map_err(|_| Error::Overflow)
}

/// Sum and count by month, category number and currency.
type Cells = HashMap<(i32, i64, Currency), (i128, i64)>;

/// What a report needs of an account.
pub(crate) struct Scoped {
    pub(crate) currency: Currency,
    pub(crate) wanted: bool,
}

impl View<'_> {
    pub(crate) fn scoped(&self, scope: &ReportScope) -> Result<HashMap<i64, Scoped>> {
        let wanted: HashSet<i64> = scope.accounts.iter().map(|id| id.0).collect();
        let mut statement = self
            .db
            .prepare_cached("SELECT id, currency, off_budget, removed FROM accounts")?;
        let mut rows = statement.query([])?;
        let mut accounts = HashMap::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let code: String = row.get(1)?;
            let off: bool = row.get(2)?;
            let removed: bool = row.get(3)?;
            accounts.insert(
                id,
                Scoped {
                    currency: Currency::parse(&code).map_err(|_| Error::Corrupt {
                        table: "accounts",
                        row: id,
                    })?,
                    wanted: !removed
                        && if wanted.is_empty() {
                            !off
                        } else {
                            wanted.contains(&id)
                        },
                },
            );
        }
        Ok(accounts)
    }

    /// Category × month × currency, from `from` to `to`, transfers included under their own categories.
    pub fn category_months(
        &self,
        from: Month,
        to: Month,
        scope: &ReportScope,
    ) -> Result<Vec<CategoryMonth>> {
        let mut months: BTreeMap<(i32, Option<i64>, Currency), (i128, i64)> = BTreeMap::new();
        for ((month, category, currency), (minor, count)) in self.cells(from, to, scope)? {
            let category = (category != CAME_IN && category != WENT_OUT).then_some(category);
            let sum = months.entry((month, category, currency)).or_default();
            sum.0 += minor;
            sum.1 += count;
        }
        months
            .into_iter()
            .map(|((month, category, currency), (minor, count))| {
                Ok(CategoryMonth {
                    month: Month::from_index(month),
                    category: category.map(CategoryId),
                    sum: amount(minor, currency)?,
                    count: count as u64,
                })
            })
            .collect()
    }

    /// The kept sums of a scope, by month, category and currency.
    fn cells(&self, from: Month, to: Month, scope: &ReportScope) -> Result<Cells> {
        let accounts = self.scoped(scope)?;
        let mut sums = Cells::new();
        let mut statement = self.db.prepare_cached(
            "SELECT account_id, month, category_id, bucket, minor, count FROM totals WHERE month BETWEEN ?1 AND ?2",
        )?;
        let mut rows = statement.query([from.index(), to.index()])?;
        while let Some(row) = rows.next()? {
            let reported = match row.get::<_, u8>(3)? {
                0 => true,
                2 => scope.with_pending,
                _ => false,
            };
            let account = accounts.get(&row.get(0)?).filter(|account| account.wanted);
            let (Some(account), true) = (account, reported) else {
                continue;
            };
            let sum = sums
                .entry((row.get(1)?, row.get(2)?, account.currency))
                .or_default();
            sum.0 += i128::from(row.get::<_, i64>(4)?);
            sum.1 += row.get::<_, i64>(5)?;
        }
        Ok(sums)
    }

    /// Money in and out by month and currency.
    pub fn flow_months(
        &self,
        from: Month,
        to: Month,
        scope: &ReportScope,
    ) -> Result<Vec<FlowMonth>> {
        let mut kinds: HashMap<i64, String> = HashMap::new();
        let mut statement = self.db.prepare_cached("SELECT id, kind FROM categories")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            kinds.insert(row.get(0)?, row.get(1)?);
        }
        let mut flows: BTreeMap<(i32, Currency), (i128, i128)> = BTreeMap::new();
        for ((month, category, currency), (minor, _)) in self.cells(from, to, scope)? {
            let flow = flows.entry((month, currency)).or_default();
            match (category, kinds.get(&category).map(String::as_str)) {
                (_, Some("transfer")) => {}
                (CAME_IN, _) | (_, Some("income")) => flow.0 += minor,
                _ => flow.1 += minor,
            }
        }
        flows
            .into_iter()
            .map(|((month, currency), (income, expense))| {
                Ok(FlowMonth {
                    month: Month::from_index(month),
                    income: amount(income, currency)?,
                    expense: amount(expense, currency)?,
                })
            })
            .collect()
    }

    fn series(&self, only: &[AccountId], points: usize) -> Result<Vec<(BalanceSeries, i64, bool)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, currency, opening_minor, off_net_worth OR mirror_of IS NOT NULL, pending_in_balance FROM accounts
             WHERE removed = 0 ORDER BY position, id",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !only.is_empty() && !only.contains(&AccountId(id)) {
                continue;
            }
            let code: String = row.get(1)?;
            let series = BalanceSeries {
                account: AccountId(id),
                currency: Currency::parse(&code).map_err(|_| Error::Corrupt {
                    table: "accounts",
                    row: id,
                })?,
                off_net_worth: row.get(3)?,
                minor: Vec::with_capacity(points),
            };
            all.push((series, row.get(2)?, row.get(4)?));
        }
        Ok(all)
    }

    /// Balances of every account at the ends of months.
    pub fn month_end_balances(&self, from: Month, to: Month) -> Result<Vec<BalanceSeries>> {
        let months = usize::try_from(to.index() - from.index() + 1).unwrap_or(0);
        let mut statement = self.db.prepare_cached(
            "SELECT month, minor FROM month_totals WHERE account_id = ?1 AND month <= ?2 AND pending <= ?3",
        )?;
        let mut all = Vec::new();
        for (mut series, opening, with_pending) in self.series(&[], months)? {
            let mut steps = vec![0_i128; months];
            let mut balance = i128::from(opening);
            for own in self.mirrored_rows(series.account.0, i32::MAX)? {
                if own.pending && !with_pending {
                    continue;
                }
                let month = month_of(own.day)?;
                match usize::try_from(month - from.index()) {
                    Ok(place) if place < months => steps[place] += i128::from(own.minor),
                    _ if month < from.index() => balance += i128::from(own.minor),
                    _ => {}
                }
            }
            let mut rows = statement.query(params![series.account.0, to.index(), with_pending])?;
            while let Some(row) = rows.next()? {
                let minor = i128::from(row.get::<_, i64>(1)?);
                let month: i32 = row.get(0)?;
                match usize::try_from(month - from.index()) {
                    Ok(place) if place < months => steps[place] += minor,
                    _ => balance += minor,
                }
            }
            for step in steps {
                balance += step;
                series
                    .minor
                    .push(i64::try_from(balance).map_err(|_| Error::Overflow)?);
            }
            self.stated_only(&mut series, &mut |place| {
                let month = Month::from_index(from.index() + i32::try_from(place).unwrap_or(0));
                day_of(month.last_day())
            })?;
            all.push(series);
        }
        Ok(all)
    }

    /// Balances of accounts at the ends of days; empty `accounts` is all of them.
    pub fn daily_balances(
        &self,
        accounts: &[AccountId],
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<BalanceSeries>> {
        let (first, last) = (day_of(from), day_of(to));
        let days = usize::try_from(last - first + 1).unwrap_or(0);
        let mut statement = self.db.prepare_cached(
            "SELECT day, minor FROM day_totals WHERE account_id = ?1 AND day BETWEEN ?2 AND ?3 AND pending <= ?4",
        )?;
        let mut all = Vec::new();
        for (mut series, opening, with_pending) in self.series(accounts, days)? {
            let account = series.account.0;
            let mut balance =
                i128::from(opening) + self.counted_until(account, first - 1, with_pending)?;
            let mut steps = vec![0_i128; days];
            for own in self.mirrored_rows(account, last)? {
                if let Ok(place) = usize::try_from(own.day - first)
                    && (with_pending || !own.pending)
                    && let Some(step) = steps.get_mut(place)
                {
                    *step += i128::from(own.minor);
                }
            }
            let mut rows = statement.query(params![account, first, last, with_pending])?;
            while let Some(row) = rows.next()? {
                let place = usize::try_from(row.get::<_, i32>(0)? - first).unwrap_or(0);
                if let Some(step) = steps.get_mut(place) {
                    *step += i128::from(row.get::<_, i64>(1)?);
                }
            }
            for step in steps {
                balance += step;
                series
                    .minor
                    .push(i64::try_from(balance).map_err(|_| Error::Overflow)?);
            }
            self.stated_only(&mut series, &mut |place| {
                first + i32::try_from(place).unwrap_or(0)
            })?;
            all.push(series);
        }
        Ok(all)
    }

    /// An account without any row is worth what was stated last, and before that what was stated first. One that holds
    /// securities has rows, but its worth moves without them: it is worth what was stated last, and before anything was
    /// stated the sum of its rows.
    fn stated_only(
        &self,
        series: &mut BalanceSeries,
        day_at: &mut dyn FnMut(usize) -> i32,
    ) -> Result<()> {
        let (has_rows, holds): (bool, bool) = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM totals WHERE account_id = ?1),
                 EXISTS (SELECT 1 FROM holdings WHERE account_id = ?1)",
            )?
            .query_row([series.account.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if has_rows && !holds {
            return Ok(());
        }
        let mut statement = self.db.prepare_cached(
            "SELECT day, minor FROM anchors WHERE account_id = ?1 ORDER BY day, from_upstream",
        )?;
        let stated: Vec<(i32, i64)> = statement
            .query_map([series.account.0], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (place, minor) in series.minor.iter_mut().enumerate() {
            let day = day_at(place);
            let known = stated.partition_point(|(stated, _)| *stated <= day);
            if known == 0 && has_rows {
                continue;
            }
            if let Some((_, value)) = stated.get(known.saturating_sub(1)) {
                *minor = *value;
            }
        }
        Ok(())
    }

    /// The payees with the greatest sums in a range, transfers left out; spending first by size.
    pub fn payee_sums(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        scope: &ReportScope,
        limit: u32,
    ) -> Result<Vec<PayeeSum>> {
        let accounts = self.scoped(scope)?;
        let mut statement = self.db.prepare_cached(
            "SELECT t.payee_id, t.account_id, ifnull(z.minor, t.minor), t.status, ifnull(z.place, 0)
             FROM transactions t INDEXED BY transactions_by_day LEFT JOIN parts z ON z.transaction_id = t.id
             LEFT JOIN categories c ON c.id = CASE WHEN z.place IS NULL THEN t.category_id ELSE z.category_id END
             WHERE t.day BETWEEN ?1 AND ?2 AND t.deleted = 0 AND t.excluded = 0 AND t.mirror IS NULL AND t.off_reports = 0
             AND t.status <> 3 AND t.transfer_id IS NULL AND ifnull(c.kind, '') <> 'transfer'",
        )?;
        let mut rows = statement.query([day_of(from), day_of(to)])?;
        let mut sums: HashMap<(i64, Currency), (i128, u64)> = HashMap::new();
        while let Some(row) = rows.next()? {
            let Some(account) = accounts.get(&row.get(1)?).filter(|account| account.wanted) else {
                continue;
            };
            if row.get::<_, u8>(3)? == crate::totals::PENDING && !scope.with_pending {
                continue;
            }
            let sum = sums.entry((row.get(0)?, account.currency)).or_default();
            sum.0 += i128::from(row.get::<_, i64>(2)?);
            sum.1 += u64::from(row.get::<_, i64>(4)? == 0);
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_unstable_by_key(|((payee, currency), (minor, _))| (*minor, *payee, *currency));
        sums.truncate(limit as usize);
        let mut name = self
            .db
            .prepare_cached("SELECT ifnull(display, name) FROM payees WHERE id = ?1")?;
        sums.into_iter()
            .map(|((payee, currency), (minor, count))| {
                Ok(PayeeSum {
                    payee: PayeeId(payee),
                    name: name.query_row([payee], |row| row.get(0))?,
                    sum: amount(minor, currency)?,
                    count,
                })
            })
            .collect()
    }

    /// First and last booking date of the book.
    pub fn span(&self) -> Result<Option<(NaiveDate, NaiveDate)>> {
        let (first, last): (Option<i32>, Option<i32>) = self
            .db
            .prepare_cached(
                "SELECT (SELECT day FROM transactions WHERE deleted = 0 ORDER BY day LIMIT 1),
                 (SELECT day FROM transactions WHERE deleted = 0 ORDER BY day DESC LIMIT 1)",
            )?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        match first.zip(last) {
            Some((first, last)) => Ok(Some((date_of(first)?, date_of(last)?))),
            None => Ok(None),
        }
    }
}
