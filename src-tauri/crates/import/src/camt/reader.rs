//! From elements to statements.

use money::Currency;
use quick_xml::events::BytesStart;
use rust_decimal::Decimal;

use crate::date;
use crate::format::Profile;
use crate::gathered::{Gathered, Part};
use crate::iban;
use crate::model::{Balance, Parsed, Problem, Question, Row, StatementAccount};
use crate::seen::Seen;
use crate::text::Decoded;
use crate::xml::{Broken, Element, Step, Tree, Xml, local};

use super::entry::{Entry, decimal, entry};

/// Balances that a statement names, by their code.
#[derive(Default)]
struct Balances {
    all: Vec<(String, Balance, Option<Currency>)>,
}

/// The statement being read.
struct Open {
    depth: usize,
    line: u32,
    account: StatementAccount,
    currency: Option<Currency>,
    balances: Balances,
    /// Known once the first entry comes or the statement ends.
    place: Option<usize>,
    sum: Option<Decimal>,
    rows: usize,
    entries: usize,
    summary: Option<Summary>,
}

/// What the statement says of its entries.
struct Summary {
    line: u32,
    count: Option<usize>,
    credits: Option<Decimal>,
    debits: Option<Decimal>,
}

struct Reader<'v> {
    profile_currency: Option<Currency>,
    visit: &'v mut dyn FnMut(usize, Row),
    parsed: Parsed,
    gathered: Gathered,
    open: Option<Open>,
    rows: usize,
    informing: usize,
    no_currency: usize,
    credits: Decimal,
    debits: Decimal,
    ids: Seen,
    statements: usize,
}

/// Reads everything; rows go to `visit`.
pub(super) fn read(
    decoded: &Decoded<'_>,
    profile: &Profile,
    visit: &mut dyn FnMut(usize, Row),
) -> Parsed {
    let mut reader = Reader {
        profile_currency: profile.currency,
        visit,
        parsed: Parsed::new("camt.053"),
        gathered: Gathered::default(),
        open: None,
        rows: 0,
        informing: 0,
        no_currency: 0,
        credits: Decimal::ZERO,
        debits: Decimal::ZERO,
        ids: Seen::default(),
        statements: 0,
    };
    if decoded.replaced {
        reader.parsed.warnings.push(decoded.told());
    }
    let mut xml = Xml::new(&decoded.text);
    let mut tree = Tree::default();
    let broken = loop {
        match xml.step() {
            Ok(Step::Open(tag, depth)) => {
                if let Err(why) = reader.element(&mut xml, &mut tree, tag, depth) {
                    break Some(why);
                }
            }
            Ok(Step::Close(depth)) => {
                if reader.open.as_ref().is_some_and(|open| open.depth == depth) {
                    reader.close();
                }
            }
            Ok(Step::End) => break None,
            Err(why) => break Some(why),
        }
    };
    reader.finish(broken.map(|why| xml.problem(why)), broken)
}

