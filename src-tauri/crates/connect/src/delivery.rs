//! Handing pages over, and the notices that go with them.

use domain::feed::{Entity, Notice, Page};
use money::{Currency, Money, ParseAmountError};
use serde_json::value::RawValue;

use crate::amount::{self, Reading};
use crate::cancel::CancelFlag;
use crate::error::{ConnectorError, ErrorKind, Service};
use crate::http::Session;
use crate::{PageSink, PullSummary};

/// The pages of one pull on their way out.
pub(crate) struct Delivery<'a> {
    sink: PageSink,
    service: Service,
    cancel: &'a CancelFlag,
    summary: PullSummary,
}

impl<'a> Delivery<'a> {
    pub(crate) fn new(sink: PageSink, service: Service, cancel: &'a CancelFlag) -> Self {
        Self {
            sink,
            service,
            cancel,
            summary: PullSummary::default(),
        }
    }

    /// Hands a page over, waiting while the receiver is behind.
    pub(crate) async fn send(&mut self, page: Page) -> Result<(), ConnectorError> {
        let rows = page.transactions.len() as u64;
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => return Err(ConnectorError::cancelled(self.service)),
            sent = self.sink.send(page) => sent.map_err(|_| {
                ConnectorError::new(
                    self.service,
                    ErrorKind::ReceiverGone,
                    "nobody takes the pages any more",
                )
            })?,
        }
        self.summary.pages += 1;
        self.summary.transactions += rows;
        Ok(())
    }

    /// The account of what was done.
    pub(crate) fn finish(
        self,
        session: &Session<'_>,
        complete: bool,
        unchanged: bool,
    ) -> PullSummary {
        PullSummary {
            requests: session.requests(),
            rate: session.rate(),
            complete,
            unchanged,
            ..self.summary
        }
    }
}

/// Notices about one kind of thing, gathered while its rows are read.
pub(crate) struct Notices {
    entity: Entity,
    list: Vec<Notice>,
    /// Rows that exist and have an id, but could not be delivered.
    present: Vec<(Entity, String)>,
    /// A row without an id was met: which one is missing from the pages cannot be told.
    nameless: bool,
}

impl Notices {
    pub(crate) fn of(entity: Entity) -> Self {
        Self {
            entity,
            list: Vec::new(),
            present: Vec::new(),
            nameless: false,
        }
    }

    pub(crate) fn entity(&self) -> Entity {
        self.entity
    }

    pub(crate) fn add(&mut self, code: &'static str, id: Option<&str>, detail: impl Into<String>) {
        self.list.push(Notice {
            code,
            entity: self.entity,
            source_id: id.map(str::to_owned),
            detail: detail.into(),
        });
    }

    /// A row that cannot be delivered. It is told, and is not missing.
    pub(crate) fn unreadable(&mut self, id: Option<&str>, detail: &str) {
        self.undelivered("row_unreadable", id, detail);
    }

    /// A row that cannot be delivered since it has no amount.
    pub(crate) fn without_amount(&mut self, id: &str) {
        self.undelivered("row_without_amount", Some(id), "the amount is missing");
    }

    /// A row that cannot be delivered, for a reason with a word of its own. It is told, and is not missing.
    pub(crate) fn undelivered(&mut self, code: &'static str, id: Option<&str>, detail: &str) {
        self.add(code, id, detail);
        match id {
            Some(id) => self.present.push((self.entity, id.to_owned())),
            None => self.nameless = true,
        }
    }

    /// Puts what was gathered on the page; true when every row met had an id, so that missing ones can be told.
    pub(crate) fn put_on(self, page: &mut Page) -> bool {
        page.notices.extend(self.list);
        page.present.extend(self.present);
        !self.nameless
    }

    /// A word of an open list that this version does not know; taken for the general case.
    pub(crate) fn unknown(&mut self, id: &str, what: &str, word: &str) {
        self.add(
            "unknown_value",
            Some(id),
            format!("{what}: {}", plain_word(word)),
        );
    }

    /// Reads an amount that may be left out without losing its row; what is unreadable is told.
    pub(crate) fn optional(
        &mut self,
        id: &str,
        what: &str,
        value: Option<&RawValue>,
        currency: Option<Currency>,
    ) -> Option<Money> {
        let value = value?;
        let Some(currency) = currency else {
            self.add("unknown_value", Some(id), format!("{what}: no currency"));
            return None;
        };
        match amount::read(value, currency) {
            Ok(reading) => Some(self.taken(id, what, reading)),
            Err(error) => {
                self.add(
                    "unknown_value",
                    Some(id),
                    format!("{what}: {}", reason(error)),
                );
                None
            }
        }
    }

    /// Reads the amount that a row is about; the error says why there is none.
    pub(crate) fn essential(
        &mut self,
        id: &str,
        value: &RawValue,
        currency: Currency,
    ) -> Result<Money, &'static str> {
        match amount::read(value, currency) {
            Ok(reading) => Ok(self.taken(id, "amount", reading)),
            Err(error) => Err(reason(error)),
        }
    }

    fn taken(&mut self, id: &str, what: &str, reading: Reading) -> Money {
        if let Reading::TailDropped(_) = reading {
            self.add(
                "amount_tail",
                Some(id),
                format!("{what}: a binary float's tail was dropped"),
            );
        }
        reading.money()
    }
}

fn reason(error: ParseAmountError) -> &'static str {
    match error {
        ParseAmountError::Empty | ParseAmountError::Malformed => "the amount is no number",
        ParseAmountError::TooPrecise => "the amount has more digits than its currency",
        ParseAmountError::OutOfRange => "the amount is out of range",
    }
}

/// An upstream's word as it may be shown: letters, digits, blanks and joiners, at most forty of them.
pub(crate) fn plain_word(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '=' | ';' | ','))
        .take(40)
        .collect()
}

/// A hash of an id, to remember the many rows of a pass in little memory.
pub(crate) fn fingerprint(text: &str) -> u64 {
    fingerprint_of(&[text.as_bytes()])
}

/// A hash of some bytes. It may differ in another version of the program, which costs no more than reading again.
pub(crate) fn fingerprint_of(parts: &[&[u8]]) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write(part);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_stripped_of_what_could_do_harm() {
        assert_eq!(plain_word("<b>\u{202e}New-Kind_2</b>\n"), "bNew-Kind_2b");
        assert_eq!(plain_word(&"x".repeat(100)).len(), 40);
    }
}
