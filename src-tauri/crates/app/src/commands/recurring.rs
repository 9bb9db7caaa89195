//! Payments that repeat: listing them, looking at one, and what the person decides.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use contract::types as wire;
use contract::types::{
    Change, DueState, ExportResult, Nothing, Period, RecurringAddReq, RecurringDay, RecurringDays,
    RecurringDaysReq, RecurringDecideReq, RecurringDetail, RecurringDue, RecurringKind,
    RecurringList, RecurringMonthReq, RecurringPayment, RecurringReq, RecurringState,
    RecurringVerdict,
};
use domain::ids::{AccountId, CategoryId, PlannedId};
use domain::planned::{self, Cadence, RecurrenceError};
use domain::workday::{Calendar, Shift};
use money::{Currency, Money, Rate};

use self::decision::{DOCUMENTS, Decision};
use self::known::{Known, Rule, period_of, shift_of};
use super::forecast::{Basis, rate};
use crate::ports::FileKind;
use crate::session::blocking;
use crate::{App, Failure, dto};

mod calendar;
pub(crate) mod decision;
pub(crate) mod known;
pub(crate) mod moves;

/// Days that the list looks ahead, today included.
const AHEAD_DAYS: i64 = 31;
/// Payments of an item that are shown.
const PAYMENTS: usize = 24;
/// Days to come of an item that are shown.
const NEXT: usize = 6;
/// Payments whose day of the month is told.
const RECENT: usize = 12;
/// What the calendar is saved as.
const CALENDAR: FileKind = FileKind::Data {
    label: "iCalendar",
    extension: "ics",
};
/// Longest name.
const NAME: usize = 120;

impl App {
    /// What repeats, by account.
    pub(crate) async fn recurring_bases(&self) -> Result<Vec<Arc<Basis>>, Failure> {
        let today = self.today();
        let accounts: Vec<AccountId> = self
            .read(move |view| {
                let open = view
                    .accounts(today)?
                    .into_iter()
                    .filter(|account| !account.closed && account.mirror_of.is_none());
                Ok(open.map(|account| account.id).collect())
            })
            .await?;
        let mut bases = Vec::new();
        for account in accounts {
            bases.push(self.basis(Some(account)).await?);
        }
        Ok(bases)
    }

    /// What goes into another calendar: the days of a year ahead, as iCalendar text.
    pub async fn recurring_ics(&self) -> Result<String, contract::ApiError> {
        self.ics()
            .await
            .map_err(|failure| failure.cross("recurring_export"))
    }

    async fn ics(&self) -> Result<String, Failure> {
        let bases = self.recurring_bases().await?;
        Ok(calendar::text(
            moves::listed(bases.iter().flat_map(|basis| &basis.recurring)).into_iter(),
            self.today(),
            self.now(),
        ))
    }
}

/// The person's change of one item, for the history.
fn about(app: &App, label: &str, name: &str) -> store::Origin {
    app.person(label)
        .with_params(serde_json::json!({"subject": name}))
}

/// The item of an id.
fn find<'a>(bases: &'a [Arc<Basis>], id: &str) -> Option<&'a Known> {
    bases
        .iter()
        .flat_map(|basis| &basis.recurring)
        .find(|known| known.item.id == id)
}

/// Whether its payments are still awaited.
fn is_awaited(known: &Known) -> bool {
    known.item.state != RecurringState::Silent
}

