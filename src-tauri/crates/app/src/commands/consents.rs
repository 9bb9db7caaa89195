//! Consents and keys that end: told weeks before, as dates among the bills.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use connect::Tz;
use contract::types::{ConsentEnd, ConsentKind, Nothing};
use store::View;

use crate::{App, Failure, dto};

/// Ends are told this long before.
const AHEAD: TimeDelta = TimeDelta::weeks(8);

pub(crate) async fn consents_list(app: &App, _: Nothing) -> Result<Vec<ConsentEnd>, Failure> {
    let (today, zone) = (app.today(), app.ports().clock.zone());
    app.read(move |view| ends(view, today, zone)).await
}

/// What ends within eight weeks or has ended and was not renewed, soonest first.
pub(crate) fn ends(view: &View<'_>, today: NaiveDate, zone: Tz) -> store::Result<Vec<ConsentEnd>> {
    let mut found = Vec::new();
    for known in view.connections()? {
        let name = connect::connector(known.upstream)
            .map_or(known.upstream.as_str(), |found| found.describe().name);
        let mut add = |kind: ConsentKind,
                       until: Option<DateTime<Utc>>,
                       login: Option<String>,
                       institution: &str,
                       accounts: u64| {
            let Some(date) = until.map(|until| until.with_timezone(&zone).date_naive()) else {
                return;
            };
            if date > today + AHEAD {
                return;
            }
            found.push(ConsentEnd {
                kind,
                connection: known.id.to_string(),
                label: known.label.clone(),
                login,
                institution: institution.to_owned(),
                date: date.to_string(),
                days_left: i32::try_from((date - today).num_days()).unwrap_or(i32::MIN),
                accounts: dto::count(accounts),
            });
        };
        add(
            ConsentKind::Key,
            known.access_until,
            None,
            name,
            known.accounts,
        );
        for login in view.logins(Some(known.id))? {
            let feed = &login.feed;
            add(
                ConsentKind::Consent,
                feed.consent_until,
                Some(feed.source_id.clone()),
                feed.institution.as_deref().unwrap_or(&known.label),
                login.accounts,
            );
        }
    }
    found.sort_by(|a, b| {
        (&a.date, &a.label, &a.institution).cmp(&(&b.date, &b.label, &b.institution))
    });
    Ok(found)
}
