//! What the person did to rows of upstreams that Coffer may write to, until the upstream has it.
//!
//! One row for each field of each thing and connection. It holds what the book is to say there (the wish), so edits
//! before a sync become one, and sending a wish twice does no more than sending it once. While it waits it also holds what
//! the book said before: when the book says so again, by undo or by hand, there is nothing to send and the row goes. After
//! it was written, taking it back is a wish like any other. A wish that is not the person's own any more is for what the
//! upstream had before Coffer first wrote there.
//!
//! The connection's settings say which fields may be written (`write_back`, a list of words); without it nothing is
//! queued. Not part of the journal: the edits themselves are.

use chrono::{DateTime, Utc};
use domain::feed::Entity;
use domain::ids::{AccountId, CategoryId, ConnectionId, TransactionId};
use domain::outbox::{LeftOut, Theirs, Writable};
use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Value, json};

use crate::days::instant_of;
use crate::ingest::entity_number;
use crate::{Error, Result, View, Writing};

mod claim;
mod queue;

pub(crate) use queue::Replacement;

/// What is not the person's own wish (any more): the upstream is to have what it had.
const THEIRS: &str = "theirs";

/// States of a row.
const WAITS: i64 = 0;
const UNDER_WAY: i64 = 1;
const REFUSED: i64 = 2;
const WRITTEN: i64 = 3;

/// What a field is to say at the upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// A category of the book, or none.
    Category(Option<CategoryId>),
    /// A note; may be empty.
    Note(String),
    /// Tags.
    Tags(Vec<String>),
    /// Whether the transaction is there.
    Present(bool),
    /// Whether the category is there, and what takes its place when it is not.
    Removed(Option<CategoryId>),
    /// The category is to be there again.
    Restored,
    /// Whether the transaction was looked at.
    Reviewed(bool),
    /// What the account is to be.
    Account(AccountWish),
    /// What the upstream had before.
    Theirs,
}

/// What an account is to be at the upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountWish {
    /// What it is called.
    pub name: String,
    /// It is no longer in use.
    pub archived: bool,
    /// What it is left out of; none in wishes of before that was told.
    pub left_out: Option<LeftOut>,
}

/// How a row of the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxState {
    /// It goes with the next sync.
    Waits,
    /// It was sent and its answer did not come yet, or was lost; it is sent again.
    UnderWay,
    /// The upstream will not have it.
    Refused,
}

/// Something that waits to be written, or was refused.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxItem {
    /// Its number.
    pub id: i64,
    /// Where it goes.
    pub connection: ConnectionId,
    /// The transaction or category.
    pub subject: Subject,
    /// Which field.
    pub field: Writable,
    /// What is to be there.
    pub wish: Wish,
    /// How it stands.
    pub state: OutboxState,
    /// A closed word for why it waits or was refused.
    pub reason: Option<String>,
    /// The upstream's own words.
    pub detail: Option<String>,
    /// Since when.
    pub queued_at: DateTime<Utc>,
}

/// What a row of the outbox is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A transaction.
    Transaction(TransactionId),
    /// A category.
    Category(CategoryId),
    /// An account.
    Account(AccountId),
}

impl Subject {
    const fn key(self) -> (i64, i64) {
        match self {
            Self::Transaction(id) => (entity_number(Entity::Transaction), id.0),
            Self::Category(id) => (entity_number(Entity::Category), id.0),
            Self::Account(id) => (entity_number(Entity::Account), id.0),
        }
    }
}

/// One thing with everything that waits to be written of it, taken out to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// The transaction or category.
    pub subject: Subject,
    /// The upstream's id of it; none when the upstream has no such row.
    pub source_id: Option<String>,
    /// The record as it last came.
    pub raw: Option<String>,
    /// What is to be written, each with what the upstream had before Coffer first wrote that, if it was noted.
    pub wishes: Vec<(Wish, Option<Theirs>)>,
    /// Which fields they are of.
    pub fields: Vec<Writable>,
    /// It was sent before and nobody knows whether it arrived.
    pub may_be_there: bool,
}

