//! What a statement would do to the book, shown before anything is written.

use chrono::NaiveDate;
use contract::types::{PreviewRow, RowVerdict, StatementPreview};
use domain::feed::FeedTransaction;
use domain::ids::{AccountId, TransactionId};
use domain::transaction::TransactionStatus;
use money::{Currency, Money, Sum};
use store::{DuplicateReason, ImportCounts, ImportPlan, Settling, View};

use super::choices::proposed;
use super::papers;
use super::reading::{LOT, Reading, StatementFacts};
use super::target::{Target, hint};
use super::turns::Turns;
use crate::{Failure, dto};

/// Rows of a statement shown in a preview.
const SHOWN: usize = 200;

/// Of these, rows in question come first, at most so many.
const SHOWN_IN_QUESTION: usize = 100;

/// What is known of a statement's rows once they were held against the book: enough to add them up again.
pub(super) struct Weighed {
    currency: Currency,
    /// What each row is to the book, in file order.
    pub(super) verdicts: Vec<store::RowVerdict>,
    /// Nothing for a row of another currency.
    minor: Vec<i64>,
    days: Vec<NaiveDate>,
    /// Balance of the account today.
    pub(super) before: Money,
    settling: Settling,
    /// The balance of `settling`'s day, where the statement states it: what the book would say for that day before.
    then: Option<Money>,
}

impl Weighed {
    /// The sum of the rows that are taken.
    pub(super) fn sum(&self, taken: impl Fn(usize) -> bool) -> Result<Money, Failure> {
        self.sum_after(None, taken)
    }

    fn sum_after(
        &self,
        day: Option<NaiveDate>,
        taken: impl Fn(usize) -> bool,
    ) -> Result<Money, Failure> {
        let mut sum = Sum::new(self.currency);
        for (row, minor) in self.minor.iter().enumerate() {
            if day.is_none_or(|day| self.days[row] > day) && taken(row) {
                sum.add(Money::new(*minor, self.currency))
                    .map_err(Failure::internal)?;
            }
        }
        sum.total().map_err(Failure::internal)
    }

    /// The balance of the account after the rows are taken: rows up to a day whose balance was stated do not move it.
    pub(super) fn after(&self, taken: impl Fn(usize) -> bool) -> Result<Money, Failure> {
        let moved = self.sum_after(self.settling.fixed, taken)?;
        let before = match (self.settling.stated, self.then) {
            (Some(stated), Some(then)) => self
                .before
                .checked_sub(then)
                .and_then(|since| since.checked_add(stated))
                .map_err(Failure::internal)?,
            _ => self.before,
        };
        before.checked_add(moved).map_err(Failure::internal)
    }
}

/// What is kept of the rows while they pass: all amounts, and the rows that are shown unless others are in question.
struct Noted {
    currency: Currency,
    /// In file order; nothing for a row of another currency.
    minor: Vec<i64>,
    days: Vec<NaiveDate>,
    first: Vec<FeedTransaction>,
}

impl Noted {
    const fn of(currency: Currency) -> Self {
        Self {
            currency,
            minor: Vec::new(),
            days: Vec::new(),
            first: Vec::new(),
        }
    }

    fn note(&mut self, row: &FeedTransaction) {
        let own = row.amount.currency == self.currency;
        self.minor.push(if own { row.amount.minor } else { 0 });
        self.days.push(row.date);
        if self.first.len() < SHOWN {
            self.first.push(row.clone());
        }
    }
}

