//! GnuCash books: XML version 2, packed with gzip or not.
//!
//! Elements follow the RELAX NG schema that GnuCash publishes (`gnucash-v2.rnc`). Amounts are fractions; a split's quantity
//! is in its account's commodity. Scheduled transactions and their templates are no transactions.

use std::collections::HashMap;

use domain::account::AccountKind;
use domain::transaction::TransactionStatus;
use rust_decimal::Decimal;

use crate::date;
use crate::format::{Confidence, Format, Profile};
use crate::model::{Parsed, Problem, Row};
use crate::text;
use crate::xml::{Broken, Element, Step, Tree, Xml, local};

use super::{Book, Entry, Money, Nature, Posting};

/// The format.
pub(crate) struct GnuCash;

impl Format for GnuCash {
    fn id(&self) -> &'static str {
        "app:gnucash"
    }

    fn sniff(&self, _name: &str, head: &[u8]) -> Confidence {
        if memchr::memmem::find(head, b"<gnc-v2").is_some()
            || memchr::memmem::find(head, b"gnucash.org/XML/gnc").is_some()
        {
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
            return Parsed::refused("app:gnucash", "not_text", "The file is no text.");
        };
        let mut reader = Reader {
            book: Book::new("app:gnucash", visit),
            accounts: HashMap::new(),
            names: HashMap::new(),
        };
        let mut xml = Xml::new(&decoded.text);
        let mut tree = Tree::default();
        let broken = loop {
            match reader.step(&mut xml, &mut tree) {
                Ok(true) => {}
                Ok(false) => break None,
                Err(why) => break Some(why),
            }
        };
        if broken == Some(Broken::Entities) {
            return Parsed::refused(
                "app:gnucash",
                "entities_refused",
                "The document declares entities of its own, which books do not.",
            );
        }
        let problem = broken.map(|why| xml.problem(why));
        reader.book.parsed.problems.extend(problem);
        reader.book.finish(profile)
    }
}

struct Account {
    name: String,
    parent: Option<String>,
    nature: Nature,
    money: Money,
}

struct Reader<'v> {
    book: Book<'v>,
    accounts: HashMap<String, Account>,
    /// Full names, made once.
    names: HashMap<String, String>,
}

