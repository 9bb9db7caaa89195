//! `edit`, `enter`, `delete`, `category-remove`, `write-back`, `outbox`, `connection-chart`: what the person changes, and where it goes.

use app::api;
use contract::types::{
    CategoryBudgets, CategoryRemoveReq, ConnectionAccountAddReq, ConnectionCategoryAddReq,
    ConnectionReq, ConnectionState, ConnectionUpdateReq, OutboxAnswer, OutboxAnswerReq, OutboxItem,
    OutboxState, RowsChange, RowsEditReq, RowsPick, TransactionAddReq, TransactionsDeleteReq,
    TransactionsUpdateReq,
};
use serde_json::json;

use crate::args::{Common, OnOff};
use crate::host;
use crate::output::{Answer, Output, table};
use crate::reports::category_named;

/// What `edit` changes.
pub(crate) struct Edit {
    pub(crate) ids: Vec<String>,
    /// A search in place of numbers.
    pub(crate) matching: Option<String>,
    /// Tags in place of those they have.
    pub(crate) tags: Option<Vec<String>>,
    /// What else, the category as it was typed.
    pub(crate) change: RowsChange,
    pub(crate) dry_run: bool,
    /// Also rows that a statement settled.
    pub(crate) unlock: bool,
}

pub(crate) async fn edit(common: &Common, output: Output, edit: Edit) -> Answer {
    let app = host::open(common).await?;
    let mut change = edit.change;
    change.category = match change.category.as_deref() {
        None => None,
        Some("none") => Some(String::new()),
        Some(name) => Some(category_named(&app, name).await?),
    };
    let done = if edit.tags.is_some() {
        let request = TransactionsUpdateReq {
            ids: edit.ids,
            category: change.category,
            payee: change.payee,
            note: change.note,
            excluded: None,
            tags: edit.tags,
            unlock: edit.unlock,
        };
        api::transactions_update(&app, request).await?
    } else {
        let request = RowsEditReq {
            rows: RowsPick {
                ids: edit.matching.is_none().then_some(edit.ids),
                text: edit.matching.unwrap_or_default(),
                ..RowsPick::default()
            },
            change,
            expected: None,
            unlock: edit.unlock,
        };
        if edit.dry_run {
            return preview(&app, output, request).await;
        }
        api::rows_edit(&app, request).await?
    };
    output.either(&done, || {
        format!(
            "Transactions changed: {}; `coffer batches` names the batch to undo.\n",
            done.rows
        )
    })?;
    Ok(0)
}

/// What an edit of many would do.
async fn preview(app: &app::App, output: Output, request: RowsEditReq) -> Answer {
    let found = api::rows_preview(app, request).await?;
    output.either(&found, || {
        let lines: Vec<Vec<String>> = (found.sample.iter())
            .flat_map(|row| {
                row.fields.iter().map(|field| {
                    vec![
                        row.id.clone(),
                        row.date.clone(),
                        row.payee.chars().take(30).collect(),
                        field.field.clone(),
                        field.before.clone().unwrap_or_default(),
                        field.after.clone().unwrap_or_default(),
                    ]
                })
            })
            .collect();
        let heads = ["No", "Date", "Payee", "Field", "Before", "After"];
        format!(
            "{}{} of {} transactions would change.\n",
            table(&heads, &[], &lines),
            found.changing,
            found.rows
        )
    })?;
    Ok(0)
}

pub(crate) async fn enter(
    common: &Common,
    output: Output,
    mut request: TransactionAddReq,
) -> Answer {
    let app = host::open(common).await?;
    if let Some(name) = request.category.as_deref() {
        request.category = Some(category_named(&app, name).await?);
    }
    let added = api::transaction_add(&app, request).await?;
    output.either(&added, || format!("Entered transaction {}.\n", added.id))?;
    Ok(0)
}

pub(crate) async fn delete(
    common: &Common,
    output: Output,
    ids: Vec<String>,
    unlock: bool,
) -> Answer {
    let app = host::open(common).await?;
    let change = api::transactions_delete(&app, TransactionsDeleteReq { ids, unlock }).await?;
    output.either(&change, || {
        format!(
            "Transactions deleted: {}; `coffer undo` brings them back.\n",
            change.rows
        )
    })?;
    Ok(0)
}

pub(crate) async fn remove_category(
    common: &Common,
    output: Output,
    category: &str,
    into: Option<&str>,
    end_budgets: bool,
) -> Answer {
    let app = host::open(common).await?;
    let id = category_named(&app, category).await?;
    let into = match into {
        Some(name) => Some(category_named(&app, name).await?),
        None => None,
    };
    let change = api::category_remove(
        &app,
        CategoryRemoveReq {
            id,
            into,
            budgets: end_budgets.then_some(CategoryBudgets::End),
        },
    )
    .await?;
    output.either(&change, || {
        format!("Removed. Transactions moved: {}.\n", change.rows)
    })?;
    Ok(0)
}

/// What a person agrees to by switching it on.
const CONSENT: &str = "What you change in Coffer from now on is changed at the service as well, with the next sync: \
    nothing else, and never money. Undo takes it back there too.";

