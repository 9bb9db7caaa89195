//! The French side: a current account with a deferred card, savings, shares and a small workshop.
//!
//! Every kind of movement that such a bank knows happens here at least once a year.

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::Household;
use super::super::account::{
    CHECKING, CHOIR, COUPLE, DEFERRED, LIFE, LIVRET, PEA, WORKSHOP, YOUNG,
};
use super::super::category::Category as C;
use super::super::row::{Draft, Operation as Op};
use super::{dice, falls_next};
use crate::calendar::{month_end, plus, plus_months};
use crate::household::stamp;
use crate::rates;

const COUNTERS: [&str; 4] = [
    "Boulangerie du Port",
    "Primeurs d'Évian-Bas",
    "Fromagerie Abondance",
    "Tabac des Thermes",
];
const SHOPS: [&str; 5] = [
    "Hyper Léman",
    "Librairie du Quai",
    "Jardinerie Publier",
    "Restaurant Le Gavot",
    "Sport Thollon",
];
/// Payee, currency, lowest and highest price in minor units.
const ABROAD: [(&str, &str, i64, i64); 4] = [
    ("Harbour Books London", "GBP", 900, 4_500),
    ("Kiosk Lausanne-Gare", "CHF", 350, 2_900),
    ("Northfield Store", "USD", 1_200, 9_900),
    ("Kissaten Hinode", "JPY", 900, 6_800),
];

pub(super) fn play(home: &mut Household, day: NaiveDate) {
    purchases(home, day);
    counter(home, day);
    investments(home, day);
    workshop(home, day);
    choir(home, day);
    closing(home, day);
    card_debit(home, day);
}

fn purchases(home: &mut Household, day: NaiveDate) {
    let mut dice = dice(home, "chablais-shops", day);
    match day.weekday() {
        Weekday::Mon | Weekday::Wed | Weekday::Fri => {
            let payee = *dice.pick(&COUNTERS);
            let price = dice.between(280, 2_950);
            home.enter(Draft::new(CHECKING, -price, payee, C::Groceries).by_card());
            if dice.chance(8) {
                // Honest twins: the same again an hour later.
                home.enter(Draft::new(CHECKING, -price, payee, C::Groceries).by_card());
            }
        }
        Weekday::Tue | Weekday::Thu | Weekday::Sat => {
            let payee = *dice.pick(&SHOPS);
            let price = dice.between(1_450, 7_800);
            let category = match payee {
                "Hyper Léman" => C::Groceries,
                "Librairie du Quai" => C::Reading,
                "Jardinerie Publier" => C::Home,
                "Restaurant Le Gavot" => C::Restaurants,
                _ => C::Clothes,
            };
            let debit = month_end(day);
            home.enter(Draft::new(DEFERRED, -price, payee, category).deferred_to(debit));
        }
        Weekday::Sun => {}
    }
    if dice.chance(5) {
        let (payee, currency, low, high) = *dice.pick(&ABROAD);
        let asked = dice.between(low, high);
        let euros = rates::convert(asked, currency, "EUR", day).unwrap_or(0);
        if euros > 0 {
            home.enter(
                Draft::new(CHECKING, -euros, payee, C::Travel)
                    .by_card()
                    .abroad(-asked, currency),
            );
        }
    }
    if dice.chance(4) {
        let back = dice.between(500, 3_900);
        home.enter(
            Draft::new(CHECKING, back, "Hyper Léman", C::Groceries)
                .called(Op::Payback)
                .worded("AVOIR CARTE HYPER LEMAN"),
        );
    }
}

/// What is done at the bank's counter and on paper.
fn counter(home: &mut Household, day: NaiveDate) {
    let mut dice = dice(home, "chablais-counter", day);
    if day.weekday() == Weekday::Fri && dice.chance(35) {
        let notes = dice.between(1, 4) * 2_000;
        home.enter(
            Draft::new(CHECKING, -notes, "Retrait", C::Uncategorised)
                .called(Op::Withdrawal)
                .worded("RETRAIT DAB EVIAN PORT"),
        );
    }
    if dice.chance(2) {
        let amount = dice.between(25, 180) * 100;
        let number = 7_300_000 + dice.below(9_999);
        home.enter(
            Draft::new(CHECKING, -amount, "Chèque", C::Uncategorised)
                .called(Op::Check)
                .worded(format!("CHEQUE {number}")),
        );
    }
    if day.month().is_multiple_of(3) && falls_next(day, 19) {
        home.enter(
            Draft::new(CHECKING, 12_000, "Remise de chèques", C::Freelance)
                .called(Op::Deposit)
                .worded("REMISE CHEQUES 2 VALEURS"),
        );
    }
    if falls_next(day, 2) {
        home.enter(
            Draft::new(CHECKING, -265, "Banque du Chablais", C::Fees)
                .called(Op::Bank)
                .worded("COTISATION COMPTE"),
        );
    }
    if (day.month(), day.day()) == (9, 17) {
        home.enter(
            Draft::new(CHECKING, -8_340, "Trésorerie de Haute-Combe", C::Taxes)
                .called(Op::Refund)
                .worded("REPRISE TROP PERCU IMPOT"),
        );
    }
    if day.day() == 23 && day.month() % 2 == 1 {
        home.enter(
            Draft::new(CHECKING, -1_130, "Divers 2207", C::Uncategorised)
                .called(Op::Unknown)
                .worded("OPERATION 2207 SANS LIBELLE"),
        );
    }
    if day.day() == 24 {
        let price = dice.between(1_900, 6_400);
        home.enter(
            Draft::new(COUPLE, -price, "Ludothèque du Chablais", C::Gifts)
                .called(Op::Payment)
                .worded("PAIEMENT LUDOTHEQUE"),
        );
    }
    if (day.month(), day.day()) == (12, 31) {
        for livret in [LIVRET, YOUNG] {
            let interest = home.running[livret] * 24 / 1_000;
            if interest > 0 {
                home.enter(
                    Draft::new(livret, interest, "Banque du Chablais", C::Interest)
                        .worded("INTERETS ANNUELS"),
                );
            }
        }
    }
}

