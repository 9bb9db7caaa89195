//! One pull: logins, a synchronisation, and what it brought.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::connection::LoginCondition;
use domain::feed::{Entity, FeedSpan, Page};
use money::Currency;

use super::account::Zones;
use super::connection::{DataConnection, Status};
use super::cursor::{Cursor, Pass, Place};
use super::sync::{self, Ids, Item, Pending};
use super::{account, connection, listing, transaction};
use crate::access::{PullSummary, Resume};
use crate::delivery::{Delivery, Notices, fingerprint};
use crate::error::ConnectorError;
use crate::http::Session;

/// Longest pause before another look at a synchronisation within one pull, in seconds.
const LONGEST: u64 = 32;
/// Most times that an account's rows are gone through when they move.
const SWEEPS: u32 = 3;

/// How old a synchronisation may be that a pull by the plan is content with.
const LATELY: TimeDelta = TimeDelta::hours(20);

/// What the rows are made of, and what Qard derives of them.
const OF_ROWS: [&str; 2] = [ACCOUNTS, TRANSACTIONS];
const DERIVED: [&str; 2] = ["CASHFLOW", "CREDIT_INSIGHTS"];

const ACCOUNTS: &str = "BANK_ACCOUNT";
const TRANSACTIONS: &str = "BANK_TRANSACTION";

/// One pull under way.
pub(super) struct Pull<'a> {
    pub(super) session: Session<'a>,
    pub(super) delivery: Delivery<'a>,
    pub(super) user: String,
    /// The zone of stamps.
    pub(super) stamps: Tz,
    pub(super) cursor: Cursor,
    pub(super) resume: Resume,
}

/// An account of the pull: its currency and the data connection it came through.
type Accounts = BTreeMap<String, (Option<Currency>, Option<String>)>;

