//! The chart of categories that a book starts with, and what is usual in single countries beside it.
//!
//! Keys are stable words that sources, filing and reports go by; names are what the person may change. Terms of a country
//! stand in its own language after the English ones, since that is what its statements print.

use crate::category::{CategoryKind, Need};

use CategoryKind::{Expense, Income, Transfer};
use Need::{Necessity, Wish};

/// A category of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starter {
    /// Stable word.
    pub key: &'static str,
    /// English name.
    pub name: &'static str,
    /// Its picture, of [`ICONS`].
    pub icon: &'static str,
    /// Whether spending on it is usually a need or a want; none where that says nothing.
    pub need: Option<Need>,
}

/// A group of the chart with its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StarterGroup {
    /// Stable word.
    pub key: &'static str,
    /// English name.
    pub name: &'static str,
    /// Income, expense or neither.
    pub kind: CategoryKind,
    /// Colour slot.
    pub slot: u8,
    /// Its picture.
    pub icon: &'static str,
    /// Its categories.
    pub own: &'static [Starter],
}

const fn one(
    key: &'static str,
    name: &'static str,
    icon: &'static str,
    need: Option<Need>,
) -> Starter {
    Starter {
        key,
        name,
        icon,
        need,
    }
}

const fn group(
    key: &'static str,
    name: &'static str,
    kind: CategoryKind,
    slot: u8,
    icon: &'static str,
    own: &'static [Starter],
) -> StarterGroup {
    StarterGroup {
        key,
        name,
        kind,
        slot,
        icon,
        own,
    }
}

const NEED: Option<Need> = Some(Necessity);
const WANT: Option<Need> = Some(Wish);

/// Every picture that a category may have.
pub const ICONS: &[&str] = &[
    "bank", "bell", "bolt", "book", "box", "car", "card", "cart", "cash", "cup", "flag", "fork",
    "gift", "globe", "heart", "home", "key", "layers", "leaf", "paw", "phone", "piggy", "plane",
    "play", "recur", "shield", "shirt", "sport", "swap", "tag", "tools", "train", "users", "water",
    "wifi", "work",
];

