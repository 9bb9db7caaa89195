//! Rows that are new to the book are filed: by the person's rules.
//!
//! The book remembers up to which row that was done, so that rows of a sync or an import that was cut short are filed with
//! the next one. Rows that were there before are left alone until the person runs the rules.

use store::{Filing, Origin, OriginKind};

use crate::commands::rules::{Chart, read_rules, wanted_by_rules};
use crate::{App, Failure};

/// Files what came since the last time. What goes wrong is logged and tried again with the next rows: nothing that brought
/// them in fails for it.
pub(crate) async fn file_new_rows(app: &App) {
    if let Err(error) = file(app).await {
        tracing::warn!(%error, "new rows were not filed");
    }
}

async fn file(app: &App) -> Result<(), Failure> {
    let found = app
        .read(|view| {
            let newest = view.newest_transaction()?;
            let through = view.filed_through()?;
            if newest <= through {
                return Ok(None);
            }
            let known = read_rules(view)?;
            if !known
                .iter()
                .any(|one| one.body.enabled && one.ready.is_ok())
            {
                return Ok(Some((newest, Vec::new())));
            }
            let chart = Chart::read(view)?;
            let rows = view
                .rows_added_after(through)?
                .into_iter()
                .map(|id| view.transaction(id))
                .collect::<store::Result<Vec<_>>>()?;
            let filings = wanted_by_rules(view, &rows, &chart, &known)?;
            let filings: Vec<Filing> = filings
                .into_iter()
                .filter(|filing| !filing.is_nothing())
                .collect();
            Ok(Some((newest, filings)))
        })
        .await?;
    let Some((newest, filings)) = found else {
        return Ok(());
    };
    let origin = Origin::new(OriginKind::Rule, "filed_new", app.now());
    app.write(origin, move |writing| {
        writing.file_rows(&filings)?;
        writing.set_filed_through(newest)
    })
    .await?;
    Ok(())
}