impl Pull<'_> {
    pub(super) async fn run(mut self) -> Result<PullSummary, ConnectorError> {
        let connections = connection::all(&mut self.session, &self.user).await?;
        let usable = connections
            .iter()
            .any(|one| one.status == Status::Connected);
        if !usable {
            self.cursor.pending = None;
            self.tell(&connections, &[]).await?;
            return Ok(self.delivery.finish(&self.session, false, false));
        }
        let latest = match self.synchronised_lately().await? {
            Some(latest) => latest,
            None => self.synchronised(&connections).await?,
        };
        self.tell(&connections, &latest).await?;
        let fresh = self.fresh(&latest, OF_ROWS);
        let derived = self.fresh(&latest, DERIVED);
        if self
            .cursor
            .pass
            .as_ref()
            .is_some_and(|pass| pass.of != fresh)
        {
            self.cursor.pass = None;
        }
        if fresh.is_empty() && derived.is_empty() {
            let failed = latest
                .iter()
                .any(|item| item.status != sync::Status::Success);
            return Ok(self.delivery.finish(&self.session, false, !failed));
        }
        if !fresh.is_empty() {
            let accounts = self.accounts(&connections).await?;
            self.transactions(&accounts, &latest, fresh).await?;
        }
        if !derived.is_empty() {
            self.reports(derived).await?;
        }
        Ok(self.delivery.finish(&self.session, true, false))
    }

    /// The last synchronisations, when nobody asked and they are of this day: the banks are not read once more for that.
    async fn synchronised_lately(&mut self) -> Result<Option<Vec<Item>>, ConnectorError> {
        if self.resume.asked || self.resume.full || self.cursor.pending.is_some() {
            return Ok(None);
        }
        let latest = sync::latest(&mut self.session, &self.user, self.stamps).await?;
        let mut of_rows = latest
            .iter()
            .filter(|item| OF_ROWS.contains(&item.data_type.as_str()))
            .peekable();
        let now = self.resume.now;
        let is_recent = of_rows.peek().is_some()
            && of_rows.all(|item| {
                item.status == sync::Status::Success
                    && item.completed.is_some_and(|at| now - at < LATELY)
            });
        Ok(is_recent.then_some(latest))
    }

    /// Asks for a synchronisation unless one was asked for before, and waits for its end as long as a person would.
    async fn synchronised(
        &mut self,
        connections: &[DataConnection],
    ) -> Result<Vec<Item>, ConnectorError> {
        let mut pending = if let Some(pending) = self.cursor.pending.take() {
            pending
        } else {
            sync::ask(&mut self.session, &self.user).await?;
            Pending {
                since: Some(self.session.now()),
                ..Pending::default()
            }
        };
        // Kept before the first look, and shown: whatever happens now, the next start knows what was asked for.
        self.cursor.pending = Some(pending.clone());
        self.tell(connections, &[]).await?;
        let mut here = 0;
        loop {
            let latest = sync::latest(&mut self.session, &self.user, self.stamps).await?;
            let running: Vec<&Item> = latest
                .iter()
                .filter(|item| item.status == sync::Status::Running)
                .collect();
            if running.is_empty() && !latest.is_empty() {
                self.cursor.pending = None;
                return Ok(latest);
            }
            pending.ids = running.iter().map(|item| item.id.clone()).collect();
            let seconds = sync::pause(here);
            here += 1;
            pending.looks += 1;
            self.cursor.pending = Some(pending.clone());
            let patient = seconds <= LONGEST
                && self
                    .session
                    .wait(std::time::Duration::from_secs(seconds))
                    .await?;
            if !patient {
                self.tell(connections, &latest).await?;
                return Err(sync::come_back(&self.session, pending.looks));
            }
        }
    }

    /// Delivers the logins as they stand, the cursor with them, and the accounts whose login is gone.
    async fn tell(
        &mut self,
        connections: &[DataConnection],
        latest: &[Item],
    ) -> Result<(), ConnectorError> {
        let mut page = Page {
            logins: connections
                .iter()
                .map(|one| self.login(one, latest))
                .collect(),
            begin_pass: vec![Entity::Login],
            complete: vec![Entity::Login],
            ..Page::default()
        };
        let alive: HashSet<&str> = connections
            .iter()
            .filter(|one| one.status != Status::Disconnected)
            .map(|one| one.id.as_str())
            .collect();
        page.accounts = self
            .cursor
            .accounts
            .iter()
            .filter(|(_, connection)| {
                connection
                    .as_deref()
                    .is_some_and(|connection| !alive.contains(connection))
            })
            .map(|(id, _)| account::detached(id))
            .collect();
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await
    }

    /// A data connection as a login: its own status, and when that is good, that of the last synchronisation.
    fn login(&self, one: &DataConnection, latest: &[Item]) -> domain::feed::FeedLogin {
        let of_it = || {
            latest
                .iter()
                .filter(|item| OF_ROWS.contains(&item.data_type.as_str()))
                .filter(|item| {
                    item.connection
                        .as_deref()
                        .is_none_or(|connection| connection == one.id)
                })
        };
        let mut condition = one.status.condition();
        if condition == LoginCondition::Ok {
            condition = of_it()
                .map(|item| item.status.condition())
                .find(|condition| *condition != LoginCondition::Ok)
                .unwrap_or(LoginCondition::Ok);
            if self.cursor.pending.is_some() {
                condition = LoginCondition::Syncing;
            }
        }
        let mut login = one.login(condition);
        let read: Option<DateTime<Utc>> = of_it()
            .filter(|item| item.status == sync::Status::Success)
            .filter_map(|item| item.completed)
            .max();
        login.last_sync = read;
        login
    }

    /// What Qard derived of the rows.
    async fn reports(&mut self, fresh: Ids) -> Result<(), ConnectorError> {
        let mut page = Page::default();
        super::reports::read(&mut self.session, &self.user, &mut page).await?;
        self.cursor.read.extend(fresh);
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await
    }

    /// Synchronisations of these data types that succeeded and whose data was not read yet.
    fn fresh(&self, latest: &[Item], types: [&str; 2]) -> Ids {
        latest
            .iter()
            .filter(|item| types.contains(&item.data_type.as_str()))
            .filter(|item| item.status == sync::Status::Success)
            .map(|item| (sync::name(item), item.id.clone()))
            .filter(|(name, id)| self.cursor.read.get(name) != Some(id))
            .collect()
    }

    /// Accounts, read whole.
    async fn accounts(
        &mut self,
        connections: &[DataConnection],
    ) -> Result<Accounts, ConnectorError> {
        let zones = self.zones();
        let path = format!("/api/v6/users/{}/banking-accounts", self.user);
        let rows = listing::whole(&mut self.session, &path).await?;
        let mut page = Page::default();
        let mut notices = Notices::of(Entity::Account);
        let mut accounts = Accounts::new();
        for row in &rows {
            let Some(read) = account::read(row, zones, &mut notices) else {
                continue;
            };
            let id = read.feed.source_id.clone();
            let facts = (read.feed.currency, read.connection);
            if accounts.insert(id, facts).is_none() {
                page.accounts.push(read.feed);
            }
        }
        // An account that is not listed is closed there, unless its connection is not what it was.
        let alive: HashSet<&str> = connections
            .iter()
            .filter(|one| one.status == Status::Connected)
            .map(|one| one.id.as_str())
            .collect();
        let (gone, detached): (Vec<_>, Vec<_>) = self
            .cursor
            .accounts
            .iter()
            .filter(|(id, _)| !accounts.contains_key(*id))
            .map(|(id, connection)| (id.clone(), connection.clone()))
            .partition(|(_, connection)| {
                connection
                    .as_deref()
                    .is_none_or(|connection| alive.contains(connection))
            });
        page.accounts
            .extend(detached.iter().map(|(id, _)| account::detached(id)));
        if notices.put_on(&mut page) && !accounts.is_empty() {
            page.begin_pass.push(Entity::Account);
            page.complete.push(Entity::Account);
        }
        // Those that are gone are remembered until they were missed twice, and longer does no harm.
        self.cursor.accounts = accounts
            .iter()
            .map(|(id, (_, connection))| (id.clone(), connection.clone()))
            .chain(gone)
            .chain(detached)
            .collect();
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await?;
        Ok(accounts)
    }

    /// Rows of the accounts whose transactions are new, account by account.
    async fn transactions(
        &mut self,
        accounts: &Accounts,
        latest: &[Item],
        fresh: Ids,
    ) -> Result<(), ConnectorError> {
        let readable: Vec<&Item> = latest
            .iter()
            .filter(|item| item.data_type == TRANSACTIONS && fresh.contains_key(&sync::name(item)))
            .collect();
        let due = |connection: &Option<String>| {
            readable.iter().any(|item| {
                item.connection.is_none() || connection.is_none() || item.connection == *connection
            })
        };
        let mut pass = match self.cursor.pass.take() {
            Some(pass) => pass,
            None => Pass::new(&self.resume, fresh),
        };
        for (id, (currency, connection)) in accounts {
            if due(connection) && !pass.done.contains_key(id) {
                self.account_rows(id, *currency, &mut pass).await?;
            }
        }
        self.cursor.read.extend(pass.of);
        let page = Page {
            begin_pass: if pass.begins {
                vec![Entity::Transaction]
            } else {
                Vec::new()
            },
            complete_spans: pass
                .done
                .into_iter()
                .filter_map(|(account_source_id, from)| {
                    Some(FeedSpan {
                        account_source_id,
                        from: from?,
                    })
                })
                .collect(),
            cursor: Some(self.cursor.write()),
            ..Page::default()
        };
        self.delivery.send(page).await
    }

    /// Every row of one account, page by page.
    async fn account_rows(
        &mut self,
        id: &str,
        currency: Option<Currency>,
        pass: &mut Pass,
    ) -> Result<(), ConnectorError> {
        let zones = self.zones();
        let path = format!(
            "/api/v6/users/{}/banking-accounts/{id}/transactions",
            self.user
        );
        let mut place = match pass.at.take() {
            Some(place) if place.account == id => place,
            _ => Place::new(id),
        };
        // What came before the pass was broken off is not known by name, so nothing that is met counts as met twice.
        let mut seen: HashMap<u64, u64> = HashMap::new();
        let mut first: Option<String> = None;
        loop {
            let part = listing::page(&mut self.session, &path, place.page, &[]).await?;
            let again =
                place.page > 1 && part.first().is_some() && part.first() == first.as_deref();
            if place.page == 1 {
                first = part.first().map(str::to_owned);
            }
            if place.total.is_some() && part.total != place.total {
                place.steady = false;
            }
            place.total = part.total.or(place.total);
            let mut page = Page::default();
            let mut notices = Notices::of(Entity::Transaction);
            let met_before = place.met;
            for row in part.rows() {
                if again {
                    break;
                }
                if let Some(day) = transaction::day(row, zones) {
                    place.from = Some(place.from.map_or(day, |from| from.min(day)));
                }
                let text = fingerprint(row.get());
                let Some(read) = transaction::read(row, id, currency, zones, &mut notices) else {
                    place.met += 1;
                    continue;
                };
                let key = fingerprint(read.source_id.as_deref().unwrap_or_default());
                let before = seen.insert(key, text);
                place.met += u64::from(before.is_none());
                if before != Some(text) {
                    page.transactions.push(read);
                }
            }
            place.steady &= notices.put_on(&mut page);
            if std::mem::take(&mut pass.begins) {
                page.begin_pass.push(Entity::Transaction);
            }
            // A page of nothing but rows met before: pages are not heeded, or everything moved.
            let more = part.more && !again && place.met > met_before;
            let whole = place.steady && place.total.is_none_or(|total| total == place.met);
            let done = !more && (whole || place.sweep >= SWEEPS);
            if done {
                let can_tell = whole.then_some(place.from).flatten();
                pass.done.insert(id.to_owned(), can_tell);
            } else if more {
                place.page += 1;
            } else {
                place.begin_again();
                seen.clear();
            }
            pass.at = (!done).then(|| place.clone());
            self.cursor.pass = Some(pass.clone());
            page.cursor = Some(self.cursor.write());
            self.delivery.send(page).await?;
            if done {
                return Ok(());
            }
        }
    }

    fn zones(&self) -> Zones {
        Zones {
            stamps: self.stamps,
            person: self.resume.zone,
        }
    }
}
