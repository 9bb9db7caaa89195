//! Writing the person's changes back to the upstreams they belong to.
//!
//! What is to be written waits in the book. It is taken out a few things at a time and counts as sent from then on, so
//! that a program that ends in the middle finds it again. Before anything is sent, the book notes what the upstream has,
//! for when the person takes a change back. What an upstream refuses stays with its reason until the person has answered.

pub(crate) mod making;

use chrono::NaiveDate;
use connect::{Access, CancelFlag, Connector, ConnectorError, WriteBack};
use contract::types as wire;
use contract::types::{
    ConnectionReq, Nothing, OutboxAnswer, OutboxAnswerReq, OutboxItem, OutboxReport,
};
use domain::connection::ConnectionState;
use domain::ids::{CategoryId, ConnectionId, TransactionId};
use domain::outbox::{
    CategoryTo, Outcome, Outgoing, OutgoingAccount, OutgoingEdit, OutgoingEntry, TagsTo, Theirs,
    Writable,
};
use store::{Claimed, OutboxState, Subject, View, Wish, Writing};

use super::connections::{connector_of, reach};
use crate::failure::instant;
use crate::jobs::By;
use crate::{App, Failure, dto};

/// The words that switch writing back on, or none that switch it off.
pub(crate) fn words_of(
    connector: &'static dyn Connector,
    on: bool,
) -> Result<Vec<String>, Failure> {
    let writer = connector
        .write_back()
        .ok_or_else(|| Failure::invalid("write_back", "not_available"))?;
    Ok(if on {
        writer
            .fields()
            .iter()
            .map(|field| field.as_str().to_owned())
            .collect()
    } else {
        Vec::new()
    })
}

