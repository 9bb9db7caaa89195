//! Finding rows by the words of their texts.
//!
//! Words are looked up among distinct payees and texts, never in the rows: three letters and more through the trigram
//! index, shorter ones by going through the names. The rows are then found either from the names (when few rows carry
//! them) or newest first until the page is full (when many do).

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use super::PageKey;
use super::filter::Conditions;
use crate::view::indexed;
use crate::{Result, View};

/// Above about so many rows behind the names, going through the days is quicker.
const FEW_ROWS: i64 = 3_000;
/// Going through the days gives up after so many rows and takes the names.
const PATIENCE: usize = 20_000;

/// The payees and texts that one word occurs in.
pub(super) struct Matches {
    payees: HashSet<i64>,
    texts: HashSet<i64>,
    /// Rows with the word in the note of a part.
    parted: HashSet<i64>,
}

/// What of a row decides whether it matches.
#[derive(Clone, Copy)]
pub(super) struct Hit {
    pub(super) key: PageKey,
    payee: i64,
    description: Option<i64>,
    note: Option<i64>,
}

impl Hit {
    fn matches(&self, words: &[Matches]) -> bool {
        words.iter().all(|word| {
            word.payees.contains(&self.payee)
                || self
                    .description
                    .is_some_and(|text| word.texts.contains(&text))
                || self.note.is_some_and(|text| word.texts.contains(&text))
                || word.parted.contains(&self.key.id)
        })
    }
}

