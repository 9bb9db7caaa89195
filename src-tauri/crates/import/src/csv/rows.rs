//! From records to rows, by a mapping; every record that gives no row is told of.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use domain::account::AccountKind;
use domain::transaction::TransactionStatus;
use money::Currency;
use rust_decimal::Decimal;

use crate::iban;
use crate::mapping::{AmountRule, ColumnRef, OutSign};
use crate::model::{Balance, Parsed, Problem, Row, Statement, StatementAccount};
use crate::number::{Flow, NumberError, currency_word, written};
use crate::text::{Lines, tidy, trimmed};

use super::dates::{DateCell, date_of};
use super::infer::Proposal;
use super::records::{Cells, Joined, Records};
use super::sheet::{clean, one_line};
use super::words::{State, Way, names_balance, speaks_of_total, state, way};

/// Problems and warnings told one by one; beyond, they are counted.
const TOLD: usize = 500;

/// Lines of an account named where its balance does not follow.
const BREAKS: usize = 20;

/// Reads all rows into `visit` and gives how many there were.
pub(super) fn read(
    text: &str,
    proposal: &Proposal,
    parsed: &mut Parsed,
    visit: &mut dyn FnMut(usize, Row),
) -> usize {
    let mapping = &proposal.mapping;
    let Ok(delimiter) = u8::try_from(mapping.delimiter) else {
        return 0;
    };
    let mut rows = Rows {
        proposal,
        parsed,
        visit,
        groups: HashMap::new(),
        ledgers: Vec::new(),
        held: None,
        count: 0,
        untold: 0,
        last_currency: None,
        last_status: (String::new(), None),
        last_date: (String::new(), None),
        texts: mapping.columns.texts().map(|column| column.index).collect(),
    };
    let mut lines = Lines::new(text);
    let mut records = Records::new(text, delimiter, true);
    while let Some(record) = records.next() {
        let line = lines.at(record.start);
        if line < mapping.first_row_line {
            continue;
        }
        if memchr::memchr2(b'\n', b'\r', record.raw.as_bytes()).is_none() {
            lines.pass(record.start + record.raw.len());
            rows.record(record, line);
        } else if rows.swallowed(record.raw, delimiter) {
            rows.split_lines(record.raw, line, delimiter);
        } else {
            rows.record(record, line);
        }
    }
    rows.finish()
}

/// One account and currency of the file.
struct Ledger {
    account: Option<String>,
    currency: Option<Currency>,
    first: Option<(NaiveDate, Decimal, Decimal)>,
    last: Option<(NaiveDate, Decimal, Decimal)>,
    rows: usize,
    forward: usize,
    backward: usize,
    pairs: usize,
    /// Lines whose balance does not follow, read downwards and upwards.
    breaks: [Vec<u32>; 2],
    every_row_has_balance: bool,
}

struct Rows<'a, 'v> {
    proposal: &'a Proposal,
    parsed: &'a mut Parsed,
    visit: &'v mut dyn FnMut(usize, Row),
    groups: HashMap<(String, Option<Currency>), usize>,
    ledgers: Vec<Ledger>,
    /// The row just read; lines below may continue its text.
    held: Option<(usize, Row)>,
    count: usize,
    untold: usize,
    /// The currency code of the row before, as written.
    last_currency: Option<([u8; 3], Currency)>,
    /// The status of the row before, as written.
    last_status: (String, Option<State>),
    /// The date of the row before, as written: most rows share theirs with a neighbour.
    last_date: (String, Option<NaiveDate>),
    /// Columns of text.
    texts: Vec<usize>,
}

/// Why a record gives no amount.
enum NoAmount {
    Missing,
    Unreadable,
    Neither,
    Direction,
    Two,
}

impl Rows<'_, '_> {
    fn tell(&mut self, problem: Problem) {
        if self.parsed.problems.len() < TOLD {
            self.parsed.problems.push(problem);
        } else {
            self.untold += 1;
        }
    }

