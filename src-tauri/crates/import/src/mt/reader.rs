//! From fields to statements.

use domain::transaction::TransactionStatus;
use money::Currency;
use rust_decimal::Decimal;

use crate::format::Profile;
use crate::gathered::{Gathered, Part};
use crate::iban;
use crate::model::{Balance, Parsed, Problem, Question, Row, StatementAccount};
use crate::text::Decoded;

use super::fields::{self, Field};
use super::info::{self, Info};
use super::movement::{Movement, Unread, amount, movement, short_day};

/// One message.
#[derive(Default)]
struct Message {
    line: u32,
    account: StatementAccount,
    named: bool,
    currency: Option<Currency>,
    opening: Option<Balance>,
    closing: Option<Balance>,
    available: Option<Balance>,
    interim: bool,
    place: Option<usize>,
    sum: Option<Decimal>,
    debits: (usize, Decimal),
    credits: (usize, Decimal),
    /// What an interim report says of its debits and credits.
    stated: [Option<(usize, Decimal)>; 2],
    empty: bool,
}

struct Reader<'v> {
    profile: &'v Profile,
    visit: &'v mut dyn FnMut(usize, Row),
    parsed: Parsed,
    gathered: Gathered,
    message: Option<Message>,
    held: Option<(Movement, u32)>,
    rows: usize,
    messages: usize,
    no_currency: bool,
}

pub(super) fn read(
    decoded: &Decoded<'_>,
    profile: &Profile,
    visit: &mut dyn FnMut(usize, Row),
) -> Parsed {
    let mut reader = Reader {
        profile,
        visit,
        parsed: Parsed::new("mt940"),
        gathered: Gathered::default(),
        message: None,
        held: None,
        rows: 0,
        messages: 0,
        no_currency: false,
    };
    if decoded.replaced {
        reader.parsed.warnings.push(decoded.told());
    }
    fields::each(&decoded.text, |field| reader.field(&field));
    reader.finish()
}

/// A balance: `C` or `D`, `YYMMDD`, currency, amount.
fn balance(text: &str) -> Option<(Balance, Currency)> {
    let text = text.trim();
    let sign = match text.as_bytes().first()? {
        b'C' | b'c' => Decimal::ONE,
        b'D' | b'd' => Decimal::NEGATIVE_ONE,
        _ => return None,
    };
    let date = short_day(text.get(1..7)?);
    let currency = Currency::parse(&text.get(7..10)?.to_ascii_uppercase()).ok()?;
    let amount = amount(text.get(10..)?)? * sign;
    Some((Balance { amount, date }, currency))
}

/// Field 25: a bank and a number, a number, or an IBAN; a currency may stand behind.
fn account(text: &str) -> (StatementAccount, Option<Currency>) {
    let text = text.trim().trim_start_matches('/');
    let mut account = StatementAccount {
        id: (!text.is_empty()).then(|| text.to_owned()),
        ..StatementAccount::default()
    };
    let mut currency = None;
    let mut parts: Vec<&str> = text.split('/').map(str::trim).collect();
    if parts.len() > 1
        && let Some(code) = parts
            .last()
            .and_then(|last| crate::number::currency_code(last))
    {
        currency = Some(code);
        parts.pop();
    }
    let mut own = parts.pop().unwrap_or_default();
    if let Some(at) = own.len().checked_sub(3)
        && at >= 5
        && own.is_char_boundary(at)
        && own[..at].bytes().any(|byte| byte.is_ascii_digit())
        && let Some(code) = crate::number::currency_code(&own[at..])
        && iban::checked(own).is_none()
    {
        currency = Some(code);
        own = own[..at].trim_end();
    }
    account.iban = iban::checked(own);
    if account.iban.is_none() {
        account.number = Some(own.to_owned()).filter(|own| !own.is_empty());
    }
    account.bank_id = parts.first().map(|bank| (*bank).to_owned());
    (account, currency)
}

