//! The household's categories, and what each upstream calls them.

use serde::Serialize;

/// What a category says about the money in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Money out for good, refunds included.
    Spending,
    /// Money in.
    Income,
    /// Money that stays in the family, neither earned nor spent.
    Transfer,
}

/// What the household's rows are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Category {
    Groceries,
    Restaurants,
    Cafes,
    Clothes,
    Home,
    Electronics,
    Gifts,
    Drugstore,
    Rent,
    Energy,
    HomeInsurance,
    PublicTransport,
    Travel,
    Fuel,
    Parking,
    CarUpkeep,
    CarInsurance,
    Health,
    Sport,
    Culture,
    Reading,
    Streaming,
    Holidays,
    Phone,
    Internet,
    Software,
    Taxes,
    HealthInsurance,
    LoanInterest,
    Fees,
    ChildCare,
    Investing,
    Salary,
    Interest,
    Freelance,
    ChildBenefit,
    Transfer,
    Uncategorised,
}

/// One category's facts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    /// Spelling in the household's truth.
    pub(crate) key: &'static str,
    /// The name on the wire.
    pub(crate) name: &'static str,
    /// Wallet's envelope number, which makes its identifier.
    pub(crate) envelope: u32,
    /// Wallet's group number.
    pub(crate) group: u32,
    pub(crate) nature: Nature,
    /// Wallet's `none`, `need`, `want`, `must`.
    pub(crate) cardinality: &'static str,
    pub(crate) color: &'static str,
    pub(crate) emoji: &'static str,
}

impl Category {
    /// Every category, in the order of Wallet's numbers.
    pub const ALL: [Self; 38] = [
        Self::Groceries,
        Self::Restaurants,
        Self::Cafes,
        Self::Clothes,
        Self::Home,
        Self::Electronics,
        Self::Gifts,
        Self::Drugstore,
        Self::Rent,
        Self::Energy,
        Self::HomeInsurance,
        Self::PublicTransport,
        Self::Travel,
        Self::Fuel,
        Self::Parking,
        Self::CarUpkeep,
        Self::CarInsurance,
        Self::Health,
        Self::Sport,
        Self::Culture,
        Self::Reading,
        Self::Streaming,
        Self::Holidays,
        Self::Phone,
        Self::Internet,
        Self::Software,
        Self::Taxes,
        Self::HealthInsurance,
        Self::LoanInterest,
        Self::Fees,
        Self::ChildCare,
        Self::Investing,
        Self::Salary,
        Self::Interest,
        Self::Freelance,
        Self::ChildBenefit,
        Self::Transfer,
        Self::Uncategorised,
    ];

