//! Assets that are no account: property, vehicles, metals, private loans.

use chrono::NaiveDate;
use contract::types::{
    Asset, AssetKind, AssetPut, AssetPutReq, AssetReq, AssetValueReq, Change, Nothing, Tier,
    Valuation, WearKind,
};
use domain::ids::AssetId;
use domain::wealth;
use engine::networth::worth_of;
use money::{Currency, Money};
use rust_decimal::Decimal;

use crate::commands::journal::change;
use crate::{App, Failure, dto};

/// Longest text of a name.
const LONGEST_NAME: usize = 200;
/// Longest straight line: a century.
const MOST_MONTHS: u32 = 1_200;

const fn kind(kind: wealth::AssetKind) -> AssetKind {
    match kind {
        wealth::AssetKind::Property => AssetKind::Property,
        wealth::AssetKind::Vehicle => AssetKind::Vehicle,
        wealth::AssetKind::Pension => AssetKind::Pension,
        wealth::AssetKind::Metal => AssetKind::Metal,
        wealth::AssetKind::PrivateLoan => AssetKind::PrivateLoan,
        wealth::AssetKind::Other => AssetKind::Other,
    }
}

const fn kind_of(kind: AssetKind) -> wealth::AssetKind {
    match kind {
        AssetKind::Property => wealth::AssetKind::Property,
        AssetKind::Vehicle => wealth::AssetKind::Vehicle,
        AssetKind::Pension => wealth::AssetKind::Pension,
        AssetKind::Metal => wealth::AssetKind::Metal,
        AssetKind::PrivateLoan => wealth::AssetKind::PrivateLoan,
        AssetKind::Other => wealth::AssetKind::Other,
    }
}

const fn tier(tier: wealth::Tier) -> Tier {
    match tier {
        wealth::Tier::Cash => Tier::Cash,
        wealth::Tier::Notice => Tier::Notice,
        wealth::Tier::Taxed => Tier::Taxed,
        wealth::Tier::Locked => Tier::Locked,
    }
}

const fn tier_of(tier: Tier) -> wealth::Tier {
    match tier {
        Tier::Cash => wealth::Tier::Cash,
        Tier::Notice => wealth::Tier::Notice,
        Tier::Taxed => wealth::Tier::Taxed,
        Tier::Locked => wealth::Tier::Locked,
    }
}

pub(crate) async fn assets_list(app: &App, _: Nothing) -> Result<Vec<Asset>, Failure> {
    let today = app.today();
    let assets = app.read(|view| view.assets()).await?;
    Ok(assets.iter().map(|asset| wire(asset, today)).collect())
}

fn wire(asset: &wealth::Asset, today: NaiveDate) -> Asset {
    let (wear, months, rest, percent) = match asset.wear {
        wealth::Wear::None => (WearKind::None, None, None, None),
        wealth::Wear::Line { months, rest } => (
            WearKind::Line,
            Some(months),
            Some(dto::minor(rest, asset.currency)),
            None,
        ),
        wealth::Wear::Part { permille } => (
            WearKind::Part,
            None,
            None,
            Some(format!("{}.{}", permille / 10, permille % 10)),
        ),
    };
    Asset {
        id: asset.id.to_string(),
        name: asset.name.clone(),
        kind: kind(asset.kind),
        owed: asset.owed,
        owner: asset.owner.clone(),
        institution: asset.institution.clone(),
        tier: tier(asset.tier),
        wear,
        wear_months: months,
        wear_rest: rest,
        wear_percent: percent,
        until: asset.until.map(|day| day.to_string()),
        in_net_worth: !asset.off_net_worth,
        note: asset.note.clone(),
        value: worth_of(asset, today).map(|minor| dto::minor(minor, asset.currency)),
        currency: asset.currency.code().to_owned(),
        valuations: asset
            .valuations
            .iter()
            .rev()
            .map(|(day, value)| Valuation {
                date: day.to_string(),
                value: dto::money(*value),
            })
            .collect(),
    }
}

fn worth(field: &str, text: &str, currency: Currency) -> Result<Money, Failure> {
    let amount = dto::amount(field, text.trim(), currency)?;
    if amount.minor < 0 {
        return Err(Failure::invalid(field, "negative"));
    }
    Ok(amount)
}

