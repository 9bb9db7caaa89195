//! A rule offered after the person filed a row: for rows that name the same payee, with those it would also change.
//!
//! It is offered when it would do something, no rule does so already, the person filed no such row otherwise, and never
//! declined it for this payee.

use contract::types::{RuleAct, RuleAction, RuleBody, RuleField, RuleOffer, RuleOp, RuleTest};
use domain::ids::TransactionId;
use domain::text::plain_words;
use engine::rules::{Filed, apply};
use store::{CategoryBy, TransactionFilter, View};

use super::known::{self, Chart, filing_of, read_rules, ready, row_of};
use super::proposals::DECLINED;

/// Rows shown with an offer.
const SHOWN: usize = 5;
/// Shorter words are in too many names: then only the whole name counts.
const TELLING: usize = 4;

pub(super) fn offer(view: &View<'_>, id: TransactionId) -> store::Result<Option<RuleOffer>> {
    let row = view.transaction(id)?;
    // Moved money is not filed, and a split row is filed by its parts.
    let plain = row.deleted.is_none() && row.transfer.is_none() && !row.is_split();
    let Some(category) = row
        .category
        .filter(|_| plain && row.category_by == CategoryBy::Person)
    else {
        return Ok(None);
    };
    let name = engine::payee::clean(&row.payee);
    let words = plain_words(&name);
    if words.is_empty() {
        return Ok(None);
    }
    let key = format!("offer/category/{words}");
    if view
        .documents(DECLINED)?
        .iter()
        .any(|(known, _)| *known == key)
    {
        return Ok(None);
    }
    let telling = words.chars().filter(|sign| sign.is_alphabetic()).count() >= TELLING;
    let body = RuleBody {
        name,
        enabled: true,
        any: false,
        tests: vec![RuleTest {
            field: RuleField::Payee,
            op: if telling {
                RuleOp::Contains
            } else {
                RuleOp::Is
            },
            values: vec![words.clone()],
            not: false,
        }],
        actions: vec![RuleAction {
            act: RuleAct::Category,
            value: category.to_string(),
            parts: Vec::new(),
        }],
        stop: false,
    };
    let chart = Chart::read(view)?;
    let Ok(rule) = ready(&body, &chart) else {
        return Ok(None);
    };
    let known = read_rules(view)?;
    let others: Vec<&engine::rules::Rule> = known
        .iter()
        .filter(|one| one.body.enabled)
        .filter_map(|one| one.ready.as_ref().ok())
        .collect();
    let asks_source = known::ask_source(&known);
    let names = view.account_names()?;
    let mut offer = RuleOffer {
        key,
        rule: body,
        search: words.clone(),
        changing: 0,
        rows: Vec::new(),
    };
    let (mut covered, mut against) = (false, false);
    let filter = TransactionFilter {
        text: Some(words),
        ..TransactionFilter::default()
    };
    view.each_whole_row(&filter, None, &mut |whole| {
        let other = &whole.row;
        let seen = row_of(view, other, &chart, asks_source)?;
        let outcome = apply([&rule], &seen);
        if outcome.matched.is_empty() {
            return Ok(true);
        }
        against |= other.category_by == CategoryBy::Person
            && other.category.is_some_and(|filed| filed != category);
        let filed = apply(others.iter().copied(), &seen).filed;
        covered |= filed.is_some_and(|(_, filed)| filed == Filed::Category(category));
        if covered || against {
            return Ok(false);
        }
        let filing = filing_of(other.id, &outcome, &chart, |_| true);
        if other.id != id && view.would_change(other, &filing)? {
            offer.changing += 1;
            if offer.rows.len() < SHOWN {
                offer
                    .rows
                    .push(crate::commands::transactions::wire_row(other, &names));
            }
        }
        Ok(true)
    })?;
    // A payee's next row takes the last category by itself: a rule is worth it for other rows.
    Ok((offer.changing > 0 && !covered && !against).then_some(offer))
}