    fn note(&mut self, problem: Problem) {
        if self.parsed.warnings.len() < TOLD {
            self.parsed.warnings.push(problem);
        } else {
            self.untold += 1;
        }
    }

    /// Whether a quotation mark that was never closed has swallowed further rows.
    fn swallowed(&self, raw: &str, delimiter: u8) -> bool {
        let Some(date) = &self.proposal.mapping.columns.date else {
            return false;
        };
        let wanted = self.proposal.width;
        raw.split(['\n', '\r']).skip(1).any(|line| {
            let cells: Vec<&str> = line.split(char::from(delimiter)).collect();
            cells.len() + 1 >= wanted
                && wanted > 2
                && cells
                    .get(date.index)
                    .is_some_and(|cell| DateCell::read(clean(cell)).is_some())
        })
    }

    fn split_lines(&mut self, raw: &str, line: u32, delimiter: u8) {
        self.note(Problem::at(
            "quote_not_closed",
            line,
            "A quotation mark is not closed; the lines were read one by one.",
        ));
        let step = if raw.contains('\n') { '\n' } else { '\r' };
        for (at, single) in raw.split(step).enumerate() {
            // A line whose own quotation marks are paired is read with them; the broken one without.
            let paired = single.matches('"').count().is_multiple_of(2);
            let bare = if paired {
                Cow::Borrowed(single)
            } else {
                Cow::Owned(single.replace('"', ""))
            };
            let mut records = Records::new(&bare, delimiter, paired);
            while let Some(record) = records.next() {
                let offset = u32::try_from(at).unwrap_or(u32::MAX);
                self.record(record, line.saturating_add(offset));
            }
        }
    }

    fn record(&mut self, record: Cells<'_>, line: u32) {
        let widest = self.proposal.widest;
        if record.len() > widest
            && widest > 2
            && record
                .iter()
                .skip(widest)
                .any(|cell| !clean(cell).is_empty())
        {
            self.too_wide(record, line);
            return;
        }
        self.fitting(record, line);
    }

    /// A record with more cells than the table: a mark that was not quoted has cut one of them in two.
    fn too_wide(&mut self, record: Cells<'_>, line: u32) {
        let widest = self.proposal.widest;
        let mark = self.proposal.mapping.delimiter;
        let cells: Vec<&str> = record.iter().map(clean).collect();
        let surplus = cells.len() - widest;
        let cuts: Vec<bool> = cells
            .windows(2)
            .map(|pair| self.proposal.marks.thousands == Some(mark) && is_group(pair[0], pair[1]))
            .collect();
        let last_is_text = self.texts.iter().max() == Some(&(widest - 1));
        let mut whole = Joined::default();
        if cuts.iter().filter(|cut| **cut).count() == surplus {
            let mut joined = String::new();
            for (at, cell) in cells.iter().enumerate() {
                joined.push_str(cell);
                if !cuts.get(at).copied().unwrap_or(false) {
                    whole.push(&joined);
                    joined.clear();
                }
            }
        } else if last_is_text {
            for cell in &cells[..widest - 1] {
                whole.push(cell);
            }
            whole.push(&cells[widest - 1..].join(&mark.to_string()));
        } else if self.realigned(record).is_none() {
            if !cells.iter().any(|cell| DateCell::read(cell).is_some()) {
                self.fitting(record, line);
                return;
            }
            self.tell(Problem::at(
                "row_too_wide",
                line,
                format!("The row has {surplus} more cells than the table; which belong together is not certain, and it was left out."),
            ));
            return;
        } else {
            self.fitting(record, line);
            return;
        }
        self.note(Problem::at(
            "row_realigned",
            line,
            "A mark inside a cell had cut it in two; the parts were put together.",
        ));
        self.fitting(record.with(&whole), line);
    }

