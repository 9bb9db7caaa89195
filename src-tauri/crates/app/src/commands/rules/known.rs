//! Rules as the book keeps them, read and made ready to be asked.

use std::collections::HashMap;

use contract::types::{
    RuleAct, RuleAction, RuleBody, RuleFault, RuleField, RuleOp, RulePart, RuleProblem, RuleTest,
};
use domain::category::CategoryKind;
use domain::ids::{CategoryId, TransactionId};
use engine::rules::{
    Action, FaultKind, Field, Filed, Op, Outcome, Row, Rule, Seen, Share, Source, TestSpec,
};
use serde::{Deserialize, Serialize};
use store::{CategoryBy, Filing, Transaction, View, Whence};

/// Shares of a split at most.
pub(super) const MOST_SHARES: usize = 20;

/// The condition as the book keeps it.
#[derive(Serialize, Deserialize)]
struct Condition {
    #[serde(default)]
    any: bool,
    tests: Vec<RuleTest>,
}

/// The action as the book keeps it.
#[derive(Serialize, Deserialize)]
struct Does {
    actions: Vec<RuleAction>,
    #[serde(default)]
    stop: bool,
}

/// A rule of the book.
pub(crate) struct Known {
    pub(crate) id: i64,
    pub(crate) body: RuleBody,
    pub(crate) ready: Result<Rule, RuleProblem>,
}

/// What rules need to know of categories.
pub(crate) struct Chart {
    known: HashMap<CategoryId, (Option<CategoryId>, CategoryKind)>,
    transfer: Option<CategoryId>,
}

impl Chart {
    pub(crate) fn read(view: &View<'_>) -> store::Result<Self> {
        Ok(Self {
            known: view
                .categories()?
                .into_iter()
                .map(|one| (one.id, (one.parent, one.kind)))
                .collect(),
            transfer: view.category_by_key("transfer")?,
        })
    }
}

pub(crate) fn read_rules(view: &View<'_>) -> store::Result<Vec<Known>> {
    let chart = Chart::read(view)?;
    Ok(view
        .rules()?
        .iter()
        .map(|rule| {
            let body = body_of(rule);
            Known {
                id: rule.id,
                ready: ready(&body, &chart),
                body,
            }
        })
        .collect())
}

/// A rule as written down; one that this program cannot read asks nothing, and says so when it is made ready.
pub(super) fn body_of(rule: &store::Rule) -> RuleBody {
    let condition: Condition = serde_json::from_str(&rule.condition).unwrap_or(Condition {
        any: false,
        tests: Vec::new(),
    });
    let does: Does = serde_json::from_str(&rule.action).unwrap_or(Does {
        actions: Vec::new(),
        stop: false,
    });
    RuleBody {
        name: rule.name.clone(),
        enabled: rule.enabled,
        any: condition.any,
        tests: condition.tests,
        actions: does.actions,
        stop: does.stop,
    }
}

pub(super) fn condition_text(body: &RuleBody) -> String {
    serde_json::json!({"any": body.any, "tests": body.tests}).to_string()
}

pub(super) fn action_text(body: &RuleBody) -> String {
    serde_json::json!({"actions": body.actions, "stop": body.stop}).to_string()
}

/// Makes a rule ready, or says why it cannot be.
pub(super) fn ready(body: &RuleBody, chart: &Chart) -> Result<Rule, RuleProblem> {
    let fault = |fault| RuleProblem {
        test: None,
        fault,
        detail: String::new(),
    };
    let tests: Vec<TestSpec> = body
        .tests
        .iter()
        .map(|test| TestSpec {
            field: field(test.field),
            op: op(test.op),
            values: test.values.clone(),
            not: test.not,
        })
        .collect();
    let actions: Vec<Action> = body
        .actions
        .iter()
        .map(|action| {
            let value = action.value.trim();
            let text = || {
                if value.is_empty() {
                    Err(fault(RuleFault::ValueEmpty))
                } else {
                    Ok(value.to_owned())
                }
            };
            Ok(match action.act {
                RuleAct::Category => {
                    let id = value.parse().map(CategoryId).ok();
                    let there = id.filter(|id| chart.known.contains_key(id));
                    let missing = if value.is_empty() {
                        RuleFault::ValueEmpty
                    } else {
                        RuleFault::CategoryGone
                    };
                    Action::Category(there.ok_or_else(|| fault(missing))?)
                }
                RuleAct::Transfer => Action::Transfer,
                RuleAct::Split => Action::Split(shares(&action.parts, chart).map_err(fault)?),
                RuleAct::Payee => Action::Payee(text()?),
                RuleAct::Note => Action::Note(text()?),
                RuleAct::Tag => Action::Tag(text()?),
                RuleAct::Ignore => Action::Ignore,
                RuleAct::Ask => Action::Ask,
            })
        })
        .collect::<Result<_, _>>()?;
    Rule::new(&tests, body.any, actions, body.stop).map_err(|found| RuleProblem {
        test: found.test.map(crate::dto::length),
        fault: wire_fault(found.kind),
        detail: found.detail,
    })
}

