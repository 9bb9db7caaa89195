//! Payments that repeat: found, planned by a service, or entered; and what the person decided about them.

use super::{KnownBy, Money, Period};

words! {
    /// What a repeating payment is to the person.
    pub enum RecurringKind {
        /// Something subscribed to.
        Subscription,
        /// A bill, a rent, a loan.
        Bill,
        /// Money that comes in.
        Income,
        /// Money moved between own accounts: neither earned nor spent.
        Transfer,
    }

    /// How a repeating payment stands.
    pub enum RecurringState {
        /// It comes as usual.
        Active,
        /// Its day went by.
        Late,
        /// It stayed away for more than two periods.
        Silent,
    }

    /// What the person says of a repeating payment.
    pub enum RecurringVerdict {
        /// Nothing yet.
        Open,
        /// It is one.
        Confirmed,
        /// It is none, once and for all.
        Rejected,
    }

    /// Where a payment goes whose day is a Saturday or Sunday.
    pub enum WeekendShift {
        /// It stays.
        None,
        /// To the Friday before.
        Before,
        /// To the Monday after.
        After,
    }

    /// How one payment of a month stands.
    pub enum DueState {
        /// It is booked.
        Paid,
        /// It should have come.
        Late,
        /// Its day is still to come.
        Upcoming,
    }
}

