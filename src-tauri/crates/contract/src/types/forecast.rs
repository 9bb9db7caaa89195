//! The cash-flow forecast.

use super::Money;

words! {
    /// How often something repeats.
    pub enum Period {
        /// Every week.
        Weekly,
        /// Every second week.
        Biweekly,
        /// Every fourth week.
        Fourweekly,
        /// Every month.
        Monthly,
        /// Every second month.
        Bimonthly,
        /// Every quarter.
        Quarterly,
        /// Twice a year.
        Halfyearly,
        /// Every year.
        Yearly,
        /// Another rhythm.
        Other,
        /// Once.
        Once,
    }

    /// How a known item is known.
    pub enum KnownBy {
        /// An upstream's standing order.
        Planned,
        /// Found in the history.
        Detected,
        /// A scenario says so.
        Scenario,
        /// Interest by the terms of its account.
        Terms,
    }
}

wire! {
    /// Which forecast.
    pub struct ForecastReq {
        /// Days ahead, 7 to 730.
        pub days: u32,
        /// Only this account; none is all day-to-day accounts together, in the base currency.
        pub account: Option<String>,
    }

    /// Balance per day.
    pub struct Forecast {
        /// Its currency.
        pub currency: String,
        /// The day it was made on.
        pub today: String,
        /// Balance at the end of today.
        pub start: Money,
        /// One entry a day, from tomorrow.
        pub days: Vec<ForecastDay>,
        /// The lowest expected balance.
        pub lowest: ForecastLow,
        /// Lowest balance accepted.
        pub floor: Money,
        /// The highest chance of any one day to end below the floor, whole percent; 0 is unlikely.
        pub below_floor_percent: u32,
        /// What it adds up to.
        pub totals: super::ForecastTotals,
        /// What makes it tight, and what would help.
        pub advice: super::ForecastAdvice,
        /// Known items in the order of their days.
        pub events: Vec<ForecastEvent>,
        /// Why no band can be given, a stable word: `thin_history`, `no_accounts`.
        pub abstained: Option<String>,
        /// How the same method did from days of this past.
        pub tested: Option<ForecastTested>,
        /// What came of the forecasts that were kept; none when none was.
        pub graded: Option<ForecastGraded>,
        /// Days of history it was learned from.
        pub history_days: u32,
        /// Accounts it covers.
        pub accounts: Vec<String>,
        /// Accounts left out for want of a rate, by name.
        pub without_rate: Vec<String>,
        /// What accounts with stated terms earn and cost in these days; their bookings are among the items.
        pub interest: Vec<ForecastInterest>,
        /// How old its sources are.
        pub freshness: super::Freshness,
    }

    /// What one account earns and costs ahead, in its own currency: by the day on the balance at its end, over 365.
    pub struct ForecastInterest {
        /// The account.
        pub account: String,
        /// Its name.
        pub account_name: String,
        /// Percent a year on balances above nothing.
        pub earned_percent: Option<String>,
        /// Percent a year on balances below nothing.
        pub charged_percent: Option<String>,
        /// What runs up from tomorrow to the last day, booked or not.
        pub earned: Money,
        /// The same of what is charged; nothing or below.
        pub charged: Money,
        /// What is charged if every day ends where one in ten is lower.
        pub charged_if_low: Option<Money>,
        /// The first booking ahead.
        pub next: Option<String>,
    }

    /// The method tried on the account's own past.
    pub struct ForecastTested {
        /// Past days it was tried from.
        pub origins: u32,
        /// Of the days after them, whole percent inside the wide band.
        pub inside_percent: u32,
    }

    /// Forecasts as they were made, held against what came.
    pub struct ForecastGraded {
        /// Days that one was kept of.
        pub kept: u32,
        /// The first of them.
        pub since: String,
        /// By how far they look ahead, nearest first; what is not over yet has no grade.
        pub grades: Vec<ForecastGrade>,
    }

    /// How the forecasts of one account did.
    pub struct AccountGrades {
        /// The account; none is all day-to-day accounts together.
        pub account: Option<String>,
        /// Its name; empty for all together.
        pub name: String,
        /// Why no band can be given today, as for a forecast.
        pub abstained: Option<String>,
        /// What came of the forecasts that were kept; none when none was.
        pub graded: Option<ForecastGraded>,
        /// How the same method did from days of its past.
        pub tested: Option<ForecastTested>,
    }

    /// How forecasts did at one distance.
    pub struct ForecastGrade {
        /// Days ahead, at most: 7, 30, 90 or 180; each begins after the one before.
        pub days: u32,
        /// Forecasts that reached days that are over.
        pub forecasts: u32,
        /// Such days, judged once for each forecast.
        pub judged: u32,
        /// Of them, whole percent inside the wide range, which is to hold 80.
        pub inside80_percent: u32,
        /// Of them, whole percent inside the narrow range, which is to hold 50.
        pub inside50_percent: u32,
        /// How far off the expected balance was, on average.
        pub miss: Money,
        /// How far the ranges reach now, in percent of what they would without this record.
        pub reach_percent: u32,
    }

    /// One day ahead.
    pub struct ForecastDay {
        /// The day.
        pub date: String,
        /// Expected balance at its end.
        pub expected: String,
        /// One path in ten is below.
        pub p10: String,
        /// One in four is below.
        pub p25: String,
        /// One in four is above.
        pub p75: String,
        /// One in ten is above.
        pub p90: String,
        /// The expected balance is below the floor.
        pub below_floor: bool,
    }

    /// The lowest point.
    pub struct ForecastLow {
        /// When.
        pub date: String,
        /// Expected then.
        pub expected: Money,
        /// One in ten is below.
        pub low: Money,
        /// One in ten is above.
        pub high: Money,
        /// Below the floor.
        pub below_floor: bool,
    }

    /// A known item ahead.
    pub struct ForecastEvent {
        /// The day.
        pub date: String,
        /// Payee.
        pub name: String,
        /// Signed.
        pub amount: Money,
        /// How it is known.
        pub known_by: KnownBy,
        /// Account's name.
        pub account_name: String,
    }
}
