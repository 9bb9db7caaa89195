//! What if: scenarios as small files that a person can read, pass on and use again on newer data; and what to do about a low
//! balance.
//!
//! ```json
//! {
//!   "name": "New flat",
//!   "currency": "EUR",
//!   "changes": [
//!     {"do": "add", "item": "New rent", "amount": "-1200.00", "every": "monthly", "from": "2026-07-01"},
//!     {"do": "stop", "item": "Landlord", "from": "2026-07-01"},
//!     {"do": "change", "item": "Gym Nord", "amount": "-29.90"},
//!     {"do": "move", "item": "Car insurance", "from": "2026-06-02", "to": "2026-06-30"}
//!   ]
//! }
//! ```
//!
//! Kept ones are documents of the book, so that keeping and removing them can be taken back. What a file's days lie behind has no
//! effect; what repeats goes on from its next day.

use chrono::{Datelike, NaiveDate};
use contract::types::{
    Change as Written, ExportResult, FixKind, ForecastAdvice, ForecastCompare, ForecastCompareReq,
    ForecastDriver, ForecastFix, KeptScenario, Nothing, Scenario, ScenarioChange, ScenarioEnds,
    ScenarioKeepReq, ScenarioOutcome, ScenarioReadReq, ScenarioReq, ScenarioRhythm, ScenarioVerb,
};
use domain::ids::AccountId;
use domain::planned::Cadence;
use domain::text::fold;
use engine::forecast::{Change, Fix, advise, with_changes};
use money::{Currency, Money, Rate};

use super::{Basis, Made, rate};
use crate::ports::FileKind;
use crate::session::blocking;
use crate::{App, Failure, dto};

/// Kind of the documents.
const DOCUMENTS: &str = "scenario";
/// Longest file, bytes.
const LONGEST: usize = 64 * 1024;
/// Most changes of one scenario.
const MOST: usize = 200;
/// Most scenarios kept.
const MOST_KEPT: usize = 100;
const LONGEST_NAME: usize = 120;
/// What it is saved as.
const FILE: FileKind = FileKind::Data {
    label: "Scenario",
    extension: "json",
};

/// Reads a file's text; what is wrong is told with its line.
fn read(text: &str) -> Result<Scenario, Failure> {
    if text.len() > LONGEST {
        return Err(Failure::invalid("scenario", "too_long"));
    }
    let scenario = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        Failure::invalid(&format!("scenario, line {}", error.line().max(1)), "syntax")
    })?;
    checked(scenario)
}

/// A scenario that makes sense on its own: every part is there, and its days are days.
fn checked(mut scenario: Scenario) -> Result<Scenario, Failure> {
    scenario.name = name("name", &scenario.name)?;
    if scenario.changes.is_empty() {
        return Err(Failure::invalid("changes", "empty"));
    }
    if scenario.changes.len() > MOST {
        return Err(Failure::invalid("changes", "too_many"));
    }
    let currency = match &scenario.currency {
        Some(code) => Some(dto::currency("currency", code)?),
        None => None,
    };
    for (at, change) in scenario.changes.iter_mut().enumerate() {
        let field = |name: &str| format!("change {}, {name}", at + 1);
        change.item = name(&field("item"), &change.item)?;
        let day =
            |part: &str, text: &Option<String>| dto::optional_date(&field(part), text.as_deref());
        let (from, until) = (day("from", &change.from)?, day("until", &change.until)?);
        let to = day("to", &change.to)?;
        let has_amount = matches!(change.verb, ScenarioVerb::Add | ScenarioVerb::Change);
        match (&change.amount, has_amount) {
            (Some(text), true) => {
                let least = Currency::parse("BHD").unwrap_or(Currency::EUR);
                let amount = dto::amount(&field("amount"), text, currency.unwrap_or(least))?;
                if amount.minor == 0 && change.verb == ScenarioVerb::Add {
                    return Err(Failure::invalid(&field("amount"), "zero"));
                }
            }
            (None, true) => return Err(Failure::invalid(&field("amount"), "missing")),
            (Some(_), false) => return Err(Failure::invalid(&field("amount"), "unexpected")),
            (None, false) => {}
        }
        if change.verb == ScenarioVerb::Move && (from.is_none() || to.is_none()) {
            return Err(Failure::invalid(&field("to"), "missing"));
        }
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            return Err(Failure::invalid(&field("until"), "before_start"));
        }
    }
    Ok(scenario)
}

