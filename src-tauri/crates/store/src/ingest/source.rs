//! Which row of the book each row of an upstream became.

use domain::feed::{Entity, FeedTransaction};
use domain::ids::ConnectionId;
use rusqlite::{OptionalExtension, params};

use super::{ENTITIES, Intake, entity_number};
use crate::days::day_of;
use crate::door::{put_int, put_text};
use crate::transactions::details::stored_details;
use crate::transactions::status_number;
use crate::{Result, View, Writing};

/// Raw records longer than this are not kept.
const MOST_RAW: usize = 64 * 1024;

/// A row of an upstream as the book remembers it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub id: i64,
    pub local: i64,
    pub digest: Vec<u8>,
    pub gone: i64,
}

/// `gone` of a row that is there.
pub(super) const THERE: i64 = 0;
/// `gone` of a row the upstream no longer has.
pub(super) const GONE: i64 = 1;
/// `gone` of a pending row whose booked successor took its place.
pub(super) const REPLACED: i64 = 2;

/// Tells whether a delivered transaction is as it was: a digest of all its fields but the record as it came.
pub(super) fn digest_of_row(row: &FeedTransaction) -> Vec<u8> {
    let FeedTransaction {
        source_id,
        account_source_id,
        date,
        value_date,
        amount,
        original_amount,
        payee,
        description,
        note,
        category_source_id,
        category_name,
        tags,
        status,
        is_transfer,
        transfer_key,
        replaces,
        excluded,
        off_reports,
        needs_review,
        deleted,
        running_balance,
        updated_at,
        details,
        raw: _,
    } = row;
    let mut bytes = Vec::with_capacity(512);
    let put_opt = |bytes: &mut Vec<u8>, text: Option<&str>| match text {
        Some(text) => put_text(bytes, text.as_bytes()),
        None => bytes.push(0),
    };
    for text in [
        source_id,
        category_source_id,
        category_name,
        transfer_key,
        replaces,
        updated_at,
    ] {
        put_opt(&mut bytes, text.as_deref());
    }
    for text in [account_source_id, payee, description, note] {
        put_text(&mut bytes, text.as_bytes());
    }
    put_int(&mut bytes, tags.len() as i64);
    for tag in tags {
        put_text(&mut bytes, tag.as_bytes());
    }
    put_int(&mut bytes, i64::from(day_of(*date)));
    match value_date {
        Some(day) => put_int(&mut bytes, i64::from(day_of(*day))),
        None => bytes.push(0),
    }
    for amount in [Some(*amount), *original_amount, *running_balance] {
        put_opt(
            &mut bytes,
            amount.as_ref().map(|amount| amount.currency.code()),
        );
        put_int(&mut bytes, amount.map_or(0, |amount| amount.minor));
    }
    put_int(&mut bytes, i64::from(status_number(*status)));
    bytes.extend([*is_transfer, *excluded, *off_reports, *deleted].map(u8::from));
    if let Some(details) = stored_details(details.as_deref()) {
        put_text(&mut bytes, details.as_bytes());
    }
    // Only where it says something, so that rows of before it was known are as they were.
    if *needs_review {
        bytes.push(1);
    }
    blake3::hash(&bytes).as_bytes()[..16].to_vec()
}

/// Tells whether any other delivered thing is as it was: a digest of all its fields.
pub(super) fn digest(row: &impl std::fmt::Debug) -> Vec<u8> {
    use std::fmt::Write;
    struct Into(blake3::Hasher);
    impl Write for Into {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.update(text.as_bytes());
            Ok(())
        }
    }
    let mut hasher = Into(blake3::Hasher::new());
    // Writing into a hash cannot fail.
    let _written = write!(hasher, "{row:?}");
    hasher.0.finalize().as_bytes()[..16].to_vec()
}

impl View<'_> {
    pub(super) fn known(
        &self,
        connection: ConnectionId,
        entity: Entity,
        source_id: &str,
    ) -> Result<Option<Known>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT id, local_id, digest, gone FROM sources
                 WHERE connection_id = ?1 AND entity = ?2 AND source_id = ?3",
            )?
            .query_row(
                params![connection.0, entity_number(entity), source_id],
                |row| {
                    Ok(Known {
                        id: row.get(0)?,
                        local: row.get(1)?,
                        digest: row.get(2)?,
                        gone: row.get(3)?,
                    })
                },
            )
            .optional()?)
    }

    /// The book's row of an upstream's row.
    pub(crate) fn local(
        &self,
        connection: ConnectionId,
        entity: Entity,
        source_id: Option<&str>,
    ) -> Result<Option<i64>> {
        match source_id {
            Some(source_id) => Ok(self
                .known(connection, entity, source_id)?
                .map(|known| known.local)),
            None => Ok(None),
        }
    }

    /// How many rows of an entity a connection has delivered and not lost.
    pub fn source_count(&self, connection: ConnectionId, entity: Entity) -> Result<u64> {
        let count: i64 = self
            .db
            .prepare_cached(
                "SELECT count(*) FROM sources WHERE connection_id = ?1 AND entity = ?2 AND gone = 0",
            )?
            .query_row([connection.0, entity_number(entity)], |row| row.get(0))?;
        Ok(count as u64)
    }
}

