//! What the book holds and what Coffer computes from it.

use std::path::Path;

use app::{App, api};
use chrono::NaiveDate;
use contract::types::{
    BudgetsMonthReq, ChartExportReq, ChartKind, ChartReq, ChartTheme, ImageFormat, NetWorth,
    NetWorthReq, Nothing, RealTerms, Step, TransactionsPageReq,
};
use serde_json::json;

use crate::args::{By, Common, Drawing, Ground};
use crate::book::missing;
use crate::host;
use crate::output::{Answer, Ended, Output, grouped, money, table};

/// Rows asked for at once.
const PAGE: u32 = 500;

pub(crate) async fn transactions(
    common: &Common,
    output: Output,
    query: &str,
    limit: u32,
) -> Answer {
    let app = host::open(common).await?;
    let mut rows = Vec::new();
    let mut after = None;
    let (mut total, mut sum) = (0, None);
    while rows.len() < limit as usize {
        let wanted = (limit - u32::try_from(rows.len()).unwrap_or(limit)).min(PAGE);
        let request = TransactionsPageReq {
            text: query.to_owned(),
            after,
            limit: wanted,
            ..TransactionsPageReq::default()
        };
        let page = api::transactions_page(&app, request).await?;
        (total, sum) = (page.total, page.sum);
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    output.either(
        &json!({"transactions": rows, "total": total, "sum": sum}),
        || {
            let lines: Vec<Vec<String>> = rows
                .iter()
                .map(|row| {
                    vec![
                        row.id.clone(),
                        row.date.clone(),
                        row.payee.chars().take(40).collect(),
                        row.account_name.clone(),
                        money(&row.amount),
                    ]
                })
                .collect();
            let sum = sum
                .as_ref()
                .map(|sum| format!(", {}", money(sum)))
                .unwrap_or_default();
            format!(
                "{}{} of {total} transactions{sum}\n",
                table(&["No", "Date", "Payee", "Account", "Amount"], &[4], &lines),
                rows.len()
            )
        },
    )?;
    Ok(0)
}

pub(crate) async fn category_named(app: &App, text: &str) -> Result<String, Ended> {
    let all = api::categories_list(app, Nothing {}).await?;
    all.into_iter()
        .find(|category| category.id == text || category.name.eq_ignore_ascii_case(text))
        .map(|category| category.id)
        .ok_or_else(|| missing("category"))
}

const fn step(by: By) -> Step {
    match by {
        By::Day => Step::Day,
        By::Week => Step::Week,
        By::Month => Step::Month,
        By::Year => Step::Year,
    }
}

pub(crate) async fn net_worth(
    common: &Common,
    output: Output,
    currency: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    by: By,
    real: bool,
) -> Answer {
    let app = host::open(common).await?;
    let request = NetWorthReq {
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        by: step(by),
        currency,
        real,
    };
    let worth = api::net_worth_get(&app, request).await?;
    output.either(&worth, || net_worth_told(&worth))?;
    Ok(0)
}

/// How amounts were turned into today's money.
pub(crate) fn real_told(real: &RealTerms) -> String {
    let Some(index) = &real.index else {
        return "Nothing is known of prices, so amounts are as they were. See `index import` and `index rate`.\n"
            .into();
    };
    let mut told = format!(
        "In the money of {}: each amount times {index} through the index of its day.\n",
        real.day
    );
    if let Some(last) = &real.last {
        told += &format!("The index ends with {last}.\n");
    }
    if let Some(yearly) = &real.yearly {
        told += &format!("Beyond it prices rise {yearly} % a year, as stated.\n");
    }
    if real.unknown > 0 {
        told += &format!(
            "{} of {} days are beyond what is known; their amounts are as they were.\n",
            real.unknown,
            real.points.len()
        );
    }
    told
}

pub(crate) fn net_worth_told(worth: &NetWorth) -> String {
    let rows: Vec<Vec<String>> = worth
        .points
        .iter()
        .map(|point| {
            vec![
                point.date.clone(),
                grouped(&point.assets),
                grouped(&point.liabilities),
                grouped(&point.net),
            ]
        })
        .collect();
    let mut text = table(&["Date", "Owned", "Owed", "Net worth"], &[1, 2, 3], &rows);
    text += &format!(
        "Net worth {}, change {}.\n",
        money(&worth.now),
        money(&worth.change)
    );
    if let Some(real) = &worth.real {
        text += &real_told(real);
    }
    if !worth.without_rate.is_empty() {
        text += &format!(
            "Left out for want of a rate: {}.\n",
            worth.without_rate.join(", ")
        );
    }
    text
}

#[expect(clippy::too_many_arguments, reason = "the words of one command")]
pub(crate) async fn chart(
    common: &Common,
    output: Output,
    name: Drawing,
    out: &Path,
    theme: Ground,
    size: &str,
    category: Option<String>,
    days: u32,
) -> Answer {
    let app = host::open(common).await?;
    let (width, height) = size
        .split_once(['x', 'X'])
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
        .ok_or_else(|| Ended::usage("--size takes WIDTHxHEIGHT, such as 900x420."))?;
    let category = match category {
        Some(text) => Some(category_named(&app, &text).await?),
        None => first_budget(&app, name).await?,
    };
    let drawing = Wanted {
        name,
        width,
        height,
        category,
        days,
    };
    write(&app, &drawing, out, theme).await?;
    output.either(&json!({"file": out.display().to_string()}), || {
        format!("Wrote {}.\n", out.display())
    })?;
    Ok(0)
}

/// The first budget's category, for drawings of a budget when none is named.
async fn first_budget(app: &App, name: Drawing) -> Result<Option<String>, Ended> {
    if !matches!(name, Drawing::Budgets | Drawing::Spending) {
        return Ok(None);
    }
    let page = api::budgets_month(
        app,
        BudgetsMonthReq {
            month: String::new(),
        },
    )
    .await?;
    page.lines
        .iter()
        .find_map(|line| line.category.clone())
        .map(Some)
        .ok_or_else(|| Ended::usage("There is no budget yet; set one with `coffer budget-set`."))
}

/// A drawing to write.
pub(crate) struct Wanted {
    pub(crate) name: Drawing,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) category: Option<String>,
    pub(crate) days: u32,
}

