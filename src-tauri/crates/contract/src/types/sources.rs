//! Sources of accounts: one account told by two of them, another one in place of the first, how old figures are, and consents
//! that end.

use super::{Money, TransactionRow};

words! {
    /// By what two accounts look like one.
    pub enum SameBy {
        /// The same IBAN.
        Iban,
        /// The same number, currency and institution.
        Number,
        /// The person said so.
        Person,
    }

    /// What ends.
    pub enum ConsentKind {
        /// The consent given at a bank.
        Consent,
        /// The key or login of the service.
        Key,
    }
}

wire! {
    /// An account by its name, and where it comes from.
    pub struct AccountName {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// The connection that feeds it; none for files and entries by hand.
        pub connection: Option<String>,
        /// That connection's name.
        pub source: Option<String>,
    }

    /// Two accounts that look like one.
    pub struct SameAccounts {
        /// The one that was there first.
        pub older: AccountName,
        /// The other one.
        pub newer: AccountName,
        /// Why.
        pub by: SameBy,
        /// Balance by the first one.
        pub older_balance: Money,
        /// Balance by the other one.
        pub newer_balance: Money,
    }

    /// Two accounts that are one.
    pub struct MirrorReq {
        /// The account whose source rules.
        pub ruling: String,
        /// The other one, which stays visible and counts only where the ruling one knows nothing.
        pub other: String,
    }

    /// Names an account.
    pub struct AccountReq {
        /// Which.
        pub id: String,
    }

    /// How two accounts compare, row by row.
    pub struct MirrorPreview {
        /// The account whose source would rule.
        pub ruling: AccountName,
        /// The other one.
        pub other: AccountName,
        /// Why they look like one.
        pub by: SameBy,
        /// Payments that both tell, each counted once from then on.
        pub matched: u32,
        /// Of those, payments that the two date or word differently, or of which one is still pending.
        pub changed: u32,
        /// Rows that only the ruling one has.
        pub new: u32,
        /// Rows that only the other one has, on days the ruling one covers: they would not be counted.
        pub missing: u32,
        /// Rows that only the other one has, before or after the ruling one's: they go on counting.
        pub kept: u32,
        /// Some of the missing ones, newest first.
        pub missing_rows: Vec<TransactionRow>,
        /// Some of the changed ones as both tell them: the ruling row, then the other.
        pub changed_rows: Vec<RowPair>,
        /// Balance by the ruling one.
        pub ruling_balance: Money,
        /// Balance by the other one.
        pub other_balance: Money,
    }

    /// One payment as two sources tell it.
    pub struct RowPair {
        /// By the ruling one.
        pub ruling: TransactionRow,
        /// By the other one.
        pub other: TransactionRow,
    }

    /// One source in place of another.
    pub struct SwapReq {
        /// The connection to leave.
        pub old: String,
        /// The connection that takes its place.
        pub new: String,
        /// Which accounts take the place of which; empty is as proposed.
        pub pairs: Vec<MirrorReq>,
    }

    /// What the swap of a source would do.
    pub struct SwapPreview {
        /// Accounts that are at both: the new one would rule.
        pub pairs: Vec<MirrorPreview>,
        /// Accounts of the old connection without a counterpart; they stay as they are.
        pub only_old: Vec<AccountName>,
        /// Accounts of the new connection without a counterpart.
        pub only_new: Vec<AccountName>,
    }

    /// How old a figure's sources are.
    #[derive(Default)]
    pub struct Freshness {
        /// The last day that every source of the figure is known for; none when all of them are known for today.
        pub known_until: Option<String>,
        /// The accounts that are not known for today, oldest first.
        pub stale: Vec<StaleAccount>,
        /// Those of which nothing was read for a month: what was last known is carried on.
        pub carried: Vec<StaleAccount>,
    }

    /// An account whose source was read before today.
    pub struct StaleAccount {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// The last day it is known for.
        pub known_until: String,
    }

    /// A consent or key that ends soon, or has ended.
    pub struct ConsentEnd {
        /// What ends.
        pub kind: ConsentKind,
        /// The connection.
        pub connection: String,
        /// Its name.
        pub label: String,
        /// The upstream's id of the login; none for a key.
        pub login: Option<String>,
        /// The bank, or the service of a key.
        pub institution: String,
        /// The last day.
        pub date: String,
        /// Days from today; negative when it has ended.
        pub days_left: i32,
        /// Accounts that are read by it.
        pub accounts: u32,
    }
}
