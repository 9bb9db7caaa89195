//! Proposes how a file is to be read, from evidence in the file; what is not proved becomes a question.

use encoding_rs::Encoding;
use money::Currency;

use crate::format::Profile;
use crate::mapping::{AmountRule, ColumnRef, Columns, Mapping, OutSign};
use crate::model::{Problem, Question};
use crate::number::{Flow, Marks, currency_word, written};

use super::columns::{self, Found};
use super::dates::{DateCell, Order, order_of};
use super::preamble::{self, Preamble, currency_in, currency_of_amount, currency_of_iban};
use super::records::Records;
use super::sheet::{
    AMERICA, EUROPE, FIRST, Record, SAMPLE, clean, delimiter, looks_like_row, sample,
};
use super::words::{Role, Way, header_name, roles, speaks_of_card, speaks_of_card_payment, way};

/// A proposed reading and what it leaves open.
pub(super) struct Proposal {
    pub(super) mapping: Mapping,
    pub(super) order: Order,
    pub(super) marks: Marks,
    pub(super) questions: Vec<Question>,
    pub(super) warnings: Vec<Problem>,
    /// Currency of rows that name none.
    pub(super) currency: Option<Currency>,
    pub(super) preamble: Preamble,
    /// Cells that a whole row has.
    pub(super) width: usize,
    /// The column of money in is written with a minus, the one of money out without: a card's way.
    pub(super) into_turned: bool,
    /// Cells that the widest of the header and most rows have: a record with more has a mark too many.
    pub(super) widest: usize,
    /// A column of fees that come on top of the amounts.
    pub(super) fee: Option<usize>,
    /// A column with a day, for rows that have no booking date yet.
    pub(super) bought: Option<usize>,
    /// Amounts are whole cents, pence and the like.
    pub(super) minor_units: bool,
    /// There are records below the header.
    pub(super) has_records: bool,
}

/// Looks at the file. None if it is no table with dates and amounts.
pub(super) fn propose(
    text: &str,
    encoding: &'static Encoding,
    profile: &Profile,
) -> Option<Proposal> {
    let given = profile.mapping.as_ref();
    let delimiter = match given {
        Some(mapping) => u8::try_from(mapping.delimiter).ok()?,
        None => delimiter(text, FIRST)?,
    };
    let records = sample(text, delimiter, SAMPLE);
    let whole = records.len() < SAMPLE;
    let start = match given {
        Some(mapping) => {
            let header = mapping
                .header_line
                .and_then(|line| records.iter().position(|record| record.line == line));
            let first = header.map_or_else(
                || {
                    records
                        .iter()
                        .position(|record| record.line >= mapping.first_row_line)
                },
                |header| Some(header + 1),
            );
            columns::Start {
                header,
                first: first.unwrap_or(records.len()),
            }
        }
        None => columns::start(&records)?,
    };
    let header = start.header.map(|at| &records[at]);
    let below = &records[start.first.min(records.len())..];
    let looking: Vec<&Record> = below
        .iter()
        .filter(|record| looks_like_row(record))
        .collect();
    let rows: Vec<&Record> = if looking.is_empty() {
        below.iter().filter(|record| record.filled() > 1).collect()
    } else {
        looking
    };
    let found = match given {
        Some(mapping) => from_mapping(mapping),
        None => columns::find(header, &rows),
    };
    let date = found.columns.date.as_ref()?.index;
    let money: Vec<usize> = found
        .amount
        .into_iter()
        .chain(found.pair.into_iter().flat_map(|(out, into)| [out, into]))
        .collect();
    if money.is_empty() {
        return None;
    }
    let above = &records[..start.header.unwrap_or(start.first).min(records.len())];
    let survey = Survey {
        text,
        delimiter,
        whole,
        rows: &rows,
        header,
        above,
    };
    let mut proposal = Proposal {
        mapping: Mapping {
            encoding: encoding.name().to_ascii_lowercase(),
            delimiter: char::from(delimiter),
            header_line: header.map(|header| header.line),
            first_row_line: below.first().map_or_else(
                || header.map_or(1, |header| header.line + 1),
                |record| record.line,
            ),
            columns: found.columns.clone(),
            date_format: String::new(),
            decimal_mark: '.',
            thousands_mark: Some(','),
            amount: AmountRule::Signed {
                column: column(header, money[0]),
            },
        },
        order: Order::YearFirst,
        marks: AMERICA,
        questions: Vec::new(),
        warnings: Vec::new(),
        currency: None,
        preamble: Preamble::default(),
        width: header
            .map(|header| header.cells.len())
            .or_else(|| rows.iter().map(|row| row.cells.len()).max())
            .unwrap_or_default(),
        widest: most_cells(&rows)
            .max(header.map(|header| header.cells.len()))
            .unwrap_or(usize::MAX),
        into_turned: false,
        fee: None,
        bought: None,
        minor_units: false,
        has_records: below.iter().any(|record| record.filled() > 0),
    };
    proposal.marks = match given {
        Some(mapping) => Marks {
            decimal: mapping.decimal_mark,
            thousands: mapping.thousands_mark,
        },
        None => survey.marks(&money),
    };
    proposal.mapping.decimal_mark = proposal.marks.decimal;
    proposal.mapping.thousands_mark = proposal.marks.thousands;
    proposal.settle_currency(&survey, &found, profile);
    proposal.settle_dates(&survey, date, profile);
    proposal.preamble = preamble::read(above, proposal.marks, proposal.order);
    match given {
        Some(mapping) => proposal.mapping.amount = mapping.amount.clone(),
        None => proposal.settle_amount(&survey, &found, profile),
    }
    if let AmountRule::TwoColumns { out, into, out_is } = &proposal.mapping.amount {
        proposal.into_turned = *out_is == OutSign::Positive
            && survey.mostly_negative(into.index, proposal.marks)
            && !survey.mostly_negative(out.index, proposal.marks);
    }
    proposal.settle_beside(&survey, &money);
    if given.is_none() && (found.by_content || header.is_none()) {
        proposal.say_columns(&found, header.is_some());
    }
    Some(proposal)
}

