//! FinWise's transactions.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::http::StatusCode;
use rust_decimal::Decimal;

use super::filters::{Filters, Page, bare_amount, money};
use super::{Refusal, accounts, categories, odd, user_id};
use crate::bank::Bank;
use crate::calendar::plus;
use crate::clock::{instant, midnight, zoneless};
use crate::exchange::{Answer, Ask};
use crate::household::{Category, Draft, Row, Upstream, stamp};
use crate::json::{Json, major, number};
use crate::random::{Dice, wire_id, wire_number};
use crate::scenario::Scenario;

const BOOKED: &str = "finwise-transaction";
const PENDING: &str = "finwise-pending";

/// A place in a listing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Item {
    /// A row as it is now.
    Row(usize),
    /// The pending row that a booked one replaced, archived.
    Replaced(usize),
    /// One of the odd transactions.
    Odd(usize),
}

fn booked_id(bank: &Bank, row: u64) -> String {
    wire_id(bank.household.seed(), BOOKED, row)
}

fn pending_id(bank: &Bank, row: u64) -> String {
    wire_id(bank.household.seed(), PENDING, row)
}

/// The row with an identifier that is served now.
fn find(bank: &Bank, id: &str) -> Option<u64> {
    let seed = bank.household.seed();
    let (number, pending) = match wire_number(seed, BOOKED, id) {
        Some(number) => (number, false),
        None => (wire_number(seed, PENDING, id)?, true),
    };
    let row = bank
        .household
        .rows()
        .get(usize::try_from(number.checked_sub(1)?).ok()?)?;
    let there = !row.gone
        && row.pending == pending
        && bank.household.serves(Upstream::Finwise, row.account);
    there.then_some(number)
}

/// `GET /transactions`
pub(crate) fn list(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let page = Page::of(ask)?;
    let filters = Filters::of(ask)?;
    let odd = if bank.scenario == Scenario::Odd {
        odd::transactions(bank)
    } else {
        Vec::new()
    };
    let mut key = format!(
        "{} {} {}",
        bank.today(),
        bank.household.revision(),
        bank.scenario
    );
    for (name, value) in filters.iter() {
        // Writing to a string cannot fail.
        let _written = write!(key, " {name}={value}");
    }
    let items = match &bank.finwise.memo {
        Some((have, items)) if *have == key => Arc::clone(items),
        _ => {
            let items = Arc::new(select(bank, &filters, &odd)?);
            bank.finwise.memo = Some((key, Arc::clone(&items)));
            items
        }
    };
    if page.is_last(items.len()) && filters.get("id").is_none() && filters.get("ids").is_none() {
        bank.finwise.read_through = true;
    }
    let bank = &*bank;
    let shown = page
        .slice(&items)
        .iter()
        .map(|item| match item {
            Item::Row(index) => json(bank, &bank.household.rows()[*index], false),
            Item::Replaced(index) => json(bank, &bank.household.rows()[*index], true),
            Item::Odd(index) => odd[*index].json.clone(),
        })
        .collect();
    Ok(page.answer(shown, items.len()))
}

/// All that the filters let through, newest first.
fn select(bank: &Bank, filters: &Filters, odd: &[odd::Transaction]) -> Result<Vec<Item>, Refusal> {
    let home = &bank.household;
    let wanted = Wanted::of(bank, filters)?;
    let served: Vec<bool> = (0..home.accounts().len())
        .map(|index| home.serves(Upstream::Finwise, index))
        .collect();
    let mut found = Vec::new();
    for (index, row) in home.rows().iter().enumerate() {
        if row.gone
            || !served[row.account]
            || !wanted
                .accounts
                .as_ref()
                .is_none_or(|a| a.contains(&row.account))
        {
            continue;
        }
        if wanted.meets(bank, row, false) {
            found.push((stamp(row.date, 0), index, Item::Row(index)));
        }
        // Every other pending row stays as an archived one when it is booked; the rest vanish.
        if row.posted_live && row.id.is_multiple_of(2) && wanted.meets(bank, row, true) {
            found.push((stamp(row.date, 0), index, Item::Replaced(index)));
        }
    }
    for (index, transaction) in odd.iter().enumerate() {
        let hidden = (transaction.is_parent && wanted.no_parents)
            || (transaction.is_excluded && wanted.no_excluded)
            || wanted.narrow
            || wanted.from.is_some_and(|from| transaction.at < from)
            || wanted.until.is_some_and(|until| transaction.at > until);
        if !hidden {
            found.push((transaction.at, usize::MAX, Item::Odd(index)));
        }
    }
    found.sort_by_key(|(at, index, _)| (std::cmp::Reverse(*at), std::cmp::Reverse(*index)));
    Ok(found.into_iter().map(|(_, _, item)| item).collect())
}

