//! The banks that can be linked, and what each wants to know.

use serde_json::value::RawValue;

use super::{listing, segment};
use crate::error::ConnectorError;
use crate::finwise::is_color;
use crate::http::{Expect, Session};
use crate::json::Record;
use crate::steps::{AskField, AskKind, BankConnector, Choice};

use super::state::said;

/// Every bank that takes new logins.
pub(super) async fn all(session: &mut Session<'_>) -> Result<Vec<BankConnector>, ConnectorError> {
    let names: &'static [&'static str] = &["connectors", "banks", "providers"];
    let expand = [("expand", "fields,countries")];
    let mut found: Vec<BankConnector> = Vec::new();
    let mut take = |row: &RawValue| found.extend(Record::read(row).as_ref().and_then(read));
    let whole = listing::each(session, "/2.0/connectors", names, &expand, &mut take).await;
    match whole {
        Err(error) if matches!(error.http_status, Some(400 | 404 | 405)) => {
            let older = [("expand", "fields")];
            listing::each(session, "/2.0/banks", names, &older, |row| {
                found.extend(Record::read(row).as_ref().and_then(read));
            })
            .await?;
        }
        other => other?,
    }
    Ok(found)
}

/// One bank by number or stable id.
pub(super) async fn one(
    session: &mut Session<'_>,
    id: &str,
) -> Result<BankConnector, ConnectorError> {
    asked(session, id, read).await
}

/// The number of a bank, which the way to its own page is told by; a stable id is looked up.
pub(super) async fn number(session: &mut Session<'_>, id: &str) -> Result<String, ConnectorError> {
    if id.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(id.to_owned());
    }
    asked(session, id, |record| record.key("id")).await
}

async fn asked<T>(
    session: &mut Session<'_>,
    id: &str,
    read: impl Fn(&Record<'_>) -> Option<T>,
) -> Result<T, ConnectorError> {
    let mut last = None;
    for list in ["connectors", "banks"] {
        let path = format!("/2.0/{list}/{}", segment(id));
        let answer = session
            .get(&path, &[("expand", "fields")], Expect::Json)
            .await;
        match answer {
            Ok(answer) => {
                let record = Record::of_body(&answer.body).unwrap_or_default();
                if let Some(bank) = read(&record) {
                    return Ok(bank);
                }
            }
            Err(error) if matches!(error.http_status, Some(404 | 405)) => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| {
        session.error(
            crate::error::ErrorKind::Protocol,
            "the answer is no connector",
        )
    }))
}

fn read(record: &Record<'_>) -> Option<BankConnector> {
    let id = record.key("uuid").or_else(|| record.key("id"))?;
    let mechanisms = record.ids("available_auth_mechanisms");
    let usual = record.text("auth_mechanism");
    // A bank that takes credentials too is filled in here.
    let browser =
        usual.as_deref() == Some("webauth") && !mechanisms.iter().any(|word| word == "credentials");
    Some(BankConnector {
        name: record.text("name").unwrap_or_else(|| id.clone()),
        countries: countries(record),
        capabilities: record.ids("capabilities"),
        color: record
            .text("color")
            .map(|color| format!("#{}", color.trim_start_matches('#')))
            .filter(|color| is_color(color)),
        restricted: record.flexible_flag("restricted") == Some(true)
            || record.flexible_flag("hidden") == Some(true),
        beta: record.flexible_flag("beta") == Some(true),
        browser,
        months: record
            .count("months_to_fetch")
            .and_then(|months| u32::try_from(months).ok()),
        fields: fields(record),
        id,
    })
}

fn countries(record: &Record<'_>) -> Vec<String> {
    let items = record
        .list("countries")
        .or_else(|| record.list("country_codes"))
        .unwrap_or_default();
    items
        .into_iter()
        .filter_map(|item| {
            let plain = serde_json::from_str::<String>(item.get()).ok();
            plain.or_else(|| {
                let country = Record::read(item)?;
                ["code", "country_code", "id"]
                    .into_iter()
                    .find_map(|name| country.text(name))
            })
        })
        .filter(|code| code.len() == 2)
        .map(|code| code.to_ascii_uppercase())
        .collect()
}

/// The fields that a bank or a login asks for. Those of other ways than credentials are left out.
pub(super) fn fields(record: &Record<'_>) -> Vec<AskField> {
    record
        .list("fields")
        .unwrap_or_default()
        .into_iter()
        .filter_map(Record::read)
        .filter(|field| {
            let ways = field.ids("auth_mechanisms");
            ways.is_empty() || ways.iter().any(|way| way == "credentials")
        })
        .filter_map(|field| one_field(&field))
        .take(30)
        .collect()
}

fn one_field(field: &Record<'_>) -> Option<AskField> {
    let name = field.id("name")?;
    let kind = match field.text("type").unwrap_or_default().as_str() {
        "password" => AskKind::Password,
        "list" => AskKind::List,
        "date" => AskKind::Date,
        "hidden" => AskKind::Hidden,
        _ => AskKind::Text,
    };
    let values = field
        .list("values")
        .unwrap_or_default()
        .into_iter()
        .filter_map(choice)
        .collect();
    Some(AskField {
        label: field
            .text("label")
            .map_or_else(|| name.clone(), |label| said(&label)),
        kind,
        // A field is needed unless it says otherwise.
        required: field.flexible_flag("required").unwrap_or(true),
        regex: field.text("regex"),
        values,
        name,
    })
}

fn choice(item: &RawValue) -> Option<Choice> {
    if let Ok(value) = serde_json::from_str::<String>(item.get()) {
        return Some(Choice {
            label: said(&value),
            value,
        });
    }
    let record = Record::read(item)?;
    let value = record.key("value").or_else(|| record.key("id"))?;
    Some(Choice {
        label: record
            .text("label")
            .map_or_else(|| value.clone(), |label| said(&label)),
        value,
    })
}
