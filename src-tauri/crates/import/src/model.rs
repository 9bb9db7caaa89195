//! What a file gave: statements, rows, problems and questions.

use chrono::NaiveDate;
use domain::account::AccountKind;
use domain::feed::FeedTransaction;
use domain::transaction::{PartsBy, TransactionDetails, TransactionPart, TransactionStatus};
use money::{Currency, Money, ParseAmountError};
use rust_decimal::Decimal;

use crate::mapping::Mapping;
use crate::securities::{SecurityPosition, SecurityPrice, SecurityTrade};

/// The result of reading one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The format's stable word: `ofx1`, `ofx2`, `qfx`, `csv`, …
    pub format: &'static str,
    /// What can be done with it.
    pub outcome: Outcome,
    /// Why nothing could be read; set exactly when `outcome` is [`Outcome::Error`].
    pub error: Option<ParseError>,
    /// What the file leaves open; the statements then hold the best guess.
    pub questions: Vec<Question>,
    /// Rows and fields that could not be read, each with its line.
    pub problems: Vec<Problem>,
    /// What the person may want to know although nothing is lost.
    pub warnings: Vec<Problem>,
    /// How a delimited file was read; can be corrected and handed back in a [`crate::Profile`].
    pub mapping: Option<Mapping>,
    /// The statements, in file order.
    pub statements: Vec<Statement>,
}

/// What can be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Rows (or at least balances) to take in.
    Import,
    /// Sound, but without anything to take in; a warning says so.
    Empty,
    /// Readable, but the file leaves something open.
    Ask,
    /// Not readable.
    Error,
}

/// What a file can leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Whether positive means money in.
    Sign,
    /// Whether the day or the month stands first.
    DateOrder,
    /// Which currency the amounts are in.
    Currency,
    /// Which column holds what.
    Columns,
}

/// Why a file gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Closed word: `empty_file`, `not_text`, `not_this_format`, `unsupported_format`, `no_statement`, `bank_error`, `entities_refused`, `too_large`,
    /// `archive_unreadable`,
    /// `nothing_readable`.
    pub code: &'static str,
    /// For people, in English.
    pub message: String,
    /// Line counted from 1, when one can be named.
    pub line: Option<u32>,
}

/// Something about one place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Closed word, such as `amount_unreadable`, `date_missing`, `date_unreadable`, `row_left_out`.
    pub code: &'static str,
    /// Line counted from 1.
    pub line: Option<u32>,
    /// Column of a delimited file, counted from 1.
    pub column: Option<u32>,
    /// For people, in English.
    pub detail: String,
}

/// One account's part of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statement {
    /// Whose it is.
    pub account: StatementAccount,
    /// Its currency, when stated or settled.
    pub currency: Option<Currency>,
    /// Balance before the first row.
    pub opening: Option<Balance>,
    /// Balance after the last row, or the one booked.
    pub closing: Option<Balance>,
    /// Money that can be spent.
    pub available: Option<Balance>,
    /// The rows, in file order. Empty when the rows went to a visitor.
    pub transactions: Vec<Row>,
    /// Trades in securities, in file order. What they did to the account's money is not among the rows.
    pub trades: Vec<SecurityTrade>,
    /// What is held, where the statement says.
    pub positions: Vec<SecurityPosition>,
    /// What securities were worth, where the file lists it.
    pub prices: Vec<SecurityPrice>,
}

/// What a file says of an account. All of it may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatementAccount {
    /// Identifies the account within the institution, as the file writes it.
    pub id: Option<String>,
    /// IBAN, when it is one (checked, no blanks).
    pub iban: Option<String>,
    /// Number as the bank writes it.
    pub number: Option<String>,
    /// Bank code, routing number, BIC or broker.
    pub bank_id: Option<String>,
    /// Name of the bank, when stated.
    pub institution: Option<String>,
    /// What kind of account, when stated.
    pub kind: Option<AccountKind>,
    /// Name to show.
    pub name: Option<String>,
}

