//! Movements on the wire.

use chrono::NaiveDate;

use super::accounts::{self, Found};
use super::categories;
use super::edits::Edit;
use super::expand::Expand;
use super::kinds::{currency, formatted};
use super::paris::{stamp, utc, written};
use super::refusal::Refusal;
use super::routes::Scope;
use super::selection::{Looked, Selection};
use super::{Call, moves, odd};
use crate::aggregated::{self, Movement};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::household::{Category, Operation};
use crate::json::{Json, major, number};
use crate::scenario::Scenario;

/// Numbers of a connection's movements.
const SPAN: u64 = 10_000_000;

/// One movement among those that a listing looks at.
pub(crate) struct Item<'a> {
    pub(crate) id: u64,
    pub(crate) found: Found,
    pub(crate) movement: Movement<'a>,
    edit: Option<&'a Edit>,
}

impl Item<'_> {
    /// The day it is budgeted on.
    fn budgeted(&self) -> NaiveDate {
        self.edit
            .and_then(|edit| edit.application_date)
            .unwrap_or_else(|| self.movement.ordered())
    }

    fn changed(&self) -> i64 {
        let edited = self.edit.map_or(0, |edit| edit.changed);
        self.movement.changed().max(edited)
    }

    pub(crate) fn category(&self) -> Category {
        self.movement.row.category
    }
}

/// The movements of the accounts within a scope that a person agreed to share.
pub(crate) fn items<'a>(bank: &'a Bank, found: &Found) -> impl Iterator<Item = Item<'a>> {
    let found = *found;
    aggregated::movements(&bank.household, found.index).map(move |movement| {
        let id = found.connection * SPAN + movement.number;
        Item {
            id,
            found,
            movement,
            edit: bank.budgea.edits.get(&id),
        }
    })
}

/// `GET …/transactions`
pub(crate) fn list(bank: &mut Bank, call: &Call, scope: &Scope) -> Result<Answer, Refusal> {
    let selection = Selection::of(call.ask, call.dialect.legacy, bank.today())?;
    let expand = Expand::read(call.ask.first("expand").unwrap_or_default());
    moves::turn_page(bank, selection.offset);
    let shared: Vec<Found> = accounts::within(bank, scope)
        .into_iter()
        .filter(|found| found.enabled)
        .collect();
    if shared.is_empty() {
        return Err(Refusal::conflict(
            "noAccount",
            "no account is enabled there",
        ));
    }
    let mut picked = Vec::new();
    let (mut first, mut last): (Option<NaiveDate>, Option<NaiveDate>) = (None, None);
    let every = selection.all || scope.account.is_some();
    for found in &shared {
        let account = &bank.household.accounts()[found.index];
        if account.closed.is_some() && !every {
            continue;
        }
        for item in items(bank, found) {
            let date = item.movement.date();
            first = Some(first.map_or(date, |have| have.min(date)));
            last = Some(last.map_or(date, |have| have.max(date)));
            let wording = item.movement.wording();
            let looked = Looked {
                date,
                budgeted: item.budgeted(),
                changed: item.changed(),
                deleted: item.movement.deleted.is_some(),
                value: Some(major(item.movement.row.minor, &account.currency)),
                texts: [&wording, &item.movement.row.payee],
            };
            if selection.meets(&looked) {
                picked.push((date, item));
            }
        }
    }
    picked.sort_by(|(day, one), (other_day, other)| (other_day, other.id).cmp(&(day, one.id)));
    let ends = (
        picked.last().map(|(day, _)| *day),
        picked.first().map(|(day, _)| *day),
    );
    let mut rows: Vec<Json> = Vec::new();
    let wanted = selection.limit.unwrap_or(usize::MAX);
    let mut total = picked.len();
    for (_, item) in picked.iter().skip(selection.offset).take(wanted) {
        rows.push(json(bank, call, item, &expand));
    }
    drop(picked);
    let strange = if bank.scenario == Scenario::Odd && !call.dialect.strict {
        odd::movements(bank, &shared[0], &selection)
    } else {
        Vec::new()
    };
    let by_hand = super::edits::rows(bank, call, &shared, &selection);
    for more in strange.into_iter().chain(by_hand) {
        if total >= selection.offset && rows.len() < wanted {
            rows.push(more);
        }
        total += 1;
    }
    if selection.offset + rows.len() >= total {
        for found in &shared {
            if let Some(connection) = bank.budgea.connections.get_mut(&found.connection) {
                connection.read_through = true;
            }
        }
    }
    let day = |day: Option<NaiveDate>| Json::from(day.map(|day| day.to_string()));
    let count = rows.len();
    let mut answer = Json::object([
        ("transactions", Json::List(rows)),
        ("first_date", day(first)),
        ("last_date", day(last)),
        ("result_min_date", day(ends.0)),
        ("result_max_date", day(ends.1)),
        ("total", total.into()),
    ]);
    if !call.dialect.legacy {
        answer.set("_links", links(call, &selection, count, total));
    }
    Ok(Answer::json(answer))
}

