//! Trades in securities and what a statement says is held.
//!
//! They stand beside the rows of a statement and are none of them: a trade says in `cash` what it did to the account's money,
//! so that whoever keeps the account may make a row of it. Amounts are exact decimals as written.

use chrono::NaiveDate;
use domain::wealth::InstrumentClass;
use money::Currency;
use rust_decimal::Decimal;

/// A share, fund or bond as a file names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Security {
    /// Its name; the code where the file has no name.
    pub name: String,
    /// ISIN, CUSIP or another code.
    pub code: Option<String>,
    /// Symbol at an exchange.
    pub symbol: Option<String>,
    /// What it is, when stated.
    pub class: Option<InstrumentClass>,
}

/// What a trade is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TradeAct {
    /// Bought.
    Buy,
    /// Sold.
    Sell,
    /// Money that it paid out.
    Income,
    /// A fee or tax for it.
    Expense,
    /// Brought in from elsewhere; the amount is its cost, where stated.
    In,
    /// Taken elsewhere.
    Out,
    /// Sold without being held, or bought back: only its money is kept, for nobody holds less than nothing here.
    Short,
    /// Every `old` became `new`.
    Split {
        /// Shares after.
        new: Decimal,
        /// Shares before.
        old: Decimal,
    },
}

/// Something that happened to a security in the account.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityTrade {
    /// Where it stands, counted from 1.
    pub line: u32,
    /// The day of the trade.
    pub date: NaiveDate,
    /// What it is.
    pub act: TradeAct,
    /// Of what.
    pub security: Security,
    /// How many, positive; zero where it moves none.
    pub quantity: Decimal,
    /// Before fee and tax, positive; none where nothing is stated.
    pub amount: Option<Decimal>,
    /// Fees.
    pub fee: Decimal,
    /// Taxes.
    pub tax: Decimal,
    /// What it did to the money in the account, out negative; zero where a row of the file says so already.
    pub cash: Decimal,
    /// Currency of the amounts; the statement's when none.
    pub currency: Option<Currency>,
    /// The bank's id for it.
    pub id: Option<String>,
    /// The file's own word for what happened, and its note.
    pub text: String,
}

/// What a statement says is held.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityPosition {
    /// Of what.
    pub security: Security,
    /// How many.
    pub quantity: Decimal,
    /// What one is worth, in the account's currency.
    pub price: Option<Decimal>,
    /// At the end of this day.
    pub date: Option<NaiveDate>,
}

/// What one was worth on a day, out of a list of prices.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityPrice {
    /// Where it stands, counted from 1.
    pub line: u32,
    /// Of what.
    pub security: Security,
    /// The day.
    pub date: NaiveDate,
    /// In the account's currency.
    pub price: Decimal,
}

/// The price of one that makes so many worth so much: the written one where it does, else the quotient. Bonds are priced in
/// percent and options by the share, so that only the worth says what one comes to.
pub(crate) fn price_of(
    written: Option<Decimal>,
    quantity: Decimal,
    worth: Option<Decimal>,
) -> Option<Decimal> {
    let Some(worth) = worth else {
        return written;
    };
    if let Some(price) = written
        && let Some(product) = price.checked_mul(quantity)
        && product.round_dp(2) == worth.round_dp(2)
    {
        return Some(price);
    }
    worth
        .checked_div(quantity)
        .map(|price| price.round_dp(10).normalize())
        .filter(|price| !price.is_sign_negative())
}
