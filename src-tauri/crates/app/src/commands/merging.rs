//! Two records of one payment: looked at side by side, made one, parted again, or called two payments.

use contract::types::{
    Change, MergePreview, MergeReq, PairReq, SourceRecord, Survives, TransactionReq,
};
use domain::ids::TransactionId;
use store::View;

use super::transactions::{record, wire_row};
use crate::{App, Failure, dto};

fn row(id: &str) -> Result<TransactionId, Failure> {
    dto::id("transaction", id)
}

pub(crate) async fn merge_preview(app: &App, request: PairReq) -> Result<MergePreview, Failure> {
    let (a, b) = (row(&request.a)?, row(&request.b)?);
    app.read(move |view| {
        let pair = view.survivor(a, b)?;
        let names = view.account_names()?;
        let wire = |id| Ok::<_, store::Error>(wire_row(&view.transaction(id)?, &names));
        Ok(MergePreview {
            keep: wire(pair.keep)?,
            drop: wire(pair.drop)?,
            why: match pair.why {
                store::Survives::Booked => Survives::Booked,
                store::Survives::Edited => Survives::Edited,
                store::Survives::Connected => Survives::Connected,
                store::Survives::First => Survives::First,
            },
            keep_sources: told_by(view, pair.keep)?,
            drop_sources: told_by(view, pair.drop)?,
            refused: view.merge_refused(a, b)?.map(str::to_owned),
        })
    })
    .await
}

fn told_by(view: &View<'_>, id: TransactionId) -> store::Result<Vec<SourceRecord>> {
    let connections = view.connections()?;
    view.sources(id)?
        .iter()
        .map(|source| record(view, source, &connections))
        .collect()
}

pub(crate) async fn transactions_merge(app: &App, request: MergeReq) -> Result<Change, Failure> {
    let (keep, drop) = (row(&request.keep)?, row(&request.drop)?);
    let unlock = request.unlock;
    let label = "merged";
    let written = app
        .write(app.person(label), move |writing| {
            if !unlock {
                super::reconciling::refuse_settled(writing, &[drop])?;
            }
            writing.merge_transactions(keep, drop)
        })
        .await?;
    Ok(super::journal::change(written.batch, 2, label))
}

pub(crate) async fn transaction_unmerge(
    app: &App,
    request: TransactionReq,
) -> Result<Change, Failure> {
    let drop = row(&request.id)?;
    let label = "unmerged";
    let written = app
        .write(app.person(label), move |writing| {
            writing.unmerge_transaction(drop)
        })
        .await?;
    Ok(super::journal::change(written.batch, 2, label))
}

pub(crate) async fn duplicate_decline(app: &App, request: PairReq) -> Result<Change, Failure> {
    let (a, b) = (row(&request.a)?, row(&request.b)?);
    let label = "two_payments";
    let written = app
        .write(app.person(label), move |writing| {
            writing.call_two_payments(a, b, true)
        })
        .await?;
    Ok(super::journal::change(written.batch, 2, label))
}
