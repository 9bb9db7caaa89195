//! Where each category of an upstream stands in the person's chart.
//!
//! A sync places a category once, by its meaning, its name or as a new one. The person may say otherwise; that word is a
//! document in the journal and rules whatever the sync found, so it can be taken back.

use domain::feed::{Entity, FeedCategory};
use domain::ids::{CategoryId, ConnectionId};
use rusqlite::{OptionalExtension, params};

use crate::door::{Table, int, opt_int};
use crate::ingest::entity_number;
use crate::transactions::CategoryBy;
use crate::{Error, Result, View, Writing};

/// Documents of what the person said; the key is the connection with the upstream's id.
const PLACED: &str = "placed_category";

/// A category of an upstream and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCategory {
    /// The upstream's id.
    pub source_id: String,
    /// What the upstream calls it; none where it has not said since names are kept.
    pub name: Option<String>,
    /// Its group there.
    pub group: Option<String>,
    /// Where it stands; none where the person keeps it out of the chart, or took the category away.
    pub category: Option<CategoryId>,
    /// The person said so.
    pub chosen: bool,
    /// Transactions that the upstream files under it and that are filed as it says.
    pub filed: u64,
}

/// Where a category of an upstream stands, and its row in `sources`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    pub row: i64,
    pub category: Option<CategoryId>,
}

/// A row of `sources` that is a category, and the place of it: the person's word, else the sync's, if it is in the chart.
const PLACES: &str = "SELECT s.id, s.source_id, s.name, s.grouped, d.id IS NOT NULL, c.id FROM sources s
     LEFT JOIN documents d ON d.kind = 'placed_category' AND d.key = s.connection_id || ':' || s.source_id
     LEFT JOIN categories c ON c.removed = 0
       AND c.id = CASE WHEN d.id IS NULL THEN s.local_id ELSE json_extract(d.body, '$.category') END
     WHERE s.connection_id = ?1 AND s.entity = 3";

