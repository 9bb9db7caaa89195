//! The rows of a preview beyond the first, and what they come to with what the person decided.

use std::sync::Arc;

use contract::ErrorCode;
use contract::types::{ImportRows, ImportRowsReq, LinkedRow, RowChoice};
use domain::ids::TransactionId;
use money::Money;
use store::View;

use super::Prepared;
use super::choices::{Decided, Wanted, is_shown};
use super::statement::preview_row;
use crate::{App, Failure, dto, locked};

/// Most rows handed out at once.
const MOST: u32 = 500;

pub(crate) async fn import_rows(app: &App, request: ImportRowsReq) -> Result<ImportRows, Failure> {
    let prepared = locked(&app.inner.previews)
        .get(&request.preview)
        .map(Arc::clone)
        .ok_or(Failure::Code(ErrorCode::PreviewExpired))?;
    app.read(move |view| Ok(rows(view, &prepared, &request)))
        .await?
}

fn rows(
    view: &View<'_>,
    prepared: &Prepared,
    request: &ImportRowsReq,
) -> Result<ImportRows, Failure> {
    let (file, place) = prepared.statement(&request.token, request.statement)?;
    let target = &file.targets[place];
    let weighed = file
        .weighed
        .get(place)
        .ok_or(Failure::NotFound("statement"))?;
    let decided = Decided::of(file, place, &request.many, &request.choices)?;
    let choice = |row: usize| decided.choice(row, weighed.verdicts[row]);
    let (mut adding, mut linking) = (0_usize, 0_usize);
    for row in 0..weighed.verdicts.len() {
        match choice(row) {
            RowChoice::Add => adding += 1,
            RowChoice::Link => linking += 1,
            RowChoice::Skip => {}
        }
    }
    let sum = weighed.sum(|row| choice(row) == RowChoice::Add)?;
    let after = weighed.after(|row| choice(row) == RowChoice::Add)?;

    let wanted = Wanted::of(&request.text);
    let shown = |row: usize| is_shown(weighed.verdicts[row], request.show);
    let from = request.from as usize;
    let until = from + request.limit.clamp(1, MOST) as usize;
    let mut total = 0;
    let mut found = Vec::new();
    if wanted.is_all() {
        let mut places = Vec::new();
        for row in (0..weighed.verdicts.len()).filter(|row| shown(*row)) {
            if (from..until).contains(&total) {
                places.push(row);
            }
            total += 1;
        }
        found.extend(file.reading.pick(place, target.currency, &places));
    } else {
        file.reading.with_rows(place, target.currency, |all| {
            for (row, one) in all.enumerate() {
                if row < weighed.verdicts.len() && shown(row) && wanted.has(&one) {
                    if (from..until).contains(&total) {
                        found.push((row, one));
                    }
                    total += 1;
                }
            }
        });
    }
    let rows = found
        .iter()
        .map(|(row, one)| {
            let mut told = preview_row(view, *row, one, weighed.verdicts[*row], target.account)?;
            told.choice = choice(*row);
            if let Some(id) = decided.linked_to(*row, weighed.verdicts[*row]) {
                told.linked = Some(linked(view, id, one.amount)?);
            }
            Ok(told)
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    Ok(ImportRows {
        rows,
        total: dto::length(total),
        adding: dto::length(adding),
        linking: dto::length(linking),
        leaving: dto::length(weighed.verdicts.len() - adding - linking),
        sum: dto::money(sum),
        balance_before: dto::money(weighed.before),
        balance_after: dto::money(after),
    })
}

fn linked(view: &View<'_>, id: TransactionId, amount: Money) -> Result<LinkedRow, Failure> {
    let there = view.transaction(id)?;
    let difference = amount
        .checked_sub(there.amount)
        .map_err(|_| Failure::invalid("into", "currency"))?;
    Ok(LinkedRow {
        id: there.id.to_string(),
        date: there.date.to_string(),
        payee: there.payee,
        amount: dto::money(there.amount),
        difference: (difference.minor != 0).then(|| dto::money(difference)),
    })
}