fn column(header: Option<&Record>, index: usize) -> ColumnRef {
    ColumnRef {
        index,
        name: header
            .map(|header| header.cell(index).to_owned())
            .filter(|name| !name.is_empty()),
    }
}

fn from_mapping(mapping: &Mapping) -> Found {
    let mut found = Found {
        columns: mapping.columns.clone(),
        ..Found::default()
    };
    match &mapping.amount {
        AmountRule::Signed { column } | AmountRule::Inverted { column } => {
            found.amount = Some(column.index);
        }
        AmountRule::TwoColumns { out, into, .. } => found.pair = Some((out.index, into.index)),
        AmountRule::Direction {
            column, direction, ..
        } => {
            found.amount = Some(column.index);
            found.direction = Some(direction.index);
        }
    }
    found
}

fn value(row: &Record, at: usize, marks: Marks) -> Option<rust_decimal::Decimal> {
    crate::number::amount(row.cell(at), marks).ok()
}

/// The file as the questions are put to it.
struct Survey<'a> {
    text: &'a str,
    delimiter: u8,
    /// The sample is the whole file.
    whole: bool,
    rows: &'a [&'a Record],
    header: Option<&'a Record>,
    above: &'a [Record],
}

impl Survey<'_> {
    /// Shows every cell of the columns, of the sample first and of the rest of the file while `more` says so.
    fn cells(&self, at: &[usize], mut look: impl FnMut(&str) -> bool) {
        for row in self.rows {
            for column in at {
                if !row.cell(*column).is_empty() && !look(row.cell(*column)) {
                    return;
                }
            }
        }
        if self.whole {
            return;
        }
        let mut records = Records::new(self.text, self.delimiter, true);
        while let Some(record) = records.next() {
            for column in at {
                let cell = clean(record.get(*column).unwrap_or_default());
                if !cell.is_empty() && !look(cell) {
                    return;
                }
            }
        }
    }

    /// Which mark stands before the fraction: cells that can be read in one way only decide.
    fn marks(&self, columns: &[usize]) -> Marks {
        let (mut point, mut comma) = (0_usize, 0_usize);
        let mut seen = 0_usize;
        self.cells(columns, |cell| {
            seen += 1;
            match (
                written(cell, AMERICA).is_ok(),
                written(cell, EUROPE).is_ok(),
            ) {
                (true, false) => point += 1,
                (false, true) => comma += 1,
                _ => {}
            }
            // Beyond the sample only until there is a first proof.
            seen < self.rows.len() * columns.len() || (point == 0 && comma == 0)
        });
        match point.cmp(&comma) {
            std::cmp::Ordering::Less => EUROPE,
            std::cmp::Ordering::Equal if self.delimiter == b';' => EUROPE,
            std::cmp::Ordering::Equal | std::cmp::Ordering::Greater => AMERICA,
        }
    }

    /// Whether more amounts of a column carry a minus than not.
    fn mostly_negative(&self, at: usize, marks: Marks) -> bool {
        let values = self
            .rows
            .iter()
            .filter_map(|row| value(row, at, marks))
            .filter(|value| !value.is_zero());
        let (minus, plus): (Vec<_>, Vec<_>) =
            values.partition(rust_decimal::Decimal::is_sign_negative);
        minus.len() > plus.len()
    }

    fn column(&self, index: usize) -> ColumnRef {
        column(self.header, index)
    }

    /// How often the balance follows the amounts, for each way of signing them: as given, and turned. Rows may run
    /// forward or backward in time.
    fn chain(
        &self,
        balance: Option<&ColumnRef>,
        account: Option<&ColumnRef>,
        marks: Marks,
        amount: impl Fn(&Record) -> Option<rust_decimal::Decimal>,
    ) -> (usize, usize) {
        let Some(balance) = balance else {
            return (0, 0);
        };
        let mut hits = [[0_usize; 2]; 2];
        for pair in self.rows.windows(2) {
            let [one, two] = pair else { continue };
            if account.is_some_and(|account| one.cell(account.index) != two.cell(account.index)) {
                continue;
            }
            let (Some(before), Some(after)) = (
                value(one, balance.index, marks),
                value(two, balance.index, marks),
            ) else {
                continue;
            };
            // Forward: the later row's amount leads from the earlier balance; backward: the upper row is the later.
            for (turn, (from, to, row)) in [(before, after, two), (after, before, one)]
                .into_iter()
                .enumerate()
            {
                let Some(amount) = amount(row).filter(|amount| !amount.is_zero()) else {
                    continue;
                };
                hits[0][turn] += usize::from(from.checked_add(amount) == Some(to));
                hits[1][turn] += usize::from(from.checked_sub(amount) == Some(to));
            }
        }
        (
            hits[0].into_iter().max().unwrap_or(0),
            hits[1].into_iter().max().unwrap_or(0),
        )
    }

    /// How many payments of a card's bill are positive and how many negative.
    fn card_payments(&self, at: usize, marks: Marks) -> (usize, usize) {
        let (mut plus, mut minus) = (0, 0);
        for row in self.rows {
            if let Some(value) = value(row, at, marks).filter(|value| !value.is_zero())
                && row.cells.iter().any(|cell| speaks_of_card_payment(cell))
            {
                if value.is_sign_negative() {
                    minus += 1;
                } else {
                    plus += 1;
                }
            }
        }
        (plus, minus)
    }

    fn speaks_of_card(&self) -> bool {
        let header = self.header.into_iter().flat_map(|header| &header.cells);
        let above = self.above.iter().flat_map(|record| &record.cells);
        header.chain(above).any(|cell| speaks_of_card(cell))
    }

    /// A time zone of the United States somewhere in the rows.
    fn american_zone(&self) -> bool {
        self.rows.iter().take(20).any(|row| {
            row.cells.iter().any(|cell| {
                matches!(
                    cell.as_str(),
                    "PST" | "PDT" | "MST" | "MDT" | "CST" | "CDT" | "EST" | "EDT"
                )
            })
        })
    }
}

