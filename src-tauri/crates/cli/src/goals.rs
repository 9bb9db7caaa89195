//! Goals, and how they go.

use app::api;
use contract::types::{
    Goal, GoalLink, GoalPlan, GoalReq, GoalSaveReq, GoalTrack, GoalsPage, Nothing,
};

use crate::args::Common;
use crate::args::plans::{AimFields, Aims};
use crate::host;
use crate::output::{Answer, Ended, Output, money, table};
use crate::recurring::told;

pub(crate) async fn run(common: &Common, output: Output, act: Option<Aims>) -> Answer {
    let app = host::open(common).await?;
    let change = match act.unwrap_or(Aims::List) {
        Aims::List => {
            let page = api::goals_get(&app, Nothing {}).await?;
            output.either(&page, || told_page(&page))?;
            return Ok(0);
        }
        Aims::Add(fields) => api::goal_save(&app, request(None, fields)?).await?,
        Aims::Change { goal, fields } => api::goal_save(&app, request(Some(goal), fields)?).await?,
        Aims::Adopt {
            goal,
            accounts,
            envelope,
        } => {
            let known: Vec<Goal> = api::goals_list(&app, Nothing {}).await?;
            let found = known.into_iter().find(|known| known.id == goal);
            let found =
                found.ok_or_else(|| Ended::usage(format!("No goal {goal} at a service.")))?;
            let request = GoalSaveReq {
                goal: None,
                name: found.name,
                target: found.target.amount,
                currency: Some(found.target.currency),
                due: found.due,
                links: links(&accounts)?,
                envelope,
                note: found.note,
                adopts: Some(goal),
            };
            api::goal_save(&app, request).await?
        }
        Aims::Remove { goal } => api::goal_remove(&app, GoalReq { goal }).await?,
    };
    told(output, &change)
}

fn request(goal: Option<String>, fields: AimFields) -> Result<GoalSaveReq, Ended> {
    Ok(GoalSaveReq {
        goal,
        name: fields.name,
        target: fields.target,
        currency: fields.currency,
        due: fields.by,
        links: links(&fields.accounts)?,
        envelope: fields.envelope,
        note: fields.note,
        adopts: None,
    })
}

fn links(accounts: &[String]) -> Result<Vec<GoalLink>, Ended> {
    let one = |text: &String| {
        let (account, percent) = text.split_once('=').unwrap_or((text, "100"));
        let percent = percent
            .trim_end_matches('%')
            .parse()
            .map_err(|_| Ended::usage(format!("“{text}” is not ID=PERCENT.")))?;
        Ok(GoalLink {
            account: account.to_owned(),
            percent,
        })
    };
    accounts.iter().map(one).collect()
}

fn told_page(page: &GoalsPage) -> String {
    let rows: Vec<Vec<String>> = page
        .goals
        .iter()
        .map(|goal| {
            vec![
                goal.id.clone(),
                goal.name.clone(),
                money(&goal.saved),
                money(&goal.target),
                goal.due.clone().unwrap_or_default(),
                goal.monthly.as_ref().map(money).unwrap_or_default(),
                when(goal),
                track(goal),
            ]
        })
        .collect();
    let head = [
        "Goal", "Name", "There", "Target", "Until", "A month", "Likely", "",
    ];
    let mut text = table(&head, &[2, 3, 5], &rows);
    for goal in &page.upstream {
        let from = goal.connection.as_deref().unwrap_or_default();
        text.push_str(&format!(
            "At {from}: {} {}, {}{}\n",
            goal.id,
            goal.name,
            money(&goal.target),
            if goal.adopted.is_some() {
                ", yours as well"
            } else {
                ""
            }
        ));
    }
    text
}

fn when(goal: &GoalPlan) -> String {
    match (&goal.early, &goal.likely, &goal.late) {
        (Some(early), Some(likely), Some(late)) if early != late => {
            format!("{likely} ({early} to {late})")
        }
        (Some(early), likely, None) => {
            let likely = likely.as_deref().unwrap_or("never");
            format!("{likely} ({early} at the earliest)")
        }
        (_, Some(likely), _) => likely.clone(),
        (None, None, _) if goal.rate.is_some() && goal.track != GoalTrack::Reached => {
            "never".to_owned()
        }
        _ => String::new(),
    }
}

fn track(goal: &GoalPlan) -> String {
    let word = match goal.track {
        GoalTrack::Reached => "reached",
        GoalTrack::Missed => "date is over",
        GoalTrack::On => "on track",
        GoalTrack::Close => "could be close",
        GoalTrack::Off => "off track",
        GoalTrack::Undated => "no date",
        GoalTrack::Unknown => "too early to say",
    };
    match goal.chance_percent {
        Some(chance) => format!("{word}, {chance} in 100"),
        None => word.to_owned(),
    }
}
