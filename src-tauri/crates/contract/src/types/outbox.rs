//! What the person did that is to be written back to upstreams.

words! {
    /// What of a thing is to be written.
    pub enum OutboxField {
        /// A transaction's category.
        Category,
        /// A transaction's note.
        Note,
        /// A transaction's tags.
        Tags,
        /// Whether a transaction, an account or a category is there.
        Presence,
        /// Whether a category is there.
        Removal,
        /// Whether a transaction was looked at.
        Review,
        /// What an account is called and whether it is in use.
        Account,
    }

    /// How it stands.
    pub enum OutboxState {
        /// It goes with the next sync.
        Waiting,
        /// It was sent and no answer came; it is sent again.
        Unanswered,
        /// The service will not have it.
        Refused,
    }

    /// Why it waits or was refused.
    pub enum OutboxReason {
        /// The service refused it; it may have said why.
        Refused,
        /// The key may only read.
        NotAllowed,
        /// The service has no such row any more.
        Gone,
        /// This version of the service cannot be written to.
        ReadOnly,
        /// The service has no such category.
        NoSuchCategory,
        /// The service would not make the tag.
        NoSuchTag,
        /// The text is longer than the service takes.
        TooLong,
        /// The service has no place for this.
        NotOffered,
        /// What the service had before is not known, so it cannot be put back.
        OriginalUnknown,
        /// What was taken out there cannot be brought back.
        CannotBringBack,
        /// It may be there already, and which row it is cannot be told.
        MayBeThere,
        /// The service failed too often.
        GivenUp,
        /// The service failed at it; it is tried again.
        ServerTrouble,
        /// No answer came; it is sent again.
        NoAnswer,
        /// The service leaves the transaction alone until it is booked.
        Pending,
    }

    /// What to do with something that was refused or waits.
    pub enum OutboxAnswer {
        /// Send it once more.
        Retry,
        /// Leave it unwritten; the book keeps it.
        Leave,
    }
}

wire! {
    /// Whether and what is written back to a service.
    pub struct WriteBack {
        /// The person has switched it on.
        pub on: bool,
        /// What can be written there.
        pub fields: Vec<OutboxField>,
        /// Accounts and categories can be made there.
        pub makes: bool,
        /// Things that wait to be written.
        pub waiting: u32,
        /// Things that the service refused.
        pub refused: u32,
    }

    /// Something to be written.
    pub struct OutboxItem {
        /// Its id.
        pub id: String,
        /// What of the thing.
        pub field: OutboxField,
        /// How it stands.
        pub state: OutboxState,
        /// The transaction, if it is about one.
        pub transaction: Option<super::TransactionRow>,
        /// Name of the category, if it is about one.
        pub category: Option<String>,
        /// Name of the account, if it is about one.
        pub account: Option<String>,
        /// What is to be there: a category's name, a note, tags, an account's name; empty is nothing, none is what the service had
        /// before.
        pub value: Option<String>,
        /// Why.
        pub reason: Option<OutboxReason>,
        /// The service's own words, plain text.
        pub says: Option<String>,
        /// Since when.
        pub since: String,
    }

    /// What to do with something to be written.
    pub struct OutboxAnswerReq {
        /// Which.
        pub id: String,
        /// What.
        pub answer: OutboxAnswer,
    }

    /// What writing did.
    pub struct OutboxReport {
        /// Things written.
        pub written: u32,
        /// Things refused.
        pub refused: u32,
        /// Things that still wait.
        pub waiting: u32,
        /// Requests sent.
        pub requests: u32,
        /// How it ended.
        pub state: super::ConnectionState,
        /// Not before.
        pub retry_at: Option<String>,
    }

    /// An account and how it stands at a service.
    pub struct ChartedAccount {
        /// Its id here.
        pub id: String,
        /// Its name here.
        pub name: String,
        /// What it is.
        pub kind: super::AccountKind,
        /// What it holds.
        pub balance: super::Money,
        /// No longer in use; the service has it in its archive.
        pub closed: bool,
        /// Something of it waits to be written there, or was refused.
        pub waits: bool,
    }

    /// A category and how it stands at a service.
    pub struct ChartedCategory {
        /// Its id here.
        pub id: String,
        /// Its name here.
        pub name: String,
        /// Its group here; its own name where it has none.
        pub group: String,
        /// Transactions here.
        pub transactions: u32,
        /// What is left of its budget there goes on to the next month.
        pub rolls_over: bool,
        /// Money in and out are set against each other in its budget there.
        pub consolidated: bool,
        /// Something of it waits to be written there, or was refused.
        pub waits: bool,
    }

    /// The accounts and categories of a service, and those of the book that it has not.
    pub struct ConnectionChart {
        /// Accounts that the service has.
        pub accounts: Vec<ChartedAccount>,
        /// Categories that the service has.
        pub categories: Vec<ChartedCategory>,
        /// Accounts kept by hand that could be made there.
        pub accounts_here: Vec<ChartedAccount>,
        /// Categories that could be made there.
        pub categories_here: Vec<ChartedCategory>,
    }

    /// Makes an account at a service, with the next sync.
    pub struct ConnectionAccountAddReq {
        /// The connection.
        pub id: String,
        /// An account of the book that is kept by hand; none adds one of what follows.
        #[serde(default)]
        pub account: Option<String>,
        /// Name.
        #[serde(default)]
        pub name: String,
        /// What it is.
        #[serde(default)]
        pub kind: Option<super::AccountKind>,
        /// Currency.
        #[serde(default)]
        pub currency: String,
        /// What it holds today, decimal text; owed is negative.
        #[serde(default)]
        pub balance: String,
    }

    /// Makes a category at a service, with the next sync.
    pub struct ConnectionCategoryAddReq {
        /// The connection.
        pub id: String,
        /// A category of the book.
        pub category: String,
    }
}