/// The shares of a split: two or more, none of nothing, that make a whole.
fn shares(parts: &[RulePart], chart: &Chart) -> Result<Vec<Share>, RuleFault> {
    let shares: Vec<Share> = parts
        .iter()
        .map(|part| {
            let category = match part.category.as_deref().map(str::trim) {
                None | Some("") => None,
                Some(id) => Some(
                    id.parse()
                        .ok()
                        .map(CategoryId)
                        .filter(|id| chart.known.contains_key(id))
                        .ok_or(RuleFault::CategoryGone)?,
                ),
            };
            Ok(Share {
                millionths: crate::commands::splitting::millionths(&part.percent)
                    .filter(|part| *part > 0)
                    .ok_or(RuleFault::SplitShares)?,
                category,
                note: part.note.trim().to_owned(),
            })
        })
        .collect::<Result<_, _>>()?;
    let sum: u64 = shares.iter().map(|share| u64::from(share.millionths)).sum();
    if shares.len() < 2 || shares.len() > MOST_SHARES || sum != 1_000_000 {
        return Err(RuleFault::SplitShares);
    }
    Ok(shares)
}

pub(super) fn ask_source(known: &[Known]) -> bool {
    known
        .iter()
        .any(|one| one.ready.as_ref().is_ok_and(Rule::asks_source))
}

/// A row as rules see it. Where it came from is looked up only if somebody asks.
pub(super) fn row_of<'a>(
    view: &View<'_>,
    row: &'a Transaction,
    chart: &Chart,
    asks_source: bool,
) -> store::Result<Seen<'a>> {
    let details = row.details.as_deref();
    let category = row.category.map(|id| {
        let group = chart.known.get(&id).and_then(|(parent, _)| *parent);
        (id, group)
    });
    let kind_of = row
        .category
        .and_then(|id| chart.known.get(&id).map(|(_, kind)| *kind));
    let kind = match (row.transfer, kind_of) {
        (Some(_), _) => CategoryKind::Transfer,
        (None, Some(kind)) => kind,
        (None, None) if row.amount.minor > 0 => CategoryKind::Income,
        (None, None) => CategoryKind::Expense,
    };
    let source = if asks_source {
        match view.whence(row.id)? {
            Whence::Connection(id) => Source::Connection(id),
            Whence::File => Source::File,
            Whence::Hand => Source::Hand,
        }
    } else {
        Source::Hand
    };
    let text = |of: fn(&domain::transaction::TransactionDetails) -> Option<&String>| {
        details.and_then(of).map_or("", String::as_str)
    };
    Ok(Seen::new(Row {
        payee: &row.payee,
        bank_text: &row.description,
        note: &row.note,
        reference: text(|details| details.reference.as_ref()),
        counterparty: text(|details| details.counterparty_account.as_ref()),
        amount: row.amount,
        date: row.date,
        account: row.account,
        source,
        category,
        kind,
        tags: &row.tags,
    }))
}

