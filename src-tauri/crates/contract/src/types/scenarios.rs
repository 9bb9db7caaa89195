//! What if: scenarios, their effect on the forecast, and what would help against a low balance.

use super::{Forecast, ForecastLow, Money};

words! {
    /// What a scenario does to an item.
    pub enum ScenarioVerb {
        /// Something new comes.
        Add,
        /// An item comes no more.
        Stop,
        /// An item comes at another amount.
        Change,
        /// One payment of an item comes on another day.
        Move,
    }

    /// How often something new comes.
    #[derive(Default)]
    pub enum ScenarioRhythm {
        /// Once.
        #[default]
        Once,
        /// Every day.
        Daily,
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
    }

    /// What kind of help a fix is.
    pub enum FixKind {
        /// Move money in.
        MoveIn,
        /// Pay an item later.
        Delay,
        /// Spend a little less each day.
        Reduce,
    }
}

wire! {
    /// A what-if, and the file it is kept in and passed on as.
    pub struct Scenario {
        /// Its name.
        pub name: String,
        /// Currency of its amounts; none is the base currency.
        #[serde(default)]
        pub currency: Option<String>,
        /// What would be otherwise, one after the other.
        pub changes: Vec<ScenarioChange>,
    }

    /// One thing that would be otherwise.
    pub struct ScenarioChange {
        /// What happens.
        #[serde(rename = "do")]
        pub verb: ScenarioVerb,
        /// The item as the forecast names it, or the name of the new one.
        pub item: String,
        /// Signed decimal text, for what is added or changed.
        #[serde(default)]
        pub amount: Option<String>,
        /// How often, for what is added.
        #[serde(default)]
        pub every: ScenarioRhythm,
        /// From this day on; the day a moved payment would come. None is from now on.
        #[serde(default)]
        pub from: Option<String>,
        /// The last day, for what is added.
        #[serde(default)]
        pub until: Option<String>,
        /// The day a moved payment comes.
        #[serde(default)]
        pub to: Option<String>,
        /// Name of the one account it touches; none is whichever is looked at.
        #[serde(default)]
        pub account: Option<String>,
    }

    /// A scenario that is kept in the book.
    pub struct KeptScenario {
        /// Its id.
        pub id: String,
        /// What it says.
        pub scenario: Scenario,
    }

    /// Keeps a scenario.
    pub struct ScenarioKeepReq {
        /// The one to replace; none keeps a new one.
        pub id: Option<String>,
        /// What it says.
        pub scenario: Scenario,
    }

    /// One kept scenario.
    pub struct ScenarioReq {
        /// Its id.
        pub id: String,
    }

    /// Text of a scenario's file.
    pub struct ScenarioReadReq {
        /// JSON text.
        pub text: String,
    }

    /// Tries scenarios.
    pub struct ForecastCompareReq {
        /// Days ahead, 7 to 730.
        pub days: u32,
        /// Only this account; none is all day-to-day accounts together.
        pub account: Option<String>,
        /// The scenarios, each also tried alone.
        pub scenarios: Vec<ScenarioTry>,
    }

    /// A scenario to try.
    pub struct ScenarioTry {
        /// It.
        pub scenario: Scenario,
        /// Counts in the forecast of all of them together.
        pub on: bool,
    }

    /// Scenarios tried.
    pub struct ForecastCompare {
        /// The forecast with all that are on.
        pub forecast: Forecast,
        /// Without any.
        pub base: ScenarioEnds,
        /// Each alone, in the order given.
        pub each: Vec<ScenarioOutcome>,
    }

    /// Low point and end of a forecast.
    pub struct ScenarioEnds {
        /// The lowest expected balance.
        pub lowest: ForecastLow,
        /// The last expected balance.
        pub end: Money,
    }

    /// What one scenario alone does.
    pub struct ScenarioOutcome {
        /// Its name.
        pub name: String,
        /// Low point and end.
        pub ends: ScenarioEnds,
        /// How much higher the low point is.
        pub low_change: Money,
        /// How much higher the end is.
        pub end_change: Money,
        /// Items it names that are not ahead.
        pub unmatched: Vec<String>,
    }

    /// How long until money comes in, what makes it tight, and what would help.
    pub struct ForecastAdvice {
        /// The next day on which money is known to come in.
        pub income: Option<String>,
        /// Chance of any one day before it to end below the floor, whole percent; none without a band.
        pub chance_percent: Option<u32>,
        /// What weighs most until the lowest day, heaviest first.
        pub drivers: Vec<ForecastDriver>,
        /// What is missing to the floor on the lowest day.
        pub missing: Option<Money>,
        /// Small changes that each keep the floor on every day.
        pub fixes: Vec<ForecastFix>,
    }

    /// An item that weighs.
    pub struct ForecastDriver {
        /// Its name.
        pub name: String,
        /// What it comes to until the lowest day, negative.
        pub amount: Money,
    }

    /// A small change that helps.
    pub struct ForecastFix {
        /// Its kind.
        pub kind: FixKind,
        /// The item, for a delay.
        pub item: Option<String>,
        /// How much: to move in, of the item, or less a day.
        pub amount: Money,
        /// When: the day to move it in, the item's day, or the first day of spending less.
        pub date: String,
        /// The new day, or the last day of spending less.
        pub to: Option<String>,
        /// The same as a change to try.
        pub change: ScenarioChange,
    }

    /// What the horizon adds up to.
    pub struct ForecastTotals {
        /// Known money in.
        pub known_in: Money,
        /// Known money out, negative.
        pub known_out: Money,
        /// Everything usual, net.
        pub everyday: Money,
        /// The same a day.
        pub everyday_daily: Money,
    }
}
