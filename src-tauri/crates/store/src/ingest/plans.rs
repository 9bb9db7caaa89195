//! Budgets, goals and standing orders of a page.

use chrono::NaiveDate;
use domain::feed::{Entity, FeedBudget, FeedGoal, FeedPlanned};
use domain::ids::{AccountId, BudgetId, ConnectionId, GoalId, PlannedId};
use money::{Currency, Money};
use serde_json::{Value, json};

use super::source::{Delivered, digest};
use super::{Intake, UpstreamBudget};
use crate::door::{Table, image, int, text};
use crate::plans::{period_of, period_word};
use crate::{Error, Goal, Planned, Result, View, Writing};

fn money_json(amount: Money) -> Value {
    json!([amount.minor, amount.currency.code()])
}

fn money_of(value: &Value) -> Option<Money> {
    let minor = value.get(0)?.as_i64()?;
    let currency = Currency::parse(value.get(1)?.as_str()?).ok()?;
    Some(Money::new(minor, currency))
}

fn date_of(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.parse().ok()
}

fn texts_of(value: &Value) -> Option<Vec<String>> {
    value
        .as_array()?
        .iter()
        .map(|text| text.as_str().map(str::to_owned))
        .collect()
}

fn body(budget: &FeedBudget) -> String {
    json!({
        "source_id": budget.source_id,
        "name": budget.name,
        "period": period_word(budget.period),
        "limit": budget.limit.map(money_json),
        "overrides": budget.overrides.iter()
            .map(|(day, limit)| json!([day.to_string(), money_json(*limit)])).collect::<Vec<_>>(),
        "from": budget.from.map(|day| day.to_string()),
        "to": budget.to.map(|day| day.to_string()),
        "categories": budget.category_source_ids,
        "accounts": budget.account_source_ids,
        "labels": budget.labels,
        "rolls_over_from": budget.rolls_over_from.map(|day| day.to_string()),
        "consolidated": budget.consolidated,
        "spent": budget.spent.map(money_json),
        "is_income": budget.is_income,
        "closed": budget.closed,
    })
    .to_string()
}

fn budget_of(body: &str) -> Option<FeedBudget> {
    let value: Value = serde_json::from_str(body).ok()?;
    Some(FeedBudget {
        source_id: value["source_id"].as_str()?.to_owned(),
        name: value["name"].as_str()?.to_owned(),
        period: period_of(value["period"].as_str()?)?,
        limit: money_of(&value["limit"]),
        overrides: value["overrides"]
            .as_array()?
            .iter()
            .map(|one| Some((date_of(one.get(0)?)?, money_of(one.get(1)?)?)))
            .collect::<Option<_>>()?,
        from: date_of(&value["from"]),
        to: date_of(&value["to"]),
        category_source_ids: texts_of(&value["categories"])?,
        account_source_ids: texts_of(&value["accounts"])?,
        // Absent in what an earlier version wrote.
        labels: texts_of(&value["labels"]).unwrap_or_default(),
        rolls_over_from: date_of(&value["rolls_over_from"]),
        consolidated: value["consolidated"].as_bool().unwrap_or(false),
        spent: money_of(&value["spent"]),
        is_income: value["is_income"].as_bool()?,
        closed: value["closed"].as_bool()?,
    })
}

impl View<'_> {
    /// The budgets that upstreams keep.
    pub fn upstream_budgets(&self) -> Result<Vec<UpstreamBudget>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id, connection_id, body FROM upstream_budgets ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let connection = ConnectionId(row.get(1)?);
            let body: String = row.get(2)?;
            let budget = budget_of(&body).ok_or(Error::Corrupt {
                table: "upstream_budgets",
                row: id,
            })?;
            let mut categories = Vec::new();
            for source in &budget.category_source_ids {
                let placed = self.placed_category(connection, Some(source))?;
                categories.extend(placed.and_then(|placed| placed.category));
            }
            let mut accounts = Vec::new();
            for source in &budget.account_source_ids {
                accounts.extend(
                    self.local(connection, Entity::Account, Some(source))?
                        .map(AccountId),
                );
            }
            all.push(UpstreamBudget {
                id: BudgetId(id),
                connection,
                budget,
                categories,
                accounts,
            });
        }
        Ok(all)
    }
}

