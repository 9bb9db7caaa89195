//! Forecasts kept as they were made, and graded by what came.
//!
//! One a day is kept of each day-to-day account and of all of them together, when what is to be read that day is read. Each
//! is a document of the book; a method that changes later does not change what was said before. A day is held against
//! its forecast once every account of it is known beyond that day, so that a bank that was not read for a while does not pass
//! for one that nothing happened at. Balances in other currencies are taken at the rate of the day the forecast was made: how
//! currencies move is not what it foretells.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, TimeDelta};
use connect::Tz;
use contract::types::{ForecastGrade, ForecastGraded};
use domain::ids::AccountId;
use engine::forecast::{self, Band, Grade, Input, REACHES, Said, Stretch};
use money::{Currency, Money, Rate};
use serde::{Deserialize, Serialize};
use store::View;

use super::{Basis, Made, day_to_day, rate};
use crate::{App, Failure, dto, freshness};

/// Days ahead that a kept forecast speaks of.
const AHEAD: [u32; 19] = [
    1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30, 45, 60, 75, 90, 120, 140, 160, 180,
];
/// How far back what was kept is graded and learned from.
const LOOKED_BACK: TimeDelta = TimeDelta::days(3 * 366);

/// A forecast as it was made; the day is the document's key.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    currency: String,
    accounts: Vec<i64>,
    start: i64,
    /// Thousandths on the wide and on the narrow range, by reach.
    stretch: [[u32; 2]; REACHES.len()],
    /// Days ahead, expected, then the ends of the ranges from low to high.
    days: Vec<(u32, i64, [i64; 4])>,
}

/// The kind of documents of a forecast's accounts.
fn kind(account: Option<AccountId>) -> String {
    match account {
        Some(id) => format!("forecast {id}"),
        None => "forecast all".to_owned(),
    }
}

/// What the record says about a forecast.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    kept: u32,
    since: Option<NaiveDate>,
    grades: Vec<Grade>,
}

impl Record {
    /// Grades what was kept of an account, or of all together.
    pub(crate) fn of(
        view: &View<'_>,
        account: Option<AccountId>,
        currency: Currency,
        today: NaiveDate,
        zone: Tz,
    ) -> store::Result<Self> {
        let all: BTreeMap<NaiveDate, Kept> = view
            .documents(&kind(account))?
            .into_iter()
            .filter_map(|(day, body)| Some((day.parse().ok()?, serde_json::from_str(&body).ok()?)))
            .filter(|(day, _): &(NaiveDate, Kept)| *day >= today - LOOKED_BACK)
            .collect();
        let mut record = Self {
            kept: u32::try_from(all.len()).unwrap_or(u32::MAX),
            since: all.keys().next().copied(),
            grades: Vec::new(),
        };
        if let Some(first) = record.since {
            let came = Came::of(view, first, today, zone)?;
            let mut said = Vec::new();
            // What was said in a currency that is no longer the one counted in is kept, but not compared.
            for (made, kept) in all
                .iter()
                .filter(|(_, kept)| kept.currency == currency.code())
            {
                came.hold(view, *made, kept, &mut said)?;
            }
            record.grades = forecast::grade(&said);
        }
        Ok(record)
    }

    pub(crate) fn stretch(&self) -> [Stretch; REACHES.len()] {
        forecast::stretches(&self.grades)
    }

    pub(crate) fn wire(&self, currency: Currency) -> Option<ForecastGraded> {
        let since = self.since?;
        Some(ForecastGraded {
            kept: self.kept,
            since: since.to_string(),
            grades: self
                .grades
                .iter()
                .map(|grade| ForecastGrade {
                    days: grade.days,
                    forecasts: grade.forecasts,
                    judged: grade.words,
                    inside80_percent: u32::from(grade.inside80_percent),
                    inside50_percent: u32::from(grade.inside50_percent),
                    miss: dto::minor(grade.miss, currency),
                    reach_percent: (grade.next.wide + 5) / 10,
                })
                .collect(),
        })
    }
}

/// What came: the balances of past days, and how far they are sure.
struct Came {
    first: NaiveDate,
    balances: BTreeMap<AccountId, (Currency, Vec<i64>)>,
    sure_until: BTreeMap<AccountId, NaiveDate>,
}

impl Came {
    fn of(view: &View<'_>, first: NaiveDate, today: NaiveDate, zone: Tz) -> store::Result<Self> {
        let accounts = view.accounts(today)?;
        let read = freshness::known_until(view, &accounts, zone)?;
        let sure_until = accounts
            .iter()
            .filter_map(|account| {
                // What is read from files is known as far as its rows go.
                let until = match read.get(&account.id) {
                    Some(until) => Some(*until),
                    None => account.span.map(|(_, last)| last.min(today)),
                };
                Some((account.id, until?))
            })
            .collect();
        let balances = view
            .daily_balances(&[], first, today)?
            .into_iter()
            .map(|series| (series.account, (series.currency, series.minor)))
            .collect();
        Ok(Self {
            first,
            balances,
            sure_until,
        })
    }

