//! Month sums and balances that FinWise made itself. They are shown beside the book's own and never enter the ledger.
//!
//! The server converts what it sums to one currency, so the accounts of each currency are asked for by themselves. A period
//! is named by its first midnight in a zone nobody tells, and its sums have a float's tail.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::derived::MonthSums;
use domain::feed::{Entity, Page};
use money::{Currency, Money};
use serde_json::{Value, json};

use super::account::Accounts;
use crate::delivery::Notices;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Expect, Session};
use crate::json::{self, Record};
use crate::{amount, day};

/// The most that any zone's midnight lies before or after the one of UTC, with two hours to spare on the later side.
const WIDEST_ZONE: TimeDelta = TimeDelta::hours(14);

/// Most months taken of one answer.
const MOST: usize = 2_000;

/// Sums by month, in one direction.
type Sums = BTreeMap<String, Money>;

/// The accounts of one currency.
struct Asked<'a> {
    currency: Currency,
    /// Those whose rows count.
    rows: Vec<&'a String>,
    /// All of them.
    all: Vec<&'a String>,
    /// The balances of some are turned.
    turned: bool,
}

/// Asks for the sums of every currency and puts them on the page. Where there are none to be had, the page says nothing of
/// them; the rows are there all the same.
pub(super) async fn read(
    session: &mut Session<'_>,
    accounts: &Accounts,
    page: &mut Page,
) -> Result<(), ConnectorError> {
    let mut by_currency: BTreeMap<String, Asked<'_>> = BTreeMap::new();
    for (id, facts) in accounts.iter() {
        let Some(currency) = facts.currency else {
            continue;
        };
        let known = by_currency
            .entry(currency.code().to_owned())
            .or_insert_with(|| Asked {
                currency,
                rows: Vec::new(),
                all: Vec::new(),
                turned: false,
            });
        known.all.push(id);
        known.turned |= facts.turned;
        if !facts.excludes_transactions {
            known.rows.push(id);
        }
    }
    let mut notices = Notices::of(Entity::Transaction);
    let mut all = Vec::new();
    for asked in by_currency.into_values() {
        let Asked {
            currency,
            rows: mut ids,
            all: mut every,
            turned,
        } = asked;
        ids.sort();
        every.sort();
        // Whether its sums take an account as turned or as delivered, it does not say.
        let balances = if turned {
            None
        } else {
            balances(session, currency, &every).await?
        };
        let balances = balances.unwrap_or_else(|| {
            notices.add("not_available", None, "sums of balances could not be read");
            Sums::new()
        });
        if ids.is_empty() {
            continue;
        }
        let mut direction = Vec::new();
        for kind in ["credit", "debit"] {
            let Some(sums) = sums(session, currency, &ids, kind).await? else {
                notices.add("not_available", None, "month sums could not be read");
                notices.put_on(page);
                return Ok(());
            };
            direction.push(sums);
        }
        let (outgoing, incoming) = (direction.pop(), direction.pop());
        let (incoming, outgoing) = (incoming.unwrap_or_default(), outgoing.unwrap_or_default());
        let months: BTreeSet<&String> = incoming
            .keys()
            .chain(outgoing.keys())
            .chain(balances.keys())
            .collect();
        all.extend(months.into_iter().map(|month| {
            let sum = |sums: &Sums| Some(sums.get(month).copied().unwrap_or(Money::zero(currency)));
            let (incoming, outgoing) = (sum(&incoming), sum(&outgoing));
            MonthSums {
                month: month.clone(),
                currency,
                net: incoming
                    .zip(outgoing)
                    .and_then(|(a, b)| a.checked_add(b).ok()),
                incoming,
                outgoing,
                balance_start: None,
                balance_end: balances.get(month).copied(),
                rows: None,
            }
        }));
    }
    page.month_sums = Some(all);
    notices.put_on(page);
    Ok(())
}

