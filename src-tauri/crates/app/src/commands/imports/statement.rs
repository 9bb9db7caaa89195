//! What a statement would do to the book, shown before anything is written.

use chrono::NaiveDate;
use contract::types::{PreviewRow, RowVerdict, StatementPreview};
use domain::feed::FeedTransaction;
use domain::ids::TransactionId;
use money::{Currency, Money, Sum};
use store::{DuplicateReason, ImportCounts, ImportPlan, View};

use super::reading::{Reading, StatementFacts};
use super::target::{Target, hint};
use crate::{Failure, dto};

/// Rows of a statement shown in a preview.
const SHOWN: usize = 200;

/// Of these, rows in question come first, at most so many.
const SHOWN_IN_QUESTION: usize = 100;

/// What is kept of the rows while they pass: all amounts, and the rows that are shown unless others are in question.
struct Noted {
    currency: Currency,
    /// In file order; nothing for a row of another currency.
    minor: Vec<i64>,
    first: Vec<FeedTransaction>,
}

impl Noted {
    const fn of(currency: Currency) -> Self {
        Self {
            currency,
            minor: Vec::new(),
            first: Vec::new(),
        }
    }

    fn note(&mut self, row: &FeedTransaction) {
        let own = row.amount.currency == self.currency;
        self.minor.push(if own { row.amount.minor } else { 0 });
        if self.first.len() < SHOWN {
            self.first.push(row.clone());
        }
    }

    /// The sum of the rows that will be added.
    fn sum(&self, verdicts: &[store::RowVerdict]) -> Result<Money, Failure> {
        let mut sum = Sum::new(self.currency);
        for (minor, verdict) in self.minor.iter().zip(verdicts) {
            if matches!(
                verdict,
                store::RowVerdict::New | store::RowVerdict::Twin { .. }
            ) {
                sum.add(Money::new(*minor, self.currency))
                    .map_err(Failure::internal)?;
            }
        }
        sum.total().map_err(Failure::internal)
    }
}

/// The plan for an account that is not there yet.
fn all_new(rows: usize) -> ImportPlan {
    ImportPlan {
        verdicts: vec![store::RowVerdict::New; rows],
        counts: ImportCounts {
            new: rows as u64,
            ..ImportCounts::default()
        },
    }
}

pub(super) fn preview_statement(
    view: &View<'_>,
    reading: &Reading,
    place: usize,
    facts: &StatementFacts,
    target: &Target,
    today: NaiveDate,
) -> Result<StatementPreview, Failure> {
    let statement = reading.statement(place, target.account, target.currency);
    let (plan, noted) = reading.with_rows(place, target.currency, |rows| {
        let mut noted = Noted::of(target.currency);
        let mut rows = rows.inspect(|row| noted.note(row));
        let plan = if target.account.is_some() {
            view.plan_import(&statement, &mut rows)?
        } else {
            all_new(rows.by_ref().count())
        };
        drop(rows);
        Ok::<_, Failure>((plan, noted))
    })?;
    let sum = noted.sum(&plan.verdicts)?;
    let before = match target.account {
        Some(id) => view.account(id, today)?.balance,
        None => opening(&statement, target.currency, sum)?,
    };
    let after = before.checked_add(sum).map_err(Failure::internal)?;
    let stated = statement.closing.map(|closing| closing.amount);
    let shown = shown_rows(&plan.verdicts);
    let found = noted.first;
    let further: Vec<usize> = shown
        .iter()
        .copied()
        .filter(|row| *row >= found.len())
        .collect();
    let further = reading.pick(place, target.currency, &further);
    let mut rows = Vec::new();
    for row in shown {
        let found = further.get(&row).or_else(|| found.get(row));
        if let Some(found) = found {
            rows.push(preview_row(
                view,
                row,
                found,
                plan.verdicts.get(row).copied(),
            )?);
        }
    }
    Ok(StatementPreview {
        statement: dto::length(place),
        account_hint: hint(facts),
        account: target.account.map(|id| id.to_string()),
        account_name: target.name.clone(),
        currency: target.currency.code().to_owned(),
        from: facts.first.map(|day| day.to_string()),
        to: facts.last.map(|day| day.to_string()),
        new: dto::count(plan.counts.new),
        duplicate: dto::count(plan.counts.duplicate),
        matched: dto::count(plan.counts.matched),
        sum: dto::money(sum),
        balance_before: dto::money(before),
        balance_after: dto::money(after),
        stated_balance: stated.map(dto::money),
        ties: ties(view, &statement, target, sum)?,
        rows,
    })
}

