//! The tables there are, their columns and what these mean: the data dictionary.

use chrono::NaiveDate;
use money::Money;
use serde_json::{Value, json};

use crate::model::{Account, Book, Category, Row};
use crate::table::{Cell, Column, Holds, Shape};

const fn column(name: &'static str, holds: Holds, meaning: &'static str) -> Column {
    Column {
        name,
        holds,
        meaning,
    }
}

use Holds::{Amount, Date, Flag, Integer, Text};

/// Transactions.
pub const TRANSACTIONS: Shape = Shape {
    name: "transactions",
    meaning: "One row for each transaction of an account. A transfer between own accounts is two rows, one a leg.",
    columns: &[
        column(
            "id",
            Integer,
            "Number of the transaction; never used twice.",
        ),
        column("date", Date, "Booking date."),
        column("value_date", Date, "Value date, where the bank states one."),
        column("account", Text, "Name of the account."),
        column(
            "account_id",
            Integer,
            "Number of the account, as in the table of accounts.",
        ),
        column(
            "amount",
            Amount,
            "Amount in the account's currency; money out is negative.",
        ),
        column("currency", Text, "ISO 4217 code of the amount."),
        column("payee", Text, "Who was paid or who paid."),
        column("description", Text, "The bank's own text."),
        column("note", Text, "The person's note."),
        column("category", Text, "Name of the category."),
        column("category_group", Text, "Name of the category's group."),
        column(
            "category_id",
            Integer,
            "Number of the category, as in the table of categories.",
        ),
        column("tags", Text, "Tags, with commas between them."),
        column("status", Text, "pending, posted, reconciled or void."),
        column(
            "original_amount",
            Amount,
            "Amount in the currency of the purchase.",
        ),
        column(
            "original_currency",
            Text,
            "ISO 4217 code of the original amount.",
        ),
        column(
            "transfer_id",
            Integer,
            "Number of the other leg of a transfer.",
        ),
        column(
            "transfer_account",
            Text,
            "Account of the other leg of a transfer.",
        ),
        column(
            "counted",
            Flag,
            "Whether the row is part of its account's balance.",
        ),
        column(
            "in_reports",
            Flag,
            "Whether budgets and reports count the row.",
        ),
        column(
            "deleted",
            Text,
            "Why the row is no longer there; only in what changed since a cursor.",
        ),
        column(
            "parts",
            Text,
            "Parts with categories of their own, as a JSON list; empty when the row is whole.",
        ),
    ],
};

/// Accounts.
pub const ACCOUNTS: Shape = Shape {
    name: "accounts",
    meaning: "One row for each account.",
    columns: &[
        column("id", Integer, "Number of the account."),
        column("name", Text, "Name."),
        column(
            "kind",
            Text,
            "checking, savings, cash, credit_card, loan, mortgage, investment, retirement, insurance or other.",
        ),
        column(
            "currency",
            Text,
            "ISO 4217 code of all amounts of the account.",
        ),
        column("institution", Text, "The bank."),
        column("iban", Text, "IBAN."),
        column("number", Text, "Number as the bank writes it."),
        column(
            "opening",
            Amount,
            "Balance before the first row that is exported.",
        ),
        column("closing", Amount, "Opening plus the rows that count."),
        column(
            "stated",
            Amount,
            "What the account is worth, where its rows do not add up to that.",
        ),
    ],
};

/// Categories.
pub const CATEGORIES: Shape = Shape {
    name: "categories",
    meaning: "One row for each category of the chart.",
    columns: &[
        column("id", Integer, "Number of the category."),
        column("name", Text, "Name."),
        column(
            "category_group",
            Text,
            "Name of its group; empty for a group itself.",
        ),
        column("kind", Text, "income, expense or transfer."),
    ],
};

/// Budgets.
pub const BUDGETS: Shape = Shape {
    name: "budgets",
    meaning: "One row for each budget and month.",
    columns: &[
        column("month", Text, "YYYY-MM."),
        column("budget", Text, "Name of the budget."),
        column(
            "limit",
            Amount,
            "What may be spent, without what was carried.",
        ),
        column("carried", Amount, "What was left over or overspent before."),
        column("spent", Amount, "What was spent."),
        column("left", Amount, "What is left."),
        column("currency", Text, "ISO 4217 code of the row's amounts."),
    ],
};

/// Net worth.
pub const NET_WORTH: Shape = Shape {
    name: "net_worth",
    meaning: "One row for each month end (and the last day).",
    columns: &[
        column("date", Date, "End of this day."),
        column("assets", Amount, "What is owned."),
        column("liabilities", Amount, "What is owed, negative."),
        column("net", Amount, "Both together."),
        column("currency", Text, "ISO 4217 code of the row's amounts."),
        column(
            "missing_rates",
            Text,
            "Currencies that no exchange rate was known for; accounts in them are not part of the sums.",
        ),
    ],
};

/// Balances.
pub const BALANCES: Shape = Shape {
    name: "balances",
    meaning: "One row for each account and month end.",
    columns: &[
        column("date", Date, "End of this day."),
        column("account_id", Integer, "Number of the account."),
        column("account", Text, "Name of the account."),
        column("balance", Amount, "Balance in the account's currency."),
        column("currency", Text, "ISO 4217 code of the balance."),
    ],
};

