//! Charts: data from the same questions as the pages, painted by the charts crate.

use std::collections::BTreeMap;

use charts::{
    Axis, BarsLimit, BudgetBurnup, Caption, Chart, Earlier, FlowBars, ForecastBand, Ink, Known,
    LineArea, Range, Series, Sheet, Side, Sparkline, StackedArea, Theme,
};
use chrono::{Datelike, NaiveDate, TimeDelta};
use contract::types as wire;
use contract::types::{
    ChartDrawing, ChartExportReq, ChartKind, ChartPoint, ChartPointRow, ChartReq, ChartTable,
    ChartTheme, ExportResult, ImageFormat, PlotRect, Step,
};
use domain::budget::Month;
use domain::ids::{AccountId, CategoryId};
use engine::networth::Point;
use money::Currency;
use store::ReportScope;

use crate::ports::FileKind;
use crate::session::blocking;
use crate::{App, Failure, dto};

mod ahead;
mod parts;

/// Days before today that a forecast shows.
const PAST_DAYS: i64 = 21;

/// Months of in and out.
const FLOW_MONTHS: i32 = 12;

/// Largest drawing, CSS pixels a side.
const LARGEST: u32 = 4_000;

/// A painted chart with the day of each point, by the number the point has in the drawing: a
/// long series is drawn with fewer points than it has.
struct Painted {
    chart: Chart,
    dates: BTreeMap<i32, NaiveDate>,
    /// What the points of a drawing of parts open, in their order.
    keys: Vec<String>,
    empty: bool,
}

/// Days since 1970.
fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - NaiveDate::default().num_days_from_ce()
}

pub(crate) async fn chart_render(app: &App, request: ChartReq) -> Result<ChartDrawing, Failure> {
    let (width, height) = (request.width, request.height);
    let painted = paint(app, request).await?;
    Ok(drawing(painted, width, height))
}

fn drawing(painted: Painted, width: u32, height: u32) -> ChartDrawing {
    let geometry = painted.chart.geometry;
    let series = geometry.series.len();
    let y = (0..series)
        .map(|place| {
            geometry
                .y
                .iter()
                .map(|point| point.get(place).copied().flatten().map(|y| y as f32))
                .collect()
        })
        .collect();
    ChartDrawing {
        svg: painted.chart.svg,
        width,
        height,
        x: geometry.x.iter().map(|x| *x as f32).collect(),
        y,
        boxes: geometry.boxes.iter().map(rect).collect(),
        plot: PlotRect {
            left: geometry.plot.left as f32,
            top: geometry.plot.top as f32,
            right: geometry.plot.right as f32,
            bottom: geometry.plot.bottom as f32,
        },
        series: geometry
            .series
            .iter()
            .map(|key| key.ink.token().to_owned())
            .collect(),
        points: geometry
            .points
            .iter()
            .enumerate()
            .map(|(place, point)| ChartPoint {
                label: point.label.clone(),
                key: painted.keys.get(place).cloned().unwrap_or_default(),
                date: painted
                    .dates
                    .get(&point.at)
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                rows: point
                    .rows
                    .iter()
                    .map(|row| ChartPointRow {
                        name: row.name.clone(),
                        value: row.value.clone(),
                        series: row
                            .ink
                            .map(|ink| ink.token().to_owned())
                            .unwrap_or_default(),
                    })
                    .collect(),
            })
            .collect(),
        table: ChartTable {
            head: geometry.table.head,
            rows: geometry.table.rows,
        },
        lowest: geometry.lowest.map(dto::length),
        highest: geometry.highest.map(dto::length),
        empty: painted.empty,
    }
}

fn rect(plot: &charts::PlotRect) -> PlotRect {
    PlotRect {
        left: plot.left as f32,
        top: plot.top as f32,
        right: plot.right as f32,
        bottom: plot.bottom as f32,
    }
}

fn sheet(request: &ChartReq, currency: Currency, title: &str) -> Result<Sheet, Failure> {
    if request.width > LARGEST || request.height > LARGEST {
        return Err(Failure::invalid("width", "too_large"));
    }
    let mut sheet = Sheet::new(request.width, request.height);
    sheet.minor_digits = currency.exponent();
    title.clone_into(&mut sheet.title);
    sheet.labels = labels(&request.format);
    Ok(sheet)
}

