//! The household's accounts.

use chrono::NaiveDate;
use serde::Serialize;

use crate::calendar::minus;
use crate::random::Dice;

/// Which upstream an account is served by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Upstream {
    /// The euro side.
    Wallet,
    /// Francs, dollars and pounds.
    Finwise,
    /// The French side: the bank in the Chablais.
    Budgea,
    /// No upstream at all: a statement that is handed over as a file.
    File,
}

impl Upstream {
    /// Every upstream.
    pub const ALL: [Self; 4] = [Self::Wallet, Self::Finwise, Self::Budgea, Self::File];

    /// Whether its balances count rows that are not booked yet.
    pub fn counts_pending(self) -> bool {
        self == Self::Wallet
    }
}

/// What kind of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Kind {
    Current,
    Savings,
    CreditCard,
    Cash,
    Loan,
    Investment,
    Other,
}

/// One account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Stable short name.
    pub key: String,
    /// The name on the wire.
    pub name: String,
    /// What kind of account.
    pub kind: Kind,
    /// ISO 4217.
    pub currency: String,
    /// Who serves it.
    pub upstream: Upstream,
    /// IBAN where there is one, else a number, else nothing.
    pub number: Option<String>,
    /// The balance before the first row, in minor units.
    pub opening_minor: i64,
    /// The first day.
    pub opened: NaiveDate,
    /// The day it was closed or archived.
    pub closed: Option<NaiveDate>,
    /// Fed by a bank rather than by hand.
    pub bank_fed: bool,
    /// Worth what the market says, rather than the sum of its rows.
    pub valued: bool,
    /// Its upstream may show it: what a person has not agreed to share is no part of the truth.
    pub shared: bool,
    /// Last change on the wire, in milliseconds since 1970.
    pub(crate) changed: i64,
}

pub(crate) const JOINT: usize = 0;
pub(crate) const SAVINGS: usize = 1;
pub(crate) const CARD: usize = 2;
pub(crate) const CASH: usize = 3;
pub(crate) const LOAN: usize = 4;
pub(crate) const YEN: usize = 5;
pub(crate) const OLD_SAVINGS: usize = 6;
pub(crate) const SALARY: usize = 7;
pub(crate) const DOLLARS: usize = 8;
pub(crate) const DOLLAR_CARD: usize = 9;
pub(crate) const BROKERAGE: usize = 10;
pub(crate) const STUDENT: usize = 11;
pub(crate) const CHECKING: usize = 12;
pub(crate) const DEFERRED: usize = 13;
pub(crate) const LIVRET: usize = 14;
pub(crate) const PEA: usize = 15;
pub(crate) const LIFE: usize = 16;
pub(crate) const MORTGAGE: usize = 17;
pub(crate) const COUPLE: usize = 18;
pub(crate) const YOUNG: usize = 19;
pub(crate) const WORKSHOP: usize = 20;
pub(crate) const CHOIR: usize = 21;

/// The accounts on the first day.
pub(crate) fn cast(seed: u64, start: NaiveDate) -> Vec<Account> {
    use Kind::{Cash, CreditCard, Current, Investment, Loan, Savings};
    use Upstream::{Budgea, File, Finwise, Wallet};
    let opened = minus(start, 400);
    let account = |key: &str, name: &str, kind, currency: &str, upstream, opening_minor| Account {
        key: key.to_owned(),
        name: name.to_owned(),
        kind,
        currency: currency.to_owned(),
        upstream,
        number: number(seed, key, kind, currency),
        opening_minor,
        opened,
        closed: None,
        bank_fed: !matches!(kind, Cash | Loan),
        valued: kind == Investment,
        shared: key != "workshop",
        changed: crate::household::stamp(opened, 8 * 60),
    };
    vec![
        account("joint", "Joint account", Current, "EUR", Wallet, 321_488),
        account(
            "savings",
            "Rainy day savings",
            Savings,
            "EUR",
            Wallet,
            845_000,
        ),
        account(
            "card",
            "Family credit card",
            CreditCard,
            "EUR",
            Wallet,
            -41_235,
        ),
        account("cash", "Purse", Cash, "EUR", Wallet, 8_540),
        account("loan", "Car loan", Loan, "EUR", Wallet, -1_845_000),
        account("yen", "Yen envelope", Cash, "JPY", Wallet, 0),
        account(
            "old-savings",
            "Old savings book",
            Savings,
            "EUR",
            Wallet,
            61_237,
        ),
        account("salary", "Salary account", Current, "CHF", Finwise, 412_990),
        account(
            "dollars",
            "Dollar account",
            Current,
            "USD",
            Finwise,
            189_305,
        ),
        account(
            "dollar-card",
            "Dollar card",
            CreditCard,
            "USD",
            Finwise,
            -6_418,
        ),
        account(
            "brokerage",
            "Brokerage",
            Investment,
            "CHF",
            Finwise,
            2_250_000,
        ),
        account(
            "student",
            "Student account",
            Current,
            "GBP",
            Finwise,
            24_718,
        ),
        account(
            "checking",
            "Compte courant",
            Current,
            "EUR",
            Budgea,
            184_265,
        ),
        account(
            "deferred-card",
            "Carte à débit différé",
            CreditCard,
            "EUR",
            Budgea,
            0,
        ),
        account("livret", "Livret A", Savings, "EUR", Budgea, 1_120_000),
        account("pea", "PEA Horizon", Investment, "EUR", Budgea, 4_312),
        account(
            "life",
            "Assurance vie Sérénité",
            Investment,
            "EUR",
            Budgea,
            6_120,
        ),
        account(
            "mortgage",
            "Prêt immobilier studio",
            Loan,
            "EUR",
            Budgea,
            -9_418_327,
        ),
        account(
            "couple",
            "Compte joint Chablais",
            Current,
            "EUR",
            Budgea,
            65_540,
        ),
        account("young", "Livret jeune", Savings, "EUR", Budgea, 38_017),
        account(
            "workshop",
            "Compte atelier",
            Current,
            "EUR",
            Budgea,
            297_700,
        ),
        account(
            "choir",
            "Compte de la chorale",
            Current,
            "EUR",
            File,
            84_130,
        ),
    ]
}

/// An IBAN with the right check digits for euro and franc accounts, a short number for the others.
fn number(seed: u64, key: &str, kind: Kind, currency: &str) -> Option<String> {
    let mut dice = Dice::numbered(seed, key, 9);
    let (country, length) = match (currency, kind) {
        (_, Kind::Cash) => return None,
        ("EUR", Kind::Current | Kind::Savings) => ("FR", 23),
        ("CHF", Kind::Current) => ("CH", 17),
        _ => return Some(format!("{:04}", dice.below(10_000))),
    };
    let digits: String = (0..length)
        .map(|_| char::from(b'0' + dice.below(10) as u8))
        .collect();
    Some(format!(
        "{country}{:02}{digits}",
        check_digits(country, &digits)
    ))
}

/// ISO 7064 mod 97-10 over the rearranged number, letters as 10 to 35.
fn check_digits(country: &str, digits: &str) -> u32 {
    let rest = digits
        .chars()
        .chain(country.chars())
        .chain("00".chars())
        .fold(0, |rest, c| {
            let value = c.to_digit(36).unwrap_or_default();
            (rest * if value > 9 { 100 } else { 10 } + value) % 97
        });
    98 - rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_follow_the_standard() {
        // A number from the Swiss registry's own documentation: CH93 0076 2011 6238 5295 7.
        assert_eq!(check_digits("CH", "00762011623852957"), 93);
    }
}