const fn is_added(verdict: store::RowVerdict) -> bool {
    matches!(
        verdict,
        store::RowVerdict::New | store::RowVerdict::Twin { .. }
    )
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
    (reading, turns): (&Reading, &mut Turns<'_, '_>),
    place: usize,
    facts: &StatementFacts,
    target: &Target,
    today: NaiveDate,
    stop: &dyn Fn() -> bool,
) -> Result<(StatementPreview, Weighed), Failure> {
    let statement = reading.statement(place, target.account, target.currency);
    let (plan, noted) = turns.rows(place, |rows| {
        let mut noted = Noted::of(target.currency);
        let mut stopped = false;
        let mut rows = rows
            .enumerate()
            .take_while(|(row, _)| {
                stopped = stopped || (row.is_multiple_of(LOT) && stop());
                !stopped
            })
            .map(|(_, row)| row)
            .inspect(|row| noted.note(row));
        let plan = if target.account.is_some() {
            view.plan_import(&statement, &mut rows)?
        } else {
            all_new(rows.by_ref().count())
        };
        drop(rows);
        if stopped {
            return Err(Failure::Cancelled);
        }
        Ok::<_, Failure>((plan, noted))
    })?;
    let counts = plan.counts;
    let found = noted.first;
    let mut weighed = Weighed {
        currency: target.currency,
        verdicts: plan.verdicts,
        minor: noted.minor,
        days: noted.days,
        before: Money::zero(target.currency),
        settling: Settling {
            fixed: None,
            stated: None,
        },
        then: None,
    };
    let added = |weighed: &Weighed, row: usize| is_added(weighed.verdicts[row]);
    let sum = weighed.sum(|row| added(&weighed, row))?;
    match target.account {
        Some(id) => {
            weighed.before = view.account(id, today)?.balance;
            weighed.settling = view.settling(&statement, facts.first, today)?;
            if let (Some(day), Some(_)) = (weighed.settling.fixed, weighed.settling.stated) {
                weighed.then =
                    balance_on(view, id, day)?.map(|minor| Money::new(minor, target.currency));
            }
        }
        None => weighed.before = opening(&statement, target.currency, sum)?,
    }
    let after = weighed.after(|row| added(&weighed, row))?;
    let synced = match target.account {
        Some(id) => view.synced_span(id)?,
        None => None,
    };
    let older = synced.map_or(0, |(first, _)| {
        (0..weighed.verdicts.len())
            .filter(|row| added(&weighed, *row) && weighed.days[*row] < first)
            .count()
    });
    let papers = papers::plan(view, facts, target.account, target.currency, today)?.counts;
    let stated = statement.closing.map(|closing| closing.amount);
    let shown = shown_rows(&weighed.verdicts);
    let further: Vec<usize> = shown
        .iter()
        .copied()
        .filter(|row| *row >= found.len())
        .collect();
    let further = reading.pick(place, target.currency, &further);
    let mut rows = Vec::new();
    for row in shown {
        let one = further.get(&row).or_else(|| found.get(row));
        if let (Some(one), Some(verdict)) = (one, weighed.verdicts.get(row)) {
            rows.push(preview_row(view, row, one, *verdict, target.account)?);
        }
    }
    let told = StatementPreview {
        statement: dto::length(place),
        account_hint: hint(facts),
        account: target.account.map(|id| id.to_string()),
        account_name: target.name.clone(),
        currency: target.currency.code().to_owned(),
        from: facts.first.map(|day| day.to_string()),
        to: facts.last.map(|day| day.to_string()),
        new: dto::count(counts.new),
        duplicate: dto::count(counts.duplicate),
        matched: dto::count(counts.matched),
        covered: dto::count(counts.covered),
        older: dto::length(older),
        synced_from: synced.map(|(first, _)| first.to_string()),
        synced_to: synced.map(|(_, last)| last.to_string()),
        sum: dto::money(sum),
        balance_before: dto::money(weighed.before),
        balance_after: dto::money(after),
        stated_balance: stated.map(dto::money),
        ties: ties(view, &statement, target, sum)?,
        trades: dto::length(papers.trades),
        trades_here: dto::length(papers.here),
        trades_rejected: dto::length(papers.rejected),
        positions: dto::length(papers.positions),
        positions_unexplained: dto::length(papers.unexplained),
        rows,
    };
    Ok((told, weighed))
}

fn balance_on(view: &View<'_>, account: AccountId, day: NaiveDate) -> store::Result<Option<i64>> {
    Ok(view
        .daily_balances(&[account], day, day)?
        .first()
        .and_then(|series| series.minor.first().copied()))
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
        (Some(id), Some(day)) => balance_on(view, id, day)?,
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
                | store::RowVerdict::Covered
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

/// A row as the person sees it.
pub(super) fn preview_row(
    view: &View<'_>,
    row: usize,
    found: &FeedTransaction,
    verdict: store::RowVerdict,
    account: Option<AccountId>,
) -> Result<PreviewRow, Failure> {
    // In a plan, 0 stands for an earlier row of the same file.
    let known = |id: TransactionId| -> Result<Option<store::Transaction>, Failure> {
        Ok(if id.0 == 0 {
            None
        } else {
            Some(view.transaction(id)?)
        })
    };
    let (word, reason, of, score) = match verdict {
        store::RowVerdict::New | store::RowVerdict::Skipped => (RowVerdict::New, None, None, None),
        store::RowVerdict::Twin { of } => (RowVerdict::New, Some("twin"), known(of)?, None),
        store::RowVerdict::Duplicate {
            of,
            reason: DuplicateReason::ProviderId,
        } => (
            RowVerdict::Duplicate,
            Some("same_id"),
            known(of)?,
            Some(100),
        ),
        store::RowVerdict::Duplicate {
            of,
            reason: DuplicateReason::SameContent,
        } => (
            RowVerdict::Duplicate,
            Some("same_row"),
            known(of)?,
            Some(100),
        ),
        store::RowVerdict::Matched { of, score } => {
            let of = known(of)?;
            let settles = of
                .as_ref()
                .is_some_and(|of| of.status == TransactionStatus::Pending)
                && found.status != TransactionStatus::Pending;
            let reason = if settles { "settles" } else { "near_date" };
            (
                RowVerdict::Matched,
                Some(reason),
                of,
                Some(u32::from(score)),
            )
        }
        store::RowVerdict::Covered => (RowVerdict::Covered, Some("synced"), None, None),
        store::RowVerdict::Rejected => (RowVerdict::Problem, Some("currency"), None, None),
    };
    let transfer = match (is_added(verdict), account) {
        (true, account) => {
            let leg = view.other_leg(account.unwrap_or(AccountId(0)), found)?;
            leg.map(|id| -> Result<String, Failure> {
                let other = view.transaction(id)?;
                let account = view.account(other.account, other.date)?;
                Ok(format!("{}, {}", account.name, other.date))
            })
            .transpose()?
        }
        (false, _) => None,
    };
    Ok(PreviewRow {
        row: dto::length(row),
        date: found.date.to_string(),
        payee: found.payee.clone(),
        description: found.description.clone(),
        amount: dto::money(found.amount),
        verdict: word,
        reason: reason.map(ToOwned::to_owned),
        like: of.as_ref().map(|of| format!("{}, {}", of.payee, of.date)),
        like_id: of.map(|of| of.id.to_string()),
        score,
        pending: found.status == TransactionStatus::Pending,
        transfer,
        choice: proposed(verdict),
        linked: None,
    })
}
