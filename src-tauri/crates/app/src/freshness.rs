//! How old the sources of a figure are.
//!
//! An account that a connection feeds is known until the day it was last read. Accounts of files and of entries by hand are as
//! the person left them and are not called old; neither are closed ones and those that the person shares no more.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use connect::Tz;
use contract::types as wire;
use domain::connection::LoginCondition;
use domain::ids::{AccountId, ConnectionId};
use store::View;

use crate::{App, Failure};

/// A source that was not read for longer than this is given up on: what was last known of it is carried on, and said, rather
/// than that it holds back everything else.
const GIVEN_UP_AFTER_DAYS: i64 = 30;

/// What accounts are known until.
#[derive(Debug, Clone, Default)]
pub(crate) struct Freshness {
    /// Accounts that are not known for today, oldest first.
    stale: Vec<(NaiveDate, AccountId, String)>,
    /// Those that nobody reads any more: their last balance is carried on.
    carried: Vec<(NaiveDate, AccountId, String)>,
}

impl Freshness {
    /// Of those accounts of the book that `counts` says.
    pub(crate) fn of(
        view: &View<'_>,
        accounts: &[store::Account],
        today: NaiveDate,
        zone: Tz,
        counts: impl Fn(&store::Account) -> bool,
    ) -> store::Result<Self> {
        let known = known_until(view, accounts, zone)?;
        let mut stale: Vec<(NaiveDate, AccountId, String)> = accounts
            .iter()
            .filter(|account| !account.closed && account.mirror_of.is_none() && counts(account))
            .filter_map(|account| {
                let until = *known.get(&account.id)?;
                (until < today).then(|| (until, account.id, account.name.clone()))
            })
            .collect();
        stale.sort();
        let (carried, stale) = stale
            .into_iter()
            .partition(|(until, ..)| (today - *until).num_days() > GIVEN_UP_AFTER_DAYS);
        Ok(Self { stale, carried })
    }

    /// The last day that all are known for; none when that is today.
    pub(crate) fn known_until(&self) -> Option<NaiveDate> {
        self.stale.first().map(|(day, ..)| *day)
    }

    pub(crate) fn wire(&self) -> wire::Freshness {
        wire::Freshness {
            known_until: self.known_until().map(|day| day.to_string()),
            stale: named(&self.stale),
            carried: named(&self.carried),
        }
    }
}

fn named(accounts: &[(NaiveDate, AccountId, String)]) -> Vec<wire::StaleAccount> {
    accounts
        .iter()
        .map(|(day, id, name)| wire::StaleAccount {
            id: id.to_string(),
            name: name.clone(),
            known_until: day.to_string(),
        })
        .collect()
}

impl App {
    /// How old the accounts are that `counts` says.
    pub(crate) async fn freshness(
        &self,
        counts: impl Fn(&store::Account) -> bool + Send + 'static,
    ) -> Result<Freshness, Failure> {
        let (today, zone) = (self.today(), self.ports().clock.zone());
        self.read(move |view| {
            let accounts = view.accounts(today)?;
            Freshness::of(view, &accounts, today, zone, counts)
        })
        .await
    }
}

/// The last day that each account is known for, of those that a connection feeds.
pub(crate) fn known_until(
    view: &View<'_>,
    accounts: &[store::Account],
    zone: Tz,
) -> store::Result<BTreeMap<AccountId, NaiveDate>> {
    let connections: BTreeMap<ConnectionId, store::Connection> = view
        .connections()?
        .into_iter()
        .map(|known| (known.id, known))
        .collect();
    let ties = view.account_ties()?;
    let logins = view.logins(None)?;
    let mut known = BTreeMap::new();
    for account in accounts {
        let Some(connection) = account.connection.and_then(|id| connections.get(&id)) else {
            continue;
        };
        let tie = ties.get(&account.id);
        if tie.is_some_and(|tie| tie.detached) {
            continue;
        }
        let login = tie
            .and_then(|tie| tie.login)
            .and_then(|id| logins.iter().find(|login| login.id == id));
        let read = account.refreshed_at.max(connection.last_success);
        let instant = match login.map(|login| &login.feed) {
            // The service was asked, but it could not ask the bank: it tells what it knew before.
            Some(feed) if feed.condition != LoginCondition::Ok => feed
                .last_sync
                .or(account.refreshed_at)
                .map(|last| read.map_or(last, |read| read.min(last))),
            // The connection as a whole may wait for another bank's person.
            Some(feed) => read.max(feed.last_sync),
            None => read,
        };
        if let Some(instant) = instant {
            known.insert(account.id, instant.with_timezone(&zone).date_naive());
        }
    }
    Ok(known)
}
