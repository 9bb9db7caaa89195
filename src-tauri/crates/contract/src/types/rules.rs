//! Rules: what is done with rows that look a certain way.

use super::TransactionRow;

words! {
    /// What a test looks at.
    pub enum RuleField {
        /// Payee, bank text and note, whichever has it.
        Text,
        /// The payee.
        Payee,
        /// The bank's own text.
        BankText,
        /// The note.
        Note,
        /// The other side's reference.
        Reference,
        /// The other side's account.
        Counterparty,
        /// The amount without its sign.
        Amount,
        /// The booking date.
        Date,
        /// The account.
        Account,
        /// The connection, a file, or by hand.
        Source,
        /// The category.
        Category,
        /// Income, expense or transfer.
        Kind,
        /// Money in or out.
        Direction,
        /// A tag.
        Tag,
    }

    /// How a test compares.
    pub enum RuleOp {
        /// Has one of the values in it.
        Contains,
        /// Is one of them.
        Is,
        /// Begins with one of them.
        Starts,
        /// Ends with one of them.
        Ends,
        /// One of the patterns (regular expressions) is found in it.
        Matches,
        /// More, or later.
        Over,
        /// Less, or earlier.
        Under,
        /// From the first to the second.
        Between,
        /// Says nothing.
        Empty,
    }

    /// What a rule does.
    pub enum RuleAct {
        /// Files the row; the value is the category.
        Category,
        /// Files it as money moved between own accounts.
        Transfer,
        /// Splits it by percentages.
        Split,
        /// Renames the payee.
        Payee,
        /// Writes a note where there is none.
        Note,
        /// Adds a tag.
        Tag,
        /// Leaves it out of budgets and reports.
        Ignore,
        /// Leaves it for the person to look at.
        Ask,
    }

    /// Why a rule cannot be used.
    pub enum RuleFault {
        /// It asks nothing.
        NoTests,
        /// It does nothing.
        NoActions,
        /// The field cannot be compared so.
        Operator,
        /// A value is missing, or nothing but punctuation.
        ValueEmpty,
        /// A value is too long, or there are too many.
        ValueLong,
        /// No amount.
        Amount,
        /// No date.
        Date,
        /// The second bound is below the first.
        Bounds,
        /// What a value names is not in this book.
        Unknown,
        /// The pattern is not written properly.
        PatternSyntax,
        /// The pattern would need too much memory.
        PatternBig,
        /// The pattern is too long.
        PatternLong,
        /// The category of an action is not in this book.
        CategoryGone,
        /// The shares of a split are not two or more that make a hundred.
        SplitShares,
    }
}

