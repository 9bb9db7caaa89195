//! Rules as a file that people read and other books take in: categories, accounts and connections by name.

use std::collections::HashMap;

use contract::types::{RuleAct, RuleBody, RuleField, RulesImported};
use domain::category::CategoryKind;
use domain::ids::CategoryId;
use serde::{Deserialize, Serialize};
use store::{NewCategory, View, Writing};

use super::known::{action_text, body_of, condition_text};
use super::{MOST, checked};
use crate::{Failure, dto};

/// What the file says it is.
const FORMAT: &str = "coffer-rules";
const VERSION: u32 = 1;
/// A larger file holds something else.
const LARGEST: usize = 4 * 1024 * 1024;
/// Between a group and its category.
const WITHIN: &str = ": ";

#[derive(Serialize, Deserialize)]
struct Document {
    format: String,
    version: u32,
    rules: Vec<RuleBody>,
}

/// The names that a file uses for what a book has numbers for.
#[derive(Default)]
struct Names {
    categories: HashMap<String, String>,
    accounts: HashMap<String, String>,
    sources: HashMap<String, String>,
}

impl Names {
    /// By number.
    fn of(view: &View<'_>) -> store::Result<Self> {
        let all = view.categories()?;
        let name = |id: Option<CategoryId>| {
            all.iter()
                .find(|one| Some(one.id) == id)
                .map(|one| one.name.as_str())
        };
        Ok(Self {
            categories: all
                .iter()
                .map(|one| {
                    let path = match name(one.parent) {
                        Some(group) => format!("{group}{WITHIN}{}", one.name),
                        None => one.name.clone(),
                    };
                    (one.id.to_string(), path)
                })
                .collect(),
            accounts: view
                .account_names()?
                .into_iter()
                .map(|(id, name)| (id.to_string(), name))
                .collect(),
            sources: view
                .connections()?
                .into_iter()
                .map(|one| (one.id.to_string(), one.label))
                .collect(),
        })
    }

    /// By name; names that two things share name neither.
    fn turned(self) -> Self {
        fn turn(map: HashMap<String, String>) -> HashMap<String, String> {
            let mut out: HashMap<String, Option<String>> = HashMap::new();
            for (id, name) in map {
                out.entry(name)
                    .and_modify(|known| *known = None)
                    .or_insert(Some(id));
            }
            out.into_iter()
                .filter_map(|(name, id)| Some((name, id?)))
                .collect()
        }
        Self {
            categories: turn(self.categories),
            accounts: turn(self.accounts),
            sources: turn(self.sources),
        }
    }

    /// Puts a value in the place of every one that names something; what is not known stays as it is and is given back.
    fn translate(&self, body: &mut RuleBody) -> Vec<(RuleField, String)> {
        let mut missing = Vec::new();
        let mut put = |map: &HashMap<String, String>, field, value: &mut String| {
            if let Some(other) = map.get(value.as_str()) {
                value.clone_from(other);
            } else {
                missing.push((field, value.clone()));
            }
        };
        for test in &mut body.tests {
            let map = match test.field {
                RuleField::Category => &self.categories,
                RuleField::Account => &self.accounts,
                RuleField::Source => &self.sources,
                _ => continue,
            };
            for value in &mut test.values {
                if test.field == RuleField::Source && matches!(value.as_str(), "file" | "hand") {
                    continue;
                }
                put(map, test.field, value);
            }
        }
        for action in &mut body.actions {
            if action.act == RuleAct::Category {
                put(&self.categories, RuleField::Category, &mut action.value);
            }
            for part in &mut action.parts {
                if let Some(category) = part.category.as_mut().filter(|id| !id.is_empty()) {
                    put(&self.categories, RuleField::Category, category);
                }
            }
        }
        missing
    }
}

/// The rules of a book as a file's text.
pub(super) fn write(view: &View<'_>) -> store::Result<String> {
    let names = Names::of(view)?;
    let rules = view
        .rules()?
        .iter()
        .map(|rule| {
            let mut body = body_of(rule);
            names.translate(&mut body);
            body
        })
        .collect();
    let document = Document {
        format: FORMAT.to_owned(),
        version: VERSION,
        rules,
    };
    let mut text = serde_json::to_string_pretty(&document)
        .map_err(|_| store::Error::Refused { rule: "rules" })?;
    text.push('\n');
    Ok(text)
}

