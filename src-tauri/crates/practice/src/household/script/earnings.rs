//! What the family earns, and the bills that come by themselves.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::Household;
use super::super::account::{DOLLAR_CARD, DOLLARS, JOINT, SALARY};
use super::super::category::Category as C;
use super::super::row::Draft;
use super::{dice, falls_next};
use crate::calendar::{date, working_from, working_until};

const CANTEENS: [&str; 3] = ["Cantine Rhône", "Café du Molard-Vieux", "Take-away Pâquis"];

/// The salary, and what working abroad costs.
pub(super) fn work(home: &mut Household, day: NaiveDate) {
    let payday = working_until(date(day.year(), day.month(), 25));
    if day == payday {
        let raise = i64::from(home.year_of_life(day));
        let mut pay = 512_035 + raise * 8_190;
        if day.month() == 12 {
            // The thirteenth salary comes with the twelfth.
            pay += 498_000;
        }
        home.enter(
            Draft::new(SALARY, pay, "Hydralis SA", C::Salary)
                .worded("GUTSCHRIFT LOHN HYDRALIS SA GENEVE"),
        );
    }
    if falls_next(day, 3) {
        home.enter(Draft::new(
            SALARY,
            -41_860,
            "Helvesana Assurance",
            C::HealthInsurance,
        ));
    }
    if day == working_from(date(day.year(), day.month(), 1)) {
        home.enter(Draft::new(SALARY, -8_500, "Transports du Léman", C::PublicTransport).by_card());
    }
    // Lunch in town on two fixed days and coffee on two others, so that two rows are always pending.
    let mut dice = dice(home, "lunch", day);
    match day.weekday() {
        Weekday::Tue | Weekday::Thu => {
            let payee = *dice.pick(&CANTEENS);
            let price = 1_250 + dice.between(0, 22) * 50;
            home.enter(Draft::new(SALARY, -price, payee, C::Restaurants).by_card());
            if dice.chance(9) {
                // Honest twins: lunch for a colleague, paid right after one's own.
                home.enter(Draft::new(SALARY, -price, payee, C::Restaurants).by_card());
            }
        }
        Weekday::Mon | Weekday::Sat => {
            let price = 420 + dice.between(0, 6) * 20;
            home.enter(Draft::new(SALARY, -price, "Café du Jet d'Or", C::Cafes).by_card());
        }
        _ => {}
    }
}

/// Utilities, dearer in winter.
pub(super) fn bills(home: &mut Household, day: NaiveDate) {
    let mut dice = dice(home, "bills", day);
    if day.month().is_multiple_of(2) && falls_next(day, 12) {
        let winter = matches!(day.month(), 2 | 4 | 12);
        let bill = if winter {
            dice.between(17_500, 23_900)
        } else {
            dice.between(8_200, 12_400)
        };
        home.enter(Draft::new(
            JOINT,
            -bill,
            "Électricité des Alpages",
            C::Energy,
        ));
    }
    if day.month() % 3 == 1 && falls_next(day, 19) {
        let bill = dice.between(6_800, 9_900);
        home.enter(Draft::new(JOINT, -bill, "Régie des Eaux Vives", C::Energy));
    }
}

/// Invoices in dollars, and what is bought with them.
pub(super) fn dollars(home: &mut Household, day: NaiveDate) {
    let mut dice = dice(home, "dollars", day);
    if falls_next(day, 9) && dice.chance(70) {
        let invoice = dice.between(24, 68) * 5_000;
        home.enter(
            Draft::new(DOLLARS, invoice, "Northfield Maps Inc.", C::Freelance)
                .worded("ACH CREDIT NORTHFIELD MAPS INC"),
        );
    }
    if day.day() == 6 {
        home.enter(Draft::new(DOLLAR_CARD, -299, "Skyvault Storage", C::Software).by_card());
    }
    if day.day() == 21 {
        home.enter(Draft::new(DOLLAR_CARD, -2_000, "Inkwell Studio", C::Software).by_card());
    }
    if dice.chance(4) {
        let price = dice.between(600, 8_900);
        home.enter(Draft::new(DOLLAR_CARD, -price, "Paperlane Books", C::Reading).by_card());
    }
}
