//! One pull: what is read in which order, and what the pages carry.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::connection::LoginCondition;
use domain::feed::{Entity, Page};

use super::account::{self, Accounts, Facts};
use super::category::{self, Codes};
use super::cursor::{Cursor, Kind, Pass, REVIEW_DAYS};
use super::state::Login;
use super::transaction::Reader;
use super::{SERVICE, cluster, history, holding, listing, refresh, transfer};
use crate::access::{PullSummary, Resume};
use crate::delivery::{Delivery, Notices, fingerprint};
use crate::error::{ConnectorError, ErrorKind};
use crate::http::Session;

/// Most times that a list which moves is gone through.
const SWEEPS: u32 = 3;
/// Most pages of one account in one pull.
const MOST_PAGES: u32 = 100_000;

/// How the logins stand, in a number: when each was last read, and its state.
fn stand(logins: &[Login]) -> u64 {
    let mut all: Vec<String> = logins
        .iter()
        .map(|login| {
            let state = login.feed.upstream_state.as_deref();
            format!(
                "{:?}",
                (login.id(), &login.last_update, state, login.condition())
            )
        })
        .collect();
    all.sort_unstable();
    fingerprint(&all.join("\n"))
}

/// One pull under way.
pub(super) struct Pull<'a> {
    pub(super) session: Session<'a>,
    pub(super) delivery: Delivery<'a>,
    pub(super) resume: Resume,
    pub(super) cursor: Cursor,
}

