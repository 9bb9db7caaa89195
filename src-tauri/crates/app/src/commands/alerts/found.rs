//! Where alerts come from: the forecast, what repeats, budgets, and single payments.

use super::{
    AHEAD, AccountId, Alert, AlertKind, AlertRow, App, BudgetLine, BudgetStatus, Currency, Failure,
    HISTORY_DAYS, HashMap, Known, Money, NEWS_DAYS, NaiveDate, PayeeId, RecurringKind,
    RecurringState, RecurringVerdict, Row, TimeDelta, TransactionId, View, alerts, dto, rate, word,
};

/// Rows that explain an alert, at most.
const SHOWN: usize = 6;
/// Chance in percent from which a balance that is likely to hold is still told.
const LIKELY: u32 = 50;
/// Months after which a subscription that was never decided about counts as forgotten.
const IDLE_MONTHS: i64 = 6;

fn alert(kind: AlertKind, what: &str, date: String, name: String, amount: Money) -> Alert {
    Alert {
        id: format!("{} {what}", word(kind)),
        kind,
        date,
        name,
        account_name: None,
        amount: dto::money(amount),
        against: None,
        count: 0,
        yearly: None,
        ahead: false,
        rows: Vec::new(),
        view: String::new(),
        item: None,
        seen: false,
        dismissed: false,
        untold: true,
    }
}

impl App {
    /// Day-to-day accounts that are likely to fall below the floor within the month ahead.
    pub(super) async fn balance_alerts(&self) -> Result<Vec<Alert>, Failure> {
        let mut found = Vec::new();
        for (id, name) in self.day_to_day_accounts().await? {
            let made = self.forecast(AHEAD, Some(id)).await?;
            let Some(low) = made.forecast.lowest else {
                continue;
            };
            let chance = made
                .forecast
                .below_floor
                .as_ref()
                .and_then(|below| below.chance_percent)
                .map_or(0, u32::from);
            let below = low.expected < made.floor.minor;
            if !below && chance < LIKELY {
                continue;
            }
            let currency = made.basis.currency;
            let month = domain::budget::Month::of(low.date);
            let mut alert = alert(
                AlertKind::LowBalance,
                &format!("{id} {month}"),
                low.date.to_string(),
                name,
                Money::new(low.expected, currency),
            );
            alert.against = Some(dto::money(made.floor));
            alert.count = chance;
            alert.ahead = true;
            // What brings it down: the largest known payments until then.
            let mut rows: Vec<AlertRow> = made
                .events()
                .into_iter()
                .filter(|event| event.date <= low.date.to_string())
                .filter(|event| event.amount.amount.starts_with('-'))
                .map(|event| AlertRow {
                    transaction: None,
                    date: event.date,
                    name: event.name,
                    amount: event.amount,
                })
                .collect();
            let minor = |row: &AlertRow| {
                Money::parse(&row.amount.amount, currency).map_or(0, |amount| amount.minor)
            };
            rows.sort_by_key(minor);
            rows.truncate(SHOWN);
            rows.sort_by(|a, b| a.date.cmp(&b.date));
            alert.rows = rows;
            "forecast".clone_into(&mut alert.view);
            alert.item = Some(id.to_string());
            found.push(alert);
        }
        Ok(found)
    }

    /// Prices that rose, income that stayed away, subscriptions nobody looked at, bills due soon.
    pub(super) async fn repeating_alerts(&self, bill_days: u32) -> Result<Vec<Alert>, Failure> {
        let today = self.today();
        let bases = self.recurring_bases().await?;
        Ok(bases
            .iter()
            .flat_map(|basis| &basis.recurring)
            .flat_map(|known| repeating(known, today, bill_days))
            .collect())
    }

    /// Budgets that are over, or that what is to come breaks.
    pub(super) async fn budget_alerts(&self) -> Result<Vec<Alert>, Failure> {
        let month = self.budget_month("").await?;
        let book = self.budget_book(month).await?;
        let page = book.month(month);
        let today = self.today().to_string();
        page.lines
            .iter()
            .chain(&page.period_lines)
            .filter_map(|line| budget(line, book.base, &today).transpose())
            .collect()
    }

    /// Single payments that stand out, and what was charged twice.
    pub(super) async fn charge_alerts(&self) -> Result<Vec<Alert>, Failure> {
        let today = self.today();
        self.read(move |view| charges(view, today)).await
    }
}

fn booked(known: &Known) -> Vec<AlertRow> {
    let newest = known.payments.len().saturating_sub(SHOWN);
    known.payments[newest..]
        .iter()
        .map(|payment| AlertRow {
            transaction: Some(payment.id.to_string()),
            date: payment.date.to_string(),
            name: known.item.name.clone(),
            amount: dto::minor(payment.minor, known.currency),
        })
        .collect()
}

