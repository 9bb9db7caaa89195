//! The chart of categories: listed and changed.

use app::{App, api};
use contract::types::{
    CategoryCreateReq, CategoryKind, CategoryRemoveReq, CategoryUpdateReq, ChartCategory,
    ChartGroup, ChartStyleReq, ConnectionReq, Need, Nothing, SourceCategoryPlaceReq,
};
use serde_json::json;

use crate::args::{Charting, Common, KindOfCategory, Needed};
use crate::host;
use crate::output::{Answer, Ended, Output, table};

pub(crate) async fn run(common: &Common, output: Output, act: Option<Charting>) -> Answer {
    let app = host::open(common).await?;
    match act.unwrap_or(Charting::List) {
        Charting::List => list(&app, output).await,
        Charting::Add { name, group, kind } => {
            let request = CategoryCreateReq {
                name,
                group,
                kind: kind_of(kind),
            };
            let made = api::category_create(&app, request).await?;
            output.either(&made, || format!("Category {}: {}.\n", made.id, made.name))?;
            Ok(0)
        }
        Charting::Edit {
            category,
            name,
            group,
            kind,
            colour,
            hidden,
            icon,
            need,
        } => {
            let chart = api::categories_chart(&app, Nothing {}).await?;
            let group = group.map(|group| named(&chart, &group)).transpose()?;
            let request = CategoryUpdateReq {
                id: named(&chart, &category)?,
                name,
                group,
                kind: kind.map(kind_of),
                slot: colour,
                hidden,
                icon,
                need: need.map(|need| match need {
                    Needed::Need => Need::Need,
                    Needed::Want => Need::Want,
                    Needed::Neither => Need::Neither,
                }),
            };
            let change = api::category_update(&app, request).await?;
            output.either(&change, || "Done.\n".into())?;
            Ok(0)
        }
        Charting::Style { country } => styles(&app, output, country).await,
        Charting::Places { connection, puts } => places(&app, output, connection, &puts).await,
        Charting::Merge { category, into } => {
            let chart = api::categories_chart(&app, Nothing {}).await?;
            let request = CategoryRemoveReq {
                id: named(&chart, &category)?,
                into: Some(named(&chart, &into)?),
                budgets: None,
            };
            let change = api::category_remove(&app, request).await?;
            output.either(&change, || format!("{} transactions moved.\n", change.rows))?;
            Ok(0)
        }
    }
}

async fn styles(app: &App, output: Output, country: Option<String>) -> Answer {
    if let Some(country) = country {
        let change = api::categories_style_add(app, ChartStyleReq { country }).await?;
        output.either(&change, || format!("{} categories added.\n", change.rows))?;
        return Ok(0);
    }
    let styles = api::categories_styles(app, Nothing {}).await?;
    output.either(&styles, || {
        let rows: Vec<Vec<String>> = styles
            .iter()
            .flat_map(|style| {
                style
                    .adds
                    .iter()
                    .map(|one| vec![style.country.clone(), one.group.clone(), one.name.clone()])
            })
            .collect();
        table(&["Country", "Group", "Adds"], &[], &rows)
    })?;
    Ok(0)
}

async fn places(app: &App, output: Output, connection: String, puts: &[String]) -> Answer {
    let chart = api::categories_chart(app, Nothing {}).await?;
    for put in puts {
        // A service's id may have the sign in it; a category's name has it rarely.
        let Some((id, into)) = put.rsplit_once('=') else {
            return Err(Ended::usage(format!("{put} is not ID=CATEGORY")));
        };
        let request = SourceCategoryPlaceReq {
            connection: connection.clone(),
            id: id.to_owned(),
            into: match into {
                "" => None,
                word => Some(named(&chart, word)?),
            },
        };
        api::source_category_place(app, request).await?;
    }
    let all = api::source_categories(app, ConnectionReq { id: connection }).await?;
    output.either(&all, || {
        let name = |id: &Option<String>| {
            let found = self::all(&chart).find(|(one, _)| Some(&one.id) == id.as_ref());
            found.map_or_else(String::new, |(one, _)| one.name.clone())
        };
        let rows: Vec<Vec<String>> = all
            .iter()
            .map(|one| {
                vec![
                    one.id.clone(),
                    one.group.clone().unwrap_or_default(),
                    one.name.clone().unwrap_or_default(),
                    name(&one.category),
                    if one.chosen { "by hand" } else { "" }.to_owned(),
                    one.filed.to_string(),
                ]
            })
            .collect();
        table(
            &["Id there", "Group there", "Name there", "Here", "", "Rows"],
            &[5],
            &rows,
        )
    })?;
    Ok(0)
}

/// Every category with its group, groups with a category of their own before it.
fn all(chart: &[ChartGroup]) -> impl Iterator<Item = (&ChartCategory, Option<&ChartCategory>)> {
    chart.iter().flat_map(|one| {
        let own = one
            .members
            .iter()
            .map(move |member| (member, Some(&one.group)));
        std::iter::once((&one.group, None)).chain(own)
    })
}

/// A category by number, or by its name if only one has it; a category comes before a group of its name.
fn named(chart: &[ChartGroup], word: &str) -> Result<String, Ended> {
    if let Some((one, _)) = all(chart).find(|(one, _)| one.id == word) {
        return Ok(one.id.clone());
    }
    let like = |one: &ChartCategory| one.name.to_lowercase() == word.to_lowercase();
    let found: Vec<&ChartCategory> = all(chart)
        .filter(|(one, group)| group.is_some() && like(one))
        .map(|(one, _)| one)
        .collect();
    match found.as_slice() {
        [one] => Ok(one.id.clone()),
        [] => all(chart)
            .find(|(one, group)| group.is_none() && like(one))
            .map(|(one, _)| one.id.clone())
            .ok_or_else(|| Ended::usage(format!("no category is named {word}"))),
        _ => Err(Ended::usage(format!(
            "several categories are named {word}; use the number"
        ))),
    }
}

async fn list(app: &App, output: Output) -> Answer {
    let offered = api::categories_list(app, Nothing {}).await?;
    let chart = api::categories_chart(app, Nothing {}).await?;
    output.either(&json!({"categories": offered, "chart": chart}), || {
        let rows: Vec<Vec<String>> = all(&chart)
            .map(|(one, group)| {
                let (group, name) = match group {
                    Some(group) => (group.name.clone(), one.name.clone()),
                    None => (one.name.clone(), String::new()),
                };
                let kind = match one.kind {
                    CategoryKind::Income => "income",
                    CategoryKind::Expense => "",
                    CategoryKind::Transfer => "transfer",
                };
                vec![
                    one.id.clone(),
                    group,
                    name,
                    kind.to_owned(),
                    one.transactions.to_string(),
                    if one.hidden { "hidden" } else { "" }.to_owned(),
                ]
            })
            .collect();
        table(
            &["No", "Group", "Category", "Kind", "Rows", ""],
            &[4],
            &rows,
        )
    })?;
    Ok(0)
}

const fn kind_of(kind: KindOfCategory) -> CategoryKind {
    match kind {
        KindOfCategory::Income => CategoryKind::Income,
        KindOfCategory::Expense => CategoryKind::Expense,
        KindOfCategory::Transfer => CategoryKind::Transfer,
    }
}
