//! Complete passes: what an upstream no longer has.
//!
//! A row that is missing from a pass is asked for by its id; if the upstream says it is gone, it is deleted. An upstream that
//! cannot be asked must have left it out of two passes in a row. If more than a fifth of an account would go, nothing goes
//! until the person has said so.

use domain::connection::ConnectionState;
use domain::feed::{Entity, FeedSpan};
use domain::ids::{AccountId, ConnectionId, TransactionId};
use domain::transaction::DeletedReason;
use rusqlite::params;

use super::rows::number_of;
use super::{DeletionGuard, Intake, entity_number};
use crate::days::day_of;
use crate::door::{Table, int};
use crate::{Result, View, Writing};

/// Passes a row must be missing from.
const MISSES: i64 = 2;
/// One part in so many of an account may go without asking.
const SHARE: i64 = 5;

/// Rows of the book that only a missing row of the upstream stands for.
const LOST: &str = "SELECT s.id, s.local_id, t.account_id, t.status FROM sources s JOIN transactions t ON t.id = s.local_id
    WHERE s.connection_id = ?1 AND s.entity = 2 AND s.gone = 0 AND s.misses >= 2";

impl View<'_> {
    /// Rows waiting for a nod because too many vanished.
    pub fn deletion_guards(&self, connection: ConnectionId) -> Result<Vec<DeletionGuard>> {
        let mut statement = self.db.prepare_cached(
            "SELECT account_id, missing, delivered FROM deletion_guards WHERE connection_id = ?1 ORDER BY account_id",
        )?;
        let rows = statement.query_map([connection.0], |row| {
            Ok(DeletionGuard {
                account: AccountId(row.get(0)?),
                missing: row.get::<_, i64>(1)? as u64,
                of: row.get::<_, i64>(2)? as u64,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl View<'_> {
    /// Ids of rows that were missing from the last complete passes and are still in the book: those to ask the upstream
    /// for. Rows that wait for the person's word are among them, for they may have come back.
    pub fn missing_rows(&self, connection: ConnectionId) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT source_id FROM sources WHERE connection_id = ?1 AND entity = 2 AND gone = 0 AND misses > 0
             ORDER BY id",
        )?;
        let rows = statement.query_map([connection.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

struct Lost {
    source: i64,
    row: i64,
    account: i64,
    pending: bool,
}

impl View<'_> {
    /// Transactions that wait for the person's word because too many vanished at once.
    pub fn vanished(&self, connection: ConnectionId) -> Result<Vec<TransactionId>> {
        let guarded = self.guarded(connection)?;
        Ok(guarded.iter().map(|lost| TransactionId(lost.row)).collect())
    }

    fn lost(&self, connection: ConnectionId) -> Result<Vec<Lost>> {
        let mut statement = self.db.prepare_cached(LOST)?;
        let rows = statement.query_map([connection.0], |row| {
            Ok(Lost {
                source: row.get(0)?,
                row: row.get(1)?,
                account: row.get(2)?,
                pending: row.get::<_, u8>(3)? == crate::totals::PENDING,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn guarded(&self, connection: ConnectionId) -> Result<Vec<Lost>> {
        let accounts: Vec<i64> = self
            .deletion_guards(connection)?
            .into_iter()
            .map(|guard| guard.account.0)
            .collect();
        let mut lost = self.lost(connection)?;
        lost.retain(|lost| accounts.contains(&lost.account));
        Ok(lost)
    }
}

impl Writing<'_> {
    pub(super) fn begin_pass(&self, connection: ConnectionId, entity: Entity) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO passes (connection_id, entity, pass, running) VALUES (?1, ?2, 1, 1)
                 ON CONFLICT DO UPDATE SET pass = pass + 1, running = 1",
            )?
            .execute([connection.0, entity_number(entity)])?;
        Ok(())
    }

    /// Rows that are there but could not be delivered are not missing from the running pass.
    pub(super) fn note_present(
        &self,
        connection: ConnectionId,
        present: &[(Entity, String)],
    ) -> Result<()> {
        for (entity, source_id) in present {
            let Some(pass) = self.running_pass(connection, *entity)? else {
                continue;
            };
            self.db
                .prepare_cached(
                    "UPDATE sources SET pass = ?4, misses = 0
                     WHERE connection_id = ?1 AND entity = ?2 AND source_id = ?3",
                )?
                .execute(params![
                    connection.0,
                    entity_number(*entity),
                    source_id,
                    pass
                ])?;
        }
        Ok(())
    }

    pub(super) fn end_pass(&mut self, connection: ConnectionId, entity: Entity) -> Result<()> {
        // A page delivered again after its pass ended must not count another miss.
        let Some(pass) = self.running_pass(connection, entity)? else {
            return Ok(());
        };
        self.db
            .prepare_cached(
                "UPDATE passes SET running = 0 WHERE connection_id = ?1 AND entity = ?2",
            )?
            .execute([connection.0, entity_number(entity)])?;
        self.db
            .prepare_cached(
                "UPDATE sources SET misses = misses + 1
                 WHERE connection_id = ?1 AND entity = ?2 AND gone = 0 AND pass <> ?3",
            )?
            .execute([connection.0, entity_number(entity), pass])?;
        match entity {
            // The upstream is asked for transactions first; holdings and logins come whole, each with its account or
            // connection.
            Entity::Transaction | Entity::Category | Entity::Holding | Entity::Login => Ok(()),
            Entity::Account => self.lose_accounts(connection),
            Entity::Budget | Entity::Goal | Entity::Planned => self.lose_plans(connection, entity),
        }
    }

    /// Ends the running pass of transactions for some accounts, each from a day on.
    pub(super) fn end_spans(&self, connection: ConnectionId, spans: &[FeedSpan]) -> Result<()> {
        if spans.is_empty() {
            return Ok(());
        }
        let Some(pass) = self.running_pass(connection, Entity::Transaction)? else {
            return Ok(());
        };
        self.db
            .prepare_cached(
                "UPDATE passes SET running = 0 WHERE connection_id = ?1 AND entity = ?2",
            )?
            .execute([connection.0, entity_number(Entity::Transaction)])?;
        for span in spans {
            let Some(account) = self.local_account(connection, &span.account_source_id)? else {
                continue;
            };
            self.db
                .prepare_cached(
                    "UPDATE sources SET misses = misses + 1
                     WHERE connection_id = ?1 AND entity = ?2 AND gone = 0 AND pass <> ?3
                     AND local_id IN (SELECT id FROM transactions WHERE account_id = ?4 AND day >= ?5)",
                )?
                .execute(params![
                    connection.0,
                    entity_number(Entity::Transaction),
                    pass,
                    account,
                    day_of(span.from)
                ])?;
        }
        Ok(())
    }

    /// Takes the upstream's word about missing rows: those it names are gone, the others are there.
    pub(super) fn believe(&mut self, connection: ConnectionId, gone: &[String]) -> Result<()> {
        let gone: std::collections::HashSet<&str> = gone.iter().map(String::as_str).collect();
        for source_id in self.missing_rows(connection)? {
            let misses = if gone.contains(source_id.as_str()) {
                MISSES
            } else {
                0
            };
            self.db
                .prepare_cached(
                    "UPDATE sources SET misses = ?3 WHERE connection_id = ?1 AND entity = 2 AND source_id = ?2",
                )?
                .execute(params![connection.0, source_id, misses])?;
        }
        Ok(())
    }

    pub(super) fn lose_transactions(&mut self, intake: &mut Intake<'_>) -> Result<()> {
        let connection = intake.connection;
        self.db
            .prepare_cached("DELETE FROM deletion_guards WHERE connection_id = ?1")?
            .execute([connection.0])?;
        let mut by_account: std::collections::BTreeMap<i64, Vec<Lost>> =
            std::collections::BTreeMap::new();
        for lost in self.lost(connection)? {
            by_account.entry(lost.account).or_default().push(lost);
        }
        for (account, lost) in by_account {
            let delivered: i64 = self
                .db
                .prepare_cached(
                    "SELECT count(*) FROM sources s JOIN transactions t ON t.id = s.local_id
                     WHERE s.connection_id = ?1 AND s.entity = 2 AND s.gone = 0 AND t.account_id = ?2 AND t.status <> 0",
                )?
                .query_row([connection.0, account], |row| row.get(0))?;
            // Pending rows vanish every day; only booked ones make a guard.
            let missing = lost.iter().filter(|lost| !lost.pending).count() as i64;
            let guarded = missing * SHARE > delivered;
            if guarded {
                self.db
                    .prepare_cached(
                        "INSERT INTO deletion_guards (connection_id, account_id, missing, delivered)
                         VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute([connection.0, account, missing, delivered])?;
                intake.done.guarded.push(DeletionGuard {
                    account: AccountId(account),
                    missing: missing as u64,
                    of: delivered as u64,
                });
            }
            for lost in lost {
                if lost.pending || !guarded {
                    intake.done.counts.removed += u64::from(self.lose(&lost)?);
                    intake.touched.insert(account);
                }
            }
        }
        if !intake.done.guarded.is_empty() {
            self.set_connection_state(connection, ConnectionState::DeletionGuard, None, None)?;
        }
        Ok(())
    }

    /// Deletes a row that its upstream lost, unless a file or another connection knows it too.
    fn lose(&mut self, lost: &Lost) -> Result<bool> {
        self.db
            .prepare_cached("UPDATE sources SET gone = 1 WHERE id = ?1")?
            .execute([lost.source])?;
        let known_elsewhere: bool = self
            .db
            .prepare_cached(
                "SELECT (SELECT external_id IS NOT NULL FROM transactions WHERE id = ?1)
                 OR EXISTS (SELECT 1 FROM sources WHERE entity = 2 AND local_id = ?1 AND gone = 0)",
            )?
            .query_row([lost.row], |row| row.get(0))?;
        if known_elsewhere {
            return Ok(false);
        }
        self.delete_row(lost.row, number_of(DeletedReason::Missing))
    }

    fn lose_accounts(&mut self, connection: ConnectionId) -> Result<()> {
        for (source, account) in self.lost_others(connection, Entity::Account)? {
            self.update(Table::Accounts, account, &[("closed", int(1))])?;
            self.let_go(source)?;
        }
        Ok(())
    }

    fn lose_plans(&mut self, connection: ConnectionId, entity: Entity) -> Result<()> {
        for (source, row) in self.lost_others(connection, entity)? {
            let table = match entity {
                Entity::Budget => Table::UpstreamBudgets,
                Entity::Goal => Table::Goals,
                _ => Table::Planned,
            };
            // The person may have removed it already.
            if crate::door::image(self.db, table, row)?.is_some() {
                self.remove(table, row)?;
            }
            self.let_go(source)?;
        }
        Ok(())
    }

    fn lost_others(&self, connection: ConnectionId, entity: Entity) -> Result<Vec<(i64, i64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, local_id FROM sources
             WHERE connection_id = ?1 AND entity = ?2 AND gone = 0 AND misses >= ?3",
        )?;
        let rows = statement.query_map(
            params![connection.0, entity_number(entity), MISSES],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn let_go(&self, source: i64) -> Result<()> {
        self.db
            .prepare_cached("UPDATE sources SET gone = 1 WHERE id = ?1")?
            .execute([source])?;
        Ok(())
    }

    /// The person agrees: deletes what the guard held back; answers how many.
    pub fn approve_deletions(&mut self, connection: ConnectionId) -> Result<u64> {
        let mut deleted = 0;
        for lost in self.guarded(connection)? {
            deleted += u64::from(self.lose(&lost)?);
        }
        self.lift_guards(connection)?;
        Ok(deleted)
    }

    /// The person disagrees: keeps what the guard held back as rows of the book that the upstream no longer has.
    pub fn decline_deletions(&mut self, connection: ConnectionId) -> Result<u64> {
        let guarded = self.guarded(connection)?;
        for lost in &guarded {
            self.let_go(lost.source)?;
        }
        self.lift_guards(connection)?;
        Ok(guarded.len() as u64)
    }

    fn lift_guards(&mut self, connection: ConnectionId) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM deletion_guards WHERE connection_id = ?1")?
            .execute([connection.0])?;
        if self.connection(connection)?.state == ConnectionState::DeletionGuard {
            self.set_connection_state(connection, ConnectionState::Ok, None, None)?;
        }
        Ok(())
    }
}
