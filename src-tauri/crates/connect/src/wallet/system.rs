//! The vendor's own chart of categories: what its numbers and slugs mean.
//!
//! Ids of system categories are `5c5cEEEE-GGGG-8000-8000-000000000000`, with the number of the envelope and of its group
//! in hexadecimal. Only numbers that are documented are read; for others the slug is.

use domain::category::CategoryKind;

/// The stable words that [`domain::feed::FeedCategory::system_key`] can hold.
pub const SYSTEM_KEYS: &[&str] = &[
    "groceries",
    "restaurants",
    "cafes",
    "clothes",
    "home",
    "electronics",
    "gifts",
    "drugstore",
    "rent",
    "mortgage",
    "utilities",
    "housing_services",
    "maintenance",
    "home_insurance",
    "public_transport",
    "taxi",
    "travel",
    "fuel",
    "parking",
    "car_maintenance",
    "car_insurance",
    "health",
    "sport",
    "culture",
    "books",
    "streaming",
    "holidays",
    "phone",
    "internet",
    "software",
    "taxes",
    "insurance",
    "loan_interest",
    "fees",
    "child_support",
    "investments",
    "salary",
    "interest",
    "freelance",
    "child_benefit",
    "transfer",
    "debt",
    "uncategorised",
];

/// Documented envelopes.
const BY_NUMBER: &[(u32, &str)] = &[
    (1000, "groceries"),
    (1001, "restaurants"),
    (1002, "cafes"),
    (2000, "clothes"),
    (2011, "drugstore"),
    (3000, "rent"),
    (3001, "mortgage"),
    (3002, "utilities"),
    (3003, "housing_services"),
    (3004, "maintenance"),
    (3010, "home_insurance"),
    (4000, "public_transport"),
    (4001, "taxi"),
    (4002, "travel"),
    (5000, "fuel"),
    (5001, "parking"),
    (5002, "car_maintenance"),
    (20000, "debt"),
    (20001, "transfer"),
    (20003, "uncategorised"),
];

/// Words of slugs (the part after `__`) that mean the same as one of the stable words.
const BY_SLUG: &[(&str, &str)] = &[
    ("bar_cafe", "cafes"),
    ("books_audio_subscriptions", "books"),
    ("car_upkeep", "car_maintenance"),
    ("charges_fees", "fees"),
    ("child_care", "child_support"),
    ("clothes_shoes", "clothes"),
    ("culture_sport_events", "culture"),
    ("drug_store_chemist", "drugstore"),
    ("electronics_accessories", "electronics"),
    ("energy", "utilities"),
    ("energy_utilities", "utilities"),
    ("gifts_joy", "gifts"),
    ("health_care_doctor", "health"),
    ("health_insurance", "insurance"),
    ("holiday_trips_hotels", "holidays"),
    ("home_garden", "home"),
    ("insurances", "insurance"),
    ("interests_dividends", "interest"),
    ("investing", "investments"),
    ("loan_interests", "loan_interest"),
    ("long_distance", "travel"),
    ("phone_cell_phone", "phone"),
    ("property_insurance", "home_insurance"),
    ("reading", "books"),
    ("restaurant_fast_food", "restaurants"),
    ("software_apps_games", "software"),
    ("tv_streaming", "streaming"),
    ("vehicle_insurance", "car_insurance"),
    ("vehicle_maintenance", "car_maintenance"),
    ("wage_invoices", "salary"),
];

/// Where a system category stands in the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    envelope: u32,
    group: u32,
}

impl Place {
    /// Reads an id of the vendor's pattern; none for any other.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        let id = id.to_ascii_lowercase();
        let rest = id
            .strip_prefix("5c5c")?
            .strip_suffix("-8000-8000-000000000000")?;
        let (envelope, group) = rest.split_once('-')?;
        if envelope.len() != 4 || group.len() != 4 {
            return None;
        }
        Some(Self {
            envelope: u32::from_str_radix(envelope, 16).ok()?,
            group: u32::from_str_radix(group, 16).ok()?,
        })
    }
}

/// Whether an id is that of the category for transfers.
pub(super) fn is_transfer(id: &str) -> bool {
    Place::of_id(id).is_some_and(|place| place.envelope == 20001)
}

/// What a category's group says about the money in it; none for the groups that say nothing.
pub(super) fn kind(place: Option<Place>, group_slug: Option<&str>) -> Option<CategoryKind> {
    match (place.map(|place| place.group), group_slug) {
        (Some(100), _) | (None, Some("income")) => Some(CategoryKind::Income),
        (Some(130 | 200), _) | (None, Some("unknown" | "system") | None) => None,
        _ => Some(CategoryKind::Expense),
    }
}

/// The stable word of a system category, if it has one.
pub(super) fn key(place: Option<Place>, slug: Option<&str>) -> Option<&'static str> {
    let by_number = place.and_then(|place| {
        BY_NUMBER
            .iter()
            .find(|(number, _)| *number == place.envelope)
            .map(|(_, key)| *key)
    });
    by_number.or_else(|| {
        let word = slug?.rsplit("__").next()?;
        SYSTEM_KEYS
            .iter()
            .find(|key| **key == word)
            .copied()
            .or_else(|| {
                BY_SLUG
                    .iter()
                    .find(|(slug, _)| *slug == word)
                    .map(|(_, key)| *key)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_the_chart_are_read() {
        let groceries = Place::of_id("5c5c03e8-000a-8000-8000-000000000000");
        assert_eq!(
            groceries,
            Some(Place {
                envelope: 1000,
                group: 10
            })
        );
        assert_eq!(key(groceries, None), Some("groceries"));
        assert_eq!(kind(groceries, None), Some(CategoryKind::Expense));
        assert!(is_transfer("5C5C4E21-00C8-8000-8000-000000000000"));
        for other in [
            "",
            "5c5c",
            "5c5c03e8-000a-8000-8000-000000000001",
            "5c5czzzz-000a-8000-8000-000000000000",
        ] {
            assert_eq!(Place::of_id(other), None, "{other}");
        }
    }

    #[test]
    fn slugs_stand_in_for_numbers_that_are_not_documented() {
        let wages = Place::of_id("5c5c2710-0064-8000-8000-000000000000");
        assert_eq!(key(wages, Some("income__wage_invoices")), Some("salary"));
        assert_eq!(key(wages, Some("income__something_new")), None);
        assert_eq!(kind(wages, Some("income")), Some(CategoryKind::Income));
    }

    #[test]
    fn every_word_that_is_used_is_in_the_list() {
        for (_, key) in BY_NUMBER
            .iter()
            .map(|(_, key)| ("", *key))
            .chain(BY_SLUG.iter().copied())
        {
            assert!(SYSTEM_KEYS.contains(&key), "{key}");
        }
    }
}