/// Links to this page and the ones beside it.
fn links(call: &Call, selection: &Selection, count: usize, total: usize) -> Json {
    let limit = selection.limit.unwrap_or(total.max(1));
    let href = |offset: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in call.ask.query.iter().filter(|(name, _)| name != "offset") {
            query.append_pair(name, value);
        }
        query.append_pair("offset", &offset.to_string());
        let host = call.ask.header("host").unwrap_or("localhost");
        let url = format!("http://{host}{}?{}", call.ask.path, query.finish());
        Json::object([("href", url.into())])
    };
    let next = selection.offset + count;
    Json::object([
        ("self", href(selection.offset)),
        (
            "prev",
            (selection.offset > 0)
                .then(|| href(selection.offset.saturating_sub(limit)))
                .into(),
        ),
        (
            "next",
            (count > 0 && next < total).then(|| href(next)).into(),
        ),
    ])
}

/// The movement with a number, within a scope.
pub(crate) fn find<'a>(bank: &'a Bank, scope: &Scope, id: u64) -> Option<Item<'a>> {
    let found = accounts::within(bank, scope)
        .into_iter()
        .filter(|found| found.enabled && found.connection == id / SPAN);
    found
        .flat_map(|found| items(bank, &found).collect::<Vec<_>>())
        .find(|item| item.id == id)
}

/// `GET …/transactions/{t}`
pub(crate) fn one(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    id: &str,
) -> Result<Answer, Refusal> {
    let expand = Expand::read(call.ask.first("expand").unwrap_or_default());
    let item = id
        .parse()
        .ok()
        .and_then(|id| find(bank, scope, id))
        .ok_or_else(|| Refusal::unknown("transaction"))?;
    Ok(Answer::json(json(bank, call, &item, &expand)))
}

/// The living movements of an account, nested in it.
pub(crate) fn of_account(bank: &Bank, call: &Call, found: &Found) -> Json {
    if !found.enabled {
        return Json::List(Vec::new());
    }
    let expand = Expand::default();
    let mut living: Vec<_> = items(bank, found)
        .filter(|item| item.movement.deleted.is_none())
        .collect();
    living.sort_by_key(|item| std::cmp::Reverse((item.movement.date(), item.id)));
    Json::list(living.iter().map(|item| json(bank, call, item, &expand)))
}

/// Forgets what people wrote on an account's movements.
pub(crate) fn forget(bank: &mut Bank, found: &Found) {
    let ids: Vec<u64> = items(bank, found).map(|item| item.id).collect();
    for id in ids {
        bank.budgea.edits.remove(&id);
        bank.budgea.informations.remove(&id);
    }
    let number = found.number;
    bank.budgea.written.retain(|row| row.account != number);
}

/// What an operation is called.
pub(crate) fn type_word(call: &Call, operation: Operation) -> &'static str {
    use Operation as Op;
    let (today, older, plain) = match operation {
        Op::Transfer => ("transfer", "transfer", "transfer"),
        Op::Order => ("order", "order", "order"),
        Op::Check => ("check", "check", "check"),
        Op::Deposit => ("deposit", "deposit", "deposit"),
        Op::Payback => ("payback", "payback", "payback"),
        Op::Withdrawal => ("withdrawal", "withdrawal", "withdrawal"),
        Op::LoanRepayment => ("loan_repayment", "loan_payment", "order"),
        Op::Bank => ("bank", "bank", "bank"),
        Op::Card => ("card", "card", "card"),
        Op::DeferredCard => ("deferred_card", "deferred_card", "card"),
        Op::CardSummary => ("summary_card", "card_summary", "unknown"),
        Op::Unknown => ("unknown", "unknown", "unknown"),
        Op::MarketOrder => ("market_order", "market_order", "unknown"),
        Op::MarketFee => ("market_fee", "market_fee", "bank"),
        Op::Arbitrage => ("arbitrage", "arbitrage", "unknown"),
        Op::Profit => ("profit", "profit", "unknown"),
        Op::Refund => ("refund", "refund", "unknown"),
        Op::Payout => ("payout", "payout", "unknown"),
        Op::Payment => ("payment", "payment", "unknown"),
        Op::Fee => ("fee", "fee", "bank"),
    };
    match (call.dialect.legacy, call.dialect.strict) {
        (_, true) => plain,
        (true, _) => older,
        _ => today,
    }
}

