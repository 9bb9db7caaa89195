//! Bank files: offered, previewed, committed.

use super::Money;

words! {
    /// What becomes of a row.
    pub enum RowVerdict {
        /// It is new.
        New,
        /// The book has it: same id, or same account, day, amount and payee.
        Duplicate,
        /// The book has the same payment from another source; both are remembered as one.
        Matched,
        /// A sync delivers the days around it and has nothing like it: left out.
        Covered,
        /// It cannot be read.
        Problem,
    }

    /// What the person wants done with a row.
    pub enum RowChoice {
        /// Add it.
        Add,
        /// Leave it.
        Skip,
        /// It is the row of the book that it is like: both sources are remembered.
        Link,
    }

    /// Which rows of a statement.
    pub enum RowShow {
        /// All.
        All,
        /// New ones.
        New,
        /// Those the book has.
        Here,
        /// Those that ask: like one in the book, or of days that a sync delivers.
        Asking,
    }

    /// How a file stands.
    pub enum FileOutcome {
        /// Ready.
        Import,
        /// Nothing in it.
        Empty,
        /// It leaves something open.
        Ask,
        /// It cannot be read.
        Error,
    }

    /// What a running job does.
    pub enum JobKind {
        /// Syncs.
        Sync,
        /// Reads files.
        Preview,
        /// Takes files in.
        Import,
        /// Writes a file.
        Export,
    }
}

