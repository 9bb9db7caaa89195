//! What a household pays and is paid.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::chance::Chance;

/// What makes a series hard to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    Plain,
    PriceChange,
    Returned,
    Late,
    Pause,
    NewName,
    NewNameAndPrice,
    TwoAtOneMerchant,
    AmongPurchases,
    FourWeekly,
    NthWeekday,
    LastWorkingDay,
    MonthEnd,
    Seasons,
    Weekly,
    Quarterly,
    Numbered,
    Foreign,
    ForeignAmongPurchases,
    Young,
    Everything,
}

/// A row of the statement, and the series it belongs to.
#[derive(Debug, Clone)]
pub struct Booked {
    pub date: NaiveDate,
    pub minor: i64,
    pub text: String,
    pub series: Option<usize>,
}

#[derive(Debug)]
pub struct Known {
    pub trouble: Trouble,
    /// No amount can be foreseen to a twentieth.
    pub varies: bool,
}

#[derive(Debug)]
pub struct Household {
    pub rows: Vec<Booked>,
    pub series: Vec<Known>,
}

/// A weekend moves it to Monday.
fn monday(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => date + Days::new(2),
        Weekday::Sun => date + Days::new(1),
        _ => date,
    }
}

fn friday(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => date - Days::new(1),
        Weekday::Sun => date - Days::new(2),
        _ => date,
    }
}

fn day_in(first: NaiveDate, day: u32) -> NaiveDate {
    let last = first + Months::new(1) - Days::new(1);
    first.with_day(day.min(last.day())).unwrap_or(last)
}

fn last_in(first: NaiveDate) -> NaiveDate {
    first + Months::new(1) - Days::new(1)
}

const SHOPS: [&str; 6] = [
    "Marktkauf Filiale",
    "Greenleaf Foods",
    "Boucherie Morel",
    "Corner Bakery No",
    "Petrol Nord",
    "Lunch Bar",
];
const NAMES: [&str; 14] = [
    "Cinelune",
    "Voxalpe Mobile",
    "Fibra Net",
    "Alpes Energie",
    "Harbour Insurance",
    "Gym Nord",
    "Daily Herald",
    "Cloudbox Storage",
    "Tunefold Premium",
    "Stadtwerke Seeburg",
    "Lakeside Nursery",
    "Meal Crate",
    "Volunteer Fire Club",
    "Pixel Press",
];
const OTHERS: [&str; 6] = [
    "Nordtel Group",
    "Brightwire",
    "Q Park Verwaltung",
    "Zenith Assur",
    "Harmonia",
    "Pelikan Media",
];

struct Making<'a> {
    chance: &'a mut Chance,
    months: Vec<NaiveDate>,
    end: NaiveDate,
    out: Household,
    names: Vec<&'static str>,
}

impl Household {
    /// A household of one to three years whose last day is `end`.
    pub fn of(seed: u64, end: NaiveDate) -> Self {
        let chance = &mut Chance::of(seed);
        let count = chance.within(13, 34);
        let this = end.with_day(1).unwrap();
        let months = (0..count as u32)
            .rev()
            .map(|back| this - Months::new(back))
            .collect();
        let mut names = NAMES.to_vec();
        for at in (1..names.len()).rev() {
            let other = usize::try_from(chance.within(0, at as i64)).unwrap();
            names.swap(at, other);
        }
        let mut making = Making {
            chance,
            months,
            end,
            out: Self {
                rows: Vec::new(),
                series: Vec::new(),
            },
            names,
        };
        making.all();
        let mut out = making.out;
        out.rows.retain(|row| row.date <= end);
        out.rows.sort_by_key(|row| row.date);
        out
    }
}