    /// The spelling in [`Truth`](super::Truth).
    pub fn key(self) -> &'static str {
        self.facts().key
    }

    /// What the category says about the money in it.
    pub fn nature(self) -> Nature {
        self.facts().nature
    }

    pub(crate) fn facts(self) -> Facts {
        #[rustfmt::skip]
        let (key, name, envelope, group, nature, cardinality, color, emoji) = match self {
            Self::Groceries => ("groceries", "Groceries", 1000, 10, Nature::Spending, "need", "#e67e22", "🛒"),
            Self::Restaurants => ("restaurants", "Restaurant, fast-food", 1001, 10, Nature::Spending, "want", "#e67e22", "🍽"),
            Self::Cafes => ("cafes", "Bar, café", 1002, 10, Nature::Spending, "want", "#e67e22", "☕"),
            Self::Clothes => ("clothes", "Clothes & shoes", 2000, 20, Nature::Spending, "want", "#2980b9", "👕"),
            Self::Home => ("home", "House, garden", 2002, 20, Nature::Spending, "want", "#2980b9", "🪴"),
            Self::Electronics => ("electronics", "Electronics, accessories", 2005, 20, Nature::Spending, "want", "#2980b9", "🔌"),
            Self::Gifts => ("gifts", "Gifts, joy", 2006, 20, Nature::Spending, "want", "#2980b9", "🎁"),
            Self::Drugstore => ("drugstore", "Drug-store, chemist", 2011, 20, Nature::Spending, "need", "#2980b9", "🧴"),
            Self::Rent => ("rent", "Rent", 3000, 30, Nature::Spending, "must", "#f39c12", "🏠"),
            Self::Energy => ("energy", "Energy, utilities", 3002, 30, Nature::Spending, "must", "#f39c12", "💡"),
            Self::HomeInsurance => ("home-insurance", "Property insurance", 3010, 30, Nature::Spending, "must", "#f39c12", "🧯"),
            Self::PublicTransport => ("public-transport", "Public transport", 4000, 40, Nature::Spending, "need", "#7f8c8d", "🚋"),
            Self::Travel => ("travel", "Long distance", 4002, 40, Nature::Spending, "want", "#7f8c8d", "🚄"),
            Self::Fuel => ("fuel", "Fuel", 5000, 50, Nature::Spending, "need", "#8e44ad", "⛽"),
            Self::Parking => ("parking", "Parking", 5001, 50, Nature::Spending, "need", "#8e44ad", "🅿"),
            Self::CarUpkeep => ("car-upkeep", "Vehicle maintenance", 5002, 50, Nature::Spending, "need", "#8e44ad", "🔧"),
            Self::CarInsurance => ("car-insurance", "Vehicle insurance", 5004, 50, Nature::Spending, "must", "#8e44ad", "🚗"),
            Self::Health => ("health", "Health care, doctor", 6000, 60, Nature::Spending, "need", "#27ae60", "🩺"),
            Self::Sport => ("sport", "Active sport, fitness", 6002, 60, Nature::Spending, "want", "#27ae60", "🏋"),
            Self::Culture => ("culture", "Culture, events", 6003, 60, Nature::Spending, "want", "#27ae60", "🎭"),
            Self::Reading => ("reading", "Books, audio, subscriptions", 6006, 60, Nature::Spending, "want", "#27ae60", "📚"),
            Self::Streaming => ("streaming", "TV, streaming", 6007, 60, Nature::Spending, "want", "#27ae60", "📺"),
            Self::Holidays => ("holidays", "Holiday, trips, hotels", 6008, 60, Nature::Spending, "want", "#27ae60", "🏖"),
            Self::Phone => ("phone", "Phone, cell phone", 7000, 70, Nature::Spending, "need", "#16a085", "📱"),
            Self::Internet => ("internet", "Internet", 7001, 70, Nature::Spending, "need", "#16a085", "🌐"),
            Self::Software => ("software", "Software, apps, games", 7002, 70, Nature::Spending, "want", "#16a085", "💾"),
            Self::Taxes => ("taxes", "Taxes", 8000, 80, Nature::Spending, "must", "#c0392b", "🏛"),
            Self::HealthInsurance => ("health-insurance", "Insurances", 8001, 80, Nature::Spending, "must", "#c0392b", "🛡"),
            Self::LoanInterest => ("loan-interest", "Loan, interests", 8002, 80, Nature::Spending, "must", "#c0392b", "🏦"),
            Self::Fees => ("fees", "Charges, fees", 8005, 80, Nature::Spending, "none", "#c0392b", "💸"),
            Self::ChildCare => ("child-care", "Child support", 8006, 80, Nature::Spending, "must", "#c0392b", "🧸"),
            Self::Investing => ("investing", "Financial investments", 9002, 90, Nature::Transfer, "none", "#d35400", "📈"),
            Self::Salary => ("salary", "Wage, invoices", 10000, 100, Nature::Income, "none", "#f1c40f", "💼"),
            Self::Interest => ("interest", "Interests, dividends", 10001, 100, Nature::Income, "none", "#f1c40f", "🪙"),
            Self::Freelance => ("freelance", "Sale", 10002, 100, Nature::Income, "none", "#f1c40f", "🧾"),
            Self::ChildBenefit => ("child-benefit", "Dues & grants", 10004, 100, Nature::Income, "none", "#f1c40f", "👶"),
            Self::Transfer => ("transfer", "Transfer", 20001, 200, Nature::Transfer, "none", "#777777", "🔁"),
            Self::Uncategorised => ("uncategorised", "Uncategorised", 20003, 200, Nature::Spending, "none", "#95a5a6", "❔"),
        };
        Facts {
            key,
            name,
            envelope,
            group,
            nature,
            cardinality,
            color,
            emoji,
        }
    }
}

/// Name and slug of one of Wallet's groups.
pub(crate) fn group(number: u32) -> (&'static str, &'static str) {
    match number {
        10 => ("Food & Drinks", "food_and_drinks"),
        20 => ("Shopping", "shopping"),
        30 => ("Housing", "housing"),
        40 => ("Transportation", "transportation"),
        50 => ("Vehicle", "vehicle"),
        60 => ("Life & Entertainment", "life_and_entertainment"),
        70 => ("Communication, PC", "communication_pc"),
        80 => ("Financial expenses", "financial_expenses"),
        90 => ("Investments", "investments"),
        100 => ("Income", "income"),
        200 => ("System", "system"),
        _ => ("Others", "others"),
    }
}