impl Proposal {
    fn ask(&mut self, question: Question) {
        if !self.questions.contains(&question) {
            self.questions.push(question);
        }
    }

    fn warn(&mut self, code: &'static str, detail: impl Into<String>) {
        self.warnings.push(Problem::of_file(code, detail));
    }

    /// Currency: a column, a name in the header, a sign at the amounts, the lines above, the country of the account.
    fn settle_currency(&mut self, survey: &Survey<'_>, found: &Found, profile: &Profile) {
        if let Some(column) = &found.columns.currency {
            let mut known: Vec<Currency> = survey
                .rows
                .iter()
                .filter_map(|row| currency_word(row.cell(column.index)))
                .collect();
            known.sort_unstable();
            known.dedup();
            // Rows that name none go with the others when these agree.
            if let [first, rest @ ..] = known.as_slice() {
                self.currency = rest.is_empty().then_some(*first);
                return;
            }
        }
        let money = [
            found.amount,
            found.pair.map(|(out, _)| out),
            found.pair.map(|(_, into)| into),
        ];
        let in_header = survey.header.and_then(|header| {
            money
                .into_iter()
                .flatten()
                .chain(found.columns.balance.as_ref().map(|column| column.index))
                .find_map(|at| currency_in(header.cell(at)))
        });
        let at_amount = || {
            survey.rows.iter().find_map(|row| {
                money
                    .into_iter()
                    .flatten()
                    .find_map(|at| currency_of_amount(row.cell(at), self.marks))
            })
        };
        let above = || {
            survey
                .above
                .iter()
                .flat_map(|record| &record.cells)
                .find_map(|cell| currency_in(cell))
        };
        let stated = in_header.or_else(at_amount).or_else(above);
        // The dollar and the yen sign are shared: what the person said goes first.
        let shared = |currency: Currency| {
            matches!(currency.code(), "USD" | "JPY") && !names_code(survey, currency)
        };
        if let Some(currency) = stated {
            let assumed = shared(currency);
            self.currency = Some(profile.currency.filter(|_| assumed).unwrap_or(currency));
            if assumed && profile.currency.is_none() {
                self.warn(
                    "currency_assumed",
                    format!(
                        "The currency is taken to be {currency} from its sign, which others share."
                    ),
                );
            }
            return;
        }
        if profile.currency.is_some() {
            self.currency = profile.currency;
            return;
        }
        let of_account = found
            .columns
            .account
            .as_ref()
            .and_then(|column| survey.rows.first().map(|row| row.cell(column.index)))
            .into_iter()
            .chain(
                survey
                    .above
                    .iter()
                    .flat_map(|record| record.cells.iter().map(String::as_str)),
            )
            .find(|cell| crate::iban::shaped(cell))
            .and_then(currency_of_iban);
        if let Some(currency) = of_account {
            self.currency = Some(currency);
            self.warn(
                "currency_assumed",
                format!("The currency is taken to be {currency} from the account's country."),
            );
        } else if !survey.rows.is_empty() {
            self.ask(Question::Currency);
            self.warn("currency_not_stated", "The file names no currency.");
        }
    }