struct Wanted<'a> {
    ids: Option<Vec<&'a str>>,
    accounts: Option<Vec<usize>>,
    categories: Option<Vec<&'a str>>,
    search: Option<String>,
    from: Option<i64>,
    until: Option<i64>,
    needs_review: Option<bool>,
    types: Option<Vec<&'a str>>,
    least: Option<Decimal>,
    most: Option<Decimal>,
    no_transfers: bool,
    no_archived: bool,
    no_parents: bool,
    no_excluded: bool,
    /// Asks for something that odd transactions never have.
    narrow: bool,
}

impl<'a> Wanted<'a> {
    fn of(bank: &Bank, filters: &'a Filters) -> Result<Self, Refusal> {
        let ids = filters.ids("id", "ids")?;
        let accounts = filters.ids("accountId", "accountIds")?.map(|ids| {
            ids.into_iter()
                .filter_map(|id| accounts::find(bank, id))
                .collect::<Vec<_>>()
        });
        let categories = filters.texts("transactionCategoryIds")?;
        let search = filters
            .text("search")?
            .map(|text| text.replace('*', "").to_lowercase());
        let types = filters.texts("transactionTypes")?;
        if types
            .iter()
            .flatten()
            .any(|kind| !matches!(*kind, "debit" | "credit"))
        {
            return Err(Refusal::field(
                "transactionTypes",
                "must be debit or credit",
                "",
            ));
        }
        let flag = |name: &str| filters.flag(name).map(Option::unwrap_or_default);
        Ok(Self {
            narrow: ids.is_some() || accounts.is_some() || categories.is_some() || search.is_some(),
            ids,
            accounts,
            categories,
            search,
            from: filters.moment("fromDate")?,
            until: filters.moment("toDate")?,
            needs_review: filters.flag("needsReview")?,
            types,
            least: filters.amount("amountGte")?,
            most: filters.amount("amountLte")?,
            no_transfers: flag("excludeTransfers")?,
            no_archived: flag("excludeArchived")?,
            no_parents: flag("excludeParentTransactions")?,
            no_excluded: flag("excludeExcludedTransactions")?,
        })
    }

    fn meets(&self, bank: &Bank, row: &Row, replaced: bool) -> bool {
        let at = stamp(row.date, 0);
        let kind = if row.minor < 0 { "debit" } else { "credit" };
        let amount = || major(row.minor, &bank.household.accounts()[row.account].currency);
        self.from.is_none_or(|from| at >= from)
            && self.until.is_none_or(|until| at <= until)
            && !(self.no_archived && (replaced || row.archived.is_some()))
            && !(self.no_transfers && row.transfer.is_some())
            && self
                .needs_review
                .is_none_or(|wanted| wanted == needs_review(bank, row))
            && self
                .types
                .as_ref()
                .is_none_or(|types| types.contains(&kind))
            && self.ids.as_ref().is_none_or(|ids| {
                let id = if replaced || row.pending {
                    pending_id(bank, row.id)
                } else {
                    booked_id(bank, row.id)
                };
                ids.contains(&id.as_str())
            })
            && self.categories.as_ref().is_none_or(|ids| {
                categories::of_row(bank, row).is_some_and(|id| ids.contains(&id.as_str()))
            })
            && self.search.as_ref().is_none_or(|text| {
                row.payee.to_lowercase().contains(text) || row.wording.to_lowercase().contains(text)
            })
            && self.least.is_none_or(|least| amount() >= least)
            && self.most.is_none_or(|most| amount() <= most)
    }
}

