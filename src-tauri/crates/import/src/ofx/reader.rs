//! From tags to statements.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use domain::account::AccountKind;
use money::Currency;
use rust_decimal::Decimal;

use crate::format::Profile;
use crate::iban;
use crate::model::{Balance, ParseError, Parsed, Problem, Question, Row, Statement};
use crate::securities::Security;
use crate::seen::Repeats;
use crate::text::{Decoded, Lines};

use super::paper::{Held, Paper};
use super::record::{Record, SignSense, ofx_amount, ofx_date, sign_sense, text};
use super::tokens::{Token, Tokens};

/// Where a leaf element belongs. Only aggregates that give meaning are tracked; all others are looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    SignOn,
    Status,
    Response,
    Statement,
    AccountFrom,
    AccountTo,
    Transaction,
    Payee,
    Currency,
    OriginalCurrency,
    Ledger,
    Available,
    InvestmentBalance,
    Position,
    Trade,
    Listed,
    AccountList,
}

fn part(name: &str) -> Option<Part> {
    Some(match name {
        "SONRS" => Part::SignOn,
        "STATUS" => Part::Status,
        "STMTTRNRS" | "CCSTMTTRNRS" | "INVSTMTTRNRS" | "LOANSTMTTRNRS" => Part::Response,
        "STMTRS" | "CCSTMTRS" | "INVSTMTRS" | "LOANSTMTRS" => Part::Statement,
        "BANKACCTFROM" | "CCACCTFROM" | "INVACCTFROM" | "LOANACCTFROM" => Part::AccountFrom,
        "BANKACCTTO" | "CCACCTTO" => Part::AccountTo,
        "STMTTRN" | "STMTTRNP" | "LOANSTMTTRN" => Part::Transaction,
        "PAYEE" => Part::Payee,
        "CURRENCY" => Part::Currency,
        "ORIGCURRENCY" => Part::OriginalCurrency,
        "LEDGERBAL" | "PRINBAL" => Part::Ledger,
        "AVAILBAL" => Part::Available,
        "INVBAL" => Part::InvestmentBalance,
        "INVPOS" => Part::Position,
        // The wrappers of OFX 1.6, section 13.9.2.4, around buys, sells, income and transfers of securities.
        "BUYDEBT" | "BUYMF" | "BUYOPT" | "BUYOTHER" | "BUYSTOCK" | "SELLDEBT" | "SELLMF"
        | "SELLOPT" | "SELLOTHER" | "SELLSTOCK" | "INCOME" | "REINVEST" | "RETOFCAP" | "SPLIT"
        | "TRANSFER" | "INVEXPENSE" | "MARGININTEREST" | "JRNLFUND" | "JRNLSEC" | "CLOSUREOPT" => {
            Part::Trade
        }
        "STOCKINFO" | "MFINFO" | "DEBTINFO" | "OPTINFO" | "OTHERINFO" => Part::Listed,
        "ACCTINFORS" => Part::AccountList,
        _ => return None,
    })
}

/// What a bank's status said.
#[derive(Debug, Default)]
struct Status {
    code: String,
    severity: String,
    message: String,
}