    fn fitting(&mut self, record: Cells<'_>, line: u32) {
        let cell = |at: usize| clean(record.get(at).unwrap_or_default());
        let columns = &self.proposal.mapping.columns;
        let Some(date_column) = &columns.date else {
            return;
        };
        let date_text = cell(date_column.index);
        if date_text != self.last_date.0 {
            self.last_date.0.clear();
            self.last_date.0.push_str(date_text);
            self.last_date.1 = date_of(date_text, self.proposal.order);
        }
        let date = self.last_date.1;
        let amount = self.amount(record, 0);
        match (date, amount) {
            (Some(date), Ok(amount)) => self.row(record, line, date, amount, 0),
            (Some(date), Err(why)) => {
                if let Some((shift, amount)) = self.realigned(record) {
                    self.note(Problem::at(
                        "row_realigned",
                        line,
                        "The row has another number of cells than the header; it was lined up from the right.",
                    ));
                    self.row(record, line, date, amount, shift);
                } else {
                    self.no_amount(record, line, &why);
                }
            }
            (None, Ok(amount))
                if date_text.is_empty()
                    && let Some(date) = self
                        .proposal
                        .bought
                        .and_then(|at| date_of(cell(at), self.proposal.order)) =>
            {
                // Bought, and not booked yet.
                self.row(record, line, date, amount, 0);
                if let Some((_, row)) = &mut self.held
                    && row.line == line
                {
                    row.status = TransactionStatus::Pending;
                }
            }
            (None, amount) => {
                if record.iter().all(|cell| clean(cell).is_empty()) {
                    return;
                }
                self.no_date(record, line, date_text, amount.ok());
            }
        }
    }

    fn no_amount(&mut self, record: Cells<'_>, line: u32, why: &NoAmount) {
        let column = match &self.proposal.mapping.amount {
            AmountRule::Signed { column }
            | AmountRule::Inverted { column }
            | AmountRule::Direction { column, .. } => column.index,
            AmountRule::TwoColumns { out, .. } => out.index,
        };
        let total = record.iter().any(|cell| speaks_of_total(clean(cell)));
        let (code, detail) = match why {
            NoAmount::Missing if total => (
                "balance_row",
                "A line with a balance or a total is no transaction.",
            ),
            NoAmount::Missing => ("amount_missing", "The row has no amount and was left out."),
            NoAmount::Unreadable => (
                "amount_unreadable",
                "The amount cannot be read; the row was left out.",
            ),
            NoAmount::Neither => (
                "row_neutral",
                "The row says that money went neither in nor out; it was left out.",
            ),
            NoAmount::Direction => (
                "direction_unknown",
                "Nothing known says which way the money went; the row was left out.",
            ),
            NoAmount::Two => (
                "amount_twice",
                "The row has an amount for both directions; it was left out.",
            ),
        };
        let problem = Problem {
            column: u32::try_from(column + 1).ok(),
            ..Problem::at(code, line, detail)
        };
        if code == "balance_row" {
            self.note(problem);
        } else {
            self.tell(problem);
        }
    }

    fn no_date(&mut self, record: Cells<'_>, line: u32, date_text: &str, amount: Option<Decimal>) {
        let columns = &self.proposal.mapping.columns;
        if date_text.is_empty() && amount.is_none() {
            // Only text: it continues the row above.
            let only_text = record
                .iter()
                .enumerate()
                .all(|(at, cell)| clean(cell).is_empty() || self.texts.contains(&at));
            if only_text && let Some((_, row)) = &mut self.held {
                for at in &self.texts {
                    let more = one_line(clean(record.get(*at).unwrap_or_default()));
                    if !more.is_empty() {
                        if !row.description.is_empty() {
                            row.description.push(' ');
                        }
                        row.description.push_str(&more);
                    }
                }
                return;
            }
        }
        if self.repeats_header(record) {
            return;
        }
        let total = record
            .iter()
            .take(4)
            .any(|cell| speaks_of_total(clean(cell)));
        if state(date_text) == Some(State::Pending) {
            self.note(Problem::at(
                "pending_without_date",
                line,
                "A pending transaction has no date yet and was left out.",
            ));
        } else if total {
            self.note(Problem::at(
                "balance_row",
                line,
                "A line with a balance or a total is no transaction.",
            ));
        } else if amount.is_none() {
            self.note(Problem::at(
                "not_a_transaction",
                line,
                "A line with neither date nor amount was left out.",
            ));
        } else {
            let column = columns.date.as_ref().map_or(0, |column| column.index);
            let (code, detail) = if date_text.is_empty() {
                ("date_missing", "The row has no date and was left out.")
            } else {
                (
                    "date_unreadable",
                    "The date cannot be read; the row was left out.",
                )
            };
            self.tell(Problem {
                column: u32::try_from(column + 1).ok(),
                ..Problem::at(code, line, detail)
            });
        }
    }

