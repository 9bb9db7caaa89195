//! Wallet's categories.

use super::filter::{flag, ids};
use super::listing::{Entry, short};
use super::{Refusal, budgets};
use crate::bank::Bank;
use crate::clock::instant;
use crate::exchange::{Answer, Ask};
use crate::household::{Category, group, stamp};
use crate::json::Json;
use crate::random::wire_id;

/// The identifier of a category: deterministic for the service's own, made up for the custom one.
pub(crate) fn id(seed: u64, category: Category) -> String {
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
pub(crate) fn embed(seed: u64, category: Category) -> Json {
    let facts = category.facts();
    Json::object([
        ("id", id(seed, category).into()),
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
pub(crate) fn list(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let seed = bank.household.seed();
    let custom = flag(ask, "customCategory")?;
    let archived = flag(ask, "archived")?;
    let cardinality = ask.first("cardinality");
    let budget = ids(ask, "budgetId", 1)?.map(|wanted| {
        budgets::served(bank)
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
        let mut json = embed(seed, category);
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
            id: id(seed, category),
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
