//! Goals held against net worth ahead.
//!
//! A goal counts what the goals page says it counts: shares of accounts, or an envelope. Each part grows as its class does, or
//! by the stated interest of its account, in the same worlds. What is put aside for it each month is what its own last full
//! months added; where the person says that more or less is added to the class than was, as much more or less of it.

use chrono::NaiveDate;
use contract::types::{AheadGoal, GoalPlan, Nothing};
use domain::budget::Month;
use domain::ids::AccountId;
use engine::networth::ahead::{self, Ahead, Class, GoalPart};
use money::{Currency, Money, Rate};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::ground::Ground;
use super::plan::Assumed;
use super::{Work, month_after};
use crate::commands::forecast::rate;
use crate::commands::goals::goals_get;
use crate::{App, Failure, dto};

/// A goal and what is asked of it; nothing for want of a rate.
pub(super) struct Held {
    plan: GoalPlan,
    due: Option<NaiveDate>,
    add: i64,
    pub(super) asked: Option<ahead::Goal>,
    due_months: Option<u32>,
}

fn minor(money: &contract::types::Money) -> Result<Money, Failure> {
    let currency = dto::currency("currency", &money.currency)?;
    dto::amount("amount", &money.amount, currency)
}

/// Whole months from one day to another, if they are within a number.
fn months_until(today: NaiveDate, due: NaiveDate, most: u32) -> Option<u32> {
    if due < today || due > month_after(today, most) {
        return None;
    }
    (0..=most)
        .rev()
        .find(|months| month_after(today, *months) <= due)
}

/// What is put aside for a goal where its class gets `now` instead of `usual`.
fn scaled(own: i64, now: i64, usual: Option<i64>) -> i64 {
    let Some(usual) = usual.filter(|usual| *usual > 0 && own > 0 && *usual != now) else {
        return own;
    };
    (Decimal::from(own) * Decimal::from(now) / Decimal::from(usual))
        .round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven)
        .to_i64()
        .unwrap_or(own)
}

pub(super) async fn read(
    app: &App,
    ground: &Ground,
    assumed: &[Assumed; 4],
    months: u32,
) -> Result<Vec<Held>, Failure> {
    let page = goals_get(app, Nothing {}).await?;
    let mut all = Vec::new();
    for plan in page.goals {
        let currency = dto::currency("currency", &plan.target.currency)?;
        let (base, today) = (ground.base, ground.today);
        let rate = app
            .read(move |view| rate(view, currency, base, today))
            .await?
            .filter(|_| plan.without_rate.is_empty());
        all.push(held(plan, rate, ground, assumed, months)?);
    }
    Ok(all)
}

fn held(
    plan: GoalPlan,
    rate: Option<Rate>,
    ground: &Ground,
    assumed: &[Assumed; 4],
    months: u32,
) -> Result<Held, Failure> {
    let due = dto::optional_date("due", plan.due.as_deref())?;
    let due_months = due.and_then(|due| months_until(ground.today, due, months));
    let nothing = |plan: GoalPlan| Held {
        plan,
        due,
        add: 0,
        asked: None,
        due_months: None,
    };
    let Some(rate) = rate else {
        return Ok(nothing(plan));
    };
    let there = |money: &contract::types::Money| -> Result<i64, Failure> {
        Ok(rate
            .convert(minor(money)?)
            .map_err(Failure::internal)?
            .minor)
    };
    let mut parts = Vec::new();
    for share in &plan.shares {
        let Some(amount) = &share.amount else {
            return Ok(nothing(plan));
        };
        let id: AccountId = dto::id("account", &share.account)?;
        let (class, factor) = ground
            .accounts
            .get(&id)
            .copied()
            .unwrap_or((Class::Cash, None));
        parts.push(GoalPart {
            class,
            start: there(amount)?,
            factor,
        });
    }
    if parts.is_empty() {
        parts.push(GoalPart {
            class: Class::Cash,
            start: there(&plan.saved)?,
            factor: None,
        });
    }
    let own = plan.rate.as_ref().map(&there).transpose()?.unwrap_or(0);
    let most = parts
        .iter()
        .max_by_key(|part| part.start)
        .map_or(Class::Cash, |part| part.class) as usize;
    let add = scaled(own, assumed[most].add, ground.proposed[most]);
    let asked = ahead::Goal {
        parts,
        add,
        target: there(&plan.target)?,
        due: due_months,
    };
    Ok(Held {
        plan,
        due,
        add,
        asked: Some(asked),
        due_months,
    })
}

pub(super) fn wire(goals: &[Held], found: &Ahead, work: &Work<'_>) -> Vec<AheadGoal> {
    let mut reached = found.goals.iter();
    goals
        .iter()
        .map(|goal| {
            let reached = goal.asked.as_ref().and_then(|_| reached.next());
            let in_base = |minor: i64, currency: Currency| dto::minor(minor, currency);
            let worlds = reached.and_then(|one| one.worlds);
            AheadGoal {
                id: goal.plan.id.clone(),
                name: goal.plan.name.clone(),
                target: goal.plan.target.clone(),
                saved: goal.plan.saved.clone(),
                add: reached.map(|_| in_base(goal.add, work.base)),
                due: goal.due.map(|day| day.to_string()),
                likely: reached
                    .and_then(|one| one.likely)
                    .map(|months| Month::of(month_after(work.today, months)).to_string()),
                then: reached.map(|one| in_base(one.then, work.base)),
                of_ten: worlds.map(|worlds| (worlds * 10 + 500) / ahead::WORLDS as u32),
                percent: worlds.map(|worlds| (worlds * 100 + 500) / ahead::WORLDS as u32),
                mark: goal.due_months.and_then(|months| {
                    let point = found.points.get(months as usize)?;
                    let classes = point.classes.map(|minor| work.minor(minor, months));
                    let likely = classes.into_iter().fold(0, i64::saturating_add);
                    Some(dto::minor(likely, work.base))
                }),
                without_rate: reached.is_none(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    #[test]
    fn months_until_a_date_are_whole_ones() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let until = |due: &str| months_until(day("2026-01-31"), day(due), 24);
        assert_eq!(until("2026-01-31"), Some(0));
        assert_eq!(until("2026-02-27"), Some(0));
        assert_eq!(until("2026-02-28"), Some(1));
        assert_eq!(until("2028-01-31"), Some(24));
        assert_eq!(until("2028-02-01"), None);
        assert_eq!(until("2026-01-30"), None);
    }

    #[test]
    fn what_is_put_aside_follows_what_is_added_to_its_class() {
        assert_eq!(scaled(200, 500, Some(500)), 200);
        assert_eq!(scaled(200, 750, Some(500)), 300);
        assert_eq!(scaled(200, 0, Some(500)), 0);
        assert_eq!(scaled(200, 750, None), 200);
        assert_eq!(scaled(200, 750, Some(-1)), 200);
        assert_eq!(scaled(-200, 750, Some(500)), -200);
    }
}
