//! `connect` with a bank login, and `login …`: logins at banks, step by step.

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Duration;

use app::{App, api};
use contract::types::{
    AskKind, AskReason, BankSearchReq, Connection, FieldValue, Link, LinkAnswerReq, LinkBeginReq,
    LinkKind, LinkReq, LinkStepKind, LinkStopped, LinkWay, LoginMessage, LoginRemoveReq, LoginReq,
    LoginShareReq, Nothing,
};
use serde_json::{Value, json};

use crate::args::{Common, LinkingBank, LoginCommand};
use crate::host;
use crate::output::{Answer, Ended, Output, table};

/// Seconds that a browser or a bank's app is waited for: as long as it takes where somebody watches.
const WATCHED: u64 = 900;
const UNWATCHED: u64 = 30;

/// What was given on the command line to answer with, by field.
pub(crate) type Answers = BTreeMap<String, String>;

/// Reads `--set KEY=FILE`. The key `connector_login` holds a JSON document with the bank and its fields.
pub(crate) fn answers(set: &[String]) -> Result<Answers, Ended> {
    let mut answers = Answers::new();
    for text in set {
        let is_document = text.starts_with("connector_login=");
        let (key, value) = if is_document {
            host::document(text)?
        } else {
            host::setting(text)?
        };
        if !is_document {
            answers.insert(key, value);
            continue;
        }
        let document: Value = serde_json::from_str(&value)
            .map_err(|_| Ended::usage("connector_login wants a JSON document."))?;
        let plain = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if let Some(bank) = document
            .get("id_connector")
            .or(document.get("connector_uuid"))
        {
            answers.insert("bank".to_owned(), plain(bank));
        }
        for (name, value) in document["fields"].as_object().into_iter().flatten() {
            answers.insert(name.clone(), plain(value));
        }
    }
    if let Some(bank) = ["id_connector", "connector_uuid"]
        .into_iter()
        .find_map(|key| answers.remove(key))
    {
        answers.entry("bank".to_owned()).or_insert(bank);
    }
    Ok(answers)
}

/// Links a bank under a new connection, when one was named or the browser is wanted.
pub(crate) async fn after_connect(
    app: &App,
    output: Output,
    connection: &Connection,
    mut answers: Answers,
    linking: &LinkingBank,
) -> Result<Option<Link>, Ended> {
    let bank = linking.bank.clone().or_else(|| answers.remove("bank"));
    if connection.unfinished {
        let link = finish(app, output, &connection.id, &mut answers, linking).await?;
        if link.step != LinkStepKind::Done {
            return Ok(Some(link));
        }
    }
    if !connection.has_logins || (bank.is_none() && !linking.browser) {
        return Ok(None);
    }
    let request = LinkBeginReq {
        connection: connection.id.clone(),
        kind: LinkKind::Add,
        way: way(linking),
        bank,
        login: None,
        language: "en".into(),
    };
    let link = drive(app, output, request, &mut answers, linking).await?;
    Ok(Some(link))
}

/// Asks what a connection itself still needs before it can be read.
async fn finish(
    app: &App,
    output: Output,
    connection: &str,
    answers: &mut Answers,
    linking: &LinkingBank,
) -> Result<Link, Ended> {
    let request = LinkBeginReq {
        connection: connection.to_owned(),
        kind: LinkKind::Connect,
        way: LinkWay::Form,
        bank: None,
        login: None,
        language: "en".into(),
    };
    drive(app, output, request, answers, linking).await
}

fn way(linking: &LinkingBank) -> LinkWay {
    if linking.browser {
        LinkWay::Browser
    } else {
        LinkWay::Form
    }
}

