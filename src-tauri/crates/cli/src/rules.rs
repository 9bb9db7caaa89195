//! Rules: listed, run, carried over in files.

use std::path::Path;

use app::{App, api};
use contract::types::{
    Category, Nothing, Rule, RuleAct, RuleBody, RuleField, RuleOp, RuleReq, RuleSaveReq,
    RulesImportReq, RulesRunReq,
};
use serde_json::json;

use crate::args::{Common, Ruling};
use crate::host;
use crate::output::{Answer, Ended, Output, table};

pub(crate) async fn run(common: &Common, output: Output, act: Option<Ruling>) -> Answer {
    let app = host::open(common).await?;
    match act.unwrap_or(Ruling::List) {
        Ruling::List => list(&app, output).await,
        Ruling::Run { rule, dry_run } => {
            let request = RulesRunReq { ids: rule, dry_run };
            let done = api::rules_run(&app, request).await?;
            output.either(&done, || {
                let would = if dry_run { "would change" } else { "changed" };
                let batch = done
                    .batch
                    .as_ref()
                    .map(|batch| format!(" Batch {batch}."))
                    .unwrap_or_default();
                format!(
                    "{} rows looked at, rules are for {}, {would} {}.{batch}\n",
                    done.looked_at, done.matched, done.changed
                )
            })?;
            Ok(0)
        }
        Ruling::On { rule } => switch(&app, output, rule, true).await,
        Ruling::Off { rule } => switch(&app, output, rule, false).await,
        Ruling::Remove { rule } => {
            let change = api::rule_remove(&app, RuleReq { id: rule }).await?;
            output.either(&change, || "Removed.\n".into())?;
            Ok(0)
        }
        Ruling::Export { out } => export(&app, output, out.as_deref()).await,
        Ruling::Import { file } => {
            let text = std::fs::read_to_string(&file)?;
            let done = api::rules_import(&app, RulesImportReq { text }).await?;
            output.either(&done, || {
                let mut told = format!(
                    "{} rules added, {} were there, {} categories made.\n",
                    done.added, done.known, done.categories
                );
                for name in &done.off {
                    told.push_str(&format!(
                        "Switched off, since what it names is not in this book: {name}\n"
                    ));
                }
                told
            })?;
            Ok(0)
        }
        Ruling::Proposals => {
            let found = api::rule_proposals(&app, Nothing {}).await?;
            let chart = api::categories_list(&app, Nothing {}).await?;
            output.either(&json!({"proposals": found}), || {
                let rows: Vec<Vec<String>> = found
                    .iter()
                    .map(|one| {
                        vec![
                            when(&one.rule),
                            then(&one.rule, &chart),
                            one.corrections.to_string(),
                            one.changing.to_string(),
                        ]
                    })
                    .collect();
                table(
                    &["When", "Then", "Corrections", "Would change"],
                    &[2, 3],
                    &rows,
                )
            })?;
            Ok(0)
        }
    }
}

async fn list(app: &App, output: Output) -> Answer {
    let rules = api::rules_list(app, Nothing {}).await?;
    let counts = api::rules_counts(app, Nothing {}).await?;
    let chart = api::categories_list(app, Nothing {}).await?;
    let count = |id: &str| counts.iter().find(|one| one.id == id);
    let whole: Vec<serde_json::Value> = rules
        .iter()
        .map(|one| {
            json!({
                "id": one.id, "rule": one.rule, "problem": one.problem,
                "matched": count(&one.id).map_or(0, |count| count.matched),
                "newest": count(&one.id).and_then(|count| count.newest.clone()),
            })
        })
        .collect();
    output.either(&json!({"rules": whole}), || {
        let rows: Vec<Vec<String>> = rules
            .iter()
            .map(|one| {
                vec![
                    one.id.clone(),
                    one.rule.name.clone(),
                    when(&one.rule),
                    then(&one.rule, &chart),
                    count(&one.id).map_or(0, |count| count.matched).to_string(),
                    state(one).to_owned(),
                ]
            })
            .collect();
        table(&["No", "Rule", "When", "Then", "Rows", ""], &[4], &rows)
    })?;
    Ok(0)
}