impl View<'_> {
    /// What each word occurs in; none when one occurs nowhere, so that nothing can match.
    pub(super) fn matches(&self, words: &[String]) -> Result<Option<Vec<Matches>>> {
        let mut all = Vec::with_capacity(words.len());
        for word in words {
            let mut payees = self.names("payees", "payee_words", word)?;
            let mut named = self.db.prepare_cached(
                "SELECT id FROM payees INDEXED BY payees_named WHERE display IS NOT NULL AND instr(fold(display), ?1) > 0",
            )?;
            for id in named.query_map([word], |row| row.get(0))? {
                payees.insert(id?);
            }
            let texts = self.names("texts", "text_words", word)?;
            if payees.is_empty() && texts.is_empty() {
                return Ok(None);
            }
            let parted = self.rows_with_part(&texts)?;
            all.push(Matches {
                payees,
                texts,
                parted,
            });
        }
        // Words that no description or note has must all be in the payee: one set, far smaller than any of theirs.
        let (payee_only, mut all): (Vec<Matches>, Vec<Matches>) =
            all.into_iter().partition(|word| word.texts.is_empty());
        let payee_only = payee_only.into_iter().reduce(|mut left, right| {
            left.payees.retain(|payee| right.payees.contains(payee));
            left
        });
        if payee_only
            .as_ref()
            .is_some_and(|word| word.payees.is_empty())
        {
            return Ok(None);
        }
        all.extend(payee_only);
        all.sort_by_key(|word| word.payees.len() + word.texts.len());
        Ok(Some(all))
    }

    /// Rows with one of these texts as the note of a part.
    fn rows_with_part(&self, texts: &HashSet<i64>) -> Result<HashSet<i64>> {
        let mut statement = self.db.prepare_cached(
            "SELECT note_id, transaction_id FROM parts INDEXED BY parts_by_note WHERE note_id IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut found = HashSet::new();
        while let Some(row) = rows.next()? {
            if texts.contains(&row.get(0)?) {
                found.insert(row.get(1)?);
            }
        }
        Ok(found)
    }

    fn names(&self, table: &str, words: &str, word: &str) -> Result<HashSet<i64>> {
        let letters: Vec<char> = word.chars().collect();
        let mut going_through = self.db.prepare_cached(&format!(
            "SELECT id FROM {table} WHERE id > ?2 AND instr(folded, ?1) > 0"
        ))?;
        // Short words are in no trigram, and the newest names are not in the index yet.
        let from = if letters.len() < 3 {
            0
        } else {
            indexed(self.db, table)?
        };
        let mut ids: HashSet<i64> = going_through
            .query_map(params![word, from], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if letters.len() >= 3 {
            let trigrams: Vec<String> = letters
                .windows(3)
                .map(|three| format!("\"{}\"", three.iter().collect::<String>()))
                .collect();
            let mut by_index = self.db.prepare_cached(&format!(
                "SELECT n.id FROM {words} w JOIN {table} n ON n.id = w.rowid
                 WHERE {words} MATCH ?1 AND instr(n.folded, ?2) > 0"
            ))?;
            for id in by_index.query_map([&trigrams.join(" AND "), word], |row| row.get(0))? {
                ids.insert(id?);
            }
        }
        Ok(ids)
    }

    /// The newest matching rows before `after`, at most `limit`, newest first.
    pub(super) fn newest_matches(
        &self,
        conditions: &Conditions,
        words: &[Matches],
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Vec<Hit>> {
        let names = words
            .first()
            .map_or(0, |word| (word.payees.len() + word.texts.len()) as i64);
        let (rows, all_names): (i64, i64) = self
            .db
            .prepare_cached(
                "SELECT (SELECT ifnull(max(id), 0) FROM transactions),
                 (SELECT ifnull(max(id), 0) FROM payees) + (SELECT ifnull(max(id), 0) FROM texts)",
            )?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let expected = names.saturating_mul(rows) / all_names.max(1);
        if expected > FEW_ROWS
            && let Some(hits) = self.by_day(conditions, words, after, limit)?
        {
            return Ok(hits);
        }
        self.by_name(conditions, words, after, limit)
    }

    fn by_day(
        &self,
        conditions: &Conditions,
        words: &[Matches],
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Option<Vec<Hit>>> {
        let (sql, values) = hits_sql(conditions, conditions.index, "1 = 1", &[], after, true);
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut hits = Vec::new();
        let mut seen = 0;
        while let Some(row) = rows.next()? {
            let hit = read_hit(row)?;
            if hit.matches(words) {
                hits.push(hit);
                if hits.len() == limit {
                    return Ok(Some(hits));
                }
            }
            seen += 1;
            if seen > PATIENCE {
                return Ok(None);
            }
        }
        Ok(Some(hits))
    }

    fn by_name(
        &self,
        conditions: &Conditions,
        words: &[Matches],
        after: Option<PageKey>,
        limit: usize,
    ) -> Result<Vec<Hit>> {
        let mut hits: Vec<Hit> = Vec::new();
        self.each_by_name(conditions, words, after, Some(limit), &mut |hit| {
            hits.push(hit);
            Ok(())
        })?;
        hits.sort_unstable_by_key(|hit| std::cmp::Reverse(hit.key));
        hits.dedup_by_key(|hit| hit.key);
        hits.truncate(limit);
        Ok(hits)
    }

    /// Calls `each` for matching rows name by name, newest first within a name, at most `limit` of each; a row may come
    /// more than once, by its payee and by its texts.
    pub(super) fn each_by_name(
        &self,
        conditions: &Conditions,
        words: &[Matches],
        after: Option<PageKey>,
        limit: Option<usize>,
        each: &mut dyn FnMut(Hit) -> Result<()>,
    ) -> Result<()> {
        let Some(rarest) = words.first() else {
            return Ok(());
        };
        for (ids, index, column) in [
            (
                &rarest.payees,
                "INDEXED BY transactions_by_payee",
                "t.payee_id = ?",
            ),
            (
                &rarest.texts,
                "INDEXED BY transactions_by_description",
                "t.description_id = ?",
            ),
            (
                &rarest.texts,
                "INDEXED BY transactions_by_note",
                "t.note_id = ?",
            ),
            (&rarest.parted, "NOT INDEXED", "t.id = ?"),
        ] {
            if ids.is_empty() {
                continue;
            }
            let (sql, values) = hits_sql(
                conditions,
                index,
                column,
                &[Value::Null],
                after,
                limit.is_some(),
            );
            let mut statement = self.db.prepare_cached(&sql)?;
            let mut values = values;
            for id in ids {
                values[0] = Value::Integer(*id);
                let mut rows = statement.query(params_from_iter(values.iter()))?;
                let mut found = 0;
                while let Some(row) = rows.next()? {
                    let hit = read_hit(row)?;
                    if hit.matches(words) {
                        each(hit)?;
                        found += 1;
                        if limit == Some(found) {
                            break;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// The query for rows that may match: the name's parameter comes first.
fn hits_sql(
    conditions: &Conditions,
    index: &str,
    name: &str,
    leading: &[Value],
    after: Option<PageKey>,
    ordered: bool,
) -> (String, Vec<Value>) {
    let mut values = leading.to_vec();
    values.extend(conditions.values.iter().cloned());
    let mut sql = format!(
        "SELECT t.day, t.id, t.payee_id, t.description_id, t.note_id FROM transactions t {index} WHERE {name} AND {}",
        conditions.sql
    );
    if let Some(after) = after {
        sql.push_str(" AND (t.day, t.id) < (?, ?)");
        values.push(Value::Integer(i64::from(after.day)));
        values.push(Value::Integer(after.id));
    }
    if ordered {
        sql.push_str(" ORDER BY t.day DESC, t.id DESC");
    }
    (sql, values)
}

fn read_hit(row: &rusqlite::Row<'_>) -> Result<Hit> {
    Ok(Hit {
        key: PageKey {
            day: row.get(0)?,
            id: row.get(1)?,
        },
        payee: row.get(2)?,
        description: row.get(3)?,
        note: row.get(4)?,
    })
}