/// Goes through the steps of a link as far as it gets with what was given, and shares the accounts of a new login.
async fn drive(
    app: &App,
    output: Output,
    request: LinkBeginReq,
    answers: &mut Answers,
    linking: &LinkingBank,
) -> Result<Link, Ended> {
    let is_new = request.kind == LinkKind::Add;
    let watched = !output.json && io::stdin().is_terminal();
    let patience = linking
        .wait
        .unwrap_or(if watched { WATCHED } else { UNWATCHED });
    let mut link = api::link_begin(app, request).await?;
    let waited = async {
        let mut refused = 0;
        loop {
            let id = link.id.clone();
            link = match link.step {
                LinkStepKind::Done | LinkStepKind::Stopped => return Ok(link),
                LinkStepKind::Ask => {
                    refused += u32::from(link.reason == Some(AskReason::WrongCredentials));
                    // What was refused is not sent again.
                    if refused > 0 && !watched {
                        return Ok(link);
                    }
                    let Some(fields) = filled(output, &link, answers, watched)? else {
                        return Ok(link);
                    };
                    let request = LinkAnswerReq {
                        link: id,
                        fields,
                        choice: None,
                    };
                    api::link_answer(app, request).await?
                }
                LinkStepKind::Choose => {
                    let Some(choice) = ["bank", "choice"]
                        .into_iter()
                        .find_map(|key| answers.remove(key))
                    else {
                        return Ok(link);
                    };
                    let request = LinkAnswerReq {
                        link: id,
                        fields: Vec::new(),
                        choice: Some(choice),
                    };
                    api::link_answer(app, request).await?
                }
                LinkStepKind::Browser => {
                    if let Some(url) = &link.url {
                        output.note(&format!("Open this page to go on:\n{url}"));
                    }
                    match in_time(app, &id, patience).await? {
                        Some(next) => next,
                        None => return Ok(link),
                    }
                }
                LinkStepKind::Approve => {
                    output.progress("Approve the access in your bank's app.");
                    match in_time(app, &id, patience).await? {
                        Some(next) => next,
                        None => return Ok(link),
                    }
                }
                LinkStepKind::Working => {
                    output.progress("The bank is at work.");
                    match in_time(app, &id, patience.max(UNWATCHED)).await? {
                        Some(next) => next,
                        None => return Ok(link),
                    }
                }
            };
        }
    };
    // Asked again and again, a bank that never ends its work is left to itself after a while.
    let most = Duration::from_secs(patience.max(UNWATCHED) * 4);
    let outcome: Result<Result<Link, Ended>, _> = tokio::time::timeout(most, waited).await;
    output.progress_done();
    let link = match outcome {
        Ok(link) => link?,
        Err(_) => {
            return Err(contract::ErrorCode::Cancelled.into());
        }
    };
    if is_new
        && link.step == LinkStepKind::Done
        && let Some(login) = &link.login
    {
        share(app, &link.connection, login, &linking.accounts, true).await?;
    }
    Ok(link)
}

async fn in_time(app: &App, link: &str, seconds: u64) -> Result<Option<Link>, Ended> {
    let waiting = api::link_wait(
        app,
        LinkReq {
            link: link.to_owned(),
        },
    );
    match tokio::time::timeout(Duration::from_secs(seconds), waiting).await {
        Ok(link) => Ok(Some(link?)),
        Err(_) => Ok(None),
    }
}

/// What a step asks for, from what was given or, where somebody sits there, from a prompt; none when something is missing.
fn filled(
    output: Output,
    link: &Link,
    answers: &mut Answers,
    watched: bool,
) -> Result<Option<Vec<FieldValue>>, Ended> {
    let mut fields = Vec::new();
    if let Some(text) = link.bank_says.as_ref().filter(|_| watched) {
        output.note(&format!("The bank says: {text}"));
    }
    for field in &link.fields {
        if field.kind == AskKind::Hidden {
            continue;
        }
        let value = match answers.remove(&field.key) {
            Some(value) => value,
            None if watched && field.kind == AskKind::Password => {
                rpassword::prompt_password(format!("{}: ", field.label))?
            }
            None if watched => {
                for choice in &field.values {
                    output.note(&format!("  {}  {}", choice.value, choice.label));
                }
                let mut out = io::stderr();
                write!(out, "{}: ", field.label)?;
                out.flush()?;
                let mut line = String::new();
                io::stdin().lock().read_line(&mut line)?;
                line.trim().to_owned()
            }
            None if field.required => return Ok(None),
            None => continue,
        };
        fields.push(FieldValue {
            key: field.key.clone(),
            value,
        });
    }
    Ok(Some(fields))
}