    /// The order of day, month and year, by the cells that allow one order only.
    fn settle_dates(&mut self, survey: &Survey<'_>, date: usize, profile: &Profile) {
        let orders = [Order::YearFirst, Order::DayFirst, Order::MonthFirst];
        let mut fits = [0_usize; 3];
        let mut total = 0_usize;
        let mut seen = 0_usize;
        let mut first: Option<DateCell> = None;
        let mut look = |cell: DateCell, fits: &mut [usize; 3]| {
            first.get_or_insert(cell);
            for order in cell.orders() {
                fits[order as usize] += 1;
            }
        };
        let mut columns = vec![date];
        columns.extend(
            self.mapping
                .columns
                .value_date
                .as_ref()
                .map(|column| column.index),
        );
        let sampled = survey.rows.len() * columns.len();
        survey.cells(&columns, |cell| {
            seen += 1;
            if let Some(cell) = DateCell::read(cell) {
                total += 1;
                look(cell, &mut fits);
            }
            // Beyond the sample only where its dates read both ways.
            let [_, day, month] = fits;
            seen < sampled || (day == month && day > 0)
        });
        if let Some(format) = profile
            .mapping
            .as_ref()
            .map(|mapping| mapping.date_format.as_str())
            && let Some(order) = order_of(format)
        {
            self.order = order;
            format.clone_into(&mut self.mapping.date_format);
            return;
        }
        let Some(first) = first else {
            "%Y-%m-%d".clone_into(&mut self.mapping.date_format);
            return;
        };
        let best = fits.into_iter().max().unwrap_or(0);
        let [year, day, month] = fits;
        let (order, sure) = if day == month && day == best && total > 0 {
            self.day_or_month(survey, date, first, profile)
        } else if day == best && year == best {
            (Order::DayFirst, true)
        } else {
            let order = orders
                .into_iter()
                .max_by_key(|order| fits[*order as usize])
                .unwrap_or(Order::YearFirst);
            (order, true)
        };
        self.order = order;
        self.mapping.date_format = first.format(order);
        if !sure {
            self.ask(Question::DateOrder);
            let shown = self.mapping.date_format.clone();
            self.warn(
                "date_order_open",
                format!("Every date could be read day first or month first; {shown} was taken."),
            );
        }
    }

