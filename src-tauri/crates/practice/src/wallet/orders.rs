//! Wallet's standing orders and their items.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::filter::{Moments, flag, ids};
use super::listing::{Entry, Page, short};
use super::{Refusal, accounts, categories, records};
use crate::bank::Bank;
use crate::calendar::{minus, month_start, plus};
use crate::clock::{instant, midnight};
use crate::exchange::{Answer, Ask};
use crate::household::{Order, Row, Upstream, stamp};
use crate::json::{Json, number};
use crate::random::wire_id;

/// The identifier of a standing order.
pub(crate) fn id(seed: u64, order: usize) -> String {
    wire_id(seed, "wallet-order", order as u64 + 1)
}

/// The orders on the accounts that Wallet serves, with their numbers.
fn listed_orders(bank: &Bank) -> impl Iterator<Item = (usize, &Order)> {
    let home = &bank.household;
    home.orders()
        .iter()
        .enumerate()
        .filter(|(_, order)| home.accounts()[order.account].upstream == Upstream::Wallet)
}

/// `GET /standing-orders`
pub(crate) fn list(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let home = &bank.household;
    let seed = home.seed();
    let labelled = ids(ask, "labelId", 1)?.is_some();
    let due = Moments::of(ask, "dueDate")?;
    let mut entries = Vec::new();
    for (index, order) in listed_orders(bank) {
        let Some(next) = next_due(bank, order) else {
            continue;
        };
        let currency = home.accounts()[order.account].currency.as_str();
        let listed = !labelled
            && due.meets(stamp(next, 0))
            && ask
                .first("currencyCode")
                .is_none_or(|code| code.eq_ignore_ascii_case(currency));
        if !listed {
            continue;
        }
        let minor = order.amount_on(bank.today());
        let first = plus(home.start(), 1);
        let created = stamp(home.start(), 500 + index as u32);
        // A change of the amount is the last time a person touched the order.
        let updated = order
            .amounts
            .iter()
            .rev()
            .find(|(from, _)| *from <= bank.today() && *from > home.start())
            .map_or(created, |(from, _)| stamp(*from, 480));
        let paid = home
            .living()
            .filter(|row| row.order.is_some_and(|(of, _)| of == index))
            .count();
        let mut json = Json::object([
            ("id", id(seed, index).into()),
            ("name", order.name.into()),
            ("amount", number(minor.abs(), currency)),
            ("type", if minor < 0 { "expense" } else { "income" }.into()),
            ("currencyCode", currency.into()),
            ("accountId", accounts::id(bank, order.account).into()),
            ("categoryId", categories::id(seed, order.category).into()),
            ("counterParty", order.payee.into()),
            ("note", "".into()),
            ("labels", Json::List(Vec::new())),
            ("dueDate", midnight(next).into()),
            ("generateFromDate", midnight(first).into()),
        ]);
        if let Some(rule) = order.rule.recurrence() {
            json.set("recurrenceRule", rule);
        }
        json.set("manualPayment", order.manual);
        json.set("paymentCount", paid);
        json.set("reminder", if order.manual { "3_days" } else { "none" });
        json.set("dueDateNotificationEnabled", order.manual);
        json.set("threeDaysBeforeNotificationEnabled", order.manual);
        json.set("createdAt", instant(created));
        json.set("updatedAt", instant(updated));
        let id = id(seed, index);
        entries.push(Entry {
            id,
            name: order.name.to_owned(),
            created,
            updated,
            json,
        });
    }
    short(bank, ask, "standingOrders", entries)
}

/// The next due day that was not paid yet.
fn next_due(bank: &Bank, order: &Order) -> Option<NaiveDate> {
    order.open(bank.today(), 370).first().copied()
}

/// `GET /standing-orders/items`: a year of paid ones, and the open ones of the next ninety days.
pub(crate) fn items(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let home = &bank.household;
    let seed = home.seed();
    let page = Page::of(bank, ask)?;
    let wanted = ids(ask, "id", 30)?;
    let of_order = ids(ask, "standingOrderId", 30)?;
    let of_record = ids(ask, "recordId", 30)?;
    let original = Moments::of(ask, "originalDate")?;
    let paid_on = Moments::of(ask, "paidDate")?;
    let dismissed = flag(ask, "dismissed")?;
    let rows: HashMap<(usize, NaiveDate), &Row> = home
        .living()
        .filter_map(|row| row.order.map(|order| (order, row)))
        .collect();
    let from = month_start(minus(bank.today(), 365)).max(home.start());
    let mut items: Vec<(NaiveDate, usize, Json)> = Vec::new();
    for (index, order) in listed_orders(bank) {
        for due in order.due_between(from, plus(bank.today(), 90)) {
            let row = rows.get(&(index, due));
            let aligned = order.shift.aligned(due);
            if row.is_none() && aligned <= bank.today() {
                // Paid, but its record was deleted: nothing is left to point to.
                continue;
            }
            let days = (due - home.start()).num_days().unsigned_abs();
            let item = wire_id(seed, "wallet-order-item", days * 100 + index as u64);
            let record = row.map(|row| records::id(seed, row.id));
            let listed = wanted.as_ref().is_none_or(|ids| ids.contains(&item))
                && of_order
                    .as_ref()
                    .is_none_or(|ids| ids.contains(&id(seed, index)))
                && of_record
                    .as_ref()
                    .is_none_or(|ids| record.as_ref().is_some_and(|record| ids.contains(record)))
                && original.meets(stamp(due, 0))
                && (paid_on.is_empty() || row.is_some_and(|row| paid_on.meets(stamp(row.date, 0))))
                && dismissed != Some(true);
            if !listed {
                continue;
            }
            items.push((
                due,
                index,
                Json::object([
                    ("id", item.into()),
                    ("standingOrderId", id(seed, index).into()),
                    ("originalDate", midnight(due).into()),
                    ("alignedDate", midnight(aligned).into()),
                    ("paidDate", row.map(|row| midnight(row.date)).into()),
                    ("paidFromAppDate", Json::Null),
                    ("dismissed", false.into()),
                    ("recordIds", Json::list(record.into_iter().map(Json::from))),
                ]),
            ));
        }
    }
    items.sort_by_key(|(due, index, _)| (*due, *index));
    let total = items.len();
    let shown = items
        .into_iter()
        .skip(page.offset)
        .take(page.limit)
        .map(|(_, _, json)| json)
        .collect();
    let name = if bank.switches.wallet_legacy {
        "items"
    } else {
        "standingOrderItems"
    };
    Ok(Answer::json(page.envelope(name, shown, total, ask)))
}
