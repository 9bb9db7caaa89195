//! FinWise's categories: the household's, and those that clients made.

use std::collections::HashMap;

use axum::http::StatusCode;

use super::filters::{Filters, Page};
use super::{Refusal, user_id};
use crate::bank::Bank;
use crate::calendar::{minus_months, month_start};
use crate::clock::{instant, midnight, zoneless};
use crate::exchange::{Answer, Ask};
use crate::household::{Category, Nature, Row, stamp};
use crate::json::Json;
use crate::random::wire_id;

const SHARED: &str = "finwise-category";
const OWN: &str = "finwise-own-category";

/// What clients did to the categories.
#[derive(Debug, Default)]
pub(crate) struct Own {
    made: Vec<Made>,
    archived: HashMap<String, i64>,
    /// Deleted categories and what took their place.
    moved: HashMap<String, Option<String>>,
    /// Rows with a category that the household does not know.
    assigned: HashMap<u64, Option<String>>,
}

#[derive(Debug)]
struct Made {
    id: String,
    name: String,
    color: Option<String>,
    emoji: Option<String>,
    group: Option<String>,
    created: i64,
}

impl Own {
    /// Gives a row a category that the household does not know.
    pub(crate) fn assign(&mut self, row: u64, id: Option<String>) {
        self.assigned.insert(row, id);
    }

    /// Lets a row have the household's category again.
    pub(crate) fn forget(&mut self, row: u64) {
        self.assigned.remove(&row);
    }
}

/// A category found by its identifier.
#[derive(Debug)]
pub(crate) enum Found {
    /// One of the household's.
    Shared(Category),
    /// One that a client made.
    Own(String),
}

/// The identifier of one of the household's categories.
pub(crate) fn id(seed: u64, category: Category) -> String {
    wire_id(seed, SHARED, category as u64 + 1)
}

/// The category with an identifier.
pub(crate) fn find(bank: &Bank, wanted: &str) -> Option<Found> {
    let seed = bank.household.seed();
    let shared = Category::ALL
        .into_iter()
        .find(|category| id(seed, *category) == wanted);
    shared.map(Found::Shared).or_else(|| {
        let made = bank
            .finwise
            .categories
            .made
            .iter()
            .find(|made| made.id == wanted)?;
        Some(Found::Own(made.id.clone()))
    })
}

/// The identifier of a row's category; nothing for what nobody sorted yet.
pub(crate) fn of_row(bank: &Bank, row: &Row) -> Option<String> {
    let own = &bank.finwise.categories;
    let mut current = match own.assigned.get(&row.id) {
        Some(assigned) => assigned.clone(),
        None if row.category == Category::Uncategorised => None,
        None => Some(id(bank.household.seed(), row.category)),
    };
    // A replacement may have been deleted as well; each deletion is followed once.
    for _ in 0..=own.moved.len() {
        match current.as_ref().and_then(|id| own.moved.get(id)) {
            Some(next) => current.clone_from(next),
            None => break,
        }
    }
    current
}

/// `GET /transaction-categories`
pub(crate) fn list(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let page = Page::of(ask)?;
    let filters = Filters::of(ask)?;
    let ids = filters.ids("id", "ids")?;
    let name = filters
        .text("name")?
        .map(|text| text.replace('*', "").to_lowercase());
    let groups = filters.texts("transactionCategoryGroupIds")?;
    let user = filters.text("userId")?;
    let seed = bank.household.seed();
    let shared = Category::ALL
        .into_iter()
        .filter(|category| *category != Category::Uncategorised)
        .map(|category| {
            (
                id(seed, category),
                group_id(seed, category),
                category.facts().name,
            )
        });
    let made = bank.finwise.categories.made.iter().map(|made| {
        (
            made.id.clone(),
            made.group.clone().unwrap_or_default(),
            made.name.as_str(),
        )
    });
    let found: Vec<Json> = shared
        .chain(made)
        .filter(|(id, group, called)| {
            ids.as_ref().is_none_or(|ids| ids.contains(&id.as_str()))
                && groups
                    .as_ref()
                    .is_none_or(|groups| groups.contains(&group.as_str()))
                && name
                    .as_ref()
                    .is_none_or(|name| called.to_lowercase().contains(name))
                && user.is_none_or(|user| user == user_id(bank))
        })
        .filter_map(|(id, ..)| json(bank, &id))
        .collect();
    let total = found.len();
    Ok(page.answer(page.slice(&found).to_vec(), total))
}

