//! One account through two sources: proposed, compared row by row, and joined by the person's word alone. Swapping a source is
//! the same for all accounts of a connection at once.

use std::collections::{BTreeMap, HashMap};

use contract::types::{
    AccountName, AccountReq, Change, MirrorPreview, MirrorReq, Nothing, RowPair, SameAccounts,
    SameBy, SwapPreview, SwapReq, TransactionRow,
};
use domain::ids::{AccountId, ConnectionId, TransactionId};
use store::{ConnectionEdit, View};

use super::journal::change;
use super::transactions::wire_row;
use crate::{App, Failure, dto};

/// Rows shown of what is missing or changed.
const SHOWN: usize = 50;

/// Names of accounts and where they come from.
struct Names {
    accounts: BTreeMap<AccountId, store::Account>,
    connections: HashMap<ConnectionId, String>,
    plain: HashMap<AccountId, String>,
}

impl Names {
    fn read(view: &View<'_>, today: chrono::NaiveDate) -> store::Result<Self> {
        Ok(Self {
            accounts: view
                .accounts(today)?
                .into_iter()
                .map(|account| (account.id, account))
                .collect(),
            connections: view
                .connections()?
                .into_iter()
                .map(|known| (known.id, known.label))
                .collect(),
            plain: view.account_names()?,
        })
    }

    fn account(&self, id: AccountId) -> store::Result<&store::Account> {
        self.accounts.get(&id).ok_or(store::Error::NotFound {
            what: "account",
            id: id.0,
        })
    }

    fn name(&self, id: AccountId) -> store::Result<AccountName> {
        Ok(account_name(self.account(id)?, &self.connections))
    }
}

/// An account by its name and source.
pub(crate) fn account_name(
    account: &store::Account,
    connections: &HashMap<ConnectionId, String>,
) -> AccountName {
    AccountName {
        id: account.id.to_string(),
        name: account.name.clone(),
        connection: account.connection.map(|id| id.to_string()),
        source: account
            .connection
            .and_then(|id| connections.get(&id).cloned()),
    }
}

pub(crate) const fn by(by: store::SameBy) -> SameBy {
    match by {
        store::SameBy::Iban => SameBy::Iban,
        store::SameBy::Number => SameBy::Number,
    }
}

pub(crate) async fn same_accounts(app: &App, _: Nothing) -> Result<Vec<SameAccounts>, Failure> {
    let today = app.today();
    app.read(move |view| {
        let names = Names::read(view, today)?;
        view.same_accounts()?
            .into_iter()
            .map(|same| {
                Ok(SameAccounts {
                    older: names.name(same.older)?,
                    newer: names.name(same.newer)?,
                    by: by(same.by),
                    older_balance: dto::money(names.account(same.older)?.balance),
                    newer_balance: dto::money(names.account(same.newer)?.balance),
                })
            })
            .collect()
    })
    .await
}

fn pair(request: &MirrorReq) -> Result<(AccountId, AccountId), Failure> {
    Ok((
        dto::id("account", &request.ruling)?,
        dto::id("account", &request.other)?,
    ))
}

pub(crate) async fn mirror_preview(
    app: &App,
    request: MirrorReq,
) -> Result<MirrorPreview, Failure> {
    let (ruling, other) = pair(&request)?;
    let today = app.today();
    app.read(move |view| {
        let names = Names::read(view, today)?;
        let why = view.same_accounts()?.into_iter().find(|same| {
            (same.older == ruling && same.newer == other)
                || (same.older == other && same.newer == ruling)
        });
        preview(
            view,
            &names,
            (ruling, other),
            why.map_or(SameBy::Person, |same| by(same.by)),
        )
    })
    .await
}

