//! One entry, and the rows it makes.

use domain::transaction::TransactionStatus;
use money::Currency;
use rust_decimal::Decimal;

use crate::date;
use crate::iban;
use crate::model::{Problem, Row};
use crate::number::{Marks, amount as number};
use crate::xml::Element;

/// What an entry came to.
pub(super) enum Entry {
    /// Booked or waiting: its rows, what they add up to, their currency where it is not the account's, and what is to be
    /// said.
    Rows {
        rows: Vec<Row>,
        total: Decimal,
        currency: Option<Currency>,
        note: Option<Problem>,
    },
    /// It only informs.
    Informing,
}

/// A number of ISO 20022 (`xs:decimal`).
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    number(text.trim_start_matches('+'), Marks::POINT).ok()
}

/// `CRDT` adds, `DBIT` takes away.
pub(super) fn sign(word: &str) -> Option<Decimal> {
    match word {
        "CRDT" => Some(Decimal::ONE),
        "DBIT" => Some(Decimal::NEGATIVE_ONE),
        _ => None,
    }
}

/// An amount with the currency in its attribute.
fn money(element: Element<'_, '_>) -> Option<(Decimal, Option<Currency>)> {
    let value = decimal(element.text())?;
    let currency = element
        .attribute("Ccy")
        .and_then(|code| Currency::parse(&code).ok());
    Some((value, currency))
}

/// Reads an `Ntry`.
pub(super) fn entry(
    root: Element<'_, '_>,
    line: u32,
    account_currency: Option<Currency>,
    own_iban: Option<&str>,
) -> Result<Entry, Problem> {
    let status = root
        .text_at(&["Sts", "Cd"])
        .or_else(|| root.text_at(&["Sts", "Prtry"]))
        .or_else(|| root.text_at(&["Sts"]))
        .unwrap_or("BOOK");
    if status == "INFO" {
        return Ok(Entry::Informing);
    }
    let pending = matches!(status, "PDNG" | "FUTR");
    let written = root.child("Amt");
    let (value, currency) = written.and_then(money).ok_or_else(|| {
        let (code, what) = if written.is_none_or(|written| written.text().is_empty()) {
            ("amount_missing", "it has no amount")
        } else {
            ("amount_unreadable", "its amount cannot be read")
        };
        Problem::at(code, line, format!("An entry was left out: {what}."))
    })?;
    let direction = root.text_at(&["CdtDbtInd"]).and_then(sign).ok_or_else(|| {
        Problem::at(
            "direction_unknown",
            line,
            "An entry was left out: it does not say whether it is a credit or a debit.",
        )
    })?;
    let reversal = matches!(root.text_at(&["RvslInd"]), Some("true" | "1"));
    let day = |name: &str| {
        let element = root.child(name)?;
        let text = element.text_at(&["Dt"]).or(element.text_at(&["DtTm"]))?;
        Some(date::stamp(text))
    };
    let (booked, valued) = (day("BookgDt"), day("ValDt"));
    let Some(date) = booked.flatten().or(valued.flatten()) else {
        let (code, what) = match booked.or(valued) {
            Some(_) => ("date_unreadable", "its date cannot be read"),
            None => ("date_missing", "it has no date"),
        };
        return Err(Problem::at(
            code,
            line,
            format!("An entry was left out: {what}."),
        ));
    };
    let mut row = Row::new(line, date, value * direction);
    row.value_date = valued.flatten();
    row.currency = currency.filter(|currency| account_currency != Some(*currency));
    if pending {
        row.status = TransactionStatus::Pending;
    }
    let total = row.amount;
    let foreign = row.currency;
    let details: Vec<Element<'_, '_>> = root
        .all("NtryDtls")
        .flat_map(|group| group.all("TxDtls").collect::<Vec<_>>())
        .collect();
    let reference = root
        .text_at(&["AcctSvcrRef"])
        .or_else(|| root.text_at(&["NtryRef"]).filter(|text| text.len() > 8));
    let extra = root.text_at(&["AddtlNtryInf"]);
    let scene = Scene {
        reversal,
        own_iban,
        entry_currency: currency,
        extra,
        code: root.text_at(&["BkTxCd", "Prtry", "Cd"]),
    };
    let mut note = None;
    let rows = match details.as_slice() {
        [] => {
            row.id = reference.map(str::to_owned);
            scene.texts(&mut row, None);
            vec![row]
        }
        [only] => {
            row.id = reference.map(str::to_owned);
            scene.texts(&mut row, Some(*only));
            vec![row]
        }
        many => {
            if let Some(rows) = batch(root, many, &row, reference, &scene) {
                rows
            } else {
                row.id = reference.map(str::to_owned);
                scene.batch_text(&mut row, root, many);
                note = Some(Problem::at(
                    "batch_not_split",
                    line,
                    format!(
                        "A batch of {} payments was kept as one row: their amounts do not add up to it.",
                        many.len()
                    ),
                ));
                vec![row]
            }
        }
    };
    Ok(Entry::Rows {
        rows,
        total,
        currency: foreign,
        note,
    })
}

