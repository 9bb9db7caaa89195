//! Books of double entry: what one sees of each account one owns.
//!
//! A transaction of such a book moves money between accounts. For every posting to an account that is owned (an asset or a
//! debt) there is a row; the postings opposite give its category, its parts, or the own account the money came from or
//! went to. Amounts of things that are no money (shares, points) are not rows; their number is told.

pub(crate) mod beancount;
pub(crate) mod gnucash;
pub(crate) mod homebank;
pub(crate) mod journal;
mod sums;

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::account::AccountKind;
use domain::transaction::TransactionStatus;
use money::Currency;
use rust_decimal::Decimal;

use crate::format::Profile;
use crate::model::{Parsed, Problem, Question, Row, Split, Statement, StatementAccount};

/// What an account of a book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Owned or owed.
    Own(AccountKind),
    /// Income or expense: a category.
    Flow,
    /// Where opening balances come from.
    Equity,
}

/// One side of a transaction.
#[derive(Debug, Clone)]
pub(super) struct Posting {
    /// Full name, parts apart by colons.
    pub(super) account: String,
    pub(super) nature: Nature,
    pub(super) amount: Decimal,
    pub(super) money: Money,
    pub(super) note: String,
    pub(super) id: Option<String>,
    pub(super) status: Option<TransactionStatus>,
}

/// What an amount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Money {
    In(Currency),
    /// The file names no currency.
    Unnamed,
    /// Shares, points, hours.
    Thing,
}

/// A transaction.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) line: u32,
    pub(super) date: NaiveDate,
    pub(super) payee: String,
    pub(super) text: String,
    pub(super) reference: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) status: TransactionStatus,
    pub(super) postings: Vec<Posting>,
}

/// Turns transactions into statements and rows.
pub(super) struct Book<'v> {
    visit: &'v mut dyn FnMut(usize, Row),
    pub(super) parsed: Parsed,
    places: HashMap<(String, Option<Currency>), usize>,
    rows: usize,
    things: usize,
    unnamed: usize,
    unowned: usize,
    /// Top names that say nothing of what the account is.
    pub(super) unknown: BTreeSet<String>,
}

impl<'v> Book<'v> {
    pub(super) fn new(format: &'static str, visit: &'v mut dyn FnMut(usize, Row)) -> Self {
        Self {
            visit,
            parsed: Parsed::new(format),
            places: HashMap::new(),
            rows: 0,
            things: 0,
            unnamed: 0,
            unowned: 0,
            unknown: BTreeSet::new(),
        }
    }

    /// The place of an account's statement in this currency.
    pub(super) fn place(
        &mut self,
        account: &str,
        kind: AccountKind,
        currency: Option<Currency>,
    ) -> usize {
        let next = self.parsed.statements.len();
        let place = *self
            .places
            .entry((account.to_owned(), currency))
            .or_insert(next);
        if place == next {
            self.parsed.statements.push(Statement {
                account: StatementAccount {
                    id: Some(account.to_owned()),
                    name: Some(short(account).to_owned()),
                    kind: Some(kind),
                    ..StatementAccount::default()
                },
                currency,
                ..Statement::default()
            });
        }
        place
    }

    /// Gives the rows of a transaction.
    pub(super) fn entry(&mut self, entry: &Entry) {
        let mut owned = false;
        for (at, posting) in entry.postings.iter().enumerate() {
            let Nature::Own(kind) = posting.nature else {
                continue;
            };
            owned = true;
            let currency = match posting.money {
                Money::In(currency) => Some(currency),
                Money::Unnamed => {
                    self.unnamed += 1;
                    None
                }
                Money::Thing => {
                    self.things += 1;
                    continue;
                }
            };
            let place = self.place(&posting.account, kind, currency);
            let mut row = Row::new(entry.line, entry.date, posting.amount);
            row.payee.clone_from(&entry.payee);
            row.description.clone_from(&entry.text);
            if row.payee.is_empty() {
                row.payee = std::mem::take(&mut row.description);
            }
            if posting.note != row.payee && posting.note != row.description {
                row.note.clone_from(&posting.note);
            }
            row.reference.clone_from(&entry.reference);
            row.id.clone_from(&posting.id);
            row.tags.clone_from(&entry.tags);
            row.status = posting.status.unwrap_or(entry.status);
            opposite(&entry.postings, at, &mut row);
            self.rows += 1;
            (self.visit)(place, row);
        }
        self.unowned += usize::from(!owned);
    }

    pub(super) fn finish(mut self, profile: &Profile) -> Parsed {
        if self.things > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "trades_not_imported",
                format!(
                    "{} movements of shares and other things that are no money were left out.",
                    self.things
                ),
            ));
        }
        if !self.unknown.is_empty() {
            let names: Vec<&str> = self.unknown.iter().take(10).map(String::as_str).collect();
            self.parsed.warnings.push(Problem::of_file(
                "accounts_of_unknown_kind",
                format!(
                    "It is not said what these accounts are; they were taken for categories: {}.",
                    names.join(", ")
                ),
            ));
        }
        if self.unowned > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "entries_without_own_account",
                format!(
                    "{} transactions move nothing in an account of one's own; they were left out.",
                    self.unowned
                ),
            ));
        }
        for statement in &mut self.parsed.statements {
            statement.currency = statement.currency.or(profile.currency);
        }
        if self.unnamed > 0 && profile.currency.is_none() {
            self.parsed.ask(Question::Currency);
        }
        self.parsed.settle(self.rows);
        self.parsed
    }
}