/// What a new account holds before the statement: as stated, else what its closing balance leaves.
fn opening(statement: &store::Statement, currency: Currency, sum: Money) -> Result<Money, Failure> {
    match (statement.opening, statement.closing) {
        (Some(opening), _) => Ok(opening),
        (None, Some(closing)) => closing.amount.checked_sub(sum).map_err(Failure::internal),
        (None, None) => Ok(Money::zero(currency)),
    }
}

/// Whether the stated closing balance is what the book would say for that day. Nothing when it cannot be told.
fn ties(
    view: &View<'_>,
    statement: &store::Statement,
    target: &Target,
    sum: Money,
) -> Result<Option<bool>, Failure> {
    let Some(closing) = statement.closing else {
        return Ok(None);
    };
    let before = match (target.account, closing.date) {
        (None, _) => Some(opening(statement, target.currency, sum)?.minor),
        (Some(id), Some(day)) => view
            .daily_balances(&[id], day, day)?
            .first()
            .and_then(|series| series.minor.first().copied()),
        (Some(_), None) => None,
    };
    Ok(before.map(|before| before + sum.minor == closing.amount.minor))
}

/// Rows in question first, then from the top.
fn shown_rows(verdicts: &[store::RowVerdict]) -> Vec<usize> {
    let questioned = |verdict: &store::RowVerdict| {
        matches!(
            verdict,
            store::RowVerdict::Matched { .. }
                | store::RowVerdict::Twin { .. }
                | store::RowVerdict::Rejected
        )
    };
    let mut shown: Vec<usize> = verdicts
        .iter()
        .enumerate()
        .filter(|(_, verdict)| questioned(verdict))
        .map(|(row, _)| row)
        .take(SHOWN_IN_QUESTION)
        .collect();
    let first: Vec<usize> = (0..verdicts.len())
        .filter(|row| !shown.contains(row))
        .take(SHOWN - shown.len())
        .collect();
    shown.extend(first);
    shown
}

fn preview_row(
    view: &View<'_>,
    row: usize,
    found: &FeedTransaction,
    verdict: Option<store::RowVerdict>,
) -> Result<PreviewRow, Failure> {
    let like = |id: TransactionId| -> Result<Option<String>, Failure> {
        let known = view.transaction(id)?;
        Ok(Some(format!("{}, {}", known.payee, known.date)))
    };
    let (verdict, reason, like) = match verdict.unwrap_or(store::RowVerdict::New) {
        store::RowVerdict::New | store::RowVerdict::Skipped => (RowVerdict::New, None, None),
        store::RowVerdict::Twin { of } => (RowVerdict::New, Some("twin"), like(of)?),
        store::RowVerdict::Duplicate {
            of,
            reason: DuplicateReason::ProviderId,
        } => (RowVerdict::Duplicate, Some("same_id"), like(of)?),
        store::RowVerdict::Duplicate {
            of,
            reason: DuplicateReason::SameContent,
        } => (RowVerdict::Duplicate, Some("same_row"), like(of)?),
        store::RowVerdict::Matched { of, .. } => {
            (RowVerdict::Matched, Some("near_date"), like(of)?)
        }
        store::RowVerdict::Rejected => (RowVerdict::Problem, Some("currency"), None),
    };
    Ok(PreviewRow {
        row: dto::length(row),
        date: found.date.to_string(),
        payee: found.payee.clone(),
        description: found.description.clone(),
        amount: dto::money(found.amount),
        verdict,
        reason: reason.map(ToOwned::to_owned),
        like,
    })
}
