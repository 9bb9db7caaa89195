//! One record: its fields by their letter, and the row they make.

use domain::transaction::TransactionStatus;
use rust_decimal::Decimal;

use crate::model::{Problem, Row, Split};
use crate::number::{Marks, amount};

use crate::day_order::{self, Order};

/// The fields of a record, as text.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    pub(super) line: u32,
    pub(super) fields: Vec<(char, &'a str)>,
}

/// How the file writes dates and amounts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    pub(super) order: Order,
    pub(super) apostrophes: bool,
    pub(super) marks: Marks,
}

/// Which way an investment action moves cash: in, out, as signed, or not at all.
pub(super) enum Action {
    In,
    Out,
    Signed,
    Trade,
}

impl<'a> Record<'a> {
    pub(super) fn get(&self, letter: char) -> Option<&'a str> {
        self.fields
            .iter()
            .find(|(found, _)| *found == letter)
            .map(|(_, text)| text.trim())
            .filter(|text| !text.is_empty())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.iter().all(|(_, text)| text.trim().is_empty())
    }

    /// What the action in `N` does to the cash of an investment account.
    pub(super) fn action(&self) -> Action {
        let word = self.get('N').unwrap_or_default().to_ascii_lowercase();
        match word.as_str() {
            "cash" | "bank" | "" => Action::Signed,
            "div" | "intinc" | "cgshort" | "cgmid" | "cglong" | "miscinc" | "rtrncap" | "xin"
            | "contribx" | "transferin" => Action::In,
            "miscexp" | "margint" | "xout" | "withdrwx" | "transferout" => Action::Out,
            _ => Action::Trade,
        }
    }

    /// The row, or why there can be none. Splits that do not add up are told in `note`.
    pub(super) fn row(&self, dialect: &Dialect, note: &mut Vec<Problem>) -> Result<Row, Problem> {
        let line = self.line;
        let left_out = |code: &'static str, what: &str| {
            Problem::at(code, line, format!("A transaction was left out: {what}."))
        };
        let Some(written) = self.get('D') else {
            return Err(left_out("date_missing", "it has no date"));
        };
        let date = day_order::written(written)
            .and_then(|date| date.date(dialect.order, dialect.apostrophes))
            .ok_or_else(|| left_out("date_unreadable", "its date cannot be read"))?;
        let Some(written) = self.get('T').or_else(|| self.get('U')) else {
            return Err(left_out("amount_missing", "it has no amount"));
        };
        let value = amount(written, dialect.marks)
            .map_err(|_| left_out("amount_unreadable", "its amount cannot be read"))?;
        let mut row = Row::new(line, date, value);
        row.status = match self.get('C') {
            Some("X" | "x" | "R" | "r") => TransactionStatus::Reconciled,
            _ => TransactionStatus::Posted,
        };
        row.payee = self.get('P').map(tidy).unwrap_or_default();
        row.description = self.get('M').map(tidy).unwrap_or_default();
        if row.payee.is_empty() {
            row.payee = std::mem::take(&mut row.description);
        }
        row.reference = self.get('N').map(str::to_owned);
        let (category, tag, transfer) = label(self.get('L').unwrap_or_default());
        row.category = category;
        row.tags.extend(tag);
        row.transfer_account = transfer;
        self.splits(&mut row, dialect, note);
        Ok(row)
    }

    fn splits(&self, row: &mut Row, dialect: &Dialect, note: &mut Vec<Problem>) {
        let mut splits: Vec<Split> = Vec::new();
        let mut unread = false;
        for (letter, text) in &self.fields {
            match letter {
                'S' => {
                    let (category, tag, transfer_account) = label(text.trim());
                    if let Some(tag) = tag
                        && !row.tags.contains(&tag)
                    {
                        row.tags.push(tag);
                    }
                    splits.push(Split {
                        amount: Decimal::ZERO,
                        category,
                        note: String::new(),
                        transfer_account,
                    });
                }
                'E' => {
                    if let Some(split) = splits.last_mut() {
                        split.note = tidy(text);
                    }
                }
                '$' => match (splits.last_mut(), amount(text.trim(), dialect.marks)) {
                    (Some(split), Ok(value)) => split.amount = value,
                    (Some(_), Err(_)) => unread = true,
                    // The amount of a transfer between investment and bank accounts.
                    (None, _) => {}
                },
                _ => {}
            }
        }
        if splits.is_empty() {
            return;
        }
        let sum = splits
            .iter()
            .try_fold(Decimal::ZERO, |sum, split| sum.checked_add(split.amount));
        if unread || sum != Some(row.amount) {
            note.push(Problem::at(
                "splits_do_not_tie",
                row.line,
                "The parts of a split transaction do not add up to its amount; it was kept whole.",
            ));
            return;
        }
        // The category in L repeats that of the first part.
        row.category = None;
        row.transfer_account = None;
        if let [only] = splits.as_slice() {
            row.category.clone_from(&only.category);
            row.transfer_account.clone_from(&only.transfer_account);
        } else {
            row.splits = splits;
        }
    }
}

/// `Category:Sub/Class`, `[Account]/Class`: category, class, account.
fn label(text: &str) -> (Option<String>, Option<String>, Option<String>) {
    let text = text.trim();
    let some = |text: &str| {
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    if let Some(rest) = text.strip_prefix('[')
        && let Some((account, rest)) = rest.split_once(']')
    {
        let tag = rest.strip_prefix('/').and_then(some);
        return (None, tag, some(account));
    }
    let (category, tag) = match text.split_once('/') {
        Some((category, tag)) => (category, some(tag)),
        None => (text, None),
    };
    let category = some(category).filter(|category| !category.starts_with("--"));
    (category, tag, None)
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
