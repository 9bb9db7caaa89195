//! Reports of what came in and went out.

use super::{Money, Step, TransactionRow};

words! {
    /// What lines are of.
    pub enum ReportBy {
        /// Categories.
        Category,
        /// Groups of categories.
        Group,
        /// Payees.
        Payee,
        /// Tags; a row with two tags stands in two lines.
        Tag,
        /// Accounts.
        Account,
        /// Owners of accounts.
        Owner,
        /// Needs and wants, by the categories' word: the keys are `need` and `want`.
        Need,
    }

    /// Earned or spent.
    pub enum ReportSide {
        /// Earned.
        Income,
        /// Spent.
        Spending,
    }

    /// What a report is held against.
    pub enum ReportAgainst {
        /// The same length of time right before.
        Before,
        /// The same days a year before.
        YearBefore,
    }

    /// An end of a flow.
    pub enum ReportFlowKind {
        /// A line.
        Line,
        /// What was there before: more was spent than earned.
        Reserves,
        /// It was kept.
        Kept,
    }
}

wire! {
    /// Which report.
    pub struct ReportReq {
        /// What lines are of.
        pub by: ReportBy,
        /// First day; none is the first of the month eleven months before the last day.
        #[serde(default)]
        pub from: Option<String>,
        /// Last day; none is today.
        #[serde(default)]
        pub to: Option<String>,
        /// Length of a period.
        pub step: Step,
        /// Of this account only.
        #[serde(default)]
        pub account: Option<String>,
        /// Currency of all amounts; none is the base currency.
        #[serde(default)]
        pub currency: Option<String>,
        /// What it is held against.
        #[serde(default)]
        pub against: Option<ReportAgainst>,
    }

    /// What came in and went out. Transfers, rows left out and void ones do not count; refunds net; each row is converted
    /// at its own day's rate.
    pub struct FlowReport {
        /// Currency of all amounts.
        pub currency: String,
        /// First day.
        pub from: String,
        /// Last day.
        pub to: String,
        /// Earned.
        pub income: Money,
        /// Spent, positive.
        pub spent: Money,
        /// Earned less spent.
        pub saved: Money,
        /// Saved in percent of what was earned, one decimal; none where nothing was earned.
        pub savings_rate: Option<String>,
        /// The periods, oldest first.
        pub periods: Vec<ReportPeriod>,
        /// The lines, income first, greatest first.
        pub lines: Vec<ReportLine>,
        /// Lines overlap: a row with several tags stands in several.
        pub overlapping: bool,
        /// The same of the days it is held against.
        pub before: Option<ReportBefore>,
        /// Where money came from; both sides of the flow add up to `through`. Empty where lines overlap.
        pub sources: Vec<ReportFlow>,
        /// Where it went.
        pub uses: Vec<ReportFlow>,
        /// What passed through.
        pub through: Money,
        /// Days with income or spending.
        pub days: Vec<ReportDay>,
        /// Currencies without a rate on the day of some row.
        pub without_rate: Vec<String>,
        /// Rows left out for want of a rate.
        pub rows_without_rate: u32,
    }

    /// A period of a report.
    pub struct ReportPeriod {
        /// First day.
        pub from: String,
        /// Last day.
        pub to: String,
        /// Earned.
        pub income: String,
        /// Spent.
        pub spent: String,
        /// Earned less spent.
        pub saved: String,
        /// Saved in percent of what was earned, one decimal.
        pub savings_rate: Option<String>,
        /// Mean spending of this period and the two before it.
        pub spent_average: Option<String>,
    }

    /// A line of a report.
    pub struct ReportLine {
        /// Id of the category, group, payee or account, or the tag; none for rows without one.
        pub key: Option<String>,
        /// Its name; empty for rows without one.
        pub name: String,
        /// Name of a category's group.
        pub group: Option<String>,
        /// Colour slot.
        pub slot: u32,
        /// Earned or spent.
        pub side: ReportSide,
        /// The sum; negative where refunds are greater.
        pub total: String,
        /// Share of its side in percent, one decimal; none where the side is nothing or less.
        pub share: Option<String>,
        /// Rows.
        pub count: u32,
        /// The sum by period.
        pub values: Vec<String>,
        /// The sum of the days it is held against.
        pub before: Option<String>,
        /// The change against them in percent, one decimal; none from nothing.
        pub change_percent: Option<String>,
    }

    /// The days that a report is held against.
    pub struct ReportBefore {
        /// First day.
        pub from: String,
        /// Last day.
        pub to: String,
        /// Earned.
        pub income: Money,
        /// Spent.
        pub spent: Money,
        /// Earned less spent.
        pub saved: Money,
    }

    /// An end of a flow.
    pub struct ReportFlow {
        /// What it is.
        pub kind: ReportFlowKind,
        /// The line's key.
        pub key: Option<String>,
        /// The line's name.
        pub name: String,
        /// The line's side; none for what is no line.
        pub side: Option<ReportSide>,
        /// Colour slot.
        pub slot: u32,
        /// How much, positive.
        pub value: String,
    }

    /// A day of a report.
    pub struct ReportDay {
        /// The day.
        pub date: String,
        /// Earned.
        pub income: String,
        /// Spent.
        pub spent: String,
    }

    /// The rows behind a figure.
    pub struct ReportRowsReq {
        /// The report.
        pub report: ReportReq,
        /// The side; none is both.
        #[serde(default)]
        pub side: Option<ReportSide>,
        /// The line's key; none is rows without one where `keyed` is set, else every row.
        #[serde(default)]
        pub key: Option<String>,
        /// Rows of one line only.
        #[serde(default)]
        pub keyed: bool,
        /// Rows of one period only, by its place.
        #[serde(default)]
        pub period: Option<u32>,
        /// Most rows, newest first.
        pub limit: u32,
    }

    /// The rows behind a figure.
    pub struct ReportRows {
        /// The rows, newest first.
        pub rows: Vec<TransactionRow>,
        /// How many there are in all.
        pub total: u32,
        /// Earned less spent of all of them, in the report's currency.
        pub sum: Money,
    }
}