/// Whether the person is to look at a row: what clients said of it, else, if it is switched on, what nobody sorted and
/// each fortieth.
fn needs_review(bank: &Bank, row: &Row) -> bool {
    let unsorted = row.category == Category::Uncategorised;
    let wanted = bank.switches.finwise_flags && (unsorted || row.id.is_multiple_of(40));
    let reviewed = bank.finwise.reviewed.get(&row.id);
    reviewed.map_or(wanted, |reviewed| !reviewed)
}

/// A row as it is, or the pending row it replaced.
fn json(bank: &Bank, row: &Row, replaced: bool) -> Json {
    let home = &bank.household;
    let account = &home.accounts()[row.account];
    let pending = replaced || row.pending;
    let id = if pending {
        pending_id(bank, row.id)
    } else {
        booked_id(bank, row.id)
    };
    let replaces =
        (!pending && row.posts_on.is_some() && row.linked).then(|| pending_id(bank, row.id));
    let category = categories::of_row(bank, row);
    let merchant = row.transfer.is_none().then(|| {
        let number = Dice::numbered(0, &row.payee, 0).next() & 0xffff_ffff_ffff;
        wire_id(home.seed(), "finwise-merchant", number)
    });
    let created = match row.posts_on {
        // The booked row is a row of its own, written when it was booked.
        Some(day) if !pending => stamp(day, 4 * 60).min(row.changed.max(row.created)),
        _ => row.created,
    };
    let archived = if replaced {
        Some(row.changed)
    } else {
        row.archived
    };
    let reference = if pending { "VORGEMERKT " } else { "" };
    Json::object([
        ("id", id.into()),
        ("createdAt", instant(created).into()),
        (
            "updatedAt",
            instant(if pending && !replaced {
                row.created
            } else {
                row.changed
            })
            .into(),
        ),
        ("userId", user_id(bank).into()),
        ("accountId", accounts::id(bank, row.account).into()),
        ("description", row.payee.as_str().into()),
        (
            "originalDescription",
            format!("{reference}{}", row.wording).into(),
        ),
        (
            "amount",
            Json::object([
                ("amount", number(row.minor, &account.currency)),
                ("currencyCode", account.currency.as_str().into()),
            ]),
        ),
        ("date", midnight(row.date).into()),
        (
            "effectiveDate",
            (!pending)
                .then(|| row.posts_on.map(midnight))
                .flatten()
                .into(),
        ),
        ("transactionCategoryId", category.clone().into()),
        ("originalTransactionCategoryId", category.into()),
        ("merchantId", merchant.clone().into()),
        ("originalMerchantId", merchant.into()),
        ("parentTransactionId", Json::Null),
        ("splits", Json::Null),
        (
            "isManual",
            (!account.bank_fed || bank.finwise.by_hand.contains(&row.id)).into(),
        ),
        ("isTransfer", row.transfer.is_some().into()),
        ("isPending", pending.into()),
        ("pendingTransactionId", replaces.into()),
        ("needsReview", needs_review(bank, row).into()),
        (
            "notes",
            bank.finwise.notes.get(&row.id).map(String::as_str).into(),
        ),
        ("archivedAt", archived.map(zoneless).into()),
        ("dataImportId", Json::Null),
        ("transactionTags", Json::List(Vec::new())),
        ("fileRecords", Json::List(Vec::new())),
    ])
}

fn served_now(bank: &Bank, number: u64) -> Json {
    json(bank, &bank.household.rows()[number as usize - 1], false)
}