impl Pull<'_> {
    /// Reads everything that is due, beginning with logins that were read already.
    pub(super) async fn run(mut self, logins: Vec<Login>) -> Result<PullSummary, ConnectorError> {
        let today = self.resume.today;
        if !self.resume.asked && !self.resume.full && self.cursor.is_current(stand(&logins), today)
        {
            // No bank was read since: only what somebody changed at the upstream by hand waits until tomorrow.
            return Ok(self.delivery.finish(&self.session, false, true));
        }
        let logins = self.logins(logins).await?;
        let accounts = self.accounts(&logins).await?;
        self.cursor
            .keep_only(|id| accounts.0.get(id).is_some_and(|facts| facts.shared));
        self.surroundings(&accounts).await?;
        let shared: Vec<(String, Facts)> = accounts
            .0
            .iter()
            .filter(|(_, facts)| facts.shared)
            .map(|(id, facts)| (id.clone(), facts.clone()))
            .collect();
        let mut whole = true;
        // Cards come before the accounts they are debited from only by chance; whether there are any is known already.
        for (id, facts) in &shared {
            let is_new = self.cursor.place(id).changed_after().is_none();
            whole &= self.transactions(id, facts, &accounts).await?;
            if facts.holds_securities {
                self.holdings(id, facts, is_new).await?;
            }
        }
        let waiting = logins.iter().filter(|login| login.is_new()).count();
        if waiting > 0 && shared.is_empty() && waiting == logins.len() {
            let retry_at = self.session.now() + TimeDelta::minutes(5);
            return Err(self.session.error(
                ErrorKind::Preparing { retry_at },
                "the banks are read for the first time",
            ));
        }
        if whole && waiting == 0 {
            self.cursor.read_all(stand(&logins), today);
            self.send(Page::default()).await?;
        }
        Ok(self.delivery.finish(&self.session, whole, false))
    }

    /// The logins, read anew where that was asked for, and waited for where they are new.
    async fn logins(&mut self, mut logins: Vec<Login>) -> Result<Vec<Login>, ConnectorError> {
        if self.resume.asked && refresh::refresh(&mut self.session, &logins).await? {
            logins = refresh::logins(&mut self.session).await?;
        }
        if logins.iter().any(Login::is_new)
            || logins
                .iter()
                .any(|login| login.condition() == LoginCondition::Syncing)
        {
            self.send(Page {
                logins: logins.iter().map(|login| login.feed.clone()).collect(),
                ..Page::default()
            })
            .await?;
            let mut changed = Vec::new();
            logins = refresh::settle(&mut self.session, logins, &mut changed).await?;
            for page in changed {
                self.send(page).await?;
            }
        }
        refresh::name_banks(&mut self.session, &mut logins).await;
        Ok(logins)
    }

    async fn send(&mut self, mut page: Page) -> Result<(), ConnectorError> {
        page.cursor = Some(self.cursor.write());
        self.delivery.send(page).await
    }

    /// Accounts of all logins, with what hangs on them: few enough to be read whole every time.
    async fn accounts(&mut self, logins: &[Login]) -> Result<Accounts, ConnectorError> {
        let mut page = Page::default();
        let mut notices = Notices::of(Entity::Account);
        let mut accounts = Accounts::default();
        let mut read = Vec::new();
        listing::each(
            &mut self.session,
            "/2.0/users/me/accounts",
            &["accounts"],
            &[("all", "")],
            |row| read.extend(account::read(row, &mut notices)),
        )
        .await?;
        let mut withheld: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
        for account in read {
            let id = account.feed.source_id.clone();
            if accounts.0.contains_key(&id) {
                continue;
            }
            let mut feed = account.feed;
            feed.institution = account.facts.login.as_ref().and_then(|login| {
                logins
                    .iter()
                    .find(|known| known.id() == login)
                    .and_then(|known| known.feed.institution.clone())
            });
            if let (false, Some(login)) =
                (account.facts.shared || feed.closed, &account.facts.login)
            {
                *withheld.entry(login.clone()).or_default() += 1;
            }
            page.planned.extend(account.planned);
            page.accounts.push(feed);
            accounts.0.insert(id, account.facts);
        }
        page.logins = logins
            .iter()
            .map(|login| {
                let mut feed = login.feed.clone();
                feed.withheld_accounts = withheld.get(login.id()).copied().unwrap_or(0);
                feed
            })
            .collect();
        page.complete.push(Entity::Login);
        let nameable = notices.put_on(&mut page);
        if nameable && !page.accounts.is_empty() {
            page.begin_pass.push(Entity::Account);
            page.complete.push(Entity::Account);
        }
        let mut firsts = Notices::of(Entity::Login);
        for login in logins.iter().filter(|login| login.is_new()) {
            firsts.add(
                "first_sync",
                Some(login.id()),
                "the bank is read for the first time",
            );
        }
        firsts.put_on(&mut page);
        // Loans are planned payments too; the groups that repeat come with the next page.
        page.begin_pass.push(Entity::Planned);
        self.send(page).await?;
        Ok(accounts)
    }

    /// Categories and groups of payments that repeat, where the server has them.
    async fn surroundings(&mut self, accounts: &Accounts) -> Result<(), ConnectorError> {
        let mut page = Page::default();
        let mut notices = Notices::of(Entity::Category);
        let mut met = HashSet::new();
        let found = listing::each(
            &mut self.session,
            "/2.0/categories",
            &["categories", "categorys"],
            &[],
            |row| {
                if let Some(category) = category::read(row, &mut notices)
                    && met.insert(category.source_id.clone())
                {
                    page.categories.push(category);
                }
            },
        )
        .await;
        Self::optional(found, &mut notices)?;
        notices.put_on(&mut page);

        let mut notices = Notices::of(Entity::Planned);
        let mut met = HashSet::new();
        let found = listing::each(
            &mut self.session,
            "/2.0/users/me/transactionsclusters",
            &["transactionsclusters", "transactions_clusters", "clusters"],
            &[],
            |row| {
                if let Some(planned) = cluster::read(row, accounts, &mut notices)
                    && met.insert(planned.source_id.clone())
                {
                    page.planned.push(planned);
                }
            },
        )
        .await;
        let found = Self::optional(found, &mut notices)?;
        // Few servers have these, and without them nothing is missing.
        let mut orders = Notices::of(Entity::Planned);
        let ordered = listing::each(
            &mut self.session,
            "/2.0/users/me/transfers",
            &["transfers"],
            &[],
            |row| {
                if let Some(planned) = transfer::read(row, accounts, &mut notices)
                    && met.insert(planned.source_id.clone())
                {
                    page.planned.push(planned);
                }
            },
        )
        .await;
        Self::optional(ordered, &mut orders)?;
        if notices.put_on(&mut page) && found {
            page.complete.push(Entity::Planned);
        }
        self.send(page).await
    }

    /// What a server may lack without harm: told, and passed over.
    fn optional(
        found: Result<(), ConnectorError>,
        notices: &mut Notices,
    ) -> Result<bool, ConnectorError> {
        match found {
            Ok(()) => Ok(true),
            Err(error)
                if matches!(error.http_status, Some(400..=499))
                    && !matches!(error.http_status, Some(401 | 429)) =>
            {
                notices.add("not_available", None, "this server does not have them");
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Rows of one account, page by page; true when every one that was asked for was met.
    async fn transactions(
        &mut self,
        id: &str,
        facts: &Facts,
        accounts: &Accounts,
    ) -> Result<bool, ConnectorError> {
        let resume = self.resume.clone();
        // A review is followed by the changes of older rows.
        for _ in 0..2 {
            let mut pass = self.cursor.place(id).pass(&resume);
            let kind = pass.kind;
            if !self.pass(id, facts, accounts, &mut pass).await? {
                return Ok(false);
            }
            self.cursor.place(id).finish(pass, &resume);
            self.send(Page::default()).await?;
            if kind != Kind::Review {
                break;
            }
        }
        Ok(true)
    }

    async fn pass(
        &mut self,
        id: &str,
        facts: &Facts,
        accounts: &Accounts,
        pass: &mut Pass,
    ) -> Result<bool, ConnectorError> {
        let path = format!("/2.0/users/me/accounts/{}/transactions", super::segment(id));
        let changed = self.cursor.place(id).changed_after();
        let review = (self.resume.today - TimeDelta::days(REVIEW_DAYS)).to_string();
        let mut query = vec![("all", ""), ("filter", "date")];
        match (pass.kind, &changed) {
            (Kind::Changes, Some(changed)) => {
                query.push(("min_date", "1970-01-01"));
                query.push(("last_update", changed));
            }
            (Kind::Review, _) => query.push(("min_date", review.as_str())),
            (Kind::Everything | Kind::Changes, _) => query.push(("min_date", "1970-01-01")),
        }
        let mut codes = Codes::default();
        let mut met: HashSet<u64> = HashSet::new();
        for _ in 0..MOST_PAGES {
            let part = listing::page(
                &mut self.session,
                &path,
                &["transactions"],
                &query,
                Some(listing::LIMIT),
                pass.next.as_ref(),
            )
            .await;
            let part = match part {
                Ok(part) => part,
                // No account is shared, or it is gone since the list of accounts was read.
                Err(error) if matches!(error.http_status, Some(404 | 409)) => return Ok(true),
                Err(error) => return Err(error),
            };
            let moved = pass.total.is_some() && part.total.is_some() && pass.total != part.total;
            pass.total = part.total.or(pass.total);
            let rows = part.rows(&self.session)?;
            let mut reader = Reader {
                account: id,
                facts,
                accounts,
                codes: &mut codes,
                deferred: self.cursor.place(id).deferred,
            };
            let page = reader.read(&rows, pass);
            let deferred = reader.deferred;
            met.extend(
                page.transactions
                    .iter()
                    .filter_map(|row| row.source_id.as_deref())
                    .map(crate::delivery::fingerprint),
            );
            pass.next.clone_from(&part.next);
            let again = moved && pass.sweep < SWEEPS;
            if again {
                tracing::info!(
                    service = SERVICE.as_str(),
                    "the list moved while it was read"
                );
                pass.begin_again();
                met.clear();
            }
            let place = self.cursor.place(id);
            place.deferred = deferred;
            place.pass = Some(pass.clone());
            self.send(page).await?;
            if pass.next.is_none() && !again {
                return Ok(true);
            }
        }
        Err(self
            .session
            .error(ErrorKind::Protocol, "the list does not end"))
    }

    /// What an account holds: few enough to be read whole every time. What it was worth is read once, and of the last
    /// months from then on.
    async fn holdings(
        &mut self,
        id: &str,
        facts: &Facts,
        is_new: bool,
    ) -> Result<(), ConnectorError> {
        let mut page = Page::default();
        let mut notices = Notices::of(Entity::Holding);
        let path = format!("/2.0/users/me/accounts/{}/investments", super::segment(id));
        let mut met = HashSet::new();
        let found = listing::each(&mut self.session, &path, &["investments"], &[], |row| {
            if let Some(holding) = holding::read(row, id, facts.currency, &mut notices)
                && met.insert(holding.source_id.clone())
            {
                page.holdings.push(holding);
            }
        })
        .await;
        let found = Self::optional(found, &mut notices)?;
        if notices.put_on(&mut page) && found {
            page.holdings_of.push(id.to_owned());
        }

        let mut notices = Notices::of(Entity::Account);
        let path = format!("/2.0/users/me/accounts/{}/logs", super::segment(id));
        let review = (self.resume.today - TimeDelta::days(REVIEW_DAYS)).to_string();
        let from = if is_new { "1970-01-01" } else { &review };
        let since = [("min_date", from)];
        let names: &'static [&'static str] = &["accountlogs", "logs"];
        let found = listing::each(&mut self.session, &path, names, &since, |row| {
            page.balances
                .extend(history::read(row, id, facts.currency, &mut notices));
        })
        .await;
        Self::optional(found, &mut notices)?;
        notices.put_on(&mut page);
        self.send(page).await
    }
}
