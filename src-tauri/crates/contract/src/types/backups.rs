//! Copies of the whole book, and its end.

use super::Protection;

wire! {
    /// Writes the whole book to one encrypted file, where the person says.
    pub struct BackupWriteReq {
        /// What the file opens by; none is as the book itself does.
        pub passphrase: Option<String>,
    }

    /// A backup that was written.
    pub struct BackupWritten {
        /// The backup; none when the person closed the dialog.
        pub backup: Option<BackupFacts>,
    }

    /// The last backup of this book.
    pub struct BackupStatus {
        /// It; none when there was none yet.
        pub last: Option<BackupFacts>,
    }

    /// A backup: it was opened and checked before it took its name.
    pub struct BackupFacts {
        /// Name of the file.
        pub file: String,
        /// When.
        pub at: String,
        /// Size in bytes, as decimal text.
        pub bytes: String,
        /// Accounts in it.
        pub accounts: u32,
        /// Transactions in it.
        pub transactions: u32,
        /// What it opens by.
        pub protection: Protection,
    }

    /// A file the person picked to restore from.
    pub struct BackupPicked {
        /// It; none when the person closed the dialog.
        pub offer: Option<BackupOffer>,
    }

    /// A backup to restore from.
    pub struct BackupOffer {
        /// Names it in the request that follows.
        pub token: String,
        /// Name of the file.
        pub name: String,
        /// What it opens by.
        pub protection: Protection,
    }

    /// Makes the book from a backup.
    pub struct BackupRestoreReq {
        /// The file, from picking it.
        pub token: String,
        /// The backup's passphrase, when one protects it.
        pub passphrase: Option<String>,
        /// Sets the present book aside; without it a present book is refused.
        pub replace: bool,
    }

    /// Erases the book, its keys and its tokens on this computer.
    pub struct BookEraseReq {
        /// Always the word `erase`: nobody calls this by mistake.
        pub word: String,
        /// Ends the access at the services first, where they let Coffer do so. What cannot be ended stops the erasing.
        #[serde(default)]
        pub revoke: bool,
        /// Erases although an access could not be ended.
        #[serde(default)]
        pub anyway: bool,
    }

    /// What was erased, and what stays elsewhere.
    pub struct EraseReport {
        /// Whether anything was erased; not, when an access could not be ended and nobody said to go on.
        pub erased: bool,
        /// Connections whose access could not be ended at the service, though that was asked for.
        pub kept: Vec<KeptAccess>,
        /// The connections there were, whose services still know the token; none of a book that was locked.
        pub connections: Vec<ErasedConnection>,
        /// Whether every token in the keychain is gone; false where a locked book could not name them and the system cannot list
        /// them.
        pub tokens_gone: bool,
    }

    /// An access that could not be ended.
    pub struct KeptAccess {
        /// The service.
        pub upstream: String,
        /// Its name for people.
        pub upstream_name: String,
        /// The person's name for the connection.
        pub label: String,
        /// Banks that are still linked there; empty when the service could not be asked at all.
        pub banks: Vec<String>,
        /// The service's own pages, where the person ends it.
        pub service_page: Option<String>,
    }

    /// A connection that was erased here.
    pub struct ErasedConnection {
        /// The service.
        pub upstream: String,
        /// The person's name for it.
        pub label: String,
        /// The service's own pages, where the person withdraws the token.
        pub service_page: Option<String>,
    }
}
