//! Cash flows and credit insights: sums that Qard derived from the rows. They are shown as what they are and never enter
//! the ledger.
//!
//! Nothing public says what a cash flow looks like, and one answer mixes three types of numbers, so everything is read
//! member by member and may be absent. Whether the whole numbers of rejections are units or cents is not said: they stay
//! plain numbers. The book has no place for these yet; a caller asks for them when they are to be shown.

use domain::feed::{Entity, Notice, Page};
use money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::{object, session, user};
use crate::access::Access;
use crate::amount;
use crate::cancel::CancelFlag;
use crate::delivery::Notices;
use crate::error::ConnectorError;
use crate::json::Record;

/// What is derived of one user's rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reports {
    /// Money in and out, month by month.
    pub cash_flow: Option<CashFlow>,
    /// What a lender would look at.
    pub insights: Option<CreditInsights>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// Money in and out, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashFlow {
    /// Of every sum.
    pub currency: Currency,
    /// Oldest first, as delivered.
    pub periods: Vec<CashFlowPeriod>,
}

/// One month of a cash flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashFlowPeriod {
    /// `YYYY-MM`.
    pub period: String,
    /// Money in, not negative.
    pub incoming: Option<Money>,
    /// Money out, not positive.
    pub outgoing: Option<Money>,
    /// The sum of both.
    pub net: Option<Money>,
    /// Balance before the month.
    pub balance_start: Option<Money>,
    /// Balance after it.
    pub balance_end: Option<Money>,
    /// Rows counted.
    pub transactions: Option<u64>,
}

/// What a lender would look at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreditInsights {
    /// Recurring income and expenses.
    pub flows: Vec<Flow>,
    /// Repayments of loans, as they came.
    pub repayments: u64,
    /// Drawdowns of loans, as they came.
    pub drawdowns: u64,
    /// Days in overdraft.
    pub overdraft_days: Option<u64>,
    /// Fees of overdrafts: a plain number, for its unit is not said.
    pub overdraft_fees: Option<Decimal>,
    /// Rejected payments and the like.
    pub incidents: Vec<Incident>,
    /// The grave ones.
    pub heavy_failures: Vec<Incident>,
}

/// One recurring income or expense. Its currency is not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// `INCOME`, `EXPENSE`, or the upstream's word.
    pub kind: String,
    /// The upstream's category.
    pub category: String,
    /// What it is called.
    pub label: String,
    /// Negative for expenses; exact, without a currency.
    pub total: Option<Decimal>,
}

/// A rejected payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// The upstream's word.
    pub kind: String,
    /// A plain number, for its unit is not said.
    pub total: Option<Decimal>,
    /// A plain number, for its unit is not said.
    pub fees: Option<Decimal>,
}

/// Asks for both; what the upstream does not have is absent.
pub async fn reports(access: &Access, cancel: &CancelFlag) -> Result<Reports, ConnectorError> {
    let mut session = session(access, cancel)?;
    let user = user(access)?;
    let mut notices = Notices::of(Entity::Transaction);
    let mut reports = Reports::default();
    let path = format!("/api/v6/users/{user}/banking-cashflow");
    match object(&mut session, &path).await {
        Ok(answer) => {
            reports.cash_flow =
                super::unwrapped(&answer.body).and_then(|record| cash_flow(&record, &mut notices));
        }
        Err(error) if matches!(error.http_status, Some(403 | 404)) => {}
        Err(error) => return Err(error),
    }
    let path = format!("/api/v6/users/{user}/banking-credit-insights");
    match object(&mut session, &path).await {
        Ok(answer) => {
            reports.insights =
                super::unwrapped(&answer.body).map(|record| insights(&record, &mut notices));
        }
        Err(error) if matches!(error.http_status, Some(403 | 404)) => {}
        Err(error) => return Err(error),
    }
    let mut page = Page::default();
    notices.put_on(&mut page);
    reports.notices = page.notices;
    Ok(reports)
}

fn cash_flow(record: &Record<'_>, notices: &mut Notices) -> Option<CashFlow> {
    let Some(currency) = record
        .text("currency")
        .and_then(|code| Currency::parse(&code).ok())
    else {
        notices.add("unknown_value", None, "the cash flow has no currency");
        return None;
    };
    let periods = record
        .list("periods")?
        .into_iter()
        .filter_map(|row| {
            let row = Record::read(row)?;
            let period = row.text("period")?;
            let mut sum =
                |name: &str| notices.optional(&period, name, row.raw(name), Some(currency));
            Some(CashFlowPeriod {
                incoming: sum("incoming"),
                outgoing: sum("outgoing"),
                net: sum("net"),
                balance_start: sum("balance_start"),
                balance_end: sum("balance_end"),
                transactions: row.count("transactions_count"),
                period,
            })
        })
        .collect();
    Some(CashFlow { currency, periods })
}

fn insights(record: &Record<'_>, notices: &mut Notices) -> CreditInsights {
    let mut number = |what: &str, value: Option<&RawValue>| {
        let read = amount::number(value?);
        if read.is_err() {
            notices.add("unknown_value", None, format!("{what}: no number"));
        }
        read.ok()
    };
    let flows = record
        .list("cash_flows")
        .unwrap_or_default()
        .into_iter()
        .filter_map(Record::read)
        .map(|flow| Flow {
            kind: flow.text("type").unwrap_or_default(),
            category: flow.text("category").unwrap_or_default(),
            label: ["label", "label_root"]
                .into_iter()
                .find_map(|name| flow.text(name))
                .unwrap_or_default(),
            total: number("total_amount", flow.raw("total_amount")),
        })
        .collect();
    let loans = record.object("loans").unwrap_or_default();
    let risks = record.object("risks").unwrap_or_default();
    let overdraft = risks.object("overdraft").unwrap_or_default();
    let mut incidents = |name: &str| -> Vec<Incident> {
        risks
            .list(name)
            .unwrap_or_default()
            .into_iter()
            .filter_map(Record::read)
            .map(|incident| Incident {
                kind: ["type", "label"]
                    .into_iter()
                    .find_map(|name| incident.text(name))
                    .unwrap_or_default(),
                total: number("total_amount", incident.raw("total_amount")),
                fees: number("total_fees_amount", incident.raw("total_fees_amount")),
            })
            .collect()
    };
    let (heavy_failures, incidents) = (incidents("heavy_failures"), incidents("incidents"));
    let count = |name: &str| loans.list(name).unwrap_or_default().len() as u64;
    CreditInsights {
        flows,
        repayments: count("repayments"),
        drawdowns: count("drawdowns"),
        overdraft_days: overdraft.count("duration"),
        overdraft_fees: number("fees", overdraft.raw("fees")),
        incidents,
        heavy_failures,
    }
}
