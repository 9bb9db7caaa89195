//! The chart of categories as a whole, and changes of it.

use contract::types::{CategoryUpdateReq, Change, ChartCategory, ChartGroup, Nothing};
use domain::ids::CategoryId;
use store::{Category, CategoryEdit};

use super::transactions::slot;
use crate::{App, Failure, dto};

/// The page counts colour slots from 1 to this.
const SLOTS: u32 = 8;
const LONGEST_NAME: usize = 80;

pub(crate) async fn categories_chart(app: &App, _: Nothing) -> Result<Vec<ChartGroup>, Failure> {
    let all = app.read(|view| view.categories()).await?;
    Ok(all
        .iter()
        .filter(|one| one.parent.is_none())
        .map(|group| ChartGroup {
            group: wire(group),
            members: all
                .iter()
                .filter(|one| one.parent == Some(group.id))
                .map(wire)
                .collect(),
        })
        .collect())
}

fn wire(one: &Category) -> ChartCategory {
    ChartCategory {
        id: one.id.to_string(),
        name: one.name.clone(),
        kind: dto::category_kind(one.kind),
        slot: slot(one.slot),
        hidden: one.archived,
        transactions: dto::count(one.transactions),
        known: one.key.is_some(),
    }
}

pub(crate) async fn category_update(
    app: &App,
    request: CategoryUpdateReq,
) -> Result<Change, Failure> {
    let id: CategoryId = dto::id("category", &request.id)?;
    let parent = match request.group.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(group) => Some(Some(dto::id::<CategoryId>("category", group)?)),
    };
    if let Some(name) = &request.name
        && name.trim().chars().count() > LONGEST_NAME
    {
        return Err(Failure::invalid("name", "length"));
    }
    let slot = match request.slot {
        None => None,
        Some(slot) if (1..=SLOTS).contains(&slot) => u8::try_from(slot - 1).ok(),
        Some(_) => return Err(Failure::invalid("slot", "out_of_range")),
    };
    let edit = CategoryEdit {
        name: request.name,
        parent,
        kind: request.kind.map(dto::category_kind_of),
        slot,
        position: None,
        archived: request.hidden,
    };
    let label = "category_edited";
    let written = app
        .write(app.person(label), move |writing| {
            writing.edit_category(id, &edit)?;
            let shared = CategoryEdit {
                kind: edit.kind,
                slot: edit.slot,
                archived: edit.archived,
                ..CategoryEdit::default()
            };
            let own: Vec<CategoryId> = writing
                .categories()?
                .iter()
                .filter(|one| one.parent == Some(id))
                .map(|one| one.id)
                .collect();
            for member in own {
                writing.edit_category(member, &shared)?;
            }
            Ok(())
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}