fn preview(
    view: &View<'_>,
    names: &Names,
    (ruling, other): (AccountId, AccountId),
    by: SameBy,
) -> store::Result<MirrorPreview> {
    if names.account(ruling)?.currency != names.account(other)?.currency {
        return Err(store::Error::Refused {
            rule: "currency_mismatch",
        });
    }
    let plan = view.mirror_plan(ruling, other)?;
    let row = |id: TransactionId| -> store::Result<TransactionRow> {
        Ok(wire_row(&view.transaction(id)?, &names.plain))
    };
    Ok(MirrorPreview {
        ruling: names.name(ruling)?,
        other: names.name(other)?,
        by,
        matched: dto::length(plan.matched.len()),
        changed: dto::length(plan.changed.len()),
        new: dto::length(plan.only_ruling.len()),
        missing: dto::length(plan.uncovered.len()),
        kept: dto::length(plan.kept.len()),
        missing_rows: plan
            .uncovered
            .iter()
            .rev()
            .take(SHOWN)
            .map(|id| row(*id))
            .collect::<store::Result<_>>()?,
        changed_rows: plan
            .changed
            .iter()
            .rev()
            .take(SHOWN)
            .map(|(ruling, other)| {
                Ok(RowPair {
                    ruling: row(*ruling)?,
                    other: row(*other)?,
                })
            })
            .collect::<store::Result<_>>()?,
        ruling_balance: dto::money(names.account(ruling)?.balance),
        other_balance: dto::money(names.account(other)?.balance),
    })
}

pub(crate) async fn mirror_set(app: &App, request: MirrorReq) -> Result<Change, Failure> {
    let (ruling, other) = pair(&request)?;
    let subject = name_of(app, ruling).await?;
    let origin = app
        .person("accounts_joined")
        .with_params(serde_json::json!({ "subject": subject }));
    let written = app
        .write(origin, move |writing| writing.mirror(ruling, other))
        .await?;
    Ok(change(written.batch, written.value, "accounts_joined"))
}

pub(crate) async fn mirror_clear(app: &App, request: AccountReq) -> Result<Change, Failure> {
    let account: AccountId = dto::id("account", &request.id)?;
    let subject = name_of(app, account).await?;
    let origin = app
        .person("accounts_parted")
        .with_params(serde_json::json!({ "subject": subject }));
    let written = app
        .write(origin, move |writing| writing.unmirror(account))
        .await?;
    Ok(change(written.batch, 1, "accounts_parted"))
}

pub(crate) async fn mirror_decline(app: &App, request: MirrorReq) -> Result<Change, Failure> {
    let (a, b) = pair(&request)?;
    let written = app
        .write(app.person("accounts_kept_apart"), move |writing| {
            writing.keep_apart(a, b)
        })
        .await?;
    Ok(change(written.batch, 1, "accounts_kept_apart"))
}

async fn name_of(app: &App, account: AccountId) -> Result<String, Failure> {
    let today = app.today();
    app.read(move |view| Ok(view.account(account, today)?.name))
        .await
}

/// Which accounts of two connections are one: the new one first.
struct Swap {
    pairs: Vec<(AccountId, AccountId, SameBy)>,
    only_old: Vec<AccountId>,
    only_new: Vec<AccountId>,
}

