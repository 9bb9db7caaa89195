//! Goals: what they count, how they go, and those of services beside them.
//!
//! A goal of the person's is a document of the book, so that it is journalled and can be taken back. It counts accounts, whole
//! or a share of each, or an envelope. Shares of all goals of an account come to a hundred percent at most. Amounts in other
//! currencies are taken at today's rate, in the past too: how currencies move is not what was put aside.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Months, NaiveDate};
use contract::types::{
    Change, Goal, GoalAccount, GoalEnvelope, GoalLink, GoalMonth, GoalPlan, GoalReq, GoalSaveReq,
    GoalShare, GoalTrack, GoalsPage, Nothing,
};
use domain::budget::Month;
use domain::ids::{AccountId, BudgetId};
use engine::goals::{Input, Outlook, Track, outlook};
use money::{Currency, Money, Rate};
use serde::{Deserialize, Serialize};
use store::View;

use super::forecast::rate;
use crate::{App, Failure, dto};

/// Kind of the documents.
const DOCUMENTS: &str = "goal";
/// Full months before the present one that are shown and learned from.
const MONTHS: i32 = 12;
/// Most goals.
const MOST: usize = 100;
const LONGEST_NAME: usize = 120;
const LONGEST_NOTE: usize = 2_000;

/// A goal as the book keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    name: String,
    currency: String,
    target: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<NaiveDate>,
    /// Accounts and whole percents of them.
    #[serde(default)]
    links: Vec<(i64, u32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    envelope: Option<i64>,
    #[serde(default)]
    note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    adopts: Option<i64>,
}

/// Every goal by its key, oldest first. What another version wrote and this one cannot read is left alone.
fn all(view: &View<'_>) -> store::Result<Vec<(u32, Kept)>> {
    let mut all: Vec<(u32, Kept)> = view
        .documents(DOCUMENTS)?
        .into_iter()
        .filter_map(|(key, body)| Some((key.parse().ok()?, serde_json::from_str(&body).ok()?)))
        .collect();
    all.sort_by_key(|(key, _)| *key);
    Ok(all)
}

/// Goals of services.
pub(crate) async fn goals_list(app: &App, _: Nothing) -> Result<Vec<Goal>, Failure> {
    app.read(upstream).await
}

fn upstream(view: &View<'_>) -> store::Result<Vec<Goal>> {
    let connections: HashMap<_, _> = view
        .connections()?
        .into_iter()
        .map(|connection| (connection.id, connection.label))
        .collect();
    let adopted: HashMap<i64, u32> = all(view)?
        .into_iter()
        .filter_map(|(key, goal)| Some((goal.adopts?, key)))
        .collect();
    Ok(view
        .goals()?
        .into_iter()
        .map(|goal| Goal {
            adopted: adopted.get(&goal.id.0).map(u32::to_string),
            id: goal.id.to_string(),
            name: goal.name,
            target: dto::money(goal.target),
            initial: dto::money(goal.initial),
            due: goal.due.map(|day| day.to_string()),
            state: goal.state,
            note: goal.note,
            connection: goal
                .connection
                .map(|id| connections.get(&id).cloned().unwrap_or_default()),
        })
        .collect())
}

/// What goals count: accounts with their balances at the ends of months, and envelopes.
struct Sources {
    today: NaiveDate,
    accounts: Vec<store::Account>,
    /// Balances at the ends of the months before the present one, oldest first, then today's.
    balances: HashMap<AccountId, Vec<i64>>,
    rates: BTreeMap<(Currency, Currency), Option<Rate>>,
    /// The same of envelopes, in the base currency.
    envelopes: BTreeMap<BudgetId, (String, Vec<i64>)>,
    base: Currency,
}

/// The ends of the full months that are looked at, then today.
fn ends(today: NaiveDate) -> Vec<NaiveDate> {
    let now = Month::of(today);
    let mut days: Vec<NaiveDate> = (-MONTHS - 1..0).map(|by| now.plus(by).last_day()).collect();
    days.push(today);
    days
}

