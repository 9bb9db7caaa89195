//! Categories and what kind of flow they stand for.

/// Whether a category counts as income, spending, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CategoryKind {
    /// Money earned.
    Income,
    /// Money spent.
    Expense,
    /// Money moved between own accounts: neither.
    Transfer,
}

impl CategoryKind {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Income => "income",
            Self::Expense => "expense",
            Self::Transfer => "transfer",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Income, Self::Expense, Self::Transfer]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// Whether money is spent because it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// It must be.
    Necessity,
    /// It is wished for.
    Wish,
}

impl Need {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Necessity => "need",
            Self::Wish => "want",
        }
    }

    /// Reads the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Necessity, Self::Wish]
            .into_iter()
            .find(|need| need.as_str() == word)
    }
}

/// The key of Coffer's own starter chart for a word of [`crate::feed::FeedCategory::system_key`]; none for a word that
/// stands for no category at all or for one that the chart does not have.
pub fn chart_key(system_key: &str) -> Option<&str> {
    Some(match system_key {
        "uncategorised" => return None,
        "cafes" => "coffee",
        "clothes" => "clothing",
        "home" => "home_supplies",
        "drugstore" => "personal_care",
        "housing_services" | "maintenance" => "home_maintenance",
        "home_insurance" | "car_insurance" => "insurance",
        "holidays" => "travel",
        "health" => "doctor",
        "culture" => "entertainment",
        "streaming" | "software" => "subscriptions",
        "child_support" => "support",
        "investments" => "investment",
        "freelance" => "self_employment",
        "child_benefit" => "benefits",
        "debt" => "transfer",
        same => same,
    })
}

/// Names that upstreams without stable words give their categories, folded, with the chart's key they stand for.
const NAMES: &[(&str, &str)] = &[
    ("bar cafe", "coffee"),
    ("bars", "alcohol"),
    ("benefits", "benefits"),
    ("bills utilities", "utilities"),
    ("books and media", "books"),
    ("books audio subscriptions", "books"),
    ("child care", "childcare"),
    ("clothes shoes", "clothing"),
    ("clothing", "clothing"),
    ("coffee shops", "coffee"),
    ("credit card payment", "card_payment"),
    ("dining", "restaurants"),
    ("dividends", "dividends"),
    ("doctor", "doctor"),
    ("drug store chemist", "personal_care"),
    ("dues grants", "benefits"),
    ("eating out", "restaurants"),
    ("education", "education"),
    ("electronics", "electronics"),
    ("energy utilities", "utilities"),
    ("entertainment", "entertainment"),
    ("food drinks", "groceries"),
    ("food and drink", "restaurants"),
    ("fuel", "fuel"),
    ("gas", "fuel"),
    ("general merchandise", "miscellaneous"),
    ("groceries", "groceries"),
    ("holiday trips hotels", "travel"),
    ("house garden", "home_supplies"),
    ("income", "other_income"),
    ("insurance", "insurance"),
    ("insurances", "insurance"),
    ("interest", "interest"),
    ("interests dividends", "interest"),
    ("loan interests", "loan_interest"),
    ("medical", "doctor"),
    ("nursery", "childcare"),
    ("parking", "parking"),
    ("paycheck", "salary"),
    ("pets animals", "pets"),
    ("phone mobile phone", "phone"),
    ("public transport", "public_transport"),
    ("rent", "rent"),
    ("rent mortgage", "rent"),
    ("restaurant fast food", "restaurants"),
    ("restaurants", "restaurants"),
    ("salary", "salary"),
    ("sale", "other_income"),
    ("shopping", "online_shopping"),
    ("software apps games", "subscriptions"),
    ("subscriptions", "subscriptions"),
    ("taxes", "taxes"),
    ("taxi", "taxi"),
    ("transfer", "transfer"),
    ("transfers", "transfer"),
    ("transportation", "public_transport"),
    ("travel", "travel"),
    ("tv streaming", "subscriptions"),
    ("utilities", "utilities"),
    ("wage invoices", "salary"),
    ("wages", "salary"),
];

/// The chart's key for a plain category name, if the name is a usual one.
pub fn key_of_name(name: &str) -> Option<&'static str> {
    let plain: String = crate::text::fold(name)
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = plain
        .split_whitespace()
        .filter(|word| !matches!(*word, "and" | "or" | "the"))
        .collect();
    let joined = words.join(" ");
    NAMES
        .iter()
        .find(|(known, _)| {
            known
                .split(' ')
                .filter(|word| *word != "and")
                .eq(joined.split(' '))
        })
        .map(|(_, key)| *key)
}

/// Words of names that mean money earned, folded, in English, French, German and Spanish.
const EARNED: &[&str] = &[
    "bonus",
    "dividend",
    "dividende",
    "dividenden",
    "dividends",
    "dividendos",
    "earnings",
    "einkommen",
    "einkunfte",
    "freelance",
    "freelancing",
    "gehalt",
    "honoraires",
    "honorar",
    "income",
    "ingreso",
    "ingresos",
    "kindergeld",
    "lohn",
    "nomina",
    "paycheck",
    "payroll",
    "revenu",
    "revenue",
    "revenues",
    "revenus",
    "salaire",
    "salaires",
    "salaries",
    "salario",
    "salary",
    "sueldo",
    "wage",
    "wages",
    "zinsen",
];
/// Words that turn such a name into spending: what is paid on income is no income.
const PAID: &[&str] = &[
    "charges",
    "cotisation",
    "cotisations",
    "fees",
    "impot",
    "impots",
    "impuesto",
    "impuestos",
    "insurance",
    "steuer",
    "steuern",
    "tax",
    "taxes",
    "versicherung",
];

/// Income where a name says so by itself; none where it does not, which is no word for spending.
pub fn kind_of_name(name: &str) -> Option<CategoryKind> {
    let words = crate::text::plain_words(name);
    let has = |list: &[&str]| words.split(' ').any(|word| list.contains(&word));
    (has(EARNED) && !has(PAID)).then_some(CategoryKind::Income)
}

#[cfg(test)]
mod tests {
    use super::{CategoryKind, chart_key, key_of_name, kind_of_name};

    #[test]
    fn names_that_say_so_are_income() {
        for name in [
            "Freelance",
            "Side income",
            "Revenus locatifs",
            "Gehalt",
            "Nómina",
            "Kindergeld & Co",
        ] {
            assert_eq!(kind_of_name(name), Some(CategoryKind::Income), "{name}");
        }
        for name in [
            "Income tax",
            "Groceries",
            "Impôt sur le revenu",
            "Pension insurance",
            "",
        ] {
            assert_eq!(kind_of_name(name), None, "{name}");
        }
    }

    #[test]
    fn usual_names_find_their_place_in_the_chart() {
        assert_eq!(key_of_name("Restaurant, fast-food"), Some("restaurants"));
        assert_eq!(key_of_name("Wage, invoices"), Some("salary"));
        assert_eq!(key_of_name("Bar, café"), Some("coffee"));
        assert_eq!(key_of_name("Books and media"), Some("books"));
        assert_eq!(key_of_name("Uncle Ted"), None);
    }

    #[test]
    fn no_category_is_no_category() {
        assert_eq!(chart_key("uncategorised"), None);
        assert_eq!(chart_key("clothes"), Some("clothing"));
        assert_eq!(chart_key("groceries"), Some("groceries"));
    }
}