/// The page's formats in the words of the charts crate.
fn labels(format: &wire::LabelFormat) -> charts::LabelFormat {
    let mut labels = charts::LabelFormat {
        symbol: format.symbol.clone(),
        symbol_after: !format.symbol_first,
        symbol_space: format.symbol_space.clone(),
        decimal: format.decimal.clone(),
        group: format.group.clone(),
        minus: format.minus.clone(),
        ..charts::LabelFormat::default()
    };
    labels.compact[0].clone_from(&format.thousand);
    labels.compact[1].clone_from(&format.million);
    for (place, name) in format.months.iter().take(12).enumerate() {
        labels.months[place].clone_from(name);
    }
    for (place, name) in format.weekdays.iter().take(7).enumerate() {
        labels.weekdays[place].clone_from(name);
    }
    if !format.day_first {
        labels.day = "{weekday} {month} {day}".into();
        labels.day_with_year = "{weekday} {month} {day}, {year}".into();
        labels.day_short = "{month} {day}".into();
        labels.date = "{month} {day}, {year}".into();
    }
    let words = &format.words;
    labels.words.today.clone_from(&words.today);
    labels.words.floor.clone_from(&words.floor);
    labels.words.limit.clone_from(&words.limit);
    labels.words.expected.clone_from(&words.expected);
    labels.words.likely_range.clone_from(&words.likely);
    labels.words.half_range.clone_from(&words.half);
    labels.words.balance.clone_from(&words.balance);
    labels.words.net.clone_from(&words.net_worth);
    labels.words.money_in.clone_from(&words.money_in);
    labels.words.money_out.clone_from(&words.money_out);
    labels.words.spent.clone_from(&words.spent);
    labels.words.even_pace.clone_from(&words.pace);
    labels
}

async fn paint(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    match request.kind {
        ChartKind::NetWorth => net_worth(app, request).await,
        ChartKind::NetWorthStack => stack(app, request).await,
        ChartKind::Forecast => forecast(app, request).await,
        ChartKind::BudgetBurnup => burnup(app, request).await,
        ChartKind::BudgetMonths => budget_months(app, request).await,
        ChartKind::CashFlow => cash_flow(app, request).await,
        ChartKind::Sparkline => sparkline(app, request).await,
        ChartKind::MoneyFlow => parts::flow(app, request).await,
        ChartKind::SpendingMap => parts::map(app, request).await,
        ChartKind::SpendingCalendar => parts::calendar(app, request).await,
        ChartKind::NetWorthChange => parts::change(app, request).await,
        ChartKind::NetWorthAhead => ahead::paint(app, request).await,
        ChartKind::SpendingTrend => parts::trend(app, request).await,
        ChartKind::SavingsRate => parts::savings_rate(app, request).await,
        ChartKind::Investments => parts::investments(app, request).await,
        ChartKind::InvestmentsGrowth => parts::growth(app, request).await,
        ChartKind::Payee => payee(app, request).await,
    }
}

async fn painted<F>(
    axis: Axis,
    dates: Vec<NaiveDate>,
    empty: bool,
    work: F,
) -> Result<Painted, Failure>
where
    F: FnOnce() -> Result<Chart, charts::ChartError> + Send + 'static,
{
    let painted = blocking(move || match work() {
        Ok(chart) => Ok(Some(chart)),
        // No point at all is an empty drawing, not a failure.
        Err(charts::ChartError::Empty) => Ok(None),
        Err(error) => Err(Failure::internal(error)),
    })
    .await?;
    let number = |date: &NaiveDate| match axis {
        Axis::Days => day_number(*date),
        Axis::Months => Month::of(*date).index(),
    };
    Ok(Painted {
        empty: empty || painted.is_none(),
        chart: painted.unwrap_or_default(),
        dates: dates.iter().map(|date| (number(date), *date)).collect(),
        keys: Vec::new(),
    })
}

/// Month ends count months, so that lines are straight between them; anything else counts days.
fn axis(by: Step, points: &[Point]) -> (Axis, Vec<i32>) {
    if by == Step::Month {
        let xs = points
            .iter()
            .map(|point| Month::of(point.date).index())
            .collect();
        (Axis::Months, xs)
    } else {
        (
            Axis::Days,
            points.iter().map(|point| day_number(point.date)).collect(),
        )
    }
}

async fn worth(app: &App, request: &ChartReq) -> Result<(super::networth::Worth, Step), Failure> {
    let by = request.by.unwrap_or(Step::Month);
    let span = app
        .span(
            request.from.as_deref(),
            request.to.as_deref(),
            by,
            request.currency.as_deref(),
        )
        .await?;
    Ok((app.worth_in(span, request.real).await?, by))
}

