//! OFX 2.1.1, sections 11.4.2 (bank statements) and 11.4.3 (credit cards).
//!
//! The format has no categories and no opening balance; that follows from the ledger balance and the rows.

use std::io::Write;

use chrono::NaiveDate;
use domain::account::AccountKind;

use crate::model::{Account, Book, Row};
use crate::text::{cut, line};
use crate::{Document, Error, Out, Result};

pub(crate) struct Ofx<'a> {
    book: &'a Book,
    out: Out<'a>,
    ids: Vec<String>,
    /// The account at work, and whether a message set of cards is open (none: no set is).
    open: Option<usize>,
    set: Option<bool>,
}

/// Longest NAME and EXTDNAME and MEMO.
const NAME: usize = 32;
const LONG_NAME: usize = 100;
const MEMO: usize = 255;

pub(crate) fn is_card(account: &Account) -> bool {
    account.kind == AccountKind::CreditCard
}

const fn account_type(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Savings => "SAVINGS",
        AccountKind::Loan | AccountKind::Mortgage => "CREDITLINE",
        _ => "CHECKING",
    }
}

fn stamp(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn escaped(text: &str) -> String {
    line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

impl<'a> Ofx<'a> {
    pub(crate) fn new(book: &'a Book, mut out: Out<'a>) -> Result<Self> {
        let made = stamp(book.made);
        write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n\
             <?OFX OFXHEADER=\"200\" VERSION=\"211\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>\n\
             <OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>\
             <DTSERVER>{made}</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>\n"
        )?;
        let mut ids: Vec<String> = Vec::new();
        for account in &book.accounts {
            let own = account.iban.as_deref().or(account.number.as_deref());
            let own = own.map(escaped).filter(|id| !id.is_empty());
            let mut id = own.unwrap_or_else(|| format!("coffer-{}", account.id));
            if ids.contains(&id) {
                id = format!("{id}-{}", account.id);
            }
            ids.push(id);
        }
        Ok(Self {
            book,
            out,
            ids,
            open: None,
            set: None,
        })
    }

    fn close_account(&mut self) -> Result<()> {
        let Some(place) = self.open.take() else {
            return Ok(());
        };
        let account = &self.book.accounts[place];
        write!(self.out, "</BANKTRANLIST>")?;
        if let Some(ends) = account.ends {
            let closing = ends.stated.unwrap_or(ends.closing);
            let last = self.book.span.map_or(self.book.made, |(_, last)| last);
            write!(
                self.out,
                "<LEDGERBAL><BALAMT>{}</BALAMT><DTASOF>{}</DTASOF></LEDGERBAL>",
                closing.decimal_text(),
                stamp(last)
            )?;
        }
        let close = if is_card(account) {
            "</CCSTMTRS></CCSTMTTRNRS>"
        } else {
            "</STMTRS></STMTTRNRS>"
        };
        Ok(writeln!(self.out, "{close}")?)
    }

    fn close_set(&mut self) -> Result<()> {
        self.close_account()?;
        match self.set.take() {
            Some(true) => writeln!(self.out, "</CREDITCARDMSGSRSV1>")?,
            Some(false) => writeln!(self.out, "</BANKMSGSRSV1>")?,
            None => {}
        }
        Ok(())
    }
}

impl Document for Ofx<'_> {
    fn account(&mut self, place: usize) -> Result<()> {
        let account = self.book.accounts.get(place).ok_or(Error::UnknownAccount)?;
        let card = is_card(account);
        if self.set == Some(card) {
            self.close_account()?;
        } else {
            self.close_set()?;
            self.set = Some(card);
            let set = if card {
                "<CREDITCARDMSGSRSV1>"
            } else {
                "<BANKMSGSRSV1>"
            };
            writeln!(self.out, "{set}")?;
        }
        let id = &self.ids[place];
        let currency = account.currency;
        let (first, last) = self.book.span.unwrap_or((self.book.made, self.book.made));
        let status = "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>";
        if card {
            write!(
                self.out,
                "<CCSTMTTRNRS><TRNUID>{place}</TRNUID>{status}<CCSTMTRS><CURDEF>{currency}</CURDEF>\
                 <CCACCTFROM><ACCTID>{id}</ACCTID></CCACCTFROM>"
            )?;
        } else {
            write!(
                self.out,
                "<STMTTRNRS><TRNUID>{place}</TRNUID>{status}<STMTRS><CURDEF>{currency}</CURDEF>\
                 <BANKACCTFROM><BANKID>COFFER</BANKID><ACCTID>{id}</ACCTID><ACCTTYPE>{}</ACCTTYPE></BANKACCTFROM>",
                account_type(account.kind)
            )?;
        }
        writeln!(
            self.out,
            "<BANKTRANLIST><DTSTART>{}</DTSTART><DTEND>{}</DTEND>",
            stamp(first),
            stamp(last)
        )?;
        self.open = Some(place);
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        if !row.counted {
            return Ok(());
        }
        let kind = match (&row.other, row.amount.minor) {
            (Some(_), _) => "XFER",
            (None, 0) => "OTHER",
            (None, 1..) => "CREDIT",
            (None, _) => "DEBIT",
        };
        write!(
            self.out,
            "<STMTTRN><TRNTYPE>{kind}</TRNTYPE><DTPOSTED>{}</DTPOSTED>",
            stamp(row.date)
        )?;
        if let Some(day) = row.value_date {
            write!(self.out, "<DTAVAIL>{}</DTAVAIL>", stamp(day))?;
        }
        write!(
            self.out,
            "<TRNAMT>{}</TRNAMT><FITID>{}</FITID>",
            row.amount.decimal_text(),
            row.id
        )?;
        let payee = line(&row.payee);
        if !payee.is_empty() {
            write!(self.out, "<NAME>{}</NAME>", escaped(cut(&payee, NAME)))?;
            if payee.chars().count() > NAME {
                let long = escaped(cut(&payee, LONG_NAME));
                write!(self.out, "<EXTDNAME>{long}</EXTDNAME>")?;
            }
        }
        let memo = if row.description.is_empty() {
            &row.note
        } else {
            &row.description
        };
        let memo = line(memo);
        if !memo.is_empty() {
            write!(self.out, "<MEMO>{}</MEMO>", escaped(cut(&memo, MEMO)))?;
        }
        Ok(writeln!(self.out, "</STMTTRN>")?)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.close_set()?;
        writeln!(self.out, "</OFX>")?;
        Ok(self.out.flush()?)
    }
}
