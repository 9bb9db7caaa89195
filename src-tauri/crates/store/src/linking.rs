//! Which account of the book an upstream's account is to be, by the person's word, before it has come.
//!
//! The word is kept as a document until the account is there. Then the two are one account told by two sources, as in
//! [`crate::mirrors`]: where the chosen account is still told by another connection, that one rules; where only files or the
//! person told it, the new source does, under the chosen account's name and choices.

use domain::account::AccountKind;
use domain::ids::{AccountId, ConnectionId};
use money::Currency;

use crate::mirrors::{SameBy, Stated, bare};
use crate::{Account, AccountEdit, Result, View, Writing};

/// Kind of the documents.
const CHOSEN: &str = "account_link";

/// What an upstream's account that is not in the book says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Described<'a> {
    /// IBAN, when it is one.
    pub iban: Option<&'a str>,
    /// Number, or an IBAN of which it is not said that it is one.
    pub number: Option<&'a str>,
    /// Name of the bank.
    pub institution: Option<&'a str>,
    /// Its currency.
    pub currency: Currency,
    /// What it is.
    pub kind: AccountKind,
}

/// An account that has come and the one that the person chose for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenLink {
    /// The upstream's id.
    pub source_id: String,
    /// The account it became.
    pub come: AccountId,
    /// The account it is to be; none when it is not there any more or holds another currency.
    pub chosen: Option<AccountId>,
}

fn key_of(connection: ConnectionId, source_id: &str) -> String {
    format!("{connection}/{source_id}")
}

impl View<'_> {
    /// The account of the book that an upstream's account most likely is: by IBAN, else by number, institution and currency.
    pub fn account_like(
        &self,
        connection: ConnectionId,
        described: &Described<'_>,
    ) -> Result<Option<(AccountId, SameBy)>> {
        let text = |text: Option<&str>| text.map(str::to_owned).filter(|text| !text.is_empty());
        let offered = Stated {
            id: 0,
            connection: Some(connection.0),
            iban: text(described.iban.map(bare).as_deref()),
            number: text(described.number.map(bare).as_deref()),
            institution: text(described.institution),
            currency: described.currency.code().to_owned(),
            kind: described.kind.as_str().to_owned(),
        };
        let mut by_number = None;
        for account in self.stated_accounts()? {
            match account.same_as(&offered) {
                Some(SameBy::Iban) => return Ok(Some((AccountId(account.id), SameBy::Iban))),
                Some(SameBy::Number) if by_number.is_none() => {
                    by_number = Some((AccountId(account.id), SameBy::Number));
                }
                _ => {}
            }
        }
        Ok(by_number)
    }

    /// Accounts of a connection that have come since the person chose what they are to be.
    pub fn chosen_links(&self, connection: ConnectionId) -> Result<Vec<ChosenLink>> {
        let prefix = key_of(connection, "");
        let documents: Vec<(String, String)> = {
            let mut statement = self
                .db
                .prepare_cached("SELECT key, body FROM documents WHERE kind = ?1 ORDER BY id")?;
            let rows = statement.query_map([CHOSEN], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut links = Vec::new();
        for (key, body) in documents {
            let Some(source_id) = key.strip_prefix(&prefix) else {
                continue;
            };
            let Some(come) = self.account_of_source(connection, source_id)? else {
                continue;
            };
            let currency = self.currency_of(come)?;
            let chosen = body.parse().ok().map(AccountId).filter(|chosen| {
                let held = self.currency_of(*chosen);
                *chosen != come && held.is_ok_and(|held| held == currency)
            });
            links.push(ChosenLink {
                source_id: source_id.to_owned(),
                come,
                chosen,
            });
        }
        Ok(links)
    }
}

impl Writing<'_> {
    /// Keeps which account of the book an upstream's account is to be; none lets it be a new one.
    pub fn choose_link(
        &mut self,
        connection: ConnectionId,
        source_id: &str,
        account: Option<AccountId>,
    ) -> Result<()> {
        if let Some(account) = account {
            self.currency_of(account)?;
        }
        let body = account.map(|account| account.to_string());
        self.put_document(CHOSEN, &key_of(connection, source_id), body.as_deref())
    }

    /// Makes an account that has come one with the account that was chosen for it, as both are today. Answers how many
    /// payments both tell.
    pub fn join_chosen(&mut self, come: AccountId, chosen: &Account) -> Result<u64> {
        // What is ruled over already is told by whoever rules there.
        match (chosen.mirror_of, chosen.connection) {
            (Some(ruling), _) => self.mirror(ruling, come),
            (None, Some(_)) => self.mirror(chosen.id, come),
            (None, None) => self.succeed(come, chosen),
        }
    }

    /// Lets a new account rule over an old one, under the old one's name and choices.
    pub fn succeed(&mut self, new: AccountId, old: &Account) -> Result<u64> {
        let matched = self.mirror(new, old.id)?;
        let edit = AccountEdit {
            name: Some(old.name.clone()),
            kind: Some(old.kind),
            position: Some(old.position),
            off_budget: Some(old.off_budget),
            // One that was ruled over was left out for that alone.
            off_net_worth: old.mirror_of.is_none().then_some(old.off_net_worth),
            ..AccountEdit::default()
        };
        self.edit_account(new, &edit)?;
        Ok(matched)
    }
}