/// Shares accounts of a login: `all`, `none`, or ids with commas between them.
async fn share(
    app: &App,
    connection: &str,
    login: &str,
    which: &str,
    keep_data: bool,
) -> Result<u32, Ended> {
    let request = || LoginReq {
        connection: connection.to_owned(),
        login: login.to_owned(),
    };
    let accounts = match which {
        "all" => api::login_accounts(app, request())
            .await?
            .into_iter()
            .map(|account| account.source_id)
            .collect(),
        "none" => Vec::new(),
        ids => ids.split(',').map(|id| id.trim().to_owned()).collect(),
    };
    let change = api::login_share(
        app,
        LoginShareReq {
            connection: connection.to_owned(),
            login: login.to_owned(),
            accounts,
            keep_data,
        },
    )
    .await?;
    Ok(change.rows)
}

/// 0 when a link is done, 4 when it waits for the person, 1 when it failed.
pub(crate) fn status(link: &Link) -> u8 {
    match (link.step, link.stopped) {
        (LinkStepKind::Done, _) => 0,
        (LinkStepKind::Stopped, Some(LinkStopped::Login)) => match link.message {
            Some(
                LoginMessage::BankUnavailable
                | LoginMessage::UpstreamFailed
                | LoginMessage::RateLimited
                | LoginMessage::NotSupported
                | LoginMessage::Unknown,
            ) => 1,
            _ => 4,
        },
        (LinkStepKind::Stopped, Some(LinkStopped::TimedOut)) => 4,
        (LinkStepKind::Stopped, _) => 1,
        _ => 4,
    }
}

/// Where a link stands, for people.
pub(crate) fn told(link: &Link) -> String {
    let word = |value: Value| value.as_str().unwrap_or_default().replace('_', " ");
    match link.step {
        LinkStepKind::Done => "The bank is linked. Read it with `coffer sync`.\n".into(),
        LinkStepKind::Ask => {
            let fields: Vec<String> = link
                .fields
                .iter()
                .map(|field| format!("  --set {}=FILE   {}\n", field.key, field.label))
                .collect();
            format!("The bank asks for more:\n{}", fields.concat())
        }
        LinkStepKind::Browser => format!(
            "The bank wants you in the browser:\n{}\n",
            link.url.as_deref().unwrap_or_default()
        ),
        LinkStepKind::Approve => "Approve the access in your bank's app.\n".into(),
        LinkStepKind::Working => "The bank is still at work.\n".into(),
        LinkStepKind::Choose => {
            let options: Vec<String> = link
                .options
                .iter()
                .map(|option| format!("  {}  {}\n", option.value, option.label))
                .collect();
            format!("Pick one with --set choice=FILE:\n{}", options.concat())
        }
        LinkStepKind::Stopped => {
            let why = match link.message {
                Some(message) => word(json!(message)),
                None => word(json!(link.stopped)),
            };
            format!("It was not linked: {why}.\n")
        }
    }
}

