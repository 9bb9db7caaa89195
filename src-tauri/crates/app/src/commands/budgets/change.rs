//! What the person changes about budgets beyond a category's limit.

use chrono::NaiveDate;
use contract::types::{
    BudgetFill, BudgetFillReq, BudgetMoveReq, BudgetPlanReq, BudgetReq, BudgetSaveReq, BudgetSpan,
    Change,
};
use domain::budget::Month;
use domain::feed::BudgetPeriod;
use domain::ids::{AccountId, BudgetId, CategoryId};
use money::Money;
use store::Budget;

use super::plan::{Moved, Plan, Ways, limit_in, ways};
use super::{limit_of, put_limit};
use crate::{App, Failure, dto};

/// Longest name of a line.
const NAME: usize = 80;
/// Most categories, accounts, tags or payees of a line.
const MOST: usize = 100;
/// Longest period of one's own: ten years of days.
const LONGEST: u32 = 3_660;

pub(crate) async fn budget_plan_set(app: &App, request: BudgetPlanReq) -> Result<Change, Failure> {
    let base = app.base_currency().await?;
    if !(1..=28).contains(&request.start_day) {
        return Err(Failure::invalid("startDay", "out_of_range"));
    }
    let savings = dto::amount("savings", &request.savings, base)?;
    if savings.minor < 0 {
        return Err(Failure::invalid("savings", "negative"));
    }
    let plan = Plan {
        style: request.style,
        start_day: request.start_day,
        savings: savings.minor,
        currency: base.code().to_owned(),
    };
    let written = app
        .write(app.person("budget_plan_set"), move |writing| {
            plan.put(writing)
        })
        .await?;
    Ok(super::super::journal::change(
        written.batch,
        1,
        "budget_plan_set",
    ))
}

fn ids<T: std::str::FromStr>(what: &'static str, all: &[String]) -> Result<Vec<T>, Failure> {
    if all.len() > MOST {
        return Err(Failure::invalid(what, "too_many"));
    }
    all.iter().map(|id| dto::id(what, id)).collect()
}

fn period(request: &BudgetSaveReq) -> Result<(BudgetPeriod, Option<u32>, bool), Failure> {
    let own = |in_months: bool| {
        let length = request.length.unwrap_or(0);
        let most = if in_months { LONGEST / 30 } else { LONGEST };
        if (1..=most).contains(&length) {
            Ok((BudgetPeriod::Custom, Some(length), in_months))
        } else {
            Err(Failure::invalid("length", "out_of_range"))
        }
    };
    match request.span {
        BudgetSpan::Month => Ok((BudgetPeriod::Month, None, false)),
        BudgetSpan::Week => Ok((BudgetPeriod::Week, None, false)),
        BudgetSpan::Year => Ok((BudgetPeriod::Year, None, false)),
        BudgetSpan::Days => own(false),
        BudgetSpan::Months => own(true),
    }
}

