//! What a lender would look at.

use std::path::PathBuf;

use app::api;
use contract::types::{Insight, Nothing};
use serde_json::json;

use crate::args::Common;
use crate::host;
use crate::output::{Answer, Output, money, table};

pub(crate) async fn run(common: &Common, output: Output, out: Option<PathBuf>) -> Answer {
    let app = host::open(common).await?;
    if let Some(out) = out {
        std::fs::write(&out, app.insight_page().await?)?;
        output.either(&json!({"file": out}), || {
            format!("Written: {}\n", out.display())
        })?;
        return Ok(0);
    }
    let insight = api::insight_get(&app, Nothing {}).await?;
    output.either(&insight, || told(&insight))?;
    Ok(0)
}

fn told(insight: &Insight) -> String {
    let percent =
        |percent: Option<i32>| percent.map_or_else(String::new, |percent| format!(", {percent} %"));
    let mut text = format!(
        "{} to {}, {} full months.\n\nIncome a month     {}\nFixed a month      {}{} of spending\n\
         Variable a month   {}\nOn loans a month   {}{} of income\nSavings rate       {}\nIncome stability   {}\n\
         Overdraft days     {}\n\n",
        insight.from,
        insight.to,
        insight.months.len(),
        money(&insight.income),
        money(&insight.fixed),
        percent(insight.fixed_percent),
        money(&insight.variable),
        money(&insight.debt),
        percent(insight.debt_percent),
        percent(insight.savings_percent).trim_start_matches(", "),
        percent(insight.stability_percent).trim_start_matches(", "),
        insight.overdraft_days
    );
    let rows: Vec<Vec<String>> = insight
        .months
        .iter()
        .map(|month| {
            vec![
                month.month.clone(),
                money(&month.income),
                money(&month.fixed),
                money(&month.variable),
                money(&month.debt),
                month.overdraft_days.to_string(),
            ]
        })
        .collect();
    let head = [
        "Month",
        "Income",
        "Fixed",
        "Variable",
        "On loans",
        "Overdrawn",
    ];
    text.push_str(&table(&head, &[1, 2, 3, 4, 5], &rows));
    for told in &insight.upstream {
        let theirs = told
            .report
            .insights
            .as_ref()
            .and_then(|insights| insights.overdraft_days);
        text.push_str(&format!(
            "{}: overdraft days {} by the service, {} by the book\n",
            told.name,
            theirs.map_or_else(|| "not told".to_owned(), |days| days.to_string()),
            told.own_overdraft_days
        ));
    }
    text
}
