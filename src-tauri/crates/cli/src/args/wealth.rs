//! Arguments of what is owned beside money: investments.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

/// What an instrument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClassOf {
    /// A fund of shares.
    EquityFund,
    /// A company's shares.
    Share,
    /// Bonds and funds of them.
    Bond,
    /// A fund of several kinds.
    Mixed,
    /// Money market and the like.
    Cash,
    /// Property and funds of it.
    Property,
    /// Metals and other goods.
    Commodity,
    /// Crypto currency.
    Crypto,
    /// Anything else.
    Other,
}

/// What a trade is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TradeOf {
    /// Bought.
    Buy,
    /// Sold.
    Sell,
    /// Paid out by the instrument.
    Dividend,
    /// A fee apart from a trade.
    Fee,
    /// A tax apart from a trade.
    Tax,
    /// So many became so many.
    Split,
    /// It became another instrument.
    Merger,
}

/// Which lots a sale takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LotsOf {
    /// The oldest first.
    Fifo,
    /// At the average cost.
    Average,
    /// Those the sale names.
    Specific,
}

/// A trade to enter.
#[derive(Debug, Args)]
pub struct TradeEntry {
    /// What it is.
    #[arg(value_enum)]
    pub kind: TradeOf,
    /// The account, by its number.
    #[arg(long, conflicts_with = "new_account")]
    pub account: Option<String>,
    /// Make an investment account of this name.
    #[arg(long)]
    pub new_account: Option<String>,
    /// The instrument, by its number, ISIN, symbol or name.
    #[arg(long)]
    pub instrument: String,
    /// The day.
    #[arg(long)]
    pub date: NaiveDate,
    /// How many.
    #[arg(long)]
    pub quantity: Option<String>,
    /// For one.
    #[arg(long)]
    pub price: Option<String>,
    /// Before fee and tax; instead of a price.
    #[arg(long, conflicts_with = "price")]
    pub amount: Option<String>,
    /// Fee.
    #[arg(long)]
    pub fee: Option<String>,
    /// Tax.
    #[arg(long)]
    pub tax: Option<String>,
    /// Currency of the amounts; the instrument's if left out.
    #[arg(long)]
    pub currency: Option<String>,
    /// Of a split or merger: `NEW:OLD`, so many after for so many before.
    #[arg(long, value_name = "NEW:OLD")]
    pub ratio: Option<String>,
    /// What a merger made of it.
    #[arg(long)]
    pub into: Option<String>,
    /// A lot the sale takes: `TRADE:QUANTITY`; may be given again.
    #[arg(long = "lot", value_name = "TRADE:QUANTITY")]
    pub lots: Vec<String>,
    /// A note.
    #[arg(long)]
    pub note: Option<String>,
}

/// What to do with investments.
#[derive(Debug, Subcommand)]
pub enum Investing {
    /// What is held and what it came to.
    List {
        /// Only this account.
        #[arg(long)]
        account: Option<String>,
        /// Currency of totals.
        #[arg(long)]
        currency: Option<String>,
        /// Which lots a sale takes, instead of what was decided.
        #[arg(long, value_enum)]
        method: Option<LotsOf>,
    },
    /// List the trades.
    Trades {
        /// Only this account.
        #[arg(long)]
        account: Option<String>,
    },
    /// Enter a trade.
    Trade(TradeEntry),
    /// Take a trade out.
    TradeRemove {
        /// Which.
        trade: String,
    },
    /// List the instruments.
    Instruments,
    /// Add an instrument.
    Instrument {
        /// Name.
        name: String,
        /// ISIN or another code.
        #[arg(long)]
        code: Option<String>,
        /// Symbol.
        #[arg(long)]
        symbol: Option<String>,
        /// Currency it is quoted in; the base currency if left out.
        #[arg(long)]
        currency: Option<String>,
        /// What it is.
        #[arg(long, value_enum, default_value = "other")]
        class: ClassOf,
        /// Where it is invested.
        #[arg(long)]
        region: Option<String>,
    },
    /// Make one instrument of two that are the same: trades, lots and prices move.
    Merge {
        /// The one that goes.
        from: String,
        /// The one that stays.
        into: String,
    },
    /// Keep the price of a day.
    Price {
        /// The instrument.
        instrument: String,
        /// The day.
        date: NaiveDate,
        /// For one.
        price: String,
    },
    /// Read prices from a CSV file.
    Prices {
        /// The file.
        file: PathBuf,
        /// The instrument, for files that do not name any.
        #[arg(long)]
        instrument: Option<String>,
    },
    /// Choose what investments are held against.
    Benchmark {
        /// The instrument, by its number, ISIN, symbol or name; `none` takes it away.
        instrument: String,
    },
    /// Decide which lots a sale takes and what shares are wanted.
    Plan {
        /// Which lots.
        #[arg(long, value_enum)]
        method: Option<LotsOf>,
        /// A share wanted: `CLASS=PERCENT`; may be given again, all of them make 100. `none` takes all away.
        #[arg(long = "target", value_name = "CLASS=PERCENT")]
        targets: Vec<String>,
    },
}