/// The sums of one direction; none when the server has no such route or says what cannot be read.
async fn sums(
    session: &mut Session<'_>,
    currency: Currency,
    accounts: &[&String],
    kind: &str,
) -> Result<Option<Sums>, ConnectorError> {
    let filters: Value = json!({
        "accountIds": accounts,
        "transactionTypes": [kind],
        "excludeArchived": true,
        "excludeParentTransactions": true,
    });
    let filters = filters.to_string();
    let query = [
        ("aggregateBy[]", "Month"),
        ("aggregateFn", "sum"),
        ("currencyCode", currency.code()),
        ("filters", filters.as_str()),
    ];
    told(session, "/transactions/aggregated3", &query, currency).await
}

/// The last balance of every month, all of `accounts` together.
async fn balances(
    session: &mut Session<'_>,
    currency: Currency,
    accounts: &[&String],
) -> Result<Option<Sums>, ConnectorError> {
    let filters = json!({"accountIds": accounts}).to_string();
    let query = [
        ("aggregateBy[]", "Month"),
        ("aggregateFn", "latest"),
        ("currencyCode", currency.code()),
        ("filters", filters.as_str()),
    ];
    told(session, "/account-balances/aggregated2", &query, currency).await
}

/// What one of the routes of sums says by month.
async fn told(
    session: &mut Session<'_>,
    route: &str,
    query: &[(&str, &str)],
    currency: Currency,
) -> Result<Option<Sums>, ConnectorError> {
    let answer = match session.get(route, query, Expect::Json).await {
        Ok(answer) => answer,
        Err(error)
            if matches!(error.http_status, Some(400 | 402..=404))
                || error.kind == ErrorKind::Protocol =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let Some(rows) = json::items(&answer.body) else {
        return Ok(None);
    };
    let mut all = Sums::new();
    for row in rows.into_iter().take(MOST) {
        let Some((month, sum)) = Record::read(row).and_then(|row| month(&row, currency)) else {
            return Ok(None);
        };
        if all.insert(month, sum).is_some() {
            // Two sums of one month: what they are of cannot be told.
            return Ok(None);
        }
    }
    Ok(Some(all))
}

/// One month and its sum, which is a number or a sum with a currency.
fn month(row: &Record<'_>, currency: Currency) -> Option<(String, Money)> {
    if row.raw("accountId").is_some() {
        // One balance of one account, as the vendor's sample has it: no sum, and its day no beginning of a month.
        return None;
    }
    let within = day::instant(&row.text("date")?)?.checked_add_signed(WIDEST_ZONE)?;
    let wrapped = row.object("amount");
    let value = match &wrapped {
        Some(sum) => sum.raw("amount")?,
        None => row.raw("amount")?,
    };
    let sum = amount::read(value, currency).ok()?.money();
    Some((within.format("%Y-%m").to_string(), sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(text: &str) -> Option<(String, i64)> {
        let raw: &serde_json::value::RawValue = serde_json::from_str(text).expect("JSON");
        let record = Record::read(raw).expect("an object");
        month(&record, Currency::EUR).map(|(month, sum)| (month, sum.minor))
    }

    #[test]
    fn a_month_begins_at_a_midnight_of_any_zone() {
        for stamp in [
            "2026-01-31T10:00:00.000Z",
            "2026-01-31T23:00:00.000Z",
            "2026-02-01T00:00:00.000Z",
            "2026-02-01T12:00:00Z",
        ] {
            let text = format!(r#"{{"date":"{stamp}","amount":-12.3400000000001}}"#);
            assert_eq!(
                read_one(&text),
                Some(("2026-02".to_owned(), -1234)),
                "{stamp}"
            );
        }
        let wrapped =
            r#"{"date":"2026-02-01T00:00:00Z","amount":{"amount":7,"currencyCode":"EUR"}}"#;
        assert_eq!(read_one(wrapped), Some(("2026-02".to_owned(), 700)));
        assert_eq!(
            read_one(r#"{"date":"2026-02-01T00:00:00Z","accountId":"a","amount":{"amount":7}}"#),
            None,
            "a balance of one account is no sum"
        );
        assert_eq!(
            read_one(r#"{"date":"soon","amount":1}"#),
            None,
            "never a month of its own"
        );
        assert_eq!(
            read_one(r#"{"date":"2026-02-01T00:00:00Z","amount":"12,50"}"#),
            None,
            "never a zero"
        );
    }
}