wire! {
    /// A file the person picked or dropped.
    pub struct OfferedFile {
        /// Stands for the file; the page never sees its path.
        pub token: String,
        /// Its name.
        pub name: String,
        /// Its size in bytes, at most 4 GB.
        pub bytes: u32,
    }

    /// An offered file whose first rows are wanted.
    pub struct ImportGlanceReq {
        /// The file.
        pub token: String,
    }

    /// The first rows of a file, read from its beginning alone.
    pub struct ImportGlance {
        /// The format's word, as in a preview; empty when the beginning does not tell.
        pub format: String,
        /// The first rows in the file's order; none where the beginning alone leaves open how they read.
        pub rows: Vec<GlanceRow>,
        /// The file has more than what was looked at.
        pub more: bool,
    }

    /// A row as the file has it, not yet held against the book.
    pub struct GlanceRow {
        /// Its line, counted from 1; 0 where the format has no lines.
        pub line: u32,
        /// Booking date.
        pub date: String,
        /// Payee, else the bank's text.
        pub payee: String,
        /// Amount.
        pub amount: Money,
    }

    /// The folder that is watched for bank files.
    pub struct WatchFolder {
        /// Where it is; none when none is watched.
        pub folder: Option<String>,
        /// It is not there.
        pub missing: bool,
        /// Bank files in it that were not imported, the newest first.
        pub waiting: Vec<OfferedFile>,
    }

    /// Reads files without writing.
    pub struct ImportPreviewReq {
        /// Which files.
        pub files: Vec<ImportFileReq>,
    }

    /// How to read one file.
    pub struct ImportFileReq {
        /// Its token.
        pub token: String,
        /// The corrected mapping, for CSV.
        pub mapping: Option<CsvMapping>,
        /// Which account each statement goes to.
        pub accounts: Vec<StatementAccount>,
        /// Answer to the question `date-order`, for a file that has no mapping: the day stands before the month.
        pub day_first: Option<bool>,
        /// Answer to the question `sign`, for a file that has no mapping: a plain number is money out.
        pub positive_is_out: Option<bool>,
        /// The template to read it by; empty is none, absent is the one that fits.
        #[serde(default)]
        pub template: Option<String>,
    }

    /// Where a statement goes.
    pub struct StatementAccount {
        /// Place of the statement in the file, from 0.
        pub statement: u32,
        /// An account of the book; none makes a new one.
        pub account: Option<String>,
        /// Name of the new one.
        pub new_name: Option<String>,
        /// Its currency, where the file does not say.
        pub currency: Option<String>,
    }

    /// How a CSV is read; columns count from 0.
    pub struct CsvMapping {
        /// Encoding, by its WHATWG name.
        pub encoding: String,
        /// Delimiter.
        pub delimiter: String,
        /// Line of the header from 1; none when there is none.
        pub header_line: Option<u32>,
        /// First line of data from 1.
        pub first_line: u32,
        /// Role of each column: `date`, `value_date`, `amount`, `debit`, `credit`, `sign`, `payee`, `description`, `id`, `currency`, `balance`, `category`, `account`, `note`, `ignore`.
        pub columns: Vec<String>,
        /// Heads of the columns, or made up ones.
        pub heads: Vec<String>,
        /// `ymd`, `dmy` or `mdy`, or a chrono pattern.
        pub date_format: String,
        /// Decimal mark.
        pub decimal_mark: String,
        /// Thousands mark, may be empty.
        pub thousands_mark: String,
        /// Turn all signs.
        pub inverted: bool,
    }

    /// What files would bring.
    pub struct ImportPreview {
        /// Name of the preview for the commit.
        pub id: String,
        /// One entry a file.
        pub files: Vec<FilePreview>,
    }

    /// What one file would bring.
    pub struct FilePreview {
        /// Its token.
        pub token: String,
        /// Its name.
        pub name: String,
        /// Its format: `ofx1`, `ofx2`, `qfx`, `qif`, `csv`, `mt940`, `mt942`, `camt.052`, `camt.053`, `camt.054`, or the
        /// program that wrote it, such as `app:ynab`.
        pub format: Option<String>,
        /// How it stands.
        pub outcome: FileOutcome,
        /// Why it cannot be read.
        pub error: Option<FileProblem>,
        /// What it leaves open: `sign`, `date-order`, `currency`, `columns`.
        pub questions: Vec<String>,
        /// How it is read, for CSV.
        pub mapping: Option<CsvMapping>,
        /// First lines as cells, for the mapping.
        pub sample: Vec<Vec<String>>,
        /// The template it is read by.
        pub template: Option<ImportTemplate>,
        /// Every template of its layout, the one last used first.
        pub templates: Vec<ImportTemplate>,
        /// The file was imported before, in this batch.
        pub known_batch: Option<String>,
        /// Its statements.
        pub statements: Vec<StatementPreview>,
        /// Rows that cannot be read, the first five hundred.
        pub problems: Vec<FileProblem>,
        /// How many there are.
        pub problem_count: u32,
        /// What the person may want to know although nothing is lost (balances that do not tie, things that are no
        /// transactions), the first hundred.
        pub notes: Vec<FileProblem>,
    }

    /// What one statement would bring.
    pub struct StatementPreview {
        /// Place in the file.
        pub statement: u32,
        /// What the file says of the account.
        pub account_hint: String,
        /// The account it goes to; none makes a new one.
        pub account: Option<String>,
        /// Name of the account.
        pub account_name: String,
        /// Currency.
        pub currency: String,
        /// First day.
        pub from: Option<String>,
        /// Last day.
        pub to: Option<String>,
        /// Rows new.
        pub new: u32,
        /// Rows the book has.
        pub duplicate: u32,
        /// Rows the book has from elsewhere.
        pub matched: u32,
        /// Rows of days that a sync delivers, which it has not: left out unless the person takes them.
        pub covered: u32,
        /// New rows before the first day that a sync delivered.
        pub older: u32,
        /// Where a sync fills the account: the first day it delivered.
        pub synced_from: Option<String>,
        /// And the last.
        pub synced_to: Option<String>,
        /// Sum of the new rows.
        pub sum: Money,
        /// Balance before.
        pub balance_before: Money,
        /// Balance after.
        pub balance_after: Money,
        /// Closing balance stated in the file.
        pub stated_balance: Option<Money>,
        /// The stated balance equals the one after; none when none is stated.
        pub ties: Option<bool>,
        /// Trades in securities that the book has not, with those that make what is held come out as the statement tells.
        pub trades: u32,
        /// Trades that the book has.
        pub trades_here: u32,
        /// Trades that cannot be taken: in another currency than their position, or of an amount that nothing tells.
        pub trades_rejected: u32,
        /// Positions that the statement tells.
        pub positions: u32,
        /// Of these, positions that its trades and those of the book do not explain: the rest is brought in or let go at
        /// the statement's price.
        pub positions_unexplained: u32,
        /// First rows, at most 200, those in question first. [`ImportRows`] has the others.
        pub rows: Vec<PreviewRow>,
    }

    /// One row of a preview.
    pub struct PreviewRow {
        /// Place in the statement, from 0.
        pub row: u32,
        /// Booking date.
        pub date: String,
        /// Payee.
        pub payee: String,
        /// The bank's text.
        pub description: String,
        /// Amount.
        pub amount: Money,
        /// What becomes of it.
        pub verdict: RowVerdict,
        /// Why, a stable word: `same_id`, `same_row`, `near_date`, `settles` (the one in the book is pending), `twin`,
        /// `synced`, `currency`.
        pub reason: Option<String>,
        /// Payee and day of the row in the book that it equals.
        pub like: Option<String>,
        /// The row in the book that it equals.
        pub like_id: Option<String>,
        /// How alike they are, 0 to 100.
        pub score: Option<u32>,
        /// It is pending in the file.
        pub pending: bool,
        /// The account and day of the row that would be the other leg of a transfer.
        pub transfer: Option<String>,
        /// What becomes of it: as decided, else as proposed.
        pub choice: RowChoice,
        /// The row of the book that the person said it is.
        pub linked: Option<LinkedRow>,
    }

    /// A row of the book that a row of a file was linked to by hand. It keeps its day and its amount.
    pub struct LinkedRow {
        /// Its id.
        pub id: String,
        /// Booking date.
        pub date: String,
        /// Payee.
        pub payee: String,
        /// Amount.
        pub amount: Money,
        /// The file's amount less this one; none when they are equal.
        pub difference: Option<Money>,
    }

    /// A template: how files of one layout are read and where they go.
    pub struct ImportTemplate {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// The account its files go to.
        pub account: Option<String>,
        /// The name of the account.
        pub account_name: Option<String>,
        /// Headings of the columns it uses.
        pub heads: Vec<String>,
    }

    /// Gives a template another name.
    pub struct ImportTemplateRenameReq {
        /// Which.
        pub id: String,
        /// The name.
        pub name: String,
    }

    /// Names a template.
    pub struct ImportTemplateReq {
        /// Which.
        pub id: String,
    }

    /// Rows of a preview, and what they come to with what the person decided.
    pub struct ImportRowsReq {
        /// Name of the preview.
        pub preview: String,
        /// The file.
        pub token: String,
        /// The statement.
        pub statement: u32,
        /// Which rows.
        pub show: RowShow,
        /// In the payee, the bank's text or the amount; empty is all.
        pub text: String,
        /// How many of them to pass over.
        pub from: u32,
        /// How many, at most 500.
        pub limit: u32,
        /// What was decided for many at once, in the order it was decided.
        pub many: Vec<PreviewMany>,
        /// What was decided for single rows, which has the last word.
        pub choices: Vec<PreviewChoice>,
    }

    /// Rows of a preview.
    pub struct ImportRows {
        /// In file order.
        pub rows: Vec<PreviewRow>,
        /// How many there are of this kind in all.
        pub total: u32,
        /// Rows of the statement that will be added.
        pub adding: u32,
        /// Rows that are remembered as a second source of one in the book.
        pub linking: u32,
        /// Rows that are left.
        pub leaving: u32,
        /// Sum of those added.
        pub sum: Money,
        /// Balance of the account today.
        pub balance_before: Money,
        /// And after the import.
        pub balance_after: Money,
    }

    /// A decision about every row of a kind.
    pub struct PreviewMany {
        /// The file.
        pub token: String,
        /// The statement.
        pub statement: u32,
        /// Which rows.
        pub show: RowShow,
        /// In the payee, the bank's text or the amount; empty is all.
        pub text: String,
        /// What to do.
        pub choice: RowChoice,
    }

    /// The name under which a file's reading is remembered.
    pub struct TemplateName {
        /// The file.
        pub token: String,
        /// The name.
        pub name: String,
    }

    /// An import of the past.
    pub struct ImportPast {
        /// Its batch.
        pub batch: String,
        /// When.
        pub at: String,
        /// Its files, in their order.
        pub files: Vec<ImportPastFile>,
        /// It was taken back.
        pub undone: bool,
        /// Rows of it that were changed since.
        pub edited: u32,
    }

    /// What a file brought.
    pub struct ImportPastFile {
        /// Its name.
        pub name: String,
        /// Its format.
        pub format: String,
        /// Rows added.
        pub new: u32,
        /// Rows the book had.
        pub duplicate: u32,
        /// Rows the book had from elsewhere.
        pub matched: u32,
        /// Rows left out.
        pub left: u32,
        /// Rows that could not be taken.
        pub rejected: u32,
    }

    /// Something wrong in a file.
    pub struct FileProblem {
        /// Stable word.
        pub code: String,
        /// Line from 1.
        pub line: Option<u32>,
        /// The cell or field as it stands there, at most 80 characters.
        pub found: Option<String>,
    }

    /// Takes a preview in.
    pub struct ImportCommitReq {
        /// Name of the preview.
        pub preview: String,
        /// Rows the person decided otherwise.
        pub choices: Vec<PreviewChoice>,
        /// What was decided for many at once before, in the order it was decided.
        #[serde(default)]
        pub many: Vec<PreviewMany>,
        /// Names for what is remembered of the reading; without one it is named after the account.
        #[serde(default)]
        pub names: Vec<TemplateName>,
    }

    /// A row decided by the person.
    pub struct PreviewChoice {
        /// The file.
        pub token: String,
        /// The statement.
        pub statement: u32,
        /// The row.
        pub row: u32,
        /// What to do.
        pub choice: RowChoice,
        /// With `link`: the row of the book that it is, any of the account.
        #[serde(default)]
        pub into: Option<String>,
    }

    /// What an import did.
    pub struct ImportReport {
        /// One batch for all files; none when nothing was written.
        pub batch: Option<String>,
        /// One entry a file.
        pub files: Vec<ImportedFile>,
    }

    /// What one file did.
    pub struct ImportedFile {
        /// Its name.
        pub name: String,
        /// Its format.
        pub format: String,
        /// One entry an account.
        pub accounts: Vec<ImportedAccount>,
        /// Rows that could not be read.
        pub rejected: u32,
    }

    /// What one file did to one account.
    pub struct ImportedAccount {
        /// Account.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Rows new.
        pub new: u32,
        /// Rows the book had.
        pub duplicate: u32,
        /// Rows the book had from elsewhere.
        pub matched: u32,
        /// Rows left out: by the person's word, or of days that a sync delivers.
        pub left: u32,
        /// Trades in securities that were added.
        pub trades: u32,
        /// Positions that the statement told.
        pub positions: u32,
    }

    /// How a job goes on.
    pub struct JobProgress {
        /// Its id.
        pub job: String,
        /// Done so far.
        pub done: u32,
        /// Of so many; none when unknown.
        pub of: Option<u32>,
        /// File at work.
        pub file: Option<String>,
    }

    /// A running job.
    pub struct Job {
        /// Its id.
        pub id: String,
        /// What it does.
        pub kind: JobKind,
        /// When it began.
        pub started: String,
    }

    /// Names a job.
    pub struct JobReq {
        /// Which.
        pub id: String,
    }
}
