//! The cash-flow forecast: what is known ahead, what is usual, and how sure that is.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use connect::Tz;
use contract::types::{
    AccountGrades, Forecast, ForecastDay, ForecastEvent, ForecastLow, ForecastReq, ForecastTested,
    ForecastTotals, KnownBy, Nothing, RecurringRejected, RecurringVerdict,
};
use domain::ids::{AccountId, CategoryId, PayeeId, TransactionId};
use domain::planned::Cadence;
use domain::workday::Calendar;
use engine::forecast::{self, Abstained, DayFlow, Planned, Repeating, Source, Terms};
use engine::recurring::{self, Row};
use money::{Currency, Money, Rate};
use store::View;

use super::recurring::decision::{self, Decision, Trait};
use super::recurring::known::{About, Known, Payment, Rule};
use super::recurring::moves::{MovedRow, Moves};
use crate::freshness::Freshness;
use crate::naming::names;
use crate::{App, Failure, dto, locked};

pub(crate) mod kept;
pub(crate) mod scenario;
pub(crate) mod terms;

/// Years of history that are learned from.
const HISTORY_DAYS: i64 = 3 * 366;

/// Days ahead of the forecast whose method is tried for the page of grades.
const GRADED_DAYS: u32 = 30;

/// Days a forecast may look ahead.
const DAYS: std::ops::RangeInclusive<u32> = 7..=730;

/// What a forecast is made from; kept until the book changes.
pub(crate) struct Basis {
    pub(crate) currency: Currency,
    pub(crate) today: NaiveDate,
    pub(crate) start: i64,
    pub(crate) history: Vec<DayFlow>,
    pub(crate) planned: Vec<Planned>,
    planned_accounts: Vec<String>,
    pub(crate) repeating: Vec<Repeating>,
    repeating_accounts: Vec<String>,
    /// Repeating payments as the person sees them.
    pub(crate) recurring: Vec<Known>,
    /// What the person rejected.
    pub(crate) rejected: Vec<RecurringRejected>,
    pub(crate) accounts: Vec<String>,
    account_ids: Vec<AccountId>,
    without_rate: Vec<String>,
    history_days: u32,
    /// Whether it is of one account.
    alone: bool,
    /// Accounts with stated terms of interest.
    terms: Vec<(AccountId, String, Terms)>,
    /// Of one account with terms: the balance at the end of each day since its latest booking of interest can have been.
    recent: Vec<(NaiveDate, i64)>,
    /// What came of earlier forecasts of the same.
    record: kept::Record,
}

impl App {
    /// The basis of a forecast of one account, or of all day-to-day ones together.
    pub(crate) async fn basis(&self, account: Option<AccountId>) -> Result<Arc<Basis>, Failure> {
        let base = self.base_currency().await?;
        let (today, zone) = (self.today(), self.ports().clock.zone());
        let batch = self
            .read(|view| Ok(view.batches(None, 1)?.first().map_or(0, |batch| batch.id.0)))
            .await?;
        let key = format!("{batch} {today} {base} {account:?}");
        // Whoever asks while it is gathered waits for it: a window asks for several views of it at once.
        let gathered = {
            let open = self.open()?;
            let mut kept = locked(&open.basis);
            let of_batch = format!("{batch} ");
            kept.retain(|key, _| key.starts_with(&of_batch));
            Arc::clone(kept.entry(key).or_default())
        };
        let basis = gathered
            .get_or_try_init(|| async {
                let read = self.read(move |view| gather(view, account, base, today, zone));
                read.await.map(Arc::new)
            })
            .await?;
        Ok(Arc::clone(basis))
    }
}

/// Whether an account is among those that are foretold together.
pub(crate) fn day_to_day(account: &store::Account) -> bool {
    !account.closed
        && !account.off_budget
        && account.mirror_of.is_none()
        && account.kind.is_liquid()
}

struct Booked {
    id: TransactionId,
    account: AccountId,
    date: NaiveDate,
    minor: i64,
    payee: PayeeId,
    category: Option<CategoryId>,
    /// The other leg, of a transfer.
    leg: Option<TransactionId>,
}

impl Booked {
    const fn moved(&self) -> MovedRow {
        MovedRow {
            minor: self.minor,
            category: self.category,
            leg: self.leg,
        }
    }
}

