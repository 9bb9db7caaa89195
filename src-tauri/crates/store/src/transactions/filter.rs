//! A filter as conditions of SQL.

use domain::ids::BatchId;
use rusqlite::types::Value;

use super::{ToldBy, TransactionFilter, status_number};
use crate::days::day_of;
use crate::text::fold;
use crate::{Result, View};

/// Conditions joined by AND, with their parameters, and the index to walk.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
    pub(super) index: &'static str,
}

/// Seconds.
const DAY: i64 = 86_400;

impl Conditions {
    fn add(&mut self, sql: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
    }

    fn add_one(&mut self, sql: &str, value: impl Into<Value>) {
        self.add(sql);
        self.values.push(value.into());
    }
}

/// `(1, 2, 3)` of numbers of our own.
fn list(numbers: impl IntoIterator<Item = i64>) -> String {
    let numbers: Vec<String> = numbers
        .into_iter()
        .map(|number| number.to_string())
        .collect();
    format!("({})", numbers.join(", "))
}

/// The folded words of a search; each must occur.
pub(super) fn words(filter: &TransactionFilter) -> Vec<String> {
    let folded = filter.text.as_deref().map(fold).unwrap_or_default();
    let mut words: Vec<String> = folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

impl View<'_> {
    /// Everything of a filter but its text.
    pub(super) fn conditions(&self, filter: &TransactionFilter) -> Result<Conditions> {
        let mut all = Conditions {
            sql: "1 = 1".to_owned(),
            values: Vec::new(),
            index: "INDEXED BY transactions_by_day",
        };
        if !filter.with_deleted {
            all.add("t.deleted = 0");
        }
        // A payment is listed once, unless an account is asked for by name.
        if filter.accounts.is_empty() && filter.batch.is_none() && !filter.with_deleted {
            all.add("(t.mirror IS NULL OR t.mirror = 0)");
        }
        if !filter.accounts.is_empty() {
            let accounts = list(filter.accounts.iter().map(|id| id.0));
            all.add(&format!("t.account_id IN {accounts}"));
            if filter.accounts.len() == 1 {
                all.index = "INDEXED BY transactions_by_account";
            }
        }
        self.add_categories(filter, &mut all)?;
        if let Some(from) = filter.from {
            all.add_one("t.day >= ?", i64::from(day_of(from)));
        }
        if let Some(to) = filter.to {
            all.add_one("t.day <= ?", i64::from(day_of(to)));
        }
        for (sql, value) in [
            ("t.minor >= ?", filter.min_minor),
            ("t.minor <= ?", filter.max_minor),
        ] {
            if let Some(value) = value {
                all.add_one(sql, value);
            }
        }
        // The absolute value of the least number does not fit, so both sides are compared.
        if let Some(least) = filter.min_abs {
            all.add(&format!(
                "(t.minor >= {least} OR t.minor <= {})",
                least.saturating_neg()
            ));
        }
        if let Some(most) = filter.max_abs {
            all.add(&format!(
                "t.minor BETWEEN {} AND {most}",
                most.saturating_neg()
            ));
        }
        if let Some(currency) = filter.currency {
            all.add_one(
                "t.account_id IN (SELECT id FROM accounts WHERE currency = ?)",
                currency.code().to_owned(),
            );
        }
        if !filter.status.is_empty() {
            let status = list(filter.status.iter().map(|s| i64::from(status_number(*s))));
            all.add(&format!("t.status IN {status}"));
        }
        match filter.off_reports {
            Some(true) => all.add("t.off_reports = 1"),
            Some(false) => all.add("t.off_reports = 0"),
            None => {}
        }
        match filter.transfer {
            Some(true) => all.add("t.transfer_id IS NOT NULL"),
            Some(false) => all.add("t.transfer_id IS NULL"),
            None => {}
        }
        if let Some(payees) = &filter.payees {
            let payees = list(payees.iter().map(|id| id.0));
            all.add(&format!("t.payee_id IN {payees}"));
            all.index = "INDEXED BY transactions_by_payee";
        }
        if !filter.tags.is_empty() {
            all.add("t.tags IS NOT NULL");
            all.index = "INDEXED BY transactions_tagged";
            for tag in &filter.tags {
                all.add_one(
                    "EXISTS (SELECT 1 FROM json_each(t.tags) WHERE value = ?)",
                    tag.clone(),
                );
            }
        }
        self.add_told_by(filter, &mut all)?;
        match filter.noted {
            Some(true) => all.add("t.note_id IS NOT NULL"),
            Some(false) => all.add("t.note_id IS NULL"),
            None => {}
        }
        if filter.newest {
            all.add(&self.newest()?);
        }
        if let Some(batch) = filter.batch {
            all.add(&self.added_by(batch)?);
            all.index = "NOT INDEXED";
        }
        if let Some(only) = &filter.only {
            all.add(&format!("t.id IN {}", list(only.iter().map(|id| id.0))));
        }
        for without in &filter.without {
            self.add_without(without, &mut all)?;
        }
        Ok(all)
    }

    /// The opposite of a filter, its words included. Nothing is walked by it: what is left out rarely narrows much.
    fn add_without(&self, without: &TransactionFilter, all: &mut Conditions) -> Result<()> {
        let mut one = self.conditions(&TransactionFilter {
            with_deleted: true,
            ..without.clone()
        })?;
        for word in words(without) {
            one.add(
                "(t.payee_id IN (SELECT id FROM payees WHERE instr(folded, ?) > 0
                   OR (display IS NOT NULL AND instr(fold(display), ?) > 0))
                  OR t.description_id IN (SELECT id FROM texts WHERE instr(folded, ?) > 0)
                  OR t.note_id IN (SELECT id FROM texts WHERE instr(folded, ?) > 0)
                  OR t.id IN (SELECT z.transaction_id FROM parts z JOIN texts x ON x.id = z.note_id
                              WHERE instr(x.folded, ?) > 0))",
            );
            one.values.extend(std::iter::repeat_n(Value::from(word), 5));
        }
        all.add(&format!("({}) IS NOT TRUE", one.sql));
        all.values.extend(one.values);
        Ok(())
    }

    fn add_categories(&self, filter: &TransactionFilter, all: &mut Conditions) -> Result<()> {
        if !filter.category_by.is_empty() {
            let by = list(filter.category_by.iter().map(|by| i64::from(by.number())));
            all.add(&format!("t.category_by IN {by}"));
        }
        match filter.split {
            Some(true) => {
                all.add("t.id IN (SELECT transaction_id FROM parts)");
                all.index = "";
            }
            Some(false) => {
                all.add("NOT EXISTS (SELECT 1 FROM parts z WHERE z.transaction_id = t.id)");
            }
            None => {}
        }
        // A split row is asked by its parts. Where none is, the question stays one that an index answers.
        let parted = crate::parts::any(self.db)?;
        let either = |own: &str, part: &str| {
            if parted {
                format!(
                    "(({own} AND NOT EXISTS (SELECT 1 FROM parts z WHERE z.transaction_id = t.id))
                     OR t.id IN (SELECT z.transaction_id FROM parts z WHERE {part}))"
                )
            } else {
                own.to_owned()
            }
        };
        if filter.categories.is_empty() {
            if filter.uncategorised {
                all.add(&either("t.category_id IS NULL", "z.category_id IS NULL"));
            }
            return Ok(());
        }
        let categories = self.with_children(&filter.categories)?;
        let set = list(categories.iter().copied());
        if filter.uncategorised {
            all.add(&either(
                &format!("(t.category_id IN {set} OR t.category_id IS NULL)"),
                &format!("(z.category_id IN {set} OR z.category_id IS NULL)"),
            ));
            return Ok(());
        }
        all.add(&either(
            &format!("t.category_id IN {set}"),
            &format!("z.category_id IN {set}"),
        ));
        if filter.accounts.len() == 1 {
            return Ok(());
        }
        // Few of many: by category. A good share of all: by day, where they soon turn up.
        let (these, every): (i64, i64) = self
            .db
            .prepare_cached(&format!(
                "SELECT ifnull(sum(count) FILTER (WHERE category_id IN {set}), 0), ifnull(sum(count), 0) FROM totals"
            ))?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if these.saturating_mul(20) < every || categories.len() == 1 {
            // With parts to look up as well, two indexes meet.
            all.index = if parted {
                ""
            } else {
                "INDEXED BY transactions_by_category"
            };
        }
        Ok(())
    }

    fn added_by(&self, batch: BatchId) -> Result<String> {
        self.spans(
            "SELECT first_id, last_id FROM ranges WHERE batch_id = ?1 ORDER BY first_id",
            [batch.0],
        )
    }

    /// Rows within spans of their numbers; spans that touch become one.
    fn spans(&self, sql: &str, asked: impl rusqlite::Params) -> Result<String> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(asked)?;
        let mut spans: Vec<(i64, i64)> = Vec::new();
        while let Some(row) = rows.next()? {
            let (first, last): (i64, i64) = (row.get(0)?, row.get(1)?);
            match spans.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => {
                    before.1 = before.1.max(last);
                }
                _ => spans.push((first, last)),
            }
        }
        let mut either = vec!["0".to_owned()];
        either.extend(
            spans
                .into_iter()
                .map(|(first, last)| format!("t.id BETWEEN {first} AND {last}")),
        );
        Ok(format!("({})", either.join(" OR ")))
    }

    /// What came with the newest sync or import, and within a day before it.
    fn newest(&self) -> Result<String> {
        self.spans(
            "SELECT r.first_id, r.last_id FROM ranges r JOIN batches b ON b.id = r.batch_id
             WHERE r.act = 0 AND b.kind IN ('sync', 'import') AND b.at >= ?1 +
               (SELECT max(n.at) FROM batches n WHERE n.kind IN ('sync', 'import') AND n.added > 0)
             ORDER BY r.first_id",
            [-DAY],
        )
    }

    fn add_told_by(&self, filter: &TransactionFilter, all: &mut Conditions) -> Result<()> {
        if filter.told_by.is_empty() {
            return Ok(());
        }
        let synced = "EXISTS (SELECT 1 FROM sources s WHERE s.entity = 2 AND s.local_id = t.id)";
        let imported = format!(
            "(t.external_id IS NOT NULL OR {})",
            self.spans(
                "SELECT r.first_id, r.last_id FROM ranges r JOIN batches b ON b.id = r.batch_id
                 WHERE r.act = 0 AND b.kind = 'import' ORDER BY r.first_id",
                [],
            )?
        );
        let told: Vec<String> = filter
            .told_by
            .iter()
            .map(|by| match by {
                ToldBy::Connection(id) => format!(
                    "EXISTS (SELECT 1 FROM sources s WHERE s.entity = 2 AND s.local_id = t.id
                     AND s.connection_id = {} AND s.gone = 0)",
                    id.0
                ),
                ToldBy::File => imported.clone(),
                ToldBy::Hand => format!("(NOT {synced} AND NOT {imported})"),
            })
            .collect();
        all.add(&format!("({})", told.join(" OR ")));
        Ok(())
    }
}
