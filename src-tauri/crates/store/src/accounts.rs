//! Accounts, their balances and what statements say of them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::account::AccountKind;
use domain::budget::Month;
use domain::ids::{AccountId, ConnectionId};
use domain::wealth::Tier;
use money::{Currency, Money};
use rusqlite::{OptionalExtension, params};

use crate::days::{date_of, day_of, instant_of, month_of};
use crate::door::{Field, Table, flag, int, opt_int, opt_text, text};
use crate::{Error, Result, View, Writing};

/// An account to add.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAccount {
    /// Name, not empty.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Its currency, which never changes.
    pub currency: Currency,
    /// IBAN without blanks.
    pub iban: Option<String>,
    /// Number as the bank writes it.
    pub number: Option<String>,
    /// The bank.
    pub institution: Option<String>,
    /// Balance before its first transaction, if known.
    pub opening: Option<Money>,
}

/// An account as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// Its currency.
    pub currency: Currency,
    /// IBAN.
    pub iban: Option<String>,
    /// Number as the bank writes it.
    pub number: Option<String>,
    /// The bank.
    pub institution: Option<String>,
    /// Balance at the end of `today`: opening plus counted rows up to then.
    pub balance: Money,
    /// Sum of pending rows, whether or not they are part of `balance`.
    pub pending: Money,
    /// Sum of counted rows after today, not part of `balance`.
    pub upcoming: Money,
    /// Money that can be spent now, as the upstream states it.
    pub available: Option<Money>,
    /// Counted rows, pending ones included.
    pub transactions: u64,
    /// First and last booking date.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Balance before the first row.
    pub opening: Money,
    /// Whether the opening is known from a statement, an upstream or the person, rather than assumed to be zero.
    pub opening_known: bool,
    /// Whether pending rows count in `balance`.
    pub pending_in_balance: bool,
    /// Closed or hidden.
    pub closed: bool,
    /// Left out of budgets and reports.
    pub off_budget: bool,
    /// Left out of net worth: by the person or the upstream, or because another account rules.
    pub off_net_worth: bool,
    /// Position in lists.
    pub position: i64,
    /// The connection that feeds it.
    pub connection: Option<ConnectionId>,
    /// The account that tells the same and rules; this one is shown, and its rows count only where that one knows nothing.
    pub mirror_of: Option<AccountId>,
    /// Whose it is.
    pub owner: Option<String>,
    /// How soon its money can be had, where the person said so.
    pub tier: Option<Tier>,
    /// When it was last fed.
    pub refreshed_at: Option<DateTime<Utc>>,
}

/// Fields of an account to change; what is none stays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccountEdit {
    /// Name.
    pub name: Option<String>,
    /// What it is.
    pub kind: Option<AccountKind>,
    /// IBAN; `Some(None)` takes it away.
    pub iban: Option<Option<String>>,
    /// Number; `Some(None)` takes it away.
    pub number: Option<Option<String>>,
    /// The bank; `Some(None)` takes it away.
    pub institution: Option<Option<String>>,
    /// Balance before the first row.
    pub opening: Option<Money>,
    /// Whether pending rows count in the balance.
    pub pending_in_balance: Option<bool>,
    /// Closed or hidden.
    pub closed: Option<bool>,
    /// Left out of budgets and reports.
    pub off_budget: Option<bool>,
    /// Left out of net worth.
    pub off_net_worth: Option<bool>,
    /// Whose it is; `Some(None)` takes it away.
    pub owner: Option<Option<String>>,
    /// How soon its money can be had; `Some(None)` leaves it to its kind.
    pub tier: Option<Option<Tier>>,
    /// Position in lists.
    pub position: Option<i64>,
}

/// A stated balance beside the book's own for the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceCheck {
    /// End of this day.
    pub date: NaiveDate,
    /// What the statement or upstream says.
    pub stated: Money,
    /// What the book says.
    pub computed: Money,
    /// Whether an upstream said so, rather than a file.
    pub from_upstream: bool,
}

/// Who set the opening balance.
pub(crate) const BY_NOBODY: i64 = 0;
pub(crate) const BY_FILE: i64 = 1;
pub(crate) const BY_UPSTREAM: i64 = 2;
pub(crate) const BY_PERSON: i64 = 3;

/// Sums of an account over all its months.
#[derive(Default, Clone, Copy)]
struct Kept {
    booked: i128,
    pending: i128,
    count: i64,
}

