//! Taking a statement in.

use chrono::NaiveDate;
use domain::feed::FeedTransaction;
use rusqlite::{OptionalExtension, params};

use super::classify::{Classifier, Place, Waits};
use super::{Imported, RowVerdict, Statement};
use crate::accounts::{BY_FILE, BY_NOBODY, BY_UPSTREAM, same_currency};
use crate::categories::Named;
use crate::days::day_of;
use crate::door::{Table, flag, int, opt_text, text};
use crate::transactions::details::stored_details;
use crate::transactions::{CategoryBy, status_number, stored_tags};
use crate::transfers::Leg;
use crate::view::NewRow;
use crate::{Result, Writing};

impl Writing<'_> {
    /// Takes a statement in: classifies every row again, adds what is new, pairs transfers, settles the opening balance.
    /// The rows are streamed. Call once for every statement of a file within one change, then [`Self::remember_file`].
    pub fn import_statement<I>(
        &mut self,
        statement: &Statement,
        rows: I,
        today: NaiveDate,
    ) -> Result<Imported>
    where
        I: IntoIterator<Item = FeedTransaction>,
    {
        let mut classifier = Classifier::new(self, statement)?;
        let mut imported = Imported::default();
        let mut waiting: Vec<(FeedTransaction, Waits)> = Vec::new();
        let mut categories = Named::default();
        let mut legs = Vec::new();
        let mut first_day: Option<i32> = None;
        for (place, row) in rows.into_iter().enumerate() {
            let day = day_of(row.date);
            first_day = Some(first_day.map_or(day, |first| first.min(day)));
            match classifier.place(self, place as u32, &row)? {
                Place::Known {
                    verdict,
                    external_id,
                } => {
                    imported.counts.count(verdict);
                    self.take(
                        statement,
                        &row,
                        verdict,
                        external_id.as_deref(),
                        &mut categories,
                        &mut legs,
                    )?;
                }
                Place::Waits(waits) => waiting.push((row, waits)),
            }
        }
        let renewed = classifier.renewed(self, waiting.iter().map(|(row, waits)| (row, waits)))?;
        for (at, (row, waits)) in waiting.into_iter().enumerate() {
            let verdict = classifier.settle(self, &row, &waits, renewed.get(&at).copied())?;
            imported.counts.count(verdict);
            self.take(
                statement,
                &row,
                verdict,
                waits.external_id.as_deref(),
                &mut categories,
                &mut legs,
            )?;
        }
        imported.transfers = self.pair_legs(&legs)?;
        imported.mismatches = self.settle_by_statement(statement, first_day, today)?;
        Ok(imported)
    }

    fn take(
        &mut self,
        statement: &Statement,
        row: &FeedTransaction,
        verdict: RowVerdict,
        external_id: Option<&str>,
        categories: &mut Named,
        legs: &mut Vec<Leg>,
    ) -> Result<()> {
        match verdict {
            RowVerdict::New | RowVerdict::Twin { .. } => {
                let leg = self.add_row(statement.account.0, row, external_id, categories)?;
                legs.extend(leg);
                Ok(())
            }
            RowVerdict::Matched { of, .. } => self.remember_file_row(of.0, row, external_id),
            RowVerdict::Duplicate { .. }
            | RowVerdict::Skipped
            | RowVerdict::Covered
            | RowVerdict::Rejected => Ok(()),
        }
    }

    fn add_row(
        &mut self,
        account: i64,
        row: &FeedTransaction,
        external_id: Option<&str>,
        categories: &mut Named,
    ) -> Result<Option<Leg>> {
        let name = row.payee.trim();
        let payee = self.intern_payee(name)?;
        let named = match row.category_name.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => {
                Some(self.category_of_name(name, row.amount, categories)?)
            }
            _ => None,
        };
        let (category, by) = match (named, payee.learned) {
            (Some(named), _) => (Some(named), CategoryBy::Upstream),
            (None, Some(learned)) => (Some(learned), CategoryBy::Rule),
            (None, None) => (None, CategoryBy::Nobody),
        };
        let hint = (row.is_transfer || payee.transfer_like) && !row.excluded;
        let tags = stored_tags(&row.tags);
        let details = self.filed_details(row.details.as_deref(), categories)?;
        let details = stored_details(details.as_ref());
        let day = day_of(row.date);
        let id = self.insert_transaction(&NewRow {
            account,
            day,
            minor: row.amount.minor,
            payee: name,
            payee_id: payee.id,
            category,
            category_by: by.number(),
            status: status_number(row.status),
            description: row.description.trim(),
            note: row.note.trim(),
            external_id,
            transfer_hint: hint,
            excluded: row.excluded,
            held: 0,
            value_day: row
                .value_date
                .map(day_of)
                .filter(|value_day| *value_day != day),
            original: row.original_amount,
            tags: tags.as_deref(),
            details: details.as_deref(),
        })?;
        if row.off_reports {
            self.update(Table::Transactions, id, &[("off_reports", flag(true))])?;
        }
        Ok(hint.then_some(Leg {
            id,
            account,
            day,
            minor: row.amount.minor,
        }))
    }

    /// A row of a file that the book had from elsewhere: it takes the file's id and what it had not.
    fn remember_file_row(
        &mut self,
        id: i64,
        row: &FeedTransaction,
        external_id: Option<&str>,
    ) -> Result<()> {
        let now = self.transaction(domain::ids::TransactionId(id))?;
        let mut fields = Vec::new();
        let own: Option<String> = self
            .db
            .prepare_cached("SELECT external_id FROM transactions WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        if own.is_none() && external_id.is_some() {
            fields.push(("external_id", opt_text(external_id)));
        }
        let description = row.description.trim();
        if now.description.is_empty() && !description.is_empty() {
            fields.push(("description", text(description)));
        }
        if now.details.is_none()
            && let Some(said) = row.details.as_deref()
            && let Some(details) = self.renewed_details(id, said)?
        {
            fields.push(("details", text(&details)));
        }
        // Whether a synced row is booked is the sync's to say.
        let synced: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM sources WHERE entity = 2 AND local_id = ?1 AND gone = 0)",
            )?
            .query_row([id], |row| row.get(0))?;
        if !synced
            && now.status == domain::transaction::TransactionStatus::Pending
            && row.status != domain::transaction::TransactionStatus::Pending
        {
            fields.push(("status", int(status_number(row.status))));
            fields.push(("day", int(day_of(row.date))));
        }
        self.update(Table::Transactions, id, &fields)?;
        Ok(())
    }

    /// Remembers the statement's balances and, unless an upstream or the person has spoken, opens the account so that the
    /// newest of them is met. Answers which are not.
    fn settle_by_statement(
        &mut self,
        statement: &Statement,
        first_day: Option<i32>,
        today: NaiveDate,
    ) -> Result<Vec<crate::BalanceCheck>> {
        let account = statement.account.0;
        let currency = self.currency_of(statement.account)?;
        let mut stated_days = Vec::new();
        if let (Some(opening), Some(first)) = (statement.opening, first_day) {
            same_currency(Some(opening), currency)?;
            self.put_anchor(account, first - 1, opening.minor, false)?;
            stated_days.push(first - 1);
        }
        if let Some(closing) = statement.closing {
            same_currency(Some(closing.amount), currency)?;
            let day = day_of(closing.date.unwrap_or(today));
            self.put_anchor(account, day, closing.amount.minor, false)?;
            stated_days.push(day);
        }
        if stated_days.is_empty() && first_day.is_none() {
            return Ok(Vec::new());
        }
        let by: i64 = self
            .db
            .prepare_cached("SELECT opening_by FROM accounts WHERE id = ?1")?
            .query_row([account], |row| row.get(0))?;
        if by == BY_NOBODY || by == BY_FILE {
            if let Some((day, minor)) = self.newest_stated(account, false)? {
                self.open_so_that(account, day, minor, BY_FILE)?;
            }
        } else if by == BY_UPSTREAM {
            // Older rows lie before the balance that the upstream stated, which stays as it is.
            match self.newest_stated(account, true)? {
                Some((day, minor)) => self.open_so_that(account, day, minor, BY_UPSTREAM)?,
                None => self.flush_sums()?,
            }
        } else {
            self.flush_sums()?;
        }
        let mut mismatches = self.balance_checks(statement.account)?;
        mismatches.retain(|check| {
            check.stated != check.computed
                && !check.from_upstream
                && stated_days.contains(&day_of(check.date))
        });
        Ok(mismatches)
    }

    /// The newest balance that was stated of an account, by its upstream or by files: its day and its minor units.
    fn newest_stated(&self, account: i64, by_upstream: bool) -> Result<Option<(i32, i64)>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT day, minor FROM anchors WHERE account_id = ?1 AND from_upstream = ?2
                 ORDER BY day DESC LIMIT 1",
            )?
            .query_row(params![account, by_upstream], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?)
    }

    /// Writes the sums of this batch so far, so that balances can be asked for.
    pub(crate) fn flush_sums(&mut self) -> Result<()> {
        let mut deltas = std::mem::take(&mut self.deltas);
        deltas.flush(self.db)?;
        self.deltas = deltas;
        Ok(())
    }

    /// Settles what a file of the same bytes needs: nothing. Remembers the file by its content.
    pub fn remember_file(&mut self, file: &super::ImportedFile) -> Result<()> {
        if self.known_file(&file.content_hash)?.is_some() {
            return Ok(());
        }
        let batch = (!self.is_empty()).then_some(self.batch);
        self.db
            .prepare_cached(
                "INSERT INTO imported_files (content_hash, name, format, bytes, batch_id, at, counts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                &file.content_hash[..],
                file.name,
                file.format,
                file.bytes as i64,
                batch,
                crate::days::seconds_of(self.origin.at),
                super::files::counts_json(&file.counts),
            ])?;
        Ok(())
    }
}
