//! Arguments of what lies ahead: goals, debts and alerts.

use clap::{Args, Subcommand, ValueEnum};

/// What to do with goals.
#[derive(Debug, Subcommand)]
pub enum Aims {
    /// List them, with those of services.
    List,
    /// Make one.
    Add(AimFields),
    /// Put new words, amounts or accounts in place of a goal's.
    Change {
        /// Number of the goal.
        goal: String,
        /// What it is from now on.
        #[command(flatten)]
        fields: AimFields,
    },
    /// Make a goal of a service your own; it counts what you name here.
    Adopt {
        /// Number of the goal at the service, from the list.
        goal: String,
        /// Accounts that count, `ID` or `ID=PERCENT`.
        #[arg(long = "account", value_name = "ID[=PERCENT]")]
        accounts: Vec<String>,
        /// The envelope that counts, a budget's number.
        #[arg(long)]
        envelope: Option<String>,
    },
    /// Remove one; the money stays where it is.
    Remove {
        /// Number of the goal.
        goal: String,
    },
}

/// What a goal is.
#[derive(Debug, Args)]
pub struct AimFields {
    /// Its name.
    #[arg(long)]
    pub name: String,
    /// To be reached.
    #[arg(long)]
    pub target: String,
    /// Currency of a new goal; the base currency if left out.
    #[arg(long)]
    pub currency: Option<String>,
    /// Until when.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub by: Option<String>,
    /// Accounts that count, `ID` or `ID=PERCENT`.
    #[arg(long = "account", value_name = "ID[=PERCENT]")]
    pub accounts: Vec<String>,
    /// The envelope that counts, a budget's number.
    #[arg(long)]
    pub envelope: Option<String>,
    /// A note.
    #[arg(long, default_value = "")]
    pub note: String,
}

/// How a debt is paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaidBack {
    /// In payments of interest and principal.
    Loan,
    /// A card or credit line.
    Revolving,
    /// A card that is settled at once each month.
    Deferred,
}

/// What to do with debts.
#[derive(Debug, Subcommand)]
pub enum Owing {
    /// List them, and compare the orders to pay them back in.
    List,
    /// Show every payment of one.
    Show {
        /// The debt, from the list.
        debt: String,
    },
    /// Say by what one is paid back.
    Set {
        /// The debt, from the list.
        debt: String,
        /// By what.
        #[command(flatten)]
        fields: DebtFields,
    },
    /// Enter one by hand.
    Add {
        /// Its name.
        name: String,
        /// Owed.
        #[arg(long)]
        owed: String,
        /// On this day; today if left out.
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<String>,
        /// Its currency; the base currency if left out.
        #[arg(long)]
        currency: Option<String>,
        /// By what it is paid back.
        #[command(flatten)]
        fields: DebtFields,
    },
    /// Forget what you said of one; one by hand is gone with it.
    Remove {
        /// The debt, from the list.
        debt: String,
    },
}

/// By what a debt is paid back.
#[derive(Debug, Args)]
pub struct DebtFields {
    /// How.
    #[arg(long, value_enum, default_value_t = PaidBack::Loan)]
    pub kind: PaidBack,
    /// Percent a year.
    #[arg(long, default_value = "0")]
    pub rate: String,
    /// Paid each month.
    #[arg(long)]
    pub payment: Option<String>,
    /// Or months in which it is to end.
    #[arg(long)]
    pub months: Option<u32>,
    /// Day of the month of payments.
    #[arg(long, default_value_t = 1)]
    pub day: u32,
    /// Paid each month beyond the payment.
    #[arg(long, default_value = "")]
    pub beyond: String,
    /// New name of one by hand.
    #[arg(long = "rename", hide = true)]
    pub name: Option<String>,
    /// New amount owed of one by hand.
    #[arg(long = "restate", hide = true)]
    pub owed: Option<String>,
    /// The day of that amount.
    #[arg(long = "restated-on", hide = true)]
    pub on: Option<String>,
}

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Matter {
    /// An account is likely to fall below the floor.
    LowBalance,
    /// A payment far above the usual.
    UnusualCharge,
    /// Something that repeats became dearer.
    PriceRise,
    /// The same amount taken twice.
    DuplicateCharge,
    /// Regular income stayed away.
    IncomeMissing,
    /// A budget is over, or will be.
    BudgetBreaking,
    /// A subscription that nobody looked at.
    ForgottenSubscription,
    /// A bill due soon.
    BillDue,
}

/// How many days a digest sums up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Summed {
    /// The day before.
    Daily,
    /// The seven days before.
    Weekly,
}

/// What to do with alerts.
#[derive(Debug, Subcommand)]
pub enum Watch {
    /// List them.
    List,
    /// Say that you saw some.
    Seen {
        /// The alerts, from the list.
        alerts: Vec<String>,
    },
    /// Hear no more of some.
    Dismiss {
        /// The alerts, from the list.
        alerts: Vec<String>,
    },
    /// Have some back as new.
    Back {
        /// The alerts, from the list.
        alerts: Vec<String>,
    },
    /// Hear no more of a kind.
    Mute {
        /// The kind.
        kind: Matter,
    },
    /// Hear of a kind again.
    Unmute {
        /// The kind.
        kind: Matter,
    },
    /// Sum up the day or the week before.
    Digest {
        /// Which days.
        #[arg(default_value = "daily")]
        days: Summed,
    },
}