pub(crate) async fn write_back(
    common: &Common,
    output: Output,
    id: String,
    switch: OnOff,
) -> Answer {
    let app = host::open(common).await?;
    let on = matches!(switch, OnOff::On);
    if on {
        output.note(CONSENT);
    }
    let request = ConnectionUpdateReq {
        id,
        label: None,
        automatic: None,
        write_back: Some(on),
        fields: Vec::new(),
    };
    let known = api::connection_update(&app, request).await?;
    output.either(&known, || {
        format!(
            "Writing back to {} is {}.\n",
            known.label,
            if on { "on" } else { "off" }
        )
    })?;
    Ok(0)
}

/// What `outbox` does before it lists.
pub(crate) struct Outbox {
    pub(crate) id: String,
    pub(crate) send: bool,
    pub(crate) retry: Vec<String>,
    pub(crate) leave: Vec<String>,
}

pub(crate) async fn outbox(common: &Common, output: Output, asked: Outbox) -> Answer {
    let app = host::open(common).await?;
    let answers = [
        (OutboxAnswer::Retry, asked.retry),
        (OutboxAnswer::Leave, asked.leave),
    ];
    for (answer, ids) in answers {
        for id in ids {
            api::outbox_answer(&app, OutboxAnswerReq { id, answer }).await?;
        }
    }
    let request = ConnectionReq { id: asked.id };
    let sent = if asked.send {
        Some(api::outbox_send(&app, request.clone()).await?)
    } else {
        None
    };
    let items = api::outbox_list(&app, request).await?;
    output.either(&json!({"sent": sent, "items": items}), || {
        let mut text = String::new();
        if let Some(sent) = &sent {
            text += &format!(
                "Written: {}, refused: {}, waiting: {}.\n",
                sent.written, sent.refused, sent.waiting
            );
        }
        let rows: Vec<Vec<String>> = items.iter().map(row).collect();
        text + &table(&["No", "What", "Of", "To be", "State", "Why"], &[], &rows)
    })?;
    let refused = items.iter().any(|item| item.state == OutboxState::Refused);
    Ok(match &sent {
        Some(sent)
            if matches!(
                sent.state,
                ConnectionState::Credentials | ConnectionState::Forbidden
            ) =>
        {
            4
        }
        Some(sent) if refused || sent.waiting > 0 => 5,
        _ => 0,
    })
}

fn row(item: &OutboxItem) -> Vec<String> {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().replace('_', " ");
    let subject = match (&item.transaction, &item.category) {
        (Some(row), _) => format!("{} {}", row.date, row.payee),
        (None, Some(name)) => name.clone(),
        (None, None) => String::new(),
    };
    let reason = item.reason.map(|reason| word(json!(reason)));
    let why: Vec<String> = reason.into_iter().chain(item.says.clone()).collect();
    vec![
        item.id.clone(),
        word(json!(item.field)),
        subject,
        item.value.clone().unwrap_or_else(|| "as it was".into()),
        word(json!(item.state)),
        why.join(": "),
    ]
}

/// What a service has of accounts and categories; makes some there first.
pub(crate) async fn chart(
    common: &Common,
    output: Output,
    id: String,
    accounts: Vec<String>,
    categories: Vec<String>,
) -> Answer {
    let app = host::open(common).await?;
    for account in accounts {
        let request = ConnectionAccountAddReq {
            id: id.clone(),
            account: Some(account),
            name: String::new(),
            kind: None,
            currency: String::new(),
            balance: String::new(),
        };
        api::connection_account_add(&app, request).await?;
    }
    for category in categories {
        let request = ConnectionCategoryAddReq {
            id: id.clone(),
            category: category_named(&app, &category).await?,
        };
        api::connection_category_add(&app, request).await?;
    }
    let chart = api::connection_chart(&app, ConnectionReq { id }).await?;
    output.either(&chart, || {
        let mut lines: Vec<Vec<String>> = Vec::new();
        let waits = |there: bool, waits: bool| match (there, waits) {
            (_, true) => "waits",
            (true, false) => "there",
            (false, false) => "only here",
        };
        for (there, list) in [(true, &chart.accounts), (false, &chart.accounts_here)] {
            lines.extend(list.iter().map(|one| {
                vec![
                    one.id.clone(),
                    "account".to_owned(),
                    one.name.clone(),
                    waits(there, one.waits).to_owned(),
                    if one.closed { "archived" } else { "" }.to_owned(),
                ]
            }));
        }
        for (there, list) in [(true, &chart.categories), (false, &chart.categories_here)] {
            lines.extend(list.iter().map(|one| {
                let flags = [
                    one.rolls_over.then_some("rolls over"),
                    one.consolidated.then_some("consolidated"),
                ];
                let flags: Vec<&str> = flags.into_iter().flatten().collect();
                vec![
                    one.id.clone(),
                    "category".to_owned(),
                    one.name.clone(),
                    waits(there, one.waits).to_owned(),
                    flags.join(", "),
                ]
            }));
        }
        table(&["No", "What", "Name", "Where", ""], &[0], &lines)
    })?;
    Ok(0)
}
