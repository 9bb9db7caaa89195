//! Wallet's short listings: categories, budgets, goals, labels, rules and standing orders.

use std::collections::HashMap;

use axum::http::StatusCode;
use chrono::NaiveDate;

use super::filter::{Moments, Texts, flag, ids};
use super::listing::{Entry, Page, short};
use super::{Refusal, accounts, records, spending};
use crate::bank::Bank;
use crate::calendar::{minus, minus_months, month_name, month_start, plus, plus_months};
use crate::clock::{instant, midnight};
use crate::exchange::{Answer, Ask};
use crate::household::{Budget, Category, Label, Order, Period, Upstream, group, stamp};
use crate::json::{Json, number};
use crate::random::wire_id;

/// The identifier of a category: deterministic for the service's own, made up for the custom one.
pub(crate) fn category_id(seed: u64, category: Category) -> String {
    if is_custom(category) {
        return wire_id(seed, "wallet-category", 1);
    }
    let facts = category.facts();
    system_category_id(facts.envelope, facts.group)
}

fn system_category_id(envelope: u32, group: u32) -> String {
    format!("5c5c{envelope:04x}-{group:04x}-8000-8000-000000000000")
}

/// The family made a category of its own for the nursery.
fn is_custom(category: Category) -> bool {
    category == Category::ChildCare
}

fn group_embed(number: u32) -> Json {
    let (name, slug) = group(number);
    Json::object([("id", slug.into()), ("name", name.into())])
}

/// A category as records carry it.
pub(crate) fn category_embed(seed: u64, category: Category) -> Json {
    let facts = category.facts();
    Json::object([
        ("id", category_id(seed, category).into()),
        (
            "name",
            if is_custom(category) {
                "Nursery"
            } else {
                facts.name
            }
            .into(),
        ),
        ("color", facts.color.into()),
        ("group", group_embed(facts.group)),
    ])
}

/// `GET /categories`
pub(crate) fn categories(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let seed = bank.household.seed();
    let custom = flag(ask, "customCategory")?;
    let archived = flag(ask, "archived")?;
    let cardinality = ask.first("cardinality");
    let budget = ids(ask, "budgetId", 1)?.map(|wanted| {
        budgets_served(bank)
            .into_iter()
            .find(|(id, _)| wanted.contains(id))
    });
    let mut entries = Vec::new();
    for category in Category::ALL {
        let facts = category.facts();
        let listed = custom.is_none_or(|custom| custom == is_custom(category))
            && archived != Some(true)
            && cardinality.is_none_or(|wanted| wanted == facts.cardinality)
            && budget.as_ref().is_none_or(|budget| {
                budget
                    .as_ref()
                    .is_some_and(|(_, budget)| budget.categories.contains(&category))
            });
        if !listed {
            continue;
        }
        let mut json = category_embed(seed, category);
        let (_, slug) = group(facts.group);
        if is_custom(category) {
            json.set("parentId", system_category_id(facts.envelope, facts.group));
            json.set("parentName", facts.name);
        } else {
            json.set(
                "systemId",
                format!("{slug}__{}", category.key().replace('-', "_")),
            );
        }
        json.set("customCategory", is_custom(category));
        json.set("customName", false);
        json.set("enabled", true);
        json.set("archived", false);
        json.set("cardinality", facts.cardinality);
        let made = is_custom(category).then(|| instant(stamp(bank.household.start(), 600)));
        json.set("createdAt", made.clone());
        json.set("updatedAt", made);
        let created = stamp(bank.household.start(), 600);
        entries.push(Entry {
            id: category_id(seed, category),
            name: facts.name.to_owned(),
            created,
            updated: created,
            json,
        });
    }
    let facts = Category::ChildCare.facts();
    if custom != Some(true) && archived != Some(true) && cardinality.is_none() && budget.is_none() {
        // The parent of the custom category.
        let id = system_category_id(facts.envelope, facts.group);
        let json = Json::object([
            ("id", id.as_str().into()),
            ("name", facts.name.into()),
            ("color", facts.color.into()),
            ("group", group_embed(facts.group)),
            ("systemId", "financial_expenses__child_support".into()),
            ("customCategory", false.into()),
            ("customName", false.into()),
            ("enabled", true.into()),
            ("archived", false.into()),
            ("cardinality", facts.cardinality.into()),
            ("createdAt", Json::Null),
            ("updatedAt", Json::Null),
        ]);
        let created = stamp(bank.household.start(), 600);
        entries.push(Entry {
            id,
            name: facts.name.to_owned(),
            created,
            updated: created,
            json,
        });
    }
    short(bank, ask, "categories", entries)
}

