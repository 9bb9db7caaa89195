//! What the person intends: budgets, goals, planned payments, rules, and small documents of the app's own.

use chrono::NaiveDate;
use domain::budget::Month;
use domain::feed::BudgetPeriod;
use domain::ids::{AccountId, BudgetId, CategoryId, ConnectionId, GoalId, PlannedId};
use domain::planned::{Cadence, Recurrence};
use domain::workday::{Calendar, Shift};
use money::{Currency, Money};
use rusqlite::OptionalExtension;

use crate::accounts::same_currency;
use crate::days::{date_of, day_of};
use crate::door::{Field, Table, flag, int, opt_int, opt_text, text};
use crate::{Error, Result, View, Writing};

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

pub(crate) const fn period_word(period: BudgetPeriod) -> &'static str {
    match period {
        BudgetPeriod::Week => "week",
        BudgetPeriod::Month => "month",
        BudgetPeriod::Year => "year",
        BudgetPeriod::Custom => "custom",
    }
}

pub(crate) fn period_of(word: &str) -> Option<BudgetPeriod> {
    [
        BudgetPeriod::Week,
        BudgetPeriod::Month,
        BudgetPeriod::Year,
        BudgetPeriod::Custom,
    ]
    .into_iter()
    .find(|period| period_word(*period) == word)
}

fn cadence_text(cadence: &Cadence) -> String {
    match cadence {
        Cadence::Once => "once".to_owned(),
        Cadence::Days(days) => format!("days {days}"),
        Cadence::Months { every, day } => format!("months {every} {day}"),
        Cadence::Rule(rule) => format!(
            "rule {} {} {}",
            rule.text(),
            rule.shift().as_str(),
            rule.calendar().code()
        ),
    }
}

/// Reads what was written for a plan whose days are counted from `first`.
fn cadence_of(text: &str, first: NaiveDate) -> Option<Cadence> {
    let mut words = text.split(' ');
    let cadence = match words.next()? {
        "once" => Cadence::Once,
        "days" => Cadence::Days(words.next()?.parse().ok()?),
        "months" => Cadence::Months {
            every: words.next()?.parse().ok()?,
            day: words.next()?.parse().ok()?,
        },
        "rule" => {
            let (rule, shift, calendar) = (words.next()?, words.next()?, words.next()?);
            let shift = Shift::from_word(shift)?;
            Cadence::Rule(Recurrence::read(rule, first, shift, Calendar::from_code(calendar)).ok()?)
        }
        _ => return None,
    };
    words.next().is_none().then_some(cadence)
}

fn numbers(ids: impl Iterator<Item = i64>) -> String {
    serde_json::Value::from(ids.collect::<Vec<i64>>()).to_string()
}

fn corrupt(table: &'static str, row: i64) -> Error {
    Error::Corrupt { table, row }
}

fn budget_fields(budget: &Budget) -> Result<Vec<Field>> {
    if budget.name.trim().is_empty() {
        return Err(Error::Refused { rule: "empty_name" });
    }
    let mut limits = budget.limits.clone();
    limits.sort_by_key(|(month, _)| *month);
    if limits.iter().any(|(_, limit)| limit.minor < 0) {
        return Err(Error::Refused {
            rule: "negative_limit",
        });
    }
    let limits: Vec<serde_json::Value> = limits
        .iter()
        .map(|(month, limit)| {
            serde_json::json!([month.index(), limit.minor, limit.currency.code()])
        })
        .collect();
    Ok(vec![
        ("name", text(budget.name.trim())),
        (
            "categories",
            text(&numbers(budget.categories.iter().map(|id| id.0))),
        ),
        (
            "accounts",
            text(&numbers(budget.accounts.iter().map(|id| id.0))),
        ),
        ("period", text(period_word(budget.period))),
        ("limits", text(&serde_json::Value::from(limits).to_string())),
        ("carry_over", flag(budget.carry_over)),
        ("position", int(budget.position)),
        ("archived", flag(budget.archived)),
    ])
}

fn goal_fields(goal: &Goal) -> Result<Vec<Field>> {
    same_currency(Some(goal.initial), goal.target.currency)?;
    Ok(vec![
        ("name", text(goal.name.trim())),
        ("currency", text(goal.target.currency.code())),
        ("target_minor", int(goal.target.minor)),
        ("initial_minor", int(goal.initial.minor)),
        ("account_id", opt_int(goal.account.map(|id| id.0))),
        ("due", opt_int(goal.due.map(day_of))),
        ("state", text(&goal.state)),
        ("note", text(&goal.note)),
        ("connection_id", opt_int(goal.connection.map(|id| id.0))),
    ])
}