/// What an outcome wants of a row, taking only the words of some rules.
pub(super) fn filing_of(
    id: TransactionId,
    outcome: &Outcome,
    chart: &Chart,
    taken: impl Fn(usize) -> bool,
) -> Filing {
    let mut filing = Filing::nothing(id);
    match outcome.filed {
        Some((place, Filed::Category(category))) if taken(place) => {
            filing.category = Some((category, CategoryBy::Rule));
        }
        Some((place, Filed::Transfer)) if taken(place) => {
            filing.transfer = chart.transfer.is_some();
        }
        _ => {}
    }
    if let Some((place, shares)) = &outcome.split
        && taken(*place)
    {
        filing.split = shares
            .iter()
            .map(|share| (share.millionths, share.category, share.note.clone()))
            .collect();
    }
    let text = |word: &Option<(usize, String)>| {
        word.as_ref()
            .filter(|(place, _)| taken(*place))
            .map(|(_, text)| text.clone())
    };
    filing.payee = text(&outcome.payee);
    filing.note = text(&outcome.note);
    filing.tags = outcome
        .tags
        .iter()
        .filter(|(place, _)| taken(*place))
        .map(|(_, tag)| tag.clone())
        .collect();
    filing.off_reports = outcome.ignore.is_some_and(&taken);
    filing.ask = outcome.ask.is_some_and(&taken);
    filing
}

/// The category that a filing wants.
pub(super) fn category_wanted(filing: &Filing, chart: &Chart) -> Option<CategoryId> {
    if filing.transfer {
        chart.transfer
    } else {
        filing.category.map(|(id, _)| id)
    }
}

/// Puts one category in another's place wherever a rule names it; answers whether it did.
pub(super) fn replace_category(body: &mut RuleBody, from: CategoryId, into: CategoryId) -> bool {
    let (from, into) = (from.to_string(), into.to_string());
    let of_tests = (body.tests.iter_mut())
        .filter(|test| test.field == RuleField::Category)
        .flat_map(|test| &mut test.values);
    let of_actions = (body.actions.iter_mut())
        .filter(|action| action.act == RuleAct::Category)
        .map(|action| &mut action.value);
    let mut replaced = false;
    for value in of_tests.chain(of_actions).filter(|value| **value == from) {
        value.clone_from(&into);
        replaced = true;
    }
    for part in body.actions.iter_mut().flat_map(|action| &mut action.parts) {
        if part.category.as_deref() == Some(from.as_str()) {
            part.category = Some(into.clone());
            replaced = true;
        }
    }
    replaced
}

const fn field(field: RuleField) -> Field {
    match field {
        RuleField::Text => Field::Text,
        RuleField::Payee => Field::Payee,
        RuleField::BankText => Field::BankText,
        RuleField::Note => Field::Note,
        RuleField::Reference => Field::Reference,
        RuleField::Counterparty => Field::Counterparty,
        RuleField::Amount => Field::Amount,
        RuleField::Date => Field::Date,
        RuleField::Account => Field::Account,
        RuleField::Source => Field::Source,
        RuleField::Category => Field::Category,
        RuleField::Kind => Field::Kind,
        RuleField::Direction => Field::Direction,
        RuleField::Tag => Field::Tag,
    }
}

const fn op(op: RuleOp) -> Op {
    match op {
        RuleOp::Contains => Op::Contains,
        RuleOp::Is => Op::Is,
        RuleOp::Starts => Op::Starts,
        RuleOp::Ends => Op::Ends,
        RuleOp::Matches => Op::Matches,
        RuleOp::Over => Op::Over,
        RuleOp::Under => Op::Under,
        RuleOp::Between => Op::Between,
        RuleOp::Empty => Op::Empty,
    }
}

const fn wire_fault(kind: FaultKind) -> RuleFault {
    match kind {
        FaultKind::NoTests => RuleFault::NoTests,
        FaultKind::NoActions => RuleFault::NoActions,
        FaultKind::Operator => RuleFault::Operator,
        FaultKind::ValueEmpty => RuleFault::ValueEmpty,
        FaultKind::ValueLong => RuleFault::ValueLong,
        FaultKind::Amount => RuleFault::Amount,
        FaultKind::Date => RuleFault::Date,
        FaultKind::Bounds => RuleFault::Bounds,
        FaultKind::Unknown => RuleFault::Unknown,
        FaultKind::PatternSyntax => RuleFault::PatternSyntax,
        FaultKind::PatternBig => RuleFault::PatternBig,
        FaultKind::PatternLong => RuleFault::PatternLong,
    }
}
