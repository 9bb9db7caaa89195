//! What upstreams derived of the rows themselves, and the same figures of the book's own rows beside them.
//!
//! Not part of the journal: it is read anew with the rows, and nothing counts it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use domain::budget::Month;
use domain::derived::{CreditInsights, Incident, MonthSums, RecurringFlow};
use domain::ids::ConnectionId;
use money::{Currency, Money};
use rusqlite::{OptionalExtension, params};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::days::{date_of, instant_of, seconds_of};
use crate::{Error, Result, View, Writing};

/// What an upstream derived of a connection's rows, and when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived<T> {
    /// What it said.
    pub told: T,
    /// When it was read.
    pub read_at: DateTime<Utc>,
}

/// Money in and out of a month by the book's own rows, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnSums {
    /// In, not negative.
    pub incoming: i64,
    /// Out, not positive.
    pub outgoing: i64,
    /// Rows counted.
    pub rows: u64,
    /// In of rows that are still pending, not negative and not counted above.
    pub pending_incoming: i64,
    /// Out of rows that are still pending, not positive.
    pub pending_outgoing: i64,
}

const fn corrupt(connection: ConnectionId) -> Error {
    Error::Corrupt {
        table: "upstream_sums",
        row: connection.0,
    }
}

impl View<'_> {
    /// Sums by month as an upstream told them, newest first.
    pub fn upstream_sums(&self, connection: ConnectionId) -> Result<Vec<Derived<MonthSums>>> {
        let mut statement = self.db.prepare_cached(
            "SELECT month, currency, incoming, outgoing, net, balance_start, balance_end, counted, read_at
             FROM upstream_sums WHERE connection_id = ?1 ORDER BY month DESC, currency",
        )?;
        let mut rows = statement.query([connection.0])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let currency: String = row.get(1)?;
            let currency = Currency::parse(&currency).map_err(|_| corrupt(connection))?;
            let sum = |place: usize| -> Result<Option<Money>> {
                let minor: Option<i64> = row.get(place)?;
                Ok(minor.map(|minor| Money::new(minor, currency)))
            };
            all.push(Derived {
                told: MonthSums {
                    month: row.get(0)?,
                    currency,
                    incoming: sum(2)?,
                    outgoing: sum(3)?,
                    net: sum(4)?,
                    balance_start: sum(5)?,
                    balance_end: sum(6)?,
                    rows: row
                        .get::<_, Option<i64>>(7)?
                        .and_then(|count| u64::try_from(count).ok()),
                },
                read_at: instant_of(row.get(8)?)?,
            });
        }
        Ok(all)
    }

    /// Whether an upstream derived anything of a connection's rows.
    pub fn has_derived(&self, connection: ConnectionId) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM upstream_sums WHERE connection_id = ?1)
                 OR EXISTS (SELECT 1 FROM upstream_insights WHERE connection_id = ?1)",
            )?
            .query_row([connection.0], |row| row.get(0))?)
    }

    /// What else an upstream derived of the rows.
    pub fn upstream_insights(
        &self,
        connection: ConnectionId,
    ) -> Result<Option<Derived<CreditInsights>>> {
        let found: Option<(String, i64)> = self
            .db
            .prepare_cached("SELECT body, read_at FROM upstream_insights WHERE connection_id = ?1")?
            .query_row([connection.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((body, read_at)) = found else {
            return Ok(None);
        };
        let body: Value = serde_json::from_str(&body).map_err(|_| Error::Corrupt {
            table: "upstream_insights",
            row: connection.0,
        })?;
        Ok(Some(Derived {
            told: insights(&body),
            read_at: instant_of(read_at)?,
        }))
    }

    /// Money in and out by month and currency, of every row of a connection's accounts that counts in its balance, pending ones
    /// apart: transfers too, for an upstream does not know what is one.
    pub fn connection_months(
        &self,
        connection: ConnectionId,
    ) -> Result<BTreeMap<(String, String), OwnSums>> {
        let mut statement = self.db.prepare_cached(
            "SELECT strftime('%Y-%m', t.day * 86400, 'unixepoch'), a.currency,
             ifnull(sum(max(t.minor, 0)) FILTER (WHERE t.status > 0), 0),
             ifnull(sum(min(t.minor, 0)) FILTER (WHERE t.status > 0), 0),
             count(*) FILTER (WHERE t.status > 0),
             ifnull(sum(max(t.minor, 0)) FILTER (WHERE t.status = 0), 0),
             ifnull(sum(min(t.minor, 0)) FILTER (WHERE t.status = 0), 0)
             FROM transactions t JOIN accounts a ON a.id = t.account_id
             WHERE a.connection_id = ?1 AND a.removed = 0 AND t.deleted = 0 AND t.excluded = 0 AND t.status IN (0, 1, 2)
             GROUP BY 1, 2",
        )?;
        let mut rows = statement.query([connection.0])?;
        let mut all = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let sums = OwnSums {
                incoming: row.get(2)?,
                outgoing: row.get(3)?,
                rows: row.get::<_, i64>(4)?.unsigned_abs(),
                pending_incoming: row.get(5)?,
                pending_outgoing: row.get(6)?,
            };
            all.insert((row.get(0)?, row.get(1)?), sums);
        }
        Ok(all)
    }

    /// Balances of a connection's accounts at the ends of months, added up by month and currency, in minor units. An account
    /// counts from the month on in which the first is known of it; what was told before that is told of others.
    pub fn connection_balances(
        &self,
        connection: ConnectionId,
        from: Month,
        to: Month,
    ) -> Result<BTreeMap<(String, String), i64>> {
        let mut begun: HashMap<i64, i32> = HashMap::new();
        let mut statement = self.db.prepare_cached(
            "SELECT a.id, min(ifnull((SELECT min(day) FROM anchors n WHERE n.account_id = a.id), 2147483647),
                              ifnull((SELECT min(day) FROM day_totals d WHERE d.account_id = a.id), 2147483647))
             FROM accounts a WHERE a.connection_id = ?1 AND a.removed = 0",
        )?;
        let mut rows = statement.query([connection.0])?;
        while let Some(row) = rows.next()? {
            let day: i32 = row.get(1)?;
            if day < i32::MAX {
                begun.insert(row.get(0)?, Month::of(date_of(day)?).index());
            }
        }
        let mut all: BTreeMap<(String, String), i64> = BTreeMap::new();
        for series in self.month_end_balances(from, to)? {
            let Some(first) = begun.get(&series.account.0) else {
                continue;
            };
            for (index, minor) in (from.index()..).zip(&series.minor) {
                if index >= *first {
                    let key = (
                        Month::from_index(index).to_string(),
                        series.currency.code().to_owned(),
                    );
                    let sum = all.entry(key).or_default();
                    *sum = sum.checked_add(*minor).ok_or(Error::Overflow)?;
                }
            }
        }
        Ok(all)
    }
}