impl Reader<'_> {
    fn element<'a>(
        &mut self,
        xml: &mut Xml<'a>,
        tree: &mut Tree<'a>,
        tag: BytesStart<'a>,
        depth: usize,
    ) -> Result<(), Broken> {
        let name = local(&tag);
        let Some(open) = &self.open else {
            match name {
                "BkToCstmrAcctRpt" => self.parsed.format = "camt.052",
                "BkToCstmrStmt" => self.parsed.format = "camt.053",
                "BkToCstmrDbtCdtNtfctn" => self.parsed.format = "camt.054",
                "Stmt" | "Rpt" | "Ntfctn" => {
                    self.statements += 1;
                    self.credits = Decimal::ZERO;
                    self.debits = Decimal::ZERO;
                    self.open = Some(Open {
                        depth,
                        line: xml.line(),
                        account: StatementAccount::default(),
                        currency: None,
                        balances: Balances::default(),
                        place: None,
                        sum: Some(Decimal::ZERO),
                        rows: 0,
                        entries: 0,
                        summary: None,
                    });
                }
                _ => {}
            }
            return Ok(());
        };
        if depth != open.depth + 1 || !matches!(name, "Acct" | "Bal" | "Ntry" | "TxsSummry") {
            return Ok(());
        }
        let line = xml.line();
        xml.tree(tag, tree)?;
        let Some(root) = tree.root() else {
            return Ok(());
        };
        match root.name() {
            "Acct" => self.account(root),
            "Bal" => self.balance(root, line),
            "TxsSummry" => self.summary(root, line),
            _ => self.entry(root, line),
        }
        Ok(())
    }

    fn account(&mut self, root: Element<'_, '_>) {
        let Some(open) = &mut self.open else { return };
        let account = &mut open.account;
        let other = root.text_at(&["Id", "Othr", "Id"]);
        if let Some(written) = root.text_at(&["Id", "IBAN"]).or(other) {
            account.iban = iban::checked(written);
            account.id = Some(written.to_owned());
            if account.iban.is_none() {
                account.number = Some(written.to_owned());
            }
        }
        let bank = root.at(&["Svcr", "FinInstnId"]);
        let bank_text = |path: &[&str]| bank.and_then(|bank| bank.text_at(path)).map(str::to_owned);
        account.bank_id = bank_text(&["BICFI"])
            .or_else(|| bank_text(&["BIC"]))
            .or_else(|| bank_text(&["ClrSysMmbId", "MmbId"]))
            .or_else(|| bank_text(&["Othr", "Id"]));
        account.institution = bank_text(&["Nm"]);
        account.name = root.text_at(&["Nm"]).map(str::to_owned);
        open.currency = root
            .text_at(&["Ccy"])
            .and_then(|code| Currency::parse(code).ok());
    }

    fn balance(&mut self, root: Element<'_, '_>, line: u32) {
        let Some(open) = &mut self.open else { return };
        let kind = root
            .text_at(&["Tp", "CdOrPrtry", "Cd"])
            .or_else(|| root.text_at(&["Tp", "CdOrPrtry", "Prtry"]))
            .unwrap_or_default();
        let written = root.child("Amt");
        let sign = root.text_at(&["CdtDbtInd"]).and_then(super::entry::sign);
        let amount = written.and_then(|amount| decimal(amount.text()));
        let (Some(amount), Some(sign)) = (amount, sign) else {
            self.parsed.problems.push(Problem::at(
                "balance_unreadable",
                line,
                "A balance cannot be read.",
            ));
            return;
        };
        let date = root
            .text_at(&["Dt", "Dt"])
            .or_else(|| root.text_at(&["Dt", "DtTm"]))
            .and_then(date::stamp);
        let currency = written
            .and_then(|amount| amount.attribute("Ccy"))
            .and_then(|code| Currency::parse(&code).ok());
        let balance = Balance {
            amount: amount * sign,
            date,
        };
        open.balances.all.push((kind.to_owned(), balance, currency));
    }

    fn summary(&mut self, root: Element<'_, '_>, line: u32) {
        let Some(open) = &mut self.open else { return };
        let sum = |name: &str| root.text_at(&[name, "Sum"]).and_then(decimal);
        open.summary = Some(Summary {
            line,
            count: root
                .text_at(&["TtlNtries", "NbOfNtries"])
                .and_then(|count| count.parse().ok()),
            credits: sum("TtlCdtNtries"),
            debits: sum("TtlDbtNtries"),
        });
    }

    /// The statement's place in the result; its account and currency are known by now.
    fn place(&mut self) -> Option<usize> {
        let open = self.open.as_mut()?;
        if let Some(place) = open.place {
            return Some(place);
        }
        if open.currency.is_none() {
            let mut named = open.balances.all.iter().map(|(.., currency)| *currency);
            let first = named.next().flatten();
            open.currency = first.filter(|_| named.all(|other| other == first));
        }
        let place = self.gathered.place(open.account.clone(), open.currency);
        open.place = Some(place);
        Some(place)
    }

    fn entry(&mut self, root: Element<'_, '_>, line: u32) {
        let Some(place) = self.place() else { return };
        let Some(open) = &mut self.open else { return };
        open.entries += 1;
        let own = open.account.iban.as_deref();
        match entry(root, line, open.currency, own) {
            Ok(Entry::Informing) => self.informing += 1,
            Ok(Entry::Rows {
                rows,
                total,
                currency,
                note,
            }) => {
                if open.currency.is_none() && currency.is_none() {
                    self.no_currency += 1;
                }
                let booked = rows.first().is_some_and(|row| {
                    row.status == domain::transaction::TransactionStatus::Posted
                });
                let ours = currency.is_none() || currency == open.currency;
                if booked {
                    open.sum = open
                        .sum
                        .filter(|_| ours)
                        .and_then(|sum| sum.checked_add(total));
                }
                let side = if total.is_sign_negative() {
                    &mut self.debits
                } else {
                    &mut self.credits
                };
                *side = side.checked_add(total.abs()).unwrap_or(*side);
                self.parsed.warnings.extend(note);
                for mut row in rows {
                    if let Some(id) = &row.id
                        && !self.ids.insert((place, id))
                    {
                        // Some banks give all payments of a batch one reference.
                        row.reference = row.reference.or(row.id.take());
                        row.id = None;
                    }
                    open.rows += 1;
                    self.rows += 1;
                    (self.visit)(place, row);
                }
            }
            Err(problem) => {
                open.sum = None;
                self.parsed.problems.push(problem);
            }
        }
    }

    fn close(&mut self) {
        let Some(place) = self.place() else { return };
        let Some(open) = self.open.take() else { return };
        let currency = open.currency;
        let mut foreign = 0_usize;
        let mut first = |codes: &[&str], last: bool| -> Option<Balance> {
            codes.iter().find_map(|code| {
                let mut fitting = open.balances.all.iter().filter(|(kind, _, own)| {
                    let ours = own.is_none() || currency.is_none() || *own == currency;
                    let named = kind == code;
                    foreign += usize::from(named && !ours);
                    named && ours
                });
                if last {
                    fitting.next_back()
                } else {
                    fitting.next()
                }
                .map(|(_, balance, _)| *balance)
            })
        };
        // The names of ISO 20022's external balance types: opening booked, previously closed booked, closing booked,
        // interim booked; then the available ones.
        let opening = first(&["OPBD", "PRCD"], false);
        let closing = first(&["CLBD"], true);
        let interim = first(&["ITBD"], true);
        let available = first(&["CLAV", "ITAV"], true);
        if foreign > 0 && closing.is_none() {
            self.parsed.warnings.push(Problem::at(
                "balance_in_other_currency",
                open.line,
                "The closing balance is in another currency than the account; it was left out.",
            ));
        }
        if let Some(summary) = &open.summary {
            let differs = |said: Option<Decimal>, found: Decimal| {
                said.is_some_and(|said| said != found) && open.sum.is_some()
            };
            if summary.count.is_some_and(|count| count != open.entries)
                || differs(summary.credits, self.credits)
                || differs(summary.debits, self.debits)
            {
                self.parsed.warnings.push(Problem::at(
                    "summary_does_not_tie",
                    summary.line,
                    "The statement's own count or sum of its entries is another one than theirs.",
                ));
            }
        }
        let part = Part {
            line: open.line,
            opening,
            closing: closing.or(interim),
            available,
            // A balance within the day need not count all entries.
            sum: open.sum.filter(|_| closing.is_some()),
        };
        self.gathered.add(place, part, &mut self.parsed.warnings);
    }

    fn finish(mut self, problem: Option<Problem>, broken: Option<Broken>) -> Parsed {
        if self.open.is_some() {
            if let Some(open) = &mut self.open {
                // Entries may be missing: nothing can be proved.
                open.sum = None;
                open.summary = None;
            }
            self.close();
        }
        if broken == Some(Broken::Entities) {
            return Parsed::refused(
                self.parsed.format,
                "entities_refused",
                "The document declares entities of its own, which bank files do not.",
            );
        }
        self.parsed.problems.extend(problem);
        if self.informing > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "informing_entries",
                format!(
                    "{} entries inform of something that is not booked; they were left out.",
                    self.informing
                ),
            ));
        }
        let statements = self.gathered.into_statements();
        if self.statements == 0 {
            let message = if broken.is_some() {
                "The document is broken before its first statement."
            } else {
                "The document holds no statement."
            };
            return Parsed::refused(self.parsed.format, "no_statement", message);
        }
        self.parsed.statements = statements;
        for statement in &mut self.parsed.statements {
            statement.currency = statement.currency.or(self.profile_currency);
        }
        if self.no_currency > 0 && self.profile_currency.is_none() {
            self.parsed.ask(Question::Currency);
        }
        self.parsed.settle(self.rows);
        self.parsed
    }
}
