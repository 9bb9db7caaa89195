//! Accounts.

/// What an account is, whichever word its upstream uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// Anything else, and everything unknown.
    Other,
}

impl AccountKind {
    /// Every kind, in the order of the side bar.
    pub const ALL: [Self; 10] = [
        Self::Checking,
        Self::Savings,
        Self::Cash,
        Self::CreditCard,
        Self::Loan,
        Self::Mortgage,
        Self::Investment,
        Self::Retirement,
        Self::Insurance,
        Self::Other,
    ];

    /// The stable word used in the book, on the wire and in the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Savings => "savings",
            Self::Cash => "cash",
            Self::CreditCard => "credit_card",
            Self::Loan => "loan",
            Self::Mortgage => "mortgage",
            Self::Investment => "investment",
            Self::Retirement => "retirement",
            Self::Insurance => "insurance",
            Self::Other => "other",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether its balance is spendable money that a cash-flow forecast starts from.
    pub const fn is_liquid(self) -> bool {
        matches!(self, Self::Checking | Self::Cash)
    }

    /// Whether it usually owes.
    pub const fn is_liability(self) -> bool {
        matches!(self, Self::CreditCard | Self::Loan | Self::Mortgage)
    }
}