impl Writing<'_> {
    /// Puts an upstream's sums in place of those it gave before.
    pub(crate) fn put_upstream_sums(
        &mut self,
        connection: ConnectionId,
        sums: &[MonthSums],
    ) -> Result<()> {
        let now = seconds_of(self.origin.at);
        self.db
            .prepare_cached("DELETE FROM upstream_sums WHERE connection_id = ?1")?
            .execute([connection.0])?;
        let mut put = self.db.prepare_cached(
            "INSERT INTO upstream_sums (connection_id, month, currency, incoming, outgoing, net, balance_start,
             balance_end, counted, read_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT DO NOTHING",
        )?;
        for one in sums {
            let minor = |sum: Option<Money>| sum.map(|sum| sum.minor);
            put.execute(params![
                connection.0,
                one.month,
                one.currency.code(),
                minor(one.incoming),
                minor(one.outgoing),
                minor(one.net),
                minor(one.balance_start),
                minor(one.balance_end),
                one.rows.and_then(|rows| i64::try_from(rows).ok()),
                now
            ])?;
        }
        Ok(())
    }

    /// Puts what an upstream derived in place of what it gave before.
    pub(crate) fn put_upstream_insights(
        &mut self,
        connection: ConnectionId,
        insights: &CreditInsights,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO upstream_insights (connection_id, body, read_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET body = excluded.body, read_at = excluded.read_at",
            )?
            .execute(params![
                connection.0,
                body(insights).to_string(),
                seconds_of(self.origin.at)
            ])?;
        Ok(())
    }

    /// Forgets what an upstream derived.
    pub(crate) fn forget_derived(&mut self, connection: ConnectionId) -> Result<()> {
        for table in ["upstream_sums", "upstream_insights"] {
            self.db
                .prepare_cached(&format!("DELETE FROM {table} WHERE connection_id = ?1"))?
                .execute([connection.0])?;
        }
        Ok(())
    }
}

