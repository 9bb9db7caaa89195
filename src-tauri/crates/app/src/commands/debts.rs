//! Debts: accounts that owe, things owed that are no account, and what is entered by hand.
//!
//! By what a debt is paid back the person says, or the service that feeds its account. What the person says is a document of
//! the book under the debt's id: `a7` is account 7, `s3` asset 3, `h1` one entered by hand. One by hand is known as it was
//! stated; its payments since are taken as made. Interest follows [`engine::debts`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::types::{
    Change, Debt, DebtDetail, DebtEnd, DebtKind, DebtOrders, DebtOutcome, DebtPayment, DebtProblem,
    DebtReq, DebtSaveReq, DebtSource, DebtTerms, DebtsPage, DebtsReq,
};
use domain::account::AccountKind;
use domain::budget::Month;
use engine::debts::{self, Never, Order, Payment, Terms, annuity, next_on, schedule};
use money::{Currency, Money, Rate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::View;

use super::forecast::rate;
use crate::{App, Failure, dto};

/// Kind of the documents.
const DOCUMENTS: &str = "debt";
/// Most debts by hand.
const MOST: usize = 100;
const LONGEST_NAME: usize = 120;
/// Digits after the point of a yearly rate.
const RATE_DIGITS: u32 = 6;
/// The day of payments where nobody said any.
const FIRST: u32 = 1;

/// What the person said of a debt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Kept {
    kind: DebtKind,
    rate: String,
    #[serde(default)]
    payment: i64,
    day: u32,
    #[serde(default)]
    extra: i64,
    /// Of one by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hand: Option<Hand>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Hand {
    name: String,
    owed: i64,
    on: NaiveDate,
    currency: String,
}

/// A debt as it stands.
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) name: String,
    source: DebtSource,
    pub(crate) account: Option<domain::ids::AccountId>,
    pub(crate) kind: DebtKind,
    by: DebtTerms,
    pub(crate) owed: Money,
    stated: Option<(i64, NaiveDate)>,
    rate: Option<Decimal>,
    payment: Option<i64>,
    extra: i64,
    day: u32,
}

/// What a service says of a loan.
struct Upstream {
    rate: Option<Decimal>,
    payment: Option<i64>,
    day: Option<u32>,
}

fn upstream(loan: &str, currency: Currency) -> Upstream {
    use chrono::Datelike;
    let fields: Value = serde_json::from_str(loan).unwrap_or_default();
    let payment = fields["next_payment"][0]
        .as_str()
        .filter(|_| fields["next_payment"][1].as_str() == Some(currency.code()));
    let text = |name: &str| fields[name].as_str();
    Upstream {
        rate: text("rate")
            .and_then(|rate| rate.parse().ok())
            .filter(plausible),
        payment: payment
            .and_then(|text| Money::parse(text, currency).ok())
            .map(|amount| amount.minor)
            .filter(|minor| *minor > 0),
        day: text("next_payment_date")
            .and_then(|day| day.parse::<NaiveDate>().ok())
            .map(|day| day.day()),
    }
}

fn plausible(rate: &Decimal) -> bool {
    *rate >= Decimal::ZERO && *rate <= Decimal::ONE_HUNDRED
}

fn kept(view: &View<'_>) -> store::Result<BTreeMap<String, Kept>> {
    Ok(view
        .documents(DOCUMENTS)?
        .into_iter()
        .filter_map(|(key, body)| Some((key, serde_json::from_str(&body).ok()?)))
        .collect())
}

