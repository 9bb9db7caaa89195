//! Many transactions changed at once.

use super::{Money, TransactionFilter};

wire! {
    /// Rows of the list: those named, or every row that the filters match.
    #[derive(Default)]
    #[serde(default)]
    pub struct RowsPick {
        /// These rows; none is every row that the filters match, an empty list is no row.
        pub ids: Option<Vec<String>>,
        /// Words and filters of the search language.
        pub text: String,
        /// Only this account.
        pub account: Option<String>,
        /// Only this category.
        pub category: Option<String>,
        /// From this day.
        pub from: Option<String>,
        /// To this day.
        pub to: Option<String>,
        /// Only of this kind.
        pub filter: Option<TransactionFilter>,
    }

    /// What rows become; what is none stays.
    #[derive(Default)]
    #[serde(default)]
    pub struct RowsChange {
        /// Their category; the empty text takes it away. Split rows keep theirs.
        pub category: Option<String>,
        /// Their payee.
        pub payee: Option<String>,
        /// Their note; the empty text takes it away.
        pub note: Option<String>,
        /// Tags that each gets beside those it has.
        pub add_tags: Vec<String>,
        /// Tags that each loses.
        pub remove_tags: Vec<String>,
        /// Leave out of totals, or count again.
        pub excluded: Option<bool>,
        /// What each is filed under becomes the person's own word.
        pub reviewed: bool,
    }

    /// Changes many rows at once.
    pub struct RowsEditReq {
        /// Which.
        pub rows: RowsPick,
        /// What they become.
        pub change: RowsChange,
        /// How many rows the preview said would change; if by now it is another number, nothing is changed.
        #[serde(default)]
        pub expected: Option<u32>,
        /// Also rows that a statement settled.
        #[serde(default)]
        pub unlock: bool,
    }

    /// What a change of many rows would do.
    pub struct RowsEditPreview {
        /// Rows picked.
        pub rows: u32,
        /// Rows that would change.
        pub changing: u32,
        /// Split rows whose category stays although one was asked for.
        pub split: u32,
        /// The first of those that would change, at most fifty.
        pub sample: Vec<EditedRow>,
    }

    /// A row that would change.
    pub struct EditedRow {
        /// Its id.
        pub id: String,
        /// Booking date.
        pub date: String,
        /// Payee as it stands.
        pub payee: String,
        /// The amount.
        pub amount: Money,
        /// Its fields that would change.
        pub fields: Vec<EditedField>,
    }

    /// A field before and after.
    pub struct EditedField {
        /// Message key of the field.
        pub field: String,
        /// Before, as text for people.
        pub before: Option<String>,
        /// After.
        pub after: Option<String>,
    }
}
