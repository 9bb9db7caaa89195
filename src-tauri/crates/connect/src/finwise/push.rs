//! Writing back: category and note of transactions, transactions entered and deleted, accounts made, renamed and archived,
//! categories made and removed.
//!
//! Fields are written by saying what they are to be, so a lost answer is asked for by writing again. An entry could come
//! twice that way: when an earlier try may have arrived, the account is looked through first for a row by hand of that day
//! and amount that is none of those known.

use std::collections::{BTreeMap, HashMap};

use domain::outbox::{
    CategoryTo, Outcome, Outgoing, OutgoingAccount, OutgoingEdit, OutgoingEntry, Theirs, Writable,
};
use money::Money;
use reqwest::Method;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::listing::Listing;
use super::session;
use crate::access::Access;
use crate::cancel::CancelFlag;
use crate::error::{ConnectorError, ErrorKind};
use crate::http::{Answer, Ask, Session};
use crate::json::Record;
use crate::outbound::{Meaning, Pushed, WriteBack, meaning, refused, written};
use crate::{FinWise, Work};

/// Each thing is a request of its own; so many are worth noting at once.
const AT_ONCE: usize = 5;

impl WriteBack for FinWise {
    fn fields(&self) -> &'static [Writable] {
        &[
            Writable::Category,
            Writable::Note,
            Writable::Presence,
            Writable::Removal,
            Writable::Review,
            Writable::Account,
        ]
    }

    fn at_once(&self) -> usize {
        AT_ONCE
    }

    fn makes(&self) -> bool {
        true
    }

    fn theirs(&self, raw: &str) -> Option<Theirs> {
        let record = Record::of_body(raw.as_bytes())?;
        Some(Theirs {
            category: record.id("transactionCategoryId"),
            note: record.text("notes").unwrap_or_default(),
            tags: Vec::new(),
        })
    }

    fn push<'a>(
        &'a self,
        access: &'a Access,
        things: &'a [Outgoing],
        cancel: &'a CancelFlag,
    ) -> Work<'a, Pushed> {
        Box::pin(async move {
            let mut push = Push {
                session: session(access, cancel)?,
                made: HashMap::new(),
            };
            let mut pushed = Pushed::default();
            for thing in things {
                let outcome = match thing {
                    Outgoing::Edit(edit) => push.edit(edit).await,
                    Outgoing::Entry(entry) => push.entry(entry).await,
                    Outgoing::Deletion { source_id } => push.archive(source_id).await,
                    Outgoing::Account(account) => push.account(account).await,
                    Outgoing::NewAccount(account) => push.new_account(account).await,
                    Outgoing::NewCategory { name } => push.new_category(name).await,
                    Outgoing::Removal { source_id, into } => {
                        push.remove_category(source_id, into.as_deref()).await
                    }
                };
                match outcome {
                    Ok(outcome) => pushed.outcomes.push(outcome),
                    Err(error) => {
                        if !pushed.failed(error) {
                            break;
                        }
                    }
                }
            }
            Ok(pushed.ended(&push.session))
        })
    }
}

pub(super) struct Push<'a> {
    pub(super) session: Session<'a>,
    /// Categories made on the way, by name.
    made: HashMap<String, String>,
}