/// Draws into a file; its ending says which kind.
pub(crate) async fn write(
    app: &App,
    wanted: &Wanted,
    out: &Path,
    theme: Ground,
) -> Result<(), Ended> {
    let format = match out.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => ImageFormat::Svg,
        Some("png") => ImageFormat::Png,
        _ => {
            return Err(Ended::usage(
                "--out takes a file that ends in .svg or .png.",
            ));
        }
    };
    let base = api::settings_get(app, Nothing {}).await?.base_currency;
    let (kind, title) = match wanted.name {
        Drawing::NetWorth => (ChartKind::NetWorth, "Net worth"),
        Drawing::NetWorthStack => (ChartKind::NetWorthStack, "Owned and owed"),
        Drawing::Forecast => (ChartKind::Forecast, "Balance ahead"),
        Drawing::Budgets => (ChartKind::BudgetMonths, "Budget by month"),
        Drawing::Spending => (ChartKind::BudgetBurnup, "Budget this month"),
        Drawing::CashFlow => (ChartKind::CashFlow, "In and out"),
        Drawing::Flow => (ChartKind::MoneyFlow, "Where it came from and where it went"),
        Drawing::Treemap => (ChartKind::SpendingMap, "Spending by category"),
        Drawing::Calendar => (ChartKind::SpendingCalendar, "Spending by day"),
        Drawing::NetWorthChange => (ChartKind::NetWorthChange, "Why net worth changed"),
        Drawing::Trend => (ChartKind::SpendingTrend, "Spending by month"),
        Drawing::SavingsRate => (ChartKind::SavingsRate, "Savings rate"),
        Drawing::Investments => (ChartKind::Investments, "Investments"),
        Drawing::InvestmentsGrowth => (ChartKind::InvestmentsGrowth, "Growth of investments"),
        Drawing::NetWorthAhead => (ChartKind::NetWorthAhead, "Net worth ahead"),
    };
    let request = ChartExportReq {
        chart: ChartReq {
            kind,
            width: wanted.width,
            height: wanted.height,
            format: app::english_labels(&base),
            from: None,
            to: None,
            by: Some(Step::Month),
            currency: None,
            account: None,
            category: wanted.category.clone(),
            payee: None,
            month: None,
            days: Some(wanted.days),
            scenarios: Vec::new(),
            real: false,
            years: None,
            ahead: None,
            compact: false,
        },
        format,
        theme: match theme {
            Ground::Light => ChartTheme::Light,
            Ground::Dark => ChartTheme::Dark,
        },
        title: title.to_owned(),
        span: String::new(),
        source: "Coffer".to_owned(),
    };
    let bytes = app.chart_file(request).await?;
    Ok(std::fs::write(out, bytes)?)
}
