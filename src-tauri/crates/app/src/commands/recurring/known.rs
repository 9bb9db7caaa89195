//! A repeating payment as the pages show it: what was found or planned, and what the person made of it.

use chrono::{Datelike, NaiveDate, TimeDelta};
use contract::types::{
    KnownBy, Period, RecurringItem, RecurringKind, RecurringState, RecurringVerdict, WeekendShift,
};
use domain::ids::{CategoryId, TransactionId};
use domain::planned::Cadence;
use domain::workday::{Calendar, Shift};
use engine::recurring::{self, Anchor, Series};
use money::Currency;

use super::decision::Decision;
use super::moves::Moved;
use crate::commands::forecast::anchor_of;
use crate::dto;

/// Days in which a change of price is news.
const NEWS_DAYS: i64 = 62;

/// Payments among which amounts that vary are compared.
const RECENT: usize = 12;

/// A booked payment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payment {
    pub(crate) id: TransactionId,
    pub(crate) date: NaiveDate,
    pub(crate) minor: i64,
    /// The other leg, of a transfer.
    pub(crate) leg: Option<TransactionId>,
}

/// Which days it falls on.
#[derive(Debug, Clone)]
pub(crate) enum Rule {
    Series {
        period: recurring::Period,
        anchor: Anchor,
        next: NaiveDate,
    },
    Plan {
        cadence: Cadence,
        first: NaiveDate,
    },
}

/// A repeating payment with its past.
pub(crate) struct Known {
    pub(crate) item: RecurringItem,
    pub(crate) currency: Currency,
    /// The next amount.
    pub(crate) minor: i64,
    /// The amount that was found, whatever the person chose.
    pub(crate) found_minor: i64,
    /// What a year of it sums to.
    pub(crate) yearly: i64,
    pub(crate) rule: Rule,
    pub(crate) until: Option<NaiveDate>,
    /// The day it was due, if that went by.
    pub(crate) missed: Option<NaiveDate>,
    /// Ascending by date.
    pub(crate) payments: Vec<Payment>,
    pub(crate) payees: Vec<String>,
    pub(crate) folded: String,
    /// The person said what it is.
    kind_chosen: bool,
}

/// The account, the shown and folded name, and the category of a series.
pub(crate) struct About<'a> {
    pub(crate) account: &'a store::Account,
    pub(crate) shown: String,
    pub(crate) folded: String,
    pub(crate) payees: Vec<String>,
    pub(crate) category: Option<CategoryId>,
    /// That category is the one of subscriptions.
    pub(crate) is_subscription: bool,
    /// It moves money between own accounts.
    pub(crate) moved: Option<Moved>,
}

