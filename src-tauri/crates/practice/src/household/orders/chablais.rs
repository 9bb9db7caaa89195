//! What the French side pays and gets by itself.

use chrono::NaiveDate;

use super::{Order, Rule, Shift};
use crate::household::account::{CHECKING, COUPLE, LIVRET, MORTGAGE};
use crate::household::category::Category;

/// The orders on the accounts that Budgea serves.
pub(super) fn orders() -> Vec<Order> {
    use Category as C;
    let order = |name, account, to, category, payee, on: u32, minor| Order {
        name,
        account,
        to,
        category,
        payee,
        rule: Rule::Monthly(on),
        shift: Shift::Next,
        amounts: vec![(NaiveDate::MIN, minor)],
        manual: false,
    };
    vec![
        Order {
            shift: Shift::Before,
            ..order(
                "Music school",
                CHECKING,
                None,
                C::Salary,
                "École de musique du Chablais",
                28,
                178_415,
            )
        },
        order(
            "Studio rent received",
            CHECKING,
            None,
            C::Freelance,
            "Agence des Dranses",
            6,
            61_000,
        ),
        order(
            "Studio mortgage",
            CHECKING,
            Some(MORTGAGE),
            C::Transfer,
            "Banque du Chablais",
            7,
            -61_890,
        ),
        order(
            "Livret A plan",
            CHECKING,
            Some(LIVRET),
            C::Transfer,
            "Livret A",
            4,
            -10_000,
        ),
        order(
            "Shared kitty",
            CHECKING,
            Some(COUPLE),
            C::Transfer,
            "Compte joint Chablais",
            5,
            -25_000,
        ),
        order(
            "Studio electricity",
            CHECKING,
            None,
            C::Energy,
            "Électricité des Alpages",
            16,
            -4_870,
        ),
        order(
            "Mobile phone",
            CHECKING,
            None,
            C::Phone,
            "Ondes du Lac",
            9,
            -1_299,
        ),
        order(
            "Swimming club",
            COUPLE,
            None,
            C::Sport,
            "Cercle nautique d'Amphion",
            11,
            -3_850,
        ),
        order(
            "School meals",
            COUPLE,
            None,
            C::ChildCare,
            "Cantine des Dents d'Oche",
            13,
            -6_420,
        ),
    ]
}