    /// Every date can be read both ways: what else speaks for one of them, and whether that is enough not to ask.
    fn day_or_month(
        &self,
        survey: &Survey<'_>,
        date: usize,
        first: DateCell,
        profile: &Profile,
    ) -> (Order, bool) {
        if let Some(day_first) = profile.day_first {
            let order = if day_first {
                Order::DayFirst
            } else {
                Order::MonthFirst
            };
            return (order, true);
        }
        let cells: Vec<DateCell> = survey
            .rows
            .iter()
            .filter_map(|row| DateCell::read(row.cell(date)))
            .collect();
        // Year first, or the same day both ways throughout.
        if cells
            .iter()
            .all(|cell| cell.date(Order::DayFirst) == cell.date(Order::MonthFirst))
        {
            let order = first.orders().next().unwrap_or(Order::DayFirst);
            return (order, true);
        }
        if first.pointed() {
            return (Order::DayFirst, true);
        }
        // A date above the table that allows one order only.
        let above = survey
            .above
            .iter()
            .flat_map(|record| &record.cells)
            .flat_map(|cell| cell.split([' ', ':']))
            .filter_map(DateCell::read)
            .filter_map(|cell| {
                let mut orders = cell.orders();
                let only = orders.next()?;
                orders.next().is_none().then_some(only)
            })
            .find(|order| *order != Order::YearFirst);
        if let Some(order) = above {
            return (order, true);
        }
        if self
            .currency
            .is_none_or(|currency| currency == Currency::USD)
            && survey.american_zone()
        {
            return (Order::MonthFirst, true);
        }
        // Only English speakers put the month first.
        let foreign = survey.header.is_some_and(|header| {
            let name = header_name(header.cell(date));
            !name.is_empty()
                && ![
                    "date",
                    "post",
                    "book",
                    "creat",
                    "time",
                    "settle",
                    "entry",
                    "effective",
                    "day",
                    "when",
                    "account",
                ]
                .iter()
                .any(|word| name.contains(word))
        });
        if foreign {
            return (Order::DayFirst, true);
        }
        let disorder = |order: Order| {
            let dates: Vec<_> = cells.iter().filter_map(|cell| cell.date(order)).collect();
            let up = dates.windows(2).filter(|pair| pair[0] > pair[1]).count();
            let down = dates.windows(2).filter(|pair| pair[0] < pair[1]).count();
            let span = match (dates.iter().max(), dates.iter().min()) {
                (Some(last), Some(first)) => (*last - *first).num_days(),
                _ => 0,
            };
            (up.min(down), span)
        };
        let (day, month) = (disorder(Order::DayFirst), disorder(Order::MonthFirst));
        let dollars = self.currency == Some(Currency::USD);
        let order = match day.cmp(&month) {
            std::cmp::Ordering::Greater => Order::MonthFirst,
            std::cmp::Ordering::Equal if dollars => Order::MonthFirst,
            std::cmp::Ordering::Equal | std::cmp::Ordering::Less => Order::DayFirst,
        };
        let strong = cells.len() >= 12 && day.0.min(month.0) == 0 && day.0.max(month.0) >= 3;
        (order, strong)
    }