const fn field_number(field: Writable) -> i64 {
    match field {
        Writable::Category => 1,
        Writable::Note => 2,
        Writable::Tags => 3,
        Writable::Presence => 4,
        Writable::Removal => 5,
        Writable::Review => 6,
        Writable::Account => 7,
    }
}

fn field_of(number: i64) -> Option<Writable> {
    Writable::ALL
        .into_iter()
        .find(|field| field_number(*field) == number)
}

/// A wish as it is kept.
fn wish_json(wish: &Wish) -> Value {
    match wish {
        Wish::Category(id) => json!({"own": id.map(|id| id.0)}),
        Wish::Note(text) => json!({"own": text}),
        Wish::Tags(tags) => json!({"own": tags}),
        Wish::Present(there) => json!({"there": there}),
        Wish::Removed(into) => json!({"there": false, "into": into.map(|id| id.0)}),
        Wish::Restored => json!({"there": true}),
        Wish::Reviewed(done) => json!({"own": done}),
        Wish::Account(AccountWish {
            name,
            archived,
            left_out,
        }) => {
            let out = left_out.map(|out| [out.of_budgets, out.of_net_worth]);
            json!({"own": name, "archived": archived, "out": out})
        }
        Wish::Theirs => json!(THEIRS),
    }
}

fn wish_of(field: Writable, text: &str) -> Option<Wish> {
    let value: Value = serde_json::from_str(text).ok()?;
    if value == json!(THEIRS) {
        return Some(Wish::Theirs);
    }
    let own = value.get("own");
    let there = value.get("there").and_then(Value::as_bool);
    Some(match field {
        Writable::Category => Wish::Category(own?.as_i64().map(CategoryId)),
        Writable::Note => Wish::Note(own?.as_str()?.to_owned()),
        Writable::Tags => Wish::Tags(
            own?.as_array()?
                .iter()
                .map(|tag| tag.as_str().map(str::to_owned))
                .collect::<Option<_>>()?,
        ),
        Writable::Presence => Wish::Present(there?),
        Writable::Review => Wish::Reviewed(own?.as_bool()?),
        Writable::Account => Wish::Account(AccountWish {
            name: own?.as_str()?.to_owned(),
            archived: value["archived"].as_bool()?,
            left_out: value["out"][0]
                .as_bool()
                .zip(value["out"][1].as_bool())
                .map(|(of_budgets, of_net_worth)| LeftOut {
                    of_budgets,
                    of_net_worth,
                }),
        }),
        Writable::Removal if there? => Wish::Restored,
        Writable::Removal => Wish::Removed(value.get("into")?.as_i64().map(CategoryId)),
    })
}

fn theirs_of(text: &str) -> Option<Theirs> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(Theirs {
        category: value["category"].as_str().map(str::to_owned),
        note: value["note"].as_str()?.to_owned(),
        tags: value["tags"]
            .as_array()?
            .iter()
            .filter_map(|tag| tag.as_str().map(str::to_owned))
            .collect(),
    })
}

fn theirs_json(theirs: &Theirs) -> String {
    json!({"category": theirs.category, "note": theirs.note, "tags": theirs.tags}).to_string()
}

fn subject_of(entity: i64, local: i64) -> Subject {
    if entity == entity_number(Entity::Category) {
        Subject::Category(CategoryId(local))
    } else if entity == entity_number(Entity::Account) {
        Subject::Account(AccountId(local))
    } else {
        Subject::Transaction(TransactionId(local))
    }
}

fn read(row: &Row<'_>) -> Result<OutboxItem> {
    let id: i64 = row.get(0)?;
    let corrupt = || Error::Corrupt {
        table: "outbox",
        row: id,
    };
    let field = field_of(row.get(4)?).ok_or_else(corrupt)?;
    let wish: String = row.get(5)?;
    Ok(OutboxItem {
        id,
        connection: ConnectionId(row.get(1)?),
        subject: subject_of(row.get(2)?, row.get(3)?),
        field,
        wish: wish_of(field, &wish).ok_or_else(corrupt)?,
        state: match row.get::<_, i64>(6)? {
            WAITS => OutboxState::Waits,
            UNDER_WAY => OutboxState::UnderWay,
            _ => OutboxState::Refused,
        },
        reason: row.get(7)?,
        detail: row.get(8)?,
        queued_at: instant_of(row.get(9)?)?,
    })
}

