//! Net worth and exchange rates.

use super::Money;

words! {
    /// Length of a step.
    pub enum Step {
        /// Days.
        Day,
        /// Weeks, ending on Sunday.
        Week,
        /// Months.
        Month,
        /// Years.
        Year,
    }
}

words! {
    /// What net worth is grouped by.
    pub enum NetWorthBy {
        /// Whose it is.
        Owner,
        /// Where it is kept.
        Institution,
        /// In which currency.
        Currency,
        /// How soon it can be had.
        Tier,
    }

    /// Why net worth changed.
    pub enum ChangeReason {
        /// Earned.
        CameIn,
        /// Spent.
        Spent,
        /// What prices did.
        Market,
        /// What exchange rates did.
        Exchange,
        /// What valuations and wear did.
        Valuation,
        /// Transfers to what does not count, rows left out of reports, balances put right.
        Other,
    }

    /// What an asset is.
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
        /// Anything else.
        Other,
    }

    /// How soon money can be had.
    pub enum Tier {
        /// At once.
        Cash,
        /// After a notice, or by a sale.
        Notice,
        /// Possible, but taxed.
        Taxed,
        /// Not before an age, an event or a long sale.
        Locked,
    }

    /// Who said an exchange rate.
    pub enum RateSource {
        /// The person.
        Own,
        /// The European Central Bank.
        Ecb,
        /// Narodowy Bank Polski.
        Nbp,
    }

    /// How an asset loses worth.
    pub enum WearKind {
        /// It does not.
        None,
        /// The same each day, down to a rest.
        Line,
        /// The same part of what is left each year.
        Part,
    }
}

