//! Books made up for the tests.

use std::io::Write;
use std::sync::{Arc, Mutex};

use chrono::{Days, NaiveDate};
use domain::account::AccountKind;
use domain::category::CategoryKind;
use domain::ids::{AccountId, CategoryId, TransactionId};
use domain::transaction::TransactionStatus;
use export::{
    Account, Book, Category, Dates, DocumentFormat, Ends, OtherLeg, Part, Row, TableFormat,
    TableOptions, shapes,
};
use money::{Currency, Money};
use proptest::prelude::*;

pub const CURRENCIES: [&str; 5] = ["EUR", "EUR", "JPY", "KWD", "USD"];
const KINDS: [AccountKind; 5] = [
    AccountKind::Checking,
    AccountKind::CreditCard,
    AccountKind::Savings,
    AccountKind::Cash,
    AccountKind::Loan,
];

/// A row before the book is made.
#[derive(Debug, Clone)]
pub struct Seed {
    pub day: u64,
    pub account: usize,
    pub minor: i64,
    pub payee: String,
    pub text: String,
    pub note: String,
    pub category: Option<usize>,
    pub tag: bool,
    /// The other leg: its account, days later, and its amount where the currency differs.
    pub to: Option<(usize, u64, i64)>,
    pub parts: bool,
}

pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 12, 30).expect("a day")
}

pub fn currency(account: usize) -> Currency {
    Currency::parse(CURRENCIES[account]).expect("a currency")
}

pub struct Made {
    pub book: Book,
    pub rows: Vec<Row>,
}

/// A book of rows: five accounts, four categories.
pub fn book(seeds: &[Seed], openings: [i64; 5], names: [&str; 5]) -> Made {
    let mut rows: Vec<Row> = Vec::new();
    for seed in seeds {
        let id = TransactionId(rows.len() as i64 + 1);
        let date = first_day() + Days::new(seed.day);
        let own = Money::new(seed.minor, currency(seed.account));
        let mut row = Row {
            id,
            account: AccountId(seed.account as i64 + 1),
            date,
            value_date: seed.tag.then(|| date + Days::new(1)),
            amount: own,
            original: None,
            payee: seed.payee.clone(),
            description: seed.text.clone(),
            note: seed.note.clone(),
            category: seed.category.map(|place| CategoryId(place as i64 + 1)),
            tags: if seed.tag {
                vec!["holiday".to_owned()]
            } else {
                Vec::new()
            },
            status: TransactionStatus::Posted,
            counted: true,
            in_reports: true,
            deleted: None,
            other: None,
            parts: Vec::new(),
        };
        if let Some((to, later, minor)) = seed.to.filter(|(to, ..)| *to != seed.account) {
            let there = currency(to);
            let amount = if there == own.currency {
                Money::new(-seed.minor, there)
            } else {
                Money::new(-seed.minor.signum() * minor.abs().max(1), there)
            };
            let mut leg = row.clone();
            leg.id = TransactionId(id.0 + 1);
            leg.account = AccountId(to as i64 + 1);
            leg.date = date + Days::new(later);
            leg.value_date = None;
            leg.amount = amount;
            leg.category = None;
            row.category = None;
            let link = |row: &Row, name: &str| OtherLeg {
                id: row.id,
                account: row.account,
                account_name: name.to_owned(),
                date: row.date,
                amount: row.amount,
                payee: row.payee.clone(),
                note: row.note.clone(),
                comes: true,
            };
            let (here, there) = (link(&row, names[seed.account]), link(&leg, names[to]));
            row.other = Some(there);
            leg.other = Some(here);
            rows.push(row);
            rows.push(leg);
            continue;
        }
        if seed.parts && seed.minor.abs() > 10 {
            let half = Money::new(seed.minor / 3, own.currency);
            let rest = Money::new(seed.minor - seed.minor / 3, own.currency);
            row.category = None;
            for (place, amount) in [half, rest].into_iter().enumerate() {
                row.parts.push(Part {
                    amount,
                    category: Some(CategoryId(place as i64 + 2)),
                    note: String::new(),
                });
            }
        }
        rows.push(row);
    }
    rows.sort_by_key(|row| (row.date, row.id));
    let accounts = names
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let id = AccountId(place as i64 + 1);
            let sum: i64 = rows
                .iter()
                .filter(|row| row.account == id && row.counted)
                .map(|row| row.amount.minor)
                .sum();
            Account {
                id,
                name: (*name).to_owned(),
                kind: KINDS[place],
                currency: currency(place),
                iban: None,
                number: (place < 2).then(|| format!("00{place}12345")),
                institution: Some("A & B Bank".to_owned()),
                ends: Some(Ends {
                    opening: Money::new(openings[place], currency(place)),
                    closing: Money::new(openings[place] + sum, currency(place)),
                    stated: None,
                }),
            }
        })
        .collect();
    let category = |id: i64, name: &str, group: Option<&str>, kind| Category {
        id: CategoryId(id),
        name: name.to_owned(),
        group: group.map(str::to_owned),
        kind,
    };
    let categories = vec![
        category(1, "Salary", Some("Work"), CategoryKind::Income),
        category(2, "Groceries", Some("Food & drink"), CategoryKind::Expense),
        category(3, "Home", None, CategoryKind::Expense),
        category(
            4,
            "Crédit d'impôt: état",
            Some("Taxes"),
            CategoryKind::Expense,
        ),
    ];
    let span = rows
        .first()
        .map(|row| row.date)
        .zip(rows.iter().map(|row| row.date).max());
    let made = first_day() + Days::new(4000);
    Made {
        book: Book::new(accounts, categories, span, Currency::EUR, made),
        rows,
    }
}