/// The name without the word for its nature: "Assets:Bank:Giro" is "Bank:Giro".
fn short(account: &str) -> &str {
    match account.split_once(':') {
        Some((top, rest)) if nature_of(top).is_some() => rest,
        _ => account,
    }
}

/// Category, parts or the other own account, from what stands opposite the posting at `at`.
fn opposite(postings: &[Posting], at: usize, row: &mut Row) {
    let own = &postings[at];
    let others: Vec<&Posting> = postings
        .iter()
        .enumerate()
        .filter(|(other, posting)| *other != at && !posting.amount.is_zero())
        .map(|(_, posting)| posting)
        .collect();
    let label = |posting: &Posting| match posting.nature {
        Nature::Own(_) => (None, Some(short(&posting.account).to_owned())),
        Nature::Flow => (Some(short(&posting.account).to_owned()), None),
        Nature::Equity => (None, None),
    };
    match others.as_slice() {
        [] => {}
        [only] => (row.category, row.transfer_account) = label(only),
        several => {
            let parts: Option<Decimal> = several
                .iter()
                .filter(|posting| posting.money == own.money)
                .try_fold(Decimal::ZERO, |sum, posting| {
                    sum.checked_sub(posting.amount)
                });
            let one_money = several.iter().all(|posting| posting.money == own.money);
            if one_money && parts == Some(own.amount) {
                row.splits = several
                    .iter()
                    .map(|posting| {
                        let (category, transfer_account) = label(posting);
                        Split {
                            amount: -posting.amount,
                            category,
                            note: posting.note.clone(),
                            transfer_account,
                        }
                    })
                    .collect();
                let first = row.splits[0].category.clone();
                let alike = row
                    .splits
                    .iter()
                    .all(|split| split.category == first && split.transfer_account.is_none());
                if alike && row.splits.iter().all(|split| split.note.is_empty()) {
                    row.category = first;
                    row.splits.clear();
                }
            } else {
                // Several own accounts or currencies: the category counts where there is but one.
                let mut flows = several
                    .iter()
                    .filter(|posting| posting.nature == Nature::Flow);
                if let (Some(only), None) = (flows.next(), flows.next()) {
                    row.category = Some(short(&only.account).to_owned());
                } else if several
                    .iter()
                    .all(|posting| matches!(posting.nature, Nature::Own(_)))
                {
                    row.transfer_account = Some(short(&several[0].account).to_owned());
                }
            }
        }
    }
}

/// What the first part of an account's name says, in the languages books are kept in.
pub(super) fn nature_of(top: &str) -> Option<Nature> {
    let top = top.to_lowercase();
    Some(match top.as_str() {
        "assets" | "asset" | "aktiva" | "vermögen" | "activos" | "activo" | "attività"
        | "actifs" | "actif" | "ativos" | "ativo" | "tillgångar" | "activa" | "aktywa"
        | "bezittingen" => Nature::Own(AccountKind::Checking),
        "liabilities" | "liability" | "debts" | "verbindlichkeiten" | "fremdkapital"
        | "pasivos" | "pasivo" | "passività" | "passifs" | "passif" | "passivos" | "passivo"
        | "skulder" | "passiva" | "pasywa" | "schulden" => Nature::Own(AccountKind::Loan),
        "income" | "incomes" | "revenue" | "revenues" | "einnahmen" | "erträge" | "ertrag"
        | "ingresos" | "entrate" | "revenus" | "receitas" | "inkomster" | "inkomsten"
        | "przychody" | "expenses" | "expense" | "ausgaben" | "aufwand" | "aufwendungen"
        | "gastos" | "spese" | "uscite" | "dépenses" | "depenses" | "despesas" | "utgifter"
        | "uitgaven" | "wydatki" => Nature::Flow,
        "equity" | "capital" | "eigenkapital" | "patrimonio" | "capitaux" | "patrimônio"
        | "eget kapital" | "eigen vermogen" | "kapitał" | "conversion" | "imbalance" => {
            Nature::Equity
        }
        _ => return None,
    })
}

/// The kind that an own account's full name suggests.
pub(super) fn kind_by_name(account: &str, nature: Nature) -> Nature {
    let Nature::Own(kind) = nature else {
        return nature;
    };
    let name = account.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    Nature::Own(if kind == AccountKind::Loan {
        if has(&["card", "visa", "amex", "karte", "carte", "tarjeta"]) {
            AccountKind::CreditCard
        } else if has(&["mortgage", "hypothek", "hypotheek"]) {
            AccountKind::Mortgage
        } else {
            AccountKind::Loan
        }
    } else if has(&["saving", "spar", "ahorro", "épargne"]) {
        AccountKind::Savings
    } else if has(&["cash", "wallet", "bargeld", "espèces", "efectivo"]) {
        AccountKind::Cash
    } else if has(&["broker", "invest", "depot", "securities"]) {
        AccountKind::Investment
    } else if has(&["receivable", "prepaid", "fixme", "property", "real estate"]) {
        AccountKind::Other
    } else {
        kind
    })
}

#[cfg(test)]
mod tests;
