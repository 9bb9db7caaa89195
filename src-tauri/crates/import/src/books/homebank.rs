//! HomeBank books (`.xhb`).
//!
//! Elements and attributes follow HomeBank's own documentation of the file ("XHB file format", version 1.3 and later): `ope`
//! is a transaction, its date a day counted from 1 January of the year 1, its amount a binary fraction printed with all its
//! digits, so that it is rounded to the decimals of the account's currency. Archived (`fav`) and assignment rules are no
//! transactions.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use domain::account::AccountKind;
use domain::transaction::TransactionStatus;
use money::Currency;
use quick_xml::events::BytesStart;
use rust_decimal::Decimal;

use crate::format::{Confidence, Format, Profile};
use crate::model::{Balance, Parsed, Problem, Question, Row, Split, Statement, StatementAccount};
use crate::number::{Marks, amount as number};
use crate::text;
use crate::xml::{Broken, Step, Xml, attribute, local};

/// The format.
pub(crate) struct HomeBank;

/// Ways of payment that are transfers between own accounts.
const INTERNAL: &str = "5";

impl Format for HomeBank {
    fn id(&self) -> &'static str {
        "app:homebank"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> Confidence {
        if memchr::memmem::find(head, b"<homebank").is_some() {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn parse_streaming(
        &self,
        bytes: &[u8],
        profile: &Profile,
        visit: &mut dyn FnMut(usize, Row),
    ) -> Parsed {
        let Some(decoded) = text::decode(bytes, text::xml_encoding(bytes)) else {
            return Parsed::refused("app:homebank", "not_text", "The file is no text.");
        };
        let mut reader = Reader {
            visit,
            parsed: Parsed::new("app:homebank"),
            currencies: HashMap::new(),
            accounts: HashMap::new(),
            payees: HashMap::new(),
            categories: HashMap::new(),
            rows: 0,
        };
        let mut xml = Xml::new(&decoded.text);
        let broken = loop {
            match xml.step() {
                Ok(Step::Open(tag, _)) => {
                    let line = xml.line();
                    reader.element(&tag, line);
                }
                Ok(Step::Close(_)) => {}
                Ok(Step::End) => break None,
                Err(why) => break Some(why),
            }
        };
        if broken == Some(Broken::Entities) {
            return Parsed::refused(
                "app:homebank",
                "entities_refused",
                "The document declares entities of its own, which books do not.",
            );
        }
        let problem = broken.map(|why| xml.problem(why));
        reader.parsed.problems.extend(problem);
        reader.finish(profile)
    }
}

struct Reader<'v> {
    visit: &'v mut dyn FnMut(usize, Row),
    parsed: Parsed,
    currencies: HashMap<String, (Option<Currency>, u32)>,
    /// Place of the statement and decimals of the currency.
    accounts: HashMap<String, (usize, u32)>,
    payees: HashMap<String, String>,
    /// Name and the key of the category above.
    categories: HashMap<String, (String, Option<String>)>,
    rows: usize,
}

/// A number as a program prints a binary fraction, rounded to these decimals.
fn printed(text: &str, decimals: u32) -> Option<Decimal> {
    let text = text.trim();
    let value = match number(text, Marks::POINT) {
        Ok(value) => value,
        Err(_) => Decimal::from_scientific(text).ok()?,
    };
    Some(value.round_dp(decimals))
}

impl Reader<'_> {
    fn element(&mut self, tag: &BytesStart<'_>, line: u32) {
        let get = |name: &str| attribute(tag, name).filter(|text| !text.is_empty());
        match local(tag) {
            "cur" => {
                let Some(key) = get("key") else { return };
                let decimals = get("frac").and_then(|text| text.parse().ok()).unwrap_or(2);
                let currency = get("iso").and_then(|code| Currency::parse(&code).ok());
                self.currencies.insert(key, (currency, decimals.min(8)));
            }
            "account" => {
                let Some(key) = get("key") else { return };
                let (currency, decimals) = get("curr")
                    .and_then(|key| self.currencies.get(&key).copied())
                    .unwrap_or((None, 2));
                let opening = get("initial").and_then(|text| printed(&text, decimals));
                self.accounts
                    .insert(key, (self.parsed.statements.len(), decimals));
                self.parsed.statements.push(Statement {
                    account: StatementAccount {
                        name: get("name"),
                        number: get("number"),
                        institution: get("bankname"),
                        kind: get("type").and_then(|text| kind(&text)),
                        ..StatementAccount::default()
                    },
                    currency,
                    opening: opening.map(|amount| Balance { amount, date: None }),
                    ..Statement::default()
                });
            }
            "pay" => {
                if let (Some(key), Some(name)) = (get("key"), get("name")) {
                    self.payees.insert(key, name);
                }
            }
            "cat" => {
                if let (Some(key), Some(name)) = (get("key"), get("name")) {
                    self.categories.insert(key, (name, get("parent")));
                }
            }
            "ope" => match self.row(&get, line) {
                Ok((place, row)) => {
                    self.rows += 1;
                    (self.visit)(place, row);
                }
                Err(problem) => self.parsed.problems.push(problem),
            },
            _ => {}
        }
    }

