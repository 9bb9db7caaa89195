//! `connect`, `connections`, `disconnect`, `sync`, `practice-bank`.

use std::io::IsTerminal as _;
use std::net::SocketAddr;

use app::{App, Report, api};
use contract::types::{
    Connection, ConnectionAddReq, ConnectionRemoveReq, ConnectionReq, ConnectionState,
    ConnectionUpdateReq, FieldValue, LoginAction, LoginMessage, Nothing, SettingsUpdateReq,
    SyncOutcome, SyncProgress, SyncReport, SyncReq,
};
use practice::{Options, Scenario};

use crate::args::{Common, DeletionsAnswer, LinkingBank, OnOff};
use crate::host;
use crate::logins;
use crate::output::{Answer, Ended, Output, table};

/// What `connect` links.
pub(crate) struct Linking {
    pub(crate) upstream: String,
    pub(crate) base_url: Option<String>,
    pub(crate) label: Option<String>,
    /// Consent to an experimental service.
    pub(crate) experimental: bool,
    /// How a bank is linked along with it.
    pub(crate) bank: LinkingBank,
}

pub(crate) async fn connect(
    common: &Common,
    output: Output,
    linking: Linking,
    set: &[String],
) -> Answer {
    let Linking {
        upstream,
        base_url,
        label,
        experimental,
        bank,
    } = linking;
    let mut answers = logins::answers(set)?;
    let app = host::open(common).await?;
    consent(&app, output, &upstream, experimental).await?;
    let known = api::upstreams_list(&app, Nothing {}).await?;
    let info = known.into_iter().find(|info| info.id == upstream);
    // What a bank asks for is not known before it asks; everything else is the upstream's.
    let is_bank_field = |key: &String| {
        info.as_ref()
            .is_some_and(|info| info.logins && info.fields.iter().all(|field| field.key != *key))
    };
    let mut fields = Vec::new();
    answers.retain(|key, value| {
        if is_bank_field(key) {
            return true;
        }
        fields.push(FieldValue {
            key: key.clone(),
            value: std::mem::take(value),
        });
        false
    });
    let request = ConnectionAddReq {
        upstream,
        label: label.unwrap_or_default(),
        base_url: base_url.unwrap_or_default(),
        fields,
    };
    let connection = api::connection_add(&app, request).await?;
    let linked = logins::after_connect(&app, output, &connection, answers, &bank).await?;
    let mut document = serde_json::to_value(&connection).map_err(std::io::Error::from)?;
    document["link"] = serde_json::json!(linked);
    output.either(&document, || {
        let mut text = format!(
            "Connected {} as number {}. Read it with `coffer sync`.\n",
            connection.label, connection.id
        );
        if let Some(link) = &linked {
            text += &logins::told(link);
        }
        text
    })?;
    Ok(linked.as_ref().map_or(0, logins::status))
}

/// What a person agrees to with an experimental service.
const CONSENT: &str = "This service is experimental: nobody vouches for how it is read. It is given the password of your account once; \
    what is kept are the tokens that come back. Its maker may not like it.";

/// Asks for consent to an experimental service that is switched off. Naming it in a script is consent: there is nobody to
/// ask, and the words are on standard error.
async fn consent(app: &App, output: Output, upstream: &str, given: bool) -> Result<(), Ended> {
    let all = api::upstreams_list(app, Nothing {}).await?;
    let off = all
        .iter()
        .any(|known| known.id == upstream && known.experimental && !known.available);
    if !off {
        return Ok(());
    }
    output.note(CONSENT);
    if !given && std::io::stdin().is_terminal() {
        output.note("Link it all the same? Type yes, or anything else to leave it.");
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        if line.trim() != "yes" {
            return Err(Ended::usage("Nothing was linked.".to_owned()));
        }
    }
    let switch_on = SettingsUpdateReq {
        experimental_services: Some(true),
        ..SettingsUpdateReq::default()
    };
    api::settings_update(app, switch_on).await?;
    Ok(())
}

pub(crate) async fn list(common: &Common, output: Output) -> Answer {
    let app = host::open(common).await?;
    let all = api::connections_list(&app, Nothing {}).await?;
    output.either(&serde_json::json!({"connections": all}), || {
        let rows: Vec<Vec<String>> =
            all.iter()
                .map(|known| {
                    vec![
                        known.id.clone(),
                        known.label.clone(),
                        known.upstream.clone(),
                        word(known.state),
                        known.accounts.len().to_string(),
                        known.last_success.clone().unwrap_or_else(|| "never".into()),
                        next(known),
                        known.allowance.as_ref().map_or_else(String::new, |said| {
                            match said.limit {
                                Some(limit) => format!("{} of {limit}", said.remaining),
                                None => said.remaining.to_string(),
                            }
                        }),
                    ]
                })
                .collect();
        table(
            &[
                "No",
                "Name",
                "Service",
                "State",
                "Accounts",
                "Last synced",
                "Next",
                "Requests left",
            ],
            &[4, 7],
            &rows,
        )
    })?;
    Ok(0)
}