struct Reader<'a, 'v> {
    profile: &'a Profile,
    visit: &'v mut dyn FnMut(usize, Row),
    parsed: Parsed,
    lines: Lines<'a>,
    open: Vec<(Part, &'a str)>,
    record: Option<Record<'a>>,
    statement: Option<Statement>,
    institution: Option<String>,
    balance: (Cow<'a, str>, Cow<'a, str>, usize),
    /// The balance is the principal of a loan, written without a sign.
    owed: bool,
    status: Status,
    errors: Vec<Status>,
    rows: usize,
    /// Ids of the statement so far.
    ids: Repeats,
    /// A trade, a position or an entry of the list of securities.
    paper: Option<Paper<'a>>,
    securities: HashMap<String, Security>,
    /// Trades that cannot be kept.
    left_out: usize,
    positions: Positions,
    /// Currency that all rows of the statement name, and whether there were rows.
    row_currency: (bool, Option<Currency>),
    agree: usize,
    contradict: usize,
    /// No amount has a minus.
    unsigned: bool,
    too_precise: usize,
    account_list: bool,
    seen_ofx: bool,
    closed_ofx: bool,
    as_of: Option<NaiveDate>,
}

/// The worth of what an investment account holds.
#[derive(Debug, Default)]
struct Positions {
    count: usize,
    worth: Option<Decimal>,
    valued: usize,
}

/// Reads everything; rows go to `visit`.
pub(super) fn read(
    decoded: &Decoded<'_>,
    format: &'static str,
    profile: &Profile,
    visit: &mut dyn FnMut(usize, Row),
) -> Parsed {
    let text: &str = &decoded.text;
    let start = first_tag(text);
    let mut reader = Reader {
        profile,
        visit,
        parsed: Parsed::new(format),
        lines: Lines::new(text),
        open: Vec::new(),
        record: None,
        statement: None,
        institution: None,
        balance: (Cow::Borrowed(""), Cow::Borrowed(""), 0),
        owed: false,
        status: Status::default(),
        errors: Vec::new(),
        rows: 0,
        ids: Repeats::default(),
        paper: None,
        securities: HashMap::new(),
        left_out: 0,
        positions: Positions::default(),
        row_currency: (false, None),
        agree: 0,
        contradict: 0,
        unsigned: unsigned(text),
        too_precise: 0,
        account_list: false,
        seen_ofx: false,
        closed_ofx: false,
        as_of: None,
    };
    if decoded.replaced {
        reader.parsed.warnings.push(Problem::of_file(
            "text_replaced",
            format!(
                "Some letters cannot be read as {} and were replaced.",
                decoded.encoding.name()
            ),
        ));
    }
    let mut tokens = Tokens::new(text, start);
    while let Some(token) = tokens.next() {
        match token {
            Token::Start {
                name,
                text: value,
                place,
            } => {
                if name == "STMTTRN"
                    && value.is_empty()
                    && let Some(end) = reader.simple(text, place, tokens.place())
                {
                    tokens.go_on_at(end);
                    continue;
                }
                let upper = uppercase(name);
                reader.start(&upper, name, value, place);
            }
            Token::End { name } => {
                let upper = uppercase(name);
                reader.end(&upper);
            }
        }
    }
    reader.finish()
}

/// Whether there are amounts and none of them has a minus. Nearly every file shows one at its beginning.
fn unsigned(text: &str) -> bool {
    const TAG: &str = "<TRNAMT>";
    let mut amounts = memchr::memmem::find_iter(text.as_bytes(), TAG).peekable();
    amounts.peek().is_some()
        && amounts.all(|at| {
            let value = text[at + TAG.len()..].trim_start();
            !value.starts_with(['-', '(', '\u{2212}'])
        })
}

fn uppercase(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        Cow::Owned(name.to_ascii_uppercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// The body begins with `<OFX>`; headers before it may hold brackets of their own.
fn first_tag(text: &str) -> usize {
    let head = &text.as_bytes()[..text.len().min(64 * 1024)];
    (0..head.len().saturating_sub(4))
        .find(|at| head[*at] == b'<' && head[*at + 1..*at + 4].eq_ignore_ascii_case(b"OFX"))
        .unwrap_or(0)
}

impl<'a> Reader<'a, '_> {
    fn innermost(&self) -> Option<Part> {
        self.open.last().map(|(part, _)| *part)
    }

    fn inside(&self, wanted: Part) -> bool {
        self.open.iter().any(|(part, _)| *part == wanted)
    }

    /// Reads a record that holds nothing but common elements, as nearly all do, and gives where it ends. Any other is
    /// read tag by tag.
    fn simple(&mut self, text: &'a str, place: usize, at: usize) -> Option<usize> {
        if self.inside(Part::Transaction) {
            return None;
        }
        self.close_record(true);
        let record = self.record.insert(Record {
            place,
            ..Record::default()
        });
        let end = record.read_simple(text, at);
        if end.is_some() {
            self.close_record(true);
        } else {
            self.record = None;
        }
        end
    }

    fn start(&mut self, name: &str, raw_name: &'a str, value: Cow<'a, str>, place: usize) {
        if name == "OFX" {
            self.seen_ofx = true;
            return;
        }
        // Nearly all tags of a large file are these.
        let common = matches!(
            name,
            "TRNTYPE" | "DTPOSTED" | "TRNAMT" | "FITID" | "NAME" | "MEMO" | "CHECKNUM"
        );
        let Some(found) = (if common { None } else { part(name) }) else {
            if !value.is_empty() {
                self.leaf(name, value, place);
            }
            return;
        };
        // CURRENCY is an aggregate; some write it as a plain element.
        if found == Part::Currency && !value.is_empty() {
            if let Some(record) = self.record.as_mut() {
                record.currency = value;
            }
            return;
        }
        match found {
            Part::Statement => {
                self.close_record(true);
                self.close_statement();
                self.statement = Some(Statement::default());
                self.open.retain(|(part, _)| *part == Part::Response);
                if let Some(statement) = self.statement.as_mut() {
                    statement.account.kind = match name {
                        "CCSTMTRS" => Some(AccountKind::CreditCard),
                        "INVSTMTRS" => Some(AccountKind::Investment),
                        "LOANSTMTRS" => Some(AccountKind::Loan),
                        _ => None,
                    };
                }
            }
            Part::Transaction => {
                // A record that was not closed ends where the next one begins.
                self.close_record(true);
                if let Some(at) = self
                    .open
                    .iter()
                    .position(|(part, _)| *part == Part::Transaction)
                {
                    self.open.truncate(at);
                }
                self.record = Some(Record {
                    place,
                    pending: name == "STMTTRNP",
                    ..Record::default()
                });
            }
            Part::Ledger | Part::Available => {
                self.close_record(true);
                self.balance = (Cow::Borrowed(""), Cow::Borrowed(""), place);
                self.owed = name == "PRINBAL";
            }
            Part::Status => self.status = Status::default(),
            Part::Position => {
                self.positions.count += 1;
                self.close_paper();
                self.paper = Some(Paper::new(name, place));
            }
            Part::Trade | Part::Listed => {
                // One that was not closed ends where the next one begins.
                self.close_paper();
                self.open
                    .retain(|(part, _)| !matches!(part, Part::Trade | Part::Listed));
                self.paper = Some(Paper::new(name, place));
            }
            Part::AccountList => self.account_list = true,
            _ => {}
        }
        self.open.push((found, raw_name));
        if !value.is_empty() && found == Part::Payee {
            if let Some(record) = self.record.as_mut() {
                record.name = value;
            }
            self.open.pop();
        }
    }

    fn end(&mut self, name: &str) {
        self.closed_ofx |= name == "OFX";
        if name == "BANKTRANLIST" || name == "OFX" {
            self.close_record(true);
            return;
        }
        let Some(found) = part(name) else { return };
        let Some(at) = self
            .open
            .iter()
            .rposition(|(part, open)| *part == found && open.eq_ignore_ascii_case(name))
        else {
            return;
        };
        self.open.truncate(at);
        match found {
            Part::Transaction => self.close_record(true),
            Part::Ledger => self.close_balance(Part::Ledger),
            Part::Available => self.close_balance(Part::Available),
            Part::Status => self.close_status(),
            Part::Trade | Part::Position | Part::Listed => self.close_paper(),
            Part::Statement => {
                self.close_record(true);
                self.close_statement();
            }
            _ => {}
        }
    }

    fn leaf(&mut self, name: &str, value: Cow<'a, str>, place: usize) {
        let part = self.innermost();
        if let Some(paper) = &mut self.paper
            && self.record.is_none()
            && part != Some(Part::OriginalCurrency)
        {
            paper.put(name, value.clone());
        }
        match (part, name) {
            (Some(Part::Status), "CODE") => self.status.code = value.into_owned(),
            (Some(Part::Status), "SEVERITY") => self.status.severity = value.into_owned(),
            (Some(Part::Status), "MESSAGE") => {
                self.status.message = text(&value).unwrap_or_default();
            }
            (Some(Part::Ledger | Part::Available), "BALAMT") => self.balance.0 = value,
            (Some(Part::Ledger | Part::Available), "DTASOF") => {
                self.balance.1 = value;
                // The date is the last element of a balance: end tags may be missing.
                let part = part.unwrap_or(Part::Ledger);
                if !self.balance.0.is_empty() {
                    self.close_balance(part);
                    self.open.pop();
                }
            }
            _ if self.record.is_some() && self.inside(Part::Transaction) => {
                self.record_leaf(part, name, value);
            }
            (Some(Part::SignOn), "ORG") => self.institution = text(&value),
            _ if self.statement.is_some() => self.statement_leaf(part, name, value, place),
            _ => {}
        }
    }

    fn record_leaf(&mut self, part: Option<Part>, name: &str, value: Cow<'a, str>) {
        let Some(record) = self.record.as_mut() else {
            return;
        };
        match (part, name) {
            (Some(Part::Currency), "CURSYM") => record.currency = value,
            (Some(Part::AccountTo), "ACCTID") => record.other_account = value,
            (Some(Part::Payee), "NAME") => record.name = value,
            (Some(Part::Payee), _) if name != "MEMO" => {}
            (_, "TRNTYPE") => record.kind = value,
            (_, "DTPOSTED") => record.posted = value,
            (_, "DTUSER" | "DTTRAN") => record.initiated = value,
            (_, "DTAVAIL" | "VALUEDATE") => record.available = value,
            (_, "TRNAMT") => record.amount = Some(value),
            (_, "FITID") => record.id = value,
            (_, "CHECKNUM") => record.cheque = value,
            (_, "REFNUM") => record.reference = value,
            (_, "NAME") => record.name = value,
            (_, "EXTDNAME") => record.extended_name = value,
            (_, "MEMO") => record.memo = value,
            _ => {}
        }
    }

    fn statement_leaf(
        &mut self,
        part: Option<Part>,
        name: &str,
        value: Cow<'a, str>,
        place: usize,
    ) {
        let line = self.lines.at(place);
        let Some(statement) = self.statement.as_mut() else {
            return;
        };
        let account = &mut statement.account;
        match (part, name) {
            (Some(Part::Statement), "CURDEF") => {
                statement.currency = Currency::parse(&value).ok();
                if statement.currency.is_none() {
                    self.parsed.warnings.push(Problem::at(
                        "currency_unreadable",
                        line,
                        "The statement's currency cannot be read.",
                    ));
                }
            }
            (Some(Part::AccountFrom), "ACCTID" | "LOANACCTID") => {
                let id = text(&value);
                account.iban = id.as_deref().and_then(iban::checked);
                account.number.clone_from(&id);
                account.id = id;
            }
            (Some(Part::AccountFrom), "BANKID" | "BROKERID") => account.bank_id = text(&value),
            (Some(Part::AccountFrom), "ACCTTYPE" | "LOANACCTTYPE" | "ACCTTYPE2") => {
                account.kind = account_kind(&value).or(account.kind);
            }
            (Some(Part::Statement), "DTASOF") => self.as_of = ofx_date(&value),
            (Some(Part::InvestmentBalance), "AVAILCASH") => {
                match ofx_amount(&value, statement.currency) {
                    Ok(amount) => {
                        statement.available = Some(Balance {
                            amount,
                            date: self.as_of,
                        });
                    }
                    Err(_) => self.parsed.problems.push(Problem::at(
                        "balance_unreadable",
                        line,
                        "The cash balance cannot be read.",
                    )),
                }
            }
            (Some(Part::Position), "MKTVAL") => {
                if let Ok(worth) = ofx_amount(&value, statement.currency) {
                    let sum = self.positions.worth.unwrap_or_default().checked_add(worth);
                    self.positions.worth = sum;
                    self.positions.valued += usize::from(sum.is_some());
                }
            }
            _ => {}
        }
    }

    /// Takes in the trade, position or entry of the list that was read.
    fn close_paper(&mut self) {
        let Some(paper) = self.paper.take() else {
            return;
        };
        let line = self.lines.at(paper.place);
        if matches!(part(&paper.kind), Some(Part::Listed)) {
            self.securities.extend(paper.entry());
            return;
        }
        let Some(statement) = self.statement.as_mut() else {
            return;
        };
        if paper.kind == "INVPOS" {
            match paper.position(line) {
                Ok(Some(position)) => statement.positions.push(position),
                Ok(None) => self.left_out += 1,
                Err(problem) => self.parsed.problems.push(problem),
            }
            return;
        }
        match paper.trades(line, statement.currency) {
            Ok(Held::Trades(trades)) => statement.trades.extend(trades),
            Ok(Held::Nothing) => self.left_out += 1,
            Err(problem) => self.parsed.problems.push(problem),
        }
    }

    fn close_record(&mut self, whole: bool) {
        let Some(record) = self.record.take() else {
            return;
        };
        let line = self.lines.at(record.place);
        if !whole {
            self.parsed.problems.push(Problem::at(
                "record_cut_off",
                line,
                "The file ends inside a transaction, which was left out.",
            ));
            return;
        }
        // Statements whose start is missing still hold rows.
        let currency = self
            .statement
            .get_or_insert_with(Statement::default)
            .currency;
        match record.row(line, currency) {
            Ok(mut row) => {
                let sense = sign_sense(&record.kind, row.amount);
                match sense {
                    SignSense::Agrees => self.agree += 1,
                    SignSense::Contradicts => self.contradict += 1,
                    SignSense::Silent => {}
                }
                if self.unsigned {
                    if sense == SignSense::Contradicts
                        && self.profile.positive_is_out != Some(false)
                    {
                        row.amount = -row.amount;
                    }
                } else if self.profile.positive_is_out == Some(true) {
                    row.amount = -row.amount;
                }
                if let Some(id) = &row.id {
                    self.ids.add(id);
                }
                let exponent = row.currency.or(currency).map_or(2, Currency::exponent);
                self.too_precise += usize::from(
                    row.amount.scale() > exponent && row.amount.normalize().scale() > exponent,
                );
                let (seen, earlier) = self.row_currency;
                let agreed = row.currency.filter(|_| !seen || earlier == row.currency);
                self.row_currency = (true, agreed);
                self.rows += 1;
                (self.visit)(self.parsed.statements.len(), row);
            }
            Err(problem) => self.parsed.problems.push(problem),
        }
    }

    fn close_balance(&mut self, part: Part) {
        let (amount, date, place) = std::mem::take(&mut self.balance);
        let Some(statement) = self.statement.as_mut() else {
            return;
        };
        if amount.trim().is_empty() {
            return;
        }
        if let Ok(amount) = ofx_amount(&amount, statement.currency) {
            let balance = Some(Balance {
                amount: if self.owed { -amount.abs() } else { amount },
                date: ofx_date(&date),
            });
            if part == Part::Ledger {
                statement.closing = balance;
            } else {
                statement.available = balance;
            }
        } else {
            let line = self.lines.at(place);
            self.parsed.problems.push(Problem::at(
                "balance_unreadable",
                line,
                "A balance cannot be read.",
            ));
        }
    }

    fn close_status(&mut self) {
        let status = std::mem::take(&mut self.status);
        let failed = status.severity.eq_ignore_ascii_case("ERROR")
            || (status.severity.is_empty() && !matches!(status.code.as_str(), "" | "0"));
        if failed {
            self.errors.push(status);
        }
    }

    fn close_statement(&mut self) {
        self.close_paper();
        let Some(mut statement) = self.statement.take() else {
            return;
        };
        let as_of = self.as_of;
        for position in &mut statement.positions {
            position.date = position.date.or(as_of);
        }
        statement.account.institution.clone_from(&self.institution);
        if statement.currency.is_none() {
            statement.currency = self.row_currency.1.or(self.profile.currency);
        }
        self.value_holdings(&mut statement);
        if statement.currency.is_none() && self.row_currency.0 {
            self.parsed.ask(Question::Currency);
            self.parsed.warnings.push(Problem::of_file(
                "currency_not_stated",
                "The file names no currency.",
            ));
        }
        let repeated_ids = self.ids.take_repeated();
        if repeated_ids > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "id_repeated",
                format!(
                    "{repeated_ids} transactions carry an id that another one carries too; all were kept."
                ),
            ));
        }
        if self.left_out > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "trades_not_imported",
                format!(
                    "{} trades or positions in securities were left out: positions sold short, options that were written and ended, and moves within the account are not kept.",
                    self.left_out
                ),
            ));
        }
        self.left_out = 0;
        self.positions = Positions::default();
        self.row_currency = (false, None);
        self.parsed.statements.push(statement);
    }

    /// The balance of an investment account is its cash and the market value of what it holds. No element states it, so
    /// it is added up where every part is stated.
    fn value_holdings(&mut self, statement: &mut Statement) {
        if statement.account.kind != Some(AccountKind::Investment) || statement.closing.is_some() {
            return;
        }
        let Some(cash) = statement.available else {
            return;
        };
        if self.positions.count != self.positions.valued {
            return;
        }
        let worth = self.positions.worth.unwrap_or_default();
        statement.closing = cash.amount.checked_add(worth).map(|amount| Balance {
            amount,
            date: cash.date,
        });
        if self.positions.count > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "balance_computed",
                format!(
                    "The balance is the cash and the market value of {} positions, added up.",
                    self.positions.count
                ),
            ));
        }
    }

    /// The list of securities stands behind the statements that name them by their codes.
    fn name_securities(&mut self) {
        for statement in &mut self.parsed.statements {
            let trades = statement.trades.iter_mut().map(|one| &mut one.security);
            let positions = statement.positions.iter_mut().map(|one| &mut one.security);
            for security in trades.chain(positions) {
                let Some(code) = security.code.clone() else {
                    continue;
                };
                if let Some(listed) = self.securities.get(&code) {
                    let class = listed.class.or(security.class);
                    *security = Security {
                        class,
                        ..listed.clone()
                    };
                }
                if security.name.is_empty() {
                    security.name = security.symbol.clone().unwrap_or(code);
                }
            }
        }
    }

    fn finish(mut self) -> Parsed {
        self.close_record(false);
        if self.seen_ofx && !self.closed_ofx {
            // A balance at the very end may lack digits; it was not taken in.
            self.parsed.warnings.push(Problem::of_file(
                "file_cut_off",
                "The file ends before its closing tag: something may be missing.",
            ));
        }
        self.close_statement();
        self.close_paper();
        self.name_securities();
        let answered = self.profile.positive_is_out.is_some();
        if self.unsigned && self.contradict > 0 && !answered {
            self.parsed.ask(Question::Sign);
            self.parsed.warnings.push(Problem::of_file(
                "sign_from_type",
                "No amount has a minus: those that say debit were taken as money out.",
            ));
        } else if self.contradict >= 3 && self.agree == 0 && !answered {
            self.parsed.ask(Question::Sign);
            self.parsed.warnings.push(Problem::of_file(
                "sign_contradicts_type",
                "Every transaction that says debit or credit has the opposite sign.",
            ));
        }
        if self.too_precise > 0 {
            self.parsed.warnings.push(Problem::of_file(
                "more_decimals_than_currency",
                format!(
                    "{} amounts have more decimals than their currency and will be rounded.",
                    self.too_precise
                ),
            ));
        }
        let refused = if let Some(error) = self.errors.first() {
            let said = if error.message.is_empty() {
                "no reason given"
            } else {
                error.message.as_str()
            };
            let message = format!("The bank answered with an error ({}): {said}.", error.code);
            if self.parsed.statements.is_empty() {
                Some(("bank_error", message))
            } else {
                self.parsed
                    .warnings
                    .push(Problem::of_file("bank_error", message));
                None
            }
        } else if !self.parsed.statements.is_empty() {
            None
        } else if self.account_list {
            let message = "The file lists accounts but holds no statement: nothing to import.";
            Some(("no_statement", message.to_owned()))
        } else if self.seen_ofx {
            Some(("no_statement", "The file holds no statement.".to_owned()))
        } else {
            Some(("not_this_format", "This is no OFX file.".to_owned()))
        };
        if let Some((code, message)) = refused {
            self.parsed.error = Some(ParseError {
                code,
                message,
                line: None,
            });
        }
        self.parsed.settle(self.rows);
        self.parsed
    }
}

fn account_kind(word: &str) -> Option<AccountKind> {
    Some(match word.trim().to_ascii_uppercase().as_str() {
        "CHECKING" => AccountKind::Checking,
        "SAVINGS" | "MONEYMRKT" | "CD" => AccountKind::Savings,
        "CREDITLINE" | "AUTO" | "CONSUMER" | "STUDENT" | "COMMERCIAL" | "MILITARY" | "LOAN" => {
            AccountKind::Loan
        }
        "MORTGAGE" | "HOMEEQUITY" => AccountKind::Mortgage,
        "CREDITCARD" => AccountKind::CreditCard,
        _ => return None,
    })
}
