//! Money that the person sends through an upstream.
//!
//! An order is written down first and claimed before it is sent ([`Writing::claim_payment`]): whoever does not get it does
//! not send. An order of the upstream's belongs to one order of the book at most. Not part of the journal: what left does
//! not come back by undoing a row.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, ConnectionId, PaymentId, TransactionId};
use domain::payment::{PaymentFact, PaymentState, PaymentWish};
use money::{Currency, Money};
use rusqlite::{OptionalExtension, Row, params};

use crate::days::{date_of, day_of, instant_of, seconds_of};
use crate::{Error, Result, View, Writing};

/// An order to pay, as the book knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its number.
    pub id: PaymentId,
    /// Through which connection.
    pub connection: ConnectionId,
    /// From which account.
    pub account: AccountId,
    /// What the person ordered.
    pub wish: PaymentWish,
    /// To whom, as the upstream called it when the order was written down.
    pub payee_label: String,
    /// Where to.
    pub payee_iban: Option<String>,
    /// How it stands.
    pub state: PaymentState,
    /// The upstream's id of it.
    pub source_id: Option<String>,
    /// The upstream's own word.
    pub word: Option<String>,
    /// What the bank or the upstream said.
    pub message: Option<String>,
    /// The day that the upstream names.
    pub on: Option<NaiveDate>,
    /// The row that it became.
    pub transaction: Option<TransactionId>,
    /// When it was written down.
    pub prepared_at: DateTime<Utc>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
}

/// An order to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    /// Through which connection.
    pub connection: ConnectionId,
    /// From which account.
    pub account: AccountId,
    /// What the person orders.
    pub wish: PaymentWish,
    /// To whom.
    pub payee_label: String,
    /// Where to.
    pub payee_iban: Option<String>,
}

const COLUMNS: &str = "SELECT p.id, p.connection_id, p.account_id, p.account_source_id, p.payee_source_id, p.payee_label,
 p.payee_iban, p.amount_minor, p.currency, p.label, p.wished_on, p.state, p.upstream_id, p.upstream_state, p.message,
 p.paid_on, p.prepared_at, p.sent_at,
 (SELECT s.local_id FROM sources s WHERE s.connection_id = p.connection_id AND s.entity = 2
  AND s.source_id = p.transaction_source_id)
 FROM payments p";

fn read(row: &Row<'_>) -> Result<Payment> {
    let id: i64 = row.get(0)?;
    let corrupt = || Error::Corrupt {
        table: "payments",
        row: id,
    };
    let currency: String = row.get(8)?;
    let currency = Currency::parse(&currency).map_err(|_| corrupt())?;
    let state: String = row.get(11)?;
    let day = |place: usize| -> Result<Option<NaiveDate>> {
        row.get::<_, Option<i32>>(place)?.map(date_of).transpose()
    };
    Ok(Payment {
        id: PaymentId(id),
        connection: ConnectionId(row.get(1)?),
        account: AccountId(row.get(2)?),
        wish: PaymentWish {
            account_source_id: row.get(3)?,
            payee_source_id: row.get(4)?,
            amount: Money::new(row.get(7)?, currency),
            label: row.get(9)?,
            on: day(10)?,
        },
        payee_label: row.get(5)?,
        payee_iban: row.get(6)?,
        state: PaymentState::from_word(&state).ok_or_else(corrupt)?,
        source_id: row.get(12)?,
        word: row.get(13)?,
        message: row.get(14)?,
        on: day(15)?,
        prepared_at: instant_of(row.get(16)?)?,
        sent_at: row.get::<_, Option<i64>>(17)?.map(instant_of).transpose()?,
        transaction: row.get::<_, Option<i64>>(18)?.map(TransactionId),
    })
}

