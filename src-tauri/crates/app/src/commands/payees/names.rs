//! Names that the person gave to texts of banks, for rows that are here and rows to come.
//!
//! A text is told from another by what is left of it when it is cleaned and folded, so that a name outlives dates and card
//! numbers. Each learned name is a document of the book under that key; the texts that it covers carry the name themselves, so
//! that lists join nothing more. A row that the person renamed by hand has a payee of its own and is not touched.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::types::{
    Change, Nothing, PayeeOffer, PayeeRename, PayeeRenameReq, PayeeTakeReq, PayeesRenameReq,
    TransactionReq,
};
use domain::ids::{PayeeId, TransactionId};
use domain::text::{fold, plain_words};
use engine::payee::clean;
use serde::{Deserialize, Serialize};
use store::{Payee, View, Writing};

use crate::{App, Failure, dto};

/// Documents of learned names.
const LEARNED: &str = "payee_name";
/// Longest name.
const LONGEST: usize = 200;
/// Most payees made one at once.
const MOST: usize = 500;

/// A learned name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Learned {
    /// What is shown.
    pub(crate) name: String,
    /// What the texts say, cleaned.
    pub(crate) text: String,
}

/// What tells a text from others; none for a text that names nobody.
pub(super) fn key_of(text: &str) -> Option<String> {
    let key = fold(&clean(text));
    (!key.is_empty() && key.chars().any(char::is_alphabetic)).then_some(key)
}

/// Every learned name by its key.
pub(super) fn learned(view: &View<'_>) -> store::Result<BTreeMap<String, Learned>> {
    Ok(view
        .documents(LEARNED)?
        .into_iter()
        .filter_map(|(key, body)| Some((key, serde_json::from_str(&body).ok()?)))
        .collect())
}

pub(super) fn learn(writing: &mut Writing<'_>, key: &str, learned: &Learned) -> store::Result<()> {
    let body = serde_json::to_string(learned).map_err(|_| store::Error::Corrupt {
        table: "documents",
        row: 0,
    })?;
    writing.put_document(LEARNED, key, Some(&body))
}

/// Texts shown as this, quotation marks apart: the search language has no way to write them.
pub(crate) fn shown_as(view: &View<'_>, name: &str) -> store::Result<Vec<PayeeId>> {
    let mut found = view.payees_shown(name)?;
    if found.is_empty() {
        let plain = plain_words(name);
        let words: Vec<&str> = plain.split(' ').collect();
        let bare = |text: &str| text.replace(['"', '“', '”'], "");
        found = view.payees_with(&words)?;
        found.retain(|payee| bare(payee.display.as_deref().unwrap_or(&payee.name)) == name);
    }
    Ok(found.into_iter().map(|payee| payee.id).collect())
}

/// Texts with this key.
fn texts_of(view: &View<'_>, key: &str) -> store::Result<Vec<Payee>> {
    let words: Vec<&str> = key.split(' ').collect();
    let mut found = view.payees_with(&words)?;
    found.retain(|payee| key_of(&payee.name).as_deref() == Some(key));
    Ok(found)
}

fn name_of(text: &str) -> Result<String, Failure> {
    let name = text.trim();
    if name.is_empty() {
        return Err(Failure::invalid("name", "empty"));
    }
    if name.chars().count() > LONGEST {
        return Err(Failure::invalid("name", "length"));
    }
    Ok(name.to_owned())
}

pub(crate) async fn payees_rename(app: &App, request: PayeesRenameReq) -> Result<Change, Failure> {
    let name = name_of(&request.name)?;
    let names: BTreeSet<String> = request.names.into_iter().collect();
    if names.is_empty() || names.len() > MOST {
        return Err(Failure::invalid("names", "out_of_range"));
    }
    let label = if names.len() > 1 {
        "payees_merged"
    } else {
        "payee_renamed"
    };
    let origin = app
        .person(label)
        .with_params(serde_json::json!({"subject": name}));
    let written = app
        .write(origin, move |writing| rename(writing, &names, &name))
        .await?;
    Ok(super::super::journal::change(
        written.batch,
        written.value,
        label,
    ))
}

/// Shows everything that is shown under these names under another; answers how many rows that touches.
fn rename(writing: &mut Writing<'_>, names: &BTreeSet<String>, name: &str) -> store::Result<u64> {
    let mut rows = 0;
    let mut known = learned(writing)?;
    for old in names {
        let payees = writing.payees_shown(old)?;
        if payees.is_empty() {
            return Err(store::Error::NotFound {
                what: "payee",
                id: 0,
            });
        }
        for payee in &payees {
            if let Some(key) = key_of(&payee.name) {
                let text = clean(&payee.name);
                known.insert(
                    key,
                    Learned {
                        name: name.to_owned(),
                        text,
                    },
                );
            }
        }
        if old != name {
            rows += show(writing, &payees, name)?;
        }
    }
    for (key, mut one) in known {
        if names.contains(&one.name) {
            name.clone_into(&mut one.name);
        }
        // A text that says the name itself needs no memory.
        if one.name == name && one.text != name {
            learn(writing, &key, &one)?;
        } else if one.name == name {
            writing.put_document(LEARNED, &key, None)?;
        }
    }
    Ok(rows)
}

