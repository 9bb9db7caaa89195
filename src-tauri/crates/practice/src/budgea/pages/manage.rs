//! Managing the connections: what is shared, what to mend, what to take out.

use super::connect::boxes;
use super::html::{self, button, complaint, escaped, form};
use super::{Visit, with_query};
use crate::bank::Bank;
use crate::budgea::refusal::Refusal;
use crate::budgea::{accounts, connections, consent, deliveries};
use crate::exchange::Answer;

/// `…/manage`
pub(super) fn manage(bank: &mut Bank, visit: &Visit) -> Result<Answer, Refusal> {
    let user = visit.user()?;
    if visit.form.has("close") {
        return Ok(visit.back(&[]));
    }
    if let Some(id) = visit.form.whole("connection")? {
        let id = connections::find(bank, user, id)?;
        if visit.form.has("delete") {
            bank.budgea.connections.remove(&id);
            deliveries::deleted(bank, user, id);
        } else if visit.form.has("save") {
            let wanted: Vec<&str> = visit.form.all("account").collect();
            for found in accounts::seen(bank, &bank.budgea.connections[&id]) {
                let given = wanted.contains(&found.number.to_string().as_str());
                let closed = bank.household.accounts()[found.index].closed.is_some();
                if given != found.enabled && !closed {
                    consent::consent(bank, &found, given);
                }
            }
        }
    }
    let mut content = String::new();
    for id in connections::of_user(bank, user) {
        content.push_str(&one(bank, visit, id));
    }
    if content.is_empty() {
        content.push_str(visit.tongue.say(
            "<p>No bank is connected.</p>",
            "<p>Aucune banque n'est connectée.</p>",
        ));
    }
    let add = with_query(&visit.action.replace("/manage", "/connect"), &pairs(visit));
    if visit.can_return() {
        content.push_str(&format!(
            "<a class=\"button\" href=\"{}\">{}</a>",
            escaped(&add),
            visit.tongue.say("Add a bank", "Ajouter une banque")
        ));
        content.push_str(&form(
            &visit.action,
            &visit.carried(),
            &button("close", "1", visit.tongue.say("Close", "Fermer"), true),
        ));
    }
    Ok(html::page(
        visit.tongue,
        visit.tongue.say("Your banks", "Vos banques"),
        &content,
    ))
}

/// What leads to another page with the same visitor.
fn pairs(visit: &Visit) -> Vec<(&str, &str)> {
    let names = ["client_id", "redirect_uri", "code", "state"];
    names
        .into_iter()
        .filter_map(|name| Some((name, visit.form.get(name)?)))
        .collect()
}

fn one(bank: &Bank, visit: &Visit, id: u64) -> String {
    let connection = &bank.budgea.connections[&id];
    let mut carried = visit.carried();
    carried.push(("connection", id.to_string()));
    let open: Vec<_> = accounts::seen(bank, connection)
        .into_iter()
        .filter(|found| bank.household.accounts()[found.index].closed.is_none())
        .collect();
    let state = connection
        .state
        .map(|state| connection.message.unwrap_or(state));
    let mend = if visit.can_return() {
        let number = id.to_string();
        let mut parameters = pairs(visit);
        parameters.push(("connection_id", &number));
        let address = with_query(&visit.action.replace("/manage", "/reconnect"), &parameters);
        format!(
            "<a class=\"button\" href=\"{}\">{}</a>",
            escaped(&address),
            visit.tongue.say("Reconnect", "Reconnecter")
        )
    } else {
        String::new()
    };
    let inner = format!(
        "<h2>{}</h2>{}{}{}{mend}{}",
        escaped(connection.bank().name),
        complaint(state),
        boxes(bank, &open, true),
        button(
            "save",
            "1",
            visit.tongue.say(
                "Save the shared accounts",
                "Enregistrer les comptes partagés"
            ),
            false
        ),
        button(
            "delete",
            "1",
            visit
                .tongue
                .say("Delete this connection", "Supprimer cette connexion"),
            false
        ),
    );
    form(&visit.action, &carried, &inner)
}
