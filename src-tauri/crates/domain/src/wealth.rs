//! What is owned beside money in accounts: instruments and their trades, and assets that are no account.

use chrono::NaiveDate;
use money::{Currency, Money};
use rust_decimal::Decimal;

use crate::ids::{AccountId, AssetId, InstrumentId, TradeId};

/// A share, fund, bond or other thing with a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Its number; any for one to add.
    pub id: InstrumentId,
    /// Its name.
    pub name: String,
    /// ISIN or another code.
    pub code: Option<String>,
    /// Symbol at an exchange.
    pub symbol: Option<String>,
    /// The currency it is usually quoted in.
    pub currency: Currency,
    /// What it is.
    pub class: InstrumentClass,
    /// Where it is invested, in the person's words.
    pub region: Option<String>,
    /// Taken out of lists; trades that name it keep it.
    pub removed: bool,
}

/// What an instrument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InstrumentClass {
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
    /// Anything else, and everything unknown.
    Other,
}

impl InstrumentClass {
    /// Every class, in the order of lists.
    pub const ALL: [Self; 9] = [
        Self::EquityFund,
        Self::Share,
        Self::Bond,
        Self::Mixed,
        Self::Cash,
        Self::Property,
        Self::Commodity,
        Self::Crypto,
        Self::Other,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EquityFund => "equity_fund",
            Self::Share => "share",
            Self::Bond => "bond",
            Self::Mixed => "mixed",
            Self::Cash => "cash",
            Self::Property => "property",
            Self::Commodity => "commodity",
            Self::Crypto => "crypto",
            Self::Other => "other",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }
}

/// An instrument in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The account.
    pub account: AccountId,
    /// What is held.
    pub instrument: InstrumentId,
}

/// Something that happened to a position. Amounts are positive minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trade {
    /// Its number; any for one to add.
    pub id: TradeId,
    /// The position.
    pub position: Position,
    /// The day it counts from.
    pub date: NaiveDate,
    /// What happened.
    pub kind: TradeKind,
    /// How many; nothing for kinds that have no quantity.
    pub quantity: Decimal,
    /// The currency of the amounts: one for a whole position.
    pub currency: Currency,
    /// Paid or received before fee and tax.
    pub amount: i64,
    /// Fee of the trade.
    pub fee: i64,
    /// Tax of the trade.
    pub tax: i64,
    /// The lots a sale takes, by the trade that opened them, when the person names them.
    pub lots: Vec<(TradeId, Decimal)>,
    /// A note.
    pub note: Option<String>,
}

/// How the note of a trade begins that stands for shares which came from elsewhere or went there: its amount is what they
/// cost.
pub const MOVED_IN: &str = "Moved in";

/// See [`MOVED_IN`].
pub const MOVED_OUT: &str = "Moved out";

impl Trade {
    /// Whether it moved shares without a price: its amount is a cost and says nothing of what one was worth that day.
    pub fn is_moved(&self) -> bool {
        self.note
            .as_deref()
            .is_some_and(|note| note.starts_with(MOVED_IN) || note.starts_with(MOVED_OUT))
    }
}

/// What a trade is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TradeKind {
    /// Bought, or brought in at a known cost.
    Buy,
    /// Sold.
    Sell,
    /// Money that the instrument paid out.
    Dividend,
    /// A fee apart from a trade.
    Fee,
    /// A tax apart from a trade.
    Tax,
    /// Every `old` became `new`.
    Split {
        /// Shares after.
        new: Decimal,
        /// Shares before.
        old: Decimal,
    },
    /// Every `old` became `new` of another instrument; the amount is cash paid beside it.
    Merger {
        /// What it became.
        into: InstrumentId,
        /// Shares after.
        new: Decimal,
        /// Shares before.
        old: Decimal,
    },
}

impl TradeKind {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::Sell => "sell",
            Self::Dividend => "dividend",
            Self::Fee => "fee",
            Self::Tax => "tax",
            Self::Split { .. } => "split",
            Self::Merger { .. } => "merger",
        }
    }
}