fn gather(
    view: &View<'_>,
    account: Option<AccountId>,
    base: Currency,
    today: NaiveDate,
    zone: Tz,
) -> store::Result<Basis> {
    let all = view.accounts(today)?;
    // What another source tells of an account beside the ruling one is that account's past.
    let home: HashMap<AccountId, AccountId> = all
        .iter()
        .filter_map(|known| Some((known.id, known.mirror_of?)))
        .collect();
    let mut moves = Moves::of(view, &all)?;
    let covered: Vec<store::Account> = all
        .into_iter()
        .filter(|known| match account {
            Some(id) => known.id == id,
            None => day_to_day(known),
        })
        .collect();
    let home = |id: AccountId| match home.get(&id) {
        Some(ruling) if account != Some(id) => *ruling,
        _ => id,
    };
    let currency = match (account, covered.first()) {
        (Some(_), Some(only)) => only.currency,
        _ => base,
    };
    let mut without_rate = Vec::new();
    let mut rates: HashMap<AccountId, Rate> = HashMap::new();
    for known in &covered {
        match rate(view, known.currency, currency, today)? {
            Some(rate) => {
                rates.insert(known.id, rate);
            }
            None => without_rate.push(known.name.clone()),
        }
    }
    let convert = |account: AccountId, minor: i64| -> store::Result<i64> {
        let rate = &rates[&account];
        rate.convert(Money::new(minor, rate.from()))
            .map(|value| value.minor)
            .map_err(|_| store::Error::Overflow)
    };
    let mut start = 0_i64;
    for known in covered.iter().filter(|known| rates.contains_key(&known.id)) {
        start += convert(known.id, known.balance.minor)?;
    }
    let from = today - TimeDelta::days(HISTORY_DAYS);
    let mut booked = Vec::new();
    let wanted = |id: AccountId| rates.contains_key(&home(id));
    view.each_transaction_of(&wanted, Some(from), &mut |row| {
        let account = home(row.account);
        if row.date <= today {
            booked.push(Booked {
                id: row.id,
                account,
                date: row.date,
                minor: row.minor,
                payee: row.payee_id,
                category: row.category,
                leg: row.transfer,
            });
        }
    })?;
    moves.legs = view.accounts_of(booked.iter().filter_map(|row| row.leg))?;
    let decided = Decided::of(view, moves)?;
    let mut flows: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    let mut all_flows: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for row in &booked {
        let minor = convert(row.account, row.minor)?;
        *all_flows.entry(row.date).or_default() += minor;
        if !decided.is_foretold(row) {
            *flows.entry(row.date).or_default() += minor;
        }
    }
    let terms: Vec<(AccountId, String, Terms)> = covered
        .iter()
        .filter(|known| rates.contains_key(&known.id))
        .filter_map(|known| {
            let terms = decided.terms.get(&known.id)?;
            Some((known.id, known.name.clone(), *terms))
        })
        .collect();
    let recent = match (account, terms.first()) {
        (Some(_), Some((_, _, terms))) => {
            ends(terms::open_since(terms, today), today, start, &all_flows)
        }
        _ => Vec::new(),
    };
    let history_days = all_flows.keys().next().map_or(0, |first| {
        u32::try_from((today - *first).num_days()).unwrap_or(0)
    });
    let mut basis = Basis {
        currency,
        today,
        start,
        history: flows
            .into_iter()
            .map(|(date, minor)| DayFlow { date, minor })
            .collect(),
        planned: Vec::new(),
        planned_accounts: Vec::new(),
        repeating: Vec::new(),
        repeating_accounts: Vec::new(),
        recurring: Vec::new(),
        rejected: Vec::new(),
        accounts: covered.iter().map(|known| known.name.clone()).collect(),
        account_ids: covered.iter().map(|known| known.id).collect(),
        without_rate,
        history_days,
        alone: account.is_some(),
        terms,
        recent,
        record: kept::Record::of(view, account, currency, today, zone)?,
    };
    // The basis is learned in the order of days, whichever source told them.
    booked.sort_by_key(|row| row.date);
    plans(view, &covered, &home, &convert, &decided, &mut basis)?;
    series(view, &covered, &booked, &convert, &decided, &mut basis)?;
    Ok(basis)
}

/// The balance at the end of each day from `since` to today, back from today's.
fn ends(
    since: NaiveDate,
    today: NaiveDate,
    balance: i64,
    flows: &BTreeMap<NaiveDate, i64>,
) -> Vec<(NaiveDate, i64)> {
    let mut ends = Vec::new();
    let (mut day, mut minor) = (today, balance);
    while day >= since {
        ends.push((day, minor));
        minor = minor.saturating_sub(flows.get(&day).copied().unwrap_or(0));
        let Some(before) = day.pred_opt() else { break };
        day = before;
    }
    ends.reverse();
    ends
}

