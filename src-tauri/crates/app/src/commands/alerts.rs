//! Alerts: what to look at before it costs money.
//!
//! They are found anew from the book each time, each under an id that stays the same as long as it is about the same thing.
//! What the person did with one, and whether the system showed it, is a document of the book under that id; kinds that are
//! muted and how to be told are a setting. Words are the page's: what the system shows comes from there, through one command
//! that asks the settings first.

use std::collections::{BTreeMap, HashMap};

use chrono::{NaiveDate, TimeDelta};
use contract::types::{
    Alert, AlertKind, AlertMark, AlertRow, AlertSettings, AlertsMarkReq, AlertsPage, AlertsReq,
    AlertsTellReq, AlertsTold, BudgetLine, BudgetStatus, Change, Digest, DigestEvery, DigestReq,
    RecurringKind, RecurringState, RecurringVerdict,
};
use domain::ids::{AccountId, PayeeId, TransactionId};
use engine::alerts::{self, Row};
use money::{Currency, Money};
use serde::{Deserialize, Serialize};
use store::View;

use super::forecast::rate;
use super::recurring::known::Known;
use crate::{App, Failure, dto};

mod found;

/// Kind of the documents.
const DOCUMENTS: &str = "alert";
/// The setting of how to be told.
const SETTING: &str = "alerts";
/// The setting that remembers the last digest.
const DIGEST: &str = "digest_told";
/// Days back in which a payment is news.
const NEWS_DAYS: i64 = 30;
/// Days of history that payments are compared with.
const HISTORY_DAYS: i64 = 800;
/// Days ahead that a low balance is looked for.
const AHEAD: u32 = 30;
/// Days for which it is remembered what became of an alert.
const REMEMBERED: i64 = 500;
/// Largest rows of a digest.
const LARGEST: usize = 5;
const LONGEST_TITLE: usize = 120;
const LONGEST_BODY: usize = 600;

/// What became of an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Became {
    seen: bool,
    dismissed: bool,
    /// The system showed it.
    told: bool,
    on: NaiveDate,
}

fn defaults() -> AlertSettings {
    AlertSettings {
        muted: Vec::new(),
        bill_days: 3,
        digest: DigestEvery::Never,
        notify: false,
        notify_amounts: false,
    }
}

fn settings(view: &View<'_>) -> store::Result<AlertSettings> {
    Ok(view
        .setting(SETTING)?
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_else(defaults))
}

fn became(view: &View<'_>) -> store::Result<BTreeMap<String, Became>> {
    Ok(view
        .documents(DOCUMENTS)?
        .into_iter()
        .filter_map(|(key, body)| Some((key, serde_json::from_str(&body).ok()?)))
        .collect())
}

impl App {
    /// Every alert, muted and dismissed ones included, newest first.
    async fn alerts(&self, settings: &AlertSettings) -> Result<Vec<Alert>, Failure> {
        let mut all = self.balance_alerts().await?;
        all.extend(self.repeating_alerts(settings.bill_days).await?);
        all.extend(self.budget_alerts().await?);
        all.extend(self.charge_alerts().await?);
        let became = self.read(became).await?;
        for alert in &mut all {
            if let Some(became) = became.get(&alert.id) {
                alert.seen = became.seen;
                alert.dismissed = became.dismissed;
                alert.untold = !became.told;
            }
        }
        all.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
        Ok(all)
    }
}

pub(crate) async fn alerts_get(app: &App, request: AlertsReq) -> Result<AlertsPage, Failure> {
    let settings = app.read(settings).await?;
    let all = app.alerts(&settings).await?;
    let is_muted = |alert: &Alert| settings.muted.contains(&alert.kind);
    let muted = all.iter().filter(|alert| is_muted(alert)).count();
    let unseen = all
        .iter()
        .filter(|alert| !alert.seen && !alert.dismissed && !is_muted(alert))
        .count();
    let alerts = all
        .into_iter()
        .filter(|alert| request.all || !(alert.dismissed || is_muted(alert)))
        .collect();
    Ok(AlertsPage {
        today: app.today().to_string(),
        alerts,
        unseen: dto::length(unseen),
        muted: dto::length(muted),
        settings,
    })
}

/// Notes what became of alerts; what is long over is forgotten with it.
async fn note(
    app: &App,
    origin: store::Origin,
    ids: Vec<String>,
    change: impl Fn(&mut Became) + Send + 'static,
) -> Result<Option<domain::ids::BatchId>, Failure> {
    let today = app.today();
    let written = app
        .write(origin, move |writing| {
            let known = became(writing)?;
            for id in &ids {
                let before = known.get(id).cloned().unwrap_or_default();
                let mut after = before.clone();
                change(&mut after);
                after.on = today;
                let bare = !after.seen && !after.dismissed && !after.told;
                if bare {
                    writing.put_document(DOCUMENTS, id, None)?;
                } else if (after.seen, after.dismissed, after.told)
                    != (before.seen, before.dismissed, before.told)
                {
                    let body = serde_json::to_string(&after).unwrap_or_default();
                    writing.put_document(DOCUMENTS, id, Some(&body))?;
                }
            }
            for (id, old) in &known {
                if today - old.on > TimeDelta::days(REMEMBERED) && !ids.contains(id) {
                    writing.put_document(DOCUMENTS, id, None)?;
                }
            }
            Ok(())
        })
        .await?;
    Ok(written.batch)
}

/// The ids that stand for alerts there are.
async fn known(app: &App, ids: Vec<String>) -> Result<Vec<String>, Failure> {
    let settings = app.read(settings).await?;
    let all = app.alerts(&settings).await?;
    if ids.iter().all(|id| all.iter().any(|alert| alert.id == *id)) {
        Ok(ids)
    } else {
        Err(Failure::NotFound("alert"))
    }
}

