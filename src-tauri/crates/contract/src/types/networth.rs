//! Net worth and exchange rates.

use super::Money;

words! {
    /// Length of a step.
    pub enum Step {
        /// Days.
        Day,
        /// Weeks, ending on Sunday.
        Week,
        /// Months.
        Month,
        /// Years.
        Year,
    }
}

wire! {
    /// Which net worth.
    pub struct NetWorthReq {
        /// First day; none is the first there is.
        pub from: Option<String>,
        /// Last day; none is today.
        pub to: Option<String>,
        /// Length of a step.
        pub by: Step,
        /// Currency; none is the base currency.
        pub currency: Option<String>,
    }

    /// Net worth over time.
    pub struct NetWorth {
        /// Currency of all amounts.
        pub currency: String,
        /// Oldest first; the last is of the last day asked for.
        pub points: Vec<NetWorthPoint>,
        /// Net worth at the end.
        pub now: Money,
        /// Change since the first point.
        pub change: Money,
        /// The same in percent, one decimal, decimal text; none from zero.
        pub change_percent: Option<String>,
        /// Highest point.
        pub highest: Option<NetWorthPoint>,
        /// Lowest point.
        pub lowest: Option<NetWorthPoint>,
        /// Classes at the end, largest first.
        pub classes: Vec<NetWorthClass>,
        /// Accounts at the end.
        pub accounts: Vec<NetWorthAccount>,
        /// Currencies without any rate, left out.
        pub without_rate: Vec<String>,
        /// The oldest rate used at the end; none when no rate was needed.
        pub rates_from: Option<String>,
        /// Rates used at the end are older than three days.
        pub rates_stale: bool,
        /// How old its sources are.
        pub freshness: super::Freshness,
    }

    /// One moment.
    pub struct NetWorthPoint {
        /// At the end of this day.
        pub date: String,
        /// Owned.
        pub assets: String,
        /// Owed, as a negative amount.
        pub liabilities: String,
        /// Their sum.
        pub net: String,
    }

    /// A class of accounts.
    pub struct NetWorthClass {
        /// Message key: `cash`, `savings`, `investments`, `pension`, `home_loan`, `loans`, `cards`, `other`.
        pub key: String,
        /// Colour slot.
        pub slot: u32,
        /// Value at the end.
        pub value: Money,
        /// Value at the first point.
        pub before: Money,
        /// Change since the first point.
        pub change: Money,
        /// The same in percent, one decimal, decimal text; none from zero. Less debt is negative.
        pub change_percent: Option<String>,
        /// Share of all assets, or of all debts, whole percent; they add up to 100.
        pub share: u32,
    }

    /// An account in net worth.
    pub struct NetWorthAccount {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Class key.
        pub class: String,
        /// In its own currency.
        pub own: Money,
        /// In the currency asked for; none without a rate.
        pub value: Option<Money>,
        /// Value at the first point.
        pub before: Option<Money>,
        /// The rate used, decimal text.
        pub rate: Option<String>,
        /// The day of the rate.
        pub rate_date: Option<String>,
    }

    /// Where rates stand.
    pub struct RatesStatus {
        /// Newest day there are rates of.
        pub newest: Option<String>,
        /// Oldest day.
        pub oldest: Option<String>,
        /// Currencies known.
        pub currencies: Vec<String>,
        /// Fetching is on.
        pub fetching: bool,
        /// The last try failed, a stable word.
        pub problem: Option<String>,
        /// When it was tried last.
        pub tried_at: Option<String>,
    }
}
