//! `coffer parse`: reads bank files without a book.
//!
//! The JSON is a promise: fields may be added, never renamed. It is written while it is made, so that a file of a
//! million rows is not held a second time as JSON.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use domain::transaction::TransactionStatus;
use import::{
    AmountRule, Balance, ColumnRef, Columns, Mapping, OutSign, Outcome, Parsed, Problem, Profile,
    Row, Split, Statement,
};
use rust_decimal::Decimal;
use serde::Serialize;

/// A part of the files failed, the rest was read.
const IN_PART: u8 = 5;

/// Reads each file and prints what importing it would give.
pub(crate) fn run(files: &[PathBuf], json: bool) -> ExitCode {
    let mut failed = 0;
    let stdout = io::stdout();
    let mut out = io::BufWriter::new(stdout.lock());
    let written = files
        .iter()
        .enumerate()
        .try_for_each(|(at, path)| {
            let parsed = read(path);
            failed += usize::from(parsed.outcome == Outcome::Error);
            if json {
                out.write_all(if at == 0 { b"{\"files\":[" } else { b"," })?;
                serde_json::to_writer(&mut out, &File::new(path, &parsed))?;
            } else {
                summary(&mut out, path, &parsed)?;
            }
            Ok(())
        })
        .and_then(|()| {
            if json {
                out.write_all(b"]}\n")?;
            }
            out.flush()
        });
    // A closed pipe ends the output, not the work.
    if written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        return ExitCode::FAILURE;
    }
    match failed {
        0 => ExitCode::SUCCESS,
        some if some == files.len() => ExitCode::FAILURE,
        _ => ExitCode::from(IN_PART),
    }
}

fn read(path: &Path) -> Parsed {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    match std::fs::read(path) {
        Ok(bytes) => import::parse(&name, &bytes, &Profile::default()),
        Err(error) => Parsed::refused(
            "unknown",
            "file_unreadable",
            format!("The file cannot be opened: {error}."),
        ),
    }
}

fn summary(out: &mut impl Write, path: &Path, parsed: &Parsed) -> io::Result<()> {
    writeln!(
        out,
        "{}  {}  {}",
        path.display(),
        parsed.format,
        parsed.outcome.as_str()
    )?;
    if let Some(error) = &parsed.error {
        writeln!(out, "  {}", error.message)?;
    }
    for statement in &parsed.statements {
        let account = &statement.account;
        let name = [&account.name, &account.iban, &account.number]
            .into_iter()
            .flatten()
            .next()
            .map_or("account not named", String::as_str);
        let currency = statement
            .currency
            .map_or_else(String::new, |currency| currency.to_string());
        write!(
            out,
            "  {name}: {} transactions",
            statement.transactions.len()
        )?;
        let dates = statement.transactions.iter().map(|row| row.date);
        if let (Some(first), Some(last)) = (dates.clone().min(), dates.max()) {
            write!(out, ", {first} to {last}")?;
        }
        if !statement.trades.is_empty() {
            write!(out, ", {} trades", statement.trades.len())?;
        }
        if !statement.positions.is_empty() {
            write!(out, ", {} positions", statement.positions.len())?;
        }
        if let Some(closing) = statement.closing {
            write!(out, ", balance {} {currency}", closing.amount)?;
        }
        writeln!(out)?;
    }
    for question in &parsed.questions {
        writeln!(out, "  left open by the file: {}", question.as_str())?;
    }
    for problem in parsed.problems.iter().chain(&parsed.warnings) {
        match problem.line {
            Some(line) => writeln!(out, "  line {line}: {}", problem.detail)?,
            None => writeln!(out, "  {}", problem.detail)?,
        }
    }
    Ok(())
}

#[expect(clippy::struct_field_names, reason = "the promise names the field so")]
#[derive(Serialize)]
struct File<'a> {
    file: String,
    format: &'a str,
    outcome: &'a str,
    error: Option<ErrorJson<'a>>,
    questions: Vec<&'a str>,
    warnings: Vec<WarningJson<'a>>,
    mapping: Option<MappingJson<'a>>,
    statements: Vec<StatementJson<'a>>,
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    code: &'a str,
    message: &'a str,
    line: Option<u32>,
}

#[derive(Serialize)]
struct WarningJson<'a> {
    code: &'a str,
    message: &'a str,
    line: Option<u32>,
    column: Option<u32>,
}