impl Known {
    /// A series that was found, as a decision changes it.
    pub(crate) fn found(
        series: &Series,
        about: About<'_>,
        payments: Vec<Payment>,
        decided: Option<&(String, Decision)>,
        today: NaiveDate,
    ) -> Self {
        let decision = decided.map(|(_, decision)| decision);
        let currency = about.account.currency;
        let minor = decision
            .and_then(|decision| decision.amount)
            .unwrap_or(series.minor);
        let (period, anchor, next) = rhythm(series, decision, Calendar::of(currency), today);
        let late = (today - series.due).num_days();
        let is_late = late > series.period.slack() / 2
            && decision.is_none_or(|one| one.next().is_none_or(|next| next <= today));
        let state = if series.ended {
            RecurringState::Silent
        } else if is_late {
            RecurringState::Late
        } else {
            RecurringState::Active
        };
        let changed = series.changed.filter(|(before, _)| *before != minor);
        let (lowest, highest) = if series.fixed {
            (None, None)
        } else {
            range(&payments, currency)
        };
        let yearly = times(period, minor);
        let until = decision.and_then(Decision::until);
        let shift = match anchor {
            Anchor::Day { shift, .. } => shift_word(shift),
            Anchor::Weekday { .. } | Anchor::Phase(_) => WeekendShift::None,
        };
        let id = match decided {
            Some((key, _)) => key.clone(),
            None => payments
                .first()
                .map(|payment| format!("t{}", payment.id))
                .unwrap_or_default(),
        };
        let kind = decision
            .and_then(|decision| decision.kind)
            .unwrap_or_else(|| about.kind(minor));
        let item = RecurringItem {
            id,
            name: decision
                .and_then(|decision| decision.name.clone())
                .unwrap_or_else(|| about.shown.clone()),
            kind,
            period: period_word(period),
            amount: dto::minor(minor, currency),
            lowest,
            highest,
            previous_amount: changed.map(|(before, _)| dto::minor(before, currency)),
            changed_on: changed.map(|(_, day)| day.to_string()),
            change: changed.map(|(before, _)| dto::minor(minor.saturating_sub(before), currency)),
            change_yearly: changed.map(|(before, _)| {
                dto::minor(times(period, minor.saturating_sub(before)), currency)
            }),
            price_news: changed.is_some_and(|(_, day)| today - day <= TimeDelta::days(NEWS_DAYS))
                && decision.is_none_or(|decision| decision.minor != series.minor)
                // What moves between own accounts has no price.
                && kind != RecurringKind::Transfer,
            next_date: next.to_string(),
            last_date: Some(series.last_date.to_string()),
            until: until.map(|day| day.to_string()),
            shift,
            rule: None,
            remind_days: decision.and_then(|decision| decision.remind),
            state,
            late_days: if is_late {
                u32::try_from(late).unwrap_or(0)
            } else {
                0
            },
            verdict: decision.map_or(RecurringVerdict::Open, |decision| decision.verdict),
            leaving: decision.is_some_and(|decision| decision.leaving),
            occurrences: dto::length(payments.len()),
            confidence: u32::from(series.confidence),
            known_by: KnownBy::Detected,
            own: false,
            account: about.account.id.to_string(),
            account_name: about.account.name.clone(),
            other_account_name: about.moved.as_ref().and_then(|moved| moved.other.clone()),
            category: about.category.map(|id| id.to_string()),
            monthly: dto::minor(yearly / 12, currency),
            yearly: dto::minor(yearly, currency),
        };
        Self {
            item,
            currency,
            minor,
            found_minor: series.minor,
            yearly,
            rule: Rule::Series {
                period,
                anchor,
                next,
            },
            until,
            missed: is_late.then_some(series.due),
            payments,
            payees: about.payees,
            folded: about.folded,
            kind_chosen: decision.is_some_and(|decision| decision.kind.is_some()),
        }
    }

    /// What a service or the person planned.
    pub(crate) fn planned(
        planned: &store::Planned,
        about: About<'_>,
        (first, until): (NaiveDate, Option<NaiveDate>),
        decision: Option<&Decision>,
    ) -> Self {
        let currency = about.account.currency;
        let minor = planned.amount.minor;
        let yearly = yearly(minor, &planned.cadence, first);
        let plain = planned.cadence.plain();
        let period = cadence_word(plain.as_ref().unwrap_or(&planned.cadence));
        let item = RecurringItem {
            id: format!("p{}", planned.id),
            name: decision
                .and_then(|decision| decision.name.clone())
                .unwrap_or_else(|| about.shown.clone()),
            kind: decision
                .and_then(|decision| decision.kind)
                .unwrap_or_else(|| about.kind(minor)),
            period,
            amount: dto::money(planned.amount),
            lowest: None,
            highest: None,
            previous_amount: None,
            changed_on: None,
            change: None,
            change_yearly: None,
            price_news: false,
            next_date: first.to_string(),
            last_date: None,
            until: until.map(|day| day.to_string()),
            shift: match &planned.cadence {
                Cadence::Rule(rule) => shift_word(rule.shift()),
                Cadence::Once | Cadence::Days(_) | Cadence::Months { .. } => WeekendShift::None,
            },
            rule: match &planned.cadence {
                // What a plain rhythm says needs no rule.
                Cadence::Rule(rule) if plain.is_none() || period == Period::Other => {
                    Some(rule.text().to_owned())
                }
                Cadence::Rule(_) | Cadence::Once | Cadence::Days(_) | Cadence::Months { .. } => {
                    None
                }
            },
            remind_days: decision.and_then(|decision| decision.remind),
            state: RecurringState::Active,
            late_days: 0,
            verdict: RecurringVerdict::Confirmed,
            leaving: decision.is_some_and(|decision| decision.leaving),
            occurrences: 0,
            confidence: 100,
            known_by: KnownBy::Planned,
            own: planned.connection.is_none(),
            account: about.account.id.to_string(),
            account_name: about.account.name.clone(),
            other_account_name: about.moved.as_ref().and_then(|moved| moved.other.clone()),
            category: planned.category.map(|id| id.to_string()),
            monthly: dto::minor(yearly / 12, currency),
            yearly: dto::minor(yearly, currency),
        };
        Self {
            item,
            currency,
            minor,
            found_minor: minor,
            yearly,
            rule: Rule::Plan {
                cadence: planned.cadence.clone(),
                first: anchor_of(planned, first),
            },
            until,
            missed: None,
            payments: Vec::new(),
            payees: about.payees,
            folded: about.folded,
            kind_chosen: decision.is_some_and(|decision| decision.kind.is_some()),
        }
    }

