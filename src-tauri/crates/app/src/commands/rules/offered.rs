//! Rules that upstreams keep, offered as the person's own. They are taken over one by one or all at once, as one batch; what was
//! taken or declined is remembered and comes back with an undo.

use contract::types::{OfferedRule, RuleAct, RuleAction, RuleBody, RuleField, RuleOp, RuleTest};
use engine::rules::apply;
use store::{TransactionFilter, UpstreamRule, View, Writing};

use super::known::{Chart, action_text, condition_text, filing_of, ready, row_of};
use super::proposals::DECLINED;
use super::{LONGEST_NAME, MOST};

/// How an offer is named, in requests and among what was declined.
fn key(offer: &UpstreamRule) -> String {
    format!("upstream/{}/{}", offer.connection, offer.rule.source_id)
}

/// The person's rule that does what an upstream's does: rows that name one of its keywords.
fn body(offer: &UpstreamRule) -> RuleBody {
    let test = |field, op, values| RuleTest {
        field,
        op,
        values,
        not: false,
    };
    let action = |act, value: String| RuleAction {
        act,
        value,
        parts: Vec::new(),
    };
    let rule = &offer.rule;
    let keywords: Vec<String> = rule
        .keywords
        .iter()
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    let mut tests = vec![test(RuleField::Text, RuleOp::Contains, keywords)];
    if let Some(account) = offer.from_account {
        tests.push(test(
            RuleField::Account,
            RuleOp::Is,
            vec![account.to_string()],
        ));
    }
    let between = rule.from_account_source_id.is_some() && rule.to_account_source_id.is_some();
    let mut actions = Vec::new();
    if between {
        actions.push(action(RuleAct::Transfer, String::new()));
    } else if rule.category_source_id.is_some() {
        // A category that the book does not know is told as a problem of the rule.
        let category = offer.category.map(|id| id.to_string());
        actions.push(action(RuleAct::Category, category.unwrap_or_default()));
    }
    actions.extend(
        rule.labels
            .iter()
            .map(|label| action(RuleAct::Tag, label.clone())),
    );
    RuleBody {
        name: rule.name.trim().chars().take(LONGEST_NAME).collect(),
        enabled: true,
        any: false,
        tests,
        actions,
        stop: false,
    }
}

/// Offers that were neither taken nor declined.
fn open(view: &View<'_>) -> store::Result<Vec<(String, UpstreamRule)>> {
    let answered: Vec<String> = view
        .documents(DECLINED)?
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    Ok(view
        .upstream_rules()?
        .into_iter()
        .map(|offer| (key(&offer), offer))
        .filter(|(key, _)| !answered.contains(key))
        .collect())
}

pub(super) fn list(view: &View<'_>) -> store::Result<Vec<OfferedRule>> {
    let offers = open(view)?;
    if offers.is_empty() {
        return Ok(Vec::new());
    }
    let chart = Chart::read(view)?;
    let mut all = Vec::with_capacity(offers.len());
    let mut usable = Vec::new();
    for (key, offer) in offers {
        let known = view.connection(offer.connection)?;
        let rule = body(&offer);
        let problem = match ready(&rule, &chart) {
            Ok(ready) => {
                usable.push((all.len(), ready));
                None
            }
            Err(problem) => Some(problem),
        };
        let upstream = connect::connector(known.upstream).map_or_else(
            || known.upstream.as_str().to_owned(),
            |one| one.describe().name.to_owned(),
        );
        all.push(OfferedRule {
            key,
            connection: known.label,
            upstream_name: upstream,
            rule,
            problem,
            changing: 0,
        });
    }
    let asks_source = usable.iter().any(|(_, rule)| rule.asks_source());
    view.each_whole_row(&TransactionFilter::default(), None, &mut |whole| {
        let seen = row_of(view, &whole.row, &chart, asks_source)?;
        for (place, rule) in &usable {
            let outcome = apply([rule], &seen);
            if !outcome.matched.is_empty() {
                let filing = filing_of(whole.row.id, &outcome, &chart, |_| true);
                all[*place].changing += u32::from(view.would_change(&whole.row, &filing)?);
            }
        }
        Ok(true)
    })?;
    Ok(all)
}

/// Takes offers over as rules at the end of the list; answers how many. Those that cannot be used here are left.
pub(super) fn take(writing: &mut Writing<'_>, wanted: &[String]) -> store::Result<u64> {
    let offers = open(writing)?;
    if let Some(missing) = wanted
        .iter()
        .position(|key| offers.iter().all(|(known, _)| known != key))
    {
        return Err(store::Error::NotFound {
            what: "offered rule",
            id: missing as i64,
        });
    }
    let chart = Chart::read(writing)?;
    let rules = writing.rules()?;
    let mut position = rules.last().map_or(0, |last| last.position + 1);
    let mut taken = 0;
    for (key, offer) in offers.into_iter().filter(|(key, _)| wanted.contains(key)) {
        let rule = body(&offer);
        if ready(&rule, &chart).is_err() {
            continue;
        }
        if rules.len() + taken >= MOST {
            return Err(store::Error::Refused { rule: "too_many" });
        }
        writing.add_rule(&store::Rule {
            id: 0,
            name: rule.name.clone(),
            position,
            enabled: true,
            condition: condition_text(&rule),
            action: action_text(&rule),
        })?;
        writing.put_document(DECLINED, &key, Some(r#"{"taken":true}"#))?;
        position += 1;
        taken += 1;
    }
    Ok(taken as u64)
}