async fn net_worth(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let (worth, by) = worth(app, &request).await?;
    let sheet = sheet(&request, worth.currency, &request.format.words.net_worth)?;
    let (axis, xs) = axis(by, &worth.points);
    let dates = worth.points.iter().map(|point| point.date).collect();
    let kind = LineArea {
        axis,
        xs,
        series: Series {
            id: "net".into(),
            name: request.format.words.net_worth.clone(),
            ink: Ink::slot(0),
            // Days that not every source was read on are not known: the line ends before them.
            values: worth
                .points
                .iter()
                .map(|point| worth.known(point, by).then_some(point.net))
                .collect(),
        },
        side: if request.compact {
            Side::Right
        } else {
            Side::Left
        },
    };
    painted(axis, dates, worth.points.is_empty(), move || {
        kind.paint(&sheet)
    })
    .await
}

async fn stack(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let (worth, by) = worth(app, &request).await?;
    let sheet = sheet(&request, worth.currency, &request.format.words.net_worth)?;
    let (axis, xs) = axis(by, &worth.points);
    let dates: Vec<NaiveDate> = worth.points.iter().map(|point| point.date).collect();
    // From zero outwards: assets as the design orders them, loans nearest zero among debts.
    let assets = [
        "property",
        "vehicles",
        "metals",
        "lent",
        "other",
        "investments",
        "pension",
        "savings",
        "cash",
    ];
    let debts = ["home_loan", "loans", "cards"];
    let series = |keys: &[&str]| -> Vec<Series> {
        keys.iter()
            .filter_map(|key| {
                let members: Vec<&super::networth::Holder> = worth
                    .accounts
                    .iter()
                    .filter(|account| account.class.0 == *key)
                    .collect();
                let (_, slot) = members.first()?.class;
                let values = worth
                    .points
                    .iter()
                    .map(|point| {
                        if !worth.known(point, by) {
                            return None;
                        }
                        let parts = point.accounts.iter().filter(|value| {
                            members.iter().any(|account| account.id == value.account)
                        });
                        Some(parts.filter_map(|value| value.base).sum())
                    })
                    .collect();
                Some(Series {
                    id: (*key).to_owned(),
                    name: request.class_name(key),
                    ink: Ink::slot(slot as usize - 1),
                    values,
                })
            })
            .collect()
    };
    let kind = StackedArea {
        axis,
        xs,
        assets: series(&assets),
        debts: series(&debts),
        net_id: "net".into(),
    };
    let empty = kind.assets.is_empty() && kind.debts.is_empty();
    painted(axis, dates, empty, move || kind.paint(&sheet)).await
}

trait ClassNames {
    fn class_name(&self, key: &str) -> String;
}

impl ClassNames for ChartReq {
    /// The page's word for a class of net worth.
    fn class_name(&self, key: &str) -> String {
        let words = &self.format.words;
        match key {
            "cash" => words.cash.clone(),
            "savings" => words.savings.clone(),
            "investments" => words.investments.clone(),
            "pension" => words.pension.clone(),
            "home_loan" => words.home_loan.clone(),
            "loans" => words.loans.clone(),
            "cards" => words.cards.clone(),
            "property" => words.property.clone(),
            "vehicles" => words.vehicles.clone(),
            "metals" => words.metals.clone(),
            "lent" => words.lent.clone(),
            _ => words.other.clone(),
        }
    }
}