fn name(field: &str, text: &str) -> Result<String, Failure> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(Failure::invalid(field, "length"));
    }
    Ok(name.to_owned())
}

const fn cadence(every: ScenarioRhythm, day: u32) -> Cadence {
    let every = match every {
        ScenarioRhythm::Once => return Cadence::Once,
        ScenarioRhythm::Daily => return Cadence::Days(1),
        ScenarioRhythm::Weekly => return Cadence::Days(7),
        ScenarioRhythm::Biweekly => return Cadence::Days(14),
        ScenarioRhythm::Fourweekly => return Cadence::Days(28),
        ScenarioRhythm::Monthly => 1,
        ScenarioRhythm::Bimonthly => 2,
        ScenarioRhythm::Quarterly => 3,
        ScenarioRhythm::Halfyearly => 6,
        ScenarioRhythm::Yearly => 12,
    };
    Cadence::Months { every, day }
}

/// The engine's changes of a scenario, each with the name of its item; those of other accounts are left out.
fn changes(
    scenario: &Scenario,
    rate: Rate,
    basis: &Basis,
) -> Result<Vec<(String, Change)>, Failure> {
    let here = |account: &str| {
        let wanted = fold(account);
        basis.accounts.iter().any(|name| fold(name) == wanted)
    };
    let minor = |text: &Option<String>| -> Result<i64, Failure> {
        let amount = dto::amount("amount", text.as_deref().unwrap_or_default(), rate.from())?;
        let there = rate.convert(amount).map_err(|_| store::Error::Overflow)?;
        Ok(there.minor)
    };
    let mut all = Vec::new();
    for change in &scenario.changes {
        if change.account.as_deref().is_some_and(|name| !here(name)) {
            continue;
        }
        let tomorrow = basis.today.succ_opt().unwrap_or(basis.today);
        let from = dto::optional_date("from", change.from.as_deref())?;
        let since = from.unwrap_or(tomorrow);
        let item = change.item.clone();
        let one = match change.verb {
            ScenarioVerb::Add => Change::Add {
                label: item,
                minor: minor(&change.amount)?,
                first: since,
                cadence: cadence(change.every, since.day()),
                until: dto::optional_date("until", change.until.as_deref())?,
            },
            ScenarioVerb::Stop => Change::Stop { item, from: since },
            ScenarioVerb::Change => Change::Amount {
                item,
                minor: minor(&change.amount)?,
                from: since,
            },
            ScenarioVerb::Move => Change::Move {
                item,
                date: since,
                to: dto::optional_date("to", change.to.as_deref())?.unwrap_or(since),
            },
        };
        all.push((change.item.clone(), one));
    }
    Ok(all)
}

/// What makes a forecast tight, and what would help.
pub(crate) fn advice(made: &Made) -> ForecastAdvice {
    let currency = made.basis.currency;
    let advice = advise(&made.forecast, made.floor.minor);
    ForecastAdvice {
        income: advice.income.map(|day| day.to_string()),
        chance_percent: advice.chance_percent.map(u32::from),
        drivers: advice
            .drivers
            .into_iter()
            .map(|driver| ForecastDriver {
                name: driver.label,
                amount: dto::minor(driver.minor, currency),
            })
            .collect(),
        missing: advice.missing.map(|minor| dto::minor(minor, currency)),
        fixes: advice
            .fixes
            .iter()
            .map(|fix| wire_fix(fix, currency))
            .collect(),
    }
}

