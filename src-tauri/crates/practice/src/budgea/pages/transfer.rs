//! Sending money: from which account, to whom, how much, and the code that confirms it.

use super::Visit;
use super::html::{self, button, complaint, escaped, form, hidden, inputs, refuse};
use crate::bank::Bank;
use crate::budgea::kinds::formatted;
use crate::budgea::recipients::{self, Recipient, SMS};
use crate::budgea::refusal::Refusal;
use crate::budgea::routes::Scope;
use crate::budgea::{tokens, transfers};
use crate::exchange::Answer;

/// `…/transfer`
pub(super) fn transfer(bank: &mut Bank, visit: &Visit) -> Result<Answer, Refusal> {
    visit.must_return()?;
    let user = visit.user()?;
    let scope = Scope {
        user,
        connection: None,
        account: None,
    };
    let prepared = visit.form.get("transfer").or(visit.form.get("transfer_id"));
    if let Some(id) = prepared {
        let id = transfers::find(bank, user, id)?;
        return Ok(confirm(bank, visit, user, id));
    }
    let chosen = visit.form.get("recipient").map(str::to_owned);
    let mut problem = None;
    if let Some(recipient) = chosen.filter(|_| visit.form.has("given")) {
        let (number, to) = recipients::find(bank, &scope, &recipient)?;
        match transfers::make(bank, &visit.form, user, number, to) {
            Ok(id) => return Ok(confirm(bank, visit, user, id)),
            Err(refusal) => problem = Some(refusal.description),
        }
    }
    Ok(ask(bank, visit, &scope, problem.as_deref()))
}

fn ask(bank: &Bank, visit: &Visit, scope: &Scope, problem: Option<&str>) -> Answer {
    let home = &bank.household;
    let now = home.clock();
    let mut options = String::new();
    for payer in transfers::payers(bank, scope) {
        let own = &home.accounts()[payer.index];
        let balance = crate::aggregated::balance(home, payer.index, home.today());
        for (id, to) in enabled(bank, scope, payer.number, now) {
            options.push_str(&format!(
                "<option value=\"{id}\">{} ({}) → {}</option>",
                escaped(&own.name),
                escaped(&formatted(balance, &own.currency)),
                escaped(&to.label)
            ));
        }
    }
    let whom = visit.tongue.say("From, to", "De, à");
    let amount = visit.tongue.say("Amount in euro", "Montant en euros");
    let reason = visit.tongue.say("Reason", "Motif");
    let inner = format!(
        "{}<label for=\"recipient\">{whom}</label><select id=\"recipient\" name=\"recipient\" required>{options}</select>\
         <label for=\"amount\">{amount}</label>\
         <input id=\"amount\" name=\"amount\" inputmode=\"decimal\" pattern=\"[0-9]+([.][0-9]{{1,2}})?\" required>\
         <label for=\"label\">{reason}</label><input id=\"label\" name=\"label\" maxlength=\"140\" required>{}{}",
        complaint(problem),
        button("given", "1", visit.tongue.say("Go on", "Continuer"), true),
        refuse(visit.tongue)
    );
    html::page(
        visit.tongue,
        visit.tongue.say("Send money", "Faire un virement"),
        &form(&visit.action, &visit.carried(), &inner),
    )
}

/// The recipients that an account may pay now.
fn enabled(bank: &Bank, scope: &Scope, account: u64, now: i64) -> Vec<(u64, Recipient)> {
    bank.budgea
        .recipients
        .iter()
        .filter(|(_, to)| to.user == scope.user && to.account == account)
        .filter(|(_, to)| to.enabled_at.is_some_and(|from| now >= from))
        .map(|(id, to)| (*id, to.clone()))
        .collect()
}

fn confirm(bank: &mut Bank, visit: &Visit, user: u64, id: u64) -> Answer {
    let code = visit.form.get(SMS.name).map(str::to_owned);
    let (done, problem) = match transfers::validate(bank, id, code.as_deref()) {
        Ok(done) => (done, None),
        Err(_) => (
            false,
            Some(
                visit
                    .tongue
                    .say("The code is not right.", "Le code saisi n'est pas le bon."),
            ),
        ),
    };
    if done {
        let number = id.to_string();
        if visit.with_code {
            return visit.back(&[("transfer_id", &number)]);
        }
        let code = tokens::code(bank, user, false);
        return visit.back(&[("transfer_id", &number), ("code", &code)]);
    }
    let inner = format!(
        "{}{}{}{}{}",
        hidden("transfer", &id.to_string()),
        complaint(problem),
        inputs(visit.tongue, &[SMS]),
        button(
            "confirm",
            "1",
            visit
                .tongue
                .say("Confirm the transfer", "Confirmer le virement"),
            true
        ),
        refuse(visit.tongue)
    );
    html::page(
        visit.tongue,
        visit
            .tongue
            .say("Confirm the transfer", "Confirmer le virement"),
        &form(&visit.action, &visit.carried(), &inner),
    )
}
