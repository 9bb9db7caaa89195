//! The overview: one answer for the first screen.

use super::{BudgetLine, ForecastEvent, ForecastLow, Money, TransactionRow};

wire! {
    /// How much of each list.
    pub struct OverviewReq {
        /// Rows of transactions, at most 50.
        pub recent: u32,
        /// Days ahead of coming items.
        pub coming_days: u32,
    }

    /// The first screen.
    pub struct Overview {
        /// There is nothing in the book yet.
        pub empty: bool,
        /// Today.
        pub today: String,
        /// Net worth now; none without accounts.
        pub net_worth: Option<Money>,
        /// Its change since the month began.
        pub net_worth_change: Option<Money>,
        /// Money of this month.
        pub cash_flow: CashFlow,
        /// What waits for the person.
        pub review: Vec<ReviewItem>,
        /// Budgets that matter most today, at most six.
        pub budgets: Vec<BudgetLine>,
        /// Left in all budgets.
        pub budgets_left: Option<Money>,
        /// Days to go in the month.
        pub days_to_go: u32,
        /// Lowest point of the next 90 days.
        pub lowest: Option<ForecastLow>,
        /// Account the forecast is of; none is all together.
        pub forecast_account: Option<String>,
        /// The smallest amount that keeps the forecast above the floor, and until when it is needed.
        pub rescue: Option<Rescue>,
        /// Newest transactions.
        pub recent: Vec<TransactionRow>,
        /// Known items ahead.
        pub coming: Vec<ForecastEvent>,
        /// Their sum of money out.
        pub coming_out: Money,
        /// Last sync that ended well.
        pub last_sync: Option<String>,
        /// How old its sources are.
        pub freshness: super::Freshness,
    }

    /// Money in and out of one month, in the base currency.
    pub struct CashFlow {
        /// `YYYY-MM`.
        pub month: String,
        /// In so far.
        pub income: Money,
        /// Out so far, positive.
        pub spent: Money,
        /// In by the end of the month.
        pub income_expected: Money,
        /// Out by the end, positive.
        pub spent_expected: Money,
        /// Kept by the end.
        pub kept_expected: Money,
        /// In so far, in percent of expected.
        pub income_percent: u32,
        /// Out so far, in percent of expected.
        pub spent_percent: u32,
        /// The next pay: day and payee.
        pub next_income: Option<ForecastEvent>,
    }

    /// Something that waits.
    pub struct ReviewItem {
        /// What: `connection`, `uncategorised`, `price_change`, `deletion_guard`, `budget_over`, `same_accounts`,
        /// `consent_ends`.
        pub kind: String,
        /// Name of the thing.
        pub subject: String,
        /// Its id, for the way there.
        pub id: Option<String>,
        /// A stable word more.
        pub detail: String,
        /// How many.
        pub count: u32,
        /// Amount before, for a price change.
        pub before: Option<Money>,
        /// Amount now.
        pub after: Option<Money>,
    }

    /// What keeps the forecast above the floor.
    pub struct Rescue {
        /// How much has to come in.
        pub amount: Money,
        /// By this day.
        pub by: String,
    }
}