fn sources(
    view: &View<'_>,
    kept: &[Kept],
    today: NaiveDate,
    base: Currency,
) -> store::Result<Sources> {
    let accounts: Vec<store::Account> = view
        .accounts(today)?
        .into_iter()
        .filter(|account| account.mirror_of.is_none())
        .collect();
    let linked: BTreeSet<AccountId> = kept
        .iter()
        .flat_map(|goal| goal.links.iter().map(|(id, _)| AccountId(*id)))
        .filter(|id| accounts.iter().any(|account| account.id == *id))
        .collect();
    let ends = ends(today);
    let mut balances = HashMap::new();
    if !linked.is_empty() {
        let ids: Vec<AccountId> = linked.into_iter().collect();
        for series in view.daily_balances(&ids, ends[0], today)? {
            let at = |day: &NaiveDate| {
                let place = usize::try_from((*day - ends[0]).num_days()).unwrap_or(0);
                series.minor.get(place).copied().unwrap_or(0)
            };
            balances.insert(series.account, ends.iter().map(at).collect());
        }
    }
    let mut rates = BTreeMap::new();
    for goal in kept {
        let Ok(to) = Currency::parse(&goal.currency) else {
            continue;
        };
        let linked = goal.links.iter().filter_map(|(id, _)| {
            let found = accounts.iter().find(|account| account.id.0 == *id)?;
            Some(found.currency)
        });
        let pairs = linked.chain([base]).map(|from| (from, to));
        for pair in pairs.chain([(to, base)]) {
            if let Entry::Vacant(place) = rates.entry(pair) {
                place.insert(rate(view, pair.0, pair.1, today)?);
            }
        }
    }
    Ok(Sources {
        today,
        accounts,
        balances,
        rates,
        envelopes: BTreeMap::new(),
        base,
    })
}

impl Sources {
    /// Reads what is in every envelope, at the end of each month and now.
    async fn with_envelopes(mut self, app: &App) -> Result<Self, Failure> {
        let now = app.budget_month("").await?;
        let book = app.budget_book(now).await?;
        if !book
            .budgets
            .iter()
            .any(|budget| book.is_envelope(budget.id))
        {
            return Ok(self);
        }
        for by in -MONTHS - 1..=0 {
            let month = now.plus(by);
            for line in book.month(month).lines {
                let Some(id) = line.budget.as_deref().and_then(|id| id.parse().ok()) else {
                    continue;
                };
                if !line.envelope {
                    continue;
                }
                let left = Money::parse(&line.left.amount, book.base)
                    .map_err(Failure::internal)?
                    .minor;
                let place = usize::try_from(by + MONTHS + 1).unwrap_or(0);
                let (_, months) = self
                    .envelopes
                    .entry(id)
                    .or_insert_with(|| (line.name.clone(), vec![0; (MONTHS + 2) as usize]));
                months[place] = left;
            }
        }
        Ok(self)
    }

    /// The sum of what goals say, in the base currency.
    fn sum(
        &self,
        goals: &[GoalPlan],
        of: fn(&GoalPlan) -> Option<&contract::types::Money>,
    ) -> Result<contract::types::Money, Failure> {
        let mut sum = 0_i64;
        for amount in goals.iter().filter_map(of) {
            let from = dto::currency("currency", &amount.currency)?;
            let minor = dto::amount("amount", &amount.amount, from)?.minor;
            if let Some(Some(rate)) = self.rates.get(&(from, self.base)) {
                sum = sum.saturating_add(share(minor, 100, *rate));
            }
        }
        Ok(dto::minor(sum, self.base))
    }