impl Push<'_> {
    async fn edit(&mut self, edit: &OutgoingEdit) -> Result<Outcome, ConnectorError> {
        let Some(path) = path_of("/transactions", &edit.source_id, "") else {
            return Ok(refused("gone", None));
        };
        if edit.tags.is_some() {
            return Ok(refused("not_offered", None));
        }
        let mut body = Map::new();
        if let Some(to) = &edit.category {
            match self.category(to).await? {
                Ok(id) => body.insert("transactionCategoryId".to_owned(), id.into()),
                Err(outcome) => return Ok(outcome),
            };
        }
        if let Some(note) = &edit.note {
            let note = (!note.is_empty()).then(|| note.clone());
            body.insert("notes".to_owned(), note.into());
        }
        if let Some(reviewed) = edit.reviewed {
            body.insert("needsReview".to_owned(), (!reviewed).into());
        }
        let body = Value::from(body).to_string();
        let ask = Ask::json(Method::PATCH, &path, &body)
            .repeatable()
            .accepting(NOT_VALID);
        let answer = self.session.send(&ask).await?;
        Ok(not_valid(&answer).unwrap_or_else(written))
    }

    /// Renames an account and says what it counts in, or archives it; one that is archived there cannot be brought back
    /// through the API. The flags of categories have no way to be written: the API names none that changes a category.
    async fn account(&mut self, account: &OutgoingAccount) -> Result<Outcome, ConnectorError> {
        let after = if account.archived { "/archive" } else { "" };
        let Some(path) = path_of("/accounts", &account.source_id, after) else {
            return Ok(refused("gone", None));
        };
        let (method, body) = if account.archived {
            (Method::POST, "{}".to_owned())
        } else {
            // The names that stand before the plain one are changed with it, or the old one would go on being shown.
            let name = &account.name;
            let mut body = json!({"name": name, "displayName": name, "friendlyName": name});
            if let Some(out) = account.left_out {
                body["excludeFromBudget"] = out.of_budgets.into();
                body["excludeFromNetWorth"] = out.of_net_worth.into();
            }
            (Method::PATCH, body.to_string())
        };
        let ask = Ask::json(method, &path, &body)
            .repeatable()
            .accepting(NOT_VALID);
        match self.session.send(&ask).await {
            Ok(answer) => {
                let still = Record::of_body(&answer.body)
                    .is_some_and(|body| body.raw("archivedAt").is_some());
                if still && !account.archived {
                    return Ok(refused("cannot_bring_back", None));
                }
                Ok(not_valid(&answer).unwrap_or_else(written))
            }
            Err(error) if error.http_status == Some(404) => Ok(refused("gone", None)),
            Err(error) => Err(error),
        }
    }

    /// The id of a category, made if there is none of its name.
    pub(super) async fn category(
        &mut self,
        to: &CategoryTo,
    ) -> Result<Result<Option<String>, Outcome>, ConnectorError> {
        let name = match to {
            CategoryTo::Nothing => return Ok(Ok(None)),
            CategoryTo::Id(id) => return Ok(Ok(Some(id.clone()))),
            CategoryTo::Named(name) => name,
        };
        if let Some(id) = self.made.get(name) {
            return Ok(Ok(Some(id.clone())));
        }
        if let Some(id) = self.category_there(name).await? {
            self.made.insert(name.clone(), id.clone());
            return Ok(Ok(Some(id)));
        }
        let body = json!({"name": name}).to_string();
        let ask = Ask::json(Method::POST, "/transaction-categories", &body);
        let made = match self.session.send(&ask).await {
            Ok(answer) => Record::of_body(&answer.body).and_then(|body| body.id("id")),
            Err(error) => match meaning(error) {
                Meaning::This(Outcome::Unknown) => None,
                Meaning::This(outcome) => return Ok(Err(outcome)),
                Meaning::All(error) if error.http_status.is_none() && lost(&error) => None,
                Meaning::All(error) => return Err(error),
            },
        };
        let made = match made {
            Some(id) => Some(id),
            // It may have been made; looking is the only way to know.
            None => self.category_there(name).await?,
        };
        Ok(match made {
            Some(id) => {
                self.made.insert(name.clone(), id.clone());
                Ok(Some(id))
            }
            None => Err(Outcome::Unknown),
        })
    }

    async fn category_there(&mut self, name: &str) -> Result<Option<String>, ConnectorError> {
        let filters = BTreeMap::from([("name", name.into())]);
        let page = Listing::new("/transaction-categories", filters)
            .page(&mut self.session, 1)
            .await?;
        Ok(page
            .rows(&self.session)?
            .into_iter()
            .filter_map(Record::read)
            .find(|row| {
                row.raw("archivedAt").is_none() && row.text("name").as_deref() == Some(name)
            })
            .and_then(|row| row.id("id")))
    }

    async fn entry(&mut self, entry: &OutgoingEntry) -> Result<Outcome, ConnectorError> {
        if entry.may_be_there {
            match self.entered_before(entry).await? {
                Found::One(id) => {
                    return Ok(Outcome::Written {
                        source_id: Some(id),
                    });
                }
                Found::None => {}
                // Which of them it is cannot be told, and another one would be one too many.
                Found::Several => return Ok(refused("may_be_there", None)),
            }
        }
        let category = match self.category(&entry.category).await? {
            Ok(category) => category,
            Err(outcome) => return Ok(outcome),
        };
        let mut body = Map::new();
        body.insert("accountId".to_owned(), entry.account.clone().into());
        body.insert("date".to_owned(), midnight(entry.date).into());
        body.insert("transactionCategoryId".to_owned(), category.into());
        body.insert("isTransfer".to_owned(), entry.is_transfer.into());
        body.insert("description".to_owned(), entry.payee.clone().into());
        body.insert("notes".to_owned(), entry.note.clone().into());
        let Some(body) = with_amount(&body, "amount", entry.amount) else {
            return Ok(refused("refused", None));
        };
        self.posted("/transactions", &body).await
    }

    /// Makes something there, and gives its id. An answer that was lost is looked for by the next run.
    pub(super) async fn posted(
        &mut self,
        path: &'static str,
        body: &str,
    ) -> Result<Outcome, ConnectorError> {
        let ask = Ask::json(Method::POST, path, body).accepting(NOT_VALID);
        let answer = match self.session.send(&ask).await {
            Ok(answer) => answer,
            Err(error) if lost(&error) => {
                tracing::debug!(%error, path, "it may have arrived");
                return Ok(Outcome::Unknown);
            }
            Err(error) => return Err(error),
        };
        if let Some(outcome) = not_valid(&answer) {
            return Ok(outcome);
        }
        let id = Record::of_body(&answer.body).and_then(|body| body.id("id"));
        Ok(match id {
            Some(id) => Outcome::Written {
                source_id: Some(id),
            },
            None => Outcome::Unknown,
        })
    }

    /// Looks for a row that an earlier try may have made.
    async fn entered_before(&mut self, entry: &OutgoingEntry) -> Result<Found, ConnectorError> {
        let filters = BTreeMap::from([
            ("accountId", entry.account.clone().into()),
            ("fromDate", midnight(entry.date).into()),
            ("excludeArchived", false.into()),
        ]);
        self.made_before("/transactions", filters, &entry.others, |row| {
            let amount = row.object("amount").and_then(|sum| {
                crate::amount::read(sum.raw("amount")?, entry.amount.currency).ok()
            });
            amount.is_some_and(|amount| amount.money() == entry.amount)
                && row.flag("isManual") != Some(false)
                && row
                    .text("date")
                    .is_some_and(|date| date.starts_with(&entry.date.to_string()))
        })
        .await
    }

    /// Walks a listing for the one row like what an earlier try may have made, which is none of those known.
    pub(super) async fn made_before(
        &mut self,
        path: &'static str,
        filters: BTreeMap<&'static str, Value>,
        others: &[String],
        same: impl Fn(&Record<'_>) -> bool,
    ) -> Result<Found, ConnectorError> {
        let mut listing = Listing::new(path, filters);
        let mut found = Vec::new();
        let mut number = 1;
        loop {
            let page = listing.page(&mut self.session, number).await?;
            let rows = page.rows(&self.session)?;
            for row in rows.into_iter().filter_map(Record::read) {
                let Some(id) = row.id("id") else { continue };
                if same(&row) && !others.contains(&id) && !found.contains(&id) {
                    found.push(id);
                }
            }
            if !page.more {
                break;
            }
            number += 1;
        }
        Ok(match found.len() {
            0 => Found::None,
            1 => Found::One(found.remove(0)),
            _ => Found::Several,
        })
    }

    async fn archive(&mut self, id: &str) -> Result<Outcome, ConnectorError> {
        let Some(path) = path_of("/transactions", id, "/archive") else {
            return Ok(written());
        };
        let ask = Ask::json(Method::POST, &path, "{}").repeatable();
        match self.session.send(&ask).await {
            Ok(_) => Ok(written()),
            // What is not there need not be taken out.
            Err(error) if error.http_status == Some(404) => Ok(written()),
            Err(error) => Err(error),
        }
    }

    async fn remove_category(
        &mut self,
        id: &str,
        into: Option<&str>,
    ) -> Result<Outcome, ConnectorError> {
        let Some(path) = path_of("/transaction-categories", id, "") else {
            return Ok(written());
        };
        let body = match into {
            Some(into) => json!({"reassignToTransactionCategoryId": into}),
            None => json!({}),
        }
        .to_string();
        let ask = Ask::json(Method::DELETE, &path, &body)
            .repeatable()
            .accepting(NOT_VALID);
        match self.session.send(&ask).await {
            Ok(answer) => Ok(not_valid(&answer).unwrap_or_else(written)),
            Err(error) if error.http_status == Some(404) => Ok(written()),
            Err(error) => Err(error),
        }
    }
}

