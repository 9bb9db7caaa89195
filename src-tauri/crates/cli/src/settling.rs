//! `reconcile`, `merge`, `unmerge`: rows held against statements and against each other.

use app::api;
use contract::types::{
    HintKind, MergeReq, ReconcileHint, ReconcileReq, ReconcileSheetReq, TransactionReq,
};
use serde_json::json;

use crate::args::Common;
use crate::host;
use crate::output::{Answer, Output, money, table};

/// What `reconcile` is asked.
pub(crate) struct Statement {
    pub(crate) account: String,
    pub(crate) date: String,
    pub(crate) balance: String,
    /// Rows that are not on it.
    pub(crate) without: Vec<String>,
    pub(crate) dry_run: bool,
}

pub(crate) async fn reconcile(common: &Common, output: Output, asked: Statement) -> Answer {
    let app = host::open(common).await?;
    let sheet = api::reconcile_sheet(
        &app,
        ReconcileSheetReq {
            account: asked.account.clone(),
            date: asked.date.clone(),
        },
    )
    .await?;
    let ids = sheet
        .rows
        .iter()
        .map(|row| row.id.clone())
        .filter(|id| !asked.without.contains(id))
        .collect();
    let request = ReconcileReq {
        account: asked.account,
        date: asked.date,
        balance: asked.balance,
        ids,
    };
    let found = api::reconcile_difference(&app, request.clone()).await?;
    let fits = found
        .difference
        .amount
        .chars()
        .all(|sign| matches!(sign, '0' | '.' | '-'));
    if asked.dry_run || !fits {
        output.either(&found, || {
            format!(
                "{}Settled and ticked: {}. Difference: {}.\n",
                told(&found.hints),
                money(&found.cleared),
                money(&found.difference)
            )
        })?;
        return Ok(u8::from(!fits));
    }
    let rows = request.ids.len();
    let change = api::reconcile_commit(&app, request).await?;
    output.either(&json!({"batch": change.batch, "rows": rows}), || {
        format!("Reconciled {rows} transactions.\n")
    })?;
    Ok(0)
}

/// What would explain the difference.
fn told(hints: &[ReconcileHint]) -> String {
    let lines: Vec<Vec<String>> = hints
        .iter()
        .flat_map(|hint| {
            let kind = match hint.kind {
                HintKind::One => "this one",
                HintKind::Sign => "wrong sign",
                HintKind::Swapped => "swapped digits",
                HintKind::Two => "two together",
            };
            hint.rows.iter().map(move |row| {
                vec![
                    kind.to_owned(),
                    row.id.clone(),
                    row.date.clone(),
                    row.payee.chars().take(40).collect(),
                    money(&row.amount),
                    hint.should.as_ref().map(money).unwrap_or_default(),
                ]
            })
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    let heads = ["Perhaps", "No", "Date", "Payee", "Amount", "Should be"];
    table(&heads, &[4, 5], &lines)
}

pub(crate) async fn merge(common: &Common, output: Output, request: MergeReq) -> Answer {
    let app = host::open(common).await?;
    let change = api::transactions_merge(&app, request).await?;
    output.either(&change, || {
        "One payment now; `coffer unmerge` parts the records again.\n".to_owned()
    })?;
    Ok(0)
}

pub(crate) async fn unmerge(common: &Common, output: Output, id: String) -> Answer {
    let app = host::open(common).await?;
    let change = api::transaction_unmerge(&app, TransactionReq { id }).await?;
    output.either(&change, || "Parted.\n".to_owned())?;
    Ok(0)
}