/// The rows of a batch, when its details add up to it, with or without its charges.
fn batch(
    root: Element<'_, '_>,
    details: &[Element<'_, '_>],
    whole: &Row,
    reference: Option<&str>,
    scene: &Scene<'_>,
) -> Option<Vec<Row>> {
    let mut rows = Vec::with_capacity(details.len() + 1);
    let mut sum = Decimal::ZERO;
    for (at, detail) in details.iter().enumerate() {
        let (value, currency) = detail
            .child("Amt")
            .or_else(|| detail.at(&["AmtDtls", "TxAmt", "Amt"]))
            .and_then(money)?;
        if currency.is_some() && currency != scene.entry_currency {
            return None;
        }
        let direction = match detail.text_at(&["CdtDbtInd"]) {
            Some(word) => sign(word)?,
            None if whole.amount.is_sign_negative() => Decimal::NEGATIVE_ONE,
            None => Decimal::ONE,
        };
        let mut row = whole.clone();
        row.amount = value * direction;
        sum = sum.checked_add(row.amount)?;
        scene.texts(&mut row, Some(*detail));
        row.id = detail
            .text_at(&["Refs", "AcctSvcrRef"])
            .filter(|own| Some(*own) != reference)
            .or_else(|| detail.text_at(&["Refs", "TxId"]))
            .map(str::to_owned)
            .or_else(|| reference.map(|reference| format!("{reference}/{}", at + 1)));
        rows.push(row);
    }
    let rest = whole.amount.checked_sub(sum)?;
    if rest.is_zero() {
        return Some(rows);
    }
    let charges = charges(root)?;
    if rest != -charges {
        return None;
    }
    let mut row = whole.clone();
    row.amount = rest;
    row.id = reference.map(|reference| format!("{reference}/charges"));
    row.payee = scene.extra.map(tidy).unwrap_or_default();
    row.reference = None;
    row.description = String::new();
    rows.push(row);
    Some(rows)
}

/// What an entry's charges take away from its amount, positive.
fn charges(root: Element<'_, '_>) -> Option<Decimal> {
    let charges = root.child("Chrgs")?;
    let mut records = charges
        .all("Rcrd")
        .filter(|record| record.text_at(&["ChrgInclInd"]) != Some("false"))
        .peekable();
    if records.peek().is_none() {
        return charges.text_at(&["TtlChrgsAndTaxAmt"]).and_then(decimal);
    }
    records.try_fold(Decimal::ZERO, |sum, record| {
        let value = record.text_at(&["Amt"]).and_then(decimal)?;
        let taken = match record.text_at(&["CdtDbtInd"]) {
            Some("CRDT") => -value,
            _ => value,
        };
        sum.checked_add(taken)
    })
}

/// What an entry's rows have in common.
struct Scene<'t> {
    reversal: bool,
    own_iban: Option<&'t str>,
    entry_currency: Option<Currency>,
    extra: Option<&'t str>,
    code: Option<&'t str>,
}

/// One side of a payment.
struct Party {
    name: Option<String>,
    account: Option<String>,
}

