//! What the family buys.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::Household;
use super::super::account::{CARD, CASH, DOLLAR_CARD, JOINT, YEN};
use super::super::category::Category as C;
use super::super::extras::Label;
use super::super::row::Draft;
use super::{dice, falls_next};
use crate::calendar::{plus, working_from};
use crate::rates;

const MARKETS: [&str; 5] = [
    "Épicerie des Tilleuls",
    "Halles Rivoire",
    "Marché du Pont-Neuf",
    "Primeurs Gaillard",
    "Bio Verger",
];
const TABLES: [&str; 6] = [
    "Trattoria Bellafonte",
    "Brasserie du Quai",
    "Auberge des Aravis",
    "Le Petit Fourneau",
    "Pho Saigon-Lac",
    "Osteria Tre Ponti",
];
const CLOTHES: [&str; 4] = [
    "Maille & Fils",
    "Sportalpes",
    "Petit Bateau Vert",
    "Schuhhaus Lindner",
];
const CHEMISTS: [&str; 2] = ["Pharmacie de la Gare", "Droguerie Simond"];
const PUMPS: [&str; 3] = [
    "Station Col-Blanc",
    "Relais Autoroute A41",
    "Tankstelle Birnbaum",
];
const GIFTS: [&str; 4] = [
    "Librairie L'Encrier",
    "Jouets du Lac",
    "Chocolaterie Mistral",
    "Galerie Fleurie",
];

/// Groceries on fixed days, other shops now and then, refunds some days later.
pub(super) fn shopping(home: &mut Household, day: NaiveDate) {
    let mut dice = dice(home, "groceries", day);
    let basket = match day.weekday() {
        Weekday::Sat => Some(dice.between(5_800, 12_900)),
        Weekday::Wed => Some(dice.between(1_900, 5_200)),
        Weekday::Fri if dice.chance(40) => Some(dice.between(950, 3_400)),
        _ => None,
    };
    if let Some(price) = basket {
        let payee = *dice.pick(&MARKETS);
        let account = if dice.chance(35) { CARD } else { JOINT };
        let mut draft = Draft::new(account, -price, payee, C::Groceries).by_card();
        if dice.chance(6) {
            draft = draft.labelled(Label::Shared);
        }
        home.enter(draft);
    }
    if matches!(day.weekday(), Weekday::Tue | Weekday::Sun) {
        let price = 180 + dice.between(0, 12) * 35;
        home.enter(Draft::new(CASH, -price, "Boulangerie Picquart", C::Groceries).at(7 * 60 + 25));
    }
    let mut dice = self::dice(home, "shops", day);
    if dice.chance(5) {
        let payee = *dice.pick(&CLOTHES);
        let price = dice.between(1_990, 11_900);
        home.enter(Draft::new(CARD, -price, payee, C::Clothes).by_card());
        if dice.chance(14) {
            let back = plus(day, dice.below(9) + 5);
            home.later(
                back,
                Draft::new(CARD, price, payee, C::Clothes)
                    .worded(format!("REMBOURSEMENT {}", payee.to_uppercase())),
            );
        }
    }
    if dice.chance(5) {
        let payee = *dice.pick(&CHEMISTS);
        let price = dice.between(490, 3_890);
        home.enter(Draft::new(JOINT, -price, payee, C::Drugstore).by_card());
    }
    if dice.chance(3) {
        let price = dice.between(3_000, 9_500);
        home.enter(Draft::new(JOINT, -price, "Dr Amélie Vasseur", C::Health).by_card());
        let back = working_from(plus(day, dice.below(8) + 5));
        home.later(
            back,
            Draft::new(
                JOINT,
                price * 7 / 10,
                "Assurance maladie du Léman",
                C::Health,
            ),
        );
    }
    if dice.chance(2) {
        let price = dice.between(1_500, 24_900);
        home.enter(Draft::new(CARD, -price, "Quincaillerie Morand", C::Home).by_card());
    }
    if dice.chance(2) {
        let price = dice.between(500, 4_500);
        home.enter(Draft::new(JOINT, -price, "Divers 4471", C::Uncategorised).by_card());
    }
    if dice.chance(1) {
        let price = dice.between(2_900, 39_900);
        home.enter(Draft::new(CARD, -price, "Voltéa Électronique", C::Electronics).by_card());
    }
}

