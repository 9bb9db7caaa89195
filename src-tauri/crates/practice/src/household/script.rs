//! What happens on a day.

use chrono::{Datelike, NaiveDate, Weekday};

use super::account::{
    BROKERAGE, CARD, CASH, DOLLAR_CARD, DOLLARS, JOINT, LOAN, OLD_SAVINGS, SALARY, SAVINGS,
    STUDENT, YEN,
};
use super::category::Category as C;
use super::extras::Label;
use super::row::Draft;
use super::{Household, stamp};
use crate::calendar::{date, month_end, plus, working_from, working_until};
use crate::random::Dice;
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
const CANTEENS: [&str; 3] = ["Cantine Rhône", "Café du Molard-Vieux", "Take-away Pâquis"];
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

/// Plays one day.
pub(super) fn play(home: &mut Household, day: NaiveDate) {
    standing_orders(home, day);
    work(home, day);
    bills(home, day);
    shopping(home, day);
    outings(home, day);
    occasions(home, day);
    dollars(home, day);
    between_accounts(home, day);
    month_close(home, day);
}

/// The dice of a theme on this day.
fn dice(home: &Household, theme: &str, day: NaiveDate) -> Dice {
    Dice::of(home.seed, theme, day)
}

/// Whether a nominal day of the month, moved to the next working day, is this day.
fn falls_next(day: NaiveDate, nominal: u32) -> bool {
    [day, crate::calendar::minus(day, 7)]
        .iter()
        .any(|around| working_from(date(around.year(), around.month(), nominal)) == day)
}

fn standing_orders(home: &mut Household, day: NaiveDate) {
    for index in 0..home.orders.len() {
        let order = &home.orders[index];
        let Some(due) = order.due_paid_on(day) else {
            continue;
        };
        if due < home.start {
            continue;
        }
        let minor = order.amount_on(due);
        let (account, to, payee, category) = (order.account, order.to, order.payee, order.category);
        match to {
            Some(LOAN) => {
                // The instalment pays the month's interest first; the rest lowers the debt.
                let debt = -home.running[LOAN];
                if debt <= 0 {
                    continue;
                }
                let interest = (debt * 410 / 120 + 500) / 1_000;
                let paid = (-minor).min(debt + interest);
                let (out, _) = home.move_money(JOINT, LOAN, paid);
                home.rows[out].order = Some((index, due));
                home.enter(
                    Draft::new(LOAN, -interest, payee, C::LoanInterest).worded("INTERETS DU MOIS"),
                );
            }
            Some(to) => {
                let (out, _) = home.move_money(account, to, -minor);
                home.rows[out].order = Some((index, due));
            }
            None => {
                let mut draft = Draft::new(account, minor, payee, category).ordered_by(index, due);
                if account == CARD {
                    draft = draft.by_card();
                }
                home.enter(draft);
            }
        }
    }
}

fn work(home: &mut Household, day: NaiveDate) {
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
    // Lunch in town on two fixed days and a coffee on Saturday, so that something is always pending.
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
        Weekday::Sat => {
            let price = 420 + dice.between(0, 6) * 20;
            home.enter(Draft::new(SALARY, -price, "Café du Jet d'Or", C::Cafes).by_card());
        }
        _ => {}
    }
}

fn bills(home: &mut Household, day: NaiveDate) {
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

fn shopping(home: &mut Household, day: NaiveDate) {
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

fn outings(home: &mut Household, day: NaiveDate) {
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

fn occasions(home: &mut Household, day: NaiveDate) {
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

fn dollars(home: &mut Household, day: NaiveDate) {
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

fn between_accounts(home: &mut Household, day: NaiveDate) {
    if falls_next(day, 28) {
        // Francs to euros: the legs lie in two upstreams, and the second arrives a day later.
        let transfer = home.transfer_number();
        let francs = 290_000;
        home.enter(
            Draft::new(SALARY, -francs, "Joint account", C::Transfer)
                .leg_of(transfer)
                .worded("ZAHLUNG EUR GEMEINSCHAFTSKONTO"),
        );
        let euros = rates::convert(francs, "CHF", "EUR", day).unwrap_or(0) * 996 / 1_000;
        home.later(
            working_from(plus(day, 1)),
            Draft::new(JOINT, euros, "Salary account", C::Transfer)
                .leg_of(transfer)
                .worded("VIR SEPA RECU COMPTE SALAIRE"),
        );
    }
    if day.month().is_multiple_of(3) && falls_next(day, 17) && home.running[DOLLARS] > 250_000 {
        let transfer = home.transfer_number();
        let francs = rates::convert(150_000, "USD", "CHF", day).unwrap_or(0) * 995 / 1_000;
        home.enter(Draft::new(DOLLARS, -150_000, "Salary account", C::Transfer).leg_of(transfer));
        home.enter(Draft::new(SALARY, francs, "Dollar account", C::Transfer).leg_of(transfer));
    }
    if day.month() % 3 == 2 && falls_next(day, 22) {
        // The brokerage shows a value and no rows: this leg has no other.
        let transfer = home.transfer_number();
        home.enter(Draft::new(SALARY, -168_000, "Brokerage", C::Investing).leg_of(transfer));
    }
    if home.running[CASH] < 3_000 {
        home.move_money(JOINT, CASH, 10_000);
    }
    if falls_next(day, 5) {
        for (card, payer) in [(CARD, JOINT), (DOLLAR_CARD, DOLLARS)] {
            let debt = home.statements.remove(&card).unwrap_or(0);
            if debt > 0 {
                home.move_money(payer, card, debt);
            }
        }
    }
    let closing = plus(crate::calendar::plus_months(home.start, 9), 13);
    if day == closing {
        let rest = home.running[OLD_SAVINGS];
        home.move_money(OLD_SAVINGS, SAVINGS, rest);
        home.accounts[OLD_SAVINGS].closed = Some(day);
        home.accounts[OLD_SAVINGS].changed = stamp(day, 600);
        let transfer = home.transfer_number();
        let pounds = home.running[STUDENT];
        let francs = rates::convert(pounds, "GBP", "CHF", day).unwrap_or(0);
        home.enter(Draft::new(STUDENT, -pounds, "Salary account", C::Transfer).leg_of(transfer));
        home.enter(Draft::new(SALARY, francs, "Student account", C::Transfer).leg_of(transfer));
        home.accounts[STUDENT].closed = Some(day);
        home.accounts[STUDENT].changed = stamp(day, 600);
    }
}

fn month_close(home: &mut Household, day: NaiveDate) {
    if day != month_end(day) {
        return;
    }
    for card in [CARD, DOLLAR_CARD] {
        home.statements.insert(card, -home.running[card]);
    }
    let mut dice = dice(home, "market", day);
    let value = home.valuations.last().map_or(0, |(_, _, minor)| *minor);
    let paid_in = if day.month() % 3 == 2 { 168_000 } else { 0 };
    let value = value + value * dice.between(-260, 340) / 10_000 + paid_in;
    home.valuations.push((BROKERAGE, day, value));
    home.accounts[BROKERAGE].changed = stamp(day, 20 * 60);
    if day.month() == 12 {
        let interest = home.running[SAVINGS] * 18 / 1_000;
        home.enter(
            Draft::new(SAVINGS, interest, "Crédit des Tilleuls", C::Interest)
                .worded("INTERETS CREDITEURS"),
        );
    }
}
