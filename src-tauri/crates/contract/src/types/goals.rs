//! Goals of the person's own, and those of services beside them.

use super::Money;

words! {
    /// How a goal goes.
    pub enum GoalTrack {
        /// The target is there.
        Reached,
        /// Its date is over without it.
        Missed,
        /// Four futures of five reach it in time.
        On,
        /// At least half do.
        Close,
        /// Fewer than half do.
        Off,
        /// It has no date to be held against.
        Undated,
        /// Too few full months to say.
        Unknown,
    }
}

wire! {
    /// An account that counts for a goal.
    pub struct GoalLink {
        /// The account.
        pub account: String,
        /// How much of its balance counts, whole percent, 1 to 100.
        pub percent: u32,
    }

    /// Keeps a goal.
    pub struct GoalSaveReq {
        /// The one to change; none makes a new one.
        pub goal: Option<String>,
        /// Its name.
        pub name: String,
        /// To be reached, decimal text, above nothing.
        pub target: String,
        /// Its currency; none is the base currency, and stays what it was.
        pub currency: Option<String>,
        /// Until when; none is without a date.
        pub due: Option<String>,
        /// Accounts that count; none where an envelope does.
        pub links: Vec<GoalLink>,
        /// The envelope whose content counts, a budget's id; none where accounts do.
        pub envelope: Option<String>,
        /// A note.
        pub note: String,
        /// The goal of a service that it is made from.
        pub adopts: Option<String>,
    }

    /// One goal of the person's.
    pub struct GoalReq {
        /// Its id.
        pub goal: String,
    }

    /// What one account brings to a goal.
    pub struct GoalShare {
        /// The account.
        pub account: String,
        /// Its name.
        pub account_name: String,
        /// How much of its balance counts.
        pub percent: u32,
        /// That, in the goal's currency; none for want of a rate.
        pub amount: Option<Money>,
    }

    /// What was there at the end of a month.
    pub struct GoalMonth {
        /// `YYYY-MM`.
        pub month: String,
        /// There at its end, or now.
        pub saved: Money,
        /// Added in it, or taken out.
        pub change: Money,
    }

    /// A goal and how it goes.
    pub struct GoalPlan {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// A note.
        pub note: String,
        /// To be reached.
        pub target: Money,
        /// There now.
        pub saved: Money,
        /// Still missing.
        pub missing: Money,
        /// There in whole percent of the target, 100 at most.
        pub percent: u32,
        /// Until when.
        pub due: Option<String>,
        /// Accounts that count.
        pub shares: Vec<GoalShare>,
        /// The envelope whose content counts.
        pub envelope: Option<String>,
        /// Its name; none when it is gone.
        pub envelope_name: Option<String>,
        /// To be put aside a month until the date, the present month included.
        pub monthly: Option<Money>,
        /// What the last full months added, on average.
        pub rate: Option<Money>,
        /// Full months that the rate is of.
        pub rate_months: u32,
        /// Soonest month it is reached in, one future of ten; none is not within fifty years.
        pub early: Option<String>,
        /// Half of the futures are there by this month.
        pub likely: Option<String>,
        /// Nine of ten are.
        pub late: Option<String>,
        /// Of the futures, whole percent that are there in time.
        pub chance_percent: Option<u32>,
        /// In one word.
        pub track: GoalTrack,
        /// Months so far, oldest first, the present one last.
        pub history: Vec<GoalMonth>,
        /// Currencies that could not be counted.
        pub without_rate: Vec<String>,
        /// The goal of a service that it was made from.
        pub adopts: Option<String>,
    }

    /// An account that a goal may count.
    pub struct GoalAccount {
        /// The account.
        pub account: String,
        /// Its name.
        pub name: String,
        /// Its balance.
        pub balance: Money,
        /// Whole percent of it that no goal counts yet.
        pub free_percent: u32,
    }

    /// An envelope that a goal may count.
    pub struct GoalEnvelope {
        /// The budget.
        pub budget: String,
        /// Its name.
        pub name: String,
        /// What is in it.
        pub left: Money,
    }

    /// Goals of the person's own and of services.
    pub struct GoalsPage {
        /// The current day.
        pub today: String,
        /// The base currency.
        pub currency: String,
        /// There for all goals of the person's, in the base currency; those without a rate are left out.
        pub saved: Money,
        /// To be put aside this month for those with a date, in the base currency.
        pub monthly: Money,
        /// The person's own.
        pub goals: Vec<GoalPlan>,
        /// Those that services keep.
        pub upstream: Vec<super::Goal>,
        /// What may be counted.
        pub accounts: Vec<GoalAccount>,
        /// What may be counted as well.
        pub envelopes: Vec<GoalEnvelope>,
    }
}