fn planned_fields(planned: &Planned) -> Vec<Field> {
    vec![
        ("name", text(planned.name.trim())),
        ("payee", text(planned.payee.trim())),
        ("account_id", opt_int(planned.account.map(|id| id.0))),
        ("to_account_id", opt_int(planned.to_account.map(|id| id.0))),
        ("category_id", opt_int(planned.category.map(|id| id.0))),
        ("minor", int(planned.amount.minor)),
        ("currency", text(planned.amount.currency.code())),
        ("next_day", int(day_of(planned.next_date))),
        ("cadence", text(&cadence_text(&planned.cadence))),
        ("until", opt_int(planned.until.map(day_of))),
        ("count", opt_int(planned.count)),
        ("closed", flag(planned.closed)),
        ("connection_id", opt_int(planned.connection.map(|id| id.0))),
    ]
}

fn rule_fields(rule: &Rule) -> Vec<Field> {
    vec![
        ("name", text(rule.name.trim())),
        ("position", int(rule.position)),
        ("enabled", flag(rule.enabled)),
        ("condition", text(&rule.condition)),
        ("action", text(&rule.action)),
    ]
}

impl View<'_> {
    /// Every budget of the person's.
    pub fn budgets(&self) -> Result<Vec<Budget>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, categories, accounts, period, limits, carry_over, position, archived FROM budgets
             ORDER BY position, id",
        )?;
        let mut rows = statement.query([])?;
        let mut budgets = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let wrong = || corrupt("budgets", id);
            let ids = |place: usize| -> Result<Vec<i64>> {
                let json: String = row.get(place)?;
                serde_json::from_str(&json).map_err(|_| wrong())
            };
            let limits: String = row.get(5)?;
            let limits: Vec<(i32, i64, String)> =
                serde_json::from_str(&limits).map_err(|_| wrong())?;
            let period: String = row.get(4)?;
            budgets.push(Budget {
                id: BudgetId(id),
                name: row.get(1)?,
                categories: ids(2)?.into_iter().map(CategoryId).collect(),
                accounts: ids(3)?.into_iter().map(AccountId).collect(),
                period: period_of(&period).ok_or_else(wrong)?,
                limits: limits
                    .into_iter()
                    .map(|(month, minor, code)| {
                        let currency = Currency::parse(&code).map_err(|_| wrong())?;
                        Ok((Month::from_index(month), Money::new(minor, currency)))
                    })
                    .collect::<Result<_>>()?,
                carry_over: row.get(6)?,
                position: row.get(7)?,
                archived: row.get(8)?,
            });
        }
        Ok(budgets)
    }

    /// Every goal.
    pub fn goals(&self) -> Result<Vec<Goal>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, currency, target_minor, initial_minor, account_id, due, state, note, connection_id
             FROM goals ORDER BY due IS NULL, due, id",
        )?;
        let mut rows = statement.query([])?;
        let mut goals = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let code: String = row.get(2)?;
            let currency = Currency::parse(&code).map_err(|_| corrupt("goals", id))?;
            goals.push(Goal {
                id: GoalId(id),
                name: row.get(1)?,
                target: Money::new(row.get(3)?, currency),
                initial: Money::new(row.get(4)?, currency),
                account: row.get::<_, Option<i64>>(5)?.map(AccountId),
                due: row.get::<_, Option<i32>>(6)?.map(date_of).transpose()?,
                state: row.get(7)?,
                note: row.get(8)?,
                connection: row.get::<_, Option<i64>>(9)?.map(ConnectionId),
            });
        }
        Ok(goals)
    }

    /// Every planned payment.
    pub fn planned(&self) -> Result<Vec<Planned>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, payee, account_id, to_account_id, category_id, minor, currency, next_day, cadence, until,
             count, closed, connection_id FROM planned ORDER BY next_day, id",
        )?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let wrong = || corrupt("planned", id);
            let code: String = row.get(7)?;
            let cadence: String = row.get(9)?;
            let next_date = date_of(row.get(8)?)?;
            all.push(Planned {
                id: PlannedId(id),
                name: row.get(1)?,
                payee: row.get(2)?,
                account: row.get::<_, Option<i64>>(3)?.map(AccountId),
                to_account: row.get::<_, Option<i64>>(4)?.map(AccountId),
                category: row.get::<_, Option<i64>>(5)?.map(CategoryId),
                amount: Money::new(row.get(6)?, Currency::parse(&code).map_err(|_| wrong())?),
                next_date,
                cadence: cadence_of(&cadence, next_date).ok_or_else(wrong)?,
                until: row.get::<_, Option<i32>>(10)?.map(date_of).transpose()?,
                count: row.get(11)?,
                closed: row.get(12)?,
                connection: row.get::<_, Option<i64>>(13)?.map(ConnectionId),
            });
        }
        Ok(all)
    }

    /// Every rule in its order.
    pub fn rules(&self) -> Result<Vec<Rule>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, name, position, enabled, condition, action FROM rules ORDER BY position, id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Rule {
                id: row.get(0)?,
                name: row.get(1)?,
                position: row.get(2)?,
                enabled: row.get(3)?,
                condition: row.get(4)?,
                action: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A document: JSON text under a kind and a key.
    pub fn document(&self, kind: &str, key: &str) -> Result<Option<String>> {
        Ok(self
            .db
            .prepare_cached("SELECT body FROM documents WHERE kind = ?1 AND key = ?2")?
            .query_row([kind, key], |row| row.get(0))
            .optional()?)
    }

    /// Every document of a kind, by key.
    pub fn documents(&self, kind: &str) -> Result<Vec<(String, String)>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT key, body FROM documents WHERE kind = ?1 ORDER BY key")?;
        let rows = statement.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A setting: JSON text.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.document("setting", key)
    }
}

