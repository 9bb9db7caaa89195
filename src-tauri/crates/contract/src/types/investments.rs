//! Investments: what is held, what happened to it, and what it came to.

use super::{Change, Money};

words! {
    /// What an instrument is.
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

    /// What a trade is.
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
        /// So many became so many.
        Split,
        /// It became another instrument.
        Merger,
    }

    /// Which lots a sale takes.
    pub enum LotMethod {
        /// The oldest first.
        Fifo,
        /// A part of all at the average cost.
        Average,
        /// Those the sale names, the oldest first where it names none.
        Specific,
    }

    /// Where a holding is known from.
    pub enum HoldingSource {
        /// An upstream says so.
        Upstream,
        /// From trades entered here.
        Trades,
    }

    /// Why there is no rate of return.
    pub enum NoReturn {
        /// No trades are known.
        NoTrades,
        /// Nothing was put in, or nothing is to be got out.
        OneSided,
        /// Everything happened on one day.
        NoTime,
        /// No rate fits.
        NoRoot,
        /// Several rates fit.
        SeveralRoots,
        /// A price or exchange rate in between is not known.
        NoValue,
    }

    /// What is wrong with a trade or a price.
    pub enum InvestmentFault {
        /// More was sold than was held.
        SoldMoreThanHeld,
        /// The sale names lots that are not there.
        LotsDoNotMatch,
        /// A quantity or ratio that is not positive, or nothing there to split.
        NothingMoved,
        /// A price at least thirty times off its neighbours.
        PriceFarOff,
        /// No price is known at all.
        NoPrice,
    }
}

