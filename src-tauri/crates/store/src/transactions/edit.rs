//! Changes of transactions by hand or by rule.

use domain::ids::{CategoryId, TransactionId};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use super::{CategoryBy, NewTransaction, TransactionEdit, held, status_number, stored_tags};
use crate::accounts::same_currency;
use crate::days::day_of;
use crate::door::{Field, Table, flag, int, opt_int, opt_text, text};
use crate::view::NewRow;
use crate::{Error, Result, Writing};
use domain::chart::TRANSFER;

/// `deleted` of a row the person deleted.
const BY_PERSON: i64 = 5;
/// `deleted` of a row that became part of another.
pub(super) const REPLACED: i64 = 4;

impl Writing<'_> {
    /// Adds a transaction by hand.
    pub fn add_transaction(&mut self, transaction: &NewTransaction) -> Result<TransactionId> {
        same_currency(
            Some(transaction.amount),
            self.currency_of(transaction.account)?,
        )?;
        let payee = self.intern_payee(transaction.payee.trim())?;
        let (category, by) = match (transaction.category, payee.learned) {
            (Some(category), _) => {
                self.check_category(category)?;
                self.learn(payee.id, category)?;
                (Some(category.0), CategoryBy::Person)
            }
            (None, Some(learned)) => (Some(learned), CategoryBy::Rule),
            (None, None) => (None, CategoryBy::Nobody),
        };
        let tags = stored_tags(&transaction.tags);
        let id = self.insert_transaction(&NewRow {
            account: transaction.account.0,
            day: day_of(transaction.date),
            minor: transaction.amount.minor,
            payee: transaction.payee.trim(),
            payee_id: payee.id,
            category,
            category_by: by.number(),
            status: status_number(transaction.status),
            description: "",
            note: transaction.note.trim(),
            external_id: None,
            transfer_hint: payee.transfer_like,
            excluded: false,
            held: 0,
            value_day: None,
            original: None,
            tags: tags.as_deref(),
            details: None,
        })?;
        self.queue_entry(id, transaction.account)?;
        Ok(TransactionId(id))
    }

    /// Changes transactions by the person's hand; answers how many changed. A category set here is learned for the payee.
    pub fn edit_transactions(
        &mut self,
        ids: &[TransactionId],
        edit: &TransactionEdit,
    ) -> Result<u64> {
        let mut changed = 0;
        if let Some(Some(category)) = edit.category {
            self.check_category(category)?;
        }
        for id in ids {
            changed += u64::from(self.edit_one(*id, edit)?);
        }
        Ok(changed)
    }

    fn edit_one(&mut self, id: TransactionId, edit: &TransactionEdit) -> Result<bool> {
        let now = self.transaction(id)?;
        let mut hold: i64 = self
            .db
            .prepare_cached("SELECT held FROM transactions WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))?;
        let mut fields: Vec<Field> = Vec::new();
        if let Some(date) = edit.date
            && date != now.date
        {
            fields.push(("day", int(day_of(date))));
            hold |= held::DATE;
        }
        if let Some(amount) = edit.amount
            && amount != now.amount
        {
            same_currency(Some(amount), now.amount.currency)?;
            if !self.sources(id)?.contains(&super::Source::Hand) {
                return Err(Error::Refused {
                    rule: "amount_from_source",
                });
            }
            if now.transfer.is_some() {
                return Err(Error::Refused {
                    rule: "amount_of_transfer",
                });
            }
            fields.push(("minor", int(amount.minor)));
            hold |= held::AMOUNT;
        }
        if let Some(payee) = &edit.payee
            && payee.trim() != now.payee
        {
            fields.push(("payee", text(payee.trim())));
            hold |= held::PAYEE;
        }
        if let Some(note) = &edit.note
            && note.trim() != now.note
        {
            let note = note.trim();
            fields.push(("note", opt_text((!note.is_empty()).then_some(note))));
            hold |= held::NOTE;
        }
        // What a split row is filed under, its parts say.
        let refiled = edit.category.filter(|_| !now.is_split());
        if let Some(category) = refiled {
            fields.push(("category_id", opt_int(category.map(|id| id.0))));
            // Taking a category away is the person's choice as well.
            fields.push(("category_by", int(CategoryBy::Person.number())));
        }
        if let Some(tags) = &edit.tags {
            let tags = stored_tags(tags);
            if tags != stored_tags(&now.tags) {
                fields.push(("tags", opt_text(tags.as_deref())));
                hold |= held::TAGS;
            }
        }
        if let Some(status) = edit.status
            && status != now.status
        {
            fields.push(("status", int(status_number(status))));
            hold |= held::STATUS;
        }
        if let Some(off) = edit.off_reports {
            fields.push(("off_reports", flag(off)));
        }
        fields.push(("held", int(hold)));
        let changed = self.update(Table::Transactions, id.0, &fields)?;
        if let Some(Some(category)) = refiled {
            let payee: i64 = self
                .db
                .prepare_cached("SELECT payee_id FROM transactions WHERE id = ?1")?
                .query_row([id.0], |row| row.get(0))?;
            self.learn(payee, category)?;
        }
        Ok(changed)
    }

    pub(super) fn check_category(&self, category: CategoryId) -> Result<()> {
        self.db
            .prepare_cached("SELECT 1 FROM categories WHERE id = ?1 AND removed = 0")?
            .query_row([category.0], |_| Ok(()))
            .optional()?
            .ok_or(Error::NotFound {
                what: "category",
                id: category.0,
            })
    }

    /// Remembers the person's choice for a payee. Transfers are not learned: the next payment to the same name need not
    /// be one.
    pub(super) fn learn(&mut self, payee: i64, category: CategoryId) -> Result<()> {
        let transfer: bool = self
            .db
            .prepare_cached("SELECT kind = 'transfer' FROM categories WHERE id = ?1")?
            .query_row([category.0], |row| row.get(0))?;
        if !transfer
            && self.update(
                Table::Payees,
                payee,
                &[("learned_category_id", int(category.0))],
            )?
        {
            self.forget_known_payees();
        }
        Ok(())
    }

    /// Sets categories found by rules or guesses; rows whose category the person chose stay. Answers how many changed.
    pub fn categorise(
        &mut self,
        choices: &[(TransactionId, CategoryId)],
        by: CategoryBy,
    ) -> Result<u64> {
        let mut changed = 0;
        for (id, category) in choices {
            let present: Option<u8> = self
                .db
                .prepare_cached("SELECT category_by FROM transactions WHERE id = ?1")?
                .query_row([id.0], |row| row.get(0))
                .optional()?;
            let present = present
                .and_then(CategoryBy::from_number)
                .ok_or(Error::NotFound {
                    what: "transaction",
                    id: id.0,
                })?;
            if present == CategoryBy::Person && by != CategoryBy::Person {
                continue;
            }
            self.check_category(*category)?;
            let fields = [
                ("category_id", int(category.0)),
                ("category_by", int(by.number())),
            ];
            changed += u64::from(self.update(Table::Transactions, id.0, &fields)?);
        }
        Ok(changed)
    }

    /// Deletes transactions; a sync or an import does not bring them back.
    pub fn delete_transactions(&mut self, ids: &[TransactionId]) -> Result<u64> {
        let mut deleted = 0;
        for id in ids {
            deleted += u64::from(self.delete_row(id.0, BY_PERSON)?);
        }
        Ok(deleted)
    }

    /// Marks a row as deleted for a reason and parts it from its other leg.
    pub(crate) fn delete_row(&mut self, id: i64, reason: i64) -> Result<bool> {
        let (present, partner): (i64, Option<i64>) = self
            .db
            .prepare_cached("SELECT deleted, transfer_id FROM transactions WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or(Error::NotFound {
                what: "transaction",
                id,
            })?;
        if present != 0 {
            return Ok(false);
        }
        if let Some(partner) = partner {
            self.update(
                Table::Transactions,
                partner,
                &[("transfer_id", Value::Null)],
            )?;
        }
        let gone = self.update(
            Table::Transactions,
            id,
            &[("deleted", int(reason)), ("transfer_id", Value::Null)],
        )?;
        // What the person deletes is gone with all its records; what one source takes back, another may still tell.
        if reason != BY_PERSON && reason != REPLACED {
            self.outlive(id)?;
        }
        Ok(gone)
    }

    /// Makes two rows of different accounts the legs of one transfer.
    pub fn link_transfer(&mut self, a: TransactionId, b: TransactionId) -> Result<()> {
        let (left, right) = (self.transaction(a)?, self.transaction(b)?);
        if left.account == right.account {
            return Err(Error::Refused {
                rule: "same_account",
            });
        }
        if left.transfer.is_some() || right.transfer.is_some() {
            return Err(Error::Refused {
                rule: "already_linked",
            });
        }
        if left.deleted.is_some() || right.deleted.is_some() {
            return Err(Error::Refused { rule: "deleted" });
        }
        if (left.amount.minor < 0) == (right.amount.minor < 0) {
            return Err(Error::Refused {
                rule: "same_direction",
            });
        }
        self.pair(a.0, b.0)
    }

    /// Links two rows and gives them the transfer category where the person has not chosen one.
    pub(crate) fn pair(&mut self, a: i64, b: i64) -> Result<()> {
        let transfer = self.category_by_key(TRANSFER)?;
        for (leg, other) in [(a, b), (b, a)] {
            let (by, kind): (u8, Option<String>) = self
                .db
                .prepare_cached(
                    "SELECT t.category_by, c.kind FROM transactions t LEFT JOIN categories c ON c.id = t.category_id
                     WHERE t.id = ?1",
                )?
                .query_row([leg], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut fields = vec![("transfer_id", int(other))];
            if let Some(category) = transfer
                && by != CategoryBy::Person.number()
                && kind.as_deref() != Some("transfer")
            {
                fields.push(("category_id", int(category.0)));
                fields.push(("category_by", int(CategoryBy::Rule.number())));
            }
            self.update(Table::Transactions, leg, &fields)?;
        }
        Ok(())
    }

    /// Parts the legs of a transfer; they are not paired again by themselves.
    pub fn unlink_transfer(&mut self, leg: TransactionId) -> Result<()> {
        let other = self
            .transaction(leg)?
            .transfer
            .ok_or(Error::Refused { rule: "not_linked" })?;
        let transfer = self.category_by_key(TRANSFER)?;
        for id in [leg, other] {
            let now = self.transaction(id)?;
            let mut fields = vec![("transfer_id", Value::Null)];
            if now.category.is_some()
                && now.category == transfer
                && now.category_by == CategoryBy::Rule
            {
                fields.push(("category_id", Value::Null));
                fields.push(("category_by", int(CategoryBy::Nobody.number())));
            }
            self.update(Table::Transactions, id.0, &fields)?;
            self.db
                .prepare_cached("UPDATE transactions SET transfer_hint = 0 WHERE id = ?1")?
                .execute([id.0])?;
        }
        Ok(())
    }
}