    fn repeats_header(&self, record: Cells<'_>) -> bool {
        let columns = &self.proposal.mapping.columns;
        let same = |column: &ColumnRef| {
            column
                .name
                .as_deref()
                .is_some_and(|name| clean(record.get(column.index).unwrap_or_default()) == name)
        };
        columns.date.as_ref().is_some_and(same) && columns.texts().chain(&columns.balance).any(same)
    }

    /// The signed amount; `shift` moves the columns to the right.
    fn amount(&self, record: Cells<'_>, shift: isize) -> Result<Decimal, NoAmount> {
        let cell = |column: &ColumnRef| {
            column
                .index
                .checked_add_signed(shift)
                .and_then(|at| record.get(at))
                .map(clean)
                .unwrap_or_default()
        };
        let read = |text: &str| {
            let mut found = written(text, self.proposal.marks).map_err(|error| match error {
                NumberError::Empty => NoAmount::Missing,
                NumberError::Malformed | NumberError::OutOfRange => NoAmount::Unreadable,
            })?;
            if self.proposal.minor_units {
                // Currencies without a fraction have no cents to count.
                let digits = self.proposal.currency.map_or(2, Currency::exponent);
                found.value = found
                    .value
                    .checked_mul(Decimal::new(1, digits))
                    .ok_or(NoAmount::Unreadable)?;
            }
            Ok(found)
        };
        match &self.proposal.mapping.amount {
            AmountRule::Signed { column } => {
                let found = read(cell(column))?;
                let amount = match found.flow {
                    Some(Flow::In) => found.value.abs(),
                    Some(Flow::Out) => -found.value.abs(),
                    None => found.value,
                };
                let Some(fee) = self.proposal.fee else {
                    return Ok(amount);
                };
                let fee = fee
                    .checked_add_signed(shift)
                    .and_then(|at| record.get(at))
                    .map(clean)
                    .unwrap_or_default();
                match read(fee) {
                    Ok(fee) => amount
                        .checked_sub(fee.value.abs())
                        .ok_or(NoAmount::Unreadable),
                    Err(NoAmount::Missing) => Ok(amount),
                    Err(why) => Err(why),
                }
            }
            AmountRule::Inverted { column } => {
                let found = read(cell(column))?;
                Ok(match found.flow {
                    Some(Flow::In) => found.value.abs(),
                    Some(Flow::Out) => -found.value.abs(),
                    None => -found.value,
                })
            }
            AmountRule::TwoColumns { out, into, out_is } => {
                let one = |text: &str| match read(text) {
                    Ok(found) => Ok(Some(found.value)),
                    Err(NoAmount::Missing) => Ok(None),
                    // A dash stands for nothing in some files.
                    Err(_) if matches!(text, "-" | "--" | "\u{2013}") => Ok(None),
                    Err(why) => Err(why),
                };
                let (out, into) = (one(cell(out))?, one(cell(into))?);
                let out = out.map(|out| match out_is {
                    OutSign::Positive => -out,
                    OutSign::Negative => out,
                });
                let into = into.map(|into| {
                    if self.proposal.into_turned {
                        -into
                    } else {
                        into
                    }
                });
                match (out, into) {
                    (None, None) => Err(NoAmount::Missing),
                    (Some(one), None) | (None, Some(one)) => Ok(one),
                    (Some(out), Some(into)) if into.is_zero() => Ok(out),
                    (Some(out), Some(into)) if out.is_zero() => Ok(into),
                    (Some(_), Some(_)) => Err(NoAmount::Two),
                }
            }
            AmountRule::Direction {
                column,
                direction,
                out,
                into,
            } => {
                let found = read(cell(column))?;
                let word = cell(direction);
                let listed =
                    |list: &[String]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
                if listed(out) {
                    Ok(-found.value.abs())
                } else if listed(into) {
                    Ok(found.value.abs())
                } else {
                    match way(word) {
                        Some(Way::In) => Ok(found.value.abs()),
                        Some(Way::Out) => Ok(-found.value.abs()),
                        Some(Way::Neither) => Err(NoAmount::Neither),
                        None => Err(NoAmount::Direction),
                    }
                }
            }
        }
    }

