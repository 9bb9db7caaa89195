//! Rules that the person's corrections ask for and no rule covers yet.

use contract::types::{RuleAct, RuleAction, RuleBody, RuleField, RuleOp, RuleProposal, RuleTest};
use engine::rules::{Correction, Filed, apply, propose};
use store::{CategoryBy, TransactionFilter, View};

use super::known::{self, Chart, filing_of, read_rules, ready, row_of};
use crate::dto;

/// Documents of what was declined.
pub(super) const DECLINED: &str = "rule_declined";

pub(super) fn list(view: &View<'_>) -> store::Result<Vec<RuleProposal>> {
    let mut said = Vec::new();
    let filter = TransactionFilter {
        category_by: vec![CategoryBy::Person],
        transfer: Some(false),
        ..TransactionFilter::default()
    };
    view.each_whole_row(&filter, None, &mut |whole| {
        if let Some(category) = whole.row.category {
            said.push((whole.row.payee, category));
        }
        Ok(true)
    })?;
    let corrections: Vec<Correction<'_>> = said
        .iter()
        .map(|(payee, category)| Correction {
            payee,
            category: *category,
        })
        .collect();
    let declined: Vec<String> = view
        .documents(DECLINED)?
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    let chart = Chart::read(view)?;
    let mut offered = Vec::new();
    for proposal in propose(&corrections) {
        let key = format!("{}/{}", proposal.words, proposal.category);
        let body = RuleBody {
            name: titled(&proposal.words),
            enabled: true,
            any: false,
            tests: vec![RuleTest {
                field: RuleField::Payee,
                op: RuleOp::Contains,
                values: vec![proposal.words.clone()],
                not: false,
            }],
            actions: vec![RuleAction {
                parts: Vec::new(),
                act: RuleAct::Category,
                value: proposal.category.to_string(),
            }],
            stop: false,
        };
        if !declined.contains(&key)
            && let Ok(rule) = ready(&body, &chart)
        {
            offered.push((key, body, rule, proposal, Tally::default()));
        }
    }
    if offered.is_empty() {
        return Ok(Vec::new());
    }
    let known = read_rules(view)?;
    let rules: Vec<&engine::rules::Rule> = known
        .iter()
        .filter(|one| one.body.enabled)
        .filter_map(|one| one.ready.as_ref().ok())
        .collect();
    let asks_source = known::ask_source(&known);
    view.each_whole_row(&TransactionFilter::default(), None, &mut |whole| {
        let seen = row_of(view, &whole.row, &chart, asks_source)?;
        for (_, _, rule, proposal, tally) in &mut offered {
            if !rule.matches(&seen) {
                continue;
            }
            tally.matched += 1;
            let filed = apply(rules.iter().copied(), &seen).filed;
            if filed.is_some_and(|(_, filed)| filed == Filed::Category(proposal.category)) {
                tally.covered += 1;
            }
            // The person filed such a row elsewhere: the words do not say enough.
            tally.against |= whole.row.category_by == CategoryBy::Person
                && whole.row.category != Some(proposal.category);
            let outcome = apply([&*rule], &seen);
            let filing = filing_of(whole.row.id, &outcome, &chart, |_| true);
            tally.changing += u32::from(view.would_change(&whole.row, &filing)?);
        }
        Ok(true)
    })?;
    Ok(offered
        .into_iter()
        .filter(|(.., tally)| !tally.against && tally.covered < tally.matched)
        .map(|(key, rule, _, proposal, tally)| RuleProposal {
            key,
            rule,
            corrections: dto::length(proposal.corrections),
            payees: dto::length(proposal.payees),
            changing: tally.changing,
        })
        .collect())
}

#[derive(Default)]
struct Tally {
    matched: u32,
    covered: u32,
    changing: u32,
    against: bool,
}

/// Folded words as a name: each with a capital.
fn titled(words: &str) -> String {
    words
        .split(' ')
        .map(|word| {
            let mut signs = word.chars();
            signs.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(signs).collect()
            })
        })
        .collect::<Vec<_>>()
        .join(" ")
}