/// What the person decided, which categories are those of subscriptions and of interest, and what moves between own accounts.
struct Decided {
    decisions: Vec<(String, Decision)>,
    subscriptions: Option<CategoryId>,
    interest: Option<CategoryId>,
    terms: BTreeMap<AccountId, Terms>,
    moves: Moves,
}

impl Decided {
    fn of(view: &View<'_>, moves: Moves) -> store::Result<Self> {
        let categories = view.categories()?;
        let of_key = |key: &str| {
            let found = (categories.iter()).find(|category| category.key.as_deref() == Some(key));
            found.map(|category| category.id)
        };
        Ok(Self {
            decisions: decision::all(view)?,
            subscriptions: of_key("subscriptions"),
            interest: of_key("interest"),
            terms: terms::all(view)?,
            moves,
        })
    }

    /// Whether a row is a booking of interest that the terms of its account foretell.
    fn is_foretold(&self, row: &Booked) -> bool {
        let terms = self.terms.get(&row.account);
        self.interest.is_some()
            && row.category == self.interest
            && terms.is_some_and(|terms| terms::foretold(terms, row.minor))
    }

    fn is_subscription(&self, category: Option<CategoryId>) -> bool {
        category.is_some() && category == self.subscriptions
    }

    fn by_key(&self, key: &str) -> Option<&Decision> {
        self.decisions
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, decision)| decision)
    }
}

pub(crate) fn rate(
    view: &View<'_>,
    from: Currency,
    to: Currency,
    day: NaiveDate,
) -> store::Result<Option<Rate>> {
    if from == to {
        return Ok(Some(Rate::identity(from)));
    }
    Ok(view.cross_rate(from, to, day)?.map(|(rate, _)| rate))
}

type Convert<'a> = dyn Fn(AccountId, i64) -> store::Result<i64> + 'a;

fn plans(
    view: &View<'_>,
    covered: &[store::Account],
    home: &dyn Fn(AccountId) -> AccountId,
    convert: &Convert<'_>,
    decided: &Decided,
    basis: &mut Basis,
) -> store::Result<()> {
    let all = view.planned()?;
    for planned in &all {
        let Some(at) = planned.account else {
            continue;
        };
        let Some(account) = covered.iter().find(|known| known.id == home(at)) else {
            continue;
        };
        // Both sources of an account know its standing orders: the ruling one's count.
        let told_by_ruling = account.id != at
            && all.iter().any(|other| {
                other.account == Some(account.id)
                    && !other.closed
                    && other.amount == planned.amount
                    && other.cadence == planned.cadence
            });
        if told_by_ruling {
            continue;
        }
        if planned.closed
            || planned.amount.currency != account.currency
            || basis.without_rate.contains(&account.name)
        {
            continue;
        }
        let until = last_occurrence(planned);
        let next = match &planned.cadence {
            Cadence::Once | Cadence::Days(_) | Cadence::Months { .. }
                if planned.next_date > basis.today =>
            {
                planned.next_date
            }
            // A plan whose day went by without an entry is expected at its next occurrence.
            cadence => match cadence.next_after(planned.next_date, basis.today) {
                Some(next) => next,
                None => continue,
            },
        };
        if until.is_some_and(|until| next > until) {
            continue;
        }
        let minor = convert(account.id, planned.amount.minor)?;
        let label = if planned.payee.is_empty() {
            &planned.name
        } else {
            &planned.payee
        };
        let key = format!("p{}", planned.id);
        let decision = decided.by_key(&key);
        if decision.is_some_and(|decision| decision.verdict == RecurringVerdict::Rejected) {
            basis.rejected.push(RecurringRejected {
                id: key,
                name: label.clone(),
                amount: dto::money(planned.amount),
            });
            continue;
        }
        let about = About {
            account,
            shown: label.clone(),
            folded: domain::text::fold(label),
            payees: vec![label.clone()],
            category: planned.category,
            is_subscription: decided.is_subscription(planned.category),
            moved: decided.moves.planned(
                account.kind,
                MovedRow {
                    minor: planned.amount.minor,
                    category: planned.category,
                    leg: None,
                },
                planned.to_account,
            ),
        };
        basis
            .recurring
            .push(Known::planned(planned, about, (next, until), decision));
        basis.planned.push(Planned {
            label: label.clone(),
            payee: domain::text::fold(label),
            minor,
            first: anchor_of(planned, next),
            cadence: planned.cadence.clone(),
            until,
        });
        basis.planned_accounts.push(account.name.clone());
    }
    Ok(())
}

