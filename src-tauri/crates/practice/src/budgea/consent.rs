//! The person's consent to an account, and what a person calls it.

use super::accounts::{Found, find, json};
use super::expand::Expand;
use super::form::Form;
use super::refusal::Refusal;
use super::routes::{Scope, listed};
use super::state::FIRST_CONNECTION;
use super::{Call, nothing, transactions};
use crate::bank::Bank;
use crate::exchange::Answer;
use crate::json::Json;

/// `PUT` or `POST …/accounts/{a[,b…]}`: the consent, and what a person calls an account.
pub(crate) fn update(
    bank: &mut Bank,
    call: &Call,
    scope: &Scope,
    numbers: &str,
) -> Result<Answer, Refusal> {
    const FLAGS: [&str; 2] = ["display", "bookmarked"];
    const TEXTS: [&str; 3] = ["name", "iban", "usage"];
    let form = Form::of(call.ask)?;
    let mut all = Vec::new();
    for number in numbers.split(',') {
        all.push(find(bank, scope, number.trim())?);
    }
    let disabled = form.flag("disabled")?;
    for found in &all {
        if let Some(disabled) = disabled {
            consent(bank, found, !disabled);
        }
        let mut changes: Vec<(&str, Json)> = Vec::new();
        for name in FLAGS {
            if let Some(flag) = form.flag(name)? {
                let value = if name == "bookmarked" {
                    i64::from(flag).into()
                } else {
                    flag.into()
                };
                changes.push((name, value));
            }
        }
        for name in TEXTS {
            if let Some(text) = form.get(name) {
                changes.push((name, text.into()));
            }
        }
        let kept = bank.budgea.renamed.entry(found.number).or_default();
        for (name, value) in changes {
            kept.retain(|(have, _)| have != name);
            kept.push((name.to_owned(), value));
        }
    }
    let expand = Expand::default();
    let mut items = Vec::new();
    for found in &all {
        let found = find(bank, scope, &found.number.to_string())?;
        items.push(json(bank, call, &found, &expand));
    }
    Ok(Answer::json(if items.len() == 1 {
        items.remove(0)
    } else {
        listed(call.ask, "accounts", items)?
    }))
}

/// Lets an account be read, or takes everything below it away.
pub(crate) fn consent(bank: &mut Bank, found: &Found, given: bool) {
    let now = bank.household.clock();
    let Some(connection) = bank.budgea.connections.get_mut(&found.connection) else {
        return;
    };
    if given {
        connection.enabled.insert(found.index);
        connection.disabled.remove(&found.index);
    } else if connection.enabled.remove(&found.index) {
        connection.disabled.insert(found.index, now);
    }
    // The household's own connection is what the truth is told of.
    if found.connection == FIRST_CONNECTION {
        bank.household.account_mut(found.index).shared = given;
    }
    if !given {
        transactions::forget(bank, found);
    }
}

/// `DELETE …/accounts/{a}`: as if the consent were taken back.
pub(crate) fn delete(bank: &mut Bank, scope: &Scope, number: &str) -> Result<Answer, Refusal> {
    let found = find(bank, scope, number)?;
    consent(bank, &found, false);
    Ok(nothing())
}
