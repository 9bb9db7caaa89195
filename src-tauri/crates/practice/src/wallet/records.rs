//! Wallet's records.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::filter::{Amounts, Moments, Texts, flag, ids};
use super::listing::{Page, direction};
use super::{Refusal, accounts, categories, edits, odd, plans};
use crate::bank::Bank;
use crate::calendar::minus_months;
use crate::clock::instant;
use crate::exchange::{Answer, Ask};
use crate::household::{Category, Row, Upstream, stamp};
use crate::json::{Json, major, number};
use crate::random::{wire_id, wire_number};
use crate::rates;
use crate::scenario::Scenario;

/// A place in a listing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Item {
    /// A row of the household, by its index.
    Row(usize),
    /// One of the odd records.
    Odd(usize),
}

/// The identifier of a record.
pub(crate) fn id(seed: u64, row: u64) -> String {
    wire_id(seed, "wallet-record", row)
}

/// `GET /records`, and `GET /records/by-id` of the legacy dialect.
pub(crate) fn list(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let page = Page::of(bank, ask)?;
    let wanted = Wanted::of(bank, ask)?;
    let odd = if bank.scenario == Scenario::Odd {
        odd::records(bank)
    } else {
        Vec::new()
    };
    let key = memo_key(bank, ask);
    let items = match &bank.wallet.memo {
        Some((have, items)) if *have == key => Arc::clone(items),
        _ => {
            let items = Arc::new(wanted.select(bank, &odd, ask)?);
            bank.wallet.memo = Some((key, Arc::clone(&items)));
            items
        }
    };
    if wanted.ids.is_none() && page.is_last(items.len()) {
        bank.wallet.read_through = true;
    }
    let bank = &*bank;
    let convert = ask.first("convertTo");
    let shown = items
        .iter()
        .skip(page.offset)
        .take(page.limit)
        .map(|item| match item {
            Item::Row(index) => record(bank, &bank.household.rows()[*index], convert),
            Item::Odd(index) => odd[*index].json.clone(),
        })
        .collect();
    let mut envelope = page.envelope("records", shown, items.len(), ask);
    let applied = if wanted.ids.is_some() {
        Json::Null
    } else {
        Json::list(wanted.dates.asked.iter().map(|text| text.as_str().into()))
    };
    let echo = if bank.switches.wallet_legacy {
        "recordDateRange"
    } else {
        "appliedRecordDateFilters"
    };
    envelope.set(echo, applied);
    Ok(Answer::json(envelope))
}

/// All that decides which records a listing holds and in which order.
fn memo_key(bank: &Bank, ask: &Ask) -> String {
    let mut key = format!(
        "{} {} {} {:?}",
        bank.today(),
        bank.household.revision(),
        bank.scenario,
        bank.switches.wallet_legacy
    );
    for (name, value) in &ask.query {
        if !matches!(
            name.as_str(),
            "limit" | "offset" | "withTotal" | "agentHints" | "convertTo"
        ) {
            // Writing to a string cannot fail.
            let _written = write!(key, "&{name}={value}");
        }
    }
    key
}

/// The conditions of one listing.
struct Wanted {
    ids: Option<Vec<String>>,
    dates: Moments,
    accounts: Option<HashSet<usize>>,
    categories: Option<Vec<Category>>,
    labels: Option<Vec<String>>,
    note: Texts,
    counterparty: Vec<Texts>,
    amounts: Amounts,
    created: Moments,
    updated: Moments,
    income: Option<bool>,
    transfer: Option<bool>,
    transfer_id: Option<String>,
    states: Option<Vec<String>>,
    sources: Option<Vec<String>>,
}

