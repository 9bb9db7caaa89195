//! What clients write: records changed in batches that are answered item by item, and labels.

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::{Refusal, categories, plans, records};
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::household::{Category, Label, Upstream};
use crate::json::Json;
use crate::random::{wire_id, wire_number};

/// Items of one request.
const MOST: usize = 10;
/// Signs of a note, and of a label's name.
const LONGEST_NOTE: usize = 255;
const LONGEST_LABEL: usize = 80;
/// The first of the categories that nobody may set: debt, transfer, shopping list, uncategorised.
const RESTRICTED: std::ops::RangeInclusive<u32> = 20_000..=20_003;

/// What clients wrote and the household has no word for.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    notes: HashMap<u64, String>,
    labels: HashMap<u64, Vec<String>>,
    cleared: std::collections::HashSet<u64>,
    /// Labels made: id, name, moment.
    made: Vec<(String, String, i64)>,
    /// Items that the server itself failed at.
    failed: u32,
}

impl Edits {
    /// The note of a row, if a client wrote one.
    pub(crate) fn note(&self, row: u64) -> Option<&str> {
        self.notes.get(&row).map(String::as_str)
    }

    /// The labels of a row, if a client set them.
    pub(crate) fn labels_of(&self, row: u64) -> Option<&[String]> {
        self.labels.get(&row).map(Vec::as_slice)
    }

    /// Whether a client took a row's category away.
    pub(crate) fn is_cleared(&self, row: u64) -> bool {
        self.cleared.contains(&row)
    }

    /// Labels that clients made: id, name, moment.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (&str, &str, i64)> {
        self.made
            .iter()
            .map(|(id, name, at)| (id.as_str(), name.as_str(), *at))
    }
}

/// A label as records carry it.
pub(crate) fn label_embed(bank: &Bank, id: &str) -> Json {
    let seed = bank.household.seed();
    if let Some(label) = Label::ALL
        .into_iter()
        .find(|label| plans::label_id(seed, *label) == id)
    {
        return plans::label_embed(seed, label);
    }
    let name = bank
        .wallet
        .edits
        .labels()
        .find(|(have, ..)| *have == id)
        .map_or("", |(_, name, _)| name);
    Json::object([
        ("id", id.into()),
        ("name", name.into()),
        ("color", "#1abc9c".into()),
        ("archived", false.into()),
    ])
}

fn has_label(bank: &Bank, id: &str) -> bool {
    let seed = bank.household.seed();
    Label::ALL
        .into_iter()
        .any(|label| plans::label_id(seed, label) == id)
        || bank.wallet.edits.labels().any(|(have, ..)| have == id)
}

/// `POST /labels`
pub(crate) fn create_label(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body: Value =
        serde_json::from_slice(&ask.body).map_err(|_| Refusal::bad("the body is not JSON"))?;
    let name = body["name"].as_str().unwrap_or_default().trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_LABEL {
        return Err(Refusal::bad(format!(
            "name must have 1 to {LONGEST_LABEL} characters"
        )));
    }
    let created = bank.household.change();
    let number = bank.wallet.edits.made.len() as u64 + 1;
    let id = wire_id(bank.household.seed(), "wallet-own-label", number);
    bank.wallet.edits.made.push((id.clone(), name, created));
    let answer = Json::object([
        ("label", label_embed(bank, &id)),
        ("summary", summary(1, 0, 0)),
    ]);
    Ok(Answer::status(StatusCode::CREATED, answer))
}

fn summary(succeeded: usize, client: usize, server: usize) -> Json {
    Json::object([
        ("total", (succeeded + client + server).into()),
        ("succeeded", succeeded.into()),
        ("clientErrors", client.into()),
        ("serverErrors", server.into()),
        ("documentsWritten", succeeded.into()),
    ])
}

/// Why an item is not written.
enum Fault {
    Client(String, Vec<&'static str>),
    Server,
}

fn fault(text: &str, field: &'static str) -> Fault {
    Fault::Client(text.to_owned(), vec![field])
}

/// `PATCH /records`
pub(crate) fn patch_records(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body: Value =
        serde_json::from_slice(&ask.body).map_err(|_| Refusal::bad("the body is not JSON"))?;
    let items = body
        .as_array()
        .ok_or_else(|| Refusal::bad("the body must be an array"))?;
    if items.is_empty() || items.len() > MOST {
        return Err(Refusal::bad(format!(
            "between 1 and {MOST} records may be changed at once"
        )));
    }
    let (mut good, mut client, mut server) = (0, 0, 0);
    let mut results = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut result = Json::object([("inputIndex", index.into())]);
        if let Some(id) = item["id"].as_str() {
            result.set("id", id);
        }
        match change(bank, item) {
            Ok(number) => {
                good += 1;
                result.set("success", true);
                if ask.first("returnData") != Some("false") {
                    let row = &bank.household.rows()[number as usize - 1];
                    result.set("record", records::record(bank, row, None));
                }
            }
            Err(Fault::Client(text, fields)) => {
                client += 1;
                result.set("success", false);
                result.set("error", text.as_str());
                result.set("errorType", "client_error");
                result.set("fields", Json::list(fields.into_iter().map(Json::from)));
            }
            Err(Fault::Server) => {
                server += 1;
                result.set("success", false);
                result.set("error", "temporary trouble");
                result.set("errorType", "server_error");
            }
        }
        results.push(result);
    }
    let status = match (good, client, server) {
        (_, 0, 0) => StatusCode::OK,
        (0, _, 0) => StatusCode::BAD_REQUEST,
        (0, 0, _) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::MULTI_STATUS,
    };
    let answer = Json::object([
        ("results", Json::List(results)),
        ("summary", summary(good, client, server)),
    ]);
    Ok(Answer::status(status, answer))
}

