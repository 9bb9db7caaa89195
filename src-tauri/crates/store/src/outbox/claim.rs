//! Out of the outbox: what is to be sent next, and what became of it.

use std::collections::BTreeMap;

use domain::feed::Entity;
use domain::ids::ConnectionId;
use domain::outbox::{Outcome, Theirs, Writable};
use rusqlite::{OptionalExtension, params};

use super::{Claimed, OutboxItem, OutboxState, Subject, Wish, theirs_json, theirs_of, wish_of};
use crate::door::{Table, int};
use crate::{Result, View, Writing};

/// Times that an upstream may say "not now" before the person is told that it will not be.
const MOST_TRIES: i64 = 8;
/// Why something was given up that the upstream kept putting off.
const GIVEN_UP: &str = "given_up";
/// Why something waits that nobody tried: it will do in its time.
const UNTIL_BOOKED: &str = "pending";
/// Why something waits whose answer was lost.
const NO_ANSWER: &str = "no_answer";

impl Writing<'_> {
    /// Takes out what is to be sent next: at most `most` things with all that waits of each, oldest first, and not those
    /// that this run has had in hand (`but`). Until [`Self::settle_outbox`] says what became of it, it counts as sent
    /// without an answer, whatever happens to the program. Not in the journal.
    pub fn claim_outbox(
        &mut self,
        connection: ConnectionId,
        most: usize,
        but: &[Subject],
    ) -> Result<Vec<Claimed>> {
        let switched_on: Vec<Writable> = self
            .written_back()?
            .into_iter()
            .find(|(id, _)| *id == connection)
            .map(|(_, fields)| fields)
            .unwrap_or_default();
        let mut order: Vec<Subject> = Vec::new();
        let mut waiting: BTreeMap<Subject, Vec<(OutboxItem, bool)>> = BTreeMap::new();
        for item in self.outbox(connection)? {
            let open = item.state != OutboxState::Refused && switched_on.contains(&item.field);
            if !open || but.contains(&item.subject) {
                continue;
            }
            if !waiting.contains_key(&item.subject) {
                if order.len() == most {
                    continue;
                }
                order.push(item.subject);
            }
            let lost =
                item.state == OutboxState::UnderWay || item.reason.as_deref() == Some(NO_ANSWER);
            waiting.entry(item.subject).or_default().push((item, lost));
        }
        let mut claimed = Vec::new();
        for subject in order {
            let items = waiting.remove(&subject).unwrap_or_default();
            claimed.push(self.claim(connection, subject, &items)?);
        }
        Ok(claimed)
    }

    fn claim(
        &mut self,
        connection: ConnectionId,
        subject: Subject,
        items: &[(OutboxItem, bool)],
    ) -> Result<Claimed> {
        let (entity, local) = subject.key();
        let source: Option<(String, Option<String>)> = self
            .db
            .prepare_cached(
                "SELECT s.source_id, r.raw FROM sources s LEFT JOIN source_records r ON r.source_row = s.id
                 WHERE s.entity = ?2 AND s.local_id = ?3 AND s.connection_id = ?1 AND s.gone = 0
                 ORDER BY s.id DESC LIMIT 1",
            )?
            .query_row(params![connection.0, entity, local], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let mut wishes = Vec::with_capacity(items.len());
        for (item, _) in items {
            let theirs: Option<String> = self
                .db
                .prepare_cached(
                    "UPDATE outbox SET state = 1, under_way = edition, sent = wish WHERE id = ?1 RETURNING theirs",
                )?
                .query_row([item.id], |row| row.get(0))?;
            wishes.push((item.wish.clone(), theirs.as_deref().and_then(theirs_of)));
        }
        let (source_id, raw) = source.map_or((None, None), |(id, raw)| (Some(id), raw));
        Ok(Claimed {
            subject,
            source_id,
            raw,
            wishes,
            fields: items.iter().map(|(item, _)| item.field).collect(),
            may_be_there: items.iter().any(|(_, lost)| *lost),
        })
    }

    /// Notes what the upstream has of something that was claimed, before Coffer writes there for the first time. Not in
    /// the journal.
    pub fn note_theirs(
        &mut self,
        connection: ConnectionId,
        subject: Subject,
        theirs: &Theirs,
    ) -> Result<()> {
        let (entity, local) = subject.key();
        self.db
            .prepare_cached(
                "UPDATE outbox SET theirs = ?4 WHERE connection_id = ?1 AND entity = ?2 AND local_id = ?3
                 AND state = 1 AND theirs IS NULL",
            )?
            .execute(params![connection.0, entity, local, theirs_json(theirs)])?;
        Ok(())
    }

    /// What became of something that was claimed. A wish that changed while it was under way waits on. Not in the journal.
    pub fn settle_outbox(
        &mut self,
        connection: ConnectionId,
        subject: Subject,
        outcome: &Outcome,
    ) -> Result<()> {
        let (entity, local) = subject.key();
        let key = params![connection.0, entity, local];
        let open = "connection_id = ?1 AND entity = ?2 AND local_id = ?3 AND state = 1";
        let now = |sql: &str| -> Result<()> {
            self.db
                .prepare_cached(&format!("UPDATE outbox SET {sql} WHERE {open}"))?
                .execute(key)?;
            Ok(())
        };
        match outcome {
            Outcome::Written { source_id } => {
                now(
                    "state = iif(edition = under_way, 3, 0), written = 1, before = NULL, tries = 0, reason = NULL,
                     detail = NULL",
                )?;
                if let Some(source_id) = source_id {
                    self.note_entered(connection, subject, source_id)?;
                }
            }
            Outcome::Refused { reason, detail } => {
                self.db
                    .prepare_cached(&format!(
                        "UPDATE outbox SET reason = iif(edition = under_way, ?4, NULL),
                         detail = iif(edition = under_way, nullif(?5, ''), NULL),
                         state = iif(edition = under_way, 2, 0) WHERE {open}"
                    ))?
                    .execute(params![connection.0, entity, local, reason, detail])?;
            }
            Outcome::Later { reason } => {
                self.db
                    .prepare_cached(&format!(
                        "UPDATE outbox SET tries = tries + ?7, reason = iif(tries + ?7 >= ?5, ?6, ?4),
                         state = iif(tries + ?7 >= ?5, 2, 0) WHERE {open}"
                    ))?
                    .execute(params![
                        connection.0,
                        entity,
                        local,
                        reason,
                        MOST_TRIES,
                        GIVEN_UP,
                        i64::from(*reason != UNTIL_BOOKED)
                    ])?;
            }
            Outcome::Unknown => {
                self.db
                    .prepare_cached(&format!(
                        "UPDATE outbox SET state = 0, before = NULL, reason = ?4 WHERE {open}"
                    ))?
                    .execute(params![connection.0, entity, local, NO_ANSWER])?;
            }
        }
        Ok(())
    }

    /// What was claimed and never left goes back to waiting. Not in the journal.
    pub fn return_to_outbox(&mut self, connection: ConnectionId, subject: Subject) -> Result<()> {
        let (entity, local) = subject.key();
        self.db
            .prepare_cached(
                "UPDATE outbox SET state = 0 WHERE connection_id = ?1 AND entity = ?2 AND local_id = ?3 AND state = 1",
            )?
            .execute(params![connection.0, entity, local])?;
        Ok(())
    }

    /// A row that was entered at the upstream is the upstream's from now on, and comes back with the next pull; an account
    /// that was made there is fed by the connection. One that it stands for anew is gone there, which no later delivery of
    /// it takes for news.
    fn note_entered(
        &mut self,
        connection: ConnectionId,
        subject: Subject,
        source_id: &str,
    ) -> Result<()> {
        let (entity, local) = subject.key();
        self.db
            .prepare_cached(
                "UPDATE sources SET gone = 1, misses = 0 WHERE connection_id = ?1 AND entity = ?2 AND local_id = ?4
                 AND source_id <> ?3 AND gone = 0",
            )?
            .execute(params![connection.0, entity, source_id, local])?;
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO sources (connection_id, entity, source_id, local_id, digest, pass)
                 VALUES (?1, ?2, ?3, ?4, x'', (SELECT ifnull(max(pass), 0) FROM passes
                                               WHERE connection_id = ?1 AND entity = ?2))",
            )?
            .execute(params![connection.0, entity, source_id, local])?;
        if let Subject::Account(id) = subject {
            let theirs = [("connection_id", int(connection.0))];
            self.update(Table::Accounts, id.0, &theirs)?;
        }
        Ok(())
    }

    /// A booked row took the place of a pending one: what was written to the pending one is written to it as well.
    pub(crate) fn write_again(&mut self, connection: ConnectionId, row: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE outbox SET state = 0, theirs = NULL, before = NULL, edition = edition + 1
                 WHERE connection_id = ?1 AND entity = 2 AND local_id = ?2 AND field < 4 AND state = 3
                 AND wish <> '\"theirs\"'",
            )?
            .execute(params![connection.0, row])?;
        Ok(())
    }
}