/// A movement on the wire.
pub(crate) fn json(bank: &Bank, call: &Call, item: &Item, expand: &Expand) -> Json {
    let (row, movement) = (item.movement.row, &item.movement);
    let code = bank.household.accounts()[row.account].currency.as_str();
    let edit = item.edit;
    let legacy = call.dialect.legacy;
    let payee = row.payee.to_uppercase();
    let wording = edit
        .and_then(|edit| edit.wording.clone())
        .unwrap_or_else(|| payee.clone());
    let ordered = movement.ordered();
    let by_card = matches!(row.operation, Operation::Card | Operation::DeferredCard);
    let time = by_card.then(|| {
        let at = utc(row.created);
        format!("{ordered}{}", &at[10..])
    });
    let (asked, asked_in) = row.original.unzip();
    let mut json = Json::object([
        ("id", (item.id as i64).into()),
        ("id_account", (item.found.number as i64).into()),
        ("date", movement.date().to_string().into()),
        ("rdate", ordered.to_string().into()),
        ("vdate", movement.valued().map(|day| day.to_string()).into()),
        ("application_date", item.budgeted().to_string().into()),
        ("datetime", Json::Null),
        ("rdatetime", time.into()),
        ("vdatetime", Json::Null),
        ("bdate", Json::Null),
        ("bdatetime", Json::Null),
        ("value", number(row.minor, code)),
        ("gross_value", Json::Null),
        ("type", type_word(call, row.operation).into()),
        ("original_wording", movement.wording().into()),
        ("simplified_wording", payee.as_str().into()),
        ("stemmed_wording", payee.as_str().into()),
        ("wording", wording.into()),
        ("date_scraped", written(row.created)),
        ("coming", movement.coming.into()),
        (
            "active",
            edit.and_then(|edit| edit.active).unwrap_or(true).into(),
        ),
        ("id_cluster", super::clusters::of(&item.found, row).into()),
        ("comment", edit.and_then(|edit| edit.comment.clone()).into()),
        ("last_update", written(item.changed())),
        ("deleted", movement.deleted.map(stamp).into()),
        (
            "original_value",
            asked
                .zip(asked_in)
                .map(|(minor, code)| number(minor, code))
                .into(),
        ),
        ("original_gross_value", Json::Null),
        ("original_currency", asked_in.map(currency).into()),
        ("commission", Json::Null),
        ("commission_currency", Json::Null),
        ("country", Json::Null),
        ("card", by_card.then_some("4970XXXXXXXX0001").into()),
        (
            "state",
            if movement.coming { "new" } else { "parsed" }.into(),
        ),
        ("counterparty", counterparty(item, legacy)),
    ]);
    let category = edit
        .and_then(|edit| edit.category)
        .unwrap_or_else(|| categories::number(item.category()));
    if legacy {
        json.set("id_category", category);
        json.set("new", false);
        json.set("nopurge", Json::from(0_i64));
        json.set("nature", type_word(call, row.operation));
        json.set("documents_count", Json::from(0_i64));
        json.set("formatted_value", formatted(row.minor, code));
        json.set("webid", format!("t{}", movement.number));
        if expand.has("category") {
            json.set("category", categories::json(bank, category));
        }
    } else {
        json.remove("stemmed_wording");
        json.set("categories", categories::codes(bank, category));
    }
    if expand.has("attachments") {
        json.set("attachments", Json::List(Vec::new()));
    }
    if expand.has("informations") {
        json.set(
            "informations",
            super::edits::information_list(bank, item.id),
        );
    }
    if let Some(below) = expand.get("account") {
        json.set("account", accounts::json(bank, call, &item.found, below));
    }
    json
}

fn counterparty(item: &Item, legacy: bool) -> Json {
    let row = item.movement.row;
    if !matches!(
        row.operation,
        Operation::Transfer | Operation::Order | Operation::LoanRepayment
    ) {
        return Json::Null;
    }
    if legacy {
        return row.payee.as_str().into();
    }
    Json::object([
        ("label", row.payee.as_str().into()),
        ("account_scheme_name", Json::Null),
        ("account_identification", Json::Null),
        (
            "type",
            if row.minor < 0 { "creditor" } else { "debtor" }.into(),
        ),
    ])
}
