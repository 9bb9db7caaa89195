//! Accounts and categories of the book that are made at a service too, and what a service has of them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use contract::types::{
    Change, ChartedAccount, ChartedCategory, ConnectionAccountAddReq, ConnectionCategoryAddReq,
    ConnectionChart, ConnectionReq,
};
use domain::ids::{AccountId, CategoryId, ConnectionId};
use domain::outbox::{Outcome, Outgoing, OutgoingNewAccount};
use store::{Claimed, NewAccount, Subject, View, Wish};

use super::{DONE, connector_of, refused};
use crate::commands::journal;
use crate::{App, Failure, dto};

const LONGEST_NAME: usize = 80;

/// What the accounts and categories of a connection are, there and here.
pub(crate) async fn connection_chart(
    app: &App,
    request: ConnectionReq,
) -> Result<ConnectionChart, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let today = app.today();
    app.read(move |view| {
        view.connection(id)?;
        let waiting: HashSet<Subject> = view.outbox(id)?.iter().map(|item| item.subject).collect();
        let mut chart = ConnectionChart {
            accounts: Vec::new(),
            categories: Vec::new(),
            accounts_here: Vec::new(),
            categories_here: Vec::new(),
        };
        for account in view.accounts(today)? {
            let there = view.account_source(id, account.id)?.is_some();
            let by_hand =
                account.connection.is_none() && account.mirror_of.is_none() && !account.closed;
            let list = match (there, by_hand) {
                (true, _) => &mut chart.accounts,
                (false, true) => &mut chart.accounts_here,
                (false, false) => continue,
            };
            list.push(ChartedAccount {
                id: account.id.to_string(),
                name: account.name,
                kind: dto::kind(account.kind),
                balance: dto::money(account.balance),
                closed: account.closed,
                waits: waiting.contains(&Subject::Account(account.id)),
            });
        }
        let flags = flags(view, id)?;
        let all = view.categories()?;
        for (category, group) in crate::commands::transactions::leaves(&all) {
            let there = !view.category_sources(id, category.id)?.is_empty();
            let (rolls_over, consolidated) = flags.get(&category.id).copied().unwrap_or_default();
            let list = if there {
                &mut chart.categories
            } else {
                &mut chart.categories_here
            };
            list.push(ChartedCategory {
                id: category.id.to_string(),
                name: category.name.clone(),
                group: group.unwrap_or(category).name.clone(),
                transactions: dto::count(category.transactions),
                rolls_over,
                consolidated,
                waits: waiting.contains(&Subject::Category(category.id)),
            });
        }
        Ok(chart)
    })
    .await
}

/// What the service's budgets say of categories: whether they roll over, and whether they are consolidated.
fn flags(
    view: &View<'_>,
    connection: ConnectionId,
) -> store::Result<HashMap<CategoryId, (bool, bool)>> {
    let mut flags: HashMap<CategoryId, (bool, bool)> = HashMap::new();
    for known in view.upstream_budgets()? {
        if known.connection == connection {
            for category in &known.categories {
                let said = flags.entry(*category).or_default();
                said.0 |= known.budget.rolls_over_from.is_some();
                said.1 |= known.budget.consolidated;
            }
        }
    }
    Ok(flags)
}

/// Refused for a service that accounts and categories cannot be made at, and while the switch is off.
async fn may_make(app: &App, text: &str) -> Result<ConnectionId, Failure> {
    let id: ConnectionId = dto::id("connection", text)?;
    let known = app.read(move |view| view.connection(id)).await?;
    let writer = connector_of(known.upstream)?.write_back();
    if !writer.is_some_and(connect::WriteBack::makes) {
        return Err(Failure::invalid("id", "not_available"));
    }
    if super::reach(&known).write_back.is_empty() {
        return Err(Failure::invalid("id", "write_back_off"));
    }
    Ok(id)
}