/// The rules of a file's text, each checked for length.
pub(super) fn read(text: &str) -> Result<Vec<RuleBody>, Failure> {
    if text.len() > LARGEST {
        return Err(Failure::invalid("file", "too_large"));
    }
    let document: Document = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|_| Failure::invalid("file", "not_rules"))?;
    if document.format != FORMAT {
        return Err(Failure::invalid("file", "not_rules"));
    }
    if document.version > VERSION {
        return Err(Failure::invalid("file", "too_new"));
    }
    if document.rules.len() > MOST {
        return Err(Failure::invalid("file", "too_many"));
    }
    document.rules.into_iter().map(checked).collect()
}

/// Adds rules behind those that are there. Categories that are not in the chart are made; a rule that names an account or a
/// connection that is not there comes switched off.
pub(super) fn take(
    writing: &mut Writing<'_>,
    rules: Vec<RuleBody>,
) -> store::Result<RulesImported> {
    let mut done = RulesImported {
        batch: None,
        added: 0,
        known: 0,
        categories: 0,
        off: Vec::new(),
    };
    let there = writing.rules()?;
    let mut bodies: Vec<RuleBody> = there.iter().map(body_of).collect();
    let mut position = there.last().map_or(0, |last| last.position + 1);
    if there.len() + rules.len() > MOST {
        return Err(store::Error::Refused { rule: "too_many" });
    }
    for rule in rules {
        let mut body = rule.clone();
        let mut missing = Names::of(writing)?.turned().translate(&mut body);
        let paths: Vec<String> = missing
            .iter()
            .filter(|(field, path)| *field == RuleField::Category && !path.trim().is_empty())
            .map(|(_, path)| path.clone())
            .collect();
        if !paths.is_empty() {
            for path in paths {
                done.categories += add_category(writing, &path)?;
            }
            body = rule;
            missing = Names::of(writing)?.turned().translate(&mut body);
        }
        if !missing.is_empty() && body.enabled {
            body.enabled = false;
            done.off.push(body.name.clone());
        }
        if bodies.iter().any(|known| same(known, &body)) {
            done.known += 1;
            continue;
        }
        writing.add_rule(&store::Rule {
            id: 0,
            name: body.name.clone(),
            position,
            enabled: body.enabled,
            condition: condition_text(&body),
            action: action_text(&body),
        })?;
        position += 1;
        done.added += 1;
        bodies.push(body);
    }
    Ok(done)
}

fn same(a: &RuleBody, b: &RuleBody) -> bool {
    a.name == b.name
        && a.any == b.any
        && a.tests == b.tests
        && a.actions == b.actions
        && a.stop == b.stop
}

/// Makes a category of a path such as `Food: Groceries`, and its group if that is not there; answers how many were made.
fn add_category(writing: &mut Writing<'_>, path: &str) -> store::Result<u32> {
    let all = writing.categories()?;
    let (group, name) = match path.split_once(WITHIN) {
        Some((group, name)) => (Some(group.trim()), name.trim()),
        None => (None, path.trim()),
    };
    let mut made = 0;
    let mut kind = CategoryKind::Expense;
    let parent = match group.filter(|group| !group.is_empty()) {
        None => None,
        Some(group) => {
            let known = all
                .iter()
                .find(|one| one.parent.is_none() && one.name == group);
            Some(if let Some(known) = known {
                kind = known.kind;
                known.id
            } else {
                made += 1;
                writing.add_category(&NewCategory {
                    name: group.to_owned(),
                    parent: None,
                    kind,
                    slot: None,
                })?
            })
        }
    };
    let there = (writing.categories()?.iter()).any(|one| one.parent == parent && one.name == name);
    if !there {
        writing.add_category(&NewCategory {
            name: name.to_owned(),
            parent,
            kind,
            slot: None,
        })?;
        made += 1;
    }
    Ok(dto::length(made))
}