fn wire_fix(fix: &Fix, currency: Currency) -> ForecastFix {
    let text = |day: &NaiveDate| Some(day.to_string());
    let (kind, item, minor, date, to) = match fix {
        Fix::MoveIn { minor, date } => (FixKind::MoveIn, None, *minor, date, None),
        Fix::Delay {
            item,
            minor,
            date,
            to,
        } => (FixKind::Delay, Some(item.clone()), *minor, date, text(to)),
        Fix::Reduce { minor, from, until } => (FixKind::Reduce, None, *minor, from, text(until)),
    };
    let adds = kind != FixKind::Delay;
    ForecastFix {
        change: ScenarioChange {
            verb: if adds {
                ScenarioVerb::Add
            } else {
                ScenarioVerb::Move
            },
            item: item.clone().unwrap_or_default(),
            amount: adds.then(|| dto::text(minor, currency)),
            every: if kind == FixKind::Reduce {
                ScenarioRhythm::Daily
            } else {
                ScenarioRhythm::Once
            },
            from: text(date),
            until: to.clone().filter(|_| kind == FixKind::Reduce),
            to: to.clone().filter(|_| kind == FixKind::Delay),
            account: None,
        },
        kind,
        item,
        amount: dto::minor(minor, currency),
        date: date.to_string(),
        to,
    }
}

impl Made {
    /// The forecast under scenarios, all of them together.
    pub(crate) async fn under(&self, app: &App, scenarios: &[Scenario]) -> Result<Self, Failure> {
        let mut all = Vec::new();
        for scenario in scenarios {
            all.extend(self.changes(app, scenario).await?);
        }
        Ok(self.with(&all).0)
    }

    async fn changes(
        &self,
        app: &App,
        scenario: &Scenario,
    ) -> Result<Vec<(String, Change)>, Failure> {
        let scenario = checked(scenario.clone())?;
        let currency = match &scenario.currency {
            Some(code) => dto::currency("currency", code)?,
            None => app.base_currency().await?,
        };
        let (to, today) = (self.basis.currency, self.basis.today);
        let found = app
            .read(move |view| rate(view, currency, to, today))
            .await?;
        let rate = found.ok_or_else(|| Failure::invalid("currency", "no_rate"))?;
        changes(&scenario, rate, &self.basis)
    }

    /// With these changes, and the items that were not found.
    fn with(&self, all: &[(String, Change)]) -> (Self, Vec<String>) {
        let only: Vec<Change> = all.iter().map(|(_, change)| change.clone()).collect();
        let changed = with_changes(&self.bare, Some(self.floor.minor), &only);
        let unmatched = changed
            .unmatched
            .iter()
            .filter_map(|place| Some(all.get(*place)?.0.clone()))
            .collect();
        (self.with_bare(changed.forecast), unmatched)
    }

    fn end(&self) -> Money {
        let last = self.forecast.days.last();
        Money::new(
            last.map_or(self.basis.start, |day| day.expected),
            self.basis.currency,
        )
    }

    fn low(&self) -> i64 {
        let lowest = self.forecast.lowest.as_ref();
        lowest.map_or(self.basis.start, |low| low.expected)
    }

    fn ends(&self) -> ScenarioEnds {
        ScenarioEnds {
            lowest: self.lowest(),
            end: dto::money(self.end()),
        }
    }
}

pub(crate) async fn forecast_compare(
    app: &App,
    request: ForecastCompareReq,
) -> Result<ForecastCompare, Failure> {
    let account: Option<AccountId> = request
        .account
        .as_deref()
        .map(|id| dto::id("account", id))
        .transpose()?;
    if request.scenarios.len() > MOST_KEPT {
        return Err(Failure::invalid("scenarios", "too_many"));
    }
    let base = app.forecast(request.days, account).await?;
    let currency = base.basis.currency;
    let (mut each, mut together) = (Vec::new(), Vec::new());
    for tried in &request.scenarios {
        let changes = base.changes(app, &tried.scenario).await?;
        let (alone, unmatched) = base.with(&changes);
        each.push(ScenarioOutcome {
            name: tried.scenario.name.clone(),
            low_change: dto::minor(alone.low().saturating_sub(base.low()), currency),
            end_change: dto::minor(alone.end().minor.saturating_sub(base.end().minor), currency),
            ends: alone.ends(),
            unmatched,
        });
        if tried.on {
            together.extend(changes);
        }
    }
    let freshness = app.forecast_freshness(&base).await?;
    Ok(ForecastCompare {
        forecast: base.with(&together).0.wire(&freshness),
        base: base.ends(),
        each,
    })
}

fn kept(view: &store::View<'_>) -> store::Result<Vec<KeptScenario>> {
    let mut all: Vec<KeptScenario> = view
        .documents(DOCUMENTS)?
        .into_iter()
        .filter_map(|(id, body)| {
            let scenario = serde_json::from_str(&body).ok()?;
            Some(KeptScenario { id, scenario })
        })
        .collect();
    all.sort_by_key(|kept| kept.id.parse::<u64>().unwrap_or(u64::MAX));
    Ok(all)
}

