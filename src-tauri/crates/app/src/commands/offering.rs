//! Accounts that an upstream offers before they are read: what each looks like in the book, and what the person says it is to
//! be.

use std::collections::HashSet;

use connect::steps::OfferedAccount as Offered;
use connect::{CancelFlag, ConnectorError, ErrorKind, Resume};
use contract::types::{AccountsLinkReq, Change, ConnectionReq, LikeAccount, OfferedAccount};
use domain::feed::FeedAccount;
use domain::ids::{AccountId, ConnectionId};
use store::{Described, Origin, OriginKind};

use super::connections::connector_of;
use crate::{App, Failure, dto};

/// Pages looked through for accounts: every upstream tells them before anything else.
const PAGES: usize = 8;
/// Most choices taken at once.
const MOST: usize = 500;

/// An account as it is offered.
pub(crate) struct Offer {
    pub(crate) account: Offered,
    /// Its IBAN, where the upstream says that it is one.
    pub(crate) iban: Option<String>,
    pub(crate) institution: Option<String>,
}

impl Offer {
    fn of(feed: FeedAccount) -> Self {
        Self {
            account: Offered {
                source_id: feed.source_id,
                login_source_id: feed.login_source_id,
                name: feed.name,
                kind: feed.kind,
                number: feed.iban.clone().or(feed.number),
                currency: feed.currency,
                balance: feed.balance.map(|balance| balance.amount),
                shared: !feed.withheld,
            },
            iban: feed.iban,
            institution: feed.institution,
        }
    }
}

/// What is offered, beside what the book has.
pub(crate) async fn told(
    app: &App,
    id: ConnectionId,
    offers: Vec<Offer>,
) -> Result<Vec<OfferedAccount>, Failure> {
    app.read(move |view| {
        offers
            .into_iter()
            .map(
                |Offer {
                     account: one,
                     iban,
                     institution,
                 }| {
                    let known = view.account_of_source(id, &one.source_id)?;
                    let currency = one.currency.or(one.balance.map(|balance| balance.currency));
                    let like = match (known, currency) {
                        (None, Some(currency)) => view.account_like(
                            id,
                            &Described {
                                iban: iban.as_deref(),
                                number: one.number.as_deref(),
                                institution: institution.as_deref(),
                                currency,
                                kind: one.kind,
                            },
                        )?,
                        _ => None,
                    };
                    Ok(OfferedAccount {
                        source_id: one.source_id,
                        name: one.name,
                        kind: dto::kind(one.kind),
                        number: one.number,
                        currency: currency.map(|currency| currency.code().to_owned()),
                        balance: one.balance.map(dto::money),
                        shared: one.shared,
                        account: known.map(|id| id.to_string()),
                        like: like.map(|(account, by)| LikeAccount {
                            account: account.to_string(),
                            by: super::mirrors::by(by),
                        }),
                    })
                },
            )
            .collect()
    })
    .await
}

/// The accounts of a connection as its upstream tells them now: the first pages of a pull, of which nothing is stored.
pub(crate) async fn connection_accounts(
    app: &App,
    request: ConnectionReq,
) -> Result<Vec<OfferedAccount>, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let known = app.read(move |view| view.connection(id)).await?;
    let connector = connector_of(known.upstream)?;
    let access = app.access(&known).await?;
    let resume = Resume {
        cursor: None,
        full: true,
        asked: false,
        today: app.today(),
        now: app.now(),
        zone: app.ports().clock.zone(),
    };
    let (sender, mut pages) = tokio::sync::mpsc::channel(1);
    let cancel = CancelFlag::new();
    let stop = cancel.clone();
    let pull = tokio::spawn(async move { connector.pull(&access, resume, sender, &stop).await });
    let mut accounts: Vec<FeedAccount> = Vec::new();
    for _ in 0..PAGES {
        let Some(page) = pages.recv().await else {
            break;
        };
        let rows = !page.transactions.is_empty();
        accounts.extend(page.accounts);
        if rows {
            break;
        }
    }
    cancel.cancel();
    drop(pages);
    let ended = pull.await.map_err(Failure::internal)?;
    if let Err(error) = ended
        && accounts.is_empty()
        && !was_stopped(&error)
    {
        return Err(error.into());
    }
    let mut seen = HashSet::new();
    let offers = accounts
        .into_iter()
        .filter(|feed| !feed.closed && seen.insert(feed.source_id.clone()))
        .map(Offer::of)
        .collect();
    told(app, id, offers).await
}

/// Whether a pull ended since it was told to.
const fn was_stopped(error: &ConnectorError) -> bool {
    matches!(error.kind, ErrorKind::Cancelled | ErrorKind::ReceiverGone)
}

pub(crate) async fn accounts_link(app: &App, request: AccountsLinkReq) -> Result<Change, Failure> {
    let id: ConnectionId = dto::id("connection", &request.connection)?;
    if request.choices.len() > MOST {
        return Err(Failure::invalid("choices", "too_many"));
    }
    let mut choices: Vec<(String, Option<AccountId>)> = Vec::new();
    let mut taken = HashSet::new();
    for choice in request.choices {
        let account: Option<AccountId> = choice
            .account
            .as_deref()
            .map(|account| dto::id("account", account))
            .transpose()?;
        if account.is_some_and(|account| !taken.insert(account)) {
            return Err(Failure::invalid("choices", "chosen_twice"));
        }
        choices.push((choice.source_id, account));
    }
    let known = app.read(move |view| view.connection(id)).await?;
    let chosen: Vec<AccountId> = taken.into_iter().collect();
    let today = app.today();
    let own = app
        .read(move |view| {
            for account in chosen {
                if view.account(account, today)?.connection == Some(id) {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await?;
    if own {
        return Err(Failure::invalid("choices", "same_connection"));
    }
    let origin = app
        .person("accounts_chosen")
        .with_params(serde_json::json!({"subject": known.label}));
    let count = choices
        .iter()
        .filter(|(_, account)| account.is_some())
        .count();
    let written = app
        .write(origin, move |writing| {
            for (source_id, account) in &choices {
                writing.choose_link(id, source_id, *account)?;
            }
            Ok(())
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        count as u64,
        "accounts_chosen",
    ))
}

/// Accounts that have come and that the person wants to be ones of the book become one with them: each is a step of its own
/// that can be taken back. Answers how many payments were told twice.
pub(crate) async fn join_chosen(app: &App, known: &store::Connection) -> Result<u64, Failure> {
    let id = known.id;
    let links = app.read(move |view| view.chosen_links(id)).await?;
    if links.is_empty() {
        return Ok(0);
    }
    let today = app.today();
    let mut matched = 0;
    for link in &links {
        let (come, Some(chosen)) = (link.come, link.chosen) else {
            continue;
        };
        let chosen = app.read(move |view| view.account(chosen, today)).await?;
        let origin = app
            .person("accounts_joined")
            .with_params(serde_json::json!({"subject": chosen.name}));
        matched += app
            .write(origin, move |writing| writing.join_chosen(come, &chosen))
            .await?
            .value;
    }
    // Done with, and apart from the joining: taking that back does not ask for it again.
    let origin = Origin::new(OriginKind::Sync, "sync", app.now())
        .with_params(serde_json::json!({"subject": known.label}));
    app.write(origin, move |writing| {
        for link in &links {
            writing.choose_link(id, &link.source_id, None)?;
        }
        Ok(())
    })
    .await?;
    Ok(matched)
}