fn state(rule: &Rule) -> &'static str {
    match (&rule.problem, rule.rule.enabled) {
        (Some(_), true) => "cannot be used",
        (_, false) => "off",
        (None, true) => "",
    }
}

fn when(rule: &RuleBody) -> String {
    let tests: Vec<String> = rule
        .tests
        .iter()
        .map(|test| {
            let field = match test.field {
                RuleField::Text => "text",
                RuleField::Payee => "payee",
                RuleField::BankText => "bank text",
                RuleField::Note => "note",
                RuleField::Reference => "reference",
                RuleField::Counterparty => "other account",
                RuleField::Amount => "amount",
                RuleField::Date => "date",
                RuleField::Account => "account",
                RuleField::Source => "source",
                RuleField::Category => "category",
                RuleField::Kind => "kind",
                RuleField::Direction => "direction",
                RuleField::Tag => "tag",
            };
            let op = match test.op {
                RuleOp::Contains => "contains",
                RuleOp::Is => "is",
                RuleOp::Starts => "starts with",
                RuleOp::Ends => "ends with",
                RuleOp::Matches => "matches",
                RuleOp::Over => "over",
                RuleOp::Under => "under",
                RuleOp::Between => "between",
                RuleOp::Empty => "is empty",
            };
            let not = if test.not { "not " } else { "" };
            format!("{field} {not}{op} {}", test.values.join(", "))
                .trim_end()
                .to_owned()
        })
        .collect();
    tests.join(if rule.any { " or " } else { " and " })
}

fn then(rule: &RuleBody, chart: &[Category]) -> String {
    let mut acts: Vec<String> = rule
        .actions
        .iter()
        .map(|action| match action.act {
            RuleAct::Category => {
                let known = chart.iter().find(|one| one.id == action.value);
                known.map_or_else(|| action.value.clone(), |one| one.name.clone())
            }
            RuleAct::Transfer => "transfer".to_owned(),
            RuleAct::Split => {
                let shares = action.parts.iter().map(|part| {
                    let known = chart
                        .iter()
                        .find(|one| Some(&one.id) == part.category.as_ref());
                    let name = known.map_or("no category", |one| one.name.as_str());
                    format!("{} % {name}", part.percent.trim())
                });
                format!("split {}", shares.collect::<Vec<_>>().join(" + "))
            }
            RuleAct::Payee => format!("payee {}", action.value),
            RuleAct::Note => format!("note {}", action.value),
            RuleAct::Tag => format!("tag {}", action.value),
            RuleAct::Ignore => "left out".to_owned(),
            RuleAct::Ask => "ask me".to_owned(),
        })
        .collect();
    if rule.stop {
        acts.push("stop".to_owned());
    }
    acts.join(", ")
}

async fn switch(app: &App, output: Output, id: String, enabled: bool) -> Answer {
    let rules = api::rules_list(app, Nothing {}).await?;
    let found = rules.into_iter().find(|one| one.id == id);
    let one = found.ok_or_else(|| {
        Ended::from(contract::ErrorCode::NotFound {
            entity: "rule".into(),
        })
    })?;
    let request = RuleSaveReq {
        id: Some(id),
        rule: RuleBody {
            enabled,
            ..one.rule
        },
        place: None,
    };
    let saved = api::rule_save(app, request).await?;
    output.either(&saved, || "Done.\n".into())?;
    Ok(0)
}

async fn export(app: &App, output: Output, out: Option<&Path>) -> Answer {
    let text = api::rules_text(app, Nothing {}).await?.text;
    if let Some(file) = out {
        std::fs::write(file, text)?;
        output.either(&json!({"file": file}), || {
            format!("Written: {}\n", file.display())
        })?;
    } else {
        let document: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        output.either(&document, || text)?;
    }
    Ok(0)
}
