//! Accounts.

use super::{Converted, Money};

words! {
    /// What an account is.
    pub enum AccountKind {
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
}

words! {
    /// When interest is booked.
    pub enum InterestPosting {
        /// On the last day of each month.
        Monthly,
        /// On the last day of each quarter.
        Quarterly,
        /// On the last day of the year.
        Yearly,
    }
}

wire! {
    /// An account.
    pub struct Account {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// One or two letters for its badge.
        pub monogram: String,
        /// What it is.
        pub kind: AccountKind,
        /// Its currency.
        pub currency: String,
        /// Name of the bank, when known.
        pub institution: Option<String>,
        /// IBAN or number with all but the last four digits hidden.
        pub number_hint: Option<String>,
        /// Balance of all rows that count.
        pub balance: Money,
        /// The same in the base currency; none without a rate.
        pub converted: Option<Converted>,
        /// Sum of rows still pending.
        pub pending: Money,
        /// What can be spent, when the bank says.
        pub available: Option<Money>,
        /// Last day the balance is known for.
        pub as_of: Option<String>,
        /// The connection it belongs to.
        pub connection: Option<String>,
        /// The account of another source that rules over this one: it is counted there.
        pub mirror_of: Option<String>,
        /// Closed.
        pub closed: bool,
        /// Counted in budgets and the forecast.
        pub in_budget: bool,
        /// Counted in net worth.
        pub in_net_worth: bool,
        /// Whose it is.
        pub owner: Option<String>,
        /// How soon its money can be had, where the person said so.
        pub tier: Option<String>,
        /// Rows.
        pub transactions: u32,
    }

    /// A heading of the side bar.
    pub struct AccountGroup {
        /// Message key: `cash`, `savings`, `cards`, `investments`, `loans`, `other`.
        pub key: String,
        /// Total in the base currency of the accounts with a rate.
        pub total: Money,
        /// Accounts in it.
        pub accounts: Vec<Account>,
        /// Accounts left out of the total for want of a rate.
        pub without_rate: u32,
    }

    /// Accounts by group.
    pub struct AccountsList {
        /// The groups that have any.
        pub groups: Vec<AccountGroup>,
    }

    /// A yearly rate of interest.
    pub struct InterestTerms {
        /// Percent a year, above nothing and at most 100.
        pub percent: String,
        /// When it is booked.
        pub posting: InterestPosting,
    }

    /// What an account earns above nothing and costs below it, as the person stated it.
    pub struct AccountTerms {
        /// On balances above nothing.
        pub earned: Option<InterestTerms>,
        /// On balances below nothing.
        pub charged: Option<InterestTerms>,
    }

    /// States the terms of an account; what is none is taken away.
    pub struct AccountTermsReq {
        /// Which.
        pub id: String,
        /// On balances above nothing.
        pub earned: Option<InterestTerms>,
        /// On balances below nothing.
        pub charged: Option<InterestTerms>,
    }

    /// Changes an account; what is none stays.
    pub struct AccountUpdateReq {
        /// Which.
        pub id: String,
        /// Name.
        pub name: Option<String>,
        /// Kind.
        pub kind: Option<AccountKind>,
        /// Count it in budgets.
        pub in_budget: Option<bool>,
        /// Count it in net worth.
        pub in_net_worth: Option<bool>,
        /// Closed.
        pub closed: Option<bool>,
        /// Whose it is; empty takes it away.
        #[serde(default)]
        pub owner: Option<String>,
        /// How soon its money can be had; empty leaves it to its kind.
        #[serde(default)]
        pub tier: Option<String>,
    }
}