/// Every debt of the book.
pub(crate) fn all(view: &View<'_>, today: NaiveDate) -> store::Result<Vec<Known>> {
    let kept = kept(view)?;
    let ties = view.account_ties()?;
    let mut all = Vec::new();
    for account in view.accounts(today)? {
        let key = format!("a{}", account.id);
        let own = kept.get(&key);
        let owes = account.balance.minor < 0;
        if account.closed || account.mirror_of.is_some() {
            continue;
        }
        // An overdrawn account is no debt of terms, a card that owes nothing now is still one.
        if !account.kind.is_liability() && own.is_none() {
            continue;
        }
        let loan = ties
            .get(&account.id)
            .and_then(|tie| tie.loan.as_deref())
            .map(|loan| upstream(loan, account.currency));
        let kind = match (own, account.kind) {
            (Some(own), _) => own.kind,
            (None, AccountKind::CreditCard) => DebtKind::Revolving,
            (None, _) => DebtKind::Loan,
        };
        all.push(
            Known {
                id: key,
                name: account.name,
                source: DebtSource::Account,
                account: Some(account.id),
                kind,
                by: DebtTerms::Missing,
                owed: Money::new(
                    if owes {
                        account.balance.minor.saturating_neg()
                    } else {
                        0
                    },
                    account.currency,
                ),
                stated: None,
                rate: None,
                payment: None,
                extra: 0,
                day: FIRST,
            }
            .with(own, loan),
        );
    }
    for asset in view.assets()? {
        let over = asset.until.is_some_and(|until| until <= today);
        let worth = asset
            .valuations
            .iter()
            .rev()
            .find(|(day, _)| *day <= today)
            .map(|(_, worth)| *worth);
        let (true, false, Some(worth)) = (asset.owed, over, worth) else {
            continue;
        };
        let key = format!("s{}", asset.id);
        let own = kept.get(&key).cloned();
        all.push(
            Known {
                id: key,
                name: asset.name,
                source: DebtSource::Asset,
                account: None,
                kind: DebtKind::Loan,
                by: DebtTerms::Missing,
                owed: worth,
                stated: None,
                rate: None,
                payment: None,
                extra: 0,
                day: FIRST,
            }
            .with(own.as_ref(), None),
        );
    }
    for (key, own) in &kept {
        let Some(hand) = &own.hand else {
            continue;
        };
        let Ok(currency) = Currency::parse(&hand.currency) else {
            continue;
        };
        let mut known = Known {
            id: key.clone(),
            name: hand.name.clone(),
            source: DebtSource::Hand,
            account: None,
            kind: own.kind,
            by: DebtTerms::Missing,
            owed: Money::new(hand.owed, currency),
            stated: Some((hand.owed, hand.on)),
            rate: None,
            payment: None,
            extra: 0,
            day: FIRST,
        }
        .with(Some(own), None);
        known.carry_on(hand.on, today);
        all.push(known);
    }
    Ok(all)
}

impl Known {
    /// With what the person said, or else the service.
    fn with(mut self, own: Option<&Kept>, loan: Option<Upstream>) -> Self {
        if let Some(own) = own {
            self.by = DebtTerms::Own;
            self.kind = own.kind;
            self.rate = own.rate.parse().ok().filter(plausible);
            self.payment = (own.payment > 0).then_some(own.payment);
            self.extra = own.extra;
            self.day = own.day;
        } else if let Some(loan) = loan
            && (loan.rate.is_some() || loan.payment.is_some())
        {
            self.by = DebtTerms::Upstream;
            self.rate = loan.rate;
            self.payment = loan.payment;
            self.day = loan.day.unwrap_or(FIRST);
        }
        self
    }

    /// Takes the payments between the day it was stated on and today as made.
    fn carry_on(&mut self, on: NaiveDate, today: NaiveDate) {
        let due = match self.kind {
            DebtKind::Deferred => {
                if next_on(self.day, on) <= today {
                    self.owed.minor = 0;
                }
                return;
            }
            _ => self.terms(on),
        };
        if let Some(Ok(rows)) = due.map(|terms| schedule(&terms))
            && let Some(last) = rows.iter().take_while(|row| row.date <= today).last()
        {
            self.owed.minor = last.left;
        }
    }

    /// What it is paid back by after a day, if that is known.
    pub(crate) fn terms(&self, after: NaiveDate) -> Option<Terms> {
        Some(Terms {
            owed: self.owed.minor,
            rate: self.rate?,
            payment: self.payment?,
            extra: self.extra,
            first: next_on(self.day, after),
            day: self.day,
        })
    }

    /// What is paid each month, beyond what is agreed too.
    pub(crate) fn monthly(&self) -> Option<i64> {
        Some(self.payment?.saturating_add(self.extra))
    }