impl View<'_> {
    /// Every order, newest first.
    pub fn payments(&self) -> Result<Vec<Payment>> {
        let mut statement = self
            .db
            .prepare_cached(&format!("{COLUMNS} ORDER BY p.id DESC"))?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// One order.
    pub fn payment(&self, id: PaymentId) -> Result<Payment> {
        let mut statement = self
            .db
            .prepare_cached(&format!("{COLUMNS} WHERE p.id = ?1"))?;
        let mut rows = statement.query([id.0])?;
        match rows.next()? {
            Some(row) => read(row),
            None => Err(Error::NotFound {
                what: "payment",
                id: id.0,
            }),
        }
    }

    /// Orders of a connection that something may still come of and that the upstream was told.
    pub fn payments_under_way(&self, connection: ConnectionId) -> Result<Vec<Payment>> {
        Ok(self
            .payments()?
            .into_iter()
            .filter(|payment| payment.connection == connection)
            .filter(|payment| !payment.state.is_final() && payment.state != PaymentState::Prepared)
            .collect())
    }
}

impl Writing<'_> {
    /// Writes an order down. Nobody is told.
    pub fn prepare_payment(&mut self, new: &NewPayment, now: DateTime<Utc>) -> Result<PaymentId> {
        let wish = &new.wish;
        self.db
            .prepare_cached(
                "INSERT INTO payments (connection_id, account_id, account_source_id, payee_source_id, payee_label, payee_iban,
                 amount_minor, currency, label, wished_on, state, prepared_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                new.connection.0,
                new.account.0,
                wish.account_source_id,
                wish.payee_source_id,
                new.payee_label,
                new.payee_iban,
                wish.amount.minor,
                wish.amount.currency.code(),
                wish.label,
                wish.on.map(day_of),
                PaymentState::Prepared.as_str(),
                seconds_of(now),
            ])?;
        Ok(PaymentId(self.db.last_insert_rowid()))
    }

    /// Takes an order to be sent; false when somebody else has it, or had.
    pub fn claim_payment(&mut self, id: PaymentId, now: DateTime<Utc>) -> Result<bool> {
        let taken = self
            .db
            .prepare_cached(
                "UPDATE payments SET state = 'sending', sent_at = ?2 WHERE id = ?1 AND state = 'prepared'",
            )?
            .execute(params![id.0, seconds_of(now)])?;
        Ok(taken == 1)
    }

    /// An order that was on its way did not arrive: it may be sent once more.
    pub fn release_payment(&mut self, id: PaymentId) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE payments SET state = 'prepared', sent_at = NULL WHERE id = ?1 AND state = 'sending' AND upstream_id IS NULL",
            )?
            .execute([id.0])?;
        Ok(())
    }

    /// Gives an order up that nobody was told; false when it is too late.
    pub fn drop_payment(&mut self, id: PaymentId) -> Result<bool> {
        let dropped = self
            .db
            .prepare_cached(
                "UPDATE payments SET state = 'cancelled' WHERE id = ?1 AND state = 'prepared'",
            )?
            .execute([id.0])?;
        Ok(dropped == 1)
    }

    /// Notes what the upstream tells of an order. One that belongs to another order of the book is refused.
    pub fn note_payment(&mut self, id: PaymentId, fact: &PaymentFact) -> Result<()> {
        let known: Option<String> = self
            .db
            .prepare_cached("SELECT upstream_id FROM payments WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))
            .optional()?
            .ok_or(Error::NotFound {
                what: "payment",
                id: id.0,
            })?;
        if known.is_some_and(|known| known != fact.source_id) {
            return Err(Error::Refused {
                rule: "another_order",
            });
        }
        self.db
            .prepare_cached(
                "UPDATE payments SET upstream_id = ?2, state = ?3, upstream_state = ?4, message = ?5,
                 paid_on = COALESCE(?6, paid_on), transaction_source_id = COALESCE(?7, transaction_source_id)
                 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                fact.source_id,
                fact.state.as_str(),
                fact.word,
                fact.message,
                fact.on.map(day_of),
                fact.transaction_source_id,
            ])?;
        Ok(())
    }
}
