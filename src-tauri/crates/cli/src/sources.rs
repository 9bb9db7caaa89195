//! `runs`, `same`, `swap`, `connection-report`, `connection-accounts`: what syncs did, accounts told by two sources, one source
//! in place of another, what a source makes of it all itself, and where its accounts go.

use app::api;
use contract::types::{
    AccountChoice, AccountName, AccountReq, AccountsLinkReq, ConnectionReq, ConsentEnd,
    ConsentKind, MirrorPreview, MirrorReq, Money, Nothing, SwapReq, SyncRun, SyncRunsReq,
};
use serde_json::json;

use crate::args::{Common, SameCommand};
use crate::connections::word;
use crate::host;
use crate::output::{Answer, Ended, Output, money, table};

pub(crate) async fn runs(
    common: &Common,
    output: Output,
    connection: Option<String>,
    limit: u32,
) -> Answer {
    let app = host::open(common).await?;
    let runs = api::sync_runs(&app, SyncRunsReq { connection, limit }).await?;
    output.either(&json!({ "runs": runs }), || {
        let rows: Vec<Vec<String>> = runs.iter().map(row).collect();
        table(
            &[
                "No",
                "Began",
                "Connection",
                "Asked by",
                "State",
                "New",
                "Changed",
                "Removed",
                "Requests",
                "ms",
                "Why",
                "Request ids",
            ],
            &[0, 5, 6, 7, 8, 9],
            &rows,
        )
    })?;
    Ok(0)
}

fn row(run: &SyncRun) -> Vec<String> {
    let why = match (&run.reason, run.http_status) {
        (Some(reason), Some(status)) => format!("{reason} (status {status})"),
        (Some(reason), None) => reason.clone(),
        (None, _) => String::new(),
    };
    vec![
        run.id.clone(),
        run.at.clone(),
        run.connection.clone(),
        if run.by_person { "person" } else { "plan" }.to_owned(),
        if run.finished {
            word(run.state)
        } else {
            "not finished".to_owned()
        },
        run.new.to_string(),
        run.changed.to_string(),
        run.removed.to_string(),
        run.requests.to_string(),
        run.millis.to_string(),
        why,
        run.request_ids.join(" "),
    ]
}

fn named(account: &AccountName) -> String {
    match &account.source {
        Some(source) => format!("{} {} ({source})", account.id, account.name),
        None => format!("{} {}", account.id, account.name),
    }
}

pub(crate) async fn same(common: &Common, output: Output, what: SameCommand) -> Answer {
    let app = host::open(common).await?;
    match what {
        SameCommand::List => {
            let found = api::same_accounts(&app, Nothing {}).await?;
            output.either(&json!({ "same": found }), || {
                let rows: Vec<Vec<String>> = found
                    .iter()
                    .map(|same| {
                        vec![
                            named(&same.older),
                            money(&same.older_balance),
                            named(&same.newer),
                            money(&same.newer_balance),
                            format!("{:?}", same.by).to_lowercase(),
                        ]
                    })
                    .collect();
                table(
                    &["Account", "Balance", "Looks like", "Balance", "By"],
                    &[1, 3],
                    &rows,
                )
            })?;
        }
        SameCommand::Show { ruling, other } => {
            let preview = api::mirror_preview(&app, MirrorReq { ruling, other }).await?;
            output.either(&preview, || previews(std::slice::from_ref(&preview)))?;
        }
        SameCommand::Join { ruling, other } => {
            let change = api::mirror_set(&app, MirrorReq { ruling, other }).await?;
            output.either(&change, || {
                format!(
                    "Joined: {} payments that both tell count once.{}\n",
                    change.rows,
                    undo(change.batch.as_deref())
                )
            })?;
        }
        SameCommand::Part { account } => {
            let change = api::mirror_clear(&app, AccountReq { id: account }).await?;
            output.either(&change, || {
                "Parted: the account stands for itself again.\n".into()
            })?;
        }
        SameCommand::Apart { first, second } => {
            let request = MirrorReq {
                ruling: first,
                other: second,
            };
            let change = api::mirror_decline(&app, request).await?;
            output.either(&change, || {
                "Kept apart; they are not proposed again.\n".into()
            })?;
        }
    }
    Ok(0)
}

fn undo(batch: Option<&str>) -> String {
    batch.map_or_else(String::new, |batch| {
        format!(" `coffer undo {batch}` takes it back.")
    })
}

fn previews(pairs: &[MirrorPreview]) -> String {
    let rows: Vec<Vec<String>> = pairs
        .iter()
        .map(|pair| {
            vec![
                named(&pair.ruling),
                money(&pair.ruling_balance),
                named(&pair.other),
                money(&pair.other_balance),
                pair.matched.to_string(),
                pair.new.to_string(),
                pair.missing.to_string(),
                pair.changed.to_string(),
                pair.kept.to_string(),
            ]
        })
        .collect();
    table(
        &[
            "Rules", "Balance", "Other", "Balance", "Matched", "New", "Missing", "Changed", "Kept",
        ],
        &[1, 3, 4, 5, 6, 7, 8],
        &rows,
    )
}