    /// Takes over the past of the series it stands for.
    pub(crate) fn adopt(&mut self, series: &mut Self) {
        self.payments = std::mem::take(&mut series.payments);
        for payee in std::mem::take(&mut series.payees) {
            if !self.payees.contains(&payee) {
                self.payees.push(payee);
            }
        }
        let (item, past) = (&mut self.item, &mut series.item);
        item.last_date = past.last_date.take();
        item.previous_amount = past.previous_amount.take();
        item.changed_on = past.changed_on.take();
        item.change = past.change.take();
        item.change_yearly = past.change_yearly.take();
        item.price_news = past.price_news;
        item.occurrences = past.occurrences;
        item.late_days = past.late_days;
        item.state = past.state;
        self.missed = series.missed;
        let said_nothing = item.category.is_none();
        if said_nothing {
            item.category = past.category.take();
        }
        if !self.kind_chosen && (said_nothing || past.kind == RecurringKind::Transfer) {
            item.kind = past.kind;
        }
        if item.other_account_name.is_none() {
            item.other_account_name = past.other_account_name.take();
        }
    }

    /// Whether it only moves money between own accounts.
    pub(crate) fn is_transfer(&self) -> bool {
        self.item.kind == RecurringKind::Transfer
    }

    /// The days after `after` up to `to`, ascending.
    pub(crate) fn days(&self, after: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let to = self.until.map_or(to, |until| until.min(to));
        let mut days = Vec::new();
        match &self.rule {
            Rule::Series {
                period,
                anchor,
                next,
            } => {
                let mut day = *next;
                while day <= to {
                    if day > after {
                        days.push(day);
                    }
                    let following = anchor.after(*period, day);
                    if following <= day {
                        break;
                    }
                    day = following;
                }
            }
            Rule::Plan { cadence, first } => days = cadence.days(*first, after, to),
        }
        days
    }
}

/// The rhythm that counts: the person's word over what was found.
fn rhythm(
    series: &Series,
    decision: Option<&Decision>,
    calendar: Calendar,
    today: NaiveDate,
) -> (recurring::Period, Anchor, NaiveDate) {
    let found = (series.period, series.anchor, series.next_date);
    let Some(decision) = decision else {
        return found;
    };
    let (every, chosen, shift) = (decision.every(), decision.next(), decision.shift);
    if every.is_none() && chosen.is_none() && shift.is_none() {
        return found;
    }
    let period = every.unwrap_or(series.period);
    let from = chosen.unwrap_or(series.next_date);
    let shift = shift.map_or_else(
        || match series.anchor {
            Anchor::Day { shift, .. } => shift,
            Anchor::Weekday { .. } | Anchor::Phase(_) => Shift::None,
        },
        shift_of,
    );
    let anchor = match (period.months(), series.anchor, chosen) {
        (None, _, _) => Anchor::Phase(i64::from(from.num_days_from_ce()).rem_euclid(period.days())),
        (Some(_), Anchor::Day { day, .. }, None) => Anchor::Day {
            day,
            shift,
            calendar,
        },
        (Some(_), _, _) => Anchor::Day {
            day: from.day(),
            shift,
            calendar,
        },
    };
    let mut next = match chosen {
        // A day that the person named is that day, once.
        Some(day) if day > today => return (period, anchor, day),
        Some(_) | None => anchor.slot(period, from),
    };
    while next <= today {
        let after = anchor.after(period, next);
        if after <= next {
            break;
        }
        next = after;
    }
    (period, anchor, next)
}

impl About<'_> {
    const fn kind(&self, minor: i64) -> RecurringKind {
        if self.moved.is_some() {
            RecurringKind::Transfer
        } else if minor > 0 {
            RecurringKind::Income
        } else if self.is_subscription {
            RecurringKind::Subscription
        } else {
            RecurringKind::Bill
        }
    }
}