/// What an asset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AssetOf {
    /// A house, a flat, land.
    Property,
    /// A car, a boat.
    Vehicle,
    /// Pension rights.
    Pension,
    /// Gold and other metals.
    Metal,
    /// Money lent or borrowed.
    PrivateLoan,
    /// Anything else.
    Other,
}

/// What to do with assets.
#[derive(Debug, Subcommand)]
pub enum Owning {
    /// List the assets.
    List,
    /// Add something owned or owed.
    Add {
        /// Name.
        name: String,
        /// What it is.
        #[arg(long, value_enum)]
        kind: AssetOf,
        /// It is owed.
        #[arg(long)]
        owed: bool,
        /// What it is worth.
        #[arg(long)]
        value: String,
        /// On this day; today if left out.
        #[arg(long)]
        date: Option<NaiveDate>,
        /// Its currency; the base currency if left out.
        #[arg(long)]
        currency: Option<String>,
        /// Whose it is.
        #[arg(long)]
        owner: Option<String>,
        /// It falls in a straight line to nothing, or to `--rest`, in so many months.
        #[arg(long, conflicts_with = "falls")]
        months: Option<u32>,
        /// What a straight line ends at.
        #[arg(long, requires = "months")]
        rest: Option<String>,
        /// It loses so many percent of what is left each year.
        #[arg(long, value_name = "PERCENT")]
        falls: Option<String>,
    },
    /// Keep what an asset was worth on a day.
    Value {
        /// Which.
        asset: String,
        /// The day.
        date: NaiveDate,
        /// How much.
        value: String,
    },
    /// Remove an asset.
    Remove {
        /// Which.
        asset: String,
    },
}

/// What to assume of net worth ahead.
#[derive(Debug, Default, Args)]
pub struct Assume {
    /// Growth of a class a year, and how far a year may be off: `CLASS=PCT` or `CLASS=PCT±PCT` (or `PCT+-PCT`). Classes are
    /// `cash`, `investments`, `things` and `debts`; may be given again.
    #[arg(long = "return", value_name = "CLASS=PCT±PCT", requires = "ahead")]
    pub growth: Vec<String>,
    /// Added to a class each month: `CLASS=AMOUNT`; of debts, paid back. May be given again.
    #[arg(long = "add", value_name = "CLASS=AMOUNT", requires = "ahead")]
    pub add: Vec<String>,
    /// Leave out the payments of debts that are paid off by then.
    #[arg(long, requires = "ahead")]
    pub no_freed: bool,
    /// Keep these assumptions in the book.
    #[arg(long, requires = "ahead")]
    pub keep: bool,
}

/// What to do with price indices.
#[derive(Debug, Subcommand)]
pub enum Indexing {
    /// What is known.
    List,
    /// Read an index from a CSV file: a month and its level a line. The one that is there goes.
    Import {
        /// The file.
        file: PathBuf,
        /// The currency it is of; the base currency if left out.
        #[arg(long)]
        currency: Option<String>,
        /// What it is called; the file's name if left out.
        #[arg(long)]
        name: Option<String>,
    },
    /// State the yearly rate for what is beyond the index: percent, or `none`.
    Rate {
        /// Percent a year.
        #[arg(allow_hyphen_values = true)]
        percent: String,
        /// The currency; the base currency if left out.
        #[arg(long)]
        currency: Option<String>,
    },
    /// Forget the index and the rate of a currency.
    Remove {
        /// The currency.
        currency: String,
    },
}
