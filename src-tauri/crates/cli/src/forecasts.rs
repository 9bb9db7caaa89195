//! The balance ahead, with and without scenarios.

use std::io::Read;
use std::path::{Path, PathBuf};

use app::api;
use contract::types::{
    FixKind, Forecast, ForecastCompare, ForecastCompareReq, ForecastReq, Nothing, Scenario,
    ScenarioReadReq, ScenarioTry,
};
use serde_json::json;

use crate::args::Common;
use crate::host;
use crate::output::{Answer, Ended, Output, grouped, money, table};

/// Longest scenario read, bytes; a longer one is refused with words.
const LONGEST: u64 = 256 * 1024;

pub(crate) async fn forecast(
    common: &Common,
    output: Output,
    days: u32,
    account: Option<String>,
    scenarios: &[PathBuf],
) -> Answer {
    let app = host::open(common).await?;
    app.keep_forecasts().await;
    if scenarios.is_empty() {
        let made = api::forecast_get(&app, ForecastReq { days, account }).await?;
        output.either(&made, || forecast_told(&made))?;
        return Ok(0);
    }
    let mut tried = Vec::new();
    for path in scenarios {
        let text = text_of(path)?;
        let scenario: Scenario = api::scenario_read(&app, ScenarioReadReq { text }).await?;
        tried.push(ScenarioTry { scenario, on: true });
    }
    let request = ForecastCompareReq {
        days,
        account,
        scenarios: tried,
    };
    let compared = api::forecast_compare(&app, request).await?;
    // The document is the forecast's own, with what was tried beside it.
    let mut document = json!(compared.forecast);
    document["base"] = json!(compared.base);
    document["scenarios"] = json!(compared.each);
    output.either(&document, || compared_told(&compared))?;
    Ok(0)
}

fn text_of(path: &Path) -> Result<String, Ended> {
    let mut text = String::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin()
            .lock()
            .take(LONGEST)
            .read_to_string(&mut text)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text))
    };
    read.map_err(|error| Ended::usage(format!("{}: {error}", path.display())))?;
    Ok(text)
}

fn compared_told(compared: &ForecastCompare) -> String {
    let mut rows = vec![vec![
        "Without".to_owned(),
        money(&compared.base.lowest.expected),
        compared.base.lowest.date.clone(),
        money(&compared.base.end),
        String::new(),
        String::new(),
    ]];
    let mut notes = String::new();
    for one in &compared.each {
        rows.push(vec![
            one.name.clone(),
            money(&one.ends.lowest.expected),
            one.ends.lowest.date.clone(),
            money(&one.ends.end),
            money(&one.low_change),
            money(&one.end_change),
        ]);
        if !one.unmatched.is_empty() {
            notes += &format!("{}: not ahead: {}.\n", one.name, one.unmatched.join(", "));
        }
    }
    let heads = ["Scenario", "Lowest", "On", "End", "Low point", "End by"];
    format!(
        "{}{notes}\nTogether\n{}",
        table(&heads, &[1, 3, 4, 5], &rows),
        forecast_told(&compared.forecast)
    )
}

/// What makes it tight, and what would help.
fn advice_told(made: &Forecast) -> String {
    let advice = &made.advice;
    let mut text = String::new();
    if let (Some(percent), Some(income)) = (advice.chance_percent, &advice.income)
        && percent > 0
    {
        text += &format!(
            "Before the next income on {income}: below the floor in {percent} % of outcomes.\n"
        );
    }
    if advice.missing.is_some() {
        let names: Vec<String> = advice
            .drivers
            .iter()
            .map(|driver| format!("{} {}", driver.name, money(&driver.amount)))
            .collect();
        text += &format!("It is made low by: {}.\n", names.join(", "));
    }
    for fix in &advice.fixes {
        let amount = money(&fix.amount);
        let to = fix.to.as_deref().unwrap_or_default();
        text += &match fix.kind {
            FixKind::MoveIn => format!("Moving {amount} in by {} keeps it.\n", fix.date),
            FixKind::Delay => format!(
                "Paying {} ({amount}) on {to} instead of {} keeps it.\n",
                fix.item.as_deref().unwrap_or_default(),
                fix.date
            ),
            FixKind::Reduce => format!("Spending {amount} less a day until {to} keeps it.\n"),
        };
    }
    text
}

pub(crate) fn forecast_told(made: &Forecast) -> String {
    let low = &made.lowest;
    let mut text = format!(
        "Today {} in {}.\n",
        money(&made.start),
        made.accounts.join(", ")
    );
    if let Some(reason) = &made.abstained {
        text += &format!("No likely range: {}.\n", reason.replace('_', " "));
    } else {
        text += &format!(
            "Lowest about {} on {}, likely {} to {}, {} the floor of {}.\n",
            money(&low.expected),
            low.date,
            money(&low.low),
            money(&low.high),
            if low.below_floor { "below" } else { "above" },
            money(&made.floor)
        );
    }
    if let Some(tested) = &made.tested {
        text += &format!(
            "Tried from {} days of the past, the likely range held {} % of the days after them.\n",
            tested.origins, tested.inside_percent
        );
    }
    for grade in made.graded.iter().flat_map(|graded| &graded.grades) {
        text += &format!(
            "Kept forecasts, up to {} days ahead: {} % of {} days inside the likely range, off by {} on average.\n",
            grade.days,
            grade.inside80_percent,
            grade.judged,
            money(&grade.miss)
        );
    }
    for one in &made.interest {
        let at = |percent: &Option<String>| percent.clone().unwrap_or_default();
        if one.earned_percent.is_some() {
            text += &format!(
                "{} earns about {} at {} %.\n",
                one.account_name,
                money(&one.earned),
                at(&one.earned_percent)
            );
        }
        if one.charged_percent.is_some() {
            text += &format!(
                "{} costs about {} when overdrawn, at {} %.\n",
                one.account_name,
                money(&one.charged),
                at(&one.charged_percent)
            );
        }
    }
    text += &advice_told(made);
    let rows: Vec<Vec<String>> = made
        .days
        .iter()
        .enumerate()
        .filter(|(place, _)| place % 7 == 6 || place + 1 == made.days.len())
        .map(|(_, day)| {
            vec![
                day.date.clone(),
                grouped(&day.expected),
                grouped(&day.p10),
                grouped(&day.p90),
            ]
        })
        .collect();
    text + &table(
        &["Date", "Expected", "Likely from", "to"],
        &[1, 2, 3],
        &rows,
    )
}

/// How earlier forecasts of every account did.
pub(crate) async fn grades(common: &Common, output: Output) -> Answer {
    let app = host::open(common).await?;
    let all = api::forecast_grades(&app, Nothing {}).await?;
    output.either(&json!({"grades": all}), || {
        let mut rows = Vec::new();
        for one in &all {
            let name = match one.name.as_str() {
                "" => "All together",
                name => name,
            };
            let grades = one.graded.as_ref().map_or(&[][..], |graded| &graded.grades);
            for grade in grades {
                rows.push(vec![
                    name.to_owned(),
                    grade.days.to_string(),
                    grade.judged.to_string(),
                    format!("{} %", grade.inside80_percent),
                    format!("{} %", grade.inside50_percent),
                    money(&grade.miss),
                ]);
            }
            if grades.is_empty() {
                let why = one.abstained.as_deref().unwrap_or("nothing is over yet");
                rows.push(vec![name.to_owned(), why.to_owned()]);
            }
        }
        let head = ["Account", "Days", "Judged", "In 80", "In 50", "Off by"];
        table(&head, &[1, 2, 3, 4, 5], &rows)
    })?;
    Ok(0)
}