    /// How the signed amount is formed.
    fn settle_amount(&mut self, survey: &Survey<'_>, found: &Found, profile: &Profile) {
        if let Some((out, into)) = found.pair {
            self.settle_pair(survey, found, out, into, profile);
            return;
        }
        let Some(at) = found.amount else { return };
        let column = survey.column(at);
        let marks = self.marks;
        let (mut minus, mut plus, mut credit, mut debit, mut plain) = (0, 0, 0, 0, 0_usize);
        let mut seen = 0_usize;
        survey.cells(&[at], |cell| {
            seen += 1;
            if let Ok(found) = written(cell, marks) {
                match found.flow {
                    Some(Flow::In) => credit += 1,
                    Some(Flow::Out) => debit += 1,
                    None if found.signed && found.value.is_sign_negative() => minus += 1,
                    None if found.signed => plus += 1,
                    None => plain += 1,
                }
            }
            seen < survey.rows.len() || minus + credit + debit == 0
        });
        let count = minus + plus + credit + debit + plain;
        if minus == 0
            && credit + debit == 0
            && let Some(rule) = self.direction(survey, found, &column)
        {
            self.mapping.amount = rule;
            return;
        }
        if let Some(positive_is_out) = profile.positive_is_out {
            self.mapping.amount = signed(column, positive_is_out);
            return;
        }
        // Only credits are marked: everything else is spending, as card statements have it.
        if credit > 0 && debit == 0 && minus == 0 {
            self.mapping.amount = signed(column, true);
            return;
        }
        if debit > 0 {
            self.mapping.amount = signed(column, false);
            return;
        }
        let columns = &self.mapping.columns;
        let (straight, turned) = survey.chain(
            columns.balance.as_ref(),
            columns.account.as_ref(),
            marks,
            |row| value(row, at, marks),
        );
        let card = survey.speaks_of_card();
        if straight != turned {
            let invert = turned > straight;
            // A card's balance may be what is owed: then balance and amounts are turned together.
            let owed = card && minus == 0 && !invert;
            self.mapping.amount = signed(column, invert || owed);
            if owed {
                self.ask_sign("All amounts and the balance are positive on a card's statement.");
            }
            return;
        }
        let (agree, contradict) = self.type_words(survey, found, at);
        if contradict >= 2 && agree == 0 {
            self.mapping.amount = signed(column, true);
            return;
        }
        if agree >= 2 && contradict == 0 {
            self.mapping.amount = signed(column, false);
            return;
        }
        // The payment of a card's bill goes the other way than its purchases.
        let (paid_in, paid_out) = survey.card_payments(at, marks);
        if card && paid_in > 0 && paid_out == 0 {
            self.mapping.amount = signed(column, false);
            return;
        }
        if paid_out > 0 && paid_in == 0 {
            self.mapping.amount = signed(column, true);
            self.ask_sign(
                "The payment of a bill is negative, as on a card's statement with the sign turned.",
            );
            return;
        }
        let one_sided = minus == 0 && plus == 0 && count > 0;
        if one_sided && (count >= 3 || card) {
            self.mapping.amount = signed(column, card);
            self.ask_sign("All amounts are positive and nothing says which way the money went.");
        } else if self.looks_turned(survey, at) {
            self.mapping.amount = signed(column, card);
            self.ask_sign("Small amounts are positive and large ones negative, as on a card's statement with the sign turned.");
        } else {
            self.mapping.amount = signed(column, false);
        }
    }

    fn ask_sign(&mut self, why: &str) {
        self.ask(Question::Sign);
        self.warn(
            "sign_open",
            format!("{why} The sign may have to be turned."),
        );
    }

