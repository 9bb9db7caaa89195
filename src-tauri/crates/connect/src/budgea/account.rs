//! Accounts of all kinds, and the loans behind some of them.

use std::collections::BTreeMap;

use domain::account::AccountKind;
use domain::feed::{FeedAccount, FeedBalance, FeedLoan, FeedPlanned};
use domain::iban;
use domain::planned::Cadence;
use money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::paris;
use crate::amount;
use crate::delivery::Notices;
use crate::json::Record;

/// Members that are of no use here.
const NOT_KEPT: &[&str] = &["transactions", "investments", "formatted_balance"];

/// What the rest of a pull needs to know of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) currency: Option<Currency>,
    pub(super) is_card: bool,
    pub(super) holds_securities: bool,
    /// The account a card is debited from.
    pub(super) parent: Option<String>,
    pub(super) shared: bool,
    pub(super) login: Option<String>,
}

/// The accounts of a pull, by id.
#[derive(Debug, Default)]
pub(super) struct Accounts(pub(super) BTreeMap<String, Facts>);

impl Accounts {
    /// Whether purchases of a card that is debited from this account come as rows of their own.
    pub(super) fn has_card(&self, account: &str) -> bool {
        self.0
            .values()
            .any(|facts| facts.is_card && facts.shared && facts.parent.as_deref() == Some(account))
    }
}

/// An account that was read.
pub(super) struct Account {
    pub(super) feed: FeedAccount,
    pub(super) facts: Facts,
    pub(super) planned: Option<FeedPlanned>,
}

/// Reads one account.
pub(super) fn read(row: &RawValue, notices: &mut Notices) -> Option<Account> {
    let Some(record) = Record::read(row) else {
        notices.unreadable(None, "the row is no object");
        return None;
    };
    let Some(id) = record.key("id") else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let shared = !record.is_set("disabled");
    let currency = currency(&record, "currency");
    let code = type_code(&record);
    let loan_record = record.object("loan");
    let kind = kind(&code, loan_record.as_ref(), &id, notices, shared);
    let mut loan = loan_record
        .as_ref()
        .map(|loan| read_loan(loan, currency, &id, notices));
    let is_debt = matches!(kind, AccountKind::Loan | AccountKind::Mortgage);
    let mut balance = notices.optional(&id, "balance", record.raw("balance"), currency);
    if is_debt {
        balance = balance.map(|balance| as_debt(balance, loan.as_ref()));
    }
    let coming = notices.optional(&id, "coming", record.raw("coming"), currency);
    let spends = matches!(
        kind,
        AccountKind::Checking | AccountKind::Savings | AccountKind::Cash
    );
    let available = match (balance, coming) {
        (Some(balance), Some(coming)) if spends => balance.checked_add(coming).ok(),
        _ => None,
    };
    let stamped = paris::stamp(&record, "last_update").map(paris::day);
    let number = record.text("number").or_else(|| record.key("number"));
    let name = ["name", "original_name"]
        .into_iter()
        .find_map(|name| record.text(name))
        .or_else(|| number.clone())
        .unwrap_or_else(|| id.clone());
    let closed = record.is_set("deleted") || record.flexible_flag("display") == Some(false);
    let parent = record.key("id_parent").filter(|parent| *parent != id);
    let login = record.key("id_connection");
    let planned = loan
        .as_ref()
        .filter(|_| shared && !closed)
        .and_then(|loan| repayment(&id, &name, loan));
    if !shared {
        loan = None;
    }
    let holds_securities = is_invested(&record, &code);
    let feed = FeedAccount {
        name,
        kind,
        currency,
        iban: record.text("iban").as_deref().and_then(iban),
        number,
        institution: None,
        balance: balance.map(|amount| FeedBalance {
            amount,
            date: stamped,
        }),
        available,
        opening: None,
        closed,
        pending_in_balance: false,
        exclude_from_budget: false,
        exclude_from_net_worth: false,
        login_source_id: login.clone(),
        parent_source_id: parent.clone(),
        withheld: !shared,
        loan,
        raw: Some(record.kept(row, NOT_KEPT)),
        source_id: id,
    };
    let facts = Facts {
        currency,
        is_card: code == "card",
        holds_securities,
        parent,
        shared,
        login,
    };
    Some(Account {
        feed,
        facts,
        planned,
    })
}

/// A currency, which is an object with an ISO code or the bare code.
pub(super) fn currency(record: &Record<'_>, name: &str) -> Option<Currency> {
    let code = record
        .object(name)
        .and_then(|currency| currency.text("id").or_else(|| currency.text("code")))
        .or_else(|| record.text(name))?;
    Currency::parse(&code.to_ascii_uppercase()).ok()
}

/// The type's code: a text, or within an object.
fn type_code(record: &Record<'_>) -> String {
    record
        .text("type")
        .or_else(|| {
            let kind = record.object("type")?;
            ["name", "code", "weboob_type_id"]
                .into_iter()
                .find_map(|name| kind.text(name))
        })
        .unwrap_or_default()
        .to_ascii_lowercase()
}

