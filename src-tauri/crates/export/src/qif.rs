//! QIF, as Intuit's "Quicken Interchange Format (QIF) files" describes it.
//!
//! The format names no currency; it stands in the description of the account. Dates are month first unless told otherwise, as
//! Quicken reads them.

use std::io::Write;

use domain::account::AccountKind;
use domain::category::CategoryKind;
use domain::ids::CategoryId;
use domain::transaction::TransactionStatus;
use money::Money;

use crate::model::{Account, Book, Row};
use crate::text::line;
use crate::{Dates, Document, Error, Out, Result};

pub(crate) struct Qif<'a> {
    book: &'a Book,
    dates: Dates,
    out: Out<'a>,
}

const fn kind(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Cash => "Cash",
        AccountKind::CreditCard => "CCard",
        AccountKind::Loan | AccountKind::Mortgage => "Oth L",
        AccountKind::Checking | AccountKind::Savings => "Bank",
        AccountKind::Investment
        | AccountKind::Retirement
        | AccountKind::Insurance
        | AccountKind::Other => "Oth A",
    }
}

/// A name within a category field: `:` parts levels, `/` begins a class, `[…]` is an account.
fn name(text: &str) -> String {
    line(
        &text
            .replace([':', '/'], "-")
            .replace('[', "(")
            .replace(']', ")"),
    )
}

/// The name of an account, within brackets or by itself.
fn account_name(text: &str) -> String {
    line(&text.replace('[', "(").replace(']', ")"))
}

impl<'a> Qif<'a> {
    pub(crate) fn new(book: &'a Book, dates: Dates, out: Out<'a>) -> Self {
        Self { book, dates, out }
    }

    fn date(&self, day: chrono::NaiveDate) -> String {
        crate::bank_csv::day(day, self.dates, Dates::MonthFirst)
    }

    fn category(&self, id: Option<CategoryId>) -> Option<String> {
        let category = self.book.category(id?)?;
        (category.kind != CategoryKind::Transfer).then(|| match &category.group {
            Some(group) => format!("{}:{}", name(group), name(&category.name)),
            None => name(&category.name),
        })
    }

    fn field(&mut self, letter: char, text: &str) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        Ok(writeln!(self.out, "{letter}{text}")?)
    }

    fn opening(&mut self, account: &Account, opening: Money) -> Result<()> {
        let Some((first, _)) = self.book.span else {
            return Ok(());
        };
        let before = first.pred_opt().unwrap_or(first);
        writeln!(self.out, "D{}", self.date(before))?;
        writeln!(self.out, "T{}", opening.decimal_text())?;
        writeln!(self.out, "CX\nPOpening Balance")?;
        writeln!(self.out, "L[{}]\n^", account_name(&account.name))?;
        Ok(())
    }
}

impl Document for Qif<'_> {
    fn account(&mut self, place: usize) -> Result<()> {
        let account = self.book.accounts.get(place).ok_or(Error::UnknownAccount)?;
        let word = kind(account.kind);
        writeln!(self.out, "!Account\nN{}", account_name(&account.name))?;
        writeln!(self.out, "T{word}\nD{}\n^\n!Type:{word}", account.currency)?;
        match account.ends {
            Some(ends) => self.opening(account, ends.opening),
            None => Ok(()),
        }
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        if !row.counted {
            return Ok(());
        }
        writeln!(self.out, "D{}", self.date(row.date))?;
        writeln!(self.out, "T{}", row.amount.decimal_text())?;
        if row.status == TransactionStatus::Reconciled {
            writeln!(self.out, "CX")?;
        }
        self.field('P', &line(&row.payee))?;
        let memo = match (row.description.is_empty(), row.note.is_empty()) {
            (false, false) => format!("{} | {}", row.description, row.note),
            (true, _) => row.note.clone(),
            (false, true) => row.description.clone(),
        };
        self.field('M', &line(&memo))?;
        let mut what = match &row.other {
            Some(other) => Some(format!("[{}]", account_name(&other.account_name))),
            None => self.category(row.category),
        };
        if let Some(tag) = row.tags.first() {
            let class = name(tag);
            if !class.is_empty() {
                what = Some(format!("{}/{class}", what.unwrap_or_default()));
            }
        }
        self.field('L', &what.unwrap_or_default())?;
        if row.other.is_none() {
            for part in &row.parts {
                let category = self.category(part.category).unwrap_or_default();
                writeln!(self.out, "S{category}")?;
                self.field('E', &line(&part.note))?;
                writeln!(self.out, "${}", part.amount.decimal_text())?;
            }
        }
        Ok(writeln!(self.out, "^")?)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.out.flush()?)
    }
}
