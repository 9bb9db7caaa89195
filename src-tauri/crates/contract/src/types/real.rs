//! Prices over time, and amounts in today's money.

words! {
    /// Where a level of prices comes from.
    pub enum PriceBasis {
        /// Published for the month that ends that day.
        Published,
        /// On the line between two that were published.
        Between,
        /// Carried on by the stated yearly rate.
        Stated,
        /// Not known: the amount is as it was.
        Unknown,
    }
}

wire! {
    /// What is known of the prices of a currency.
    pub struct PriceIndex {
        /// The currency.
        pub currency: String,
        /// Name of the index, as the person or its file calls it.
        pub name: Option<String>,
        /// Months there are.
        pub months: u32,
        /// First month, `YYYY-MM`.
        pub first: Option<String>,
        /// Last month.
        pub last: Option<String>,
        /// Its level.
        pub last_index: Option<String>,
        /// Months between them that are missing.
        pub gaps: Vec<String>,
        /// By how much it rose a year over its last ten years, percent; none of less than a year.
        pub risen: Option<String>,
        /// The yearly rate in percent that is stated for what is beyond it.
        pub yearly: Option<String>,
    }

    /// Reads an index from the text of a CSV file; one that is there goes.
    pub struct PriceIndexImportReq {
        /// The currency it is of; none is the base currency.
        #[serde(default)]
        pub currency: Option<String>,
        /// Its name.
        #[serde(default)]
        pub name: Option<String>,
        /// The file.
        pub text: String,
    }

    /// A line that is no level of prices.
    pub struct RejectedIndex {
        /// Its number, from 1.
        pub line: u32,
        /// Why: `month`, `index`, `columns`, `twice`.
        pub reason: String,
    }

    /// What was read.
    pub struct PriceIndexImported {
        /// As it is now.
        pub index: PriceIndex,
        /// Lines that were read.
        pub read: u32,
        /// Lines that said the same as one before them.
        pub repeated: u32,
        /// Lines that were not read.
        pub rejected: Vec<RejectedIndex>,
        /// What was done.
        pub change: super::Change,
    }

    /// States the yearly rate of a currency.
    pub struct PriceRateReq {
        /// The currency; none is the base currency.
        #[serde(default)]
        pub currency: Option<String>,
        /// Percent, -50 to 50; none takes it back.
        pub yearly: Option<String>,
    }

    /// Names a currency whose prices are forgotten, its stated rate too.
    pub struct PriceIndexReq {
        /// The currency.
        pub currency: String,
    }

    /// How amounts were turned into today's money.
    pub struct RealTerms {
        /// The day whose money they are in: today, or the last day of the index.
        pub day: String,
        /// The level on it; none where nothing is known of prices, and then no amount was turned.
        pub index: Option<String>,
        /// Name of the index.
        pub name: Option<String>,
        /// Last month of the index, `YYYY-MM`.
        pub last: Option<String>,
        /// The stated yearly rate in percent.
        pub yearly: Option<String>,
        /// Points left as they were, since nothing is known of their day.
        pub unknown: u32,
        /// The working, a row a point.
        pub points: Vec<RealPoint>,
    }

    /// A point's working: `value = nominal × index of the reference day ÷ index`.
    pub struct RealPoint {
        /// The day.
        pub date: String,
        /// As it was.
        pub nominal: String,
        /// The level that day; none where it is not known.
        pub index: Option<String>,
        /// Where that comes from.
        pub basis: PriceBasis,
        /// In today's money; sums of parts that were rounded each.
        pub value: String,
    }
}
