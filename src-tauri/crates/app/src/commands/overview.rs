//! The overview: one answer for the first screen.

use chrono::TimeDelta;
use contract::types::{
    BudgetStatus, CashFlow, ForecastEvent, Overview, OverviewReq, Rescue, ReviewItem,
};
use domain::budget::Month;
use money::{Currency, Money};
use store::TransactionFilter;

use super::forecast::Made;
use super::networth::Span;
use crate::failure::instant;
use crate::{App, Failure, dto};

/// Days that the overview's forecast looks ahead.
const AHEAD: u32 = 90;

/// Days before its end that a consent is among what waits; the calendar tells it long before.
const CONSENT_DAYS: i32 = 14;

/// Budgets shown.
const BUDGETS: usize = 6;

pub(crate) async fn overview_get(app: &App, request: OverviewReq) -> Result<Overview, Failure> {
    let today = app.today();
    let month = Month::of(today);
    let base = app.base_currency().await?;
    let accounts = app
        .read(move |view| Ok(view.accounts(today)?.len()))
        .await?;
    let made = app.forecast(AHEAD, None).await?;
    let budgets = {
        let month = app.budget_month("").await?;
        app.budget_book(month).await?.month(month)
    };
    let limit = request.recent.clamp(1, 50);
    let (recent, uncategorised, last_sync, troubled, flows) = app
        .read(move |view| {
            let names = view.account_names()?;
            // What a bank only announces stands among what is coming.
            let until_today = TransactionFilter {
                to: Some(today),
                ..TransactionFilter::default()
            };
            let page = view.transactions(&until_today, None, limit)?;
            let rows: Vec<_> = page
                .rows
                .iter()
                .map(|row| super::transactions::wire_row(row, &names))
                .collect();
            let unfiled = TransactionFilter {
                uncategorised: true,
                transfer: Some(false),
                from: Some(today - TimeDelta::days(60)),
                ..TransactionFilter::default()
            };
            let unfiled = view.transaction_summary(&unfiled)?.count;
            let connections = view.connections()?;
            let last = connections
                .iter()
                .filter_map(|known| known.last_success)
                .max();
            let troubled: Vec<_> = connections
                .into_iter()
                .filter(|known| known.last_attempt.is_some() && known.state.needs_person())
                .collect();
            let flows = super::charts::flows(view, base, today, month, month)?;
            Ok((rows, unfiled, last, troubled, flows))
        })
        .await?;
    let (income, spent) = flows
        .first()
        .map_or((0, 0), |(_, income, out)| (*income, -*out));
    let worth = app
        .worth(Span {
            from: month.first_day().pred_opt().unwrap_or(today),
            to: today,
            step: engine::networth::Step::Month,
            currency: base,
            only: None,
        })
        .await?;
    // Without a single rate there is no figure; zero would be a lie.
    let known = |point: &engine::networth::Point| {
        (point.accounts.is_empty() || point.missing.len() < point.accounts.len())
            .then_some(point.net)
    };
    let now = worth.points.last().and_then(known);
    let before = worth.points.first().and_then(known);
    let coming = coming(&made, request.coming_days);
    let coming_out: i64 = coming_out(&made, request.coming_days);
    // Without budgets of one's own, those that an upstream keeps are what there is to watch.
    let watched = if budgets.lines.is_empty() {
        &budgets.upstream_lines
    } else {
        &budgets.lines
    };
    let mut budget_lines = watched.clone();
    budget_lines.sort_by_key(|line| (urgency(line.status), std::cmp::Reverse(line.spent_percent)));
    budget_lines.truncate(BUDGETS);
    let review = review(app, &troubled, uncategorised, &budgets.lines).await?;
    Ok(Overview {
        empty: accounts == 0,
        today: today.to_string(),
        net_worth: now
            .filter(|_| accounts > 0)
            .map(|net| dto::minor(net, base)),
        net_worth_change: now
            .zip(before)
            .map(|(now, before)| dto::minor(now - before, base)),
        cash_flow: cash_flow(&made, month, base, income, spent),
        review,
        budgets_left: (!budgets.lines.is_empty()).then(|| budgets.left.clone()),
        budgets: budget_lines,
        days_to_go: budgets.days - budgets.day,
        lowest: (!made.basis.accounts.is_empty()).then(|| made.lowest()),
        forecast_account: None,
        rescue: rescue(&made),
        recent,
        coming,
        coming_out: dto::minor(coming_out, made.basis.currency),
        last_sync: last_sync.map(instant),
        freshness: worth.freshness.wire(),
    })
}

/// Those that need a look come first.
const fn urgency(status: BudgetStatus) -> u8 {
    match status {
        BudgetStatus::Over => 0,
        BudgetStatus::Ahead => 1,
        BudgetStatus::OnPace => 2,
        BudgetStatus::Below => 3,
        BudgetStatus::Paid => 4,
        BudgetStatus::Nothing => 5,
    }
}

fn until(made: &Made, days: u32) -> chrono::NaiveDate {
    made.basis.today + TimeDelta::days(i64::from(days.clamp(1, AHEAD)))
}