async fn forecast(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let account: Option<AccountId> = request
        .account
        .as_deref()
        .map(|id| dto::id("account", id))
        .transpose()?;
    let base = app.forecast(request.days.unwrap_or(90), account).await?;
    let made = base.under(app, &request.scenarios).await?;
    let baseline = (!request.scenarios.is_empty()).then(|| {
        let days = base.forecast.days.iter();
        days.map(|day| day.expected).collect()
    });
    let basis = &made.basis;
    let sheet = sheet(&request, basis.currency, &request.format.words.balance)?;
    // The line ends on the last day that is known; what is expected goes on from there.
    let fresh = app.forecast_freshness(&made).await?;
    let first_shown = basis.today - TimeDelta::days(PAST_DAYS);
    let last_known = day_number(
        fresh
            .known_until()
            .map_or(basis.today, |day| day.max(first_shown)),
    );
    let mut balance = basis.start;
    let mut past = vec![Known {
        day: day_number(basis.today),
        value: balance,
    }];
    let mut flows = basis.history.iter().rev().peekable();
    for back in 0..PAST_DAYS {
        let day = basis.today - TimeDelta::days(back);
        while let Some(flow) = flows.next_if(|flow| flow.date >= day) {
            balance -= flow.minor;
        }
        past.push(Known {
            day: day_number(day) - 1,
            value: balance,
        });
    }
    past.reverse();
    past.retain(|known| known.day <= last_known);
    let abstained = made.forecast.abstained.is_some();
    let expected: Vec<charts::ForecastDay> = made
        .forecast
        .days
        .iter()
        .map(|day| {
            let band = day.band.as_ref();
            charts::ForecastDay {
                day: day_number(day.date),
                value: day.expected,
                half: Range {
                    low: band.map_or(day.expected, |band| band.p25),
                    high: band.map_or(day.expected, |band| band.p75),
                },
                likely: Range {
                    low: band.map_or(day.expected, |band| band.p10),
                    high: band.map_or(day.expected, |band| band.p90),
                },
                events: day
                    .events
                    .iter()
                    .map(|event| charts::ForecastEvent {
                        name: event.label.clone(),
                        amount: event.minor,
                    })
                    .collect(),
            }
        })
        .collect();
    let mut dates: Vec<NaiveDate> = (0..=PAST_DAYS)
        .rev()
        .map(|back| basis.today - TimeDelta::days(back))
        .collect();
    dates.extend(made.forecast.days.iter().map(|day| day.date));
    let kind = ForecastBand {
        id: "balance".into(),
        ink: Ink::slot(0),
        past,
        expected,
        today: day_number(basis.today),
        floor: Some(made.floor.minor),
        baseline,
        fog: None,
    };
    let empty = basis.accounts.is_empty() && abstained;
    painted(Axis::Days, dates, empty, move || kind.paint(&sheet)).await
}

fn budget_of(request: &ChartReq) -> Result<CategoryId, Failure> {
    let id = request
        .category
        .as_deref()
        .ok_or_else(|| Failure::invalid("category", "missing"))?;
    dto::id("category", id)
}

async fn burnup(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let category = budget_of(&request)?;
    let month = app
        .budget_month(request.month.as_deref().unwrap_or_default())
        .await?;
    let book = app.budget_book(month).await?;
    let (wire, line, detail) = book
        .closely(category, month)
        .ok_or(Failure::NotFound("budget"))?;
    let sheet = sheet(&request, book.base, &wire.name)?;
    let first = book.calendar.real(month.first_day());
    let months = &request.format.months;
    let before = month.plus(-1);
    let earlier = (!detail.previous.is_empty()).then(|| Earlier {
        name: months
            .get(before.month() as usize - 1)
            .cloned()
            .unwrap_or_else(|| before.to_string()),
        spent: detail.previous.iter().map(|day| day.minor).collect(),
    });
    let days = month.last_day().day();
    let kind = BudgetBurnup {
        id: "spent".into(),
        ink: Ink::slot(0),
        start: day_number(first),
        days,
        spent: detail.month.iter().map(|day| day.minor).collect(),
        limit: line.limit + line.carried_in,
        earlier,
    };
    let dates = (0..days)
        .map(|day| first + TimeDelta::days(i64::from(day)))
        .collect();
    painted(Axis::Days, dates, false, move || kind.paint(&sheet)).await
}

async fn budget_months(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let category = budget_of(&request)?;
    let month = app
        .budget_month(request.month.as_deref().unwrap_or_default())
        .await?;
    let book = app.budget_book(month).await?;
    let (wire, line, detail) = book
        .closely(category, month)
        .ok_or(Failure::NotFound("budget"))?;
    let sheet = sheet(&request, book.base, &wire.name)?;
    let mut months: Vec<i32> = detail.past.iter().map(|past| past.month.index()).collect();
    let mut values: Vec<Option<i64>> = detail.past.iter().map(|past| Some(past.spent)).collect();
    let mut limits: Vec<Option<i64>> = detail.past.iter().map(|past| past.limit).collect();
    months.push(month.index());
    values.push(Some(line.spent));
    limits.push(Some(line.limit));
    let dates = months
        .iter()
        .map(|index| Month::from_index(*index).first_day())
        .collect();
    let kind = BarsLimit {
        months,
        series: Series {
            id: "spent".into(),
            name: request.format.words.spent.clone(),
            ink: Ink::slot(0),
            values,
        },
        limits,
        expected: None,
    };
    painted(Axis::Months, dates, false, move || kind.paint(&sheet)).await
}