pub(crate) async fn budget_save(app: &App, request: BudgetSaveReq) -> Result<Change, Failure> {
    let base = app.base_currency().await?;
    let id: Option<BudgetId> = match &request.budget {
        Some(id) => Some(dto::id("budget", id)?),
        None => None,
    };
    let name = request.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME {
        return Err(Failure::invalid("name", "length"));
    }
    let categories: Vec<CategoryId> = ids("category", &request.categories)?;
    let accounts: Vec<AccountId> = ids("account", &request.accounts)?;
    let payees: Vec<i64> = ids("payee", &request.payees)?;
    let tags: Vec<String> = request
        .tags
        .iter()
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    if tags.len() > MOST {
        return Err(Failure::invalid("tags", "too_many"));
    }
    if categories.is_empty() && accounts.is_empty() && payees.is_empty() && tags.is_empty() {
        return Err(Failure::invalid("categories", "empty"));
    }
    if request.warn_at.is_some_and(|percent| percent > 1_000) {
        return Err(Failure::invalid("warnAt", "out_of_range"));
    }
    let (period, length, in_months) = period(&request)?;
    let limit = match &request.limit {
        Some(text) => Some(limit_of(text, base)?),
        None if id.is_some() => None,
        None => return Err(Failure::invalid("limit", "missing")),
    };
    let from = app.budget_month(&request.from).await?;
    let since = dto::optional_date("since", request.since.as_deref())?;
    let asked = Ways {
        surplus: request.surplus,
        overspending: request.overspending,
        envelope: request.envelope,
        length,
        in_months,
        since,
        tags,
        payees,
        warn_at: request.warn_at,
    };
    let only = request.only;
    let today = app.today();
    let label = "budget_set";
    let written = app
        .write(app.person(label), move |writing| {
            let all = writing.budgets()?;
            for category in &categories {
                writing.category_name(*category)?;
            }
            let known = match id {
                Some(id) => Some(all.into_iter().find(|budget| budget.id == id).ok_or(
                    store::Error::NotFound {
                        what: "budget",
                        id: id.0,
                    },
                )?),
                None => None,
            };
            let mut budget = known.unwrap_or_else(|| Budget {
                id: BudgetId(0),
                name: String::new(),
                categories: Vec::new(),
                accounts: Vec::new(),
                period,
                limits: Vec::new(),
                carry_over: false,
                position: i64::MAX / 2,
                archived: false,
            });
            let mut ways = asked;
            ways.since = ways.since.or_else(|| begun(&budget, &ways, today));
            budget.name = name;
            budget.categories = categories;
            budget.accounts = accounts;
            budget.period = period;
            budget.carry_over = ways.surplus || ways.overspending;
            if let Some(limit) = limit {
                put_limit(&mut budget.limits, from, limit, only);
            }
            let id = if budget.id.0 == 0 {
                writing.add_budget(&budget)?
            } else {
                writing.put_budget(&budget)?;
                budget.id
            };
            ways.put(writing, id)
        })
        .await?;
    Ok(super::super::journal::change(written.batch, 1, label))
}

/// Where periods of one's own begin: the first of the line's first month, or today.
fn begun(budget: &Budget, ways: &Ways, today: NaiveDate) -> Option<NaiveDate> {
    ways.length?;
    let first = budget.limits.first().map(|(month, _)| month.first_day());
    Some(first.unwrap_or(today))
}

/// Takes a category out of the budgets that count it, or puts another in its place. A line that counts nothing else ends.
pub(crate) fn category_gone(
    writing: &mut store::Writing<'_>,
    gone: CategoryId,
    into: Option<CategoryId>,
) -> store::Result<()> {
    let ways = super::plan::ways(writing)?;
    let all = writing.budgets()?;
    // Where another line counts that category alone, the limits stay with it: nothing is counted twice.
    let taken = into.is_some_and(|into| {
        all.iter()
            .any(|budget| !budget.archived && budget.categories == [into])
    });
    for mut budget in all {
        if !budget.categories.contains(&gone) {
            continue;
        }
        let alone = budget.categories.len() == 1;
        budget.categories.retain(|id| *id != gone);
        if let Some(into) = into
            && !budget.categories.contains(&into)
            && !(alone && taken)
        {
            budget.categories.push(into);
        }
        let narrower = ways
            .get(&budget.id)
            .is_some_and(|ways| !ways.tags.is_empty() || !ways.payees.is_empty());
        if budget.categories.is_empty() && budget.accounts.is_empty() && !narrower {
            writing.remove_budget(budget.id)?;
            Ways::remove(writing, budget.id)?;
        } else {
            writing.put_budget(&budget)?;
        }
    }
    Ok(())
}

pub(crate) async fn budget_end(app: &App, request: BudgetReq) -> Result<Change, Failure> {
    let id: BudgetId = dto::id("budget", &request.budget)?;
    let label = "budget_ended";
    let written = app
        .write(app.person(label), move |writing| {
            writing.remove_budget(id)?;
            Ways::remove(writing, id)
        })
        .await?;
    Ok(super::super::journal::change(written.batch, 1, label))
}