/// The chart a new book starts with.
pub const CHART: &[StarterGroup] = &[
    group(
        "income",
        "Income",
        Income,
        0,
        "work",
        &[
            one("salary", "Salary", "work", None),
            one("bonus", "Bonus", "work", None),
            one("self_employment", "Self-employment", "work", None),
            one("pension", "Pension", "piggy", None),
            one("benefits", "Benefits", "users", None),
            one("interest", "Interest", "bank", None),
            one("dividends", "Dividends", "layers", None),
            one("rental_income", "Rental income", "home", None),
            one("refunds", "Refunds", "swap", None),
            one("gifts_received", "Gifts received", "gift", None),
            one("other_income", "Other income", "cash", None),
        ],
    ),
    group(
        "housing",
        "Housing",
        Expense,
        1,
        "home",
        &[
            one("rent", "Rent", "home", NEED),
            one("mortgage", "Mortgage", "home", NEED),
            one("home_maintenance", "Maintenance", "tools", NEED),
            one("home_supplies", "Home supplies", "box", NEED),
            one("furniture", "Furniture", "home", WANT),
            one("garden", "Garden", "leaf", WANT),
        ],
    ),
    group(
        "household_bills",
        "Household bills",
        Expense,
        2,
        "bolt",
        &[
            one("utilities", "Energy and heating", "bolt", NEED),
            one("water", "Water", "water", NEED),
            one("waste", "Waste", "box", NEED),
            one("internet", "Internet", "wifi", NEED),
            one("phone", "Phone", "phone", NEED),
        ],
    ),
    group(
        "food",
        "Food and drink",
        Expense,
        3,
        "cart",
        &[
            one("groceries", "Groceries", "cart", NEED),
            one("restaurants", "Restaurants", "fork", WANT),
            one("coffee", "Coffee and snacks", "cup", WANT),
            one("alcohol", "Bars and alcohol", "cup", WANT),
        ],
    ),
    group(
        "transport",
        "Transport",
        Expense,
        4,
        "car",
        &[
            one("fuel", "Fuel", "car", NEED),
            one("public_transport", "Public transport", "train", NEED),
            one("taxi", "Taxi and ride share", "car", WANT),
            one("parking", "Parking and tolls", "car", NEED),
            one("car_maintenance", "Car maintenance", "tools", NEED),
            one("car_payment", "Car payment", "car", NEED),
        ],
    ),
    group(
        "shopping",
        "Shopping",
        Expense,
        5,
        "tag",
        &[
            one("online_shopping", "Online shopping", "tag", WANT),
            one("clothing", "Clothing", "shirt", WANT),
            one("electronics", "Electronics", "phone", WANT),
            one("personal_care", "Personal care", "heart", NEED),
            one("gifts", "Gifts", "gift", WANT),
        ],
    ),
    group(
        "health",
        "Health",
        Expense,
        6,
        "heart",
        &[
            one("doctor", "Doctor", "heart", NEED),
            one("pharmacy", "Pharmacy", "heart", NEED),
            one("fitness", "Fitness", "sport", WANT),
        ],
    ),
    group(
        "family",
        "Family",
        Expense,
        7,
        "users",
        &[
            one("childcare", "Childcare", "users", NEED),
            one("education", "School and education", "book", NEED),
            one("pets", "Pets", "paw", NEED),
            one("support", "Support", "users", NEED),
        ],
    ),
    group(
        "leisure",
        "Leisure",
        Expense,
        8,
        "play",
        &[
            one("entertainment", "Entertainment", "play", WANT),
            one("subscriptions", "Subscriptions", "recur", WANT),
            one("sport", "Sport and hobbies", "sport", WANT),
            one("books", "Books and media", "book", WANT),
            one("travel", "Travel", "globe", WANT),
            one("lodging", "Lodging", "key", WANT),
            one("flights", "Flights", "plane", WANT),
        ],
    ),
    group(
        "finance",
        "Finance",
        Expense,
        9,
        "bank",
        &[
            one("insurance", "Insurance", "shield", NEED),
            one("taxes", "Taxes", "bank", NEED),
            one("fees", "Bank fees", "bank", NEED),
            one("loan_interest", "Loan interest", "bank", NEED),
            one("loan_payment", "Loan payment", "bank", NEED),
            one("donations", "Donations", "gift", WANT),
        ],
    ),
    group(
        "other",
        "Other",
        Expense,
        10,
        "box",
        &[
            one("cash_spending", "Cash", "cash", None),
            one("miscellaneous", "Miscellaneous", "box", None),
        ],
    ),
    group(
        "transfers",
        "Transfers",
        Transfer,
        11,
        "swap",
        &[
            one(TRANSFER, "Transfer", "swap", None),
            one("card_payment", "Card payment", "card", None),
            one("savings", "Savings", "piggy", None),
            one("investment", "Investment", "layers", None),
            one("withdrawal", "Cash withdrawal", "cash", None),
        ],
    ),
];

/// The key of the category for transfers between own accounts.
pub const TRANSFER: &str = "transfer";

/// What is usual in a country beside the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// ISO 3166 code of the country.
    pub country: &'static str,
    /// What it adds, each to the group of a key.
    pub adds: &'static [(&'static str, Starter)],
}

