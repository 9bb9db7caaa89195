//! The records, in both descriptions.

use super::{Page, Refusal, docs, speaks_docs};
use crate::bank::Bank;
use crate::clock::instant;
use crate::exchange::{Answer, Ask};
use crate::household::{Row, Upstream, stamp};
use crate::json::{Json, number};
use crate::scenario::Scenario;

/// Most rows of a page.
const MOST: usize = 300;

/// A place in the listing.
enum Item<'a> {
    Row(&'a Row),
    Odd(Json),
}

/// `GET /internal/v1/get-records`
pub(super) fn list(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let docs = speaks_docs(&bank.switches);
    let page = Page::of(ask, if docs { 30 } else { MOST }, MOST)?;
    if page.offset == 0 && page.limit > 1 {
        super::pass_begins(bank);
    }
    move_pages(bank, &page);
    let home = &bank.household;
    let mut rows: Vec<(i64, Item<'_>)> = home
        .living()
        .filter(|row| home.serves(Upstream::Wallet, row.account))
        .map(|row| (stamp(row.date, row.minute), Item::Row(row)))
        .collect();
    if bank.scenario == Scenario::Odd {
        let odd = odd(bank, docs).into_iter();
        rows.extend(odd.map(|(at, json)| (at, Item::Odd(json))));
    }
    // Newest first; rows of one moment stay in the order in which they were written.
    rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let total = rows.len();
    let next = page.next(total);
    let shown = page.cut(rows).into_iter().map(|(_, item)| match item {
        Item::Row(row) if docs => documented(bank, row),
        Item::Row(row) => record(bank, row),
        Item::Odd(json) => json,
    });
    let mut body = Json::object([(
        if docs { "transactions" } else { "items" },
        Json::list(shown),
    )]);
    if !docs {
        body.set("nextOffset", next);
    }
    if next.is_none() {
        bank.wallet_app.read_through = true;
    }
    Ok(Answer::json(body))
}

/// Under `moving-pages`, the first four pages behind the first find the rows moved.
fn move_pages(bank: &mut Bank, page: &Page) {
    if bank.scenario == Scenario::MovingPages && page.offset > 0 && bank.wallet_app.moves < 4 {
        bank.wallet_app.moves += 1;
        if bank.wallet_app.moves % 2 == 1 {
            bank.household.delete_newest(Upstream::Wallet);
        } else {
            bank.household.insert_one(Upstream::Wallet);
        }
    }
}

fn id(row: u64) -> String {
    format!("rec_{}", 1_000 + row)
}

fn state(row: &Row) -> &'static str {
    if row.pending { "uncleared" } else { "cleared" }
}

fn record(bank: &Bank, row: &Row) -> Json {
    let home = &bank.household;
    let currency = home.accounts()[row.account].currency.as_str();
    let mut json = Json::object([
        ("id", id(row.id).into()),
        ("accountId", docs::account_id(row.account).into()),
        ("categoryId", docs::category_id(row.category).into()),
        ("amount", number(row.minor, currency)),
        ("currency", currency.into()),
        ("date", instant(stamp(row.date, row.minute)).into()),
        ("note", row.wording.as_str().into()),
        ("location", Json::Null),
        ("payee", row.payee.as_str().into()),
        ("recordState", state(row).into()),
        ("updatedAt", instant(row.changed).into()),
    ]);
    if let Some(transfer) = row.transfer {
        json.set("transferId", format!("tr_{transfer}"));
    }
    json
}

/// A row by the second description: positive, and with an account and a direction only if a switch says so.
fn documented(bank: &Bank, row: &Row) -> Json {
    let home = &bank.household;
    let currency = home.accounts()[row.account].currency.as_str();
    let mut json = Json::object([
        ("id", id(row.id).into()),
        ("note", row.wording.as_str().into()),
        ("payee", row.payee.as_str().into()),
        ("amount", number(row.minor.abs(), currency)),
        ("currency", currency.into()),
        ("record_date", instant(stamp(row.date, row.minute)).into()),
        ("category", row.category.facts().name.into()),
        (
            "record_state",
            if row.pending { "uncleared" } else { "active" }.into(),
        ),
    ]);
    if bank.switches.wallet_app_directions {
        json.set("type", if row.minor < 0 { "expense" } else { "income" });
        json.set("account_id", docs::account_id(row.account));
    }
    json
}

/// Rows that the descriptions allow and nobody expects; no part of the truth.
fn odd(bank: &Bank, docs: bool) -> Vec<(i64, Json)> {
    let at = stamp(bank.today(), 23 * 60 + 30);
    if docs {
        let row = Json::object([
            ("id", "rec_odd_1".into()),
            ("amount", Json::Number("12.4".into())),
            ("currency", "EUR".into()),
            ("record_date", instant(at).into()),
            ("record_state", "quarantined".into()),
        ]);
        return vec![(at, row)];
    }
    let row = |number: u32, amount: Json, more: &[(&str, Json)]| {
        let mut json = Json::object([
            ("id", format!("rec_odd_{number}").into()),
            ("accountId", docs::account_id(0).into()),
            ("categoryId", Json::Null),
            ("amount", amount),
            ("currency", "EUR".into()),
            ("date", instant(at).into()),
            ("note", Json::Null),
            ("location", Json::Null),
        ]);
        for (name, value) in more {
            json.set(name, value.clone());
        }
        (at, json)
    };
    let place = Json::object([
        ("lat", Json::Number("46.2".into())),
        ("lon", Json::Number("6.15".into())),
    ]);
    vec![
        row(1, Json::Number("-12.5".into()), &[("location", place)]),
        row(2, Json::Null, &[]),
        row(3, Json::Number("-1.2345".into()), &[]),
        row(4, Json::Number("-3".into()), &[("currency", "???".into())]),
        row(
            5,
            Json::Number("-4".into()),
            &[("accountId", "acc_none".into())],
        ),
        row(
            6,
            Json::Number("-5".into()),
            &[("date", "yesterday".into())],
        ),
        row(7, Json::Number("-6".into()), &[("deleted", true.into())]),
        row(
            8,
            Json::Number("-7.07".into()),
            &[
                ("recordState", "quarantined".into()),
                ("note", "<script>x</script> \u{202e}drawkcab".into()),
            ],
        ),
        (at, Json::object([("note", "no id".into())])),
        (at, Json::from("no object")),
    ]
}
