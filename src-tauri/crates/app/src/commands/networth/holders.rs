//! What counts in net worth: accounts and assets alike.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::types::{NetWorthBy, NetWorthGroup};
use domain::account::AccountKind;
use domain::ids::{AccountId, AssetId};
use domain::wealth::{Asset, AssetKind, Tier};
use engine::networth;
use money::Currency;

use super::{Worth, class, value_of};
use crate::dto;

/// An account or an asset.
pub(crate) struct Holder {
    /// An account's number; an asset's is below zero, so that none stands for another.
    pub(crate) id: AccountId,
    pub(crate) name: String,
    /// Class key and colour slot.
    pub(crate) class: (&'static str, u32),
    pub(crate) currency: Currency,
    pub(crate) owner: Option<String>,
    pub(crate) institution: Option<String>,
    pub(crate) tier: Tier,
    /// Nobody chose its tier: money in it is had at once, though what it holds has to be sold.
    pub(super) sold_first: bool,
    /// What of it is money on the first and on the last date, in the currency of the answer.
    pub(super) money: [i64; 2],
}

const fn id_of(asset: AssetId) -> AccountId {
    AccountId(-asset.0)
}

/// Class key and colour slot of an asset.
const fn asset_class(kind: AssetKind, owed: bool) -> (&'static str, u32) {
    if owed {
        return match kind {
            AssetKind::Property => ("home_loan", 4),
            AssetKind::Vehicle
            | AssetKind::Pension
            | AssetKind::Metal
            | AssetKind::PrivateLoan
            | AssetKind::Other => ("loans", 5),
        };
    }
    match kind {
        AssetKind::Property => ("property", 1),
        AssetKind::Vehicle => ("vehicles", 5),
        AssetKind::Pension => ("pension", 6),
        AssetKind::Metal => ("metals", 4),
        AssetKind::PrivateLoan => ("lent", 8),
        AssetKind::Other => ("other", 8),
    }
}

impl Holder {
    pub(super) fn of_account(account: &store::Account) -> Self {
        Self {
            id: account.id,
            name: account.name.clone(),
            class: class(account.kind),
            currency: account.currency,
            owner: account.owner.clone(),
            institution: account.institution.clone(),
            tier: account.tier.unwrap_or(Tier::of_account(account.kind)),
            sold_first: account.tier.is_none() && account.kind == AccountKind::Investment,
            money: [0, 0],
        }
    }

    pub(super) fn of_asset(asset: &Asset) -> Self {
        Self {
            id: id_of(asset.id),
            name: asset.name.clone(),
            class: asset_class(asset.kind, asset.owed),
            currency: asset.currency,
            owner: asset.owner.clone(),
            institution: asset.institution.clone(),
            tier: asset.tier,
            sold_first: false,
            money: [0, 0],
        }
    }

    pub(crate) fn is_asset(&self) -> bool {
        self.id.0 < 0
    }

    /// How it is named on the wire: an account by its number, an asset by `a` and its number.
    pub(crate) fn key(&self) -> String {
        if self.is_asset() {
            format!("a{}", self.id.0.unsigned_abs())
        } else {
            self.id.to_string()
        }
    }
}

/// What an asset was worth on each date.
pub(super) fn series_of(asset: &Asset, dates: &[NaiveDate]) -> networth::Account {
    networth::Account {
        id: id_of(asset.id),
        currency: asset.currency,
        balances: dates
            .iter()
            .filter_map(|date| Some((*date, networth::worth_of(asset, *date)?)))
            .collect(),
        until: asset.until.and_then(|until| until.pred_opt()),
    }
}

/// Sums by owner, institution, currency and tier, the greatest first.
pub(super) fn groups(worth: &Worth) -> Vec<NetWorthGroup> {
    let (first, last) = (worth.points.first(), worth.points.last());
    let kinds = [
        NetWorthBy::Owner,
        NetWorthBy::Institution,
        NetWorthBy::Currency,
        NetWorthBy::Tier,
    ];
    let mut all = Vec::new();
    for by in kinds {
        let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for holder in &worth.accounts {
            let (now, before) = (
                value_of(last, holder.id).unwrap_or(0),
                value_of(first, holder.id).unwrap_or(0),
            );
            let key = match by {
                NetWorthBy::Owner => holder.owner.clone().unwrap_or_default(),
                NetWorthBy::Institution => holder.institution.clone().unwrap_or_default(),
                NetWorthBy::Currency => holder.currency.code().to_owned(),
                NetWorthBy::Tier => holder.tier.as_str().to_owned(),
            };
            let [then, money] = if by == NetWorthBy::Tier {
                holder.money
            } else {
                [0, 0]
            };
            let mut add = |key: String, now: i64, before: i64| {
                let sum = sums.entry(key).or_default();
                sum.0 += now;
                sum.1 += before;
            };
            add(key, now - money, before - then);
            if money != 0 || then != 0 {
                add(Tier::Cash.as_str().to_owned(), money, then);
            }
        }
        let mut list: Vec<(String, (i64, i64))> = sums.into_iter().collect();
        list.sort_by_key(|(key, (now, _))| (std::cmp::Reverse(*now), key.clone()));
        all.extend(list.into_iter().map(|(key, (now, before))| NetWorthGroup {
            by,
            key,
            value: dto::minor(now, worth.currency),
            before: dto::minor(before, worth.currency),
        }));
    }
    all
}