/// A balance and the day it was true at the end of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// How much, debts negative.
    pub amount: Decimal,
    /// The day, when the file says.
    pub date: Option<NaiveDate>,
}

/// A candidate transaction. The amount is exact as written and may have more decimals than its currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it stands, counted from 1; 0 when there are no lines to speak of.
    pub line: u32,
    /// Booking date.
    pub date: NaiveDate,
    /// Value date.
    pub value_date: Option<NaiveDate>,
    /// Money in positive, out negative.
    pub amount: Decimal,
    /// Currency of the amount; the statement's when none.
    pub currency: Option<Currency>,
    /// Amount in the currency of the purchase.
    pub original: Option<(Decimal, Currency)>,
    /// Counterparty, or the best short text there is.
    pub payee: String,
    /// The bank's own text, when it says more than the payee.
    pub description: String,
    /// A note of the person's.
    pub note: String,
    /// The bank's id for it.
    pub id: Option<String>,
    /// Cheque number or other reference.
    pub reference: Option<String>,
    /// The direct debit mandate it was drawn under.
    pub mandate: Option<String>,
    /// IBAN or number of the other side.
    pub counterparty_account: Option<String>,
    /// How settled it is.
    pub status: TransactionStatus,
    /// Balance of the account after it.
    pub balance: Option<Decimal>,
    /// Category name, when the file has one.
    pub category: Option<String>,
    /// Tags or labels.
    pub tags: Vec<String>,
    /// Parts with categories of their own; they add up to the amount.
    pub splits: Vec<Split>,
    /// The file calls it a transfer to this own account.
    pub transfer_account: Option<String>,
}

/// A part of a split transaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Signed as the row.
    pub amount: Decimal,
    /// Category name.
    pub category: Option<String>,
    /// What it was for.
    pub note: String,
    /// The part is a transfer to this own account.
    pub transfer_account: Option<String>,
}

impl Row {
    /// A booked row with nothing but a date and an amount.
    pub fn new(line: u32, date: NaiveDate, amount: Decimal) -> Self {
        Self {
            line,
            date,
            value_date: None,
            amount,
            currency: None,
            original: None,
            payee: String::new(),
            description: String::new(),
            note: String::new(),
            id: None,
            reference: None,
            mandate: None,
            counterparty_account: None,
            status: TransactionStatus::Posted,
            balance: None,
            category: None,
            tags: Vec::new(),
            splits: Vec::new(),
            transfer_account: None,
        }
    }

    /// The amount in minor units of `currency`, and whether surplus decimals had to be rounded (half to even).
    pub fn money(&self, currency: Currency) -> Result<(Money, bool), ParseAmountError> {
        match money::exact_minor(self.amount, currency) {
            Ok(amount) => Ok((amount, false)),
            Err(ParseAmountError::TooPrecise) => {
                money::rounded_minor(self.amount, currency).map(|amount| (amount, true))
            }
            Err(error) => Err(error),
        }
    }

    /// The parts in minor units; none when rounding keeps them from adding up to the amount.
    fn parts(&self, amount: Money) -> Option<Vec<TransactionPart>> {
        let mut sum = 0_i64;
        let parts = self
            .splits
            .iter()
            .map(|split| {
                let part = money::rounded_minor(split.amount, amount.currency).ok()?;
                sum = sum.checked_add(part.minor)?;
                Some(TransactionPart {
                    amount: part,
                    category: split.category.clone(),
                    note: split.note.clone(),
                    transfer_account: split.transfer_account.clone(),
                    filed: None,
                })
            })
            .collect::<Option<Vec<_>>>()?;
        (parts.is_empty() || sum == amount.minor).then_some(parts)
    }

    /// The note, and behind it the parts of a split, for parts that cannot be kept as such.
    fn note_with_parts(&self) -> String {
        let mut note = self.note.clone();
        for split in &self.splits {
            if !note.is_empty() {
                note.push_str("; ");
            }
            let what = split.category.as_ref().or(split.transfer_account.as_ref());
            if let Some(what) = what {
                note.push_str(what);
                note.push(' ');
            }
            note.push_str(&split.amount.to_string());
            if !split.note.is_empty() {
                note.push(' ');
                note.push_str(&split.note);
            }
        }
        note
    }

