//! What waits for a category, and what was filed by itself.

use super::{Money, TransactionRow};

words! {
    /// Which rows are reviewed.
    pub enum ReviewShow {
        /// Without a category, or left by a rule for the person.
        Open,
        /// Filed by what was learned.
        Filed,
    }

    /// What speaks for a suggestion.
    pub enum Grounds {
        /// This account filed the same payee so.
        Payee,
        /// The same payee with the same amount, or one of its size.
        PayeeAndAmount,
        /// Payees whose name begins alike.
        SimilarPayee,
        /// Shops of the same trade.
        Trade,
        /// Rows of this amount or size.
        Amount,
        /// What the account is mostly used for.
        Account,
        /// Other accounts filed the payee so.
        OtherAccounts,
        /// Words and parts of words in the text.
        Words,
        /// The name or the trade is widely known.
        KnownName,
    }
}

wire! {
    /// How sure a suggestion is, and why.
    pub struct Suggested {
        /// The category.
        pub category: String,
        /// In hundredths.
        pub percent: u32,
        /// The grounds, the strongest first.
        pub because: Vec<Grounds>,
    }

    /// What is to be reviewed.
    pub struct ReviewReq {
        /// Which rows.
        pub show: ReviewShow,
        /// Groups wanted, at most 200.
        pub limit: u32,
    }

    /// Rows of one payee, in one currency and direction.
    pub struct ReviewGroup {
        /// The payee.
        pub payee: String,
        /// The rows, newest first.
        pub ids: Vec<String>,
        /// The newest of them.
        pub newest: TransactionRow,
        /// What they come to.
        pub sum: Money,
        /// What they most likely are, or were filed under.
        pub suggestion: Option<Suggested>,
        /// A rule left them for the person.
        pub asked: bool,
    }

    /// Rows to review, grouped by payee, most money first.
    pub struct ReviewList {
        /// The groups.
        pub groups: Vec<ReviewGroup>,
        /// All rows that are open.
        pub open: u32,
        /// All rows that were filed by what was learned.
        pub filed: u32,
        /// Files by itself at this percentage; 0 is never.
        pub above: u32,
        /// Rows confirmed so far; below `enough` nothing is filed by itself.
        pub confirmed: u32,
        /// How many are enough.
        pub enough: u32,
    }

    /// What filing open rows did.
    pub struct Filed {
        /// The batch in the journal; none when nothing changed.
        pub batch: Option<String>,
        /// Rows filed.
        pub rows: u32,
    }
}