/// Plain words of a few letters.
pub fn words(least: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec("[A-Z][a-zé]{1,8}", least..4).prop_map(|words| words.join(" "))
}

pub fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let seed = (
        (0_u64..900, 0_usize..5, -9_999_999_i64..9_999_999),
        (words(1), words(0), words(0)),
        proptest::option::weighted(0.7, 0_usize..4),
        any::<bool>(),
        proptest::option::weighted(0.3, (0_usize..5, 0_u64..3, 1_i64..999_999)),
        proptest::bool::weighted(0.2),
    )
        .prop_map(
            |((day, account, minor), (payee, text, note), category, tag, to, parts)| Seed {
                day,
                account,
                minor: if minor == 0 { 1 } else { minor },
                payee,
                text,
                note,
                category,
                tag,
                to,
                parts,
            },
        );
    proptest::collection::vec(seed, 1..30)
}

/// Bytes that a writer leaves behind.
#[derive(Clone, Default)]
pub struct Kept(pub Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .expect("nobody panics")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Kept {
    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().expect("nobody panics").clone()
    }
}

/// A document of a whole book.
pub fn written(format: DocumentFormat, made: &Made) -> Vec<u8> {
    let kept = Kept::default();
    let mut document =
        export::document(format, &made.book, Dates::Usual, Box::new(kept.clone())).expect("begun");
    if format.by_account() {
        for place in format.account_order(&made.book) {
            document.account(place).expect("an account");
            let id = made.book.accounts[place].id;
            for row in made.rows.iter().filter(|row| row.account == id) {
                document.row(row).expect("a row");
            }
        }
    } else {
        for row in &made.rows {
            document.row(row).expect("a row");
        }
    }
    document.finish().expect("the end");
    kept.bytes()
}

/// The table of transactions.
pub fn table(format: TableFormat, options: TableOptions<'_>, made: &Made) -> Vec<u8> {
    let kept = Kept::default();
    let mut tables = export::tables(format, options, Box::new(kept.clone())).expect("begun");
    tables.table(&shapes::TRANSACTIONS).expect("a table");
    for row in &made.rows {
        tables
            .row(&shapes::transaction(&made.book, row))
            .expect("a row");
    }
    tables.finish().expect("the end");
    kept.bytes()
}
