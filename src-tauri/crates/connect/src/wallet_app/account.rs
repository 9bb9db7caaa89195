//! Accounts and stocks of the first description.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use domain::account::AccountKind;
use domain::feed::{FeedAccount, FeedBalance, FeedHolding};
use money::{Currency, Money};
use serde_json::value::RawValue;

use crate::amount;
use crate::day;
use crate::delivery::Notices;
use crate::json::Record;

/// What a record needs to know of its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) currency: Option<Currency>,
    /// A bank feeds it, so notes are the bank's wording and not the person's.
    pub(super) bank_fed: bool,
}

/// Reads one account.
pub(super) fn read(
    row: &RawValue,
    zone: Tz,
    notices: &mut Notices,
) -> Option<(FeedAccount, Facts)> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let currency = currency(&record, "currency");
    if currency.is_none() {
        notices.add("unknown_value", Some(&id), "the account has no currency");
    }
    let synced = record.text("lastSynced");
    let balance = currency.and_then(|currency| {
        notices.optional(&id, "balance", record.raw("balance"), Some(currency))
    });
    let kind = kind(&record.text("type").unwrap_or_default(), &id, notices);
    let account = FeedAccount {
        balance: balance.map(|amount| FeedBalance {
            amount,
            date: synced
                .as_deref()
                .and_then(|text| day::booking_day(text, zone)),
        }),
        closed: record.flag("archived").unwrap_or(false),
        raw: Some(record.kept(row, &[])),
        ..plain(&id, record.text("name").as_deref(), kind, currency)
    };
    let facts = Facts {
        currency,
        bank_fed: synced.is_some(),
    };
    Some((account, facts))
}

pub(super) fn currency(record: &Record<'_>, name: &str) -> Option<Currency> {
    Currency::parse(&record.text(name)?).ok()
}

/// An account of which no more is known than this.
pub(super) fn plain(
    id: &str,
    name: Option<&str>,
    kind: AccountKind,
    currency: Option<Currency>,
) -> FeedAccount {
    FeedAccount {
        source_id: id.to_owned(),
        name: name.unwrap_or(id).to_owned(),
        kind,
        currency,
        iban: None,
        number: None,
        institution: None,
        balance: None,
        available: None,
        opening: None,
        closed: false,
        // As the vendor's other API says.
        pending_in_balance: true,
        exclude_from_budget: false,
        exclude_from_net_worth: false,
        login_source_id: None,
        parent_source_id: None,
        withheld: false,
        loan: None,
        raw: None,
    }
}

fn kind(word: &str, id: &str, notices: &mut Notices) -> AccountKind {
    let plain: String = word
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    match plain.as_str() {
        "currentaccount" | "checking" | "general" | "overdraft" => AccountKind::Checking,
        "savingaccount" | "savings" | "bonus" => AccountKind::Savings,
        "cash" => AccountKind::Cash,
        "creditcard" => AccountKind::CreditCard,
        "loan" => AccountKind::Loan,
        "mortgage" => AccountKind::Mortgage,
        "investment" => AccountKind::Investment,
        "insurance" => AccountKind::Insurance,
        "" => AccountKind::Other,
        _ => {
            notices.unknown(id, "account type", word);
            AccountKind::Other
        }
    }
}

/// The account of the stocks of a currency that lie in none of their own.
pub(super) fn loose_id(currency: Currency) -> String {
    format!("stocks:{}", currency.code())
}

/// Adds an account for stocks that lie in none, worth what they are worth together.
pub(super) fn loose(holdings: &[FeedHolding], notices: &mut Notices) -> Vec<FeedAccount> {
    let mut values: BTreeMap<String, Money> = BTreeMap::new();
    for holding in holdings {
        let Some(value) = holding.valuation else {
            continue;
        };
        if holding.account_source_id != loose_id(value.currency) {
            // One that lies in an account is part of that account's balance.
            continue;
        }
        let id = holding.account_source_id.clone();
        let sum = values.entry(id).or_insert(Money::new(0, value.currency));
        match sum.checked_add(value) {
            Ok(more) => *sum = more,
            Err(_) => notices.unreadable(Some(&holding.source_id), "the value is out of range"),
        }
    }
    values
        .into_iter()
        .map(|(id, value)| FeedAccount {
            balance: Some(FeedBalance {
                amount: value,
                date: None,
            }),
            ..plain(
                &id,
                Some(&format!("Stocks ({})", value.currency.code())),
                AccountKind::Investment,
                Some(value.currency),
            )
        })
        .collect()
}

/// Reads one stock.
pub(super) fn stock(row: &RawValue, zone: Tz, notices: &mut Notices) -> Option<FeedHolding> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let currency = currency(&record, "currency");
    let valuation = notices.optional(&id, "value", record.raw("value"), currency);
    let Some(account) = record
        .id("accountId")
        .or_else(|| valuation.map(|value| loose_id(value.currency)))
    else {
        notices.unreadable(Some(&id), "the stock has neither an account nor a value");
        return None;
    };
    let number = |name: &str| amount::number(record.raw(name)?).ok();
    let ticker = record.text("ticker");
    Some(FeedHolding {
        account_source_id: account,
        label: ticker.clone().unwrap_or_else(|| id.clone()),
        code: None,
        code_kind: None,
        symbol: ticker,
        quantity: number("units"),
        unit_price: None,
        unit_value: number("price"),
        currency,
        valuation,
        gain: None,
        gain_ratio: None,
        share: None,
        date: record
            .text("asOf")
            .and_then(|text| day::booking_day(&text, zone)),
        original_currency: None,
        original_unit_value: None,
        original_valuation: None,
        deleted: false,
        raw: Some(record.kept(row, &[])),
        source_id: id,
    })
}