impl View<'_> {
    /// The categories of an upstream by group and name, those it no longer has left out.
    pub fn source_categories(&self, connection: ConnectionId) -> Result<Vec<SourceCategory>> {
        self.connection(connection)?;
        let mut statement = self.db.prepare_cached(&format!(
            "WITH filed (row, count) AS (
               SELECT s.category_row, count(*) FROM sources s JOIN transactions t ON t.id = s.local_id
               WHERE s.connection_id = ?1 AND s.entity = 2 AND s.gone = 0 AND s.category_row IS NOT NULL
               AND t.deleted = 0 AND t.category_by = ?2 GROUP BY s.category_row)
             SELECT p.*, ifnull(f.count, 0) FROM ({PLACES} AND s.gone = 0) p LEFT JOIN filed f ON f.row = p.id
             ORDER BY fold(ifnull(p.grouped, '')), fold(ifnull(p.name, p.source_id)), p.id"
        ))?;
        let rows = statement.query_map(
            params![connection.0, CategoryBy::Upstream.number()],
            |row| {
                Ok(SourceCategory {
                    source_id: row.get(1)?,
                    name: row.get(2)?,
                    group: row.get(3)?,
                    chosen: row.get(4)?,
                    category: row.get::<_, Option<i64>>(5)?.map(CategoryId),
                    filed: row.get::<_, i64>(6)? as u64,
                })
            },
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Where a category of an upstream stands; none where the upstream never told of it.
    pub(crate) fn placed_category(
        &self,
        connection: ConnectionId,
        source_id: Option<&str>,
    ) -> Result<Option<Placed>> {
        let Some(source_id) = source_id else {
            return Ok(None);
        };
        Ok(self
            .db
            .prepare_cached(&format!("{PLACES} AND s.source_id = ?2"))?
            .query_row(params![connection.0, source_id], |row| {
                Ok(Placed {
                    row: row.get(0)?,
                    category: row.get::<_, Option<i64>>(5)?.map(CategoryId),
                })
            })
            .optional()?)
    }

    /// The ids of a connection's categories that stand for one of the book's, newest first.
    pub(crate) fn placed_there(
        &self,
        connection: ConnectionId,
        category: CategoryId,
    ) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(&format!(
            "{PLACES} AND s.gone = 0 AND c.id = ?2 ORDER BY s.id DESC"
        ))?;
        let rows = statement.query_map(params![connection.0, category.0], |row| row.get(1))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writing<'_> {
    /// Keeps what an upstream calls a category.
    pub(crate) fn note_category_name(
        &self,
        connection: ConnectionId,
        feed: &FeedCategory,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE sources SET name = ?4, grouped = ?5
                 WHERE connection_id = ?1 AND entity = ?2 AND source_id = ?3 AND (name IS NOT ?4 OR grouped IS NOT ?5)",
            )?
            .execute(params![
                connection.0,
                entity_number(Entity::Category),
                feed.source_id,
                Some(feed.name.trim()).filter(|name| !name.is_empty()),
                feed.group.as_deref().map(str::trim).filter(|group| !group.is_empty())
            ])?;
        Ok(())
    }

    /// Says where a category of an upstream stands: `into` a category of the book, or nowhere. What the upstream filed
    /// under it, and nobody filed otherwise since, is filed anew; answers how many transactions that were.
    pub fn place_source_category(
        &mut self,
        connection: ConnectionId,
        source_id: &str,
        into: Option<CategoryId>,
    ) -> Result<u64> {
        let placed = self
            .placed_category(connection, Some(source_id))?
            .ok_or(Error::NotFound {
                what: "source_category",
                id: connection.0,
            })?;
        if let Some(into) = into {
            let offered: Option<bool> = self
                .db
                .prepare_cached("SELECT removed = 0 FROM categories WHERE id = ?1")?
                .query_row([into.0], |row| row.get(0))
                .optional()?;
            if offered != Some(true) {
                return Err(Error::NotFound {
                    what: "category",
                    id: into.0,
                });
            }
        }
        let rows = self.filed_under(connection, placed)?;
        let body = serde_json::json!({ "category": into.map(|id| id.0) }).to_string();
        let key = format!("{}:{source_id}", connection.0);
        self.put_document(PLACED, &key, Some(&body))?;
        let by = match into {
            Some(_) => CategoryBy::Upstream,
            None => CategoryBy::Nobody,
        };
        // The upstream files them so already: there is nothing to tell it.
        let quiet = std::mem::replace(&mut self.quiet, true);
        let mut moved = 0;
        for row in rows {
            moved += u64::from(self.update(
                Table::Transactions,
                row,
                &[
                    ("category_id", opt_int(into.map(|id| id.0))),
                    ("category_by", int(by.number())),
                ],
            )?);
        }
        self.quiet = quiet;
        Ok(moved)
    }

    /// Transactions that an upstream filed under one of its categories and that stand so. Of those delivered before it was
    /// kept which one it was, the ones in the category's place, where no other of the upstream's stands there.
    fn filed_under(&self, connection: ConnectionId, placed: Placed) -> Result<Vec<i64>> {
        let alone = match placed.category {
            Some(category) => self.placed_there(connection, category)?.len() < 2,
            None => false,
        };
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT t.id FROM sources s JOIN transactions t ON t.id = s.local_id
             WHERE s.connection_id = ?1 AND s.entity = 2 AND s.gone = 0 AND t.deleted = 0
             AND (s.category_row = ?2 AND t.category_by IN (0, ?3)
               OR s.category_row IS NULL AND ?4 AND t.category_by = ?3 AND t.category_id = ?5)",
        )?;
        let rows = statement.query_map(
            params![
                connection.0,
                placed.row,
                CategoryBy::Upstream.number(),
                alone,
                placed.category.map(|id| id.0)
            ],
            |row| row.get(0),
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