fn wear(request: &AssetPutReq, currency: Currency) -> Result<wealth::Wear, Failure> {
    Ok(match request.wear.unwrap_or(WearKind::None) {
        WearKind::None => wealth::Wear::None,
        WearKind::Line => {
            let months = request.wear_months.unwrap_or(0);
            if !(1..=MOST_MONTHS).contains(&months) {
                return Err(Failure::invalid("wearMonths", "out_of_range"));
            }
            let rest = match &request.wear_rest {
                Some(text) => worth("wearRest", text, currency)?.minor,
                None => 0,
            };
            wealth::Wear::Line { months, rest }
        }
        WearKind::Part => {
            let bad = || Failure::invalid("wearPercent", "out_of_range");
            let percent = money::decimal(request.wear_percent.as_deref().unwrap_or_default())
                .map_err(|_| bad())?;
            let permille = percent * Decimal::TEN;
            let permille = u32::try_from(permille)
                .ok()
                .filter(|_| permille.fract().is_zero())
                .filter(|permille| (1..=1000).contains(permille))
                .ok_or_else(bad)?;
            wealth::Wear::Part { permille }
        }
    })
}

pub(crate) async fn asset_put(app: &App, request: AssetPutReq) -> Result<AssetPut, Failure> {
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Failure::invalid("name", "length"));
    }
    let adds = request.id.is_none();
    let id: AssetId = match &request.id {
        Some(id) => dto::id("asset", id)?,
        None => AssetId(0),
    };
    let currency = if adds {
        dto::currency("currency", &request.currency)?
    } else {
        let known = app.read(|view| view.assets()).await?;
        known
            .iter()
            .find(|asset| asset.id == id)
            .ok_or(Failure::NotFound("asset"))?
            .currency
    };
    let kind = kind_of(request.kind);
    let today = app.today();
    let day = dto::optional_date("valueDate", request.value_date.as_deref())?.unwrap_or(today);
    let value = request
        .value
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .map(|text| worth("value", text, currency))
        .transpose()?;
    if adds && value.is_none() {
        return Err(Failure::invalid("value", "missing"));
    }
    let asset = wealth::Asset {
        id,
        name: name.to_owned(),
        kind,
        currency,
        owed: request.owed,
        owner: request.owner.clone(),
        institution: request.institution.clone(),
        tier: request.tier.map_or_else(|| kind.tier(), tier_of),
        wear: wear(&request, currency)?,
        until: dto::optional_date("until", request.until.as_deref())?,
        off_net_worth: !request.in_net_worth.unwrap_or(true),
        note: request.note.clone(),
        valuations: value.map(|value| (day, value)).into_iter().collect(),
    };
    let label = if adds { "asset_added" } else { "asset_changed" };
    let written = app
        .write(app.person(label), move |writing| {
            if adds {
                return writing.add_asset(&asset);
            }
            writing.put_asset(&asset)?;
            for (day, value) in &asset.valuations {
                writing.put_valuation(asset.id, *day, *value)?;
            }
            Ok(asset.id)
        })
        .await?;
    Ok(AssetPut {
        id: written.value.to_string(),
        change: change(written.batch, 1, label),
    })
}

pub(crate) async fn asset_remove(app: &App, request: AssetReq) -> Result<Change, Failure> {
    let id: AssetId = dto::id("asset", &request.id)?;
    let written = app
        .write(app.person("asset_removed"), move |writing| {
            writing.remove_asset(id)
        })
        .await?;
    Ok(change(written.batch, 1, "asset_removed"))
}

pub(crate) async fn asset_value(app: &App, request: AssetValueReq) -> Result<Change, Failure> {
    let id: AssetId = dto::id("asset", &request.id)?;
    let day = dto::date("date", &request.date)?;
    let assets = app.read(|view| view.assets()).await?;
    let asset = assets
        .iter()
        .find(|asset| asset.id == id)
        .ok_or(Failure::NotFound("asset"))?;
    let value = request
        .value
        .as_deref()
        .map(|text| worth("value", text, asset.currency))
        .transpose()?;
    let written = app
        .write(app.person("asset_valued"), move |writing| {
            match value {
                Some(value) => writing.put_valuation(id, day, value)?,
                None => {
                    writing.remove_valuation(id, day)?;
                }
            }
            Ok(())
        })
        .await?;
    Ok(change(written.batch, 1, "asset_valued"))
}
