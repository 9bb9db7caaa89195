//! Plain names for the texts of banks: looked at first, taken by the person, and from then on given to what comes if the
//! person said so.

use std::collections::{BTreeMap, HashMap, HashSet};

use contract::types::{Change, Nothing, PayeesTidy, PayeesTidyReq, TidyGroup};
use domain::ids::{PayeeId, TransactionId};
use engine::payee::alike;
use store::{Payee, View, Writing};

use super::names::{Learned, key_of, learned, show};
use crate::{App, Failure, dto};

/// Setting: texts to come are shown by their plain names.
const ONGOING: &str = "tidy_payees";
/// Most groups of an answer, and texts shown of each.
const GROUPS: usize = 200;
const SAMPLE: usize = 3;

/// Texts that would be shown by another name than they are.
struct Plan {
    name: String,
    payees: Vec<Payee>,
}

/// Texts with rows and without a name, grouped by what they say; a name that the person gave such a text before comes first.
fn plan(payees: Vec<Payee>, known: &BTreeMap<String, Learned>) -> Vec<Plan> {
    let texts: Vec<&str> = payees.iter().map(|payee| payee.name.as_str()).collect();
    let groups = alike(&texts);
    let mut payees: Vec<Option<Payee>> = payees.into_iter().map(Some).collect();
    groups
        .into_iter()
        .filter_map(|(name, places)| {
            let name = places
                .first()
                .and_then(|place| payees.get(*place)?.as_ref())
                .and_then(|payee| known.get(&key_of(&payee.name)?))
                .map_or(name, |one| one.name.clone());
            let payees: Vec<Payee> = places
                .into_iter()
                .filter_map(|place| payees.get_mut(place)?.take())
                .filter(|payee| payee.name != name)
                .collect();
            (!payees.is_empty()).then_some(Plan { name, payees })
        })
        .collect()
}

/// Texts with rows and without a name.
fn unnamed(view: &View<'_>) -> store::Result<Vec<Payee>> {
    let used: HashSet<PayeeId> = view
        .payee_tallies()?
        .into_iter()
        .map(|tally| tally.payee)
        .collect();
    let mut payees = view.payees()?;
    payees.retain(|payee| {
        payee.display.is_none() && !payee.name.is_empty() && used.contains(&payee.id)
    });
    Ok(payees)
}

fn is_ongoing(view: &View<'_>) -> store::Result<bool> {
    Ok(view.setting(ONGOING)?.as_deref() == Some("true"))
}

pub(crate) async fn payees_tidy(app: &App, _: Nothing) -> Result<PayeesTidy, Failure> {
    app.read(|view| {
        let plans = plan(unnamed(view)?, &learned(view)?);
        let texts = plans.iter().map(|plan| plan.payees.len()).sum();
        Ok(PayeesTidy {
            ongoing: is_ongoing(view)?,
            texts: dto::length(texts),
            names: dto::length(plans.len()),
            groups: plans
                .into_iter()
                .take(GROUPS)
                .map(|plan| TidyGroup {
                    name: plan.name,
                    texts: dto::length(plan.payees.len()),
                    sample: plan
                        .payees
                        .into_iter()
                        .take(SAMPLE)
                        .map(|payee| payee.name)
                        .collect(),
                })
                .collect(),
        })
    })
    .await
}

pub(crate) async fn payees_tidy_take(app: &App, request: PayeesTidyReq) -> Result<Change, Failure> {
    let label = "payees_tidied";
    let only: Option<HashSet<String>> = request.names.map(|names| names.into_iter().collect());
    let ongoing = request.ongoing;
    let written = app
        .write(app.person(label), move |writing| {
            let mut rows = 0;
            for plan in plan(unnamed(writing)?, &learned(writing)?) {
                if only.as_ref().is_none_or(|only| only.contains(&plan.name)) {
                    rows += show(writing, &plan.payees, &plan.name)?;
                }
            }
            if let Some(ongoing) = ongoing {
                writing.put_setting(ONGOING, ongoing.then_some("true"))?;
            }
            Ok(rows.max(1))
        })
        .await?;
    Ok(super::super::journal::change(
        written.batch,
        written.value,
        label,
    ))
}

/// Names for texts that came in after a row: what the person taught, else the plain one if that was asked for.
pub(crate) fn wanted(
    view: &View<'_>,
    after: TransactionId,
) -> store::Result<Vec<(PayeeId, String)>> {
    let known = learned(view)?;
    let ongoing = is_ongoing(view)?;
    if known.is_empty() && !ongoing {
        return Ok(Vec::new());
    }
    let names = view.payees_delivered_after(after)?;
    let mut plain: HashMap<String, String> = HashMap::new();
    let mut wanted = Vec::new();
    for payee in names {
        let Some(key) = key_of(&payee.name) else {
            continue;
        };
        let name = match known.get(&key) {
            Some(one) => one.name.clone(),
            None if ongoing => plain
                .entry(key)
                .or_insert_with(|| engine::payee::clean(&payee.name))
                .clone(),
            None => continue,
        };
        if name != payee.name {
            wanted.push((payee.id, name));
        }
    }
    Ok(wanted)
}

/// Gives the names.
pub(crate) fn give(writing: &mut Writing<'_>, names: &[(PayeeId, String)]) -> store::Result<()> {
    for (payee, name) in names {
        writing.name_payees(&[*payee], Some(name))?;
    }
    Ok(())
}