wire! {
    /// Which investments.
    pub struct InvestmentsReq {
        /// Of this account; none is all.
        #[serde(default)]
        pub account: Option<String>,
        /// Currency of totals; none is the base currency.
        #[serde(default)]
        pub currency: Option<String>,
        /// How lots are taken; none is as the person decided.
        #[serde(default)]
        pub method: Option<LotMethod>,
    }

    /// Everything that is held.
    pub struct Investments {
        /// Currency of totals.
        pub currency: String,
        /// How lots are taken.
        pub method: LotMethod,
        /// Accounts that hold or held anything.
        pub accounts: Vec<InvestmentAccount>,
        /// The most valuable first.
        pub holdings: Vec<InvestmentHolding>,
        /// Money in those accounts that is not invested.
        pub cash: Vec<InvestmentCash>,
        /// Worth of all, that money included.
        pub value: Money,
        /// Paid for what is held; none when it is not known of a holding.
        pub cost: Option<Money>,
        /// Gained on what is held, as far as its cost is known.
        pub gain: Option<Money>,
        /// The same in percent of the cost, one decimal.
        pub gain_percent: Option<String>,
        /// Gained on what was sold.
        pub realised: Money,
        /// Dividends of the last twelve months, before tax.
        pub dividends: Money,
        /// Change from the price before the newest to the newest.
        pub last_day: Option<Money>,
        /// Money-weighted return (XIRR), of trades.
        pub money_weighted: ReturnRate,
        /// Time-weighted return, of trades.
        pub time_weighted: ReturnRate,
        /// By class.
        pub by_class: Vec<InvestmentPart>,
        /// By region.
        pub by_region: Vec<InvestmentPart>,
        /// By currency.
        pub by_currency: Vec<InvestmentPart>,
        /// Targets are set.
        pub has_targets: bool,
        /// What was sold, the newest first.
        pub sales: Vec<InvestmentSale>,
        /// Dividends to come, if the last year repeats.
        pub expected: Vec<ExpectedDividend>,
        /// What is wrong.
        pub problems: Vec<InvestmentProblem>,
        /// Currencies without any rate, left out of totals.
        pub without_rate: Vec<String>,
        /// The oldest newest price of what is held.
        pub prices_from: Option<String>,
        /// Worth and what was paid in, at month ends and today.
        pub points: Vec<InvestmentPoint>,
        /// What it is held against; none when nothing was chosen.
        pub benchmark: Option<Benchmark>,
        /// Growth since the first trade, at month ends and today; empty where no return is known.
        pub growth: Vec<GrowthPoint>,
    }

    /// Chooses what investments are held against.
    pub struct BenchmarkReq {
        /// An instrument with prices; none takes it away.
        pub instrument: Option<String>,
    }

    /// What investments are held against.
    pub struct Benchmark {
        /// The instrument.
        pub instrument: String,
        /// Its name.
        pub name: String,
        /// The first day both are known: what the two returns are of.
        pub since: Option<String>,
        /// Its return since then, in the currency of totals at each day's rate.
        pub theirs: ReturnRate,
        /// The time-weighted return of the investments over the same days.
        pub ours: ReturnRate,
        /// Ours less theirs, percent points with one decimal, of the whole time.
        pub ahead: Option<String>,
        /// Its first price.
        pub first_price: Option<String>,
        /// Its newest price.
        pub last_price: Option<String>,
        /// Points before its first price, or without a rate: the line has a gap there.
        pub missing: u32,
        /// Points whose price was more than a month old.
        pub old: u32,
    }

    /// Growth up to a day.
    pub struct GrowthPoint {
        /// At the end of this day.
        pub date: String,
        /// Time-weighted, percent with two decimals; none where a value is not known.
        pub ours: Option<String>,
        /// The benchmark's, begun where ours is on its first day; none where its price is not known.
        pub theirs: Option<String>,
    }

    /// An account that holds something.
    pub struct InvestmentAccount {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
    }

    /// Something held in an account.
    pub struct InvestmentHolding {
        /// Account and instrument, or the upstream's holding.
        pub key: String,
        /// The account.
        pub account: String,
        /// Its name.
        pub account_name: String,
        /// The instrument, where the book has it.
        pub instrument: Option<String>,
        /// Name.
        pub name: String,
        /// ISIN or another code.
        pub code: Option<String>,
        /// Symbol.
        pub symbol: Option<String>,
        /// What it is.
        pub class: InstrumentClass,
        /// Where it is invested.
        pub region: Option<String>,
        /// Where it is known from.
        pub source: HoldingSource,
        /// How many, decimal text.
        pub quantity: Option<String>,
        /// Paid for one on average.
        pub bought_at: Option<Money>,
        /// What one is worth, decimal text in `priceCurrency`.
        pub price: Option<String>,
        /// Currency of the price.
        pub price_currency: Option<String>,
        /// The day of the price.
        pub price_date: Option<String>,
        /// No price is known up to today: this one is of a later day.
        pub price_early: bool,
        /// Worth in the currency of its price.
        pub own: Option<Money>,
        /// Worth in the currency of totals; none without price or rate.
        pub value: Option<Money>,
        /// Paid for what is held, fees and taxes included.
        pub cost: Option<Money>,
        /// Gained on it, at today's rate.
        pub gain: Option<Money>,
        /// In percent of the cost, one decimal.
        pub gain_percent: Option<String>,
        /// Share of all, percent with one decimal.
        pub share: String,
        /// Open lots, oldest first.
        pub lots: Vec<InvestmentLot>,
    }

    /// A lot.
    pub struct InvestmentLot {
        /// The trade that opened it.
        pub trade: String,
        /// The day.
        pub date: String,
        /// How many are left.
        pub quantity: String,
        /// What they cost.
        pub cost: Money,
    }

    /// Money in an account that is not invested.
    pub struct InvestmentCash {
        /// The account.
        pub account: String,
        /// Its name.
        pub account_name: String,
        /// In its own currency.
        pub own: Money,
        /// In the currency of totals.
        pub value: Option<Money>,
        /// Share of all, percent with one decimal.
        pub share: String,
    }

    /// A part of the whole.
    pub struct InvestmentPart {
        /// Class word, region or currency; empty is not known.
        pub key: String,
        /// Worth.
        pub value: Money,
        /// Share of all, percent with one decimal.
        pub share: String,
        /// Share wanted, percent with one decimal.
        pub target: Option<String>,
        /// To buy, or to sell when negative, for the shares to be as wanted.
        pub to_trade: Option<Money>,
    }

    /// A rate of return, or why there is none.
    pub struct ReturnRate {
        /// Of the whole time, percent with one decimal; the money-weighted one is by the year anyway.
        pub percent: Option<String>,
        /// By the year.
        pub yearly: Option<String>,
        /// Since when.
        pub since: Option<String>,
        /// Why there is none.
        pub reason: Option<NoReturn>,
    }

    /// Part of a lot that was sold.
    pub struct InvestmentSale {
        /// The sale.
        pub trade: String,
        /// Its day.
        pub date: String,
        /// Bought on.
        pub opened: String,
        /// The account's name.
        pub account_name: String,
        /// What.
        pub name: String,
        /// How many.
        pub quantity: String,
        /// Received, less fee and tax.
        pub proceeds: Money,
        /// What it had cost.
        pub cost: Money,
        /// Received less cost.
        pub gain: Money,
    }

    /// A dividend to come.
    pub struct ExpectedDividend {
        /// The day.
        pub date: String,
        /// The account's name.
        pub account_name: String,
        /// What pays.
        pub name: String,
        /// How much, before tax.
        pub amount: Money,
    }

    /// Something wrong.
    pub struct InvestmentProblem {
        /// What.
        pub fault: InvestmentFault,
        /// The trade, if it is one.
        pub trade: Option<String>,
        /// The day.
        pub date: Option<String>,
        /// The instrument's name.
        pub name: String,
        /// The price, or how many were held.
        pub found: Option<String>,
        /// The price beside it, or how many were sold.
        pub expected: Option<String>,
    }

    /// One moment.
    pub struct InvestmentPoint {
        /// At the end of this day.
        pub date: String,
        /// Worth, without money that is not invested.
        pub value: String,
        /// Cost of what was held; none when not known.
        pub paid_in: Option<String>,
    }

    /// How lots are taken, and what shares are wanted.
    pub struct InvestmentPlan {
        /// How lots are taken.
        pub method: LotMethod,
        /// Shares wanted by class; empty is none.
        pub targets: Vec<ClassTarget>,
    }

    /// A share wanted.
    pub struct ClassTarget {
        /// The class.
        pub class: InstrumentClass,
        /// Percent, at most one decimal. All of them are 100.
        pub percent: String,
    }

    /// An instrument.
    pub struct Instrument {
        /// Its id.
        pub id: String,
        /// Name.
        pub name: String,
        /// ISIN or another code.
        pub code: Option<String>,
        /// Symbol.
        pub symbol: Option<String>,
        /// Currency it is usually quoted in.
        pub currency: String,
        /// What it is.
        pub class: InstrumentClass,
        /// Where it is invested.
        pub region: Option<String>,
        /// Its newest price, decimal text.
        pub price: Option<String>,
        /// The day of it.
        pub price_date: Option<String>,
    }

    /// Adds or changes an instrument.
    pub struct InstrumentPutReq {
        /// Which; none adds one.
        #[serde(default)]
        pub id: Option<String>,
        /// Name.
        pub name: String,
        /// ISIN or another code.
        #[serde(default)]
        pub code: Option<String>,
        /// Symbol.
        #[serde(default)]
        pub symbol: Option<String>,
        /// Currency it is usually quoted in.
        pub currency: String,
        /// What it is.
        pub class: InstrumentClass,
        /// Where it is invested.
        #[serde(default)]
        pub region: Option<String>,
    }

    /// An instrument that was added or changed.
    pub struct InstrumentPut {
        /// Its id.
        pub id: String,
        /// What was done.
        pub change: Change,
    }

    /// Makes one instrument of two that are the same.
    pub struct InstrumentMergeReq {
        /// The one that goes; its trades and prices move.
        pub from: String,
        /// The one that stays.
        pub into: String,
    }

    /// Which lots a sale could take.
    pub struct LotsReq {
        /// The account.
        pub account: String,
        /// The instrument.
        pub instrument: String,
        /// The day of the sale.
        pub date: String,
        /// The sale itself, where it is there already: it and what comes after it is left aside.
        #[serde(default)]
        pub sale: Option<String>,
    }

    /// Which trades.
    pub struct TradesReq {
        /// Of this account.
        #[serde(default)]
        pub account: Option<String>,
        /// Of this instrument.
        #[serde(default)]
        pub instrument: Option<String>,
    }

    /// A trade.
    pub struct Trade {
        /// Its id.
        pub id: String,
        /// The account.
        pub account: String,
        /// Its name.
        pub account_name: String,
        /// The instrument.
        pub instrument: String,
        /// Its name.
        pub name: String,
        /// The day.
        pub date: String,
        /// What it is.
        pub kind: TradeKind,
        /// How many.
        pub quantity: Option<String>,
        /// Before fee and tax, positive.
        pub amount: Money,
        /// Fee.
        pub fee: Money,
        /// Tax.
        pub tax: Money,
        /// Of a split or merger: so many after …
        pub ratio_new: Option<String>,
        /// … for so many before.
        pub ratio_old: Option<String>,
        /// What a merger made of it.
        pub into: Option<String>,
        /// Lots a sale names.
        pub lots: Vec<LotPick>,
        /// A note.
        pub note: Option<String>,
        /// It could not be applied.
        pub fault: Option<InvestmentFault>,
    }

    /// A lot that a sale names.
    pub struct LotPick {
        /// The trade that opened it.
        pub trade: String,
        /// How many of it.
        pub quantity: String,
    }

    /// Adds or changes a trade.
    pub struct TradePutReq {
        /// Which; none adds one.
        #[serde(default)]
        pub id: Option<String>,
        /// The account; none with `newAccount`.
        #[serde(default)]
        pub account: Option<String>,
        /// Makes an investment account of this name.
        #[serde(default)]
        pub new_account: Option<String>,
        /// The instrument; none with `newInstrument`.
        #[serde(default)]
        pub instrument: Option<String>,
        /// Makes this instrument.
        #[serde(default)]
        pub new_instrument: Option<InstrumentPutReq>,
        /// The day.
        pub date: String,
        /// What it is.
        pub kind: TradeKind,
        /// How many, positive.
        #[serde(default)]
        pub quantity: Option<String>,
        /// For one; with a quantity it stands for the amount.
        #[serde(default)]
        pub price: Option<String>,
        /// Before fee and tax, positive.
        #[serde(default)]
        pub amount: Option<String>,
        /// Fee.
        #[serde(default)]
        pub fee: Option<String>,
        /// Tax.
        #[serde(default)]
        pub tax: Option<String>,
        /// Currency of the amounts; none is the instrument's.
        #[serde(default)]
        pub currency: Option<String>,
        /// Of a split or merger: so many after …
        #[serde(default)]
        pub ratio_new: Option<String>,
        /// … for so many before.
        #[serde(default)]
        pub ratio_old: Option<String>,
        /// What a merger made of it.
        #[serde(default)]
        pub into: Option<String>,
        /// Lots a sale names.
        #[serde(default)]
        pub lots: Vec<LotPick>,
        /// A note.
        #[serde(default)]
        pub note: Option<String>,
    }

    /// A trade that was entered.
    pub struct TradePut {
        /// Its id.
        pub id: String,
        /// The account.
        pub account: String,
        /// The instrument.
        pub instrument: String,
        /// What was done.
        pub change: Change,
    }

    /// Names a trade.
    pub struct TradeReq {
        /// Which.
        pub id: String,
    }

    /// Names an instrument.
    pub struct InstrumentReq {
        /// Which.
        pub id: String,
    }

    /// A price of a day.
    pub struct InstrumentPrice {
        /// The day.
        pub date: String,
        /// For one, decimal text.
        pub price: String,
        /// Its currency.
        pub currency: String,
    }

    /// Keeps the price of a day.
    pub struct PricePutReq {
        /// The instrument.
        pub instrument: String,
        /// The day.
        pub date: String,
        /// For one; none takes the price of that day out.
        pub price: Option<String>,
        /// Its currency; none is the instrument's.
        #[serde(default)]
        pub currency: Option<String>,
    }

    /// Reads prices from a CSV file.
    pub struct PricesImportReq {
        /// The instrument, for files that do not name any.
        #[serde(default)]
        pub instrument: Option<String>,
        /// The file's text.
        pub text: String,
    }

    /// What a price file held.
    pub struct PricesImported {
        /// Prices read.
        pub read: u32,
        /// New or different.
        pub changed: u32,
        /// Lines that could not be read.
        pub rejected: Vec<RejectedPrice>,
        /// Prices far off their neighbours.
        pub far_off: u32,
        /// What was done.
        pub change: Change,
    }

    /// A line that could not be read.
    pub struct RejectedPrice {
        /// Its number, from 1.
        pub line: u32,
        /// Stable word: `columns`, `date`, `price`, `currency`, `instrument`.
        pub reason: String,
    }
}