    fn plan(&self, key: u32, goal: &Kept) -> Option<GoalPlan> {
        let currency = Currency::parse(&goal.currency).ok()?;
        let mut without_rate = BTreeSet::new();
        let count = (MONTHS + 2) as usize;
        let mut there = vec![0_i64; count];
        let mut shares = Vec::new();
        for (id, percent) in &goal.links {
            let Some(account) = self.accounts.iter().find(|known| known.id.0 == *id) else {
                continue;
            };
            let mut amount = None;
            match self.rates.get(&(account.currency, currency)) {
                Some(Some(rate)) => {
                    let months = self.balances.get(&account.id)?;
                    for (sum, minor) in there.iter_mut().zip(months) {
                        *sum = sum.saturating_add(share(*minor, *percent, *rate));
                    }
                    amount = months.last().map(|minor| share(*minor, *percent, *rate));
                }
                _ => {
                    without_rate.insert(account.currency.code().to_owned());
                }
            }
            shares.push(GoalShare {
                account: account.id.to_string(),
                account_name: account.name.clone(),
                percent: *percent,
                amount: amount.map(|minor| dto::minor(minor, currency)),
            });
        }
        let envelope = goal
            .envelope
            .and_then(|id| self.envelopes.get(&BudgetId(id)));
        if let Some((_, months)) = envelope {
            match self.rates.get(&(self.base, currency)) {
                Some(Some(rate)) => {
                    for (sum, minor) in there.iter_mut().zip(months) {
                        *sum = sum.saturating_add(share(*minor, 100, *rate));
                    }
                }
                _ => {
                    without_rate.insert(self.base.code().to_owned());
                }
            }
        }
        let saved = *there.last()?;
        let changes: Vec<i64> = there.windows(2).map(|pair| pair[1] - pair[0]).collect();
        // What lies before the first money is no month of saving.
        let begun = there.iter().position(|minor| *minor != 0).unwrap_or(count);
        let full: Vec<i64> = changes[begun.min(count - 2)..count - 2].to_vec();
        let found = outlook(&Input {
            today: self.today,
            target: goal.target,
            saved,
            due: goal.due,
            months: &full,
        });
        let now = Month::of(self.today);
        let history = changes
            .iter()
            .enumerate()
            .map(|(place, change)| GoalMonth {
                month: now.plus(place as i32 - MONTHS).to_string(),
                saved: dto::minor(there[place + 1], currency),
                change: dto::minor(*change, currency),
            })
            .collect();
        Some(GoalPlan {
            id: key.to_string(),
            name: goal.name.clone(),
            note: goal.note.clone(),
            target: dto::minor(goal.target, currency),
            saved: dto::minor(saved, currency),
            missing: dto::minor(found.missing, currency),
            percent: dto::percent(saved, goal.target).min(100),
            due: goal.due.map(|day| day.to_string()),
            shares,
            envelope: goal.envelope.map(|id| id.to_string()),
            envelope_name: envelope.map(|(name, _)| name.clone()),
            monthly: found.monthly.map(|minor| dto::minor(minor, currency)),
            rate: found.rate.map(|minor| dto::minor(minor, currency)),
            rate_months: dto::length(full.len()),
            early: month_of(&found, |reach| reach.early),
            likely: month_of(&found, |reach| reach.likely),
            late: month_of(&found, |reach| reach.late),
            chance_percent: found.chance_percent.map(u32::from),
            track: track(found.track),
            history,
            without_rate: without_rate.into_iter().collect(),
            adopts: goal.adopts.map(|id| id.to_string()),
        })
    }
}

fn month_of(outlook: &Outlook, which: fn(engine::goals::Reach) -> Option<Month>) -> Option<String> {
    outlook.reach.and_then(which).map(|month| month.to_string())
}

/// A share of a balance in another currency; what does not fit an amount stays at nothing.
fn share(minor: i64, percent: u32, rate: Rate) -> i64 {
    let part = i128::from(minor) * i128::from(percent);
    // Half away from zero.
    let half = if part < 0 { -50 } else { 50 };
    let minor = i64::try_from((part + half) / 100).unwrap_or(0);
    rate.convert(Money::new(minor, rate.from()))
        .map_or(0, |amount| amount.minor)
}

