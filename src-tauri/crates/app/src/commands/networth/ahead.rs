//! Net worth ahead: what the book knows of it, what the person assumes, and goals held against it.
//!
//! Assumptions are a document of the book, so that they are journalled and can be taken back. What the person left open is
//! proposed: what is added to a class by what its accounts saved on average over the last full months, growth by
//! [`plan::proposal`]. What has terms of its own follows them: [`ground`]. The model is [`engine::networth::ahead`].

use chrono::{Months, NaiveDate};
use contract::types::{
    AheadClass, AheadFollowed, AheadPart, AheadPlan, AheadPoint, Change, NetWorthAhead,
    NetWorthAheadReq,
};
use domain::budget::Month;
use engine::networth::ahead::{self, Ahead, Cannot, Class, Growth, Input, Pool, Range};
use money::Currency;

mod goals;
mod ground;
mod plan;

use self::ground::Ground;
use self::plan::Assumed;
use super::real::{Known, level_text};
use crate::session::blocking;
use crate::{App, Failure, dto};

const fn wire_class(class: Class) -> AheadClass {
    match class {
        Class::Cash => AheadClass::Cash,
        Class::Investments => AheadClass::Investments,
        Class::Things => AheadClass::Things,
        Class::Debts => AheadClass::Debts,
    }
}

const fn class_of(class: AheadClass) -> Class {
    match class {
        AheadClass::Cash => Class::Cash,
        AheadClass::Investments => Class::Investments,
        AheadClass::Things => Class::Things,
        AheadClass::Debts => Class::Debts,
    }
}

/// The day so many months after another; a shorter month takes its last.
fn month_after(today: NaiveDate, months: u32) -> NaiveDate {
    today
        .checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

fn refused(cannot: Cannot) -> Failure {
    match cannot {
        Cannot::Horizon => Failure::invalid("years", "out_of_range"),
        Cannot::Rate => Failure::invalid("percent", "out_of_range"),
        Cannot::Amount => Failure::invalid("add", "too_large"),
    }
}

pub(crate) async fn net_worth_ahead_keep(app: &App, plan: AheadPlan) -> Result<Change, Failure> {
    plan::keep(app, plan).await
}

pub(crate) async fn net_worth_ahead(
    app: &App,
    request: NetWorthAheadReq,
) -> Result<NetWorthAhead, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let kept = plan::kept(app, base).await?;
    let is_kept = kept.is_some() && request.plan.is_none();
    let mut plan = match request.plan {
        Some(plan) => plan::checked(plan, base)?,
        None => kept.unwrap_or_else(plan::open),
    };
    if let Some(years) = request.years {
        plan = plan::checked(AheadPlan { years, ..plan }, base)?;
    }
    let months = plan.years * 12;
    let ground = ground::read(app, base, months).await?;
    let assumed = plan::assumed(&plan, &ground.proposed, base)?;
    let freed = if plan.freed {
        ground.freed(months)
    } else {
        Vec::new()
    };
    let goals = goals::read(app, &ground, &assumed, months).await?;
    let followed = ground.followed_values();
    let pools = std::array::from_fn(|place| Pool {
        start: ground.starts[place],
        add: assumed[place].add,
        growth: assumed[place].growth,
    });
    let asked: Vec<ahead::Goal> = goals.iter().filter_map(|goal| goal.asked.clone()).collect();
    let found = blocking(move || {
        ahead::ahead(&Input {
            months,
            pools,
            followed: &followed,
            freed: &freed,
            goals: &asked,
        })
        .map_err(refused)
    })
    .await?;
    let known = if request.real {
        let known = app.read(move |view| Known::of(view, base, today)).await?;
        Some(known)
    } else {
        None
    };
    let work = Work {
        base,
        today,
        known: known.as_ref(),
    };
    let (points, real) = work.points(&found);
    Ok(NetWorthAhead {
        today: today.to_string(),
        currency: base.code().to_owned(),
        kept: is_kept,
        months_seen: ground.months_seen,
        classes: work.parts(&ground, &assumed, &found),
        followed: work.followed(&ground),
        still: ground.still.clone(),
        goals: goals::wire(&goals, &found, &work),
        points,
        without_rate: ground.without_rate.clone(),
        worlds: ahead::WORLDS as u32,
        plan,
        real,
    })
}

