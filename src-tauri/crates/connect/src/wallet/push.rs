//! Writing back: category, note and labels of records, in batches that are answered item by item.
//!
//! A batch says what each record is to be, so sending it twice does no more than once, and a lost answer is asked for by
//! sending again. Labels are known by name here and by id there; a missing one is made, after looking again whether it is
//! not there by now.

use std::collections::HashMap;

use domain::outbox::{CategoryTo, Outcome, Outgoing, OutgoingEdit, TagsTo, Theirs, Writable};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::listing::{LARGE, Listing};
use super::session;
use crate::access::Access;
use crate::cancel::CancelFlag;
use crate::error::ConnectorError;
use crate::http::{Answer, Ask, Session};
use crate::json::Record;
use crate::outbound::{Pushed, WriteBack, refused, shown, written};
use crate::{Wallet, Work};

/// Records that one request may change.
const AT_ONCE: usize = 10;
/// Longest note that is taken.
const LONGEST_NOTE: usize = 255;
/// Longest name of a label that is made.
const LONGEST_LABEL: usize = 80;

impl WriteBack for Wallet {
    fn fields(&self) -> &'static [Writable] {
        &[Writable::Category, Writable::Note, Writable::Tags]
    }

    fn at_once(&self) -> usize {
        AT_ONCE
    }

    fn theirs(&self, raw: &str) -> Option<Theirs> {
        let record = Record::of_body(raw.as_bytes())?;
        let tags = record.list("labels").unwrap_or_default();
        Some(Theirs {
            category: record.object("category").and_then(|of| of.id("id")),
            note: record.text("note").unwrap_or_default(),
            tags: tags
                .into_iter()
                .filter_map(|label| Record::read(label)?.id("id"))
                .collect(),
        })
    }

    /// A record that a bank's feed brought cannot be touched before it is booked.
    fn waits_for_booking(&self, raw: &str) -> bool {
        Record::of_body(raw.as_bytes()).is_some_and(|record| {
            record.flag("accountIsBankSync") == Some(true)
                && record.text("recordState").as_deref() == Some("uncleared")
        })
    }

    fn push<'a>(
        &'a self,
        access: &'a Access,
        things: &'a [Outgoing],
        cancel: &'a CancelFlag,
    ) -> Work<'a, Pushed> {
        Box::pin(async move {
            let mut session = session(access, cancel)?;
            let mut pushed = Pushed::default();
            for batch in things.chunks(AT_ONCE) {
                if !push_batch(&mut session, batch, &mut pushed).await {
                    break;
                }
            }
            Ok(pushed.ended(&session))
        })
    }
}

/// Sends one batch; false when nothing more can be sent now.
async fn push_batch(session: &mut Session<'_>, batch: &[Outgoing], pushed: &mut Pushed) -> bool {
    let labels = match labels_for(session, batch).await {
        Ok(labels) => labels,
        Err(error) => {
            pushed.stop(error, 0);
            return false;
        }
    };
    let bodies: Vec<Result<Value, Outcome>> =
        batch.iter().map(|thing| body_of(thing, &labels)).collect();
    let sent: Vec<&Value> = bodies
        .iter()
        .filter_map(|body| body.as_ref().ok())
        .collect();
    let mut answers = Vec::new();
    let mut stopped = None;
    if !sent.is_empty() {
        match patch(session, &sent).await {
            Ok(outcomes) => answers = outcomes,
            Err(error) => stopped = Some(error),
        }
    }
    let Some(error) = stopped else {
        let mut answers = answers.into_iter();
        for body in bodies {
            pushed.outcomes.push(match body {
                Ok(_) => answers.next().unwrap_or(Outcome::Unknown),
                Err(outcome) => outcome,
            });
        }
        return true;
    };
    // What could not be written anyway stands first or not at all, so that outcomes stay in order.
    let mut unsure = Pushed::default();
    unsure.stop(error, 1);
    let sent_one = unsure.outcomes.pop();
    for body in bodies {
        match (body, &sent_one) {
            (Ok(_), Some(outcome)) => pushed.outcomes.push(outcome.clone()),
            (Ok(_), None) => break,
            (Err(outcome), _) => pushed.outcomes.push(outcome),
        }
    }
    pushed.stopped = unsure.stopped;
    false
}

