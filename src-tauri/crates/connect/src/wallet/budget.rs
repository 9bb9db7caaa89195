//! Budgets, their limits by period, and what the server counts as spent.

use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;
use domain::budget::Month;
use domain::feed::{BudgetPeriod, FeedBudget};
use money::{Currency, Money};
use serde_json::value::RawValue;

use super::local_day;
use crate::delivery::Notices;
use crate::json::Record;

/// A limit that departs from the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Override {
    start: NaiveDate,
    limit: Money,
    /// Periods it is said to hold.
    periods: Option<u32>,
}

/// Reads one budget.
pub(super) fn read(row: &RawValue, zone: Tz, notices: &mut Notices) -> Option<FeedBudget> {
    let Some((record, id)) = Record::read(row).and_then(|r| r.id("id").map(|id| (r, id))) else {
        notices.unreadable(None, "the row has no id");
        return None;
    };
    let currency = record
        .text("currencyCode")
        .and_then(|code| Currency::parse(&code).ok());
    let period = match record.text("type").unwrap_or_default().as_str() {
        "BUDGET_INTERVAL_WEEK" => BudgetPeriod::Week,
        "BUDGET_INTERVAL_MONTH" => BudgetPeriod::Month,
        "BUDGET_INTERVAL_YEAR" => BudgetPeriod::Year,
        "BUDGET_CUSTOM" | "BUDGET_ALL" => BudgetPeriod::Custom,
        unknown => {
            notices.unknown(&id, "budget type", unknown);
            BudgetPeriod::Custom
        }
    };
    let limit = notices.optional(&id, "limit", record.raw("limit"), currency);
    // Superseded entries first: where two begin on one day, the later list wins.
    let mut entries: Vec<Override> = Vec::new();
    for name in ["pastLimitOverrides", "limitOverrides"] {
        for entry in record.list(name).unwrap_or_default() {
            let Some(entry) = Record::read(entry) else {
                continue;
            };
            let start = local_day(&entry, "periodStart", zone)
                .or_else(|| period_start(&entry.text("period")?));
            let limit = notices.optional(&id, "limit", entry.raw("limit"), currency);
            if let (Some(start), Some(limit)) = (start, limit) {
                entries.retain(|earlier| earlier.start != start);
                let periods = entry
                    .count("periodCount")
                    .and_then(|n| u32::try_from(n).ok());
                entries.push(Override {
                    start,
                    limit,
                    periods,
                });
            }
        }
    }
    entries.sort_by_key(|entry| entry.start);
    let current = record
        .object("spending")
        .and_then(|spending| spending.object("current"));
    let effective = current.as_ref().and_then(|current| {
        let start = local_day(current, "periodStart", zone)?;
        let limit = notices.optional(&id, "limit", current.raw("effectiveLimit"), currency)?;
        Some((start, limit))
    });
    let spent =
        current.and_then(|current| notices.optional(&id, "spent", current.raw("spent"), currency));
    Some(FeedBudget {
        name: record.text("name").unwrap_or_else(|| id.clone()),
        period,
        limit,
        overrides: overrides(&entries, limit, period, effective),
        from: local_day(&record, "startDate", zone),
        to: local_day(&record, "endDate", zone),
        category_source_ids: record.ids("categoryIds"),
        account_source_ids: record.ids("accountIds"),
        // Their ids; whoever reads the list of labels puts the names in.
        labels: record.ids("labelIds"),
        rolls_over_from: None,
        consolidated: false,
        spent,
        is_income: false,
        closed: record.flag("closed").unwrap_or(false),
        source_id: id,
    })
}

/// The limits from a day on. The description says that an entry holds until the next one, yet entries also carry a count
/// of periods, and samples return to the baseline after it. The limit that the server says is in force decides between
/// the two readings; if it fits neither, it is added as it is.
fn overrides(
    entries: &[Override],
    baseline: Option<Money>,
    period: BudgetPeriod,
    effective: Option<(NaiveDate, Money)>,
) -> Vec<(NaiveDate, Money)> {
    let lasting: Vec<(NaiveDate, Money)> = entries.iter().map(|e| (e.start, e.limit)).collect();
    let Some((day, limit)) = effective else {
        return lasting;
    };
    if in_force(&lasting, baseline, day) == Some(limit) {
        return lasting;
    }
    let mut counted = Vec::new();
    for (position, entry) in entries.iter().enumerate() {
        counted.push((entry.start, entry.limit));
        let next = entries.get(position + 1).map(|next| next.start);
        let end = entry
            .periods
            .and_then(|periods| after(entry.start, period, periods));
        if let (Some(end), Some(baseline)) = (end, baseline)
            && next.is_none_or(|next| end < next)
        {
            counted.push((end, baseline));
        }
    }
    if in_force(&counted, baseline, day) != Some(limit) {
        counted.retain(|(start, _)| *start != day);
        counted.push((day, limit));
        counted.sort_by_key(|(start, _)| *start);
    }
    counted
}

fn in_force(
    limits: &[(NaiveDate, Money)],
    baseline: Option<Money>,
    day: NaiveDate,
) -> Option<Money> {
    limits
        .iter()
        .rev()
        .find(|(start, _)| *start <= day)
        .map(|(_, limit)| *limit)
        .or(baseline)
}

/// The first day after `periods` periods.
fn after(start: NaiveDate, period: BudgetPeriod, periods: u32) -> Option<NaiveDate> {
    match period {
        BudgetPeriod::Week => start.checked_add_days(Days::new(7 * u64::from(periods))),
        BudgetPeriod::Month => start.checked_add_months(Months::new(periods)),
        BudgetPeriod::Year => start.checked_add_months(Months::new(periods.checked_mul(12)?)),
        BudgetPeriod::Custom => None,
    }
}

/// The first day of `YYYY-MM`, `YYYY-Www` or `YYYY`.
fn period_start(text: &str) -> Option<NaiveDate> {
    if let Some(month) = Month::parse(text) {
        return Some(month.first_day());
    }
    if let Some((year, week)) = text.split_once("-W") {
        let (year, week) = (year.parse().ok()?, week.parse().ok()?);
        return NaiveDate::from_isoywd_opt(year, week, chrono::Weekday::Mon);
    }
    NaiveDate::from_ymd_opt(text.parse().ok()?, 1, 1).filter(|day| day.year() >= 1900)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn the_limit_in_force_decides_how_long_an_override_lasts() {
        let entries = [Override {
            start: day("2025-12-01"),
            limit: eur(50_000),
            periods: Some(1),
        }];
        let read = |effective| {
            overrides(
                &entries,
                Some(eur(40_000)),
                BudgetPeriod::Month,
                Some((day("2026-01-01"), eur(effective))),
            )
        };
        assert_eq!(
            read(40_000),
            [
                (day("2025-12-01"), eur(50_000)),
                (day("2026-01-01"), eur(40_000))
            ]
        );
        assert_eq!(read(50_000), [(day("2025-12-01"), eur(50_000))]);
        assert_eq!(
            read(45_000),
            [
                (day("2025-12-01"), eur(50_000)),
                (day("2026-01-01"), eur(45_000))
            ]
        );
    }

    #[test]
    fn periods_are_named_in_three_ways() {
        assert_eq!(period_start("2025-12"), Some(day("2025-12-01")));
        assert_eq!(period_start("2026-W01"), Some(day("2025-12-29")));
        assert_eq!(period_start("2026"), Some(day("2026-01-01")));
        assert_eq!(period_start("soon"), None);
    }
}