/// The lowest and the highest of the newest amounts, by size.
fn range(
    payments: &[Payment],
    currency: Currency,
) -> (
    Option<contract::types::Money>,
    Option<contract::types::Money>,
) {
    let recent = payments
        .get(payments.len().saturating_sub(RECENT)..)
        .unwrap_or_default();
    let by_size = |payment: &&Payment| payment.minor.unsigned_abs();
    let wire = |payment: &Payment| dto::minor(payment.minor, currency);
    (
        recent.iter().min_by_key(by_size).map(wire),
        recent.iter().max_by_key(by_size).map(wire),
    )
}

/// What a year of an amount comes to.
pub(crate) const fn times(period: recurring::Period, minor: i64) -> i64 {
    let times = match period {
        recurring::Period::Weekly => 52,
        recurring::Period::Biweekly => 26,
        recurring::Period::Fourweekly => 13,
        recurring::Period::Monthly => 12,
        recurring::Period::Bimonthly => 6,
        recurring::Period::Quarterly => 4,
        recurring::Period::Halfyearly => 2,
        recurring::Period::Yearly => 1,
    };
    minor.saturating_mul(times)
}

fn yearly(minor: i64, cadence: &Cadence, next: NaiveDate) -> i64 {
    match cadence {
        Cadence::Once => minor,
        Cadence::Days(days) => minor.saturating_mul(365 / i64::from((*days).max(1))),
        Cadence::Months { every, .. } => minor.saturating_mul(12) / i64::from((*every).max(1)),
        // As often as it comes in the year that begins with its next day.
        Cadence::Rule(_) => {
            let days = cadence.days(next, next - TimeDelta::days(1), next + TimeDelta::days(364));
            minor.saturating_mul(i64::try_from(days.len()).unwrap_or(i64::MAX))
        }
    }
}

pub(crate) const fn period_word(period: recurring::Period) -> Period {
    match period {
        recurring::Period::Weekly => Period::Weekly,
        recurring::Period::Biweekly => Period::Biweekly,
        recurring::Period::Fourweekly => Period::Fourweekly,
        recurring::Period::Monthly => Period::Monthly,
        recurring::Period::Bimonthly => Period::Bimonthly,
        recurring::Period::Quarterly => Period::Quarterly,
        recurring::Period::Halfyearly => Period::Halfyearly,
        recurring::Period::Yearly => Period::Yearly,
    }
}

/// The rhythm of a word; none for what has no rhythm.
pub(crate) const fn period_of(word: Period) -> Option<recurring::Period> {
    match word {
        Period::Weekly => Some(recurring::Period::Weekly),
        Period::Biweekly => Some(recurring::Period::Biweekly),
        Period::Fourweekly => Some(recurring::Period::Fourweekly),
        Period::Monthly => Some(recurring::Period::Monthly),
        Period::Bimonthly => Some(recurring::Period::Bimonthly),
        Period::Quarterly => Some(recurring::Period::Quarterly),
        Period::Halfyearly => Some(recurring::Period::Halfyearly),
        Period::Yearly => Some(recurring::Period::Yearly),
        Period::Other | Period::Once => None,
    }
}

const fn cadence_word(cadence: &Cadence) -> Period {
    match cadence {
        Cadence::Once => Period::Once,
        Cadence::Days(7) => Period::Weekly,
        Cadence::Days(14) => Period::Biweekly,
        Cadence::Days(28) => Period::Fourweekly,
        Cadence::Months { every: 1, .. } => Period::Monthly,
        Cadence::Months { every: 2, .. } => Period::Bimonthly,
        Cadence::Months { every: 3, .. } => Period::Quarterly,
        Cadence::Months { every: 6, .. } => Period::Halfyearly,
        Cadence::Months { every: 12, .. } => Period::Yearly,
        Cadence::Days(_) | Cadence::Months { .. } | Cadence::Rule(_) => Period::Other,
    }
}

const fn shift_word(shift: Shift) -> WeekendShift {
    match shift {
        Shift::None => WeekendShift::None,
        Shift::Before => WeekendShift::Before,
        Shift::After => WeekendShift::After,
    }
}

pub(crate) const fn shift_of(shift: WeekendShift) -> Shift {
    match shift {
        WeekendShift::None => Shift::None,
        WeekendShift::Before => Shift::Before,
        WeekendShift::After => Shift::After,
    }
}