#[derive(Serialize)]
struct MappingJson<'a> {
    encoding: &'a str,
    delimiter: char,
    header_line: Option<u32>,
    columns: ColumnsJson<'a>,
    date_format: &'a str,
    decimal_mark: char,
    thousands_mark: Option<char>,
    amount: AmountJson<'a>,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    index: usize,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct ColumnsJson<'a> {
    date: Option<ColumnJson<'a>>,
    value_date: Option<ColumnJson<'a>>,
    payee: Option<ColumnJson<'a>>,
    payer: Option<ColumnJson<'a>>,
    memo: Vec<ColumnJson<'a>>,
    account: Option<ColumnJson<'a>>,
    counterparty_account: Option<ColumnJson<'a>>,
    currency: Option<ColumnJson<'a>>,
    balance: Option<ColumnJson<'a>>,
    category: Option<ColumnJson<'a>>,
    id: Option<ColumnJson<'a>>,
    reference: Option<ColumnJson<'a>>,
    status: Option<ColumnJson<'a>>,
    note: Option<ColumnJson<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
enum AmountJson<'a> {
    Signed {
        column: ColumnJson<'a>,
    },
    Inverted {
        column: ColumnJson<'a>,
    },
    TwoColumns {
        out: ColumnJson<'a>,
        into: ColumnJson<'a>,
        out_is_written: &'a str,
    },
    Direction {
        column: ColumnJson<'a>,
        direction: ColumnJson<'a>,
        out: &'a [String],
        into: &'a [String],
    },
}

#[derive(Serialize)]
struct StatementJson<'a> {
    account: AccountJson<'a>,
    currency: Option<&'a str>,
    opening_balance: Option<BalanceJson>,
    closing_balance: Option<BalanceJson>,
    available_balance: Option<BalanceJson>,
    transactions: Vec<RowJson<'a>>,
    trades: Vec<TradeJson<'a>>,
    positions: Vec<PositionJson<'a>>,
}

#[derive(Serialize)]
struct TradeJson<'a> {
    line: u32,
    date: NaiveDate,
    kind: &'a str,
    security: SecurityJson<'a>,
    quantity: String,
    amount: Option<String>,
    fee: String,
    tax: String,
    /// What it did to the account's money; not among the transactions.
    cash: String,
    currency: Option<&'a str>,
    ratio: Option<[String; 2]>,
    id: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct PositionJson<'a> {
    security: SecurityJson<'a>,
    quantity: String,
    price: Option<String>,
    date: Option<NaiveDate>,
}

#[derive(Serialize)]
struct SecurityJson<'a> {
    name: &'a str,
    code: Option<&'a str>,
    symbol: Option<&'a str>,
}

#[derive(Serialize)]
struct AccountJson<'a> {
    id: Option<&'a str>,
    iban: Option<&'a str>,
    number: Option<&'a str>,
    bank_id: Option<&'a str>,
    institution: Option<&'a str>,
    kind: Option<&'a str>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct BalanceJson {
    amount: String,
    date: Option<NaiveDate>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    line: Option<u32>,
    date: NaiveDate,
    value_date: Option<NaiveDate>,
    amount: String,
    currency: Option<&'a str>,
    payee: &'a str,
    description: &'a str,
    note: &'a str,
    id: Option<&'a str>,
    reference: Option<&'a str>,
    counterparty_account: Option<&'a str>,
    status: &'a str,
    balance: Option<String>,
    category: Option<&'a str>,
    tags: &'a [String],
    transfer_account: Option<&'a str>,
    splits: Vec<SplitJson<'a>>,
}

#[derive(Serialize)]
struct SplitJson<'a> {
    amount: String,
    category: Option<&'a str>,
    note: &'a str,
    transfer_account: Option<&'a str>,
}

impl<'a> File<'a> {
    fn new(path: &Path, parsed: &'a Parsed) -> Self {
        Self {
            file: path.display().to_string(),
            format: parsed.format,
            outcome: parsed.outcome.as_str(),
            error: parsed.error.as_ref().map(|error| ErrorJson {
                code: error.code,
                message: &error.message,
                line: error.line,
            }),
            questions: parsed
                .questions
                .iter()
                .map(|question| question.as_str())
                .collect(),
            warnings: parsed
                .problems
                .iter()
                .chain(&parsed.warnings)
                .map(warning)
                .collect(),
            mapping: parsed.mapping.as_ref().map(mapping),
            statements: parsed.statements.iter().map(statement).collect(),
        }
    }
}

fn warning(problem: &Problem) -> WarningJson<'_> {
    WarningJson {
        code: problem.code,
        message: &problem.detail,
        line: problem.line,
        column: problem.column,
    }
}

fn column(column: &ColumnRef) -> ColumnJson<'_> {
    ColumnJson {
        index: column.index,
        name: column.name.as_deref(),
    }
}

