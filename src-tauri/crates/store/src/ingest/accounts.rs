//! Accounts and categories of a page.

use domain::category::CategoryKind;
use domain::feed::{Entity, FeedAccount, FeedCategory, FeedStatedBalance};
use domain::ids::{AccountId, CategoryId, ConnectionId};
use money::Currency;
use rusqlite::{OptionalExtension, params};

use super::Intake;
use super::source::{Delivered, digest};
use crate::days::day_of;
use crate::door::{Field, Table, flag, int, opt_text, text};
use crate::text::fold;
use crate::{NewAccount, Result, Writing};

/// So many rows, money in throughout, make a category income.
const EARNED: i64 = 2;

impl Writing<'_> {
    pub(super) fn take_account(
        &mut self,
        intake: &mut Intake<'_>,
        feed: &FeedAccount,
    ) -> Result<()> {
        let connection = intake.connection;
        let known = self.known(connection, Entity::Account, &feed.source_id)?;
        let digest = digest(&FeedAccount {
            raw: None,
            ..feed.clone()
        });
        let stated = feed.balance.map(|balance| balance.amount);
        let local = match &known {
            Some(known) => {
                self.bring_back_undone(known.local)?;
                if known.digest == digest {
                    self.seen(intake, Entity::Account, known)?;
                } else {
                    self.refresh_account(known.local, feed)?;
                }
                known.local
            }
            None => self.new_account(intake, feed)?,
        };
        if known.is_none_or(|known| known.digest != digest) {
            self.remember(
                intake,
                &Delivered {
                    entity: Entity::Account,
                    source_id: &feed.source_id,
                    local,
                    digest: &digest,
                    updated_at: None,
                    raw: feed.raw.as_deref(),
                    category: None,
                },
            )?;
        }
        let currency = self.currencies()?.get(&local).copied();
        if let (Some(balance), Some(stated)) = (feed.balance, stated)
            && Some(stated.currency) == currency
        {
            let day = day_of(balance.date.unwrap_or(intake.today));
            self.put_anchor(local, day, stated.minor, true)?;
        }
        if let Some(available) = feed
            .available
            .filter(|amount| Some(amount.currency) == currency)
        {
            self.db
                .prepare_cached(
                    "INSERT INTO account_states (account_id, available_minor) VALUES (?1, ?2)
                     ON CONFLICT DO UPDATE SET available_minor = excluded.available_minor",
                )?
                .execute(params![local, available.minor])?;
        }
        intake.touched.insert(local);
        Ok(())
    }

    /// Past balances, for accounts whose value is stated and not the sum of their rows.
    pub(super) fn take_histories(
        &mut self,
        balances: &[FeedStatedBalance],
        connection: ConnectionId,
    ) -> Result<()> {
        if balances.is_empty() {
            return Ok(());
        }
        let currencies = self.currencies()?;
        for stated in balances {
            let Some(known) = self.known(connection, Entity::Account, &stated.account_source_id)?
            else {
                continue;
            };
            if currencies.get(&known.local) == Some(&stated.amount.currency) {
                self.put_anchor(known.local, day_of(stated.date), stated.amount.minor, true)?;
            }
        }
        Ok(())
    }

    fn new_account(&mut self, intake: &mut Intake<'_>, feed: &FeedAccount) -> Result<i64> {
        let currency = feed
            .currency
            .or(feed.balance.map(|balance| balance.amount.currency))
            .or(feed.opening.map(|opening| opening.currency))
            .map_or_else(|| self.base_currency(), Ok)?;
        let name = [
            Some(feed.name.as_str()),
            feed.number.as_deref(),
            feed.iban.as_deref(),
            feed.institution.as_deref(),
        ]
        .into_iter()
        .flatten()
        .map(str::trim)
        .find(|name| !name.is_empty())
        .unwrap_or(feed.kind.as_str());
        let like =
            self.accounts_like(feed.iban.as_deref(), feed.number.as_deref(), Some(currency))?;
        let id = self.add_account_of(
            &NewAccount {
                name: name.to_owned(),
                kind: feed.kind,
                currency,
                iban: feed.iban.clone(),
                number: feed.number.clone(),
                institution: feed.institution.clone(),
                opening: feed.opening.filter(|opening| opening.currency == currency),
            },
            Some(intake.connection),
        )?;
        self.update(
            Table::Accounts,
            id.0,
            &[
                ("closed", flag(feed.closed)),
                ("off_budget", flag(feed.exclude_from_budget)),
                ("off_net_worth", flag(feed.exclude_from_net_worth)),
                ("pending_in_balance", flag(feed.pending_in_balance)),
            ],
        )?;
        self.note_fed(id.0);
        intake.done.counts.accounts += 1;
        intake
            .done
            .same_accounts
            .extend(like.into_iter().map(|other| (id, other)));
        Ok(id.0)
    }

    /// An account whose own sync was taken back comes with the next one; one that the person removed does not.
    fn bring_back_undone(&mut self, local: i64) -> Result<()> {
        let created: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT c.batch_id FROM changes c JOIN accounts a ON a.id = c.row_id
                 WHERE c.entity = 2 AND c.row_id = ?1 AND c.before IS NULL AND a.removed = 1",
            )?
            .query_row([local], |row| row.get(0))
            .optional()?;
        if let Some(batch) = created
            && !self.stands(batch)?
        {
            self.update(Table::Accounts, local, &[("removed", int(0))])?;
        }
        Ok(())
    }

    /// What an upstream may change of an account that is there: not its name, which may be the person's.
    fn refresh_account(&mut self, local: i64, feed: &FeedAccount) -> Result<()> {
        let mut fields: Vec<Field> = vec![("closed", flag(feed.closed))];
        for (name, value) in [
            ("iban", &feed.iban),
            ("number", &feed.number),
            ("institution", &feed.institution),
        ] {
            if value.is_some() {
                fields.push((name, opt_text(value.as_deref())));
            }
        }
        self.update(Table::Accounts, local, &fields)?;
        Ok(())
    }

    fn base_currency(&self) -> Result<Currency> {
        Ok(self
            .setting("base_currency")?
            .and_then(|json| serde_json::from_str::<String>(&json).ok())
            .and_then(|code| Currency::parse(&code).ok())
            .unwrap_or(Currency::EUR))
    }

    pub(super) fn take_categories(&mut self, intake: &Intake<'_>) -> Result<()> {
        // Parents first, so that children find their group.
        let (parents, children): (Vec<_>, Vec<_>) = intake
            .page
            .categories
            .iter()
            .partition(|category| category.parent_source_id.is_none());
        for feed in parents.into_iter().chain(children) {
            // An upstream's word for "no category" is no category here either.
            if feed.system_key.as_deref() == Some("uncategorised") {
                continue;
            }
            let known = self.known(intake.connection, Entity::Category, &feed.source_id)?;
            let digest = digest(feed);
            // The chart is the person's; an upstream only finds its place in it once.
            let local = match &known {
                Some(known) if known.digest == digest => {
                    self.seen(intake, Entity::Category, known)?;
                    self.note_category_name(intake.connection, feed)?;
                    continue;
                }
                Some(known) => known.local,
                None => self.place_category(intake, feed)?,
            };
            self.remember(
                intake,
                &Delivered {
                    entity: Entity::Category,
                    source_id: &feed.source_id,
                    local,
                    digest: &digest,
                    updated_at: None,
                    raw: None,
                    category: None,
                },
            )?;
            self.note_category_name(intake.connection, feed)?;
        }
        Ok(())
    }

    fn place_category(&mut self, intake: &Intake<'_>, feed: &FeedCategory) -> Result<i64> {
        let known = match &feed.system_key {
            Some(key) => domain::category::chart_key(key),
            None => domain::category::key_of_name(&feed.name),
        };
        if let Some(key) = known
            && let Some(id) = self.category_by_key(key)?
        {
            return Ok(id.0);
        }
        let name = match feed.name.trim() {
            "" => feed.source_id.as_str(),
            name => name,
        };
        if let Some(id) = self.category_by_name(&fold(name), feed.kind)? {
            return Ok(id);
        }
        let parent = self
            .placed_category(intake.connection, feed.parent_source_id.as_deref())?
            .and_then(|placed| placed.category)
            .map(|id| id.0);
        let kind = match feed.kind {
            Some(kind) => kind,
            None => self.kind_unsaid(intake, feed, parent)?,
        };
        let id = match parent {
            Some(parent) => {
                // Upstreams nest deeper than the chart; what is below a category goes beside it.
                let group: i64 = self
                    .db
                    .prepare_cached("SELECT ifnull(parent_id, id) FROM categories WHERE id = ?1")?
                    .query_row([parent], |row| row.get(0))?;
                self.add_category(&crate::NewCategory {
                    name: name.to_owned(),
                    parent: Some(CategoryId(group)),
                    kind,
                    slot: None,
                })?
                .0
            }
            None => self.add_category_under(name, feed.group.as_deref(), kind)?,
        };
        if feed.archived {
            self.update(Table::Categories, id, &[("archived", int(1))])?;
        }
        if let Some(key) = feed.system_key.as_deref().filter(|key| !key.is_empty()) {
            self.update(Table::Categories, id, &[("key", text(key))])?;
        }
        Ok(id)
    }

    /// The kind of a category whose upstream does not say it: its group's, what its name says, or what its rows say.
    fn kind_unsaid(
        &self,
        intake: &Intake<'_>,
        feed: &FeedCategory,
        parent: Option<i64>,
    ) -> Result<CategoryKind> {
        if let Some(parent) = parent {
            let word: String = self
                .db
                .prepare_cached("SELECT kind FROM categories WHERE id = ?1")?
                .query_row([parent], |row| row.get(0))?;
            if let Some(kind) =
                CategoryKind::from_word(&word).filter(|kind| *kind != CategoryKind::Expense)
            {
                return Ok(kind);
            }
        }
        if let Some(kind) = domain::category::kind_of_name(&feed.name) {
            return Ok(kind);
        }
        let mut rows = intake
            .page
            .transactions
            .iter()
            .filter(|row| row.category_source_id.as_deref() == Some(feed.source_id.as_str()))
            .peekable();
        Ok(
            if rows.peek().is_some() && rows.all(|row| row.amount.minor > 0) {
                CategoryKind::Income
            } else {
                CategoryKind::Expense
            },
        )
    }

    /// Categories that this connection brought, that nobody gave a kind, and whose rows are money in throughout, are income:
    /// an upstream that does not say so would have earnings shown as spending below nought.
    pub(crate) fn settle_kinds(&mut self, connection: ConnectionId) -> Result<()> {
        let found: Vec<i64> = self
            .db
            .prepare_cached(
                "SELECT DISTINCT c.id FROM sources s JOIN categories c ON c.id = s.local_id
                 WHERE s.connection_id = ?1 AND s.entity = 3 AND c.removed = 0 AND c.key IS NULL AND c.kind = 'expense'
                 AND (SELECT count(*) FROM transactions t WHERE t.category_id = c.id AND t.deleted = 0) >= ?2
                 AND NOT EXISTS (SELECT 1 FROM transactions t WHERE t.category_id = c.id AND t.deleted = 0 AND t.minor <= 0)
                 AND NOT EXISTS (SELECT 1 FROM changes h JOIN batches b ON b.id = h.batch_id
                   WHERE h.entity = ?3 AND h.row_id = c.id AND b.kind = 'person'
                   AND json_type(h.after, '$.kind') IS NOT NULL)",
            )?
            .query_map(
                params![connection.0, EARNED, Table::Categories.number()],
                |row| row.get(0),
            )?
            .collect::<rusqlite::Result<_>>()?;
        for id in found {
            let kind = text(CategoryKind::Income.as_str());
            self.update(Table::Categories, id, &[("kind", kind)])?;
        }
        Ok(())
    }

    /// The account of a row, if it is there and not removed.
    pub(super) fn account_of(
        &self,
        intake: &mut Intake<'_>,
        source_id: &str,
    ) -> Result<Option<(AccountId, Currency)>> {
        if let Some(found) = intake.accounts.get(source_id) {
            return Ok(*found);
        }
        let found = self.find_account(intake, source_id)?;
        intake.accounts.insert(source_id.to_owned(), found);
        Ok(found)
    }

    fn find_account(
        &self,
        intake: &Intake<'_>,
        source_id: &str,
    ) -> Result<Option<(AccountId, Currency)>> {
        let Some(local) = self.local(intake.connection, Entity::Account, Some(source_id))? else {
            return Ok(None);
        };
        let account = AccountId(local);
        match self.currency_of(account) {
            Ok(currency) => Ok(Some((account, currency))),
            Err(crate::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
