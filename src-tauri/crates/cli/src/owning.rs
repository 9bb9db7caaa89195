//! Assets that are no account, and why net worth changed.

use app::api;
use chrono::NaiveDate;
use contract::types::{
    AssetKind, AssetPutReq, AssetReq, AssetValueReq, NetWorthExplainReq, Nothing, WearKind,
};
use serde_json::json;

use crate::args::Common;
use crate::args::wealth::{AssetOf, Owning};
use crate::host;
use crate::output::{Answer, Output, money, table};

const fn kind_of(kind: AssetOf) -> AssetKind {
    match kind {
        AssetOf::Property => AssetKind::Property,
        AssetOf::Vehicle => AssetKind::Vehicle,
        AssetOf::Pension => AssetKind::Pension,
        AssetOf::Metal => AssetKind::Metal,
        AssetOf::PrivateLoan => AssetKind::PrivateLoan,
        AssetOf::Other => AssetKind::Other,
    }
}

pub(crate) async fn run(common: &Common, output: Output, act: Option<Owning>) -> Answer {
    let app = host::open(common).await?;
    match act.unwrap_or(Owning::List) {
        Owning::List => {
            let all = api::assets_list(&app, Nothing {}).await?;
            output.either(&json!({"assets": all}), || {
                let rows: Vec<Vec<String>> = all
                    .iter()
                    .map(|asset| {
                        vec![
                            asset.id.clone(),
                            asset.name.clone(),
                            format!("{:?}", asset.kind),
                            asset.owner.clone().unwrap_or_default(),
                            asset.value.as_ref().map(money).unwrap_or_default(),
                        ]
                    })
                    .collect();
                table(&["No", "Asset", "Kind", "Owner", "Worth"], &[4], &rows)
            })?;
        }
        Owning::Add {
            name,
            kind,
            owed,
            value,
            date,
            currency,
            owner,
            months,
            rest,
            falls,
        } => {
            let currency = match currency {
                Some(currency) => currency,
                None => api::settings_get(&app, Nothing {}).await?.base_currency,
            };
            let wear = match (&months, &falls) {
                (Some(_), _) => Some(WearKind::Line),
                (None, Some(_)) => Some(WearKind::Part),
                (None, None) => None,
            };
            let request = AssetPutReq {
                id: None,
                name,
                kind: kind_of(kind),
                owed,
                currency,
                owner,
                institution: None,
                tier: None,
                wear,
                wear_months: months,
                wear_rest: rest,
                wear_percent: falls,
                until: None,
                in_net_worth: None,
                note: None,
                value: Some(value),
                value_date: date.map(|day| day.to_string()),
            };
            let put = api::asset_put(&app, request).await?;
            output.either(&json!({"asset": put}), || format!("Asset {}.\n", put.id))?;
        }
        Owning::Value { asset, date, value } => {
            let request = AssetValueReq {
                id: asset,
                date: date.to_string(),
                value: Some(value),
            };
            let change = api::asset_value(&app, request).await?;
            output.either(&json!({"change": change}), || "Kept.\n".to_owned())?;
        }
        Owning::Remove { asset } => {
            let change = api::asset_remove(&app, AssetReq { id: asset }).await?;
            output.either(&json!({"change": change}), || "Removed.\n".to_owned())?;
        }
    }
    Ok(0)
}

/// Why net worth changed since the end of a day.
pub(crate) async fn explain(
    common: &Common,
    output: Output,
    from: NaiveDate,
    to: Option<NaiveDate>,
    currency: Option<String>,
) -> Answer {
    let app = host::open(common).await?;
    let request = NetWorthExplainReq {
        from: from.to_string(),
        to: to.map(|day| day.to_string()),
        currency,
    };
    let why = api::net_worth_explain(&app, request).await?;
    output.either(&why, || {
        let rows: Vec<Vec<String>> = why
            .parts
            .iter()
            .map(|part| vec![format!("{:?}", part.reason), money(&part.value)])
            .chain([vec!["Change".to_owned(), money(&why.change)]])
            .collect();
        table(&["Why", "Amount"], &[1], &rows)
    })?;
    Ok(0)
}
