//! Cash flows and credit insights: sums that Qard derived from the rows. They are shown as what they are and never enter
//! the ledger.
//!
//! Nothing public says what a cash flow looks like, and one answer mixes three types of numbers, so everything is read
//! member by member and may be absent. Whether the whole numbers of rejections are units or cents is not said: they stay
//! plain numbers.

use domain::derived::{CreditInsights, Incident, MonthSums, RecurringFlow};
use domain::feed::{Entity, Page};
use money::Currency;
use serde_json::value::RawValue;

use super::{object, unwrapped};
use crate::amount;
use crate::delivery::Notices;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Answer, Session};
use crate::json::Record;

/// Most months and most other rows taken of one answer.
const MOST: usize = 2_000;

/// Asks for both and puts them on the page; what the upstream does not have is absent. A report that cannot be read stops
/// nothing: the rows are there.
pub(super) async fn read(
    session: &mut Session<'_>,
    user: &str,
    page: &mut Page,
) -> Result<(), ConnectorError> {
    let mut notices = Notices::of(Entity::Transaction);
    let path = format!("/api/v6/users/{user}/banking-cashflow");
    if let Some(answer) = asked(session, &path, &mut notices).await? {
        page.month_sums =
            unwrapped(&answer.body).and_then(|record| cash_flow(&record, &mut notices));
    }
    let path = format!("/api/v6/users/{user}/banking-credit-insights");
    if let Some(answer) = asked(session, &path, &mut notices).await? {
        page.insights = unwrapped(&answer.body).map(|record| insights(&record, &mut notices));
    }
    notices.put_on(page);
    Ok(())
}

async fn asked(
    session: &mut Session<'_>,
    path: &str,
    notices: &mut Notices,
) -> Result<Option<Answer>, ConnectorError> {
    match object(session, path).await {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if matches!(error.http_status, Some(403 | 404)) => Ok(None),
        Err(error) if matches!(error.kind, ErrorKind::Protocol) => {
            notices.add("not_available", None, "a report could not be read");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn cash_flow(record: &Record<'_>, notices: &mut Notices) -> Option<Vec<MonthSums>> {
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
        .take(MOST)
        .filter_map(|row| {
            let row = Record::read(row)?;
            let period = row.text("period").filter(|period| is_month(period))?;
            let mut sum =
                |name: &str| notices.optional(&period, name, row.raw(name), Some(currency));
            Some(MonthSums {
                incoming: sum("incoming"),
                outgoing: sum("outgoing"),
                net: sum("net"),
                balance_start: sum("balance_start"),
                balance_end: sum("balance_end"),
                rows: row.count("transactions_count"),
                currency,
                month: period,
            })
        })
        .collect();
    Some(periods)
}

/// Whether a period is a month, written `YYYY-MM`.
fn is_month(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").is_ok() && text.len() == 7
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
        .take(MOST)
        .map(|flow| RecurringFlow {
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
            .take(MOST)
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