fn mapping(mapping: &Mapping) -> MappingJson<'_> {
    let Columns {
        date,
        value_date,
        payee,
        payer,
        memo,
        account,
        counterparty_account,
        currency,
        balance,
        category,
        id,
        reference,
        status,
        note,
    } = &mapping.columns;
    MappingJson {
        encoding: &mapping.encoding,
        delimiter: mapping.delimiter,
        header_line: mapping.header_line,
        columns: ColumnsJson {
            date: date.as_ref().map(column),
            value_date: value_date.as_ref().map(column),
            payee: payee.as_ref().map(column),
            payer: payer.as_ref().map(column),
            memo: memo.iter().map(column).collect(),
            account: account.as_ref().map(column),
            counterparty_account: counterparty_account.as_ref().map(column),
            currency: currency.as_ref().map(column),
            balance: balance.as_ref().map(column),
            category: category.as_ref().map(column),
            id: id.as_ref().map(column),
            reference: reference.as_ref().map(column),
            status: status.as_ref().map(column),
            note: note.as_ref().map(column),
        },
        date_format: &mapping.date_format,
        decimal_mark: mapping.decimal_mark,
        thousands_mark: mapping.thousands_mark,
        amount: match &mapping.amount {
            AmountRule::Signed { column: at } => AmountJson::Signed { column: column(at) },
            AmountRule::Inverted { column: at } => AmountJson::Inverted { column: column(at) },
            AmountRule::TwoColumns { out, into, out_is } => AmountJson::TwoColumns {
                out: column(out),
                into: column(into),
                out_is_written: match out_is {
                    OutSign::Positive => "positive",
                    OutSign::Negative => "negative",
                },
            },
            AmountRule::Direction {
                column: at,
                direction,
                out,
                into,
            } => AmountJson::Direction {
                column: column(at),
                direction: column(direction),
                out,
                into,
            },
        },
    }
}

fn security(security: &import::Security) -> SecurityJson<'_> {
    SecurityJson {
        name: &security.name,
        code: security.code.as_deref(),
        symbol: security.symbol.as_deref(),
    }
}

fn trade(trade: &import::SecurityTrade) -> TradeJson<'_> {
    use import::TradeAct;
    let (kind, ratio) = match trade.act {
        TradeAct::Buy => ("buy", None),
        TradeAct::Sell => ("sell", None),
        TradeAct::Income => ("income", None),
        TradeAct::Expense => ("expense", None),
        TradeAct::In => ("in", None),
        TradeAct::Out => ("out", None),
        TradeAct::Short => ("short", None),
        TradeAct::Split { new, old } => ("split", Some([new.to_string(), old.to_string()])),
    };
    TradeJson {
        line: trade.line,
        date: trade.date,
        kind,
        security: security(&trade.security),
        quantity: trade.quantity.to_string(),
        amount: trade.amount.map(|amount| amount.to_string()),
        fee: trade.fee.to_string(),
        tax: trade.tax.to_string(),
        cash: trade.cash.to_string(),
        currency: trade.currency.as_ref().map(money::Currency::code),
        ratio,
        id: trade.id.as_deref(),
        text: &trade.text,
    }
}

fn position(position: &import::SecurityPosition) -> PositionJson<'_> {
    PositionJson {
        security: security(&position.security),
        quantity: position.quantity.to_string(),
        price: position.price.map(|price| price.to_string()),
        date: position.date,
    }
}

fn statement(statement: &Statement) -> StatementJson<'_> {
    let account = &statement.account;
    let currency = statement.currency.as_ref();
    StatementJson {
        account: AccountJson {
            id: account.id.as_deref(),
            iban: account.iban.as_deref(),
            number: account.number.as_deref(),
            bank_id: account.bank_id.as_deref(),
            institution: account.institution.as_deref(),
            kind: account.kind.map(domain::account::AccountKind::as_str),
            name: account.name.as_deref(),
        },
        currency: currency.map(money::Currency::code),
        opening_balance: statement.opening.map(balance),
        closing_balance: statement.closing.map(balance),
        available_balance: statement.available.map(balance),
        trades: statement.trades.iter().map(trade).collect(),
        positions: statement.positions.iter().map(position).collect(),
        transactions: statement
            .transactions
            .iter()
            .map(|row| RowJson {
                currency: row
                    .currency
                    .as_ref()
                    .or(currency)
                    .map(money::Currency::code),
                ..transaction(row)
            })
            .collect(),
    }
}

fn balance(balance: Balance) -> BalanceJson {
    BalanceJson {
        amount: decimal(balance.amount),
        date: balance.date,
    }
}

fn decimal(amount: Decimal) -> String {
    amount.to_string()
}

fn transaction(row: &Row) -> RowJson<'_> {
    RowJson {
        line: (row.line > 0).then_some(row.line),
        date: row.date,
        value_date: row.value_date,
        amount: decimal(row.amount),
        currency: None,
        payee: &row.payee,
        description: &row.description,
        note: &row.note,
        id: row.id.as_deref(),
        reference: row.reference.as_deref(),
        counterparty_account: row.counterparty_account.as_deref(),
        status: match row.status {
            TransactionStatus::Pending => "pending",
            TransactionStatus::Posted | TransactionStatus::Reconciled => "booked",
            TransactionStatus::Void => "void",
        },
        balance: row.balance.map(decimal),
        category: row.category.as_deref(),
        tags: &row.tags,
        transfer_account: row.transfer_account.as_deref(),
        splits: row.splits.iter().map(split).collect(),
    }
}

fn split(split: &Split) -> SplitJson<'_> {
    SplitJson {
        amount: decimal(split.amount),
        category: split.category.as_deref(),
        note: &split.note,
        transfer_account: split.transfer_account.as_deref(),
    }
}
