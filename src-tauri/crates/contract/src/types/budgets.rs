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

words! {
    /// How a book is budgeted.
    #[derive(Default)]
    pub enum BudgetStyle {
        /// A limit for each line.
        #[default]
        Limits,
        /// Every unit of income is put into an envelope.
        Envelopes,
        /// One number after bills and savings.
        Flex,
    }

    /// The period of a budget.
    #[derive(Default)]
    pub enum BudgetSpan {
        /// A week.
        Week,
        /// A month of the person's own.
        #[default]
        Month,
        /// A year.
        Year,
        /// So many days.
        Days,
        /// So many months.
        Months,
    }

    /// Where limits are taken from.
    pub enum BudgetFill {
        /// Mean spending of the months before.
        Average,
        /// Spending of the month before.
        LastMonth,
        /// The limits of the month before.
        LastLimits,
    }
}

wire! {
    /// How a book is budgeted.
    pub struct BudgetPlanReq {
        /// The style.
        pub style: BudgetStyle,
        /// The day on which months begin, 1 to 28.
        pub start_day: u32,
        /// To be put aside each month, decimal text in the base currency.
        pub savings: String,
    }

    /// One budget of the person's.
    pub struct BudgetReq {
        /// Its id.
        pub budget: String,
    }

    /// A budget with all its ways.
    pub struct BudgetSaveReq {
        /// The one to change; none makes a new one.
        pub budget: Option<String>,
        /// Its name.
        pub name: String,
        /// Categories it counts, groups standing for their own.
        pub categories: Vec<String>,
        /// Accounts it counts.
        pub accounts: Vec<String>,
        /// Tags it counts.
        pub tags: Vec<String>,
        /// Payees it counts.
        pub payees: Vec<String>,
        /// Its period.
        pub span: BudgetSpan,
        /// Days or months of a period of one's own.
        pub length: Option<u32>,
        /// The first day of a period of one's own; none is the first of its first month.
        pub since: Option<String>,
        /// Limit of a period, decimal text in the base currency; none keeps the limits it has.
        pub limit: Option<String>,
        /// From this month on; empty is the present one.
        pub from: String,
        /// In that month only.
        pub only: bool,
        /// What is left goes into the next period.
        pub surplus: bool,
        /// What was overspent goes into the next period.
        pub overspending: bool,
        /// An envelope or a limit; none is as the book.
        pub envelope: Option<bool>,
        /// Percent from which it warns; 0 never does, none is 80.
        pub warn_at: Option<u32>,
    }

    /// Moves money between two lines in one month.
    pub struct BudgetMoveReq {
        /// `YYYY-MM`; empty is the present one.
        pub month: String,
        /// From this budget; none is what is still to be assigned.
        pub from: Option<String>,
        /// To this budget; none is what is still to be assigned.
        pub to: Option<String>,
        /// How much, positive decimal text in the base currency.
        pub amount: String,
    }

    /// Sets the limits of all monthly lines from history.
    pub struct BudgetFillReq {
        /// `YYYY-MM`; empty is the present one. Envelopes get it for this month alone.
        pub month: String,
        /// Where from.
        pub how: BudgetFill,
        /// Months of the average, 1 to 6.
        pub months: u32,
    }

    /// What of the income is still to be assigned.
    pub struct BudgetEnvelopes {
        /// Came in this month.
        pub income: Money,
        /// Put into envelopes.
        pub assigned: Money,
        /// Spent outside of all envelopes.
        pub outside: Money,
        /// Came back from envelopes of the month before, or was taken for their overspending.
        pub returned: Money,
        /// Still to be assigned; negative when too much was.
        pub to_assign: Money,
    }

    /// One flexible number and how it came about.
    pub struct BudgetFlex {
        /// Came in.
        pub income: Money,
        /// Still to come in.
        pub income_due: Money,
        /// Bills paid.
        pub bills: Money,
        /// Bills still to come.
        pub bills_due: Money,
        /// Put aside.
        pub savings: Money,
        /// What all that leaves to spend.
        pub pot: Money,
        /// Spent of it.
        pub spent: Money,
        /// Left of it.
        pub left: Money,
        /// Left for each day after today.
        pub per_day: Option<Money>,
        /// Spent in percent of it, whole.
        pub spent_percent: u32,
    }

    /// Which month.
    pub struct BudgetsMonthReq {
        /// `YYYY-MM`; empty is the present one.
        pub month: String,
    }

    /// A month of budgets, in the base currency.
    pub struct BudgetsMonth {
        /// `YYYY-MM`.
        pub month: String,
        /// Its first day.
        pub first: String,
        /// Its last day.
        pub last: String,
        /// How the book is budgeted.
        pub style: BudgetStyle,
        /// The day on which months begin.
        pub start_day: u32,
        /// Put aside each month.
        pub savings: Money,
        /// What is still to be assigned, where there are envelopes.
        pub envelopes: Option<BudgetEnvelopes>,
        /// The one number, where the book is budgeted by it.
        pub flex: Option<BudgetFlex>,
        /// Lines of other periods; they are in no sum.
        pub period_lines: Vec<BudgetLine>,
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
        /// An upstream's: money in and out are set against each other in it there.
        pub consolidated: bool,
        /// Spent by the upstream's own count.
        pub upstream_spent: Option<Money>,
        /// The person's budget; none for an upstream's.
        pub budget: Option<String>,
        /// Its period.
        pub span: BudgetSpan,
        /// The limit before money was moved in this month.
        pub planned: Money,
        /// Days or months of a period of one's own.
        pub length: Option<u32>,
        /// First day of this period.
        pub first: String,
        /// Last day.
        pub last: String,
        /// It is an envelope.
        pub envelope: bool,
        /// Whether the person said so for this line; none is as the book.
        pub envelope_chosen: Option<bool>,
        /// What is left goes on.
        pub surplus: bool,
        /// What is overspent goes on.
        pub overspending: bool,
        /// Bills still to come in this period.
        pub committed: Money,
        /// What can be spent a day after those bills; none when over, or at the end.
        pub per_day: Option<Money>,
        /// Percent from which it warns; 0 never does.
        pub warn_at: u32,
        /// It warns.
        pub warned: bool,
        /// Categories it counts.
        pub categories: Vec<String>,
        /// Accounts it counts.
        pub accounts: Vec<String>,
        /// Tags it counts.
        pub tags: Vec<String>,
        /// Payees it counts.
        pub payees: Vec<String>,
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
        /// The person's goal that was made from it.
        pub adopted: Option<String>,
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
