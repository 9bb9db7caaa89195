//! The chart of categories as a whole, and changes of it.

use contract::types::{
    CategoryUpdateReq, Change, ChartAddition, ChartCategory, ChartGroup, ChartStyle, ChartStyleReq,
    Nothing,
};
use domain::chart::{ICONS, STYLES, Style};
use domain::ids::CategoryId;
use store::{Category, CategoryEdit};

use super::transactions::slot;
use crate::{App, Failure, dto};

pub(crate) mod placing;

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
        icon: one.icon.clone(),
        need: dto::need(one.need),
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
    let known = |icon: &String| ICONS.contains(&icon.as_str());
    if request.icon.as_ref().is_some_and(|icon| !known(icon)) {
        return Err(Failure::invalid("icon", "unknown"));
    }
    let edit = CategoryEdit {
        name: request.name,
        parent,
        kind: request.kind.map(dto::category_kind_of),
        slot,
        position: None,
        archived: request.hidden,
        icon: request.icon,
        need: request.need.map(dto::need_of),
    };
    let label = "category_edited";
    let written = app
        .write(app.person(label), move |writing| {
            writing.edit_category(id, &edit)?;
            let shared = CategoryEdit {
                kind: edit.kind,
                slot: edit.slot,
                archived: edit.archived,
                need: edit.need,
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

pub(crate) async fn categories_styles(app: &App, _: Nothing) -> Result<Vec<ChartStyle>, Failure> {
    let chart = app.read(|view| view.categories()).await?;
    Ok(STYLES
        .iter()
        .map(|style| ChartStyle {
            country: style.country.to_owned(),
            adds: additions(style, &chart),
        })
        .collect())
}

/// The style of a country.
pub(crate) fn style(country: &str) -> Option<&'static Style> {
    let mut styles = STYLES.iter();
    styles.find(|style| style.country.eq_ignore_ascii_case(country))
}

/// What a style would add to a chart.
fn additions(style: &Style, chart: &[Category]) -> Vec<ChartAddition> {
    let keyed = |key: &str| chart.iter().find(|one| one.key.as_deref() == Some(key));
    style
        .adds
        .iter()
        .filter(|(_, one)| keyed(one.key).is_none())
        .filter_map(|(group, one)| {
            Some(ChartAddition {
                name: one.name.to_owned(),
                group: keyed(group)?.name.clone(),
                icon: one.icon.to_owned(),
            })
        })
        .collect()
}

pub(crate) async fn categories_style_add(
    app: &App,
    request: ChartStyleReq,
) -> Result<Change, Failure> {
    let style = style(&request.country).ok_or(Failure::NotFound("country"))?;
    let label = "chart_style_added";
    let written = app
        .write(app.person(label), |writing| writing.add_style(style))
        .await?;
    Ok(super::journal::change(written.batch, written.value, label))
}
