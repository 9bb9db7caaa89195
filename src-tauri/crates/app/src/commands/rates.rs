//! Exchange rates: fetched from the European Central Bank and, where it does not quote a currency, from a second source; and the
//! person's own.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};
use contract::types as wire;
use contract::types::{Nothing, RatesOf, RatesStatus};
use money::Currency;
use store::{DayRate, RateSource, View};

use crate::failure::instant;
use crate::{App, Failure, locked};

mod own;

pub(crate) use own::{own_rate_put, own_rates_list, rates_import};

/// A currency that the first source has told nothing of for so many days is asked of the second.
const SILENT_DAYS: i64 = 30;

/// How the last try to fetch rates went.
#[derive(Default)]
pub(crate) struct RatesTry {
    at: Option<chrono::DateTime<chrono::Utc>>,
    problem: Option<String>,
}

/// A source on the wire.
pub(crate) const fn source(source: RateSource) -> wire::RateSource {
    match source {
        RateSource::Own => wire::RateSource::Own,
        RateSource::Ecb => wire::RateSource::Ecb,
        RateSource::Nbp => wire::RateSource::Nbp,
    }
}

/// Currencies that the book has something in, without the euro.
fn used(view: &View<'_>, base: Currency, today: NaiveDate) -> store::Result<BTreeSet<Currency>> {
    let mut all: BTreeSet<Currency> = BTreeSet::from([base]);
    all.extend(view.accounts(today)?.iter().map(|one| one.currency));
    all.extend(view.assets()?.iter().map(|one| one.currency));
    all.extend(view.trades()?.iter().map(|one| one.currency));
    all.extend(view.prices()?.iter().map(|one| one.currency));
    all.remove(&Currency::EUR);
    Ok(all)
}

/// The first day anything of the book is worth something on: a row, a trade, or a valuation.
pub(crate) fn first_day(view: &View<'_>) -> store::Result<Option<NaiveDate>> {
    let rows = view.span()?.map(|(first, _)| first);
    let trades = view.trades()?.first().map(|trade| trade.date);
    let valued = view
        .assets()?
        .iter()
        .filter_map(|asset| asset.valuations.first().map(|(day, _)| *day))
        .min();
    Ok([rows, trades, valued].into_iter().flatten().min())
}

pub(crate) async fn rates_status(app: &App, _: Nothing) -> Result<RatesStatus, Failure> {
    let fetching = app.settings().await?.fetch_rates;
    let base = app.base_currency().await?;
    let today = app.today();
    let (newest, sources) = app
        .read(move |view| {
            let mut sources: Vec<RatesOf> = Vec::new();
            for currency in used(view, base, today)? {
                for one in [RateSource::Own, RateSource::Ecb, RateSource::Nbp] {
                    if let Some((oldest, newest)) = view.rate_span(currency, one)? {
                        sources.push(RatesOf {
                            currency: currency.code().to_owned(),
                            source: source(one),
                            oldest: oldest.to_string(),
                            newest: newest.to_string(),
                        });
                    }
                }
            }
            Ok((view.newest_rate_day()?, sources))
        })
        .await?;
    let currencies: BTreeSet<&String> = sources.iter().map(|one| &one.currency).collect();
    let tried = locked(&app.inner.rates);
    Ok(RatesStatus {
        newest: newest.map(|day| day.to_string()),
        oldest: sources.iter().map(|one| one.oldest.clone()).min(),
        currencies: currencies.into_iter().cloned().collect(),
        sources,
        fetching,
        problem: tried.problem.clone(),
        tried_at: tried.at.map(instant),
    })
}

pub(crate) async fn rates_refresh(app: &App, _: Nothing) -> Result<RatesStatus, Failure> {
    let mut done = app.fetch_rates(None).await.map(|_| ());
    if done.is_ok() && app.settings().await?.second_rates {
        done = app.fetch_second_rates(None).await.map(|_| ());
    }
    if let Err(failure) = done {
        let mut tried = locked(&app.inner.rates);
        tried.at = Some(app.now());
        tried.problem = Some(match failure.code() {
            contract::ErrorCode::Upstream { state, .. } => state,
            _ => "other".to_owned(),
        });
        drop(tried);
        tracing::info!(%failure, "exchange rates could not be fetched");
    }
    rates_status(app, Nothing {}).await
}

impl App {
    /// Fetches rates from another address of the feed.
    pub async fn rates_from(&self, base_url: String) -> Result<RatesStatus, contract::ApiError> {
        let done = match self.fetch_rates(Some(base_url)).await {
            Ok(_) => rates_status(self, Nothing {}).await,
            Err(failure) => Err(failure),
        };
        done.map_err(|failure| failure.cross("rates_refresh"))
    }