/// What answers are made with.
struct Work<'a> {
    base: Currency,
    today: NaiveDate,
    /// Prices, where today's money is asked for.
    known: Option<&'a Known>,
}

impl Work<'_> {
    /// An amount after so many months, in the money that is asked for.
    fn minor(&self, minor: i64, months: u32) -> i64 {
        self.known.map_or(minor, |known| {
            known.real(minor, month_after(self.today, months)).0
        })
    }

    fn money(&self, minor: i64, months: u32) -> contract::types::Money {
        dto::minor(self.minor(minor, months), self.base)
    }

    fn points(&self, found: &Ahead) -> (Vec<AheadPoint>, Option<contract::types::RealTerms>) {
        let text = |minor: i64| dto::text(minor, self.base);
        let mut working = Vec::new();
        let mut put_in = 0_i64;
        let mut before = 0_i64;
        let mut points = Vec::with_capacity(found.points.len());
        for (months, point) in found.points.iter().enumerate() {
            let months = months as u32;
            let date = month_after(self.today, months);
            let classes = point.classes.map(|minor| self.minor(minor, months));
            let likely = classes.into_iter().fold(0, i64::saturating_add);
            // Each month's part in the money of its own month.
            put_in = put_in.saturating_add(self.minor(point.put_in - before, months));
            before = point.put_in;
            let turned = |range: Range| {
                (
                    text(self.minor(range.low, months)),
                    text(self.minor(range.high, months)),
                )
            };
            let ((half_low, half_high), (low, high)) = (turned(point.half), turned(point.most));
            working.push((date, point.likely, likely));
            points.push(AheadPoint {
                date: date.to_string(),
                likely: text(likely),
                cash: text(classes[0]),
                investments: text(classes[1]),
                things: text(classes[2]),
                debts: text(classes[3]),
                half_low,
                half_high,
                low,
                high,
                put_in: text(put_in),
                index: self
                    .known
                    .and_then(|known| known.real(0, date).1)
                    .map(level_text),
            });
        }
        let real = self.known.map(|known| known.terms(self.base, &working));
        (points, real)
    }

    fn parts(&self, ground: &Ground, assumed: &[Assumed; 4], found: &Ahead) -> Vec<AheadPart> {
        let (first, last) = (found.points.first(), found.points.last());
        let months = found.points.len().saturating_sub(1) as u32;
        Class::ALL
            .into_iter()
            .enumerate()
            .map(|(place, class)| {
                let one = &assumed[place];
                let proposal = plan::proposal(class);
                let value =
                    |point: Option<&ahead::Point>| point.map_or(0, |point| point.classes[place]);
                let now = value(first);
                AheadPart {
                    class: wire_class(class),
                    now: dto::minor(now, self.base),
                    followed: dto::minor(now - ground.starts[place], self.base),
                    add: dto::minor(one.add, self.base),
                    add_proposed: ground.proposed[place].map(|minor| dto::minor(minor, self.base)),
                    percent: one.growth.percent.normalize().to_string(),
                    percent_proposed: proposal.percent.normalize().to_string(),
                    spread: one.growth.spread.normalize().to_string(),
                    spread_proposed: proposal.spread.normalize().to_string(),
                    end: self.money(value(last), months),
                }
            })
            .collect()
    }

    fn followed(&self, ground: &Ground) -> Vec<AheadFollowed> {
        ground
            .followed
            .iter()
            .map(|one| {
                let months = one.values.len().saturating_sub(1) as u32;
                AheadFollowed {
                    id: one.id.clone(),
                    name: one.name.clone(),
                    class: wire_class(one.class),
                    terms: one.terms,
                    percent: one.percent.map(|percent| percent.normalize().to_string()),
                    now: dto::minor(one.values.first().copied().unwrap_or(0), self.base),
                    end: self.money(one.values.last().copied().unwrap_or(0), months),
                    ends: one.last_payment.map(|day| Month::of(day).to_string()),
                    payment: one.payment.map(|minor| dto::minor(minor, self.base)),
                }
            })
            .collect()
    }
}

/// Growth that does not happen.
const STILL: Growth = Growth {
    percent: rust_decimal::Decimal::ZERO,
    spread: rust_decimal::Decimal::ZERO,
};
