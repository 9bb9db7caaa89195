//! Payees: a list of them, and everything about one.
//!
//! A payee is a name as it is shown. Several texts of banks may be shown under it, because the person or the book said so
//! ([`names`], [`tidy`]).

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use chrono::NaiveDate;
use contract::types::{
    PayeeLine, PayeeOrder, PayeeProfile, PayeeReq, PayeeRhythm, PayeeShare, PayeeText, PayeesPage,
    PayeesReq,
};
use domain::budget::Month;
use domain::ids::PayeeId;
use domain::text::plain_words;
use money::{Currency, Money};
use rust_decimal::Decimal;
use store::{PayeeRow, View};

use super::transactions::total_in;
use crate::{App, Failure, dto};

pub(crate) mod names;
pub(crate) mod tidy;

/// Most payees of an answer.
const MOST: u32 = 500;
/// Most texts of one payee in an answer.
const TEXTS: usize = 50;

/// A payee as the list sums it up.
struct Group {
    name: String,
    sums: HashMap<Currency, i128>,
    count: u64,
    transfers: u64,
    texts: usize,
    first: NaiveDate,
    last: NaiveDate,
}

pub(crate) async fn payees_page(app: &App, request: PayeesReq) -> Result<PayeesPage, Failure> {
    let (base, today) = (app.base_currency().await?, app.today());
    app.prepare_search()?;
    app.read(move |view| {
        let wanted = plain_words(&request.text);
        let words: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
        let mut lines = groups(view, &words)?
            .into_iter()
            .map(|group| Ok((amount(view, &group, base, today)?, group)))
            .collect::<store::Result<Vec<_>>>()?;
        let size = |sum: &Option<Money>| sum.map_or(0, |sum| sum.minor.unsigned_abs());
        lines.sort_by(|(a, left), (b, right)| {
            let names = || plain_words(&left.name).cmp(&plain_words(&right.name));
            match request.order {
                PayeeOrder::Amount => size(b).cmp(&size(a)).then_with(names),
                PayeeOrder::Count => right.count.cmp(&left.count).then_with(names),
                PayeeOrder::Newest => right.last.cmp(&left.last).then_with(names),
                PayeeOrder::Name => names(),
            }
        });
        let total = dto::length(lines.len());
        lines.truncate(request.limit.clamp(1, MOST) as usize);
        let payees = lines
            .into_iter()
            .map(|(sum, group)| PayeeLine {
                name: group.name,
                sum: sum.map(dto::money),
                count: dto::count(group.count),
                first: group.first.to_string(),
                last: group.last.to_string(),
                texts: dto::length(group.texts),
            })
            .collect();
        Ok(PayeesPage { payees, total })
    })
    .await
}

/// Payees with rows whose name holds every word; without words, those that not only transfers name.
fn groups(view: &View<'_>, words: &[&str]) -> store::Result<Vec<Group>> {
    let mut shown: HashMap<PayeeId, String> = view
        .payees()?
        .into_iter()
        .map(|payee| (payee.id, payee.display.unwrap_or(payee.name)))
        .collect();
    if !words.is_empty() {
        shown.retain(|_, name| {
            let plain = plain_words(name);
            words.iter().all(|word| plain.contains(word))
        });
    }
    let mut groups: HashMap<String, Group> = HashMap::new();
    let mut texts: HashSet<PayeeId> = HashSet::new();
    for tally in view.payee_tallies()? {
        let Some(name) = shown.get(&tally.payee).filter(|name| !name.is_empty()) else {
            continue;
        };
        let group = match groups.get_mut(name) {
            Some(group) => group,
            None => groups.entry(name.clone()).or_insert(Group {
                name: name.clone(),
                sums: HashMap::new(),
                count: 0,
                transfers: 0,
                texts: 0,
                first: tally.first,
                last: tally.last,
            }),
        };
        *group.sums.entry(tally.sum.currency).or_default() += i128::from(tally.sum.minor);
        group.count += tally.count;
        group.transfers += tally.transfers;
        group.texts += usize::from(texts.insert(tally.payee));
        group.first = group.first.min(tally.first);
        group.last = group.last.max(tally.last);
    }
    // An own account is nobody who is paid; who looks for its name finds it all the same.
    let listed = |group: &Group| !words.is_empty() || group.transfers < group.count;
    Ok(groups.into_values().filter(listed).collect())
}

fn amount(
    view: &View<'_>,
    group: &Group,
    base: Currency,
    today: NaiveDate,
) -> store::Result<Option<Money>> {
    let sums = moneys(&group.sums)?;
    total_in(view, &sums, base, today)
}

fn moneys(sums: &HashMap<Currency, i128>) -> store::Result<Vec<Money>> {
    let mut all = sums
        .iter()
        .map(|(currency, minor)| {
            i64::try_from(*minor)
                .map(|minor| Money::new(minor, *currency))
                .map_err(|_| store::Error::Overflow)
        })
        .collect::<store::Result<Vec<_>>>()?;
    all.sort_by(|a, b| a.currency.code().cmp(b.currency.code()));
    Ok(all)
}

