//! Making accounts and categories.
//!
//! The API makes both and archives accounts; categories it deletes, with another in their place. It names no way to take
//! either out of the archive again, and none to rename a category.

use std::collections::BTreeMap;

use domain::account::AccountKind;
use domain::outbox::{CategoryTo, Outcome, OutgoingNewAccount};
use serde_json::Map;

use super::push::{Found, Push, with_amount};
use crate::error::ConnectorError;
use crate::outbound::refused;

impl Push<'_> {
    /// Makes an account. When an earlier try may have arrived, one of its name and currency that is none of those known
    /// is it.
    pub(super) async fn new_account(
        &mut self,
        account: &OutgoingNewAccount,
    ) -> Result<Outcome, ConnectorError> {
        if account.may_be_there {
            match self.account_made_before(account).await? {
                Found::One(id) => return Ok(made(id)),
                Found::None => {}
                Found::Several => return Ok(refused("may_be_there", None)),
            }
        }
        let (family, kind) = words_of(account.kind);
        let mut body = Map::new();
        body.insert("name".to_owned(), account.name.clone().into());
        body.insert("type".to_owned(), family.into());
        if let Some(kind) = kind {
            body.insert("subType".to_owned(), kind.into());
        }
        if let Some(number) = &account.number {
            body.insert("accountNumber".to_owned(), number.clone().into());
        }
        let Some(body) = with_amount(&body, "currentBalance", account.balance) else {
            return Ok(refused("refused", None));
        };
        self.posted("/accounts", &body).await
    }

    async fn account_made_before(
        &mut self,
        account: &OutgoingNewAccount,
    ) -> Result<Found, ConnectorError> {
        let filters = BTreeMap::from([("isArchived", false.into())]);
        self.made_before("/accounts", filters, &account.others, |row| {
            let currency = row
                .object("currentBalance")
                .and_then(|sum| sum.text("currencyCode"));
            row.text("name").as_deref() == Some(account.name.as_str())
                && currency.as_deref() == Some(account.balance.currency.code())
        })
        .await
    }

    /// Makes a category, or finds the one of its name: then nothing is doubled.
    pub(super) async fn new_category(&mut self, name: &str) -> Result<Outcome, ConnectorError> {
        Ok(
            match self.category(&CategoryTo::Named(name.to_owned())).await? {
                Ok(Some(id)) => made(id),
                Ok(None) => Outcome::Unknown,
                Err(outcome) => outcome,
            },
        )
    }
}

const fn made(id: String) -> Outcome {
    Outcome::Written {
        source_id: Some(id),
    }
}

/// `type` and `subType`. The values of the second are not listed by the vendor: only those its samples show are sent.
const fn words_of(kind: AccountKind) -> (&'static str, Option<&'static str>) {
    match kind {
        AccountKind::Checking => ("depository", Some("checking")),
        AccountKind::Savings => ("depository", Some("savings")),
        AccountKind::Cash => ("depository", None),
        AccountKind::CreditCard => ("credit", Some("credit card")),
        AccountKind::Loan | AccountKind::Mortgage => ("loan", None),
        AccountKind::Investment | AccountKind::Retirement | AccountKind::Insurance => {
            ("investment", None)
        }
        AccountKind::Other => ("other", None),
    }
}
