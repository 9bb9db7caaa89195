//! Split rows: what a row counts as when its details say what it is made of.
//!
//! Parts stand in the details, which are journalled. What they count as is kept beside the rows in a table that follows
//! from them, so that questions by category need not read details. A row counts as its parts; what they leave of it counts
//! under its own category, so that the pieces always come to the row. A leg of a transfer counts whole.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::transactions::details::{has_parts, read_parts};
use crate::{Result, Writing};

/// A piece of a split row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub minor: i64,
    pub category: Option<i64>,
    pub note: String,
}

/// What a row counts as; empty when it counts whole.
pub(crate) fn pieces(
    details: Option<&str>,
    minor: i64,
    category: Option<i64>,
    transfer: bool,
) -> Vec<Piece> {
    let Some(details) = details.filter(|json| !transfer && has_parts(json)) else {
        return Vec::new();
    };
    let Some(parts) = read_parts(details) else {
        return Vec::new();
    };
    let mut left = i128::from(minor);
    let mut pieces = Vec::with_capacity(parts.len() + 1);
    for part in parts {
        // A part that is not filed yet makes nothing of the row.
        let Some(category) = part.filed else {
            return Vec::new();
        };
        left -= i128::from(part.minor);
        pieces.push(Piece {
            minor: part.minor,
            category,
            note: part.note,
        });
    }
    match i64::try_from(left) {
        Ok(0) => {}
        Ok(left) if !pieces.is_empty() => pieces.push(Piece {
            minor: left,
            category,
            note: String::new(),
        }),
        _ => return Vec::new(),
    }
    pieces
}

/// The kept pieces of one row as the sums take them.
pub(crate) fn kept(db: &Connection, id: i64) -> Result<Vec<(i64, Option<i64>)>> {
    let mut statement = db.prepare_cached(
        "SELECT minor, category_id FROM parts WHERE transaction_id = ?1 ORDER BY place",
    )?;
    let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether any row of the book is split.
pub(crate) fn any(db: &Connection) -> Result<bool> {
    Ok(db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM parts)")?
        .query_row([], |row| row.get(0))?)
}

/// Kept pieces by row: amount, category, and number of the note.
pub(crate) type KeptPieces = HashMap<i64, Vec<(i64, Option<i64>, Option<i64>)>>;

/// Every kept piece of the rows of a range of numbers.
pub(crate) fn kept_between(db: &Connection, first: i64, last: i64) -> Result<KeptPieces> {
    let mut statement = db.prepare_cached(
        "SELECT transaction_id, minor, category_id, note_id FROM parts WHERE transaction_id BETWEEN ?1 AND ?2
         ORDER BY transaction_id, place",
    )?;
    let mut rows = statement.query([first, last])?;
    let mut all = KeptPieces::new();
    while let Some(row) = rows.next()? {
        all.entry(row.get(0)?)
            .or_default()
            .push((row.get(1)?, row.get(2)?, row.get(3)?));
    }
    Ok(all)
}

impl Writing<'_> {
    /// Keeps what a row counts as.
    pub(crate) fn keep_pieces(&mut self, id: i64, pieces: &[Piece]) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM parts WHERE transaction_id = ?1")?
            .execute([id])?;
        for (place, piece) in pieces.iter().enumerate() {
            let note = match piece.note.as_str() {
                "" => None,
                text => Some(self.intern_text(text)?),
            };
            self.db
                .prepare_cached(
                    "INSERT INTO parts (transaction_id, place, minor, category_id, note_id) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![id, place as i64, piece.minor, piece.category, note])?;
        }
        Ok(())
    }
}