pub(crate) async fn budget_move(app: &App, request: BudgetMoveReq) -> Result<Change, Failure> {
    let base = app.base_currency().await?;
    let amount = dto::amount("amount", &request.amount, base)?;
    if amount.minor <= 0 {
        return Err(Failure::invalid("amount", "not_positive"));
    }
    let month = app.budget_month(&request.month).await?;
    let side = |id: &Option<String>| -> Result<Option<BudgetId>, Failure> {
        id.as_deref().map(|id| dto::id("budget", id)).transpose()
    };
    let (from, to) = (side(&request.from)?, side(&request.to)?);
    if from == to {
        return Err(Failure::invalid("to", "same"));
    }
    let book = app.budget_book(month).await?;
    for id in [from, to].into_iter().flatten() {
        let budget = book.budgets.iter().find(|budget| budget.id == id);
        let budget = budget.ok_or(Failure::NotFound("budget"))?;
        if budget.period != BudgetPeriod::Month {
            return Err(Failure::invalid("budget", "not_monthly"));
        }
        // What is to be assigned stands over envelopes alone.
        if (from.is_none() || to.is_none()) && !book.is_envelope(id) {
            return Err(Failure::invalid("budget", "no_envelope"));
        }
    }
    let moved = Moved {
        month: month.index(),
        from: from.map(|id| id.0),
        to: to.map(|id| id.0),
        minor: amount.minor,
        currency: base.code().to_owned(),
    };
    let label = "budget_moved";
    let written = app
        .write(app.person(label), move |writing| moved.put(writing))
        .await?;
    Ok(super::super::journal::change(written.batch, 1, label))
}

pub(crate) async fn budget_fill(app: &App, request: BudgetFillReq) -> Result<Change, Failure> {
    let month = app.budget_month(&request.month).await?;
    let book = app.budget_book(month).await?;
    let months = match request.how {
        BudgetFill::Average => i32::try_from(request.months.clamp(1, 6)).unwrap_or(3),
        BudgetFill::LastMonth | BudgetFill::LastLimits => 1,
    };
    let mut limits: Vec<(BudgetId, Money, bool)> = Vec::new();
    for budget in book
        .budgets
        .iter()
        .filter(|budget| budget.period == BudgetPeriod::Month)
    {
        let minor = match request.how {
            BudgetFill::LastLimits => {
                limit_in(&budget.limits, month.plus(-1)).map(|limit| limit.minor)
            }
            BudgetFill::Average | BudgetFill::LastMonth => {
                let spent = book.spent_between(budget.id, month.plus(-months), month.plus(-1));
                Some(spent.max(0) / i64::from(months))
            }
        };
        if let Some(minor) = minor {
            let limit = Money::new(minor, book.base);
            limits.push((budget.id, limit, book.is_envelope(budget.id)));
        }
    }
    let (label, rows) = ("budgets_filled", limits.len() as u64);
    let written = app
        .write(app.person(label), move |writing| {
            let known = ways(writing)?;
            for mut budget in writing.budgets()? {
                let found = limits.iter().find(|(id, ..)| *id == budget.id);
                if let Some((id, limit, only)) = found {
                    put_limit(&mut budget.limits, month, *limit, *only);
                    writing.put_budget(&budget)?;
                    if !known.contains_key(id) {
                        Ways::plain(&budget).put(writing, *id)?;
                    }
                }
            }
            Ok(())
        })
        .await?;
    Ok(super::super::journal::change(written.batch, rows, label))
}

impl App {
    /// The month of a text, or the one that today lies in by the person's own months.
    pub(crate) async fn budget_month(&self, text: &str) -> Result<Month, Failure> {
        if !text.is_empty() {
            return dto::month("month", text);
        }
        let today = self.today();
        let plan = self.read(Plan::of).await?;
        Ok(Month::of(plan.calendar().counted(today)))
    }
}