impl Wanted {
    fn of(bank: &Bank, ask: &Ask) -> Result<Self, Refusal> {
        let home = &bank.household;
        let record_ids = ids(ask, "id", 30)?;
        let mut dates = Moments::of(ask, "recordDate")?;
        if record_ids.is_some() {
            dates = Moments::from(i64::MIN);
            dates.asked.clear();
        } else if dates.is_empty() {
            // Nobody asked: about the last three months.
            dates = Moments::from(stamp(minus_months(bank.today(), 3), 0));
        }
        let accounts = ids(ask, "accountId", 10)?.map(|wanted| {
            (0..home.accounts().len())
                .filter(|index| wanted.contains(&accounts::id(bank, *index)))
                .collect()
        });
        let categories = ids(ask, "categoryId", 10)?.map(|wanted| {
            Category::ALL
                .into_iter()
                .filter(|category| {
                    wanted.contains(&categories::id(home.seed(), *category))
                        || (*category == Category::Uncategorised
                            && wanted.iter().any(|id| id == "unknown"))
                })
                .collect()
        });
        let mut counterparty = Vec::new();
        if bank.switches.wallet_legacy {
            for field in ["payee", "payer"] {
                let texts = Texts::of(ask, field)?;
                if !texts.is_empty() {
                    counterparty.push(texts);
                }
            }
        } else {
            counterparty.push(Texts::of(ask, "counterParty")?);
        }
        let income = match ask.first("recordType") {
            None => None,
            Some("income") => Some(true),
            Some("expense") => Some(false),
            Some(_) => return Err(Refusal::bad("recordType must be expense or income")),
        };
        let states = ids(ask, "recordState", 3)?;
        let known = ["reconciled", "cleared", "uncleared"];
        if states
            .iter()
            .flatten()
            .any(|state| !known.contains(&state.as_str()))
        {
            return Err(Refusal::bad(
                "recordState must be reconciled, cleared or uncleared",
            ));
        }
        Ok(Self {
            ids: record_ids,
            dates,
            accounts,
            categories,
            labels: ids(ask, "labelId", 30)?,
            note: Texts::of(ask, "note")?,
            counterparty,
            amounts: Amounts::of(ask, "amount")?,
            created: Moments::of(ask, "createdAt")?,
            updated: Moments::of(ask, "updatedAt")?,
            income,
            transfer: flag(ask, "isTransfer")?,
            transfer_id: ask.first("transferId").map(str::to_owned),
            states,
            sources: ids(ask, "source", 7)?,
        })
    }

    fn select(&self, bank: &Bank, odd: &[odd::Record], ask: &Ask) -> Result<Vec<Item>, Refusal> {
        let home = &bank.household;
        let (down, field) = direction(ask.first("sortBy").unwrap_or("-recordDate"));
        if !matches!(field, "recordDate" | "amount" | "createdAt" | "updatedAt") {
            return Err(Refusal::bad(format!("sortBy: cannot sort by {field:?}")));
        }
        let ours: Vec<bool> = (0..home.accounts().len())
            .map(|index| home.serves(Upstream::Wallet, index))
            .collect();
        let amount = |row: &Row| major(row.minor, &home.accounts()[row.account].currency);
        let candidates: Vec<usize> = match &self.ids {
            Some(ids) => ids
                .iter()
                .filter_map(|id| wire_number(home.seed(), "wallet-record", id))
                .filter_map(|id| usize::try_from(id.checked_sub(1)?).ok())
                .filter(|index| *index < home.rows().len())
                .collect(),
            None => (0..home.rows().len()).collect(),
        };
        let mut found: Vec<(i64, Decimal, Item)> = candidates
            .into_iter()
            .filter(|index| {
                let row = &home.rows()[*index];
                row.counts() && ours[row.account] && self.meets(bank, row)
            })
            .map(|index| {
                let row = &home.rows()[index];
                let key = match field {
                    "createdAt" => row.created,
                    "updatedAt" => row.changed,
                    _ => stamp(row.date, row.minute),
                };
                let amount = if field == "amount" {
                    amount(row)
                } else {
                    Decimal::ZERO
                };
                (key, amount, Item::Row(index))
            })
            .collect();
        for (index, record) in odd.iter().enumerate() {
            let asked = self.ids.as_ref().is_none_or(|ids| ids.contains(&record.id));
            if asked && self.dates.meets(record.at) && self.updated.meets(record.at) {
                found.push((record.at, Decimal::ZERO, Item::Odd(index)));
            }
        }
        // Stable, so that rows of one moment keep the order in which they were written.
        if field == "amount" {
            found.sort_by_key(|(_, amount, _)| *amount);
        } else {
            found.sort_by_key(|(key, ..)| *key);
        }
        if down {
            found.reverse();
        }
        Ok(found.into_iter().map(|(_, _, item)| item).collect())
    }

    fn meets(&self, bank: &Bank, row: &Row) -> bool {
        let home = &bank.household;
        let wanted = |list: &Option<Vec<String>>, word: &str| {
            list.as_ref()
                .is_none_or(|list| list.iter().any(|have| have == word))
        };
        self.dates.meets(stamp(row.date, row.minute))
            && self.updated.meets(row.changed)
            && self.created.meets(row.created)
            && self
                .accounts
                .as_ref()
                .is_none_or(|accounts| accounts.contains(&row.account))
            && self
                .categories
                .as_ref()
                .is_none_or(|list| list.contains(&row.category))
            && self.labels.as_ref().is_none_or(|list| {
                labels_of(bank, row)
                    .iter()
                    .any(|label| list.contains(label))
            })
            && self.income.is_none_or(|income| income == (row.minor > 0))
            && self
                .transfer
                .is_none_or(|transfer| transfer == row.transfer.is_some())
            && self.transfer_id.as_ref().is_none_or(|id| {
                row.transfer
                    .is_some_and(|number| *id == transfer_id(home.seed(), number))
            })
            && wanted(&self.states, state(row))
            && wanted(&self.sources, "backend")
            && self.note.meets(note_of(bank, row))
            && self
                .counterparty
                .iter()
                .all(|texts| texts.meets(&row.payee))
            && self
                .amounts
                .meets(major(row.minor, &home.accounts()[row.account].currency))
    }
}