/// Lets connections whose switch is on send what this version can send and an earlier one could not: what is written down
/// with the switch is what could be sent when it was turned.
pub(crate) async fn renew(app: &App) -> Result<(), Failure> {
    let behind: Vec<_> = app
        .read(|view| view.connections())
        .await?
        .into_iter()
        .filter_map(|known| {
            let mut reach = reach(&known);
            let words = words_of(connect::connector(known.upstream)?, true).ok()?;
            if reach.write_back.is_empty() || reach.write_back == words {
                return None;
            }
            reach.write_back = words;
            Some((known.id, serde_json::to_value(&reach).ok()?))
        })
        .collect();
    if behind.is_empty() {
        return Ok(());
    }
    app.write(app.system("write_back_renewed"), move |writing| {
        for (id, settings) in behind {
            let edit = store::ConnectionEdit {
                settings: Some(settings),
                ..store::ConnectionEdit::default()
            };
            writing.edit_connection(id, &edit)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// How a connection stands with writing back; none when it can only be read.
pub(crate) fn write_back(
    view: &View<'_>,
    known: &store::Connection,
) -> store::Result<Option<wire::WriteBack>> {
    let Some(writer) = connect::connector(known.upstream).and_then(Connector::write_back) else {
        return Ok(None);
    };
    let (waiting, refused) = view.outbox_counts(known.id)?;
    Ok(Some(wire::WriteBack {
        on: !reach(known).write_back.is_empty(),
        fields: writer.fields().iter().map(|one| field(*one)).collect(),
        makes: writer.makes(),
        waiting: dto::count(waiting),
        refused: dto::count(refused),
    }))
}

const fn field(field: Writable) -> wire::OutboxField {
    match field {
        Writable::Category => wire::OutboxField::Category,
        Writable::Note => wire::OutboxField::Note,
        Writable::Tags => wire::OutboxField::Tags,
        Writable::Presence => wire::OutboxField::Presence,
        Writable::Removal => wire::OutboxField::Removal,
        Writable::Review => wire::OutboxField::Review,
        Writable::Account => wire::OutboxField::Account,
    }
}

/// Why something waits or was refused; a word of a newer program is the general case.
fn reason(word: &str) -> wire::OutboxReason {
    serde_json::from_value(word.into()).unwrap_or(wire::OutboxReason::Refused)
}

pub(crate) async fn outbox_list(
    app: &App,
    request: ConnectionReq,
) -> Result<Vec<OutboxItem>, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    app.read(move |view| {
        view.connection(id)?;
        let names = view.account_names()?;
        let chart = view.categories()?;
        let name = |id: CategoryId| {
            chart
                .iter()
                .find(|category| category.id == id)
                .map(|category| category.name.clone())
        };
        view.outbox(id)?
            .iter()
            .map(|item| {
                let transaction = match item.subject {
                    Subject::Transaction(row) => Some(super::transactions::wire_row(
                        &view.transaction(row)?,
                        &names,
                    )),
                    Subject::Category(_) | Subject::Account(_) => None,
                };
                let category = match item.subject {
                    Subject::Category(id) => Some(view.category_name(id)?),
                    Subject::Transaction(_) | Subject::Account(_) => None,
                };
                let account = match item.subject {
                    Subject::Account(id) => names.get(&id).cloned(),
                    Subject::Transaction(_) | Subject::Category(_) => None,
                };
                Ok(OutboxItem {
                    id: item.id.to_string(),
                    field: field(item.field),
                    state: match item.state {
                        OutboxState::Waits => wire::OutboxState::Waiting,
                        OutboxState::UnderWay => wire::OutboxState::Unanswered,
                        OutboxState::Refused => wire::OutboxState::Refused,
                    },
                    transaction,
                    category,
                    account,
                    value: match &item.wish {
                        Wish::Category(Some(id)) => name(*id),
                        Wish::Category(None) => Some(String::new()),
                        Wish::Note(text) => Some(text.clone()),
                        Wish::Tags(tags) => Some(tags.join(", ")),
                        Wish::Present(there) => Some(if *there { "there" } else { "" }.to_owned()),
                        Wish::Removed(into) => Some(into.and_then(name).unwrap_or_default()),
                        Wish::Reviewed(done) => Some(if *done { "there" } else { "" }.to_owned()),
                        Wish::Account(wish) if wish.archived => Some(String::new()),
                        Wish::Account(wish) => Some(wish.name.clone()),
                        Wish::Restored | Wish::Theirs => None,
                    },
                    reason: item.reason.as_deref().map(reason),
                    says: item.detail.clone(),
                    since: instant(item.queued_at),
                })
            })
            .collect()
    })
    .await
}

pub(crate) async fn outbox_answer(app: &App, request: OutboxAnswerReq) -> Result<Nothing, Failure> {
    let id: i64 = dto::id("outbox item", &request.id)?;
    app.write(app.system("outbox"), move |writing| match request.answer {
        OutboxAnswer::Retry => writing.retry_outbox(id),
        OutboxAnswer::Leave => writing.drop_outbox(id),
    })
    .await?;
    Ok(Nothing {})
}

/// Sends what waits at a connection, without reading there.
pub(crate) async fn outbox_send(
    app: &App,
    request: ConnectionReq,
) -> Result<OutboxReport, Failure> {
    let id: ConnectionId = dto::id("connection", &request.id)?;
    let known = app.read(move |view| view.connection(id)).await?;
    let connector = connector_of(known.upstream)?;
    words_of(connector, true)?;
    // One sync at a time: what is sent is claimed by one run alone.
    let place = app
        .inner
        .jobs
        .enter_sync(&format!("outbox-{id}"), By::Person, app.now())
        .await?;
    let access = app.access(&known).await?;
    let sent = send(app, &known, connector, &access, &place.cancelled()).await?;
    let (waiting, _) = app.read(move |view| view.outbox_counts(id)).await?;
    let (state, retry_at) = match &sent.stopped {
        None => (ConnectionState::Ok, None),
        Some(error) => (
            error.state().unwrap_or(ConnectionState::Ok),
            match error.retry() {
                connect::Retry::At(at) => Some(at),
                _ => None,
            },
        ),
    };
    if sent.stopped.is_some() && state != ConnectionState::Ok {
        app.write(app.system("outbox"), move |writing| {
            writing.set_connection_state(id, state, None, retry_at)
        })
        .await?;
    }
    Ok(OutboxReport {
        written: dto::count(sent.written),
        refused: dto::count(sent.refused),
        waiting: dto::count(waiting),
        requests: dto::count(sent.requests),
        state: dto::state(state),
        retry_at: retry_at.map(instant),
    })
}

/// What became of what waited.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) written: u64,
    pub(crate) refused: u64,
    pub(crate) requests: u64,
    /// Something waits for a booking that the next pull may bring.
    pub(crate) until_booked: bool,
    /// Why the rest was not sent.
    pub(crate) stopped: Option<ConnectorError>,
}

/// Sends everything that waits at a connection, a few things at a time.
pub(crate) async fn send(
    app: &App,
    known: &store::Connection,
    connector: &'static dyn Connector,
    access: &Access,
    cancel: &CancelFlag,
) -> Result<Sent, Failure> {
    let mut sent = Sent::default();
    let Some(writer) = connector.write_back() else {
        return Ok(sent);
    };
    let id = known.id;
    if reach(known).write_back.is_empty()
        || app.read(move |view| view.outbox_counts(id)).await?.0 == 0
    {
        return Ok(sent);
    }
    let mut had: Vec<Subject> = Vec::new();
    while sent.stopped.is_none() {
        let (most, but, today) = (writer.at_once(), had.clone(), app.today());
        let claimed = app
            .write(app.system("outbox"), move |writing| {
                claim(writing, id, writer, most, &but, today)
            })
            .await?
            .value;
        if claimed.is_empty() {
            break;
        }
        had.extend(claimed.iter().map(|(subject, _)| *subject));
        let (mut things, mut subjects, mut settled) = (Vec::new(), Vec::new(), Vec::new());
        for (subject, thing) in claimed {
            match thing {
                Ok(thing) => {
                    things.push(thing);
                    subjects.push(subject);
                }
                Err(outcome) => settled.push((subject, Some(outcome))),
            }
        }
        if !things.is_empty() {
            let pushed = match writer.push(access, &things, cancel).await {
                Ok(pushed) => pushed,
                // It could not even begin.
                Err(error) => connect::Pushed {
                    stopped: Some(error),
                    ..connect::Pushed::default()
                },
            };
            sent.requests += pushed.requests;
            let mut outcomes = pushed.outcomes.into_iter();
            settled.extend(
                subjects
                    .into_iter()
                    .map(|subject| (subject, outcomes.next())),
            );
            sent.stopped = pushed.stopped;
        }
        for (_, outcome) in &settled {
            match outcome {
                Some(Outcome::Written { .. }) => sent.written += 1,
                Some(Outcome::Refused { .. }) => sent.refused += 1,
                Some(Outcome::Later { reason }) => sent.until_booked |= *reason == "pending",
                Some(Outcome::Unknown) | None => {}
            }
        }
        app.write(app.system("outbox"), move |writing| {
            for (subject, outcome) in &settled {
                match outcome {
                    Some(outcome) => writing.settle_outbox(id, *subject, outcome)?,
                    None => writing.return_to_outbox(id, *subject)?,
                }
            }
            Ok(())
        })
        .await?;
    }
    Ok(sent)
}

/// Takes out what is sent next, in the upstream's own ids, or with the reason why it cannot be sent.
fn claim(
    writing: &mut Writing<'_>,
    connection: ConnectionId,
    writer: &'static dyn WriteBack,
    most: usize,
    but: &[Subject],
    today: NaiveDate,
) -> store::Result<Vec<(Subject, Result<Outgoing, Outcome>)>> {
    let claimed = writing.claim_outbox(connection, most, but)?;
    let mut things = Vec::with_capacity(claimed.len());
    for one in claimed {
        let theirs = one.raw.as_deref().and_then(|raw| writer.theirs(raw));
        if let Some(theirs) = &theirs {
            writing.note_theirs(connection, one.subject, theirs)?;
        }
        let thing = translate(writing, connection, writer, &one, theirs.as_ref(), today)?;
        things.push((one.subject, thing));
    }
    Ok(things)
}

fn refused(reason: &'static str) -> Outcome {
    Outcome::Refused {
        reason,
        detail: String::new(),
    }
}

pub(super) const DONE: Outcome = Outcome::Written { source_id: None };

fn translate(
    view: &View<'_>,
    connection: ConnectionId,
    writer: &'static dyn WriteBack,
    one: &Claimed,
    theirs: Option<&Theirs>,
    today: NaiveDate,
) -> store::Result<Result<Outgoing, Outcome>> {
    if let Some(thing) = making::made(view, connection, one, today)? {
        return Ok(thing);
    }
    match one.subject {
        Subject::Category(_) => removal(view, connection, one),
        Subject::Account(_) => Ok(account(one)),
        Subject::Transaction(id) => {
            let present = one.wishes.iter().find_map(|(wish, _)| match wish {
                Wish::Present(there) => Some(*there),
                _ => None,
            });
            match (present, &one.source_id) {
                (Some(false), Some(source_id)) => Ok(Ok(Outgoing::Deletion {
                    source_id: source_id.clone(),
                })),
                (Some(false), None) if one.may_be_there => Ok(Err(refused("may_be_there"))),
                (Some(false), None) => Ok(Err(DONE)),
                // What was taken out there is out for good: it is entered anew, and the book's row stands for both.
                (Some(true), _) => entry(view, connection, id, one.may_be_there),
                (None, Some(source_id)) => edit(view, connection, writer, one, source_id, theirs),
                (None, None) => Ok(Err(refused("gone"))),
            }
        }
    }
}

fn removal(
    view: &View<'_>,
    connection: ConnectionId,
    one: &Claimed,
) -> store::Result<Result<Outgoing, Outcome>> {
    let Some((Wish::Removed(into), _)) = one.wishes.first() else {
        return Ok(Err(refused("cannot_bring_back")));
    };
    let Some(source_id) = &one.source_id else {
        return Ok(Err(DONE));
    };
    let into = match into {
        None => None,
        Some(into) => match view.category_sources(connection, *into)?.into_iter().next() {
            Some(source_id) => Some(source_id),
            None => return Ok(Err(refused("no_such_category"))),
        },
    };
    Ok(Ok(Outgoing::Removal {
        source_id: source_id.clone(),
        into,
    }))
}

/// What an account is to be called there, whether it is in use, and what it counts in.
fn account(one: &Claimed) -> Result<Outgoing, Outcome> {
    let wish = one.wishes.iter().find_map(|(wish, _)| match wish {
        Wish::Account(wish) => Some(wish),
        _ => None,
    });
    match (wish, &one.source_id) {
        (Some(wish), Some(source_id)) => Ok(Outgoing::Account(OutgoingAccount {
            source_id: source_id.clone(),
            name: wish.name.clone(),
            archived: wish.archived,
            left_out: wish.left_out,
        })),
        _ => Err(refused("gone")),
    }
}

fn entry(
    view: &View<'_>,
    connection: ConnectionId,
    id: TransactionId,
    may_be_there: bool,
) -> store::Result<Result<Outgoing, Outcome>> {
    let row = view.transaction(id)?;
    let Some(account) = view.account_source(connection, row.account)? else {
        return Ok(Err(refused("gone")));
    };
    let category = match row.category {
        Some(category) => category_to(view, connection, category, None)?,
        None => CategoryTo::Nothing,
    };
    Ok(Ok(Outgoing::Entry(OutgoingEntry {
        account,
        date: row.date,
        amount: row.amount,
        payee: row.payee,
        note: row.note,
        category,
        is_transfer: row.transfer.is_some(),
        may_be_there,
        others: view.delivered_around(connection, row.account, row.amount.minor)?,
    })))
}

fn edit(
    view: &View<'_>,
    connection: ConnectionId,
    writer: &'static dyn WriteBack,
    one: &Claimed,
    source_id: &str,
    theirs: Option<&Theirs>,
) -> store::Result<Result<Outgoing, Outcome>> {
    if one
        .raw
        .as_deref()
        .is_some_and(|raw| writer.waits_for_booking(raw))
    {
        return Ok(Err(Outcome::Later { reason: "pending" }));
    }
    let mut edit = OutgoingEdit {
        source_id: source_id.to_owned(),
        raw: one.raw.clone(),
        category: None,
        note: None,
        tags: None,
        reviewed: None,
    };
    for (field, (wish, noted)) in one.fields.iter().zip(&one.wishes) {
        match wish {
            Wish::Category(None) => edit.category = Some(CategoryTo::Nothing),
            Wish::Category(Some(id)) => {
                let present = theirs.and_then(|theirs| theirs.category.as_deref());
                edit.category = Some(category_to(view, connection, *id, present)?);
            }
            Wish::Note(text) => edit.note = Some(text.clone()),
            Wish::Tags(tags) => edit.tags = Some(TagsTo::Names(tags.clone())),
            Wish::Reviewed(done) => edit.reviewed = Some(*done),
            Wish::Present(_) | Wish::Removed(_) | Wish::Restored | Wish::Account(..) => {}
            // The person took it back: what the upstream had is put back.
            Wish::Theirs => {
                let Some(had) = noted.as_ref().or(theirs) else {
                    return Ok(Err(refused("original_unknown")));
                };
                match field {
                    Writable::Category => {
                        let id = had.category.clone();
                        edit.category = Some(id.map_or(CategoryTo::Nothing, CategoryTo::Id));
                    }
                    Writable::Note => edit.note = Some(had.note.clone()),
                    Writable::Tags => edit.tags = Some(TagsTo::Ids(had.tags.clone())),
                    Writable::Presence
                    | Writable::Removal
                    | Writable::Review
                    | Writable::Account => {}
                }
            }
        }
    }
    Ok(Ok(Outgoing::Edit(edit)))
}

/// A category of the book at the upstream: the one that the record has, if it stands for the same here, else the first.
fn category_to(
    view: &View<'_>,
    connection: ConnectionId,
    category: CategoryId,
    present: Option<&str>,
) -> store::Result<CategoryTo> {
    let mut sources = view.category_sources(connection, category)?;
    // The oldest is the one that the upstream delivered first.
    sources.reverse();
    let same = sources
        .iter()
        .position(|source| Some(source.as_str()) == present)
        .unwrap_or(0);
    if same < sources.len() {
        return Ok(CategoryTo::Id(sources.swap_remove(same)));
    }
    Ok(CategoryTo::Named(view.category_name(category)?))
}