/// Every table.
pub const ALL: [&Shape; 6] = [
    &ACCOUNTS,
    &CATEGORIES,
    &TRANSACTIONS,
    &BALANCES,
    &BUDGETS,
    &NET_WORTH,
];

/// A transaction's cells.
pub fn transaction<'a>(book: &'a Book, row: &'a Row) -> Vec<Cell<'a>> {
    let account = book.account(row.account);
    let category = row.category.and_then(|id| book.category(id));
    vec![
        Cell::Integer(row.id.0),
        Cell::Date(row.date),
        Cell::some_date(row.value_date),
        Cell::some_text(account.map(|account| account.name.as_str())),
        Cell::Integer(row.account.0),
        Cell::Amount(row.amount),
        Cell::text(row.amount.currency.code().to_owned()),
        Cell::text(row.payee.as_str()),
        Cell::text(row.description.as_str()),
        Cell::text(row.note.as_str()),
        Cell::some_text(category.map(|category| category.name.as_str())),
        Cell::some_text(category.and_then(|category| category.group.as_deref())),
        row.category.map_or(Cell::Empty, |id| Cell::Integer(id.0)),
        Cell::text(row.tags.join(",")),
        Cell::text(row.status.as_str()),
        row.original.map_or(Cell::Empty, Cell::Amount),
        row.original.map_or(Cell::Empty, |money| {
            Cell::text(money.currency.code().to_owned())
        }),
        row.other
            .as_ref()
            .map_or(Cell::Empty, |other| Cell::Integer(other.id.0)),
        Cell::some_text(row.other.as_ref().map(|other| other.account_name.as_str())),
        Cell::Flag(row.counted),
        Cell::Flag(row.in_reports),
        Cell::some_text(row.deleted),
        parts(book, row),
    ]
}

fn parts<'a>(book: &Book, row: &Row) -> Cell<'a> {
    if row.parts.is_empty() {
        return Cell::Empty;
    }
    let list: Vec<Value> = row
        .parts
        .iter()
        .map(|part| {
            let category = part.category.and_then(|id| book.category(id));
            json!({
                "amount": part.amount.decimal_text(),
                "category": category.map(|category| category.name.as_str()),
                "note": part.note,
            })
        })
        .collect();
    Cell::text(Value::from(list).to_string())
}

/// An account's cells.
pub fn account(account: &Account) -> Vec<Cell<'_>> {
    let money = |money: Option<Money>| money.map_or(Cell::Empty, Cell::Amount);
    vec![
        Cell::Integer(account.id.0),
        Cell::text(account.name.as_str()),
        Cell::text(account.kind.as_str()),
        Cell::text(account.currency.code().to_owned()),
        Cell::some_text(account.institution.as_deref()),
        Cell::some_text(account.iban.as_deref()),
        Cell::some_text(account.number.as_deref()),
        money(account.ends.map(|ends| ends.opening)),
        money(account.ends.map(|ends| ends.closing)),
        money(account.ends.and_then(|ends| ends.stated)),
    ]
}

/// A category's cells.
pub fn category(category: &Category) -> Vec<Cell<'_>> {
    vec![
        Cell::Integer(category.id.0),
        Cell::text(category.name.as_str()),
        Cell::some_text(category.group.as_deref()),
        Cell::text(category.kind.as_str()),
    ]
}

/// A balance's cells.
pub fn balance(account: &Account, date: NaiveDate, balance: Money) -> Vec<Cell<'_>> {
    vec![
        Cell::Date(date),
        Cell::Integer(account.id.0),
        Cell::text(account.name.as_str()),
        Cell::Amount(balance),
        Cell::text(balance.currency.code().to_owned()),
    ]
}

/// The dictionary of a folder of tables, as a data package that programs read (`datapackage.json`).
pub fn data_package(shapes: &[&Shape], made: NaiveDate) -> String {
    let resources: Vec<Value> = shapes
        .iter()
        .map(|shape| {
            let fields: Vec<Value> = shape
                .columns
                .iter()
                .map(|column| {
                    json!({"name": column.name, "type": column.holds.as_str(), "description": column.meaning})
                })
                .collect();
            json!({
                "name": shape.name,
                "path": format!("{}.csv", shape.name),
                "description": shape.meaning,
                "format": "csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "missingValues": [""]},
            })
        })
        .collect();
    let package = json!({"name": "coffer", "created": made.to_string(), "resources": resources});
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}

/// The same for people (`README.md`), of files with an ending.
pub fn dictionary(shapes: &[&Shape], made: NaiveDate, ending: &str) -> String {
    let mut text = format!(
        "# Coffer: tables\n\nMade on {made}. Amounts are exact decimals with a point; the currency stands beside them. Days are\nYYYY-MM-DD. An empty cell is nothing known. These files are not encrypted: whoever has them can read them.\n"
    );
    if ending == "parquet" {
        text += "Beside each amount stands a column `_minor` with the same in whole minor units.\n";
    }
    for shape in shapes {
        text += &format!(
            "\n## {0}.{ending}\n\n{1}\n\n| Column | Holds | Meaning |\n|---|---|---|\n",
            shape.name, shape.meaning
        );
        for column in shape.columns {
            text += &format!(
                "| {} | {} | {} |\n",
                column.name,
                column.holds.as_str(),
                column.meaning
            );
        }
    }
    text
}