/// Changes the records of one request, and reads what became of each. A request that is refused as a whole, without a
/// word about its items, is sent again item by item, so that one bad item does not keep the others.
async fn patch(
    session: &mut Session<'_>,
    items: &[&Value],
) -> Result<Vec<Outcome>, ConnectorError> {
    let text = json!(items).to_string();
    let answer = match ask(session, &text).await {
        Ok(answer) => answer,
        Err(error) => {
            return match crate::outbound::meaning(error) {
                crate::outbound::Meaning::This(outcome) => Ok(vec![outcome; items.len()]),
                crate::outbound::Meaning::All(error) => Err(error),
            };
        }
    };
    if let Some(outcomes) = outcomes(&answer, items) {
        return Ok(outcomes);
    }
    if answer.status != 400 {
        // All good, and no more was said.
        let all = if answer.status == 207 {
            Outcome::Unknown
        } else {
            written()
        };
        return Ok(vec![all; items.len()]);
    }
    if items.len() == 1 {
        return Ok(vec![refused("refused", reason_of(&answer.body))]);
    }
    let mut single = Vec::with_capacity(items.len());
    for item in items {
        single.extend(Box::pin(patch(session, &[item])).await?);
    }
    Ok(single)
}

async fn ask(session: &mut Session<'_>, body: &str) -> Result<Answer, ConnectorError> {
    let ask = Ask::json(Method::PATCH, "/v1/api/records", body)
        .repeatable()
        .accepting(&[207, 400]);
    session.send(&ask).await
}