fn body(told: &CreditInsights) -> Value {
    let number = |number: Option<Decimal>| number.map(|number| number.to_string());
    let incidents = |all: &[Incident]| -> Vec<Value> {
        all.iter()
            .map(|one| {
                json!({"kind": one.kind, "total": number(one.total), "fees": number(one.fees)})
            })
            .collect()
    };
    let flows: Vec<Value> = told
        .flows
        .iter()
        .map(|flow| {
            json!({
                "kind": flow.kind,
                "category": flow.category,
                "label": flow.label,
                "total": number(flow.total),
            })
        })
        .collect();
    json!({
        "flows": flows,
        "repayments": told.repayments,
        "drawdowns": told.drawdowns,
        "overdraft_days": told.overdraft_days,
        "overdraft_fees": number(told.overdraft_fees),
        "incidents": incidents(&told.incidents),
        "heavy_failures": incidents(&told.heavy_failures),
    })
}

fn insights(body: &Value) -> CreditInsights {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let number = |value: &Value| value.as_str().and_then(|text| text.parse().ok());
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let incidents = |value: &Value| {
        list(value)
            .iter()
            .map(|one| Incident {
                kind: text(&one["kind"]),
                total: number(&one["total"]),
                fees: number(&one["fees"]),
            })
            .collect()
    };
    CreditInsights {
        flows: list(&body["flows"])
            .iter()
            .map(|flow| RecurringFlow {
                kind: text(&flow["kind"]),
                category: text(&flow["category"]),
                label: text(&flow["label"]),
                total: number(&flow["total"]),
            })
            .collect(),
        repayments: body["repayments"].as_u64().unwrap_or_default(),
        drawdowns: body["drawdowns"].as_u64().unwrap_or_default(),
        overdraft_days: body["overdraft_days"].as_u64(),
        overdraft_fees: number(&body["overdraft_fees"]),
        incidents: incidents(&body["incidents"]),
        heavy_failures: incidents(&body["heavy_failures"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insights_come_back_as_they_were() {
        let incident = Incident {
            kind: "REJECTED".into(),
            total: Some(Decimal::new(4_500, 2)),
            fees: None,
        };
        let told = CreditInsights {
            flows: vec![RecurringFlow {
                kind: "EXPENSE".into(),
                category: "HOUSING".into(),
                label: "RENT \u{202e}<b>".into(),
                total: Some(Decimal::new(-78_000, 2)),
            }],
            repayments: 2,
            drawdowns: 1,
            overdraft_days: Some(3),
            overdraft_fees: Some(Decimal::new(8, 0)),
            incidents: vec![incident.clone()],
            heavy_failures: vec![incident],
        };
        assert_eq!(insights(&body(&told)), told);
        assert_eq!(
            insights(&body(&CreditInsights::default())),
            CreditInsights::default()
        );
    }
}
