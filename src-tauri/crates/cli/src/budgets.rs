//! Budgets: a month of them, their limits, and how the book is budgeted.

use app::{App, api};
use contract::types::{
    BudgetFill, BudgetFillReq, BudgetLine, BudgetMoveReq, BudgetPlanReq, BudgetSetReq, BudgetSpan,
    BudgetStatus, BudgetStyle, BudgetsMonth, BudgetsMonthReq,
};

use crate::args::{Common, FillFrom, PlanStyle};
use crate::book::missing;
use crate::host;
use crate::output::{Answer, Ended, Output, money, table};
use crate::reports::category_named;

pub(crate) async fn budgets(common: &Common, output: Output, month: Option<String>) -> Answer {
    let app = host::open(common).await?;
    let request = BudgetsMonthReq {
        month: month.unwrap_or_default(),
    };
    let page = api::budgets_month(&app, request).await?;
    output.either(&page, || budgets_told(&page))?;
    Ok(0)
}

pub(crate) fn budgets_told(page: &BudgetsMonth) -> String {
    let rows: Vec<Vec<String>> = page
        .lines
        .iter()
        .chain(&page.period_lines)
        .chain(&page.upstream_lines)
        .map(|line| {
            vec![
                match &line.connection {
                    Some(connection) => format!("{} ({connection})", line.name),
                    None if line.span != BudgetSpan::Month => {
                        format!("{}, {} to {}", line.name, line.first, line.last)
                    }
                    None => line.name.clone(),
                },
                money(&line.spent),
                money(&line.limit),
                if line.carry_over {
                    money(&line.carried)
                } else {
                    String::new()
                },
                money(&line.left),
                status_word(line.status).to_owned(),
            ]
        })
        .collect();
    let mut text = String::new();
    if let Some(pool) = &page.envelopes {
        text += &format!(
            "To assign: {}. Came in {}, assigned {}, spent outside {}.\n\n",
            money(&pool.to_assign),
            money(&pool.income),
            money(&pool.assigned),
            money(&pool.outside)
        );
    }
    if let Some(flex) = &page.flex {
        let day = flex
            .per_day
            .as_ref()
            .map(|day| format!(", {} a day", money(day)));
        text += &format!(
            "Left to spend freely: {} of {}{}. Bills {} paid and {} to come, {} put aside.\n\n",
            money(&flex.left),
            money(&flex.pot),
            day.unwrap_or_default(),
            money(&flex.bills),
            money(&flex.bills_due),
            money(&flex.savings)
        );
    }
    text + &format!(
        "{}\nLeft of {}: {}. Not in any budget: {}.\n",
        table(
            &["Budget", "Spent", "Limit", "Carried", "Left", "Pace"],
            &[1, 2, 3, 4],
            &rows
        ),
        page.month,
        money(&page.left),
        money(&page.unbudgeted)
    )
}

const fn status_word(status: BudgetStatus) -> &'static str {
    match status {
        BudgetStatus::Nothing => "nothing yet",
        BudgetStatus::Below => "below pace",
        BudgetStatus::OnPace => "on pace",
        BudgetStatus::Ahead => "ahead",
        BudgetStatus::Over => "over",
        BudgetStatus::Paid => "bill paid",
    }
}

pub(crate) async fn budget_set(
    common: &Common,
    output: Output,
    category: &str,
    limit: &str,
    from: Option<String>,
    carry_over: bool,
) -> Answer {
    let app = host::open(common).await?;
    let request = BudgetSetReq {
        category: category_named(&app, category).await?,
        from: from.unwrap_or_default(),
        limit: (limit != "none").then(|| limit.to_owned()),
        carry_over,
        only: false,
    };
    let change = api::budget_set(&app, request).await?;
    output.either(&change, || "Done.\n".into())?;
    Ok(0)
}

async fn month_of(app: &App, month: Option<String>) -> Result<BudgetsMonth, Ended> {
    let request = BudgetsMonthReq {
        month: month.unwrap_or_default(),
    };
    Ok(api::budgets_month(app, request).await?)
}

pub(crate) async fn plan(
    common: &Common,
    output: Output,
    style: Option<PlanStyle>,
    start_day: Option<u32>,
    savings: Option<String>,
) -> Answer {
    let app = host::open(common).await?;
    let known = month_of(&app, None).await?;
    let request = BudgetPlanReq {
        style: style.map_or(known.style, |style| match style {
            PlanStyle::Limits => BudgetStyle::Limits,
            PlanStyle::Envelopes => BudgetStyle::Envelopes,
            PlanStyle::Flex => BudgetStyle::Flex,
        }),
        start_day: start_day.unwrap_or(known.start_day),
        savings: savings.unwrap_or(known.savings.amount),
    };
    let change = api::budget_plan_set(&app, request).await?;
    output.either(&change, || "Done.\n".into())?;
    Ok(0)
}

pub(crate) async fn shift(
    common: &Common,
    output: Output,
    (from, to): (Option<String>, &str),
    amount: String,
    month: Option<String>,
) -> Answer {
    let app = host::open(common).await?;
    let page = month_of(&app, month).await?;
    let named = |name: &str| -> Result<Option<String>, Ended> {
        if name == "assign" {
            return Ok(None);
        }
        let is = |line: &&BudgetLine| {
            line.name.eq_ignore_ascii_case(name) || line.budget.as_deref() == Some(name)
        };
        let line = page
            .lines
            .iter()
            .find(is)
            .ok_or_else(|| missing("budget"))?;
        Ok(line.budget.clone())
    };
    let request = BudgetMoveReq {
        from: from.as_deref().map_or(Ok(None), named)?,
        to: named(to)?,
        amount,
        month: page.month.clone(),
    };
    let change = api::budget_move(&app, request).await?;
    output.either(&change, || "Done.\n".into())?;
    Ok(0)
}

pub(crate) async fn fill(
    common: &Common,
    output: Output,
    how: FillFrom,
    month: Option<String>,
    months: u32,
) -> Answer {
    let app = host::open(common).await?;
    let request = BudgetFillReq {
        month: month.unwrap_or_default(),
        how: match how {
            FillFrom::Average => BudgetFill::Average,
            FillFrom::LastMonth => BudgetFill::LastMonth,
            FillFrom::LastLimits => BudgetFill::LastLimits,
        },
        months,
    };
    let change = api::budget_fill(&app, request).await?;
    output.either(&change, || format!("{} budgets filled.\n", change.rows))?;
    Ok(0)
}