/// Wallet's budgets with their identifiers.
pub(crate) fn budgets_served(bank: &Bank) -> Vec<(String, Budget)> {
    let seed = bank.household.seed();
    bank.household
        .budgets()
        .into_iter()
        .filter(|budget| budget.upstream == Upstream::Wallet)
        .zip(1..)
        .map(|(budget, number)| (wire_id(seed, "wallet-budget", number), budget))
        .collect()
}

/// `GET /budgets`
pub(crate) fn budgets(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let seed = bank.household.seed();
    let past = match ask
        .first("spending")
        .map(|text| text.replace(' ', "+"))
        .as_deref()
    {
        None | Some("none") => None,
        Some("current") => Some(0),
        Some("current+2") => Some(2),
        Some("current+5") => Some(5),
        Some("current+10") => Some(10),
        Some("current+25") => Some(25),
        Some(other) => return Err(Refusal::bad(format!("spending: {other:?} is not known"))),
    };
    let closed = flag(ask, "closed")?;
    let kind = ask.first("type");
    let labels = ids(ask, "labelId", 10)?;
    let categories = ids(ask, "categoryId", 10)?;
    let no_accounts = ids(ask, "accountId", 10)?.is_some();
    let mut entries = Vec::new();
    for (position, (id, budget)) in budgets_served(bank).into_iter().enumerate() {
        let label_ids: Vec<String> = budget
            .labels
            .iter()
            .map(|label| label_id(seed, *label))
            .collect();
        let category_ids: Vec<String> = budget
            .categories
            .iter()
            .map(|category| category_id(seed, *category))
            .collect();
        let shares = |wanted: &Option<Vec<String>>, have: &[String]| {
            wanted
                .as_ref()
                .is_none_or(|wanted| wanted.iter().any(|id| have.contains(id)))
        };
        let listed = closed.is_none_or(|closed| closed == budget.closed.is_some())
            && kind.is_none_or(|kind| kind == budget_type(budget.period))
            && ask
                .first("currencyCode")
                .is_none_or(|code| code.eq_ignore_ascii_case(budget.currency))
            && shares(&labels, &label_ids)
            && shares(&categories, &category_ids)
            && !no_accounts;
        if !listed {
            continue;
        }
        let money = |minor: i64| number(minor, budget.currency);
        let created = stamp(bank.household.start(), 700 + position as u32);
        let mut json = Json::object([
            ("id", id.as_str().into()),
            ("name", budget.name.into()),
            ("type", budget_type(budget.period).into()),
            ("limit", money(budget.limit_minor)),
            ("currencyCode", budget.currency.into()),
            ("accountIds", Json::List(Vec::new())),
            (
                "categoryIds",
                Json::list(category_ids.into_iter().map(Json::from)),
            ),
            (
                "labelIds",
                Json::list(label_ids.into_iter().map(Json::from)),
            ),
            ("closed", budget.closed.is_some().into()),
        ]);
        if let Some(day) = budget.closed {
            json.set("closedDate", day.to_string());
        }
        if let Period::Custom(from, until) = budget.period {
            json.set("startDate", from.to_string());
            json.set("endDate", until.to_string());
        }
        let entry = |month: NaiveDate, minor: i64| {
            Json::object([
                ("limit", money(minor)),
                ("period", month_name(month).into()),
                ("periodStart", month.to_string().into()),
                ("periodCount", Json::from(1_i64)),
                ("createdAt", instant(created).into()),
            ])
        };
        let overrides = budget.exception.map_or_else(Vec::new, |(month, minor)| {
            vec![
                entry(month, minor),
                entry(plus_months(month, 1), budget.limit_minor),
            ]
        });
        json.set("limitOverrides", overrides);
        json.set("pastLimitOverrides", Vec::new());
        if let Some(past) = past {
            json.set("spending", spending::of(bank, &budget, past));
        }
        json.set("createdAt", instant(created));
        json.set("updatedAt", instant(created));
        entries.push(Entry {
            id,
            name: budget.name.to_owned(),
            created,
            updated: created,
            json,
        });
    }
    // Newest first unless asked otherwise.
    entries.reverse();
    short(bank, ask, "budgets", entries)
}