pub(crate) async fn recurring_list(app: &App, _: Nothing) -> Result<RecurringList, Failure> {
    let bases = app.recurring_bases().await?;
    let (today, base) = (app.today(), app.base_currency().await?);
    let mut currencies: Vec<Currency> = bases.iter().map(|basis| basis.currency).collect();
    currencies.sort_by(|a, b| a.code().cmp(b.code()));
    currencies.dedup();
    let rates: Vec<Rate> = app
        .read(move |view| {
            let mut rates = Vec::new();
            for from in currencies {
                rates.extend(rate(view, from, base, today)?);
            }
            Ok(rates)
        })
        .await?;
    let home = |minor: i64, currency: Currency| -> Result<Option<i64>, Failure> {
        rates
            .iter()
            .find(|rate| rate.from() == currency)
            .map(|rate| {
                rate.convert(Money::new(minor, currency))
                    .map(|money| money.minor)
                    .map_err(Failure::internal)
            })
            .transpose()
    };
    let mut sums = Sums::default();
    let mut days: Vec<(NaiveDate, i64, bool)> = today
        .iter_days()
        .take(AHEAD_DAYS as usize)
        .map(|day| (day, 0, false))
        .collect();
    let mut without_rate: Vec<String> = Vec::new();
    let last = today + TimeDelta::days(AHEAD_DAYS - 1);
    let listed = moves::listed(bases.iter().flat_map(|basis| &basis.recurring));
    for known in listed
        .iter()
        .filter(|known| is_awaited(known) && known.item.period != Period::Once)
    {
        let Some(yearly) = home(known.yearly, known.currency)? else {
            if !without_rate.contains(&known.item.account_name) {
                without_rate.push(known.item.account_name.clone());
            }
            continue;
        };
        sums.add(known.item.kind, yearly)?;
    }
    for known in listed
        .iter()
        .filter(|known| is_awaited(known) && !known.is_transfer())
    {
        let Some(minor) = home(known.minor, known.currency)? else {
            continue;
        };
        for day in known.days(today - TimeDelta::days(1), last) {
            if let Some((_, out, income)) = days.iter_mut().find(|(date, ..)| *date == day) {
                if minor < 0 {
                    *out = out.saturating_sub(minor);
                } else {
                    *income = true;
                }
            }
        }
    }
    let dearest = days.iter().map(|(_, out, _)| *out).max().unwrap_or(0);
    let ahead = days
        .iter()
        .fold(0_i64, |sum, (_, out, _)| sum.saturating_add(*out));
    let mut items: Vec<wire::RecurringItem> =
        listed.iter().map(|known| known.item.clone()).collect();
    items.sort_by(|a, b| {
        a.next_date
            .cmp(&b.next_date)
            .then_with(|| a.name.cmp(&b.name))
    });
    let amount = |minor| dto::minor(minor, base);
    Ok(RecurringList {
        today: today.to_string(),
        items,
        rejected: bases
            .iter()
            .flat_map(|basis| basis.rejected.iter().cloned())
            .collect(),
        out_monthly: amount((sums.subscriptions + sums.bills) / 12),
        subscriptions_monthly: amount(sums.subscriptions / 12),
        subscriptions_yearly: amount(sums.subscriptions),
        bills_monthly: amount(sums.bills / 12),
        transfers_monthly: amount(sums.transfers / 12),
        income_monthly: amount(sums.income / 12),
        income_percent: (sums.income > 0)
            .then(|| dto::percent(sums.subscriptions + sums.bills, sums.income)),
        ahead: amount(ahead),
        dearest: days
            .iter()
            .find(|(_, out, _)| *out == dearest && dearest > 0)
            .map(|(day, ..)| day.to_string()),
        days: days
            .into_iter()
            .map(|(date, out, income)| RecurringDay {
                date: date.to_string(),
                out: (out > 0).then(|| amount(out)),
                share: share(out, dearest),
                income,
                weekend: matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
            })
            .collect(),
        without_rate,
    })
}

/// Thousandths of `whole`.
fn share(part: i64, whole: i64) -> u32 {
    let whole = i128::from(whole).abs().max(1);
    u32::try_from(i128::from(part).abs() * 1000 / whole).unwrap_or(1000)
}

/// A year's sums, minor units of the base currency, all positive.
#[derive(Default)]
struct Sums {
    subscriptions: i64,
    bills: i64,
    income: i64,
    transfers: i64,
}

impl Sums {
    fn add(&mut self, kind: RecurringKind, yearly: i64) -> Result<(), Failure> {
        let (sum, part) = match kind {
            RecurringKind::Subscription => (&mut self.subscriptions, yearly.saturating_neg()),
            RecurringKind::Bill => (&mut self.bills, yearly.saturating_neg()),
            RecurringKind::Income => (&mut self.income, yearly),
            RecurringKind::Transfer => (&mut self.transfers, yearly.saturating_abs()),
        };
        *sum = sum.checked_add(part).ok_or(store::Error::Overflow)?;
        Ok(())
    }
}

