//! How a delimited file is read: between the reader's own form and what the page shows and corrects.

use contract::types::CsvMapping;
use import::{AmountRule, ColumnRef, Columns, Mapping, OutSign};

use crate::Failure;

/// Bytes from which the first lines are shown.
const HEAD: usize = 64 * 1024;

/// First lines of a file as cells.
pub(super) fn sample(bytes: &[u8], mapping: &Mapping, lines: usize) -> Vec<Vec<String>> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let encoding =
        encoding_rs::Encoding::for_label(mapping.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    let (text, _, _) = encoding.decode(head);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(u32::from(mapping.delimiter)).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader
        .records()
        .filter_map(Result::ok)
        .take(lines)
        .map(|record| {
            record
                .iter()
                .map(|cell| cell.chars().take(80).collect())
                .collect()
        })
        .collect()
}

/// Every column that the mapping names, with its role.
fn roles(mapping: &Mapping) -> Vec<(&ColumnRef, &'static str)> {
    let columns = &mapping.columns;
    let mut roles: Vec<(&ColumnRef, &'static str)> = Vec::new();
    let single = [
        (&columns.date, "date"),
        (&columns.value_date, "value_date"),
        (&columns.payee, "payee"),
        (&columns.payer, "payer"),
        (&columns.account, "account"),
        (&columns.counterparty_account, "counterparty_account"),
        (&columns.currency, "currency"),
        (&columns.balance, "balance"),
        (&columns.category, "category"),
        (&columns.id, "id"),
        (&columns.reference, "reference"),
        (&columns.status, "status"),
        (&columns.note, "note"),
    ];
    roles.extend(
        single
            .iter()
            .filter_map(|(column, role)| column.as_ref().map(|column| (column, *role))),
    );
    roles.extend(columns.memo.iter().map(|column| (column, "description")));
    match &mapping.amount {
        AmountRule::Signed { column } | AmountRule::Inverted { column } => {
            roles.push((column, "amount"));
        }
        AmountRule::TwoColumns { out, into, .. } => {
            roles.push((out, "debit"));
            roles.push((into, "credit"));
        }
        AmountRule::Direction {
            column, direction, ..
        } => {
            roles.push((column, "amount"));
            roles.push((direction, "sign"));
        }
    }
    roles
}

/// Headings that the mapping knows, in the order of their columns.
pub(super) fn heads(mapping: &Mapping) -> Vec<String> {
    let mut named: Vec<(usize, String)> = roles(mapping)
        .into_iter()
        .filter_map(|(column, _)| column.name.clone().map(|name| (column.index, name)))
        .collect();
    named.sort();
    named.dedup();
    named.into_iter().map(|(_, name)| name).collect()
}

pub(super) fn to_wire(mapping: &Mapping, sample: &[Vec<String>]) -> CsvMapping {
    let found = roles(mapping);
    let widest = sample.iter().map(Vec::len).max().unwrap_or(0);
    let needed = found
        .iter()
        .map(|(column, _)| column.index + 1)
        .max()
        .unwrap_or(0);
    let width = widest.max(needed);
    let mut columns = vec!["ignore".to_owned(); width];
    for (column, role) in &found {
        (*role).clone_into(&mut columns[column.index]);
    }
    let header = mapping
        .header_line
        .and_then(|line| sample.get(line as usize - 1));
    let heads = (0..width)
        .map(|place| {
            let named = found.iter().find(|(column, _)| column.index == place);
            header
                .and_then(|cells| cells.get(place).cloned())
                .or_else(|| named.and_then(|(column, _)| column.name.clone()))
                .filter(|head| !head.trim().is_empty())
                .unwrap_or_else(|| format!("{}", place + 1))
        })
        .collect();
    let inverted = match &mapping.amount {
        AmountRule::Inverted { .. } => true,
        AmountRule::TwoColumns { out_is, .. } => *out_is == OutSign::Negative,
        AmountRule::Signed { .. } | AmountRule::Direction { .. } => false,
    };
    CsvMapping {
        encoding: mapping.encoding.clone(),
        delimiter: mapping.delimiter.to_string(),
        header_line: mapping.header_line,
        first_line: mapping.first_row_line,
        columns,
        heads,
        date_format: mapping.date_format.clone(),
        decimal_mark: mapping.decimal_mark.to_string(),
        thousands_mark: mapping.thousands_mark.map(String::from).unwrap_or_default(),
        inverted,
    }
}

fn one(field: &str, text: &str) -> Result<char, Failure> {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Ok(letter),
        _ => Err(Failure::invalid(field, "one_sign")),
    }
}

pub(super) fn to_import(wire: &CsvMapping) -> Result<Mapping, Failure> {
    let named = wire.header_line.is_some();
    let column = |index: usize| ColumnRef {
        index,
        name: wire.heads.get(index).filter(|_| named).cloned(),
    };
    let all = |role: &str| -> Vec<ColumnRef> {
        wire.columns
            .iter()
            .enumerate()
            .filter(|(_, found)| found.as_str() == role)
            .map(|(index, _)| column(index))
            .collect()
    };
    let first = |role: &str| all(role).into_iter().next();
    let columns = Columns {
        date: first("date"),
        value_date: first("value_date"),
        payee: first("payee"),
        payer: first("payer"),
        memo: all("description"),
        account: first("account"),
        counterparty_account: first("counterparty_account"),
        currency: first("currency"),
        balance: first("balance"),
        category: first("category"),
        id: first("id"),
        reference: first("reference"),
        status: first("status"),
        note: first("note"),
    };
    if columns.date.is_none() {
        return Err(Failure::invalid("columns", "no_date"));
    }
    let amount = match (
        first("amount"),
        first("sign"),
        first("debit"),
        first("credit"),
    ) {
        (Some(column), Some(direction), _, _) => AmountRule::Direction {
            column,
            direction,
            out: words(OUT),
            into: words(IN),
        },
        (Some(column), None, _, _) if wire.inverted => AmountRule::Inverted { column },
        (Some(column), None, _, _) => AmountRule::Signed { column },
        (None, _, Some(out), Some(into)) => AmountRule::TwoColumns {
            out,
            into,
            out_is: if wire.inverted {
                OutSign::Negative
            } else {
                OutSign::Positive
            },
        },
        (None, _, _, _) => return Err(Failure::invalid("columns", "no_amount")),
    };
    Ok(Mapping {
        encoding: wire.encoding.clone(),
        delimiter: one("delimiter", &wire.delimiter)?,
        header_line: wire.header_line,
        first_row_line: wire.first_line.max(1),
        columns,
        date_format: wire.date_format.clone(),
        decimal_mark: one("decimalMark", &wire.decimal_mark)?,
        thousands_mark: match wire.thousands_mark.as_str() {
            "" => None,
            mark => Some(one("thousandsMark", mark)?),
        },
        amount,
    })
}

/// Words for money out and in, as banks write them; the reader compares without case.
const OUT: &[&str] = &[
    "d", "dr", "db", "debit", "débit", "soll", "s", "af", "out", "dare", "debe", "cargo",
    "outgoing",
];
const IN: &[&str] = &[
    "c", "cr", "credit", "crédit", "haben", "h", "bij", "in", "avere", "haber", "abono", "incoming",
];

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}