fn repeating(known: &Known, today: NaiveDate, bill_days: u32) -> Vec<Alert> {
    let item = &known.item;
    let of = |kind: AlertKind, what: &str, date: String| {
        let amount = Money::new(known.minor, known.currency);
        let mut alert = alert(kind, what, date, item.name.clone(), amount);
        alert.account_name = Some(item.account_name.clone());
        alert.rows = booked(known);
        "recurring".clone_into(&mut alert.view);
        alert.item = Some(item.id.clone());
        alert
    };
    let mut found = Vec::new();
    let out = known.minor < 0;
    if out
        && item.price_news
        && let (Some(changed), Some(before), Some(change)) =
            (&item.changed_on, &item.previous_amount, &item.change)
        && change.amount.starts_with('-')
    {
        let mut alert = of(
            AlertKind::PriceRise,
            &format!("{} {changed}", item.id),
            changed.clone(),
        );
        alert.against = Some(before.clone());
        alert.yearly.clone_from(&item.change_yearly);
        found.push(alert);
    }
    if item.kind == RecurringKind::Income
        && matches!(item.state, RecurringState::Late)
        && let Some(missed) = known.missed
    {
        let mut alert = of(
            AlertKind::IncomeMissing,
            &format!("{} {missed}", item.id),
            missed.to_string(),
        );
        alert.count = item.late_days;
        found.push(alert);
    }
    let running = known
        .payments
        .first()
        .map_or(0, |first| (today - first.date).num_days() / 30);
    if item.kind == RecurringKind::Subscription
        && item.verdict == RecurringVerdict::Open
        && matches!(item.state, RecurringState::Active)
        && !item.own
        && running >= IDLE_MONTHS
    {
        let since = known.payments.last().map_or(today, |last| last.date);
        let mut alert = of(
            AlertKind::ForgottenSubscription,
            &item.id,
            since.to_string(),
        );
        alert.count = u32::try_from(running).unwrap_or(0);
        alert.yearly = Some(item.yearly.clone());
        found.push(alert);
    }
    // What moves between own accounts is told as due only where the person asked for it.
    let usual = if known.is_transfer() { 0 } else { bill_days };
    let bill_days = item.remind_days.unwrap_or(usual);
    if out
        && bill_days > 0
        && matches!(item.state, RecurringState::Active)
        && let Ok(next) = item.next_date.parse::<NaiveDate>()
        && (0..=i64::from(bill_days)).contains(&(next - today).num_days())
    {
        let mut alert = of(
            AlertKind::BillDue,
            &format!("{} {next}", item.id),
            next.to_string(),
        );
        alert.ahead = true;
        alert.count = u32::try_from((next - today).num_days()).unwrap_or(0);
        alert.rows = vec![AlertRow {
            transaction: None,
            date: next.to_string(),
            name: item.name.clone(),
            amount: item.amount.clone(),
        }];
        found.push(alert);
    }
    found
}

fn budget(line: &BudgetLine, base: Currency, today: &str) -> Result<Option<Alert>, Failure> {
    let minor = |amount: &contract::types::Money| -> Result<i64, Failure> {
        Ok(dto::amount("amount", &amount.amount, base)?.minor)
    };
    let (left, committed) = (minor(&line.left)?, minor(&line.committed)?);
    let over = line.status == BudgetStatus::Over;
    if !over && committed <= left {
        return Ok(None);
    }
    let Some(id) = &line.budget else {
        return Ok(None);
    };
    let missing = committed.max(0).saturating_sub(left);
    let mut alert = alert(
        AlertKind::BudgetBreaking,
        &format!(
            "{id} {} {}",
            line.first,
            if over { "over" } else { "ahead" }
        ),
        today.to_owned(),
        line.name.clone(),
        Money::new(missing, base),
    );
    alert.against = Some(line.limit.clone());
    alert.ahead = !over;
    alert.rows = vec![AlertRow {
        transaction: None,
        date: line.last.clone(),
        name: line.name.clone(),
        amount: line.spent.clone(),
    }];
    "budgets".clone_into(&mut alert.view);
    alert.item.clone_from(&line.category);
    Ok(Some(alert))
}

