//! Budgets.

use super::Money;

words! {
    /// How a budget goes, compared with an even pace.
    pub enum BudgetStatus {
        /// Nothing spent yet.
        Nothing,
        /// Below the pace.
        Below,
        /// On it.
        OnPace,
        /// Ahead of it.
        Ahead,
        /// Over the limit.
        Over,
        /// A bill that is paid; no more is expected.
        Paid,
    }
}

wire! {
    /// Which month.
    pub struct BudgetsMonthReq {
        /// `YYYY-MM`; empty is the present one.
        pub month: String,
    }

    /// A month of budgets, in the base currency.
    pub struct BudgetsMonth {
        /// `YYYY-MM`.
        pub month: String,
        /// Day of the month, 1 to its length; its length for a past month, 0 for a coming one.
        pub day: u32,
        /// Days in the month.
        pub days: u32,
        /// Sum of limits.
        pub limit: Money,
        /// Sum carried in.
        pub carried: Money,
        /// Sum spent.
        pub spent: Money,
        /// Sum left.
        pub left: Money,
        /// Spent in percent of what there was, whole.
        pub spent_percent: u32,
        /// Even pace today in percent.
        pub pace_percent: u32,
        /// The lines.
        pub lines: Vec<BudgetLine>,
        /// Lines of the upstreams, evaluated from the book's rows.
        pub upstream_lines: Vec<BudgetLine>,
        /// Spent outside of all budgets.
        pub unbudgeted: Money,
        /// The largest categories outside, by name.
        pub unbudgeted_names: Vec<String>,
        /// Currencies left out for want of a rate.
        pub without_rate: Vec<String>,
    }

    /// One budget in one month.
    pub struct BudgetLine {
        /// Id of the category, or the upstream budget's own id.
        pub id: String,
        /// The category, when it is one's own.
        pub category: Option<String>,
        /// Its name.
        pub name: String,
        /// Colour slot.
        pub slot: u32,
        /// The limit.
        pub limit: Money,
        /// Carried in from the month before.
        pub carried: Money,
        /// Spent, positive; refunds taken off.
        pub spent: Money,
        /// Left, negative when over.
        pub left: Money,
        /// Spent in percent of limit and carry.
        pub spent_percent: u32,
        /// How it goes.
        pub status: BudgetStatus,
        /// How much ahead of the pace, or over.
        pub difference: Money,
        /// Surplus and overspending go to the next month.
        pub carry_over: bool,
        /// Connection it comes from, for an upstream's.
        pub connection: Option<String>,
        /// Spent by the upstream's own count.
        pub upstream_spent: Option<Money>,
    }

    /// Which budget.
    pub struct BudgetDetailReq {
        /// Category's id.
        pub category: String,
        /// `YYYY-MM`.
        pub month: String,
    }

    /// One budget closely.
    pub struct BudgetDetail {
        /// The line.
        pub line: BudgetLine,
        /// Days left in the month.
        pub days_left: u32,
        /// What can be spent a day.
        pub per_day: Money,
        /// Where the month ends at the pace of the last weeks: left, negative when over. None without history.
        pub projected_left: Option<Money>,
        /// Past months, oldest first.
        pub past: Vec<BudgetPast>,
        /// Mean of the past months.
        pub average: Money,
    }

    /// A past month of a budget.
    pub struct BudgetPast {
        /// `YYYY-MM`.
        pub month: String,
        /// Spent.
        pub spent: Money,
        /// The limit then.
        pub limit: Money,
    }

    /// Sets a limit.
    pub struct BudgetSetReq {
        /// Category's id.
        pub category: String,
        /// From this month on.
        pub from: String,
        /// The limit in the base currency, decimal text; none ends the budget.
        pub limit: Option<String>,
        /// Carry what is left or overspent.
        pub carry_over: bool,
        /// Only in that month: the months after keep the limit they have.
        #[serde(default)]
        pub only: bool,
    }

    /// Sets the limits of several categories as one change, none carried over.
    pub struct BudgetsBeginReq {
        /// From this month on; empty is the current one.
        pub from: String,
        /// One for each category.
        pub limits: Vec<CategoryLimit>,
    }

    /// The limit of a category.
    pub struct CategoryLimit {
        /// Category's id.
        pub category: String,
        /// In the base currency, decimal text.
        pub limit: String,
    }

    /// A goal as an upstream keeps it. What was saved since its start is not told.
    pub struct Goal {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What is to be reached.
        pub target: Money,
        /// What was there at the start.
        pub initial: Money,
        /// Until when.
        pub due: Option<String>,
        /// `active`, `paused`, `reached`, or the upstream's own word.
        pub state: String,
        /// A note.
        pub note: String,
        /// Connection it comes from; none for the person's own.
        pub connection: Option<String>,
    }

    /// Asks for limits from history.
    pub struct BudgetSuggestReq {
        /// Months to look back, 1 to 24.
        pub months: u32,
    }

    /// A limit from history.
    pub struct BudgetSuggestion {
        /// Category's id.
        pub category: String,
        /// Its name.
        pub name: String,
        /// Mean spent a month.
        pub average: Money,
        /// A round limit.
        pub suggested: Money,
    }
}
