//! FinWise's category budgets.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::filters::{Filters, Page};
use super::{Refusal, categories, user_id};
use crate::bank::Bank;
use crate::clock::{instant, midnight};
use crate::exchange::{Answer, Ask};
use crate::household::{Budget, Category, Upstream, stamp};
use crate::json::{Json, number};
use crate::random::wire_id;
use crate::rates;

/// The budgets kept here: one category each.
fn kept(bank: &Bank) -> Vec<(u64, Budget, Category)> {
    bank.household
        .budgets()
        .into_iter()
        .filter(|budget| budget.upstream == Upstream::Finwise)
        .zip(1..)
        .flat_map(|(budget, number)| {
            budget
                .categories
                .clone()
                .into_iter()
                .map(move |category| (number, budget.clone(), category))
        })
        .collect()
}

/// `GET /category-budgets`
pub(crate) fn list(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let page = Page::of(ask)?;
    let filters = Filters::of(ask)?;
    let begun = bank.household.start();
    let on: NaiveDate = filters.day("forDate")?.unwrap_or(bank.today());
    let seed = bank.household.seed();
    let found: Vec<Json> = kept(bank)
        .into_iter()
        .filter(|_| on >= begun)
        .map(|(number_, budget, category)| {
            let at = instant(stamp(begun, 900));
            Json::object([
                ("id", wire_id(seed, "finwise-budget", number_).into()),
                ("createdAt", at.as_str().into()),
                ("updatedAt", at.as_str().into()),
                ("userId", user_id(bank).into()),
                (
                    "amount",
                    Json::object([
                        ("amount", number(budget.limit_minor, budget.currency)),
                        ("currencyCode", budget.currency.into()),
                    ]),
                ),
                (
                    "transactionCategoryId",
                    categories::id(seed, category).into(),
                ),
                ("transactionCategoryGroupId", Json::Null),
                ("transactionType", "debit".into()),
                ("appliesFromBudgetPeriod", midnight(begun).into()),
                ("appliesToBudgetPeriod", Json::Null),
            ])
        })
        .collect();
    let total = found.len();
    Ok(page.answer(page.slice(&found).to_vec(), total))
}

/// `POST /category-budgets/aggregated`
pub(crate) fn aggregated(bank: &Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body = Filters::body(ask)?;
    let currency = body.required("currencyCode")?;
    let by = body
        .texts("aggregateBy")?
        .unwrap_or_else(|| vec!["transactionCategoryId", "transactionType"]);
    let by_category = by.contains(&"transactionCategoryId");
    let until = body
        .below("filters")
        .day("fromBudgetPeriodTo")?
        .unwrap_or(bank.today());
    let seed = bank.household.seed();
    let mut sums: BTreeMap<Option<String>, i64> = BTreeMap::new();
    for (_, budget, category) in kept(bank) {
        if until < bank.household.start() {
            continue;
        }
        let minor = rates::convert(budget.limit_minor, budget.currency, currency, bank.today())
            .ok_or_else(|| {
                Refusal::field("currencyCode", "this currency is not known", currency)
            })?;
        *sums
            .entry(by_category.then(|| categories::id(seed, category)))
            .or_default() += minor;
    }
    Ok(Answer::json(Json::list(sums.into_iter().map(
        |(category, minor)| {
            let mut line = Json::object([("amount", number(minor, currency))]);
            if let Some(category) = category {
                line.set("transactionCategoryId", category);
            }
            if by.contains(&"transactionType") {
                line.set("transactionType", "debit");
            }
            line
        },
    ))))
}
