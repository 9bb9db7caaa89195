//! Imports of the past, and what each of their files brought.

use std::collections::HashMap;

use contract::types::{BatchesReq, ImportPast, ImportPastFile};
use store::OriginKind;

use crate::failure::instant;
use crate::{App, Failure, dto};

/// Most imports listed at once.
const MOST: u32 = 200;

/// Batches of all kinds that are looked through for them.
const LOOKED: u32 = 5000;

pub(crate) async fn imports_list(
    app: &App,
    request: BatchesReq,
) -> Result<Vec<ImportPast>, Failure> {
    let limit = request.limit.clamp(1, MOST) as usize;
    app.read(move |view| {
        let mut files: HashMap<_, Vec<ImportPastFile>> = HashMap::new();
        for file in view.imported_files(LOOKED)? {
            let Some(batch) = file.batch else { continue };
            let counts = file.counts;
            files.entry(batch).or_default().insert(
                0,
                ImportPastFile {
                    name: file.name,
                    format: file.format,
                    new: dto::count(counts.new),
                    duplicate: dto::count(counts.duplicate),
                    matched: dto::count(counts.matched),
                    left: dto::count(counts.skipped + counts.covered),
                    rejected: dto::count(counts.rejected),
                },
            );
        }
        let mut past = Vec::new();
        for batch in view.batches(None, LOOKED)? {
            if batch.origin.kind != OriginKind::Import || batch.undoes.is_some() {
                continue;
            }
            let undone = batch.undone_by.is_some();
            let edited = if undone {
                0
            } else {
                let all = view.undo_conflicts(batch.id)?;
                all.iter().filter(|one| one.table == "transactions").count()
            };
            past.push(ImportPast {
                batch: batch.id.to_string(),
                at: instant(batch.origin.at),
                files: files.remove(&batch.id).unwrap_or_default(),
                undone,
                edited: dto::length(edited),
            });
            if past.len() == limit {
                break;
            }
        }
        Ok(past)
    })
    .await
}
