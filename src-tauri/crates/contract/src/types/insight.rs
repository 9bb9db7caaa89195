//! What a lender would look at, for the person alone.

use super::{AlertRow, Money, UpstreamReport};

words! {
    /// A figure of the insight.
    pub enum InsightFigure {
        /// Income.
        Income,
        /// Spending in series that repeat.
        Fixed,
        /// Other spending.
        Variable,
        /// Paid on loans.
        Debt,
    }
}

wire! {
    /// A month of it, in the base currency; spending and payments positive.
    pub struct InsightMonth {
        /// `YYYY-MM`.
        pub month: String,
        /// Came in.
        pub income: Money,
        /// Spent in series that repeat.
        pub fixed: Money,
        /// Spent otherwise.
        pub variable: Money,
        /// Paid on loans.
        pub debt: Money,
        /// Days of it on which an account was overdrawn.
        pub overdraft_days: u32,
    }

    /// Days on which one account was overdrawn.
    pub struct InsightOverdraft {
        /// The account.
        pub account: String,
        /// Its name.
        pub account_name: String,
        /// First day.
        pub from: String,
        /// Last day.
        pub to: String,
        /// Days.
        pub days: u32,
        /// The lowest balance at the end of one of them.
        pub lowest: Money,
    }

    /// What a service says beside.
    pub struct InsightUpstream {
        /// The connection.
        pub connection: String,
        /// Its name.
        pub name: String,
        /// What it derived, and the book's own months beside.
        pub report: UpstreamReport,
        /// Days overdrawn of its accounts, by the book.
        pub own_overdraft_days: u32,
        /// Series that the book finds in its accounts.
        pub own_series: u32,
    }

    /// The insight: twelve full months, in the base currency.
    pub struct Insight {
        /// The current day.
        pub today: String,
        /// First day of the months.
        pub from: String,
        /// Last day.
        pub to: String,
        /// Full months that there are rows of, at most twelve.
        pub months: Vec<InsightMonth>,
        /// Came in, a month on average.
        pub income: Money,
        /// Spent in series, a month.
        pub fixed: Money,
        /// Spent otherwise, a month.
        pub variable: Money,
        /// Paid on loans, a month.
        pub debt: Money,
        /// Fixed in percent of spending.
        pub fixed_percent: Option<i32>,
        /// 100 is the same income each month.
        pub stability_percent: Option<i32>,
        /// Paid on loans in percent of income.
        pub debt_percent: Option<i32>,
        /// Not spent in percent of income.
        pub savings_percent: Option<i32>,
        /// Days on which a day-to-day account was overdrawn, each counted once.
        pub overdraft_days: u32,
        /// Those days, by account.
        pub overdrafts: Vec<InsightOverdraft>,
        /// What services say.
        pub upstream: Vec<InsightUpstream>,
        /// Currencies left out for want of a rate.
        pub without_rate: Vec<String>,
    }

    /// Asks for the rows of a figure.
    pub struct InsightRowsReq {
        /// The figure.
        pub figure: InsightFigure,
        /// Only this month, `YYYY-MM`.
        pub month: Option<String>,
    }

    /// The rows of a figure, newest first, in the base currency.
    pub struct InsightRows {
        /// At most 500.
        pub rows: Vec<AlertRow>,
        /// How many there are.
        pub count: u32,
        /// Their sum.
        pub sum: Money,
    }
}