fn budget_type(period: Period) -> &'static str {
    match period {
        Period::Week => "BUDGET_INTERVAL_WEEK",
        Period::Month => "BUDGET_INTERVAL_MONTH",
        Period::Year => "BUDGET_INTERVAL_YEAR",
        Period::Custom(..) => "BUDGET_CUSTOM",
    }
}

/// `GET /goals`
pub(crate) fn goals(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let seed = bank.household.seed();
    let note = Texts::of(ask, "note")?;
    let desired = Moments::of(ask, "desiredDate")?;
    let euros = |minor: i64| {
        Json::object([
            ("value", number(minor, "EUR")),
            ("currencyCode", "EUR".into()),
        ])
    };
    let entries = bank
        .household
        .goals()
        .into_iter()
        .zip(1_u64..)
        .filter(|(goal, _)| note.meets("") && desired.meets(stamp(goal.desired, 0)))
        .map(|(goal, number)| {
            let id = wire_id(seed, "wallet-goal", number);
            let created = stamp(minus_months(bank.household.start(), 0), 800 + number as u32);
            let json = Json::object([
                ("id", id.as_str().into()),
                ("name", goal.name.into()),
                ("note", "".into()),
                ("color", "#673ab7".into()),
                ("targetAmount", euros(goal.target_minor)),
                ("initialAmount", euros(goal.initial_minor)),
                ("desiredDate", midnight(goal.desired).into()),
                ("state", goal.state.into()),
                ("stateUpdatedAt", instant(created).into()),
                ("createdAt", instant(created).into()),
                ("updatedAt", instant(created).into()),
            ]);
            Entry {
                id,
                name: goal.name.to_owned(),
                created,
                updated: created,
                json,
            }
        })
        .collect();
    short(bank, ask, "goals", entries)
}

/// The identifier of a label.
pub(crate) fn label_id(seed: u64, label: Label) -> String {
    wire_id(seed, "wallet-label", label as u64 + 1)
}

/// A label as records carry it.
pub(crate) fn label_embed(seed: u64, label: Label) -> Json {
    let (name, color, archived) = label.facts();
    Json::object([
        ("id", label_id(seed, label).into()),
        ("name", name.into()),
        ("color", color.into()),
        ("archived", archived.into()),
    ])
}

/// `GET /labels`
pub(crate) fn labels(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let seed = bank.household.seed();
    let archived = flag(ask, "archived")?;
    let on_record = ids(ask, "recordId", 1)?;
    let on_budget = ids(ask, "budgetId", 1)?;
    let elsewhere =
        ids(ask, "standingOrderId", 1)?.is_some() || ids(ask, "recordRuleId", 1)?.is_some();
    let carried: Option<Vec<Label>> = match (&on_record, &on_budget) {
        (Some(wanted), _) => Some(
            bank.household
                .living()
                .filter(|row| wanted.contains(&records::id(seed, row.id)))
                .flat_map(|row| row.labels.clone())
                .collect(),
        ),
        (None, Some(wanted)) => Some(
            budgets_served(bank)
                .into_iter()
                .filter(|(id, _)| wanted.contains(id))
                .flat_map(|(_, budget)| budget.labels)
                .collect(),
        ),
        (None, None) => elsewhere.then(Vec::new),
    };
    let created = stamp(bank.household.start(), 650);
    let mut entries: Vec<Entry> = Label::ALL
        .into_iter()
        .filter(|label| archived.is_none_or(|wanted| wanted == label.facts().2))
        .filter(|label| {
            carried
                .as_ref()
                .is_none_or(|carried| carried.contains(label))
        })
        .map(|label| {
            let mut json = label_embed(seed, label);
            json.set("createdAt", instant(created));
            json.set("updatedAt", instant(created));
            Entry {
                id: label_id(seed, label),
                name: label.facts().0.to_owned(),
                created,
                updated: created,
                json,
            }
        })
        .collect();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    short(bank, ask, "labels", entries)
}

