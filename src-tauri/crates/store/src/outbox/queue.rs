//! Into the outbox: the door tells of every change of the person's.

use domain::feed::Entity;
use domain::ids::{AccountId, CategoryId, ConnectionId, TransactionId};
use domain::outbox::{LeftOut, Writable};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

use super::{
    AccountWish, REFUSED, Subject, UNDER_WAY, WAITS, WRITTEN, Wish, field_number, wish_json,
};
use crate::days::seconds_of;
use crate::door::Image;
use crate::transactions::{CategoryBy, held};
use crate::{Error, OriginKind, Result, Writing};

/// What takes the place of a category that is being removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Replacement(pub(crate) Option<CategoryId>);

/// Places of fields among those of a transaction.
const CATEGORY: usize = 4;
const CATEGORY_BY: usize = 5;
const DELETED: usize = 7;
const NOTE: usize = 9;
const HELD: usize = 14;
const TAGS: usize = 18;
/// Place of a category's `removed`.
const REMOVED: usize = 7;

/// `deleted` of a row the person deleted, and of one whose adding was taken back.
const BY_PERSON: i64 = 5;
const UNDONE: i64 = 7;

fn whole(image: &Image, place: usize) -> i64 {
    match image.get(place) {
        Some(Value::Integer(number)) => *number,
        _ => 0,
    }
}

