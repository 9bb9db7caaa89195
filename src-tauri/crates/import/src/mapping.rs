//! How a delimited file is read: proposed by inspection, corrected by the person, handed back.

/// The whole reading of a delimited file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Encoding by its WHATWG label (`utf-8`, `utf-16le`, `windows-1252`, `gb18030`, …).
    pub encoding: String,
    /// Between cells.
    pub delimiter: char,
    /// Line of the header, counted from 1 in lines of the file; none when there is no header.
    pub header_line: Option<u32>,
    /// Line of the first record that may be a row, counted from 1.
    pub first_row_line: u32,
    /// Which column holds what.
    pub columns: Columns,
    /// Date layout in strftime letters, such as `%d.%m.%Y`.
    pub date_format: String,
    /// `.` or `,`.
    pub decimal_mark: char,
    /// Groups digits, when there is such a mark.
    pub thousands_mark: Option<char>,
    /// How the signed amount is formed.
    pub amount: AmountRule,
}

/// A column by its position (from 0) and its header, when it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRef {
    /// Position, counted from 0.
    pub index: usize,
    /// Header text as written.
    pub name: Option<String>,
}

/// What the columns hold, apart from the amount.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// Booking date.
    pub date: Option<ColumnRef>,
    /// Value date.
    pub value_date: Option<ColumnRef>,
    /// Counterparty or short text.
    pub payee: Option<ColumnRef>,
    /// Counterparty of rows that bring money in, where a file keeps payer and payee apart.
    pub payer: Option<ColumnRef>,
    /// Longer texts, joined in this order.
    pub memo: Vec<ColumnRef>,
    /// Account the row belongs to.
    pub account: Option<ColumnRef>,
    /// Account of the other side.
    pub counterparty_account: Option<ColumnRef>,
    /// Currency of the amount.
    pub currency: Option<ColumnRef>,
    /// Balance after the row.
    pub balance: Option<ColumnRef>,
    /// Category.
    pub category: Option<ColumnRef>,
    /// The bank's id.
    pub id: Option<ColumnRef>,
    /// Cheque number or reference.
    pub reference: Option<ColumnRef>,
    /// Says whether the row is pending.
    pub status: Option<ColumnRef>,
    /// A note of the person's.
    pub note: Option<ColumnRef>,
}

/// How out-flows are written in their own column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutSign {
    /// Money out is written without a sign.
    Positive,
    /// Money out already carries its minus.
    Negative,
}

/// How the signed amount comes from the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountRule {
    /// One column; negative is money out.
    Signed {
        /// The column.
        column: ColumnRef,
    },
    /// One column; positive is money out (most card statements).
    Inverted {
        /// The column.
        column: ColumnRef,
    },
    /// One column for each direction.
    TwoColumns {
        /// Money out.
        out: ColumnRef,
        /// Money in.
        into: ColumnRef,
        /// How money out is written.
        out_is: OutSign,
    },
    /// Unsigned amounts and a column that says which way.
    Direction {
        /// Amounts.
        column: ColumnRef,
        /// The column with the words.
        direction: ColumnRef,
        /// Words that mean money out, compared without case.
        out: Vec<String>,
        /// Words that mean money in, compared without case.
        into: Vec<String>,
    },
}
