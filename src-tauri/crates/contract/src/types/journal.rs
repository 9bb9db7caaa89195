//! The journal: batches and taking them back.

use super::Money;

wire! {
    /// Which batches.
    pub struct BatchesReq {
        /// How many, newest first, at most 500.
        pub limit: u32,
    }

    /// One entry of the journal.
    pub struct Batch {
        /// Its id.
        pub id: String,
        /// When.
        pub at: String,
        /// Who: `person`, `sync`, `import`, `rule`, `system`.
        pub origin: String,
        /// What, a message key.
        pub label: String,
        /// Name of the file, connection or thing concerned.
        pub subject: String,
        /// Rows written.
        pub rows: u32,
        /// It was taken back.
        pub undone: bool,
        /// It can be taken back.
        pub undoable: bool,
    }

    /// Takes a batch back.
    pub struct BatchUndoReq {
        /// Which.
        pub batch: String,
        /// Also where rows were edited since.
        pub force: bool,
        /// Transactions edited since that stay as they are; the other edited ones go as well.
        #[serde(default)]
        pub keep: Option<Vec<String>>,
    }

    /// Names a batch.
    pub struct BatchReq {
        /// Which.
        pub batch: String,
    }

    /// A transaction of a batch that was changed since.
    pub struct BatchEdit {
        /// The transaction.
        pub id: String,
        /// Its day.
        pub date: String,
        /// Its payee.
        pub payee: String,
        /// Its amount.
        pub amount: Money,
        /// When it was changed last.
        pub at: String,
        /// What was done, a message key.
        pub label: String,
    }

    /// What taking back did.
    pub struct UndoReport {
        /// The batch taken back or done again.
        pub batch: String,
        /// Its label, a message key.
        pub label: String,
        /// Rows changed.
        pub rows: u32,
        /// Rows that stayed because they were edited since.
        pub kept: u32,
        /// Something can be undone now.
        pub can_undo: bool,
        /// Something can be done again now.
        pub can_redo: bool,
    }

    /// Opens a page in the person's browser.
    pub struct LinkOpenReq {
        /// An `https` address that an upstream's descriptor names.
        pub url: String,
    }
}
