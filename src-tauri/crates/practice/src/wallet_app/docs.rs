//! The documents: accounts, categories, budgets, goals, standing orders and stocks.

use super::{Page, Refusal, speaks_docs};
use crate::bank::Bank;
use crate::clock::instant;
use crate::exchange::{Answer, Ask};
use crate::household::{Budget, Category, Kind, Nature, Order, Period, Upstream, stamp};
use crate::json::{Json, number};
use crate::scenario::Scenario;

/// Most documents of a kind at once, by the second description.
const MOST: usize = 200;

/// The documents of the second description, by their name there.
const KINDS: [&str; 10] = [
    "Account",
    "Category",
    "Budget",
    "StandingOrder",
    "Label",
    "Goal",
    "Contact",
    "RecordRule",
    "HashTag",
    "MagicRule",
];

/// The identifier of an account.
pub(super) fn account_id(account: usize) -> String {
    format!("acc_{}", account + 1)
}

/// The identifier of a category.
pub(super) fn category_id(category: Category) -> String {
    format!("cat_{}", category.key())
}

/// `GET /internal/v1/get-docs`
pub(super) fn list(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    if speaks_docs(&bank.switches) {
        if ask.first("type").is_some() {
            return Err(Refusal::bad("document_type is needed, not type"));
        }
        return documents(bank, ask);
    }
    if ask.first("document_type").is_some() {
        return Err(Refusal::bad("type is needed, not document_type"));
    }
    let kind = ask
        .first("type")
        .ok_or_else(|| Refusal::bad("type is needed"))?;
    let rows = match kind {
        "accounts" => accounts(bank),
        "categories" => categories(),
        "budgets" => budgets(bank),
        "goals" => goals(bank),
        "standing-orders" => orders(bank),
        "stocks" => stocks(bank),
        _ => return Err(Refusal::unknown("The type")),
    };
    Ok(Answer::json(Json::object([(kind, Json::List(rows))])))
}

fn account_kind(kind: Kind) -> (&'static str, i64) {
    match kind {
        Kind::Current | Kind::Other => ("CurrentAccount", 2),
        Kind::Savings => ("SavingAccount", 4),
        Kind::Cash => ("Cash", 1),
        Kind::CreditCard => ("CreditCard", 3),
        Kind::Loan => ("Loan", 8),
        Kind::Investment => ("Investment", 7),
    }
}

fn served(bank: &Bank) -> impl Iterator<Item = usize> + '_ {
    let count = bank.household.accounts().len();
    (0..count).filter(|index| bank.household.serves(Upstream::Wallet, *index))
}

fn accounts(bank: &Bank) -> Vec<Json> {
    let home = &bank.household;
    let mut rows: Vec<Json> = served(bank)
        .map(|index| {
            let account = &home.accounts()[index];
            let synced = account.bank_fed.then(|| instant(home.now()));
            Json::object([
                ("id", account_id(index).into()),
                ("name", account.name.as_str().into()),
                ("type", account_kind(account.kind).0.into()),
                ("currency", account.currency.as_str().into()),
                (
                    "balance",
                    number(home.balance(index, home.today()), &account.currency),
                ),
                ("lastSynced", synced.into()),
                ("archived", account.closed.is_some().into()),
            ])
        })
        .collect();
    if bank.scenario == Scenario::Odd {
        rows.push(Json::object([
            ("id", "acc_odd".into()),
            ("name", Json::Null),
            ("type", "Piggy bank".into()),
            ("currency", Json::Null),
            ("balance", Json::Null),
        ]));
    }
    rows
}

fn categories() -> Vec<Json> {
    Category::ALL
        .into_iter()
        .map(|category| {
            let facts = category.facts();
            let kind = match facts.nature {
                Nature::Spending => "expense",
                Nature::Income => "income",
                Nature::Transfer => "both",
            };
            Json::object([
                ("id", category_id(category).into()),
                ("name", facts.name.into()),
                ("parentId", Json::Null),
                ("color", facts.color.into()),
                ("kind", kind.into()),
            ])
        })
        .collect()
}

fn wallet_budgets(bank: &Bank) -> Vec<Budget> {
    let mut budgets = bank.household.budgets();
    budgets.retain(|budget| budget.upstream == Upstream::Wallet && budget.closed.is_none());
    budgets
}

fn budgets(bank: &Bank) -> Vec<Json> {
    wallet_budgets(bank)
        .into_iter()
        .zip(1..)
        .map(|(budget, position)| {
            let period = match budget.period {
                Period::Week => "weekly",
                Period::Month => "monthly",
                Period::Year => "yearly",
                Period::Custom(..) => "custom",
            };
            Json::object([
                ("id", format!("budg_{position}").into()),
                ("name", budget.name.into()),
                ("limit", number(budget.limit_minor, budget.currency)),
                ("spent", number(budget.limit_minor / 2, budget.currency)),
                ("period", period.into()),
            ])
        })
        .collect()
}

fn goals(bank: &Bank) -> Vec<Json> {
    bank.household
        .goals()
        .into_iter()
        .zip(1..)
        .map(|(goal, position)| {
            Json::object([
                ("id", format!("goal_{position}").into()),
                ("name", goal.name.into()),
                ("target", number(goal.target_minor, "EUR")),
                ("saved", number(goal.initial_minor, "EUR")),
                ("currency", "EUR".into()),
                ("deadline", goal.desired.to_string().into()),
                ("state", goal.state.into()),
            ])
        })
        .collect()
}