/// Shows texts under a name; answers how many rows there are of those that changed.
pub(super) fn show(writing: &mut Writing<'_>, payees: &[Payee], name: &str) -> store::Result<u64> {
    let mut rows = 0;
    for payee in payees {
        let display = (payee.name != name).then_some(name);
        if writing.name_payees(&[payee.id], display)? > 0 {
            rows += writing.payee_rows(&[payee.id])?.len() as u64;
        }
    }
    Ok(rows)
}

/// What the person's name for a row would do: the key, the cleaned text, the name, and the texts it is not yet shown for.
struct Found {
    key: String,
    text: String,
    name: String,
    texts: Vec<Payee>,
}

fn found(view: &View<'_>, id: TransactionId) -> store::Result<Option<Found>> {
    let row = view.transaction(id)?;
    if row.deleted.is_some() {
        return Ok(None);
    }
    let history = view.history("transactions", id.0)?;
    let before = history.iter().rev().find_map(|(_, change)| {
        let before = change.as_ref()?.before.as_ref()?;
        before.get("payee")?.as_str().map(str::to_owned)
    });
    let Some(before) = before.filter(|before| *before != row.payee) else {
        return Ok(None);
    };
    let Some(key) = key_of(&before) else {
        return Ok(None);
    };
    let known = learned(view)?;
    if known.get(&key).is_some_and(|one| one.name == row.payee) {
        return Ok(None);
    }
    let texts = texts_of(view, &key)?
        .into_iter()
        .filter(|payee| payee.display.as_deref().unwrap_or(&payee.name) != row.payee)
        .collect();
    Ok(Some(Found {
        key,
        text: clean(&before),
        name: row.payee,
        texts,
    }))
}

pub(crate) async fn payee_offer(
    app: &App,
    request: TransactionReq,
) -> Result<Vec<PayeeOffer>, Failure> {
    let id: TransactionId = dto::id("transaction", &request.id)?;
    app.read(move |view| {
        let Some(found) = found(view, id)? else {
            return Ok(Vec::new());
        };
        let ids: Vec<PayeeId> = found.texts.iter().map(|payee| payee.id).collect();
        Ok(vec![PayeeOffer {
            rows: dto::length(view.payee_rows(&ids)?.len()),
            search: plain_words(&found.text),
            text: found.text,
            name: found.name,
        }])
    })
    .await
}

pub(crate) async fn payee_take(app: &App, request: PayeeTakeReq) -> Result<Change, Failure> {
    let id: TransactionId = dto::id("transaction", &request.id)?;
    let label = "payee_learned";
    let written = app
        .write(app.person(label), move |writing| {
            let Some(found) = found(writing, id)? else {
                return Ok(0);
            };
            let one = Learned {
                name: found.name,
                text: found.text,
            };
            learn(writing, &found.key, &one)?;
            // The row that was renamed has it already.
            Ok(show(writing, &found.texts, &one.name)? + 1)
        })
        .await?;
    Ok(super::super::journal::change(
        written.batch,
        written.value,
        label,
    ))
}

pub(crate) async fn payee_renames(app: &App, _: Nothing) -> Result<Vec<PayeeRename>, Failure> {
    app.read(|view| {
        let known = learned(view)?;
        let mut rows: HashMap<PayeeId, u64> = HashMap::new();
        for tally in view.payee_tallies()? {
            *rows.entry(tally.payee).or_default() += tally.count;
        }
        let mut counts: HashMap<(String, String), u64> = HashMap::new();
        for payee in view.payees()? {
            // Only texts that carry a name are cleaned: the others are many.
            if let (Some(name), Some(count)) = (payee.display, rows.get(&payee.id))
                && let Some(key) = key_of(&payee.name)
            {
                *counts.entry((key, name)).or_default() += count;
            }
        }
        Ok(known
            .into_iter()
            .map(|(key, one)| {
                let covered = (key, one.name);
                let count = counts.get(&covered).copied().unwrap_or(0);
                PayeeRename {
                    key: covered.0,
                    name: covered.1,
                    text: one.text,
                    rows: dto::count(count),
                }
            })
            .collect())
    })
    .await
}

pub(crate) async fn payee_rename_remove(
    app: &App,
    request: PayeeRenameReq,
) -> Result<Change, Failure> {
    let label = "payee_rename_removed";
    let key = request.key;
    let written = app
        .write(app.person(label), move |writing| {
            let Some(one) = learned(writing)?.remove(&key) else {
                return Err(store::Error::NotFound {
                    what: "rename",
                    id: 0,
                });
            };
            writing.put_document(LEARNED, &key, None)?;
            let shown: Vec<Payee> = texts_of(writing, &key)?
                .into_iter()
                .filter(|payee| payee.display.as_deref() == Some(one.name.as_str()))
                .collect();
            let mut rows = 0;
            for payee in shown {
                writing.name_payees(&[payee.id], None)?;
                rows += writing.payee_rows(&[payee.id])?.len() as u64;
            }
            Ok(rows.max(1))
        })
        .await?;
    Ok(super::super::journal::change(
        written.batch,
        written.value,
        label,
    ))
}