    /// The row as the book takes it in. `currency` counts where the row names none; surplus decimals are rounded half to
    /// even (ask [`Row::money`] whether that happens).
    pub fn into_feed(
        self,
        account_source_id: &str,
        currency: Currency,
    ) -> Result<FeedTransaction, ParseAmountError> {
        let currency = self.currency.unwrap_or(currency);
        let (amount, _) = self.money(currency)?;
        let running_balance = self
            .balance
            .and_then(|balance| money::rounded_minor(balance, currency).ok());
        let original_amount = self
            .original
            .and_then(|(amount, currency)| money::rounded_minor(amount, currency).ok());
        let (parts, note) = match self.parts(amount) {
            Some(parts) => (parts, self.note),
            None => (Vec::new(), self.note_with_parts()),
        };
        let details = TransactionDetails {
            reference: self.reference,
            mandate: self.mandate,
            counterparty_account: self.counterparty_account,
            parts,
            parts_by: PartsBy::Source,
        };
        Ok(FeedTransaction {
            source_id: self.id,
            account_source_id: account_source_id.to_owned(),
            date: self.date,
            value_date: self.value_date,
            amount,
            original_amount,
            payee: self.payee,
            description: self.description,
            note,
            category_source_id: None,
            category_name: self.category,
            tags: self.tags,
            status: self.status,
            is_transfer: self.transfer_account.is_some(),
            transfer_key: None,
            replaces: None,
            excluded: false,
            off_reports: false,
            needs_review: false,
            deleted: false,
            running_balance,
            updated_at: None,
            details: (!details.is_empty()).then(|| Box::new(details)),
            raw: None,
        })
    }
}

impl Question {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::DateOrder => "date-order",
            Self::Currency => "currency",
            Self::Columns => "columns",
        }
    }
}

impl Outcome {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Empty => "empty",
            Self::Ask => "ask",
            Self::Error => "error",
        }
    }
}

impl Problem {
    /// Something about a line.
    pub fn at(code: &'static str, line: u32, detail: impl Into<String>) -> Self {
        Self {
            code,
            line: (line > 0).then_some(line),
            column: None,
            detail: detail.into(),
        }
    }

    /// Something about the file as a whole.
    pub fn of_file(code: &'static str, detail: impl Into<String>) -> Self {
        Self::at(code, 0, detail)
    }
}

impl Parsed {
    /// Nothing read yet.
    pub fn new(format: &'static str) -> Self {
        Self {
            format,
            outcome: Outcome::Empty,
            error: None,
            questions: Vec::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            mapping: None,
            statements: Vec::new(),
        }
    }

    /// A refusal.
    pub fn refused(format: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::Error,
            error: Some(ParseError {
                code,
                message: message.into(),
                line: None,
            }),
            ..Self::new(format)
        }
    }

    /// Asks once.
    pub fn ask(&mut self, question: Question) {
        if !self.questions.contains(&question) {
            self.questions.push(question);
        }
    }

    /// Settles the outcome from what was found: `rows` is how many rows were given.
    pub fn settle(&mut self, rows: usize) {
        if self.error.is_some() {
            self.outcome = Outcome::Error;
            return;
        }
        self.questions.sort_unstable();
        let balances = self.statements.iter().any(|statement| {
            statement.closing.is_some()
                || statement.opening.is_some()
                || statement.available.is_some()
                || !statement.trades.is_empty()
                || !statement.positions.is_empty()
                || !statement.prices.is_empty()
        });
        self.outcome = if rows == 0 && !balances && self.problems.is_empty() {
            if self.warnings.is_empty() {
                self.warnings.push(Problem::of_file(
                    "nothing_to_import",
                    "The file holds no transactions.",
                ));
            }
            self.questions.clear();
            Outcome::Empty
        } else if rows > 0 && !self.questions.is_empty() {
            Outcome::Ask
        } else {
            self.questions.clear();
            Outcome::Import
        };
    }
}