/// `GET /record-rules`
pub(crate) fn record_rules(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let seed = bank.household.seed();
    let labelled = ids(ask, "labelId", 1)?.is_some();
    let rules: [(&str, &[&str], Category); 4] = [
        (
            "Markets",
            &["EPICERIE", "HALLES RIVOIRE", "PRIMEURS"],
            Category::Groceries,
        ),
        ("Petrol", &["STATION", "TANKSTELLE"], Category::Fuel),
        ("Rent", &["MONTCLAIR"], Category::Rent),
        ("Chemist", &["PHARMACIE", "DROGUERIE"], Category::Drugstore),
    ];
    let entries = rules
        .into_iter()
        .zip(1_u64..)
        .filter(|_| !labelled)
        .map(|((name, keywords, category), number)| {
            let id = wire_id(seed, "wallet-rule", number);
            let created = stamp(bank.household.start(), 660 + number as u32);
            let json = Json::object([
                ("id", id.as_str().into()),
                ("name", name.into()),
                (
                    "keywords",
                    Json::list(keywords.iter().map(|word| Json::from(*word))),
                ),
                ("category", category_embed(seed, category)),
                ("labels", Json::List(Vec::new())),
                ("fromAccountId", Json::Null),
                ("toAccountId", Json::Null),
                ("createdAt", instant(created).into()),
                ("updatedAt", instant(created).into()),
            ]);
            Entry {
                id,
                name: name.to_owned(),
                created,
                updated: created,
                json,
            }
        })
        .collect();
    short(bank, ask, "recordRules", entries)
}

/// The identifier of a standing order.
pub(crate) fn order_id(seed: u64, order: usize) -> String {
    wire_id(seed, "wallet-order", order as u64 + 1)
}

/// `GET /standing-orders`
pub(crate) fn standing_orders(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let home = &bank.household;
    let seed = home.seed();
    let labelled = ids(ask, "labelId", 1)?.is_some();
    let due = Moments::of(ask, "dueDate")?;
    let mut entries = Vec::new();
    for (index, order) in home.orders().iter().enumerate() {
        let Some(next) = next_due(bank, order) else {
            continue;
        };
        let currency = home.accounts()[order.account].currency.as_str();
        let listed = !labelled
            && due.meets(stamp(next, 0))
            && ask
                .first("currencyCode")
                .is_none_or(|code| code.eq_ignore_ascii_case(currency));
        if !listed {
            continue;
        }
        let minor = order.amount_on(bank.today());
        let first = plus(home.start(), 1);
        let created = stamp(home.start(), 500 + index as u32);
        // A change of the amount is the last time a person touched the order.
        let updated = order
            .amounts
            .iter()
            .rev()
            .find(|(from, _)| *from <= bank.today() && *from > home.start())
            .map_or(created, |(from, _)| stamp(*from, 480));
        let paid = home
            .living()
            .filter(|row| row.order.is_some_and(|(of, _)| of == index))
            .count();
        let mut json = Json::object([
            ("id", order_id(seed, index).into()),
            ("name", order.name.into()),
            ("amount", number(minor.abs(), currency)),
            ("type", if minor < 0 { "expense" } else { "income" }.into()),
            ("currencyCode", currency.into()),
            ("accountId", accounts::id(bank, order.account).into()),
            ("categoryId", category_id(seed, order.category).into()),
            ("counterParty", order.payee.into()),
            ("note", "".into()),
            ("labels", Json::List(Vec::new())),
            ("dueDate", midnight(next).into()),
            ("generateFromDate", midnight(first).into()),
        ]);
        if let Some(rule) = order.rule.recurrence() {
            json.set("recurrenceRule", rule);
        }
        json.set("manualPayment", order.manual);
        json.set("paymentCount", paid);
        json.set("reminder", if order.manual { "3_days" } else { "none" });
        json.set("dueDateNotificationEnabled", order.manual);
        json.set("threeDaysBeforeNotificationEnabled", order.manual);
        json.set("createdAt", instant(created));
        json.set("updatedAt", instant(updated));
        let id = order_id(seed, index);
        entries.push(Entry {
            id,
            name: order.name.to_owned(),
            created,
            updated,
            json,
        });
    }
    short(bank, ask, "standingOrders", entries)
}

