//! Rules: kept in the book in their order, looked at before they are saved, run on new rows and on history.

use contract::types::{
    Change, ExportResult, Nothing, OfferedRule, Rule, RuleBody, RuleCount, RuleDeclineReq,
    RuleFault, RuleOffer, RuleOfferReq, RulePreview, RulePreviewReq, RulePreviewRow, RuleProposal,
    RuleReq, RuleSaveReq, RuleSaved, RuleTakeReq, RuleTaken, RulesImportReq, RulesImported,
    RulesOrderReq, RulesRun, RulesRunReq, RulesTakeOverReq, RulesText,
};
use domain::ids::{CategoryId, TransactionId};
use engine::rules::Outcome;
use store::{Filing, Origin, OriginKind, TransactionFilter, View, Writing};

use crate::ports::FileKind;
use crate::session::blocking;
use crate::{App, Failure, dto};

mod file;
mod known;
mod offer;
mod offered;
mod proposals;

pub(crate) use known::{Chart, Known, read_rules};
use known::{action_text, body_of, condition_text, filing_of, ready, row_of};

/// Most rules of a book.
const MOST: usize = 1_000;
const LONGEST_NAME: usize = 120;
/// Most rows of a preview.
const MOST_ROWS: usize = 100;

pub(crate) async fn rules_list(app: &App, _: Nothing) -> Result<Vec<Rule>, Failure> {
    let known = app.read(read_rules).await?;
    Ok(known
        .into_iter()
        .map(|one| Rule {
            id: one.id.to_string(),
            problem: one.ready.err(),
            rule: one.body,
        })
        .collect())
}

pub(crate) async fn rules_counts(app: &App, _: Nothing) -> Result<Vec<RuleCount>, Failure> {
    app.read(|view| {
        let chart = Chart::read(view)?;
        let known = read_rules(view)?;
        let asks_source = known::ask_source(&known);
        let mut counts: Vec<(u32, Option<chrono::NaiveDate>)> = vec![(0, None); known.len()];
        view.each_whole_row(&TransactionFilter::default(), None, &mut |whole| {
            let seen = row_of(view, &whole.row, &chart, asks_source)?;
            for (one, count) in known.iter().zip(&mut counts) {
                if one.ready.as_ref().is_ok_and(|rule| rule.matches(&seen)) {
                    count.0 += 1;
                    count.1 = count.1.max(Some(whole.row.date));
                }
            }
            Ok(true)
        })?;
        Ok(known
            .iter()
            .zip(counts)
            .map(|(one, (matched, newest))| RuleCount {
                id: one.id.to_string(),
                matched,
                newest: newest.map(|day| day.to_string()),
            })
            .collect())
    })
    .await
}

/// A rule as the person wrote it, checked for length; what else is wrong is told by [`ready`].
fn checked(mut body: RuleBody) -> Result<RuleBody, Failure> {
    body.name = body.name.trim().to_owned();
    if body.name.is_empty() || body.name.chars().count() > LONGEST_NAME {
        return Err(Failure::invalid("name", "length"));
    }
    for action in &mut body.actions {
        action.value = action.value.trim().to_owned();
        if action.value.chars().count() > engine::rules::LONGEST_VALUE {
            return Err(Failure::invalid("actions", "length"));
        }
        if action.parts.len() > known::MOST_SHARES {
            return Err(Failure::invalid("actions", "too_many"));
        }
        for part in &mut action.parts {
            part.note = part.note.trim().to_owned();
            if part.note.chars().count() > engine::rules::LONGEST_VALUE {
                return Err(Failure::invalid("actions", "length"));
            }
        }
    }
    Ok(body)
}