impl View<'_> {
    /// What waits to be written at a connection, or was refused there, oldest first.
    pub fn outbox(&self, connection: ConnectionId) -> Result<Vec<OutboxItem>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, connection_id, entity, local_id, field, wish, state, reason, detail, queued_at FROM outbox
             WHERE connection_id = ?1 AND state <> 3 ORDER BY id",
        )?;
        let mut rows = statement.query([connection.0])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// How many things wait to be written at a connection, and how many were refused.
    pub fn outbox_counts(&self, connection: ConnectionId) -> Result<(u64, u64)> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT count(*) FILTER (WHERE state < 2), count(*) FILTER (WHERE state = 2) FROM outbox
                 WHERE connection_id = ?1",
            )?
            .query_row([connection.0], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64))
            })?)
    }

    /// The ids that a connection knows a category of the book by, those it no longer has left out.
    pub fn category_sources(
        &self,
        connection: ConnectionId,
        category: CategoryId,
    ) -> Result<Vec<String>> {
        self.placed_there(connection, category)
    }

    /// The ids that a connection knows a row by, newest first, those it no longer has left out.
    pub(crate) fn sources_of(
        &self,
        connection: ConnectionId,
        entity: Entity,
        local: i64,
    ) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT source_id FROM sources WHERE entity = ?2 AND local_id = ?3 AND connection_id = ?1 AND gone = 0
             ORDER BY id DESC",
        )?;
        let rows = statement
            .query_map(params![connection.0, entity_number(entity), local], |row| {
                row.get(0)
            })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What may be written at connections: those with a switch that is on, each with its fields.
    pub(crate) fn written_back(&self) -> Result<Vec<(ConnectionId, Vec<Writable>)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, json_extract(settings, '$.write_back') FROM connections
             WHERE removed = 0 AND json_type(settings, '$.write_back') = 'array' ORDER BY id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((
                ConnectionId(row.get(0)?),
                row.get::<_, Option<String>>(1)?.unwrap_or_default(),
            ))
        })?;
        let mut all = Vec::new();
        for row in rows {
            let (id, words) = row?;
            let fields: Vec<Writable> = serde_json::from_str::<Vec<String>>(&words)
                .unwrap_or_default()
                .iter()
                .filter_map(|word| Writable::from_word(word))
                .collect();
            if !fields.is_empty() {
                all.push((id, fields));
            }
        }
        Ok(all)
    }
}

impl Writing<'_> {
    /// Lets what was refused be sent once more. Not in the journal.
    pub fn retry_outbox(&mut self, id: i64) -> Result<()> {
        let touched = self
            .db
            .prepare_cached(
                "UPDATE outbox SET state = 0, tries = 0, reason = NULL, detail = NULL WHERE id = ?1 AND state = 2",
            )?
            .execute([id])?;
        if touched == 0 {
            return Err(Error::NotFound {
                what: "outbox item",
                id,
            });
        }
        Ok(())
    }

    /// Leaves something unwritten; the book keeps it. Not in the journal.
    pub fn drop_outbox(&mut self, id: i64) -> Result<()> {
        let there: Option<i64> = self
            .db
            .prepare_cached("SELECT state FROM outbox WHERE id = ?1 AND state <> 3")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        match there {
            None => Err(Error::NotFound {
                what: "outbox item",
                id,
            }),
            Some(_) => self.forget_outbox(id),
        }
    }

    /// Leaves everything unwritten that waits at a connection or was refused there; answers how much that was.
    pub fn drop_whole_outbox(&mut self, connection: ConnectionId) -> Result<u64> {
        let items = self.outbox(connection)?;
        for item in &items {
            self.forget_outbox(item.id)?;
        }
        Ok(items.len() as u64)
    }

    /// A row that was written once is kept, for what the upstream had before.
    fn forget_outbox(&self, id: i64) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM outbox WHERE id = ?1 AND written = 0")?
            .execute([id])?;
        self.db
            .prepare_cached(
                "UPDATE outbox SET state = 3, before = NULL, tries = 0, reason = NULL, detail = NULL WHERE id = ?1",
            )?
            .execute([id])?;
        Ok(())
    }
}