pub(crate) async fn run(common: &Common, output: Output, command: LoginCommand) -> Answer {
    let app = host::open(common).await?;
    match command {
        LoginCommand::List => list(&app, output).await,
        LoginCommand::Banks {
            connection,
            words,
            country,
        } => {
            let request = BankSearchReq {
                connection,
                text: words.join(" "),
                country,
            };
            let banks = api::login_banks(&app, request).await?;
            output.either(&json!({"banks": banks}), || {
                let rows: Vec<Vec<String>> = banks
                    .iter()
                    .map(|bank| {
                        vec![
                            bank.id.clone(),
                            bank.name.clone(),
                            bank.countries.join(" "),
                            if bank.browser { "browser" } else { "form" }.to_owned(),
                        ]
                    })
                    .collect();
                table(&["Bank", "Name", "Countries", "Way"], &[], &rows)
            })?;
            Ok(0)
        }
        LoginCommand::Add { connection, link } => {
            let mut answers = answers(&link.set)?;
            let bank = link.bank.bank.clone().or_else(|| answers.remove("bank"));
            step(
                &app,
                output,
                connection,
                LinkKind::Add,
                None,
                bank,
                answers,
                &link.bank,
            )
            .await
        }
        LoginCommand::Repair {
            connection,
            login,
            link,
        } => {
            let answers = answers(&link.set)?;
            let (kind, login) = (LinkKind::Repair, Some(login));
            step(
                &app, output, connection, kind, login, None, answers, &link.bank,
            )
            .await
        }
        LoginCommand::Password {
            connection,
            login,
            link,
        } => {
            let answers = answers(&link.set)?;
            let (kind, login) = (LinkKind::Credentials, Some(login));
            step(
                &app, output, connection, kind, login, None, answers, &link.bank,
            )
            .await
        }
        LoginCommand::Accounts {
            connection,
            login,
            share: wanted,
            erase,
        } => {
            if let Some(wanted) = wanted {
                share(&app, &connection, &login, &wanted, !erase).await?;
            }
            let request = LoginReq { connection, login };
            let accounts = api::login_accounts(&app, request).await?;
            output.either(&json!({"accounts": accounts}), || {
                let rows: Vec<Vec<String>> = accounts
                    .iter()
                    .map(|account| {
                        vec![
                            account.source_id.clone(),
                            account.name.clone(),
                            if account.shared { "yes" } else { "no" }.to_owned(),
                        ]
                    })
                    .collect();
                table(&["Account", "Name", "Shared"], &[], &rows)
            })?;
            Ok(0)
        }
        LoginCommand::Remove {
            connection,
            login,
            keep_data,
        } => {
            let request = LoginRemoveReq {
                connection,
                login,
                keep_data,
            };
            let change = api::login_remove(&app, request).await?;
            output.either(&change, || "The login was taken out.\n".into())?;
            Ok(0)
        }
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one argument a word of the command"
)]
async fn step(
    app: &App,
    output: Output,
    connection: String,
    kind: LinkKind,
    login: Option<String>,
    bank: Option<String>,
    mut answers: Answers,
    linking: &LinkingBank,
) -> Answer {
    let request = LinkBeginReq {
        connection,
        kind,
        way: way(linking),
        bank,
        login,
        language: "en".into(),
    };
    let all = api::connections_list(app, Nothing {}).await?;
    let unfinished = all
        .iter()
        .any(|known| known.id == request.connection && known.unfinished);
    let link = if unfinished {
        finish(app, output, &request.connection, &mut answers, linking).await?
    } else {
        drive(app, output, request, &mut answers, linking).await?
    };
    output.either(&link, || told(&link))?;
    Ok(status(&link))
}

async fn list(app: &App, output: Output) -> Answer {
    let all = api::connections_list(app, Nothing {}).await?;
    let logins: Vec<Value> = all
        .iter()
        .flat_map(|known| {
            known.logins.iter().map(|login| {
                let mut value = serde_json::to_value(login).unwrap_or_default();
                value["connection"] = json!(known.id);
                value
            })
        })
        .collect();
    output.either(&json!({"logins": logins}), || {
        let rows: Vec<Vec<String>> = all
            .iter()
            .flat_map(|known| known.logins.iter().map(|login| row(&known.id, login)))
            .collect();
        rows_table(&rows)
    })?;
    Ok(0)
}

/// A login as a row of a table.
pub(crate) fn row(connection: &str, login: &contract::types::Login) -> Vec<String> {
    let word = |value: Value| value.as_str().unwrap_or_default().to_owned();
    vec![
        connection.to_owned(),
        login.source_id.clone(),
        login.institution.clone(),
        word(json!(login.message)),
        word(json!(login.action)),
        login.accounts.to_string(),
        login.last_sync.clone().unwrap_or_else(|| "never".into()),
    ]
}

/// Logins as a table.
pub(crate) fn rows_table(rows: &[Vec<String>]) -> String {
    table(
        &[
            "Connection",
            "Login",
            "Bank",
            "State",
            "To do",
            "Accounts",
            "Last read",
        ],
        &[5],
        rows,
    )
}
