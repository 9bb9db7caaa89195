//! What the person assumes, and what is proposed where nothing is said.

use contract::types::{AheadPlan, Change};
use engine::networth::ahead::{Class, Growth};
use money::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::super::real::rate_of;
use super::{STILL, class_of};
use crate::commands::journal::change;
use crate::{App, Failure, dto};

/// Where the assumptions are kept.
const DOCUMENTS: &str = "net worth ahead";
const KEY: &str = "plan";
/// Years where nothing was said.
const YEARS: u32 = 10;
const MOST_YEARS: u32 = 40;
/// Largest spread, percent points.
const WIDEST: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// The currency that amounts are in.
    currency: String,
    plan: AheadPlan,
}

/// What is assumed of a class.
#[derive(Debug, Clone, Copy)]
pub(super) struct Assumed {
    pub(super) add: i64,
    pub(super) growth: Growth,
}

/// The growth that is proposed. What is invested is taken to be a broad mix of shares with some bonds, before inflation:
/// five percent a year, fifteen points of which a year may be off, a little below what such mixes made over the last century
/// (Dimson, Marsh and Staunton, *Global Investment Returns Yearbook*). Everything else stands still unless the person says more.
pub(super) fn proposal(class: Class) -> Growth {
    match class {
        Class::Investments => Growth {
            percent: Decimal::from(5),
            spread: Decimal::from(15),
        },
        Class::Cash | Class::Things | Class::Debts => STILL,
    }
}

/// Nothing said.
pub(super) const fn open() -> AheadPlan {
    AheadPlan {
        years: YEARS,
        freed: true,
        classes: Vec::new(),
    }
}

/// Says whether a plan can be counted with, and writes its numbers in one way.
pub(super) fn checked(mut plan: AheadPlan, base: Currency) -> Result<AheadPlan, Failure> {
    if !(1..=MOST_YEARS).contains(&plan.years) {
        return Err(Failure::invalid("years", "out_of_range"));
    }
    let mut seen = Vec::new();
    for one in &mut plan.classes {
        if seen.contains(&one.class) {
            return Err(Failure::invalid("classes", "twice"));
        }
        seen.push(one.class);
        if let Some(add) = &mut one.add {
            *add = dto::text(dto::amount("add", add, base)?.minor, base);
        }
        if let Some(percent) = &mut one.percent {
            *percent = rate_of("percent", percent)?.to_string();
        }
        if let Some(spread) = &mut one.spread {
            let value = rate_of("spread", spread)?;
            if !(Decimal::ZERO..=WIDEST).contains(&value) {
                return Err(Failure::invalid("spread", "out_of_range"));
            }
            *spread = value.to_string();
        }
    }
    plan.classes
        .retain(|one| one.add.is_some() || one.percent.is_some() || one.spread.is_some());
    Ok(plan)
}

/// What the book keeps. Amounts of another base currency than today's are open again; what another version wrote and this one
/// cannot read is left alone.
pub(super) async fn kept(app: &App, base: Currency) -> Result<Option<AheadPlan>, Failure> {
    let body = app.read(|view| view.document(DOCUMENTS, KEY)).await?;
    let Some(mut kept) = body.and_then(|body| serde_json::from_str::<Kept>(&body).ok()) else {
        return Ok(None);
    };
    if kept.currency != base.code() {
        for one in &mut kept.plan.classes {
            one.add = None;
        }
    }
    Ok(checked(kept.plan, base).ok())
}

pub(super) async fn keep(app: &App, plan: AheadPlan) -> Result<Change, Failure> {
    let base = app.base_currency().await?;
    let kept = Kept {
        currency: base.code().to_owned(),
        plan: checked(plan, base)?,
    };
    let body = serde_json::to_string(&kept).map_err(Failure::internal)?;
    let written = app
        .write(app.person("net_worth_ahead_kept"), move |writing| {
            writing.put_document(DOCUMENTS, KEY, Some(&body))
        })
        .await?;
    Ok(change(written.batch, 1, "net_worth_ahead_kept"))
}

/// What is assumed of each class, said or proposed.
pub(super) fn assumed(
    plan: &AheadPlan,
    proposed: &[Option<i64>; 4],
    base: Currency,
) -> Result<[Assumed; 4], Failure> {
    let mut all = [Assumed {
        add: 0,
        growth: STILL,
    }; 4];
    for (place, class) in Class::ALL.into_iter().enumerate() {
        let said = plan.classes.iter().find(|one| class_of(one.class) == class);
        let proposal = proposal(class);
        let rate = |field: &'static str, text: Option<&String>, proposed: Decimal| {
            text.map_or(Ok(proposed), |text| rate_of(field, text))
        };
        all[place] = Assumed {
            add: match said.and_then(|said| said.add.as_deref()) {
                Some(add) => dto::amount("add", add, base)?.minor,
                None => proposed[place].unwrap_or(0),
            },
            growth: Growth {
                percent: rate(
                    "percent",
                    said.and_then(|said| said.percent.as_ref()),
                    proposal.percent,
                )?,
                spread: rate(
                    "spread",
                    said.and_then(|said| said.spread.as_ref()),
                    proposal.spread,
                )?,
            },
        };
    }
    Ok(all)
}
