//! Wallet's pages.

use super::Refusal;
use super::filter::{Moments, Texts, flag, ids};
use crate::bank::Bank;
use crate::exchange::{Answer, Ask};
use crate::json::Json;

/// Which slice of a listing is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    with_total: bool,
    hints: bool,
}

impl Page {
    /// Reads the parameters that all listings share.
    pub(crate) fn of(bank: &Bank, ask: &Ask) -> Result<Self, Refusal> {
        let most = if bank.switches.wallet_legacy {
            100
        } else {
            200
        };
        let whole = |field: &str, default: usize| match ask.first(field) {
            None => Ok(default),
            Some(text) => text
                .parse::<usize>()
                .map_err(|_| Refusal::bad(format!("{field} must be a whole number"))),
        };
        let limit = whole("limit", 30)?;
        if !(1..=most).contains(&limit) {
            return Err(Refusal::bad(format!("limit must be between 1 and {most}")));
        }
        Ok(Self {
            limit,
            offset: whole("offset", 0)?,
            with_total: flag(ask, "withTotal")?.unwrap_or(false),
            hints: flag(ask, "agentHints")?.unwrap_or(false),
        })
    }

    /// Whether nothing follows this page in a listing of `total`.
    pub(crate) fn is_last(self, total: usize) -> bool {
        self.offset + self.limit >= total
    }

    /// The envelope around a page's items.
    pub(crate) fn envelope(self, name: &str, items: Vec<Json>, total: usize, ask: &Ask) -> Json {
        let mut envelope = Json::Object(Vec::new());
        if self.hints {
            envelope.set("agentHints", self.agent_hints(&items, total, ask));
        }
        envelope.set(name, items);
        envelope.set("limit", self.limit);
        envelope.set("offset", self.offset);
        if !self.is_last(total) {
            envelope.set("nextOffset", self.offset + self.limit);
        }
        if self.with_total {
            envelope.set("total", total);
        }
        envelope
    }

    fn agent_hints(self, items: &[Json], total: usize, ask: &Ask) -> Json {
        let hint = |kind: &str, severity: &str, text: &str| {
            Json::object([
                ("type", kind.into()),
                ("severity", severity.into()),
                ("text", text.into()),
            ])
        };
        let mut hints = Vec::new();
        if !self.is_last(total) {
            hints.push(hint(
                "pagination.has_more",
                "instruction",
                "There are more pages.",
            ));
        }
        if items.is_empty() {
            hints.push(hint("result.empty", "info", "Nothing matches."));
        } else if ask
            .first("id")
            .is_some_and(|ids| ids.split(',').count() > items.len())
        {
            hints.push(hint(
                "result.partial_match",
                "warning",
                "Some ids were not found.",
            ));
        }
        Json::List(hints)
    }
}

/// One item of a short listing, with what the shared filters look at.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) json: Json,
}

/// Filters, sorts and pages a short listing.
pub(crate) fn short(
    bank: &Bank,
    ask: &Ask,
    collection: &str,
    mut entries: Vec<Entry>,
) -> Result<Answer, Refusal> {
    let page = Page::of(bank, ask)?;
    let wanted = ids(ask, "id", 30)?;
    let name = Texts::of(ask, "name")?;
    let created = Moments::of(ask, "createdAt")?;
    let updated = Moments::of(ask, "updatedAt")?;
    entries.retain(|entry| {
        wanted.as_ref().is_none_or(|ids| ids.contains(&entry.id))
            && name.meets(&entry.name)
            && created.meets(entry.created)
            && updated.meets(entry.updated)
    });
    if let Some(sort) = ask.first("sortBy") {
        let (down, field) = direction(sort);
        match field {
            "createdAt" => entries.sort_by_key(|entry| entry.created),
            "updatedAt" => entries.sort_by_key(|entry| entry.updated),
            "name" => entries.sort_by(|a, b| a.name.cmp(&b.name)),
            _ => return Err(Refusal::bad(format!("sortBy: cannot sort by {field:?}"))),
        }
        if down {
            entries.reverse();
        }
    }
    let total = entries.len();
    let items = entries
        .into_iter()
        .skip(page.offset)
        .take(page.limit)
        .map(|entry| entry.json)
        .collect();
    Ok(Answer::json(page.envelope(collection, items, total, ask)))
}

/// Whether a `sortBy` value goes down, and its field. A plus that the query swallowed is a blank.
pub(crate) fn direction(sort: &str) -> (bool, &str) {
    match sort.strip_prefix('-') {
        Some(field) => (true, field),
        None => (false, sort.trim_start_matches(['+', ' '])),
    }
}