/// What is remembered of a delivered thing.
pub(super) struct Delivered<'a> {
    pub entity: Entity,
    pub source_id: &'a str,
    pub local: i64,
    pub digest: &'a [u8],
    pub updated_at: Option<&'a str>,
    pub raw: Option<&'a str>,
    /// Of a transaction: the row here of the upstream's category that it had.
    pub category: Option<i64>,
}

impl Writing<'_> {
    /// Remembers a row of an upstream that is new to the book.
    pub(super) fn remember_new(&self, intake: &Intake<'_>, row: &Delivered<'_>) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO sources (connection_id, entity, source_id, local_id, digest, updated_at, pass, category_row)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                intake.connection.0,
                entity_number(row.entity),
                row.source_id,
                row.local,
                row.digest,
                row.updated_at,
                intake.pass(row.entity).unwrap_or(0),
                row.category
            ])?;
        if let Some(raw) = row.raw.filter(|raw| raw.len() <= MOST_RAW) {
            let id = self.db.last_insert_rowid();
            self.db
                .prepare_cached("INSERT INTO source_records (source_row, raw) VALUES (?1, ?2)")?
                .execute(params![id, raw])?;
        }
        Ok(())
    }

    /// Remembers a row of an upstream, new or changed.
    pub(super) fn remember(&self, intake: &Intake<'_>, row: &Delivered<'_>) -> Result<()> {
        let id: i64 = self
            .db
            .prepare_cached(
                "INSERT INTO sources (connection_id, entity, source_id, local_id, digest, updated_at, pass, category_row)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT DO UPDATE SET local_id = excluded.local_id, digest = excluded.digest,
                   updated_at = excluded.updated_at, pass = max(pass, excluded.pass), misses = 0, gone = 0,
                   category_row = excluded.category_row
                 RETURNING id",
            )?
            .query_row(
                params![
                    intake.connection.0,
                    entity_number(row.entity),
                    row.source_id,
                    row.local,
                    row.digest,
                    row.updated_at,
                    intake.pass(row.entity).unwrap_or(0),
                    row.category
                ],
                |row| row.get(0),
            )?;
        match row.raw.filter(|raw| raw.len() <= MOST_RAW) {
            Some(raw) => self
                .db
                .prepare_cached(
                    "INSERT INTO source_records (source_row, raw) VALUES (?1, ?2)
                     ON CONFLICT DO UPDATE SET raw = excluded.raw",
                )?
                .execute(params![id, raw])?,
            None => self
                .db
                .prepare_cached("DELETE FROM source_records WHERE source_row = ?1")?
                .execute([id])?,
        };
        Ok(())
    }

    /// Notes that a row was delivered in the running pass, if one runs.
    pub(super) fn seen(&self, intake: &Intake<'_>, entity: Entity, known: &Known) -> Result<()> {
        if let Some(pass) = intake.pass(entity) {
            self.db
                .prepare_cached(
                    "UPDATE sources SET pass = ?2, misses = 0 WHERE id = ?1 AND (pass <> ?2 OR misses <> 0)",
                )?
                .execute([known.id, pass])?;
        }
        Ok(())
    }

    pub(super) fn mark(&self, known: &Known, gone: i64) -> Result<()> {
        self.db
            .prepare_cached("UPDATE sources SET gone = ?2, misses = 0 WHERE id = ?1")?
            .execute([known.id, gone])?;
        Ok(())
    }

    /// The pass of every entity that runs, by the entity's number.
    pub(super) fn running_passes(
        &self,
        connection: ConnectionId,
    ) -> Result<[Option<i64>; ENTITIES]> {
        let mut passes = [None; ENTITIES];
        let mut statement = self.db.prepare_cached(
            "SELECT entity, pass FROM passes WHERE connection_id = ?1 AND running = 1",
        )?;
        let mut rows = statement.query([connection.0])?;
        while let Some(row) = rows.next()? {
            let entity = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(ENTITIES);
            if let Some(place) = passes.get_mut(entity) {
                *place = row.get(1)?;
            }
        }
        Ok(passes)
    }

    pub(super) fn running_pass(
        &self,
        connection: ConnectionId,
        entity: Entity,
    ) -> Result<Option<i64>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT pass FROM passes WHERE connection_id = ?1 AND entity = ?2 AND running = 1",
            )?
            .query_row([connection.0, entity_number(entity)], |row| row.get(0))
            .optional()?)
    }
}
