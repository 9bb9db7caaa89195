//! What the person intends: budgets, goals, planned payments, rules, and small documents of the app's own.

use chrono::NaiveDate;
use domain::budget::Month;
use domain::feed::BudgetPeriod;
use domain::ids::{AccountId, BudgetId, CategoryId, ConnectionId, GoalId, PlannedId};
use domain::planned::Cadence;
use money::Money;

use crate::{Result, View, Writing};

/// A budget of the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Its number; any for one to add.
    pub id: BudgetId,
    /// Name.
    pub name: String,
    /// Categories it counts, groups standing for their own; empty is all spending.
    pub categories: Vec<CategoryId>,
    /// Accounts it counts; empty is all.
    pub accounts: Vec<AccountId>,
    /// Its period.
    pub period: BudgetPeriod,
    /// Limits from a month onward, oldest first; positive.
    pub limits: Vec<(Month, Money)>,
    /// What is left, or overspent, goes into the next period.
    pub carry_over: bool,
    /// Position.
    pub position: i64,
    /// No longer in use.
    pub archived: bool,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Its number; any for one to add.
    pub id: GoalId,
    /// Name.
    pub name: String,
    /// What is to be reached.
    pub target: Money,
    /// What was there at the start.
    pub initial: Money,
    /// The account whose balance counts, if one does.
    pub account: Option<AccountId>,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// `active`, `paused`, `reached`, or the upstream's own word.
    pub state: String,
    /// A note.
    pub note: String,
    /// The connection that keeps it; none for the person's own.
    pub connection: Option<ConnectionId>,
}

/// A planned payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its number; any for one to add.
    pub id: PlannedId,
    /// Name.
    pub name: String,
    /// Payee.
    pub payee: String,
    /// Account.
    pub account: Option<AccountId>,
    /// The account a planned transfer goes to.
    pub to_account: Option<AccountId>,
    /// Category.
    pub category: Option<CategoryId>,
    /// Signed amount.
    pub amount: Money,
    /// The next occurrence, and the anchor of the cadence.
    pub next_date: NaiveDate,
    /// How it repeats.
    pub cadence: Cadence,
    /// Last occurrence allowed.
    pub until: Option<NaiveDate>,
    /// Remaining occurrences allowed.
    pub count: Option<u32>,
    /// Ended or switched off.
    pub closed: bool,
    /// The connection that keeps it; none for the person's own.
    pub connection: Option<ConnectionId>,
}

/// A rule of the person's. The store does not read its condition or action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its number; any for one to add.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Order of application.
    pub position: i64,
    /// In use.
    pub enabled: bool,
    /// Condition, as JSON text.
    pub condition: String,
    /// Action, as JSON text.
    pub action: String,
}

impl View<'_> {
    /// Every budget of the person's.
    pub fn budgets(&self) -> Result<Vec<Budget>> {
        Err(crate::unfinished())
    }

    /// Every goal.
    pub fn goals(&self) -> Result<Vec<Goal>> {
        Err(crate::unfinished())
    }

    /// Every planned payment.
    pub fn planned(&self) -> Result<Vec<Planned>> {
        Err(crate::unfinished())
    }

    /// Every rule in its order.
    pub fn rules(&self) -> Result<Vec<Rule>> {
        Err(crate::unfinished())
    }

    /// A document: JSON text under a kind and a key.
    pub fn document(&self, kind: &str, key: &str) -> Result<Option<String>> {
        let _ = (kind, key);
        Err(crate::unfinished())
    }

    /// Every document of a kind, by key.
    pub fn documents(&self, kind: &str) -> Result<Vec<(String, String)>> {
        let _ = kind;
        Err(crate::unfinished())
    }

    /// A setting: JSON text.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.document("setting", key)
    }
}

impl Writing<'_> {
    /// Adds a budget.
    pub fn add_budget(&mut self, budget: &Budget) -> Result<BudgetId> {
        let _ = budget;
        Err(crate::unfinished())
    }

    /// Puts a budget in place of the one with its number.
    pub fn put_budget(&mut self, budget: &Budget) -> Result<()> {
        let _ = budget;
        Err(crate::unfinished())
    }

    /// Removes a budget.
    pub fn remove_budget(&mut self, id: BudgetId) -> Result<()> {
        let _ = id;
        Err(crate::unfinished())
    }

    /// Adds a goal.
    pub fn add_goal(&mut self, goal: &Goal) -> Result<GoalId> {
        let _ = goal;
        Err(crate::unfinished())
    }

    /// Puts a goal in place of the one with its number.
    pub fn put_goal(&mut self, goal: &Goal) -> Result<()> {
        let _ = goal;
        Err(crate::unfinished())
    }

    /// Removes a goal.
    pub fn remove_goal(&mut self, id: GoalId) -> Result<()> {
        let _ = id;
        Err(crate::unfinished())
    }

    /// Adds a planned payment.
    pub fn add_planned(&mut self, planned: &Planned) -> Result<PlannedId> {
        let _ = planned;
        Err(crate::unfinished())
    }

    /// Puts a planned payment in place of the one with its number.
    pub fn put_planned(&mut self, planned: &Planned) -> Result<()> {
        let _ = planned;
        Err(crate::unfinished())
    }

    /// Removes a planned payment.
    pub fn remove_planned(&mut self, id: PlannedId) -> Result<()> {
        let _ = id;
        Err(crate::unfinished())
    }

    /// Adds a rule.
    pub fn add_rule(&mut self, rule: &Rule) -> Result<i64> {
        let _ = rule;
        Err(crate::unfinished())
    }

    /// Puts a rule in place of the one with its number.
    pub fn put_rule(&mut self, rule: &Rule) -> Result<()> {
        let _ = rule;
        Err(crate::unfinished())
    }

    /// Removes a rule.
    pub fn remove_rule(&mut self, id: i64) -> Result<()> {
        let _ = id;
        Err(crate::unfinished())
    }

    /// Keeps a document (JSON text) under a kind and a key; none removes it.
    pub fn put_document(&mut self, kind: &str, key: &str, json: Option<&str>) -> Result<()> {
        let _ = (kind, key, json);
        Err(crate::unfinished())
    }

    /// Keeps a setting; none removes it.
    pub fn put_setting(&mut self, key: &str, json: Option<&str>) -> Result<()> {
        self.put_document("setting", key, json)
    }
}
