//! FinWise's accounts.

use axum::http::StatusCode;

use super::filters::{Filters, Page, bare_amount, money};
use super::{Refusal, odd, user_id};
use crate::bank::Bank;
use crate::clock::{instant, zoneless};
use crate::exchange::{Answer, Ask};
use crate::household::{Account, Kind, Upstream, stamp};
use crate::json::{Json, number};
use crate::random::{wire_id, wire_number};
use crate::scenario::Scenario;

/// The identifier of an account.
pub(crate) fn id(bank: &Bank, account: usize) -> String {
    wire_id(bank.household.seed(), "finwise-account", account as u64 + 1)
}

/// The account with an identifier.
pub(crate) fn find(bank: &Bank, id: &str) -> Option<usize> {
    let number = wire_number(bank.household.seed(), "finwise-account", id)?;
    let index = usize::try_from(number.checked_sub(1)?).ok()?;
    let there = index < bank.household.accounts().len();
    (there && bank.household.serves(Upstream::Finwise, index)).then_some(index)
}

/// The accounts served, by index.
pub(crate) fn served(bank: &Bank) -> Vec<usize> {
    (0..bank.household.accounts().len())
        .filter(|index| bank.household.serves(Upstream::Finwise, *index))
        .collect()
}

/// `GET /accounts`
pub(crate) fn list(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let page = Page::of(ask)?;
    let filters = Filters::of(ask)?;
    let ids = filters.ids("id", "ids")?;
    let search = filters
        .text("search")?
        .map(|text| text.replace('*', "").to_lowercase());
    let archived = filters.flag("isArchived")?;
    let user = filters.text("userId")?;
    let mut found = Vec::new();
    for index in served(bank) {
        let account = &bank.household.accounts()[index];
        let listed = ids
            .as_ref()
            .is_none_or(|ids| ids.contains(&id(bank, index).as_str()))
            && archived.is_none_or(|archived| archived == account.closed.is_some())
            && search
                .as_ref()
                .is_none_or(|text| account.name.to_lowercase().contains(text))
            && user.is_none_or(|user| user == user_id(bank));
        if listed {
            found.push(json(bank, index));
        }
    }
    if bank.scenario == Scenario::Odd && archived != Some(true) && ids.is_none() {
        found.extend(odd::accounts(bank));
    }
    let total = found.len();
    Ok(page.answer(page.slice(&found).to_vec(), total))
}

/// `GET /accounts/:id`
pub(crate) fn one(bank: &Bank, id: &str) -> Result<Answer, Refusal> {
    let index = find(bank, id).ok_or_else(|| Refusal::unknown("The account"))?;
    Ok(Answer::json(json(bank, index)))
}

/// `POST /accounts`
pub(crate) fn create(bank: &mut Bank, ask: &Ask) -> Result<Answer, Refusal> {
    let body = Filters::body(ask)?;
    let name = body.required("name")?.to_owned();
    let kind = body.required("type")?.to_owned();
    let sub_type = body.text("subType")?.unwrap_or_default().to_owned();
    let lenient = bank.switches.finwise_lenient && body.get("currentBalance").is_none();
    let (minor, currency) = if lenient {
        let currency = body.text("currency")?.unwrap_or("USD").to_owned();
        let minor = match body.get("initialBalance") {
            Some(_) => bare_amount(ask, "initialBalance", &currency)?,
            None => 0,
        };
        (minor, currency)
    } else {
        money(ask, "currentBalance")?
    };
    let kind = match (kind.as_str(), sub_type.as_str()) {
        ("depository", "savings") => Kind::Savings,
        ("depository", "cash") => Kind::Cash,
        ("depository", _) => Kind::Current,
        ("credit", _) => Kind::CreditCard,
        ("loan", _) => Kind::Loan,
        ("investment", _) => Kind::Investment,
        _ => Kind::Other,
    };
    let changed = bank.household.change();
    let number = body.text("accountNumber")?.map(str::to_owned);
    let today = bank.today();
    let index = bank.household.add_account(Account {
        key: format!("added-{}", bank.household.accounts().len()),
        name,
        kind,
        currency,
        upstream: Upstream::Finwise,
        number,
        opening_minor: minor,
        opened: today,
        closed: None,
        bank_fed: false,
        valued: false,
        shared: true,
        changed,
    });
    keep_members(bank, index, &body);
    Ok(Answer::status(StatusCode::CREATED, json(bank, index)))
}

/// `PATCH /accounts/:id`
pub(crate) fn patch(bank: &mut Bank, id: &str, ask: &Ask) -> Result<Answer, Refusal> {
    let index = find(bank, id).ok_or_else(|| Refusal::unknown("The account"))?;
    let body = Filters::body(ask)?;
    let name = body.text("name")?.map(str::to_owned);
    let changed = bank.household.change();
    let account = bank.household.account_mut(index);
    account.changed = changed;
    if let Some(name) = name {
        account.name = name;
    }
    keep_members(bank, index, &body);
    Ok(Answer::json(json(bank, index)))
}