/// `POST /transactions`
pub(crate) fn create(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body = Filters::body(ask)?;
    let account = accounts::find(bank, body.required("accountId")?)
        .ok_or_else(|| Refusal::unknown("The account"))?;
    let currency = bank.household.accounts()[account].currency.clone();
    let foreign = bank.switches.finwise_lenient && body.get("transactionDate").is_some();
    let (date, minor) = if foreign {
        (
            body.day("transactionDate")?,
            bare_amount(ask, "amount", &currency)?,
        )
    } else {
        let (minor, given) = money(ask, "amount")?;
        if given != currency {
            return Err(Refusal::field(
                "amount",
                format!("the account is kept in {currency}"),
                given,
            ));
        }
        (body.day("date")?, minor)
    };
    let date = date.ok_or_else(|| Refusal::field("date", "date is required", "undefined"))?;
    if date > plus(bank.today(), 366) || date < bank.household.start() {
        return Err(Refusal::field(
            "date",
            "date is out of range",
            date.to_string(),
        ));
    }
    let category = match body.text("transactionCategoryId")? {
        Some(id) => {
            Some(categories::find(bank, id).ok_or_else(|| Refusal::unknown("The category"))?)
        }
        None => None,
    };
    let notes = body.text("notes")?.filter(|text| !text.is_empty());
    let text = body
        .text("description")?
        .filter(|text| !text.is_empty())
        .or(notes)
        .unwrap_or("By hand");
    let known = match &category {
        Some(categories::Found::Shared(category)) => *category,
        Some(categories::Found::Own(_)) | None => Category::Uncategorised,
    };
    let mut draft = Draft::new(account, minor, text, known).worded(text);
    if body.flag("isTransfer")? == Some(true) {
        draft = draft.leg_of(bank.household.transfer_number());
    }
    let number = bank.household.write_by_hand(date, draft);
    bank.finwise.by_hand.insert(number);
    if let Some(notes) = notes {
        bank.finwise.notes.insert(number, notes.to_owned());
    }
    if let Some(categories::Found::Own(id)) = category {
        bank.finwise.categories.assign(number, Some(id));
    }
    Ok(Answer::status(
        StatusCode::CREATED,
        served_now(bank, number),
    ))
}

/// `PATCH /transactions/:id`
pub(crate) fn patch(bank: &mut Bank, id: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let number = find(bank, id).ok_or_else(|| Refusal::unknown("The transaction"))?;
    let body = Filters::body(ask)?;
    if let Some(category) = body.text("transactionCategoryId")? {
        let found =
            categories::find(bank, category).ok_or_else(|| Refusal::unknown("The category"))?;
        match found {
            categories::Found::Shared(category) => {
                if let Some(row) = bank.household.row_mut(number) {
                    row.category = category;
                }
                bank.finwise.categories.forget(number);
            }
            categories::Found::Own(id) => bank.finwise.categories.assign(number, Some(id)),
        }
    }
    if body.is_null("transactionCategoryId") {
        bank.finwise.categories.assign(number, None);
    }
    if let Some(note) = body.text("notes")?.map(str::to_owned) {
        bank.finwise.notes.insert(number, note);
    } else if body.is_null("notes") {
        bank.finwise.notes.remove(&number);
    }
    if let Some(needs) = body.flag("needsReview")? {
        bank.finwise.reviewed.insert(number, !needs);
    }
    let now = bank.household.change();
    if let Some(row) = bank.household.row_mut(number) {
        row.changed = now;
    }
    Ok(Answer::json(served_now(bank, number)))
}

/// `POST /transactions/:id/archive`
pub(crate) fn archive(bank: &mut Bank, id: &str) -> Result<Answer, Refusal> {
    let number = find(bank, id).ok_or_else(|| Refusal::unknown("The transaction"))?;
    let now = bank.household.change();
    if let Some(row) = bank.household.row_mut(number) {
        row.archived.get_or_insert(now);
        row.changed = now;
    }
    Ok(Answer::json(served_now(bank, number)))
}
