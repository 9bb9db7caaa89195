//! Why net worth changed between two days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use contract::types::{
    ChangePart, ChangeReason, NetWorthExplainReq, NetWorthExplained, ReportBy, ReportReq, Step,
};
use domain::ids::AccountId;
use domain::wealth::Position;
use engine::networth::{self, Apart, Moved, Nature, Point, Value};
use money::{Currency, Money};
use store::RateSource;

use super::working::{Held, Working};
use super::{Span, Worth};
use crate::commands::investments::{Portfolio, at_rate};
use crate::commands::reports::report_get;
use crate::{App, Failure, dto};

/// What changes an account beside its rows.
#[derive(Default)]
pub(super) struct Known {
    /// Accounts whose balance counts what they hold, with the sum of their rows.
    pub(super) told: BTreeMap<AccountId, i64>,
    /// Put into each position, in the base currency.
    pub(super) put_in: BTreeMap<Position, i64>,
    /// Who said the last rate known of a currency on a day.
    pub(super) said: BTreeMap<(Currency, NaiveDate), RateSource>,
    /// Days of the valuations that assets count by on a day.
    pub(super) valued: BTreeMap<(i64, NaiveDate), NaiveDate>,
}

pub(crate) async fn net_worth_explain(
    app: &App,
    request: NetWorthExplainReq,
) -> Result<NetWorthExplained, Failure> {
    let currency = match &request.currency {
        Some(code) => dto::currency("currency", code)?,
        None => app.base_currency().await?,
    };
    let from = dto::date("from", &request.from)?;
    let today = app.today();
    let to = dto::optional_date("to", request.to.as_deref())?.unwrap_or(today);
    if to <= from {
        return Err(Failure::invalid("to", "not_after"));
    }
    let span = Span {
        from,
        to,
        step: networth::Step::Day,
        currency,
        only: Some(vec![from, to]),
    };
    let worth = app.worth(span).await?;
    let report = report_get(
        app,
        ReportReq {
            by: ReportBy::Group,
            from: from.succ_opt().map(|day| day.to_string()),
            to: Some(to.to_string()),
            step: Step::Year,
            account: None,
            currency: Some(currency.code().to_owned()),
            against: None,
        },
    )
    .await?;
    let minor = |money: &contract::types::Money| -> Result<i64, Failure> {
        Ok(dto::amount("amount", &money.amount, currency)?.minor)
    };
    let (income, spent) = (minor(&report.income)?, minor(&report.spent)?);
    let currencies: BTreeSet<Currency> = worth
        .points
        .iter()
        .flat_map(|point| &point.accounts)
        .map(|value| value.own.currency)
        .chain([currency])
        .collect();
    let (known, held) = app
        .read(move |view| {
            let portfolio = Portfolio::read(view, to, engine::invest::Method::Fifo)?;
            let rates = portfolio.rates(view, currency)?;
            let mut known = Known::default();
            for account in portfolio.told_accounts() {
                known
                    .told
                    .insert(account, view.rows_between(account, from, to)?);
            }
            for one in currencies {
                for day in [from, to] {
                    if let Some(rate) = view.rate_on(one, day)? {
                        known.said.insert((one, day), rate.source);
                    }
                }
            }
            for asset in view.assets()? {
                for day in [from, to] {
                    let last = asset.valuations.iter().rev().find(|one| one.0 <= day);
                    if let Some((stated, _)) = last {
                        known.valued.insert((asset.id.0, day), *stated);
                    }
                }
            }
            let own: BTreeSet<_> = portfolio.own_positions().into_iter().collect();
            for trade in &portfolio.trades {
                if trade.date <= from || trade.date > to || !own.contains(&trade.position) {
                    continue;
                }
                let cash = Money::new(trade.cash(), trade.currency);
                if let Some(cash) = at_rate(cash, currency, trade.date, &rates) {
                    *known.put_in.entry(trade.position).or_default() -= cash;
                }
            }
            let held = Held::of(&portfolio, &known, from, to);
            Ok((known, held))
        })
        .await?;
    let (moved, without_rate) = moved(&worth, &known, &held);
    let apart: Vec<Apart> = moved
        .iter()
        .map(|(_, one)| networth::apart(one, |own| at_rate(own, currency, to, &worth.rates)))
        .collect();
    let explained = networth::explain(&apart, income, spent);
    let (before, after) = (
        moved.iter().map(|(_, one)| one.before).sum::<i64>(),
        moved.iter().map(|(_, one)| one.after).sum::<i64>(),
    );
    let money = |minor: i64| dto::minor(minor, currency);
    let working = Working {
        worth: &worth,
        known: &known,
        held: &held,
        things: &moved,
        apart: &apart,
        from,
        to,
    };
    Ok(NetWorthExplained {
        from: from.to_string(),
        to: to.to_string(),
        before: money(before),
        after: money(after),
        change: money(explained.change()),
        parts: [
            (ChangeReason::CameIn, explained.came_in),
            (ChangeReason::Spent, explained.spent),
            (ChangeReason::Market, explained.market),
            (ChangeReason::Exchange, explained.exchange),
            (ChangeReason::Valuation, explained.valuation),
            (ChangeReason::Other, explained.other),
        ]
        .into_iter()
        .map(|(reason, value)| ChangePart {
            reason,
            value: money(value),
            rows: working.rows(reason),
        })
        .collect(),
        without_rate: without_rate.into_iter().collect(),
        rows_without_rate: report.rows_without_rate,
    })
}

