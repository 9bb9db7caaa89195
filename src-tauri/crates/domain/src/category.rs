//! Categories and what kind of flow they stand for.

/// Whether a category counts as income, spending, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CategoryKind {
    /// Money earned.
    Income,
    /// Money spent.
    Expense,
    /// Money moved between own accounts: neither.
    Transfer,
}

impl CategoryKind {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Income => "income",
            Self::Expense => "expense",
            Self::Transfer => "transfer",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Income, Self::Expense, Self::Transfer]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}
