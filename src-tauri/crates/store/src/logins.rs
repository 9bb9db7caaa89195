//! Logins at banks under a connection, what ties accounts to them, and what accounts hold. Not part of the journal: all
//! of it is the upstream's and comes anew with every sync.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::connection::LoginCondition;
use domain::feed::{Entity, FeedLogin};
use domain::ids::{AccountId, ConnectionId, HoldingId, LoginId};
use money::{Currency, Money};
use rusqlite::{OptionalExtension, params};
use rust_decimal::Decimal;

use crate::days::{date_of, instant_of, seconds_of};
use crate::{Error, Result, View, Writing};

/// A login as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// Its number.
    pub id: LoginId,
    /// The connection it is under.
    pub connection: ConnectionId,
    /// What the upstream last said of it.
    pub feed: FeedLogin,
    /// Accounts of the book that are read through it.
    pub accounts: u64,
}

/// What ties an account to its bank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountTie {
    /// The login it is read through.
    pub login: Option<LoginId>,
    /// The account it belongs to.
    pub parent: Option<AccountId>,
    /// The person shares it no more: what is here stays, nothing new comes.
    pub detached: bool,
    /// What its loan is like, as JSON.
    pub loan: Option<String>,
}

/// A security or fund as last delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// Its number.
    pub id: HoldingId,
    /// The account it is in.
    pub account: AccountId,
    /// Its name.
    pub label: String,
    /// ISIN or another code.
    pub code: Option<String>,
    /// What kind of code.
    pub code_kind: Option<String>,
    /// Symbol at an exchange.
    pub symbol: Option<String>,
    /// How many.
    pub quantity: Option<Decimal>,
    /// Average price paid for one.
    pub unit_price: Option<Decimal>,
    /// What one is worth.
    pub unit_value: Option<Decimal>,
    /// What all are worth.
    pub valuation: Option<Money>,
    /// Gained since bought.
    pub gain: Option<Money>,
    /// Valued on.
    pub date: Option<NaiveDate>,
}

impl View<'_> {
    /// Every login that is there, of one connection or of all.
    pub fn logins(&self, connection: Option<ConnectionId>) -> Result<Vec<Login>> {
        let mut statement = self.db.prepare_cached(
            "SELECT l.id, l.connection_id, l.source_id, l.institution, l.connector, l.condition, l.upstream_state,
             l.message, l.consent_until, l.next_try, l.last_sync, l.withheld_accounts,
             (SELECT count(*) FROM account_ties t JOIN accounts a ON a.id = t.account_id
              WHERE t.login_id = l.id AND t.detached = 0 AND a.removed = 0)
             FROM logins l JOIN connections c ON c.id = l.connection_id
             WHERE l.removed = 0 AND c.removed = 0 AND (?1 IS NULL OR l.connection_id = ?1) ORDER BY l.id",
        )?;
        let mut rows = statement.query([connection.map(|id| id.0)])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let instant = |place: usize| -> Result<Option<DateTime<Utc>>> {
                row.get::<_, Option<i64>>(place)?
                    .map(instant_of)
                    .transpose()
            };
            let condition: String = row.get(5)?;
            all.push(Login {
                id: LoginId(id),
                connection: ConnectionId(row.get(1)?),
                feed: FeedLogin {
                    source_id: row.get(2)?,
                    institution: row.get(3)?,
                    connector: row.get(4)?,
                    // A newer program may know more of them.
                    condition: LoginCondition::from_word(&condition)
                        .unwrap_or(LoginCondition::Unknown),
                    upstream_state: row.get(6)?,
                    message: row.get(7)?,
                    consent_until: instant(8)?,
                    next_try: instant(9)?,
                    last_sync: instant(10)?,
                    withheld_accounts: row.get(11)?,
                },
                accounts: row.get::<_, i64>(12)? as u64,
            });
        }
        Ok(all)
    }

    /// What ties accounts to their banks, by account; those without are not in it.
    pub fn account_ties(&self) -> Result<BTreeMap<AccountId, AccountTie>> {
        let mut statement = self.db.prepare_cached(
            "SELECT account_id, login_id, parent_id, detached, loan FROM account_ties",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((
                AccountId(row.get(0)?),
                AccountTie {
                    login: row.get::<_, Option<i64>>(1)?.map(LoginId),
                    parent: row.get::<_, Option<i64>>(2)?.map(AccountId),
                    detached: row.get(3)?,
                    loan: row.get(4)?,
                },
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The book's account of an upstream's account, if it is there and not removed.
    pub fn account_of_source(
        &self,
        connection: ConnectionId,
        source_id: &str,
    ) -> Result<Option<AccountId>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT a.id FROM sources s JOIN accounts a ON a.id = s.local_id
                 WHERE s.connection_id = ?1 AND s.entity = 1 AND s.source_id = ?2 AND a.removed = 0",
            )?
            .query_row(params![connection.0, source_id], |row| row.get(0))
            .optional()?
            .map(AccountId))
    }

    /// What an account holds now, the most valuable first.
    pub fn holdings(&self, account: AccountId) -> Result<Vec<Holding>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, label, code, code_kind, symbol, quantity, unit_price, unit_value, currency, valuation_minor,
             gain_minor, day FROM holdings WHERE account_id = ?1 AND gone = 0
             ORDER BY valuation_minor DESC, label, id",
        )?;
        let mut rows = statement.query([account.0])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let corrupt = || Error::Corrupt {
                table: "holdings",
                row: id,
            };
            let decimal = |place: usize| -> Result<Option<Decimal>> {
                row.get::<_, Option<String>>(place)?
                    .map(|text| text.parse().map_err(|_| corrupt()))
                    .transpose()
            };
            let currency: Option<Currency> = row
                .get::<_, Option<String>>(8)?
                .map(|code| Currency::parse(&code).map_err(|_| corrupt()))
                .transpose()?;
            let money = |place: usize| -> Result<Option<Money>> {
                Ok(row
                    .get::<_, Option<i64>>(place)?
                    .zip(currency)
                    .map(|(minor, currency)| Money::new(minor, currency)))
            };
            all.push(Holding {
                id: HoldingId(id),
                account,
                label: row.get(1)?,
                code: row.get(2)?,
                code_kind: row.get(3)?,
                symbol: row.get(4)?,
                quantity: decimal(5)?,
                unit_price: decimal(6)?,
                unit_value: decimal(7)?,
                valuation: money(9)?,
                gain: money(10)?,
                date: row.get::<_, Option<i32>>(11)?.map(date_of).transpose()?,
            });
        }
        Ok(all)
    }
}