    /// A row with a cell too few or too many: the amount may stand where it belongs when counted from the right. Only
    /// believed where the currency beside it agrees.
    fn realigned(&self, record: Cells<'_>) -> Option<(isize, Decimal)> {
        let shift =
            isize::try_from(record.len()).ok()? - isize::try_from(self.proposal.width).ok()?;
        if shift == 0 || shift.abs() > 3 {
            return None;
        }
        let currency = self.proposal.mapping.columns.currency.as_ref()?;
        let at = currency.index.checked_add_signed(shift)?;
        currency_word(clean(record.get(at)?))?;
        let amount = self.amount(record, shift).ok()?;
        Some((shift, amount))
    }

    fn row(
        &mut self,
        record: Cells<'_>,
        line: u32,
        date: NaiveDate,
        amount: Decimal,
        shift: isize,
    ) {
        let proposal = self.proposal;
        let columns = &proposal.mapping.columns;
        let cell = |column: &Option<ColumnRef>| {
            column
                .as_ref()
                .and_then(|column| record.get(column.index))
                .map(clean)
                .unwrap_or_default()
        };
        let shifted = |column: &Option<ColumnRef>| {
            column
                .as_ref()
                .and_then(|column| column.index.checked_add_signed(shift))
                .and_then(|at| record.get(at))
                .map(clean)
                .unwrap_or_default()
        };
        let word = cell(&columns.status);
        if columns.status.is_some() && word != self.last_status.0 {
            self.last_status = (word.to_owned(), state(word));
        }
        let status = match self.last_status.1 {
            Some(State::Failed) => {
                self.note(Problem::at(
                    "not_carried_out",
                    line,
                    "The row says that it was cancelled or failed; it was left out.",
                ));
                return;
            }
            Some(State::Pending) => TransactionStatus::Pending,
            None => TransactionStatus::Posted,
        };
        let account = cell(&columns.account);
        if columns.account.is_some() && account.is_empty() {
            self.tell(Problem::at(
                "account_missing",
                line,
                "The row names no account, as the others do; it was left out.",
            ));
            return;
        }
        let named = shifted(&columns.currency);
        let currency = if named.is_empty() {
            proposal.currency
        } else {
            let found = match self.last_currency {
                Some((text, currency)) if text.as_slice() == named.as_bytes() => Some(currency),
                _ => currency_word(named),
            };
            self.last_currency =
                found.and_then(|found| Some((named.as_bytes().try_into().ok()?, found)));
            if found.is_none() {
                self.tell(Problem::at(
                    "currency_unreadable",
                    line,
                    "The row's currency is not known; the row was left out.",
                ));
                return;
            }
            found
        };
        // Without a header, a shorter line without text may be a balance as well as a transaction.
        if proposal.mapping.header_line.is_none()
            && record.len() != proposal.width
            && self
                .texts
                .iter()
                .all(|at| clean(record.get(*at).unwrap_or_default()).is_empty())
        {
            self.tell(Problem::at(
                "row_differs",
                line,
                "The line differs from the others and has no text; it was left out.",
            ));
            return;
        }
        if self
            .texts
            .iter()
            .any(|at| names_balance(clean(record.get(*at).unwrap_or_default())))
        {
            self.note(Problem::at(
                "balance_row",
                line,
                "A line with a balance or a total is no transaction.",
            ));
            return;
        }
        let mut row = Row::new(line, date, amount);
        row.status = status;
        let value_date = cell(&columns.value_date);
        if !value_date.is_empty() {
            row.value_date = date_of(value_date, proposal.order);
        }
        let balance = shifted(&columns.balance);
        if !balance.is_empty() {
            let balance = written(balance, proposal.marks);
            row.balance = balance.ok().map(|balance| balance.value);
        }
        // Looked at once for all its cells; only where they are pieces of it.
        let tidy = record.pieces && tidy(record.raw);
        let line_of = |text: &str| {
            if tidy {
                trimmed(text).to_owned()
            } else {
                one_line(text).into_owned()
            }
        };
        let some = |text: &str| (!text.is_empty()).then(|| line_of(text));
        row.id = some(cell(&columns.id));
        row.reference = some(cell(&columns.reference));
        row.category = some(cell(&columns.category));
        row.counterparty_account = some(cell(&columns.counterparty_account));
        row.note = some(cell(&columns.note)).unwrap_or_default();
        let payer = cell(&columns.payer);
        let payee = if amount.is_sign_positive() && !payer.is_empty() {
            payer
        } else {
            cell(&columns.payee)
        };
        row.payee = some(payee).unwrap_or_default();
        for memo in &columns.memo {
            let text = clean(record.get(memo.index).unwrap_or_default());
            if text.is_empty() {
                continue;
            }
            if row.payee.is_empty() {
                row.payee = line_of(text);
            } else {
                let text = if tidy {
                    Cow::Borrowed(trimmed(text))
                } else {
                    one_line(text)
                };
                if text != row.payee.as_str() {
                    if !row.description.is_empty() {
                        row.description.push(' ');
                    }
                    row.description.push_str(&text);
                }
            }
        }
        let statement = self.statement(account, currency);
        self.ledgers[statement].add(&row);
        self.flush();
        self.held = Some((statement, row));
    }

