//! Holding an account against a statement, and against the balances its source states.

use super::{Money, TransactionRow};

words! {
    /// What would explain a difference.
    pub enum HintKind {
        /// This row belongs on the other side of the tick.
        One,
        /// This row has the wrong sign.
        Sign,
        /// Two neighbouring digits of this row are swapped.
        Swapped,
        /// These two rows together belong on the other side of the tick.
        Two,
    }

    /// Why a stated balance and the book's own may part.
    pub enum CauseKind {
        /// The row is pending here and counted there.
        Pending,
        /// The row was deleted here.
        Removed,
        /// The row is left out of balances here.
        LeftOut,
        /// The row is booked some days later here.
        Later,
        /// The row is here twice; the other is named.
        Twice,
        /// The row is here and may not be there.
        Surplus,
        /// The row may have the wrong sign.
        Sign,
        /// Two digits of the row may be swapped.
        Swapped,
        /// Two rows may not be there.
        Two,
        /// No row is like it: one of this amount is missing.
        Missing,
    }
}

wire! {
    /// What there is to reconcile.
    pub struct ReconcileSheetReq {
        /// The account.
        pub account: String,
        /// The statement's day.
        pub date: String,
    }

    /// Rows that a statement may have.
    pub struct ReconcileSheet {
        /// What earlier statements settled, with what the account opened with.
        pub settled: Money,
        /// Booked rows that no statement has settled, oldest first.
        pub rows: Vec<TransactionRow>,
        /// The newest statement reconciled so far.
        pub last: Option<StatementDay>,
        /// What settled rows have moved by since that statement; none when they still come to it.
        pub drift: Option<Money>,
    }

    /// A statement that was reconciled.
    pub struct StatementDay {
        /// Its day.
        pub date: String,
        /// Its balance.
        pub balance: Money,
    }

    /// A statement and the rows ticked for it.
    pub struct ReconcileReq {
        /// The account.
        pub account: String,
        /// The statement's day.
        pub date: String,
        /// Its balance, decimal text in the account's currency.
        pub balance: String,
        /// The rows ticked.
        pub ids: Vec<String>,
    }

    /// How far ticked rows are from a statement.
    pub struct ReconcileDifference {
        /// What is settled and ticked together.
        pub cleared: Money,
        /// The statement's balance less that; zero when it is done.
        pub difference: Money,
        /// What would explain the difference, the simplest first.
        pub hints: Vec<ReconcileHint>,
    }

    /// What would explain a difference.
    pub struct ReconcileHint {
        /// How.
        pub kind: HintKind,
        /// The rows.
        pub rows: Vec<TransactionRow>,
        /// What the amount should be, where digits are swapped.
        pub should: Option<Money>,
    }

    /// Stated balances beside the book's own.
    pub struct BalanceTruth {
        /// The newest day on which they agree; none when they never do.
        pub agreed: Option<String>,
        /// The first day on which they do not; none when the newest ones agree.
        pub first: Option<BalanceDay>,
        /// Days with a stated balance, newest first, at most sixty.
        pub days: Vec<BalanceDay>,
        /// What would explain the first difference to the cent, the most telling first.
        pub causes: Vec<BalanceCause>,
        /// Rows booked between the two days.
        pub rows: u32,
    }

    /// What would explain a difference of balances.
    pub struct BalanceCause {
        /// How.
        pub kind: CauseKind,
        /// The row; none when it is missing.
        pub row: Option<TransactionRow>,
        /// A second row, of two.
        pub other: Option<TransactionRow>,
        /// What the row should be where digits are swapped, else the difference.
        pub amount: Money,
    }

    /// A stated balance beside the book's own.
    pub struct BalanceDay {
        /// The day.
        pub date: String,
        /// What was stated.
        pub stated: Money,
        /// What the book comes to.
        pub computed: Money,
        /// Stated less computed.
        pub difference: Money,
        /// An upstream stated it; otherwise a file or the person.
        pub upstream: bool,
    }
}
