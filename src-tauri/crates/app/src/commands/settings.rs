//! Settings: one document in the book.

use contract::types::{Density, Nothing, Settings, SettingsUpdateReq, Theme};
use store::Origin;

use crate::{App, Failure, dto};

const KEY: &str = "settings";

fn defaults() -> Settings {
    Settings {
        base_currency: "EUR".to_owned(),
        theme: Theme::System,
        density: Density::Normal,
        region: String::new(),
        text_size: 100,
        lock_after_minutes: Some(15),
        lock_on_suspend: true,
        fetch_rates: true,
        second_rates: false,
        sync_hours: 6,
        letter_shortcuts: true,
        hide_amounts: false,
        chart_patterns: false,
        floor: "0.00".to_owned(),
        experimental_services: false,
        file_above: 90,
    }
}

impl App {
    /// The settings of the open book.
    pub(crate) async fn settings(&self) -> Result<Settings, Failure> {
        let stored = self.read(|view| view.setting(KEY)).await?;
        Ok(stored
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_else(defaults))
    }

    /// The currency of totals.
    pub(crate) async fn base_currency(&self) -> Result<money::Currency, Failure> {
        dto::currency("baseCurrency", &self.settings().await?.base_currency)
    }
}

pub(crate) async fn settings_get(app: &App, _: Nothing) -> Result<Settings, Failure> {
    app.settings().await
}

pub(crate) async fn settings_update(
    app: &App,
    request: SettingsUpdateReq,
) -> Result<Settings, Failure> {
    change(app, request, app.person("settings")).await
}

pub(crate) async fn change(
    app: &App,
    request: SettingsUpdateReq,
    origin: Origin,
) -> Result<Settings, Failure> {
    let before = app.settings().await?;
    let after = changed(before.clone(), request)?;
    if after != before || origin.kind == store::OriginKind::System {
        let json = serde_json::to_string(&after).map_err(Failure::internal)?;
        app.write(origin, move |writing| writing.put_setting(KEY, Some(&json)))
            .await?;
    }
    Ok(after)
}

fn changed(before: Settings, request: SettingsUpdateReq) -> Result<Settings, Failure> {
    let base = match request.base_currency {
        Some(code) => dto::currency("baseCurrency", &code)?,
        None => dto::currency("baseCurrency", &before.base_currency)?,
    };
    let floor = request.floor.unwrap_or(before.floor);
    // A floor kept in cents is rounded away when the new currency has none.
    let floor = money::decimal(&floor)
        .and_then(|value| money::rounded_minor(value, base))
        .map_err(|_| Failure::invalid("floor", "amount"))?;
    let text_size = request.text_size.unwrap_or(before.text_size);
    if !(90..=200).contains(&text_size) {
        return Err(Failure::invalid("textSize", "out_of_range"));
    }
    let sync_hours = request.sync_hours.unwrap_or(before.sync_hours);
    if sync_hours > 168 {
        return Err(Failure::invalid("syncHours", "out_of_range"));
    }
    let file_above = request.file_above.unwrap_or(before.file_above);
    if file_above != 0 && !(50..=100).contains(&file_above) {
        return Err(Failure::invalid("fileAbove", "out_of_range"));
    }
    Ok(Settings {
        base_currency: base.code().to_owned(),
        theme: request.theme.unwrap_or(before.theme),
        density: request.density.unwrap_or(before.density),
        region: request.region.unwrap_or(before.region),
        text_size,
        lock_after_minutes: match request.lock_after_minutes {
            Some(0) => None,
            Some(minutes) => Some(minutes),
            None => before.lock_after_minutes,
        },
        lock_on_suspend: request.lock_on_suspend.unwrap_or(before.lock_on_suspend),
        fetch_rates: request.fetch_rates.unwrap_or(before.fetch_rates),
        second_rates: request.second_rates.unwrap_or(before.second_rates),
        sync_hours,
        letter_shortcuts: request.letter_shortcuts.unwrap_or(before.letter_shortcuts),
        hide_amounts: request.hide_amounts.unwrap_or(before.hide_amounts),
        chart_patterns: request.chart_patterns.unwrap_or(before.chart_patterns),
        floor: floor.decimal_text(),
        experimental_services: request
            .experimental_services
            .unwrap_or(before.experimental_services),
        file_above,
    })
}
