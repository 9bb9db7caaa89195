//! Journals of ledger and hledger ("Journal format" of the hledger manual; "The ledger journal" of the Ledger manual).
//!
//! The code of an entry is the transaction's number. A posting's comment is its note.

use std::collections::BTreeSet;
use std::io::Write;

use chrono::Days;

use crate::entry::{self, Posting};
use crate::model::{Book, Row};
use crate::names::{EXPENSES, INCOME, Names, OPENING, Reader, STATED, TRANSFERS};
use crate::text::line;
use crate::{Document, Out, Result};

pub(crate) struct Journal<'a> {
    hledger: bool,
    book: &'a Book,
    names: Names,
    out: Out<'a>,
}

/// The words of an entry's first line: `;` would begin a comment, `|` parts payee and text.
fn words(text: &str) -> String {
    line(&text.replace(';', ",").replace('|', "/"))
}

/// A posting's comment: a word with a colon would be a tag, a date in brackets the posting's date.
fn comment(text: &str) -> String {
    line(
        &text
            .replace(':', "\u{a789}")
            .replace('[', "(")
            .replace(']', ")"),
    )
}

/// A tag: letters, digits, `-` and `_`.
fn tag(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect()
}

impl<'a> Journal<'a> {
    pub(crate) fn new(hledger: bool, book: &'a Book, out: Out<'a>) -> Result<Self> {
        let mut journal = Self {
            hledger,
            book,
            names: Names::new(book, Reader::Journal),
            out,
        };
        journal.head()?;
        Ok(journal)
    }

    fn head(&mut self) -> Result<()> {
        writeln!(self.out, "; Coffer, {}", self.book.made)?;
        if self.hledger {
            writeln!(self.out, "decimal-mark .")?;
        }
        let currencies: BTreeSet<_> = self.book.accounts.iter().map(|a| a.currency).collect();
        for currency in currencies {
            let exponent = currency.exponent() as usize;
            let sample = if exponent == 0 {
                "1000.".to_owned()
            } else {
                format!("1000.{}", "0".repeat(exponent))
            };
            if self.hledger {
                writeln!(self.out, "commodity {sample} {currency}")?;
            } else {
                writeln!(self.out, "commodity {currency}")?;
            }
        }
        let fixed = [INCOME, EXPENSES, TRANSFERS, OPENING, STATED];
        let mut told = BTreeSet::new();
        for name in self
            .names
            .accounts
            .iter()
            .chain(&self.names.categories)
            .map(String::as_str)
            .chain(fixed)
        {
            if told.insert(name) {
                writeln!(self.out, "account {name}")?;
            }
        }
        let Some((first, _)) = self.book.span else {
            return Ok(());
        };
        let before = first.checked_sub_days(Days::new(1)).unwrap_or(first);
        for postings in entry::openings(self.book, &self.names)? {
            writeln!(self.out, "\n{before} * Opening balance")?;
            put_all(&mut self.out, &postings)?;
        }
        Ok(())
    }
}

fn put_all(out: &mut Out<'_>, postings: &[Posting<'_>]) -> Result<()> {
    for posting in postings {
        write!(out, "    {}  {}", posting.account, posting.amount)?;
        if let Some(price) = posting.price {
            write!(out, " @@ {price}")?;
        }
        let note = comment(posting.note);
        if !note.is_empty() {
            write!(out, "  ; {note}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

impl Document for Journal<'_> {
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
        write!(self.out, "\n{} {flag} ({})", row.date, row.id)?;
        let (payee, text) = (words(&row.payee), words(&row.description));
        for (sign, words) in [("", &payee), ("| ", &text)] {
            if !words.is_empty() {
                write!(self.out, " {sign}{words}")?;
            }
        }
        writeln!(self.out)?;
        let tags: Vec<String> = row.tags.iter().map(|text| tag(text)).collect();
        if !tags.is_empty() {
            if self.hledger {
                writeln!(self.out, "    ; {}:", tags.join(":, "))?;
            } else {
                writeln!(self.out, "    ; :{}:", tags.join(":"))?;
            }
        }
        put_all(&mut self.out, &postings)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if let Some((_, last)) = self.book.span {
            for postings in entry::stated(self.book, &self.names)? {
                writeln!(self.out, "\n{last} * Balance as stated")?;
                put_all(&mut self.out, &postings)?;
            }
            let ends = self.book.accounts.iter().zip(&self.names.accounts);
            let ends: Vec<_> = ends
                .filter_map(|(account, name)| Some((account.ends?, name)))
                .collect();
            if !ends.is_empty() {
                writeln!(self.out, "\n{last} * Closing balances")?;
                for (ends, name) in ends {
                    let closing = ends.stated.unwrap_or(ends.closing);
                    let nothing = money::Money::zero(closing.currency);
                    writeln!(self.out, "    {name}  {nothing} = {closing}")?;
                }
            }
        }
        Ok(self.out.flush()?)
    }
}