async fn cash_flow(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let base = app.base_currency().await?;
    let today = app.today();
    let now = Month::of(today);
    let sheet = sheet(&request, base, &request.format.words.money_in)?;
    let flows = app
        .read(move |view| flows(view, base, today, now.plus(1 - FLOW_MONTHS), now))
        .await?;
    painted_flows(&flows, sheet).await
}

/// Bars of what came in and went out, by month.
async fn painted_flows(flows: &[(Month, i64, i64)], sheet: Sheet) -> Result<Painted, Failure> {
    let empty = flows
        .iter()
        .all(|(_, income, spent)| *income == 0 && *spent == 0);
    let dates = flows.iter().map(|(month, ..)| month.first_day()).collect();
    let kind = FlowBars {
        months: flows.iter().map(|(month, ..)| month.index()).collect(),
        money_in: flows.iter().map(|(_, income, _)| *income).collect(),
        money_out: flows.iter().map(|(_, _, spent)| *spent).collect(),
        expected: None,
    };
    painted(Axis::Months, dates, empty, move || kind.paint(&sheet)).await
}

/// Months of one payee.
const PAYEE_MONTHS: i32 = 24;

async fn payee(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let base = app.base_currency().await?;
    let now = Month::of(app.today());
    let sheet = sheet(&request, base, &request.format.words.money_out)?;
    let name = request.payee.unwrap_or_default();
    let from = now.plus(1 - PAYEE_MONTHS);
    let flows = app
        .read(move |view| super::payees::months(view, &name, base, from, now))
        .await?;
    painted_flows(&flows, sheet).await
}

/// Money in and out by month in one currency, at each month's last rate. Currencies without a rate are left out.
pub(crate) fn flows(
    view: &store::View<'_>,
    base: Currency,
    today: NaiveDate,
    from: Month,
    to: Month,
) -> store::Result<Vec<(Month, i64, i64)>> {
    let scope = ReportScope {
        accounts: Vec::new(),
        with_pending: true,
    };
    let mut out: Vec<(Month, i64, i64)> = (from.index()..=to.index())
        .map(|index| (Month::from_index(index), 0, 0))
        .collect();
    for flow in view.flow_months(from, to, &scope)? {
        let Some(entry) = out.iter_mut().find(|(month, ..)| *month == flow.month) else {
            continue;
        };
        let day = flow.month.last_day().min(today);
        let currency = flow.income.currency;
        let rate = if currency == base {
            Some(money::Rate::identity(base))
        } else {
            view.cross_rate(currency, base, day)?.map(|(rate, _)| rate)
        };
        if let Some(rate) = rate {
            let convert = |amount| rate.convert(amount).map_err(|_| store::Error::Overflow);
            entry.1 += convert(flow.income)?.minor;
            entry.2 += convert(flow.expense)?.minor;
        }
    }
    Ok(out)
}

async fn sparkline(app: &App, request: ChartReq) -> Result<Painted, Failure> {
    let account: AccountId = dto::id("account", request.account.as_deref().unwrap_or_default())?;
    let today = app.today();
    let to = Month::of(today);
    let fresh = app.freshness(move |known| known.id == account).await?;
    let series = app
        .read(move |view| {
            let all = view.month_end_balances(to.plus(-FLOW_MONTHS), to)?;
            Ok(all.into_iter().find(|series| series.account == account))
        })
        .await?
        .ok_or(Failure::NotFound("account"))?;
    let sheet = sheet(&request, series.currency, "")?;
    let dates = (0..series.minor.len())
        .map(|place| to.plus(place as i32 - FLOW_MONTHS).last_day().min(today))
        .collect();
    let kind = Sparkline {
        series: Series {
            id: "balance".into(),
            name: request.format.words.balance.clone(),
            ink: Ink::slot(0),
            values: series
                .minor
                .iter()
                .enumerate()
                .map(|(place, minor)| {
                    let month = to.plus(place as i32 - FLOW_MONTHS);
                    let known = fresh.known_until();
                    known
                        .is_none_or(|until| month <= Month::of(until))
                        .then_some(*minor)
                })
                .collect(),
        },
        fill: false,
        dot: true,
    };
    painted(Axis::Months, dates, false, move || kind.paint(&sheet)).await
}