/// The countries with a style of their own, by code.
pub const STYLES: &[Style] = &[
    Style {
        country: "AT",
        adds: &[
            (
                "income",
                one(
                    "extra_salary",
                    "13th and 14th salary (Sonderzahlungen)",
                    "work",
                    None,
                ),
            ),
            (
                "income",
                one(
                    "child_benefit",
                    "Child benefit (Familienbeihilfe)",
                    "users",
                    None,
                ),
            ),
            (
                "housing",
                one(
                    "service_charges",
                    "Service charges (Betriebskosten)",
                    "home",
                    NEED,
                ),
            ),
            (
                "household_bills",
                one(
                    "broadcasting_fee",
                    "Broadcasting fee (ORF-Beitrag)",
                    "play",
                    NEED,
                ),
            ),
            (
                "transport",
                one(
                    "vehicle_tax",
                    "Vehicle tax (motorbezogene Versicherungssteuer)",
                    "car",
                    NEED,
                ),
            ),
            (
                "transport",
                one("vignette", "Motorway sticker (Vignette)", "car", NEED),
            ),
            (
                "finance",
                one(
                    "church_tax",
                    "Church contribution (Kirchenbeitrag)",
                    "bank",
                    NEED,
                ),
            ),
        ],
    },
    Style {
        country: "CH",
        adds: &[
            (
                "income",
                one("extra_salary", "13th salary (13. Monatslohn)", "work", None),
            ),
            (
                "housing",
                one(
                    "service_charges",
                    "Service charges (Nebenkosten)",
                    "home",
                    NEED,
                ),
            ),
            (
                "household_bills",
                one(
                    "broadcasting_fee",
                    "Broadcasting fee (Serafe)",
                    "play",
                    NEED,
                ),
            ),
            (
                "transport",
                one("vignette", "Motorway sticker (Vignette)", "car", NEED),
            ),
            (
                "transport",
                one(
                    "vehicle_tax",
                    "Vehicle tax (Motorfahrzeugsteuer)",
                    "car",
                    NEED,
                ),
            ),
            (
                "health",
                one(
                    "health_insurance",
                    "Health insurance (Krankenkasse)",
                    "shield",
                    NEED,
                ),
            ),
            (
                "finance",
                one("federal_tax", "Direct federal tax", "bank", NEED),
            ),
            (
                "finance",
                one("local_tax", "Cantonal and municipal tax", "bank", NEED),
            ),
            (
                "transfers",
                one("pension_saving", "Pillar 3a", "piggy", None),
            ),
        ],
    },
    Style {
        country: "DE",
        adds: &[
            (
                "income",
                one("child_benefit", "Child benefit (Kindergeld)", "users", None),
            ),
            (
                "income",
                one(
                    "parental_allowance",
                    "Parental allowance (Elterngeld)",
                    "users",
                    None,
                ),
            ),
            (
                "housing",
                one(
                    "service_charges",
                    "Service charges (Nebenkosten)",
                    "home",
                    NEED,
                ),
            ),
            (
                "housing",
                one("property_tax", "Property tax (Grundsteuer)", "home", NEED),
            ),
            (
                "household_bills",
                one(
                    "broadcasting_fee",
                    "Broadcasting fee (Rundfunkbeitrag)",
                    "play",
                    NEED,
                ),
            ),
            (
                "transport",
                one("vehicle_tax", "Vehicle tax (Kfz-Steuer)", "car", NEED),
            ),
            (
                "health",
                one(
                    "health_insurance",
                    "Health insurance (Krankenversicherung)",
                    "shield",
                    NEED,
                ),
            ),
            (
                "leisure",
                one("club_fees", "Club fees (Vereinsbeiträge)", "sport", WANT),
            ),
            (
                "finance",
                one("church_tax", "Church tax (Kirchensteuer)", "bank", NEED),
            ),
            (
                "transfers",
                one(
                    "pension_saving",
                    "Pension saving (private Altersvorsorge)",
                    "piggy",
                    None,
                ),
            ),
        ],
    },
    Style {
        country: "ES",
        adds: &[
            (
                "income",
                one("extra_salary", "Extra salary (paga extra)", "work", None),
            ),
            (
                "housing",
                one(
                    "service_charges",
                    "Owners' association (comunidad)",
                    "home",
                    NEED,
                ),
            ),
            (
                "housing",
                one("property_tax", "Property tax (IBI)", "home", NEED),
            ),
            (
                "household_bills",
                one("waste_levy", "Waste levy (tasa de basuras)", "box", NEED),
            ),
            (
                "transport",
                one(
                    "vehicle_tax",
                    "Vehicle tax (impuesto de circulación)",
                    "car",
                    NEED,
                ),
            ),
            (
                "finance",
                one("income_tax", "Income tax (IRPF)", "bank", NEED),
            ),
            (
                "finance",
                one(
                    "social_contributions",
                    "Self-employed contributions (autónomos)",
                    "bank",
                    NEED,
                ),
            ),
        ],
    },
    Style {
        country: "FR",
        adds: &[
            (
                "income",
                one("child_benefit", "Family allowances (CAF)", "users", None),
            ),
            (
                "income",
                one(
                    "health_refunds",
                    "Health refunds (Sécurité sociale)",
                    "heart",
                    None,
                ),
            ),
            (
                "housing",
                one(
                    "service_charges",
                    "Co-ownership charges (charges de copropriété)",
                    "home",
                    NEED,
                ),
            ),
            (
                "housing",
                one("property_tax", "Property tax (taxe foncière)", "home", NEED),
            ),
            (
                "food",
                one(
                    "meal_vouchers",
                    "Meal vouchers (titres-restaurant)",
                    "fork",
                    NEED,
                ),
            ),
            (
                "health",
                one(
                    "health_insurance",
                    "Health insurance (mutuelle)",
                    "shield",
                    NEED,
                ),
            ),
            (
                "finance",
                one(
                    "income_tax",
                    "Income tax (impôt sur le revenu)",
                    "bank",
                    NEED,
                ),
            ),
            (
                "transfers",
                one("pension_saving", "Retirement saving (PER)", "piggy", None),
            ),
        ],
    },
    Style {
        country: "GB",
        adds: &[
            (
                "income",
                one("child_benefit", "Child benefit", "users", None),
            ),
            (
                "housing",
                one(
                    "service_charges",
                    "Service charge and ground rent",
                    "home",
                    NEED,
                ),
            ),
            (
                "household_bills",
                one("council_tax", "Council tax", "home", NEED),
            ),
            (
                "household_bills",
                one("broadcasting_fee", "TV licence", "play", NEED),
            ),
            ("transport", one("vehicle_tax", "Vehicle tax", "car", NEED)),
            ("finance", one("income_tax", "Income tax", "bank", NEED)),
            (
                "finance",
                one("social_contributions", "National Insurance", "bank", NEED),
            ),
            ("finance", one("student_loan", "Student loan", "book", NEED)),
            ("transfers", one("isa", "ISA", "piggy", None)),
            (
                "transfers",
                one("pension_saving", "Pension contributions", "piggy", None),
            ),
        ],
    },
    Style {
        country: "IT",
        adds: &[
            (
                "income",
                one("extra_salary", "13th salary (tredicesima)", "work", None),
            ),
            (
                "income",
                one(
                    "child_benefit",
                    "Child allowance (assegno unico)",
                    "users",
                    None,
                ),
            ),
            (
                "housing",
                one(
                    "service_charges",
                    "Building charges (spese condominiali)",
                    "home",
                    NEED,
                ),
            ),
            (
                "housing",
                one("property_tax", "Property tax (IMU)", "home", NEED),
            ),
            (
                "household_bills",
                one("waste_levy", "Waste levy (TARI)", "box", NEED),
            ),
            (
                "household_bills",
                one(
                    "broadcasting_fee",
                    "Broadcasting fee (canone RAI)",
                    "play",
                    NEED,
                ),
            ),
            (
                "transport",
                one("vehicle_tax", "Vehicle tax (bollo auto)", "car", NEED),
            ),
            (
                "finance",
                one("income_tax", "Income tax (IRPEF)", "bank", NEED),
            ),
        ],
    },
    Style {
        country: "NL",
        adds: &[
            (
                "income",
                one("holiday_pay", "Holiday pay (vakantiegeld)", "work", None),
            ),
            (
                "income",
                one(
                    "child_benefit",
                    "Child benefit (kinderbijslag)",
                    "users",
                    None,
                ),
            ),
            (
                "income",
                one("allowances", "Allowances (toeslagen)", "users", None),
            ),
            (
                "housing",
                one("service_charges", "Owners' association (VvE)", "home", NEED),
            ),
            (
                "household_bills",
                one(
                    "local_tax",
                    "Municipal taxes (gemeentelijke belastingen)",
                    "bank",
                    NEED,
                ),
            ),
            (
                "household_bills",
                one(
                    "water_board_tax",
                    "Water board tax (waterschapsbelasting)",
                    "water",
                    NEED,
                ),
            ),
            (
                "transport",
                one("vehicle_tax", "Vehicle tax (wegenbelasting)", "car", NEED),
            ),
            (
                "health",
                one(
                    "health_insurance",
                    "Health insurance (zorgverzekering)",
                    "shield",
                    NEED,
                ),
            ),
        ],
    },
    Style {
        country: "US",
        adds: &[
            ("income", one("tax_refund", "Tax refund", "bank", None)),
            (
                "income",
                one("social_security", "Social Security", "users", None),
            ),
            ("housing", one("property_tax", "Property tax", "home", NEED)),
            ("housing", one("service_charges", "HOA fees", "home", NEED)),
            (
                "health",
                one("health_insurance", "Health insurance", "shield", NEED),
            ),
            ("finance", one("federal_tax", "Federal tax", "bank", NEED)),
            (
                "finance",
                one("local_tax", "State and local tax", "bank", NEED),
            ),
            ("finance", one("student_loan", "Student loan", "book", NEED)),
            (
                "transfers",
                one("pension_saving", "401(k) and IRA", "piggy", None),
            ),
            ("transfers", one("health_saving", "HSA", "heart", None)),
        ],
    },
];