wire! {
    /// A group of what counts.
    pub struct NetWorthGroup {
        /// Of what.
        pub by: NetWorthBy,
        /// Owner, institution, currency or tier; empty is not said.
        pub key: String,
        /// Value at the end.
        pub value: Money,
        /// Value at the first point.
        pub before: Money,
    }

    /// Which change.
    pub struct NetWorthExplainReq {
        /// The day it is counted from, its end.
        pub from: String,
        /// The last day; none is today.
        #[serde(default)]
        pub to: Option<String>,
        /// Currency; none is the base currency.
        #[serde(default)]
        pub currency: Option<String>,
    }

    /// A change and its parts.
    pub struct NetWorthExplained {
        /// From the end of this day …
        pub from: String,
        /// … to the end of this.
        pub to: String,
        /// Net worth then.
        pub before: Money,
        /// Net worth at the end.
        pub after: Money,
        /// The difference.
        pub change: Money,
        /// Its parts; they add up to it.
        pub parts: Vec<ChangePart>,
        /// Left out for want of a rate on one of the days.
        pub without_rate: Vec<String>,
        /// Rows left out for want of a rate.
        pub rows_without_rate: u32,
    }

    /// A part of a change.
    pub struct ChangePart {
        /// Why.
        pub reason: ChangeReason,
        /// How much.
        pub value: Money,
        /// What makes it up. The values of market, exchange and valuation add up to it. Those of other movements are what
        /// rows changed in each account: they add up to it together with what came in and was spent.
        pub rows: Vec<ChangeRow>,
    }

    /// What an account or an asset adds to a part of a change.
    pub struct ChangeRow {
        /// The account, or `a` and the number of an asset.
        pub id: String,
        /// Name.
        pub name: String,
        /// It is an asset.
        pub asset: bool,
        /// It is what positions of the account are worth, beside the money in it.
        pub positions: bool,
        /// Its own amount at the end of the first day.
        pub before: Money,
        /// Its own amount at the end of the last day.
        pub after: Money,
        /// The same in the currency of the answer.
        pub base_before: Money,
        /// The same in the currency of the answer.
        pub base_after: Money,
        /// The rate of the first day, where one was needed.
        pub rate_before: Option<ChangeRate>,
        /// The rate of the last day, where one was needed.
        pub rate_after: Option<ChangeRate>,
        /// The change of its own amount, at the last day's rate.
        pub by_itself: Money,
        /// What of that its rows did, or what was put into positions.
        pub rows: Money,
        /// Day of the valuation, or the oldest of the prices, that the first amount is by.
        pub stated_before: Option<String>,
        /// Day of the valuation, or the oldest of the prices, that the last amount is by.
        pub stated_after: Option<String>,
        /// The positions it is made of; their amounts add up to its own.
        pub held: Vec<ChangeHeld>,
        /// What it adds.
        pub value: Money,
    }

    /// An exchange rate and its day.
    pub struct ChangeRate {
        /// Units of the currency of the answer for one, at most six decimals.
        pub rate: String,
        /// The day it is of.
        pub date: String,
        /// Who said it; several where it goes through the euro.
        pub sources: Vec<RateSource>,
    }

    /// A position on both days.
    pub struct ChangeHeld {
        /// The instrument.
        pub instrument: String,
        /// Its name.
        pub name: String,
        /// Worth at the end of the first day.
        pub before: Money,
        /// Worth at the end of the last day.
        pub after: Money,
        /// Bought less sold and paid out in between, in the currency of the answer.
        pub put_in: Money,
    }

    /// An asset.
    pub struct Asset {
        /// Its id.
        pub id: String,
        /// Name.
        pub name: String,
        /// What it is.
        pub kind: AssetKind,
        /// It is owed.
        pub owed: bool,
        /// Whose it is.
        pub owner: Option<String>,
        /// Where it is kept, or to whom it is owed.
        pub institution: Option<String>,
        /// How soon its money can be had.
        pub tier: Tier,
        /// How it loses worth.
        pub wear: WearKind,
        /// Months of a straight line.
        pub wear_months: Option<u32>,
        /// What a straight line ends at.
        pub wear_rest: Option<Money>,
        /// Percent a year of a falling part, one decimal.
        pub wear_percent: Option<String>,
        /// Gone since this day.
        pub until: Option<String>,
        /// It counts in net worth.
        pub in_net_worth: bool,
        /// A note.
        pub note: Option<String>,
        /// Worth today, debts negative; none before the first valuation and once it is gone.
        pub value: Option<Money>,
        /// Its currency.
        pub currency: String,
        /// Valuations, the newest first.
        pub valuations: Vec<Valuation>,
    }

    /// What an asset was worth on a day.
    pub struct Valuation {
        /// The day.
        pub date: String,
        /// How much, positive also of what is owed.
        pub value: Money,
    }

    /// Adds or changes an asset.
    pub struct AssetPutReq {
        /// Which; none adds one.
        #[serde(default)]
        pub id: Option<String>,
        /// Name.
        pub name: String,
        /// What it is.
        pub kind: AssetKind,
        /// It is owed.
        #[serde(default)]
        pub owed: bool,
        /// Its currency; that of an asset that is there stays.
        pub currency: String,
        /// Whose it is.
        #[serde(default)]
        pub owner: Option<String>,
        /// Where it is kept, or to whom it is owed.
        #[serde(default)]
        pub institution: Option<String>,
        /// How soon its money can be had; none is what its kind suggests.
        #[serde(default)]
        pub tier: Option<Tier>,
        /// How it loses worth; none is not at all.
        #[serde(default)]
        pub wear: Option<WearKind>,
        /// Months of a straight line.
        #[serde(default)]
        pub wear_months: Option<u32>,
        /// What a straight line ends at; none is nothing.
        #[serde(default)]
        pub wear_rest: Option<String>,
        /// Percent a year of a falling part, at most one decimal.
        #[serde(default)]
        pub wear_percent: Option<String>,
        /// Gone since this day.
        #[serde(default)]
        pub until: Option<String>,
        /// It counts in net worth; none is yes.
        #[serde(default)]
        pub in_net_worth: Option<bool>,
        /// A note.
        #[serde(default)]
        pub note: Option<String>,
        /// A valuation to keep along with it.
        #[serde(default)]
        pub value: Option<String>,
        /// The day of that valuation; none is today.
        #[serde(default)]
        pub value_date: Option<String>,
    }

    /// An asset that was added or changed.
    pub struct AssetPut {
        /// Its id.
        pub id: String,
        /// What was done.
        pub change: super::Change,
    }

    /// Names an asset.
    pub struct AssetReq {
        /// Which.
        pub id: String,
    }

    /// Keeps what an asset was worth on a day.
    pub struct AssetValueReq {
        /// Which.
        pub id: String,
        /// The day.
        pub date: String,
        /// How much, positive; none takes that day's valuation out.
        pub value: Option<String>,
    }

    /// Which net worth.
    pub struct NetWorthReq {
        /// First day; none is the first there is.
        pub from: Option<String>,
        /// Last day; none is today.
        pub to: Option<String>,
        /// Length of a step.
        pub by: Step,
        /// Currency; none is the base currency.
        pub currency: Option<String>,
        /// In today's money.
        #[serde(default)]
        pub real: bool,
    }

    /// Net worth over time.
    pub struct NetWorth {
        /// Currency of all amounts.
        pub currency: String,
        /// Oldest first; the last is of the last day asked for.
        pub points: Vec<NetWorthPoint>,
        /// Net worth at the end.
        pub now: Money,
        /// Change since the first point.
        pub change: Money,
        /// The same in percent, one decimal, decimal text; none from zero.
        pub change_percent: Option<String>,
        /// Highest point.
        pub highest: Option<NetWorthPoint>,
        /// Lowest point.
        pub lowest: Option<NetWorthPoint>,
        /// Classes at the end, largest first.
        pub classes: Vec<NetWorthClass>,
        /// The same by owner, institution, currency and how soon it can be had.
        pub groups: Vec<NetWorthGroup>,
        /// Accounts and assets at the end.
        pub accounts: Vec<NetWorthAccount>,
        /// Currencies without any rate, left out.
        pub without_rate: Vec<String>,
        /// The oldest rate used at the end; none when no rate was needed.
        pub rates_from: Option<String>,
        /// Rates used at the end are older than three days.
        pub rates_stale: bool,
        /// How old its sources are.
        pub freshness: super::Freshness,
        /// How amounts were turned into today's money; none where they were not.
        pub real: Option<super::RealTerms>,
    }

    /// One moment.
    pub struct NetWorthPoint {
        /// At the end of this day.
        pub date: String,
        /// Owned.
        pub assets: String,
        /// Owed, as a negative amount.
        pub liabilities: String,
        /// Their sum.
        pub net: String,
    }

    /// A class of accounts.
    pub struct NetWorthClass {
        /// Message key: `cash`, `savings`, `investments`, `pension`, `home_loan`, `loans`, `cards`, `property`, `vehicles`,
        /// `metals`, `lent`, `other`.
        pub key: String,
        /// Colour slot.
        pub slot: u32,
        /// Value at the end.
        pub value: Money,
        /// Value at the first point.
        pub before: Money,
        /// Change since the first point.
        pub change: Money,
        /// The same in percent, one decimal, decimal text; none from zero. Less debt is negative.
        pub change_percent: Option<String>,
        /// Share of all assets, or of all debts, whole percent; they add up to 100.
        pub share: u32,
    }

    /// An account in net worth.
    pub struct NetWorthAccount {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// It is an asset and no account.
        pub asset: bool,
        /// Whose it is.
        pub owner: Option<String>,
        /// Where it is kept.
        pub institution: Option<String>,
        /// How soon its money can be had: `cash`, `notice`, `taxed`, `locked`.
        pub tier: String,
        /// Class key.
        pub class: String,
        /// In its own currency.
        pub own: Money,
        /// In the currency asked for; none without a rate.
        pub value: Option<Money>,
        /// Value at the first point.
        pub before: Option<Money>,
        /// The rate used, decimal text.
        pub rate: Option<String>,
        /// The day of the rate.
        pub rate_date: Option<String>,
    }

    /// What a source has told of a currency.
    pub struct RatesOf {
        /// The currency.
        pub currency: String,
        /// The source.
        pub source: RateSource,
        /// First day.
        pub oldest: String,
        /// Last day.
        pub newest: String,
    }

    /// An exchange rate of the person's own.
    pub struct OwnRate {
        /// One of this …
        pub currency: String,
        /// … was worth so many, decimal text …
        pub rate: String,
        /// … of this …
        pub per: String,
        /// … on this day.
        pub date: String,
    }

    /// Keeps or takes out an own rate.
    pub struct OwnRatePutReq {
        /// One of this …
        pub currency: String,
        /// … is worth so many, decimal text; none takes the rate of the day out …
        #[serde(default)]
        pub rate: Option<String>,
        /// … of this; none is the base currency.
        #[serde(default)]
        pub per: Option<String>,
        /// The day.
        pub date: String,
    }

    /// Reads own rates from a CSV text.
    pub struct RatesImportReq {
        /// The text: columns `date`, `currency`, `rate`, and `per` if it has one.
        pub text: String,
        /// What rates are in where the text does not say; none is the base currency.
        #[serde(default)]
        pub per: Option<String>,
    }

    /// What was read.
    pub struct RatesImported {
        /// Rates read.
        pub read: u32,
        /// Of these new or different.
        pub changed: u32,
        /// Lines that could not be used, at most a hundred.
        pub rejected: Vec<super::RejectedPrice>,
        /// What was done.
        pub change: super::Change,
    }

    /// Where rates stand.
    pub struct RatesStatus {
        /// Whose rates are known of which currencies that the book uses.
        pub sources: Vec<RatesOf>,
        /// Newest day there are rates of.
        pub newest: Option<String>,
        /// Oldest day.
        pub oldest: Option<String>,
        /// Currencies known.
        pub currencies: Vec<String>,
        /// Fetching is on.
        pub fetching: bool,
        /// The last try failed, a stable word.
        pub problem: Option<String>,
        /// When it was tried last.
        pub tried_at: Option<String>,
    }
}