pub(crate) async fn connection_account_add(
    app: &App,
    request: ConnectionAccountAddReq,
) -> Result<Change, Failure> {
    let id = may_make(app, &request.id).await?;
    let label = "account_added";
    let wanted = match request.account.as_deref() {
        Some(account) => Wanted::Known(dto::id("account", account)?),
        None => Wanted::New(new_account(&request)?),
    };
    let today = app.today();
    let written = app
        .write(app.person(label), move |writing| {
            let account = match &wanted {
                Wanted::Known(account) => {
                    let known = writing.account(*account, today)?;
                    if known.connection.is_some() || known.mirror_of.is_some() || known.closed {
                        return Err(store::Error::Refused {
                            rule: "not_by_hand",
                        });
                    }
                    *account
                }
                Wanted::New(account) => writing.add_account(account)?,
            };
            writing.queue_new(id, Subject::Account(account))
        })
        .await?;
    Ok(journal::change(written.batch, 1, label))
}

/// The account that is to be kept at the service too.
enum Wanted {
    Known(AccountId),
    New(NewAccount),
}

fn new_account(request: &ConnectionAccountAddReq) -> Result<NewAccount, Failure> {
    let name = request.name.trim();
    if name.is_empty() {
        return Err(Failure::invalid("name", "empty"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Failure::invalid("name", "length"));
    }
    let kind = request
        .kind
        .ok_or_else(|| Failure::invalid("kind", "missing"))?;
    let currency = dto::currency("currency", &request.currency)?;
    let balance = match request.balance.trim() {
        "" => "0",
        text => text,
    };
    Ok(NewAccount {
        opening: Some(dto::amount("balance", balance, currency)?),
        ..NewAccount::new(name, dto::kind_of(kind), currency)
    })
}

pub(crate) async fn connection_category_add(
    app: &App,
    request: ConnectionCategoryAddReq,
) -> Result<Change, Failure> {
    let id = may_make(app, &request.id).await?;
    let category: CategoryId = dto::id("category", &request.category)?;
    let label = "category_added";
    let written = app
        .write(app.person(label), move |writing| {
            let all = writing.categories()?;
            if !crate::commands::transactions::leaves(&all).any(|(one, _)| one.id == category) {
                return Err(store::Error::NotFound {
                    what: "category",
                    id: category.0,
                });
            }
            writing.queue_new(id, Subject::Category(category))
        })
        .await?;
    Ok(journal::change(written.batch, 1, label))
}

/// What is to be made for a thing that is to be there; none when it is about something else.
pub(super) fn made(
    view: &View<'_>,
    connection: ConnectionId,
    one: &Claimed,
    today: NaiveDate,
) -> store::Result<Option<Result<Outgoing, Outcome>>> {
    let wanted = one
        .wishes
        .iter()
        .any(|(wish, _)| *wish == Wish::Present(true));
    let thing = match one.subject {
        Subject::Transaction(_) => return Ok(None),
        _ if !wanted => return Ok(None),
        // It came to be there by another way meanwhile.
        _ if one.source_id.is_some() => Err(DONE),
        Subject::Category(id) => match view.categories()?.into_iter().find(|all| all.id == id) {
            Some(category) => Ok(Outgoing::NewCategory {
                name: category.name,
            }),
            // Removed before it was made.
            None => Err(DONE),
        },
        Subject::Account(id) => new_there(view, connection, id, one.may_be_there, today)?,
    };
    Ok(Some(thing))
}

fn new_there(
    view: &View<'_>,
    connection: ConnectionId,
    id: AccountId,
    may_be_there: bool,
    today: NaiveDate,
) -> store::Result<Result<Outgoing, Outcome>> {
    let account = match view.account(id, today) {
        Ok(account) => account,
        // Removed before it was made; when it may have been made, the person has to look.
        Err(store::Error::NotFound { .. }) if may_be_there => {
            return Ok(Err(refused("may_be_there")));
        }
        Err(store::Error::NotFound { .. }) => return Ok(Err(DONE)),
        Err(error) => return Err(error),
    };
    Ok(Ok(Outgoing::NewAccount(OutgoingNewAccount {
        name: account.name,
        kind: account.kind,
        number: account.number,
        balance: account.balance,
        may_be_there,
        others: view.accounts_delivered(connection)?,
    })))
}