wire! {
    /// One test.
    pub struct RuleTest {
        /// What it looks at.
        pub field: RuleField,
        /// How it compares.
        pub op: RuleOp,
        /// What with: amounts are decimal text without a sign, dates `YYYY-MM-DD`, accounts and categories their ids, sources
        /// `file`, `hand` or a connection's id, kinds `income`, `expense` or `transfer`, directions `in` or `out`.
        #[serde(default)]
        pub values: Vec<String>,
        /// Holds when the comparison does not.
        #[serde(default)]
        pub not: bool,
    }

    /// One action.
    pub struct RuleAction {
        /// What is done.
        pub act: RuleAct,
        /// A category's id, a payee, a note or a tag; empty otherwise.
        #[serde(default)]
        pub value: String,
        /// The shares of a split.
        #[serde(default)]
        pub parts: Vec<RulePart>,
    }

    /// A share of a row that a rule splits.
    pub struct RulePart {
        /// Percentage of the row, decimal text with at most four places.
        pub percent: String,
        /// Its category; none leaves it open.
        #[serde(default)]
        pub category: Option<String>,
        /// What it is for.
        #[serde(default)]
        pub note: String,
    }

    /// A rule as it is written down.
    pub struct RuleBody {
        /// Its name.
        pub name: String,
        /// In use.
        pub enabled: bool,
        /// One test is enough.
        #[serde(default)]
        pub any: bool,
        /// What it asks.
        pub tests: Vec<RuleTest>,
        /// What it does.
        pub actions: Vec<RuleAction>,
        /// Later rules are not asked about rows that this one is for.
        #[serde(default)]
        pub stop: bool,
    }

    /// What is wrong with a rule.
    pub struct RuleProblem {
        /// The test's place, from 0; none when it is the rule as a whole or an action.
        pub test: Option<u32>,
        /// Why.
        pub fault: RuleFault,
        /// For patterns, what is wrong, in English.
        pub detail: String,
    }

    /// A rule of the book.
    pub struct Rule {
        /// Its id.
        pub id: String,
        /// The rule.
        pub rule: RuleBody,
        /// Why it is not used though it is switched on.
        pub problem: Option<RuleProblem>,
    }

    /// How many rows a rule is for.
    pub struct RuleCount {
        /// The rule.
        pub id: String,
        /// Rows of the book.
        pub matched: u32,
        /// The day of the newest of them.
        pub newest: Option<String>,
    }

    /// Adds a rule, or changes one.
    pub struct RuleSaveReq {
        /// Which; none adds one.
        #[serde(default)]
        pub id: Option<String>,
        /// The rule.
        pub rule: RuleBody,
        /// Its place from 0, for one that is added; none is the end.
        #[serde(default)]
        pub place: Option<u32>,
    }

    /// A rule that was saved.
    pub struct RuleSaved {
        /// Its id.
        pub id: String,
        /// The batch in the journal; none when nothing changed.
        pub batch: Option<String>,
    }

    /// Names a rule.
    pub struct RuleReq {
        /// Which.
        pub id: String,
    }

    /// Puts the rules in an order.
    pub struct RulesOrderReq {
        /// Every rule's id, first to last.
        pub ids: Vec<String>,
    }

    /// What a rule would do with the rows of the book.
    pub struct RulePreviewReq {
        /// Its id, if it is in the book; it is looked at in its place.
        #[serde(default)]
        pub id: Option<String>,
        /// The rule.
        pub rule: RuleBody,
        /// Rows wanted, at most 100.
        pub limit: u32,
    }

    /// What a rule would do.
    pub struct RulePreview {
        /// Why it cannot be used; then nothing was counted.
        pub problem: Option<RuleProblem>,
        /// Rows it is for.
        pub matched: u32,
        /// Rows that would change.
        pub changing: u32,
        /// Rows whose category, payee or note an earlier rule sets, or that an earlier rule keeps from it.
        pub taken: u32,
        /// Rows whose category the person chose, which stays.
        pub kept: u32,
        /// The newest rows: those that would change first, then others.
        pub rows: Vec<RulePreviewRow>,
    }

    /// A row of a preview.
    pub struct RulePreviewRow {
        /// The row as it stands.
        pub row: TransactionRow,
        /// Its category afterwards, if that changes.
        pub category: Option<String>,
        /// Its payee afterwards, if that changes.
        pub payee: Option<String>,
        /// Whether anything would change.
        pub changes: bool,
        /// The earlier rule that decides instead.
        pub taken_by: Option<String>,
        /// The person chose its category.
        pub kept: bool,
    }

    /// Runs rules on every row of the book.
    pub struct RulesRunReq {
        /// Which; empty is all that are switched on. Others still go first where they come first.
        #[serde(default)]
        pub ids: Vec<String>,
        /// Only counts.
        #[serde(default)]
        pub dry_run: bool,
    }

    /// What a run did.
    pub struct RulesRun {
        /// The batch in the journal; none when nothing changed.
        pub batch: Option<String>,
        /// Rows looked at.
        pub looked_at: u32,
        /// Rows that a rule is for.
        pub matched: u32,
        /// Rows changed.
        pub changed: u32,
    }

    /// Rules read from a file.
    pub struct RulesImportReq {
        /// The file's text.
        pub text: String,
    }

    /// What came of a file of rules.
    pub struct RulesImported {
        /// The batch in the journal; none when nothing was added.
        pub batch: Option<String>,
        /// Rules added.
        pub added: u32,
        /// Rules that were there as they are.
        pub known: u32,
        /// Categories made for them.
        pub categories: u32,
        /// Names of rules that came switched off, since what they name is not in this book.
        pub off: Vec<String>,
    }

    /// The person's rules as a file's text.
    pub struct RulesText {
        /// JSON.
        pub text: String,
    }

    /// A rule that a service keeps, as one of the person's own.
    pub struct OfferedRule {
        /// Names it when it is taken over or declined.
        pub key: String,
        /// The connection it comes from.
        pub connection: String,
        /// The service's name.
        pub upstream_name: String,
        /// The rule.
        pub rule: RuleBody,
        /// Why it cannot be used here.
        pub problem: Option<RuleProblem>,
        /// Rows that it would change if it ran on all there are.
        pub changing: u32,
    }

    /// Takes rules of services over, as one batch. They are for what comes; running them on what is there is another step.
    pub struct RulesTakeOverReq {
        /// Which.
        pub keys: Vec<String>,
    }

    /// A rule worth having.
    pub struct RuleProposal {
        /// Names it when it is declined.
        pub key: String,
        /// The rule.
        pub rule: RuleBody,
        /// Corrections that ask for it.
        pub corrections: u32,
        /// Payees among them.
        pub payees: u32,
        /// Rows that would change.
        pub changing: u32,
    }

    /// Asks whether an edit is worth a rule.
    pub struct RuleOfferReq {
        /// The row that was filed.
        pub id: String,
    }

    /// A rule that would do with other rows what the person did with one.
    pub struct RuleOffer {
        /// Names it when it is declined.
        pub key: String,
        /// The rule.
        pub rule: RuleBody,
        /// Words that find the rows.
        pub search: String,
        /// Other rows that would change.
        pub changing: u32,
        /// The first of them, at most five.
        pub rows: Vec<TransactionRow>,
    }

    /// Takes a rule and runs it on the rows there are.
    pub struct RuleTakeReq {
        /// The rule.
        pub rule: RuleBody,
    }

    /// A rule that was taken.
    pub struct RuleTaken {
        /// Its id.
        pub id: String,
        /// The batches in the journal, in the order in which they are taken back.
        pub batches: Vec<String>,
        /// Rows changed.
        pub changed: u32,
    }

    /// Declines a proposed rule for good.
    pub struct RuleDeclineReq {
        /// Which.
        pub key: String,
    }
}
