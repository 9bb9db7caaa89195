//! `report`: what came in and went out.

use app::api;
use contract::types::{
    FlowReport, ReportAgainst, ReportBy, ReportFlow, ReportFlowKind, ReportReq, ReportSide, Step,
};

use crate::args::{By, Common, Held, ReportName, Reporting};
use crate::host;
use crate::output::{Answer, Output, grouped, money, table};

const fn by(name: ReportName) -> ReportBy {
    match name {
        ReportName::Categories | ReportName::Savings | ReportName::Calendar => ReportBy::Category,
        ReportName::Groups | ReportName::Flow => ReportBy::Group,
        ReportName::Payees => ReportBy::Payee,
        ReportName::Tags => ReportBy::Tag,
        ReportName::Accounts => ReportBy::Account,
        ReportName::Owners => ReportBy::Owner,
        ReportName::Needs => ReportBy::Need,
    }
}

pub(crate) async fn report(common: &Common, output: Output, asked: Reporting) -> Answer {
    let app = host::open(common).await?;
    let request = ReportReq {
        by: by(asked.name),
        from: asked.from.map(|day| day.to_string()),
        to: asked.to.map(|day| day.to_string()),
        step: match asked.by {
            By::Day => Step::Day,
            By::Week => Step::Week,
            By::Month => Step::Month,
            By::Year => Step::Year,
        },
        account: asked.account,
        currency: asked.currency,
        against: asked.compare.map(|held| match held {
            Held::Before => ReportAgainst::Before,
            Held::YearBefore => ReportAgainst::YearBefore,
        }),
    };
    let made = api::report_get(&app, request).await?;
    output.either(&made, || told(asked.name, &made))?;
    Ok(0)
}

fn told(name: ReportName, made: &FlowReport) -> String {
    let rate = made
        .savings_rate
        .as_ref()
        .map(|rate| format!(" ({rate}% of it)"))
        .unwrap_or_default();
    let mut text = format!(
        "{} to {}: in {}, out {}, kept {}{rate}.\n",
        made.from,
        made.to,
        money(&made.income),
        money(&made.spent),
        money(&made.saved)
    );
    if let Some(before) = &made.before {
        text += &format!(
            "{} to {}: in {}, out {}, kept {}.\n",
            before.from,
            before.to,
            money(&before.income),
            money(&before.spent),
            money(&before.saved)
        );
    }
    if made.rows_without_rate > 0 {
        text += &format!(
            "{} transactions in {} are left out: no exchange rate is known for their days.\n",
            made.rows_without_rate,
            made.without_rate.join(", ")
        );
    }
    text + &match name {
        ReportName::Flow => flow(made),
        ReportName::Savings => periods(made),
        ReportName::Calendar => calendar(made),
        _ => lines(made),
    }
}

fn lines(made: &FlowReport) -> String {
    let rows: Vec<Vec<String>> = made
        .lines
        .iter()
        .map(|line| {
            let mut row = vec![
                match line.side {
                    ReportSide::Income => "in".to_owned(),
                    ReportSide::Spending => "out".to_owned(),
                },
                if line.name.is_empty() {
                    "(none)".to_owned()
                } else {
                    line.name.chars().take(40).collect()
                },
                grouped(&line.total),
                line.share.clone().unwrap_or_default(),
                line.count.to_string(),
            ];
            if made.before.is_some() {
                row.push(line.before.as_deref().map(grouped).unwrap_or_default());
                row.push(line.change_percent.clone().unwrap_or_default());
            }
            row
        })
        .collect();
    if made.before.is_some() {
        let head = ["", "Of", "Sum", "%", "Rows", "Before", "Change %"];
        table(&head, &[2, 3, 4, 5, 6], &rows)
    } else {
        table(&["", "Of", "Sum", "%", "Rows"], &[2, 3, 4], &rows)
    }
}

fn periods(made: &FlowReport) -> String {
    let rows: Vec<Vec<String>> = made
        .periods
        .iter()
        .map(|period| {
            vec![
                period.from.clone(),
                grouped(&period.income),
                grouped(&period.spent),
                grouped(&period.saved),
                period.savings_rate.clone().unwrap_or_default(),
                period
                    .spent_average
                    .as_deref()
                    .map(grouped)
                    .unwrap_or_default(),
            ]
        })
        .collect();
    table(
        &["From", "In", "Out", "Kept", "Kept %", "Out, mean of 3"],
        &[1, 2, 3, 4, 5],
        &rows,
    )
}

fn calendar(made: &FlowReport) -> String {
    let rows: Vec<Vec<String>> = made
        .days
        .iter()
        .map(|day| vec![day.date.clone(), grouped(&day.income), grouped(&day.spent)])
        .collect();
    table(&["Day", "In", "Out"], &[1, 2], &rows)
}

fn flow(made: &FlowReport) -> String {
    let end = |flow: &ReportFlow| -> Vec<String> {
        let name = match flow.kind {
            ReportFlowKind::Reserves => "(from reserves)",
            ReportFlowKind::Kept => "(kept)",
            ReportFlowKind::Line if flow.name.is_empty() => "(none)",
            ReportFlowKind::Line => &flow.name,
        };
        vec![name.to_owned(), grouped(&flow.value)]
    };
    let sources: Vec<Vec<String>> = made.sources.iter().map(end).collect();
    let uses: Vec<Vec<String>> = made.uses.iter().map(end).collect();
    format!(
        "{}\n{}",
        table(&["From", "Sum"], &[1], &sources),
        table(&["To", "Sum"], &[1], &uses)
    )
}
