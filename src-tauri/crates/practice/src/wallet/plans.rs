//! Wallet's goals, labels and rules.

use super::filter::{Moments, Texts, flag, ids};
use super::listing::{Entry, short};
use super::{Refusal, budgets, categories, edits, records};
use crate::bank::Bank;
use crate::clock::{instant, midnight};
use crate::exchange::{Answer, Ask};
use crate::household::{Category, Label, stamp};
use crate::json::{Json, number};
use crate::random::wire_id;

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
            let created = stamp(bank.household.start(), 800 + number as u32);
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
            budgets::served(bank)
                .into_iter()
                .filter(|(id, _)| wanted.contains(id))
                .flat_map(|(_, budget)| budget.labels)
                .collect(),
        ),
        (None, None) => elsewhere.then(Vec::new),
    };
    let created = stamp(bank.household.start(), 650);
    let made = bank
        .wallet
        .edits
        .labels()
        .filter(|_| archived != Some(true) && carried.is_none())
        .map(|(id, name, created)| Entry {
            id: id.to_owned(),
            name: name.to_owned(),
            created,
            updated: created,
            json: {
                let mut json = edits::label_embed(bank, id);
                json.set("createdAt", instant(created));
                json.set("updatedAt", instant(created));
                json
            },
        });
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
        .chain(made)
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
                ("category", categories::embed(seed, category)),
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