    fn category(&self, key: &str) -> Option<String> {
        let (name, parent) = self.categories.get(key)?;
        let above = parent.as_ref().and_then(|key| self.categories.get(key));
        Some(match above {
            Some((above, _)) => format!("{above}:{name}"),
            None => name.clone(),
        })
    }

    fn row(
        &mut self,
        get: &impl Fn(&str) -> Option<String>,
        line: u32,
    ) -> Result<(usize, Row), Problem> {
        let left_out = |code: &'static str, what: &str| {
            Problem::at(code, line, format!("A transaction was left out: {what}."))
        };
        let account = get("account").unwrap_or_default();
        let Some((place, decimals)) = self.accounts.get(&account).copied() else {
            return Err(left_out(
                "account_unknown",
                "the book does not hold its account",
            ));
        };
        let date = get("date")
            .and_then(|text| text.parse().ok())
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .filter(|date| (1900..=2199).contains(&date.year()))
            .ok_or_else(|| left_out("date_unreadable", "its date cannot be read"))?;
        let amount = get("amount")
            .and_then(|text| printed(&text, decimals))
            .ok_or_else(|| left_out("amount_unreadable", "its amount cannot be read"))?;
        let mut row = Row::new(line, date, amount);
        match get("st").as_deref() {
            Some("2") => row.status = TransactionStatus::Reconciled,
            // A reminder is not booked yet.
            Some("3") => row.status = TransactionStatus::Pending,
            Some("4") => row.status = TransactionStatus::Void,
            _ => {}
        }
        row.payee = get("payee")
            .and_then(|key| self.payees.get(&key).cloned())
            .unwrap_or_default();
        row.description = get("wording").unwrap_or_default();
        if row.payee.is_empty() {
            row.payee = std::mem::take(&mut row.description);
        }
        row.reference = get("info");
        row.tags = get("tags")
            .map(|tags| tags.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default();
        row.category = get("category").and_then(|key| self.category(&key));
        let other = get("dst_account").filter(|key| *key != "0" && *key != account);
        if get("paymode").as_deref() == Some(INTERNAL) || other.is_some() {
            row.transfer_account = other
                .and_then(|key| self.accounts.get(&key))
                .and_then(|(place, _)| self.parsed.statements[*place].account.name.clone());
        }
        if row.payee.is_empty() {
            row.payee = row.transfer_account.clone().unwrap_or_default();
        }
        self.splits(get, &mut row, decimals, line);
        Ok((place, row))
    }

    /// `scat="1||2" samt="-3||-4" smem="a||b"`.
    fn splits(
        &mut self,
        get: &impl Fn(&str) -> Option<String>,
        row: &mut Row,
        decimals: u32,
        line: u32,
    ) {
        let (Some(categories), Some(amounts)) = (get("scat"), get("samt")) else {
            return;
        };
        let notes = get("smem").unwrap_or_default();
        let mut notes = notes.split("||");
        let splits: Option<Vec<Split>> = categories
            .split("||")
            .zip(amounts.split("||"))
            .map(|(key, amount)| {
                Some(Split {
                    amount: printed(amount, decimals)?,
                    category: self.category(key),
                    note: notes.next().unwrap_or_default().to_owned(),
                    transfer_account: None,
                })
            })
            .collect();
        let splits = splits.filter(|splits| {
            let sum = splits
                .iter()
                .try_fold(Decimal::ZERO, |sum, split| sum.checked_add(split.amount));
            sum == Some(row.amount)
        });
        match splits {
            Some(splits) => {
                row.category = None;
                row.splits = splits;
            }
            None => self.parsed.warnings.push(Problem::at(
                "splits_do_not_tie",
                line,
                "The parts of a split transaction do not add up to its amount; it was kept whole.",
            )),
        }
    }

    fn finish(mut self, profile: &Profile) -> Parsed {
        for statement in &mut self.parsed.statements {
            statement.currency = statement.currency.or(profile.currency);
        }
        if self.rows > 0
            && self
                .parsed
                .statements
                .iter()
                .any(|statement| statement.currency.is_none())
        {
            self.parsed.ask(Question::Currency);
        }
        self.parsed.settle(self.rows);
        self.parsed
    }
}

fn kind(word: &str) -> Option<AccountKind> {
    Some(match word {
        "1" | "6" => AccountKind::Checking,
        "2" => AccountKind::Cash,
        "3" => AccountKind::Other,
        "4" => AccountKind::CreditCard,
        "5" => AccountKind::Loan,
        "7" => AccountKind::Savings,
        _ => return None,
    })
}