/// The day that a plan's days are counted from: a rule's own, else its next.
pub(crate) const fn anchor_of(planned: &store::Planned, next: NaiveDate) -> NaiveDate {
    match planned.cadence {
        Cadence::Rule(_) => planned.next_date,
        Cadence::Once | Cadence::Days(_) | Cadence::Months { .. } => next,
    }
}

/// The last day a plan falls on, from its end date or its remaining count.
fn last_occurrence(planned: &store::Planned) -> Option<NaiveDate> {
    let by_count = planned.count.and_then(|count| {
        let mut day = planned.next_date;
        for _ in 1..count.min(1_000) {
            day = planned.cadence.next_after(planned.next_date, day)?;
        }
        Some(day)
    });
    match (planned.until, by_count) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn series(
    view: &View<'_>,
    covered: &[store::Account],
    booked: &[Booked],
    convert: &Convert<'_>,
    decided: &Decided,
    basis: &mut Basis,
) -> store::Result<()> {
    let names = names(view, &booked.iter().map(|row| row.payee).collect())?;
    for account in covered {
        let own: Vec<&Booked> = booked
            .iter()
            .filter(|row| row.account == account.id)
            .collect();
        let rows: Vec<Row<'_>> = own
            .iter()
            .map(|row| Row {
                date: row.date,
                minor: row.minor,
                payee: names.get(&row.payee).map_or("", |(folded, _)| folded),
            })
            .collect();
        let all = recurring::detect(&rows, basis.today, Calendar::of(account.currency));
        let traits: Vec<Trait<'_>> = all
            .iter()
            .map(|found| Trait {
                account: account.id.0,
                payee: found.rows.last().map_or("", |place| rows[*place].payee),
                minor: found.minor,
                period: found.period,
                rows: found.rows.iter().map(|place| own[*place].id.0).collect(),
            })
            .collect();
        let held = decision::assign(&traits, &decided.decisions);
        for (found, held) in all.iter().zip(held) {
            let one = held.and_then(|place| decided.decisions.get(place));
            let confirmed =
                one.is_some_and(|(_, decision)| decision.verdict == RecurringVerdict::Confirmed);
            let past: Vec<&Booked> = found.rows.iter().map(|place| own[*place]).collect();
            let Some(last) = past.last() else {
                continue;
            };
            // What fell silent is of interest only to somebody who waits for it.
            if found.ended && !confirmed {
                continue;
            }
            let (folded, shown) = names.get(&last.payee).cloned().unwrap_or_default();
            if let Some((key, decision)) = one
                && decision.verdict == RecurringVerdict::Rejected
            {
                basis.rejected.push(RecurringRejected {
                    id: key.clone(),
                    name: shown,
                    amount: dto::minor(found.minor, account.currency),
                });
                continue;
            }
            let mut payees: Vec<String> = Vec::new();
            for row in &past {
                if let Some((_, name)) = names.get(&row.payee)
                    && !payees.contains(name)
                {
                    payees.push(name.clone());
                }
            }
            let about = About {
                account,
                shown,
                folded,
                payees,
                category: last.category,
                is_subscription: decided.is_subscription(last.category),
                moved: decided.moves.series(
                    account.kind,
                    &past.iter().map(|row| row.moved()).collect::<Vec<_>>(),
                ),
            };
            let payments = past
                .iter()
                .map(|row| Payment {
                    id: row.id,
                    date: row.date,
                    minor: row.minor,
                    leg: row.leg,
                })
                .collect();
            let mut known = Known::found(found, about, payments, one, basis.today);
            let flows: store::Result<Vec<DayFlow>> = past
                .iter()
                .map(|row| {
                    Ok(DayFlow {
                        date: row.date,
                        minor: convert(row.account, row.minor)?,
                    })
                })
                .collect();
            let Rule::Series {
                period,
                anchor,
                next,
            } = known.rule
            else {
                continue;
            };
            let repeating = Repeating {
                label: known.item.name.clone(),
                payee: known.folded.clone(),
                minor: convert(account.id, known.minor)?,
                period,
                anchor,
                next_date: next,
                until: known.until,
                booked: flows?,
            };
            let plan =
                basis
                    .planned
                    .iter()
                    .zip(&basis.planned_accounts)
                    .position(|(planned, at)| {
                        *at == account.name
                            && forecast::stands_for(planned, &repeating, basis.today)
                    });
            match plan.and_then(|place| basis.recurring.get_mut(place)) {
                // One payment, told by the service and found in the rows.
                Some(planned) if planned.payments.is_empty() => planned.adopt(&mut known),
                Some(_) | None => basis.recurring.push(known),
            }
            if !found.ended && !past.iter().all(|row| decided.is_foretold(row)) {
                basis.repeating.push(repeating);
                basis.repeating_accounts.push(account.name.clone());
            }
        }
    }
    Ok(())
}

/// A forecast with the basis it was made from.
pub(crate) struct Made {
    pub(crate) basis: Arc<Basis>,
    /// Without the interest of accounts with terms.
    bare: forecast::Forecast,
    pub(crate) forecast: forecast::Forecast,
    interest: Vec<terms::OfAccount>,
    interest_rates: Vec<Option<Rate>>,
    pub(crate) floor: Money,
}

impl App {
    /// Makes a forecast.
    pub(crate) async fn forecast(
        &self,
        days: u32,
        account: Option<AccountId>,
    ) -> Result<Made, Failure> {
        if !DAYS.contains(&days) {
            return Err(Failure::invalid("days", "out_of_range"));
        }
        let settings = self.settings().await?;
        let base = dto::currency("baseCurrency", &settings.base_currency)?;
        let floor = dto::amount("floor", &settings.floor, base)?;
        let basis = self.basis(account).await?;
        // The floor is a wish in the base currency; another currency's account gets it by today's rate.
        let floor = if basis.currency == base {
            floor
        } else {
            let (today, to) = (basis.today, basis.currency);
            let rate = self.read(move |view| rate(view, base, to, today)).await?;
            match rate {
                Some(rate) => rate.convert(floor).map_err(Failure::internal)?,
                None => Money::zero(basis.currency),
            }
        };
        let made = Arc::clone(&basis);
        let bare =
            crate::session::blocking(move || Ok(made.project(days, Some(floor.minor)))).await?;
        let interest = self.interest_of(&basis, &bare, days).await?;
        let interest_rates = self.interest_rates(&basis, &interest).await?;
        let forecast = terms::applied(&bare, floor.minor, &interest, &interest_rates)?;
        Ok(Made {
            basis,
            bare,
            forecast,
            interest,
            interest_rates,
            floor,
        })
    }
}

impl Made {
    pub(crate) fn events(&self) -> Vec<ForecastEvent> {
        let mut events = Vec::new();
        for day in &self.forecast.days {
            for event in &day.events {
                let (known_by, account) = match event.source {
                    Source::Planned(place) => {
                        (KnownBy::Planned, self.basis.planned_accounts.get(place))
                    }
                    Source::Repeating(place) => {
                        (KnownBy::Detected, self.basis.repeating_accounts.get(place))
                    }
                    Source::Scenario(_) => (KnownBy::Scenario, None),
                    Source::Interest(place) => (KnownBy::Terms, self.interest_account(place)),
                };
                events.push(ForecastEvent {
                    date: day.date.to_string(),
                    name: event.label.clone(),
                    amount: dto::minor(event.minor, self.basis.currency),
                    known_by,
                    account_name: account.cloned().unwrap_or_default(),
                });
            }
        }
        events
    }

    pub(crate) fn lowest(&self) -> ForecastLow {
        let currency = self.basis.currency;
        match &self.forecast.lowest {
            Some(low) => ForecastLow {
                date: low.date.to_string(),
                expected: dto::minor(low.expected, currency),
                low: dto::minor(low.lo.unwrap_or(low.expected), currency),
                high: dto::minor(low.hi.unwrap_or(low.expected), currency),
                below_floor: low.expected < self.floor.minor,
            },
            None => ForecastLow {
                date: self.basis.today.to_string(),
                expected: dto::minor(self.basis.start, currency),
                low: dto::minor(self.basis.start, currency),
                high: dto::minor(self.basis.start, currency),
                below_floor: self.basis.start < self.floor.minor,
            },
        }
    }

    fn totals(&self) -> ForecastTotals {
        let currency = self.basis.currency;
        let totals = self.forecast.totals;
        let days = i64::try_from(self.forecast.days.len()).unwrap_or(1).max(1);
        ForecastTotals {
            known_in: dto::minor(totals.known_in, currency),
            known_out: dto::minor(totals.known_out, currency),
            everyday: dto::minor(totals.everyday, currency),
            everyday_daily: dto::minor(totals.everyday / days, currency),
        }
    }

    fn tested(&self) -> Option<ForecastTested> {
        let tested = self.forecast.tested.filter(|tested| tested.origins > 0)?;
        Some(ForecastTested {
            origins: tested.origins,
            inside_percent: u32::from(tested.inside80_percent),
        })
    }

    fn abstained(&self) -> Option<String> {
        if self.basis.accounts.is_empty() {
            return Some("no_accounts".to_owned());
        }
        self.forecast.abstained.map(|reason| {
            match reason {
                Abstained::NoHistory => "no_history",
                Abstained::ShortHistory => "thin_history",
            }
            .to_owned()
        })
    }

    fn wire(&self, freshness: &Freshness) -> Forecast {
        let currency = self.basis.currency;
        let text = |minor: i64| dto::text(minor, currency);
        Forecast {
            currency: currency.code().to_owned(),
            today: self.basis.today.to_string(),
            start: dto::minor(self.basis.start, currency),
            days: self
                .forecast
                .days
                .iter()
                .map(|day| {
                    let band = day.band.as_ref();
                    ForecastDay {
                        date: day.date.to_string(),
                        expected: text(day.expected),
                        p10: text(band.map_or(day.expected, |band| band.p10)),
                        p25: text(band.map_or(day.expected, |band| band.p25)),
                        p75: text(band.map_or(day.expected, |band| band.p75)),
                        p90: text(band.map_or(day.expected, |band| band.p90)),
                        below_floor: day.expected < self.floor.minor,
                    }
                })
                .collect(),
            lowest: self.lowest(),
            floor: dto::money(self.floor),
            below_floor_percent: self
                .forecast
                .below_floor
                .as_ref()
                .and_then(|below| below.chance_percent)
                .map_or(0, u32::from),
            totals: self.totals(),
            advice: scenario::advice(self),
            events: self.events(),
            abstained: self.abstained(),
            tested: self.tested(),
            graded: self.basis.record.wire(currency),
            history_days: self.basis.history_days,
            accounts: self.basis.accounts.clone(),
            without_rate: self.basis.without_rate.clone(),
            interest: self.wire_interest(),
            freshness: freshness.wire(),
        }
    }
}

impl App {
    /// How old the sources of a forecast's accounts are.
    pub(crate) async fn forecast_freshness(&self, made: &Made) -> Result<Freshness, Failure> {
        let ids = made.basis.account_ids.clone();
        self.freshness(move |account| ids.contains(&account.id))
            .await
    }
}

pub(crate) async fn forecast_get(app: &App, request: ForecastReq) -> Result<Forecast, Failure> {
    let account: Option<AccountId> = request
        .account
        .as_deref()
        .map(|id| dto::id("account", id))
        .transpose()?;
    let made = app.forecast(request.days, account).await?;
    let freshness = app.forecast_freshness(&made).await?;
    Ok(made.wire(&freshness))
}

impl App {
    /// Ids and names of the day-to-day accounts.
    pub(crate) async fn day_to_day_accounts(&self) -> Result<Vec<(AccountId, String)>, Failure> {
        let today = self.today();
        self.read(move |view| {
            let open = view.accounts(today)?.into_iter().filter(day_to_day);
            Ok(open.map(|account| (account.id, account.name)).collect())
        })
        .await
    }
}

/// How the forecasts of every day-to-day account did, all together first.
pub(crate) async fn forecast_grades(app: &App, _: Nothing) -> Result<Vec<AccountGrades>, Failure> {
    let accounts = app.day_to_day_accounts().await?;
    let mut all = vec![(None, String::new())];
    all.extend(accounts.into_iter().map(|(id, name)| (Some(id), name)));
    let mut grades = Vec::new();
    for (account, name) in all {
        let made = app.forecast(GRADED_DAYS, account).await?;
        grades.push(AccountGrades {
            account: account.map(|id| id.to_string()),
            name,
            abstained: made.abstained(),
            graded: made.basis.record.wire(made.basis.currency),
            tested: made.tested(),
        });
    }
    Ok(grades)
}