fn refusal(fault: RuleFault) -> &'static str {
    match fault {
        RuleFault::NoTests => "no_tests",
        RuleFault::NoActions => "no_actions",
        RuleFault::Operator => "operator",
        RuleFault::ValueEmpty => "value_empty",
        RuleFault::ValueLong => "value_long",
        RuleFault::Amount => "amount",
        RuleFault::Date => "date",
        RuleFault::Bounds => "bounds",
        RuleFault::Unknown => "unknown",
        RuleFault::PatternSyntax => "pattern_syntax",
        RuleFault::PatternBig => "pattern_big",
        RuleFault::PatternLong => "pattern_long",
        RuleFault::CategoryGone => "category_gone",
        RuleFault::SplitShares => "split_shares",
    }
}

pub(crate) async fn rule_save(app: &App, request: RuleSaveReq) -> Result<RuleSaved, Failure> {
    let id: Option<i64> = request
        .id
        .as_deref()
        .map(|id| dto::id("rule", id))
        .transpose()?;
    let body = checked(request.rule)?;
    let place = request.place.map(|place| place as usize);
    let checking = body.clone();
    let chart = app.read(Chart::read).await?;
    if let Err(problem) = ready(&checking, &chart) {
        return Err(Failure::invalid("rule", refusal(problem.fault)));
    }
    let label = if id.is_some() {
        "rule_changed"
    } else {
        "rule_added"
    };
    let origin = app
        .person(label)
        .with_params(serde_json::json!({"subject": body.name}));
    let written = app
        .write(origin, move |writing| {
            let all = writing.rules()?;
            let mut kept = store::Rule {
                id: id.unwrap_or_default(),
                name: body.name.clone(),
                position: 0,
                enabled: body.enabled,
                condition: condition_text(&body),
                action: action_text(&body),
            };
            if let Some(id) = id {
                let before = all.iter().find(|rule| rule.id == id);
                kept.position = before
                    .ok_or(store::Error::NotFound { what: "rule", id })?
                    .position;
                writing.put_rule(&kept)?;
                return Ok(id);
            }
            if all.len() >= MOST {
                return Err(store::Error::Refused { rule: "too_many" });
            }
            kept.position = all.last().map_or(0, |last| last.position + 1);
            let id = writing.add_rule(&kept)?;
            if let Some(place) = place.filter(|place| *place < all.len()) {
                let mut ids: Vec<i64> = all.iter().map(|rule| rule.id).collect();
                ids.insert(place, id);
                put_in_order(writing, &ids)?;
            }
            Ok(id)
        })
        .await?;
    Ok(RuleSaved {
        id: written.value.to_string(),
        batch: written.batch.map(|batch| batch.to_string()),
    })
}

fn put_in_order(writing: &mut Writing<'_>, ids: &[i64]) -> store::Result<u64> {
    let mut moved = 0;
    for mut rule in writing.rules()? {
        let place = ids.iter().position(|id| *id == rule.id);
        let position = place.map_or(ids.len(), |place| place) as i64;
        if rule.position != position {
            rule.position = position;
            writing.put_rule(&rule)?;
            moved += 1;
        }
    }
    Ok(moved)
}

pub(crate) async fn rule_remove(app: &App, request: RuleReq) -> Result<Change, Failure> {
    let id: i64 = dto::id("rule", &request.id)?;
    let name = app
        .read(move |view| {
            let all = view.rules()?;
            let found = all.into_iter().find(|rule| rule.id == id);
            Ok(found
                .ok_or(store::Error::NotFound { what: "rule", id })?
                .name)
        })
        .await?;
    let label = "rule_removed";
    let origin = app
        .person(label)
        .with_params(serde_json::json!({"subject": name}));
    let written = app
        .write(origin, move |writing| writing.remove_rule(id))
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}

pub(crate) async fn rules_order(app: &App, request: RulesOrderReq) -> Result<Change, Failure> {
    let ids: Vec<i64> = request
        .ids
        .iter()
        .map(|id| dto::id("rule", id))
        .collect::<Result<_, _>>()?;
    let label = "rules_ordered";
    let written = app
        .write(app.person(label), move |writing| {
            let mut known: Vec<i64> = writing.rules()?.iter().map(|rule| rule.id).collect();
            let mut named = ids.clone();
            known.sort_unstable();
            named.sort_unstable();
            if known != named {
                // Rules came or went meanwhile: the order is of another list.
                return Err(store::Error::Refused {
                    rule: "other_rules",
                });
            }
            put_in_order(writing, &ids)
        })
        .await?;
    Ok(super::journal::change(written.batch, written.value, label))
}

