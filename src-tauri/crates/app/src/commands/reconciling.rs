//! An account held against a statement, and against the balances its source states.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use contract::types::{
    AccountReq, BalanceCause, BalanceDay, BalanceTruth, CauseKind, Change, HintKind,
    ReconcileDifference, ReconcileHint, ReconcileReq, ReconcileSheet, ReconcileSheetReq,
    StatementDay,
};
use domain::ids::{AccountId, TransactionId};
use domain::transaction::TransactionStatus;
use engine::reconcile::truth::{Cause, Entry, Standing, causes};
use engine::reconcile::{Explanation, Line, explain};
use money::Money;
use store::{BalanceCheck, Divergence, Transaction, View, Writing};

use super::transactions::wire_row;
use crate::{App, Failure, dto};

/// Days with a stated balance in an answer.
const MOST_DAYS: usize = 60;

pub(crate) async fn reconcile_sheet(
    app: &App,
    request: ReconcileSheetReq,
) -> Result<ReconcileSheet, Failure> {
    let account: AccountId = dto::id("account", &request.account)?;
    let date = dto::date("date", &request.date)?;
    app.read(move |view| {
        let sheet = view.reconcile_sheet(account, date)?;
        let names = view.account_names()?;
        let moved = match &sheet.last {
            Some(last) => sheet
                .settled
                .checked_sub(last.balance)
                .map_err(|_| store::Error::Overflow)?,
            None => Money::zero(sheet.settled.currency),
        };
        Ok(ReconcileSheet {
            settled: dto::money(sheet.settled),
            rows: sheet.open.iter().map(|row| wire_row(row, &names)).collect(),
            last: sheet.last.map(|last| StatementDay {
                date: last.date.to_string(),
                balance: dto::money(last.balance),
            }),
            drift: (moved.minor != 0).then(|| dto::money(moved)),
        })
    })
    .await
}

/// A request, read.
struct Asked {
    account: AccountId,
    date: chrono::NaiveDate,
    balance: String,
    ids: Vec<TransactionId>,
}

fn asked(request: ReconcileReq) -> Result<Asked, Failure> {
    Ok(Asked {
        account: dto::id("account", &request.account)?,
        date: dto::date("date", &request.date)?,
        balance: request.balance,
        ids: request
            .ids
            .iter()
            .map(|id| dto::id("transaction", id))
            .collect::<Result<_, _>>()?,
    })
}

async fn balance_of(app: &App, asked: &Asked) -> Result<Money, Failure> {
    let (account, date) = (asked.account, asked.date);
    let settled = app
        .read(move |view| Ok(view.reconcile_sheet(account, date)?.settled))
        .await?;
    dto::amount("balance", &asked.balance, settled.currency)
}

pub(crate) async fn reconcile_difference(
    app: &App,
    request: ReconcileReq,
) -> Result<ReconcileDifference, Failure> {
    let asked = asked(request)?;
    let balance = balance_of(app, &asked).await?;
    app.read(move |view| {
        let sheet = view.reconcile_sheet(asked.account, asked.date)?;
        let lines = lines(&sheet.open, |row| asked.ids.contains(&row.id));
        let ticked: i128 = lines
            .iter()
            .filter(|line| line.ticked)
            .map(|line| i128::from(line.minor))
            .sum();
        let cleared = i128::from(sheet.settled.minor) + ticked;
        let money = |minor: i128| -> store::Result<Money> {
            let minor = i64::try_from(minor).map_err(|_| store::Error::Overflow)?;
            Ok(Money::new(minor, balance.currency))
        };
        let difference = money(i128::from(balance.minor) - cleared)?;
        Ok(ReconcileDifference {
            cleared: dto::money(money(cleared)?),
            difference: dto::money(difference),
            hints: hints(view, difference, &lines, &sheet.open)?,
        })
    })
    .await
}

fn lines(rows: &[Transaction], ticked: impl Fn(&Transaction) -> bool) -> Vec<Line> {
    rows.iter()
        .map(|row| Line {
            id: row.id.0,
            minor: row.amount.minor,
            ticked: ticked(row),
        })
        .collect()
}

fn hints(
    view: &View<'_>,
    difference: Money,
    lines: &[Line],
    rows: &[Transaction],
) -> store::Result<Vec<ReconcileHint>> {
    let names = view.account_names()?;
    let by_id: HashMap<i64, &Transaction> = rows.iter().map(|row| (row.id.0, row)).collect();
    let wire = |ids: &[i64]| {
        ids.iter()
            .filter_map(|id| by_id.get(id))
            .map(|row| wire_row(row, &names))
            .collect()
    };
    Ok(explain(difference.minor, lines)
        .into_iter()
        .map(|found| match found {
            Explanation::One(id) => (HintKind::One, wire(&[id]), None),
            Explanation::Sign(id) => (HintKind::Sign, wire(&[id]), None),
            Explanation::Swapped(id, should) => {
                let should = dto::money(Money::new(should, difference.currency));
                (HintKind::Swapped, wire(&[id]), Some(should))
            }
            Explanation::Two(a, b) => (HintKind::Two, wire(&[a, b]), None),
        })
        .map(|(kind, rows, should)| ReconcileHint { kind, rows, should })
        .collect())
}

