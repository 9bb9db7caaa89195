//! Bank accounts.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::account::AccountKind;
use domain::feed::{FeedAccount, FeedBalance};
use domain::iban;
use money::Currency;
use serde_json::value::RawValue;

use super::{is_id, stamp};
use crate::day;
use crate::delivery::Notices;
use crate::json::Record;

/// An account that was read.
pub(super) struct Account {
    pub(super) feed: FeedAccount,
    /// The data connection it came through.
    pub(super) connection: Option<String>,
}

/// The zones that days are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zones {
    /// Of the upstream's stamps.
    pub(super) stamps: Tz,
    /// Of the person.
    pub(super) person: Tz,
}

impl Zones {
    /// The day of a date, or of a stamp where the person is.
    pub(super) fn day(self, text: &str) -> Option<NaiveDate> {
        match text.trim() {
            plain if plain.len() <= 10 => day::booking_day(plain, self.person),
            text => Some(
                stamp(text, self.stamps)?
                    .with_timezone(&self.person)
                    .date_naive(),
            ),
        }
    }
}

/// Reads one account.
pub(super) fn read(row: &RawValue, zones: Zones, notices: &mut Notices) -> Option<Account> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    if !is_id(&id) {
        notices.unreadable(Some(&id), "the id is none");
        return None;
    }
    let currency = record
        .text("currency")
        .and_then(|code| Currency::parse(&code).ok());
    if currency.is_none() {
        notices.add("unknown_value", Some(&id), "the account has no currency");
    }
    let balance = currency.and_then(|currency| {
        notices.optional(&id, "balance", record.raw("balance"), Some(currency))
    });
    let institution = record.text("bank_name");
    let number = record.text("account_number");
    let connection = record.id("data_connection_id");
    let feed = FeedAccount {
        name: record
            .text("name")
            .or_else(|| institution.clone())
            .unwrap_or_else(|| id.clone()),
        kind: kind(&record, &id, notices),
        currency,
        iban: record
            .text("iban")
            .or_else(|| number.clone())
            .as_deref()
            .and_then(iban),
        number: number.or_else(|| record.text("iban")),
        institution,
        balance: balance.map(|amount| FeedBalance {
            amount,
            date: record.text("last_update").and_then(|text| zones.day(&text)),
        }),
        available: None,
        opening: None,
        closed: false,
        // What is announced and not booked is not shown here.
        pending_in_balance: false,
        exclude_from_budget: false,
        exclude_from_net_worth: false,
        login_source_id: connection.clone(),
        parent_source_id: None,
        withheld: false,
        loan: None,
        raw: Some(record.kept(row, &[])),
        source_id: id,
    };
    Some(Account { feed, connection })
}

/// An account that is not listed any more since its data connection is gone: the book keeps what it has of it.
pub(super) fn detached(id: &str) -> FeedAccount {
    FeedAccount {
        source_id: id.to_owned(),
        name: id.to_owned(),
        kind: AccountKind::Other,
        currency: None,
        iban: None,
        number: None,
        institution: None,
        balance: None,
        available: None,
        opening: None,
        closed: false,
        pending_in_balance: false,
        exclude_from_budget: false,
        exclude_from_net_worth: false,
        login_source_id: None,
        parent_source_id: None,
        withheld: true,
        loan: None,
        raw: None,
    }
}

fn kind(record: &Record<'_>, id: &str, notices: &mut Notices) -> AccountKind {
    match record.text("account_type").unwrap_or_default().as_str() {
        "CHECKING" => AccountKind::Checking,
        "SAVINGS" => AccountKind::Savings,
        "CREDIT_CARD" => AccountKind::CreditCard,
        "LOAN" => AccountKind::Loan,
        // Market, insurance and pension accounts come as this.
        "UNKNOWN" | "" => AccountKind::Other,
        unknown => {
            notices.unknown(id, "account type", unknown);
            AccountKind::Other
        }
    }
}