    fn statement(&mut self, account: &str, currency: Option<Currency>) -> usize {
        // Almost always the same as for the row before.
        if let Some((statement, _)) = &self.held {
            let ledger = &self.ledgers[*statement];
            let same = match &ledger.account {
                Some(known) => known == account,
                None => account.is_empty(),
            };
            if same && ledger.currency == currency {
                return *statement;
            }
        }
        *self
            .groups
            .entry((account.to_owned(), currency))
            .or_insert_with(|| {
                self.ledgers.push(Ledger {
                    account: (!account.is_empty()).then(|| account.to_owned()),
                    currency,
                    first: None,
                    last: None,
                    rows: 0,
                    forward: 0,
                    backward: 0,
                    pairs: 0,
                    breaks: [Vec::new(), Vec::new()],
                    every_row_has_balance: true,
                });
                self.ledgers.len() - 1
            })
    }

    fn flush(&mut self) {
        if let Some((statement, row)) = self.held.take() {
            self.count += 1;
            (self.visit)(statement, row);
        }
    }

    fn finish(mut self) -> usize {
        self.flush();
        if self.untold > 0 {
            let untold = self.untold;
            self.parsed.warnings.push(Problem::of_file(
                "more_not_listed",
                format!("{untold} more lines were left out for like reasons."),
            ));
        }
        let several = self.ledgers.len() > 1;
        let preamble = &self.proposal.preamble;
        for ledger in &self.ledgers {
            let mut statement = Statement {
                account: ledger.account(&preamble.account),
                currency: ledger.currency,
                ..Statement::default()
            };
            if preamble.credit_card {
                statement
                    .account
                    .kind
                    .get_or_insert(AccountKind::CreditCard);
            }
            (statement.opening, statement.closing) = ledger.balances();
            if !several {
                statement.opening = statement.opening.or(preamble.opening);
                statement.closing = statement.closing.or(preamble.closing);
                statement.available = preamble.available;
            }
            self.parsed.statements.push(statement);
            if let Some((broken, lines)) = ledger.breaks() {
                for line in lines {
                    self.parsed.warnings.push(Problem::at(
                        "balance_does_not_follow",
                        *line,
                        "The balance does not follow from the row before: rows may be missing here.",
                    ));
                }
                if let Some(more) = broken.checked_sub(lines.len()).filter(|more| *more > 0) {
                    self.parsed.warnings.push(Problem::of_file(
                        "balance_does_not_follow",
                        format!("The running balance does not follow in {more} more places."),
                    ));
                }
            }
        }
        self.count
    }
}