pub(crate) async fn scenarios_list(app: &App, _: Nothing) -> Result<Vec<KeptScenario>, Failure> {
    app.read(kept).await
}

pub(crate) async fn scenario_keep(app: &App, request: ScenarioKeepReq) -> Result<Written, Failure> {
    let scenario = checked(request.scenario)?;
    let all = app.read(kept).await?;
    let id = match request.id {
        Some(id) if all.iter().any(|kept| kept.id == id) => id,
        Some(_) => return Err(Failure::NotFound("scenario")),
        None if all.len() >= MOST_KEPT => return Err(Failure::invalid("scenario", "too_many")),
        None => {
            let numbers = all.iter().filter_map(|kept| kept.id.parse::<u64>().ok());
            (numbers.max().unwrap_or(0) + 1).to_string()
        }
    };
    put(app, id, Some(scenario.clone()), &scenario.name).await
}

async fn put(
    app: &App,
    id: String,
    scenario: Option<Scenario>,
    name: &str,
) -> Result<Written, Failure> {
    let label = if scenario.is_some() {
        "scenario_kept"
    } else {
        "scenario_removed"
    };
    let json = scenario
        .map(|scenario| serde_json::to_string(&scenario))
        .transpose()
        .map_err(Failure::internal)?;
    let origin = app
        .person(label)
        .with_params(serde_json::json!({"subject": name}));
    let written = app
        .write(origin, move |writing| {
            writing.put_document(DOCUMENTS, &id, json.as_deref())
        })
        .await?;
    Ok(crate::commands::journal::change(written.batch, 1, label))
}

async fn one(app: &App, id: &str) -> Result<KeptScenario, Failure> {
    let all = app.read(kept).await?;
    all.into_iter()
        .find(|kept| kept.id == id)
        .ok_or(Failure::NotFound("scenario"))
}

pub(crate) async fn scenario_remove(app: &App, request: ScenarioReq) -> Result<Written, Failure> {
    let found = one(app, &request.id).await?;
    put(app, found.id, None, &found.scenario.name).await
}

pub(crate) async fn scenario_read(
    _app: &App,
    request: ScenarioReadReq,
) -> Result<Scenario, Failure> {
    read(&request.text)
}

pub(crate) async fn scenario_import(app: &App, _: Nothing) -> Result<Written, Failure> {
    app.open()?;
    let dialogs = app.ports().dialogs.clone();
    let text = blocking(move || {
        let Some(path) = dialogs.pick_files().into_iter().next() else {
            return Ok(None);
        };
        if std::fs::metadata(&path)?.len() > LONGEST as u64 {
            return Err(Failure::invalid("scenario", "too_long"));
        }
        let bytes = std::fs::read(&path)?;
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| Failure::invalid("scenario", "syntax"))
    })
    .await?;
    match text {
        None => Ok(Written {
            batch: None,
            rows: 0,
            label: "scenario_kept".to_owned(),
        }),
        Some(text) => {
            let scenario = read(&text)?;
            scenario_keep(app, ScenarioKeepReq { id: None, scenario }).await
        }
    }
}

pub(crate) async fn scenario_export(
    app: &App,
    request: ScenarioReq,
) -> Result<ExportResult, Failure> {
    let mut scenario = one(app, &request.id).await?.scenario;
    if scenario.currency.is_none() {
        // On another book the amounts would mean something else.
        scenario.currency = Some(app.base_currency().await?.code().to_owned());
    }
    let text = serde_json::to_string_pretty(&scenario).map_err(Failure::internal)? + "\n";
    let dialogs = app.ports().dialogs.clone();
    let safe: String = scenario
        .name
        .chars()
        .map(|sign| if sign.is_alphanumeric() { sign } else { '-' })
        .take(40)
        .collect();
    let file = blocking(move || {
        let Some(path) = dialogs.save_file(&format!("{safe}.json"), FILE) else {
            return Ok(None);
        };
        std::fs::write(&path, text)?;
        Ok(path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()))
    })
    .await?;
    Ok(ExportResult { file })
}
