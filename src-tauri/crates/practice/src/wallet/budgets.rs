//! Wallet's budgets.

use chrono::NaiveDate;

use super::filter::{flag, ids};
use super::listing::{Entry, short};
use super::{Refusal, categories, plans, spending};
use crate::bank::Bank;
use crate::calendar::{month_name, plus_months};
use crate::clock::instant;
use crate::exchange::{Answer, Ask};
use crate::household::{Budget, Label, Period, Upstream, stamp};
use crate::json::{Json, number};
use crate::random::wire_id;

/// Wallet's budgets with their identifiers.
pub(crate) fn served(bank: &Bank) -> Vec<(String, Budget)> {
    let seed = bank.household.seed();
    let labelled = bank.switches.wallet_label_budget.then(|| Budget {
        name: "The flat",
        upstream: Upstream::Wallet,
        currency: "EUR",
        period: Period::Month,
        limit_minor: 60_000,
        exception: None,
        categories: Vec::new(),
        labels: vec![Label::Shared],
        closed: None,
    });
    bank.household
        .budgets()
        .into_iter()
        .filter(|budget| budget.upstream == Upstream::Wallet)
        .chain(labelled)
        .zip(1..)
        .map(|(budget, number)| (wire_id(seed, "wallet-budget", number), budget))
        .collect()
}

/// `GET /budgets`
pub(crate) fn list(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let seed = bank.household.seed();
    let past = match ask
        .first("spending")
        .map(|text| text.replace(' ', "+"))
        .as_deref()
    {
        None | Some("none") => None,
        Some("current") => Some(0),
        Some("current+2") => Some(2),
        Some("current+5") => Some(5),
        Some("current+10") => Some(10),
        Some("current+25") => Some(25),
        Some(other) => return Err(Refusal::bad(format!("spending: {other:?} is not known"))),
    };
    let closed = flag(ask, "closed")?;
    let kind = ask.first("type");
    let labels = ids(ask, "labelId", 10)?;
    let categories = ids(ask, "categoryId", 10)?;
    let no_accounts = ids(ask, "accountId", 10)?.is_some();
    let mut entries = Vec::new();
    for (position, (id, budget)) in served(bank).into_iter().enumerate() {
        let label_ids: Vec<String> = budget
            .labels
            .iter()
            .map(|label| plans::label_id(seed, *label))
            .collect();
        let category_ids: Vec<String> = budget
            .categories
            .iter()
            .map(|category| categories::id(seed, *category))
            .collect();
        let shares = |wanted: &Option<Vec<String>>, have: &[String]| {
            wanted
                .as_ref()
                .is_none_or(|wanted| wanted.iter().any(|id| have.contains(id)))
        };
        let listed = closed.is_none_or(|closed| closed == budget.closed.is_some())
            && kind.is_none_or(|kind| kind == budget_type(budget.period))
            && ask
                .first("currencyCode")
                .is_none_or(|code| code.eq_ignore_ascii_case(budget.currency))
            && shares(&labels, &label_ids)
            && shares(&categories, &category_ids)
            && !no_accounts;
        if !listed {
            continue;
        }
        let money = |minor: i64| number(minor, budget.currency);
        let created = stamp(bank.household.start(), 700 + position as u32);
        let mut json = Json::object([
            ("id", id.as_str().into()),
            ("name", budget.name.into()),
            ("type", budget_type(budget.period).into()),
            ("limit", money(budget.limit_minor)),
            ("currencyCode", budget.currency.into()),
            ("accountIds", Json::List(Vec::new())),
            (
                "categoryIds",
                Json::list(category_ids.into_iter().map(Json::from)),
            ),
            (
                "labelIds",
                Json::list(label_ids.into_iter().map(Json::from)),
            ),
            ("closed", budget.closed.is_some().into()),
        ]);
        if let Some(day) = budget.closed {
            json.set("closedDate", day.to_string());
        }
        if let Period::Custom(from, until) = budget.period {
            json.set("startDate", from.to_string());
            json.set("endDate", until.to_string());
        }
        let entry = |month: NaiveDate, minor: i64| {
            Json::object([
                ("limit", money(minor)),
                ("period", month_name(month).into()),
                ("periodStart", month.to_string().into()),
                ("periodCount", Json::from(1_i64)),
                ("createdAt", instant(created).into()),
            ])
        };
        let overrides = budget.exception.map_or_else(Vec::new, |(month, minor)| {
            vec![
                entry(month, minor),
                entry(plus_months(month, 1), budget.limit_minor),
            ]
        });
        json.set("limitOverrides", overrides);
        json.set("pastLimitOverrides", Vec::new());
        if let Some(past) = past {
            json.set("spending", spending::of(bank, &budget, past));
        }
        json.set("createdAt", instant(created));
        json.set("updatedAt", instant(created));
        entries.push(Entry {
            id,
            name: budget.name.to_owned(),
            created,
            updated: created,
            json,
        });
    }
    // Newest first unless asked otherwise.
    entries.reverse();
    short(bank, ask, "budgets", entries)
}

fn budget_type(period: Period) -> &'static str {
    match period {
        Period::Week => "BUDGET_INTERVAL_WEEK",
        Period::Month => "BUDGET_INTERVAL_MONTH",
        Period::Year => "BUDGET_INTERVAL_YEAR",
        Period::Custom(..) => "BUDGET_CUSTOM",
    }
}
