//! What happens on a day.

mod chablais;
mod earnings;
mod purchases;

use chrono::{Datelike, NaiveDate};

use super::account::{
    BROKERAGE, CARD, CASH, DOLLAR_CARD, DOLLARS, JOINT, LOAN, MORTGAGE, OLD_SAVINGS, SALARY,
    SAVINGS, STUDENT,
};
use super::category::Category as C;
use super::row::{Draft, Operation};
use super::{Household, stamp};
use crate::calendar::{date, month_end, plus, working_from};
use crate::random::Dice;
use crate::rates;

/// The studio's mortgage: interest in a year, in hundredths of a percent.
pub(crate) const MORTGAGE_RATE: i64 = 190;

/// Plays one day.
pub(super) fn play(home: &mut Household, day: NaiveDate) {
    standing_orders(home, day);
    earnings::work(home, day);
    earnings::bills(home, day);
    purchases::shopping(home, day);
    purchases::outings(home, day);
    purchases::occasions(home, day);
    earnings::dollars(home, day);
    between_accounts(home, day);
    month_close(home, day);
    chablais::play(home, day);
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
            Some(loan @ (LOAN | MORTGAGE)) => {
                // The instalment pays the month's interest first; the rest lowers the debt.
                let debt = -home.running[loan];
                if debt <= 0 {
                    continue;
                }
                let permille = if loan == LOAN { 410 } else { MORTGAGE_RATE };
                let interest = (debt * permille / 120 + 500) / 1_000;
                let paid = (-minor).min(debt + interest);
                let (out, into) = home.move_money(account, loan, paid);
                home.rows[out].order = Some((index, due));
                for leg in [out, into] {
                    home.rows[leg].operation = Operation::LoanRepayment;
                }
                home.enter(
                    Draft::new(loan, -interest, payee, C::LoanInterest)
                        .worded("INTERETS DU MOIS")
                        .called(Operation::Bank),
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
