//! Transactions of a page.

use domain::feed::{Entity, FeedTransaction};
use domain::ids::{AccountId, TransactionId};
use domain::transaction::{DeletedReason, TransactionStatus};
use rusqlite::params;

use super::Intake;
use super::source::{Delivered, GONE, Known, REPLACED, THERE, digest_of_row};
use crate::days::day_of;
use crate::door::{Field, Table, flag, int, opt_int, opt_text, text};
use crate::placing::Placed;
use crate::text::{fold, likeness};
use crate::transactions::details::stored_details;
use crate::transactions::{CategoryBy, held, status_number, stored_tags};
use crate::transfers::Leg;
use crate::view::NewRow;
use crate::{Result, Writing};

/// Days that a pending row may be older than the booked one.
const PENDING_DAYS: i32 = 10;
/// Days between the dates of a file's row and an upstream's.
const NEAR_DAYS: i32 = 3;
/// Payees less alike than this are not the same payment.
const ALIKE: u8 = 50;

impl Writing<'_> {
    pub(super) fn take_transaction(
        &mut self,
        intake: &mut Intake<'_>,
        place: usize,
        feed: &FeedTransaction,
    ) -> Result<()> {
        let connection = intake.connection;
        let Some((account, currency)) = self.account_of(intake, &feed.account_source_id)? else {
            intake.done.counts.rejected += 1;
            return Ok(());
        };
        if feed.amount.currency != currency {
            intake.done.counts.rejected += 1;
            return Ok(());
        }
        let source_id = source_id_of(intake, place, feed);
        let digest = digest_of_row(feed);
        let known = self.known(connection, Entity::Transaction, &source_id)?;
        let category = self.placed(intake, feed)?.map(|placed| placed.row);
        let delivered = |local| Delivered {
            entity: Entity::Transaction,
            source_id: &source_id,
            local,
            digest: &digest,
            updated_at: feed.updated_at.as_deref(),
            raw: feed.raw.as_deref(),
            category,
        };
        if let Some(known) = &known
            && known.gone != REPLACED
        {
            self.seen(intake, Entity::Transaction, known)?;
            let changed = self.refresh(intake, account, known, feed, &digest)?;
            if known.digest != digest {
                self.note_upstream_review(known.local, feed.needs_review)?;
            }
            if changed || known.digest != digest || (known.gone == GONE) != feed.deleted {
                self.remember(intake, &delivered(known.local))?;
                if feed.deleted {
                    self.mark(known, GONE)?;
                }
            }
            return self.pair_by_key(intake, known.local, feed);
        }
        if known.is_some() || feed.deleted {
            // A pending row that was already replaced, or one that was gone before it came.
            intake.done.counts.unchanged += 1;
            return Ok(());
        }
        let local = if let Some((pending, row)) = self.pending_of(intake, account, feed)? {
            self.mark(&pending, REPLACED)?;
            self.write_again(connection, row)?;
            self.write_over(account, row, feed, intake)?;
            intake.done.counts.matched += 1;
            row
        } else if let Some(row) = self.same_from_file(account, feed)? {
            self.complete_row(row, feed)?;
            intake.done.counts.matched += 1;
            row
        } else {
            intake.done.counts.new += 1;
            self.add_synced(intake, account, feed)?
        };
        intake.touched.insert(account.0);
        if feed.needs_review {
            self.note_upstream_review(local, true)?;
        }
        self.remember_new(intake, &delivered(local))?;
        self.pair_by_key(intake, local, feed)
    }

    fn category_of(
        &mut self,
        intake: &mut Intake<'_>,
        feed: &FeedTransaction,
    ) -> Result<Option<i64>> {
        if let Some(placed) = self.placed(intake, feed)? {
            return Ok(placed.category.map(|id| id.0));
        }
        match feed.category_name.as_deref().map(str::trim) {
            Some(name) if !name.is_empty() => self
                .category_of_name(name, feed.amount, &mut intake.names)
                .map(Some),
            _ => Ok(None),
        }
    }

    /// Where the upstream's category of a row stands in the book; found once for each.
    fn placed(&self, intake: &mut Intake<'_>, feed: &FeedTransaction) -> Result<Option<Placed>> {
        let Some(source_id) = &feed.category_source_id else {
            return Ok(None);
        };
        if let Some(found) = intake.categories.get(source_id) {
            return Ok(*found);
        }
        let found = self.placed_category(intake.connection, Some(source_id))?;
        intake.categories.insert(source_id.clone(), found);
        Ok(found)
    }

    fn add_synced(
        &mut self,
        intake: &mut Intake<'_>,
        account: AccountId,
        feed: &FeedTransaction,
    ) -> Result<i64> {
        let name = feed.payee.trim();
        let payee = self.intern_payee(name)?;
        let (category, by) = match (self.category_of(intake, feed)?, payee.learned) {
            (Some(category), _) => (Some(category), CategoryBy::Upstream),
            (None, Some(learned)) => (Some(learned), CategoryBy::Rule),
            (None, None) => (None, CategoryBy::Nobody),
        };
        let day = day_of(feed.date);
        let hint = (feed.is_transfer || payee.transfer_like) && !feed.excluded;
        let tags = stored_tags(&feed.tags);
        let details = self.filed_details(feed.details.as_deref(), &mut intake.names)?;
        let details = stored_details(details.as_ref());
        let id = self.insert_transaction(&NewRow {
            account: account.0,
            day,
            minor: feed.amount.minor,
            payee: name,
            payee_id: payee.id,
            category,
            category_by: by.number(),
            status: status_number(feed.status),
            description: feed.description.trim(),
            note: feed.note.trim(),
            external_id: None,
            transfer_hint: hint,
            excluded: feed.excluded,
            held: 0,
            value_day: feed.value_date.map(day_of).filter(|value| *value != day),
            original: feed.original_amount,
            tags: tags.as_deref(),
            details: details.as_deref(),
        })?;
        if feed.off_reports {
            self.update(Table::Transactions, id, &[("off_reports", flag(true))])?;
        }
        if hint {
            intake.legs.push(Leg {
                id,
                account: account.0,
                day,
                minor: feed.amount.minor,
            });
        }
        Ok(id)
    }

    /// A row delivered again: writes what changed, brings back what had gone, deletes what the upstream deleted.
    fn refresh(
        &mut self,
        intake: &mut Intake<'_>,
        account: AccountId,
        known: &Known,
        feed: &FeedTransaction,
        digest: &[u8],
    ) -> Result<bool> {
        let deleted: i64 = self
            .db
            .prepare_cached("SELECT deleted FROM transactions WHERE id = ?1")?
            .query_row([known.local], |row| row.get(0))?;
        if feed.deleted && known.gone == GONE {
            // That was known. If the row is here, the person brought it back since, or it was entered there anew.
            intake.done.counts.unchanged += 1;
            return Ok(false);
        }
        if feed.deleted {
            let reason = match feed.status {
                TransactionStatus::Void => number_of(DeletedReason::Archived),
                _ => number_of(DeletedReason::Tombstone),
            };
            let removed = self.delete_row(known.local, reason)?;
            if removed {
                intake.done.counts.removed += 1;
                intake.touched.insert(account.0);
            } else {
                intake.done.counts.unchanged += 1;
            }
            return Ok(removed);
        }
        // What the upstream, a pass or an undo took away comes back with its source; what the person deleted does not.
        let returns = [
            DeletedReason::Tombstone,
            DeletedReason::Archived,
            DeletedReason::Missing,
            DeletedReason::Undone,
        ]
        .into_iter()
        .any(|reason| number_of(reason) == deleted);
        if known.digest == digest && known.gone == THERE && !returns {
            intake.done.counts.unchanged += 1;
            return Ok(false);
        }
        let mut changed = false;
        if returns {
            changed |= self.update(Table::Transactions, known.local, &[("deleted", int(0))])?;
        }
        changed |= self.write_over(account, known.local, feed, intake)?;
        if changed {
            intake.done.counts.changed += 1;
            intake.touched.insert(account.0);
        } else {
            intake.done.counts.unchanged += 1;
        }
        Ok(changed)
    }

    /// Writes an upstream's values over a row, except what the person holds.
    fn write_over(
        &mut self,
        account: AccountId,
        row: i64,
        feed: &FeedTransaction,
        intake: &mut Intake<'_>,
    ) -> Result<bool> {
        let (hold, by): (i64, u8) = self
            .db
            .prepare_cached("SELECT held, category_by FROM transactions WHERE id = ?1")?
            .query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let free = |bit: i64| hold & bit == 0;
        let day = day_of(feed.date);
        let mut fields: Vec<Field> = vec![
            ("account_id", int(account.0)),
            ("excluded", flag(feed.excluded)),
            (
                "value_day",
                opt_int(feed.value_date.map(day_of).filter(|value| *value != day)),
            ),
            (
                "original_minor",
                opt_int(feed.original_amount.map(|amount| amount.minor)),
            ),
            (
                "original_currency",
                opt_text(
                    feed.original_amount
                        .as_ref()
                        .map(|amount| amount.currency.code()),
                ),
            ),
        ];
        // Never back: leaving a row out may be the person's own wish.
        if feed.off_reports {
            fields.push(("off_reports", flag(true)));
        }
        // Where an upstream keeps the bank's wording in its note, what was written there comes back as wording.
        let sent = self.note_sent(intake.connection, row)?;
        let ours = |text: &str| !text.is_empty() && sent.as_deref() == Some(text);
        let description = feed.description.trim();
        if !ours(description) {
            fields.push((
                "description",
                opt_text((!description.is_empty()).then_some(description)),
            ));
        }
        if free(held::DATE) {
            fields.push(("day", int(day)));
        }
        if free(held::AMOUNT) {
            fields.push(("minor", int(feed.amount.minor)));
        }
        if free(held::PAYEE) && !ours(feed.payee.trim()) {
            fields.push(("payee", text(feed.payee.trim())));
        }
        if free(held::STATUS) {
            fields.push(("status", int(status_number(feed.status))));
        }
        let note = feed.note.trim();
        if free(held::NOTE) {
            fields.push(("note", opt_text((!note.is_empty()).then_some(note))));
        }
        if free(held::TAGS) {
            fields.push(("tags", opt_text(stored_tags(&feed.tags).as_deref())));
        }
        if let Some(said) = feed.details.as_deref() {
            let details = self.renewed_details(row, said)?;
            fields.push(("details", opt_text(details.as_deref())));
        }
        let open = matches!(
            CategoryBy::from_number(by),
            Some(CategoryBy::Nobody | CategoryBy::Upstream | CategoryBy::Guess)
        );
        if open && let Some(category) = self.category_of(intake, feed)? {
            fields.push(("category_id", int(category)));
            fields.push(("category_by", int(CategoryBy::Upstream.number())));
        }
        self.update(Table::Transactions, row, &fields)
    }

    /// The pending row that a booked one replaces: named by the upstream, else the only one like it.
    fn pending_of(
        &mut self,
        intake: &mut Intake<'_>,
        account: AccountId,
        feed: &FeedTransaction,
    ) -> Result<Option<(Known, i64)>> {
        let connection = intake.connection;
        if let Some(replaced) = &feed.replaces
            && let Some(known) = self.known(connection, Entity::Transaction, replaced)?
        {
            let pending: bool = self
                .db
                .prepare_cached("SELECT deleted NOT IN (5, 7) FROM transactions WHERE id = ?1")?
                .query_row([known.local], |row| row.get(0))?;
            if pending {
                let row = known.local;
                self.revive(row)?;
                return Ok(Some((known, row)));
            }
        }
        if feed.status == TransactionStatus::Pending {
            return Ok(None);
        }
        if !self.had_pending(intake, account)? {
            return Ok(None);
        }
        let pass = intake.pass(Entity::Transaction);
        let day = day_of(feed.date);
        // A pending row delivered in this very pass is still pending. The few pending rows come first: the other way round, all
        // that the upstream ever told would be gone through for every row.
        let found: Vec<(Known, i64, String)> = self
            .db
            .prepare_cached(
                "SELECT s.id, s.local_id, s.digest, s.gone, p.folded FROM transactions t
                 INDEXED BY transactions_pending
                 CROSS JOIN sources s INDEXED BY sources_by_row
                   ON s.entity = 2 AND s.local_id = t.id AND s.connection_id = ?1 AND s.gone <> 2
                 CROSS JOIN payees p ON p.id = t.payee_id
                 WHERE t.account_id = ?2 AND t.day BETWEEN ?3 AND ?4 AND t.minor = ?5 AND t.status = 0
                 AND (t.deleted IN (0, 1, 3) OR t.merged_into IS NOT NULL) AND (?6 IS NULL OR s.pass < ?6)",
            )?
            .query_map(
                params![
                    connection.0,
                    account.0,
                    day - PENDING_DAYS,
                    day + 1,
                    feed.amount.minor,
                    pass
                ],
                |row| {
                    let known = Known {
                        id: row.get(0)?,
                        local: row.get(1)?,
                        digest: row.get(2)?,
                        gone: row.get(3)?,
                    };
                    let local = known.local;
                    Ok((known, local, row.get(4)?))
                },
            )?
            .collect::<rusqlite::Result<_>>()?;
        // In this page it may still come again.
        let folded = fold(&feed.payee);
        let mut alike: Vec<(Known, i64)> = Vec::new();
        for (known, row, payee) in found {
            let source: String = self
                .db
                .prepare_cached("SELECT source_id FROM sources WHERE id = ?1")?
                .query_row([known.id], |row| row.get(0))?;
            let delivered =
                intake.page.transactions.iter().any(|other| {
                    other.source_id.as_deref() == Some(source.as_str()) && !other.deleted
                });
            if !delivered && likeness(&folded, &payee) >= ALIKE {
                alike.push((known, row));
            }
        }
        if alike.len() != 1 {
            return Ok(None);
        }
        let found = alike.pop();
        if let Some((_, row)) = &found {
            self.revive(*row)?;
        }
        Ok(found)
    }

    /// Whether an account has pending rows. Those of the page at hand do not count: they are delivered, so nothing replaces
    /// them.
    fn had_pending(&self, intake: &mut Intake<'_>, account: AccountId) -> Result<bool> {
        if let Some(had) = intake.pending.get(&account.0) {
            return Ok(*had);
        }
        let had = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM transactions INDEXED BY transactions_pending
                 WHERE account_id = ?1 AND status = 0)",
            )?
            .query_row([account.0], |row| row.get(0))?;
        intake.pending.insert(account.0, had);
        Ok(had)
    }

    /// Undoes the deletion of a row whose successor has come. One that stands behind another goes on standing there.
    fn revive(&mut self, row: i64) -> Result<()> {
        if self.merged_with(TransactionId(row))?.is_some() {
            return Ok(());
        }
        self.update(Table::Transactions, row, &[("deleted", int(0))])?;
        Ok(())
    }

    /// A row that a file or the person brought and no upstream knows: the same payment.
    fn same_from_file(&self, account: AccountId, feed: &FeedTransaction) -> Result<Option<i64>> {
        if self.is_fed(account.0) {
            return Ok(None);
        }
        let day = day_of(feed.date);
        let mut statement = self.db.prepare_cached(
            "SELECT t.id, t.day, p.folded FROM transactions t INDEXED BY transactions_by_account
             JOIN payees p ON p.id = t.payee_id
             WHERE t.account_id = ?1 AND t.minor = ?2 AND t.day IN (?3, ?3 - 1, ?3 + 1, ?3 - 2, ?3 + 2, ?3 - 3, ?3 + 3)
             AND t.deleted = 0
             AND NOT EXISTS (SELECT 1 FROM sources s WHERE s.entity = 2 AND s.local_id = t.id) ORDER BY t.id",
        )?;
        let rows: Vec<(i64, i32, String)> = statement
            .query_map(params![account.0, feed.amount.minor, day], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let folded = fold(&feed.payee);
        let exact = rows
            .iter()
            .find(|(_, other, payee)| *other == day && *payee == folded);
        if let Some((id, _, _)) = exact {
            return Ok(Some(*id));
        }
        let alike: Vec<i64> = rows
            .iter()
            .filter(|(_, other, payee)| {
                (other - day).abs() <= NEAR_DAYS && likeness(&folded, payee) >= ALIKE
            })
            .map(|(id, _, _)| *id)
            .collect();
        Ok(match alike[..] {
            [only] => Some(only),
            _ => None,
        })
    }

    /// Gives a row from a file what the upstream knows more.
    fn complete_row(&mut self, row: i64, feed: &FeedTransaction) -> Result<()> {
        let now = self.transaction(TransactionId(row))?;
        let mut fields: Vec<Field> = Vec::new();
        if let Some(said) = feed.details.as_deref() {
            let details = self.renewed_details(row, said)?;
            fields.push(("details", opt_text(details.as_deref())));
        }
        let description = feed.description.trim();
        if now.description.is_empty() && !description.is_empty() {
            fields.push(("description", text(description)));
        }
        let note = feed.note.trim();
        if now.note.is_empty() && !note.is_empty() {
            fields.push(("note", text(note)));
        }
        if now.value_date.is_none() && feed.value_date.is_some_and(|value| value != now.date) {
            fields.push(("value_day", opt_int(feed.value_date.map(day_of))));
        }
        if let Some(original) = feed.original_amount
            && now.original.is_none()
        {
            fields.push(("original_minor", int(original.minor)));
            fields.push(("original_currency", text(original.currency.code())));
        }
        self.update(Table::Transactions, row, &fields)?;
        Ok(())
    }

    /// Two rows with one key are the legs of one transfer.
    fn pair_by_key(
        &mut self,
        intake: &mut Intake<'_>,
        row: i64,
        feed: &FeedTransaction,
    ) -> Result<()> {
        let Some(key) = feed.transfer_key.as_deref().filter(|_| !feed.deleted) else {
            return Ok(());
        };
        let others: Vec<i64> = self
            .db
            .prepare_cached(
                "SELECT k.transaction_id FROM transfer_keys k JOIN transactions t ON t.id = k.transaction_id
                 JOIN transactions self ON self.id = ?3
                 WHERE k.connection_id = ?1 AND k.key = ?2 AND t.id <> ?3 AND t.account_id <> self.account_id
                 AND t.transfer_id IS NULL AND self.transfer_id IS NULL AND t.deleted = 0 AND self.deleted = 0
                 AND (t.minor < 0) <> (self.minor < 0)",
            )?
            .query_map(params![intake.connection.0, key, row], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if let [other] = others[..] {
            self.pair(row, other)?;
            intake.done.transfers += 1;
        }
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO transfer_keys (connection_id, key, transaction_id) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![intake.connection.0, key, row])?;
        Ok(())
    }
}

/// The upstream's id, or one made of the row's content and its place among equal ones of the page.
fn source_id_of(intake: &Intake<'_>, place: usize, feed: &FeedTransaction) -> String {
    if let Some(id) = feed.source_id.as_deref().filter(|id| !id.is_empty()) {
        return id.to_owned();
    }
    let same = |other: &FeedTransaction| {
        other.source_id.is_none()
            && other.account_source_id == feed.account_source_id
            && other.date == feed.date
            && other.amount == feed.amount
            && fold(&other.payee) == fold(&feed.payee)
    };
    let occurrence = intake.page.transactions[..place]
        .iter()
        .filter(|other| same(other))
        .count();
    format!(
        "~{}|{}|{}|{}|{occurrence}",
        feed.account_source_id,
        feed.date,
        feed.amount.minor,
        fold(&feed.payee)
    )
}

/// The number of a reason in the book.
pub(super) fn number_of(reason: DeletedReason) -> i64 {
    DeletedReason::ALL
        .iter()
        .position(|other| *other == reason)
        .map_or(0, |place| place as i64 + 1)
}
