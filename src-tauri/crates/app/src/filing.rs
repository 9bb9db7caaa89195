//! Rows that are new to the book get the names that their texts were given before, and are filed: by the person's rules first, then by what was learned where that is sure enough.
//!
//! The book remembers up to which row that was done, so that rows of a sync or an import that was cut short are filed with
//! the next one. Rows that were there before are left alone until the person asks.

use std::sync::Arc;

use domain::ids::TransactionId;
use store::{CategoryBy, Filing, Origin, OriginKind, Transaction};

use crate::commands::payees::tidy;
use crate::commands::rules::{Chart, read_rules, wanted_by_rules};
use crate::learning::{Age, ENOUGH, Learner, with_learner};
use crate::session::Open;
use crate::{App, Failure};

/// Rows read together: a large import is not held in memory whole.
const TOGETHER: usize = 1_000;

/// Files what came since the last time. What goes wrong is logged and tried again with the next rows: nothing that brought
/// them in fails for it.
pub(crate) async fn file_new_rows(app: &App, age: Age) {
    if let Err(error) = file(app, age).await {
        tracing::warn!(%error, "new rows were not filed");
    }
}

async fn file(app: &App, age: Age) -> Result<(), Failure> {
    let above = app.settings().await?.file_above;
    let open = app.open()?;
    let found = app
        .read(move |view| {
            let newest = view.newest_transaction()?;
            let through = view.filed_through()?;
            if newest <= through {
                return Ok(None);
            }
            let names = tidy::wanted(view, TransactionId(through))?;
            let known = read_rules(view)?;
            let may = above > 0 && view.has_confirmed(ENOUGH)?;
            let mut filings = Vec::new();
            // Where nothing files anything, as in a new book, the rows are not even read.
            if may || known.iter().any(|one| one.body.enabled) {
                let chart = Chart::read(view)?;
                let mut undecided = Vec::new();
                for ids in view.rows_added_after(through)?.chunks(TOGETHER) {
                    let rows = ids
                        .iter()
                        .map(|id| view.transaction(*id))
                        .collect::<store::Result<Vec<_>>>()?;
                    let wanted = wanted_by_rules(view, &rows, &chart, &known)?;
                    for (row, filing) in rows.iter().zip(wanted) {
                        let decided = filing.category.is_some() || filing.transfer || filing.ask;
                        if may && is_open(row) && !decided {
                            undecided.push(filing);
                        } else if !filing.is_nothing() {
                            filings.push(filing);
                        }
                    }
                }
                // Learning costs time: not before it may file something.
                if !undecided.is_empty() {
                    guess(&open, view, age, above, &mut undecided)?;
                    filings.extend(undecided.into_iter().filter(|filing| !filing.is_nothing()));
                }
                filings.sort_unstable_by_key(|filing| filing.id);
            }
            Ok(Some((newest, names, filings)))
        })
        .await?;
    let Some((newest, names, filings)) = found else {
        return Ok(());
    };
    let origin = Origin::new(OriginKind::Rule, "filed_new", app.now());
    app.write(origin, move |writing| {
        tidy::give(writing, &names)?;
        writing.file_rows(&filings)?;
        writing.set_filed_through(newest)
    })
    .await?;
    Ok(())
}

/// Whether nobody has filed a row yet.
pub(crate) fn is_open(row: &Transaction) -> bool {
    row.category.is_none()
        && row.category_by == CategoryBy::Nobody
        && row.transfer.is_none()
        && !row.is_split()
        && !row.excluded
        && row.mirror.is_none()
}

/// Files rows that rules left open where the learner is sure enough.
fn guess(
    open: &Arc<Open>,
    view: &store::View<'_>,
    age: Age,
    above: u32,
    undecided: &mut [Filing],
) -> store::Result<()> {
    with_learner(&open.learner, view, age, |learner| {
        for filing in undecided {
            fill(learner, above, &view.transaction(filing.id)?, filing);
        }
        Ok(())
    })
}

/// Takes the learner's word for a row if it is sure enough.
pub(crate) fn fill(learner: &mut Learner, above: u32, row: &Transaction, filing: &mut Filing) {
    if let Some(guess) = learner.guess(row)
        && u32::from(guess.percent) >= above
    {
        filing.category = Some((guess.category, CategoryBy::Guess));
        filing.grounds = Some((guess.percent, guess.because.join(" ")));
    }
}