impl Writing<'_> {
    pub(super) fn take_plans(&mut self, intake: &Intake<'_>) -> Result<()> {
        let page = intake.page;
        for budget in &page.budgets {
            self.take_plan(
                intake,
                Entity::Budget,
                &budget.source_id,
                budget,
                |w, row| w.put_upstream_budget(intake.connection, row, budget),
            )?;
        }
        for goal in &page.goals {
            self.take_plan(intake, Entity::Goal, &goal.source_id, goal, |w, row| {
                w.put_upstream_goal(intake.connection, row, goal)
            })?;
        }
        for planned in &page.planned {
            self.take_plan(
                intake,
                Entity::Planned,
                &planned.source_id,
                planned,
                |w, row| w.put_upstream_planned(intake.connection, row, planned),
            )?;
        }
        Ok(())
    }

    fn take_plan<F>(
        &mut self,
        intake: &Intake<'_>,
        entity: Entity,
        source_id: &str,
        feed: &F,
        put: impl FnOnce(&mut Self, Option<i64>) -> Result<i64>,
    ) -> Result<()>
    where
        F: std::fmt::Debug,
    {
        let digest = digest(feed);
        let known = self.known(intake.connection, entity, source_id)?;
        if let Some(known) = &known
            && known.digest == digest
            && known.gone == super::source::THERE
        {
            return self.seen(intake, entity, known);
        }
        let table = match entity {
            Entity::Budget => Table::UpstreamBudgets,
            Entity::Goal => Table::Goals,
            _ => Table::Planned,
        };
        let present = match known {
            Some(known) if image(self.db, table, known.local)?.is_some() => Some(known.local),
            _ => None,
        };
        let local = put(self, present)?;
        self.remember(
            intake,
            &Delivered {
                entity,
                source_id,
                local,
                digest: &digest,
                updated_at: None,
                raw: None,
                category: None,
            },
        )
    }

    fn put_upstream_budget(
        &mut self,
        connection: ConnectionId,
        row: Option<i64>,
        feed: &FeedBudget,
    ) -> Result<i64> {
        let fields = [
            ("connection_id", int(connection.0)),
            ("body", text(&body(feed))),
        ];
        match row {
            Some(row) => {
                self.update(Table::UpstreamBudgets, row, &fields)?;
                Ok(row)
            }
            None => self.insert(Table::UpstreamBudgets, &fields),
        }
    }

    fn put_upstream_goal(
        &mut self,
        connection: ConnectionId,
        row: Option<i64>,
        feed: &FeedGoal,
    ) -> Result<i64> {
        let zero = Money::zero(feed.target.currency);
        let mut goal = Goal {
            id: GoalId(row.unwrap_or(0)),
            name: feed.name.clone(),
            target: feed.target,
            initial: feed
                .initial
                .filter(|initial| initial.currency == feed.target.currency)
                .unwrap_or(zero),
            account: None,
            due: feed.due,
            state: feed.state.clone(),
            note: feed.note.clone(),
            connection: Some(connection),
        };
        match row {
            Some(row) => {
                // The account is the person's own addition.
                goal.account = self
                    .goals()?
                    .into_iter()
                    .find(|goal| goal.id.0 == row)
                    .and_then(|goal| goal.account);
                self.put_goal(&goal)?;
                Ok(row)
            }
            None => Ok(self.add_goal(&goal)?.0),
        }
    }

    fn put_upstream_planned(
        &mut self,
        connection: ConnectionId,
        row: Option<i64>,
        feed: &FeedPlanned,
    ) -> Result<i64> {
        let planned = Planned {
            id: PlannedId(row.unwrap_or(0)),
            name: feed.name.clone(),
            payee: feed.payee.clone(),
            account: self
                .local(
                    connection,
                    Entity::Account,
                    feed.account_source_id.as_deref(),
                )?
                .map(AccountId),
            to_account: None,
            category: self
                .placed_category(connection, feed.category_source_id.as_deref())?
                .and_then(|placed| placed.category),
            amount: feed.amount,
            next_date: feed.next_date,
            cadence: feed.cadence.clone(),
            until: feed.until,
            count: feed.count,
            closed: feed.closed,
            connection: Some(connection),
        };
        match row {
            Some(row) => {
                self.put_planned(&planned)?;
                Ok(row)
            }
            None => Ok(self.add_planned(&planned)?.0),
        }
    }
}