wire! {
    /// A payment that repeats.
    pub struct RecurringItem {
        /// Names it in requests; good until the next list.
        pub id: String,
        /// Payee, or the person's own name for it.
        pub name: String,
        /// What it is.
        pub kind: RecurringKind,
        /// How often.
        pub period: Period,
        /// The next amount, signed.
        pub amount: Money,
        /// Where amounts vary, the lowest of the last twelve or the person's own bound.
        pub lowest: Option<Money>,
        /// The highest of them.
        pub highest: Option<Money>,
        /// The amount before the last change, if it changed.
        pub previous_amount: Option<Money>,
        /// The day of that change.
        pub changed_on: Option<String>,
        /// The new amount less the one before.
        pub change: Option<Money>,
        /// What the change makes in a year, likewise.
        pub change_yearly: Option<Money>,
        /// That change is recent and the person has not decided since.
        pub price_news: bool,
        /// The next day.
        pub next_date: String,
        /// The last day seen.
        pub last_date: Option<String>,
        /// The last day it may fall on.
        pub until: Option<String>,
        /// What weekends and bank holidays do to its day.
        pub shift: WeekendShift,
        /// The recurrence rule (RFC 5545) of one that no plain rhythm says.
        pub rule: Option<String>,
        /// Days before it that it is told as due, 0 for never; none as for all.
        pub remind_days: Option<u32>,
        /// How it stands.
        pub state: RecurringState,
        /// Days since it was due; 0 unless it is late.
        pub late_days: u32,
        /// What the person said.
        pub verdict: RecurringVerdict,
        /// The person means to end it.
        pub leaving: bool,
        /// Times seen.
        pub occurrences: u32,
        /// Certainty in percent.
        pub confidence: u32,
        /// How it is known.
        pub known_by: KnownBy,
        /// Entered by the person, who may change everything about it.
        pub own: bool,
        /// Its account.
        pub account: String,
        /// Its account's name.
        pub account_name: String,
        /// The name of the account at the other end, of a movement between own accounts.
        pub other_account_name: Option<String>,
        /// Its category.
        pub category: Option<String>,
        /// A twelfth of a year of it.
        pub monthly: Money,
        /// What a year of it sums to.
        pub yearly: Money,
    }

    /// One that the person rejected.
    pub struct RecurringRejected {
        /// Names it in requests.
        pub id: String,
        /// Payee.
        pub name: String,
        /// The amount it had.
        pub amount: Money,
    }

    /// A day of the month ahead.
    pub struct RecurringDay {
        /// The day.
        pub date: String,
        /// What goes out, positive; none when nothing does.
        pub out: Option<Money>,
        /// Thousandths of the dearest day.
        pub share: u32,
        /// Money comes in.
        pub income: bool,
        /// A Saturday or Sunday.
        pub weekend: bool,
    }

    /// All payments that repeat. Sums are in the base currency at today's rates, positive.
    pub struct RecurringList {
        /// Today.
        pub today: String,
        /// The items, soonest first.
        pub items: Vec<RecurringItem>,
        /// What was rejected.
        pub rejected: Vec<RecurringRejected>,
        /// Subscriptions and bills, a month.
        pub out_monthly: Money,
        /// Subscriptions, a month.
        pub subscriptions_monthly: Money,
        /// Subscriptions, a year.
        pub subscriptions_yearly: Money,
        /// Bills, a month.
        pub bills_monthly: Money,
        /// Income, a month.
        pub income_monthly: Money,
        /// Movements between own accounts, a month; in no other sum.
        pub transfers_monthly: Money,
        /// Subscriptions and bills as a part of income, whole percent; none without income.
        pub income_percent: Option<u32>,
        /// What goes out on the days ahead.
        pub ahead: Money,
        /// Today and the thirty days after it.
        pub days: Vec<RecurringDay>,
        /// The dearest of them.
        pub dearest: Option<String>,
        /// Accounts whose items are in no sum for want of a rate.
        pub without_rate: Vec<String>,
    }

    /// Which item.
    pub struct RecurringReq {
        /// The item.
        pub id: String,
    }

    /// A booked payment of an item.
    pub struct RecurringPayment {
        /// Booking date.
        pub date: String,
        /// Signed.
        pub amount: Money,
        /// Its transaction.
        pub transaction: String,
        /// Thousandths of the largest.
        pub share: u32,
        /// Another price than the payment before.
        pub changed: bool,
    }

    /// An item with its past and what comes.
    pub struct RecurringDetail {
        /// The item.
        pub item: RecurringItem,
        /// Its newest payments, oldest first; at most 24.
        pub payments: Vec<RecurringPayment>,
        /// Every price it had, oldest first: the first payment of each.
        pub prices: Vec<RecurringPayment>,
        /// Its next days; at most six.
        pub next: Vec<String>,
        /// Names its payments came under.
        pub payees: Vec<String>,
        /// First day of the month it was paid on, of the newest payments; none for weeks.
        pub day_from: Option<u32>,
        /// Last of them.
        pub day_to: Option<u32>,
        /// The forecast counts it.
        pub in_forecast: bool,
    }

    /// A month.
    pub struct RecurringMonthReq {
        /// `YYYY-MM`; empty is this month.
        pub month: String,
    }

    /// One payment of a month.
    pub struct RecurringDue {
        /// The day it was paid or is due.
        pub date: String,
        /// The item.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What it is.
        pub kind: RecurringKind,
        /// Signed.
        pub amount: Money,
        /// How it stands.
        pub state: DueState,
    }

    /// What the person decides; what is left out stays, an empty text takes a choice back.
    #[derive(Default)]
    pub struct RecurringDecideReq {
        /// The item, or a rejected one.
        pub id: String,
        /// Whether it is one.
        #[serde(default)]
        pub verdict: Option<RecurringVerdict>,
        /// Another name.
        #[serde(default)]
        pub name: Option<String>,
        /// Another kind.
        #[serde(default)]
        pub kind: Option<RecurringKind>,
        /// Another rhythm; `once` and `other` are refused.
        #[serde(default)]
        pub period: Option<Period>,
        /// Another amount, signed, in the account's currency.
        #[serde(default)]
        pub amount: Option<String>,
        /// The next day.
        #[serde(default)]
        pub next_date: Option<String>,
        /// The last day.
        #[serde(default)]
        pub until: Option<String>,
        /// What weekends and bank holidays do.
        #[serde(default)]
        pub shift: Option<WeekendShift>,
        /// Another recurrence rule, for what the person entered.
        #[serde(default)]
        pub rule: Option<String>,
        /// Days before it that it is told as due, 0 to 60, 0 for never; empty as for all.
        #[serde(default)]
        pub remind: Option<String>,
        /// The person means to end it.
        #[serde(default)]
        pub leaving: Option<bool>,
    }

    /// Which days a rhythm has.
    pub struct RecurringDaysReq {
        /// The recurrence rule (RFC 5545, whole days).
        pub rule: String,
        /// The day it begins.
        pub first: String,
        /// What weekends and bank holidays do.
        #[serde(default)]
        pub shift: Option<WeekendShift>,
        /// The account, whose currency says which bank holidays count.
        #[serde(default)]
        pub account: Option<String>,
    }

    /// The first days of a rhythm.
    pub struct RecurringDays {
        /// After today, at most six.
        pub days: Vec<String>,
    }

    /// A payment that the person knows of.
    pub struct RecurringAddReq {
        /// Who.
        pub name: String,
        /// The account.
        pub account: String,
        /// Signed, in the account's currency.
        pub amount: String,
        /// How often; `other` is as `rule` says.
        pub period: Period,
        /// The recurrence rule (RFC 5545, whole days) of `other`.
        #[serde(default)]
        pub rule: Option<String>,
        /// What weekends and bank holidays do.
        #[serde(default)]
        pub shift: Option<WeekendShift>,
        /// The first day.
        pub next_date: String,
        /// The last day.
        pub until: Option<String>,
        /// Its category.
        pub category: Option<String>,
    }
}
