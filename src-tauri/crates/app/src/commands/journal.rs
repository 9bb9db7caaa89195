//! The journal: what was done, and taking it back.

use contract::ErrorCode;
use contract::types::{
    Batch, BatchEdit, BatchReq, BatchUndoReq, BatchesReq, Change, Job, JobReq, Nothing, UndoReport,
};
use domain::ids::{BatchId, TransactionId};
use store::{OnConflict, OriginKind, Undone};

use crate::failure::instant;
use crate::{App, Failure, dto};

/// Most batches listed at once.
const MOST: u32 = 500;

/// What a write did, for the page.
pub(crate) fn change(batch: Option<BatchId>, rows: u64, label: &str) -> Change {
    Change {
        rows: if batch.is_some() { dto::count(rows) } else { 0 },
        batch: batch.map(|batch| batch.to_string()),
        label: label.to_owned(),
    }
}

pub(crate) const fn origin_word(kind: OriginKind) -> &'static str {
    match kind {
        OriginKind::Person => "person",
        OriginKind::Sync => "sync",
        OriginKind::Import => "import",
        OriginKind::Rule => "rule",
        OriginKind::System => "system",
    }
}

pub(crate) async fn batches_list(app: &App, request: BatchesReq) -> Result<Vec<Batch>, Failure> {
    let limit = request.limit.clamp(1, MOST);
    let batches = app.read(move |view| view.batches(None, limit)).await?;
    Ok(batches.iter().map(wire_batch).collect())
}

fn wire_batch(batch: &store::Batch) -> Batch {
    let subject = batch
        .origin
        .params
        .get("subject")
        .and_then(serde_json::Value::as_str);
    Batch {
        id: batch.id.to_string(),
        at: instant(batch.origin.at),
        origin: origin_word(batch.origin.kind).to_owned(),
        label: batch.origin.label.clone(),
        subject: subject.unwrap_or_default().to_owned(),
        rows: dto::count(batch.added + batch.changed),
        undone: batch.undone_by.is_some(),
        undoable: batch.undone_by.is_none()
            && batch.undoes.is_none()
            && batch.origin.kind != OriginKind::System,
    }
}

pub(crate) async fn batch_undo(app: &App, request: BatchUndoReq) -> Result<UndoReport, Failure> {
    let batch: BatchId = dto::id("batch", &request.batch)?;
    let on_conflict = match request.keep {
        Some(rows) => {
            let rows = rows.iter().map(|id| dto::id("transaction", id));
            OnConflict::Choose(rows.collect::<Result<_, Failure>>()?)
        }
        None if request.force => OnConflict::Force,
        None => OnConflict::Refuse,
    };
    let done = app
        .write(app.person("undo"), move |writing| {
            writing.undo(batch, on_conflict)
        })
        .await?
        .value;
    report(app, done).await
}

/// Edited rows listed at once.
const EDITS: usize = 500;

pub(crate) async fn batch_edits(app: &App, request: BatchReq) -> Result<Vec<BatchEdit>, Failure> {
    let batch: BatchId = dto::id("batch", &request.batch)?;
    app.read(move |view| {
        let mut edits = Vec::new();
        for conflict in view.undo_conflicts(batch)? {
            if conflict.table != "transactions" || edits.len() == EDITS {
                continue;
            }
            let row = view.transaction(TransactionId(conflict.row))?;
            let by = view.batch(conflict.by)?;
            edits.push(BatchEdit {
                id: row.id.to_string(),
                date: row.date.to_string(),
                payee: row.payee,
                amount: dto::money(row.amount),
                at: instant(by.origin.at),
                label: by.origin.label,
            });
        }
        edits.sort_by(|a, b| b.date.cmp(&a.date));
        Ok(edits)
    })
    .await
}

pub(crate) async fn undo_last(app: &App, _: Nothing) -> Result<UndoReport, Failure> {
    let done = app
        .write(app.person("undo"), |writing| writing.undo_last())
        .await?
        .value;
    report(app, done.ok_or(Failure::Code(ErrorCode::NothingToUndo))?).await
}

pub(crate) async fn redo_last(app: &App, _: Nothing) -> Result<UndoReport, Failure> {
    let done = app
        .write(app.person("redo"), |writing| writing.redo())
        .await?
        .value;
    report(app, done.ok_or(Failure::Code(ErrorCode::NothingToUndo))?).await
}

async fn report(app: &App, done: Undone) -> Result<UndoReport, Failure> {
    // What was taken back was learned from as well.
    *crate::locked(&app.open()?.learner) = None;
    let (label, (undo, redo)) = app
        .read(move |view| Ok((view.batch(done.batch)?.origin.label, view.undoable()?)))
        .await?;
    Ok(UndoReport {
        batch: done.batch.to_string(),
        label,
        rows: dto::count(done.rows),
        kept: dto::length(done.kept.len()),
        can_undo: undo.is_some(),
        can_redo: redo.is_some(),
    })
}

pub(crate) async fn jobs_list(app: &App, _: Nothing) -> Result<Vec<Job>, Failure> {
    Ok(app.inner.jobs.list())
}

pub(crate) async fn job_cancel(app: &App, request: JobReq) -> Result<Nothing, Failure> {
    app.inner.jobs.cancel(&request.id);
    Ok(Nothing {})
}