    /// The yearly rate in percent.
    pub(crate) const fn yearly(&self) -> Option<Decimal> {
        self.rate
    }

    /// Every payment to come.
    pub(crate) fn payments(&self, today: NaiveDate) -> Result<Vec<Payment>, DebtProblem> {
        if self.owed.minor == 0 {
            return Ok(Vec::new());
        }
        if self.kind == DebtKind::Deferred {
            return Ok(vec![Payment {
                date: next_on(self.day, today),
                paid: self.owed.minor,
                interest: 0,
                principal: self.owed.minor,
                left: 0,
            }]);
        }
        let terms = self.terms(today).ok_or(DebtProblem::NoTerms)?;
        schedule(&terms).map_err(|never| match never {
            Never::BelowInterest { .. } => DebtProblem::BelowInterest,
            Never::TooLong => DebtProblem::TooLong,
        })
    }

    fn wire(&self, today: NaiveDate) -> Debt {
        let currency = self.owed.currency;
        let amount = |minor: i64| dto::minor(minor, currency);
        let payments = self.payments(today);
        let rows = payments.as_deref().unwrap_or_default();
        let interest = interest(rows);
        let mut saved = (0, 0);
        if self.extra > 0
            && self.kind != DebtKind::Deferred
            && let Some(terms) = self.terms(today)
            && let Ok(plain) = schedule(&Terms { extra: 0, ..terms })
            && payments.is_ok()
        {
            saved = (
                self::interest(&plain).saturating_sub(interest),
                plain.len().saturating_sub(rows.len()),
            );
        }
        Debt {
            id: self.id.clone(),
            name: self.name.clone(),
            source: self.source,
            account: self.account.map(|id| id.to_string()),
            kind: self.kind,
            terms: self.by,
            owed: dto::money(self.owed),
            stated: self.stated.map(|(minor, _)| amount(minor)),
            on: self.stated.map(|(_, day)| day.to_string()),
            rate: self.rate.map(|rate| rate.normalize().to_string()),
            payment: self.payment.map(amount),
            extra: amount(self.extra),
            day: self.day,
            next: rows.first().map(|row| row.date.to_string()),
            ends: rows.last().map(|row| row.date.to_string()),
            payments: dto::length(rows.len()),
            interest: amount(interest),
            saved_interest: amount(saved.0),
            saved_payments: dto::length(saved.1),
            problem: payments.as_ref().err().copied(),
            month_interest: self
                .rate
                .filter(|_| payments == Err(DebtProblem::BelowInterest))
                .map(|rate| amount(debts::month_interest(self.owed.minor, rate))),
        }
    }
}

fn interest(rows: &[Payment]) -> i64 {
    rows.iter()
        .fold(0_i64, |sum, row| sum.saturating_add(row.interest))
}

pub(crate) async fn debts_get(app: &App, request: DebtsReq) -> Result<DebtsPage, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let extra = optional("extra", &request.extra, base)?;
    let (known, rates) = app
        .read(move |view| {
            let mut known = all(view, today)?;
            known.sort_by_key(|debt| std::cmp::Reverse(debt.owed.minor));
            let mut rates: BTreeMap<Currency, Rate> = BTreeMap::new();
            for debt in &known {
                if let Some(rate) = rate(view, debt.owed.currency, base, today)? {
                    rates.insert(debt.owed.currency, rate);
                }
            }
            Ok((known, rates))
        })
        .await?;
    crate::session::blocking(move || Ok(page(&known, &rates, (base, today), extra))).await
}