/// Whether two cells are the groups of one number: `-1` and `234.50`.
fn is_group(front: &str, behind: &str) -> bool {
    let lead = front.trim_start_matches(['-', '+', '(', '$', '€', '£', ' ']);
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let rest = behind[digits..].trim_end_matches([')', '-', '+', ' ']);
    let fraction = rest.strip_prefix('.').map_or(rest.is_empty(), |fraction| {
        (1..=2).contains(&fraction.len()) && fraction.bytes().all(|b| b.is_ascii_digit())
    });
    (1..=3).contains(&lead.len())
        && lead.bytes().all(|byte| byte.is_ascii_digit())
        && !lead.starts_with('0')
        && digits == 3
        && fraction
}

impl Ledger {
    fn add(&mut self, row: &Row) {
        self.rows += 1;
        let Some(balance) = row.balance else {
            self.every_row_has_balance = false;
            return;
        };
        if let Some((_, amount, before)) = self.last
            && self.every_row_has_balance
        {
            self.pairs += 1;
            let follows = [
                before.checked_add(row.amount) == Some(balance),
                balance.checked_add(amount) == Some(before),
            ];
            self.forward += usize::from(follows[0]);
            self.backward += usize::from(follows[1]);
            for (lines, follows) in self.breaks.iter_mut().zip(follows) {
                if !follows && lines.len() < BREAKS {
                    lines.push(row.line);
                }
            }
        }
        let this = (row.date, row.amount, balance);
        self.first.get_or_insert(this);
        self.last = Some(this);
    }

    /// Opening and closing balance, where the running balance proves the order of the rows.
    fn balances(&self) -> (Option<Balance>, Option<Balance>) {
        let (Some(first), Some(last)) = (self.first, self.last) else {
            return (None, None);
        };
        let proved = self.every_row_has_balance
            && (self.rows == 1 || self.forward.max(self.backward) * 10 >= self.pairs * 8);
        if !proved {
            return (None, None);
        }
        let (oldest, newest) = if self.backward > self.forward {
            (last, first)
        } else {
            (first, last)
        };
        let opening = oldest.2.checked_sub(oldest.1).map(|amount| Balance {
            amount,
            date: oldest.0.pred_opt(),
        });
        let closing = Balance {
            amount: newest.2,
            date: Some(newest.0),
        };
        (opening, Some(closing))
    }

    /// In how many places a balance that mostly follows does not, and the lines of the first of them.
    fn breaks(&self) -> Option<(usize, &[u32])> {
        let follows = self.forward.max(self.backward);
        let broken = self.pairs - follows;
        let lines = &self.breaks[usize::from(self.backward > self.forward)];
        (self.every_row_has_balance && broken > 0 && follows * 10 >= self.pairs * 8)
            .then_some((broken, lines.as_slice()))
    }

    fn account(&self, above: &StatementAccount) -> StatementAccount {
        let Some(text) = &self.account else {
            return above.clone();
        };
        let text = one_line(text).into_owned();
        let numbered = text.chars().filter(char::is_ascii_digit).count() >= 4;
        StatementAccount {
            iban: iban::checked(&text),
            number: numbered.then(|| text.clone()),
            name: (!numbered).then(|| text.clone()),
            id: Some(text),
            ..StatementAccount::default()
        }
    }
}
