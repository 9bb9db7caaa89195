//! Files for other programs.

words! {
    /// What is written.
    pub enum ExportWhat {
        /// Transactions.
        Transactions,
        /// Accounts and their balances.
        Accounts,
        /// Budgets, a row for each month.
        Budgets,
        /// Net worth, a row for each month.
        NetWorth,
        /// Every table.
        All,
    }

    /// How it is written.
    pub enum ExportFormat {
        /// Comma-separated values; one table.
        Csv,
        /// JSON lines.
        Json,
        /// A workbook.
        Xlsx,
        /// Apache Parquet: one table, or every table in a folder.
        Parquet,
        /// Ledger's journal; transactions.
        Ledger,
        /// hledger's journal; transactions.
        Hledger,
        /// Beancount; transactions.
        Beancount,
        /// Quicken Interchange Format; transactions.
        Qif,
        /// OFX 2; transactions.
        Ofx,
        /// Xero's bank statement; transactions of one account.
        Xero,
        /// QuickBooks Online's bank statement; transactions of one account.
        Quickbooks,
        /// A folder of CSV files with a dictionary; every table.
        Folder,
        /// A SQLite file that is not encrypted; every table.
        Sqlite,
    }

    /// How dates are written where a format leaves it to the country.
    pub enum ExportDates {
        /// As most programs that read the format expect it.
        Usual,
        /// 12/31/2026.
        MonthFirst,
        /// 31/12/2026.
        DayFirst,
        /// 2026-12-31.
        Iso,
    }

    /// What the person should know of a file.
    pub enum ExportNote {
        /// A selection of rows: no opening balances, no balances to check.
        Selection,
        /// The format names no currency, and the accounts have several.
        SeveralCurrencies,
        /// More rows than QuickBooks takes in one file (1000).
        MoreThanQuickbooksTakes,
        /// An account that another source rules has its counted rows and no balance.
        RuledByAnother,
        /// Some currencies have no exchange rate and were left out of sums.
        MissingRates,
        /// Anybody who has the file can read it.
        NotEncrypted,
    }
}

wire! {
    /// What to write, and how.
    pub struct ExportReq {
        /// What.
        pub what: ExportWhat,
        /// How.
        pub format: ExportFormat,
        /// First day; none is the first there is.
        #[serde(default)]
        pub from: Option<String>,
        /// Last day; none is the last there is.
        #[serde(default)]
        pub to: Option<String>,
        /// Of this account only.
        #[serde(default)]
        pub account: Option<String>,
        /// Search text that transactions have to match.
        #[serde(default)]
        pub text: String,
        /// Only transactions that changed after this cursor of an earlier file, deleted ones among them; for tables.
        #[serde(default)]
        pub since: Option<String>,
        /// How dates are written.
        #[serde(default)]
        pub dates: Option<ExportDates>,
        /// Texts of CSV stay as they are, though a spreadsheet would take them for formulas.
        #[serde(default)]
        pub raw_text: bool,
        /// The person knows that a SQLite file of everything is not encrypted.
        #[serde(default)]
        pub unencrypted: bool,
    }

    /// What was written.
    pub struct ExportReport {
        /// Name of the file or folder; none when the person closed the dialog.
        pub file: Option<String>,
        /// Transactions written.
        pub rows: u32,
        /// Where a later file that holds only changes goes on from; none in an empty book.
        pub cursor: Option<String>,
        /// What the person should know.
        pub notes: Vec<ExportNote>,
    }
}