/// When it is read next by itself, or may be at the earliest.
fn next(known: &Connection) -> String {
    match (&known.next_sync, &known.retry_at) {
        (Some(next), _) => next.clone(),
        (None, Some(at)) => format!("not before {at}"),
        (None, None) if !known.automatic => "paused".into(),
        (None, None) => "when asked".into(),
    }
}

pub(crate) fn word(state: ConnectionState) -> String {
    serde_json::to_value(state)
        .ok()
        .and_then(|value| value.as_str().map(ToOwned::to_owned))
        .unwrap_or_default()
}

pub(crate) async fn change(
    common: &Common,
    output: Output,
    id: String,
    set: &[String],
    label: Option<String>,
    automatic: Option<OnOff>,
) -> Answer {
    let fields = logins::answers(set)?
        .into_iter()
        .map(|(key, value)| FieldValue { key, value })
        .collect();
    let app = host::open(common).await?;
    let request = ConnectionUpdateReq {
        id,
        label,
        automatic: automatic.map(|switch| switch == OnOff::On),
        write_back: None,
        fields,
    };
    let connection = api::connection_update(&app, request).await?;
    output.either(&connection, || {
        format!("{} was changed.\n", connection.label)
    })?;
    Ok(0)
}

pub(crate) async fn disconnect(
    common: &Common,
    output: Output,
    id: String,
    keep_data: bool,
    revoke: bool,
) -> Answer {
    let app = host::open(common).await?;
    let revoked = if revoke {
        Some(api::connection_revoke(&app, ConnectionReq { id: id.clone() }).await?)
    } else {
        None
    };
    let change = api::connection_remove(&app, ConnectionRemoveReq { id, keep_data }).await?;
    let mut document = serde_json::to_value(&change).map_err(std::io::Error::from)?;
    if let Some(revoked) = &revoked {
        document["revoked"] = serde_json::json!(revoked);
    }
    output.either(&document, || {
        let mut text = if keep_data {
            "Disconnected. Its accounts and transactions were kept.\n".to_owned()
        } else {
            "Disconnected. Its accounts and transactions were taken out; `coffer undo` brings them back.\n".to_owned()
        };
        if let Some(revoked) = &revoked {
            text += &format!("Banks unlinked at the service: {}.\n", revoked.logins);
            if !revoked.left.is_empty() {
                text += &format!("Still linked there: {}.\n", revoked.left.join(", "));
            }
            if !revoked.access_ended {
                text += "The key still works there until you end it on its own site.\n";
            }
        }
        text
    })?;
    Ok(0)
}

pub(crate) async fn deletions(
    common: &Common,
    output: Output,
    id: String,
    answer: DeletionsAnswer,
) -> Answer {
    let app = host::open(common).await?;
    let request = ConnectionReq { id };
    let (change, done) = match answer {
        DeletionsAnswer::Remove => (
            api::connection_approve_deletions(&app, request).await?,
            "removed; `coffer undo` brings them back",
        ),
        DeletionsAnswer::Keep => (
            api::connection_decline_deletions(&app, request).await?,
            "kept",
        ),
    };
    output.either(&change, || {
        format!("Vanished transactions: {} {done}.\n", change.rows)
    })?;
    Ok(0)
}

pub(crate) async fn sync(common: &Common, output: Output, ids: Vec<String>, full: bool) -> Answer {
    let app = host::open(common).await?;
    let report = run_sync(&app, output, ids, full).await?;
    output.either(&report, || {
        let mut text = told(&report);
        let ailing: Vec<Vec<String>> = report
            .connections
            .iter()
            .flat_map(|outcome| {
                outcome
                    .logins
                    .iter()
                    .filter(|login| login.message != LoginMessage::Ok)
                    .map(|login| logins::row(&outcome.id, login))
            })
            .collect();
        if !ailing.is_empty() {
            text += &format!("\n{}", logins::rows_table(&ailing));
        }
        let to_do: String = report.connections.iter().filter_map(to_do).collect();
        if !to_do.is_empty() {
            text += &format!("\n{to_do}");
        }
        text
    })?;
    Ok(status(&report))
}