const fn track(track: Track) -> GoalTrack {
    match track {
        Track::Reached => GoalTrack::Reached,
        Track::Missed => GoalTrack::Missed,
        Track::On => GoalTrack::On,
        Track::Close => GoalTrack::Close,
        Track::Off => GoalTrack::Off,
        Track::Undated => GoalTrack::Undated,
        Track::Unknown => GoalTrack::Unknown,
    }
}

pub(crate) async fn goals_get(app: &App, _: Nothing) -> Result<GoalsPage, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let (kept, upstream, sources) = app
        .read(move |view| {
            let kept = all(view)?;
            let bodies: Vec<Kept> = kept.iter().map(|(_, goal)| goal.clone()).collect();
            Ok((kept, upstream(view)?, sources(view, &bodies, today, base)?))
        })
        .await?;
    let sources = sources.with_envelopes(app).await?;
    let claimed = claimed(&kept, None);
    let goals: Vec<GoalPlan> = kept
        .iter()
        .filter_map(|(key, goal)| sources.plan(*key, goal))
        .collect();
    Ok(GoalsPage {
        today: today.to_string(),
        currency: base.code().to_owned(),
        saved: sources.sum(&goals, |goal| Some(&goal.saved))?,
        monthly: sources.sum(&goals, |goal| goal.monthly.as_ref())?,
        goals,
        upstream,
        accounts: sources
            .accounts
            .iter()
            .filter(|account| !account.closed && !account.kind.is_liability())
            .map(|account| GoalAccount {
                account: account.id.to_string(),
                name: account.name.clone(),
                balance: dto::money(account.balance),
                free_percent: 100_u32
                    .saturating_sub(claimed.get(&account.id.0).copied().unwrap_or(0)),
            })
            .collect(),
        envelopes: sources
            .envelopes
            .iter()
            .map(|(id, (name, months))| GoalEnvelope {
                budget: id.to_string(),
                name: name.clone(),
                left: dto::minor(months.last().copied().unwrap_or(0), base),
            })
            .collect(),
    })
}

/// By account the percents that goals count, but for one.
fn claimed(kept: &[(u32, Kept)], but: Option<u32>) -> HashMap<i64, u32> {
    let mut claimed: HashMap<i64, u32> = HashMap::new();
    for (_, goal) in kept.iter().filter(|(key, _)| Some(*key) != but) {
        for (account, percent) in &goal.links {
            *claimed.entry(*account).or_default() += percent;
        }
    }
    claimed
}

pub(crate) async fn goal_save(app: &App, request: GoalSaveReq) -> Result<Change, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let kept = app.read(all).await?;
    let before = match request.goal.as_deref() {
        Some(id) => {
            let key: u32 = dto::id("goal", id)?;
            let found = kept.iter().find(|(known, _)| *known == key);
            Some(found.cloned().ok_or(Failure::NotFound("goal"))?)
        }
        None if kept.len() >= MOST => return Err(Failure::invalid("goal", "too_many")),
        None => None,
    };
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Failure::invalid("name", "length"));
    }
    if request.note.chars().count() > LONGEST_NOTE {
        return Err(Failure::invalid("note", "length"));
    }
    let currency = match (&before, request.currency.as_deref()) {
        (Some((_, goal)), _) => dto::currency("currency", &goal.currency)?,
        (None, Some(code)) => dto::currency("currency", code)?,
        (None, None) => base,
    };
    let target = dto::amount("target", &request.target, currency)?.minor;
    if target <= 0 {
        return Err(Failure::invalid("target", "zero"));
    }
    let due = dto::optional_date("due", request.due.as_deref())?;
    let moved = due != before.as_ref().and_then(|(_, goal)| goal.due);
    if moved && due.is_some_and(|due| due < today) {
        return Err(Failure::invalid("due", "past"));
    }
    if due.is_some_and(|due| due > today + Months::new(12 * 100)) {
        return Err(Failure::invalid("due", "too_far"));
    }
    let key = before.as_ref().map(|(key, _)| *key);
    let links = links(app, &request.links, &claimed(&kept, key), today).await?;
    let envelope = match request.envelope.as_deref() {
        Some(_) if !links.is_empty() => return Err(Failure::invalid("envelope", "both")),
        Some(id) => Some(envelope(app, id).await?),
        None if links.is_empty() => return Err(Failure::invalid("links", "empty")),
        None => None,
    };
    let adopts = match (&before, request.adopts.as_deref()) {
        (Some((_, goal)), _) => goal.adopts,
        (None, Some(id)) => Some(adopted(app, id, &kept).await?),
        (None, None) => None,
    };
    let goal = Kept {
        name: name.to_owned(),
        currency: currency.code().to_owned(),
        target,
        due,
        links,
        envelope,
        note: request.note.trim().to_owned(),
        adopts,
    };
    let key = key.unwrap_or_else(|| kept.last().map_or(1, |(last, _)| last + 1));
    let body = serde_json::to_string(&goal).map_err(Failure::internal)?;
    let written = app
        .write(app.person("goal_saved"), move |writing| {
            writing.put_document(DOCUMENTS, &key.to_string(), Some(&body))
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, "goal_saved"))
}

