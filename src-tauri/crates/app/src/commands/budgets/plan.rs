//! How the person budgets: the book's style, each line's own ways, and money moved between lines. Documents of the book, so that
//! all of it is journaled and can be taken back.

use std::collections::HashMap;

use chrono::NaiveDate;
use contract::types::{BudgetSpan, BudgetStyle};
use domain::budget::Month;
use domain::feed::BudgetPeriod;
use domain::ids::{BudgetId, PayeeId};
use engine::budget::{Calendar, CarryOver, Move, Turn};
use money::{Currency, Money};
use serde::{Deserialize, Serialize};
use store::{Budget, View, Writing};

/// Kind of the book's own document, and its key.
const PLAN: (&str, &str) = ("budget-plan", "plan");
/// Kind of the lines' documents; the key is the budget's number.
const LINES: &str = "budget-line";
/// Kind of the moves' documents; the key is a number.
const MOVES: &str = "budget-move";
/// Percent of a line that is warned of unless the person chose.
pub(crate) const WARN_AT: u32 = 80;

/// How a book is budgeted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Plan {
    pub(crate) style: BudgetStyle,
    pub(crate) start_day: u32,
    /// Put aside each month, minor units of `currency`.
    pub(crate) savings: i64,
    pub(crate) currency: String,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            style: BudgetStyle::Limits,
            start_day: 1,
            savings: 0,
            currency: String::new(),
        }
    }
}

impl Plan {
    pub(crate) fn of(view: &View<'_>) -> store::Result<Self> {
        let body = view.document(PLAN.0, PLAN.1)?;
        Ok(body
            .and_then(|body| serde_json::from_str(&body).ok())
            .unwrap_or_default())
    }

    pub(crate) fn put(&self, writing: &mut Writing<'_>) -> store::Result<()> {
        let json = serde_json::to_string(self).unwrap_or_default();
        writing.put_document(PLAN.0, PLAN.1, Some(&json))
    }

    pub(crate) fn calendar(&self) -> Calendar {
        Calendar::starting_on(self.start_day).unwrap_or_default()
    }

    /// What is put aside, as far as it is in this currency.
    pub(crate) fn savings(&self, base: Currency) -> i64 {
        if self.currency == base.code() {
            self.savings
        } else {
            0
        }
    }
}

/// The ways of one line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Ways {
    pub(crate) surplus: bool,
    pub(crate) overspending: bool,
    /// An envelope or a limit, where it is not as the book.
    pub(crate) envelope: Option<bool>,
    /// Days or months of a period of the person's own.
    pub(crate) length: Option<u32>,
    /// That length counts months.
    pub(crate) in_months: bool,
    pub(crate) since: Option<NaiveDate>,
    pub(crate) tags: Vec<String>,
    pub(crate) payees: Vec<i64>,
    pub(crate) warn_at: Option<u32>,
}

impl Ways {
    /// Of a line that was never given any: what its carrying over says.
    pub(crate) fn plain(budget: &Budget) -> Self {
        Self {
            surplus: budget.carry_over,
            overspending: budget.carry_over,
            ..Self::default()
        }
    }

    pub(crate) const fn carry(&self) -> CarryOver {
        CarryOver {
            surplus: self.surplus,
            overspending: self.overspending,
        }
    }

    /// The period of a line that is not counted by months.
    pub(crate) fn turn(&self, period: BudgetPeriod) -> Option<Turn> {
        let length = self.length.unwrap_or(1).max(1);
        match period {
            BudgetPeriod::Month => None,
            BudgetPeriod::Week => Some(Turn::Days(7)),
            BudgetPeriod::Year => Some(Turn::Months(12)),
            BudgetPeriod::Custom if self.in_months => Some(Turn::Months(length)),
            BudgetPeriod::Custom => Some(Turn::Days(length)),
        }
    }

    pub(crate) const fn span(&self, period: BudgetPeriod) -> BudgetSpan {
        match period {
            BudgetPeriod::Month => BudgetSpan::Month,
            BudgetPeriod::Week => BudgetSpan::Week,
            BudgetPeriod::Year => BudgetSpan::Year,
            BudgetPeriod::Custom if self.in_months => BudgetSpan::Months,
            BudgetPeriod::Custom => BudgetSpan::Days,
        }
    }

    pub(crate) fn has_payee(&self, payee: PayeeId) -> bool {
        self.payees.contains(&payee.0)
    }

    pub(crate) fn put(&self, writing: &mut Writing<'_>, budget: BudgetId) -> store::Result<()> {
        let json = serde_json::to_string(self).unwrap_or_default();
        writing.put_document(LINES, &budget.to_string(), Some(&json))
    }

    pub(crate) fn remove(writing: &mut Writing<'_>, budget: BudgetId) -> store::Result<()> {
        writing.put_document(LINES, &budget.to_string(), None)
    }
}

/// The ways of every line that was given any.
pub(crate) fn ways(view: &View<'_>) -> store::Result<HashMap<BudgetId, Ways>> {
    Ok(view
        .documents(LINES)?
        .into_iter()
        .filter_map(|(key, body)| {
            Some((
                BudgetId(key.parse().ok()?),
                serde_json::from_str(&body).ok()?,
            ))
        })
        .collect())
}

/// Money moved in a month from one line to another, or from what is still to be assigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Moved {
    pub(crate) month: i32,
    pub(crate) from: Option<i64>,
    pub(crate) to: Option<i64>,
    pub(crate) minor: i64,
    pub(crate) currency: String,
}

impl Moved {
    pub(crate) fn put(&self, writing: &mut Writing<'_>) -> store::Result<()> {
        let keys = writing.documents(MOVES)?;
        let last = keys.iter().filter_map(|(key, _)| key.parse::<u64>().ok());
        let key = (last.max().unwrap_or(0) + 1).to_string();
        let json = serde_json::to_string(self).unwrap_or_default();
        writing.put_document(MOVES, &key, Some(&json))
    }
}

/// Every move in the base currency, as changes of single months.
pub(crate) fn moves(view: &View<'_>, base: Currency) -> store::Result<Vec<Move>> {
    let mut all = Vec::new();
    for (_, body) in view.documents(MOVES)? {
        let Ok(moved) = serde_json::from_str::<Moved>(&body) else {
            continue;
        };
        if moved.currency != base.code() {
            continue;
        }
        let month = Month::from_index(moved.month);
        let one = |budget: i64, minor: i64| Move {
            budget: BudgetId(budget),
            month,
            minor,
        };
        all.extend(
            moved
                .from
                .map(|from| one(from, moved.minor.saturating_neg())),
        );
        all.extend(moved.to.map(|to| one(to, moved.minor)));
    }
    Ok(all)
}

/// The limit of a month by versions: the last one from it or before.
pub(crate) fn limit_in(limits: &[(Month, Money)], month: Month) -> Option<Money> {
    limits
        .iter()
        .filter(|(from, _)| *from <= month)
        .max_by_key(|(from, _)| *from)
        .map(|(_, limit)| *limit)
}
