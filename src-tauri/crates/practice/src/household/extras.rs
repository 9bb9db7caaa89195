//! Labels, budgets and goals.

use chrono::NaiveDate;

use super::category::Category;
use super::{Household, Upstream};
use crate::calendar::{month_start, plus};

/// A label a person puts on rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Label {
    Holiday,
    Shared,
    Work,
    Moving,
}

impl Label {
    /// Every label.
    pub const ALL: [Self; 4] = [Self::Holiday, Self::Shared, Self::Work, Self::Moving];

    /// Its name and colour, and whether it is archived.
    pub fn facts(self) -> (&'static str, &'static str, bool) {
        match self {
            Self::Holiday => ("Holiday", "#1abc9c", false),
            Self::Shared => ("Shared flat", "#3498db", false),
            Self::Work => ("Work", "#9b59b6", false),
            Self::Moving => ("Moving house", "#95a5a6", true),
        }
    }
}

/// How often a budget starts anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Every week, from Monday.
    Week,
    /// Every month.
    Month,
    /// Every year.
    Year,
    /// Once, between two days.
    Custom(NaiveDate, NaiveDate),
}

/// A spending limit.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Its name.
    pub name: &'static str,
    /// Who keeps it.
    pub upstream: Upstream,
    /// ISO 4217.
    pub currency: &'static str,
    /// How often it starts anew.
    pub period: Period,
    /// The limit in minor units, positive.
    pub limit_minor: i64,
    /// A month with another limit: its first day and the limit in minor units.
    pub exception: Option<(NaiveDate, i64)>,
    /// The categories it watches; all spending when empty.
    pub categories: Vec<Category>,
    /// The labels it watches; no restriction when empty.
    pub labels: Vec<Label>,
    /// No longer in use since this day.
    pub closed: Option<NaiveDate>,
}

/// Something the family saves for.
#[derive(Debug, Clone)]
pub struct Goal {
    /// Its name.
    pub name: &'static str,
    /// Target in euro cents.
    pub target_minor: i64,
    /// What was there at first, in euro cents.
    pub initial_minor: i64,
    /// Wanted by this day.
    pub desired: NaiveDate,
    /// `active`, `paused` or `reached`.
    pub state: &'static str,
}

impl Household {
    /// The budgets of both upstreams.
    pub fn budgets(&self) -> Vec<Budget> {
        use Category as C;
        let budget = |name, upstream, currency, period, limit_minor, categories: &[C]| Budget {
            name,
            upstream,
            currency,
            period,
            limit_minor,
            exception: None,
            categories: categories.to_vec(),
            labels: Vec::new(),
            closed: None,
        };
        let wallet = |name, period, limit, categories: &[C]| {
            budget(name, Upstream::Wallet, "EUR", period, limit, categories)
        };
        // The month before the household was met had guests.
        let guests = month_start(crate::calendar::minus_months(self.met, 1));
        let summer = crate::calendar::date(chrono::Datelike::year(&self.met) - 1, 7, 1);
        vec![
            Budget {
                exception: Some((guests, 62_000)),
                ..wallet("Groceries", Period::Month, 54_000, &[C::Groceries])
            },
            wallet(
                "Eating out",
                Period::Month,
                28_000,
                &[C::Restaurants, C::Cafes],
            ),
            wallet(
                "Car",
                Period::Month,
                30_000,
                &[C::Fuel, C::Parking, C::CarUpkeep],
            ),
            wallet(
                "Pocket money",
                Period::Week,
                4_000,
                &[C::Cafes, C::Reading, C::Culture],
            ),
            wallet("Holidays", Period::Year, 320_000, &[C::Holidays, C::Travel]),
            Budget {
                labels: vec![Label::Holiday],
                closed: Some(plus(summer, 65)),
                ..wallet(
                    "Last summer",
                    Period::Custom(summer, plus(summer, 61)),
                    250_000,
                    &[],
                )
            },
            budget(
                "Lunches",
                Upstream::Finwise,
                "CHF",
                Period::Month,
                20_000,
                &[C::Restaurants],
            ),
            budget(
                "Coffee",
                Upstream::Finwise,
                "CHF",
                Period::Month,
                2_500,
                &[C::Cafes],
            ),
            budget(
                "Tools",
                Upstream::Finwise,
                "USD",
                Period::Month,
                4_000,
                &[C::Software],
            ),
        ]
    }

    /// The goals, all kept by Wallet.
    pub fn goals(&self) -> Vec<Goal> {
        let year = chrono::Datelike::year(&self.met);
        let goal = |name, target_minor, initial_minor, desired, state| Goal {
            name,
            target_minor,
            initial_minor,
            desired,
            state,
        };
        vec![
            goal(
                "Cargo bicycle",
                420_000,
                60_000,
                crate::calendar::date(year + 1, 5, 31),
                "active",
            ),
            goal(
                "Kitchen",
                1_200_000,
                150_000,
                crate::calendar::date(year + 3, 9, 30),
                "active",
            ),
            goal(
                "Piano",
                380_000,
                0,
                crate::calendar::date(year + 2, 12, 31),
                "paused",
            ),
            goal(
                "Moving house",
                250_000,
                250_000,
                crate::calendar::date(year - 2, 6, 30),
                "reached",
            ),
        ]
    }
}