/// Changes one record: all that is asked, or nothing.
fn change(bank: &mut Bank, item: &Value) -> Result<u64, Fault> {
    let item = item
        .as_object()
        .ok_or_else(|| fault("each item must be an object", "id"))?;
    let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
    let number = find(bank, id).ok_or_else(|| fault("the record was not found", "id"))?;
    let row = &bank.household.rows()[number as usize - 1];
    let bank_fed = bank.household.accounts()[row.account].bank_fed;
    if bank_fed && row.pending {
        return Err(fault(
            "uncleared records of a bank cannot be changed",
            "recordState",
        ));
    }
    for name in item.keys() {
        match name.as_str() {
            "id" | "$clear" | "categoryId" | "note" | "labelIds" => {}
            "amount" | "recordDate" | "recordState" if bank_fed => {
                return Err(fault("this is locked on records of a bank", "recordState"));
            }
            _ => return Err(fault("the practice bank does not change this", "id")),
        }
    }
    let clear = texts(item, "$clear")?.unwrap_or_default();
    let cleared = |name: &'static str| -> Result<bool, Fault> {
        let both = clear.iter().any(|have| have == name) && item.contains_key(name);
        if both {
            return Err(fault("a field cannot be set and cleared", name));
        }
        Ok(clear.iter().any(|have| have == name))
    };
    let category = match item.get("categoryId") {
        None => None,
        Some(value) => Some(category(bank, value.as_str().unwrap_or_default())?),
    };
    let note = match item.get("note") {
        None => None,
        Some(value) => {
            let note = value
                .as_str()
                .ok_or_else(|| fault("note must be text", "note"))?;
            if note.chars().count() > LONGEST_NOTE {
                return Err(fault("note may have 255 characters", "note"));
            }
            Some(note.to_owned())
        }
    };
    let labels = texts(item, "labelIds")?;
    if labels.iter().flatten().any(|label| !has_label(bank, label)) {
        return Err(fault("a label was not found", "labelIds"));
    }
    let (no_category, no_note, no_labels) = (
        cleared("categoryId")?,
        cleared("note")?,
        cleared("labelIds")?,
    );
    if bank.wallet.edits.failed < bank.switches.wallet_write_trouble {
        bank.wallet.edits.failed += 1;
        return Err(Fault::Server);
    }
    let now = bank.household.change();
    let edits = &mut bank.wallet.edits;
    if no_category {
        edits.cleared.insert(number);
    }
    if let Some(note) = note.or(no_note.then(String::new)) {
        edits.notes.insert(number, note);
    }
    if let Some(labels) = labels.or(no_labels.then(Vec::new)) {
        edits.labels.insert(number, labels);
    }
    if category.is_some() {
        edits.cleared.remove(&number);
    }
    if let Some(row) = bank.household.row_mut(number) {
        if let Some(category) = category {
            row.category = category;
        }
        row.changed = now;
    }
    Ok(number)
}

fn texts(item: &Map<String, Value>, name: &'static str) -> Result<Option<Vec<String>>, Fault> {
    let Some(value) = item.get(name) else {
        return Ok(None);
    };
    value
        .as_array()
        .and_then(|list| {
            list.iter()
                .map(|text| text.as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
        })
        .map(Some)
        .ok_or_else(|| fault("must be a list of texts", name))
}

/// The row with an identifier, if it is one of Wallet's and there.
fn find(bank: &Bank, id: &str) -> Option<u64> {
    let number = wire_number(bank.household.seed(), "wallet-record", id)?;
    let row = bank
        .household
        .rows()
        .get(usize::try_from(number.checked_sub(1)?).ok()?)?;
    (row.counts() && bank.household.serves(Upstream::Wallet, row.account)).then_some(number)
}

fn category(bank: &Bank, id: &str) -> Result<Category, Fault> {
    let found = Category::ALL
        .into_iter()
        .find(|category| categories::id(bank.household.seed(), *category) == id)
        .ok_or_else(|| fault("the category was not found", "categoryId"))?;
    if RESTRICTED.contains(&found.facts().envelope) {
        return Err(fault("this category cannot be set", "categoryId"));
    }
    Ok(found)
}