pub(crate) async fn rule_preview(
    app: &App,
    request: RulePreviewReq,
) -> Result<RulePreview, Failure> {
    let id: Option<i64> = request
        .id
        .as_deref()
        .map(|id| dto::id("rule", id))
        .transpose()?;
    let limit = (request.limit as usize).min(MOST_ROWS);
    let body = request.rule;
    app.read(move |view| preview(view, id, &body, limit)).await
}

fn preview(
    view: &View<'_>,
    id: Option<i64>,
    body: &RuleBody,
    limit: usize,
) -> store::Result<RulePreview> {
    let chart = Chart::read(view)?;
    let mut out = RulePreview {
        problem: None,
        matched: 0,
        changing: 0,
        taken: 0,
        kept: 0,
        rows: Vec::new(),
    };
    let candidate = match ready(body, &chart) {
        Ok(candidate) => candidate,
        Err(problem) => {
            out.problem = Some(problem);
            return Ok(out);
        }
    };
    let known = read_rules(view)?;
    let before = known
        .iter()
        .position(|one| Some(one.id) == id)
        .unwrap_or(known.len());
    let mut names: Vec<&str> = Vec::new();
    let mut rules: Vec<&engine::rules::Rule> = Vec::new();
    for one in known[..before].iter().filter(|one| one.body.enabled) {
        if let Ok(rule) = &one.ready {
            names.push(&one.body.name);
            rules.push(rule);
        }
    }
    let own = rules.len();
    rules.push(&candidate);
    let asks_source = known::ask_source(&known) || candidate.asks_source();
    let accounts = view.account_names()?;
    // Oldest first as they come; the newest are kept.
    let mut changing = std::collections::VecDeque::new();
    let mut others = std::collections::VecDeque::new();
    view.each_whole_row(&TransactionFilter::default(), None, &mut |whole| {
        let row = &whole.row;
        let seen = row_of(view, row, &chart, asks_source)?;
        if !candidate.matches(&seen) {
            return Ok(true);
        }
        out.matched += 1;
        let outcome = engine::rules::apply(rules.iter().copied(), &seen);
        let taken_by = decides_instead(&outcome, &candidate, &seen, own);
        let filing = filing_of(row.id, &outcome, &chart, |place| place == own);
        let changes = view.would_change(row, &filing)?;
        let kept = view.keeps_category(row) && files(&candidate, &seen);
        out.changing += u32::from(changes);
        out.taken += u32::from(taken_by.is_some());
        out.kept += u32::from(kept);
        let queue = if changes { &mut changing } else { &mut others };
        if queue.len() == limit {
            queue.pop_front();
        }
        if limit > 0 {
            let category = known::category_wanted(&filing, &chart);
            queue.push_back(RulePreviewRow {
                row: super::transactions::wire_row(row, &accounts),
                category: category
                    .filter(|id| changes && !view.keeps_category(row) && row.category != Some(*id))
                    .map(|id| id.to_string()),
                payee: filing.payee.filter(|payee| changes && *payee != row.payee),
                changes,
                taken_by: taken_by.map(|place| names[place].to_owned()),
                kept,
            });
        }
        Ok(true)
    })?;
    out.rows = changing
        .into_iter()
        .rev()
        .chain(others.into_iter().rev())
        .take(limit)
        .collect();
    Ok(out)
}

/// Whether a rule files rows at all.
fn files(rule: &engine::rules::Rule, seen: &engine::rules::Seen<'_>) -> bool {
    engine::rules::apply([rule], seen).filed.is_some()
}

