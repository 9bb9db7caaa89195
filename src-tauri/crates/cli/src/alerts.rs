//! What to look at before it costs money.

use app::{App, api};
use contract::types::{
    Alert, AlertKind, AlertMark, AlertsMarkReq, AlertsPage, AlertsReq, Digest, DigestEvery,
    DigestReq,
};

use crate::args::Common;
use crate::args::plans::{Matter, Summed, Watch};
use crate::host;
use crate::output::{Answer, Output, money, table};
use crate::recurring::told;

pub(crate) async fn run(common: &Common, output: Output, act: Option<Watch>, all: bool) -> Answer {
    let app = host::open(common).await?;
    match act.unwrap_or(Watch::List) {
        Watch::List => {
            let page = api::alerts_get(&app, AlertsReq { all }).await?;
            output.either(&page, || told_page(&page))?;
            Ok(0)
        }
        Watch::Seen { alerts } => mark(&app, output, alerts, AlertMark::Seen).await,
        Watch::Dismiss { alerts } => mark(&app, output, alerts, AlertMark::Dismissed).await,
        Watch::Back { alerts } => mark(&app, output, alerts, AlertMark::New).await,
        Watch::Mute { kind } => mute(&app, output, kind, true).await,
        Watch::Unmute { kind } => mute(&app, output, kind, false).await,
        Watch::Digest { days } => {
            let every = match days {
                Summed::Daily => DigestEvery::Daily,
                Summed::Weekly => DigestEvery::Weekly,
            };
            let digest = api::digest_get(&app, DigestReq { every }).await?;
            output.either(&digest, || told_digest(&digest))?;
            Ok(0)
        }
    }
}

async fn mark(app: &App, output: Output, ids: Vec<String>, mark: AlertMark) -> Answer {
    let change = api::alerts_mark(app, AlertsMarkReq { ids, mark }).await?;
    told(output, &change)
}

async fn mute(app: &App, output: Output, kind: Matter, mute: bool) -> Answer {
    let kind = match kind {
        Matter::LowBalance => AlertKind::LowBalance,
        Matter::UnusualCharge => AlertKind::UnusualCharge,
        Matter::PriceRise => AlertKind::PriceRise,
        Matter::DuplicateCharge => AlertKind::DuplicateCharge,
        Matter::IncomeMissing => AlertKind::IncomeMissing,
        Matter::BudgetBreaking => AlertKind::BudgetBreaking,
        Matter::ForgottenSubscription => AlertKind::ForgottenSubscription,
        Matter::BillDue => AlertKind::BillDue,
    };
    let mut settings = api::alerts_get(app, AlertsReq { all: false })
        .await?
        .settings;
    settings.muted.retain(|known| *known != kind);
    if mute {
        settings.muted.push(kind);
    }
    let change = api::alerts_settings(app, settings).await?;
    told(output, &change)
}

fn told_page(page: &AlertsPage) -> String {
    if page.alerts.is_empty() {
        return format!("Nothing to look at. {} muted.\n", page.muted);
    }
    let rows: Vec<Vec<String>> = page
        .alerts
        .iter()
        .map(|alert| {
            vec![
                alert.id.clone(),
                alert.date.clone(),
                why(alert),
                if alert.dismissed {
                    "dismissed".to_owned()
                } else if alert.seen {
                    "seen".to_owned()
                } else {
                    "new".to_owned()
                },
            ]
        })
        .collect();
    table(&["Alert", "Day", "What", ""], &[], &rows)
}

fn why(alert: &Alert) -> String {
    let (name, amount) = (&alert.name, money(&alert.amount));
    let against = alert.against.as_ref().map(money).unwrap_or_default();
    match alert.kind {
        AlertKind::LowBalance => {
            format!(
                "{name}: {amount} expected, floor {against}, {} in 100 below",
                alert.count
            )
        }
        AlertKind::UnusualCharge if alert.against.is_some() => {
            format!(
                "{name}: {amount}, usually {against} ({} payments)",
                alert.count
            )
        }
        AlertKind::UnusualCharge => {
            format!(
                "{name}: {amount}, the largest of {} in a year, to somebody new",
                alert.count
            )
        }
        AlertKind::PriceRise => format!("{name}: {amount}, was {against}"),
        AlertKind::DuplicateCharge => format!("{name}: {amount} twice, {} days apart", alert.count),
        AlertKind::IncomeMissing => format!("{name}: {amount} is {} days late", alert.count),
        AlertKind::BudgetBreaking if alert.ahead => {
            format!("{name}: {amount} short once bills to come are paid, limit {against}")
        }
        AlertKind::BudgetBreaking => format!("{name}: {amount} over, limit {against}"),
        AlertKind::ForgottenSubscription => {
            let yearly = alert.yearly.as_ref().map(money).unwrap_or_default();
            format!(
                "{name}: {yearly} a year for {} months, never decided about",
                alert.count
            )
        }
        AlertKind::BillDue => format!("{name}: {amount} due in {} days", alert.count),
    }
}

fn told_digest(digest: &Digest) -> String {
    let mut text = format!(
        "{} to {}: {} came in, {} was spent, {} transactions, {} new alerts.\n",
        digest.from,
        digest.to,
        money(&digest.income),
        money(&digest.spent),
        digest.transactions,
        digest.unseen
    );
    for row in digest.largest.iter().chain(&digest.ahead) {
        text.push_str(&format!(
            "{}  {}  {}\n",
            row.date,
            row.name,
            money(&row.amount)
        ));
    }
    text
}