    /// Holds a forecast against the days of it that are over and known.
    fn hold(
        &self,
        view: &View<'_>,
        made: NaiveDate,
        kept: &Kept,
        said: &mut Vec<Said>,
    ) -> store::Result<()> {
        let Ok(to) = Currency::parse(&kept.currency) else {
            return Ok(());
        };
        let mut rates: Vec<(&[i64], Rate)> = Vec::new();
        let mut sure: Option<NaiveDate> = None;
        for id in kept.accounts.iter().map(|id| AccountId(*id)) {
            let (Some((currency, balances)), Some(until)) =
                (self.balances.get(&id), self.sure_until.get(&id))
            else {
                return Ok(());
            };
            let Some(rate) = rate(view, *currency, to, made)? else {
                return Ok(());
            };
            sure = Some(sure.map_or(*until, |sure| sure.min(*until)));
            rates.push((balances, rate));
        }
        let Some(sure) = sure else {
            return Ok(());
        };
        let stretch = kept.stretch.map(|[wide, narrow]| Stretch { wide, narrow });
        for (ahead, expected, [p10, p25, p75, p90]) in &kept.days {
            let on = made + Days::new(u64::from(*ahead));
            // The last day that was read may not be over at the bank.
            if on >= sure {
                continue;
            }
            let place = usize::try_from((on - self.first).num_days()).unwrap_or(usize::MAX);
            let mut came = 0_i64;
            for (balances, rate) in &rates {
                let Some(minor) = balances.get(place) else {
                    return Ok(());
                };
                let there = rate
                    .convert(Money::new(*minor, rate.from()))
                    .map_err(|_| store::Error::Overflow)?;
                came = came
                    .checked_add(there.minor)
                    .ok_or(store::Error::Overflow)?;
            }
            said.push(Said {
                made,
                on,
                expected: *expected,
                band: Some(Band {
                    p10: *p10,
                    p25: *p25,
                    p75: *p75,
                    p90: *p90,
                }),
                stretch: forecast::stretch_at(&stretch, *ahead),
                came,
            });
        }
        Ok(())
    }
}

/// A forecast as it is kept; none where no range can be given.
fn to_keep(made: &Made) -> Option<Kept> {
    let basis = &made.basis;
    let stretch = basis.record.stretch();
    let days: Vec<_> = AHEAD
        .iter()
        .filter_map(|ahead| {
            let day = made.forecast.days.get(*ahead as usize - 1)?;
            let band = day.band?;
            Some((
                *ahead,
                day.expected,
                [band.p10, band.p25, band.p75, band.p90],
            ))
        })
        .collect();
    (!days.is_empty()).then(|| Kept {
        currency: basis.currency.code().to_owned(),
        accounts: basis.account_ids.iter().map(|id| id.0).collect(),
        start: basis.start,
        stretch: stretch.map(|one| [one.wide, one.narrow]),
        days,
    })
}

impl Basis {
    /// The forecast, its ranges stretched by what came of earlier ones.
    pub(crate) fn project(&self, days: u32, floor: Option<i64>) -> forecast::Forecast {
        let bare = forecast::project(&Input {
            today: self.today,
            horizon_days: days,
            start: self.start,
            history: &self.history,
            planned: &self.planned,
            repeating: &self.repeating,
            floor,
        });
        forecast::stretched(bare, floor, &self.record.stretch())
    }
}

impl App {
    /// Keeps today's forecasts, as far as they are not kept.
    ///
    /// To be called now and then. A locked book is left alone, and what cannot be foretold is not kept.
    pub async fn keep_forecasts(&self) {
        // Grading is a service beside the figures; when it fails, they are no less right.
        drop(self.try_keep_forecasts().await);
    }

    async fn try_keep_forecasts(&self) -> Result<(), Failure> {
        let today = self.today();
        let key = today.to_string();
        let day = key.clone();
        let missing = self
            .read(move |view| {
                let mut missing = Vec::new();
                if view.document(&kind(None), &day)?.is_none() {
                    missing.push(None);
                }
                for account in view.accounts(today)? {
                    if day_to_day(&account)
                        && view.document(&kind(Some(account.id)), &day)?.is_none()
                    {
                        missing.push(Some(account.id));
                    }
                }
                Ok(missing)
            })
            .await?;
        let mut all = Vec::new();
        for account in missing {
            let made = self.forecast(AHEAD[AHEAD.len() - 1], account).await?;
            if let Some(kept) = to_keep(&made) {
                let body = serde_json::to_string(&kept).map_err(Failure::internal)?;
                all.push((kind(account), body));
            }
        }
        if all.is_empty() {
            return Ok(());
        }
        self.write(self.system("forecast_kept"), move |writing| {
            for (kind, body) in &all {
                writing.put_document(kind, &key, Some(body))?;
            }
            Ok(())
        })
        .await?;
        Ok(())
    }
}