/// The earlier rule that sets what this one would set, or that keeps it from being asked.
fn decides_instead(
    outcome: &Outcome,
    rule: &engine::rules::Rule,
    seen: &engine::rules::Seen<'_>,
    own: usize,
) -> Option<usize> {
    if let Some(stopped) = outcome.stopped.filter(|place| *place < own) {
        return Some(stopped);
    }
    let alone = engine::rules::apply([rule], seen);
    let earlier = |place: Option<usize>| place.filter(|place| *place < own);
    let of_category = alone
        .filed
        .and_then(|(_, wanted)| outcome.filed.filter(|(_, filed)| *filed != wanted))
        .map(|(place, _)| place);
    let of_payee = (alone.payee.as_ref())
        .and_then(|(_, wanted)| outcome.payee.as_ref().filter(|(_, name)| name != wanted))
        .map(|(place, _)| *place);
    earlier(of_category).or_else(|| earlier(of_payee))
}

pub(crate) async fn rules_run(app: &App, request: RulesRunReq) -> Result<RulesRun, Failure> {
    let ids: Vec<i64> = request
        .ids
        .iter()
        .map(|id| dto::id("rule", id))
        .collect::<Result<_, _>>()?;
    let (counts, filings) = app.read(move |view| on_history(view, &ids)).await?;
    if request.dry_run {
        return Ok(counts);
    }
    let origin = Origin::new(OriginKind::Rule, "rules_run", app.now());
    let written = app
        .write(origin, move |writing| writing.file_rows(&filings))
        .await?;
    Ok(RulesRun {
        batch: written.batch.map(|batch| batch.to_string()),
        changed: dto::count(written.value),
        ..counts
    })
}

/// What rules want of every row of the book; `ids` are those whose word is taken, empty is all that are switched on.
fn on_history(view: &View<'_>, ids: &[i64]) -> store::Result<(RulesRun, Vec<Filing>)> {
    let chart = Chart::read(view)?;
    let known = read_rules(view)?;
    if let Some(missing) = ids.iter().find(|id| known.iter().all(|one| one.id != **id)) {
        return Err(store::Error::NotFound {
            what: "rule",
            id: *missing,
        });
    }
    let mut taken: Vec<bool> = Vec::new();
    let mut rules: Vec<&engine::rules::Rule> = Vec::new();
    for one in &known {
        let named = ids.contains(&one.id);
        if let Ok(rule) = &one.ready
            && (one.body.enabled || named)
        {
            taken.push(ids.is_empty() || named);
            rules.push(rule);
        }
    }
    let asks_source = known::ask_source(&known);
    let mut counts = RulesRun {
        batch: None,
        looked_at: 0,
        matched: 0,
        changed: 0,
    };
    let mut filings = Vec::new();
    view.each_whole_row(&TransactionFilter::default(), None, &mut |whole| {
        counts.looked_at += 1;
        let seen = row_of(view, &whole.row, &chart, asks_source)?;
        let outcome = engine::rules::apply(rules.iter().copied(), &seen);
        if outcome.matched.iter().any(|place| taken[*place]) {
            counts.matched += 1;
            let filing = filing_of(whole.row.id, &outcome, &chart, |place| taken[place]);
            if view.would_change(&whole.row, &filing)? {
                counts.changed += 1;
                filings.push(filing);
            }
        }
        Ok(true)
    })?;
    Ok((counts, filings))
}

/// What the rules that are switched on want of some rows.
pub(crate) fn wanted_by_rules(
    view: &View<'_>,
    rows: &[store::Transaction],
    chart: &Chart,
    known: &[Known],
) -> store::Result<Vec<Filing>> {
    let rules: Vec<&engine::rules::Rule> = known
        .iter()
        .filter(|one| one.body.enabled)
        .filter_map(|one| one.ready.as_ref().ok())
        .collect();
    let asks_source = rules.iter().any(|rule| rule.asks_source());
    rows.iter()
        .map(|row| {
            let seen = row_of(view, row, chart, asks_source)?;
            let outcome = engine::rules::apply(rules.iter().copied(), &seen);
            Ok(filing_of(row.id, &outcome, chart, |_| true))
        })
        .collect()
}