/// What the person does about a connection, in a line; none when there is nothing to do but wait.
fn to_do(outcome: &SyncOutcome) -> Option<String> {
    let (id, label) = (&outcome.id, &outcome.label);
    let login = outcome
        .logins
        .iter()
        .find(|login| login.action == outcome.action);
    let step = |what: &str| match login {
        Some(login) => format!(
            "{} through {label}: {what} with `coffer login repair {id} {}`.\n",
            login.institution, login.source_id
        ),
        None => format!("{label}: {what}.\n"),
    };
    Some(match outcome.action {
        LoginAction::None | LoginAction::WaitUntil => return None,
        LoginAction::Confirm if outcome.state == ConnectionState::DeletionGuard => format!(
            "{label}: many transactions vanished there. Answer with `coffer deletions {id} remove` or `keep`.\n"
        ),
        LoginAction::Confirm => step("go through what the bank asks"),
        LoginAction::OpenBrowser => step("confirm the access in the browser"),
        LoginAction::EnterFields => step("enter what the bank asks for"),
        LoginAction::ApproveInApp => step("approve the access in the bank's app"),
        LoginAction::VisitBank => match login {
            Some(login) => format!(
                "{} through {label}: the bank wants you on its own site.\n",
                login.institution
            ),
            None => format!("{label}: the bank wants you on its own site.\n"),
        },
        LoginAction::ReEnterCredentials => match login {
            Some(login) => format!(
                "{} through {label}: enter login and password again with `coffer login password {id} {}`.\n",
                login.institution, login.source_id
            ),
            None => format!(
                "{label}: the credentials are not taken any more. Enter new ones with `coffer connection {id} --set KEY=FILE`.\n"
            ),
        },
        LoginAction::Contact => {
            format!(
                "{label}: this cannot be mended from here. `coffer runs {id}` says what happened.\n"
            )
        }
    })
}

/// Syncs with a line of progress.
pub(crate) async fn run_sync(
    app: &app::App,
    output: Output,
    connections: Vec<String>,
    full: bool,
) -> Result<SyncReport, Ended> {
    let progress = Report::named(move |step: SyncProgress| {
        let back = step
            .back_to
            .map(|day| format!(", back to {day}"))
            .unwrap_or_default();
        output.progress(&format!(
            "{}: {} transactions{back}",
            step.label, step.transactions
        ));
    });
    let report = api::sync_run(app, SyncReq { connections, full }, progress).await?;
    output.progress_done();
    Ok(report)
}

/// 0 when all went well, 4 when a person has to act, 5 when only some worked, 1 when none did.
pub(crate) fn status(report: &SyncReport) -> u8 {
    // A service that prepares its first data is on its way, not in trouble.
    let good = |state: ConnectionState| {
        matches!(
            state,
            ConnectionState::Ok | ConnectionState::New | ConnectionState::Preparing
        )
    };
    let person = report.connections.iter().any(|outcome| {
        matches!(
            outcome.state,
            ConnectionState::Credentials
                | ConnectionState::Forbidden
                | ConnectionState::Insecure
                | ConnectionState::UserAction
                | ConnectionState::DeletionGuard
        )
    });
    let worked = report
        .connections
        .iter()
        .filter(|outcome| good(outcome.state))
        .count();
    if person {
        4
    } else if worked == report.connections.len() {
        0
    } else if worked > 0 {
        5
    } else {
        1
    }
}

pub(crate) fn told(report: &SyncReport) -> String {
    let rows: Vec<Vec<String>> = report
        .connections
        .iter()
        .map(|outcome| {
            vec![
                outcome.label.clone(),
                match &outcome.retry_at {
                    Some(at) => format!("{}, again from {at}", word(outcome.state)),
                    None => word(outcome.state),
                },
                outcome.accounts.to_string(),
                outcome.new.to_string(),
                outcome.changed.to_string(),
                outcome.removed.to_string(),
                outcome.requests.to_string(),
                outcome.millis.to_string(),
            ]
        })
        .collect();
    table(
        &[
            "Connection",
            "State",
            "Accounts",
            "New",
            "Changed",
            "Removed",
            "Requests",
            "ms",
        ],
        &[2, 3, 4, 5, 6, 7],
        &rows,
    )
}

pub(crate) async fn practice_bank(
    common: &Common,
    output: Output,
    bind: SocketAddr,
    seed: u64,
    scenario: &str,
) -> Answer {
    let scenario: Scenario = scenario.parse().map_err(|_| {
        let known: Vec<String> = Scenario::ALL.iter().map(ToString::to_string).collect();
        Ended::usage(format!(
            "There is no scenario {scenario}; there are {}.",
            known.join(", ")
        ))
    })?;
    let options = Options {
        bind,
        seed,
        scenario,
        ..Options::new(host::clock(common).today())
    };
    let bank = practice::serve(options)
        .await
        .map_err(|error| Ended::usage(error.to_string()))?;
    output.text(&format!("{}\n", bank.first_line()))?;
    tokio::signal::ctrl_c().await?;
    bank.shutdown().await;
    Ok(0)
}
