//! Price indices and stated yearly rates.

use app::api;
use contract::types::{Nothing, PriceIndexImportReq, PriceIndexReq, PriceRateReq};
use serde_json::json;

use crate::args::Common;
use crate::args::wealth::Indexing;
use crate::host;
use crate::output::{Answer, Output, table};

pub(crate) async fn run(common: &Common, output: Output, act: Option<Indexing>) -> Answer {
    let app = host::open(common).await?;
    match act.unwrap_or(Indexing::List) {
        Indexing::List => {
            let all = api::price_indexes(&app, Nothing {}).await?;
            output.either(&json!({"indexes": all}), || {
                let rows: Vec<Vec<String>> = all
                    .iter()
                    .map(|one| {
                        let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
                        vec![
                            one.currency.clone(),
                            or_none(&one.name),
                            or_none(&one.first),
                            or_none(&one.last),
                            or_none(&one.last_index),
                            one.gaps.len().to_string(),
                            or_none(&one.risen),
                            or_none(&one.yearly),
                        ]
                    })
                    .collect();
                let head = [
                    "Currency",
                    "Index",
                    "From",
                    "To",
                    "Level",
                    "Missing",
                    "Rose a year %",
                    "Stated %",
                ];
                table(&head, &[4, 5, 6, 7], &rows)
            })?;
        }
        Indexing::Import {
            file,
            currency,
            name,
        } => {
            let text = String::from_utf8_lossy(&std::fs::read(&file)?).into_owned();
            let name = name.or_else(|| {
                file.file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned())
            });
            let request = PriceIndexImportReq {
                currency,
                name,
                text,
            };
            let done = api::price_index_import(&app, request).await?;
            output.either(&json!({"index": done}), || {
                let mut told = format!("{} months read.\n", done.read);
                if done.repeated > 0 {
                    told += &format!("{} lines said the same again.\n", done.repeated);
                }
                if !done.index.gaps.is_empty() {
                    told += &format!("Missing between them: {}.\n", done.index.gaps.join(", "));
                }
                for line in &done.rejected {
                    told += &format!("Line {} not read: {}.\n", line.line, line.reason);
                }
                told
            })?;
            return Ok(if done.rejected.is_empty() { 0 } else { 5 });
        }
        Indexing::Rate { percent, currency } => {
            let yearly = (percent != "none").then_some(percent);
            let change = api::price_rate_set(&app, PriceRateReq { currency, yearly }).await?;
            output.either(&json!({"change": change}), || "Kept.\n".to_owned())?;
        }
        Indexing::Remove { currency } => {
            let change = api::price_index_remove(&app, PriceIndexReq { currency }).await?;
            output.either(&json!({"change": change}), || "Removed.\n".to_owned())?;
        }
    }
    Ok(0)
}