/// The next due day that was not paid yet.
fn next_due(bank: &Bank, order: &Order) -> Option<NaiveDate> {
    order.open(bank.today(), 370).first().copied()
}

/// `GET /standing-orders/items`: a year of paid ones, and the open ones of the next ninety days.
pub(crate) fn standing_order_items(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let home = &bank.household;
    let seed = home.seed();
    let page = Page::of(bank, ask)?;
    let wanted = ids(ask, "id", 30)?;
    let of_order = ids(ask, "standingOrderId", 30)?;
    let of_record = ids(ask, "recordId", 30)?;
    let original = Moments::of(ask, "originalDate")?;
    let paid_on = Moments::of(ask, "paidDate")?;
    let dismissed = flag(ask, "dismissed")?;
    let rows: HashMap<(usize, NaiveDate), &crate::household::Row> = home
        .living()
        .filter_map(|row| row.order.map(|order| (order, row)))
        .collect();
    let from = month_start(minus(bank.today(), 365)).max(home.start());
    let mut items: Vec<(NaiveDate, usize, Json)> = Vec::new();
    for (index, order) in home.orders().iter().enumerate() {
        for due in order.due_between(from, plus(bank.today(), 90)) {
            let row = rows.get(&(index, due));
            let aligned = order.shift.aligned(due);
            if row.is_none() && aligned <= bank.today() {
                // Paid, but its record was deleted: nothing is left to point to.
                continue;
            }
            let days = (due - home.start()).num_days().unsigned_abs();
            let id = wire_id(seed, "wallet-order-item", days * 100 + index as u64);
            let record = row.map(|row| records::id(seed, row.id));
            let listed = wanted.as_ref().is_none_or(|ids| ids.contains(&id))
                && of_order
                    .as_ref()
                    .is_none_or(|ids| ids.contains(&order_id(seed, index)))
                && of_record
                    .as_ref()
                    .is_none_or(|ids| record.as_ref().is_some_and(|record| ids.contains(record)))
                && original.meets(stamp(due, 0))
                && (paid_on.is_empty() || row.is_some_and(|row| paid_on.meets(stamp(row.date, 0))))
                && dismissed != Some(true);
            if !listed {
                continue;
            }
            items.push((
                due,
                index,
                Json::object([
                    ("id", id.into()),
                    ("standingOrderId", order_id(seed, index).into()),
                    ("originalDate", midnight(due).into()),
                    ("alignedDate", midnight(aligned).into()),
                    ("paidDate", row.map(|row| midnight(row.date)).into()),
                    ("paidFromAppDate", Json::Null),
                    ("dismissed", false.into()),
                    ("recordIds", Json::list(record.into_iter().map(Json::from))),
                ]),
            ));
        }
    }
    items.sort_by_key(|(due, index, _)| (*due, *index));
    let total = items.len();
    let shown = items
        .into_iter()
        .skip(page.offset)
        .take(page.limit)
        .map(|(_, _, json)| json)
        .collect();
    let name = if bank.switches.wallet_legacy {
        "items"
    } else {
        "standingOrderItems"
    };
    Ok(Answer::status(
        StatusCode::OK,
        page.envelope(name, shown, total, ask),
    ))
}