impl Scene<'_> {
    /// Who, what for, and the references.
    fn texts(&self, row: &mut Row, detail: Option<Element<'_, '_>>) {
        let mut description = String::new();
        if let Some(detail) = detail {
            let party = self.counterparty(detail, row.amount.is_sign_negative());
            row.payee = party.name.unwrap_or_default();
            row.counterparty_account = party.account;
            row.original = self.original(detail, row.amount);
            row.mandate = referred(detail, "MndtId");
            row.reference = ["EndToEndId", "ChqNb", "InstrId"]
                .into_iter()
                .find_map(|name| referred(detail, name));
            remittance(detail, &mut description);
            for name in ["AddtlTxInf"] {
                if let Some(text) = detail.text_at(&[name]) {
                    join(&mut description, text);
                }
            }
            if let Some(why) = detail.text_at(&["RtrInf", "AddtlInf"]) {
                join(&mut description, why);
            }
        }
        if let Some(extra) = self.extra
            && description.is_empty()
        {
            join(&mut description, extra);
        }
        if description.is_empty()
            && row.payee.is_empty()
            && let Some(code) = self.code
        {
            join(&mut description, code);
        }
        if row.payee.is_empty() {
            row.payee = std::mem::take(&mut description);
        }
        row.description = description;
    }

    /// A batch that stays one row names all who are in it.
    fn batch_text(&self, row: &mut Row, root: Element<'_, '_>, details: &[Element<'_, '_>]) {
        let outward = row.amount.is_sign_negative();
        let mut description = String::new();
        for detail in details.iter().take(20) {
            if let Some(name) = self.counterparty(*detail, outward).name
                && !description.contains(&name)
            {
                if !description.is_empty() {
                    description.push(';');
                }
                join(&mut description, &name);
            }
        }
        row.reference = root
            .below("Btch")
            .and_then(|batch| batch.text_at(&["PmtInfId"]).or(batch.text_at(&["MsgId"])))
            .map(str::to_owned);
        row.payee = self.extra.map(tidy).unwrap_or_default();
        if row.payee.is_empty() {
            row.payee = std::mem::take(&mut description);
        }
        row.description = description;
    }

    /// The other side: who was paid, or who paid. In a reversal the roles are those of the payment taken back.
    fn counterparty(&self, detail: Element<'_, '_>, outward: bool) -> Party {
        let Some(parties) = detail.child("RltdPties") else {
            return Party {
                name: None,
                account: None,
            };
        };
        let side = |role: &str| Party {
            name: [role.to_owned(), format!("Ultmt{role}")]
                .iter()
                .filter_map(|role| parties.child(role))
                .find_map(party_name)
                .map(tidy),
            account: parties
                .at(&[&format!("{role}Acct"), "Id"])
                .and_then(|id| id.text_at(&["IBAN"]).or(id.text_at(&["Othr", "Id"])))
                .map(|text| iban::checked(text).unwrap_or_else(|| text.to_owned())),
        };
        let (first, second) = if outward == self.reversal {
            ("Dbtr", "Cdtr")
        } else {
            ("Cdtr", "Dbtr")
        };
        let (first, second) = (side(first), side(second));
        let is_own =
            |party: &Party| self.own_iban.is_some() && party.account.as_deref() == self.own_iban;
        let empty = |party: &Party| party.name.is_none() && party.account.is_none();
        if (is_own(&first) && !is_own(&second)) || (empty(&first) && !is_own(&second)) {
            second
        } else {
            first
        }
    }

    /// The amount in the currency of the purchase, where that is another one.
    fn original(&self, detail: Element<'_, '_>, amount: Decimal) -> Option<(Decimal, Currency)> {
        let details = detail.child("AmtDtls")?;
        ["InstdAmt", "TxAmt"].iter().find_map(|name| {
            let (value, currency) = details.at(&[name, "Amt"]).and_then(money)?;
            let currency = currency.filter(|currency| self.entry_currency != Some(*currency))?;
            let sign = if amount.is_sign_negative() {
                Decimal::NEGATIVE_ONE
            } else {
                Decimal::ONE
            };
            Some((value * sign, currency))
        })
    }
}

/// A reference of a payment, unless it says that there is none.
fn referred(detail: Element<'_, '_>, name: &str) -> Option<String> {
    detail
        .text_at(&["Refs", name])
        .filter(|text| !matches!(*text, "NOTPROVIDED" | "NONREF"))
        .map(str::to_owned)
}

/// The name of a party, which newer versions wrap in `Pty` (or `Agt` for a bank).
fn party_name<'t>(party: Element<'t, '_>) -> Option<&'t str> {
    party
        .text_at(&["Nm"])
        .or_else(|| party.text_at(&["Pty", "Nm"]))
        .or_else(|| party.text_at(&["Agt", "FinInstnId", "Nm"]))
}

fn remittance(detail: Element<'_, '_>, out: &mut String) {
    let Some(info) = detail.child("RmtInf") else {
        return;
    };
    for part in info.all("Ustrd") {
        join(out, part.text());
    }
    for part in info.all("Strd") {
        if let Some(text) = part.text_at(&["CdtrRefInf", "Ref"]) {
            join(out, text);
        }
        for more in part.all("AddtlRmtInf") {
            join(out, more.text());
        }
    }
}

/// Adds a text, blanks made one.
fn join(out: &mut String, more: &str) {
    for word in more.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
}

fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    join(&mut out, text);
    out
}