/// Restaurants, cafés, fuel, tickets.
pub(super) fn outings(home: &mut Household, day: NaiveDate) {
    let mut dice = dice(home, "outings", day);
    if matches!(day.weekday(), Weekday::Fri | Weekday::Sat) && dice.chance(48) {
        let payee = *dice.pick(&TABLES);
        let price = dice.between(2_450, 8_600);
        home.enter(Draft::new(CARD, -price, payee, C::Restaurants).by_card());
    }
    if day.weekday() == Weekday::Sun && dice.chance(30) {
        let price = 640 + dice.between(0, 8) * 40;
        let payee = "Café de la Place";
        home.enter(Draft::new(CASH, -price, payee, C::Cafes).at(9 * 60 + 40));
        if dice.chance(25) {
            home.enter(Draft::new(CASH, -price, payee, C::Cafes).at(10 * 60 + 5));
        }
    }
    if dice.chance(12) {
        let payee = *dice.pick(&PUMPS);
        let price = dice.between(4_100, 8_350);
        home.enter(Draft::new(CARD, -price, payee, C::Fuel).by_card());
    }
    if dice.chance(6) {
        let price = dice.between(2, 9) * 100;
        home.enter(Draft::new(JOINT, -price, "Parking du Château", C::Parking).by_card());
    }
    if day.weekday() == Weekday::Mon && dice.chance(22) {
        // Honest twins: two tickets from one machine.
        for _ in 0..2 {
            home.enter(Draft::new(JOINT, -210, "Tramways d'Arve", C::PublicTransport).by_card());
        }
    }
    if dice.chance(2) {
        let price = dice.between(1_800, 7_200);
        home.enter(Draft::new(CARD, -price, "Théâtre du Passage", C::Culture).by_card());
    }
}

/// Christmas, summer holidays, the car's yearly service.
pub(super) fn occasions(home: &mut Household, day: NaiveDate) {
    let mut dice = dice(home, "occasions", day);
    if day.month() == 12 && day.day() < 24 && dice.chance(26) {
        let payee = *dice.pick(&GIFTS);
        let price = dice.between(1_500, 9_800);
        home.enter(Draft::new(CARD, -price, payee, C::Gifts).by_card());
    }
    if falls_next(day, 12) && matches!(day.month(), 5) {
        let price = dice.between(21_000, 46_000);
        home.enter(Draft::new(
            JOINT,
            -price,
            "Garage Perrin & Fille",
            C::CarUpkeep,
        ));
    }
    if matches!(day.month(), 3 | 10) && day.day() == 14 {
        let price = dice.between(5_800, 14_200);
        home.enter(Draft::new(CARD, -price, "Chemins de fer du Midi", C::Travel).by_card());
    }
    if (day.month(), day.day()) == (6, 3) {
        home.enter(
            Draft::new(CARD, -84_600, "Alpenwind Reisen", C::Holidays)
                .by_card()
                .labelled(Label::Holiday),
        );
    }
    let japan = home.year_of_life(day) == 1;
    if japan && (day.month(), day.day()) == (8, 1) {
        // Cash for the journey: the yen of that day, as the bureau pays them out, by the hundred.
        let transfer = home.transfer_number();
        let yen = rates::convert(80_000, "EUR", "JPY", day).unwrap_or(0) / 100 * 98;
        home.enter(
            Draft::new(JOINT, -80_000, "Bureau de change Mont-Blanc", C::Transfer)
                .leg_of(transfer)
                .at(600),
        );
        home.enter(
            Draft::new(YEN, yen, "Bureau de change Mont-Blanc", C::Transfer)
                .leg_of(transfer)
                .at(601),
        );
    }
    if day.month() == 8 && (4..18).contains(&day.day()) {
        if japan {
            for payee in ["Kissaten Hinode", "Ryokan Aoba", "Sakuramachi Ramen"] {
                let price = dice.between(6, 28) * 100;
                if home.running[YEN] > price {
                    let category = if payee.starts_with("Ryokan") {
                        C::Holidays
                    } else {
                        C::Restaurants
                    };
                    home.enter(
                        Draft::new(YEN, -price, payee, category)
                            .at(3 * 60 + 30)
                            .labelled(Label::Holiday),
                    );
                }
            }
        } else {
            let price = dice.between(3_900, 11_500);
            let payee = *dice.pick(&TABLES);
            home.enter(
                Draft::new(CARD, -price, payee, C::Restaurants)
                    .by_card()
                    .labelled(Label::Holiday),
            );
        }
        if day.day() == 17 {
            let (account, price) = if japan {
                (DOLLAR_CARD, 168_900)
            } else {
                (CARD, 149_400)
            };
            home.enter(
                Draft::new(account, -price, "Casa Miramonti", C::Holidays)
                    .by_card()
                    .labelled(Label::Holiday),
            );
        }
    }
}