impl Reader<'_> {
    /// One element; false at the end.
    fn step<'a>(&mut self, xml: &mut Xml<'a>, tree: &mut Tree<'a>) -> Result<bool, Broken> {
        match xml.step()? {
            Step::End => return Ok(false),
            Step::Close(_) => {}
            Step::Open(tag, depth) => match local(&tag) {
                "template-transactions" | "schedxaction" | "budget" => loop {
                    match xml.step()? {
                        Step::Close(closed) if closed == depth => break,
                        Step::End => return Ok(false),
                        _ => {}
                    }
                },
                "account" if depth > 1 => {
                    xml.tree(tag, tree)?;
                    if let Some(root) = tree.root() {
                        self.account(root);
                    }
                }
                "transaction" => {
                    let line = xml.line();
                    xml.tree(tag, tree)?;
                    if let Some(root) = tree.root() {
                        self.transaction(root, line);
                    }
                }
                _ => {}
            },
        }
        Ok(true)
    }

    fn account(&mut self, root: Element<'_, '_>) {
        let (Some(id), Some(name)) = (root.text_at(&["id"]), root.text_at(&["name"])) else {
            return;
        };
        let nature = match root.text_at(&["type"]).unwrap_or_default() {
            "BANK" | "CHECKING" => Nature::Own(AccountKind::Checking),
            "SAVINGS" | "MONEYMRKT" => Nature::Own(AccountKind::Savings),
            "CASH" => Nature::Own(AccountKind::Cash),
            "CREDIT" => Nature::Own(AccountKind::CreditCard),
            "LIABILITY" | "PAYABLE" | "CREDITLINE" => Nature::Own(AccountKind::Loan),
            "ASSET" | "RECEIVABLE" => Nature::Own(AccountKind::Other),
            "STOCK" | "MUTUAL" => Nature::Own(AccountKind::Investment),
            "INCOME" | "EXPENSE" => Nature::Flow,
            _ => Nature::Equity,
        };
        let space = root.text_at(&["commodity", "space"]).unwrap_or_default();
        let money = if matches!(space, "ISO4217" | "CURRENCY") {
            root.text_at(&["commodity", "id"])
                .and_then(|code| money::Currency::parse(code).ok())
                .map_or(Money::Unnamed, Money::In)
        } else {
            Money::Thing
        };
        let is_root = root.text_at(&["type"]) == Some("ROOT");
        self.accounts.insert(
            id.to_owned(),
            Account {
                name: if is_root {
                    String::new()
                } else {
                    name.to_owned()
                },
                parent: root.text_at(&["parent"]).map(str::to_owned),
                nature,
                money,
            },
        );
    }

    /// The name with those of the accounts above.
    fn full_name(&mut self, id: &str) -> String {
        if let Some(name) = self.names.get(id) {
            return name.clone();
        }
        let mut parts = Vec::new();
        let mut at = Some(id);
        // A tree that bites its tail ends here as well.
        for _ in 0..32 {
            let Some(account) = at.and_then(|id| self.accounts.get(id)) else {
                break;
            };
            if !account.name.is_empty() {
                parts.push(account.name.as_str());
            }
            at = account.parent.as_deref();
        }
        parts.reverse();
        let name = parts.join(":");
        self.names.insert(id.to_owned(), name.clone());
        name
    }

    fn transaction(&mut self, root: Element<'_, '_>, line: u32) {
        let left_out = |code: &'static str, what: &str| {
            Problem::at(code, line, format!("A transaction was left out: {what}."))
        };
        let Some(date) = root.text_at(&["date-posted", "date"]).and_then(date::stamp) else {
            self.book
                .parsed
                .problems
                .push(left_out("date_unreadable", "its date cannot be read"));
            return;
        };
        let mut postings = Vec::new();
        for split in root.at(&["splits"]).into_iter().flat_map(Element::children) {
            let account = split.text_at(&["account"]).unwrap_or_default();
            let written = split
                .text_at(&["quantity"])
                .or_else(|| split.text_at(&["value"]));
            let (Some(known), Some(amount)) =
                (self.accounts.get(account), written.and_then(fraction))
            else {
                let problem = if self.accounts.contains_key(account) {
                    left_out("amount_unreadable", "an amount of it cannot be read")
                } else {
                    left_out("account_unknown", "the book does not hold its account")
                };
                self.book.parsed.problems.push(problem);
                return;
            };
            let status = match split.text_at(&["reconciled-state"]) {
                Some("y" | "f") => Some(TransactionStatus::Reconciled),
                Some("v") => Some(TransactionStatus::Void),
                _ => None,
            };
            let (nature, money) = (known.nature, known.money);
            postings.push(Posting {
                nature,
                money,
                amount,
                note: split.text_at(&["memo"]).unwrap_or_default().to_owned(),
                id: split.text_at(&["id"]).map(str::to_owned),
                status,
                account: self.full_name(account),
            });
        }
        let entry = Entry {
            line,
            date,
            payee: root
                .text_at(&["description"])
                .unwrap_or_default()
                .to_owned(),
            text: String::new(),
            reference: root.text_at(&["num"]).map(str::to_owned),
            tags: Vec::new(),
            status: TransactionStatus::Posted,
            postings,
        };
        self.book.entry(&entry);
    }
}

/// `-1399/100`: exact, or not read at all.
fn fraction(text: &str) -> Option<Decimal> {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    let above: i64 = above.trim().parse().ok()?;
    let below: i64 = below.trim().parse().ok()?;
    if below <= 0 {
        return None;
    }
    let value = Decimal::from(above).checked_div(Decimal::from(below))?;
    (value.checked_mul(Decimal::from(below))? == Decimal::from(above)).then(|| value.normalize())
}