impl Trade {
    /// What it took from the person's pocket (negative) or put into it.
    pub fn cash(&self) -> i64 {
        let costs = self.fee.saturating_add(self.tax);
        match self.kind {
            TradeKind::Buy | TradeKind::Fee | TradeKind::Tax => {
                0_i64.saturating_sub(self.amount).saturating_sub(costs)
            }
            TradeKind::Sell | TradeKind::Dividend | TradeKind::Merger { .. } => {
                self.amount.saturating_sub(costs)
            }
            TradeKind::Split { .. } => 0_i64.saturating_sub(costs),
        }
    }
}

/// What one of an instrument was worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The day.
    pub date: NaiveDate,
    /// For one, positive.
    pub price: Decimal,
    /// In this currency.
    pub currency: Currency,
}

/// How soon money can be had, and what that costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// At once.
    Cash,
    /// After a notice, or by a sale.
    Notice,
    /// Possible, but taxed or with a loss of benefits.
    Taxed,
    /// Not before an age, an event or a long sale.
    Locked,
}

impl Tier {
    /// Every tier, soonest first.
    pub const ALL: [Self; 4] = [Self::Cash, Self::Notice, Self::Taxed, Self::Locked];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Notice => "notice",
            Self::Taxed => "taxed",
            Self::Locked => "locked",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.as_str() == word)
    }

    /// What the kind of an account suggests.
    pub const fn of_account(kind: crate::account::AccountKind) -> Self {
        use crate::account::AccountKind;
        match kind {
            AccountKind::Checking
            | AccountKind::Cash
            | AccountKind::Savings
            | AccountKind::CreditCard => Self::Cash,
            AccountKind::Investment | AccountKind::Other => Self::Notice,
            AccountKind::Insurance => Self::Taxed,
            AccountKind::Retirement | AccountKind::Loan | AccountKind::Mortgage => Self::Locked,
        }
    }
}

/// What an asset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AssetKind {
    /// A house, a flat, land.
    Property,
    /// A car, a boat.
    Vehicle,
    /// Pension rights.
    Pension,
    /// Gold and other metals.
    Metal,
    /// Money lent to or borrowed from somebody.
    PrivateLoan,
    /// Furniture, art, a stake in a firm, anything else.
    Other,
}

impl AssetKind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 6] = [
        Self::Property,
        Self::Vehicle,
        Self::Pension,
        Self::Metal,
        Self::PrivateLoan,
        Self::Other,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Vehicle => "vehicle",
            Self::Pension => "pension",
            Self::Metal => "metal",
            Self::PrivateLoan => "private_loan",
            Self::Other => "other",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// How soon its money can be had, unless the person says otherwise.
    pub const fn tier(self) -> Tier {
        match self {
            Self::Metal => Tier::Notice,
            Self::Property | Self::Vehicle | Self::Pension | Self::PrivateLoan | Self::Other => {
                Tier::Locked
            }
        }
    }
}

/// How an asset loses worth from its last valuation on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wear {
    /// It does not.
    None,
    /// The same each day, down to `rest` after so many months.
    Line {
        /// Months until then.
        months: u32,
        /// What is left then, minor units.
        rest: i64,
    },
    /// The same part of what is left each year.
    Part {
        /// Thousandths a year.
        permille: u32,
    },
}

/// Something owned or owed that is no account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its number; any for one to add.
    pub id: AssetId,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: AssetKind,
    /// Its currency.
    pub currency: Currency,
    /// It is owed rather than owned.
    pub owed: bool,
    /// Whose it is.
    pub owner: Option<String>,
    /// Where it is kept, or to whom it is owed.
    pub institution: Option<String>,
    /// How soon its money can be had.
    pub tier: Tier,
    /// How it loses worth.
    pub wear: Wear,
    /// Sold, paid back or given away on this day.
    pub until: Option<NaiveDate>,
    /// Left out of net worth.
    pub off_net_worth: bool,
    /// A note.
    pub note: Option<String>,
    /// What it was worth, oldest first; positive, also of what is owed.
    pub valuations: Vec<(NaiveDate, Money)>,
}