/// A category leaves the chart: rules that name it name the one in its place; those that have none are left as they are and
/// say so.
pub(crate) fn repoint(
    writing: &mut Writing<'_>,
    from: CategoryId,
    into: Option<CategoryId>,
) -> store::Result<()> {
    let Some(into) = into else {
        return Ok(());
    };
    for rule in writing.rules()? {
        let mut body = body_of(&rule);
        if known::replace_category(&mut body, from, into) {
            writing.put_rule(&store::Rule {
                condition: condition_text(&body),
                action: action_text(&body),
                ..rule
            })?;
        }
    }
    Ok(())
}

pub(crate) async fn rules_text(app: &App, _: Nothing) -> Result<RulesText, Failure> {
    let text = app.read(file::write).await?;
    Ok(RulesText { text })
}

pub(crate) async fn rules_export(app: &App, _: Nothing) -> Result<ExportResult, Failure> {
    let text = app.read(file::write).await?;
    let dialogs = app.ports().dialogs.clone();
    let file = blocking(move || {
        let kind = FileKind::Data {
            label: "Rules",
            extension: "json",
        };
        let Some(path) = dialogs.save_file("coffer-rules.json", kind) else {
            return Ok(None);
        };
        std::fs::write(&path, text)?;
        Ok(path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()))
    })
    .await?;
    Ok(ExportResult { file })
}

pub(crate) async fn rules_import(
    app: &App,
    request: RulesImportReq,
) -> Result<RulesImported, Failure> {
    let read = file::read(&request.text)?;
    let written = app
        .write(app.person("rules_imported"), move |writing| {
            file::take(writing, read)
        })
        .await?;
    Ok(RulesImported {
        batch: written.batch.map(|batch| batch.to_string()),
        ..written.value
    })
}

pub(crate) async fn rules_offered(app: &App, _: Nothing) -> Result<Vec<OfferedRule>, Failure> {
    app.read(offered::list).await
}

/// Takes a service's rules over, all of them as one batch.
pub(crate) async fn rules_take_over(
    app: &App,
    request: RulesTakeOverReq,
) -> Result<Change, Failure> {
    let label = "rules_taken_over";
    let written = app
        .write(app.person(label), move |writing| {
            offered::take(writing, &request.keys)
        })
        .await?;
    Ok(super::journal::change(written.batch, written.value, label))
}

pub(crate) async fn rule_proposals(app: &App, _: Nothing) -> Result<Vec<RuleProposal>, Failure> {
    app.read(proposals::list).await
}

pub(crate) async fn rule_offer(
    app: &App,
    request: RuleOfferReq,
) -> Result<Vec<RuleOffer>, Failure> {
    let id: TransactionId = dto::id("transaction", &request.id)?;
    app.prepare_search()?;
    let offer = app.read(move |view| offer::offer(view, id)).await?;
    Ok(offer.into_iter().collect())
}

pub(crate) async fn rule_take(app: &App, request: RuleTakeReq) -> Result<RuleTaken, Failure> {
    let saved = rule_save(
        app,
        RuleSaveReq {
            id: None,
            rule: request.rule,
            place: None,
        },
    )
    .await?;
    let run = rules_run(
        app,
        RulesRunReq {
            ids: vec![saved.id.clone()],
            dry_run: false,
        },
    )
    .await?;
    Ok(RuleTaken {
        id: saved.id,
        // What it did is taken back before the rule itself.
        batches: run.batch.into_iter().chain(saved.batch).collect(),
        changed: run.changed,
    })
}

pub(crate) async fn rule_decline(app: &App, request: RuleDeclineReq) -> Result<Change, Failure> {
    if request.key.is_empty() || request.key.len() > engine::rules::LONGEST_VALUE {
        return Err(Failure::invalid("key", "length"));
    }
    let label = "rule_declined";
    let written = app
        .write(app.person(label), move |writing| {
            writing.put_document(proposals::DECLINED, &request.key, Some("{}"))
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}