    /// Direction words in a column beside unsigned amounts.
    fn direction(
        &self,
        survey: &Survey<'_>,
        found: &Found,
        amount: &ColumnRef,
    ) -> Option<AmountRule> {
        let taken = |at: usize| {
            at == amount.index
                || self
                    .mapping
                    .columns
                    .date
                    .as_ref()
                    .is_some_and(|column| column.index == at)
        };
        // A column where only some rows carry a word ("CR"): the others go the opposite way.
        let marker = || {
            found.stats.iter().enumerate().find_map(|(at, stats)| {
                // Or a column under no name where every row has one ("S", "H").
                let marks = stats.filled * 2 < stats.rows && stats.distinct == 1;
                let unnamed = survey
                    .header
                    .is_some_and(|header| header.cell(at).is_empty())
                    && stats.filled == stats.rows
                    && stats.distinct <= 4;
                (!taken(at) && stats.filled > 0 && stats.ways == stats.filled && (marks || unnamed))
                    .then_some(at)
            })
        };
        let at = found.direction.filter(|at| !taken(*at)).or_else(marker)?;
        let (mut out, mut into) = (Vec::new(), Vec::new());
        let mut blank = false;
        for row in survey.rows {
            let cell = row.cell(at);
            blank |= cell.is_empty();
            let list = match way(cell) {
                Some(Way::In) => &mut into,
                Some(Way::Out) => &mut out,
                Some(Way::Neither) | None => continue,
            };
            if !list.iter().any(|word: &String| word == cell) {
                list.push(cell.to_owned());
            }
        }
        if blank && into.is_empty() {
            into.push(String::new());
        } else if blank && out.is_empty() {
            out.push(String::new());
        }
        (!(out.is_empty() && into.is_empty())).then(|| AmountRule::Direction {
            column: amount.clone(),
            direction: survey.column(at),
            out,
            into,
        })
    }

    /// How often direction words agree with written signs.
    fn type_words(&self, survey: &Survey<'_>, found: &Found, amount: usize) -> (usize, usize) {
        let Some(at) = found.direction else {
            return (0, 0);
        };
        let (mut agree, mut contradict) = (0, 0);
        for row in survey.rows {
            let Some(value) = value(row, amount, self.marks).filter(|value| !value.is_zero())
            else {
                continue;
            };
            match way(row.cell(at)) {
                Some(Way::In) if value.is_sign_positive() => agree += 1,
                Some(Way::Out) if value.is_sign_negative() => agree += 1,
                Some(Way::In | Way::Out) => contradict += 1,
                Some(Way::Neither) | None => {}
            }
        }
        (agree, contradict)
    }

    /// Many small amounts with a plus and few large ones with a minus: an account's spending looks the other way round.
    fn looks_turned(&self, survey: &Survey<'_>, at: usize) -> bool {
        let mut plus = Vec::new();
        let mut minus = Vec::new();
        for row in survey.rows {
            if let Some(value) = value(row, at, self.marks).filter(|value| !value.is_zero()) {
                if value.is_sign_negative() {
                    &mut minus
                } else {
                    &mut plus
                }
                .push(value.abs());
            }
        }
        plus.sort_unstable();
        minus.sort_unstable();
        let (Some(small), Some(large)) = (plus.get(plus.len() / 2), minus.get(minus.len() / 2))
        else {
            return false;
        };
        plus.len() >= minus.len()
            && small
                .checked_mul(rust_decimal::Decimal::from(8))
                .is_some_and(|eightfold| eightfold < *large)
    }

    fn settle_pair(
        &mut self,
        survey: &Survey<'_>,
        found: &Found,
        out: usize,
        into: usize,
        profile: &Profile,
    ) {
        let marks = self.marks;
        let negative = |at: usize| survey.mostly_negative(at, marks);
        let (mut out, mut into) = (out, into);
        if found.pair_unnamed {
            let columns = &self.mapping.columns;
            let net = |first: usize, second: usize| {
                move |row: &Record| -> Option<rust_decimal::Decimal> {
                    let first = value(row, first, marks).unwrap_or_default().abs();
                    let second = value(row, second, marks).unwrap_or_default().abs();
                    second.checked_sub(first)
                }
            };
            let (straight, turned) = survey.chain(
                columns.balance.as_ref(),
                columns.account.as_ref(),
                marks,
                net(out, into),
            );
            if turned > straight || (straight == turned && negative(into) && !negative(out)) {
                std::mem::swap(&mut out, &mut into);
            } else if straight == turned && !negative(out) {
                let filled = |at: usize| {
                    survey
                        .rows
                        .iter()
                        .filter(|row| value(row, at, marks).is_some_and(|value| !value.is_zero()))
                        .count()
                };
                // Most people spend more often than they earn.
                if filled(into) > filled(out) {
                    std::mem::swap(&mut out, &mut into);
                }
                if profile.positive_is_out.is_none() {
                    self.ask(Question::Columns);
                    self.warn(
                        "columns_open",
                        "Two columns hold amounts and nothing says which of them is money out.",
                    );
                }
            }
        }
        self.mapping.amount = AmountRule::TwoColumns {
            out: survey.column(out),
            into: survey.column(into),
            out_is: if negative(out) {
                OutSign::Negative
            } else {
                OutSign::Positive
            },
        };
    }