/// Money for shares every quarter and for the insurance every month, and what they cost and give.
fn investments(home: &mut Household, day: NaiveDate) {
    if day.month().is_multiple_of(3) && falls_next(day, 10) {
        home.move_money(CHECKING, PEA, 30_000);
        let cost = home.buy(0, 29_000);
        home.enter(
            Draft::new(PEA, -cost, "Aravis Monde Actions", C::Investing)
                .called(Op::MarketOrder)
                .worded("ACHAT ARAVIS MONDE ACTIONS"),
        );
        home.enter(
            Draft::new(PEA, -195, "Banque du Chablais", C::Fees)
                .called(Op::MarketFee)
                .worded("COURTAGE"),
        );
    }
    if day.month() == 5 && falls_next(day, 20) {
        home.enter(
            Draft::new(PEA, 8_245, "Chablais Eaux SA", C::Interest)
                .called(Op::Profit)
                .worded("COUPON CHABLAIS EAUX SA"),
        );
    }
    if falls_next(day, 15) {
        home.move_money(CHECKING, LIFE, 5_000);
        let cost = home.buy(3, 5_000);
        home.enter(
            Draft::new(LIFE, -cost, "Fonds euro Sérénité", C::Investing)
                .called(Op::Arbitrage)
                .worded("INVESTISSEMENT FONDS EURO"),
        );
    }
    if day.month() == 1 && falls_next(day, 15) {
        home.enter(
            Draft::new(LIFE, -1_270, "Mutuelle Trois Vallées", C::Fees)
                .called(Op::Fee)
                .worded("FRAIS DE GESTION"),
        );
    }
    if day.month() == 6 && falls_next(day, 25) {
        home.enter(
            Draft::new(LIFE, 4_360, "Pierre et Lac", C::Interest)
                .called(Op::Payout)
                .worded("REVENU PIERRE ET LAC"),
        );
    }
}

/// An account that nobody agreed to share.
fn workshop(home: &mut Household, day: NaiveDate) {
    if falls_next(day, 14) {
        home.enter(Draft::new(
            WORKSHOP,
            96_000,
            "Festival du Léman",
            C::Freelance,
        ));
    }
    if falls_next(day, 21) {
        home.enter(Draft::new(
            WORKSHOP,
            -38_500,
            "Lutherie Savoyarde",
            C::Software,
        ));
    }
}

/// The choir that one of the family keeps the books of; its bank gives files only.
fn choir(home: &mut Household, day: NaiveDate) {
    let mut dice = dice(home, "choir", day);
    if falls_next(day, 8) {
        home.enter(
            Draft::new(CHOIR, -6_500, "Commune de Publier", C::Rent)
                .worded("VIR LOCATION SALLE DES FETES"),
        );
    }
    if matches!(day.month(), 9 | 10) && day.weekday() == Weekday::Wed {
        for _ in 0..2 {
            // Honest twins: two singers pay the same fee on one evening.
            home.enter(
                Draft::new(CHOIR, 4_500, "Cotisation choriste", C::Freelance)
                    .worded("REMISE CHEQUE COTISATION"),
            );
        }
    }
    if falls_next(day, 26) && dice.chance(60) {
        let scores = dice.between(1_200, 8_900);
        home.enter(
            Draft::new(CHOIR, -scores, "Éditions du Lutrin", C::Reading)
                .worded("CARTE EDITIONS DU LUTRIN"),
        );
    }
    if matches!(day.month(), 6 | 12) && falls_next(day, 14) {
        let door = dice.between(310, 820) * 100;
        home.enter(
            Draft::new(CHOIR, door, "Recette concert", C::Freelance).worded("VERSEMENT ESPECES"),
        );
    }
}

/// The young saver's book is emptied into the other and vanishes from the bank.
fn closing(home: &mut Household, day: NaiveDate) {
    if day != plus(plus_months(home.start, 14), 8) {
        return;
    }
    let rest = home.running[YOUNG];
    home.move_money(YOUNG, LIVRET, rest);
    home.accounts[YOUNG].closed = Some(day);
    home.accounts[YOUNG].changed = stamp(day, 600);
}

/// On the month's last day the deferred purchases are booked, and one debit pays for them all.
fn card_debit(home: &mut Household, day: NaiveDate) {
    if day != month_end(day) {
        return;
    }
    home.post_where(|row| row.account == DEFERRED);
    let total = -home.running[DEFERRED];
    if total <= 0 {
        return;
    }
    let (out, into) = home.move_money(CHECKING, DEFERRED, total);
    for leg in [out, into] {
        home.rows[leg].operation = Op::CardSummary;
        "RELEVE CARTE A DEBIT DIFFERE".clone_into(&mut home.rows[leg].wording);
    }
}