pub(crate) async fn reconcile_commit(app: &App, request: ReconcileReq) -> Result<Change, Failure> {
    let asked = asked(request)?;
    let balance = balance_of(app, &asked).await?;
    let label = "reconciled";
    let written = app
        .write(app.person(label), move |writing| {
            writing.reconcile(asked.account, asked.date, balance, &asked.ids)
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        written.value.max(1),
        label,
    ))
}

pub(crate) async fn balance_truth(app: &App, request: AccountReq) -> Result<BalanceTruth, Failure> {
    let account: AccountId = dto::id("account", &request.id)?;
    app.read(move |view| {
        let checks = view.balance_checks(account)?;
        let days = checks
            .iter()
            .take(MOST_DAYS)
            .map(balance_day)
            .collect::<store::Result<_>>()?;
        let newest_agreed = checks.iter().find(|check| check.stated == check.computed);
        let mut truth = BalanceTruth {
            agreed: newest_agreed.map(|check| check.date.to_string()),
            first: None,
            days,
            causes: Vec::new(),
            rows: 0,
        };
        if let Some(found) = view.divergence(account)? {
            let day = balance_day(&found.first)?;
            let difference = found
                .first
                .stated
                .checked_sub(found.first.computed)
                .map_err(|_| store::Error::Overflow)?;
            truth.causes = causes_of(view, difference, &found)?;
            truth.rows = dto::length(found.rows.len());
            truth.first = Some(day);
        }
        Ok(truth)
    })
    .await
}

/// What a row is to the balance of a day.
fn standing(row: &Transaction, day: NaiveDate) -> Standing {
    if row.deleted.is_some() {
        Standing::Deleted
    } else if row.excluded || row.mirror.is_some() || row.status == TransactionStatus::Void {
        Standing::LeftOut
    } else if row.status == TransactionStatus::Pending {
        Standing::Pending
    } else if row.date > day {
        Standing::Later
    } else {
        Standing::Counted
    }
}

fn causes_of(
    view: &View<'_>,
    difference: Money,
    found: &Divergence,
) -> store::Result<Vec<BalanceCause>> {
    let rows: HashMap<i64, &Transaction> = found
        .rows
        .iter()
        .chain(&found.uncounted)
        .map(|row| (row.id.0, row))
        .collect();
    let entries: Vec<Entry> = found
        .rows
        .iter()
        .chain(&found.uncounted)
        .map(|row| Entry {
            id: row.id.0,
            minor: row.amount.minor,
            day: row.date.num_days_from_ce(),
            standing: standing(row, found.first.date),
        })
        .collect();
    let names = view.account_names()?;
    let wire = |id: i64| rows.get(&id).map(|row| wire_row(row, &names));
    Ok(causes(difference.minor, &entries)
        .into_iter()
        .map(|cause| {
            let told = |kind, row: Option<i64>, other: Option<i64>, minor: i64| BalanceCause {
                kind,
                row: row.and_then(wire),
                other: other.and_then(wire),
                amount: dto::minor(minor, difference.currency),
            };
            let whole = difference.minor;
            match cause {
                Cause::Uncounted(id, standing) => {
                    let kind = match standing {
                        Standing::Pending => CauseKind::Pending,
                        Standing::Deleted => CauseKind::Removed,
                        Standing::LeftOut => CauseKind::LeftOut,
                        Standing::Later | Standing::Counted => CauseKind::Later,
                    };
                    told(kind, Some(id), None, whole)
                }
                Cause::Twice(id, other) => told(CauseKind::Twice, Some(id), Some(other), whole),
                Cause::Counted(Explanation::One(id)) => {
                    told(CauseKind::Surplus, Some(id), None, whole)
                }
                Cause::Counted(Explanation::Sign(id)) => {
                    told(CauseKind::Sign, Some(id), None, whole)
                }
                Cause::Counted(Explanation::Swapped(id, should)) => {
                    told(CauseKind::Swapped, Some(id), None, should)
                }
                Cause::Counted(Explanation::Two(a, b)) => {
                    told(CauseKind::Two, Some(a), Some(b), whole)
                }
                Cause::Missing(minor) => told(CauseKind::Missing, None, None, minor),
            }
        })
        .collect())
}

/// Rows that a statement settled are not changed without a word: the person is asked, and the request is repeated with
/// `unlock`.
pub(super) fn refuse_settled(writing: &Writing<'_>, ids: &[TransactionId]) -> store::Result<()> {
    if writing.any_reconciled(ids)? {
        return Err(store::Error::Refused { rule: "reconciled" });
    }
    Ok(())
}

fn balance_day(check: &BalanceCheck) -> store::Result<BalanceDay> {
    let difference = check
        .stated
        .checked_sub(check.computed)
        .map_err(|_| store::Error::Overflow)?;
    Ok(BalanceDay {
        date: check.date.to_string(),
        stated: dto::money(check.stated),
        computed: dto::money(check.computed),
        difference: dto::money(difference),
        upstream: check.from_upstream,
    })
}
