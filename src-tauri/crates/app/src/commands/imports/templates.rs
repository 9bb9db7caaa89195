//! Templates: how files of one layout are read and where they go, remembered under a name.

use chrono::NaiveDate;
use contract::types::{
    Change, CsvMapping, ImportTemplate, ImportTemplateRenameReq, ImportTemplateReq, Nothing,
};
use store::{ImportProfile, Origin, OriginKind, View};

use super::mapping;
use crate::commands::journal::change;
use crate::{App, Failure};

/// Letters of a name.
const LONGEST: usize = 80;

/// How a file is called, without what differs from one download to the next.
pub(super) fn file_shape(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut shape = String::new();
    for letter in stem.to_lowercase().chars() {
        let letter = if letter.is_alphabetic() { letter } else { '#' };
        if letter != '#' || !shape.ends_with('#') {
            shape.push(letter);
        }
    }
    shape
}

/// The template that a file is read by: the one asked for, else the only one of its layout, else the one whose files are
/// called alike, else the one last used.
pub(super) fn chosen(
    fitting: &[ImportProfile],
    asked: Option<&str>,
    file: &str,
) -> Option<ImportProfile> {
    if let Some(asked) = asked {
        return fitting
            .iter()
            .find(|one| one.id.to_string() == asked)
            .cloned();
    }
    let shape = file_shape(file);
    let mut alike = fitting.iter().filter(|one| one.file_shape == shape);
    match (alike.next(), alike.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => fitting.first().cloned(),
    }
}

/// The mapping of a template; none for a layout without columns, or one that a later program wrote.
pub(super) fn mapping_of(template: &ImportProfile) -> Option<import::Mapping> {
    let wire: CsvMapping = serde_json::from_str(&template.mapping).ok()?;
    mapping::to_import(&wire).ok()
}

pub(super) fn to_wire(
    view: &View<'_>,
    template: &ImportProfile,
    today: NaiveDate,
) -> store::Result<ImportTemplate> {
    let account = match template.account {
        Some(id) => Some(view.account(id, today)?),
        None => None,
    };
    let heads = mapping_of(template)
        .map(|found| mapping::heads(&found))
        .unwrap_or_default();
    Ok(ImportTemplate {
        id: template.id.to_string(),
        name: template.name.clone(),
        account: account.as_ref().map(|one| one.id.to_string()),
        account_name: account.map(|one| one.name),
        heads,
    })
}

pub(crate) async fn import_templates(
    app: &App,
    _: Nothing,
) -> Result<Vec<ImportTemplate>, Failure> {
    let today = app.today();
    app.read(move |view| {
        let all = view.import_profiles()?;
        all.iter().map(|one| to_wire(view, one, today)).collect()
    })
    .await
}

pub(super) fn checked_name(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(Failure::invalid("name", "length"));
    }
    Ok(name.to_owned())
}

fn number(id: &str) -> Result<i64, Failure> {
    id.parse().map_err(|_| Failure::NotFound("template"))
}

pub(crate) async fn import_template_rename(
    app: &App,
    request: ImportTemplateRenameReq,
) -> Result<Change, Failure> {
    let (id, name) = (number(&request.id)?, checked_name(&request.name)?);
    let written = app
        .write(app.person("template_renamed"), move |writing| {
            writing.rename_import_profile(id, &name)
        })
        .await?;
    Ok(change(written.batch, 1, "template_renamed"))
}

pub(crate) async fn import_template_remove(
    app: &App,
    request: ImportTemplateReq,
) -> Result<Change, Failure> {
    let id = number(&request.id)?;
    let written = app
        .write(app.person("template_removed"), move |writing| {
            writing.remove_import_profile(id)
        })
        .await?;
    Ok(change(written.batch, 1, "template_removed"))
}

/// Remembers templates after an import, apart from it: taking the import back does not forget how the file is read.
pub(super) async fn keep(app: &App, templates: Vec<ImportProfile>) -> Result<(), Failure> {
    if templates.is_empty() {
        return Ok(());
    }
    let origin = Origin::new(OriginKind::System, "template_kept", app.now());
    app.write(origin, move |writing| {
        for template in &templates {
            writing.put_import_profile(template)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}
