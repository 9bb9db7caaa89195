//! Credit insight: what a lender would look at, computed here and sent nowhere.
//!
//! Twelve full months of the rows that reports count, in the base currency at the last rate of each month. Fixed is what
//! belongs to a series that repeats, as found or confirmed; the rest is variable. Paid on loans is money out that is filed
//! under mortgage or loan, and what a transfer brought to a loan's account. What services derived stands beside, never in it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use contract::types::{
    AlertRow, ConnectionReq, ExportResult, Insight, InsightFigure, InsightMonth, InsightOverdraft,
    InsightRows, InsightRowsReq, InsightUpstream, Nothing,
};
use domain::account::AccountKind;
use domain::budget::Month;
use domain::category::CategoryKind;
use domain::ids::{AccountId, ConnectionId, TransactionId};
use engine::insight;
use money::{Currency, Money, Rate};
use store::View;

use super::forecast::rate;
use crate::ports::FileKind;
use crate::{App, Failure, dto};

mod page;

/// Full months looked at.
const MONTHS: i32 = 12;
/// Most rows behind a figure.
const MOST_ROWS: usize = 500;
/// What the page is saved as.
const PAGE: FileKind = FileKind::Data {
    label: "Web page",
    extension: "html",
};
/// Keys of categories that are payments on loans.
const ON_LOANS: [&str; 3] = ["mortgage", "loan_payment", "loan_interest"];

/// A row that counts for figures, in the base currency.
struct Counted {
    id: TransactionId,
    date: NaiveDate,
    name: String,
    minor: i64,
    figure: Option<InsightFigure>,
    on_loan: bool,
}

struct Gathered {
    base: Currency,
    first: Month,
    rows: Vec<Counted>,
    overdrafts: Vec<InsightOverdraft>,
    overdrawn: BTreeSet<NaiveDate>,
    /// Days overdrawn by connection.
    by_connection: HashMap<ConnectionId, BTreeSet<NaiveDate>>,
    connections: Vec<(ConnectionId, String)>,
    accounts: HashMap<AccountId, Option<ConnectionId>>,
    without_rate: BTreeSet<String>,
}

impl App {
    async fn insight_gathered(&self) -> Result<(Gathered, HashMap<ConnectionId, u32>), Failure> {
        let base = self.base_currency().await?;
        let today = self.today();
        let bases = self.recurring_bases().await?;
        let mut fixed: HashSet<TransactionId> = HashSet::new();
        let mut series: Vec<AccountId> = Vec::new();
        for known in bases.iter().flat_map(|basis| &basis.recurring) {
            fixed.extend(known.payments.iter().map(|payment| payment.id));
            if let Ok(account) = known.item.account.parse() {
                series.push(account);
            }
        }
        let gathered = self
            .read(move |view| gather(view, base, today, &fixed))
            .await?;
        let mut counts: HashMap<ConnectionId, u32> = HashMap::new();
        for account in series {
            if let Some(Some(connection)) = gathered.accounts.get(&account) {
                *counts.entry(*connection).or_default() += 1;
            }
        }
        Ok((gathered, counts))
    }
}

