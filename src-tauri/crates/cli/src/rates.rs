//! `rates`.

use app::{App, api};
use contract::types::{
    Nothing, OwnRatePutReq, RateSource, RatesImportReq, RatesStatus, SettingsUpdateReq,
};
use serde_json::json;

use crate::args::{Common, RatesOf};
use crate::host;
use crate::output::{Answer, Ended, Output};

pub(crate) async fn run(common: &Common, output: Output, asked: RatesOf) -> Answer {
    let app = host::open(common).await?;
    if let Some(second) = asked.second {
        let request = SettingsUpdateReq {
            second_rates: Some(second),
            ..SettingsUpdateReq::default()
        };
        api::settings_update(&app, request).await?;
    }
    if let Some(own) = &asked.own {
        let date = asked.date.unwrap_or_else(|| host::clock(common).today());
        let change = api::own_rate_put(&app, own_rate(own, &date.to_string())?).await?;
        output.either(&json!({"change": change}), || "Kept.\n".to_owned())?;
        return Ok(0);
    }
    if let Some(file) = &asked.file {
        let text = String::from_utf8_lossy(&std::fs::read(file)?).into_owned();
        return import(&app, output, text, asked.per).await;
    }
    let status = match asked.base_url {
        Some(url) => app.rates_from(url).await?,
        None => api::rates_refresh(&app, Nothing {}).await?,
    };
    output.either(&status, || told(&status))?;
    Ok(u8::from(status.problem.is_some()))
}

async fn import(app: &App, output: Output, text: String, per: Option<String>) -> Answer {
    let done = api::rates_import(app, RatesImportReq { text, per }).await?;
    output.either(&json!({"rates": done}), || {
        let mut told = format!("{} rates read, {} changed.\n", done.read, done.changed);
        for line in &done.rejected {
            told += &format!("Line {} not read: {}.\n", line.line, line.reason);
        }
        told
    })?;
    Ok(if done.rejected.is_empty() { 0 } else { 5 })
}

fn told(status: &RatesStatus) -> String {
    let mut text = match (&status.newest, &status.problem) {
        (_, Some(problem)) => {
            format!("Rates could not be fetched ({problem}). The last known ones stay in use.\n")
        }
        (Some(day), None) => format!("Rates up to {day}.\n"),
        (None, None) => "No rates are needed.\n".into(),
    };
    for one in &status.sources {
        let source = match one.source {
            RateSource::Own => "own rates",
            RateSource::Ecb => continue,
            RateSource::Nbp => "Narodowy Bank Polski",
        };
        text += &format!("{}: {source} up to {}.\n", one.currency, one.newest);
    }
    text
}

/// `UAH=0.025EUR`: what one of a currency is worth; without a currency at the end, in the base currency.
fn own_rate(text: &str, date: &str) -> Result<OwnRatePutReq, Ended> {
    let (currency, rest) = text.split_once('=').ok_or_else(|| {
        Ended::usage("an own rate is written like UAH=0.025EUR; UAH= takes it out")
    })?;
    let digits = rest
        .find(|sign: char| !sign.is_ascii_digit() && sign != '.')
        .unwrap_or(rest.len());
    let (rate, per) = rest.split_at(digits);
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(OwnRatePutReq {
        currency: currency.trim().to_owned(),
        rate: some(rate),
        per: some(per),
        date: date.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_rate_is_read_apart() {
        let read = |text: &str| {
            let one = own_rate(text, "2026-05-18").expect("it is read");
            (one.currency, one.rate, one.per)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("UAH=0.025EUR"),
            ("UAH".into(), some("0.025"), some("EUR"))
        );
        assert_eq!(read("UAH=0.025"), ("UAH".into(), some("0.025"), None));
        assert_eq!(read("UAH="), ("UAH".into(), None, None));
        assert!(own_rate("UAH", "2026-05-18").is_err());
    }
}
