//! Transactions and categories.

use super::{Money, Suggested};

words! {
    /// How settled a transaction is.
    pub enum TransactionStatus {
        /// May still change.
        Pending,
        /// Booked.
        Posted,
        /// Booked and checked.
        Reconciled,
        /// Cancelled, counted nowhere.
        Void,
    }

    /// Income, spending, or neither.
    pub enum CategoryKind {
        /// Money earned.
        Income,
        /// Money spent.
        Expense,
        /// Moved between own accounts.
        Transfer,
    }

    /// Whether money is spent because it must be.
    pub enum Need {
        /// It must be.
        Need,
        /// It is wished for.
        Want,
        /// Neither says anything of it.
        Neither,
    }

    /// Who chose a category.
    pub enum CategorySource {
        /// Nobody.
        None,
        /// The upstream or file.
        Upstream,
        /// A rule, or the same payee's last choice.
        Rule,
        /// The person.
        Person,
        /// What was learned.
        Guess,
    }

    /// Who says what a transaction is made of.
    pub enum PartsBy {
        /// Its source.
        Source,
        /// A rule.
        Rule,
        /// The person.
        Person,
    }

    /// What kind of rows to show.
    pub enum TransactionFilter {
        /// Pending ones.
        Pending,
        /// Without a category.
        Uncategorised,
        /// Between own accounts.
        Transfer,
        /// Money in.
        Income,
        /// Money out.
        Expense,
    }
}

words! {
    /// What becomes of budgets whose category goes.
    pub enum CategoryBudgets {
        /// They count what its transactions get instead.
        Move,
        /// They no longer count it; one that counts nothing else ends.
        End,
    }
}