pub(crate) async fn recurring_get(
    app: &App,
    request: RecurringReq,
) -> Result<RecurringDetail, Failure> {
    let bases = app.recurring_bases().await?;
    let known = find(&bases, &request.id).ok_or(Failure::NotFound("recurring"))?;
    let largest = known
        .payments
        .iter()
        .map(|payment| payment.minor.saturating_abs())
        .max()
        .unwrap_or(0);
    let mut all: Vec<RecurringPayment> = Vec::new();
    let mut before = None;
    for payment in &known.payments {
        all.push(RecurringPayment {
            date: payment.date.to_string(),
            amount: dto::minor(payment.minor, known.currency),
            transaction: payment.id.to_string(),
            share: share(payment.minor, largest),
            changed: before.is_some_and(|before| before != payment.minor),
        });
        before = Some(payment.minor);
    }
    let prices = all
        .iter()
        .enumerate()
        .filter(|(at, payment)| *at == 0 || payment.changed)
        .map(|(_, payment)| payment.clone())
        .collect();
    let monthly = match &known.rule {
        Rule::Series { period, .. } => period.months().is_some(),
        Rule::Plan { cadence, .. } => matches!(cadence, Cadence::Months { .. }),
    };
    let recent = known
        .payments
        .get(known.payments.len().saturating_sub(RECENT)..)
        .unwrap_or_default();
    let days = || {
        recent
            .iter()
            .map(|payment| payment.date.day())
            .filter(|_| monthly)
    };
    let (today, far) = (app.today(), app.today() + TimeDelta::days(3 * 366));
    let next = if is_awaited(known) {
        known.days(today, far)
    } else {
        Vec::new()
    };
    Ok(RecurringDetail {
        item: known.item.clone(),
        prices,
        payments: all.split_off(all.len().saturating_sub(PAYMENTS)),
        next: next
            .into_iter()
            .take(NEXT)
            .map(|day| day.to_string())
            .collect(),
        payees: known.payees.clone(),
        day_from: days().min(),
        day_to: days().max(),
        in_forecast: is_awaited(known),
    })
}

pub(crate) async fn recurring_month(
    app: &App,
    request: RecurringMonthReq,
) -> Result<Vec<RecurringDue>, Failure> {
    let month = app.month_or_now(&request.month)?;
    let (today, first, last) = (app.today(), month.first_day(), month.last_day());
    let mut dues: Vec<RecurringDue> = Vec::new();
    let bases = app.recurring_bases().await?;
    for known in moves::listed(bases.iter().flat_map(|basis| &basis.recurring)) {
        let due = |date: NaiveDate, minor: i64, state: DueState| RecurringDue {
            date: date.to_string(),
            id: known.item.id.clone(),
            name: known.item.name.clone(),
            kind: known.item.kind,
            amount: dto::minor(minor, known.currency),
            state,
        };
        let within = |date: &NaiveDate| first <= *date && *date <= last;
        dues.extend(
            known
                .payments
                .iter()
                .filter(|payment| within(&payment.date))
                .map(|payment| due(payment.date, payment.minor, DueState::Paid)),
        );
        if !is_awaited(known) {
            continue;
        }
        if let Some(date) = known.missed.filter(within) {
            dues.push(due(date, known.minor, DueState::Late));
        }
        dues.extend(
            known
                .days(today.max(first - TimeDelta::days(1)), last)
                .into_iter()
                .map(|date| due(date, known.minor, DueState::Upcoming)),
        );
    }
    dues.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.name.cmp(&b.name)));
    Ok(dues)
}

