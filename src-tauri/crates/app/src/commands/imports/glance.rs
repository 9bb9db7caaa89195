//! The first rows of a file, from its beginning alone: something to look at while a long file is read and weighed.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use contract::types::{GlanceRow, ImportGlance, ImportGlanceReq};
use import::{Outcome, Profile, Question};
use money::Currency;

use super::offered::file_name;
use crate::session::blocking;
use crate::{App, Failure, dto};

/// Bytes looked at.
const HEAD: usize = 256 * 1024;
/// Rows told.
const ROWS: usize = 20;

pub(crate) async fn import_glance(
    app: &App,
    request: ImportGlanceReq,
) -> Result<ImportGlance, Failure> {
    let path = app.offered_path(&request.token)?;
    let base = app.base_currency().await?;
    blocking(move || glance(&path, base)).await
}

fn glance(path: &Path, base: Currency) -> Result<ImportGlance, Failure> {
    let file = File::open(path)?;
    let mut head = Vec::with_capacity(HEAD + 1);
    // One byte more tells whether there is more.
    file.take(HEAD as u64 + 1).read_to_end(&mut head)?;
    let more = head.len() > HEAD;
    if more {
        let end = head.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
        head.truncate(end.unwrap_or(HEAD));
    }
    let parsed = import::parse(&file_name(path), &head, &Profile::default());
    let mut rows = Vec::new();
    // What the whole file may prove otherwise is not shown as if it were sure.
    let open = parsed
        .questions
        .iter()
        .any(|question| *question != Question::Currency);
    if parsed.outcome != Outcome::Error && !open {
        for statement in &parsed.statements {
            let currency = statement.currency.unwrap_or(base);
            for row in &statement.transactions {
                let currency = row.currency.unwrap_or(currency);
                if let Ok((amount, _)) = row.money(currency) {
                    let payee = if row.payee.is_empty() {
                        &row.description
                    } else {
                        &row.payee
                    };
                    rows.push(GlanceRow {
                        line: row.line,
                        date: row.date.to_string(),
                        payee: payee.clone(),
                        amount: dto::money(amount),
                    });
                }
            }
        }
        rows.sort_by_key(|row| row.line);
        if more {
            // The cut may have gone through the last one.
            rows.pop();
        }
        rows.truncate(ROWS);
    }
    let format = if parsed.outcome == Outcome::Error {
        String::new()
    } else {
        parsed.format.to_owned()
    };
    Ok(ImportGlance { format, rows, more })
}