impl Making<'_> {
    fn all(&mut self) {
        self.pay();
        let bills = [
            Trouble::Plain,
            Trouble::PriceChange,
            Trouble::Returned,
            Trouble::Late,
            Trouble::Pause,
            Trouble::NewName,
            Trouble::NewNameAndPrice,
            Trouble::Seasons,
            Trouble::Quarterly,
            Trouble::Numbered,
            Trouble::Weekly,
            Trouble::Foreign,
            Trouble::Young,
            Trouble::Everything,
        ];
        for trouble in bills {
            if self.chance.percent(65) {
                self.bill(trouble);
            }
        }
        if self.chance.percent(60) {
            self.two_at_one_merchant();
        }
        if self.chance.percent(60) {
            self.among_purchases("Riverbend Marketplace", false);
        }
        if self.chance.percent(60) {
            self.among_purchases("Overseas Digital", true);
        }
        if self.chance.percent(60) {
            self.month_end();
        }
        self.noise();
    }

    fn known(&mut self, trouble: Trouble, varies: bool) -> usize {
        self.out.series.push(Known { trouble, varies });
        self.out.series.len() - 1
    }

    fn book(
        &mut self,
        date: NaiveDate,
        minor: i64,
        text: impl Into<String>,
        series: Option<usize>,
    ) {
        self.out.rows.push(Booked {
            date,
            minor,
            text: text.into(),
            series,
        });
    }

    fn pay(&mut self) {
        let base = self.chance.within(180_000, 420_000);
        match self.chance.within(0, 2) {
            0 => {
                let series = self.known(Trouble::FourWeekly, false);
                let mut date = self.months[0] + Days::new(self.chance.within(0, 27) as u64);
                date = friday(date);
                while date <= self.end {
                    // A bank holiday brings it forward.
                    let early = u64::from(self.chance.percent(6));
                    let minor = base + self.chance.within(-1_500, 1_500);
                    self.book(
                        date - Days::new(early),
                        minor,
                        "Council Payroll",
                        Some(series),
                    );
                    date = date + Days::new(28);
                }
            }
            1 => {
                let series = self.known(Trouble::NthWeekday, false);
                let weekday = self
                    .chance
                    .one_of(&[Weekday::Thu, Weekday::Fri, Weekday::Wed]);
                let nth = self.chance.within(1, 5) as u8;
                for first in self.months.clone() {
                    let date = if nth == 5 {
                        (0..7)
                            .map(|back| last_in(first) - Days::new(back))
                            .find(|date| date.weekday() == weekday)
                            .unwrap()
                    } else {
                        NaiveDate::from_weekday_of_month_opt(
                            first.year(),
                            first.month(),
                            weekday,
                            nth,
                        )
                        .unwrap()
                    };
                    let minor = base + self.chance.within(-2_000, 2_000);
                    self.book(date, minor, "Harlow Works Wages", Some(series));
                }
            }
            _ => {
                let series = self.known(Trouble::LastWorkingDay, false);
                let mut base = base;
                for first in self.months.clone() {
                    if first.month() == 4 {
                        base += base / 33;
                    }
                    let bonus = if first.month() == 12 { base / 2 } else { 0 };
                    self.book(
                        friday(last_in(first)),
                        base + bonus,
                        "Gehalt Werk Sued AG",
                        Some(series),
                    );
                }
            }
        }
    }

    /// A bill with one kind of trouble.
    fn bill(&mut self, trouble: Trouble) {
        let name = self.names.pop().unwrap();
        let other = self.chance.one_of(&OTHERS);
        let varies = trouble == Trouble::Seasons;
        let series = self.known(trouble, varies);
        let day = self.chance.within(1, 31) as u32;
        let mut price = -self.chance.within(499, 12_000);
        let count = self.months.len() as i64;
        let turn = self.chance.within(4, (count - 4).max(4)) as usize;
        let rise = self.chance.within(103, 135);
        let pause = self.chance.within(1, 3) as usize;
        let every = if trouble == Trouble::Quarterly { 3 } else { 1 };
        let missed = self.chance.within(2, count - 3) as usize;
        if trouble == Trouble::Weekly {
            let mut date = self.months[0] + Days::new(day.into());
            while date <= self.end {
                if !self.chance.percent(4) || (self.end - date).num_days() < 60 {
                    let late = u64::from(self.chance.percent(6));
                    self.book(date + Days::new(late), price, name, Some(series));
                }
                date = date + Days::new(7);
            }
            return;
        }
        for (at, first) in self.months.clone().into_iter().enumerate().step_by(every) {
            if at >= turn
                && at < turn + every
                && matches!(
                    trouble,
                    Trouble::PriceChange
                        | Trouble::NewNameAndPrice
                        | Trouble::Quarterly
                        | Trouble::Everything
                )
            {
                price = price
                    * if trouble == Trouble::NewNameAndPrice {
                        rise.min(120)
                    } else {
                        rise
                    }
                    / 100;
            }
            if trouble == Trouble::Young && at + 6 < count as usize {
                continue;
            }
            if matches!(trouble, Trouble::Pause | Trouble::Everything)
                && (turn..turn + pause).contains(&at)
                && at + 3 + pause < count as usize
            {
                continue;
            }
            let mut date = monday(day_in(first, day));
            if matches!(trouble, Trouble::Late | Trouble::Everything)
                && self.chance.percent(15)
                && at + 3 < count as usize
            {
                date = date + Days::new(self.chance.within(1, 9) as u64);
            }
            let text = match trouble {
                Trouble::NewName if at >= turn => other.to_owned(),
                Trouble::NewNameAndPrice if at >= turn => format!("{name} Service GmbH"),
                Trouble::Numbered => {
                    format!("{name} {}", self.chance.within(10_000_000, 99_999_999))
                }
                _ => name.to_owned(),
            };
            let text = if trouble == Trouble::Everything && at > turn + 4 {
                format!("{name} Europe {at}")
            } else {
                text
            };
            let minor = if trouble == Trouble::Foreign {
                price * (1_000 + self.chance.within(-15, 15)) / 1_000
            } else if varies {
                // Dear in winter.
                let winter = i64::from((i32::try_from(first.month()).unwrap() - 7).abs());
                price * (70 + winter * 10 + self.chance.within(-8, 8)) / 100
            } else {
                price
            };
            if trouble == Trouble::Returned
                && (at == missed || self.chance.percent(6))
                && at + 3 < count as usize
            {
                self.book(date, minor, text.clone(), None);
                let back = date + Days::new(self.chance.within(1, 4) as u64);
                self.book(back, -minor, text.clone(), None);
                if at != missed {
                    let again = date + Days::new(self.chance.within(5, 8) as u64);
                    self.book(again, minor, text, Some(series));
                }
                continue;
            }
            self.book(date, minor, text, Some(series));
        }
    }

    fn two_at_one_merchant(&mut self) {
        let name = self
            .chance
            .one_of(&["Orchard Store", "Gigamart Abo", "Polyphon Digital"]);
        let day = self.chance.within(1, 28) as u32;
        let apart = if self.chance.percent(40) {
            0
        } else {
            self.chance.within(1, 14) as u32
        };
        let small = -self.chance.within(99, 499);
        let turn = self.chance.within(4, self.months.len() as i64 - 4) as usize;
        for which in 0..2 {
            let series = self.known(Trouble::TwoAtOneMerchant, false);
            let mut price = if which == 0 { small } else { small * 3 - 50 };
            for (at, first) in self.months.clone().into_iter().enumerate() {
                if at == turn && which == 1 {
                    price = price * 120 / 100;
                }
                let date = day_in(first, (day + apart * which).min(28));
                self.book(date, price, name, Some(series));
            }
        }
    }

    /// A membership at a shop where one also buys.
    fn among_purchases(&mut self, shop: &'static str, foreign: bool) {
        let trouble = if foreign {
            Trouble::ForeignAmongPurchases
        } else {
            Trouble::AmongPurchases
        };
        let series = self.known(trouble, false);
        let day = self.chance.within(1, 28) as u32;
        let price = -self.chance.within(499, 999);
        for first in self.months.clone() {
            let rate = if foreign {
                self.chance.within(-15, 15)
            } else {
                0
            };
            self.book(
                day_in(first, day),
                price * (1_000 + rate) / 1_000,
                shop,
                Some(series),
            );
            for _ in 0..self.chance.within(0, 5) {
                let date = first + Days::new(self.chance.within(0, 27) as u64);
                let minor = -self.chance.within(400, 12_000);
                self.book(date, minor, shop, None);
            }
        }
    }

    fn month_end(&mut self) {
        let interest = self.known(Trouble::MonthEnd, true);
        let fee = self.known(Trouble::MonthEnd, false);
        let price = -self.chance.within(150, 990);
        for first in self.months.clone() {
            let minor = self.chance.within(12, 2_500);
            self.book(last_in(first), minor, "Interest", Some(interest));
            self.book(last_in(first), price, "Account fee", Some(fee));
        }
    }

    fn noise(&mut self) {
        let start = self.months[0];
        let end = self.end;
        for date in start.iter_days().take_while(|date| *date <= end) {
            for (at, shop) in SHOPS.iter().enumerate() {
                let often = [26, 18, 7, 14, 9, 12][at];
                if self.chance.percent(often) {
                    let minor = match at {
                        3 => -[290, 340, 480][usize::try_from(self.chance.within(0, 2)).unwrap()],
                        4 => -self.chance.within(3_000, 7_000),
                        5 => -self.chance.within(700, 1_600),
                        _ => -self.chance.within(300, 11_000),
                    };
                    let text = format!("{shop} {}", self.chance.within(100, 999));
                    self.book(date, minor, text, None);
                }
            }
            if self.chance.percent(8) {
                let minor = -self.chance.one_of(&[2_000, 4_000, 5_000, 10_000]);
                self.book(date, minor, "Cash withdrawal", None);
            }
            if self.chance.percent(6) {
                let name = self.chance.one_of(&[
                    "Anna", "Jonas", "Mireille", "Tom", "Ines", "Karim", "Lotte", "Pavel",
                ]);
                let minor = self.chance.within(-6_000, 3_000);
                self.book(date, minor, format!("Transfer {name}"), None);
            }
        }
    }
}
