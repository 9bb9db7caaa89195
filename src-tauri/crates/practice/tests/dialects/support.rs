//! A client for the bank, and JSON that keeps numbers as they were written.

use std::collections::HashMap;
use std::sync::Once;
use std::time::Duration;

use chrono::NaiveDate;
use practice::household::Upstream;
use practice::{Options, Running, Scenario, Truth, serve};
use reqwest::header::HeaderMap;
use rust_decimal::Decimal;
use serde_json::Value;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// An open bank and a client that knows its credentials.
pub struct Visit {
    pub bank: Running,
    pub http: reqwest::Client,
    pub base: String,
    pub token: String,
    pub key: String,
}

/// An answer read to its end.
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

pub async fn visit(scenario: Scenario) -> Visit {
    visit_with(Options {
        scenario,
        ..Options::new(today())
    })
    .await
}

pub async fn visit_with(options: Options) -> Visit {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap();
    });
    let bank = serve(options).await.unwrap();
    let line = bank.first_line();
    let text = |pointer: &str| line.pointer(pointer).unwrap().as_str().unwrap().to_owned();
    Visit {
        base: text("/base"),
        token: text("/upstreams/wallet/token"),
        key: text("/upstreams/finwise/api_key"),
        http: reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(20))
            .no_proxy()
            .build()
            .unwrap(),
        bank,
    }
}

impl Visit {
    /// What somebody sees who linked Wallet and FinWise.
    pub fn elder_truth(&self) -> Truth {
        self.bank.truth_of(&[Upstream::Wallet, Upstream::Finwise])
    }

    /// What somebody sees who linked Wallet only.
    pub fn wallet_truth(&self) -> Truth {
        self.bank.truth_of(&[Upstream::Wallet])
    }

    pub async fn try_wallet(&self, path: &str) -> Result<Reply, reqwest::Error> {
        let url = format!("{}/wallet/v1/api{path}", self.base);
        read(self.http.get(url).bearer_auth(&self.token)).await
    }

    pub async fn wallet(&self, path: &str) -> Reply {
        self.try_wallet(path).await.unwrap()
    }

    pub async fn try_finwise(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Result<Reply, reqwest::Error> {
        let url = format!("{}/finwise{path}", self.base);
        let mut ask = self
            .http
            .request(method.parse().unwrap(), url)
            .header("authorization", &self.key);
        if let Some(body) = body {
            ask = ask
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        read(ask).await
    }

    pub async fn finwise(&self, path: &str) -> Reply {
        self.try_finwise("GET", path, None).await.unwrap()
    }

    /// All transactions of FinWise with these filters, over pages of 500.
    pub async fn transactions(&self, filters: &str) -> Vec<Value> {
        let mut all = Vec::new();
        for page in 1.. {
            let reply = self
                .finwise(&format!(
                    "/transactions?filters={filters}&pagination={{\"pageNumber\":{page},\"pageSize\":500}}"
                ))
                .await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            all.extend(reply.json().as_array().unwrap().iter().cloned());
            if reply.header("x-has-next-page") == "false" {
                assert_eq!(reply.header("x-count"), all.len().to_string());
                break;
            }
        }
        all
    }

    /// All items of one of Wallet's listings, over pages of 200.
    pub async fn all(&self, collection: &str, path: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut offset = 0;
        let joint = if path.contains('?') { '&' } else { '?' };
        loop {
            let reply = self
                .wallet(&format!("{path}{joint}limit=200&offset={offset}"))
                .await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            let page = reply.json();
            all.extend(page[collection].as_array().unwrap().iter().cloned());
            match page["nextOffset"].as_u64() {
                Some(next) => offset = next,
                None => return all,
            }
        }
    }

    /// All records there are.
    pub async fn records(&self) -> Vec<Value> {
        self.all(
            "records",
            "/records?recordDate=gte.2000-01-01&sortBy=%2BcreatedAt",
        )
        .await
    }
}

pub async fn read(ask: reqwest::RequestBuilder) -> Result<Reply, reqwest::Error> {
    let response = ask.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Ok(Reply {
        status,
        headers,
        text: response.text().await?,
    })
}

/// A JSON number as an exact decimal: two decimals survive the way through a double.
pub fn amount(value: &Value) -> Decimal {
    value.to_string().parse().unwrap()
}

/// Sums of an amount by account.
pub fn sums(
    rows: &[Value],
    account: &str,
    value: impl Fn(&Value) -> Decimal,
) -> HashMap<String, Decimal> {
    let mut sums = HashMap::new();
    for row in rows {
        *sums
            .entry(row[account].as_str().unwrap().to_owned())
            .or_default() += value(row);
    }
    sums
}