impl Writing<'_> {
    /// Adds a budget.
    pub fn add_budget(&mut self, budget: &Budget) -> Result<BudgetId> {
        self.insert(Table::Budgets, &budget_fields(budget)?)
            .map(BudgetId)
    }

    /// Puts a budget in place of the one with its number.
    pub fn put_budget(&mut self, budget: &Budget) -> Result<()> {
        self.update(Table::Budgets, budget.id.0, &budget_fields(budget)?)?;
        Ok(())
    }

    /// Removes a budget.
    pub fn remove_budget(&mut self, id: BudgetId) -> Result<()> {
        self.remove(Table::Budgets, id.0)
    }

    /// Adds a goal.
    pub fn add_goal(&mut self, goal: &Goal) -> Result<GoalId> {
        self.insert(Table::Goals, &goal_fields(goal)?).map(GoalId)
    }

    /// Puts a goal in place of the one with its number.
    pub fn put_goal(&mut self, goal: &Goal) -> Result<()> {
        self.update(Table::Goals, goal.id.0, &goal_fields(goal)?)?;
        Ok(())
    }

    /// Removes a goal.
    pub fn remove_goal(&mut self, id: GoalId) -> Result<()> {
        self.remove(Table::Goals, id.0)
    }

    /// Adds a planned payment.
    pub fn add_planned(&mut self, planned: &Planned) -> Result<PlannedId> {
        self.insert(Table::Planned, &planned_fields(planned))
            .map(PlannedId)
    }

    /// Puts a planned payment in place of the one with its number.
    pub fn put_planned(&mut self, planned: &Planned) -> Result<()> {
        self.update(Table::Planned, planned.id.0, &planned_fields(planned))?;
        Ok(())
    }

    /// Removes a planned payment.
    pub fn remove_planned(&mut self, id: PlannedId) -> Result<()> {
        self.remove(Table::Planned, id.0)
    }

    /// Adds a rule.
    pub fn add_rule(&mut self, rule: &Rule) -> Result<i64> {
        self.insert(Table::Rules, &rule_fields(rule))
    }

    /// Puts a rule in place of the one with its number.
    pub fn put_rule(&mut self, rule: &Rule) -> Result<()> {
        self.update(Table::Rules, rule.id, &rule_fields(rule))?;
        Ok(())
    }

    /// Removes a rule.
    pub fn remove_rule(&mut self, id: i64) -> Result<()> {
        self.remove(Table::Rules, id)
    }

    /// Keeps a document (JSON text) under a kind and a key; none removes it.
    pub fn put_document(&mut self, kind: &str, key: &str, json: Option<&str>) -> Result<()> {
        let present: Option<i64> = self
            .db
            .prepare_cached("SELECT id FROM documents WHERE kind = ?1 AND key = ?2")?
            .query_row([kind, key], |row| row.get(0))
            .optional()?;
        match (present, json) {
            (Some(id), Some(_)) => {
                self.update(Table::Documents, id, &[("body", opt_text(json))])?;
            }
            (None, Some(_)) => {
                let fields = [
                    ("kind", text(kind)),
                    ("key", text(key)),
                    ("body", opt_text(json)),
                ];
                self.insert(Table::Documents, &fields)?;
            }
            (Some(id), None) => self.remove(Table::Documents, id)?,
            (None, None) => {}
        }
        Ok(())
    }

    /// Keeps a setting; none removes it.
    pub fn put_setting(&mut self, key: &str, json: Option<&str>) -> Result<()> {
        self.put_document("setting", key, json)
    }
}
