//! Accounts, and what they say is due.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};
use chrono_tz::Tz;
use domain::account::AccountKind;
use domain::feed::{FeedAccount, FeedBalance, FeedLoan, FeedPlanned, Page};
use domain::iban;
use domain::planned::Cadence;
use money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::AccountFacts;
use crate::access::Resume;
use crate::day;
use crate::delivery::Notices;
use crate::json::Record;

/// Members that are pictures or another program's own.
const NOT_KEPT: &[&str] = &["logoBase64", "data"];

/// An account that was read.
pub(super) struct Account {
    feed: FeedAccount,
    facts: AccountFacts,
    due: Option<Money>,
    last_payment: Option<NaiveDate>,
}

/// The accounts of a pull, each once.
#[derive(Default)]
pub(super) struct Accounts(HashMap<String, AccountFacts>);

impl Accounts {
    pub(super) fn get(&self, id: &str) -> Option<AccountFacts> {
        self.0.get(id).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &AccountFacts)> {
        self.0.iter()
    }

    /// Puts an account and what it says is due on the page, unless it was there already.
    pub(super) fn add(&mut self, account: Account, resume: &Resume, page: &mut Page) {
        let Account {
            feed,
            facts,
            due,
            last_payment,
        } = account;
        if self.0.insert(feed.source_id.clone(), facts).is_some() {
            return;
        }
        if !feed.closed
            && let Some(planned) = planned(&feed, due, last_payment, resume.today)
        {
            page.planned.push(planned);
        }
        page.accounts.push(feed);
    }
}

/// What is due on a card or loan, a month after its last payment and every month from then on. Without a last payment
/// there is no day to put it on. The account it will be paid from is not known.
fn planned(
    account: &FeedAccount,
    due: Option<Money>,
    last_payment: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<FeedPlanned> {
    let due = due.filter(|due| due.minor > 0)?;
    let last_payment = last_payment?;
    let cadence = Cadence::Months {
        every: 1,
        day: last_payment.day(),
    };
    let first = last_payment.checked_add_months(Months::new(1))?;
    Some(FeedPlanned {
        source_id: format!("due:{}", account.source_id),
        name: account.name.clone(),
        payee: account.name.clone(),
        account_source_id: None,
        category_source_id: None,
        amount: due.negated().ok()?,
        next_date: cadence.next_after(first, today.pred_opt()?)?,
        cadence,
        until: None,
        count: None,
        closed: false,
    })
}

/// Reads one account.
pub(super) fn read(
    row: &RawValue,
    zone: Tz,
    invert: bool,
    notices: &mut Notices,
) -> Option<Account> {
    let Some(record) = Record::read(row) else {
        notices.unreadable(None, "the row is no object");
        return None;
    };
    let Some(id) = record.id("id") else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let invert = invert && record.flag("invertAmounts").unwrap_or(false);
    let currency = ["currentBalance", "availableBalance"]
        .into_iter()
        .find_map(|name| Currency::parse(&record.object(name)?.text("currencyCode")?).ok());
    let mut money = |name: &str, turned: bool| {
        let sum = record.object(name)?;
        let currency = sum
            .text("currencyCode")
            .and_then(|code| Currency::parse(&code).ok())
            .or(currency);
        let money = notices.optional(&id, name, sum.raw("amount"), currency)?;
        if turned {
            money.negated().ok()
        } else {
            Some(money)
        }
    };
    let balance = money("currentBalance", invert);
    let available = money("availableBalance", invert);
    let due = money("amountDue", false).or_else(|| money("minimumAmountDue", false));
    let borrowed = money("originalLoanAmount", false);
    let paid = money("lastPaymentAmount", false);
    let stamped = |name: &str| {
        record
            .text(name)
            .and_then(|text| day::booking_day(&text, zone))
    };
    let loan = loan(&record, borrowed, due, paid, &stamped);
    let number = record.text("accountNumber");
    let excludes_transactions = record.flag("excludeTransactions").unwrap_or(false);
    let institution = record
        .object("institution")
        .and_then(|institution| institution.text("name"))
        .or_else(|| record.text("institutionId"));
    let feed = FeedAccount {
        name: ["friendlyName", "displayName", "name"]
            .into_iter()
            .find_map(|name| record.text(name))
            .unwrap_or_else(|| id.clone()),
        kind: kind(&record, &id, notices),
        currency,
        iban: number.as_deref().and_then(iban),
        number,
        institution,
        balance: balance.map(|amount| FeedBalance {
            amount,
            date: stamped("updatedAt"),
        }),
        available,
        opening: None,
        closed: record.raw("archivedAt").is_some(),
        exclude_from_budget: excludes_transactions
            || record.flag("excludeFromBudget").unwrap_or(false),
        pending_in_balance: false,
        exclude_from_net_worth: record.flag("excludeFromNetWorth").unwrap_or(false),
        login_source_id: None,
        parent_source_id: None,
        withheld: false,
        loan,
        raw: Some(record.kept(row, NOT_KEPT)),
        source_id: id,
    };
    let facts = AccountFacts {
        currency,
        excludes_transactions,
        turned: invert,
    };
    Some(Account {
        feed,
        facts,
        due,
        last_payment: stamped("lastPaymentDate"),
    })
}

/// What a loan is like, as far as the API tells; none for an account that says nothing of one.
fn loan(
    record: &Record<'_>,
    total: Option<Money>,
    due: Option<Money>,
    paid: Option<Money>,
    stamped: &impl Fn(&str) -> Option<NaiveDate>,
) -> Option<FeedLoan> {
    if record.text("type").as_deref() != Some("loan") {
        return None;
    }
    // Percent a year, in digits; a number that is none is left out.
    let rate = record
        .raw("interestRate")
        .and_then(|rate| Decimal::from_str_exact(rate.get().trim_matches('"')).ok());
    Some(FeedLoan {
        kind: record.text("subType"),
        total,
        starts: stamped("originationDate"),
        next_payment: due,
        last_payment: paid,
        last_payment_date: stamped("lastPaymentDate"),
        rate,
        ..FeedLoan::default()
    })
}

fn kind(record: &Record<'_>, id: &str, notices: &mut Notices) -> AccountKind {
    let family = record.text("type").unwrap_or_default().to_lowercase();
    let kind = record.text("subType").unwrap_or_default().to_lowercase();
    let kind = kind.replace(['_', '-'], " ");
    let says = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    match family.as_str() {
        "depository" if kind == "cash" => AccountKind::Cash,
        "depository" if says(&["saving", "money market", "deposit", "cd"]) => AccountKind::Savings,
        "depository" => AccountKind::Checking,
        "credit" => AccountKind::CreditCard,
        "loan" if says(&["mortgage", "home"]) => AccountKind::Mortgage,
        "loan" => AccountKind::Loan,
        "investment"
            if says(&[
                "401", "403", "457", "ira", "roth", "pension", "retire", "sipp",
            ]) =>
        {
            AccountKind::Retirement
        }
        "investment" if says(&["insurance", "annuity"]) => AccountKind::Insurance,
        "investment" => AccountKind::Investment,
        "other" | "" => AccountKind::Other,
        unknown => {
            notices.unknown(id, "account type", unknown);
            AccountKind::Other
        }
    }
}