impl View<'_> {
    /// The note that Coffer last sent to an upstream for a row: what comes back is no wording of the bank's.
    pub(crate) fn note_sent(&self, connection: ConnectionId, row: i64) -> Result<Option<String>> {
        let sent: Option<String> = self
            .db
            .prepare_cached(
                "SELECT sent FROM outbox WHERE connection_id = ?1 AND entity = 2 AND local_id = ?2 AND field = 2
                 AND sent IS NOT NULL",
            )?
            .query_row(params![connection.0, row], |row| row.get(0))
            .optional()?;
        Ok(match sent.and_then(|text| wish_of(Writable::Note, &text)) {
            Some(Wish::Note(note)) => Some(note),
            _ => None,
        })
    }

    /// Ids of an account's rows of this amount that a connection has delivered, for telling a new row from those.
    pub fn delivered_around(
        &self,
        connection: ConnectionId,
        account: domain::ids::AccountId,
        minor: i64,
    ) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT s.source_id FROM transactions t INDEXED BY transactions_by_account
             CROSS JOIN sources s INDEXED BY sources_by_row
               ON s.entity = 2 AND s.local_id = t.id AND s.connection_id = ?1
             WHERE t.account_id = ?2 AND t.minor = ?3",
        )?;
        let rows =
            statement.query_map(params![connection.0, account.0, minor], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every id that a connection knows an account by, for telling a new account from those.
    pub fn accounts_delivered(&self, connection: ConnectionId) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT source_id FROM sources WHERE connection_id = ?1 AND entity = 1 ORDER BY id",
        )?;
        let rows = statement.query_map([connection.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The id that a connection knows an account by.
    pub fn account_source(
        &self,
        connection: ConnectionId,
        account: domain::ids::AccountId,
    ) -> Result<Option<String>> {
        Ok(self
            .sources_of(connection, Entity::Account, account.0)?
            .into_iter()
            .next())
    }
}