fn gather(
    view: &View<'_>,
    base: Currency,
    today: NaiveDate,
    fixed: &HashSet<TransactionId>,
) -> store::Result<Gathered> {
    let now = Month::of(today);
    let (from, to) = (now.plus(-MONTHS).first_day(), now.plus(-1).last_day());
    let accounts: HashMap<AccountId, store::Account> = view
        .accounts(today)?
        .into_iter()
        .filter(|account| account.mirror_of.is_none())
        .map(|account| (account.id, account))
        .collect();
    let categories: HashMap<_, _> = view
        .categories()?
        .into_iter()
        .map(|category| (category.id, (category.kind, category.key)))
        .collect();
    let names: HashMap<_, String> = view
        .payees()?
        .into_iter()
        .map(|payee| (payee.id, payee.display.unwrap_or(payee.name)))
        .collect();
    let mut rows = Vec::new();
    view.each_transaction(Some(from), &mut |row| {
        if row.date <= to && !row.pending && accounts.contains_key(&row.account) {
            rows.push(row);
        }
    })?;
    let mut gathered = Gathered {
        base,
        first: now,
        rows: Vec::new(),
        overdrafts: Vec::new(),
        overdrawn: BTreeSet::new(),
        by_connection: HashMap::new(),
        connections: view
            .connections()?
            .into_iter()
            .map(|connection| (connection.id, connection.label))
            .collect(),
        accounts: accounts
            .iter()
            .map(|(id, account)| (*id, account.connection))
            .collect(),
        without_rate: BTreeSet::new(),
    };
    let mut rates: BTreeMap<(Currency, Month), Option<Rate>> = BTreeMap::new();
    for row in rows {
        let account = &accounts[&row.account];
        let month = Month::of(row.date);
        let key = (account.currency, month);
        let found = if let Some(found) = rates.get(&key) {
            *found
        } else {
            let found = rate(view, account.currency, base, month.last_day())?;
            rates.insert(key, found);
            found
        };
        let Some(rate) = found else {
            gathered
                .without_rate
                .insert(account.currency.code().to_owned());
            continue;
        };
        let loan = matches!(account.kind, AccountKind::Loan | AccountKind::Mortgage);
        let parts = if row.parts.is_empty() || row.transfer.is_some() {
            vec![(row.minor, row.category)]
        } else {
            row.parts.clone()
        };
        for (minor, category) in parts {
            let known = category.and_then(|id| categories.get(&id));
            let on_loans = known
                .is_some_and(|(_, key)| key.as_deref().is_some_and(|key| ON_LOANS.contains(&key)));
            let on_loan = if row.transfer.is_some() {
                loan && minor > 0
            } else {
                on_loans && minor < 0 && !loan
            };
            let counts = row.transfer.is_none() && !row.off_reports && !account.off_budget;
            let income = match known {
                Some((kind, _)) => *kind == CategoryKind::Income,
                None => minor > 0,
            };
            let spending = match known {
                Some((kind, _)) => *kind == CategoryKind::Expense,
                None => minor < 0,
            };
            let figure = match (counts, income, spending) {
                (true, true, _) => Some(InsightFigure::Income),
                (true, false, true) if fixed.contains(&row.id) => Some(InsightFigure::Fixed),
                (true, false, true) => Some(InsightFigure::Variable),
                _ => None,
            };
            if figure.is_none() && !on_loan {
                continue;
            }
            let amount = rate
                .convert(Money::new(minor, account.currency))
                .map_err(|_| store::Error::Overflow)?;
            gathered.first = gathered.first.min(month);
            gathered.rows.push(Counted {
                id: row.id,
                date: row.date,
                name: names.get(&row.payee_id).cloned().unwrap_or_default(),
                minor: amount.minor,
                figure,
                on_loan,
            });
        }
    }
    overdrawn(view, &accounts, from, to, &mut gathered)?;
    Ok(gathered)
}

/// Days on which day-to-day accounts ended below nothing.
fn overdrawn(
    view: &View<'_>,
    accounts: &HashMap<AccountId, store::Account>,
    from: NaiveDate,
    to: NaiveDate,
    gathered: &mut Gathered,
) -> store::Result<()> {
    let mut ids: Vec<AccountId> = accounts
        .values()
        .filter(|account| account.kind.is_liquid() && account.span.is_some())
        .map(|account| account.id)
        .collect();
    ids.sort_unstable();
    if ids.is_empty() {
        return Ok(());
    }
    for series in view.daily_balances(&ids, from, to)? {
        let account = &accounts[&series.account];
        let begun = account.span.map_or(to, |(first, _)| first);
        let mut open: Option<(NaiveDate, NaiveDate, u32, i64)> = None;
        let mut done = Vec::new();
        for (day, minor) in from.iter_days().zip(&series.minor) {
            if *minor < 0 && day >= begun {
                gathered.overdrawn.insert(day);
                if let Some(connection) = account.connection {
                    gathered
                        .by_connection
                        .entry(connection)
                        .or_default()
                        .insert(day);
                }
                let (first, _, days, lowest) = open.unwrap_or((day, day, 0, 0));
                open = Some((first, day, days + 1, lowest.min(*minor)));
            } else {
                done.extend(open.take());
            }
        }
        done.extend(open);
        gathered
            .overdrafts
            .extend(
                done.into_iter()
                    .map(|(first, last, days, lowest)| InsightOverdraft {
                        account: account.id.to_string(),
                        account_name: account.name.clone(),
                        from: first.to_string(),
                        to: last.to_string(),
                        days,
                        lowest: dto::minor(lowest, series.currency),
                    }),
            );
    }
    gathered.overdrafts.sort_by(|a, b| b.from.cmp(&a.from));
    Ok(())
}

impl Gathered {
    fn months(&self, today: NaiveDate) -> Vec<(Month, insight::Month)> {
        let now = Month::of(today);
        let mut months: BTreeMap<Month, insight::Month> = BTreeMap::new();
        let mut month = self.first;
        while month < now {
            months.insert(month, insight::Month::default());
            month = month.plus(1);
        }
        for row in &self.rows {
            let Some(month) = months.get_mut(&Month::of(row.date)) else {
                continue;
            };
            let out = row.minor.saturating_neg();
            let (place, minor) = match row.figure {
                Some(InsightFigure::Income) => (&mut month.income, row.minor),
                Some(InsightFigure::Fixed) => (&mut month.fixed, out),
                Some(InsightFigure::Variable) => (&mut month.variable, out),
                Some(InsightFigure::Debt) | None => (&mut month.debt, 0),
            };
            *place = place.saturating_add(minor);
            if row.on_loan {
                month.debt = month
                    .debt
                    .saturating_add(i64::try_from(row.minor.unsigned_abs()).unwrap_or(i64::MAX));
            }
        }
        months.into_iter().collect()
    }
}

