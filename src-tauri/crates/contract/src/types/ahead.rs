//! Net worth ahead.

use super::Money;

words! {
    /// What net worth is made of ahead.
    pub enum AheadClass {
        /// Money in accounts.
        Cash,
        /// What is invested, pensions too.
        Investments,
        /// Things that are owned and are no account.
        Things,
        /// What is owed.
        Debts,
    }

    /// What something follows that has terms of its own.
    pub enum AheadTerms {
        /// Stated interest.
        Interest,
        /// Its wear.
        Wear,
        /// The schedule it is paid back by.
        Schedule,
    }
}

wire! {
    /// What the person assumes of a class. What is none is proposed.
    pub struct AheadAssumption {
        /// Which.
        pub class: AheadClass,
        /// Added a month, decimal text in the base currency; of debts, paid back.
        #[serde(default)]
        pub add: Option<String>,
        /// Growth in percent a year, decimal text, -50 to 50.
        #[serde(default)]
        pub percent: Option<String>,
        /// One standard deviation of a year's growth, percent points, 0 to 50.
        #[serde(default)]
        pub spread: Option<String>,
    }

    /// What the person assumes.
    pub struct AheadPlan {
        /// Years ahead, 1 to 40.
        pub years: u32,
        /// The payment of a debt that is paid off goes to cash.
        pub freed: bool,
        /// Assumptions by class; a class that is not there is proposed.
        pub classes: Vec<AheadAssumption>,
    }

    /// Which net worth ahead.
    pub struct NetWorthAheadReq {
        /// Years ahead, 1 to 40; none is as kept, or ten.
        #[serde(default)]
        pub years: Option<u32>,
        /// Assumptions to try; none are those that are kept.
        #[serde(default)]
        pub plan: Option<AheadPlan>,
        /// In today's money.
        #[serde(default)]
        pub real: bool,
    }

    /// Net worth ahead.
    pub struct NetWorthAhead {
        /// The current day.
        pub today: String,
        /// Currency of all amounts.
        pub currency: String,
        /// The assumptions it is made of, what was left open still open.
        pub plan: AheadPlan,
        /// Whether they are kept in the book.
        pub kept: bool,
        /// Full months that proposals were learned from; none are made of fewer than three.
        pub months_seen: u32,
        /// Classes: what is there and what is assumed.
        pub classes: Vec<AheadPart>,
        /// What follows terms of its own; counted in its class.
        pub followed: Vec<AheadFollowed>,
        /// Debts and things that stay as they are for want of terms, by name.
        pub still: Vec<String>,
        /// Now, and after each month.
        pub points: Vec<AheadPoint>,
        /// Goals.
        pub goals: Vec<AheadGoal>,
        /// Left out for want of a rate, by name.
        pub without_rate: Vec<String>,
        /// Worlds the ranges are taken from.
        pub worlds: u32,
        /// How it was turned into today's money; none where it was not.
        pub real: Option<super::RealTerms>,
    }

    /// A class ahead.
    pub struct AheadPart {
        /// Which.
        pub class: AheadClass,
        /// There now.
        pub now: Money,
        /// Of it, what follows terms of its own.
        pub followed: Money,
        /// Added a month; of debts, paid back beside their schedules.
        pub add: Money,
        /// What the last months added on average; none when too few are known.
        pub add_proposed: Option<Money>,
        /// Growth in percent a year, decimal text.
        pub percent: String,
        /// The proposal for it.
        pub percent_proposed: String,
        /// One standard deviation of a year's growth, percent points.
        pub spread: String,
        /// The proposal for it.
        pub spread_proposed: String,
        /// At the end, on the likely line.
        pub end: Money,
    }

    /// Something that follows terms of its own.
    pub struct AheadFollowed {
        /// Its id, as net worth names it.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What it counts in.
        pub class: AheadClass,
        /// What it follows.
        pub terms: AheadTerms,
        /// Percent a year, where its terms have one.
        pub percent: Option<String>,
        /// Now.
        pub now: Money,
        /// At the end.
        pub end: Money,
        /// Month of the last payment of a debt, `YYYY-MM`, within the horizon.
        pub ends: Option<String>,
        /// What is paid a month until then.
        pub payment: Option<Money>,
    }

    /// After so many months.
    pub struct AheadPoint {
        /// The day.
        pub date: String,
        /// On the likely line; the sum of the four that follow.
        pub likely: String,
        /// Cash.
        pub cash: String,
        /// Investments.
        pub investments: String,
        /// Things.
        pub things: String,
        /// Debts, negative.
        pub debts: String,
        /// Half of the worlds are above this …
        pub half_low: String,
        /// … and below this.
        pub half_high: String,
        /// Four of five are above this …
        pub low: String,
        /// … and below this.
        pub high: String,
        /// What is there now and what was added until then, without what it earned.
        pub put_in: String,
        /// The level of prices that day; none where it is not asked for or not known.
        pub index: Option<String>,
    }

    /// A goal ahead.
    pub struct AheadGoal {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// To be reached.
        pub target: Money,
        /// There now.
        pub saved: Money,
        /// Put aside for it a month, as its last months did, more or less where what is added to its class was changed.
        pub add: Option<Money>,
        /// Until when.
        pub due: Option<String>,
        /// Month it is reached in on the likely line, `YYYY-MM`; none is not within the horizon.
        pub likely: Option<String>,
        /// On the likely line at its date, or at the end where it has none.
        pub then: Option<Money>,
        /// Of ten worlds, how many are there by its date; none without a date within the horizon.
        pub of_ten: Option<u32>,
        /// The same in whole percent.
        pub percent: Option<u32>,
        /// Net worth on the likely line on its date: where the mark stands.
        pub mark: Option<Money>,
        /// Nothing can be said of it for want of a rate.
        pub without_rate: bool,
    }
}