fn page(
    known: &[Known],
    rates: &BTreeMap<Currency, Rate>,
    (base, today): (Currency, NaiveDate),
    extra: i64,
) -> DebtsPage {
    let in_base = |minor: i64, currency: Currency| {
        rates
            .get(&currency)
            .and_then(|rate| rate.convert(Money::new(minor, currency)).ok())
            .map(|amount| amount.minor)
    };
    let (mut owed, mut monthly, mut interest) = (0_i64, 0_i64, 0_i64);
    let mut ends: Option<NaiveDate> = None;
    let mut endless = false;
    let mut without_rate = Vec::new();
    let mut compared: Vec<(&Known, debts::Debt)> = Vec::new();
    for debt in known {
        let currency = debt.owed.currency;
        let Some(here) = in_base(debt.owed.minor, currency) else {
            without_rate.push(debt.name.clone());
            continue;
        };
        owed = owed.saturating_add(here);
        let rows = debt.payments(today);
        match &rows {
            Ok(rows) => {
                ends = ends.max(rows.last().map(|row| row.date));
                interest = interest
                    .saturating_add(in_base(self::interest(rows), currency).unwrap_or_default());
            }
            Err(_) => endless = true,
        }
        if debt.kind != DebtKind::Deferred
            && debt.owed.minor > 0
            && let (Some(rate), Some(payment)) = (debt.rate, debt.payment)
        {
            let payment = in_base(payment.saturating_add(debt.extra), currency).unwrap_or_default();
            monthly = monthly.saturating_add(payment);
            let one = debts::Debt {
                owed: here,
                rate,
                payment,
            };
            compared.push((debt, one));
        }
    }
    let orders = (!compared.is_empty()).then(|| {
        let plain: Vec<debts::Debt> = compared.iter().map(|(_, debt)| *debt).collect();
        let names: Vec<&Known> = compared.iter().map(|(debt, _)| *debt).collect();
        let of = |order| outcome(&plain, &names, (extra, order), (base, today));
        DebtOrders {
            extra: dto::minor(extra, base),
            debts: dto::length(plain.len()),
            as_is: of(Order::AsIs),
            snowball: of(Order::Snowball),
            avalanche: of(Order::Avalanche),
        }
    });
    DebtsPage {
        today: today.to_string(),
        currency: base.code().to_owned(),
        owed: dto::minor(owed, base),
        monthly: dto::minor(monthly, base),
        interest: dto::minor(interest, base),
        ends: ends
            .filter(|_| !endless)
            .map(|day| Month::of(day).to_string()),
        debts: known.iter().map(|debt| debt.wire(today)).collect(),
        orders,
        without_rate,
    }
}

fn outcome(
    debts: &[debts::Debt],
    known: &[&Known],
    (extra, order): (i64, Order),
    (base, today): (Currency, NaiveDate),
) -> Option<DebtOutcome> {
    let found = debts::pay_in_order(debts, extra, order)?;
    let now = Month::of(today);
    let month = |months: u32| now.plus(i32::try_from(months).unwrap_or(0)).to_string();
    Some(DebtOutcome {
        month: month(found.months),
        months: found.months,
        interest: dto::minor(found.interest, base),
        ends: found
            .paid
            .iter()
            .map(|paid| DebtEnd {
                debt: known[paid.debt].id.clone(),
                name: known[paid.debt].name.clone(),
                month: month(paid.months),
            })
            .collect(),
    })
}

pub(crate) async fn debt_get(app: &App, request: DebtReq) -> Result<DebtDetail, Failure> {
    let today = app.today();
    let known = app.read(move |view| all(view, today)).await?;
    let debt = known
        .into_iter()
        .find(|debt| debt.id == request.debt)
        .ok_or(Failure::NotFound("debt"))?;
    let amount = |minor: i64| dto::minor(minor, debt.owed.currency);
    Ok(DebtDetail {
        debt: debt.wire(today),
        payments: debt
            .payments(today)
            .unwrap_or_default()
            .iter()
            .map(|row| DebtPayment {
                date: row.date.to_string(),
                paid: amount(row.paid),
                interest: amount(row.interest),
                principal: amount(row.principal),
                left: amount(row.left),
            })
            .collect(),
    })
}

/// An amount that may be left out, never negative.
fn optional(field: &str, text: &str, currency: Currency) -> Result<i64, Failure> {
    if text.trim().is_empty() {
        return Ok(0);
    }
    let minor = dto::amount(field, text, currency)?.minor;
    if minor < 0 {
        return Err(Failure::invalid(field, "negative"));
    }
    Ok(minor)
}

