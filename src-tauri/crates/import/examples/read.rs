//! Prints what files give: `cargo run -p import --example read -- FILE…`, one JSON object a line.
#![expect(clippy::print_stdout, reason = "the reading is printed")]

use import::{Parsed, Problem, Profile};
use serde_json::{Value, json};

fn problems(list: &[Problem]) -> Vec<Value> {
    list.iter()
        .map(|problem| json!([problem.code, problem.line, problem.column, problem.detail]))
        .collect()
}

fn reading(path: &str, parsed: &Parsed) -> Value {
    json!({
        "file": path,
        "format": parsed.format,
        "outcome": parsed.outcome.as_str(),
        "error": parsed.error.as_ref().map(|error| error.code),
        "questions": parsed.questions.iter().map(|question| question.as_str()).collect::<Vec<_>>(),
        "problems": problems(&parsed.problems),
        "warnings": problems(&parsed.warnings),
        "mapping": parsed.mapping.as_ref().map(|mapping| format!("{mapping:?}")),
        "statements": parsed.statements.iter().map(|statement| json!({
            "account": format!("{:?}", statement.account),
            "currency": statement.currency.map(|currency| currency.to_string()),
            "opening": statement.opening.map(|balance| balance.amount.to_string()),
            "closing": statement.closing.map(|balance| balance.amount.to_string()),
            "rows": statement.transactions.iter().map(|row| json!({
                "line": row.line,
                "date": row.date.to_string(),
                "value_date": row.value_date.map(|date| date.to_string()),
                "amount": row.amount.to_string(),
                "currency": row.currency.map(|currency| currency.to_string()),
                "original": row.original.map(|(amount, currency)| format!("{amount} {currency}")),
                "payee": row.payee,
                "description": row.description,
                "note": row.note,
                "id": row.id,
                "reference": row.reference,
                "other": row.counterparty_account,
                "status": row.status.as_str(),
                "balance": row.balance.map(|balance| balance.to_string()),
                "category": row.category,
                "tags": row.tags,
                "splits": row.splits.iter().map(|split| json!([split.amount.to_string(), split.category, split.note])).collect::<Vec<_>>(),
                "transfer": row.transfer_account,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let parsed = import::parse(&path, &bytes, &Profile::default());
        println!("{}", reading(&path, &parsed));
    }
    Ok(())
}