pub(crate) async fn payee_get(app: &App, request: PayeeReq) -> Result<PayeeProfile, Failure> {
    let (base, today) = (app.base_currency().await?, app.today());
    let name = request.name;
    let wanted = name.clone();
    let mut profile = app
        .read(move |view| profile(view, wanted, base, today))
        .await?
        .ok_or(Failure::NotFound("payee"))?;
    let folded = domain::text::fold(&name);
    for basis in app.recurring_bases().await? {
        let known = basis
            .recurring
            .iter()
            .filter(|known| known.payees.contains(&name) || known.folded == folded);
        profile.repeating.extend(known.map(|known| PayeeRhythm {
            id: known.item.id.clone(),
            name: known.item.name.clone(),
            period: known.item.period,
            amount: known.item.amount.clone(),
            next_date: known.item.next_date.clone(),
        }));
    }
    Ok(profile)
}

/// None when no row is shown under the name.
fn profile(
    view: &View<'_>,
    name: String,
    base: Currency,
    today: NaiveDate,
) -> store::Result<Option<PayeeProfile>> {
    let payees = view.payees_shown(&name)?;
    let ids: Vec<PayeeId> = payees.iter().map(|payee| payee.id).collect();
    let rows = view.payee_rows(&ids)?;
    let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else {
        return Ok(None);
    };
    let mut sums: HashMap<Currency, i128> = HashMap::new();
    let mut counted = 0_u32;
    for row in rows.iter().filter(|row| row.counted) {
        *sums.entry(row.amount.currency).or_default() += i128::from(row.amount.minor);
        counted += 1;
    }
    let sums = moneys(&sums)?;
    let sum = total_in(view, &sums, base, today)?;
    let average = sum
        .filter(|_| counted > 0)
        .map(|sum| {
            let mean = sum.to_decimal() / Decimal::from(counted);
            money::rounded_minor(mean, base).map_err(|_| store::Error::Overflow)
        })
        .transpose()?;
    let names: HashMap<PayeeId, &str> = payees
        .iter()
        .map(|payee| (payee.id, payee.name.as_str()))
        .collect();
    let by_text = ranked(&rows, |row| row.payee);
    let texts = by_text
        .iter()
        .take(TEXTS)
        .map(|(payee, count)| PayeeText {
            text: names.get(payee).copied().unwrap_or_default().to_owned(),
            count: *count,
            last: rows
                .iter()
                .find(|row| row.payee == *payee)
                .map_or(newest.date, |row| row.date)
                .to_string(),
        })
        .collect();
    let share = |(id, count): (Option<String>, u32)| PayeeShare { id, count };
    Ok(Some(PayeeProfile {
        search: search_of(&name),
        count: dto::length(rows.len()),
        sum: sum.map(dto::money),
        sums: if sums.iter().all(|sum| sum.currency == base) {
            Vec::new()
        } else {
            sums.iter().copied().map(dto::money).collect()
        },
        average: average.map(dto::money),
        first: oldest.date.to_string(),
        last: newest.date.to_string(),
        categories: ranked(&rows, |row| row.category)
            .into_iter()
            .map(|(id, count)| share((id.map(|id| id.to_string()), count)))
            .collect(),
        accounts: ranked(&rows, |row| row.account)
            .into_iter()
            .map(|(id, count)| share((Some(id.to_string()), count)))
            .collect(),
        texts_total: dto::length(by_text.len()),
        texts,
        repeating: Vec::new(),
        renames: names::learned(view)?
            .into_iter()
            .filter(|(_, rename)| rename.name == name)
            .map(|(key, _)| key)
            .collect(),
        name,
    }))
}

/// The search that finds the rows of exactly this payee.
pub(crate) fn search_of(name: &str) -> String {
    format!("payee:\"={}\"", name.replace(['"', '“', '”'], ""))
}

/// How many rows have each value, most first.
fn ranked<K: Eq + Hash + Ord + Copy>(
    rows: &[PayeeRow],
    of: impl Fn(&PayeeRow) -> K,
) -> Vec<(K, u32)> {
    let mut counts: HashMap<K, u32> = HashMap::new();
    for row in rows {
        *counts.entry(of(row)).or_default() += 1;
    }
    let mut counts: Vec<(K, u32)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    counts
}

/// Money from a payee (at least zero) and to it (at most zero) by month in one currency, each row at its day's rate. Rows in currencies
/// without a rate are left out.
pub(crate) fn months(
    view: &View<'_>,
    name: &str,
    base: Currency,
    from: Month,
    to: Month,
) -> store::Result<Vec<(Month, i64, i64)>> {
    let ids: Vec<PayeeId> = view
        .payees_shown(name)?
        .into_iter()
        .map(|payee| payee.id)
        .collect();
    let mut out: Vec<(Month, i64, i64)> = (from.index()..=to.index())
        .map(|index| (Month::from_index(index), 0, 0))
        .collect();
    for row in view.payee_rows(&ids)?.iter().filter(|row| row.counted) {
        let place = usize::try_from(Month::of(row.date).index() - from.index());
        let Some(entry) = place.ok().and_then(|place| out.get_mut(place)) else {
            continue;
        };
        let amount = if row.amount.currency == base {
            Some(row.amount)
        } else {
            view.cross_rate(row.amount.currency, base, row.date)?
                .map(|(rate, _)| rate.convert(row.amount))
                .transpose()
                .map_err(|_| store::Error::Overflow)?
        };
        if let Some(amount) = amount {
            let side = if amount.minor > 0 {
                &mut entry.1
            } else {
                &mut entry.2
            };
            *side = side
                .checked_add(amount.minor)
                .ok_or(store::Error::Overflow)?;
        }
    }
    Ok(out)
}
