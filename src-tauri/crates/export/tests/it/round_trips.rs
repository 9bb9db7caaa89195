//! What is written and read back by Coffer's own import is the same ledger.

use std::collections::BTreeMap;

use crate::common::{Made, book, currency, seeds, table, written};
use chrono::NaiveDate;
use export::{DocumentFormat, Row, TableFormat, TableOptions};
use import::{Outcome, Parsed, Profile};
use money::Currency;
use proptest::prelude::*;
use rust_decimal::Decimal;

const NAMES: [&str; 5] = ["Giro", "Visa Card", "Yen", "Dinar cash", "Car loan"];
const OPENINGS: [i64; 5] = [123_456, -2_000, 0, 1_234_567, -900_000];

/// What is compared of a row.
type Told = (NaiveDate, Decimal, String, String, String);

fn decimal(row: &Row) -> Decimal {
    row.amount.decimal_text().parse().unwrap()
}

/// The rows of an account as they should come back.
fn wanted(made: &Made, place: usize, opposite: &dyn Fn(&Row) -> String) -> Vec<Told> {
    let id = made.book.accounts[place].id;
    let mut rows: Vec<Told> = made
        .rows
        .iter()
        .filter(|row| row.account == id)
        .map(|row| {
            // A single entry has the words of one leg; which, the legs' numbers say.
            (
                row.date,
                decimal(row),
                row.payee.clone(),
                row.description.clone(),
                opposite(row),
            )
        })
        .collect();
    rows.sort();
    rows
}

fn found(parsed: &Parsed, name: &str, currency: Option<Currency>) -> Vec<Told> {
    let statement = parsed.statements.iter().find(|statement| {
        statement
            .account
            .name
            .as_deref()
            .or(statement.account.id.as_deref())
            == Some(name)
            && (currency.is_none() || statement.currency == currency)
    });
    let mut rows: Vec<Told> = statement
        .map(|statement| statement.transactions.iter())
        .into_iter()
        .flatten()
        .filter(|row| !row.payee.eq_ignore_ascii_case("Opening balance"))
        .map(|row| {
            let parts: Vec<String> = row
                .splits
                .iter()
                .map(|part| {
                    format!(
                        "{} {}",
                        part.category.clone().unwrap_or_default(),
                        part.amount
                    )
                })
                .collect();
            let opposite = match (&row.category, &row.transfer_account) {
                (Some(category), _) => category.clone(),
                (None, Some(account)) => format!("[{account}]"),
                (None, None) => parts.join(", "),
            };
            (
                row.date,
                row.amount,
                row.payee.clone(),
                row.description.clone(),
                opposite,
            )
        })
        .collect();
    rows.sort();
    rows
}

fn opening(parsed: &Parsed, name: &str) -> Decimal {
    parsed
        .statements
        .iter()
        .filter(|statement| statement.account.name.as_deref() == Some(name))
        .flat_map(|statement| &statement.transactions)
        .filter(|row| row.payee.eq_ignore_ascii_case("Opening balance"))
        .map(|row| row.amount)
        .sum()
}

fn read(name: &str, bytes: &[u8], profile: &Profile) -> Parsed {
    let parsed = import::parse(name, bytes, profile);
    assert!(parsed.error.is_none(), "{:?}", parsed.error);
    assert_eq!(parsed.problems, [], "{}", String::from_utf8_lossy(bytes));
    parsed
}