fn swap(view: &View<'_>, names: &Names, request: &SwapReq) -> Result<Swap, store::Error> {
    let connection = |text: &str| -> store::Result<ConnectionId> {
        let id = text.parse().map_err(|_| store::Error::NotFound {
            what: "connection",
            id: 0,
        })?;
        Ok(view.connection(id)?.id)
    };
    let (old, new) = (connection(&request.old)?, connection(&request.new)?);
    if old == new {
        return Err(store::Error::Refused {
            rule: "same_connection",
        });
    }
    let of = |connection: ConnectionId| {
        names
            .accounts
            .values()
            .filter(move |account| account.connection == Some(connection))
    };
    let account = |text: &str, within: ConnectionId| -> store::Result<AccountId> {
        let known = of(within).find(|account| account.id.to_string() == text);
        known
            .map(|account| account.id)
            .ok_or(store::Error::NotFound {
                what: "account",
                id: 0,
            })
    };
    let mut pairs = Vec::new();
    for asked in &request.pairs {
        let pair = (account(&asked.ruling, new)?, account(&asked.other, old)?);
        pairs.push((pair.0, pair.1, SameBy::Person));
    }
    if pairs.is_empty() {
        for same in view.same_accounts()? {
            for (a, b) in [(same.older, same.newer), (same.newer, same.older)] {
                let at = |id: AccountId, connection| {
                    names
                        .accounts
                        .get(&id)
                        .is_some_and(|account| account.connection == Some(connection))
                };
                let free = pairs.iter().all(|(x, y, _)| *x != a && *y != b);
                if at(a, new) && at(b, old) && free {
                    pairs.push((a, b, by(same.by)));
                }
            }
        }
        // Those that are joined already, whichever of them rules.
        for account in names.accounts.values() {
            let Some(ruling) = account.mirror_of.and_then(|id| names.accounts.get(&id)) else {
                continue;
            };
            let pair = match (account.connection, ruling.connection) {
                (Some(a), Some(b)) if a == old && b == new => (ruling.id, account.id),
                (Some(a), Some(b)) if a == new && b == old => (account.id, ruling.id),
                _ => continue,
            };
            if pairs.iter().all(|(x, y, _)| *x != pair.0 && *y != pair.1) {
                pairs.push((pair.0, pair.1, SameBy::Person));
            }
        }
    }
    let only = |connection: ConnectionId| -> Vec<AccountId> {
        of(connection)
            .filter(|account| {
                !account.closed
                    && pairs
                        .iter()
                        .all(|(x, y, _)| *x != account.id && *y != account.id)
            })
            .map(|account| account.id)
            .collect()
    };
    let (only_old, only_new) = (only(old), only(new));
    Ok(Swap {
        pairs,
        only_old,
        only_new,
    })
}

pub(crate) async fn swap_preview(app: &App, request: SwapReq) -> Result<SwapPreview, Failure> {
    let today = app.today();
    app.read(move |view| {
        let names = Names::read(view, today)?;
        let found = swap(view, &names, &request)?;
        Ok(SwapPreview {
            pairs: found
                .pairs
                .iter()
                .map(|(new, old, by)| preview(view, &names, (*new, *old), *by))
                .collect::<store::Result<_>>()?,
            only_old: found
                .only_old
                .iter()
                .map(|id| names.name(*id))
                .collect::<store::Result<_>>()?,
            only_new: found
                .only_new
                .iter()
                .map(|id| names.name(*id))
                .collect::<store::Result<_>>()?,
        })
    })
    .await
}

/// The new source rules, under the names and choices of the old one, which is read no more by itself. One batch: one undo.
pub(crate) async fn swap_commit(app: &App, request: SwapReq) -> Result<Change, Failure> {
    let today = app.today();
    let old: ConnectionId = dto::id("connection", &request.old)?;
    let (found, names, label) = app
        .read(move |view| {
            let names = Names::read(view, today)?;
            let found = swap(view, &names, &request)?;
            let label = view.connection(old)?.label;
            Ok((found, names, label))
        })
        .await?;
    if found.pairs.is_empty() {
        return Err(Failure::invalid("pairs", "no_account_at_both"));
    }
    let origin = app
        .person("source_swapped")
        .with_params(serde_json::json!({ "subject": label }));
    let written = app
        .write(origin, move |writing| {
            let mut matched = 0;
            for (new, old, _) in &found.pairs {
                matched += writing.succeed(*new, names.account(*old)?)?;
            }
            let pause = ConnectionEdit {
                automatic: Some(false),
                ..ConnectionEdit::default()
            };
            writing.edit_connection(old, &pause)?;
            Ok(matched)
        })
        .await?;
    Ok(change(written.batch, written.value, "source_swapped"))
}
