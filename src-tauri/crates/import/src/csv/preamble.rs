//! What stands above the table: the account, its currency, its balance.

use chrono::NaiveDate;
use money::Currency;
use rust_decimal::Decimal;

use crate::iban;
use crate::model::{Balance, StatementAccount};
use crate::number::{Marks, SIGNS, amount, currency_code, written};

use super::dates::{DateCell, Order};
use super::sheet::Record;
use super::words::{plain, speaks_of_credit_card};

/// What the lines above the table say.
#[derive(Debug, Default)]
pub(super) struct Preamble {
    pub(super) account: StatementAccount,
    pub(super) currency: Option<Currency>,
    pub(super) opening: Option<Balance>,
    pub(super) closing: Option<Balance>,
    pub(super) available: Option<Balance>,
    /// The lines speak of a credit card by that name.
    pub(super) credit_card: bool,
}

/// Reads the records above the header.
pub(super) fn read(records: &[Record], marks: Marks, order: Order) -> Preamble {
    let mut found = Preamble::default();
    for record in records {
        for (at, cell) in record.cells.iter().enumerate() {
            if cell.is_empty() {
                continue;
            }
            found.credit_card |= speaks_of_credit_card(cell);
            let (label, value) = match cell.split_once([':', '：']) {
                Some((label, value)) if !value.trim().is_empty() => (label, value.trim()),
                _ => (
                    cell.as_str(),
                    record.cells[at + 1..]
                        .iter()
                        .find(|next| next.chars().any(char::is_alphanumeric))
                        .map_or("", String::as_str),
                ),
            };
            found.account_of(cell, label, value);
            found.balance_of(cell, label, value, marks, order);
            found.currency = found.currency.or_else(|| currency_in(cell));
        }
    }
    found
}

impl Preamble {
    fn account_of(&mut self, cell: &str, label: &str, value: &str) {
        let account = &mut self.account;
        for text in [cell, value] {
            let word = text.trim();
            if account.iban.is_none() && iban::shaped(word) && iban::checked(word).is_some() {
                account.iban = iban::checked(word);
                account.number.get_or_insert_with(|| word.to_owned());
                account.id.clone_from(&account.iban);
            }
        }
        let name = plain(label);
        let numbered = [
            "account number",
            "card number",
            "kontonummer",
            "account no",
            "numero de compte",
            "numero de cuenta",
            "rekeningnummer",
            "numer rachunku",
            "numero conto",
            "kartennummer",
            "账号",
        ]
        .iter()
        .any(|word| name.contains(word));
        if numbered
            && account.number.is_none()
            && value.chars().filter(char::is_ascii_digit).count() >= 4
        {
            account.number = Some(value.to_owned());
            account.id.clone_from(&account.number);
        }
        if matches!(
            name.as_str(),
            "kontoname" | "account name" | "nom du compte"
        ) && account.name.is_none()
            && !value.is_empty()
        {
            account.name = Some(value.to_owned());
        }
        if matches!(name.as_str(), "bank" | "banque" | "banco" | "banca") && !value.is_empty() {
            account.institution = Some(value.to_owned());
        }
    }

    fn balance_of(&mut self, cell: &str, label: &str, value: &str, marks: Marks, order: Order) {
        let name = format!(" {} ", plain(label));
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if !has(&["balance", "saldo", "kontostand", "solde", "余额"]) || has(&["sortier"]) {
            return;
        }
        let before = has(&[
            "start", "begin", "ancien", "anterior", "iniziale", "debut", "anfang", "alt",
            "opening", "previous", "initial",
        ]);
        let Some(amount) = lone_amount(value, marks) else {
            return;
        };
        let date = cell.split([' ', ':']).find_map(|word| date_in(word, order));
        let balance = Some(Balance { amount, date });
        if before {
            self.opening = self.opening.or(balance);
        } else if has(&[
            "available",
            "verfugbar",
            "disponible",
            "beschikbaar",
            "可用",
        ]) {
            self.available = self.available.or(balance);
        } else {
            self.closing = self.closing.or(balance);
        }
    }
}

fn lone_amount(text: &str, marks: Marks) -> Option<Decimal> {
    (!text.is_empty() && DateCell::read(text).is_none())
        .then(|| amount(text, marks).ok())
        .flatten()
}

fn date_in(word: &str, order: Order) -> Option<NaiveDate> {
    let cell = DateCell::read(word.trim_matches([':', ',', ';']))?;
    cell.date(order).or_else(|| {
        let mut orders = cell.orders();
        let only = orders.next()?;
        orders.next().is_none().then(|| cell.date(only)).flatten()
    })
}

/// A currency that a text names by its code or by its sign beside an amount.
pub(super) fn currency_in(text: &str) -> Option<Currency> {
    let coded = text
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()))
        .find_map(|word| currency_code(word).filter(|_| word != "ALL"))
        .or_else(|| {
            // The name itself, as several languages write it.
            text.split(|c: char| !c.is_alphabetic())
                .any(|word| {
                    ["euro", "euros", "euroa"]
                        .iter()
                        .any(|name| word.eq_ignore_ascii_case(name))
                })
                .then_some(Currency::EUR)
        });
    coded.or_else(|| {
        SIGNS
            .iter()
            .filter(|(sign, _)| !sign.is_ascii() || sign.contains('$'))
            .find(|(sign, _)| {
                text.find(sign).is_some_and(|at| {
                    // A sign stands at a number or alone in brackets, not inside a word.
                    let before = text[..at].chars().next_back();
                    let after = text[at + sign.len()..].chars().next();
                    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
                    free(before) && free(after)
                })
            })
            .and_then(|(_, code)| Currency::parse(code).ok())
    })
}

/// The currency that is written in an amount's own cell.
pub(super) fn currency_of_amount(cell: &str, marks: Marks) -> Option<Currency> {
    written(cell, marks)
        .ok()
        .and_then(|written| written.currency)
}

/// The currency of the country that an IBAN names.
pub(super) fn currency_of_iban(iban: &str) -> Option<Currency> {
    let country = iban.get(..2)?.to_ascii_uppercase();
    let code = match country.as_str() {
        "AT" | "BE" | "CY" | "DE" | "EE" | "ES" | "FI" | "FR" | "GR" | "HR" | "IE" | "IT"
        | "LT" | "LU" | "LV" | "MC" | "MT" | "NL" | "PT" | "SI" | "SK" | "SM" | "VA" | "AD"
        | "ME" | "XK" => "EUR",
        "GB" => "GBP",
        "CH" | "LI" => "CHF",
        "PL" => "PLN",
        "CZ" => "CZK",
        "HU" => "HUF",
        "SE" => "SEK",
        "NO" => "NOK",
        "DK" => "DKK",
        "IS" => "ISK",
        "RO" => "RON",
        "BG" => "BGN",
        "TR" => "TRY",
        "UA" => "UAH",
        "BR" => "BRL",
        "IL" => "ILS",
        "AE" => "AED",
        "SA" => "SAR",
        "RS" => "RSD",
        _ => return None,
    };
    Currency::parse(code).ok()
}
