//! Arguments of accounts.

use clap::{Args, Subcommand, ValueEnum};

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum Held {
    /// List them with their balances.
    List,
    /// Change one; what is left out stays.
    Change(HeldFields),
    /// State what one earns above nothing and costs below it, for the forecast; without any, say what is stated.
    Interest(HeldTerms),
}

/// What an account is from now on.
#[derive(Debug, Args)]
pub struct HeldFields {
    /// Number of the account.
    pub account: String,
    /// Its name.
    #[arg(long)]
    pub name: Option<String>,
    /// What it is.
    #[arg(long, value_enum)]
    pub kind: Option<HeldKind>,
    /// Whose it is; empty takes it away.
    #[arg(long)]
    pub owner: Option<String>,
    /// How soon its money can be had (`cash`, `notice`, `taxed`, `locked`); empty leaves it to its kind.
    #[arg(long)]
    pub tier: Option<String>,
    /// Whether it is closed.
    #[arg(long, value_name = "true|false")]
    pub closed: Option<bool>,
    /// Whether budgets and the forecast count it.
    #[arg(long, value_name = "true|false")]
    pub in_budgets: Option<bool>,
    /// Whether net worth counts it.
    #[arg(long, value_name = "true|false")]
    pub in_net_worth: Option<bool>,
}

/// Yearly rates of interest.
#[derive(Debug, Args)]
pub struct HeldTerms {
    /// Number of the account.
    pub account: String,
    /// What it earns above nothing, percent a year.
    #[arg(long, value_name = "PERCENT")]
    pub earned: Option<String>,
    /// When that is booked.
    #[arg(long, value_enum, default_value = "yearly", requires = "earned")]
    pub earned_booked: BookedWhen,
    /// What being overdrawn costs, percent a year.
    #[arg(long, value_name = "PERCENT")]
    pub charged: Option<String>,
    /// When that is booked.
    #[arg(long, value_enum, default_value = "quarterly", requires = "charged")]
    pub charged_booked: BookedWhen,
    /// Take away what is stated.
    #[arg(long, conflicts_with_all = ["earned", "charged"])]
    pub none: bool,
}

/// When interest is booked, on the last day of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BookedWhen {
    /// Month.
    Monthly,
    /// Quarter.
    Quarterly,
    /// Year.
    Yearly,
}

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HeldKind {
    /// Day-to-day money.
    Checking,
    /// Money put aside.
    Savings,
    /// Notes and coins.
    Cash,
    /// A card that owes.
    CreditCard,
    /// A loan.
    Loan,
    /// A loan on property.
    Mortgage,
    /// Securities.
    Investment,
    /// Pension savings.
    Retirement,
    /// Life insurance and the like.
    Insurance,
    /// Anything else.
    Other,
}