pub(crate) async fn debt_save(app: &App, request: DebtSaveReq) -> Result<Change, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let (known, kept) = app
        .read(move |view| Ok((all(view, today)?, kept(view)?)))
        .await?;
    let before = match request.debt.as_deref() {
        Some(id) => Some(
            known
                .iter()
                .find(|debt| debt.id == id)
                .ok_or(Failure::NotFound("debt"))?,
        ),
        None => None,
    };
    let by_hand = before.is_none_or(|debt| debt.source == DebtSource::Hand);
    let currency = match (before, request.currency.as_deref()) {
        (Some(debt), _) => debt.owed.currency,
        (None, Some(code)) => dto::currency("currency", code)?,
        (None, None) => base,
    };
    let hand = if by_hand {
        Some(hand(&request, currency, today)?)
    } else {
        None
    };
    if !(1..=31).contains(&request.day) {
        return Err(Failure::invalid("day", "out_of_range"));
    }
    let deferred = request.kind == DebtKind::Deferred;
    let rate: Decimal = match request.rate.trim() {
        "" => Decimal::ZERO,
        text => money::decimal(text).map_err(|_| Failure::invalid("rate", "number"))?,
    };
    if !plausible(&rate) || rate.scale() > RATE_DIGITS {
        return Err(Failure::invalid("rate", "out_of_range"));
    }
    let owed = match (&hand, before) {
        (Some(hand), _) => hand.owed,
        (None, Some(debt)) => debt.owed.minor,
        (None, None) => 0,
    };
    let payment = match (request.payment.as_deref(), request.months) {
        _ if deferred => 0,
        (Some(_), Some(_)) => return Err(Failure::invalid("months", "both")),
        (Some(text), None) => optional("payment", text, currency)?,
        (None, Some(months)) => {
            annuity(owed, rate, months).ok_or_else(|| Failure::invalid("months", "out_of_range"))?
        }
        (None, None) => 0,
    };
    if payment == 0 && !deferred && owed > 0 {
        return Err(Failure::invalid("payment", "zero"));
    }
    let body = Kept {
        kind: request.kind,
        rate: if deferred { Decimal::ZERO } else { rate }
            .normalize()
            .to_string(),
        payment,
        day: request.day,
        extra: if deferred {
            0
        } else {
            optional("extra", &request.extra, currency)?
        },
        hand,
    };
    let key = if let Some(id) = request.debt {
        id
    } else {
        let numbers = kept
            .keys()
            .filter_map(|key| key.strip_prefix('h')?.parse::<u32>().ok());
        let next = numbers.max().map_or(1, |last| last + 1);
        if kept.len() >= MOST {
            return Err(Failure::invalid("debt", "too_many"));
        }
        format!("h{next}")
    };
    let body = serde_json::to_string(&body).map_err(Failure::internal)?;
    put(app, "debt_saved", key, Some(body)).await
}

fn hand(request: &DebtSaveReq, currency: Currency, today: NaiveDate) -> Result<Hand, Failure> {
    let name = request.name.as_deref().unwrap_or_default().trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Failure::invalid("name", "length"));
    }
    let text = request.owed.as_deref().unwrap_or_default();
    let owed = dto::amount("owed", text, currency)?.minor;
    if owed <= 0 {
        return Err(Failure::invalid("owed", "zero"));
    }
    let on = dto::optional_date("on", request.on.as_deref())?.unwrap_or(today);
    if on > today {
        return Err(Failure::invalid("on", "future"));
    }
    Ok(Hand {
        name: name.to_owned(),
        owed,
        on,
        currency: currency.code().to_owned(),
    })
}

/// Forgets what the person said of a debt; one by hand is gone with it.
pub(crate) async fn debt_remove(app: &App, request: DebtReq) -> Result<Change, Failure> {
    let key = request.debt.clone();
    let there = app
        .read(move |view| view.document(DOCUMENTS, &key))
        .await?
        .is_some();
    if !there {
        return Err(Failure::NotFound("debt"));
    }
    put(app, "debt_removed", request.debt, None).await
}

async fn put(
    app: &App,
    label: &'static str,
    key: String,
    body: Option<String>,
) -> Result<Change, Failure> {
    let written = app
        .write(app.person(label), move |writing| {
            writing.put_document(DOCUMENTS, &key, body.as_deref())
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, label))
}