    /// What stands beside the amounts: fees on top of them, a second day, the unit they count.
    fn settle_beside(&mut self, survey: &Survey<'_>, money: &[usize]) {
        let Some(header) = survey.header else { return };
        let columns = &self.mapping.columns;
        let marks = self.marks;
        self.minor_units = money
            .iter()
            .all(|at| super::words::counts_minor_units(header.cell(*at)))
            && survey.rows.iter().all(|row| {
                money
                    .iter()
                    .filter_map(|at| value(row, *at, marks))
                    .all(|value| value.scale() == 0)
            });
        let dates = [&columns.date, &columns.value_date];
        self.bought = (0..header.cells.len()).find(|at| {
            dates
                .iter()
                .all(|column| column.as_ref().is_none_or(|column| column.index != *at))
                && roles(header.cell(*at))
                    .iter()
                    .any(|(role, _)| matches!(role, Role::Bought | Role::Date | Role::Booked))
                && survey
                    .rows
                    .iter()
                    .all(|row| DateCell::read(row.cell(*at)).is_some())
        });
        let fee = (0..header.cells.len()).find(|at| {
            !money.contains(at)
                && super::words::names_fee(header.cell(*at))
                && survey
                    .rows
                    .iter()
                    .any(|row| value(row, *at, marks).is_some_and(|fee| !fee.is_zero()))
        });
        let (Some(fee), AmountRule::Signed { column }) = (fee, &self.mapping.amount) else {
            return;
        };
        let balance = columns.balance.as_ref();
        let account = columns.account.as_ref();
        let (without, _) = survey.chain(balance, account, marks, |row| {
            value(row, column.index, marks)
        });
        let (with, _) = survey.chain(balance, account, marks, |row| {
            let fee = value(row, fee, marks).unwrap_or_default().abs();
            value(row, column.index, marks)?.checked_sub(fee)
        });
        match with.cmp(&without) {
            std::cmp::Ordering::Greater => self.fee = Some(fee),
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => {
                let name = header.cell(fee).to_owned();
                self.warn(
                    "fee_not_counted",
                    format!("The column {name} was not counted: nothing says whether the amounts hold it."),
                );
            }
        }
    }

    /// Tells how a file without a (fitting) header was read.
    fn say_columns(&mut self, found: &Found, had_header: bool) {
        let order = match self.order {
            Order::YearFirst => "year first",
            Order::DayFirst => "day first",
            Order::MonthFirst => "month first",
        };
        if had_header && found.by_content {
            self.ask(Question::Columns);
            self.warn(
                "columns_by_content",
                format!("The header does not fit the rows; the columns were found by what they hold, dates read {order}."),
            );
        } else {
            if found.unproved {
                self.ask(Question::Columns);
            }
            self.warn(
                "columns_by_content",
                format!("The file has no header; the columns were found by what they hold, dates read {order}."),
            );
        }
    }
}

/// How many cells more than half of the rows have, or none if the rows differ.
fn most_cells(rows: &[&Record]) -> Option<usize> {
    let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    widths.sort_unstable();
    widths
        .chunk_by(|one, two| one == two)
        .find(|same| same.len() * 2 > rows.len())
        .map(|same| same[0])
}

fn signed(column: ColumnRef, inverted: bool) -> AmountRule {
    if inverted {
        AmountRule::Inverted { column }
    } else {
        AmountRule::Signed { column }
    }
}

/// Whether the code itself is written in the header or above it.
fn names_code(survey: &Survey<'_>, currency: Currency) -> bool {
    survey
        .header
        .into_iter()
        .chain(survey.above)
        .flat_map(|record| &record.cells)
        .any(|cell| cell.contains(currency.code()))
}

impl Columns {
    /// Every column that carries text for people.
    pub(super) fn texts(&self) -> impl Iterator<Item = &ColumnRef> {
        self.payee
            .iter()
            .chain(&self.payer)
            .chain(&self.memo)
            .chain(&self.note)
    }
}
