//! Standing orders and other planned payments.

mod chablais;

use chrono::{Datelike, NaiveDate};

use super::account::{CARD, JOINT, LOAN, SAVINGS};
use super::category::Category;
use crate::calendar::{minus, plus, working_from, working_until};

/// When an order falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Every month on this day.
    Monthly(u32),
    /// Every three months, in the months that leave this rest, on this day.
    Quarterly(u32, u32),
    /// Every year in this month on this day.
    Yearly(u32, u32),
    /// Once.
    Once(NaiveDate),
}

impl Rule {
    /// Whether the order falls due on the day, before any shift to a working day.
    pub fn falls_on(self, day: NaiveDate) -> bool {
        match self {
            Self::Monthly(on) => day.day() == on,
            Self::Quarterly(rest, on) => day.month() % 3 == rest && day.day() == on,
            Self::Yearly(month, on) => day.month() == month && day.day() == on,
            Self::Once(date) => day == date,
        }
    }

    /// As an iCalendar recurrence; nothing for what happens once.
    pub(crate) fn recurrence(self) -> Option<String> {
        match self {
            Self::Monthly(day) => Some(format!("FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY={day}")),
            Self::Quarterly(_, day) => Some(format!("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={day}")),
            Self::Yearly(month, day) => Some(format!(
                "FREQ=YEARLY;INTERVAL=1;BYMONTH={month};BYMONTHDAY={day}"
            )),
            Self::Once(_) => None,
        }
    }
}

/// Where a payment goes when it falls on a day without banking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// It stays.
    None,
    /// To the next working day.
    Next,
    /// To the working day before.
    Before,
}

impl Shift {
    /// The day the payment really happens.
    pub fn aligned(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::None => day,
            Self::Next => working_from(day),
            Self::Before => working_until(day),
        }
    }
}

/// One planned payment.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its name.
    pub name: &'static str,
    /// The account it moves, an index.
    pub account: usize,
    /// The account it fills, when it is a transfer.
    pub to: Option<usize>,
    /// What it is about.
    pub category: Category,
    /// Payee or payer.
    pub payee: &'static str,
    /// When.
    pub rule: Rule,
    /// How it gives way to weekends and holidays.
    pub shift: Shift,
    /// Amounts in minor units by the first day they hold, signed, oldest first.
    pub amounts: Vec<(NaiveDate, i64)>,
    /// Paid by a person, not by the bank.
    pub manual: bool,
}

impl Order {
    /// The signed amount in minor units in force on a day.
    pub fn amount_on(&self, day: NaiveDate) -> i64 {
        self.amounts
            .iter()
            .rev()
            .find(|(from, _)| *from <= day)
            .or(self.amounts.first())
            .map_or(0, |(_, minor)| *minor)
    }

    /// The due days whose payment happens on `day`.
    pub(crate) fn due_paid_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        (0..15)
            .map(|offset| minus(plus(day, 7), offset))
            .find(|due| self.rule.falls_on(*due) && self.shift.aligned(*due) == day)
    }

    /// Due days from `from` to `until`, both included.
    pub fn due_between(&self, from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
        from.iter_days()
            .take_while(|day| *day <= until)
            .filter(|d| self.rule.falls_on(*d))
            .collect()
    }

    /// The due days not yet paid on `today`, up to `days` later.
    pub fn open(&self, today: NaiveDate, days: u64) -> Vec<NaiveDate> {
        let mut due = self.due_between(minus(today, 7), plus(today, days));
        due.retain(|due| self.shift.aligned(*due) > today);
        due
    }
}

