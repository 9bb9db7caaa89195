//! Beancount ("Beancount Language Syntax").
//!
//! Every account is opened with its currency and ends with a balance that has to hold exactly. What a transaction has beside
//! payee and text is metadata: `id`, `note`, `value_date`, `original`.

use std::collections::BTreeSet;
use std::io::Write;

use chrono::{Days, NaiveDate};

use crate::entry::{self, Posting};
use crate::model::{Book, Row};
use crate::names::{EXPENSES, INCOME, Names, OPENING, Reader, STATED, TRANSFERS};
use crate::text::line;
use crate::{Document, Out, Result};

pub(crate) struct Beancount<'a> {
    book: &'a Book,
    names: Names,
    out: Out<'a>,
}

/// Text within quotation marks.
fn quoted(text: &str) -> String {
    let plain = line(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{plain}\"")
}

/// A tag: ASCII letters and digits, `-`, `_`, `/`, `.`.
fn tag(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '.') {
                c
            } else {
                '-'
            }
        })
        .collect()
}

impl<'a> Beancount<'a> {
    pub(crate) fn new(book: &'a Book, out: Out<'a>) -> Result<Self> {
        let mut file = Self {
            book,
            names: Names::new(book, Reader::Beancount),
            out,
        };
        file.head()?;
        Ok(file)
    }

    fn head(&mut self) -> Result<()> {
        writeln!(self.out, "; Coffer, {}", self.book.made)?;
        writeln!(self.out, "option \"title\" \"Coffer\"")?;
        writeln!(
            self.out,
            "option \"operating_currency\" \"{}\"\n",
            self.book.base
        )?;
        let first = self.book.span.map_or(self.book.made, |(first, _)| first);
        let before = first.checked_sub_days(Days::new(1)).unwrap_or(first);
        for (account, name) in self.book.accounts.iter().zip(&self.names.accounts) {
            writeln!(self.out, "{before} open {name} {}", account.currency)?;
        }
        let mut told = BTreeSet::new();
        let fixed = [INCOME, EXPENSES, TRANSFERS, OPENING, STATED];
        for name in fixed
            .into_iter()
            .chain(self.names.categories.iter().map(String::as_str))
        {
            if told.insert(name) {
                writeln!(self.out, "{before} open {name}")?;
            }
        }
        for postings in entry::openings(self.book, &self.names)? {
            writeln!(self.out, "\n{before} * \"Opening balance\"")?;
            put_all(&mut self.out, &postings)?;
        }
        Ok(())
    }
}

fn details(out: &mut Out<'_>, row: &Row) -> Result<()> {
    writeln!(out, "  id: \"{}\"", row.id)?;
    if let Some(day) = row.value_date {
        writeln!(out, "  value_date: {day}")?;
    }
    if let Some(original) = row.original {
        writeln!(out, "  original: {original}")?;
    }
    Ok(())
}

fn put_all(out: &mut Out<'_>, postings: &[Posting<'_>]) -> Result<()> {
    for posting in postings {
        write!(out, "  {}  {}", posting.account, posting.amount)?;
        if let Some(price) = posting.price {
            write!(out, " @@ {price}")?;
        }
        writeln!(out)?;
        if !posting.note.is_empty() {
            writeln!(out, "    note: {}", quoted(posting.note))?;
        }
    }
    Ok(())
}

/// The day after, at whose start a balance has to hold.
fn next(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

impl Document for Beancount<'_> {
    fn account(&mut self, _place: usize) -> Result<()> {
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        if !row.counted {
            return Ok(());
        }
        let Some(postings) = entry::of_row(self.book, &self.names, row)? else {
            return Ok(());
        };
        let flag = entry::flag(row.status);
        write!(
            self.out,
            "\n{} {flag} {} {}",
            row.date,
            quoted(&row.payee),
            quoted(&row.description)
        )?;
        let tags: BTreeSet<String> = row.tags.iter().map(|text| tag(text)).collect();
        for tag in tags.iter().filter(|tag| !tag.is_empty()) {
            write!(self.out, " #{tag}")?;
        }
        writeln!(self.out)?;
        details(&mut self.out, row)?;
        put_all(&mut self.out, &postings)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if let Some((_, last)) = self.book.span {
            for postings in entry::stated(self.book, &self.names)? {
                writeln!(self.out, "\n{last} * \"Balance as stated\"")?;
                put_all(&mut self.out, &postings)?;
            }
            writeln!(self.out)?;
            for (account, name) in self.book.accounts.iter().zip(&self.names.accounts) {
                if let Some(ends) = account.ends {
                    let closing = ends.stated.unwrap_or(ends.closing);
                    let nothing = money::Money::zero(closing.currency).decimal_text();
                    writeln!(
                        self.out,
                        "{} balance {name}  {} ~ {nothing} {}",
                        next(last),
                        closing.decimal_text(),
                        closing.currency
                    )?;
                }
            }
        }
        Ok(self.out.flush()?)
    }
}
