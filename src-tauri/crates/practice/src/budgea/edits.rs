//! What people write on movements: edits, notes, and movements of their own.

use axum::http::Method;
use chrono::NaiveDate;

use super::accounts::{self, Found};
use super::categories;
use super::form::Form;
use super::paris::written;
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::selection::{Looked, Selection};
use super::transactions::{self, find};
use super::{Call, nothing};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::json::{Json, decimals, major, number};

/// What a person changed on a movement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edit {
    pub(crate) wording: Option<String>,
    pub(crate) application_date: Option<NaiveDate>,
    pub(crate) category: Option<i64>,
    pub(crate) comment: Option<String>,
    pub(crate) active: Option<bool>,
    /// When, in milliseconds since 1970.
    pub(crate) changed: i64,
}

/// A note on a movement.
#[derive(Debug, Clone)]
pub(crate) struct Information {
    id: u64,
    key: String,
    value: String,
}

/// A movement that a person wrote by hand.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    id: u64,
    /// On the wire.
    pub(crate) account: u64,
    date: NaiveDate,
    ordered: NaiveDate,
    minor: i64,
    wording: String,
    kind: String,
    coming: bool,
    active: bool,
    at: i64,
}

/// `POST` or `PUT …/transactions/{t}`
pub(crate) fn update(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    id: &str,
) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let id: u64 = id.parse().map_err(|_| Refusal::unknown("transaction"))?;
    find(bank, scope, id).ok_or_else(|| Refusal::unknown("transaction"))?;
    let category = categories::category_of(bank, &form)?;
    let changed = bank.household.change();
    let mut edit = bank.budgea.edits.get(&id).cloned().unwrap_or_default();
    if let Some(wording) = form.get("wording") {
        edit.wording = Some(wording.to_owned());
    }
    if form.has("comment") {
        edit.comment = form.get("comment").map(str::to_owned);
    }
    edit.application_date = form.day("application_date")?.or(edit.application_date);
    edit.category = category.or(edit.category);
    edit.active = form.flag("active")?.or(edit.active);
    edit.changed = changed;
    bank.budgea.edits.insert(id, edit);
    transactions::one(bank, call, scope, &id.to_string())
}

/// `POST …/transactions`
pub(crate) fn write(bank: &mut Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let form = Form::of(call.ask)?;
    let number = match scope.account {
        Some(number) => number.to_string(),
        None => form.required("id_account")?.to_owned(),
    };
    let found = accounts::find(bank, scope, &number)?;
    if !found.enabled {
        return Err(Refusal::conflict("noAccount", "the account is disabled"));
    }
    let code = bank.household.accounts()[found.index].currency.clone();
    let value = form
        .decimal("value")?
        .ok_or_else(|| Refusal::missing("value"))?;
    let scaled = value.round_dp(decimals(&code));
    if scaled != value {
        return Err(Refusal::invalid("value"));
    }
    let mut whole = scaled;
    whole.rescale(decimals(&code));
    let date = form.day("date")?.ok_or_else(|| Refusal::missing("date"))?;
    let row = Written {
        id: found.connection * 10_000_000 + 9_000_000 + bank.budgea.number(),
        account: found.number,
        date,
        ordered: form.day("rdate")?.unwrap_or(date),
        minor: i64::try_from(whole.mantissa()).map_err(|_| Refusal::invalid("value"))?,
        wording: form.required("original_wording")?.to_owned(),
        kind: form.get("type").unwrap_or("unknown").to_owned(),
        coming: form.flag("coming")?.unwrap_or_default(),
        active: form.flag("active")?.unwrap_or(true),
        at: bank.household.change(),
    };
    let answer = json(&row, &code, call);
    bank.budgea.written.push(row);
    Ok(Answer::json(answer))
}

fn json(row: &Written, code: &str, call: &Call) -> Json {
    let wording = row.wording.to_uppercase();
    let mut json = Json::object([
        ("id", (row.id as i64).into()),
        ("id_account", (row.account as i64).into()),
        ("date", row.date.to_string().into()),
        ("rdate", row.ordered.to_string().into()),
        ("vdate", Json::Null),
        ("application_date", row.ordered.to_string().into()),
        ("value", number(row.minor, code)),
        ("type", row.kind.as_str().into()),
        ("original_wording", row.wording.as_str().into()),
        ("simplified_wording", wording.as_str().into()),
        ("stemmed_wording", wording.as_str().into()),
        ("wording", wording.as_str().into()),
        ("date_scraped", written(row.at)),
        ("coming", row.coming.into()),
        ("active", row.active.into()),
        ("last_update", written(row.at)),
        ("deleted", Json::Null),
        ("state", "parsed".into()),
    ]);
    if call.dialect.legacy {
        json.set("id_category", Json::from(9_998_i64));
    }
    json
}

/// The rows written by hand that a listing asks for.
pub(crate) fn rows(bank: &Bank, call: &Call, shared: &[Found], selection: &Selection) -> Vec<Json> {
    bank.budgea
        .written
        .iter()
        .filter_map(|row| {
            let found = shared.iter().find(|found| found.number == row.account)?;
            let code = &bank.household.accounts()[found.index].currency;
            let looked = Looked {
                date: row.date,
                budgeted: row.ordered,
                changed: row.at,
                deleted: false,
                value: Some(major(row.minor, code)),
                texts: [&row.wording, &row.wording],
            };
            selection.meets(&looked).then(|| json(row, code, call))
        })
        .collect()
}

/// The notes on a movement.
pub(crate) fn information_list(bank: &Bank, id: u64) -> Json {
    let notes = bank.budgea.informations.get(&id).into_iter().flatten();
    Json::list(notes.map(|note| {
        Json::object([
            ("id", (note.id as i64).into()),
            ("key", note.key.as_str().into()),
            ("value", note.value.as_str().into()),
        ])
    }))
}

/// `…/transactions/{t}/informations`
pub(crate) fn informations(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    id: &str,
) -> Result<Answer, Refusal> {
    let id: u64 = id.parse().map_err(|_| Refusal::unknown("transaction"))?;
    find(bank, scope, id).ok_or_else(|| Refusal::unknown("transaction"))?;
    match call.ask.method {
        Method::GET => {
            let Json::List(items) = information_list(bank, id) else {
                return Err(Refusal::unknown("transaction"));
            };
            Ok(Answer::json(listed(
                call.ask,
                "transactioninformations",
                items,
            )?))
        }
        Method::POST | Method::PUT => {
            let form = Form::of(call.ask)?;
            let (key, value) = (form.required("key")?, form.required("value")?);
            let number = bank.budgea.number();
            let notes = bank.budgea.informations.entry(id).or_default();
            notes.retain(|note| note.key != key);
            notes.push(Information {
                id: number,
                key: key.to_owned(),
                value: value.to_owned(),
            });
            Ok(Answer::json(Json::object([
                ("id", (number as i64).into()),
                ("key", key.into()),
                ("value", value.into()),
            ])))
        }
        Method::DELETE => {
            bank.budgea.informations.remove(&id);
            Ok(nothing())
        }
        _ => Err(Refusal::method()),
    }
}