/// A flag that is on when the switch says so, and not said otherwise.
fn flag(bank: &Bank) -> Json {
    if bank.switches.finwise_flags {
        true.into()
    } else {
        Json::Null
    }
}

fn group_id(seed: u64, category: Category) -> String {
    wire_id(
        seed,
        "finwise-category-group",
        u64::from(category.facts().group),
    )
}

fn json(bank: &Bank, wanted: &str) -> Option<Json> {
    let seed = bank.household.seed();
    let own = &bank.finwise.categories;
    let (name, color, emoji, group, created, transfers) = match find(bank, wanted)? {
        Found::Shared(category) => {
            let facts = category.facts();
            (
                facts.name.to_owned(),
                Some(facts.color.to_owned()),
                Some(facts.emoji.to_owned()),
                Some(group_id(seed, category)),
                stamp(bank.household.start(), 480),
                category.nature() == Nature::Transfer,
            )
        }
        Found::Own(id) => {
            let made = own.made.iter().find(|made| made.id == id)?;
            let (color, emoji) = (made.color.clone(), made.emoji.clone());
            (
                made.name.clone(),
                color,
                emoji,
                made.group.clone(),
                made.created,
                false,
            )
        }
    };
    let archived = own.archived.get(wanted).copied();
    let rolls = bank.switches.finwise_flags;
    Some(Json::object([
        ("id", wanted.into()),
        ("createdAt", instant(created).into()),
        ("updatedAt", instant(archived.unwrap_or(created)).into()),
        ("name", name.into()),
        ("userId", user_id(bank).into()),
        ("color", color.into()),
        ("emoji", emoji.into()),
        ("transactionCategoryGroupId", group.into()),
        ("markTransactionsAsTransfers", transfers.into()),
        ("excludeTransactionsFromBudget", transfers.into()),
        ("consolidateInBudget", flag(bank)),
        ("enableRollover", flag(bank)),
        (
            "rolloverFromDate",
            rolls
                .then(|| midnight(month_start(minus_months(bank.today(), 3))))
                .into(),
        ),
        ("archivedAt", archived.map(zoneless).into()),
    ]))
}

/// `POST /transaction-categories`
pub(crate) fn create(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body = Filters::body(ask)?;
    let text = |name: &str| body.text(name).map(|text| text.map(str::to_owned));
    let name = body.required("name")?.to_owned();
    let (color, emoji, group) = (
        text("color")?,
        text("emoji")?,
        text("transactionCategoryGroupId")?,
    );
    let created = bank.household.change();
    let number = bank.finwise.categories.made.len() as u64 + 1;
    let id = wire_id(bank.household.seed(), OWN, number);
    bank.finwise.categories.made.push(Made {
        id: id.clone(),
        name,
        color,
        emoji,
        group,
        created,
    });
    Ok(Answer::status(
        StatusCode::CREATED,
        json(bank, &id).unwrap_or(Json::Null),
    ))
}

/// `DELETE /transaction-categories/:id`
pub(crate) fn delete(bank: &mut Bank, id: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let body = Filters::body(ask)?;
    find(bank, id).ok_or_else(|| Refusal::unknown("The category"))?;
    let target = match body.text("reassignToTransactionCategoryId")? {
        Some(target) if target == id => {
            return Err(Refusal::field(
                "reassignToTransactionCategoryId",
                "a category cannot take its own place",
                target,
            ));
        }
        Some(target) => {
            find(bank, target).ok_or_else(|| Refusal::unknown("The category"))?;
            Some(target.to_owned())
        }
        None => None,
    };
    let now = bank.household.change();
    bank.finwise.categories.archived.insert(id.to_owned(), now);
    bank.finwise.categories.moved.insert(id.to_owned(), target);
    Ok(Answer::json(json(bank, id).unwrap_or(Json::Null)))
}