impl App {
    /// A chart as the bytes of a file.
    pub async fn chart_file(&self, request: ChartExportReq) -> Result<Vec<u8>, contract::ApiError> {
        self.chart_bytes(request)
            .await
            .map_err(|failure| failure.cross("chart_export"))
    }

    async fn chart_bytes(&self, request: ChartExportReq) -> Result<Vec<u8>, Failure> {
        let theme = match request.theme {
            ChartTheme::Light => Theme::Light,
            ChartTheme::Dark => Theme::Dark,
        };
        let caption = Caption {
            title: request.title,
            span: request.span,
            source: request.source,
        };
        let format = request.format;
        let chart = paint(self, request.chart).await?.chart;
        blocking(move || match format {
            ImageFormat::Svg => charts::export_svg(&chart, theme, &caption)
                .map(String::into_bytes)
                .map_err(Failure::internal),
            ImageFormat::Png => {
                charts::export_png(&chart, theme, &caption, 2.0).map_err(Failure::internal)
            }
        })
        .await
    }
}

pub(crate) async fn chart_export(
    app: &App,
    request: ChartExportReq,
) -> Result<ExportResult, Failure> {
    let (kind, extension) = match request.format {
        ImageFormat::Svg => (FileKind::Svg, "svg"),
        ImageFormat::Png => (FileKind::Png, "png"),
    };
    let name = format!("{}.{extension}", file_stem(&request.title));
    let bytes = app.chart_bytes(request).await?;
    let dialogs = app.ports().dialogs.clone();
    let file = blocking(move || {
        let Some(path) = dialogs.save_file(&name, kind) else {
            return Ok(None);
        };
        std::fs::write(&path, bytes)?;
        Ok(path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned()))
    })
    .await?;
    Ok(ExportResult { file })
}

/// A title as the name of a file.
fn file_stem(title: &str) -> String {
    let plain: String = title
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .take(60)
        .collect();
    let trimmed = plain.trim_matches('-');
    if trimmed.is_empty() {
        "chart".to_owned()
    } else {
        trimmed.to_lowercase()
    }
}

/// How English writes amounts of a currency, for hosts without a page.
pub fn english_labels(currency: &str) -> wire::LabelFormat {
    let (symbol, space) = match currency {
        "EUR" => ("€", ""),
        "USD" => ("US$", ""),
        "GBP" => ("£", ""),
        "JPY" => ("¥", ""),
        code => (code, "\u{a0}"),
    };
    let list = |text: &str| text.split(' ').map(ToOwned::to_owned).collect();
    wire::LabelFormat {
        symbol: symbol.to_owned(),
        symbol_first: true,
        symbol_space: space.to_owned(),
        decimal: ".".into(),
        group: ",".into(),
        minus: "−".into(),
        thousand: "k".into(),
        million: "m".into(),
        months: list("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        weekdays: list("Mon Tue Wed Thu Fri Sat Sun"),
        day_first: true,
        words: wire::ChartWords {
            today: "Today".into(),
            floor: "Floor".into(),
            limit: "Limit".into(),
            expected: "Expected".into(),
            likely: "Likely range".into(),
            balance: "Balance".into(),
            net_worth: "Net worth".into(),
            assets: "Owned".into(),
            liabilities: "Owed".into(),
            money_in: "In".into(),
            money_out: "Out".into(),
            spent: "Spent".into(),
            pace: "Even pace".into(),
            cash: "Cash".into(),
            savings: "Savings".into(),
            investments: "Investments".into(),
            pension: "Pension".into(),
            home_loan: "Home loan".into(),
            loans: "Loans".into(),
            cards: "Cards".into(),
            other: "Other".into(),
            property: "Property".into(),
            vehicles: "Vehicles".into(),
            metals: "Metals".into(),
            lent: "Lent".into(),
            kept: "Kept".into(),
            reserves: "From what was there".into(),
            without: "Without a category".into(),
            average: "Mean of three months".into(),
            savings_rate: "Savings rate".into(),
            market: "Market".into(),
            exchange: "Exchange rates".into(),
            valuation: "Valuations".into(),
            value: "Value".into(),
            paid_in: "Paid in".into(),
            half: "Half of futures".into(),
            put_in: "Put in".into(),
            yours: "Your investments".into(),
            of_ten: "of 10 futures".into(),
        },
    }
}
