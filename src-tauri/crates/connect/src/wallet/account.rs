//! Accounts and their balances.

use chrono::NaiveDate;
use domain::account::AccountKind;
use domain::feed::{FeedAccount, FeedBalance};
use domain::iban;
use money::{Currency, Money};
use serde_json::value::RawValue;

use crate::delivery::Notices;
use crate::json::Record;

/// What a record needs to know of its account.
#[derive(Debug, Clone, Copy)]
pub(super) struct AccountFacts {
    pub(super) currency: Option<Currency>,
    /// A bank feeds it, so notes are the bank's wording and not the person's.
    pub(super) bank_fed: bool,
}

/// Reads one account. `as_of` is the day that its balance counts for.
///
/// Balances of cards and overdrafts are shifted or turned by their limit in ways that only the server knows, so the one
/// it displays is taken and nothing is computed.
pub(super) fn read(
    row: &RawValue,
    as_of: Option<NaiveDate>,
    notices: &mut Notices,
) -> Option<(FeedAccount, AccountFacts)> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let balance = record.object("balance");
    let currency = record
        .text("currencyCode")
        .or_else(|| balance.as_ref()?.text("currencyCode"))
        .and_then(|code| Currency::parse(&code).ok());
    if currency.is_none() {
        notices.add("unknown_value", Some(&id), "the account has no currency");
    }
    let mut figure = |what: &str, value: Option<&RawValue>| -> Option<Money> {
        // Without a currency, which was told, no figure means anything.
        notices.optional(&id, what, value, Some(currency?))
    };
    let current = balance.as_ref().and_then(|b| b.raw("currentBalance"));
    let amount = figure("balance", current);
    let available = figure(
        "available",
        balance.as_ref().and_then(|b| b.raw("availableCredit")),
    );
    let opening = match balance.as_ref().and_then(|b| b.raw("initial")) {
        Some(initial) => figure("opening balance", Some(initial)),
        // Before 2.0 a sum of its own, and not on every account.
        None => record
            .object("initialBalance")
            .and_then(|sum| figure("opening balance", sum.raw("value").or(sum.raw("amount")))),
    };
    if current.is_none() && currency.is_some() {
        notices.add("unknown_value", Some(&id), "the account has no balance");
    }
    let number = record.text("bankAccountNumber");
    let bank_fed = record.flag("isBankSync").unwrap_or(false);
    let account = FeedAccount {
        name: record.text("name").unwrap_or_else(|| id.clone()),
        kind: kind(&record, &id, notices),
        currency,
        iban: number.as_deref().and_then(iban),
        number,
        institution: None,
        balance: amount.map(|amount| FeedBalance {
            amount,
            date: as_of,
        }),
        available,
        opening,
        closed: record.flag("archived").unwrap_or(false),
        exclude_from_budget: record.flag("excludeFromStats").unwrap_or(false),
        pending_in_balance: true,
        exclude_from_net_worth: false,
        login_source_id: None,
        parent_source_id: None,
        withheld: false,
        loan: None,
        raw: Some(record.kept(row, &[])),
        source_id: id,
    };
    Some((account, AccountFacts { currency, bank_fed }))
}

fn kind(record: &Record<'_>, id: &str, notices: &mut Notices) -> AccountKind {
    let word = record.text("accountType").unwrap_or_default();
    if record.flag("isInvestmentAccount") == Some(true) {
        return AccountKind::Investment;
    }
    match word.to_ascii_lowercase().as_str() {
        "currentaccount" | "general" | "overdraft" => AccountKind::Checking,
        "savingaccount" | "bonus" => AccountKind::Savings,
        "cash" => AccountKind::Cash,
        "creditcard" => AccountKind::CreditCard,
        "loan" => AccountKind::Loan,
        "mortgage" => AccountKind::Mortgage,
        "investment" => AccountKind::Investment,
        "insurance" => AccountKind::Insurance,
        "" => AccountKind::Other,
        unknown => {
            notices.unknown(id, "account type", unknown);
            AccountKind::Other
        }
    }
}
