//! What rows of the list come to: by day, in and out, and of a selection.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use contract::types::{DaySum, TransactionsSums, TransactionsSumsReq};
use domain::ids::TransactionId;
use domain::transaction::TransactionStatus;
use money::{Currency, Money};
use store::{PageKey, Transaction, TransactionFilter, TransactionPage, View};

use super::transactions::{Asked, Filters, sum_in};
use crate::{App, Failure, dto};

/// Most rows of one day that are read to sum it; a day with more says no sum.
const MOST_OF_A_DAY: u32 = 10_000;

pub(crate) async fn transactions_sums(
    app: &App,
    request: TransactionsSumsReq,
) -> Result<TransactionsSums, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let ids: Vec<TransactionId> = request
        .ids
        .iter()
        .map(|id| dto::id("transaction", id))
        .collect::<Result<_, _>>()?;
    let asked = Asked::new(Filters {
        text: request.text,
        account: request.account,
        category: request.category,
        from: request.from,
        to: request.to,
        kind: request.filter,
    })?;
    app.read(move |view| {
        let (count, income, spending) = if ids.is_empty() {
            let filter = asked.understand(view, base, today)?.filter;
            matching(view, &filter)?
        } else {
            chosen(view, &ids)?
        };
        told(view, count, &income, &spending, base, today)
    })
    .await
}

/// Rows that a filter matches, by direction.
fn matching(
    view: &View<'_>,
    filter: &TransactionFilter,
) -> store::Result<(u64, Vec<Money>, Vec<Money>)> {
    let counted = TransactionFilter {
        // Who asks for transfers gets them summed.
        transfer: filter.transfer.or(Some(false)),
        off_reports: Some(false),
        ..filter.clone()
    };
    let income = view.transaction_summary(&TransactionFilter {
        min_minor: Some(counted.min_minor.unwrap_or(1).max(1)),
        ..counted.clone()
    })?;
    let spending = view.transaction_summary(&TransactionFilter {
        max_minor: Some(counted.max_minor.unwrap_or(-1).min(-1)),
        ..counted
    })?;
    Ok((income.count + spending.count, income.sums, spending.sums))
}

/// Rows the person selected. A selection of transfers alone is summed as it stands.
fn chosen(view: &View<'_>, ids: &[TransactionId]) -> store::Result<(u64, Vec<Money>, Vec<Money>)> {
    let rows = ids
        .iter()
        .map(|id| view.transaction(*id))
        .collect::<store::Result<Vec<_>>>()?;
    let all_transfers = rows.iter().all(|row| row.transfer.is_some());
    let mut count = 0;
    let (mut income, mut spending) = (BTreeMap::new(), BTreeMap::new());
    for row in rows
        .iter()
        .filter(|row| is_counted(row) || (all_transfers && row.status != TransactionStatus::Void))
    {
        count += 1;
        let side = if row.amount.minor < 0 {
            &mut spending
        } else {
            &mut income
        };
        add(side, row.amount)?;
    }
    Ok((count, listed(income)?, listed(spending)?))
}

fn told(
    view: &View<'_>,
    count: u64,
    income: &[Money],
    spending: &[Money],
    base: Currency,
    today: NaiveDate,
) -> store::Result<TransactionsSums> {
    // Rows that share a currency are told in it: no rate is needed for what is already one thing.
    let mut currencies: Vec<Currency> = income
        .iter()
        .chain(spending)
        .map(|sum| sum.currency)
        .collect();
    currencies.dedup();
    let target = match currencies[..] {
        [first, ..] if currencies.iter().all(|one| *one == first) => first,
        _ => base,
    };
    let both: Vec<Money> = income.iter().chain(spending).copied().collect();
    let sum = sum_in(view, &both, target, today)?;
    let mean = match (&sum, count) {
        (Some(sum), 1..) => mean(sum, count, target),
        _ => None,
    };
    Ok(TransactionsSums {
        count: dto::count(count),
        income: sum_in(view, income, target, today)?,
        spending: sum_in(view, spending, target, today)?,
        sum,
        mean,
    })
}

/// A sum shared out evenly, rounded half to even in the currency's smallest unit.
fn mean(
    sum: &contract::types::Money,
    count: u64,
    currency: Currency,
) -> Option<contract::types::Money> {
    let whole = money::decimal(&sum.amount).ok()?;
    let share = whole.checked_div(count.into())?;
    money::rounded_minor(share, currency).ok().map(dto::money)
}

/// What the days of a page came to. A page ends within a day as often as not: the last one is read whole, and the page that
/// goes on within it says nothing of it.
pub(super) fn days(
    view: &View<'_>,
    filter: &TransactionFilter,
    page: &TransactionPage,
    after: Option<PageKey>,
    base: Currency,
) -> store::Result<Vec<DaySum>> {
    let first = page.rows.first().map(|row| row.date);
    let last = page.rows.last().map(|row| row.date);
    let mut sums: BTreeMap<NaiveDate, BTreeMap<Currency, i128>> = BTreeMap::new();
    for row in &page.rows {
        let day = sums.entry(row.date).or_default();
        if is_counted(row) {
            add(day, row.share.unwrap_or(row.amount))?;
        }
    }
    // The page before ended within this one's first day, and told it whole.
    let told = after
        .and_then(|key| TimeDelta::try_days(key.day.into()))
        .and_then(|days| NaiveDate::default().checked_add_signed(days))
        .filter(|day| Some(*day) == first);
    if let Some(told) = told {
        sums.remove(&told);
    }
    let mut unknown = None;
    if page.next.is_some()
        && let Some(last) = last
        && told != Some(last)
    {
        let whole = view.transactions(
            &TransactionFilter {
                from: Some(last),
                to: Some(last),
                ..filter.clone()
            },
            None,
            MOST_OF_A_DAY,
        )?;
        let mut day = BTreeMap::new();
        for row in whole.rows.iter().filter(|row| is_counted(row)) {
            add(&mut day, row.share.unwrap_or(row.amount))?;
        }
        unknown = whole.next.is_some().then_some(last);
        sums.insert(last, day);
    }
    sums.into_iter()
        .rev()
        .map(|(date, sums)| {
            let sum = if unknown == Some(date) {
                None
            } else {
                sum_in(view, &listed(sums)?, base, date)?
            };
            Ok(DaySum {
                date: date.to_string(),
                sum,
            })
        })
        .collect()
}

/// Whether a row is part of a sum of the list.
fn is_counted(row: &Transaction) -> bool {
    row.transfer.is_none()
        && !row.excluded
        && !row.off_reports
        && row.mirror.is_none()
        && row.deleted.is_none()
        && row.status != TransactionStatus::Void
}

fn add(sums: &mut BTreeMap<Currency, i128>, amount: Money) -> store::Result<()> {
    let sum = sums.entry(amount.currency).or_default();
    *sum = sum
        .checked_add(i128::from(amount.minor))
        .ok_or(store::Error::Overflow)?;
    Ok(())
}

fn listed(sums: BTreeMap<Currency, i128>) -> store::Result<Vec<Money>> {
    sums.into_iter()
        .map(|(currency, minor)| {
            i64::try_from(minor)
                .map(|minor| Money::new(minor, currency))
                .map_err(|_| store::Error::Overflow)
        })
        .collect()
}
