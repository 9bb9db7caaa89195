//! Every fixture against its recorded reading, and that no other format claims it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

use import::{AmountRule, Balance, Confidence, Mapping, Outcome, Parsed, Problem, Profile, Row};
use money::Currency;
use serde_json::{Value, json};

/// Folders of fixtures with the format that reads them.
const FOLDERS: [(&str, &str); 7] = [
    ("apps", "app"),
    ("books", "app:"),
    ("ofx", "ofx"),
    ("camt", "camt"),
    ("mt940", "mt940"),
    ("qif", "qif"),
    ("csv", "csv"),
];

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn balance(balance: Option<Balance>) -> Value {
    balance.map_or(Value::Null, |balance| {
        json!([
            balance.amount.to_string(),
            balance.date.map(|date| date.to_string())
        ])
    })
}

fn problem(problem: &Problem) -> Value {
    json!([problem.code, problem.line, problem.column])
}

fn mapping(mapping: &Mapping) -> Value {
    let amount = match &mapping.amount {
        AmountRule::Signed { column } => json!({ "signed": column.index }),
        AmountRule::Inverted { column } => json!({ "inverted": column.index }),
        AmountRule::TwoColumns { out, into, out_is } => {
            json!({ "out": out.index, "into": into.index, "out_is": format!("{out_is:?}") })
        }
        AmountRule::Direction {
            column,
            direction,
            out,
            into,
        } => {
            json!({ "amount": column.index, "direction": direction.index, "out": out, "into": into })
        }
    };
    json!({
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "header_line": mapping.header_line,
        "date": mapping.columns.date.as_ref().map(|column| column.index),
        "date_format": mapping.date_format,
        "decimal_mark": mapping.decimal_mark,
        "amount": amount,
    })
}

/// The row as an object, without what is empty.
fn row(row: &Row) -> Value {
    let mut out = serde_json::Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() && value != json!("") {
            out.insert(key.to_owned(), value);
        }
    };
    put("line", json!(row.line));
    put("date", json!(row.date.to_string()));
    put(
        "value_date",
        json!(row.value_date.map(|date| date.to_string())),
    );
    put("amount", json!(row.amount.to_string()));
    put(
        "currency",
        json!(row.currency.map(|currency| currency.to_string())),
    );
    put("payee", json!(row.payee));
    put("description", json!(row.description));
    put("note", json!(row.note));
    put("id", json!(row.id));
    put("reference", json!(row.reference));
    put("mandate", json!(row.mandate));
    put("counterparty_account", json!(row.counterparty_account));
    put("status", json!(row.status.as_str()));
    put(
        "balance",
        json!(row.balance.map(|balance| balance.to_string())),
    );
    put("category", json!(row.category));
    put("transfer_account", json!(row.transfer_account));
    put(
        "original",
        json!(
            row.original
                .map(|(amount, currency)| format!("{amount} {currency}"))
        ),
    );
    if !row.tags.is_empty() {
        put("tags", json!(row.tags));
    }
    if !row.splits.is_empty() {
        let splits: Vec<Value> = row
            .splits
            .iter()
            .map(|split| {
                json!([
                    split.amount.to_string(),
                    split.category,
                    split.note,
                    split.transfer_account
                ])
            })
            .collect();
        put("splits", json!(splits));
    }
    Value::Object(out)
}

/// Trades and positions, where there are any.
fn papers(statement: &import::Statement) -> Value {
    let trades: Vec<String> = statement
        .trades
        .iter()
        .map(|one| {
            format!(
                "{} {:?} {} {} for {:?} fee {} tax {} cash {} {:?} {:?} {}",
                one.date,
                one.act,
                one.quantity,
                one.security.name,
                one.amount.map(|amount| amount.to_string()),
                one.fee,
                one.tax,
                one.cash,
                one.currency.as_ref().map(Currency::code),
                one.id,
                one.text,
            )
        })
        .collect();
    let positions: Vec<String> = statement
        .positions
        .iter()
        .map(|one| {
            format!(
                "{} {} {:?} {:?} {:?} at {:?} on {:?}",
                one.quantity,
                one.security.name,
                one.security.code,
                one.security.symbol,
                one.security.class,
                one.price.map(|price| price.to_string()),
                one.date.map(|date| date.to_string()),
            )
        })
        .collect();
    if trades.is_empty() && positions.is_empty() {
        Value::Null
    } else {
        json!({ "trades": trades, "positions": positions })
    }
}

fn reading(parsed: &Parsed) -> Value {
    let papers: Vec<Value> = parsed
        .statements
        .iter()
        .map(papers)
        .filter(|papers| !papers.is_null())
        .collect();
    let mut told = told(parsed);
    if !papers.is_empty() {
        told["papers"] = json!(papers);
    }
    told
}

