//! Many rows changed at once: a selection or everything a search finds, looked at before it is done.

use std::collections::HashMap;

use contract::types::{
    Change, EditedField, EditedRow, RowsChange, RowsEditPreview, RowsEditReq, RowsPick,
};
use domain::ids::{CategoryId, TransactionId};
use money::Currency;
use store::{ManyEdit, ManyRow, View};

use super::transactions::{Asked, Filters, chart, shown, tags_of, told};
use crate::{App, Failure, dto};

/// Rows of a preview.
const SHOWN: usize = 50;
/// Longest payee and note, longest tag.
const LONGEST: usize = 2_000;
const LONGEST_TAG: usize = 80;
/// More rows than these are learned from when the learner is next trained, not one by one.
const TAUGHT_AT_ONCE: usize = 200;

/// Which rows: named, or by what they have to match.
enum Pick {
    Named(Vec<TransactionId>),
    Found(Asked),
}

impl Pick {
    fn new(pick: RowsPick) -> Result<Self, Failure> {
        Ok(match pick.ids {
            Some(ids) => Self::Named(
                ids.iter()
                    .map(|id| dto::id("transaction", id))
                    .collect::<Result<_, _>>()?,
            ),
            None => Self::Found(Asked::new(Filters {
                text: pick.text,
                account: pick.account,
                category: pick.category,
                from: pick.from,
                to: pick.to,
                kind: pick.filter,
            })?),
        })
    }

    fn rows(
        &self,
        view: &View<'_>,
        base: Currency,
        today: chrono::NaiveDate,
    ) -> store::Result<Vec<TransactionId>> {
        match self {
            Self::Named(ids) => {
                let mut ids = ids.clone();
                let mut seen = std::collections::HashSet::new();
                ids.retain(|id| seen.insert(*id));
                Ok(ids)
            }
            Self::Found(asked) => view.matching(&asked.understand(view, base, today)?.filter),
        }
    }
}

fn edit_of(change: RowsChange) -> Result<ManyEdit, Failure> {
    let category = match change.category.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(id) => Some(Some(dto::id::<CategoryId>("category", id)?)),
    };
    for (field, text) in [("payee", &change.payee), ("note", &change.note)] {
        if text
            .as_deref()
            .is_some_and(|text| text.chars().count() > LONGEST)
        {
            return Err(Failure::invalid(field, "length"));
        }
    }
    if change
        .payee
        .as_deref()
        .is_some_and(|name| name.trim().is_empty())
    {
        return Err(Failure::invalid("payee", "empty"));
    }
    let edit = ManyEdit {
        category,
        payee: change.payee,
        note: change.note,
        add_tags: tags_of(change.add_tags),
        remove_tags: tags_of(change.remove_tags),
        off_reports: change.excluded,
        reviewed: change.reviewed,
    };
    let tags = edit.add_tags.iter().chain(&edit.remove_tags);
    if tags.clone().any(|tag| tag.chars().count() > LONGEST_TAG) {
        return Err(Failure::invalid("tags", "length"));
    }
    if edit
        .add_tags
        .iter()
        .any(|tag| edit.remove_tags.contains(tag))
    {
        return Err(Failure::invalid("tags", "both"));
    }
    Ok(edit)
}

pub(crate) async fn rows_preview(
    app: &App,
    request: RowsEditReq,
) -> Result<RowsEditPreview, Failure> {
    let pick = Pick::new(request.rows)?;
    let edit = edit_of(request.change)?;
    let base = app.base_currency().await?;
    let today = app.today();
    app.prepare_search()?;
    app.read(move |view| {
        let ids = pick.rows(view, base, today)?;
        let found = view.preview_many(&ids, &edit, SHOWN)?;
        let categories = chart(view)?;
        Ok(RowsEditPreview {
            rows: dto::length(ids.len()),
            changing: dto::count(found.changing),
            split: dto::count(found.split),
            sample: found
                .sample
                .into_iter()
                .map(|one| edited(one, &categories))
                .collect(),
        })
    })
    .await
}

fn edited(one: ManyRow, categories: &HashMap<i64, String>) -> EditedRow {
    let currency = one.row.amount.currency;
    let mut fields: Vec<EditedField> = one
        .fields
        .iter()
        .filter_map(|(field, before, after)| {
            let name = told(field)?;
            let before = match name {
                // The payee as it is shown, not as the bank writes it.
                "payee" => Some(one.row.payee.clone()),
                _ => shown(name, before, categories, currency),
            };
            (before.is_some() || !after.is_null()).then(|| EditedField {
                field: name.to_owned(),
                before,
                after: shown(name, after, categories, currency),
            })
        })
        .collect();
    // The category stays what it is and becomes the person's word.
    if let Some(kept) = fields
        .iter_mut()
        .find(|field| field.field == "category" && field.before == field.after)
    {
        "reviewed".clone_into(&mut kept.field);
        kept.before = None;
    } else if fields.is_empty() {
        let category = one.row.category.and_then(|id| categories.get(&id.0));
        fields.push(EditedField {
            field: "reviewed".to_owned(),
            before: None,
            after: category.cloned(),
        });
    }
    EditedRow {
        id: one.row.id.to_string(),
        date: one.row.date.to_string(),
        payee: one.row.payee,
        amount: dto::money(one.row.amount),
        fields,
    }
}

pub(crate) async fn rows_edit(app: &App, request: RowsEditReq) -> Result<Change, Failure> {
    let pick = Pick::new(request.rows)?;
    let edit = edit_of(request.change)?;
    let expected = request.expected.map(u64::from);
    let base = app.base_currency().await?;
    let today = app.today();
    app.prepare_search()?;
    let ids = app.read(move |view| pick.rows(view, base, today)).await?;
    let label = match &edit {
        edit if edit.category.is_some() => "categorised",
        edit if *edit
            == (ManyEdit {
                reviewed: true,
                ..ManyEdit::default()
            }) =>
        {
            "reviewed"
        }
        _ => "edited",
    };
    let asks = (edit.payee.is_some() || edit.off_reports.is_some()) && !request.unlock;
    let teaches = edit.category.is_some() || edit.reviewed;
    let written = app
        .write(app.person(label), move |writing| {
            let changed = writing.edit_many(&ids, &edit)?;
            if asks {
                super::reconciling::refuse_settled(writing, &changed)?;
            }
            // What the person saw is what is done.
            if expected.is_some_and(|expected| expected != changed.len() as u64) {
                return Err(store::Error::Refused {
                    rule: "changed_meanwhile",
                });
            }
            Ok(changed)
        })
        .await?;
    let rows = written.value.len() as u64;
    if teaches {
        teach(app, written.value).await?;
    }
    Ok(super::journal::change(written.batch, rows, label))
}

/// What the person says is known at once; of many rows it is learned when it is next asked for.
async fn teach(app: &App, changed: Vec<TransactionId>) -> Result<(), Failure> {
    let open = app.open()?;
    if changed.len() > TAUGHT_AT_ONCE {
        *crate::locked(&open.learner) = None;
        return Ok(());
    }
    app.read(move |view| {
        for id in changed {
            let row = view.transaction(id)?;
            if let Some(category) = row.category {
                crate::learning::teach(&open.learner, &[row], category);
            }
        }
        Ok(())
    })
    .await
}