pub(crate) async fn insight_get(app: &App, _: Nothing) -> Result<Insight, Failure> {
    let today = app.today();
    let (gathered, series) = app.insight_gathered().await?;
    let months = gathered.months(today);
    let plain: Vec<insight::Month> = months.iter().map(|(_, month)| *month).collect();
    let found = insight::insight(&plain);
    let amount = |minor: i64| dto::minor(minor, gathered.base);
    let figure = |of: fn(&insight::Insight) -> i64| amount(found.as_ref().map_or(0, of));
    let percent = |of: fn(&insight::Insight) -> Option<i64>| {
        let percent = found.as_ref().and_then(of)?;
        i32::try_from(percent).ok()
    };
    let mut upstream = Vec::new();
    for (id, name) in &gathered.connections {
        let request = ConnectionReq { id: id.to_string() };
        let report = super::derived::connection_report(app, request).await?;
        if report.months.is_empty() && report.insights.is_none() {
            continue;
        }
        upstream.push(InsightUpstream {
            connection: id.to_string(),
            name: name.clone(),
            report,
            own_overdraft_days: gathered
                .by_connection
                .get(id)
                .map_or(0, |days| dto::length(days.len())),
            own_series: series.get(id).copied().unwrap_or(0),
        });
    }
    let now = Month::of(today);
    Ok(Insight {
        today: today.to_string(),
        from: gathered.first.min(now.plus(-1)).first_day().to_string(),
        to: now.plus(-1).last_day().to_string(),
        months: months
            .iter()
            .map(|(month, sums)| InsightMonth {
                month: month.to_string(),
                income: amount(sums.income),
                fixed: amount(sums.fixed),
                variable: amount(sums.variable),
                debt: amount(sums.debt),
                overdraft_days: dto::length(
                    gathered
                        .overdrawn
                        .range(month.first_day()..=month.last_day())
                        .count(),
                ),
            })
            .collect(),
        income: figure(|found| found.income),
        fixed: figure(|found| found.fixed),
        variable: figure(|found| found.variable),
        debt: figure(|found| found.debt),
        fixed_percent: percent(|found| found.fixed_percent),
        stability_percent: percent(|found| found.stability_percent),
        debt_percent: percent(|found| found.debt_percent),
        savings_percent: percent(|found| found.savings_percent),
        overdraft_days: dto::length(gathered.overdrawn.len()),
        overdrafts: gathered.overdrafts,
        upstream,
        without_rate: gathered.without_rate.into_iter().collect(),
    })
}

pub(crate) async fn insight_rows(
    app: &App,
    request: InsightRowsReq,
) -> Result<InsightRows, Failure> {
    let month = match request.month.as_deref() {
        Some(text) => Some(dto::month("month", text)?),
        None => None,
    };
    let (gathered, _) = app.insight_gathered().await?;
    let mut rows: Vec<&Counted> = gathered
        .rows
        .iter()
        .filter(|row| match request.figure {
            InsightFigure::Debt => row.on_loan,
            figure => row.figure == Some(figure),
        })
        .filter(|row| month.is_none_or(|month| Month::of(row.date) == month))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.date, row.id)));
    let sum = rows
        .iter()
        .fold(0_i64, |sum, row| sum.saturating_add(row.minor));
    Ok(InsightRows {
        count: dto::length(rows.len()),
        sum: dto::minor(sum, gathered.base),
        rows: rows
            .into_iter()
            .take(MOST_ROWS)
            .map(|row| AlertRow {
                transaction: Some(row.id.to_string()),
                date: row.date.to_string(),
                name: row.name.clone(),
                amount: dto::minor(row.minor, gathered.base),
            })
            .collect(),
    })
}

impl App {
    /// The one page, as a document that any browser shows and prints.
    pub async fn insight_page(&self) -> Result<String, contract::ApiError> {
        let insight = insight_get(self, Nothing {})
            .await
            .map_err(|failure| failure.cross("insight_export"))?;
        Ok(page::html(&insight))
    }
}

pub(crate) async fn insight_export(app: &App, _: Nothing) -> Result<ExportResult, Failure> {
    let insight = insight_get(app, Nothing {}).await?;
    let name = format!("Coffer credit insight {}.html", insight.today);
    let html = page::html(&insight);
    let dialogs = app.ports().dialogs.clone();
    let file = crate::session::blocking(move || {
        let Some(path) = dialogs.save_file(&name, PAGE) else {
            return Ok(None);
        };
        std::fs::write(&path, html)?;
        Ok(path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()))
    })
    .await?;
    Ok(ExportResult { file })
}