fn told(parsed: &Parsed) -> Value {
    json!({
        "format": parsed.format,
        "outcome": parsed.outcome.as_str(),
        "error": parsed.error.as_ref().map(|error| error.code),
        "questions": parsed.questions.iter().map(|question| question.as_str()).collect::<Vec<_>>(),
        "problems": parsed.problems.iter().map(problem).collect::<Vec<_>>(),
        "warnings": parsed.warnings.iter().map(problem).collect::<Vec<_>>(),
        "mapping": parsed.mapping.as_ref().map(mapping),
        "statements": parsed.statements.iter().map(|statement| json!({
            "account": {
                "id": statement.account.id,
                "iban": statement.account.iban,
                "bank_id": statement.account.bank_id,
                "kind": statement.account.kind.map(domain::account::AccountKind::as_str),
                "name": statement.account.name,
            },
            "currency": statement.currency.map(|currency| currency.to_string()),
            "opening": balance(statement.opening),
            "closing": balance(statement.closing),
            "available": balance(statement.available),
            "rows": statement.transactions.iter().map(row).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn every_fixture_reads_as_recorded(folder: &str) {
    for path in fixtures(folder) {
        let bytes = std::fs::read(&path).unwrap();
        let parsed = import::parse(&name(&path), &bytes, &Profile::default());
        let text = serde_json::to_string_pretty(&reading(&parsed)).unwrap();
        insta::with_settings!({
            snapshot_path => format!("../fixtures/expected/{folder}"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name(&path), text);
        });
    }
}

#[test]
fn ofx_files_read_as_recorded() {
    every_fixture_reads_as_recorded("ofx");
}

#[test]
fn camt_files_read_as_recorded() {
    every_fixture_reads_as_recorded("camt");
}

#[test]
fn mt940_files_read_as_recorded() {
    every_fixture_reads_as_recorded("mt940");
}

#[test]
fn qif_files_read_as_recorded() {
    every_fixture_reads_as_recorded("qif");
}

#[test]
fn books_read_as_recorded() {
    every_fixture_reads_as_recorded("books");
}

#[test]
fn exports_of_programs_read_as_recorded() {
    every_fixture_reads_as_recorded("apps");
}

#[test]
fn csv_files_read_as_recorded() {
    every_fixture_reads_as_recorded("csv");
}

#[test]
fn a_file_is_claimed_most_firmly_by_its_own_format() {
    for (folder, id) in FOLDERS {
        for path in fixtures(folder) {
            let bytes = std::fs::read(&path).unwrap();
            if name(&path).starts_with("no") && folder == "ofx" || name(&path) == "not-a-table.csv"
            {
                continue;
            }
            let (format, confidence) = import::detect(&name(&path), &bytes).unwrap();
            assert!(format.id().starts_with(id), "{}", path.display());
            let rivals = import::formats()
                .iter()
                .filter(|rival| rival.id() != format.id())
                .filter(|rival| rival.sniff(&name(&path), &bytes) >= confidence)
                .count();
            assert_eq!(rivals, 0, "{} is claimed twice", path.display());
            assert!(confidence >= Confidence::Maybe);
        }
    }
}

#[test]
fn reading_row_by_row_gives_the_same_rows() {
    for (folder, _) in FOLDERS {
        for path in fixtures(folder) {
            let bytes = std::fs::read(&path).unwrap();
            let kept = import::parse(&name(&path), &bytes, &Profile::default());
            let mut seen = Vec::new();
            let streamed = import::parse_streaming(
                &name(&path),
                &bytes,
                &Profile::default(),
                &mut |at, row| {
                    seen.push((at, row));
                },
            );
            let wanted: usize = kept
                .statements
                .iter()
                .map(|statement| statement.transactions.len())
                .sum();
            assert_eq!(seen.len(), wanted, "{}", path.display());
            for (at, row) in seen {
                assert!(kept.statements[at].transactions.contains(&row));
            }
            assert_eq!(streamed.outcome, kept.outcome);
        }
    }
}

#[test]
fn a_confirmed_mapping_reads_the_same_and_leaves_nothing_open_but_the_currency() {
    for path in fixtures("csv") {
        let bytes = std::fs::read(&path).unwrap();
        let first = import::parse(&name(&path), &bytes, &Profile::default());
        let Some(mapping) = first.mapping.clone() else {
            continue;
        };
        let profile = Profile {
            mapping: Some(mapping),
            currency: Some(money::Currency::EUR),
            ..Profile::default()
        };
        let again = import::parse(&name(&path), &bytes, &profile);
        assert!(
            again.questions.is_empty(),
            "{}: {:?}",
            path.display(),
            again.questions
        );
        let amounts = |parsed: &Parsed| -> Vec<_> {
            parsed
                .statements
                .iter()
                .flat_map(|statement| &statement.transactions)
                .map(|row| (row.line, row.date, row.amount))
                .collect()
        };
        assert_eq!(amounts(&first), amounts(&again), "{}", path.display());
    }
}

#[test]
fn the_person_can_turn_the_sign_and_the_date_order() {
    let cards = b"Date,Description,Amount,Currency\n02/03/2024,A,5.00,USD\n03/03/2024,B,6.00,USD\n04/03/2024,C,7.00,USD\n";
    let asked = import::parse("card.csv", cards, &Profile::default());
    assert_eq!(asked.outcome, Outcome::Ask);
    let answered = Profile {
        positive_is_out: Some(true),
        day_first: Some(false),
        ..Profile::default()
    };
    let parsed = import::parse("card.csv", cards, &answered);
    assert_eq!(parsed.outcome, Outcome::Import);
    let first = &parsed.statements[0].transactions[0];
    assert_eq!(first.amount.to_string(), "-5.00");
    assert_eq!(first.date.to_string(), "2024-02-03");
}

#[test]
fn other_documents_are_refused_with_a_reason() {
    for (name, text) in [
        ("a.qif", "!Type:Memorized\nPRent\nT-5.00\n^\n"),
        ("a.sta", "1\n2\n3\n"),
        ("a.xml", "<?xml version=\"1.0\"?><Document/>"),
        ("a.json", "{\"a\": 1}"),
        ("a.csv", ""),
        ("a.csv", "\u{0}\u{1}\u{2}\u{3}binary"),
    ] {
        let parsed = import::parse(name, text.as_bytes(), &Profile::default());
        assert_eq!(parsed.outcome, Outcome::Error, "{name}");
        assert!(!parsed.error.unwrap().message.is_empty());
    }
}
