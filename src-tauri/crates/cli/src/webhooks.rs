//! `webhook`: what services send by themselves, from a file or on a loopback address.

use std::io;
use std::net::SocketAddr;

use app::{App, api};
use contract::types::{FieldValue, WebhookReport, WebhookReq};
use serde_json::{Value, json};

use crate::args::Common;
use crate::host;
use crate::output::{Answer, Ended, Output, table};

/// What `webhook` is to do.
pub(crate) struct Webhook {
    pub(crate) file: Option<String>,
    pub(crate) connection: Option<String>,
    pub(crate) headers: Vec<String>,
    pub(crate) path: String,
    pub(crate) unsigned: bool,
    pub(crate) listen: bool,
    pub(crate) bind: SocketAddr,
}

pub(crate) async fn run(common: &Common, output: Output, asked: Webhook) -> Answer {
    if asked.listen {
        let app = host::open(common).await?;
        return listen(&app, output, asked.bind).await;
    }
    let file = asked
        .file
        .as_deref()
        .ok_or_else(|| Ended::usage("Name a file, or `-` for standard input."))?;
    let text = if file == "-" {
        io::read_to_string(io::stdin().lock())?
    } else {
        std::fs::read_to_string(file)?
    };
    let requests = requests(&asked, text)?;
    let app = host::open(common).await?;
    let mut reports = Vec::new();
    for request in requests {
        reports.push(api::webhook_take(&app, request).await?);
    }
    output.either(&json!({"deliveries": reports}), || told(&reports))?;
    Ok(0)
}

/// The deliveries of a file: a body alone, a delivery as a gateway keeps it (`headers`, `url` and `body`), or a list of
/// those.
fn requests(asked: &Webhook, text: String) -> Result<Vec<WebhookReq>, Ended> {
    let document: Value =
        serde_json::from_str(&text).map_err(|_| Ended::usage("The file holds no JSON."))?;
    let kept: Option<Vec<&Value>> = match &document {
        Value::Array(all) => Some(all.iter().collect()),
        one if one["body"].is_string() => Some(vec![one]),
        one => one["deliveries"].as_array().map(|all| all.iter().collect()),
    };
    let Some(kept) = kept else {
        let headers = asked
            .headers
            .iter()
            .map(|header| {
                let (key, value) = header
                    .split_once(':')
                    .ok_or_else(|| Ended::usage("--header takes NAME:VALUE."))?;
                Ok(FieldValue {
                    key: key.trim().to_owned(),
                    value: value.trim().to_owned(),
                })
            })
            .collect::<Result<Vec<_>, Ended>>()?;
        return Ok(vec![request(asked, headers, asked.path.clone(), text)]);
    };
    kept.into_iter()
        .map(|one| {
            let body = one["body"]
                .as_str()
                .ok_or_else(|| Ended::usage("A delivery without a body."))?;
            let headers = one["headers"]
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(key, value)| {
                    Some(FieldValue {
                        key: key.clone(),
                        value: value.as_str()?.to_owned(),
                    })
                })
                .collect();
            let path = one["path"]
                .as_str()
                .or_else(|| one["url"].as_str().and_then(path_of))
                .unwrap_or(&asked.path)
                .to_owned();
            Ok(request(asked, headers, path, body.to_owned()))
        })
        .collect()
}

fn path_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let path = &rest[rest.find('/')?..];
    path.split(['?', '#']).next()
}

fn request(asked: &Webhook, headers: Vec<FieldValue>, path: String, body: String) -> WebhookReq {
    WebhookReq {
        connection: asked.connection.clone(),
        headers,
        path,
        body,
        vouched: asked.unsigned,
        // It lay in a file for who knows how long.
        kept: true,
    }
}

fn told(reports: &[WebhookReport]) -> String {
    let rows: Vec<Vec<String>> = reports
        .iter()
        .map(|report| {
            vec![
                report.label.clone(),
                json!(report.sender).as_str().unwrap_or_default().to_owned(),
                report.accounts.to_string(),
                report.transactions.to_string(),
                report.new.to_string(),
                report.changed.to_string(),
                report.removed.to_string(),
            ]
        })
        .collect();
    table(
        &[
            "Connection",
            "Sender",
            "Accounts",
            "Rows",
            "New",
            "Changed",
            "Removed",
        ],
        &[2, 3, 4, 5, 6],
        &rows,
    )
}

async fn listen(app: &App, output: Output, bind: SocketAddr) -> Answer {
    let line = |address: SocketAddr| {
        // Where it listens is what a script waits for.
        drop(output.text(&format!(
            "{}\n",
            json!({"listening": format!("http://{address}")})
        )));
    };
    tokio::select! {
        ended = app.listen_for_deliveries(bind, line) => {
            ended.map_err(|failure| Ended::from(failure.code()))?;
        }
        stopped = tokio::signal::ctrl_c() => stopped?,
    }
    Ok(0)
}
