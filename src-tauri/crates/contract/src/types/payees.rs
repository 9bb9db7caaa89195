//! Payees as the person knows them: what their rows come to, the names given to texts of banks, and one payee's page.

use super::{Money, Period};

words! {
    /// Order of a list of payees.
    pub enum PayeeOrder {
        /// Most money moved first.
        Amount,
        /// Most rows first.
        Count,
        /// The one with the newest row first.
        Newest,
        /// By name.
        Name,
    }
}

wire! {
    /// Asks for payees.
    pub struct PayeesReq {
        /// Words that the name has to hold, in any case and with or without accents; empty is all.
        #[serde(default)]
        pub text: String,
        /// Their order.
        pub order: PayeeOrder,
        /// At most so many, up to 500.
        pub limit: u32,
    }

    /// Payees.
    pub struct PayeesPage {
        /// The first of them.
        pub payees: Vec<PayeeLine>,
        /// How many there are.
        pub total: u32,
    }

    /// A payee of the list.
    pub struct PayeeLine {
        /// As it is shown.
        pub name: String,
        /// What its counted rows come to in the base currency; none when a rate is missing.
        pub sum: Option<Money>,
        /// Its rows.
        pub count: u32,
        /// Day of the oldest row.
        pub first: String,
        /// Day of the newest row.
        pub last: String,
        /// Texts of banks that it stands for.
        pub texts: u32,
    }

    /// Names a payee.
    pub struct PayeeReq {
        /// As it is shown.
        pub name: String,
    }

    /// Everything about a payee.
    pub struct PayeeProfile {
        /// As it is shown.
        pub name: String,
        /// Words for the search that finds its rows.
        pub search: String,
        /// Its rows.
        pub count: u32,
        /// What its counted rows come to in the base currency; none when a rate is missing.
        pub sum: Option<Money>,
        /// The same by currency, where there is another than the base currency.
        pub sums: Vec<Money>,
        /// What a row is on average, in the base currency, rounded half to even.
        pub average: Option<Money>,
        /// Day of the oldest row.
        pub first: String,
        /// Day of the newest row.
        pub last: String,
        /// Where its rows are filed, most rows first; no category is one of them.
        pub categories: Vec<PayeeShare>,
        /// The accounts of its rows, most rows first.
        pub accounts: Vec<PayeeShare>,
        /// The texts of banks, most rows first, at most fifty.
        pub texts: Vec<PayeeText>,
        /// How many texts there are.
        pub texts_total: u32,
        /// Repeating payments of it.
        pub repeating: Vec<PayeeRhythm>,
        /// Renames that lead to its name, by key.
        pub renames: Vec<String>,
    }

    /// A part of a payee's rows.
    pub struct PayeeShare {
        /// The category or the account; none for rows without a category.
        pub id: Option<String>,
        /// Its rows.
        pub count: u32,
    }

    /// A text of a bank.
    pub struct PayeeText {
        /// The text.
        pub text: String,
        /// Rows that came with it.
        pub count: u32,
        /// Day of the newest of them.
        pub last: String,
    }

    /// A repeating payment of a payee.
    pub struct PayeeRhythm {
        /// Names it in requests about repeating payments.
        pub id: String,
        /// What it is called.
        pub name: String,
        /// How often it comes.
        pub period: Period,
        /// The next amount.
        pub amount: Money,
        /// The next day.
        pub next_date: String,
    }

    /// Gives payees another name. Of several, they become one.
    pub struct PayeesRenameReq {
        /// As they are shown now.
        pub names: Vec<String>,
        /// As they will be.
        pub name: String,
    }

    /// Gives every row of a bank's text, and those to come, the name that the person just gave one row.
    pub struct PayeeTakeReq {
        /// The row that was renamed.
        pub id: String,
    }

    /// What the name of one row would do to others.
    pub struct PayeeOffer {
        /// What the bank's text says, cleaned.
        pub text: String,
        /// The name that the person gave.
        pub name: String,
        /// Other rows that would be shown so.
        pub rows: u32,
        /// Words for the search that finds such rows.
        pub search: String,
    }

    /// A name that the book learned for texts of banks.
    pub struct PayeeRename {
        /// Names it in requests.
        pub key: String,
        /// What the texts say, cleaned.
        pub text: String,
        /// The name.
        pub name: String,
        /// Rows shown so because of it.
        pub rows: u32,
    }

    /// Names a rename.
    pub struct PayeeRenameReq {
        /// Which.
        pub key: String,
    }

    /// Names of banks that can be read as plain names.
    pub struct PayeesTidy {
        /// Whether texts to come are shown by their plain names.
        pub ongoing: bool,
        /// Texts that would be shown differently.
        pub texts: u32,
        /// The names they would be shown by.
        pub names: u32,
        /// The largest groups, at most two hundred.
        pub groups: Vec<TidyGroup>,
    }

    /// Texts that name the same payee.
    pub struct TidyGroup {
        /// The plain name.
        pub name: String,
        /// How many texts.
        pub texts: u32,
        /// Some of them, at most three.
        pub sample: Vec<String>,
    }

    /// Shows payees by their plain names.
    pub struct PayeesTidyReq {
        /// Only these; none is all of them.
        pub names: Option<Vec<String>>,
        /// Whether texts to come are cleaned as well; none leaves that as it is.
        pub ongoing: Option<bool>,
    }
}
