//! Accounts, by group, with what they are worth in the base currency.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::types as wire;
use contract::types::{AccountGroup, AccountUpdateReq, AccountsList, Change, Converted, Nothing};
use domain::account::AccountKind;
use domain::ids::AccountId;
use domain::wealth::Tier;
use money::{Currency, Money};
use store::{AccountEdit, View};

use crate::freshness::known_until;
use crate::{App, Failure, dto};

/// A rate older than this many days is marked.
const STALE_AFTER_DAYS: i64 = 7;

/// Headings of the side bar, in order.
const GROUPS: [&str; 6] = ["cash", "savings", "cards", "investments", "loans", "other"];

const fn group(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Checking | AccountKind::Cash => "cash",
        AccountKind::Savings => "savings",
        AccountKind::CreditCard => "cards",
        AccountKind::Investment | AccountKind::Retirement | AccountKind::Insurance => "investments",
        AccountKind::Loan | AccountKind::Mortgage => "loans",
        AccountKind::Other => "other",
    }
}

/// An amount in another currency with the last rate known on a day; none without a rate.
pub(crate) fn converted(
    view: &View<'_>,
    amount: Money,
    to: Currency,
    day: NaiveDate,
) -> store::Result<Option<(Money, Converted)>> {
    if amount.currency == to {
        return Ok(None);
    }
    let Some((rate, rate_day)) = view.cross_rate(amount.currency, to, day)? else {
        return Ok(None);
    };
    let value = rate.convert(amount).map_err(|_| store::Error::Overflow)?;
    let shown = Converted {
        money: dto::money(value),
        rate: rate.value().round_dp(6).normalize().to_string(),
        rate_date: rate_day.to_string(),
        stale: (day - rate_day).num_days() > STALE_AFTER_DAYS,
    };
    Ok(Some((value, shown)))
}

pub(crate) async fn accounts_list(app: &App, _: Nothing) -> Result<AccountsList, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let zone = app.ports().clock.zone();
    app.read(move |view| list(view, base, today, zone)).await
}

fn list(
    view: &View<'_>,
    base: Currency,
    today: NaiveDate,
    zone: connect::Tz,
) -> store::Result<AccountsList> {
    let mut groups: Vec<AccountGroup> = GROUPS
        .iter()
        .map(|key| AccountGroup {
            key: (*key).to_owned(),
            total: dto::minor(0, base),
            accounts: Vec::new(),
            without_rate: 0,
        })
        .collect();
    let mut totals = [0_i128; GROUPS.len()];
    let accounts = view.accounts(today)?;
    let fresh = known_until(view, &accounts, zone)?;
    for account in accounts {
        let place = GROUPS
            .iter()
            .position(|key| *key == group(account.kind))
            .unwrap_or(GROUPS.len() - 1);
        let conversion = converted(view, account.balance, base, today)?;
        let in_base = if account.currency == base {
            Some(account.balance)
        } else {
            conversion.as_ref().map(|(value, _)| *value)
        };
        if !account.closed && account.mirror_of.is_none() {
            match in_base {
                Some(value) => totals[place] += i128::from(value.minor),
                None => groups[place].without_rate += 1,
            }
        }
        groups[place].accounts.push(wire_account(
            account,
            conversion.map(|(_, shown)| shown),
            &fresh,
        ));
    }
    for (group, total) in groups.iter_mut().zip(totals) {
        let total = i64::try_from(total).map_err(|_| store::Error::Overflow)?;
        group.total = dto::minor(total, base);
    }
    groups.retain(|group| !group.accounts.is_empty());
    Ok(AccountsList { groups })
}

fn wire_account(
    account: store::Account,
    converted: Option<Converted>,
    fresh: &BTreeMap<AccountId, NaiveDate>,
) -> wire::Account {
    let number = account.iban.as_deref().or(account.number.as_deref());
    let as_of = fresh
        .get(&account.id)
        .copied()
        .or(account.refreshed_at.map(|at| at.date_naive()))
        .or(account.span.map(|(_, last)| last));
    wire::Account {
        id: account.id.to_string(),
        monogram: dto::monogram(account.institution.as_deref().unwrap_or(&account.name)),
        number_hint: number.map(dto::number_hint),
        name: account.name,
        kind: dto::kind(account.kind),
        currency: account.currency.code().to_owned(),
        institution: account.institution,
        balance: dto::money(account.balance),
        converted,
        pending: dto::money(account.pending),
        available: account.available.map(dto::money),
        as_of: as_of.map(|day| day.to_string()),
        connection: account.connection.map(|id| id.to_string()),
        mirror_of: account.mirror_of.map(|id| id.to_string()),
        closed: account.closed,
        in_budget: !account.off_budget,
        in_net_worth: !account.off_net_worth,
        owner: account.owner,
        tier: account.tier.map(|tier| tier.as_str().to_owned()),
        transactions: dto::count(account.transactions),
    }
}

pub(crate) async fn account_update(
    app: &App,
    request: AccountUpdateReq,
) -> Result<Change, Failure> {
    let id: AccountId = dto::id("account", &request.id)?;
    let tier = match request.tier.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(word) => Some(Some(
            Tier::from_word(word).ok_or_else(|| Failure::invalid("tier", "unknown"))?,
        )),
    };
    let edit = AccountEdit {
        owner: request
            .owner
            .map(|owner| Some(owner.trim().to_owned()).filter(|owner| !owner.is_empty())),
        tier,
        name: request.name.map(|name| name.trim().to_owned()),
        kind: request.kind.map(dto::kind_of),
        closed: request.closed,
        off_budget: request.in_budget.map(|counted| !counted),
        off_net_worth: request.in_net_worth.map(|counted| !counted),
        ..AccountEdit::default()
    };
    let written = app
        .write(app.person("account_edited"), move |writing| {
            writing.edit_account(id, &edit)
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, "account_edited"))
}