impl Writing<'_> {
    /// Adds logins or brings them up to date.
    pub fn put_logins(&mut self, connection: ConnectionId, logins: &[FeedLogin]) -> Result<()> {
        for login in logins {
            self.db
                .prepare_cached(
                    "INSERT INTO logins (connection_id, source_id, institution, connector, condition, upstream_state,
                     message, consent_until, next_try, last_sync, withheld_accounts)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                     ON CONFLICT DO UPDATE SET institution = ifnull(excluded.institution, institution),
                     connector = ifnull(excluded.connector, connector), condition = excluded.condition,
                     upstream_state = excluded.upstream_state, message = excluded.message,
                     consent_until = excluded.consent_until, next_try = excluded.next_try,
                     last_sync = excluded.last_sync, withheld_accounts = excluded.withheld_accounts, removed = 0",
                )?
                .execute(params![
                    connection.0,
                    login.source_id,
                    login.institution,
                    login.connector,
                    login.condition.as_str(),
                    login.upstream_state,
                    login.message,
                    login.consent_until.map(seconds_of),
                    login.next_try.map(seconds_of),
                    login.last_sync.map(seconds_of),
                    login.withheld_accounts,
                ])?;
        }
        Ok(())
    }

    /// These are all the logins there are: others are gone upstream, and their accounts stay as they are.
    pub(crate) fn keep_logins(
        &mut self,
        connection: ConnectionId,
        there: &[FeedLogin],
    ) -> Result<()> {
        for login in self.logins(Some(connection))? {
            if there
                .iter()
                .all(|kept| kept.source_id != login.feed.source_id)
            {
                self.end_login(login.id)?;
            }
        }
        Ok(())
    }

    fn end_login(&mut self, login: LoginId) -> Result<()> {
        self.db
            .prepare_cached("UPDATE logins SET removed = 1 WHERE id = ?1")?
            .execute([login.0])?;
        self.db
            .prepare_cached("UPDATE account_ties SET detached = 1 WHERE login_id = ?1")?
            .execute([login.0])?;
        Ok(())
    }

    /// Takes a login out. Its accounts stay in the book without new rows, or are deleted with theirs (undo brings them
    /// back).
    pub fn remove_login(&mut self, login: LoginId, keep_data: bool) -> Result<u64> {
        let accounts: Vec<AccountId> = self
            .account_ties()?
            .into_iter()
            .filter(|(_, tie)| tie.login == Some(login))
            .map(|(account, _)| account)
            .collect();
        let removed = self.detach_accounts(&accounts, keep_data)?;
        self.end_login(login)?;
        Ok(removed)
    }

    /// The person shares these accounts no more. What is in the book stays, or is deleted (undo brings it back). Answers
    /// how many accounts were deleted.
    pub fn detach_accounts(&mut self, accounts: &[AccountId], keep_data: bool) -> Result<u64> {
        let mut removed = 0;
        for account in accounts {
            self.db
                .prepare_cached(
                    "INSERT INTO account_ties (account_id, detached) VALUES (?1, 1)
                     ON CONFLICT DO UPDATE SET detached = 1",
                )?
                .execute([account.0])?;
            let there: bool = self
                .db
                .prepare_cached("SELECT removed = 0 FROM accounts WHERE id = ?1")?
                .query_row([account.0], |row| row.get(0))
                .optional()?
                .unwrap_or(false);
            if keep_data || !there {
                continue;
            }
            self.remove_account(*account)?;
            // Shared again one day, it comes as a new account with all of its rows.
            self.db
                .prepare_cached(
                    "DELETE FROM sources WHERE entity = 2 AND local_id IN
                     (SELECT id FROM transactions WHERE account_id = ?1)",
                )?
                .execute([account.0])?;
            self.db
                .prepare_cached("DELETE FROM sources WHERE entity = 1 AND local_id = ?1")?
                .execute([account.0])?;
            self.db
                .prepare_cached("DELETE FROM holdings WHERE account_id = ?1")?
                .execute([account.0])?;
            removed += 1;
        }
        Ok(removed)
    }

    /// The book's number for an upstream's login.
    pub(crate) fn login_of(
        &self,
        connection: ConnectionId,
        source_id: &str,
    ) -> Result<Option<i64>> {
        Ok(self
            .db
            .prepare_cached("SELECT id FROM logins WHERE connection_id = ?1 AND source_id = ?2")?
            .query_row(params![connection.0, source_id], |row| row.get(0))
            .optional()?)
    }

    /// The account that an upstream's account became, removed ones too.
    pub(crate) fn local_account(
        &self,
        connection: ConnectionId,
        source_id: &str,
    ) -> Result<Option<i64>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT local_id FROM sources WHERE connection_id = ?1 AND entity = ?2 AND source_id = ?3",
            )?
            .query_row(
                params![
                    connection.0,
                    crate::ingest::entity_number(Entity::Account),
                    source_id
                ],
                |row| row.get(0),
            )
            .optional()?)
    }
}