/// What stands opposite a row in a journal.
fn opposite(made: &Made, row: &Row, clean: &dyn Fn(&str) -> String) -> String {
    let path = |id: Option<domain::ids::CategoryId>, minor: i64| match id {
        Some(id) => made
            .book
            .category(id)
            .unwrap()
            .path()
            .splitn(2, ':')
            .map(clean)
            .collect::<Vec<_>>()
            .join(":"),
        None if minor != 0 => "Uncategorised".to_owned(),
        None => String::new(),
    };
    if let Some(other) = &row.other {
        // Legs of different days meet on the way.
        return if other.date == row.date {
            format!("[{}]", clean(&other.account_name))
        } else {
            String::new()
        };
    }
    if row.parts.is_empty() {
        // A category that is no path of two parts keeps its colon.
        return match row.category {
            Some(id) => {
                let category = made.book.category(id).unwrap();
                match &category.group {
                    Some(group) => format!("{}:{}", clean(group), clean(&category.name)),
                    None => clean(&category.name),
                }
            }
            None => path(None, row.amount.minor),
        };
    }
    row.parts
        .iter()
        .map(|part| format!("{} {}", path(part.category, 1), part.amount.decimal_text()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The words of the leg that tells a transfer.
fn with_words_of_first_leg(made: &mut Made) {
    let by_id: BTreeMap<_, _> = made
        .rows
        .iter()
        .map(|row| (row.id, (row.payee.clone(), row.description.clone())))
        .collect();
    for row in &mut made.rows {
        if let Some(other) = &row.other
            && other.id < row.id
        {
            (row.payee, row.description) = by_id[&other.id].clone();
        }
    }
}

fn journal_clean(text: &str) -> String {
    text.replace(':', "-")
}

fn beancount_clean(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

fn same_journal(format: DocumentFormat, name: &str, made: &Made, clean: &dyn Fn(&str) -> String) {
    let bytes = written(format, made);
    let parsed = read(name, &bytes, &Profile::default());
    for (place, account) in made.book.accounts.iter().enumerate() {
        let wanted = wanted(made, place, &|row| opposite(made, row, clean));
        let found = found(&parsed, &clean(&account.name), Some(currency(place)));
        assert_eq!(
            found,
            wanted,
            "{}\n{}",
            account.name,
            String::from_utf8_lossy(&bytes)
        );
        if OPENINGS[place] != 0 {
            let told: Decimal = account
                .ends
                .unwrap()
                .opening
                .decimal_text()
                .parse()
                .unwrap();
            assert_eq!(opening(&parsed, &clean(&account.name)), told);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn ledger_and_hledger(seeds in seeds()) {
        let mut made = book(&seeds, OPENINGS, NAMES);
        with_words_of_first_leg(&mut made);
        same_journal(DocumentFormat::Ledger, "a.ledger", &made, &journal_clean);
        same_journal(DocumentFormat::Hledger, "a.journal", &made, &journal_clean);
    }

    #[test]
    fn beancount(seeds in seeds()) {
        let mut made = book(&seeds, OPENINGS, NAMES);
        with_words_of_first_leg(&mut made);
        same_journal(DocumentFormat::Beancount, "a.beancount", &made, &beancount_clean);
    }

    #[test]
    fn qif(seeds in seeds()) {
        let mut made = book(&seeds, OPENINGS, NAMES);
        // One field for both.
        for row in &mut made.rows {
            row.note.clear();
        }
        let bytes = written(DocumentFormat::Qif, &made);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let asked = import::parse("a.qif", &bytes, &Profile::default());
        prop_assert!(asked.error.is_none());
        let mut profile = Profile { currency: Some(Currency::EUR), ..Profile::default() };
        profile.day_first = Some(false);
        let parsed = read("a.qif", &bytes, &profile);
        for (place, account) in made.book.accounts.iter().enumerate() {
            let wanted = wanted(&made, place, &|row| match &row.other {
                Some(other) => format!("[{}]", other.account_name),
                None => opposite(&made, row, &|text| text.replace([':', '/'], "-"))
                    .replace("Uncategorised", ""),
            });
            prop_assert_eq!(found(&parsed, &account.name, None), wanted, "{}", text);
        }
    }

    #[test]
    fn ofx(seeds in seeds()) {
        let mut made = book(&seeds, OPENINGS, NAMES);
        for row in &mut made.rows {
            row.note.clear();
            if row.description == row.payee {
                row.description.clear();
            }
        }
        let bytes = written(DocumentFormat::Ofx, &made);
        let parsed = read("a.ofx", &bytes, &Profile::default());
        prop_assert_eq!(parsed.format, "ofx2");
        for (place, account) in made.book.accounts.iter().enumerate() {
            let id = account.number.clone().unwrap_or(format!("coffer-{}", account.id));
            let wanted = wanted(&made, place, &|_| String::new());
            let statement = parsed
                .statements
                .iter()
                .find(|statement| statement.account.id.as_deref() == Some(&id))
                .unwrap();
            prop_assert_eq!(statement.currency, Some(currency(place)));
            let closing: Decimal = account.ends.unwrap().closing.decimal_text().parse().unwrap();
            prop_assert_eq!(statement.closing.map(|end| end.amount), Some(closing));
            let mut found: Vec<Told> = statement
                .transactions
                .iter()
                .map(|row| (row.date, row.amount, row.payee.clone(), row.description.clone(), String::new()))
                .collect();
            found.sort();
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn csv(seeds in seeds()) {
        let made = book(&seeds, OPENINGS, NAMES);
        // One account, as a person takes a file into one.
        let one = Made {
            rows: made.rows.iter().filter(|row| row.account.0 == 1).cloned().collect(),
            book: made.book,
        };
        prop_assume!(one.rows.len() > 1);
        let bytes = table(TableFormat::Csv, TableOptions::default(), &one);
        // Amounts of one sign alone leave open what it means.
        let profile = Profile { positive_is_out: Some(false), ..Profile::default() };
        let parsed = read("a.csv", &bytes, &profile);
        prop_assert_eq!(parsed.outcome, Outcome::Import, "{:?}\n{}", parsed.questions, String::from_utf8_lossy(&bytes));
        let mut found: Vec<(NaiveDate, Decimal, String, String)> = parsed
            .statements
            .iter()
            .flat_map(|statement| &statement.transactions)
            .map(|row| (row.date, row.amount, row.payee.clone(), row.id.clone().unwrap_or_default()))
            .collect();
        found.sort();
        let mut wanted: Vec<_> = one
            .rows
            .iter()
            .map(|row| (row.date, decimal(row), row.payee.clone(), row.id.to_string()))
            .collect();
        wanted.sort();
        prop_assert_eq!(found, wanted);
    }
}