fn coming(made: &Made, days: u32) -> Vec<ForecastEvent> {
    let last = until(made, days).to_string();
    made.events()
        .into_iter()
        .filter(|event| event.date <= last)
        .collect()
}

fn coming_out(made: &Made, days: u32) -> i64 {
    let last = until(made, days);
    made.forecast
        .days
        .iter()
        .filter(|day| day.date <= last)
        .flat_map(|day| day.events.iter().map(|event| event.minor))
        .filter(|minor| *minor < 0)
        .sum()
}

/// Money of the month: what came and went, and what is expected to by its end.
fn cash_flow(made: &Made, month: Month, base: Currency, income: i64, spent: i64) -> CashFlow {
    let last = month.last_day();
    let in_month = || made.forecast.days.iter().filter(|day| day.date <= last);
    let known: Vec<i64> = in_month()
        .flat_map(|day| day.events.iter().map(|event| event.minor))
        .collect();
    let known_in: i64 = known.iter().filter(|minor| **minor > 0).sum();
    let known_out: i64 = known.iter().filter(|minor| **minor < 0).sum();
    let end = in_month()
        .next_back()
        .map_or(made.basis.start, |day| day.expected);
    // What is usual beside the known items; it counts as spending when it goes out.
    let everyday = end - made.basis.start - known_in - known_out;
    let same_currency = made.basis.currency == base;
    let (more_in, more_out) = if same_currency {
        (known_in + everyday.max(0), -(known_out + everyday.min(0)))
    } else {
        (0, 0)
    };
    let (income_expected, spent_expected) = (income + more_in, spent + more_out);
    let next = made
        .events()
        .into_iter()
        .find(|event| !event.amount.amount.starts_with('-'));
    CashFlow {
        month: month.to_string(),
        income: dto::minor(income, base),
        spent: dto::minor(spent, base),
        income_expected: dto::minor(income_expected, base),
        spent_expected: dto::minor(spent_expected, base),
        kept_expected: dto::minor(income_expected - spent_expected, base),
        income_percent: dto::percent(income, income_expected),
        spent_percent: dto::percent(spent, spent_expected),
        next_income: next,
    }
}

/// The smallest round amount that keeps every expected day at the floor or above, and the day before it is needed.
fn rescue(made: &Made) -> Option<Rescue> {
    let floor = made.floor.minor;
    let first = made.forecast.days.iter().find(|day| day.expected < floor)?;
    let lowest = made.forecast.days.iter().map(|day| day.expected).min()?;
    let short = floor - lowest;
    let step = 50 * 10_i64.pow(made.basis.currency.exponent());
    let amount = short.div_euclid(step) * step + if short.rem_euclid(step) > 0 { step } else { 0 };
    Some(Rescue {
        amount: dto::money(Money::new(amount, made.basis.currency)),
        by: (first.date - TimeDelta::days(1))
            .max(made.basis.today)
            .to_string(),
    })
}

async fn review(
    app: &App,
    troubled: &[store::Connection],
    uncategorised: u64,
    budgets: &[contract::types::BudgetLine],
) -> Result<Vec<ReviewItem>, Failure> {
    let blank = |kind: &str| ReviewItem {
        kind: kind.to_owned(),
        subject: String::new(),
        id: None,
        detail: String::new(),
        count: 1,
        before: None,
        after: None,
    };
    let mut items: Vec<ReviewItem> = troubled
        .iter()
        .map(|known| ReviewItem {
            subject: known.label.clone(),
            id: Some(known.id.to_string()),
            detail: known.state.as_str().to_owned(),
            ..blank("connection")
        })
        .collect();
    let (today, zone) = (app.today(), app.ports().clock.zone());
    let (twice, ends) = app
        .read(move |view| {
            Ok((
                view.same_accounts()?.len(),
                super::consents::ends(view, today, zone)?,
            ))
        })
        .await?;
    if twice > 0 {
        items.push(ReviewItem {
            count: dto::length(twice),
            ..blank("same_accounts")
        });
    }
    items.extend(
        ends.iter()
            .filter(|end| (0..=CONSENT_DAYS).contains(&end.days_left))
            .map(|end| ReviewItem {
                subject: end.institution.clone(),
                id: Some(end.connection.clone()),
                count: u32::try_from(end.days_left).unwrap_or(0),
                ..blank("consent_ends")
            }),
    );
    if uncategorised > 0 {
        items.push(ReviewItem {
            count: dto::count(uncategorised),
            ..blank("uncategorised")
        });
    }
    items.extend(
        budgets
            .iter()
            .filter(|line| line.status == BudgetStatus::Over)
            .map(|line| ReviewItem {
                subject: line.name.clone(),
                id: line.category.clone(),
                after: Some(line.difference.clone()),
                ..blank("budget_over")
            }),
    );
    let made = app.basis(None).await?;
    items.extend(
        made.recurring
            .iter()
            .map(|known| &known.item)
            .filter(|item| item.price_news && item.amount.amount.starts_with('-'))
            .map(|item| ReviewItem {
                subject: item.name.clone(),
                before: item.previous_amount.clone(),
                after: Some(item.amount.clone()),
                ..blank("price_change")
            }),
    );
    Ok(items)
}
