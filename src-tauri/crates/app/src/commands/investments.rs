//! Investments: what is held, what it came to, and the plan for it.

use contract::types::{
    Change, ClassTarget, InstrumentClass, InvestmentPlan, Investments, InvestmentsReq, LotMethod,
    Nothing,
};
use domain::ids::AccountId;
use domain::wealth;
use engine::invest::Method;
use rust_decimal::Decimal;

use crate::{App, Failure, dto};

mod answer;
mod benchmark;
pub(crate) mod csv_text;
mod entry;
mod lots;
mod merging;
mod portfolio;
mod prices;

pub(crate) use benchmark::benchmark_set;
pub(crate) use entry::{instrument_put, instruments_list, trade_put, trade_remove, trades_list};
pub(crate) use lots::lots_list;
pub(crate) use merging::instrument_merge;
use portfolio::is_money;
pub(crate) use portfolio::{Portfolio, UNINVESTED, at_rate};
pub(crate) use prices::{price_put, prices_import, prices_list};

/// The setting that holds the plan.
const KEY: &str = "investments";

pub(crate) const fn method_of(method: LotMethod) -> Method {
    match method {
        LotMethod::Fifo => Method::Fifo,
        LotMethod::Average => Method::Average,
        LotMethod::Specific => Method::Specific,
    }
}

pub(crate) const fn class(class: wealth::InstrumentClass) -> InstrumentClass {
    use wealth::InstrumentClass as C;
    match class {
        C::EquityFund => InstrumentClass::EquityFund,
        C::Share => InstrumentClass::Share,
        C::Bond => InstrumentClass::Bond,
        C::Mixed => InstrumentClass::Mixed,
        C::Cash => InstrumentClass::Cash,
        C::Property => InstrumentClass::Property,
        C::Commodity => InstrumentClass::Commodity,
        C::Crypto => InstrumentClass::Crypto,
        C::Other => InstrumentClass::Other,
    }
}

pub(crate) const fn class_of(class: InstrumentClass) -> wealth::InstrumentClass {
    use wealth::InstrumentClass as C;
    match class {
        InstrumentClass::EquityFund => C::EquityFund,
        InstrumentClass::Share => C::Share,
        InstrumentClass::Bond => C::Bond,
        InstrumentClass::Mixed => C::Mixed,
        InstrumentClass::Cash => C::Cash,
        InstrumentClass::Property => C::Property,
        InstrumentClass::Commodity => C::Commodity,
        InstrumentClass::Crypto => C::Crypto,
        InstrumentClass::Other => C::Other,
    }
}

/// Tenths of a percent; at most one decimal, at most the whole.
fn tenths(percent: &str) -> Result<u32, Failure> {
    let bad = || Failure::invalid("percent", "amount");
    let value = money::decimal(percent).map_err(|_| bad())? * Decimal::TEN;
    if !value.fract().is_zero() {
        return Err(bad());
    }
    u32::try_from(value)
        .ok()
        .filter(|value| *value <= 1000)
        .ok_or_else(bad)
}

/// Wanted shares in tenths of a percent, by class word.
fn targets(plan: &InvestmentPlan) -> Result<Vec<(String, u32)>, Failure> {
    plan.targets
        .iter()
        .map(|target| {
            Ok((
                class_of(target.class).as_str().to_owned(),
                tenths(&target.percent)?,
            ))
        })
        .collect()
}

pub(crate) async fn investments_plan(app: &App, _: Nothing) -> Result<InvestmentPlan, Failure> {
    let kept = app.read(|view| view.setting(KEY)).await?;
    Ok(kept
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or(InvestmentPlan {
            method: LotMethod::Fifo,
            targets: Vec::new(),
        }))
}

pub(crate) async fn investments_plan_set(
    app: &App,
    mut plan: InvestmentPlan,
) -> Result<Change, Failure> {
    let wanted = targets(&plan)?;
    let sum: u32 = wanted.iter().map(|(_, share)| share).sum();
    if !wanted.is_empty() && sum != 1000 {
        return Err(Failure::invalid("targets", "not_whole"));
    }
    let mut classes: Vec<&String> = wanted.iter().map(|(class, _)| class).collect();
    classes.sort();
    if classes.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Failure::invalid("targets", "twice"));
    }
    plan.targets = plan
        .targets
        .into_iter()
        .zip(&wanted)
        .map(|(target, (_, share))| ClassTarget {
            percent: answer::tenths_text(*share),
            ..target
        })
        .collect();
    let json = serde_json::to_string(&plan).map_err(Failure::internal)?;
    let written = app
        .write(app.person("investments_planned"), move |writing| {
            writing.put_setting(KEY, Some(&json))
        })
        .await?;
    Ok(super::journal::change(
        written.batch,
        1,
        "investments_planned",
    ))
}

pub(crate) async fn investments_get(
    app: &App,
    request: InvestmentsReq,
) -> Result<Investments, Failure> {
    let plan = investments_plan(app, Nothing {}).await?;
    let method = request.method.unwrap_or(plan.method);
    let wanted = targets(&plan)?;
    let currency = match &request.currency {
        Some(code) => dto::currency("currency", code)?,
        None => app.base_currency().await?,
    };
    let account: Option<AccountId> = request
        .account
        .as_deref()
        .map(|id| dto::id("account", id))
        .transpose()?;
    let today = app.today();
    app.read(move |view| {
        let portfolio = Portfolio::read(view, today, method_of(method))?;
        let accounts = view.accounts(today)?;
        let rates = portfolio.rates(view, currency)?;
        let asked = answer::Asked {
            currency,
            account,
            method,
            today,
            targets: &wanted,
            benchmark: benchmark::chosen(view)?,
        };
        Ok(answer::answer(&portfolio, &accounts, &rates, &asked))
    })
    .await
}