/// Orders with the day they are due next.
fn open_orders(bank: &Bank) -> Vec<(usize, &Order, chrono::NaiveDate)> {
    let today = bank.today();
    let orders = bank.household.orders().iter().enumerate();
    orders
        .filter_map(|(index, order)| Some((index, order, *order.open(today, 370).first()?)))
        .collect()
}

fn orders(bank: &Bank) -> Vec<Json> {
    let home = &bank.household;
    open_orders(bank)
        .into_iter()
        .map(|(index, order, next)| {
            let currency = home.accounts()[order.account].currency.as_str();
            Json::object([
                ("id", format!("so_{}", index + 1).into()),
                ("name", order.name.into()),
                ("amount", number(order.amount_on(bank.today()), currency)),
                ("currency", currency.into()),
                ("accountId", account_id(order.account).into()),
                ("categoryId", category_id(order.category).into()),
                ("nextDate", next.to_string().into()),
                ("recurrence", order.rule.recurrence().into()),
            ])
        })
        .collect()
}

/// Two invented papers; no part of the truth.
fn stocks(bank: &Bank) -> Vec<Json> {
    let as_of = instant(stamp(bank.today(), 18 * 60));
    let stock = |number: u32, ticker: &str, units: &str, price: &str, value: &str, class: Json| {
        Json::object([
            ("id", format!("stock_{number}").into()),
            ("accountId", Json::Null),
            ("ticker", ticker.into()),
            ("units", Json::Number(units.to_owned())),
            ("price", Json::Number(price.to_owned())),
            ("value", Json::Number(value.to_owned())),
            ("currency", "EUR".into()),
            ("assetClass", class),
            ("asOf", as_of.as_str().into()),
        ])
    };
    vec![
        stock(1, "ALPX", "12.5", "104.2", "1302.5", "equity".into()),
        stock(2, "LEMN", "3", "87.4135", "262.24", Json::Null),
    ]
}

/// The answer by the second description: documents of the kinds asked for, each kind cut by itself.
fn documents(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let wanted = ask
        .first("document_type")
        .ok_or_else(|| Refusal::bad("document_type is needed"))?;
    let page = Page::of(ask, 30, MOST)?;
    let kinds: Vec<&str> = match wanted {
        "all" => KINDS.to_vec(),
        list => list.split(',').map(str::trim).collect(),
    };
    let mut shown = Vec::new();
    for kind in kinds {
        if !KINDS.contains(&kind) {
            return Err(Refusal::unknown("The document type"));
        }
        let all = of_kind(bank, kind).into_iter().map(|(id, data)| {
            Json::object([
                ("id", id.into()),
                ("reserved_model_type", kind.into()),
                ("data", data),
            ])
        });
        shown.extend(page.cut(all.collect()));
    }
    Ok(Answer::json(Json::object([(
        "documents",
        Json::List(shown),
    )])))
}

/// Amounts as the app keeps them: hundredths of the major unit, whatever the currency.
fn hundredths(minor: i64, currency: &str) -> Json {
    let exponent = crate::json::decimals(currency);
    match exponent {
        0 => Json::from(minor * 100),
        _ => Json::from(minor),
    }
}

fn of_kind(bank: &Bank, kind: &str) -> Vec<(String, Json)> {
    let home = &bank.household;
    match kind {
        "Account" => served(bank)
            .map(|index| {
                let account = &home.accounts()[index];
                let data = Json::object([
                    ("name", account.name.as_str().into()),
                    ("accountType", account_kind(account.kind).1.into()),
                    ("currencyId", account.currency.as_str().into()),
                    (
                        "initAmount",
                        hundredths(account.opening_minor, &account.currency),
                    ),
                    ("archived", account.closed.is_some().into()),
                ]);
                (account_id(index), data)
            })
            .collect(),
        "Category" => Category::ALL
            .into_iter()
            .map(|category| {
                let facts = category.facts();
                let data = Json::object([
                    ("name", facts.name.into()),
                    ("envelopeId", i64::from(facts.envelope).into()),
                    ("color", facts.color.into()),
                ]);
                (category_id(category), data)
            })
            .collect(),
        "Budget" => wallet_budgets(bank)
            .into_iter()
            .zip(1..)
            .map(|(budget, position)| {
                let period = match budget.period {
                    Period::Week => 0_i64,
                    Period::Month => 1,
                    Period::Year => 2,
                    Period::Custom(..) => 4,
                };
                let data = Json::object([
                    ("name", budget.name.into()),
                    ("type", period.into()),
                    ("amount", hundredths(budget.limit_minor, budget.currency)),
                ]);
                (format!("budg_{position}"), data)
            })
            .collect(),
        "Goal" => home
            .goals()
            .into_iter()
            .zip(1..)
            .map(|(goal, position)| {
                let state = match goal.state {
                    "paused" => 1_i64,
                    "reached" => 2,
                    _ => 0,
                };
                let data = Json::object([
                    ("name", goal.name.into()),
                    ("targetAmount", goal.target_minor.into()),
                    ("savedAmount", goal.initial_minor.into()),
                    ("state", state.into()),
                ]);
                (format!("goal_{position}"), data)
            })
            .collect(),
        _ => Vec::new(),
    }
}