async fn links(
    app: &App,
    asked: &[GoalLink],
    claimed: &HashMap<i64, u32>,
    today: NaiveDate,
) -> Result<Vec<(i64, u32)>, Failure> {
    let accounts = app.read(move |view| view.accounts(today)).await?;
    let mut links: Vec<(i64, u32)> = Vec::new();
    for link in asked {
        let id: AccountId = dto::id("account", &link.account)?;
        if !accounts.iter().any(|account| account.id == id) {
            return Err(Failure::NotFound("account"));
        }
        if !(1..=100).contains(&link.percent) {
            return Err(Failure::invalid("percent", "out_of_range"));
        }
        if links.iter().any(|(known, _)| *known == id.0) {
            return Err(Failure::invalid("links", "twice"));
        }
        if claimed.get(&id.0).copied().unwrap_or(0) + link.percent > 100 {
            return Err(Failure::invalid("percent", "over_claimed"));
        }
        links.push((id.0, link.percent));
    }
    Ok(links)
}

async fn envelope(app: &App, id: &str) -> Result<i64, Failure> {
    let id: BudgetId = dto::id("budget", id)?;
    let book = app.budget_book(app.budget_month("").await?).await?;
    if !book.budgets.iter().any(|budget| budget.id == id) {
        return Err(Failure::NotFound("budget"));
    }
    if !book.is_envelope(id) {
        return Err(Failure::invalid("envelope", "not_an_envelope"));
    }
    Ok(id.0)
}

async fn adopted(app: &App, id: &str, kept: &[(u32, Kept)]) -> Result<i64, Failure> {
    let id: domain::ids::GoalId = dto::id("goal", id)?;
    if kept.iter().any(|(_, goal)| goal.adopts == Some(id.0)) {
        return Err(Failure::invalid("adopts", "twice"));
    }
    let known = app.read(|view| view.goals()).await?;
    if !known.iter().any(|goal| goal.id == id) {
        return Err(Failure::NotFound("goal"));
    }
    Ok(id.0)
}

pub(crate) async fn goal_remove(app: &App, request: GoalReq) -> Result<Change, Failure> {
    let key: u32 = dto::id("goal", &request.goal)?;
    let written = app
        .write(app.person("goal_removed"), move |writing| {
            let key = key.to_string();
            if writing.document(DOCUMENTS, &key)?.is_none() {
                return Err(store::Error::NotFound {
                    what: "goal",
                    id: key.parse().unwrap_or(0),
                });
            }
            writing.put_document(DOCUMENTS, &key, None)
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, "goal_removed"))
}