impl Reader<'_> {
    fn field(&mut self, field: &Field<'_>) {
        let text = field.first();
        match field.tag {
            "20" => {
                self.end_message();
                self.begin(field.line);
            }
            "25" | "25P" => {
                if self.message.as_ref().is_none_or(|message| message.named) {
                    self.end_message();
                    self.begin(field.line);
                }
                if let Some(message) = &mut self.message {
                    let (account, currency) = account(text);
                    message.account = account;
                    message.currency = currency;
                    message.named = true;
                    message.empty = false;
                }
            }
            "60F" | "60M" => {
                let full = self
                    .message
                    .as_ref()
                    .is_none_or(|message| message.opening.is_some());
                if full {
                    let account = self.message.as_ref().map(|message| message.account.clone());
                    self.end_message();
                    self.begin(field.line);
                    if let (Some(message), Some(account)) = (&mut self.message, account) {
                        message.account = account;
                    }
                }
                let found = self.stated_balance(text, field.line);
                if let (Some(message), Some((balance, currency))) = (&mut self.message, found) {
                    message.opening = Some(balance);
                    message.currency = Some(currency);
                    message.empty = false;
                }
            }
            "61" => self.movement(field),
            "86" | "NS" => self.info(field),
            "62F" | "62M" | "64" => {
                self.flush(None);
                let found = self.stated_balance(text, field.line);
                if let (Some(message), Some((balance, currency))) = (&mut self.message, found) {
                    message.currency = message.currency.or(Some(currency));
                    message.empty = false;
                    if field.tag == "64" {
                        message.available = Some(balance);
                    } else {
                        message.closing = Some(balance);
                    }
                }
            }
            "34F" | "13D" | "13" => {
                self.flush(None);
                if let Some(message) = &mut self.message {
                    message.interim = true;
                    if field.tag == "34F" {
                        message.currency = message
                            .currency
                            .or_else(|| text.get(..3).and_then(crate::number::currency_code));
                    }
                }
            }
            "90C" | "90D" => {
                self.flush(None);
                if let Some(message) = &mut self.message {
                    message.interim = true;
                    message.stated[usize::from(field.tag == "90C")] = stated_sum(text);
                }
            }
            _ => {
                self.flush(None);
            }
        }
    }

    fn begin(&mut self, line: u32) {
        self.message = Some(Message {
            line,
            sum: Some(Decimal::ZERO),
            empty: true,
            ..Message::default()
        });
    }

    fn stated_balance(&mut self, text: &str, line: u32) -> Option<(Balance, Currency)> {
        let found = balance(text);
        if found.is_none() {
            self.parsed.problems.push(Problem::at(
                "balance_unreadable",
                line,
                "A balance cannot be read.",
            ));
        }
        found
    }

    fn movement(&mut self, field: &Field<'_>) {
        self.flush(None);
        if self.message.is_none() {
            self.begin(field.line);
        }
        match movement(&field.lines) {
            Ok(movement) => self.held = Some((movement, field.line)),
            Err(why) => {
                if let Some(message) = &mut self.message {
                    message.sum = None;
                    message.empty = false;
                }
                let (code, what) = match why {
                    Unread::Date => ("date_unreadable", "its date cannot be read"),
                    Unread::Direction => (
                        "direction_unknown",
                        "it does not say whether it is a credit or a debit",
                    ),
                    Unread::Amount => ("amount_unreadable", "its amount cannot be read"),
                };
                self.parsed.problems.push(Problem::at(
                    code,
                    field.line,
                    format!("A movement was left out: {what}."),
                ));
            }
        }
    }

    fn info(&mut self, field: &Field<'_>) {
        if self.held.is_none() {
            return; // said of the statement, not of a movement
        }
        let info = if field.tag == "NS" {
            info::numbered(&field.lines)
        } else {
            info::read(&field.lines)
        };
        self.flush(Some(info));
    }

    /// Gives out the movement that waits for its field 86.
    fn flush(&mut self, info: Option<Info>) {
        let Some((movement, line)) = self.held.take() else {
            return;
        };
        let Some(message) = &mut self.message else {
            return;
        };
        message.empty = false;
        let place = *message.place.get_or_insert_with(|| {
            self.gathered
                .place(message.account.clone(), message.currency)
        });
        self.no_currency |= message.currency.is_none();
        let mut row = Row::new(line, movement.booked, movement.amount);
        row.value_date = movement.valued;
        if movement.expected {
            row.status = TransactionStatus::Pending;
        } else {
            message.sum = message.sum.and_then(|sum| sum.checked_add(movement.amount));
        }
        let side = if movement.amount.is_sign_negative() {
            &mut message.debits
        } else {
            &mut message.credits
        };
        side.0 += 1;
        side.1 = side.1.checked_add(movement.amount.abs()).unwrap_or(side.1);
        let info = info.unwrap_or_default();
        row.payee = info.payee;
        row.description = info.text;
        row.counterparty_account = info.account;
        row.mandate = info.mandate;
        row.reference = info
            .reference
            .or(movement.reference)
            .or(movement.bank_reference);
        let extra = movement.extra;
        let lettered = extra.chars().filter(|c| c.is_alphabetic()).count() * 2 > extra.len();
        if row.payee.is_empty() {
            // The bank's word for the kind of movement, where it says no more.
            if lettered && (row.description.is_empty() || info.vague) {
                row.payee = extra;
            } else {
                row.payee = std::mem::take(&mut row.description);
            }
        } else if row.description.is_empty() && lettered && extra != row.payee {
            row.description = extra;
        }
        self.rows += 1;
        (self.visit)(place, row);
    }

    fn end_message(&mut self) {
        self.flush(None);
        let Some(message) = self.message.take() else {
            return;
        };
        if message.empty {
            return;
        }
        self.messages += 1;
        if message.interim && message.opening.is_none() {
            self.parsed.format = "mt942";
        }
        let place = message.place.unwrap_or_else(|| {
            self.gathered
                .place(message.account.clone(), message.currency)
        });
        let [debits, credits] = message.stated;
        for (stated, found) in [(debits, message.debits), (credits, message.credits)] {
            if stated.is_some_and(|stated| stated != found) && message.sum.is_some() {
                self.parsed.warnings.push(Problem::at(
                    "summary_does_not_tie",
                    message.line,
                    "The report's own count or sum of its movements is another one than theirs.",
                ));
            }
        }
        let part = Part {
            line: message.line,
            opening: message.opening,
            closing: message.closing,
            available: message.available,
            sum: message.sum,
        };
        self.gathered.add(place, part, &mut self.parsed.warnings);
    }

    fn finish(mut self) -> Parsed {
        self.end_message();
        if self.messages == 0 && self.parsed.problems.is_empty() {
            return Parsed::refused(
                "mt940",
                "no_statement",
                "The file holds no MT940 or MT942 statement.",
            );
        }
        self.parsed.statements = self.gathered.into_statements();
        for statement in &mut self.parsed.statements {
            statement.currency = statement.currency.or(self.profile.currency);
        }
        if self.no_currency && self.profile.currency.is_none() {
            self.parsed.ask(Question::Currency);
            self.parsed.warnings.push(Problem::of_file(
                "currency_not_stated",
                "The file names no currency.",
            ));
        }
        self.parsed.settle(self.rows);
        self.parsed
    }
}

/// Count, currency and sum of an interim report: `3PLN0,03`.
fn stated_sum(text: &str) -> Option<(usize, Decimal)> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let count = text[..digits].parse().ok()?;
    let sum = amount(text.get(digits + 3..)?)?;
    Some((count, sum))
}
