//! Two rows that are records of one payment.

use super::{SourceRecord, TransactionRow};

words! {
    /// Why of two rows one stays.
    pub enum Survives {
        /// It is booked, the other still pending.
        Booked,
        /// The person edited it, the other not.
        Edited,
        /// A connection tells it and goes on telling it.
        Connected,
        /// It was in the book first.
        First,
    }
}

wire! {
    /// Names two rows.
    pub struct PairReq {
        /// One.
        pub a: String,
        /// The other.
        pub b: String,
    }

    /// What making two rows one would do.
    pub struct MergePreview {
        /// The row that would stay.
        pub keep: TransactionRow,
        /// The row that would stand behind it.
        pub drop: TransactionRow,
        /// Why that one stays.
        pub why: Survives,
        /// Who tells the one that stays.
        pub keep_sources: Vec<SourceRecord>,
        /// Who tells the other.
        pub drop_sources: Vec<SourceRecord>,
        /// Why they cannot be made one; a closed word.
        pub refused: Option<String>,
    }

    /// Makes two rows one.
    pub struct MergeReq {
        /// The row that stays.
        pub keep: String,
        /// The row that stands behind it from then on.
        pub drop: String,
        /// Also when a statement settled the one that goes.
        #[serde(default)]
        pub unlock: bool,
    }
}