fn kind(
    code: &str,
    loan: Option<&Record<'_>>,
    id: &str,
    notices: &mut Notices,
    shared: bool,
) -> AccountKind {
    match code {
        "checking" | "joint" => AccountKind::Checking,
        "savings" | "deposit" | "livret_a" | "livret_b" | "ldds" | "cel" | "pel" | "csl"
        | "cat" => AccountKind::Savings,
        "card" => AccountKind::CreditCard,
        "loan" => {
            let word = loan.and_then(|loan| loan.text("type")).unwrap_or_default();
            if word.eq_ignore_ascii_case("mortgage") {
                AccountKind::Mortgage
            } else {
                AccountKind::Loan
            }
        }
        "market" | "pea" | "crowdlending" | "real_estate" => AccountKind::Investment,
        "pee" | "perco" | "per" | "perp" | "madelin" | "article83" | "rsp" => {
            AccountKind::Retirement
        }
        "lifeinsurance" | "capitalisation" => AccountKind::Insurance,
        "unknown" | "" => AccountKind::Other,
        unknown => {
            if shared {
                notices.unknown(id, "account type", unknown);
            }
            AccountKind::Other
        }
    }
}

fn is_invested(record: &Record<'_>, code: &str) -> bool {
    record
        .object("type")
        .and_then(|kind| kind.flexible_flag("is_invest"))
        .unwrap_or(matches!(
            code,
            "market"
                | "pea"
                | "lifeinsurance"
                | "capitalisation"
                | "pee"
                | "perco"
                | "per"
                | "perp"
                | "madelin"
                | "article83"
                | "rsp"
                | "crowdlending"
                | "real_estate"
        ))
}

/// A loan's balance as a debt. Some servers write what is owed as a positive number: it is a debt if the loan's own
/// figures say that so much was lent.
fn as_debt(balance: Money, loan: Option<&FeedLoan>) -> Money {
    let lent = loan.and_then(|loan| loan.total.or(loan.used));
    let owed = balance.minor > 0
        && lent.is_some_and(|lent| {
            lent.currency == balance.currency && lent.minor.abs() >= balance.minor
        });
    if owed {
        balance.negated().unwrap_or(balance)
    } else {
        balance
    }
}

fn read_loan(
    record: &Record<'_>,
    currency: Option<Currency>,
    id: &str,
    notices: &mut Notices,
) -> FeedLoan {
    let mut money = |name: &'static str| {
        let amount = notices.optional(id, name, record.raw(name), currency)?;
        // Signs of loans are not promised: what is paid or lent is a size.
        if amount.minor < 0 {
            amount.negated().ok()
        } else {
            Some(amount)
        }
    };
    let count = |name: &str| {
        record
            .count(name)
            .and_then(|count| u32::try_from(count).ok())
    };
    let decimal = |name: &str| decimal(record, name);
    FeedLoan {
        kind: record.text("type"),
        total: money("total_amount"),
        available: money("available_amount"),
        used: money("used_amount"),
        next_payment: money("next_payment_amount"),
        last_payment: money("last_payment_amount"),
        insurance_amount: money("insurance_amount"),
        signed: paris::date(record, "subscription_date"),
        starts: paris::date(record, "start_repayment_date"),
        matures: paris::date(record, "maturity_date"),
        deferred: record.flexible_flag("deferred"),
        next_payment_date: paris::date(record, "next_payment_date"),
        last_payment_date: paris::date(record, "last_payment_date"),
        rate: decimal("rate"),
        payments_left: count("nb_payments_left"),
        payments_done: count("nb_payments_done"),
        payments_total: count("nb_payments_total"),
        months: count("duration"),
        insurance: record.text("insurance_label"),
        insurance_rate: decimal("insurance_rate"),
    }
}

/// A number that is no amount.
pub(super) fn decimal(record: &Record<'_>, name: &str) -> Option<Decimal> {
    amount::number(record.raw(name)?).ok()
}

/// The next payment of a loan, and those after it every month. The account it is paid from is not known.
fn repayment(id: &str, name: &str, loan: &FeedLoan) -> Option<FeedPlanned> {
    let due = loan.next_payment.filter(|due| due.minor > 0)?;
    let next_date = loan.next_payment_date?;
    let left = loan.payments_left.filter(|left| *left > 0);
    Some(FeedPlanned {
        source_id: format!("loan:{id}"),
        name: name.to_owned(),
        payee: name.to_owned(),
        account_source_id: None,
        category_source_id: None,
        amount: due.negated().ok()?,
        next_date,
        cadence: Cadence::Months {
            every: 1,
            day: chrono::Datelike::day(&next_date),
        },
        until: loan.matures,
        count: left,
        closed: false,
    })
}