fn charges(view: &View<'_>, today: NaiveDate) -> store::Result<Vec<Alert>> {
    let accounts: HashMap<AccountId, (String, Currency)> = view
        .accounts(today)?
        .into_iter()
        .filter(|account| !account.closed && account.mirror_of.is_none())
        .map(|account| (account.id, (account.name, account.currency)))
        .collect();
    let mut rows: Vec<(TransactionId, PayeeId, AccountId, NaiveDate, i64)> = Vec::new();
    view.each_transaction(Some(today - TimeDelta::days(HISTORY_DAYS)), &mut |row| {
        if row.date <= today
            && row.minor < 0
            && row.transfer.is_none()
            && !row.off_reports
            && accounts.contains_key(&row.account)
        {
            rows.push((row.id, row.payee_id, row.account, row.date, row.minor));
        }
    })?;
    rows.sort_by_key(|(id, _, _, date, _)| (*date, *id));
    let names = crate::naming::names(view, &rows.iter().map(|(_, payee, ..)| *payee).collect())?;
    let plain: Vec<Row<'_>> = rows
        .iter()
        .map(|(_, payee, account, date, minor)| Row {
            account: account.0,
            date: *date,
            minor: *minor,
            payee: names.get(payee).map_or("", |(folded, _)| folded),
        })
        .collect();
    let of = |kind: AlertKind, place: usize, why: &[usize]| {
        let (id, payee, account, date, minor) = rows[place];
        let (account_name, currency) = &accounts[&account];
        let shown = |payee: &PayeeId| names.get(payee).map(|(_, name)| name.clone());
        let mut alert = alert(
            kind,
            &id.to_string(),
            date.to_string(),
            shown(&payee).unwrap_or_default(),
            Money::new(minor, *currency),
        );
        alert.account_name = Some(account_name.clone());
        alert.rows = why
            .iter()
            .map(|at| {
                let (id, payee, _, date, minor) = &rows[*at];
                AlertRow {
                    transaction: Some(id.to_string()),
                    date: date.to_string(),
                    name: shown(payee).unwrap_or_default(),
                    amount: dto::minor(*minor, *currency),
                }
            })
            .collect();
        "transactions".clone_into(&mut alert.view);
        alert.item = Some(id.to_string());
        alert
    };
    let since = today - TimeDelta::days(NEWS_DAYS);
    let mut found = Vec::new();
    for odd in alerts::unusual(&plain, since) {
        // The payments before it at the same payee show what is usual.
        let row = plain[odd.row];
        let mut why: Vec<usize> = (0..=odd.row)
            .rev()
            .filter(|at| plain[*at].payee == row.payee && plain[*at].account == row.account)
            .take(SHOWN)
            .collect();
        why.reverse();
        let mut alert = of(AlertKind::UnusualCharge, odd.row, &why);
        let currency = accounts[&rows[odd.row].2].1;
        alert.against = odd.usual.map(|minor| dto::minor(minor, currency));
        alert.count = odd.compared;
        found.push(alert);
    }
    for twin in alerts::twins(&plain, since) {
        let mut alert = of(
            AlertKind::DuplicateCharge,
            twin.second,
            &[twin.first, twin.second],
        );
        alert.count = u32::try_from((plain[twin.second].date - plain[twin.first].date).num_days())
            .unwrap_or(0);
        found.push(alert);
    }
    Ok(found)
}

/// A row of a digest, in the base currency.
pub(super) struct Booked {
    pub(super) id: TransactionId,
    pub(super) date: NaiveDate,
    pub(super) name: String,
    pub(super) minor: i64,
}

/// Rows of days that are no transfers, and currencies without a rate.
pub(super) fn days(
    view: &View<'_>,
    base: Currency,
    from: NaiveDate,
    to: NaiveDate,
) -> store::Result<(Vec<Booked>, Vec<String>)> {
    let mut rates = HashMap::new();
    let mut without = Vec::new();
    let mut currencies = HashMap::new();
    for account in view.accounts(to)? {
        if account.off_budget || account.mirror_of.is_some() {
            continue;
        }
        let currency = account.currency;
        currencies.insert(account.id, currency);
        if rates.contains_key(&currency) {
            continue;
        }
        match rate(view, currency, base, to)? {
            Some(found) => {
                rates.insert(currency, found);
            }
            None if !without.contains(&currency.code().to_owned()) => {
                without.push(currency.code().to_owned());
            }
            None => {}
        }
    }
    let mut rows = Vec::new();
    view.each_transaction(Some(from), &mut |row| {
        if row.date <= to && row.transfer.is_none() && !row.off_reports {
            rows.push((row.id, row.account, row.date, row.payee_id, row.minor));
        }
    })?;
    let names: HashMap<PayeeId, String> = view
        .payees()?
        .into_iter()
        .map(|payee| (payee.id, payee.display.unwrap_or(payee.name)))
        .collect();
    let mut found = Vec::new();
    for (id, account, date, payee, minor) in rows {
        let Some(currency) = currencies.get(&account) else {
            continue;
        };
        let Some(rate) = rates.get(currency) else {
            continue;
        };
        let amount = rate
            .convert(Money::new(minor, *currency))
            .map_err(|_| store::Error::Overflow)?;
        found.push(Booked {
            id,
            date,
            name: names.get(&payee).cloned().unwrap_or_default(),
            minor: amount.minor,
        });
    }
    Ok((found, without))
}