impl View<'_> {
    /// Every account in the order of lists, balances at the end of `today`.
    pub fn accounts(&self, today: NaiveDate) -> Result<Vec<Account>> {
        self.read_accounts("a.removed = 0 ORDER BY a.position, a.id", None, today)
    }

    /// The names of the accounts, without their balances.
    pub fn account_names(&self) -> Result<HashMap<AccountId, String>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id, name FROM accounts WHERE removed = 0")?;
        let names = statement.query_map([], |row| Ok((AccountId(row.get(0)?), row.get(1)?)))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// One account.
    pub fn account(&self, id: AccountId, today: NaiveDate) -> Result<Account> {
        self.read_accounts("a.removed = 0 AND a.id = ?1", Some(id.0), today)?
            .pop()
            .ok_or(Error::NotFound {
                what: "account",
                id: id.0,
            })
    }

    fn read_accounts(
        &self,
        which: &str,
        one: Option<i64>,
        today: NaiveDate,
    ) -> Result<Vec<Account>> {
        let kept = self.kept_sums()?;
        let sql = format!(
            "SELECT a.id, a.name, a.kind, a.currency, a.iban, a.number, a.institution, a.opening_minor, a.opening_by,
             a.pending_in_balance, a.closed, a.off_budget, a.off_net_worth, a.position, a.connection_id,
             s.available_minor, s.refreshed_at,
             (SELECT min(t.day) FROM transactions t WHERE t.account_id = a.id),
             (SELECT max(t.day) FROM transactions t WHERE t.account_id = a.id), a.mirror_of,
             a.owner, a.tier
             FROM accounts a LEFT JOIN account_states s ON s.account_id = a.id WHERE {which}"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = match one {
            Some(id) => statement.query([id])?,
            None => statement.query([])?,
        };
        let mut accounts = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let corrupt = || Error::Corrupt {
                table: "accounts",
                row: id,
            };
            let kind: String = row.get(2)?;
            let currency = Currency::parse(row.get_ref(3)?.as_str().unwrap_or_default())
                .map_err(|_| corrupt())?;
            let opening: i64 = row.get(7)?;
            let pending_in_balance: bool = row.get(9)?;
            let mut kept = kept.get(&id).copied().unwrap_or_default();
            let mirror_of: Option<i64> = row.get(19)?;
            if mirror_of.is_some() {
                // Its own balance counts all its rows, whoever rules.
                for own in self.mirrored_rows(id, i32::MAX)? {
                    if own.pending {
                        kept.pending += i128::from(own.minor);
                    } else {
                        kept.booked += i128::from(own.minor);
                    }
                }
            }
            let last: Option<i32> = row.get(18)?;
            let today = day_of(today);
            let (later_booked, later_pending) = if last.is_some_and(|last| last > today) {
                self.counted_after(id, today)?
            } else {
                (0, 0)
            };
            let mut balance = i128::from(opening) + kept.booked - later_booked;
            let mut upcoming = later_booked;
            if pending_in_balance {
                balance += kept.pending - later_pending;
                upcoming += later_pending;
            }
            let money = |minor: i128| {
                i64::try_from(minor)
                    .map(|minor| Money::new(minor, currency))
                    .map_err(|_| Error::Overflow)
            };
            let first: Option<i32> = row.get(17)?;
            let span = match (first, last) {
                (Some(first), Some(last)) => Some((date_of(first)?, date_of(last)?)),
                _ => None,
            };
            accounts.push(Account {
                id: AccountId(id),
                name: row.get(1)?,
                kind: AccountKind::from_word(&kind).ok_or_else(corrupt)?,
                currency,
                iban: row.get(4)?,
                number: row.get(5)?,
                institution: row.get(6)?,
                balance: money(balance)?,
                pending: money(kept.pending)?,
                upcoming: money(upcoming)?,
                available: row
                    .get::<_, Option<i64>>(15)?
                    .map(|minor| Money::new(minor, currency)),
                transactions: kept.count as u64,
                span,
                opening: Money::new(opening, currency),
                opening_known: row.get::<_, i64>(8)? != BY_NOBODY,
                pending_in_balance,
                closed: row.get(10)?,
                off_budget: row.get(11)?,
                off_net_worth: row.get::<_, bool>(12)? || mirror_of.is_some(),
                position: row.get(13)?,
                connection: row.get::<_, Option<i64>>(14)?.map(ConnectionId),
                mirror_of: mirror_of.map(AccountId),
                owner: row.get(20)?,
                tier: row
                    .get::<_, Option<String>>(21)?
                    .and_then(|word| Tier::from_word(&word)),
                refreshed_at: row.get::<_, Option<i64>>(16)?.map(instant_of).transpose()?,
            });
        }
        Ok(accounts)
    }

    fn kept_sums(&self) -> Result<HashMap<i64, Kept>> {
        let mut sums: HashMap<i64, Kept> = HashMap::new();
        let mut statement = self
            .db
            .prepare_cached("SELECT account_id, pending, minor, count FROM month_totals")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let kept = sums.entry(row.get(0)?).or_default();
            let minor = i128::from(row.get::<_, i64>(2)?);
            if row.get(1)? {
                kept.pending += minor;
            } else {
                kept.booked += minor;
            }
            kept.count += row.get::<_, i64>(3)?;
        }
        Ok(sums)
    }

    /// Sums of booked and of pending counted rows after a day.
    fn counted_after(&self, account: i64, day: i32) -> Result<(i128, i128)> {
        let mut statement = self.db.prepare_cached(
            "SELECT minor, pending FROM day_totals WHERE account_id = ?1 AND day > ?2",
        )?;
        let mut rows = statement.query([account, i64::from(day)])?;
        let (mut booked, mut pending) = (0, 0);
        while let Some(row) = rows.next()? {
            let minor = i128::from(row.get::<_, i64>(0)?);
            if row.get(1)? {
                pending += minor;
            } else {
                booked += minor;
            }
        }
        for own in self.mirrored_rows(account, i32::MAX)? {
            if own.day > day {
                if own.pending {
                    pending += i128::from(own.minor);
                } else {
                    booked += i128::from(own.minor);
                }
            }
        }
        Ok((booked, pending))
    }

    /// Sum of booked counted rows up to a day: whole months from the sums by month, the rest of one month from those by day.
    pub(crate) fn booked_until(&self, account: i64, day: i32) -> Result<i128> {
        self.counted_until(account, day, false)
    }

    /// The same, pending rows included if asked.
    pub(crate) fn counted_until(&self, account: i64, day: i32, with_pending: bool) -> Result<i128> {
        let month = month_of(day)?;
        let mut sum: i128 = 0;
        let mut statement = self.db.prepare_cached(
            "SELECT minor FROM month_totals WHERE account_id = ?1 AND month < ?2 AND pending <= ?3",
        )?;
        let mut rows = statement.query(params![account, month, with_pending])?;
        while let Some(row) = rows.next()? {
            sum += i128::from(row.get::<_, i64>(0)?);
        }
        let first = day_of(Month::from_index(month).first_day());
        let mut statement = self.db.prepare_cached(
            "SELECT minor FROM day_totals WHERE account_id = ?1 AND day BETWEEN ?2 AND ?3 AND pending <= ?4",
        )?;
        let mut rows = statement.query(params![account, first, day, with_pending])?;
        while let Some(row) = rows.next()? {
            sum += i128::from(row.get::<_, i64>(0)?);
        }
        for own in self.mirrored_rows(account, day)? {
            if with_pending || !own.pending {
                sum += i128::from(own.minor);
            }
        }
        Ok(sum)
    }

    /// An account's currency.
    pub fn currency_of(&self, account: AccountId) -> Result<Currency> {
        let code: Option<String> = self
            .db
            .prepare_cached("SELECT currency FROM accounts WHERE id = ?1 AND removed = 0")?
            .query_row([account.0], |row| row.get(0))
            .optional()?;
        let code = code.ok_or(Error::NotFound {
            what: "account",
            id: account.0,
        })?;
        Currency::parse(&code).map_err(|_| Error::Corrupt {
            table: "accounts",
            row: account.0,
        })
    }

    /// Accounts that may be the one a file or an upstream speaks of: same IBAN, else same number and currency. Spelling
    /// with blanks or hyphens does not matter; a masked or shortened number does not match.
    pub fn accounts_like(
        &self,
        iban: Option<&str>,
        number: Option<&str>,
        currency: Option<Currency>,
    ) -> Result<Vec<AccountId>> {
        let (iban, number) = (iban.map(bare), number.map(bare));
        let mut statement = self.db.prepare_cached(
            "SELECT id, iban, number, currency FROM accounts WHERE removed = 0 ORDER BY position, id",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let own_iban = row.get::<_, Option<String>>(1)?.map(|text| bare(&text));
            let own_number = row.get::<_, Option<String>>(2)?.map(|text| bare(&text));
            let code: String = row.get(3)?;
            let fits = currency.is_none_or(|currency| currency.code() == code);
            let same = |left: &Option<String>, right: &Option<String>| {
                left.as_ref()
                    .zip(right.as_ref())
                    .is_some_and(|(left, right)| left.len() >= 3 && left == right)
            };
            if fits
                && (same(&iban, &own_iban)
                    || same(&number, &own_number)
                    || same(&number, &own_iban)
                    || same(&iban, &own_number))
            {
                found.push(AccountId(row.get(0)?));
            }
        }
        Ok(found)
    }

    /// Balances that a connection's upstream stated and the book does not come to, of accounts that have rows: the newest of
    /// each account first, at most `most` of each.
    pub fn balance_differences(
        &self,
        connection: ConnectionId,
        most: usize,
    ) -> Result<Vec<(AccountId, BalanceCheck)>> {
        let accounts: Vec<i64> = {
            let mut statement = self.db.prepare_cached(
                "SELECT id FROM accounts a WHERE connection_id = ?1 AND removed = 0
                 AND EXISTS (SELECT 1 FROM totals t WHERE t.account_id = a.id)
                 AND NOT EXISTS (SELECT 1 FROM holdings h WHERE h.account_id = a.id) ORDER BY position, id",
            )?;
            let rows = statement.query_map([connection.0], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut found = Vec::new();
        for account in accounts.into_iter().map(AccountId) {
            found.extend(
                self.balance_checks(account)?
                    .into_iter()
                    .filter(|check| check.from_upstream && check.stated != check.computed)
                    .take(most)
                    .map(|check| (account, check)),
            );
        }
        Ok(found)
    }

    /// Every stated balance of an account beside the book's own, newest first.
    pub fn balance_checks(&self, account: AccountId) -> Result<Vec<BalanceCheck>> {
        let currency = self.currency_of(account)?;
        let opening: i64 = self
            .db
            .prepare_cached("SELECT opening_minor FROM accounts WHERE id = ?1")?
            .query_row([account.0], |row| row.get(0))?;
        let mut statement = self.db.prepare_cached(
            "SELECT day, minor, from_upstream FROM anchors WHERE account_id = ?1 ORDER BY day DESC, from_upstream DESC",
        )?;
        let mut rows = statement.query([account.0])?;
        let mut checks = Vec::new();
        while let Some(row) = rows.next()? {
            let day: i32 = row.get(0)?;
            let computed = i128::from(opening) + self.booked_until(account.0, day)?;
            checks.push(BalanceCheck {
                date: date_of(day)?,
                stated: Money::new(row.get(1)?, currency),
                computed: Money::new(
                    i64::try_from(computed).map_err(|_| Error::Overflow)?,
                    currency,
                ),
                from_upstream: row.get(2)?,
            });
        }
        Ok(checks)
    }
}

/// Letters and digits only, capitals.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

impl Writing<'_> {
    /// Adds an account.
    pub fn add_account(&mut self, account: &NewAccount) -> Result<AccountId> {
        self.add_account_of(account, None)
    }

    pub(crate) fn add_account_of(
        &mut self,
        account: &NewAccount,
        connection: Option<ConnectionId>,
    ) -> Result<AccountId> {
        let name = account.name.trim();
        if name.is_empty() {
            return Err(Error::Refused { rule: "empty_name" });
        }
        same_currency(account.opening, account.currency)?;
        let position: i64 = self
            .db
            .prepare_cached("SELECT ifnull(max(position), 0) + 1 FROM accounts")?
            .query_row([], |row| row.get(0))?;
        let id = self.insert(
            Table::Accounts,
            &[
                ("name", text(name)),
                ("kind", text(account.kind.as_str())),
                ("currency", text(account.currency.code())),
                ("iban", opt_text(account.iban.as_deref())),
                ("number", opt_text(account.number.as_deref())),
                ("institution", opt_text(account.institution.as_deref())),
                (
                    "opening_minor",
                    int(account.opening.map_or(0, |opening| opening.minor)),
                ),
                (
                    "opening_by",
                    int(match (account.opening, connection) {
                        (None, _) => BY_NOBODY,
                        (Some(_), None) => BY_PERSON,
                        (Some(_), Some(_)) => BY_UPSTREAM,
                    }),
                ),
                ("position", int(position)),
                ("connection_id", opt_int(connection.map(|id| id.0))),
            ],
        )?;
        Ok(AccountId(id))
    }

    /// Changes an account.
    pub fn edit_account(&mut self, id: AccountId, edit: &AccountEdit) -> Result<()> {
        let currency = self.currency_of(id)?;
        let mut fields: Vec<Field> = Vec::new();
        if let Some(name) = &edit.name {
            if name.trim().is_empty() {
                return Err(Error::Refused { rule: "empty_name" });
            }
            fields.push(("name", text(name.trim())));
        }
        if let Some(kind) = edit.kind {
            fields.push(("kind", text(kind.as_str())));
        }
        for (name, value) in [
            ("iban", &edit.iban),
            ("number", &edit.number),
            ("institution", &edit.institution),
            ("owner", &edit.owner),
        ] {
            if let Some(value) = value {
                fields.push((name, opt_text(value.as_deref())));
            }
        }
        if let Some(tier) = edit.tier {
            fields.push(("tier", opt_text(tier.map(Tier::as_str))));
        }
        if let Some(opening) = edit.opening {
            same_currency(Some(opening), currency)?;
            fields.push(("opening_minor", int(opening.minor)));
            fields.push(("opening_by", int(BY_PERSON)));
        }
        for (name, value) in [
            ("pending_in_balance", edit.pending_in_balance),
            ("closed", edit.closed),
            ("off_budget", edit.off_budget),
            ("off_net_worth", edit.off_net_worth),
        ] {
            if let Some(value) = value {
                fields.push((name, flag(value)));
            }
        }
        if let Some(position) = edit.position {
            fields.push(("position", int(position)));
        }
        self.update(Table::Accounts, id.0, &fields)?;
        Ok(())
    }

    /// Sets the opening so that the balance at the end of `date` is `stated`, by the person's word.
    pub fn state_balance(&mut self, id: AccountId, date: NaiveDate, stated: Money) -> Result<()> {
        same_currency(Some(stated), self.currency_of(id)?)?;
        self.open_so_that(id.0, day_of(date), stated.minor, BY_PERSON)
    }

    /// Sets the opening so that the balance at the end of a day is what was stated.
    pub(crate) fn open_so_that(
        &mut self,
        account: i64,
        day: i32,
        stated: i64,
        by: i64,
    ) -> Result<()> {
        // The rows of this batch are not in the kept sums yet.
        let mut deltas = std::mem::take(&mut self.deltas);
        deltas.flush(self.db)?;
        self.deltas = deltas;
        let with_pending: bool = self
            .db
            .prepare_cached("SELECT pending_in_balance FROM accounts WHERE id = ?1")?
            .query_row([account], |row| row.get(0))?;
        let before = i128::from(stated) - self.counted_until(account, day, with_pending)?;
        let opening = i64::try_from(before).map_err(|_| Error::Overflow)?;
        self.update(
            Table::Accounts,
            account,
            &[("opening_minor", int(opening)), ("opening_by", int(by))],
        )?;
        Ok(())
    }

    /// Remembers a stated balance.
    pub(crate) fn put_anchor(
        &mut self,
        account: i64,
        day: i32,
        stated: i64,
        from_upstream: bool,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO anchors (account_id, day, from_upstream, minor, batch_id) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET minor = excluded.minor, batch_id = excluded.batch_id
                 WHERE minor <> excluded.minor",
            )?
            .execute(params![account, day, from_upstream, stated, self.batch])?;
        Ok(())
    }

    /// Removes an account: its transactions are kept as deleted and it leaves every list. Undo brings it back.
    pub fn remove_account(&mut self, id: AccountId) -> Result<()> {
        self.currency_of(id)?;
        let rows: Vec<i64> = {
            let mut statement = self.db.prepare_cached(
                "SELECT id FROM transactions WHERE account_id = ?1 AND deleted = 0",
            )?;
            let rows = statement.query_map([id.0], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        for row in rows {
            self.delete_row(row, 6)?;
        }
        for mirror in self.mirrors_of_account(id)? {
            self.unmirror(mirror)?;
        }
        self.remove(Table::Accounts, id.0)
    }
}

pub(crate) fn same_currency(amount: Option<Money>, currency: Currency) -> Result<()> {
    if amount.is_some_and(|amount| amount.currency != currency) {
        return Err(Error::Refused {
            rule: "currency_mismatch",
        });
    }
    Ok(())
}

impl NewAccount {
    /// One with nothing but the necessary.
    pub fn new(name: &str, kind: AccountKind, currency: Currency) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            currency,
            iban: None,
            number: None,
            institution: None,
            opening: None,
        }
    }
}
