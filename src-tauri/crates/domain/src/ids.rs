//! Identifiers inside one book: small integers, a type for each kind of thing, so that none stands for another.
//!
//! They are assigned by the book and never reused. Upstream identifiers are text and live beside them.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// An account.
    AccountId;
    /// A transaction.
    TransactionId;
    /// A category of the person's chart.
    CategoryId;
    /// A payee: one distinct name on transactions.
    PayeeId;
    /// A connection to an upstream.
    ConnectionId;
    /// A login at one bank under a connection.
    LoginId;
    /// A security or fund in an account.
    HoldingId;
    /// An order to send money.
    PaymentId;
    /// A share, fund, bond or other thing with a price, which may be held in several accounts.
    InstrumentId;
    /// A purchase, sale, dividend or other event of an instrument in an account.
    TradeId;
    /// Something owned or owed that is no account: a house, a car, a private loan.
    AssetId;
    /// A budget line.
    BudgetId;
    /// A planned payment.
    PlannedId;
    /// A goal.
    GoalId;
    /// A batch in the journal: one sync page, import, rule run or edit.
    BatchId;
}