pub(crate) async fn recurring_decide(
    app: &App,
    request: RecurringDecideReq,
) -> Result<Change, Failure> {
    let bases = app.recurring_bases().await?;
    let Some(known) = find(&bases, &request.id) else {
        return restore(app, &request).await;
    };
    let label = match request.verdict {
        Some(RecurringVerdict::Rejected) => "recurring_rejected",
        Some(RecurringVerdict::Confirmed) => "recurring_confirmed",
        Some(RecurringVerdict::Open) => "recurring_forgotten",
        None => "recurring_edited",
    };
    check(known, &request, app.today())?;
    if known.item.own {
        return change_own(app, known, request, label).await;
    }
    let key = known.item.id.clone();
    let stored = app
        .read({
            let key = key.clone();
            move |view| view.document(DOCUMENTS, &key)
        })
        .await?;
    let decision = match request.verdict {
        Some(RecurringVerdict::Open) => None,
        _ => Some(decided(
            known,
            stored
                .as_deref()
                .and_then(|json| serde_json::from_str(json).ok()),
            &request,
        )?),
    };
    let json = decision
        .map(|decision| serde_json::to_string(&decision))
        .transpose()
        .map_err(Failure::internal)?;
    let written = app
        .write(about(app, label, &known.item.name), move |writing| {
            writing.put_document(DOCUMENTS, &key, json.as_deref())
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}

/// Takes back what was rejected.
async fn restore(app: &App, request: &RecurringDecideReq) -> Result<Change, Failure> {
    let key = request.id.clone();
    let stored = {
        let key = key.clone();
        app.read(move |view| view.document(DOCUMENTS, &key)).await?
    };
    if stored.is_none() {
        return Err(Failure::NotFound("recurring"));
    }
    if request.verdict != Some(RecurringVerdict::Open) {
        return Err(Failure::invalid("verdict", "rejected"));
    }
    let label = "recurring_restored";
    let written = app
        .write(app.person(label), move |writing| {
            writing.put_document(DOCUMENTS, &key, None)
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}

/// Refuses what makes no sense, by field.
fn check(known: &Known, request: &RecurringDecideReq, today: NaiveDate) -> Result<(), Failure> {
    let planned = matches!(known.rule, Rule::Plan { .. });
    let theirs = planned && !known.item.own;
    for (field, given) in [
        ("period", request.period.is_some()),
        ("amount", request.amount.is_some()),
        ("nextDate", request.next_date.is_some()),
        ("until", request.until.is_some()),
        ("shift", request.shift.is_some()),
        ("rule", request.rule.is_some()),
    ] {
        if given && (theirs || (field == "rule" && !known.item.own)) {
            return Err(Failure::invalid(field, "planned"));
        }
    }
    if let Some(name) = &request.name {
        name_of(name, true)?;
    }
    if let Some(period) = request.period
        && period_of(period).is_none()
    {
        return Err(Failure::invalid("period", "unknown"));
    }
    if let Some(amount) = chosen(request.amount.as_ref()) {
        let minor = dto::amount("amount", amount, known.currency)?.minor;
        if minor == 0 || (minor < 0) != (known.minor < 0) {
            return Err(Failure::invalid("amount", "sign"));
        }
    }
    let next = chosen(request.next_date.as_ref())
        .map(|day| dto::date("nextDate", day))
        .transpose()?;
    if next.is_some_and(|day| day <= today) {
        return Err(Failure::invalid("nextDate", "past"));
    }
    let until = chosen(request.until.as_ref())
        .map(|day| dto::date("until", day))
        .transpose()?;
    if let (Some(until), Some(next)) = (until, next)
        && until < next
    {
        return Err(Failure::invalid("until", "before_start"));
    }
    Ok(())
}

/// Days before a payment that it is told as due; none as for all.
fn reminder(text: &str) -> Result<Option<u32>, Failure> {
    /// Most days before.
    const MOST: u32 = 60;
    match text.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(days) if days <= MOST => Ok(Some(days)),
            Ok(_) | Err(_) => Err(Failure::invalid("remind", "out_of_range")),
        },
    }
}

/// A text that was given and is not empty.
fn chosen(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn name_of(name: &str, may_be_empty: bool) -> Result<&str, Failure> {
    let name = name.trim();
    if name.is_empty() && !may_be_empty {
        return Err(Failure::invalid("name", "empty"));
    }
    if name.chars().count() > NAME || name.chars().any(char::is_control) {
        return Err(Failure::invalid("name", "too_long"));
    }
    Ok(name)
}

/// The decision after a request.
fn decided(
    known: &Known,
    before: Option<Decision>,
    request: &RecurringDecideReq,
) -> Result<Decision, Failure> {
    let period = match known.rule {
        Rule::Series { period, .. } => period.as_str(),
        Rule::Plan { .. } => "",
    };
    let mut decision = before.unwrap_or_else(|| Decision {
        verdict: RecurringVerdict::Confirmed,
        account: known.item.account.parse().unwrap_or_default(),
        payee: String::new(),
        shown: known.item.name.clone(),
        minor: known.minor,
        period: period.to_owned(),
        rows: Vec::new(),
        name: None,
        kind: None,
        every: None,
        amount: None,
        next: None,
        until: None,
        shift: None,
        remind: None,
        leaving: false,
    });
    decision.payee.clone_from(&known.folded);
    decision.remember(known.payments.iter().map(|payment| payment.id.0));
    if let Some(verdict) = request.verdict {
        decision.verdict = verdict;
    }
    // Who decides has seen the price that stands.
    decision.minor = known.found_minor;
    if let Some(name) = &request.name {
        decision.name = Some(name_of(name, true)?.to_owned()).filter(|name| !name.is_empty());
    }
    if let Some(kind) = request.kind {
        decision.kind = Some(kind);
    }
    if let Some(period) = request.period.and_then(period_of) {
        decision.every = Some(period.as_str().to_owned());
    }
    if request.amount.is_some() {
        decision.amount = chosen(request.amount.as_ref())
            .map(|text| dto::amount("amount", text, known.currency))
            .transpose()?
            .map(|money| money.minor);
    }
    if request.next_date.is_some() {
        decision.next = chosen(request.next_date.as_ref()).map(str::to_owned);
    }
    if request.until.is_some() {
        decision.until = chosen(request.until.as_ref()).map(str::to_owned);
    }
    if let Some(shift) = request.shift {
        decision.shift = Some(shift);
    }
    if let Some(text) = &request.remind {
        decision.remind = reminder(text)?;
    }
    if let Some(leaving) = request.leaving {
        decision.leaving = leaving;
    }
    Ok(decision)
}

/// Changes what the person entered themselves.
async fn change_own(
    app: &App,
    known: &Known,
    request: RecurringDecideReq,
    label: &'static str,
) -> Result<Change, Failure> {
    let id: PlannedId = dto::id("recurring", known.item.id.trim_start_matches('p'))?;
    let mut planned = app
        .read(move |view| Ok(view.planned()?.into_iter().find(|planned| planned.id == id)))
        .await?
        .ok_or(Failure::NotFound("recurring"))?;
    if request.verdict == Some(RecurringVerdict::Rejected) {
        planned.closed = true;
    }
    if let Some(name) = &request.name {
        name_of(name, false)?.clone_into(&mut planned.name);
        planned.payee.clone_from(&planned.name);
    }
    if let Some(text) = chosen(request.amount.as_ref()) {
        planned.amount = dto::amount("amount", text, known.currency)?;
    }
    if let Some(day) = chosen(request.next_date.as_ref()) {
        planned.next_date = dto::date("nextDate", day)?;
    }
    let period = request.period.and_then(period_of);
    let (kept, shifted) = match &planned.cadence {
        Cadence::Rule(rule) => (Some(rule.text().to_owned()), rule.shift()),
        Cadence::Once | Cadence::Days(_) | Cadence::Months { .. } => (None, Shift::None),
    };
    // A plain rhythm goes with its next day, also where weekends and holidays move it.
    let (kept, cadence) = match planned.cadence.plain() {
        Some(plain) => (None, plain),
        None => (kept, planned.cadence.clone()),
    };
    let shift = request.shift.map_or(shifted, shift_of);
    let rule = chosen(request.rule.as_ref()).map(str::to_owned);
    let calendar = Calendar::of(known.currency);
    if let Some(period) = period {
        planned.cadence = plain(period, planned.next_date, shift, calendar)?;
    } else if let Some(text) = rule.or(kept) {
        planned.cadence = ruled(&text, planned.next_date, shift, calendar)?;
    } else if request.next_date.is_some() || request.shift.is_some() {
        let cadence = match cadence {
            Cadence::Months { every, .. } if request.next_date.is_some() => Cadence::Months {
                every,
                day: planned.next_date.day(),
            },
            other => other,
        };
        planned.cadence = moved(cadence, planned.next_date, shift, calendar)?;
    }
    if request.until.is_some() {
        planned.until = chosen(request.until.as_ref())
            .map(|day| dto::date("until", day))
            .transpose()?;
    }
    if planned.until.is_some_and(|until| until < planned.next_date) {
        return Err(Failure::invalid("until", "before_start"));
    }
    let key = known.item.id.clone();
    // What it is and when it is told stand beside the plan, as for those of services.
    let decision = if request.remind.is_some() || request.kind.is_some() {
        let key = key.clone();
        let stored = app.read(move |view| view.document(DOCUMENTS, &key)).await?;
        let stored = stored.and_then(|json| serde_json::from_str(&json).ok());
        let only = RecurringDecideReq {
            remind: request.remind.clone(),
            kind: request.kind,
            ..RecurringDecideReq::default()
        };
        let decision = decided(known, stored, &only)?;
        Some(serde_json::to_string(&decision).map_err(Failure::internal)?)
    } else {
        None
    };
    let written = app
        .write(about(app, label, &known.item.name), move |writing| {
            if let Some(json) = &decision {
                writing.put_document(DOCUMENTS, &key, Some(json))?;
            }
            writing.put_planned(&planned)
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}

pub(crate) async fn recurring_add(app: &App, request: RecurringAddReq) -> Result<Change, Failure> {
    let account: AccountId = dto::id("account", &request.account)?;
    let category: Option<CategoryId> = request
        .category
        .as_deref()
        .map(|id| dto::id("category", id))
        .transpose()?;
    let today = app.today();
    let currency = app
        .read(move |view| {
            Ok(view
                .accounts(today)?
                .into_iter()
                .find(|known| known.id == account && !known.closed)
                .map(|known| known.currency))
        })
        .await?
        .ok_or(Failure::NotFound("account"))?;
    let name = name_of(&request.name, false)?.to_owned();
    let amount = dto::amount("amount", &request.amount, currency)?;
    if amount.minor == 0 {
        return Err(Failure::invalid("amount", "zero"));
    }
    let next_date = dto::date("nextDate", &request.next_date)?;
    if next_date < today {
        return Err(Failure::invalid("nextDate", "past"));
    }
    let until = dto::optional_date("until", request.until.as_deref())?;
    if until.is_some_and(|until| until < next_date) {
        return Err(Failure::invalid("until", "before_start"));
    }
    let (shift, calendar) = (
        request.shift.map_or(Shift::None, shift_of),
        Calendar::of(currency),
    );
    let cadence = match (request.period, period_of(request.period)) {
        (Period::Once, _) => Cadence::Once,
        (_, Some(period)) => plain(period, next_date, shift, calendar)?,
        (_, None) => {
            let text = chosen(request.rule.as_ref())
                .ok_or_else(|| Failure::invalid("period", "unknown"))?;
            ruled(text, next_date, shift, calendar)?
        }
    };
    let label = "recurring_added";
    let written = app
        .write(about(app, label, &name), move |writing| {
            writing.add_planned(&store::Planned {
                id: PlannedId(0),
                payee: name.clone(),
                name,
                account: Some(account),
                to_account: None,
                category,
                amount,
                next_date,
                cadence,
                until,
                count: None,
                closed: false,
                connection: None,
            })
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}

/// A cadence that a recurrence rule says.
fn ruled(
    text: &str,
    first: NaiveDate,
    shift: Shift,
    calendar: Calendar,
) -> Result<Cadence, Failure> {
    let rule = planned::Recurrence::read(text, first, shift, calendar).map_err(|error| {
        let reason = match error {
            RecurrenceError::Syntax => "syntax",
            RecurrenceError::TooOften => "too_often",
            RecurrenceError::Never => "never",
        };
        Failure::invalid("rule", reason)
    })?;
    Ok(Cadence::Rule(rule))
}

/// A plain rhythm whose days begin on `first`; one that holidays move is said as a rule.
fn plain(
    period: engine::recurring::Period,
    first: NaiveDate,
    shift: Shift,
    calendar: Calendar,
) -> Result<Cadence, Failure> {
    moved(period.cadence(first.day()), first, shift, calendar)
}

/// The same days, moved where they are no working days.
fn moved(
    cadence: Cadence,
    first: NaiveDate,
    shift: Shift,
    calendar: Calendar,
) -> Result<Cadence, Failure> {
    match planned::Recurrence::text_of(&cadence).filter(|_| shift != Shift::None) {
        Some(text) => ruled(&text, first, shift, calendar),
        None => Ok(cadence),
    }
}

/// Days that are shown of a rhythm before it is kept.
const SHOWN: usize = 6;

pub(crate) async fn recurring_days(
    app: &App,
    request: RecurringDaysReq,
) -> Result<RecurringDays, Failure> {
    let account: Option<AccountId> = request
        .account
        .as_deref()
        .map(|id| dto::id("account", id))
        .transpose()?;
    let calendar = match account {
        Some(id) => Calendar::of(app.read(move |view| view.currency_of(id)).await?),
        None => Calendar::of(app.base_currency().await?),
    };
    let first = dto::date("first", &request.first)?;
    let shift = request.shift.map_or(Shift::None, shift_of);
    let cadence = ruled(&request.rule, first, shift, calendar)?;
    let today = app.today();
    let far = first.max(today) + TimeDelta::days(10 * 366);
    let days = cadence.days(first, today.max(first - TimeDelta::days(1)), far);
    Ok(RecurringDays {
        days: days.iter().take(SHOWN).map(NaiveDate::to_string).collect(),
    })
}

pub(crate) async fn recurring_export(app: &App, _: Nothing) -> Result<ExportResult, Failure> {
    let text = app.ics().await?;
    let dialogs = app.ports().dialogs.clone();
    let file = blocking(move || {
        let Some(path) = dialogs.save_file("coffer.ics", CALENDAR) else {
            return Ok(None);
        };
        std::fs::write(&path, text)?;
        Ok(path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()))
    })
    .await?;
    Ok(ExportResult { file })
}