/// The orders of the household that began on `start` and was met on `met`.
pub(crate) fn orders(start: NaiveDate, met: NaiveDate) -> Vec<Order> {
    use Category as C;
    let order = |name, account, to, category, payee, rule, shift, minor| Order {
        name,
        account,
        to,
        category,
        payee,
        rule,
        shift,
        amounts: vec![(NaiveDate::MIN, minor)],
        manual: false,
    };
    let mut list = vec![
        order(
            "Rent",
            JOINT,
            None,
            C::Rent,
            "Régie Montclair",
            Rule::Monthly(1),
            Shift::Next,
            -138_500,
        ),
        order(
            "Savings plan",
            JOINT,
            Some(SAVINGS),
            C::Transfer,
            "Rainy day savings",
            Rule::Monthly(2),
            Shift::Next,
            -45_000,
        ),
        order(
            "Family benefit",
            JOINT,
            None,
            C::ChildBenefit,
            "Caisse des familles du Léman",
            Rule::Monthly(5),
            Shift::Before,
            14_199,
        ),
        order(
            "Mobile phones",
            JOINT,
            None,
            C::Phone,
            "Télévaux Mobile",
            Rule::Monthly(7),
            Shift::Next,
            -2_499,
        ),
        order(
            "Car loan",
            JOINT,
            Some(LOAN),
            C::Transfer,
            "Banque du Rocher",
            Rule::Monthly(10),
            Shift::Next,
            -41_217,
        ),
        order(
            "Streaming",
            CARD,
            None,
            C::Streaming,
            "Lumière Plus",
            Rule::Monthly(11),
            Shift::None,
            -1_199,
        ),
        order(
            "Nursery",
            JOINT,
            None,
            C::ChildCare,
            "Crèche Les Hirondelles",
            Rule::Monthly(12),
            Shift::Next,
            -38_600,
        ),
        order(
            "Internet",
            JOINT,
            None,
            C::Internet,
            "Fibralp",
            Rule::Monthly(15),
            Shift::Next,
            -3_999,
        ),
        order(
            "Income tax",
            JOINT,
            None,
            C::Taxes,
            "Trésorerie de Haute-Combe",
            Rule::Monthly(16),
            Shift::Next,
            -18_600,
        ),
        order(
            "Newspaper",
            CARD,
            None,
            C::Reading,
            "Gazette des Cimes",
            Rule::Monthly(18),
            Shift::None,
            -990,
        ),
        order(
            "Gym",
            JOINT,
            None,
            C::Sport,
            "Salle Belvédère",
            Rule::Monthly(20),
            Shift::Next,
            -2_990,
        ),
        order(
            "Music",
            CARD,
            None,
            C::Reading,
            "Tonalis Music",
            Rule::Monthly(23),
            Shift::None,
            -1_099,
        ),
        order(
            "Second salary",
            JOINT,
            None,
            C::Salary,
            "Atelier Brunel SARL",
            Rule::Monthly(27),
            Shift::Before,
            194_218,
        ),
        order(
            "Bank package",
            JOINT,
            None,
            C::Fees,
            "Crédit des Tilleuls",
            Rule::Quarterly(0, 28),
            Shift::Next,
            -1_950,
        ),
        order(
            "Home insurance",
            JOINT,
            None,
            C::HomeInsurance,
            "Mutuelle Trois Vallées",
            Rule::Yearly(3, 14),
            Shift::Next,
            -31_240,
        ),
        order(
            "Car insurance",
            JOINT,
            None,
            C::CarInsurance,
            "Mutuelle Trois Vallées",
            Rule::Yearly(9, 4),
            Shift::Next,
            -52_880,
        ),
        order(
            "Property tax",
            JOINT,
            None,
            C::Taxes,
            "Trésorerie de Haute-Combe",
            Rule::Yearly(10, 15),
            Shift::Next,
            -48_700,
        ),
        order(
            "Winter tyres",
            JOINT,
            None,
            C::CarUpkeep,
            "Garage Perrin & Fille",
            Rule::Once(plus(met, 24)),
            Shift::Next,
            -28_900,
        ),
    ];
    list[17].manual = true;
    // The rent follows an index every July; streaming gets dearer once; one raise a year.
    for years in 0..8 {
        let july = crate::calendar::date(start.year() + years, 7, 1);
        if july > start {
            let before = list[0].amount_on(minus(july, 1));
            list[0]
                .amounts
                .push((july, before - (-before * 18 + 500) / 1_000));
        }
        let march = crate::calendar::date(start.year() + years, 3, 1);
        if march > start {
            let before = list[12].amount_on(minus(march, 1));
            list[12]
                .amounts
                .push((march, before + (before * 21 + 500) / 1_000));
        }
    }
    list[5]
        .amounts
        .push((crate::calendar::plus_months(start, 20), -1_399));
    list.extend(chablais::orders());
    list
}