/// What something was on the first and on the last day.
type Both<'a> = (Option<&'a Value>, Option<&'a Value>);

/// A thing that counts: its account or asset, its currency, and whether it is positions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thing {
    pub(super) account: AccountId,
    pub(super) currency: Currency,
    pub(super) positions: bool,
}

/// Everything that counts on one of the days, with what it was on both. What has no rate on one of them is left out of both.
fn moved(worth: &Worth, known: &Known, held: &Held) -> (Vec<(Thing, Moved)>, BTreeSet<String>) {
    let (Some(first), Some(last)) = (worth.points.first(), worth.points.last()) else {
        return (Vec::new(), BTreeSet::new());
    };
    let keys = |point: &Point| -> Vec<(AccountId, Currency, usize)> {
        let mut seen: BTreeMap<(AccountId, Currency), usize> = BTreeMap::new();
        point
            .accounts
            .iter()
            .map(|value| {
                let place = seen.entry((value.account, value.own.currency)).or_default();
                *place += 1;
                (value.account, value.own.currency, *place)
            })
            .collect()
    };
    let mut pairs: BTreeMap<(AccountId, Currency, usize), Both<'_>> = BTreeMap::new();
    for (key, value) in keys(first).into_iter().zip(&first.accounts) {
        pairs.entry(key).or_default().0 = Some(value);
    }
    for (key, value) in keys(last).into_iter().zip(&last.accounts) {
        pairs.entry(key).or_default().1 = Some(value);
    }
    let mut without = BTreeSet::new();
    let mut all = Vec::new();
    for ((account, currency, place), (before, after)) in pairs {
        let base = |value: Option<&Value>| value.map_or(Some(0), |value| value.base);
        let (Some(base_before), Some(base_after)) = (base(before), base(after)) else {
            without.insert(currency.code().to_owned());
            continue;
        };
        let own = |value: Option<&Value>| value.map_or(Money::zero(currency), |value| value.own);
        let holder = worth.accounts.iter().find(|holder| holder.id == account);
        // An account's own money comes first; what stands beside it in its own or another currency are positions.
        let position = holder.is_some_and(|holder| holder.currency != currency) || place > 1;
        let nature = if account.0 < 0 {
            Nature::Asset
        } else if position {
            Nature::Position {
                put_in: held.put_in(account, currency),
            }
        } else if let Some(rows) = known.told.get(&account) {
            Nature::Holding { rows: *rows }
        } else {
            Nature::Money
        };
        let thing = Thing {
            account,
            currency,
            positions: matches!(nature, Nature::Position { .. }),
        };
        let one = Moved {
            own_before: own(before),
            own_after: own(after),
            before: base_before,
            after: base_after,
            nature,
        };
        all.push((thing, one));
    }
    (all, without)
}
