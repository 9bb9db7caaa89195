//! `import`, `batches`, `undo`.

use std::path::PathBuf;

use app::{ImportInto, Report, api};
use contract::types::{
    BatchUndoReq, BatchesReq, CsvMapping, FileOutcome, FilePreview, ImportPreview, ImportReport,
    JobProgress,
};
use serde_json::{Value, json};

use crate::args::Common;
use crate::host;
use crate::output::{Answer, Ended, Output, snake, table};

/// Some files could not be taken in.
const IN_PART: u8 = 5;

pub(crate) async fn import(
    common: &Common,
    output: Output,
    files: &[PathBuf],
    account: Option<String>,
    new_account: Option<String>,
    mapping: Option<PathBuf>,
    dry_run: bool,
) -> Answer {
    let into = match (account, new_account) {
        (Some(id), _) => ImportInto::Account(id),
        (None, Some(name)) => ImportInto::Named(name),
        (None, None) => ImportInto::AsStated,
    };
    let mapping = mapping.map(|file| read_mapping(&file)).transpose()?;
    let app = host::open(common).await?;
    let progress = Report::named(move |step: JobProgress| {
        let of = step.of.map(|of| format!(" of {of}")).unwrap_or_default();
        output.progress(&format!(
            "{}: {}{of} rows",
            step.file.unwrap_or_default(),
            step.done
        ));
    });
    let (preview, done) = app
        .import_paths(files, into, mapping, dry_run, progress)
        .await?;
    output.progress_done();
    let document = document(&preview, done.as_ref());
    let failed = preview
        .files
        .iter()
        .filter(|file| file.outcome == FileOutcome::Error)
        .count();
    output.either(&document, || told(&preview, done.as_ref()))?;
    Ok(match failed {
        0 => 0,
        some if some == preview.files.len() => 1,
        _ => IN_PART,
    })
}

/// A mapping as `parse --json` and the import dialog write it, keys in either spelling.
fn read_mapping(file: &PathBuf) -> Result<CsvMapping, Ended> {
    let text = std::fs::read_to_string(file)?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| Ended::usage(format!("{}: {error}", file.display())))?;
    serde_json::from_value(camel(value))
        .map_err(|error| Ended::usage(format!("{}: {error}", file.display())))
}

fn camel(value: Value) -> Value {
    let Value::Object(map) = value else {
        return value;
    };
    map.into_iter()
        .map(|(key, value)| {
            let mut out = String::new();
            let mut up = false;
            for letter in key.chars() {
                if letter == '_' {
                    up = true;
                } else {
                    out.push(if up {
                        letter.to_ascii_uppercase()
                    } else {
                        letter
                    });
                    up = false;
                }
            }
            (out, value)
        })
        .collect()
}

pub(crate) fn document(preview: &ImportPreview, done: Option<&ImportReport>) -> Value {
    let batch = done.and_then(|done| done.batch.clone());
    let files: Vec<Value> = preview
        .files
        .iter()
        .map(|file| {
            let taken =
                done.and_then(|done| done.files.iter().find(|taken| taken.name == file.name));
            let accounts = match taken {
                Some(taken) => serde_json::to_value(&taken.accounts).unwrap_or_default(),
                None => planned(file),
            };
            let accounts = match accounts {
                Value::Array(mut list) => {
                    for account in &mut list {
                        account["rejected"] = json!(0);
                    }
                    Value::Array(list)
                }
                other => other,
            };
            let sum = |what: &str| -> u64 {
                let all = accounts.as_array().into_iter().flatten();
                all.filter_map(|account| account[what].as_u64()).sum()
            };
            json!({
                "file": file.name,
                "new": sum("new"),
                "duplicate": sum("duplicate"),
                "matched": sum("matched"),
                "format": file.format,
                "outcome": file.outcome,
                "error": file.error.as_ref().map(|error| json!({
                    "code": error.code, "line": error.line,
                    "message": format!("{} cannot be read. Nothing was imported.", file.name),
                })),
                "questions": file.questions,
                "accounts": accounts,
                "rejected": taken.map_or(file.problem_count, |taken| taken.rejected),
                "problems": file.problems,
                "notes": file.notes,
                "batch": batch,
            })
        })
        .collect();
    snake(json!({"batch": batch, "files": files}))
}

