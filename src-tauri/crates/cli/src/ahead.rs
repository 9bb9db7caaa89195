//! Net worth ahead.

use app::api;
use contract::types::{AheadAssumption, AheadClass, AheadPlan, NetWorthAhead, NetWorthAheadReq};

use crate::args::Common;
use crate::args::wealth::Assume;
use crate::host;
use crate::output::{Answer, Ended, Output, grouped, money, table};
use crate::reports::real_told;

fn class_named(word: &str) -> Option<AheadClass> {
    Some(match word {
        "cash" => AheadClass::Cash,
        "investments" => AheadClass::Investments,
        "things" => AheadClass::Things,
        "debts" => AheadClass::Debts,
        _ => return None,
    })
}

const fn class_word(class: AheadClass) -> &'static str {
    match class {
        AheadClass::Cash => "Cash",
        AheadClass::Investments => "Investments",
        AheadClass::Things => "Things",
        AheadClass::Debts => "Debts",
    }
}

/// `10y` or `10`.
fn years(text: &str) -> Result<u32, Ended> {
    text.trim_end_matches(['y', 'Y'])
        .parse()
        .ok()
        .filter(|years| (1..=40).contains(years))
        .ok_or_else(|| Ended::usage("--ahead takes a number of years from 1 to 40, such as 10y."))
}

fn named<'a>(option: &str, text: &'a str) -> Result<(AheadClass, &'a str), Ended> {
    text.split_once('=')
        .and_then(|(word, value)| Some((class_named(word.trim())?, value.trim())))
        .ok_or_else(|| {
            Ended::usage(format!(
                "{option} takes CLASS=VALUE with cash, investments, things or debts."
            ))
        })
}

/// What is assumed of a class, to be changed.
fn entry(plan: &mut AheadPlan, class: AheadClass) -> &mut AheadAssumption {
    let place = plan
        .classes
        .iter()
        .position(|one| one.class == class)
        .unwrap_or_else(|| {
            plan.classes.push(AheadAssumption {
                class,
                add: None,
                percent: None,
                spread: None,
            });
            plan.classes.len() - 1
        });
    &mut plan.classes[place]
}

/// What is said over what is there.
fn said(plan: &mut AheadPlan, assume: &Assume) -> Result<(), Ended> {
    for text in &assume.growth {
        let (class, value) = named("--return", text)?;
        let (percent, spread) = match value.split_once('±').or_else(|| value.split_once("+-")) {
            Some((percent, spread)) => (percent, Some(spread.trim().to_owned())),
            None => (value, None),
        };
        let one = entry(plan, class);
        one.percent = Some(percent.trim().to_owned());
        if spread.is_some() {
            one.spread = spread;
        }
    }
    for text in &assume.add {
        let (class, value) = named("--add", text)?;
        entry(plan, class).add = Some(value.to_owned());
    }
    if assume.no_freed {
        plan.freed = false;
    }
    Ok(())
}

pub(crate) async fn run(
    common: &Common,
    output: Output,
    ahead: &str,
    real: bool,
    assume: Assume,
) -> Answer {
    let years = years(ahead)?;
    let app = host::open(common).await?;
    let kept = NetWorthAheadReq {
        years: Some(years),
        plan: None,
        real,
    };
    let mut found = api::net_worth_ahead(&app, kept).await?;
    let stated = assume.no_freed || !assume.growth.is_empty() || !assume.add.is_empty();
    if stated || assume.keep {
        let mut plan = found.plan.clone();
        said(&mut plan, &assume)?;
        let request = NetWorthAheadReq {
            years: None,
            plan: Some(plan.clone()),
            real,
        };
        found = api::net_worth_ahead(&app, request).await?;
        if assume.keep {
            api::net_worth_ahead_keep(&app, plan).await?;
            found.kept = true;
        }
    }
    output.either(&found, || told(&found))?;
    Ok(0)
}

fn told(found: &NetWorthAhead) -> String {
    // A line a year, and the last.
    let last = found.points.len().saturating_sub(1);
    let rows: Vec<Vec<String>> = found
        .points
        .iter()
        .enumerate()
        .filter(|(place, _)| place % 12 == 0 || *place == last)
        .map(|(_, point)| {
            vec![
                point.date.clone(),
                grouped(&point.likely),
                grouped(&point.half_low),
                grouped(&point.half_high),
                grouped(&point.low),
                grouped(&point.high),
                grouped(&point.put_in),
            ]
        })
        .collect();
    let head = [
        "Date",
        "Likely",
        "Half from",
        "to",
        "Four of five from",
        "to",
        "Put in",
    ];
    let mut text = table(&head, &[1, 2, 3, 4, 5, 6], &rows);
    text += "\nAssumed:\n";
    let rows: Vec<Vec<String>> = found
        .classes
        .iter()
        .map(|one| {
            vec![
                class_word(one.class).to_owned(),
                money(&one.now),
                money(&one.add),
                format!("{} ± {} %", one.percent, one.spread),
                money(&one.followed),
                money(&one.end),
            ]
        })
        .collect();
    let head = [
        "Class",
        "Now",
        "Added a month",
        "A year",
        "By own terms",
        "At the end",
    ];
    text += &table(&head, &[1, 2, 3, 4, 5], &rows);
    if found.months_seen < 3 {
        text += "Too few months are known to propose what is added.\n";
    }
    for one in &found.followed {
        text += &format!(
            "{} follows its own terms, at the end {}.\n",
            one.name,
            money(&one.end)
        );
    }
    if !found.still.is_empty() {
        text += &format!("No terms are known of {}.\n", found.still.join(", "));
    }
    for goal in &found.goals {
        let when = goal.likely.as_deref().unwrap_or("not within these years");
        text += &format!("{}: {}, likely {when}", goal.name, money(&goal.target));
        if let (Some(due), Some(count)) = (&goal.due, goal.of_ten) {
            text += &format!(", by {due} in {count} of ten futures");
        }
        text += ".\n";
    }
    if !found.without_rate.is_empty() {
        text += &format!(
            "Left out for want of a rate: {}.\n",
            found.without_rate.join(", ")
        );
    }
    if let Some(real) = &found.real {
        text += &real_told(real);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_assumptions_are_read() {
        assert_eq!(years("10y").ok(), Some(10));
        assert_eq!(years("40").ok(), Some(40));
        for bad in ["0", "41y", "y", "ten", "-1"] {
            assert!(years(bad).is_err(), "{bad}");
        }
        let mut plan = AheadPlan {
            years: 10,
            freed: true,
            classes: Vec::new(),
        };
        let assume = Assume {
            growth: vec![
                "investments=6±12".into(),
                "things=-2".into(),
                "cash=1+-0.5".into(),
            ],
            add: vec!["investments=250".into()],
            no_freed: true,
            keep: false,
        };
        assert!(said(&mut plan, &assume).is_ok());
        assert!(!plan.freed);
        let seen: Vec<[Option<&str>; 4]> = plan
            .classes
            .iter()
            .map(|one| {
                [
                    Some(class_word(one.class)),
                    one.add.as_deref(),
                    one.percent.as_deref(),
                    one.spread.as_deref(),
                ]
            })
            .collect();
        assert_eq!(
            seen,
            [
                [Some("Investments"), Some("250"), Some("6"), Some("12")],
                [Some("Things"), None, Some("-2"), None],
                [Some("Cash"), None, Some("1"), Some("0.5")]
            ]
        );
        let bad = Assume {
            growth: vec!["shares=6".into()],
            ..Assume::default()
        };
        assert!(said(&mut plan, &bad).is_err());
    }
}