fn text(image: &Image, place: usize) -> &str {
    match image.get(place) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// What a transaction wishes for a field: the person's own, or what the upstream has.
fn wish(field: Writable, image: &Image) -> Wish {
    let holds = |bit: i64| whole(image, HELD) & bit != 0;
    match field {
        Writable::Category => {
            let by = u8::try_from(whole(image, CATEGORY_BY)).unwrap_or(0);
            match CategoryBy::from_number(by) {
                Some(CategoryBy::Person) => Wish::Category(match image.get(CATEGORY) {
                    Some(Value::Integer(id)) => Some(CategoryId(*id)),
                    _ => None,
                }),
                _ => Wish::Theirs,
            }
        }
        Writable::Note if holds(held::NOTE) => Wish::Note(text(image, NOTE).to_owned()),
        Writable::Tags if holds(held::TAGS) => {
            Wish::Tags(serde_json::from_str(text(image, TAGS)).unwrap_or_default())
        }
        Writable::Note | Writable::Tags => Wish::Theirs,
        Writable::Review => {
            let by = u8::try_from(whole(image, CATEGORY_BY)).unwrap_or(0);
            Wish::Reviewed(CategoryBy::from_number(by) == Some(CategoryBy::Person))
        }
        Writable::Presence | Writable::Removal | Writable::Account => {
            Wish::Present(!matches!(whole(image, DELETED), BY_PERSON | UNDONE))
        }
    }
}

impl Writing<'_> {
    /// The connections that may be written to, looked up once a batch; none for changes that are not the person's.
    fn outlets(&mut self) -> Result<Vec<(ConnectionId, Vec<Writable>)>> {
        if self.origin.kind != OriginKind::Person || self.quiet {
            return Ok(Vec::new());
        }
        if self.outlets.is_none() {
            self.outlets = Some(self.written_back()?);
        }
        Ok(self.outlets.clone().unwrap_or_default())
    }

    /// A transaction changed: queues what of it is the person's and goes to its upstream.
    pub(crate) fn queue_change(&mut self, id: i64, old: &Image, new: &Image) -> Result<()> {
        let outlets = self.outlets()?;
        if outlets.is_empty() {
            return Ok(());
        }
        let fields = [
            Writable::Category,
            Writable::Note,
            Writable::Tags,
            Writable::Presence,
            Writable::Review,
        ];
        let changed: Vec<(Writable, Wish, Wish)> = fields
            .into_iter()
            .map(|field| (field, wish(field, old), wish(field, new)))
            .filter(|(_, was, is)| was != is)
            .collect();
        if changed.is_empty() {
            return Ok(());
        }
        for (connection, writable) in outlets {
            if !self.feeds(connection, id)? {
                continue;
            }
            for (field, was, is) in &changed {
                if writable.contains(field)
                    && (*field != Writable::Review || self.review_concerns(connection, id)?)
                {
                    let subject = Subject::Transaction(TransactionId(id));
                    self.queue(connection, subject, *field, was, is)?;
                }
            }
        }
        Ok(())
    }

    /// The person entered a transaction: it goes to the connection that feeds its account.
    pub(crate) fn queue_entry(&mut self, id: i64, account: AccountId) -> Result<()> {
        for (connection, writable) in self.outlets()? {
            let fed = !self
                .sources_of(connection, Entity::Account, account.0)?
                .is_empty();
            if fed && writable.contains(&Writable::Presence) {
                let subject = Subject::Transaction(TransactionId(id));
                let (was, is) = (Wish::Present(false), Wish::Present(true));
                self.queue(connection, subject, Writable::Presence, &was, &is)?;
            }
        }
        Ok(())
    }

    /// The person wants an account or a category of the book kept at an upstream too, which makes it there. Refused where
    /// the switch is off (`write_back_off`) or the upstream has it (`known_there`).
    pub fn queue_new(&mut self, connection: ConnectionId, subject: Subject) -> Result<()> {
        let on = self
            .outlets()?
            .iter()
            .any(|(id, fields)| *id == connection && fields.contains(&Writable::Presence));
        if !on {
            return Err(Error::Refused {
                rule: "write_back_off",
            });
        }
        let entity = match subject {
            Subject::Account(_) => Entity::Account,
            Subject::Category(_) => Entity::Category,
            Subject::Transaction(_) => Entity::Transaction,
        };
        if !self
            .sources_of(connection, entity, subject.key().1)?
            .is_empty()
        {
            return Err(Error::Refused {
                rule: "known_there",
            });
        }
        let (was, is) = (Wish::Present(false), Wish::Present(true));
        self.queue(connection, subject, Writable::Presence, &was, &is)
    }

    /// Rows of these numbers came or went with an undo.
    pub(crate) fn queue_range(&mut self, first: i64, last: i64, there: bool) -> Result<()> {
        for (connection, writable) in self.outlets()? {
            if !writable.contains(&Writable::Presence) {
                continue;
            }
            let known: Vec<i64> = {
                let mut statement = self.db.prepare_cached(
                    "SELECT local_id FROM outbox WHERE connection_id = ?1 AND entity = 2 AND field = 4
                     AND local_id BETWEEN ?2 AND ?3",
                )?;
                let rows =
                    statement.query_map(params![connection.0, first, last], |row| row.get(0))?;
                rows.collect::<rusqlite::Result<_>>()?
            };
            let (was, is) = (Wish::Present(!there), Wish::Present(there));
            for id in known {
                let subject = Subject::Transaction(TransactionId(id));
                self.queue(connection, subject, Writable::Presence, &was, &is)?;
            }
            if there {
                // What was dropped when it went is entered anew when it comes back.
                let rows: Vec<(i64, i64)> = {
                    let mut statement = self.db.prepare_cached(
                        "SELECT id, account_id FROM transactions t WHERE id BETWEEN ?1 AND ?2 AND deleted = 0
                         AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.connection_id = ?3 AND o.entity = 2
                                         AND o.field = 4 AND o.local_id = t.id)
                         AND NOT EXISTS (SELECT 1 FROM sources s WHERE s.entity = 2 AND s.local_id = t.id)",
                    )?;
                    let rows = statement.query_map(params![first, last, connection.0], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?;
                    rows.collect::<rusqlite::Result<_>>()?
                };
                for (id, account) in rows {
                    self.queue_entry(id, AccountId(account))?;
                }
            }
        }
        Ok(())
    }

    /// A category changed: queues that it is there no more, or again.
    pub(crate) fn queue_chart(&mut self, id: i64, old: &Image, new: &Image) -> Result<()> {
        let (was, is) = (whole(old, REMOVED), whole(new, REMOVED));
        if was == is {
            return Ok(());
        }
        let into = match self.removing.take() {
            Some(Replacement(into)) => into,
            // By undo or redo: what took its place when it was removed is in the journal.
            None => self
                .db
                .prepare_cached(
                    "SELECT json_extract(t.after, '$.category_id') FROM changes c JOIN changes t
                     ON t.batch_id = c.batch_id AND t.entity = 1 AND json_extract(t.before, '$.category_id') = ?1
                     WHERE c.entity = 3 AND c.row_id = ?1 AND json_extract(c.after, '$.removed') = 1
                     ORDER BY c.batch_id DESC LIMIT 1",
                )?
                .query_row([id], |row| row.get::<_, Option<i64>>(0))
                .optional()?
                .flatten()
                .map(CategoryId),
        };
        self.queue_removal(CategoryId(id), into, is == 1)
    }

    /// The person removed a category or brought it back: it goes to the connections that know it.
    fn queue_removal(
        &mut self,
        category: CategoryId,
        into: Option<CategoryId>,
        removed: bool,
    ) -> Result<()> {
        for (connection, writable) in self.outlets()? {
            let known = !self
                .sources_of(connection, Entity::Category, category.0)?
                .is_empty();
            if !known || !writable.contains(&Writable::Removal) {
                continue;
            }
            let (gone, there) = (Wish::Removed(into), Wish::Restored);
            let (was, is) = if removed {
                (there, gone)
            } else {
                (gone, there)
            };
            let subject = Subject::Category(category);
            self.queue(connection, subject, Writable::Removal, &was, &is)?;
        }
        Ok(())
    }

    /// Whether it matters at a connection that a row was looked at: it asked for it, or was told before.
    fn review_concerns(&self, connection: ConnectionId, id: i64) -> Result<bool> {
        let told: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM outbox WHERE connection_id = ?1 AND entity = 2 AND local_id = ?2
                                AND field = 6)",
            )?
            .query_row(params![connection.0, id], |row| row.get(0))?;
        Ok(told || self.upstream_asks(id)?)
    }

    /// The person renamed or closed an account, or left it out of something: it goes to the connections that feed it.
    pub(crate) fn queue_account(&mut self, id: i64, old: &Image, new: &Image) -> Result<()> {
        let wished = |image: &Image| {
            let flag = |name: &str| whole(image, Self::account_place(name)) != 0;
            AccountWish {
                name: text(image, Self::account_place("name")).to_owned(),
                archived: flag("closed"),
                left_out: Some(LeftOut {
                    of_budgets: flag("off_budget"),
                    of_net_worth: flag("off_net_worth"),
                }),
            }
        };
        let (was, is) = (wished(old), wished(new));
        if was == is {
            return Ok(());
        }
        for (connection, writable) in self.outlets()? {
            let known = !self.sources_of(connection, Entity::Account, id)?.is_empty();
            if !known || !writable.contains(&Writable::Account) {
                continue;
            }
            // What it counts in is only written where the person said something of it.
            let told = was.left_out != is.left_out || self.leaving_out_waits(connection, id)?;
            let wish = |wish: &AccountWish| {
                Wish::Account(AccountWish {
                    left_out: wish.left_out.filter(|_| told),
                    ..wish.clone()
                })
            };
            let subject = Subject::Account(AccountId(id));
            self.queue(
                connection,
                subject,
                Writable::Account,
                &wish(&was),
                &wish(&is),
            )?;
        }
        Ok(())
    }

    /// Whether what an account counts in is on its way to a connection.
    fn leaving_out_waits(&self, connection: ConnectionId, account: i64) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM outbox WHERE connection_id = ?1 AND entity = 1 AND local_id = ?2
                                AND field = 7 AND state <> ?3 AND json_extract(wish, '$.out') IS NOT NULL)",
            )?
            .query_row(params![connection.0, account, WRITTEN], |row| row.get(0))?)
    }

    fn account_place(name: &str) -> usize {
        crate::door::Table::Accounts.place(name).unwrap_or_default()
    }

    /// Whether a connection delivers a transaction, or is just being told of it.
    fn feeds(&self, connection: ConnectionId, id: i64) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM sources WHERE entity = 2 AND local_id = ?2 AND connection_id = ?1 AND gone = 0)
                 OR EXISTS (SELECT 1 FROM outbox WHERE connection_id = ?1 AND entity = 2 AND local_id = ?2 AND field = 4
                            AND under_way > 0)",
            )?
            .query_row(params![connection.0, id], |row| row.get(0))?)
    }

    fn queue(
        &mut self,
        connection: ConnectionId,
        subject: Subject,
        field: Writable,
        was: &Wish,
        is: &Wish,
    ) -> Result<()> {
        let (entity, local) = subject.key();
        let now = seconds_of(self.origin.at);
        let known: Option<(i64, i64, Option<String>)> = self
            .db
            .prepare_cached(
                "SELECT id, state, before FROM outbox
                 WHERE connection_id = ?1 AND entity = ?2 AND local_id = ?3 AND field = ?4",
            )?
            .query_row(
                params![connection.0, entity, local, field_number(field)],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        let taken_back = *is == Wish::Theirs;
        let (was, is) = (wish_json(was).to_string(), wish_json(is).to_string());
        let Some((id, state, before)) = known else {
            // Nothing of the person's was ever sent or is to be: the upstream has what it had.
            if taken_back {
                return Ok(());
            }
            self.db
                .prepare_cached(
                    "INSERT INTO outbox (connection_id, entity, local_id, field, wish, before, queued_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    connection.0,
                    entity,
                    local,
                    field_number(field),
                    is,
                    was,
                    now
                ])?;
            return Ok(());
        };
        if matches!(state, WAITS | REFUSED) && before.as_deref() == Some(is.as_str()) {
            return self.forget_outbox(id);
        }
        // What the book said before it began to wait is still what it was; after it was written, it is what it said
        // until now; and while an answer is open, nobody knows what the upstream has.
        let before = match state {
            WAITS | REFUSED => before,
            WRITTEN => Some(was),
            _ => None,
        };
        let state = if state == UNDER_WAY { UNDER_WAY } else { WAITS };
        self.db
            .prepare_cached(
                "UPDATE outbox SET wish = ?2, before = ?3, state = ?4, edition = edition + 1, tries = 0, reason = NULL,
                 detail = NULL, queued_at = ?5 WHERE id = ?1",
            )?
            .execute(params![id, is, before, state, now])?;
        Ok(())
    }
}