/// What the chart or a country's style says of a key; a group has no need of its own.
pub fn of_key(key: &str) -> Option<(&'static str, Option<Need>)> {
    let styled = || {
        STYLES
            .iter()
            .flat_map(|style| style.adds.iter().map(|(_, one)| one))
    };
    CHART
        .iter()
        .find(|group| group.key == key)
        .map(|group| (group.icon, None))
        .or_else(|| {
            CHART
                .iter()
                .flat_map(|group| group.own)
                .chain(styled())
                .find(|one| one.key == key)
                .map(|one| (one.icon, one.need))
        })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{CHART, ICONS, STYLES, of_key};
    use crate::category::Need;

    #[test]
    fn keys_are_said_once_and_pictures_are_known() {
        let mut keys = HashSet::new();
        for group in CHART {
            assert!(keys.insert(group.key), "{}", group.key);
            assert!(ICONS.contains(&group.icon), "{}", group.icon);
            for one in group.own {
                assert!(keys.insert(one.key), "{}", one.key);
                assert!(ICONS.contains(&one.icon), "{}", one.icon);
            }
        }
        for style in STYLES {
            let mut own = HashSet::new();
            for (group, one) in style.adds {
                assert!(CHART.iter().any(|known| known.key == *group), "{group}");
                assert!(!keys.contains(one.key), "{}: {}", style.country, one.key);
                assert!(own.insert(one.key), "{}: {}", style.country, one.key);
                assert!(ICONS.contains(&one.icon), "{}", one.icon);
            }
        }
        let mut sorted = ICONS.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted, ICONS);
    }

    #[test]
    fn a_key_means_the_same_in_every_country() {
        for style in STYLES {
            for (group, one) in style.adds {
                let kind = CHART
                    .iter()
                    .find(|known| known.key == *group)
                    .map(|known| known.kind);
                for other in STYLES {
                    for (elsewhere, same) in other.adds.iter().filter(|(_, two)| two.key == one.key)
                    {
                        let other = CHART
                            .iter()
                            .find(|known| known.key == *elsewhere)
                            .map(|known| known.kind);
                        assert_eq!(
                            (kind, one.need, one.icon),
                            (other, same.need, same.icon),
                            "{}",
                            one.key
                        );
                    }
                }
            }
        }
        assert_eq!(of_key("rent"), Some(("home", Some(Need::Necessity))));
        assert_eq!(of_key("flights"), Some(("plane", Some(Need::Wish))));
        assert_eq!(
            of_key("health_insurance"),
            Some(("shield", Some(Need::Necessity)))
        );
        assert_eq!(of_key("leisure"), Some(("play", None)));
        assert_eq!(of_key("miscellaneous"), Some(("box", None)));
        assert_eq!(of_key("nothing"), None);
    }
}