/// What a row's note says: the bank's wording, until a client wrote another.
fn note_of<'a>(bank: &'a Bank, row: &'a Row) -> &'a str {
    bank.wallet.edits.note(row.id).unwrap_or(&row.wording)
}

/// Ids of a row's labels.
fn labels_of(bank: &Bank, row: &Row) -> Vec<String> {
    bank.wallet.edits.labels_of(row.id).map_or_else(
        || {
            row.labels
                .iter()
                .map(|label| plans::label_id(bank.household.seed(), *label))
                .collect()
        },
        <[String]>::to_vec,
    )
}

fn transfer_id(seed: u64, number: u64) -> String {
    wire_id(seed, "wallet-transfer", number)
}

/// Rows of the hand-kept accounts count as reconciled.
fn state(row: &Row) -> &'static str {
    if row.pending {
        "uncleared"
    } else if row.posts_on.is_none() && row.order.is_some() {
        "reconciled"
    } else {
        "cleared"
    }
}

pub(super) fn record(bank: &Bank, row: &Row, convert: Option<&str>) -> Json {
    let home = &bank.household;
    let seed = home.seed();
    let account = &home.accounts()[row.account];
    let money = |minor: i64, currency: &str| {
        Json::object([
            ("value", number(minor, currency)),
            ("currencyCode", currency.into()),
        ])
    };
    let kind = if row.minor < 0 { "expense" } else { "income" };
    let mut json = Json::object([
        ("id", id(seed, row.id).into()),
        ("accountId", accounts::id(bank, row.account).into()),
        ("accountName", account.name.as_str().into()),
        ("accountIsBankSync", account.bank_fed.into()),
        ("amount", money(row.minor, &account.currency)),
        (
            "category",
            if bank.wallet.edits.is_cleared(row.id) {
                Json::Null
            } else {
                categories::embed(seed, row.category)
            },
        ),
        ("counterParty", row.payee.as_str().into()),
        ("note", note_of(bank, row).into()),
        (
            "labels",
            Json::list(
                labels_of(bank, row)
                    .iter()
                    .map(|label| edits::label_embed(bank, label)),
            ),
        ),
        ("photos", Json::List(Vec::new())),
        ("recordDate", instant(stamp(row.date, row.minute)).into()),
        ("recordState", state(row).into()),
        ("recordType", kind.into()),
        ("source", "backend".into()),
    ]);
    let transfer = row.transfer.map(|number| {
        let mirror = home
            .other_leg(row)
            .filter(|leg| home.serves(Upstream::Wallet, leg.account));
        let mut transfer = Json::object([
            (
                "type",
                if mirror.is_some() {
                    "paired"
                } else {
                    "unpaired"
                }
                .into(),
            ),
            ("transferId", transfer_id(seed, number).into()),
        ]);
        if let Some(leg) = mirror {
            let currency = &home.accounts()[leg.account].currency;
            transfer.set(
                "mirrorRecord",
                Json::object([
                    ("id", id(seed, leg.id).into()),
                    ("accountId", accounts::id(bank, leg.account).into()),
                    ("amount", money(leg.minor, currency)),
                    ("counterParty", leg.payee.as_str().into()),
                    ("note", leg.wording.as_str().into()),
                ]),
            );
        }
        transfer
    });
    if bank.switches.wallet_legacy {
        json.set("transferRecord", transfer);
        let payment = if row.posts_on.is_some() {
            "debit_card"
        } else {
            "transfer"
        };
        json.set("paymentType", payment);
    } else {
        json.set("transfer", transfer);
    }
    if let Some(target) = convert {
        json.set("convertedAmount", converted(row, &account.currency, target));
    }
    json.set("createdAt", instant(row.created));
    json.set("updatedAt", instant(row.changed));
    json
}

fn converted(row: &Row, currency: &str, target: &str) -> Json {
    let target = match target {
        "base" => "EUR".to_owned(),
        "account" => currency.to_owned(),
        code => code.to_uppercase(),
    };
    let ratio = rates::in_force(&target, row.date)
        .zip(rates::in_force(currency, row.date))
        .map(|(to, from)| (to / from).round_dp(6));
    let Some((minor, ratio)) = rates::convert(row.minor, currency, &target, row.date).zip(ratio)
    else {
        return Json::object([
            ("currencyCode", target.into()),
            ("error", "no rate for this currency".into()),
        ]);
    };
    Json::object([
        ("value", number(minor, &target)),
        ("ratio", ratio.normalize().into()),
        ("conversionPair", format!("{currency}:{target}").into()),
        ("currencyCode", target.into()),
    ])
}