/// What a file would do, in the shape of what it did.
fn planned(file: &FilePreview) -> Value {
    file.statements
        .iter()
        .map(|statement| {
            json!({"id": statement.account, "name": statement.account_name, "new": statement.new,
                   "duplicate": statement.duplicate, "matched": statement.matched,
                   "trades": statement.trades, "positions": statement.positions})
        })
        .collect()
}

fn told(preview: &ImportPreview, done: Option<&ImportReport>) -> String {
    let mut rows = Vec::new();
    let mut notes = String::new();
    for file in &preview.files {
        if let Some(error) = &file.error {
            notes += &format!(
                "{} cannot be read ({}). Nothing was imported from it.\n",
                file.name, error.code
            );
        }
        if !file.questions.is_empty() {
            notes += &format!(
                "{} leaves open: {}. Look at the rows, and give --mapping to read it otherwise.\n",
                file.name,
                file.questions.join(", ")
            );
        }
        if file.problem_count > 0 {
            notes += &format!(
                "{}: {} rows cannot be read and were left out.\n",
                file.name, file.problem_count
            );
        }
        for note in &file.notes {
            let place = note
                .line
                .map_or_else(String::new, |line| format!(", line {line}"));
            notes += &format!(
                "{}{place}: {}\n",
                file.name,
                note.found.as_deref().unwrap_or(&note.code)
            );
        }
        for statement in &file.statements {
            rows.push(vec![
                file.name.clone(),
                statement.account_name.clone(),
                statement.new.to_string(),
                statement.duplicate.to_string(),
                statement.matched.to_string(),
            ]);
        }
    }
    if let Some(done) = done {
        rows = done
            .files
            .iter()
            .flat_map(|file| {
                file.accounts.iter().map(|account| {
                    vec![
                        file.name.clone(),
                        account.name.clone(),
                        account.new.to_string(),
                        account.duplicate.to_string(),
                        account.matched.to_string(),
                    ]
                })
            })
            .collect();
        match &done.batch {
            Some(batch) => notes += &format!("Take it back with `coffer undo {batch}`.\n"),
            None => notes += "Nothing new; the book is as it was.\n",
        }
    }
    format!(
        "{}{notes}",
        table(
            &["File", "Account", "New", "There", "Matched"],
            &[2, 3, 4],
            &rows
        )
    )
}

pub(crate) async fn batches(common: &Common, output: Output, limit: u32) -> Answer {
    let app = host::open(common).await?;
    let all = api::batches_list(&app, BatchesReq { limit }).await?;
    output.either(&json!({"batches": all}), || {
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|batch| {
                vec![
                    batch.id.clone(),
                    batch.at.clone(),
                    batch.origin.clone(),
                    batch.label.clone(),
                    batch.subject.clone(),
                    batch.rows.to_string(),
                    if batch.undone {
                        "taken back".into()
                    } else {
                        String::new()
                    },
                ]
            })
            .collect();
        table(
            &["Batch", "When", "Who", "What", "Of", "Rows", ""],
            &[5],
            &rows,
        )
    })?;
    Ok(0)
}

pub(crate) async fn undo(common: &Common, output: Output, batch: String, force: bool) -> Answer {
    let app = host::open(common).await?;
    let report = api::batch_undo(
        &app,
        BatchUndoReq {
            batch,
            force,
            keep: None,
        },
    )
    .await?;
    output.either(&report, || {
        format!("Took back batch {}: {} rows.\n", report.batch, report.rows)
    })?;
    Ok(0)
}