wire! {
    /// A category.
    pub struct Category {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Its group's name.
        pub group: String,
        /// Income, expense or transfer.
        pub kind: CategoryKind,
        /// Chart colour slot of its group, 1 to 8.
        pub slot: u32,
        /// Its picture, a word of the chart's list.
        pub icon: String,
        /// Transactions in it.
        pub transactions: u32,
    }

    /// A group of the chart with its own, or a category that stands alone.
    pub struct ChartGroup {
        /// The group itself.
        pub group: ChartCategory,
        /// Its own.
        pub members: Vec<ChartCategory>,
    }

    /// A category as the chart has it.
    pub struct ChartCategory {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Income, expense or transfer.
        pub kind: CategoryKind,
        /// Colour slot, 1 to 8.
        pub slot: u32,
        /// It is no longer offered.
        pub hidden: bool,
        /// Its picture, a word of the chart's list.
        pub icon: String,
        /// Whether money spent on it must be.
        pub need: Need,
        /// Transactions in it, those of its own not counted.
        pub transactions: u32,
        /// The program knows it by meaning.
        pub known: bool,
    }

    /// Changes a category or a group; what is none stays. Kind and colour of a group are those of its own as well.
    #[derive(Default)]
    #[serde(default)]
    pub struct CategoryUpdateReq {
        /// Which.
        pub id: String,
        /// Its name.
        pub name: Option<String>,
        /// The group it goes into; the empty text makes it a group.
        pub group: Option<String>,
        /// Income, expense or transfer.
        pub kind: Option<CategoryKind>,
        /// Colour slot, 1 to 8.
        pub slot: Option<u32>,
        /// No longer offered.
        pub hidden: Option<bool>,
        /// Its picture, a word of the chart's list.
        pub icon: Option<String>,
        /// Whether money spent on it must be.
        pub need: Option<Need>,
    }

    /// What is usual in a country beside the chart.
    pub struct ChartStyle {
        /// ISO 3166 code of the country.
        pub country: String,
        /// The categories that it would add: those that are not there.
        pub adds: Vec<ChartAddition>,
    }

    /// A category that a country's style adds.
    pub struct ChartAddition {
        /// Its name.
        pub name: String,
        /// Name of its group.
        pub group: String,
        /// Its picture.
        pub icon: String,
    }

    /// Adds what is usual in a country.
    pub struct ChartStyleReq {
        /// ISO 3166 code of the country.
        pub country: String,
    }

    /// A category of a service and where it stands in the chart.
    pub struct SourceCategory {
        /// The service's id.
        pub id: String,
        /// What the service calls it; none where it has not said.
        pub name: Option<String>,
        /// Its group there.
        pub group: Option<String>,
        /// The category of the chart; none where it is kept out.
        pub category: Option<String>,
        /// The person said so.
        pub chosen: bool,
        /// Transactions that are filed as the service says.
        pub filed: u32,
    }

    /// Says where a category of a service stands.
    pub struct SourceCategoryPlaceReq {
        /// The connection.
        pub connection: String,
        /// The service's id of the category.
        pub id: String,
        /// The category of the chart; none keeps it out.
        pub into: Option<String>,
    }

    /// Makes a category.
    pub struct CategoryCreateReq {
        /// Its name.
        pub name: String,
        /// Its group's name; a new one is made.
        pub group: String,
        /// Income, expense or transfer.
        pub kind: CategoryKind,
    }

    /// Which rows, in which order, from where on.
    #[derive(Default)]
    #[serde(default)]
    pub struct TransactionsPageReq {
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
        /// Go on after this key (`next` of the page before).
        pub after: Option<String>,
        /// Rows wanted, at most 500.
        pub limit: u32,
    }

    /// One row of the list.
    pub struct TransactionRow {
        /// Its id.
        pub id: String,
        /// Booking date.
        pub date: String,
        /// Payee to show.
        pub payee: String,
        /// The bank's text, when it says more.
        pub description: String,
        /// The person's note.
        pub note: String,
        /// Its account.
        pub account: String,
        /// Its account's name.
        pub account_name: String,
        /// Its category.
        pub category: Option<String>,
        /// Who chose it.
        pub category_source: CategorySource,
        /// The amount, out negative.
        pub amount: Money,
        /// How settled.
        pub status: TransactionStatus,
        /// The other leg, when it is a transfer between own accounts.
        pub transfer_with: Option<String>,
        /// Left out of totals, by the person, by its source, or because another source of the account rules.
        pub excluded: bool,
        /// Balance of the account after it, when one account is shown without other filters.
        pub balance: Option<Money>,
        /// Tags.
        pub tags: Vec<String>,
        /// References, the other side's account, and parts, where a source has any of them.
        pub details: Option<TransactionExtras>,
        /// What it counts as when it is split, in place of the whole: the parts come to its amount. Empty when it is whole.
        pub parts: Vec<SplitPart>,
        /// In a list of some categories, what of a split row is filed under them.
        pub share: Option<Money>,
    }

    /// What a split transaction counts as.
    pub struct SplitPart {
        /// Signed amount.
        pub amount: Money,
        /// Its category.
        pub category: Option<String>,
        /// What it was for.
        pub note: String,
    }

    /// A part as the person writes it: an amount, a percentage, or what the others leave.
    pub struct SplitPartReq {
        /// Signed amount in the row's currency, decimal text.
        #[serde(default)]
        pub amount: Option<String>,
        /// Percentage of the whole, decimal text with at most four places.
        #[serde(default)]
        pub percent: Option<String>,
        /// Its category.
        #[serde(default)]
        pub category: Option<String>,
        /// What it was for.
        #[serde(default)]
        pub note: String,
    }

    /// Splits a transaction.
    pub struct SplitReq {
        /// Which.
        pub id: String,
        /// At least two parts. One may have neither amount nor percentage: it takes what the others leave.
        pub parts: Vec<SplitPartReq>,
    }

    /// What a split would come to.
    pub struct SplitPreview {
        /// Each part's amount; none where it cannot be read.
        pub amounts: Vec<Option<Money>>,
        /// What the parts leave of the whole; zero when they come to it.
        pub left: Money,
        /// It can be saved.
        pub fits: bool,
    }

    /// What a source says of a payment beyond what rows are found and summed by.
    pub struct TransactionExtras {
        /// The other side's reference: end-to-end id, cheque number, creditor reference.
        pub reference: Option<String>,
        /// The direct debit mandate it was drawn under.
        pub mandate: Option<String>,
        /// IBAN or number of the other side's account.
        pub counterparty_account: Option<String>,
        /// What it is made of, where it is split.
        pub parts: Vec<TransactionPart>,
        /// Who split it, or left it whole.
        pub parts_by: PartsBy,
    }

    /// A part of a split transaction.
    pub struct TransactionPart {
        /// Signed as the whole.
        pub amount: Money,
        /// Category as its source names it.
        pub category: Option<String>,
        /// What it was for.
        pub note: String,
        /// The part is a transfer to this own account, as its source names it.
        pub transfer_account: Option<String>,
    }

    /// A page of rows, newest first.
    pub struct TransactionsPage {
        /// The rows.
        pub rows: Vec<TransactionRow>,
        /// Where the next page goes on.
        pub next: Option<String>,
        /// All rows that match.
        pub total: u32,
        /// Their sum in the base currency; none when a rate is missing.
        pub sum: Option<Money>,
        /// Filters understood from the text, for chips.
        pub understood: Vec<SearchChip>,
        /// Filters of the text whose value says nothing: they were searched as words.
        pub unread: Vec<String>,
        /// What each day of this page came to, among the rows that match. The first day of a later page may be missing: the
        /// page before has it.
        pub days: Vec<DaySum>,
    }

    /// What may follow a search that is being typed.
    pub struct SearchSuggestReq {
        /// What stands before the caret.
        pub text: String,
    }

    /// What may stand in place of the last word.
    pub struct SearchSuggestion {
        /// The key of a filter, or the empty text for a filter that is only begun.
        pub key: String,
        /// The value, or for a filter that is only begun its key.
        pub value: String,
        /// What stands in the search: a whole filter, or one that waits for its value.
        pub insert: String,
        /// What tells it from others of the name.
        pub detail: String,
    }

    /// What a day came to: transfers and rows left out are not counted.
    pub struct DaySum {
        /// The day.
        pub date: String,
        /// Its sum in the base currency at the day's rates; none when a rate is missing.
        pub sum: Option<Money>,
    }

    /// What rows come to: those of a list, or some of them.
    #[derive(Default)]
    #[serde(default)]
    pub struct TransactionsSumsReq {
        /// These rows; empty is every row that the filters match.
        pub ids: Vec<String>,
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

    /// What rows come to, in the base currency at today's rates, or in their own when they share one. Transfers between own
    /// accounts are not counted, unless they are what was asked for; nor are rows left out.
    pub struct TransactionsSums {
        /// Rows counted.
        pub count: u32,
        /// Money in; none when a rate is missing.
        pub income: Option<Money>,
        /// Money out, negative; none when a rate is missing.
        pub spending: Option<Money>,
        /// Both together; none when a rate is missing.
        pub sum: Option<Money>,
        /// Their mean, rounded half to even; none without rows or when a rate is missing.
        pub mean: Option<Money>,
    }

    /// A search that the person keeps.
    pub struct SavedView {
        /// Its name; one of a kind.
        pub name: String,
        /// The search, as text of the search language.
        pub search: String,
    }

    /// Keeps the views, in this order, in place of those kept before.
    pub struct ViewsKeepReq {
        /// The views, at most thirty.
        pub views: Vec<SavedView>,
    }

    /// One filter of a search.
    pub struct SearchChip {
        /// Key: `payee`, `category`, `account`, `amount`, `date`, `is`, `text`.
        pub key: String,
        /// Value as written.
        pub value: String,
        /// Excludes.
        pub negated: bool,
    }

    /// Names a transaction.
    pub struct TransactionReq {
        /// Which.
        pub id: String,
    }

    /// Everything about a transaction.
    pub struct TransactionDetail {
        /// The row.
        pub row: TransactionRow,
        /// Value date.
        pub value_date: Option<String>,
        /// In the currency of the purchase.
        pub original_amount: Option<Money>,
        /// Where it was paid, as the upstream has it.
        pub place: Option<String>,
        /// How sure what was learned is of its category, and why, where it was filed so.
        pub suggested: Option<Suggested>,
        /// Where it came from, each record as it came.
        pub sources: Vec<SourceRecord>,
        /// What happened to it, newest first.
        pub history: Vec<FieldChange>,
        /// Files kept with it.
        pub attachments: Vec<super::Attachment>,
        /// Rows that were made one with it, and stand behind it.
        pub merged: Vec<TransactionRow>,
        /// The row that it stands behind.
        pub merged_into: Option<String>,
        /// Rows that may be the same payment.
        pub duplicates: Vec<TransactionRow>,
        /// The row of another source that tells the same payment and counts in its place.
        pub counted_as: Option<String>,
        /// Not counted, since the source that rules covers the day and knows no such payment.
        pub uncovered: bool,
    }

    /// One record that says the same payment.
    pub struct SourceRecord {
        /// Upstream's word, or `file`.
        pub kind: String,
        /// Connection's or file's name.
        pub name: String,
        /// The id there.
        pub source_id: Option<String>,
        /// When it was first seen.
        pub first_seen: String,
        /// The record, text as it came.
        pub raw: Option<String>,
    }

    /// One change of one field.
    pub struct FieldChange {
        /// When.
        pub at: String,
        /// Who: `person`, `sync`, `import`, `rule`, `system`.
        pub origin: String,
        /// The batch.
        pub batch: String,
        /// Message key of the field.
        pub field: String,
        /// Before, as text for people.
        pub before: Option<String>,
        /// After.
        pub after: Option<String>,
    }

    /// Changes rows; what is none stays.
    pub struct TransactionsUpdateReq {
        /// Which.
        pub ids: Vec<String>,
        /// Their category; the empty text takes it away.
        pub category: Option<String>,
        /// Their payee.
        pub payee: Option<String>,
        /// Their note.
        pub note: Option<String>,
        /// Leave out of totals.
        pub excluded: Option<bool>,
        /// Their tags, in place of those they have.
        #[serde(default)]
        pub tags: Option<Vec<String>>,
        /// Also rows that a statement settled.
        #[serde(default)]
        pub unlock: bool,
    }

    /// Enters a transaction by hand.
    pub struct TransactionAddReq {
        /// Account.
        pub account: String,
        /// Booking date.
        pub date: String,
        /// Signed amount in the account's currency, decimal text; out is negative.
        pub amount: String,
        /// Payee.
        pub payee: String,
        /// Note.
        #[serde(default)]
        pub note: String,
        /// Category; none lets the last choice for the same payee speak.
        #[serde(default)]
        pub category: Option<String>,
        /// Tags.
        #[serde(default)]
        pub tags: Vec<String>,
    }

    /// A transaction that was entered.
    pub struct TransactionAdded {
        /// Its id.
        pub id: String,
        /// The batch in the journal.
        pub batch: Option<String>,
    }

    /// Deletes transactions.
    pub struct TransactionsDeleteReq {
        /// Which.
        pub ids: Vec<String>,
        /// Also rows that a statement settled.
        #[serde(default)]
        pub unlock: bool,
    }

    /// Removes a category.
    pub struct CategoryRemoveReq {
        /// Which.
        pub id: String,
        /// What its transactions get instead; none leaves them without.
        pub into: Option<String>,
        /// What becomes of budgets that count it. None moves them with its transactions; where those get nothing, it is
        /// refused as long as there are budgets: somebody has to say.
        #[serde(default)]
        pub budgets: Option<CategoryBudgets>,
    }
}
