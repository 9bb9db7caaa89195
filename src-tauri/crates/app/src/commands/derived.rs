//! What services derived of the rows themselves, beside the same figures by the book.

use std::collections::BTreeMap;

use contract::types as wire;
use contract::types::{ConnectionReq, UpstreamMonth, UpstreamReport};
use domain::budget::Month;
use domain::derived::{CreditInsights, Incident};
use domain::ids::ConnectionId;
use rust_decimal::Decimal;
use store::OwnSums;

use crate::failure::instant;
use crate::{App, Failure, dto};

pub(crate) async fn connection_report(
    app: &App,
    request: ConnectionReq,
) -> Result<UpstreamReport, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    app.read(move |view| {
        view.connection(id)?;
        let told = view.upstream_sums(id)?;
        let insights = view.upstream_insights(id)?;
        let own = if told.is_empty() {
            BTreeMap::new()
        } else {
            view.connection_months(id)?
        };
        let spoken = told
            .iter()
            .filter(|one| one.told.balance_end.is_some())
            .filter_map(|one| Month::parse(&one.told.month));
        let held = match (spoken.clone().min(), spoken.max()) {
            (Some(first), Some(last)) => view.connection_balances(id, first, last)?,
            _ => BTreeMap::new(),
        };
        let read_at = told
            .iter()
            .map(|one| one.read_at)
            .chain(insights.as_ref().map(|one| one.read_at))
            .max();
        Ok(UpstreamReport {
            months: told
                .into_iter()
                .map(|one| month(one.told, &own, &held))
                .collect(),
            insights: insights.map(|one| told_of(one.told)),
            read_at: read_at.map(instant),
        })
    })
    .await
}

fn month(
    told: domain::derived::MonthSums,
    own: &BTreeMap<(String, String), OwnSums>,
    held: &BTreeMap<(String, String), i64>,
) -> UpstreamMonth {
    let currency = told.currency;
    let key = (told.month.clone(), currency.code().to_owned());
    let own = own.get(&key).copied().unwrap_or_default();
    let held = held.get(&key).copied().unwrap_or_default();
    // No service says whether it counts what is still pending, so either is the same.
    let differs = |told: Option<money::Money>, own: i64, pending: i64| {
        told.is_some_and(|sum| sum.minor != own && Some(sum.minor) != own.checked_add(pending))
    };
    UpstreamMonth {
        differs: differs(told.incoming, own.incoming, own.pending_incoming)
            || differs(told.outgoing, own.outgoing, own.pending_outgoing)
            || told.balance_end.is_some_and(|sum| sum.minor != held),
        balance: told.balance_end.map(dto::money),
        own_balance: told.balance_end.map(|_| dto::minor(held, currency)),
        month: told.month,
        incoming: told.incoming.map(dto::money),
        outgoing: told.outgoing.map(dto::money),
        rows: told.rows.map(dto::count),
        own_incoming: dto::minor(own.incoming, currency),
        own_outgoing: dto::minor(own.outgoing, currency),
        own_rows: dto::count(own.rows),
    }
}

fn told_of(told: CreditInsights) -> wire::UpstreamInsights {
    let number = |number: Option<Decimal>| number.map(|number| number.to_string());
    let incidents = |all: Vec<Incident>| {
        all.into_iter()
            .map(|one| wire::UpstreamIncident {
                kind: one.kind,
                total: number(one.total),
                fees: number(one.fees),
            })
            .collect()
    };
    wire::UpstreamInsights {
        flows: told
            .flows
            .into_iter()
            .map(|flow| wire::UpstreamFlow {
                kind: flow.kind,
                category: flow.category,
                label: flow.label,
                total: number(flow.total),
            })
            .collect(),
        repayments: dto::count(told.repayments),
        drawdowns: dto::count(told.drawdowns),
        overdraft_days: told.overdraft_days.map(dto::count),
        overdraft_fees: number(told.overdraft_fees),
        incidents: incidents(told.incidents),
        heavy_failures: incidents(told.heavy_failures),
    }
}