    /// Fetches rates of the second source from another address.
    pub async fn second_rates_from(
        &self,
        base_url: String,
    ) -> Result<RatesStatus, contract::ApiError> {
        let done = match self.fetch_second_rates(Some(base_url)).await {
            Ok(_) => rates_status(self, Nothing {}).await,
            Err(failure) => Err(failure),
        };
        done.map_err(|failure| failure.cross("rates_refresh"))
    }

    /// Asks the second source for the currencies of the book that the first one does not quote. Only once the first was read:
    /// what it quotes is not known before.
    async fn fetch_second_rates(&self, base_url: Option<String>) -> Result<u64, Failure> {
        let today = self.today();
        let base = self.base_currency().await?;
        let (wanted, oldest) = self
            .read(move |view| {
                let oldest = first_day(view)?.unwrap_or(today);
                let mut wanted = Vec::new();
                if view.newest_rate_day()?.is_none() {
                    return Ok((wanted, oldest));
                }
                for currency in used(view, base, today)? {
                    let quoted = view.rate_span(currency, RateSource::Ecb)?;
                    if quoted.is_some_and(|(_, last)| (today - last).num_days() <= SILENT_DAYS) {
                        continue;
                    }
                    let known = view.rate_span(currency, RateSource::Nbp)?;
                    // A book that reaches further back than what is known is read anew.
                    let known = known
                        .filter(|(first, _)| (*first - oldest).num_days() <= SILENT_DAYS)
                        .map(|(_, last)| last);
                    wanted.push(connect::nbp::Wanted { currency, known });
                }
                Ok((wanted, oldest.min(today - TimeDelta::days(SILENT_DAYS))))
            })
            .await?;
        if wanted.is_empty() {
            return Ok(0);
        }
        let base_url = match base_url {
            Some(url) => url,
            None => self.second_rates_url().await?,
        };
        let cancel = connect::CancelFlag::new();
        let fetched =
            connect::nbp::fetch(&self.http()?, &base_url, &wanted, oldest, &cancel).await?;
        self.keep_rates(fetched, RateSource::Nbp).await
    }

    /// Keeps what a source told; answers how many rates are new or another.
    async fn keep_rates(
        &self,
        fetched: Vec<connect::ecb::DayRate>,
        source: RateSource,
    ) -> Result<u64, Failure> {
        let rates: Vec<DayRate> = fetched
            .into_iter()
            .map(|rate| DayRate {
                date: rate.day,
                currency: rate.currency,
                per_euro: rate.per_euro,
                source,
            })
            .collect();
        let written = self
            .write(self.system("rates"), move |writing| {
                writing.put_rates(&rates)
            })
            .await?;
        Ok(written.value)
    }

    /// Fetches the smallest feed that covers what the book lacks. Offline, the rates known so far stay in use.
    pub(crate) async fn fetch_rates(&self, base_url: Option<String>) -> Result<u64, Failure> {
        let today = self.today();
        let base = self.base_currency().await?;
        let (newest, first, foreign) = self
            .read(move |view| {
                Ok((
                    view.newest_rate_day()?,
                    first_day(view)?,
                    !used(view, base, today)?.is_empty(),
                ))
            })
            .await?;
        if !foreign {
            return Ok(0);
        }
        let oldest = self.oldest_rate().await?;
        let reaches_back = match (first, oldest) {
            (Some(first), Some(oldest)) => (oldest - first).num_days() > 7 && first.year() >= 1999,
            _ => false,
        };
        // A book that reaches back behind its oldest rate needs the long feed, else what is new since the newest.
        let known = newest.filter(|_| !reaches_back);
        let base_url = match base_url {
            Some(url) => url,
            None => self.rates_url().await?,
        };
        let cancel = connect::CancelFlag::new();
        let fetched = connect::ecb::fetch(&self.http()?, &base_url, known, today, &cancel).await?;
        let count = self.keep_rates(fetched, RateSource::Ecb).await?;
        let mut tried = locked(&self.inner.rates);
        tried.at = Some(self.now());
        tried.problem = None;
        Ok(count)
    }

    async fn oldest_rate(&self) -> Result<Option<NaiveDate>, Failure> {
        self.read(move |view| {
            Ok(view
                .rate_span(Currency::USD, RateSource::Ecb)?
                .map(|(first, _)| first))
        })
        .await
    }
}
