//! What to look at before it costs money, each explained by its rows.

use super::Money;

words! {
    /// What an alert is about.
    pub enum AlertKind {
        /// An account is likely to fall below the floor.
        LowBalance,
        /// A payment far above what is usual at its payee, or the largest in a year to somebody new.
        UnusualCharge,
        /// Something that repeats became dearer.
        PriceRise,
        /// The same amount taken twice within days.
        DuplicateCharge,
        /// Regular income stayed away.
        IncomeMissing,
        /// A budget is over, or will be by its end.
        BudgetBreaking,
        /// A subscription that nobody has looked at for half a year.
        ForgottenSubscription,
        /// A bill that is due soon.
        BillDue,
    }

    /// What the person did with alerts.
    pub enum AlertMark {
        /// Saw them.
        Seen,
        /// Wants to hear no more of them.
        Dismissed,
        /// Wants them back as new.
        New,
    }

    /// How often what happened is summed up.
    #[derive(Default)]
    pub enum DigestEvery {
        /// Never.
        #[default]
        Never,
        /// Each day.
        Daily,
        /// Each week.
        Weekly,
    }
}

wire! {
    /// Which alerts.
    pub struct AlertsReq {
        /// Dismissed ones and muted kinds as well.
        pub all: bool,
    }

    /// Marks alerts.
    pub struct AlertsMarkReq {
        /// Which.
        pub ids: Vec<String>,
        /// As what.
        pub mark: AlertMark,
    }

    /// How the person wants to hear of alerts.
    pub struct AlertSettings {
        /// Kinds that are not wanted.
        pub muted: Vec<AlertKind>,
        /// Days before a bill that it is told; 0 is never.
        pub bill_days: u32,
        /// How often there is a digest.
        pub digest: DigestEvery,
        /// New alerts are shown by the system, while Coffer is open.
        pub notify: bool,
        /// Those may show amounts and names.
        pub notify_amounts: bool,
    }

    /// A row or a coming payment that an alert follows from.
    pub struct AlertRow {
        /// The transaction; none for what is to come.
        pub transaction: Option<String>,
        /// Its day.
        pub date: String,
        /// Whose.
        pub name: String,
        /// Signed.
        pub amount: Money,
    }

    /// One alert.
    pub struct Alert {
        /// Names it; the same as long as it is about the same.
        pub id: String,
        /// What it is about.
        pub kind: AlertKind,
        /// The day it is about.
        pub date: String,
        /// Payee, budget or account.
        pub name: String,
        /// The account, where it is about one.
        pub account_name: Option<String>,
        /// The amount it is about: charge, price, balance, what is missing.
        pub amount: Money,
        /// What that is held against: usual, the price before, the floor, the limit.
        pub against: Option<Money>,
        /// Payments compared, days late or to go, months running, chance in percent, by its kind.
        pub count: u32,
        /// What it costs in a year, where that is known.
        pub yearly: Option<Money>,
        /// It is a guess about what comes, not something that happened.
        pub ahead: bool,
        /// What it follows from.
        pub rows: Vec<AlertRow>,
        /// Where more is told: the view and what is open in it.
        pub view: String,
        /// What is open there.
        pub item: Option<String>,
        /// The person saw it.
        pub seen: bool,
        /// The person wants to hear no more of it.
        pub dismissed: bool,
        /// The system has not shown it yet.
        pub untold: bool,
    }

    /// What there is to look at.
    pub struct AlertsPage {
        /// The current day.
        pub today: String,
        /// Newest first.
        pub alerts: Vec<Alert>,
        /// Of them, neither seen nor dismissed.
        pub unseen: u32,
        /// Left out because their kind is muted.
        pub muted: u32,
        /// How the person wants to hear of them.
        pub settings: AlertSettings,
    }

    /// What the system is to show.
    pub struct AlertsTellReq {
        /// The alerts that it is about; empty for a digest.
        pub ids: Vec<String>,
        /// One line.
        pub title: String,
        /// A few more.
        pub body: String,
    }

    /// Whether the system showed it.
    pub struct AlertsTold {
        /// It did.
        pub shown: bool,
    }

    /// Which days.
    pub struct DigestReq {
        /// The day before, or the seven days before.
        pub every: DigestEvery,
    }

    /// Days summed up, in the base currency.
    pub struct Digest {
        /// First day.
        pub from: String,
        /// Last day.
        pub to: String,
        /// Came in; transfers do not count.
        pub income: Money,
        /// Was spent, positive.
        pub spent: Money,
        /// Transactions.
        pub transactions: u32,
        /// The largest of them.
        pub largest: Vec<AlertRow>,
        /// Known payments of the next seven days.
        pub ahead: Vec<AlertRow>,
        /// Alerts that are new.
        pub unseen: u32,
        /// The settings' digest of these days was not shown yet.
        pub due: bool,
        /// Currencies left out for want of a rate.
        pub without_rate: Vec<String>,
    }
}
