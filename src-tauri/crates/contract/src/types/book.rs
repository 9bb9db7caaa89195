//! The book: whether it is there, how it is protected, whether it is whole.

words! {
    /// Where a book stands.
    pub enum BookState {
        /// None yet.
        None,
        /// There, and shut.
        Locked,
        /// There, and open.
        Open,
        /// There, and cannot be opened: see `problem`.
        Broken,
    }

    /// Who holds the key.
    pub enum Protection {
        /// The system's keychain.
        Keychain,
        /// A passphrase, by Argon2id.
        Passphrase,
    }

    /// Where tokens are kept.
    pub enum SecretsPlace {
        /// The system's keychain.
        Keychain,
        /// Inside the encrypted book.
        Book,
        /// In memory, until Coffer ends.
        Session,
    }

    /// Whether the keychain can be used.
    pub enum KeychainState {
        /// It can.
        Available,
        /// There is none.
        Unavailable,
        /// It is locked or refuses.
        Locked,
    }
}

wire! {
    /// How the program and its book stand.
    pub struct AppStatus {
        /// Version of the program.
        pub version: String,
        /// `linux`, `macos`, `windows`.
        pub platform: String,
        /// Where the book stands.
        pub book: BookState,
        /// Who holds the key, once there is a book.
        pub protection: Option<Protection>,
        /// Why the book cannot be opened, when broken.
        pub problem: Option<crate::ApiError>,
        /// Whether the keychain can be used.
        pub keychain: KeychainState,
        /// Where tokens are kept.
        pub secrets: SecretsPlace,
        /// Folder of the book, for people.
        pub store_path: String,
        /// The cipher in words, from the running store; none while locked.
        pub cipher: Option<String>,
        /// Schema version; none while locked.
        pub schema: Option<u32>,
        /// Currency of totals; none while locked.
        pub base_currency: Option<String>,
        /// The day it is for the person.
        pub today: String,
        /// Rows in the book; none while locked.
        pub counts: Option<BookCounts>,
        /// Countries, by their two letters, whose usual categories a chart can begin with.
        pub chart_styles: Vec<String>,
    }

    /// How much the book holds.
    pub struct BookCounts {
        /// Accounts.
        pub accounts: u32,
        /// Transactions counted.
        pub transactions: u32,
        /// Connections.
        pub connections: u32,
        /// Entries in the journal.
        pub batches: u32,
    }

    /// Makes the book.
    pub struct BookCreateReq {
        /// Who holds the key.
        pub protection: Protection,
        /// The passphrase, for that protection.
        pub passphrase: Option<String>,
        /// Where tokens are kept.
        pub secrets: SecretsPlace,
        /// Currency of totals.
        pub base_currency: String,
        /// Ask the European Central Bank for rates.
        pub fetch_rates: bool,
        /// The country, by its two letters, whose usual categories the chart begins with beside those of everywhere.
        #[serde(default)]
        pub chart_style: Option<String>,
    }

    /// Opens the book.
    pub struct BookUnlockReq {
        /// The passphrase, when it protects the book.
        pub passphrase: Option<String>,
    }

    /// Changes who holds the key.
    pub struct BookProtectReq {
        /// Who from now on.
        pub protection: Protection,
        /// The present passphrase, when one protects the book.
        pub current_passphrase: Option<String>,
        /// The new one.
        pub new_passphrase: Option<String>,
    }

    /// What the check of the book found.
    pub struct VerifyReport {
        /// All of it is whole.
        pub ok: bool,
        /// Entries of the journal walked.
        pub batches: u32,
        /// Transactions compared with the journal.
        pub transactions: u32,
        /// What is wrong.
        pub findings: Vec<VerifyFinding>,
    }

    /// One thing that is wrong.
    pub struct VerifyFinding {
        /// Stable word: `cipher`, `structure`, `chain`, `rows`, `totals`, `references`.
        pub what: String,
        /// The first journal entry concerned.
        pub batch: Option<String>,
        /// More, for people.
        pub detail: String,
    }
}