pub(crate) async fn swap(
    common: &Common,
    output: Output,
    old: String,
    new: String,
    dry_run: bool,
) -> Answer {
    let app = host::open(common).await?;
    let request = SwapReq {
        old,
        new,
        pairs: Vec::new(),
    };
    let preview = api::swap_preview(&app, request.clone()).await?;
    if dry_run {
        output.either(&preview, || {
            let alone = |title: &str, accounts: &[AccountName]| {
                if accounts.is_empty() {
                    return String::new();
                }
                let names: Vec<String> = accounts.iter().map(named).collect();
                format!("{title}: {}.\n", names.join(", "))
            };
            previews(&preview.pairs)
                + &alone("Only at the old source", &preview.only_old)
                + &alone("Only at the new source", &preview.only_new)
        })?;
        return Ok(0);
    }
    let change = api::swap_commit(&app, request).await?;
    let document = json!({"swap": preview, "change": change});
    output.either(&document, || {
        format!(
            "The new source rules over {} accounts; the old one is read no more by itself.{}\n",
            preview.pairs.len(),
            undo(change.batch.as_deref())
        )
    })?;
    Ok(0)
}

/// Consents and keys that end, below the payments that repeat.
pub(crate) fn ends(consents: &[ConsentEnd]) -> String {
    if consents.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = consents
        .iter()
        .map(|end| {
            let what = match end.kind {
                ConsentKind::Consent => "consent",
                ConsentKind::Key => "key",
            };
            vec![
                end.date.clone(),
                end.institution.clone(),
                end.label.clone(),
                what.to_owned(),
                end.days_left.to_string(),
            ]
        })
        .collect();
    format!(
        "\n{}",
        table(
            &["Ends", "Bank", "Connection", "What", "Days left"],
            &[4],
            &rows
        )
    )
}

/// What a service says of its own sums and balances, beside the book's.
pub(crate) async fn report(common: &Common, output: Output, id: String, differing: bool) -> Answer {
    let app = host::open(common).await?;
    let asked = ConnectionReq { id };
    let mut report = api::connection_report(&app, asked.clone()).await?;
    let differences = api::connection_differences(&app, asked).await?;
    let all = report.months.len();
    if differing {
        report.months.retain(|month| month.differs);
    }
    output.either(
        &json!({ "report": report, "differences": differences }),
        || {
            let sum = |of: Option<&Money>| of.map_or_else(|| "-".to_owned(), money);
            let months: Vec<Vec<String>> = report
                .months
                .iter()
                .map(|month| {
                    vec![
                        month.month.clone(),
                        sum(month.incoming.as_ref()),
                        money(&month.own_incoming),
                        sum(month.outgoing.as_ref()),
                        money(&month.own_outgoing),
                        sum(month.balance.as_ref()),
                        sum(month.own_balance.as_ref()),
                        if month.differs { "differs" } else { "same" }.to_owned(),
                    ]
                })
                .collect();
            let heads = [
                "Month", "In", "In here", "Out", "Out here", "Balance", "Here", "",
            ];
            let stated: Vec<Vec<String>> = differences
                .iter()
                .map(|one| {
                    vec![
                        one.account_name.clone(),
                        one.date.clone(),
                        money(&one.stated),
                        money(&one.computed),
                    ]
                })
                .collect();
            let mut text = table(&heads, &[1, 2, 3, 4, 5, 6], &months);
            if all == 0 {
                text.push_str("The service told no sums.\n");
            }
            if stated.is_empty() {
                text.push_str("Every stated balance is the book's own.\n");
            } else {
                let heads = ["Account", "Day", "Stated", "Here"];
                text.push_str(&table(&heads, &[2, 3], &stated));
            }
            text
        },
    )?;
    Ok(0)
}

/// The accounts that a connection offers; with `into` or `new`, first says what they are to be.
pub(crate) async fn accounts(
    common: &Common,
    output: Output,
    id: String,
    into: &[String],
    new: bool,
) -> Answer {
    let choices: Vec<AccountChoice> = into
        .iter()
        .map(|word| {
            let (offered, account) = word
                .rsplit_once('=')
                .ok_or_else(|| Ended::usage("--into wants OFFERED=NO."))?;
            Ok(AccountChoice {
                source_id: offered.to_owned(),
                account: Some(account.to_owned()),
            })
        })
        .collect::<Result<_, Ended>>()?;
    let app = host::open(common).await?;
    if new || !choices.is_empty() {
        let request = AccountsLinkReq {
            connection: id.clone(),
            choices: choices.clone(),
        };
        api::accounts_link(&app, request).await?;
    }
    let offered = api::connection_accounts(&app, ConnectionReq { id }).await?;
    output.either(&json!({ "accounts": offered, "chosen": choices }), || {
        let rows: Vec<Vec<String>> = offered
            .iter()
            .map(|one| {
                let chosen = choices
                    .iter()
                    .find(|choice| choice.source_id == one.source_id)
                    .and_then(|choice| choice.account.as_ref());
                let goes = match (one.account.as_ref().or(chosen), &one.like) {
                    (Some(account), _) => format!("into {account}"),
                    (None, Some(like)) => format!("new, looks like {}", like.account),
                    (None, None) => "new".to_owned(),
                };
                vec![
                    one.source_id.clone(),
                    one.name.clone(),
                    one.number.clone().unwrap_or_default(),
                    one.balance
                        .as_ref()
                        .map_or_else(|| one.currency.clone().unwrap_or_default(), money),
                    if one.shared {
                        goes
                    } else {
                        "not shared".to_owned()
                    },
                ]
            })
            .collect();
        table(
            &["Offered", "Name", "Number", "Balance", "Goes"],
            &[3],
            &rows,
        )
    })?;
    Ok(0)
}
