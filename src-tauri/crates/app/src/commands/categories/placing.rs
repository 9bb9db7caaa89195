//! Where the categories of a service stand in the person's chart.

use contract::types::{Change, ConnectionReq, SourceCategory, SourceCategoryPlaceReq};
use domain::ids::{CategoryId, ConnectionId};

use crate::{App, Failure, dto};

pub(crate) async fn source_categories(
    app: &App,
    request: ConnectionReq,
) -> Result<Vec<SourceCategory>, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let all = app.read(move |view| view.source_categories(id)).await?;
    Ok(all
        .into_iter()
        .map(|one| SourceCategory {
            id: one.source_id,
            name: one.name,
            group: one.group,
            category: one.category.map(|id| id.to_string()),
            chosen: one.chosen,
            filed: dto::count(one.filed),
        })
        .collect())
}

pub(crate) async fn source_category_place(
    app: &App,
    request: SourceCategoryPlaceReq,
) -> Result<Change, Failure> {
    let id: ConnectionId = dto::id("connection", &request.connection)?;
    let into: Option<CategoryId> = request
        .into
        .as_deref()
        .map(|into| dto::id("category", into))
        .transpose()?;
    let label = "source_category_placed";
    let written = app
        .write(app.person(label), move |writing| {
            writing.place_source_category(id, &request.id, into)
        })
        .await?;
    Ok(crate::commands::journal::change(
        written.batch,
        written.value,
        label,
    ))
}