pub(crate) async fn alerts_mark(app: &App, request: AlertsMarkReq) -> Result<Change, Failure> {
    let ids = known(app, request.ids).await?;
    let rows = ids.len() as u64;
    let label = match request.mark {
        AlertMark::Seen => "alerts_seen",
        AlertMark::Dismissed => "alerts_dismissed",
        AlertMark::New => "alerts_back",
    };
    let mark = request.mark;
    // Looking is no change that somebody would take back.
    let origin = match mark {
        AlertMark::Seen => app.system(label),
        AlertMark::Dismissed | AlertMark::New => app.person(label),
    };
    let batch = note(app, origin, ids, move |became| match mark {
        AlertMark::Seen => became.seen = true,
        AlertMark::Dismissed => became.dismissed = true,
        AlertMark::New => {
            became.seen = false;
            became.dismissed = false;
        }
    })
    .await?;
    Ok(super::journal::change(batch, rows, label))
}

pub(crate) async fn alerts_settings(app: &App, request: AlertSettings) -> Result<Change, Failure> {
    let mut kept = request;
    if kept.bill_days > 30 {
        return Err(Failure::invalid("billDays", "out_of_range"));
    }
    kept.muted.sort_by_key(|kind| *kind as u8);
    kept.muted.dedup();
    let json = serde_json::to_string(&kept).map_err(Failure::internal)?;
    let written = app
        .write(app.person("alert_settings"), move |writing| {
            writing.put_setting(SETTING, Some(&json))
        })
        .await?;
    Ok(super::journal::change(written.batch, 1, "alert_settings"))
}

/// Has the system show what the page says of alerts, once each, if the person wants that.
pub(crate) async fn alerts_tell(app: &App, request: AlertsTellReq) -> Result<AlertsTold, Failure> {
    let settings = app.read(settings).await?;
    let fits = |text: &str, most: usize| {
        !text.trim().is_empty()
            && text.chars().count() <= most
            && !text.contains(|sign: char| sign.is_control() && sign != '\n')
    };
    if !fits(&request.title, LONGEST_TITLE) || !fits(&request.body, LONGEST_BODY) {
        return Err(Failure::invalid("title", "length"));
    }
    if !settings.notify {
        return Ok(AlertsTold { shown: false });
    }
    let ids = known(app, request.ids).await?;
    let ports = app.ports().dialogs.clone();
    let (title, body) = (request.title, request.body);
    let shown = crate::session::blocking(move || Ok(ports.show_notice(&title, &body))).await?;
    if shown {
        // The system's part, not the person's: it is nothing to take back.
        if ids.is_empty() {
            let day = format!("\"{}\"", app.today());
            app.write(app.system("digest_told"), move |writing| {
                writing.put_setting(DIGEST, Some(&day))
            })
            .await?;
        } else {
            note(app, app.system("alerts_told"), ids, |became| {
                became.told = true;
            })
            .await?;
        }
    }
    Ok(AlertsTold { shown })
}

pub(crate) async fn digest_get(app: &App, request: DigestReq) -> Result<Digest, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let days = if request.every == DigestEvery::Weekly {
        7
    } else {
        1
    };
    let (from, to) = (today - TimeDelta::days(days), today - TimeDelta::days(1));
    let page = alerts_get(app, AlertsReq { all: false }).await?;
    let made = app.forecast(7, None).await?;
    let (rows, without_rate, told) = app
        .read(move |view| {
            let (rows, without) = found::days(view, base, from, to)?;
            Ok((rows, without, view.setting(DIGEST)?))
        })
        .await?;
    let told: Option<NaiveDate> = told
        .and_then(|json| serde_json::from_str::<String>(&json).ok())
        .and_then(|day| day.parse().ok());
    let mut largest: Vec<&found::Booked> = rows.iter().collect();
    largest.sort_by_key(|row| (std::cmp::Reverse(row.minor.unsigned_abs()), row.id));
    let sum = |wanted: fn(i64) -> bool| {
        rows.iter()
            .map(|row| row.minor)
            .filter(|minor| wanted(*minor))
            .fold(0_i64, i64::saturating_add)
    };
    Ok(Digest {
        from: from.to_string(),
        to: to.to_string(),
        income: dto::minor(sum(|minor| minor > 0), base),
        spent: dto::minor(sum(|minor| minor < 0).saturating_neg(), base),
        transactions: dto::length(rows.len()),
        largest: largest
            .into_iter()
            .take(LARGEST)
            .map(|row| AlertRow {
                transaction: Some(row.id.to_string()),
                date: row.date.to_string(),
                name: row.name.clone(),
                amount: dto::minor(row.minor, base),
            })
            .collect(),
        ahead: made
            .events()
            .into_iter()
            .map(|event| AlertRow {
                transaction: None,
                date: event.date,
                name: event.name,
                amount: event.amount,
            })
            .collect(),
        unseen: page.unseen,
        due: page.settings.digest == request.every
            && request.every != DigestEvery::Never
            && told.is_none_or(|told| (today - told).num_days() >= days),
        without_rate,
    })
}

/// The words of a kind, for ids.
const fn word(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::LowBalance => "low",
        AlertKind::UnusualCharge => "odd",
        AlertKind::PriceRise => "price",
        AlertKind::DuplicateCharge => "twice",
        AlertKind::IncomeMissing => "income",
        AlertKind::BudgetBreaking => "budget",
        AlertKind::ForgottenSubscription => "idle",
        AlertKind::BillDue => "due",
    }
}