/// Keeps what the household has no word for.
fn keep_members(bank: &mut Bank, index: usize, body: &Filters) {
    const KEPT: [&str; 8] = [
        "friendlyName",
        "displayName",
        "emoji",
        "excludeFromBudget",
        "excludeFromNetWorth",
        "excludeTransactions",
        "invertAmounts",
        "interestRateType",
    ];
    let kept = bank.finwise.patched.entry(index).or_default();
    for (name, value) in body
        .iter()
        .filter(|(name, _)| KEPT.contains(&name.as_str()))
    {
        kept.retain(|(have, _)| have != name);
        kept.push((name.clone(), Json::from_value(value)));
    }
}

/// `POST /accounts/:id/archive`
pub(crate) fn archive(bank: &mut Bank, id: &str) -> Result<Answer, Refusal> {
    let index = find(bank, id).ok_or_else(|| Refusal::unknown("The account"))?;
    let today = bank.today();
    let changed = bank.household.change();
    let account = bank.household.account_mut(index);
    account.closed = Some(today);
    account.changed = changed;
    Ok(Answer::json(json(bank, index)))
}

/// The balance without pending rows, whoever counts them otherwise.
pub(crate) fn booked(bank: &Bank, index: usize) -> i64 {
    let home = &bank.household;
    let balance = home.balance(index, home.today());
    if home.accounts()[index].upstream.counts_pending() {
        balance - home.pending(index)
    } else {
        balance
    }
}

fn json(bank: &Bank, index: usize) -> Json {
    let home = &bank.household;
    let seed = home.seed();
    let account = &home.accounts()[index];
    let currency = account.currency.as_str();
    let money = |minor: i64| {
        Json::object([
            ("amount", number(minor, currency)),
            ("currencyCode", currency.into()),
        ])
    };
    let booked = booked(bank, index);
    let pending = home.pending(index);
    let (kind, sub_type) = match account.kind {
        Kind::Current => ("depository", "checking"),
        Kind::Savings => ("depository", "savings"),
        Kind::Cash => ("depository", "cash"),
        Kind::CreditCard => ("credit", "credit card"),
        Kind::Loan => ("loan", "consumer"),
        Kind::Investment => ("investment", "brokerage"),
        Kind::Other => ("other", "other"),
    };
    let card = account.kind == Kind::CreditCard;
    let debt = home.card_debt_due(index);
    let institution = account
        .bank_fed
        .then(|| wire_id(seed, "finwise-institution", 1 + index as u64 % 2));
    let mut json = Json::object([
        ("id", id(bank, index).into()),
        ("createdAt", instant(stamp(account.opened, 8 * 60)).into()),
        (
            "updatedAt",
            instant(account.changed.max(home.last_change(index))).into(),
        ),
        ("userId", user_id(bank).into()),
        ("name", account.name.as_str().into()),
        ("displayName", Json::Null),
        ("friendlyName", Json::Null),
        ("accountNumber", account.number.as_deref().into()),
        ("currentBalance", money(booked)),
        (
            "availableBalance",
            (!account.valued).then(|| money(booked + pending)).into(),
        ),
        ("accountType", Json::Null),
        ("type", kind.into()),
        ("subType", sub_type.into()),
        ("originalLoanAmount", Json::Null),
        ("originationDate", Json::Null),
        ("interestRate", Json::Null),
        ("interestRateType", Json::Null),
        ("lastPaymentDate", Json::Null),
        ("lastPaymentAmount", Json::Null),
        ("amountDue", (card && debt > 0).then(|| money(debt)).into()),
        (
            "minimumAmountDue",
            (card && debt > 0).then(|| money(debt.min(2_500))).into(),
        ),
        (
            "archivedAt",
            account.closed.map(|_| zoneless(account.changed)).into(),
        ),
        ("isLinked", account.bank_fed.into()),
        ("institutionId", institution.clone().into()),
        (
            "institutionUserId",
            institution
                .map(|_| wire_id(seed, "finwise-login", 1))
                .into(),
        ),
        ("institution", Json::Null),
        ("emoji", "🏦".into()),
        ("logoBase64", Json::Null),
        ("data", Json::Null),
        ("excludeFromBudget", false.into()),
        ("excludeFromNetWorth", false.into()),
        ("excludeTransactions", false.into()),
        ("invertAmounts", false.into()),
    ]);
    for (name, value) in bank.finwise.patched.get(&index).into_iter().flatten() {
        json.set(name, value.clone());
    }
    json
}