/// What was found of a thing that may have been made before.
pub(super) enum Found {
    None,
    One(String),
    Several,
}

/// Statuses of what will not be had as it is.
const NOT_VALID: &[u16] = &[400, 422];

/// Why a request will not be had, in the upstream's words and by the fields it names.
fn not_valid(answer: &Answer) -> Option<Outcome> {
    if !NOT_VALID.contains(&answer.status) {
        return None;
    }
    let body = Record::of_body(&answer.body)?;
    let envelope = body.object("error").unwrap_or(body);
    let faults = envelope.list("errors").unwrap_or_default();
    let mut words: Vec<String> = faults
        .into_iter()
        .take(5)
        .filter_map(|fault| {
            let fault = Record::read(fault)?;
            let what = fault.text("message")?;
            Some(match fault.ids("path").join(".") {
                path if path.is_empty() || what.contains(&path) => what,
                path => format!("{path}: {what}"),
            })
        })
        .collect();
    if words.is_empty() {
        words.extend(envelope.text("message"));
    }
    Some(refused("refused", Some(words.join("; "))))
}

/// Whether a request may have been done though no answer came.
fn lost(error: &ConnectorError) -> bool {
    matches!(
        error.kind,
        ErrorKind::Unavailable { .. } | ErrorKind::Protocol
    ) && !matches!(error.http_status, Some(503 | 400..=499))
}

/// The path of one thing; none when its id could lead elsewhere.
fn path_of(list: &str, id: &str, after: &str) -> Option<String> {
    let plain = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    plain.then(|| format!("{list}/{id}{after}"))
}

fn midnight(day: chrono::NaiveDate) -> String {
    format!("{day}T00:00:00.000Z")
}

/// The body with an amount as `member`, in digits: a JSON number made of text, never of a float.
pub(super) fn with_amount(
    body: &Map<String, Value>,
    member: &str,
    amount: Money,
) -> Option<String> {
    let digits = RawValue::from_string(amount.to_decimal().normalize().to_string()).ok()?;
    let sum = format!(
        r#"{{"amount":{digits},"currencyCode":"{}"}}"#,
        amount.currency.code()
    );
    let rest = Value::from(body.clone()).to_string();
    let rest = rest.strip_prefix('{')?;
    Some(format!(r#"{{"{member}":{sum},{rest}"#))
}
