//! Searches that the person keeps.

use std::collections::HashSet;

use contract::types::{Change, Nothing, SavedView, ViewsKeepReq};

use crate::{App, Failure};

/// The setting that holds them.
const KEY: &str = "views";
const MOST: usize = 30;
const LONGEST_NAME: usize = 60;

pub(crate) async fn views_list(app: &App, _: Nothing) -> Result<Vec<SavedView>, Failure> {
    let kept = app.read(|view| view.setting(KEY)).await?;
    Ok(kept
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default())
}

pub(crate) async fn views_keep(app: &App, request: ViewsKeepReq) -> Result<Change, Failure> {
    let mut views = request.views;
    if views.len() > MOST {
        return Err(Failure::invalid("views", "too_many"));
    }
    let mut names = HashSet::new();
    for view in &mut views {
        view.name = view.name.trim().to_owned();
        if view.name.is_empty() || view.name.chars().count() > LONGEST_NAME {
            return Err(Failure::invalid("name", "length"));
        }
        if !names.insert(view.name.to_lowercase()) {
            return Err(Failure::invalid("name", "taken"));
        }
    }
    let json = serde_json::to_string(&views).map_err(Failure::internal)?;
    let written = app
        .write(app.person("views_kept"), move |writing| {
            writing.put_setting(KEY, Some(&json))
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, "views_kept"))
}
