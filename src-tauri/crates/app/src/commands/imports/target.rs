//! Which account a statement's rows go to.

use chrono::NaiveDate;
use contract::types::StatementAccount;
use domain::account::AccountKind;
use domain::ids::AccountId;
use money::Currency;
use store::View;

use super::reading::{Reading, StatementFacts};
use crate::{Failure, dto};

/// Where a statement's rows go.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) account: Option<AccountId>,
    pub(super) name: String,
    pub(super) currency: Currency,
    pub(super) kind: AccountKind,
}

/// What templates say of a file.
pub(super) struct Remembered {
    /// The account of the template it is read by.
    pub(super) account: Option<AccountId>,
    /// Files of its layout came before, or the file itself did.
    pub(super) layout: bool,
}

/// The account a statement goes to: chosen, recognised by its number, remembered for the layout, or a new one.
pub(super) fn target(
    view: &View<'_>,
    reading: &Reading,
    facts: &StatementFacts,
    chosen: Option<&StatementAccount>,
    remembered: &Remembered,
    (base, today): (Currency, NaiveDate),
) -> Result<Target, Failure> {
    let stated = &facts.statement.account;
    let account = match chosen {
        Some(StatementAccount {
            account: Some(id), ..
        }) => Some(dto::id("account", id)?),
        Some(StatementAccount {
            new_name: Some(_), ..
        }) => None,
        Some(_) | None => recognised(view, reading, facts, remembered, today)?,
    };
    if let Some(id) = account {
        let known = view.account(id, today)?;
        let currency = known.currency;
        return Ok(Target {
            account: Some(id),
            name: known.name,
            currency,
            kind: known.kind,
        });
    }
    let asked = chosen.and_then(|chosen| chosen.currency.as_deref());
    let currency = match asked {
        Some(code) => dto::currency("currency", code)?,
        None => facts
            .statement
            .currency
            .or(facts.row_currency)
            .unwrap_or(base),
    };
    let name = chosen
        .and_then(|chosen| chosen.new_name.clone())
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| {
            let name = default_name(reading, facts);
            // Of several statements of one name each currency has an account of its own.
            let alike = reading
                .statements
                .iter()
                .filter(|other| other.statement.account.name == stated.name)
                .count();
            if alike > 1 {
                in_currency(&name, currency)
            } else {
                name
            }
        });
    Ok(Target {
        account: None,
        name,
        currency,
        kind: stated.kind.unwrap_or(AccountKind::Checking),
    })
}

fn recognised(
    view: &View<'_>,
    reading: &Reading,
    facts: &StatementFacts,
    remembered: &Remembered,
    today: NaiveDate,
) -> Result<Option<AccountId>, Failure> {
    let stated = &facts.statement.account;
    if stated.iban.is_some() || stated.number.is_some() {
        let currency = facts.statement.currency.or(facts.row_currency);
        let like =
            view.accounts_like(stated.iban.as_deref(), stated.number.as_deref(), currency)?;
        return Ok(match like.as_slice() {
            [only] => Some(*only),
            _ => None,
        });
    }
    // Programs know their accounts by name: one of this name and currency is meant. A file that names none has given its
    // accounts its own name when one of its layout came before.
    let several = reading.statements.len() > 1;
    let named = stated.name.is_some();
    if named || (several && remembered.layout) {
        let name = default_name(reading, facts);
        let currency = facts.statement.currency.or(facts.row_currency);
        let mut like = view.accounts(today)?.into_iter().filter(|account| {
            (account.name == name || account.name == in_currency(&name, account.currency))
                && currency.is_none_or(|currency| currency == account.currency)
                // Accounts that a file names after itself are told apart by what they are.
                && (named || stated.kind.is_none_or(|kind| kind == account.kind))
        });
        if let (Some(only), None) = (like.next(), like.next()) {
            return Ok(Some(only.id));
        }
    }
    Ok(remembered.account.filter(|_| !several))
}

fn in_currency(name: &str, currency: Currency) -> String {
    format!("{name} {}", currency.code())
}

/// A name for a new account that the person would recognise and may change: as stated, else the bank or the kind with
/// the last signs of the number, else what the file is called.
fn default_name(reading: &Reading, facts: &StatementFacts) -> String {
    let stated = &facts.statement.account;
    let known = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).unwrap_or_default();
        (!text.is_empty()).then(|| text.to_owned())
    };
    known(&stated.name)
        .or_else(|| {
            let number = known(&stated.iban).or_else(|| known(&stated.number))?;
            let whose = known(&stated.institution).unwrap_or_else(|| kind_name(stated.kind).into());
            Some(format!("{whose} {}", dto::number_hint(&number)))
        })
        .unwrap_or_else(|| {
            let name = &reading.name;
            name.rsplit_once('.')
                .map_or(name.as_str(), |(stem, _)| stem)
                .to_owned()
        })
}

/// The kind of an account as a part of its first name, which is the person's to change.
const fn kind_name(kind: Option<AccountKind>) -> &'static str {
    match kind {
        Some(AccountKind::Checking) => "Current account",
        Some(AccountKind::Savings) => "Savings",
        Some(AccountKind::CreditCard) => "Card",
        Some(AccountKind::Loan | AccountKind::Mortgage) => "Loan",
        Some(AccountKind::Investment) => "Investments",
        Some(AccountKind::Retirement | AccountKind::Insurance) => "Pension",
        Some(AccountKind::Cash | AccountKind::Other) | None => "Account",
    }
}

pub(super) fn hint(facts: &StatementFacts) -> String {
    let stated = &facts.statement.account;
    let number = stated
        .iban
        .as_deref()
        .or(stated.number.as_deref())
        .map(dto::number_hint);
    [stated.name.clone(), number]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}