/// What became of each item, by its place in the request or its id; none when the answer has no items.
fn outcomes(answer: &Answer, sent: &[&Value]) -> Option<Vec<Outcome>> {
    let body = Record::of_body(&answer.body)?;
    let items: Vec<Record<'_>> = ["results", "items", "records"]
        .into_iter()
        .filter_map(|name| body.list(name))
        .map(|list| list.into_iter().filter_map(Record::read).collect())
        .find(|list: &Vec<Record<'_>>| list.iter().any(|item| item.has("success")))?;
    let missing = if answer.status == 200 {
        written()
    } else {
        Outcome::Unknown
    };
    let mut outcomes = vec![missing; sent.len()];
    for (place, item) in items.iter().enumerate() {
        let id = item.id("id");
        let place = item
            .count("inputIndex")
            .and_then(|index| usize::try_from(index).ok())
            .or_else(|| {
                sent.iter()
                    .position(|one| one["id"].as_str() == id.as_deref())
            })
            .unwrap_or(place);
        let Some(outcome) = outcomes.get_mut(place) else {
            continue;
        };
        *outcome = match item.flag("success") {
            Some(true) => written(),
            Some(false) if item.text("errorType").as_deref() == Some("server_error") => {
                Outcome::Later {
                    reason: "server_trouble",
                }
            }
            Some(false) => refused(
                "refused",
                item.text("error").map(|text| with_fields(&text, item)),
            ),
            None => Outcome::Unknown,
        };
    }
    Some(outcomes)
}

/// The reason of an item, with the fields that it names if it does not.
fn with_fields(text: &str, item: &Record<'_>) -> String {
    let fields: Vec<String> = item
        .ids("fields")
        .into_iter()
        .filter(|field| !text.contains(field.as_str()))
        .collect();
    if fields.is_empty() {
        return text.to_owned();
    }
    format!("{text} ({})", fields.join(", "))
}

fn reason_of(body: &[u8]) -> Option<String> {
    Record::of_body(body)?.text("error")
}

/// What is to be sent for one thing, or why it cannot be.
fn body_of(
    thing: &Outgoing,
    labels: &HashMap<String, Result<String, Outcome>>,
) -> Result<Value, Outcome> {
    let Outgoing::Edit(edit) = thing else {
        return Err(refused("not_offered", None));
    };
    let mut body = Map::new();
    let mut clear = Vec::new();
    body.insert("id".to_owned(), edit.source_id.clone().into());
    match &edit.category {
        None => {}
        Some(CategoryTo::Id(id)) => {
            body.insert("categoryId".to_owned(), id.clone().into());
        }
        Some(CategoryTo::Nothing) => clear.push("categoryId"),
        Some(CategoryTo::Named(_)) => return Err(refused("no_such_category", None)),
    }
    match edit.note.as_deref() {
        None => {}
        Some("") => clear.push("note"),
        Some(note) if note.chars().count() > LONGEST_NOTE => {
            return Err(refused("too_long", None));
        }
        Some(note) => {
            body.insert("note".to_owned(), note.into());
        }
    }
    let ids: Option<Vec<String>> = match &edit.tags {
        None => None,
        Some(TagsTo::Ids(ids)) => Some(ids.clone()),
        Some(TagsTo::Names(names)) => {
            let mut ids = Vec::with_capacity(names.len());
            for name in names {
                match labels.get(name) {
                    Some(Ok(id)) => ids.push(own_label(edit, name).unwrap_or_else(|| id.clone())),
                    Some(Err(outcome)) => return Err(outcome.clone()),
                    None => return Err(Outcome::Unknown),
                }
            }
            Some(ids)
        }
    };
    match ids {
        None => {}
        Some(ids) if ids.is_empty() => clear.push("labelIds"),
        Some(ids) => {
            body.insert("labelIds".to_owned(), ids.into());
        }
    }
    if !clear.is_empty() {
        body.insert("$clear".to_owned(), clear.into());
    }
    Ok(body.into())
}

/// The label of this name that the record carries already: two labels may share a name.
fn own_label(edit: &OutgoingEdit, name: &str) -> Option<String> {
    let record = Record::of_body(edit.raw.as_deref()?.as_bytes())?;
    record
        .list("labels")?
        .into_iter()
        .filter_map(Record::read)
        .find(|label| label.text("name").as_deref() == Some(name))?
        .id("id")
}

/// The ids of the labels that a batch names, those that are not there made.
async fn labels_for(
    session: &mut Session<'_>,
    batch: &[Outgoing],
) -> Result<HashMap<String, Result<String, Outcome>>, ConnectorError> {
    let mut names: Vec<&str> = batch
        .iter()
        .filter_map(|thing| match thing {
            Outgoing::Edit(OutgoingEdit {
                tags: Some(TagsTo::Names(names)),
                ..
            }) => Some(names),
            _ => None,
        })
        .flatten()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut labels = HashMap::new();
    if names.is_empty() {
        return Ok(labels);
    }
    let mut known = labels_there(session).await?;
    for name in names {
        let found = match known.get(name) {
            Some(id) => Ok(id.clone()),
            None if name.chars().count() > LONGEST_LABEL => Err(refused("too_long", None)),
            None => match make_label(session, name).await? {
                Made::Label(id) => Ok(id),
                Made::Refused(outcome) => Err(outcome),
                Made::Unknown => {
                    known = labels_there(session).await?;
                    known.get(name).cloned().ok_or(Outcome::Unknown)
                }
            },
        };
        labels.insert(name.to_owned(), found);
    }
    Ok(labels)
}

/// Labels by name; of two that share one, that which is not archived.
async fn labels_there(
    session: &mut Session<'_>,
) -> Result<HashMap<String, String>, ConnectorError> {
    let mut listing = Listing::new("/v1/api/labels", &["labels"], LARGE);
    let mut known: HashMap<String, (String, bool)> = HashMap::new();
    let mut offset = 0;
    loop {
        let part = listing.page(session, offset, &[]).await?;
        for label in part.rows(session)?.into_iter().filter_map(Record::read) {
            if let (Some(id), Some(name)) = (label.id("id"), label.text("name")) {
                let archived = label.flag("archived").unwrap_or(false);
                match known.get(&name) {
                    Some((_, false)) => {}
                    _ => {
                        known.insert(name, (id, archived));
                    }
                }
            }
        }
        match part.next {
            Some(next) => offset = next,
            None => break,
        }
    }
    Ok(known
        .into_iter()
        .map(|(name, (id, _))| (name, id))
        .collect())
}

enum Made {
    Label(String),
    Refused(Outcome),
    /// It may be there.
    Unknown,
}

async fn make_label(session: &mut Session<'_>, name: &str) -> Result<Made, ConnectorError> {
    let body = json!({"name": name}).to_string();
    let ask = Ask::json(Method::POST, "/v1/api/labels", &body).accepting(&[400]);
    let answer = match session.send(&ask).await {
        Ok(answer) => answer,
        Err(error) => {
            return match crate::outbound::meaning(error) {
                crate::outbound::Meaning::This(Outcome::Unknown) => Ok(Made::Unknown),
                crate::outbound::Meaning::This(outcome) => Ok(Made::Refused(outcome)),
                crate::outbound::Meaning::All(error) if error.http_status.is_none() => {
                    tracing::debug!(%error, "a label may have been made");
                    Ok(Made::Unknown)
                }
                crate::outbound::Meaning::All(error) => Err(error),
            };
        }
    };
    if answer.status == 400 {
        let why = reason_of(&answer.body).map(|text| shown(&text));
        return Ok(Made::Refused(refused("no_such_tag", why)));
    }
    let body = Record::of_body(&answer.body);
    let id = body.and_then(|body| body.object("label").unwrap_or(body).id("id"));
    Ok(id.map_or(Made::Unknown, Made::Label))
}
